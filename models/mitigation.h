// Patient safety mitigations, also called derogations: staff whom a union lets return to a department during a strike.
#ifndef MODELS_MITIGATION_H
#define MODELS_MITIGATION_H

#include "models/participation.h"

// `strikes[].mitigations[]`
typedef struct {
    SimRecordHead head;
    int department, group;  // group -1: the first that is called out
    int64_t from, until;    // seconds since 1970
    int64_t staff;          // on each shift that starts in between; or
    double share;           // of those who stay away
    double granted;         // probability
} MitigationFields;

typedef struct {
    uint8_t department, group;
    SimTime from_s, until_s;
    uint32_t staff;
    double share;  // 0 if a number is given
    double granted;
} MitigationPlan;

typedef struct {
    MitigationPlan *requests;  // owned
    uint32_t count;
} Mitigations;

extern const SimFieldBlock mitigation_fields;

bool mitigations_plan(struct WindowPlan *window, const struct StrikeFields *strike, int64_t epoch_s, SimFaults *faults);
void mitigations_free(Mitigations *mitigations);

// Of `absent` staff, how many return to the shift; `before` are absent from it too and are asked first.
uint32_t mitigation_returns(const struct Hospital *hospital, const ShiftStaff *staff, uint32_t absent, uint32_t before);
// True if somebody may return to the shift, so that it is worth asking.
bool mitigation_concerns(const struct Hospital *hospital, const ShiftStaff *staff);

#endif
