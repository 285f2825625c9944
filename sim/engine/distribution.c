#include "sim/engine/points.h"

#include <assert.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CELLS_OF_OCTAVE = 1 << SIM_CELL_BITS };

typedef struct {
    SimStandard standard;  // owns its parameters
    SimCell *cells;        // NULL: not built
    SimPoints *points;     // NULL: not built; else the cells are not exact enough
    bool is_decided;       // whether the cells are exact enough is known
} Table;

typedef struct {
    uint64_t key;
    void *bytes;  // owned
} Kept;

struct SimTables {
    Table *tables;
    size_t count;
    Kept *kept;
    size_t kept_count, kept_bytes;
};

static void *memory_or_abort(void *memory, size_t bytes)
{
    if (memory) return memory;
    fprintf(stderr, "out of memory: %zu bytes were wanted for tables of distributions\n", bytes);
    abort();
}

SimTables *sim_tables_new(void)
{
    return memory_or_abort(calloc(1, sizeof(SimTables)), sizeof(SimTables));
}

void sim_tables_free(SimTables *tables)
{
    if (!tables) return;
    for (size_t i = 0; i < tables->count; i++) {
        free(tables->tables[i].cells);
        sim_points_free(tables->tables[i].points);
        free((void *)(uintptr_t)tables->tables[i].standard.parameters);
    }
    for (size_t i = 0; i < tables->kept_count; i++) free(tables->kept[i].bytes);
    free(tables->kept);
    free(tables->tables);
    free(tables);
}

size_t sim_tables_bytes(const SimTables *tables)
{
    return tables->count * SIM_CELLS * sizeof(SimCell) + tables->kept_bytes;
}

const void *sim_tables_kept(const SimTables *tables, uint64_t key)
{
    for (size_t i = 0; i < tables->kept_count; i++) {
        if (tables->kept[i].key == key) return tables->kept[i].bytes;
    }
    return NULL;
}

const void *sim_tables_keep(SimTables *tables, uint64_t key, const void *bytes, size_t size)
{
    const size_t wanted = (tables->kept_count + 1) * sizeof *tables->kept;
    tables->kept = memory_or_abort(realloc(tables->kept, wanted), wanted);
    void *copy = memory_or_abort(malloc(size), size);
    memcpy(copy, bytes, size);
    tables->kept[tables->kept_count++] = (Kept){key, copy};
    tables->kept_bytes += size;
    return copy;
}

double sim_quantile(enum SimShape shape, double cv, double probability)
{
    gsl_error_handler_t *handler = gsl_set_error_handler_off();
    const SimStandard standard = {.shape = shape, .count = 1, .parameters = &cv};
    const bool is_lower = probability < 0.5;  // 1 - probability is exact from one half on
    const double x = is_lower ? sim_standard_quantile(&standard, probability, SIM_LOWER)
                              : sim_standard_quantile(&standard, 1 - probability, SIM_UPPER);
    gsl_set_error_handler(handler);
    return x;
}

double sim_normal_quantile(double probability)
{
    return probability < 0.5 ? gsl_cdf_ugaussian_Pinv(probability) : gsl_cdf_ugaussian_Qinv(1 - probability);
}

// The cubic through four values at places 0, 1/3, 2/3 and 1 (Lagrange). Its ends are those of its neighbours, so the
// whole is continuous; the error is at most f'''' width^4 / 1944, and the cell's width at most 1/32 of its probability.
static SimCell cubic_through(const double f[4])
{
    return (SimCell){{
        f[0],
        (-11 * f[0] + 18 * f[1] - 9 * f[2] + 2 * f[3]) / 2,
        (18 * f[0] - 45 * f[1] + 36 * f[2] - 9 * f[3]) / 2,
        (-9 * f[0] + 27 * f[1] - 27 * f[2] + 9 * f[3]) / 2,
    }};
}

// Octave 0 is the widest, tails from 1/4 to 1/2.
static void fill_octave(SimCell *cells, const SimStandard *standard, enum SimSide side, int octave)
{
    const double start = ldexp(0.25, -octave);
    double values[4];
    values[3] = sim_standard_quantile(standard, start, side);
    for (int cell = 0; cell < CELLS_OF_OCTAVE; cell++) {
        values[0] = values[3];
        for (int third = 1; third <= 3; third++) {
            const double share = (3 * cell + third) / (3.0 * CELLS_OF_OCTAVE);
            values[third] = sim_standard_quantile(standard, start * (1 + share), side);
        }
        cells[cell] = cubic_through(values);
    }
}

