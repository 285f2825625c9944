// The stopping rule by hand, against its definition written out, and in any order of arrival.
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "sim/engine/random.h"
#include "sim/experiment/precision.h"

static SimPrecision *of_one(double relative, double absolute, uint32_t at_least, uint32_t at_most)
{
    const SimPrecisionTarget target = {.relative = relative, .absolute = absolute};
    return sim_precision_new(&target, 1, at_least, at_most);
}

static void give_until_enough(SimPrecision *precision, double (*value)(uint32_t))
{
    for (uint32_t r = 0; !sim_precision_is_enough(precision); r++) {
        const double given = value(r);
        sim_precision_give(precision, r, &given);
    }
}

static double seven(uint32_t replication)
{
    (void)replication;
    return 7;
}

static double zero(uint32_t replication)
{
    (void)replication;
    return 0;
}

// 9, 11, 10, 10, ...
static double nine_eleven_ten(uint32_t replication)
{
    return replication < 2 ? 9 + 2 * (double)replication : 10;
}

static double plus_or_minus_one(uint32_t replication)
{
    return replication % 2 == 0 ? 1 : -1;
}

static double undefined(uint32_t replication)
{
    (void)replication;
    return NAN;
}

static void a_measure_that_never_varies_takes_three_and_the_look_ahead(void **state)
{
    (void)state;
    double (*const values[])(uint32_t) = {seven, zero};
    for (int i = 0; i < 2; i++) {
        SimPrecision *precision = of_one(0.05, 0, 0, 500);
        give_until_enough(precision, values[i]);
        assert_int_equal(sim_precision_replications(precision), 8);
        const SimPrecisionState reached = sim_precision_state(precision, 0);
        assert_int_equal(reached.end, SIM_PRECISION_REACHED);
        assert_int_equal(reached.precise_from, 3);
        assert_true(!(reached.half_width > 0) && !(reached.relative > 0));
        sim_precision_free(precision);
    }
}

// At n the sum of squares is 2, so that the half-width is t(n - 1) sqrt(2 / (n - 1) / n): with t = 2.5706 at n = 6 it
// is 0.6637, with 2.4469 at n = 7 0.5340, with 2.3646 at n = 8 0.4469: precise to 5 % of 10 from 8 on, so enough at 13.
static void it_goes_on_until_the_interval_is_narrow_and_five_more(void **state)
{
    (void)state;
    SimPrecision *precision = of_one(0.05, 0, 0, 500);
    for (uint32_t r = 0; r < 13; r++) {
        // Not precise at r, it may be so from r + 1 on; precise since 8, it needs five more.
        assert_int_equal(sim_precision_needed(precision), r < 3 ? 8 : r < 8 ? r + 6 : 13);
        const double value = nine_eleven_ten(r);
        sim_precision_give(precision, r, &value);
        assert_int_equal(sim_precision_is_enough(precision), r == 12);
    }
    assert_int_equal(sim_precision_replications(precision), 13);
    const SimPrecisionState reached = sim_precision_state(precision, 0);
    assert_int_equal(reached.precise_from, 8);
    assert_int_equal(reached.count, 13);
    assert_int_equal(reached.end, SIM_PRECISION_REACHED);
    const double half_width = gsl_cdf_tdist_Pinv(0.975, 12) * sqrt(2.0 / 12 / 13);
    assert_true(fabs(reached.half_width - half_width) < 1e-12);
    assert_true(fabs(reached.relative - half_width / 10) < 1e-12);
    sim_precision_free(precision);
}

static void no_fewer_than_asked_for(void **state)
{
    (void)state;
    SimPrecision *precision = of_one(0.05, 0, 20, 500);
    give_until_enough(precision, nine_eleven_ten);
    assert_int_equal(sim_precision_replications(precision), 20);
    sim_precision_free(precision);
}

