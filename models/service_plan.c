// The plan made of the services that a user wrote: resources, classes, services. What is said of arrivals and steps is
// made in service_arrivals_plan.c and service_steps_plan.c.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/service_making.h"

static void capacity_by_hour(Making *making, const ServiceResourceFields *written, ServiceResource *resource)
{
    const SimNumbers *hours = &written->capacity_by_hour;
    if (!hours->values) return;
    if (hours->count != 24 && hours->count != 168) {
        making_refuse(making, written->head.mark, "resource", resource->name,
                      "needs 24 or 168 numbers in `capacity_by_hour`, one for each hour of a day or of a week");
    }
    for (size_t i = 0; i < hours->count; i++) {
        if (fabs(hours->values[i] - round(hours->values[i])) > 0) {
            making_refuse(making, written->head.mark, "resource", resource->name,
                          "has a fraction of a server in `capacity_by_hour`; write whole numbers");
            return;
        }
    }
    resource->by_hour = hours->values;
    resource->hours = (uint32_t)hours->count;
}

static void make_resource(Making *making, const SimScenario *scenario, uint32_t number)
{
    const ServiceResourceFields *written = RESOURCE(making, number);
    ServicesPlan *made = making->made;
    ServiceResource *resource = &made->resources[number];
    *resource = (ServiceResource){.name = making_text(&written->name),
                                  .monday_s = -(SimTime)sim_weekday(making->plan->outline.first_day) * SIM_DAY_S,
                                  .is_preemptive = written->order == 1,
                                  .on_fall = (enum SimFall)written->on_fall,
                                  .first_change = made->change_count};
    if (making->plan->has_trusts && service_pool_named(resource->name) != NO_POOL) {
        making_refuse(making, written->head.mark, "the resource", resource->name,
                      "is one of the hospital's own: steps can use it as it is; give this one another name");
    }
    const bool has_one = written->capacity != SIM_UNSET, has_hours = written->capacity_by_hour.values != NULL;
    if (has_one == has_hours) {
        making_refuse(making, written->head.mark, "resource", resource->name,
                      has_one ? "has both `capacity` and `capacity_by_hour`; leave one out"
                              : "has no servers; write `capacity` or `capacity_by_hour`");
    }
    if (written->capacity != SIM_UNSET) resource->capacity = (uint32_t)written->capacity;
    capacity_by_hour(making, written, resource);
    for (size_t i = 0; i < written->changes.count; i++) {
        const ServiceChangeFields *change = SIM_RECORD(written->changes, ServiceChangeFields, i);
        ServiceDates dates;
        if (!making_dates(making, change, scenario, resource->name, &dates)) continue;
        made->changes[made->change_count++] = (ServiceChange){.dates = dates, .capacity = (uint32_t)change->capacity};
    }
    resource->change_count = made->change_count - resource->first_change;
}

// Of both lives, as far as it was written.
double making_most_servers(const ServiceResourceFields *written)
{
    double most = written->capacity != SIM_UNSET ? (double)written->capacity : 0;
    for (size_t i = 0; i < written->capacity_by_hour.count; i++) most = fmax(most, written->capacity_by_hour.values[i]);
    for (size_t i = 0; i < written->changes.count; i++)
        most = fmax(most, (double)SIM_RECORD(written->changes, ServiceChangeFields, i)->capacity);
    return most;
}

// Classes

static void make_classes(Making *making, const DeclaredFields *written, OneService *service)
{
    service->class_count = written->classes.count ? (uint32_t)written->classes.count : 1;
    service->class_name[0] = "";
    if (service->class_count > SIM_CLASSES) {
        making_refuse(making, written->head.mark, "service", service->name, "has more than 32 classes; write fewer");
        service->class_count = 1;
        return;
    }
    for (uint32_t i = 0; i < written->classes.count; i++)
        service->class_name[i] = making_text(&SIM_RECORD(written->classes, ServiceClassFields, i)->name);
}

// Services

static void name_steps(Making *making, const DeclaredFields *written, uint32_t number)
{
    ServicesPlan *made = making->made;
    OneService *service = &made->services[number];
    service->first_step = made->step_count;
    service->step_count = (uint32_t)written->steps.count;
    for (uint32_t i = 0; i < service->step_count; i++) {
        const ServiceStepFields *step = SIM_RECORD(written->steps, ServiceStepFields, i);
        const char *name = making_text(&step->name);
        for (uint32_t k = 0; k < made->step_count; k++) {
            if (strcmp(made->steps[k].name, name) == 0)
                making_refuse(making, step->head.mark, "step", name,
                              "is there twice; names of steps differ in all services");
        }
        if (strcmp(name, "leave") == 0)
            making_refuse(making, step->head.mark, "step", name, "has a name that means going home; write another");
        made->steps[made->step_count++] = (ServiceStep){.name = name, .service = number};
    }
}

static bool has_twice(const SimNumbers *numbers)
{
    for (size_t i = 0; i < numbers->count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (fabs(numbers->values[i] - numbers->values[k]) < 0.5) return true;
        }
    }
    return false;
}

