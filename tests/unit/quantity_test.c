#include "sim/scenario/quantity.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static SimField field(enum SimKind kind)
{
    return (SimField){.path = "x", .kind = kind};
}

static double number(enum SimKind kind, const char *text)
{
    SimField row = field(kind);
    SimValue value;
    char why[SIM_WHY_BYTES] = "";
    if (!sim_quantity_read(&row, text, &value, why)) fail_msg("`%s` was refused: %s", text, why);
    return sim_kind_is_whole(kind) ? (double)value.whole : value.number;
}

#define assert_near(a, b) assert_true(fabs((a) - (b)) <= 1e-12 * fabs(b))

static void refused(enum SimKind kind, const char *text, const char *expected)
{
    SimField row = field(kind);
    row.choices = kind == SIM_CHOICE ? "rolling|block_early=early" : NULL;
    SimValue value;
    char why[SIM_WHY_BYTES] = "accepted";
    assert_false(sim_quantity_read(&row, text, &value, why));
    assert_string_equal(why, expected);
}

static void durations_are_read_in_seconds(void **state)
{
    (void)state;
    assert_near(number(SIM_DURATION, "27 min"), 1620.0);
    assert_near(number(SIM_DURATION, "27min"), 1620.0);
    assert_near(number(SIM_DURATION, "2 h"), 7200.0);
    assert_near(number(SIM_DURATION, "6.8 d"), 587520.0);
    assert_near(number(SIM_DURATION, "12 weeks"), 12 * 604800.0);
    assert_near(number(SIM_DURATION, "1 day"), 86400.0);
    assert_near(number(SIM_DURATION, "1e3 s"), 1000.0);
    assert_near(number(SIM_DURATION, ".5 h"), 1800.0);
}

static void rates_are_read_per_day(void **state)
{
    (void)state;
    assert_near(number(SIM_RATE, "366/day"), 366.0);
    assert_near(number(SIM_RATE, "12/h"), 288.0);
    assert_near(number(SIM_RATE, "8700/week"), 8700.0 / 7);
    assert_near(number(SIM_RATE, "14988/month"), 14988.0 * 12 / 365.25);
    assert_near(number(SIM_RATE, "3 / day"), 3.0);
    assert_near(number(SIM_RATE, "3 per day"), 3.0);
}

static void shares_are_read_from_0_to_1(void **state)
{
    (void)state;
    assert_near(number(SIM_SHARE, "75%"), 0.75);
    assert_near(number(SIM_SHARE, "75 %"), 0.75);
    assert_near(number(SIM_SHARE, "0.75"), 0.75);
    assert_near(number(SIM_SHARE, "1"), 1.0);
    refused(SIM_SHARE, "75", "must be a share from 0 to 1, not `75`; write `75%` if you mean per cent");
    refused(SIM_SHARE, "100.1%", "must be from 0% to 100%, not `100.1%`");
    refused(SIM_SHARE, "-1%", "must be from 0% to 100%, not `-1%`");
}

static void dates_and_moments_count_from_1970(void **state)
{
    (void)state;
    assert_near(number(SIM_DATE_DAY, "2024-01-03"), 19725.0);
    assert_near(number(SIM_MOMENT, "2024-01-03"), 19725.0 * 86400);
    assert_near(number(SIM_MOMENT, "2024-01-03T07:00"), 19725.0 * 86400 + 25200);
    assert_near(number(SIM_MOMENT, "2024-01-03 7:00"), 19725.0 * 86400 + 25200);
    assert_near(number(SIM_MOMENT, "2024-01-03T24:00"), 19726.0 * 86400);
    assert_near(number(SIM_MOMENT, "1969-12-31T23:59:59"), -1.0);
    assert_near(number(SIM_DATE_DAY, "2024-02-29"), 19782.0);
}

