// The bytes of a file that a user names: a regular one, of bounded size, and if another file names it only one that
// lies beneath the scenario's folder.
#ifndef SIM_SCENARIO_SOURCE_FILE_H
#define SIM_SCENARIO_SOURCE_FILE_H

#include <stddef.h>

#include "sim/scenario/fault.h"

typedef struct {
    char *bytes;  // NULL if it could not be read
    size_t length;
    char *file;  // what marks call it
} SimSource;

// Reads at most `most` + 1 bytes, so that the caller sees when a file is too large. `kind` is what the file should be:
// "a YAML file". On faults `bytes` is NULL. Free with sim_source_free in either case.
SimSource sim_source_read(const char *file, const char *kind, size_t most, SimFaults *faults);

// The same for a file named in another one: `name` is relative to `folder` and must stay beneath it, symbolic links
// included. `asked` is where it was named; faults about finding it are reported there.
SimSource sim_source_read_beneath(const char *folder, const char *name, SimMark asked, const char *kind, size_t most,
                                  SimFaults *faults);

void sim_source_free(SimSource *source);

#endif
