#include "sim/engine/distribution.h"

#include "sim/engine/random.h"
#include "tests/unit/kolmogorov.h"
#include "tests/unit/tables.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

enum { DRAWS = 1000000, RANKED = 100000 };

// Distribution functions, from GSL or by hand, with parameters of their own. `below` is P(X < x); for all but the
// discrete that is P(X <= x).

static double exponential_below(double x)
{
    return gsl_cdf_exponential_P(x, 3600);
}

static double uniform_below(double x)
{
    return gsl_cdf_flat_P(x, 600, 3000);
}

// On 1800 s about 3600 s: sd 1800 / sqrt 3.
static double uniform_about_below(double x)
{
    return gsl_cdf_flat_P(x, 1800, 5400);
}

static double triangular_below(double x)
{
    const double least = 600, mode = 1000, most = 5000;
    if (x < mode) return (x - least) * (x - least) / ((most - least) * (mode - least));
    return 1 - (most - x) * (most - x) / ((most - least) * (most - mode));
}

static double symmetric_triangular_below(double x)
{
    const double half_width = 600 * sqrt(6), from_the_middle = x - 3600;
    const double tail = (half_width - fabs(from_the_middle)) / half_width;
    return from_the_middle < 0 ? tail * tail / 2 : 1 - tail * tail / 2;
}

// A normal of 3000 and 2000, cut at 0.
static double cut_normal_below(double x)
{
    return (gsl_cdf_gaussian_P(x - 3000, 2000) - gsl_cdf_gaussian_P(-3000, 2000)) / gsl_cdf_gaussian_Q(-3000, 2000);
}

// A normal of 3600 and 1800, cut at 1800 and 4500.
static double twice_cut_normal_below(double x)
{
    const double first = gsl_cdf_gaussian_P(-1800, 1800), last = gsl_cdf_gaussian_P(900, 1800);
    return (gsl_cdf_gaussian_P(x - 3600, 1800) - first) / (last - first);
}

// cv^2 = exp(sigma^2) - 1 and mean = exp(mu + sigma^2 / 2): mean 3600 s, sd 2520 s.
static double lognormal_below(double x)
{
    const double sigma = sqrt(log(1.49));
    return gsl_cdf_lognormal_P(x, log(3600) - log(1.49) / 2, sigma);
}

static double gamma_below(double x)
{
    return gsl_cdf_gamma_P(x, 4 / 9.0, 8100);
}

static double erlang_below(double x)
{
    return gsl_cdf_gamma_P(x, 3, 1200);
}

// k = 2, Rayleigh's: mean scale sqrt(pi) / 2, variance scale^2 (1 - pi / 4).
static const double PI = 3.14159265358979323846;

static double weibull_below(double x)
{
    return gsl_cdf_weibull_P(x, 4000, 2);
}

// a = 2, b = 3 on 600 to 7200: mean 600 + 6600 2/5, variance 6600^2 6 / (25 6).
static double beta_below(double x)
{
    return gsl_cdf_beta_P((x - 600) / 6600, 2, 3);
}

static double phases_below(double x)
{
    return 0.7 * gsl_cdf_exponential_P(x, 600) + 0.3 * gsl_cdf_exponential_P(x, 7200);
}

// Mean 3600 s and cv 2, each phase bringing 1800 s: shares (1 +- sqrt(3/5)) / 2.
static double balanced_below(double x)
{
    const double often = (1 + sqrt(0.6)) / 2, seldom = (1 - sqrt(0.6)) / 2;
    return often * gsl_cdf_exponential_P(x, 1800 / often) + seldom * gsl_cdf_exponential_P(x, 1800 / seldom);
}

static const double quantiles[] = {0, 1200, 1800, 7200}, probabilities[] = {0, 0.25, 0.75, 1};

static double empirical_below(double x)
{
    if (x < 1200) return 0.25 * x / 1200;
    if (x < 1800) return 0.25 + 0.5 * (x - 1200) / 600;
    return 0.75 + 0.25 * (x - 1800) / 5400;
}

static double spaced_below(double x)
{
    return empirical_below(x) < 0.25   ? x / 1200 / 3
           : empirical_below(x) < 0.75 ? (1 + (x - 1200) / 600) / 3
                                       : (2 + (x - 1800) / 5400) / 3;
}

