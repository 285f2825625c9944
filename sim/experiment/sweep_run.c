// The units of a sweep at work.
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/experiment/derive.h"
#include "sim/experiment/farm.h"
#include "sim/experiment/futures.h"
#include "sim/experiment/memory.h"
#include "sim/experiment/sweep.h"
#include "sim/experiment/sweep_point.h"
#include "sim/scenario/fingerprint.h"

enum { CHUNKS_OF_SHARD = 8 };

// The shape of the results of points whose periods are the same.
typedef struct {
    uint64_t periods;     // fingerprint
    SimOutline *outline;  // owned: that of a point, without rows by date
    SimFrame *frame;      // owned
} Shape;

// Points that share a past, laid out from their first unit on until another chunk was begun and no unit is in hand.
typedef struct {
    pthread_mutex_t lock;  // guards all that follows while the chunk is laid out or taken apart
    size_t units_in_hand;
    bool is_laid_out, is_faulty;
    SimTables *tables;     // held
    SimLaidPoint *points;  // owned; NULL unless laid out
    Shape *shapes;         // owned
    size_t *shape_of;      // of each point; owned
    size_t shape_count;
} Chunk;

typedef struct {
    SimSweepRun *run;
    const SimSweep *sweep;
    Chunk *chunks;
    SimSlices slices;
    size_t unit_count;

    pthread_mutex_t lock;  // guards all that follows
    size_t units_done;
    size_t newest_chunk;  // the last that was begun
    char *message;
    size_t message_size;
} Work;

// What a unit is, by its number: chunks one after the other, then replications, then places.
typedef struct {
    size_t chunk, place;
    uint32_t replication;
} Unit;

static Unit unit_of(const SimSweepRun *run, size_t number)
{
    const size_t places = run->sweep->place_count, of_chunk = places * run->replications;
    return (Unit){.chunk = number / of_chunk,
                  .place = number % places,
                  .replication = (uint32_t)(number % of_chunk / places) + run->first_replication};
}

static void fail(Work *work, const char *message)
{
    pthread_mutex_lock(&work->lock);
    if (!work->message[0]) snprintf(work->message, work->message_size, "%s", message);
    pthread_mutex_unlock(&work->lock);
    atomic_store(&work->slices.failed, true);
}

// Laying out

static size_t points_of(const SimSweep *sweep, size_t chunk)
{
    return sweep->chunks[chunk + 1] - sweep->chunks[chunk];
}

static size_t point_of(const SimSweep *sweep, size_t chunk, size_t i)
{
    return sweep->order[sweep->chunks[chunk] + i];
}

static uint64_t periods_of(const SimOutline *outline)
{
    const int64_t dates[] = {outline->first_day, outline->report_first,   outline->report_last,
                             outline->end_s,     outline->without_months, (int64_t)outline->series_count};
    uint64_t hash = sim_fingerprint(SIM_FINGERPRINT, dates, sizeof dates);
    hash = sim_fingerprint(hash, &outline->gone_below, sizeof outline->gone_below);
    for (size_t i = 0; i < outline->window_count; i++) {
        const SimWindow *window = &outline->windows[i];
        const int64_t times[] = {window->start, window->end, window->in_both};
        hash = sim_fingerprint(hash, times, sizeof times);
        hash = sim_fingerprint(hash, window->name, strlen(window->name) + 1);
    }
    return hash;
}

// Rows by date are nobody's business in a sweep; what recovery is derived from is kept in any case.
static void add_shape(const SimSweep *sweep, Chunk *chunk, const SimOutline *outline, uint64_t periods)
{
    Shape *shape = &chunk->shapes[chunk->shape_count++];
    shape->periods = periods;
    shape->outline = sim_zeroed(1, sizeof *shape->outline);
    *shape->outline = *outline;
    shape->outline->daily = NULL;
    shape->frame = sim_frame_new(shape->outline, sweep->model->measures, sweep->model->measure_block_count);
}

