// Inside the engine: from what a user says about a distribution to the distribution, one function a shape.
//
// Each of them returns false with the reason in the fit's `why`, or fills the fit's distribution.
#ifndef SIM_ENGINE_SHAPE_H
#define SIM_ENGINE_SHAPE_H

#include "sim/engine/quantile.h"

#include <math.h>

typedef struct {
    SimTables *tables;
    const SimShapeSpec *spec;
    SimDistribution *distribution;
    double cv;  // of the spread as given; NAN if none is
    char *why;
    size_t why_size;
} SimFit;

// Below this cv everybody's time is the same to 1e-11.
static const double SIM_LEAST_CV = 1e-12;

// Beyond this cv what makes the mean is too seldom for words of 32 bits to show.
static const double SIM_LARGEST_CV = 100;

static inline bool sim_is_given(double number)
{
    return !isnan(number);
}

// "an Erlang"
const char *sim_fit_name(const SimFit *fit);

__attribute__((format(printf, 2, 3))) bool sim_fit_fail(const SimFit *fit, const char *format, ...);

// A value as messages show it: "5 min" of a time, "300" of a plain number.
enum { SIM_FIT_TEXT = 40 };
const char *sim_fit_value(const SimFit *fit, double value, char text[static SIM_FIT_TEXT]);

// The spread relative to the mean, NAN if none is given.
double sim_spec_cv(const SimShapeSpec *spec);

bool sim_fit_need_mean(const SimFit *fit);
bool sim_fit_need_spread(SimFit *fit);  // and the mean; sets the fit's cv

bool sim_fit_constant(const SimFit *fit, double value);
bool sim_fit_standard(const SimFit *fit, enum SimShape shape, const double *parameters, size_t count, double mean);
bool sim_fit_by_cv(SimFit *fit, enum SimShape shape);

bool sim_fit_erlang(SimFit *fit);
bool sim_fit_weibull(SimFit *fit);
bool sim_fit_uniform(SimFit *fit);
bool sim_fit_triangular(SimFit *fit);
bool sim_fit_beta(SimFit *fit);
bool sim_fit_normal(SimFit *fit);
bool sim_fit_hyperexponential(SimFit *fit);
bool sim_fit_discrete(const SimFit *fit);
bool sim_fit_empirical(const SimFit *fit);

#endif
