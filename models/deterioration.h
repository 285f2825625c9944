// What can become of those who wait for an operation: P4 to P3, P3 to P2, or an emergency admission, which stops the
// clock. Off unless a planner gives hazards. When it happens is the patient's own luck, counted from joining the list.
#ifndef MODELS_DETERIORATION_H
#define MODELS_DETERIORATION_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/engine/distribution.h"
#include "sim/scenario/field.h"

struct Hospital;
struct TrustPlan;
struct HospitalPlan;

enum { OPERATION_PRIORITIES = 3 };  // P2, P3, P4: as PathwayPriority

// `trusts[].elective.deterioration`
typedef struct {
    SimNumbers to_higher;     // hazards a day of P3 and P4
    SimNumbers to_emergency;  // of P2, P3 and P4
} DeteriorationFields;

typedef struct {
    double hazard[OPERATION_PRIORITIES];           // a day, of either; 0: nothing happens
    double emergency_share[OPERATION_PRIORITIES];  // of what happens
    SimDistribution exponential;                   // mean 1
} DeteriorationPlan;

void deterioration_plan(const struct HospitalPlan *plan, struct TrustPlan *trust);
// A pathway has joined the list of those who wait for an operation.
void deterioration_expect(struct Hospital *hospital, uint32_t pathway);
// The day on which a pathway was to get worse (day_lists.h).
void deterioration_happens(struct Hospital *hospital, uint32_t pathway);

#endif