static void find_shape(const SimSweep *sweep, Chunk *chunk, size_t i)
{
    const SimOutline *outline = chunk->points[i].outline;
    const uint64_t periods = periods_of(outline);
    size_t shape = 0;
    while (shape < chunk->shape_count && chunk->shapes[shape].periods != periods) shape++;
    if (shape == chunk->shape_count) add_shape(sweep, chunk, outline, periods);
    chunk->shape_of[i] = shape;
}

static bool lay_out_point(Work *work, Chunk *chunk, size_t i, size_t point)
{
    SimFaults *faults = sim_faults_new();
    const bool is_sound = sim_point_lay_out(work->sweep->file, point, chunk->tables, &chunk->points[i], faults) &&
                          chunk->points[i].outline->place_count == work->sweep->place_count;
    if (is_sound) {
        find_shape(work->sweep, chunk, i);
    } else {
        char *text = NULL;
        size_t size = 0;
        FILE *to = open_memstream(&text, &size);
        if (to) sim_faults_print(faults, to);
        if (to) fclose(to);
        char message[600];
        snprintf(message, sizeof message, "point %zu cannot be run: %.500s", point + 1, text ? text : "");
        fail(work, message);
        free(text);
    }
    sim_faults_free(faults);
    return is_sound;
}

static bool is_wanted(const SimSweepRun *run, size_t point)
{
    return !run->wants_point || run->wants_point(run->context, point);
}

static void lay_out(Work *work, Chunk *chunk, size_t number)
{
    const size_t count = points_of(work->sweep, number);
    chunk->tables = sim_tables_borrow(work->sweep->tables);
    chunk->points = sim_zeroed(count, sizeof *chunk->points);
    chunk->shapes = sim_zeroed(count, sizeof *chunk->shapes);
    chunk->shape_of = sim_zeroed(count, sizeof *chunk->shape_of);
    for (size_t i = 0; i < count && !chunk->is_faulty; i++) {
        const size_t point = point_of(work->sweep, number, i);
        chunk->is_faulty = is_wanted(work->run, point) && !lay_out_point(work, chunk, i, point);
    }
    sim_tables_give_back(work->sweep->tables, chunk->tables);
    chunk->is_laid_out = true;
}

static void take_apart(const SimSweep *sweep, Chunk *chunk, size_t number)
{
    if (!chunk->is_laid_out) return;
    for (size_t i = 0; i < chunk->shape_count; i++) {
        sim_frame_free(chunk->shapes[i].frame);
        free(chunk->shapes[i].outline);
    }
    for (size_t i = 0; i < points_of(sweep, number); i++) sim_point_free(sweep->model, &chunk->points[i]);
    sim_tables_let_go(sweep->tables, chunk->tables);
    free(chunk->points);
    free(chunk->shapes);
    free(chunk->shape_of);
    chunk->is_laid_out = false;
}

// One unit in hand

// A life of one shape at its end; points share it.
typedef struct {
    SimReduction *reduction;
    const SimFrame *frame;
    size_t users;
} Ended;

typedef struct {
    Work *work;
    const Chunk *chunk;
    Unit unit;
    const size_t *points;  // of the chunk, to be run
    size_t point_count;
    Ended *(*ended)[SIM_LIVES];  // [point]
} Hand;

// Of the lives that are run together: those of the strike of the first point, all baselines, then the others. So
// baselines, which points have in common, end early, and what a strike leaves is not kept for long.
static size_t life_at(const Hand *hand, size_t i, enum SimLife *life)
{
    *life = i > 0 && i <= hand->point_count ? SIM_BASELINE : SIM_STRIKE;
    if (i == 0) return 0;
    return i <= hand->point_count ? i - 1 : i - hand->point_count;
}

static bool run_world(void *context, SimWorld *world, const void *plan, SimTime until_s)
{
    const Hand *hand = context;
    char why[400], message[600];
    if (sim_run_in_slices(&hand->work->slices, world, plan, until_s, why, sizeof why)) return true;
    if (why[0]) {
        snprintf(message, sizeof message, "replication %u of %s: %s", hand->unit.replication,
                 hand->work->sweep->codes[hand->unit.place], why);
        fail(hand->work, message);
    }
    return false;
}

