#include "sim/experiment/judge.h"

#include <assert.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "sim/experiment/memory.h"

static const double TAIL = 0.5e-4;        // of each side
static const double ROUNDING = 1e-12;     // relative error that sums of doubles may have
static const double NO_DEVIATE = 1e-300;  // a probability below which the deviate is as good as infinite

typedef struct {
    double mean, sd;
    bool all_agree;
} Moments;

static Moments moments_of(const double *values, size_t count)
{
    Moments moments = {.mean = 0, .all_agree = true};
    for (size_t i = 0; i < count; i++) {
        moments.mean += (values[i] - moments.mean) / (double)(i + 1);
        moments.all_agree = moments.all_agree && !(fabs(values[i] - values[0]) > 0);
    }
    if (moments.all_agree) {
        moments.mean = values[0];
        return moments;
    }
    double squares = 0;
    for (size_t i = 0; i < count; i++) squares += (values[i] - moments.mean) * (values[i] - moments.mean);
    moments.sd = sqrt(squares / (double)(count - 1));
    return moments;
}

static SimVerdict unfair(SimVerdict verdict, const char *why)
{
    verdict.is_fair = verdict.is_passed = false;
    snprintf(verdict.why, sizeof verdict.why, "%s", why);
    return verdict;
}

static SimVerdict decided(SimVerdict verdict, double exact, double standard_error)
{
    const double relative = verdict.standard_error / fabs(exact);
    verdict.is_fair = relative <= standard_error;
    verdict.is_passed = verdict.is_fair && fabs(verdict.z) <= verdict.limit;
    if (!verdict.is_fair) {
        snprintf(verdict.why, sizeof verdict.why,
                 "the standard error, %.3g %%, is above %.3g %%: more replications are needed", 100 * relative,
                 100 * standard_error);
    }
    return verdict;
}

static SimVerdict judge_mean(double exact, const double *values, size_t count, double standard_error)
{
    const Moments moments = moments_of(values, count);
    SimVerdict verdict = {.estimate = moments.mean,
                          .limit = gsl_cdf_tdist_Qinv(TAIL, (double)count - 1),
                          .standard_error = moments.sd / sqrt((double)count)};
    const double off = moments.mean - exact;
    if (!moments.all_agree) {
        verdict.z = off / verdict.standard_error;
        return decided(verdict, exact, standard_error);
    }
    verdict.is_fair = true;
    verdict.is_passed = fabs(off) <= ROUNDING * fabs(exact);
    verdict.z = verdict.is_passed ? 0 : copysign(INFINITY, off);
    return verdict;
}

// About the exact mean, so that each replication gives a value of its own.
static SimVerdict judge_variance(const SimCheck *check, const double *values, size_t count, double standard_error)
{
    double *squares = sim_zeroed(count, sizeof *squares);
    for (size_t i = 0; i < count; i++) squares[i] = (values[i] - check->mean) * (values[i] - check->mean);
    const SimVerdict verdict = judge_mean(check->exact, squares, count, standard_error);
    free(squares);
    return verdict;
}

// The sum of squares about the mean over the mean is chi-square with one degree of freedom less than counts
// (Fisher's index of dispersion).
static SimVerdict judge_spread(const double *values, size_t count, double standard_error)
{
    const Moments moments = moments_of(values, count);
    const double freedom = (double)count - 1;
    SimVerdict verdict = {.limit = gsl_cdf_ugaussian_Qinv(TAIL), .standard_error = sqrt(2 / freedom)};
    if (!(moments.mean > 0)) return unfair(verdict, "the mean is not above 0: these are no counts");
    verdict.estimate = moments.sd * moments.sd / moments.mean;
    const double above = gsl_cdf_chisq_Q(freedom * verdict.estimate, freedom);
    const double below = gsl_cdf_chisq_P(freedom * verdict.estimate, freedom);
    verdict.z = above < below ? gsl_cdf_ugaussian_Qinv(fmax(above, NO_DEVIATE))
                              : gsl_cdf_ugaussian_Pinv(fmax(below, NO_DEVIATE));
    return decided(verdict, 1, standard_error);
}

static size_t undefined_of(const double *values, size_t count)
{
    size_t undefined = 0;
    for (size_t i = 0; i < count; i++) undefined += isfinite(values[i]) ? 0 : 1;
    return undefined;
}

SimVerdict sim_judge(const SimCheck *check, const double *values, size_t count, double standard_error)
{
    assert(count >= 2);
    const size_t undefined = undefined_of(values, count);
    if (undefined > 0) {
        char why[100];
        snprintf(why, sizeof why, "it has no value in %zu of %zu replications", undefined, count);
        return unfair((SimVerdict){.estimate = NAN, .standard_error = NAN, .z = NAN, .limit = NAN}, why);
    }
    switch (check->statistic) {
    case SIM_CHECK_MEAN: return judge_mean(check->exact, values, count, standard_error);
    case SIM_CHECK_VARIANCE: return judge_variance(check, values, count, standard_error);
    case SIM_CHECK_SPREAD: break;
    }
    return judge_spread(values, count, standard_error);
}
