// The pictures of services that a planner declared: day by day, how many patients are at a step, and how long they
// wait.
#ifndef MODELS_SERVICE_FIGURES_H
#define MODELS_SERVICE_FIGURES_H

#include "sim/cli/plot_figure.h"

// For SimPlotFigure.prepare.
const char *service_figure_present(SimPlotPicture *picture);
const char *service_figure_waits(SimPlotPicture *picture);

#endif