static const double values[] = {3600, 600, 1800}, shares[] = {0.25, 0.4, 0.35};

static double discrete_below(double x)
{
    return x < 601 ? 0 : x < 1801 ? 0.4 : 0.75;
}

static double discrete_at(double x)
{
    return x < 601 ? 0.4 : x < 1801 ? 0.35 : 0.25;
}

typedef struct {
    const char *name;
    SimShapeSpec spec;
    double (*below)(double);
    double (*at)(double);  // P(X = x), of the discrete
    double mean, sd;       // by theory
} Case;

enum { CASES = 22 };

// A spec by up to two of its numbers; the cases set others themselves.
static SimShapeSpec spec_of(enum SimShape shape, double mean, double sd)
{
    SimShapeSpec spec = sim_shape_spec(shape);
    spec.mean = mean;
    spec.sd = sd;
    return spec;
}

static SimShapeSpec bounded(enum SimShape shape, double least, double mode, double most)
{
    SimShapeSpec spec = sim_shape_spec(shape);
    spec.least = least;
    spec.mode = mode;
    spec.most = most;
    return spec;
}

// Mean and sd of a normal cut at 0 (Johnson, Kotz and Balakrishnan 1994, 13.10.1).
static void cut_at_0(double mu, double sigma, double *mean, double *sd)
{
    const double a = -mu / sigma, hazard = gsl_ran_ugaussian_pdf(a) / gsl_cdf_ugaussian_Q(a);
    *mean = mu + sigma * hazard;
    *sd = sigma * sqrt(1 - hazard * (hazard - a));
}

// The same, cut on both sides.
static void cut_between(double mu, double sigma, const double cuts[2], double *mean, double *sd)
{
    const double a = (cuts[0] - mu) / sigma, b = (cuts[1] - mu) / sigma;
    const double at_a = gsl_ran_ugaussian_pdf(a), at_b = gsl_ran_ugaussian_pdf(b);
    const double kept = gsl_cdf_ugaussian_P(b) - gsl_cdf_ugaussian_P(a), shift = (at_a - at_b) / kept;
    *mean = mu + sigma * shift;
    *sd = sigma * sqrt(1 + (a * at_a - b * at_b) / kept - shift * shift);
}

static void list_normals(Case *cases)
{
    double mean, sd;
    cut_at_0(3000, 2000, &mean, &sd);
    cases[0] = (Case){"normal, own", spec_of(SIM_NORMAL, mean, sd), cut_normal_below, NULL, mean, sd};
    cases[1] = (Case){"normal, applied", spec_of(SIM_NORMAL, 3000, 2000), cut_normal_below, NULL, mean, sd};
    cases[1].spec.is_applied = true;
    cut_between(3600, 1800, (double[]){1800, 4500}, &mean, &sd);
    cases[2] = (Case){"normal, cut twice", spec_of(SIM_NORMAL, mean, sd), twice_cut_normal_below, NULL, mean, sd};
    cases[3] =
        (Case){"normal, cut twice, applied", spec_of(SIM_NORMAL, 3600, 1800), twice_cut_normal_below, NULL, mean, sd};
    cases[3].spec.is_applied = true;
    for (int i = 2; i < 4; i++) {
        cases[i].spec.least = 1800;
        cases[i].spec.most = 4500;
    }
}

static void list_bounded(Case *cases)
{
    const double triangle =
        sqrt((600.0 * 600 + 1000.0 * 1000 + 5000.0 * 5000 - 600 * 1000 - 600 * 5000 - 1000 * 5000) / 18);
    cases[0] = (Case){"uniform", bounded(SIM_UNIFORM, 600, NAN, 3000), uniform_below, NULL, 1800, 2400 / sqrt(12)};
    cases[1] = (Case){"uniform by mean and sd",
                      spec_of(SIM_UNIFORM, 3600, 1800 / sqrt(3)),
                      uniform_about_below,
                      NULL,
                      3600,
                      1800 / sqrt(3)};
    cases[2] = (Case){"triangular", bounded(SIM_TRIANGULAR, 600, 1000, 5000), triangular_below, NULL, 2200, triangle};
    cases[3] = (Case){
        "triangular by mean and sd", spec_of(SIM_TRIANGULAR, 3600, 600), symmetric_triangular_below, NULL, 3600, 600};
    cases[4] = (Case){"beta", spec_of(SIM_BETA, 3240, 1320), beta_below, NULL, 3240, 1320};
    cases[4].spec.least = 600;
    cases[4].spec.most = 7200;
}

