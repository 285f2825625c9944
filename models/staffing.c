#include "models/staffing.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "models/cover.h"
#include "models/hospital.h"

#define OF(member) offsetof(TrustFields, staffing.member)
#define SHIFT(member) offsetof(ShiftFields, member)
#define ROSTER(member) offsetof(RosterFields, member)

static const SimField rows[] = {
    {"trusts[].staffing.shifts[]", SIM_RECORDS, SIM_ACTS_START, OF(shifts), sizeof(ShiftFields), NULL, 0, 0, NULL, NULL,
     "The shifts of a day, in order of their start.", "local rotas"},
    {"trusts[].staffing.shifts[].name", SIM_TEXT, SIM_ACTS_START, SHIFT(name), 0, NULL, 0, 0, NULL, NULL,
     "What the shift is called.", "local rotas"},
    {"trusts[].staffing.shifts[].starts", SIM_CLOCK, SIM_ACTS_START, SHIFT(starts), 0, NULL, 0, 0, NULL, NULL,
     "When it starts; decides whether it is struck.", "local rotas"},
    {"trusts[].staffing.shifts[].lasts", SIM_DURATION, SIM_ACTS_START, SHIFT(lasts), 0, NULL, 3600, 86400, NULL, NULL,
     "How long it lasts.", "local rotas"},
    {"trusts[].staffing.shifts[].night", SIM_SWITCH, SIM_ACTS_START, SHIFT(night), 0, NULL, 0, 0, "off", NULL,
     "Whether targets and rest of a night apply.", "local rotas"},

    {"trusts[].staffing.rosters[]", SIM_RECORDS, SIM_ACTS_START, OF(rosters), sizeof(RosterFields), NULL, 0, 0, NULL,
     NULL, "Who is due in: one row for each department, group and shift.", "local rotas"},
    {"trusts[].staffing.rosters[].name", SIM_TEXT, SIM_ACTS_START, ROSTER(name), 0, NULL, 0, 0, NULL, NULL,
     "A name, by which a row of the template can be overridden.", "the planner's choice"},
    {"trusts[].staffing.rosters[].department", SIM_CHOICE, SIM_ACTS_START, ROSTER(department), 0, DEPARTMENT_WORDS, 0,
     0, NULL, NULL, "Where they work.", "local rotas"},
    {"trusts[].staffing.rosters[].group", SIM_CHOICE, SIM_ACTS_START, ROSTER(group), 0, STAFF_GROUP_WORDS, 0, 0, NULL,
     NULL, "Who they are.", "local rotas"},
    {"trusts[].staffing.rosters[].grade", SIM_CHOICE, SIM_ACTS_ANNOUNCED, ROSTER(grade), 0, STAFF_GRADE_WORDS, 0, 0, "",
     NULL, "Their grade, where turn-out differs by it (strikes[].participation.by).", "local rotas"},
    {"trusts[].staffing.rosters[].shift", SIM_TEXT, SIM_ACTS_START, ROSTER(shift), 0, NULL, 0, 0, NULL, NULL,
     "The shift's name.", "local rotas"},
    {"trusts[].staffing.rosters[].weekday", SIM_AMOUNT, SIM_ACTS_START, ROSTER(weekday), 0, NULL, 0, 5000, NULL,
     "residents", "How many are due in on a weekday.", "local rotas"},
    {"trusts[].staffing.rosters[].rest_day", SIM_AMOUNT, SIM_ACTS_START, ROSTER(rest_day), 0, NULL, 0, 5000, NULL,
     "residents", "How many are due in on Saturdays, Sundays and bank holidays.", "local rotas"},
};

const SimFieldBlock staffing_fields = {rows, sizeof rows / sizeof rows[0]};

enum { PURPOSE_TAKES_PART = 1 };

bool staffing_is_doctor(enum StaffGroup group)
{
    return group == GROUP_RESIDENTS || group == GROUP_CONSULTANTS || group == GROUP_SAS || group == GROUP_OTHERS;
}

