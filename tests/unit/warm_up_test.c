// MSER on series whose transient is known, and against its definition written out.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sim/engine/random.h"
#include "sim/experiment/warm_up.h"

enum { LENGTH = 1000 };

static double noise(uint32_t seed, uint32_t i)
{
    return sim_uniform(sim_draw(sim_stream((SimKey){.seed = seed}, 0, "noise"), i, 0, 0).word[0]) - 0.5;
}

static void a_step_is_cut_off_where_it_ends(void **state)
{
    (void)state;
    double series[LENGTH];
    for (int i = 0; i < LENGTH; i++) series[i] = i < 150 ? 10 : i % 2;  // batch means 10, then 0.4, 0.6, 0.4...
    const SimWarmUp found = sim_mser(series, LENGTH, SIM_MSER_BATCH);
    assert_int_equal(found.cut, 150);
    assert_false(found.is_too_short);
    assert_true(fabs(found.mean_after - 0.5) < 1e-12);
    // 170 batches stay, each 0.1 from their mean: sum of squares 1.7, over 170 x 170.
    assert_true(fabs(found.statistic - 1.7 / (170.0 * 170.0)) < 1e-12);
}

static void a_series_that_is_settled_loses_little(void **state)
{
    (void)state;
    double series[LENGTH];
    for (uint32_t seed = 1; seed <= 20; seed++) {
        for (uint32_t i = 0; i < LENGTH; i++) series[i] = noise(seed, i);
        const SimWarmUp found = sim_mser(series, LENGTH, SIM_MSER_BATCH);
        assert_true(found.cut <= LENGTH / 2);
        assert_true(fabs(found.mean_after) < 4 * sqrt(1.0 / 12 / (LENGTH - (double)found.cut)));
    }
}

// Mean 5 exp(-t / 40): 0.4 at t = 100, below the spread of the noise. The whole series has the mean 0.2, which is
// twenty standard errors from 0; what is kept may be four from 0, and 0.02 for the tail of the decay that is kept too.
static void a_decay_is_cut_off_so_that_the_mean_is_right(void **state)
{
    (void)state;
    double series[LENGTH];
    for (uint32_t seed = 1; seed <= 20; seed++) {
        for (uint32_t i = 0; i < LENGTH; i++) series[i] = 5 * exp(-(double)i / 40) + noise(seed, i);
        const SimWarmUp found = sim_mser(series, LENGTH, SIM_MSER_BATCH);
        assert_false(found.is_too_short);
        assert_in_range(found.cut, 100, 400);
        assert_true(fabs(found.mean_after) < 4 * sqrt(1.0 / 12 / (LENGTH - (double)found.cut)) + 0.02);
    }
}

static void a_series_that_only_grows_is_too_short(void **state)
{
    (void)state;
    double series[LENGTH];
    for (int i = 0; i < LENGTH; i++) series[i] = (double)i * i;
    const SimWarmUp found = sim_mser(series, LENGTH, SIM_MSER_BATCH);
    assert_true(found.is_too_short);
    assert_true(found.cut <= LENGTH / 2);
}

static void constant_series_need_no_warm_up_and_few_batches_are_too_short(void **state)
{
    (void)state;
    double series[LENGTH];
    for (int i = 0; i < LENGTH; i++) series[i] = 0.1;
    SimWarmUp found = sim_mser(series, LENGTH, SIM_MSER_BATCH);
    assert_int_equal(found.cut, 0);
    assert_false(found.is_too_short);
    found = sim_mser(series, 49, SIM_MSER_BATCH);  // nine batches
    assert_true(found.is_too_short);
    found = sim_mser(series, 10, 1);
    assert_false(found.is_too_short);
    found = sim_mser(series, 0, SIM_MSER_BATCH);
    assert_true(found.is_too_short && isnan(found.statistic) && isnan(found.mean_after));
}

static void undefined_values_are_left_out(void **state)
{
    (void)state;
    double series[LENGTH];
    for (int i = 0; i < LENGTH; i++) series[i] = i < 150 ? 10 : (i / 5) % 2;
    for (int i = 0; i < 20; i++) series[i] = NAN;     // four batches
    for (int i = 300; i < 305; i++) series[i] = NAN;  // one that is settled
    series[152] = series[601] = series[999] = NAN;    // single values
    const SimWarmUp found = sim_mser(series, LENGTH, SIM_MSER_BATCH);
    assert_int_equal(found.cut, 150);
    assert_false(found.is_too_short);
    for (int i = 0; i < LENGTH; i++) series[i] = NAN;
    const SimWarmUp nothing = sim_mser(series, LENGTH, SIM_MSER_BATCH);
    assert_true(nothing.is_too_short && isnan(nothing.mean_after));
}

// The definition: for each d the mean of the rest, then the sum of squares over the square of their number.
static double statistic(const double *batches, size_t count, size_t cut)
{
    double mean = 0, squares = 0;
    for (size_t i = cut; i < count; i++) mean += batches[i] / (double)(count - cut);
    for (size_t i = cut; i < count; i++) squares += (batches[i] - mean) * (batches[i] - mean);
    return squares / ((double)(count - cut) * (double)(count - cut));
}

static void it_is_the_minimum_by_definition(void **state)
{
    (void)state;
    enum { BATCHES = 80 };
    for (uint32_t seed = 1; seed <= 50; seed++) {
        double series[BATCHES];
        for (uint32_t i = 0; i < BATCHES; i++) series[i] = exp(-(double)i * seed / 100) + noise(seed, i);
        const SimWarmUp found = sim_mser(series, BATCHES, 1);
        double early = INFINITY, late = INFINITY;
        for (size_t cut = 0; cut <= BATCHES - 5; cut++) {
            double *least = cut <= BATCHES / 2 ? &early : &late;
            *least = fmin(*least, statistic(series, BATCHES, cut));
        }
        assert_true(fabs(found.statistic - early) < 1e-12);
        assert_true(fabs(statistic(series, BATCHES, found.cut) - early) < 1e-12);
        assert_int_equal(found.is_too_short, late < early);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_step_is_cut_off_where_it_ends),
        cmocka_unit_test(a_series_that_is_settled_loses_little),
        cmocka_unit_test(a_decay_is_cut_off_so_that_the_mean_is_right),
        cmocka_unit_test(a_series_that_only_grows_is_too_short),
        cmocka_unit_test(constant_series_need_no_warm_up_and_few_batches_are_too_short),
        cmocka_unit_test(undefined_values_are_left_out),
        cmocka_unit_test(it_is_the_minimum_by_definition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
