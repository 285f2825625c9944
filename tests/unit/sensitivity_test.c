// Sensitivity of functions whose answers are known in closed form.
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "sim/engine/random.h"
#include "sim/experiment/sensitivity.h"

static const double PI = 3.14159265358979323846;
static const SimBootstrap BOOTSTRAP = {.resamples = 500, .seed = 1};

typedef double (*Function)(const double *x, uint32_t factors);

static SimDesign *ranges(enum SimDesignKind kind, uint32_t factors, uint32_t count, uint32_t seed, bool second_order)
{
    SimFactor *list = calloc(factors, sizeof *list);
    SimDesign *design = sim_design_new(&(SimDesignPlan){.kind = kind,
                                                        .factors = list,
                                                        .factor_count = factors,
                                                        .count = count,
                                                        .levels = SIM_MORRIS_LEVELS,
                                                        .second_order = second_order,
                                                        .seed = seed});
    free(list);
    return design;
}

static double *run(const SimDesign *design, Function function)
{
    double *means = calloc(design->point_count, sizeof *means);
    for (size_t i = 0; i < design->point_count; i++) {
        means[i] = function(design->values + i * design->plan.factor_count, design->plan.factor_count);
    }
    return means;
}

static void near(double value, double expected, double tolerance)
{
    if (!(fabs(value - expected) <= tolerance)) fail_msg("%.9g, expected %.9g +- %.3g", value, expected, tolerance);
}

// Four standard errors, as the interval has them.
static void covers(SimInterval interval, double expected)
{
    near(interval.value, expected, 4 * (interval.high - interval.low) / (2 * 1.96) + 1e-12);
    assert_true(interval.low <= interval.high);
}

// --- Morris ----------------------------------------------------------------------------------------------------------

static double linear(const double *x, uint32_t factors)
{
    double sum = 1000;
    for (uint32_t i = 0; i < factors; i++) sum += ((double)i - 2) * x[i];
    return sum;
}

static void effects_of_a_linear_function_are_its_coefficients(void **state)
{
    (void)state;
    SimDesign *design = ranges(SIM_DESIGN_MORRIS, 6, 20, 1, false);
    double *means = run(design, linear);
    SimMorris factors[6];
    sim_morris(design, means, BOOTSTRAP, factors);
    for (int i = 0; i < 6; i++) {
        assert_int_equal(factors[i].effects, 20);
        near(factors[i].mu.value, i - 2, 1e-10);
        near(factors[i].mu_star.value, abs(i - 2), 1e-10);
        near(factors[i].sigma.value, 0, 1e-10);
        near(factors[i].mu.low, i - 2, 1e-10);
        near(factors[i].mu.high, i - 2, 1e-10);
    }
    free(means);
    sim_design_free(design);
}

// y = (x1 - 1/2)(x2 - 1/2) + x3: the effect of x1 is x2 - 1/2, which is -1/2, -1/6, 1/6, 1/2, each as likely: mu 0, mu*
// 1/3, sigma sqrt(5)/6.
static double with_interaction(const double *x, uint32_t factors)
{
    (void)factors;
    return (x[0] - 0.5) * (x[1] - 0.5) + x[2];
}

static void interaction_shows_as_spread_and_in_absolute_effects_only(void **state)
{
    (void)state;
    SimDesign *design = ranges(SIM_DESIGN_MORRIS, 3, 1000, 1, false);
    double *means = run(design, with_interaction);
    SimMorris factors[3];
    sim_morris(design, means, BOOTSTRAP, factors);
    for (int i = 0; i < 2; i++) {
        covers(factors[i].mu, 0);
        covers(factors[i].mu_star, 1.0 / 3);
        covers(factors[i].sigma, sqrt(5) / 6);
        near(factors[i].mu_star.high - factors[i].mu_star.low, 2 * 1.96 * (1.0 / 6) / sqrt(1000), 0.003);
    }
    near(factors[2].sigma.value, 0, 1e-12);
    free(means);
    sim_design_free(design);
}

