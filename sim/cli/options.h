// What the lines of several commands have in common.
#ifndef SIM_CLI_OPTIONS_H
#define SIM_CLI_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/results/folder.h"
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

// Tells what is wrong with a command's line, and with which word unless that is NULL. Returns SIM_EXIT_INPUT.
int sim_wrong_use(const char *command, const char *what, const char *word);

bool sim_asks_for_help(const char *word);

// The line of a command that takes one word, such as a scenario, and options with a value each.
typedef struct {
    const char *command, *noun;  // "run", "scenario": for what is told
    const char *flag;            // the one option without a value; NULL if there is none
    int (*take_option)(void *context, const char *option, const char *value);  // an exit status; tells what is wrong
    void *context;

    const char *word;  // from here on as found
    bool has_flag, wants_help;
} SimLine;

// An exit status. After SIM_EXIT_DONE the word is there, unless help is wanted; after others what is wrong was told.
int sim_line_read(SimLine *line, int argc, char **argv);

// Begins the folder of results that a user named, see sim_folder_begin. An exit status; tells what is wrong.
int sim_output_begin(const char *command, SimFolder *folder, const char *path, const char *program);

// A whole number from 1 to SIM_THREADS_MOST; false, with *threads as it was, if the text is not that.
bool sim_threads_read(const char *text, uint32_t *threads);
// The same, of the option `--threads`. An exit status; tells what is wrong.
int sim_threads_take(const char *command, const char *text, uint32_t *threads);

// How many threads a command uses unless told otherwise: as many processors as Slurm gives it, or all there are.
uint32_t sim_processors(void);

#endif
