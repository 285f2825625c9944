#include "sim/experiment/ranks.h"

#include <stdlib.h>

#ifdef SIM_WITH_MPI

#include <mpi.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "sim/experiment/memory.h"
#include "sim/scenario/fingerprint.h"

// Messages: rank 0 sends a round, units on demand and a halt; the others ask, give rows and say that they are done.
enum { TAG_ROUND = 1, TAG_THERE, TAG_UNIT, TAG_HALT, TAG_WANT, TAG_ROW, TAG_DONE };
enum { PAUSE_NS = 1000000, MESSAGE_BYTES = 700, ROW_HEAD = 3 };

// How long rank 0 waits for others that were told to halt. mpirun kills a second after it has passed SIGTERM on, and by
// then the rows must be on the disk.
static const double PATIENCE_STOPPED_S = 0.5, PATIENCE_FAILED_S = 10, PROGRESS_S = 0.2;
static const uint64_t NO_UNIT = UINT64_MAX;

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
    size_t next_unit;
    bool has_failed;
} Round;

static double clock_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void pause_a_little(void)  // MPI's own waiting would take a whole processor
{
    nanosleep(&(struct timespec){.tv_nsec = PAUSE_NS}, NULL);
}

// Talking

static void send_to(SimRanks *ranks, int to, int tag, const void *bytes, size_t count)
{
    pthread_mutex_lock(&ranks->lock);
    MPI_Send(bytes, (int)count, MPI_BYTE, to, tag, MPI_COMM_WORLD);
    pthread_mutex_unlock(&ranks->lock);
}

