#include "sim/cli/options.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool sim_threads_read(const char *text, uint32_t *threads)
{
    char *end;
    const long wanted = strtol(text, &end, 10);
    if (*text == '\0' || *end != '\0' || wanted < 1 || wanted > SIM_THREADS_MOST) return false;
    *threads = (uint32_t)wanted;
    return true;
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
