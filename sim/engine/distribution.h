// Variates by inversion from tables: one uniform word each, monotone in it.
//
// A table holds the quantile function of a standardised shape (mean 1) as cubics on cells that halve towards both ends
// of the unit interval, so the tails are as exact as the middle: the error is at most 1e-7 relative, or 1e-8 of the
// mean (0.05 s if the mean is below 57 days), against exact quantiles. A variate is mean times table. Shapes with
// jumps, kinks or a rise too sudden for these cells have points instead (points.h): cells of their own, found by
// search. Tables are built while a scenario is loaded, are read-only afterwards, and are shared by all threads.
#ifndef SIM_ENGINE_DISTRIBUTION_H
#define SIM_ENGINE_DISTRIBUTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What sim_distribution takes comes first; the others need sim_distribution_fit.
enum SimShape {
    SIM_DETERMINISTIC,
    SIM_EXPONENTIAL,
    SIM_LOGNORMAL,   // by cv
    SIM_GAMMA,       // by cv; an Erlang-k has cv 1/sqrt(k)
    SIM_WEIBULL,     // by shape parameter k, given in place of the cv
    SIM_TRIANGULAR,  // symmetric, on [1 - cv sqrt 6, 1 + cv sqrt 6]
    SIM_UNIFORM,
    SIM_NORMAL,  // truncated
    SIM_ERLANG,
    SIM_BETA,              // on [least, most]
    SIM_HYPEREXPONENTIAL,  // a mixture of exponentials
    SIM_EMPIRICAL,         // a table of quantiles, linear between them
    SIM_DISCRETE
};

typedef struct SimTables SimTables;  // all shapes built so far, and what was kept beside them; opaque
typedef struct SimPoints SimPoints;  // see points.h

SimTables *sim_tables_new(void);
void sim_tables_free(SimTables *tables);
size_t sim_tables_bytes(const SimTables *tables);  // about how many they take

// Whatever else is costly to work out and the same for all plans that share the tables: keeps a copy of the bytes under
// a key, a well mixed hash of all that they follow from, and returns it. The second returns what was kept, or NULL.
const void *sim_tables_keep(SimTables *tables, uint64_t key, const void *bytes, size_t size);
const void *sim_tables_kept(const SimTables *tables, uint64_t key);

// The smaller of a word's two tail probabilities is p = odd / 2^33 with odd = 2 word + 1, or the same of the word's
// complement. Its leading bit chooses one of 32 octaves of a side, the next SIM_CELL_BITS bits a cell of the octave,
// and the bits below are the place in the cell, 0 to 1.
enum { SIM_CELL_BITS = 5, SIM_OCTAVES = 32, SIM_CELLS = 2 * SIM_OCTAVES << SIM_CELL_BITS };

typedef struct {
    double coefficient[4];  // of the powers 0 to 3 of the place in the cell
} SimCell;

typedef struct {
    const SimCell *table;  // SIM_CELLS cells, owned by SimTables; NULL for points and for a constant
    double mean;
    const SimPoints *points;  // owned by SimTables; NULL for a constant
} SimDistribution;

// Finds or builds the shape's table. `cv` is the coefficient of variation (0 makes a constant). Not thread-safe: call
// it while loading.
SimDistribution sim_distribution(SimTables *tables, enum SimShape shape, double mean, double cv);

// What a user says about a distribution: NAN and NULL where nothing is said. Times in seconds, or plain numbers; none
// may be negative. Which of them a shape uses is in shape.c.
typedef struct {
    enum SimShape shape;
    double mean, sd, cv, variance;     // one of the last three says how values spread
    double least, most, mode, stages;  // stages: of an Erlang
    bool is_time;                      // values are seconds, which messages give in minutes; else plain numbers
    bool is_applied;                   // normal: mean and sd are those before it is cut at least and most
    const double *values, *shares;     // discrete; the means and shares of a hyperexponential's phases
    size_t value_count;
    const double *quantiles, *probabilities;  // empirical; probabilities NULL: equally spaced from 0 to 1
    size_t quantile_count;
} SimShapeSpec;

// A spec in which nothing is said but the shape.
SimShapeSpec sim_shape_spec(enum SimShape shape);

// Fills *distribution. False, with what is wrong and what to write instead in `why`, if the parameters make no such
// distribution or contain ones that the shape does not use. Not thread-safe: call it while loading. Any numbers at all
// are taken; the fit always ends.
bool sim_distribution_fit(SimTables *tables, const SimShapeSpec *spec, SimDistribution *distribution, char *why,
                          size_t why_size);

// The mean as fitted, exactly: for a normal that is cut, of what is left.
static inline double sim_distribution_mean(const SimDistribution *distribution)
{
    return distribution->mean;
}

// A variate of a distribution without a table: by points, or the constant.
double sim_variate_by_points(const SimDistribution *distribution, uint32_t word);

typedef union {
    double number;
    uint64_t bits;  // sign, 11 of the exponent, 52 of the fraction
} SimDigits;

enum { SIM_FRACTION_BITS = 52, SIM_CELLS_BELOW_1 = 1023 << SIM_CELL_BITS };
#define SIM_FRACTION ((UINT64_C(1) << SIM_FRACTION_BITS) - 1)
#define SIM_BITS_OF_1 (UINT64_C(1023) << SIM_FRACTION_BITS)

static inline double sim_variate(const SimDistribution *distribution, uint32_t word)
{
    if (!distribution->table) return sim_variate_by_points(distribution, word);
    const uint32_t upper = 0u - (word >> 31);  // all ones in the upper half
    const uint32_t odd = (word ^ upper) << 1 | 1u;
    // As a double it is its leading bit's power of two, and the digits below: the first of them, the place.
    const SimDigits digits = {.number = (double)(int64_t)odd};
    const uint32_t from_last_octave =
        (uint32_t)(digits.bits >> (SIM_FRACTION_BITS - SIM_CELL_BITS)) - SIM_CELLS_BELOW_1;
    const uint32_t cell = from_last_octave ^ ((upper & SIM_OCTAVES) | (SIM_OCTAVES - 1)) << SIM_CELL_BITS;
    const SimDigits above_1 = {.bits = (digits.bits << SIM_CELL_BITS & SIM_FRACTION) | SIM_BITS_OF_1};
    const double place = above_1.number - 1;
    const double *c = distribution->table[cell].coefficient;
    return distribution->mean * (c[0] + place * (c[1] + place * (c[2] + place * c[3])));
}

// The variates of `count` words, each as by sim_variate, and for less together.
void sim_variate_row(const SimDistribution *distribution, const uint32_t *words, uint32_t count, double *values);

static inline int64_t sim_whole_seconds(double seconds)
{
    return seconds > 0 ? (int64_t)(seconds + 0.5) : 0;
}

// Rounded to whole seconds, at least 0: for distributions whose mean is in seconds.
static inline int64_t sim_variate_s(const SimDistribution *distribution, uint32_t word)
{
    return sim_whole_seconds(sim_variate(distribution, word));
}

// The quantile function of a standardised shape that sim_distribution takes: what the tables are tested against.
// Sets GSL's error handler aside while it works: not thread-safe.
double sim_quantile(enum SimShape shape, double cv, double probability);

// Standard normal quantile (GSL), for transforms such as the logit-normal.
double sim_normal_quantile(double probability);

#endif
