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
#include <math.h>

// Shapes a hospital uses: cv, or Weibull's k, with the variance of the standardised shape.
static const struct {
    enum SimShape shape;
    double cv;
} shapes[] = {
    {SIM_EXPONENTIAL, 1}, {SIM_LOGNORMAL, 0.3}, {SIM_LOGNORMAL, 0.7}, {SIM_LOGNORMAL, 1},    {SIM_LOGNORMAL, 1.3},
    {SIM_LOGNORMAL, 2},   {SIM_GAMMA, 0.3},     {SIM_GAMMA, 0.58},    {SIM_GAMMA, 1},        {SIM_GAMMA, 1.4},
    {SIM_WEIBULL, 0.7},   {SIM_WEIBULL, 1.5},   {SIM_WEIBULL, 3},     {SIM_TRIANGULAR, 0.2}, {SIM_TRIANGULAR, 0.4},
};
enum { SHAPES = sizeof shapes / sizeof shapes[0], PROBES = 10000, DRAWS = 100000 };

static double cdf(enum SimShape shape, double cv, double x)
{
    const double sigma = sqrt(log1p(cv * cv)), half_width = cv * sqrt(6), from_the_edge = x - (1 - half_width);
    switch (shape) {
    case SIM_EXPONENTIAL: return gsl_cdf_exponential_P(x, 1);
    case SIM_LOGNORMAL: return gsl_cdf_lognormal_P(x, -sigma * sigma / 2, sigma);
    case SIM_GAMMA: return gsl_cdf_gamma_P(x, 1 / (cv * cv), cv * cv);
    case SIM_WEIBULL: return gsl_cdf_weibull_P(x, 1 / tgamma(1 + 1 / cv), cv);
    case SIM_TRIANGULAR:
        if (x < 1) return from_the_edge * from_the_edge / (2 * half_width * half_width);
        return 1 - (2 * half_width - from_the_edge) * (2 * half_width - from_the_edge) / (2 * half_width * half_width);
    default: break;  // see shape_test.c
    }
    return x >= 1;
}

static double variance(enum SimShape shape, double cv)
{
    if (shape == SIM_EXPONENTIAL) return 1;
    if (shape != SIM_WEIBULL) return cv * cv;
    const double mean = tgamma(1 + 1 / cv);
    return tgamma(1 + 2 / cv) / (mean * mean) - 1;
}

// A third of the probes evenly, a third at powers of two from either end, a third the very first and last words.
static uint32_t probe(uint32_t i)
{
    const uint32_t other_end = i % 2 ? UINT32_MAX : 0, step = i / 3;
    if (i % 3 == 0) return (uint32_t)((double)step * 3 / PROBES * 0x1p32);
    if (i % 3 == 1) return other_end ^ (uint32_t)exp2((double)step * 3 / PROBES * 32 - 1e-9);
    return other_end ^ step;
}

static void tables_are_exact_to_one_in_ten_million(void **state)
{
    (void)state;
    double worst = 0;
    for (int shape = 0; shape < SHAPES; shape++) {
        const SimDistribution distribution = sim_distribution(tables, shapes[shape].shape, 1, shapes[shape].cv);
        for (uint32_t i = 0; i < PROBES; i++) {
            const uint32_t word = probe(i);
            const double exact = sim_quantile(shapes[shape].shape, shapes[shape].cv, sim_uniform(word));
            worst = fmax(worst, fabs(sim_variate(&distribution, word) / exact - 1));
        }
    }
    print_message("worst relative error %.1e\n", worst);
    assert_true(worst <= 1e-7);
}

static void quantiles_invert_the_distribution_functions_of_gsl(void **state)
{
    (void)state;
    for (int shape = 0; shape < SHAPES; shape++) {
        for (uint32_t i = 0; i < PROBES; i++) {
            const double probability = sim_uniform(probe(i));
            const double x = sim_quantile(shapes[shape].shape, shapes[shape].cv, probability);
            const double reached = cdf(shapes[shape].shape, shapes[shape].cv, x);
            assert_true(fabs(reached - probability) <= 1e-9 * probability);
        }
    }
}

static void variates_rise_with_the_word(void **state)
{
    (void)state;
    for (int shape = 0; shape < SHAPES; shape++) {
        const SimDistribution distribution = sim_distribution(tables, shapes[shape].shape, 1, shapes[shape].cv);
        double before = 0;
        for (uint64_t word = 0; word <= UINT32_MAX; word += 40009) {
            const double variate = sim_variate(&distribution, (uint32_t)word);
            assert_true(variate > before);
            before = variate;
        }
    }
}

// Neighbouring words on both sides of every cell's edge.
static void variates_do_not_fall_between_cells(void **state)
{
    (void)state;
    for (int shape = 0; shape < SHAPES; shape++) {
        const SimDistribution distribution = sim_distribution(tables, shapes[shape].shape, 1, shapes[shape].cv);
        for (uint32_t edge = 1; edge < SIM_CELLS; edge++) {
            const uint32_t octave = edge / 32, part = edge % 32;
            const uint32_t word = octave < 32 ? (uint32_t)((uint64_t)(32 + part) << octave >> 6) : edge;
            if (word == 0 || word == UINT32_MAX) continue;
            const double below = sim_variate(&distribution, word - 1), above = sim_variate(&distribution, word);
            assert_true(above >= below * (1 - 1e-15));
            assert_true(sim_variate(&distribution, ~word + 1) >= sim_variate(&distribution, ~word) * (1 - 1e-15));
        }
    }
}

