// What one life of one site amounts to: sums over periods and days, and histograms of waits. Reductions of places add,
// so that the value of ALL is formed from sums of numerators, denominators and histograms, never from values.
//
// How a value is formed from the sums of a period:
//   sum       the amounts
//   share     amounts over weights
//   snapshot  amounts over the number of the period's days
//   level     the amount on the period's last day
//   level share  amounts over weights, both of the period's last day
//   ratio     amounts over weights, both of snapshots
//   max       the largest amount of those whose weight is above 0
//   quantile  from what was logged on the period's days (histogram.h)
// Undefined (nothing to divide by, no waits) is NAN.
#ifndef SIM_EXPERIMENT_REDUCE_H
#define SIM_EXPERIMENT_REDUCE_H

#include "sim/experiment/frame.h"
#include "sim/experiment/histogram.h"

typedef struct {
    SimDaily *periods;           // [period][recorded column]; owned, as all that follows
    SimDaily *days;              // [day][kept column]
    SimHistogram *period_waits;  // [period][log]
    SimHistogram *day_waits;     // [day][daily log]
} SimReduction;

// An empty reduction: zero waits, zero amounts.
SimReduction *sim_reduction_new(const SimFrame *frame);
void sim_reduction_free(const SimFrame *frame, SimReduction *reduction);

// Reads the records of a life that has run to its end.
SimReduction *sim_reduce(const SimFrame *frame, const SimWorld *world);

void sim_reduction_add(const SimFrame *frame, SimReduction *into, const SimReduction *from);

// The value of a recorded column over a period.
double sim_period_value(const SimFrame *frame, const SimReduction *reduction, uint32_t column, uint32_t period);

// What the value is a share of, if it is one: by it, values of places make that of them all. NAN for whatever else.
double sim_period_weight(const SimFrame *frame, const SimReduction *reduction, uint32_t column, uint32_t period);

// The value of the kept column number `kept` on a day of the report.
double sim_day_value(const SimFrame *frame, const SimReduction *reduction, uint32_t kept, uint32_t day);

#endif
