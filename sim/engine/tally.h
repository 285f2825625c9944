// Bins for whole numbers (seconds, people): exact below 128, then 64 to every doubling, so a bin is at most 1/64 of its
// value wide. A histogram has SIM_TALLY_BINS of them whatever the numbers are.
//
// A world counts into plain arrays of bins while it runs, and writes them down (sim_tally_write) whenever a period of
// the results ends: one row for each bin that holds something.
#ifndef SIM_ENGINE_TALLY_H
#define SIM_ENGINE_TALLY_H

#include "sim/engine/world.h"

enum { SIM_TALLY_EXACT = 128, SIM_TALLY_BINS = 64 * 25 + 128 };

static inline uint32_t sim_tally_bin(uint32_t value)
{
    const uint32_t shift = 25 - (uint32_t)__builtin_clz(value | 64);  // 0 below 128
    return (shift << 6) + (value >> shift);
}

// The same bin, sooner for whoever mostly asks of numbers below 128.
static inline uint32_t sim_tally_bin_of_few(uint32_t value)
{
    return value < SIM_TALLY_EXACT ? value : sim_tally_bin(value);
}

// The least value of a bin; that of bin SIM_TALLY_BINS is 2^32.
static inline uint64_t sim_tally_edge(uint32_t bin)
{
    if (bin < SIM_TALLY_EXACT) return bin;
    const uint32_t shift = bin / 64 - 1;
    return (uint64_t)(bin - 64 * shift) << shift;
}

// A row of SIM_TABLE_TALLIES: so many (people, or seconds) fell into the bin, in the stretch of days that ended on
// `day`. The stretch lies wholly inside or wholly outside every period of the results.
typedef struct {
    uint32_t day;
    uint16_t log;
    uint16_t bin;
    uint32_t count;
} SimTally;

// Writes down what the bins hold for a log, and empties them.
void sim_tally_write(SimWorld *world, uint32_t day, uint32_t log, uint32_t bins[static SIM_TALLY_BINS]);

#endif
