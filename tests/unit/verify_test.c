#include "sim/experiment/verify.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/toy.h"

#include <cmocka.h>

// The rule, on values made for it.

static const SimCheck MEAN_OF_100 = {.statistic = SIM_CHECK_MEAN, .exact = 100};

// `count` values with this mean and standard error of the mean, half of them above and half below.
static void fill(double *values, size_t count, double mean, double standard_error)
{
    const double off = standard_error * sqrt((double)count - 1);
    for (size_t i = 0; i < count; i++) values[i] = i % 2 ? mean + off : mean - off;
}

// The quantiles of the t distribution that VERIFICATION.md's rule was computed with.
static void the_limit_is_that_of_t_at_the_level_1e_4(void **state)
{
    (void)state;
    static const struct {
        size_t count;
        double limit;
    } known[] = {{10, 6.594}, {20, 4.897}, {30, 4.506}, {50, 4.236}, {100, 4.055}};
    double values[100];
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        fill(values, known[i].count, 100, 0.5);
        assert_true(fabs(sim_judge(&MEAN_OF_100, values, known[i].count, 0.008).limit - known[i].limit) < 0.0006);
    }
}

static void an_estimate_within_the_limit_passes_and_one_beyond_fails(void **state)
{
    (void)state;
    double values[30];
    fill(values, 30, 100 + 4.4 * 0.5, 0.5);
    SimVerdict verdict = sim_judge(&MEAN_OF_100, values, 30, 0.008);
    assert_true(verdict.is_passed && verdict.is_fair);
    assert_true(fabs(verdict.z - 4.4) < 1e-9 && fabs(verdict.standard_error - 0.5) < 1e-9);
    fill(values, 30, 100 - 4.6 * 0.5, 0.5);
    verdict = sim_judge(&MEAN_OF_100, values, 30, 0.008);
    assert_true(!verdict.is_passed && verdict.is_fair);
    assert_true(fabs(verdict.z + 4.6) < 1e-9);
}

static void a_standard_error_too_wide_to_see_a_bias_is_no_pass(void **state)
{
    (void)state;
    double values[30];
    fill(values, 30, 100, 1.2);
    SimVerdict verdict = sim_judge(&MEAN_OF_100, values, 30, 0.008);
    assert_false(verdict.is_passed || verdict.is_fair);
    assert_string_equal(verdict.why, "the standard error, 1.2 %, is above 0.8 %: more replications are needed");
    assert_true(sim_judge(&MEAN_OF_100, values, 30, 0.0125).is_passed);
}

static void replications_that_all_agree_must_equal_the_exact_value(void **state)
{
    (void)state;
    double values[5] = {100, 100, 100, 100, 100};
    assert_true(sim_judge(&MEAN_OF_100, values, 5, 0.008).is_passed);
    for (int i = 0; i < 5; i++) values[i] = 100 * (1 + 1e-13);
    assert_true(sim_judge(&MEAN_OF_100, values, 5, 0.008).is_passed);
    for (int i = 0; i < 5; i++) values[i] = 100 * (1 + 1e-9);
    const SimVerdict verdict = sim_judge(&MEAN_OF_100, values, 5, 0.008);
    assert_false(verdict.is_passed);
    assert_true(isinf(verdict.z) && verdict.z > 0);
}

static void nothing_is_compared_exactly_with_nothing(void **state)
{
    (void)state;
    const SimCheck nothing = {.statistic = SIM_CHECK_MEAN, .exact = 0};
    double values[4] = {0, 0, 0, 0};
    assert_true(sim_judge(&nothing, values, 4, 0.008).is_passed);
    values[2] = 1e-9;
    assert_false(sim_judge(&nothing, values, 4, 0.008).is_passed);
}

static void a_value_that_is_undefined_in_a_replication_is_no_pass(void **state)
{
    (void)state;
    double values[30];
    fill(values, 30, 100, 0.1);
    values[7] = NAN;
    const SimVerdict verdict = sim_judge(&MEAN_OF_100, values, 30, 0.008);
    assert_false(verdict.is_passed);
    assert_string_equal(verdict.why, "it has no value in 1 of 30 replications");
}

// Normal values with mean 10 and variance 4, 100,000 of them: the variance's standard error is sqrt(2 / n) 4.
static void a_variance_is_judged_about_the_exact_mean(void **state)
{
    (void)state;
    enum { COUNT = 100000 };
    static double values[COUNT];
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_taus2);
    for (int i = 0; i < COUNT; i++) values[i] = 10 + gsl_ran_gaussian(rng, 2);
    gsl_rng_free(rng);
    SimCheck check = {.statistic = SIM_CHECK_VARIANCE, .exact = 4, .mean = 10};
    const SimVerdict verdict = sim_judge(&check, values, COUNT, 0.008);
    assert_true(verdict.is_passed);
    assert_true(fabs(verdict.standard_error - 4 * sqrt(2.0 / COUNT)) < 0.0005);
    check.exact = 4.2;
    assert_false(sim_judge(&check, values, COUNT, 0.008).is_passed);
    check.exact = 4;
    check.mean = 10.5;  // adds 0.25 to the squares
    assert_false(sim_judge(&check, values, COUNT, 0.008).is_passed);
}

