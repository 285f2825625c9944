#include "sim/experiment/ranks_round.h"

#include <stdlib.h>
#include <time.h>

enum { PAUSE_NS = 1000000 };

void sim_ranks_pause(void)
{
    nanosleep(&(struct timespec){.tv_nsec = PAUSE_NS}, NULL);
}

// Talking

void sim_ranks_send(SimRanks *ranks, int to, int tag, const void *bytes, size_t count)
{
    pthread_mutex_lock(&ranks->lock);
    MPI_Send(bytes, (int)count, MPI_BYTE, to, tag, MPI_COMM_WORLD);
    pthread_mutex_unlock(&ranks->lock);
}

bool sim_ranks_receive(SimRanks *ranks, int tag, void *bytes, size_t count)
{
    int is_there;
    pthread_mutex_lock(&ranks->lock);
    MPI_Iprobe(0, tag, MPI_COMM_WORLD, &is_there, MPI_STATUS_IGNORE);
    if (is_there) MPI_Recv(bytes, (int)count, MPI_BYTE, 0, tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    pthread_mutex_unlock(&ranks->lock);
    return is_there;
}

void sim_ranks_await(SimRanks *ranks, int tag, void *bytes, size_t count)
{
    while (!sim_ranks_receive(ranks, tag, bytes, count)) sim_ranks_pause();
}

void sim_ranks_tell_all(SimRanks *ranks, int tag, const void *bytes, size_t count)
{
    for (int rank = 1; rank < ranks->count; rank++) sim_ranks_send(ranks, rank, tag, bytes, count);
}

// A round

size_t sim_round_bit(const SimSweepRun *run, size_t point, uint32_t replication, size_t place)
{
    return (point * run->replications + replication - run->first_replication) * run->sweep->place_count + place;
}

size_t sim_round_bytes(const SimSweepRun *run)
{
    return sim_round_bit(run, run->sweep->point_count, run->first_replication, 0) / 8 + 1;
}

size_t sim_round_row_length(const SimSweep *sweep)
{
    return ROW_HEAD + 4 * sweep->wanted_count;
}

static bool is_there(void *context, size_t point, uint32_t replication, size_t place)
{
    const Round *round = context;
    const size_t bit = sim_round_bit(&round->own, point, replication, place);
    return round->there[bit / 8] >> bit % 8 & 1;
}

void sim_round_answer_own(Round *round)
{
    round->own.stop = &round->halt;
    round->own.context = round;
    round->own.has_row = is_there;
    round->own.wants_point = NULL;  // what is not wanted counts as there
    round->own.progress = NULL;     // rank 0 shows that of all
}

void sim_round_halt(Round *round, int stop)
{
    if (stop == SIM_STOP_NOW || atomic_load(&round->halt) == SIM_GO_ON) atomic_store(&round->halt, stop);
}

void sim_round_heed(Round *round, const atomic_int *stop)
{
    const int wanted = stop ? atomic_load(stop) : SIM_GO_ON;
    if (wanted != SIM_GO_ON) sim_round_halt(round, wanted);
}

static void *run_sweep(void *context)
{
    Round *round = context;
    round->done.end = sim_sweep_run(&round->own, round->done.message, sizeof round->done.message);
    round->done.events = round->own.events;
    atomic_store(&round->is_ended, true);
    return NULL;
}

bool sim_round_begin(Round *round, pthread_t *thread)
{
    pthread_mutex_init(&round->lock, NULL);
    if (pthread_create(thread, NULL, run_sweep, round) == 0) return true;
    round->done = (Done){.end = SIM_SWEEP_FAILED, .message = "no thread could be started"};
    atomic_store(&round->is_ended, true);
    return false;
}

void sim_round_end(Round *round)
{
    pthread_mutex_destroy(&round->lock);
    free(round->there);
    sim_sweep_units_free(round->units);
}
