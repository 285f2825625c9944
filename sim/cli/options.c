#include "sim/cli/options.h"

#include <stdlib.h>
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
    const long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online < 1 ? 1 : online > SIM_THREADS_MOST ? SIM_THREADS_MOST : (uint32_t)online;
}
