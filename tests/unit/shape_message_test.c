#include "sim/engine/distribution.h"
#include "tests/unit/tables.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

// What is wrong with a distribution, and what to write instead: every message there is.

static void expect(SimShapeSpec spec, const char *expected)
{
    SimDistribution distribution;
    char why[240] = "";
    assert_false(sim_distribution_fit(tables, &spec, &distribution, why, sizeof why));
    assert_string_equal(why, expected);
}

static SimShapeSpec by_mean(enum SimShape shape, double mean)
{
    SimShapeSpec spec = sim_shape_spec(shape);
    spec.mean = mean;
    return spec;
}

static SimShapeSpec by_cv(enum SimShape shape, double mean, double cv)
{
    SimShapeSpec spec = by_mean(shape, mean);
    spec.cv = cv;
    return spec;
}

static SimShapeSpec between(SimShapeSpec spec, double least, double most)
{
    spec.least = least;
    spec.most = most;
    return spec;
}

static SimShapeSpec of_values(enum SimShape shape, const double *values, const double *shares, size_t count)
{
    SimShapeSpec spec = sim_shape_spec(shape);
    spec.values = values;
    spec.shares = shares;
    spec.value_count = count;
    return spec;
}

static SimShapeSpec of_quantiles(const double *quantiles, const double *probabilities, size_t count)
{
    SimShapeSpec spec = sim_shape_spec(SIM_EMPIRICAL);
    spec.quantiles = quantiles;
    spec.probabilities = probabilities;
    spec.quantile_count = count;
    return spec;
}

static void a_mean_is_asked_for(void **state)
{
    (void)state;
    static const enum SimShape shapes[] = {SIM_DETERMINISTIC, SIM_EXPONENTIAL, SIM_LOGNORMAL, SIM_GAMMA,
                                           SIM_WEIBULL,       SIM_NORMAL,      SIM_ERLANG,    SIM_BETA};
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) expect(sim_shape_spec(shapes[i]), "give `mean`");
    expect(by_cv(SIM_LOGNORMAL, 0, 1), "`mean` must be above 0 (a time of 0 is `shape: deterministic`)");
}

static void a_spread_is_asked_for_once(void **state)
{
    (void)state;
    static const enum SimShape shapes[] = {SIM_LOGNORMAL, SIM_GAMMA,   SIM_WEIBULL,    SIM_NORMAL,
                                           SIM_BETA,      SIM_UNIFORM, SIM_TRIANGULAR, SIM_HYPEREXPONENTIAL};
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
        expect(by_mean(shapes[i], 60), "give one of `sd`, `cv` and `variance`");
    SimShapeSpec twice = by_cv(SIM_GAMMA, 60, 0.5);
    twice.sd = 30;
    expect(twice, "give only one of `sd`, `cv` and `variance`");
    expect(by_cv(SIM_GAMMA, 60, 101), "an sd of 101 times the mean is too large: at most 100 times");
}

static void what_a_shape_does_not_use_is_told(void **state)
{
    (void)state;
    expect(by_cv(SIM_EXPONENTIAL, 60, 0.5), "`cv` is not for an exponential, whose sd is its mean: leave it out, or "
                                            "write `shape: gamma` or `shape: lognormal`");
    expect(by_cv(SIM_DETERMINISTIC, 60, 0.5), "`cv` is not for a deterministic distribution: leave it out");
    SimShapeSpec spec = by_cv(SIM_GAMMA, 60, 0.5);
    spec.mode = 3;
    expect(spec, "`mode` is not for a gamma distribution: leave it out");
    spec = by_cv(SIM_GAMMA, 60, 0.5);
    spec.is_applied = true;
    expect(spec, "`truncation` is not for a gamma distribution: leave it out");
    spec = by_mean(SIM_EXPONENTIAL, 60);
    const double numbers[] = {1, 2};
    spec.values = numbers;
    expect(spec, "`values` is not for an exponential distribution: leave it out");
    spec.values = NULL;
    spec.shares = numbers;
    expect(spec, "`shares` is not for an exponential distribution: leave it out");
    spec.shares = NULL;
    spec.quantiles = numbers;
    expect(spec, "`quantiles` is not for an exponential distribution: leave it out");
    spec.quantiles = NULL;
    spec.probabilities = numbers;
    expect(spec, "`probabilities` is not for an exponential distribution: leave it out");
}

