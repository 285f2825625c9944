#define _XOPEN_SOURCE 700  // mkdtemp
// Tables that planners keep, as spreadsheets write them.
#include "sim/scenario/csv_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static SimCsvFile *parse(const char *text, size_t length, char *told, size_t told_size)
{
    SimFaults *faults = sim_faults_new();
    SimCsvFile *csv = sim_csv_file_parse("t.csv", text, length, faults);
    FILE *to = fmemopen(told, told_size, "w");
    sim_faults_print(faults, to);
    fclose(to);
    assert_true((csv == NULL) == (sim_faults_count(faults) > 0));
    sim_faults_free(faults);
    return csv;
}

static SimCsvFile *sound(const char *text)
{
    char told[4000] = "";
    SimCsvFile *csv = parse(text, strlen(text), told, sizeof told);
    if (!csv) fail_msg("%s", told);
    return csv;
}

static void assert_told_of(const char *text, size_t length, const char *expected)
{
    char told[4000] = "";
    assert_null(parse(text, length, told, sizeof told));
    if (!strstr(told, expected)) fail_msg("expected `%s` in `%s`", expected, told);
}

static void assert_told(const char *text, const char *expected)
{
    assert_told_of(text, strlen(text), expected);
}

static void assert_cell(const SimCsvFile *csv, size_t row, size_t column, const char *text, int line, int at)
{
    assert_string_equal(sim_csv_file_cell(csv, row, column), text);
    SimMark mark = sim_csv_file_mark(csv, row, column);
    assert_string_equal(mark.file, "t.csv");
    assert_int_equal(mark.line, line);
    assert_int_equal(mark.column, at);
}

static void cells_know_where_they_stand(void **state)
{
    (void)state;
    SimCsvFile *csv = sound("\xEF\xBB\xBF"
                            "date,due\r\n\r\n2024-01-03, 12 \r\n,,,\r\n2024-01-04,\"1\"\"2\nx\"\r\nlast,3");
    assert_int_equal(sim_csv_file_columns(csv), 2);
    assert_int_equal(sim_csv_file_rows(csv), 3);
    assert_int_equal(sim_csv_file_heading_mark(csv, 1).column, 6);
    assert_cell(csv, 0, 0, "2024-01-03", 3, 1);
    assert_cell(csv, 0, 1, "12", 3, 12);
    assert_cell(csv, 1, 1, "1\"2 x", 5, 12);
    assert_cell(csv, 2, 1, "3", 7, 6);
    sim_csv_file_free(csv);
}

static void semicolons_and_tabs_separate_where_the_headings_use_them(void **state)
{
    (void)state;
    static const char *const texts[] = {"a;b\n1,5;2\n", "sep=;\na;b\n1,5;2\n", "a\tb\n1,5\t2\n", "a,b\n\"1,5\",2\n"};
    for (size_t i = 0; i < 4; i++) {
        SimCsvFile *csv = sound(texts[i]);
        assert_int_equal(sim_csv_file_columns(csv), 2);
        assert_string_equal(sim_csv_file_cell(csv, 0, 0), "1,5");
        assert_string_equal(sim_csv_file_cell(csv, 0, 1), "2");
        sim_csv_file_free(csv);
    }
}

static void british_dates_are_put_in_order(void **state)
{
    (void)state;
    SimCsvFile *csv = sound("a,b\n3/1/2024,03/01/2024 07:00\n13/12/2024,1/2\n");
    assert_string_equal(sim_csv_file_cell(csv, 0, 0), "2024-01-03");
    assert_string_equal(sim_csv_file_cell(csv, 0, 1), "2024-01-03 07:00");
    assert_string_equal(sim_csv_file_cell(csv, 1, 0), "2024-12-13");
    assert_string_equal(sim_csv_file_cell(csv, 1, 1), "1/2");
    sim_csv_file_free(csv);
    assert_told("a,b\nx,12/13/2024\n", "t.csv:2:3: `12/13/2024` is read as day/month/year");
}

