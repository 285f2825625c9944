#include "models/cover.h"

#include <math.h>
#include <string.h>

#include "models/hospital_rows.h"
#include "models/sessions.h"

enum { PURPOSE_CONSULTANT_ABSENT = 1, PURPOSE_LED_BY_SAS = 31 };  // of a session's numbers
enum { PURPOSE_FREE = 12, PURPOSE_FREE_SAS };

static const ResponseFields *response_of(const Hospital *hospital)
{
    return &hospital->plan->strike.response;
}

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

static bool is_known(const Hospital *hospital, uint32_t day)
{
    return sim_day_of(hospital_now(hospital)) >= day;
}

static void posts_below_target(const Hospital *hospital, uint32_t day, CoverDay *cover)
{
    const double make_do = is_known(hospital, day) ? response_of(hospital)->make_do : 1;
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
            const double gone = absent[department][shift], here = due[department][shift] - gone;
            const double target = wanted[department][shift];
            Cover *of = &cover->at[department][shift];
            of->need = gone > 0 ? fmax(0, target - here) : 0;
            of->least = gone > 0 ? fmax(0, make_do * target - here) : 0;
        }
    }
}

// Who can stand in.

bool cover_needs(const Hospital *hospital, const Session *session, uint32_t specialty)
{
    if (!session->doctor_led) return false;
    if (session_is_theatre_list(session) && specialty == SPECIALTY_ANAESTHESIA) return true;
    return hospital->trust->elective.services[session->service].led_by[session->kind] == specialty;
}

// The trust knows who leads: plan and day see the same.
static enum StaffGroup leader_of(const Hospital *hospital, const Session *session)
{
    const double share = hospital->trust->elective.led_by_sas;
    if (share <= 0 || session_file_consultant(hospital, session->written)) return GROUP_CONSULTANTS;
    return sim_happens(session_draw(hospital, session, PURPOSE_LED_BY_SAS).word[0], share) ? GROUP_SAS
                                                                                           : GROUP_CONSULTANTS;
}

static bool leader_stays_away(const Hospital *hospital, const Session *session, double share)
{
    const uint32_t name = session_file_consultant(hospital, session->written);
    SimWords words = name ? hospital_draw_named(hospital, name, session->day, PURPOSE_CONSULTANT_ABSENT, 0)
                          : session_draw(hospital, session, PURPOSE_CONSULTANT_ABSENT);
    return sim_happens(words.word[0], share);
}

// Shares of a half-day by the job plans of a specialty; on rest days, which they leave out, by those of all.
static double planned_share(const Hospital *hospital, uint32_t day, uint32_t specialty, uint32_t half)
{
    const StaffingPlan *plan = &hospital->trust->staffing;
    const uint32_t weekday = (uint32_t)sim_weekday(hospital->plan->outline.first_day + (SimDate)day);
    return weekday < 5 ? plan->planned[specialty][weekday * HALVES + half] : plan->planned_share;
}

static double free_share(const Hospital *hospital, uint32_t day, uint32_t specialty, uint32_t half)
{
    const StaffingPlan *plan = &hospital->trust->staffing;
    const uint32_t weekday = (uint32_t)sim_weekday(hospital->plan->outline.first_day + (SimDate)day);
    return weekday < 5 ? plan->free[specialty][weekday * HALVES + half] : plan->free_share;
}

// Doctors who can be had.
typedef struct {
    double free[HALVES], sas[HALVES], pull[HALVES];  // by day: in free time, SAS doctors in free time, in sessions
    double freed[HALVES];                            // of those in sessions, whose session is cancelled anyway
    double night, sas_night;
} Supply;

// How many of so many doctors are in free time and can and will stand in: a binomial number by its normal
// approximation, so that half-days differ as they do in a rota. The trust knows its rota, so plan and day see the same
// number.
static double doctors_free(const Hospital *hospital, double doctors, double share, uint32_t purpose, uint32_t key,
                           uint32_t day)
{
    double mean = doctors * share, sd = sqrt(mean * (1 - share));
    SimWords words = hospital_draw(hospital, STREAM_COVER, key, purpose, day);
    return fmax(0, mean + sd * sim_normal_quantile(sim_uniform(words.word[0])));
}

