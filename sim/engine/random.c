#include "sim/engine/random.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

#ifdef __SSE2__

// Two counters side by side, each word in the lower half of 64 bits. What stands in the upper halves is of no account:
// the multiplication does not look at it.
typedef struct {
    __m128i a, b, c, d;
} Pair;

static inline __m128i twice(uint32_t word)
{
    return _mm_set1_epi64x((long long)word);
}

// One round of sim_philox.
static inline Pair next_round(Pair pair, __m128i seed, __m128i replication)
{
    const __m128i first = _mm_mul_epu32(pair.a, twice(0xD2511F53u)), second = _mm_mul_epu32(pair.c, twice(0xCD9E8D57u));
    return (Pair){.a = _mm_xor_si128(_mm_srli_epi64(second, 32), _mm_xor_si128(pair.b, seed)),
                  .b = second,
                  .c = _mm_xor_si128(_mm_srli_epi64(first, 32), _mm_xor_si128(pair.d, replication)),
                  .d = first};
}

static inline void write_pair(Pair pair, SimWords words[static 2])
{
    const __m128i ab = _mm_unpacklo_epi32(pair.a, pair.b), cd = _mm_unpacklo_epi32(pair.c, pair.d);
    const __m128i upper_ab = _mm_unpackhi_epi32(pair.a, pair.b), upper_cd = _mm_unpackhi_epi32(pair.c, pair.d);
    _mm_storeu_si128((__m128i *)words[0].word, _mm_unpacklo_epi64(ab, cd));
    _mm_storeu_si128((__m128i *)words[1].word, _mm_unpacklo_epi64(upper_ab, upper_cd));
}

static inline void draw_four(Pair left, Pair right, SimKey key, SimWords words[static 4])
{
    __m128i seed = twice(key.seed), replication = twice(key.replication);
#pragma GCC unroll 10
    for (int round = 0; round < 10; round++) {
        left = next_round(left, seed, replication);
        right = next_round(right, seed, replication);
        seed = _mm_add_epi32(seed, twice(0x9E3779B9u));
        replication = _mm_add_epi32(replication, twice(0xBB67AE85u));
    }
    write_pair(left, words);
    write_pair(right, words + 2);
}

void sim_draw_row(SimStream stream, uint32_t entity, uint32_t count, uint32_t purpose, uint32_t block, SimWords *words)
{
    assert(purpose < SIM_PURPOSES && block < 1u << SIM_BLOCK_BITS && count % 4 == 0);
    Pair left = {.a = twice(stream.place),
                 .b = twice(stream.stream),
                 .c = _mm_set_epi32(0, (int)(entity + 1), 0, (int)entity),
                 .d = twice(purpose << SIM_BLOCK_BITS | block)};
    Pair right = left;
    for (uint32_t i = 0; i < count; i += 4) {
        right.c = _mm_add_epi32(left.c, twice(2));
        draw_four(left, right, stream.key, words + i);
        left.c = _mm_add_epi32(right.c, twice(2));
    }
}

#else

void sim_draw_row(SimStream stream, uint32_t entity, uint32_t count, uint32_t purpose, uint32_t block, SimWords *words)
{
    assert(count % 4 == 0);
    for (uint32_t i = 0; i < count; i++) words[i] = sim_draw(stream, entity + i, purpose, block);
}

#endif
