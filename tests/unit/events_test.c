#include "sim/engine/events.h"
#include "sim/engine/heap.h"

#include "sim/engine/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

static void schedule(SimWorld *world, SimTime time_s, enum SimOrder order, uint32_t subject)
{
    sim_schedule(world, (SimEvent){.time_s = time_s, .order = (uint8_t)order, .subject = subject});
}

static void expect_next(SimWorld *world, SimTime time_s, uint32_t subject)
{
    SimEvent event;
    assert_true(sim_next(world, INT64_MAX, &event));
    assert_int_equal(event.time_s, time_s);
    assert_int_equal(event.subject, subject);
    assert_int_equal(sim_now(world), time_s);
}

static void the_earliest_comes_first(void **state)
{
    (void)state;
    SimWorld *world = sim_world_new();
    schedule(world, 30, SIM_ARRIVAL, 3);
    schedule(world, 10, SIM_ARRIVAL, 1);
    schedule(world, 20, SIM_ARRIVAL, 2);
    for (uint32_t subject = 1; subject <= 3; subject++) expect_next(world, 10 * subject, subject);
    sim_world_free(world);
}

static void within_a_second_the_class_decides(void **state)
{
    (void)state;
    enum { LAST_CLASS = 7 };
    SimWorld *world = sim_world_new();
    for (uint32_t order = LAST_CLASS; order >= 1; order--) schedule(world, 5, order, order);
    for (uint32_t order = 1; order <= LAST_CLASS; order++) expect_next(world, 5, order);
    sim_world_free(world);
}

static void within_a_class_the_first_scheduled_comes_first(void **state)
{
    (void)state;
    SimWorld *world = sim_world_new();
    for (uint32_t subject = 1; subject <= 1000; subject++) schedule(world, 5, SIM_COMPLETION, subject);
    for (uint32_t subject = 1; subject <= 1000; subject++) expect_next(world, 5, subject);
    sim_world_free(world);
}

static void what_was_scheduled_is_what_is_delivered(void **state)
{
    (void)state;
    SimWorld *world = sim_world_new();
    sim_schedule(world,
                 (SimEvent){.time_s = UINT32_MAX, .subject = UINT32_MAX, .stamp = 0xffffff, .kind = 255, .order = 6});
    SimEvent event;
    assert_true(sim_next(world, INT64_MAX, &event));
    assert_int_equal(event.time_s, UINT32_MAX);
    assert_int_equal(event.subject, UINT32_MAX);
    assert_int_equal(event.stamp, 0xffffff);
    assert_int_equal(event.kind, 255);
    assert_int_equal(event.order, 6);
    sim_world_free(world);
}

static void an_event_at_the_limit_waits_for_the_next_run(void **state)
{
    (void)state;
    SimWorld *world = sim_world_new();
    SimEvent event;
    schedule(world, 10, SIM_CAPACITY, 1);
    assert_false(sim_next(world, 10, &event));
    assert_int_equal(sim_now(world), 10);
    assert_true(sim_next(world, 11, &event));
    sim_world_free(world);
}

static void the_clock_stands_at_the_limit_and_never_goes_back(void **state)
{
    (void)state;
    SimWorld *world = sim_world_new();
    SimEvent event;
    assert_false(sim_next(world, 100, &event));
    assert_int_equal(sim_now(world), 100);
    assert_false(sim_next(world, 50, &event));
    assert_int_equal(sim_now(world), 100);
    sim_world_free(world);
}

static void a_run_can_stop_between_the_classes_of_a_second(void **state)
{
    (void)state;
    SimWorld *world = sim_world_new();
    SimEvent event;
    schedule(world, 10, SIM_CAPACITY, 2);
    schedule(world, 10, SIM_POLICY, 3);
    schedule(world, 10, SIM_ARRIVAL, 5);
    assert_true(sim_next_before(world, 10, SIM_POLICY, &event));
    assert_int_equal(event.subject, 2);
    assert_false(sim_next_before(world, 10, SIM_POLICY, &event));
    assert_int_equal(sim_now(world), 10);
    assert_true(sim_next_before(world, 10, SIM_SNAPSHOT, &event));
    assert_int_equal(event.subject, 3);
    sim_world_free(world);
}

static void a_handler_may_schedule_at_the_present_second(void **state)
{
    (void)state;
    SimWorld *world = sim_world_new();
    schedule(world, 10, SIM_COMPLETION, 1);
    schedule(world, 10, SIM_COMPLETION, 2);
    expect_next(world, 10, 1);
    schedule(world, 10, SIM_CAPACITY, 3);
    expect_next(world, 10, 3);
    expect_next(world, 10, 2);
    sim_world_free(world);
}

static void pending_and_delivered_events_are_counted(void **state)
{
    (void)state;
    SimWorld *world = sim_world_new();
    for (uint32_t i = 1; i <= 7; i++) schedule(world, i, SIM_ARRIVAL, i);
    for (uint32_t i = 1; i <= 3; i++) expect_next(world, i, i);
    assert_int_equal(sim_events_pending(world), 4);
    assert_int_equal(sim_events_delivered(world), 3);
    SimWorld *copy = sim_world_fork(world);
    assert_int_equal(sim_events_delivered(copy), 3);
    sim_world_free(copy);
    sim_world_free(world);
}

static void delivered_events_leave_their_keys_to_later_ones(void **state)
{
    (void)state;
    SimWorld *world = sim_world_new();
    for (uint32_t i = 1; i <= 1000; i++) {
        schedule(world, i, SIM_ARRIVAL, i);
        expect_next(world, i, i);
    }
    assert_int_equal(sim_heap_guarded_length(world, SIM_TABLE_EVENT_KEYS), 1);
    assert_int_equal(sim_events_pending(world), 0);
    sim_world_free(world);
}

