#include "models/births.h"

// Overcrowding: the unit closes to new labours when the queue for rooms has been too long for too long. Hours closed
// are written for the whole rest of the day when it closes, and taken back when it opens again.

static double hours_left_today(const Hospital *hospital)
{
    return (double)(SIM_DAY_S - hospital_now(hospital) % SIM_DAY_S) / SIM_HOUR_S;
}

static void close_unit(Hospital *hospital, uint32_t spell)
{
    MaternityState *unit = maternity_unit(hospital);
    if (spell != unit->crowded) return;
    unit->closed_since_s = (uint32_t)hospital_now(hospital);
    sim_count(hospital->world, maternity_measures_of(hospital)->mat_closed_hours, hours_left_today(hospital));
}

void maternity_watch_queue(Hospital *hospital)
{
    MaternityState *unit = maternity_unit(hospital);
    const bool is_crowded =
        sim_resource_waiting(hospital->world, unit->rooms) > maternity_plan_of(hospital)->divert_queue;
    if (is_crowded && !unit->crowded) {
        unit->crowded = ++unit->crowded_spells;
        hospital_schedule(hospital, MATERNITY_CLOSES, unit->crowded, 0, maternity_plan_of(hospital)->divert_after_s);
    } else if (!is_crowded && unit->crowded) {
        unit->crowded = 0;
        if (unit->closed_since_s)
            sim_count(hospital->world, maternity_measures_of(hospital)->mat_closed_hours, -hours_left_today(hospital));
        unit->closed_since_s = 0;
    }
}

// Rooms and midwives go to mothers in labour in the order in which they came.

static void give_rooms(Hospital *hospital)
{
    SimTaken taken;
    while (sim_resource_take_next(hospital->world, maternity_unit(hospital)->rooms, &taken)) {
        if (service_is_taken(hospital, taken)) continue;
        Birth *mother = birth_at(hospital, taken.entity);
        mother->room_place = 0;
        birth_takes(mother, HOLDS_ROOM);
    }
    maternity_watch_queue(hospital);
}

void maternity_give_midwives(Hospital *hospital)
{
    SimTaken taken;
    while (sim_resource_take_next(hospital->world, maternity_unit(hospital)->midwives, &taken)) {
        if (service_is_taken(hospital, taken)) continue;
        Birth *mother = birth_at(hospital, taken.entity);
        mother->midwife_place = 0;
        birth_takes(mother, HOLDS_MIDWIFE);
    }
}

static bool take_for_doctor(Hospital *hospital, uint32_t priority_limit)
{
    SimTaken taken;
    if (!sim_resource_take_next_below(hospital->world, maternity_unit(hospital)->doctors, priority_limit, &taken))
        return false;
    if (service_is_taken(hospital, taken)) return true;
    Birth *mother = birth_at(hospital, taken.entity);
    mother->doctor_place = 0;
    birth_takes(mother, HOLDS_DOCTOR);
    if (taken.priority == DOCTOR_REVIEW) {
        birth_schedule(hospital, LABOUR_REVIEWED, taken.entity,
                       maternity_at_doctors_pace(hospital, maternity_plan_of(hospital)->review_s));
    } else {
        mother->stage = BIRTH_WITH_INSTRUMENT;
        birth_schedule(hospital, INSTRUMENTAL_ENDS, taken.entity,
                       maternity_at_doctors_pace(hospital, maternity_plan_of(hospital)->instrument_s));
    }
    return true;
}

// Doctors go where they are needed most: category 1 and 2, instrumental births, the other caesareans, reviews, and then
// patients of services in less urgent classes. A caesarean begins when a theatre and a doctor are free at once; neither
// waits for the other.
void maternity_give_doctors(Hospital *hospital)
{
    while (caesarean_begins_next(hospital, CATEGORY_2 + 1) || caesarean_begins_with_second_team(hospital) ||
           take_for_doctor(hospital, DOCTOR_INSTRUMENT + 1) || caesarean_begins_next(hospital, CAESAREAN_CATEGORIES) ||
           take_for_doctor(hospital, SIM_CLASSES)) {
    }
}

