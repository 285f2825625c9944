#include "sim/experiment/reduce.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/experiment/memory.h"

SimReduction *sim_reduction_new(const SimFrame *frame)
{
    SimReduction *reduction = sim_zeroed(1, sizeof *reduction);
    reduction->periods = sim_zeroed(frame->periods.count * frame->recorded_count, sizeof *reduction->periods);
    reduction->days = sim_zeroed((size_t)frame->days * frame->kept_count, sizeof *reduction->days);
    reduction->period_waits = sim_zeroed(frame->periods.count * frame->log_count, sizeof *reduction->period_waits);
    reduction->day_waits = sim_zeroed((size_t)frame->days * frame->log_count, sizeof *reduction->day_waits);
    return reduction;
}

void sim_reduction_free(const SimFrame *frame, SimReduction *reduction)
{
    if (!reduction) return;
    for (size_t i = 0; i < frame->periods.count * frame->log_count; i++)
        sim_histogram_free(&reduction->period_waits[i]);
    for (size_t i = 0; i < (size_t)frame->days * frame->log_count; i++) sim_histogram_free(&reduction->day_waits[i]);
    free(reduction->periods);
    free(reduction->days);
    free(reduction->period_waits);
    free(reduction->day_waits);
    free(reduction);
}

// Of a maximum, what had no weight was never measured.
static void add_pair(enum SimAdds adds, SimDaily *into, const SimDaily *from)
{
    if (adds == SIM_ADDS_MAX) {
        if (from->weight > 0 && (!(into->weight > 0) || from->amount > into->amount)) into->amount = from->amount;
    } else {
        into->amount += from->amount;
    }
    into->weight += from->weight;
}

static void sum_period(const SimFrame *frame, const SimWorld *world, const SimPeriod *period, SimDaily *sums)
{
    for (uint32_t k = 0; k < period->day_count; k++) {
        const SimDaily *day = sim_daily(world, frame->first_day + period->days[k], 0);
        const bool is_last = k + 1 == period->day_count;
        for (uint32_t c = 0; c < frame->recorded_count; c++) {
            const SimColumn *column = &frame->columns[c];
            if (column->measure->adds == SIM_ADDS_LEVEL && !is_last) continue;
            add_pair(column->measure->adds, &sums[c], &day[column->series]);
        }
    }
}

static void copy_days(const SimFrame *frame, const SimWorld *world, SimDaily *days)
{
    for (uint32_t day = 0; day < frame->days; day++) {
        const SimDaily *record = sim_daily(world, frame->first_day + day, 0);
        for (uint32_t k = 0; k < frame->kept_count; k++)
            days[(size_t)day * frame->kept_count + k] = record[frame->columns[frame->kept[k]].series];
    }
}

// Sorts by the 64-bit key, byte by byte from the least; bytes in which all keys agree are passed over.
static void sort_keys(uint64_t *keys, uint64_t *spare, size_t count)
{
    uint64_t *from = keys, *to = spare;
    for (int shift = 0; shift < 64; shift += 8) {
        size_t starts[257] = {0};
        for (size_t i = 0; i < count; i++) starts[((from[i] >> shift) & 0xff) + 1]++;
        if (starts[((from[0] >> shift) & 0xff) + 1] == count) continue;
        for (int byte = 0; byte < 256; byte++) starts[byte + 1] += starts[byte];
        for (size_t i = 0; i < count; i++) to[starts[(from[i] >> shift) & 0xff]++] = from[i];
        uint64_t *swapped = from;
        from = to;
        to = swapped;
    }
    if (from != keys) memcpy(keys, from, count * sizeof *keys);
}

// Which periods a day belongs to, as lists one after the other.
typedef struct {
    uint32_t *first;  // [day + 1]; where the day's list begins
    uint32_t *period;
} DayPeriods;

static DayPeriods periods_of_days(const SimFrame *frame)
{
    size_t entries = 0;
    for (size_t p = 0; p < frame->periods.count; p++) entries += frame->periods.at[p].day_count;
    DayPeriods lists = {.first = sim_zeroed(frame->days + 1, sizeof *lists.first),
                        .period = sim_zeroed(entries, sizeof *lists.period)};
    for (size_t p = 0; p < frame->periods.count; p++) {
        for (uint32_t k = 0; k < frame->periods.at[p].day_count; k++) lists.first[frame->periods.at[p].days[k] + 1]++;
    }
    for (uint32_t day = 0; day < frame->days; day++) lists.first[day + 1] += lists.first[day];
    uint32_t *next = sim_zeroed(frame->days, sizeof *next);
    memcpy(next, lists.first, frame->days * sizeof *next);
    for (uint32_t p = 0; p < frame->periods.count; p++) {
        for (uint32_t k = 0; k < frame->periods.at[p].day_count; k++)
            lists.period[next[frame->periods.at[p].days[k]]++] = p;
    }
    free(next);
    return lists;
}

enum { DAY_BITS = 16, MINUTE_BITS = 32 };

