#include "models/elective_flow.h"

#include <math.h>

static double left_over(double in, double removed)
{
    return fmax(0, in - removed);
}

static void flow_through_lists(const ElectivePlan *plan, const ElectiveFields *fields, const ServicePlan *service,
                               ElectiveFlow *flow)
{
    const double dna = plan->dna, hazard = fields->removals, *list = flow->list;
    const double take_place = 1 - plan->slot_lost, due = left_over(flow->clock_starts, hazard * list[STAGE_FIRST]);
    flow->booked[STAGE_FIRST] = due / take_place;
    flow->referred = flow->clock_starts - due * dna * (1 - plan->dna_discharged);
    flow->through[STAGE_FIRST] = due * (1 - dna);
    const double tested = flow->through[STAGE_FIRST] * service->diagnostics, scoped = service->endoscopy;
    flow->through[STAGE_ENDOSCOPY] = left_over(tested * scoped, hazard * list[STAGE_ENDOSCOPY]);
    flow->through[STAGE_IMAGING] = left_over(tested * (1 - scoped), hazard * list[STAGE_IMAGING]);
    flow->booked[STAGE_ENDOSCOPY] = flow->through[STAGE_ENDOSCOPY] / (1 - dna);
    flow->booked[STAGE_IMAGING] = flow->through[STAGE_IMAGING] / (1 - dna);
    const double reviewed = flow->through[STAGE_ENDOSCOPY] + flow->through[STAGE_IMAGING];
    flow->through[STAGE_REVIEW] = left_over(reviewed, hazard * list[STAGE_REVIEW]);
    flow->booked[STAGE_REVIEW] = flow->through[STAGE_REVIEW] / (1 - dna) / take_place;
    const double listed =
        flow->through[STAGE_FIRST] * service->treat + flow->through[STAGE_REVIEW] * service->treat_after_tests;
    flow->through[STAGE_INPATIENT] = left_over(listed * (1 - service->day_case), hazard * list[STAGE_INPATIENT]);
    flow->through[STAGE_DAY_CASE] = left_over(listed * service->day_case, hazard * list[STAGE_DAY_CASE]);
    flow->booked[STAGE_INPATIENT] = flow->through[STAGE_INPATIENT];
    flow->booked[STAGE_DAY_CASE] = flow->through[STAGE_DAY_CASE];
    for (int stage = 0; stage < WAITING_STAGES; stage++) flow->booked[stage] *= fields->capacity;
}

// In which of the shares given a stage counts: both kinds of tests are one.
static const int given_of[WAITING_STAGES] = {[STAGE_FIRST] = 0,  [STAGE_ENDOSCOPY] = 1, [STAGE_IMAGING] = 1,
                                             [STAGE_REVIEW] = 2, [STAGE_INPATIENT] = 3, [STAGE_DAY_CASE] = 4};

// Lists by service and stage with the margins given whose waits are a product of one factor for the service and one for
// the stage: the flows, fitted to the margins in turn (iterative proportional fitting). So nobody waits for years in a
// service that hardly operates because the trust has many who wait for operations.
static void fit_lists(const ElectivePlan *plan, const double *stage_shares, ElectiveFlow *flows)
{
    const double hardly = 1e-9;  // where nothing flows and yet somebody waits
    for (uint32_t s = 0; s < plan->service_count; s++) {
        for (int stage = 0; stage < WAITING_STAGES; stage++) flows[s].list[stage] = flows[s].through[stage] + hardly;
    }
    for (int round = 0; round < 40; round++) {
        double sum[LIST_STAGES] = {0};
        for (uint32_t s = 0; s < plan->service_count; s++) {
            for (int stage = 0; stage < WAITING_STAGES; stage++) sum[given_of[stage]] += flows[s].list[stage];
        }
        for (uint32_t s = 0; s < plan->service_count; s++) {
            double *list = flows[s].list, all = 0;
            for (int stage = 0; stage < WAITING_STAGES; stage++) {
                list[stage] *= plan->list_size * stage_shares[given_of[stage]] / sum[given_of[stage]];
                all += list[stage];
            }
            const double factor = all > 0 ? plan->list_size * plan->services[s].list_share / all : 0;
            for (int stage = 0; stage < WAITING_STAGES; stage++) list[stage] = list[stage] * factor + 1e-300;
        }
    }
}

// Removals make the flows depend on the lists, a little.
void elective_flows(const ElectivePlan *plan, const ElectiveFields *fields, const double stage_shares[LIST_STAGES],
                    ElectiveFlow flows[SERVICES_MOST])
{
    for (uint32_t s = 0; s < plan->service_count; s++) {
        const ServiceFields *written = SIM_RECORD(fields->services, ServiceFields, s);
        flows[s] = (ElectiveFlow){.clock_starts = fields->referrals * written->share};
        flow_through_lists(plan, fields, &plan->services[s], &flows[s]);
    }
    for (int round = 0; round < 4; round++) {
        fit_lists(plan, stage_shares, flows);
        for (uint32_t s = 0; s < plan->service_count; s++) {
            flow_through_lists(plan, fields, &plan->services[s], &flows[s]);
        }
    }
}
