// Where pictures are made: a private folder within the results, the scripts of plots/, and gnuplot, which draws.
#ifndef SIM_CLI_PLOT_STUDIO_H
#define SIM_CLI_PLOT_STUDIO_H

#include <stdbool.h>

#include "sim/cli/plot_gnuplot.h"

typedef struct {
    const char *folder;  // of the results
    char scripts[4000];  // the folder of the scripts, absolute
    char hidden[4000];   // the private folder
    size_t drawn;
} SimPlotStudio;

bool sim_plot_is_folder(const char *path);

// False, after saying why on stderr, if there are no scripts, or nothing can be written. Signals are caught from now
// on.
bool sim_plot_studio_open(SimPlotStudio *studio, const char *folder);
// Removes the private folder, and the folder of pictures if it is empty.
void sim_plot_studio_close(SimPlotStudio *studio);

// Draws what the data files in the private folder hold, with the scripts `words` (NULL: none) and `drawing`, as
// plots/NAME_CODE.svg and .png of the results (NAME alone if the code is empty).
enum SimPlotOutcome sim_plot_studio_draw(SimPlotStudio *studio, const char *name, const char *code, const char *words,
                                         const char *drawing);

// The exit status of the command, after saying what was drawn, or why not.
int sim_plot_studio_report(const SimPlotStudio *studio, enum SimPlotOutcome outcome);

#endif
