#include "models/cover.h"

#include <math.h>
#include <string.h>

#include "models/hospital.h"
#include "models/sessions.h"

enum { PURPOSE_CONSULTANT_ABSENT = 1 };  // of a session's numbers
enum { PURPOSE_FREE = 12 };              // of the cover's

// Posts below target.

static SimTime shift_starts_s(const Hospital *hospital, uint32_t day, uint32_t shift)
{
    return (SimTime)day * SIM_DAY_S + hospital->trust->staffing.shifts[shift].starts_s;
}

// Absent doctors of a roster: those who did not come, once the shift has started; before it, those forecast.
static double absent_doctors(const Hospital *hospital, uint32_t number, uint32_t day)
{
    const RosterPlan *roster = &hospital->trust->staffing.rosters[number];
    SimTime shift_s = shift_starts_s(hospital, day, roster->shift);
    if (shift_s <= hospital_now(hospital)) return staffing_absent(hospital, number, day);
    return staffing_absent_forecast(hospital, number, day);
}

// People of a roster who must be there: those the rota calls safe, else a share of those due.
static double posts_wanted(const Hospital *hospital, uint32_t number, uint32_t day, double due)
{
    const StaffingPlan *plan = &hospital->trust->staffing;
    const RosterPlan *roster = &plan->rosters[number];
    const RotaFields *row = rota_row(hospital->trust, number, day);
    if (row && row->minimum_safe != SIM_UNSET) return (double)row->minimum_safe;
    return due * plan->departments[roster->department].target[plan->shifts[roster->shift].night];
}

static void posts_below_target(const Hospital *hospital, uint32_t day, double need[DEPARTMENTS][SHIFTS_MOST])
{
    const StaffingPlan *plan = &hospital->trust->staffing;
    double due[DEPARTMENTS][SHIFTS_MOST] = {0}, absent[DEPARTMENTS][SHIFTS_MOST] = {0};
    double wanted[DEPARTMENTS][SHIFTS_MOST] = {0};
    for (uint32_t i = 0; i < plan->roster_count; i++) {
        const RosterPlan *roster = &plan->rosters[i];
        if (!staffing_is_doctor((enum StaffGroup)roster->group) || !plan->departments[roster->department].covered)
            continue;
        double people = rota_due(hospital->plan, hospital->trust, i, day);
        due[roster->department][roster->shift] += people;
        wanted[roster->department][roster->shift] += posts_wanted(hospital, i, day, people);
        absent[roster->department][roster->shift] += absent_doctors(hospital, i, day);
    }
    for (uint32_t department = 0; department < DEPARTMENTS; department++) {
        for (uint32_t shift = 0; shift < plan->shift_count; shift++) {
            double gone = absent[department][shift], all = due[department][shift];
            need[department][shift] = gone > 0 ? fmax(0, wanted[department][shift] - (all - gone)) : 0;
        }
    }
}

// Who can stand in.

bool cover_needs(const Hospital *hospital, const Session *session, uint32_t specialty)
{
    if (!session->doctor_led) return false;
    if (session->kind >= SESSION_INPATIENT_LIST && specialty == SPECIALTY_ANAESTHESIA) return true;
    return hospital->trust->elective.services[session->service].led_by[session->kind] == specialty;
}

static const Session *session_at(const Hospital *hospital, uint32_t session)
{
    return SIM_ROW(hospital->world, TABLE_SESSIONS, Session, session);
}

static bool consultant_stays_away(const Hospital *hospital, const Session *session, double share)
{
    const uint32_t name = session_file_consultant(hospital, session->written);
    SimWords words = name ? hospital_draw_named(hospital, name, session->day, PURPOSE_CONSULTANT_ABSENT, 0)
                          : session_draw(hospital, session, PURPOSE_CONSULTANT_ABSENT);
    return sim_happens(words.word[0], share);
}

typedef struct {
    double free[HALVES], pull[HALVES], night;  // consultants who can be had
} Supply;

// Consultants in supporting time of a half-day who can and will stand in: a binomial number by its normal
// approximation, so that half-days differ as they do in a rota. The trust knows its rota, so plan and day see the same
// number.
static double free_consultants(const Hospital *hospital, uint32_t day, uint32_t specialty, uint32_t half)
{
    const StaffingPlan *plan = &hospital->trust->staffing;
    double share = plan->free_share * plan->able_share * plan->willing_share;
    double mean = plan->consultants[specialty] * share, sd = sqrt(mean * (1 - share));
    SimWords words = hospital_draw(hospital, STREAM_COVER, specialty << 8 | half, PURPOSE_FREE, day);
    return fmax(0, mean + sd * sim_normal_quantile(sim_uniform(words.word[0])));
}

// Planned sessions of a specialty on a day, those whose consultant is on strike, and who is left to stand in.
static Supply supply_of(const Hospital *hospital, uint32_t day, uint32_t specialty, CoverDay *cover)
{
    const StaffingPlan *plan = &hospital->trust->staffing;
    const ResponseFields *response = &hospital->plan->strike.response;
    double people = plan->consultants[specialty], willing = plan->able_share * plan->willing_share;
    Supply supply = {.night = people * (plan->free_share + plan->planned_share) * willing};
    for (uint32_t half = 0; half < HALVES; half++) {
        SimTime starts_s = session_starts_s(day, (enum Half)half);
        bool known = hospital_now(hospital) / SIM_DAY_S >= day;
        double share = known ? strike_absence(hospital, GROUP_CONSULTANTS, DEPARTMENT_PLANNED, starts_s)
                             : strike_forecast(hospital, GROUP_CONSULTANTS, DEPARTMENT_PLANNED, starts_s);
        const double lost = share * (1 - response->held_by_others);
        double planned = 0, absent = 0;
        for (uint32_t s = sessions_of_half(hospital, day, (enum Half)half); s;
             s = session_at(hospital, s)->next_same_day) {
            const Session *session = session_at(hospital, s);
            if (!cover_needs(hospital, session, specialty)) continue;
            planned++;
            if (lost > 0) absent += known ? consultant_stays_away(hospital, session, lost) : lost;
        }
        cover->absent[specialty][half] = absent;
        supply.free[half] = free_consultants(hospital, day, specialty, half) * (1 - share);
        supply.pull[half] = (planned - absent) * plan->able_share;
        if (response->policy == CANCEL_MAINTAIN) {
            supply.pull[half] = fmin(supply.pull[half], planned * (1 - response->maintain));
        }
        supply.night *= 1 - share / HALVES;
    }
    return supply;
}

