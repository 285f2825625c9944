#include "models/elective.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "models/cover.h"
#include "models/hospital_rows.h"
#include "models/last_minute.h"
#include "models/long_wait.h"
#include "models/rescheduling.h"
#include "models/sessions.h"
#include "models/waiting_list.h"

SimWords elective_draw(const Hospital *hospital, uint32_t row, uint32_t purpose, uint32_t block)
{
    const Pathway *pathway = pathway_at(hospital, row);
    const ServicePlan *service = &hospital->trust->elective.services[pathway->service];
    return hospital_draw_named(hospital, service->stream.pathways, pathway->ordinal, purpose, block);
}

SimWords session_draw(const Hospital *hospital, const Session *session, uint32_t purpose)
{
    const ServicePlan *service = &hospital->trust->elective.services[session->service];
    return hospital_draw_named(hospital, service->stream.sessions, session->key, purpose, session->day);
}

// One to one within a service.
uint32_t elective_task_key(const Hospital *hospital, uint32_t service, uint32_t ordinal)
{
    return ordinal * 2654435761u ^ hospital->trust->elective.services[service].stream.tasks;
}

static ElectiveDay *day_ahead(const Hospital *hospital, uint32_t day)
{
    return SIM_ROW(hospital->world, TABLE_DAYS_AHEAD, ElectiveDay, day + 1);
}

// Patients moved by a strike are followed until they are seen.
static void has_been_seen(Hospital *hospital, Pathway *pathway)
{
    if (pathway->moved == 0) return;
    pathway->moved = 0;
    hospital->state->elective.moved_waiting--;
    hospital->state->elective.moved_seen++;
    sim_count(hospital->world, hospital->plan->measures.moved_seen, 1);
}

static void stop_clock(Hospital *hospital, uint32_t row, enum PathwayStage how)
{
    ElectiveState *state = &hospital->state->elective;
    const MeasurePlan *measures = &hospital->plan->measures;
    Pathway *pathway = pathway_at(hospital, row);
    waiting_list_stop_clock(hospital, row);
    has_been_seen(hospital, pathway);
    waiting_list_enter_stage(hospital, row, how);
    switch (how) {
    case STAGE_ADMITTED:
        state->stopped_admitted++;
        sim_count(hospital->world, measures->rtt_stop_adm, 1);
        break;
    case STAGE_TREATED:
        state->stopped_not_admitted++;
        sim_count(hospital->world, measures->rtt_stop_nonadm, 1);
        break;
    default:
        state->removed++;
        sim_count(hospital->world, measures->rtt_removed, 1);
        break;
    }
}

// As if it had never run.
static void nullify_clock(Hospital *hospital, uint32_t row)
{
    waiting_list_stop_clock(hospital, row);
    hospital->state->elective.nullified++;
    sim_count(hospital->world, hospital->plan->measures.rtt_nullified, 1);
}

static void count_clock_start(Hospital *hospital)
{
    hospital->state->elective.started++;
    sim_count(hospital->world, hospital->plan->measures.rtt_new, 1);
}

// Referral.

static void schedule_referral(Hospital *hospital, uint32_t service)
{
    ElectiveState *state = &hospital->state->elective;
    uint32_t ordinal = ++state->next_referral[service];
    uint32_t stream = hospital->trust->elective.services[service].stream.referrals;
    SimWords words = hospital_draw_named(hospital, stream, ordinal, PURPOSE_ARRIVAL, 0);
    double load = -log(sim_uniform(words.word[0]));
    state->referral_word[service] = words.word[1];
    const SimWeekly *weekly = &hospital->trust->elective.services[service].referrals;
    SimTime time_s =
        sim_weekly_after(weekly, state->referral_clock_s[service], load, &state->referral_clock_s[service]);
    if (time_s == INT64_MAX) return;
    hospital_schedule_at(hospital, REFERRAL_ARRIVES, service, time_s, SIM_ARRIVAL);
}

