// Independent replications of a hospital, and one value of each.
#ifndef TESTS_VERIFICATION_REPLICATIONS_H
#define TESTS_VERIFICATION_REPLICATIONS_H

#include "tests/golden/hospital_world.h"

#include <math.h>

static inline SimWorld *replication(const HospitalPlan *plan, size_t place, uint32_t number, SimTime until_s)
{
    SimWorld *world = hospital_new(plan, place, (SimKey){.seed = SEED, .replication = number});
    run_to(world, plan, until_s);
    return world;
}

typedef struct {
    double sum, squares;
    int count;
} Sample;

static inline void sample_add(Sample *sample, double value)
{
    sample->sum += value;
    sample->squares += value * value;
    sample->count++;
}

static inline double sample_mean(const Sample *sample)
{
    return sample->sum / sample->count;
}

// The standard error of the mean.
static inline double sample_error(const Sample *sample)
{
    const double n = sample->count, mean = sample_mean(sample);
    return sqrt((sample->squares - n * mean * mean) / (n - 1) / n);
}

#endif