static void dates_that_do_not_exist_are_refused(void **state)
{
    (void)state;
    refused(SIM_DATE_DAY, "2023-02-29", "is a date that does not exist: `2023-02-29`; write year-month-day");
    refused(SIM_DATE_DAY, "2024-13-01", "is a date that does not exist: `2024-13-01`; write year-month-day");
    refused(SIM_DATE_DAY, "2024-00-10", "is a date that does not exist: `2024-00-10`; write year-month-day");
    refused(SIM_DATE_DAY, "03/01/2024", "must be a date, not `03/01/2024`; write year-month-day, `2024-01-03`");
    refused(SIM_DATE_DAY, "2024-1-3", "must be a date, not `2024-1-3`; write year-month-day, `2024-01-03`");
    refused(SIM_DATE_DAY, "2024-01-03T07:00",
            "must be a date without a time, not `2024-01-03T07:00`; write `2024-01-03`");
    refused(SIM_DATE_DAY, "1024-01-03", "must lie in the years 1900 to 2199, not 1024");
}

static void moments_have_no_time_zone(void **state)
{
    (void)state;
    refused(SIM_MOMENT, "2024-01-03T07:00Z",
            "must be a date with a time, not `2024-01-03T07:00Z`; write `2024-01-03T07:00`, without a time zone");
    refused(SIM_MOMENT, "2024-01-03T25:00",
            "must be a date with a time, not `2024-01-03T25:00`; write `2024-01-03T07:00`, without a time zone");
    refused(SIM_MOMENT, "2024-01-03T07:60",
            "must be a date with a time, not `2024-01-03T07:60`; write `2024-01-03T07:00`, without a time zone");
}

static void clock_times_are_not_sexagesimal_numbers(void **state)
{
    (void)state;
    assert_near(number(SIM_CLOCK, "7:00"), 25200.0);
    assert_near(number(SIM_CLOCK, "07:00"), 25200.0);
    assert_near(number(SIM_CLOCK, "24:00"), 86400.0);
    assert_near(number(SIM_CLOCK, "08:00:30"), 28830.0);
    refused(SIM_CLOCK, "420", "must be a time of day from 00:00 to 24:00, not `420`; write `08:00`");
    refused(SIM_CLOCK, "24:01", "must be a time of day from 00:00 to 24:00, not `24:01`; write `08:00`");
    refused(SIM_CLOCK, "7:00 pm", "must be a time of day from 00:00 to 24:00, not `7:00 pm`; write `08:00`");
    refused(SIM_DURATION, "7:00",
            "must be a duration, not a time of day such as `7:00`; write `27 min`, `2 h` or `3 d`");
    refused(SIM_COUNT, "7:00", "must be a plain number, not `7:00`; leave out `:00`");
}

static void a_number_without_its_unit_is_told_what_to_write(void **state)
{
    (void)state;
    refused(SIM_DURATION, "27", "must be a duration with its unit, not `27`; write `27 min`, `27 h` or `27 d`");
    refused(SIM_RATE, "366", "must be a rate with its unit of time, not `366`; write `366/day`, `366/h` or `366/week`");
    refused(SIM_RATE, "366 d", "must be a rate, not `366 d`; write `366/day`, `12/h` or `8700/week`");
    refused(SIM_DURATION, "366/d", "must be a duration, not a rate; write `27 min`, `2 h` or `3 d`");
    refused(SIM_DURATION, "3 fortnights",
            "has an unknown unit, `fortnights`; write s, min, h, d, weeks, months or years");
    refused(SIM_RATE, "3/fortnight",
            "has an unknown unit of time, `fortnight`; write /min, /h, /day, /week, /month or /year");
}

static void octal_is_not_guessed(void **state)
{
    (void)state;
    refused(SIM_COUNT, "010", "has a leading zero, which could mean an octal number; write `10`");
    refused(SIM_DURATION, "010 min", "has a leading zero, which could mean an octal number; write `10 min`");
    assert_near(number(SIM_COUNT, "0"), 0.0);
    assert_near(number(SIM_AMOUNT, "0.5"), 0.5);
}

