// Pictures of a sweep, from the folder that `analyse` wrote: the difference that the strike makes at each value of what
// varies, and which factors matter (swings of one at a time, Morris, Sobol).
#ifndef SIM_CLI_PLOT_SWEEP_H
#define SIM_CLI_PLOT_SWEEP_H

#include <stdbool.h>
#include <stddef.h>

#include "sim/experiment/model.h"

bool sim_plot_is_of_sweep(const char *folder);

// Draws into FOLDER/plots, of these trusts; of none: of all together. The exit status of the command.
int sim_plot_sweep(const struct sim_model *model, const char *folder, const char *const trusts[], size_t trust_count);

#endif