static void let_go(Ended *ended)
{
    if (!ended || --ended->users > 0) return;
    sim_reduction_free(ended->frame, ended->reduction);
    free(ended);
}

static double value_of(const SimFrame *frame, const SimReduction *const lives[SIM_LIVES], uint32_t column,
                       uint32_t period, enum SimLife life)
{
    if (column < frame->recorded_count) return sim_period_value(frame, lives[life], column, period);
    return sim_derive(frame, lives, column, period).in[life];
}

static void read_values(const SimSweep *sweep, const SimFrame *frame, const SimReduction *const lives[SIM_LIVES],
                        double *values, double *weights)
{
    for (size_t i = 0; i < sweep->wanted_count; i++) {
        const SimWanted *wanted = &sweep->wanted[i];
        const uint32_t column = sim_column_named(frame, wanted->measure, wanted->of);
        const SimPeriod *at = sim_period_named(&frame->periods, wanted->period);
        const uint32_t period = at ? (uint32_t)(at - frame->periods.at) : 0;
        const bool is_there = at && column != SIM_NO_COLUMN && sim_column_has_period(frame, column, period);
        const bool is_recorded = is_there && column < frame->recorded_count;
        for (enum SimLife life = SIM_BASELINE; life < SIM_LIVES; life++) {
            values[2 * i + life] = is_there ? value_of(frame, lives, column, period, life) : NAN;
            weights[2 * i + life] = is_recorded ? sim_period_weight(frame, lives[life], column, period) : NAN;
        }
    }
}

// Both lives of a point have ended.
static bool hand_in(const Hand *hand, size_t i)
{
    Work *work = hand->work;
    const SimSweep *sweep = work->sweep;
    Ended **ended = hand->ended[i];
    const SimFrame *frame = hand->chunk->shapes[hand->chunk->shape_of[hand->points[i]]].frame;
    const SimReduction *const lives[SIM_LIVES] = {ended[SIM_BASELINE]->reduction, ended[SIM_STRIKE]->reduction};
    double *values = sim_zeroed(4 * sweep->wanted_count + 1, sizeof *values);
    double *weights = values + 2 * sweep->wanted_count;
    read_values(sweep, frame, lives, values, weights);
    const SimSweepRow row = {.point = point_of(sweep, hand->unit.chunk, hand->points[i]),
                             .replication = hand->unit.replication,
                             .place = hand->unit.place,
                             .values = values,
                             .weights = weights};
    pthread_mutex_lock(&work->lock);
    const bool is_kept = work->run->keep_row(work->run->context, &row);
    pthread_mutex_unlock(&work->lock);
    if (!is_kept) atomic_store(&work->slices.failed, true);
    for (int life = 0; life < SIM_LIVES; life++) {
        let_go(ended[life]);
        ended[life] = NULL;
    }
    free(values);
    return is_kept;
}

// The lives of a world are read once for each shape that they have.
static bool end_lives(void *context, const SimWorld *world, const size_t *lives, size_t life_count)
{
    const Hand *hand = context;
    const Chunk *chunk = hand->chunk;
    Ended **of_shape = sim_zeroed(chunk->shape_count, sizeof *of_shape);
    bool goes_on = true;
    for (size_t k = 0; k < life_count; k++) {
        enum SimLife life;
        const size_t i = life_at(hand, lives[k], &life);
        const size_t shape = chunk->shape_of[hand->points[i]];
        if (!of_shape[shape]) {
            const SimFrame *frame = chunk->shapes[shape].frame;
            of_shape[shape] = sim_zeroed(1, sizeof(Ended));
            *of_shape[shape] = (Ended){.reduction = sim_reduce(frame, world), .frame = frame, .users = 1};
        }
        of_shape[shape]->users++;
        hand->ended[i][life] = of_shape[shape];
    }
    for (size_t shape = 0; shape < chunk->shape_count; shape++) let_go(of_shape[shape]);
    free(of_shape);
    for (size_t k = 0; k < life_count && goes_on; k++) {
        enum SimLife life;
        const size_t i = life_at(hand, lives[k], &life);
        if (hand->ended[i][SIM_BASELINE] && hand->ended[i][SIM_STRIKE]) goes_on = hand_in(hand, i);
    }
    return goes_on;
}

