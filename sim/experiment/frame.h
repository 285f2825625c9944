// The shape of an experiment's results: which columns, over which periods, for which sites. Built once from the
// outline, read-only afterwards and shared by all threads.
//
// A column is a measure of something. Columns that are recorded come first, in the outline's order; then those derived
// from them (derive.h). A site is what a row speaks of: every place; then, if the regions are known and there are at
// least two, `region:NAME` in alphabetical order; then, if there are at least two places, `ALL`.
#ifndef SIM_EXPERIMENT_FRAME_H
#define SIM_EXPERIMENT_FRAME_H

#include "sim/experiment/model.h"
#include "sim/experiment/periods.h"

// Above so many places, rows by date and histograms of waits are kept for regions and ALL only.
enum { SIM_DETAILED_PLACES = 20 };

#define SIM_NO_COLUMN UINT32_MAX
#define SIM_NO_LOG UINT32_MAX

typedef struct {
    const SimMeasure *measure;
    char of[SIM_OF_BYTES];
    uint32_t series;  // the record's column; for a derived column that of the measure it is formed from
    uint32_t kept;    // its number among the kept columns, or SIM_NO_COLUMN
    int weeks;        // SIM_DERIVED_LEFT_AFTER: how many
    bool is_written;  // has rows in the results: not if the outline names measures, and not this one
    bool is_daily;    // has rows in daily.csv
} SimColumn;

// For each of some things a list of numbers: of thing i those at[first[i]] to at[first[i + 1] - 1], ascending.
typedef struct {
    uint32_t *first, *at;  // owned
} SimLists;

typedef struct {
    char name[64];           // code of the place, region:NAME, ALL
    const uint32_t *places;  // the places that are added, ascending
    uint32_t place_count;
} SimSite;

typedef struct {
    const SimOutline *outline;
    SimPeriods periods;
    SimDate report_first;
    uint32_t first_day;  // the day of world time on which the report begins
    uint32_t days;       // in the report
    SimTime end_s;       // world time at which a life ends: midnight after the last day, unless the outline says

    SimLists records_of_period;  // each record once, though many days may share it
    SimLists periods_of_day;     // of each day of the report

    SimColumn *columns;  // owned
    uint32_t column_count, recorded_count;

    // Recorded columns whose values are kept day by day: those with rows in daily.csv, and levels from which recovery
    // is derived.
    uint32_t *kept;  // owned; numbers of columns
    uint32_t kept_count;

    uint32_t log_count;           // logs of waits are numbered from 0
    enum SimLogScale *log_scale;  // owned
    uint32_t *daily_log;          // owned; its number among the logs of which some kept column is a quantile, or
                                  // SIM_NO_LOG
    uint32_t daily_log_count;
    bool has_numbers;  // some log has the scale SIM_LOG_NUMBER

    SimSite *sites;  // owned
    uint32_t site_count;
    uint32_t first_detailed_site;  // rows by date and histograms are written for this site and those after it
    uint32_t *site_places;         // owned; what the sites point into
} SimFrame;

// The table of measures gives the derived columns. The outline must outlive the frame.
SimFrame *sim_frame_new(const SimOutline *outline, const SimMeasureBlock *const *blocks, size_t block_count);
void sim_frame_free(SimFrame *frame);

static inline uint32_t sim_detailed_sites(const SimFrame *frame)
{
    return frame->site_count - frame->first_detailed_site;
}

// The column of a measure (`of` may be ""), or SIM_NO_COLUMN.
uint32_t sim_column_named(const SimFrame *frame, const char *measure, const char *of);

// The first column derived in this way, or SIM_NO_COLUMN.
uint32_t sim_column_derived(const SimFrame *frame, enum SimDerived derived, int weeks);

// Whether the column has a row for this period: derived moments belong to `whole` alone.
bool sim_column_has_period(const SimFrame *frame, uint32_t column, uint32_t period);

#endif
