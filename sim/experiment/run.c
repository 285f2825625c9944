#include "sim/experiment/run.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "sim/experiment/farm.h"
#include "sim/experiment/futures.h"
#include "sim/experiment/memory.h"

typedef struct {
    const SimRun *run;
    SimOutcome *outcome;
    SimTimeline timelines[SIM_LIVES];
    SimTime end_s, seconds_of_unit;
    size_t places, unit_count;
    size_t first_unit;  // of the round
    SimSlices slices;

    pthread_mutex_t lock;  // guards all that follows
    size_t begun;          // replications of which a unit was handed out
    SimUnit **units;       // finished, not yet folded
    size_t next_fold;
    bool is_folding;
    size_t failed_unit;  // the first, or unit_count
    char *message;
    size_t message_size;
} Experiment;

// One unit in hand.
typedef struct {
    Experiment *experiment;
    size_t number;
    SimUnit *unit;
} Hand;

static void report_failure(Experiment *experiment, size_t unit, const char *why)
{
    pthread_mutex_lock(&experiment->lock);
    if (unit < experiment->failed_unit) {
        const SimPlace *place = &experiment->outcome->frame->outline->places[unit % experiment->places];
        experiment->failed_unit = unit;
        snprintf(experiment->message, experiment->message_size, "replication %zu%s%s: %s",
                 unit / experiment->places + 1, place->code[0] ? " of " : "", place->code, why);
    }
    pthread_mutex_unlock(&experiment->lock);
    atomic_store(&experiment->slices.failed, true);
}

static bool run_world(void *context, SimWorld *world, const void *plan, SimTime until_s)
{
    const Hand *hand = context;
    char why[400];
    if (sim_run_in_slices(&hand->experiment->slices, world, plan, until_s, why, sizeof why)) return true;
    if (why[0]) report_failure(hand->experiment, hand->number, why);
    return false;
}

static void keep_life(const Hand *hand, enum SimLife life, const SimWorld *world)
{
    const SimRun *run = hand->experiment->run;
    SimUnit *unit = hand->unit;
    unit->lives[life] = sim_reduce(hand->experiment->outcome->frame, world);
    for (enum SimLedger ledger = SIM_LEDGER_STAFFING; ledger < SIM_LEDGERS; ledger++)
        unit->books[ledger][life] = sim_book_read(run->model, world, run->plans[life], ledger);
}

// A life that never departs from the baseline is the baseline, and shares its reduction.
static void copy_baseline(SimUnit *unit)
{
    unit->lives[SIM_STRIKE] = unit->lives[SIM_BASELINE];
    for (int ledger = 0; ledger < SIM_LEDGERS; ledger++)
        sim_book_add(&unit->books[ledger][SIM_STRIKE], &unit->books[ledger][SIM_BASELINE]);
}

static bool keep_lives(void *context, const SimWorld *world, const size_t *lives, size_t life_count)
{
    const Hand *hand = context;
    keep_life(hand, (enum SimLife)lives[0], world);
    if (life_count == SIM_LIVES) copy_baseline(hand->unit);
    return true;
}

// The books of the last day are closed at the midnight that ends it, so a life runs a second into the day after, whose
// records nobody reads. A life that ends within a day runs a second longer too: the model closes its books at its end.
static SimFutures both_lives(const Experiment *experiment, const SimFuture futures[SIM_LIVES])
{
    return (SimFutures){.model = experiment->run->model,
                        .end_s = experiment->end_s + 1,
                        .futures = futures,
                        .count = SIM_LIVES,
                        .run = run_world,
                        .ended = keep_lives};
}

static void futures_of(const Experiment *experiment, SimFuture futures[SIM_LIVES])
{
    for (int life = 0; life < SIM_LIVES; life++)
        futures[life] = (SimFuture){experiment->run->plans[life], &experiment->timelines[life]};
}

// NULL if the run must stop.
static SimUnit *simulate(Experiment *experiment, size_t number)
{
    SimFuture futures[SIM_LIVES];
    futures_of(experiment, futures);
    Hand hand = {.experiment = experiment, .number = number, .unit = sim_zeroed(1, sizeof(SimUnit))};
    SimFutures lives = both_lives(experiment, futures);
    lives.place = number % experiment->places;
    lives.key = (SimKey){.seed = experiment->run->seed, .replication = (uint32_t)(number / experiment->places) + 1};
    lives.context = &hand;
    const bool is_done = sim_futures_run(&lives);
    hand.unit->events = lives.events;
    if (is_done) return hand.unit;
    sim_unit_free(experiment->outcome->frame, hand.unit);
    return NULL;
}

static bool may_begin(void *context, size_t *unit)
{
    Experiment *experiment = context;
    *unit += experiment->first_unit;
    const size_t replication = *unit / experiment->places;
    const enum SimStop stop = sim_stop_wanted(&experiment->slices);
    const bool begins_another = replication >= experiment->begun && experiment->begun > 0;
    if (atomic_load(&experiment->slices.failed) || stop == SIM_STOP_NOW) return false;
    if (stop == SIM_STOP_AFTER_REPLICATION && begins_another) return false;
    experiment->begun = replication + 1;
    return true;
}

