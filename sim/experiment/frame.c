#include "sim/experiment/frame.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/experiment/memory.h"

static const int LEFT_AFTER_WEEKS[] = {4, 12, 26};

static bool is_asked_for(const SimOutline *outline, const SimMeasure *measure)
{
    for (size_t i = 0; i < outline->measures.count; i++) {
        if (strcmp(outline->measures.rows[i].text, measure->name) == 0) return true;
    }
    return outline->measures.count == 0;
}

static SimColumn *add_column(SimFrame *frame, size_t *capacity, const SimMeasure *measure)
{
    frame->columns = sim_grown(frame->columns, frame->column_count + 1, capacity, sizeof *frame->columns);
    SimColumn *column = &frame->columns[frame->column_count++];
    *column =
        (SimColumn){.measure = measure, .kept = SIM_NO_COLUMN, .is_written = is_asked_for(frame->outline, measure)};
    return column;
}

// Days that share a record have no values of their own; tallies are written once for a whole stretch of days.
static bool can_be_daily(const SimOutline *outline, const SimSeries *series)
{
    if (outline->record_of_day) return false;
    return series->measure->adds != SIM_ADDS_QUANTILE || series->scale == SIM_LOG_MINUTES;
}

static void add_recorded(SimFrame *frame, size_t *capacity)
{
    const SimOutline *outline = frame->outline;
    for (uint32_t i = 0; i < outline->series_count; i++) {
        const SimSeries *series = &outline->series[i];
        if (series->measure->adds == SIM_ADDS_DERIVED) continue;
        SimColumn *column = add_column(frame, capacity, series->measure);
        column->series = i;
        column->is_daily = column->is_written && outline->daily && outline->daily[i] && can_be_daily(outline, series);
        snprintf(column->of, sizeof column->of, "%s", series->of);
        if (series->measure->adds == SIM_ADDS_QUANTILE && series->log >= frame->log_count)
            frame->log_count = series->log + 1;
    }
    frame->recorded_count = frame->column_count;
}

static void add_derived_from(SimFrame *frame, size_t *capacity, const SimMeasure *measure, uint32_t from)
{
    const bool left_after = measure->derived == SIM_DERIVED_LEFT_AFTER;
    const size_t times = left_after ? sizeof LEFT_AFTER_WEEKS / sizeof *LEFT_AFTER_WEEKS : 1;
    for (size_t i = 0; i < times; i++) {
        SimColumn *column = add_column(frame, capacity, measure);
        column->series = frame->columns[from].series;
        if (left_after) {
            column->weeks = LEFT_AFTER_WEEKS[i];
            snprintf(column->of, sizeof column->of, "%d weeks", column->weeks);
        } else {
            memcpy(column->of, frame->columns[from].of, sizeof column->of);
        }
    }
}

// A ratio of lives is formed of everything its measure has; what tells of recovery only of the whole place, and only
// where days have values of their own.
static void add_derived(SimFrame *frame, size_t *capacity, const SimMeasure *measure)
{
    if (measure->derived != SIM_DERIVED_RATIO_LIVES && frame->outline->record_of_day) return;
    for (uint32_t i = 0; i < frame->recorded_count; i++) {
        if (strcmp(frame->columns[i].measure->name, measure->from) != 0) continue;
        if (measure->derived != SIM_DERIVED_RATIO_LIVES && frame->columns[i].of[0] != '\0') continue;
        add_derived_from(frame, capacity, measure, i);
    }
}

static void keep_column_of_series(SimFrame *frame, uint32_t series)
{
    for (uint32_t i = 0; i < frame->recorded_count; i++) {
        SimColumn *column = &frame->columns[i];
        if (column->series != series || column->kept != SIM_NO_COLUMN) continue;
        column->kept = frame->kept_count;
        frame->kept[frame->kept_count++] = i;
        if (column->measure->adds != SIM_ADDS_QUANTILE) continue;
        uint32_t *number = &frame->daily_log[frame->outline->series[series].log];
        if (*number == SIM_NO_LOG) *number = frame->daily_log_count++;
    }
}

