// The pictures of `walkout plot`, one function each: chooses what to show, writes the data files, says why it cannot.
#ifndef MODELS_FIGURES_H
#define MODELS_FIGURES_H

#include "sim/cli/plot_figure.h"

enum { HOSPITAL_FIGURES = 7 };
extern const SimPlotFigure hospital_figures[HOSPITAL_FIGURES];

#endif
