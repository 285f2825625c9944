#include "models/last_minute.h"

#include <math.h>

#include "models/hospital_rows.h"
#include "models/sessions.h"
#include "models/waiting_list.h"

enum { DAYS_TO_TREAT = 28 };  // NHS England, QMCO guidance: the day of the operation is day 0
_Static_assert((int)DAYS_TO_TREAT < (int)BOOKING_HORIZON_DAYS, "sessions are open so far ahead");

// Counting.

void last_minute_count(Hospital *hospital, uint32_t row, uint32_t day, enum LastMinuteCause cause)
{
    const MeasurePlan *measures = &hospital->plan->measures;
    sim_count_on(hospital->world, day, measures->qmco_lastmin, 1);
    sim_count_on(hospital->world, day, measures->qmco_cause + cause, 1);
    Pathway *pathway = pathway_at(hospital, row);
    pathway->breach_day = (uint16_t)(day + DAYS_TO_TREAT + 1);
    day_list_add(hospital, pathway->breach_day, DAY_BREACHES, row);
}

void last_minute_breach(Hospital *hospital, uint32_t row)
{
    if (pathway_at(hospital, row)->stage >= WAITING_STAGES) return;
    sim_count(hospital->world, hospital->plan->measures.qmco_28d, 1);
}

// A new date.

// Surgeons differ, and each operates on some of the service's lists only: which of them suit is the patient's own luck.
static bool suits(const Hospital *hospital, uint32_t row, const Session *session)
{
    const double share = hospital->trust->elective.services[session->service].own_lists[session->kind];
    if (share >= 1) return true;
    const uint32_t number = (session->key & 0x7f) | (uint32_t)session->half << 7;
    const SimWords words = elective_draw(hospital, row, PURPOSE_OWN_LIST, (uint32_t)session->day << 8 | number);
    return sim_happens(words.word[0], share);
}

static bool is_for(const Session *session, const Pathway *pathway)
{
    return session_is_theatre_list(session) && !session->extra && session->service == pathway->service &&
           session_stage((enum SessionKind)session->kind, SLOT_NEW) == pathway->stage;
}

// Within 28 days from now. Later than that the waiting list will do as well.
static uint32_t first_place(const Hospital *hospital, uint32_t row)
{
    const Pathway *pathway = pathway_at(hospital, row);
    const uint32_t today = sim_day_of(hospital_now(hospital));
    for (uint32_t day = today + SHORTEST_NOTICE_DAYS; day <= today + DAYS_TO_TREAT; day++) {
        for (uint32_t half = 0; half < HALVES; half++) {
            uint32_t list = sessions_of_half(hospital, day, (enum Half)half);
            for (const Session *session; list; list = session->next_same_day) {
                session = session_at(hospital, list);
                if (is_for(session, pathway) && session_has_place(hospital, session, pathway, day - today) &&
                    suits(hospital, row, session))
                    return list;
            }
        }
    }
    return 0;
}

void last_minute_rebook(Hospital *hospital, uint32_t row)
{
    const uint32_t list = first_place(hospital, row);
    if (list) {
        session_book_pathway(hospital, list, row, SLOT_NEW);
    } else {
        waiting_list_join(hospital, row);
    }
}

// The day.

static enum LastMinuteCause cause_of(const LastMinutePlan *plan, uint32_t word)
{
    uint32_t cause = 0;
    while (cause < DRAWN_CAUSES && !sim_happens(word, plan->until[cause])) cause++;
    return (enum LastMinuteCause)cause;  // DRAWN_CAUSES: none
}

static void cancel(Hospital *hospital, uint32_t row, enum LastMinuteCause cause)
{
    session_unbook_pathway(hospital, row);
    last_minute_count(hospital, row, sim_day_of(hospital_now(hospital)), cause);
    last_minute_rebook(hospital, row);
}

// The next patient of a list on which `used` slots have passed; false if the patient is cancelled. Nobody is sent for
// who is not expected to be done before the list may overrun no further.
static bool is_operated_on(Hospital *hospital, uint32_t row, double slots, double *used)
{
    const LastMinutePlan *plan = &hospital->trust->elective.last_minute;
    Pathway *pathway = pathway_at(hospital, row);
    const SimWords words = elective_draw(hospital, row, PURPOSE_ON_THE_DAY, pathway->appointments++);
    enum LastMinuteCause cause = cause_of(plan, words.word[0]);
    if (cause < DRAWN_CAUSES) {
        cancel(hospital, row, cause);
        return false;
    }
    if (*used + plan->case_slots.mean > slots * (1 + plan->overrun)) {
        cancel(hospital, row, CAUSE_OVERRUN);
        return false;
    }
    *used += sim_variate(&plan->case_slots, words.word[1]);
    return true;
}

// The urgent go first, then those who were booked first. Who is cancelled leaves the list, and the next takes the
// number.
void last_minute_screen(Hospital *hospital, uint32_t list)
{
    const Session *session = session_at(hospital, list);
    double used = 0;
    for (int urgent = 1; urgent >= 0; urgent--) {
        for (uint32_t number = 0; number < session_pathways(session);) {
            const uint32_t row = session_pathway(hospital, session, number);
            const bool is_urgent = pathway_at(hospital, row)->priority == PRIORITY_URGENT;
            if (is_urgent != urgent || is_operated_on(hospital, row, session_slots(session), &used)) number++;
        }
    }
}

// The plan.

void last_minute_plan(const HospitalPlan *plan, TrustPlan *trust, double activity)
{
    const LastMinuteFields *fields = &trust->fields->elective.last_minute;
    ElectivePlan *elective = &trust->elective;
    LastMinutePlan *last_minute = &elective->last_minute;
    double sum = 0;
    for (int cause = 0; cause < DRAWN_CAUSES; cause++) {
        sum += fields->share[cause];
        last_minute->until[cause] = sum;
    }
    const double operated = fmax(1 - sum, 0.01);  // who is cancelled takes another slot
    last_minute->overrun = fields->overrun;
    last_minute->case_slots = sim_distribution(plan->tables, SIM_LOGNORMAL, fields->case_share, fields->case_cv);
    for (uint32_t s = 0; s < elective->service_count; s++) {
        for (uint32_t kind = SESSION_INPATIENT_LIST; kind < SESSION_KINDS; kind++) {
            ServicePlan *service = &elective->services[s];
            service->sessions_a_day[kind] /= operated;
            const double a_day = service->sessions_a_day[kind] * activity;
            service->own_lists[kind] = fields->own_lists < a_day ? fields->own_lists / a_day : 1;
        }
    }
}
