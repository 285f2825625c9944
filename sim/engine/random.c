#include "sim/engine/random.h"

// FNV-1a (Fowler, Noll, Vo), then the finaliser of MurmurHash3 (Appleby), so that similar codes differ in every bit.
uint32_t sim_hash32(const char *text)
{
    if (*text == '\0') return 0;
    uint32_t hash = 2166136261u;
    for (const char *c = text; *c; c++) hash = (hash ^ (unsigned char)*c) * 16777619u;
    hash = (hash ^ hash >> 16) * 0x85ebca6bu;
    hash = (hash ^ hash >> 13) * 0xc2b2ae35u;
    hash ^= hash >> 16;
    return hash ? hash : 1;
}

SimStream sim_stream(SimKey key, uint32_t place, const char *name)
{
    return (SimStream){.key = key, .place = place, .stream = sim_hash32(name)};
}
