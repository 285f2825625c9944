#include "sim/engine/resource.h"

#include "sim/engine/distribution.h"
#include "sim/engine/random.h"
#include "sim/engine/resource_inline.h"
#include "tests/unit/one_resource.h"

#include <math.h>

static void a_class_is_served_first_in_first_out(void **state)
{
    (void)state;
    SimWorld *world = world_with(100);
    for (uint32_t entity = 1; entity <= 100; entity++) sim_resource_join(world, 1, 5, entity);
    for (uint32_t entity = 1; entity <= 100; entity++) expect_taken(world, entity);
    sim_world_free(world);
}

static void the_urgent_overtake_the_rest(void **state)
{
    (void)state;
    SimWorld *world = world_with(3);
    sim_resource_join(world, 1, 31, 1);
    sim_resource_join(world, 1, 4, 2);
    sim_resource_join(world, 1, 0, 3);
    expect_taken(world, 3);
    expect_taken(world, 2);
    expect_taken(world, 1);
    sim_world_free(world);
}

static void the_taken_say_where_and_since_when_they_waited(void **state)
{
    (void)state;
    SimWorld *world = world_with(1);
    wait_until(world, 70);
    sim_resource_join(world, 1, 2, 9);
    wait_until(world, 100);
    SimTaken taken;
    assert_true(sim_resource_take_next(world, 1, &taken));
    assert_int_equal(taken.entity, 9);
    assert_int_equal(taken.priority, 2);
    assert_int_equal(taken.since_s, 70);
    sim_world_free(world);
}

static void nobody_starts_without_a_free_server(void **state)
{
    (void)state;
    SimWorld *world = world_with(1);
    assert_true(sim_resource_take(world, 1));
    assert_false(sim_resource_take(world, 1));
    sim_resource_join(world, 1, 0, 1);
    expect_nobody_taken(world);
    sim_resource_release(world, 1);
    expect_taken(world, 1);
    sim_world_free(world);
}

static void servers_kept_back_serve_only_the_classes_below_the_limit(void **state)
{
    (void)state;
    SimWorld *world = world_with(5);
    SimTaken taken;
    sim_resource_join(world, 1, 3, 1);
    sim_resource_join(world, 1, 2, 2);
    assert_true(sim_resource_take_next_below(world, 1, 3, &taken));
    assert_int_equal(taken.entity, 2);
    assert_false(sim_resource_take_next_below(world, 1, 3, &taken));
    assert_false(sim_resource_take_next_below(world, 1, 0, &taken));
    assert_true(sim_resource_take_next_below(world, 1, SIM_CLASSES, &taken));
    sim_world_free(world);
}

static void whoever_leaves_is_passed_over_wherever_they_stood(void **state)
{
    (void)state;
    SimWorld *world = world_with(10);
    SimPlaceId place[7];
    for (uint32_t entity = 1; entity <= 6; entity++) place[entity] = sim_resource_join(world, 1, 1, entity);
    sim_resource_leave(world, 1, place[1]);
    sim_resource_leave(world, 1, place[3]);
    sim_resource_leave(world, 1, place[6]);
    assert_int_equal(sim_resource_waiting(world, 1), 3);
    assert_int_equal(sim_resource_waiting_in(world, 1, 1), 3);
    expect_taken(world, 2);
    expect_taken(world, 4);
    expect_taken(world, 5);
    expect_nobody_taken(world);
    sim_world_free(world);
}

static void expect_taken_with(SimWorld *world, uint32_t entity, uint32_t servers)
{
    SimTaken taken;
    assert_true(sim_resource_take_next(world, 1, &taken));
    assert_int_equal(taken.entity, entity);
    assert_int_equal(taken.servers, servers);
}

static void whoever_needs_several_servers_waits_until_exactly_so_many_are_free(void **state)
{
    (void)state;
    SimWorld *world = world_with(4);
    assert_true(sim_resource_take_many(world, 1, 3));
    sim_servers_join(world, sim_servers(world, 1), 0, 1, 3);
    expect_nobody_taken(world);
    sim_resource_release(world, 1);
    assert_int_equal(sim_resource_free(world, 1), 2);
    expect_nobody_taken(world);
    sim_resource_release(world, 1);
    expect_taken_with(world, 1, 3);
    assert_int_equal(sim_resource_busy(world, 1), 4);
    sim_resource_release_many(world, 1, 3);
    assert_int_equal(sim_resource_busy(world, 1), 1);
    sim_world_free(world);
}