static void list_unbounded(Case *cases)
{
    cases[0] = (Case){"exponential", spec_of(SIM_EXPONENTIAL, 3600, NAN), exponential_below, NULL, 3600, 3600};
    cases[1] = (Case){"lognormal by sd", spec_of(SIM_LOGNORMAL, 3600, 2520), lognormal_below, NULL, 3600, 2520};
    cases[2] = (Case){"lognormal by cv", spec_of(SIM_LOGNORMAL, 3600, NAN), lognormal_below, NULL, 3600, 2520};
    cases[2].spec.cv = 0.7;
    cases[3] = (Case){"lognormal by variance", spec_of(SIM_LOGNORMAL, 3600, NAN), lognormal_below, NULL, 3600, 2520};
    cases[3].spec.variance = 2520.0 * 2520;
    cases[4] = (Case){"gamma", spec_of(SIM_GAMMA, 3600, 5400), gamma_below, NULL, 3600, 5400};
    cases[5] = (Case){"Erlang", spec_of(SIM_ERLANG, 3600, NAN), erlang_below, NULL, 3600, 3600 / sqrt(3)};
    cases[5].spec.stages = 3;
    cases[6] = (Case){"Erlang by cv", spec_of(SIM_ERLANG, 3600, NAN), erlang_below, NULL, 3600, 3600 / sqrt(3)};
    cases[6].spec.cv = 0.577;
    cases[7] = (Case){"Weibull",       spec_of(SIM_WEIBULL, 2000 * sqrt(PI), 4000 * sqrt(1 - PI / 4)),
                      weibull_below,   NULL,
                      2000 * sqrt(PI), 4000 * sqrt(1 - PI / 4)};
}

// E[X^2] of a mixture of exponentials is the sum of 2 share mean^2; of a straight piece of quantiles from a to b,
// share (a^2 + a b + b^2) / 3.
static void list_lists(Case *cases)
{
    static const double phases[] = {600, 7200}, phase_shares[] = {0.7, 0.3};
    cases[0] = (Case){"hyperexponential",
                      sim_shape_spec(SIM_HYPEREXPONENTIAL),
                      phases_below,
                      NULL,
                      2580,
                      sqrt(2 * (0.7 * 600 * 600 + 0.3 * 7200 * 7200) - 2580.0 * 2580)};
    cases[0].spec.values = phases;
    cases[0].spec.shares = phase_shares;
    cases[0].spec.value_count = 2;
    cases[1] =
        (Case){"hyperexponential by cv", spec_of(SIM_HYPEREXPONENTIAL, 3600, 7200), balanced_below, NULL, 3600, 7200};
    const double first = 1200.0 * 1200 / 3, second = (1200.0 * 1200 + 1200 * 1800 + 1800 * 1800) / 3;
    const double third = (1800.0 * 1800 + 1800 * 7200 + 7200.0 * 7200) / 3;
    cases[2] = (Case){"empirical",
                      sim_shape_spec(SIM_EMPIRICAL),
                      empirical_below,
                      NULL,
                      2025,
                      sqrt(first / 4 + second / 2 + third / 4 - 2025.0 * 2025)};
    cases[3] = (Case){"empirical, equally spaced",
                      sim_shape_spec(SIM_EMPIRICAL),
                      spaced_below,
                      NULL,
                      2200,
                      sqrt((first + second + third) / 3 - 2200.0 * 2200)};
    for (int i = 2; i < 4; i++) {
        cases[i].spec.quantiles = quantiles;
        cases[i].spec.quantile_count = 4;
    }
    cases[2].spec.probabilities = probabilities;
    const double square = 0.25 * 3600 * 3600 + 0.4 * 600 * 600 + 0.35 * 1800 * 1800;
    cases[4] = (Case){"discrete", sim_shape_spec(SIM_DISCRETE), discrete_below, discrete_at,
                      1770,       sqrt(square - 1770.0 * 1770)};
    cases[4].spec.values = values;
    cases[4].spec.shares = shares;
    cases[4].spec.value_count = 3;
}

