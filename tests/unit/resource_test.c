#include "sim/engine/resource.h"

#include "sim/engine/distribution.h"
#include "sim/engine/events.h"
#include "sim/engine/random.h"
#include "sim/engine/rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

static SimWorld *world_with(uint32_t capacity)
{
    SimWorld *world = sim_world_new();
    assert_int_equal(sim_resource_add(world, capacity), 1);
    return world;
}

static void wait_until(SimWorld *world, SimTime time_s)
{
    SimEvent event;
    assert_false(sim_next(world, time_s, &event));
}

static void expect_taken(SimWorld *world, uint32_t entity)
{
    SimTaken taken;
    assert_true(sim_resource_take_next(world, 1, &taken));
    assert_int_equal(taken.entity, entity);
}

static void expect_nobody_taken(SimWorld *world)
{
    SimTaken taken;
    assert_false(sim_resource_take_next(world, 1, &taken));
}

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
    sim_resource_restart_areas(world, 1);
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

static void the_audit_finds_a_person_lost_from_a_queue(void **state)
{
    (void)state;
    SimWorld *world = world_with(1);
    char text[200] = "";
    for (uint32_t entity = 1; entity <= 3; entity++) sim_resource_join(world, 1, 2, entity);
    assert_true(sim_resources_agree(world, text, sizeof text));
    SIM_ROW(world, SIM_TABLE_PLACES, SimPlaceRow, 2)->resource = 0;  // behind the resource's back
    assert_false(sim_resources_agree(world, text, sizeof text));
    assert_non_null(strstr(text, "3 are counted as waiting, 1 found"));
    sim_world_free(world);
}

// The naive model: all who wait, in order of joining.
enum { STEPS = 50000 };

typedef struct {
    struct {
        uint32_t entity, priority;
        SimPlaceId place;
    } at[STEPS];
    uint32_t count;
} NaiveQueue;

static void naive_remove(NaiveQueue *queue, uint32_t at)
{
    memmove(&queue->at[at], &queue->at[at + 1], (queue->count - at - 1) * sizeof queue->at[0]);
    queue->count--;
}

static uint32_t naive_first(const NaiveQueue *queue)
{
    uint32_t first = 0;
    for (uint32_t i = 1; i < queue->count; i++) {
        if (queue->at[i].priority < queue->at[first].priority) first = i;
    }
    return first;
}

static void join_both(SimWorld *world, NaiveQueue *queue, uint32_t priority, uint32_t entity)
{
    queue->at[queue->count].entity = entity;
    queue->at[queue->count].priority = priority;
    queue->at[queue->count++].place = sim_resource_join(world, 1, priority, entity);
}

static void take_from_both(SimWorld *world, NaiveQueue *queue)
{
    const uint32_t first = naive_first(queue);
    expect_taken(world, queue->at[first].entity);
    sim_resource_release(world, 1);
    naive_remove(queue, first);
}

static void any_mixture_of_joining_leaving_and_taking_agrees_with_a_naive_queue(void **state)
{
    (void)state;
    static NaiveQueue queue;
    queue.count = 0;
    SimWorld *world = world_with(1);
    const SimStream stream = sim_stream((SimKey){.seed = 5}, 0, "resource");
    char text[200];
    for (uint32_t step = 1; step <= STEPS; step++) {
        const SimWords words = sim_draw(stream, step, 0, 0);
        const uint32_t joins_of_8 = step / 5000 % 2 ? 3 : 5;
        if (queue.count == 0 || words.word[0] % 8 < joins_of_8) {
            join_both(world, &queue, words.word[1] % SIM_CLASSES, step);
        } else if (words.word[1] % 2) {
            take_from_both(world, &queue);
        } else {
            const uint32_t leaver = words.word[2] % queue.count;
            sim_resource_leave(world, 1, queue.at[leaver].place);
            naive_remove(&queue, leaver);
        }
        assert_int_equal(sim_resource_waiting(world, 1), queue.count);
        if (step % 1000 == 0) assert_true(sim_resources_agree(world, text, sizeof text));
    }
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
        cmocka_unit_test(surplus_servers_finish_and_nobody_starts_meanwhile),
        cmocka_unit_test(a_capacity_of_zero_serves_nobody_and_loses_nobody),
        cmocka_unit_test(areas_are_exact_by_hand),
        cmocka_unit_test(looking_at_the_areas_changes_nothing),
        cmocka_unit_test(areas_can_be_started_again),
        cmocka_unit_test(a_walk_meets_a_class_from_its_head),
        cmocka_unit_test(the_audit_finds_a_person_lost_from_a_queue),
        cmocka_unit_test(any_mixture_of_joining_leaving_and_taking_agrees_with_a_naive_queue),
        cmocka_unit_test(mm1_mean_wait_matches_theory),
        cmocka_unit_test(two_classes_wait_as_cobham_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
