#include "sim/engine/tally.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

// Around every power of two, where the bins change their width.
enum { NEAR = 300 };

static void bins_ascend_without_gaps(void **state)
{
    (void)state;
    assert_int_equal(sim_tally_edge(0), 0);
    for (uint32_t bin = 0; bin < SIM_TALLY_BINS; bin++) {
        assert_true(sim_tally_edge(bin) < sim_tally_edge(bin + 1));
    }
}

static void an_edge_is_the_least_value_of_its_bin(void **state)
{
    (void)state;
    for (uint32_t bin = 0; bin < SIM_TALLY_BINS; bin++) {
        assert_int_equal(sim_tally_bin((uint32_t)sim_tally_edge(bin)), bin);
        assert_int_equal(sim_tally_bin((uint32_t)(sim_tally_edge(bin + 1) - 1)), bin);
    }
}

static void values_below_128_have_bins_of_their_own(void **state)
{
    (void)state;
    for (uint32_t value = 0; value < SIM_TALLY_EXACT; value++) {
        assert_int_equal(sim_tally_bin(value), value);
        assert_int_equal(sim_tally_edge(value), value);
    }
    assert_int_equal(sim_tally_bin(128), sim_tally_bin(129));
    assert_int_not_equal(sim_tally_bin(127), sim_tally_bin(128));
}

static void every_value_lies_in_its_bin(void **state)
{
    (void)state;
    for (uint64_t power = 1; power <= (uint64_t)1 << 32; power <<= 1) {
        const uint64_t from = power > NEAR ? power - NEAR : 0;
        for (uint64_t value = from; value < power + NEAR && value <= UINT32_MAX; value++) {
            const uint32_t bin = sim_tally_bin((uint32_t)value);
            assert_true(bin < SIM_TALLY_BINS);
            assert_int_equal(sim_tally_bin_of_few((uint32_t)value), bin);
            assert_true(sim_tally_edge(bin) <= value && value < sim_tally_edge(bin + 1));
        }
    }
    for (uint32_t value = 1, step = 0; step < 1000000; step++, value = value * 1664525 + 1013904223) {
        const uint32_t bin = sim_tally_bin(value);
        assert_true(sim_tally_edge(bin) <= value && value < sim_tally_edge(bin + 1));
    }
}

static void a_bin_is_at_most_a_sixty_fourth_of_its_values_wide(void **state)
{
    (void)state;
    for (uint32_t bin = SIM_TALLY_EXACT; bin < SIM_TALLY_BINS; bin++) {
        const uint64_t least = sim_tally_edge(bin), width = sim_tally_edge(bin + 1) - least;
        assert_true(64 * width <= least);
    }
}

static void the_last_bin_ends_with_the_largest_number(void **state)
{
    (void)state;
    assert_int_equal(sim_tally_bin(UINT32_MAX), SIM_TALLY_BINS - 1);
    assert_true(sim_tally_edge(SIM_TALLY_BINS) == (uint64_t)1 << 32);
}

static const SimTally *tally(const SimWorld *world, uint32_t row)
{
    return SIM_ROW(world, SIM_TABLE_TALLIES, const SimTally, row);
}

static void expect_tally(const SimWorld *world, uint32_t row, SimTally expected)
{
    assert_int_equal(tally(world, row)->day, expected.day);
    assert_int_equal(tally(world, row)->log, expected.log);
    assert_int_equal(tally(world, row)->bin, expected.bin);
    assert_int_equal(tally(world, row)->count, expected.count);
}

static void writing_makes_a_row_of_every_bin_that_holds_something_and_empties_it(void **state)
{
    (void)state;
    static uint32_t bins[SIM_TALLY_BINS];
    static const uint32_t empty[SIM_TALLY_BINS];
    SimWorld *world = sim_world_new();
    bins[0] = 5;
    bins[700] = UINT32_MAX;
    bins[SIM_TALLY_BINS - 1] = 1;
    sim_tally_write(world, 55, 3, bins);
    assert_memory_equal(bins, empty, sizeof bins);
    assert_int_equal(world->tables[SIM_TABLE_TALLIES].used, 1 + 3);
    expect_tally(world, 1, (SimTally){.day = 55, .log = 3, .bin = 0, .count = 5});
    expect_tally(world, 2, (SimTally){.day = 55, .log = 3, .bin = 700, .count = UINT32_MAX});
    expect_tally(world, 3, (SimTally){.day = 55, .log = 3, .bin = SIM_TALLY_BINS - 1, .count = 1});
    sim_world_free(world);
}

static void empty_bins_write_nothing(void **state)
{
    (void)state;
    static uint32_t bins[SIM_TALLY_BINS];
    SimWorld *world = sim_world_new();
    sim_tally_write(world, 1, 1, bins);
    assert_int_equal(world->tables[SIM_TABLE_TALLIES].used, 1);
    sim_world_free(world);
}

static void later_writings_follow_the_earlier(void **state)
{
    (void)state;
    static uint32_t bins[SIM_TALLY_BINS];
    SimWorld *world = sim_world_new();
    bins[sim_tally_bin(4000)]++;
    sim_tally_write(world, 6, UINT16_MAX, bins);
    bins[sim_tally_bin(4000)] += 2;
    sim_tally_write(world, 13, 0, bins);
    expect_tally(world, 1, (SimTally){.day = 6, .log = UINT16_MAX, .bin = (uint16_t)sim_tally_bin(4000), .count = 1});
    expect_tally(world, 2, (SimTally){.day = 13, .log = 0, .bin = (uint16_t)sim_tally_bin(4000), .count = 2});
    sim_world_free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bins_ascend_without_gaps),
        cmocka_unit_test(an_edge_is_the_least_value_of_its_bin),
        cmocka_unit_test(values_below_128_have_bins_of_their_own),
        cmocka_unit_test(every_value_lies_in_its_bin),
        cmocka_unit_test(a_bin_is_at_most_a_sixty_fourth_of_its_values_wide),
        cmocka_unit_test(the_last_bin_ends_with_the_largest_number),
        cmocka_unit_test(writing_makes_a_row_of_every_bin_that_holds_something_and_empties_it),
        cmocka_unit_test(empty_bins_write_nothing),
        cmocka_unit_test(later_writings_follow_the_earlier),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
