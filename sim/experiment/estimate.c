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

size_t sim_defined(const double *values, size_t count, double *defined)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        if (!isnan(values[i])) defined[found++] = values[i];
    }
    return found;
}

void sim_sort_sample(double *values, size_t count)
{
    qsort(values, count, sizeof *values, by_value);
}

double sim_sample_quantile(const double *sorted, size_t count, double share)
{
    const double position = (double)(count - 1) * share;
    const size_t below = (size_t)position;
    if (below + 1 >= count) return sorted[count - 1];
    const double low = sorted[below], high = sorted[below + 1];
    return low + (position - (double)below) * (high - low);
}

// Summing the distances from the first value keeps the mean of equal values what they are.
double sim_sample_mean(const double *values, size_t count)
{
    double distance = 0;
    for (size_t i = 0; i < count; i++) distance += values[i] - values[0];
    return values[0] + distance / (double)count;
}

double sim_sample_sd(const double *values, size_t count, double mean)
{
    double squares = 0;
    for (size_t i = 0; i < count; i++) squares += (values[i] - mean) * (values[i] - mean);
    return sqrt(squares / (double)(count - 1));
}

double sim_errors_of_half_width(size_t count)
{
    return count > 1 ? gsl_cdf_tdist_Pinv(0.975, (double)(count - 1)) : NAN;
}

// `errors` is the sim_errors_of_half_width of this count.
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
    e.mean = sim_sample_mean(values, count);
    if (count > 1) {
        e.sd = sim_sample_sd(values, count, e.mean);
        const double half = errors * e.sd / sqrt((double)count);
        e.ci_low = e.mean - half;
        e.ci_high = e.mean + half;
    }
    memcpy(scratch, values, count * sizeof *values);
    sim_sort_sample(scratch, count);
    e.q05 = sim_sample_quantile(scratch, count, 0.05);
    e.q25 = sim_sample_quantile(scratch, count, 0.25);
    e.q50 = sim_sample_quantile(scratch, count, 0.50);
    e.q75 = sim_sample_quantile(scratch, count, 0.75);
    e.q95 = sim_sample_quantile(scratch, count, 0.95);
    return e;
}

SimEstimate sim_estimate(const double *values, size_t count, double *scratch)
{
    return estimate(values, count, sim_errors_of_half_width(count), scratch);
}

static SimEstimate estimate_alone(const double *values, size_t replications, double *kept, double *scratch)
{
    return sim_estimate(kept, sim_defined(values, replications, kept), scratch);
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
    const double errors = sim_errors_of_half_width(count);
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
