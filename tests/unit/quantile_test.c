#include "sim/engine/quantile.h"

#include "sim/engine/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <math.h>

// Standardised shapes from the usual to the extreme; parameters as in quantile.h. The means of those that are not 1 do
// not matter here.
static const SimStandard shapes[] = {
    {SIM_EXPONENTIAL, 1, (double[]){1}},
    {SIM_LOGNORMAL, 1, (double[]){1e-6}},
    {SIM_LOGNORMAL, 1, (double[]){0.1}},
    {SIM_LOGNORMAL, 1, (double[]){1}},
    {SIM_LOGNORMAL, 1, (double[]){5}},
    {SIM_LOGNORMAL, 1, (double[]){50}},
    {SIM_GAMMA, 1, (double[]){1e-6}},
    {SIM_GAMMA, 1, (double[]){0.005}},
    {SIM_GAMMA, 1, (double[]){0.05}},
    {SIM_GAMMA, 1, (double[]){0.5}},
    {SIM_GAMMA, 1, (double[]){2}},
    {SIM_GAMMA, 1, (double[]){8}},
    {SIM_GAMMA, 1, (double[]){50}},
    {SIM_WEIBULL, 1, (double[]){0.2}},
    {SIM_WEIBULL, 1, (double[]){2}},
    {SIM_WEIBULL, 1, (double[]){1e6}},
    {SIM_TRIANGULAR, 1, (double[]){0.4}},
    {SIM_TRIANGULAR, 3, (double[]){0, 0, 3}},
    {SIM_TRIANGULAR, 3, (double[]){0.5, 0.6, 1.9}},
    {SIM_TRIANGULAR, 3, (double[]){0, 1.49, 1.51}},
    {SIM_UNIFORM, 2, (double[]){0, 2}},
    {SIM_UNIFORM, 2, (double[]){0.9, 1.1}},
    {SIM_NORMAL, 4, (double[]){0.9, 0.5, 0, INFINITY}},
    {SIM_NORMAL, 4, (double[]){1, 0.2, 0, INFINITY}},
    {SIM_NORMAL, 4, (double[]){1, 0.3, 0.5, 1.2}},
    {SIM_NORMAL, 4, (double[]){-10, 3, 0, INFINITY}},
    {SIM_NORMAL, 4, (double[]){-500, 20, 0, INFINITY}},
    {SIM_NORMAL, 4, (double[]){50, 3, 0, 1.5}},
    {SIM_NORMAL, 4, (double[]){1, 1e6, 0, 2}},
    {SIM_BETA, 4, (double[]){2, 3, 0.5, 1.75}},
    {SIM_BETA, 4, (double[]){1, 1, 0, 2}},
    {SIM_BETA, 4, (double[]){0.5, 0.5, 0, 2}},
    {SIM_BETA, 4, (double[]){0.01, 0.02, 0, 3}},
    {SIM_BETA, 4, (double[]){200, 1, 0, 1.005}},
    {SIM_BETA, 4, (double[]){3000, 9000, 0, 4}},
    {SIM_BETA, 4, (double[]){1e6, 1e7, 0, 11}},
    {SIM_BETA, 4, (double[]){2, 40000, 0, 20001}},
    {SIM_HYPEREXPONENTIAL, 4, (double[]){0.56, 0.887, 4.44, 0.113}},
    {SIM_HYPEREXPONENTIAL, 4, (double[]){0.5001, 0.9998, 2501, 0.0002}},
    {SIM_HYPEREXPONENTIAL, 6, (double[]){0.001, 0.5, 1, 0.3, 3.5, 0.2}},
    {SIM_EMPIRICAL, 8, (double[]){0, 0, 0.5, 0.3, 0.5, 0.4, 4, 1}},
    {SIM_EMPIRICAL, 6, (double[]){0.2, 0, 0.6, 0.5, 1000, 1}},
    {SIM_DISCRETE, 6, (double[]){0, 0.2, 1, 0.7, 2, 1}},
};
enum { SHAPES = sizeof shapes / sizeof shapes[0], PROBES = 10000 };
static const double HOUR_S = 3600;

// A third of the probes evenly, a third at powers of two from either end, a third the very first and last words.
static uint32_t probe(uint32_t i)
{
    const uint32_t other_end = i % 2 ? UINT32_MAX : 0, step = i / 3;
    if (i % 3 == 0) return (uint32_t)((double)step * 3 / PROBES * 0x1p32);
    if (i % 3 == 1) return other_end ^ (uint32_t)exp2((double)step * 3 / PROBES * 32 - 1e-9);
    return other_end ^ step;
}

static double exact_quantile(const SimStandard *shape, uint32_t word)
{
    if (word < ~word) return sim_standard_quantile(shape, sim_uniform(word), SIM_LOWER);
    return sim_standard_quantile(shape, sim_uniform(~word), SIM_UPPER);
}

