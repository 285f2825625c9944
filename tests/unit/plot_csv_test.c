// Reading tables: what is allowed, and what ends the reading with a message.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sim/results/csv_read.h"

typedef struct {
    char path[64];
    char message[200];
} Table;

// Opens a table with these bytes.
static SimCsv *table_of(Table *table, const char *bytes, size_t length)
{
    strcpy(table->path, "/tmp/plot_csv_test.XXXXXX");
    const int descriptor = mkstemp(table->path);
    assert_true(descriptor >= 0);
    assert_true(write(descriptor, bytes, length) == (ssize_t)length);
    close(descriptor);
    SimCsv *csv = sim_csv_open(table->path, table->message, sizeof table->message);
    unlink(table->path);
    return csv;
}

static SimCsv *table_with(Table *table, const char *text)
{
    return table_of(table, text, strlen(text));
}

static void fields_are_found_by_the_name_of_their_column(void **state)
{
    (void)state;
    Table table;
    SimCsv *csv = table_with(&table, "date,trust,mean\n2024-01-03,RMC,1.5\n2024-01-04,RXK,-2e3");
    assert_non_null(csv);
    assert_true(sim_csv_next(csv));
    assert_string_equal(sim_csv_text(csv, sim_csv_column(csv, "trust")), "RMC");
    assert_true(sim_csv_next(csv));
    assert_true(sim_csv_number(csv, sim_csv_column(csv, "mean")) == -2000);
    assert_false(sim_csv_next(csv));
    assert_null(sim_csv_fault(csv));
    sim_csv_close(csv);
}

static void quoted_fields_hold_commas_quotes_and_line_ends(void **state)
{
    (void)state;
    Table table;
    SimCsv *csv = table_with(&table, "a,b\n\"one, two\",\"he said \"\"no\"\"\r\nand left\"\n\"\",\"x\"\n");
    assert_true(sim_csv_next(csv));
    assert_string_equal(sim_csv_text(csv, 0), "one, two");
    assert_string_equal(sim_csv_text(csv, 1), "he said \"no\"\r\nand left");
    assert_true(sim_csv_next(csv));
    assert_string_equal(sim_csv_text(csv, 0), "");
    assert_string_equal(sim_csv_text(csv, 1), "x");
    sim_csv_close(csv);
}

static void both_kinds_of_line_ends_a_mark_and_blank_lines_are_fine(void **state)
{
    (void)state;
    Table table;
    SimCsv *csv = table_with(&table, "\xEF\xBB\xBF"
                                     "a,b\r\n1,2\r\n\r\n\n3,4\r\n");
    assert_int_equal(sim_csv_column(csv, "a"), 0);
    assert_true(sim_csv_next(csv));
    assert_true(sim_csv_number(csv, 1) == 2);
    assert_true(sim_csv_next(csv));
    assert_true(sim_csv_number(csv, 1) == 4);
    assert_false(sim_csv_next(csv));
    assert_null(sim_csv_fault(csv));
    sim_csv_close(csv);
}

static void a_missing_column_is_named_and_reads_as_nothing(void **state)
{
    (void)state;
    Table table;
    SimCsv *csv = table_with(&table, "a,b\n1,2\n");
    const char *const names[] = {"b", "mean"};
    int columns[2];
    assert_false(sim_csv_columns(csv, names, 2, columns, table.message, sizeof table.message));
    assert_string_equal(table.message, "has no column \"mean\"");
    assert_true(sim_csv_next(csv));
    assert_int_equal(sim_csv_column(csv, "mean"), -1);
    assert_string_equal(sim_csv_text(csv, -1), "");
    assert_true(isnan(sim_csv_number(csv, -1)));
    sim_csv_close(csv);
}