static const Case *all_cases(void)
{
    static Case cases[CASES];
    list_normals(cases);
    list_bounded(cases + 4);
    list_unbounded(cases + 9);
    list_lists(cases + 17);
    return cases;
}

static SimDistribution fitted(const SimShapeSpec *spec)
{
    SimDistribution distribution;
    char why[200] = "";
    if (!sim_distribution_fit(tables, spec, &distribution, why, sizeof why)) fail_msg("%s", why);
    return distribution;
}

static void failed(const Case *the, const char *what, double is, double should_be)
{
    fail_msg("%s: the %s is %.9g and should be %.9g", the->name, what, is, should_be);
}

// Standard errors of n independent variates: of the mean sd / sqrt(n), of the variance sqrt((m4 - sd^4) / n), m4 the
// fourth central moment of the sample.
static void means_and_variances_of_a_million_variates_are_within_four_standard_errors(void **state)
{
    (void)state;
    const Case *cases = all_cases();
    for (uint32_t i = 0; i < CASES; i++) {
        const Case *the = &cases[i];
        const SimDistribution distribution = fitted(&the->spec);
        const SimStream stream = sim_stream((SimKey){.seed = 20240103, .replication = i}, 0, "moments");
        double sum = 0, squares = 0, fourths = 0;
        for (uint32_t draw = 0; draw < DRAWS; draw++) {
            const double x = sim_variate(&distribution, sim_draw(stream, draw, 0, 0).word[0]) - the->mean;
            sum += x;
            squares += x * x;
            fourths += x * x * x * x;
        }
        const double variance = squares / DRAWS, expected = the->sd * the->sd;
        const double error = sqrt((fourths / DRAWS - variance * variance) / DRAWS);
        if (!(fabs(sum / DRAWS) < 4 * the->sd / sqrt(DRAWS))) failed(the, "mean", the->mean + sum / DRAWS, the->mean);
        if (!(fabs(variance - expected) < 4 * error)) failed(the, "variance", variance, expected);
    }
}

// The same over words placed evenly, which leaves only what is beyond the last, at most 4e-5 of an sd (lognormal): far
// closer than any sample.
static void tables_have_the_mean_and_sd_of_the_shape(void **state)
{
    (void)state;
    const Case *cases = all_cases();
    for (int i = 0; i < CASES; i++) {
        const Case *the = &cases[i];
        const SimDistribution distribution = fitted(&the->spec);
        double sum = 0, squares = 0;
        const uint32_t step = 4096, count = 1u << 20;
        for (uint32_t draw = 0; draw < count; draw++) {
            const double x = sim_variate(&distribution, draw * step + step / 2) - the->mean;
            sum += x;
            squares += x * x;
        }
        const double sd = sqrt(squares / count);
        if (!(fabs(sum / count) < 2e-6 * the->mean)) failed(the, "mean", the->mean + sum / count, the->mean);
        if (!(fabs(sd / the->sd - 1) < 1e-4)) failed(the, "sd", sd, the->sd);
        if (!(fabs(sim_distribution_mean(&distribution) / the->mean - 1) < 1e-12))
            failed(the, "mean as fitted", sim_distribution_mean(&distribution), the->mean);
    }
}

// Kolmogorov-Smirnov at level 1e-4. A jump is made continuous by a second word: P(X < x) + V P(X = x) is uniform.
static void variates_have_their_distribution(void **state)
{
    (void)state;
    static double uniforms[RANKED];
    const Case *cases = all_cases();
    for (uint32_t i = 0; i < CASES; i++) {
        const Case *the = &cases[i];
        const SimDistribution distribution = fitted(&the->spec);
        const SimStream stream = sim_stream((SimKey){.seed = 20240103, .replication = i}, 0, "Kolmogorov");
        for (uint32_t draw = 0; draw < RANKED; draw++) {
            const SimWords words = sim_draw(stream, draw, 0, 0);
            const double x = sim_variate(&distribution, words.word[0]);
            uniforms[draw] = the->below(x) + (the->at ? the->at(x) * sim_uniform(words.word[1]) : 0);
        }
        const double statistic = kolmogorov_statistic(uniforms, RANKED);
        if (!(statistic < KOLMOGOROV_CRITICAL)) failed(the, "Kolmogorov statistic", statistic, KOLMOGOROV_CRITICAL);
    }
}

