// What a handful of replications say about a mean and its spread.
//
// The interval is the 95 % t-interval of the mean. Quantiles interpolate linearly between order statistics (type 7 of
// Hyndman and Fan 1996: position 1 + (n - 1) q): they show the spread of the replications, they are no interval of a
// mean.
#ifndef SIM_EXPERIMENT_ESTIMATE_H
#define SIM_EXPERIMENT_ESTIMATE_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint32_t count;
    double mean, sd;         // NAN for no values; sd is NAN for fewer than two
    double ci_low, ci_high;  // NAN for fewer than two
    double q05, q25, q50, q75, q95;
} SimEstimate;

// Every value must be defined (no NAN). `scratch` holds `count` values.
SimEstimate sim_estimate(const double *values, size_t count, double *scratch);

// The same of two lives, over the replications in which both are defined; `count` says how many those are. If there are
// none, each life stands for itself and there is no difference.
typedef struct {
    uint32_t count;
    SimEstimate baseline, strike, difference;
    double pairing_gain;  // (var B + var S) / var D: how many times fewer replications the pairing needs; NAN if var D
                          // is 0
} SimPaired;

// `scratch` holds 4 times `replications` values.
SimPaired sim_paired(const double *baseline, const double *strike, size_t replications, double *scratch);

// What estimates are made of.
// Those of the values that are defined (no NAN), in their order; `defined` may be `values`. Returns how many.
size_t sim_defined(const double *values, size_t count, double *defined);
void sim_sort_sample(double *values, size_t count);
double sim_sample_quantile(const double *sorted, size_t count, double share);  // type 7, of at least one value
// The mean of equal values is exactly that value; of at least one.
double sim_sample_mean(const double *values, size_t count);
double sim_sample_sd(const double *values, size_t count, double mean);  // of at least two
// By what the standard error is multiplied for the half-width of a 95 % interval of the mean; NAN for fewer than two.
double sim_errors_of_half_width(size_t count);

#endif