static void the_spread_of_two_effects_is_their_distance_over_the_root_of_two(void **state)
{
    (void)state;
    SimDesign *design = ranges(SIM_DESIGN_MORRIS, 3, 2, 2, false);
    double *means = run(design, with_interaction), effects[2] = {0};
    for (size_t point = 0; point < design->point_count; point++) {
        const SimPoint what = design->points[point];
        if (what.role == SIM_POINT_MOVED && what.factor == 0) {
            effects[what.block] = (means[point] - means[point - 1]) / what.step;
        }
    }
    SimMorris factors[3];
    sim_morris(design, means, BOOTSTRAP, factors);
    assert_true(fabs(effects[0] - effects[1]) > 0.1);
    near(factors[0].sigma.value, fabs(effects[0] - effects[1]) / sqrt(2), 1e-12);
    free(means);
    sim_design_free(design);
}

static void an_undefined_point_takes_the_effects_that_need_it(void **state)
{
    (void)state;
    SimDesign *design = ranges(SIM_DESIGN_MORRIS, 6, 20, 1, false);
    double *means = run(design, linear);
    means[3] = NAN;  // between the third and the fourth move of the first trajectory
    SimMorris factors[6];
    sim_morris(design, means, BOOTSTRAP, factors);
    for (uint32_t i = 0; i < 6; i++) {
        const bool is_lost = i == design->points[3].factor || i == design->points[4].factor;
        assert_int_equal(factors[i].effects, is_lost ? 19 : 20);
        near(factors[i].mu.value, (double)i - 2, 1e-10);
    }
    for (size_t i = 0; i < design->point_count; i++) means[i] = NAN;
    sim_morris(design, means, BOOTSTRAP, factors);
    assert_int_equal(factors[0].effects, 0);
    assert_true(isnan(factors[0].mu.value) && isnan(factors[0].mu_star.low) && isnan(factors[0].sigma.high));
    free(means);
    sim_design_free(design);
}

static double three_if_second(const double *x, uint32_t factors)
{
    (void)factors;
    return 3 * x[0] - x[1];
}

// Whatever delta is, a list of two goes its whole range; the second has three levels, each 1 from the next, so 2 in
// all.
static void the_effect_of_a_list_is_that_of_its_whole_range(void **state)
{
    (void)state;
    const SimFactor lists[] = {{.levels = 2}, {.levels = 3}};
    SimDesign *design = sim_design_new(&(SimDesignPlan){
        .kind = SIM_DESIGN_MORRIS, .factors = lists, .factor_count = 2, .count = 10, .levels = 4, .seed = 1});
    double *means = run(design, three_if_second);
    SimMorris factors[2];
    sim_morris(design, means, BOOTSTRAP, factors);
    near(factors[0].mu.value, 3, 1e-12);
    near(factors[1].mu.value, -2, 1e-12);
    near(factors[1].sigma.value, 0, 1e-12);
    free(means);
    sim_design_free(design);
}

static void one_trajectory_has_no_spread(void **state)
{
    (void)state;
    SimDesign *design = ranges(SIM_DESIGN_MORRIS, 3, 1, 1, false);
    double *means = run(design, linear);
    SimMorris factors[3];
    sim_morris(design, means, BOOTSTRAP, factors);
    near(factors[0].mu.value, -2, 1e-10);
    assert_true(isnan(factors[0].sigma.value) && isnan(factors[0].sigma.low));
    free(means);
    sim_design_free(design);
}

// --- Sobol's shares --------------------------------------------------------------------------------------------------

// Sobol's g with the coefficients usual since Saltelli and Sobol (1995): V_i = 1 / (3 (1 + a_i)^2), V = prod(1 + V_i) -
// 1, first V_i / V, total V_i prod_{j != i}(1 + V_j) / V.
enum { G_FACTORS = 8 };
static const double G[G_FACTORS] = {0, 1, 4.5, 9, 99, 99, 99, 99};

static double g_function(const double *x, uint32_t factors)
{
    double product = 1;
    for (uint32_t i = 0; i < factors; i++) product *= (fabs(4 * x[i] - 2) + G[i]) / (1 + G[i]);
    return product;
}

