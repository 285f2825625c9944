#include "models/participation.h"

#include <math.h>
#include <stdlib.h>

#include "models/hospital.h"

#define OF(member) offsetof(StrikeFields, participation.member)
#define BY(member) offsetof(TurnOutFields, member)
#define KEPT(member) offsetof(KeptFields, member)

static const SimField rows[] = {
    {"strikes[].participation.weekday", SIM_SHARE, SIM_ACTS_ANNOUNCED, OF(weekday), 0, NULL, 0, 1, "", NULL,
     "Share of those due in who stay away on a weekday. Default: 75 % of residents, 25 % of consultants and SAS "
     "doctors, 30 % of nurses and midwives, 50 % of radiographers and ambulance staff. Of midwives due on the labour "
     "ward the share under `trusts[].maternity.life_preserving` works whatever the turn-out is, unless "
     "`strikes[].kept` speaks of maternity. Ambulance staff are not "
     "a trust's: nobody is due in, and `strikes[].demand.not_conveyed` says what their strike does.",
     "78 % of residents due in were absent on 26 April 2016 (NHS England); since then assumed. Consultants: 12,554 "
     "absences over two days in August 2023 (NHS England) are about a quarter of those due. Others: assumed"},
    {"strikes[].participation.weekend", SIM_SHARE, SIM_ACTS_ANNOUNCED, OF(weekend), 0, NULL, 0, 1, "", NULL,
     "The same on Saturdays, Sundays and bank holidays. Default: four fifths of the group's on a weekday.",
     "assumed; gives the published third of a weekday's absences at weekends"},
    {"strikes[].participation.night", SIM_SHARE, SIM_ACTS_ANNOUNCED, OF(night), 0, NULL, 0, 1, "", NULL,
     "The same for shifts of the night, on any date. Default: as by day.", "assumed"},
    {"strikes[].participation.trend", SIM_AMOUNT, SIM_ACTS_ANNOUNCED, OF(trend), 0, NULL, -50, 50, "0", NULL,
     "Percentage points by which turn-out and forecast change with each day of the strike after the first; a turn-out "
     "of 0 stays 0. Touching strikes of a round count as one.",
     "assumed"},
    {"strikes[].participation.between_trusts", SIM_SHARE, SIM_ACTS_WINDOW_START, OF(sd), 0, NULL, 0, 0.4, "6.5%", NULL,
     "Standard deviation of turn-out between trusts, where half take part; where the share p does, it is that times "
     "2 sqrt(p (1 - p)): 6.5% is 5.6 points at 75%. The trust learns its turn-out on the day.",
     "assumed"},
    {"strikes[].participation.forecast_weekday", SIM_SHARE, SIM_ACTS_ANNOUNCED, OF(forecast_weekday), 0, NULL, 0, 1, "",
     NULL, "The turn-out the trust plans for. Default: the participation and the margin.", "assumed"},
    {"strikes[].participation.forecast_weekend", SIM_SHARE, SIM_ACTS_ANNOUNCED, OF(forecast_weekend), 0, NULL, 0, 1, "",
     NULL, "The same for Saturdays, Sundays and bank holidays.", "assumed"},
    {"strikes[].participation.margin", SIM_SHARE, SIM_ACTS_ANNOUNCED, OF(margin), 0, NULL, 0, 1, "5%", NULL,
     "Percentage points by which a forecast that is not given exceeds the participation (not if that is 0).",
     "assumed"},
    {"strikes[].participation.by[]", SIM_RECORDS, SIM_ACTS_ANNOUNCED, OF(by), sizeof(TurnOutFields), NULL, 0, 0, "",
     NULL,
     "Turn-out by group and grade. A row of the group and the grade counts before one of the group, that before one of "
     "the grade; what none of them says is as for everybody.",
     "the planner's choice"},
    {"strikes[].participation.by[].group", SIM_CHOICE, SIM_ACTS_ANNOUNCED, BY(group), 0, STAFF_GROUP_WORDS, 0, 0, "",
     NULL, "The group of staff. Default: any.", "the planner's choice"},
    {"strikes[].participation.by[].grade", SIM_CHOICE, SIM_ACTS_ANNOUNCED, BY(grade), 0, STAFF_GRADE_WORDS, 0, 0, "",
     NULL, "The grade, as in staffing.rosters. Default: any.", "the planner's choice"},
    {"strikes[].participation.by[].weekday", SIM_SHARE, SIM_ACTS_ANNOUNCED, BY(weekday), 0, NULL, 0, 1, "", NULL,
     "Share of those due in who stay away on a weekday.", "assumed"},
    {"strikes[].participation.by[].weekend", SIM_SHARE, SIM_ACTS_ANNOUNCED, BY(weekend), 0, NULL, 0, 1, "", NULL,
     "The same on Saturdays, Sundays and bank holidays.", "assumed"},
    {"strikes[].participation.by[].night", SIM_SHARE, SIM_ACTS_ANNOUNCED, BY(night), 0, NULL, 0, 1, "", NULL,
     "The same for shifts of the night, on any date. Default: as by day.", "assumed"},
    {"strikes[].participation.by[].forecast_weekday", SIM_SHARE, SIM_ACTS_ANNOUNCED, BY(forecast_weekday), 0, NULL, 0,
     1, "", NULL, "The turn-out the trust plans for. Default: the row's own and the margin.", "assumed"},
    {"strikes[].participation.by[].forecast_weekend", SIM_SHARE, SIM_ACTS_ANNOUNCED, BY(forecast_weekend), 0, NULL, 0,
     1, "", NULL, "The same for Saturdays, Sundays and bank holidays.", "assumed"},

    {"strikes[].kept[]", SIM_RECORDS, SIM_ACTS_ANNOUNCED, offsetof(StrikeFields, kept), sizeof(KeptFields), NULL, 0, 0,
     "", NULL, "Posts from which nobody withdraws, by department, in place of what `cover` says of it.",
     "as agreed with the unions"},
    {"strikes[].kept[].departments", SIM_CHOICES, SIM_ACTS_ANNOUNCED, KEPT(departments), 0, DEPARTMENT_WORDS, 0, 0,
     NULL, NULL, "The departments.", "as agreed with the unions"},
    {"strikes[].kept[].share", SIM_SHARE, SIM_ACTS_ANNOUNCED, KEPT(share), 0, NULL, 0, 1, NULL, NULL,
     "Share of their posts that is kept.", "as agreed with the unions"},
    {"strikes[].kept[].night", SIM_SHARE, SIM_ACTS_ANNOUNCED, KEPT(night), 0, NULL, 0, 1, "", NULL,
     "The same for shifts of the night. Default: the share.", "as agreed with the unions"},
};

