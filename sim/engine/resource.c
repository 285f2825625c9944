#include "sim/engine/resource.h"

#include "sim/engine/events.h"
#include "sim/engine/rows.h"

#include <assert.h>

// The sizes of the rows are known here, so finding one costs no multiplication.
static inline SimResourceRow *resource_row(const SimWorld *world, SimResourceId resource)
{
    assert(resource > 0 && resource < world->tables[SIM_TABLE_RESOURCES].used);
    return (SimResourceRow *)world->tables[SIM_TABLE_RESOURCES].rows + resource;
}

static inline SimPlaceRow *place_rows(const SimWorld *world)
{
    return world->tables[SIM_TABLE_PLACES].rows;
}

static uint32_t surplus(const SimResourceRow *row)
{
    return row->busy > row->capacity ? row->busy - row->capacity : 0;
}

// An area under a count is the sum over those counted of (end - start). Each takes away its start when it is counted
// and adds its end when it no longer is; for those still counted the end is now.
static SimAreas areas_until(const SimResourceRow *row, SimTime now_s)
{
    return (SimAreas){
        .rostered_s = row->sums.rostered_s + now_s * row->capacity,
        .busy_s = row->sums.busy_s + now_s * row->busy,
        .overrun_s = row->sums.overrun_s + now_s * surplus(row),
        .waiting_s = row->sums.waiting_s + now_s * row->waiting,
    };
}

static void change_capacity(SimResourceRow *row, uint32_t capacity, SimTime now_s)
{
    assert(capacity <= SIM_CAPACITY_MOST);
    row->sums.rostered_s += now_s * row->capacity - now_s * capacity;
    row->sums.overrun_s += now_s * surplus(row);
    row->capacity = capacity;
    row->sums.overrun_s -= now_s * surplus(row);
}

// Free places are a list, of one at least: finding one then needs no call, which would cost more than all the rest.
// The last given back is taken first, so those in use stay few and near.

static void add_free_place(SimWorld *world)
{
    const SimPlaceId id = sim_table_append(world, SIM_TABLE_PLACES);
    world->tables[SIM_TABLE_PLACES].first_free = id;
}

static inline void keep_a_place_free(SimWorld *world)
{
    if (world->tables[SIM_TABLE_PLACES].first_free == 0) add_free_place(world);
}

// All is set but the links.
static inline SimPlaceId take_place(SimWorld *world, SimResourceId resource, SimTaken customer, enum SimPlaceKind kind)
{
    SimTable *places = &world->tables[SIM_TABLE_PLACES];
    const SimPlaceId id = places->first_free;
    SimPlaceRow *place = &place_rows(world)[id];
    places->first_free = place->next;
    place->entity = customer.entity;
    place->servers = customer.servers;
    place->since_s = (uint32_t)customer.since_s;
    place->resource = resource;
    place->priority = (uint8_t)customer.priority;
    place->kind = (uint8_t)kind;
    return id;
}

static inline void give_place_back(SimWorld *world, SimPlaceId id)
{
    SimTable *places = &world->tables[SIM_TABLE_PLACES];
    SimPlaceRow *place = &place_rows(world)[id];
    place->resource = 0;
    place->next = places->first_free;
    places->first_free = id;
}

static SimPlaceRow *held_place(const SimWorld *world, SimResourceId resource, SimPlaceId id, enum SimPlaceKind kind)
{
    assert(id > 0 && id < world->tables[SIM_TABLE_PLACES].used);
    SimPlaceRow *place = &place_rows(world)[id];
    assert(place->resource == resource && place->kind == kind);
    return place;
}

// What has no neighbour in its list writes a link into row 0, which is made zero again: cheaper than branches that
// depend on chance.
static inline void link_place(SimPlaceRow *places, SimPlaceId previous, SimPlaceId id, SimPlaceId next)
{
    places[id].previous = previous;
    places[id].next = next;
    places[previous].next = id;
    places[next].previous = id;
    places[0].next = places[0].previous = 0;
}

static inline void unlink_place(SimPlaceRow *places, SimPlaceId previous, SimPlaceId next)
{
    places[previous].next = next;
    places[next].previous = previous;
    places[0].next = places[0].previous = 0;
}

SimResourceId sim_resource_add(SimWorld *world, uint32_t capacity)
{
    const SimResourceId resource = sim_table_append(world, SIM_TABLE_RESOURCES);
    change_capacity(resource_row(world, resource), capacity, sim_now(world));
    keep_a_place_free(world);
    return resource;
}

void sim_resource_set_capacity(SimWorld *world, SimResourceId resource, uint32_t capacity)
{
    change_capacity(resource_row(world, resource), capacity, sim_now(world));
}

// Waiting.

static inline void count_waiting(SimResourceRow *row, uint32_t priority, SimTime now_s)
{
    row->waiting++;
    row->sums.waiting_s -= now_s;
    row->occupied |= 1u << priority;
    row->classes[priority].length++;
}

