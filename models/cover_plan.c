// What a planner wrote about cover: departments and their targets, specialties, fatigue, rest, time off, rates.
#include <math.h>

#include "models/cover.h"
#include "models/hospital.h"

#define OF(member) offsetof(TrustFields, staffing.member)
#define DEPARTMENT(member) offsetof(DepartmentFields, member)
#define SPECIALTY(member) offsetof(SpecialtyFields, member)
#define RATE(path, member, meaning)                                                                                    \
    {                                                                                                                  \
        path, SIM_AMOUNT, SIM_ACTS_WINDOW_START, OF(member), 0, NULL, 0, 10000, "", NULL, meaning,                     \
            "local rates; the BMA publishes a rate card"                                                               \
    }

static const SimField rows[] = {
    {"trusts[].staffing.departments[]", SIM_RECORDS, SIM_ACTS_START, OF(departments), sizeof(DepartmentFields), NULL, 0,
     0, NULL, NULL, "Departments whose posts are covered, in the order in which they are.", "local cover plans"},
    {"trusts[].staffing.departments[].name", SIM_TEXT, SIM_ACTS_NEVER, DEPARTMENT(name), 0, NULL, 0, 0, NULL, NULL,
     "A name for messages.", "the planner's choice"},
    {"trusts[].staffing.departments[].department", SIM_CHOICE, SIM_ACTS_ANNOUNCED, DEPARTMENT(department), 0,
     DEPARTMENT_WORDS, 0, 0, NULL, NULL, "Which department it is.", "local cover plans"},
    {"trusts[].staffing.departments[].covered_by", SIM_CHOICE, SIM_ACTS_ANNOUNCED, DEPARTMENT(covered_by), 0,
     SPECIALTY_WORDS, 0, 0, NULL, NULL, "The specialty whose consultants stand in.", "local cover plans"},
    {"trusts[].staffing.departments[].then_by", SIM_CHOICE, SIM_ACTS_ANNOUNCED, DEPARTMENT(then_by), 0, SPECIALTY_WORDS,
     0, 0, "", NULL, "Another specialty whose consultants fill what is left.", "local cover plans"},
    {"trusts[].staffing.departments[].target_day", SIM_SHARE, SIM_ACTS_ANNOUNCED, DEPARTMENT(target_day), 0, NULL, 0, 1,
     NULL, NULL, "Share of the doctors normally due that must be there by day.", "assumed"},
    {"trusts[].staffing.departments[].target_night", SIM_SHARE, SIM_ACTS_ANNOUNCED, DEPARTMENT(target_night), 0, NULL,
     0, 1, NULL, NULL, "The same at night.", "assumed"},
    {"trusts[].staffing.departments[].pace", SIM_AMOUNT, SIM_ACTS_WINDOW_START, DEPARTMENT(pace), 0, NULL, 0.1, 3, NULL,
     NULL, "Work done by a consultant who stands in, relative to the usual doctor. Below 1 a post takes more than one.",
     "assumed"},
    {"trusts[].staffing.departments[].pace_sas", SIM_AMOUNT, SIM_ACTS_WINDOW_START, DEPARTMENT(pace_sas), 0, NULL, 0.1,
     3, "1", NULL, "Work done by an SAS doctor who stands in, relative to the usual doctor.", "assumed"},
    {"trusts[].staffing.departments[].pace_locum", SIM_AMOUNT, SIM_ACTS_WINDOW_START, DEPARTMENT(pace_locum), 0, NULL,
     0.1, 3, "0.9", NULL, "Work done by a locum who stands in, relative to the usual doctor.", "assumed"},

    {"trusts[].staffing.specialties[]", SIM_RECORDS, SIM_ACTS_START, OF(specialties), sizeof(SpecialtyFields), NULL, 0,
     0, NULL, NULL, "How the trust's consultants divide into specialties that can stand in for each other.",
     "local job plans"},
    {"trusts[].staffing.specialties[].name", SIM_TEXT, SIM_ACTS_NEVER, SPECIALTY(name), 0, NULL, 0, 0, NULL, NULL,
     "A name for messages.", "the planner's choice"},
    {"trusts[].staffing.specialties[].specialty", SIM_CHOICE, SIM_ACTS_ANNOUNCED, SPECIALTY(specialty), 0,
     SPECIALTY_WORDS, 0, 0, NULL, NULL, "Which specialty it is.", "local job plans"},
    {"trusts[].staffing.specialties[].share", SIM_SHARE, SIM_ACTS_ANNOUNCED, SPECIALTY(share), 0, NULL, 0, 1, NULL,
     NULL, "Its share of the trust's consultants.", "local job plans"},
    {"trusts[].staffing.specialties[].sas", SIM_AMOUNT, SIM_ACTS_ANNOUNCED, SPECIALTY(sas), 0, NULL, 0, 5, "0.2", NULL,
     "SAS doctors of the specialty for each of its consultants: they stand in when they are in free time.",
     "assumed; in paediatrics 723 SAS doctors and 4,316 consultants, England, September 2023 (RCPCH)"},
    {"trusts[].staffing.specialties[].job_plan.planned", SIM_NUMBERS, SIM_ACTS_ANNOUNCED, SPECIALTY(planned),
     HALVES_OF_WEEK, NULL, 0, 4, "", NULL,
     "Its consultants in clinics, theatre and endoscopy on each half-day from Monday morning to Friday afternoon, "
     "relative to `staffing.consultants.planned_share`: how likely whoever covers a night has a session to lose. "
     "Default: 1.",
     "local job plans"},
    {"trusts[].staffing.specialties[].job_plan.free", SIM_NUMBERS, SIM_ACTS_ANNOUNCED, SPECIALTY(free), HALVES_OF_WEEK,
     NULL, 0, 4, "", NULL,
     "Its consultants in supporting and administrative time on each half-day from Monday morning to Friday afternoon, "
     "relative to `staffing.consultants.free_share`. Default: 1.",
     "local job plans"},

    {"trusts[].staffing.consultants.planned_share", SIM_SHARE, SIM_ACTS_ANNOUNCED, OF(planned_share), 0, NULL, 0, 1,
     NULL, NULL, "Share of consultants' half-days in clinics, theatre and endoscopy.", "assumed"},
    {"trusts[].staffing.consultants.free_share", SIM_SHARE, SIM_ACTS_ANNOUNCED, OF(free_share), 0, NULL, 0, 1, NULL,
     NULL, "Share of their half-days in supporting and administrative time.", "assumed"},
    {"trusts[].staffing.consultants.able_share", SIM_SHARE, SIM_ACTS_ANNOUNCED, OF(able_share), 0, NULL, 0, 1, NULL,
     NULL, "Share of them who can act down.", "assumed"},
    {"trusts[].staffing.consultants.willing_share", SIM_SHARE, SIM_ACTS_ANNOUNCED, OF(willing_share), 0, NULL, 0, 1,
     NULL, NULL, "Share of those in free time who do.", "assumed"},
    {"trusts[].staffing.locum_share", SIM_SHARE, SIM_ACTS_ANNOUNCED, OF(locum_share), 0, NULL, 0, 1, NULL, NULL,
     "Share of the posts below target that locums and bank fill at most, after consultants.", "assumed"},

    {"trusts[].staffing.fatigue.after", SIM_DURATION, SIM_ACTS_WINDOW_START, OF(tires_after), 0, NULL, 0,
     30 * SIM_DAY_S, "2 d", NULL, "Whoever covers tires when cover has gone on for longer than this.", "assumed"},
    {"trusts[].staffing.fatigue.a_day", SIM_SHARE, SIM_ACTS_WINDOW_START, OF(tires_by), 0, NULL, 0, 1, "3%", NULL,
     "Share of their work that is lost with every further day on end.",
     "assumed; the evidence is qualitative: a consultant expected 70 hours in six days (BBC, 2023)"},
    {"trusts[].staffing.fatigue.least", SIM_SHARE, SIM_ACTS_WINDOW_START, OF(tires_to), 0, NULL, 0, 1, "80%", NULL,
     "Share of their work below which it does not fall.", "assumed"},
    {"trusts[].staffing.rest", SIM_DURATION, SIM_ACTS_ANNOUNCED, OF(rest), 0, NULL, 0, SIM_DAY_S, "11 h", NULL,
     "A consultant who covers a night loses the planned sessions that start less than this before it begins or "
     "after it ends.",
     "11 hours of daily rest: Working Time Regulations 1998"},
    {"trusts[].staffing.time_off.sessions", SIM_AMOUNT, SIM_ACTS_WINDOW_START, OF(time_off), 0, NULL, 0, 2, "0.1", NULL,
     "Planned sessions lost later for each shift that a consultant covered: time off in lieu.", "assumed"},
    {"trusts[].staffing.time_off.within", SIM_DURATION, SIM_ACTS_WINDOW_START, OF(time_off_within), 0, NULL, SIM_DAY_S,
     TIME_OFF_DAYS_MOST *SIM_DAY_S, "28 d", NULL,
     "Time off is spread over the working days of so long after the shift.", "assumed"},
    {"trusts[].staffing.time_off.notice", SIM_DURATION, SIM_ACTS_WINDOW_START, OF(time_off_notice), 0, NULL, 0,
     TIME_OFF_DAYS_MOST *SIM_DAY_S, "7 d", NULL, "How long before it a session is cut for time off.", "assumed"},
    RATE("trusts[].staffing.rates.consultant_day", rates.consultant_day,
         "Pounds an hour for a consultant who covers by day; without it nothing is counted."),
    RATE("trusts[].staffing.rates.consultant_night", rates.consultant_night,
         "Pounds an hour for a consultant who covers at night; without it nothing is counted."),
    RATE("trusts[].staffing.rates.sas_day", rates.sas_day,
         "Pounds an hour for an SAS doctor who covers by day; without it nothing is counted."),
    RATE("trusts[].staffing.rates.sas_night", rates.sas_night,
         "Pounds an hour for an SAS doctor who covers at night; without it nothing is counted."),
    RATE("trusts[].staffing.rates.locum_day", rates.locum_day,
         "Pounds an hour for a locum who covers by day; without it nothing is counted."),
    RATE("trusts[].staffing.rates.locum_night", rates.locum_night,
         "Pounds an hour for a locum who covers at night; without it nothing is counted."),
};

