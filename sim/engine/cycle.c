#include "sim/engine/cycle.h"

#include <math.h>

void sim_cycle_accumulate(const double *per_s, uint32_t count, double each_s, double *cumulative)
{
    cumulative[0] = 0;
    for (uint32_t i = 0; i < count; i++) cumulative[i + 1] = cumulative[i] + per_s[i] * each_s;
}

// Expected arrivals from the table's start to a place in it (in entries, with fraction).
static double expected_by(const SimCycle *cycle, double place)
{
    const uint32_t entry = place < cycle->count ? (uint32_t)place : cycle->count - 1;
    const double in_entry = cycle->cumulative[entry + 1] - cycle->cumulative[entry];
    return cycle->cumulative[entry] + (place - entry) * in_entry;
}

// The inverse, from an entry that lies at or before the one that is looked for.
static double place_when(const SimCycle *cycle, uint32_t entry, double expected)
{
    while (entry + 1 < cycle->count && cycle->cumulative[entry + 1] <= expected) entry++;
    const double in_entry = cycle->cumulative[entry + 1] - cycle->cumulative[entry];
    return entry + (expected - cycle->cumulative[entry]) / in_entry;
}

double sim_cycle_after(const SimCycle *cycle, double from_s, double load)
{
    const double in_all = cycle->cumulative[cycle->count];
    if (!(in_all > 0)) return HUGE_VAL;
    const double length_s = cycle->count * cycle->each_s;
    const double since_s = fmax(from_s - cycle->origin_s, 0);
    const double rounds = cycle->repeats ? floor(since_s / length_s) : 0;
    const double place = (since_s - rounds * length_s) / cycle->each_s;
    const double expected = expected_by(cycle, fmin(place, cycle->count)) + load;
    double more_rounds = 0, rest = expected;
    uint32_t entry = place < cycle->count ? (uint32_t)place : 0;
    if (expected >= in_all) {
        if (!cycle->repeats) return HUGE_VAL;
        more_rounds = floor(expected / in_all);
        rest = fmax(expected - more_rounds * in_all, 0);
        if (rest >= in_all) {  // rounding
            more_rounds++;
            rest = 0;
        }
        entry = 0;
    }
    const double at_s =
        cycle->origin_s + (rounds + more_rounds) * length_s + place_when(cycle, entry, rest) * cycle->each_s;
    return fmax(at_s, from_s);  // rounding must not lead back
}
