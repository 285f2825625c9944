#include "models/call_off.h"

#include "models/cover.h"
#include "models/hospital_rows.h"
#include "models/session_staff.h"
#include "models/sessions.h"
#include "models/short_notice.h"

#include <math.h>

#define OF(member) offsetof(StrikeFields, call_off.member)
#define AT(member) offsetof(ScenarioFields, response.reinstatement.member)

static const SimField rows[] = {
    {"strikes[].call_off.at", SIM_MOMENT, SIM_ACTS_ANNOUNCED, OF(at), 0, NULL, 0, 0, "", NULL,
     "When the strike is called off. Until then everybody acts as if it will happen, and then it is as if it had ended "
     "then, but for shifts that start before staff can be recalled.",
     "as announced by the unions"},
    {"strikes[].call_off.before", SIM_DURATION, SIM_ACTS_ANNOUNCED, OF(before), 0, NULL, 0, 0, "", NULL,
     "How long before its start it is called off, in place of a date.",
     "the planner's choice; 13 h on 30 November 2015 (Daily Mail)"},
    {"strikes[].call_off.probability", SIM_SHARE, SIM_ACTS_ANNOUNCED, OF(probability), 0, NULL, 0, 1, "", NULL,
     "Probability that it is called off then: by lot in each replication, for all trusts alike, and for all strikes of "
     "a round alike. Default: certain.",
     "the planner's choice"},
    {"response.recall", SIM_DURATION, SIM_ACTS_ANNOUNCED, AT(recall), 0, NULL, 0, 604800, "12 h", NULL,
     "How long staff must have been told that a strike is called off before a shift is worked as usual.", "assumed"},
    {"response.reinstatement.clinics", SIM_SHARES, SIM_ACTS_ANNOUNCED, AT(clinics), 3, NULL, 0, 1, "[30%, 60%, 80%]",
     NULL,
     "Share of the clinics and diagnostic sessions cut for it that are held after all when the strike is called off "
     "half a day, two days and a week before them; between these in proportion, nothing at the last moment.",
     "assumed; one trust reinstated about 80 % of its clinics after the evening of 30 November 2015 (Huddersfield "
     "Examiner), others hardly any"},
    {"response.reinstatement.theatre", SIM_SHARES, SIM_ACTS_ANNOUNCED, AT(theatre), 3, NULL, 0, 1, "[10%, 30%, 60%]",
     NULL, "The same of theatre lists.", "assumed"},
    {"response.reinstatement.refill", SIM_SHARE, SIM_ACTS_ANNOUNCED, AT(refill), 0, NULL, 0, 1, "30%", NULL,
     "Probability that a slot of a reinstated session is filled by telephone when two days are left or less. Patients "
     "not yet told of the cancellation keep theirs; with more time slots are booked as usual.",
     "assumed"},
};

const SimFieldBlock call_off_fields = {rows, sizeof rows / sizeof rows[0]};

enum { PURPOSE_CALLED_OFF = 1, NATIONWIDE = 0 };

static bool is_sound(const StrikeFields *strike, int64_t at, SimFaults *faults)
{
    const CallOffFields *written = &strike->call_off;
    const SimMark mark = strike->head.mark;
    const char *name = strike->name.text ? strike->name.text : "";
    const bool has_date = written->at != SIM_UNSET, has_lead = sim_is_set(written->before);
    if (has_date && has_lead)
        return sim_fault(faults, mark, "strike \"%s\": `call_off` has both `at` and `before`; write one of them", name);
    if (!has_date && !has_lead)
        return sim_fault(faults, mark,
                         "strike \"%s\": `call_off` says how likely but not when; write `at` or `before` too", name);
    if (at < strike->announced)
        return sim_fault(faults, mark, "strike \"%s\" is called off before it is announced; write a later moment",
                         name);
    if (at >= strike->end)
        return sim_fault(faults, mark, "strike \"%s\" is called off after its end; write an earlier moment", name);
    return true;
}

