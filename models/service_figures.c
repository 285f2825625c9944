#include "models/service_figures.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "models/figure_parts.h"

// Up to so many days are drawn one by one; beyond, the thick line is the mean of seven.
static const double DAYS_ONE_BY_ONE = 62;
static const double DIFFERS_BY = 1e-9;  // relative; what printing in ten digits may do

typedef struct {
    const SimPlotStep *step;
    double mean;  // over the days, of the larger life
} Candidate;

static double mean_of_days(const SimPlotDays *days)
{
    double sum = 0, count = 0;
    for (size_t i = 0; i < days->count; i++) {
        if (!isfinite(days->days[i].value[PLOT_MEAN])) continue;
        sum += days->days[i].value[PLOT_MEAN];
        count++;
    }
    return count > 0 ? sum / count : 0;
}

// The table names classes of patients "step/class"; they are in the numbers of their step.
static bool is_class_of_other(const SimPlotPlace *place, const SimPlotStep *step)
{
    for (size_t i = 0; i < place->step_count; i++) {
        const size_t length = strlen(place->steps[i].of);
        if (strncmp(place->steps[i].of, step->of, length) == 0 && step->of[length] == '/') return true;
    }
    return false;
}

// The steps with the highest means, in the order of the table. Returns how many have any.
static size_t choose(const SimPlotPlace *place, enum SimPlotStepMeasure measure, Candidate chosen[SIM_PLOT_ROWS],
                     int *chosen_count)
{
    size_t found = 0;
    *chosen_count = 0;
    for (size_t i = 0; i < place->step_count; i++) {
        const SimPlotDays *world = place->steps[i].measure[measure];
        const double mean = fmax(mean_of_days(&world[PLOT_BASELINE]), mean_of_days(&world[PLOT_STRIKE]));
        if (!(mean > 0) || world[PLOT_BASELINE].count == 0 || world[PLOT_STRIKE].count == 0 ||
            is_class_of_other(place, &place->steps[i])) {
            continue;
        }
        found++;
        if (*chosen_count == SIM_PLOT_ROWS) {
            int least = 0;
            for (int k = 1; k < SIM_PLOT_ROWS; k++) least = chosen[k].mean < chosen[least].mean ? k : least;
            if (chosen[least].mean >= mean) continue;
            memmove(&chosen[least], &chosen[least + 1], (size_t)(SIM_PLOT_ROWS - least - 1) * sizeof *chosen);
            (*chosen_count)--;
        }
        chosen[(*chosen_count)++] = (Candidate){&place->steps[i], mean};
    }
    return found;
}

static bool lives_differ(const SimPlotDays world[PLOT_WORLDS])
{
    for (size_t i = 0; i < world[PLOT_STRIKE].count; i++) {
        const double with = world[PLOT_STRIKE].days[i].value[PLOT_MEAN];
        const SimPlotDay *day = sim_plot_days_find(&world[PLOT_BASELINE], world[PLOT_STRIKE].days[i].date);
        const double without = day ? day->value[PLOT_MEAN] : NAN;
        if (isfinite(with) != isfinite(without)) return true;
        if (isfinite(with) && fabs(with - without) > DIFFERS_BY * fmax(fabs(with), fabs(without))) return true;
    }
    return false;
}

// "Mean of the strike days: scan 47.4 with the strike, 8.9 without; ..." A name may be long: as many as fit.
static void say_step(SimPlotPicture *picture, const SimPlotStep *step, const SimPlotDays world[PLOT_WORLDS])
{
    double mean[2];
    char with[32], without[32], name[SIM_PLOT_TEXT];
    sim_plot_text(name, step->name, 24);
    if (strlen(picture->subtitle) + strlen(name) > 110) return;
    const char *between = picture->subtitle[0] ? "; " : "";
    if (picture->is_one_life) {
        figure_say_mean(without, mean_of_days(&world[PLOT_BASELINE]), false);
        figure_say(picture->subtitle, "%s%s %s", *between ? between : "Mean of the days: ", name, without);
    } else if (figure_mean_of_strike_days(picture, world, mean)) {
        figure_say_mean(with, mean[PLOT_STRIKE], false);
        figure_say_mean(without, mean[PLOT_BASELINE], false);
        figure_say(picture->subtitle, "%s%s %s with the %s, %s without",
                   *between ? between : "Mean of the strike days: ", name, with, sim_plot_strikes(picture->results),
                   without);
    }
}

static void add_row(SimPlotPicture *picture, const SimPlotStep *step, enum SimPlotStepMeasure measure, int ticks)
{
    const SimPlotDays *world = step->measure[measure];
    double low = 0, high = 0;
    char without[32], with[32];
    snprintf(without, sizeof without, "without_%d.tsv", picture->row_count + 1);
    snprintf(with, sizeof with, "with_%d.tsv", picture->row_count + 1);
    figure_write_life(picture, without, &world[PLOT_BASELINE], &low, &high);
    figure_write_life(picture, with, &world[PLOT_STRIKE], &low, &high);
    sim_plot_picture_add_row(picture, picture->row_count + 1, low, high, ticks, PLOT_AMOUNT);
    say_step(picture, step, world);
}

// Names of steps are what a user wrote: they go into a data file.
static void write_names(SimPlotPicture *picture, const Candidate chosen[], int count)
{
    FILE *file = sim_plot_picture_open(picture, "rows.tsv");
    for (int i = 0; file && i < count; i++) fprintf(file, "%d\t%s\n", i + 1, chosen[i].step->name);
    sim_plot_picture_close(picture, file);
}

// The dates from the first to the last of any of the steps.
static void span_of_steps(const Candidate chosen[], int count, enum SimPlotStepMeasure measure, double *first,
                          double *last)
{
    *first = INFINITY;
    *last = -INFINITY;
    for (int i = 0; i < count; i++) {
        double begin, end;
        if (!figure_span(&chosen[i].step->measure[measure][PLOT_STRIKE], &begin, &end)) continue;
        *first = fmin(*first, begin);
        *last = fmax(*last, end);
    }
}

static const char *steps(SimPlotPicture *picture, enum SimPlotStepMeasure measure, const char *nothing)
{
    Candidate chosen[SIM_PLOT_ROWS];
    int count;
    double first, last;
    if (picture->place->step_count == 0) return "";
    const size_t found = choose(picture->place, measure, chosen, &count);
    if (count == 0) return nothing;
    span_of_steps(chosen, count, measure, &first, &last);
    if (last - first < 2) return "the results are of a single day, and it would show days side by side";
    picture->is_one_life = true;
    for (int i = 0; i < count; i++) {
        if (lives_differ(chosen[i].step->measure[measure])) picture->is_one_life = false;
    }
    picture->is_by_day = last - first <= DAYS_ONE_BY_ONE;
    if (picture->is_one_life) {
        sim_plot_picture_whole(picture, first, last);
    } else if (sim_plot_picture_around_windows(picture, 8, 13, first, last)) {
        sim_plot_picture_add_overview(picture, first, last);
    }
    write_names(picture, chosen, count);
    for (int i = 0; i < count; i++) add_row(picture, chosen[i].step, measure, count > 2 ? 3 : 5);
    if (found > (size_t)count) figure_say(picture->note, "The %d of %zu steps with the highest means.", count, found);
    return NULL;
}

const char *service_figure_present(SimPlotPicture *picture)
{
    return steps(picture, PLOT_PRESENT, "daily.csv has nobody present at any step, or no svc_present of both lives");
}

const char *service_figure_waits(SimPlotPicture *picture)
{
    return steps(picture, PLOT_WAIT, "nobody waited at any step, or daily.csv has no svc_wait of both lives");
}
