// The planner's page: what happens without the strike, with it, and because of it.
#ifndef SIM_CLI_SUMMARY_H
#define SIM_CLI_SUMMARY_H

#include "sim/experiment/outcome.h"

// At most 100 columns wide. Of several places only their sum is printed. `plan` is that of the outcome's outline.
void sim_summary_print(const SimOutcome *outcome, const struct sim_model *model, const void *plan, FILE *to);

// "1,234,567.8": a number as people read it. Returns text.
enum { SIM_PLAIN_TEXT = 40 };
const char *sim_plain_number(double value, int decimals, char text[static SIM_PLAIN_TEXT]);

#endif
