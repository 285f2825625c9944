#include "models/maternity.h"

#include "models/hospital.h"

#include <math.h>

// Purposes of a mother's random numbers, and what the words of the block decide.
enum {
    DRAW_ARRIVAL,    // time since the labour before
    DRAW_INDUCTION,  // planned hour; time to labour
    DRAW_LABOUR,     // length; how it ends; urgency of a caesarean
    DRAW_REVIEW,     // whether a doctor is called; when
    DRAW_THEATRE,    // time in theatre; time to the delivery
    DRAW_STAY        // postnatal stay
};

// Queues for the theatre, and for a doctor's hands elsewhere.
enum { THEATRE_URGENT, THEATRE_SOON, THEATRE_PLANNED, THEATRE_CLASSES };
enum { DOCTOR_INSTRUMENT, DOCTOR_REVIEW };

static MaternityState *state_of(const Hospital *hospital)
{
    return &hospital->state->maternity;
}
static const MaternityPlan *plan_of(const Hospital *hospital)
{
    return &hospital->trust->maternity;
}
static const MeasurePlan *measures_of(const Hospital *hospital)
{
    return &hospital->plan->measures;
}

static Birth *birth_at(const Hospital *hospital, uint32_t id)
{
    return SIM_ROW(hospital->world, TABLE_BIRTHS, Birth, id);
}

static enum TrustStream stream_of(enum BirthOnset onset)
{
    switch (onset) {
    case ONSET_SPONTANEOUS: return STREAM_LABOURS;
    case ONSET_INDUCED: return STREAM_INDUCTIONS;
    case ONSET_NONE: break;
    }
    return STREAM_CAESAREANS;
}

static SimWords draw(const Hospital *hospital, const Birth *mother, uint32_t purpose)
{
    return hospital_draw(hospital, stream_of((enum BirthOnset)mother->onset), mother->ordinal, purpose, 0);
}

static void schedule(Hospital *hospital, enum HospitalEvent kind, uint32_t id, SimTime after_s)
{
    hospital_schedule(hospital, kind, id, birth_at(hospital, id)->slot.stamp, after_s);
}

static uint32_t new_mother(Hospital *hospital, enum BirthOnset onset, uint32_t ordinal)
{
    const uint32_t id = sim_table_take(hospital->world, TABLE_BIRTHS);
    Birth *mother = birth_at(hospital, id);
    mother->onset = (uint8_t)onset;
    mother->ordinal = ordinal;
    mother->since_s = (uint32_t)hospital_now(hospital);
    state_of(hospital)->entered++;
    return id;
}

// A doctor's task takes longer when those at work are slower than usual.
static SimTime at_doctors_pace(const Hospital *hospital, SimTime usual_s)
{
    double pace;
    staffing_doctors(hospital, DEPARTMENT_OBSTETRICS, &pace);
    return (SimTime)((double)usual_s / fmax(pace, 0.1) + 0.5);
}

// What a mother holds and waits for.

static bool holds(const Birth *mother, enum BirthHolds what)
{
    return (mother->holds & what) != 0;
}

static void now_holds(Birth *mother, enum BirthHolds what)
{
    mother->holds = (uint8_t)(mother->holds | what);
}

static void release(Hospital *hospital, Birth *mother, enum BirthHolds what, SimResourceId resource)
{
    if (!holds(mother, what)) return;
    mother->holds = (uint8_t)(mother->holds & ~what);
    sim_resource_release(hospital->world, resource);
}

static void stop_waiting(Hospital *hospital, SimPlaceId *place, SimResourceId resource)
{
    if (*place) sim_resource_leave(hospital->world, resource, *place);
    *place = 0;
}

// Overcrowding: the unit closes to new labours when the queue for rooms has been too long for too long. Hours closed
// are written for the whole rest of the day when it closes, and taken back when it opens again.

static double hours_left_today(const Hospital *hospital)
{
    return (double)(SIM_DAY_S - hospital_now(hospital) % SIM_DAY_S) / SIM_HOUR_S;
}

