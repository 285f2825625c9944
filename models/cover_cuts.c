// Which planned sessions the cover costs, and which of them go ahead after all.
#include <math.h>
#include <stdlib.h>

#include "models/cover.h"
#include "models/hospital_rows.h"
#include "models/rescheduling.h"
#include "models/session_staff.h"
#include "models/short_notice.h"

enum { PURPOSE_SESSION_RANK = 2, PURPOSE_THIN_ROUNDING = 11 };  // of a session's numbers
enum { PURPOSE_CUT_ROUNDING = 10 };                             // of the cover's

enum { CUTS_MOST = 1024 };

// The order in which sessions are cut.

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

// Protected patients weigh one each; others who should be seen soon a hundredth.
static double urgency_of(const Hospital *hospital, const Session *session)
{
    double urgency = 0;
    for (uint32_t i = 0; i < session_pathways(session); i++) {
        const Pathway *pathway = pathway_at(hospital, session_pathway(hospital, session, i));
        if (rescheduling_protects(hospital, pathway)) {
            urgency += 1;
        } else if (pathway->priority < PRIORITY_ROUTINE) {
            urgency += 0.01;
        }
    }
    return urgency;
}

// Those closed to booking come first, then the least urgent: the fewest urgent patients a slot; ties by lot.
static double rank_of(const Hospital *hospital, const Session *session)
{
    SimWords words = session_draw(hospital, session, PURPOSE_SESSION_RANK);
    uint32_t slots = session_slots(session);
    double urgency = slots > 0 ? urgency_of(hospital, session) / slots : 0;
    return urgency + sim_uniform(words.word[0]) * 1e-6 - (session->state == SESSION_CLOSED ? 100 : 0);
}

static bool has_begun(const Hospital *hospital, uint32_t day, uint32_t half)
{
    return session_starts_s(day, (enum Half)half) <= hospital_now(hospital);
}

// Sessions of a half-day in the order in which they are cut, and how many are cut already.
typedef struct {
    Candidate at[CUTS_MOST];
    uint32_t count, cut;
} Candidates;

static void consider(const Hospital *hospital, uint32_t row, Candidates *candidates)
{
    const Session *session = session_at(hospital, row);
    if (session->state == SESSION_CANCELLED) {
        candidates->cut++;
    } else if (session->state < SESSION_CANCELLED && candidates->count < CUTS_MOST) {
        candidates->at[candidates->count++] = (Candidate){rank_of(hospital, session), row};
    }
}

static void candidates_of_specialty(const Hospital *hospital, uint32_t day, uint32_t specialty, uint32_t half,
                                    Candidates *candidates)
{
    candidates->count = candidates->cut = 0;
    for (uint32_t s = sessions_of_half(hospital, day, (enum Half)half); s; s = session_at(hospital, s)->next_same_day) {
        if (cover_needs(hospital, session_at(hospital, s), specialty)) consider(hospital, s, candidates);
    }
    qsort(candidates->at, candidates->count, sizeof *candidates->at, by_rank);
}

static void candidates_of_kind(const Hospital *hospital, uint32_t day, enum SessionKind kind, uint32_t half,
                               Candidates *candidates)
{
    candidates->count = candidates->cut = 0;
    for (uint32_t s = sessions_of_half(hospital, day, (enum Half)half); s; s = session_at(hospital, s)->next_same_day) {
        if (session_at(hospital, s)->kind == kind) consider(hospital, s, candidates);
    }
    qsort(candidates->at, candidates->count, sizeof *candidates->at, by_rank);
}

// How many sessions the cover costs.

typedef struct {
    uint32_t session;
    enum MoveChannel channel;
} Cut;

typedef struct {
    Cut cuts[CUTS_MOST];
    uint32_t count;
} Cuts;

// Of a specialty's half-day, by what first: its consultants on strike, then those who cover, then those who rest.
typedef struct {
    uint32_t struck, pulled, all;
} Wanted;

static uint32_t rounded(const Hospital *hospital, double exact, uint32_t specialty, uint32_t half, uint32_t day)
{
    SimWords words = hospital_draw(hospital, STREAM_COVER, specialty << 8 | half, PURPOSE_CUT_ROUNDING, day);
    return (uint32_t)floor(exact + sim_uniform(words.word[0]));
}

