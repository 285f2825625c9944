// General and acute beds: who waits for one, who lies in one, who reviews, who leaves when.
//
// request -> waits by class (emergency by urgency, then planned) -> allocated, transfer -> care -> medically ready ->
// senior review on the next ward round that has the doctors -> leaves at an hour of the day, or waits with no criteria
// to reside -> bed is cleaned -> next.
//
// A spell lasts from the request to the moment its patient leaves. A bed is held from the grant (the patient may still
// lie in A&E, and is then not counted as occupying it) until it has been cleaned.
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

// `trusts[].beds`. Lists of three are medical, surgical, children.
typedef struct {
    bool on;
    SimNumbers pool_beds;        // share of the beds in each pool; unset: what each needs, and its part of the rest
    SimNumbers free_beds;        // share of that rest
    SimNumbers emergency_pools;  // share of overnight emergency admissions that go to each pool
    double usable;               // share of open beds that can be used at once
    SimNumbers headroom;      // usable beds that each pool has at least beyond those occupied, in square roots of them
    double outlier_reserve;   // times the surgical beds usually free: what medical patients leave free
    double ring_fenced;       // share of the surgical beds that can be used that is kept for planned patients
    double escalation;        // beds that can be opened beyond the core ones, as a share of size.general_acute_beds
    double escalation_usual;  // share of them that is open in normal times and so among size.general_acute_beds
    double escalation_opens, escalation_closes;  // at this share of the core beds in use or asked for
    double nurses_stretch;                       // beds that nurses can look after, relative to those they usually do
    double transfer, transfer_cv;
    double cleaning;
    SimNumbers stay_relative;  // clinical stay of emergency patients by pool, relative to the mean
    double stay_cv;
    double planned_stay, planned_stay_cv;
    double ward_round;  // seconds after midnight
    double reviewed_weekday, reviewed_rest_day;
    double senior_weight;  // of a consultant on a ward round, relative to another doctor
    SimNumbers delayed;    // share that waits with no criteria to reside, by pool
    double delayed_planned;
    double delay, long_delay;
    double long_delay_share;           // of those delayed
    double outside_rest_day;           // of those who could leave for care outside on a rest day, who do
    double leaves_from, leaves_until;  // seconds after midnight
} BedsFields;

typedef struct {
    bool on;
    uint32_t open[BED_POOLS];        // core beds
    uint32_t usable[BED_POOLS];      // core beds that can be used at once
    uint32_t escalation[BED_POOLS];  // beds that can be opened beyond them
    double escalation_opens, escalation_closes, nurses_stretch;
    uint32_t outlier_reserve;                                        // surgical beds
    uint32_t ring_fenced;                                            // surgical beds
    double emergency_pools[BED_POOLS];                               // cumulative
    SimDistribution transfer, planned_stay, delay[2], leaving_hour;  // an ordinary delay, a long one
    SimDistribution stay[BED_POOLS];
    double residual;  // ratio of a stay met at a random moment to a fresh one
    double delayed[BED_POOLS], delayed_planned;
    double long_delay_share, outside_rest_day;
    double senior_weight;
    double reviewed[2];  // on weekdays, on rest days
    SimTime ward_round_s, cleaning_s;
    double mean_stay_s;          // clinical stay of an overnight emergency patient, fitted to the beds occupied
    double planned_admissions;   // a day, as the fit took them
    double occupied[BED_POOLS];  // at 08:00, as fitted
} BedsPlan;

typedef struct {
    SimResourceId pool[BED_POOLS];
    uint32_t held[BED_POOLS];      // by spells, from the grant until the patient leaves
    uint32_t cleaning[BED_POOLS];  // beds, those that patients of services lay in included
    uint32_t waiting;              // spells without a bed
    uint32_t planned;              // planned patients who hold a bed
    uint32_t reserved;
    uint32_t left_today;             // adults
    uint32_t delayed;                // adults with no criteria to reside
    uint32_t service_outliers;       // patients of services who asked for medical beds and lie in surgical ones
    uint32_t escalation[BED_POOLS];  // escalation beds open
    uint64_t requested, gone;        // spells since the world began: those withdrawn are gone too
} BedsState;

enum SpellState {
    SPELL_NOBODY,
    SPELL_WAITS,       // for a bed
    SPELL_IN_CARE,     // from the grant until a ward round reviews the patient, who is ready by then
    SPELL_IS_DELAYED,  // reviewed, no criteria to reside, waits for care outside
    SPELL_IS_LEAVING,  // reviewed, leaves today
    SPELL_STATES
};

typedef struct {
    SimSlot slot;
    uint32_t subject;  // of the asker
    uint32_t person;   // keys the random numbers of the stay, in `stream`
    uint32_t visit;
    SimPlaceId place;  // in the queue of the pool wanted; 0 once granted
    int32_t in_bed_s;  // world time at which the patient reaches the bed; negative for those there at the start
    uint32_t ready_s;  // world time from which the patient is medically ready; nothing happens until a ward round
    uint8_t state;     // enum SpellState
    uint8_t asker;
    uint8_t wanted;   // pool that cares for the patient
    uint8_t lies_in;  // pool whose bed it is: another one for an outlier
    uint8_t stream;   // enum TrustStream
    uint8_t reserved[3];
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

// Purposes from here on are the beds' own in every stream whose members may be in a bed.
enum { BEDS_FIRST_PURPOSE = 128 };

extern const SimFieldBlock beds_fields;

// After emergency_plan and elective_plan: the length of stay is fitted to what they will send.
bool beds_plan(const struct HospitalPlan *plan, struct TrustPlan *trust, SimFaults *faults);
void beds_open(struct Hospital *hospital);
void beds_handle(struct Hospital *hospital, SimEvent event);

// Asks for a bed and returns the spell. If one is free it is granted before this returns: the asker is told through
// emergency_bed_granted or elective_bed_granted (direct admissions are the beds' own). Where beds are switched off
// there is always one.
uint32_t beds_request(struct Hospital *hospital, BedRequest request);
// Takes back a request that has not been granted.
void beds_withdraw(struct Hospital *hospital, uint32_t spell);
// The nurses at work have changed (staffing.c calls this at every change of shift): beds close or open, and escalation
// beds open or close by what is asked for.
void beds_staff_changed(struct Hospital *hospital);
// Beds of the pool that cannot be used now because their nurses are on strike.
uint32_t beds_closed(const struct Hospital *hospital, enum BedPool pool);
// Core beds of the pool that are open: nurses look after them, or a patient lies in them.
uint32_t beds_open_core(const struct Hospital *hospital, enum BedPool pool, uint32_t occupied);

// A patient of a service has joined the queue for the pool's beds or left it: beds that are free go to whoever is next.
void beds_serve(struct Hospital *hospital, enum BedPool pool);
// A patient of a service who asked for a bed of the pool has left: a bed is cleaned, and then free. If another of them
// lies in a surgical bed for want of a medical one, that is the bed: they move into the medical bed that has come free.
void beds_vacate(struct Hospital *hospital, enum BedPool pool);

// The pool in which an emergency patient is cared for, by a word of the patient's own.
enum BedPool beds_emergency_pool(const struct Hospital *hospital, uint32_t word);

void beds_snapshot_morning(struct Hospital *hospital);  // 08:00: open, occupied, long stays
void beds_snapshot_evening(struct Hospital *hospital);  // 23:59: no criteria to reside
bool beds_audit(const struct Hospital *hospital, bool recount, char *message, size_t message_size);

#endif
