#include "sim/engine/record.h"

#include "sim/engine/events.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { DAYS = 10, SERIES = 3 };

static SimWorld *world_with_records(void)
{
    SimWorld *world = sim_world_new();
    sim_records_open(world, DAYS, SERIES);
    return world;
}

static void wait_until(SimWorld *world, SimTime time_s)
{
    SimEvent event;
    assert_false(sim_next(world, time_s, &event));
}

static void expect_daily(const SimWorld *world, uint32_t day, uint32_t series, double amount, double weight)
{
    const SimDaily *daily = sim_daily(world, day, series);
    assert_int_equal(daily->amount, amount);
    assert_int_equal(daily->weight, weight);
}

static void records_know_their_size(void **state)
{
    (void)state;
    SimWorld *world = sim_world_new();
    assert_int_equal(sim_records_days(world), 0);
    sim_records_open(world, DAYS, SERIES);
    assert_int_equal(sim_records_days(world), DAYS);
    assert_int_equal(sim_records_series(world), SERIES);
    sim_world_free(world);
}

static void counts_go_to_the_day_on_which_they_happen(void **state)
{
    (void)state;
    SimWorld *world = world_with_records();
    sim_count(world, 1, 1);
    wait_until(world, SIM_DAY_S - 1);
    sim_count(world, 1, 2);
    wait_until(world, SIM_DAY_S);
    sim_count(world, 1, 4);
    expect_daily(world, 0, 1, 3, 0);
    expect_daily(world, 1, 1, 4, 0);
    expect_daily(world, 1, 0, 0, 0);
    sim_world_free(world);
}

static void shares_add_to_amount_and_weight(void **state)
{
    (void)state;
    SimWorld *world = world_with_records();
    sim_count_share(world, 2, 1, 1);
    sim_count_share(world, 2, 0, 1);
    sim_count_share(world, 2, 1, 1);
    expect_daily(world, 0, 2, 2, 3);
    sim_world_free(world);
}

static void a_count_can_be_booked_on_another_day(void **state)
{
    (void)state;
    SimWorld *world = world_with_records();
    sim_count_on(world, 7, 0, 5);
    expect_daily(world, 7, 0, 5, 0);
    expect_daily(world, 0, 0, 0, 0);
    sim_world_free(world);
}

static void a_level_is_replaced(void **state)
{
    (void)state;
    SimWorld *world = world_with_records();
    sim_set(world, 0, 40);
    sim_set(world, 0, 30);
    expect_daily(world, 0, 0, 30, 0);
    sim_world_free(world);
}

static void what_happens_after_the_last_day_touches_no_day(void **state)
{
    (void)state;
    SimWorld *world = world_with_records();
    wait_until(world, DAYS * SIM_DAY_S);
    sim_count(world, 0, 1);
    sim_count_on(world, DAYS + 1000000, 2, 1);
    for (uint32_t day = 0; day < DAYS; day++) {
        for (uint32_t series = 0; series < SERIES; series++) expect_daily(world, day, series, 0, 0);
    }
    sim_world_free(world);
}

static void waits_are_cut_to_whole_minutes(void **state)
{
    (void)state;
    SimWorld *world = world_with_records();
    wait_until(world, 3 * SIM_DAY_S + 5);
    sim_log_wait(world, 9, 4 * SIM_HOUR_S + 59);
    sim_log_wait(world, 8, 4 * SIM_HOUR_S - 1);
    const SimWait *waits = SIM_ROW(world, SIM_TABLE_WAITS, SimWait, 1);
    assert_int_equal(world->tables[SIM_TABLE_WAITS].used, 3);
    assert_int_equal(waits[0].day, 3);
    assert_int_equal(waits[0].log, 9);
    assert_int_equal(waits[0].minutes, 240);
    assert_int_equal(waits[1].log, 8);
    assert_int_equal(waits[1].minutes, 239);
    sim_world_free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_know_their_size),
        cmocka_unit_test(counts_go_to_the_day_on_which_they_happen),
        cmocka_unit_test(shares_add_to_amount_and_weight),
        cmocka_unit_test(a_count_can_be_booked_on_another_day),
        cmocka_unit_test(a_level_is_replaced),
        cmocka_unit_test(what_happens_after_the_last_day_touches_no_day),
        cmocka_unit_test(waits_are_cut_to_whole_minutes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
