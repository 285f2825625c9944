#include "sim/engine/resource.h"

#include "sim/engine/events.h"
#include "sim/engine/rows.h"

#include <assert.h>
#include <stdio.h>

static SimResourceRow *resource_row(const SimWorld *world, SimResourceId resource)
{
    assert(resource > 0 && resource < world->tables[SIM_TABLE_RESOURCES].used);
    return SIM_ROW(world, SIM_TABLE_RESOURCES, SimResourceRow, resource);
}

static SimPlaceRow *place_row(const SimWorld *world, SimPlaceId place)
{
    return SIM_ROW(world, SIM_TABLE_PLACES, SimPlaceRow, place);
}

static uint32_t overrun(const SimResourceRow *row)
{
    return row->busy > row->capacity ? row->busy - row->capacity : 0;
}

static SimAreas areas_until(const SimResourceRow *row, SimTime now_s)
{
    const int64_t elapsed_s = now_s - row->changed_s;
    return (SimAreas){
        .rostered_s = row->areas.rostered_s + elapsed_s * row->capacity,
        .busy_s = row->areas.busy_s + elapsed_s * row->busy,
        .overrun_s = row->areas.overrun_s + elapsed_s * overrun(row),
        .waiting_s = row->areas.waiting_s + elapsed_s * row->waiting,
    };
}

// Before any count changes: what has passed since the last change belongs to the old counts.
static SimResourceRow *row_to_change(SimWorld *world, SimResourceId resource)
{
    SimResourceRow *row = resource_row(world, resource);
    const SimTime now_s = sim_now(world);
    if (now_s != row->changed_s) {
        row->areas = areas_until(row, now_s);
        row->changed_s = now_s;
    }
    return row;
}

SimResourceId sim_resource_add(SimWorld *world, uint32_t capacity)
{
    const SimResourceId resource = sim_table_append(world, SIM_TABLE_RESOURCES);
    SimResourceRow *row = resource_row(world, resource);
    row->capacity = capacity;
    row->changed_s = sim_now(world);
    return resource;
}

SimPlaceId sim_resource_join(SimWorld *world, SimResourceId resource, uint32_t priority, uint32_t entity)
{
    assert(priority < SIM_CLASSES);
    SimResourceRow *row = row_to_change(world, resource);
    const SimPlaceId id = sim_table_take(world, SIM_TABLE_PLACES);
    SimPlaceRow *place = place_row(world, id);
    place->entity = entity;
    place->resource = resource;
    place->priority = priority;
    place->previous = row->last[priority];
    place->since_s = (uint32_t)sim_now(world);

    if (place->previous) {
        place_row(world, place->previous)->next = id;
    } else {
        row->first[priority] = id;
    }
    row->last[priority] = id;
    row->length[priority]++;
    row->waiting++;
    row->occupied |= 1u << priority;
    return id;
}

static void unlink_place(SimWorld *world, SimResourceRow *row, SimPlaceId id)
{
    SimPlaceRow *place = place_row(world, id);
    const uint32_t priority = place->priority;
    *(place->previous ? &place_row(world, place->previous)->next : &row->first[priority]) = place->next;
    *(place->next ? &place_row(world, place->next)->previous : &row->last[priority]) = place->previous;
    row->waiting--;
    if (--row->length[priority] == 0) row->occupied &= ~(1u << priority);
    place->resource = 0;
    sim_table_give_back(world, SIM_TABLE_PLACES, id);
}

void sim_resource_leave(SimWorld *world, SimResourceId resource, SimPlaceId place)
{
    assert(place > 0 && place < world->tables[SIM_TABLE_PLACES].used);
    assert(place_row(world, place)->resource == resource);
    unlink_place(world, row_to_change(world, resource), place);
}

static uint32_t classes_below(uint32_t priority_limit)
{
    return priority_limit >= SIM_CLASSES ? UINT32_MAX : (1u << priority_limit) - 1;
}

bool sim_resource_take_next_below(SimWorld *world, SimResourceId resource, uint32_t priority_limit, SimTaken *taken)
{
    const SimResourceRow *seen = resource_row(world, resource);
    const uint32_t candidates = seen->occupied & classes_below(priority_limit);
    if (candidates == 0 || seen->busy >= seen->capacity) return false;

    SimResourceRow *row = row_to_change(world, resource);
    const SimPlaceId id = row->first[__builtin_ctz(candidates)];
    const SimPlaceRow *place = place_row(world, id);
    taken->entity = place->entity;
    taken->priority = place->priority;
    taken->since_s = place->since_s;
    unlink_place(world, row, id);
    row->busy++;
    return true;
}

