// The audit of maternity. Every row is counted again: where mothers stand, what they hold, what they wait for.
#include "models/hospital.h"

static bool holds(const Birth *mother, enum BirthHolds what)
{
    return (mother->holds & what) != 0;
}

typedef struct {
    int64_t mothers, undelivered;
    int64_t rooms, midwives, doctors, theatre, second_team, beds;
    int64_t wait_room, wait_midwife, wait_doctor, wait_theatre, wait_bed;
} Count;

static Count count_mothers(const Hospital *hospital)
{
    Count count = {0};
    for (uint32_t id = 1; id < hospital->world->tables[TABLE_BIRTHS].used; id++) {
        const Birth *mother = SIM_ROW(hospital->world, TABLE_BIRTHS, Birth, id);
        if (mother->stage == BIRTH_NOWHERE) continue;
        count.mothers++;
        count.undelivered += mother->stage < BIRTH_IN_THEATRE;
        count.rooms += holds(mother, HOLDS_ROOM);
        count.midwives += holds(mother, HOLDS_MIDWIFE);
        count.doctors += holds(mother, HOLDS_DOCTOR);
        count.theatre += holds(mother, HOLDS_THEATRE);
        count.second_team += holds(mother, HOLDS_SECOND_TEAM);
        count.beds += holds(mother, HOLDS_BED);
        count.wait_room += mother->room_place != 0;
        count.wait_midwife += mother->midwife_place != 0;
        count.wait_doctor += mother->doctor_place != 0;
        count.wait_theatre += mother->theatre_place != 0;
        count.wait_bed += mother->stage == BIRTH_AWAITS_BED;
    }
    return count;
}

static bool recount_agrees(const Hospital *hospital, char *message, size_t size)
{
    const MaternityState *unit = &hospital->state->maternity;
    const SimWorld *world = hospital->world;
    const Count count = count_mothers(hospital);
    return hospital_agrees(count.mothers, unit->entered - unit->left, "maternity: mothers present", message, size) &&
           hospital_agrees(count.undelivered, unit->entered - unit->delivered, "maternity: not yet delivered", message,
                           size) &&
           hospital_agrees(count.rooms, service_pool_busy_for_others(hospital, SHARED_DELIVERY_ROOMS),
                           "labour rooms in use", message, size) &&
           hospital_agrees(count.midwives, service_pool_busy_for_others(hospital, SHARED_MIDWIVES), "midwives busy",
                           message, size) &&
           hospital_agrees(count.doctors, service_pool_busy_for_others(hospital, SHARED_OBSTETRIC_DOCTORS),
                           "obstetric doctors busy", message, size) &&
           hospital_agrees(count.theatre, sim_resource_busy(world, unit->theatre), "obstetric theatre", message,
                           size) &&
           hospital_agrees(count.second_team, sim_resource_busy(world, unit->second_team), "second obstetric team",
                           message, size) &&
           hospital_agrees(count.beds, service_pool_busy_for_others(hospital, SHARED_POSTNATAL_BEDS), "postnatal beds",
                           message, size) &&
           hospital_agrees(count.wait_room, service_pool_others_waiting(hospital, SHARED_DELIVERY_ROOMS),
                           "waiting for a labour room", message, size) &&
           hospital_agrees(count.wait_midwife, service_pool_others_waiting(hospital, SHARED_MIDWIVES),
                           "waiting for a midwife", message, size) &&
           hospital_agrees(count.wait_doctor, service_pool_others_waiting(hospital, SHARED_OBSTETRIC_DOCTORS),
                           "waiting for an obstetric doctor", message, size) &&
           hospital_agrees(count.wait_theatre, sim_resource_waiting(world, unit->theatre),
                           "waiting for the obstetric theatre", message, size) &&
           hospital_agrees(count.wait_bed, service_pool_others_waiting(hospital, SHARED_POSTNATAL_BEDS),
                           "waiting for a postnatal bed", message, size);
}

bool maternity_audit(const Hospital *hospital, bool recount, char *message, size_t message_size)
{
    if (!hospital->trust->maternity.on) return true;
    const MaternityState *unit = &hospital->state->maternity;
    if (!hospital_agrees(unit->entered, unit->left + hospital->world->tables[TABLE_BIRTHS].taken,
                         "maternity: mothers come and gone", message, message_size))
        return false;
    return !recount || recount_agrees(hospital, message, message_size);
}
