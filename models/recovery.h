// Catching up after a strike: sessions beyond the template, filled at short notice; more patients in those there are;
// theatre lists given to whoever needs them most.
#ifndef MODELS_RECOVERY_H
#define MODELS_RECOVERY_H

#include <stdint.h>

#include "sim/engine/world.h"
#include "sim/scenario/field.h"

struct Hospital;
struct StrikePlan;

// What a session beyond the template is.
enum ExtraSession {
    EXTRA_NONE,              // one of the template
    EXTRA_CLINIC,            // by own consultants in their free time, on working days
    EXTRA_WEEKEND_LIST,      // the same in theatre, on Saturdays
    EXTRA_INSOURCED_CLINIC,  // by a team from outside, on Saturdays
    EXTRA_INSOURCED_LIST,
    EXTRA_REARRANGED_LIST,  // a list of the template that was emptied and given to another service
    EXTRA_SESSIONS
};
#define EXTRA_SESSION_WORDS "clinic|weekend_list|insourced_clinic|insourced_list|rearranged_list"

// `recovery`
typedef struct {
    double a_day[EXTRA_SESSIONS];  // of each kind on average (written /week)
    double overbooking;            // share of a clinic's slots that is added to them
    double notice;                 // seconds between the opening of an extra session and its day
    double filled;                 // share of the slots of extra sessions for which somebody can come
    double consultants;            // share of a specialty's who can be had for an extra session on a half-day
    double starts_after;           // seconds after the last window
    double lasts;                  // seconds
    double gone_below;             // share of its largest value at which a backlog counts as gone
} RecoveryFields;

extern const SimFieldBlock recovery_fields;

// Adds the moments at which the sessions of each day of recovery from a strike that ends at last_s are decided.
void recovery_plan(struct StrikePlan *plan, uint32_t days, SimTime last_s);

// True if anything is planned to catch up.
bool recovery_is_planned(const RecoveryFields *recovery);

// Opens the extra sessions of a day, rearranges its theatre lists, and adds patients to its clinics.
void recovery_prepare_day(struct Hospital *hospital, uint32_t day);

#endif