static double share_on_strike(const Hospital *hospital, enum StaffGroup group, SimTime starts_s)
{
    return is_known(hospital, sim_day_of(starts_s)) ? strike_absence(hospital, group, DEPARTMENT_PLANNED, starts_s)
                                                    : strike_forecast(hospital, group, DEPARTMENT_PLANNED, starts_s);
}

double cover_share_of_residents(const Hospital *hospital, const Session *session, double absent)
{
    const ResponseFields *response = response_of(hospital);
    const bool theatre = session_is_theatre_list(session);
    const double share = absent * (theatre ? response->theatre_slots : response->resident_slots);
    return response->policy == CANCEL_MAINTAIN ? fmin(share, 1 - response->maintain) : share;
}

// Planned sessions of a specialty in a half-day.
typedef struct {
    double all, cut;
    double absent;   // whose consultant or SAS doctor is on strike, and nobody holds it for them
    double thinned;  // lost without their residents, as sessions
} Planned;

static Planned planned_sessions(const Hospital *hospital, uint32_t day, uint32_t specialty, uint32_t half)
{
    const SimTime starts_s = session_starts_s(day, (enum Half)half);
    const double missed = 1 - response_of(hospital)->held_by_others;
    const double lost[] = {[GROUP_CONSULTANTS] = missed * share_on_strike(hospital, GROUP_CONSULTANTS, starts_s),
                           [GROUP_SAS] = missed * share_on_strike(hospital, GROUP_SAS, starts_s)};
    const double residents = share_on_strike(hospital, GROUP_RESIDENTS, starts_s);
    Planned planned = {0};
    for (uint32_t s = sessions_of_half(hospital, day, (enum Half)half); s; s = session_at(hospital, s)->next_same_day) {
        const Session *session = session_at(hospital, s);
        if (session->state == SESSION_TIME_OFF || !cover_needs(hospital, session, specialty)) continue;
        planned.all++;
        planned.cut += session->state == SESSION_CANCELLED;
        planned.thinned += cover_share_of_residents(hospital, session, residents);
        if (lost[GROUP_CONSULTANTS] <= 0 && lost[GROUP_SAS] <= 0) continue;
        const double share = lost[leader_of(hospital, session)];
        planned.absent += is_known(hospital, day) ? leader_stays_away(hospital, session, share) : share;
    }
    return planned;
}

// Doctors of planned sessions that can be given up, and those of them whose session is cut already.
static void supply_sessions(const Hospital *hospital, uint32_t day, uint32_t specialty, uint32_t half, Supply *supply,
                            CoverDay *cover)
{
    const ResponseFields *response = response_of(hospital);
    const Planned planned = planned_sessions(hospital, day, specialty, half);
    const double rest = cover->rest[specialty][half];
    cover->absent[specialty][half] = planned.absent;
    double pull = (planned.all - planned.absent) * hospital->trust->staffing.able_share;
    if (response->policy == CANCEL_MAINTAIN) {
        // What may be lost in all, less what is lost without anybody being pulled.
        const double without = planned.absent + planned.thinned + rest;
        pull = fmin(pull, fmax(0, planned.all * (1 - response->maintain) - without));
    }
    supply->pull[half] = pull;
    supply->freed[half] = fmin(pull, fmax(0, planned.cut - planned.absent - rest));
}

