// The planner's own rota: who is due in on which date, in place of the rosters.
//
// For a date, a department and a staff group that have any row, the rows are the whole: a shift without one has nobody
// of the group. What has no row that day is as in the rosters. Numbers are people as they are written: departments
// whose rosters are scaled to the work (emergency, obstetrics, maternity) are not scaled on these dates.
//
// A row for which there is a roster of the same department, group and shift speaks of its people, who keep their random
// numbers; so a rota that repeats the rosters changes nothing, in whatever order its rows stand.
#ifndef MODELS_ROTA_H
#define MODELS_ROTA_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/scenario/field.h"

struct HospitalPlan;
struct TrustPlan;

// `trusts[].staffing.rota[]`
typedef struct {
    SimRecordHead head;
    int64_t date;  // on which the shift starts
    SimText shift;
    int department;
    int group;
    int64_t due;
    int64_t minimum_safe;     // unset: the department's target
    int64_t expected_absent;  // unset: as many as the trust forecasts
} RotaFields;

typedef struct {
    uint32_t first_day, days;  // simulated days from the first row's date to the last's
    uint32_t *row;             // by roster and day: 1 + the row that speaks of it, or 0; owned
    uint8_t *is_whole;         // by department, group and day: whether it has any row; owned
    const RotaFields *rows;
} RotaPlan;

extern const SimFieldBlock rota_fields;

// After the rosters: adds those that only the rota has.
bool rota_plan(const struct HospitalPlan *plan, struct TrustPlan *trust, SimFaults *faults);
void rota_plan_free(RotaPlan *plan);

// The row for a roster's shift of a day; NULL if it has none.
const RotaFields *rota_row(const struct TrustPlan *trust, uint32_t roster, uint32_t day);

// People of a roster due for its shift of a day.
uint32_t rota_due(const struct HospitalPlan *plan, const struct TrustPlan *trust, uint32_t roster, uint32_t day);

#endif
