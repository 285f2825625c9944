#include "models/sessions.h"

#include <assert.h>
#include <math.h>

#include "models/hospital_rows.h"
#include "models/waiting_list.h"

SimTime session_starts_s(uint32_t day, enum Half half)
{
    SimTime midnight_s = (SimTime)day * SIM_DAY_S;
    return midnight_s + (half == HALF_MORNING ? 9 * SIM_HOUR_S : 13 * SIM_HOUR_S + 30 * SIM_MINUTE_S);
}

uint32_t sessions_of_half(const Hospital *hospital, uint32_t day, enum Half half)
{
    if (!hospital->trust->elective.on) return 0;
    return SIM_ROW(hospital->world, TABLE_DAYS_AHEAD, ElectiveDay, day + 1)->first_session[half];
}

bool session_is_cut(const Session *session)
{
    return session->state == SESSION_CANCELLED || session->state == SESSION_TIME_OFF;
}

uint32_t session_slots(const Session *session)
{
    return (uint32_t)session->slots[SLOT_NEW] + session->slots[SLOT_REVIEW] + session->slots[SLOT_OTHER];
}

uint32_t session_booked(const Session *session)
{
    return (uint32_t)session->booked[SLOT_NEW] + session->booked[SLOT_REVIEW] + session->booked[SLOT_OTHER];
}

uint32_t session_pathways(const Session *session)
{
    return (uint32_t)session->booked[SLOT_NEW] + session->booked[SLOT_REVIEW];
}

static uint32_t *bookings_of(const Hospital *hospital, const Session *session)
{
    return SIM_ROW(hospital->world, TABLE_BOOKINGS, uint32_t, session->first_booking);
}

uint32_t session_pathway(const Hospital *hospital, const Session *session, uint32_t number)
{
    return bookings_of(hospital, session)[number];
}

void session_prefetch(const Hospital *hospital, const Session *session)
{
    const uint32_t *booked = bookings_of(hospital, session), count = session_pathways(session);
    for (uint32_t i = 0; i < count; i++) sim_table_prefetch(hospital->world, TABLE_PATHWAYS, booked[i]);
}

// Opening.

enum { AT_ONCE = UINT8_MAX };  // for look_at: somebody has been taken out, or nothing is known yet

// Whole numbers whose running sum keeps to that of the exact ones.
static uint16_t carried(double exact, double *carry)
{
    double sum = exact + *carry, whole = floor(sum + 1e-9);
    *carry = sum - whole;
    return (uint16_t)whole;
}

static uint32_t key_of(enum SessionKind kind, enum Half half, uint32_t number, bool extra)
{
    return (uint32_t)extra << 24 | (uint32_t)kind << 18 | (uint32_t)half << 17 | (number & 0x1ffff);
}

// An empty session in its place in the day.
static Session *session_open(Hospital *hospital, uint32_t day, uint32_t service, enum SessionKind kind, enum Half half,
                             uint32_t key)
{
    uint32_t row = sim_table_append(hospital->world, TABLE_SESSIONS);
    Session *session = session_at(hospital, row);
    session->key = key;
    session->day = (uint16_t)day;
    session->service = (uint8_t)service;
    session->kind = (uint8_t)kind;
    session->half = (uint8_t)half;
    session->look_at = AT_ONCE;
    ElectiveDay *opened = SIM_ROW(hospital->world, TABLE_DAYS_AHEAD, ElectiveDay, day + 1);
    session->next_same_day = opened->first_session[half];
    opened->first_session[half] = row;
    return session;
}

static uint32_t pathway_slots(const Session *session)
{
    return (uint32_t)session->slots[SLOT_NEW] + session->slots[SLOT_REVIEW];
}

// Pathways can be booked once it is known how many slots there are for them.
static void make_room_for_bookings(Hospital *hospital, Session *session)
{
    session->first_booking = sim_table_append_many(hospital->world, TABLE_BOOKINGS, pathway_slots(session));
}

