#include "sim/engine/calendar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void known_dates_have_their_number(void **state)
{
    (void)state;
    assert_int_equal(sim_date(1970, 1, 1), 0);
    assert_int_equal(sim_date(1969, 12, 31), -1);
    assert_int_equal(sim_date(2000, 2, 29), 11016);
    assert_int_equal(sim_date(2024, 1, 3), 19725);
}

static void every_date_of_four_centuries_comes_back(void **state)
{
    (void)state;
    SimCivil before = {1799, 12, 31};
    for (SimDate date = sim_date(1800, 1, 1); date <= sim_date(2200, 12, 31); date++) {
        const SimCivil civil = sim_civil(date);
        assert_int_equal(sim_date(civil.year, civil.month, civil.day), date);
        const bool is_next_day = civil.month == before.month && civil.day == before.day + 1;
        assert_true(is_next_day || civil.day == 1);
        before = civil;
    }
}

static void only_leap_years_have_a_29_february(void **state)
{
    (void)state;
    assert_true(sim_date_exists(2024, 2, 29));
    assert_true(sim_date_exists(2000, 2, 29));
    assert_false(sim_date_exists(2023, 2, 29));
    assert_false(sim_date_exists(1900, 2, 29));
}

static void dates_that_do_not_exist_are_known(void **state)
{
    (void)state;
    assert_false(sim_date_exists(2024, 4, 31));
    assert_false(sim_date_exists(2024, 13, 1));
    assert_false(sim_date_exists(2024, 0, 1));
    assert_false(sim_date_exists(2024, 1, 0));
    assert_true(sim_date_exists(2024, 12, 31));
}

static void weekdays_begin_on_monday(void **state)
{
    (void)state;
    assert_int_equal(sim_weekday(sim_date(1970, 1, 1)), 3);
    assert_int_equal(sim_weekday(sim_date(1969, 12, 28)), 6);
    assert_int_equal(sim_weekday(sim_date(2024, 1, 1)), 0);
    assert_int_equal(sim_weekday(sim_date(2024, 1, 3)), 2);
    assert_int_equal(sim_weekday(sim_date(2023, 12, 24)), 6);
}

static void dates_are_written_year_first(void **state)
{
    (void)state;
    char text[11];
    assert_string_equal(sim_date_text(sim_date(2024, 1, 3), text), "2024-01-03");
    assert_string_equal(sim_date_text(sim_date(1999, 12, 31), text), "1999-12-31");
}

static void bank_holidays_are_those_of_the_government(void **state)
{
    (void)state;
    // gov.uk/bank-holidays, England and Wales; the years before 2018 from its archived copies.
    static const struct {
        int year;
        const char *holidays;
    } known[] = {
        {2012, "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26 "},
        {2015, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28 "},
        {2016, "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27 "},
        {2018, "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26 "},
        {2019, "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26 "},
        {2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28 "},
        {2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28 "},
        {2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27 "},
        {2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26 "},
        {2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26 "},
        {2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26 "},
        {2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28 "},
        {2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28 "},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        char found[200] = "", text[11];
        for (SimDate date = sim_date(known[i].year, 1, 1); date <= sim_date(known[i].year, 12, 31); date++) {
            if (!sim_is_bank_holiday_in_england(date)) continue;
            strcat(found, sim_date_text(date, text) + 5);
            strcat(found, " ");
        }
        assert_string_equal(found, known[i].holidays);
    }
}

static void no_bank_holiday_falls_on_a_weekend(void **state)
{
    (void)state;
    for (SimDate date = sim_date(2012, 1, 1); date <= sim_date(2030, 12, 31); date++) {
        assert_false(sim_is_bank_holiday_in_england(date) && sim_weekday(date) >= 5);
    }
}

static void years_without_knowledge_have_no_bank_holidays(void **state)
{
    (void)state;
    assert_false(sim_is_bank_holiday_in_england(sim_date(2011, 12, 26)));
    assert_false(sim_is_bank_holiday_in_england(sim_date(2031, 1, 1)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_dates_have_their_number),
        cmocka_unit_test(every_date_of_four_centuries_comes_back),
        cmocka_unit_test(only_leap_years_have_a_29_february),
        cmocka_unit_test(dates_that_do_not_exist_are_known),
        cmocka_unit_test(weekdays_begin_on_monday),
        cmocka_unit_test(dates_are_written_year_first),
        cmocka_unit_test(bank_holidays_are_those_of_the_government),
        cmocka_unit_test(no_bank_holiday_falls_on_a_weekend),
        cmocka_unit_test(years_without_knowledge_have_no_bank_holidays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
