// The rows of the engine's own tables. Inside the engine only. No row has padding: worlds are compared byte by byte.
#ifndef SIM_ENGINE_ROWS_H
#define SIM_ENGINE_ROWS_H

#include "sim/engine/events.h"
#include "sim/engine/heap.h"
#include "sim/engine/record.h"
#include "sim/engine/resource.h"
#include "sim/engine/tally.h"

enum SimPlaceKind { SIM_PLACE_WAITS, SIM_PLACE_WATCHED };

// Somebody's place in the queue of a class, or among those of the class who can be interrupted.
typedef struct {
    SimPlaceId next, previous;  // in its list; next of a free place: the next free one
    uint32_t entity;
    uint32_t servers;
    uint32_t since_s;
    uint32_t resource;  // 0 while nobody holds the place
    uint8_t priority;
    uint8_t kind;  // enum SimPlaceKind
    uint8_t reserved[6];
} SimPlaceRow;

typedef struct {
    SimPlaceId first, last;
    uint32_t length;
    SimPlaceId last_watched;  // began last; those before it follow by `previous`
} SimResourceClass;

typedef struct {
    SimAreas sums;  // less the present counts times now: a count that rises by n takes away n * now, see areas_until
    uint32_t capacity, busy;
    uint32_t waiting;   // in all classes
    uint32_t occupied;  // bit c: somebody waits in class c
    uint32_t watched;   // bit c: somebody of class c can be interrupted
    uint32_t reserved[3];
    SimResourceClass classes[SIM_CLASSES];
} SimResourceRow;

_Static_assert(sizeof(SimClock) == 24, "no padding");
_Static_assert(sizeof(SimPlaceRow) == 32, "no padding");
_Static_assert(sizeof(SimResourceRow) == 64 + 16 * SIM_CLASSES, "no padding");
_Static_assert(sizeof(SimWait) == 8, "no padding");
_Static_assert(sizeof(SimTally) == 12, "no padding");
_Static_assert(sizeof(SimDaily) == 16, "no padding");

#endif
