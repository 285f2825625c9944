#include "models/deterioration.h"

#include <math.h>

#include "models/emergency.h"
#include "models/hospital_rows.h"
#include "models/waiting_list.h"

// A priority is left once at most, and numbers its draw.
static SimWords words_of(const Hospital *hospital, uint32_t row)
{
    return elective_draw(hospital, row, PURPOSE_GETS_WORSE, pathway_at(hospital, row)->priority);
}

void deterioration_expect(Hospital *hospital, uint32_t row)
{
    const DeteriorationPlan *plan = &hospital->trust->elective.deterioration;
    const double hazard = plan->hazard[pathway_at(hospital, row)->priority];
    if (hazard <= 0) return;
    const double days = sim_variate(&plan->exponential, words_of(hospital, row).word[0]) / hazard;
    const double day = floor((double)sim_day_of(hospital_now(hospital)) + 1 + days);
    if (day < hospital->plan->days) day_list_add(hospital, (uint32_t)day, DAY_GETS_WORSE, row);
}

// Keeps a date that there is already.
static void becomes_more_urgent(Hospital *hospital, uint32_t row)
{
    Pathway *pathway = pathway_at(hospital, row);
    sim_count(hospital->world, hospital->plan->measures.el_deteriorated + pathway->priority - 1, 1);
    const bool is_listed = pathway->ticket > 0;
    if (is_listed) waiting_list_leave(hospital, row);
    pathway->priority--;
    if (is_listed) waiting_list_join(hospital, row);
    if (pathway->session && pathway->priority == PRIORITY_URGENT) session_at(hospital, pathway->session)->urgent++;
    deterioration_expect(hospital, row);
}

static void becomes_an_emergency(Hospital *hospital, uint32_t row)
{
    const Pathway *pathway = pathway_at(hospital, row);
    const MeasurePlan *measures = &hospital->plan->measures;
    sim_count(hospital->world, measures->el_to_emergency + pathway->priority, 1);
    const uint32_t person = EMERGENCY_OF_PATHWAY | elective_task_key(hospital, pathway->service, pathway->ordinal);
    elective_admitted_as_emergency(hospital, row);
    emergency_admit_directly(hospital, person, POOL_SURGICAL);
}

// Whoever waits for a bed on the day of the operation is in hospital already.
void deterioration_happens(Hospital *hospital, uint32_t row)
{
    const Pathway *pathway = pathway_at(hospital, row);
    if (pathway->stage != STAGE_INPATIENT && pathway->stage != STAGE_DAY_CASE) return;
    if (pathway->spell) return;
    const double emergency = hospital->trust->elective.deterioration.emergency_share[pathway->priority];
    if (sim_happens(words_of(hospital, row).word[1], emergency)) {
        becomes_an_emergency(hospital, row);
    } else {
        becomes_more_urgent(hospital, row);
    }
}

void deterioration_plan(const HospitalPlan *plan, TrustPlan *trust)
{
    const DeteriorationFields *fields = &trust->fields->elective.deterioration;
    DeteriorationPlan *deterioration = &trust->elective.deterioration;
    for (int priority = 0; priority < OPERATION_PRIORITIES; priority++) {
        const double emergency = fields->to_emergency.values[priority];
        const double higher = priority > PRIORITY_URGENT ? fields->to_higher.values[priority - 1] : 0;
        deterioration->hazard[priority] = higher + emergency;
        deterioration->emergency_share[priority] = emergency > 0 ? emergency / (higher + emergency) : 0;
    }
    deterioration->exponential = sim_distribution(plan->tables, SIM_EXPONENTIAL, 1, 1);
}
