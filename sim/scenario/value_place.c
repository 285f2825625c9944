// A value in its place in a record: stored, unset, scaled, written.
#include <math.h>
#include <string.h>

#include "sim/scenario/value.h"

void sim_value_store(const SimField *row, void *place, SimValue value)
{
    if (!place) return;
    switch (row->kind) {
    case SIM_COUNT:
    case SIM_DATE_DAY:
    case SIM_MOMENT: memcpy(place, &value.whole, sizeof value.whole); break;
    case SIM_AMOUNT:
    case SIM_SHARE:
    case SIM_DURATION:
    case SIM_RATE:
    case SIM_CLOCK: memcpy(place, &value.number, sizeof value.number); break;
    case SIM_CHOICE: memcpy(place, &value.choice, sizeof value.choice); break;
    case SIM_SWITCH: memcpy(place, &value.on, sizeof value.on); break;
    case SIM_CHOICES:
    case SIM_NUMBERS:
    case SIM_DURATIONS:
    case SIM_RATES:
    case SIM_SHARES:
    case SIM_CLOCKS:
    case SIM_TEXTS:
    case SIM_TEXT:
    case SIM_PROSE:
    case SIM_RECORDS: break;
    }
}

static SimValue load(const SimField *row, const void *place)
{
    SimValue value = {0};
    switch (row->kind) {
    case SIM_COUNT:
    case SIM_DATE_DAY:
    case SIM_MOMENT: memcpy(&value.whole, place, sizeof value.whole); break;
    case SIM_AMOUNT:
    case SIM_SHARE:
    case SIM_DURATION:
    case SIM_RATE:
    case SIM_CLOCK: memcpy(&value.number, place, sizeof value.number); break;
    case SIM_CHOICE: memcpy(&value.choice, place, sizeof value.choice); break;
    case SIM_SWITCH: memcpy(&value.on, place, sizeof value.on); break;
    case SIM_CHOICES:
    case SIM_NUMBERS:
    case SIM_DURATIONS:
    case SIM_RATES:
    case SIM_SHARES:
    case SIM_CLOCKS:
    case SIM_TEXTS:
    case SIM_TEXT:
    case SIM_PROSE:
    case SIM_RECORDS: break;
    }
    return value;
}

void sim_value_unset(const SimField *row, void *place)
{
    SimValue value = {0};
    if (row->kind == SIM_CHOICE) {
        value.choice = -1;
    } else if (sim_kind_is_whole(row->kind)) {
        value.whole = SIM_UNSET;
    } else if (row->kind != SIM_SWITCH) {
        value.number = NAN;
    }
    sim_value_store(row, place, value);
    if (row->kind == SIM_CHOICES) memset(place, 0, sizeof(uint32_t));
    if (sim_kind_is_numbers(row->kind)) memset(place, 0, sizeof(SimNumbers));
    if (row->kind == SIM_TEXTS) memset(place, 0, sizeof(SimTexts));
    if (row->kind == SIM_RECORDS) memset(place, 0, sizeof(SimRecords));
    if (row->kind == SIM_TEXT || row->kind == SIM_PROSE) memset(place, 0, sizeof(SimText));
}

bool sim_value_is_set(const SimField *row, const void *place)
{
    switch (row->kind) {
    case SIM_RECORDS: return ((const SimRecords *)place)->count > 0;
    case SIM_TEXT:
    case SIM_PROSE: return ((const SimText *)place)->text != NULL;
    case SIM_NUMBERS:
    case SIM_DURATIONS:
    case SIM_RATES:
    case SIM_SHARES:
    case SIM_CLOCKS: return ((const SimNumbers *)place)->values != NULL;
    case SIM_TEXTS: return ((const SimTexts *)place)->rows != NULL;
    case SIM_CHOICE: return load(row, place).choice >= 0;
    case SIM_CHOICES: return *(const uint32_t *)place != 0;
    case SIM_SWITCH: return true;
    case SIM_COUNT:
    case SIM_DATE_DAY:
    case SIM_MOMENT: return load(row, place).whole != SIM_UNSET;
    case SIM_AMOUNT:
    case SIM_SHARE:
    case SIM_DURATION:
    case SIM_RATE:
    case SIM_CLOCK: break;
    }
    return sim_is_set(load(row, place).number);
}

static SimValue scaled(const SimField *row, SimValue value, double ratio)
{
    if (!sim_kind_is_whole(row->kind)) return (SimValue){.number = value.number * ratio};
    double whole = round((double)value.whole * ratio);
    if (value.whole >= 1 && whole < 1 && ratio > 0) whole = 1;
    return (SimValue){.whole = fabs(whole) < 9e15 ? (int64_t)whole : INT64_MAX};
}

bool sim_value_scale(const SimField *row, void *place, double ratio, char *why)
{
    if (sim_kind_is_numbers(row->kind)) {
        SimNumbers *numbers = place;
        for (size_t i = 0; i < numbers->count; i++) {
            SimValue value = {.number = numbers->values[i] * ratio};
            if (!sim_quantity_in_range(row, value, why)) return false;
        }
        for (size_t i = 0; i < numbers->count; i++) numbers->values[i] *= ratio;
        return true;
    }
    SimValue value = scaled(row, load(row, place), ratio);
    if (!sim_quantity_in_range(row, value, why)) return false;
    sim_value_store(row, place, value);
    return true;
}

double sim_value_number(const SimField *row, const void *place)
{
    if (!sim_kind_measures(row->kind) || !sim_value_is_set(row, place)) return NAN;
    SimValue value = load(row, place);
    return sim_kind_is_whole(row->kind) ? (double)value.whole : value.number;
}

static void write_quoted(const char *text, FILE *to)
{
    fputc('"', to);
    for (const char *c = text; *c; c++) {
        if (*c == '"' || *c == '\\') fputc('\\', to);
        fputc(*c, to);
    }
    fputc('"', to);
}

static void write_choices(const SimField *row, uint32_t set, FILE *to)
{
    char word[SIM_QUANTITY_BYTES];
    bool first = true;
    fputc('[', to);
    for (int i = 0; i < 32 && sim_choice_word(row->choices, i, word); i++) {
        if (!(set >> i & 1)) continue;
        fprintf(to, "%s%s", first ? "" : ", ", word);
        first = false;
    }
    fputc(']', to);
}

static void write_numbers(const SimField *row, const SimNumbers *numbers, FILE *to)
{
    char text[SIM_QUANTITY_BYTES];
    for (size_t i = 0; i < numbers->count; i++) {
        sim_quantity_print(row, (SimValue){.number = numbers->values[i]}, text);
        fprintf(to, "%s%s", i ? ", " : "[", text);
    }
    fputc(']', to);
}

static void write_texts(const SimTexts *texts, FILE *to)
{
    for (size_t i = 0; i < texts->count; i++) {
        fputs(i ? ", " : "[", to);
        write_quoted(texts->rows[i].text, to);
    }
    fputc(']', to);
}

void sim_value_write(const SimField *row, const void *place, FILE *to)
{
    char text[SIM_QUANTITY_BYTES];
    if (row->kind == SIM_TEXT || row->kind == SIM_PROSE) {
        write_quoted(((const SimText *)place)->text, to);
    } else if (row->kind == SIM_CHOICES) {
        write_choices(row, *(const uint32_t *)place, to);
    } else if (sim_kind_is_numbers(row->kind)) {
        write_numbers(row, place, to);
    } else if (row->kind == SIM_TEXTS) {
        write_texts(place, to);
    } else {
        sim_quantity_print(row, load(row, place), text);
        fputs(text, to);
    }
}