static void close_unit(Hospital *hospital, uint32_t spell)
{
    MaternityState *unit = state_of(hospital);
    if (spell != unit->crowded) return;
    unit->closed_since_s = (uint32_t)hospital_now(hospital);
    sim_count(hospital->world, measures_of(hospital)->mat_closed_hours, hours_left_today(hospital));
}

static void watch_queue(Hospital *hospital)
{
    MaternityState *unit = state_of(hospital);
    const bool is_crowded = sim_resource_waiting(hospital->world, unit->rooms) > plan_of(hospital)->divert_queue;
    if (is_crowded && !unit->crowded) {
        unit->crowded = ++unit->crowded_spells;
        hospital_schedule(hospital, MATERNITY_CLOSES, unit->crowded, 0, plan_of(hospital)->divert_after_s);
    } else if (!is_crowded && unit->crowded) {
        unit->crowded = 0;
        if (unit->closed_since_s)
            sim_count(hospital->world, measures_of(hospital)->mat_closed_hours, -hours_left_today(hospital));
        unit->closed_since_s = 0;
    }
}

// Rooms and midwives go to mothers in labour in the order in which they came.

static void give_rooms(Hospital *hospital)
{
    SimTaken taken;
    while (sim_resource_take_next(hospital->world, state_of(hospital)->rooms, &taken)) {
        if (service_is_taken(hospital, taken)) continue;
        Birth *mother = birth_at(hospital, taken.entity);
        mother->room_place = 0;
        now_holds(mother, HOLDS_ROOM);
    }
    watch_queue(hospital);
}

static void give_midwives(Hospital *hospital)
{
    SimTaken taken;
    while (sim_resource_take_next(hospital->world, state_of(hospital)->midwives, &taken)) {
        if (service_is_taken(hospital, taken)) continue;
        Birth *mother = birth_at(hospital, taken.entity);
        mother->midwife_place = 0;
        now_holds(mother, HOLDS_MIDWIFE);
    }
}

static void count_birth(Hospital *hospital, Birth *mother, enum BirthMode mode, SimTime time_s)
{
    const uint32_t day = sim_day_of(time_s);
    mother->mode = (uint8_t)mode;
    state_of(hospital)->delivered++;
    sim_count_on(hospital->world, day, measures_of(hospital)->mat_births, 1);
    sim_count_on(hospital->world, day, measures_of(hospital)->mat_births_mode + mode, 1);
}

static void count_decision_to_delivery(Hospital *hospital, const Birth *mother, SimTime delivered_s)
{
    const SimTime took_s = delivered_s - mother->since_s;
    const uint32_t day = sim_day_of(delivered_s);
    if (took_s > 30 * SIM_MINUTE_S) sim_count_on(hospital->world, day, measures_of(hospital)->mat_dtd_30, 1);
    if (took_s > 75 * SIM_MINUTE_S) sim_count_on(hospital->world, day, measures_of(hospital)->mat_dtd_75, 1);
}

// A caesarean has a theatre and a doctor from now on. The moment of the birth is settled with it.
static void begin_caesarean(Hospital *hospital, uint32_t id, enum BirthHolds theatre)
{
    Birth *mother = birth_at(hospital, id);
    mother->theatre_place = 0;
    mother->stage = BIRTH_IN_THEATRE;
    now_holds(mother, theatre);
    now_holds(mother, HOLDS_DOCTOR);
    stop_waiting(hospital, &mother->room_place, state_of(hospital)->rooms);
    watch_queue(hospital);

    const SimWords words = draw(hospital, mother, DRAW_THEATRE);
    const SimTime usual_s = sim_variate_s(&plan_of(hospital)->theatre, words.word[0]);
    const SimTime lasts_s = at_doctors_pace(hospital, usual_s);
    const SimTime to_delivery_s = sim_variate_s(&plan_of(hospital)->delivery, words.word[1]);
    const SimTime delivered_s = hospital_now(hospital) + (to_delivery_s < lasts_s ? to_delivery_s : lasts_s);
    const bool is_planned = mother->onset == ONSET_NONE;
    count_birth(hospital, mother, is_planned ? BIRTH_PLANNED_CAESAREAN : BIRTH_EMERGENCY_CAESAREAN, delivered_s);
    if (mother->urgency == THEATRE_URGENT) count_decision_to_delivery(hospital, mother, delivered_s);
    schedule(hospital, CAESAREAN_ENDS, id, lasts_s);
}