// 0.05 s or 1e-7, whichever is more; and with a mean of an hour, even 4e-5 s, so that 0.05 s holds up to 50 days.
static void variates_of_every_shape_are_exact_at_ten_thousand_words(void **state)
{
    (void)state;
    gsl_set_error_handler_off();
    SimTables *tables = sim_tables_new();
    for (int i = 0; i < SHAPES; i++) {
        const SimDistribution distribution = sim_distribution_of(tables, &shapes[i], HOUR_S);
        double worst = 0;
        for (uint32_t probed = 0; probed < PROBES; probed++) {
            const double exact = HOUR_S * exact_quantile(&shapes[i], probe(probed));
            const double error = fabs(sim_variate(&distribution, probe(probed)) - exact);
            worst = fmax(worst, error / fmax(4e-5, 1e-7 * exact));
        }
        if (!(worst <= 1)) print_message("shape %d: the worst error is %.3g of what is allowed\n", i, worst);
        assert_true(worst <= 1);
    }
    sim_tables_free(tables);
}

// The tail beyond x, by GSL; the error of x itself is what the tail's is over its slope.
static double gsl_tail(const SimStandard *shape, double x, enum SimSide side)
{
    const double *p = shape->parameters;
    const double sigma = sqrt(log1p(p[0] * p[0])), square = p[0] * p[0];
    double above = 0;
    switch (shape->shape) {
    case SIM_EXPONENTIAL: return side == SIM_LOWER ? gsl_cdf_exponential_P(x, 1) : gsl_cdf_exponential_Q(x, 1);
    case SIM_LOGNORMAL:
        return side == SIM_LOWER ? gsl_cdf_lognormal_P(x, -sigma * sigma / 2, sigma)
                                 : gsl_cdf_lognormal_Q(x, -sigma * sigma / 2, sigma);
    case SIM_GAMMA:
        return side == SIM_LOWER ? gsl_cdf_gamma_P(x, 1 / square, square) : gsl_cdf_gamma_Q(x, 1 / square, square);
    case SIM_WEIBULL:
        return side == SIM_LOWER ? gsl_cdf_weibull_P(x, 1 / tgamma(1 + 1 / p[0]), p[0])
                                 : gsl_cdf_weibull_Q(x, 1 / tgamma(1 + 1 / p[0]), p[0]);
    case SIM_UNIFORM: return side == SIM_LOWER ? gsl_cdf_flat_P(x, p[0], p[1]) : gsl_cdf_flat_Q(x, p[0], p[1]);
    case SIM_BETA:
        x = (x - p[2]) / (p[3] - p[2]);
        return side == SIM_LOWER ? gsl_cdf_beta_P(x, p[0], p[1]) : gsl_cdf_beta_Q(x, p[0], p[1]);
    case SIM_HYPEREXPONENTIAL:
        for (size_t i = 0; i < shape->count; i += 2)
            above += p[i + 1] * (side == SIM_LOWER ? gsl_cdf_exponential_P(x, p[i]) : gsl_cdf_exponential_Q(x, p[i]));
        return above;
    default: return NAN;
    }
}

// x is right to 1e-8 of itself, or to 1e-9 of the mean, if the tails of x a little less and a little more enclose the
// tail asked for.
static void quantiles_invert_the_distribution_functions_of_gsl(void **state)
{
    (void)state;
    gsl_set_error_handler_off();
    for (int i = 0; i < SHAPES; i++) {
        const bool is_beyond_gsl = shapes[i].shape == SIM_GAMMA && shapes[i].parameters[0] < 1e-3;
        if (is_beyond_gsl || isnan(gsl_tail(&shapes[i], 1, SIM_LOWER))) continue;
        for (uint32_t probed = 0; probed < PROBES; probed += 7) {
            const uint32_t word = probe(probed);
            const enum SimSide side = word < ~word ? SIM_LOWER : SIM_UPPER;
            const double tail = sim_uniform(side == SIM_LOWER ? word : ~word), x = exact_quantile(&shapes[i], word);
            const double margin = fmax(1e-8 * x, 1e-9);
            const double less = gsl_tail(&shapes[i], fmax(0, x - margin), side);
            const double more = gsl_tail(&shapes[i], x + margin, side);
            const double low = fmin(less, more), high = fmax(less, more);
            if (!(low <= tail && tail <= high)) print_message("shape %d, tail %g, x %.17g\n", i, tail, x);
            assert_true(low <= tail * (1 + 1e-12) && tail <= high * (1 + 1e-12));
        }
    }
}

