// The word a user may have meant: the nearest of those that would have been understood.
#ifndef SIM_SCENARIO_NEAREST_H
#define SIM_SCENARIO_NEAREST_H

#include <stddef.h>

typedef struct {
    const char *wanted;
    const char *nearest;  // NULL if nothing is near enough
    size_t distance;
} SimNearest;

SimNearest sim_nearest(const char *wanted);
// The candidate must stay alive as long as the answer.
void sim_nearest_try(SimNearest *nearest, const char *candidate);

#endif
