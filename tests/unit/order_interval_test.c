// Ranks against tables, and the promise itself: the probability between them.
#include <gsl/gsl_randist.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "sim/experiment/order_interval.h"

static void expect_ranks(uint32_t count, double quantile, uint32_t low, uint32_t high)
{
    const SimRanks ranks = sim_order_ranks(count, quantile, 0.95);
    assert_true(ranks.is_available);
    assert_int_equal(ranks.low, low);
    assert_int_equal(ranks.high, high);
}

static void ranks_are_those_of_the_binomial(void **state)
{
    (void)state;
    expect_ranks(100, 0.5, 40, 61);
    expect_ranks(100, 0.9, 84, 96);
    expect_ranks(100, 0.95, 90, 100);
    expect_ranks(400, 0.95, 371, 389);
    expect_ranks(10, 0.5, 2, 9);  // the sign test's interval of a median, 97.9 %, in any table
}

static void an_interval_needs_36_values_for_the_90th_percentile_and_72_for_the_95th(void **state)
{
    (void)state;
    assert_false(sim_order_ranks(35, 0.9, 0.95).is_available);
    assert_true(sim_order_ranks(36, 0.9, 0.95).is_available);
    assert_false(sim_order_ranks(71, 0.95, 0.95).is_available);
    assert_true(sim_order_ranks(72, 0.95, 0.95).is_available);
    assert_int_equal(sim_order_fewest(0.9, 0.95), 36);
    assert_int_equal(sim_order_fewest(0.95, 0.95), 72);
    assert_int_equal(sim_order_fewest(0.1, 0.95), 36);
    assert_int_equal(sim_order_fewest(0.5, 0.95), 6);
    assert_int_equal(sim_order_fewest(0.5, 0.96875), 6);  // exactly 2^-6 on each side
    assert_false(sim_order_ranks(0, 0.5, 0.95).is_available);
    assert_true(isnan(sim_order_ranks(5, 0.5, 0.95).coverage));
}

static void the_fewest_is_where_an_interval_begins(void **state)
{
    (void)state;
    for (int percent = 1; percent < 100; percent++) {
        const double quantile = percent / 100.0;
        const uint32_t fewest = sim_order_fewest(quantile, 0.9);
        assert_true(sim_order_ranks(fewest, quantile, 0.9).is_available);
        assert_false(sim_order_ranks(fewest - 1, quantile, 0.9).is_available);
    }
}

// The quantile lies between ranks low and high if at least `low` values, and fewer than `high`, are below it.
static double probability_between(uint32_t count, double quantile, uint32_t low, uint32_t high)
{
    double sum = 0;
    for (uint32_t below = low; below < high; below++) sum += gsl_ran_binomial_pdf(below, quantile, count);
    return sum;
}

static void the_interval_covers_as_it_says_and_neither_rank_can_move_in(void **state)
{
    (void)state;
    for (uint32_t count = 80; count < 1000; count += 37) {
        for (int percent = 5; percent <= 95; percent += 5) {
            const double quantile = percent / 100.0;
            const SimRanks ranks = sim_order_ranks(count, quantile, 0.95);
            const double covered = probability_between(count, quantile, ranks.low, ranks.high);
            assert_true(fabs(ranks.coverage - covered) < 1e-9);
            assert_true(covered >= 0.95);
            assert_true(probability_between(count, quantile, 0, ranks.low + 1) > 0.025);
            assert_true(probability_between(count, quantile, ranks.high - 1, count + 1) > 0.025);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranks_are_those_of_the_binomial),
        cmocka_unit_test(an_interval_needs_36_values_for_the_90th_percentile_and_72_for_the_95th),
        cmocka_unit_test(the_fewest_is_where_an_interval_begins),
        cmocka_unit_test(the_interval_covers_as_it_says_and_neither_rank_can_move_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
