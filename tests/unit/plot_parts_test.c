// What pictures are made of: text, axes, flags, and the results they read.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/plot_axis.h"
#include "sim/cli/plot_text.h"

static void text_is_made_harmless(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to;
    } cases[] = {{"Bolton NHS Foundation Trust", "Bolton NHS Foundation Trust"},
                 {"a\tb\nc\x1b[31m", "a b c [31m"},
                 {"say \"no\" \\n", "say \u201Dno\u201D /n"},
                 {"  St Helens' & Knowsley  ", "St Helens' & Knowsley"},
                 {"", " "},
                 {" \n\t", " "},
                 {"caf\u00E9 \u6771\u4EAC", "caf\u00E9 \u6771\u4EAC"},
                 {"bad \xFF\xC3 \xE2\x82", "bad ?? ??"},
                 {"over\xC0\xAFlong", "over??long"},
                 {"turn\u202Eed", "turn?ed"},
                 {"c1\xC2\x85x", "c1 x"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[SIM_PLOT_TEXT];
        sim_plot_text(text, cases[i].from, 80);
        assert_string_equal(text, cases[i].to);
    }
}

static void long_text_is_cut_between_characters(void **state)
{
    (void)state;
    char text[SIM_PLOT_TEXT];
    sim_plot_text(text, "\u00E9\u00E9\u00E9\u00E9\u00E9", 3);
    assert_string_equal(text, "\u00E9\u00E9\u2026");
    assert_int_equal(sim_plot_text_length(text), 3);
    sim_plot_text(text, "abc", 3);
    assert_string_equal(text, "abc");
    char longest[4000];
    for (size_t i = 0; i < sizeof longest - 4; i += 4) memcpy(longest + i, "\U0001F3E5", 4);
    memset(longest + sizeof longest - 4, 0, 4);
    sim_plot_text(text, longest, 4000);
    assert_true(strlen(text) < SIM_PLOT_TEXT);
}

static void file_names_hold_only_safe_letters(void **state)
{
    (void)state;
    char name[65];
    sim_plot_file_name(name, "../R M|C'`-_9\u00E9");
    assert_string_equal(name, "___R_M_C__-_9__");
    char longest[200];
    memset(longest, 'a', sizeof longest);
    longest[199] = '\0';
    sim_plot_file_name(name, longest);
    assert_int_equal(strlen(name), 64);
}

