// One past, many futures: runs lives that are the same up to some moment through one world up to that moment, and forks
// it there.
//
// Lives branch like a tree, by their timelines (timeline.h). The world of a branch is run with the plan of the first of
// its lives: up to where they part it does not matter whose plan that is. A life that nobody departs from is simulated
// once, however many lives are the same.
#ifndef SIM_EXPERIMENT_FUTURES_H
#define SIM_EXPERIMENT_FUTURES_H

#include "sim/experiment/model.h"
#include "sim/experiment/timeline.h"

typedef struct {
    const void *plan;
    const SimTimeline *timeline;
} SimFuture;

typedef struct {
    const struct sim_model *model;
    size_t place;
    SimKey key;
    SimTime end_s;  // a world runs up to here
    const SimFuture *futures;
    size_t count;
    void *context;
    // Runs a world up to until_s with this plan. False: everything stops.
    bool (*run)(void *context, SimWorld *world, const void *plan, SimTime until_s);
    // Called with each world at its end and the lives that it is: several, in ascending order, if they are the same.
    // The world lives during the call. False: everything stops.
    bool (*ended)(void *context, const SimWorld *world, const size_t *lives, size_t life_count);
    uint64_t events;  // out: delivered; what is shared counts once
} SimFutures;

// False if it was stopped.
bool sim_futures_run(SimFutures *futures);

// What sim_futures_run simulates: seconds of world time, what is shared counted once. For progress, and to tell what
// sharing saves.
SimTime sim_futures_seconds(const SimFutures *futures);

#endif
