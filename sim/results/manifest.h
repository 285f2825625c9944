// run.json: how the results came about. The only file that may differ between two runs of the same scenario and seed.
#ifndef SIM_RESULTS_MANIFEST_H
#define SIM_RESULTS_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "sim/experiment/model.h"

typedef struct {
    const char *program;
    const char *model_version;
    const char *command;  // as the user typed it
    const char *scenario_file;
    char scenario_hash[17];
    uint32_t seed, replications, replications_wanted, threads;
    const SimPlace *places;
    size_t place_count;
    uint64_t events;
    double wall_s, cpu_s;
    uint64_t peak_memory_bytes;
    const char *const *warnings;
    size_t warning_count;
    const char *remarks;  // the sentences beneath the printed summary
} SimManifest;

// False if the text could not be written.
bool sim_manifest_write(const SimManifest *manifest, FILE *file);

// Whether the random numbers of this build are those published for Philox4x32-10 (Random123's known answers).
bool sim_philox_is_right(void);

const char *sim_version(void);  // "0.1.0"
const char *sim_commit(void);   // of the source, or "unknown"
const char *sim_build(void);    // compiler and kind of build

#endif
