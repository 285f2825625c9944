// From what a user says about a distribution to the distribution.
#include "sim/engine/quantile.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_zeta.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

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
    {"a deterministic time", MEAN},
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

typedef struct {
    SimTables *tables;
    const SimShapeSpec *spec;
    SimDistribution *distribution;
    double cv;  // of the spread as given; NAN if none is
    char *why;
    size_t why_size;
} Fit;

__attribute__((format(printf, 2, 3))) static bool fail(const Fit *fit, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(fit->why, fit->why_size, format, arguments);
    va_end(arguments);
    return false;
}

static bool is_given(double number)
{
    return !isnan(number);
}

static const char *name_of(const Fit *fit)
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

static bool not_used(const Fit *fit, const char *key, enum Use use)
{
    if (fit->spec->shape == SIM_EXPONENTIAL && use == SPREAD)
        return fail(fit,
                    "`%s` is not for an exponential, whose sd is its mean: leave it out, or write `shape: gamma` "
                    "or `shape: lognormal`",
                    key);
    return fail(fit, "`%s` is not for %s distribution: leave it out", key, name_of(fit));
}

static bool check_number(const Fit *fit, const Given *given)
{
    const unsigned uses = kinds[fit->spec->shape].uses;
    if (!is_given(given->number)) return true;
    if (!(uses & given->use)) return not_used(fit, given->key, given->use);
    if (given->number < 0) return fail(fit, "`%s` must not be negative", given->key);
    if (!isfinite(given->number)) return fail(fit, "`%s` must be a finite number", given->key);
    return true;
}

static bool check_list(const Fit *fit, const char *key, const double *list, size_t count)
{
    for (size_t i = 0; list && i < count; i++) {
        if (!(list[i] >= 0 && isfinite(list[i])))
            return fail(fit, "number %zu of `%s` must be finite and not negative", i + 1, key);
    }
    return true;
}

static bool check_lists(const Fit *fit)
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

static bool check_given(const Fit *fit)
{
    Given numbers[NUMBERS];
    list_numbers(fit->spec, numbers);
    int spreads = 0;
    for (int i = 0; i < NUMBERS; i++) {
        if (!check_number(fit, &numbers[i])) return false;
        spreads += numbers[i].use == SPREAD && is_given(numbers[i].number);
    }
    if (spreads > 1) return fail(fit, "give only one of `sd`, `cv` and `variance`");
    return check_lists(fit);
}

// The mean and how values spread about it.

static const double LARGEST_CV = 100;

static bool need_mean(const Fit *fit)
{
    if (!is_given(fit->spec->mean)) return fail(fit, "give `mean`");
    if (!(fit->spec->mean > 0)) return fail(fit, "`mean` must be above 0 (a time of 0 is `shape: deterministic`)");
    return true;
}

static double cv_of(const SimShapeSpec *spec)
{
    if (is_given(spec->sd)) return spec->sd / spec->mean;
    if (is_given(spec->variance)) return sqrt(spec->variance) / spec->mean;
    return spec->cv;
}

static bool need_mean_and_spread(Fit *fit)
{
    if (!need_mean(fit)) return false;
    fit->cv = cv_of(fit->spec);
    if (!is_given(fit->cv)) return fail(fit, "give one of `sd`, `cv` and `variance`");
    if (fit->cv > LARGEST_CV)
        return fail(fit, "an sd of %.3g times the mean is too large: at most %g times", fit->cv, LARGEST_CV);
    return true;
}

// Below this everybody's time is the same to 1e-11.
static const double LEAST_CV = 1e-12;

static bool constant(const Fit *fit, double value)
{
    *fit->distribution = (SimDistribution){.mean = value};
    return true;
}

static bool standard(const Fit *fit, enum SimShape shape, const double *parameters, size_t count, double mean)
{
    *fit->distribution = sim_distribution_of(fit->tables, &(SimStandard){shape, count, parameters}, mean);
    return true;
}

