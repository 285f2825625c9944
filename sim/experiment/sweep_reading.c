#include "sim/experiment/sweep_reading.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/experiment/memory.h"
#include "sim/scenario/fingerprint.h"

enum { READ_MOST = 16384 };                     // trusts of points: a quarter of a minute
enum { NUMBERS_MOST = 16, TEXTS_MOST = 1000 };  // different cells of a column; texts may name files

// One point of each value

static void take_levels(const SimSweepFile *file, size_t variation, bool *is_read)
{
    bool *seen = sim_zeroed(file->variations[variation].level_count, sizeof *seen);
    for (size_t point = 0; point < file->point_count; point++) {
        const double level = sim_design_value(file->design, point, (uint32_t)variation);
        if (isnan(level) || seen[(size_t)level]) continue;
        seen[(size_t)level] = true;
        is_read[point] = true;
    }
    free(seen);
}

static void take_ends(const SimSweepFile *file, size_t variation, bool *is_read)
{
    size_t least = 0, most = 0;
    for (size_t point = 1; point < file->point_count; point++) {
        const double value = sim_design_value(file->design, point, (uint32_t)variation);
        const double low = sim_design_value(file->design, least, (uint32_t)variation);
        const double high = sim_design_value(file->design, most, (uint32_t)variation);
        if (isnan(low) || value < low) least = point;
        if (isnan(high) || value > high) most = point;
    }
    is_read[least] = true;
    is_read[most] = true;
}

static void take_cells(const SimSweepFile *file, size_t column, bool *is_read)
{
    const SimField *row = sim_fields_row(&file->model->fields, file->variations[column].name);
    const size_t most = row && sim_kind_measures(row->kind) ? NUMBERS_MOST : TEXTS_MOST;
    const char *texts[TEXTS_MOST];
    size_t count = 0;
    for (size_t point = 0; point < file->point_count && count < most; point++) {
        const char *text = sim_csv_file_cell(file->points, point, column);
        size_t i = 0;
        while (i < count && strcmp(texts[i], text) != 0) i++;
        if (i < count) continue;
        texts[count++] = text;
        is_read[point] = true;
    }
}

bool *sim_sweep_points_to_read(const SimSweepFile *file, size_t place_count)
{
    bool *is_read = sim_zeroed(file->point_count, sizeof *is_read);
    const size_t most = READ_MOST / place_count + 1, every = (file->point_count + most - 1) / most;
    for (size_t point = 0; point < file->point_count; point += every) is_read[point] = true;
    is_read[file->point_count - 1] = true;
    for (size_t i = 0; i < file->variation_count && every > 1; i++) {
        if (!file->design) {
            take_cells(file, i, is_read);
        } else if (file->variations[i].row) {
            take_ends(file, i, is_read);
        } else {
            take_levels(file, i, is_read);
        }
    }
    return is_read;
}

bool sim_sweep_cells_are_sound(const SimSweepFile *file, size_t point, SimFaults *faults)
{
    bool sound = true;
    for (size_t i = 0; i < file->variation_count && !file->design; i++) {
        const SimField *row = sim_fields_row(&file->model->fields, file->variations[i].name);
        const char *text = sim_csv_file_cell(file->points, point, i);
        SimValue value;
        char why[SIM_WHY_BYTES];
        if (!row || !*text || !sim_kind_measures(row->kind) || sim_quantity_read(row, text, &value, why)) continue;
        sound = sim_fault(faults, sim_csv_file_mark(file->points, point, i), "`%s` %s", row->path, why);
    }
    return sound;
}

// Fingerprints

static uint64_t add_value(uint64_t hash, const SimSweepFile *file, size_t point, size_t variation)
{
    if (!file->design) {
        const char *text = sim_csv_file_cell(file->points, point, variation);
        return sim_fingerprint(hash, text, strlen(text) + 1);
    }
    const double value = sim_design_value(file->design, point, (uint32_t)variation);
    const double place = isnan(value) ? -1 : value;
    return sim_fingerprint(hash, &place, sizeof place);
}

static bool acts_from_start(const SimSweepFile *file, const SimVariation *variation)
{
    const SimFields *fields = &file->model->fields;
    if (variation->level_count == 0) return sim_fields_act_from_start(fields, variation->name);
    for (size_t i = 0; i < variation->level_count; i++) {
        const SimLevel *level = &variation->levels[i];
        for (size_t k = 0; k < level->change_count; k++) {
            if (sim_fields_act_from_start(fields, level->changes[k].path)) return true;
        }
    }
    return false;
}

static void add_variation(const SimSweepFile *file, size_t variation, uint64_t *prints)
{
    for (size_t point = 0; point < file->point_count; point++)
        prints[point] = add_value(prints[point], file, point, variation);
}

void sim_sweep_change_prints(const SimSweepFile *file, uint64_t *prints)
{
    for (size_t point = 0; point < file->point_count; point++) prints[point] = SIM_FINGERPRINT;
    for (size_t i = 0; i < file->variation_count; i++) add_variation(file, i, prints);
}

void sim_sweep_start_prints(const SimSweepFile *file, uint64_t *prints)
{
    for (size_t point = 0; point < file->point_count; point++) prints[point] = SIM_FINGERPRINT;
    for (size_t i = 0; i < file->variation_count; i++) {
        if (acts_from_start(file, &file->variations[i])) add_variation(file, i, prints);
    }
}
