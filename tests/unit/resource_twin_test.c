// A slow twin of a resource: one array of those who wait, one of those in service, and areas that grow second by
// second. Whatever is done to both, in any order, they agree.
#include "sim/engine/events.h"
#include "sim/engine/random.h"
#include "sim/engine/resource_inline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

enum { STEPS = 60000, CROWD = 300 };

typedef struct {
    uint32_t entity, priority, servers;
    SimTime since_s;
    SimPlaceId place;  // in service: 0 if not watched
} Person;

typedef struct {
    SimWorld *world;
    Person waits[CROWD], served[CROWD];  // of a class, who stands further left goes first; served: in order of watching
    uint32_t waiting, serving;
    uint32_t capacity, busy;
    SimAreas areas;
} Twin;

static Person remove_person(Person *people, uint32_t *count, uint32_t at)
{
    const Person person = people[at];
    memmove(&people[at], &people[at + 1], (*count - at - 1) * sizeof *people);
    --*count;
    return person;
}

static void twin_waits_until(Twin *twin, SimTime time_s)
{
    SimEvent event;
    while (sim_now(twin->world) < time_s) {
        assert_false(sim_next(twin->world, sim_now(twin->world) + 1, &event));
        twin->areas.rostered_s += twin->capacity;
        twin->areas.busy_s += twin->busy;
        twin->areas.overrun_s += twin->busy > twin->capacity ? twin->busy - twin->capacity : 0;
        twin->areas.waiting_s += twin->waiting;
    }
}

static void twin_joins(Twin *twin, uint32_t entity, uint32_t priority, uint32_t servers)
{
    if (twin->waiting == CROWD) return;
    twin->waits[twin->waiting++] = (Person){
        .entity = entity,
        .priority = priority,
        .servers = servers,
        .since_s = sim_now(twin->world),
        .place = servers == 1 ? sim_resource_join(twin->world, 1, priority, entity)
                              : sim_servers_join(twin->world, sim_servers(twin->world, 1), priority, entity, servers),
    };
}

static void twin_leaves(Twin *twin, uint32_t word)
{
    if (twin->waiting == 0) return;
    const Person person = remove_person(twin->waits, &twin->waiting, word % twin->waiting);
    sim_resource_leave(twin->world, 1, person.place);
}

static uint32_t first_below(const Twin *twin, uint32_t priority_limit)
{
    uint32_t first = twin->waiting;
    for (uint32_t i = twin->waiting; i-- > 0;) {
        if (twin->waits[i].priority >= priority_limit) continue;
        if (first == twin->waiting || twin->waits[i].priority <= twin->waits[first].priority) first = i;
    }
    return first;
}

static void expect_same(const Person *person, const SimTaken *taken)
{
    assert_int_equal(taken->entity, person->entity);
    assert_int_equal(taken->priority, person->priority);
    assert_int_equal(taken->servers, person->servers);
    assert_int_equal(taken->since_s, person->since_s);
}

static void twin_takes(Twin *twin, uint32_t priority_limit)
{
    const uint32_t first = first_below(twin, priority_limit);
    const bool can = first < twin->waiting && twin->busy + twin->waits[first].servers <= twin->capacity;
    SimTaken taken;
    const bool does = priority_limit >= SIM_CLASSES
                          ? sim_resource_take_next(twin->world, 1, &taken)
                          : sim_resource_take_next_below(twin->world, 1, priority_limit, &taken);
    assert_int_equal(can, does);
    if (!can) return;
    Person person = remove_person(twin->waits, &twin->waiting, first);
    expect_same(&person, &taken);
    twin->busy += person.servers;
    person.place = 0;
    twin->served[twin->serving++] = person;
}

static void twin_takes_directly(Twin *twin, uint32_t entity, uint32_t servers)
{
    const bool can = twin->busy + servers <= twin->capacity;
    assert_int_equal(can, sim_resource_take_many(twin->world, 1, servers));
    if (!can) return;
    twin->busy += servers;
    twin->served[twin->serving++] = (Person){.entity = entity, .priority = entity % SIM_CLASSES, .servers = servers};
}

static Person twin_stops(Twin *twin, uint32_t at)
{
    const Person person = remove_person(twin->served, &twin->serving, at);
    if (person.place) sim_resource_unwatch(twin->world, 1, person.place);
    sim_resource_release_many(twin->world, 1, person.servers);
    twin->busy -= person.servers;
    return person;
}

