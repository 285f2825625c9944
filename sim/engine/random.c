#include "sim/engine/random.h"

#include <Random123/philox.h>
#include <assert.h>

enum { PURPOSES = 1 << 8, BLOCK_BITS = 24 };

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

SimWords sim_philox(SimWords counter, SimKey key)
{
    const philox4x32_ctr_t block = {{counter.word[0], counter.word[1], counter.word[2], counter.word[3]}};
    const philox4x32_key_t run = {{key.seed, key.replication}};
    const philox4x32_ctr_t random = philox4x32(block, run);
    return (SimWords){{random.v[0], random.v[1], random.v[2], random.v[3]}};
}

SimWords sim_draw(SimStream stream, uint32_t entity, uint32_t purpose, uint32_t block)
{
    assert(purpose < PURPOSES && block < 1u << BLOCK_BITS);
    const SimWords counter = {{stream.place, stream.stream, entity, purpose << BLOCK_BITS | block}};
    return sim_philox(counter, stream.key);
}
