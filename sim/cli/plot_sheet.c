#include "sim/cli/plot_sheet.h"

#include <math.h>
#include <string.h>

#include "sim/experiment/memory.h"

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

void sim_plot_path_end(char *to, size_t size, const char *name, size_t characters)
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

void sim_plot_sheet_begin(SimPlotSheet *sheet, const struct sim_model *model, const SimPlotSweep *sweep,
                          const SimPlotSeries *series, const char *folder)
{
    *sheet = (SimPlotSheet){.sweep = sweep, .series = series};
    sheet->output = series->lives_differ ? PLOT_OF_DIFFERENCE : PLOT_OF_LIFE;
    name_place(&sheet->place, series);
    sheet->picture = (SimPlotPicture){
        .results = &sheet->results, .place = &sheet->place, .folder = folder, .is_one_life = !series->lives_differ};
    name_measure(sheet->picture.subtitle, model, series);
}

enum SimPlotNumber sim_plot_sheet_number(const SimPlotSheet *sheet)
{
    if (strcmp(sheet->series->unit, "share") == 0) return PLOT_PERCENT;
    return sheet->output == PLOT_OF_DIFFERENCE ? PLOT_CHANGE : PLOT_AMOUNT;
}

// Which factors matter most come first; without a measure of that they keep their order.
static double weight_of(const SimPlotSheet *sheet, size_t factor)
{
    static const enum SimPlotStatistic first[] = {PLOT_SWING, PLOT_MU_STAR, PLOT_TOTAL};
    for (size_t i = 0; i < 3; i++) {
        const double value = sheet->series->sensitivity[sheet->output][factor][first[i]].value;
        if (!isnan(value)) return fabs(value);
    }
    return -1;
}

size_t *sim_plot_sheet_order(const SimPlotSheet *sheet)
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
