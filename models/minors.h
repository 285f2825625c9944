// The minors stream of a type 1 department ("see and treat"): clinicians of its own for the least urgent patients, most
// of them emergency nurse practitioners, some resident doctors. Their rosters are those of the department `minors`.
//
// Patients of the stream wait in a queue of their own. Its clinicians see nobody else; the department's other doctors
// see them when nobody of their own waits. So when the stream has nobody on duty, by night or in a strike, its patients
// wait last behind everybody else, as all of them do in a department without a stream. Not to be confused with
// minor_injuries.h, which are those of type 3.
//
// Part of the emergency department: emergency.c leads its patients, emergency_staff.c says who is on duty.
#ifndef MODELS_MINORS_H
#define MODELS_MINORS_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/engine/distribution.h"
#include "sim/engine/resource.h"
#include "sim/scenario/field.h"

struct HospitalPlan;
struct TrustPlan;

// `trusts[].emergency.minors_stream`
typedef struct {
    bool on;
    int64_t from_urgency;
    double assessment;
    double tests_share, tests;
    double clinician_load;  // in normal times, of a department of the template's size
} MinorsFields;

typedef struct {
    bool on;
    uint32_t from_urgency;  // and all who are less urgent
    double tests_share;
    SimDistribution assessment, tests;
    double clinician_hours_a_day;  // that the rosters of `minors` are scaled to; 0: they are not
} MinorsPlan;

extern const SimFieldBlock minors_fields;

// All but clinician_hours_a_day, which emergency_plan works out from the attendances.
void minors_plan(SimTables *tables, const struct TrustPlan *trust, MinorsPlan *minors);
// False, with a fault, if there is a stream and nobody is rostered in it.
bool minors_has_rosters(const struct TrustPlan *trust, SimFaults *faults);

static inline bool minors_sees(const MinorsPlan *minors, uint32_t urgency)
{
    return minors->on && urgency >= minors->from_urgency;
}

// Who stands first in a queue; 0 if nobody does.
SimPlaceId minors_first(const SimWorld *world, SimResourceId queue, uint32_t *attendance);

#endif