// Labour. It does not wait for a room or a midwife.

static void begin_labour(Hospital *hospital, uint32_t id)
{
    MaternityState *unit = maternity_unit(hospital);
    Birth *mother = birth_at(hospital, id);
    mother->stage = BIRTH_IN_LABOUR;
    mother->room_place = sim_resource_join(hospital->world, unit->rooms, 0, id);
    mother->midwife_place = sim_resource_join(hospital->world, unit->midwives, 0, id);
    give_rooms(hospital);
    maternity_give_midwives(hospital);

    const SimTime lasts_s =
        sim_variate_s(&maternity_plan_of(hospital)->labour, birth_draw(hospital, mother, DRAW_LABOUR).word[0]);
    birth_schedule(hospital, LABOUR_ENDS, id, lasts_s);
    const SimWords review = birth_draw(hospital, mother, DRAW_REVIEW);
    if (sim_happens(review.word[0], maternity_plan_of(hospital)->reviewed))
        birth_schedule(hospital, LABOUR_NEEDS_REVIEW, id, (SimTime)(sim_uniform(review.word[1]) * (double)lasts_s));
}

static void schedule_labour(Hospital *hospital)
{
    MaternityState *unit = maternity_unit(hospital);
    const uint32_t ordinal = ++unit->next_labour;
    const SimWords words = hospital_draw(hospital, STREAM_LABOURS, ordinal, DRAW_ARRIVAL, 0);
    const double load = sim_variate(&maternity_plan_of(hospital)->exponential, words.word[0]);
    const SimTime time_s =
        sim_weekly_after(&maternity_plan_of(hospital)->labours, unit->labour_clock_s, load, &unit->labour_clock_s);
    if (time_s < INT64_MAX) hospital_schedule_at(hospital, LABOUR_ARRIVES, ordinal, time_s, SIM_ARRIVAL);
}

static void arrive_in_labour(Hospital *hospital, uint32_t ordinal)
{
    schedule_labour(hospital);
    if (maternity_unit(hospital)->closed_since_s) {
        sim_count(hospital->world, maternity_measures_of(hospital)->mat_diverted, 1);
        return;
    }
    begin_labour(hospital, birth_new(hospital, ONSET_SPONTANEOUS, ordinal));
}

static void ask_for_review(Hospital *hospital, uint32_t id)
{
    Birth *mother = birth_at(hospital, id);
    if (mother->stage != BIRTH_IN_LABOUR) return;
    mother->doctor_place = sim_resource_join(hospital->world, maternity_unit(hospital)->doctors, DOCTOR_REVIEW, id);
    maternity_give_doctors(hospital);
}

static void end_review(Hospital *hospital, uint32_t id)
{
    Birth *mother = birth_at(hospital, id);
    if (mother->stage != BIRTH_IN_LABOUR) return;  // the labour ended first, and the review with it
    birth_releases(hospital, mother, HOLDS_DOCTOR, maternity_unit(hospital)->doctors);
    maternity_give_doctors(hospital);
}

void maternity_recovers(Hospital *hospital, uint32_t id)
{
    Birth *mother = birth_at(hospital, id);
    mother->stage = BIRTH_RECOVERS;
    birth_stops_waiting(hospital, &mother->room_place, maternity_unit(hospital)->rooms);
    birth_stops_waiting(hospital, &mother->midwife_place, maternity_unit(hospital)->midwives);
    maternity_watch_queue(hospital);
    birth_schedule(hospital, MOTHER_RECOVERS, id, maternity_plan_of(hospital)->recovery_s);
}

static enum CaesareanCategory category_of(const MaternityPlan *plan, uint32_t word)
{
    if (sim_happens(word, plan->category_1)) return CATEGORY_1;
    return sim_happens(word, plan->urgent) ? CATEGORY_2 : CATEGORY_3;
}