static void numbers_must_be_finite_and_not_negative(void **state)
{
    (void)state;
    expect(by_mean(SIM_EXPONENTIAL, -1), "`mean` must not be negative");
    expect(between(by_cv(SIM_NORMAL, 60, 0.5), -5, NAN), "`least` must not be negative");
    expect(by_mean(SIM_DETERMINISTIC, INFINITY), "`mean` must be a finite number");
    const double bad[] = {1, -2}, good[] = {0, 1};
    expect(of_values(SIM_DISCRETE, bad, good, 2), "number 2 of `values` must be finite and not negative");
    expect(of_values(SIM_DISCRETE, good, bad, 2), "number 2 of `shares` must be finite and not negative");
    expect(of_quantiles(bad, NULL, 2), "number 2 of `quantiles` must be finite and not negative");
    expect(of_quantiles(good, bad, 2), "number 2 of `probabilities` must be finite and not negative");
}

static void an_erlang_has_whole_stages(void **state)
{
    (void)state;
    const char *either = "give `stages` or one of `sd`, `cv` and `variance`";
    expect(by_mean(SIM_ERLANG, 60), either);
    SimShapeSpec spec = by_cv(SIM_ERLANG, 60, 0.5);
    spec.stages = 4;
    expect(spec, either);
    expect(by_cv(SIM_ERLANG, 60, 0.58), "a `cv` of 0.58 needs 2.973 stages: write `stages: 3`, or `shape: gamma`");
    expect(by_cv(SIM_ERLANG, 60, 2), "a `cv` of 2 needs 0.25 stages: write `stages: 1`, or `shape: gamma`");
    spec = by_mean(SIM_ERLANG, 60);
    spec.stages = 2.5;
    expect(spec, "`stages` must be a whole number from 1");
    spec.stages = 0;
    expect(spec, "`stages` must be a whole number from 1");
}

static void bounds_must_fit(void **state)
{
    (void)state;
    const SimShapeSpec uniform = sim_shape_spec(SIM_UNIFORM), triangular = sim_shape_spec(SIM_TRIANGULAR);
    expect(uniform, "give `least` and `most`, or else `mean` and one of `sd`, `cv` and `variance`");
    expect(between(by_mean(SIM_UNIFORM, 3), 1, 5),
           "give `least` and `most`, or else `mean` and one of `sd`, `cv` and `variance`");
    expect(triangular, "give `least`, `mode` and `most`, or else `mean` and one of `sd`, `cv` and `variance`");
    expect(between(uniform, NAN, 5), "give `least`");
    expect(between(uniform, 1, NAN), "give `most`");
    expect(between(uniform, 5, 1), "`least` must not be above `most`");
    expect(between(triangular, 1, 5), "give `mode`, the likeliest value");
    SimShapeSpec spec = between(triangular, 1, 5);
    spec.mode = 6;
    expect(spec, "`mode` must lie from `least` to `most`");
    expect(by_cv(SIM_UNIFORM, 60, 0.6), "a `cv` of 0.6 makes negative times of a uniform: at most 0.5774");
    expect(by_cv(SIM_TRIANGULAR, 60, 0.5), "a `cv` of 0.5 makes negative times of a triangular: at most 0.4082");
}

static void a_beta_fits_between_its_bounds(void **state)
{
    (void)state;
    expect(by_cv(SIM_BETA, 60, 0.5), "give `most`");
    expect(between(by_cv(SIM_BETA, 60, 0.5), 70, 90), "`mean` must lie between `least` and `most`");
    expect(between(by_cv(SIM_BETA, 60, 0.7), 30, 90),
           "between these bounds a beta of this mean has an sd below 30, not 42");
    expect(between(by_cv(SIM_BETA, 60, 0.5), 59.9, 90),
           "with `mean` so near to a bound the sd must be at most 10, not 30");
    expect(between(by_cv(SIM_BETA, 60, 0.5), 0, 1e12), "`most` is too far from `mean` to matter: write `shape: gamma`");
}

static void a_normal_can_be_cut_so(void **state)
{
    (void)state;
    expect(between(by_cv(SIM_NORMAL, 60, 0.5), 70, 50), "`least` must not be above `most`");
    expect(between(by_cv(SIM_NORMAL, 60, 0.5), 70, NAN), "`mean` must lie between `least` and `most`");
    expect(by_cv(SIM_NORMAL, 60, 1), "a normal cut at these bounds to this mean has an sd below 60, not 60: another "
                                     "shape is needed, or `truncation: applied`");
    SimShapeSpec spec = between(by_cv(SIM_NORMAL, 60, 1e-9), 0, 10);
    spec.is_applied = true;
    expect(spec, "hardly any of a normal of this mean and sd lies from `least` to `most`");
}