static Wanted wanted_of(const Hospital *hospital, const CoverDay *cover, uint32_t specialty, uint32_t half,
                        uint32_t day)
{
    const double struck = cover->absent[specialty][half], pulled = struck + cover->pulled[specialty][half];
    return (Wanted){.struck = rounded(hospital, struck, specialty, half, day),
                    .pulled = rounded(hospital, pulled, specialty, half, day),
                    .all = rounded(hospital, pulled + cover->rest[specialty][half], specialty, half, day)};
}

static enum MoveChannel channel_of(const Wanted *wanted, uint32_t number)
{
    return number < wanted->struck ? CHANNEL_CONSULTANT : number < wanted->pulled ? CHANNEL_PULLED : CHANNEL_REST;
}

// Theatre lists need two specialties: anaesthetists come first.
static const uint8_t order[SPECIALTIES] = {
    SPECIALTY_ANAESTHESIA, SPECIALTY_EMERGENCY_MEDICINE, SPECIALTY_MEDICINE, SPECIALTY_SURGERY,
    SPECIALTY_WOMEN,       SPECIALTY_CHILDREN,           SPECIALTY_IMAGING};

// Of all that is to be cut, one after the other.
typedef void Act(Hospital *hospital, uint32_t session, enum MoveChannel channel, Cuts *cuts);

// Sessions to come of a day that lack staff who do not lead them.
static void each_without_staff(Hospital *hospital, uint32_t day, Cuts *cuts, Act *act)
{
    Candidates candidates;
    for (uint32_t half = 0; half < HALVES; half++) {
        if (has_begun(hospital, day, half)) continue;
        for (enum SessionKind kind = 0; kind < SESSION_KINDS; kind++) {
            const uint32_t lost = session_staff_lost(hospital, day, (enum Half)half, kind);
            if (lost == 0) continue;
            candidates_of_kind(hospital, day, kind, half, &candidates);
            for (uint32_t c = 0; c < candidates.count && candidates.cut + c < lost; c++)
                act(hospital, candidates.at[c].session, CHANNEL_STAFF, cuts);
        }
    }
}

// Those, and then what the cover costs each specialty.
static void each_to_cut(Hospital *hospital, uint32_t day, const CoverDay *cover, Cuts *cuts, Act *act)
{
    Candidates candidates;
    each_without_staff(hospital, day, cuts, act);
    for (uint32_t i = 0; i < SPECIALTIES; i++) {
        for (uint32_t half = 0; half < HALVES; half++) {
            if (has_begun(hospital, day, half)) continue;
            candidates_of_specialty(hospital, day, order[i], half, &candidates);
            const Wanted wanted = wanted_of(hospital, cover, order[i], half, day);
            for (uint32_t c = 0; c < candidates.count && candidates.cut + c < wanted.all; c++)
                act(hospital, candidates.at[c].session, channel_of(&wanted, candidates.cut + c), cuts);
        }
    }
}

// Closing to booking, before anything is cut.

// Theatre lists are booked on, unless the response says otherwise.
static bool may_be_closed(const Hospital *hospital, const Session *session)
{
    return !session_is_theatre_list(session) || hospital->plan->strike.response.cut_back_theatre;
}

static void close_session(Hospital *hospital, uint32_t row, enum MoveChannel channel, Cuts *cuts)
{
    (void)channel;
    (void)cuts;
    Session *session = session_at(hospital, row);
    if (may_be_closed(hospital, session)) session->state = SESSION_CLOSED;
}

static void open_closed(Hospital *hospital, uint32_t day)
{
    for (uint32_t half = 0; half < HALVES; half++) {
        for (uint32_t s = sessions_of_half(hospital, day, (enum Half)half); s;
             s = session_at(hospital, s)->next_same_day) {
            Session *session = session_at(hospital, s);
            if (session->state == SESSION_CLOSED) session->state = SESSION_OPEN;
        }
    }
}

// Cutting: all sessions are chosen before anybody is moved, so that nobody is offered a place in one of them.

