// Options that several commands have.
#ifndef SIM_CLI_OPTIONS_H
#define SIM_CLI_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/scenario/scenario.h"

enum { SIM_THREADS_MOST = 1024, SIM_SETTINGS_MOST = 64 };

// Values given beside the scenario: `--set PATH=VALUE`.
typedef struct {
    SimOverride overrides[SIM_SETTINGS_MOST];
    char paths[SIM_SETTINGS_MOST][200];
    size_t count;
} SimSettings;

// Adds a value; NULL, or what is wrong. The text must stay alive.
const char *sim_settings_add(SimSettings *settings, const char *path, size_t path_length, const char *text);
// The same for `PATH=VALUE`.
const char *sim_settings_read(SimSettings *settings, const char *setting);

// A whole number from 1 to SIM_THREADS_MOST; false, with *threads as it was, if the text is not that.
bool sim_threads_read(const char *text, uint32_t *threads);

// How many threads a command uses unless told otherwise: as many processors as Slurm gives it, or all there are.
uint32_t sim_processors(void);

#endif
