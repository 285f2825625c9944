#include "models/minor_injuries.h"

#include "models/attendance.h"

void minor_injuries_schedule_next(Hospital *hospital)
{
    EmergencyState *ed = emergency_state(hospital);
    attendance_schedule_next(hospital, MINOR_ARRIVES, STREAM_MINOR, &emergency_plan_of(hospital)->minor_arrivals,
                             &ed->minor_clock_s, &ed->next_minor);
}

static void set_practitioners(Hospital *hospital)
{
    const uint32_t hour = (uint32_t)(hospital_now(hospital) % SIM_DAY_S / SIM_HOUR_S);
    const bool by_night = hour < MINOR_DAY_FROM || hour >= MINOR_DAY_UNTIL;
    const uint32_t practitioners = emergency_plan_of(hospital)->minor_practitioners[by_night];
    const SimResourceId resource = emergency_state(hospital)->practitioners;
    if (sim_resource_capacity(hospital->world, resource) == practitioners) return;
    sim_resource_set_capacity(hospital->world, resource, practitioners);
}

void minor_injuries_serve(Hospital *hospital)
{
    SimTaken taken;
    set_practitioners(hospital);
    while (sim_resource_take_next(hospital->world, emergency_state(hospital)->practitioners, &taken)) {
        if (service_is_taken(hospital, taken)) continue;
        Attendance *patient = attendance_at(hospital, taken.entity);
        patient->place = 0;
        attendance_enter(hospital, patient, ATTENDANCE_MINOR_IN_TREATMENT);
        const uint32_t word = patient->care.word[1];
        attendance_schedule(hospital, MINOR_TREATED, taken.entity,
                            sim_variate_s(&emergency_plan_of(hospital)->minor_treatment, word));
    }
}

void minor_injuries_arrive(Hospital *hospital, uint32_t ordinal)
{
    minor_injuries_schedule_next(hospital);
    const uint32_t id = attendance_new(hospital, ordinal, 0, ATTENDANCE_MINOR_WAITS);
    Attendance *patient = attendance_at(hospital, id);
    attendance_count(hospital, patient);
    patient->place = sim_resource_join(hospital->world, emergency_state(hospital)->practitioners, 0, id);
    minor_injuries_serve(hospital);
}

void minor_injuries_finish(Hospital *hospital, uint32_t id)
{
    sim_resource_release(hospital->world, emergency_state(hospital)->practitioners);
    attendance_depart(hospital, id, false);
    minor_injuries_serve(hospital);
}
