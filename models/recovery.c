#include "models/recovery.h"

#include <math.h>

#include "models/cover.h"
#include "models/hospital_rows.h"
#include "models/sessions.h"
#include "models/short_notice.h"
#include "models/waiting_list.h"

enum { PURPOSE_OVERBOOKED = 20 };

static bool is_saturday(const Hospital *hospital, uint32_t day)
{
    return sim_weekday(hospital->plan->outline.first_day + (SimDate)day) == 5;
}

static bool is_on_saturdays(enum ExtraSession kind)
{
    return kind == EXTRA_WEEKEND_LIST || kind == EXTRA_INSOURCED_CLINIC || kind == EXTRA_INSOURCED_LIST;
}

// Sessions of a kind due on a day: how many of its days recovery has had decides, so that weeks have their number.
static uint32_t due_on(const Hospital *hospital, uint32_t day, enum ExtraSession kind)
{
    const StrikePlan *strike = &hospital->plan->strike;
    const bool saturdays = is_on_saturdays(kind);
    if (saturdays ? !is_saturday(hospital, day) : hospital_is_rest_day(hospital, day)) return 0;
    uint32_t before = 0;
    for (uint32_t past = strike->recovers_from; past < day; past++) {
        before += saturdays ? is_saturday(hospital, past) : !hospital_is_rest_day(hospital, past);
    }
    const double each = strike->recovery.a_day[kind] * 7 / (saturdays ? 1 : 5);
    return (uint32_t)(floor((before + 1) * each + 1e-9) - floor(before * each + 1e-9));
}

// Who holds them.

// Free consultants of a specialty on a half-day who have not been given an extra session.
static bool can_be_had(const Hospital *hospital, uint32_t day, uint32_t half, uint32_t specialty)
{
    const double willing =
        hospital->trust->staffing.consultants[specialty] * hospital->plan->strike.recovery.consultants;
    double given = 0;
    for (uint32_t s = sessions_of_half(hospital, day, (enum Half)half); s; s = session_at(hospital, s)->next_same_day) {
        const Session *session = session_at(hospital, s);
        if (session->extra) given += cover_needs(hospital, session, specialty);
    }
    return given + 1 <= willing + 1e-9;
}

// The anaesthetist of a list that is given to another service comes with it.
static uint32_t staff_of(enum ExtraSession kind)
{
    switch (kind) {
    case EXTRA_CLINIC:
    case EXTRA_REARRANGED_LIST: return 1;
    case EXTRA_WEEKEND_LIST: return 2;
    default: return 0;
    }
}

static bool is_staffed(const Hospital *hospital, uint32_t day, uint32_t half, uint32_t service, enum SessionKind held,
                       enum ExtraSession kind)
{
    const uint32_t staff = staff_of(kind), led_by = hospital->trust->elective.services[service].led_by[held];
    return (staff < 1 || can_be_had(hospital, day, half, led_by)) &&
           (staff < 2 || can_be_had(hospital, day, half, SPECIALTY_ANAESTHESIA));
}

// Which service gets them.

static enum SessionKind session_kind_of(enum ExtraSession kind)
{
    return kind == EXTRA_CLINIC || kind == EXTRA_INSOURCED_CLINIC ? SESSION_CLINIC : SESSION_DAY_CASE_LIST;
}

// Extra sessions of a service that have been opened for the week up to the day.
static uint32_t given_this_week(const Hospital *hospital, uint32_t day, uint32_t service, enum SessionKind kind)
{
    uint32_t given = 0;
    for (uint32_t back = day >= 6 ? day - 6 : 0; back <= day; back++) {
        for (uint32_t half = 0; half < HALVES; half++) {
            for (uint32_t s = sessions_of_half(hospital, back, (enum Half)half); s;
                 s = session_at(hospital, s)->next_same_day) {
                const Session *session = session_at(hospital, s);
                given += session->extra && session->service == service && session->kind == kind;
            }
        }
    }
    return given;
}

