// Capacities of resources over time: tables of hours, dated changes, and who goes when servers go home.
#include <math.h>
#include <stdlib.h>

#include "models/service_visit.h"

bool service_holds(const Hospital *hospital, const ServiceDates *dates)
{
    const SimTime now_s = hospital_now(hospital);
    if (now_s < dates->start_s || now_s >= dates->end_s) return false;
    return !dates->window || now_s < call_off_end_s(hospital, dates->window);
}

// The capacity of a resource now: its table, or the last dated change that holds.
static uint32_t capacity_now(const Hospital *hospital, uint32_t number)
{
    const ServicesPlan *plan = services_of(hospital);
    const ServiceResource *resource = &plan->resources[number];
    for (uint32_t i = resource->change_count; i > 0; i--) {
        const ServiceChange *change = &plan->changes[resource->first_change + i - 1];
        if (service_holds(hospital, &change->dates)) return change->capacity;
    }
    if (!resource->by_hour) return resource->capacity;
    const SimTime hour = (hospital_now(hospital) - resource->monday_s) / SIM_HOUR_S;
    return (uint32_t)resource->by_hour[hour % resource->hours];
}

// Where servers are still free for somebody who has just been sent back, they go on with that patient at once, the last
// sent back first.
static void hand_over(Hospital *hospital, uint32_t patient)
{
    const Visit visit = service_visit(hospital, patient);
    const SimResourceId resource = service_resource(hospital, visit.step);
    if (visit.row->status != PATIENT_WAITS_AGAIN) return;
    if (sim_resource_free(hospital->world, resource) < visit.rules->needs) return;
    sim_resource_leave(hospital->world, resource, visit.row->place);
    sim_resource_take_many(hospital->world, resource, visit.rules->needs);
    service_goes_on(hospital, patient);
}

// The patients of surplus servers give way.
static void end_surplus(Hospital *hospital, SimResourceId resource, enum SimFall rule)
{
    const uint32_t surplus = sim_resource_surplus(hospital->world, resource);
    if (rule == SIM_FALL_FINISH || surplus == 0) return;
    uint32_t *sent_back = calloc(surplus, sizeof *sent_back);
    if (!sent_back) abort();
    uint32_t count = 0;
    SimTaken last;
    while (sim_resource_surplus(hospital->world, resource) > 0 &&
           sim_resource_last_watched(hospital->world, resource, &last)) {
        const bool stays = service_patient(hospital, last.entity)->due_s > hospital_now(hospital);
        service_gives_way(hospital, last.entity);
        if (stays) sent_back[count++] = last.entity;
    }
    while (rule == SIM_FALL_HAND_OVER && count > 0) hand_over(hospital, sent_back[--count]);
    free(sent_back);
}

static void set_capacity(Hospital *hospital, uint32_t number)
{
    const ServicesPlan *plan = services_of(hospital);
    const ServiceResource *resource = &plan->resources[number];
    const SimResourceId id = hospital->state->services.first_resource + number;
    const uint32_t capacity = capacity_now(hospital, number);
    if (capacity == sim_resource_capacity(hospital->world, id)) return;
    sim_resource_set_capacity(hospital->world, id, capacity);
    end_surplus(hospital, id, resource->on_fall);
    const ServiceStep any_step = {.resource = number};
    service_serve(hospital, &any_step);
}

void service_capacities_change(Hospital *hospital)
{
    for (uint32_t i = 0; i < services_of(hospital)->resource_count; i++) set_capacity(hospital, i);
}

// The next hour at which the table of hours says something else.
static void schedule_capacity(Hospital *hospital, uint32_t number)
{
    const ServiceResource *resource = &services_of(hospital)->resources[number];
    if (!resource->by_hour) return;
    const SimTime hour = (hospital_now(hospital) - resource->monday_s) / SIM_HOUR_S;
    for (SimTime ahead = 1; ahead <= resource->hours; ahead++) {
        const double before = resource->by_hour[(hour + ahead - 1) % resource->hours];
        if (fabs(resource->by_hour[(hour + ahead) % resource->hours] - before) <= 0) continue;
        hospital_schedule_at(hospital, SERVICE_CAPACITY_CHANGES, number,
                             resource->monday_s + (hour + ahead) * SIM_HOUR_S, SIM_CAPACITY);
        return;
    }
}

void service_capacities_open(Hospital *hospital)
{
    const ServicesPlan *plan = services_of(hospital);
    for (uint32_t i = 0; i < plan->resource_count; i++) {
        const SimResourceId id = sim_resource_add(hospital->world, capacity_now(hospital, i));
        if (i == 0) hospital->state->services.first_resource = id;
        schedule_capacity(hospital, i);
    }
    for (uint32_t i = 0; i < plan->step_count; i++) {
        const ServiceStep *step = &plan->steps[i];
        if (step->rules.space_resource == UINT32_MAX) continue;
        const SimResourceId id = sim_resource_add(hospital->world, step->space);
        if (step->rules.space_resource == 0) hospital->state->services.first_space = id;
    }
}

void service_capacity_changes(Hospital *hospital, uint32_t resource)
{
    set_capacity(hospital, resource);
    schedule_capacity(hospital, resource);
}
