// Normal distributions that are cut on one side or both.
#include "sim/engine/quantile.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_sf_erf.h>
#include <math.h>

// On [0, width] the density is proportional to exp(tilt y - bend y^2 / 2), bend not negative; without bend it is an
// exponential, the widest that a cut normal of a given mean can come to.
typedef struct {
    double tilt, bend, width;  // width may be infinite
} Cut;

typedef struct {
    double weight, first, second;  // integrals of the density times 1, d and d^2
} Sums;

enum { NODES = 16, PANELS = 12 };

// Integrates over distances from the mode, in one direction, as far as the density counts (e^-45).
static Sums integrate(const gsl_integration_glfixed_table *nodes, double slope, double bend, double room)
{
    const double reach = fmin(room, 90 / (slope + sqrt(slope * slope + 90 * bend))), panel = reach / PANELS;
    Sums sums = {0, 0, 0};
    for (int i = 0; i < PANELS; i++) {
        for (size_t node = 0; node < NODES; node++) {
            double d, weight;
            gsl_integration_glfixed_point(i * panel, (i + 1) * panel, node, &d, &weight, nodes);
            weight *= exp(-d * (slope + bend * d / 2));
            sums.weight += weight;
            sums.first += weight * d;
            sums.second += weight * d * d;
        }
    }
    return sums;
}

static SimMoments moments_of(const gsl_integration_glfixed_table *nodes, Cut cut)
{
    const double top = cut.bend > 0 ? cut.tilt / cut.bend : cut.tilt * INFINITY;
    const double mode = fmax(0, fmin(cut.width, top));
    const double slope = cut.bend * mode - cut.tilt;  // positive: falls to the right of the mode
    const Sums right = integrate(nodes, fmax(0, slope), cut.bend, cut.width - mode);
    const Sums left = mode > 0 ? integrate(nodes, fmax(0, -slope), cut.bend, mode) : (Sums){0, 0, 0};
    const double weight = left.weight + right.weight, mean = (right.first - left.first) / weight;
    const double variance = (left.second + right.second) / weight - mean * mean;
    return (SimMoments){mode + mean, sqrt(fmax(0, variance))};
}

// The tilt that gives the mean: the mean rises with it, and its slope is the variance.
static Cut tilt_to(const gsl_integration_glfixed_table *nodes, double mean, double bend, double width)
{
    Cut cut = {.tilt = bend * mean, .bend = bend, .width = width};
    if (bend <= 0) cut.tilt = isfinite(width) ? 0 : -1 / mean;
    double low = -INFINITY, high = isfinite(width) || bend > 0 ? INFINITY : 0;
    for (int step = 0; step < 200; step++) {
        const SimMoments reached = moments_of(nodes, cut);
        *(reached.mean < mean ? &low : &high) = cut.tilt;
        const double change = (mean - reached.mean) / (reached.sd * reached.sd);
        const double next = cut.tilt + change;
        if (fabs(reached.mean - mean) <= 1e-15 * mean || fabs(change) <= 1e-16 * fabs(cut.tilt)) break;
        const bool is_bracketed = isfinite(low) && isfinite(high);
        if (next > low && next < high)
            cut.tilt = next;
        else if (is_bracketed)
            cut.tilt = (low + high) / 2;
        else
            break;
    }
    return cut;
}

// With the mean kept, the sd falls as the bend grows: halving the interval of the bend finds it.
static Cut bend_to(const gsl_integration_glfixed_table *nodes, SimMoments wanted, double width)
{
    double low = 0, high = 1 / (wanted.sd * wanted.sd);  // a cut normal is narrower than the whole
    Cut cut = tilt_to(nodes, wanted.mean, high, width);
    for (int step = 0; step < 100 && high - low > 1e-15 * high; step++) {
        const double middle = (low + high) / 2;
        cut = tilt_to(nodes, wanted.mean, middle, width);
        *(moments_of(nodes, cut).sd > wanted.sd ? &low : &high) = middle;
    }
    return cut;
}

// So many sds away, a cut takes nothing that a double could show.
static const double OUT_OF_REACH = 12;

