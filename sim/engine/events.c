#include "sim/engine/events.h"

#include "sim/engine/rows.h"

#include <assert.h>
#include <stdlib.h>

// A key, from the top: time 32 bits, order 3, number 29, then what happens: subject 32, kind 8, stamp 24. The number
// breaks ties in favour of what was scheduled first.
enum { ORDER_SHIFT = 29, ORDERS = 8, SUBJECT_SHIFT = 32, KIND_SHIFT = 24, STAMP_MASK = 0xffffff };

static SimClock *clock_of(const SimWorld *world)
{
    return SIM_ROW(world, SIM_TABLE_CLOCK, SimClock, 1);
}

// The upper half of the least key an event could have at this time and order.
static uint64_t moment(SimTime time_s, uint32_t order)
{
    return (uint64_t)time_s << 32 | (uint64_t)order << ORDER_SHIFT;
}

static int by_key(const void *a, const void *b)
{
    const SimHeapKey left = *(const SimHeapKey *)a, right = *(const SimHeapKey *)b;
    return (left > right) - (left < right);
}

// The numbers have run out: whatever is pending gets new ones, in the same order. A sorted heap is a heap.
static void number_anew(SimWorld *world, SimClock *clock)
{
    SimHeapKey *keys = sim_heap_keys(world, SIM_TABLE_EVENT_KEYS) + SIM_HEAP_ROOT;
    const uint32_t pending = sim_heap_length(world, SIM_TABLE_EVENT_KEYS);
    const SimHeapKey numbers = sim_heap_key(SIM_EVENT_NUMBERS, 0);
    qsort(keys, pending, sizeof *keys, by_key);
    for (uint32_t i = 0; i < pending; i++) keys[i] = (keys[i] & ~numbers) | sim_heap_key(i, 0);
    clock->number = pending;
}

void sim_schedule(SimWorld *world, SimEvent event)
{
    SimClock *clock = clock_of(world);
    assert(event.time_s >= clock->now_s && event.time_s <= (SimTime)UINT32_MAX);
    assert(event.stamp <= STAMP_MASK && event.order < ORDERS);
    if (clock->number == SIM_EVENT_NUMBERS) number_anew(world, clock);
    const uint64_t when = moment(event.time_s, event.order) | clock->number++;
    const uint64_t what = (uint64_t)event.subject << SUBJECT_SHIFT | (uint64_t)event.kind << KIND_SHIFT | event.stamp;
    const SimHeapKey key = sim_heap_key(when, what);
    if (clock->top_is_void) {
        clock->top_is_void = 0;
        sim_heap_replace(world, SIM_TABLE_EVENT_KEYS, key, SIM_BY_UPPER_HALF);
    } else {
        sim_heap_push(world, SIM_TABLE_EVENT_KEYS, key, SIM_BY_UPPER_HALF);
    }
}

// Most handlers schedule something: the key that was delivered stays where it is until the next one takes its place,
// which saves half of the work.
static inline void drop_void_top(SimWorld *world, SimClock *clock)
{
    if (!clock->top_is_void) return;
    clock->top_is_void = 0;
    sim_heap_pop(world, SIM_TABLE_EVENT_KEYS, SIM_BY_UPPER_HALF);
}

static inline void deliver_first(SimWorld *world, SimClock *clock, SimEvent *event)
{
    const SimHeapKey key = sim_heap_keys(world, SIM_TABLE_EVENT_KEYS)[SIM_HEAP_ROOT];
    const uint64_t when = (uint64_t)(key >> 64), what = (uint64_t)key;
    clock->top_is_void = 1;
    event->time_s = (SimTime)(when >> 32);
    event->order = (uint8_t)((uint32_t)when >> ORDER_SHIFT);
    event->subject = (uint32_t)(what >> SUBJECT_SHIFT);
    event->kind = (uint8_t)(what >> KIND_SHIFT);
    event->stamp = (uint32_t)what & STAMP_MASK;
    clock->now_s = event->time_s;
    clock->delivered++;
}

// In line, for it runs once an event.
__attribute__((always_inline)) static inline bool next_below(SimWorld *world, SimTime until_s, uint32_t order,
                                                             SimEvent *event)
{
    SimClock *clock = clock_of(world);
    const uint64_t limit = until_s > (SimTime)UINT32_MAX ? UINT64_MAX : until_s < 0 ? 0 : moment(until_s, order);
    drop_void_top(world, clock);
    const bool is_empty = sim_heap_length(world, SIM_TABLE_EVENT_KEYS) == 0;
    if (is_empty || sim_heap_keys(world, SIM_TABLE_EVENT_KEYS)[SIM_HEAP_ROOT] >> 64 >= limit) {
        if (clock->now_s < until_s) clock->now_s = until_s;
        return false;
    }
    deliver_first(world, clock, event);
    return true;
}

bool sim_next(SimWorld *world, SimTime until_s, SimEvent *event)
{
    return next_below(world, until_s, 0, event);
}

bool sim_next_before(SimWorld *world, SimTime until_s, enum SimOrder order, SimEvent *event)
{
    return next_below(world, until_s, (uint32_t)order, event);
}

uint64_t sim_events_delivered(const SimWorld *world)
{
    return clock_of(world)->delivered;
}

uint32_t sim_events_pending(const SimWorld *world)
{
    return sim_heap_length(world, SIM_TABLE_EVENT_KEYS) - clock_of(world)->top_is_void;
}
