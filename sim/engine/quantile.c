#include "sim/engine/quantile.h"

#include <assert.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

static double exponential_quantile(double tail, enum SimSide side)
{
    return side == SIM_LOWER ? -log1p(-tail) : -log(tail);
}

static double normal_quantile(double tail, enum SimSide side)
{
    return side == SIM_LOWER ? gsl_cdf_ugaussian_Pinv(tail) : gsl_cdf_ugaussian_Qinv(tail);
}

// Mean exp(mu + sigma^2 / 2) is 1; cv^2 is exp(sigma^2) - 1.
static double lognormal_quantile(double cv, double tail, enum SimSide side)
{
    const double variance = log1p(cv * cv);
    return exp(sqrt(variance) * normal_quantile(tail, side) - variance / 2);
}

static double gamma_tail(double x, double shape, double scale, enum SimSide side)
{
    return side == SIM_LOWER ? gsl_cdf_gamma_P(x, shape, scale) : gsl_cdf_gamma_Q(x, shape, scale);
}

// GSL stops at about eight digits, and in far tails earlier. Newton's method on the logarithm of the tail against the
// logarithm of x is nearly linear there, and mends it in a step or two. False if it does not come to rest.
static bool polish_gamma(double *x, double shape, double scale, double tail, enum SimSide side)
{
    double change = INFINITY;
    for (int step = 0; step < 8; step++) {
        const double reached = gamma_tail(*x, shape, scale, side);
        const double density = gsl_ran_gamma_pdf(*x, shape, scale);
        const double slope = (side == SIM_LOWER ? 1 : -1) * *x * density / reached;  // d ln tail / d ln x
        change = log(tail / reached) / slope;
        if (!isfinite(change)) break;
        *x *= exp(fmax(-1, fmin(1, change)));
        if (fabs(change) < 1e-14) break;
    }
    return fabs(change) < 1e-10;
}

// Halves the interval of ln x: slow, but it always ends. Below e^-700 no duration is worth telling from 0.
static double search_gamma(double shape, double scale, double tail, enum SimSide side)
{
    double low = -700, high = log(scale) + log(shape + 1) + 8;
    for (int step = 0; step < 70; step++) {
        const double middle = (low + high) / 2;
        const bool is_below = side == SIM_LOWER ? gamma_tail(exp(middle), shape, scale, side) < tail
                                                : gamma_tail(exp(middle), shape, scale, side) > tail;
        *(is_below ? &low : &high) = middle;
    }
    return low > -700 ? exp(high) : 0;
}

// Cornish and Fisher's expansion to the third order (Abramowitz and Stegun 26.2.49).
double sim_nearly_normal(double z, double skewness, double kurtosis, double fifth)
{
    const double he2 = z * z - 1, he3 = z * (z * z - 3), he4 = z * z * (z * z - 6) + 3;
    const double first = skewness * he2 / 6;
    const double second = kurtosis * he3 / 24 - skewness * skewness * (2 * he3 + z) / 36;
    const double third = fifth * he4 / 120 - skewness * kurtosis * (he4 + he2) / 24 +
                         skewness * skewness * skewness * (12 * he4 + 19 * he2) / 324;
    return z + first + second + third;
}

// From so many stages on the expansion is exact to 1e-8, and GSL becomes slow.
static const double NEARLY_NORMAL = 5e3;

// x^k / Gamma(k + 1) is the lower tail's leading term: where GSL gives nothing to start from.
static double gamma_quantile(double cv, double tail, enum SimSide side)
{
    const double shape = 1 / (cv * cv), scale = cv * cv;
    if (shape > NEARLY_NORMAL)
        return 1 + cv * sim_nearly_normal(normal_quantile(tail, side), 2 * cv, 6 * cv * cv, 24 * cv * cv * cv);
    double x = side == SIM_LOWER ? gsl_cdf_gamma_Pinv(tail, shape, scale) : gsl_cdf_gamma_Qinv(tail, shape, scale);
    if (!(x > 0) || !isfinite(x)) x = scale * exp((log(tail) + lgamma(shape + 1)) / shape);
    if (polish_gamma(&x, shape, scale, tail, side)) return x;
    return search_gamma(shape, scale, tail, side);
}

static double weibull_quantile(double shape, double tail, enum SimSide side)
{
    return pow(exponential_quantile(tail, side), 1 / shape) / tgamma(1 + 1 / shape);
}

// The density rises over half the width, cv sqrt 6, and falls as it rose.
static double symmetric_triangular_quantile(double cv, double tail, enum SimSide side)
{
    const double half_width = cv * sqrt(6);
    const double from_the_edge = half_width * sqrt(2 * tail);
    return side == SIM_LOWER ? 1 - half_width + from_the_edge : 1 + half_width - from_the_edge;
}

