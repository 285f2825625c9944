// How much of a series is warm-up: MSER (White 1997), on means of batches of five as MSER-5 (White, Cobb and Spratt
// 2000).
//
// Of the k batch means Z the first d are cut off for which the sum over the rest of (Z - their mean)^2 / (k - d)^2, the
// squared standard error that the rest seems to have, is smallest. A minimum that lies in the second half says that the
// series never settled: the run is too short.
//
// The series should be free of cycles: of hours of a day pass the means of days, of days of a week those of weeks.
#ifndef SIM_EXPERIMENT_WARM_UP_H
#define SIM_EXPERIMENT_WARM_UP_H

#include <stdbool.h>
#include <stddef.h>

enum { SIM_MSER_BATCH = 5, SIM_MSER_FEWEST = 10 };

typedef struct {
    size_t cut;         // values of the series to cut off; a multiple of the batch, in the first half
    double statistic;   // the smallest in the first half; NAN if nothing is defined
    double mean_after;  // of the batches that are kept
    bool is_too_short;  // the minimum lies in the second half, or there are fewer than SIM_MSER_FEWEST batches
} SimWarmUp;

// `batch` is SIM_MSER_BATCH, or 1 for a series of means. What is left over at the end is not read. NAN values are left
// out of their batch, a batch without values is left out of the sums. The last five batches are never the only ones
// kept: so few agree by chance.
SimWarmUp sim_mser(const double *series, size_t count, size_t batch);

#endif
