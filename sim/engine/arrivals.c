#include "sim/engine/arrivals.h"

#include <assert.h>
#include <math.h>

enum { WEEK_S = 7 * SIM_DAY_S };

void sim_weekly_set(SimWeekly *weekly, const double rate_per_hour[SIM_HOURS_OF_WEEK], int first_weekday)
{
    assert(first_weekday >= 0 && first_weekday < 7);
    weekly->monday_s = -(SimTime)first_weekday * SIM_DAY_S;
    weekly->cumulative[0] = 0;
    for (int hour = 0; hour < SIM_HOURS_OF_WEEK; hour++) {
        assert(rate_per_hour[hour] >= 0);
        weekly->cumulative[hour + 1] = weekly->cumulative[hour] + rate_per_hour[hour];
    }
}

// fmod of x >= 0 by a whole number, without its loop and its division: the quotient may be one too large or too small,
// but the difference is a multiple of the last place of x and not longer than x, so it is exact.
static double rest_of(double x, double by)
{
    const double rest = x - by * (double)(int64_t)(x * (1 / by));
    return rest < 0 ? rest + by : rest >= by ? rest - by : rest;
}

// Expected arrivals from Monday 00:00 to `hours` later.
static double expected_by(const SimWeekly *weekly, double hours, int hour)
{
    const double rate = weekly->cumulative[hour + 1] - weekly->cumulative[hour];
    return weekly->cumulative[hour] + (hours - hour) * rate;
}

// The inverse of expected_by: the last second of the week at which no more than `expected` have come. Hours without
// arrivals are stepped over. The hour lies at or after `from_hour`, mostly near it.
static double second_when(const SimWeekly *weekly, double expected, int from_hour)
{
    int hour = from_hour;  // in the end cumulative[hour] <= expected < cumulative[hour + 1]
    while (hour + 1 < SIM_HOURS_OF_WEEK && weekly->cumulative[hour + 1] <= expected) hour++;
    const double rate = weekly->cumulative[hour + 1] - weekly->cumulative[hour];
    return (hour + (expected - weekly->cumulative[hour]) / rate) * SIM_HOUR_S;
}

SimTime sim_weekly_after(const SimWeekly *weekly, double from_s, double load, double *exact_s)
{
    const double per_week = weekly->cumulative[SIM_HOURS_OF_WEEK];
    if (!(per_week > 0)) {
        *exact_s = HUGE_VAL;
        return INT64_MAX;
    }
    const double second_of_week = rest_of(from_s - (double)weekly->monday_s, WEEK_S);
    const double hours = second_of_week / SIM_HOUR_S;
    const int hour = hours < SIM_HOURS_OF_WEEK ? (int)hours : SIM_HOURS_OF_WEEK - 1;
    const double expected = expected_by(weekly, hours, hour) + load;
    double at_s = from_s - second_of_week;
    if (expected < per_week) {
        at_s += second_when(weekly, expected, hour);
    } else {
        const double rest = fmod(expected, per_week);  // exact, so always less than a week's
        at_s += round((expected - rest) / per_week) * WEEK_S;
        at_s += second_when(weekly, rest, 0);
    }
    *exact_s = at_s > from_s ? at_s : from_s;  // rounding must not lead back
    return (SimTime)*exact_s;
}
