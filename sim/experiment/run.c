#include "sim/experiment/run.h"

#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "sim/engine/events.h"
#include "sim/experiment/memory.h"

enum { SLICE_S = 7 * SIM_DAY_S, PROGRESS_NS = 200000000 };

typedef struct {
    const SimRun *run;
    SimOutcome *outcome;
    SimTime part_s, end_s;  // when the lives part (end_s if never) and end
    size_t places, unit_count;

    pthread_mutex_t lock;  // guards all that follows but the atomics
    pthread_cond_t changed;
    size_t next_unit;
    size_t begun;     // replications of which a unit was handed out
    SimUnit **units;  // finished, not yet folded
    size_t next_fold;
    bool is_folding;
    uint32_t working;    // threads
    size_t failed_unit;  // the first, or unit_count
    char *message;
    size_t message_size;

    atomic_bool failed;
    atomic_ullong simulated_s;
} Farm;

static int stop_wanted(const Farm *farm)
{
    return farm->run->stop ? atomic_load(farm->run->stop) : SIM_GO_ON;
}

static bool must_drop(Farm *farm)
{
    return stop_wanted(farm) == SIM_STOP_NOW || atomic_load(&farm->failed);
}

static void report_failure(Farm *farm, size_t unit, const char *why)
{
    pthread_mutex_lock(&farm->lock);
    if (unit < farm->failed_unit) {
        const SimPlace *place = &farm->outcome->frame->outline->places[unit % farm->places];
        farm->failed_unit = unit;
        snprintf(farm->message, farm->message_size, "replication %zu%s%s: %s", unit / farm->places + 1,
                 place->code[0] ? " of " : "", place->code, why);
    }
    pthread_mutex_unlock(&farm->lock);
    atomic_store(&farm->failed, true);
}

// Runs in slices of a week, so that a stop takes effect soon. False if the run must stop.
static bool run_world(Farm *farm, size_t unit, SimWorld *world, const void *plan, SimTime until_s)
{
    const struct sim_model *model = farm->run->model;
    char why[400] = "";
    for (SimTime now_s = sim_now(world); now_s < until_s;) {
        const SimTime next_s = until_s - now_s > SLICE_S ? now_s + SLICE_S : until_s;
        if (must_drop(farm)) return false;
        if (!model->run_until(world, plan, next_s, why, sizeof why)) {
            report_failure(farm, unit, why);
            return false;
        }
        atomic_fetch_add(&farm->simulated_s, (unsigned long long)(next_s - now_s));
        now_s = next_s;
    }
    return !must_drop(farm);
}

// The books of the last day are closed at the midnight that ends it, so a life runs a second into the day after, whose
// records nobody reads. A life that ends within a day runs a second longer too: the model closes its books at its end.
static bool finish_life(Farm *farm, size_t number, SimWorld *world, enum SimLife life, SimUnit *unit)
{
    const SimRun *run = farm->run;
    if (!run_world(farm, number, world, run->plans[life], farm->end_s + 1)) return false;
    unit->lives[life] = sim_reduce(farm->outcome->frame, world);
    for (enum SimLedger ledger = SIM_LEDGER_STAFFING; ledger < SIM_LEDGERS; ledger++)
        unit->books[ledger][life] = sim_book_read(run->model, world, run->plans[life], ledger);
    unit->events += sim_events_delivered(world);
    return true;
}

// A life that never departs from the baseline is the baseline, and shares its reduction.
static void copy_baseline(SimUnit *unit)
{
    unit->lives[SIM_STRIKE] = unit->lives[SIM_BASELINE];
    for (int ledger = 0; ledger < SIM_LEDGERS; ledger++)
        sim_book_add(&unit->books[ledger][SIM_STRIKE], &unit->books[ledger][SIM_BASELINE]);
}

// NULL if the run must stop.
static SimUnit *simulate(Farm *farm, size_t number)
{
    const SimRun *run = farm->run;
    const size_t place = number % farm->places;
    const SimKey key = {.seed = run->seed, .replication = (uint32_t)(number / farm->places) + 1};
    SimUnit *unit = sim_zeroed(1, sizeof *unit);
    SimWorld *baseline = run->model->world_new(run->plans[SIM_BASELINE], place, key);
    SimWorld *strike = NULL;
    bool is_done = run_world(farm, number, baseline, run->plans[SIM_BASELINE], farm->part_s);
    if (is_done && farm->part_s < farm->end_s) {
        strike = farm->part_s > 0 ? run->model->fork(baseline, run->plans[SIM_STRIKE])
                                  : run->model->world_new(run->plans[SIM_STRIKE], place, key);
        unit->events -= sim_events_delivered(strike);  // the shared past counts once
    }
    is_done = is_done && finish_life(farm, number, baseline, SIM_BASELINE, unit);
    sim_world_free(baseline);
    if (is_done && strike) {
        is_done = finish_life(farm, number, strike, SIM_STRIKE, unit);
    } else if (is_done) {
        copy_baseline(unit);
    }
    sim_world_free(strike);
    if (is_done) return unit;
    sim_unit_free(farm->outcome->frame, unit);
    return NULL;
}

static bool take_unit(Farm *farm, size_t *unit)
{
    pthread_mutex_lock(&farm->lock);
    const int stop = stop_wanted(farm);
    const bool begins_another = farm->next_unit / farm->places >= farm->begun && farm->begun > 0;
    const bool is_over = farm->next_unit == farm->unit_count || atomic_load(&farm->failed) || stop == SIM_STOP_NOW ||
                         (stop == SIM_STOP_AFTER_REPLICATION && begins_another);
    if (!is_over) {
        *unit = farm->next_unit++;
        farm->begun = *unit / farm->places + 1;
    }
    pthread_mutex_unlock(&farm->lock);
    return !is_over;
}

