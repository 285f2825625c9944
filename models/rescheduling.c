#include "models/rescheduling.h"

#include <math.h>

#include "models/hospital_rows.h"

static PathwayAside *aside_of(const Hospital *hospital, uint32_t pathway)
{
    return SIM_ROW(hospital->world, TABLE_ASIDE, PathwayAside, pathway);
}

static SimTime starts_s(const Session *session)
{
    return session_starts_s(session->day, (enum Half)session->half);
}

bool rescheduling_protects(const Hospital *hospital, const Pathway *pathway)
{
    const ResponseFields *response = &hospital->plan->strike.response;
    if (response->protect_urgent && pathway->priority == PRIORITY_URGENT) return true;
    return (double)(hospital_now(hospital) - pathway->clock_start_s) >= response->protect_waits;
}

// Moving.

// Why, and whether on the day itself.
typedef struct {
    enum MoveChannel channel;
    bool on_the_day;
} Cause;

static MovedAppointment moved_from(const Session *session, uint32_t session_row, Cause cause)
{
    return (MovedAppointment){.session = session_row, .slot_s = starts_s(session), .on_the_day = cause.on_the_day};
}

static void count_channel(Hospital *hospital, const Session *session, Cause cause)
{
    sim_count_on(hospital->world, session->day, hospital->plan->measures.ia_channel + cause.channel, 1);
}

static void move_pathway(Hospital *hospital, uint32_t session_row, uint32_t pathway_row, Cause cause)
{
    Pathway *pathway = pathway_at(hospital, pathway_row);
    const Session *session = session_at(hospital, session_row);
    const MeasurePlan *measures = &hospital->plan->measures;
    session_unbook_pathway(hospital, pathway_row);
    if (pathway->spell) beds_withdraw(hospital, pathway->spell);  // still without a bed, and needs none today
    pathway->spell = 0;
    count_channel(hospital, session, cause);
    if (pathway->moved == 0) hospital->state->elective.moved_waiting++;
    if (pathway->moved > 0) sim_count_on(hospital->world, session->day, measures->ia_repeat, 1);
    if (pathway->priority == PRIORITY_URGENT) sim_count_on(hospital->world, session->day, measures->ia_cancer, 1);
    if (pathway->moved < 255) pathway->moved++;
    pathway->untold = 1;
    MovedAppointment moved = moved_from(session, session_row, cause);
    moved.pathway = pathway_row;
    moved.key = elective_task_key(hospital, pathway->service, pathway->ordinal);
    moved.visit = ++aside_of(hospital, pathway_row)->visits;
    booking_tell(hospital, &moved);
}

static void move_follow_up(Hospital *hospital, uint32_t session_row, Cause cause)
{
    Session *session = session_at(hospital, session_row);
    session->booked[SLOT_OTHER]--;
    session->look_at = UINT8_MAX;  // as in sessions.c: at once
    count_channel(hospital, session, cause);
    MovedAppointment moved = moved_from(session, session_row, cause);
    moved.key = elective_task_key(hospital, session->service, session->key);
    moved.visit = (uint32_t)session->day << 8 | session->booked[SLOT_OTHER];
    booking_tell(hospital, &moved);
}

// Protected patients take the places of others.

static enum SlotUse use_of(const Pathway *pathway)
{
    return pathway->stage == STAGE_REVIEW ? SLOT_REVIEW : SLOT_NEW;
}

static bool goes_after(const Pathway *pathway, const Pathway *other)
{
    if (pathway->priority != other->priority) return pathway->priority > other->priority;
    return pathway->rank_s > other->rank_s;
}

// A place in a session: free, or of a patient who would be moved.
typedef struct {
    uint32_t session;  // 0: none
    uint32_t patient;  // 0: free
} Seat;

// It goes ahead and has not begun; within so many seconds of the other.
static bool is_comparable(const Hospital *hospital, const Session *session, const Session *own)
{
    if (session->service != own->service || session->kind != own->kind || session->state != SESSION_OPEN) return false;
    const SimTime apart_s =
        starts_s(session) > starts_s(own) ? starts_s(session) - starts_s(own) : starts_s(own) - starts_s(session);
    return starts_s(session) > hospital_now(hospital) &&
           (double)apart_s <= hospital->plan->strike.response.protect_within;
}

static bool has_room(const Session *session, enum SlotUse use)
{
    return session->booked[use] < session->slots[use] &&
           session_booked(session) + session->blocked < session_slots(session);
}

// Of two patients who could make room, the one who goes last in the list.
static void offer_seats_of(const Hospital *hospital, uint32_t row, enum SlotUse use, Seat *best)
{
    const Session *session = session_at(hospital, row);
    if (has_room(session, use)) *best = (Seat){.session = row};
    for (uint32_t i = 0; i < session_pathways(session); i++) {
        if (best->session && !best->patient) return;
        const uint32_t patient = session_pathway(hospital, session, i);
        const Pathway *pathway = pathway_at(hospital, patient);
        if (use_of(pathway) != use || rescheduling_protects(hospital, pathway)) continue;
        if (!best->session || goes_after(pathway, pathway_at(hospital, best->patient))) {
            *best = (Seat){.session = row, .patient = patient};
        }
    }
}