static void shares_of_the_g_function_are_those_known(void **state)
{
    (void)state;
    double of[G_FACTORS], product = 1;
    for (int i = 0; i < G_FACTORS; i++) {
        of[i] = 1 / (3 * (1 + G[i]) * (1 + G[i]));
        product *= 1 + of[i];
    }
    near(of[0] / (product - 1), 0.7162, 5e-5);  // as published
    near(of[1] / (product - 1), 0.1790, 5e-5);
    SimDesign *design = ranges(SIM_DESIGN_SALTELLI, G_FACTORS, 4096, 1, false);
    double *means = run(design, g_function);
    SimShares shares[G_FACTORS];
    sim_sobol_shares(design, means, BOOTSTRAP, shares);
    for (int i = 0; i < G_FACTORS; i++) {
        assert_int_equal(shares[i].rows, 4096);
        covers(shares[i].first, of[i] / (product - 1));
        covers(shares[i].total, of[i] * product / (1 + of[i]) / (product - 1));
        near(shares[i].first.value, of[i] / (product - 1), 0.02);
        near(shares[i].total.value, of[i] * product / (1 + of[i]) / (product - 1), 0.02);
    }
    free(means);
    sim_design_free(design);
}

// Ishigami and Homma (1990) with 7 and 0.1; far from zero, which must make no difference.
static double ishigami(const double *x, uint32_t factors)
{
    (void)factors;
    const double a = sin(2 * PI * x[0] - PI), b = sin(2 * PI * x[1] - PI), c = 2 * PI * x[2] - PI;
    return 1e4 + a + 7 * b * b + 0.1 * pow(c, 4) * a;
}

static void shares_and_pairs_of_the_ishigami_function_are_those_known(void **state)
{
    (void)state;
    const double first[] = {0.3139, 0.4424, 0}, total[] = {0.5576, 0.4424, 0.2437};
    SimDesign *design = ranges(SIM_DESIGN_SALTELLI, 3, 8192, 2, true);
    double *means = run(design, ishigami);
    SimShares shares[3];
    sim_sobol_shares(design, means, BOOTSTRAP, shares);
    for (int i = 0; i < 3; i++) {
        covers(shares[i].first, first[i]);
        covers(shares[i].total, total[i]);
        near(shares[i].first.value, first[i], 0.02);
        near(shares[i].total.value, total[i], 0.02);
    }
    SimInterval pairs[9];
    sim_sobol_pairs(design, means, BOOTSTRAP, pairs);
    covers(pairs[0 * 3 + 2], 0.2437);
    near(pairs[0 * 3 + 2].value, 0.2437, 0.03);
    covers(pairs[0 * 3 + 1], 0);
    covers(pairs[1 * 3 + 2], 0);
    near(pairs[2 * 3 + 0].value, pairs[0 * 3 + 2].value, 0);
    assert_true(isnan(pairs[4].value));
    free(means);
    sim_design_free(design);
}

// 21 factors are drawn by Philox: rows are independent, as the bootstrap supposes. A sum of factors with coefficients
// 3, 2 and 1, then 0: shares 9/14, 4/14, 1/14. 200 designs of 256 rows; an interval covers in 95 %, standard error 1.5
// %.
static double three_of_many(const double *x, uint32_t factors)
{
    (void)factors;
    return 50 + 3 * x[0] + 2 * x[1] + x[2];
}

static void intervals_cover_as_often_as_they_say(void **state)
{
    (void)state;
    enum { DESIGNS = 200, FACTORS = 21 };
    int first[3] = {0}, total[3] = {0};
    for (uint32_t seed = 1; seed <= DESIGNS; seed++) {
        SimDesign *design = ranges(SIM_DESIGN_SALTELLI, FACTORS, 256, seed, false);
        double *means = run(design, three_of_many);
        SimShares shares[FACTORS];
        sim_sobol_shares(design, means, (SimBootstrap){.resamples = 200, .seed = seed}, shares);
        for (int i = 0; i < 3; i++) {
            const double share = (3 - i) * (3 - i) / 14.0;
            first[i] += shares[i].first.low <= share && share <= shares[i].first.high ? 1 : 0;
            total[i] += shares[i].total.low <= share && share <= shares[i].total.high ? 1 : 0;
        }
        near(shares[3].first.value, 0, 0);
        near(shares[3].total.value, 0, 0);
        free(means);
        sim_design_free(design);
    }
    for (int i = 0; i < 3; i++) {
        near((double)first[i] / DESIGNS, 0.95, 4 * 0.015);
        near((double)total[i] / DESIGNS, 0.95, 4 * 0.015);
    }
}

static double faint(const double *x, uint32_t factors)
{
    (void)factors;
    return x[0] * x[1] + 0.01 * x[2];
}

