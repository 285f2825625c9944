// Which planned sessions the cover costs.
#include <math.h>
#include <stdlib.h>

#include "models/cover.h"
#include "models/hospital.h"
#include "models/rescheduling.h"
#include "models/session_staff.h"

enum { PURPOSE_SESSION_RANK = 2 };                          // of a session's numbers
enum { PURPOSE_CUT_ROUNDING = 10, PURPOSE_THIN_ROUNDING };  // of the cover's

typedef struct {
    double rank;  // lowest is cut first
    uint32_t session;
} Candidate;

static int by_rank(const void *a, const void *b)
{
    const Candidate *x = a, *y = b;
    if (x->rank != y->rank) return x->rank < y->rank ? -1 : 1;
    return x->session < y->session ? -1 : 1;
}

// Those closed to booking come first, then the least urgent: the fewest urgent patients a slot; ties by lot.
static double rank_of(const Hospital *hospital, const Session *session)
{
    SimWords words = session_draw(hospital, session, PURPOSE_SESSION_RANK);
    uint32_t slots = session_slots(session);
    double urgency = slots > 0 ? (double)session->urgent / slots : 0;
    return urgency + sim_uniform(words.word[0]) * 1e-6 - (session->state == SESSION_CLOSED ? 10 : 0);
}

static uint32_t rounded(const Hospital *hospital, double exact, uint32_t purpose, uint32_t specialty, uint32_t half,
                        uint32_t day)
{
    SimWords words = hospital_draw(hospital, STREAM_COVER, specialty << 8 | half, purpose, day);
    return (uint32_t)floor(exact + sim_uniform(words.word[0]));
}

static const Session *session_at(const Hospital *hospital, uint32_t session)
{
    return SIM_ROW(hospital->world, TABLE_SESSIONS, Session, session);
}

// Sessions of a specialty and half-day in the order in which they are cut, and how many are cut already.
static uint32_t candidates_of(const Hospital *hospital, uint32_t day, uint32_t specialty, uint32_t half,
                              Candidate *candidates, uint32_t most, uint32_t *cut)
{
    uint32_t count = 0;
    *cut = 0;
    for (uint32_t s = sessions_of_half(hospital, day, (enum Half)half); s; s = session_at(hospital, s)->next_same_day) {
        const Session *session = session_at(hospital, s);
        if (!cover_needs(hospital, session, specialty)) continue;
        if (session->state == SESSION_CANCELLED) {
            (*cut)++;
        } else if (session->state != SESSION_HELD && count < most) {
            candidates[count++] = (Candidate){rank_of(hospital, session), s};
        }
    }
    qsort(candidates, count, sizeof *candidates, by_rank);
    return count;
}

enum { CANDIDATES_MOST = 1024 };

// Theatre lists are booked on, unless the response says otherwise.
static bool may_be_closed(const Hospital *hospital, const Session *session)
{
    return session->kind < SESSION_INPATIENT_LIST || hospital->plan->strike.response.cut_back_theatre;
}

// Cancels as many sessions as the cover asks for, or only closes them to booking; those cut already count.
static void cut_sessions(Hospital *hospital, uint32_t day, const CoverDay *cover, bool on_the_day, bool only_close)
{
    static const uint8_t order[SPECIALTIES] = {
        SPECIALTY_ANAESTHESIA, SPECIALTY_EMERGENCY_MEDICINE, SPECIALTY_MEDICINE, SPECIALTY_SURGERY,
        SPECIALTY_WOMEN,       SPECIALTY_CHILDREN,           SPECIALTY_IMAGING};
    session_staff_cut(hospital, day, on_the_day, only_close);
    Candidate candidates[CANDIDATES_MOST];
    for (uint32_t i = 0; i < SPECIALTIES; i++) {
        for (uint32_t half = 0; half < HALVES; half++) {
            if (session_starts_s(day, (enum Half)half) <= hospital_now(hospital)) continue;
            uint32_t specialty = order[i], cut;
            double absent = cover->absent[specialty][half], pulled = cover->pulled[specialty][half];
            uint32_t wanted = rounded(hospital, absent + pulled, PURPOSE_CUT_ROUNDING, specialty, half, day);
            uint32_t struck = rounded(hospital, absent, PURPOSE_CUT_ROUNDING, specialty, half, day);
            uint32_t count = candidates_of(hospital, day, specialty, half, candidates, CANDIDATES_MOST, &cut);
            for (uint32_t c = 0; c < count && cut < wanted; c++, cut++) {
                if (only_close) {
                    if (!may_be_closed(hospital, session_at(hospital, candidates[c].session))) continue;
                    SIM_ROW(hospital->world, TABLE_SESSIONS, Session, candidates[c].session)->state = SESSION_CLOSED;
                } else {
                    enum MoveChannel channel = cut < struck ? CHANNEL_CONSULTANT : CHANNEL_PULLED;
                    session_cancel(hospital, candidates[c].session, channel, on_the_day);
                }
            }
        }
    }
}

