#include "sim/experiment/histogram.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/engine/tally.h"
#include "sim/experiment/memory.h"

void sim_histogram_free(SimHistogram *histogram)
{
    free(histogram->bins);
    *histogram = (SimHistogram){0};
}

void sim_histogram_push(SimHistogram *histogram, uint32_t value, uint64_t count)
{
    histogram->total += count;
    if (histogram->used > 0) {
        SimBin *last = &histogram->bins[histogram->used - 1];
        assert(value >= last->value);
        if (value == last->value) {
            last->count += count;
            return;
        }
    }
    histogram->bins = sim_grown(histogram->bins, histogram->used + 1, &histogram->capacity, sizeof *histogram->bins);
    histogram->bins[histogram->used++] = (SimBin){.count = count, .value = value};
}

void sim_histogram_add(SimHistogram *into, const SimHistogram *from)
{
    if (from->used == 0) return;
    size_t capacity = into->used + from->used, used = 0, i = 0, j = 0;
    SimBin *bins = sim_zeroed(capacity, sizeof *bins);
    while (i < into->used || j < from->used) {
        if (j == from->used || (i < into->used && into->bins[i].value < from->bins[j].value)) {
            bins[used++] = into->bins[i++];
        } else if (i == into->used || from->bins[j].value < into->bins[i].value) {
            bins[used++] = from->bins[j++];
        } else {
            bins[used] = into->bins[i++];
            bins[used++].count += from->bins[j++].count;
        }
    }
    free(into->bins);
    *into = (SimHistogram){.bins = bins, .used = used, .capacity = capacity, .total = into->total + from->total};
}

// The bin in which the share is reached, and how many lie below it. There must be something in the histogram.
static const SimBin *bin_of_share(const SimHistogram *histogram, double share, uint64_t *below)
{
    // A share such as 0.95 is not exact in binary: 95 of 100 must be enough.
    const double wanted = share * (double)histogram->total * (1 - 1e-12);
    const SimBin *bin = histogram->bins, *last = histogram->bins + histogram->used - 1;
    *below = 0;
    for (; bin < last && (double)(*below + bin->count) < wanted; bin++) *below += bin->count;
    return bin;
}

double sim_histogram_quantile(const SimHistogram *histogram, double share)
{
    if (histogram->total == 0) return NAN;
    uint64_t below;
    return bin_of_share(histogram, share, &below)->value;
}

double sim_tally_quantile(const SimHistogram *histogram, double share)
{
    if (histogram->total == 0) return NAN;
    uint64_t below;
    const SimBin *bin = bin_of_share(histogram, share, &below);
    const double edge = (double)sim_tally_edge(bin->value), next = (double)sim_tally_edge(bin->value + 1);
    const double into_bin = (share * (double)histogram->total - (double)below) / (double)bin->count;
    return fmax(edge, fmin(edge + into_bin * (next - edge), next - 1));
}

double sim_band_quantile(const SimHistogram *histogram, double share)
{
    if (histogram->total == 0) return NAN;
    uint64_t below;
    const SimBin *bin = bin_of_share(histogram, share, &below);
    return bin->value + (share * (double)histogram->total - (double)below) / (double)bin->count;
}