static void nobody_overtakes_whoever_waits_for_several_servers(void **state)
{
    (void)state;
    SimWorld *world = world_with(3);
    SimTaken taken;
    sim_resource_take(world, 1);
    sim_servers_join(world, sim_servers(world, 1), 1, 1, 3);
    sim_resource_join(world, 1, 1, 2);
    sim_resource_join(world, 1, 2, 3);
    expect_nobody_taken(world);
    assert_false(sim_resource_take_next_below(world, 1, 2, &taken));
    sim_resource_join(world, 1, 0, 4);
    expect_taken_with(world, 4, 1);  // the more urgent is not behind
    expect_nobody_taken(world);
    sim_resource_release_many(world, 1, 2);
    expect_taken_with(world, 1, 3);
    expect_nobody_taken(world);
    sim_resource_release_many(world, 1, 3);
    expect_taken_with(world, 2, 1);
    expect_taken_with(world, 3, 1);
    sim_world_free(world);
}

static void when_the_blocked_leaves_the_next_can_start(void **state)
{
    (void)state;
    SimWorld *world = world_with(2);
    const SimPlaceId place = sim_servers_join(world, sim_servers(world, 1), 0, 1, 3);
    sim_servers_join(world, sim_servers(world, 1), 0, 2, 2);
    expect_nobody_taken(world);
    sim_resource_leave(world, 1, place);
    expect_taken_with(world, 2, 2);
    sim_world_free(world);
}

// Two are at work for one customer each; `needs` servers are waited for.
static SimWorld *world_with_two_at_work(uint32_t capacity, uint32_t needs)
{
    SimWorld *world = world_with(2);
    assert_true(sim_resource_take_many(world, 1, 2));
    sim_resource_set_capacity(world, 1, capacity);
    wait_until(world, 10);
    if (needs > 0) sim_servers_join(world, sim_servers(world, 1), 3, 7, needs);
    wait_until(world, 25);
    return world;
}

static bool hands_one_on(SimWorld *world, SimTaken *taken)
{
    return sim_servers_hand_on(world, sim_servers(world, 1), 1, taken);
}

static void a_server_handed_on_is_as_one_released_and_taken(void **state)
{
    (void)state;
    uint32_t table, row;
    SimTaken taken;
    SimWorld *world = world_with_two_at_work(2, 1), *twin = sim_world_fork(world);
    assert_true(hands_one_on(world, &taken));
    assert_int_equal(taken.entity, 7);
    assert_int_equal(taken.since_s, 10);
    sim_resource_release(twin, 1);
    expect_taken(twin, 7);
    assert_false(sim_world_first_difference(world, twin, &table, &row));
    sim_world_free(twin);
    sim_world_free(world);
}

static void no_server_is_handed_on_if_nobody_can_go_on_with_it(void **state)
{
    (void)state;
    static const struct {
        uint32_t capacity, needs;
    } cases[] = {{2, 0}, {2, 2}, {1, 1}};  // nobody waits; the next needs two; the server goes home
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint32_t table, row;
        SimTaken taken;
        SimWorld *world = world_with_two_at_work(cases[i].capacity, cases[i].needs), *before = sim_world_fork(world);
        assert_false(hands_one_on(world, &taken));
        assert_false(sim_world_first_difference(world, before, &table, &row));
        sim_world_free(before);
        sim_world_free(world);
    }
}

static void several_servers_start_together_or_not_at_all(void **state)
{
    (void)state;
    SimWorld *world = world_with(5);
    assert_false(sim_resource_take_many(world, 1, 6));
    assert_int_equal(sim_resource_busy(world, 1), 0);
    assert_true(sim_resource_take_many(world, 1, 5));
    assert_false(sim_resource_take_many(world, 1, 1));
    sim_resource_set_capacity(world, 1, 3);
    assert_int_equal(sim_resource_surplus(world, 1), 2);
    sim_resource_release_many(world, 1, 3);
    assert_int_equal(sim_resource_surplus(world, 1), 0);
    assert_false(sim_resource_take_many(world, 1, 2));
    assert_true(sim_resource_take_many(world, 1, 1));
    sim_world_free(world);
}

