#include "sim/engine/quantile.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

// Where both parameters are so large, the beta is nearly normal: see nearly_normal in quantile.c.
static const double NEARLY_NORMAL = 1e6;

// Cornish and Fisher's expansion with the beta's skewness and excess kurtosis (Johnson, Kotz, Balakrishnan 1995, 25.3).
static double narrow_quantile(double a, double b, double z)
{
    const double n = a + b, mean = a / n, sd = sqrt(a / n * (b / n) / (n + 1));
    const double skewness = 2 * (b - a) / (n + 2) * sqrt((n + 1) / a / b);
    const double kurtosis = 6 * ((a - b) / (n + 2) * ((a - b) / a) * ((n + 1) / b) - 1) / (n + 3);
    return mean + sd * (z + (z * z - 1) * skewness / 6 + (z * z - 3) * z * kurtosis / 24 -
                        (2 * z * z - 5) * z * skewness * skewness / 36);
}

// The leading term of the lower tail, x^a / (a B(a, b)), or the mean if that is less.
static double start(double a, double b, double tail)
{
    const double leading = exp((log(tail) + log(a) + gsl_sf_lnbeta(a, b)) / a);
    return isfinite(leading) ? fmin(leading, a / (a + b)) : a / (a + b);
}

// Newton's method on the logarithm of the lower tail against the logarithm of x, inside an interval that shrinks.
static double lower_quantile(double a, double b, double tail)
{
    double low = 0, high = 1, x = start(a, b, tail);
    if (!(x > 0)) return 0;
    for (int step = 0; step < 200 && high - low > 1e-16 * high; step++) {
        const double reached = gsl_cdf_beta_P(x, a, b);
        *(reached < tail ? &low : &high) = x;
        const double change = log(tail / reached) * reached / (x * gsl_ran_beta_pdf(x, a, b));
        const double next = x * exp(change);
        if (isfinite(change) && fabs(change) < 1e-15) break;
        x = isfinite(change) && fabs(change) < 1 && next > low && next < high ? next : (low + high) / 2;
    }
    return x;
}

double sim_beta_quantile(double a, double b, double tail, enum SimSide side)
{
    if (fmin(a, b) > NEARLY_NORMAL) {
        const double z = gsl_cdf_ugaussian_Pinv(tail);
        return narrow_quantile(a, b, side == SIM_LOWER ? z : -z);
    }
    return side == SIM_LOWER ? lower_quantile(a, b, tail) : 1 - lower_quantile(b, a, tail);
}