// Slots of the template and who leads, with fractions carried from session to session.
static void take_from_template(Hospital *hospital, Session *session)
{
    const ServicePlan *plan = &hospital->trust->elective.services[session->service];
    ElectiveState *state = &hospital->state->elective;
    for (int use = 0; use < SLOT_USES; use++) {
        double *carry = &state->carry_slots[session->service][session->kind][use];
        session->slots[use] = carried(plan->slots[session->kind][use], carry);
    }
    make_room_for_bookings(hospital, session);
    double *carry_led = &state->carry_doctor_led[session->service][session->kind];
    session->doctor_led = carried(plan->doctor_led[session->kind], carry_led) > 0;
}

// Slots of all uses, in the template's proportions; the fractions carry over to the next session.
static void part_slots(Hospital *hospital, Session *session, uint32_t slots)
{
    const ServicePlan *plan = &hospital->trust->elective.services[session->service];
    double *carry = hospital->state->elective.carry_slots[session->service][session->kind], all = 0;
    for (int use = 0; use < SLOT_USES; use++) all += plan->slots[session->kind][use];
    uint32_t left = slots;
    for (int use = SLOT_USES - 1; use > 0; use--) {
        uint32_t share = all > 0 ? carried(slots * plan->slots[session->kind][use] / all, &carry[use]) : 0;
        session->slots[use] = (uint16_t)(share < left ? share : left);
        left -= session->slots[use];
    }
    session->slots[0] = (uint16_t)left;
}

void sessions_open_written(Hospital *hospital, const WrittenSession *written)
{
    Session *session = session_open(hospital, written->day, written->service, written->kind, written->half,
                                    key_of(written->kind, written->half, written->number, false));
    session->written = (uint16_t)written->written;
    part_slots(hospital, session, written->slots);
    make_room_for_bookings(hospital, session);
    session->doctor_led = written->doctor_led;
    if (written->asks_template) {
        double *carry = &hospital->state->elective.carry_doctor_led[written->service][written->kind];
        const ServicePlan *plan = &hospital->trust->elective.services[written->service];
        session->doctor_led = carried(plan->doctor_led[written->kind], carry) > 0;
    }
    if (written->waits_for_export) session->look_at = 0;  // sessions_book never looks at so near a day
}

void sessions_open_day(Hospital *hospital, uint32_t day)
{
    session_file_open_day(hospital, day);
    const ElectivePlan *plan = &hospital->trust->elective;
    ElectiveState *state = &hospital->state->elective;
    double activity = plan->activity[day];
    if (activity <= 0) return;
    for (uint32_t service = 0; service < plan->service_count; service++) {
        for (uint32_t kind = 0; kind < SESSION_KINDS; kind++) {
            if (session_file_is_whole(hospital->trust, service, kind, day)) continue;
            double exact = plan->services[service].sessions_a_day[kind] * activity;
            uint32_t count = carried(exact, &state->carry[service][kind]);
            for (uint32_t i = 0; i < count; i++) {
                enum Half half = (enum Half)((i + day) % HALVES);
                uint32_t key = key_of((enum SessionKind)kind, half, i, false);
                take_from_template(hospital, session_open(hospital, day, service, (enum SessionKind)kind, half, key));
            }
        }
    }
}

uint32_t sessions_open_extra(Hospital *hospital, uint32_t day, uint32_t service, enum SessionKind kind, enum Half half,
                             uint32_t number, uint32_t extra)
{
    Session *session = session_open(hospital, day, service, kind, half, key_of(kind, half, number, true));
    double carry = 0;
    for (int use = 0; use < SLOT_USES; use++) {
        session->slots[use] = carried(hospital->trust->elective.services[service].slots[kind][use], &carry);
    }
    make_room_for_bookings(hospital, session);
    session->extra = (uint8_t)extra;
    session->doctor_led = extra != EXTRA_INSOURCED_CLINIC && extra != EXTRA_INSOURCED_LIST;
    return SIM_ROW(hospital->world, TABLE_DAYS_AHEAD, ElectiveDay, day + 1)->first_session[half];
}

