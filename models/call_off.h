// A strike that is called off, at a given time or by chance: which shifts are worked after all, and what becomes of the
// sessions that were cut for them.
//
// Nothing of a call-off is known before it comes, and nothing of it is in a world's state before: whether it comes is a
// random number of the round, the same for every trust.
#ifndef MODELS_CALL_OFF_H
#define MODELS_CALL_OFF_H

#include <stdbool.h>

#include "sim/engine/world.h"
#include "sim/scenario/field.h"

struct Hospital;
struct WindowPlan;
struct StrikeFields;
struct Session;

// `strikes[].call_off`
typedef struct {
    int64_t at;          // seconds since 1970; or
    double before;       // seconds before the strike starts
    double probability;  // 1 if either is given
} CallOffFields;

// `response.recall`, `response.reinstatement`
typedef struct {
    double recall;                // seconds
    SimNumbers clinics, theatre;  // share of sessions reinstated, by the time left: see call_off.c
    double refill;                // share of their slots filled, if there is too little time for letters
} ReinstatementFields;

typedef struct {
    SimTime at_s;      // INT64_MAX: never
    SimTime before_s;  // the start; -1: at a date
    double probability;
} CallOff;

extern const SimFieldBlock call_off_fields;

// Fills window->call_off. False with a fault if it contradicts itself or the strike's dates.
bool call_off_plan(struct WindowPlan *window, const struct StrikeFields *strike, int64_t epoch_s, SimFaults *faults);

// Touching windows of a round are called off together: so long before the first of them.
void call_off_join_block(struct WindowPlan *window);

// True once the window has been called off.
bool call_off_has_come(const struct Hospital *hospital, const struct WindowPlan *window);

// When the window ends as far as is known now: shifts that start at or after this are not struck. When it is called off
// that is a while later, as staff must be recalled.
SimTime call_off_end_s(const struct Hospital *hospital, const struct WindowPlan *window);

// What becomes of a day's sessions if a strike that touches the day is called off in this second: those closed to
// booking open; of those cut and not needed for another strike a share opens again, the larger the more time is left.
void call_off_reinstate(struct Hospital *hospital, uint32_t day);
// A session that was reinstated begins.
void call_off_count_reinstated(struct Hospital *hospital, const struct Session *session);

#endif