// False if nothing with the tag is there from rank 0.
static bool receive(SimRanks *ranks, int tag, void *bytes, size_t count)
{
    int is_there;
    pthread_mutex_lock(&ranks->lock);
    MPI_Iprobe(0, tag, MPI_COMM_WORLD, &is_there, MPI_STATUS_IGNORE);
    if (is_there) MPI_Recv(bytes, (int)count, MPI_BYTE, 0, tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    pthread_mutex_unlock(&ranks->lock);
    return is_there;
}

static void await(SimRanks *ranks, int tag, void *bytes, size_t count)
{
    while (!receive(ranks, tag, bytes, count)) pause_a_little();
}

// A round

static size_t bit_of(const SimSweepRun *run, size_t point, uint32_t replication, size_t place)
{
    return (point * run->replications + replication - run->first_replication) * run->sweep->place_count + place;
}

static size_t bytes_of(const SimSweepRun *run)
{
    return bit_of(run, run->sweep->point_count, run->first_replication, 0) / 8 + 1;
}

static bool is_there(void *context, size_t point, uint32_t replication, size_t place)
{
    const Round *round = context;
    const size_t bit = bit_of(&round->own, point, replication, place);
    return round->there[bit / 8] >> bit % 8 & 1;
}

// What a rank's own sweep asks, the round answers.
static void answer_own(Round *round)
{
    round->own.stop = &round->halt;
    round->own.context = round;
    round->own.has_row = is_there;
    round->own.wants_point = NULL;  // what is not wanted counts as there
    round->own.progress = NULL;     // rank 0 shows that of all
}

static void raise_halt(Round *round, int stop)
{
    if (stop == SIM_STOP_NOW || atomic_load(&round->halt) == SIM_GO_ON) atomic_store(&round->halt, stop);
}

static void heed_stop(Round *round, const atomic_int *stop)
{
    const int wanted = stop ? atomic_load(stop) : SIM_GO_ON;
    if (wanted != SIM_GO_ON) raise_halt(round, wanted);
}

static void *run_sweep(void *context)
{
    Round *round = context;
    round->done.end = sim_sweep_run(&round->own, round->done.message, sizeof round->done.message);
    round->done.events = round->own.events;
    atomic_store(&round->is_ended, true);
    return NULL;
}

static bool begin_round(Round *round, pthread_t *thread)
{
    pthread_mutex_init(&round->lock, NULL);
    if (pthread_create(thread, NULL, run_sweep, round) == 0) return true;
    round->done = (Done){.end = SIM_SWEEP_FAILED, .message = "no thread could be started"};
    atomic_store(&round->is_ended, true);
    return false;
}

static void end_round(Round *round)
{
    pthread_mutex_destroy(&round->lock);
    free(round->there);
}

// All ranks but 0

static bool ask_for_unit(void *context, size_t *unit)
{
    const Round *round = context;
    uint64_t answer;
    send_to(round->ranks, 0, TAG_WANT, NULL, 0);
    await(round->ranks, TAG_UNIT, &answer, sizeof answer);
    *unit = answer;
    return answer != NO_UNIT;
}

static size_t row_length(const SimSweep *sweep)
{
    return ROW_HEAD + 4 * sweep->wanted_count;
}

static bool send_row(void *context, const SimSweepRow *row)
{
    const Round *round = context;
    const size_t half = 2 * round->own.sweep->wanted_count, length = row_length(round->own.sweep);
    double *packed = sim_zeroed(length, sizeof *packed);
    const double head[ROW_HEAD] = {(double)row->point, (double)row->place, row->replication};
    memcpy(packed, head, sizeof head);
    memcpy(packed + ROW_HEAD, row->values, half * sizeof *packed);
    memcpy(packed + ROW_HEAD + half, row->weights, half * sizeof *packed);
    send_to(round->ranks, 0, TAG_ROW, packed, length * sizeof *packed);
    free(packed);
    return true;
}

static void help_once(SimRanks *ranks, const SimSweepRun *run, const Head *head)
{
    Round round = {.ranks = ranks, .own = *run};
    round.own.replications = head->replications;
    round.own.first_replication = head->first_replication;
    round.own.shard = head->shard;
    round.own.shards = head->shards;
    round.own.shards_are_chunks = head->shards_are_chunks;
    round.own.next_unit = ask_for_unit;
    round.own.keep_row = send_row;
    answer_own(&round);
    round.there = sim_zeroed(bytes_of(&round.own), 1);
    await(ranks, TAG_THERE, round.there, bytes_of(&round.own));
    pthread_t thread;
    const bool is_begun = begin_round(&round, &thread);
    while (!atomic_load(&round.is_ended)) {
        heed_stop(&round, run->stop);
        if (receive(ranks, TAG_HALT, NULL, 0)) raise_halt(&round, SIM_STOP_NOW);
        pause_a_little();
    }
    if (is_begun) pthread_join(thread, NULL);
    send_to(ranks, 0, TAG_DONE, &round.done, sizeof round.done);
    end_round(&round);
}

int sim_ranks_help(SimRanks *ranks, const SimSweepRun *run)
{
    Head head;
    for (await(ranks, TAG_ROUND, &head, sizeof head); !head.is_end; await(ranks, TAG_ROUND, &head, sizeof head))
        help_once(ranks, run, &head);
    return head.status;
}

// Rank 0

static bool take_unit(void *context, size_t *unit)
{
    Round *round = context;
    const size_t count = sim_sweep_unit_count(&round->own);
    pthread_mutex_lock(&round->lock);
    if (atomic_load(&round->halt) != SIM_GO_ON) round->next_unit = count;
    while (round->next_unit < count && !sim_sweep_unit_is_left(&round->own, round->next_unit)) round->next_unit++;
    const bool is_left = round->next_unit < count;
    if (is_left) *unit = round->next_unit++;
    pthread_mutex_unlock(&round->lock);
    return is_left;
}

static bool keep_row(void *context, const SimSweepRow *row)
{
    Round *round = context;
    pthread_mutex_lock(&round->lock);
    const bool is_kept = !round->has_failed && round->asked->keep_row(round->asked->context, row);
    if (!is_kept) round->has_failed = true;
    pthread_mutex_unlock(&round->lock);
    if (!is_kept) raise_halt(round, SIM_STOP_NOW);
    return is_kept;
}

static void take_row(Round *round, int from)
{
    const SimSweep *sweep = round->own.sweep;
    const size_t length = row_length(sweep);
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
    const uint64_t given = take_unit(round, &unit) ? unit : NO_UNIT;
    send_to(round->ranks, from, TAG_UNIT, &given, sizeof given);
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
    raise_halt(round, SIM_STOP_NOW);
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
    const double share = (double)round->next_unit / (double)sim_sweep_unit_count(&round->own);
    round->asked->progress(round->asked->context, share);
    pthread_mutex_unlock(&round->lock);
}

static double patience_s(Round *round)
{
    pthread_mutex_lock(&round->lock);
    const bool has_failed = round->has_failed;
    pthread_mutex_unlock(&round->lock);
    return has_failed ? PATIENCE_FAILED_S : PATIENCE_STOPPED_S;
}

static void tell_all(SimRanks *ranks, int tag, const void *bytes, size_t count)
{
    for (int rank = 1; rank < ranks->count; rank++) send_to(ranks, rank, tag, bytes, count);
}

// Returns when this rank and all others are done, or, after a halt, when those that are not have had their time.
static void serve_all(Round *round, Done *all)
{
    int busy = round->ranks->count - 1;
    bool is_own_taken = false, is_told = false;
    double next_s = 0, until_s = 0;
    while (!is_own_taken || busy > 0) {
        heed_stop(round, round->asked->stop);
        if (!is_own_taken && atomic_load(&round->is_ended)) {
            take_end(round, all, &round->done);
            is_own_taken = true;
        }
        if (!is_told && atomic_load(&round->halt) == SIM_STOP_NOW) {
            tell_all(round->ranks, TAG_HALT, NULL, 0);
            is_told = true;
            until_s = clock_s() + patience_s(round);
        }
        if (is_told && is_own_taken && clock_s() > until_s) {
            round->ranks->is_lost = true;
            return;
        }
        if (!serve(round, all, &busy)) pause_a_little();
        show_progress(round, &next_s);
    }
}

static void find_rows(Round *round)
{
    const SimSweepRun *run = round->asked;
    round->there = sim_zeroed(bytes_of(run), 1);
    for (size_t point = 0; point < run->sweep->point_count; point++) {
        const bool is_wanted = !run->wants_point || run->wants_point(run->context, point);
        for (uint32_t i = 0; i < run->replications; i++) {
            const uint32_t replication = run->first_replication + i;
            for (size_t place = 0; place < run->sweep->place_count; place++) {
                const size_t bit = bit_of(run, point, replication, place);
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
    tell_all(round->ranks, TAG_ROUND, &head, sizeof head);
    tell_all(round->ranks, TAG_THERE, round->there, bytes_of(run));
}

enum SimSweepEnd sim_ranks_run(SimRanks *ranks, SimSweepRun *run, char *message, size_t message_size)
{
    if (!ranks) return sim_sweep_run(run, message, message_size);
    Round round = {.ranks = ranks, .own = *run, .asked = run};
    round.own.next_unit = take_unit;
    round.own.keep_row = keep_row;
    answer_own(&round);
    find_rows(&round);
    announce(&round);
    pthread_t thread;
    Done all = {.end = SIM_SWEEP_DONE};
    const bool is_begun = begin_round(&round, &thread);
    serve_all(&round, &all);
    if (is_begun) pthread_join(thread, NULL);
    if (round.has_failed) all.end = SIM_SWEEP_FAILED;
    if (all.end == SIM_SWEEP_DONE && atomic_load(&round.halt) == SIM_STOP_NOW) all.end = SIM_SWEEP_STOPPED;
    end_round(&round);
    run->events = all.events;
    snprintf(message, message_size, "%s", all.message);
    return all.end;
}

// The job

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
    if (ranks->number == 0) tell_all(ranks, TAG_ROUND, &end, sizeof end);
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
