// A&E of a trust of Bolton's size to which nobody comes of themselves: tests send patients, and every step takes a
// fixed time.
#ifndef TESTS_GOLDEN_QUIET_DEPARTMENT_H
#define TESTS_GOLDEN_QUIET_DEPARTMENT_H

#include "tests/golden/bolton.h"
#include "tests/golden/hospital_world.h"

// A trust of Bolton's size, without a strike.
#define BOLTON                                                                                                         \
    "walkout: 1\n"                                                                                                     \
    "title: Bolton\n"                                                                                                  \
    "calendar: {start: 2023-11-06, end: 2023-11-30}\n" BOLTON_TRUST("")

enum { ORDINAL = 12, HOUR = SIM_HOUR_S, MINUTE = SIM_MINUTE_S };

// Bolton in the baseline, with nothing but A&E and beds, from a Monday.
static inline Lives bolton_from(const char *start, const char *end)
{
    const SimOverride overrides[] = {{"calendar.start", start},
                                     {"calendar.end", end},
                                     {"run.warm_up", "4 weeks"},
                                     {"trusts[Bolton].elective", "off"},
                                     {"trusts[Bolton].maternity", "off"}};
    return lives_parse(BOLTON, overrides, sizeof overrides / sizeof overrides[0]);
}

// The same with a minors stream, or without one.
static inline Lives bolton_with_minors(const char *on)
{
    const SimOverride overrides[] = {{"calendar.end", "2023-12-31"},
                                     {"run.warm_up", "4 weeks"},
                                     {"trusts[Bolton].elective", "off"},
                                     {"trusts[Bolton].maternity", "off"},
                                     {"trusts[Bolton].emergency.minors_stream.on", on}};
    return lives_parse(BOLTON, overrides, sizeof overrides / sizeof overrides[0]);
}

static inline SimDistribution always(double seconds)
{
    return (SimDistribution){.mean = seconds};
}

// A department to which nobody comes of themselves, where every step takes a fixed time and nobody is admitted.
static inline Lives quiet_of(Lives lives)
{
    TrustPlan *trust = &lives.plans[SIM_BASELINE]->trusts[0];
    EmergencyPlan *ed = &trust->emergency;
    const double none[SIM_HOURS_OF_WEEK] = {0};
    sim_weekly_set(&ed->arrivals, none, 0);
    sim_weekly_set(&ed->minor_arrivals, none, 0);
    sim_weekly_set(&ed->direct_arrivals, none, 0);
    ed->handover = always(10 * MINUTE);
    ed->triage = always(8 * MINUTE);
    ed->assessment = always(27 * MINUTE);
    ed->tests = always(80 * MINUTE);
    ed->review = always(12 * MINUTE);
    ed->patience = always(3 * HOUR);
    ed->sdec_transfer = always(45 * MINUTE);
    ed->minor_treatment = always(25 * MINUTE);
    ed->minors.assessment = always(20 * MINUTE);
    ed->minors.tests = always(40 * MINUTE);
    ed->minors.tests_share = 0;
    ed->tests_share = 1;
    ed->zero_day = 1;
    for (int i = 0; i < TRIAGE_CLASSES; i++) {
        ed->admitted[i] = 0;
        ed->ambulance[i] = 0;
    }
    for (int pool = 0; pool < BED_POOLS; pool++) trust->beds.occupied[pool] = 0;
    return lives;
}

// One queue, without a minors stream.
static inline Lives quiet(void)
{
    return quiet_of(bolton_with_minors("off"));
}

static inline HospitalPlan *baseline(const Lives *lives)
{
    return lives->plans[SIM_BASELINE];
}

static inline EmergencyPlan *department(const Lives *lives)
{
    return &baseline(lives)->trusts[0].emergency;
}

static inline const EmergencyState *state_of(SimWorld *world)
{
    return &SIM_ROW(world, TABLE_HOSPITAL, HospitalState, 1)->emergency;
}

// A patient with the attributes of this ordinal comes at time_s.
static inline void send(SimWorld *world, const HospitalPlan *plan, enum HospitalEvent kind, uint32_t ordinal,
                        SimTime time_s)
{
    Hospital hospital = hospital_at(world, plan);
    hospital_schedule_at(&hospital, kind, ordinal, time_s, SIM_ARRIVAL);
}

static inline SimTime takes(const SimWorld *world, double seconds)
{
    return (SimTime)(seconds / SIM_ROW(world, TABLE_HOSPITAL, HospitalState, 1)->emergency.pace + 0.5);
}

static inline void remove_doctors_of(HospitalPlan *plan, enum Department department)
{
    StaffingPlan *staffing = &plan->trusts[0].staffing;
    for (uint32_t i = 0; i < staffing->roster_count; i++) {
        if (staffing->rosters[i].department != department) continue;
        memset(staffing->rosters[i].due, 0, sizeof staffing->rosters[i].due);
        memset(staffing->rosters[i].more, 0, sizeof staffing->rosters[i].more);
    }
}

static inline void remove_doctors(HospitalPlan *plan)
{
    remove_doctors_of(plan, DEPARTMENT_EMERGENCY);
    remove_doctors_of(plan, DEPARTMENT_MINORS);
}

#endif
