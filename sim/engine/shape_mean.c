// Shapes by mean and spread whose parameters must be solved for: Erlang, Weibull.
#include "sim/engine/shape.h"

#include <gsl/gsl_sf_zeta.h>
#include <math.h>

bool sim_fit_erlang(SimFit *fit)
{
    double stages = fit->spec->stages;
    if (!sim_fit_need_mean(fit)) return false;
    const bool has_spread = sim_is_given(sim_spec_cv(fit->spec));
    if (has_spread == sim_is_given(stages))
        return sim_fit_fail(fit, "give `stages` or one of `sd`, `cv` and `variance`");
    if (has_spread) {
        if (!sim_fit_need_spread(fit)) return false;
        const double exact = 1 / (fit->cv * fit->cv);
        stages = fmax(1, round(exact));
        if (!(fabs(fit->cv * sqrt(stages) - 1) < 1e-3))
            return sim_fit_fail(fit, "a `cv` of %.4g needs %.4g stages: write `stages: %.0f`, or `shape: gamma`",
                                fit->cv, exact, stages);
    }
    if (stages < 1 || stages != floor(stages)) return sim_fit_fail(fit, "`stages` must be a whole number from 1");
    fit->cv = 1 / sqrt(stages);
    return sim_fit_by_cv(fit, SIM_GAMMA);
}

// ln E[X^2] / E[X]^2 of a Weibull with k = 1 / e: ln Gamma(1 + 2 e) - 2 ln Gamma(1 + e), by its power series
// (Abramowitz and Stegun 6.1.33) where the difference would lose digits.
static double weibull_log_ratio(double e)
{
    if (e > 0.1) return lgamma(1 + 2 * e) - 2 * lgamma(1 + e);
    double sum = 0;
    for (int n = 40; n >= 2; n--) sum += (n % 2 ? -1 : 1) * gsl_sf_zeta_int(n) * pow(e, n) * (ldexp(1, n) - 2) / n;
    return sum;
}

static double weibull_k(double cv)
{
    const double wanted = log1p(cv * cv);
    double low = 0, high = 100;
    for (int step = 0; step < 200 && high - low > 1e-15 * high; step++) {
        const double middle = (low + high) / 2;
        *(weibull_log_ratio(middle) < wanted ? &low : &high) = middle;
    }
    return 1 / high;
}

bool sim_fit_weibull(SimFit *fit)
{
    if (!sim_fit_need_spread(fit)) return false;
    if (fit->cv < SIM_LEAST_CV) return sim_fit_constant(fit, fit->spec->mean);
    const double k = weibull_k(fit->cv);
    return sim_fit_standard(fit, SIM_WEIBULL, &k, 1, fit->spec->mean);
}