const SimFieldBlock cover_fields = {rows, sizeof rows / sizeof rows[0]};

static void plan_departments(const StaffingFields *fields, StaffingPlan *plan)
{
    for (size_t i = 0; i < fields->departments.count; i++) {
        const DepartmentFields *written = SIM_RECORD(fields->departments, DepartmentFields, i);
        DepartmentPlan *department = &plan->departments[written->department];
        department->covered = true;
        department->covered_by = (uint8_t)written->covered_by;
        department->then_by = (int8_t)written->then_by;
        department->target[0] = written->target_day;
        department->target[1] = written->target_night;
        department->pace[COVERED_FREE] = department->pace[COVERED_PULLED] = written->pace;
        department->pace[COVERED_SAS] = written->pace_sas;
        department->pace[COVERED_LOCUM] = written->pace_locum;
        department->rank = (uint32_t)i;
    }
}

// A share for every half-day: that of all, times what is written for the specialty.
static void plan_half_days(SimNumbers written, double of_all, double shares[HALVES_OF_WEEK])
{
    for (size_t i = 0; i < HALVES_OF_WEEK; i++) shares[i] = of_all * (written.count > 0 ? written.values[i] : 1);
}

static bool plan_job_plan(const StaffingFields *fields, const SpecialtyFields *written, StaffingPlan *plan,
                          SimFaults *faults)
{
    double *planned = plan->planned[written->specialty], *free = plan->free[written->specialty];
    plan_half_days(written->planned, fields->planned_share, planned);
    plan_half_days(written->free, fields->free_share, free);
    static const char *const days[5] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday"};
    for (uint32_t i = 0; i < HALVES_OF_WEEK; i++) {
        if (planned[i] + free[i] <= 1) continue;
        return sim_fault(
            faults, written->head.mark,
            "specialty \"%s\": planned and free time of %s %s add up to %.0f %%; lower one of job_plan.planned "
            "and job_plan.free",
            written->name.text, days[i / HALVES_OF_DAY], i % HALVES_OF_DAY == 0 ? "morning" : "afternoon",
            (planned[i] + free[i]) * 100);
    }
    return true;
}

