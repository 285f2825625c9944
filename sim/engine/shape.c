// What all shapes share: which of the user's numbers each uses, and which make no sense.
#include "sim/engine/shape.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

enum Use {
    MEAN = 1 << 0,
    SPREAD = 1 << 1,  // one of sd, cv, variance
    LEAST = 1 << 2,
    MOST = 1 << 3,
    MODE = 1 << 4,
    STAGES = 1 << 5,
    APPLIED = 1 << 6,
    VALUES = 1 << 7,
    QUANTILES = 1 << 8
};

// What each shape uses, in the order of enum SimShape.
static const struct {
    const char *name;
    unsigned uses;
} kinds[] = {
    {"a deterministic", MEAN},
    {"an exponential", MEAN},
    {"a lognormal", MEAN | SPREAD},
    {"a gamma", MEAN | SPREAD},
    {"a Weibull", MEAN | SPREAD},
    {"a triangular", MEAN | SPREAD | LEAST | MODE | MOST},
    {"a uniform", MEAN | SPREAD | LEAST | MOST},
    {"a normal", MEAN | SPREAD | LEAST | MOST | APPLIED},
    {"an Erlang", MEAN | SPREAD | STAGES},
    {"a beta", MEAN | SPREAD | LEAST | MOST},
    {"a hyperexponential", MEAN | SPREAD | VALUES},
    {"an empirical", QUANTILES},
    {"a discrete", VALUES},
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

__attribute__((format(printf, 2, 3))) bool sim_fit_fail(const SimFit *fit, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(fit->why, fit->why_size, format, arguments);
    va_end(arguments);
    return false;
}

const char *sim_fit_name(const SimFit *fit)
{
    return kinds[fit->spec->shape].name;
}

SimShapeSpec sim_shape_spec(enum SimShape shape)
{
    return (SimShapeSpec){.shape = shape,
                          .mean = NAN,
                          .sd = NAN,
                          .cv = NAN,
                          .variance = NAN,
                          .least = NAN,
                          .most = NAN,
                          .mode = NAN,
                          .stages = NAN};
}

// What is said and not used, and numbers that cannot be.

typedef struct {
    const char *key;
    double number;
    enum Use use;
} Given;

enum { NUMBERS = 8 };

static void list_numbers(const SimShapeSpec *spec, Given list[NUMBERS])
{
    const Given numbers[NUMBERS] = {
        {"mean", spec->mean, MEAN},           {"sd", spec->sd, SPREAD},         {"cv", spec->cv, SPREAD},
        {"variance", spec->variance, SPREAD}, {"least", spec->least, LEAST},    {"most", spec->most, MOST},
        {"mode", spec->mode, MODE},           {"stages", spec->stages, STAGES},
    };
    for (int i = 0; i < NUMBERS; i++) list[i] = numbers[i];
}

static bool not_used(const SimFit *fit, const char *key, enum Use use)
{
    if (fit->spec->shape == SIM_EXPONENTIAL && use == SPREAD)
        return sim_fit_fail(
            fit,
            "`%s` is not for an exponential, whose sd is its mean: leave it out, or write `shape: gamma` "
            "or `shape: lognormal`",
            key);
    return sim_fit_fail(fit, "`%s` is not for %s distribution: leave it out", key, sim_fit_name(fit));
}

static bool check_number(const SimFit *fit, const Given *given)
{
    const unsigned uses = kinds[fit->spec->shape].uses;
    if (!sim_is_given(given->number)) return true;
    if (!(uses & given->use)) return not_used(fit, given->key, given->use);
    if (given->number < 0) return sim_fit_fail(fit, "`%s` must not be negative", given->key);
    if (!isfinite(given->number)) return sim_fit_fail(fit, "`%s` must be a finite number", given->key);
    return true;
}

static bool check_list(const SimFit *fit, const char *key, const double *list, size_t count)
{
    for (size_t i = 0; list && i < count; i++) {
        if (!(list[i] >= 0 && isfinite(list[i])))
            return sim_fit_fail(fit, "number %zu of `%s` must be finite and not negative", i + 1, key);
    }
    return true;
}

static bool check_lists(const SimFit *fit)
{
    const SimShapeSpec *spec = fit->spec;
    const unsigned uses = kinds[spec->shape].uses;
    if (spec->values && !(uses & VALUES)) return not_used(fit, "values", VALUES);
    if (spec->shares && !(uses & VALUES)) return not_used(fit, "shares", VALUES);
    if (spec->quantiles && !(uses & QUANTILES)) return not_used(fit, "quantiles", QUANTILES);
    if (spec->probabilities && !(uses & QUANTILES)) return not_used(fit, "probabilities", QUANTILES);
    if (spec->is_applied && !(uses & APPLIED)) return not_used(fit, "truncation", APPLIED);
    return check_list(fit, "values", spec->values, spec->value_count) &&
           check_list(fit, "shares", spec->shares, spec->value_count) &&
           check_list(fit, "quantiles", spec->quantiles, spec->quantile_count) &&
           check_list(fit, "probabilities", spec->probabilities, spec->quantile_count);
}

static bool check_given(const SimFit *fit)
{
    Given numbers[NUMBERS];
    list_numbers(fit->spec, numbers);
    int spreads = 0;
    for (int i = 0; i < NUMBERS; i++) {
        if (!check_number(fit, &numbers[i])) return false;
        spreads += numbers[i].use == SPREAD && sim_is_given(numbers[i].number);
    }
    if (spreads > 1) return sim_fit_fail(fit, "give only one of `sd`, `cv` and `variance`");
    return check_lists(fit);
}

// The mean and how values spread about it.

bool sim_fit_need_mean(const SimFit *fit)
{
    if (!sim_is_given(fit->spec->mean)) return sim_fit_fail(fit, "give `mean`");
    if (!(fit->spec->mean > 0))
        return sim_fit_fail(fit, "`mean` must be above 0 (a time of 0 is `shape: deterministic`)");
    return true;
}

double sim_spec_cv(const SimShapeSpec *spec)
{
    if (sim_is_given(spec->sd)) return spec->sd / spec->mean;
    if (sim_is_given(spec->variance)) return sqrt(spec->variance) / spec->mean;
    return spec->cv;
}

bool sim_fit_need_spread(SimFit *fit)
{
    if (!sim_fit_need_mean(fit)) return false;
    fit->cv = sim_spec_cv(fit->spec);
    if (!sim_is_given(fit->cv)) return sim_fit_fail(fit, "give one of `sd`, `cv` and `variance`");
    if (fit->cv > SIM_LARGEST_CV)
        return sim_fit_fail(fit, "an sd of %.3g times the mean is too large: at most %g times", fit->cv,
                            SIM_LARGEST_CV);
    return true;
}

bool sim_fit_constant(const SimFit *fit, double value)
{
    *fit->distribution = (SimDistribution){.mean = value};
    return true;
}

bool sim_fit_standard(const SimFit *fit, enum SimShape shape, const double *parameters, size_t count, double mean)
{
    *fit->distribution = sim_distribution_of(fit->tables, &(SimStandard){shape, count, parameters}, mean);
    return true;
}

bool sim_fit_by_cv(SimFit *fit, enum SimShape shape)
{
    if (fit->cv < SIM_LEAST_CV) return sim_fit_constant(fit, fit->spec->mean);
    return sim_fit_standard(fit, shape, &fit->cv, 1, fit->spec->mean);
}

static bool fit_deterministic(const SimFit *fit)
{
    if (!sim_is_given(fit->spec->mean)) return sim_fit_fail(fit, "give `mean`");
    return sim_fit_constant(fit, fit->spec->mean);
}

static bool fit_exponential(const SimFit *fit)
{
    return sim_fit_need_mean(fit) && sim_fit_standard(fit, SIM_EXPONENTIAL, (double[]){1}, 1, fit->spec->mean);
}

static bool fit_shape(SimFit *fit)
{
    switch (fit->spec->shape) {
    case SIM_DETERMINISTIC: return fit_deterministic(fit);
    case SIM_EXPONENTIAL: return fit_exponential(fit);
    case SIM_LOGNORMAL:
    case SIM_GAMMA: return sim_fit_need_spread(fit) && sim_fit_by_cv(fit, fit->spec->shape);
    case SIM_WEIBULL: return sim_fit_weibull(fit);
    case SIM_TRIANGULAR: return sim_fit_triangular(fit);
    case SIM_UNIFORM: return sim_fit_uniform(fit);
    case SIM_NORMAL: return sim_fit_normal(fit);
    case SIM_ERLANG: return sim_fit_erlang(fit);
    case SIM_BETA: return sim_fit_beta(fit);
    case SIM_HYPEREXPONENTIAL: return sim_fit_hyperexponential(fit);
    case SIM_EMPIRICAL: return sim_fit_empirical(fit);
    case SIM_DISCRETE: return sim_fit_discrete(fit);
    }
    return sim_fit_fail(fit, "no such shape");
}

const char *sim_fit_value(const SimFit *fit, double value, char text[static SIM_FIT_TEXT])
{
    const double shown = fit->spec->is_time ? value / 60 : value;
    const bool is_long = fit->spec->is_time && shown >= 1e4 && shown < 1e15;  // no powers of ten for times that occur
    snprintf(text, SIM_FIT_TEXT, is_long ? "%.0f%s" : "%.4g%s", shown, fit->spec->is_time ? " min" : "");
    return text;
}

bool sim_distribution_fit(SimTables *tables, const SimShapeSpec *spec, SimDistribution *distribution, char *why,
                          size_t why_size)
{
    SimFit fit = {
        .tables = tables, .spec = spec, .distribution = distribution, .cv = NAN, .why = why, .why_size = why_size};
    if ((unsigned)spec->shape >= KINDS) return sim_fit_fail(&fit, "no such shape");
    gsl_error_handler_t *handler = gsl_set_error_handler_off();
    const bool is_fitted = check_given(&fit) && fit_shape(&fit);
    gsl_set_error_handler(handler);
    return is_fitted;
}
