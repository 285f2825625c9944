// Options that several commands have.
#ifndef SIM_CLI_OPTIONS_H
#define SIM_CLI_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

enum { SIM_THREADS_MOST = 1024 };

// A whole number from 1 to SIM_THREADS_MOST; false, with *threads as it was, if the text is not that.
bool sim_threads_read(const char *text, uint32_t *threads);

// How many threads a command uses unless told otherwise: one for each processor.
uint32_t sim_processors(void);

#endif