// Referrals come at the rate of the busiest month; those of other days are thinned.
static void referral_arrives(Hospital *hospital, uint32_t service)
{
    uint32_t ordinal = hospital->state->elective.next_referral[service];
    uint32_t word = hospital->state->elective.referral_word[service];
    schedule_referral(hospital, service);
    if (!sim_happens(word, hospital->trust->elective.referral_chance[sim_day_of(hospital_now(hospital))])) return;
    uint32_t row = waiting_list_new_pathway(hospital, service, ordinal, STAGE_FIRST, hospital_now(hospital));
    const ServicePlan *plan = &hospital->trust->elective.services[service];
    SimWords words = elective_draw(hospital, row, PURPOSE_NATURE, 0);
    pathway_at(hospital, row)->priority = (uint8_t)waiting_list_priority(words.word[0], plan->urgent, plan->soon);
    count_clock_start(hospital);
    waiting_list_plan_removal(hospital, row, words.word[1]);
    waiting_list_take_place(hospital, row);
}

// What happens at an appointment.

static void decide_to_treat(Hospital *hospital, uint32_t row)
{
    Pathway *pathway = pathway_at(hospital, row);
    const ServicePlan *plan = &hospital->trust->elective.services[pathway->service];
    SimWords words = elective_draw(hospital, row, PURPOSE_OPERATION, 0);
    if (pathway->priority != PRIORITY_URGENT) {
        pathway->priority = (uint8_t)waiting_list_priority(words.word[0], plan->p2, plan->p3);
    }
    waiting_list_enter_stage(hospital, row,
                             sim_happens(words.word[1], plan->day_case) ? STAGE_DAY_CASE : STAGE_INPATIENT);
    deterioration_expect(hospital, row);
}

static void misses_appointment(Hospital *hospital, uint32_t row, uint32_t word)
{
    Pathway *pathway = pathway_at(hospital, row);
    if (pathway->stage != STAGE_FIRST) {
        waiting_list_join(hospital, row);
        return;
    }
    nullify_clock(hospital, row);
    if (sim_happens(word, hospital->trust->elective.dna_discharged)) {
        has_been_seen(hospital, pathway);
        waiting_list_enter_stage(hospital, row, STAGE_REMOVED);
        return;
    }
    // The new appointment is agreed on the same day (assumed), and starts a new clock.
    waiting_list_start_clock(hospital, row, hospital_now(hospital));
    count_clock_start(hospital);
    waiting_list_join(hospital, row);
}

static void after_first_appointment(Hospital *hospital, uint32_t row, uint32_t word)
{
    const ServicePlan *plan = &hospital->trust->elective.services[pathway_at(hospital, row)->service];
    double u = sim_uniform(word);
    if (u < plan->diagnostics) {
        const bool scoped = u < plan->diagnostics * plan->endoscopy;
        waiting_list_enter_stage(hospital, row, scoped ? STAGE_ENDOSCOPY : STAGE_IMAGING);
    } else if (u < plan->diagnostics + plan->treat) {
        decide_to_treat(hospital, row);
    } else {
        stop_clock(hospital, row, STAGE_TREATED);
    }
}

static void after_review(Hospital *hospital, uint32_t row, uint32_t word)
{
    const ServicePlan *plan = &hospital->trust->elective.services[pathway_at(hospital, row)->service];
    if (sim_happens(word, plan->treat_after_tests)) {
        decide_to_treat(hospital, row);
    } else {
        stop_clock(hospital, row, STAGE_TREATED);
    }
}

static void operated(Hospital *hospital, uint32_t row)
{
    Pathway *pathway = pathway_at(hospital, row);
    pathway->breach_day = 0;
    sim_count(hospital->world, hospital->plan->measures.act_elective, 1);
    stop_clock(hospital, row, STAGE_ADMITTED);
}

void elective_admitted_as_emergency(Hospital *hospital, uint32_t row)
{
    waiting_list_leave(hospital, row);
    stop_clock(hospital, row, STAGE_ADMITTED);
}

// In time for nobody else to be seen in the slot. The clock runs on, whoever cancelled: the patient is booked again.
static void appointment_is_cancelled(Hospital *hospital, uint32_t row, uint32_t word)
{
    const ElectivePlan *plan = &hospital->trust->elective;
    const MeasurePlan *measures = &hospital->plan->measures;
    const bool by_patient = sim_happens(word, plan->slot_lost * plan->by_patient);
    sim_count(hospital->world, by_patient ? measures->op_cancelled_patient : measures->op_cancelled_hospital, 1);
    waiting_list_join(hospital, row);
}

static bool is_test(enum PathwayStage stage)
{
    return stage == STAGE_ENDOSCOPY || stage == STAGE_IMAGING;
}