static void counts_that_are_spread_like_poisson_pass_and_others_do_not(void **state)
{
    (void)state;
    enum { COUNT = 5000 };
    static double poisson[COUNT], even[COUNT], wide[COUNT];
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_taus2);
    for (int i = 0; i < COUNT; i++) {
        poisson[i] = gsl_ran_poisson(rng, 50);
        even[i] = gsl_ran_binomial(rng, 0.2, 250);       // variance 40
        wide[i] = 2 * (double)gsl_ran_poisson(rng, 25);  // variance 100
    }
    gsl_rng_free(rng);
    const SimCheck spread = {.statistic = SIM_CHECK_SPREAD, .exact = 1};
    const SimVerdict verdict = sim_judge(&spread, poisson, COUNT, 0.03);
    assert_true(verdict.is_passed);
    assert_true(fabs(verdict.standard_error - sqrt(2.0 / (COUNT - 1))) < 1e-12);
    assert_true(sim_judge(&spread, even, COUNT, 0.03).z < -3.9);
    assert_true(sim_judge(&spread, wide, COUNT, 0.03).z > 3.9);
    assert_false(sim_judge(&spread, even, COUNT, 0.03).is_passed || sim_judge(&spread, wide, COUNT, 0.03).is_passed);
    assert_false(sim_judge(&spread, poisson, COUNT, 0.01).is_fair);
}

// Of 100,000 fair tests of what is true, 10 fail on average at the level 1e-4, with standard deviation 3.2.
static void a_true_value_fails_once_in_ten_thousand_tests(void **state)
{
    (void)state;
    enum { TESTS = 100000, COUNT = 30 };
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_taus2);
    int failed = 0;
    for (int test = 0; test < TESTS; test++) {
        double values[COUNT];
        for (int i = 0; i < COUNT; i++) values[i] = 100 + gsl_ran_gaussian(rng, 0.5 * sqrt(COUNT));
        failed += sim_judge(&MEAN_OF_100, values, COUNT, 1).is_passed ? 0 : 1;
    }
    gsl_rng_free(rng);
    assert_in_range(failed, 1, 25);
}

// With many replications the limit is 3.89, and a standard error of 0.80 % puts a bias of 5 % at z = 6.25: the power is
// 99.0 %, within 0.14 % for 5,000 tests.
static void a_bias_of_five_per_cent_is_seen_in_99_of_100_quick_runs(void **state)
{
    (void)state;
    enum { TESTS = 5000, COUNT = 1000 };
    static double values[COUNT];
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_taus2);
    int seen = 0;
    for (int test = 0; test < TESTS; test++) {
        for (int i = 0; i < COUNT; i++) values[i] = 105 + gsl_ran_gaussian(rng, 0.8 * sqrt(COUNT));
        seen += sim_judge(&MEAN_OF_100, values, COUNT, 1).is_passed ? 0 : 1;
    }
    gsl_rng_free(rng);
    assert_true(seen >= 0.985 * TESTS);
}

// The rule, on a model. The toy's arrivals are Poisson, 96 a day in each of three places; the report has 84 days.

enum { TOY_COUNT = 3 * 84 * 96 };

typedef struct {
    ToyPlan plans[SIM_LIVES];
    SimCheck checks[4];
} Verified;

static void verified_setup(Verified *verified, const SimCheck *checks, size_t count)
{
    memcpy(verified->checks, checks, count * sizeof *checks);
    for (size_t i = 0; i < count; i++) {
        if (!verified->checks[i].of) verified->checks[i].of = "";
        if (!verified->checks[i].period) verified->checks[i].period = "whole";
    }
    for (enum SimLife life = SIM_BASELINE; life < SIM_LIVES; life++) {
        toy_plan(&verified->plans[life], life);
        verified->plans[life].outline.checks = verified->checks;
        verified->plans[life].outline.check_count = count;
        verified->plans[life].outline.replications_quick = 30;
        verified->plans[life].outline.replications_full = 60;
    }
}

static void verify_toy(Verified *verified, enum SimTier tier, uint32_t threads, SimVerdict *verdicts)
{
    const SimRun run = {.model = &TOY_MODEL,
                        .plans = {&verified->plans[SIM_BASELINE], &verified->plans[SIM_STRIKE]},
                        .seed = 3,
                        .threads = threads};
    char message[200];
    assert_int_equal(sim_verify(&run, tier, verdicts, message, sizeof message), SIM_RUN_DONE);
}

