// Which scenarios `verify` runs.
//
// The cases that come with the program lie in the folder scenarios/verification and are called by the beginning of
// their file's name, upper and lower case alike: `V2` is every file v02-... . Anything with a slash or the ending of a
// scenario is a path.
#ifndef SIM_CLI_VERIFY_CASES_H
#define SIM_CLI_VERIFY_CASES_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    char **at;  // owned, as the texts are
    size_t count, capacity;
} SimPaths;

void sim_paths_free(SimPaths *texts);

// Appends the paths of the wanted cases in the order given, those of a name in the order of their files, none twice;
// without a wish all that come with the program. False, after saying on stderr which name means nothing and what there
// is.
bool sim_cases_choose(const char *const *wanted, size_t count, SimPaths *paths);

#endif
