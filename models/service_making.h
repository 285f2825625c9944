// Plans of services in the making. Inside the files that make them only.
#ifndef MODELS_SERVICE_MAKING_H
#define MODELS_SERVICE_MAKING_H

#include "models/service_distributions.h"
#include "models/service_visit.h"
#include "sim/scenario/nearest.h"

typedef struct {
    HospitalPlan *plan;
    const TrustPlan *trust;
    ServicesPlan *made;
    const ServicesFields *fields;
    SimFaults *faults;
    int64_t epoch_s;
    bool is_sound;
} Making;

#define RESOURCE(making, i) SIM_RECORD((making)->fields->resources, ServiceResourceFields, i)
#define SERVICE(making, i) SIM_RECORD((making)->fields->services, DeclaredFields, i)

static inline const char *making_text(const SimText *text)
{
    return text->text ? text->text : "";
}

// Zeroed room for so many, and one more. Aborts if memory is short.
void *making_room(size_t count, size_t bytes);

// Faults. "step "triage" is never full; write ...": `why` goes on after the name.
void making_refuse(Making *making, SimMark mark, const char *kind, const char *name, const char *why);

// Numbers of what is named; a fault, and UINT32_MAX, NO_STEP or class 0, if there is none of the name.
uint32_t making_find_resource(Making *making, const SimText *name);
uint32_t making_find_step(Making *making, const OneService *service, const SimText *name);
uint32_t making_step_or_leave(Making *making, const OneService *service, const SimText *name);  // unset: leaves
uint32_t making_find_class(Making *making, const OneService *service, const SimText *name);

// False if it has no dates, or happens in the other life only.
bool making_dates(Making *making, const ServiceChangeFields *change, const SimScenario *scenario, const char *name,
                  ServiceDates *dates);

// The most servers a resource ever has, in either life, as far as it was written (service_plan.c).
double making_most_servers(const ServiceResourceFields *written);

// The steps of a service, whose names and numbers are known (service_steps_plan.c).
void making_steps(Making *making, const DeclaredFields *written, OneService *service);
// Refuses ways that lead back in no time, and warns of steps that can block each other for ever (service_circles.c).
void making_check_circles(Making *making, const DeclaredFields *written, const OneService *service);
// An arrival point of service `number` (service_arrivals_plan.c).
void making_source(Making *making, const SimScenario *scenario, uint32_t number, const DeclaredFields *of,
                   const ServiceArrivalFields *written);

#endif