static bool by_cv(Fit *fit, enum SimShape shape)
{
    if (fit->cv < LEAST_CV) return constant(fit, fit->spec->mean);
    return standard(fit, shape, &fit->cv, 1, fit->spec->mean);
}

static bool fit_deterministic(const Fit *fit)
{
    if (!is_given(fit->spec->mean)) return fail(fit, "give `mean`");
    return constant(fit, fit->spec->mean);
}

static bool fit_exponential(const Fit *fit)
{
    return need_mean(fit) && standard(fit, SIM_EXPONENTIAL, (double[]){1}, 1, fit->spec->mean);
}

static bool fit_erlang(Fit *fit)
{
    double stages = fit->spec->stages;
    if (!need_mean(fit)) return false;
    const bool has_spread = is_given(cv_of(fit->spec));
    if (has_spread == is_given(stages)) return fail(fit, "give `stages` or one of `sd`, `cv` and `variance`");
    if (has_spread) {
        if (!need_mean_and_spread(fit)) return false;
        const double exact = 1 / (fit->cv * fit->cv);
        stages = fmax(1, round(exact));
        if (!(fabs(fit->cv * sqrt(stages) - 1) < 1e-3))
            return fail(fit, "a `cv` of %.4g needs %.4g stages: write `stages: %.0f`, or `shape: gamma`", fit->cv,
                        exact, stages);
    }
    if (stages < 1 || stages != floor(stages)) return fail(fit, "`stages` must be a whole number from 1");
    fit->cv = 1 / sqrt(stages);
    return by_cv(fit, SIM_GAMMA);
}

// ln E[X^2] / E[X]^2 of a Weibull with k = 1 / e: ln Gamma(1 + 2 e) - 2 ln Gamma(1 + e), by its power series
// (Abramowitz and Stegun 6.1.33) where the difference would lose digits.
static double weibull_log_ratio(double e)
{
    if (e > 0.1) return lgamma(1 + 2 * e) - 2 * lgamma(1 + e);
    double sum = 0;
    for (int n = 40; n >= 2; n--) sum += (n % 2 ? -1 : 1) * gsl_sf_zeta_int(n) * pow(e, n) * (ldexp(1, n) - 2) / n;
    return sum;
}

static double weibull_k(double cv)
{
    const double wanted = log1p(cv * cv);
    double low = 0, high = 100;
    for (int step = 0; step < 200 && high - low > 1e-15 * high; step++) {
        const double middle = (low + high) / 2;
        *(weibull_log_ratio(middle) < wanted ? &low : &high) = middle;
    }
    return 1 / high;
}

static bool fit_weibull(Fit *fit)
{
    if (!need_mean_and_spread(fit)) return false;
    if (fit->cv < LEAST_CV) return constant(fit, fit->spec->mean);
    const double k = weibull_k(fit->cv);
    return standard(fit, SIM_WEIBULL, &k, 1, fit->spec->mean);
}

// Shapes between two bounds.

// 1: by bounds; 0: by mean and spread; -1: a mixture, and `why` says so.
static int is_by_bounds(const Fit *fit)
{
    const SimShapeSpec *spec = fit->spec;
    const bool has_bounds = is_given(spec->least) || is_given(spec->most) || is_given(spec->mode);
    const bool has_mean =
        is_given(spec->mean) || is_given(cv_of(spec)) || is_given(spec->sd) || is_given(spec->variance);
    if (has_bounds && !has_mean) return 1;
    if (has_mean && !has_bounds) return 0;
    fail(fit, spec->shape == SIM_TRIANGULAR
                  ? "give `least`, `mode` and `most`, or else `mean` and one of `sd`, `cv` and "
                    "`variance`"
                  : "give `least` and `most`, or else `mean` and one of `sd`, `cv` and "
                    "`variance`");
    return -1;
}

