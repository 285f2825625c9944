// The audit of resources: follows every chain from its end and compares with what the counters say.
#include "sim/engine/resource.h"
#include "sim/engine/rows.h"

#include <stdio.h>

static const SimResourceRow *row_of(const SimWorld *world, SimResourceId resource)
{
    return SIM_ROW(world, SIM_TABLE_RESOURCES, const SimResourceRow, resource);
}

static const SimPlaceRow *place_at(const SimWorld *world, SimPlaceId place)
{
    return SIM_ROW(world, SIM_TABLE_PLACES, const SimPlaceRow, place);
}

typedef struct {
    uint32_t places, servers;
    bool is_whole;  // no link leads astray
} Chain;

static bool belongs(const SimPlaceRow *place, SimResourceId resource, uint32_t priority, enum SimPlaceKind kind)
{
    return place->resource == resource && place->priority == priority && place->kind == kind && place->servers > 0;
}

// A chain that went round would meet a place whose neighbour is another.
static Chain queue_of(const SimWorld *world, SimResourceId resource, uint32_t priority)
{
    const SimResourceClass *class = &row_of(world, resource)->classes[priority];
    const uint32_t used = world->tables[SIM_TABLE_PLACES].used;
    Chain chain = {0};
    SimPlaceId before = 0;
    for (SimPlaceId id = class->first; id; id = place_at(world, id)->next) {
        if (id >= used) return chain;
        const SimPlaceRow *place = place_at(world, id);
        if (!belongs(place, resource, priority, SIM_PLACE_WAITS) || place->previous != before) return chain;
        chain.places++;
        before = id;
    }
    chain.is_whole = class->last == before;
    return chain;
}

static Chain watched_of(const SimWorld *world, SimResourceId resource, uint32_t priority)
{
    const SimResourceClass *class = &row_of(world, resource)->classes[priority];
    const uint32_t used = world->tables[SIM_TABLE_PLACES].used;
    Chain chain = {0};
    SimPlaceId after = 0;
    for (SimPlaceId id = class->last_watched; id; id = place_at(world, id)->previous) {
        if (id >= used) return chain;
        const SimPlaceRow *place = place_at(world, id);
        if (!belongs(place, resource, priority, SIM_PLACE_WATCHED) || place->next != after) return chain;
        if (after && place->since_s > place_at(world, after)->since_s) return chain;
        chain.places++;
        chain.servers += place->servers;
        after = id;
    }
    chain.is_whole = true;
    return chain;
}

static bool queues_agree(const SimWorld *world, SimResourceId resource, char *text, size_t text_size)
{
    const SimResourceRow *row = row_of(world, resource);
    uint32_t waiting = 0;
    for (uint32_t priority = 0; priority < SIM_CLASSES; priority++) {
        const Chain queue = queue_of(world, resource, priority);
        const uint32_t length = row->classes[priority].length;
        const bool is_marked = row->occupied >> priority & 1;
        if (!queue.is_whole || queue.places != length || is_marked != (length > 0)) {
            snprintf(text, text_size, "resource %u, class %u: %u are counted as waiting, %u found in the queue%s",
                     (unsigned)resource, (unsigned)priority, (unsigned)length, (unsigned)queue.places,
                     queue.is_whole ? "" : " before it breaks");
            return false;
        }
        waiting += queue.places;
    }
    if (waiting == row->waiting) return true;
    snprintf(text, text_size, "resource %u: %u are counted as waiting, %u found in its queues", (unsigned)resource,
             (unsigned)row->waiting, (unsigned)waiting);
    return false;
}

// Adds those found to *count.
static bool watched_agree(const SimWorld *world, SimResourceId resource, uint32_t *count, char *text, size_t text_size)
{
    const SimResourceRow *row = row_of(world, resource);
    uint64_t servers = 0;
    for (uint32_t priority = 0; priority < SIM_CLASSES; priority++) {
        const Chain watched = watched_of(world, resource, priority);
        const bool is_marked = row->watched >> priority & 1;
        if (!watched.is_whole || is_marked != (watched.places > 0)) {
            snprintf(text, text_size, "resource %u, class %u: the list of those who can be interrupted breaks after %u",
                     (unsigned)resource, (unsigned)priority, (unsigned)watched.places);
            return false;
        }
        servers += watched.servers;
        *count += watched.places;
    }
    if (servers <= row->busy) return true;
    snprintf(text, text_size, "resource %u: %u servers are at work, but those who can be interrupted hold %llu",
             (unsigned)resource, (unsigned)row->busy, (unsigned long long)servers);
    return false;
}

// UINT32_MAX if the list leads to a place that is held.
static uint32_t free_places(const SimWorld *world)
{
    const SimTable *places = &world->tables[SIM_TABLE_PLACES];
    uint32_t count = 0;
    for (SimPlaceId id = places->first_free; id; id = place_at(world, id)->next) {
        if (id >= places->used || count == places->used || place_at(world, id)->resource != 0) return UINT32_MAX;
        count++;
    }
    return count;
}

static bool places_agree(const SimWorld *world, uint32_t waiting, uint32_t watched, char *text, size_t text_size)
{
    const uint32_t unused = free_places(world);
    if (unused == UINT32_MAX) {
        snprintf(text, text_size, "the list of free places in queues is broken");
        return false;
    }
    if (place_at(world, 0)->next != 0 || place_at(world, 0)->previous != 0) {
        snprintf(text, text_size, "a place in a queue is linked to nobody's row");
        return false;
    }
    const uint32_t held = world->tables[SIM_TABLE_PLACES].used - 1 - unused;
    if (held == waiting + watched) return true;
    snprintf(text, text_size, "%u places are held, but %u people wait and %u can be interrupted", (unsigned)held,
             (unsigned)waiting, (unsigned)watched);
    return false;
}

bool sim_resources_agree(const SimWorld *world, char *text, size_t text_size)
{
    uint32_t waiting = 0, watched = 0;
    for (SimResourceId resource = 1; resource < world->tables[SIM_TABLE_RESOURCES].used; resource++) {
        if (!queues_agree(world, resource, text, text_size)) return false;
        if (!watched_agree(world, resource, &watched, text, text_size)) return false;
        waiting += row_of(world, resource)->waiting;
    }
    return places_agree(world, waiting, watched, text, text_size);
}
