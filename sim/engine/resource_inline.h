// What happens most often at a resource, in line: for the innermost path of a model, where a call costs more than what
// it does. Each sim_servers_... does what the like-named function of resource.h does, which is made of it; models use
// nothing else of this file.
#ifndef SIM_ENGINE_RESOURCE_INLINE_H
#define SIM_ENGINE_RESOURCE_INLINE_H

#include "sim/engine/events.h"
#include "sim/engine/resource.h"

#include <assert.h>

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
    SimAreas sums;  // less the present counts times now: a count that rises by n takes away n * now, see resource.c
    uint32_t capacity, busy;
    uint32_t waiting;   // in all classes
    uint32_t occupied;  // bit c: somebody waits in class c
    uint32_t watched;   // bit c: somebody of class c can be interrupted
    uint32_t reserved[3];
    SimResourceClass classes[SIM_CLASSES];
} SimResourceRow;

// The sizes of the rows are known here, so finding one costs no multiplication.
static inline SimResourceRow *sim_resource_row(const SimWorld *world, SimResourceId resource)
{
    assert(resource > 0 && resource < world->tables[SIM_TABLE_RESOURCES].used);
    return SIM_ROW(world, SIM_TABLE_RESOURCES, SimResourceRow, resource);
}

// A resource in hand, as long as none is added.
typedef struct {
    SimResourceRow *row;
    SimResourceId resource;
} SimServers;

static inline SimServers sim_servers(const SimWorld *world, SimResourceId resource)
{
    return (SimServers){.row = SIM_ROW(world, SIM_TABLE_RESOURCES, SimResourceRow, resource), .resource = resource};
}

static inline SimPlaceRow *sim_place_rows(const SimWorld *world)
{
    return SIM_ROW(world, SIM_TABLE_PLACES, SimPlaceRow, 0);
}

// Servers at work beyond the capacity.
static inline uint32_t sim_surplus_of(const SimResourceRow *row)
{
    return row->busy > row->capacity ? row->busy - row->capacity : 0;
}

static inline uint32_t sim_free_of(const SimResourceRow *row)
{
    return row->capacity > row->busy ? row->capacity - row->busy : 0;
}

// Free places are a list, of one at least: finding one then needs no call, which would cost more than all the rest.
// The last given back is taken first, so those in use stay few and near.

void sim_places_add_free(SimWorld *world);

static inline void sim_places_keep_one_free(SimWorld *world)
{
    if (world->tables[SIM_TABLE_PLACES].first_free == 0) sim_places_add_free(world);
}

// All is set but the links.
static inline SimPlaceId sim_place_take(SimWorld *world, SimResourceId resource, SimTaken customer,
                                        enum SimPlaceKind kind)
{
    SimTable *places = &world->tables[SIM_TABLE_PLACES];
    const SimPlaceId id = places->first_free;
    SimPlaceRow *place = &sim_place_rows(world)[id];
    places->first_free = place->next;
    place->entity = customer.entity;
    place->servers = customer.servers;
    place->since_s = (uint32_t)customer.since_s;
    place->resource = resource;
    place->priority = (uint8_t)customer.priority;
    place->kind = (uint8_t)kind;
    return id;
}

static inline void sim_place_give_back(SimWorld *world, SimPlaceId id)
{
    SimTable *places = &world->tables[SIM_TABLE_PLACES];
    SimPlaceRow *place = &sim_place_rows(world)[id];
    place->resource = 0;
    place->next = places->first_free;
    places->first_free = id;
}

static inline void sim_place_read(const SimPlaceRow *place, SimTaken *customer)
{
    customer->entity = place->entity;
    customer->priority = place->priority;
    customer->servers = place->servers;
    customer->since_s = place->since_s;
}

// What has no neighbour in its list writes a link into row 0, which is made zero again: cheaper than branches that
// depend on chance.
static inline void sim_place_link(SimPlaceRow *places, SimPlaceId previous, SimPlaceId id, SimPlaceId next)
{
    places[id].previous = previous;
    places[id].next = next;
    places[previous].next = id;
    places[next].previous = id;
    places[0].next = places[0].previous = 0;
}

static inline void sim_place_unlink(SimPlaceRow *places, SimPlaceId previous, SimPlaceId next)
{
    places[previous].next = next;
    places[next].previous = previous;
    places[0].next = places[0].previous = 0;
}

// Joining the end of a class, for several servers (at least one): whoever needs more waits, and lets nobody pass, until
// so many are free.

static inline void sim_count_waiting(SimResourceRow *row, uint32_t priority, SimTime now_s)
{
    row->waiting++;
    row->sums.waiting_s -= now_s;
    row->occupied |= 1u << priority;
    row->classes[priority].length++;
}

