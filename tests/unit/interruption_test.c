// Services that can be interrupted: returning to the head of a class, who is watched and who goes first, and the three
// rules on a fall of capacity as sim/engine/resource.h tells a model to carry them out.
#include "tests/unit/one_resource.h"

#include "sim/engine/random.h"
#include "sim/engine/resource_inline.h"

#include <string.h>

static void whoever_returns_stands_first_in_the_class_and_keeps_the_time(void **state)
{
    (void)state;
    SimWorld *world = world_with(5);
    SimTaken taken;
    wait_until(world, 50);
    sim_resource_join(world, 1, 3, 1);
    sim_resource_join(world, 1, 2, 2);
    sim_resource_return(world, 1, 3, 3, 2, 20);
    sim_resource_return(world, 1, 3, 4, 1, 50);
    sim_resource_join(world, 1, 3, 5);
    expect_taken(world, 2);  // the head of a class is behind the classes before it
    expect_taken(world, 4);
    assert_true(sim_resource_take_next(world, 1, &taken));
    assert_int_equal(taken.entity, 3);
    assert_int_equal(taken.servers, 2);
    assert_int_equal(taken.priority, 3);
    assert_int_equal(taken.since_s, 20);
    expect_taken(world, 1);
    expect_nobody_taken(world);
    sim_world_free(world);
}

static void whoever_returns_to_an_empty_class_is_both_ends_of_it(void **state)
{
    (void)state;
    SimWorld *world = world_with(0);
    char text[200];
    const SimPlaceId place = sim_resource_return(world, 1, 31, 1, 1, 0);
    sim_resource_join(world, 1, 31, 2);
    assert_true(sim_resources_agree(world, text, sizeof text));
    sim_resource_leave(world, 1, place);
    assert_true(sim_resources_agree(world, text, sizeof text));
    assert_int_equal(sim_resource_waiting_in(world, 1, 31), 1);
    sim_resource_set_capacity(world, 1, 1);
    expect_taken(world, 2);
    sim_world_free(world);
}

// Those who wait for service again wait from now on, whatever they say since when.
static void the_area_of_waiting_counts_from_the_return(void **state)
{
    (void)state;
    SimWorld *world = world_with(0);
    wait_until(world, 100);
    sim_resource_return(world, 1, 0, 1, 1, 10);
    wait_until(world, 130);
    assert_int_equal(sim_resource_areas(world, 1).waiting_s, 30);
    sim_world_free(world);
}

static void expect_last_watched(const SimWorld *world, uint32_t entity)
{
    SimTaken last;
    assert_int_not_equal(sim_resource_last_watched(world, 1, &last), 0);
    assert_int_equal(last.entity, entity);
}

static void of_the_watched_the_least_urgent_who_began_last_goes_first(void **state)
{
    (void)state;
    SimWorld *world = world_with(10);
    SimPlaceId place[6];
    sim_resource_take_many(world, 1, 6);
    place[1] = sim_resource_watch(world, 1, 4, 1, 1);
    wait_until(world, 10);
    place[2] = sim_resource_watch(world, 1, 4, 2, 2);
    place[3] = sim_resource_watch(world, 1, 4, 3, 1);  // in the same second: watched last
    place[4] = sim_resource_watch(world, 1, 2, 4, 1);
    wait_until(world, 20);
    place[5] = sim_resource_watch(world, 1, 0, 5, 1);
    static const uint32_t order[] = {3, 2, 1, 4, 5};
    SimTaken last;
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(sim_resource_last_watched(world, 1, &last), place[order[i]]);
        assert_int_equal(last.entity, order[i]);
        sim_resource_unwatch(world, 1, place[order[i]]);
    }
    assert_int_equal(sim_resource_last_watched(world, 1, &last), 0);
    sim_world_free(world);
}

