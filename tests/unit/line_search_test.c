// Searches of many functions of one coordinate at once: each finds its own least, asked for together.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sim/experiment/line_search.h"

enum { LINES = 101 };

typedef struct {
    size_t trials, calls;
} Asked;

// Line i is least at i / 100.
static bool score_parabolas(void *context, const double *places, size_t trials, double *scores)
{
    Asked *asked = context;
    for (size_t i = 0; i < trials * LINES; i++) {
        const double off = places[i] - (double)(i % LINES) / (LINES - 1);
        assert_true(places[i] >= 0 && places[i] <= 1);
        scores[i] = off * off;
    }
    asked->trials += trials;
    asked->calls++;
    return true;
}

static void each_line_finds_its_own_least(void **state)
{
    (void)state;
    Asked asked = {0};
    SimLineSearch *search =
        sim_line_search_new(&(SimLinePlan){.lines = LINES, .context = &asked, .score = score_parabolas});
    for (size_t line = 0; line < LINES; line++) {
        const double found = search->places[search->best[line] * LINES + line];
        // The last trials are a 128th apart.
        assert_true(fabs(found - (double)line / (LINES - 1)) <= 1.0 / 256 + 1e-12);
    }
    assert_int_equal(asked.trials, SIM_LINE_TRIALS);
    assert_int_equal(asked.calls, 1 + SIM_LINE_HALVINGS);  // all lines together
    sim_line_search_free(search);
}

// Two dips: the deeper is at 0.9, and both are wider than an eighth of the range.
static bool score_dips(void *context, const double *places, size_t trials, double *scores)
{
    (void)context;
    for (size_t i = 0; i < trials; i++) {
        const double one = places[i] - 0.2, other = places[i] - 0.9;
        scores[i] = fmin(0.1 + one * one, 10 * other * other);
    }
    return true;
}

static void the_deeper_of_two_dips_is_found(void **state)
{
    (void)state;
    SimLineSearch *search = sim_line_search_new(&(SimLinePlan){.lines = 1, .score = score_dips});
    assert_true(fabs(search->places[search->best[0]] - 0.9) < 0.01);
    sim_line_search_free(search);
}

static bool score_alike(void *context, const double *places, size_t trials, double *scores)
{
    (void)context, (void)places;
    for (size_t i = 0; i < trials; i++) scores[i] = 1;
    return true;
}

static void of_equal_scores_the_first_is_best(void **state)
{
    (void)state;
    SimLineSearch *search = sim_line_search_new(&(SimLinePlan){.lines = 1, .score = score_alike});
    assert_int_equal(search->best[0], 0);
    sim_line_search_free(search);
}

static bool stop_at_second(void *context, const double *places, size_t trials, double *scores)
{
    Asked *asked = context;
    score_alike(NULL, places, trials, scores);
    return ++asked->calls < 2;
}

static void a_search_that_is_stopped_gives_nothing(void **state)
{
    (void)state;
    Asked asked = {0};
    assert_null(sim_line_search_new(&(SimLinePlan){.lines = 1, .context = &asked, .score = stop_at_second}));
    assert_int_equal(asked.calls, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_line_finds_its_own_least), cmocka_unit_test(the_deeper_of_two_dips_is_found),
        cmocka_unit_test(of_equal_scores_the_first_is_best), cmocka_unit_test(a_search_that_is_stopped_gives_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
