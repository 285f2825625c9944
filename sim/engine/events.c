#include "sim/engine/events.h"

#include "sim/engine/events_inline.h"

#include <stdlib.h>

void sim_heap_settle(SimHeapKey *keys, uint32_t end, uint32_t hole, SimHeapKey key)
{
    for (uint64_t child = sim_heap_first_child(hole); child < end; child = sim_heap_first_child(hole)) {
        sim_heap_fetch_below(keys, end, child);
        const uint32_t least = sim_heap_least_of_four(keys, (uint32_t)child, SIM_BY_UPPER_HALF);
        if (sim_heap_before(key, keys[least], SIM_BY_UPPER_HALF)) break;
        keys[hole] = keys[least];
        hole = least;
    }
    keys[hole] = key;
}

static int by_key(const void *a, const void *b)
{
    const SimHeapKey left = *(const SimHeapKey *)a, right = *(const SimHeapKey *)b;
    return (left > right) - (left < right);
}

// A sorted heap is a heap.
void sim_events_number_anew(SimWorld *world)
{
    SimHeapKey *keys = sim_heap_keys(world, SIM_TABLE_EVENT_KEYS) + SIM_HEAP_ROOT;
    const uint32_t pending = sim_heap_guarded_length(world, SIM_TABLE_EVENT_KEYS);
    const SimHeapKey numbers = sim_heap_key(SIM_EVENT_NUMBERS, 0);
    qsort(keys, pending, sizeof *keys, by_key);
    for (uint32_t i = 0; i < pending; i++) keys[i] = (keys[i] & ~numbers) | sim_heap_key(i, 0);
    sim_clock(world)->number = pending;
    sim_clock(world)->renumbered = (uint16_t)((sim_clock(world)->renumbered + 1) % (1 << (32 - SIM_ORDER_SHIFT)));
}

void sim_schedule(SimWorld *world, SimEvent event)
{
    sim_schedule_inline(world, event);
}

// A number, and above it how often events had been numbered anew.
uint32_t sim_reserve_place(SimWorld *world)
{
    SimClock *clock = sim_clock(world);
    const uint32_t number = sim_next_number(world, clock);
    return (uint32_t)clock->renumbered << SIM_ORDER_SHIFT | number;
}

// A number of before they were numbered anew says nothing any more.
void sim_schedule_in_place(SimWorld *world, SimEvent event, uint32_t place)
{
    SimClock *clock = sim_clock(world);
    const bool is_current = place >> SIM_ORDER_SHIFT == clock->renumbered;
    const uint32_t number = is_current ? place & SIM_EVENT_NUMBERS : sim_next_number(world, clock);
    sim_schedule_numbered(world, clock, event, number);
}

bool sim_next(SimWorld *world, SimTime until_s, SimEvent *event)
{
    if (sim_next_below_inline(world, sim_limit(until_s, 0), event)) return true;
    sim_wait_until(world, until_s);
    return false;
}

bool sim_next_before(SimWorld *world, SimTime until_s, enum SimOrder order, SimEvent *event)
{
    if (sim_next_below_inline(world, sim_limit(until_s, order), event)) return true;
    sim_wait_until(world, until_s);
    return false;
}

void sim_wait_until(SimWorld *world, SimTime until_s)
{
    SimClock *clock = sim_clock(world);
    if (clock->now_s < until_s) clock->now_s = until_s;
}

uint64_t sim_events_delivered(const SimWorld *world)
{
    return sim_clock(world)->delivered;
}

uint32_t sim_events_pending(const SimWorld *world)
{
    return sim_heap_guarded_length(world, SIM_TABLE_EVENT_KEYS) - sim_clock(world)->top_is_void;
}
