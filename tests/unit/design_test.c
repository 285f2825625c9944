// Designs of every kind: which points, how many, and what each point is to the analysis.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sim/experiment/design.h"

static const SimFactor RANGE = {.steps = 3}, LIST_OF_2 = {.levels = 2}, LIST_OF_3 = {.levels = 3};

static void expect_point(const SimDesign *design, size_t point, const double *expected)
{
    for (uint32_t i = 0; i < design->plan.factor_count; i++) {
        const double value = sim_design_value(design, point, i);
        if (isnan(expected[i]) ? !isnan(value) : !(fabs(value - expected[i]) < 1e-15)) {
            fail_msg("point %zu, factor %u: %g, expected %g", point, i, value, expected[i]);
        }
    }
}

static void a_grid_has_all_combinations_the_last_factor_fastest(void **state)
{
    (void)state;
    const SimFactor factors[] = {LIST_OF_2, RANGE};
    SimDesign *design =
        sim_design_new(&(SimDesignPlan){.kind = SIM_DESIGN_GRID, .factors = factors, .factor_count = 2});
    const double expected[6][2] = {{0, 0}, {0, 0.5}, {0, 1}, {1, 0}, {1, 0.5}, {1, 1}};
    assert_int_equal(design->point_count, 6);
    for (size_t i = 0; i < 6; i++) {
        expect_point(design, i, expected[i]);
        assert_int_equal(design->points[i].role, SIM_POINT_PLAIN);
        assert_true(design->points[i].factor == SIM_NO_FACTOR);
    }
    sim_design_free(design);
}

static void one_at_a_time_leaves_the_others_as_the_scenario_has_them(void **state)
{
    (void)state;
    const SimFactor factors[] = {LIST_OF_3, RANGE};
    SimDesign *design =
        sim_design_new(&(SimDesignPlan){.kind = SIM_DESIGN_ONE_AT_A_TIME, .factors = factors, .factor_count = 2});
    const double expected[6][2] = {{NAN, NAN}, {0, NAN}, {1, NAN}, {2, NAN}, {NAN, 0}, {NAN, 1}};
    assert_int_equal(design->point_count, 6);
    assert_int_equal(design->points[0].role, SIM_POINT_BASE);
    for (size_t i = 0; i < 6; i++) expect_point(design, i, expected[i]);
    for (size_t i = 1; i < 6; i++) {
        assert_int_equal(design->points[i].role, SIM_POINT_MOVED);
        assert_int_equal(design->points[i].factor, i <= 3 ? 0 : 1);
    }
    sim_design_free(design);
}

// --- How many --------------------------------------------------------------------------------------------------------

enum { MANY = 50 };

static SimDesignPlan plan_of(enum SimDesignKind kind, const SimFactor *factors, uint32_t factor_count, uint32_t count)
{
    return (SimDesignPlan){.kind = kind,
                           .factors = factors,
                           .factor_count = factor_count,
                           .count = count,
                           .levels = SIM_MORRIS_LEVELS,
                           .seed = 1};
}

static void the_number_of_points_is_known_beforehand(void **state)
{
    (void)state;
    const SimFactor factors[] = {LIST_OF_2, RANGE, LIST_OF_3};
    for (int kind = SIM_DESIGN_GRID; kind <= SIM_DESIGN_SALTELLI; kind++) {
        const SimDesignPlan plan = plan_of((enum SimDesignKind)kind, factors, 3, 7);
        SimDesign *design = sim_design_new(&plan);
        assert_true(design->point_count == sim_design_points(&plan));
        sim_design_free(design);
    }
    SimFactor ranges[15] = {{0}};
    SimDesignPlan plan = plan_of(SIM_DESIGN_SALTELLI, ranges, 15, 1024);
    assert_true(sim_design_points(&plan) == 17408);
    plan.second_order = true;
    assert_true(sim_design_points(&plan) == 32768);
    plan = plan_of(SIM_DESIGN_MORRIS, ranges, 15, SIM_MORRIS_TRAJECTORIES);
    assert_true(sim_design_points(&plan) == 320);
}

