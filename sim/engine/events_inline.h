// Scheduling and taking events in line: for a model's loop and for the handlers that run most often. What is promised
// of the functions of events.h with the same names, which are made of these, holds here too; models use nothing else of
// this file.
#ifndef SIM_ENGINE_EVENTS_INLINE_H
#define SIM_ENGINE_EVENTS_INLINE_H

#include "sim/engine/events.h"
#include "sim/engine/heap.h"

#include <assert.h>

// A key, from the top: time 32 bits, order 3, number 29, then what happens: subject 32, kind 8, stamp 24. The number
// breaks ties in favour of what was scheduled first.
enum { SIM_ORDER_SHIFT = 29, SIM_ORDERS = 8, SIM_SUBJECT_SHIFT = 32, SIM_KIND_SHIFT = 24, SIM_STAMP_MASK = 0xffffff };

static inline SimClock *sim_clock(const SimWorld *world)
{
    return SIM_ROW(world, SIM_TABLE_CLOCK, SimClock, 1);
}

// The upper half of the least key an event could have at this time and order.
static inline uint64_t sim_moment(SimTime time_s, uint32_t order)
{
    return (uint64_t)time_s << 32 | (uint64_t)order << SIM_ORDER_SHIFT;
}

// The numbers have run out: whatever is pending gets new ones, in the same order.
void sim_events_number_anew(SimWorld *world);

static inline uint32_t sim_next_number(SimWorld *world, SimClock *clock)
{
    if (clock->number == SIM_EVENT_NUMBERS) sim_events_number_anew(world);
    return clock->number++;
}

__attribute__((always_inline)) static inline void sim_schedule_numbered(SimWorld *world, SimClock *clock,
                                                                        SimEvent event, uint32_t number)
{
    assert(event.time_s >= clock->now_s && event.time_s <= (SimTime)UINT32_MAX);
    assert(event.stamp <= SIM_STAMP_MASK && event.order < SIM_ORDERS);
    const uint64_t when = sim_moment(event.time_s, event.order) | number;
    const uint64_t what =
        (uint64_t)event.subject << SIM_SUBJECT_SHIFT | (uint64_t)event.kind << SIM_KIND_SHIFT | event.stamp;
    const SimHeapKey key = sim_heap_key(when, what);
    if (clock->top_is_void) {
        clock->top_is_void = 0;
        sim_heap_replace_guarded(world, SIM_TABLE_EVENT_KEYS, key);
    } else {
        sim_heap_push_guarded(world, SIM_TABLE_EVENT_KEYS, key);
    }
}

__attribute__((always_inline)) static inline void sim_schedule_inline(SimWorld *world, SimEvent event)
{
    SimClock *clock = sim_clock(world);
    sim_schedule_numbered(world, clock, event, sim_next_number(world, clock));
}

// Most handlers schedule something: the key that was delivered stays where it is until the next one takes its place,
// which saves half of the work.
static inline void sim_drop_void_top(SimWorld *world, SimClock *clock)
{
    if (!clock->top_is_void) return;
    clock->top_is_void = 0;
    sim_heap_pop_guarded(world, SIM_TABLE_EVENT_KEYS);
}

static inline SimEvent sim_event_of(SimHeapKey key)
{
    const uint64_t when = (uint64_t)(key >> 64), what = (uint64_t)key;
    return (SimEvent){.time_s = (SimTime)(when >> 32),
                      .order = (uint8_t)((uint32_t)when >> SIM_ORDER_SHIFT),
                      .subject = (uint32_t)(what >> SIM_SUBJECT_SHIFT),
                      .kind = (uint8_t)(what >> SIM_KIND_SHIFT),
                      .stamp = (uint32_t)what & SIM_STAMP_MASK};
}

// What comes before (until_s, order) is below this.
static inline uint64_t sim_limit(SimTime until_s, uint32_t order)
{
    return until_s > (SimTime)UINT32_MAX ? UINT64_MAX : until_s < 0 ? 0 : sim_moment(until_s, order);
}

// As sim_next, but leaves the clock at the last event when nothing is left below the limit.
__attribute__((always_inline)) static inline bool sim_next_below_inline(SimWorld *world, uint64_t limit,
                                                                        SimEvent *event)
{
    SimClock *clock = sim_clock(world);
    sim_drop_void_top(world, clock);
    const SimHeapKey key = sim_heap_keys(world, SIM_TABLE_EVENT_KEYS)[SIM_HEAP_ROOT];
    if (key >> 64 >= limit) return false;
    *event = sim_event_of(key);
    clock->top_is_void = 1;
    clock->now_s = event->time_s;
    clock->delivered++;
    return true;
}

// Nothing is left before until_s: the clock moves there.
void sim_wait_until(SimWorld *world, SimTime until_s);

#endif
