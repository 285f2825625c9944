// The rows of the engine's own tables. Inside the engine only. No row has padding: worlds are compared byte by byte.
#ifndef SIM_ENGINE_ROWS_H
#define SIM_ENGINE_ROWS_H

#include "sim/engine/events.h"
#include "sim/engine/heap.h"
#include "sim/engine/record.h"
#include "sim/engine/resource.h"
#include "sim/engine/tally.h"

// What happens, and to whom. The key that leads here says when.
typedef struct {
    uint32_t subject;         // of a free row: the next free one
    uint32_t kind_and_stamp;  // kind in the upper 8 bits
} SimEventRow;

// Somebody's place in a queue.
typedef struct {
    SimSlot slot;
    uint32_t entity;
    uint32_t resource;  // 0 while nobody holds the place
    uint32_t priority;
    SimPlaceId next, previous;  // in its class
    uint32_t since_s;
} SimPlaceRow;

typedef struct {
    SimAreas areas;  // up to changed_s
    SimTime changed_s;
    uint32_t capacity, busy;
    uint32_t waiting;   // in all classes
    uint32_t occupied;  // bit c: somebody waits in class c
    SimPlaceId first[SIM_CLASSES], last[SIM_CLASSES];
    uint32_t length[SIM_CLASSES];
} SimResourceRow;

_Static_assert(sizeof(SimClock) == 32, "no padding");
_Static_assert(sizeof(SimEventRow) == 8, "no padding");
_Static_assert(sizeof(SimPlaceRow) == 32, "no padding");
_Static_assert(sizeof(SimResourceRow) == 56 + 3 * 4 * SIM_CLASSES, "no padding");
_Static_assert(sizeof(SimWait) == 8, "no padding");
_Static_assert(sizeof(SimTally) == 12, "no padding");
_Static_assert(sizeof(SimDaily) == 16, "no padding");

#endif