static bool plan_specialties(const TrustPlan *trust, StaffingPlan *plan, SimFaults *faults)
{
    const StaffingFields *fields = &trust->fields->staffing;
    double sum = 0;
    bool sound = true;
    for (uint32_t specialty = 0; specialty < SPECIALTIES; specialty++) {
        plan_half_days((SimNumbers){0}, fields->planned_share, plan->planned[specialty]);
        plan_half_days((SimNumbers){0}, fields->free_share, plan->free[specialty]);
    }
    for (size_t i = 0; i < fields->specialties.count; i++) {
        const SpecialtyFields *written = SIM_RECORD(fields->specialties, SpecialtyFields, i);
        const double consultants = written->share * trust->fields->size.consultants;
        plan->consultants[written->specialty] += consultants;
        plan->sas[written->specialty] += consultants * written->sas;
        sum += written->share;
        sound = plan_job_plan(fields, written, plan, faults) && sound;
    }
    if (fields->specialties.count > 0 && fabs(sum - 1) > 0.005) {
        return sim_fault(faults, SIM_RECORD(fields->specialties, SpecialtyFields, 0)->head.mark,
                         "the shares of `staffing.specialties` add up to %.1f %%; make them 100 %%", sum * 100);
    }
    return sound;
}

static double rate(double written)
{
    return sim_is_set(written) ? written : 0;
}

