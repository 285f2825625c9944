// Which factors matter: swings of one at a time, Morris' effects or Sobol's indices, a row for each factor.
#include <math.h>
#include <stdlib.h>

#include "sim/cli/plot_sheet.h"
#include "sim/experiment/memory.h"

enum { FACTORS_MOST = 14 };
static const double NAMES_EDGE = 350, RIGHT_EDGE = 978;  // pixels, as in plots/common.gp

enum Method { METHOD_SWINGS = 1, METHOD_MORRIS, METHOD_SOBOL };

static enum Method method_of(const SimPlotSheet *sheet)
{
    for (size_t i = 0; i < sheet->sweep->factor_count; i++) {
        const SimPlotEstimate *of = sheet->series->sensitivity[sheet->output][i];
        if (!isnan(of[PLOT_MU_STAR].value)) return METHOD_MORRIS;
        if (!isnan(of[PLOT_TOTAL].value)) return METHOD_SOBOL;
    }
    return METHOD_SWINGS;
}

static void widen(const SimPlotEstimate *estimate, double *low, double *high)
{
    const double ends[] = {estimate->value, estimate->low, estimate->high};
    for (size_t i = 0; i < 3; i++) {
        *low = fmin(*low, ends[i]);
        *high = fmax(*high, ends[i]);
    }
}

// One factor: both ends of its swing, from the base; or what matters first and second, as dots with intervals.
static void write_factor(const SimPlotSheet *sheet, FILE *file, enum Method method, size_t factor, double row)
{
    static const enum SimPlotStatistic shown[][2] = {[METHOD_SWINGS] = {PLOT_AT_LOW, PLOT_AT_HIGH},
                                                     [METHOD_MORRIS] = {PLOT_MU_STAR, PLOT_SIGMA},
                                                     [METHOD_SOBOL] = {PLOT_TOTAL, PLOT_FIRST}};
    const SimPlotEstimate *of = sheet->series->sensitivity[sheet->output][factor];
    for (int i = 0; i < 2; i++) {
        const SimPlotEstimate *end = &of[shown[method][i]];
        if (isnan(end->value)) continue;
        const double low = method == METHOD_SWINGS ? of[PLOT_BASE].value : end->low;
        fprintf(file, "%.10g\t%.10g\t%.10g\t%.10g\t%d\n", row, end->value, isnan(low) ? end->value : low,
                isnan(end->high) ? end->value : end->high, i + 1);
    }
}

const char *sim_plot_factors(SimPlotSheet *sheet)
{
    const SimPlotSweep *sweep = sheet->sweep;
    const enum Method method = method_of(sheet);
    static const enum SimPlotStatistic all[] = {PLOT_BASE,  PLOT_AT_LOW, PLOT_AT_HIGH, PLOT_MU_STAR,
                                                PLOT_SIGMA, PLOT_FIRST,  PLOT_TOTAL};
    double low = method == METHOD_SWINGS ? INFINITY : 0, high = method == METHOD_SWINGS ? -INFINITY : 0;
    for (size_t i = 0; i < sweep->factor_count; i++) {
        for (size_t k = 0; k < sizeof all / sizeof *all; k++)
            widen(&sheet->series->sensitivity[sheet->output][i][all[k]], &low, &high);
    }
    if (!(high > low)) return "no factor changes anything of it";
    size_t *order = sim_plot_sheet_order(sheet);
    const size_t rows = sweep->factor_count < FACTORS_MOST ? sweep->factor_count : FACTORS_MOST;
    SimPlotAxis names = {.first = 0.4, .last = (double)rows + 0.6, .count = rows};
    FILE *file = sim_plot_picture_open(&sheet->picture, "dots_1.tsv");
    if (file) fprintf(file, "%g\t0\t0\t0\t1\n%g\t0\t0\t0\t2\n", SIM_PLOT_NOWHERE, SIM_PLOT_NOWHERE);
    for (size_t i = 0; i < rows && file; i++) {
        names.ticks[i].position = (double)(rows - i);
        sim_plot_path_end(names.ticks[i].label, sizeof names.ticks[i].label, sweep->factors[order[i]], 42);
        write_factor(sheet, file, method, order[i], names.ticks[i].position);
    }
    sim_plot_picture_close(&sheet->picture, file);
    FILE *base = sim_plot_picture_open(&sheet->picture, "base_1.tsv");
    const double at =
        method == METHOD_SWINGS ? sheet->series->sensitivity[sheet->output][order[0]][PLOT_BASE].value : 0;
    if (base) fprintf(base, "%.10g\t%.10g\n%.10g\t%.10g\n", at, names.first, at, names.last);
    sim_plot_picture_close(&sheet->picture, base);
    free(order);
    SimPlotAxis *axis = &sheet->axes[0];
    enum SimPlotNumber numbers = sim_plot_sheet_number(sheet);
    if (method == METHOD_SOBOL || (method == METHOD_MORRIS && numbers == PLOT_CHANGE)) numbers = PLOT_AMOUNT;
    sim_plot_axis_numbers(axis, low, high, 7, numbers);
    sheet->picture.panels[0] =
        (SimPlotPanel){.left = NAMES_EDGE, .right = RIGHT_EDGE, .first = axis->first, .last = axis->last, .axis = axis};
    sheet->picture.panel_count = 1;
    sim_plot_picture_add_row_with(&sheet->picture, (int)method, &names);
    const int length = rows < sweep->factor_count
                           ? snprintf(sheet->picture.note, sizeof sheet->picture.note, "The first %zu of %zu factors. ",
                                      rows, sweep->factor_count)
                           : 0;
    if (!isnan(sheet->series->noise_share[sheet->output]))
        snprintf(sheet->picture.note + length, sizeof sheet->picture.note - (size_t)length,
                 "Of the variance between points %.0f%% is there because replications are few.",
                 100 * fmax(sheet->series->noise_share[sheet->output], 0));
    return NULL;
}
