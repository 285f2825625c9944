// Inductions of labour: started when the unit has room for what follows.
#include "models/births.h"

static bool is_short(const Hospital *hospital, SimResourceId resource, double spare)
{
    return sim_resource_free(hospital->world, resource) < fmax(1, spare);
}

// The longer one is overdue, the less is asked for, so that inductions cannot pile up for good. All that is short is
// counted.
static bool can_start_induction(Hospital *hospital, SimTime late_s)
{
    const MaternityState *unit = maternity_unit(hospital);
    const MaternityPlan *plan = maternity_plan_of(hospital);
    const double asked = fmax(0, 1 - (double)late_s / plan->relaxed_after_s);
    const bool is_lacking[MATERNITY_LACKS] = {
        [LACKS_ROOMS] = is_short(hospital, unit->rooms, asked * plan->spare_rooms),
        [LACKS_MIDWIVES] = is_short(hospital, unit->midwives, asked * plan->spare_midwives),
        [LACKS_DOCTORS] = is_short(hospital, unit->doctors, asked * plan->spare_doctors)};
    bool can_start = true;
    for (uint32_t what = 0; what < MATERNITY_LACKS; what++) {
        if (!is_lacking[what]) continue;
        sim_count(hospital->world, maternity_measures_of(hospital)->mat_put_off + what, 1);
        can_start = false;
    }
    return can_start;
}

void induction_is_tried(Hospital *hospital, uint32_t id)
{
    MaternityState *unit = maternity_unit(hospital);
    const MaternityPlan *plan = maternity_plan_of(hospital);
    Birth *mother = birth_at(hospital, id);
    const SimTime late_s = hospital_now(hospital) - mother->since_s;
    if (!can_start_induction(hospital, late_s)) {
        birth_schedule(hospital, INDUCTION_RETRIES, id, plan->retry_s);
        return;
    }
    sim_count(hospital->world, maternity_measures_of(hospital)->mat_inductions, 1);
    sim_log_wait(hospital->world, LOG_INDUCTION, late_s);
    if (late_s > SIM_DAY_S) sim_count(hospital->world, maternity_measures_of(hospital)->mat_induction_delay_24h, 1);

    sim_resource_take(hospital->world, unit->midwives);
    sim_resource_take(hospital->world, unit->doctors);
    birth_takes(mother, HOLDS_MIDWIFE);
    birth_takes(mother, HOLDS_DOCTOR);
    mother->stage = BIRTH_INDUCED;
    birth_schedule(hospital, INDUCTION_STARTED, id, maternity_at_doctors_pace(hospital, plan->induction_start_s));
}

void induction_falls_due(Hospital *hospital, uint32_t ordinal)
{
    const uint32_t id = birth_new(hospital, ONSET_INDUCED, ordinal);
    birth_at(hospital, id)->stage = BIRTH_AWAITS_INDUCTION;
    induction_is_tried(hospital, id);
}

void induction_has_started(Hospital *hospital, uint32_t id)
{
    Birth *mother = birth_at(hospital, id);
    birth_releases(hospital, mother, HOLDS_DOCTOR, maternity_unit(hospital)->doctors);
    birth_releases(hospital, mother, HOLDS_MIDWIFE, maternity_unit(hospital)->midwives);
    const SimWords words = birth_draw(hospital, mother, DRAW_INDUCTION);
    birth_schedule(hospital, LABOUR_BEGINS, id,
                   sim_variate_s(&maternity_plan_of(hospital)->induction_to_labour, words.word[1]));
    maternity_give_midwives(hospital);
    maternity_give_doctors(hospital);
}
