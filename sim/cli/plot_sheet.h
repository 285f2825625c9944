// A picture of a sweep in the making: of which measure, what is drawn of it, and the words around it.
#ifndef SIM_CLI_PLOT_SHEET_H
#define SIM_CLI_PLOT_SHEET_H

#include "sim/cli/plot_picture.h"
#include "sim/cli/plot_sweep_results.h"
#include "sim/experiment/model.h"

enum { SIM_PLOT_FACTOR_PANELS = 4 };

typedef struct {
    const SimPlotSweep *sweep;
    const SimPlotSeries *series;
    enum SimPlotOutput output;  // the difference; where the two lives are the same, the one there is
    SimPlotResults results;     // without windows
    SimPlotPlace place;
    SimPlotPicture picture;
    SimPlotAxis axes[SIM_PLOT_FACTOR_PANELS];
} SimPlotSheet;

// The data files will be written into `folder`.
void sim_plot_sheet_begin(SimPlotSheet *sheet, const struct sim_model *model, const SimPlotSweep *sweep,
                          const SimPlotSeries *series, const char *folder);
// How its numbers are written.
enum SimPlotNumber sim_plot_sheet_number(const SimPlotSheet *sheet);
// The factors, those that matter most first; where nothing says which do, in their own order. To be freed.
size_t *sim_plot_sheet_order(const SimPlotSheet *sheet);
// The end of a long path, which says most; it is cut at a dot, if there is one.
void sim_plot_path_end(char *to, size_t size, const char *path, size_t characters);

// Write the data of a picture: the difference at each value of what varies (response.gp), and which factors matter
// (factors.gp). NULL, or why there is nothing to draw.
const char *sim_plot_response(SimPlotSheet *sheet);
const char *sim_plot_factors(SimPlotSheet *sheet);

#endif