static void what_was_scheduled_first_stays_first_when_numbers_run_out(void **state)
{
    (void)state;
    SimWorld *world = sim_world_new();
    SIM_ROW(world, SIM_TABLE_CLOCK, SimClock, 1)->number = SIM_EVENT_NUMBERS - 50;
    schedule(world, 3, SIM_ARRIVAL, 1000);
    expect_next(world, 3, 1000);
    for (uint32_t i = 1; i <= 200; i++) schedule(world, 7, SIM_ARRIVAL, i);
    schedule(world, 7, SIM_COMPLETION, 300);
    schedule(world, 5, SIM_ARRIVAL, 301);
    expect_next(world, 5, 301);
    expect_next(world, 7, 300);
    for (uint32_t i = 1; i <= 200; i++) expect_next(world, 7, i);
    assert_true(SIM_ROW(world, SIM_TABLE_CLOCK, SimClock, 1)->number < 1000);
    sim_world_free(world);
}

static SimEvent of_subject(uint32_t subject)
{
    return (SimEvent){.time_s = 9, .order = SIM_COMPLETION, .subject = subject};
}

static void a_reserved_place_is_kept(void **state)
{
    (void)state;
    SimWorld *world = sim_world_new();
    schedule(world, 9, SIM_COMPLETION, 1);
    const uint32_t second = sim_reserve_place(world);
    schedule(world, 9, SIM_COMPLETION, 3);
    const uint32_t unused = sim_reserve_place(world);
    assert_true(unused != second);
    schedule(world, 9, SIM_COMPLETION, 4);
    schedule(world, 8, SIM_COMPLETION, 100);
    expect_next(world, 8, 100);
    sim_schedule_in_place(world, of_subject(2), second);
    for (uint32_t subject = 1; subject <= 4; subject++) expect_next(world, 9, subject);
    assert_int_equal(sim_events_pending(world), 0);
    sim_world_free(world);
}

static void a_place_reserved_before_numbers_run_out_comes_last(void **state)
{
    (void)state;
    SimWorld *world = sim_world_new();
    const uint32_t place = sim_reserve_place(world);
    SIM_ROW(world, SIM_TABLE_CLOCK, SimClock, 1)->number = SIM_EVENT_NUMBERS - 1;
    for (uint32_t subject = 1; subject <= 3; subject++) schedule(world, 9, SIM_COMPLETION, subject);
    sim_schedule_in_place(world, of_subject(4), place);
    for (uint32_t subject = 1; subject <= 4; subject++) expect_next(world, 9, subject);
    sim_world_free(world);
}

// The naive model: an array from which the least by (time, order, number) is taken.
typedef struct {
    SimTime time_s;
    uint32_t order, subject;
} Naive;

static size_t least(const Naive *pending, size_t count)
{
    size_t found = 0;
    for (size_t i = 1; i < count; i++) {
        const Naive *a = &pending[i], *b = &pending[found];
        if (a->time_s != b->time_s ? a->time_s < b->time_s
                                   : (a->order != b->order ? a->order < b->order : a->subject < b->subject)) {
            found = i;
        }
    }
    return found;
}

static void any_mixture_of_scheduling_and_taking_agrees_with_a_naive_list(void **state)
{
    (void)state;
    enum { STEPS = 20000 };
    Naive *pending = malloc(STEPS * sizeof *pending);
    size_t count = 0;
    SimWorld *world = sim_world_new();
    const SimStream stream = sim_stream((SimKey){.seed = 3}, 0, "events");
    for (uint32_t step = 1; step <= STEPS; step++) {
        const SimWords words = sim_draw(stream, step, 0, 0);
        const uint32_t rising = step / 2000 % 2 ? 0x60000000u : 0xa0000000u;
        if (count == 0 || words.word[0] < rising) {
            const Naive added = {sim_now(world) + words.word[1] % 50, 1 + words.word[2] % 7, step};
            pending[count++] = added;
            schedule(world, added.time_s, added.order, step);
        } else {
            const size_t expected = least(pending, count);
            expect_next(world, pending[expected].time_s, pending[expected].subject);
            pending[expected] = pending[--count];
        }
        assert_int_equal(sim_events_pending(world), count);
    }
    free(pending);
    sim_world_free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_earliest_comes_first),
        cmocka_unit_test(within_a_second_the_class_decides),
        cmocka_unit_test(within_a_class_the_first_scheduled_comes_first),
        cmocka_unit_test(what_was_scheduled_is_what_is_delivered),
        cmocka_unit_test(an_event_at_the_limit_waits_for_the_next_run),
        cmocka_unit_test(the_clock_stands_at_the_limit_and_never_goes_back),
        cmocka_unit_test(a_run_can_stop_between_the_classes_of_a_second),
        cmocka_unit_test(a_handler_may_schedule_at_the_present_second),
        cmocka_unit_test(pending_and_delivered_events_are_counted),
        cmocka_unit_test(delivered_events_leave_their_keys_to_later_ones),
        cmocka_unit_test(what_was_scheduled_first_stays_first_when_numbers_run_out),
        cmocka_unit_test(a_reserved_place_is_kept),
        cmocka_unit_test(a_place_reserved_before_numbers_run_out_comes_last),
        cmocka_unit_test(any_mixture_of_scheduling_and_taking_agrees_with_a_naive_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
