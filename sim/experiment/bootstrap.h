// How far an estimate can be trusted, by drawing its units again: the bootstrap (Efron 1979).
//
// Whatever is estimated is a function of a list of units (trajectories, rows of a design, replications). Lists of the
// same length are drawn from them with replacement, and the middle 95 % of what the function says of those is the
// interval (percentile method). The draws are Philox's: same seed, same interval.
#ifndef SIM_EXPERIMENT_BOOTSTRAP_H
#define SIM_EXPERIMENT_BOOTSTRAP_H

#include <stddef.h>
#include <stdint.h>

enum { SIM_RESAMPLES = 1000 };  // the usual number

typedef struct {
    uint32_t resamples, seed;
} SimBootstrap;

typedef struct {
    double value, low, high;  // low and high are NAN if it is undefined for every list drawn, or resamples is 0
} SimInterval;

// Writes `statistics` numbers that describe the units listed; NAN where undefined.
typedef void (*SimStatistics)(const void *context, const uint32_t *units, uint32_t count, double *numbers);

// The numbers of all `units`, fewer than 2^26, each with its interval. The same lists serve all numbers.
void sim_bootstrap(SimBootstrap bootstrap, uint32_t units, SimStatistics describe, const void *context,
                   size_t statistics, SimInterval *intervals);

#endif