static inline SimPlaceId join_at_the_end(SimWorld *world, SimResourceId resource, SimTaken customer)
{
    assert(customer.priority < SIM_CLASSES && customer.servers > 0);
    SimResourceRow *row = resource_row(world, resource);
    SimResourceClass *class = &row->classes[customer.priority];
    const SimPlaceId first = class->first, last = class->last;
    const SimPlaceId id = take_place(world, resource, customer, SIM_PLACE_WAITS);
    link_place(place_rows(world), last, id, 0);
    class->first = last ? first : id;
    class->last = id;
    count_waiting(row, customer.priority, customer.since_s);
    keep_a_place_free(world);
    return id;
}

SimPlaceId sim_resource_join(SimWorld *world, SimResourceId resource, uint32_t priority, uint32_t entity)
{
    return join_at_the_end(world, resource,
                           (SimTaken){.entity = entity, .priority = priority, .servers = 1, .since_s = sim_now(world)});
}

SimPlaceId sim_resource_join_for(SimWorld *world, SimResourceId resource, uint32_t priority, uint32_t entity,
                                 uint32_t servers)
{
    return join_at_the_end(
        world, resource,
        (SimTaken){.entity = entity, .priority = priority, .servers = servers, .since_s = sim_now(world)});
}

SimPlaceId sim_resource_return(SimWorld *world, SimResourceId resource, uint32_t priority, uint32_t entity,
                               uint32_t servers, SimTime since_s)
{
    assert(priority < SIM_CLASSES && servers > 0);
    assert(since_s >= 0 && since_s <= sim_now(world));
    SimResourceRow *row = resource_row(world, resource);
    SimResourceClass *class = &row->classes[priority];
    const SimPlaceId first = class->first, last = class->last;
    const SimTaken customer = {.entity = entity, .priority = priority, .servers = servers, .since_s = since_s};
    const SimPlaceId id = take_place(world, resource, customer, SIM_PLACE_WAITS);
    link_place(place_rows(world), 0, id, first);
    class->first = id;
    class->last = first ? last : id;
    count_waiting(row, priority, sim_now(world));
    keep_a_place_free(world);
    return id;
}

static inline void leave_queue(SimWorld *world, SimResourceRow *row, SimPlaceId id, SimTime now_s)
{
    const SimPlaceRow *place = &place_rows(world)[id];
    const uint32_t priority = place->priority;
    SimResourceClass *class = &row->classes[priority];
    const SimPlaceId previous = place->previous, next = place->next, first = class->first, last = class->last;
    const SimPlaceId new_first = previous ? first : next;
    unlink_place(place_rows(world), previous, next);
    class->first = new_first;
    class->last = next ? last : previous;
    class->length--;
    row->occupied &= ~((uint32_t)(new_first == 0) << priority);
    row->waiting--;
    row->sums.waiting_s += now_s;
    give_place_back(world, id);
}

void sim_resource_leave(SimWorld *world, SimResourceId resource, SimPlaceId place)
{
    held_place(world, resource, place, SIM_PLACE_WAITS);
    leave_queue(world, resource_row(world, resource), place, sim_now(world));
}

// Starting and finishing.

static void read_customer(const SimPlaceRow *place, SimTaken *customer)
{
    customer->entity = place->entity;
    customer->priority = place->priority;
    customer->servers = place->servers;
    customer->since_s = place->since_s;
}

// Whoever starts was free, so there is no surplus before or after.
static void start_work(SimResourceRow *row, uint32_t servers, SimTime now_s)
{
    row->busy += servers;
    row->sums.busy_s -= now_s * servers;
}

static uint32_t free_servers(const SimResourceRow *row)
{
    return row->capacity > row->busy ? row->capacity - row->busy : 0;
}

static bool take_head(SimWorld *world, SimResourceRow *row, uint32_t priority, SimTaken *taken)
{
    const SimPlaceId id = row->classes[priority].first;
    const SimPlaceRow *place = &place_rows(world)[id];
    const uint32_t servers = place->servers;
    if (servers > row->capacity - row->busy) return false;
    const SimTime now_s = sim_now(world);
    start_work(row, servers, now_s);
    read_customer(place, taken);
    leave_queue(world, row, id, now_s);
    return true;
}

// Most who ask are told here that nobody can start.
static inline bool take_first_of(SimWorld *world, SimResourceRow *row, uint32_t classes, SimTaken *taken)
{
    const uint32_t candidates = row->occupied & classes;
    if (candidates == 0 || row->busy >= row->capacity) return false;
    return take_head(world, row, (uint32_t)__builtin_ctz(candidates), taken);
}

bool sim_resource_take_next(SimWorld *world, SimResourceId resource, SimTaken *taken)
{
    return take_first_of(world, resource_row(world, resource), UINT32_MAX, taken);
}

bool sim_resource_take_next_below(SimWorld *world, SimResourceId resource, uint32_t priority_limit, SimTaken *taken)
{
    const uint32_t classes = priority_limit >= SIM_CLASSES ? UINT32_MAX : (1u << priority_limit) - 1;
    return take_first_of(world, resource_row(world, resource), classes, taken);
}

