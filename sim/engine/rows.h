// The rows of the engine's own tables. Inside the engine only. No row has padding: worlds are compared byte by byte.
#ifndef SIM_ENGINE_ROWS_H
#define SIM_ENGINE_ROWS_H

#include "sim/engine/events.h"
#include "sim/engine/heap.h"
#include "sim/engine/record.h"
#include "sim/engine/resource_inline.h"
#include "sim/engine/tally.h"

_Static_assert(sizeof(SimClock) == 24, "no padding");
_Static_assert(sizeof(SimPlaceRow) == 32, "no padding");
_Static_assert(sizeof(SimResourceRow) == 64 + 16 * SIM_CLASSES, "no padding");
_Static_assert(sizeof(SimWait) == 8, "no padding");
_Static_assert(sizeof(SimTally) == 12, "no padding");
_Static_assert(sizeof(SimDaily) == 16, "no padding");

#endif
