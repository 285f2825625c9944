// Axes and labels that do not collide: round numbers, dates at a sensible distance, names of windows on flags.
#ifndef SIM_CLI_PLOT_AXIS_H
#define SIM_CLI_PLOT_AXIS_H

#include "sim/cli/plot_results.h"

enum { SIM_PLOT_TICKS = 80 };

typedef struct {
    double position;
    char label[48];  // for a data file of gnuplot: \n begins a second line; empty for a mark without words
} SimPlotTick;

typedef struct {
    double first, last;
    SimPlotTick ticks[SIM_PLOT_TICKS];
    size_t count;
} SimPlotAxis;

enum SimPlotNumber { PLOT_AMOUNT, PLOT_CHANGE, PLOT_PERCENT };  // 1,200; +1,200; 75% of a share of 1

// An axis a little wider than from `low` to `high`, with about `wanted` ticks at round numbers. It begins at zero if
// `low` is zero.
void sim_plot_axis_numbers(SimPlotAxis *axis, double low, double high, int wanted, enum SimPlotNumber number);

// An axis over dates (days since 1970-01-01), `width` pixels wide. Ticks of single days stand in the middle of the day,
// ticks of months where the month begins.
void sim_plot_axis_dates(SimPlotAxis *axis, double first, double last, double width);

// The name of a window as a flag above a plot: a pole at the window, the name beside it, or above the pole.
typedef struct {
    const SimPlotWindow *window;
    char name[SIM_PLOT_TEXT];  // cut if it is longer than the plot is wide
    double pole;               // date of the pole
    double text;               // date where the name begins
    bool left;                 // the name ends at the pole
    bool above;                // the name is above the pole, which ends below it
    int lane;                  // 0 is the lowest
} SimPlotFlag;

enum { SIM_PLOT_LANES = 7 };

// Places a flag for each window that shows between two dates, so that no name covers another name or its pole. A name
// for which there is no room is left out. Returns how many flags were placed; flags has room for window_count.
size_t sim_plot_flags(SimPlotFlag flags[], const SimPlotWindow windows[], size_t window_count, double first,
                      double last, double width);

#endif