static void a_share_below_zero_is_left_as_it_is(void **state)
{
    (void)state;
    int below = 0;
    for (uint32_t seed = 1; seed <= 20; seed++) {
        SimDesign *design = ranges(SIM_DESIGN_SALTELLI, 3, 32, seed, false);
        double *means = run(design, faint);
        SimShares shares[3];
        sim_sobol_shares(design, means, BOOTSTRAP, shares);
        below += shares[2].first.value < 0 ? 1 : 0;
        assert_true(shares[2].first.low <= shares[2].first.value && shares[2].first.value <= shares[2].first.high);
        free(means);
        sim_design_free(design);
    }
    assert_true(below > 0);
}

static void incomplete_rows_are_left_out(void **state)
{
    (void)state;
    SimDesign *design = ranges(SIM_DESIGN_SALTELLI, 3, 64, 1, false);
    SimDesign *shorter = ranges(SIM_DESIGN_SALTELLI, 3, 63, 1, false);
    double *means = run(design, ishigami);
    means[63 * 5 + 3] = NAN;  // the last row
    SimShares shares[3], expected[3];
    sim_sobol_shares(design, means, BOOTSTRAP, shares);
    sim_sobol_shares(shorter, means, BOOTSTRAP, expected);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(shares[i].rows, 63);
        assert_memory_equal(&shares[i].first, &expected[i].first, sizeof shares[i].first);
        assert_memory_equal(&shares[i].total, &expected[i].total, sizeof shares[i].total);
    }
    free(means);
    sim_design_free(design);
    sim_design_free(shorter);
}

static double constant(const double *x, uint32_t factors)
{
    (void)x, (void)factors;
    return 0.1;
}

static double nowhere(const double *x, uint32_t factors)
{
    (void)x, (void)factors;
    return NAN;
}

static void what_never_changes_has_no_shares(void **state)
{
    (void)state;
    const Function functions[] = {constant, nowhere};
    for (int f = 0; f < 2; f++) {
        SimDesign *design = ranges(SIM_DESIGN_SALTELLI, 3, 16, 1, true);
        double *means = run(design, functions[f]);
        SimShares shares[3];
        SimInterval pairs[9];
        sim_sobol_shares(design, means, BOOTSTRAP, shares);
        sim_sobol_pairs(design, means, BOOTSTRAP, pairs);
        assert_int_equal(shares[0].rows, f == 0 ? 16 : 0);
        for (int i = 0; i < 3; i++) {
            assert_true(isnan(shares[i].first.value) && isnan(shares[i].first.low));
            assert_true(isnan(shares[i].total.value) && isnan(shares[i].total.high));
        }
        assert_true(isnan(pairs[1].value));
        free(means);
        sim_design_free(design);
    }
}

// --- One at a time ---------------------------------------------------------------------------------------------------

static void swings_are_sorted_and_keep_their_direction(void **state)
{
    (void)state;
    const SimFactor factors[] = {{0}, {.levels = 3}, {0}, {0}};
    SimDesign *design =
        sim_design_new(&(SimDesignPlan){.kind = SIM_DESIGN_ONE_AT_A_TIME, .factors = factors, .factor_count = 4});
    //                      base   first      second    third     fourth
    const double means[] = {10, /**/ 9, 12, /**/ 20, 10, 15, /**/ NAN, NAN, /**/ 7, 10};
    SimSwing swings[4];
    sim_swings(design, means, swings);
    const uint32_t order[] = {1, 0, 3, 2};
    const double swing[] = {10, 3, 3, NAN};
    for (int i = 0; i < 4; i++) {
        assert_int_equal(swings[i].factor, order[i]);
        if (i < 3) near(swings[i].swing, swing[i], 0);
    }
    near(swings[0].at_low, 20, 0);
    near(swings[0].at_high, 15, 0);
    near(swings[0].least, 10, 0);
    near(swings[1].least, 9, 0);
    near(swings[1].most, 12, 0);
    near(swings[2].at_low, 7, 0);
    assert_true(isnan(swings[3].at_low) && isnan(swings[3].swing));
    sim_design_free(design);
}

// --- Noise -----------------------------------------------------------------------------------------------------------

