// Whether the first weeks of a report still show the warm-up.
//
// Looked at are the weekly means of what is present on average (measures that are snapshots, with rows by date) in the
// baseline life, averaged over replications; weeks that a window of history touches are left out, and the one after
// them. MSER (warm_up.h, on single weeks) says how many weeks it would cut off. As it always cuts something of a series
// that wanders, these weeks must also differ from the rest: by more than 2 % of it, and by more than the 99 % interval
// of the difference over replications. With fewer than 10 weeks or 3 replications nothing can be said.
//
// It cannot tell a warm-up from a season: what it finds is a reason to look at daily.csv.
#ifndef SIM_EXPERIMENT_SETTLED_H
#define SIM_EXPERIMENT_SETTLED_H

#include "sim/experiment/outcome.h"

enum { SIM_SETTLED_WEEKS = 10, SIM_SETTLED_REPLICATIONS = 3 };

typedef struct {
    bool is_known;        // there are enough weeks and replications
    bool is_settled;      // nothing to be seen
    uint32_t cut_weeks;   // that MSER would cut off
    double before, rest;  // means of these weeks and of the others
} SimSettled;

// `days` is [day][replication]; of days that are not `is_counted` nothing is read.
SimSettled sim_settled(const double *days, const bool *is_counted, uint32_t day_count, uint32_t replications);

// Calls `tell` for each column of each site of the outcome that has not settled.
void sim_each_unsettled(const SimOutcome *outcome,
                        void (*tell)(void *context, const SimSite *site, const SimColumn *column, SimSettled settled),
                        void *context);

#endif
