#include "sim/cli/plot_sweep_results.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/plot_days.h"
#include "sim/experiment/memory.h"
#include "sim/results/csv_read.h"

enum { COLUMNS_MOST = 12, POINTS_MOST = 1000000 };
static const SimPlotEstimate UNKNOWN = {NAN, NAN, NAN};

static char *copy_of(const char *text)
{
    const size_t size = strlen(text) + 1;
    return memcpy(sim_zeroed(size, 1), text, size);
}

// One table on its way into the results.
typedef struct {
    SimPlotSweep *sweep;
    SimCsv *csv;
    int column[COLUMNS_MOST];
} Table;

static const char *text(const Table *table, int column)
{
    return sim_csv_text(table->csv, table->column[column]);
}

static double number(const Table *table, int column)
{
    return sim_csv_number(table->csv, table->column[column]);
}

// Points: whose columns are named by the factors

static void take_factors(SimPlotSweep *sweep, const SimCsv *csv)
{
    while (sim_csv_heading(csv, (int)sweep->factor_count + 1)) sweep->factor_count++;
    sweep->factors = sim_zeroed(sweep->factor_count + 1, sizeof *sweep->factors);
    for (size_t i = 0; i < sweep->factor_count; i++) sweep->factors[i] = copy_of(sim_csv_heading(csv, (int)i + 1));
}

static void read_point(Table *table)
{
    SimPlotSweep *sweep = table->sweep;
    if (!sweep->factors) take_factors(sweep, table->csv);
    for (size_t i = 0; i < sweep->factor_count; i++) {
        sweep->texts = sim_plot_one_more(sweep->texts, &sweep->text_count, &sweep->text_room, sizeof *sweep->texts);
        sweep->texts[sweep->text_count - 1] = copy_of(sim_csv_text(table->csv, (int)i + 1));
    }
    sweep->point_count++;
}

// Series

static bool is_of(const SimPlotSeries *series, const Table *table)
{
    return strcmp(series->trust, text(table, 0)) == 0 && strcmp(series->measure, text(table, 1)) == 0 &&
           strcmp(series->of, text(table, 2)) == 0 && strcmp(series->period, text(table, 4)) == 0;
}

// Rows of a series stand together.
static SimPlotSeries *series_of(Table *table)
{
    SimPlotSweep *sweep = table->sweep;
    for (size_t i = sweep->series_count; i > 0; i--) {
        if (is_of(&sweep->series[i - 1], table)) return &sweep->series[i - 1];
    }
    sweep->series = sim_plot_one_more(sweep->series, &sweep->series_count, &sweep->series_room, sizeof *sweep->series);
    SimPlotSeries *series = &sweep->series[sweep->series_count - 1];
    *series = (SimPlotSeries){.trust = copy_of(text(table, 0)),
                              .measure = copy_of(text(table, 1)),
                              .of = copy_of(text(table, 2)),
                              .unit = copy_of(text(table, 3)),
                              .period = copy_of(text(table, 4)),
                              .noise_share = {NAN, NAN},
                              .replications = NAN};
    for (int output = 0; output < PLOT_OUTPUTS; output++) {
        series->points[output] = sim_zeroed(sweep->point_count, sizeof *series->points[output]);
        series->sensitivity[output] = sim_zeroed(sweep->factor_count, sizeof *series->sensitivity[output]);
        for (size_t i = 0; i < sweep->point_count; i++) series->points[output][i] = UNKNOWN;
        for (size_t i = 0; i < sweep->factor_count; i++) {
            for (int k = 0; k < PLOT_STATISTICS; k++) series->sensitivity[output][i][k] = UNKNOWN;
        }
    }
    return series;
}

static void read_estimate(Table *table)
{
    const double point = number(table, 5);
    if (!(point >= 1 && point <= (double)table->sweep->point_count)) return;
    SimPlotSeries *series = series_of(table);
    const double difference = number(table, 6);
    series->points[PLOT_OF_DIFFERENCE][(size_t)point - 1] =
        (SimPlotEstimate){difference, number(table, 7), number(table, 8)};
    series->points[PLOT_OF_LIFE][(size_t)point - 1] = (SimPlotEstimate){number(table, 10), NAN, NAN};
    series->lives_differ = series->lives_differ || (!isnan(difference) && difference != 0);
    if (!(number(table, 9) <= series->replications)) series->replications = number(table, 9);
}