static bool plan_shifts(const StaffingFields *fields, StaffingPlan *plan, SimFaults *faults)
{
    if (fields->shifts.count > SHIFTS_MOST) {
        return sim_fault(faults, SIM_RECORD(fields->shifts, ShiftFields, SHIFTS_MOST)->head.mark,
                         "a trust has at most %d shifts; leave some out", SHIFTS_MOST);
    }
    for (size_t i = 0; i < fields->shifts.count; i++) {
        const ShiftFields *written = SIM_RECORD(fields->shifts, ShiftFields, i);
        ShiftPlan *shift = &plan->shifts[plan->shift_count++];
        shift->starts_s = (uint32_t)written->starts;
        shift->lasts_s = (uint32_t)written->lasts;
        shift->night = written->night;
        snprintf(shift->name, sizeof shift->name, "%s", written->name.text);
    }
    return true;
}

static bool find_shift(const StaffingPlan *plan, const RosterFields *written, uint8_t *shift, SimFaults *faults)
{
    for (uint32_t i = 0; i < plan->shift_count; i++) {
        if (strcmp(plan->shifts[i].name, written->shift.text) != 0) continue;
        *shift = (uint8_t)i;
        return true;
    }
    return sim_fault(faults, written->shift.mark,
                     "there is no shift \"%s\"; write the name of one of `staffing.shifts`", written->shift.text);
}

static bool is_midwife(enum StaffGroup group)
{
    return group == GROUP_MIDWIVES;
}

static double hours_of_shift(const StaffingFields *fields, const char *name)
{
    for (size_t i = 0; i < fields->shifts.count; i++) {
        const ShiftFields *shift = SIM_RECORD(fields->shifts, ShiftFields, i);
        if (strcmp(shift->name.text, name) == 0) return shift->lasts / SIM_HOUR_S;
    }
    return 0;
}

// The factor that brings a department's rosters to so many hours a day: where the level follows from the work
// (attendances, births), rosters give only its shape over the day.
static double scale_to(const StaffingFields *fields, enum Department department, bool (*counts)(enum StaffGroup group),
                       double wanted_hours)
{
    double hours = 0;
    for (size_t i = 0; i < fields->rosters.count; i++) {
        const RosterFields *roster = SIM_RECORD(fields->rosters, RosterFields, i);
        if (roster->department != (int)department || !counts((enum StaffGroup)roster->group)) continue;
        hours += (5 * roster->weekday + 2 * roster->rest_day) / 7 * hours_of_shift(fields, roster->shift.text);
    }
    return hours > 0 && wanted_hours > 0 ? wanted_hours / hours : 1;
}

typedef struct {
    double emergency, minors, obstetrics, midwives;
} RosterScales;

static RosterScales scales_of(const TrustPlan *trust, const StaffingFields *fields)
{
    const MaternityFields *maternity = &trust->fields->maternity;
    RosterScales scales = {.emergency = 1};  // without maternity or a minors stream nobody is due there
    if (trust->emergency.on) {
        scales.emergency =
            scale_to(fields, DEPARTMENT_EMERGENCY, staffing_is_doctor, trust->emergency.clinician_hours_a_day);
    }
    if (trust->emergency.on && trust->emergency.minors.on) {
        scales.minors =
            scale_to(fields, DEPARTMENT_MINORS, staffing_is_doctor, trust->emergency.minors.clinician_hours_a_day);
    }
    if (maternity->on) {
        scales.obstetrics = scale_to(fields, DEPARTMENT_OBSTETRICS, staffing_is_doctor, 24 * maternity->doctors);
        scales.midwives = scale_to(fields, DEPARTMENT_MATERNITY, is_midwife, 24 * maternity->midwives);
    }
    return scales;
}

static double scale_of(const RosterScales *scales, const RosterFields *roster)
{
    bool doctor = staffing_is_doctor((enum StaffGroup)roster->group);
    if (roster->department == DEPARTMENT_EMERGENCY && doctor) return scales->emergency;
    if (roster->department == DEPARTMENT_MINORS) return scales->minors;
    if (roster->department == DEPARTMENT_OBSTETRICS && doctor) return scales->obstetrics;
    if (roster->department == DEPARTMENT_MATERNITY && !doctor) return scales->midwives;
    return 1;
}