static void what_goes_around_zero_stops_at_the_floor_or_the_cap_and_says_so(void **state)
{
    (void)state;
    SimPrecision *with_floor = of_one(0.05, 0.5, 0, 500), *without = of_one(0.05, 0, 0, 60);
    give_until_enough(with_floor, plus_or_minus_one);
    const SimPrecisionState floor = sim_precision_state(with_floor, 0);
    assert_int_equal(floor.end, SIM_PRECISION_FLOOR);
    assert_true(floor.half_width <= 0.5);
    // sd near 1: t sd / sqrt n = 0.5 asks for about 18 replications, and five more.
    assert_in_range(sim_precision_replications(with_floor), 18, 30);
    give_until_enough(without, plus_or_minus_one);
    assert_int_equal(sim_precision_replications(without), 60);
    const SimPrecisionState cap = sim_precision_state(without, 0);
    assert_int_equal(cap.end, SIM_PRECISION_CAP);
    assert_int_equal(cap.precise_from, 0);
    assert_true(cap.relative > 1e6 && cap.half_width > 0);  // the mean is 0 but for rounding
    sim_precision_free(with_floor);
    sim_precision_free(without);
}

static void the_cap_rules_even_during_the_look_ahead(void **state)
{
    (void)state;
    SimPrecision *precision = of_one(0.05, 0, 0, 6);
    assert_int_equal(sim_precision_needed(precision), 6);
    give_until_enough(precision, seven);
    assert_int_equal(sim_precision_replications(precision), 6);
    assert_int_equal(sim_precision_state(precision, 0).end, SIM_PRECISION_CAP);
    assert_int_equal(sim_precision_state(precision, 0).precise_from, 3);
    sim_precision_free(precision);
}

static void undefined_values_do_not_count(void **state)
{
    (void)state;
    SimPrecision *precision = of_one(0.05, 1, 0, 30);
    give_until_enough(precision, undefined);
    const SimPrecisionState none = sim_precision_state(precision, 0);
    assert_int_equal(none.end, SIM_PRECISION_CAP);
    assert_int_equal(none.count, 0);
    assert_true(isnan(none.mean) && isnan(none.half_width) && isnan(none.relative));
    sim_precision_free(precision);
}

static void every_measure_must_be_precise_at_once(void **state)
{
    (void)state;
    const SimPrecisionTarget targets[] = {{.relative = 0.05}, {.relative = 0.05}};
    SimPrecision *precision = sim_precision_new(targets, 2, 0, 500);
    for (uint32_t r = 0; !sim_precision_is_enough(precision); r++) {
        const double values[] = {seven(r), nine_eleven_ten(r)};
        sim_precision_give(precision, r, values);
    }
    assert_int_equal(sim_precision_replications(precision), 13);
    assert_int_equal(sim_precision_state(precision, 0).count, 13);
    sim_precision_free(precision);
}

static void the_look_ahead_is_five_and_above_a_hundred_a_twentieth(void **state)
{
    (void)state;
    assert_int_equal(sim_precision_look_ahead(3), 5);
    assert_int_equal(sim_precision_look_ahead(100), 5);
    assert_int_equal(sim_precision_look_ahead(139), 6);
    assert_int_equal(sim_precision_look_ahead(200), 10);
}

// --- Against the definition, with random values ----------------------------------------------------------------------

enum { MEASURES = 3, MOST = 400 };

// Gaussian, the mean ten, with spreads of 1, 2 and 3; the third is undefined now and then.
static void random_values(uint32_t seed, double values[MOST][MEASURES])
{
    const SimStream stream = sim_stream((SimKey){.seed = seed}, 0, "values");
    for (uint32_t r = 0; r < MOST; r++) {
        const SimWords words = sim_draw(stream, r, 0, 0);
        for (int i = 0; i < MEASURES; i++) {
            values[r][i] = 10 + (i + 1) * gsl_cdf_ugaussian_Pinv(sim_uniform(words.word[i]));
        }
        if (sim_happens(words.word[3], 0.1)) values[r][2] = NAN;
    }
}

static bool is_precise_by_definition(double values[MOST][MEASURES], uint32_t n, int measure, double relative)
{
    double mean = 0, squares = 0, count = 0;
    for (uint32_t r = 0; r < n; r++) {
        if (isnan(values[r][measure])) continue;
        mean += values[r][measure];
        count++;
    }
    if (count < 3) return false;
    mean /= count;
    for (uint32_t r = 0; r < n; r++) {
        if (!isnan(values[r][measure])) squares += (values[r][measure] - mean) * (values[r][measure] - mean);
    }
    return gsl_cdf_tdist_Pinv(0.975, count - 1) * sqrt(squares / (count - 1) / count) <= relative * fabs(mean);
}

