#include "sim/experiment/histogram.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/experiment/memory.h"

void sim_histogram_free(SimHistogram *histogram)
{
    free(histogram->bins);
    *histogram = (SimHistogram){0};
}

void sim_histogram_push(SimHistogram *histogram, uint32_t minutes)
{
    histogram->total++;
    if (histogram->used > 0) {
        SimBin *last = &histogram->bins[histogram->used - 1];
        assert(minutes >= last->minutes);
        if (minutes == last->minutes) {
            last->count++;
            return;
        }
    }
    histogram->bins = sim_grown(histogram->bins, histogram->used + 1, &histogram->capacity, sizeof *histogram->bins);
    histogram->bins[histogram->used++] = (SimBin){.minutes = minutes, .count = 1};
}

void sim_histogram_add(SimHistogram *into, const SimHistogram *from)
{
    if (from->used == 0) return;
    size_t capacity = into->used + from->used, used = 0, i = 0, j = 0;
    SimBin *bins = sim_zeroed(capacity, sizeof *bins);
    while (i < into->used || j < from->used) {
        if (j == from->used || (i < into->used && into->bins[i].minutes < from->bins[j].minutes)) {
            bins[used++] = into->bins[i++];
        } else if (i == into->used || from->bins[j].minutes < into->bins[i].minutes) {
            bins[used++] = from->bins[j++];
        } else {
            bins[used] = into->bins[i++];
            bins[used++].count += from->bins[j++].count;
        }
    }
    free(into->bins);
    *into = (SimHistogram){.bins = bins, .used = used, .capacity = capacity, .total = into->total + from->total};
}

double sim_histogram_quantile(const SimHistogram *histogram, double share)
{
    if (histogram->total == 0) return NAN;
    // A share such as 0.95 is not exact in binary: 95 of 100 must be enough.
    double wanted = share * (double)histogram->total * (1 - 1e-12);
    uint64_t counted = 0;
    for (size_t i = 0; i < histogram->used; i++) {
        counted += histogram->bins[i].count;
        if ((double)counted >= wanted) return histogram->bins[i].minutes;
    }
    return histogram->bins[histogram->used - 1].minutes;
}
