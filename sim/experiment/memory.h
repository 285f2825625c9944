// Memory for results. A run that cannot hold its results is worthless, so running out ends the program with a sentence.
#ifndef SIM_EXPERIMENT_MEMORY_H
#define SIM_EXPERIMENT_MEMORY_H

#include <stddef.h>

// Zeroed memory for `count` items of `size` bytes; never NULL. Free with free().
void *sim_zeroed(size_t count, size_t size);

// Makes room for `wanted` items in an array that holds *capacity, at least doubling it.
void *sim_grown(void *items, size_t wanted, size_t *capacity, size_t size);

#endif
