// A&E: a patient's path from the door to home, to SDEC, or to a ward.
//
// arrival -> (ambulance handover) -> triage -> waits for a clinician by urgency, then arrival -> assessment -> tests ->
// review -> home, or decision to admit -> waits for a bed in the cubicle -> ward. Whoever waits too long for a first
// clinician leaves unseen. Minor injuries (type 3) and direct emergency admissions have short paths of their own.
#ifndef MODELS_EMERGENCY_H
#define MODELS_EMERGENCY_H

#include <stdbool.h>

#include "sim/engine/arrivals.h"
#include "sim/engine/distribution.h"
#include "sim/engine/events.h"
#include "sim/engine/resource.h"
#include "sim/scenario/field.h"

struct Hospital;
struct TrustPlan;
struct HospitalPlan;

enum { TRIAGE_CLASSES = 5 };

// `trusts[].emergency`
typedef struct {
    bool on;
} EmergencyFields;

typedef struct {
    bool on;
} EmergencyPlan;

typedef struct {
    uint32_t next_attendance;
    uint32_t reserved;
} EmergencyState;

typedef struct {
    SimSlot slot;
} Attendance;

extern const SimFieldBlock emergency_fields;

bool emergency_plan(const struct HospitalPlan *plan, struct TrustPlan *trust, SimFaults *faults);
void emergency_open(struct Hospital *hospital);
void emergency_handle(struct Hospital *hospital, SimEvent event);

// The doctors at work in the department have changed (staffing.c calls this at every change of shift).
void emergency_staff_changed(struct Hospital *hospital);
// A bed asked for with beds_request has been allocated, and its transfer has begun; the bed is the patient's.
void emergency_bed_granted(struct Hospital *hospital, uint32_t attendance, uint32_t spell, SimTime transfer_s);

void emergency_snapshot(struct Hospital *hospital);  // 08:00
bool emergency_audit(const struct Hospital *hospital, bool recount, char *message, size_t message_size);

#endif
