// Shapes by lists of numbers: hyperexponential, discrete, empirical.
#include "sim/engine/shape.h"

#include <math.h>
#include <stdlib.h>

static bool need_values(const SimFit *fit)
{
    const SimShapeSpec *spec = fit->spec;
    if (!spec->values || spec->value_count == 0) return sim_fit_fail(fit, "give `values` and `shares`");
    if (!spec->shares) return sim_fit_fail(fit, "give `shares`, one for each of the `values`");
    double sum = 0;
    for (size_t i = 0; i < spec->value_count; i++) sum += spec->shares[i];
    if (!(fabs(sum - 1) <= 1e-6)) return sim_fit_fail(fit, "`shares` add to %.6g %%, not to 100 %%", 100 * sum);
    return true;
}

// Balanced means: each phase brings half of the mean (Whitt 1982; Tijms 2003, appendix B).
static void balance(double cv, double phases[4])
{
    const double square = cv * cv, root = sqrt((square - 1) / (square + 1));
    const double first = (1 + root) / 2, second = 1 / ((square + 1) * (1 + root));
    phases[0] = 1 / (2 * first);
    phases[1] = first;
    phases[2] = 1 / (2 * second);
    phases[3] = second;
}

static int compare_pairs(const void *a, const void *b)
{
    const double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

// Pairs of value and share, in rising order; the caller frees them. Shares are made to add to 1 exactly.
static double *pairs_of(const SimShapeSpec *spec, double *mean)
{
    double *pairs = malloc(2 * spec->value_count * sizeof *pairs), sum = 0;
    if (!pairs) abort();
    for (size_t i = 0; i < spec->value_count; i++) sum += spec->shares[i];
    *mean = 0;
    for (size_t i = 0; i < spec->value_count; i++) {
        pairs[2 * i] = spec->values[i];
        pairs[2 * i + 1] = spec->shares[i] / sum;
        *mean += pairs[2 * i] * pairs[2 * i + 1];
    }
    qsort(pairs, spec->value_count, 2 * sizeof *pairs, compare_pairs);
    return pairs;
}

static bool fit_phases(const SimFit *fit)
{
    const SimShapeSpec *spec = fit->spec;
    if (!need_values(fit)) return false;
    for (size_t i = 0; i < spec->value_count; i++) {
        if (!(spec->values[i] > 0)) return sim_fit_fail(fit, "`values`, the means of the phases, must be above 0");
    }
    double mean;
    double *pairs = pairs_of(spec, &mean);
    for (size_t i = 0; i < spec->value_count; i++) pairs[2 * i] /= mean;
    sim_fit_standard(fit, SIM_HYPEREXPONENTIAL, pairs, 2 * spec->value_count, mean);
    free(pairs);
    return true;
}

bool sim_fit_hyperexponential(SimFit *fit)
{
    const SimShapeSpec *spec = fit->spec;
    const bool has_mean =
        sim_is_given(spec->mean) || sim_is_given(spec->sd) || sim_is_given(spec->cv) || sim_is_given(spec->variance);
    if (has_mean && (spec->values || spec->shares))
        return sim_fit_fail(fit, "give `values` and `shares`, or else `mean` and one of `sd`, `cv` and `variance`");
    if (!has_mean) return fit_phases(fit);
    if (!sim_fit_need_spread(fit)) return false;
    if (!(fit->cv > 1))
        return sim_fit_fail(
            fit, "a hyperexponential needs a `cv` above 1, not %.4g: at 1 it is exponential, below 1 take a gamma",
            fit->cv);
    double phases[4];
    balance(fit->cv, phases);
    return sim_fit_standard(fit, SIM_HYPEREXPONENTIAL, phases, 4, spec->mean);
}

bool sim_fit_discrete(const SimFit *fit)
{
    const size_t count = fit->spec->value_count;
    if (!need_values(fit)) return false;
    double mean, cumulated = 0;
    double *pairs = pairs_of(fit->spec, &mean);
    const bool is_constant = pairs[0] == pairs[2 * (count - 1)];
    for (size_t i = 0; i < count; i++) {
        cumulated += pairs[2 * i + 1];
        pairs[2 * i] /= mean;
        pairs[2 * i + 1] = cumulated;
    }
    if (is_constant || !(mean > 0))
        sim_fit_constant(fit, is_constant ? fit->spec->values[0] : 0);
    else
        sim_fit_standard(fit, SIM_DISCRETE, pairs, 2 * count, mean);
    free(pairs);
    return true;
}

static double probability_of(const SimShapeSpec *spec, size_t i)
{
    return spec->probabilities ? spec->probabilities[i] : (double)i / (double)(spec->quantile_count - 1);
}

static bool need_quantiles(const SimFit *fit)
{
    const SimShapeSpec *spec = fit->spec;
    const size_t last = spec->quantile_count - 1;
    if (!spec->quantiles || spec->quantile_count < 2) return sim_fit_fail(fit, "give at least two `quantiles`");
    if (probability_of(spec, 0) != 0 || probability_of(spec, last) != 1)
        return sim_fit_fail(fit,
                            "`probabilities` must begin at 0 and end at 1 (100%%): the least and the largest value");
    for (size_t i = 1; i <= last; i++) {
        if (spec->quantiles[i] < spec->quantiles[i - 1])
            return sim_fit_fail(fit, "`quantiles` must not fall: number %zu is below the one before", i + 1);
        if (probability_of(spec, i) < probability_of(spec, i - 1))
            return sim_fit_fail(fit, "`probabilities` must not fall: number %zu is below the one before", i + 1);
    }
    return true;
}

static double empirical_mean(const SimShapeSpec *spec)
{
    double mean = 0;
    for (size_t i = 1; i < spec->quantile_count; i++) {
        const double share = probability_of(spec, i) - probability_of(spec, i - 1);
        mean += share * (spec->quantiles[i] / 2 + spec->quantiles[i - 1] / 2);
    }
    return mean;
}

bool sim_fit_empirical(const SimFit *fit)
{
    const SimShapeSpec *spec = fit->spec;
    if (!need_quantiles(fit)) return false;
    const double mean = empirical_mean(spec);
    if (spec->quantiles[0] == spec->quantiles[spec->quantile_count - 1])
        return sim_fit_constant(fit, spec->quantiles[0]);
    if (!(mean > 0)) return sim_fit_constant(fit, 0);
    double *pairs = malloc(2 * spec->quantile_count * sizeof *pairs);
    if (!pairs) abort();
    for (size_t i = 0; i < spec->quantile_count; i++) {
        pairs[2 * i] = spec->quantiles[i] / mean;
        pairs[2 * i + 1] = probability_of(spec, i);
    }
    sim_fit_standard(fit, SIM_EMPIRICAL, pairs, 2 * spec->quantile_count, mean);
    free(pairs);
    return true;
}