bool sim_resource_take_many(SimWorld *world, SimResourceId resource, uint32_t servers)
{
    SimResourceRow *row = resource_row(world, resource);
    if (servers > free_servers(row)) return false;
    start_work(row, servers, sim_now(world));
    return true;
}

bool sim_resource_take(SimWorld *world, SimResourceId resource)
{
    return sim_resource_take_many(world, resource, 1);
}

static inline void end_work(SimResourceRow *row, uint32_t servers, SimTime now_s)
{
    assert(servers <= row->busy);
    const uint32_t before = surplus(row);
    row->busy -= servers;
    row->sums.busy_s += now_s * servers;
    if (before) row->sums.overrun_s += now_s * (before - surplus(row));
}

void sim_resource_release(SimWorld *world, SimResourceId resource)
{
    end_work(resource_row(world, resource), 1, sim_now(world));
}

void sim_resource_release_many(SimWorld *world, SimResourceId resource, uint32_t servers)
{
    end_work(resource_row(world, resource), servers, sim_now(world));
}

// Service that can be interrupted: each class has a list, whose end began last.

SimPlaceId sim_resource_watch(SimWorld *world, SimResourceId resource, uint32_t priority, uint32_t entity,
                              uint32_t servers)
{
    SimResourceRow *row = resource_row(world, resource);
    assert(priority < SIM_CLASSES && servers > 0 && servers <= row->busy);
    const SimPlaceId last = row->classes[priority].last_watched;
    const SimTaken customer = {.entity = entity, .priority = priority, .servers = servers, .since_s = sim_now(world)};
    const SimPlaceId id = take_place(world, resource, customer, SIM_PLACE_WATCHED);
    link_place(place_rows(world), last, id, 0);
    row->classes[priority].last_watched = id;
    row->watched |= 1u << priority;
    keep_a_place_free(world);
    return id;
}

void sim_resource_unwatch(SimWorld *world, SimResourceId resource, SimPlaceId id)
{
    const SimPlaceRow *place = held_place(world, resource, id, SIM_PLACE_WATCHED);
    SimResourceRow *row = resource_row(world, resource);
    const uint32_t priority = place->priority;
    const SimPlaceId previous = place->previous, next = place->next, last = row->classes[priority].last_watched;
    const SimPlaceId new_last = next ? last : previous;
    unlink_place(place_rows(world), previous, next);
    row->classes[priority].last_watched = new_last;
    row->watched &= ~((uint32_t)(new_last == 0) << priority);
    give_place_back(world, id);
}

static SimPlaceId last_watched_of(const SimWorld *world, SimResourceId resource, uint32_t classes, SimTaken *last)
{
    const SimResourceRow *row = resource_row(world, resource);
    const uint32_t candidates = row->watched & classes;
    if (candidates == 0) return 0;
    const SimPlaceId id = row->classes[31 - __builtin_clz(candidates)].last_watched;
    read_customer(&place_rows(world)[id], last);
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
    return resource_row(world, resource)->capacity;
}

uint32_t sim_resource_busy(const SimWorld *world, SimResourceId resource)
{
    return resource_row(world, resource)->busy;
}

uint32_t sim_resource_free(const SimWorld *world, SimResourceId resource)
{
    return free_servers(resource_row(world, resource));
}

uint32_t sim_resource_surplus(const SimWorld *world, SimResourceId resource)
{
    return surplus(resource_row(world, resource));
}

uint32_t sim_resource_waiting(const SimWorld *world, SimResourceId resource)
{
    return resource_row(world, resource)->waiting;
}

uint32_t sim_resource_waiting_in(const SimWorld *world, SimResourceId resource, uint32_t priority)
{
    assert(priority < SIM_CLASSES);
    return resource_row(world, resource)->classes[priority].length;
}

SimAreas sim_resource_areas_until(const SimWorld *world, SimResourceId resource, SimTime until_s)
{
    assert(until_s >= sim_now(world));
    return areas_until(resource_row(world, resource), until_s);
}

SimAreas sim_resource_areas(const SimWorld *world, SimResourceId resource)
{
    return sim_resource_areas_until(world, resource, sim_now(world));
}

void sim_resource_restart_areas_at(SimWorld *world, SimResourceId resource, SimTime from_s)
{
    SimResourceRow *row = resource_row(world, resource);
    const SimAreas areas = sim_resource_areas_until(world, resource, from_s);
    row->sums.rostered_s -= areas.rostered_s;
    row->sums.busy_s -= areas.busy_s;
    row->sums.overrun_s -= areas.overrun_s;
    row->sums.waiting_s -= areas.waiting_s;
}

void sim_resource_restart_areas(SimWorld *world, SimResourceId resource)
{
    sim_resource_restart_areas_at(world, resource, sim_now(world));
}

SimPlaceId sim_resource_walk(const SimWorld *world, SimResourceId resource, uint32_t priority, SimPlaceId place,
                             uint32_t *entity)
{
    assert(priority < SIM_CLASSES);
    const SimPlaceId next =
        place ? place_rows(world)[place].next : resource_row(world, resource)->classes[priority].first;
    if (next) *entity = place_rows(world)[next].entity;
    return next;
}