// To the last digit of a double: what is rounded there may fall by 1e-15 of the mean.
static void variates_never_fall_as_the_word_rises(void **state)
{
    (void)state;
    const Case *cases = all_cases();
    for (int i = 0; i < CASES; i++) {
        const SimDistribution distribution = fitted(&cases[i].spec);
        double before = 0;
        for (uint64_t word = 0; word <= UINT32_MAX; word += 20011) {
            const double variate = sim_variate(&distribution, (uint32_t)word);
            if (!(variate >= before - 1e-15 * distribution.mean)) failed(&cases[i], "next variate", variate, before);
            before = variate;
        }
    }
}

static void variates_stay_within_the_bounds(void **state)
{
    (void)state;
    const Case *cases = all_cases();
    for (int i = 0; i < CASES; i++) {
        const SimShapeSpec *spec = &cases[i].spec;
        const SimDistribution distribution = fitted(spec);
        const double least = isnan(spec->least) ? 0 : spec->least, most = isnan(spec->most) ? INFINITY : spec->most;
        assert_true(sim_variate(&distribution, 0) >= least * (1 - 1e-15));
        assert_true(sim_variate(&distribution, UINT32_MAX) <= most * (1 + 1e-15));
    }
}

static void discrete_values_have_their_shares_to_the_word(void **state)
{
    (void)state;
    const SimDistribution distribution = fitted(&all_cases()[CASES - 1].spec);
    assert_int_equal(sim_variate_s(&distribution, 0), 600);
    assert_int_equal(sim_variate_s(&distribution, (uint32_t)(0.4 * 0x1p32 - 0.5)), 600);
    assert_int_equal(sim_variate_s(&distribution, (uint32_t)(0.4 * 0x1p32 - 0.5) + 1), 1800);
    assert_int_equal(sim_variate_s(&distribution, 0xbfffffff), 1800);
    assert_int_equal(sim_variate_s(&distribution, 0xc0000000), 3600);
    assert_int_equal(sim_variate_s(&distribution, UINT32_MAX), 3600);
}

static void equal_shapes_share_a_table(void **state)
{
    (void)state;
    const SimShapeSpec hour = spec_of(SIM_GAMMA, 3600, 1800), day = spec_of(SIM_GAMMA, 86400, 43200);
    const SimShapeSpec wider = spec_of(SIM_GAMMA, 3600, 1801);
    assert_ptr_equal(fitted(&hour).table, fitted(&day).table);
    assert_ptr_equal(fitted(&hour).table, sim_distribution(tables, SIM_GAMMA, 60, 0.5).table);
    assert_ptr_not_equal(fitted(&hour).table, fitted(&wider).table);
    const SimShapeSpec discrete = all_cases()[CASES - 1].spec;
    assert_ptr_equal(fitted(&discrete).points, fitted(&discrete).points);
}