static void describe_logs(SimFrame *frame)
{
    frame->log_scale = sim_zeroed(frame->log_count, sizeof *frame->log_scale);
    frame->daily_log = sim_zeroed(frame->log_count, sizeof *frame->daily_log);
    for (uint32_t log = 0; log < frame->log_count; log++) frame->daily_log[log] = SIM_NO_LOG;
    for (uint32_t i = 0; i < frame->recorded_count; i++) {
        const SimSeries *series = &frame->outline->series[frame->columns[i].series];
        if (series->measure->adds != SIM_ADDS_QUANTILE) continue;
        frame->log_scale[series->log] = series->scale;
        if (series->scale == SIM_LOG_NUMBER) frame->has_numbers = true;
    }
}

static void choose_kept(SimFrame *frame)
{
    frame->kept = sim_zeroed(frame->recorded_count, sizeof *frame->kept);
    for (uint32_t i = 0; i < frame->recorded_count; i++) {
        if (frame->columns[i].is_daily) keep_column_of_series(frame, frame->columns[i].series);
    }
    for (uint32_t i = frame->recorded_count; i < frame->column_count; i++) {
        if (frame->columns[i].measure->derived != SIM_DERIVED_RATIO_LIVES)
            keep_column_of_series(frame, frame->columns[i].series);
        frame->columns[i].kept = SIM_NO_COLUMN;
    }
}

static uint32_t record_of(const SimFrame *frame, uint32_t day)
{
    const uint32_t world_day = frame->first_day + day;
    return frame->outline->record_of_day ? frame->outline->record_of_day[world_day] : world_day;
}

static size_t days_of_all_periods(const SimFrame *frame)
{
    size_t days = 0;
    for (size_t p = 0; p < frame->periods.count; p++) days += frame->periods.at[p].day_count;
    return days;
}

static void list_records_of_periods(SimFrame *frame)
{
    SimLists *lists = &frame->records_of_period;
    lists->first = sim_zeroed(frame->periods.count + 1, sizeof *lists->first);
    lists->at = sim_zeroed(days_of_all_periods(frame), sizeof *lists->at);
    uint32_t used = 0;
    for (size_t p = 0; p < frame->periods.count; p++) {
        const SimPeriod *period = &frame->periods.at[p];
        for (uint32_t k = 0; k < period->day_count; k++) {
            const uint32_t record = record_of(frame, period->days[k]);
            const bool is_new = used == lists->first[p] || lists->at[used - 1] != record;
            if (is_new) lists->at[used++] = record;
        }
        lists->first[p + 1] = used;
    }
}

static void list_periods_of_days(SimFrame *frame)
{
    SimLists *lists = &frame->periods_of_day;
    lists->first = sim_zeroed((size_t)frame->days + 1, sizeof *lists->first);
    lists->at = sim_zeroed(days_of_all_periods(frame), sizeof *lists->at);
    for (size_t p = 0; p < frame->periods.count; p++) {
        for (uint32_t k = 0; k < frame->periods.at[p].day_count; k++) lists->first[frame->periods.at[p].days[k] + 1]++;
    }
    for (uint32_t day = 0; day < frame->days; day++) lists->first[day + 1] += lists->first[day];
    uint32_t *next = sim_zeroed(frame->days, sizeof *next);
    memcpy(next, lists->first, frame->days * sizeof *next);
    for (uint32_t p = 0; p < frame->periods.count; p++) {
        for (uint32_t k = 0; k < frame->periods.at[p].day_count; k++)
            lists->at[next[frame->periods.at[p].days[k]]++] = p;
    }
    free(next);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

// The distinct regions in alphabetical order; returns how many. Places without a region are in none.
static uint32_t regions_of(const SimOutline *outline, const char **regions)
{
    uint32_t count = 0;
    for (size_t i = 0; i < outline->place_count; i++) {
        if (outline->places[i].region[0] != '\0') regions[count++] = outline->places[i].region;
    }
    qsort(regions, count, sizeof *regions, by_text);
    uint32_t distinct = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (distinct == 0 || strcmp(regions[distinct - 1], regions[i]) != 0) regions[distinct++] = regions[i];
    }
    return distinct;
}