static void choose(Hospital *hospital, uint32_t session, enum MoveChannel channel, Cuts *cuts)
{
    if (cuts->count >= CUTS_MOST) return;
    session_at(hospital, session)->state = SESSION_CANCELLED;
    cuts->cuts[cuts->count++] = (Cut){session, channel};
}

static void carry_out(Hospital *hospital, const Cuts *cuts, bool on_the_day)
{
    for (uint32_t i = 0; i < cuts->count; i++) {
        session_cancel(hospital, cuts->cuts[i].session, cuts->cuts[i].channel, on_the_day);
    }
}

// Sessions that go ahead without their residents.

static uint32_t slots_of_residents(const Hospital *hospital, const Session *session, double absent)
{
    SimWords words = session_draw(hospital, session, PURPOSE_THIN_ROUNDING);
    const double share = cover_share_of_residents(hospital, session, absent);
    return (uint32_t)floor(session_slots(session) * share + sim_uniform(words.word[0]));
}

enum Thin { THIN_BLOCK, THIN_AHEAD, THIN_ON_THE_DAY };

static void thin_session(Hospital *hospital, uint32_t row, double absent, enum Thin how)
{
    Session *session = session_at(hospital, row);
    if (!session->doctor_led || session->state != SESSION_OPEN) return;
    if (how == THIN_BLOCK && !may_be_closed(hospital, session)) return;
    const uint32_t lost = slots_of_residents(hospital, session, absent);
    if (lost > session->blocked) session->blocked = (uint8_t)lost;
    if (how == THIN_BLOCK) return;
    const uint32_t left = session_slots(session) - session->blocked, booked = session_booked(session);
    if (booked > left) session_thin(hospital, row, booked - left, how == THIN_ON_THE_DAY);
}

static double residents_absent(const Hospital *hospital, uint32_t day, uint32_t half, enum Thin how)
{
    const SimTime starts_s = session_starts_s(day, (enum Half)half);
    return how == THIN_ON_THE_DAY ? strike_absence(hospital, GROUP_RESIDENTS, DEPARTMENT_PLANNED, starts_s)
                                  : strike_forecast(hospital, GROUP_RESIDENTS, DEPARTMENT_PLANNED, starts_s);
}

static void thin_sessions(Hospital *hospital, uint32_t day, enum Thin how)
{
    for (uint32_t half = 0; half < HALVES; half++) {
        if (has_begun(hospital, day, half)) continue;
        const double absent = residents_absent(hospital, day, half, how);
        if (absent <= 0) continue;
        for (uint32_t s = sessions_of_half(hospital, day, (enum Half)half); s;
             s = session_at(hospital, s)->next_same_day) {
            thin_session(hospital, s, absent, how);
        }
    }
}

// Filling again, on the day, what turns out not to be needed.

// Sessions of a specialty that are cut although the cover does not ask for it.
static void sessions_to_spare(const Hospital *hospital, uint32_t day, uint32_t half, const CoverDay *cover,
                              uint32_t spare[SPECIALTIES])
{
    for (uint32_t specialty = 0; specialty < SPECIALTIES; specialty++) {
        uint32_t cut = 0;
        for (uint32_t s = sessions_of_half(hospital, day, (enum Half)half); s;
             s = session_at(hospital, s)->next_same_day) {
            const Session *session = session_at(hospital, s);
            cut += session->state == SESSION_CANCELLED && cover_needs(hospital, session, specialty);
        }
        const uint32_t wanted = wanted_of(hospital, cover, specialty, half, day).all;
        spare[specialty] = cut > wanted ? cut - wanted : 0;
    }
}

// Everybody whom the session needs can be spared; then they are not spared twice.
static bool can_go_ahead(const Hospital *hospital, const Session *session, uint32_t spare[SPECIALTIES])
{
    for (uint32_t specialty = 0; specialty < SPECIALTIES; specialty++) {
        if (cover_needs(hospital, session, specialty) && spare[specialty] == 0) return false;
    }
    for (uint32_t specialty = 0; specialty < SPECIALTIES; specialty++) {
        if (cover_needs(hospital, session, specialty)) spare[specialty]--;
    }
    return true;
}