// The nearest day with a place; on it a free one before that of somebody else. Days after it on which sessions may
// still be cut are no help.
static Seat find_seat(const Hospital *hospital, const Session *own, enum SlotUse use)
{
    Seat best = {0};
    const uint32_t days = (uint32_t)ceil(hospital->plan->strike.response.protect_within / SIM_DAY_S);
    for (uint32_t day = own->day; day <= own->day + days && !best.session; day++) {
        if (day > own->day && (day >= hospital->plan->days || strike_touches_day(hospital, day))) continue;
        for (uint32_t half = 0; half < HALVES; half++) {
            for (uint32_t row = sessions_of_half(hospital, day, (enum Half)half), next; row; row = next) {
                next = session_at(hospital, row)->next_same_day;
                if (is_comparable(hospital, session_at(hospital, row), own)) offer_seats_of(hospital, row, use, &best);
            }
        }
    }
    return best;
}

// Gives a protected patient another place; false if there is none.
static bool reseat(Hospital *hospital, uint32_t session_row, uint32_t pathway_row, Cause cause)
{
    const Session own = *session_at(hospital, session_row);
    const enum SlotUse use = use_of(pathway_at(hospital, pathway_row));
    const Seat seat = find_seat(hospital, &own, use);
    if (!seat.session) return false;
    const uint32_t day = session_at(hospital, seat.session)->day;
    if (seat.patient) {
        cause.on_the_day = cause.on_the_day && day == own.day;
        move_pathway(hospital, seat.session, seat.patient, cause);
    }
    session_unbook_pathway(hospital, pathway_row);
    Pathway *pathway = pathway_at(hospital, pathway_row);
    if (pathway->spell && day != own.day) {
        beds_withdraw(hospital, pathway->spell);
        pathway->spell = 0;
    }
    session_book_pathway(hospital, seat.session, pathway_row, use);
    sim_count_on(hospital->world, own.day, hospital->plan->measures.ia_reseated, 1);
    return true;
}

static void move_or_reseat(Hospital *hospital, uint32_t session, uint32_t pathway, Cause cause)
{
    if (rescheduling_protects(hospital, pathway_at(hospital, pathway)) && reseat(hospital, session, pathway, cause))
        return;
    move_pathway(hospital, session, pathway, cause);
}

void rescheduling_for_want_of_a_bed(Hospital *hospital, uint32_t pathway)
{
    move_pathway(hospital, pathway_at(hospital, pathway)->session, pathway,
                 (Cause){.channel = CHANNEL_NO_BED, .on_the_day = true});
}

// Sessions.

static void count_session(Hospital *hospital, const Session *session, enum MoveChannel channel)
{
    const MeasurePlan *measures = &hospital->plan->measures;
    const uint32_t series = channel == CHANNEL_REST       ? measures->rest_sessions
                            : channel == CHANNEL_TIME_OFF ? measures->toil_sessions
                            : channel == CHANNEL_PULLED   ? measures->sessions_pulled
                                                          : measures->sessions_struck;
    sim_count_on(hospital->world, session->day, series, 1);
    if (hospital->trust->elective.services[session->service].led_by[session->kind] == SPECIALTY_WOMEN)
        sim_count_on(hospital->world, session->day, measures->mat_sessions_pulled, 1);
}

void session_cancel(Hospital *hospital, uint32_t row, enum MoveChannel channel, bool on_the_day)
{
    Session *session = session_at(hospital, row);
    const Cause cause = {.channel = channel, .on_the_day = on_the_day};
    session->state = channel == CHANNEL_TIME_OFF ? SESSION_TIME_OFF : SESSION_CANCELLED;
    count_session(hospital, session, channel);
    session->cut = (uint16_t)(session_booked(session) + 1);
    for (uint32_t left = session_pathways(session); left > 0; left--) {
        move_or_reseat(hospital, row, session_pathway(hospital, session, left - 1), cause);
    }
    while (session->booked[SLOT_OTHER] > 0) move_follow_up(hospital, row, cause);
}

// Who is moved out of a session that goes ahead: nobody protected as long as there is somebody else, then the least
// urgent, then the one ranked last.
static uint32_t first_to_move(const Hospital *hospital, const Session *session)
{
    uint32_t found = 0;
    bool found_is_protected = false;
    for (uint32_t number = session_pathways(session); number > 0; number--) {
        const uint32_t row = session_pathway(hospital, session, number - 1);
        const bool is_protected = rescheduling_protects(hospital, pathway_at(hospital, row));
        const bool later = found && goes_after(pathway_at(hospital, row), pathway_at(hospital, found));
        if (!found || is_protected < found_is_protected || (is_protected == found_is_protected && later)) {
            found = row;
            found_is_protected = is_protected;
        }
    }
    return found;
}

void session_thin(Hospital *hospital, uint32_t row, uint32_t patients, bool on_the_day)
{
    Session *session = session_at(hospital, row);
    const Cause cause = {.channel = CHANNEL_RESIDENT, .on_the_day = on_the_day};
    for (uint32_t i = 0; i < patients; i++) {
        session->thinned++;
        if (session->booked[SLOT_OTHER] > 0) {
            move_follow_up(hospital, row, cause);
        } else {
            move_or_reseat(hospital, row, first_to_move(hospital, session), cause);
        }
    }
}

void session_reopen(Hospital *hospital, uint32_t row)
{
    Session *session = session_at(hospital, row);
    session->state = SESSION_OPEN;
    session->blocked = 0;
    session->look_at = UINT8_MAX;
}
