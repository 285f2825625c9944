// Random numbers as fast as they come, for the reference loops of this folder only: one generator in a run's own order,
// nothing that belongs to a patient.
//
// xoshiro256++ (Blackman and Vigna 2021, ACM TOMS 47(4), 36), seeded by splitmix64 (Steele, Lea and Flood 2014), and
// the ziggurat with 256 layers of equal area (Marsaglia and Tsang 2000, J. Stat. Software 5(8)). Layers are numbered
// from the bottom one, whose box stands for the tail too.
#ifndef BENCH_FAST_RANDOM_H
#define BENCH_FAST_RANDOM_H

#include <math.h>
#include <stdint.h>

enum { LAYERS = 256 };

typedef struct {
    double edge[LAYERS + 1];    // right edge of a layer's box; falling, the last is 0
    double height[LAYERS + 1];  // of the density at that edge
} Ziggurat;

typedef struct {
    uint64_t state[4];
    Ziggurat exponential, normal;
} FastRandom;

static inline uint64_t rotated_left(uint64_t word, int bits)
{
    return word << bits | word >> (64 - bits);
}

static inline uint64_t fast_word(FastRandom *random)
{
    uint64_t *s = random->state;
    const uint64_t word = rotated_left(s[0] + s[3], 23) + s[0];
    const uint64_t shifted = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotated_left(s[3], 45);
    return word;
}

// In [0, 1), from the upper 53 bits: the lower eight may choose a layer besides.
static inline double fast_unit(uint64_t word)
{
    return (double)(int64_t)(word >> 11) * 0x1p-53;
}

static inline double exponential_density(double x)
{
    return exp(-x);
}

static inline double exponential_place(double density)
{
    return -log(density);
}

static inline double normal_density(double x)
{
    return exp(-x * x / 2);
}

static inline double normal_place(double density)
{
    return sqrt(-2 * log(density));
}

// `tail` is where the bottom layer's tail begins, `area` that of every layer, both for 256 layers.
static inline void fill_ziggurat(Ziggurat *ziggurat, double tail, double area, double (*density)(double),
                                 double (*place)(double))
{
    ziggurat->edge[0] = area / density(tail);
    ziggurat->edge[1] = tail;
    ziggurat->height[0] = 0;
    ziggurat->height[1] = density(tail);
    for (int i = 2; i < LAYERS; i++) {
        ziggurat->height[i] = ziggurat->height[i - 1] + area / ziggurat->edge[i - 1];
        ziggurat->edge[i] = place(ziggurat->height[i]);
    }
    ziggurat->edge[LAYERS] = 0;
    ziggurat->height[LAYERS] = 1;
}

static inline void fast_random_seed(FastRandom *random, uint64_t seed)
{
    for (int i = 0; i < 4; i++) {
        uint64_t word = seed += UINT64_C(0x9e3779b97f4a7c15);
        word = (word ^ word >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
        word = (word ^ word >> 27) * UINT64_C(0x94d049bb133111eb);
        random->state[i] = word ^ word >> 31;
    }
    // Marsaglia and Tsang (2000), section 2: where the tails begin for 256 layers.
    const double e = 7.69711747013104972, n = 3.6541528853610088;
    fill_ziggurat(&random->exponential, e, (e + 1) * exp(-e), exponential_density, exponential_place);
    fill_ziggurat(&random->normal, n, n * exp(-n * n / 2) + sqrt(acos(-1) / 2) * erfc(n / sqrt(2)), normal_density,
                  normal_place);
}

// Whether a point in the box of `layer`, right of the next edge, lies under the density.
static inline int fast_is_under(FastRandom *random, const Ziggurat *ziggurat, unsigned layer, double density)
{
    const double low = ziggurat->height[layer], high = ziggurat->height[layer + 1];
    return low + fast_unit(fast_word(random)) * (high - low) < density;
}

// Mean 1.
static inline double fast_exponential(FastRandom *random)
{
    const Ziggurat *ziggurat = &random->exponential;
    double beyond = 0;  // what lies left of a tail that was drawn: a tail is the whole again
    for (;;) {
        const uint64_t word = fast_word(random);
        const unsigned layer = word & (LAYERS - 1);
        const double x = fast_unit(word) * ziggurat->edge[layer];
        if (__builtin_expect(x < ziggurat->edge[layer + 1], 1)) return beyond + x;
        if (layer == 0)
            beyond += ziggurat->edge[1];
        else if (fast_is_under(random, ziggurat, layer, exp(-x)))
            return beyond + x;
    }
}

// Beyond the ziggurat's edge (Marsaglia 1964).
static inline double fast_normal_tail(FastRandom *random)
{
    const double edge = random->normal.edge[1];
    for (;;) {
        const double x = fast_exponential(random) / edge;
        if (2 * fast_exponential(random) > x * x) return edge + x;
    }
}

// Mean 0, sd 1.
static inline double fast_normal(FastRandom *random)
{
    const Ziggurat *ziggurat = &random->normal;
    for (;;) {
        const uint64_t word = fast_word(random);
        const unsigned layer = word & (LAYERS - 1);
        const double sign = word & LAYERS ? -1 : 1;
        const double x = fast_unit(word) * ziggurat->edge[layer];
        if (__builtin_expect(x < ziggurat->edge[layer + 1], 1)) return sign * x;
        if (layer == 0) return sign * fast_normal_tail(random);
        if (fast_is_under(random, ziggurat, layer, exp(-x * x / 2))) return sign * x;
    }
}

#endif
