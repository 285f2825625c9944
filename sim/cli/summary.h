// The planner's page: what happens without the strike, with it, and because of it.
#ifndef SIM_CLI_SUMMARY_H
#define SIM_CLI_SUMMARY_H

#include "sim/experiment/outcome.h"

// At most 100 columns wide. Of several places only their sum is printed. `plan` is that of the outcome's outline.
void sim_summary_print(const SimOutcome *outcome, const struct sim_model *model, const void *plan, FILE *to);

#endif