static bool need_bounds(const Fit *fit)
{
    const SimShapeSpec *spec = fit->spec;
    if (!is_given(spec->least)) return fail(fit, "give `least`");
    if (!is_given(spec->most)) return fail(fit, "give `most`");
    if (spec->least > spec->most) return fail(fit, "`least` must not be above `most`");
    return true;
}

static bool has_no_width(const SimShapeSpec *spec)
{
    return spec->most - spec->least <= LEAST_CV * spec->most;
}

static bool need_room_below(Fit *fit, double widths)
{
    if (!need_mean_and_spread(fit)) return false;
    if (fit->cv * widths > 1 + 1e-9)
        return fail(fit, "a `cv` of %.4g makes negative times of %s: at most %.4g", fit->cv, name_of(fit), 1 / widths);
    return true;
}

static bool fit_uniform(Fit *fit)
{
    const SimShapeSpec *spec = fit->spec;
    const int by_bounds = is_by_bounds(fit);
    if (by_bounds < 0) return false;
    if (by_bounds) {
        if (!need_bounds(fit)) return false;
        const double mean = spec->least / 2 + spec->most / 2;
        if (has_no_width(spec)) return constant(fit, mean);
        return standard(fit, SIM_UNIFORM, (double[]){spec->least / mean, spec->most / mean}, 2, mean);
    }
    if (!need_room_below(fit, sqrt(3))) return false;
    const double half_width = fmin(1, fit->cv * sqrt(3));
    if (fit->cv < LEAST_CV) return constant(fit, spec->mean);
    return standard(fit, SIM_UNIFORM, (double[]){1 - half_width, 1 + half_width}, 2, spec->mean);
}

static bool fit_triangular(Fit *fit)
{
    const SimShapeSpec *spec = fit->spec;
    const int by_bounds = is_by_bounds(fit);
    if (by_bounds < 0) return false;
    if (!by_bounds) {
        if (!need_room_below(fit, sqrt(6))) return false;
        fit->cv = fmin(fit->cv, 1 / sqrt(6));
        return by_cv(fit, SIM_TRIANGULAR);
    }
    if (!need_bounds(fit)) return false;
    if (!is_given(spec->mode)) return fail(fit, "give `mode`, the likeliest value");
    if (spec->mode < spec->least || spec->mode > spec->most) return fail(fit, "`mode` must lie from `least` to `most`");
    const double mean = spec->least / 3 + spec->mode / 3 + spec->most / 3;
    if (has_no_width(spec)) return constant(fit, spec->mode);
    return standard(fit, SIM_TRIANGULAR, (double[]){spec->least / mean, spec->mode / mean, spec->most / mean}, 3, mean);
}

// Parameters of a beta on [0, 1] from its mean m and variance v: a + b = m (1 - m) / v - 1.
static bool fit_beta(Fit *fit)
{
    SimShapeSpec spec = *fit->spec;
    if (!need_mean_and_spread(fit)) return false;
    if (!is_given(spec.least)) spec.least = 0;
    if (!is_given(spec.most)) return fail(fit, "give `most`");
    const bool is_constant = fit->cv < LEAST_CV && spec.mean >= spec.least && spec.mean <= spec.most;
    if (is_constant) return constant(fit, spec.mean);
    if (!(spec.mean > spec.least && spec.mean < spec.most))
        return fail(fit, "`mean` must lie between `least` and `most`");
    const double width = spec.most / spec.mean - spec.least / spec.mean;
    const double below = (spec.mean - spec.least) / spec.mean / width,
                 above = (spec.most - spec.mean) / spec.mean / width;
    if (width > 1e9) return fail(fit, "`most` is too far from `mean` to matter: write `shape: gamma`");
    const double spread = fit->cv / width, total = below / spread * (above / spread) - 1;
    if (!(total > 1e-4))
        return fail(fit, "between these bounds a beta of this mean has an sd below %.4g, not %.4g",
                    sqrt(below * above) * width * spec.mean, fit->cv * spec.mean);
    const double parameters[4] = {below * total, above * total, spec.least / spec.mean, spec.most / spec.mean};
    return standard(fit, SIM_BETA, parameters, 4, spec.mean);
}