// Whole people, rounded so that the sums over the rows keep to the scaled totals.
static uint32_t whole(double wanted, double *carry)
{
    double exact = wanted + *carry;
    double rounded = floor(exact + 0.5);
    *carry = exact - rounded;
    return (uint32_t)fmax(0, rounded);
}

uint32_t staffing_due(const RosterPlan *roster, uint32_t weekday, bool rest_day)
{
    const int64_t due = (int64_t)roster->due[rest_day] + roster->more[weekday];
    return due > 0 ? (uint32_t)due : 0;
}

static bool is_clinicians_of_emergency(const RosterPlan *roster)
{
    return (roster->department == DEPARTMENT_EMERGENCY || roster->department == DEPARTMENT_MINORS) &&
           staffing_is_doctor((enum StaffGroup)roster->group);
}

// So many people more or fewer on each day of the week, whole over all rosters of the department.
static void plan_days(const EmergencyPlan *emergency, RosterPlan *roster, double carry[7])
{
    for (int weekday = 0; weekday < 7 && emergency->on; weekday++) {
        const uint32_t due = roster->due[weekday >= 5];
        const double exact = due * (emergency->staff_on[weekday] - 1) + carry[weekday];
        roster->more[weekday] = (int32_t)fmax(floor(exact + 0.5), -(double)due);
        carry[weekday] = exact - roster->more[weekday];
    }
}

static uint32_t stream_of(const char *roster)
{
    char name[120];
    snprintf(name, sizeof name, "staff of %s", roster);
    return sim_hash32(name);
}

static bool stream_is_new(const StaffingPlan *plan, const RosterPlan *roster)
{
    for (const RosterPlan *other = plan->rosters; other < roster; other++) {
        if (other->stream_hash == roster->stream_hash) return false;
    }
    return true;
}

static bool plan_rosters(const TrustPlan *trust, const StaffingFields *fields, StaffingPlan *plan, SimFaults *faults)
{
    if (fields->rosters.count > ROSTERS_MOST) {
        return sim_fault(faults, SIM_RECORD(fields->rosters, RosterFields, ROSTERS_MOST)->head.mark,
                         "a trust has at most %d rosters; leave some out", ROSTERS_MOST);
    }
    RosterScales scales = scales_of(trust, fields);
    double carry[STAFF_GROUPS][SHIFTS_MOST][2] = {0}, in_minors[2] = {0}, more[2][7] = {{0}};
    bool sound = true;
    for (size_t i = 0; i < fields->rosters.count; i++) {
        const RosterFields *written = SIM_RECORD(fields->rosters, RosterFields, i);
        RosterPlan *roster = &plan->rosters[plan->roster_count++];
        roster->stream_hash = stream_of(written->name.text);
        if (!stream_is_new(plan, roster)) {
            sound = sim_fault(faults, written->head.mark,
                              "roster \"%s\" would share random numbers with another; give it another `name`",
                              written->name.text);
        }
        roster->department = (uint8_t)written->department;
        roster->group = (uint8_t)written->group;
        roster->grade = (uint8_t)(written->grade + 1);
        if (!find_shift(plan, written, &roster->shift, faults)) {
            sound = false;
            continue;
        }
        double scale = scale_of(&scales, written);
        // The minors stream has so few people that they are rounded together.
        double *carried = roster->department == DEPARTMENT_MINORS ? in_minors : carry[roster->group][roster->shift];
        roster->due[0] = whole(written->weekday * scale, &carried[0]);
        roster->due[1] = whole(written->rest_day * scale, &carried[1]);
        if (is_clinicians_of_emergency(roster)) {
            plan_days(&trust->emergency, roster, more[roster->department == DEPARTMENT_MINORS]);
        }
    }
    return sound;
}

bool staffing_plan(const HospitalPlan *hospital, TrustPlan *trust, SimFaults *faults)
{
    const StaffingFields *fields = &trust->fields->staffing;
    StaffingPlan *plan = &trust->staffing;
    bool sound = plan_shifts(fields, plan, faults) && plan_rosters(trust, fields, plan, faults) &&
                 rota_plan(hospital, trust, faults) && minors_has_rosters(trust, faults);
    return cover_plan(trust, faults) && sound;
}