static void the_watched_say_their_class_servers_and_when_they_began(void **state)
{
    (void)state;
    SimWorld *world = world_with(3);
    SimTaken last;
    wait_until(world, 77);
    sim_resource_take_many(world, 1, 3);
    sim_resource_watch(world, 1, 31, 9, 3);
    assert_int_not_equal(sim_resource_last_watched(world, 1, &last), 0);
    assert_int_equal(last.entity, 9);
    assert_int_equal(last.priority, 31);
    assert_int_equal(last.servers, 3);
    assert_int_equal(last.since_s, 77);
    sim_world_free(world);
}

static void only_the_less_urgent_give_way(void **state)
{
    (void)state;
    SimWorld *world = world_with(3);
    SimTaken last;
    sim_resource_take_many(world, 1, 3);
    sim_resource_watch(world, 1, 5, 1, 1);
    sim_resource_watch(world, 1, 3, 2, 1);
    assert_int_not_equal(sim_resource_last_watched_after(world, 1, 4, &last), 0);
    assert_int_equal(last.entity, 1);
    assert_int_equal(sim_resource_last_watched_after(world, 1, 5, &last), 0);
    assert_int_equal(sim_resource_last_watched_after(world, 1, 31, &last), 0);
    const SimPlaceId place = sim_resource_watch(world, 1, 31, 3, 1);
    assert_int_equal(sim_resource_last_watched_after(world, 1, 30, &last), place);
    assert_int_equal(sim_resource_last_watched_after(world, 1, 0, &last), place);
    sim_world_free(world);
}

static void the_watched_can_be_taken_off_in_any_order(void **state)
{
    (void)state;
    static const uint32_t orders[6][3] = {{1, 2, 3}, {1, 3, 2}, {2, 1, 3}, {2, 3, 1}, {3, 1, 2}, {3, 2, 1}};
    char text[200];
    for (size_t order = 0; order < 6; order++) {
        SimWorld *world = world_with(3);
        SimPlaceId place[4];
        sim_resource_take_many(world, 1, 3);
        for (uint32_t entity = 1; entity <= 3; entity++) place[entity] = sim_resource_watch(world, 1, 7, entity, 1);
        for (size_t i = 0; i < 3; i++) {
            sim_resource_unwatch(world, 1, place[orders[order][i]]);
            assert_true(sim_resources_agree(world, text, sizeof text));
            if (i == 0) expect_last_watched(world, orders[order][0] == 3 ? 2 : 3);
            if (i == 1) expect_last_watched(world, orders[order][2]);
        }
        sim_world_free(world);
    }
}

static void watching_changes_neither_counts_nor_areas(void **state)
{
    (void)state;
    SimWorld *world = world_with(2);
    sim_resource_take(world, 1);
    const SimPlaceId place = sim_resource_watch(world, 1, 0, 1, 1);
    assert_int_equal(sim_resource_busy(world, 1), 1);
    assert_int_equal(sim_resource_waiting(world, 1), 0);
    wait_until(world, 10);
    sim_resource_unwatch(world, 1, place);
    assert_int_equal(sim_resource_busy(world, 1), 1);
    const SimAreas areas = sim_resource_areas(world, 1);
    assert_int_equal(areas.busy_s, 10);
    assert_int_equal(areas.waiting_s, 0);
    sim_world_free(world);
}

// A station that follows the header's words.

enum { CUSTOMERS_MOST = 400, ENDS = 1 };

typedef struct {
    uint32_t priority, servers;
    SimTime joined_s, left_s;  // left_s: what is left of the service
    SimTime ends_s, done_s;
    SimPlaceId place;
    uint32_t stamp;
    uint32_t interruptions;
} Customer;

typedef struct {
    SimWorld *world;
    enum SimFall fall;
    Customer customer[CUSTOMERS_MOST + 1];
} Station;

static void open_station(Station *station, enum SimFall fall, uint32_t capacity)
{
    memset(station, 0, sizeof *station);
    station->fall = fall;
    station->world = world_with(capacity);
}

static void start_service(Station *station, uint32_t entity)
{
    Customer *customer = &station->customer[entity];
    customer->ends_s = sim_now(station->world) + customer->left_s;
    customer->place = sim_resource_watch(station->world, 1, customer->priority, entity, customer->servers);
    sim_schedule(station->world, (SimEvent){.time_s = customer->ends_s,
                                            .subject = entity,
                                            .stamp = customer->stamp,
                                            .kind = ENDS,
                                            .order = SIM_COMPLETION});
}

