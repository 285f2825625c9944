// The difference that the strike makes at each value of what varies: a panel for each factor.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/plot_sheet.h"
#include "sim/experiment/memory.h"

enum { WORDS_MOST = 12, VALUES_OF_LINE = 24 };
static const double LEFT_EDGE = 84, RIGHT_EDGE = 978, GAP = 24;  // pixels, as in plots/common.gp

// The values of a factor: numbers of one unit, or words in the order in which they come.
typedef struct {
    double *at;  // [point]: where it stands; NAN: as the scenario has it. Owned
    char unit[24];
    const char *words[WORDS_MOST];
    size_t word_count;
    bool is_number;
} Values;

static const char *text_at(const SimPlotSweep *sweep, size_t point, size_t factor)
{
    return sweep->texts[point * sweep->factor_count + factor];
}

// All texts are a number and the same unit.
static bool read_numbers(const SimPlotSweep *sweep, size_t factor, Values *values)
{
    bool is_first = true;
    for (size_t i = 0; i < sweep->point_count; i++) {
        const char *text = text_at(sweep, i, factor);
        char *unit;
        values->at[i] = NAN;
        if (!*text) continue;
        values->at[i] = strtod(text, &unit);
        if (unit == text || !isfinite(values->at[i])) return false;
        if (is_first) snprintf(values->unit, sizeof values->unit, "%s", unit);
        if (strcmp(values->unit, unit) != 0) return false;
        is_first = false;
    }
    return !is_first;
}

// False if there are too many.
static bool read_words(const SimPlotSweep *sweep, size_t factor, Values *values)
{
    values->unit[0] = '\0';
    for (size_t i = 0; i < sweep->point_count; i++) {
        const char *text = text_at(sweep, i, factor);
        values->at[i] = NAN;
        if (!*text) continue;
        size_t word = 0;
        while (word < values->word_count && strcmp(values->words[word], text) != 0) word++;
        if (word == WORDS_MOST) return false;
        if (word == values->word_count) values->words[values->word_count++] = text;
        values->at[i] = (double)(word + 1);
    }
    return values->word_count > 0;
}

static bool read_values(const SimPlotSweep *sweep, size_t factor, Values *values)
{
    *values = (Values){.at = sim_zeroed(sweep->point_count + 1, sizeof(double))};
    values->is_number = read_numbers(sweep, factor, values);
    if (values->is_number || read_words(sweep, factor, values)) return true;
    free(values->at);
    return false;
}

static void axis_of(const Values *values, size_t points, double width, SimPlotAxis *axis)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < points; i++) {
        low = fmin(low, values->at[i]);
        high = fmax(high, values->at[i]);
    }
    if (values->is_number) {
        sim_plot_axis_numbers(axis, low, high, (int)(width / 60), PLOT_AMOUNT);
        axis->first = fmin(axis->first, low - 0.04 * (high - low));  // a dot at 0 is whole
        return;
    }
    *axis = (SimPlotAxis){.first = 0.5, .last = (double)values->word_count + 0.5, .count = values->word_count};
    const size_t letters = (size_t)(width / (double)values->word_count / 7);
    for (size_t i = 0; i < values->word_count; i++) {
        char name[SIM_PLOT_TEXT];
        axis->ticks[i].position = (double)(i + 1);
        sim_plot_text(name, values->words[i], letters < 3 ? 3 : letters > 20 ? 20 : letters);
        snprintf(axis->ticks[i].label, sizeof axis->ticks[i].label, "%.47s", name);
    }
}

// The mean of the points that share a value, along the axis.
static void write_means(const SimPlotSheet *sheet, const Values *values, FILE *file)
{
    const size_t points = sheet->sweep->point_count;
    double last = -INFINITY;
    fprintf(file, "%g\t0\n\n", SIM_PLOT_NOWHERE);
    for (;;) {
        double next = INFINITY, sum = 0, count = 0;
        for (size_t i = 0; i < points; i++) {
            if (values->at[i] > last && !isnan(sheet->series->points[sheet->output][i].value))
                next = fmin(next, values->at[i]);
        }
        if (!isfinite(next)) return;
        for (size_t i = 0; i < points; i++) {
            if (values->at[i] != next || isnan(sheet->series->points[sheet->output][i].value)) continue;
            sum += sheet->series->points[sheet->output][i].value;
            count++;
        }
        fprintf(file, "%.10g\t%.10g\n", next, sum / count);
        last = next;
    }
}

// Where the other factors differ by chance from point to point, a line would join luck.
static bool has_line(const SimPlotSheet *sheet, const Values *values)
{
    const size_t points = sheet->sweep->point_count;
    size_t defined = 0, distinct = 0;
    for (size_t i = 0; i < points; i++) {
        size_t k = 0;
        while (k < i && values->at[k] != values->at[i]) k++;
        if (isnan(values->at[i])) continue;
        defined++;
        distinct += k == i;
        if (distinct > VALUES_OF_LINE) return sheet->sweep->factor_count == 1;
    }
    return distinct > 1 && (sheet->sweep->factor_count == 1 || defined > distinct || defined < points);
}

