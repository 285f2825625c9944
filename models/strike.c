#include "models/strike.h"

#include <math.h>

#include "models/hospital.h"

enum { PURPOSE_TURN_OUT = 1 };

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

// The turn-out of this trust: one number for the round decides where it lies among trusts.
static double turn_out(const Hospital *hospital, const WindowPlan *window, enum StaffGroup group, int rest)
{
    SimWords words = hospital_draw(hospital, STREAM_STRIKE, window->round_hash, PURPOSE_TURN_OUT, (uint32_t)group);
    return fmin(1, sim_variate(&window->turn_out[rest], words.word[0]));
}

// Share of a department's posts from which staff withdraw, by the kind of cover that is kept.
static double withdrawn(const Hospital *hospital, const WindowPlan *window, enum StaffGroup group,
                        enum Department department)
{
    if (window->cover == COVER_FULL_WALKOUT || department == DEPARTMENT_PLANNED) return 1;
    if (window->cover == COVER_EMERGENCY_ONLY) return 0;
    uint32_t due[2] = {0, 0};
    for (uint32_t i = 0; i < hospital->trust->staffing.roster_count; i++) {
        const RosterPlan *roster = &hospital->trust->staffing.rosters[i];
        if (roster->department != department || roster->group != group) continue;
        due[0] += roster->due[0];
        due[1] += roster->due[1];
    }
    return due[0] > due[1] ? 1 - (double)due[1] / due[0] : 0;
}

// Life-preserving care is kept: the labour ward loses only some of its midwives, however many are called out.
static double open_to_strike(const Hospital *hospital, enum StaffGroup group, enum Department department)
{
    const bool labour_ward = group == GROUP_MIDWIVES && department == DEPARTMENT_MATERNITY;
    return labour_ward ? 1 - hospital->trust->maternity.life_preserving : 1;
}

enum Turnout { TURNOUT_REAL, TURNOUT_FORECAST };

static double absence(const Hospital *hospital, enum StaffGroup group, enum Department department, SimTime shift_s,
                      enum Turnout which)
{
    const StrikePlan *plan = &hospital->plan->strike;
    double highest = 0;
    for (uint32_t i = 0; i < plan->window_count; i++) {
        const WindowPlan *window = &plan->windows[i];
        if (!(window->groups >> group & 1) || shift_s < window->start_s || shift_s >= window->end_s) continue;
        int rest = hospital_is_rest_day(hospital, sim_day_of(shift_s));
        double p = which == TURNOUT_REAL ? turn_out(hospital, window, group, rest) : window->forecast[rest];
        p *= withdrawn(hospital, window, group, department) * open_to_strike(hospital, group, department);
        if (p > highest) highest = p;
    }
    return highest;
}

double strike_absence(const Hospital *hospital, enum StaffGroup group, enum Department department, SimTime shift_s)
{
    return absence(hospital, group, department, shift_s, TURNOUT_REAL);
}

double strike_forecast(const Hospital *hospital, enum StaffGroup group, enum Department department, SimTime shift_s)
{
    return absence(hospital, group, department, shift_s, TURNOUT_FORECAST);
}

bool strike_touches_day(const Hospital *hospital, uint32_t day)
{
    const StrikePlan *plan = &hospital->plan->strike;
    for (uint32_t i = 0; i < plan->window_count; i++) {
        if (strike_first_day(&plan->windows[i]) <= day && day <= strike_last_day(&plan->windows[i])) return true;
    }
    return false;
}

bool strike_is_announced_for(const Hospital *hospital, uint32_t day)
{
    const StrikePlan *plan = &hospital->plan->strike;
    const SimTime now_s = hospital_now(hospital);
    for (uint32_t i = 0; i < plan->window_count; i++) {
        const WindowPlan *window = &plan->windows[i];
        if (window->announced_s <= now_s && strike_first_day(window) <= day && day <= strike_last_day(window))
            return true;
    }
    return false;
}

bool strike_moves_demand(const Hospital *hospital, const WindowPlan *window, SimTime time_s)
{
    (void)hospital;
    return time_s >= window->start_s && time_s < window->end_s;
}