static bool run_lives(Hand *hand)
{
    Work *work = hand->work;
    const Chunk *chunk = hand->chunk;
    SimFuture *futures = sim_zeroed(SIM_LIVES * hand->point_count, sizeof *futures);
    for (size_t i = 0; i < SIM_LIVES * hand->point_count; i++) {
        enum SimLife life;
        const SimLaidPoint *laid = &chunk->points[hand->points[life_at(hand, i, &life)]];
        futures[i] = (SimFuture){laid->plans[life], &laid->timelines[life][hand->unit.place]};
    }
    const SimLaidPoint *first = &chunk->points[hand->points[0]];
    SimFutures lives = {.model = work->sweep->model,
                        .place = hand->unit.place,
                        .key = {.seed = first->outline->seed, .replication = hand->unit.replication},
                        .end_s = chunk->shapes[chunk->shape_of[hand->points[0]]].frame->end_s + 1,
                        .futures = futures,
                        .count = SIM_LIVES * hand->point_count,
                        .context = hand,
                        .run = run_world,
                        .ended = end_lives};
    const bool is_done = sim_futures_run(&lives);
    pthread_mutex_lock(&work->lock);
    work->run->events += lives.events;
    pthread_mutex_unlock(&work->lock);
    free(futures);
    return is_done;
}

static bool is_missing(const SimSweepRun *run, Unit unit, size_t i)
{
    const size_t point = point_of(run->sweep, unit.chunk, i);
    return is_wanted(run, point) && (!run->has_row || !run->has_row(run->context, point, unit.replication, unit.place));
}

// The points of the unit that are not there yet.
static size_t find_points(Work *work, Unit unit, size_t *points)
{
    size_t count = 0;
    pthread_mutex_lock(&work->lock);  // rows come in meanwhile
    for (size_t i = 0; i < points_of(work->sweep, unit.chunk); i++) {
        if (is_missing(work->run, unit, i)) points[count++] = i;
    }
    pthread_mutex_unlock(&work->lock);
    return count;
}

// Where there are chunks enough for all shards to have as much to do, a shard lays out its own only.
static bool shares_chunks(const SimSweepRun *run)
{
    return run->shards_are_chunks || run->sweep->chunk_count >= (size_t)run->shards * CHUNKS_OF_SHARD;
}

static bool is_ours(const SimSweepRun *run, size_t number)
{
    const size_t part = shares_chunks(run) ? unit_of(run, number).chunk : number;
    return run->shards < 2 || part % run->shards == run->shard;
}

size_t sim_sweep_unit_count(const SimSweepRun *run)
{
    return run->sweep->chunk_count * run->sweep->place_count * run->replications;
}

bool sim_sweep_unit_is_left(const SimSweepRun *run, size_t number)
{
    const Unit unit = unit_of(run, number);
    size_t i = 0;
    while (i < points_of(run->sweep, unit.chunk) && !is_missing(run, unit, i)) i++;
    return i < points_of(run->sweep, unit.chunk) && is_ours(run, number);
}

static bool run_unit(Work *work, size_t number, Chunk *chunk)
{
    const SimSweep *sweep = work->sweep;
    const Unit unit = unit_of(work->run, number);
    size_t *points = sim_zeroed(points_of(sweep, unit.chunk), sizeof *points);
    const size_t count = is_ours(work->run, number) ? find_points(work, unit, points) : 0;
    bool is_done = true;
    if (count > 0) {
        pthread_mutex_lock(&chunk->lock);
        if (!chunk->is_laid_out) lay_out(work, chunk, unit.chunk);
        pthread_mutex_unlock(&chunk->lock);
        Hand hand = {.work = work, .chunk = chunk, .unit = unit, .points = points, .point_count = count};
        hand.ended = sim_zeroed(count, sizeof *hand.ended);
        is_done = !chunk->is_faulty && run_lives(&hand);
        for (size_t i = 0; i < count; i++) {
            for (int life = 0; life < SIM_LIVES; life++) let_go(hand.ended[i][life]);
        }
        free(hand.ended);
    }
    free(points);
    return is_done;
}