static void start_whoever_can(Station *station)
{
    SimTaken taken;
    while (sim_resource_take_next(station->world, 1, &taken)) start_service(station, taken.entity);
}

static void arrive(Station *station, uint32_t entity, uint32_t priority, uint32_t servers, SimTime service_s)
{
    station->customer[entity] =
        (Customer){.priority = priority, .servers = servers, .joined_s = sim_now(station->world), .left_s = service_s};
    sim_servers_join(station->world, sim_servers(station->world, 1), priority, entity, servers);
    start_whoever_can(station);
}

static void end_service(Station *station, uint32_t entity)
{
    Customer *customer = &station->customer[entity];
    sim_resource_unwatch(station->world, 1, customer->place);
    sim_resource_release_many(station->world, 1, customer->servers);
    customer->left_s = 0;
    customer->done_s = sim_now(station->world);
    start_whoever_can(station);
}

static void take_off(Station *station, uint32_t entity)
{
    Customer *customer = &station->customer[entity];
    sim_resource_unwatch(station->world, 1, customer->place);
    sim_resource_release_many(station->world, 1, customer->servers);
    customer->left_s = customer->ends_s - sim_now(station->world);
    customer->stamp++;
    customer->interruptions++;
    customer->place =
        sim_resource_return(station->world, 1, customer->priority, entity, customer->servers, customer->joined_s);
}

static void go_on_at_once(Station *station, uint32_t entity)
{
    if (!sim_resource_take_many(station->world, 1, station->customer[entity].servers)) return;
    sim_resource_leave(station->world, 1, station->customer[entity].place);
    start_service(station, entity);
}

static void change_capacity(Station *station, uint32_t capacity)
{
    uint32_t taken_off[CUSTOMERS_MOST], count = 0;
    SimTaken last;
    sim_resource_set_capacity(station->world, 1, capacity);
    while (station->fall != SIM_FALL_FINISH && sim_resource_surplus(station->world, 1) > 0) {
        assert_int_not_equal(sim_resource_last_watched(station->world, 1, &last), 0);
        take_off(station, last.entity);
        taken_off[count++] = last.entity;
    }
    while (station->fall == SIM_FALL_HAND_OVER && count > 0) go_on_at_once(station, taken_off[--count]);
    start_whoever_can(station);
}

static void run_station(Station *station, SimTime until_s)
{
    SimEvent event;
    while (sim_next(station->world, until_s, &event)) {
        if (event.stamp == station->customer[event.subject].stamp) end_service(station, event.subject);
    }
}

static void close_station(Station *station)
{
    char text[200];
    assert_true(sim_resources_agree(station->world, text, sizeof text));
    sim_world_free(station->world);
}

static const enum SimFall FALLS[] = {SIM_FALL_FINISH, SIM_FALL_HAND_OVER, SIM_FALL_INTERRUPT};

// Two are in service, one waits; nobody is on duty from 40 s to 130 s.
static void run_to_zero_and_back(Station *station, enum SimFall fall)
{
    open_station(station, fall, 2);
    for (uint32_t entity = 1; entity <= 3; entity++) arrive(station, entity, 0, 1, 100);
    run_station(station, 40);
    change_capacity(station, 0);
    run_station(station, 130);
    change_capacity(station, 2);
    run_station(station, 1000);
}

static void finishing_servers_end_their_services_at_a_capacity_of_zero(void **state)
{
    (void)state;
    static Station station;
    run_to_zero_and_back(&station, SIM_FALL_FINISH);
    assert_int_equal(station.customer[1].done_s, 100);
    assert_int_equal(station.customer[2].done_s, 100);
    assert_int_equal(station.customer[3].done_s, 130 + 100);
    const SimAreas areas = sim_resource_areas(station.world, 1);
    assert_int_equal(areas.busy_s, 300);
    assert_int_equal(areas.overrun_s, 2 * 60);
    assert_int_equal(areas.rostered_s, 2 * 40 + 2 * 870);
    assert_int_equal(areas.waiting_s, 130);
    close_station(&station);
}

