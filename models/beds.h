// General and acute beds: who waits for one, who lies in one, who reviews, who leaves when.
//
// request -> waits by class (emergency by urgency, then planned) -> allocated, transfer -> care -> medically ready ->
// senior review on the next ward round that has the doctors -> leaves at an hour of the day, or waits with no criteria
// to reside -> bed is cleaned -> next.
#ifndef MODELS_BEDS_H
#define MODELS_BEDS_H

#include <stdbool.h>

#include "sim/engine/distribution.h"
#include "sim/engine/events.h"
#include "sim/engine/resource.h"
#include "sim/scenario/field.h"

struct Hospital;
struct TrustPlan;
struct HospitalPlan;

enum BedPool {
    POOL_MEDICAL,
    POOL_SURGICAL,  // emergency and planned
    POOL_CHILDREN,
    BED_POOLS
};
#define BED_POOL_WORDS "medical|surgical|children"

// Whoever asks for a bed, and is told when there is one.
enum BedAsker {
    ASKER_EMERGENCY,  // subject: attendance
    ASKER_DIRECT,     // subject: ordinal of a direct admission
    ASKER_ELECTIVE    // subject: pathway
};

// `trusts[].beds`
typedef struct {
    bool on;
} BedsFields;

typedef struct {
    bool on;
} BedsPlan;

typedef struct {
    SimResourceId pool[BED_POOLS];
    uint32_t reserved;
} BedsState;

typedef struct {
    SimSlot slot;
} Spell;

typedef struct {
    enum BedPool pool;
    enum BedAsker asker;
    uint32_t subject;   // of the asker
    uint32_t person;    // keys the random numbers of the stay (attendance ordinal, pathway)
    uint32_t visit;     // numbers repeated stays of the same person
    uint32_t priority;  // class of the queue: 0 first; planned patients come last (BED_CLASS_PLANNED)
} BedRequest;

enum { BED_CLASS_PLANNED = 8, BED_CLASS_PLANNED_URGENT = 7 };

extern const SimFieldBlock beds_fields;

bool beds_plan(const struct HospitalPlan *plan, struct TrustPlan *trust, SimFaults *faults);
void beds_open(struct Hospital *hospital);
void beds_handle(struct Hospital *hospital, SimEvent event);

// Asks for a bed and returns the spell. If one is free it is granted before this returns: the asker is told through
// emergency_bed_granted or elective_bed_granted (direct admissions are the beds' own).
uint32_t beds_request(struct Hospital *hospital, BedRequest request);
// Takes back a request that has not been granted.
void beds_withdraw(struct Hospital *hospital, uint32_t spell);
// True if the request has been granted.
bool beds_is_granted(const struct Hospital *hospital, uint32_t spell);

void beds_snapshot_morning(struct Hospital *hospital);  // 08:00: open, occupied, long stays
void beds_snapshot_evening(struct Hospital *hospital);  // 23:59: no criteria to reside
bool beds_audit(const struct Hospital *hospital, bool recount, char *message, size_t message_size);

#endif
