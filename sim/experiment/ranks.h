// The processes of an MPI job that run a sweep together: rank 0 hands out units of work and alone keeps rows; it works
// too. Every rank reads the sweep by itself, and only numbers of units and rows travel.
//
// Built without MPI, or started without mpirun, there are no ranks: NULL, with which all of this is as if it were not
// there.
#ifndef SIM_EXPERIMENT_RANKS_H
#define SIM_EXPERIMENT_RANKS_H

#include "sim/experiment/sweep.h"

typedef struct SimRanks SimRanks;

SimRanks *sim_ranks_begin(void);

uint32_t sim_ranks_number(const SimRanks *ranks);  // of this process, from 0
uint32_t sim_ranks_count(const SimRanks *ranks);   // 1 without ranks

// Whether all ranks have read the same sweep; NULL if it could not be read. All ranks call it. `speaks` says whether
// what is wrong here is news: it is on rank 0, and where rank 0 has read something else.
bool sim_ranks_agree(SimRanks *ranks, const SimSweep *sweep, bool *speaks);

// On rank 0: sim_sweep_run on all ranks. A failure anywhere, or a stop at once, ends all of them.
enum SimSweepEnd sim_ranks_run(SimRanks *ranks, SimSweepRun *run, char *message, size_t message_size);

// On the others: does what rank 0 hands out until rank 0 ends. Of `run` the sweep, threads and stop matter. Returns the
// status that rank 0 ended with.
int sim_ranks_help(SimRanks *ranks, const SimSweepRun *run);

// Lets the others go, with an exit status. Returns it.
int sim_ranks_end(SimRanks *ranks, int status);

#endif
