#include "sim/experiment/logs.h"

#include <stdlib.h>
#include <string.h>

#include "sim/engine/tally.h"
#include "sim/experiment/memory.h"

// The bits in which any key differs from the first.
static uint64_t bits_that_differ(const uint64_t *keys, size_t count)
{
    uint64_t differ = 0;
    for (size_t i = 1; i < count; i++) differ |= keys[i] ^ keys[0];
    return differ;
}

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };  // of a sort: logs and minutes mostly take two

// Sorts by the bits from `shift` up, digit by digit from the least, keeping the order of keys that agree in them;
// digits in which all keys agree are passed over.
static void sort_keys(uint64_t *keys, uint64_t *spare, size_t count, int shift)
{
    const uint64_t differ = bits_that_differ(keys, count);
    uint64_t *from = keys, *to = spare;
    for (; shift < 64; shift += DIGIT_BITS) {
        if (((differ >> shift) & (DIGITS - 1)) == 0) continue;
        size_t starts[DIGITS + 1] = {0};
        for (size_t i = 0; i < count; i++) starts[((from[i] >> shift) & (DIGITS - 1)) + 1]++;
        for (int digit = 0; digit < DIGITS; digit++) starts[digit + 1] += starts[digit];
        for (size_t i = 0; i < count; i++) to[starts[(from[i] >> shift) & (DIGITS - 1)]++] = from[i];
        uint64_t *swapped = from;
        from = to;
        to = swapped;
    }
    if (from != keys) memcpy(keys, from, count * sizeof *keys);
}

static bool are_sorted(const uint64_t *keys, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (keys[i - 1] > keys[i]) return false;
    }
    return true;
}

static void sort_if_needed(uint64_t *keys, size_t count, int shift)
{
    if (are_sorted(keys, count)) return;  // as the tallies of a single stretch mostly are
    uint64_t *spare = sim_zeroed(count, sizeof *spare);
    sort_keys(keys, spare, count, shift);
    free(spare);
}

// Whether the log of a row is one that is read, in this manner.
static bool is_log(const SimFrame *frame, uint32_t log, bool is_tallied)
{
    return log < frame->log_count && (frame->log_scale[log] != SIM_LOG_MINUTES) == is_tallied;
}

static bool is_last_day(const SimPeriod *period, uint32_t day)
{
    return period->days[period->day_count - 1] == day;
}

static bool ends_a_period(const SimFrame *frame, uint32_t day)
{
    const SimLists *lists = &frame->periods_of_day;
    for (uint32_t k = lists->first[day]; k < lists->first[day + 1]; k++) {
        if (is_last_day(&frame->periods.at[lists->at[k]], day)) return true;
    }
    return false;
}

static bool is_reported(const SimFrame *frame, uint32_t world_day)
{
    return world_day >= frame->first_day && world_day - frame->first_day < frame->days;
}

static void push_into_periods(const SimFrame *frame, SimReduction *reduction, uint32_t day, uint32_t log,
                              uint32_t value, uint64_t count)
{
    const SimLists *lists = &frame->periods_of_day;
    for (uint32_t k = lists->first[day]; k < lists->first[day + 1]; k++) {
        if (sim_is_standing(frame->log_scale[log]) && !is_last_day(&frame->periods.at[lists->at[k]], day)) continue;
        sim_histogram_push(&reduction->period_waits[(size_t)lists->at[k] * frame->log_count + log], value, count);
    }
}

enum { DAY_BITS = 16 };

// Waits as keys: log, minutes in as many bits as the longest needs, day. The fewer bits, the sooner they are sorted.
typedef struct {
    uint64_t *keys;  // owned, ascending
    size_t count;
    int minute_bits;
} Waits;

static uint32_t day_of_key(uint64_t key)
{
    return (uint32_t)(key & ((1u << DAY_BITS) - 1));
}

static int bits_of_longest(const SimWait *waits, uint32_t used)
{
    uint32_t minutes = 0;
    for (uint32_t i = 1; i < used; i++) minutes |= waits[i].minutes;  // row 0 is nobody
    int bits = 0;
    for (; minutes > 0; minutes >>= 1) bits++;
    return bits;
}

// The waits of the report.
static Waits sorted_waits(const SimFrame *frame, const SimWorld *world)
{
    const SimTable *table = &world->tables[SIM_TABLE_WAITS];
    const SimWait *waits = table->rows;
    Waits sorted = {.keys = sim_zeroed(table->used, sizeof *sorted.keys),
                    .minute_bits = bits_of_longest(waits, table->used)};
    for (uint32_t i = 1; i < table->used; i++) {
        const SimWait *wait = &waits[i];
        if (!is_reported(frame, wait->day) || !is_log(frame, wait->log, false)) continue;
        const uint64_t log_and_minutes = (uint64_t)wait->log << sorted.minute_bits | wait->minutes;
        sorted.keys[sorted.count++] = log_and_minutes << DAY_BITS | (wait->day - frame->first_day);
    }
    sort_if_needed(sorted.keys, sorted.count, DAY_BITS);  // days ascend already
    return sorted;
}

