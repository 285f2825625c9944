#include "sim/experiment/bootstrap.h"

#include <math.h>
#include <stdlib.h>

#include "sim/engine/random.h"
#include "sim/experiment/estimate.h"
#include "sim/experiment/memory.h"

// Four numbers a block. A list of n units is a little uneven, by n / 2^32.
static void draw_units(SimStream stream, uint32_t resample, uint32_t units, uint32_t *drawn)
{
    SimWords words = {{0}};
    for (uint32_t i = 0; i < units; i++) {
        if (i % 4 == 0) words = sim_draw(stream, resample, 0, i / 4);
        drawn[i] = (uint32_t)((uint64_t)words.word[i % 4] * units >> 32);
    }
}

// Of the numbers that are defined, `stride` apart.
static void bound(SimInterval *interval, const double *numbers, size_t count, size_t stride, double *sorted)
{
    size_t defined = 0;
    for (size_t i = 0; i < count; i++) {
        if (!isnan(numbers[i * stride])) sorted[defined++] = numbers[i * stride];
    }
    interval->low = interval->high = NAN;
    if (defined == 0 || isnan(interval->value)) return;
    sim_sort_sample(sorted, defined);
    interval->low = sim_sample_quantile(sorted, defined, 0.025);
    interval->high = sim_sample_quantile(sorted, defined, 0.975);
}

void sim_bootstrap(SimBootstrap bootstrap, uint32_t units, SimStatistics describe, const void *context,
                   size_t statistics, SimInterval *intervals)
{
    const SimStream stream = sim_stream((SimKey){.seed = bootstrap.seed}, 0, "bootstrap");
    uint32_t *drawn = sim_zeroed(units, sizeof *drawn);
    double *numbers = sim_zeroed((size_t)bootstrap.resamples * statistics + statistics, sizeof *numbers);
    double *sorted = sim_zeroed(bootstrap.resamples, sizeof *sorted);
    for (uint32_t i = 0; i < units; i++) drawn[i] = i;
    describe(context, drawn, units, numbers);
    for (size_t i = 0; i < statistics; i++) intervals[i].value = numbers[i];
    for (uint32_t resample = 0; resample < bootstrap.resamples; resample++) {
        draw_units(stream, resample, units, drawn);
        describe(context, drawn, units, numbers + resample * statistics);
    }
    for (size_t i = 0; i < statistics; i++) bound(&intervals[i], numbers + i, bootstrap.resamples, statistics, sorted);
    free(sorted);
    free(numbers);
    free(drawn);
}
