// The worked example of Fong et al. (2022) and the values in the documentation and tests of NHSRwaitinglist 0.1.2: a
// list for ear, nose and throat of 1200 patients, 30 a week referred, 27 seen, a target of 52 weeks, a mean wait of 63.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "sim/experiment/list_formulae.h"

static const double FACTOR = 4;

static void near(double value, double expected, double tolerance)
{
    if (!(fabs(value - expected) <= tolerance)) fail_msg("%.12g, expected %.12g", value, expected);
}

static void the_formulae_give_the_published_example(void **state)
{
    (void)state;
    near(sim_list_load(30, 27), 1.111111, 1e-6);
    near(sim_list_target_mean_wait(52, FACTOR), 13, 1e-12);
    near(sim_list_target_mean_wait(52, 6), 8.67, 0.005);
    near(sim_list_target_queue(30, 52, FACTOR), 390, 1e-12);
    near(sim_list_relief_capacity(30, 1200, 390, 26), 61.153846, 1e-6);
    near(sim_list_relief_capacity(33, 800, 200, 30), 53, 1e-12);
    near(sim_list_pressure(63, 52), 2.423077, 1e-6);
    assert_true(sim_list_needs_relief(1200, 390));
    assert_false(sim_list_needs_relief(780, 390));
}

static void the_factor_is_that_of_exponential_waits(void **state)
{
    (void)state;
    // 92 % within 18 weeks: a mean wait of 7.126656 weeks (the package's vignette); 4 misses in 1.8 % of cases.
    near(sim_list_target_mean_wait(18, sim_list_factor(0.92)), 7.126656, 1e-6);
    near(sim_list_factor(1 - 0.0183156389), 4, 1e-8);
}

static void relief_capacity_reaches_the_target_in_the_weeks_it_was_made_for(void **state)
{
    (void)state;
    const double capacity = sim_list_relief_capacity(30, 1200, 390, 26);
    near(1200 + 26 * (30 - capacity), 390, 1e-9);
}

static void what_is_unknown_stays_so(void **state)
{
    (void)state;
    assert_true(isnan(sim_list_target_queue(NAN, 52, FACTOR)));
    assert_true(isinf(sim_list_load(30, 0)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_formulae_give_the_published_example),
        cmocka_unit_test(the_factor_is_that_of_exponential_waits),
        cmocka_unit_test(relief_capacity_reaches_the_target_in_the_weeks_it_was_made_for),
        cmocka_unit_test(what_is_unknown_stays_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