const SimFieldBlock participation_fields = {rows, sizeof rows / sizeof rows[0]};

enum { PURPOSE_TURN_OUT = 1 };

// Where nothing is said of a group, on a weekday; see `participation.weekday`.
static const double usual_turn_out[STAFF_GROUPS] = {
    [GROUP_RESIDENTS] = 0.75, [GROUP_CONSULTANTS] = 0.25,  [GROUP_SAS] = 0.25,      [GROUP_NURSES] = 0.3,
    [GROUP_MIDWIVES] = 0.3,   [GROUP_RADIOGRAPHERS] = 0.5, [GROUP_AMBULANCE] = 0.5, [GROUP_OTHERS] = 0.5};
static const double OF_WEEKDAY_AT_WEEKENDS = 0.8;

// What is said of a group and grade.

typedef struct {
    double mean, forecast;
} Said;

// Unset unless the row says something of this kind of shift; at night the night's own counts first.
static double turn_out_at(double weekday, double weekend, double night, uint32_t time)
{
    if (time >= 2 && sim_is_set(night)) return night;
    return time % 2 ? weekend : weekday;
}

static const TurnOutFields *row_of(const StrikeFields *strike, int group, int grade, uint32_t time)
{
    const SimRecords *by = &strike->participation.by;
    for (size_t i = 0; i < by->count; i++) {
        const TurnOutFields *row = SIM_RECORD(*by, TurnOutFields, i);
        if (row->group != group || row->grade != grade) continue;
        if (sim_is_set(turn_out_at(row->weekday, row->weekend, row->night, time))) return row;
    }
    return NULL;
}

static Said said_by_row(const TurnOutFields *row, uint32_t time)
{
    return (Said){turn_out_at(row->weekday, row->weekend, row->night, time),
                  time % 2 ? row->forecast_weekend : row->forecast_weekday};
}

static Said said_of(const StrikeFields *strike, uint32_t group, uint32_t grade, uint32_t time)
{
    const ParticipationFields *all = &strike->participation;
    const int in_group = (int)group, of_grade = (int)grade - 1;  // -1: of none, or of any
    const TurnOutFields *row = of_grade >= 0 ? row_of(strike, in_group, of_grade, time) : NULL;
    if (!row) row = row_of(strike, in_group, -1, time);
    if (!row && of_grade >= 0) row = row_of(strike, -1, of_grade, time);
    if (row) return said_by_row(row, time);
    Said said = {turn_out_at(all->weekday, all->weekend, all->night, time),
                 time % 2 ? all->forecast_weekend : all->forecast_weekday};
    if (!sim_is_set(said.mean)) said.mean = usual_turn_out[group] * (time % 2 ? OF_WEEKDAY_AT_WEEKENDS : 1);
    return said;
}