static void what_is_no_table_says_what_to_do(void **state)
{
    (void)state;
    assert_told("", "t.csv:1:1: the file is empty; begin with a line of headings");
    assert_told("\n\n,,\n", "the file is empty");
    assert_told("a,b\n1,2,3\n", "t.csv:2:5: `3` stands in a column without a heading");
    assert_told("a,b\n1\n", "t.csv:2:1: this row has 1 cells, but there are 2 headings");
    assert_told("a,,b\n1,2,3\n", "t.csv:1:3: column 2 has no heading");
    assert_told("a,b,A\n1,2,3\n", "t.csv:1:5: there are two columns `A`");
    assert_told("a,b\n1,\"2\n3,4\n", "t.csv:2:3: a quote begins here and is never closed");
    assert_told("a,b\n\"1\"x,2\n", "t.csv:2:4: text stands behind a closing quote");
    assert_told("a,b\n1,caf\xe9\n", "t.csv:2:6: a character here is not UTF-8; save the file as `CSV UTF-8");
    assert_told("PK\x03\x04 etc", "t.csv: is a workbook");
    assert_told_of("\xff\xfe"
                   "a\0,\0",
                   6, "t.csv: is text in UTF-16");
    assert_told_of("a,b\n1,\0\n", 8, "t.csv:2:3: a NUL character stands here");
}

static void all_broken_rows_are_told_at_once(void **state)
{
    (void)state;
    assert_told("a,b\n1\n1,2\n1,2,3\n", "t.csv:2:1: this row");
    assert_told("a,b\n1\n1,2\n1,2,3\n", "t.csv:4:5: `3` stands");
}

static void a_table_of_any_size_is_bounded(void **state)
{
    (void)state;
    enum { WIDE = 1000000, LONG = 300000 };
    char *text = malloc(WIDE + 1);
    memset(text, ',', WIDE);
    text[0] = 'a';
    assert_told_of(text, WIDE, "t.csv:1:402: more than 400 columns");
    memset(text, 'x', WIDE);
    for (size_t i = 1; i < LONG; i += 2) text[i] = '\n';
    assert_told_of(text, LONG, "t.csv:100002:1: more than 100000 rows");
    free(text);
    size_t large = SIM_CSV_BYTES + 1;
    text = malloc(large);
    memset(text, 'x', large);
    assert_told_of(text, large, "t.csv: the file is larger than 16 MiB");
    free(text);
}

static void files_lie_beneath_the_scenarios_folder(void **state)
{
    (void)state;
    char folder[] = "/tmp/csv_file_test_XXXXXX", place[80];
    assert_non_null(mkdtemp(folder));
    snprintf(place, sizeof place, "%s/t.csv", folder);
    FILE *file = fopen(place, "w");
    fputs("a,b\n1,2\n", file);
    fclose(file);
    SimFaults *faults = sim_faults_new();
    SimCsvFile *csv = sim_csv_file_read(folder, "t.csv", (SimMark){.file = "s.yaml", .line = 3, .column = 9}, faults);
    assert_non_null(csv);
    assert_string_equal(sim_csv_file_mark(csv, 0, 0).file, place);
    sim_csv_file_free(csv);
    static const char *const refused[] = {"../t.csv", "/etc/passwd", "absent.csv", "."};
    for (size_t i = 0; i < 4; i++) {
        assert_null(sim_csv_file_read(folder, refused[i], (SimMark){.file = "s.yaml", .line = 3}, faults));
        assert_int_equal(sim_faults_count(faults), i + 1);
    }
    sim_faults_free(faults);
    remove(place);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_know_where_they_stand),
        cmocka_unit_test(semicolons_and_tabs_separate_where_the_headings_use_them),
        cmocka_unit_test(british_dates_are_put_in_order),
        cmocka_unit_test(what_is_no_table_says_what_to_do),
        cmocka_unit_test(all_broken_rows_are_told_at_once),
        cmocka_unit_test(a_table_of_any_size_is_bounded),
        cmocka_unit_test(files_lie_beneath_the_scenarios_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
