// The columns of a CSV file by their headings, and cells as values.
#include <stdio.h>
#include <string.h>

#include "sim/scenario/csv_file.h"
#include "sim/scenario/nearest.h"

int sim_csv_file_column(const SimCsvFile *csv, const char *heading)
{
    for (size_t i = 0; i < sim_csv_file_columns(csv); i++) {
        if (sim_csv_heading_is(sim_csv_file_heading(csv, i), heading)) return (int)i;
    }
    return -1;
}

static bool is_known(const char *heading, const char *const names[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (sim_csv_heading_is(heading, names[i])) return true;
    }
    return false;
}

static void list_names(const char *const names[], size_t count, char *text, size_t size)
{
    text[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        size_t used = strlen(text);
        snprintf(text + used, size - used, "%s`%s`", i ? ", " : "", names[i]);
    }
}

static bool report_unknown(const SimCsvFile *csv, size_t column, const char *const names[], size_t count,
                           SimFaults *faults)
{
    const char *heading = sim_csv_file_heading(csv, column);
    SimMark mark = sim_csv_file_heading_mark(csv, column);
    SimNearest nearest = sim_nearest(heading);
    for (size_t i = 0; i < count; i++) sim_nearest_try(&nearest, names[i]);
    if (nearest.nearest) {
        return sim_fault(faults, mark, "there is no column `%.60s`; did you mean `%s`?", heading, nearest.nearest);
    }
    char known[400];
    list_names(names, count, known, sizeof known);
    return sim_fault(faults, mark, "the column `%.60s` is not known; take it out (known are %s)", heading, known);
}

bool sim_csv_file_find(const SimCsvFile *csv, const char *const names[], size_t count, size_t required, int columns[],
                       SimFaults *faults)
{
    bool sound = true;
    for (size_t i = 0; i < sim_csv_file_columns(csv); i++) {
        if (is_known(sim_csv_file_heading(csv, i), names, count)) continue;
        sound = report_unknown(csv, i, names, count, faults);
    }
    for (size_t i = 0; i < count; i++) {
        columns[i] = sim_csv_file_column(csv, names[i]);
        if (columns[i] >= 0 || i >= required) continue;
        sound = sim_fault(faults, sim_csv_file_heading_mark(csv, 0), "the column `%s` is missing; add it", names[i]);
    }
    return sound;
}

bool sim_csv_file_value(const SimCsvFile *csv, size_t row, size_t column, const SimField *field, SimValue *value,
                        SimFaults *faults)
{
    char why[SIM_WHY_BYTES];
    const char *cell = sim_csv_file_cell(csv, row, column), *heading = sim_csv_file_heading(csv, column);
    SimMark mark = sim_csv_file_mark(csv, row, column);
    if (*cell == '\0') {
        return sim_fault(faults, mark, "`%.60s` is empty here; write %s", heading, sim_kind_example(field->kind));
    }
    return sim_quantity_read(field, cell, value, why) || sim_fault(faults, mark, "`%.60s` %s", heading, why);
}