static Supply supply_of(const Hospital *hospital, uint32_t day, uint32_t specialty, CoverDay *cover)
{
    const StaffingPlan *plan = &hospital->trust->staffing;
    const double willing = plan->able_share * plan->willing_share;
    const double consultants = plan->consultants[specialty], sas = plan->sas[specialty];
    Supply supply = {0};
    for (uint32_t half = 0; half < HALVES; half++) {
        const SimTime starts_s = session_starts_s(day, (enum Half)half);
        const double here = 1 - share_on_strike(hospital, GROUP_CONSULTANTS, starts_s);
        const double sas_here = 1 - share_on_strike(hospital, GROUP_SAS, starts_s);
        const double free = free_share(hospital, day, specialty, half) * willing;
        const double at_all = free + planned_share(hospital, day, specialty, half) * willing;
        const uint32_t key = specialty << 8 | half;
        supply.free[half] = doctors_free(hospital, consultants, free, PURPOSE_FREE, key, day) * here;
        supply.sas[half] = doctors_free(hospital, sas, free, PURPOSE_FREE_SAS, key, day) * sas_here;
        supply_sessions(hospital, day, specialty, half, &supply, cover);
        supply.night += consultants * at_all * here / HALVES;
        supply.sas_night += sas * at_all * sas_here / HALVES;
    }
    return supply;
}

// Filling the posts, in the order of departments.

// A department's shift that is being filled.
typedef struct {
    const DepartmentPlan *planned;
    uint32_t shift;
    bool night, touched[HALVES];  // halves of the day that somebody misses who covers it
    Cover *cover;
} Post;

static Post post_of(const StaffingPlan *plan, uint32_t department, uint32_t shift, CoverDay *cover)
{
    const ShiftPlan *planned = &plan->shifts[shift];
    const uint32_t ends_s = planned->starts_s + planned->lasts_s;
    return (Post){
        .planned = &plan->departments[department],
        .shift = shift,
        .night = planned->night,
        .touched = {[HALF_MORNING] = planned->starts_s<12 * SIM_HOUR_S, [HALF_AFTERNOON] = ends_s> 14 * SIM_HOUR_S},
        .cover = &cover->at[department][shift]};
}

// Heads that the rest of so many posts takes: one each, or more of those who do less than the usual doctor.
static double heads_for(const Post *post, double posts, enum CoverSource source)
{
    return fmax(0, posts - post->cover->filled) / fmin(1, post->planned->pace[source]);
}

static double heads_wanted(const Post *post, enum CoverSource source)
{
    return heads_for(post, post->cover->need, source);
}

static void fill(const Post *post, enum CoverSource source, double heads, CoverDay *cover)
{
    const double pace = post->planned->pace[source], posts = heads * fmin(1, pace);
    post->cover->filled += posts;
    post->cover->heads += heads;
    post->cover->work += heads * pace;
    cover->posts[post->shift][source] += posts;
    cover->heads[post->shift][source] += heads;
}

// Takes heads who are free in all the halves that the post touches.
static double take(const Post *post, double stock[HALVES], double wanted)
{
    for (int half = 0; half < HALVES; half++) {
        if (post->touched[half]) wanted = fmin(wanted, stock[half]);
    }
    wanted = fmax(0, wanted);
    for (int half = 0; half < HALVES; half++) {
        if (post->touched[half]) stock[half] -= wanted;
    }
    return wanted;
}

// Doctors of sessions: all whose session is cut anyway, others only as far as the day asks for them.
static double take_from_sessions(const Post *post, Supply *supply)
{
    double freed = HUGE_VAL;
    for (int half = 0; half < HALVES; half++) {
        if (post->touched[half]) freed = fmin(freed, supply->freed[half]);
    }
    const double wanted =
        fmin(heads_wanted(post, COVERED_PULLED), fmax(freed, heads_for(post, post->cover->least, COVERED_PULLED)));
    const double taken = take(post, supply->pull, wanted);
    for (int half = 0; half < HALVES; half++) {
        if (post->touched[half]) supply->freed[half] = fmax(0, supply->freed[half] - taken);
    }
    return taken;
}

static double take_night(double *stock, double wanted)
{
    const double taken = fmin(wanted, *stock);
    *stock -= taken;
    return taken;
}

