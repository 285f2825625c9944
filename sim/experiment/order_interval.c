#include "sim/experiment/order_interval.h"

#include <assert.h>
#include <gsl/gsl_cdf.h>
#include <math.h>

static const double ROUNDING = 1e-12;  // relative error of a probability

static double at_most(uint32_t below, double quantile, uint32_t count)
{
    return gsl_cdf_binomial_P(below, quantile, count);
}

static double more_than(uint32_t below, double quantile, uint32_t count)
{
    return gsl_cdf_binomial_Q(below, quantile, count);
}

// The largest rank with at most `tail` for fewer values below the quantile than the rank; 0 if there is none.
static uint32_t low_rank(uint32_t count, double quantile, double tail)
{
    uint32_t fits = 0, fails = count + 1;
    while (fails - fits > 1) {
        const uint32_t rank = fits + (fails - fits) / 2;
        if (at_most(rank - 1, quantile, count) <= tail) {
            fits = rank;
        } else {
            fails = rank;
        }
    }
    return fits;
}

// The smallest rank with at most `tail` for so many values below the quantile or more; count + 1 if there is none.
static uint32_t high_rank(uint32_t count, double quantile, double tail)
{
    uint32_t fails = 0, fits = count + 1;
    while (fits - fails > 1) {
        const uint32_t rank = fails + (fits - fails) / 2;
        if (more_than(rank - 1, quantile, count) <= tail) {
            fits = rank;
        } else {
            fails = rank;
        }
    }
    return fits;
}

SimRanks sim_order_ranks(uint32_t count, double quantile, double level)
{
    assert(quantile > 0 && quantile < 1 && level > 0 && level < 1);
    const double tail = (1 - level) / 2 * (1 + ROUNDING);
    const uint32_t low = low_rank(count, quantile, tail), high = high_rank(count, quantile, tail);
    if (low == 0 || high > count) return (SimRanks){.coverage = NAN};
    return (SimRanks){.is_available = true,
                      .low = low,
                      .high = high,
                      .coverage = 1 - at_most(low - 1, quantile, count) - more_than(high - 1, quantile, count)};
}

// All values on one side must be improbable enough: q^n or (1 - q)^n at most (1 - level) / 2.
uint32_t sim_order_fewest(double quantile, double level)
{
    const double fewest = log((1 - level) / 2) / log(fmax(quantile, 1 - quantile));
    uint32_t count = fewest > 2 ? (uint32_t)fewest - 1 : 1;  // rounding may be off by one
    while (!sim_order_ranks(count, quantile, level).is_available) count++;
    return count;
}
