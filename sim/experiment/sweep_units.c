#include "sim/experiment/sweep_units.h"

#include <stdlib.h>

#include "sim/experiment/memory.h"

struct SimSweepUnits {
    const SimSweepRun *run;
    size_t chunk_count, of_chunk;  // units
    size_t *given;                 // of each chunk, in their order; owned
    size_t begun, all_given;       // chunks that somebody has; units
    size_t *chunk_of;              // of each worker; owned. chunk_count: none
};

SimSweepUnits *sim_sweep_units_new(const SimSweepRun *run, uint32_t workers)
{
    SimSweepUnits *units = sim_zeroed(1, sizeof *units);
    const size_t chunks = run->sweep->chunk_count;
    *units = (SimSweepUnits){.run = run, .chunk_count = chunks, .of_chunk = sim_sweep_unit_count(run) / chunks};
    units->given = sim_zeroed(chunks, sizeof *units->given);
    units->chunk_of = sim_zeroed(workers, sizeof *units->chunk_of);
    for (uint32_t i = 0; i < workers; i++) units->chunk_of[i] = chunks;
    return units;
}

void sim_sweep_units_free(SimSweepUnits *units)
{
    if (!units) return;
    free(units->given);
    free(units->chunk_of);
    free(units);
}

static bool next_of_chunk(SimSweepUnits *units, size_t chunk, size_t *unit)
{
    while (units->given[chunk] < units->of_chunk) {
        *unit = chunk * units->of_chunk + units->given[chunk]++;
        units->all_given++;
        if (sim_sweep_unit_is_left(units->run, *unit)) return true;
    }
    return false;
}

static size_t chunk_with_most(const SimSweepUnits *units)
{
    size_t most = 0;
    for (size_t i = 1; i < units->chunk_count; i++) {
        if (units->given[i] < units->given[most]) most = i;
    }
    return most;
}

bool sim_sweep_units_next(SimSweepUnits *units, uint32_t worker, size_t *unit)
{
    size_t *chunk = &units->chunk_of[worker];
    if (*chunk < units->chunk_count && next_of_chunk(units, *chunk, unit)) return true;
    while (units->begun < units->chunk_count) {
        *chunk = units->begun++;
        if (next_of_chunk(units, *chunk, unit)) return true;
    }
    while (units->all_given < units->chunk_count * units->of_chunk) {
        *chunk = chunk_with_most(units);
        if (next_of_chunk(units, *chunk, unit)) return true;
    }
    return false;
}

double sim_sweep_units_share(const SimSweepUnits *units)
{
    return (double)units->all_given / (double)(units->chunk_count * units->of_chunk);
}