static void a_number_too_large_to_count_is_the_largest(void **state)
{
    (void)state;
    SimFactor factors[MANY];
    for (int i = 0; i < MANY; i++) factors[i] = (SimFactor){.levels = UINT32_MAX};
    SimDesignPlan plan = plan_of(SIM_DESIGN_GRID, factors, 2, 0);
    assert_true(sim_design_points(&plan) == (uint64_t)UINT32_MAX * UINT32_MAX);
    plan.factor_count = 3;
    assert_true(sim_design_points(&plan) == UINT64_MAX);
    plan.factor_count = MANY;
    assert_true(sim_design_points(&plan) == UINT64_MAX);
    plan = plan_of(SIM_DESIGN_ONE_AT_A_TIME, factors, MANY, 0);
    assert_true(sim_design_points(&plan) == 1 + (uint64_t)MANY * UINT32_MAX);
    plan = plan_of(SIM_DESIGN_SALTELLI, factors, UINT32_MAX, UINT32_MAX);
    plan.second_order = true;
    assert_true(sim_design_points(&plan) == UINT64_MAX);
}

static void expect_impossible(SimDesignPlan plan, const char *expected)
{
    char why[200] = "";
    assert_false(sim_design_is_possible(&plan, why, sizeof why));
    assert_string_equal(why, expected);
}

static void what_is_impossible_says_why(void **state)
{
    (void)state;
    SimFactor ranges[MANY] = {{0}};
    SimDesignPlan plan = plan_of(SIM_DESIGN_SOBOL, ranges, 41, 10);
    expect_impossible(plan, "a Sobol sequence has at most 40 factors, and here are 41: take a Latin hypercube");
    plan.factor_count = 40;
    char why[200];
    assert_true(sim_design_is_possible(&plan, why, sizeof why));
    plan.count = 0;
    expect_impossible(plan, "the design has no points: its count is at least 1");
    plan.count = 1u << 30;
    expect_impossible(plan, "a Sobol sequence has at most 1073741823 points, and here are 1073741824");
    expect_impossible(plan_of(SIM_DESIGN_LATIN, ranges, 0, 1), "nothing varies: name at least one factor");
    expect_impossible(plan_of(SIM_DESIGN_GRID, ranges, 2, 0),
                      "a range in a grid has at least 2 steps: say how many for factor 1, or list its values");
    plan = plan_of(SIM_DESIGN_MORRIS, ranges, 2, 10);
    plan.levels = 5;
    expect_impossible(plan, "trajectories need an even number of levels, such as 4, not 5");
    plan = plan_of(SIM_DESIGN_SALTELLI, ranges, MANY, 10);
    assert_true(sim_design_is_possible(&plan, why, sizeof why));
}

// --- Filling the space -----------------------------------------------------------------------------------------------

static void a_list_takes_the_level_in_which_its_place_lies(void **state)
{
    (void)state;
    enum { POINTS = 240 };
    const SimFactor factors[] = {{.levels = 1}, LIST_OF_2, LIST_OF_3, {.levels = 240}, RANGE};
    SimDesign *design = sim_design_new(
        &(SimDesignPlan){.kind = SIM_DESIGN_LATIN, .factors = factors, .factor_count = 5, .count = POINTS, .seed = 4});
    for (uint32_t i = 0; i < 4; i++) {
        int counts[POINTS] = {0};
        for (size_t point = 0; point < POINTS; point++) {
            const double level = sim_design_value(design, point, i);
            assert_true(level >= 0 && level < factors[i].levels && !(fabs(level - floor(level)) > 0));
            counts[(int)level]++;
        }
        for (uint32_t level = 0; level < factors[i].levels; level++) {  // strata of a hypercube, so exactly even
            assert_int_equal(counts[level], POINTS / factors[i].levels);
        }
    }
    sim_design_free(design);
}

