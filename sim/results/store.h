// The store of a sweep: an SQLite file that loses nothing.
//
//   about         key, value: what made it; a store refuses what does not fit to that
//   design        kind, count, levels, second_order, seed: of one row
//   factors       factor (from 1), name, levels (0: a range)
//   points        point (from 1), role, block, moved, step: what the point is
//                 in its design (design.h)
//   point_values  point, factor, text, number, place: what a factor was there; place is 0..1 or the level's index
//   measures      number, measure, of, period, unit, adds
//   question      find, measure, world, bound, amount: what the sweep is to find; of one row at most
//   trusts        place, trust, region
//   results       point, replication, trust, and for each measure N its value in both lives, mN_baseline and mN_strike,
//                 and of shares also what they are a share of, mN_baseline_weight, mN_strike_weight
//   tidy          a view: point, replication, trust, measure, of, period, baseline, strike, difference
//
// Rows are written in transactions of a second or so: a program that is killed loses that much, and nothing of what is
// there. The same sweep, however often it was interrupted and in whatever order its rows came, has the same rows.
#ifndef SIM_RESULTS_STORE_H
#define SIM_RESULTS_STORE_H

#include "sim/experiment/sweep.h"

typedef struct SimStore SimStore;

enum SimStoreEnd {
    SIM_STORE_READY,
    SIM_STORE_REFUSED,  // what is there is no store, or one of another sweep, or somebody else is writing it
    SIM_STORE_FAILED    // the disk, the rights
};

// Opens the store of a sweep for writing and makes it if it is not there; up to so many replications. `why` is set
// unless READY.
enum SimStoreEnd sim_store_open(SimStore **store, const char *path, const char *program, const SimSweep *sweep,
                                uint32_t replications, char *why, size_t why_size);

bool sim_store_has(const SimStore *store, size_t point, uint32_t replication, size_t place);
// How many rows of the points and replications it was opened for there are.
size_t sim_store_rows(const SimStore *store);
// Those of them that are written: what a program that is killed now leaves.
size_t sim_store_rows_written(const SimStore *store);

// Shows every row that is there, of the replications it was opened for. False if they cannot be read.
bool sim_store_each(SimStore *store, void (*see)(void *context, const SimSweepRow *row), void *context);

// False if the row could not be written; sim_store_why says why.
bool sim_store_keep(SimStore *store, const SimSweepRow *row);
// Writes what is pending, so that others can read it. False, with sim_store_why, if that failed.
bool sim_store_commit(SimStore *store);
const char *sim_store_why(const SimStore *store);

// Writes what is still pending, and frees. False if that failed.
bool sim_store_close(SimStore *store, char *why, size_t why_size);

// Adds the rows of another store of the same sweep: a shard. Rows that both have are the same. `rows` says how many
// were read. A `path` that is not there yet is made as a copy of the first shard.
enum SimStoreEnd sim_store_merge(const char *path, const char *const *shards, size_t shard_count, size_t *rows,
                                 char *why, size_t why_size);

#endif