// The patient's turn has come: attends or not, and goes on.
static void attend(Hospital *hospital, uint32_t row)
{
    Pathway *pathway = pathway_at(hospital, row);
    const MeasurePlan *measures = &hospital->plan->measures;
    SimWords words = elective_draw(hospital, row, PURPOSE_VISIT, pathway->appointments++);
    enum PathwayStage stage = (enum PathwayStage)pathway->stage;
    if (stage == STAGE_DAY_CASE) {
        operated(hospital, row);
        return;
    }
    if (!is_test(stage) && sim_happens(words.word[3], hospital->trust->elective.slot_lost)) {
        appointment_is_cancelled(hospital, row, words.word[3]);
        return;
    }
    if (sim_happens(words.word[0], hospital->trust->elective.dna)) {
        if (!is_test(stage)) sim_count(hospital->world, measures->op_dna, 1);
        misses_appointment(hospital, row, words.word[1]);
        return;
    }
    has_been_seen(hospital, pathway);
    sim_count(hospital->world, is_test(stage) ? measures->act_diag : measures->act_op, 1);
    if (stage == STAGE_FIRST) {
        after_first_appointment(hospital, row, words.word[2]);
    } else if (is_test(stage)) {
        waiting_list_enter_stage(hospital, row, STAGE_REVIEW);
    } else {
        after_review(hospital, row, words.word[2]);
    }
}

// Inpatients need a bed.

static void inpatient_lists(Hospital *hospital, void (*act)(Hospital *, uint32_t session))
{
    uint32_t today = sim_day_of(hospital_now(hospital));
    for (uint32_t half = 0; half < HALVES; half++) {
        for (uint32_t s = day_ahead(hospital, today)->first_session[half]; s;
             s = session_at(hospital, s)->next_same_day) {
            const Session *session = session_at(hospital, s);
            if (session->kind == SESSION_INPATIENT_LIST && !session_is_cut(session)) act(hospital, s);
        }
    }
}

static void each_patient(Hospital *hospital, uint32_t row, void (*act)(Hospital *, uint32_t pathway))
{
    const Session *session = session_at(hospital, row);
    for (uint32_t number = session_pathways(session); number > 0; number--) {
        act(hospital, session_pathway(hospital, session, number - 1));
    }
}

static void ask_for_bed(Hospital *hospital, uint32_t row)
{
    Pathway *pathway = pathway_at(hospital, row);
    if (!hospital->trust->beds.on) {
        elective_bed_granted(hospital, row, 0, 0);
        return;
    }
    bool urgent = pathway->priority == PRIORITY_URGENT;
    // A pathway has one stay, whose numbers are the same however often the operation was moved.
    uint32_t spell =
        beds_request(hospital, (BedRequest){.pool = POOL_SURGICAL,
                                            .asker = ASKER_ELECTIVE,
                                            .subject = row,
                                            .person = row,
                                            .priority = urgent ? BED_CLASS_PLANNED_URGENT : BED_CLASS_PLANNED});
    pathway = pathway_at(hospital, row);
    if (pathway->stage == STAGE_INPATIENT) pathway->spell = spell;
}

// The list has one place and one patient fewer left.
static void takes_place_on_list(Hospital *hospital, uint32_t row)
{
    Session *session = session_at(hospital, pathway_at(hospital, row)->session);
    session_unbook_pathway(hospital, row);
    session->slots[SLOT_NEW]--;
}

void elective_bed_granted(Hospital *hospital, uint32_t row, uint32_t spell, SimTime transfer_s)
{
    (void)spell;
    (void)transfer_s;  // the bed is there; the operation goes ahead
    Pathway *pathway = pathway_at(hospital, row);
    pathway->spell = 0;
    if (pathway->session) takes_place_on_list(hospital, row);
    operated(hospital, row);
}

// Of sessions that a strike, or the recovery from it, has opened: how many were booked when the session begins.
static void count_begun(Hospital *hospital, const Session *session)
{
    if (session->cut == CUT_REINSTATED) call_off_count_reinstated(hospital, session);
    if (session->extra == EXTRA_NONE) return;
    const uint32_t kind = session->extra - EXTRA_NONE - 1;
    sim_count(hospital->world, hospital->plan->measures.rec_extra_sessions + kind, 1);
    sim_count(hospital->world, hospital->plan->measures.rec_extra_patients, session_booked(session));
}

// What keeps their operations from being done is known when they come, so they ask for no bed.
static void inpatients_arrive(Hospital *hospital, uint32_t session)
{
    count_begun(hospital, session_at(hospital, session));
    last_minute_screen(hospital, session);
    each_patient(hospital, session, ask_for_bed);
}

