#include "sim/engine/world.h"

#include "sim/engine/events.h"
#include "sim/engine/random.h"
#include "sim/engine/ranked.h"
#include "sim/engine/record.h"
#include "sim/engine/resource.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

typedef struct {
    SimSlot slot;
    uint32_t value, other;
} Row;

static SimWorld *world_with_table(uint32_t *table)
{
    SimWorld *world = sim_world_new();
    *table = sim_world_add_table(world, sizeof(Row));
    return world;
}

static uint32_t take_with_value(SimWorld *world, uint32_t table, uint32_t value)
{
    const uint32_t row = sim_table_take(world, table);
    SIM_ROW(world, table, Row, row)->value = value;
    return row;
}

static bool worlds_differ(const SimWorld *a, const SimWorld *b)
{
    uint32_t table, row;
    return sim_world_first_difference(a, b, &table, &row);
}

static void the_models_tables_follow_those_of_the_engine(void **state)
{
    (void)state;
    uint32_t table;
    SimWorld *world = world_with_table(&table);
    assert_int_equal(table, SIM_TABLES_OF_ENGINE);
    assert_int_equal(sim_world_add_table(world, 8), SIM_TABLES_OF_ENGINE + 1);
    sim_world_free(world);
}

static void rows_are_numbered_from_one_and_zeroed(void **state)
{
    (void)state;
    uint32_t table;
    SimWorld *world = world_with_table(&table);
    const Row zero = {0};
    for (uint32_t id = 1; id <= 1000; id++) {
        assert_int_equal(sim_table_append(world, table), id);
        assert_memory_equal(SIM_ROW(world, table, Row, id), &zero, sizeof zero);
        memset(SIM_ROW(world, table, Row, id), 0xff, sizeof(Row));
    }
    assert_memory_equal(SIM_ROW(world, table, Row, 0), &zero, sizeof zero);
    sim_world_free(world);
}

static void many_rows_are_appended_at_once(void **state)
{
    (void)state;
    uint32_t table;
    SimWorld *world = world_with_table(&table);
    assert_int_equal(sim_table_append_many(world, table, 100), 1);
    assert_int_equal(sim_table_append_many(world, table, 5), 101);
    assert_int_equal(sim_table_append(world, table), 106);
    sim_world_free(world);
}

static void reserved_rows_do_not_move(void **state)
{
    (void)state;
    uint32_t table;
    SimWorld *world = world_with_table(&table);
    sim_table_reserve(world, table, 1000);
    const void *rows = sim_table_row(world, table, 0);
    sim_table_append_many(world, table, 1000);
    assert_ptr_equal(sim_table_row(world, table, 0), rows);
    sim_world_free(world);
}

static void slots_are_used_again_in_the_order_they_were_given_back(void **state)
{
    (void)state;
    uint32_t table;
    SimWorld *world = world_with_table(&table);
    for (uint32_t id = 1; id <= 5; id++) assert_int_equal(sim_table_take(world, table), id);
    sim_table_give_back(world, table, 4);
    sim_table_give_back(world, table, 2);
    assert_int_equal(sim_table_take(world, table), 4);
    sim_table_give_back(world, table, 1);
    assert_int_equal(sim_table_take(world, table), 2);
    assert_int_equal(sim_table_take(world, table), 1);
    assert_int_equal(sim_table_take(world, table), 6);
    assert_int_equal(world->tables[table].taken, 6);
    sim_world_free(world);
}

static void only_the_stamp_outlives_the_occupant(void **state)
{
    (void)state;
    uint32_t table;
    SimWorld *world = world_with_table(&table);
    const uint32_t row = take_with_value(world, table, 7);
    assert_int_equal(SIM_ROW(world, table, Row, row)->slot.stamp, 0);
    sim_table_give_back(world, table, row);
    assert_int_equal(sim_table_take(world, table), row);
    const Row expected = {.slot = {.next_free = SIM_SLOT_IS_TAKEN, .stamp = 1}};
    assert_memory_equal(SIM_ROW(world, table, Row, row), &expected, sizeof expected);
    sim_world_free(world);
}