static void the_same_plan_gives_the_same_bytes_and_another_seed_others(void **state)
{
    (void)state;
    SimFactor factors[25] = {{0}};
    for (int kind = SIM_DESIGN_LATIN; kind <= SIM_DESIGN_SALTELLI; kind++) {
        for (uint32_t factor_count = 3; factor_count <= 25; factor_count += 22) {
            SimDesignPlan plan = plan_of((enum SimDesignKind)kind, factors, factor_count, 16);
            SimDesign *one = sim_design_new(&plan), *two = sim_design_new(&plan);
            plan.seed = 2;
            SimDesign *other = sim_design_new(&plan);
            const size_t bytes = one->point_count * factor_count * sizeof(double);
            assert_memory_equal(one->values, two->values, bytes);
            assert_memory_not_equal(one->values, other->values, bytes);
            sim_design_free(one);
            sim_design_free(two);
            sim_design_free(other);
        }
    }
}

// --- Morris ----------------------------------------------------------------------------------------------------------

static void a_trajectory_moves_each_factor_once_by_delta(void **state)
{
    (void)state;
    enum { FACTORS = 6, TRAJECTORIES = 50 };
    const SimFactor factors[FACTORS] = {{0}};
    for (uint32_t levels = 2; levels <= 10; levels += 2) {
        SimDesignPlan plan = plan_of(SIM_DESIGN_MORRIS, factors, FACTORS, TRAJECTORIES);
        plan.levels = levels;
        const double delta = levels / (2.0 * (levels - 1));
        SimDesign *design = sim_design_new(&plan);
        for (uint32_t trajectory = 0; trajectory < TRAJECTORIES; trajectory++) {
            const size_t start = (size_t)trajectory * (FACTORS + 1);
            assert_int_equal(design->points[start].role, SIM_POINT_BASE);
            uint32_t moved = 0;
            for (size_t point = start + 1; point <= start + FACTORS; point++) {
                const SimPoint what = design->points[point];
                assert_int_equal(what.role, SIM_POINT_MOVED);
                assert_int_equal(what.block, trajectory);
                assert_true(fabs(fabs(what.step) - delta) < 1e-15);
                for (uint32_t i = 0; i < FACTORS; i++) {
                    const double now = sim_design_value(design, point, i);
                    const double step = now - sim_design_value(design, point - 1, i);
                    assert_true(fabs(step - (i == what.factor ? what.step : 0)) < 1e-15);
                    assert_true(now >= 0 && now <= 1);
                    assert_true(fabs(now * (levels - 1) - round(now * (levels - 1))) < 1e-12);
                }
                moved |= 1u << what.factor;
            }
            assert_int_equal(moved, (1u << FACTORS) - 1);
        }
        sim_design_free(design);
    }
}

// 8,000 trajectories: each of 4 places is the start of 2,000, standard error 39; each of 3 factors moves first in
// 2,667, standard error 42; half of the moves go up.
static void trajectories_start_and_go_anywhere(void **state)
{
    (void)state;
    enum { TRAJECTORIES = 8000 };
    const SimFactor factors[3] = {{0}};
    const SimDesignPlan plan = plan_of(SIM_DESIGN_MORRIS, factors, 3, TRAJECTORIES);
    SimDesign *design = sim_design_new(&plan);
    int starts[4] = {0}, first[3] = {0}, up = 0;
    for (size_t point = 0; point < design->point_count; point += 4) {
        starts[lround(3 * sim_design_value(design, point, 1))]++;
        first[design->points[point + 1].factor]++;
        up += design->points[point + 1].step > 0 ? 1 : 0;
    }
    for (int i = 0; i < 4; i++) assert_in_range(starts[i], 2000 - 156, 2000 + 156);
    for (int i = 0; i < 3; i++) assert_in_range(first[i], 2667 - 168, 2667 + 168);
    assert_in_range(up, 4000 - 180, 4000 + 180);
    sim_design_free(design);
}

static void a_list_on_a_trajectory_moves_to_another_level(void **state)
{
    (void)state;
    const SimFactor factors[] = {{.levels = 2}, {.levels = 3}, {.levels = 4}, {.levels = 5}, {.levels = 7}};
    const SimDesignPlan plan = plan_of(SIM_DESIGN_MORRIS, factors, 5, 100);
    SimDesign *design = sim_design_new(&plan);
    for (size_t point = 0; point < design->point_count; point++) {
        const SimPoint what = design->points[point];
        if (what.role != SIM_POINT_MOVED) continue;
        const double level = sim_design_value(design, point, what.factor);
        const double before = sim_design_value(design, point - 1, what.factor);
        assert_true(fabs(what.step) > 0);
        assert_true(fabs(what.step - (level - before) / (factors[what.factor].levels - 1.0)) < 1e-15);
        assert_true(level >= 0 && level < factors[what.factor].levels);
    }
    sim_design_free(design);
}

