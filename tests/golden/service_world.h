// Services from YAML text for tests: run by the experiment as a user would have it run, with a full recount every
// week, and read by the names of measures. A day is Monday 2024-01-01 unless the text says otherwise.
#ifndef TESTS_GOLDEN_SERVICE_WORLD_H
#define TESTS_GOLDEN_SERVICE_WORLD_H

#include "tests/golden/hospital_world.h"

#include "sim/experiment/run.h"

#include <math.h>

#define FOR_A_DAY "walkout: 1\ncalendar: {end: 2024-01-01}\nrun: {replications: 1}\n"
#define FOR_DAYS(last) "walkout: 1\ncalendar: {end: " last "}\nrun: {replications: 1}\n"

// A scenario that has been run. Freed with services_free.
typedef struct {
    Lives lives;
    SimOutcome *outcome;
} ServiceRun;

static inline ServiceRun services_run(const char *text)
{
    ServiceRun run = {.lives = lives_parse(text, NULL, 0)};
    const SimOutline *outline = hospital_outline(run.lives.plans[SIM_BASELINE]);
    const SimRun wanted = {.model = &hospital_model,
                           .plans = {run.lives.plans[SIM_BASELINE], run.lives.plans[SIM_STRIKE]},
                           .seed = SEED,
                           .replications = outline->replications,
                           .threads = 1};
    char message[400] = "";
    if (sim_run(&wanted, &run.outcome, message, sizeof message) != SIM_RUN_DONE) fail_msg("%s\n%s", message, text);
    return run;
}

static inline void services_free(ServiceRun *run)
{
    sim_outcome_free(run->outcome);
    lives_free(&run->lives);
}

static inline uint32_t service_column(const ServiceRun *run, const char *measure, const char *of)
{
    const uint32_t column = sim_column_named(run->outcome->frame, measure, of);
    if (column == SIM_NO_COLUMN) fail_msg("there is no %s of %s", measure, of);
    return column;
}

// Of the first replication, over a period: 0 is the whole.
static inline double service_value_in(const ServiceRun *run, enum SimLife life, uint32_t period, const char *measure,
                                      const char *of)
{
    return sim_outcome_values(run->outcome, 0, service_column(run, measure, of), period, life)[0];
}

static inline double service_value(const ServiceRun *run, const char *measure, const char *of)
{
    return service_value_in(run, SIM_BASELINE, 0, measure, of);
}

static inline uint32_t period_named(const ServiceRun *run, const char *name)
{
    const SimPeriods *periods = &run->outcome->frame->periods;
    const SimPeriod *period = sim_period_named(periods, name);
    if (!period) fail_msg("there is no period %s", name);
    return (uint32_t)(period - periods->at);
}

static inline void value_is(double value, double expected, const char *measure, const char *of, const char *file,
                            int line)
{
    if (fabs(value - expected) <= 1e-9 * fmax(1, fabs(expected))) return;
    print_error("%s of %s is %.12g, not %.12g\n", measure, of, value, expected);
    _fail(file, line);
}

#define assert_value(run, measure, of, expected)                                                                       \
    value_is(service_value(run, measure, of), expected, measure, of, __FILE__, __LINE__)
#define assert_strike_value(run, measure, of, expected)                                                                \
    value_is(service_value_in(run, SIM_STRIKE, 0, measure, of), expected, measure, of, __FILE__, __LINE__)

// So many minutes of a day, as a mean over the day.
#define OF_A_DAY(minutes) ((minutes) / 1440.0)

#endif
