// From the logs of a life to the histograms of its periods and days: waits written one by one (sim_log_wait), and
// tallies of stretches of days (sim_tally_write), which lie wholly inside or outside every period.
#ifndef SIM_EXPERIMENT_LOGS_H
#define SIM_EXPERIMENT_LOGS_H

#include "sim/experiment/reduce.h"

// Into empty histograms of the logs whose scale is SIM_LOG_MINUTES.
void sim_count_waits(const SimFrame *frame, const SimWorld *world, SimReduction *reduction);

// Into empty histograms of periods, of all other logs. What was tallied outside the report is left out.
void sim_count_tallies(const SimFrame *frame, const SimWorld *world, SimReduction *reduction);

#endif