// Bookings of a session lie together, so those there are move.
void session_widen(Hospital *hospital, uint32_t row, enum SlotUse use, uint32_t slots)
{
    Session *session = session_at(hospital, row);
    const uint32_t before = session->first_booking, booked = session_pathways(session);
    session->slots[use] = (uint16_t)(session->slots[use] + slots);
    session->look_at = AT_ONCE;
    if (use == SLOT_OTHER) return;
    make_room_for_bookings(hospital, session);
    for (uint32_t i = 0; i < booked; i++) {
        bookings_of(hospital, session)[i] = *SIM_ROW(hospital->world, TABLE_BOOKINGS, uint32_t, before + i);
    }
}

// Booking.

// A fixed fraction for each session and use, by which shares of slots are rounded up or down.
static double rounding_of(const ElectivePlan *plan, const Session *session, enum SlotUse use)
{
    uint32_t key = session->key ^ plan->services[session->service].stream.sessions;
    uint32_t mixed = (key * 2654435761u) ^ (session->day * 2246822519u) ^ (use * 3266489917u);
    mixed ^= mixed >> 15;
    mixed *= 2246822519u;
    mixed ^= mixed >> 13;
    return (double)mixed * 0x1p-32;
}

static enum BookingCurve curve_of(enum SessionKind kind, enum SlotUse use)
{
    if (kind >= SESSION_INPATIENT_LIST) return CURVE_THEATRE;
    return use == SLOT_OTHER ? CURVE_OTHER : CURVE_CLINIC;
}

enum PathwayStage session_stage(enum SessionKind kind, enum SlotUse use)
{
    switch (kind) {
    case SESSION_ENDOSCOPY: return STAGE_ENDOSCOPY;
    case SESSION_IMAGING: return STAGE_IMAGING;
    case SESSION_INPATIENT_LIST: return STAGE_INPATIENT;
    case SESSION_DAY_CASE_LIST: return STAGE_DAY_CASE;
    case SESSION_CLINIC:
    case SESSION_KINDS: break;
    }
    return use == SLOT_REVIEW ? STAGE_REVIEW : STAGE_FIRST;
}

// Of the slot a pathway is booked into.
static enum SlotUse use_of(const Pathway *pathway)
{
    return pathway->stage == STAGE_REVIEW ? SLOT_REVIEW : SLOT_NEW;
}

static StageList list_of(const Hospital *hospital, const Session *session, enum SlotUse use)
{
    return waiting_list_of(hospital, session->service, session_stage((enum SessionKind)session->kind, use));
}

void session_book_pathway(Hospital *hospital, uint32_t session_row, uint32_t pathway_row, enum SlotUse use)
{
    Session *session = session_at(hospital, session_row);
    Pathway *pathway = pathway_at(hospital, pathway_row);
    pathway->ticket = 0;
    pathway->session = session_row;
    assert(session->booked[use] < session->slots[use]);
    bookings_of(hospital, session)[session_pathways(session)] = pathway_row;
    session->booked[use]++;
    session->urgent = (uint8_t)(session->urgent + (pathway->priority == PRIORITY_URGENT));
}

// The others stay in the order in which they were booked.
static void forget_booking(Hospital *hospital, const Session *session, uint32_t pathway_row)
{
    uint32_t *booked = bookings_of(hospital, session), last = session_pathways(session) - 1, number = last;
    while (booked[number] != pathway_row) number--;
    for (; number < last; number++) booked[number] = booked[number + 1];
}

