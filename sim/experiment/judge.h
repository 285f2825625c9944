// Whether replications agree with a value that theory knows exactly.
//
// The rule is the same for every check: a two-sided test at the level 1e-4, against the t distribution (chi-square for
// the spread of Poisson counts), and no tolerance beside it. A test is fair if it could have seen a bias worth seeing:
// its standard error must not exceed a given share of the exact value. Unfair is no pass. Replications that all agree
// (as where nothing is random) pass only if they equal the exact value up to the rounding of doubles.
#ifndef SIM_EXPERIMENT_JUDGE_H
#define SIM_EXPERIMENT_JUDGE_H

#include "sim/experiment/model.h"

typedef struct {
    double estimate;
    double standard_error;  // of the estimate, in its unit; 0 if all replications agree
    double z;               // standard errors from the exact value (for SIM_CHECK_SPREAD the normal deviate of the same
                            // probability); infinite if there is no error and the values differ
    double limit;           // the largest |z| that passes
    bool is_fair, is_passed;
    char why[120];  // it is not fair, or nothing
} SimVerdict;

// `values` of the replications, at least two; `standard_error` is the largest that is fair, relative to the exact
// value.
SimVerdict sim_judge(const SimCheck *check, const double *values, size_t count, double standard_error);

#endif
