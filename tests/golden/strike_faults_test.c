// What is wrong with a strike is refused, or warned of, with its place and what to write instead.
#include "tests/golden/by_hand.h"
#include "tests/golden/said.h"

// Of the scenario whose strike has these lines more.
static Said said_with(const char *lines, const SimOverride *overrides, size_t count)
{
    char text[BY_HAND_MOST];
    by_hand_read(text);
    by_hand_add_to_strike(text, lines);
    return said_of(text, overrides, count, SIM_STRIKE);
}

// The line of the text just after which lines are added.
static unsigned lines_before_addition(void)
{
    char text[BY_HAND_MOST];
    by_hand_read(text);
    *strstr(text, "    demand: {stay_away: 0%}\n") = '\0';
    unsigned lines = 1;
    for (const char *c = text; *c; c++) lines += *c == '\n';
    return lines;
}

static void what_is_wrong_is_refused_with_its_place(void **state)
{
    (void)state;
    const struct {
        const char *lines;
        unsigned line, column;  // beyond those of by_hand.yaml
        const char *words;
    } cases[] = {
        {"    kept:\n      - {departments: [emergency], share: 100%}\n      - {departments: [emergency], share: 50%}\n",
         3, 9, "write each department once"},
        {"    mitigations:\n      - {department: emergency, from: 2024-03-05, until: 2024-03-06}\n", 2, 9,
         "a mitigation needs one of `staff` and `share`"},
        {"    mitigations:\n      - {department: emergency, from: 2024-03-05, until: 2024-03-06, staff: 2, share: "
         "50%}\n",
         2, 9, "a mitigation needs one of `staff` and `share`"},
        {"    mitigations:\n      - {department: emergency, from: 2024-03-05, until: 2024-03-05, staff: 2}\n", 2, 9,
         "write an `until` after its `from`"},
        {"    mitigations:\n      - {department: emergency, from: 2024-03-08, until: 2024-03-09, staff: 2}\n", 2, 9,
         "lies outside its strike"},
        {"    mitigations:\n      - {department: maternity, group: midwives, from: 2024-03-05, until: 2024-03-06, "
         "staff: "
         "2}\n",
         2, 9, "write one of `groups`"},
    };
    const unsigned first = lines_before_addition();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char place[60];
        snprintf(place, sizeof place, "in_memory.yaml:%u:%u: ", first + cases[i].line, cases[i].column);
        assert_refused(said_with(cases[i].lines, NULL, 0), place, cases[i].words);
    }
}

static void a_turn_out_of_nobody_or_twice_of_somebody_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *row, *words;
    } cases[] = {{"{weekday: 20%}", "this row is of everybody"},
                 {"{group: nurses, weekday: 20%}", "is not called out"},
                 {"{group: consultants, weekday: 20%}, {group: consultants, night: 20%}", "write one row"}};
    for (size_t i = 0; i < 3; i++) {
        char text[BY_HAND_MOST], row[200];
        by_hand_read(text);
        char *from = strstr(text, "    participation:"), *rest = strchr(from, '\n') + 1;
        memmove(from, rest, strlen(rest) + 1);
        snprintf(row, sizeof row, "    participation: {by: [%s]}\n", cases[i].row);
        by_hand_add_to_strike(text, row);
        assert_refused(said_of(text, NULL, 0, SIM_STRIKE), "", cases[i].words);
    }
}

static void assert_says(const SimOverride *overrides, size_t count, const char *words)
{
    Said said = said_with("", overrides, count);
    if (words ? !strstr(said.text, words) : *said.text)
        fail_msg("said\n%snot %s", said.text, words ? words : "nothing");
    said_free(&said);
}

#define DATES(from, announces, starts, ends, lasts)                                                                    \
    {"calendar.start", from}, {"strikes[three days].announced", announces}, {"strikes[three days].start", starts},     \
        {"strikes[three days].end", ends},                                                                             \
    {                                                                                                                  \
        "calendar.end", lasts                                                                                          \
    }