static void interrupted_services_go_on_where_they_stopped(void **state)
{
    (void)state;
    static Station station;
    for (size_t i = 1; i < 3; i++) {
        run_to_zero_and_back(&station, FALLS[i]);
        assert_int_equal(station.customer[1].done_s, 130 + 60);
        assert_int_equal(station.customer[2].done_s, 130 + 60);
        assert_int_equal(station.customer[3].done_s, 190 + 100);
        const SimAreas areas = sim_resource_areas(station.world, 1);
        assert_int_equal(areas.busy_s, 300);
        assert_int_equal(areas.overrun_s, 0);
        assert_int_equal(areas.waiting_s, 40 + 3 * 90 + 60);
        close_station(&station);
    }
}

static void free_servers_leave_first(void **state)
{
    (void)state;
    static Station station;
    for (size_t i = 0; i < 3; i++) {
        open_station(&station, FALLS[i], 3);
        arrive(&station, 1, 0, 2, 100);
        run_station(&station, 50);
        change_capacity(&station, 2);
        assert_int_equal(sim_resource_surplus(station.world, 1), 0);
        run_station(&station, 200);
        assert_int_equal(station.customer[1].done_s, 100);
        assert_int_equal(station.customer[1].interruptions, 0);
        close_station(&station);
    }
}

static void a_fall_takes_off_the_least_urgent_and_of_those_the_last_begun(void **state)
{
    (void)state;
    static Station station;
    open_station(&station, SIM_FALL_INTERRUPT, 4);
    arrive(&station, 1, 2, 1, 100);
    run_station(&station, 10);
    arrive(&station, 2, 2, 1, 100);
    arrive(&station, 3, 2, 1, 100);
    run_station(&station, 20);
    arrive(&station, 4, 1, 1, 100);
    change_capacity(&station, 2);
    static const uint32_t expected[] = {0, 0, 1, 1, 0};
    for (uint32_t entity = 1; entity <= 4; entity++)
        assert_int_equal(station.customer[entity].interruptions, expected[entity]);
    change_capacity(&station, 0);
    change_capacity(&station, 1);
    assert_int_not_equal(station.customer[4].ends_s, 0);
    run_station(&station, 1000);
    assert_int_equal(station.customer[4].done_s, 120);
    assert_int_equal(station.customer[1].done_s, 120 + 80);
    assert_int_equal(station.customer[2].done_s, 200 + 90);
    assert_int_equal(station.customer[3].done_s, 290 + 90);
    close_station(&station);
}

// One with three servers, then one with one; the capacity falls from four to two at 20 s and is four again at 100 s.
static void run_mixed_fall(Station *station, enum SimFall fall)
{
    open_station(station, fall, 4);
    arrive(station, 1, 0, 3, 50);
    run_station(station, 10);
    arrive(station, 2, 0, 1, 50);
    run_station(station, 20);
    change_capacity(station, 2);
    run_station(station, 100);
    change_capacity(station, 4);
    run_station(station, 1000);
}

static void handing_over_uses_servers_that_a_larger_customer_leaves_free(void **state)
{
    (void)state;
    static Station station;
    run_mixed_fall(&station, SIM_FALL_HAND_OVER);
    assert_int_equal(station.customer[2].done_s, 60);
    assert_int_equal(station.customer[1].done_s, 100 + 30);
    close_station(&station);
    run_mixed_fall(&station, SIM_FALL_INTERRUPT);
    assert_int_equal(station.customer[2].done_s, 100 + 40);  // nobody overtakes the first of the class
    assert_int_equal(station.customer[1].done_s, 100 + 30);
    close_station(&station);
    run_mixed_fall(&station, SIM_FALL_FINISH);
    assert_int_equal(station.customer[2].done_s, 60);
    assert_int_equal(station.customer[1].done_s, 50);
    close_station(&station);
}

