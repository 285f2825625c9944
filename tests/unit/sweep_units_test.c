// Who gets which unit of a sweep: as few workers as can be lay out the same chunk, and nobody is idle.
#include "sim/experiment/sweep_units.h"

#include <stdlib.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { CHUNKS = 5, PLACES = 3, REPLICATIONS = 2, UNITS = CHUNKS * PLACES * REPLICATIONS };

static size_t ORDER[CHUNKS] = {0, 1, 2, 3, 4}, FIRST[CHUNKS + 1] = {0, 1, 2, 3, 4, 5};
static const SimSweep SWEEP = {
    .point_count = CHUNKS, .place_count = PLACES, .chunk_count = CHUNKS, .order = ORDER, .chunks = FIRST};

static bool is_of_second_chunk(void *context, size_t point, uint32_t replication, size_t place)
{
    (void)context, (void)replication, (void)place;
    return point == 1;
}

static size_t chunk_of(size_t unit)
{
    return unit / (PLACES * REPLICATIONS);
}

static void every_unit_is_given_once(void **state)
{
    (void)state;
    const SimSweepRun run = {.sweep = &SWEEP, .replications = REPLICATIONS, .first_replication = 1};
    SimSweepUnits *units = sim_sweep_units_new(&run, 4);
    int given[UNITS] = {0};
    size_t unit, count = 0;
    for (uint32_t turn = 0; sim_sweep_units_next(units, turn * 7 % 4, &unit); turn++, count++) given[unit]++;
    assert_int_equal(count, UNITS);
    for (size_t i = 0; i < UNITS; i++) assert_int_equal(given[i], 1);
    assert_true(sim_sweep_units_share(units) == 1);
    sim_sweep_units_free(units);
}

static void a_worker_goes_on_with_its_chunk_then_begins_another_then_helps(void **state)
{
    (void)state;
    const SimSweepRun run = {.sweep = &SWEEP, .replications = REPLICATIONS, .first_replication = 1};
    SimSweepUnits *units = sim_sweep_units_new(&run, 2);
    size_t unit;
    assert_true(sim_sweep_units_next(units, 1, &unit));
    assert_int_equal(chunk_of(unit), 0);
    for (size_t i = 0; i < (CHUNKS - 1) * PLACES * REPLICATIONS; i++) {
        assert_true(sim_sweep_units_next(units, 0, &unit));
        assert_int_equal(chunk_of(unit), 1 + i / (PLACES * REPLICATIONS));
    }
    assert_true(sim_sweep_units_next(units, 0, &unit));  // of the other's chunk, as nothing else is left
    assert_int_equal(chunk_of(unit), 0);
    sim_sweep_units_free(units);
}

static void what_is_there_is_left_out(void **state)
{
    (void)state;
    const SimSweepRun run = {
        .sweep = &SWEEP, .replications = REPLICATIONS, .first_replication = 1, .has_row = is_of_second_chunk};
    SimSweepUnits *units = sim_sweep_units_new(&run, 1);
    size_t unit, count = 0;
    for (; sim_sweep_units_next(units, 0, &unit); count++) assert_int_not_equal(chunk_of(unit), 1);
    assert_int_equal(count, UNITS - PLACES * REPLICATIONS);
    sim_sweep_units_free(units);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_unit_is_given_once),
        cmocka_unit_test(a_worker_goes_on_with_its_chunk_then_begins_another_then_helps),
        cmocka_unit_test(what_is_there_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