static bool begin_next_caesarean(Hospital *hospital, uint32_t priority_limit)
{
    MaternityState *unit = state_of(hospital);
    SimTaken taken;
    if (sim_resource_free(hospital->world, unit->doctors) == 0) return false;
    if (!sim_resource_take_next_below(hospital->world, unit->theatre, priority_limit, &taken)) return false;
    sim_resource_take(hospital->world, unit->doctors);
    begin_caesarean(hospital, taken.entity, HOLDS_THEATRE);
    return true;
}

// Somebody urgent waits and the theatre is taken: the second team is called, if there is one.
static bool begin_with_second_team(Hospital *hospital)
{
    MaternityState *unit = state_of(hospital);
    uint32_t id;
    if (!sim_resource_walk(hospital->world, unit->theatre, THEATRE_URGENT, 0, &id)) return false;
    if (sim_resource_free(hospital->world, unit->doctors) == 0) return false;
    if (!sim_resource_take(hospital->world, unit->second_team)) return false;
    sim_resource_take(hospital->world, unit->doctors);
    stop_waiting(hospital, &birth_at(hospital, id)->theatre_place, unit->theatre);
    begin_caesarean(hospital, id, HOLDS_SECOND_TEAM);
    return true;
}

static bool take_for_doctor(Hospital *hospital, uint32_t priority_limit)
{
    SimTaken taken;
    if (!sim_resource_take_next_below(hospital->world, state_of(hospital)->doctors, priority_limit, &taken))
        return false;
    if (service_is_taken(hospital, taken)) return true;
    Birth *mother = birth_at(hospital, taken.entity);
    mother->doctor_place = 0;
    now_holds(mother, HOLDS_DOCTOR);
    if (taken.priority == DOCTOR_REVIEW) {
        schedule(hospital, LABOUR_REVIEWED, taken.entity, at_doctors_pace(hospital, plan_of(hospital)->review_s));
    } else {
        mother->stage = BIRTH_WITH_INSTRUMENT;
        schedule(hospital, INSTRUMENTAL_ENDS, taken.entity, at_doctors_pace(hospital, plan_of(hospital)->instrument_s));
    }
    return true;
}

// Doctors go where they are needed most: category 1 and 2, instrumental births, the other caesareans, reviews, and then
// patients of services in less urgent classes. A caesarean begins when a theatre and a doctor are free at once; neither
// waits for the other.
static void give_doctors(Hospital *hospital)
{
    while (begin_next_caesarean(hospital, THEATRE_URGENT + 1) || begin_with_second_team(hospital) ||
           take_for_doctor(hospital, DOCTOR_INSTRUMENT + 1) || begin_next_caesarean(hospital, THEATRE_CLASSES) ||
           take_for_doctor(hospital, SIM_CLASSES)) {
    }
}

// Labour. It does not wait for a room or a midwife.

static void begin_labour(Hospital *hospital, uint32_t id)
{
    MaternityState *unit = state_of(hospital);
    Birth *mother = birth_at(hospital, id);
    mother->stage = BIRTH_IN_LABOUR;
    mother->room_place = sim_resource_join(hospital->world, unit->rooms, 0, id);
    mother->midwife_place = sim_resource_join(hospital->world, unit->midwives, 0, id);
    give_rooms(hospital);
    give_midwives(hospital);

    const SimTime lasts_s = sim_variate_s(&plan_of(hospital)->labour, draw(hospital, mother, DRAW_LABOUR).word[0]);
    schedule(hospital, LABOUR_ENDS, id, lasts_s);
    const SimWords review = draw(hospital, mother, DRAW_REVIEW);
    if (sim_happens(review.word[0], plan_of(hospital)->reviewed))
        schedule(hospital, LABOUR_NEEDS_REVIEW, id, (SimTime)(sim_uniform(review.word[1]) * (double)lasts_s));
}

