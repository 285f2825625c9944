#include "sim/experiment/derive.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/experiment/memory.h"

static const double GONE_BELOW = 0.10;  // unless the plan says otherwise

static const double CLEARED_BELOW = 0.05;  // of the largest difference: 95 % have been seen

static const SimPair UNDEFINED = {.in = {NAN, NAN}};

static uint32_t recorded_column_of(const SimFrame *frame, uint32_t derived)
{
    for (uint32_t i = 0; i < frame->recorded_count; i++) {
        if (frame->columns[i].series == frame->columns[derived].series) return i;
    }
    return SIM_NO_COLUMN;
}

// The report day (it may lie outside) of the last date touched by the last window of the strike life.
static int64_t last_strike_day(const SimFrame *frame, const SimWindow *window)
{
    return (int64_t)sim_window_last_date(window) - frame->report_first;
}

static SimPair left_after(const SimFrame *frame, const SimReduction *const lives[SIM_LIVES], uint32_t kept, int weeks)
{
    const SimWindow *window = sim_last_strike_window(frame->outline);
    if (!window) return UNDEFINED;
    const int64_t day = last_strike_day(frame, window) + 7 * (int64_t)weeks;
    if (day < 0 || day >= frame->days) return UNDEFINED;
    return (SimPair){.in = {sim_day_value(frame, lives[SIM_BASELINE], kept, (uint32_t)day),
                            sim_day_value(frame, lives[SIM_STRIKE], kept, (uint32_t)day)}};
}

// Writes the mean of each day and up to 27 before it.
static void trailing_means(const double *value, uint32_t days, double *mean)
{
    double sum = 0;  // of whole numbers, so exact
    for (uint32_t day = 0; day < days; day++) {
        sum += value[day];
        if (day >= SIM_TRAILING_DAYS) sum -= value[day - SIM_TRAILING_DAYS];
        mean[day] = sum / (day + 1 < SIM_TRAILING_DAYS ? day + 1 : SIM_TRAILING_DAYS);
    }
}

double sim_return_day(const double *difference, uint32_t days, int64_t last_strike_day, double gone_below)
{
    double *mean = sim_zeroed(days, sizeof *mean);
    trailing_means(difference, days, mean);
    uint32_t peak = 0;
    for (uint32_t day = 1; day < days; day++) {
        if (mean[day] > mean[peak]) peak = day;
    }
    const double limit = gone_below * mean[peak];
    double found = NAN;
    if (mean[peak] <= 0) {
        found = 0;
    } else {
        uint32_t stayed = 0;  // days up to now on which the mean has been low enough
        const int64_t first = last_strike_day + 1 > peak ? last_strike_day + 1 : peak;
        for (int64_t day = first; day < days && isnan(found); day++) {
            stayed = mean[day] <= limit ? stayed + 1 : 0;
            if (stayed == SIM_AFTER_DAYS + 1) found = (double)(day - SIM_AFTER_DAYS - last_strike_day);
        }
    }
    free(mean);
    return found;
}

static double cleared_day(const double *difference, uint32_t days, int64_t last_strike_day)
{
    uint32_t peak = 0;
    for (uint32_t day = 1; day < days; day++) {
        if (difference[day] > difference[peak]) peak = day;
    }
    if (difference[peak] <= 0) return 0;
    const int64_t first = last_strike_day + 1 > peak ? last_strike_day + 1 : peak;
    for (int64_t day = first; day < days; day++) {
        if (difference[day] <= CLEARED_BELOW * difference[peak]) return (double)(day - last_strike_day);
    }
    return NAN;
}

static double days_until(const SimFrame *frame, const SimReduction *const lives[SIM_LIVES], uint32_t kept,
                         const SimWindow *window, bool cleared)
{
    double *difference = sim_zeroed(frame->days, sizeof *difference);
    for (uint32_t day = 0; day < frame->days; day++) {
        difference[day] =
            sim_day_value(frame, lives[SIM_STRIKE], kept, day) - sim_day_value(frame, lives[SIM_BASELINE], kept, day);
    }
    const int64_t last_day = last_strike_day(frame, window);
    const double below = frame->outline->gone_below > 0 ? frame->outline->gone_below : GONE_BELOW;
    const double found = cleared ? cleared_day(difference, frame->days, last_day)
                                 : sim_return_day(difference, frame->days, last_day, below);
    free(difference);
    return found;
}

static SimPair ratio_of_lives(const SimFrame *frame, const SimReduction *const lives[SIM_LIVES], uint32_t column,
                              uint32_t from, uint32_t period)
{
    const double baseline = sim_period_value(frame, lives[SIM_BASELINE], from, period);
    const double strike = sim_period_value(frame, lives[SIM_STRIKE], from, period);
    if (isnan(baseline) || isnan(strike) || !(fabs(baseline) > 0)) return UNDEFINED;
    const double whole = strcmp(frame->columns[column].measure->unit, "%") == 0 ? 100 : 1;
    return (SimPair){.in = {whole, whole * strike / baseline}};
}

SimPair sim_derive(const SimFrame *frame, const SimReduction *const lives[SIM_LIVES], uint32_t column, uint32_t period)
{
    const SimMeasure *measure = frame->columns[column].measure;
    const uint32_t from = recorded_column_of(frame, column);
    if (measure->derived == SIM_DERIVED_RATIO_LIVES) return ratio_of_lives(frame, lives, column, from, period);
    if (!sim_column_has_period(frame, column, period)) return UNDEFINED;
    const uint32_t kept = frame->columns[from].kept;
    if (measure->derived == SIM_DERIVED_LEFT_AFTER) return left_after(frame, lives, kept, frame->columns[column].weeks);

    const SimWindow *window = sim_last_strike_window(frame->outline);
    if (!window) return UNDEFINED;
    const bool cleared =
        measure->derived == SIM_DERIVED_CLEARED_DAY || measure->derived == SIM_DERIVED_CLEARED_CENSORED;
    const bool censored =
        measure->derived == SIM_DERIVED_RETURN_CENSORED || measure->derived == SIM_DERIVED_CLEARED_CENSORED;
    const double days = days_until(frame, lives, kept, window, cleared);
    if (censored) return (SimPair){.in = {0, isnan(days) ? 1 : 0}};
    return isnan(days) ? UNDEFINED : (SimPair){.in = {0, days}};
}
