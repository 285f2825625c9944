// Units of work, handed out in order to threads.
#ifndef SIM_EXPERIMENT_FARM_H
#define SIM_EXPERIMENT_FARM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    size_t unit_count;
    uint32_t threads;
    void *context;
    // Whether the next unit may begin; may put another in its place. Called by one thread at a time. NULL: yes.
    bool (*may_begin)(void *context, size_t *unit);
    // Does the unit, on any thread. False: no other unit is begun.
    bool (*work)(void *context, size_t unit);
    // Called a few times a second by the thread that called sim_farm. NULL: nobody asks.
    void (*meanwhile)(void *context);
} SimFarm;

// Returns when all that was begun is done. False if no thread could be started. Signals are left to the calling thread.
bool sim_farm(const SimFarm *farm);

#endif