// Whoever wrote `5 min` reads minutes; plain numbers have no unit.
static void times_are_told_in_minutes(void **state)
{
    (void)state;
    SimShapeSpec spec = by_cv(SIM_NORMAL, 300, 100);
    spec.is_time = true;
    expect(spec,
           "a normal cut at these bounds to this mean has an sd below 5 min, not 500 min: another shape is needed, "
           "or `truncation: applied`");
    spec = between(by_cv(SIM_BETA, 3600, 0.7), 1800, 5400);
    spec.is_time = true;
    expect(spec, "between these bounds a beta of this mean has an sd below 30 min, not 42 min");
    spec = between(by_cv(SIM_BETA, 60, 0.5), 59.9, 90);
    spec.is_time = true;
    expect(spec, "with `mean` so near to a bound the sd must be at most 0.1667 min, not 0.5 min");
    spec = between(by_cv(SIM_BETA, 30 * 86400, 0.7), 0, 36 * 86400);
    spec.is_time = true;
    expect(spec, "between these bounds a beta of this mean has an sd below 19320 min, not 30240 min");
}

static void lists_must_match(void **state)
{
    (void)state;
    const double values[] = {1, 2}, shares[] = {0.5, 0.4}, zero[] = {0, 1}, halves[] = {0.5, 0.5};
    expect(of_values(SIM_DISCRETE, NULL, NULL, 0), "give `values` and `shares`");
    expect(of_values(SIM_DISCRETE, values, NULL, 2), "give `shares`, one for each of the `values`");
    expect(of_values(SIM_DISCRETE, values, shares, 2), "`shares` add to 90 %, not to 100 %");
    expect(of_values(SIM_HYPEREXPONENTIAL, zero, halves, 2), "`values`, the means of the phases, must be above 0");
    SimShapeSpec both = of_values(SIM_HYPEREXPONENTIAL, values, halves, 2);
    both.mean = 3;
    expect(both, "give `values` and `shares`, or else `mean` and one of `sd`, `cv` and `variance`");
    expect(by_cv(SIM_HYPEREXPONENTIAL, 60, 0.5), "a hyperexponential needs a `cv` above 1, not 0.5: at 1 it is "
                                                 "exponential, below 1 take a gamma");
}

static void quantiles_must_rise_from_the_least_to_the_largest(void **state)
{
    (void)state;
    const double rising[] = {1, 2, 3}, falling[] = {1, 3, 2}, ends[] = {0.1, 0.5, 1}, falls[] = {0, 1, 1};
    const double back[] = {0, 0.6, 0.5, 1}, four[] = {1, 2, 3, 4};
    expect(of_quantiles(NULL, NULL, 0), "give at least two `quantiles`");
    expect(of_quantiles(rising, NULL, 1), "give at least two `quantiles`");
    expect(of_quantiles(rising, ends, 3),
           "`probabilities` must begin at 0 and end at 1 (100%): the least and the largest value");
    expect(of_quantiles(falling, falls, 3), "`quantiles` must not fall: number 3 is below the one before");
    expect(of_quantiles(four, back, 4), "`probabilities` must not fall: number 3 is below the one before");
}

// An enumerator that does not exist, and room for nothing.
static void no_shape_and_no_room_do_no_harm(void **state)
{
    (void)state;
    expect(by_mean((enum SimShape)99, 60), "no such shape");
    SimDistribution distribution;
    const SimShapeSpec spec = sim_shape_spec(SIM_GAMMA);
    assert_false(sim_distribution_fit(tables, &spec, &distribution, NULL, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mean_is_asked_for),
        cmocka_unit_test(a_spread_is_asked_for_once),
        cmocka_unit_test(what_a_shape_does_not_use_is_told),
        cmocka_unit_test(numbers_must_be_finite_and_not_negative),
        cmocka_unit_test(an_erlang_has_whole_stages),
        cmocka_unit_test(bounds_must_fit),
        cmocka_unit_test(a_beta_fits_between_its_bounds),
        cmocka_unit_test(a_normal_can_be_cut_so),
        cmocka_unit_test(times_are_told_in_minutes),
        cmocka_unit_test(lists_must_match),
        cmocka_unit_test(quantiles_must_rise_from_the_least_to_the_largest),
        cmocka_unit_test(no_shape_and_no_room_do_no_harm),
    };
    return cmocka_run_group_tests(tests, open_tables, close_tables);
}