// The first n at which each measure has been precise from some m to n, with n >= m + look-ahead of m.
static uint32_t enough_by_definition(double values[MOST][MEASURES], double relative)
{
    uint32_t since[MEASURES] = {0};
    for (uint32_t n = 3; n < MOST; n++) {
        bool all = true;
        for (int i = 0; i < MEASURES; i++) {
            const bool precise = is_precise_by_definition(values, n, i, relative);
            since[i] = precise ? (since[i] > 0 ? since[i] : n) : 0;
            all = all && precise && n >= since[i] + (since[i] > 100 ? since[i] / 20 : 5);
        }
        if (all) return n;
    }
    return MOST;
}

static void it_stops_where_the_definition_says_and_needs_no_less_than_it_said(void **state)
{
    (void)state;
    static double values[MOST][MEASURES];
    const SimPrecisionTarget targets[MEASURES] = {{.relative = 0.05}, {.relative = 0.05}, {.relative = 0.05}};
    uint32_t largest = 0;
    for (uint32_t seed = 1; seed <= 30; seed++) {
        random_values(seed, values);
        SimPrecision *precision = sim_precision_new(targets, MEASURES, 0, MOST);
        uint32_t needed = sim_precision_needed(precision);
        assert_int_equal(needed, 8);
        for (uint32_t r = 0; !sim_precision_is_enough(precision); r++) {
            assert_true(r < sim_precision_needed(precision) && needed <= sim_precision_needed(precision));
            needed = sim_precision_needed(precision);
            sim_precision_give(precision, r, values[r]);
        }
        const uint32_t enough = enough_by_definition(values, 0.05);
        assert_int_equal(sim_precision_replications(precision), enough);
        assert_int_equal(sim_precision_needed(precision), enough);
        if (enough > largest) largest = enough;
        sim_precision_free(precision);
    }
    assert_true(largest > 120);  // the longer look-ahead was tried too
}

// Blocks of sixteen arrive in a scrambled order, as from threads; some of a block come after the decision.
static void the_order_of_arrival_changes_nothing(void **state)
{
    (void)state;
    static double values[MOST][MEASURES];
    const SimPrecisionTarget targets[MEASURES] = {{.relative = 0.1}, {.relative = 0.1}, {.relative = 0.1}};
    for (uint32_t seed = 1; seed <= 10; seed++) {
        random_values(seed, values);
        SimPrecision *ordered = sim_precision_new(targets, MEASURES, 0, MOST);
        SimPrecision *scrambled = sim_precision_new(targets, MEASURES, 0, MOST);
        for (uint32_t r = 0; r < MOST; r++) {
            sim_precision_give(ordered, r, values[r]);
            const uint32_t other = r / 16 * 16 + (r % 16 * 5 + seed) % 16;
            sim_precision_give(scrambled, other, values[other]);
        }
        assert_int_equal(sim_precision_replications(ordered), sim_precision_replications(scrambled));
        for (size_t i = 0; i < MEASURES; i++) {
            const SimPrecisionState a = sim_precision_state(ordered, i), b = sim_precision_state(scrambled, i);
            assert_memory_equal(&a.mean, &b.mean, sizeof a.mean);
            assert_memory_equal(&a.half_width, &b.half_width, sizeof a.half_width);
            assert_int_equal(a.end, b.end);
        }
        sim_precision_free(ordered);
        sim_precision_free(scrambled);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_measure_that_never_varies_takes_three_and_the_look_ahead),
        cmocka_unit_test(it_goes_on_until_the_interval_is_narrow_and_five_more),
        cmocka_unit_test(no_fewer_than_asked_for),
        cmocka_unit_test(what_goes_around_zero_stops_at_the_floor_or_the_cap_and_says_so),
        cmocka_unit_test(the_cap_rules_even_during_the_look_ahead),
        cmocka_unit_test(undefined_values_do_not_count),
        cmocka_unit_test(every_measure_must_be_precise_at_once),
        cmocka_unit_test(the_look_ahead_is_five_and_above_a_hundred_a_twentieth),
        cmocka_unit_test(it_stops_where_the_definition_says_and_needs_no_less_than_it_said),
        cmocka_unit_test(the_order_of_arrival_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
