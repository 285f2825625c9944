// Variates by inversion from tables: one uniform word each, monotone in it.
//
// A table holds the quantile function of a standardised shape (mean 1) as cubics on cells that halve towards both ends
// of the unit interval, so the tails are as exact as the middle: the error is at most 1e-7 relative against GSL's
// quantile functions. A variate is mean times table. Tables are built while a scenario is loaded, are read-only
// afterwards, and are shared by all threads.
#ifndef SIM_ENGINE_DISTRIBUTION_H
#define SIM_ENGINE_DISTRIBUTION_H

#include <stdint.h>

enum SimShape {
    SIM_DETERMINISTIC,
    SIM_EXPONENTIAL,
    SIM_LOGNORMAL,  // by cv
    SIM_GAMMA,      // by cv; an Erlang-k has cv 1/sqrt(k)
    SIM_WEIBULL,    // by shape parameter k, given in place of the cv
    SIM_TRIANGULAR  // symmetric, on [1 - cv sqrt 6, 1 + cv sqrt 6]
};

typedef struct SimTables SimTables;  // all shapes built so far; opaque

SimTables *sim_tables_new(void);
void sim_tables_free(SimTables *tables);

typedef struct {
    const void *table;  // owned by SimTables; NULL for a constant
    double mean;
} SimDistribution;

// Finds or builds the shape's table. `cv` is the coefficient of variation (0 makes a constant). Not thread-safe: call it
// while loading.
SimDistribution sim_distribution(SimTables *tables, enum SimShape shape, double mean, double cv);

double sim_variate(const SimDistribution *distribution, uint32_t word);

// Rounded to whole seconds, at least 0: for distributions whose mean is in seconds.
int64_t sim_variate_s(const SimDistribution *distribution, uint32_t word);

// The quantile function of the standardised shape straight from GSL: what the tables are tested against.
double sim_quantile(enum SimShape shape, double cv, double probability);

// Standard normal quantile (GSL), for transforms such as the logit-normal.
double sim_normal_quantile(double probability);

#endif