// Folds the units that are next in order. Called with the lock, which is let go while folding.
static void fold_what_is_ready(Experiment *experiment)
{
    if (experiment->is_folding) return;
    experiment->is_folding = true;
    while (experiment->next_fold < experiment->unit_count && experiment->units[experiment->next_fold]) {
        SimUnit *unit = experiment->units[experiment->next_fold];
        experiment->units[experiment->next_fold++] = NULL;
        pthread_mutex_unlock(&experiment->lock);
        sim_outcome_fold(experiment->outcome, unit);
        sim_unit_free(experiment->outcome->frame, unit);
        pthread_mutex_lock(&experiment->lock);
    }
    experiment->is_folding = false;
}

static bool work(void *context, size_t number)
{
    Experiment *experiment = context;
    SimUnit *unit = simulate(experiment, number);
    if (!unit) return false;
    pthread_mutex_lock(&experiment->lock);
    experiment->units[number] = unit;
    fold_what_is_ready(experiment);
    pthread_mutex_unlock(&experiment->lock);
    return true;
}

static void report_progress(void *context)
{
    Experiment *experiment = context;
    if (!experiment->run->progress) return;
    const double all_s = (double)experiment->seconds_of_unit * (double)experiment->unit_count;
    const double share = (double)atomic_load(&experiment->slices.simulated_s) / all_s;
    experiment->run->progress(experiment->run->context, share < 1 ? share : 1);
}

static enum SimRunEnd how_it_ended(const Experiment *experiment)
{
    if (atomic_load(&experiment->slices.failed)) return SIM_RUN_FAILED;
    const bool is_complete = experiment->outcome->replications == experiment->outcome->wanted;
    return sim_stop_wanted(&experiment->slices) == SIM_STOP_NOW && !is_complete ? SIM_RUN_STOPPED : SIM_RUN_DONE;
}

static void farm_out(Experiment *experiment, uint32_t replications)
{
    experiment->first_unit = experiment->next_fold;
    const SimFarm farm = {.unit_count = experiment->places * replications - experiment->first_unit,
                          .threads = experiment->run->threads,
                          .context = experiment,
                          .may_begin = may_begin,
                          .work = work,
                          .meanwhile = report_progress};
    if (!sim_farm(&farm)) report_failure(experiment, 0, "no thread could be started");
}

// Until there are enough. A round that was stopped leaves fewer than it was to.
static void farm_out_rounds(Experiment *experiment)
{
    SimEnough *enough = experiment->run->enough;
    uint32_t needed;
    do {
        needed = sim_enough_needed(enough);
        farm_out(experiment, needed);
        sim_enough_look(enough, experiment->outcome);
    } while (experiment->outcome->replications == needed && !sim_enough_is_decided(enough));
    if (sim_enough_is_decided(enough)) experiment->outcome->wanted = needed;
}

// The strike life differs from the other from the moment that the outline says.
static void part_lives(Experiment *experiment, const SimOutline *outline, SimMoment *parting)
{
    *parting = (SimMoment){.time_s = outline->lives_part_s > 0 ? outline->lives_part_s : 0, .hash = 1};
    if (parting->time_s < experiment->end_s) experiment->timelines[SIM_STRIKE] = (SimTimeline){parting, 1, 1};
    SimFuture futures[SIM_LIVES];
    futures_of(experiment, futures);
    const SimFutures lives = both_lives(experiment, futures);
    experiment->seconds_of_unit = sim_futures_seconds(&lives);
}

enum SimRunEnd sim_run(const SimRun *run, SimOutcome **outcome, char *message, size_t message_size)
{
    const SimOutline *outline = run->model->outline(run->plans[SIM_STRIKE]);
    assert(run->replications > 0);
    assert(outline->series_count == run->model->outline(run->plans[SIM_BASELINE])->series_count);
    assert(outline->place_count == run->model->outline(run->plans[SIM_BASELINE])->place_count);
    SimFrame *frame = sim_frame_new(outline, run->model->measures, run->model->measure_block_count);

    Experiment experiment = {.run = run,
                             .end_s = frame->end_s,
                             .places = outline->place_count,
                             .slices = {.model = run->model, .stop = run->stop},
                             .message = message,
                             .message_size = message_size};
    SimMoment parting;
    part_lives(&experiment, outline, &parting);
    experiment.outcome = sim_outcome_new(frame, run->replications);
    experiment.unit_count = experiment.failed_unit = experiment.places * run->replications;
    experiment.units = sim_zeroed(experiment.unit_count, sizeof(SimUnit *));
    pthread_mutex_init(&experiment.lock, NULL);

    if (run->enough)
        farm_out_rounds(&experiment);
    else
        farm_out(&experiment, run->replications);

    for (size_t i = 0; i < experiment.unit_count; i++) sim_unit_free(frame, experiment.units[i]);
    free(experiment.units);
    pthread_mutex_destroy(&experiment.lock);
    const enum SimRunEnd end = how_it_ended(&experiment);
    *outcome = experiment.outcome;
    if (end != SIM_RUN_DONE) {
        sim_outcome_free(experiment.outcome);
        *outcome = NULL;
    }
    return end;
}