// A session that is held after all, or has more residents than feared: its free slots are offered at short notice.
static void fill_again(Hospital *hospital, uint32_t row, double absent, uint32_t spare[SPECIALTIES])
{
    Session *session = session_at(hospital, row);
    const uint32_t lost = slots_of_residents(hospital, session, absent);
    if (session->state == SESSION_CANCELLED) {
        if (session->kind == SESSION_INPATIENT_LIST || !session_staff_is_free(hospital, session)) return;
        if (!can_go_ahead(hospital, session, spare)) return;
        session_reopen(hospital, row);
    } else if (session->state != SESSION_OPEN || session->blocked <= lost) {
        return;
    }
    session->blocked = (uint8_t)lost;
    short_notice_fill(hospital, row, hospital->plan->strike.response.refill);
}

static void fill_what_is_spared(Hospital *hospital, uint32_t day, const CoverDay *cover)
{
    if (hospital->plan->strike.response.refill <= 0) return;
    for (uint32_t half = 0; half < HALVES; half++) {
        if (has_begun(hospital, day, half)) continue;
        const double absent = residents_absent(hospital, day, half, THIN_ON_THE_DAY);
        uint32_t spare[SPECIALTIES];
        sessions_to_spare(hospital, day, half, cover, spare);
        for (uint32_t s = sessions_of_half(hospital, day, (enum Half)half); s;
             s = session_at(hospital, s)->next_same_day) {
            if (session_at(hospital, s)->doctor_led) fill_again(hospital, s, absent, spare);
        }
    }
}

// The moments.

void cover_cut_back(Hospital *hospital, uint32_t day)
{
    if (!hospital->trust->elective.on || day >= hospital->plan->days) return;
    CoverDay cover;
    cover_of_day(hospital, day, &cover);
    each_to_cut(hospital, day, &cover, NULL, close_session);
    thin_sessions(hospital, day, THIN_BLOCK);
}

void cover_close_opened(Hospital *hospital, uint32_t day)
{
    if (hospital->plan->strike.response.cut_back && strike_is_announced_for(hospital, day)) {
        cover_cut_back(hospital, day);
    }
}

void cover_cut(Hospital *hospital, uint32_t day)
{
    if (!hospital->trust->elective.on || day >= hospital->plan->days) return;
    CoverDay cover;
    Cuts cuts = {.count = 0};
    cover_of_day(hospital, day, &cover);
    each_to_cut(hospital, day, &cover, &cuts, choose);
    open_closed(hospital, day);
    thin_sessions(hospital, day, THIN_AHEAD);
    carry_out(hospital, &cuts, false);
}

void cover_cut_on_the_day(Hospital *hospital, uint32_t day)
{
    if (!hospital->trust->elective.on || !strike_touches_day(hospital, day)) return;
    CoverDay cover;
    Cuts cuts = {.count = 0};
    cover_of_day(hospital, day, &cover);
    each_to_cut(hospital, day, &cover, &cuts, choose);
    thin_sessions(hospital, day, THIN_ON_THE_DAY);
    carry_out(hospital, &cuts, true);
    fill_what_is_spared(hospital, day, &cover);
}

// Mornings and afternoons in turn, from the half-day with more to cut.
uint32_t cover_cut_for_time_off(Hospital *hospital, uint32_t day, uint32_t specialty, uint32_t sessions)
{
    Candidates candidates[HALVES];
    uint32_t next[HALVES] = {0};
    Cuts cuts = {.count = 0};
    for (uint32_t half = 0; half < HALVES; half++)
        candidates_of_specialty(hospital, day, specialty, half, &candidates[half]);
    while (cuts.count < sessions) {
        const uint32_t left[HALVES] = {candidates[0].count - next[0], candidates[1].count - next[1]};
        const uint32_t half = left[HALF_AFTERNOON] > left[HALF_MORNING] ? HALF_AFTERNOON : HALF_MORNING;
        if (left[half] == 0) break;
        choose(hospital, candidates[half].at[next[half]++].session, CHANNEL_TIME_OFF, &cuts);
    }
    carry_out(hospital, &cuts, false);
    return cuts.count;
}
