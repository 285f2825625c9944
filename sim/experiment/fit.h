// Finding the place in a unit cube where a score is least, how far from there the score is still good, and which
// coordinates can stand in for each other. Knows nothing of what is scored.
//
// First a Latin hypercube of `samples` places is scored: the sample of a uniform prior. From the best `starts` of them
// go as many searches by Nelder and Mead's simplex (gsl_multimin, nmsimplex2), in logit coordinates, which keep them
// inside the cube. Those of the sample whose scores are within SIM_FIT_NEAR of the least of all are accepted, and at
// least a share of it (approximate Bayesian computation by rejection); quantiles of their coordinates are the interval.
//
// Scores are asked for in batches, since what is scored together may be cheaper: the sample, all first simplexes, then
// the next place of every search that goes on. A search is stepped by running it again from its start on the scores
// that are known, up to the first that is not. The same scores give the same fit.
#ifndef SIM_EXPERIMENT_FIT_H
#define SIM_EXPERIMENT_FIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SIM_FIT_ACCEPTED_LEAST = 10 };

// Scores are sums of squared errors over their variances: what is nearer than the 95 % quantile of chi-squared with one
// degree of freedom is not told from the best by the errors. Above the others a coordinate is not known, or two stand
// in for each other.
#define SIM_FIT_NEAR 3.84
#define SIM_FIT_WIDE 0.8
#define SIM_FIT_CORRELATED 0.8

typedef struct {
    uint32_t factors;          // 0: nothing is sought, its one sample is scored
    uint32_t samples, starts;  // starts may be 0
    uint32_t evaluations;      // at most, of each search
    double keep;               // share of the sample that is accepted at least
    const double *sample;      // [samples][factors], in [0, 1]
    void *context;
    // Scores `count` places, [count][factors]; finite. False: stop.
    bool (*score)(void *context, const double *places, size_t count, double *scores);
} SimFitPlan;

// Of one coordinate, over what was accepted.
typedef struct {
    double low, middle, high;  // quantiles 2.5, 50 and 97.5 %, and the best place in any case
    double width;              // of the interval, over that of the prior
} SimFitFactor;

typedef struct {
    uint32_t factors;
    double *places;  // [count][factors]: all that was scored, the sample first
    double *scores;
    uint32_t *starts;  // which search asked for it, from 1; 0: the sample
    size_t count;
    size_t best;       // the least score
    size_t *accepted;  // of the sample, the best first
    size_t accepted_count;
    SimFitFactor *of;      // [factors]
    double *correlations;  // [factors][factors]: Spearman's, over what was accepted
} SimFit;

// Whether what is accepted says nothing of a coordinate, and whether two can stand in for each other.
bool sim_fit_is_wide(const SimFit *fit, uint32_t factor);
bool sim_fit_are_exchangeable(const SimFit *fit, uint32_t one, uint32_t other);

// NULL if it was stopped. GSL's error handler must be off.
SimFit *sim_fit_new(const SimFitPlan *plan);
void sim_fit_free(SimFit *fit);  // NULL does nothing

#endif