// Birth, or the decision for an instrumental birth or a caesarean.
static void end_labour(Hospital *hospital, uint32_t id)
{
    MaternityState *unit = maternity_unit(hospital);
    const MaternityPlan *plan = maternity_plan_of(hospital);
    Birth *mother = birth_at(hospital, id);
    birth_stops_waiting(hospital, &mother->doctor_place, unit->doctors);
    birth_releases(hospital, mother, HOLDS_DOCTOR, unit->doctors);
    mother->since_s = (uint32_t)hospital_now(hospital);

    const SimWords words = birth_draw(hospital, mother, DRAW_LABOUR);
    if (sim_happens(words.word[1], plan->caesarean_after_labour)) {
        caesarean_needed(hospital, id, category_of(plan, words.word[2]));
    } else if (sim_happens(words.word[1], plan->caesarean_after_labour + plan->instrumental_after_labour)) {
        mother->stage = BIRTH_AWAITS_INSTRUMENT;
        mother->doctor_place = sim_resource_join(hospital->world, unit->doctors, DOCTOR_INSTRUMENT, id);
    } else {
        birth_counts(hospital, mother, BIRTH_SPONTANEOUS, hospital_now(hospital));
        maternity_recovers(hospital, id);
    }
    maternity_give_doctors(hospital);
}

static void end_instrumental(Hospital *hospital, uint32_t id)
{
    Birth *mother = birth_at(hospital, id);
    birth_counts(hospital, mother, BIRTH_INSTRUMENTAL, hospital_now(hospital));
    birth_releases(hospital, mother, HOLDS_DOCTOR, maternity_unit(hospital)->doctors);
    maternity_recovers(hospital, id);
    maternity_give_doctors(hospital);
}

// The postnatal ward. Without a bed there a mother stays where she is.

static void give_beds(Hospital *hospital)
{
    MaternityState *unit = maternity_unit(hospital);
    SimTaken taken;
    while (sim_resource_take_next(hospital->world, unit->postnatal, &taken)) {
        if (service_is_taken(hospital, taken)) continue;
        Birth *mother = birth_at(hospital, taken.entity);
        mother->stage = BIRTH_POSTNATAL;
        birth_takes(mother, HOLDS_BED);
        birth_releases(hospital, mother, HOLDS_ROOM, unit->rooms);
        const SimDistribution *stay = &maternity_plan_of(hospital)->stay[mother->mode];
        birth_schedule(hospital, MOTHER_LEAVES, taken.entity,
                       sim_variate_s(stay, birth_draw(hospital, mother, DRAW_STAY).word[0]));
    }
    give_rooms(hospital);
}

void maternity_serve(Hospital *hospital)
{
    give_beds(hospital);
    maternity_give_midwives(hospital);
    maternity_give_doctors(hospital);
}

static void ask_for_bed(Hospital *hospital, uint32_t id)
{
    Birth *mother = birth_at(hospital, id);
    birth_releases(hospital, mother, HOLDS_MIDWIFE, maternity_unit(hospital)->midwives);
    maternity_give_midwives(hospital);
    mother->stage = BIRTH_AWAITS_BED;
    sim_resource_join(hospital->world, maternity_unit(hospital)->postnatal, 0, id);
    give_beds(hospital);
}

static void leave(Hospital *hospital, uint32_t id)
{
    Birth *mother = birth_at(hospital, id);
    birth_releases(hospital, mother, HOLDS_BED, maternity_unit(hospital)->postnatal);
    mother->stage = BIRTH_NOWHERE;
    sim_table_give_back(hospital->world, TABLE_BIRTHS, id);
    maternity_unit(hospital)->left++;
    give_beds(hospital);
}

// The day's bookings. How many there are follows from the day alone, so that a year has its due number.
static uint32_t booked_on(uint32_t days_before, double a_day)
{
    return (uint32_t)(floor((days_before + 1) * a_day) - floor(days_before * a_day));
}