// Normals.

static bool fit_applied(Fit *fit, double least, double most)
{
    const double mu = fit->spec->mean, sigma = fit->cv * mu;
    const SimMoments cut = sim_truncated_moments(mu, sigma, least, most);
    if (!(cut.mean > 0) || !(cut.mean >= least && cut.mean <= most))
        return fail(fit, "hardly any normal of this mean and sd lies from `least` to `most`");
    return standard(fit, SIM_NORMAL, (double[]){mu / cut.mean, sigma / cut.mean, least / cut.mean, most / cut.mean}, 4,
                    cut.mean);
}

static bool fit_own(Fit *fit, double least, double most)
{
    const double mean = fit->spec->mean;
    double mu, sigma, largest;
    if (!(mean > least && mean < most)) return fail(fit, "`mean` must lie between `least` and `most`");
    if (!sim_truncated_fit((SimMoments){1, fit->cv}, least / mean, most / mean, &mu, &sigma, &largest))
        return fail(
            fit,
            "a normal cut at these bounds to this mean has an sd below %.4g, not %.4g: another shape is needed, "
            "or `truncation: applied`",
            largest * mean, fit->cv * mean);
    return standard(fit, SIM_NORMAL, (double[]){mu, sigma, least / mean, most / mean}, 4, mean);
}

static bool fit_normal(Fit *fit)
{
    const SimShapeSpec *spec = fit->spec;
    if (!need_mean_and_spread(fit)) return false;
    const double least = is_given(spec->least) ? spec->least : 0, most = is_given(spec->most) ? spec->most : INFINITY;
    if (least > most) return fail(fit, "`least` must not be above `most`");
    if (fit->cv < LEAST_CV && spec->mean >= least && spec->mean <= most) return constant(fit, spec->mean);
    if (spec->is_applied) {
        if (most - least <= LEAST_CV * least) return constant(fit, least);
        return fit_applied(fit, least, most);
    }
    return fit_own(fit, least, most);
}

// Lists.

static bool need_values(const Fit *fit)
{
    const SimShapeSpec *spec = fit->spec;
    if (!spec->values || spec->value_count == 0) return fail(fit, "give `values` and `shares`");
    if (!spec->shares) return fail(fit, "give `shares`, one for each of the `values`");
    double sum = 0;
    for (size_t i = 0; i < spec->value_count; i++) sum += spec->shares[i];
    if (!(fabs(sum - 1) <= 1e-6)) return fail(fit, "`shares` add to %.6g %%, not to 100 %%", 100 * sum);
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

static bool fit_phases(const Fit *fit)
{
    const SimShapeSpec *spec = fit->spec;
    if (!need_values(fit)) return false;
    for (size_t i = 0; i < spec->value_count; i++) {
        if (!(spec->values[i] > 0)) return fail(fit, "`values`, the means of the phases, must be above 0");
    }
    double mean;
    double *pairs = pairs_of(spec, &mean);
    for (size_t i = 0; i < spec->value_count; i++) pairs[2 * i] /= mean;
    standard(fit, SIM_HYPEREXPONENTIAL, pairs, 2 * spec->value_count, mean);
    free(pairs);
    return true;
}

static bool fit_hyperexponential(Fit *fit)
{
    const SimShapeSpec *spec = fit->spec;
    const bool has_mean = is_given(spec->mean) || is_given(spec->sd) || is_given(spec->cv) || is_given(spec->variance);
    if (has_mean && (spec->values || spec->shares))
        return fail(fit, "give `values` and `shares`, or else `mean` and one of `sd`, `cv` and `variance`");
    if (!has_mean) return fit_phases(fit);
    if (!need_mean_and_spread(fit)) return false;
    if (!(fit->cv > 1))
        return fail(fit,
                    "a hyperexponential needs a `cv` above 1, not %.4g: at 1 it is exponential, below 1 take a gamma",
                    fit->cv);
    double phases[4];
    balance(fit->cv, phases);
    return standard(fit, SIM_HYPEREXPONENTIAL, phases, 4, spec->mean);
}

static bool fit_discrete(const Fit *fit)
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
        constant(fit, is_constant ? fit->spec->values[0] : 0);
    else
        standard(fit, SIM_DISCRETE, pairs, 2 * count, mean);
    free(pairs);
    return true;
}

