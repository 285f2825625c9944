// An interval of a quantile that supposes nothing about the distribution: between two order statistics.
//
// Of n independent values the number below the q-quantile is binomial (n, q). `low` is the largest rank below which the
// quantile lies with probability at most (1 - level) / 2, `high` the smallest rank above which it does, so that it lies
// between the two with at least the probability `level` (e.g. Conover, Practical Nonparametric Statistics, 1999, 3.2).
// If n is too small for one of them there is no interval: 95 % of the 90th percentile needs 36 values, of the 95th 72.
#ifndef SIM_EXPERIMENT_ORDER_INTERVAL_H
#define SIM_EXPERIMENT_ORDER_INTERVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    bool is_available;
    uint32_t low, high;  // ranks from 1 to n, in ascending order; 0 if not available
    double coverage;     // the probability that the quantile lies between them (for a continuous distribution); or NAN
} SimRanks;

// 0 < quantile < 1, 0 < level < 1.
SimRanks sim_order_ranks(uint32_t count, double quantile, double level);

// The smallest number of values for which there is an interval.
uint32_t sim_order_fewest(double quantile, double level);

#endif
