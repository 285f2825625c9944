// Enough replications of every point of a sweep, by the rule of precision.h on the difference between the lives.
//
// A sweep is run in rounds: each point as often as it surely needs, until every point has enough. What a point needs
// depends on its own values alone, so the rows of a sweep are the same however it was run. Of several places the
// difference of their sum is judged.
#ifndef SIM_EXPERIMENT_SWEEP_ENOUGH_H
#define SIM_EXPERIMENT_SWEEP_ENOUGH_H

#include "sim/experiment/precision.h"
#include "sim/experiment/sweep.h"

typedef struct SimSweepEnough SimSweepEnough;

// The sweep's file must ask for it.
SimSweepEnough *sim_sweep_enough_new(const SimSweep *sweep);
void sim_sweep_enough_free(SimSweepEnough *enough);  // NULL does nothing

// Rows in any order, each once.
void sim_sweep_enough_give(SimSweepEnough *enough, const SimSweepRow *row);

// How many replications a point needs as far as is known now; never falls.
uint32_t sim_sweep_enough_needed(const SimSweepEnough *enough, size_t point);
bool sim_sweep_is_enough(const SimSweepEnough *enough, size_t point);

// Of one of the measures that the sweep is judged by.
SimPrecisionState sim_sweep_enough_state(const SimSweepEnough *enough, size_t point, size_t measure);

#endif
