// Verifies a model against theory: runs a scenario that says what is known exactly about its results (SimCheck), and
// judges every check.
//
// A check reads the same columns, periods and days as the tables of a run. Of several places it reads their sum.
#ifndef SIM_EXPERIMENT_VERIFY_H
#define SIM_EXPERIMENT_VERIFY_H

#include "sim/experiment/judge.h"
#include "sim/experiment/run.h"

// How hard to look: the least bias that is seen in 99 of 100 runs is 5 % or 2 % of the exact value.
enum SimTier { SIM_TIER_QUICK, SIM_TIER_FULL };

// The largest standard error that makes a fair test, relative to the exact value: a bias shows with a power of 99 % at
// the level 1e-4 if it is 6.2 standard errors.
double sim_tier_standard_error(enum SimTier tier);
// Of an outline.
uint32_t sim_tier_replications(const SimOutline *outline, enum SimTier tier);

// Whether every check of the model's plan names a measure, a thing and a period that exist. If not, the faults name the
// nearest, and what there is.
bool sim_verify_is_sound(const struct sim_model *model, const void *plan, SimFaults *faults);

// Runs the replications of the tier (those named in `run` do not count) and writes a verdict for each check of the
// outline. Unless the end is SIM_RUN_DONE the verdicts mean nothing; `message` then says why. The checks must be sound.
enum SimRunEnd sim_verify(const SimRun *run, enum SimTier tier, SimVerdict *verdicts, char *message,
                          size_t message_size);

#endif