static void an_unbiased_model_passes_and_a_biased_one_fails(void **state)
{
    (void)state;
    // Without a standard error of its own a check has that of the tier.
    const SimCheck checks[] = {
        {.measure = "arrivals", .exact = TOY_COUNT, .standard_error = NAN},
        {.measure = "arrivals", .exact = TOY_COUNT / 1.05, .standard_error = NAN},
        {.measure = "arrivals", .exact = TOY_COUNT, .standard_error = 0.0001},
        {.measure = "arrivals", .period = "2024-01-20", .world = SIM_LIVES, .exact = 0, .standard_error = NAN}};
    Verified verified;
    verified_setup(&verified, checks, 4);
    SimVerdict verdicts[4];
    verify_toy(&verified, SIM_TIER_QUICK, 2, verdicts);
    assert_true(verdicts[0].is_passed);
    assert_true(verdicts[1].is_fair && !verdicts[1].is_passed);
    assert_false(verdicts[2].is_fair || verdicts[2].is_passed);
    assert_true(verdicts[3].is_passed);  // the lives have not parted: the difference is exactly nothing
}

static void verdicts_do_not_depend_on_threads(void **state)
{
    (void)state;
    const SimCheck checks[] = {{.measure = "arrivals", .exact = TOY_COUNT, .standard_error = NAN},
                               {.measure = "wait_p95", .world = SIM_STRIKE, .exact = 1, .standard_error = NAN},
                               {.measure = "served", .world = SIM_LIVES, .exact = 1, .standard_error = NAN},
                               {.measure = "queue", .period = "2024-02-06", .exact = 1, .standard_error = NAN}};
    Verified verified;
    verified_setup(&verified, checks, 4);
    SimVerdict one[4], three[4];
    memset(one, 0, sizeof one);
    memset(three, 0, sizeof three);
    verify_toy(&verified, SIM_TIER_FULL, 1, one);
    verify_toy(&verified, SIM_TIER_FULL, 3, three);
    for (int i = 0; i < 4; i++) {
        assert_memory_equal(&one[i].estimate, &three[i].estimate, sizeof(double));
        assert_memory_equal(&one[i].standard_error, &three[i].standard_error, sizeof(double));
    }
}

// What is said of one check that is wrong.
static void assert_told(SimCheck check, const char *wanted)
{
    Verified verified;
    verified_setup(&verified, &check, 1);
    SimFaults *faults = sim_faults_new();
    assert_false(sim_verify_is_sound(&TOY_MODEL, &verified.plans[SIM_STRIKE], faults));
    char *said = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&said, &size);
    sim_faults_print(faults, to);
    fclose(to);
    if (!strstr(said, wanted)) fail_msg("no \"%s\" in: %s", wanted, said);
    free(said);
    sim_faults_free(faults);
}

static void a_check_of_nothing_is_refused_with_what_there_is(void **state)
{
    (void)state;
    assert_told((SimCheck){.measure = "arivals"}, "did you mean `arrivals`? There are: arrivals, served, prompt");
    assert_told((SimCheck){.measure = "left", .of = "4 week"}, "did you mean `4 weeks`? There are: 4 weeks, 12 weeks");
    assert_told((SimCheck){.measure = "arrivals", .of = "doors"}, "is not measured of `doors`; there are: (nothing)");
    assert_told((SimCheck){.measure = "arrivals", .period = "strike days"}, "did you mean `strike_days`?");
    assert_told((SimCheck){.measure = "arrivals", .period = "2025-01-01"},
                "write a date from 2024-01-15 to 2024-04-07");
    assert_told((SimCheck){.measure = "served", .period = "2024-02-06"}, "has no values by date");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_limit_is_that_of_t_at_the_level_1e_4),
        cmocka_unit_test(an_estimate_within_the_limit_passes_and_one_beyond_fails),
        cmocka_unit_test(a_standard_error_too_wide_to_see_a_bias_is_no_pass),
        cmocka_unit_test(replications_that_all_agree_must_equal_the_exact_value),
        cmocka_unit_test(nothing_is_compared_exactly_with_nothing),
        cmocka_unit_test(a_value_that_is_undefined_in_a_replication_is_no_pass),
        cmocka_unit_test(a_variance_is_judged_about_the_exact_mean),
        cmocka_unit_test(counts_that_are_spread_like_poisson_pass_and_others_do_not),
        cmocka_unit_test(a_true_value_fails_once_in_ten_thousand_tests),
        cmocka_unit_test(a_bias_of_five_per_cent_is_seen_in_99_of_100_quick_runs),
        cmocka_unit_test(an_unbiased_model_passes_and_a_biased_one_fails),
        cmocka_unit_test(verdicts_do_not_depend_on_threads),
        cmocka_unit_test(a_check_of_nothing_is_refused_with_what_there_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