// Into the plan.

// The turn-out of trusts is a beta with this mean. Its parameters add up to the same whatever the mean is, so a larger
// mean never gives a trust a smaller turn-out: the likelihood ratio of two such betas rises.
static bool fit(SimTables *tables, double mean, double sd_at_half, SimDistribution *turn_out, SimMark mark,
                SimFaults *faults)
{
    *turn_out = (SimDistribution){.mean = mean};
    SimShapeSpec beta = sim_shape_spec(SIM_BETA);
    beta.mean = mean;
    beta.sd = 2 * sd_at_half * sqrt(mean * (1 - mean));
    beta.least = 0;
    beta.most = 1;
    char why[200];
    if (!(beta.sd > 0) || sim_distribution_fit(tables, &beta, turn_out, why, sizeof why)) return true;
    return sim_fault(faults, mark,
                     "participation: no beta has the mean %g and the standard deviation %g between trusts", mean,
                     beta.sd);
}

static bool same(double a, double b)
{
    return !(a < b) && !(a > b);
}

// The number of a turn-out in the plan, added if it is new; false with a fault if there is no such beta.
static bool add_turn_out(Participation *plan, Said said, const StrikeFields *strike, SimTables *tables,
                         SimFaults *faults, uint8_t *number)
{
    const double margin = said.mean > 0 ? strike->participation.margin : 0;
    const double forecast = sim_is_set(said.forecast) ? said.forecast : fmin(1, said.mean + margin);
    for (uint32_t i = 0; i < plan->turn_out_count; i++) {
        *number = (uint8_t)i;
        if (same(plan->turn_outs[i].real.mean, said.mean) && same(plan->turn_outs[i].forecast, forecast)) return true;
    }
    TurnOut *turn_out = &plan->turn_outs[plan->turn_out_count];
    *number = (uint8_t)plan->turn_out_count++;
    turn_out->forecast = forecast;
    return fit(tables, said.mean, strike->participation.sd, &turn_out->real, strike->head.mark, faults);
}

static bool plan_turn_outs(WindowPlan *window, const StrikeFields *strike, SimTables *tables, SimFaults *faults)
{
    Participation *plan = &window->participation;
    plan->turn_outs = calloc((size_t)STAFF_GROUPS * GRADES * TURN_OUT_TIMES, sizeof *plan->turn_outs);
    if (!plan->turn_outs) abort();
    for (uint32_t group = 0; group < STAFF_GROUPS; group++) {
        if (!(window->groups >> group & 1)) continue;
        for (uint32_t grade = 0; grade < GRADES; grade++) {
            for (uint32_t time = 0; time < TURN_OUT_TIMES; time++) {
                uint8_t *number = &plan->turn_out_of[group][grade][time];
                if (!add_turn_out(plan, said_of(strike, group, grade, time), strike, tables, faults, number))
                    return false;
            }
        }
    }
    return true;
}

static bool rows_are_sound(const StrikeFields *strike, SimFaults *faults)
{
    const SimRecords *by = &strike->participation.by;
    bool sound = true;
    for (size_t i = 0; i < by->count; i++) {
        const TurnOutFields *row = SIM_RECORD(*by, TurnOutFields, i);
        if (row->group < 0 && row->grade < 0)
            sound = sim_fault(faults, row->head.mark, "this row is of everybody; write a `group`, a `grade`, or both");
        if (row->group >= 0 && !(strike->groups >> row->group & 1))
            sound = sim_fault(faults, row->head.mark, "this group is not called out; add it to `groups` of the strike");
        for (size_t k = 0; k < i; k++) {
            const TurnOutFields *other = SIM_RECORD(*by, TurnOutFields, k);
            if (other->group != row->group || other->grade != row->grade) continue;
            sound = sim_fault(faults, row->head.mark, "line %u is of the same group and grade; write one row",
                              (unsigned)other->head.mark.line);
        }
    }
    return sound;
}

static bool plan_kept(Participation *plan, const StrikeFields *strike, SimFaults *faults)
{
    bool sound = true;
    for (size_t i = 0; i < strike->kept.count; i++) {
        const KeptFields *row = SIM_RECORD(strike->kept, KeptFields, i);
        for (uint32_t department = 0; department < DEPARTMENTS; department++) {
            if (!(row->departments >> department & 1)) continue;
            if (plan->is_kept[department])
                sound = sim_fault(faults, row->head.mark,
                                  "a department of this row stands in a row above; write each department once");
            plan->is_kept[department] = true;
            plan->kept[department][0] = row->share;
            plan->kept[department][1] = sim_is_set(row->night) ? row->night : row->share;
        }
    }
    return sound;
}