static void numbers_read_as_people_write_them(void **state)
{
    (void)state;
    static const struct {
        double number;
        const char *text;
    } cases[] = {{0, "0"},          {0.04, "0"},  {0.4, "0.4"},    {9.94, "9.9"},
                 {9.96, "10"},      {999, "999"}, {1204, "1,204"}, {1234567, "1,234,567"},
                 {-12, "\u221212"}, {-0.01, "0"}, {3.02, "3"},     {-1234.5, "\u22121,234"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[32];
        assert_string_equal(sim_plot_count(text, cases[i].number), cases[i].text);
    }
    char text[32];
    sim_plot_count(text, 1e300);
    sim_plot_count(text, NAN);
    assert_string_equal(sim_plot_date(text, sim_date(2024, 1, 3)), "3 Jan 2024");
}

static void an_axis_of_numbers_has_round_ticks_within_it(void **state)
{
    (void)state;
    static const double ranges[][2] = {{0, 1},       {0, 267}, {44526, 46530}, {-20, 338},
                                       {0.61, 0.78}, {5, 5},   {-7, 0},        {0, 2e6}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        SimPlotAxis axis;
        sim_plot_axis_numbers(&axis, ranges[i][0], ranges[i][1], 5, ranges[i][1] < 1 ? PLOT_PERCENT : PLOT_AMOUNT);
        assert_true(axis.first <= ranges[i][0] && axis.last >= ranges[i][1]);
        assert_in_range(axis.count, 2, 12);
        for (size_t k = 0; k < axis.count; k++) {
            assert_true(axis.ticks[k].position >= axis.first - 1e-9 && axis.ticks[k].position <= axis.last + 1e-9);
            for (size_t other = 0; other < k; other++) {
                assert_string_not_equal(axis.ticks[k].label, axis.ticks[other].label);
            }
        }
    }
    SimPlotAxis axis;
    sim_plot_axis_numbers(&axis, 0, 300, 5, PLOT_CHANGE);
    assert_string_equal(axis.ticks[0].label, "0");
    assert_string_equal(axis.ticks[1].label, "+100");
    sim_plot_axis_numbers(&axis, 0, 2, 5, PLOT_AMOUNT);
    assert_string_equal(axis.ticks[0].label, "0.0");
    sim_plot_axis_numbers(&axis, -1, 1, 5, PLOT_CHANGE);
    assert_string_equal(axis.ticks[axis.count / 2].label, "0.0");
    sim_plot_axis_numbers(&axis, 0.62, 0.79, 4, PLOT_PERCENT);
    assert_string_equal(axis.ticks[0].label, "65%");
}

static void dates_are_days_for_weeks_and_months_for_years(void **state)
{
    (void)state;
    SimPlotAxis axis;
    const double first = sim_date(2023, 10, 2);
    sim_plot_axis_dates(&axis, sim_date(2024, 1, 1), sim_date(2024, 1, 15), 900);
    assert_int_equal(axis.count, 14);
    assert_string_equal(axis.ticks[2].label, "Wed\\n3 Jan");
    assert_true(axis.ticks[2].position == sim_date(2024, 1, 3) + 0.5);
    sim_plot_axis_dates(&axis, first, first + 40, 600);
    assert_string_equal(axis.ticks[1].label, "Mon\\n9 Oct");
    sim_plot_axis_dates(&axis, first, first + 488, 900);
    assert_string_equal(axis.ticks[0].label, "Nov\\n2023");
    assert_string_equal(axis.ticks[1].label, "Dec");
    assert_string_equal(axis.ticks[2].label, "Jan\\n2024");
    assert_int_equal(axis.count, 16);
    sim_plot_axis_dates(&axis, first, first + 20000, 900);
    assert_in_range(axis.count, 3, 30);
}

static void tick_labels_keep_their_distance(void **state)
{
    (void)state;
    for (double days = 1; days < 9000; days *= 1.1) {
        for (double width = 120; width < 1000; width *= 1.4) {
            SimPlotAxis axis;
            const double first = sim_date(2023, 3, 1);
            sim_plot_axis_dates(&axis, first, first + days, width);
            for (size_t i = 1; i < axis.count; i++) {
                const double pixels = (axis.ticks[i].position - axis.ticks[i - 1].position) * width / days;
                assert_true(pixels > 30);
            }
        }
    }
}

static SimPlotWindow window(const char *name, int day, int days, bool in_both)
{
    SimPlotWindow made = {.start = sim_date(2023, 1, 1) + day, .in_both = in_both};
    made.end = made.start + days;
    sim_plot_text(made.name, name, 48);
    return made;
}

static void flags_of_neighbours_do_not_collide(void **state)
{
    (void)state;
    const SimPlotWindow windows[] = {window("December 2022", 60, 3, true), window("January 2023", 74, 6, false),
                                     window("February", 80, 1, false), window("At the very end", 484, 3, false),
                                     window("Before the beginning", -30, 3, false)};
    SimPlotFlag flags[6];
    const double first = sim_date(2023, 1, 1);
    const size_t count = sim_plot_flags(flags, windows, 4, first, first + 488, 894);
    assert_int_equal(count, 4);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < i; k++) {
            const double day = 894.0 / 488;
            const double end_i = flags[i].text + 4.5 * (double)strlen(flags[i].name) / day;
            const double end_k = flags[k].text + 4.5 * (double)strlen(flags[k].name) / day;
            const bool apart = end_i <= flags[k].text || end_k <= flags[i].text;
            assert_true(apart || flags[i].lane != flags[k].lane);
            // A pole passes beside the names in the lanes below its own.
            assert_true(flags[i].lane <= flags[k].lane || flags[i].pole <= flags[k].text || flags[i].pole >= end_k);
            assert_true(flags[k].lane <= flags[i].lane || flags[k].pole <= flags[i].text || flags[k].pole >= end_i);
        }
    }
    assert_int_equal(sim_plot_flags(flags, windows + 4, 1, first, first + 488, 894), 0);
}

