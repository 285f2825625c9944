#include "sim/cli/plot_sweep.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/plot_sheet.h"
#include "sim/cli/plot_studio.h"
#include "sim/experiment/memory.h"

typedef struct {
    const struct sim_model *model;
    const SimPlotSweep *sweep;
    SimPlotStudio studio;
    size_t skipped;
} Drawing;

static enum SimPlotOutcome draw(Drawing *drawing, const SimPlotSeries *series, const char *name,
                                const char *(*write)(SimPlotSheet *sheet), const char *script)
{
    SimPlotSheet *sheet = sim_zeroed(1, sizeof *sheet);
    char code[300];
    sim_plot_sheet_begin(sheet, drawing->model, drawing->sweep, series, drawing->studio.hidden);
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
    const enum SimPlotOutcome outcome = draw(drawing, series, "response", sim_plot_response, "response.gp");
    if (outcome != PLOT_DRAWN || !series->has_sensitivity) return outcome;
    return draw(drawing, series, "factors", sim_plot_factors, "factors.gp");
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
