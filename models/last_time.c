#include "models/last_time.h"

#include <stdio.h>
#include <stdlib.h>

#include "models/hospital.h"
#include "models/rescheduling.h"

#define OF(member) offsetof(LastTimeFields, member)

static const SimField rows[] = {
    {"trusts[].last_time[]", SIM_RECORDS, SIM_ACTS_NEVER, offsetof(TrustFields, last_time), sizeof(LastTimeFields),
     NULL, 0, 0, "", NULL,
     "Earlier strikes at this trust as they were reported, printed beside what is simulated (last_time.csv); they "
     "change nothing. At least one figure each.",
     "the trust's returns"},
    {"trusts[].last_time[].name", SIM_TEXT, SIM_ACTS_NEVER, OF(name), 0, NULL, 0, 0, NULL, NULL,
     "What the earlier strike is called.", "the planner's choice"},
    {"trusts[].last_time[].start", SIM_MOMENT, SIM_ACTS_NEVER, OF(start), 0, NULL, 0, 0, NULL, NULL,
     "When it began: a date and time, or a date.", "as announced"},
    {"trusts[].last_time[].end", SIM_MOMENT, SIM_ACTS_NEVER, OF(end), 0, NULL, 0, 0, NULL, NULL,
     "When it ended: a date and time, or the last date (the whole of it). Of a strike that ended in the morning give "
     "the time, or that day counts among its weekdays.",
     "as announced"},
    {"trusts[].last_time[].groups", SIM_CHOICES, SIM_ACTS_NEVER, OF(groups), 0, STAFF_GROUP_WORDS, 0, 0,
     "resident_doctors", NULL, "Whose shifts `due` and `absent` count.", "as reported"},
    {"trusts[].last_time[].due", SIM_COUNT, SIM_ACTS_NEVER, OF(due), 0, NULL, 0, 10000000, "", NULL,
     "Staff of `groups` due in to shifts that began between `start` and `end`: one for each person and shift.",
     "NHS England, industrial action return"},
    {"trusts[].last_time[].absent", SIM_COUNT, SIM_ACTS_NEVER, OF(absent), 0, NULL, 0, 10000000, "", NULL,
     "Of those due, how many were absent because of the strike, over the whole of it.",
     "NHS England, industrial action return"},
    {"trusts[].last_time[].rescheduled", SIM_COUNT, SIM_ACTS_NEVER, OF(rescheduled), 0, NULL, 0, 10000000, "", NULL,
     "Outpatient appointments and inpatient and day-case procedures rescheduled, over the whole strike, by the date of "
     "the slot; without diagnostics, as published.",
     "NHS England, industrial action return"},
    {"trusts[].last_time[].rescheduled_outpatient", SIM_COUNT, SIM_ACTS_NEVER, OF(rescheduled_outpatient), 0, NULL, 0,
     10000000, "", NULL, "Of these, outpatient appointments.", "NHS England, industrial action return"},
    {"trusts[].last_time[].rescheduled_inpatient", SIM_COUNT, SIM_ACTS_NEVER, OF(rescheduled_inpatient), 0, NULL, 0,
     10000000, "", NULL, "Of these, inpatient and day-case procedures.", "NHS England, industrial action return"},
    {"trusts[].last_time[].source", SIM_PROSE, SIM_ACTS_NEVER, OF(source), 0, NULL, 0, 0, "", NULL,
     "Where the figures come from.", "the planner's choice"},
};

const SimFieldBlock last_time_fields = {rows, sizeof rows / sizeof rows[0]};

uint32_t last_time_working_days(const HospitalPlan *plan, int64_t start, int64_t end)
{
    uint32_t count = 0;
    for (int64_t day = start / SIM_DAY_S; day * SIM_DAY_S < end; day++) {
        const int64_t midday = day * SIM_DAY_S + 12 * SIM_HOUR_S;
        if (midday < start || midday >= end || sim_weekday((SimDate)day) >= 5) continue;
        count += !(plan->bank_holidays && sim_is_bank_holiday_in_england((SimDate)day));
    }
    return count;
}

static int64_t end_of(const LastTimeFields *strike)
{
    return strike->end % SIM_DAY_S == 0 ? strike->end + SIM_DAY_S : strike->end;
}

static bool is_given(int64_t figure)
{
    return figure != SIM_UNSET;
}

static bool has_figure(const LastTimeFields *strike)
{
    return is_given(strike->due) || is_given(strike->absent) || is_given(strike->rescheduled) ||
           is_given(strike->rescheduled_outpatient) || is_given(strike->rescheduled_inpatient);
}

static int64_t or_none(int64_t figure)
{
    return is_given(figure) ? figure : 0;
}

// The longest of strikes has been ten days; a year is a mistyped date.
enum { DAYS_MOST = 366 };

static bool dates_are_sound(const LastTimeFields *strike, SimFaults *faults)
{
    const SimMark mark = strike->head.mark;
    const char *name = strike->name.text;
    if (end_of(strike) <= strike->start)
        return sim_fault(faults, mark, "\"%s\" ends before it starts; write an `end` after its `start`", name);
    if (end_of(strike) - strike->start > (int64_t)DAYS_MOST * SIM_DAY_S)
        return sim_fault(faults, mark, "\"%s\" lasts longer than a year; write each strike by itself", name);
    return true;
}

