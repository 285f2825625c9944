// Many variates of one distribution together: four side by side on processors that can, with the very same operations
// in the same order, so that each is what it would be alone.
#include "sim/engine/distribution.h"

#ifdef __SSE2__
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))

// What sim_variate makes of a word.
typedef struct {
    uint64_t cell[4];
    __m256d place;
} FourPlaces;

AVX2 static inline FourPlaces four_places(const uint32_t *words)
{
    const __m128i word = _mm_loadu_si128((const __m128i *)words), upper = _mm_srai_epi32(word, 31);
    const __m256d half = _mm256_cvtepi32_pd(_mm_xor_si128(word, upper));  // of `odd`, less a half
    const __m256i bits = _mm256_castpd_si256(_mm256_add_pd(_mm256_add_pd(half, half), _mm256_set1_pd(1)));
    const __m256i from_last_octave = _mm256_sub_epi64(_mm256_srli_epi64(bits, SIM_FRACTION_BITS - SIM_CELL_BITS),
                                                      _mm256_set1_epi64x(SIM_CELLS_BELOW_1));
    const __m256i side =
        _mm256_and_si256(_mm256_cvtepi32_epi64(upper), _mm256_set1_epi64x(SIM_OCTAVES << SIM_CELL_BITS));
    const __m256i turned = _mm256_or_si256(side, _mm256_set1_epi64x((SIM_OCTAVES - 1) << SIM_CELL_BITS));
    const __m256i fraction =
        _mm256_and_si256(_mm256_slli_epi64(bits, SIM_CELL_BITS), _mm256_set1_epi64x((int64_t)SIM_FRACTION));
    const __m256i above_1 = _mm256_or_si256(fraction, _mm256_set1_epi64x((int64_t)SIM_BITS_OF_1));
    FourPlaces four = {.place = _mm256_sub_pd(_mm256_castsi256_pd(above_1), _mm256_set1_pd(1))};
    _mm256_storeu_si256((__m256i *)four.cell, _mm256_xor_si256(from_last_octave, turned));
    return four;
}

AVX2 static inline void four_variates(const SimDistribution *distribution, const uint32_t *words, double *values)
{
    const FourPlaces four = four_places(words);
    __m256d cell[4];
    for (int i = 0; i < 4; i++) cell[i] = _mm256_loadu_pd(distribution->table[four.cell[i]].coefficient);
    const __m256d even_left = _mm256_unpacklo_pd(cell[0], cell[1]), odd_left = _mm256_unpackhi_pd(cell[0], cell[1]);
    const __m256d even_right = _mm256_unpacklo_pd(cell[2], cell[3]), odd_right = _mm256_unpackhi_pd(cell[2], cell[3]);
    const __m256d c0 = _mm256_permute2f128_pd(even_left, even_right, 0x20);
    const __m256d c1 = _mm256_permute2f128_pd(odd_left, odd_right, 0x20);
    const __m256d c2 = _mm256_permute2f128_pd(even_left, even_right, 0x31);
    const __m256d c3 = _mm256_permute2f128_pd(odd_left, odd_right, 0x31);
    __m256d value = _mm256_add_pd(c2, _mm256_mul_pd(four.place, c3));
    value = _mm256_add_pd(c1, _mm256_mul_pd(four.place, value));
    value = _mm256_add_pd(c0, _mm256_mul_pd(four.place, value));
    _mm256_storeu_pd(values, _mm256_mul_pd(_mm256_set1_pd(distribution->mean), value));
}

AVX2 static uint32_t variates_by_fours(const SimDistribution *distribution, const uint32_t *words, uint32_t count,
                                       double *values)
{
    uint32_t done = 0;
    for (; done + 4 <= count; done += 4) four_variates(distribution, words + done, values + done);
    return done;
}

#endif

void sim_variate_row(const SimDistribution *distribution, const uint32_t *words, uint32_t count, double *values)
{
    uint32_t done = 0;
#ifdef __SSE2__
    if (distribution->table && __builtin_cpu_supports("avx2"))
        done = variates_by_fours(distribution, words, count, values);
#endif
    for (; done < count; done++) values[done] = sim_variate(distribution, words[done]);
}
