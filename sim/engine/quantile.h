// Inside the engine: quantile functions of standardised shapes, from which tables and points are made.
//
// A probability is given as the smaller of its two tails and the side on which that lies, so that nothing is lost to
// 1 - p. All functions end and give a number for any parameters that sim_distribution_fit lets through. GSL's error
// handler must be off (sim_distribution.c does it).
#ifndef SIM_ENGINE_QUANTILE_H
#define SIM_ENGINE_QUANTILE_H

#include "sim/engine/distribution.h"

enum SimSide { SIM_LOWER, SIM_UPPER };

// A shape with mean 1 and its parameters, all relative to the mean:
//   exponential: none used; lognormal, gamma: cv; Weibull: k; triangular: cv (symmetric), or least, mode, most;
//   uniform: least, most; normal: mu, sigma, least, most; beta: a, b, least, most;
//   hyperexponential: mean and share of each phase; empirical: each quantile and its probability, both rising;
//   discrete: each value and the probability of it or less, rising.
typedef struct {
    enum SimShape shape;
    size_t count;
    const double *parameters;
} SimStandard;

// The distribution with this mean, its table found or built.
SimDistribution sim_distribution_of(SimTables *tables, const SimStandard *standard, double mean);

// `tail` is above 0 and at most one half.
double sim_standard_quantile(const SimStandard *standard, double tail, enum SimSide side);

// The standardised quantile of a distribution that is nearly normal, from the normal's (z) and its skewness, excess
// kurtosis and fifth standardised cumulant.
double sim_nearly_normal(double z, double skewness, double kurtosis, double fifth);

// Probabilities at which the quantile function or its slope may jump, rising.
size_t sim_standard_kinks(const SimStandard *standard);
double sim_standard_kink(const SimStandard *standard, size_t kink);

// Of a beta on [0, 1] with a at most b, exact relatively.
double sim_beta_quantile(double a, double b, double tail, enum SimSide side);

// A normal of mean mu and sd sigma, cut at least and most (which may be infinite).
double sim_truncated_quantile(const double mu_sigma_least_most[4], double tail, enum SimSide side);

typedef struct {
    double mean, sd;
} SimMoments;

SimMoments sim_truncated_moments(double mu, double sigma, double least, double most);

// Finds the normal that has this mean and sd after it is cut. False if none has; *largest_sd is then what the sd must
// stay below. `mean` lies between `least` and `most`.
bool sim_truncated_fit(SimMoments wanted, double least, double most, double *mu, double *sigma, double *largest_sd);

#endif
