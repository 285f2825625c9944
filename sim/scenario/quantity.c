#include "sim/scenario/quantity.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/engine/calendar.h"
#include "sim/scenario/unit.h"

enum { FIRST_YEAR = 1900, LAST_YEAR = 2199, DAY_S = 86400 };

static const double MOST_WHOLE = 9007199254740992.0;  // 2^53: above it doubles skip whole numbers

__attribute__((format(printf, 2, 3))) static bool because(char why[static SIM_WHY_BYTES], const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(why, SIM_WHY_BYTES, format, arguments);
    va_end(arguments);
    return false;
}

// Reads [sign] digits [. digits] [e [sign] digits] and nothing else that strtod would take (hexadecimal, nan, inf).
// Returns what follows, blanks skipped; NULL, with a reason, if the text does not begin with such a number.
static const char *read_number(const char *text, double *number, char why[static SIM_WHY_BYTES])
{
    const char *c = text + (*text == '-' || *text == '+');
    const char *digits = c;
    while (isdigit((unsigned char)*c)) c++;
    size_t whole_digits = (size_t)(c - digits);
    size_t fraction_digits = 0;
    if (*c == '.') {
        for (c++; isdigit((unsigned char)*c); c++) fraction_digits++;
    }
    if (whole_digits + fraction_digits == 0) {
        because(why, "not a number");
        return NULL;
    }
    if ((*c == 'e' || *c == 'E') &&
        (isdigit((unsigned char)c[1]) || ((c[1] == '-' || c[1] == '+') && isdigit((unsigned char)c[2])))) {
        for (c += 2; isdigit((unsigned char)*c); c++) continue;
    }
    char *end;
    *number = strtod(text, &end);
    if (whole_digits > 1 && digits[0] == '0') {
        while (digits[0] == '0' && isdigit((unsigned char)digits[1])) digits++;
        because(why, "has a leading zero, which could mean an octal number; write `%.40s`", digits);
        return NULL;
    }
    if (end != c) {  // hexadecimal: strtod went on where we did not
        because(why, "must be written in decimal digits, not `%.40s`", text);
        return NULL;
    }
    if (!isfinite(*number)) {
        because(why, "is too large a number");
        return NULL;
    }
    if (signbit(*number) && *number >= 0) {
        because(why, "must not be minus zero; write `0`");
        return NULL;
    }
    while (*c == ' ') c++;
    return c;
}

static bool read_duration(const char *text, double *seconds, char why[static SIM_WHY_BYTES])
{
    double number;
    const char *rest = read_number(text, &number, why);
    if (!rest) return false;
    if (*rest == '\0') {
        return because(why, "must be a duration with its unit, not `%.40s`; write `%.30s min`, `%.30s h` or `%.30s d`",
                       text, text, text, text);
    }
    const SimUnit *unit = sim_unit_find(sim_duration_units, SIM_DURATION_UNITS, rest);
    if (!unit) {
        if (*rest == '/') return because(why, "must be a duration, not a rate; write `27 min`, `2 h` or `3 d`");
        if (*rest == ':') {
            return because(why, "must be a duration, not a time of day such as `%.20s`; write `27 min`, `2 h` or `3 d`",
                           text);
        }
        return because(why, "has an unknown unit, `%.40s`; write s, min, h, d, weeks, months or years", rest);
    }
    *seconds = number * unit->factor;
    return isfinite(*seconds) ? true : because(why, "is too long a time");
}

static bool read_rate(const char *text, double *per_day, char why[static SIM_WHY_BYTES])
{
    double number;
    const char *rest = read_number(text, &number, why);
    if (!rest) return false;
    if (*rest == '\0') {
        return because(
            why, "must be a rate with its unit of time, not `%.40s`; write `%.30s/day`, `%.30s/h` or `%.30s/week`",
            text, text, text, text);
    }
    if (*rest == '/') {
        rest++;
    } else if (strncmp(rest, "per ", 4) == 0 || strncmp(rest, "a ", 2) == 0) {
        rest = strchr(rest, ' ') + 1;
    } else {
        return because(why, "must be a rate, not `%.40s`; write `366/day`, `12/h` or `8700/week`", text);
    }
    while (*rest == ' ') rest++;
    const SimUnit *unit = sim_unit_find(sim_rate_units, SIM_RATE_UNITS, rest);
    if (!unit)
        return because(why, "has an unknown unit of time, `%.40s`; write /min, /h, /day, /week, /month or /year", rest);
    *per_day = number / unit->factor;
    return isfinite(*per_day) ? true : because(why, "is too large a rate");
}

static bool read_share(const char *text, double *share, char why[static SIM_WHY_BYTES])
{
    double number;
    const char *rest = read_number(text, &number, why);
    if (!rest) return false;
    if (strcmp(rest, "%") == 0) {
        *share = number / 100;
        return true;
    }
    if (*rest != '\0') return because(why, "must be a share, not `%.40s`; write `75%%` or `0.75`", text);
    if (number > 1) {
        return because(why, "must be a share from 0 to 1, not `%.40s`; write `%.30s%%` if you mean per cent", text,
                       text);
    }
    *share = number;
    return true;
}

