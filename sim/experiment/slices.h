// Runs a world in slices of a week, so that a stop takes effect soon and progress is seen.
#ifndef SIM_EXPERIMENT_SLICES_H
#define SIM_EXPERIMENT_SLICES_H

#include <stdatomic.h>

#include "sim/experiment/model.h"

enum SimStop {
    SIM_GO_ON,
    SIM_STOP_NOW,               // drop the replications in hand
    SIM_STOP_AFTER_REPLICATION  // finish the replications in hand, begin no other
};

typedef struct {
    const struct sim_model *model;
    const atomic_int *stop;     // an enum SimStop that may change while the run goes on; NULL if nothing stops it
    atomic_bool failed;         // an audit failed somewhere: all stop
    atomic_ullong simulated_s;  // world time run so far, of all worlds
} SimSlices;

// What is wanted now.
enum SimStop sim_stop_wanted(const SimSlices *slices);

// False if the world must be dropped: a stop at once, a failure elsewhere, or an audit that failed here; only then
// `why` says why, and is "" otherwise.
bool sim_run_in_slices(SimSlices *slices, SimWorld *world, const void *plan, SimTime until_s, char *why,
                       size_t why_size);

#endif
