// What a sweep will cost, before it starts.
#ifndef SIM_EXPERIMENT_SWEEP_COST_H
#define SIM_EXPERIMENT_SWEEP_COST_H

#include "sim/experiment/sweep.h"

typedef struct {
    double shared_s, alone_s;  // world time of one replication of every point and place: as the sweep runs them, and as
                               // each point would be run by itself
    double processor_s;        // of one thread, for all replications
    double events;
    double store_bytes;
} SimSweepCost;

// Lays out some chunks to see what they share, and runs one replication of the first point at up to eight places.
bool sim_sweep_cost(const SimSweep *sweep, uint32_t replications, SimSweepCost *cost, SimFaults *faults);

#endif
