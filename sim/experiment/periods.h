// The stretches of whole dates over which results are formed.
//
//   whole            every reported date
//   strike_days      every date touched by a window that only the strike life has
//   window:NAME      every date touched by the window NAME; for history windows (in both lives) too
//   after:NAME:1     the 28 days that follow the last date of window NAME, then :2 and so on; only for windows that
//                    only the strike life has. Cut at the next date that such a window touches, or at the end of the
//                    report: a short last block is kept, and none is empty.
//   month:2024-01    the reported dates of a calendar month; none if the outline is without months
//
// A window [start, end) touches the date of its start and every later date of which it holds at least a second. Dates
// outside the report are cut off; a period without dates does not exist.
//
// Days that follow each other and belong to the same periods are a stretch: whatever adds up over days may be recorded
// by stretches instead, and every period is made of whole stretches.
#ifndef SIM_EXPERIMENT_PERIODS_H
#define SIM_EXPERIMENT_PERIODS_H

#include "sim/experiment/model.h"

enum { SIM_AFTER_DAYS = 28 };

typedef struct {
    char name[120];
    uint32_t *days;  // owned; days of the report (0 is report_first), ascending
    uint32_t day_count;
} SimPeriod;

typedef struct {
    SimPeriod *at;  // owned; at[0] is `whole`
    size_t count;
} SimPeriods;

SimPeriods sim_periods(const SimOutline *outline);
void sim_periods_free(SimPeriods *periods);

// Numbers the stretches of the first `world_days` days of world time (0 is outline->first_day) from 0 upwards, writes
// that of each day, and returns how many there are. The warm-up is a stretch of its own, so is what follows the report.
// Reads the outline's dates, windows and without_months, nothing else.
uint32_t sim_periods_stretches(const SimOutline *outline, uint32_t *record_of_day, uint32_t world_days);

// The period of this name, or NULL.
const SimPeriod *sim_period_named(const SimPeriods *periods, const char *name);

SimDate sim_window_first_date(const SimWindow *window);
SimDate sim_window_last_date(const SimWindow *window);

// The window that ends last of those that only the strike life has, or NULL.
const SimWindow *sim_last_strike_window(const SimOutline *outline);

#endif
