// Enough replications of a run: as many as make the results precise that its scenario names, by the rule of precision.h
// on the difference between the lives. Of several places the difference of all together is judged.
//
// A run goes in rounds, each of as many replications as are surely needed, so the number that counts depends on the
// values alone.
#ifndef SIM_EXPERIMENT_ENOUGH_H
#define SIM_EXPERIMENT_ENOUGH_H

#include "sim/experiment/outcome.h"
#include "sim/experiment/precision.h"

// Fewer say little of how exact they are: as in sweeps.
enum { SIM_ENOUGH_LEAST = 10 };

typedef struct SimEnough SimEnough;

// NULL with faults: results that there are not. What the outline names must outlive it.
SimEnough *sim_enough_new(const struct sim_model *model, const SimOutline *outline, SimFaults *faults);
void sim_enough_free(SimEnough *enough);  // NULL does nothing

// Judges what was folded since the last time.
void sim_enough_look(SimEnough *enough, const SimOutcome *outcome);

// How many replications are needed as far as is known now; never falls.
uint32_t sim_enough_needed(const SimEnough *enough);
bool sim_enough_is_decided(const SimEnough *enough);

// What was achieved, as a sentence for each result that was to be precise; `has_missed`: its precision was not reached.
size_t sim_enough_count(const SimEnough *enough);
void sim_enough_say(const SimEnough *enough, size_t number, bool *has_missed, char text[static 500]);

#endif
