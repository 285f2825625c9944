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

// The smaller of a word's two tail probabilities is p = odd / 2^33 with odd = 2 word + 1, or the same of the word's
// complement. Its leading bit chooses one of 32 octaves of a side, the next SIM_CELL_BITS bits a cell of the octave,
// and the bits below are the place in the cell, 0 to 1.
enum { SIM_CELL_BITS = 5, SIM_OCTAVES = 32, SIM_CELLS = 2 * SIM_OCTAVES << SIM_CELL_BITS };

typedef struct {
    double coefficient[4];  // of the powers 0 to 3 of the place in the cell
} SimCell;

typedef struct {
    const SimCell *table;  // SIM_CELLS cells, owned by SimTables; NULL for a constant
    double mean;
} SimDistribution;

// Finds or builds the shape's table. `cv` is the coefficient of variation (0 makes a constant). Not thread-safe: call
// it while loading.
SimDistribution sim_distribution(SimTables *tables, enum SimShape shape, double mean, double cv);

static inline double sim_variate(const SimDistribution *distribution, uint32_t word)
{
    if (!distribution->table) return distribution->mean;
    const uint32_t upper = 0u - (word >> 31);  // all ones in the upper half
    const uint32_t odd = (word ^ upper) << 1 | 1u;
    const uint32_t octave = (uint32_t)__builtin_clz(odd);
    const uint32_t digits = odd << octave << 1;  // what follows the leading bit
    const uint32_t cell = ((upper & SIM_OCTAVES) | octave) << SIM_CELL_BITS | digits >> (32 - SIM_CELL_BITS);
    const double place = (double)(digits << SIM_CELL_BITS) * 0x1p-32;
    const double *c = distribution->table[cell].coefficient;
    return distribution->mean * (c[0] + place * (c[1] + place * (c[2] + place * c[3])));
}

// Rounded to whole seconds, at least 0: for distributions whose mean is in seconds.
static inline int64_t sim_variate_s(const SimDistribution *distribution, uint32_t word)
{
    const double seconds = sim_variate(distribution, word);
    return seconds > 0 ? (int64_t)(seconds + 0.5) : 0;
}

// The quantile function of the standardised shape straight from GSL: what the tables are tested against.
// Sets GSL's error handler aside while it works: not thread-safe.
double sim_quantile(enum SimShape shape, double cv, double probability);

// Standard normal quantile (GSL), for transforms such as the logit-normal.
double sim_normal_quantile(double probability);

#endif