static void schedule_labour(Hospital *hospital)
{
    MaternityState *unit = state_of(hospital);
    const uint32_t ordinal = ++unit->next_labour;
    const SimWords words = hospital_draw(hospital, STREAM_LABOURS, ordinal, DRAW_ARRIVAL, 0);
    const double load = sim_variate(&plan_of(hospital)->exponential, words.word[0]);
    const SimTime time_s =
        sim_weekly_after(&plan_of(hospital)->labours, unit->labour_clock_s, load, &unit->labour_clock_s);
    if (time_s < INT64_MAX) hospital_schedule_at(hospital, LABOUR_ARRIVES, ordinal, time_s, SIM_ARRIVAL);
}

static void arrive_in_labour(Hospital *hospital, uint32_t ordinal)
{
    schedule_labour(hospital);
    if (state_of(hospital)->closed_since_s) {
        sim_count(hospital->world, measures_of(hospital)->mat_diverted, 1);
        return;
    }
    begin_labour(hospital, new_mother(hospital, ONSET_SPONTANEOUS, ordinal));
}

static void ask_for_review(Hospital *hospital, uint32_t id)
{
    Birth *mother = birth_at(hospital, id);
    if (mother->stage != BIRTH_IN_LABOUR) return;
    mother->doctor_place = sim_resource_join(hospital->world, state_of(hospital)->doctors, DOCTOR_REVIEW, id);
    give_doctors(hospital);
}

static void end_review(Hospital *hospital, uint32_t id)
{
    Birth *mother = birth_at(hospital, id);
    if (mother->stage != BIRTH_IN_LABOUR) return;  // the labour ended first, and the review with it
    release(hospital, mother, HOLDS_DOCTOR, state_of(hospital)->doctors);
    give_doctors(hospital);
}

static void recover(Hospital *hospital, uint32_t id)
{
    Birth *mother = birth_at(hospital, id);
    mother->stage = BIRTH_RECOVERS;
    stop_waiting(hospital, &mother->room_place, state_of(hospital)->rooms);
    stop_waiting(hospital, &mother->midwife_place, state_of(hospital)->midwives);
    watch_queue(hospital);
    schedule(hospital, MOTHER_RECOVERS, id, plan_of(hospital)->recovery_s);
}

static void need_theatre(Hospital *hospital, uint32_t id, uint32_t urgency)
{
    Birth *mother = birth_at(hospital, id);
    mother->stage = BIRTH_AWAITS_THEATRE;
    mother->urgency = (uint8_t)urgency;
    mother->theatre_place = sim_resource_join(hospital->world, state_of(hospital)->theatre, urgency, id);
}

// Birth, or the decision for an instrumental birth or a caesarean.
static void end_labour(Hospital *hospital, uint32_t id)
{
    MaternityState *unit = state_of(hospital);
    const MaternityPlan *plan = plan_of(hospital);
    Birth *mother = birth_at(hospital, id);
    stop_waiting(hospital, &mother->doctor_place, unit->doctors);
    release(hospital, mother, HOLDS_DOCTOR, unit->doctors);
    mother->since_s = (uint32_t)hospital_now(hospital);

    const SimWords words = draw(hospital, mother, DRAW_LABOUR);
    if (sim_happens(words.word[1], plan->caesarean_after_labour)) {
        need_theatre(hospital, id, sim_happens(words.word[2], plan->urgent) ? THEATRE_URGENT : THEATRE_SOON);
    } else if (sim_happens(words.word[1], plan->caesarean_after_labour + plan->instrumental_after_labour)) {
        mother->stage = BIRTH_AWAITS_INSTRUMENT;
        mother->doctor_place = sim_resource_join(hospital->world, unit->doctors, DOCTOR_INSTRUMENT, id);
    } else {
        count_birth(hospital, mother, BIRTH_SPONTANEOUS, hospital_now(hospital));
        recover(hospital, id);
    }
    give_doctors(hospital);
}

