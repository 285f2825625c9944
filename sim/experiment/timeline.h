// When a future acts: what a plan's values do to a world, by the moment from which each of them can.
//
// A timeline is a list of moments, each with a fingerprint of the values that act from then on. Two lives are the same
// up to the first moment at which their timelines differ: so far they can share one past, whichever plan it was run
// with. How a value's moment is known: its row says from what it acts (enum SimActs), and the model when that is.
#ifndef SIM_EXPERIMENT_TIMELINE_H
#define SIM_EXPERIMENT_TIMELINE_H

#include "sim/experiment/model.h"

typedef struct {
    SimTime time_s;  // 0 or later
    uint64_t hash;
} SimMoment;

typedef struct {
    SimMoment *moments;  // in order of time, each time once; owned
    size_t count, capacity;
} SimTimeline;

// Of a value and its path, well mixed: fingerprints of several are added.
uint64_t sim_value_fingerprint(const SimValueInForce *value);

// Of one life at each place: as many as the plan has places. `plan` was made of the scenario for this life.
SimTimeline *sim_timelines(const struct sim_model *model, const SimScenario *scenario, enum SimLife life,
                           const void *plan);
void sim_timelines_free(SimTimeline *timelines, size_t count);

#endif
