// Starts gnuplot, which is a program runner, and keeps it on a short lead: no shell, no user's start-up file, a private
// working folder, a minimal environment, limits on time and on the size of files. No text of a user is ever part of a
// script: scripts are ours, and text travels in data files.
#ifndef SIM_CLI_PLOT_GNUPLOT_H
#define SIM_CLI_PLOT_GNUPLOT_H

#include <stddef.h>
#include <stdio.h>

enum SimPlotOutcome { PLOT_DRAWN, PLOT_MISSING_PROGRAM, PLOT_FAILED, PLOT_INTERRUPTED };

// From now on SIGINT and SIGTERM end the drawing instead of the program.
void sim_plot_catch_signals(void);
// The signal that came; 0 if none did.
int sim_plot_signal(void);

// Runs the scripts (absolute paths, in order, the list ends with NULL; at most 15) in `folder`, waiting for their end.
// What gnuplot complains about is printed to `notes` if it fails.
enum SimPlotOutcome sim_plot_gnuplot(const char *folder, const char *const scripts[], FILE *notes);

#endif
