#include "sim/experiment/sweep_point.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/scenario/value.h"

// What a point changes

size_t sim_sweep_changes_most(const SimSweepFile *sweep)
{
    size_t most = 0;
    for (size_t i = 0; i < sweep->variation_count; i++) {
        size_t of_one = 1;
        for (size_t k = 0; k < sweep->variations[i].level_count; k++) {
            const size_t count = sweep->variations[i].levels[k].change_count;
            if (count > of_one) of_one = count;
        }
        most += of_one;
    }
    return most;
}

// The number of a range at this place of it; whole numbers are rounded.
static SimValue range_value(const SimVariation *variation, double place)
{
    const double number = variation->from + place * (variation->to - variation->from);
    if (!sim_kind_is_whole(variation->row->kind)) return (SimValue){.number = number};
    return (SimValue){.whole = (int64_t)llround(number)};
}

// A range's value in the unit in which the range is written, to ten digits: what is then read from this text is run.
static void print_range_value(const SimVariation *variation, double place, char text[static SIM_QUANTITY_BYTES])
{
    const SimValue value = range_value(variation, place);
    if (!(variation->unit.size > 0)) {
        sim_quantity_print(variation->row, value, text);
        return;
    }
    char digits[40], shortest[SIM_QUANTITY_BYTES];
    snprintf(digits, sizeof digits, "%.10g", value.number / variation->unit.size);
    sim_number_print(strtod(digits, NULL), shortest);
    snprintf(text, SIM_QUANTITY_BYTES, "%.30s%.30s", shortest, variation->unit.text);
}

// As the field is stored.
static double number_of(const SimVariation *variation, const char *text)
{
    char why[SIM_WHY_BYTES];
    SimValue value;
    if (!sim_quantity_read(variation->row, text, &value, why)) return NAN;
    return sim_kind_is_whole(variation->row->kind) ? (double)value.whole : value.number;
}

static size_t changes_of_design(const SimSweepFile *sweep, size_t point, SimArena *arena, SimChange *changes)
{
    size_t count = 0;
    for (size_t i = 0; i < sweep->variation_count; i++) {
        const SimVariation *variation = &sweep->variations[i];
        const double value = sim_design_value(sweep->design, point, (uint32_t)i);
        if (isnan(value)) continue;
        if (variation->row) {
            char text[SIM_QUANTITY_BYTES];
            print_range_value(variation, value, text);
            const SimNode *node = sim_node_new(arena, SIM_NODE_SCALAR, variation->mark, text);
            changes[count++] = (SimChange){.path = variation->name, .node = node, .mark = variation->mark};
            continue;
        }
        const SimLevel *level = &variation->levels[(size_t)value];
        for (size_t k = 0; k < level->change_count; k++) changes[count++] = level->changes[k];
    }
    return count;
}

static size_t changes_of_row(const SimSweepFile *sweep, size_t point, SimArena *arena, SimChange *changes)
{
    size_t count = 0;
    for (size_t i = 0; i < sweep->variation_count; i++) {
        const char *cell = sim_csv_file_cell(sweep->points, point, i);
        if (!*cell) continue;
        const SimField *row = sim_fields_row(&sweep->model->fields, sweep->variations[i].name);
        const SimNode *node = sim_value_node(arena, row, cell, sim_csv_file_mark(sweep->points, point, i), NULL);
        const SimVariation *column = &sweep->variations[i];
        if (node) changes[count++] = (SimChange){.path = column->name, .node = node, .mark = column->mark};
    }
    return count;
}

size_t sim_sweep_point_changes(const SimSweepFile *sweep, size_t point, SimArena *arena, SimChange *changes)
{
    return sweep->design ? changes_of_design(sweep, point, arena, changes)
                         : changes_of_row(sweep, point, arena, changes);
}

void sim_sweep_point_value(const SimSweepFile *sweep, size_t point, size_t variation, char text[static 100],
                           double *number)
{
    const SimVariation *varied = &sweep->variations[variation];
    *number = NAN;
    text[0] = '\0';
    if (!sweep->design) {
        snprintf(text, 100, "%.99s", sim_csv_file_cell(sweep->points, point, variation));
        return;
    }
    const double value = sim_design_value(sweep->design, point, (uint32_t)variation);
    if (isnan(value)) return;
    if (varied->row) {
        char whole[SIM_QUANTITY_BYTES];
        print_range_value(varied, value, whole);
        *number = number_of(varied, whole);
        snprintf(text, 100, "%.99s", whole);
    } else {
        *number = varied->levels[(size_t)value].number;
        snprintf(text, 100, "%.99s", varied->levels[(size_t)value].name);
    }
}

// Laid out

bool sim_point_read(const SimSweepFile *file, size_t point, SimLaidPoint *laid, SimFaults *faults)
{
    *laid = (SimLaidPoint){.arena = sim_arena_new()};
    SimChange *changes = sim_arena_take(laid->arena, sim_sweep_changes_most(file) * sizeof *changes);
    const size_t count = sim_sweep_point_changes(file, point, laid->arena, changes);
    laid->scenario = sim_scenario_read_changed(file->scenario, &file->model->fields, changes, count, faults);
    return laid->scenario != NULL;
}

bool sim_point_lay_out(const SimSweepFile *file, size_t point, SimTables *tables, SimLaidPoint *laid, SimFaults *faults)
{
    const struct sim_model *model = file->model;
    if (!sim_point_read(file, point, laid, faults)) return false;
    for (enum SimLife life = SIM_BASELINE; life < SIM_LIVES; life++) {
        laid->plans[life] = model->plan_new(laid->scenario, life, tables, faults);
        if (!laid->plans[life]) return false;  // the other life would say the same again
        laid->timelines[life] = sim_timelines(model, laid->scenario, life, laid->plans[life]);
    }
    laid->outline = model->outline(laid->plans[SIM_STRIKE]);
    return true;
}

void sim_point_free(const struct sim_model *model, SimLaidPoint *laid)
{
    for (int life = 0; life < SIM_LIVES; life++) {
        if (!laid->plans[life]) continue;
        sim_timelines_free(laid->timelines[life], model->outline(laid->plans[life])->place_count);
        model->plan_free(laid->plans[life]);
    }
    sim_scenario_free(laid->scenario);
    sim_arena_free(laid->arena);
    *laid = (SimLaidPoint){0};
}
