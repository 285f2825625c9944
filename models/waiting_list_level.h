// The waiting list in balance: who is found in which stage, how long since the clock started, and at which place, when
// the flows keep the list level and the order of service is the hospital's own.
//
// Of those who join the list of a stage some are booked at once: urgent patients, and whoever comes back after a
// cancelled or missed appointment. All others queue: patients are served in the order of the time of joining plus a
// spread S of their own, so in a level list everybody queues for max(0, S + shift) with the same shift, which follows
// from the length of the list. Whose wait becomes a long one (long_wait.h) before that is booked at once then.
// Then they wait for the date booked. Times are kept as masses on a grid of weeks, to which a long wait is rounded.
#ifndef MODELS_WAITING_LIST_LEVEL_H
#define MODELS_WAITING_LIST_LEVEL_H

#include "models/elective_flow.h"
#include "models/waiting_list_stage.h"

// Those who queue have no date yet, or got one when it was their turn or when their wait became a long one.
enum LevelPlace { PLACE_AT_ONCE, PLACE_UNDATED, PLACE_DATED, PLACE_LONG_WAIT, LEVEL_PLACES };

// A distribution of days, to draw from. `around`: of masses at multiples of a week; else of masses in the weeks
// between.
typedef struct {
    bool around;
    float below[LEVEL_STEPS + 1];  // share below each step
} LevelDays;

typedef struct {
    double share[LEVEL_PLACES];       // of those in the stage
    double urgent, soon;              // of those who are booked at once
    double shift_days, spread_days;   // of the queue; the mean of S
    LevelDays came[LEVEL_PLACES];     // since the clock started when they joined; of long waits, when they were booked
    LevelDays queueing_for, queued;   // so far, of those who queue; in all, of those who have been booked
    LevelDays booked_for[STANDINGS];  // so far
} LevelStage;

typedef struct LevelList {
    LevelStage stages[SERVICES_MOST][WAITING_STAGES];
    LevelDays waits;                        // of all on the list, since their clocks started
    double within_18_weeks, over_52_weeks;  // of these
} LevelList;

// Sets the flows of a plan whose services are known, and solves its balance. The spread and the stages of the list, if
// they are not written, are fitted to the published shares over 52 and within 18 weeks.
void waiting_list_level_plan(ElectivePlan *plan, const ElectiveFields *fields, ElectiveFlow flows[SERVICES_MOST],
                             LevelList *list);

double waiting_list_level_days(const LevelDays *days, double u);
// The share of a distribution below so many days.
double waiting_list_level_below(const LevelDays *days, double most_days);

#endif
