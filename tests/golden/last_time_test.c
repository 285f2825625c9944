// What earlier strikes did, as reported, beside what is simulated: last_time.csv of the hospital by hand, number by
// number.
#include "tests/golden/by_hand.h"
#include "tests/golden/outcome_of.h"
#include "tests/golden/said.h"

#include "models/last_time.h"
#include "sim/results/sheet.h"

// Puts lines into what the scenario says of its trust.
static char *with_last_time(const char *rows)
{
    static char text[2 * BY_HAND_MOST];
    static const char before[] = "    bookings: off\n";
    char plain[BY_HAND_MOST];
    by_hand_read(plain);
    const char *end = strstr(plain, before);
    assert_non_null(end);
    end += strlen(before);
    snprintf(text, sizeof text, "%.*s    last_time:\n%s%s", (int)(end - plain), plain, rows, end);
    return text;
}

// Everybody stays away for three days from Monday, 4 March: ten clinics of twelve slots a day are lost. On Thursday,
// 11 April, the residents strike alone, without whom the clinics run.
static const SimOverride all_strike[] = {
    {"strikes[three days].groups", "[consultants, resident_doctors]"},
    {"strikes[three days].participation.margin", "0%"},
    {"calendar.end", "2024-04-30"},
};

#define SECOND_STRIKE                                                                                                  \
    "  - name: Thursday\n"                                                                                             \
    "    groups: [resident_doctors]\n"                                                                                 \
    "    announced: 2024-03-20T07:00\n"                                                                                \
    "    start: 2024-04-11T07:00\n"                                                                                    \
    "    end: 2024-04-12T07:00\n"                                                                                      \
    "    participation: {weekday: 100%, weekend: 100%, between_trusts: 0, margin: 0%}\n"                               \
    "    demand: {stay_away: 0%}\n"

static char *sheet_named(const char *name, const SimSheetSource *source)
{
    char *text = NULL;
    size_t size = 0, count;
    const SimSheet *sheets = sim_sheets(&count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(sheets[i].file, name) != 0 || !sim_sheet_is_needed(&sheets[i], source->outcome->frame)) continue;
        FILE *to = open_memstream(&text, &size);
        sim_sheet_write(&sheets[i], source, to);
        fclose(to);
    }
    return text;
}

// last_time.csv of two replications; NULL if there is none. To be freed.
static char *compared(const char *text, const SimOverride *overrides, size_t count)
{
    Lives lives = lives_parse(text, overrides, count);
    SimOutcome *outcome = outcome_of(&lives, 2);
    char *sheet = sheet_named("last_time.csv", &(SimSheetSource){.model = &hospital_model, .outcome = outcome});
    sim_outcome_free(outcome);
    lives_free(&lives);
    return sheet;
}

// Staff of a group due on a weekday.
static uint32_t due_on_a_weekday(enum StaffGroup group)
{
    Lives lives = by_hand(NULL, 0);
    const StaffingPlan *staffing = &lives.plans[SIM_STRIKE]->trusts[0].staffing;
    uint32_t due = 0;
    for (uint32_t i = 0; i < staffing->roster_count; i++)
        due += staffing->rosters[i].group == group ? staffing->rosters[i].due[0] : 0;
    lives_free(&lives);
    assert_true(due > 18);
    return due;
}

// A line, whose format may hold numbers.
__attribute__((format(printf, 2, 3))) static void assert_line(const char *sheet, const char *format, ...)
{
    char line[400];
    va_list numbers;
    va_start(numbers, format);
    vsnprintf(line, sizeof line, format, numbers);
    va_end(numbers);
    if (!strstr(sheet, line)) fail_msg("no line\n%sin\n%s", line, sheet);
}

static size_t lines_of(const char *text)
{
    size_t lines = 0;
    for (; *text; text++) lines += *text == '\n';
    return lines;
}

static char *compared_with_two_strikes(const char *rows)
{
    char text[2 * BY_HAND_MOST];
    snprintf(text, sizeof text, "%s", with_last_time(rows));
    by_hand_add_to_strike(text, SECOND_STRIKE);
    return compared(text, all_strike, sizeof all_strike / sizeof *all_strike);
}