static void surplus_servers_finish_and_nobody_starts_meanwhile(void **state)
{
    (void)state;
    SimWorld *world = world_with(3);
    for (int i = 0; i < 3; i++) sim_resource_take(world, 1);
    sim_resource_join(world, 1, 0, 1);
    sim_resource_set_capacity(world, 1, 1);
    assert_int_equal(sim_resource_busy(world, 1), 3);
    assert_int_equal(sim_resource_free(world, 1), 0);
    sim_resource_release(world, 1);
    expect_nobody_taken(world);
    sim_resource_release(world, 1);
    expect_nobody_taken(world);
    sim_resource_release(world, 1);
    expect_taken(world, 1);
    sim_world_free(world);
}

static void a_capacity_of_zero_serves_nobody_and_loses_nobody(void **state)
{
    (void)state;
    SimWorld *world = world_with(1);
    sim_resource_set_capacity(world, 1, 0);
    sim_resource_join(world, 1, 0, 1);
    expect_nobody_taken(world);
    sim_resource_set_capacity(world, 1, 1);
    expect_taken(world, 1);
    sim_world_free(world);
}

// By hand: 2 servers on duty for 10 s, then 1; both at work from 4 s; one finishes at 16 s; one person waits from 7 s.
static void areas_are_exact_by_hand(void **state)
{
    (void)state;
    SimWorld *world = world_with(2);
    wait_until(world, 4);
    sim_resource_take(world, 1);
    sim_resource_take(world, 1);
    wait_until(world, 7);
    sim_resource_join(world, 1, 0, 1);
    wait_until(world, 10);
    sim_resource_set_capacity(world, 1, 1);
    wait_until(world, 16);
    sim_resource_release(world, 1);
    wait_until(world, 20);
    const SimAreas areas = sim_resource_areas(world, 1);
    assert_int_equal(areas.rostered_s, 2 * 10 + 1 * 10);
    assert_int_equal(areas.busy_s, 2 * 12 + 1 * 4);
    assert_int_equal(areas.overrun_s, 6);
    assert_int_equal(areas.waiting_s, 13);
    sim_world_free(world);
}

// By hand: three servers start at 10 s, two of them for one customer; the capacity falls to one at 20 s and to none at
// 25 s, and all have finished at 40 s.
static void areas_of_several_servers_and_surplus_are_exact_by_hand(void **state)
{
    (void)state;
    SimWorld *world = world_with(3);
    sim_servers_join(world, sim_servers(world, 1), 0, 1, 2);
    wait_until(world, 10);
    expect_taken(world, 1);
    sim_resource_take(world, 1);
    wait_until(world, 20);
    sim_resource_set_capacity(world, 1, 1);
    wait_until(world, 25);
    sim_resource_set_capacity(world, 1, 0);
    wait_until(world, 30);
    sim_resource_release_many(world, 1, 2);
    wait_until(world, 40);
    sim_resource_release(world, 1);
    wait_until(world, 50);
    const SimAreas areas = sim_resource_areas(world, 1);
    assert_int_equal(areas.rostered_s, 3 * 20 + 1 * 5);
    assert_int_equal(areas.busy_s, 3 * 20 + 1 * 10);
    assert_int_equal(areas.overrun_s, 2 * 5 + 3 * 5 + 1 * 10);
    assert_int_equal(areas.waiting_s, 10);
    sim_world_free(world);
}

static void a_resource_that_is_added_later_has_areas_from_then_on(void **state)
{
    (void)state;
    SimWorld *world = world_with(1);
    wait_until(world, 1000);
    const SimResourceId later = sim_resource_add(world, 7);
    wait_until(world, 1010);
    assert_int_equal(sim_resource_areas(world, later).rostered_s, 70);
    sim_world_free(world);
}

// The largest numbers there are: times fill 32 bits, capacities 31.
static void areas_hold_the_largest_capacity_for_the_longest_time(void **state)
{
    (void)state;
    SimWorld *world = world_with(SIM_CAPACITY_MOST);
    assert_true(sim_resource_take_many(world, 1, SIM_CAPACITY_MOST));
    wait_until(world, UINT32_MAX - 1);
    sim_resource_set_capacity(world, 1, 0);
    wait_until(world, UINT32_MAX);
    const SimAreas areas = sim_resource_areas(world, 1);
    assert_true(areas.rostered_s == (int64_t)(UINT32_MAX - 1) * SIM_CAPACITY_MOST);
    assert_true(areas.busy_s == (int64_t)UINT32_MAX * SIM_CAPACITY_MOST);
    assert_true(areas.overrun_s == SIM_CAPACITY_MOST);
    sim_world_free(world);
}

