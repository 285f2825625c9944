#include "sim/engine/quantile.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

// Where both parameters are so large the beta is nearly normal, and GSL becomes slow.
static const double NEARLY_NORMAL = 1e4;

// Central moments by their recurrence: (n + k) M[k + 1] = k (m (1 - m) M[k - 1] + (1 - 2 m) M[k]), from integrating
// the derivative of x (1 - x) (x - m)^k times the density, where m = a / n and n = a + b.
static double narrow_quantile(double a, double b, double z)
{
    const double n = a + b, mean = a / n;
    double moment[6] = {1, 0};
    for (int k = 1; k < 5; k++)
        moment[k + 1] = k / (n + k) * (mean * (b / n) * moment[k - 1] + (b - a) / n * moment[k]);
    const double sd = sqrt(moment[2]);
    const double skewness = moment[3] / pow(sd, 3), kurtosis = moment[4] / pow(sd, 4) - 3;
    const double fifth = moment[5] / pow(sd, 5) - 10 * skewness;
    return mean + sd * sim_nearly_normal(z, skewness, kurtosis, fifth);
}

// The leading term of a tail: of the lower one x^a / (a B(a, b)), or the mean if that is less; of the upper one
// (1 - x)^b / (b B(a, b)), or the mean if that is more.
static double start(double a, double b, double ln_beta, double tail, enum SimSide side)
{
    const double mean = a / (a + b), near = side == SIM_LOWER ? a : b;
    const double leading = exp((log(tail) + log(near) + ln_beta) / near);
    if (!isfinite(leading)) return mean;
    return side == SIM_LOWER ? fmin(leading, mean) : fmax(1 - leading, mean);
}

// Halley's method on the logarithm of the tail against ln(x / (1 - x)), inside an interval that shrinks: a step's error
// is as the cube of the one before.
static const double LAST_STEP = 1e-6;

static double search(double a, double b, double tail, enum SimSide side)
{
    const double ln_beta = gsl_sf_lnbeta(a, b);
    double low = 0, high = 1, x = start(a, b, ln_beta, tail, side);
    if (!(x > 0)) return 0;
    if (!(x < 1)) x = a / (a + b);
    for (int step = 0; step < 200 && high - low > 1e-16 * high; step++) {
        const double reached = side == SIM_LOWER ? gsl_cdf_beta_P(x, a, b) : gsl_cdf_beta_Q(x, a, b);
        const bool is_below = (side == SIM_LOWER) == (reached < tail);
        *(is_below ? &low : &high) = x;
        const double density = exp(a * log(x) + b * log1p(-x) - ln_beta);  // of ln(x / (1 - x))
        const double slope = (side == SIM_LOWER ? 1 : -1) * density / reached;
        const double bend = slope * (a * (1 - x) - b * x - slope);
        const double off = log(reached / tail), change = -2 * off * slope / (2 * slope * slope - off * bend);
        const double next = x / (x + (1 - x) * exp(-change));
        const bool is_step = isfinite(change) && fabs(change) < 1 && next > low && next < high;
        if (isfinite(change) && fabs(change) < LAST_STEP) return is_step ? next : x;
        x = is_step ? next : (low + high) / 2;
    }
    return x;
}

// With b so much larger than a, -ln(1 - x) is a gamma over b + (a - 1) / 2 (after Abramowitz and Stegun 26.5.20).
static const double NEARLY_GAMMA = 1e5;

static double small_quantile(double a, double b, double tail, enum SimSide side)
{
    const double cv = 1 / sqrt(a);
    const SimStandard gamma = {.shape = SIM_GAMMA, .count = 1, .parameters = &cv};
    return -expm1(-a / (b + (a - 1) / 2) * sim_standard_quantile(&gamma, tail, side));
}

double sim_beta_quantile(double a, double b, double tail, enum SimSide side)
{
    if (b > NEARLY_GAMMA * fmax(1, a)) return small_quantile(a, b, tail, side);
    if (a <= NEARLY_NORMAL) return search(a, b, tail, side);
    const double z = gsl_cdf_ugaussian_Pinv(tail);
    return narrow_quantile(a, b, side == SIM_LOWER ? z : -z);
}