static void a_stamp_stays_within_24_bits(void **state)
{
    (void)state;
    SimSlot slot = {.stamp = 0xffffff};
    sim_slot_bump(&slot);
    assert_int_equal(slot.stamp, 0);
}

static void a_fork_holds_the_same_bytes(void **state)
{
    (void)state;
    uint32_t table;
    SimWorld *world = world_with_table(&table);
    take_with_value(world, table, 7);
    SimWorld *copy = sim_world_fork(world);
    assert_false(worlds_differ(world, copy));
    assert_int_equal(sim_world_bytes(world), sim_world_bytes(copy));
    sim_world_free(copy);
    sim_world_free(world);
}

static void what_happens_in_a_fork_does_not_touch_the_original(void **state)
{
    (void)state;
    uint32_t table;
    SimWorld *world = world_with_table(&table);
    take_with_value(world, table, 7);
    SimWorld *before = sim_world_fork(world), *copy = sim_world_fork(world);
    SIM_ROW(copy, table, Row, 1)->value = 8;
    take_with_value(copy, table, 9);
    sim_schedule(copy, (SimEvent){.time_s = 5});
    assert_false(worlds_differ(world, before));
    sim_world_free(copy);
    sim_world_free(before);
    sim_world_free(world);
}

static uint32_t append_numbered(SimWorld *world, uint32_t table)
{
    const uint32_t id = sim_table_append(world, table);
    SIM_ROW(world, table, Row, id)->value = id;
    return id;
}

// From 2 MiB on memory is mapped in huge pages: a table outgrows one, and then several.
static void a_large_table_keeps_its_rows_as_it_grows_and_is_forked(void **state)
{
    (void)state;
    enum { ROWS = 700000 };  // 11 MB
    uint32_t table;
    SimWorld *world = world_with_table(&table), *before = NULL;
    for (uint32_t row = 1; row <= ROWS; row++) {
        append_numbered(world, table);
        if (row == ROWS / 2) before = sim_world_fork(world);
    }
    assert_int_equal((uintptr_t)SIM_ROW(world, table, Row, 0) % 64, 0);
    for (uint32_t row = 0; row <= ROWS; row++) assert_int_equal(SIM_ROW(world, table, Row, row)->value, row);
    assert_true(worlds_differ(world, before));
    for (uint32_t row = ROWS / 2 + 1; row <= ROWS; row++) append_numbered(before, table);
    assert_false(worlds_differ(world, before));
    sim_world_free(before);
    sim_world_free(world);
}

static void the_first_difference_is_named_by_table_and_row(void **state)
{
    (void)state;
    uint32_t table, differing_table, row;
    SimWorld *world = world_with_table(&table);
    sim_table_append_many(world, table, 9);
    SimWorld *copy = sim_world_fork(world);
    SIM_ROW(copy, table, Row, 5)->other = 1;
    SIM_ROW(copy, table, Row, 8)->other = 1;
    assert_true(sim_world_first_difference(world, copy, &differing_table, &row));
    assert_int_equal(differing_table, table);
    assert_int_equal(row, 5);
    sim_world_free(copy);
    sim_world_free(world);
}

static void tables_of_different_length_differ_in_row_0(void **state)
{
    (void)state;
    uint32_t table, differing_table, row = 99;
    SimWorld *world = world_with_table(&table), *copy = sim_world_fork(world);
    sim_table_append(copy, table);
    assert_true(sim_world_first_difference(world, copy, &differing_table, &row));
    assert_int_equal(differing_table, table);
    assert_int_equal(row, 0);
    sim_world_free(copy);
    sim_world_free(world);
}

