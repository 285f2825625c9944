// A 4-ary heap of 128-bit keys in a table of the world, the least key first. Inside the engine only.
//
// The root is row 3, so that the four children of a key fill one cache line: those of row i are rows 4i-8 to 4i-5. Rows
// 1 and 2 are free for the owner. Keys are distinct, so the order in which they leave does not depend on the heap's
// shape.
#ifndef SIM_ENGINE_HEAP_H
#define SIM_ENGINE_HEAP_H

#include <stdbool.h>

#include "sim/engine/world.h"

__extension__ typedef unsigned __int128 SimHeapKey;

enum { SIM_HEAP_ROOT = 3 };

// What decides. Where the upper halves of all keys are distinct it is enough, and cheaper, to compare these.
enum SimHeapOrder { SIM_BY_WHOLE_KEY, SIM_BY_UPPER_HALF };

static inline SimHeapKey sim_heap_key(uint64_t high, uint64_t low)
{
    return (SimHeapKey)high << 64 | low;
}

static inline bool sim_heap_before(SimHeapKey a, SimHeapKey b, enum SimHeapOrder order)
{
    return order == SIM_BY_UPPER_HALF ? (uint64_t)(a >> 64) < (uint64_t)(b >> 64) : a < b;
}

static inline SimHeapKey *sim_heap_keys(const SimWorld *world, uint32_t table)
{
    return world->tables[table].rows;
}

static inline uint32_t sim_heap_length(const SimWorld *world, uint32_t table)
{
    return world->tables[table].used - SIM_HEAP_ROOT;
}

static inline void sim_heap_open(SimWorld *world, uint32_t table)
{
    sim_table_append_many(world, table, SIM_HEAP_ROOT - 1);
}

static inline uint32_t sim_heap_parent(uint32_t row)
{
    return row / 4 + 2;
}

static inline uint64_t sim_heap_first_child(uint32_t row)
{
    return 4 * (uint64_t)row - 8;
}

// Moves keys down along the way from `hole` to the root until `key` fits.
static inline void sim_heap_rise(SimHeapKey *keys, uint32_t top, uint32_t hole, SimHeapKey key, enum SimHeapOrder order)
{
    while (hole > top) {
        const uint32_t parent = sim_heap_parent(hole);
        if (sim_heap_before(keys[parent], key, order)) break;
        keys[hole] = keys[parent];
        hole = parent;
    }
    keys[hole] = key;
}

// The least of four neighbours, without a branch.
static inline uint32_t sim_heap_least_of_four(const SimHeapKey *keys, uint32_t first, enum SimHeapOrder order)
{
    const uint32_t a = first + sim_heap_before(keys[first + 1], keys[first], order);
    const uint32_t b = first + 2 + sim_heap_before(keys[first + 3], keys[first + 2], order);
    return a ^ ((a ^ b) & -(uint32_t)sim_heap_before(keys[b], keys[a], order));
}

// Puts `key` in the place of the one at `top`. The hole sinks to the bottom before the key is looked at, for a key from
// the end of the heap nearly always belongs there.
static inline void sim_heap_sink(SimHeapKey *keys, uint32_t used, uint32_t top, SimHeapKey key, enum SimHeapOrder order)
{
    uint32_t hole = top;
    uint64_t child = sim_heap_first_child(hole);
    while (child + 3 < used) {
        const uint32_t least = sim_heap_least_of_four(keys, (uint32_t)child, order);
        keys[hole] = keys[least];
        hole = least;
        child = sim_heap_first_child(hole);
    }
    if (child < used) {
        uint32_t least = (uint32_t)child;
        for (uint32_t next = least + 1; next < used; next++)
            least = sim_heap_before(keys[next], keys[least], order) ? next : least;
        keys[hole] = keys[least];
        hole = least;
    }
    sim_heap_rise(keys, top, hole, key, order);
}

static inline void sim_heap_push(SimWorld *world, uint32_t table, SimHeapKey key, enum SimHeapOrder order)
{
    SimTable *t = &world->tables[table];
    if (t->used == t->capacity) sim_table_make_room(world, table);
    const uint32_t row = t->used++;
    sim_heap_rise(sim_heap_keys(world, table), SIM_HEAP_ROOT, row, key, order);
}

// The heap must not be empty.
static inline SimHeapKey sim_heap_pop(SimWorld *world, uint32_t table, enum SimHeapOrder order)
{
    SimHeapKey *keys = sim_heap_keys(world, table);
    const uint32_t last = --world->tables[table].used;
    const SimHeapKey first = keys[SIM_HEAP_ROOT];
    if (last > SIM_HEAP_ROOT) sim_heap_sink(keys, last, SIM_HEAP_ROOT, keys[last], order);
    return first;
}

// The least of up to four neighbours that end at `used`.
static inline uint32_t sim_heap_least(const SimHeapKey *keys, uint32_t first, uint32_t used, enum SimHeapOrder order)
{
    if (first + 3 < used) return sim_heap_least_of_four(keys, first, order);
    uint32_t least = first;
    for (uint32_t next = first + 1; next < used; next++)
        least = sim_heap_before(keys[next], keys[least], order) ? next : least;
    return least;
}

// Puts `key` in the place of the first. The heap must not be empty. What is scheduled is mostly near, what waits in the
// heap mostly far: so the key is compared on the way down and soon finds its place.
static inline void sim_heap_replace(SimWorld *world, uint32_t table, SimHeapKey key, enum SimHeapOrder order)
{
    SimHeapKey *keys = sim_heap_keys(world, table);
    const uint32_t used = world->tables[table].used;
    uint32_t hole = SIM_HEAP_ROOT;
    uint64_t child = sim_heap_first_child(hole);
    keys[hole] = key;
    while (child < used) {
        const uint32_t least = sim_heap_least(keys, (uint32_t)child, used, order);
        const SimHeapKey other = keys[least];
        const bool stays = sim_heap_before(key, other, order);
        keys[hole] = stays ? key : other;
        keys[least] = stays ? other : key;
        hole = least;
        child = sim_heap_first_child(hole);
        if (child < used && stays) break;  // on the last level nothing depends on the chance of it
    }
}

// Makes a heap of keys in any order.
static inline void sim_heap_order(SimWorld *world, uint32_t table, enum SimHeapOrder order)
{
    SimHeapKey *keys = sim_heap_keys(world, table);
    const uint32_t used = world->tables[table].used;
    if (used <= SIM_HEAP_ROOT + 1) return;
    for (uint32_t row = sim_heap_parent(used - 1); row >= SIM_HEAP_ROOT; row--)
        sim_heap_sink(keys, used, row, keys[row], order);
}

#endif
