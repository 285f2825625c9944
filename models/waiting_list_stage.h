// A stage of the waiting list in balance (waiting_list_level.h): how long patients queue and how far ahead their dates
// lie, so that as many wait as are on its list.
#ifndef MODELS_WAITING_LIST_STAGE_H
#define MODELS_WAITING_LIST_STAGE_H

#include "models/elective.h"

enum { LEVEL_STEP_DAYS = 7, LEVEL_STEPS = 215 };  // as far back as clocks are counted (CLOCK_DAYS_BEFORE)
enum { LONG_WAIT_NEVER = 2 * LEVEL_STEPS };
enum Standing { BOOKED_AT_ONCE, QUEUES, STANDINGS };

// Masses at multiples of a week; the last takes whatever lies beyond.
typedef struct {
    int count;
    double at[LEVEL_STEPS];
} Steps;

void steps_add(Steps *steps, double days, double mass);
void steps_add_all(Steps *to, const Steps *from, double factor);
double steps_mass(const Steps *steps);
// The sum of two times; or of it what is below so many steps.
Steps steps_sum(const Steps *a, const Steps *b);
Steps steps_sum_below(const Steps *a, const Steps *b, int below);

enum { EXCESS_STEPS = 512 };

// What all stages share.
typedef struct {
    double removals;              // their hazard a day
    int long_wait;                // weeks after which the routine are booked at once, or LONG_WAIT_NEVER
    double days[LEVEL_STEPS];     // on the list, for who would stay so many weeks if nobody were removed
    double remain[LEVEL_STEPS];   // share not removed in so many weeks
    double excess[EXCESS_STEPS];  // E max(0, S - x) of a Weibull variate of mean 1, by the square root of x
} LevelGrid;

void level_grid_plan(LevelGrid *grid, const ElectivePlan *plan);
// Days spent in a stage that takes so many weeks, of those whom removals leave or take on the way. As E exp(-theta T)
// is 1 - theta days(T), those of a sum of independent times follow from those of its parts.
double level_days_of(const LevelGrid *grid, const Steps *steps);
// Of masses that start so many weeks ago, those not removed since.
double level_remaining(const LevelGrid *grid, const Steps *steps);

// Those who join the list of a stage and those who are done with it, by days since their clocks started, as if nobody
// were removed.
typedef struct {
    Steps of[STANDINGS];
} Patients;

typedef struct {
    const LevelGrid *grid;
    const float *curve;
    const Steps *came;         // of those who queue: since their clocks started, as if nobody were removed
    double wanted;             // on the list, the booked included
    double fails;              // share of dates after which the patient is booked again
    double joined[STANDINGS];  // a day, less those removed before
    double long_waits;         // a day: of those who queue, booked because their wait is a long one
    double booked_days;        // dates are at most so many days ahead
    Steps booked[STANDINGS];   // from booking to being seen
    double spread_days, undated_days, shift_days;
    Steps queued;  // if no long wait ended it
} StageBalance;

// Given are the grid, the curve, who came and joined, the spread, who fails and is wanted; the rest is found.
void level_stage_balance(StageBalance *stage);
// Days in the queue, which ends when it is one's turn or when the wait becomes a long one.
double level_queue_days(const StageBalance *stage);
// Weeks until the wait of who came after so many is a long one.
int level_weeks_left(const StageBalance *stage, int came);
// Times since the clock started at which waits become long ones, or patients join who have waited as long.
Steps level_long_waits(const StageBalance *stage);

// A root of a function that changes its sign between two places, by the Illinois method; if it does not change, the end
// where it is nearer to 0.
double level_root(double (*of)(void *, double), void *context, double low, double high, double good_enough);

#endif
