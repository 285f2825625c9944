// Which way a patient goes on, and what lies ahead.
#include "models/service_visit.h"

static bool can_start(const Hospital *hospital, const ServiceStep *step, uint32_t class_number)
{
    if (step->resource == UINT32_MAX) return true;
    const uint32_t priority = services_of(hospital)->cases[step->first_case + class_number].priority;
    return service_can_start(sim_servers(hospital->world, service_resource(hospital, step)), step->rules.needs,
                             priority);
}

static uint32_t waiting_at(const Hospital *hospital, const ServiceStep *step)
{
    uint32_t waiting = 0;
    const uint32_t classes = services_of(hospital)->services[step->service].class_count;
    for (uint32_t c = 0; c < classes; c++) waiting += service_cell(hospital, step->first_case + c)->waiting;
    return waiting;
}

bool service_has_room(const Hospital *hospital, const ServiceStep *step, uint32_t class_number)
{
    if (step->rules.space_resource != UINT32_MAX &&
        sim_resource_free(hospital->world, service_space(hospital, step)) == 0)
        return false;
    return step->waiting_room == NO_LIMIT || can_start(hospital, step, class_number) ||
           waiting_at(hospital, step) < step->waiting_room;
}

static uint32_t first_free(const Visit *visit, const ServiceBranch *branches, uint32_t count)
{
    const Hospital *hospital = visit->hospital;
    const ServicesPlan *plan = services_of(hospital);
    const uint32_t of_class = visit->with->class_number;
    for (uint32_t i = 0; i < count; i++) {
        if (branches[i].step == NO_STEP) return NO_STEP;
        const ServiceStep *step = &plan->steps[branches[i].step];
        if (service_has_room(hospital, step, of_class) && can_start(hospital, step, of_class)) return branches[i].step;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (service_has_room(hospital, &plan->steps[branches[i].step], of_class)) return branches[i].step;
    }
    return branches[count - 1].step;
}

static uint32_t present_at(const Hospital *hospital, uint32_t step)
{
    return step == NO_STEP ? 0 : service_crowd(hospital, step)->present;
}

static uint32_t shortest(const Hospital *hospital, const ServiceBranch *branches, uint32_t count)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < count; i++) {
        if (present_at(hospital, branches[i].step) < present_at(hospital, branches[best].step)) best = i;
    }
    return branches[best].step;
}

static uint32_t by_share(const ServiceBranch *branches, uint32_t count, double uniform)
{
    for (uint32_t i = 0; i < count; i++) {
        if (uniform < branches[i].until) return branches[i].step;
    }
    return NO_STEP;
}

uint32_t service_way_on(Hospital *hospital, uint32_t patient)
{
    const Visit visit = service_visit(hospital, patient);
    const ServiceStep *step = visit.step;
    const ServiceBranch *branches = &services_of(visit.hospital)->branches[visit.with->first_branch];
    const uint32_t count = visit.with->branch_count;
    switch (step->route) {
    case ROUTE_SHARE: return by_share(branches, count, sim_uniform(service_word(&visit, step->route_word)));
    case ROUTE_FIRST_FREE: return first_free(&visit, branches, count);
    case ROUTE_SHORTEST: return shortest(visit.hospital, branches, count);
    case ROUTE_IN_TURN: break;
    }
    return branches[service_crowd(visit.hospital, visit.with->step_number)->turn++ % count].step;
}
