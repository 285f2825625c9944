#include "sim/experiment/verify.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/experiment/memory.h"
#include "sim/scenario/nearest.h"

enum { LIST_BYTES = 900 };

double sim_tier_standard_error(enum SimTier tier)
{
    return tier == SIM_TIER_QUICK ? 0.0080 : 0.0032;
}

uint32_t sim_tier_replications(const SimOutline *outline, enum SimTier tier)
{
    return tier == SIM_TIER_QUICK ? outline->replications_quick : outline->replications_full;
}

// Where in the results a check reads: a column in a period, or a kept column on a day.
typedef struct {
    uint32_t column;
    uint32_t period;
    bool is_day;
    uint32_t kept, day;
} Reading;

// What could have been meant, as a sentence: the nearest word, and all of them as far as they fit.
typedef struct {
    SimNearest nearest;
    char words[LIST_BYTES];
    bool is_full;
} Choice;

static Choice choice_of(const char *wanted)
{
    return (Choice){.nearest = sim_nearest(wanted)};
}

// Words come in the order of the columns, so that namesakes follow each other.
static void choice_add(Choice *choice, const char *word)
{
    sim_nearest_try(&choice->nearest, word);
    const char *shown = word[0] ? word : "(nothing)";
    const size_t length = strlen(choice->words), more = strlen(shown);
    if (choice->is_full || length + more + 8 > sizeof choice->words) {
        choice->is_full = true;
        return;
    }
    snprintf(choice->words + length, sizeof choice->words - length, "%s%s", length > 0 ? ", " : "", shown);
}

static bool fault_with_choice(SimFaults *faults, const SimCheck *check, const Choice *choice, const char *problem)
{
    const char *nearest = choice->nearest.nearest, *more = choice->is_full ? ", ..." : "";
    if (nearest && nearest[0]) {
        return sim_fault(faults, check->mark, "%s; did you mean `%s`? There are: %s%s", problem, nearest, choice->words,
                         more);
    }
    return sim_fault(faults, check->mark, "%s; there are: %s%s", problem, choice->words, more);
}

static bool no_measure(const SimFrame *frame, const SimCheck *check, SimFaults *faults)
{
    Choice choice = choice_of(check->measure);
    const SimMeasure *last = NULL;
    for (uint32_t i = 0; i < frame->column_count; i++) {
        if (frame->columns[i].measure != last) choice_add(&choice, frame->columns[i].measure->name);
        last = frame->columns[i].measure;
    }
    char problem[200];
    snprintf(problem, sizeof problem, "there is no measure `%.80s` here", check->measure);
    return fault_with_choice(faults, check, &choice, problem);
}

static bool no_column(const SimFrame *frame, const SimCheck *check, SimFaults *faults)
{
    Choice choice = choice_of(check->of);
    bool is_measure = false;
    for (uint32_t i = 0; i < frame->column_count; i++) {
        if (strcmp(frame->columns[i].measure->name, check->measure) != 0) continue;
        choice_add(&choice, frame->columns[i].of);
        is_measure = true;
    }
    if (!is_measure) return no_measure(frame, check, faults);
    char problem[400];
    if (check->of[0]) {
        snprintf(problem, sizeof problem, "`%.80s` is not measured of `%.120s`", check->measure, check->of);
    } else {
        snprintf(problem, sizeof problem, "`%.80s` needs an `of`", check->measure);
    }
    return fault_with_choice(faults, check, &choice, problem);
}

static bool no_period(const SimFrame *frame, const SimCheck *check, SimFaults *faults)
{
    Choice choice = choice_of(check->period);
    for (size_t i = 0; i < frame->periods.count; i++) choice_add(&choice, frame->periods.at[i].name);
    char problem[300];
    snprintf(problem, sizeof problem, "there is no period `%.80s` of `%.80s`, nor is it a date", check->period,
             check->measure);
    return fault_with_choice(faults, check, &choice, problem);
}

// "2024-01-03"
static bool read_date(const char *text, SimDate *date)
{
    int year, month, day, end = 0;
    if (strlen(text) != 10 || sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &end) != 3 || end != 10) return false;
    if (!sim_date_exists(year, month, day)) return false;
    *date = sim_date(year, month, day);
    return true;
}

