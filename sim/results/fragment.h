// Values by their paths, as the YAML of a scenario that says nothing else: to be copied into one.
#ifndef SIM_RESULTS_FRAGMENT_H
#define SIM_RESULTS_FRAGMENT_H

#include <stdio.h>

#include "sim/scenario/scenario.h"

typedef struct {
    const char *path;  // `places[North].rate.weekday`
    const char *value;
    const char *comment;
} SimFragmentLine;

// Keys that lines have in common are written once. `codes`: items of these names are called by their `code`. A line
// that speaks of all items of a list, or of one without a name, can only be given beside a scenario: it becomes a
// comment.
void sim_fragment_write(const SimFields *fields, const char *const codes[], size_t code_count,
                        const SimFragmentLine *lines, size_t count, FILE *to);

#endif