bool call_off_plan(WindowPlan *window, const StrikeFields *strike, int64_t epoch_s, SimFaults *faults)
{
    const CallOffFields *written = &strike->call_off;
    const bool has_date = written->at != SIM_UNSET, has_lead = sim_is_set(written->before);
    window->call_off = (CallOff){.at_s = INT64_MAX, .before_s = -1};
    if (!has_date && !has_lead && !sim_is_set(written->probability)) return true;
    const int64_t at = has_date ? written->at : strike->start - (int64_t)(has_lead ? written->before : 0);
    if (!is_sound(strike, at, faults)) return false;
    const double probability = sim_is_set(written->probability) ? written->probability : 1;
    if (probability > 0)
        window->call_off = (CallOff){
            .at_s = at - epoch_s, .before_s = has_lead ? (SimTime)written->before : -1, .probability = probability};
    return true;
}

void call_off_join_block(WindowPlan *window)
{
    CallOff *call_off = &window->call_off;
    if (call_off->before_s >= 0) call_off->at_s = window->block_start_s - call_off->before_s;
}

// Talks fail or succeed for the whole country.
static bool happens(const Hospital *hospital, const WindowPlan *window)
{
    if (window->call_off.probability >= 1) return true;
    const SimStream talks = {.key = hospital->key, .place = NATIONWIDE, .stream = sim_hash32("call-off")};
    SimWords words = sim_draw(talks, window->round_hash, PURPOSE_CALLED_OFF, 0);
    return sim_happens(words.word[0], window->call_off.probability);
}

bool call_off_has_come(const Hospital *hospital, const WindowPlan *window)
{
    return window->call_off.at_s <= hospital_now(hospital) && happens(hospital, window);
}

SimTime call_off_end_s(const Hospital *hospital, const WindowPlan *window)
{
    if (!call_off_has_come(hospital, window)) return window->end_s;
    const SimTime recalled_s = window->call_off.at_s + (SimTime)hospital->plan->strike.response.reinstatement.recall;
    if (recalled_s <= window->start_s) return window->start_s;
    return recalled_s < window->end_s ? recalled_s : window->end_s;
}

// Reinstatement.

enum { PURPOSE_REINSTATED = 20 };  // of a session's numbers

static bool is_called_off_now(const Hospital *hospital, uint32_t day)
{
    const StrikePlan *plan = &hospital->plan->strike;
    for (uint32_t i = 0; i < plan->window_count; i++) {
        const WindowPlan *window = &plan->windows[i];
        if (window->call_off.at_s != hospital_now(hospital) || !happens(hospital, window)) continue;
        if (strike_first_day(window) <= day && day <= strike_last_day(window)) return true;
    }
    return false;
}

// By straight lines through the given shares, from nothing at no time to the last for ever.
static double share_reinstated(const SimNumbers *shares, SimTime left_s)
{
    static const double at_s[] = {0, SIM_DAY_S / 2, 2 * SIM_DAY_S, 7 * SIM_DAY_S};
    const double left = fmin((double)left_s, at_s[3]);
    size_t i = 1;
    while (i < 3 && left > at_s[i]) i++;
    const double from = i > 1 ? shares->values[i - 2] : 0, to = shares->values[i - 1];
    return from + (to - from) * (left - at_s[i - 1]) / (at_s[i] - at_s[i - 1]);
}

static SimTime starts_s(const Session *session)
{
    return session_starts_s(session->day, (enum Half)session->half);
}

static bool opens_again(const Hospital *hospital, const Session *session)
{
    const ReinstatementFields *response = &hospital->plan->strike.response.reinstatement;
    const SimNumbers *shares = session_is_theatre_list(session) ? &response->theatre : &response->clinics;
    SimWords words = session_draw(hospital, session, PURPOSE_REINSTATED);
    return sim_happens(words.word[0], share_reinstated(shares, starts_s(session) - hospital_now(hospital)));
}

// Slots of an open session that are free at once: patients who have not been told stay, and with little time left the
// rest is offered by telephone. Returns how many stay.
static uint32_t fill(Hospital *hospital, uint32_t row)
{
    const uint32_t kept = short_notice_restore(hospital, row);
    Session *session = session_at(hospital, row);
    session->look_at = UINT8_MAX;  // sessions.c: at once
    sim_count_on(hospital->world, session->day, hospital->plan->measures.ia_off_kept, kept);
    // Tomorrow morning sessions are booked that are two days ahead then.
    if (session->day <= sim_day_of(hospital_now(hospital)) + SHORTEST_NOTICE_DAYS)
        short_notice_fill(hospital, row, hospital->plan->strike.response.reinstatement.refill);
    return kept;
}

