// The results of an experiment: values of every replication for every row, from which the tables are printed.
//
// Units are folded in the order of replication and place, whatever the order in which threads finished them, so that
// sums are formed in canonical order and the bytes do not depend on the number of threads. A unit that was folded is
// not needed any more: memory holds the sums of one replication and as many units as there are threads.
#ifndef SIM_EXPERIMENT_OUTCOME_H
#define SIM_EXPERIMENT_OUTCOME_H

#include "sim/experiment/derive.h"
#include "sim/experiment/ledger.h"

// What one unit of work (a replication of a place) leaves behind. Reductions and books are owned; both lives may be the
// same reduction.
typedef struct {
    SimReduction *lives[SIM_LIVES];
    SimBook books[SIM_LEDGERS][SIM_LIVES];
    uint64_t events;
} SimUnit;

void sim_unit_free(const SimFrame *frame, SimUnit *unit);

// How large a share of the time there was each number, by bins of a tally: the shares of the replications in which any
// time was tallied, summed.
typedef struct {
    double *shares;  // owned; `bins` of them
    uint32_t bins, replications;
} SimNumberShares;

typedef struct {
    SimFrame *frame;        // owned, as all that follows
    uint32_t replications;  // folded whole
    uint32_t next_place;    // of the replication in hand
    uint32_t planned;       // room for so many
    uint32_t wanted;        // how many there were to be: `planned`, or as many as were enough
    double *values;         // [site][column][period][life][replication]
    double *days;           // [detailed site][kept column][day][life][replication]
    uint64_t **waits;  // [detailed site][period][log][life]: NULL, or [bin of sim_wait_bin] summed over replications
    SimNumberShares *numbers;  // [detailed site][period][log][life]; NULL if there are no such logs
    SimReduction **sums;       // [site][life]; of sites of several places, while a replication is folded; else NULL
    SimBook *books;            // [detailed site][ledger][life], summed over replications
    uint64_t events;
} SimOutcome;

// Takes the frame.
SimOutcome *sim_outcome_new(SimFrame *frame, uint32_t planned);
void sim_outcome_free(SimOutcome *outcome);

// Adds the next unit: places in their order, replication by replication. The unit is left to the caller.
void sim_outcome_fold(SimOutcome *outcome, const SimUnit *unit);

// The values of a row, one of each replication.
const double *sim_outcome_values(const SimOutcome *outcome, uint32_t site, uint32_t column, uint32_t period,
                                 enum SimLife life);

// For rows by date and waits, `detailed` counts from frame->first_detailed_site.
const double *sim_outcome_days(const SimOutcome *outcome, uint32_t detailed, uint32_t kept, uint32_t day,
                               enum SimLife life);
// NULL if nothing was ever counted.
const uint64_t *sim_outcome_waits(const SimOutcome *outcome, uint32_t detailed, uint32_t period, uint32_t log,
                                  enum SimLife life);
// Of a log whose scale is SIM_LOG_NUMBER.
const SimNumberShares *sim_outcome_numbers(const SimOutcome *outcome, uint32_t detailed, uint32_t period, uint32_t log,
                                           enum SimLife life);
SimBook *sim_outcome_book(const SimOutcome *outcome, uint32_t detailed, enum SimLedger ledger, enum SimLife life);

// Printed histograms have bins of 5 minutes up to an hour, 15 up to 6 h, 1 h up to a day, a day up to 4 weeks, a week
// up to 104 weeks, and one for all that is longer. A bin holds the waits of at least the edge before and less than its
// own. What was tallied in seconds counts where the middle of its tally's bin lies.
enum { SIM_WAIT_BINS = 12 + 20 + 18 + 27 + 100 + 1 };
uint32_t sim_wait_bin(uint32_t minutes);
uint32_t sim_wait_bin_edge(uint32_t bin);  // in minutes; UINT32_MAX for the last

#endif
