// Runs a scenario at many points: every replication of every place of every point, in both lives.
//
// Points that agree up to a moment share one simulated past per replication and place, and are forked there
// (futures.h). Points that agree at the start stand together in chunks; the unit of work is (chunk, replication,
// place). What a point gives is the same, to the byte, as what the scenario gives that is run by itself.
#ifndef SIM_EXPERIMENT_SWEEP_H
#define SIM_EXPERIMENT_SWEEP_H

#include "sim/experiment/slices.h"
#include "sim/experiment/sweep_file.h"
#include "sim/experiment/tables_pool.h"

enum { SIM_CODE_BYTES = 16 };

typedef struct {
    const struct sim_model *model;
    const SimSweepFile *file;
    size_t point_count;
    uint64_t fingerprint;  // of the scenario, and of what all points change
    uint64_t *starts;      // of each point, of what acts from the start; owned, as all that follows
    SimWanted *wanted;     // measures of the results, of one period each
    const SimMeasure **measures;
    size_t wanted_count;
    char (*codes)[SIM_CODE_BYTES];  // of the places, "" if it has none
    char (*regions)[48];
    size_t place_count;
    uint32_t seed;
    size_t *order;   // points, those that share a past together
    size_t *chunks;  // chunk i holds the points order[chunks[i]] to order[chunks[i + 1] - 1]
    size_t chunk_count;
    SimTablesPool *tables;  // of whoever lays points out
} SimSweep;

// Reads the points' scenarios, of very many only some (sweep_reading.h), and lays out a few: what is wrong with
// another's dates, say, then shows when its turn comes. NULL with faults, all of them up to a limit.
SimSweep *sim_sweep_new(const struct sim_model *model, const SimSweepFile *file, SimFaults *faults);
void sim_sweep_free(SimSweep *sweep);  // NULL does nothing

// The number of what is wanted; wanted_count if it is not.
size_t sim_sweep_wanted(const SimSweep *sweep, const SimWanted *wanted);

// One point, replication and place: the values of what is wanted, NAN where undefined.
typedef struct {
    size_t point, place;
    uint32_t replication;   // from 1
    const double *values;   // [wanted][life]
    const double *weights;  // [wanted][life]; NAN but for shares
} SimSweepRow;

typedef struct {
    const SimSweep *sweep;
    uint32_t replications, first_replication;  // numbered from first_replication on
    uint32_t threads;
    uint32_t shard, shards;  // of so many parts (units, or chunks) only this one, from 0; below 2: all
    bool shards_are_chunks;  // parts are chunks in any case: all replications of a point are in one shard
    const atomic_int *stop;
    void *context;
    // Which unit is next; false: none is left. Asked by one thread at a time. NULL: all, in turn.
    bool (*next_unit)(void *context, size_t *unit);
    // Whether a point is to be run at all; the same answer throughout. NULL: all are.
    bool (*wants_point)(void *context, size_t point);
    // Whether a row is there already. NULL: none is. Called by one thread at a time, as keep_row.
    bool (*has_row)(void *context, size_t point, uint32_t replication, size_t place);
    // Takes a row; called by one thread at a time, in any order. False: everything stops.
    bool (*keep_row)(void *context, const SimSweepRow *row);
    // Several times a second, and not while a row is taken. NULL: nobody asks.
    void (*progress)(void *context, double share_done);
    uint64_t events;  // out
} SimSweepRun;

// Units are numbered from 0. One is left if it is of this shard and a row of it is not there yet.
size_t sim_sweep_unit_count(const SimSweepRun *run);
bool sim_sweep_unit_is_left(const SimSweepRun *run, size_t unit);

enum SimSweepEnd {
    SIM_SWEEP_DONE,     // or stopped after the units in hand
    SIM_SWEEP_STOPPED,  // at once: what was kept is kept
    SIM_SWEEP_FAILED    // `message` says why
};
enum SimSweepEnd sim_sweep_run(SimSweepRun *run, char *message, size_t message_size);

#endif