// Where GSL's own quantiles of the normal lose nothing: P(x) = P(least) + p (P(most) - P(least)).
static void cut_normals_are_pieces_of_gsls_normal(void **state)
{
    (void)state;
    for (int i = 0; i < SHAPES; i++) {
        const double *p = shapes[i].parameters;
        if (shapes[i].shape != SIM_NORMAL || fabs(p[0]) > 1 || p[1] > 1) continue;
        const double from = gsl_cdf_ugaussian_P((p[2] - p[0]) / p[1]), to = gsl_cdf_ugaussian_P((p[3] - p[0]) / p[1]);
        for (double probability = 0.001; probability < 0.9995; probability += 0.001) {
            const double expected = p[0] + p[1] * gsl_cdf_ugaussian_Pinv(from + probability * (to - from));
            const enum SimSide side = probability < 0.5 ? SIM_LOWER : SIM_UPPER;
            const double tail = side == SIM_LOWER ? probability : 1 - probability;
            assert_true(fabs(sim_standard_quantile(&shapes[i], tail, side) - expected) < 1e-12);
        }
    }
}

// A normal cut at 0 whose mean lies 25 sds below: beyond a cut so far out, x grows as the tail's logarithm falls, and
// Mills' ratio has an asymptotic series (Abramowitz and Stegun 26.2.12), here to z^-8.
static double log_survival_far_out(double z)
{
    const double v = 1 / (z * z);
    return -z * z / 2 - log(z) + log1p(-v * (1 - v * (3 - v * (15 - v * 105))));
}

static void normals_cut_far_out_have_their_tail(void **state)
{
    (void)state;
    const SimStandard far_out = {SIM_NORMAL, 4, (double[]){-500, 20, 0, INFINITY}};
    for (double tail = 0.5; tail > 1e-10; tail /= 1.7) {
        const double z = 25 + sim_standard_quantile(&far_out, tail, SIM_UPPER) / 20;
        assert_true(fabs(log_survival_far_out(z) - log_survival_far_out(25) - log(tail)) < 1e-7);
    }
}

// Above 5,000 stages the expansion serves, below GSL: at 4,900 both must give the same.
static void expansions_take_over_without_a_step(void **state)
{
    (void)state;
    const double cv = 1 / sqrt(4900);
    const SimStandard gamma = {SIM_GAMMA, 1, &cv};
    for (double tail = 0.5; tail > 1e-10; tail /= 3) {
        const double z = gsl_cdf_ugaussian_Pinv(tail);
        const double expansion = 1 + cv * sim_nearly_normal(z, 2 * cv, 6 * cv * cv, 24 * cv * cv * cv);
        assert_true(fabs(sim_standard_quantile(&gamma, tail, SIM_LOWER) - expansion) < 1e-8);
    }
}

// The moments of a normal cut on both sides (Johnson, Kotz and Balakrishnan 1994, 13.10.1).
static void the_moments_of_a_cut_normal_are_those_of_the_book(void **state)
{
    (void)state;
    const double mu = 10, sigma = 4, least = 6, most = 15, a = (least - mu) / sigma, b = (most - mu) / sigma;
    const double density = 1 / sqrt(2 * 3.14159265358979323846);
    const double at_a = density * exp(-a * a / 2), at_b = density * exp(-b * b / 2);
    const double kept = gsl_cdf_ugaussian_P(b) - gsl_cdf_ugaussian_P(a), shift = (at_a - at_b) / kept;
    const double variance = 1 + (a * at_a - b * at_b) / kept - shift * shift;
    const SimMoments moments = sim_truncated_moments(mu, sigma, least, most);
    assert_true(fabs(moments.mean - (mu + sigma * shift)) < 1e-12);
    assert_true(fabs(moments.sd - sigma * sqrt(variance)) < 1e-12);
}

static void a_cut_normal_is_found_again_from_its_moments(void **state)
{
    (void)state;
    static const double cuts[][4] = {{10, 4, 6, 15},          {10, 4, 0, INFINITY}, {-20, 10, 0, INFINITY},
                                     {1, 0.3, 0, INFINITY},   {100, 30, 10, 20},    {3, 50, 0, 5},
                                     {-2000, 50, 0, INFINITY}};
    for (size_t i = 0; i < sizeof cuts / sizeof cuts[0]; i++) {
        const SimMoments wanted = sim_truncated_moments(cuts[i][0], cuts[i][1], cuts[i][2], cuts[i][3]);
        double mu, sigma, largest;
        assert_true(sim_truncated_fit(wanted, cuts[i][2], cuts[i][3], &mu, &sigma, &largest));
        const SimMoments found = sim_truncated_moments(mu, sigma, cuts[i][2], cuts[i][3]);
        assert_true(fabs(found.mean / wanted.mean - 1) < 1e-12);
        assert_true(fabs(found.sd / wanted.sd - 1) < 1e-12);
        assert_true(fabs(sigma / cuts[i][1] - 1) < 1e-6);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(variates_of_every_shape_are_exact_at_ten_thousand_words),
        cmocka_unit_test(quantiles_invert_the_distribution_functions_of_gsl),
        cmocka_unit_test(cut_normals_are_pieces_of_gsls_normal),
        cmocka_unit_test(normals_cut_far_out_have_their_tail),
        cmocka_unit_test(expansions_take_over_without_a_step),
        cmocka_unit_test(the_moments_of_a_cut_normal_are_those_of_the_book),
        cmocka_unit_test(a_cut_normal_is_found_again_from_its_moments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