// Parameters: least, mode, most.
static double triangular_quantile(const double p[3], double tail, enum SimSide side)
{
    const double width = p[2] - p[0], below = side == SIM_LOWER ? tail : 1 - tail;
    const double above = side == SIM_UPPER ? tail : 1 - tail;
    if (below * width < p[1] - p[0]) return p[0] + sqrt(below * width * (p[1] - p[0]));
    return p[2] - sqrt(above * width * (p[2] - p[1]));
}

// Parameters: a, b, least, most. Counted from the bound that the mean is nearer to, so that no digits are lost.
static double beta_quantile(const double p[4], double tail, enum SimSide side)
{
    const enum SimSide other = side == SIM_LOWER ? SIM_UPPER : SIM_LOWER;
    const double width = p[3] - p[2];
    if (p[0] <= p[1]) return p[2] + width * sim_beta_quantile(p[0], p[1], tail, side);
    return p[3] - width * sim_beta_quantile(p[1], p[0], tail, other);
}

static double uniform_quantile(double least, double most, double tail, enum SimSide side)
{
    return side == SIM_LOWER ? least + tail * (most - least) : most - tail * (most - least);
}

// The logarithm of the probability to exceed x, and its slope.
static double log_survival(const SimStandard *phases, double x, double *slope)
{
    double missing = 0, survival = 0, density = 0;
    for (size_t i = 0; i < phases->count; i += 2) {
        const double mean = phases->parameters[i], share = phases->parameters[i + 1], left = share * exp(-x / mean);
        missing += share * expm1(-x / mean);
        survival += left;
        density += left / mean;
    }
    *slope = -density / survival;
    return missing > -0.5 ? log1p(missing) : log(survival);
}

// The logarithm of the survival is convex and falls, so Newton's method from 0 rises to the root and never passes it.
static double hyperexponential_quantile(const SimStandard *phases, double tail, enum SimSide side)
{
    const double wanted = side == SIM_LOWER ? log1p(-tail) : log(tail);
    double x = 0;
    for (int step = 0; step < 1000; step++) {
        double slope;
        const double change = (wanted - log_survival(phases, x, &slope)) / slope;
        if (!isfinite(change)) break;
        x += change;
        if (fabs(change) <= 1e-15 * x) break;
    }
    return x;
}

// The first pair whose second number is above the probability, among pairs first .. count - 1; the last if none is.
static size_t pair_above(const SimStandard *pairs, double probability)
{
    size_t low = 0, high = pairs->count / 2 - 1;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (pairs->parameters[2 * middle + 1] > probability)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static double discrete_quantile(const SimStandard *values, double probability)
{
    return values->parameters[2 * pair_above(values, probability)];
}

static double empirical_quantile(const SimStandard *quantiles, double probability)
{
    const size_t after = pair_above(quantiles, probability);
    if (after == 0) return quantiles->parameters[0];
    const double *pair = quantiles->parameters + 2 * (after - 1);
    if (!(pair[3] > pair[1])) return pair[2];
    const double share = fmin(1, (probability - pair[1]) / (pair[3] - pair[1]));
    return pair[0] + share * (pair[2] - pair[0]);
}

double sim_standard_quantile(const SimStandard *standard, double tail, enum SimSide side)
{
    const double *p = standard->parameters;
    switch (standard->shape) {
    case SIM_DETERMINISTIC: return 1;
    case SIM_EXPONENTIAL: return exponential_quantile(tail, side);
    case SIM_LOGNORMAL: return lognormal_quantile(p[0], tail, side);
    case SIM_ERLANG:
    case SIM_GAMMA: return gamma_quantile(p[0], tail, side);
    case SIM_WEIBULL: return weibull_quantile(p[0], tail, side);
    case SIM_TRIANGULAR:
        if (standard->count == 1) return symmetric_triangular_quantile(p[0], tail, side);
        return triangular_quantile(p, tail, side);
    case SIM_UNIFORM: return uniform_quantile(p[0], p[1], tail, side);
    case SIM_NORMAL: return sim_truncated_quantile(p, tail, side);
    case SIM_BETA: return beta_quantile(p, tail, side);
    case SIM_HYPEREXPONENTIAL: return hyperexponential_quantile(standard, tail, side);
    case SIM_EMPIRICAL: return empirical_quantile(standard, side == SIM_LOWER ? tail : 1 - tail);
    case SIM_DISCRETE: return discrete_quantile(standard, side == SIM_LOWER ? tail : 1 - tail);
    }
    assert(false);  // enum SimShape has no more
    return 0;
}

size_t sim_standard_kinks(const SimStandard *standard)
{
    if (standard->shape == SIM_TRIANGULAR) return standard->count == 3;
    if (standard->shape == SIM_EMPIRICAL || standard->shape == SIM_DISCRETE) return standard->count / 2;
    return 0;
}

double sim_standard_kink(const SimStandard *standard, size_t kink)
{
    const double *p = standard->parameters;
    if (standard->shape == SIM_TRIANGULAR) return (p[1] - p[0]) / (p[2] - p[0]);
    return p[2 * kink + 1];
}
