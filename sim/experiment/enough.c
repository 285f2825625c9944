#include "sim/experiment/enough.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "sim/experiment/memory.h"
#include "sim/experiment/wanted.h"

// Where in the results a value stands.
typedef struct {
    uint32_t column, period;
} Reading;

struct SimEnough {
    const SimOutline *outline;
    SimPrecision *precision;
    Reading *readings;   // [outline->precise_count]
    uint32_t looked_at;  // replications
};

static bool find_reading(const SimPrecise *precise, const SimFrame *frame, Reading *reading, SimFaults *faults)
{
    const SimWanted wanted = {precise->measure, precise->of, precise->period, precise->mark};
    reading->column = sim_column_named(frame, precise->measure, precise->of);
    if (reading->column == SIM_NO_COLUMN) return sim_wanted_is_missing(&wanted, frame, faults);
    const SimPeriod *period = sim_period_named(&frame->periods, precise->period);
    if (!period)
        return sim_fault(faults, precise->mark, "there is no period `%.100s`; leave it out for the whole report",
                         precise->period);
    reading->period = (uint32_t)(period - frame->periods.at);
    return sim_column_has_period(frame, reading->column, reading->period) ||
           sim_fault(faults, precise->mark, "`%.80s` has no value for the period `%.100s`; leave the period out",
                     precise->measure, precise->period);
}

static bool find_readings(SimEnough *enough, const SimFrame *frame, SimFaults *faults)
{
    bool sound = true;
    for (size_t i = 0; i < enough->outline->precise_count; i++)
        sound = find_reading(&enough->outline->precise[i], frame, &enough->readings[i], faults) && sound;
    return sound;
}

static SimPrecision *judge_of(const SimOutline *outline)
{
    SimPrecisionTarget *targets = sim_zeroed(outline->precise_count, sizeof *targets);
    for (size_t i = 0; i < outline->precise_count; i++)
        targets[i] = (SimPrecisionTarget){outline->precise[i].within, outline->precise[i].floor};
    SimPrecision *precision =
        sim_precision_new(targets, outline->precise_count, SIM_ENOUGH_LEAST, outline->replications);
    free(targets);
    return precision;
}

SimEnough *sim_enough_new(const struct sim_model *model, const SimOutline *outline, SimFaults *faults)
{
    SimEnough *enough = sim_zeroed(1, sizeof *enough);
    enough->outline = outline;
    enough->readings = sim_zeroed(outline->precise_count, sizeof *enough->readings);
    SimFrame *frame = sim_frame_new(outline, model->measures, model->measure_block_count);
    const bool sound = find_readings(enough, frame, faults);
    sim_frame_free(frame);
    if (sound) {
        enough->precision = judge_of(outline);
        return enough;
    }
    sim_enough_free(enough);
    return NULL;
}

void sim_enough_free(SimEnough *enough)
{
    if (!enough) return;
    sim_precision_free(enough->precision);
    free(enough->readings);
    free(enough);
}

void sim_enough_look(SimEnough *enough, const SimOutcome *outcome)
{
    const uint32_t all_places = outcome->frame->site_count - 1;  // the last site; the only one of one place
    double *differences = sim_zeroed(enough->outline->precise_count, sizeof *differences);
    for (; enough->looked_at < outcome->replications; enough->looked_at++) {
        for (size_t i = 0; i < enough->outline->precise_count; i++) {
            const Reading at = enough->readings[i];
            differences[i] =
                sim_outcome_values(outcome, all_places, at.column, at.period, SIM_STRIKE)[enough->looked_at] -
                sim_outcome_values(outcome, all_places, at.column, at.period, SIM_BASELINE)[enough->looked_at];
        }
        sim_precision_give(enough->precision, enough->looked_at, differences);
    }
    free(differences);
}

uint32_t sim_enough_needed(const SimEnough *enough)
{
    return sim_precision_needed(enough->precision);
}

bool sim_enough_is_decided(const SimEnough *enough)
{
    return sim_precision_is_enough(enough->precision);
}

size_t sim_enough_count(const SimEnough *enough)
{
    return enough->outline->precise_count;
}

void sim_enough_say(const SimEnough *enough, size_t number, bool *has_missed, char text[static 500])
{
    const SimPrecise *precise = &enough->outline->precise[number];
    const SimPrecisionState state = sim_precision_state(enough->precision, number);
    const uint32_t replications = sim_precision_replications(enough->precision);
    char what[220], how[120];
    snprintf(what, sizeof what, "%.60s%s%.60s%s%.80s", precise->measure, precise->of[0] ? "/" : "", precise->of,
             " over the period ", precise->period);
    *has_missed = state.end == SIM_PRECISION_CAP || state.end == SIM_PRECISION_GOES_ON;
    if (isnan(state.half_width))
        snprintf(how, sizeof how, "has no values to judge by");
    else if (isnan(state.relative) || isinf(state.relative))
        snprintf(how, sizeof how, "is known to +-%.3g, of a difference of 0", state.half_width);
    else
        snprintf(how, sizeof how, "is known to +-%.3g, %.3g %% of it", state.half_width, 100 * state.relative);
    if (state.end == SIM_PRECISION_FLOOR)
        snprintf(text, 500, "The difference of %s %s; +-%.4g is exact enough (floor).", what, how, precise->floor);
    else if (state.end == SIM_PRECISION_REACHED)
        snprintf(text, 500, "The difference of %s %s; %.3g %% was asked for.", what, how, 100 * precise->within);
    else
        snprintf(text, 500,
                 "The difference of %s %s after %" PRIu32
                 " replications; %.3g %% was asked for: take more with a larger run.replications",
                 what, how, replications, 100 * precise->within);
}