static double probability_of(const SimShapeSpec *spec, size_t i)
{
    return spec->probabilities ? spec->probabilities[i] : (double)i / (double)(spec->quantile_count - 1);
}

static bool need_quantiles(const Fit *fit)
{
    const SimShapeSpec *spec = fit->spec;
    const size_t last = spec->quantile_count - 1;
    if (!spec->quantiles || spec->quantile_count < 2) return fail(fit, "give at least two `quantiles`");
    if (probability_of(spec, 0) != 0 || probability_of(spec, last) != 1)
        return fail(fit, "`probabilities` must begin at 0 and end at 1 (100%%): the least and the largest value");
    for (size_t i = 1; i <= last; i++) {
        if (spec->quantiles[i] < spec->quantiles[i - 1])
            return fail(fit, "`quantiles` must not fall: number %zu is below the one before", i + 1);
        if (probability_of(spec, i) < probability_of(spec, i - 1))
            return fail(fit, "`probabilities` must not fall: number %zu is below the one before", i + 1);
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

static bool fit_empirical(const Fit *fit)
{
    const SimShapeSpec *spec = fit->spec;
    if (!need_quantiles(fit)) return false;
    const double mean = empirical_mean(spec);
    if (spec->quantiles[0] == spec->quantiles[spec->quantile_count - 1]) return constant(fit, spec->quantiles[0]);
    if (!(mean > 0)) return constant(fit, 0);
    double *pairs = malloc(2 * spec->quantile_count * sizeof *pairs);
    if (!pairs) abort();
    for (size_t i = 0; i < spec->quantile_count; i++) {
        pairs[2 * i] = spec->quantiles[i] / mean;
        pairs[2 * i + 1] = probability_of(spec, i);
    }
    standard(fit, SIM_EMPIRICAL, pairs, 2 * spec->quantile_count, mean);
    free(pairs);
    return true;
}

static bool fit_shape(Fit *fit)
{
    switch (fit->spec->shape) {
    case SIM_DETERMINISTIC: return fit_deterministic(fit);
    case SIM_EXPONENTIAL: return fit_exponential(fit);
    case SIM_LOGNORMAL:
    case SIM_GAMMA: return need_mean_and_spread(fit) && by_cv(fit, fit->spec->shape);
    case SIM_WEIBULL: return fit_weibull(fit);
    case SIM_TRIANGULAR: return fit_triangular(fit);
    case SIM_UNIFORM: return fit_uniform(fit);
    case SIM_NORMAL: return fit_normal(fit);
    case SIM_ERLANG: return fit_erlang(fit);
    case SIM_BETA: return fit_beta(fit);
    case SIM_HYPEREXPONENTIAL: return fit_hyperexponential(fit);
    case SIM_EMPIRICAL: return fit_empirical(fit);
    case SIM_DISCRETE: return fit_discrete(fit);
    }
    return fail(fit, "no such shape");
}

bool sim_distribution_fit(SimTables *tables, const SimShapeSpec *spec, SimDistribution *distribution, char *why,
                          size_t why_size)
{
    Fit fit = {
        .tables = tables, .spec = spec, .distribution = distribution, .cv = NAN, .why = why, .why_size = why_size};
    if ((unsigned)spec->shape >= KINDS) return fail(&fit, "no such shape");
    gsl_error_handler_t *handler = gsl_set_error_handler_off();
    const bool is_fitted = check_given(&fit) && fit_shape(&fit);
    gsl_set_error_handler(handler);
    return is_fitted;
}
