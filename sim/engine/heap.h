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
static inline SimHeapKey *sim_heap_least_key(SimHeapKey *four, enum SimHeapOrder order)
{
    SimHeapKey *a = four + sim_heap_before(four[1], four[0], order);
    SimHeapKey *b = four + 2 + sim_heap_before(four[3], four[2], order);
    return sim_heap_before(*b, *a, order) ? b : a;
}

// Its row.
static inline uint32_t sim_heap_least_of_four(const SimHeapKey *keys, uint32_t first, enum SimHeapOrder order)
{
    const uint32_t a = first + sim_heap_before(keys[first + 1], keys[first], order);
    const uint32_t b = first + 2 + sim_heap_before(keys[first + 3], keys[first + 2], order);
    return a ^ ((a ^ b) & -(uint32_t)sim_heap_before(keys[b], keys[a], order));
}

// The children of four siblings are sixteen neighbours, in four cache lines. They are fetched while the siblings are
// compared: whichever is the least, the next level need not be waited for.
static inline void sim_heap_fetch_below(const SimHeapKey *keys, uint32_t used, uint64_t siblings)
{
    const uint64_t first = 4 * siblings - 8;
    if (first >= used) return;
    for (uint32_t i = 0; i < 16; i += 4) __builtin_prefetch(keys + first + i);
}

// Puts `key` in the place of the one at `top`. The hole sinks to the bottom before the key is looked at, for a key from
// the end of the heap nearly always belongs there.
static inline void sim_heap_sink(SimHeapKey *keys, uint32_t used, uint32_t top, SimHeapKey key, enum SimHeapOrder order)
{
    uint32_t hole = top;
    uint64_t child = sim_heap_first_child(hole);
    while (child + 3 < used) {
        sim_heap_fetch_below(keys, used, child);
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

// Makes a heap of keys in any order.
static inline void sim_heap_order(SimWorld *world, uint32_t table, enum SimHeapOrder order)
{
    SimHeapKey *keys = sim_heap_keys(world, table);
    const uint32_t used = world->tables[table].used;
    if (used <= SIM_HEAP_ROOT + 1) return;
    for (uint32_t row = sim_heap_parent(used - 1); row >= SIM_HEAP_ROOT; row--)
        sim_heap_sink(keys, used, row, keys[row], order);
}

// A guarded heap: behind its last key stand four that come after any other, so that four siblings can always be
// compared, and its first key can be looked at even if there is none. What decides is the upper half of a key.

enum { SIM_HEAP_GUARDS = 4 };

static inline SimHeapKey sim_heap_guard(void)
{
    return ~(SimHeapKey)0;
}

static inline uint32_t sim_heap_guarded_length(const SimWorld *world, uint32_t table)
{
    return world->tables[table].used - SIM_HEAP_ROOT - SIM_HEAP_GUARDS;
}

static inline void sim_heap_open_guarded(SimWorld *world, uint32_t table)
{
    sim_heap_open(world, table);
    const uint32_t first = sim_table_append_many(world, table, SIM_HEAP_GUARDS);
    for (uint32_t i = 0; i < SIM_HEAP_GUARDS; i++) sim_heap_keys(world, table)[first + i] = sim_heap_guard();
}

static inline void sim_heap_push_guarded(SimWorld *world, uint32_t table, SimHeapKey key)
{
    SimTable *t = &world->tables[table];
    if (t->used == t->capacity) sim_table_make_room(world, table);
    const uint32_t row = t->used++;
    SimHeapKey *keys = sim_heap_keys(world, table);
    keys[row] = sim_heap_guard();
    sim_heap_rise(keys, SIM_HEAP_ROOT, row - SIM_HEAP_GUARDS, key, SIM_BY_UPPER_HALF);
}

// Puts `key` into the hole or below it. What is scheduled is mostly near, what waits in the heap mostly far: so the key
// is compared on the way down and soon finds its place.
void sim_heap_settle(SimHeapKey *keys, uint32_t end, uint32_t hole, SimHeapKey key);

// Puts `key` in the place of the first. The heap must not be empty. The first level, where most keys stay of a heap of
// few, is in line.
static inline void sim_heap_replace_guarded(SimWorld *world, uint32_t table, SimHeapKey key)
{
    SimHeapKey *keys = sim_heap_keys(world, table);
    SimHeapKey *least = sim_heap_least_key(keys + SIM_HEAP_ROOT + 1, SIM_BY_UPPER_HALF);
    if (sim_heap_before(key, *least, SIM_BY_UPPER_HALF)) {
        keys[SIM_HEAP_ROOT] = key;
        return;
    }
    keys[SIM_HEAP_ROOT] = *least;
    *least = key;
    const uint32_t end = world->tables[table].used - SIM_HEAP_GUARDS;
    if (end > SIM_HEAP_ROOT + 5) sim_heap_settle(keys, end, (uint32_t)(least - keys), key);
}

// The heap must not be empty.
static inline void sim_heap_pop_guarded(SimWorld *world, uint32_t table)
{
    SimHeapKey *keys = sim_heap_keys(world, table);
    const uint32_t last = --world->tables[table].used - SIM_HEAP_GUARDS;
    const SimHeapKey key = keys[last];
    keys[last] = sim_heap_guard();
    if (last > SIM_HEAP_ROOT) sim_heap_sink(keys, last, SIM_HEAP_ROOT, key, SIM_BY_UPPER_HALF);
}

#endif
