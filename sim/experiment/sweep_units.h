// Hands out the units of a sweep to workers, each of which lays chunks of points out for itself: a worker goes on with
// the chunk that it has laid out, then begins one that nobody has begun, then helps where most is left.
#ifndef SIM_EXPERIMENT_SWEEP_UNITS_H
#define SIM_EXPERIMENT_SWEEP_UNITS_H

#include "sim/experiment/sweep.h"

typedef struct SimSweepUnits SimSweepUnits;

// `run` must outlive it. Workers are numbered from 0.
SimSweepUnits *sim_sweep_units_new(const SimSweepRun *run, uint32_t workers);
void sim_sweep_units_free(SimSweepUnits *units);  // NULL does nothing

// False if none is left. Units whose rows are all there are left out.
bool sim_sweep_units_next(SimSweepUnits *units, uint32_t worker, size_t *unit);
// The share of them that was handed out, or left out.
double sim_sweep_units_share(const SimSweepUnits *units);

#endif
