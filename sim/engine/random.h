// Random numbers that belong to whoever they happen to, not to the order of events.
//
// Philox4x32-10 (Salmon et al. 2011, Random123). The key is the run's: seed and replication. The counter says whose
// number it is: place (hash of a trust's code; 0 for draws that all share), stream (hash of the name of a process),
// entity (an ordinal inside that process), and purpose with a block number. So the same patient gets the same numbers
// in both lives, on any thread, in any order of work. Nothing is stored: a number is computed again whenever it is
// needed.
#ifndef SIM_ENGINE_RANDOM_H
#define SIM_ENGINE_RANDOM_H

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

// Philox4x32-10 itself, for known answers.
SimWords sim_philox(SimWords counter, SimKey key);

// The four words of one block. `purpose` is 0..255, `block` below 2^24 (a visit number, a day).
SimWords sim_draw(SimStream stream, uint32_t entity, uint32_t purpose, uint32_t block);

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