void staffing_open(Hospital *hospital)
{
    const StaffingPlan *plan = &hospital->trust->staffing;
    for (uint32_t shift = 0; shift < plan->shift_count; shift++) {
        // A night that began the evening before is on at time 0: the world starts with the people it has.
        const ShiftPlan *planned = &plan->shifts[shift];
        hospital_schedule_at(hospital, SHIFT_STARTS, shift, planned->starts_s, SIM_CAPACITY);
        if (planned->starts_s + planned->lasts_s <= SIM_DAY_S) continue;
        uint32_t ends_s = planned->starts_s + planned->lasts_s - SIM_DAY_S;
        const uint32_t evening_before = ((uint32_t)sim_weekday(hospital->plan->outline.first_day) + 6) % 7;
        for (uint32_t i = 0; i < plan->roster_count; i++) {
            const RosterPlan *roster = &plan->rosters[i];
            if (roster->shift != shift) continue;
            ShiftPresence *presence = &hospital->state->staffing.at[roster->department][shift];
            const uint32_t due = staffing_due(roster, evening_before, false);
            presence->due[roster->group] += due;
            presence->present[roster->group] += due;
            presence->ends_s = ends_s;
        }
        hospital_schedule_at(hospital, SHIFT_ENDS, shift, ends_s, SIM_CAPACITY);
    }
}

// People of a roster who stay away from a shift: each by their own number for that shift, the same in every future.
static uint32_t absent_people(const Hospital *hospital, const RosterPlan *roster, uint32_t day, uint32_t due,
                              double share)
{
    if (share <= 0) return 0;
    uint32_t absent = 0;
    for (uint32_t person = 0; person < due; person += 4) {
        SimWords words = hospital_draw_named(hospital, roster->stream_hash, person, PURPOSE_TAKES_PART, day);
        for (uint32_t k = 0; k < 4 && person + k < due; k++) absent += (uint32_t)sim_happens(words.word[k], share);
    }
    return absent;
}

static ShiftStaff staff_of(const Hospital *hospital, const RosterPlan *roster, uint32_t day)
{
    const ShiftPlan *shift = &hospital->trust->staffing.shifts[roster->shift];
    return (ShiftStaff){.group = (enum StaffGroup)roster->group,
                        .grade = (enum StaffGrade)roster->grade,
                        .department = (enum Department)roster->department,
                        .at_night = shift->night,
                        .starts_s = (SimTime)day * SIM_DAY_S + shift->starts_s};
}

static uint32_t stay_away(const Hospital *hospital, uint32_t number, uint32_t day, const ShiftStaff *staff)
{
    const RosterPlan *roster = &hospital->trust->staffing.rosters[number];
    uint32_t due = rota_due(hospital->plan, hospital->trust, number, day);
    return absent_people(hospital, roster, day, due, strike_absence_of(hospital, staff));
}

// Those who stay away from the same shift in rosters above this one.
static uint32_t absent_before(const Hospital *hospital, uint32_t number, uint32_t day)
{
    const RosterPlan *rosters = hospital->trust->staffing.rosters, *roster = &rosters[number];
    uint32_t absent = 0;
    for (uint32_t i = 0; i < number; i++) {
        if (rosters[i].department != roster->department || rosters[i].group != roster->group ||
            rosters[i].shift != roster->shift)
            continue;
        const ShiftStaff staff = staff_of(hospital, &rosters[i], day);
        absent += stay_away(hospital, i, day, &staff);
    }
    return absent;
}

static uint32_t returning(const Hospital *hospital, uint32_t number, uint32_t day, uint32_t absent)
{
    const ShiftStaff staff = staff_of(hospital, &hospital->trust->staffing.rosters[number], day);
    if (absent == 0 || !mitigation_concerns(hospital, &staff)) return 0;
    return mitigation_returns(hospital, &staff, absent, absent_before(hospital, number, day));
}

uint32_t staffing_absent(const Hospital *hospital, uint32_t number, uint32_t day)
{
    const RosterPlan *roster = &hospital->trust->staffing.rosters[number];
    const ShiftStaff staff = staff_of(hospital, roster, day);
    uint32_t absent = stay_away(hospital, number, day, &staff);
    return absent - returning(hospital, number, day, absent);
}

