#include "sim/experiment/multiple.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "sim/experiment/estimate.h"
#include "sim/experiment/memory.h"

typedef struct {
    double p;
    size_t comparison;
} Ranked;

static int by_p(const void *a, const void *b)
{
    const Ranked *x = a, *y = b;
    if (x->p > y->p || x->p < y->p) return x->p < y->p ? -1 : 1;
    return x->comparison < y->comparison ? -1 : 1;
}

// The k-th smallest of n is multiplied by n - k + 1, and is no smaller than the one before it.
void sim_holm(const double *p, size_t count, double *adjusted)
{
    Ranked *ranked = sim_zeroed(count, sizeof *ranked);
    size_t defined = 0;
    for (size_t i = 0; i < count; i++) {
        adjusted[i] = NAN;
        if (!isnan(p[i])) ranked[defined++] = (Ranked){.p = p[i], .comparison = i};
    }
    qsort(ranked, defined, sizeof *ranked, by_p);
    double before = 0;
    for (size_t k = 0; k < defined; k++) {
        before = fmax(before, fmin(1, (double)(defined - k) * ranked[k].p));
        adjusted[ranked[k].comparison] = before;
    }
    free(ranked);
}

void sim_bonferroni(const double *p, size_t count, double *adjusted)
{
    size_t defined = 0;
    for (size_t i = 0; i < count; i++) defined += isnan(p[i]) ? 0 : 1;
    for (size_t i = 0; i < count; i++) adjusted[i] = isnan(p[i]) ? NAN : fmin(1, (double)defined * p[i]);
}

// `values` are defined.
static SimComparison test(const double *values, size_t count)
{
    SimComparison result = {.count = (uint32_t)count, .mean = NAN, .t = NAN, .p = NAN};
    if (count == 0) return result;
    result.mean = sim_sample_mean(values, count);
    if (count < 2) return result;
    const double error = sim_sample_sd(values, count, result.mean) / sqrt((double)count);
    if (error > 0) {
        result.t = result.mean / error;
    } else {
        result.t = fabs(result.mean) > 0 ? copysign(INFINITY, result.mean) : 0;
    }
    result.p = isinf(result.t) ? 0 : 2 * gsl_cdf_tdist_Q(fabs(result.t), (double)count - 1);
    return result;
}

void sim_compare_many(const double *differences, size_t comparisons, size_t replications, double level,
                      SimComparison *results)
{
    double *defined = sim_zeroed(replications, sizeof *defined);
    double *p = sim_zeroed(3 * comparisons, sizeof *p), *holm = p + comparisons, *bonferroni = holm + comparisons;
    for (size_t i = 0; i < comparisons; i++) {
        results[i] = test(defined, sim_defined(&differences[i * replications], replications, defined));
        p[i] = results[i].p;
    }
    sim_holm(p, comparisons, holm);
    sim_bonferroni(p, comparisons, bonferroni);
    for (size_t i = 0; i < comparisons; i++) {
        results[i].holm = holm[i];
        results[i].bonferroni = bonferroni[i];
        results[i].is_different = holm[i] <= level;
    }
    free(p);
    free(defined);
}
