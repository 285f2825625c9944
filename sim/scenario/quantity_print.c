// Quantities in the unit in which they are shortest, and still the same to the last bit.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/engine/calendar.h"
#include "sim/scenario/quantity.h"
#include "sim/scenario/unit.h"

enum { DAY_S = 86400 };

void sim_number_print(double number, char text[static SIM_QUANTITY_BYTES])
{
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(text, SIM_QUANTITY_BYTES, "%.*g", digits, number);
        double back = strtod(text, NULL);
        if (back <= number && back >= number) break;
    }
    // 1e+02 is 100 to a person.
    if (strchr(text, 'e') && fabs(number) >= 1 && fabs(number) < 1e15 && floor(number) >= number) {
        snprintf(text, SIM_QUANTITY_BYTES, "%.0f", number);
    }
}

static bool same(double a, double b)
{
    return a <= b && a >= b;
}

// The unit in which the number is shortest and still reads back exactly; among equals the later unit of the table up
// to `weeks`. Seconds, and days for rates, always read back.
static void print_duration(double seconds, char text[static SIM_QUANTITY_BYTES])
{
    char number[SIM_QUANTITY_BYTES], name[16];
    sim_number_print(seconds, number);
    size_t shortest = strlen(number) + (seconds > 0);  // seconds only if they are clearly shorter
    snprintf(text, SIM_QUANTITY_BYTES, "%.40s s", number);
    for (size_t i = 0; i < SIM_DURATION_UNITS && seconds > 0; i++) {
        const SimUnit *unit = &sim_duration_units[i];
        double in_unit = seconds / unit->factor;
        if (unit->factor <= 1 || unit->factor > 604800 || (unit->factor >= 604800 && in_unit < 2)) continue;
        sim_number_print(in_unit, number);
        if (strlen(number) > shortest || strchr(number, 'e') || !same(strtod(number, NULL) * unit->factor, seconds))
            continue;
        shortest = strlen(number);
        sim_unit_name(unit, name);
        snprintf(text, SIM_QUANTITY_BYTES, "%.40s %s", number, name);
    }
}

static void print_rate(double per_day, char text[static SIM_QUANTITY_BYTES])
{
    char number[SIM_QUANTITY_BYTES], name[16];
    sim_number_print(per_day, number);
    size_t shortest = strlen(number);
    snprintf(text, SIM_QUANTITY_BYTES, "%.40s/day", number);
    for (size_t i = 1; i < SIM_RATE_UNITS && shortest > 6; i++) {
        sim_number_print(per_day * sim_rate_units[i].factor, number);
        if (strlen(number) >= shortest || !same(strtod(number, NULL) / sim_rate_units[i].factor, per_day)) continue;
        shortest = strlen(number);
        sim_unit_name(&sim_rate_units[i], name);
        snprintf(text, SIM_QUANTITY_BYTES, "%.40s/%s", number, name);
    }
}

static void print_share(double share, char text[static SIM_QUANTITY_BYTES])
{
    char percent[SIM_QUANTITY_BYTES];
    for (int digits = 1; digits <= 15; digits++) {
        snprintf(percent, sizeof percent, "%.*g", digits, share * 100);
        if (!same(strtod(percent, NULL) / 100, share) || strchr(percent, 'e')) continue;
        snprintf(text, SIM_QUANTITY_BYTES, "%.40s%%", percent);
        return;
    }
    sim_number_print(share, text);
}

static void print_moment(int64_t moment, bool with_time, char text[static SIM_QUANTITY_BYTES])
{
    int64_t day = moment / DAY_S - (moment % DAY_S < 0);
    int seconds = (int)(moment - day * DAY_S);
    char date[11];
    sim_date_text((SimDate)day, date);
    if (!with_time) {
        snprintf(text, SIM_QUANTITY_BYTES, "%s", date);
    } else if (seconds % 60) {
        snprintf(text, SIM_QUANTITY_BYTES, "%sT%02d:%02d:%02d", date, seconds / 3600, seconds / 60 % 60, seconds % 60);
    } else {
        snprintf(text, SIM_QUANTITY_BYTES, "%sT%02d:%02d", date, seconds / 3600, seconds / 60 % 60);
    }
}

static void print_clock(double seconds, char text[static SIM_QUANTITY_BYTES])
{
    int whole = (int)seconds;
    if (whole % 60) {
        snprintf(text, SIM_QUANTITY_BYTES, "\"%02d:%02d:%02d\"", whole / 3600, whole / 60 % 60, whole % 60);
    } else {
        snprintf(text, SIM_QUANTITY_BYTES, "\"%02d:%02d\"", whole / 3600, whole / 60 % 60);
    }
}

void sim_quantity_print(const SimField *row, SimValue value, char text[static SIM_QUANTITY_BYTES])
{
    text[0] = '\0';
    switch (sim_kind_item(row->kind)) {
    case SIM_COUNT: snprintf(text, SIM_QUANTITY_BYTES, "%lld", (long long)value.whole); break;
    case SIM_AMOUNT: sim_number_print(value.number, text); break;
    case SIM_SHARE: print_share(value.number, text); break;
    case SIM_DURATION: print_duration(value.number, text); break;
    case SIM_RATE: print_rate(value.number, text); break;
    case SIM_DATE_DAY: print_moment(value.whole * DAY_S, false, text); break;
    case SIM_MOMENT: print_moment(value.whole, true, text); break;
    case SIM_CLOCK: print_clock(value.number, text); break;
    case SIM_CHOICE: sim_choice_word(row->choices, value.choice, text); break;
    case SIM_SWITCH: snprintf(text, SIM_QUANTITY_BYTES, "%s", value.on ? "on" : "off"); break;
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
}
