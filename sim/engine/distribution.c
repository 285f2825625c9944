#include "sim/engine/distribution.h"

#include <assert.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CELLS_OF_OCTAVE = 1 << SIM_CELL_BITS };

typedef struct {
    enum SimShape shape;
    double cv;
    SimCell *cells;
} Table;

struct SimTables {
    Table *tables;
    size_t count;
};

static void *memory_or_abort(void *memory, size_t bytes)
{
    if (memory) return memory;
    fprintf(stderr, "out of memory: %zu bytes were wanted for tables of distributions\n", bytes);
    abort();
}

SimTables *sim_tables_new(void)
{
    return memory_or_abort(calloc(1, sizeof(SimTables)), sizeof(SimTables));
}

void sim_tables_free(SimTables *tables)
{
    if (!tables) return;
    for (size_t i = 0; i < tables->count; i++) free(tables->tables[i].cells);
    free(tables->tables);
    free(tables);
}

// Quantile functions. `tail` is the probability of the smaller side, at most one half, of which `side` it is: so
// nothing is lost to 1 - p.

enum Side { LOWER, UPPER };

static double exponential_quantile(double tail, enum Side side)
{
    return side == LOWER ? -log1p(-tail) : -log(tail);
}

static double normal_quantile(double tail, enum Side side)
{
    return side == LOWER ? gsl_cdf_ugaussian_Pinv(tail) : gsl_cdf_ugaussian_Qinv(tail);
}

// Mean exp(mu + sigma^2 / 2) is 1; cv^2 is exp(sigma^2) - 1.
static double lognormal_quantile(double cv, double tail, enum Side side)
{
    const double variance = log1p(cv * cv);
    return exp(sqrt(variance) * normal_quantile(tail, side) - variance / 2);
}

// GSL stops at about eight digits, and in far tails earlier. Newton's method on the logarithm of the tail against the
// logarithm of x is nearly linear there, and mends it in a step or two.
static double polish_gamma(double x, double shape, double scale, double tail, enum Side side)
{
    for (int step = 0; step < 8; step++) {
        const double reached = side == LOWER ? gsl_cdf_gamma_P(x, shape, scale) : gsl_cdf_gamma_Q(x, shape, scale);
        const double density = gsl_ran_gamma_pdf(x, shape, scale);
        const double slope = (side == LOWER ? 1 : -1) * x * density / reached;  // d ln tail / d ln x
        const double change = log(tail / reached) / slope;
        if (!isfinite(change)) break;
        x *= exp(fmax(-1, fmin(1, change)));
        if (fabs(change) < 1e-14) break;
    }
    return x;
}

// x^k / Gamma(k + 1) is the lower tail's leading term: where GSL gives nothing to start from.
static double gamma_quantile(double cv, double tail, enum Side side)
{
    const double shape = 1 / (cv * cv), scale = cv * cv;
    gsl_error_handler_t *handler = gsl_set_error_handler_off();
    double x = side == LOWER ? gsl_cdf_gamma_Pinv(tail, shape, scale) : gsl_cdf_gamma_Qinv(tail, shape, scale);
    if (!(x > 0) || !isfinite(x)) x = scale * exp((log(tail) + lgamma(shape + 1)) / shape);
    x = polish_gamma(x, shape, scale, tail, side);
    gsl_set_error_handler(handler);
    return x;
}

static double weibull_quantile(double shape, double tail, enum Side side)
{
    return pow(exponential_quantile(tail, side), 1 / shape) / tgamma(1 + 1 / shape);
}

// The density rises over half the width, cv sqrt 6, and falls as it rose.
static double triangular_quantile(double cv, double tail, enum Side side)
{
    const double half_width = cv * sqrt(6);
    const double from_the_edge = half_width * sqrt(2 * tail);
    return side == LOWER ? 1 - half_width + from_the_edge : 1 + half_width - from_the_edge;
}

