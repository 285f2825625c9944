// A Poisson process whose rate repeats through the week, by inversion of its cumulative rate: one uniform an arrival,
// so arrival k comes at the same second in every life that asks for it.
#ifndef SIM_ENGINE_ARRIVALS_H
#define SIM_ENGINE_ARRIVALS_H

#include "sim/engine/random.h"
#include "sim/engine/world.h"

enum { SIM_HOURS_OF_WEEK = 168 };

typedef struct {
    double cumulative[SIM_HOURS_OF_WEEK + 1];  // expected arrivals from Monday 00:00 to the hour's start
    SimTime monday_s;                          // a Monday 00:00 in world time, at or before 0
} SimWeekly;

// `rate_per_hour` has 168 values from Monday 00:00; `first_weekday` is the weekday (0 Monday) of world time 0.
void sim_weekly_set(SimWeekly *weekly, const double rate_per_hour[SIM_HOURS_OF_WEEK], int first_weekday);

// The time at which the expected number of arrivals since `from_s` reaches `load` (an exponential of mean 1).
// INT64_MAX if the rate is zero throughout.
SimTime sim_weekly_after(const SimWeekly *weekly, double from_s, double load, double *exact_s);

#endif
