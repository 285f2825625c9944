// Whatever is spoilt in a queue or in the list of the watched, the audit finds it.
#include "sim/engine/resource.h"
#include "sim/engine/rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

// Two wait in class 2, one in class 5, two of class 4 and one of class 6 are in service: places 1 to 6 in this order.
static SimWorld *world_in_order(void)
{
    SimWorld *world = sim_world_new();
    sim_resource_add(world, 4);
    char text[200];
    sim_resource_take_many(world, 1, 4);
    sim_resource_join(world, 1, 2, 1);
    sim_resource_join(world, 1, 2, 2);
    sim_resource_join(world, 1, 5, 3);
    sim_resource_watch(world, 1, 4, 4, 1);
    sim_resource_watch(world, 1, 4, 5, 2);
    sim_resource_watch(world, 1, 6, 6, 1);
    assert_true(sim_resources_agree(world, text, sizeof text));
    return world;
}

static SimPlaceRow *place(const SimWorld *world, SimPlaceId id)
{
    return SIM_ROW(world, SIM_TABLE_PLACES, SimPlaceRow, id);
}

static SimResourceRow *first_resource(const SimWorld *world)
{
    return SIM_ROW(world, SIM_TABLE_RESOURCES, SimResourceRow, 1);
}

static void expect_found(SimWorld *world, const char *message)
{
    char text[200] = "";
    assert_false(sim_resources_agree(world, text, sizeof text));
    if (!strstr(text, message)) fail_msg("'%s' does not say '%s'", text, message);
    sim_world_free(world);
}

static void the_audit_finds_a_person_lost_from_a_queue(void **state)
{
    (void)state;
    SimWorld *world = world_in_order();
    place(world, 2)->resource = 0;
    expect_found(world, "class 2: 2 are counted as waiting, 1 found");
    world = world_in_order();
    place(world, 1)->next = 0;
    expect_found(world, "class 2: 2 are counted as waiting, 1 found");
    world = world_in_order();
    first_resource(world)->classes[5].first = 0;
    expect_found(world, "class 5: 1 are counted as waiting, 0 found");
    world = world_in_order();
    place(world, 2)->previous = 2;
    expect_found(world, "class 2");
    world = world_in_order();
    place(world, 2)->next = 1000000;  // out of the table
    expect_found(world, "class 2: 2 are counted as waiting, 2 found in the queue before it breaks");
    world = world_in_order();
    place(world, 2)->next = 1;  // round and round
    expect_found(world, "class 2");
    world = world_in_order();
    first_resource(world)->classes[2].last = 1;
    expect_found(world, "class 2");
}

static void the_audit_finds_people_of_another_class_or_without_need(void **state)
{
    (void)state;
    SimWorld *world = world_in_order();
    place(world, 3)->priority = 4;
    expect_found(world, "class 5: 1 are counted as waiting, 0 found");
    world = world_in_order();
    place(world, 3)->servers = 0;
    expect_found(world, "class 5: 1 are counted as waiting, 0 found");
}

static void the_audit_finds_wrong_counts_of_those_who_wait(void **state)
{
    (void)state;
    SimWorld *world = world_in_order();
    first_resource(world)->waiting++;
    expect_found(world, "4 are counted as waiting, 3 found");
    world = world_in_order();
    first_resource(world)->occupied &= ~(1u << 5);
    expect_found(world, "class 5");
    world = world_in_order();
    first_resource(world)->occupied |= 1u << 31;
    expect_found(world, "class 31");
}

static void the_audit_finds_errors_in_the_list_of_the_watched(void **state)
{
    (void)state;
    SimWorld *world = world_in_order();
    place(world, 4)->resource = 0;
    expect_found(world, "class 4: the list of those who can be interrupted breaks after 1");
    world = world_in_order();
    place(world, 4)->next = 0;
    expect_found(world, "class 4: the list of those who can be interrupted breaks after 1");
    world = world_in_order();
    place(world, 6)->kind = SIM_PLACE_WAITS;
    expect_found(world, "class 6: the list of those who can be interrupted breaks after 0");
    world = world_in_order();
    place(world, 4)->since_s = 1;  // after the one behind
    expect_found(world, "class 4");
    world = world_in_order();
    first_resource(world)->watched &= ~(1u << 6);
    expect_found(world, "class 6");
}

static void the_audit_finds_more_servers_watched_than_work(void **state)
{
    (void)state;
    SimWorld *world = world_in_order();
    first_resource(world)->busy--;
    expect_found(world, "3 servers are at work, but those who can be interrupted hold 4");
}

static void the_audit_finds_places_that_nobody_stands_in(void **state)
{
    (void)state;
    SimWorld *world = world_in_order();
    place(world, 4)->previous = 0;
    place(world, 5)->previous = 0;  // class 4 forgets the first of its watched
    expect_found(world, "6 places are held, but 3 people wait and 2 can be interrupted");
    world = world_in_order();
    world->tables[SIM_TABLE_PLACES].first_free = 0;
    expect_found(world, "7 places are held");
    world = world_in_order();
    world->tables[SIM_TABLE_PLACES].first_free = 3;  // held by somebody
    expect_found(world, "the list of free places in queues is broken");
    world = world_in_order();
    place(world, 7)->next = 7;  // the only free place, round and round
    expect_found(world, "the list of free places in queues is broken");
    world = world_in_order();
    place(world, 0)->previous = 2;
    expect_found(world, "linked to nobody's row");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_audit_finds_a_person_lost_from_a_queue),
        cmocka_unit_test(the_audit_finds_people_of_another_class_or_without_need),
        cmocka_unit_test(the_audit_finds_wrong_counts_of_those_who_wait),
        cmocka_unit_test(the_audit_finds_errors_in_the_list_of_the_watched),
        cmocka_unit_test(the_audit_finds_more_servers_watched_than_work),
        cmocka_unit_test(the_audit_finds_places_that_nobody_stands_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