static void bytes_are_those_of_rows_in_use(void **state)
{
    (void)state;
    uint32_t table;
    SimWorld *world = world_with_table(&table);
    const size_t before = sim_world_bytes(world);
    sim_table_reserve(world, table, 1000);
    sim_table_append_many(world, table, 10);
    assert_int_equal(sim_world_bytes(world) - before, 10 * sizeof(Row));
    sim_world_free(world);
}

// A small model that uses every part of the engine, driven by random words: people (slots) queue for a resource, wait
// in a ranked list, leave both, and are served.

typedef struct {
    SimSlot slot;
    SimPlaceId place;
    uint32_t ticket;
} Person;

enum { PEOPLE = SIM_TABLES_OF_ENGINE, LIST, ARRIVES = 1, SERVED, GIVES_UP, ROSTER, WALK_S = 200000 };

static uint32_t ticket_of(const void *context, uint32_t person)
{
    return SIM_ROW((const SimWorld *)context, PEOPLE, Person, person)->ticket;
}

static SimWords words_for(const SimWorld *world, uint32_t purpose)
{
    const uint32_t delivered = (uint32_t)sim_events_delivered(world);
    return sim_draw(sim_stream((SimKey){.seed = 7}, 0, "walk"), delivered, purpose, 0);
}

static void schedule(SimWorld *world, uint8_t kind, uint8_t order, uint32_t person, SimTime after_s)
{
    const uint32_t stamp = SIM_ROW(world, PEOPLE, Person, person)->slot.stamp;
    const SimTime time_s = sim_now(world) + after_s;
    sim_schedule(world, (SimEvent){.time_s = time_s, .subject = person, .stamp = stamp, .kind = kind, .order = order});
}

static SimWorld *walk_new(void)
{
    SimWorld *world = sim_world_new();
    sim_world_add_table(world, sizeof(Person));
    sim_ranked_add(world);
    sim_resource_add(world, 3);
    sim_records_open(world, WALK_S / SIM_DAY_S, 2);
    schedule(world, ARRIVES, SIM_ARRIVAL, 0, 0);
    schedule(world, ROSTER, SIM_CAPACITY, 0, 3600);
    return world;
}

static void start_services(SimWorld *world)
{
    SimTaken taken;
    for (uint32_t purpose = 1; sim_resource_take_next(world, 1, &taken); purpose++) {
        Person *person = SIM_ROW(world, PEOPLE, Person, taken.entity);
        person->place = 0;
        sim_slot_bump(&person->slot);
        sim_log_wait(world, 0, sim_now(world) - taken.since_s);
        schedule(world, SERVED, SIM_COMPLETION, taken.entity, 1 + words_for(world, purpose).word[3] % 180);
    }
}

static void arrive(SimWorld *world, SimWords words)
{
    const uint32_t id = sim_table_take(world, PEOPLE);
    const SimPlaceId place = sim_resource_join(world, 1, words.word[0] % 4, id);
    const uint32_t ticket = sim_ranked_join(world, LIST, words.word[1] % 1000, id);
    Person *person = SIM_ROW(world, PEOPLE, Person, id);
    person->place = place;
    person->ticket = ticket;
    sim_count(world, 0, 1);
    schedule(world, GIVES_UP, SIM_COMPLETION, id, 1 + words.word[2] % 900);
    schedule(world, ARRIVES, SIM_ARRIVAL, 0, words.word[3] % 61);
}

static void leave_list(SimWorld *world, uint32_t id)
{
    Person *person = SIM_ROW(world, PEOPLE, Person, id);
    if (person->ticket == 0) return;
    person->ticket = 0;
    sim_ranked_left(world, LIST, ticket_of, world);
}

static void go(SimWorld *world, uint32_t id)
{
    const SimPlaceId place = SIM_ROW(world, PEOPLE, Person, id)->place;
    if (place) sim_resource_leave(world, 1, place);
    leave_list(world, id);
    sim_table_give_back(world, PEOPLE, id);
    sim_count_share(world, 1, place ? 1 : 0, 1);
}

