#include "sim/cli/plot_sweep.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/plot_picture.h"
#include "sim/cli/plot_studio.h"
#include "sim/cli/plot_sweep_results.h"
#include "sim/experiment/memory.h"

enum { PANELS_MOST = 4, FACTORS_MOST = 14, WORDS_MOST = 12, VALUES_OF_LINE = 24 };
static const double LEFT_EDGE = 84, RIGHT_EDGE = 978, GAP = 24, NAMES_EDGE = 350;  // pixels, as in plots/common.gp
static const double NOWHERE = -1e6;  // gnuplot refuses empty files, and points that are all undefined

typedef struct {
    const struct sim_model *model;
    const SimPlotSweep *sweep;
    SimPlotStudio studio;
    size_t skipped;
} Drawing;

// What all pictures of a series have in common.
typedef struct {
    const SimPlotSweep *sweep;
    const SimPlotSeries *series;
    enum SimPlotOutput output;  // the difference; where the two lives are the same, the one there is
    SimPlotResults results;     // without windows
    SimPlotPlace place;
    SimPlotPicture picture;
    SimPlotAxis axes[PANELS_MOST];
} Sheet;

// Words

static void name_place(SimPlotPlace *place, const SimPlotSeries *series)
{
    char words[SIM_PLOT_TEXT];
    if (strcmp(series->trust, "ALL") == 0) {
        snprintf(words, sizeof words, "All trusts");
    } else if (strncmp(series->trust, "region:", 7) == 0) {
        snprintf(words, sizeof words, "Trusts in %.80s", series->trust + 7);
    } else {
        snprintf(words, sizeof words, *series->trust ? "Trust %.80s" : "The services", series->trust);
    }
    sim_plot_text(place->name, words, 60);
    place->replications = series->replications;
}

static const char *title_of(const struct sim_model *model, const char *measure)
{
    for (size_t i = 0; i < model->measure_block_count; i++) {
        for (size_t k = 0; k < model->measures[i]->count; k++) {
            if (strcmp(model->measures[i]->rows[k].name, measure) == 0) return model->measures[i]->rows[k].title;
        }
    }
    return measure;
}

// "A&E seen within 4 hours, at triage, in strike_days (share)"
static void name_measure(char to[static SIM_PLOT_TEXT], const struct sim_model *model, const SimPlotSeries *series)
{
    char words[SIM_PLOT_TEXT];
    const bool is_whole = strcmp(series->period, "whole") == 0;
    snprintf(words, sizeof words, "%.120s%s%.100s%s%.60s (%.40s)", title_of(model, series->measure),
             *series->of ? ", " : "", series->of, is_whole ? "" : ", ", is_whole ? "" : series->period, series->unit);
    sim_plot_text(to, words, 118);
}

// The end of a long path says most; it is cut at a dot, if there is one.
static void short_name(char *to, size_t size, const char *name, size_t characters)
{
    char text[SIM_PLOT_TEXT];
    sim_plot_text(text, name, SIM_PLOT_TEXT);
    const char *tail = text;
    while (*tail && sim_plot_text_length(tail) >= characters) {
        const char *dot = strchr(tail, '.');
        tail = dot ? dot + 1 : tail + 1;
        while ((*tail & 0xC0) == 0x80) tail++;
    }
    snprintf(to, size, "%s%.*s", tail > text ? "\u2026" : "", (int)size - 4, tail);
}

static void begin_sheet(Sheet *sheet, const Drawing *drawing, const SimPlotSeries *series)
{
    *sheet = (Sheet){.sweep = drawing->sweep, .series = series};
    sheet->output = series->lives_differ ? PLOT_OF_DIFFERENCE : PLOT_OF_STRIKE;
    name_place(&sheet->place, series);
    sheet->picture = (SimPlotPicture){.results = &sheet->results,
                                      .place = &sheet->place,
                                      .folder = drawing->studio.hidden,
                                      .is_one_life = !series->lives_differ};
    name_measure(sheet->picture.subtitle, drawing->model, series);
}

static enum SimPlotNumber number_of(const Sheet *sheet)
{
    if (strcmp(sheet->series->unit, "share") == 0) return PLOT_PERCENT;
    return sheet->output == PLOT_OF_DIFFERENCE ? PLOT_CHANGE : PLOT_AMOUNT;
}

// Which factors matter most come first; without a measure of that they keep their order.
static double weight_of(const Sheet *sheet, size_t factor)
{
    static const enum SimPlotStatistic first[] = {PLOT_SWING, PLOT_MU_STAR, PLOT_TOTAL};
    for (size_t i = 0; i < 3; i++) {
        const double value = sheet->series->sensitivity[sheet->output][factor][first[i]].value;
        if (!isnan(value)) return fabs(value);
    }
    return -1;
}

