#include "sim/experiment/reported.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

bool sim_is_on_same_dates(const SimWindow *a, const SimWindow *b)
{
    return sim_window_first_date(a) == sim_window_first_date(b) && sim_window_last_date(a) == sim_window_last_date(b);
}

static bool is_reported_on(const SimFrame *frame, const SimWindow *window)
{
    return sim_window_first_date(window) >= frame->outline->report_first &&
           sim_window_last_date(window) <= frame->outline->report_last;
}

static const SimWindow *window_on_same_dates(const SimFrame *frame, const SimWindow *wanted)
{
    for (size_t i = 0; i < frame->outline->window_count; i++) {
        const SimWindow *window = &frame->outline->windows[i];
        if (is_reported_on(frame, window) && sim_is_on_same_dates(window, wanted)) return window;
    }
    return NULL;
}

size_t sim_reported_windows(const SimFrame *frame, const SimReported *reported)
{
    if (window_on_same_dates(frame, &reported->window)) return 1;
    size_t count = 0;
    for (size_t i = 0; i < frame->outline->window_count; i++)
        count += is_reported_on(frame, &frame->outline->windows[i]);
    return count > 0 ? count : 1;
}

const SimWindow *sim_reported_window(const SimFrame *frame, const SimReported *reported, size_t number)
{
    const SimWindow *same = window_on_same_dates(frame, &reported->window);
    if (same) return same;
    for (size_t i = 0; i < frame->outline->window_count; i++) {
        const SimWindow *window = &frame->outline->windows[i];
        if (is_reported_on(frame, window) && number-- == 0) return window;
    }
    return NULL;
}

static uint32_t column_of_series(const SimFrame *frame, uint32_t series)
{
    uint32_t column = 0;
    while (frame->columns[column].series != series) column++;
    assert(column < frame->recorded_count && frame->columns[column].measure->adds == SIM_ADDS_SUM);
    return column;
}

const SimColumn *sim_reported_column(const SimFrame *frame, const SimReported *reported)
{
    return &frame->columns[column_of_series(frame, reported->first_series)];
}

// Of every replication the sum of the figure's columns over the dates of a window.
static void sum_over(const SimOutcome *outcome, const SimReported *reported, const SimWindow *window, double *sums)
{
    char name[sizeof window->name + 8];
    snprintf(name, sizeof name, "window:%s", window->name);
    const SimPeriod *period = sim_period_named(&outcome->frame->periods, name);
    memset(sums, 0, outcome->replications * sizeof *sums);
    for (uint32_t i = 0; i < 64 && reported->kinds >> i; i++) {
        if (!(reported->kinds >> i & 1)) continue;
        const uint32_t column = column_of_series(outcome->frame, reported->first_series + i);
        const double *values = sim_outcome_values(outcome, (uint32_t)reported->place, column,
                                                  (uint32_t)(period - outcome->frame->periods.at), SIM_STRIKE);
        for (uint32_t r = 0; r < outcome->replications; r++) sums[r] += values[r];
    }
}

double sim_reported_length(const SimWindow *window, enum SimFooting footing)
{
    if (footing == SIM_PER_WORKING_DAY) return window->working_days;
    return (double)(window->end - window->start) / SIM_DAY_S;
}

static double over(double amount, double base)
{
    return base > 0 ? amount / base : NAN;
}

static SimEstimate estimate_defined(double *values, size_t count, double *scratch)
{
    return sim_estimate(values, sim_defined(values, count, values), scratch);
}

SimCompared sim_reported_compare(const SimOutcome *outcome, const SimReported *reported, size_t number, double *scratch)
{
    const uint32_t replications = outcome->replications;
    double *sums = scratch, *bases = scratch + replications, *sorted = scratch + 2 * (size_t)replications;
    const SimWindow *window = sim_reported_window(outcome->frame, reported, number);
    const bool is_share = reported->footing == SIM_PER_REPORTED;
    const SimReported *base = is_share ? &outcome->frame->outline->reported[reported->base] : NULL;
    SimCompared compared = {
        .window = window,
        .reported_per =
            over(reported->value, base ? base->value : sim_reported_length(&reported->window, reported->footing)),
        .simulated = sim_estimate(sums, 0, sorted),
        .simulated_per = sim_estimate(sums, 0, sorted)};
    if (!window) return compared;
    compared.same_dates = sim_is_on_same_dates(window, &reported->window);
    sum_over(outcome, reported, window, sums);
    compared.simulated = sim_estimate(sums, replications, sorted);
    if (base) sum_over(outcome, base, window, bases);
    for (uint32_t r = 0; r < replications; r++)
        sums[r] = over(sums[r], base ? bases[r] : sim_reported_length(window, reported->footing));
    compared.simulated_per = estimate_defined(sums, replications, sorted);
    return compared;
}