static void the_share_of_noise_is_as_by_hand(void **state)
{
    (void)state;
    // Means 2 and 6, variance between 8. Variances within 2, over two replications 1: an eighth.
    const double together[] = {1, 3, 5, 7}, apart[] = {1, 3, 7, 5}, incomplete[] = {1, 3, NAN, 5, 7, 6};
    SimNoise noise = sim_replication_noise(together, 2, 2);
    near(noise.share, 0.125, 1e-15);
    near(noise.beyond_common, 0, 1e-15);  // both points move up by 2
    assert_false(noise.is_large);
    noise = sim_replication_noise(apart, 2, 2);
    near(noise.share, 0.125, 1e-15);
    near(noise.beyond_common, 0.25, 1e-15);  // residuals 1, -1, -1, 1: mean square 4, over 2 replications, over 8
    noise = sim_replication_noise(incomplete, 2, 3);
    near(noise.share, (2.0 / 2 + 1.0 / 3) / 2 / 8, 1e-15);
    assert_true(isnan(noise.beyond_common));
}

static double gaussian(uint32_t point, uint32_t replication)
{
    const SimStream stream = sim_stream((SimKey){.seed = 11}, 0, "gaussian");
    return gsl_cdf_ugaussian_Pinv(sim_uniform(sim_draw(stream, point, 0, replication).word[0]));
}

// 400 points of standard deviation 1 between, 2 within, 8 replications: noise 4 / 8 of a variance of 1 + 4 / 8, a
// third. The variance between has the standard error sqrt(2 / 399) of itself: 0.024 of the share; that of the noise is
// less, by sqrt(1 / 7). On common noise of the same size, of which the points take no part, nothing is left.
static void noise_is_told_from_what_replications_have_in_common(void **state)
{
    (void)state;
    enum { POINTS = 400, REPLICATIONS = 8 };
    static double own[POINTS * REPLICATIONS], common[POINTS * REPLICATIONS];
    for (uint32_t i = 0; i < POINTS; i++) {
        for (uint32_t r = 0; r < REPLICATIONS; r++) {
            own[i * REPLICATIONS + r] = gaussian(i, 0) + 2 * gaussian(i, r + 1);
            common[i * REPLICATIONS + r] = gaussian(i, 0) + 2 * gaussian(POINTS, r + 1);
        }
    }
    const SimNoise of_own = sim_replication_noise(own, POINTS, REPLICATIONS);
    assert_int_equal(of_own.points, POINTS);
    near(of_own.share, 1.0 / 3, 4 * 0.024 * sqrt(1 + 1.0 / 7));
    near(of_own.beyond_common, of_own.share, 0.002);  // they differ by a part in 400, of chance
    assert_true(of_own.is_large);
    const SimNoise of_common = sim_replication_noise(common, POINTS, REPLICATIONS);
    assert_true(of_common.share > 0.1);
    near(of_common.beyond_common, 0, 1e-12);
}

static void noise_without_variance_is_undefined(void **state)
{
    (void)state;
    const double same[] = {0.1, 0.1, 0.1, 0.1}, single[] = {1, NAN, 2, NAN};
    const SimNoise none = sim_replication_noise(same, 2, 2), too_few = sim_replication_noise(single, 2, 2);
    assert_true(isnan(none.share) && isnan(none.beyond_common) && !none.is_large);
    assert_int_equal(too_few.points, 0);
    assert_true(isnan(too_few.share) && !too_few.is_large);
    assert_true(isnan(sim_replication_noise(NULL, 0, 10).share));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(effects_of_a_linear_function_are_its_coefficients),
        cmocka_unit_test(interaction_shows_as_spread_and_in_absolute_effects_only),
        cmocka_unit_test(the_spread_of_two_effects_is_their_distance_over_the_root_of_two),
        cmocka_unit_test(an_undefined_point_takes_the_effects_that_need_it),
        cmocka_unit_test(the_effect_of_a_list_is_that_of_its_whole_range),
        cmocka_unit_test(one_trajectory_has_no_spread),
        cmocka_unit_test(shares_of_the_g_function_are_those_known),
        cmocka_unit_test(shares_and_pairs_of_the_ishigami_function_are_those_known),
        cmocka_unit_test(intervals_cover_as_often_as_they_say),
        cmocka_unit_test(a_share_below_zero_is_left_as_it_is),
        cmocka_unit_test(incomplete_rows_are_left_out),
        cmocka_unit_test(what_never_changes_has_no_shares),
        cmocka_unit_test(swings_are_sorted_and_keep_their_direction),
        cmocka_unit_test(the_share_of_noise_is_as_by_hand),
        cmocka_unit_test(noise_is_told_from_what_replications_have_in_common),
        cmocka_unit_test(noise_without_variance_is_undefined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