// Filling the posts, in the order of departments.

// Halves of the day whose sessions somebody misses who covers this shift.
static void halves_of(const ShiftPlan *shift, bool touched[HALVES])
{
    uint32_t ends_s = shift->starts_s + shift->lasts_s;
    touched[HALF_MORNING] = shift->starts_s < 12 * SIM_HOUR_S;
    touched[HALF_AFTERNOON] = ends_s > 14 * SIM_HOUR_S;
}

// Consultants of one specialty given to a shift, in posts; takes them from the supply.
static double give(const StaffingPlan *plan, uint32_t department, uint32_t shift, uint32_t specialty, double posts,
                   Supply *supply, CoverDay *cover)
{
    const DepartmentPlan *planned = &plan->departments[department];
    double wanted = posts / planned->pace, given_free, given_pulled = 0;
    if (plan->shifts[shift].night) {
        given_free = fmin(wanted, supply->night);
        supply->night -= given_free;
        cover->pulled[specialty][HALF_AFTERNOON] += given_free * plan->planned_share;
    } else {
        bool touched[HALVES];
        halves_of(&plan->shifts[shift], touched);
        given_free = wanted;
        for (int half = 0; half < HALVES; half++) {
            if (touched[half]) given_free = fmin(given_free, supply->free[half]);
        }
        given_pulled = wanted - given_free;
        for (int half = 0; half < HALVES; half++) {
            if (touched[half]) given_pulled = fmin(given_pulled, supply->pull[half]);
        }
        for (int half = 0; half < HALVES; half++) {
            if (!touched[half]) continue;
            supply->free[half] -= given_free;
            supply->pull[half] -= given_pulled;
            cover->pulled[specialty][half] += given_pulled;
        }
    }
    cover->source[shift][COVERED_FREE] += given_free * planned->pace;
    cover->source[shift][COVERED_PULLED] += given_pulled * planned->pace;
    return (given_free + given_pulled) * planned->pace;
}

static void fill_shift(const StaffingPlan *plan, uint32_t department, uint32_t shift, Supply supply[SPECIALTIES],
                       CoverDay *cover)
{
    const DepartmentPlan *planned = &plan->departments[department];
    double need = cover->need[department][shift];
    double filled = give(plan, department, shift, planned->covered_by, need, &supply[planned->covered_by], cover);
    if (planned->then_by >= 0) {
        uint32_t other = (uint32_t)planned->then_by;
        filled += give(plan, department, shift, other, need - filled, &supply[other], cover);
    }
    double locums = (need - filled) * plan->locum_share;
    cover->filled[department][shift] = filled + locums;
    cover->source[shift][COVERED_LOCUM] += locums;
}

// Whoever covered last night rests this morning.
static void rest_after_night(const Hospital *hospital, uint32_t day, CoverDay *cover)
{
    const StaffingPlan *plan = &hospital->trust->staffing;
    if (day == 0 || !strike_touches_day(hospital, day - 1)) return;
    CoverDay before;
    memset(&before, 0, sizeof before);
    posts_below_target(hospital, day - 1, before.need);
    double able = plan->able_share * plan->willing_share * (plan->free_share + plan->planned_share);
    for (uint32_t shift = 0; shift < plan->shift_count; shift++) {
        if (!plan->shifts[shift].night) continue;
        double wanted[SPECIALTIES] = {0};
        for (uint32_t department = 0; department < DEPARTMENTS; department++) {
            const DepartmentPlan *planned = &plan->departments[department];
            if (planned->covered) wanted[planned->covered_by] += before.need[department][shift] / planned->pace;
        }
        for (uint32_t specialty = 0; specialty < SPECIALTIES; specialty++) {
            double covered = fmin(wanted[specialty], plan->consultants[specialty] * able);
            cover->pulled[specialty][HALF_MORNING] += covered * plan->planned_share;
        }
    }
}

void cover_of_day(const Hospital *hospital, uint32_t day, CoverDay *cover)
{
    const StaffingPlan *plan = &hospital->trust->staffing;
    memset(cover, 0, sizeof *cover);
    if (day >= hospital->plan->days || !strike_touches_day(hospital, day)) return;
    posts_below_target(hospital, day, cover->need);
    Supply supply[SPECIALTIES];
    for (uint32_t specialty = 0; specialty < SPECIALTIES; specialty++) {
        supply[specialty] = supply_of(hospital, day, specialty, cover);
    }
    rest_after_night(hospital, day, cover);
    for (uint32_t rank = 0; rank < DEPARTMENTS; rank++) {
        for (uint32_t department = 0; department < DEPARTMENTS; department++) {
            const DepartmentPlan *planned = &plan->departments[department];
            if (!planned->covered || planned->rank != rank) continue;
            for (uint32_t shift = 0; shift < plan->shift_count; shift++) {
                if (cover->need[department][shift] <= 0) continue;
                fill_shift(plan, department, shift, supply, cover);
            }
        }
    }
}