static FILE *open_numbered(SimPlotPicture *picture, const char *name, size_t number)
{
    char path[40];
    snprintf(path, sizeof path, "%s_%zu.tsv", name, number);
    return sim_plot_picture_open(picture, path);
}

// The points of a panel, and the point that is the scenario as it is, from edge to edge. Returns whether there is one.
static bool write_panel(SimPlotSheet *sheet, size_t number, const Values *values)
{
    const SimPlotPanel *panel = &sheet->picture.panels[number - 1];
    const SimPlotEstimate *points = sheet->series->points[sheet->output];
    FILE *dots = open_numbered(&sheet->picture, "dots", number), *line = open_numbered(&sheet->picture, "line", number),
         *base = open_numbered(&sheet->picture, "base", number);
    bool has_base = false;
    if (dots && line && base) {
        fprintf(dots, "%g\t0\t0\t0\n", SIM_PLOT_NOWHERE);
        fprintf(base, "%g\t0\n\n", SIM_PLOT_NOWHERE);
        for (size_t i = 0; i < sheet->sweep->point_count; i++) {
            bool is_base = true;
            for (size_t k = 0; k < sheet->sweep->factor_count; k++) is_base = is_base && !*text_at(sheet->sweep, i, k);
            has_base = has_base || is_base;
            if (is_base && !isnan(points[i].value))
                fprintf(base, "%.10g\t%.10g\n%.10g\t%.10g\n", panel->first, points[i].value, panel->last,
                        points[i].value);
            if (isnan(values->at[i]) || isnan(points[i].value)) continue;
            const bool has_interval = !isnan(points[i].low);
            fprintf(dots, "%.10g\t%.10g\t%.10g\t%.10g\n", values->at[i], points[i].value,
                    has_interval ? points[i].low : points[i].value, has_interval ? points[i].high : points[i].value);
        }
        if (has_line(sheet, values)) {
            write_means(sheet, values, line);
        } else {
            fprintf(line, "%g\t0\n", SIM_PLOT_NOWHERE);
        }
    }
    sim_plot_picture_close(&sheet->picture, dots);
    sim_plot_picture_close(&sheet->picture, line);
    sim_plot_picture_close(&sheet->picture, base);
    return has_base;
}

// Returns whether the scenario as it is is one of the points.
static bool add_panel(SimPlotSheet *sheet, double left, double width, const Values *values)
{
    const size_t number = sheet->picture.panel_count++;
    SimPlotAxis *axis = &sheet->axes[number];
    axis_of(values, sheet->sweep->point_count, width, axis);
    sheet->picture.panels[number] =
        (SimPlotPanel){.left = left, .right = left + width, .first = axis->first, .last = axis->last, .axis = axis};
    return write_panel(sheet, number + 1, values);
}

const char *sim_plot_response(SimPlotSheet *sheet)
{
    const SimPlotSweep *sweep = sheet->sweep;
    const bool is_level = sheet->output == PLOT_OF_LIFE;  // whose axis need not begin at 0
    double low = is_level ? INFINITY : 0, high = is_level ? -INFINITY : 0;
    for (size_t i = 0; i < sweep->point_count; i++) {
        const SimPlotEstimate *point = &sheet->series->points[sheet->output][i];
        if (isnan(point->value)) continue;
        low = fmin(low, isnan(point->low) ? point->value : point->low);
        high = fmax(high, isnan(point->high) ? point->value : point->high);
    }
    if (!(low <= high) || (low == 0 && high == 0)) return "it is 0 at every point, or undefined";
    size_t *order = sim_plot_sheet_order(sheet), left_out = 0;
    const size_t panels = sweep->factor_count < SIM_PLOT_FACTOR_PANELS ? sweep->factor_count : SIM_PLOT_FACTOR_PANELS;
    const double width = (RIGHT_EDGE - LEFT_EDGE - GAP * (double)(panels - 1)) / (double)panels;
    FILE *names = sim_plot_picture_open(&sheet->picture, "rows.tsv");
    for (size_t i = 0; i < sweep->factor_count && names; i++) {
        Values values;
        const size_t number = sheet->picture.panel_count;
        if (number == panels || !read_values(sweep, order[i], &values)) {
            left_out++;
            continue;
        }
        char name[SIM_PLOT_TEXT], unit[SIM_PLOT_TEXT] = "";
        sim_plot_path_end(name, sizeof name, sweep->factors[order[i]], (size_t)(width / 7) - strlen(values.unit) - 2);
        if (*values.unit) sim_plot_text(unit, values.unit, 20);
        const bool has_base = add_panel(sheet, LEFT_EDGE + (double)number * (width + GAP), width, &values);
        fprintf(names, "%zu\t%s%s%s\t%d\t%d\n", number + 1, name, *unit ? ", " : "", unit, has_line(sheet, &values),
                has_base);
        free(values.at);
    }
    sim_plot_picture_close(&sheet->picture, names);
    free(order);
    if (sheet->picture.panel_count == 0) return "what varies is neither a number nor one of a few words";
    if (left_out > 0)
        snprintf(sheet->picture.note, sizeof sheet->picture.note, "%zu more factors are not shown.", left_out);
    sim_plot_picture_add_row(&sheet->picture, 0, low, high, 7, sim_plot_sheet_number(sheet));
    return NULL;
}