void session_unbook_pathway(Hospital *hospital, uint32_t pathway_row)
{
    Pathway *pathway = pathway_at(hospital, pathway_row);
    Session *session = session_at(hospital, pathway->session);
    forget_booking(hospital, session, pathway_row);
    session->booked[use_of(pathway)]--;
    session->urgent = (uint8_t)(session->urgent - (pathway->priority == PRIORITY_URGENT));
    session->look_at = AT_ONCE;
    pathway->session = 0;
}

static void book_follow_ups(Hospital *hospital, Session *session, uint32_t wanted)
{
    double *due = &hospital->state->elective.other_due[session->service];
    uint32_t free = wanted - session->booked[SLOT_OTHER];
    uint32_t booked = *due < free ? (uint32_t)*due : free;
    session->booked[SLOT_OTHER] = (uint16_t)(session->booked[SLOT_OTHER] + booked);
    *due -= booked;
}

// Slots for pathways that are kept for urgent patients so many days ahead.
static uint32_t kept_for_urgent(const ElectivePlan *plan, const Session *session, uint32_t ahead_days)
{
    const double share = plan->reserve[session->kind].share;
    if (share <= 0 || ahead_days <= plan->reserve[session->kind].until_days) return 0;
    return (uint32_t)(pathway_slots(session) * share + rounding_of(plan, session, SLOT_USES));
}

static bool has_room_beside(const Session *session, uint32_t kept)
{
    return session_pathways(session) - session->urgent + kept < pathway_slots(session);
}

bool session_has_place(const Hospital *hospital, const Session *session, const Pathway *pathway, uint32_t ahead_days)
{
    const enum SlotUse use = use_of(pathway);
    const bool waits_for_export = session->written && session->look_at == 0;
    if (session->state != SESSION_OPEN || waits_for_export || session->booked[use] >= session->slots[use] ||
        session_booked(session) + session->blocked >= session_slots(session))
        return false;
    return pathway->priority == PRIORITY_URGENT ||
           has_room_beside(session, kept_for_urgent(&hospital->trust->elective, session, ahead_days));
}

static bool urgent_is_next(const Hospital *hospital, const StageList *list)
{
    const uint32_t next = sim_ranked_first(hospital->world, list->list, waiting_list_ticket, list, NULL);
    return next && pathway_at(hospital, next)->priority == PRIORITY_URGENT;
}

static void book_pathways(Hospital *hospital, uint32_t row, enum SlotUse use, uint32_t wanted, uint32_t kept)
{
    const Session *session = session_at(hospital, row);
    const StageList list = list_of(hospital, session, use);
    while (session->booked[use] < wanted) {
        if (kept > 0 && !has_room_beside(session, kept) && !urgent_is_next(hospital, &list)) break;
        uint32_t soon[4], count = sim_ranked_soon(hospital->world, list.list, soon);
        for (uint32_t i = 0; i < count; i++) sim_table_prefetch(hospital->world, TABLE_PATHWAYS, soon[i]);
        uint32_t pathway = sim_ranked_take_first(hospital->world, list.list, waiting_list_ticket, &list);
        if (!pathway) break;
        session_book_pathway(hospital, row, pathway, use);
    }
}

uint32_t session_take_next(Hospital *hospital, uint32_t row, enum SlotUse use)
{
    const Session *session = session_at(hospital, row);
    const StageList list = list_of(hospital, session, use);
    return sim_ranked_take_first(hospital->world, list.list, waiting_list_ticket, &list);
}

void session_look_again(Session *session)
{
    session->look_at = AT_ONCE;
}

bool session_book_next(Hospital *hospital, uint32_t row, enum SlotUse use)
{
    Session *session = session_at(hospital, row);
    const uint32_t booked = session->booked[use];
    if (use != SLOT_OTHER) {
        book_pathways(hospital, row, use, booked + 1, 0);
    } else if (session->kind == SESSION_CLINIC) {
        book_follow_ups(hospital, session, booked + 1);
    } else {
        session->booked[use]++;
    }
    return session->booked[use] > booked;
}