static bool in_same_periods(const SimLists *lists, uint32_t day, uint32_t other)
{
    const uint32_t *first = lists->first, count = first[day + 1] - first[day];
    if (first[other + 1] - first[other] != count) return false;
    return count == 0 || memcmp(lists->at + first[day], lists->at + first[other], count * sizeof *lists->at) == 0;
}

// For every day of the report a number that it shares with the days around it that belong to the same periods.
static uint32_t *stretches_of_days(const SimFrame *frame)
{
    uint32_t *stretches = sim_zeroed((size_t)frame->days + 1, sizeof *stretches);
    for (uint32_t day = 1; day < frame->days; day++) {
        stretches[day] = stretches[day - 1] + !in_same_periods(&frame->periods_of_day, day - 1, day);
    }
    return stretches;
}

// The end of the keys that begin at `first` with the same log and minutes, and days in the same stretch.
static size_t end_of_alike(const Waits *waits, const uint32_t *stretches, size_t first)
{
    const uint64_t key = waits->keys[first] >> DAY_BITS;
    const uint32_t stretch = stretches[day_of_key(waits->keys[first])];
    size_t end = first + 1;
    while (end < waits->count && waits->keys[end] >> DAY_BITS == key &&
           stretches[day_of_key(waits->keys[end])] == stretch)
        end++;
    return end;
}

void sim_count_waits(const SimFrame *frame, const SimWorld *world, SimReduction *reduction)
{
    if (world->tables[SIM_TABLE_WAITS].used <= 1) return;
    const Waits waits = sorted_waits(frame, world);
    uint32_t *stretches = stretches_of_days(frame);
    for (size_t first = 0, end; first < waits.count; first = end) {
        end = end_of_alike(&waits, stretches, first);
        const uint64_t log_and_minutes = waits.keys[first] >> DAY_BITS;
        const uint32_t minutes = (uint32_t)(log_and_minutes & ((UINT64_C(1) << waits.minute_bits) - 1));
        const uint32_t log = (uint32_t)(log_and_minutes >> waits.minute_bits);
        push_into_periods(frame, reduction, day_of_key(waits.keys[first]), log, minutes, end - first);
        if (frame->daily_log[log] == SIM_NO_LOG) continue;
        SimHistogram *by_day = reduction->day_waits + frame->daily_log[log];
        for (size_t i = first; i < end; i++) {
            sim_histogram_push(&by_day[(size_t)day_of_key(waits.keys[i]) * frame->daily_log_count], minutes, 1);
        }
    }
    free(stretches);
    free(waits.keys);
}

enum { ROW_BITS = 32, BIN_BITS = 16 };

// The tallies of the report as keys (log, bin, row) in ascending order; returns how many.
static size_t sorted_tallies(const SimFrame *frame, const SimWorld *world, uint64_t **keys)
{
    const SimTable *table = &world->tables[SIM_TABLE_TALLIES];
    const SimTally *tallies = table->rows;
    *keys = sim_zeroed(table->used, sizeof **keys);
    size_t count = 0;
    for (uint32_t i = 1; i < table->used; i++) {
        const SimTally *tally = &tallies[i];
        if (!is_reported(frame, tally->day) || !is_log(frame, tally->log, true) || tally->count == 0) continue;
        if (sim_is_standing(frame->log_scale[tally->log]) && !ends_a_period(frame, tally->day - frame->first_day))
            continue;
        (*keys)[count++] = (uint64_t)tally->log << (BIN_BITS + ROW_BITS) | (uint64_t)tally->bin << ROW_BITS | i;
    }
    sort_if_needed(*keys, count, ROW_BITS);  // rows ascend already
    return count;
}

void sim_count_tallies(const SimFrame *frame, const SimWorld *world, SimReduction *reduction)
{
    if (world->tables[SIM_TABLE_TALLIES].used <= 1) return;
    uint64_t *keys;
    const size_t count = sorted_tallies(frame, world, &keys);
    const SimTally *tallies = world->tables[SIM_TABLE_TALLIES].rows;
    for (size_t i = 0; i < count; i++) {
        const SimTally *tally = &tallies[(uint32_t)keys[i]];
        push_into_periods(frame, reduction, tally->day - frame->first_day, tally->log, tally->bin, tally->count);
    }
    free(keys);
}
