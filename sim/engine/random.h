// Random numbers that belong to whoever they happen to, not to the order of events.
//
// Philox4x32-10 (Salmon et al. 2011, Random123). The key is the run's: seed and replication. The counter says whose
// number it is: place (hash of a trust's code; 0 for draws that all share), stream (hash of the name of a process),
// entity (an ordinal inside that process), and purpose with a block number. So the same patient gets the same numbers
// in both lives, on any thread, in any order of work. Nothing is stored: a number is computed again whenever it is
// needed.
#ifndef SIM_ENGINE_RANDOM_H
#define SIM_ENGINE_RANDOM_H

#include <assert.h>
#include <stdint.h>

typedef struct {
    uint32_t seed, replication;
} SimKey;

typedef struct {
    SimKey key;
    uint32_t place;   // sim_hash32 of a code; 0 for all places together
    uint32_t stream;  // sim_hash32 of a process's name
} SimStream;

typedef struct {
    uint32_t word[4];
} SimWords;

// FNV-1a over the bytes, with a final mix; never 0 for a text that is not empty. 0 for the empty text.
uint32_t sim_hash32(const char *text);

SimStream sim_stream(SimKey key, uint32_t place, const char *name);

// Philox4x32-10 itself, for known answers. Each round multiplies two of the words and crosses the halves of the
// products with the other two and with the key, which moves on by the golden ratio and by sqrt 3 - 1.
static inline SimWords sim_philox(SimWords counter, SimKey key)
{
    uint32_t a = counter.word[0], b = counter.word[1], c = counter.word[2], d = counter.word[3];
#pragma GCC unroll 10
    for (uint32_t round = 0; round < 10; round++) {
        const uint64_t first = (uint64_t)0xD2511F53u * a, second = (uint64_t)0xCD9E8D57u * c;
        a = (uint32_t)(second >> 32) ^ b ^ (key.seed + round * 0x9E3779B9u);
        b = (uint32_t)second;
        c = (uint32_t)(first >> 32) ^ d ^ (key.replication + round * 0xBB67AE85u);
        d = (uint32_t)first;
    }
    return (SimWords){{a, b, c, d}};
}

enum { SIM_PURPOSES = 1 << 8, SIM_BLOCK_BITS = 24 };

// The four words of one block. `purpose` is 0..255, `block` below 2^24 (a visit number, a day).
static inline SimWords sim_draw(SimStream stream, uint32_t entity, uint32_t purpose, uint32_t block)
{
    assert(purpose < SIM_PURPOSES && block < 1u << SIM_BLOCK_BITS);
    return sim_philox((SimWords){{stream.place, stream.stream, entity, purpose << SIM_BLOCK_BITS | block}}, stream.key);
}

// The words of the same block of entities that follow each other, of which `entity` is the first: together they cost
// less than half of what they cost one by one. `count` is a multiple of four.
void sim_draw_row(SimStream stream, uint32_t entity, uint32_t count, uint32_t purpose, uint32_t block, SimWords *words);

// The middle of the word's cell of the unit interval: (word + 0.5) / 2^32, never 0 or 1.
static inline double sim_uniform(uint32_t word)
{
    return ((double)word + 0.5) * 0x1p-32;
}

// True with this probability. 0 never, 1 always; a word that is true at p is true at every higher p.
static inline int sim_happens(uint32_t word, double probability)
{
    return sim_uniform(word) < probability;
}

#endif
