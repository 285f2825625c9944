// Cells of CSV files.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "sim/results/csv.h"

static void expect_text(const char *text, const char *cell)
{
    char *written = NULL;
    size_t size;
    FILE *file = open_memstream(&written, &size);
    SimCsvWriter csv = {.file = file};
    sim_csv_put_text(&csv, text);
    fclose(file);
    assert_string_equal(written, cell);
    free(written);
}

static void plain_text_stays_as_it_is(void **state)
{
    (void)state;
    expect_text("Bolton NHS Foundation Trust", "Bolton NHS Foundation Trust");
    expect_text("", "");
}

static void commas_quotes_and_line_ends_are_quoted(void **state)
{
    (void)state;
    expect_text("a,b", "\"a,b\"");
    expect_text("say \"no\"", "\"say \"\"no\"\"\"");
    expect_text("two\nlines", "\"two\nlines\"");
}

static void text_that_a_spreadsheet_would_run_is_disarmed(void **state)
{
    (void)state;
    expect_text("=1+1", "'=1+1");
    expect_text("+44", "'+44");
    expect_text("-x", "'-x");
    expect_text("@cmd", "'@cmd");
    expect_text("\tx", "'\tx");
    expect_text("=a,b", "\"'=a,b\"");
    expect_text("a=b", "a=b");
}

static void expect_number(double value, const char *cell)
{
    char text[SIM_NUMBER_TEXT];
    assert_string_equal(sim_number_text(value, text), cell);
}

static void numbers_are_short_and_undefined_is_empty(void **state)
{
    (void)state;
    expect_number(3, "3");
    expect_number(-0.5, "-0.5");
    expect_number(0.1 + 0.2, "0.3");
    expect_number(1234567, "1234567");
    expect_number(-0.0, "0");
    expect_number(0, "0");
    expect_number(9999999999.5, "1e+10");
    expect_number(-1234.00005, "-1234.00005");
    expect_number(NAN, "");
}

// Of any size, with few digits and many; halves, which are exact in binary, included.
static void numbers_are_those_of_printf(void **state)
{
    (void)state;
    uint64_t word = 1;
    for (int i = 0; i < 400000; i++) {
        word = word * 6364136223846793005u + 1442695040888963407u;
        const double whole = (double)(word >> 40), part = (double)((word >> 8) & 0xffff) / (i % 2 ? 30 : 65536);
        const double value = (whole / 1000 + part) * pow(10, i % 19 - 9) * (i % 3 ? 1 : -1);
        char expected[SIM_NUMBER_TEXT];
        snprintf(expected, sizeof expected, "%.10g", value);
        expect_number(value, expected);
    }
}

static void numbers_next_to_powers_of_ten_and_to_halves_are_rounded_as_printf_does(void **state)
{
    (void)state;
    for (int power = -6; power <= 12; power++) {
        const double at[] = {pow(10, power), 9.9999999995 * pow(10, power), 1.2345678905 * pow(10, power),
                             (1234567890 + 0.5) * pow(2, power)};
        for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
            const double near[] = {at[i], nextafter(at[i], 0), nextafter(at[i], HUGE_VAL)};
            for (size_t k = 0; k < 3; k++) {
                char expected[SIM_NUMBER_TEXT];
                snprintf(expected, sizeof expected, "%.10g", near[k]);
                expect_number(near[k], expected);
            }
        }
    }
}

static void lines_end_in_a_newline_and_cells_are_parted_by_commas(void **state)
{
    (void)state;
    char *written = NULL;
    size_t size;
    FILE *file = open_memstream(&written, &size);
    SimCsvWriter csv = {.file = file};
    sim_csv_put_date(&csv, sim_date(2024, 1, 3));
    sim_csv_put_number(&csv, NAN);
    sim_csv_put_count(&csv, 42);
    sim_csv_end_line(&csv);
    sim_csv_put_number(&csv, -1);
    sim_csv_end_line(&csv);
    fclose(file);
    assert_string_equal(written, "2024-01-03,,42\n-1\n");
    free(written);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_text_stays_as_it_is),
        cmocka_unit_test(commas_quotes_and_line_ends_are_quoted),
        cmocka_unit_test(text_that_a_spreadsheet_would_run_is_disarmed),
        cmocka_unit_test(numbers_are_short_and_undefined_is_empty),
        cmocka_unit_test(numbers_are_those_of_printf),
        cmocka_unit_test(numbers_next_to_powers_of_ten_and_to_halves_are_rounded_as_printf_does),
        cmocka_unit_test(lines_end_in_a_newline_and_cells_are_parted_by_commas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
