// `run.precision:` of a scenario: how exact which results must be for its replications to be enough.
#ifndef MODELS_PRECISE_H
#define MODELS_PRECISE_H

#include "sim/experiment/model.h"

// `run.precision[]`
typedef struct {
    SimRecordHead head;
    SimText measure, of, period;
    double within, floor;
} PreciseFields;

extern const SimFieldBlock precise_fields;

// Fills what the outline says is to be precise.
void precise_outline(const SimRecords *fields, SimOutline *outline);
void precise_outline_free(SimOutline *outline);

#endif