double staffing_absent_forecast(const Hospital *hospital, uint32_t number, uint32_t day)
{
    const RosterPlan *roster = &hospital->trust->staffing.rosters[number];
    const ShiftStaff staff = staff_of(hospital, roster, day);
    const double share = strike_forecast_of(hospital, &staff);
    const RotaFields *row = rota_row(hospital->trust, number, day);
    if (row && row->expected_absent != SIM_UNSET) return share > 0 ? (double)row->expected_absent : 0;
    return rota_due(hospital->plan, hospital->trust, number, day) * share;
}

void staffing_write(Hospital *hospital, StaffingEntry entry)
{
    if (entry.absent + entry.covering + entry.unfilled == 0) return;
    uint32_t row = sim_table_append(hospital->world, TABLE_STAFFING);
    *SIM_ROW(hospital->world, TABLE_STAFFING, StaffingEntry, row) = entry;
}

static void roster_comes_in(Hospital *hospital, uint32_t number, uint32_t day)
{
    const RosterPlan *roster = &hospital->trust->staffing.rosters[number];
    ShiftPresence *presence = &hospital->state->staffing.at[roster->department][roster->shift];
    uint32_t due = rota_due(hospital->plan, hospital->trust, number, day);
    const ShiftStaff staff = staff_of(hospital, roster, day);
    uint32_t absent = stay_away(hospital, number, day, &staff), returns = returning(hospital, number, day, absent);
    absent -= returns;
    presence->due[roster->group] += due;
    presence->present[roster->group] += due - absent;
    const MeasurePlan *measures = &hospital->plan->measures;
    const uint32_t called = strike_calls_out(hospital, &staff) ? due : 0;
    sim_count(hospital->world, measures->ia_due + roster->group, due);
    sim_count(hospital->world, measures->ia_due_called + roster->group, called);
    sim_count(hospital->world, measures->ia_absent + roster->group, absent);
    sim_count_share(hospital->world, measures->ia_absent_pct + roster->group, absent, called);
    if (returns > 0) sim_count(hospital->world, measures->ia_mitigations + roster->department, returns);
    staffing_write(hospital, (StaffingEntry){.day = (uint16_t)day,
                                             .shift = roster->shift,
                                             .department = roster->department,
                                             .group = roster->group,
                                             .due = due,
                                             .absent = absent});
}

static void tell_departments(Hospital *hospital)
{
    emergency_staff_changed(hospital);
    maternity_staff_changed(hospital);
    beds_staff_changed(hospital);
}

void staffing_shift_starts(Hospital *hospital, uint32_t shift)
{
    const StaffingPlan *plan = &hospital->trust->staffing;
    const ShiftPlan *planned = &plan->shifts[shift];
    SimTime now_s = hospital_now(hospital);
    uint32_t day = sim_day_of(now_s);
    for (uint32_t department = 0; department < DEPARTMENTS; department++) {
        hospital->state->staffing.at[department][shift] = (ShiftPresence){.ends_s = (uint32_t)now_s + planned->lasts_s};
    }
    for (uint32_t i = 0; i < plan->roster_count; i++) {
        if (plan->rosters[i].shift == shift) roster_comes_in(hospital, i, day);
    }
    cover_comes_in(hospital, shift, day);
    if (!planned->night) cover_cut_on_the_day(hospital, day);
    tell_departments(hospital);
    hospital_schedule_at(hospital, SHIFT_STARTS, shift, now_s + SIM_DAY_S, SIM_CAPACITY);
    hospital_schedule_at(hospital, SHIFT_ENDS, shift, now_s + planned->lasts_s, SIM_CAPACITY);
}

void staffing_shift_ends(Hospital *hospital, uint32_t shift)
{
    (void)shift;  // presence knows when it ends
    tell_departments(hospital);
}

// A shift of 24 hours starts again in the second in which it ends.
static bool is_on(const Hospital *hospital, const ShiftPresence *presence)
{
    return presence->ends_s > hospital_now(hospital);
}

uint32_t staffing_present(const Hospital *hospital, enum Department department, enum StaffGroup group)
{
    uint32_t people = 0;
    for (uint32_t shift = 0; shift < hospital->trust->staffing.shift_count; shift++) {
        const ShiftPresence *presence = &hospital->state->staffing.at[department][shift];
        if (is_on(hospital, presence)) people += presence->present[group];
    }
    return people;
}

