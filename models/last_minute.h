// Operations that the hospital cancels at the last minute, for want of a bed or for another reason, and the 28 days
// within which they are to be done.
//
// Why a patient who has come is not operated on is drawn from the patient's own numbers; whether a list overruns
// follows from the times of the cases on it. Who is cancelled is booked into the first place that is free within
// 28 days on a list of the own surgeon, whatever the booking curve says, and else waits ahead of others of the same
// priority. Nobody else's operation is moved for it.
#ifndef MODELS_LAST_MINUTE_H
#define MODELS_LAST_MINUTE_H

#include <stdint.h>

#include "sim/engine/distribution.h"

struct Hospital;
struct TrustPlan;
struct HospitalPlan;

enum LastMinuteCause {
    CAUSE_STAFF,
    CAUSE_EMERGENCY,
    CAUSE_EQUIPMENT,
    CAUSE_OTHER,
    DRAWN_CAUSES,
    CAUSE_OVERRUN = DRAWN_CAUSES,
    CAUSE_NO_BED,
    CAUSE_STRIKE,    // the session was cut on the day, or beds are closed for want of nurses
    CAUSE_NOT_TOLD,  // cut for a strike earlier, but the patient was not told and came
    LAST_MINUTE_CAUSES
};
#define LAST_MINUTE_CAUSE_WORDS                                                                                        \
    "staff unavailable|emergency took the theatre|equipment|other|list overran|no bed|strike|not told of the strike"

// `trusts[].elective.last_minute`, `trusts[].elective.theatre`
typedef struct {
    double share[DRAWN_CAUSES];  // of operations
    double case_share, case_cv;  // time of a case, relative to its slot
    double overrun;              // share of a list's length
    double own_lists;            // a day: lists on which a patient can be operated on
} LastMinuteFields;

typedef struct {
    double until[DRAWN_CAUSES];  // sums of the shares
    SimDistribution case_slots;
    double overrun;
} LastMinutePlan;

// Once it is known how many lists there are: `activity` is that of an average calendar day, relative to a working day.
void last_minute_plan(const struct HospitalPlan *plan, struct TrustPlan *trust, double activity);

// Patients of a theatre list come: who of them is not operated on is cancelled. Called once, when the list begins or,
// for inpatients, before they ask for beds.
void last_minute_screen(struct Hospital *hospital, uint32_t session);
// Counts a cancellation on the day of the operation, from which its 28 days run: whoever is cancelled twice has two
// such terms, and either can be missed.
void last_minute_count(struct Hospital *hospital, uint32_t pathway, uint32_t day, enum LastMinuteCause cause);
// A new date, or a place in the list.
void last_minute_rebook(struct Hospital *hospital, uint32_t pathway);
// The 28 days of a patient are over (day_lists.h).
void last_minute_breach(struct Hospital *hospital, uint32_t pathway);

#endif