static void handle(SimWorld *world, const SimEvent *event)
{
    const SimWords words = words_for(world, 0);
    if (SIM_ROW(world, PEOPLE, Person, event->subject)->slot.stamp != event->stamp) return;
    if (event->kind == ARRIVES) arrive(world, words);
    if (event->kind == SERVED) sim_resource_release(world, 1);
    if (event->kind == SERVED || event->kind == GIVES_UP) go(world, event->subject);
    if (event->kind == ROSTER) {
        sim_resource_set_capacity(world, 1, words.word[0] % 6);
        const uint32_t chosen = sim_ranked_take_first(world, LIST, ticket_of, world);
        if (chosen) SIM_ROW(world, PEOPLE, Person, chosen)->ticket = 0;
        schedule(world, ROSTER, SIM_CAPACITY, 0, 1 + words.word[1] % 7200);
    }
    start_services(world);
}

static void walk_until(SimWorld *world, SimTime until_s)
{
    SimEvent event;
    while (sim_next(world, until_s, &event)) handle(world, &event);
}

static void a_fork_continued_equals_the_original_continued(void **state)
{
    (void)state;
    SimWorld *whole = walk_new(), *parted = walk_new();
    walk_until(whole, WALK_S);
    for (SimTime until_s = 0; until_s + 5000 < WALK_S; until_s += 9999) {
        walk_until(parted, until_s);
        SimWorld *copy = sim_world_fork(parted);
        walk_until(parted, until_s + 5000);
        walk_until(copy, until_s + 5000);
        assert_false(worlds_differ(parted, copy));
        sim_world_free(parted);
        parted = copy;
    }
    walk_until(parted, WALK_S);
    assert_false(worlds_differ(whole, parted));
    sim_world_free(parted);
    sim_world_free(whole);
}

static void the_walk_meets_every_kind_of_event_and_its_counts_agree(void **state)
{
    (void)state;
    SimWorld *world = walk_new();
    walk_until(world, WALK_S);
    char text[200];
    assert_true(sim_resources_agree(world, text, sizeof text));
    double arrived = 0, gone = 0, unserved = 0;
    for (uint32_t day = 0; day <= sim_records_days(world); day++) {
        arrived += sim_daily(world, day, 0)->amount;
        gone += sim_daily(world, day, 1)->weight;
        unserved += sim_daily(world, day, 1)->amount;
    }
    assert_true(arrived > 5000 && unserved > 100);
    assert_int_equal(arrived - gone, world->tables[PEOPLE].taken);
    assert_int_equal(world->tables[PEOPLE].taken, sim_resource_waiting(world, 1) + sim_resource_busy(world, 1));
    sim_world_free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_models_tables_follow_those_of_the_engine),
        cmocka_unit_test(rows_are_numbered_from_one_and_zeroed),
        cmocka_unit_test(many_rows_are_appended_at_once),
        cmocka_unit_test(reserved_rows_do_not_move),
        cmocka_unit_test(slots_are_used_again_in_the_order_they_were_given_back),
        cmocka_unit_test(only_the_stamp_outlives_the_occupant),
        cmocka_unit_test(a_stamp_stays_within_24_bits),
        cmocka_unit_test(a_fork_holds_the_same_bytes),
        cmocka_unit_test(what_happens_in_a_fork_does_not_touch_the_original),
        cmocka_unit_test(a_large_table_keeps_its_rows_as_it_grows_and_is_forked),
        cmocka_unit_test(the_first_difference_is_named_by_table_and_row),
        cmocka_unit_test(tables_of_different_length_differ_in_row_0),
        cmocka_unit_test(bytes_are_those_of_rows_in_use),
        cmocka_unit_test(a_fork_continued_equals_the_original_continued),
        cmocka_unit_test(the_walk_meets_every_kind_of_event_and_its_counts_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