static void a_name_wider_than_the_plot_is_cut(void **state)
{
    (void)state;
    const SimPlotWindow windows[] = {window("A strike with a name that is far too long for it", 5, 4, false)};
    SimPlotFlag flags[2];
    const double first = sim_date(2023, 1, 1);
    assert_int_equal(sim_plot_flags(flags, windows, 1, first, first + 21, 150), 1);
    assert_true(sim_plot_text_length(flags[0].name) <= 26);
}

static void days_are_kept_in_order_of_date(void **state)
{
    (void)state;
    SimPlotDays days = {0};
    for (int i = 0; i < 100; i++) sim_plot_days_at(&days, i * 37 % 101)->value[0] += 1;
    sim_plot_days_at(&days, 37)->value[0] += 1;
    assert_int_equal(days.count, 100);
    for (size_t i = 1; i < days.count; i++) assert_true(days.days[i].date > days.days[i - 1].date);
    assert_true(sim_plot_days_find(&days, 37)->value[0] == 2);
    assert_null(sim_plot_days_find(&days, 1000));
    sim_plot_days_free(&days);
}

static void the_sample_is_read_whole(void **state)
{
    (void)state;
    FILE *notes = tmpfile();
    assert_non_null(notes);
    SimPlotResults results;
    sim_plot_results_read(&results, TEST_FOLDER "/unit/results_sample", notes);
    assert_int_equal(ftell(notes), 0);
    assert_int_equal(results.place_count, 1);
    assert_int_equal(results.window_count, 1);
    assert_string_equal(results.windows[0].name, "January 2024");
    assert_true(fabs(results.windows[0].start - (sim_date(2024, 1, 3) + 7.0 / 24)) < 1e-9);
    const SimPlotPlace *place = &results.places[0];
    assert_string_equal(place->name, "Sample Hospitals NHS Trust");
    assert_true(place->replications == 30);
    for (int measure = 0; measure < PLOT_MEASURES; measure++) {
        for (int world = 0; world < PLOT_WORLDS; world++) assert_int_equal(place->measure[measure][world].count, 9);
    }
    assert_true(results.is_share[PLOT_BEDS] && !results.is_share[PLOT_LIST]);
    // Baseline and difference make the strike, to the digits of the table.
    for (size_t i = 0; i < 9; i++) {
        const SimPlotDays *list = place->measure[PLOT_LIST];
        const double sum =
            list[PLOT_BASELINE].days[i].value[PLOT_MEAN] + list[PLOT_DIFFERENCE].days[i].value[PLOT_MEAN];
        assert_true(fabs(sum - list[PLOT_STRIKE].days[i].value[PLOT_MEAN]) < 0.2);
    }
    sim_plot_results_free(&results);
    fclose(notes);
}

static void a_folder_without_tables_says_so(void **state)
{
    (void)state;
    FILE *notes = tmpfile();
    SimPlotResults results;
    sim_plot_results_read(&results, "/nowhere/at/all", notes);
    assert_int_equal(results.tables, 0);
    assert_true(ftell(notes) > 0);
    sim_plot_results_free(&results);
    fclose(notes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_made_harmless),
        cmocka_unit_test(long_text_is_cut_between_characters),
        cmocka_unit_test(file_names_hold_only_safe_letters),
        cmocka_unit_test(numbers_read_as_people_write_them),
        cmocka_unit_test(an_axis_of_numbers_has_round_ticks_within_it),
        cmocka_unit_test(dates_are_days_for_weeks_and_months_for_years),
        cmocka_unit_test(tick_labels_keep_their_distance),
        cmocka_unit_test(flags_of_neighbours_do_not_collide),
        cmocka_unit_test(a_name_wider_than_the_plot_is_cut),
        cmocka_unit_test(days_are_kept_in_order_of_date),
        cmocka_unit_test(the_sample_is_read_whole),
        cmocka_unit_test(a_folder_without_tables_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
