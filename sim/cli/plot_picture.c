#include "sim/cli/plot_picture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Pixels; the scripts know the same numbers (plots/common.gp).
static const double left_edge = 84, right_edge = 978, gap = 22, overview_width = 250, overview_gap = 34;
// A picture of single days cannot show more of them than this side by side.
static const double days_most = 130;

// Gives the panels from `from` on their share of the width.
static void spread(SimPlotPicture *picture, double right)
{
    double days = 0;
    for (size_t i = 0; i < picture->panel_count; i++) days += picture->panels[i].last - picture->panels[i].first;
    const double width = right - left_edge - gap * (double)(picture->panel_count - 1);
    double left = left_edge;
    for (size_t i = 0; i < picture->panel_count; i++) {
        SimPlotPanel *panel = &picture->panels[i];
        panel->left = left;
        panel->right = left + width * (panel->last - panel->first) / days;
        left = panel->right + gap;
    }
}

void sim_plot_picture_whole(SimPlotPicture *picture, double first, double last)
{
    picture->panels[0] = (SimPlotPanel){.first = first, .last = last};
    picture->panel_count = 1;
    spread(picture, right_edge);
}

bool sim_plot_picture_around_windows(SimPlotPicture *picture, double before, double after, double first, double last)
{
    const SimPlotResults *results = picture->results;
    bool any_own = false;
    for (size_t i = 0; i < results->window_count; i++) any_own = any_own || !results->windows[i].in_both;
    picture->panel_count = 0;
    double earliest = INFINITY, latest = -INFINITY, days = 0;
    bool fits = true;
    for (size_t i = 0; i < results->window_count; i++) {
        const SimPlotWindow *window = &results->windows[i];
        if (any_own && window->in_both) continue;
        const double begin = fmax(floor(window->start) - before, first);
        const double end = fmin(ceil(window->end) + after, last);
        if (end - begin < 1) continue;
        earliest = fmin(earliest, begin);
        latest = fmax(latest, end);
        SimPlotPanel *panel = picture->panel_count ? &picture->panels[picture->panel_count - 1] : NULL;
        if (panel && begin <= panel->last + 3) {
            days += fmax(end - panel->last, 0);
            panel->last = fmax(panel->last, end);
        } else if (picture->panel_count < 4) {
            picture->panels[picture->panel_count++] = (SimPlotPanel){.first = begin, .last = end};
            days += end - begin;
        } else {
            fits = false;
        }
    }
    if (picture->panel_count == 0) {
        sim_plot_picture_whole(picture, first, last);
        return false;
    }
    if (!fits || days > days_most) {
        sim_plot_picture_whole(picture, earliest, latest);
        return latest - earliest < (last - first) / 3;
    }
    spread(picture, right_edge);
    return last - first > days * 1.6;
}

void sim_plot_picture_add_overview(SimPlotPicture *picture, double first, double last)
{
    spread(picture, right_edge - overview_width - overview_gap);
    picture->panels[picture->panel_count++] = (SimPlotPanel){
        .left = right_edge - overview_width, .right = right_edge, .first = first, .last = last, .is_overview = true};
}

const char *sim_plot_strikes(const SimPlotResults *results)
{
    size_t strikes = 0;
    for (size_t i = 0; i < results->window_count; i++) strikes += !results->windows[i].in_both;
    return strikes > 1 ? "strikes" : "strike";
}

bool sim_plot_picture_shows(const SimPlotPicture *picture, SimDate date)
{
    for (size_t i = 0; i < picture->panel_count; i++) {
        const SimPlotPanel *panel = &picture->panels[i];
        if (!panel->is_overview && date >= panel->first && date < panel->last) return true;
    }
    return false;
}

FILE *sim_plot_picture_open(SimPlotPicture *picture, const char *name)
{
    char path[4096];
    FILE *file = NULL;
    if ((size_t)snprintf(path, sizeof path, "%s/%s", picture->folder, name) < sizeof path) file = fopen(path, "w");
    picture->failed = picture->failed || !file;
    return file;
}

void sim_plot_picture_close(SimPlotPicture *picture, FILE *file)
{
    if (!file) return;
    const bool bad = ferror(file);
    if (fclose(file) != 0 || bad) picture->failed = true;
}

void sim_plot_number(FILE *file, double number, char after)
{
    if (isfinite(number)) {
        fprintf(file, "%.10g%c", number, after);
    } else {
        fprintf(file, "NaN%c", after);
    }
}

static void write_axis(SimPlotPicture *picture, const char *name, const SimPlotAxis *axis)
{
    FILE *file = sim_plot_picture_open(picture, name);
    if (!file) return;
    for (size_t i = 0; i < axis->count; i++)
        fprintf(file, "%.10g\t%s\n", axis->ticks[i].position, axis->ticks[i].label);
    sim_plot_picture_close(picture, file);
}

void sim_plot_picture_add_row_with(SimPlotPicture *picture, int shows, const SimPlotAxis *axis)
{
    const int row = picture->row_count++;
    picture->low[row] = axis->first;
    picture->high[row] = axis->last;
    picture->shows[row] = shows;
    char name[32];
    snprintf(name, sizeof name, "numbers_%d.tsv", row + 1);
    write_axis(picture, name, axis);
}

void sim_plot_picture_add_row(SimPlotPicture *picture, int shows, double low, double high, int ticks,
                              enum SimPlotNumber number)
{
    SimPlotAxis axis;
    sim_plot_axis_numbers(&axis, low, high, ticks, number);
    sim_plot_picture_add_row_with(picture, shows, &axis);
}

