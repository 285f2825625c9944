// What is said of a scenario that is wrong or doubtful, as its user reads it.
#ifndef TESTS_GOLDEN_SAID_H
#define TESTS_GOLDEN_SAID_H

#include "tests/golden/hospital_world.h"

// Freed with said_free.
typedef struct {
    char *text;
    size_t faults;  // without warnings
    bool is_refused;
} Said;

static inline Said said_of_scenario(SimScenario *scenario, SimFaults *faults, enum SimLife life)
{
    HospitalPlan *plan = scenario ? hospital_plan_new(scenario, life, faults) : NULL;
    Said said = {.faults = sim_faults_count(faults), .is_refused = !plan};
    size_t size = 0;
    FILE *to = open_memstream(&said.text, &size);
    sim_faults_print(faults, to);
    fclose(to);
    hospital_plan_free(plan);
    sim_scenario_free(scenario);
    sim_faults_free(faults);
    return said;
}

// Of a scenario in memory, whose templates lie in SCENARIOS_FOLDER.
static inline Said said_of(const char *text, const SimOverride *overrides, size_t count, enum SimLife life)
{
    SimFaults *faults = sim_faults_new();
    SimScenario *scenario = sim_scenario_parse(SCENARIOS_FOLDER "/in_memory.yaml", text, strlen(text),
                                               &hospital_model.fields, overrides, count, faults);
    return said_of_scenario(scenario, faults, life);
}

static inline Said said_of_file(const char *file, const SimOverride *overrides, size_t count, enum SimLife life)
{
    SimFaults *faults = sim_faults_new();
    return said_of_scenario(sim_scenario_read(file, &hospital_model.fields, overrides, count, faults), faults, life);
}

static inline void said_free(Said *said)
{
    free(said->text);
}

static inline void assert_said(Said said, const char *words)
{
    if (!strstr(said.text, words)) fail_msg("expected `%s` in `%s`", words, said.text);
    said_free(&said);
}

static inline void assert_refused(Said said, const char *where, const char *what)
{
    if (!said.is_refused || !strstr(said.text, where) || !strstr(said.text, what))
        fail_msg("expected `%s` and `%s` in `%s`", where, what, said.text);
    said_free(&said);
}

#endif
