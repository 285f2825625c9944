// Which points are read before a sweep begins, and how those that are not are told apart.
#include "sim/experiment/sweep_reading.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const SimField ROWS[] = {{.path = "run.seed", .kind = SIM_COUNT, .acts_from = SIM_ACTS_START},
                                {.path = "response.lead", .kind = SIM_DURATION, .acts_from = SIM_ACTS_PLAN},
                                {.path = "response.policy", .kind = SIM_TEXT, .acts_from = SIM_ACTS_PLAN},
                                {.path = "places[].size.beds", .kind = SIM_COUNT, .acts_from = SIM_ACTS_START},
                                {.path = "places[].size_of_ward", .kind = SIM_COUNT, .acts_from = SIM_ACTS_PLAN}};
static const SimFieldBlock BLOCK = {ROWS, sizeof ROWS / sizeof *ROWS};
static const SimFieldBlock *const BLOCKS[] = {&BLOCK};
static const struct sim_model MODEL = {.fields = {BLOCKS, 1, 0}};

enum { SEEDS = 7, STEPS = 100 };

// A grid of 7 seeds by 100 places of a range.
static SimSweepFile grid(SimLevel levels[static SEEDS], SimChange changes[static SEEDS],
                         SimVariation variations[static 2])
{
    static const SimFactor factors[] = {{.levels = SEEDS}, {.steps = STEPS}};
    for (size_t i = 0; i < SEEDS; i++) {
        changes[i] = (SimChange){.path = "run.seed"};
        levels[i] = (SimLevel){.name = "seed", .changes = &changes[i], .change_count = 1};
    }
    variations[0] = (SimVariation){.name = "run.seed", .levels = levels, .level_count = SEEDS};
    variations[1] = (SimVariation){.name = "response.lead", .row = &ROWS[1], .to = 7, .steps = STEPS};
    SimSweepFile file = {.variations = variations, .variation_count = 2, .model = &MODEL};
    file.design = sim_design_new(&(SimDesignPlan){.kind = SIM_DESIGN_GRID, .factors = factors, .factor_count = 2});
    file.point_count = file.design->point_count;
    return file;
}

static size_t count_read(const SimSweepFile *file, size_t places)
{
    bool *is_read = sim_sweep_points_to_read(file, places);
    size_t count = 0;
    for (size_t i = 0; i < file->point_count; i++) count += is_read[i];
    free(is_read);
    return count;
}

static void few_points_are_all_read(void **state)
{
    (void)state;
    SimLevel levels[SEEDS];
    SimChange changes[SEEDS];
    SimVariation variations[2];
    SimSweepFile file = grid(levels, changes, variations);
    assert_int_equal(count_read(&file, 1), SEEDS * STEPS);
    sim_design_free(file.design);
}

static void of_many_each_level_and_both_ends_are_read(void **state)
{
    (void)state;
    SimLevel levels[SEEDS];
    SimChange changes[SEEDS];
    SimVariation variations[2];
    SimSweepFile file = grid(levels, changes, variations);
    bool *is_read = sim_sweep_points_to_read(&file, 100000), seeds[SEEDS] = {false};
    double least = 1, most = 0;
    size_t count = 0;
    for (size_t i = 0; i < file.point_count; i++) {
        if (!is_read[i]) continue;
        const double lead = sim_design_value(file.design, i, 1);
        seeds[(size_t)sim_design_value(file.design, i, 0)] = true;
        least = fmin(least, lead);
        most = fmax(most, lead);
        count++;
    }
    for (size_t i = 0; i < SEEDS; i++) assert_true(seeds[i]);
    assert_true(least == 0 && most == 1);
    assert_true(count <= SEEDS + 4);
    free(is_read);
    sim_design_free(file.design);
}

static void points_share_a_past_unless_they_differ_from_the_start(void **state)
{
    (void)state;
    SimLevel levels[SEEDS];
    SimChange changes[SEEDS];
    SimVariation variations[2];
    SimSweepFile file = grid(levels, changes, variations);
    uint64_t starts[SEEDS * STEPS], all[SEEDS * STEPS];
    sim_sweep_start_prints(&file, starts);
    sim_sweep_change_prints(&file, all);
    for (size_t i = 1; i < SEEDS * STEPS; i++) {
        assert_true((starts[i] == starts[i - 1]) == (i % STEPS != 0));  // the last factor is the fastest
        assert_true(all[i] != all[i - 1]);
    }
    sim_design_free(file.design);
}

static void a_path_acts_from_the_start_if_anything_beneath_it_does(void **state)
{
    (void)state;
    assert_true(sim_fields_act_from_start(&MODEL.fields, "run.seed"));
    assert_true(sim_fields_act_from_start(&MODEL.fields, "run"));
    assert_true(sim_fields_act_from_start(&MODEL.fields, "places[North].size.beds"));
    assert_true(sim_fields_act_from_start(&MODEL.fields, "places[North].size"));
    assert_true(sim_fields_act_from_start(&MODEL.fields, "places"));
    assert_false(sim_fields_act_from_start(&MODEL.fields, "places[North].size_of_ward"));
    assert_false(sim_fields_act_from_start(&MODEL.fields, "response"));
    assert_false(sim_fields_act_from_start(&MODEL.fields, "ru"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_points_are_all_read),
        cmocka_unit_test(of_many_each_level_and_both_ends_are_read),
        cmocka_unit_test(points_share_a_past_unless_they_differ_from_the_start),
        cmocka_unit_test(a_path_acts_from_the_start_if_anything_beneath_it_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
