// Inside the ranks of MPI only: how they talk, and what a round of a sweep is on each of them.
#ifndef SIM_EXPERIMENT_RANKS_ROUND_H
#define SIM_EXPERIMENT_RANKS_ROUND_H

#include <mpi.h>
#include <pthread.h>
#include <stdatomic.h>

#include "sim/experiment/ranks.h"
#include "sim/experiment/sweep_units.h"

// Messages: rank 0 sends a round, units on demand and a halt; the others ask, give rows and say that they are done.
enum { TAG_ROUND = 1, TAG_THERE, TAG_UNIT, TAG_HALT, TAG_WANT, TAG_ROW, TAG_DONE };
enum { MESSAGE_BYTES = 700, ROW_HEAD = 3 };

#define NO_UNIT UINT64_MAX

struct SimRanks {
    int number, count;
    pthread_mutex_t lock;  // of MPI where threads call it: on all ranks but 0
    bool is_lost;          // somebody does not answer
};

// What a round is. Its rows that are there already follow as bits.
typedef struct {
    int32_t is_end, status;
    uint32_t replications, first_replication, shard, shards;
    int32_t shards_are_chunks;
} Head;

// How a rank ended its round.
typedef struct {
    enum SimSweepEnd end;
    uint64_t events;
    char message[MESSAGE_BYTES];
} Done;

// A round on one rank: a thread runs the sweep, whose units come from rank 0; the main thread talks to other ranks.
typedef struct {
    SimRanks *ranks;
    SimSweepRun own;
    SimSweepRun *asked;    // of rank 0
    unsigned char *there;  // owned; a bit for each row
    atomic_int halt;       // an enum SimStop
    atomic_bool is_ended;
    Done done;

    pthread_mutex_t lock;  // on rank 0: guards what follows, and whoever keeps rows
    SimSweepUnits *units;  // owned
    bool has_failed;
} Round;

// MPI's own waiting would take a whole processor.
void sim_ranks_pause(void);
void sim_ranks_send(SimRanks *ranks, int to, int tag, const void *bytes, size_t count);
void sim_ranks_tell_all(SimRanks *ranks, int tag, const void *bytes, size_t count);
// False if nothing with the tag is there from rank 0.
bool sim_ranks_receive(SimRanks *ranks, int tag, void *bytes, size_t count);
void sim_ranks_await(SimRanks *ranks, int tag, void *bytes, size_t count);

// The place of a row among the bits of a round, and how many bytes all of them take.
size_t sim_round_bit(const SimSweepRun *run, size_t point, uint32_t replication, size_t place);
size_t sim_round_bytes(const SimSweepRun *run);
// Numbers of a row that travels: point, place, replication, values, weights.
size_t sim_round_row_length(const SimSweep *sweep);

// What a rank's own sweep asks, the round answers.
void sim_round_answer_own(Round *round);
void sim_round_halt(Round *round, int stop);
void sim_round_heed(Round *round, const atomic_int *stop);  // NULL: nobody stops it
// Starts the thread; false, with the round ended, if it cannot be.
bool sim_round_begin(Round *round, pthread_t *thread);
void sim_round_end(Round *round);

#endif
