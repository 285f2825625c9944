#include "sim/engine/resource.h"

#include "sim/engine/events.h"
#include "sim/engine/resource_inline.h"

#include <assert.h>

// An area under a count is the sum over those counted of (end - start). Each takes away its start when it is counted
// and adds its end when it no longer is; for those still counted the end is now.
static SimAreas areas_until(const SimResourceRow *row, SimTime now_s)
{
    return (SimAreas){
        .rostered_s = row->sums.rostered_s + now_s * row->capacity,
        .busy_s = row->sums.busy_s + now_s * row->busy,
        .overrun_s = row->sums.overrun_s + now_s * sim_surplus_of(row),
        .waiting_s = row->sums.waiting_s + now_s * row->waiting,
    };
}

static void change_capacity(SimResourceRow *row, uint32_t capacity, SimTime now_s)
{
    assert(capacity <= SIM_CAPACITY_MOST);
    row->sums.rostered_s += now_s * row->capacity - now_s * capacity;
    row->sums.overrun_s += now_s * sim_surplus_of(row);
    row->capacity = capacity;
    row->sums.overrun_s -= now_s * sim_surplus_of(row);
}

static SimPlaceRow *held_place(const SimWorld *world, SimResourceId resource, SimPlaceId id, enum SimPlaceKind kind)
{
    assert(id > 0 && id < world->tables[SIM_TABLE_PLACES].used);
    SimPlaceRow *place = &sim_place_rows(world)[id];
    assert(place->resource == resource && place->kind == kind);
    return place;
}

void sim_places_add_free(SimWorld *world)
{
    const SimPlaceId id = sim_table_append(world, SIM_TABLE_PLACES);
    world->tables[SIM_TABLE_PLACES].first_free = id;
}

SimResourceId sim_resource_add(SimWorld *world, uint32_t capacity)
{
    const SimResourceId resource = sim_table_append(world, SIM_TABLE_RESOURCES);
    change_capacity(sim_resource_row(world, resource), capacity, sim_now(world));
    sim_places_keep_one_free(world);
    return resource;
}

void sim_resource_set_capacity(SimWorld *world, SimResourceId resource, uint32_t capacity)
{
    change_capacity(sim_resource_row(world, resource), capacity, sim_now(world));
}

// Waiting.

SimPlaceId sim_resource_join(SimWorld *world, SimResourceId resource, uint32_t priority, uint32_t entity)
{
    return sim_servers_join(world, sim_servers(world, resource), priority, entity, 1);
}

SimPlaceId sim_resource_return(SimWorld *world, SimResourceId resource, uint32_t priority, uint32_t entity,
                               uint32_t servers, SimTime since_s)
{
    assert(priority < SIM_CLASSES && servers > 0);
    assert(since_s >= 0 && since_s <= sim_now(world));
    SimResourceRow *row = sim_resource_row(world, resource);
    SimResourceClass *class = &row->classes[priority];
    const SimPlaceId first = class->first, last = class->last;
    const SimTaken customer = {.entity = entity, .priority = priority, .servers = servers, .since_s = since_s};
    const SimPlaceId id = sim_place_take(world, resource, customer, SIM_PLACE_WAITS);
    sim_place_link(sim_place_rows(world), 0, id, first);
    class->first = id;
    class->last = first ? last : id;
    sim_count_waiting(row, priority, sim_now(world));
    sim_places_keep_one_free(world);
    return id;
}

static void leave_queue(SimWorld *world, SimResourceRow *row, SimPlaceId id, SimTime now_s)
{
    const SimPlaceRow *place = &sim_place_rows(world)[id];
    const uint32_t priority = place->priority;
    SimResourceClass *class = &row->classes[priority];
    const SimPlaceId previous = place->previous, next = place->next, first = class->first, last = class->last;
    sim_place_unlink(sim_place_rows(world), previous, next);
    class->last = next ? last : previous;
    sim_count_gone(row, priority, previous ? first : next, now_s);
    sim_place_give_back(world, id);
}

void sim_resource_leave(SimWorld *world, SimResourceId resource, SimPlaceId place)
{
    held_place(world, resource, place, SIM_PLACE_WAITS);
    leave_queue(world, sim_resource_row(world, resource), place, sim_now(world));
}

// Starting and finishing.

bool sim_resource_take_next(SimWorld *world, SimResourceId resource, SimTaken *taken)
{
    return sim_servers_take_next(world, sim_servers(world, resource), UINT32_MAX, taken);
}

bool sim_resource_take_next_below(SimWorld *world, SimResourceId resource, uint32_t priority_limit, SimTaken *taken)
{
    const uint32_t classes = priority_limit >= SIM_CLASSES ? UINT32_MAX : (1u << priority_limit) - 1;
    return sim_servers_take_next(world, sim_servers(world, resource), classes, taken);
}

bool sim_resource_take_many(SimWorld *world, SimResourceId resource, uint32_t servers)
{
    return sim_servers_take(world, sim_servers(world, resource), servers);
}

bool sim_resource_take(SimWorld *world, SimResourceId resource)
{
    return sim_resource_take_many(world, resource, 1);
}

