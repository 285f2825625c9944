#include "sim/experiment/reduce.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "sim/experiment/logs.h"
#include "sim/experiment/memory.h"
#include "sim/experiment/over_trusts.h"

SimReduction *sim_reduction_new(const SimFrame *frame)
{
    SimReduction *reduction = sim_zeroed(1, sizeof *reduction);
    reduction->periods = sim_zeroed(frame->periods.count * frame->recorded_count, sizeof *reduction->periods);
    reduction->days = sim_zeroed((size_t)frame->days * frame->kept_count, sizeof *reduction->days);
    reduction->period_waits = sim_zeroed(frame->periods.count * frame->log_count, sizeof *reduction->period_waits);
    reduction->day_waits = sim_zeroed((size_t)frame->days * frame->daily_log_count, sizeof *reduction->day_waits);
    return reduction;
}

void sim_reduction_free(const SimFrame *frame, SimReduction *reduction)
{
    if (!reduction) return;
    for (size_t i = 0; i < frame->periods.count * frame->log_count; i++)
        sim_histogram_free(&reduction->period_waits[i]);
    for (size_t i = 0; i < (size_t)frame->days * frame->daily_log_count; i++)
        sim_histogram_free(&reduction->day_waits[i]);
    free(reduction->periods);
    free(reduction->days);
    free(reduction->period_waits);
    free(reduction->day_waits);
    free(reduction);
}

// Only the period's last day counts.
static bool is_level(const SimMeasure *measure)
{
    return measure->adds == SIM_ADDS_LEVEL || measure->adds == SIM_ADDS_LEVEL_SHARE;
}

static void sum_period(const SimFrame *frame, const SimWorld *world, size_t period, SimDaily *sums)
{
    const uint32_t *records = frame->records_of_period.at;
    const uint32_t end = frame->records_of_period.first[period + 1];
    for (uint32_t k = frame->records_of_period.first[period]; k < end; k++) {
        const SimDaily *record = sim_daily(world, records[k], 0);
        const bool is_last = k + 1 == end;
        for (uint32_t c = 0; c < frame->recorded_count; c++) {
            const SimColumn *column = &frame->columns[c];
            if (is_level(column->measure) && !is_last) continue;
            sim_over_add(sim_over_trusts(column->measure), &sums[c], record[column->series]);
        }
    }
}

static void copy_days(const SimFrame *frame, const SimWorld *world, SimDaily *days)
{
    if (frame->kept_count == 0) return;
    for (uint32_t day = 0; day < frame->days; day++) {
        const SimDaily *record = sim_daily(world, frame->first_day + day, 0);
        for (uint32_t k = 0; k < frame->kept_count; k++)
            days[(size_t)day * frame->kept_count + k] = record[frame->columns[frame->kept[k]].series];
    }
}

// The record of the report's last day: the period `whole`, which is the first, ends there.
static uint32_t last_record(const SimFrame *frame)
{
    return frame->records_of_period.at[frame->records_of_period.first[1] - 1];
}

SimReduction *sim_reduce(const SimFrame *frame, const SimWorld *world)
{
    assert(sim_records_days(world) > last_record(frame));
    SimReduction *reduction = sim_reduction_new(frame);
    for (size_t p = 0; p < frame->periods.count; p++)
        sum_period(frame, world, p, reduction->periods + p * frame->recorded_count);
    copy_days(frame, world, reduction->days);
    sim_count_waits(frame, world, reduction);
    sim_count_tallies(frame, world, reduction);
    return reduction;
}

static void add_periods(const SimFrame *frame, SimDaily *into, const SimDaily *from)
{
    for (size_t p = 0; p < frame->periods.count; p++, into += frame->recorded_count, from += frame->recorded_count) {
        for (uint32_t c = 0; c < frame->recorded_count; c++)
            sim_over_add(sim_over_trusts(frame->columns[c].measure), &into[c], from[c]);
    }
}

static void add_days(const SimFrame *frame, SimDaily *into, const SimDaily *from)
{
    for (uint32_t day = 0; day < frame->days; day++, into += frame->kept_count, from += frame->kept_count) {
        for (uint32_t k = 0; k < frame->kept_count; k++)
            sim_over_add(sim_over_trusts(frame->columns[frame->kept[k]].measure), &into[k], from[k]);
    }
}

void sim_reduction_add(const SimFrame *frame, SimReduction *into, const SimReduction *from)
{
    add_periods(frame, into->periods, from->periods);
    add_days(frame, into->days, from->days);
    for (size_t i = 0; i < frame->periods.count * frame->log_count; i++)
        sim_histogram_add(&into->period_waits[i], &from->period_waits[i]);
    for (size_t i = 0; i < (size_t)frame->days * frame->daily_log_count; i++)
        sim_histogram_add(&into->day_waits[i], &from->day_waits[i]);
}

static double quantile_of(const SimHistogram *histogram, enum SimLogScale scale, double share)
{
    switch (scale) {
    case SIM_LOG_MINUTES: return sim_histogram_quantile(histogram, share);
    case SIM_LOG_SECONDS: return sim_tally_quantile(histogram, share) / SIM_MINUTE_S;
    case SIM_LOG_NUMBER: return sim_tally_quantile(histogram, share);
    case SIM_LOG_STANDING_WEEKS: return sim_band_quantile(histogram, share);
    case SIM_LOG_STANDING_DAYS: return sim_histogram_quantile(histogram, share) / 7;
    }
    return NAN;
}

// Of anything but a quantile.
static double value_of(const SimMeasure *measure, SimDaily sum, uint32_t days)
{
    if (measure->adds != SIM_ADDS_SNAPSHOT) return sim_over_value(sim_over_trusts(measure), sum);
    return days > 0 ? sum.amount / days : NAN;
}

double sim_period_value(const SimFrame *frame, const SimReduction *reduction, uint32_t column, uint32_t period)
{
    assert(column < frame->recorded_count);
    const SimMeasure *measure = frame->columns[column].measure;
    if (measure->adds == SIM_ADDS_QUANTILE) {
        const SimSeries *series = &frame->outline->series[frame->columns[column].series];
        return quantile_of(&reduction->period_waits[(size_t)period * frame->log_count + series->log], series->scale,
                           measure->quantile);
    }
    return value_of(measure, reduction->periods[(size_t)period * frame->recorded_count + column],
                    frame->periods.at[period].day_count);
}

double sim_period_weight(const SimFrame *frame, const SimReduction *reduction, uint32_t column, uint32_t period)
{
    const bool is_share = sim_over_trusts(frame->columns[column].measure) == SIM_OVER_SHARE;
    return is_share ? reduction->periods[(size_t)period * frame->recorded_count + column].weight : NAN;
}

double sim_day_value(const SimFrame *frame, const SimReduction *reduction, uint32_t kept, uint32_t day)
{
    const SimColumn *column = &frame->columns[frame->kept[kept]];
    if (column->measure->adds == SIM_ADDS_QUANTILE) {
        const uint32_t log = frame->daily_log[frame->outline->series[column->series].log];
        return sim_histogram_quantile(&reduction->day_waits[(size_t)day * frame->daily_log_count + log],
                                      column->measure->quantile);
    }
    return value_of(column->measure, reduction->days[(size_t)day * frame->kept_count + kept], 1);
}
