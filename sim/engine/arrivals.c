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

// Expected arrivals from Monday 00:00 to `second_of_week`.
static double expected_by(const SimWeekly *weekly, double second_of_week)
{
    const double hours = second_of_week / SIM_HOUR_S;
    const int hour = (int)fmin(hours, SIM_HOURS_OF_WEEK - 1);
    const double rate = weekly->cumulative[hour + 1] - weekly->cumulative[hour];
    return weekly->cumulative[hour] + (hours - hour) * rate;
}

// The inverse of expected_by: the last second of the week at which no more than `expected` have come. Hours without
// arrivals are stepped over.
static double second_when(const SimWeekly *weekly, double expected)
{
    int low = 0, high = SIM_HOURS_OF_WEEK;  // cumulative[low] <= expected < cumulative[high]
    while (high - low > 1) {
        const int middle = (low + high) / 2;
        if (weekly->cumulative[middle] <= expected) {
            low = middle;
        } else {
            high = middle;
        }
    }
    const double rate = weekly->cumulative[high] - weekly->cumulative[low];
    return (low + (expected - weekly->cumulative[low]) / rate) * SIM_HOUR_S;
}

SimTime sim_weekly_after(const SimWeekly *weekly, double from_s, double load, double *exact_s)
{
    const double per_week = weekly->cumulative[SIM_HOURS_OF_WEEK];
    if (!(per_week > 0)) {
        *exact_s = HUGE_VAL;
        return INT64_MAX;
    }
    const double since_monday_s = from_s - (double)weekly->monday_s;
    const double second_of_week = fmod(since_monday_s, WEEK_S);
    const double expected = expected_by(weekly, second_of_week) + load;
    const double rest = fmod(expected, per_week);  // exact, so always less than a week's
    const double more_weeks = round((expected - rest) / per_week);
    const double at_s = from_s - second_of_week + more_weeks * WEEK_S + second_when(weekly, rest);
    *exact_s = fmax(at_s, from_s);  // rounding must not lead back
    return (SimTime)floor(*exact_s);
}
