// Periods are whole dates; their edges are what matters.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "sim/experiment/periods.h"

static int64_t moment(int year, int month, int day, int hour)
{
    return (int64_t)sim_date(year, month, day) * SIM_DAY_S + (int64_t)hour * SIM_HOUR_S;
}

static SimWindow window(const char *name, int64_t start, int64_t end, bool in_both)
{
    SimWindow made = {.start = start, .end = end, .in_both = in_both};
    strcpy(made.name, name);
    return made;
}

static SimOutline outline_of(const SimWindow *windows, size_t count)
{
    return (SimOutline){.first_day = sim_date(2023, 12, 1),
                        .report_first = sim_date(2024, 1, 1),
                        .report_last = sim_date(2024, 3, 31),
                        .windows = windows,
                        .window_count = count};
}

// Checks that the period holds every date from first to last and no other; days count from 2024-01-01.
static void check_dates(const SimPeriods *periods, const char *name, uint32_t first, uint32_t last)
{
    const SimPeriod *period = sim_period_named(periods, name);
    assert_non_null(period);
    assert_int_equal(period->day_count, last - first + 1);
    for (uint32_t i = 0; i < period->day_count; i++) assert_int_equal(period->days[i], first + i);
}

static void the_whole_is_the_report_without_the_warm_up(void **state)
{
    (void)state;
    const SimOutline outline = outline_of(NULL, 0);
    SimPeriods periods = sim_periods(&outline);
    assert_string_equal(periods.at[0].name, "whole");
    check_dates(&periods, "whole", 0, 90);
    assert_null(sim_period_named(&periods, "strike_days"));
    sim_periods_free(&periods);
}

static void a_window_that_ends_at_midnight_does_not_touch_the_next_date(void **state)
{
    (void)state;
    const SimWindow windows[] = {window("A", moment(2024, 1, 3, 7), moment(2024, 1, 9, 0), false)};
    const SimOutline outline = outline_of(windows, 1);
    SimPeriods periods = sim_periods(&outline);
    check_dates(&periods, "window:A", 2, 7);
    check_dates(&periods, "strike_days", 2, 7);
    check_dates(&periods, "after:A:1", 8, 35);
    sim_periods_free(&periods);
}

static void a_window_that_ends_after_midnight_touches_that_date(void **state)
{
    (void)state;
    const SimWindow windows[] = {window("A", moment(2024, 1, 3, 7), moment(2024, 1, 9, 0) + 1, false)};
    const SimOutline outline = outline_of(windows, 1);
    SimPeriods periods = sim_periods(&outline);
    check_dates(&periods, "window:A", 2, 8);
    check_dates(&periods, "after:A:1", 9, 36);
    sim_periods_free(&periods);
}

static void blocks_after_a_window_are_cut_at_the_next_and_at_the_end(void **state)
{
    (void)state;
    const SimWindow windows[] = {window("A", moment(2024, 1, 3, 7), moment(2024, 1, 9, 7), false),
                                 window("B", moment(2024, 2, 24, 7), moment(2024, 2, 28, 23), false)};
    const SimOutline outline = outline_of(windows, 2);
    SimPeriods periods = sim_periods(&outline);
    check_dates(&periods, "after:A:1", 9, 36);
    check_dates(&periods, "after:A:2", 37, 53);  // to 23 February
    assert_null(sim_period_named(&periods, "after:A:3"));
    check_dates(&periods, "after:B:1", 59, 86);
    check_dates(&periods, "after:B:2", 87, 90);
    assert_null(sim_period_named(&periods, "after:B:3"));
    sim_periods_free(&periods);
}

static void a_block_that_would_be_empty_does_not_exist(void **state)
{
    (void)state;
    const SimWindow windows[] = {window("A", moment(2024, 1, 3, 7), moment(2024, 1, 9, 7), false),
                                 window("B", moment(2024, 1, 9, 7), moment(2024, 1, 11, 7), false),
                                 window("C", moment(2024, 2, 8, 7), moment(2024, 3, 31, 7), false)};
    const SimOutline outline = outline_of(windows, 3);
    SimPeriods periods = sim_periods(&outline);
    assert_null(sim_period_named(&periods, "after:A:1"));  // B begins on the date on which A ends
    check_dates(&periods, "after:B:1", 11, 37);            // 27 days: cut by one
    assert_null(sim_period_named(&periods, "after:B:2"));
    assert_null(sim_period_named(&periods, "after:C:1"));  // nothing is left of the report
    sim_periods_free(&periods);
}

static void history_has_its_window_but_no_strike_days_and_nothing_after(void **state)
{
    (void)state;
    const SimWindow windows[] = {window("Old", moment(2023, 12, 30, 7), moment(2024, 1, 2, 7), true),
                                 window("New", moment(2024, 3, 1, 0), moment(2024, 3, 2, 0), false)};
    const SimOutline outline = outline_of(windows, 2);
    SimPeriods periods = sim_periods(&outline);
    check_dates(&periods, "window:Old", 0, 1);  // what lies before the report is cut off
    check_dates(&periods, "strike_days", 60, 60);
    assert_null(sim_period_named(&periods, "after:Old:1"));
    sim_periods_free(&periods);
}