// The service with the most waiting per session of its own takes the next, of those that can staff it.
static int neediest(const Hospital *hospital, uint32_t day, uint32_t half, enum ExtraSession kind)
{
    const ElectivePlan *plan = &hospital->trust->elective;
    const enum SessionKind held = session_kind_of(kind);
    const enum PathwayStage stage = session_stage(held, SLOT_NEW);
    int best = -1;
    double most = 0;
    for (uint32_t s = 0; s < plan->service_count; s++) {
        const uint32_t listed = sim_ranked_length(hospital->world, hospital->state->elective.lists[s][stage]);
        const double waiting = listed / (1.0 + given_this_week(hospital, day, s, held));
        if (waiting <= most || !is_staffed(hospital, day, half, s, held, kind)) continue;
        most = waiting;
        best = (int)s;
    }
    return best;
}

static void open_and_fill(Hospital *hospital, uint32_t day, uint32_t service, enum SessionKind held, uint32_t half,
                          uint32_t number, enum ExtraSession kind)
{
    const uint32_t row = sessions_open_extra(hospital, day, service, held, (enum Half)half, number, kind);
    sim_count_on(hospital->world, day, hospital->plan->measures.rec_staff_sessions, staff_of(kind));
    short_notice_fill(hospital, row, hospital->plan->strike.recovery.filled);
}

static void open_extra(Hospital *hospital, uint32_t day, enum ExtraSession kind)
{
    const uint32_t due = due_on(hospital, day, kind);
    for (uint32_t i = 0; i < due; i++) {
        uint32_t half = (day + i) % HALVES;
        int service = neediest(hospital, day, half, kind);
        if (service < 0) {
            half = HALVES - 1 - half;
            service = neediest(hospital, day, half, kind);
        }
        if (service < 0) {
            sim_count_on(hospital->world, day, hospital->plan->measures.rec_unstaffed, 1);
            continue;
        }
        const uint32_t number = (uint32_t)kind << 8 | i;
        open_and_fill(hospital, day, (uint32_t)service, session_kind_of(kind), half, number, kind);
    }
}

// Theatre lists: those with few patients are emptied into others of their service, and given away.

typedef struct {
    double waiting[SERVICES_MOST][SESSION_KINDS];  // P2 and P3 for each list of a working day
} Urgency;

static Urgency urgency_of(const Hospital *hospital)
{
    Urgency urgency = {{{0}}};
    const ElectivePlan *plan = &hospital->trust->elective;
    for (uint32_t row = 1; row < hospital->world->tables[TABLE_PATHWAYS].used; row++) {
        const Pathway *pathway = pathway_at(hospital, row);
        if (pathway->stage != STAGE_INPATIENT && pathway->stage != STAGE_DAY_CASE) continue;
        if (pathway->session || pathway->priority > PRIORITY_SOON) continue;
        const enum SessionKind kind =
            pathway->stage == STAGE_INPATIENT ? SESSION_INPATIENT_LIST : SESSION_DAY_CASE_LIST;
        const double lists = plan->services[pathway->service].sessions_a_day[kind];
        if (lists > 0) urgency.waiting[pathway->service][kind] += 1 / lists;
    }
    return urgency;
}

static uint32_t free_slots(const Session *session)
{
    const uint32_t taken = session_booked(session) + session->blocked;
    return session_slots(session) > taken ? session_slots(session) - taken : 0;
}

static bool takes_over(const Session *list, const Session *emptied)
{
    return list != emptied && list->state == SESSION_OPEN && !list->extra && list->service == emptied->service &&
           list->kind == emptied->kind && free_slots(list) > 0 && list->booked[SLOT_NEW] < list->slots[SLOT_NEW];
}

// Slots of the day's other lists of the same service and kind; with `into` the first of those lists.
static uint32_t slots_elsewhere(const Hospital *hospital, const Session *emptied, uint32_t *into)
{
    uint32_t slots = 0;
    for (uint32_t half = 0; half < HALVES; half++) {
        for (uint32_t s = sessions_of_half(hospital, emptied->day, (enum Half)half); s;
             s = session_at(hospital, s)->next_same_day) {
            const Session *list = session_at(hospital, s);
            if (!takes_over(list, emptied)) continue;
            if (slots == 0 && into) *into = s;
            slots += free_slots(list);
        }
    }
    return slots;
}