static void what_is_no_finite_decimal_number_is_unknown(void **state)
{
    (void)state;
    static const char *const others[] = {"",    "nan", "inf",    "1e999", "0x10", "12 ",
                                         " 12", "1,5", "twelve", "1e",    "-",    "1-2"};
    Table table;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        char text[64];
        snprintf(text, sizeof text, "a,b\n\"%s\",0\n", others[i]);
        SimCsv *csv = table_with(&table, text);
        assert_true(sim_csv_next(csv));
        assert_true(isnan(sim_csv_number(csv, 0)));
        sim_csv_close(csv);
    }
}

static void a_broken_row_ends_the_reading_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *fault;
    } cases[] = {{"a,b\n1,2\n3\n4,5\n", "line 3: 1 fields where the header names 2"},
                 {"a,b\n1,2,3\n", "line 2: 3 fields where the header names 2"},
                 {"a,b\n1,\"2\n3,4\n", "line 4: a quoted field without its closing quote"},
                 {"a,b\n\"1\"x,2\n", "line 2: text after a closing quote"},
                 {"a,b\n1\r2,3\n", "line 2: a carriage return within a field"}};
    Table table;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        SimCsv *csv = table_with(&table, cases[i].text);
        while (sim_csv_next(csv)) continue;
        assert_non_null(sim_csv_fault(csv));
        assert_string_equal(sim_csv_fault(csv), cases[i].fault);
        assert_false(sim_csv_next(csv));
        assert_string_equal(sim_csv_text(csv, 0), "");
        sim_csv_close(csv);
    }
}

static void a_nul_byte_is_refused(void **state)
{
    (void)state;
    Table table;
    SimCsv *csv = table_of(&table, "a,b\n1,\0\n", 8);
    assert_false(sim_csv_next(csv));
    assert_string_equal(sim_csv_fault(csv), "line 2: a NUL byte");
    sim_csv_close(csv);
}

static void a_row_that_never_ends_is_refused(void **state)
{
    (void)state;
    enum { LONG = 3 << 20 };
    char *text = malloc(LONG);
    assert_non_null(text);
    memset(text, 'x', LONG);
    memcpy(text, "a\n", 2);
    Table table;
    SimCsv *csv = table_of(&table, text, LONG);
    assert_false(sim_csv_next(csv));
    assert_string_equal(sim_csv_fault(csv), "line 2: a row of more than 1 MiB");
    sim_csv_close(csv);
    memset(text, ',', LONG);
    csv = table_of(&table, text, LONG);
    assert_null(csv);
    assert_string_equal(table.message, "line 1: more than 256 fields");
    free(text);
}

static void what_is_no_table_is_not_opened(void **state)
{
    (void)state;
    Table table;
    assert_null(table_with(&table, ""));
    assert_string_equal(table.message, "has no header line");
    assert_null(sim_csv_open("/nowhere/at/all.csv", table.message, sizeof table.message));
    assert_null(sim_csv_open("/tmp", table.message, sizeof table.message));
    char pipe_path[64];
    snprintf(pipe_path, sizeof pipe_path, "/tmp/plot_csv_test.%ld.pipe", (long)getpid());
    assert_int_equal(mkfifo(pipe_path, 0600), 0);
    assert_null(sim_csv_open(pipe_path, table.message, sizeof table.message));
    assert_string_equal(table.message, "is no regular file");
    unlink(pipe_path);
    sim_csv_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_found_by_the_name_of_their_column),
        cmocka_unit_test(quoted_fields_hold_commas_quotes_and_line_ends),
        cmocka_unit_test(both_kinds_of_line_ends_a_mark_and_blank_lines_are_fine),
        cmocka_unit_test(a_missing_column_is_named_and_reads_as_nothing),
        cmocka_unit_test(what_is_no_finite_decimal_number_is_unknown),
        cmocka_unit_test(a_broken_row_ends_the_reading_with_its_line),
        cmocka_unit_test(a_nul_byte_is_refused),
        cmocka_unit_test(a_row_that_never_ends_is_refused),
        cmocka_unit_test(what_is_no_table_is_not_opened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
