// Measures formed from another measure of both lives.
//
// LEFT_AFTER (`of` "4 weeks", "12 weeks", "26 weeks"): the level at the close of the day so many weeks after the last
//   date that the last window of the strike life touches, in both lives; the difference is what is left of the backlog.
//   Undefined if that day lies beyond the report.
// RETURN_DAY: let D be the daily difference of a level, T its mean over the 28 days up to a day (fewer at the report's
//   beginning), and P the largest T of the report. The return is the first day after the last window, and not before
//   the day of P, on which T is at most 10 % of P and stays so for the next 28 days. Its value is the number of days
//   from the last date of the last window, in the columns strike and difference; baseline is 0. If P is not above 0
//   there is nothing to return from, and the value is 0. Undefined if the report ends before.
// RETURN_CENSORED: 1 (strike and difference) in replications where the return lies beyond the report, else 0; its mean
//   is the share of replications in which RETURN_DAY is undefined.
// CLEARED_DAY: the first day after the last window, and not before the day of the largest difference of a level, on
// which
//   that difference is at most 5 % of its largest; in days as above. CLEARED_CENSORED: as RETURN_CENSORED.
// RATIO_LIVES: baseline is 1 (or 100 if the unit is "%"), strike is strike over baseline of the other measure in the
// same
//   period, difference is what the strike adds to or takes from 1.
#ifndef SIM_EXPERIMENT_DERIVE_H
#define SIM_EXPERIMENT_DERIVE_H

#include "sim/experiment/reduce.h"

enum { SIM_TRAILING_DAYS = 28 };

typedef struct {
    double in[SIM_LIVES];
} SimPair;

// The value of a derived column, from both lives of one replication of one site.
SimPair sim_derive(const SimFrame *frame, const SimReduction *const lives[SIM_LIVES], uint32_t column, uint32_t period);

// Days from `last_strike_day` until the return, by the rule above; NAN if it lies beyond the last of the `days` values.
double sim_return_day(const double *difference, uint32_t days, int64_t last_strike_day, double gone_below);

#endif
