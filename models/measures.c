#include "models/measures.h"

#include "models/beds.h"
#include "models/elective.h"
#include "models/emergency.h"
#include "models/maternity.h"
#include "models/measure_rows.h"
#include "models/service.h"
#include "models/staffing.h"
#include "sim/scenario/nearest.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const SimMeasureBlock service_measures = {.rows = service_measure_rows, .count = SERVICE_MEASURES};

const SimMeasureBlock *const hospital_measures[MEASURE_BLOCKS] = {
    &emergency_measures, &beds_measures,    &waiting_list_measures, &cancellation_measures, &staffing_measures,
    &maternity_measures, &booking_measures, &recovery_measures,     &service_measures,
};

// Which log of waits a quantile is formed from.
static const struct {
    const char *measure;
    enum WaitLog log;
    enum SimLogScale scale;
} logs[] = {
    {"ed_tta_med", LOG_ED_ASSESSMENT, SIM_LOG_MINUTES},
    {"ed_ttt_med", LOG_ED_TREATMENT, SIM_LOG_MINUTES},
    {"ed_ttt_p95", LOG_ED_TREATMENT, SIM_LOG_MINUTES},
    {"ed_time_med", LOG_ED_TIME, SIM_LOG_MINUTES},
    {"ed_time_p95", LOG_ED_TIME, SIM_LOG_MINUTES},
    {"mat_induction_delay_med", LOG_INDUCTION, SIM_LOG_MINUTES},
    {"rtt_median", LOG_RTT_WEEKS, SIM_LOG_STANDING_WEEKS},
    {"rtt_p92", LOG_RTT_WEEKS, SIM_LOG_STANDING_WEEKS},
    {"rtt_median_exact", LOG_RTT_DAYS, SIM_LOG_STANDING_DAYS},
    {"rtt_p92_exact", LOG_RTT_DAYS, SIM_LOG_STANDING_DAYS},
};

// What the members of a measure with several series are called, and how many there are.
static const struct {
    const char *words;  // joined by |; "=" and what follows in a word is left out
    uint32_t count;
} members[] = {
    [OF_NOTHING] = {"", 1},
    [OF_TRIAGE] = {"triage/class 1|triage/class 2|triage/class 3|triage/class 4|triage/class 5", TRIAGE_CLASSES},
    [OF_POOL] = {BED_POOL_WORDS, BED_POOLS},
    [OF_STAGE] = {"first_appointment|endoscopy|imaging|review|inpatient|day_case", WAITING_STAGES},
    [OF_NOTICE] = {"advance|short|on_the_day", MOVE_NOTICES - NOTICE_ADVANCE},
    [OF_CHANNEL] =
        {"consultant pulled|resident missing|consultant absent|other staff absent|rest after a night|time off in lieu|"
         "bed closed",
         MOVE_CHANNELS},
    [OF_GROUP] = {STAFF_GROUP_WORDS, STAFF_GROUPS},
    [OF_DEPARTMENT] = {DEPARTMENT_WORDS, DEPARTMENTS},
    [OF_COVER] = {COVER_SOURCE_WORDS, COVER_SOURCES},
    [OF_KIND] = {MOVE_KIND_WORDS, MOVE_KINDS},
    [OF_MODE] = {BIRTH_MODE_WORDS, BIRTH_MODES},
    [OF_LACK] = {MATERNITY_LACK_WORDS, MATERNITY_LACKS},
    [OF_CATEGORY] = {CAESAREAN_CATEGORY_WORDS, CAESAREAN_CATEGORIES},
    [OF_OPERATION] = {"P2|P3|P4", OPERATION_PRIORITIES},
    [OF_WORSE] = {"P3|P4", OPERATION_PRIORITIES - 1},
    [OF_CAUSE] = {LAST_MINUTE_CAUSE_WORDS, LAST_MINUTE_CAUSES},
    [OF_EXTRA] = {EXTRA_SESSION_WORDS, EXTRA_SESSIONS - EXTRA_NONE - 1},
};

// NULL if there is none. `nearest` (NULL is fine) is shown every name that it is not.
static const SimMeasure *find_measure(const char *name, SimNearest *nearest)
{
    for (size_t b = 0; b < MEASURE_BLOCKS; b++) {
        const SimMeasureBlock *block = hospital_measures[b];
        for (size_t i = 0; i < block->count; i++) {
            if (strcmp(block->rows[i].name, name) == 0) return &block->rows[i];
            if (nearest) sim_nearest_try(nearest, block->rows[i].name);
        }
    }
    return NULL;
}