static void what_does_not_vary_is_a_constant(void **state)
{
    (void)state;
    const double twice[] = {90, 90}, halves[] = {0.5, 0.5};
    SimShapeSpec same = sim_shape_spec(SIM_DISCRETE), flat = sim_shape_spec(SIM_EMPIRICAL);
    same.values = twice;
    same.shares = halves;
    same.value_count = 2;
    flat.quantiles = twice;
    flat.quantile_count = 2;
    SimShapeSpec applied = spec_of(SIM_NORMAL, 60, 20), beta = spec_of(SIM_BETA, 90, 0);
    applied.is_applied = true;
    applied.least = applied.most = beta.least = beta.most = 90;
    const SimShapeSpec constants[] = {spec_of(SIM_DETERMINISTIC, 90, NAN),
                                      spec_of(SIM_LOGNORMAL, 90, 0),
                                      spec_of(SIM_GAMMA, 90, 0),
                                      spec_of(SIM_WEIBULL, 90, 0),
                                      spec_of(SIM_UNIFORM, 90, 0),
                                      spec_of(SIM_TRIANGULAR, 90, 0),
                                      bounded(SIM_UNIFORM, 90, NAN, 90),
                                      bounded(SIM_TRIANGULAR, 90, 90, 90),
                                      spec_of(SIM_NORMAL, 90, 0),
                                      applied,
                                      beta,
                                      same,
                                      flat};
    for (size_t i = 0; i < sizeof constants / sizeof constants[0]; i++) {
        const SimDistribution constant = fitted(&constants[i]);
        assert_null(constant.table);
        assert_null(constant.points);
        assert_true(constant.mean == 90);
    }
    const SimShapeSpec nothing = spec_of(SIM_DETERMINISTIC, 0, NAN);
    assert_int_equal(sim_variate_s(&(SimDistribution){.mean = fitted(&nothing).mean}, 7), 0);
}

// Whatever is said, the fit ends, and what it accepts gives numbers between 0 and infinity.
static void extremes_end_in_a_message_or_in_finite_variates(void **state)
{
    (void)state;
    static const double extremes[] = {NAN, 0, 1e-300, 1e-9, 1e-3, 0.9999, 1, 50, 1e6, 1e300, INFINITY, -1};
    enum { COUNT = sizeof extremes / sizeof extremes[0] };
    for (int shape = SIM_DETERMINISTIC; shape <= SIM_DISCRETE; shape++) {
        for (int i = 0; i < COUNT * COUNT * COUNT * 4; i++) {
            SimShapeSpec spec = sim_shape_spec((enum SimShape)shape);
            const double a = extremes[i % COUNT], b = extremes[i / COUNT % COUNT],
                         c = extremes[i / COUNT / COUNT % COUNT];
            const int form = i / (COUNT * COUNT * COUNT);
            const double list[] = {a, b, c}, even[] = {0.25, 0.5, 0.25}, rising[] = {0, 1e-12, 1};
            if (form < 2) spec.mean = a;
            if (form == 0)
                spec.cv = b, spec.stages = shape == SIM_ERLANG ? c : NAN,
                spec.is_applied = c > 0 && shape == SIM_NORMAL;
            if (form == 1) spec.sd = b, spec.most = c;
            if (form == 2) spec.least = a, spec.mode = shape == SIM_TRIANGULAR ? b : NAN, spec.most = c;
            const bool is_list = shape == SIM_DISCRETE || shape == SIM_HYPEREXPONENTIAL;
            if (form == 3 && is_list) spec.values = list, spec.shares = even, spec.value_count = 3;
            if (form == 3 && shape == SIM_EMPIRICAL)
                spec.quantiles = list, spec.probabilities = rising, spec.quantile_count = 3;
            SimDistribution distribution;
            char why[200] = "";
            if (!sim_distribution_fit(tables, &spec, &distribution, why, sizeof why)) {
                assert_true(why[0] != '\0');
                continue;
            }
            for (uint32_t word = 0; word <= UINT32_MAX - 0x1fffffff; word += 0x1fffffff) {
                const double x = sim_variate(&distribution, word);
                if (!(x >= 0 && isfinite(x)))
                    print_message("shape %d form %d: %g %g %g gives %g\n", shape, form, a, b, c, x);
                assert_true(x >= 0 && isfinite(x));
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(means_and_variances_of_a_million_variates_are_within_four_standard_errors),
        cmocka_unit_test(tables_have_the_mean_and_sd_of_the_shape),
        cmocka_unit_test(variates_have_their_distribution),
        cmocka_unit_test(variates_never_fall_as_the_word_rises),
        cmocka_unit_test(variates_stay_within_the_bounds),
        cmocka_unit_test(discrete_values_have_their_shares_to_the_word),
        cmocka_unit_test(equal_shapes_share_a_table),
        cmocka_unit_test(what_does_not_vary_is_a_constant),
        cmocka_unit_test(extremes_end_in_a_message_or_in_finite_variates),
    };
    return cmocka_run_group_tests(tests, open_tables, close_tables);
}