static void leave_chunk(Work *work, size_t number, size_t units)
{
    Chunk *chunk = &work->chunks[number];
    pthread_mutex_lock(&chunk->lock);
    pthread_mutex_lock(&work->lock);
    const bool is_old = number != work->newest_chunk;
    pthread_mutex_unlock(&work->lock);
    chunk->units_in_hand -= units;
    if (is_old && chunk->units_in_hand == 0) take_apart(work->sweep, chunk, number);
    pthread_mutex_unlock(&chunk->lock);
}

static void begin_chunk(Work *work, size_t number)
{
    Chunk *chunk = &work->chunks[number];
    pthread_mutex_lock(&chunk->lock);
    chunk->units_in_hand++;
    pthread_mutex_unlock(&chunk->lock);
    pthread_mutex_lock(&work->lock);
    const size_t before = work->newest_chunk;
    work->newest_chunk = number;
    pthread_mutex_unlock(&work->lock);
    if (before != number) leave_chunk(work, before, 0);
}

static bool do_unit(void *context, size_t number)
{
    Work *work = context;
    const size_t chunk = unit_of(work->run, number).chunk;
    const bool is_done = run_unit(work, number, &work->chunks[chunk]);
    leave_chunk(work, chunk, 1);
    pthread_mutex_lock(&work->lock);
    work->units_done++;
    pthread_mutex_unlock(&work->lock);
    return is_done;
}

static bool may_begin(void *context, size_t *unit)
{
    Work *work = context;
    const SimSweepRun *run = work->run;
    if (atomic_load(&work->slices.failed) || sim_stop_wanted(&work->slices) != SIM_GO_ON) return false;
    if (run->next_unit && !run->next_unit(run->context, unit)) return false;
    begin_chunk(work, unit_of(run, *unit).chunk);
    return true;
}

static void meanwhile(void *context)
{
    Work *work = context;
    if (!work->run->progress) return;
    pthread_mutex_lock(&work->lock);  // whoever is told may count the rows, which others keep
    work->run->progress(work->run->context, (double)work->units_done / (double)work->unit_count);
    pthread_mutex_unlock(&work->lock);
}

static void open_chunks(Work *work)
{
    work->chunks = sim_zeroed(work->sweep->chunk_count, sizeof *work->chunks);
    for (size_t i = 0; i < work->sweep->chunk_count; i++) pthread_mutex_init(&work->chunks[i].lock, NULL);
}

static void close_chunks(Work *work)
{
    for (size_t i = 0; i < work->sweep->chunk_count; i++) {
        take_apart(work->sweep, &work->chunks[i], i);
        pthread_mutex_destroy(&work->chunks[i].lock);
    }
    free(work->chunks);
}

enum SimSweepEnd sim_sweep_run(SimSweepRun *run, char *message, size_t message_size)
{
    const SimSweep *sweep = run->sweep;
    Work work = {.run = run,
                 .sweep = sweep,
                 .slices = {.model = sweep->model, .stop = run->stop},
                 .unit_count = sim_sweep_unit_count(run),
                 .message = message,
                 .message_size = message_size};
    message[0] = '\0';
    run->events = 0;
    pthread_mutex_init(&work.lock, NULL);
    open_chunks(&work);
    const SimFarm farm = {.unit_count = work.unit_count,
                          .threads = run->threads,
                          .context = &work,
                          .may_begin = may_begin,
                          .work = do_unit,
                          .meanwhile = meanwhile};
    if (!sim_farm(&farm)) fail(&work, "no thread could be started");
    close_chunks(&work);
    pthread_mutex_destroy(&work.lock);
    if (atomic_load(&work.slices.failed)) return SIM_SWEEP_FAILED;
    return sim_stop_wanted(&work.slices) == SIM_STOP_NOW ? SIM_SWEEP_STOPPED : SIM_SWEEP_DONE;
}