// The list of the day with the fewest patients whose patients all find a slot in others; 0 if there is none.
static uint32_t emptiest(const Hospital *hospital, uint32_t day, const Urgency *urgency)
{
    uint32_t found = 0;
    double least = INFINITY;
    for (uint32_t half = 0; half < HALVES; half++) {
        for (uint32_t s = sessions_of_half(hospital, day, (enum Half)half); s;
             s = session_at(hospital, s)->next_same_day) {
            const Session *list = session_at(hospital, s);
            if (!session_is_theatre_list(list) || list->state != SESSION_OPEN || list->extra) continue;
            if (slots_elsewhere(hospital, list, NULL) < session_booked(list)) continue;
            const double cost = session_booked(list) * 1e6 + urgency->waiting[list->service][list->kind];
            if (cost >= least) continue;
            least = cost;
            found = s;
        }
    }
    return found;
}

static void empty_list(Hospital *hospital, uint32_t row)
{
    Session *list = session_at(hospital, row);
    for (uint32_t left = session_pathways(list); left > 0; left--) {
        const uint32_t pathway = session_pathway(hospital, list, left - 1);
        uint32_t into = 0;
        slots_elsewhere(hospital, list, &into);
        session_unbook_pathway(hospital, pathway);
        session_book_pathway(hospital, into, pathway, SLOT_NEW);
    }
    list->state = SESSION_HELD;  // nobody is seen in it
}

// Another service than that of the list, where more of P2 and P3 wait for each list; -1 if there is none.
static int more_urgent(const Hospital *hospital, const Session *list, const Urgency *urgency)
{
    int best = -1;
    double most = urgency->waiting[list->service][list->kind];
    const enum SessionKind kind = (enum SessionKind)list->kind;
    for (uint32_t s = 0; s < hospital->trust->elective.service_count; s++) {
        const double waiting = urgency->waiting[s][kind];
        if (waiting <= most || !is_staffed(hospital, list->day, list->half, s, kind, EXTRA_REARRANGED_LIST)) continue;
        most = waiting;
        best = (int)s;
    }
    return best;
}

static void rearrange_lists(Hospital *hospital, uint32_t day)
{
    const uint32_t due = due_on(hospital, day, EXTRA_REARRANGED_LIST);
    if (due == 0) return;
    const Urgency urgency = urgency_of(hospital);
    for (uint32_t i = 0; i < due; i++) {
        const uint32_t row = emptiest(hospital, day, &urgency);
        if (!row) return;
        const Session list = *session_at(hospital, row);
        const int service = more_urgent(hospital, &list, &urgency);
        if (service < 0) return;
        empty_list(hospital, row);
        open_and_fill(hospital, day, (uint32_t)service, (enum SessionKind)list.kind, list.half,
                      EXTRA_REARRANGED_LIST << 8 | i, EXTRA_REARRANGED_LIST);
    }
}

// Overbooking.

static void overbook(Hospital *hospital, uint32_t row)
{
    const Session session = *session_at(hospital, row);
    const double share = hospital->plan->strike.recovery.overbooking;
    const SimWords words = session_draw(hospital, &session, PURPOSE_OVERBOOKED);
    for (int use = 0; use < SLOT_USES; use++) {
        const uint32_t slots = (uint32_t)floor(session.slots[use] * share + sim_uniform(words.word[use]));
        if (slots == 0) continue;
        session_widen(hospital, row, (enum SlotUse)use, slots);
        sim_count_on(hospital->world, session.day, hospital->plan->measures.rec_overbooked, slots);
    }
}

static void overbook_clinics(Hospital *hospital, uint32_t day)
{
    if (hospital->plan->strike.recovery.overbooking <= 0) return;
    for (uint32_t half = 0; half < HALVES; half++) {
        for (uint32_t s = sessions_of_half(hospital, day, (enum Half)half); s;
             s = session_at(hospital, s)->next_same_day) {
            const Session *session = session_at(hospital, s);
            if (session->kind == SESSION_CLINIC && session->state == SESSION_OPEN && !session->extra)
                overbook(hospital, s);
        }
    }
}

void recovery_prepare_day(Hospital *hospital, uint32_t day)
{
    if (!hospital->trust->elective.on || day >= hospital->plan->days) return;
    static const enum ExtraSession opened[] = {EXTRA_CLINIC, EXTRA_WEEKEND_LIST, EXTRA_INSOURCED_CLINIC,
                                               EXTRA_INSOURCED_LIST};
    for (size_t i = 0; i < sizeof opened / sizeof opened[0]; i++) open_extra(hospital, day, opened[i]);
    rearrange_lists(hospital, day);
    overbook_clinics(hospital, day);
}