// Returns how many lanes the names need.
static int write_flags(SimPlotPicture *picture, size_t panel_number)
{
    const SimPlotResults *results = picture->results;
    const SimPlotPanel *panel = &picture->panels[panel_number];
    char name[32];
    snprintf(name, sizeof name, "flags_%zu.tsv", panel_number + 1);
    FILE *file = sim_plot_picture_open(picture, name);
    SimPlotFlag *flags = calloc(results->window_count + 1, sizeof *flags);
    if (!file || !flags) {
        picture->failed = true;
        sim_plot_picture_close(picture, file);
        free(flags);
        return 0;
    }
    size_t count = 0;
    if (!panel->is_overview) {
        count = sim_plot_flags(flags, results->windows, results->window_count, panel->first, panel->last,
                               panel->right - panel->left);
    }
    int lanes = 0;
    fprintf(file, "%g\t%g\t0\t0\t \n", SIM_PLOT_NOWHERE, SIM_PLOT_NOWHERE);
    for (size_t i = 0; i < count; i++) {
        fprintf(file, "%.10g\t%.10g\t%d\t%d\t%d\t%s\n", flags[i].pole, flags[i].text, flags[i].lane, flags[i].above,
                flags[i].left, flags[i].name);
        if (flags[i].lane >= lanes) lanes = flags[i].lane + 1;
    }
    sim_plot_picture_close(picture, file);
    free(flags);
    return lanes;
}

static int write_panels(SimPlotPicture *picture)
{
    int lanes = 0;
    FILE *file = sim_plot_picture_open(picture, "panels.tsv");
    for (size_t i = 0; file && i < picture->panel_count; i++) {
        const SimPlotPanel *panel = &picture->panels[i];
        fprintf(file, "%.6g\t%.6g\t%.10g\t%.10g\t%d\n", panel->left, panel->right, panel->first, panel->last,
                panel->is_overview);
        SimPlotAxis axis;
        if (!panel->axis) sim_plot_axis_dates(&axis, panel->first, panel->last, panel->right - panel->left);
        char name[32];
        snprintf(name, sizeof name, "dates_%zu.tsv", i + 1);
        write_axis(picture, name, panel->axis ? panel->axis : &axis);
        const int here = write_flags(picture, i);
        if (here > lanes) lanes = here;
    }
    sim_plot_picture_close(picture, file);
    return lanes;
}

static void write_windows(SimPlotPicture *picture)
{
    const SimPlotResults *results = picture->results;
    FILE *file = sim_plot_picture_open(picture, "windows.tsv");
    if (!file) return;
    for (int in_both = 0; in_both < 2; in_both++)
        fprintf(file, "%g\t%g\t%d\n", SIM_PLOT_NOWHERE, SIM_PLOT_NOWHERE + 1, in_both);
    for (size_t i = 0; i < results->window_count; i++) {
        const SimPlotWindow *window = &results->windows[i];
        fprintf(file, "%.10g\t%.10g\t%d\n", window->start, window->end, window->in_both);
    }
    sim_plot_picture_close(picture, file);
}

static void write_words(SimPlotPicture *picture, bool history_shown)
{
    FILE *file = sim_plot_picture_open(picture, "words.tsv");
    if (!file) return;
    const char *paired = picture->is_one_life ? "" : "paired ";
    char replications[48], count[32];
    if (picture->place->replications >= 1) {
        snprintf(replications, sizeof replications, "%s %sreplication%s",
                 sim_plot_count(count, picture->place->replications), paired,
                 picture->place->replications > 1 ? "s" : "");
    } else {
        snprintf(replications, sizeof replications, "%sreplications", paired);
    }
    fprintf(file, "place\tsubtitle\tnote\treplications\tstrike\n%s\t%s\t%s %s\t%s\t%s\n", picture->place->name,
            picture->subtitle[0] ? picture->subtitle : " ", picture->note,
            history_shown ? "Grey: a strike that happened in both lives." : "", replications,
            sim_plot_strikes(picture->results));
    sim_plot_picture_close(picture, file);
}

static bool shows_history(const SimPlotPicture *picture)
{
    for (size_t i = 0; i < picture->results->window_count; i++) {
        const SimPlotWindow *window = &picture->results->windows[i];
        for (size_t k = 0; window->in_both && k < picture->panel_count; k++) {
            if (window->end > picture->panels[k].first && window->start < picture->panels[k].last) return true;
        }
    }
    return false;
}

bool sim_plot_picture_finish(SimPlotPicture *picture)
{
    write_words(picture, shows_history(picture));
    write_windows(picture);
    const int lanes = write_panels(picture);
    FILE *file = sim_plot_picture_open(picture, "about.tsv");
    if (file) {
        fprintf(file, "panels\trows\tlanes\tlives\tby_day");
        for (int row = 1; row <= SIM_PLOT_ROWS; row++) fprintf(file, "\tlow_%d\thigh_%d\tshows_%d", row, row, row);
        fprintf(file, "\n%zu\t%d\t%d\t%d\t%d", picture->panel_count, picture->row_count, lanes,
                picture->is_one_life ? 1 : 2, picture->is_by_day);
        for (int row = 0; row < SIM_PLOT_ROWS; row++)
            fprintf(file, "\t%.10g\t%.10g\t%d", picture->low[row], picture->high[row], picture->shows[row]);
        fprintf(file, "\n");
    }
    sim_plot_picture_close(picture, file);
    return !picture->failed;
}
