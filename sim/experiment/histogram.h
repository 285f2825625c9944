// What a log holds, counted: sparse, exact, and added without loss.
//
// Waits written down one by one are counted by the whole minutes they lasted (3 min 59 s counts as 3). The quantile q
// is the smallest minute m for which at least the share q of the waits lasted at most m minutes. So the median of
// {1, 2, 3, 4} is 2, and a quantile is always a wait that somebody had.
//
// Tallies (sim/engine/tally.h) are counted by their bins. The bin of the quantile q is found by the same rule; inside
// it, what was counted is taken to be spread evenly from its edge to the next, and the quantile is where q is reached,
// but never more than the largest whole number that the bin holds. So it is exact below 128, and else off by less than
// a 64th. The quantile 1 is that largest number: what was largest may have been less, by less than a 64th. A measure
// that must be the largest itself is a maximum (SIM_ADDS_MAX).
#ifndef SIM_EXPERIMENT_HISTOGRAM_H
#define SIM_EXPERIMENT_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint64_t count;
    uint32_t value;  // whole minutes, or the number of a bin of a tally
} SimBin;

typedef struct {
    SimBin *bins;  // owned; ascending in value, every count above 0
    size_t used, capacity;
    uint64_t total;
} SimHistogram;

void sim_histogram_free(SimHistogram *histogram);

// Counts `count` (above 0) of a value, which must not be less than any counted before.
void sim_histogram_push(SimHistogram *histogram, uint32_t value, uint64_t count);

// Adds what `from` holds, which stays as it is.
void sim_histogram_add(SimHistogram *into, const SimHistogram *from);

// Of values that are minutes. NAN if there are none.
double sim_histogram_quantile(const SimHistogram *histogram, double share);

// Of values that are bins of a tally, in what was tallied. NAN if there are none.
double sim_tally_quantile(const SimHistogram *histogram, double share);

// Of values that are bands of equal width: what was counted in the band is spread evenly over it. In bands from the
// beginning of band 0. NAN if there are none.
double sim_band_quantile(const SimHistogram *histogram, double share);

#endif