static void make_times(Making *making, const DeclaredFields *written, OneService *service)
{
    service->limit_count = (uint32_t)written->limits.count;
    if (service->limit_count > SERVICE_LIMITS) {
        making_refuse(making, written->head.mark, "service", service->name,
                      "has more than eight `limits`; write fewer");
        service->limit_count = SERVICE_LIMITS;
    }
    if (has_twice(&written->limits) || has_twice(&written->snapshots))
        making_refuse(making, written->head.mark, "service", service->name,
                      "has one of its `limits` or `snapshots` twice; leave it out");
    for (uint32_t i = 0; i < service->limit_count; i++)
        service->limit_s[i] = (int64_t)(written->limits.values[i] + 0.5);
    service->snapshot_count = (uint32_t)written->snapshots.count;
    service->snapshots_s = making_room(service->snapshot_count, sizeof(uint32_t));
    for (uint32_t i = 0; i < service->snapshot_count; i++)
        service->snapshots_s[i] = (uint32_t)(written->snapshots.values[i] + 0.5) % SIM_DAY_S;
    const SimTime last_day_s = making->plan->end_s % SIM_DAY_S;  // of a horizon that ends within a day
    for (uint32_t i = 0; i < service->snapshot_count && last_day_s > 0; i++) {
        if (service->snapshots_s[i] < last_day_s) continue;
        making_refuse(
            making, written->head.mark, "service", service->name,
            "has `snapshots` at a time before which the last day ends; write earlier ones, or a longer `run.horizon`");
        break;
    }
}

static void make_service(Making *making, const SimScenario *scenario, uint32_t number)
{
    const DeclaredFields *written = SERVICE(making, number);
    ServicesPlan *made = making->made;
    OneService *service = &made->services[number];
    if (written->steps.count == 0 || written->arrivals.count == 0) {
        making_refuse(making, written->head.mark, "service", service->name, "needs `arrivals` and `steps`");
        return;
    }
    make_times(making, written, service);
    making_steps(making, written, service);
    for (size_t i = 0; i < written->arrivals.count; i++)
        making_source(making, scenario, number, written, SIM_RECORD(written->arrivals, ServiceArrivalFields, i));
}

// False, with a fault, if there is more than numbers can say.
static bool make_room(Making *making)
{
    ServicesPlan *made = making->made;
    size_t changes = 0, steps = 0, cases = 0, branches = 0, sources = 0, dips = 0;
    for (uint32_t i = 0; i < made->resource_count; i++) changes += RESOURCE(making, i)->changes.count;
    for (uint32_t i = 0; i < made->service_count; i++) {
        const DeclaredFields *service = SERVICE(making, i);
        const size_t classes = service->classes.count ? service->classes.count : 1;
        steps += service->steps.count;
        cases += service->steps.count * classes;
        for (size_t k = 0; k < service->steps.count; k++)
            branches += classes * (SIM_RECORD(service->steps, ServiceStepFields, k)->next.count + 1);
        sources += service->arrivals.count;
        for (size_t k = 0; k < service->arrivals.count; k++)
            dips += SIM_RECORD(service->arrivals, ServiceArrivalFields, k)->changes.count;
    }
    if (cases > SERVICE_CASES_MOST || sources > SERVICE_CASES_MOST)
        return sim_fault(making->faults, SERVICE(making, 0)->head.mark,
                         "the services have %zu steps, counted for each class of patients, and %zu arrival points; "
                         "write at most %d of each",
                         cases, sources, SERVICE_CASES_MOST);
    made->resources = making_room((size_t)made->resource_count + HOSPITAL_POOLS, sizeof *made->resources);
    made->changes = making_room(changes, sizeof *made->changes);
    made->services = making_room(made->service_count, sizeof *made->services);
    made->steps = making_room(steps, sizeof *made->steps);
    made->cases = making_room(cases, sizeof *made->cases);
    made->branches = making_room(branches, sizeof *made->branches);
    made->sources = making_room(sources, sizeof *made->sources);
    made->dips = making_room(dips, sizeof *made->dips);
    return true;
}

bool service_plan(HospitalPlan *plan, TrustPlan *trust, const ServicesFields *fields, const SimScenario *scenario,
                  SimFaults *faults)
{
    ServicesPlan *made = &trust->services;
    *made = (ServicesPlan){.resource_count = (uint32_t)fields->resources.count,
                           .service_count = (uint32_t)fields->services.count,
                           .first_strike_change_s = INT64_MAX,
                           .patients_most = SERVICE_PATIENTS_MOST};
    Making making = {.plan = plan,
                     .trust = trust,
                     .made = made,
                     .fields = fields,
                     .faults = faults,
                     .epoch_s = (int64_t)plan->outline.first_day * SIM_DAY_S,
                     .is_sound = true};
    if (!make_room(&making)) {
        *made = (ServicesPlan){0};
        return false;
    }
    for (int pool = NO_POOL + 1; pool < HOSPITAL_POOLS; pool++) {
        made->resources[service_number_of_pool(made, (enum HospitalPool)pool)] =
            (ServiceResource){.name = service_pool_name((enum HospitalPool)pool), .on_fall = SIM_FALL_FINISH};
    }
    for (uint32_t i = 0; i < made->resource_count; i++) make_resource(&making, scenario, i);
    for (uint32_t i = 0; i < made->service_count; i++) {
        made->services[i].name = making_text(&SERVICE(&making, i)->name);
        make_classes(&making, SERVICE(&making, i), &made->services[i]);
        made->services[i].first_flow = made->flow_count;
        made->flow_count += made->services[i].class_count;
        name_steps(&making, SERVICE(&making, i), i);
    }
    for (uint32_t i = 0; i < made->service_count; i++) make_service(&making, scenario, i);
    return making.is_sound;
}

void service_plan_free(ServicesPlan *plan)
{
    for (uint32_t i = 0; i < plan->service_count && plan->services; i++) free(plan->services[i].snapshots_s);
    for (uint32_t i = 0; i < plan->source_count; i++) {
        free(plan->sources[i].cumulative);
        free(plan->sources[i].times_s);
    }
    free(plan->resources);
    free(plan->changes);
    free(plan->services);
    free(plan->steps);
    free(plan->cases);
    free(plan->branches);
    free(plan->sources);
    free(plan->dips);
    free(plan->readers);
    free(plan->logs);
    free(plan->snapshot_series);
    free(plan->first_snapshot);
}
