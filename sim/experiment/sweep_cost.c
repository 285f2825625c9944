#include "sim/experiment/sweep_cost.h"

#include <stdlib.h>
#include <time.h>

#include "sim/experiment/frame.h"
#include "sim/experiment/futures.h"
#include "sim/experiment/memory.h"
#include "sim/experiment/reduce.h"
#include "sim/experiment/sweep_point.h"

enum { CHUNKS_LOOKED_AT = 4, PLACES_OF_ALL_CHUNKS = 20, PILOT_PLACES = 8, ROW_BYTES = 40, NUMBER_BYTES = 9 };

static double processor_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static SimTime end_of(const struct sim_model *model, const SimOutline *outline)
{
    SimFrame *frame = sim_frame_new(outline, model->measures, model->measure_block_count);
    const SimTime end_s = frame->end_s + 1;
    sim_frame_free(frame);
    return end_s;
}

// The world time of the lives of some points at all places, sharing what they can.
static double seconds_of(const SimSweep *sweep, const SimLaidPoint *points, size_t count, SimTime end_s)
{
    SimFuture *futures = sim_zeroed(SIM_LIVES * count, sizeof *futures);
    double seconds = 0;
    for (size_t place = 0; place < sweep->place_count; place++) {
        for (size_t i = 0; i < count; i++) {
            for (size_t life = 0; life < SIM_LIVES; life++)
                futures[SIM_LIVES * i + life] = (SimFuture){points[i].plans[life], &points[i].timelines[life][place]};
        }
        const SimFutures lives = {
            .model = sweep->model, .place = place, .end_s = end_s, .futures = futures, .count = SIM_LIVES * count};
        seconds += (double)sim_futures_seconds(&lives);
    }
    free(futures);
    return seconds;
}

typedef struct {
    double shared_s, alone_s, points;
} Looked;

static bool look_at_chunk(const SimSweep *sweep, size_t chunk, Looked *looked, SimFaults *faults)
{
    const size_t first = sweep->chunks[chunk], count = sweep->chunks[chunk + 1] - first;
    SimTables *tables = sim_tables_borrow(sweep->tables);
    SimLaidPoint *points = sim_zeroed(count, sizeof *points);
    bool sound = true;
    size_t laid = 0;
    while (sound && laid < count) {
        sound = sim_point_lay_out(sweep->file, sweep->order[first + laid], tables, &points[laid], faults);
        laid++;
    }
    const SimTime end_s = sound ? end_of(sweep->model, points[0].outline) : 0;
    if (sound) looked->shared_s += seconds_of(sweep, points, count, end_s);
    for (size_t i = 0; sound && i < count; i++) looked->alone_s += seconds_of(sweep, &points[i], 1, end_s);
    looked->points += (double)count;
    for (size_t i = 0; i < laid; i++) sim_point_free(sweep->model, &points[i]);
    free(points);
    sim_tables_give_back(sweep->tables, tables);
    sim_tables_let_go(sweep->tables, tables);
    return sound;
}

// The pilot

typedef struct {
    const struct sim_model *model;
    const SimFrame *frame;
} Pilot;

static bool run_world(void *context, SimWorld *world, const void *plan, SimTime until_s)
{
    const Pilot *pilot = context;
    char why[400];
    return pilot->model->run_until(world, plan, until_s, why, sizeof why);
}

static bool read_world(void *context, const SimWorld *world, const size_t *lives, size_t life_count)
{
    (void)lives, (void)life_count;
    const Pilot *pilot = context;
    sim_reduction_free(pilot->frame, sim_reduce(pilot->frame, world));
    return true;
}

// Processor time and events of a second of world time. A place's share of the whole is not known, so places are taken
// from the whole list.
static bool run_pilot(const SimSweep *sweep, double *processor_each, double *events_each, SimFaults *faults)
{
    SimTables *tables = sim_tables_borrow(sweep->tables);
    SimLaidPoint laid;
    const bool sound = sim_point_lay_out(sweep->file, 0, tables, &laid, faults);
    double seconds = 0, events = 0, busy_s = 0;
    const size_t pilots = sweep->place_count < PILOT_PLACES ? sweep->place_count : PILOT_PLACES;
    for (size_t i = 0; sound && i < pilots; i++) {
        SimFrame *frame = sim_frame_new(laid.outline, sweep->model->measures, sweep->model->measure_block_count);
        Pilot pilot = {.model = sweep->model, .frame = frame};
        const size_t place = pilots > 1 ? i * (sweep->place_count - 1) / (pilots - 1) : 0;
        const SimFuture futures[SIM_LIVES] = {{laid.plans[0], &laid.timelines[0][place]},
                                              {laid.plans[1], &laid.timelines[1][place]}};
        SimFutures lives = {.model = sweep->model,
                            .place = place,
                            .key = {.seed = laid.outline->seed, .replication = 1},
                            .end_s = frame->end_s + 1,
                            .futures = futures,
                            .count = SIM_LIVES,
                            .context = &pilot,
                            .run = run_world,
                            .ended = read_world};
        const double began_s = processor_s();
        sim_futures_run(&lives);
        busy_s += processor_s() - began_s;
        seconds += (double)sim_futures_seconds(&lives);
        events += (double)lives.events;
        sim_frame_free(frame);
    }
    *processor_each = sound ? busy_s / seconds : 0;
    *events_each = sound ? events / seconds : 0;
    sim_point_free(sweep->model, &laid);
    sim_tables_give_back(sweep->tables, tables);
    sim_tables_let_go(sweep->tables, tables);
    return sound;
}

bool sim_sweep_cost(const SimSweep *sweep, uint32_t replications, SimSweepCost *cost, SimFaults *faults)
{
    Looked looked = {0};
    const size_t most = sweep->place_count > PLACES_OF_ALL_CHUNKS ? 1 : CHUNKS_LOOKED_AT;
    const size_t chunks = sweep->chunk_count < most ? sweep->chunk_count : most;
    for (size_t i = 0; i < chunks; i++) {
        const size_t chunk = chunks > 1 ? i * (sweep->chunk_count - 1) / (chunks - 1) : 0;
        if (!look_at_chunk(sweep, chunk, &looked, faults)) return false;
    }
    double processor_each, events_each;
    if (!run_pilot(sweep, &processor_each, &events_each, faults)) return false;
    const double points = (double)sweep->point_count, rows = points * replications * (double)sweep->place_count;
    cost->shared_s = looked.shared_s * points / looked.points;
    cost->alone_s = looked.alone_s * points / looked.points;
    cost->processor_s = cost->shared_s * replications * processor_each;
    cost->events = cost->shared_s * replications * events_each;
    cost->store_bytes = rows * (ROW_BYTES + 2.0 * NUMBER_BYTES * (double)sweep->wanted_count);
    return true;
}
