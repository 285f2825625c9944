// Worlds of the whole hospital for tests: a scenario with overrides becomes both plans, a plan becomes a world, and
// every stretch that is run is audited with a full recount each week.
#ifndef TESTS_GOLDEN_HOSPITAL_WORLD_H
#define TESTS_GOLDEN_HOSPITAL_WORLD_H

#include "models/hospital.h"
#include "models/model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SEED = 20240103 };

// One scenario as both lives. Freed with lives_free.
typedef struct {
    SimFaults *faults;
    SimScenario *scenario;
    HospitalPlan *plans[SIM_LIVES];
} Lives;

static inline Lives lives_of(SimScenario *scenario, SimFaults *faults)
{
    Lives lives = {.faults = faults, .scenario = scenario};
    for (enum SimLife life = SIM_BASELINE; scenario && life < SIM_LIVES; life++) {
        lives.plans[life] = hospital_plan_new(scenario, life, faults);
        if (lives.plans[life]) lives.plans[life]->recount_weekly = true;
    }
    if (sim_faults_count(faults) > 0) sim_faults_print(faults, stderr);
    assert_int_equal(sim_faults_count(faults), 0);
    assert_non_null(lives.plans[SIM_STRIKE]);
    return lives;
}

static inline Lives lives_read(const char *file, const SimOverride *overrides, size_t override_count)
{
    SimFaults *faults = sim_faults_new();
    return lives_of(sim_scenario_read(file, &hospital_model.fields, overrides, override_count, faults), faults);
}

// A scenario in memory, whose templates lie in SCENARIOS_FOLDER.
static inline Lives lives_parse(const char *text, const SimOverride *overrides, size_t override_count)
{
    SimFaults *faults = sim_faults_new();
    return lives_of(sim_scenario_parse(SCENARIOS_FOLDER "/in_memory.yaml", text, strlen(text), &hospital_model.fields,
                                       overrides, override_count, faults),
                    faults);
}

static inline void lives_free(Lives *lives)
{
    for (int life = 0; life < SIM_LIVES; life++) hospital_plan_free(lives->plans[life]);
    sim_scenario_free(lives->scenario);
    sim_faults_free(lives->faults);
}

static inline SimWorld *world_new(const HospitalPlan *plan, size_t place)
{
    return hospital_new(plan, place, (SimKey){.seed = SEED, .replication = 1});
}

static inline void run_to(SimWorld *world, const HospitalPlan *plan, SimTime until_s)
{
    char message[400] = "";
    if (!hospital_run_until(world, plan, until_s, message, sizeof message)) fail_msg("%s", message);
}

// The books of the last day are closed.
static inline SimTime end_of(const HospitalPlan *plan)
{
    return (SimTime)plan->days * SIM_DAY_S;
}

static inline SimWorld *world_run(const HospitalPlan *plan, size_t place, SimTime until_s)
{
    SimWorld *world = world_new(plan, place);
    run_to(world, plan, until_s);
    return world;
}

static inline Hospital hospital_at(SimWorld *world, const HospitalPlan *plan)
{
    HospitalState *state = SIM_ROW(world, TABLE_HOSPITAL, HospitalState, 1);
    return (Hospital){.world = world,
                      .plan = plan,
                      .trust = &plan->trusts[state->place],
                      .state = state,
                      .key = {.seed = state->seed, .replication = state->replication}};
}

static inline void assert_same_world(const SimWorld *a, const SimWorld *b)
{
    uint32_t table = 0, row = 0;
    if (sim_world_first_difference(a, b, &table, &row)) {
        fail_msg("at %lld s the worlds differ in table %u, row %u", (long long)sim_now(a), table, row);
    }
}

static inline bool differ(const SimWorld *a, const SimWorld *b)
{
    uint32_t table, row;
    return sim_world_first_difference(a, b, &table, &row);
}

// World time of a moment of the scenario's calendar.
static inline SimTime moment(const HospitalPlan *plan, int year, int month, int day, double hour)
{
    return (SimTime)(sim_date(year, month, day) - plan->outline.first_day) * SIM_DAY_S + (SimTime)(hour * SIM_HOUR_S);
}

static inline uint32_t day_number(const HospitalPlan *plan, int year, int month, int day)
{
    return (uint32_t)(sim_date(year, month, day) - plan->outline.first_day);
}

static inline double amount_of(const SimWorld *world, uint32_t day, uint32_t series)
{
    return sim_daily(world, day, series)->amount;
}

// The amounts of the days from the first to before the last.
static inline double amount_between(const SimWorld *world, uint32_t first, uint32_t last, uint32_t series)
{
    double sum = 0;
    for (uint32_t day = first; day < last; day++) sum += amount_of(world, day, series);
    return sum;
}

static inline double amount_whole(const SimWorld *world, const HospitalPlan *plan, uint32_t series)
{
    return amount_between(world, 0, plan->days, series);
}

// "rtt_total", or "ed_att_class/class 1".
static inline const char *series_text(const HospitalPlan *plan, uint32_t series, char text[static 120])
{
    const SimSeries *named = &plan->measures.series[series];
    snprintf(text, 120, "%.40s/%.70s", named->measure->name, named->of);
    return text;
}

#endif
