// The future event list: what happens next, in order of time.
//
// Within a second events come in the order of their class, and within a class in the order they were scheduled, so a
// run is fully determined by its scenario and its seed. Keys of 16 bytes are kept in a 4-ary heap and compared without
// branches; what happens, and to whom, is in their lower half.
//
// An event is called off by its subject: bump the subject's stamp, and compare stamps on delivery. One that is never
// called off may say something else in the stamp's place.
#ifndef SIM_ENGINE_EVENTS_H
#define SIM_ENGINE_EVENTS_H

#include "sim/engine/world.h"

// Order within a second. There are no zero-delay events: the handler that frees a server starts the next service.
enum SimOrder {
    SIM_CAPACITY = 2,    // rosters and capacities change
    SIM_POLICY = 3,      // decisions, calendars, plans
    SIM_COMPLETION = 4,  // completions and other timed steps
    SIM_ARRIVAL = 5,
    SIM_SNAPSHOT = 6,  // counts taken at a named time
    SIM_DAY_CLOSE = 7  // in a day's last second: its books are closed and audited, after all else
};

typedef struct {
    SimTime time_s;
    uint32_t subject;  // who or what it happens to: an id the model understands
    uint32_t stamp;    // the subject's stamp when scheduled (24 bits); differs on delivery if it was called off
    uint8_t kind;      // a value of the model's own enum
    uint8_t order;     // enum SimOrder; below 8
} SimEvent;

// Schedules at event.time_s, which must not lie before sim_now.
void sim_schedule(SimWorld *world, SimEvent event);

// For an event that will most likely be called off: its place among the events of its second and class is taken now,
// and it is scheduled only if and when it may still happen. A place is used at most once.
uint32_t sim_reserve_place(SimWorld *world);
void sim_schedule_in_place(SimWorld *world, SimEvent event, uint32_t place);

// Moves the clock to the next event before until_s and copies it to *event.
// Returns false, with the clock at until_s, when nothing is left before until_s.
bool sim_next(SimWorld *world, SimTime until_s, SimEvent *event);

// As sim_next, but also stops before events that come after (until_s, order) in the order within a second; the clock
// then stands at until_s. A model uses it to put its own dated decisions between events.
bool sim_next_before(SimWorld *world, SimTime until_s, enum SimOrder order, SimEvent *event);

// Row 1 of SIM_TABLE_CLOCK.
typedef struct {
    SimTime now_s;
    uint64_t delivered;
    uint32_t number;       // of the next event to be scheduled: breaks ties
    uint16_t top_is_void;  // 1 after a delivery: the first key has been delivered and waits to be replaced
    uint16_t renumbered;   // how often pending events were numbered anew, modulo 8
} SimClock;

enum { SIM_EVENT_NUMBERS = (1 << 29) - 1 };  // then pending events are numbered anew

static inline SimTime sim_now(const SimWorld *world)
{
    return ((const SimClock *)world->tables[SIM_TABLE_CLOCK].rows)[1].now_s;
}

uint64_t sim_events_delivered(const SimWorld *world);  // since the world began, forks included
uint32_t sim_events_pending(const SimWorld *world);

#endif
