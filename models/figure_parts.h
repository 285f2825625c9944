// What several pictures use: sentences, stretches of dates, the two lives of a measure.
#ifndef MODELS_FIGURE_PARTS_H
#define MODELS_FIGURE_PARTS_H

#include "sim/cli/plot_picture.h"

#include <stdbool.h>

// Adds words to a sentence; what does not fit is left out.
__attribute__((format(printf, 2, 3))) void figure_say(char text[static SIM_PLOT_TEXT], const char *format, ...);
// "12.3", "1,234" or, of a share of 1, "12.3%".
void figure_say_mean(char to[static 32], double mean, bool is_share);

// First date and the day after the last; false if there are none.
bool figure_span(const SimPlotDays *days, double *first, double *last);
// Stretches an axis to a number; unknown numbers do nothing.
void figure_widen(double *low, double *high, double number);

// Writes the date, the number and what the thick line shows, of every day of one life, and stretches the axis; single
// days count for it only where they are shown.
void figure_write_life(SimPlotPicture *picture, const char *name, const SimPlotDays *days, double *low, double *high);
// The mean of a measure over the days that a window of the strike touches, by life. False if there are none.
bool figure_mean_of_strike_days(const SimPlotPicture *picture, const SimPlotDays world[PLOT_WORLDS], double mean[2]);

#endif