bool measures_are_known(const SimTexts *names, SimFaults *faults)
{
    bool known = true;
    for (size_t i = 0; i < names->count; i++) {
        const SimText *name = &names->rows[i];
        SimNearest nearest = sim_nearest(name->text);
        if (find_measure(name->text, &nearest)) continue;
        known = sim_fault(faults, name->mark, "there is no measure `%.60s`; %s%s%s", name->text,
                          nearest.nearest ? "did you mean `" : "write a name from measures.csv, which every run writes",
                          nearest.nearest ? nearest.nearest : "", nearest.nearest ? "`?" : "");
    }
    return known;
}

static const SimMeasure *measure_named(const char *name)
{
    const SimMeasure *measure = find_measure(name, NULL);
    if (measure) return measure;
    fprintf(stderr, "the series %s has no row in the table of measures\n", name);
    abort();
}

static void set_log(SimSeries *series, const char *measure)
{
    for (size_t i = 0; i < sizeof logs / sizeof logs[0]; i++) {
        if (strcmp(logs[i].measure, measure) != 0) continue;
        series->log = logs[i].log;
        series->scale = logs[i].scale;
    }
}

// Numbers the series of one measure, one after the other, and returns the first number.
static uint32_t add_series(MeasurePlan *measures, const char *name, enum MeasureOf of)
{
    const uint32_t first = (uint32_t)measures->count;
    const char *word = members[of].words;
    for (uint32_t member = 0; member < members[of].count; member++) {
        SimSeries *series = &measures->series[measures->count++];
        series->measure = measure_named(name);
        set_log(series, name);
        const size_t length = strcspn(word, "|=");
        assert(length < sizeof series->of && (length > 0 || of == OF_NOTHING));
        memcpy(series->of, word, length);
        word += strcspn(word, "|");
        if (*word == '|') word++;
    }
    assert(*word == '\0');  // as many words as members
    return first;
}

uint32_t measures_add(MeasurePlan *measures, const SimMeasure *measure, const char *of, enum SimLogScale scale)
{
    for (size_t i = 0; i < measures->count; i++) {
        const SimSeries *series = &measures->series[i];
        if (series->measure == measure && strcmp(series->of, of) == 0) return (uint32_t)i;
    }
    if (measures->count == measures->room) {
        measures->room = measures->room ? 2 * measures->room : 64;
        measures->series = realloc(measures->series, measures->room * sizeof(SimSeries));
        if (!measures->series) {
            fprintf(stderr, "out of memory: %zu bytes for the series\n", measures->room * sizeof(SimSeries));
            abort();
        }
    }
    SimSeries *series = &measures->series[measures->count];
    *series = (SimSeries){.measure = measure, .scale = scale, .log = WITHOUT_LOG};
    snprintf(series->of, sizeof series->of, "%s", of);
    return (uint32_t)measures->count++;
}

uint32_t measures_log(MeasurePlan *measures, uint32_t series, uint32_t log)
{
    SimSeries *column = &measures->series[series];
    if (column->log == WITHOUT_LOG) column->log = log == WITHOUT_LOG ? measures->logs++ : log;
    return column->log;
}

void measures_plan(MeasurePlan *measures, enum MeasureScope scope)
{
    *measures = (MeasurePlan){0};
    if (scope == MEASURES_OF_SERVICES_ONLY) return;
    measures->logs = WAIT_LOGS;
    size_t count = 0;
#define COUNT_SERIES(name, of) count += members[of].count;
    HOSPITAL_SERIES(COUNT_SERIES)
#undef COUNT_SERIES
    measures->count = 0;
    measures->series = calloc(count, sizeof(SimSeries));
    if (!measures->series) {
        fprintf(stderr, "out of memory: %zu bytes for the series\n", count * sizeof(SimSeries));
        abort();
    }
#define ADD_SERIES(name, of) measures->name = add_series(measures, #name, of);
    HOSPITAL_SERIES(ADD_SERIES)
#undef ADD_SERIES
    assert(measures->count == count);
    measures->room = count;
}

void measures_plan_free(MeasurePlan *measures)
{
    free(measures->series);
    measures->series = NULL;
    measures->count = 0;
}
