// The one interface between the workshop and a model. The workshop knows two worlds, called baseline and strike in the
// results, and marked windows of time; what they mean is the model's business.
#ifndef SIM_EXPERIMENT_MODEL_H
#define SIM_EXPERIMENT_MODEL_H

#include "sim/engine/calendar.h"
#include "sim/engine/distribution.h"
#include "sim/engine/measure.h"
#include "sim/engine/random.h"
#include "sim/engine/record.h"
#include "sim/engine/world.h"
#include "sim/scenario/scenario.h"

#define SIM_EVERYWHERE SIZE_MAX

enum SimLife { SIM_BASELINE, SIM_STRIKE, SIM_LIVES };

// A marked stretch of time, such as a strike.
typedef struct {
    char name[80];
    int64_t start, end;     // seconds since 1970-01-01T00:00
    bool in_both;           // it happens in both lives: shown, but no part of the difference
    uint32_t working_days;  // whose midday lies in it
} SimWindow;

// A place that is simulated by itself: a trust.
typedef struct {
    char code[16];
    char name[80];
    char region[48];  // empty if unknown
} SimPlace;

// A claim about a result that theory knows exactly: what `verify` compares with the estimate.
enum SimCheckStatistic {
    SIM_CHECK_MEAN,      // over replications
    SIM_CHECK_VARIANCE,  // over replications, about the exact mean
    SIM_CHECK_SPREAD     // variance over mean of replications' values that are Poisson: 1
};

typedef struct {
    const char *measure, *of;
    const char *period;  // a period's name, or a date
    int world;           // SIM_BASELINE, SIM_STRIKE, or SIM_LIVES for the difference
    enum SimCheckStatistic statistic;
    double exact;           // in the measure's unit
    double mean;            // the exact mean, for SIM_CHECK_VARIANCE
    double standard_error;  // the largest that makes a fair test, relative to `exact`; NAN: that of the tier
    const char *theory;     // how the exact value is known
    SimMark mark;           // where it was written
} SimCheck;

// How exact the mean difference of a measure must be for the replications to be enough (precision.h).
typedef struct {
    const char *measure, *of, *period;
    double within;  // half-width of the 95 % interval, over the difference
    double floor;   // a half-width that is small enough whatever the difference, in the measure's unit; 0: none
    SimMark mark;
} SimPrecise;

// On what common footing stretches of different lengths are compared.
enum SimFooting {
    SIM_PER_WORKING_DAY,
    SIM_PER_DAY,      // of 24 hours
    SIM_PER_REPORTED  // a share of another reported figure
};

// A figure that a place reported of an earlier stretch of time: printed beside the simulated one (reported.h).
typedef struct {
    size_t place;
    SimWindow window;       // what it is called, when it was
    const char *what;       // the figure's name in the scenario
    uint32_t first_series;  // simulated: the sum of series first_series + i for every i in the set `kinds`; they add
    uint64_t kinds;
    double value;
    enum SimFooting footing;
    size_t base;         // SIM_PER_REPORTED: the reported figure it is a share of
    const char *source;  // where the figure comes from; "" if unknown
} SimReported;

// What the workshop must know of a plan. Owned by the plan.
typedef struct {
    SimDate first_day;                  // the date of world time 0 (warm-up included)
    SimDate report_first, report_last;  // what is reported, inclusive
    const SimPlace *places;
    size_t place_count;
    const SimWindow *windows;  // in order of their start
    size_t window_count;
    const SimSeries *series;  // the columns of the records; the same for every place
    size_t series_count;
    SimTime lives_part_s;  // world time at which the two lives begin to differ; INT64_MAX if they never do
    uint32_t seed;
    uint32_t replications;      // at most, if some results are to be precise
    const SimPrecise *precise;  // none: exactly so many
    size_t precise_count;
    const uint8_t *daily;  // series_count flags: has rows in daily.csv
    SimTexts measures;     // names of those whose results are written; none: all
    SimTime end_s;         // world time at which a life ends; 0: the midnight after report_last
    bool without_months;   // no periods month:...
    // The record in which each day of world time is kept, ascending; NULL: every day has its own. Days that share a
    // record belong to the same periods, and no series is daily.
    const uint32_t *record_of_day;
    const SimCheck *checks;
    size_t check_count;
    const SimReported *reported;  // by place, then as they were written
    size_t reported_count;
    double gone_below;  // share of its largest trailing mean at which a difference counts as gone; 0: a tenth
    uint32_t replications_quick, replications_full;  // of the two tiers of `verify`
} SimOutline;