void sim_resource_release(SimWorld *world, SimResourceId resource)
{
    sim_servers_release(world, sim_servers(world, resource), 1);
}

void sim_resource_release_many(SimWorld *world, SimResourceId resource, uint32_t servers)
{
    sim_servers_release(world, sim_servers(world, resource), servers);
}

// Service that can be interrupted: each class has a list, whose end began last.

SimPlaceId sim_resource_watch(SimWorld *world, SimResourceId resource, uint32_t priority, uint32_t entity,
                              uint32_t servers)
{
    SimResourceRow *row = sim_resource_row(world, resource);
    assert(priority < SIM_CLASSES && servers > 0 && servers <= row->busy);
    const SimPlaceId last = row->classes[priority].last_watched;
    const SimTaken customer = {.entity = entity, .priority = priority, .servers = servers, .since_s = sim_now(world)};
    const SimPlaceId id = sim_place_take(world, resource, customer, SIM_PLACE_WATCHED);
    sim_place_link(sim_place_rows(world), last, id, 0);
    row->classes[priority].last_watched = id;
    row->watched |= 1u << priority;
    sim_places_keep_one_free(world);
    return id;
}

void sim_resource_unwatch(SimWorld *world, SimResourceId resource, SimPlaceId id)
{
    const SimPlaceRow *place = held_place(world, resource, id, SIM_PLACE_WATCHED);
    SimResourceRow *row = sim_resource_row(world, resource);
    const uint32_t priority = place->priority;
    const SimPlaceId previous = place->previous, next = place->next, last = row->classes[priority].last_watched;
    const SimPlaceId new_last = next ? last : previous;
    sim_place_unlink(sim_place_rows(world), previous, next);
    row->classes[priority].last_watched = new_last;
    row->watched &= ~((uint32_t)(new_last == 0) << priority);
    sim_place_give_back(world, id);
}

static SimPlaceId last_watched_of(const SimWorld *world, SimResourceId resource, uint32_t classes, SimTaken *last)
{
    const SimResourceRow *row = sim_resource_row(world, resource);
    const uint32_t candidates = row->watched & classes;
    if (candidates == 0) return 0;
    const SimPlaceId id = row->classes[31 - __builtin_clz(candidates)].last_watched;
    sim_place_read(&sim_place_rows(world)[id], last);
    return id;
}

SimPlaceId sim_resource_last_watched(const SimWorld *world, SimResourceId resource, SimTaken *last)
{
    return last_watched_of(world, resource, UINT32_MAX, last);
}

SimPlaceId sim_resource_last_watched_after(const SimWorld *world, SimResourceId resource, uint32_t priority,
                                           SimTaken *last)
{
    assert(priority < SIM_CLASSES);
    return last_watched_of(world, resource, ~1u << priority, last);
}

// Looking.

uint32_t sim_resource_capacity(const SimWorld *world, SimResourceId resource)
{
    return sim_resource_row(world, resource)->capacity;
}

uint32_t sim_resource_busy(const SimWorld *world, SimResourceId resource)
{
    return sim_resource_row(world, resource)->busy;
}

uint32_t sim_resource_free(const SimWorld *world, SimResourceId resource)
{
    return sim_free_of(sim_resource_row(world, resource));
}

uint32_t sim_resource_surplus(const SimWorld *world, SimResourceId resource)
{
    return sim_surplus_of(sim_resource_row(world, resource));
}

uint32_t sim_resource_waiting(const SimWorld *world, SimResourceId resource)
{
    return sim_resource_row(world, resource)->waiting;
}

uint32_t sim_resource_waiting_in(const SimWorld *world, SimResourceId resource, uint32_t priority)
{
    assert(priority < SIM_CLASSES);
    return sim_resource_row(world, resource)->classes[priority].length;
}

SimAreas sim_resource_areas_until(const SimWorld *world, SimResourceId resource, SimTime until_s)
{
    assert(until_s >= sim_now(world));
    return areas_until(sim_resource_row(world, resource), until_s);
}

SimAreas sim_resource_areas(const SimWorld *world, SimResourceId resource)
{
    return sim_resource_areas_until(world, resource, sim_now(world));
}

void sim_resource_restart_areas_at(SimWorld *world, SimResourceId resource, SimTime from_s)
{
    SimResourceRow *row = sim_resource_row(world, resource);
    const SimAreas areas = sim_resource_areas_until(world, resource, from_s);
    row->sums.rostered_s -= areas.rostered_s;
    row->sums.busy_s -= areas.busy_s;
    row->sums.overrun_s -= areas.overrun_s;
    row->sums.waiting_s -= areas.waiting_s;
}

SimPlaceId sim_resource_walk(const SimWorld *world, SimResourceId resource, uint32_t priority, SimPlaceId place,
                             uint32_t *entity)
{
    assert(priority < SIM_CLASSES);
    const SimPlaceId next =
        place ? sim_place_rows(world)[place].next : sim_resource_row(world, resource)->classes[priority].first;
    if (next) *entity = sim_place_rows(world)[next].entity;
    return next;
}