static void a_strike_on_the_same_dates_is_compared_figure_by_figure(void **state)
{
    (void)state;
    char *sheet = compared_with_two_strikes(
        "      - {name: The same, start: 2024-03-04T07:00, end: 2024-03-07T08:00, due: 60, absent: 30,\n"
        "         rescheduled: 310, rescheduled_outpatient: 300, rescheduled_inpatient: 3, source: a return}\n"
        "      - {name: Thursday then, start: 2024-04-11T07:00, end: 2024-04-12, absent: 40}\n");
    assert_int_equal(lines_of(sheet), 1 + 6);
    // Three days and an hour are not quite 20 a day.
    const uint32_t due = due_on_a_weekday(GROUP_RESIDENTS), all = 3 * due;
    assert_line(sheet,
                "HAN,The same,2024-03-04,2024-03-07,due,ia_due_called,60,three days,true,%u,%u,%u,day,"
                "19.7260274,%u,%u,%u,a return\n",
                all, all, all, due, due, due);
    assert_line(sheet,
                "HAN,The same,2024-03-04,2024-03-07,absent,ia_absent,30,three days,true,%u,%u,%u,due,"
                "0.5,1,1,1,a return\n",
                all, all, all);
    assert_line(sheet, "HAN,The same,2024-03-04,2024-03-07,rescheduled,ia_total,310,three days,true,360,360,360,"
                       "working_day,103.3333333,120,120,120,a return\n");
    assert_line(sheet, "HAN,The same,2024-03-04,2024-03-07,rescheduled_outpatient,ia_op,300,three days,true,"
                       "360,360,360,working_day,100,120,120,120,a return\n");
    assert_line(sheet, "HAN,The same,2024-03-04,2024-03-07,rescheduled_inpatient,ia_ip,3,three days,true,0,0,0,"
                       "working_day,1,0,0,0,a return\n");
    assert_line(sheet, "HAN,Thursday then,2024-04-11,2024-04-12,absent,ia_absent,40,Thursday,true,%u,%u,%u,day,", due,
                due, due);
    free(sheet);
}

// From Saturday to the whole of Tuesday: four days, of which two are working days.
static void another_strike_is_compared_with_every_window_on_a_common_footing(void **state)
{
    (void)state;
    char *sheet = compared_with_two_strikes("      - {name: Earlier, start: 2023-01-07, end: 2023-01-10, absent: 20,\n"
                                            "         rescheduled_outpatient: 240}\n");
    assert_int_equal(lines_of(sheet), 1 + 4);
    const uint32_t due = due_on_a_weekday(GROUP_RESIDENTS), all = 3 * due;
    assert_line(sheet,
                "HAN,Earlier,2023-01-07,2023-01-10,absent,ia_absent,20,three days,false,%u,%u,%u,day,5,%u,%u,%u,\n",
                all, all, all, due, due, due);
    assert_line(sheet,
                "HAN,Earlier,2023-01-07,2023-01-10,absent,ia_absent,20,Thursday,false,%u,%u,%u,day,5,%u,%u,%u,\n", due,
                due, due, due, due, due);
    assert_line(sheet, "HAN,Earlier,2023-01-07,2023-01-10,rescheduled_outpatient,ia_op,240,three days,false,"
                       "360,360,360,working_day,120,120,120,120,\n");
    assert_line(sheet, "HAN,Earlier,2023-01-07,2023-01-10,rescheduled_outpatient,ia_op,240,Thursday,false,0,0,0,"
                       "working_day,120,0,0,0,\n");
    free(sheet);
}

static void figures_of_other_groups_are_compared_with_those_groups(void **state)
{
    (void)state;
    char *sheet = compared_with_two_strikes("      - {name: Nurses, start: 2024-03-04, end: 2024-03-07, due: 60,\n"
                                            "         groups: [nurses]}\n");
    assert_int_equal(lines_of(sheet), 1 + 1);
    assert_line(sheet, "HAN,Nurses,2024-03-04,2024-03-07,due,ia_due_called,60,three days,true,0,0,0,day,15,0,0,0,\n");
    free(sheet);
}

static void absences_of_other_groups_are_compared_with_those_groups(void **state)
{
    (void)state;
    char *sheet = compared_with_two_strikes("      - {name: Both, start: 2024-03-04, end: 2024-03-07, absent: 60,\n"
                                            "         groups: [consultants, nurses]}\n");
    const uint32_t due = due_on_a_weekday(GROUP_CONSULTANTS), all = 3 * due;
    assert_line(sheet, "HAN,Both,2024-03-04,2024-03-07,absent,ia_absent,60,three days,true,%u,%u,%u,day,15,%u,%u,%u,\n",
                all, all, all, due, due, due);
    free(sheet);
}

