// A Poisson process whose rate follows a table that repeats, of any length: by inversion of its cumulative rate, one
// uniform an arrival, so arrival k comes at the same second in every life that asks for it.
#ifndef SIM_ENGINE_CYCLE_H
#define SIM_ENGINE_CYCLE_H

#include <stdbool.h>

#include "sim/engine/world.h"

typedef struct {
    const double *cumulative;  // expected arrivals from the table's start to the start of each entry; count + 1 values
    uint32_t count;
    double each_s;    // how long an entry lasts
    double origin_s;  // world time at which the table starts, at or before 0 if it repeats
    bool repeats;     // or only once, from origin_s
} SimCycle;

// Writes the count + 1 cumulative values of `per_s`, arrivals a second.
void sim_cycle_accumulate(const double *per_s, uint32_t count, double each_s, double *cumulative);

// The time at which the expected number of arrivals since `from_s` reaches `load` (an exponential of mean 1).
// HUGE_VAL if that never happens.
double sim_cycle_after(const SimCycle *cycle, double from_s, double load);

#endif
