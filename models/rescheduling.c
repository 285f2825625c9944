// Patients of planned sessions who are moved because of a strike.
#include "models/rescheduling.h"

#include "models/hospital.h"

static Session *session_at(const Hospital *hospital, uint32_t session)
{
    return SIM_ROW(hospital->world, TABLE_SESSIONS, Session, session);
}

static Pathway *pathway_at(const Hospital *hospital, uint32_t pathway)
{
    return SIM_ROW(hospital->world, TABLE_PATHWAYS, Pathway, pathway);
}

static PathwayAside *aside_of(const Hospital *hospital, uint32_t pathway)
{
    return SIM_ROW(hospital->world, TABLE_ASIDE, PathwayAside, pathway);
}

static void count_channel(Hospital *hospital, const Session *session, enum MoveChannel channel, uint32_t patients)
{
    sim_count_on(hospital->world, session->day, hospital->plan->measures.ia_channel + channel, patients);
}

static void move_pathway(Hospital *hospital, uint32_t session_row, uint32_t pathway_row, bool on_the_day)
{
    Pathway *pathway = pathway_at(hospital, pathway_row);
    const Session *session = session_at(hospital, session_row);
    const MeasurePlan *measures = &hospital->plan->measures;
    session_unbook_pathway(hospital, pathway_row);
    if (pathway->spell) beds_withdraw(hospital, pathway->spell);  // still without a bed, and needs none today
    pathway->spell = 0;
    if (pathway->moved == 0) hospital->state->elective.moved_waiting++;
    if (pathway->moved > 0) sim_count_on(hospital->world, session->day, measures->ia_repeat, 1);
    if (pathway->priority == PRIORITY_URGENT) sim_count_on(hospital->world, session->day, measures->ia_cancer, 1);
    if (pathway->moved < 255) pathway->moved++;
    pathway->untold = 1;
    const uint32_t visit = ++aside_of(hospital, pathway_row)->visits;
    booking_tell(hospital, &(MovedAppointment){.pathway = pathway_row,
                                               .key = elective_task_key(hospital, pathway->service, pathway->ordinal),
                                               .visit = visit,
                                               .session = session_row,
                                               .slot_s = session_starts_s(session->day, (enum Half)session->half),
                                               .on_the_day = on_the_day});
}

static void move_follow_up(Hospital *hospital, uint32_t session_row, bool on_the_day)
{
    Session *session = session_at(hospital, session_row);
    session->booked[SLOT_OTHER]--;
    session->look_at = UINT8_MAX;  // sessions.c: at once
    booking_tell(hospital, &(MovedAppointment){.key = elective_task_key(hospital, session->service, session->key),
                                               .visit = (uint32_t)session->day << 8 | session->booked[SLOT_OTHER],
                                               .session = session_row,
                                               .slot_s = session_starts_s(session->day, (enum Half)session->half),
                                               .on_the_day = on_the_day});
}

void session_cancel(Hospital *hospital, uint32_t row, enum MoveChannel channel, bool on_the_day)
{
    Session *session = session_at(hospital, row);
    uint32_t booked = session_booked(session), slots = session_slots(session);
    session->state = SESSION_CANCELLED;
    count_channel(hospital, session, channel, booked);
    sim_count_on(hospital->world, session->day, hospital->plan->measures.sessions_pulled, 1);
    if (hospital->trust->elective.services[session->service].led_by[session->kind] == SPECIALTY_WOMEN)
        sim_count_on(hospital->world, session->day, hospital->plan->measures.mat_sessions_pulled, 1);
    if (slots > booked + session->thinned) {
        elective_count_suppressed(hospital, session, slots - booked - session->thinned);
    }
    for (uint32_t left = session_pathways(session); left > 0; left--) {
        move_pathway(hospital, row, session_pathway(hospital, session, left - 1), on_the_day);
    }
    while (session->booked[SLOT_OTHER] > 0) move_follow_up(hospital, row, on_the_day);
}

// The least urgent pathway booked; of equals the one ranked last.
static uint32_t least_urgent(const Hospital *hospital, const Session *session)
{
    uint32_t found = 0;
    for (uint32_t number = session_pathways(session); number > 0; number--) {
        const uint32_t row = session_pathway(hospital, session, number - 1);
        const Pathway *pathway = pathway_at(hospital, row), *last = pathway_at(hospital, found);
        if (!found || pathway->priority > last->priority ||
            (pathway->priority == last->priority && pathway->rank_s > last->rank_s)) {
            found = row;
        }
    }
    return found;
}

void session_thin(Hospital *hospital, uint32_t row, uint32_t patients, bool on_the_day)
{
    Session *session = session_at(hospital, row);
    count_channel(hospital, session, CHANNEL_RESIDENT, patients);
    for (uint32_t i = 0; i < patients; i++) {
        session->thinned++;
        if (session->booked[SLOT_OTHER] > 0) {
            move_follow_up(hospital, row, on_the_day);
        } else {
            move_pathway(hospital, row, least_urgent(hospital, session), on_the_day);
        }
    }
}
