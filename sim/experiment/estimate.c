#include "sim/experiment/estimate.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double quantile(const double *sorted, size_t count, double share)
{
    const double position = (double)(count - 1) * share;
    const size_t below = (size_t)position;
    if (below + 1 >= count) return sorted[count - 1];
    const double low = sorted[below], high = sorted[below + 1];
    return low + (position - (double)below) * (high - low);
}

// The mean of equal values is that value: summing the distances from the first keeps it so.
static double mean_of(const double *values, size_t count)
{
    double distance = 0;
    for (size_t i = 0; i < count; i++) distance += values[i] - values[0];
    return values[0] + distance / (double)count;
}

static double sd_of(const double *values, size_t count, double mean)
{
    double squares = 0;
    for (size_t i = 0; i < count; i++) squares += (values[i] - mean) * (values[i] - mean);
    return sqrt(squares / (double)(count - 1));
}

// By what the standard error is multiplied for the half width of a 95 % interval of the mean.
static double errors_of_half_width(size_t count)
{
    return count > 1 ? gsl_cdf_tdist_Pinv(0.975, (double)(count - 1)) : NAN;
}

// `errors` is the errors_of_half_width of this count.
static SimEstimate estimate(const double *values, size_t count, double errors, double *scratch)
{
    SimEstimate e = {.count = (uint32_t)count,
                     .mean = NAN,
                     .sd = NAN,
                     .ci_low = NAN,
                     .ci_high = NAN,
                     .q05 = NAN,
                     .q25 = NAN,
                     .q50 = NAN,
                     .q75 = NAN,
                     .q95 = NAN};
    if (count == 0) return e;
    e.mean = mean_of(values, count);
    if (count > 1) {
        e.sd = sd_of(values, count, e.mean);
        const double half = errors * e.sd / sqrt((double)count);
        e.ci_low = e.mean - half;
        e.ci_high = e.mean + half;
    }
    memcpy(scratch, values, count * sizeof *values);
    qsort(scratch, count, sizeof *scratch, by_value);
    e.q05 = quantile(scratch, count, 0.05);
    e.q25 = quantile(scratch, count, 0.25);
    e.q50 = quantile(scratch, count, 0.50);
    e.q75 = quantile(scratch, count, 0.75);
    e.q95 = quantile(scratch, count, 0.95);
    return e;
}

SimEstimate sim_estimate(const double *values, size_t count, double *scratch)
{
    return estimate(values, count, errors_of_half_width(count), scratch);
}

static SimEstimate estimate_alone(const double *values, size_t replications, double *kept, double *scratch)
{
    size_t count = 0;
    for (size_t r = 0; r < replications; r++) {
        if (!isnan(values[r])) kept[count++] = values[r];
    }
    return sim_estimate(kept, count, scratch);
}

SimPaired sim_paired(const double *baseline, const double *strike, size_t replications, double *scratch)
{
    double *b = scratch, *s = scratch + replications, *d = scratch + 2 * replications;
    double *sorted = scratch + 3 * replications;
    size_t count = 0;
    for (size_t r = 0; r < replications; r++) {
        if (isnan(baseline[r]) || isnan(strike[r])) continue;
        b[count] = baseline[r];
        s[count] = strike[r];
        d[count] = strike[r] - baseline[r];
        count++;
    }
    const double errors = errors_of_half_width(count);
    SimPaired paired = {.count = (uint32_t)count,
                        .baseline = estimate(b, count, errors, sorted),
                        .strike = estimate(s, count, errors, sorted),
                        .difference = estimate(d, count, errors, sorted),
                        .pairing_gain = NAN};
    if (count == 0) {  // a measure that only one life knows, such as the delay in telling patients who were moved
        paired.baseline = estimate_alone(baseline, replications, b, sorted);
        paired.strike = estimate_alone(strike, replications, s, sorted);
    }
    const double of_difference = paired.difference.sd * paired.difference.sd;
    if (count > 1 && of_difference > 0) {
        paired.pairing_gain =
            (paired.baseline.sd * paired.baseline.sd + paired.strike.sd * paired.strike.sd) / of_difference;
    }
    return paired;
}