static void end_instrumental(Hospital *hospital, uint32_t id)
{
    Birth *mother = birth_at(hospital, id);
    count_birth(hospital, mother, BIRTH_INSTRUMENTAL, hospital_now(hospital));
    release(hospital, mother, HOLDS_DOCTOR, state_of(hospital)->doctors);
    recover(hospital, id);
    give_doctors(hospital);
}

static void end_caesarean(Hospital *hospital, uint32_t id)
{
    MaternityState *unit = state_of(hospital);
    Birth *mother = birth_at(hospital, id);
    release(hospital, mother, HOLDS_DOCTOR, unit->doctors);
    release(hospital, mother, HOLDS_THEATRE, unit->theatre);
    release(hospital, mother, HOLDS_SECOND_TEAM, unit->second_team);
    recover(hospital, id);
    give_doctors(hospital);
}

// Inductions: started only if the unit has room for what will follow. The longer one is overdue, the less is asked for,
// so that inductions cannot pile up for good.

static bool has_spare(const Hospital *hospital, SimResourceId resource, double spare)
{
    return sim_resource_free(hospital->world, resource) >= fmax(1, spare);
}

static bool can_start_induction(const Hospital *hospital, SimTime late_s)
{
    const MaternityState *unit = state_of(hospital);
    const MaternityPlan *plan = plan_of(hospital);
    const double asked = fmax(0, 1 - (double)late_s / plan->relaxed_after_s);
    return has_spare(hospital, unit->rooms, asked * plan->spare_rooms) &&
           has_spare(hospital, unit->midwives, asked * plan->spare_midwives) &&
           has_spare(hospital, unit->doctors, asked * plan->spare_doctors);
}

static void try_induction(Hospital *hospital, uint32_t id)
{
    MaternityState *unit = state_of(hospital);
    const MaternityPlan *plan = plan_of(hospital);
    Birth *mother = birth_at(hospital, id);
    const SimTime late_s = hospital_now(hospital) - mother->since_s;
    if (!can_start_induction(hospital, late_s)) {
        schedule(hospital, INDUCTION_RETRIES, id, plan->retry_s);
        return;
    }
    sim_count(hospital->world, measures_of(hospital)->mat_inductions, 1);
    sim_log_wait(hospital->world, LOG_INDUCTION, late_s);
    if (late_s > SIM_DAY_S) sim_count(hospital->world, measures_of(hospital)->mat_induction_delay_24h, 1);

    sim_resource_take(hospital->world, unit->midwives);
    sim_resource_take(hospital->world, unit->doctors);
    now_holds(mother, HOLDS_MIDWIFE);
    now_holds(mother, HOLDS_DOCTOR);
    mother->stage = BIRTH_INDUCED;
    schedule(hospital, INDUCTION_STARTED, id, at_doctors_pace(hospital, plan->induction_start_s));
}

static void plan_induction(Hospital *hospital, uint32_t ordinal)
{
    const uint32_t id = new_mother(hospital, ONSET_INDUCED, ordinal);
    birth_at(hospital, id)->stage = BIRTH_AWAITS_INDUCTION;
    try_induction(hospital, id);
}

static void await_labour(Hospital *hospital, uint32_t id)
{
    Birth *mother = birth_at(hospital, id);
    release(hospital, mother, HOLDS_DOCTOR, state_of(hospital)->doctors);
    release(hospital, mother, HOLDS_MIDWIFE, state_of(hospital)->midwives);
    const SimWords words = draw(hospital, mother, DRAW_INDUCTION);
    schedule(hospital, LABOUR_BEGINS, id, sim_variate_s(&plan_of(hospital)->induction_to_labour, words.word[1]));
    give_midwives(hospital);
    give_doctors(hospital);
}

// Planned caesareans: the day's list, and what is left of it.

static void join_list(Hospital *hospital, uint32_t id)
{
    need_theatre(hospital, id, THEATRE_PLANNED);
    give_doctors(hospital);
}

