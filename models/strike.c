#include "models/strike.h"

#include <math.h>

#include "models/hospital.h"

uint32_t strike_first_day(const WindowPlan *window)
{
    return sim_day_of(window->start_s);
}

uint32_t strike_last_day(const WindowPlan *window)
{
    return sim_day_of(window->end_s - 1) + 1;
}

const Decision *strike_next_decision(const StrikePlan *plan, SimTime time_s)
{
    uint32_t low = 0, high = plan->decision_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (plan->decisions[middle].time_s < time_s) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < plan->decision_count ? &plan->decisions[low] : NULL;
}

static bool calls_out(const Hospital *hospital, const WindowPlan *window, const ShiftStaff *staff)
{
    return window->groups >> staff->group & 1 && staff->starts_s >= window->start_s &&
           staff->starts_s < call_off_end_s(hospital, window);
}

bool strike_calls_out(const Hospital *hospital, const ShiftStaff *staff)
{
    const StrikePlan *plan = &hospital->plan->strike;
    for (uint32_t i = 0; i < plan->window_count; i++) {
        const WindowPlan *window = &plan->windows[i];
        if (calls_out(hospital, window, staff) && participation_is_possible(hospital, window, staff)) return true;
    }
    return false;
}

static double absence(const Hospital *hospital, const ShiftStaff *staff, enum TurnOutView view)
{
    const StrikePlan *plan = &hospital->plan->strike;
    double highest = 0;
    for (uint32_t i = 0; i < plan->window_count; i++) {
        const WindowPlan *window = &plan->windows[i];
        if (!calls_out(hospital, window, staff)) continue;
        highest = fmax(highest, participation_absence(hospital, window, staff, view));
    }
    return highest;
}

double strike_absence_of(const Hospital *hospital, const ShiftStaff *staff)
{
    return absence(hospital, staff, TURN_OUT_REAL);
}

double strike_forecast_of(const Hospital *hospital, const ShiftStaff *staff)
{
    return absence(hospital, staff, TURN_OUT_FORECAST);
}

static ShiftStaff by_day(enum StaffGroup group, enum Department department, SimTime shift_s)
{
    return (ShiftStaff){.group = group, .grade = GRADE_NONE, .department = department, .starts_s = shift_s};
}

double strike_absence(const Hospital *hospital, enum StaffGroup group, enum Department department, SimTime shift_s)
{
    const ShiftStaff staff = by_day(group, department, shift_s);
    return strike_absence_of(hospital, &staff);
}

double strike_forecast(const Hospital *hospital, enum StaffGroup group, enum Department department, SimTime shift_s)
{
    const ShiftStaff staff = by_day(group, department, shift_s);
    return strike_forecast_of(hospital, &staff);
}

// As far as is known now.
static bool touches(const Hospital *hospital, const WindowPlan *window, uint32_t day)
{
    if (day < strike_first_day(window) || day > strike_last_day(window)) return false;
    const SimTime end_s = call_off_end_s(hospital, window);
    return end_s > window->start_s && day <= sim_day_of(end_s - 1) + 1;
}

bool strike_touches_day(const Hospital *hospital, uint32_t day)
{
    const StrikePlan *plan = &hospital->plan->strike;
    for (uint32_t i = 0; i < plan->window_count; i++)
        if (touches(hospital, &plan->windows[i], day)) return true;
    return false;
}

bool strike_is_announced_for(const Hospital *hospital, uint32_t day)
{
    const StrikePlan *plan = &hospital->plan->strike;
    for (uint32_t i = 0; i < plan->window_count; i++) {
        const WindowPlan *window = &plan->windows[i];
        if (window->known_s <= hospital_now(hospital) && touches(hospital, window, day)) return true;
    }
    return false;
}

bool strike_moves_demand(const Hospital *hospital, const WindowPlan *window, SimTime time_s)
{
    if (time_s < window->start_s || time_s >= window->end_s) return false;
    return time_s < window->call_off.at_s || !call_off_has_come(hospital, window);
}
