// What the pictures of a sweep need of the folder that `analyse` wrote: what every factor was at each point, what came
// of it, and which factors matter.
#ifndef SIM_CLI_PLOT_SWEEP_RESULTS_H
#define SIM_CLI_PLOT_SWEEP_RESULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef struct {
    double value, low, high;  // NAN if unknown
} SimPlotEstimate;

// What the sensitivity of a measure to a factor is, as sensitivity.csv calls it.
enum SimPlotStatistic {
    PLOT_BASE,
    PLOT_AT_LOW,
    PLOT_AT_HIGH,
    PLOT_SWING,
    PLOT_MU_STAR,
    PLOT_SIGMA,
    PLOT_FIRST,
    PLOT_TOTAL,
    PLOT_STATISTICS
};

// The difference that the strike makes, or the life with it by itself.
enum SimPlotOutput { PLOT_OF_DIFFERENCE, PLOT_OF_LIFE, PLOT_OUTPUTS };

// A measure of a trust, of a region or of all.
typedef struct {
    char *trust, *measure, *of, *unit, *period;
    SimPlotEstimate *points[PLOT_OUTPUTS];  // [point]; of the life with the strike no interval is known
    SimPlotEstimate (*sensitivity[PLOT_OUTPUTS])[PLOT_STATISTICS];  // [factor]
    bool has_sensitivity, lives_differ;
    double noise_share[PLOT_OUTPUTS], replications;  // NAN if unknown
} SimPlotSeries;

typedef struct {
    char **factors;  // names: paths, or the user's own
    char **texts;    // [point][factor]; "": as the scenario has it
    size_t factor_count, point_count, text_count, text_room;
    SimPlotSeries *series;
    size_t series_count, series_room;
    size_t faults;  // tables that are missing or broken
} SimPlotSweep;

// Notes about what is missing or broken go to `notes`. Free with sim_plot_sweep_free.
void sim_plot_sweep_read(SimPlotSweep *sweep, const char *folder, FILE *notes);
void sim_plot_sweep_free(SimPlotSweep *sweep);

#endif