// As many of today's as beds are closed because their nurses are on strike.
static bool lacks_bed_for_strike(const Hospital *hospital)
{
    const uint32_t moved = hospital->plan->measures.ia_channel + CHANNEL_NO_BED;
    const uint32_t today = sim_day_of(hospital_now(hospital));
    return sim_daily(hospital->world, today, moved)->amount < beds_closed(hospital, POOL_SURGICAL);
}

static void goes_home_without_bed(Hospital *hospital, uint32_t row)
{
    Pathway *pathway = pathway_at(hospital, row);
    if (!pathway->spell || pathway->priority == PRIORITY_URGENT) return;
    if (lacks_bed_for_strike(hospital)) {
        rescheduling_for_want_of_a_bed(hospital, row);
        return;
    }
    beds_withdraw(hospital, pathway->spell);
    pathway->spell = 0;
    session_unbook_pathway(hospital, row);
    last_minute_count(hospital, row, sim_day_of(hospital_now(hospital)), CAUSE_NO_BED);
    last_minute_rebook(hospital, row);
}

static void bed_cutoff_passes(Hospital *hospital, uint32_t session)
{
    each_patient(hospital, session, goes_home_without_bed);
}

// Sessions are held.

// A whole number, up or down by a random word, of which the exact one is the mean.
static double rounded(double exact, uint32_t word)
{
    return floor(exact + sim_uniform(word));
}

static double attending(const Hospital *hospital, double due, uint32_t word)
{
    return fmin(rounded(due * (1 - hospital->trust->elective.dna), word), due);
}

// Appointments cancelled of a clinic: those of slots that somebody else has filled leave no trace but in the counts.
static void hold_clinic(Hospital *hospital, const Session *session, SimWords words)
{
    const MeasurePlan *measures = &hospital->plan->measures;
    const ElectivePlan *plan = &hospital->trust->elective;
    const double booked = session_booked(session), follow_ups = session->booked[SLOT_OTHER];
    const double lost = fmin(rounded(follow_ups * plan->slot_lost, words.word[1]), follow_ups);
    const double refilled = rounded(booked * plan->slot_twice, words.word[2]);
    const double by_patient = fmin(rounded((lost + refilled) * plan->by_patient, words.word[3]), lost + refilled);
    const double attended = attending(hospital, follow_ups - lost, words.word[0]);
    sim_count(hospital->world, measures->op_booked, booked + refilled);
    sim_count(hospital->world, measures->op_cancelled_patient, by_patient);
    sim_count(hospital->world, measures->op_cancelled_hospital, lost + refilled - by_patient);
    sim_count(hospital->world, measures->op_dna, follow_ups - lost - attended);
    sim_count(hospital->world, measures->act_op, attended);
    // Who was not seen is booked again.
    hospital->state->elective.other_due[session->service] += follow_ups - attended;
}

static void hold_others(Hospital *hospital, const Session *session)
{
    if (session_is_theatre_list(session)) return;
    const SimWords words = session_draw(hospital, session, PURPOSE_VISIT);
    if (session->kind == SESSION_CLINIC) {
        hold_clinic(hospital, session, words);
        return;
    }
    const double attended = attending(hospital, session->booked[SLOT_OTHER], words.word[0]);
    sim_count(hospital->world, hospital->plan->measures.act_diag, attended);
}

// Slots of a session cut because of a strike that nobody had been booked into: known when it would have begun, for it
// may have been reinstated, or filled again on the day.
static void count_never_booked(Hospital *hospital, const Session *session)
{
    if (session->cut == 0) return;
    const uint32_t used = session->cut - 1u + session->thinned + session_booked(session);
    const uint32_t slots = session_slots(session);
    if (slots > used) elective_count_suppressed(hospital, session, slots - used);
}

static void hold_session(Hospital *hospital, uint32_t row)
{
    Session *session = session_at(hospital, row);
    if (session_is_cut(session)) {
        count_never_booked(hospital, session);
        return;
    }
    session->state = SESSION_HELD;
    if (session->cut > 0 && session->cut != CUT_REINSTATED) {
        count_never_booked(hospital, session);
    } else if (session->blocked > session->thinned) {
        elective_count_suppressed(hospital, session, (uint32_t)session->blocked - session->thinned);
    }
    hold_others(hospital, session);
    if (session->kind == SESSION_INPATIENT_LIST) return;  // they are operated when they have a bed
    count_begun(hospital, session);
    if (session->kind == SESSION_DAY_CASE_LIST) last_minute_screen(hospital, row);
    for (uint32_t left = session_pathways(session); left > 0; left--) {
        uint32_t pathway = session_pathway(hospital, session, left - 1);
        session_unbook_pathway(hospital, pathway);
        attend(hospital, pathway);
    }
}