static void what_is_no_number_is_refused(void **state)
{
    (void)state;
    static const char *const words[] = {"no", "nan", "NaN", "inf", "-inf", ".inf", "four", "-", ".", "e5", "+", "true"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        char expected[200];
        snprintf(expected, sizeof expected, "must be a plain number, not `%s`; write `12` or `1.5`", words[i]);
        refused(SIM_AMOUNT, words[i], expected);
    }
    refused(SIM_AMOUNT, "1e999", "is too large a number");
    refused(SIM_AMOUNT, "-1e999", "is too large a number");
    refused(SIM_AMOUNT, "-0", "must not be minus zero; write `0`");
    refused(SIM_RATE, "-0.0/day", "must not be minus zero; write `0`");
    refused(SIM_AMOUNT, "0x1F", "must be written in decimal digits, not `0x1F`");
    refused(SIM_AMOUNT, "1,000",
            "must be a plain number, not `1,000`; write it without `,`, and a decimal point as `.`");
    refused(SIM_AMOUNT, "1_000",
            "must be a plain number, not `1_000`; write it without `_`, and a decimal point as `.`");
    refused(SIM_AMOUNT, "12 beds", "must be a plain number, not `12 beds`; leave out `beds`");
    refused(SIM_AMOUNT, "", "has no value; write `12` or `1.5`, or leave the line out");
    refused(SIM_AMOUNT, "~", "has no value; write `12` or `1.5`, or leave the line out");
}

static void counts_are_whole_and_not_negative(void **state)
{
    (void)state;
    assert_near(number(SIM_COUNT, "4294967296"), 4294967296.0);
    assert_near(number(SIM_COUNT, "1e6"), 1e6);
    refused(SIM_COUNT, "2.5", "must be a whole number, not `2.5`");
    refused(SIM_COUNT, "-1", "must be 0 or more, not `-1`");
    refused(SIM_COUNT, "1e17", "is too large a number");
    refused(SIM_RATE, "-3/day", "must be 0/day or more, not `-3/day`");
    refused(SIM_DURATION, "-3 min", "must be 0 s or more, not `-3 min`");
}

static void switches_take_the_words_for_on_and_off(void **state)
{
    (void)state;
    SimField row = field(SIM_SWITCH);
    static const char *const words[] = {"on", "off", "yes", "no", "true", "false"};
    for (int i = 0; i < 6; i++) {
        SimValue value;
        char why[SIM_WHY_BYTES];
        assert_true(sim_quantity_read(&row, words[i], &value, why));
        assert_int_equal(value.on, i % 2 == 0);
    }
    refused(SIM_SWITCH, "1", "must be `on` or `off`, not `1`");
    refused(SIM_SWITCH, "On", "must be `on` or `off`, not `On`");
}

static void choices_know_their_synonyms(void **state)
{
    (void)state;
    static const char words[] = "resident_doctors=junior_doctors=juniors|consultants|sas";
    assert_int_equal(sim_choice_count(words), 3);
    assert_int_equal(sim_choice_index(words, "resident_doctors"), 0);
    assert_int_equal(sim_choice_index(words, "junior_doctors"), 0);
    assert_int_equal(sim_choice_index(words, "juniors"), 0);
    assert_int_equal(sim_choice_index(words, "sas"), 2);
    assert_int_equal(sim_choice_index(words, "consultant"), -1);
    assert_int_equal(sim_choice_index(words, ""), -1);
    assert_int_equal(sim_choice_index(words, "consultants|sas"), -1);
    char word[SIM_QUANTITY_BYTES];
    sim_choice_nearest(words, "junior_docters", word);
    assert_string_equal(word, "resident_doctors");
    sim_choice_nearest(words, "nurses", word);
    assert_string_equal(word, "");
    refused(SIM_CHOICE, "earlly", "cannot be `earlly`; did you mean `block_early`? (`rolling` or `block_early`)");
}