static bool read_plain(const char *text, double *number, char why[static SIM_WHY_BYTES])
{
    const char *rest = read_number(text, number, why);
    if (!rest) return false;
    if (*rest == '\0') return true;
    if (*rest == ',' || *rest == '_') {
        return because(why, "must be a plain number, not `%.40s`; write it without `%c`, and a decimal point as `.`",
                       text, *rest);
    }
    return because(why, "must be a plain number, not `%.40s`; leave out `%.30s`", text, rest);
}

static bool read_whole(const char *text, int64_t *whole, char why[static SIM_WHY_BYTES])
{
    double number;
    if (!read_plain(text, &number, why)) return false;
    if (!(fabs(number) <= MOST_WHOLE)) return because(why, "is too large a number");
    if (floor(number) < number) return because(why, "must be a whole number, not `%.40s`", text);
    *whole = (int64_t)number;
    return true;
}

// Reads exactly `count` digits; -1 if they are not there.
static int read_digits(const char **text, int count)
{
    int number = 0;
    for (int i = 0; i < count; i++) {
        if (!isdigit((unsigned char)**text)) return -1;
        number = number * 10 + (*(*text)++ - '0');
    }
    return number;
}

// "8:00", "08:00" or "08:00:30" to the end of the text.
static bool read_clock(const char *text, int64_t *seconds)
{
    const char *c = text;
    int hours = read_digits(&c, c[0] && c[1] == ':' ? 1 : 2);
    if (hours < 0 || *c++ != ':') return false;
    int minutes = read_digits(&c, 2), rest = 0;
    if (minutes >= 0 && *c == ':') {
        c++;
        rest = read_digits(&c, 2);
    }
    if (*c != '\0' || minutes < 0 || minutes > 59 || rest < 0 || rest > 59) return false;
    *seconds = hours * 3600 + minutes * 60 + rest;
    return *seconds <= DAY_S;
}

// Reads the date at the start of the text and moves behind it.
static bool read_date(const char **text, int64_t *day, char why[static SIM_WHY_BYTES])
{
    const char *c = *text;
    int year = read_digits(&c, 4);
    bool dashed = year >= 0 && *c++ == '-';
    int month = dashed ? read_digits(&c, 2) : -1;
    dashed = month >= 0 && *c++ == '-';
    int day_of_month = dashed ? read_digits(&c, 2) : -1;
    if (day_of_month < 0) return because(why, "must be a date, not `%.40s`; write year-month-day, `2024-01-03`", *text);
    if (year < FIRST_YEAR || year > LAST_YEAR) {
        return because(why, "must lie in the years %d to %d, not %04d", FIRST_YEAR, LAST_YEAR, year);
    }
    if (!sim_date_exists(year, month, day_of_month)) {
        return because(why, "is a date that does not exist: `%.10s`; write year-month-day", *text);
    }
    *day = sim_date(year, month, day_of_month);
    *text = c;
    return true;
}

static bool read_day(const char *text, int64_t *day, char why[static SIM_WHY_BYTES])
{
    const char *rest = text;
    if (!read_date(&rest, day, why)) return false;
    if (*rest == '\0') return true;
    return because(why, "must be a date without a time, not `%.40s`; write `%.10s`", text, text);
}

static bool read_moment(const char *text, int64_t *moment, char why[static SIM_WHY_BYTES])
{
    const char *rest = text;
    int64_t day, seconds = 0;
    if (!read_date(&rest, &day, why)) return false;
    bool has_time = *rest == 'T' || *rest == ' ';
    if (*rest != '\0' && !(has_time && read_clock(rest + 1, &seconds))) {
        return because(why, "must be a date with a time, not `%.40s`; write `%.10sT07:00`, without a time zone", text,
                       text);
    }
    *moment = day * DAY_S + seconds;
    return true;
}

static bool read_switch(const char *text, bool *on, char why[static SIM_WHY_BYTES])
{
    *on = sim_is_named("on|yes|true", text);
    if (*on || sim_is_named("off|no|false", text)) return true;
    return because(why, "must be `on` or `off`, not `%.40s`", text);
}

static bool read_choice(const SimField *row, const char *text, int *choice, char why[static SIM_WHY_BYTES])
{
    *choice = sim_choice_index(row->choices, text);
    if (*choice >= 0) return true;
    char words[400];
    sim_choices_print(row->choices, words, sizeof words);
    char best[SIM_QUANTITY_BYTES];
    sim_choice_nearest(row->choices, text, best);
    if (*best) return because(why, "cannot be `%.40s`; did you mean `%s`? (%s)", text, best, words);
    return because(why, "cannot be `%.40s`; write %s", text, words);
}

