// Cover at work: what a shift brings, how those who cover tire, and the time off that they are owed.
#include <math.h>

#include "models/cover.h"
#include "models/hospital.h"

enum { PURPOSE_COVER_ROUNDING = 1, PURPOSE_UNFILLED_ROUNDING };

// Rounds a number of posts up or down by chance, so that the mean is kept.
static uint32_t whole_posts(const Hospital *hospital, double exact, uint32_t purpose, uint32_t department,
                            uint32_t shift, uint32_t day)
{
    SimWords words = hospital_draw(hospital, STREAM_COVER, department << 8 | shift, purpose, day);
    return (uint32_t)floor(exact + sim_uniform(words.word[0]));
}

static void department_is_covered(Hospital *hospital, uint32_t department, uint32_t shift, uint32_t day,
                                  const Cover *cover)
{
    const MeasurePlan *measures = &hospital->plan->measures;
    const ShiftPlan *planned = &hospital->trust->staffing.shifts[shift];
    const double lacking = fmax(0, cover->need - cover->filled);
    const uint32_t covering = whole_posts(hospital, cover->heads, PURPOSE_COVER_ROUNDING, department, shift, day);
    const uint32_t unfilled = whole_posts(hospital, lacking, PURPOSE_UNFILLED_ROUNDING, department, shift, day);
    ShiftPresence *presence = &hospital->state->staffing.at[department][shift];
    presence->covering = covering;
    presence->pace_permille = cover->heads > 0 ? (uint32_t)lround(1000 * cover->work / cover->heads) : 0;
    sim_count(hospital->world, measures->cover_needed + department, cover->need);
    sim_count(hospital->world, measures->cover_unfilled + department, unfilled);
    const double hours = (double)planned->lasts_s / SIM_HOUR_S * covering;
    sim_count(hospital->world, planned->night ? measures->cover_hours_night : measures->cover_hours_day, hours);
    staffing_write(hospital, (StaffingEntry){.day = (uint16_t)day,
                                             .shift = (uint8_t)shift,
                                             .department = (uint8_t)department,
                                             .group = GROUP_RESIDENTS,  // the posts that are covered are theirs
                                             .covering = covering,
                                             .unfilled = unfilled});
}

// Working days on which time off for a shift of this day can be given back.
static bool gives_back(const Hospital *hospital, uint32_t day, uint32_t after)
{
    const uint32_t date = day + after;
    return after > hospital->trust->staffing.time_off_notice && date < hospital->plan->days &&
           hospital->trust->elective.activity[date] > 0;
}

// Spreads the time off for a shift evenly over the working days to come.
static void owe_time_off(Hospital *hospital, uint32_t day, const double consultants[SPECIALTIES])
{
    const StaffingPlan *plan = &hospital->trust->staffing;
    if (!hospital->trust->elective.on) return;
    uint32_t days = 0;
    for (uint32_t after = 1; after <= plan->time_off_within; after++) days += gives_back(hospital, day, after);
    for (uint32_t after = 1; after <= plan->time_off_within && days > 0; after++) {
        if (!gives_back(hospital, day, after)) continue;
        double *owed = hospital->state->staffing.time_off[(day + after) % TIME_OFF_RING];
        for (uint32_t specialty = 0; specialty < SPECIALTIES; specialty++) {
            owed[specialty] += plan->time_off * consultants[specialty] / days;
        }
    }
}

void cover_comes_in(Hospital *hospital, uint32_t shift, uint32_t day)
{
    if (!strike_touches_day(hospital, day)) return;
    CoverDay cover;
    cover_of_day(hospital, day, &cover);
    for (uint32_t department = 0; department < DEPARTMENTS; department++) {
        const Cover *of = &cover.at[department][shift];
        if (of->need > 0) department_is_covered(hospital, department, shift, day, of);
    }
    const StaffingPlan *plan = &hospital->trust->staffing;
    const MeasurePlan *measures = &hospital->plan->measures;
    const double hours = (double)plan->shifts[shift].lasts_s / SIM_HOUR_S;
    for (uint32_t source = 0; source < COVER_SOURCES; source++) {
        const double pounds = cover.heads[shift][source] * hours * plan->rate[source][plan->shifts[shift].night];
        sim_count(hospital->world, measures->cover_by + source, cover.posts[shift][source]);
        sim_count(hospital->world, measures->cover_cost, pounds);
    }
    owe_time_off(hospital, day, cover.consultants[shift]);
}

// Whoever covers tires when it goes on for days; the evidence for that is qualitative.
double cover_freshness(const Hospital *hospital)
{
    const StaffingPlan *plan = &hospital->trust->staffing;
    const double days = fmax(0, (double)hospital->state->staffing.covering_days - plan->tires_after_days);
    return fmax(plan->tires_to, 1 - plan->tires_by * days);
}

void cover_pay_back(Hospital *hospital)
{
    const StaffingPlan *plan = &hospital->trust->staffing;
    const uint32_t day = sim_day_of(hospital_now(hospital)) + 1 + plan->time_off_notice;
    if (!hospital->trust->elective.on || day >= hospital->plan->days) return;
    StaffingState *state = &hospital->state->staffing;
    double *due = state->time_off[day % TIME_OFF_RING];
    for (uint32_t specialty = 0; specialty < SPECIALTIES; specialty++) {
        if (due[specialty] <= 0) continue;
        state->time_off_owed[specialty] += due[specialty];
        due[specialty] = 0;
        const uint32_t sessions = (uint32_t)(state->time_off_owed[specialty] + 1e-9);
        if (sessions == 0) continue;
        state->time_off_owed[specialty] -= cover_cut_for_time_off(hospital, day, specialty, sessions);
    }
}
