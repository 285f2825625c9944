#include "sim/engine/events.h"

#include "sim/engine/rows.h"

#include <assert.h>

// A key, from the top: time 32 bits, order 8, number 56, row of the event 32.
enum { ORDER_SHIFT = 24, NUMBER_LOW_BITS = 32, KIND_SHIFT = 24, STAMP_MASK = 0xffffff };

static SimClock *clock_of(const SimWorld *world)
{
    return SIM_ROW(world, SIM_TABLE_CLOCK, SimClock, 1);
}

// The upper half of the least key an event could have at this time and order.
static uint64_t moment(SimTime time_s, uint32_t order)
{
    return (uint64_t)time_s << 32 | (uint64_t)order << ORDER_SHIFT;
}

static uint32_t take_row(SimWorld *world, SimClock *clock)
{
    const uint32_t row = clock->free_event;
    if (row == 0) return sim_table_append(world, SIM_TABLE_EVENTS);
    clock->free_event = SIM_ROW(world, SIM_TABLE_EVENTS, SimEventRow, row)->subject;
    return row;
}

// The row used last is the next to be used again: it is still in the cache.
static void give_row_back(SimClock *clock, SimEventRow *event, uint32_t row)
{
    event->subject = clock->free_event;
    event->kind_and_stamp = 0;
    clock->free_event = row;
}

void sim_schedule(SimWorld *world, SimEvent event)
{
    SimClock *clock = clock_of(world);
    assert(event.time_s >= clock->now_s && event.time_s <= (SimTime)UINT32_MAX);
    assert(event.stamp <= STAMP_MASK);
    const uint32_t row = take_row(world, clock);
    SimEventRow *kept = SIM_ROW(world, SIM_TABLE_EVENTS, SimEventRow, row);
    kept->subject = event.subject;
    kept->kind_and_stamp = (uint32_t)event.kind << KIND_SHIFT | event.stamp;

    const uint64_t number = ++clock->scheduled;
    const uint64_t high = moment(event.time_s, event.order) | number >> NUMBER_LOW_BITS;
    const SimHeapKey key = sim_heap_key(high, number << NUMBER_LOW_BITS | row);
    if (clock->top_is_void) {
        clock->top_is_void = 0;
        sim_heap_replace(world, SIM_TABLE_EVENT_KEYS, key);
    } else {
        sim_heap_push(world, SIM_TABLE_EVENT_KEYS, key);
    }
}

// Most handlers schedule something: the key that was delivered stays where it is until the next one takes its place,
// which saves half of the work.
static void drop_void_top(SimWorld *world, SimClock *clock)
{
    if (!clock->top_is_void) return;
    clock->top_is_void = 0;
    sim_heap_pop(world, SIM_TABLE_EVENT_KEYS);
}

static void deliver_first(SimWorld *world, SimClock *clock, SimEvent *event)
{
    const SimHeapKey key = sim_heap_keys(world, SIM_TABLE_EVENT_KEYS)[SIM_HEAP_ROOT];
    clock->top_is_void = 1;
    const uint64_t high = (uint64_t)(key >> 64);
    const uint32_t row = (uint32_t)key;
    SimEventRow *kept = SIM_ROW(world, SIM_TABLE_EVENTS, SimEventRow, row);
    event->time_s = (SimTime)(high >> 32);
    event->order = (uint8_t)(high >> ORDER_SHIFT);
    event->subject = kept->subject;
    event->kind = (uint8_t)(kept->kind_and_stamp >> KIND_SHIFT);
    event->stamp = kept->kind_and_stamp & STAMP_MASK;
    give_row_back(clock, kept, row);
    clock->now_s = event->time_s;
    clock->delivered++;
}

static bool next_below(SimWorld *world, SimTime until_s, uint32_t order, SimEvent *event)
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
