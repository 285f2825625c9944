#include "sim/cli/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sim/cli/cli.h"

int sim_wrong_use(const char *command, const char *what, const char *word)
{
    fprintf(stderr, "%s: %s%s%s; `%s --help` lists the options\n", command, what, word ? " " : "", word ? word : "",
            command);
    return SIM_EXIT_INPUT;
}

bool sim_asks_for_help(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

// `--threads=2` is `--threads 2`. Returns the value, or NULL if the word is an option alone; *option is then as it was.
static const char *split_at_equals(const char **option, char *name, size_t name_size)
{
    const char *equals = strchr(*option, '=');
    if (strncmp(*option, "--", 2) != 0 || !equals || (size_t)(equals - *option) >= name_size) return NULL;
    memcpy(name, *option, (size_t)(equals - *option));
    name[equals - *option] = '\0';
    *option = name;
    return equals + 1;
}

int sim_line_read(SimLine *line, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (sim_asks_for_help(argv[i])) {
            line->wants_help = true;
            return SIM_EXIT_DONE;
        }
        if (line->flag && strcmp(argv[i], line->flag) == 0) {
            line->has_flag = true;
        } else if (argv[i][0] == '-') {
            char name[64];
            const char *option = argv[i], *value = split_at_equals(&option, name, sizeof name);
            if (!value && i + 1 == argc) return sim_wrong_use(line->command, "a value is missing after", option);
            if (!value) value = argv[++i];
            const int status = line->take_option(line->context, option, value);
            if (status != SIM_EXIT_DONE) return status;
        } else if (line->word) {
            return sim_wrong_use(line->command, "one word too many:", argv[i]);
        } else {
            line->word = argv[i];
        }
    }
    return line->word ? SIM_EXIT_DONE : sim_wrong_use(line->command, "name the", line->noun);
}

int sim_output_begin(const char *command, SimFolder *folder, const char *path, const char *program)
{
    const enum SimFolderBegin begin = sim_folder_begin(folder, path, program);
    if (begin == SIM_FOLDER_READY) return SIM_EXIT_DONE;
    fprintf(stderr, "%s: %s\n", command, folder->why);
    return begin == SIM_FOLDER_NOT_OURS ? SIM_EXIT_INPUT : SIM_EXIT_FAILED;
}

bool sim_threads_read(const char *text, uint32_t *threads)
{
    char *end;
    const long wanted = strtol(text, &end, 10);
    if (*text == '\0' || *end != '\0' || wanted < 1 || wanted > SIM_THREADS_MOST) return false;
    *threads = (uint32_t)wanted;
    return true;
}

int sim_threads_take(const char *command, const char *text, uint32_t *threads)
{
    if (sim_threads_read(text, threads)) return SIM_EXIT_DONE;
    return sim_wrong_use(command, "--threads needs a whole number from 1 to 1024, not", text);
}

uint32_t sim_processors(void)
{
    const char *given = getenv("SLURM_CPUS_PER_TASK");
    uint32_t threads;
    if (given && sim_threads_read(given, &threads)) return threads;
    const long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online < 1 ? 1 : online > SIM_THREADS_MOST ? SIM_THREADS_MOST : (uint32_t)online;
}

const char *sim_settings_add(SimSettings *settings, const char *path, size_t path_length, const char *text)
{
    if (settings->count == SIM_SETTINGS_MOST) return "too many values beside the scenario";
    char *copy = settings->paths[settings->count];
    if (path_length >= sizeof settings->paths[0]) return "a path is too long";
    memcpy(copy, path, path_length);
    copy[path_length] = '\0';
    settings->overrides[settings->count++] = (SimOverride){.path = copy, .text = text};
    return NULL;
}

const char *sim_settings_read(SimSettings *settings, const char *setting)
{
    const char *equals = strchr(setting, '=');
    if (!equals || equals == setting) return "--set needs PATH=VALUE, such as run.replications=5";
    return sim_settings_add(settings, setting, (size_t)(equals - setting), equals + 1);
}
