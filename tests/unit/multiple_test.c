// Textbook p-values, and the promise: seldom any false difference among many.
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "sim/engine/random.h"
#include "sim/experiment/multiple.h"

static void near(double value, double expected, double tolerance)
{
    if (!(fabs(value - expected) <= tolerance)) fail_msg("%.12g, expected %.12g", value, expected);
}

// The usual example of the procedure (Wikipedia, Holm-Bonferroni method; the same from R's p.adjust): at 5 % the two
// smallest are rejected, the two others are not.
static void holm_adjusts_as_in_the_textbook(void **state)
{
    (void)state;
    const double p[] = {0.01, 0.04, 0.03, 0.005}, holm[] = {0.03, 0.06, 0.06, 0.02},
                 bonferroni[] = {0.04, 0.16, 0.12, 0.02};
    double adjusted[4];
    sim_holm(p, 4, adjusted);
    for (int i = 0; i < 4; i++) near(adjusted[i], holm[i], 1e-12);
    sim_bonferroni(p, 4, adjusted);
    for (int i = 0; i < 4; i++) near(adjusted[i], bonferroni[i], 1e-12);
}

static void adjusted_values_do_not_exceed_one_and_keep_what_is_undefined(void **state)
{
    (void)state;
    const double p[] = {NAN, 0.9, 0.02, 0.8};
    double adjusted[4];
    sim_holm(p, 4, adjusted);
    assert_true(isnan(adjusted[0]));
    near(adjusted[2], 0.06, 1e-12);
    near(adjusted[3], 1, 0);
    near(adjusted[1], 1, 0);
    sim_bonferroni(p, 4, adjusted);
    assert_true(isnan(adjusted[0]));
    near(adjusted[2], 0.06, 1e-12);
}

// Student's own data (1908): additional hours of sleep with two drugs, ten patients. t = 4.0621 with 9 degrees of
// freedom, p = 0.002833 (R: t.test of `sleep`, paired).
static void the_test_of_one_comparison_is_students(void **state)
{
    (void)state;
    const double sleep[] = {1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4};
    SimComparison result;
    sim_compare_many(sleep, 1, 10, 0.05, &result);
    assert_int_equal(result.count, 10);
    near(result.mean, 1.58, 1e-12);
    near(result.t, 4.0621, 5e-5);
    near(result.p, 0.002833, 5e-7);
    near(result.holm, result.p, 0);
    assert_true(result.is_different);
}

static void what_never_differs_or_always_by_the_same_is_decided_without_a_spread(void **state)
{
    (void)state;
    const double differences[] = {0,  0,   0,   //
                                  -2, -2,  -2,  //
                                  5,  NAN, NAN, NAN, NAN, NAN};
    SimComparison results[4];
    sim_compare_many(differences, 4, 3, 0.05, results);
    near(results[0].p, 1, 0);
    assert_false(results[0].is_different);
    near(results[1].p, 0, 0);
    assert_true(results[1].is_different && isinf(results[1].t) && results[1].t < 0);
    near(results[2].mean, 5, 0);
    assert_int_equal(results[2].count, 1);
    assert_true(isnan(results[2].p) && isnan(results[2].holm) && !results[2].is_different);
    assert_true(isnan(results[3].mean) && isnan(results[3].p) && !results[3].is_different);
}

static double gaussian(uint32_t experiment, uint32_t comparison, uint32_t replication)
{
    const SimStream stream = sim_stream((SimKey){.seed = 7, .replication = experiment}, 0, "gaussian");
    return gsl_cdf_ugaussian_Pinv(sim_uniform(sim_draw(stream, comparison, 0, replication).word[0]));
}

// Twenty comparisons, correlated by a common part as on common random numbers, of which none differs: in at most 5 % of
// 1,000 experiments any may be called different; standard error sqrt(0.05 x 0.95 / 1000) = 0.7 %, four are allowed.
// One by one, well over a third of the experiments have one: the correction is not in vain.
static void seldom_is_any_called_different_where_none_is(void **state)
{
    (void)state;
    enum { EXPERIMENTS = 1000, COMPARISONS = 20, REPLICATIONS = 10 };
    int with_holm = 0, alone = 0;
    for (uint32_t experiment = 0; experiment < EXPERIMENTS; experiment++) {
        double differences[COMPARISONS * REPLICATIONS];
        for (uint32_t i = 0; i < COMPARISONS; i++) {
            for (uint32_t r = 0; r < REPLICATIONS; r++) {
                differences[i * REPLICATIONS + r] =
                    gaussian(experiment, i, r) + 0.5 * gaussian(experiment, COMPARISONS, r);
            }
        }
        SimComparison results[COMPARISONS];
        sim_compare_many(differences, COMPARISONS, REPLICATIONS, 0.05, results);
        int different = 0, small = 0;
        for (int i = 0; i < COMPARISONS; i++) {
            different += results[i].is_different ? 1 : 0;
            small += results[i].p <= 0.05 ? 1 : 0;
            assert_true(results[i].holm >= results[i].p && results[i].bonferroni >= results[i].holm);
        }
        with_holm += different > 0 ? 1 : 0;
        alone += small > 0 ? 1 : 0;
    }
    assert_true(with_holm <= EXPERIMENTS * (0.05 + 4 * 0.007));
    assert_true(alone > EXPERIMENTS / 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holm_adjusts_as_in_the_textbook),
        cmocka_unit_test(adjusted_values_do_not_exceed_one_and_keep_what_is_undefined),
        cmocka_unit_test(the_test_of_one_comparison_is_students),
        cmocka_unit_test(what_never_differs_or_always_by_the_same_is_decided_without_a_spread),
        cmocka_unit_test(seldom_is_any_called_different_where_none_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