// Slots of a use that are to be booked so many days ahead, at most all of them.
static uint32_t slots_wanted(const ElectivePlan *plan, const Session *session, enum SlotUse use, double rounding,
                             uint32_t ahead_days)
{
    uint32_t slots = session->slots[use];
    double share = session->extra ? 1 : (double)plan->curve[curve_of((enum SessionKind)session->kind, use)][ahead_days];
    uint32_t wanted = (uint32_t)(slots * share + rounding);
    return wanted < slots ? wanted : slots;
}

// Dates more than a fortnight ahead are looked at once a week.
static bool is_looked_at(uint32_t ahead_days)
{
    return ahead_days <= 14 || ahead_days % 7 == 0;
}

// Days ahead at which more slots of a use may be wanted than are booked; further ahead there are none.
static uint32_t next_look(const ElectivePlan *plan, const Session *session, enum SlotUse use, double rounding)
{
    uint32_t slots = session->slots[use], booked = session->booked[use];
    if (booked >= slots) return 0;
    double lacking = booked + 1 - rounding;  // more than 0
    uint32_t step = session->extra ? 0 : (uint32_t)(lacking * SHARE_STEPS) / slots;
    return plan->furthest[curve_of((enum SessionKind)session->kind, use)][step];
}

// Books the slots of a use up to `wanted`, as far as there is room.
static void book_use(Hospital *hospital, uint32_t row, enum SlotUse use, uint32_t wanted, uint32_t ahead_days)
{
    Session *session = session_at(hospital, row);
    uint32_t room = session_slots(session) - session->blocked, booked = session_booked(session);
    if (booked >= room || session->booked[use] >= wanted) return;
    if (wanted - session->booked[use] > room - booked) wanted = session->booked[use] + room - booked;
    if (use != SLOT_OTHER) {
        book_pathways(hospital, row, use, wanted, kept_for_urgent(&hospital->trust->elective, session, ahead_days));
    } else if (session->kind == SESSION_CLINIC) {
        book_follow_ups(hospital, session, wanted);  // from those falling due
    } else {
        session->booked[use] = (uint16_t)wanted;  // diagnostic slots outside pathways are always asked for
    }
}

static void book_session(Hospital *hospital, uint32_t row, uint32_t ahead_days)
{
    const ElectivePlan *plan = &hospital->trust->elective;
    Session *session = session_at(hospital, row);
    uint32_t next = 0;
    for (enum SlotUse use = SLOT_NEW; use < SLOT_USES; use++) {
        if (session->booked[use] >= session->slots[use]) continue;
        double rounding = rounding_of(plan, session, use);
        book_use(hospital, row, use, slots_wanted(plan, session, use, rounding, ahead_days), ahead_days);
        uint32_t look = next_look(plan, session, use, rounding);
        if (look > next) next = look;
    }
    if (session_booked(session) >= session_slots(session) - session->blocked) next = 0;
    session->look_at = (uint8_t)(next < ahead_days ? next : ahead_days - 1);
}

void sessions_book(Hospital *hospital, uint32_t first_day, uint32_t last_day)
{
    uint32_t today = sim_day_of(hospital_now(hospital));
    for (uint32_t day = first_day; day <= last_day; day++) {
        uint32_t ahead = day - today < BOOKING_DAYS ? day - today : BOOKING_DAYS;
        if (!is_looked_at(ahead) && today > 0) continue;
        for (uint32_t half = 0; half < HALVES; half++) {
            uint32_t row = SIM_ROW(hospital->world, TABLE_DAYS_AHEAD, ElectiveDay, day + 1)->first_session[half];
            for (const Session *session; row; row = session->next_same_day) {
                session = session_at(hospital, row);
                if (session->extra) continue;  // filled at short notice
                if (session->state == SESSION_OPEN && ahead <= session->look_at) book_session(hospital, row, ahead);
            }
        }
    }
}
