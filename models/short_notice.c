#include "models/short_notice.h"

#include "models/hospital_rows.h"
#include "models/sessions.h"
#include "models/waiting_list.h"

static SimTime starts_s(const Session *session)
{
    return session_starts_s(session->day, (enum Half)session->half);
}

// Slots in which nobody is booked and somebody could be seen.
static uint32_t free_slots(const Session *session)
{
    const uint32_t taken = session_booked(session) + session->blocked;
    return session_slots(session) > taken ? session_slots(session) - taken : 0;
}

// Inpatients ask for their beds early on the day, so nobody can join their lists on it.
static bool is_to_come(const Hospital *hospital, const Session *session)
{
    const SimTime now_s = hospital_now(hospital);
    if (session->state != SESSION_OPEN || starts_s(session) <= now_s) return false;
    return session->kind != SESSION_INPATIENT_LIST || session->day > sim_day_of(now_s);
}

// It lost slots to a strike, called off or not.
static bool was_cut_into(const Hospital *hospital, const Session *session)
{
    const StrikePlan *strike = &hospital->plan->strike;
    for (uint32_t i = 0; i < strike->window_count && !session->extra; i++) {
        if (strike_first_day(&strike->windows[i]) <= session->day &&
            session->day <= strike_last_day(&strike->windows[i]))
            return true;
    }
    return false;
}

static bool book(Hospital *hospital, uint32_t row, enum SlotUse use)
{
    const Session *session = session_at(hospital, row);
    const enum PathwayStage stage = session_stage((enum SessionKind)session->kind, use);
    const uint32_t moved = use == SLOT_OTHER ? 0 : booking_take_moved(hospital, session->service, stage);
    if (!moved) return session_book_next(hospital, row, use);
    pathway_at(hospital, moved)->untold = 0;
    session_book_pathway(hospital, row, moved, use);
    return true;
}

bool short_notice_book(Hospital *hospital, uint32_t row, enum SlotUse use)
{
    const Session *session = session_at(hospital, row);
    if (!is_to_come(hospital, session) || free_slots(session) == 0) return false;
    if (session->booked[use] >= session->slots[use]) return false;
    const uint32_t day = session->day;
    const bool again = was_cut_into(hospital, session);
    if (!book(hospital, row, use)) return false;
    if (again) sim_count_on(hospital->world, day, hospital->plan->measures.ia_refilled, 1);
    return true;
}

// A slot's number in its session is the same however many others are free.
void short_notice_fill(Hospital *hospital, uint32_t row, double share)
{
    const Session session = *session_at(hospital, row);
    if (!is_to_come(hospital, &session)) return;
    uint32_t left = free_slots(&session), before = 0;
    for (uint32_t use = 0; use < SLOT_USES; use++) {
        for (uint32_t number = session.booked[use]; number < session.slots[use] && left > 0; number++, left--) {
            booking_offer(hospital, &(SlotOffer){.session = row,
                                                 .number = before + number,
                                                 .use = use,
                                                 .slot_s = starts_s(&session),
                                                 .share = share});
        }
        before += session.slots[use];
    }
}

static enum SlotUse use_of(const Pathway *pathway)
{
    return pathway->stage == STAGE_REVIEW ? SLOT_REVIEW : SLOT_NEW;
}

static void keeps_appointment(Hospital *hospital, const MovedAppointment *moved)
{
    Session *session = session_at(hospital, moved->session);
    if (!moved->pathway) {
        session->booked[SLOT_OTHER]++;
        return;
    }
    const MeasurePlan *measures = &hospital->plan->measures;
    Pathway *pathway = pathway_at(hospital, moved->pathway);
    pathway->untold = 0;
    if (pathway->stage >= WAITING_STAGES) return;  // taken off the list meanwhile
    pathway->moved--;
    if (pathway->moved == 0) hospital->state->elective.moved_waiting--;
    if (pathway->moved > 0) sim_count_on(hospital->world, session->day, measures->ia_repeat, -1);
    if (pathway->priority == PRIORITY_URGENT) sim_count_on(hospital->world, session->day, measures->ia_cancer, -1);
    const enum SlotUse use = use_of(pathway);
    if (session->booked[use] < session->slots[use]) {
        session_book_pathway(hospital, moved->session, moved->pathway, use);
    } else {
        waiting_list_join(hospital, moved->pathway);
    }
}

uint32_t short_notice_restore(Hospital *hospital, uint32_t row)
{
    if (!is_to_come(hospital, session_at(hospital, row))) return 0;
    return booking_withdraw(hospital, row, keeps_appointment);
}
