#include "sim/experiment/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static void *or_abort(void *memory, size_t count, size_t size)
{
    if (memory) return memory;
    fprintf(stderr, "out of memory: %zu items of %zu bytes were wanted for results\n", count, size);
    abort();
}

void *sim_zeroed(size_t count, size_t size)
{
    return or_abort(calloc(count > 0 ? count : 1, size), count, size);
}

void *sim_grown(void *items, size_t wanted, size_t *capacity, size_t size)
{
    if (wanted <= *capacity) return items;
    size_t larger = *capacity > 8 ? 2 * *capacity : 16;
    if (larger < wanted) larger = wanted;
    void *grown = larger > SIZE_MAX / size ? NULL : realloc(items, larger * size);
    *capacity = larger;
    return or_abort(grown, larger, size);
}