bool participation_plan(WindowPlan *window, const StrikeFields *strike, SimTables *tables, SimFaults *faults)
{
    window->participation =
        (Participation){.trend = strike->participation.trend / 100, .cover = (enum StrikeCover)strike->cover};
    const bool sound = rows_are_sound(strike, faults);
    return plan_kept(&window->participation, strike, faults) && sound && plan_turn_outs(window, strike, tables, faults);
}

void participation_free(Participation *participation)
{
    free(participation->turn_outs);
}

// Of a shift.

// Share of the posts of these staff's shift that are beyond the rota of a rest day.
static double beyond_rest_day(const Hospital *hospital, const ShiftStaff *staff)
{
    if (hospital_is_rest_day(hospital, sim_day_of(staff->starts_s))) return 0;
    const StaffingPlan *staffing = &hospital->trust->staffing;
    const uint32_t day = sim_day_of(staff->starts_s);
    double due = 0, on_a_rest_day = 0;
    for (uint32_t i = 0; i < staffing->roster_count; i++) {
        const RosterPlan *roster = &staffing->rosters[i];
        if (roster->department != staff->department || roster->group != staff->group) continue;
        if (staffing->shifts[roster->shift].starts_s != (uint32_t)(staff->starts_s % SIM_DAY_S)) continue;
        due += rota_due(hospital->plan, hospital->trust, i, day);
        on_a_rest_day += roster->due[1];
    }
    return due > on_a_rest_day ? 1 - on_a_rest_day / due : 0;
}

static bool is_for_emergencies(enum Department department)
{
    return department != DEPARTMENT_MEDICAL_WARDS && department != DEPARTMENT_SURGICAL_WARDS &&
           department != DEPARTMENT_DIAGNOSTICS;
}

// Share of a department's posts from which staff withdraw, by the kind of cover that is kept.
static double withdrawn_by_cover(const Hospital *hospital, const Participation *participation, const ShiftStaff *staff)
{
    if (participation->cover == COVER_FULL_WALKOUT || staff->department == DEPARTMENT_PLANNED) return 1;
    if (participation->cover == COVER_EMERGENCY_ONLY && is_for_emergencies(staff->department)) return 0;
    return beyond_rest_day(hospital, staff);
}

// Life-preserving care is kept: the labour ward loses only some of its midwives, however many are called out.
static double open_to_strike(const Hospital *hospital, const ShiftStaff *staff)
{
    const bool labour_ward = staff->group == GROUP_MIDWIVES && staff->department == DEPARTMENT_MATERNITY;
    return labour_ward ? 1 - hospital->trust->maternity.life_preserving : 1;
}

static double withdrawn(const Hospital *hospital, const Participation *participation, const ShiftStaff *staff)
{
    if (participation->is_kept[staff->department]) return 1 - participation->kept[staff->department][staff->at_night];
    return withdrawn_by_cover(hospital, participation, staff) * open_to_strike(hospital, staff);
}

// One number for the round decides where this trust lies among trusts.
static double real_turn_out(const Hospital *hospital, const WindowPlan *window, enum StaffGroup group,
                            const TurnOut *turn_out)
{
    SimWords words = hospital_draw(hospital, STREAM_STRIKE, window->round_hash, PURPOSE_TURN_OUT, (uint32_t)group);
    return fmin(1, sim_variate(&turn_out->real, words.word[0]));
}

static const TurnOut *turn_out_of(const Hospital *hospital, const Participation *plan, const ShiftStaff *staff)
{
    const uint32_t rest = hospital_is_rest_day(hospital, sim_day_of(staff->starts_s));
    return &plan->turn_outs[plan->turn_out_of[staff->group][staff->grade][2 * staff->at_night + rest]];
}

bool participation_is_possible(const Hospital *hospital, const WindowPlan *window, const ShiftStaff *staff)
{
    return turn_out_of(hospital, &window->participation, staff)->real.mean > 0;
}

double participation_absence(const Hospital *hospital, const WindowPlan *window, const ShiftStaff *staff,
                             enum TurnOutView view)
{
    const Participation *plan = &window->participation;
    const TurnOut *turn_out = turn_out_of(hospital, plan, staff);
    const double mean = view == TURN_OUT_REAL ? turn_out->real.mean : turn_out->forecast;
    if (mean <= 0) return 0;
    const double share =
        view == TURN_OUT_REAL ? real_turn_out(hospital, window, staff->group, turn_out) : turn_out->forecast;
    const double days = (double)((staff->starts_s - window->block_start_s) / SIM_DAY_S);
    return fmin(1, fmax(0, share + plan->trend * days)) * withdrawn(hospital, plan, staff);
}
