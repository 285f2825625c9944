// Who takes part in a strike, from which departments, and how many of them: as it will be, and as the trust forecasts.
#ifndef MODELS_PARTICIPATION_H
#define MODELS_PARTICIPATION_H

#include "models/staffing.h"
#include "sim/engine/distribution.h"
#include "sim/scenario/field.h"

struct Hospital;

// How far staff withdraw.
enum StrikeCover {
    COVER_FULL_WALKOUT,
    COVER_CHRISTMAS_DAY,  // everywhere, down to the rota of a rest day; nobody does planned work
    COVER_EMERGENCY_ONLY  // from planned work, and on wards and in diagnostics down to the rota of a rest day
};

// `strikes[].participation`; shares are of staff due in. Those left out are the group's own (participation.c).
typedef struct {
    double weekday, weekend, night;
    double sd;                                  // between trusts, where half take part
    double trend;                               // percentage points a day
    double forecast_weekday, forecast_weekend;  // unset: the turn-out plus margin
    double margin;
    SimRecords by;
} ParticipationFields;

// `strikes[].participation.by[]`
typedef struct {
    SimRecordHead head;
    int group, grade;  // -1: any
    double weekday, weekend, night;
    double forecast_weekday, forecast_weekend;
} TurnOutFields;

// `strikes[].kept[]`
typedef struct {
    SimRecordHead head;
    uint32_t departments;  // set of enum Department
    double share, night;   // of posts from which nobody withdraws
} KeptFields;

// The turn-out of a group and grade at one kind of shift.
typedef struct {
    SimDistribution real;  // over trusts
    double forecast;
} TurnOut;

enum { TURN_OUT_TIMES = 4 };  // weekday, rest day; night of a weekday, of a rest day

typedef struct {
    TurnOut *turn_outs;  // owned
    uint32_t turn_out_count;
    uint8_t turn_out_of[STAFF_GROUPS][GRADES][TURN_OUT_TIMES];
    double trend;  // a day
    enum StrikeCover cover;
    bool is_kept[DEPARTMENTS];
    double kept[DEPARTMENTS][2];  // by day, by night; in place of what `cover` says
} Participation;

// Staff due for a shift: what their turn-out depends on.
typedef struct {
    enum StaffGroup group;
    enum StaffGrade grade;
    enum Department department;
    bool at_night;
    SimTime starts_s;
} ShiftStaff;

enum TurnOutView { TURN_OUT_REAL, TURN_OUT_FORECAST };

extern const SimFieldBlock participation_fields;

struct WindowPlan;
struct StrikeFields;

// False with a fault if a row of `by` or `kept` says something twice or of nobody.
bool participation_plan(struct WindowPlan *window, const struct StrikeFields *strike, SimTables *tables,
                        SimFaults *faults);
void participation_free(Participation *participation);

// False if nobody like these staff takes part, whatever posts are kept.
bool participation_is_possible(const struct Hospital *hospital, const struct WindowPlan *window,
                               const ShiftStaff *staff);

// The probability that one of these staff stays away, if the window strikes their shift.
double participation_absence(const struct Hospital *hospital, const struct WindowPlan *window, const ShiftStaff *staff,
                             enum TurnOutView view);

#endif
