#include "models/service_pools.h"

#include <string.h>

#include "models/service_visit.h"

static const char *const names[HOSPITAL_POOLS] = {
    [NO_POOL] = "",
    [SHARED_AE_DOCTORS] = "A&E doctors",
    [SHARED_TRIAGE_NURSES] = "triage nurses",
    [SHARED_CUBICLES] = "cubicles",
    [SHARED_CHAIRS] = "chairs",
    [SHARED_MINOR_PRACTITIONERS] = "minor injury practitioners",
    [SHARED_MEDICAL_BEDS] = "medical beds",
    [SHARED_SURGICAL_BEDS] = "surgical beds",
    [SHARED_CHILDRENS_BEDS] = "children's beds",
    [SHARED_BOOKINGS_TEAM] = "bookings team",
    [SHARED_MIDWIVES] = "midwives",
    [SHARED_OBSTETRIC_DOCTORS] = "obstetric doctors",
    [SHARED_DELIVERY_ROOMS] = "delivery rooms",
    [SHARED_POSTNATAL_BEDS] = "postnatal beds",
};

const char *service_pool_name(enum HospitalPool pool)
{
    return names[pool];
}

enum HospitalPool service_pool_named(const char *name)
{
    for (int pool = NO_POOL + 1; pool < HOSPITAL_POOLS; pool++) {
        if (strcmp(names[pool], name) == 0) return (enum HospitalPool)pool;
    }
    return NO_POOL;
}

const char *service_pool_is_off(const TrustPlan *trust, enum HospitalPool pool)
{
    const TrustFields *flows = trust->fields;
    switch (pool) {
    case SHARED_AE_DOCTORS:
    case SHARED_TRIAGE_NURSES:
    case SHARED_CUBICLES:
    case SHARED_CHAIRS:
    case SHARED_MINOR_PRACTITIONERS: return flows->emergency.on ? NULL : "emergency";
    case SHARED_MEDICAL_BEDS:
    case SHARED_SURGICAL_BEDS:
    case SHARED_CHILDRENS_BEDS:
        if (!flows->beds.on) return "beds";
        return flows->emergency.on ? NULL : "emergency";
    case SHARED_BOOKINGS_TEAM: return flows->booking.on ? NULL : "bookings";
    case SHARED_MIDWIVES:
    case SHARED_OBSTETRIC_DOCTORS:
    case SHARED_DELIVERY_ROOMS:
    case SHARED_POSTNATAL_BEDS: return flows->maternity.on ? NULL : "maternity";
    case NO_POOL:
    case HOSPITAL_POOLS: break;
    }
    return NULL;
}

bool service_pool_is_empty(const TrustPlan *trust, enum HospitalPool pool)
{
    switch (pool) {
    case SHARED_TRIAGE_NURSES: return trust->emergency.triage_nurses == 0;
    case SHARED_CUBICLES: return trust->emergency.cubicles == 0;
    case SHARED_CHAIRS: return trust->emergency.chairs == 0;
    case SHARED_MINOR_PRACTITIONERS:
        return trust->emergency.minor_practitioners[0] + trust->emergency.minor_practitioners[1] == 0;
    case SHARED_MEDICAL_BEDS: return trust->beds.usable[POOL_MEDICAL] == 0;
    case SHARED_SURGICAL_BEDS: return trust->beds.usable[POOL_SURGICAL] == 0;
    case SHARED_CHILDRENS_BEDS: return trust->beds.usable[POOL_CHILDREN] == 0;
    case SHARED_BOOKINGS_TEAM: return trust->booking.agents[0] + trust->booking.agents[1] == 0;
    case SHARED_DELIVERY_ROOMS: return trust->maternity.rooms == 0;
    case SHARED_POSTNATAL_BEDS: return trust->maternity.postnatal_beds == 0;
    default: return false;
    }
}

