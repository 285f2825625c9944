// A transient at the start of a report is seen, noise and what is small is not.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sim/engine/random.h"
#include "sim/experiment/settled.h"

enum { DAYS = 30 * 7, REPLICATIONS = 6 };

static double days[DAYS * REPLICATIONS];
static bool is_counted[DAYS];

// Around 500 with a standard deviation of about 6 a day, and so much more that decays by a half each week.
static void fill(uint32_t seed, double more)
{
    const SimStream stream = sim_stream((SimKey){.seed = seed}, 0, "days");
    for (uint32_t day = 0; day < DAYS; day++) {
        is_counted[day] = true;
        for (uint32_t i = 0; i < REPLICATIONS; i++) {
            const double noise = 20 * (sim_uniform(sim_draw(stream, day, i, 0).word[0]) - 0.5);
            days[day * REPLICATIONS + i] = 500 + noise + more * pow(0.5, day / 7.0);
        }
    }
}

static void a_transient_is_seen(void **state)
{
    (void)state;
    fill(1, -100);
    const SimSettled settled = sim_settled(days, is_counted, DAYS, REPLICATIONS);
    assert_true(settled.is_known);
    assert_false(settled.is_settled);
    assert_true(settled.cut_weeks >= 2 && settled.cut_weeks <= 8);
    assert_true(settled.before < 480 && fabs(settled.rest - 500) < 3);
}

static void noise_is_none(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 100; seed++) {
        fill(seed, 0);
        assert_true(sim_settled(days, is_counted, DAYS, REPLICATIONS).is_settled);
    }
}

// Sure, but less than 2 % of the rest.
static void what_is_small_is_let_pass(void **state)
{
    (void)state;
    fill(1, 10);
    assert_true(sim_settled(days, is_counted, DAYS, REPLICATIONS).is_settled);
}

static void days_that_do_not_count_are_not_read(void **state)
{
    (void)state;
    fill(1, -100);
    for (int day = 0; day < 8 * 7; day++) is_counted[day] = false;
    assert_true(sim_settled(days, is_counted, DAYS, REPLICATIONS).is_settled);
}

static void of_few_weeks_or_replications_nothing_is_said(void **state)
{
    (void)state;
    fill(1, -100);
    assert_false(sim_settled(days, is_counted, 9 * 7 + 6, REPLICATIONS).is_known);
    assert_true(sim_settled(days, is_counted, 9 * 7 + 6, REPLICATIONS).is_settled);
    assert_false(sim_settled(days, is_counted, DAYS, 2).is_known);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_transient_is_seen), cmocka_unit_test(noise_is_none),
                                       cmocka_unit_test(what_is_small_is_let_pass),
                                       cmocka_unit_test(days_that_do_not_count_are_not_read),
                                       cmocka_unit_test(of_few_weeks_or_replications_nothing_is_said)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
