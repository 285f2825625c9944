// Who gives way: the less urgent to the more urgent, and whoever is with a server that goes home.
#include "models/service_count.h"

// Back to the head of the queue, with the time that is left.
static void is_interrupted(const Visit *visit)
{
    ServicePatient *row = visit->row;
    SimWorld *world = visit->hospital->world;
    const SimResourceId resource = service_resource(visit->hospital, visit->step);
    const uint32_t needs = visit->rules->needs;
    sim_resource_unwatch(world, resource, row->place);
    sim_resource_release_many(world, resource, needs);
    sim_slot_bump(&row->slot);
    row->left_s = row->due_s - (uint32_t)visit->now_s;
    row->status = PATIENT_WAITS_AGAIN;
    row->place = sim_resource_return(world, resource, visit->with->priority, visit->patient, needs, row->since_s);
    visit->cell->interrupted++;
    service_count_waiting(visit);
}

void service_gives_way(Hospital *hospital, uint32_t patient)
{
    const Visit visit = service_visit(hospital, patient);
    if (visit.row->due_s > visit.now_s) {
        is_interrupted(&visit);
        return;
    }
    sim_slot_bump(&visit.row->slot);
    service_ends(hospital, patient);
}

bool service_takes_from_the_less_urgent(Hospital *hospital, const ServiceStep *step, uint32_t priority)
{
    const SimResourceId resource = service_resource(hospital, step);
    SimTaken last;
    if (!services_of(hospital)->resources[step->resource].is_preemptive) return false;
    if (sim_resource_capacity(hospital->world, resource) < step->rules.needs) return false;
    while (!sim_servers_are_awaited(sim_servers(hospital->world, resource), priority)) {
        if (sim_resource_free(hospital->world, resource) >= step->rules.needs) return true;
        if (!sim_resource_last_watched_after(hospital->world, resource, priority, &last)) return false;
        service_gives_way(hospital, last.entity);
    }
    return false;
}
