// Runs both lives of a scenario and asks what came out.
#ifndef TESTS_GOLDEN_OUTCOME_OF_H
#define TESTS_GOLDEN_OUTCOME_OF_H

#include "sim/experiment/run.h"
#include "tests/golden/hospital_world.h"

// To be freed before the lives.
static inline SimOutcome *outcome_of(const Lives *lives, uint32_t replications)
{
    const SimRun run = {.model = &hospital_model,
                        .plans = {lives->plans[SIM_BASELINE], lives->plans[SIM_STRIKE]},
                        .seed = SEED,
                        .replications = replications,
                        .threads = 1};
    SimOutcome *outcome = NULL;
    char message[600] = "";
    if (sim_run(&run, &outcome, message, sizeof message) != SIM_RUN_DONE) fail_msg("%s", message);
    return outcome;
}

// Of the first trust's first replication; NAN if it is undefined.
static inline double value_of(const SimOutcome *outcome, const char *measure, const char *of, const char *period,
                              enum SimLife life)
{
    const SimFrame *frame = outcome->frame;
    const uint32_t column = sim_column_named(frame, measure, of);
    const SimPeriod *asked = sim_period_named(&frame->periods, period);
    if (column == SIM_NO_COLUMN || !asked) fail_msg("no %s/%s in %s", measure, of, period);
    return sim_outcome_values(outcome, 0, column, (uint32_t)(asked - frame->periods.at), life)[0];
}

#endif