static void ranges_are_inclusive_and_said_in_the_unit_of_the_field(void **state)
{
    (void)state;
    SimField row = {.kind = SIM_DURATION, .least = 3600, .most = 86400};
    SimValue value;
    char why[SIM_WHY_BYTES];
    assert_true(sim_quantity_read(&row, "60 min", &value, why));
    assert_true(sim_quantity_read(&row, "1 d", &value, why));
    assert_false(sim_quantity_read(&row, "59 min", &value, why));
    assert_string_equal(why, "must be from 1 h to 1 d, not `59 min`");
    row = (SimField){.kind = SIM_AMOUNT, .least = -1, .most = 1};
    assert_true(sim_quantity_read(&row, "-1", &value, why));
    row = (SimField){.kind = SIM_AMOUNT, .least = 1, .most = INFINITY};
    assert_false(sim_quantity_read(&row, "0", &value, why));
    assert_string_equal(why, "must be 1 or more, not `0`");
}

static void printed(enum SimKind kind, double stored, const char *expected)
{
    SimField row = field(kind);
    SimValue value = {.number = stored};
    char text[SIM_QUANTITY_BYTES];
    if (sim_kind_is_whole(kind)) value.whole = (int64_t)stored;
    sim_quantity_print(&row, value, text);
    assert_string_equal(text, expected);
}

static void quantities_are_printed_as_people_write_them(void **state)
{
    (void)state;
    printed(SIM_DURATION, 1620, "27 min");
    printed(SIM_DURATION, 7200, "2 h");
    printed(SIM_DURATION, 86400, "1 d");
    printed(SIM_DURATION, 8 * 604800, "8 weeks");
    printed(SIM_DURATION, 587520, "6.8 d");
    printed(SIM_DURATION, 5, "5 s");
    printed(SIM_DURATION, 0, "0 s");
    printed(SIM_RATE, 366, "366/day");
    printed(SIM_RATE, 8700.0 / 7, "8700/week");
    printed(SIM_SHARE, 0.75, "75%");
    printed(SIM_SHARE, 0, "0%");
    printed(SIM_COUNT, 12, "12");
    printed(SIM_AMOUNT, 1e6, "1000000");
    printed(SIM_AMOUNT, 0.1, "0.1");
    printed(SIM_DATE_DAY, 19725, "2024-01-03");
    printed(SIM_MOMENT, 19725.0 * 86400 + 25200, "2024-01-03T07:00");
    printed(SIM_MOMENT, -1, "1969-12-31T23:59:59");
    printed(SIM_CLOCK, 86400, "\"24:00\"");
    printed(SIM_SWITCH, 0, "off");
}

// A linear congruential generator (Knuth, MMIX) is enough to try many values.
static double next_share(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*seed >> 11) * 0x1p-53;
}

static void every_quantity_reads_back_to_the_same_bits(void **state)
{
    (void)state;
    uint64_t seed = 1;
    static const enum SimKind kinds[] = {SIM_AMOUNT, SIM_DURATION, SIM_RATE, SIM_SHARE};
    for (int i = 0; i < 20000; i++) {
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
            double share = next_share(&seed);
            double stored = kinds[k] == SIM_SHARE ? share : share * pow(10, (double)(i % 12) - 3);
            if (i % 3 == 0 && kinds[k] != SIM_SHARE) stored = round(stored);
            SimField row = field(kinds[k]);
            SimValue value = {.number = stored}, back;
            char text[SIM_QUANTITY_BYTES], why[SIM_WHY_BYTES];
            sim_quantity_print(&row, value, text);
            assert_true(sim_quantity_read(&row, text, &back, why));
            if (memcmp(&back.number, &stored, sizeof stored) != 0) fail_msg("%.17g printed as %s", stored, text);
        }
    }
}

