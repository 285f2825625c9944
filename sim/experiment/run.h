// Runs an experiment: every replication of every place, in both lives, over several threads.
//
// The unit of work is (replication, place). Its past, up to the moment at which the lives part, is simulated once with
// the baseline's plan and forked. Units are handed out replication by replication; results are folded in the same
// order.
#ifndef SIM_EXPERIMENT_RUN_H
#define SIM_EXPERIMENT_RUN_H

#include "sim/experiment/enough.h"
#include "sim/experiment/slices.h"

typedef struct {
    const struct sim_model *model;
    const void *plans[SIM_LIVES];
    uint32_t seed;
    uint32_t replications;  // numbered from 1 in the random numbers; at most, with `enough`
    SimEnough *enough;      // NULL: exactly so many
    uint32_t threads;
    const atomic_int *stop;  // an enum SimStop that may change while the run goes on; NULL if nothing stops it
    // Called a few times a second by the thread that called sim_run, with the share of the work that is done. May be
    // NULL.
    void (*progress)(void *context, double share_done);
    void *context;
} SimRun;

enum SimRunEnd { SIM_RUN_DONE, SIM_RUN_STOPPED, SIM_RUN_FAILED };

// DONE: *outcome has all replications that were wanted, or those completed before SIM_STOP_AFTER_REPLICATION took
// effect (at least one). STOPPED: SIM_STOP_NOW. FAILED: an audit failed, or no thread could be started; `message` says
// which, where and why. Unless DONE, *outcome is NULL.
enum SimRunEnd sim_run(const SimRun *run, SimOutcome **outcome, char *message, size_t message_size);

#endif
