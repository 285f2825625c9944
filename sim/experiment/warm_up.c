#include "sim/experiment/warm_up.h"

#include <math.h>
#include <stdlib.h>

#include "sim/experiment/memory.h"

enum { NEVER_ALONE = 5 };  // batches at the end

typedef struct {
    double mean;
    size_t first;  // value of the series
} Batch;

// The batches in which something is defined; returns how many.
static size_t batches_of(const double *series, size_t count, size_t size, Batch *batches)
{
    size_t defined = 0;
    for (size_t first = 0; first + size <= count; first += size) {
        double mean = 0, seen = 0;
        for (size_t i = first; i < first + size; i++) {
            if (!isnan(series[i])) mean += (series[i] - mean) / ++seen;
        }
        if (seen > 0) batches[defined++] = (Batch){.mean = mean, .first = first};
    }
    return defined;
}

// Cutting off ever fewer batches, from the end to the start; of equal statistics the smallest cut stays.
static SimWarmUp search(const Batch *batches, size_t count)
{
    SimWarmUp result = {.statistic = NAN, .mean_after = NAN};
    double least_of_late = INFINITY, mean = 0, squares = 0;
    for (size_t cut = count; cut-- > 0;) {
        const double kept = (double)(count - cut), off = batches[cut].mean - mean;
        mean += off / kept;
        squares += off * (batches[cut].mean - mean);
        const double statistic = squares / (kept * kept);
        if (count - cut < NEVER_ALONE && cut > 0) continue;
        if (2 * cut > count) {
            least_of_late = fmin(least_of_late, statistic);
        } else if (!(statistic > result.statistic)) {
            result.statistic = statistic;
            result.mean_after = mean;
            result.cut = cut > 0 ? batches[cut].first : 0;
        }
    }
    result.is_too_short = count < SIM_MSER_FEWEST || least_of_late < result.statistic;
    return result;
}

SimWarmUp sim_mser(const double *series, size_t count, size_t batch)
{
    Batch *batches = sim_zeroed(count / batch, sizeof *batches);
    const SimWarmUp result = search(batches, batches_of(series, count, batch, batches));
    free(batches);
    return result;
}
