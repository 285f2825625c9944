#include "models/rota.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/hospital.h"
#include "sim/scenario/nearest.h"

#define LIST offsetof(TrustFields, staffing.rota)
#define ROW(member) offsetof(RotaFields, member)

static const SimField rows[] = {
    {"trusts[].staffing.rota[]", SIM_RECORDS, SIM_ACTS_START, LIST, sizeof(RotaFields), NULL, 0, 0, "", NULL,
     "Your own rota by date, usually `{from: rota.csv}`: for a date, a department and a group that have any row the "
     "rows are the whole, in place of the rosters.",
     "the trust's rota"},
    {"trusts[].staffing.rota[].date", SIM_DATE_DAY, SIM_ACTS_START, ROW(date), 0, NULL, 0, 0, NULL, NULL,
     "The date on which the shift starts.", "the trust's rota"},
    {"trusts[].staffing.rota[].shift", SIM_TEXT, SIM_ACTS_START, ROW(shift), 0, NULL, 0, 0, NULL, NULL,
     "The name of one of staffing.shifts.", "the trust's rota"},
    {"trusts[].staffing.rota[].department", SIM_CHOICE, SIM_ACTS_START, ROW(department), 0, DEPARTMENT_WORDS, 0, 0,
     NULL, NULL, "Where they work.", "the trust's rota"},
    {"trusts[].staffing.rota[].group", SIM_CHOICE, SIM_ACTS_START, ROW(group), 0, STAFF_GROUP_WORDS, 0, 0, NULL, NULL,
     "Who they are.", "the trust's rota"},
    {"trusts[].staffing.rota[].due", SIM_COUNT, SIM_ACTS_START, ROW(due), 0, NULL, 0, 2000, NULL, NULL,
     "People due in, without a strike.", "the trust's rota"},
    {"trusts[].staffing.rota[].minimum_safe", SIM_COUNT, SIM_ACTS_ANNOUNCED, ROW(minimum_safe), 0, NULL, 0, 2000, "",
     NULL, "The fewest of them with whom the shift is safe, in place of the department's cover target.",
     "the trust's strike plan"},
    {"trusts[].staffing.rota[].expected_absent", SIM_COUNT, SIM_ACTS_ANNOUNCED, ROW(expected_absent), 0, NULL, 0, 2000,
     "", NULL, "How many of them the trust expects to stay away in a strike, in place of its forecast.",
     "the trust's strike plan"},
};

const SimFieldBlock rota_fields = {rows, sizeof rows / sizeof rows[0]};

static const RotaFields *row_at(const SimRecords *records, size_t index)
{
    return SIM_RECORD(*records, const RotaFields, index);
}

// The simulated day of a row; false if it lies outside the calendar.
static bool day_of(const HospitalPlan *plan, const RotaFields *row, uint32_t *day)
{
    int64_t since = row->date - plan->outline.first_day;
    *day = (uint32_t)since;
    return since >= 0 && since < (int64_t)plan->days;
}

static bool find_shift(const StaffingPlan *plan, const RotaFields *row, uint8_t *shift, SimFaults *faults)
{
    SimNearest nearest = sim_nearest(row->shift.text);
    for (uint32_t i = 0; i < plan->shift_count; i++) {
        *shift = (uint8_t)i;
        if (strcmp(plan->shifts[i].name, row->shift.text) == 0) return true;
        sim_nearest_try(&nearest, plan->shifts[i].name);
    }
    return sim_fault(faults, row->shift.mark,
                     "there is no shift \"%s\"; write the name of one of `staffing.shifts`%s%s%s", row->shift.text,
                     nearest.nearest ? ", such as \"" : "", nearest.nearest ? nearest.nearest : "",
                     nearest.nearest ? "\"" : "");
}

static uint32_t stream_of(const RotaFields *row)
{
    char name[160];
    snprintf(name, sizeof name, "rota of %d/%d/%s", row->department, row->group, row->shift.text);
    return sim_hash32(name);
}

// The roster whose people a row speaks of; one is added if there is none. False, with a fault, if there are too many.
static bool roster_of(StaffingPlan *plan, const RotaFields *row, uint8_t shift, uint32_t *number, SimFaults *faults)
{
    for (*number = 0; *number < plan->roster_count; (*number)++) {
        const RosterPlan *roster = &plan->rosters[*number];
        if (roster->department == row->department && roster->group == row->group && roster->shift == shift) return true;
    }
    if (plan->roster_count == ROSTERS_IN_ALL) {
        return sim_fault(faults, row->head.mark,
                         "rosters and rota have more than %d different posts together; leave some out", ROSTERS_IN_ALL);
    }
    plan->rosters[plan->roster_count++] = (RosterPlan){.department = (uint8_t)row->department,
                                                       .group = (uint8_t)row->group,
                                                       .shift = shift,
                                                       .stream_hash = stream_of(row)};
    return true;
}

static uint8_t *whole_at(const RotaPlan *rota, int department, int group, uint32_t day)
{
    return &rota->is_whole[(size_t)(department * STAFF_GROUPS + group) * rota->days + day - rota->first_day];
}

static uint32_t *place_of(const RotaPlan *rota, uint32_t roster, uint32_t day)
{
    return &rota->row[(size_t)roster * rota->days + day - rota->first_day];
}

static bool is_on(const RotaPlan *rota, uint32_t day)
{
    return day >= rota->first_day && day - rota->first_day < rota->days;
}