static void reinstate_or_lose(Hospital *hospital, uint32_t row)
{
    Session *session = session_at(hospital, row);
    const MeasurePlan *measures = &hospital->plan->measures;
    uint32_t moved = session->cut - 1u;
    if (opens_again(hospital, session)) {
        session->state = SESSION_OPEN;
        session->cut = CUT_REINSTATED;
        session->blocked = 0;
        sim_count_on(hospital->world, session->day, measures->ia_off_reinstated, 1);
        moved -= fill(hospital, row);
    } else {
        sim_count_on(hospital->world, session->day, measures->ia_off_lost, session_slots(session));
    }
    sim_count_on(hospital->world, session->day, measures->ia_off_moved, moved);
}

// Sessions cut beyond what the cover of the day asks for now, by specialty.
typedef struct {
    int64_t sessions[SPECIALTIES];
} Surplus;

static Surplus surplus_of(const Hospital *hospital, uint32_t day, enum Half half)
{
    CoverDay cover;
    cover_of_day(hospital, day, &cover);
    Surplus surplus;
    for (uint32_t specialty = 0; specialty < SPECIALTIES; specialty++) {
        int64_t cut = 0;
        for (uint32_t s = sessions_of_half(hospital, day, half); s; s = session_at(hospital, s)->next_same_day) {
            const Session *session = session_at(hospital, s);
            cut += session->state == SESSION_CANCELLED && cover_needs(hospital, session, specialty);
        }
        const double needed =
            cover.absent[specialty][half] + cover.pulled[specialty][half] + cover.rest[specialty][half];
        surplus.sessions[specialty] = cut - (int64_t)ceil(needed);
    }
    return surplus;
}

// Takes the session off the surplus of all whom it needs; false if any of them is needed elsewhere.
static bool is_surplus(const Hospital *hospital, const Session *session, Surplus *surplus)
{
    for (uint32_t i = 0; i < SPECIALTIES; i++)
        if (cover_needs(hospital, session, i) && surplus->sessions[i] <= 0) return false;
    for (uint32_t i = 0; i < SPECIALTIES; i++) surplus->sessions[i] -= cover_needs(hospital, session, i);
    return true;
}

// A session that goes ahead has its residents again.
static void residents_return(Hospital *hospital, uint32_t row)
{
    Session *session = session_at(hospital, row);
    session->blocked = 0;
    const uint32_t thinned = session->thinned, kept = fill(hospital, row);
    const uint32_t moved = thinned > kept ? thinned - kept : 0;
    sim_count_on(hospital->world, session->day, hospital->plan->measures.ia_off_moved, moved);
}

static void reinstate_half(Hospital *hospital, uint32_t day, enum Half half)
{
    const SimTime begins_s = session_starts_s(day, half);
    if (begins_s <= hospital_now(hospital)) return;
    const bool is_over = !strike_touches_day(hospital, day);
    const bool has_residents = strike_forecast(hospital, GROUP_RESIDENTS, DEPARTMENT_PLANNED, begins_s) <= 0;
    Surplus surplus = surplus_of(hospital, day, half);
    for (uint32_t s = sessions_of_half(hospital, day, half); s; s = session_at(hospital, s)->next_same_day) {
        Session *session = session_at(hospital, s);
        if (session->state == SESSION_CANCELLED) {
            if (session_staff_is_free(hospital, session) && is_surplus(hospital, session, &surplus))
                reinstate_or_lose(hospital, s);
        } else if (session->state == SESSION_CLOSED && is_over) {
            session->state = SESSION_OPEN;
            session->look_at = UINT8_MAX;
        }
        session = session_at(hospital, s);
        if (session->state != SESSION_OPEN || session->blocked == 0 || !has_residents) continue;
        residents_return(hospital, s);
    }
}

void call_off_reinstate(Hospital *hospital, uint32_t day)
{
    if (!hospital->trust->elective.on || day >= hospital->plan->days || !is_called_off_now(hospital, day)) return;
    for (uint32_t half = 0; half < HALVES; half++) reinstate_half(hospital, day, (enum Half)half);
}

void call_off_count_reinstated(Hospital *hospital, const Session *session)
{
    const MeasurePlan *measures = &hospital->plan->measures;
    const uint32_t slots = session_slots(session), used = session_booked(session);
    sim_count(hospital->world, measures->ia_off_used, used);
    if (slots > used) sim_count(hospital->world, measures->ia_off_lost, slots - used);
}
