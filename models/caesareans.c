// Caesareans: who goes first, with which theatre and team; the list of those that are planned.
#include "models/births.h"

static void count_decision_to_delivery(Hospital *hospital, const Birth *mother, SimTime delivered_s)
{
    const SimTime took_s = delivered_s - mother->since_s;
    const uint32_t day = sim_day_of(delivered_s);
    if (took_s > 30 * SIM_MINUTE_S) sim_count_on(hospital->world, day, maternity_measures_of(hospital)->mat_dtd_30, 1);
    if (took_s > 75 * SIM_MINUTE_S) sim_count_on(hospital->world, day, maternity_measures_of(hospital)->mat_dtd_75, 1);
}

// A caesarean has a theatre and a doctor from now on. The moment of the birth is settled with it.
static void begin_caesarean(Hospital *hospital, uint32_t id, enum BirthHolds theatre)
{
    Birth *mother = birth_at(hospital, id);
    mother->theatre_place = 0;
    mother->stage = BIRTH_IN_THEATRE;
    birth_takes(mother, theatre);
    birth_takes(mother, HOLDS_DOCTOR);
    birth_stops_waiting(hospital, &mother->room_place, maternity_unit(hospital)->rooms);
    maternity_watch_queue(hospital);

    const SimWords words = birth_draw(hospital, mother, DRAW_THEATRE);
    const SimTime usual_s = sim_variate_s(&maternity_plan_of(hospital)->theatre, words.word[0]);
    const SimTime lasts_s = maternity_at_doctors_pace(hospital, usual_s);
    const SimTime to_delivery_s = sim_variate_s(&maternity_plan_of(hospital)->delivery, words.word[1]);
    const SimTime delivered_s = hospital_now(hospital) + (to_delivery_s < lasts_s ? to_delivery_s : lasts_s);
    const bool is_planned = mother->onset == ONSET_NONE;
    birth_counts(hospital, mother, is_planned ? BIRTH_PLANNED_CAESAREAN : BIRTH_EMERGENCY_CAESAREAN, delivered_s);
    const MeasurePlan *measures = maternity_measures_of(hospital);
    sim_count_on(hospital->world, sim_day_of(delivered_s), measures->mat_caesareans + mother->category, 1);
    if (mother->category <= CATEGORY_2) count_decision_to_delivery(hospital, mother, delivered_s);
    const double waited_min = (double)(hospital_now(hospital) - mother->since_s) / SIM_MINUTE_S;
    if (is_planned) sim_count_share(hospital->world, measures->mat_elcs_wait, floor(waited_min), 1);
    birth_schedule(hospital, CAESAREAN_ENDS, id, lasts_s);
}

bool caesarean_begins_next(Hospital *hospital, uint32_t category_limit)
{
    MaternityState *unit = maternity_unit(hospital);
    SimTaken taken;
    if (sim_resource_free(hospital->world, unit->doctors) == 0) return false;
    if (!sim_resource_take_next_below(hospital->world, unit->theatre, category_limit, &taken)) return false;
    sim_resource_take(hospital->world, unit->doctors);
    begin_caesarean(hospital, taken.entity, HOLDS_THEATRE);
    return true;
}

bool caesarean_begins_with_second_team(Hospital *hospital)
{
    MaternityState *unit = maternity_unit(hospital);
    uint32_t id;
    if (!sim_resource_walk(hospital->world, unit->theatre, CATEGORY_1, 0, &id) &&
        !sim_resource_walk(hospital->world, unit->theatre, CATEGORY_2, 0, &id))
        return false;
    if (sim_resource_free(hospital->world, unit->doctors) == 0) return false;
    if (!sim_resource_take(hospital->world, unit->second_team)) return false;
    sim_resource_take(hospital->world, unit->doctors);
    birth_stops_waiting(hospital, &birth_at(hospital, id)->theatre_place, unit->theatre);
    begin_caesarean(hospital, id, HOLDS_SECOND_TEAM);
    return true;
}

void caesarean_needed(Hospital *hospital, uint32_t id, enum CaesareanCategory category)
{
    Birth *mother = birth_at(hospital, id);
    mother->stage = BIRTH_AWAITS_THEATRE;
    mother->category = (uint8_t)category;
    mother->theatre_place = sim_resource_join(hospital->world, maternity_unit(hospital)->theatre, category, id);
}

void caesarean_ends(Hospital *hospital, uint32_t id)
{
    MaternityState *unit = maternity_unit(hospital);
    Birth *mother = birth_at(hospital, id);
    birth_releases(hospital, mother, HOLDS_DOCTOR, unit->doctors);
    birth_releases(hospital, mother, HOLDS_THEATRE, unit->theatre);
    birth_releases(hospital, mother, HOLDS_SECOND_TEAM, unit->second_team);
    maternity_recovers(hospital, id);
    maternity_give_doctors(hospital);
}

// Planned caesareans: the day's list, and what is left of it.

void caesarean_joins_list(Hospital *hospital, uint32_t id)
{
    caesarean_needed(hospital, id, CATEGORY_4);
    maternity_give_doctors(hospital);
}

static SimTime until_next_list(const Hospital *hospital)
{
    uint32_t day = sim_day_of(hospital_now(hospital)) + 1;
    while (hospital_is_rest_day(hospital, day)) day++;
    return (SimTime)day * SIM_DAY_S + maternity_plan_of(hospital)->list_starts_s - hospital_now(hospital);
}

void caesarean_list_ends(Hospital *hospital)
{
    MaternityState *unit = maternity_unit(hospital);
    uint32_t id;
    while (sim_resource_walk(hospital->world, unit->theatre, CATEGORY_4, 0, &id)) {
        Birth *mother = birth_at(hospital, id);
        birth_stops_waiting(hospital, &mother->theatre_place, unit->theatre);
        mother->stage = BIRTH_MOVED;
        sim_count(hospital->world, maternity_measures_of(hospital)->mat_elcs_moved, 1);
        birth_schedule(hospital, CAESAREAN_RETURNS, id, until_next_list(hospital));
    }
}