bool sim_truncated_fit(SimMoments wanted, double least, double most, double *mu, double *sigma, double *largest_sd)
{
    *mu = wanted.mean;
    *sigma = wanted.sd;
    const double room = fmin(wanted.mean - least, most - wanted.mean);
    if (room > OUT_OF_REACH * wanted.sd) return true;
    gsl_integration_glfixed_table *nodes = gsl_integration_glfixed_table_alloc(NODES);
    const double unit = wanted.mean - least, width = (most - least) / unit;
    const Cut widest = tilt_to(nodes, 1, 0, width);
    *largest_sd = unit * moments_of(nodes, widest).sd;
    const bool is_possible = wanted.sd < *largest_sd * (1 - 1e-6);
    if (is_possible) {
        const Cut cut = bend_to(nodes, (SimMoments){1, wanted.sd / unit}, width);
        *mu = least + unit * cut.tilt / cut.bend;
        *sigma = unit / sqrt(cut.bend);
    }
    gsl_integration_glfixed_table_free(nodes);
    return is_possible;
}

SimMoments sim_truncated_moments(double mu, double sigma, double least, double most)
{
    gsl_integration_glfixed_table *nodes = gsl_integration_glfixed_table_alloc(NODES);
    const Cut cut = {.tilt = (mu - least) / sigma, .bend = 1, .width = (most - least) / sigma};
    const SimMoments moments = moments_of(nodes, cut);
    gsl_integration_glfixed_table_free(nodes);
    return (SimMoments){least + sigma * moments.mean, sigma * moments.sd};
}

// Of a standard normal beyond `from`: the logarithm of the share that exceeds it by more than y.
static double log_beyond(double from, double y)
{
    if (!isfinite(y)) return -INFINITY;
    return log(gsl_sf_hazard(from) / gsl_sf_hazard(from + y)) - y * (from + y / 2);
}

// How far above `from` (3 or more) the quantile lies, of a standard normal cut there and `width` above. The logarithm
// of the tail is concave, so Newton's method falls to the root from the tangent at 0.
static double tail_offset(double from, double width, double tail, enum SimSide side)
{
    const double log_cut = log_beyond(from, width), kept = -expm1(log_cut);
    const double wanted = side == SIM_LOWER ? log1p(-tail * kept) : log(exp(log_cut) + tail * kept);
    double y = -wanted / gsl_sf_hazard(from);
    for (int step = 0; step < 100; step++) {
        const double change = (log_beyond(from, y) - wanted) / gsl_sf_hazard(from + y);
        if (!isfinite(change)) break;
        y += change;
        if (fabs(change) <= 1e-15 * y) break;
    }
    return fmax(0, fmin(width, y));
}

// So narrow a piece of the normal is an exponential: what y^2 / 2 would add is below 1e-10.
static double narrow_offset(double from, double width, double tail, enum SimSide side)
{
    const double below = side == SIM_LOWER ? tail : 1 - tail;
    if (fabs(from * width) < 1e-12) return below * width;
    return -log1p(below * expm1(-from * width)) / from;
}

// The cuts lie about the middle, or not beyond 3 on the far side of it.
static double middle_quantile(double from, double to, double tail, enum SimSide side)
{
    const double below_from = gsl_cdf_ugaussian_P(from), above_to = gsl_cdf_ugaussian_Q(to);
    const double kept = from > 0 ? gsl_cdf_ugaussian_Q(from) - above_to
                        : to < 0 ? gsl_cdf_ugaussian_P(to) - below_from
                                 : 1 - below_from - above_to;
    const double p = below_from + (side == SIM_LOWER ? tail : 1 - tail) * kept;
    const double q = above_to + (side == SIM_UPPER ? tail : 1 - tail) * kept;
    const double z = p < q ? gsl_cdf_ugaussian_Pinv(p) : gsl_cdf_ugaussian_Qinv(q);
    return fmax(from, fmin(to, z));
}

double sim_truncated_quantile(const double mu_sigma_least_most[4], double tail, enum SimSide side)
{
    const double mu = mu_sigma_least_most[0], sigma = mu_sigma_least_most[1];
    const double least = mu_sigma_least_most[2], most = mu_sigma_least_most[3];
    const double from = (least - mu) / sigma, to = (most - mu) / sigma, width = (most - least) / sigma;
    const enum SimSide other = side == SIM_LOWER ? SIM_UPPER : SIM_LOWER;
    if (from > 3) return least + sigma * tail_offset(from, width, tail, side);
    if (to < -3) return most - sigma * tail_offset(-to, width, tail, other);
    if (width < 1e-5) return least + sigma * narrow_offset(from, width, tail, side);
    return mu + sigma * middle_quantile(from, to, tail, side);
}
