// Numbers by date: small tables that grow as rows of results are read.
#ifndef SIM_CLI_PLOT_DAYS_H
#define SIM_CLI_PLOT_DAYS_H

#include "sim/engine/calendar.h"

#include <stddef.h>

enum { SIM_PLOT_VALUES = 6 };

// Numbers of days, in order of date, each date once.
typedef struct {
    SimDate date;
    double value[SIM_PLOT_VALUES];
} SimPlotDay;

typedef struct {
    SimPlotDay *days;
    size_t count, room;
    size_t last;  // where the last search ended: rows mostly come in order
} SimPlotDays;

// The day with that date; NULL if there is none.
const SimPlotDay *sim_plot_days_find(const SimPlotDays *days, SimDate date);
// The same, made with zeros if it is missing. Aborts if memory is short.
SimPlotDay *sim_plot_days_at(SimPlotDays *days, SimDate date);
void sim_plot_days_free(SimPlotDays *days);
// Adds the numbers of all days to those of another table.
void sim_plot_days_add(SimPlotDays *sum, const SimPlotDays *days);

// Makes room for one more row of any table, doubling it; the new row is zeroed. Returns where the rows are now. Aborts
// if memory is short.
void *sim_plot_one_more(void *rows, size_t *count, size_t *room, size_t size);

#endif
