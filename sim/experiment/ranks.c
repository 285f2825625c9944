#include "sim/experiment/ranks.h"

#include <stdlib.h>

#ifdef SIM_WITH_MPI

#include "sim/experiment/memory.h"
#include "sim/experiment/ranks_round.h"
#include "sim/scenario/fingerprint.h"

// Whoever starts ranks says so in the environment: Open MPI, MPICH and its kin, Slurm's srun.
static bool is_started_as_rank(void)
{
    static const char *const signs[] = {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (getenv(signs[i])) return true;
    }
    return false;
}

SimRanks *sim_ranks_begin(void)
{
    int number, count, threads;
    if (!is_started_as_rank() || MPI_Init_thread(NULL, NULL, MPI_THREAD_SERIALIZED, &threads) != MPI_SUCCESS)
        return NULL;
    MPI_Comm_rank(MPI_COMM_WORLD, &number);
    MPI_Comm_size(MPI_COMM_WORLD, &count);
    if (threads < MPI_THREAD_SERIALIZED) MPI_Abort(MPI_COMM_WORLD, EXIT_FAILURE);
    SimRanks *ranks = sim_zeroed(1, sizeof *ranks);
    *ranks = (SimRanks){.number = number, .count = count};
    pthread_mutex_init(&ranks->lock, NULL);
    return ranks;
}

uint32_t sim_ranks_number(const SimRanks *ranks)
{
    return ranks ? (uint32_t)ranks->number : 0;
}

uint32_t sim_ranks_count(const SimRanks *ranks)
{
    return ranks ? (uint32_t)ranks->count : 1;
}

// Never 0.
static uint64_t fingerprint(const SimSweep *sweep)
{
    uint64_t hash = SIM_FINGERPRINT ^ sweep->wanted_count ^ sweep->place_count << 32;
    hash = sim_fingerprint(hash, &sweep->fingerprint, sizeof sweep->fingerprint);
    return hash ? hash : 1;
}

bool sim_ranks_agree(SimRanks *ranks, const SimSweep *sweep, bool *speaks)
{
    *speaks = true;
    if (!ranks) return sweep != NULL;
    const uint64_t own = sweep ? fingerprint(sweep) : 0;
    uint64_t *all = sim_zeroed((size_t)ranks->count, sizeof *all);
    MPI_Allgather(&own, 1, MPI_UINT64_T, all, 1, MPI_UINT64_T, MPI_COMM_WORLD);
    *speaks = ranks->number == 0 || all[0] != own;
    bool agree = all[0] != 0;
    for (int rank = 1; rank < ranks->count; rank++) agree = agree && all[rank] == all[0];
    free(all);
    return agree;
}

int sim_ranks_end(SimRanks *ranks, int status)
{
    if (!ranks) return status;
    if (ranks->is_lost) MPI_Abort(MPI_COMM_WORLD, status);
    const Head end = {.is_end = true, .status = status};
    if (ranks->number == 0) sim_ranks_tell_all(ranks, TAG_ROUND, &end, sizeof end);
    MPI_Finalize();
    pthread_mutex_destroy(&ranks->lock);
    free(ranks);
    return status;
}

#else

SimRanks *sim_ranks_begin(void)
{
    return NULL;
}

uint32_t sim_ranks_number(const SimRanks *ranks)
{
    (void)ranks;
    return 0;
}

uint32_t sim_ranks_count(const SimRanks *ranks)
{
    (void)ranks;
    return 1;
}

bool sim_ranks_agree(SimRanks *ranks, const SimSweep *sweep, bool *speaks)
{
    (void)ranks;
    *speaks = true;
    return sweep != NULL;
}

enum SimSweepEnd sim_ranks_run(SimRanks *ranks, SimSweepRun *run, char *message, size_t message_size)
{
    (void)ranks;
    return sim_sweep_run(run, message, message_size);
}

int sim_ranks_help(SimRanks *ranks, const SimSweepRun *run)
{
    (void)ranks;
    (void)run;
    return EXIT_FAILURE;  // nobody is but rank 0
}

int sim_ranks_end(SimRanks *ranks, int status)
{
    (void)ranks;
    return status;
}

#endif
