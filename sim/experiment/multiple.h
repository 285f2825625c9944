// Several comparisons at once: who compares forty alternatives finds two that differ by chance at 5 %.
//
// Each comparison is a two-sided t-test of paired differences (the same replications with and without). Holm's adjusted
// p-values (Holm 1979) keep the probability of any false "differs" below the level, however the comparisons depend on
// each other, as they do on common random numbers. Bonferroni's are there for reference: never smaller.
#ifndef SIM_EXPERIMENT_MULTIPLE_H
#define SIM_EXPERIMENT_MULTIPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint32_t count;           // replications in which the difference is defined
    double mean, t;           // NAN for no values; t is NAN for fewer than two
    double p;                 // of this comparison alone; NAN for fewer than two values
    double holm, bonferroni;  // adjusted for all comparisons that have a p
    bool is_different;        // holm <= level
} SimComparison;

// `differences` is [comparison][replication]; NAN where there is none. Differences that are all the same have p 0, or 1
// if that is 0: then nothing differs. Such outputs are not random.
void sim_compare_many(const double *differences, size_t comparisons, size_t replications, double level,
                      SimComparison *results);

// Adjusts `count` p-values. One that is NAN stays so and is no comparison.
void sim_holm(const double *p, size_t count, double *adjusted);
void sim_bonferroni(const double *p, size_t count, double *adjusted);

#endif