// Folds the units that are next in order. Called with the lock, which is let go while folding.
static void fold_what_is_ready(Farm *farm)
{
    if (farm->is_folding) return;
    farm->is_folding = true;
    while (farm->next_fold < farm->unit_count && farm->units[farm->next_fold]) {
        SimUnit *unit = farm->units[farm->next_fold];
        farm->units[farm->next_fold++] = NULL;
        pthread_mutex_unlock(&farm->lock);
        sim_outcome_fold(farm->outcome, unit);
        sim_unit_free(farm->outcome->frame, unit);
        pthread_mutex_lock(&farm->lock);
    }
    farm->is_folding = false;
}

static void *work(void *context)
{
    Farm *farm = context;
    size_t number;
    while (take_unit(farm, &number)) {
        SimUnit *unit = simulate(farm, number);
        if (!unit) break;
        pthread_mutex_lock(&farm->lock);
        farm->units[number] = unit;
        fold_what_is_ready(farm);
        pthread_mutex_unlock(&farm->lock);
    }
    pthread_mutex_lock(&farm->lock);
    farm->working--;
    pthread_cond_signal(&farm->changed);
    pthread_mutex_unlock(&farm->lock);
    return NULL;
}

static void report_progress(Farm *farm)
{
    if (!farm->run->progress) return;
    const double per_unit = (double)(farm->end_s + 1) + (double)(farm->end_s - farm->part_s);
    const double share = (double)atomic_load(&farm->simulated_s) / (per_unit * (double)farm->unit_count);
    farm->run->progress(farm->run->context, share < 1 ? share : 1);
}

static void wait_for_workers(Farm *farm)
{
    pthread_mutex_lock(&farm->lock);
    while (farm->working > 0) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += PROGRESS_NS;
        if (until.tv_nsec >= 1000000000) {
            until.tv_nsec -= 1000000000;
            until.tv_sec++;
        }
        pthread_cond_timedwait(&farm->changed, &farm->lock, &until);
        pthread_mutex_unlock(&farm->lock);
        report_progress(farm);
        pthread_mutex_lock(&farm->lock);
    }
    pthread_mutex_unlock(&farm->lock);
}

// Signals are left to the calling thread. Returns how many threads were started.
static uint32_t start_workers(Farm *farm, pthread_t *threads, uint32_t wanted)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    uint32_t started = 0;
    pthread_mutex_lock(&farm->lock);
    while (started < wanted && pthread_create(&threads[started], NULL, work, farm) == 0) started++;
    farm->working = started;
    pthread_mutex_unlock(&farm->lock);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

static void farm_out(Farm *farm)
{
    const size_t useful = farm->unit_count < farm->run->threads ? farm->unit_count : farm->run->threads;
    pthread_t *threads = sim_zeroed(useful, sizeof *threads);
    const uint32_t started = start_workers(farm, threads, (uint32_t)(useful > 0 ? useful : 1));
    if (started == 0) report_failure(farm, 0, "no thread could be started");
    wait_for_workers(farm);
    for (uint32_t i = 0; i < started; i++) pthread_join(threads[i], NULL);
    free(threads);
}

static SimTime within(SimTime low, SimTime value, SimTime high)
{
    return value < low ? low : value > high ? high : value;
}

static enum SimRunEnd how_it_ended(const Farm *farm)
{
    if (atomic_load(&farm->failed)) return SIM_RUN_FAILED;
    const bool is_complete = farm->outcome->replications == farm->run->replications;
    return stop_wanted(farm) == SIM_STOP_NOW && !is_complete ? SIM_RUN_STOPPED : SIM_RUN_DONE;
}

enum SimRunEnd sim_run(const SimRun *run, SimOutcome **outcome, char *message, size_t message_size)
{
    const SimOutline *outline = run->model->outline(run->plans[SIM_STRIKE]);
    assert(run->replications > 0);
    assert(outline->series_count == run->model->outline(run->plans[SIM_BASELINE])->series_count);
    assert(outline->place_count == run->model->outline(run->plans[SIM_BASELINE])->place_count);
    SimFrame *frame = sim_frame_new(outline, run->model->measures, run->model->measure_block_count);

    Farm farm = {.run = run, .message = message, .message_size = message_size};
    farm.outcome = sim_outcome_new(frame, run->replications);
    farm.end_s = frame->end_s;
    farm.part_s = within(0, outline->lives_part_s, frame->end_s);
    farm.places = outline->place_count;
    farm.unit_count = farm.failed_unit = farm.places * run->replications;
    farm.units = sim_zeroed(farm.unit_count, sizeof(SimUnit *));
    pthread_mutex_init(&farm.lock, NULL);
    pthread_cond_init(&farm.changed, NULL);

    farm_out(&farm);

    for (size_t i = 0; i < farm.unit_count; i++) sim_unit_free(frame, farm.units[i]);
    free(farm.units);
    pthread_cond_destroy(&farm.changed);
    pthread_mutex_destroy(&farm.lock);
    const enum SimRunEnd end = how_it_ended(&farm);
    *outcome = farm.outcome;
    if (end != SIM_RUN_DONE) {
        sim_outcome_free(farm.outcome);
        *outcome = NULL;
    }
    return end;
}