static SimTime until_next_list(const Hospital *hospital)
{
    uint32_t day = sim_day_of(hospital_now(hospital)) + 1;
    while (hospital_is_rest_day(hospital, day)) day++;
    return (SimTime)day * SIM_DAY_S + plan_of(hospital)->list_starts_s - hospital_now(hospital);
}

static void end_list(Hospital *hospital)
{
    MaternityState *unit = state_of(hospital);
    uint32_t id;
    while (sim_resource_walk(hospital->world, unit->theatre, THEATRE_PLANNED, 0, &id)) {
        Birth *mother = birth_at(hospital, id);
        stop_waiting(hospital, &mother->theatre_place, unit->theatre);
        mother->stage = BIRTH_MOVED;
        sim_count(hospital->world, measures_of(hospital)->mat_elcs_moved, 1);
        schedule(hospital, CAESAREAN_RETURNS, id, until_next_list(hospital));
    }
}

// The postnatal ward. Without a bed there a mother stays where she is.

static void give_beds(Hospital *hospital)
{
    MaternityState *unit = state_of(hospital);
    SimTaken taken;
    while (sim_resource_take_next(hospital->world, unit->postnatal, &taken)) {
        if (service_is_taken(hospital, taken)) continue;
        Birth *mother = birth_at(hospital, taken.entity);
        mother->stage = BIRTH_POSTNATAL;
        now_holds(mother, HOLDS_BED);
        release(hospital, mother, HOLDS_ROOM, unit->rooms);
        const SimDistribution *stay = &plan_of(hospital)->stay[mother->mode];
        schedule(hospital, MOTHER_LEAVES, taken.entity, sim_variate_s(stay, draw(hospital, mother, DRAW_STAY).word[0]));
    }
    give_rooms(hospital);
}

void maternity_serve(Hospital *hospital)
{
    give_beds(hospital);
    give_midwives(hospital);
    give_doctors(hospital);
}

static void ask_for_bed(Hospital *hospital, uint32_t id)
{
    Birth *mother = birth_at(hospital, id);
    release(hospital, mother, HOLDS_MIDWIFE, state_of(hospital)->midwives);
    give_midwives(hospital);
    mother->stage = BIRTH_AWAITS_BED;
    sim_resource_join(hospital->world, state_of(hospital)->postnatal, 0, id);
    give_beds(hospital);
}

static void leave(Hospital *hospital, uint32_t id)
{
    Birth *mother = birth_at(hospital, id);
    release(hospital, mother, HOLDS_BED, state_of(hospital)->postnatal);
    mother->stage = BIRTH_NOWHERE;
    sim_table_give_back(hospital->world, TABLE_BIRTHS, id);
    state_of(hospital)->left++;
    give_beds(hospital);
}

// The day's bookings. How many there are follows from the day alone, so that a year has its due number.
static uint32_t booked_on(uint32_t days_before, double a_day)
{
    return (uint32_t)(floor((days_before + 1) * a_day) - floor(days_before * a_day));
}

static void begin_day(Hospital *hospital)
{
    MaternityState *unit = state_of(hospital);
    const MaternityPlan *plan = plan_of(hospital);
    const SimTime now_s = hospital_now(hospital);
    const uint32_t day = sim_day_of(now_s);
    for (uint32_t i = booked_on(day, plan->inductions_a_day); i > 0; i--) {
        const uint32_t ordinal = ++unit->next_induction;
        const SimWords words = hospital_draw(hospital, STREAM_INDUCTIONS, ordinal, DRAW_INDUCTION, 0);
        const double span_s = (double)(plan->induction_until_s - plan->induction_from_s);
        const SimTime planned_s = plan->induction_from_s + (SimTime)(sim_uniform(words.word[0]) * span_s);
        hospital_schedule_at(hospital, INDUCTION_DUE, ordinal, now_s + planned_s, SIM_ARRIVAL);
    }
    if (!hospital_is_rest_day(hospital, day)) {
        for (uint32_t i = booked_on(unit->working_days++, plan->caesareans_a_working_day); i > 0; i--)
            hospital_schedule_at(hospital, CAESAREAN_DUE, ++unit->next_caesarean, now_s + plan->list_starts_s,
                                 SIM_ARRIVAL);
        hospital_schedule_at(hospital, CAESAREAN_LIST_ENDS, 0, now_s + plan->list_ends_s, SIM_POLICY);
    }
    if (unit->closed_since_s) sim_count(hospital->world, measures_of(hospital)->mat_closed_hours, 24);
    hospital_schedule_at(hospital, MATERNITY_MORNING, 0, now_s + SIM_DAY_S, SIM_POLICY);
}

