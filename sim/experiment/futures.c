#include "sim/experiment/futures.h"

#include <stdlib.h>
#include <string.h>

#include "sim/engine/events.h"
#include "sim/experiment/memory.h"

// Lives of a branch stand next to each other in `order`.
typedef struct {
    SimFutures *futures;
    size_t *order;
    bool is_dry;  // only the seconds are counted
    SimTime seconds;
} Growth;

// The lives order[first] to order[end - 1] are the same up to the moment number `known` of their timelines.
typedef struct {
    size_t first, end, known;
} Branch;

static const SimTimeline *timeline_of(const Growth *growth, size_t at)
{
    return growth->futures->futures[growth->order[at]].timeline;
}

static const void *plan_of(const Growth *growth, size_t at)
{
    return growth->futures->futures[growth->order[at]].plan;
}

// Nothing acts beyond the end.
static SimMoment moment_of(const Growth *growth, size_t at, size_t number)
{
    const SimTimeline *timeline = timeline_of(growth, at);
    const SimMoment never = {.time_s = INT64_MAX};
    if (number >= timeline->count || timeline->moments[number].time_s >= growth->futures->end_s) return never;
    return timeline->moments[number];
}

static bool moments_are_same(SimMoment one, SimMoment other)
{
    return one.time_s == other.time_s && one.hash == other.hash;
}

// Moves on as long as all lives of the branch have the same next moment. True if the branch stays whole to its end.
static bool follow(const Growth *growth, Branch *branch)
{
    for (;;) {
        const SimMoment next = moment_of(growth, branch->first, branch->known);
        for (size_t i = branch->first + 1; i < branch->end; i++) {
            if (!moments_are_same(next, moment_of(growth, i, branch->known))) return false;
        }
        if (next.time_s == INT64_MAX) return true;
        branch->known++;
    }
}

static SimTime earliest_next(const Growth *growth, const Branch *branch)
{
    SimTime earliest_s = INT64_MAX;
    for (size_t i = branch->first; i < branch->end; i++) {
        const SimTime time_s = moment_of(growth, i, branch->known).time_s;
        if (time_s < earliest_s) earliest_s = time_s;
    }
    return earliest_s;
}

// Moves the lives that go the way of the first one to the front of a branch, in their order; returns where the others
// begin. Those with nothing at this time go together.
static size_t gather(Growth *growth, const Branch *branch, SimTime time_s)
{
    const SimMoment first = moment_of(growth, branch->first, branch->known);
    size_t end = branch->first;
    for (size_t i = branch->first; i < branch->end; i++) {
        const SimMoment next = moment_of(growth, i, branch->known);
        const bool goes_along = first.time_s > time_s ? next.time_s > time_s : moments_are_same(first, next);
        if (!goes_along) continue;
        const size_t life = growth->order[i];
        memmove(&growth->order[end + 1], &growth->order[end], (i - end) * sizeof *growth->order);
        growth->order[end++] = life;
    }
    return end;
}

static bool run_to(Growth *growth, SimWorld *world, size_t at, SimTime from_s, SimTime until_s)
{
    SimFutures *futures = growth->futures;
    growth->seconds += until_s - from_s;
    if (growth->is_dry || until_s == from_s) return true;
    return futures->run(futures->context, world, plan_of(growth, at), until_s);
}

static SimWorld *world_at_start(const Growth *growth, size_t at)
{
    const SimFutures *futures = growth->futures;
    return growth->is_dry ? NULL : futures->model->world_new(plan_of(growth, at), futures->place, futures->key);
}

// Nothing has happened yet at time 0, so a world is made new there; else it is forked.
static SimWorld *branch_off(Growth *growth, const SimWorld *world, size_t at, SimTime time_s)
{
    if (growth->is_dry) return NULL;
    if (time_s == 0) return world_at_start(growth, at);
    SimWorld *forked = growth->futures->model->fork(world, plan_of(growth, at));
    growth->futures->events -= sim_events_delivered(forked);  // the shared past counts once
    return forked;
}

static bool end_lives(Growth *growth, const Branch *branch, const SimWorld *world)
{
    SimFutures *futures = growth->futures;
    if (growth->is_dry) return true;
    futures->events += sim_events_delivered(world);
    return futures->ended(futures->context, world, &growth->order[branch->first], branch->end - branch->first);
}

static bool grow(Growth *growth, Branch branch, SimWorld *world, SimTime now_s);

// Lets those grow that go other ways than the first life of a branch from here on, each way in a fork of the world. The
// branch keeps those that go along with the first.
static bool split(Growth *growth, Branch *branch, const SimWorld *world, SimTime now_s)
{
    Branch others = {gather(growth, branch, now_s), branch->end, branch->known};
    branch->end = others.first;
    while (others.first < others.end) {
        const Branch way = {others.first, gather(growth, &others, now_s), others.known};
        others.first = way.end;
        if (!grow(growth, way, branch_off(growth, world, way.first, now_s), now_s)) return false;
    }
    return true;
}

// Takes the world, which stands at now_s.
static bool grow(Growth *growth, Branch branch, SimWorld *world, SimTime now_s)
{
    bool goes_on = true;
    while (goes_on && !follow(growth, &branch)) {
        const SimTime part_s = earliest_next(growth, &branch);
        goes_on = run_to(growth, world, branch.first, now_s, part_s);
        now_s = part_s;
        goes_on = goes_on && split(growth, &branch, world, now_s);
    }
    goes_on = goes_on && run_to(growth, world, branch.first, now_s, growth->futures->end_s);
    goes_on = goes_on && end_lives(growth, &branch, world);
    sim_world_free(world);
    return goes_on;
}

static bool grow_all(Growth *growth)
{
    const SimFutures *futures = growth->futures;
    growth->order = sim_zeroed(futures->count, sizeof *growth->order);
    for (size_t i = 0; i < futures->count; i++) growth->order[i] = i;
    const bool is_done = grow(growth, (Branch){0, futures->count, 0}, world_at_start(growth, 0), 0);
    free(growth->order);
    return is_done;
}

bool sim_futures_run(SimFutures *futures)
{
    Growth growth = {.futures = futures};
    futures->events = 0;
    return futures->count == 0 || grow_all(&growth);
}

SimTime sim_futures_seconds(const SimFutures *futures)
{
    SimFutures counted = *futures;
    Growth growth = {.futures = &counted, .is_dry = true};
    if (futures->count > 0) grow_all(&growth);
    return growth.seconds;
}