bool sim_resource_take_next(SimWorld *world, SimResourceId resource, SimTaken *taken)
{
    return sim_resource_take_next_below(world, resource, SIM_CLASSES, taken);
}

bool sim_resource_take(SimWorld *world, SimResourceId resource)
{
    if (sim_resource_free(world, resource) == 0) return false;
    row_to_change(world, resource)->busy++;
    return true;
}

void sim_resource_release(SimWorld *world, SimResourceId resource)
{
    SimResourceRow *row = row_to_change(world, resource);
    assert(row->busy > 0);
    row->busy--;
}

void sim_resource_set_capacity(SimWorld *world, SimResourceId resource, uint32_t capacity)
{
    row_to_change(world, resource)->capacity = capacity;
}

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
    const SimResourceRow *row = resource_row(world, resource);
    return row->capacity > row->busy ? row->capacity - row->busy : 0;
}

uint32_t sim_resource_waiting(const SimWorld *world, SimResourceId resource)
{
    return resource_row(world, resource)->waiting;
}

uint32_t sim_resource_waiting_in(const SimWorld *world, SimResourceId resource, uint32_t priority)
{
    assert(priority < SIM_CLASSES);
    return resource_row(world, resource)->length[priority];
}

SimAreas sim_resource_areas(const SimWorld *world, SimResourceId resource)
{
    return areas_until(resource_row(world, resource), sim_now(world));
}

void sim_resource_restart_areas(SimWorld *world, SimResourceId resource)
{
    row_to_change(world, resource)->areas = (SimAreas){0};
}

SimPlaceId sim_resource_walk(const SimWorld *world, SimResourceId resource, uint32_t priority, SimPlaceId place,
                             uint32_t *entity)
{
    assert(priority < SIM_CLASSES);
    const SimPlaceId next = place ? place_row(world, place)->next : resource_row(world, resource)->first[priority];
    if (next) *entity = place_row(world, next)->entity;
    return next;
}

// The audit: follows every chain from its head and compares with what the counters say.

// Places in the chain of a class, or UINT32_MAX if a link is wrong.
static uint32_t count_chain(const SimWorld *world, SimResourceId resource, uint32_t priority)
{
    const SimResourceRow *row = resource_row(world, resource);
    const uint32_t places = world->tables[SIM_TABLE_PLACES].used;
    uint32_t count = 0;
    SimPlaceId previous = 0;
    for (SimPlaceId id = row->first[priority]; id; id = place_row(world, id)->next) {
        if (id >= places || count == places) return UINT32_MAX;
        const SimPlaceRow *place = place_row(world, id);
        if (place->resource != resource || place->priority != priority || place->previous != previous)
            return UINT32_MAX;
        previous = id;
        count++;
    }
    return row->last[priority] == previous ? count : UINT32_MAX;
}

static bool queues_agree(const SimWorld *world, SimResourceId resource, char *text, size_t text_size)
{
    const SimResourceRow *row = resource_row(world, resource);
    uint32_t waiting = 0;
    for (uint32_t priority = 0; priority < SIM_CLASSES; priority++) {
        const uint32_t counted = count_chain(world, resource, priority);
        const bool is_marked = row->occupied >> priority & 1;
        if (counted != row->length[priority] || is_marked != (counted > 0)) {
            snprintf(text, text_size, "resource %u, class %u: %u are counted as waiting, %u found in the queue",
                     (unsigned)resource, (unsigned)priority, (unsigned)row->length[priority], (unsigned)counted);
            return false;
        }
        waiting += counted;
    }
    if (waiting == row->waiting) return true;
    snprintf(text, text_size, "resource %u: %u are counted as waiting, %u found in its queues", (unsigned)resource,
             (unsigned)row->waiting, (unsigned)waiting);
    return false;
}

bool sim_resources_agree(const SimWorld *world, char *text, size_t text_size)
{
    uint32_t waiting = 0;
    for (SimResourceId resource = 1; resource < world->tables[SIM_TABLE_RESOURCES].used; resource++) {
        if (!queues_agree(world, resource, text, text_size)) return false;
        waiting += resource_row(world, resource)->waiting;
    }
    const uint32_t held = world->tables[SIM_TABLE_PLACES].taken;
    if (held == waiting) return true;
    snprintf(text, text_size, "%u places in queues are held, but %u people wait", (unsigned)held, (unsigned)waiting);
    return false;
}
