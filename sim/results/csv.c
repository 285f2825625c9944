#include "sim/results/csv.h"

#include <math.h>
#include <string.h>

// A writer's file is nobody else's: characters go into it without its lock.
static void put(const SimCsvWriter *csv, char c)
{
    putc_unlocked(c, csv->file);
}

static void put_plain(const SimCsvWriter *csv, const char *text)
{
    for (const char *c = text; *c; c++) put(csv, *c);
}

static void begin_cell(SimCsvWriter *csv)
{
    if (csv->cells++ > 0) put(csv, ',');
}

void sim_csv_put_text(SimCsvWriter *csv, const char *text)
{
    begin_cell(csv);
    const bool looks_like_formula = text[0] != '\0' && strchr("=+-@\t\r", text[0]);
    const bool needs_quotes = strpbrk(text, ",\"\r\n") != NULL;
    if (needs_quotes) put(csv, '"');
    if (looks_like_formula) put(csv, '\'');
    for (const char *c = text; *c; c++) {
        if (*c == '"') put(csv, '"');
        put(csv, *c);
    }
    if (needs_quotes) put(csv, '"');
}

enum { DIGITS = 10, MOST_DECIMALS = 13 };

// Writes a number of so many decimals, given without its point; zeros at the end of the decimals are left out.
static void print_decimal(uint64_t digits, int decimals, bool is_negative, char text[static SIM_NUMBER_TEXT])
{
    char reversed[SIM_NUMBER_TEXT];
    int length = 0;
    for (; decimals > 0 && digits % 10 == 0; decimals--) digits /= 10;
    for (int place = 0; digits > 0 || place <= decimals; place++, digits /= 10) {
        if (place == decimals && place > 0) reversed[length++] = '.';
        reversed[length++] = (char)('0' + digits % 10);
    }
    if (is_negative) *text++ = '-';
    while (length > 0) *text++ = reversed[--length];
    *text = '\0';
}

// The ten digits of a number that is neither very large nor very small. Scaled, it is off by less than 1e-6: false if
// that leaves it open how to round.
static bool print_quickly(double value, char text[static SIM_NUMBER_TEXT])
{
    static const double power_of_ten[MOST_DECIMALS + 1] = {1,   1e1, 1e2, 1e3,  1e4,  1e5,  1e6,
                                                           1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13};
    const double size = fabs(value), least = power_of_ten[DIGITS - 1], most = power_of_ten[DIGITS];
    if (!(size >= 1e-4 && size < most)) return false;
    int decimals = 0;
    while (decimals < MOST_DECIMALS && size * power_of_ten[decimals] < least) decimals++;
    const double scaled = size * power_of_ten[decimals], whole = floor(scaled), rest = scaled - whole;
    if (fabs(rest - 0.5) < 1e-5) return false;
    const uint64_t digits = (uint64_t)whole + (rest > 0.5);
    if ((double)digits >= most) return false;
    print_decimal(digits, decimals, value < 0, text);
    return true;
}

const char *sim_number_text(double value, char text[static SIM_NUMBER_TEXT])
{
    if (isnan(value)) return strcpy(text, "");
    if (!(fabs(value) > 0)) return strcpy(text, "0");  // never -0
    if (!print_quickly(value, text)) snprintf(text, SIM_NUMBER_TEXT, "%.10g", value);
    return text;
}

void sim_csv_put_number(SimCsvWriter *csv, double value)
{
    char text[SIM_NUMBER_TEXT];
    begin_cell(csv);
    put_plain(csv, sim_number_text(value, text));
}

void sim_csv_put_count(SimCsvWriter *csv, uint64_t value)
{
    char text[SIM_NUMBER_TEXT];
    begin_cell(csv);
    print_decimal(value, 0, false, text);
    put_plain(csv, text);
}

void sim_csv_put_date(SimCsvWriter *csv, SimDate date)
{
    char text[11];
    begin_cell(csv);
    put_plain(csv, sim_date_text(date, text));
}

void sim_csv_end_line(SimCsvWriter *csv)
{
    put(csv, '\n');
    csv->cells = 0;
}
