// The table of measures: one row drives headers, the data dictionary, plots and reports.
#ifndef SIM_ENGINE_MEASURE_H
#define SIM_ENGINE_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// How the values of days make the value of a period, and the values of trusts that of all trusts.
enum SimAdds {
    SIM_ADDS_SUM,          // amounts add over days and trusts
    SIM_ADDS_SHARE,        // sum of amounts over sum of weights
    SIM_ADDS_SNAPSHOT,     // mean over the days of the amount; trusts add
    SIM_ADDS_LEVEL,        // the amount on the period's last day; trusts add
    SIM_ADDS_LEVEL_SHARE,  // sum of amounts over sum of weights, both of the period's last day
    SIM_ADDS_RATIO,        // of snapshots: sum of amounts over sum of weights
    SIM_ADDS_QUANTILE,     // from the period's log of waits or numbers
    SIM_ADDS_MAX,          // largest amount over days and trusts; of those whose weight is above 0
    SIM_ADDS_DERIVED       // formed by the experiment from another measure; see SimDerived
};

enum SimDerived {
    SIM_DERIVED_NOT,
    SIM_DERIVED_LEFT_AFTER,   // `from` 4, 12 and 26 weeks after the last window (`of` says which)
    SIM_DERIVED_RETURN_DAY,   // days from the last window until the difference of `from` has gone
    SIM_DERIVED_RATIO_LIVES,  // strike over baseline of `from`, same period
    SIM_DERIVED_CLEARED_DAY,  // days from the last window's end until the difference of `from` is 5 % of its largest
    SIM_DERIVED_CLEARED_CENSORED,  // 1 if that day lies beyond the end of the report, else 0: its mean is a share
    SIM_DERIVED_RETURN_CENSORED    // 1 if the return lies beyond the end of the report, else 0: its mean is a share
};

typedef struct {
    const char *name;        // ed_4h
    const char *unit;        // share, patients, minutes, beds, days
    const char *title;       // a few words for plots and the summary: "A&E seen within 4 hours"
    const char *definition;  // one or two plain sentences with the exact rule
    const char *source;      // where the definition comes from, or "walkout"
    const char *of;          // what kinds of `of` it has: "", "triage class", "group"
    enum SimAdds adds;
    double quantile;  // for SIM_ADDS_QUANTILE
    enum SimDerived derived;
    const char *from;  // for derived measures
    bool daily;        // a row in daily.csv unless the scenario chooses otherwise
} SimMeasure;

typedef struct {
    const SimMeasure *rows;
    size_t count;
} SimMeasureBlock;

// What the log of a quantile's column holds.
enum SimLogScale {
    SIM_LOG_MINUTES,  // waits in whole minutes, each written down by itself (sim_log_wait)
    SIM_LOG_SECONDS,  // waits in seconds, in the bins of tally.h; printed in minutes, never by days
    SIM_LOG_NUMBER,   // how many there were, in the bins of tally.h, weighted by seconds; never by days
    // How long those present at the end of a period's last day had been there: bins are bands of a week, in which the
    // quantile (in weeks) is found by a straight line; or days, whose quantile over 7 it is. Never by days.
    SIM_LOG_STANDING_WEEKS,
    SIM_LOG_STANDING_DAYS
};

static inline bool sim_is_standing(enum SimLogScale scale)
{
    return scale == SIM_LOG_STANDING_WEEKS || scale == SIM_LOG_STANDING_DAYS;
}

enum { SIM_OF_BYTES = 176 };

// One column of the records: a measure of something.
typedef struct {
    const SimMeasure *measure;
    char of[SIM_OF_BYTES];   // empty for the whole trust
    uint32_t log;            // for quantiles: which log
    enum SimLogScale scale;  // for quantiles: of all columns of a log the same
} SimSeries;

#endif