// The waits of the report as keys (log, minutes, day) in ascending order; returns how many.
static size_t sorted_waits(const SimFrame *frame, const SimWorld *world, uint64_t **keys)
{
    const SimTable *table = &world->tables[SIM_TABLE_WAITS];
    const SimWait *waits = table->rows;
    *keys = sim_zeroed(table->used, sizeof **keys);
    size_t count = 0;
    for (uint32_t i = 1; i < table->used; i++) {  // row 0 is nobody
        const SimWait *wait = &waits[i];
        if (wait->day < frame->first_day || wait->day - frame->first_day >= frame->days) continue;
        if (wait->log >= frame->log_count) continue;
        const uint64_t day = wait->day - frame->first_day;
        (*keys)[count++] = (uint64_t)wait->log << (MINUTE_BITS + DAY_BITS) | (uint64_t)wait->minutes << DAY_BITS | day;
    }
    if (count > 0) {
        uint64_t *spare = sim_zeroed(count, sizeof *spare);
        sort_keys(*keys, spare, count);
        free(spare);
    }
    return count;
}

static void count_waits(const SimFrame *frame, const SimWorld *world, SimReduction *reduction)
{
    if (frame->log_count == 0) return;
    uint64_t *keys;
    const size_t count = sorted_waits(frame, world, &keys);
    DayPeriods lists = periods_of_days(frame);
    for (size_t i = 0; i < count; i++) {
        const uint32_t day = (uint32_t)(keys[i] & 0xffff);
        const uint32_t minutes = (uint32_t)(keys[i] >> DAY_BITS);
        const uint32_t log = (uint32_t)(keys[i] >> (MINUTE_BITS + DAY_BITS));
        for (uint32_t k = lists.first[day]; k < lists.first[day + 1]; k++)
            sim_histogram_push(&reduction->period_waits[(size_t)lists.period[k] * frame->log_count + log], minutes);
        if (frame->log_is_daily[log])
            sim_histogram_push(&reduction->day_waits[(size_t)day * frame->log_count + log], minutes);
    }
    free(lists.first);
    free(lists.period);
    free(keys);
}

SimReduction *sim_reduce(const SimFrame *frame, const SimWorld *world)
{
    assert(sim_records_days(world) >= frame->first_day + frame->days);
    SimReduction *reduction = sim_reduction_new(frame);
    for (size_t p = 0; p < frame->periods.count; p++)
        sum_period(frame, world, &frame->periods.at[p], reduction->periods + p * frame->recorded_count);
    copy_days(frame, world, reduction->days);
    count_waits(frame, world, reduction);
    return reduction;
}

static void add_periods(const SimFrame *frame, SimDaily *into, const SimDaily *from)
{
    for (size_t p = 0; p < frame->periods.count; p++, into += frame->recorded_count, from += frame->recorded_count) {
        for (uint32_t c = 0; c < frame->recorded_count; c++)
            add_pair(frame->columns[c].measure->adds, &into[c], &from[c]);
    }
}

static void add_days(const SimFrame *frame, SimDaily *into, const SimDaily *from)
{
    for (uint32_t day = 0; day < frame->days; day++, into += frame->kept_count, from += frame->kept_count) {
        for (uint32_t k = 0; k < frame->kept_count; k++)
            add_pair(frame->columns[frame->kept[k]].measure->adds, &into[k], &from[k]);
    }
}

void sim_reduction_add(const SimFrame *frame, SimReduction *into, const SimReduction *from)
{
    add_periods(frame, into->periods, from->periods);
    add_days(frame, into->days, from->days);
    for (size_t i = 0; i < frame->periods.count * frame->log_count; i++)
        sim_histogram_add(&into->period_waits[i], &from->period_waits[i]);
    for (size_t i = 0; i < (size_t)frame->days * frame->log_count; i++)
        sim_histogram_add(&into->day_waits[i], &from->day_waits[i]);
}

static double value_of(const SimMeasure *measure, SimDaily sum, uint32_t days, const SimHistogram *waits)
{
    switch (measure->adds) {
    case SIM_ADDS_SUM:
    case SIM_ADDS_LEVEL: return sum.amount;
    case SIM_ADDS_SHARE:
    case SIM_ADDS_RATIO: return sum.weight > 0 ? sum.amount / sum.weight : NAN;
    case SIM_ADDS_SNAPSHOT: return days > 0 ? sum.amount / days : NAN;
    case SIM_ADDS_QUANTILE: return sim_histogram_quantile(waits, measure->quantile);
    case SIM_ADDS_MAX: return sum.weight > 0 ? sum.amount : NAN;
    case SIM_ADDS_DERIVED: break;
    }
    return NAN;
}

double sim_period_value(const SimFrame *frame, const SimReduction *reduction, uint32_t column, uint32_t period)
{
    assert(column < frame->recorded_count);
    const SimMeasure *measure = frame->columns[column].measure;
    const uint32_t log = frame->outline->series[frame->columns[column].series].log;
    const SimHistogram *waits =
        measure->adds == SIM_ADDS_QUANTILE ? &reduction->period_waits[(size_t)period * frame->log_count + log] : NULL;
    return value_of(measure, reduction->periods[(size_t)period * frame->recorded_count + column],
                    frame->periods.at[period].day_count, waits);
}

double sim_day_value(const SimFrame *frame, const SimReduction *reduction, uint32_t kept, uint32_t day)
{
    const SimColumn *column = &frame->columns[frame->kept[kept]];
    const uint32_t log = frame->outline->series[column->series].log;
    const SimHistogram *waits =
        column->measure->adds == SIM_ADDS_QUANTILE ? &reduction->day_waits[(size_t)day * frame->log_count + log] : NULL;
    return value_of(column->measure, reduction->days[(size_t)day * frame->kept_count + kept], 1, waits);
}
