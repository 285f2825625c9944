// Estimates by hand.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "sim/experiment/estimate.h"

static void near(double value, double expected)
{
    if (!(fabs(value - expected) <= 1e-9 * fmax(1, fabs(expected)))) fail_msg("%.12g, expected %.12g", value, expected);
}

static void the_interval_is_students(void **state)
{
    (void)state;
    // Mean 3, sd sqrt(2.5); t(0.975, 4) = 2.7764451052 (any table), half-width t sd / sqrt 5.
    const double values[] = {1, 2, 3, 4, 5};
    double scratch[5];
    const SimEstimate e = sim_estimate(values, 5, scratch);
    near(e.mean, 3);
    near(e.sd, sqrt(2.5));
    near(round(1e8 * (e.ci_high - 3)), round(1e8 * 2.7764451052 * sqrt(0.5)));
    near(e.ci_low + e.ci_high, 6);
}

static void quantiles_interpolate_between_order_statistics(void **state)
{
    (void)state;
    const double values[] = {50, 10, 40, 20, 30};
    double scratch[5];
    const SimEstimate e = sim_estimate(values, 5, scratch);
    near(e.q05, 12);
    near(e.q25, 20);
    near(e.q50, 30);
    near(e.q95, 48);
}

static void one_replication_has_a_mean_and_no_interval(void **state)
{
    (void)state;
    const double value = 7;
    double scratch[1];
    const SimEstimate e = sim_estimate(&value, 1, scratch);
    near(e.mean, 7);
    near(e.q05, 7);
    near(e.q95, 7);
    assert_true(isnan(e.sd) && isnan(e.ci_low) && isnan(e.ci_high));
}

static void the_gain_of_pairing_is_the_ratio_of_variances(void **state)
{
    (void)state;
    const double baseline[] = {1, 2, 3, 4}, strike[] = {2, 3, 4, 6};
    double scratch[16];
    const SimPaired paired = sim_paired(baseline, strike, 4, scratch);
    // var B = 5/3, var S = 35/12, D = {1, 1, 1, 2} with var D = 1/4
    near(paired.pairing_gain, (5.0 / 3 + 35.0 / 12) * 4);
    near(paired.difference.mean, 1.25);
}

static void equal_differences_have_no_gain_but_an_interval_of_no_width(void **state)
{
    (void)state;
    const double baseline[] = {0.1, 0.2, 0.3}, strike[] = {0.1, 0.2, 0.3};
    double scratch[12];
    const SimPaired paired = sim_paired(baseline, strike, 3, scratch);
    assert_true(isnan(paired.pairing_gain));
    near(paired.difference.ci_low, 0);
    near(paired.difference.ci_high, 0);
}

static void a_replication_counts_only_if_both_lives_have_a_value(void **state)
{
    (void)state;
    const double baseline[] = {1, NAN, 3, 100}, strike[] = {2, 50, 5, NAN};
    double scratch[16];
    const SimPaired paired = sim_paired(baseline, strike, 4, scratch);
    assert_int_equal(paired.count, 2);
    near(paired.baseline.mean, 2);
    near(paired.strike.mean, 3.5);
    near(paired.difference.mean, 1.5);
}

static void nothing_defined_is_nothing(void **state)
{
    (void)state;
    const double none[] = {NAN, NAN};
    double scratch[8];
    const SimPaired paired = sim_paired(none, none, 2, scratch);
    assert_int_equal(paired.count, 0);
    assert_true(isnan(paired.baseline.mean) && isnan(paired.difference.q50) && isnan(paired.pairing_gain));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_interval_is_students),
        cmocka_unit_test(quantiles_interpolate_between_order_statistics),
        cmocka_unit_test(one_replication_has_a_mean_and_no_interval),
        cmocka_unit_test(the_gain_of_pairing_is_the_ratio_of_variances),
        cmocka_unit_test(equal_differences_have_no_gain_but_an_interval_of_no_width),
        cmocka_unit_test(a_replication_counts_only_if_both_lives_have_a_value),
        cmocka_unit_test(nothing_defined_is_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