static bool read_value(const SimField *row, const char *text, SimValue *value, char why[static SIM_WHY_BYTES])
{
    int64_t seconds;
    switch (sim_kind_item(row->kind)) {
    case SIM_COUNT: return read_whole(text, &value->whole, why);
    case SIM_AMOUNT: return read_plain(text, &value->number, why);
    case SIM_SHARE: return read_share(text, &value->number, why);
    case SIM_DURATION: return read_duration(text, &value->number, why);
    case SIM_RATE: return read_rate(text, &value->number, why);
    case SIM_DATE_DAY: return read_day(text, &value->whole, why);
    case SIM_MOMENT: return read_moment(text, &value->whole, why);
    case SIM_CLOCK:
        if (!read_clock(text, &seconds))
            return because(why, "must be a time of day from 00:00 to 24:00, not `%.40s`; write `08:00`", text);
        value->number = (double)seconds;
        return true;
    case SIM_CHOICE: return read_choice(row, text, &value->choice, why);
    case SIM_SWITCH: return read_switch(text, &value->on, why);
    case SIM_RECORDS:
    case SIM_TEXT:
    case SIM_PROSE:
    case SIM_CHOICES:
    case SIM_NUMBERS:
    case SIM_DURATIONS:
    case SIM_RATES:
    case SIM_SHARES:
    case SIM_CLOCKS:
    case SIM_TEXTS: break;
    }
    return because(why, "cannot be a single value");
}

typedef struct {
    double least, most;
} Range;

static Range range_of(const SimField *row)
{
    bool is_given = row->least < 0 || row->least > 0 || row->most < 0 || row->most > 0;
    if (is_given) return (Range){.least = row->least, .most = row->most};
    if (row->kind == SIM_NUMBERS) return (Range){-INFINITY, INFINITY};
    switch (sim_kind_item(row->kind)) {
    case SIM_SHARE: return (Range){0, 1};
    case SIM_CLOCK: return (Range){0, DAY_S};
    case SIM_COUNT:
    case SIM_AMOUNT:
    case SIM_DURATION:
    case SIM_RATE: return (Range){0, INFINITY};
    default: return (Range){-INFINITY, INFINITY};
    }
}

static bool has_range(enum SimKind kind)
{
    return sim_kind_scales(kind) || sim_kind_is_whole(kind) || sim_kind_item(kind) == SIM_CLOCK;
}

static void bound_print(const SimField *row, double bound, char text[static SIM_QUANTITY_BYTES])
{
    SimValue value = {.number = bound};
    if (sim_kind_is_whole(row->kind)) value.whole = (int64_t)bound;
    sim_quantity_print(row, value, text);
}

void sim_range_print(const SimField *row, char text[static 160])
{
    text[0] = '\0';
    if (!has_range(row->kind)) return;
    Range range = range_of(row);
    char least[SIM_QUANTITY_BYTES] = "", most[SIM_QUANTITY_BYTES] = "";
    if (isfinite(range.least)) bound_print(row, range.least, least);
    if (isfinite(range.most)) bound_print(row, range.most, most);
    if (*least && strcmp(least, most) == 0) {
        snprintf(text, 160, "%s", least);
    } else if (*least && *most) {
        snprintf(text, 160, "from %s to %s", least, most);
    } else if (*least) {
        snprintf(text, 160, "%s or more", least);
    } else if (*most) {
        snprintf(text, 160, "at most %s", most);
    }
}

bool sim_quantity_in_range(const SimField *row, SimValue value, char why[static SIM_WHY_BYTES])
{
    if (!has_range(row->kind)) return true;
    Range range = range_of(row);
    double number = sim_kind_is_whole(row->kind) ? (double)value.whole : value.number;
    if (number >= range.least && number <= range.most) return true;
    char text[160], own[SIM_QUANTITY_BYTES];
    sim_range_print(row, text);
    sim_quantity_print(row, value, own);
    return because(why, "must be %s, not `%s`", text, own);
}

// Only what the user wrote is quoted back, never our own rendering of it.
static bool written_in_range(const SimField *row, const char *text, SimValue value, char why[static SIM_WHY_BYTES])
{
    if (sim_quantity_in_range(row, value, why)) return true;
    char range[160];
    sim_range_print(row, range);
    return because(why, "must be %s, not `%.40s`", range, text);
}

bool sim_quantity_read(const SimField *row, const char *text, SimValue *value, char why[static SIM_WHY_BYTES])
{
    enum SimKind kind = sim_kind_item(row->kind);
    if (*text == '\0' || strcmp(text, "~") == 0) {
        return because(why, "has no value; write %s, or leave %s out", sim_kind_example(kind),
                       sim_kind_is_list(row->kind) ? "it" : "the line");
    }
    if (!read_value(row, text, value, why)) {
        if (strcmp(why, "not a number") == 0) {
            because(why, "must be %s, not `%.40s`; write %s", sim_kind_text(kind), text, sim_kind_example(kind));
        }
        return false;
    }
    return written_in_range(row, text, *value, why);
}
