// Latin hypercubes, Sobol points and shifts.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sim/experiment/places.h"

enum { POINTS = 500, FACTORS = 4 };

// Each stratum of each factor holds one point.
static void expect_strata(const double *places, uint32_t points, uint32_t factors)
{
    uint8_t *seen = calloc(points, 1);
    for (uint32_t factor = 0; factor < factors; factor++) {
        memset(seen, 0, points);
        for (uint32_t i = 0; i < points; i++) {
            const double place = places[(size_t)i * factors + factor];
            assert_true(place > 0 && place < 1);
            const uint32_t stratum = (uint32_t)(place * points);
            assert_int_equal(seen[stratum], 0);
            seen[stratum] = 1;
        }
    }
    free(seen);
}

static void a_latin_hypercube_has_each_stratum_of_each_factor_once(void **state)
{
    (void)state;
    static double places[POINTS * FACTORS];
    for (uint32_t points = 1; points <= POINTS; points = 3 * points + 1) {
        sim_places_latin(places, points, FACTORS, 1, 1);
        expect_strata(places, points, FACTORS);
        sim_places_latin(places, points, FACTORS, 5, 1);
        expect_strata(places, points, FACTORS);
    }
}

// The correlation of two random permutations has the standard error 1 / sqrt(n - 1); four of them are allowed.
static void factors_of_a_latin_hypercube_are_uncorrelated(void **state)
{
    (void)state;
    static double places[POINTS * FACTORS];
    sim_places_latin(places, POINTS, FACTORS, 1, 2);
    for (int a = 0; a < FACTORS; a++) {
        for (int b = 0; b < a; b++) {
            double sum = 0;
            for (int i = 0; i < POINTS; i++) {
                sum += (places[i * FACTORS + a] - 0.5) * (places[i * FACTORS + b] - 0.5);
            }
            assert_true(fabs(12 * sum / POINTS) < 4 / sqrt(POINTS - 1));
        }
    }
}

// Each stratum is as likely at the first position: 4,000 seeds, 8 strata, 500 expected each with a standard error
// of 21.
static void permutations_are_even(void **state)
{
    (void)state;
    double places[8];
    int counts[8] = {0};
    for (uint32_t seed = 0; seed < 4000; seed++) {
        sim_places_latin(places, 8, 1, 1, seed);
        counts[(int)(places[0] * 8)]++;
    }
    for (int i = 0; i < 8; i++) assert_in_range(counts[i], 500 - 84, 500 + 84);
}

static double nearest(const double *places, int points, int factors)
{
    double least = INFINITY;
    for (int i = 0; i < points; i++) {
        for (int j = 0; j < i; j++) {
            double sum = 0;
            for (int f = 0; f < factors; f++) sum += pow(places[i * factors + f] - places[j * factors + f], 2);
            least = fmin(least, sqrt(sum));
        }
    }
    return least;
}

static void more_tries_put_the_nearest_points_farther_apart(void **state)
{
    (void)state;
    double one[20 * FACTORS], ten[20 * FACTORS], hundred[20 * FACTORS];
    sim_places_latin(one, 20, FACTORS, 1, 3);
    sim_places_latin(ten, 20, FACTORS, 10, 3);
    sim_places_latin(hundred, 20, FACTORS, 100, 3);
    assert_true(nearest(one, 20, FACTORS) < nearest(ten, 20, FACTORS));
    assert_true(nearest(ten, 20, FACTORS) < nearest(hundred, 20, FACTORS));
}

// The first points of the sequence after the origin, in eighths (Bratley and Fox 1988; any listing). The shift
// exchanges the same bits in all of them, so the bits in which two points differ are those of the sequence.
static void sobol_points_are_the_published_ones_under_a_shift_of_bits(void **state)
{
    (void)state;
    static const int published[7][2] = {{4, 4}, {6, 2}, {2, 6}, {3, 3}, {7, 7}, {5, 1}, {1, 5}};
    double places[7 * 2];
    for (uint32_t seed = 0; seed < 10; seed++) {
        sim_places_sobol(places, 7, 2, seed);
        for (int factor = 0; factor < 2; factor++) {
            const int shift = (int)(places[factor] * 8) ^ published[0][factor];
            for (int i = 1; i < 7; i++) {
                assert_int_equal((int)(places[2 * i + factor] * 8) ^ published[i][factor], shift);
            }
        }
    }
}

// Points 0 to 2^m - 1 of the sequence have one in each of 2^m intervals of each factor; without the origin one is
// empty.
static void sobol_points_fill_each_factor_evenly(void **state)
{
    (void)state;
    enum { NET = 1 << 10, MOST = 40 };
    double *places = malloc((NET - 1) * MOST * sizeof *places);
    sim_places_sobol(places, NET - 1, MOST, 5);
    for (int factor = 0; factor < MOST; factor++) {
        uint8_t seen[NET] = {0};
        for (int i = 0; i < NET - 1; i++) {
            const double place = places[i * MOST + factor];
            assert_true(place > 0 && place < 1);
            assert_int_equal(seen[(int)(place * NET)]++, 0);
        }
    }
    uint8_t boxes[32][32] = {{0}};  // factors 1 and 2 are a net in the plane as well
    for (int i = 0; i < NET - 1; i++) {
        assert_int_equal(boxes[(int)(places[i * MOST] * 32)][(int)(places[i * MOST + 1] * 32)]++, 0);
    }
    free(places);
}

// Each shifted point is uniform: over 2,000 seeds the mean of a coordinate is 1/2, standard error 1 / sqrt(24,000), its
// variance 1/12, standard error 1 / sqrt(180 x 2,000).
static void the_shift_is_uniform_and_each_seed_has_its_own(void **state)
{
    (void)state;
    double sum[FACTORS] = {0}, squares[FACTORS] = {0}, places[FACTORS];
    for (uint32_t seed = 0; seed < 2000; seed++) {
        sim_places_sobol(places, 1, FACTORS, seed);
        for (int i = 0; i < FACTORS; i++) {
            sum[i] += places[i] - 0.5;
            squares[i] += (places[i] - 0.5) * (places[i] - 0.5);
        }
    }
    for (int i = 0; i < FACTORS; i++) {
        assert_true(fabs(sum[i] / 2000) < 4 / sqrt(24000));
        assert_true(fabs(squares[i] / 2000 - 1.0 / 12) < 4 / sqrt(360000));
    }
}

static void numbers_are_below_their_bound_and_reach_it(void **state)
{
    (void)state;
    const SimWords all = {{UINT32_MAX, UINT32_MAX, 0, 0}}, none = {{0, 0, 0, 0}};
    for (uint32_t below = 1; below < UINT32_MAX / 2; below = 2 * below + below % 3) {
        assert_int_equal(sim_design_number(all, below), below - 1);
        assert_int_equal(sim_design_number(none, below), 0);
    }
    assert_int_equal(sim_design_number(all, UINT32_MAX), UINT32_MAX - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_latin_hypercube_has_each_stratum_of_each_factor_once),
        cmocka_unit_test(factors_of_a_latin_hypercube_are_uncorrelated),
        cmocka_unit_test(permutations_are_even),
        cmocka_unit_test(more_tries_put_the_nearest_points_farther_apart),
        cmocka_unit_test(sobol_points_are_the_published_ones_under_a_shift_of_bits),
        cmocka_unit_test(sobol_points_fill_each_factor_evenly),
        cmocka_unit_test(the_shift_is_uniform_and_each_seed_has_its_own),
        cmocka_unit_test(numbers_are_below_their_bound_and_reach_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
