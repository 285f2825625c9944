// Rank 0: hands out units of work, works too, and alone keeps rows.
#include "sim/experiment/ranks_round.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sim/experiment/memory.h"

// How long rank 0 waits for others that were told to halt. mpirun kills a second after it has passed SIGTERM on, and by
// then the rows must be on the disk.
static const double PATIENCE_STOPPED_S = 0.5, PATIENCE_FAILED_S = 10, PROGRESS_S = 0.2;

static double clock_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static bool give_unit(Round *round, int rank, size_t *unit)
{
    pthread_mutex_lock(&round->lock);
    const bool is_left =
        atomic_load(&round->halt) == SIM_GO_ON && sim_sweep_units_next(round->units, (uint32_t)rank, unit);
    pthread_mutex_unlock(&round->lock);
    return is_left;
}

static bool take_unit(void *context, size_t *unit)
{
    return give_unit(context, 0, unit);
}

static bool keep_row(void *context, const SimSweepRow *row)
{
    Round *round = context;
    pthread_mutex_lock(&round->lock);
    const bool is_kept = !round->has_failed && round->asked->keep_row(round->asked->context, row);
    if (!is_kept) round->has_failed = true;
    pthread_mutex_unlock(&round->lock);
    if (!is_kept) sim_round_halt(round, SIM_STOP_NOW);
    return is_kept;
}

static void take_row(Round *round, int from)
{
    const SimSweep *sweep = round->own.sweep;
    const size_t length = sim_round_row_length(sweep);
    double *packed = sim_zeroed(length, sizeof *packed);
    MPI_Recv(packed, (int)(length * sizeof *packed), MPI_BYTE, from, TAG_ROW, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    const SimSweepRow row = {.point = (size_t)packed[0],
                             .place = (size_t)packed[1],
                             .replication = (uint32_t)packed[2],
                             .values = packed + ROW_HEAD,
                             .weights = packed + ROW_HEAD + 2 * sweep->wanted_count};
    keep_row(round, &row);
    free(packed);
}

static void answer(Round *round, int from)
{
    MPI_Recv(NULL, 0, MPI_BYTE, from, TAG_WANT, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    size_t unit;
    const uint64_t given = give_unit(round, from, &unit) ? unit : NO_UNIT;
    sim_ranks_send(round->ranks, from, TAG_UNIT, &given, sizeof given);
}

// A stop or a failure on any rank is one of all.
static void take_end(Round *round, Done *all, const Done *one)
{
    all->events += one->events;
    if (one->end == SIM_SWEEP_FAILED && !all->message[0]) memcpy(all->message, one->message, sizeof all->message);
    if (one->end == SIM_SWEEP_DONE) return;
    if (one->end == SIM_SWEEP_FAILED || all->end == SIM_SWEEP_DONE) all->end = one->end;
    if (one->end == SIM_SWEEP_FAILED) {
        pthread_mutex_lock(&round->lock);
        round->has_failed = true;
        pthread_mutex_unlock(&round->lock);
    }
    sim_round_halt(round, SIM_STOP_NOW);
}

// False if no message is there.
static bool serve(Round *round, Done *all, int *busy)
{
    int is_message;
    MPI_Status status;
    MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &is_message, &status);
    if (!is_message) return false;
    Done done;
    switch (status.MPI_TAG) {
    case TAG_WANT: answer(round, status.MPI_SOURCE); break;
    case TAG_ROW: take_row(round, status.MPI_SOURCE); break;
    default:
        MPI_Recv(&done, sizeof done, MPI_BYTE, status.MPI_SOURCE, TAG_DONE, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
        take_end(round, all, &done);
        --*busy;
    }
    return true;
}

static void show_progress(Round *round, double *next_s)
{
    if (!round->asked->progress || clock_s() < *next_s) return;
    *next_s = clock_s() + PROGRESS_S;
    pthread_mutex_lock(&round->lock);
    round->asked->progress(round->asked->context, sim_sweep_units_share(round->units));
    pthread_mutex_unlock(&round->lock);
}

static double patience_s(Round *round)
{
    pthread_mutex_lock(&round->lock);
    const bool has_failed = round->has_failed;
    pthread_mutex_unlock(&round->lock);
    return has_failed ? PATIENCE_FAILED_S : PATIENCE_STOPPED_S;
}

// Returns when this rank and all others are done, or, after a halt, when those that are not have had their time.
static void serve_all(Round *round, Done *all)
{
    int busy = round->ranks->count - 1;
    bool is_own_taken = false, is_told = false;
    double next_s = 0, until_s = 0;
    while (!is_own_taken || busy > 0) {
        sim_round_heed(round, round->asked->stop);
        if (!is_own_taken && atomic_load(&round->is_ended)) {
            take_end(round, all, &round->done);
            is_own_taken = true;
        }
        if (!is_told && atomic_load(&round->halt) == SIM_STOP_NOW) {
            sim_ranks_tell_all(round->ranks, TAG_HALT, NULL, 0);
            is_told = true;
            until_s = clock_s() + patience_s(round);
        }
        if (is_told && is_own_taken && clock_s() > until_s) {
            round->ranks->is_lost = true;
            return;
        }
        if (!serve(round, all, &busy)) sim_ranks_pause();
        show_progress(round, &next_s);
    }
}

static void find_rows(Round *round)
{
    const SimSweepRun *run = round->asked;
    round->there = sim_zeroed(sim_round_bytes(run), 1);
    for (size_t point = 0; point < run->sweep->point_count; point++) {
        const bool is_wanted = !run->wants_point || run->wants_point(run->context, point);
        for (uint32_t i = 0; i < run->replications; i++) {
            const uint32_t replication = run->first_replication + i;
            for (size_t place = 0; place < run->sweep->place_count; place++) {
                const size_t bit = sim_round_bit(run, point, replication, place);
                if (!is_wanted || (run->has_row && run->has_row(run->context, point, replication, place)))
                    round->there[bit / 8] |= (unsigned char)(1u << bit % 8);
            }
        }
    }
}

static void announce(const Round *round)
{
    const SimSweepRun *run = round->asked;
    const Head head = {.replications = run->replications,
                       .first_replication = run->first_replication,
                       .shard = run->shard,
                       .shards = run->shards,
                       .shards_are_chunks = run->shards_are_chunks};
    sim_ranks_tell_all(round->ranks, TAG_ROUND, &head, sizeof head);
    sim_ranks_tell_all(round->ranks, TAG_THERE, round->there, sim_round_bytes(run));
}

enum SimSweepEnd sim_ranks_run(SimRanks *ranks, SimSweepRun *run, char *message, size_t message_size)
{
    if (!ranks) return sim_sweep_run(run, message, message_size);
    Round round = {.ranks = ranks, .own = *run, .asked = run};
    round.own.next_unit = take_unit;
    round.own.keep_row = keep_row;
    sim_round_answer_own(&round);
    find_rows(&round);
    round.units = sim_sweep_units_new(&round.own, (uint32_t)ranks->count);
    announce(&round);
    pthread_t thread;
    Done all = {.end = SIM_SWEEP_DONE};
    const bool is_begun = sim_round_begin(&round, &thread);
    serve_all(&round, &all);
    if (is_begun) pthread_join(thread, NULL);
    if (round.has_failed) all.end = SIM_SWEEP_FAILED;
    if (all.end == SIM_SWEEP_DONE && atomic_load(&round.halt) == SIM_STOP_NOW) all.end = SIM_SWEEP_STOPPED;
    sim_round_end(&round);
    run->events = all.events;
    snprintf(message, message_size, "%s", all.message);
    return all.end;
}
