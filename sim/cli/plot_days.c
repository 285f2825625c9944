#include "sim/cli/plot_days.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *grown(void *rows, size_t count, size_t size)
{
    void *more = realloc(rows, count * size);
    if (!more) {
        fprintf(stderr, "walkout: no memory for %zu bytes of results\n", count * size);
        abort();
    }
    return more;
}

void *sim_plot_one_more(void *rows, size_t *count, size_t *room, size_t size)
{
    if (*count == *room) {
        *room = *room ? *room * 2 : 8;
        rows = grown(rows, *room, size);
    }
    memset((char *)rows + *count * size, 0, size);
    (*count)++;
    return rows;
}

// Where a date is, or where it belongs.
static size_t place_of(const SimPlotDays *days, SimDate date)
{
    size_t low = 0, high = days->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (days->days[middle].date < date) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const SimPlotDay *sim_plot_days_find(const SimPlotDays *days, SimDate date)
{
    const size_t at = place_of(days, date);
    return at < days->count && days->days[at].date == date ? &days->days[at] : NULL;
}

SimPlotDay *sim_plot_days_at(SimPlotDays *days, SimDate date)
{
    if (days->last < days->count && days->days[days->last].date == date) return &days->days[days->last];
    const size_t at = place_of(days, date);
    days->last = at;
    if (at < days->count && days->days[at].date == date) return &days->days[at];
    const size_t behind = days->count - at;
    days->days = sim_plot_one_more(days->days, &days->count, &days->room, sizeof *days->days);
    memmove(days->days + at + 1, days->days + at, behind * sizeof *days->days);
    days->days[at] = (SimPlotDay){.date = date};
    return &days->days[at];
}

void sim_plot_days_free(SimPlotDays *days)
{
    free(days->days);
    *days = (SimPlotDays){0};
}

void sim_plot_days_add(SimPlotDays *sum, const SimPlotDays *days)
{
    for (size_t i = 0; i < days->count; i++) {
        SimPlotDay *day = sim_plot_days_at(sum, days->days[i].date);
        for (int k = 0; k < SIM_PLOT_VALUES; k++) day->value[k] += days->days[i].value[k];
    }
}