static bool figures_are_sound(const LastTimeFields *strike, SimFaults *faults)
{
    const SimMark mark = strike->head.mark;
    const char *name = strike->name.text;
    const int64_t parts = or_none(strike->rescheduled_outpatient) + or_none(strike->rescheduled_inpatient);
    if (!has_figure(strike))
        return sim_fault(faults, mark,
                         "\"%s\" has no figures; write at least one of `due`, `absent`, `rescheduled`, "
                         "`rescheduled_outpatient` and `rescheduled_inpatient`",
                         name);
    if (is_given(strike->due) && or_none(strike->absent) > strike->due)
        return sim_fault(faults, mark,
                         "in \"%s\" more staff were absent (%lld) than were due (%lld); correct one of them", name,
                         (long long)strike->absent, (long long)strike->due);
    if (is_given(strike->rescheduled) && parts > strike->rescheduled)
        return sim_fault(
            faults, mark,
            "in \"%s\" outpatients and inpatients (%lld) are more than all rescheduled (%lld); correct one of them",
            name, (long long)parts, (long long)strike->rescheduled);
    return true;
}

static bool strikes_are_sound(const SimRecords *strikes, SimFaults *faults)
{
    bool sound = true;
    for (size_t i = 0; i < strikes->count; i++) {
        const LastTimeFields *strike = SIM_RECORD(*strikes, const LastTimeFields, i);
        sound = dates_are_sound(strike, faults) && sound;
        sound = figures_are_sound(strike, faults) && sound;
    }
    return sound;
}

// The figures of one strike, as they are added to the outline.
typedef struct {
    SimOutline *outline;
    SimReported *reported;
    SimReported strike;  // what all its figures have in common
} Adding;

// Its number, for those that are shares of it.
static size_t add_figure(Adding *adding, const char *what, int64_t value, uint32_t first_series, uint64_t kinds)
{
    SimReported *added = &adding->reported[adding->outline->reported_count];
    if (!is_given(value)) return SIZE_MAX;
    *added = adding->strike;
    added->what = what;
    added->value = (double)value;
    added->first_series = first_series;
    added->kinds = kinds;
    return adding->outline->reported_count++;
}

static void add_staff(Adding *adding, const MeasurePlan *measures, const LastTimeFields *strike)
{
    adding->strike.footing = SIM_PER_DAY;
    adding->strike.base = add_figure(adding, "due", strike->due, measures->ia_due_called, strike->groups);
    if (adding->strike.base != SIZE_MAX) adding->strike.footing = SIM_PER_REPORTED;
    add_figure(adding, "absent", strike->absent, measures->ia_absent, strike->groups);
}

static void add_rescheduled(Adding *adding, const MeasurePlan *measures, const LastTimeFields *strike)
{
    const uint64_t notices = (1u << (MOVE_NOTICES - NOTICE_ADVANCE)) - 1;
    adding->strike.footing = SIM_PER_WORKING_DAY;
    add_figure(adding, "rescheduled", strike->rescheduled, measures->ia_total, 1);
    add_figure(adding, "rescheduled_outpatient", strike->rescheduled_outpatient, measures->ia_op, notices);
    add_figure(adding, "rescheduled_inpatient", strike->rescheduled_inpatient, measures->ia_ip, notices);
}

static void add_strike(const HospitalPlan *plan, Adding *adding, size_t place, const LastTimeFields *strike)
{
    const int64_t end = end_of(strike);
    adding->strike = (SimReported){.place = place,
                                   .window = {.start = strike->start,
                                              .end = end,
                                              .working_days = last_time_working_days(plan, strike->start, end)},
                                   .source = strike->source.text ? strike->source.text : ""};
    snprintf(adding->strike.window.name, sizeof adding->strike.window.name, "%s", strike->name.text);
    add_staff(adding, &plan->measures, strike);
    add_rescheduled(adding, &plan->measures, strike);
}

bool last_time_outline(HospitalPlan *plan, SimFaults *faults)
{
    enum { FIGURES = 5 };
    bool sound = true;
    size_t strikes = 0;
    for (size_t i = 0; i < plan->trust_count; i++) {
        strikes += plan->trusts[i].fields->last_time.count;
        sound = strikes_are_sound(&plan->trusts[i].fields->last_time, faults) && sound;
    }
    Adding adding = {.outline = &plan->outline, .reported = calloc(strikes * FIGURES + 1, sizeof *adding.reported)};
    if (!adding.reported) abort();
    plan->outline.reported = adding.reported;
    for (size_t i = 0; i < plan->trust_count && sound; i++) {
        const SimRecords *earlier = &plan->trusts[i].fields->last_time;
        for (size_t k = 0; k < earlier->count; k++)
            add_strike(plan, &adding, i, SIM_RECORD(*earlier, const LastTimeFields, k));
    }
    return sound;
}

void last_time_outline_free(HospitalPlan *plan)
{
    free((void *)plan->outline.reported);
}
