#include "models/figure_parts.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

void figure_say(char text[static SIM_PLOT_TEXT], const char *format, ...)
{
    const size_t length = strlen(text);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text + length, SIM_PLOT_TEXT - length, format, arguments);
    va_end(arguments);
}

bool figure_span(const SimPlotDays *days, double *first, double *last)
{
    if (days->count == 0) return false;
    *first = days->days[0].date;
    *last = days->days[days->count - 1].date + 1;
    return true;
}

void figure_widen(double *low, double *high, double number)
{
    *low = fmin(*low, number);  // fmin and fmax pass over unknown numbers
    *high = fmax(*high, number);
}

// The mean of a day and the six before it; of fewer at the beginning, unknown below four.
static double mean_of_week(const SimPlotDays *days, size_t at)
{
    double sum = 0;
    int count = 0;
    for (size_t i = at + 1; i > 0 && days->days[i - 1].date > days->days[at].date - 7; i--) {
        if (!isfinite(days->days[i - 1].value[PLOT_MEAN])) continue;
        sum += days->days[i - 1].value[PLOT_MEAN];
        count++;
    }
    return count >= 4 ? sum / count : NAN;
}

void figure_write_life(SimPlotPicture *picture, const char *name, const SimPlotDays *days, double *low, double *high)
{
    FILE *file = sim_plot_picture_open(picture, name);
    for (size_t i = 0; file && i < days->count; i++) {
        const SimPlotDay *day = &days->days[i];
        const double thick = picture->is_by_day ? day->value[PLOT_MEAN] : mean_of_week(days, i);
        fprintf(file, "%.10g\t", day->date + 0.5);
        sim_plot_number(file, day->value[PLOT_MEAN], '\t');
        sim_plot_number(file, thick, '\n');
        figure_widen(low, high, thick);
        if (sim_plot_picture_shows(picture, day->date)) figure_widen(low, high, day->value[PLOT_MEAN]);
    }
    sim_plot_picture_close(picture, file);
}

bool figure_mean_of_strike_days(const SimPlotPicture *picture, const SimPlotDays world[PLOT_WORLDS], double mean[2])
{
    double count = 0;
    mean[0] = mean[1] = 0;
    for (size_t i = 0; i < world[PLOT_STRIKE].count; i++) {
        const SimPlotDay *with = &world[PLOT_STRIKE].days[i];
        const SimPlotDay *without = sim_plot_days_find(&world[PLOT_BASELINE], with->date);
        bool struck = false;
        for (size_t k = 0; k < picture->results->window_count && !struck; k++) {
            const SimPlotWindow *window = &picture->results->windows[k];
            struck = !window->in_both && window->start < with->date + 1 && window->end > with->date;
        }
        if (!struck || !without || !isfinite(with->value[PLOT_MEAN] + without->value[PLOT_MEAN])) continue;
        mean[PLOT_BASELINE] += without->value[PLOT_MEAN];
        mean[PLOT_STRIKE] += with->value[PLOT_MEAN];
        count++;
    }
    mean[PLOT_BASELINE] /= count;
    mean[PLOT_STRIKE] /= count;
    return count > 0;
}

void figure_say_mean(char to[static 32], double mean, bool is_share)
{
    if (is_share) {
        snprintf(to, 32, "%.1f%%", 100 * mean);
    } else if (fabs(mean) < 1000) {
        snprintf(to, 32, "%.1f", mean);
    } else {
        sim_plot_count(to, mean);
    }
}
