// The pictures, one function each: chooses what to show, writes the data files, says why it cannot.
#ifndef SIM_CLI_PLOT_FIGURES_H
#define SIM_CLI_PLOT_FIGURES_H

#include "sim/cli/plot_picture.h"

typedef struct {
    const char *name;     // of the files, and of what `walkout plot` prints
    const char *words;    // script with the words of this picture
    const char *drawing;  // script that draws it
    // Writes the data of a picture whose results, place and folder are set. NULL, or why there is nothing to draw.
    const char *(*prepare)(SimPlotPicture *picture);
} SimPlotFigure;

enum { SIM_PLOT_FIGURES = 5 };
extern const SimPlotFigure sim_plot_figures[SIM_PLOT_FIGURES];

#endif
