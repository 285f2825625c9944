#include "sim/experiment/places.h"

#include <assert.h>
#include <gsl/gsl_qrng.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/experiment/memory.h"

enum { SOBOL_BITS = 30 };  // of gsl_qrng_sobol's coordinates

SimStream sim_design_stream(uint32_t seed, uint32_t attempt)
{
    return sim_stream((SimKey){.seed = seed, .replication = attempt}, 0, "design of an experiment");
}

uint32_t sim_design_number(SimWords words, uint32_t below)
{
    const uint64_t bits = (uint64_t)words.word[0] << 32 | words.word[1];
    return (uint32_t)((double)(bits >> 11) * 0x1p-53 * (double)below);
}

// Fisher and Yates: each position exchanges its stratum with that of a random one up to itself.
static void permute(uint32_t *strata, uint32_t points, SimStream stream, uint32_t factor)
{
    for (uint32_t i = 0; i < points; i++) {
        const uint32_t other = sim_design_number(sim_draw(stream, i, SIM_DRAW_PERMUTATION, factor), i + 1);
        strata[i] = strata[other];
        strata[other] = i;
    }
}

static void latin(double *places, uint32_t points, uint32_t factors, SimStream stream, uint32_t *strata)
{
    for (uint32_t factor = 0; factor < factors; factor++) {
        permute(strata, points, stream, factor);
        for (uint32_t i = 0; i < points; i++) {
            const double inside = sim_uniform(sim_draw(stream, i, SIM_DRAW_STRATUM, factor).word[0]);
            places[(size_t)i * factors + factor] = ((double)strata[i] + inside) / (double)points;
        }
    }
}

static double squared_distance(const double *a, const double *b, uint32_t factors)
{
    double sum = 0;
    for (uint32_t factor = 0; factor < factors; factor++) sum += (a[factor] - b[factor]) * (a[factor] - b[factor]);
    return sum;
}

static double least_squared_distance(const double *places, uint32_t points, uint32_t factors)
{
    double least = INFINITY;
    for (size_t i = 1; i < points; i++) {
        for (size_t j = 0; j < i; j++) {
            least = fmin(least, squared_distance(places + i * factors, places + j * factors, factors));
        }
    }
    return least;
}

void sim_places_latin(double *places, uint32_t points, uint32_t factors, uint32_t tries, uint32_t seed)
{
    const size_t size = (size_t)points * factors;
    uint32_t *strata = sim_zeroed(points, sizeof *strata);
    latin(places, points, factors, sim_design_stream(seed, 0), strata);
    if (tries > 1) {
        double *other = sim_zeroed(size, sizeof *other);
        double farthest = least_squared_distance(places, points, factors);
        for (uint32_t attempt = 1; attempt < tries; attempt++) {
            latin(other, points, factors, sim_design_stream(seed, attempt), strata);
            const double least = least_squared_distance(other, points, factors);
            if (least > farthest) {
                farthest = least;
                memcpy(places, other, size * sizeof *places);
            }
        }
        free(other);
    }
    free(strata);
}

// gsl_qrng_sobol leaves out the origin by itself: the first point it gives has 1/2 everywhere.
void sim_places_sobol(double *places, uint32_t points, uint32_t factors, uint32_t seed)
{
    gsl_qrng *sequence = gsl_qrng_alloc(gsl_qrng_sobol, factors);
    assert(sequence && points < 1u << SOBOL_BITS);
    const SimStream stream = sim_design_stream(seed, 0);
    SimWords *shifts = sim_zeroed(factors, sizeof *shifts);
    for (uint32_t factor = 0; factor < factors; factor++) {
        shifts[factor] = sim_draw(stream, 0, SIM_DRAW_SHIFT, factor);
    }
    for (size_t i = 0; i < points; i++) {
        double *point = places + i * factors;
        gsl_qrng_get(sequence, point);
        for (uint32_t factor = 0; factor < factors; factor++) {
            const uint32_t bits = (uint32_t)ldexp(point[factor], SOBOL_BITS);
            const uint32_t shifted = bits ^ shifts[factor].word[0] >> (32 - SOBOL_BITS);
            point[factor] = ldexp((double)shifted + sim_uniform(shifts[factor].word[1]), -SOBOL_BITS);
        }
    }
    free(shifts);
    gsl_qrng_free(sequence);
}

void sim_places_random(double *places, uint32_t points, uint32_t factors, uint32_t seed)
{
    const SimStream stream = sim_design_stream(seed, 0);
    for (uint32_t i = 0; i < points; i++) {
        for (uint32_t factor = 0; factor < factors; factor++) {
            places[(size_t)i * factors + factor] = sim_uniform(sim_draw(stream, i, SIM_DRAW_PLACE, factor).word[0]);
        }
    }
}
