// The bookings team: tells patients that their appointment is moved, and rebooks them.
//
// A message goes first and is free; who does not answer it is called, again and again at intervals, by agents who also
// answer the telephone (inbound calls go first). A patient who has not been reached by the time of the appointment turns
// up, and the appointment becomes a cancellation on the day.
#ifndef MODELS_BOOKING_H
#define MODELS_BOOKING_H

#include <stdbool.h>

#include "sim/engine/arrivals.h"
#include "sim/engine/distribution.h"
#include "sim/engine/events.h"
#include "sim/engine/resource.h"
#include "sim/scenario/field.h"

struct Hospital;
struct TrustPlan;
struct HospitalPlan;

// `trusts[].bookings`
typedef struct {
    bool on;
} BookingFields;

typedef struct {
    bool on;
} BookingPlan;

typedef struct {
    SimResourceId agents;
    uint32_t reserved;
} BookingState;

typedef struct {
    SimSlot slot;
} Task;

// An appointment that has been cancelled and whose patient must be told and rebooked.
typedef struct {
    uint32_t pathway;  // 0 for a follow-up, which is counted but is not an entity
    uint32_t key;      // keys the task's random numbers: the pathway, or the session for a follow-up
    uint32_t visit;    // the pathway's visit, or the slot of the session
    uint32_t session;
    SimTime slot_s;    // when the appointment was to be
    bool on_the_day;   // cancelled when the patient may already be on the way: counted as on the day at once
} MovedAppointment;

extern const SimFieldBlock booking_fields;

bool booking_plan(const struct HospitalPlan *plan, struct TrustPlan *trust, SimFaults *faults);
void booking_open(struct Hospital *hospital);
void booking_handle(struct Hospital *hospital, SimEvent event);

// Takes on an appointment that has been cancelled. When the patient has been told, or the slot has passed, booking calls
// elective_patient_told once.
void booking_tell(struct Hospital *hospital, const MovedAppointment *moved);

void booking_close_day(struct Hospital *hospital);
bool booking_audit(const struct Hospital *hospital, bool recount, char *message, size_t message_size);

#endif
