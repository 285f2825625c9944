// What a user wrote of a distribution, made into one.
#ifndef MODELS_SERVICE_DISTRIBUTIONS_H
#define MODELS_SERVICE_DISTRIBUTIONS_H

#include "models/service.h"
#include "sim/scenario/scenario.h"

bool service_distribution_is_written(const DurationFields *fields);

// False, with a fault at `mark` that names `key`, if the numbers make no distribution.
bool service_distribution(SimTables *tables, const DurationFields *fields, const char *key, SimMark mark,
                          SimDistribution *distribution, SimFaults *faults);

// How many come at once: fills source->batch and batch_size.
bool service_batch(SimTables *tables, const ServiceArrivalFields *written, ServiceSource *source, SimFaults *faults);

// Whether its variates differ.
static inline bool service_is_random(const SimDistribution *distribution)
{
    return distribution->table || distribution->points;
}

#endif