// One row of staffing.csv or cancellations.csv of one world: text keys and numbers, read at the end of a life.
typedef struct {
    SimDate date;
    const char *key[4];  // staffing: shift, department, group, ""; cancellations: service, priority, kind, notice
    double value[4];     // staffing: due, absent, covering, unfilled; cancellations: patients, 0, 0, 0
} SimLedgerRow;

enum SimLedger { SIM_LEDGER_STAFFING, SIM_LEDGER_CANCELLATIONS, SIM_LEDGERS };

struct sim_model {
    const char *name;     // the program's name
    const char *version;  // of the model
    SimFields fields;
    const SimMeasureBlock *const *measures;
    size_t measure_block_count;

    // Resolves a scenario into the parameters of one life: all places, distributions, calendars. Reports what a single
    // field's range cannot say. NULL with faults. Read-only and shared by all threads afterwards.
    // Tables of distributions are put into `tables` and taken from there, so that plans can share them; they must live
    // as long as the plan. NULL: the plan has tables of its own.
    void *(*plan_new)(const SimScenario *scenario, enum SimLife life, SimTables *tables, SimFaults *faults);
    void (*plan_free)(void *plan);
    const SimOutline *(*outline)(const void *plan);
    // The world time from which a value can change what happens in the plan's life: when its row's `acts_from` is. 0 or
    // less: from the start. INT64_MAX: it never does. `*place` becomes the only place that it concerns, or
    // SIM_EVERYWHERE; before, it is that of the value asked for last. The path is that of SimValueInForce. NULL: all
    // act from the start, everywhere.
    SimTime (*acts_at)(const void *plan, const SimField *row, const char *path, size_t *place);

    // A world at time 0.
    SimWorld *(*world_new)(const void *plan, size_t place, SimKey key);
    // Runs to until_s: all that happens before it. False, with a message, if the audit failed: the run must stop.
    bool (*run_until)(SimWorld *world, const void *plan, SimTime until_s, char *message, size_t message_size);
    // The past of `world` with another future. Forking does not touch the state.
    SimWorld *(*fork)(const SimWorld *world, const void *plan);

    // At the end of a life: calls `row` for every row of a ledger, dates in order.
    void (*read_ledger)(const SimWorld *world, const void *plan, enum SimLedger ledger,
                        void (*row)(void *context, const SimLedgerRow *row), void *context);

    // A few sentences printed beneath the summary and kept in run.json: what a reader must know of the results.
    void (*remarks)(const void *plan, FILE *to);

    // Rows of the printed summary, in order: names of measures with `of` after a slash, "ed_4h",
    // "ia_due/resident_doctors". A name alone of what is only recorded by kinds of `of` stands for their sum.
    const char *const *summary;
    size_t summary_count;
    // Optional: the rows for this plan, in place of `summary`. They are the plan's.
    void (*summary_of)(const void *plan, const char *const **rows, size_t *count);
    const struct SimPlotFigure *figures;  // of the command plot (sim/cli/plot_figure.h)
    size_t figure_count;
    // What a sweep keeps of the results unless it says otherwise: "measure/of@period".
    const char *const *wanted;
    size_t wanted_count;
    const char *list_measure;  // the level whose difference says when the backlog has gone: "rtt_total"
};

#endif