static void months_are_cut_to_the_report_and_know_leap_years(void **state)
{
    (void)state;
    SimOutline outline = outline_of(NULL, 0);
    outline.report_first = sim_date(2024, 1, 31);
    outline.report_last = sim_date(2024, 3, 1);
    SimPeriods periods = sim_periods(&outline);
    check_dates(&periods, "month:2024-01", 0, 0);
    check_dates(&periods, "month:2024-02", 1, 29);
    check_dates(&periods, "month:2024-03", 30, 30);
    assert_int_equal(periods.count, 4);
    sim_periods_free(&periods);
}

static void an_outline_without_months_has_none(void **state)
{
    (void)state;
    SimOutline outline = outline_of(NULL, 0);
    outline.without_months = true;
    SimPeriods periods = sim_periods(&outline);
    assert_int_equal(periods.count, 1);
    check_dates(&periods, "whole", 0, 90);
    sim_periods_free(&periods);
}

enum { WARM_UP = 31, REPORTED = 91 };

static void without_windows_and_months_the_warm_up_the_report_and_the_rest_are_stretches(void **state)
{
    (void)state;
    SimOutline outline = outline_of(NULL, 0);
    outline.without_months = true;
    uint32_t record_of_day[WARM_UP + REPORTED + 2];
    assert_int_equal(sim_periods_stretches(&outline, record_of_day, WARM_UP + REPORTED + 2), 3);
    for (uint32_t day = 0; day < WARM_UP + REPORTED + 2; day++)
        assert_int_equal(record_of_day[day], day < WARM_UP ? 0 : day < WARM_UP + REPORTED ? 1 : 2);
    assert_int_equal(sim_periods_stretches(&outline, record_of_day, WARM_UP + REPORTED), 2);
    outline.first_day = outline.report_first;
    assert_int_equal(sim_periods_stretches(&outline, record_of_day, REPORTED), 1);
    assert_int_equal(record_of_day[0], 0);
}

static bool has_day(const SimPeriod *period, uint32_t day)
{
    for (uint32_t k = 0; k < period->day_count; k++) {
        if (period->days[k] == day) return true;
    }
    return false;
}

static bool belong_to_the_same(const SimPeriods *periods, uint32_t day, uint32_t other)
{
    for (size_t p = 0; p < periods->count; p++) {
        if (has_day(&periods->at[p], day) != has_day(&periods->at[p], other)) return false;
    }
    return true;
}

static void a_stretch_ends_where_any_period_begins_or_ends_and_nowhere_else(void **state)
{
    (void)state;
    const SimWindow windows[] = {window("Old", moment(2023, 12, 30, 7), moment(2024, 1, 2, 7), true),
                                 window("A", moment(2024, 1, 3, 7), moment(2024, 1, 9, 7), false),
                                 window("B", moment(2024, 1, 8, 7), moment(2024, 1, 9, 0), false),
                                 window("C", moment(2024, 2, 28, 7), moment(2024, 3, 3, 0), false)};
    for (int months = 0; months < 2; months++) {
        SimOutline outline = outline_of(windows, 4);
        outline.without_months = months == 0;
        SimPeriods periods = sim_periods(&outline);
        uint32_t record_of_day[WARM_UP + REPORTED];
        const uint32_t count = sim_periods_stretches(&outline, record_of_day, WARM_UP + REPORTED);
        assert_int_equal(record_of_day[WARM_UP - 1], 0);
        assert_int_equal(record_of_day[WARM_UP], 1);
        for (uint32_t day = 1; day < REPORTED; day++) {
            const uint32_t *record = &record_of_day[WARM_UP + day];
            assert_int_equal(record[0], record[-1] + !belong_to_the_same(&periods, day - 1, day));
        }
        assert_int_equal(record_of_day[WARM_UP + REPORTED - 1], count - 1);
        sim_periods_free(&periods);
    }
}

static void the_last_window_is_the_one_that_ends_last_and_is_no_history(void **state)
{
    (void)state;
    const SimWindow windows[] = {window("Long", moment(2024, 1, 1, 0), moment(2024, 1, 20, 0), false),
                                 window("Short", moment(2024, 1, 2, 0), moment(2024, 1, 3, 0), false),
                                 window("Old", moment(2024, 2, 2, 0), moment(2024, 2, 3, 0), true)};
    const SimOutline outline = outline_of(windows, 3);
    assert_ptr_equal(sim_last_strike_window(&outline), &windows[0]);
    const SimOutline none = outline_of(&windows[2], 1);
    assert_null(sim_last_strike_window(&none));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_whole_is_the_report_without_the_warm_up),
        cmocka_unit_test(a_window_that_ends_at_midnight_does_not_touch_the_next_date),
        cmocka_unit_test(a_window_that_ends_after_midnight_touches_that_date),
        cmocka_unit_test(blocks_after_a_window_are_cut_at_the_next_and_at_the_end),
        cmocka_unit_test(a_block_that_would_be_empty_does_not_exist),
        cmocka_unit_test(history_has_its_window_but_no_strike_days_and_nothing_after),
        cmocka_unit_test(months_are_cut_to_the_report_and_know_leap_years),
        cmocka_unit_test(an_outline_without_months_has_none),
        cmocka_unit_test(without_windows_and_months_the_warm_up_the_report_and_the_rest_are_stretches),
        cmocka_unit_test(a_stretch_ends_where_any_period_begins_or_ends_and_nowhere_else),
        cmocka_unit_test(the_last_window_is_the_one_that_ends_last_and_is_no_history),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
