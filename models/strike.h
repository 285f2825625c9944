// Strikes: windows, who takes part, how the trust responds and recovers, and the dated decisions that follow from them.
//
// Nothing of this is in the state of a world. Dated decisions are looked up in the plan as the clock passes them, so a
// world can be forked into another future at any moment before it.
#ifndef MODELS_STRIKE_H
#define MODELS_STRIKE_H

#include <stdbool.h>

#include "models/call_off.h"
#include "models/demand.h"
#include "models/mitigation.h"
#include "models/participation.h"
#include "models/recovery.h"
#include "models/staffing.h"
#include "sim/engine/world.h"
#include "sim/experiment/model.h"
#include "sim/scenario/field.h"

enum StrikeLives { STRIKE_IN_STRIKE_LIFE, STRIKE_IN_BOTH };

// `strikes[]`
typedef struct StrikeFields {
    SimRecordHead head;
    SimText name, round;
    uint32_t groups;                                  // set of enum StaffGroup
    int in;                                           // enum StrikeLives
    int64_t anticipated_from, announced, start, end;  // seconds since 1970
    int cover;                                        // enum StrikeCover
    SimRecords kept, mitigations;
    ParticipationFields participation;
    CallOffFields call_off;
    DemandFields demand;
} StrikeFields;

enum CancelPolicy { CANCEL_ROLLING, CANCEL_BLOCK_EARLY, CANCEL_MAINTAIN };

// `response`
typedef struct {
    int policy;
    double lead;       // rolling: so long before the day
    double make_do;    // share of the target up to which posts are filled from sessions on the day itself
    double plan_time;  // block_early: so long before the start
    double maintain;   // share of planned sessions that is kept at least
    bool cut_back;  // unbooked slots of sessions expected to be cut are no longer booked once the strike is announced
    bool cut_back_theatre;  // theatre lists too
    double short_notice;    // notice shorter than this is short
    bool protect_urgent;    // urgent suspected cancer and P2
    double protect_waits;   // seconds on the list from which a patient is protected
    double protect_within;  // seconds within which a protected patient takes another's place
    double refill;          // probability that a slot that is not lost after all is filled again
    double resident_slots;  // share of a doctor-led clinic's slots that residents see
    double held_by_others;  // share of the sessions of consultants on strike
    double theatre_slots;   // share of a theatre list's cases that is lost without residents
    ReinstatementFields reinstatement;
} ResponseFields;

// What happens at a dated moment.
enum DecisionKind {
    DECISION_ANNOUNCED,   // or anticipated: booking into sessions that are expected to be cut stops
    DECISION_CUT,         // the sessions of a date are cut and their patients are to be told
    DECISION_CALLED_OFF,  // if a strike is called off, sessions of a date are reinstated
    DECISION_RECOVERY,    // extra sessions of a day are opened
    DECISION_CAPACITY     // the capacity of a service's resource changes
};

typedef struct {
    SimTime time_s;
    enum DecisionKind kind;
    uint32_t day;  // the day it concerns
} Decision;

typedef struct WindowPlan {
    char name[80];
    uint32_t round_hash;
    uint32_t groups;
    bool in_both;
    SimTime known_s;  // the trust stops booking into what it expects to cut: when it anticipates or learns of it
    SimTime announced_s, start_s, end_s;  // world time
    SimTime block_start_s;                // of the first of the windows of its round that touch
    Participation participation;
    Mitigations mitigations;
    CallOff call_off;
    DemandFields demand;
} WindowPlan;

typedef struct StrikePlan {
    WindowPlan *windows;  // of this life, in order of start; owned
    uint32_t window_count;
    Decision *decisions;  // in order of time; owned
    uint32_t decision_count;
    ResponseFields response;
    RecoveryFields recovery;
    uint32_t recovers_from;  // first day of recovery
} StrikePlan;

extern const SimFieldBlock strike_fields;

struct Hospital;
struct HospitalPlan;

bool strike_plan(struct HospitalPlan *plan, const SimScenario *scenario, SimFaults *faults);
void strike_plan_free(StrikePlan *plan);

struct ServicesPlan;
// Adds the moments at which dated capacities of services begin and end, or end as their strike is called off.
void strike_add_capacity_changes(StrikePlan *plan, const struct ServicesPlan *services);

// Days whose sessions a window can touch, called off or not: from its first date to the morning after its last night.
uint32_t strike_first_day(const WindowPlan *window);
uint32_t strike_last_day(const WindowPlan *window);

// The decision that comes next at or after time_s, or NULL.
const Decision *strike_next_decision(const StrikePlan *plan, SimTime time_s);

// True if a strike in which some like these staff take part calls them out when their shift starts, and has not been
// called off for it.
bool strike_calls_out(const struct Hospital *hospital, const ShiftStaff *staff);

// The probability that one of these staff stays away from their shift: as it will be (the trust's own turn-out), and as
// the trust forecasts it. 0 if the shift is not struck: it is struck if start <= its start < end, where the end of a
// strike that has been called off is that of call_off_end_s.
double strike_absence_of(const struct Hospital *hospital, const ShiftStaff *staff);
double strike_forecast_of(const struct Hospital *hospital, const ShiftStaff *staff);
// The same by day, for staff of no grade.
double strike_absence(const struct Hospital *hospital, enum StaffGroup group, enum Department department,
                      SimTime shift_s);
double strike_forecast(const struct Hospital *hospital, enum StaffGroup group, enum Department department,
                       SimTime shift_s);

// True if a window that has not been called off for it touches the day, or the morning after its last night.
bool strike_touches_day(const struct Hospital *hospital, uint32_t day);

// True if a strike that touches the day has been announced, or is anticipated, by now.
bool strike_is_announced_for(const struct Hospital *hospital, uint32_t day);

// True if the window changes the demand on A&E at time_s.
bool strike_moves_demand(const struct Hospital *hospital, const WindowPlan *window, SimTime time_s);

#endif