static void begin_day(Hospital *hospital)
{
    MaternityState *unit = maternity_unit(hospital);
    const MaternityPlan *plan = maternity_plan_of(hospital);
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
    if (unit->closed_since_s) sim_count(hospital->world, maternity_measures_of(hospital)->mat_closed_hours, 24);
    hospital_schedule_at(hospital, MATERNITY_MORNING, 0, now_s + SIM_DAY_S, SIM_POLICY);
}

void maternity_open(Hospital *hospital)
{
    const MaternityPlan *plan = maternity_plan_of(hospital);
    if (!plan->on) return;
    MaternityState *unit = maternity_unit(hospital);
    SimWorld *world = hospital->world;
    unit->rooms = sim_resource_add(world, plan->rooms);
    unit->midwives = sim_resource_add(world, 0);
    unit->doctors = sim_resource_add(world, 0);
    unit->theatre = sim_resource_add(world, plan->theatres);
    unit->second_team = sim_resource_add(world, plan->second_team ? 1 : 0);
    unit->postnatal = sim_resource_add(world, plan->postnatal_beds);
    maternity_staff_changed(hospital);
    schedule_labour(hospital);
    hospital_schedule_at(hospital, MATERNITY_MORNING, 0, hospital_now(hospital), SIM_POLICY);
}

void maternity_staff_changed(Hospital *hospital)
{
    MaternityState *unit = maternity_unit(hospital);
    if (!maternity_plan_of(hospital)->on || !unit->rooms) return;
    double pace;
    const uint32_t doctors = staffing_doctors(hospital, DEPARTMENT_OBSTETRICS, &pace);
    const uint32_t midwives = staffing_present(hospital, DEPARTMENT_MATERNITY, GROUP_MIDWIVES);
    sim_resource_set_capacity(hospital->world, unit->doctors, doctors);
    sim_resource_set_capacity(hospital->world, unit->midwives, midwives);
    maternity_give_midwives(hospital);
    maternity_give_doctors(hospital);
}

void maternity_snapshot(Hospital *hospital)
{
    if (!maternity_plan_of(hospital)->on) return;
    const uint32_t mothers = sim_resource_busy(hospital->world, maternity_unit(hospital)->postnatal);
    sim_set(hospital->world, maternity_measures_of(hospital)->mat_postnatal_occ, mothers);
}

void maternity_handle(Hospital *hospital, SimEvent event)
{
    switch ((enum HospitalEvent)event.kind) {
    case LABOUR_ARRIVES: arrive_in_labour(hospital, event.subject); return;
    case INDUCTION_DUE: induction_falls_due(hospital, event.subject); return;
    case CAESAREAN_DUE: caesarean_joins_list(hospital, birth_new(hospital, ONSET_NONE, event.subject)); return;
    case CAESAREAN_LIST_ENDS: caesarean_list_ends(hospital); return;
    case MATERNITY_CLOSES: close_unit(hospital, event.subject); return;
    case MATERNITY_MORNING: begin_day(hospital); return;
    default: break;
    }
    if (event.stamp != birth_at(hospital, event.subject)->slot.stamp) return;
    switch ((enum HospitalEvent)event.kind) {
    case INDUCTION_RETRIES: induction_is_tried(hospital, event.subject); break;
    case INDUCTION_STARTED: induction_has_started(hospital, event.subject); break;
    case LABOUR_BEGINS: begin_labour(hospital, event.subject); break;
    case LABOUR_NEEDS_REVIEW: ask_for_review(hospital, event.subject); break;
    case LABOUR_REVIEWED: end_review(hospital, event.subject); break;
    case LABOUR_ENDS: end_labour(hospital, event.subject); break;
    case INSTRUMENTAL_ENDS: end_instrumental(hospital, event.subject); break;
    case CAESAREAN_RETURNS: caesarean_joins_list(hospital, event.subject); break;
    case CAESAREAN_ENDS: caesarean_ends(hospital, event.subject); break;
    case MOTHER_RECOVERS: ask_for_bed(hospital, event.subject); break;
    case MOTHER_LEAVES: leave(hospital, event.subject); break;
    default: break;
    }
}
