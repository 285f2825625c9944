#include "sim/engine/tally.h"

#include <assert.h>

void sim_tally_write(SimWorld *world, uint32_t day, uint32_t log, uint32_t bins[static SIM_TALLY_BINS])
{
    assert(log <= UINT16_MAX);
    for (uint32_t bin = 0; bin < SIM_TALLY_BINS; bin++) {
        if (bins[bin] == 0) continue;
        const uint32_t row = sim_table_append(world, SIM_TABLE_TALLIES);
        *SIM_ROW(world, SIM_TABLE_TALLIES, SimTally, row) =
            (SimTally){.day = day, .log = (uint16_t)log, .bin = (uint16_t)bin, .count = bins[bin]};
        bins[bin] = 0;
    }
}