static void looking_at_the_areas_changes_nothing(void **state)
{
    (void)state;
    SimWorld *world = world_with(2);
    sim_resource_take(world, 1);
    wait_until(world, 100);
    SimWorld *copy = sim_world_fork(world);
    uint32_t table, row;
    assert_int_equal(sim_resource_areas(world, 1).busy_s, 100);
    assert_int_equal(sim_resource_areas(world, 1).busy_s, 100);
    assert_false(sim_world_first_difference(world, copy, &table, &row));
    sim_world_free(copy);
    sim_world_free(world);
}

static void areas_can_be_started_again(void **state)
{
    (void)state;
    SimWorld *world = world_with(2);
    sim_resource_take(world, 1);
    wait_until(world, 100);
    sim_resource_restart_areas_at(world, 1, sim_now(world));
    wait_until(world, 130);
    assert_int_equal(sim_resource_areas(world, 1).busy_s, 30);
    assert_int_equal(sim_resource_areas(world, 1).rostered_s, 60);
    sim_world_free(world);
}

static void a_walk_meets_a_class_from_its_head(void **state)
{
    (void)state;
    SimWorld *world = world_with(0);
    for (uint32_t entity = 1; entity <= 5; entity++) sim_resource_join(world, 1, entity % 2, entity);
    uint32_t entity = 0, met = 0;
    for (SimPlaceId place = 0; (place = sim_resource_walk(world, 1, 1, place, &entity));) met = 10 * met + entity;
    assert_int_equal(met, 135);
    assert_int_equal(sim_resource_walk(world, 1, 7, 0, &entity), 0);
    sim_world_free(world);
}

static void places_are_used_again(void **state)
{
    (void)state;
    SimWorld *world = world_with(1);
    for (uint32_t i = 1; i <= 1000; i++) {
        sim_resource_join(world, 1, i % SIM_CLASSES, i);
        expect_taken(world, i);
        sim_resource_unwatch(world, 1, sim_resource_watch(world, 1, i % SIM_CLASSES, i, 1));
        sim_resource_release(world, 1);
    }
    assert_true(world->tables[SIM_TABLE_PLACES].used <= 4);
    sim_world_free(world);
}

// Theory: one server, exponential arrivals and services.

enum { ARRIVES = 1, LEAVES, SERVICE_S = 6000, CUSTOMERS = 40000, WARM_UP = 4000, REPLICATIONS = 20 };

typedef struct {
    SimStream stream;
    SimDistribution gap_s, service_s;
    double urgent_share;  // join class 0, the others class 1
    double waited_s[2];
    uint32_t waited[2];
} Station;

static void schedule_arrival(SimWorld *world, const Station *station, uint32_t customer)
{
    const int64_t after_s = sim_variate_s(&station->gap_s, sim_draw(station->stream, customer, 0, 0).word[0]);
    sim_schedule(world,
                 (SimEvent){.time_s = sim_now(world) + after_s, .subject = customer, .kind = ARRIVES, .order = 5});
}

static void start_services(SimWorld *world, Station *station)
{
    SimTaken taken;
    while (sim_resource_take_next(world, 1, &taken)) {
        if (taken.entity > WARM_UP) {
            station->waited_s[taken.priority] += (double)(sim_now(world) - taken.since_s);
            station->waited[taken.priority]++;
        }
        const uint32_t word = sim_draw(station->stream, taken.entity, 0, 0).word[1];
        const SimTime end_s = sim_now(world) + sim_variate_s(&station->service_s, word);
        sim_schedule(world, (SimEvent){.time_s = end_s, .kind = LEAVES, .order = 4});
    }
}

static void run_station(Station *station)
{
    SimWorld *world = world_with(1);
    schedule_arrival(world, station, 1);
    SimEvent event;
    while (sim_next(world, INT64_MAX, &event)) {
        if (event.kind == ARRIVES) {
            const uint32_t word = sim_draw(station->stream, event.subject, 0, 0).word[2];
            sim_resource_join(world, 1, sim_happens(word, station->urgent_share) ? 0 : 1, event.subject);
            if (event.subject < CUSTOMERS) schedule_arrival(world, station, event.subject + 1);
        } else {
            sim_resource_release(world, 1);
        }
        start_services(world, station);
    }
    assert_int_equal(sim_resource_waiting(world, 1), 0);
    assert_int_equal(sim_resource_busy(world, 1), 0);
    sim_world_free(world);
}