static void plan_rates(const RateFields *written, StaffingPlan *plan)
{
    for (int night = 0; night < 2; night++) {
        const double consultant = rate(night ? written->consultant_night : written->consultant_day);
        plan->rate[COVERED_FREE][night] = plan->rate[COVERED_PULLED][night] = consultant;
        plan->rate[COVERED_SAS][night] = rate(night ? written->sas_night : written->sas_day);
        plan->rate[COVERED_LOCUM][night] = rate(night ? written->locum_night : written->locum_day);
    }
}

static bool plan_time_off(const TrustPlan *trust, StaffingPlan *plan, SimFaults *faults)
{
    const StaffingFields *fields = &trust->fields->staffing;
    plan->time_off = fields->time_off;
    plan->time_off_within = (uint32_t)(fields->time_off_within / SIM_DAY_S);
    plan->time_off_notice = (uint32_t)(fields->time_off_notice / SIM_DAY_S);
    if (plan->time_off_notice < plan->time_off_within) return true;
    return sim_fault(
        faults, trust->fields->head.mark,
        "staffing.time_off: a notice of %u d leaves no day within %u d; write a shorter `notice` or a longer "
        "`within`",
        plan->time_off_notice, plan->time_off_within);
}

bool cover_plan(TrustPlan *trust, SimFaults *faults)
{
    const StaffingFields *fields = &trust->fields->staffing;
    StaffingPlan *plan = &trust->staffing;
    plan->planned_share = fields->planned_share;
    plan->free_share = fields->free_share;
    plan->able_share = fields->able_share;
    plan->willing_share = fields->willing_share;
    plan->locum_share = fields->locum_share;
    plan->tires_after_days = fields->tires_after / SIM_DAY_S;
    plan->tires_by = fields->tires_by;
    plan->tires_to = fields->tires_to;
    plan->rest_s = (SimTime)fields->rest;
    plan_departments(fields, plan);
    plan_rates(&fields->rates, plan);
    const bool specialties = plan_specialties(trust, plan, faults);
    return plan_time_off(trust, plan, faults) && specialties;
}