static void sessions_run(Hospital *hospital, enum Half half)
{
    uint32_t today = sim_day_of(hospital_now(hospital));
    for (uint32_t s = day_ahead(hospital, today)->first_session[half], next; s; s = next) {
        next = session_at(hospital, s)->next_same_day;
        session_prefetch(hospital, session_at(hospital, next));
        hold_session(hospital, s);
    }
}

// The day.

static void remove_if_still_waiting(Hospital *hospital, uint32_t row)
{
    const Pathway *pathway = pathway_at(hospital, row);
    if (pathway->stage >= WAITING_STAGES || pathway->spell) return;
    waiting_list_leave(hospital, row);
    stop_clock(hospital, row, STAGE_REMOVED);
}

static void open_days(Hospital *hospital, uint32_t until_day)
{
    ElectiveState *state = &hospital->state->elective;
    for (; state->opened_until <= until_day; state->opened_until++) {
        sessions_open_day(hospital, state->opened_until);
        cover_close_opened(hospital, state->opened_until);
    }
}

static void follow_ups_fall_due(Hospital *hospital)
{
    const ElectivePlan *plan = &hospital->trust->elective;
    for (uint32_t s = 0; s < plan->service_count; s++) {
        hospital->state->elective.other_due[s] +=
            plan->services[s].other_a_day * (1 - plan->slot_lost) * (1 - plan->dna);
    }
}

static void elective_morning(Hospital *hospital)
{
    uint32_t today = sim_day_of(hospital_now(hospital));
    SimTime midnight_s = (SimTime)today * SIM_DAY_S;
    day_list_each(hospital, today, DAY_REMOVALS, remove_if_still_waiting);
    day_list_each(hospital, today, DAY_BREACHES, last_minute_breach);
    day_list_each(hospital, today, DAY_GETS_WORSE, deterioration_happens);
    day_list_each(hospital, today, DAY_LONG_WAITS, long_wait_begins);
    open_days(hospital, today + BOOKING_HORIZON_DAYS);
    follow_ups_fall_due(hospital);
    session_file_fill(hospital, today);
    sessions_book(hospital, today + SHORTEST_NOTICE_DAYS, today + BOOKING_HORIZON_DAYS);
    hospital_schedule_at(hospital, ELECTIVE_MORNING, 0, midnight_s + SIM_DAY_S + ELECTIVE_MORNING_S, SIM_POLICY);
    if (hospital->trust->elective.activity[today] <= 0 && !day_ahead(hospital, today)->first_session[0] &&
        !day_ahead(hospital, today)->first_session[1]) {
        return;
    }
    hospital_schedule_at(hospital, INPATIENTS_ARRIVE, 0, midnight_s + 8 * SIM_HOUR_S + 900, SIM_COMPLETION);
    hospital_schedule_at(hospital, ELECTIVE_BED_CUTOFF, 0, midnight_s + hospital->trust->elective.bed_cutoff_s,
                         SIM_POLICY);
    for (uint32_t half = 0; half < HALVES; half++) {
        hospital_schedule_at(hospital, SESSIONS_RUN, half, session_starts_s(today, (enum Half)half), SIM_COMPLETION);
    }
}

void elective_handle(Hospital *hospital, SimEvent event)
{
    switch ((enum HospitalEvent)event.kind) {
    case REFERRAL_ARRIVES: referral_arrives(hospital, event.subject); break;
    case ELECTIVE_MORNING: elective_morning(hospital); break;
    case INPATIENTS_ARRIVE: inpatient_lists(hospital, inpatients_arrive); break;
    case ELECTIVE_BED_CUTOFF: inpatient_lists(hospital, bed_cutoff_passes); break;
    case SESSIONS_RUN: sessions_run(hospital, (enum Half)event.subject); break;
    default: break;
    }
}

void elective_first_referral(Hospital *hospital, uint32_t service)
{
    schedule_referral(hospital, service);
}