// A site of the places of a region; of all places if the region is NULL.
static void add_site_of_places(SimFrame *frame, const char *region, uint32_t **next)
{
    SimSite *site = &frame->sites[frame->site_count++];
    if (region) {
        snprintf(site->name, sizeof site->name, "region:%s", region);
    } else {
        snprintf(site->name, sizeof site->name, "ALL");
    }
    site->places = *next;
    for (uint32_t i = 0; i < frame->outline->place_count; i++) {
        if (region && strcmp(frame->outline->places[i].region, region) != 0) continue;
        *(*next)++ = i;
        site->place_count++;
    }
}

static void add_sites(SimFrame *frame)
{
    const SimOutline *outline = frame->outline;
    const uint32_t places = (uint32_t)outline->place_count;
    const char **regions = sim_zeroed(places, sizeof *regions);
    uint32_t region_count = regions_of(outline, regions);
    if (region_count < 2) region_count = 0;

    frame->sites = sim_zeroed((size_t)places + region_count + 1, sizeof *frame->sites);
    frame->site_places = sim_zeroed((size_t)places * 3, sizeof *frame->site_places);
    uint32_t *next = frame->site_places;
    for (uint32_t i = 0; i < places; i++) {
        SimSite *site = &frame->sites[frame->site_count++];
        snprintf(site->name, sizeof site->name, "%s", outline->places[i].code);
        site->places = next;
        site->place_count = 1;
        *next++ = i;
    }
    for (uint32_t i = 0; i < region_count; i++) add_site_of_places(frame, regions[i], &next);
    if (places > 1) add_site_of_places(frame, NULL, &next);
    frame->first_detailed_site = places > SIM_DETAILED_PLACES ? places : 0;
    free(regions);
}

SimFrame *sim_frame_new(const SimOutline *outline, const SimMeasureBlock *const *blocks, size_t block_count)
{
    assert(outline->place_count > 0 && outline->report_last >= outline->report_first);
    SimFrame *frame = sim_zeroed(1, sizeof *frame);
    frame->outline = outline;
    frame->periods = sim_periods(outline);
    frame->report_first = outline->report_first;
    frame->first_day = (uint32_t)(outline->report_first - outline->first_day);
    frame->days = (uint32_t)(outline->report_last - outline->report_first + 1);
    frame->end_s = outline->end_s ? outline->end_s : (SimTime)(frame->first_day + frame->days) * SIM_DAY_S;
    list_records_of_periods(frame);
    list_periods_of_days(frame);

    size_t capacity = 0;
    add_recorded(frame, &capacity);
    for (size_t b = 0; b < block_count; b++) {
        for (size_t i = 0; i < blocks[b]->count; i++) {
            const SimMeasure *measure = &blocks[b]->rows[i];
            if (measure->adds == SIM_ADDS_DERIVED) add_derived(frame, &capacity, measure);
        }
    }
    describe_logs(frame);
    choose_kept(frame);
    add_sites(frame);
    return frame;
}

void sim_frame_free(SimFrame *frame)
{
    if (!frame) return;
    sim_periods_free(&frame->periods);
    free(frame->columns);
    free(frame->kept);
    free(frame->log_scale);
    free(frame->daily_log);
    free(frame->records_of_period.first);
    free(frame->records_of_period.at);
    free(frame->periods_of_day.first);
    free(frame->periods_of_day.at);
    free(frame->sites);
    free(frame->site_places);
    free(frame);
}

uint32_t sim_column_named(const SimFrame *frame, const char *measure, const char *of)
{
    for (uint32_t i = 0; i < frame->column_count; i++) {
        const SimColumn *column = &frame->columns[i];
        if (strcmp(column->measure->name, measure) == 0 && strcmp(column->of, of) == 0) return i;
    }
    return SIM_NO_COLUMN;
}

uint32_t sim_column_derived(const SimFrame *frame, enum SimDerived derived, int weeks)
{
    for (uint32_t i = frame->recorded_count; i < frame->column_count; i++) {
        const SimColumn *column = &frame->columns[i];
        if (column->measure->derived == derived && column->weeks == weeks) return i;
    }
    return SIM_NO_COLUMN;
}

bool sim_column_has_period(const SimFrame *frame, uint32_t column, uint32_t period)
{
    const SimMeasure *measure = frame->columns[column].measure;
    return measure->adds != SIM_ADDS_DERIVED || measure->derived == SIM_DERIVED_RATIO_LIVES || period == 0;
}