static void twin_watches(Twin *twin, uint32_t word)
{
    if (twin->serving == 0) return;
    const uint32_t at = word % twin->serving;
    if (twin->served[at].place) return;
    Person person = remove_person(twin->served, &twin->serving, at);
    person.since_s = sim_now(twin->world);
    person.place = sim_resource_watch(twin->world, 1, person.priority, person.entity, person.servers);
    twin->served[twin->serving++] = person;
}

static uint32_t last_watched_from(const Twin *twin, uint32_t least)
{
    uint32_t last = twin->serving;
    for (uint32_t i = 0; i < twin->serving; i++) {
        if (!twin->served[i].place || twin->served[i].priority < least) continue;
        if (last == twin->serving || twin->served[i].priority >= twin->served[last].priority) last = i;
    }
    return last;
}

static void twin_interrupts(Twin *twin, uint32_t least)
{
    const uint32_t at = last_watched_from(twin, least);
    SimTaken last;
    const SimPlaceId place = least == 0 ? sim_resource_last_watched(twin->world, 1, &last)
                                        : sim_resource_last_watched_after(twin->world, 1, least - 1, &last);
    assert_int_equal(place, at < twin->serving ? twin->served[at].place : 0);
    if (!place) return;
    expect_same(&twin->served[at], &last);
    Person person = twin_stops(twin, at);
    if (twin->waiting == CROWD) return;
    person.since_s /= 2;
    person.place = sim_resource_return(twin->world, 1, person.priority, person.entity, person.servers, person.since_s);
    memmove(&twin->waits[1], twin->waits, twin->waiting++ * sizeof twin->waits[0]);
    twin->waits[0] = person;
}

static void twin_does_something(Twin *twin, uint32_t step, SimWords words)
{
    const uint32_t what = words.word[0] % 16, servers = words.word[1] % 4 ? 1 : 1 + words.word[1] / 4 % 3;
    if (what < 4) twin_joins(twin, step, words.word[2] % SIM_CLASSES, servers);
    if (what == 4) twin_leaves(twin, words.word[2]);
    if (what == 5 || what == 6) twin_takes(twin, SIM_CLASSES);
    if (what == 7) twin_takes(twin, words.word[2] % (SIM_CLASSES + 2));
    if (what == 8) twin_takes_directly(twin, step, servers);
    if ((what == 9 || what == 10) && twin->serving > 0) twin_stops(twin, words.word[2] % twin->serving);
    if (what == 11 || what == 12 || what == 13) twin_watches(twin, words.word[2]);
    if (what == 14) twin_interrupts(twin, words.word[2] % (SIM_CLASSES + 1));
    if (what == 15) sim_resource_set_capacity(twin->world, 1, twin->capacity = words.word[2] % 12);
}

static void expect_same_counts(const Twin *twin)
{
    const uint32_t busy = twin->busy, capacity = twin->capacity;
    assert_int_equal(sim_resource_waiting(twin->world, 1), twin->waiting);
    assert_int_equal(sim_resource_busy(twin->world, 1), busy);
    assert_int_equal(sim_resource_free(twin->world, 1), capacity > busy ? capacity - busy : 0);
    assert_int_equal(sim_resource_surplus(twin->world, 1), busy > capacity ? busy - capacity : 0);
    const SimAreas areas = sim_resource_areas(twin->world, 1);
    assert_memory_equal(&areas, &twin->areas, sizeof areas);
}

static void any_mixture_of_everything_agrees_with_a_slow_twin(void **state)
{
    (void)state;
    static Twin twin;
    twin = (Twin){.world = sim_world_new(), .capacity = 6};
    sim_resource_add(twin.world, 6);
    const SimStream stream = sim_stream((SimKey){.seed = 8}, 0, "twin");
    char text[200];
    for (uint32_t step = 1; step <= STEPS; step++) {
        const SimWords words = sim_draw(stream, step, 0, 0);
        twin_does_something(&twin, step, words);
        if (words.word[3] % 4 == 0) twin_waits_until(&twin, sim_now(twin.world) + words.word[3] / 4 % 5);
        expect_same_counts(&twin);
        if (step % 500 == 0) assert_true(sim_resources_agree(twin.world, text, sizeof text));
        if (step == STEPS / 2) {
            sim_resource_restart_areas_at(twin.world, 1, sim_now(twin.world));
            twin.areas = (SimAreas){0};
        }
    }
    sim_world_free(twin.world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_mixture_of_everything_agrees_with_a_slow_twin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
