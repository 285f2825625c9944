// The part of the page that compares: what places reported earlier, beside what is simulated.
#ifndef SIM_CLI_SUMMARY_REPORTED_H
#define SIM_CLI_SUMMARY_REPORTED_H

#include "sim/experiment/outcome.h"

// Place by place. Prints nothing if nothing was reported.
void sim_summary_reported(const SimOutcome *outcome, FILE *to);

#endif