// --- Saltelli --------------------------------------------------------------------------------------------------------

static void expect_row(const SimDesign *design, size_t row, size_t width)
{
    const uint32_t factors = design->plan.factor_count;
    const size_t a = row * width, b = a + 1;
    assert_int_equal(design->points[a].role, SIM_POINT_A);
    assert_int_equal(design->points[b].role, SIM_POINT_B);
    for (size_t point = b + 1; point < a + width; point++) {
        const bool is_ab = point - b <= factors;
        const SimPoint what = design->points[point];
        assert_int_equal(what.role, is_ab ? SIM_POINT_AB : SIM_POINT_BA);
        assert_int_equal(what.factor, (point - b - 1) % factors);
        assert_int_equal(what.block, row);
        for (uint32_t i = 0; i < factors; i++) {
            const size_t from = is_ab == (i == what.factor) ? b : a;
            assert_true(!(fabs(sim_design_value(design, point, i) - sim_design_value(design, from, i)) > 0));
        }
    }
}

static void each_row_exchanges_each_factor_between_two_points(void **state)
{
    (void)state;
    SimFactor factors[25] = {{0}};
    factors[2] = LIST_OF_3;
    for (uint32_t factor_count = 5; factor_count <= 25; factor_count += 20) {  // Sobol points, then Philox
        for (int second = 0; second < 2; second++) {
            SimDesignPlan plan = plan_of(SIM_DESIGN_SALTELLI, factors, factor_count, 32);
            plan.second_order = second == 1;
            SimDesign *design = sim_design_new(&plan);
            for (size_t row = 0; row < 32; row++) expect_row(design, row, design->point_count / 32);
            sim_design_free(design);
        }
    }
}

// The correlation of A and B over 1,000 rows has at most the standard error 1 / sqrt(1000).
static void the_two_points_of_a_row_are_independent(void **state)
{
    (void)state;
    enum { ROWS = 1000 };
    const SimFactor factors[25] = {{0}};
    for (uint32_t factor_count = 5; factor_count <= 25; factor_count += 20) {
        const SimDesignPlan plan = plan_of(SIM_DESIGN_SALTELLI, factors, factor_count, ROWS);
        SimDesign *design = sim_design_new(&plan);
        for (uint32_t i = 0; i < factor_count; i++) {
            double sum = 0;
            for (size_t row = 0; row < ROWS; row++) {
                const size_t a = row * (factor_count + 2);
                sum += (sim_design_value(design, a, i) - 0.5) * (sim_design_value(design, a + 1, i) - 0.5);
            }
            assert_true(fabs(12 * sum / ROWS) < 4 / sqrt(ROWS));
        }
        sim_design_free(design);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_grid_has_all_combinations_the_last_factor_fastest),
        cmocka_unit_test(one_at_a_time_leaves_the_others_as_the_scenario_has_them),
        cmocka_unit_test(the_number_of_points_is_known_beforehand),
        cmocka_unit_test(a_number_too_large_to_count_is_the_largest),
        cmocka_unit_test(what_is_impossible_says_why),
        cmocka_unit_test(a_list_takes_the_level_in_which_its_place_lies),
        cmocka_unit_test(the_same_plan_gives_the_same_bytes_and_another_seed_others),
        cmocka_unit_test(a_trajectory_moves_each_factor_once_by_delta),
        cmocka_unit_test(trajectories_start_and_go_anywhere),
        cmocka_unit_test(a_list_on_a_trajectory_moves_to_another_level),
        cmocka_unit_test(each_row_exchanges_each_factor_between_two_points),
        cmocka_unit_test(the_two_points_of_a_row_are_independent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
