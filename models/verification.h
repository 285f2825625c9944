// `verify:` of a scenario: what theory knows exactly about its results, for the command `verify`.
#ifndef MODELS_VERIFICATION_H
#define MODELS_VERIFICATION_H

#include "sim/experiment/model.h"

// `verify.checks[]`
typedef struct {
    SimRecordHead head;
    SimText measure, of, period;
    int world;      // an enum SimLife, or SIM_LIVES for the difference
    int statistic;  // an enum SimCheckStatistic
    double exact, mean, standard_error;
    SimText theory;
} CheckFields;

// `verify`
typedef struct {
    int64_t quick, full;  // replications of the two tiers
    SimRecords checks;
} VerificationFields;

extern const SimFieldBlock verification_fields;

// Fills the outline's checks. False with faults if a check does not say all that its statistic needs.
bool verification_outline(const VerificationFields *fields, SimOutline *outline, SimFaults *faults);
void verification_outline_free(SimOutline *outline);

#endif
