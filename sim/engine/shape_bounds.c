// Shapes between two bounds: uniform, triangular, beta; and normals, which are cut.
#include "sim/engine/shape.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

// 1: by bounds; 0: by mean and spread; -1: a mixture, and `why` says so.
static int is_by_bounds(const SimFit *fit)
{
    const SimShapeSpec *spec = fit->spec;
    const bool has_bounds = sim_is_given(spec->least) || sim_is_given(spec->most) || sim_is_given(spec->mode);
    const bool has_mean = sim_is_given(spec->mean) || sim_is_given(sim_spec_cv(spec)) || sim_is_given(spec->sd) ||
                          sim_is_given(spec->variance);
    if (has_bounds && !has_mean) return 1;
    if (has_mean && !has_bounds) return 0;
    sim_fit_fail(fit, spec->shape == SIM_TRIANGULAR
                          ? "give `least`, `mode` and `most`, or else `mean` and one of `sd`, `cv` and "
                            "`variance`"
                          : "give `least` and `most`, or else `mean` and one of `sd`, `cv` and "
                            "`variance`");
    return -1;
}

static bool need_bounds(const SimFit *fit)
{
    const SimShapeSpec *spec = fit->spec;
    if (!sim_is_given(spec->least)) return sim_fit_fail(fit, "give `least`");
    if (!sim_is_given(spec->most)) return sim_fit_fail(fit, "give `most`");
    if (spec->least > spec->most) return sim_fit_fail(fit, "`least` must not be above `most`");
    return true;
}

static bool has_no_width(const SimShapeSpec *spec)
{
    return spec->most - spec->least <= SIM_LEAST_CV * spec->most;
}

static bool need_room_below(SimFit *fit, double widths)
{
    if (!sim_fit_need_spread(fit)) return false;
    if (fit->cv * widths > 1 + 1e-9)
        return sim_fit_fail(fit, "a `cv` of %.4g makes negative times of %s: at most %.4g", fit->cv, sim_fit_name(fit),
                            1 / widths);
    return true;
}

bool sim_fit_uniform(SimFit *fit)
{
    const SimShapeSpec *spec = fit->spec;
    const int by_bounds = is_by_bounds(fit);
    if (by_bounds < 0) return false;
    if (by_bounds) {
        if (!need_bounds(fit)) return false;
        const double mean = spec->least / 2 + spec->most / 2;
        if (has_no_width(spec)) return sim_fit_constant(fit, mean);
        return sim_fit_standard(fit, SIM_UNIFORM, (double[]){spec->least / mean, spec->most / mean}, 2, mean);
    }
    if (!need_room_below(fit, sqrt(3))) return false;
    const double half_width = fmin(1, fit->cv * sqrt(3));
    if (fit->cv < SIM_LEAST_CV) return sim_fit_constant(fit, spec->mean);
    return sim_fit_standard(fit, SIM_UNIFORM, (double[]){1 - half_width, 1 + half_width}, 2, spec->mean);
}

bool sim_fit_triangular(SimFit *fit)
{
    const SimShapeSpec *spec = fit->spec;
    const int by_bounds = is_by_bounds(fit);
    if (by_bounds < 0) return false;
    if (!by_bounds) {
        if (!need_room_below(fit, sqrt(6))) return false;
        fit->cv = fmin(fit->cv, 1 / sqrt(6));
        return sim_fit_by_cv(fit, SIM_TRIANGULAR);
    }
    if (!need_bounds(fit)) return false;
    if (!sim_is_given(spec->mode)) return sim_fit_fail(fit, "give `mode`, the likeliest value");
    if (spec->mode < spec->least || spec->mode > spec->most)
        return sim_fit_fail(fit, "`mode` must lie from `least` to `most`");
    const double mean = spec->least / 3 + spec->mode / 3 + spec->most / 3;
    if (has_no_width(spec)) return sim_fit_constant(fit, spec->mode);
    return sim_fit_standard(fit, SIM_TRIANGULAR, (double[]){spec->least / mean, spec->mode / mean, spec->most / mean},
                            3, mean);
}