static bool row_is_sound(const RotaFields *row, SimFaults *faults)
{
    if (row->expected_absent == SIM_UNSET || row->expected_absent <= row->due) return true;
    return sim_fault(
        faults, row->head.mark,
        "more people are expected to be absent (%lld) than are due (%lld); write fewer, or more who are due",
        (long long)row->expected_absent, (long long)row->due);
}

static bool take_row(const HospitalPlan *plan, StaffingPlan *staffing, RotaPlan *rota, const SimRecords *records,
                     size_t index, SimFaults *faults)
{
    const RotaFields *row = row_at(records, index);
    uint32_t day, roster;
    uint8_t shift = 0;
    bool sound = row_is_sound(row, faults);
    if (!find_shift(staffing, row, &shift, faults) || !day_of(plan, row, &day)) return sound;
    if (!roster_of(staffing, row, shift, &roster, faults)) return false;
    *whole_at(rota, row->department, row->group, day) = 1;
    uint32_t *place = place_of(rota, roster, day);
    if (*place) {
        return sim_fault(faults, row->head.mark,
                         "the same date, shift, department and group stand in line %d already; keep one of the rows",
                         row_at(records, *place - 1)->head.mark.line);
    }
    *place = (uint32_t)index + 1;
    return sound;
}

// The days that rows speak of; false if none of them is simulated.
static bool span_of(const HospitalPlan *plan, const SimRecords *records, RotaPlan *rota, SimFaults *faults)
{
    uint32_t first = UINT32_MAX, last = 0, day;
    size_t outside = 0;
    for (size_t i = 0; i < records->count; i++) {
        if (!day_of(plan, row_at(records, i), &day)) {
            outside++;
            continue;
        }
        if (day < first) first = day;
        if (day > last) last = day;
    }
    if (outside > 0) {
        sim_warn(faults, row_at(records, 0)->head.mark,
                 "%zu of %zu rows of the rota have dates that are not simulated; they change nothing", outside,
                 records->count);
    }
    if (first > last) return false;
    *rota = (RotaPlan){.first_day = first, .days = last - first + 1, .rows = records->rows};
    return true;
}

// Hours of doctors in A&E on the rota's days beside those that its attendances ask for.
static void compare_with_work(const HospitalPlan *plan, const TrustPlan *trust, SimMark mark, SimFaults *faults)
{
    const StaffingPlan *staffing = &trust->staffing;
    double hours = 0, days = 0;
    for (uint32_t day = staffing->rota.first_day; is_on(&staffing->rota, day); day++) {
        bool is_whole = false;
        for (int group = 0; group < STAFF_GROUPS; group++)
            is_whole = is_whole || *whole_at(&staffing->rota, DEPARTMENT_EMERGENCY, group, day);
        if (!is_whole) continue;
        days++;
        for (uint32_t i = 0; i < staffing->roster_count; i++) {
            const RosterPlan *roster = &staffing->rosters[i];
            if (roster->department != DEPARTMENT_EMERGENCY || !staffing_is_doctor((enum StaffGroup)roster->group))
                continue;
            hours += rota_due(plan, trust, i, day) * (double)staffing->shifts[roster->shift].lasts_s / SIM_HOUR_S;
        }
    }
    double wanted = trust->emergency.clinician_hours_a_day;
    if (!trust->emergency.on || days < 1 || wanted <= 0) return;
    if (hours / days > 0.75 * wanted && hours / days < 1.33 * wanted) return;
    sim_warn(faults, mark,
             "on its dates the rota gives A&E %.0f hours of doctors a day, and its attendances ask for %.0f; see "
             "whether a group or a shift is missing, or too much in it",
             hours / days, wanted);
}

bool rota_plan(const HospitalPlan *plan, TrustPlan *trust, SimFaults *faults)
{
    const SimRecords *records = &trust->fields->staffing.rota;
    StaffingPlan *staffing = &trust->staffing;
    RotaPlan *rota = &staffing->rota;
    if (records->count == 0) return true;
    if (!span_of(plan, records, rota, faults)) {
        rota->days = 0;
        return true;
    }
    rota->row = calloc((size_t)ROSTERS_IN_ALL * rota->days, sizeof *rota->row);
    rota->is_whole = calloc((size_t)DEPARTMENTS * STAFF_GROUPS * rota->days, 1);
    if (!rota->row || !rota->is_whole) abort();
    bool sound = true;
    for (size_t i = 0; i < records->count; i++) {
        sound = take_row(plan, staffing, rota, records, i, faults) && sound;
    }
    if (sound) compare_with_work(plan, trust, row_at(records, 0)->head.mark, faults);
    return sound;
}

void rota_plan_free(RotaPlan *plan)
{
    free(plan->row);
    free(plan->is_whole);
}

const RotaFields *rota_row(const TrustPlan *trust, uint32_t roster, uint32_t day)
{
    const RotaPlan *rota = &trust->staffing.rota;
    if (!is_on(rota, day)) return NULL;
    uint32_t row = *place_of(rota, roster, day);
    return row ? &rota->rows[row - 1] : NULL;
}

uint32_t rota_due(const HospitalPlan *plan, const TrustPlan *trust, uint32_t number, uint32_t day)
{
    const RosterPlan *roster = &trust->staffing.rosters[number];
    const RotaPlan *rota = &trust->staffing.rota;
    if (is_on(rota, day)) {
        const RotaFields *row = rota_row(trust, number, day);
        if (row) return (uint32_t)row->due;
        if (*whole_at(rota, roster->department, roster->group, day)) return 0;
    }
    const SimDate date = plan->outline.first_day + (SimDate)day;
    return staffing_due(roster, (uint32_t)sim_weekday(date), plan->rest_day[day]);
}
