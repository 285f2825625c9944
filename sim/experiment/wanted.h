// A result that somebody names: "measure/of@period", a column of the results over a period.
#ifndef SIM_EXPERIMENT_WANTED_H
#define SIM_EXPERIMENT_WANTED_H

#include "sim/experiment/frame.h"
#include "sim/scenario/arena.h"

typedef struct {
    const char *measure, *of, *period;
    SimMark mark;
} SimWanted;

// Without a period the whole report. The texts are kept in `arena`.
SimWanted sim_wanted_read(SimArena *arena, const char *text, SimMark mark);
bool sim_wanted_is(const SimWanted *one, const SimWanted *other);

// A fault, where it was named: the results have no such measure; always false.
bool sim_wanted_is_missing(const SimWanted *wanted, const SimFrame *frame, SimFaults *faults);

#endif