// Without a forecast everybody is moved on the day.
static void whoever_is_moved_on_the_day_is_rescheduled_too(void **state)
{
    (void)state;
    const SimOverride unexpected[] = {{"strikes[three days].participation.forecast_weekday", "0%"}};
    char *sheet =
        compared(with_last_time("      - {name: A, start: 2024-03-04, end: 2024-03-06, rescheduled_outpatient: 300}\n"),
                 unexpected, 1);
    assert_line(sheet, "HAN,A,2024-03-04,2024-03-06,rescheduled_outpatient,ia_op,300,three days,false,360,360,360,"
                       "working_day,100,120,120,120,\n");
    free(sheet);
}

// The larger of two trusts has reported nothing.
static void a_trusts_report_is_compared_with_what_is_simulated_of_it(void **state)
{
    (void)state;
    static const char text[] =
        "walkout: 1\n"
        "calendar: {start: 2024-02-05, end: 2024-03-31, holidays: none}\n"
        "trusts:\n"
        "  - {name: One, code: ONE, based_on: library/acute_trust.yaml, emergency: off, elective: off, maternity: "
        "off}\n"
        "  - {name: Two, code: TWO, based_on: library/acute_trust.yaml, emergency: off, elective: off, maternity: "
        "off,\n"
        "     size: {residents: 330}, last_time: [{name: A, start: 2024-03-05T07:00, end: 2024-03-06T07:00, due: 9}]}\n"
        "strikes:\n"
        "  - {name: B, groups: [resident_doctors], announced: 2024-02-12, start: 2024-03-05T07:00, "
        "end: 2024-03-06T07:00}\n";
    Lives lives = lives_parse(text, NULL, 0);
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    const uint32_t tuesday = day_number(plan, 2024, 3, 5);
    double due[2];
    for (size_t place = 0; place < 2; place++) {
        SimWorld *world = world_run(plan, place, moment(plan, 2024, 3, 6, 8));
        due[place] = amount_of(world, tuesday, plan->measures.ia_due_called + GROUP_RESIDENTS);
        sim_world_free(world);
    }
    lives_free(&lives);
    char *sheet = compared(text, NULL, 0);
    assert_int_equal(lines_of(sheet), 1 + 1);
    assert_true(due[0] > due[1] + 50);
    assert_line(sheet, "TWO,A,2024-03-05,2024-03-06,due,ia_due_called,9,B,true,%g,", due[1]);
    free(sheet);
}

// Of a window that the report cuts off there are no whole figures.
static void a_window_outside_the_report_is_not_compared(void **state)
{
    (void)state;
    const SimOverride cut[] = {{"calendar.end", "2024-03-06"}};
    char *sheet = compared(with_last_time("      - {name: A, start: 2024-03-04, end: 2024-03-07, rescheduled: 300}\n"),
                           cut, sizeof cut / sizeof *cut);
    assert_line(sheet, "HAN,A,2024-03-04,2024-03-07,rescheduled,ia_total,300,,false,,,,working_day,75,,,,\n");
    free(sheet);
}

static void without_earlier_strikes_there_is_no_table(void **state)
{
    (void)state;
    char text[BY_HAND_MOST];
    by_hand_read(text);
    assert_null(compared(text, NULL, 0));
}

// Nothing that is simulated depends on it: the worlds at the end are the same.
static void what_was_reported_changes_nothing(void **state)
{
    (void)state;
    const SimOverride short_run[] = {{"calendar.end", "2024-03-31"}};
    Lives without = by_hand(short_run, 1);
    Lives with = lives_parse(with_last_time("      - {name: A, start: 2024-03-04, end: 2024-03-07, rescheduled: 9}\n"),
                             short_run, 1);
    SimWorld *a = world_run(without.plans[SIM_STRIKE], 0, end_of(without.plans[SIM_STRIKE]));
    SimWorld *b = world_run(with.plans[SIM_STRIKE], 0, end_of(with.plans[SIM_STRIKE]));
    assert_same_world(a, b);
    sim_world_free(a);
    sim_world_free(b);
    lives_free(&without);
    lives_free(&with);
}

