// The hospital's own staff, rooms and beds, in whose queues patients of a trust's services may stand as well.
//
// A step of a service names a pool as its resource. Its patients then join the very queue in which the hospital's own
// patients wait, in the priority class that the service gives them, and whoever frees a server serves both. In such a
// queue a patient of a service carries a mark, the top bit of the entity; the flow whose pool it is hands whoever it
// takes on to service_is_taken first (service.h), and leaves the rest to services.
//
// Patients of services come on top of those the hospital's `size` speaks of. They take one server of a pool at a time
// and keep it to the end of the step: nobody interrupts them. Those who ask for a medical bed in a class of emergencies
// lie in a surgical one where the hospital's own would, and a bed is cleaned after them as after anybody. How long a
// step takes does not depend on who is on duty.
#ifndef MODELS_SERVICE_POOLS_H
#define MODELS_SERVICE_POOLS_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/engine/resource.h"

struct Hospital;
struct TrustPlan;

enum HospitalPool {
    NO_POOL,
    SHARED_AE_DOCTORS,
    SHARED_TRIAGE_NURSES,
    SHARED_CUBICLES,
    SHARED_CHAIRS,
    SHARED_MINOR_PRACTITIONERS,
    SHARED_MEDICAL_BEDS,
    SHARED_SURGICAL_BEDS,
    SHARED_CHILDRENS_BEDS,
    SHARED_BOOKINGS_TEAM,
    SHARED_MIDWIVES,
    SHARED_OBSTETRIC_DOCTORS,
    SHARED_DELIVERY_ROOMS,
    SHARED_POSTNATAL_BEDS,
    HOSPITAL_POOLS
};

#define HOSPITAL_POOL_WORDS                                                                                            \
    "A&E doctors, triage nurses, cubicles, chairs, minor injury practitioners, medical beds, surgical beds, "          \
    "children's beds, bookings team, midwives, obstetric doctors, delivery rooms, postnatal beds"

// As written in a scenario.
const char *service_pool_name(enum HospitalPool pool);
// NO_POOL if none is called so.
enum HospitalPool service_pool_named(const char *name);

// The key of the flow whose pool it is if the trust has switched that flow off, else NULL.
const char *service_pool_is_off(const struct TrustPlan *trust, enum HospitalPool pool);
// There is never anybody or anything in it. Staff who come by rosters are taken to come.
bool service_pool_is_empty(const struct TrustPlan *trust, enum HospitalPool pool);

SimResourceId service_pool_resource(const struct Hospital *hospital, enum HospitalPool pool);

// Whoever can be served now is: the hospital's own patients and those of services.
void service_pool_serve(struct Hospital *hospital, enum HospitalPool pool);
// A patient of a service is done with a server, who goes to the next; a bed is cleaned first.
void service_pool_release(struct Hospital *hospital, enum HospitalPool pool);

// Servers of the pool that patients of services hold.
uint32_t service_pool_held(const struct Hospital *hospital, enum HospitalPool pool);

// For the flows' audits: the pool's servers in use otherwise (beds being cleaned included), and the others who wait.
int64_t service_pool_busy_for_others(const struct Hospital *hospital, enum HospitalPool pool);
int64_t service_pool_others_waiting(const struct Hospital *hospital, enum HospitalPool pool);

#endif