static void fill_from(const Post *post, uint32_t specialty, Supply *supply, CoverDay *cover)
{
    double *consultants = &cover->consultants[post->shift][specialty];
    const double wanted = heads_wanted(post, COVERED_FREE);
    double heads = post->night ? take_night(&supply->night, wanted) : take(post, supply->free, wanted);
    fill(post, COVERED_FREE, heads, cover);
    *consultants += heads;
    const double wanted_sas = heads_wanted(post, COVERED_SAS);
    heads = post->night ? take_night(&supply->sas_night, wanted_sas) : take(post, supply->sas, wanted_sas);
    fill(post, COVERED_SAS, heads, cover);
    if (post->night) return;
    heads = take_from_sessions(post, supply);
    fill(post, COVERED_PULLED, heads, cover);
    *consultants += heads;
    for (int half = 0; half < HALVES; half++) {
        if (post->touched[half]) cover->pulled[specialty][half] += heads;
    }
}

static void fill_shift(const StaffingPlan *plan, uint32_t department, uint32_t shift, Supply supply[SPECIALTIES],
                       CoverDay *cover)
{
    const Post post = post_of(plan, department, shift, cover);
    const uint32_t first = post.planned->covered_by;
    fill_from(&post, first, &supply[first], cover);
    if (post.planned->then_by >= 0) {
        const uint32_t other = (uint32_t)post.planned->then_by;
        fill_from(&post, other, &supply[other], cover);
    }
    fill(&post, COVERED_LOCUM, heads_wanted(&post, COVERED_LOCUM) * plan->locum_share, cover);
}

static void fill_shifts(const Hospital *hospital, uint32_t day, CoverDay *cover)
{
    const StaffingPlan *plan = &hospital->trust->staffing;
    Supply supply[SPECIALTIES];
    for (uint32_t specialty = 0; specialty < SPECIALTIES; specialty++) {
        supply[specialty] = supply_of(hospital, day, specialty, cover);
    }
    for (uint32_t rank = 0; rank < DEPARTMENTS; rank++) {
        for (uint32_t department = 0; department < DEPARTMENTS; department++) {
            if (!plan->departments[department].covered || plan->departments[department].rank != rank) continue;
            for (uint32_t shift = 0; shift < plan->shift_count; shift++) {
                if (cover->at[department][shift].need > 0) fill_shift(plan, department, shift, supply, cover);
            }
        }
    }
}

// Rest around nights.

// Whoever covers a night of night_day loses the sessions of the day that start too soon before or after it.
static void rest_around_nights(const Hospital *hospital, uint32_t night_day, const CoverDay *nights, uint32_t day,
                               CoverDay *cover)
{
    const StaffingPlan *plan = &hospital->trust->staffing;
    for (uint32_t shift = 0; shift < plan->shift_count; shift++) {
        if (!plan->shifts[shift].night) continue;
        const SimTime from_s = shift_starts_s(hospital, night_day, shift);
        const SimTime until_s = from_s + plan->shifts[shift].lasts_s;
        for (uint32_t half = 0; half < HALVES; half++) {
            const SimTime session_s = session_starts_s(day, (enum Half)half);
            if (session_s <= from_s - plan->rest_s || session_s >= until_s + plan->rest_s) continue;
            for (uint32_t specialty = 0; specialty < SPECIALTIES; specialty++) {
                cover->rest[specialty][half] +=
                    nights->consultants[shift][specialty] * planned_share(hospital, day, specialty, half);
            }
        }
    }
}

static void rest_after_night(const Hospital *hospital, uint32_t day, CoverDay *cover)
{
    if (day == 0 || !strike_touches_day(hospital, day - 1)) return;
    CoverDay before;
    memset(&before, 0, sizeof before);
    posts_below_target(hospital, day - 1, &before);
    fill_shifts(hospital, day - 1, &before);
    rest_around_nights(hospital, day - 1, &before, day, cover);
}

void cover_of_day(const Hospital *hospital, uint32_t day, CoverDay *cover)
{
    memset(cover, 0, sizeof *cover);
    if (day >= hospital->plan->days || !strike_touches_day(hospital, day)) return;
    rest_after_night(hospital, day, cover);
    posts_below_target(hospital, day, cover);
    fill_shifts(hospital, day, cover);
    rest_around_nights(hospital, day, cover, day, cover);
}