// 7 days before 1 March 2017, 14 from then on, 10 from 18 February 2026: by the day of the announcement.
static void notice_shorter_than_the_law_asked_for_at_the_time_is_warned_of(void **state)
{
    (void)state;
    const struct {
        SimOverride dates[5];
        const char *words;
    } cases[] = {
        {{DATES("2015-11-02", "2015-11-24T08:00", "2015-12-01T08:00", "2015-12-02T08:00", "2015-12-31")}, NULL},
        {{DATES("2015-11-02", "2015-11-24T08:01", "2015-12-01T08:00", "2015-12-02T08:00", "2015-12-31")},
         "less than the 7 days of notice"},
        {{DATES("2017-02-06", "2017-03-01", "2017-03-14", "2017-03-15", "2017-03-31")},
         "less than the 14 days of notice"},
        {{DATES("2026-02-02", "2026-02-17T23:59", "2026-03-03T23:59", "2026-03-05", "2026-03-31")}, NULL},
        {{DATES("2026-02-02", "2026-02-17T23:59", "2026-03-03T23:58", "2026-03-05", "2026-03-31")},
         "less than the 14 days of notice"},
        {{DATES("2026-02-02", "2026-02-18", "2026-02-28", "2026-03-05", "2026-03-31")}, NULL},
        {{DATES("2026-02-02", "2026-02-18T00:01", "2026-02-28", "2026-03-05", "2026-03-31")},
         "less than the 10 days of notice"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) assert_says(cases[i].dates, 5, cases[i].words);
}

static void a_strike_is_anticipated_before_its_announcement_and_after_the_calendar_starts(void **state)
{
    (void)state;
    const SimOverride late = {"strikes[three days].anticipated_from", "2024-02-19T07:01"};
    const SimOverride early = {"strikes[three days].anticipated_from", "2024-02-04T23:59"};
    const SimOverride history[] = {{"strikes[three days].anticipated_from", "2024-02-04T23:59"},
                                   {"strikes[three days].in", "both"},
                                   {"recovery.extra_clinics", "0/week"},
                                   {"run.warm_up", "9 weeks"}};
    assert_says(&late, 1, "is anticipated after it is announced");
    assert_says(&early, 1, "is anticipated before calendar.start; write a `calendar.start` of 2024-02-04 or earlier");
    assert_says(history, 4, NULL);
}

// Known from 19 February, 07:00, and the calendar starts on the 5th: six weeks before that are enough, a day less is
// not.
static void a_strike_that_goes_on_after_the_calendar_is_warned_of(void **state)
{
    (void)state;
    const SimOverride last[] = {{"calendar.end", "2024-03-07"}}, before[] = {{"calendar.end", "2024-03-06"}};
    Said whole = said_with("", last, 1), cut = said_with("", before, 1);
    assert_null(strstr(whole.text, "goes on after calendar.end"));
    assert_non_null(strstr(cut.text, "warning: strike \"three days\" goes on after calendar.end"));
    said_free(&whole);
    said_free(&cut);
}

static void a_warm_up_in_which_the_dates_ahead_are_not_filled_is_warned_of(void **state)
{
    (void)state;
    const SimOverride enough = {"run.warm_up", "6 weeks"}, too_short = {"run.warm_up", "41 d"};
    assert_says(&enough, 1, NULL);
    assert_says(&too_short, 1, "write a `run.warm_up` of 8 weeks or more");
}

static void a_call_off_has_one_moment_between_announcement_and_end(void **state)
{
    (void)state;
    const struct {
        SimOverride of[2];
        size_t count;
        const char *words;
    } cases[] = {
        {{{"strikes[three days].call_off.probability", "40%"}}, 1, "write `at` or `before` too"},
        {{{"strikes[three days].call_off.at", "2024-03-03"}, {"strikes[three days].call_off.before", "13 h"}},
         2,
         "has both `at` and `before`"},
        {{{"strikes[three days].call_off.at", "2024-02-19T06:59"}}, 1, "is called off before it is announced"},
        {{{"strikes[three days].call_off.at", "2024-03-07T07:00"}}, 1, "is called off after its end"},
        {{{"strikes[three days].call_off.before", "13 h"}}, 1, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_says(cases[i].of, cases[i].count, cases[i].words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_wrong_is_refused_with_its_place),
        cmocka_unit_test(a_turn_out_of_nobody_or_twice_of_somebody_is_refused),
        cmocka_unit_test(notice_shorter_than_the_law_asked_for_at_the_time_is_warned_of),
        cmocka_unit_test(a_strike_is_anticipated_before_its_announcement_and_after_the_calendar_starts),
        cmocka_unit_test(a_strike_that_goes_on_after_the_calendar_is_warned_of),
        cmocka_unit_test(a_warm_up_in_which_the_dates_ahead_are_not_filled_is_warned_of),
        cmocka_unit_test(a_call_off_has_one_moment_between_announcement_and_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