__attribute__((always_inline)) static inline SimPlaceId
sim_servers_join(SimWorld *world, SimServers servers, uint32_t priority, uint32_t entity, uint32_t needs)
{
    assert(priority < SIM_CLASSES && needs > 0);
    const SimTime now_s = sim_now(world);
    SimResourceClass *class = &servers.row->classes[priority];
    const SimTaken customer = {.entity = entity, .priority = priority, .servers = needs, .since_s = now_s};
    const SimPlaceId first = class->first, last = class->last;
    const SimPlaceId id = sim_place_take(world, servers.resource, customer, SIM_PLACE_WAITS);
    sim_place_link(sim_place_rows(world), last, id, 0);
    class->first = last ? first : id;
    class->last = id;
    sim_count_waiting(servers.row, priority, now_s);
    sim_places_keep_one_free(world);
    return id;
}

// Starting.

// Whoever starts was free, so there is no surplus before or after.
static inline void sim_start_work(SimResourceRow *row, uint32_t servers, SimTime now_s)
{
    row->busy += servers;
    row->sums.busy_s -= now_s * servers;
}

static inline bool sim_servers_take(const SimWorld *world, SimServers servers, uint32_t count)
{
    if (count > sim_free_of(servers.row)) return false;
    sim_start_work(servers.row, count, sim_now(world));
    return true;
}

// Somebody has left the queue of a class, of which `first` is now the head.
static inline void sim_count_gone(SimResourceRow *row, uint32_t priority, SimPlaceId first, SimTime now_s)
{
    row->classes[priority].first = first;
    row->classes[priority].length--;
    if (first == 0) row->occupied &= ~(UINT32_C(1) << priority);
    row->waiting--;
    row->sums.waiting_s += now_s;
}

__attribute__((always_inline)) static inline void sim_head_leaves(SimWorld *world, SimResourceRow *row,
                                                                  uint32_t priority, SimTime now_s)
{
    SimPlaceRow *places = sim_place_rows(world);
    SimResourceClass *class = &row->classes[priority];
    const SimPlaceId id = class->first, next = places[id].next;
    places[next].previous = 0;
    if (next == 0) class->last = 0;
    sim_count_gone(row, priority, next, now_s);
    sim_place_give_back(world, id);
}

// Of the classes of a set. Most who ask are told that nobody can start.
__attribute__((always_inline)) static inline bool sim_servers_take_next(SimWorld *world, SimServers servers,
                                                                        uint32_t classes, SimTaken *taken)
{
    SimResourceRow *row = servers.row;
    const uint32_t candidates = row->occupied & classes;
    if (row->busy >= row->capacity || candidates == 0) return false;  // the first can be told beforehand more often
    const uint32_t priority = (uint32_t)__builtin_ctz(candidates);
    const SimPlaceRow *place = &sim_place_rows(world)[row->classes[priority].first];
    const uint32_t needs = place->servers;
    if (needs > row->capacity - row->busy) return false;
    const SimTime now_s = sim_now(world);
    sim_start_work(row, needs, now_s);
    sim_place_read(place, taken);
    sim_head_leaves(world, row, priority, now_s);
    return true;
}

// Finishing.

static inline void sim_servers_release(const SimWorld *world, SimServers servers, uint32_t count)
{
    SimResourceRow *row = servers.row;
    const SimTime now_s = sim_now(world);
    assert(count <= row->busy);
    const uint32_t surplus = sim_surplus_of(row);
    row->busy -= count;
    row->sums.busy_s += now_s * count;
    if (surplus) row->sums.overrun_s += now_s * (surplus - sim_surplus_of(row));
}

// The same, and the next in the queue, if it needs just as many servers, goes on with them: they stay at work, and
// nothing is counted but that somebody has left the queue. Else nothing happens: release them.
__attribute__((always_inline)) static inline bool sim_servers_hand_on(SimWorld *world, SimServers servers,
                                                                      uint32_t count, SimTaken *taken)
{
    SimResourceRow *row = servers.row;
    assert(count <= row->busy);
    if (row->occupied == 0 || row->busy > row->capacity) return false;
    const uint32_t priority = (uint32_t)__builtin_ctz(row->occupied);
    const SimPlaceRow *place = &sim_place_rows(world)[row->classes[priority].first];
    if (place->servers != count) return false;
    sim_place_read(place, taken);
    sim_head_leaves(world, row, priority, sim_now(world));
    return true;
}

// Looking.

static inline uint32_t sim_servers_free(SimServers servers)
{
    return sim_free_of(servers.row);
}

// Whether somebody waits in a class as urgent as `priority`, or more urgent.
static inline bool sim_servers_are_awaited(SimServers servers, uint32_t priority)
{
    assert(priority < SIM_CLASSES);
    return (servers.row->occupied & ((UINT32_C(2) << priority) - 1)) != 0;
}

#endif