// The items of a list are read, refused and printed in the words of the single kind, whatever is written.
static void the_items_of_a_list_are_like_the_single_kind(void **state)
{
    (void)state;
    static const enum SimKind kinds[][2] = {
        {SIM_DURATIONS, SIM_DURATION}, {SIM_RATES, SIM_RATE}, {SIM_SHARES, SIM_SHARE}, {SIM_CLOCKS, SIM_CLOCK}};
    static const char *const texts[] = {"30 min", "6/h",   "20%",   "0.5", "04:00", "24:01", "-1 min", "-1/day",
                                        "101%",   "1e999", "-0",    "010", "nan",   "75",    "noon",   "7 fortnights",
                                        "3/h/h",  "0x1F",  "2 / h", "1 w", "24:00", "",      "1,000"};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        SimField list = field(kinds[k][0]), single = field(kinds[k][1]);
        assert_int_equal(sim_kind_item(kinds[k][0]), kinds[k][1]);
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
            SimValue item = {0}, value = {0};
            char why_item[SIM_WHY_BYTES] = "", why[SIM_WHY_BYTES] = "", printed_item[SIM_QUANTITY_BYTES];
            char printed_value[SIM_QUANTITY_BYTES];
            bool good = sim_quantity_read(&single, texts[i], &value, why);
            assert_int_equal(sim_quantity_read(&list, texts[i], &item, why_item), good);
            if (*texts[i]) assert_string_equal(why_item, why);
            if (!good) continue;
            assert_memory_equal(&item.number, &value.number, sizeof(double));
            sim_quantity_print(&list, item, printed_item);
            sim_quantity_print(&single, value, printed_value);
            assert_string_equal(printed_item, printed_value);
        }
    }
}

static void ranges_hold_for_every_item(void **state)
{
    (void)state;
    SimField row = {.kind = SIM_DURATIONS, .least = 3600, .most = 86400};
    SimValue value;
    char why[SIM_WHY_BYTES], range[160];
    assert_true(sim_quantity_read(&row, "60 min", &value, why));
    assert_false(sim_quantity_read(&row, "59 min", &value, why));
    assert_string_equal(why, "must be from 1 h to 1 d, not `59 min`");
    row = field(SIM_CLOCKS);
    sim_range_print(&row, range);
    assert_string_equal(range, "from \"00:00\" to \"24:00\"");
    row = field(SIM_NUMBERS);  // plain numbers may be negative
    assert_true(sim_quantity_read(&row, "-3", &value, why));
}

static void what_can_be_scaled_is_what_can_be_measured(void **state)
{
    (void)state;
    static const enum SimKind scaled[] = {SIM_NUMBERS, SIM_DURATIONS, SIM_RATES, SIM_SHARES};
    static const enum SimKind fixed[] = {SIM_CLOCK, SIM_CLOCKS, SIM_TEXT, SIM_TEXTS, SIM_CHOICES, SIM_DATE_DAY};
    for (size_t i = 0; i < sizeof scaled / sizeof *scaled; i++) {
        assert_true(sim_kind_scales(scaled[i]));
        assert_false(sim_kind_measures(scaled[i]));  // a list is no size
        assert_true(sim_kind_measures(sim_kind_item(scaled[i])));
    }
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) assert_false(sim_kind_scales(fixed[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(durations_are_read_in_seconds),
        cmocka_unit_test(rates_are_read_per_day),
        cmocka_unit_test(shares_are_read_from_0_to_1),
        cmocka_unit_test(dates_and_moments_count_from_1970),
        cmocka_unit_test(dates_that_do_not_exist_are_refused),
        cmocka_unit_test(moments_have_no_time_zone),
        cmocka_unit_test(clock_times_are_not_sexagesimal_numbers),
        cmocka_unit_test(a_number_without_its_unit_is_told_what_to_write),
        cmocka_unit_test(octal_is_not_guessed),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(counts_are_whole_and_not_negative),
        cmocka_unit_test(switches_take_the_words_for_on_and_off),
        cmocka_unit_test(choices_know_their_synonyms),
        cmocka_unit_test(ranges_are_inclusive_and_said_in_the_unit_of_the_field),
        cmocka_unit_test(quantities_are_printed_as_people_write_them),
        cmocka_unit_test(every_quantity_reads_back_to_the_same_bits),
        cmocka_unit_test(the_items_of_a_list_are_like_the_single_kind),
        cmocka_unit_test(ranges_hold_for_every_item),
        cmocka_unit_test(what_can_be_scaled_is_what_can_be_measured),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