static int statistic_of(const char *word)
{
    static const char *const words[PLOT_STATISTICS] = {"base",    "at_low", "at_high", "swing",
                                                       "mu_star", "sigma",  "first",   "total"};
    for (int i = 0; i < PLOT_STATISTICS; i++) {
        if (strcmp(word, words[i]) == 0) return i;
    }
    return -1;
}

static void read_sensitivity(Table *table)
{
    SimPlotSweep *sweep = table->sweep;
    const int statistic = statistic_of(text(table, 6));
    size_t factor = 0;
    while (factor < sweep->factor_count && strcmp(sweep->factors[factor], text(table, 5)) != 0) factor++;
    if (statistic < 0 || factor == sweep->factor_count) return;
    const enum SimPlotOutput output = strcmp(text(table, 7), "strike") == 0 ? PLOT_OF_LIFE : PLOT_OF_DIFFERENCE;
    SimPlotSeries *series = series_of(table);
    series->has_sensitivity = true;
    series->noise_share[output] = number(table, 11);
    series->sensitivity[output][factor][statistic] =
        (SimPlotEstimate){number(table, 8), number(table, 9), number(table, 10)};
}

typedef struct {
    const char *file;
    const char *columns[COLUMNS_MOST + 1];
    void (*row)(Table *table);
} Reader;

static const Reader READERS[] = {
    {"points.csv", {"point"}, read_point},
    {"estimates.csv",
     {"trust", "measure", "of", "unit", "period", "point", "difference", "ci_low", "ci_high", "replications", "strike"},
     read_estimate},
    {"sensitivity.csv",
     {"trust", "measure", "of", "unit", "period", "factor", "statistic", "output", "value", "ci_low", "ci_high",
      "noise_share"},
     read_sensitivity},
};

// What is wrong with a table; NULL if nothing is.
static const char *read_rows(Table *table, const Reader *reader, char *message, size_t size)
{
    size_t columns = 0;
    while (reader->columns[columns]) columns++;
    if (!sim_csv_columns(table->csv, reader->columns, columns, table->column, message, size)) return message;
    while (sim_csv_next(table->csv) && table->sweep->point_count <= POINTS_MOST) reader->row(table);
    return sim_csv_fault(table->csv);
}

void sim_plot_sweep_read(SimPlotSweep *sweep, const char *folder, FILE *notes)
{
    *sweep = (SimPlotSweep){0};
    for (size_t i = 0; i < sizeof READERS / sizeof *READERS; i++) {
        char path[4096], message[200];
        if ((size_t)snprintf(path, sizeof path, "%s/%s", folder, READERS[i].file) >= sizeof path) return;
        Table table = {.sweep = sweep, .csv = sim_csv_open(path, message, sizeof message)};
        const char *fault = table.csv ? read_rows(&table, &READERS[i], message, sizeof message) : message;
        if (fault) fprintf(notes, "%s: %s\n", READERS[i].file, fault);
        sweep->faults += fault != NULL;
        sim_csv_close(table.csv);
    }
}

void sim_plot_sweep_free(SimPlotSweep *sweep)
{
    for (size_t i = 0; i < sweep->factor_count; i++) free(sweep->factors[i]);
    for (size_t i = 0; i < sweep->text_count; i++) free(sweep->texts[i]);
    free(sweep->factors);
    free(sweep->texts);
    for (size_t i = 0; i < sweep->series_count; i++) {
        SimPlotSeries *series = &sweep->series[i];
        free(series->trust), free(series->measure), free(series->of), free(series->unit), free(series->period);
        for (int output = 0; output < PLOT_OUTPUTS; output++) {
            free(series->points[output]);
            free(series->sensitivity[output]);
        }
    }
    free(sweep->series);
    *sweep = (SimPlotSweep){0};
}
