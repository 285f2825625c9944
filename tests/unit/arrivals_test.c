#include "sim/engine/arrivals.h"

#include "sim/engine/distribution.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

enum { MONDAY, THURSDAY = 3, WEEK_S = 7 * SIM_DAY_S };

static SimWeekly constant(double rate_per_hour, int first_weekday)
{
    double rates[SIM_HOURS_OF_WEEK];
    for (int hour = 0; hour < SIM_HOURS_OF_WEEK; hour++) rates[hour] = rate_per_hour;
    SimWeekly weekly;
    sim_weekly_set(&weekly, rates, first_weekday);
    return weekly;
}

// Two an hour from 08:00 to 18:00, Monday to Friday.
static SimWeekly office_hours(int first_weekday)
{
    double rates[SIM_HOURS_OF_WEEK];
    for (int hour = 0; hour < SIM_HOURS_OF_WEEK; hour++) {
        const bool is_open = hour / 24 < 5 && hour % 24 >= 8 && hour % 24 < 18;
        rates[hour] = is_open ? 2 : 0;
    }
    SimWeekly weekly;
    sim_weekly_set(&weekly, rates, first_weekday);
    return weekly;
}

static void expect_after(const SimWeekly *weekly, double from_s, double load, double expected_s)
{
    double exact_s;
    const SimTime time_s = sim_weekly_after(weekly, from_s, load, &exact_s);
    assert_true(fabs(exact_s - expected_s) < 1e-6);
    assert_int_equal(time_s, floor(exact_s));
}

static void at_a_constant_rate_the_gap_is_load_over_rate(void **state)
{
    (void)state;
    const SimWeekly weekly = constant(6, THURSDAY);
    expect_after(&weekly, 0, 1, 600);
    expect_after(&weekly, 1234.5, 0.25, 1234.5 + 150);
    expect_after(&weekly, 3.0 * WEEK_S + 17, 2.5, 3.0 * WEEK_S + 17 + 1500);
}

static void a_load_of_many_weeks_is_carried_over(void **state)
{
    (void)state;
    const SimWeekly weekly = constant(6, 5);
    expect_after(&weekly, 100, 6.0 * 168 * 10, 100 + 10.0 * WEEK_S);
}

static void hours_without_arrivals_are_stepped_over(void **state)
{
    (void)state;
    const SimWeekly weekly = office_hours(MONDAY);
    const double hour = SIM_HOUR_S;
    expect_after(&weekly, 0, 1, 8.5 * hour);
    expect_after(&weekly, 17.5 * hour, 2, 24 * hour + 8.5 * hour);
    expect_after(&weekly, 4 * 24 * hour + 17.5 * hour, 2, WEEK_S + 8.5 * hour);
}

static void the_first_weekday_shifts_the_week(void **state)
{
    (void)state;
    const SimWeekly weekly = office_hours(4);
    expect_after(&weekly, 18.0 * SIM_HOUR_S, 1, (3 * 24 + 8.5) * SIM_HOUR_S);
}

static void without_any_rate_nobody_comes(void **state)
{
    (void)state;
    const SimWeekly weekly = constant(0, MONDAY);
    double exact_s;
    assert_int_equal(sim_weekly_after(&weekly, 5, 1, &exact_s), INT64_MAX);
}

static void seconds_that_are_cut_do_not_add_up(void **state)
{
    (void)state;
    const SimWeekly weekly = constant(1000, MONDAY);
    double exact_s = 0;
    SimTime time_s = 0;
    for (int arrival = 1; arrival <= 100000; arrival++) time_s = sim_weekly_after(&weekly, exact_s, 1, &exact_s);
    assert_true(fabs(exact_s - 360000) < 1e-3);
    assert_in_range(time_s, 359999, 360000);
}

static void time_never_goes_back(void **state)
{
    (void)state;
    const SimWeekly weekly = office_hours(2);
    for (int start = 0; start < 100000; start++) {
        const double from_s = 7.77 * start;
        double exact_s;
        sim_weekly_after(&weekly, from_s, 0, &exact_s);
        assert_true(exact_s >= from_s);
    }
}

static void nobody_comes_at_the_second_of_closing(void **state)
{
    (void)state;
    const SimWeekly weekly = office_hours(MONDAY);
    expect_after(&weekly, 17.5 * SIM_HOUR_S, 1, (24 + 8) * SIM_HOUR_S);
}

// Counts of the hours of the day are Poisson with mean weeks x 7 x rate: chi-square over 24 hours with 24 degrees of
// freedom has mean 24 and standard deviation sqrt(48); four of them are allowed.
static void counts_follow_the_rate(void **state)
{
    (void)state;
    enum { WEEKS = 100 };
    double rates[SIM_HOURS_OF_WEEK], counts[24] = {0};
    for (int hour = 0; hour < SIM_HOURS_OF_WEEK; hour++) rates[hour] = 5 + 4 * sin(hour % 24 * 0.2618);
    SimWeekly weekly;
    sim_weekly_set(&weekly, rates, THURSDAY);
    SimTables *tables = sim_tables_new();
    const SimDistribution load = sim_distribution(tables, SIM_EXPONENTIAL, 1, 1);
    const SimStream stream = sim_stream((SimKey){.seed = 4}, 0, "arrivals");
    double exact_s = 0;
    for (uint32_t arrival = 1;; arrival++) {
        const double next = sim_variate(&load, sim_draw(stream, arrival, 0, 0).word[0]);
        const SimTime time_s = sim_weekly_after(&weekly, exact_s, next, &exact_s);
        if (time_s >= (SimTime)WEEKS * WEEK_S) break;
        counts[time_s / SIM_HOUR_S % 24]++;
    }
    double square = 0;
    for (int hour = 0; hour < 24; hour++) {
        const double expected = WEEKS * 7 * rates[hour];
        square += (counts[hour] - expected) * (counts[hour] - expected) / expected;
    }
    assert_true(fabs(square - 24) < 4 * sqrt(48));
    sim_tables_free(tables);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_a_constant_rate_the_gap_is_load_over_rate),
        cmocka_unit_test(a_load_of_many_weeks_is_carried_over),
        cmocka_unit_test(hours_without_arrivals_are_stepped_over),
        cmocka_unit_test(the_first_weekday_shifts_the_week),
        cmocka_unit_test(without_any_rate_nobody_comes),
        cmocka_unit_test(seconds_that_are_cut_do_not_add_up),
        cmocka_unit_test(time_never_goes_back),
        cmocka_unit_test(nobody_comes_at_the_second_of_closing),
        cmocka_unit_test(counts_follow_the_rate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