SimResourceId service_pool_resource(const Hospital *hospital, enum HospitalPool pool)
{
    const HospitalState *state = hospital->state;
    switch (pool) {
    case SHARED_AE_DOCTORS: return state->emergency.clinicians;
    case SHARED_TRIAGE_NURSES: return state->emergency.triage;
    case SHARED_CUBICLES: return state->emergency.cubicles;
    case SHARED_CHAIRS: return state->emergency.chairs;
    case SHARED_MINOR_PRACTITIONERS: return state->emergency.practitioners;
    case SHARED_MEDICAL_BEDS: return state->beds.pool[POOL_MEDICAL];
    case SHARED_SURGICAL_BEDS: return state->beds.pool[POOL_SURGICAL];
    case SHARED_CHILDRENS_BEDS: return state->beds.pool[POOL_CHILDREN];
    case SHARED_BOOKINGS_TEAM: return state->booking.agents;
    case SHARED_MIDWIVES: return state->maternity.midwives;
    case SHARED_OBSTETRIC_DOCTORS: return state->maternity.doctors;
    case SHARED_DELIVERY_ROOMS: return state->maternity.rooms;
    case SHARED_POSTNATAL_BEDS: return state->maternity.postnatal;
    case NO_POOL:
    case HOSPITAL_POOLS: break;
    }
    return 0;
}

static enum BedPool bed_pool(enum HospitalPool pool)
{
    return (enum BedPool)(POOL_MEDICAL + (pool - SHARED_MEDICAL_BEDS));
}
_Static_assert(SHARED_CHILDRENS_BEDS - SHARED_MEDICAL_BEDS == POOL_CHILDREN - POOL_MEDICAL, "beds in the same order");

void service_pool_serve(Hospital *hospital, enum HospitalPool pool)
{
    switch (pool) {
    case SHARED_AE_DOCTORS:
    case SHARED_TRIAGE_NURSES:
    case SHARED_CUBICLES:
    case SHARED_CHAIRS:
    case SHARED_MINOR_PRACTITIONERS: emergency_serve(hospital); break;
    case SHARED_MEDICAL_BEDS:
    case SHARED_SURGICAL_BEDS:
    case SHARED_CHILDRENS_BEDS: beds_serve(hospital, bed_pool(pool)); break;
    case SHARED_BOOKINGS_TEAM: booking_serve(hospital); break;
    case SHARED_MIDWIVES:
    case SHARED_OBSTETRIC_DOCTORS:
    case SHARED_DELIVERY_ROOMS:
    case SHARED_POSTNATAL_BEDS: maternity_serve(hospital); break;
    case NO_POOL:
    case HOSPITAL_POOLS: break;
    }
}

void service_pool_release(Hospital *hospital, enum HospitalPool pool)
{
    if (pool >= SHARED_MEDICAL_BEDS && pool <= SHARED_CHILDRENS_BEDS) {
        beds_vacate(hospital, bed_pool(pool));
        return;
    }
    sim_resource_release(hospital->world, service_pool_resource(hospital, pool));
    service_pool_serve(hospital, pool);
}

// What the patients of services hold and wait for, from the counters of the steps that use the pool.

ServiceHolding service_holding(const Hospital *hospital, uint32_t resource)
{
    const ServicesPlan *plan = services_of(hospital);
    ServiceHolding holding = {0};
    if (!service_is_reported(plan, resource)) return holding;
    for (uint32_t i = 0; i < plan->step_count; i++) {
        const ServiceStep *step = &plan->steps[i];
        if (step->resource != resource) continue;
        for (uint32_t c = 0; c < plan->services[step->service].class_count; c++) {
            const ServiceCell *cell = service_cell(hospital, step->first_case + c);
            holding.held += ((int64_t)cell->present - cell->waiting + cell->kept) * step->rules.needs;
            holding.awaited += cell->waiting;
        }
    }
    return holding;
}

static ServiceHolding holding_of(const Hospital *hospital, enum HospitalPool pool)
{
    return service_holding(hospital, service_number_of_pool(services_of(hospital), pool));
}

uint32_t service_pool_held(const Hospital *hospital, enum HospitalPool pool)
{
    return (uint32_t)holding_of(hospital, pool).held;
}

int64_t service_pool_busy_for_others(const Hospital *hospital, enum HospitalPool pool)
{
    const int64_t busy = sim_resource_busy(hospital->world, service_pool_resource(hospital, pool));
    return busy - holding_of(hospital, pool).held;
}

int64_t service_pool_others_waiting(const Hospital *hospital, enum HospitalPool pool)
{
    const int64_t waiting = sim_resource_waiting(hospital->world, service_pool_resource(hospital, pool));
    return waiting - holding_of(hospital, pool).awaited;
}