// Slots of a session that goes ahead which its absent residents would have seen.
static uint32_t slots_of_residents(const Hospital *hospital, const Session *session, double absent_share)
{
    const ResponseFields *response = &hospital->plan->strike.response;
    bool theatre = session->kind >= SESSION_INPATIENT_LIST;
    double share = theatre ? response->theatre_slots : response->resident_slots;
    SimWords words = session_draw(hospital, session, PURPOSE_THIN_ROUNDING);
    return (uint32_t)floor(session_slots(session) * share * absent_share + sim_uniform(words.word[0]));
}

enum Thin { THIN_BLOCK, THIN_AHEAD, THIN_ON_THE_DAY };

static void thin_sessions(Hospital *hospital, uint32_t day, enum Thin how)
{
    for (uint32_t half = 0; half < HALVES; half++) {
        SimTime starts_s = session_starts_s(day, (enum Half)half);
        if (starts_s <= hospital_now(hospital)) continue;
        double share = how == THIN_ON_THE_DAY
                           ? strike_absence(hospital, GROUP_RESIDENTS, DEPARTMENT_PLANNED, starts_s)
                           : strike_forecast(hospital, GROUP_RESIDENTS, DEPARTMENT_PLANNED, starts_s);
        if (share <= 0) continue;
        for (uint32_t s = sessions_of_half(hospital, day, (enum Half)half); s;
             s = session_at(hospital, s)->next_same_day) {
            Session *session = SIM_ROW(hospital->world, TABLE_SESSIONS, Session, s);
            if (!session->doctor_led || session->state != SESSION_OPEN) continue;
            if (how == THIN_BLOCK && !may_be_closed(hospital, session)) continue;
            uint32_t lost = slots_of_residents(hospital, session, share);
            if (lost > session->blocked) session->blocked = (uint8_t)lost;
            if (how == THIN_BLOCK) continue;
            uint32_t left = session_slots(session) - session->blocked, booked = session_booked(session);
            if (booked > left) session_thin(hospital, s, booked - left, how == THIN_ON_THE_DAY);
        }
    }
}

void cover_cut_back(Hospital *hospital, uint32_t day)
{
    if (!hospital->trust->elective.on || day >= hospital->plan->days) return;
    CoverDay cover;
    cover_of_day(hospital, day, &cover);
    cut_sessions(hospital, day, &cover, false, true);
    thin_sessions(hospital, day, THIN_BLOCK);
}

void cover_close_opened(Hospital *hospital, uint32_t day)
{
    const StrikePlan *strike = &hospital->plan->strike;
    if (strike->response.cut_back && strike_is_announced_for(hospital, day)) {
        cover_cut_back(hospital, day);
    }
}

static void reopen_closed(Hospital *hospital, uint32_t day)
{
    for (uint32_t half = 0; half < HALVES; half++) {
        for (uint32_t s = sessions_of_half(hospital, day, (enum Half)half); s;
             s = session_at(hospital, s)->next_same_day) {
            Session *session = SIM_ROW(hospital->world, TABLE_SESSIONS, Session, s);
            if (session->state == SESSION_CLOSED) session->state = SESSION_OPEN;
        }
    }
}

void cover_cut(Hospital *hospital, uint32_t day)
{
    if (!hospital->trust->elective.on || day >= hospital->plan->days) return;
    CoverDay cover;
    cover_of_day(hospital, day, &cover);
    cut_sessions(hospital, day, &cover, false, false);
    reopen_closed(hospital, day);
    thin_sessions(hospital, day, THIN_AHEAD);
}

void cover_cut_on_the_day(Hospital *hospital, uint32_t day)
{
    if (!hospital->trust->elective.on || !strike_touches_day(hospital, day)) return;
    CoverDay cover;
    cover_of_day(hospital, day, &cover);
    cut_sessions(hospital, day, &cover, true, false);
    thin_sessions(hospital, day, THIN_ON_THE_DAY);
}