// Mean 1 and the variance of the shape, over DRAWS words placed evenly. The last stratum is cut by about the mean of
// the tail beyond, which is largest for the lognormal of cv 2.
static void means_and_variances_are_those_of_the_shape(void **state)
{
    (void)state;
    for (int shape = 0; shape < SHAPES; shape++) {
        const SimDistribution distribution = sim_distribution(tables, shapes[shape].shape, 1, shapes[shape].cv);
        double sum = 0, squares = 0;
        const uint32_t step = 4096, count = 1u << 20;
        for (uint32_t i = 0; i < count; i++) {
            const double variate = sim_variate(&distribution, i * step + step / 2);
            sum += variate;
            squares += variate * variate;
        }
        const double mean = sum / count, expected = variance(shapes[shape].shape, shapes[shape].cv);
        assert_true(fabs(mean - 1) < 1e-4);
        assert_true(fabs(squares / count - mean * mean - expected) < 0.01 * expected);
    }
}

// Kolmogorov-Smirnov at level 1e-4 against GSL's distribution functions.
static void variates_have_their_distribution(void **state)
{
    (void)state;
    static double uniforms[DRAWS];
    for (uint32_t shape = 0; shape < SHAPES; shape++) {
        const SimDistribution distribution = sim_distribution(tables, shapes[shape].shape, 1, shapes[shape].cv);
        const SimStream stream = sim_stream((SimKey){.seed = 1, .replication = shape}, 0, "distribution");
        for (uint32_t i = 0; i < DRAWS; i++) {
            const double variate = sim_variate(&distribution, sim_draw(stream, i, 0, 0).word[0]);
            uniforms[i] = cdf(shapes[shape].shape, shapes[shape].cv, variate);
        }
        assert_true(kolmogorov_statistic(uniforms, DRAWS) < KOLMOGOROV_CRITICAL);
    }
}

static void the_mean_is_a_factor(void **state)
{
    (void)state;
    const SimDistribution one = sim_distribution(tables, SIM_GAMMA, 1, 0.7);
    const SimDistribution many = sim_distribution(tables, SIM_GAMMA, 3600, 0.7);
    assert_ptr_equal(one.table, many.table);
    assert_true(fabs(sim_variate(&many, 12345678) - 3600 * sim_variate(&one, 12345678)) < 1e-9);
}

// Bit by bit, whatever the word: the ends of the unit interval and of octaves, odd numbers of them, and shapes without
// a table.
static void a_row_of_variates_is_the_variates_one_by_one(void **state)
{
    (void)state;
    enum { WORDS = 4099 };
    static uint32_t words[WORDS];
    static double row[WORDS];
    for (uint32_t i = 0; i < WORDS; i++) words[i] = sim_philox((SimWords){{i, 0, 0, 0}}, (SimKey){5, 6}).word[i % 4];
    for (uint32_t bit = 0; bit < 32; bit++) {
        words[2 * bit] = UINT32_C(1) << bit;
        words[2 * bit + 1] = ~words[2 * bit];
    }
    words[64] = 0;
    words[65] = UINT32_MAX;
    for (int i = 0; i <= SHAPES; i++) {
        const SimDistribution distribution = i < SHAPES ? sim_distribution(tables, shapes[i].shape, 1e5, shapes[i].cv)
                                                        : sim_distribution(tables, SIM_DETERMINISTIC, 7, 0);
        sim_variate_row(&distribution, words, WORDS, row);
        for (uint32_t k = 0; k < WORDS; k++) {
            const double alone = sim_variate(&distribution, words[k]);
            assert_memory_equal(&row[k], &alone, sizeof alone);
        }
    }
}

static void no_variation_makes_a_constant(void **state)
{
    (void)state;
    const SimDistribution constant = sim_distribution(tables, SIM_DETERMINISTIC, 90, 0);
    const SimDistribution narrow = sim_distribution(tables, SIM_LOGNORMAL, 90, 0);
    assert_int_equal(sim_variate_s(&constant, 0), 90);
    assert_int_equal(sim_variate_s(&narrow, UINT32_MAX), 90);
}

static void seconds_are_rounded_and_never_negative(void **state)
{
    (void)state;
    assert_int_equal(sim_variate_s(&(SimDistribution){.mean = 1.49}, 0), 1);
    assert_int_equal(sim_variate_s(&(SimDistribution){.mean = 1.5}, 0), 2);
    assert_int_equal(sim_variate_s(&(SimDistribution){.mean = -3}, 0), 0);
}

static void the_normal_quantile_is_exact_in_both_tails(void **state)
{
    (void)state;
    assert_true(fabs(sim_normal_quantile(0.975) - 1.959963984540054) < 1e-14);
    assert_true(fabs(sim_normal_quantile(0.025) + 1.959963984540054) < 1e-14);
    assert_true(fabs(sim_normal_quantile(1e-10) + 6.361340902404056) < 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_exact_to_one_in_ten_million),
        cmocka_unit_test(quantiles_invert_the_distribution_functions_of_gsl),
        cmocka_unit_test(variates_rise_with_the_word),
        cmocka_unit_test(variates_do_not_fall_between_cells),
        cmocka_unit_test(means_and_variances_are_those_of_the_shape),
        cmocka_unit_test(variates_have_their_distribution),
        cmocka_unit_test(the_mean_is_a_factor),
        cmocka_unit_test(a_row_of_variates_is_the_variates_one_by_one),
        cmocka_unit_test(no_variation_makes_a_constant),
        cmocka_unit_test(seconds_are_rounded_and_never_negative),
        cmocka_unit_test(the_normal_quantile_is_exact_in_both_tails),
    };
    return cmocka_run_group_tests(tests, open_tables, close_tables);
}
