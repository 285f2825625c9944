// Fits of functions whose least place, and what is near it, are known in closed form.
#include <gsl/gsl_errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sim/experiment/design.h"
#include "sim/experiment/fit.h"

typedef double (*Function)(const double *u);

typedef struct {
    Function function;
    uint32_t factors;
    size_t batches, scored, stops_after;  // batches; 0: never
} Scored;

static bool score(void *context, const double *places, size_t count, double *scores)
{
    Scored *scored = context;
    scored->batches++;
    scored->scored += count;
    for (size_t i = 0; i < count; i++) {
        for (uint32_t k = 0; k < scored->factors; k++) {
            assert_true(places[i * scored->factors + k] >= 0);
            assert_true(places[i * scored->factors + k] <= 1);
        }
        scores[i] = scored->function(places + i * scored->factors);
    }
    return scored->batches != scored->stops_after;
}

static SimFit *fit_of(Scored *scored, uint32_t samples, uint32_t starts)
{
    SimFactor factors[3] = {{0}, {0}, {0}};
    SimDesign *sample = sim_design_new(&(SimDesignPlan){
        .kind = SIM_DESIGN_LATIN, .factors = factors, .factor_count = scored->factors, .count = samples, .seed = 1});
    SimFit *fit = sim_fit_new(&(SimFitPlan){.factors = scored->factors,
                                            .samples = samples,
                                            .starts = starts,
                                            .evaluations = 200,
                                            .keep = 0.05,
                                            .sample = sample->values,
                                            .context = scored,
                                            .score = score});
    sim_design_free(sample);
    return fit;
}

static void near(double value, double expected, double tolerance)
{
    if (!(fabs(value - expected) <= tolerance)) fail_msg("%.9g, expected %.9g +- %.3g", value, expected, tolerance);
}

static double bowl(const double *u)
{
    return pow((u[0] - 0.3) / 0.1, 2) + pow((u[1] - 0.8) / 0.05, 2);
}

static void the_least_place_is_found(void **state)
{
    (void)state;
    Scored scored = {.function = bowl, .factors = 2};
    SimFit *fit = fit_of(&scored, 100, 3);
    // Simplexes end at a mean size of 0.02 in logit coordinates: at most 0.02 / 4 of the range, and here less.
    near(fit->places[2 * fit->best], 0.3, 0.005);
    near(fit->places[2 * fit->best + 1], 0.8, 0.005);
    near(fit->scores[fit->best], 0, 0.02);
    assert_int_equal(scored.scored, fit->count);
    assert_false(sim_fit_are_exchangeable(fit, 0, 1));
    sim_fit_free(fit);
}

static double valley(const double *u)
{
    return pow((u[0] - 0.4) / 0.1, 2);
}

// Of a uniform prior on 0.4 -+ sqrt(3.84) 0.1 the middle 95 %. A stratum is a thousandth wide, the order statistics of
// some 390 places are a few thousandths off.
static void what_the_error_does_not_tell_from_the_best_is_accepted(void **state)
{
    (void)state;
    Scored scored = {.function = valley, .factors = 1};
    SimFit *fit = fit_of(&scored, 1000, 1);
    const double half = 0.1 * sqrt(SIM_FIT_NEAR);
    near((double)fit->accepted_count, 2000 * half, 2);
    near(fit->of[0].low, 0.4 - 0.95 * half, 0.004);
    near(fit->of[0].middle, 0.4, 0.004);
    near(fit->of[0].high, 0.4 + 0.95 * half, 0.004);
    near(fit->of[0].width, 2 * half, 0.008);
    assert_false(sim_fit_is_wide(fit, 0));
    sim_fit_free(fit);
}

static double product(const double *u)
{
    return pow(((0.5 + u[0]) * (0.5 + u[1]) - 1) / 0.03, 2);
}

static void what_acts_only_by_its_product_is_not_told_apart(void **state)
{
    (void)state;
    Scored scored = {.function = product, .factors = 3};
    SimFit *fit = fit_of(&scored, 300, 2);
    near(fit->scores[fit->best], 0, 0.02);
    assert_true(sim_fit_are_exchangeable(fit, 0, 1));
    assert_true(fit->correlations[1] < 0);
    assert_false(sim_fit_are_exchangeable(fit, 0, 2));
    assert_false(sim_fit_are_exchangeable(fit, 1, 1));
    assert_true(sim_fit_is_wide(fit, 2));
    sim_fit_free(fit);
}

static double flat(const double *u)
{
    return 0.5 + 0.1 * u[0];
}

// Differences far below the error: the least of them are no more likely than the others.
static void of_what_hardly_matters_nothing_is_known(void **state)
{
    (void)state;
    Scored scored = {.function = flat, .factors = 1};
    SimFit *fit = fit_of(&scored, 100, 1);
    assert_int_equal(fit->accepted_count, 100);
    assert_true(sim_fit_is_wide(fit, 0));
    sim_fit_free(fit);
}

// A wide well of depth 5 at 0.2 and a narrow one of depth 0 at 0.7.
static double wells(const double *u)
{
    const double wide = 5 + 100 * pow(u[0] - 0.2, 2), narrow = 2000 * pow(u[0] - 0.7, 2);
    return wide < narrow ? wide : narrow;
}

static void several_searches_find_the_deeper_well(void **state)
{
    (void)state;
    Scored scored = {.function = wells, .factors = 1};
    SimFit *fit = fit_of(&scored, 20, 5);
    near(fit->places[fit->best], 0.7, 0.005);
    sim_fit_free(fit);
}

// The sample, the first simplexes, then a place of every search: far fewer batches than places.
static void searches_are_scored_together(void **state)
{
    (void)state;
    Scored scored = {.function = bowl, .factors = 2};
    SimFit *fit = fit_of(&scored, 50, 5);
    const size_t of_searches = fit->count - 50 - 5 * 3;
    assert_true(scored.batches >= 2 + of_searches / 5);
    assert_true(scored.batches < 2 + of_searches / 2);
    sim_fit_free(fit);
}

static void a_fit_can_be_stopped(void **state)
{
    (void)state;
    for (size_t batch = 1; batch <= 4; batch++) {
        Scored scored = {.function = bowl, .factors = 2, .stops_after = batch};
        assert_null(fit_of(&scored, 30, 2));
        assert_int_equal(scored.batches, batch);
    }
}

static void the_same_scores_give_the_same_fit(void **state)
{
    (void)state;
    Scored scored = {.function = product, .factors = 3};
    SimFit *one = fit_of(&scored, 60, 3), *other = fit_of(&scored, 60, 3);
    assert_int_equal(one->count, other->count);
    assert_memory_equal(one->places, other->places, one->count * 3 * sizeof(double));
    sim_fit_free(one);
    sim_fit_free(other);
}

int main(void)
{
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_least_place_is_found),
        cmocka_unit_test(what_the_error_does_not_tell_from_the_best_is_accepted),
        cmocka_unit_test(what_acts_only_by_its_product_is_not_told_apart),
        cmocka_unit_test(of_what_hardly_matters_nothing_is_known),
        cmocka_unit_test(several_searches_find_the_deeper_well),
        cmocka_unit_test(searches_are_scored_together),
        cmocka_unit_test(a_fit_can_be_stopped),
        cmocka_unit_test(the_same_scores_give_the_same_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