// Mean waits of the classes, each within four standard errors (from the replications) of theory.
static void expect_mean_waits(double urgent_share, const double theory_s[2])
{
    SimTables *tables = sim_tables_new();
    double sum[2] = {0}, squares[2] = {0};
    for (uint32_t replication = 1; replication <= REPLICATIONS; replication++) {
        Station station = {
            .stream = sim_stream((SimKey){.seed = 11, .replication = replication}, 0, "station"),
            .gap_s = sim_distribution(tables, SIM_EXPONENTIAL, SERVICE_S / 0.8, 1),
            .service_s = sim_distribution(tables, SIM_EXPONENTIAL, SERVICE_S, 1),
            .urgent_share = urgent_share,
        };
        run_station(&station);
        for (int class = 0; class < 2; class ++) {
            const double mean_s = station.waited[class] ? station.waited_s[class] / station.waited[class] : 0;
            sum[class] += mean_s;
            squares[class] += mean_s * mean_s;
        }
    }
    for (int class = 0; class < 2; class ++) {
        const double mean_s = sum[class] / REPLICATIONS;
        const double variance = (squares[class] - REPLICATIONS * mean_s * mean_s) / (REPLICATIONS - 1);
        const double error_s = sqrt(fmax(variance, 0) / REPLICATIONS);
        if (theory_s[class] > 0)
            print_message("class %d: %.0f s, standard error %.0f, theory %.0f\n", class, mean_s, error_s,
                          theory_s[class]);
        assert_true(fabs(mean_s - theory_s[class]) <= 4 * error_s);
        assert_true(error_s <= 0.03 * theory_s[class]);
    }
    sim_tables_free(tables);
}

// M/M/1 at load 0.8: the mean wait is service x load / (1 - load) = 24,000 s (any queueing text).
static void mm1_mean_wait_matches_theory(void **state)
{
    (void)state;
    expect_mean_waits(0, (const double[]){0, SERVICE_S * 0.8 / 0.2});
}

// Two classes, no pre-emption (Cobham 1954): with R = load x service the urgent wait R / (1 - load of the urgent), the
// others R / ((1 - load of the urgent) (1 - load)).
static void two_classes_wait_as_cobham_says(void **state)
{
    (void)state;
    const double rest_s = 0.8 * SERVICE_S, urgent_load = 0.8 * 0.3;
    expect_mean_waits(0.3, (const double[]){rest_s / (1 - urgent_load), rest_s / (1 - urgent_load) / 0.2});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_class_is_served_first_in_first_out),
        cmocka_unit_test(the_urgent_overtake_the_rest),
        cmocka_unit_test(the_taken_say_where_and_since_when_they_waited),
        cmocka_unit_test(nobody_starts_without_a_free_server),
        cmocka_unit_test(servers_kept_back_serve_only_the_classes_below_the_limit),
        cmocka_unit_test(whoever_leaves_is_passed_over_wherever_they_stood),
        cmocka_unit_test(whoever_needs_several_servers_waits_until_exactly_so_many_are_free),
        cmocka_unit_test(nobody_overtakes_whoever_waits_for_several_servers),
        cmocka_unit_test(when_the_blocked_leaves_the_next_can_start),
        cmocka_unit_test(several_servers_start_together_or_not_at_all),
        cmocka_unit_test(a_server_handed_on_is_as_one_released_and_taken),
        cmocka_unit_test(no_server_is_handed_on_if_nobody_can_go_on_with_it),
        cmocka_unit_test(surplus_servers_finish_and_nobody_starts_meanwhile),
        cmocka_unit_test(a_capacity_of_zero_serves_nobody_and_loses_nobody),
        cmocka_unit_test(areas_are_exact_by_hand),
        cmocka_unit_test(areas_of_several_servers_and_surplus_are_exact_by_hand),
        cmocka_unit_test(a_resource_that_is_added_later_has_areas_from_then_on),
        cmocka_unit_test(areas_hold_the_largest_capacity_for_the_longest_time),
        cmocka_unit_test(looking_at_the_areas_changes_nothing),
        cmocka_unit_test(areas_can_be_started_again),
        cmocka_unit_test(a_walk_meets_a_class_from_its_head),
        cmocka_unit_test(places_are_used_again),
        cmocka_unit_test(mm1_mean_wait_matches_theory),
        cmocka_unit_test(two_classes_wait_as_cobham_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