static uint32_t covering_in(const Hospital *hospital, enum Department department)
{
    uint32_t people = 0;
    for (uint32_t shift = 0; shift < hospital->trust->staffing.shift_count; shift++) {
        const ShiftPresence *presence = &hospital->state->staffing.at[department][shift];
        if (is_on(hospital, presence)) people += presence->covering;
    }
    return people;
}

// Work of those who stand in, as heads of the usual doctors.
static double covering_work(const Hospital *hospital, enum Department department)
{
    double work = 0;
    for (uint32_t shift = 0; shift < hospital->trust->staffing.shift_count; shift++) {
        const ShiftPresence *presence = &hospital->state->staffing.at[department][shift];
        if (is_on(hospital, presence)) work += presence->covering * (double)presence->pace_permille / 1000;
    }
    return work * cover_freshness(hospital);
}

static uint32_t doctors_present(const Hospital *hospital, enum Department department)
{
    uint32_t people = 0;
    for (int group = 0; group < STAFF_GROUPS; group++) {
        if (staffing_is_doctor((enum StaffGroup)group))
            people += staffing_present(hospital, department, (enum StaffGroup)group);
    }
    return people;
}

// Somebody at work counts once; a consultant so many times as the work calls for.
static double weight_of(enum StaffGroup group, double of_consultants)
{
    return group == GROUP_CONSULTANTS ? of_consultants : 1;
}

double staffing_strength(const Hospital *hospital, enum Department department, double weight_of_consultants)
{
    double due = 0, present = 0;
    for (uint32_t shift = 0; shift < hospital->trust->staffing.shift_count; shift++) {
        const ShiftPresence *presence = &hospital->state->staffing.at[department][shift];
        if (!is_on(hospital, presence)) continue;
        for (uint32_t group = 0; group < STAFF_GROUPS; group++) {
            if (!staffing_is_doctor((enum StaffGroup)group)) continue;
            double weight = weight_of((enum StaffGroup)group, weight_of_consultants);
            due += weight * presence->due[group];
            present += weight * presence->present[group];
        }
    }
    if (due <= 0) return 1;
    return (present + covering_work(hospital, department)) / due;
}

double staffing_share_present(const Hospital *hospital, enum Department department, enum StaffGroup group)
{
    uint32_t due = 0, present = 0;
    for (uint32_t shift = 0; shift < hospital->trust->staffing.shift_count; shift++) {
        const ShiftPresence *presence = &hospital->state->staffing.at[department][shift];
        if (!is_on(hospital, presence)) continue;
        due += presence->due[group];
        present += presence->present[group];
    }
    return due > 0 ? (double)present / due : 1;
}

uint32_t staffing_doctors(const Hospital *hospital, enum Department department, double *pace)
{
    uint32_t present = doctors_present(hospital, department), covering = covering_in(hospital, department);
    *pace = 1;
    if (covering > 0) *pace = (present + covering_work(hospital, department)) / (present + covering);
    return present + covering;
}

void staffing_close_day(Hospital *hospital)
{
    uint32_t covering = 0;
    for (uint32_t department = 0; department < DEPARTMENTS; department++) {
        for (uint32_t shift = 0; shift < SHIFTS_MOST; shift++) {
            covering += hospital->state->staffing.at[department][shift].covering;
        }
    }
    hospital->state->staffing.covering_days = covering > 0 ? hospital->state->staffing.covering_days + 1 : 0;
    cover_pay_back(hospital);
}

bool staffing_audit(const Hospital *hospital, char *message, size_t message_size)
{
    for (uint32_t department = 0; department < DEPARTMENTS; department++) {
        for (uint32_t shift = 0; shift < hospital->trust->staffing.shift_count; shift++) {
            const ShiftPresence *presence = &hospital->state->staffing.at[department][shift];
            for (int group = 0; group < STAFF_GROUPS; group++) {
                if (presence->present[group] <= presence->due[group]) continue;
                snprintf(message, message_size, "staffing: %u at work where %u are due", presence->present[group],
                         presence->due[group]);
                return false;
            }
        }
    }
    return true;
}