static size_t *ordered_factors(const Sheet *sheet)
{
    const SimPlotSweep *sweep = sheet->sweep;
    size_t *order = sim_zeroed(sweep->factor_count + 1, sizeof *order);
    for (size_t i = 0; i < sweep->factor_count; i++) {
        size_t at = i;
        for (; at > 0 && weight_of(sheet, order[at - 1]) < weight_of(sheet, i); at--) order[at] = order[at - 1];
        order[at] = i;
    }
    return order;
}

// The difference at each value

// The values of a factor: numbers of one unit, or words in the order in which they come.
typedef struct {
    double *at;  // [point]: where it stands; NAN: as the scenario has it. Owned
    char unit[24];
    const char *words[WORDS_MOST];
    size_t word_count;
    bool is_number, has_repeats;
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
static void write_means(const Sheet *sheet, const Values *values, FILE *file)
{
    const size_t points = sheet->sweep->point_count;
    double last = -INFINITY;
    fprintf(file, "%g\t0\n\n", NOWHERE);
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
static bool has_line(const Sheet *sheet, const Values *values)
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
static bool write_panel(Sheet *sheet, size_t number, const Values *values)
{
    const SimPlotPanel *panel = &sheet->picture.panels[number - 1];
    const SimPlotEstimate *points = sheet->series->points[sheet->output];
    FILE *dots = open_numbered(&sheet->picture, "dots", number), *line = open_numbered(&sheet->picture, "line", number),
         *base = open_numbered(&sheet->picture, "base", number);
    bool has_base = false;
    if (dots && line && base) {
        fprintf(dots, "%g\t0\t0\t0\n", NOWHERE);
        fprintf(base, "%g\t0\n\n", NOWHERE);
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
            fprintf(line, "%g\t0\n", NOWHERE);
        }
    }
    sim_plot_picture_close(&sheet->picture, dots);
    sim_plot_picture_close(&sheet->picture, line);
    sim_plot_picture_close(&sheet->picture, base);
    return has_base;
}

// Returns whether the scenario as it is is one of the points.
static bool add_panel(Sheet *sheet, double left, double width, const Values *values)
{
    const size_t number = sheet->picture.panel_count++;
    SimPlotAxis *axis = &sheet->axes[number];
    axis_of(values, sheet->sweep->point_count, width, axis);
    sheet->picture.panels[number] =
        (SimPlotPanel){.left = left, .right = left + width, .first = axis->first, .last = axis->last, .axis = axis};
    return write_panel(sheet, number + 1, values);
}

// NULL, or why there is nothing to draw.
static const char *write_response(Sheet *sheet)
{
    const SimPlotSweep *sweep = sheet->sweep;
    const bool is_level = sheet->output == PLOT_OF_STRIKE;  // whose axis need not begin at 0
    double low = is_level ? INFINITY : 0, high = is_level ? -INFINITY : 0;
    for (size_t i = 0; i < sweep->point_count; i++) {
        const SimPlotEstimate *point = &sheet->series->points[sheet->output][i];
        if (isnan(point->value)) continue;
        low = fmin(low, isnan(point->low) ? point->value : point->low);
        high = fmax(high, isnan(point->high) ? point->value : point->high);
    }
    if (!(low <= high) || (low == 0 && high == 0)) return "it is 0 at every point, or undefined";
    size_t *order = ordered_factors(sheet), left_out = 0;
    const size_t panels = sweep->factor_count < PANELS_MOST ? sweep->factor_count : PANELS_MOST;
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
        short_name(name, sizeof name, sweep->factors[order[i]], (size_t)(width / 7) - strlen(values.unit) - 2);
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
    sim_plot_picture_add_row(&sheet->picture, 0, low, high, 7, number_of(sheet));
    return NULL;
}

// Which factors matter

enum Method { METHOD_SWINGS = 1, METHOD_MORRIS, METHOD_SOBOL };

static enum Method method_of(const Sheet *sheet)
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
static void write_factor(const Sheet *sheet, FILE *file, enum Method method, size_t factor, double row)
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

static const char *write_factors(Sheet *sheet)
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
    size_t *order = ordered_factors(sheet);
    const size_t rows = sweep->factor_count < FACTORS_MOST ? sweep->factor_count : FACTORS_MOST;
    SimPlotAxis names = {.first = 0.4, .last = (double)rows + 0.6, .count = rows};
    FILE *file = sim_plot_picture_open(&sheet->picture, "dots_1.tsv");
    if (file) fprintf(file, "%g\t0\t0\t0\t1\n%g\t0\t0\t0\t2\n", NOWHERE, NOWHERE);
    for (size_t i = 0; i < rows && file; i++) {
        names.ticks[i].position = (double)(rows - i);
        short_name(names.ticks[i].label, sizeof names.ticks[i].label, sweep->factors[order[i]], 42);
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
    enum SimPlotNumber numbers = number_of(sheet);
    if (method == METHOD_SOBOL || (method == METHOD_MORRIS && numbers == PLOT_CHANGE)) numbers = PLOT_AMOUNT;
    sim_plot_axis_numbers(axis, low, high, 7, numbers);
    sheet->picture.panels[0] =
        (SimPlotPanel){.left = NAMES_EDGE, .right = RIGHT_EDGE, .first = axis->first, .last = axis->last, .axis = axis};
    sheet->picture.panel_count = 1;
    sim_plot_picture_add_row_with(&sheet->picture, method, &names);
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

// Drawing

static enum SimPlotOutcome draw(Drawing *drawing, const SimPlotSeries *series, const char *name,
                                const char *(*write)(Sheet *sheet), const char *script)
{
    Sheet *sheet = sim_zeroed(1, sizeof *sheet);
    char code[300];
    begin_sheet(sheet, drawing, series);
    const bool is_whole = strcmp(series->period, "whole") == 0, is_all = strcmp(series->trust, "ALL") == 0;
    snprintf(code, sizeof code, "%.60s%s%.80s%s%.60s%s%.60s", series->measure, *series->of ? "_" : "", series->of,
             is_whole ? "" : "_", is_whole ? "" : series->period, is_all || !*series->trust ? "" : "_",
             is_all ? "" : series->trust);
    const char *reason = write(sheet);
    enum SimPlotOutcome outcome = PLOT_DRAWN;
    if (reason) {
        fprintf(stderr, "walkout plot: no picture %s of %s: %s\n", name, code, reason);
        drawing->skipped++;
    } else if (!sim_plot_picture_finish(&sheet->picture)) {
        fprintf(stderr, "walkout plot: cannot write data files into %s: %s\n", drawing->studio.hidden, strerror(errno));
        outcome = PLOT_FAILED;
    } else {
        outcome = sim_plot_studio_draw(&drawing->studio, name, code, NULL, script);
    }
    free(sheet);
    return outcome;
}

static enum SimPlotOutcome draw_series(Drawing *drawing, const SimPlotSeries *series)
{
    const enum SimPlotOutcome outcome = draw(drawing, series, "response", write_response, "response.gp");
    if (outcome != PLOT_DRAWN || !series->has_sensitivity) return outcome;
    return draw(drawing, series, "factors", write_factors, "factors.gp");
}

static bool has_total(const SimPlotSweep *sweep)
{
    for (size_t i = 0; i < sweep->series_count; i++) {
        if (strcmp(sweep->series[i].trust, "ALL") == 0) return true;
    }
    return false;
}

static bool is_wanted(const SimPlotSweep *sweep, const SimPlotSeries *series, const char *const trusts[],
                      size_t trust_count)
{
    for (size_t i = 0; i < trust_count; i++) {
        if (strcmp(series->trust, trusts[i]) == 0) return true;
    }
    return trust_count == 0 && (!has_total(sweep) || strcmp(series->trust, "ALL") == 0);
}

static int draw_all(Drawing *drawing, const char *folder, const char *const trusts[], size_t trust_count)
{
    const SimPlotSweep *sweep = drawing->sweep;
    enum SimPlotOutcome outcome = PLOT_DRAWN;
    if (!sim_plot_studio_open(&drawing->studio, folder)) return 1;
    for (size_t i = 0; i < sweep->series_count && outcome == PLOT_DRAWN; i++) {
        if (is_wanted(sweep, &sweep->series[i], trusts, trust_count)) outcome = draw_series(drawing, &sweep->series[i]);
    }
    sim_plot_studio_close(&drawing->studio);
    if (outcome == PLOT_DRAWN && drawing->studio.drawn == 0) {
        const bool has_nothing = drawing->skipped > 0 && sweep->faults == 0;
        fprintf(has_nothing ? stdout : stderr, has_nothing ? "No pictures\n" : "walkout plot: nothing was drawn\n");
        return has_nothing ? 0 : 1;
    }
    return sim_plot_studio_report(&drawing->studio, outcome);
}

bool sim_plot_is_of_sweep(const char *folder)
{
    char path[4096];
    if ((size_t)snprintf(path, sizeof path, "%s/run.json", folder) >= sizeof path) return false;
    json_t *manifest = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
    const char *of = json_string_value(json_object_get(manifest, "analysis_of"));
    const bool is_sweep = of && strcmp(of, "sweep") == 0;
    json_decref(manifest);
    return is_sweep;
}

int sim_plot_sweep(const struct sim_model *model, const char *folder, const char *const trusts[], size_t trust_count)
{
    SimPlotSweep sweep;
    sim_plot_sweep_read(&sweep, folder, stderr);
    Drawing drawing = {.model = model, .sweep = &sweep};
    const int status = draw_all(&drawing, folder, trusts, trust_count);
    sim_plot_sweep_free(&sweep);
    return status;
}