// Customers at random, and a capacity that changes at random, often to nothing, and is 6 in the end.
static int64_t run_at_random(Station *station, enum SimFall fall, uint32_t servers_most)
{
    const SimStream stream = sim_stream((SimKey){.seed = 21}, 0, "station");
    int64_t work_s = 0;
    open_station(station, fall, 6);
    for (uint32_t entity = 1; entity <= CUSTOMERS_MOST; entity++) {
        const SimWords words = sim_draw(stream, entity, 0, 0), more = sim_draw(stream, entity, 1, 0);
        const uint32_t servers = 1 + words.word[0] % servers_most;
        const SimTime service_s = 1 + words.word[1] % 200;
        arrive(station, entity, words.word[2] % 3, servers, service_s);
        work_s += servers * service_s;
        run_station(station, sim_now(station->world) + words.word[3] % 60);
        if (more.word[0] % 4 == 0) change_capacity(station, more.word[1] % 2 ? more.word[2] % 7 : 0);
    }
    change_capacity(station, 6);
    run_station(station, sim_now(station->world) + work_s);
    return work_s;
}

static void no_customer_and_no_second_of_work_is_lost_under_any_rule(void **state)
{
    (void)state;
    static Station station;
    for (size_t i = 0; i < 3; i++) {
        const int64_t work_s = run_at_random(&station, FALLS[i], 3);
        uint32_t interruptions = 0;
        for (uint32_t entity = 1; entity <= CUSTOMERS_MOST; entity++) {
            assert_true(station.customer[entity].done_s > 0);
            interruptions += station.customer[entity].interruptions;
        }
        const SimAreas areas = sim_resource_areas(station.world, 1);
        assert_int_equal(areas.busy_s, work_s);
        assert_true(areas.busy_s <= areas.rostered_s + areas.overrun_s);
        assert_true((areas.overrun_s > 0) == (FALLS[i] == SIM_FALL_FINISH));
        assert_true((interruptions > 0) == (FALLS[i] != SIM_FALL_FINISH));
        close_station(&station);
    }
}

static void with_one_server_each_nothing_tells_hand_over_from_interrupt(void **state)
{
    (void)state;
    static Station handed_over, interrupted;
    uint32_t table, row;
    run_at_random(&handed_over, SIM_FALL_HAND_OVER, 1);
    run_at_random(&interrupted, SIM_FALL_INTERRUPT, 1);
    assert_false(sim_world_first_difference(handed_over.world, interrupted.world, &table, &row));
    for (uint32_t entity = 1; entity <= CUSTOMERS_MOST; entity++)
        assert_int_equal(handed_over.customer[entity].done_s, interrupted.customer[entity].done_s);
    close_station(&handed_over);
    close_station(&interrupted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whoever_returns_stands_first_in_the_class_and_keeps_the_time),
        cmocka_unit_test(whoever_returns_to_an_empty_class_is_both_ends_of_it),
        cmocka_unit_test(the_area_of_waiting_counts_from_the_return),
        cmocka_unit_test(of_the_watched_the_least_urgent_who_began_last_goes_first),
        cmocka_unit_test(the_watched_say_their_class_servers_and_when_they_began),
        cmocka_unit_test(only_the_less_urgent_give_way),
        cmocka_unit_test(the_watched_can_be_taken_off_in_any_order),
        cmocka_unit_test(watching_changes_neither_counts_nor_areas),
        cmocka_unit_test(finishing_servers_end_their_services_at_a_capacity_of_zero),
        cmocka_unit_test(interrupted_services_go_on_where_they_stopped),
        cmocka_unit_test(free_servers_leave_first),
        cmocka_unit_test(a_fall_takes_off_the_least_urgent_and_of_those_the_last_begun),
        cmocka_unit_test(handing_over_uses_servers_that_a_larger_customer_leaves_free),
        cmocka_unit_test(no_customer_and_no_second_of_work_is_lost_under_any_rule),
        cmocka_unit_test(with_one_server_each_nothing_tells_hand_over_from_interrupt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