void maternity_open(Hospital *hospital)
{
    const MaternityPlan *plan = plan_of(hospital);
    if (!plan->on) return;
    MaternityState *unit = state_of(hospital);
    SimWorld *world = hospital->world;
    unit->rooms = sim_resource_add(world, plan->rooms);
    unit->midwives = sim_resource_add(world, 0);
    unit->doctors = sim_resource_add(world, 0);
    unit->theatre = sim_resource_add(world, 1);
    unit->second_team = sim_resource_add(world, plan->second_team ? 1 : 0);
    unit->postnatal = sim_resource_add(world, plan->postnatal_beds);
    maternity_staff_changed(hospital);
    schedule_labour(hospital);
    hospital_schedule_at(hospital, MATERNITY_MORNING, 0, hospital_now(hospital), SIM_POLICY);
}

void maternity_staff_changed(Hospital *hospital)
{
    MaternityState *unit = state_of(hospital);
    if (!plan_of(hospital)->on || !unit->rooms) return;
    double pace;
    const uint32_t doctors = staffing_doctors(hospital, DEPARTMENT_OBSTETRICS, &pace);
    const uint32_t midwives = staffing_present(hospital, DEPARTMENT_MATERNITY, GROUP_MIDWIVES);
    sim_resource_set_capacity(hospital->world, unit->doctors, doctors);
    sim_resource_set_capacity(hospital->world, unit->midwives, midwives);
    give_midwives(hospital);
    give_doctors(hospital);
}

void maternity_snapshot(Hospital *hospital)
{
    if (!plan_of(hospital)->on) return;
    const uint32_t mothers = sim_resource_busy(hospital->world, state_of(hospital)->postnatal);
    sim_set(hospital->world, measures_of(hospital)->mat_postnatal_occ, mothers);
}

void maternity_handle(Hospital *hospital, SimEvent event)
{
    switch ((enum HospitalEvent)event.kind) {
    case LABOUR_ARRIVES: arrive_in_labour(hospital, event.subject); return;
    case INDUCTION_DUE: plan_induction(hospital, event.subject); return;
    case CAESAREAN_DUE: join_list(hospital, new_mother(hospital, ONSET_NONE, event.subject)); return;
    case CAESAREAN_LIST_ENDS: end_list(hospital); return;
    case MATERNITY_CLOSES: close_unit(hospital, event.subject); return;
    case MATERNITY_MORNING: begin_day(hospital); return;
    default: break;
    }
    if (event.stamp != birth_at(hospital, event.subject)->slot.stamp) return;
    switch ((enum HospitalEvent)event.kind) {
    case INDUCTION_RETRIES: try_induction(hospital, event.subject); break;
    case INDUCTION_STARTED: await_labour(hospital, event.subject); break;
    case LABOUR_BEGINS: begin_labour(hospital, event.subject); break;
    case LABOUR_NEEDS_REVIEW: ask_for_review(hospital, event.subject); break;
    case LABOUR_REVIEWED: end_review(hospital, event.subject); break;
    case LABOUR_ENDS: end_labour(hospital, event.subject); break;
    case INSTRUMENTAL_ENDS: end_instrumental(hospital, event.subject); break;
    case CAESAREAN_RETURNS: join_list(hospital, event.subject); break;
    case CAESAREAN_ENDS: end_caesarean(hospital, event.subject); break;
    case MOTHER_RECOVERS: ask_for_bed(hospital, event.subject); break;
    case MOTHER_LEAVES: leave(hospital, event.subject); break;
    default: break;
    }
}
