// Waits in whole minutes, counted: sparse, exact, and added without loss.
//
// The quantile q is the smallest minute m for which at least the share q of the waits lasted at most m minutes (minutes
// are cut: a wait of 3 min 59 s counts as 3). So the median of {1, 2, 3, 4} is 2, and a quantile is always a wait that
// somebody had.
#ifndef SIM_EXPERIMENT_HISTOGRAM_H
#define SIM_EXPERIMENT_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint32_t minutes;
    uint32_t count;
} SimBin;

typedef struct {
    SimBin *bins;  // owned; ascending in minutes, every count above 0
    size_t used, capacity;
    uint64_t total;
} SimHistogram;

void sim_histogram_free(SimHistogram *histogram);

// Counts one wait, which must not be shorter than any counted before.
void sim_histogram_push(SimHistogram *histogram, uint32_t minutes);

// Adds the waits of `from`, which stays as it is.
void sim_histogram_add(SimHistogram *into, const SimHistogram *from);

// NAN if there are no waits.
double sim_histogram_quantile(const SimHistogram *histogram, double share);

#endif