static SimCell *build_cells(const SimStandard *standard)
{
    SimCell *cells = memory_or_abort(malloc(SIM_CELLS * sizeof *cells), SIM_CELLS * sizeof *cells);
    for (int octave = 0; octave < SIM_OCTAVES; octave++) {
        fill_octave(cells + octave * CELLS_OF_OCTAVE, standard, SIM_LOWER, octave);
        fill_octave(cells + (SIM_OCTAVES + octave) * CELLS_OF_OCTAVE, standard, SIM_UPPER, octave);
    }
    return cells;
}

// On the upper side a cell's place grows as the word falls: there the cubic must fall.
static bool is_monotone(const SimCell *cell, enum SimSide side)
{
    const double *c = cell->coefficient;
    if (side == SIM_LOWER) return sim_cell_rises(cell);
    return sim_cell_rises(&(SimCell){{-c[0], -c[1], -c[2], -c[3]}});
}

// Whether cells serve the shape: each is probed where the error of a cubic through four values is about largest.
static bool are_exact(const SimCell *cells, const SimStandard *standard)
{
    const double place = 1 / 7.0;
    for (int i = 0; i < SIM_CELLS; i++) {
        const enum SimSide side = i < SIM_CELLS / 2 ? SIM_LOWER : SIM_UPPER;
        const int octave = i / CELLS_OF_OCTAVE % SIM_OCTAVES, cell = i % CELLS_OF_OCTAVE;
        const double tail = ldexp(0.25, -octave) * (1 + (cell + place) / CELLS_OF_OCTAVE);
        const double *c = cells[i].coefficient;
        const double reached = c[0] + place * (c[1] + place * (c[2] + place * c[3]));
        if (!is_monotone(&cells[i], side)) return false;
        if (!sim_is_close(reached, sim_standard_quantile(standard, tail, side), 1e-7)) return false;
    }
    return true;
}

// The row of this shape, new and empty if there was none.
static Table *find_or_add(SimTables *tables, const SimStandard *standard)
{
    const size_t key_bytes = standard->count * sizeof *standard->parameters;
    for (size_t i = 0; i < tables->count; i++) {
        Table *table = &tables->tables[i];
        if (table->standard.shape != standard->shape || table->standard.count != standard->count) continue;
        if (memcmp(table->standard.parameters, standard->parameters, key_bytes) == 0) return table;
    }
    const size_t bytes = (tables->count + 1) * sizeof *tables->tables;
    tables->tables = memory_or_abort(realloc(tables->tables, bytes), bytes);
    double *parameters = memory_or_abort(malloc(key_bytes), key_bytes);
    memcpy(parameters, standard->parameters, key_bytes);
    Table *table = &tables->tables[tables->count++];
    *table = (Table){.standard = {standard->shape, standard->count, parameters}};
    return table;
}

static void need_cells(Table *table)
{
    if (!table->cells) table->cells = build_cells(&table->standard);
}

// Kinks lie inside cells, unless in the middle or at the ends.
static bool has_kinks(const SimStandard *standard)
{
    for (size_t i = 0; i < sim_standard_kinks(standard); i++) {
        const double kink = sim_standard_kink(standard, i);
        if (kink > 0 && kink < 1 && kink != 0.5) return true;
    }
    return false;
}

static void decide(Table *table)
{
    if (table->is_decided) return;
    table->is_decided = true;
    if (!has_kinks(&table->standard)) {
        need_cells(table);
        if (are_exact(table->cells, &table->standard)) return;
    }
    table->points = sim_points_new(&table->standard);
}

SimDistribution sim_distribution_of(SimTables *tables, const SimStandard *standard, double mean)
{
    gsl_error_handler_t *handler = gsl_set_error_handler_off();
    Table *table = find_or_add(tables, standard);
    decide(table);
    gsl_set_error_handler(handler);
    return (SimDistribution){.table = table->points ? NULL : table->cells, .mean = mean, .points = table->points};
}

SimDistribution sim_distribution(SimTables *tables, enum SimShape shape, double mean, double cv)
{
    const bool has_a_form = shape != SIM_DETERMINISTIC && shape != SIM_EXPONENTIAL;
    assert(shape <= SIM_TRIANGULAR);
    assert(!has_a_form || cv >= 0);
    const bool is_constant = shape == SIM_DETERMINISTIC || (has_a_form && !(cv > 0));
    if (is_constant) return (SimDistribution){.mean = mean};
    const double parameter = has_a_form ? cv : 1;
    gsl_error_handler_t *handler = gsl_set_error_handler_off();
    Table *table = find_or_add(tables, &(SimStandard){shape, 1, &parameter});
    need_cells(table);
    gsl_set_error_handler(handler);
    return (SimDistribution){.table = table->cells, .mean = mean};
}
