#include "sim/engine/random.h"

#ifdef __SSE2__
#include <immintrin.h>
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

// The same four by four, on processors that can.

typedef struct {
    __m256i a, b, c, d;
} Four;

#define AVX2 __attribute__((target("avx2")))

AVX2 static inline __m256i four_times(uint32_t word)
{
    return _mm256_set1_epi64x((long long)word);
}

AVX2 static inline Four next_round_of_four(Four four, __m256i seed, __m256i replication)
{
    const __m256i first = _mm256_mul_epu32(four.a, four_times(0xD2511F53u));
    const __m256i second = _mm256_mul_epu32(four.c, four_times(0xCD9E8D57u));
    return (Four){.a = _mm256_xor_si256(_mm256_srli_epi64(second, 32), _mm256_xor_si256(four.b, seed)),
                  .b = second,
                  .c = _mm256_xor_si256(_mm256_srli_epi64(first, 32), _mm256_xor_si256(four.d, replication)),
                  .d = first};
}

AVX2 static inline void write_two(__m256i two, SimWords *first, SimWords *second)
{
    _mm_storeu_si128((__m128i *)first->word, _mm256_castsi256_si128(two));
    _mm_storeu_si128((__m128i *)second->word, _mm256_extracti128_si256(two, 1));
}

AVX2 static inline void write_four(Four four, SimWords words[static 4])
{
    const __m256i ab = _mm256_unpacklo_epi32(four.a, four.b), cd = _mm256_unpacklo_epi32(four.c, four.d);
    const __m256i upper_ab = _mm256_unpackhi_epi32(four.a, four.b), upper_cd = _mm256_unpackhi_epi32(four.c, four.d);
    write_two(_mm256_unpacklo_epi64(ab, cd), &words[0], &words[2]);
    write_two(_mm256_unpacklo_epi64(upper_ab, upper_cd), &words[1], &words[3]);
}

// So many fours side by side, of entities that follow each other.
AVX2 __attribute__((always_inline)) static inline void draw_fours(SimStream stream, uint32_t entity, uint32_t last_word,
                                                                  uint32_t count, SimWords *words)
{
    __m256i seed = four_times(stream.key.seed), replication = four_times(stream.key.replication);
    Four four[4];
    for (uint32_t i = 0; i < count; i++)
        four[i] = (Four){.a = four_times(stream.place),
                         .b = four_times(stream.stream),
                         .c = _mm256_add_epi32(four_times(entity + 4 * i), _mm256_set_epi64x(3, 2, 1, 0)),
                         .d = four_times(last_word)};
#pragma GCC unroll 10
    for (int round = 0; round < 10; round++) {
#pragma GCC unroll 4
        for (uint32_t i = 0; i < count; i++) four[i] = next_round_of_four(four[i], seed, replication);
        seed = _mm256_add_epi32(seed, four_times(0x9E3779B9u));
        replication = _mm256_add_epi32(replication, four_times(0xBB67AE85u));
    }
    for (uint32_t i = 0; i < count; i++) write_four(four[i], words + 4 * i);
}

AVX2 static void draw_eight(SimStream stream, uint32_t entity, uint32_t last_word, SimWords words[static 8])
{
    draw_fours(stream, entity, last_word, 2, words);
}

// Where there are registers enough for sixteen, and the exclusive or of three is one operation.
__attribute__((target("avx512vl"))) static void draw_sixteen(SimStream stream, uint32_t entity, uint32_t last_word,
                                                             SimWords words[static 16])
{
    draw_fours(stream, entity, last_word, 4, words);
}

void sim_draw_row(SimStream stream, uint32_t entity, uint32_t count, uint32_t purpose, uint32_t block, SimWords *words)
{
    assert(purpose < SIM_PURPOSES && block < 1u << SIM_BLOCK_BITS && count % 4 == 0);
    if (__builtin_cpu_supports("avx512vl")) {
        for (; count >= 16; count -= 16, entity += 16, words += 16)
            draw_sixteen(stream, entity, purpose << SIM_BLOCK_BITS | block, words);
    }
    if (__builtin_cpu_supports("avx2")) {
        for (; count >= 8; count -= 8, entity += 8, words += 8)
            draw_eight(stream, entity, purpose << SIM_BLOCK_BITS | block, words);
    }
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