// Parameters of a beta on [0, 1] from its mean m and variance v: a + b = m (1 - m) / v - 1.
bool sim_fit_beta(SimFit *fit)
{
    SimShapeSpec spec = *fit->spec;
    if (!sim_fit_need_spread(fit)) return false;
    if (!sim_is_given(spec.least)) spec.least = 0;
    if (!sim_is_given(spec.most)) return sim_fit_fail(fit, "give `most`");
    const bool is_constant = fit->cv < SIM_LEAST_CV && spec.mean >= spec.least && spec.mean <= spec.most;
    if (is_constant) return sim_fit_constant(fit, spec.mean);
    if (!(spec.mean > spec.least && spec.mean < spec.most))
        return sim_fit_fail(fit, "`mean` must lie between `least` and `most`");
    const double width = spec.most / spec.mean - spec.least / spec.mean;
    const double below = (spec.mean - spec.least) / spec.mean / width,
                 above = (spec.most - spec.mean) / spec.mean / width;
    if (width > 1e9) return sim_fit_fail(fit, "`most` is too far from `mean` to matter: write `shape: gamma`");
    char limit[SIM_FIT_TEXT], sd[SIM_FIT_TEXT];
    sim_fit_value(fit, fit->cv * spec.mean, sd);
    const double room = fmin(spec.mean - spec.least, spec.most - spec.mean) / spec.mean;
    if (fit->cv > SIM_LARGEST_CV * room)
        return sim_fit_fail(fit, "with `mean` so near to a bound the sd must be at most %s, not %s",
                            sim_fit_value(fit, SIM_LARGEST_CV * room * spec.mean, limit), sd);
    const double spread = fit->cv / width, total = below / spread * (above / spread) - 1;
    if (!(total > 1e-4))
        return sim_fit_fail(fit, "between these bounds a beta of this mean has an sd below %s, not %s",
                            sim_fit_value(fit, sqrt(below * above) * width * spec.mean, limit), sd);
    const double parameters[4] = {below * total, above * total, spec.least / spec.mean, spec.most / spec.mean};
    return sim_fit_standard(fit, SIM_BETA, parameters, 4, spec.mean);
}

// Normals.

static bool fit_applied(SimFit *fit, double least, double most)
{
    const double mu = fit->spec->mean, sigma = fit->cv * mu, from = (least - mu) / sigma, to = (most - mu) / sigma;
    const double kept = from > 0 ? gsl_cdf_ugaussian_Q(from) - gsl_cdf_ugaussian_Q(to)
                                 : gsl_cdf_ugaussian_P(to) - gsl_cdf_ugaussian_P(from);
    if (!(kept > 1e-6))
        return sim_fit_fail(fit, "hardly any of a normal of this mean and sd lies from `least` to `most`");
    const double mean = sim_truncated_moments(mu, sigma, least, most).mean;
    const double parameters[4] = {mu / mean, sigma / mean, least / mean, most / mean};
    return sim_fit_standard(fit, SIM_NORMAL, parameters, 4, mean);
}

static bool fit_own(SimFit *fit, double least, double most)
{
    const double mean = fit->spec->mean;
    double mu, sigma, largest;
    char limit[SIM_FIT_TEXT], sd[SIM_FIT_TEXT];
    if (!(mean > least && mean < most)) return sim_fit_fail(fit, "`mean` must lie between `least` and `most`");
    if (!sim_truncated_fit((SimMoments){1, fit->cv}, least / mean, most / mean, &mu, &sigma, &largest))
        return sim_fit_fail(
            fit,
            "a normal cut at these bounds to this mean has an sd below %s, not %s: another shape is needed, "
            "or `truncation: applied`",
            sim_fit_value(fit, largest * mean, limit), sim_fit_value(fit, fit->cv * mean, sd));
    return sim_fit_standard(fit, SIM_NORMAL, (double[]){mu, sigma, least / mean, most / mean}, 4, mean);
}

bool sim_fit_normal(SimFit *fit)
{
    const SimShapeSpec *spec = fit->spec;
    if (!sim_fit_need_spread(fit)) return false;
    const double least = sim_is_given(spec->least) ? spec->least : 0,
                 most = sim_is_given(spec->most) ? spec->most : INFINITY;
    if (least > most) return sim_fit_fail(fit, "`least` must not be above `most`");
    if (fit->cv < SIM_LEAST_CV && spec->mean >= least && spec->mean <= most) return sim_fit_constant(fit, spec->mean);
    if (spec->is_applied) {
        if (most - least <= SIM_LEAST_CV * least) return sim_fit_constant(fit, least);
        return fit_applied(fit, least, most);
    }
    return fit_own(fit, least, most);
}
