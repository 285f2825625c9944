// Maternity: a mother's path from the onset of labour, or a booked day, to home.
//
// Nothing here is ever cancelled for a strike; what yields instead is visible: inductions wait to be started, planned
// caesareans move to the next day, and a unit that is full diverts.
#ifndef MODELS_MATERNITY_H
#define MODELS_MATERNITY_H

#include <stdbool.h>

#include "sim/engine/arrivals.h"
#include "sim/engine/distribution.h"
#include "sim/engine/events.h"
#include "sim/engine/resource.h"
#include "sim/scenario/field.h"

struct Hospital;
struct TrustPlan;
struct HospitalPlan;

enum BirthMode {
    BIRTH_SPONTANEOUS,
    BIRTH_INSTRUMENTAL,
    BIRTH_EMERGENCY_CAESAREAN,
    BIRTH_PLANNED_CAESAREAN,
    BIRTH_MODES
};
#define BIRTH_MODE_WORDS "spontaneous|instrumental|emergency_caesarean|planned_caesarean"

// `trusts[].maternity`
typedef struct {
    bool on;
} MaternityFields;

typedef struct {
    bool on;
} MaternityPlan;

typedef struct {
    uint32_t next_labour;
    uint32_t reserved;
} MaternityState;

typedef struct {
    SimSlot slot;
} Birth;

extern const SimFieldBlock maternity_fields;

bool maternity_plan(const struct HospitalPlan *plan, struct TrustPlan *trust, SimFaults *faults);
void maternity_open(struct Hospital *hospital);
void maternity_handle(struct Hospital *hospital, SimEvent event);

// Obstetric doctors or midwives at work have changed (staffing.c calls this at every change of shift).
void maternity_staff_changed(struct Hospital *hospital);

void maternity_snapshot(struct Hospital *hospital);  // 08:00
bool maternity_audit(const struct Hospital *hospital, bool recount, char *message, size_t message_size);

#endif