static int64_t at(int year, int month, int day, int hour)
{
    return (int64_t)sim_date(year, month, day) * SIM_DAY_S + (int64_t)hour * SIM_HOUR_S;
}

static void working_days_are_weekdays_whose_midday_lies_in_the_strike(void **state)
{
    (void)state;
    const SimOverride england[] = {{"calendar.holidays", "england"}};
    Lives lives = by_hand(NULL, 0), holidays = by_hand(england, 1);
    const HospitalPlan *plan = lives.plans[SIM_STRIKE], *with_holidays = holidays.plans[SIM_STRIKE];
    assert_int_equal(last_time_working_days(plan, at(2023, 12, 20, 7), at(2023, 12, 23, 7)), 3);
    assert_int_equal(last_time_working_days(plan, at(2023, 4, 11, 12), at(2023, 4, 14, 12)), 3);
    assert_int_equal(last_time_working_days(plan, at(2023, 4, 11, 13), at(2023, 4, 14, 13)), 3);
    // From Good Friday to the Tuesday after Easter.
    assert_int_equal(last_time_working_days(plan, at(2023, 4, 7, 7), at(2023, 4, 11, 7)), 2);
    assert_int_equal(last_time_working_days(with_holidays, at(2023, 4, 7, 7), at(2023, 4, 11, 7)), 0);
    assert_int_equal(last_time_working_days(with_holidays, at(2023, 4, 7, 7), at(2023, 4, 11, 13)), 1);
    lives_free(&lives);
    lives_free(&holidays);
}

static void assert_fault(const char *rows, const char *where, const char *what)
{
    assert_refused(said_of(with_last_time(rows), NULL, 0, SIM_STRIKE), where, what);
}

// The list begins in line 24.
static void what_is_wrong_is_said_with_its_line(void **state)
{
    (void)state;
    const char *sound = "      - {name: A, start: 2023-01-07, end: 2023-01-10, absent: 20}\n";
    char rows[400];
    assert_fault("      - {name: A, start: 2023-01-07T07:00, end: 2023-01-07T06:00, absent: 20}\n",
                 ":24:9:", "\"A\" ends before it starts");
    assert_fault("      - {name: A, start: 2023-01-07, end: 2033-01-07, absent: 20}\n", ":24:9:", "longer than a year");
    snprintf(rows, sizeof rows, "%s      - {name: B, start: 2023-01-07, end: 2023-01-10}\n", sound);
    assert_fault(rows, ":25:9:", "\"B\" has no figures; write at least one of");
    snprintf(rows, sizeof rows, "%s      - {name: A, start: 2023-02-07, end: 2023-02-10, absent: 3}\n", sound);
    assert_fault(rows, ":25:", "two of `last_time` have the name `A`");
    assert_fault("      - {name: A, start: 2023-01-07, end: 2023-01-10, due: 10, absent: 20}\n",
                 ":24:9:", "more staff were absent (20) than were due (10)");
    assert_fault("      - {name: A, start: 2023-01-07, end: 2023-01-10, rescheduled: 10, rescheduled_outpatient: 9,\n"
                 "         rescheduled_inpatient: 2}\n",
                 ":24:9:", "outpatients and inpatients (11) are more than all rescheduled (10)");
    assert_fault("      - {name: A, start: 2023-01-07, end: 2023-01-10, cancelled: 10}\n", ":24:", "`cancelled`");
    assert_fault("      - {name: A, start: 2023-01-07, absent: 10}\n", ":24:", "end");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_strike_on_the_same_dates_is_compared_figure_by_figure),
        cmocka_unit_test(another_strike_is_compared_with_every_window_on_a_common_footing),
        cmocka_unit_test(figures_of_other_groups_are_compared_with_those_groups),
        cmocka_unit_test(absences_of_other_groups_are_compared_with_those_groups),
        cmocka_unit_test(whoever_is_moved_on_the_day_is_rescheduled_too),
        cmocka_unit_test(a_trusts_report_is_compared_with_what_is_simulated_of_it),
        cmocka_unit_test(a_window_outside_the_report_is_not_compared),
        cmocka_unit_test(without_earlier_strikes_there_is_no_table),
        cmocka_unit_test(what_was_reported_changes_nothing),
        cmocka_unit_test(working_days_are_weekdays_whose_midday_lies_in_the_strike),
        cmocka_unit_test(what_is_wrong_is_said_with_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