static bool find_day(const SimFrame *frame, const SimCheck *check, SimDate date, Reading *reading, SimFaults *faults)
{
    const SimDate last = frame->report_first + (SimDate)frame->days - 1;
    if (date < frame->report_first || date > last) {
        char from[11], to[11];
        return sim_fault(faults, check->mark, "%s is not reported; write a date from %s to %s", check->period,
                         sim_date_text(frame->report_first, from), sim_date_text(last, to));
    }
    reading->is_day = true;
    reading->day = (uint32_t)(date - frame->report_first);
    reading->kept = frame->columns[reading->column].kept;
    if (reading->kept != SIM_NO_COLUMN) return true;
    return sim_fault(faults, check->mark, "`%s` has no values by date here; write a period such as `whole`",
                     check->measure);
}

static bool find(const SimFrame *frame, const SimCheck *check, Reading *reading, SimFaults *faults)
{
    *reading = (Reading){.column = sim_column_named(frame, check->measure, check->of)};
    if (reading->column == SIM_NO_COLUMN) return no_column(frame, check, faults);
    SimDate date;
    if (read_date(check->period, &date)) return find_day(frame, check, date, reading, faults);
    const SimPeriod *period = sim_period_named(&frame->periods, check->period);
    if (!period) return no_period(frame, check, faults);
    reading->period = (uint32_t)(period - frame->periods.at);
    return sim_column_has_period(frame, reading->column, reading->period) || no_period(frame, check, faults);
}

bool sim_verify_is_sound(const struct sim_model *model, const void *plan, SimFaults *faults)
{
    const SimOutline *outline = model->outline(plan);
    SimFrame *frame = sim_frame_new(outline, model->measures, model->measure_block_count);
    bool is_sound = true;
    for (size_t i = 0; i < outline->check_count; i++) {
        Reading reading;
        is_sound = find(frame, &outline->checks[i], &reading, faults) && is_sound;
    }
    sim_frame_free(frame);
    return is_sound;
}

static const double *values_of(const SimOutcome *outcome, const Reading *reading, enum SimLife life)
{
    const uint32_t site = outcome->frame->site_count - 1;  // the only place, or all of them
    if (!reading->is_day) return sim_outcome_values(outcome, site, reading->column, reading->period, life);
    return sim_outcome_days(outcome, site - outcome->frame->first_detailed_site, reading->kept, reading->day, life);
}

static SimVerdict verdict_on(const SimOutcome *outcome, const SimCheck *check, const Reading *reading,
                             enum SimTier tier)
{
    const double fair = sim_is_set(check->standard_error) ? check->standard_error : sim_tier_standard_error(tier);
    if (check->world != SIM_LIVES) {
        const double *values = values_of(outcome, reading, (enum SimLife)check->world);
        return sim_judge(check, values, outcome->replications, fair);
    }
    const double *baseline = values_of(outcome, reading, SIM_BASELINE);
    const double *strike = values_of(outcome, reading, SIM_STRIKE);
    double *differences = sim_zeroed(outcome->replications, sizeof *differences);
    for (uint32_t i = 0; i < outcome->replications; i++) differences[i] = strike[i] - baseline[i];
    const SimVerdict verdict = sim_judge(check, differences, outcome->replications, fair);
    free(differences);
    return verdict;
}

enum SimRunEnd sim_verify(const SimRun *run, enum SimTier tier, SimVerdict *verdicts, char *message,
                          size_t message_size)
{
    const SimOutline *outline = run->model->outline(run->plans[SIM_STRIKE]);
    SimRun of_tier = *run;
    of_tier.replications = sim_tier_replications(outline, tier);
    SimOutcome *outcome;
    const enum SimRunEnd end = sim_run(&of_tier, &outcome, message, message_size);
    if (end != SIM_RUN_DONE) return end;
    SimFaults *faults = sim_faults_new();
    for (size_t i = 0; i < outline->check_count; i++) {
        Reading reading;
        const bool is_found = find(outcome->frame, &outline->checks[i], &reading, faults);
        assert(is_found);
        if (is_found) verdicts[i] = verdict_on(outcome, &outline->checks[i], &reading, tier);
    }
    sim_faults_free(faults);
    sim_outcome_free(outcome);
    return end;
}