static double quantile(enum SimShape shape, double cv, double tail, enum Side side)
{
    switch (shape) {
    case SIM_DETERMINISTIC: return 1;
    case SIM_EXPONENTIAL: return exponential_quantile(tail, side);
    case SIM_LOGNORMAL: return lognormal_quantile(cv, tail, side);
    case SIM_GAMMA: return gamma_quantile(cv, tail, side);
    case SIM_WEIBULL: return weibull_quantile(cv, tail, side);
    case SIM_TRIANGULAR: return triangular_quantile(cv, tail, side);
    }
    assert(false);  // enum SimShape has no more
    return 0;
}

double sim_quantile(enum SimShape shape, double cv, double probability)
{
    if (probability < 0.5) return quantile(shape, cv, probability, LOWER);
    return quantile(shape, cv, 1 - probability, UPPER);  // exact: the probability is one half or more
}

double sim_normal_quantile(double probability)
{
    return probability < 0.5 ? gsl_cdf_ugaussian_Pinv(probability) : gsl_cdf_ugaussian_Qinv(1 - probability);
}

// The cubic through four values at places 0, 1/3, 2/3 and 1 (Lagrange). Its ends are those of its neighbours, so the
// whole is continuous; the error is at most f'''' width^4 / 1944, and the cell's width at most 1/32 of its probability.
static SimCell cubic_through(const double f[4])
{
    return (SimCell){{
        f[0],
        (-11 * f[0] + 18 * f[1] - 9 * f[2] + 2 * f[3]) / 2,
        (18 * f[0] - 45 * f[1] + 36 * f[2] - 9 * f[3]) / 2,
        (-9 * f[0] + 27 * f[1] - 27 * f[2] + 9 * f[3]) / 2,
    }};
}

// Octave 0 is the widest, tails from 1/4 to 1/2.
static void fill_octave(SimCell *cells, enum SimShape shape, double cv, enum Side side, int octave)
{
    const double start = ldexp(0.25, -octave);
    double values[4];
    values[3] = quantile(shape, cv, start, side);
    for (int cell = 0; cell < CELLS_OF_OCTAVE; cell++) {
        values[0] = values[3];
        for (int third = 1; third <= 3; third++) {
            const double share = (3 * cell + third) / (3.0 * CELLS_OF_OCTAVE);
            values[third] = quantile(shape, cv, start * (1 + share), side);
        }
        cells[cell] = cubic_through(values);
    }
}

static SimCell *build_cells(enum SimShape shape, double cv)
{
    SimCell *cells = memory_or_abort(malloc(SIM_CELLS * sizeof *cells), SIM_CELLS * sizeof *cells);
    for (int octave = 0; octave < SIM_OCTAVES; octave++) {
        fill_octave(cells + octave * CELLS_OF_OCTAVE, shape, cv, LOWER, octave);
        fill_octave(cells + (SIM_OCTAVES + octave) * CELLS_OF_OCTAVE, shape, cv, UPPER, octave);
    }
    return cells;
}

static const SimCell *find_or_build(SimTables *tables, enum SimShape shape, double cv)
{
    for (size_t i = 0; i < tables->count; i++) {
        const Table *table = &tables->tables[i];
        const bool is_the_same = table->shape == shape && memcmp(&table->cv, &cv, sizeof cv) == 0;
        if (is_the_same) return table->cells;
    }
    const size_t bytes = (tables->count + 1) * sizeof *tables->tables;
    tables->tables = memory_or_abort(realloc(tables->tables, bytes), bytes);
    SimCell *cells = build_cells(shape, cv);
    tables->tables[tables->count++] = (Table){.shape = shape, .cv = cv, .cells = cells};
    return cells;
}

SimDistribution sim_distribution(SimTables *tables, enum SimShape shape, double mean, double cv)
{
    const bool has_a_form = shape != SIM_DETERMINISTIC && shape != SIM_EXPONENTIAL;
    assert(!has_a_form || cv >= 0);
    const bool is_constant = shape == SIM_DETERMINISTIC || (has_a_form && !(cv > 0));
    if (is_constant) return (SimDistribution){.mean = mean};
    return (SimDistribution){.table = find_or_build(tables, shape, has_a_form ? cv : 1), .mean = mean};
}
