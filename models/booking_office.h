// What the files of the bookings team share: its tasks, its queue and its agents.
#ifndef MODELS_BOOKING_OFFICE_H
#define MODELS_BOOKING_OFFICE_H

#include "models/booking.h"
#include "models/hospital_rows.h"

// Whose random numbers a task has.
enum TaskOrigin { ORIGIN_PATHWAY, ORIGIN_FOLLOW_UP, ORIGIN_ANYWAY };

// Classes of the queue: callers first, then patients to be told and slots to be offered, soonest first, then those to
// be rebooked, by their priority.
enum { CLASS_CALLER, CLASS_TODAY, CLASS_REBOOK = SIM_CLASSES - PRIORITIES, CLASS_LATER = CLASS_REBOOK - 1 };

static inline BookingState *booking_state(const Hospital *hospital)
{
    return &hospital->state->booking;
}
static inline const BookingPlan *booking_plan_of(const Hospital *hospital)
{
    return &hospital->trust->booking;
}
static inline Task *booking_task(const Hospital *hospital, uint32_t id)
{
    return SIM_ROW(hospital->world, TABLE_TASKS, Task, id);
}

// Of a task that is caused by a moved appointment, or of an offer.
SimWords booking_draw(const Hospital *hospital, const Task *task, uint32_t purpose);

uint32_t booking_new_task(Hospital *hospital);
void booking_give_back(Hospital *hospital, uint32_t id);

void booking_schedule(Hospital *hospital, enum HospitalEvent kind, uint32_t id, SimTime after_s);
// After so many hours for which the office is open.
void booking_schedule_in_working_time(Hospital *hospital, enum HospitalEvent kind, uint32_t id, double hours);

// Joins the queue for an agent, in this stage. Follow with booking_serve.
void booking_await_agent(Hospital *hospital, uint32_t id, enum TaskStage stage, uint32_t priority);
void booking_leave_queue(Hospital *hospital, Task *task);
// The class for an appointment's day.
uint32_t booking_class_of_slot(const Hospital *hospital, const Task *task);

// Those who will ring because an appointment has been moved.
void booking_expect_callers(Hospital *hospital, uint32_t task);

// booking_moved.c: an agent turns to whoever is to be told, offered a slot or rebooked, for so long.
SimTime booking_moved_begins(Hospital *hospital, Task *task);
// The agent is done with them.
void booking_moved_ends(Hospital *hospital, uint32_t task);
void booking_moved_is_tried_again(Hospital *hospital, uint32_t task);
// The time of the appointment, or of the slot that was offered, has come.
void booking_moved_slot_passes(Hospital *hospital, uint32_t task);

#endif
