#include "models/service_distributions.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

// In the order of the words in service_fields.c.
static const enum SimShape shapes[] = {SIM_EXPONENTIAL,      SIM_DETERMINISTIC, SIM_UNIFORM, SIM_TRIANGULAR, SIM_NORMAL,
                                       SIM_LOGNORMAL,        SIM_GAMMA,         SIM_ERLANG,  SIM_WEIBULL,    SIM_BETA,
                                       SIM_HYPEREXPONENTIAL, SIM_EMPIRICAL,     SIM_DISCRETE};

static const double MEAN_MOST_S = 1e7 * SIM_DAY_S;  // so that no variate is beyond 64 bits

bool service_distribution_is_written(const DurationFields *f)
{
    return f->shape >= 0 || sim_is_set(f->mean) || sim_is_set(f->sd) || sim_is_set(f->cv) || sim_is_set(f->variance) ||
           sim_is_set(f->least) || sim_is_set(f->most) || sim_is_set(f->mode) || f->stages != SIM_UNSET ||
           f->values.values || f->shares.values || f->quantiles.values || f->probabilities.values || f->truncation >= 0;
}

static bool lists_fit(const DurationFields *f, const char *key, SimMark mark, SimFaults *faults)
{
    if (f->shares.values && f->shares.count != f->values.count)
        return sim_fault(faults, mark, "`%s` needs as many `shares` as `values`", key);
    if (f->probabilities.values && f->probabilities.count != f->quantiles.count)
        return sim_fault(faults, mark, "`%s` needs as many `probabilities` as `quantiles`", key);
    return true;
}

bool service_distribution(SimTables *tables, const DurationFields *f, const char *key, SimMark mark,
                          SimDistribution *distribution, SimFaults *faults)
{
    if (!lists_fit(f, key, mark, faults)) return false;
    SimShapeSpec spec = sim_shape_spec(f->shape >= 0 ? shapes[f->shape] : SIM_EXPONENTIAL);
    spec.is_time = true;
    spec.mean = f->mean;
    spec.sd = f->sd;
    spec.cv = f->cv;
    spec.variance = f->variance * SIM_MINUTE_S * SIM_MINUTE_S;
    spec.least = f->least;
    spec.most = f->most;
    spec.mode = f->mode;
    if (f->stages != SIM_UNSET) spec.stages = (double)f->stages;
    spec.is_applied = f->truncation == 1;
    spec.values = f->values.values;
    spec.shares = f->shares.values;
    spec.value_count = f->values.count;
    spec.quantiles = f->quantiles.values;
    spec.probabilities = f->probabilities.values;
    spec.quantile_count = f->quantiles.count;
    char why[300];
    if (!sim_distribution_fit(tables, &spec, distribution, why, sizeof why))
        return sim_fault(faults, mark, "`%s`: %s", key, why);
    if (distribution->mean <= MEAN_MOST_S) return true;
    return sim_fault(faults, mark, "`%s`: a mean above 10000000 d is too long; write less", key);
}

// Batches

enum { BATCH_SIZES_MOST = 4096 };
static const double TAIL_LEFT_OUT = 1e-12;  // of geometric and Poisson sizes

typedef struct {
    double sizes[BATCH_SIZES_MOST], shares[BATCH_SIZES_MOST];
    size_t count;
} Sizes;

static void geometric(double mean, Sizes *sizes)
{
    const double p = 1 / mean;
    double left = 1;
    for (size_t n = 1; n <= BATCH_SIZES_MOST && left > TAIL_LEFT_OUT; n++) {
        sizes->sizes[sizes->count] = (double)n;
        sizes->shares[sizes->count++] = left * p;
        left *= 1 - p;
    }
}

static void poisson(double mean, Sizes *sizes)
{
    double sum = 0;
    for (size_t n = 0; n < BATCH_SIZES_MOST && sum < 1 - TAIL_LEFT_OUT; n++) {
        const double share = exp((double)n * log(mean) - mean - lgamma((double)n + 1));
        sizes->sizes[sizes->count] = (double)n;
        sizes->shares[sizes->count++] = share;
        sum += share;
    }
}

static bool drawn_sizes(SimTables *tables, const Sizes *sizes, ServiceSource *source, SimMark mark, SimFaults *faults)
{
    SimShapeSpec spec = sim_shape_spec(SIM_DISCRETE);
    spec.values = sizes->sizes;
    spec.shares = sizes->shares;
    spec.value_count = sizes->count;
    char why[300];
    if (sim_distribution_fit(tables, &spec, &source->batch, why, sizeof why)) return true;
    return sim_fault(faults, mark, "`batch`: %s", why);
}

static bool discrete_sizes(SimTables *tables, const ServiceArrivalFields *written, ServiceSource *source,
                           SimFaults *faults)
{
    const SimNumbers *sizes = &written->batch_sizes, *shares = &written->batch_shares;
    const SimMark mark = written->head.mark;
    if (!sizes->values || !shares->values || sizes->count != shares->count || sizes->count > BATCH_SIZES_MOST)
        return sim_fault(faults, mark, "`batch` needs as many `shares` as `sizes`");
    Sizes *drawn = calloc(1, sizeof *drawn);
    if (!drawn) abort();
    bool is_sound = true;
    for (size_t i = 0; i < sizes->count; i++) {
        if (fabs(sizes->values[i] - round(sizes->values[i])) > 0)
            is_sound = sim_fault(faults, mark, "`batch` has a fraction of a patient; write whole numbers");
        drawn->sizes[i] = sizes->values[i];
        drawn->shares[i] = shares->values[i];
    }
    drawn->count = sizes->count;
    is_sound = is_sound && drawn_sizes(tables, drawn, source, mark, faults);
    free(drawn);
    return is_sound;
}

bool service_batch(SimTables *tables, const ServiceArrivalFields *written, ServiceSource *source, SimFaults *faults)
{
    const double mean = sim_is_set(written->batch_mean) ? written->batch_mean : 1;
    const SimMark mark = written->head.mark;
    const enum BatchShape shape = (enum BatchShape)written->batch_shape;
    if (shape == BATCH_DISCRETE) return discrete_sizes(tables, written, source, faults);
    if (written->batch_sizes.values || written->batch_shares.values)
        return sim_fault(faults, mark, "`batch` has sizes and shares, which only the shape `discrete` uses");
    if (shape == BATCH_FIXED) {
        source->batch_size = (uint32_t)mean;
        if (mean >= 1 && fabs(mean - round(mean)) <= 0) return true;
        return sim_fault(faults, mark, "a fixed `batch` needs a whole `mean`, at least 1");
    }
    if (shape == BATCH_GEOMETRIC && mean < 1)
        return sim_fault(faults, mark, "a geometric `batch` needs a `mean` of at least 1");
    if (!(mean > 0) || mean > 100)
        return sim_fault(faults, mark, "a random `batch` needs a `mean` above 0, and at most 100");
    Sizes *drawn = calloc(1, sizeof *drawn);
    if (!drawn) abort();
    if (shape == BATCH_GEOMETRIC) {
        geometric(mean, drawn);
    } else {
        poisson(mean, drawn);
    }
    const bool is_sound = drawn_sizes(tables, drawn, source, mark, faults);
    free(drawn);
    return is_sound;
}
