#include "sim/experiment/periods.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/experiment/memory.h"

// Seconds since 1970 to days, downwards before 1970 too.
static SimDate date_of(int64_t seconds)
{
    return (SimDate)(seconds / SIM_DAY_S - (seconds % SIM_DAY_S < 0));
}

SimDate sim_window_first_date(const SimWindow *window)
{
    return date_of(window->start);
}

SimDate sim_window_last_date(const SimWindow *window)
{
    return date_of(window->end - 1);
}

const SimWindow *sim_last_strike_window(const SimOutline *outline)
{
    const SimWindow *last = NULL;
    for (size_t i = 0; i < outline->window_count; i++) {
        const SimWindow *window = &outline->windows[i];
        if (!window->in_both && (!last || window->end > last->end)) last = window;
    }
    return last;
}

typedef struct {
    SimPeriods *periods;
    size_t capacity;
    const SimOutline *outline;
    uint32_t days;       // in the report
    uint8_t *is_strike;  // of each reported day
} Builder;

static bool touches(const SimWindow *window, SimDate date)
{
    return sim_window_first_date(window) <= date && date <= sim_window_last_date(window);
}

static SimPeriod *begin(Builder *builder)
{
    SimPeriods *periods = builder->periods;
    periods->at = sim_grown(periods->at, periods->count + 1, &builder->capacity, sizeof *periods->at);
    SimPeriod *period = &periods->at[periods->count];
    *period = (SimPeriod){.days = sim_zeroed(builder->days, sizeof *period->days)};
    return period;
}

static void finish(Builder *builder, SimPeriod *period)
{
    if (period->day_count == 0) {
        free(period->days);
        return;
    }
    uint32_t *exact = sim_zeroed(period->day_count, sizeof *exact);
    memcpy(exact, period->days, period->day_count * sizeof *exact);
    free(period->days);
    period->days = exact;
    builder->periods->count++;
}

static void add_whole(Builder *builder)
{
    SimPeriod *period = begin(builder);
    snprintf(period->name, sizeof period->name, "whole");
    for (uint32_t day = 0; day < builder->days; day++) period->days[period->day_count++] = day;
    finish(builder, period);
}

static void add_strike_days(Builder *builder)
{
    SimPeriod *period = begin(builder);
    snprintf(period->name, sizeof period->name, "strike_days");
    for (uint32_t day = 0; day < builder->days; day++) {
        if (builder->is_strike[day]) period->days[period->day_count++] = day;
    }
    finish(builder, period);
}

static void add_window(Builder *builder, const SimWindow *window)
{
    SimPeriod *period = begin(builder);
    snprintf(period->name, sizeof period->name, "window:%s", window->name);
    for (uint32_t day = 0; day < builder->days; day++) {
        if (touches(window, builder->outline->report_first + (SimDate)day)) period->days[period->day_count++] = day;
    }
    finish(builder, period);
}

static void add_blocks_after(Builder *builder, const SimWindow *window)
{
    int64_t day = (int64_t)sim_window_last_date(window) + 1 - builder->outline->report_first;
    if (day < 0) return;
    for (int block = 1; day < builder->days && !builder->is_strike[day]; block++) {
        SimPeriod *period = begin(builder);
        snprintf(period->name, sizeof period->name, "after:%s:%d", window->name, block);
        for (int k = 0; k < SIM_AFTER_DAYS && day < builder->days && !builder->is_strike[day]; k++, day++)
            period->days[period->day_count++] = (uint32_t)day;
        finish(builder, period);
    }
}

static void add_months(Builder *builder)
{
    for (uint32_t day = 0; day < builder->days;) {
        SimCivil first = sim_civil(builder->outline->report_first + (SimDate)day);
        SimPeriod *period = begin(builder);
        snprintf(period->name, sizeof period->name, "month:%04d-%02d", first.year, first.month);
        for (; day < builder->days; day++) {
            if (sim_civil(builder->outline->report_first + (SimDate)day).month != first.month) break;
            period->days[period->day_count++] = day;
        }
        finish(builder, period);
    }
}

static void mark_strike_days(Builder *builder)
{
    for (size_t i = 0; i < builder->outline->window_count; i++) {
        const SimWindow *window = &builder->outline->windows[i];
        if (window->in_both) continue;
        for (uint32_t day = 0; day < builder->days; day++) {
            if (touches(window, builder->outline->report_first + (SimDate)day)) builder->is_strike[day] = 1;
        }
    }
}

SimPeriods sim_periods(const SimOutline *outline)
{
    SimPeriods periods = {0};
    Builder builder = {
        .periods = &periods, .outline = outline, .days = (uint32_t)(outline->report_last - outline->report_first + 1)};
    builder.is_strike = sim_zeroed(builder.days, 1);
    mark_strike_days(&builder);
    add_whole(&builder);
    add_strike_days(&builder);
    for (size_t i = 0; i < outline->window_count; i++) add_window(&builder, &outline->windows[i]);
    for (size_t i = 0; i < outline->window_count; i++) {
        if (!outline->windows[i].in_both) add_blocks_after(&builder, &outline->windows[i]);
    }
    if (!outline->without_months) add_months(&builder);
    free(builder.is_strike);
    return periods;
}

void sim_periods_free(SimPeriods *periods)
{
    for (size_t i = 0; i < periods->count; i++) free(periods->at[i].days);
    free(periods->at);
    *periods = (SimPeriods){0};
}

// Marks the days on which a period begins or goes on after a pause, and those on which it is over. `begins` has one
// flag more than the report has days.
static void mark_edges(const SimPeriod *period, uint8_t *begins)
{
    for (uint32_t k = 0; k < period->day_count; k++) {
        const uint32_t day = period->days[k];
        if (k == 0 || period->days[k - 1] + 1 != day) begins[day] = 1;
        if (k + 1 == period->day_count || period->days[k + 1] != day + 1) begins[day + 1] = 1;
    }
}

uint32_t sim_periods_stretches(const SimOutline *outline, uint32_t *record_of_day, uint32_t world_days)
{
    const uint32_t first_day = (uint32_t)(outline->report_first - outline->first_day);
    const uint32_t days = (uint32_t)(outline->report_last - outline->report_first + 1);
    SimPeriods periods = sim_periods(outline);
    uint8_t *begins = sim_zeroed((size_t)days + 1, 1);
    for (size_t p = 0; p < periods.count; p++) mark_edges(&periods.at[p], begins);
    uint32_t record = 0;
    for (uint32_t day = 0; day < world_days; day++) {
        const bool is_edge = day >= first_day && day <= first_day + days && begins[day - first_day];
        if (is_edge && day > 0) record++;
        record_of_day[day] = record;
    }
    free(begins);
    sim_periods_free(&periods);
    return world_days > 0 ? record + 1 : 0;
}

const SimPeriod *sim_period_named(const SimPeriods *periods, const char *name)
{
    for (size_t i = 0; i < periods->count; i++) {
        if (strcmp(periods->at[i].name, name) == 0) return &periods->at[i];
    }
    return NULL;
}
