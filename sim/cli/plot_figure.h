// A picture of the results. The model says which there are (sim_model.figures); this folder reads the results and runs
// gnuplot.
#ifndef SIM_CLI_PLOT_FIGURE_H
#define SIM_CLI_PLOT_FIGURE_H

#include "sim/cli/plot_picture.h"

typedef struct SimPlotFigure {
    const char *name;     // of the files, and of what `walkout plot` prints
    const char *words;    // script with the words of this picture
    const char *drawing;  // script that draws it
    // Writes the data of a picture whose results, place and folder are set. NULL, or why there is nothing to draw;
    // empty if that goes without saying, because the place has nothing of the kind.
    const char *(*prepare)(SimPlotPicture *picture);
} SimPlotFigure;

#endif
