// The fields of A&E, and the plan made of them.
#include <math.h>

#include "models/hospital.h"
#include "sim/engine/calendar.h"

#define OF(member) offsetof(TrustFields, emergency.member)
#define PATH(key) "trusts[].emergency." key

static const SimField rows[] = {
    {"trusts[].emergency", SIM_SWITCH, SIM_ACTS_START, OF(on), 0, NULL, 0, 0, "on", NULL,
     "Whether A&E and emergency admissions are simulated.", "the planner's choice"},
    {PATH("type3_share"), SIM_SHARE, SIM_ACTS_START, OF(type3_share), 0, NULL, 0, 0.95, "", NULL,
     "Share of A&E attendances that are minor injuries (type 3); if left out 31 %, but fewer where over 40 % of the "
     "others would be admitted through A&E, and more where under 20 % would.",
     "NHS England: 1.36 million type 1 attendances in January 2025 (all trusts) of 1.96 million a month of all types "
     "at 123 acute trusts in 2023/24; bounds assumed"},
    {PATH("direct_share"), SIM_SHARE, SIM_ACTS_START, OF(direct_share), 0, NULL, 0, 0.9, NULL, NULL,
     "Share of emergency admissions that do not come through A&E.", "assumed"},
    {PATH("hours"), SIM_NUMBERS, SIM_ACTS_START, OF(hours), 24, NULL, 0, 1000, NULL, NULL,
     "Relative rate of arrivals by hour of the day, from 00:00; only their ratios count.",
     "shape known from NHS England's hourly A&E statistics, values assumed"},
    {PATH("weekdays"), SIM_NUMBERS, SIM_ACTS_START, OF(weekdays), 7, NULL, 0, 1000, NULL, NULL,
     "Relative rate of arrivals by day of the week, Monday first; only their ratios count.",
     "Monday 16 % of the week: NHS Digital, HES A&E 2019/20; the rest assumed"},
    {PATH("monthly"), SIM_NUMBERS, SIM_ACTS_START, OF(monthly), 12, NULL, 0.1, 10, "", NULL,
     "Relative attendances a day by month, January first; only their ratios count, the year's mean stays. If left out, "
     "every month is alike, and so it is by default: winter lies in admissions and in beds, not in attendances. In "
     "January these are 6 % below the year's mean, admissions 1 %, and waits over 4 hours for a bed 13 % above it. "
     "Direct emergency admissions have no season.",
     "humaniverse/healthyr (British Red Cross, from NHS England), England 2021/22 to 2024/25, each month's a day over "
     "its year's: [0.944, 1.001, 1.044, 0.958, 1.017, 1.04, 1.006, 0.943, 1.008, 1.021, 1.027, 0.991]"},
    {PATH("urgency"), SIM_NUMBERS, SIM_ACTS_START, OF(urgency), 5, NULL, 0, 1, NULL, NULL,
     "Share of type 1 attendances by urgency, 1 (at once) to 5 (not urgent); they add to 1.", "assumed"},
    {PATH("ambulance"), SIM_NUMBERS, SIM_ACTS_START, OF(ambulance), 5, NULL, 0, 1, NULL, NULL,
     "Share that comes by ambulance, by urgency.", "assumed"},
    {PATH("admitted"), SIM_NUMBERS, SIM_ACTS_START, OF(admitted), 5, NULL, 0.001, 0.999, NULL, NULL,
     "Share of those seen that is admitted, by urgency; all are shifted together so that the trust's admissions come "
     "out.",
     "assumed"},
    {PATH("unseen"), SIM_NUMBERS, SIM_ACTS_START, OF(unseen), 5, NULL, 0, 0.9, NULL, NULL,
     "Share expected to leave unseen in normal times, by urgency; used only to fit admissions and rosters.", "assumed"},
    {PATH("zero_day"), SIM_SHARE, SIM_ACTS_START, OF(zero_day), 0, NULL, 0, 1, NULL, NULL,
     "Share of admissions through A&E that go home the same day and need no bed.",
     "around a third: Health Foundation, emergency hospital admissions in England 2015/16"},
    {PATH("handover"), SIM_DURATION, SIM_ACTS_START, OF(handover), 0, NULL, 0, 86400, NULL, NULL,
     "Mean time to hand an ambulance patient over once there is a place.", "assumed"},
    {PATH("handover_cv"), SIM_AMOUNT, SIM_ACTS_START, OF(handover_cv), 0, NULL, 0, 5, NULL, NULL,
     "Its standard deviation over its mean.", "assumed"},
    {PATH("triage"), SIM_DURATION, SIM_ACTS_START, OF(triage), 0, NULL, 0, 86400, NULL, NULL,
     "Mean time a nurse takes for the initial assessment of a walk-in patient; exponential.", "assumed"},
    {PATH("triage_nurses"), SIM_AMOUNT, SIM_ACTS_START, OF(triage_nurses), 0, NULL, 0, 1000, NULL,
     "emergency_admissions|ae_attendances", "Nurses who triage.", "assumed"},
    {PATH("assessment"), SIM_DURATION, SIM_ACTS_START, OF(assessment), 0, NULL, 60, 86400, NULL, NULL,
     "Mean time a clinician takes to assess a patient.", "assumed: 1.2 to 1.5 patients an hour"},
    {PATH("assessment_cv"), SIM_AMOUNT, SIM_ACTS_START, OF(assessment_cv), 0, NULL, 0, 5, NULL, NULL,
     "Its standard deviation over its mean.", "assumed"},
    {PATH("assessment_shape"), SIM_CHOICE, SIM_ACTS_START, OF(assessment_shape), 0, "lognormal|gamma", 0, 0,
     "lognormal", NULL, "How it is spread between patients; a gamma with a cv of 1 is exponential.", "assumed"},
    {PATH("tests_share"), SIM_SHARE, SIM_ACTS_START, OF(tests_share), 0, NULL, 0, 1, NULL, NULL,
     "Share of patients who need tests and a review after them.", "assumed"},
    {PATH("tests"), SIM_DURATION, SIM_ACTS_START, OF(tests), 0, NULL, 0, 86400, NULL, NULL,
     "Mean time until the results of tests are there.", "assumed"},
    {PATH("tests_cv"), SIM_AMOUNT, SIM_ACTS_START, OF(tests_cv), 0, NULL, 0, 5, NULL, NULL,
     "Its standard deviation over its mean.", "assumed"},
    {PATH("imaging_share"), SIM_SHARE, SIM_ACTS_START, OF(imaging_share), 0, NULL, 0, 1, "0%", NULL,
     "Share of the time that tests take that is waiting for images and taking them: so much of it grows when "
     "radiographers of the diagnostics department are absent.",
     "assumed"},
    {PATH("children"), SIM_SHARE, SIM_ACTS_START, OF(children), 0, NULL, 0, 1, "0%", NULL,
     "Share of A&E attendances that are children. They wait in the same queue for the same doctors; those admitted are "
     "the children of beds.emergency_pools and lie in children's beds only. At 0 % children are not told apart in A&E.",
     "recalled: a fifth to a quarter of attendances in England are under 16 or 18"},
    {PATH("paediatric_share"), SIM_SHARE, SIM_ACTS_START, OF(paediatric_share), 0, NULL, 0, 1, "0%", NULL,
     "Share of the time that tests of children take that is waiting for paediatric doctors and being seen by them: so "
     "much of it grows when doctors of the paediatrics department are absent.",
     "assumed"},
    {PATH("review"), SIM_DURATION, SIM_ACTS_START, OF(review), 0, NULL, 0, 86400, NULL, NULL,
     "Mean time a clinician takes for the review after tests.", "assumed"},
    {PATH("review_cv"), SIM_AMOUNT, SIM_ACTS_START, OF(review_cv), 0, NULL, 0, 5, NULL, NULL,
     "Its standard deviation over its mean.", "assumed"},
    {PATH("patience"), SIM_DURATION, SIM_ACTS_START, OF(patience), 0, NULL, 60, 31536000, NULL, NULL,
     "Mean time from arrival after which a patient leaves who has not been seen.", "assumed; gives 3 to 5 % who leave"},
    {PATH("patience_cv"), SIM_AMOUNT, SIM_ACTS_START, OF(patience_cv), 0, NULL, 0, 5, NULL, NULL,
     "Its standard deviation over its mean.", "assumed"},
    {PATH("cubicles"), SIM_AMOUNT, SIM_ACTS_START, OF(cubicles), 0, NULL, 1, 10000, "",
     "emergency_admissions|ae_attendances",
     "Places with a trolley: resuscitation, cubicles and corridor places in use, for urgency 1 to 3; if left out, as "
     "many as cubicle_headroom says.",
     "the planner's choice"},
    {PATH("cubicle_headroom"), SIM_AMOUNT, SIM_ACTS_START, OF(cubicle_headroom), 0, NULL, 0, 20, "3.95", NULL,
     "Where cubicles are left out: cubicles beyond those that would be in use if nobody waited for anything, in square "
     "roots of these.",
     "assumed; set so that waits agree with published ones"},
    {PATH("chairs"), SIM_AMOUNT, SIM_ACTS_START, OF(chairs), 0, NULL, 1, 10000, NULL,
     "emergency_admissions|ae_attendances", "Places for patients of urgency 4 and 5.", "assumed"},
    {PATH("level_from"), SIM_CHOICE, SIM_ACTS_START, OF(level_from), 0, "load|rosters", 0, 0, "load", NULL,
     "What the number of clinicians follows from. `load`: from clinician_load; the department's rosters give the shape "
     "of the day. `rosters`: from the rosters as they are written, for a trust that gives its own; those of `minors` "
     "count beside those of `emergency`.",
     "the planner's choice"},
    {PATH("rosters_by_day"), SIM_CHOICE, SIM_ACTS_START, OF(rosters_by_day), 0, "flat|attendances", 0, 0, "flat", NULL,
     "How many clinicians are due by day of the week, where their level comes from clinician_load. `flat`: as the "
     "rosters say. `attendances`: so many more or fewer of them, in whole people, as attendances are on that day "
     "(weekdays), in the minors stream too.",
     "the planner's choice"},
    {PATH("clinician_load"), SIM_SHARE, SIM_ACTS_START, OF(clinician_load), 0, NULL, 0.3, 1, NULL, NULL,
     "Work of the clinicians over their hours on duty in normal times, without patients of the minors stream, in a "
     "department with 359 type 1 attendances a day; the spare rest is smaller in larger ones and larger in smaller "
     "ones, by the square root of their size. The department's rosters are scaled to it.",
     "assumed; set so that waits agree with published ones"},
    {PATH("sdec_transfer"), SIM_DURATION, SIM_ACTS_START, OF(sdec_transfer), 0, NULL, 0, 86400, NULL, NULL,
     "Mean time from the decision to admit to leaving for same-day emergency care; exponential.", "assumed"},
    {PATH("minor_hours"), SIM_NUMBERS, SIM_ACTS_START, OF(minor_hours), 24, NULL, 0, 1000, NULL, NULL,
     "Relative rate of minor injuries by hour of the day; only their ratios count.", "assumed"},
    {PATH("minor_treatment"), SIM_DURATION, SIM_ACTS_START, OF(minor_treatment), 0, NULL, 60, 86400, NULL, NULL,
     "Mean time a practitioner takes for a minor injury.", "assumed"},
    {PATH("minor_treatment_cv"), SIM_AMOUNT, SIM_ACTS_START, OF(minor_treatment_cv), 0, NULL, 0, 5, NULL, NULL,
     "Its standard deviation over its mean.", "assumed"},
    {PATH("minor_practitioners_day"), SIM_AMOUNT, SIM_ACTS_START, OF(minor_practitioners_day), 0, NULL, 0, 1000, "",
     "ae_attendances", "Practitioners for minor injuries from 08:00 to 22:00; if left out, as many as minor_load says.",
     "the planner's choice"},
    {PATH("minor_practitioners_night"), SIM_AMOUNT, SIM_ACTS_START, OF(minor_practitioners_night), 0, NULL, 0, 1000, "",
     "ae_attendances", "The same from 22:00 to 08:00.", "the planner's choice"},
    {PATH("minor_load"), SIM_SHARE, SIM_ACTS_START, OF(minor_load), 0, NULL, 0.1, 0.95, "65%", NULL,
     "Work of the practitioners for minor injuries over their hours on duty, where their number is left out.",
     "assumed"},
    {PATH("direct_from"), SIM_CLOCK, SIM_ACTS_START, OF(direct_from), 0, NULL, 0, 86400, NULL, NULL,
     "Direct emergency admissions come evenly from this time of day, in whole hours.", "assumed"},
    {PATH("direct_until"), SIM_CLOCK, SIM_ACTS_START, OF(direct_until), 0, NULL, 0, 86400, NULL, NULL,
     "Direct emergency admissions come until this time of day, in whole hours.", "assumed"},
};

const SimFieldBlock emergency_fields = {rows, sizeof rows / sizeof rows[0]};

enum { HOURS = 24, DAYS = 7 };
static const double USUAL_TYPE3 = 0.31, LEAST_ADMITTED = 0.20, MOST_ADMITTED = 0.40;  // see type3_share
static const double TYPE3_MOST = 0.70;                                                // assumed
static const double TEMPLATE_ATTENDANCES = 359, LEAST_LOAD = 0.3;
static const double ADMITTED_SANE = 0.50, ADMITTED_MOST = 0.80;

static double sum_of(const double *values, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += values[i];
    return sum;
}

// A rate for every hour of the week from relative rates, so that the mean is `a_day`.
static SimWeekly weekly(const HospitalPlan *plan, const double hours[HOURS], const double weekdays[DAYS], double a_day)
{
    const double of_hours = sum_of(hours, HOURS), of_days = sum_of(weekdays, DAYS);
    double rate_per_hour[SIM_HOURS_OF_WEEK] = {0};
    for (int hour = 0; hour < SIM_HOURS_OF_WEEK && of_hours > 0 && of_days > 0; hour++) {
        rate_per_hour[hour] = DAYS * a_day * hours[hour % HOURS] / of_hours * weekdays[hour / HOURS] / of_days;
    }
    SimWeekly result;
    sim_weekly_set(&result, rate_per_hour, sim_weekday(plan->outline.first_day));
    return result;
}

static void plan_arrivals(const HospitalPlan *plan, const EmergencyFields *fields, EmergencyPlan *ed)
{
    static const double every_day[DAYS] = {1, 1, 1, 1, 1, 1, 1};
    double direct_hours[HOURS] = {0};
    for (int hour = 0; hour < HOURS; hour++) {
        const double second = hour * (double)SIM_HOUR_S;
        direct_hours[hour] = second >= fields->direct_from && second < fields->direct_until;
    }
    ed->arrivals = weekly(plan, fields->hours.values, fields->weekdays.values, ed->attendances);
    ed->minor_arrivals = weekly(plan, fields->minor_hours.values, fields->weekdays.values, ed->minor_attendances);
    ed->direct_arrivals = weekly(plan, direct_hours, every_day, ed->direct_admissions);
}

static void plan_season(const EmergencyFields *fields, EmergencyPlan *ed)
{
    static const double DAYS_OF[12] = {31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    double of_days = 0;
    ed->is_seasonal = fields->monthly.count > 0;
    if (!ed->is_seasonal) return;
    for (int month = 0; month < 12; month++) of_days += DAYS_OF[month] * fields->monthly.values[month];
    for (int month = 0; month < 12; month++) {
        ed->season[month] = fields->monthly.values[month] * sum_of(DAYS_OF, 12) / of_days;
    }
}

static double shifted(double share, double by)
{
    return 1 / (1 + exp(-log(share / (1 - share)) - by));
}

// Share of all who come that would be admitted if every urgency's share were shifted on the logit scale.
static double admitted_if_shifted(const EmergencyFields *fields, const double urgency[TRIAGE_CLASSES], double by)
{
    double admitted = 0;
    for (int i = 0; i < TRIAGE_CLASSES; i++) {
        const double seen = urgency[i] * (1 - fields->unseen.values[i]);
        admitted += seen * shifted(fields->admitted.values[i], by);
    }
    return admitted;
}

// Acuity follows from two published numbers: whatever the template says of each urgency, together they must send as
// many to the wards as the trust admits.
static bool fit_acuity(const TrustFields *trust, EmergencyPlan *ed, SimFaults *faults)
{
    const EmergencyFields *fields = &trust->emergency;
    const double target = ed->admissions / ed->attendances;
    if (!(target > 0.001 && target < ADMITTED_MOST)) {
        return sim_fault(
            faults, trust->head.mark,
            "%.1f admissions a day through A&E of %.1f attendances at the main department would be %.0f %% "
            "admitted; check `size.emergency_admissions`, `size.ae_attendances` and "
            "`emergency.type3_share`",
            ed->admissions, ed->attendances, 100 * target);
    }
    if (target > ADMITTED_SANE) {
        sim_warn(faults, trust->head.mark,
                 "%.1f admissions a day through A&E of %.1f attendances at the main department are %.0f %% admitted; "
                 "30 %% is usual",
                 ed->admissions, ed->attendances, 100 * target);
    }
    double low = -20, high = 20;
    for (int step = 0; step < 60; step++) {
        const double middle = (low + high) / 2;
        if (admitted_if_shifted(fields, ed->urgency, middle) < target) {
            low = middle;
        } else {
            high = middle;
        }
    }
    for (int i = 0; i < TRIAGE_CLASSES; i++) ed->admitted[i] = shifted(fields->admitted.values[i], low);
    return true;
}

// Of those who are to be admitted, so many are adults as the pools of beds say; the rest of the children are evenly
// among those who go home, whatever their urgency.
static bool plan_children(const TrustFields *trust, EmergencyPlan *ed, SimFaults *faults)
{
    const double *pools = trust->beds.emergency_pools.values;
    double admitted = 0;
    ed->children = trust->emergency.children;
    ed->paediatric_share = trust->emergency.paediatric_share;
    if (ed->children <= 0) return true;
    for (int i = 0; i < TRIAGE_CLASSES; i++) admitted += ed->urgency[i] * ed->admitted[i];
    ed->adults[true] = pools[POOL_MEDICAL] + pools[POOL_SURGICAL];
    const double least = admitted * (1 - ed->adults[true]), most = least + 1 - admitted;
    ed->adults[false] = 1 - (ed->children - least) / (1 - admitted);
    if (ed->children >= least && ed->children <= most) return true;
    return sim_fault(
        faults, trust->head.mark,
        "`emergency.children` is %.1f %% of attendances, and yet %.1f %% of those admitted are children "
        "(`beds.emergency_pools`); write between %.1f %% and %.1f %%, or 0%% if children are not to be told "
        "apart in A&E",
        100 * ed->children, 100 * (1 - ed->adults[true]), 100 * least, 100 * most);
}

static void plan_flows(const TrustFields *trust, EmergencyPlan *ed)
{
    const EmergencyFields *fields = &trust->emergency;
    const TrustSize *size = &trust->size;
    ed->direct_admissions = size->emergency_admissions * fields->direct_share;
    ed->admissions = size->emergency_admissions - ed->direct_admissions;
    double type3 = fields->type3_share;
    if (!sim_is_set(type3)) {
        const double admitted = ed->admissions / size->ae_attendances;
        type3 = fmin(fmax(USUAL_TYPE3, 1 - admitted / LEAST_ADMITTED), TYPE3_MOST);
        type3 = fmax(fmin(type3, 1 - admitted / MOST_ADMITTED), 0);
    }
    ed->minor_attendances = size->ae_attendances * type3;
    ed->attendances = size->ae_attendances - ed->minor_attendances;
    const double all = sum_of(fields->urgency.values, TRIAGE_CLASSES);
    for (int i = 0; i < TRIAGE_CLASSES; i++) {
        ed->urgency[i] = fields->urgency.values[i] / all;
        ed->ambulance[i] = fields->ambulance.values[i];
    }
    ed->tests_share = fields->tests_share;
    ed->imaging_share = fields->imaging_share;
    ed->zero_day = fields->zero_day;
}

static void plan_durations(SimTables *tables, const EmergencyFields *fields, EmergencyPlan *ed)
{
    ed->exponential = sim_distribution(tables, SIM_EXPONENTIAL, 1, 1);
    ed->handover = sim_distribution(tables, SIM_LOGNORMAL, fields->handover, fields->handover_cv);
    ed->triage = sim_distribution(tables, SIM_EXPONENTIAL, fields->triage, 1);
    const enum SimShape shape = fields->assessment_shape == ASSESSMENT_GAMMA ? SIM_GAMMA : SIM_LOGNORMAL;
    ed->assessment = sim_distribution(tables, shape, fields->assessment, fields->assessment_cv);
    ed->tests = sim_distribution(tables, SIM_LOGNORMAL, fields->tests, fields->tests_cv);
    ed->review = sim_distribution(tables, SIM_LOGNORMAL, fields->review, fields->review_cv);
    ed->patience = sim_distribution(tables, SIM_LOGNORMAL, fields->patience, fields->patience_cv);
    ed->sdec_transfer = sim_distribution(tables, SIM_EXPONENTIAL, fields->sdec_transfer, 1);
    ed->minor_treatment = sim_distribution(tables, SIM_LOGNORMAL, fields->minor_treatment, fields->minor_treatment_cv);
}

static uint32_t at_least_one(double amount)
{
    return amount < 1.5 ? 1 : (uint32_t)(amount + 0.5);
}

// Cubicles in use on average if nobody waited for a clinician or a bed.
static double cubicles_in_use(const TrustFields *trust, const EmergencyPlan *ed)
{
    const EmergencyFields *fields = &trust->emergency;
    double seen = 0, admitted = 0;
    for (int i = 0; i < LEAST_URGENT_IN_CUBICLE; i++) {
        const double a_day = ed->attendances * ed->urgency[i] * (1 - fields->unseen.values[i]);
        seen += a_day;
        admitted += a_day * ed->admitted[i];
    }
    const double seen_s = fields->assessment + fields->tests_share * (fields->tests + fields->review);
    const double admitted_s = fields->zero_day * fields->sdec_transfer + (1 - fields->zero_day) * trust->beds.transfer;
    return (seen * seen_s + admitted * admitted_s) / SIM_DAY_S;
}

// Minor injuries an hour from 08:00 to 22:00, or by night.
static double minor_an_hour(const EmergencyFields *fields, const EmergencyPlan *ed, bool by_night)
{
    double part = 0;
    int hours = 0;
    for (int hour = 0; hour < HOURS; hour++) {
        if ((hour < MINOR_DAY_FROM || hour >= MINOR_DAY_UNTIL) != by_night) continue;
        part += fields->minor_hours.values[hour];
        hours++;
    }
    return ed->minor_attendances * part / fmax(sum_of(fields->minor_hours.values, HOURS), 1e-9) / hours;
}

static void plan_places(const TrustFields *trust, EmergencyPlan *ed)
{
    const EmergencyFields *fields = &trust->emergency;
    double cubicles = fields->cubicles;
    if (!sim_is_set(cubicles)) {
        const double in_use = cubicles_in_use(trust, ed);
        cubicles = in_use + fields->cubicle_headroom * sqrt(in_use);
    }
    ed->triage_nurses = at_least_one(fields->triage_nurses);
    ed->cubicles = at_least_one(cubicles);
    ed->chairs = at_least_one(fields->chairs);
    const double given[2] = {fields->minor_practitioners_day, fields->minor_practitioners_night};
    for (int by_night = 0; by_night < 2; by_night++) {
        const double busy = minor_an_hour(fields, ed, by_night) * fields->minor_treatment / SIM_HOUR_S;
        const double practitioners = sim_is_set(given[by_night]) ? given[by_night] : ceil(busy / fields->minor_load);
        ed->minor_practitioners[by_night] = at_least_one(practitioners);
    }
}

// The load asked for, at this department's size: spare hours are a multiple of the square root of the work, as it takes
// for equal waits (Halfin and Whitt 1981).
static double load_at_size(double load, const EmergencyPlan *ed)
{
    const double spare = (1 - load) * sqrt(TEMPLATE_ATTENDANCES / ed->attendances);
    return fmax(1 - spare, LEAST_LOAD);
}

// Share of the attendances that the minors stream sees, or that the others see.
static double seen_share(const EmergencyFields *fields, const EmergencyPlan *ed, bool in_minors)
{
    double seen = 0;
    for (uint32_t i = 0; i < TRIAGE_CLASSES; i++) {
        if (minors_sees(&ed->minors, i + 1) == in_minors) seen += ed->urgency[i] * (1 - fields->unseen.values[i]);
    }
    return seen;
}

// Hours that clinicians work on assessments and reviews of those who stay, over their load: in the department, and in
// its minors stream.
static void plan_clinician_hours(const EmergencyFields *fields, EmergencyPlan *ed)
{
    const MinorsFields *minors = &fields->minors;
    const double work_s = fields->assessment + fields->tests_share * fields->review;
    const double minors_work_s = minors->assessment + minors->tests_share * fields->review;
    ed->clinician_hours_a_day = ed->attendances * seen_share(fields, ed, false) * work_s / SIM_HOUR_S /
                                load_at_size(fields->clinician_load, ed);
    ed->minors.clinician_hours_a_day = ed->attendances * seen_share(fields, ed, true) * minors_work_s / SIM_HOUR_S /
                                       load_at_size(minors->clinician_load, ed);
}

static void plan_staff_by_day(const EmergencyFields *fields, EmergencyPlan *ed)
{
    const bool follows = fields->rosters_by_day == ROSTERS_BY_ATTENDANCES && fields->level_from == LEVEL_FROM_LOAD;
    const double *weekdays = fields->weekdays.values;
    for (int i = 0; i < DAYS; i++) ed->staff_on[i] = follows ? DAYS * weekdays[i] / sum_of(weekdays, DAYS) : 1;
}

// What a single field's range cannot say.
static bool fields_agree(const TrustFields *trust, SimFaults *faults)
{
    const EmergencyFields *fields = &trust->emergency;
    const double shares = sum_of(fields->urgency.values, TRIAGE_CLASSES);
    bool agree = true;
    if (fabs(shares - 1) > 0.005) {
        agree = sim_fault(faults, trust->head.mark, "the shares in `emergency.urgency` add to %.3f; they must add to 1",
                          shares);
    }
    if (sum_of(fields->hours.values, HOURS) <= 0 || sum_of(fields->weekdays.values, DAYS) <= 0 ||
        sum_of(fields->minor_hours.values, HOURS) <= 0) {
        agree = sim_fault(faults, trust->head.mark,
                          "`emergency.hours`, `weekdays` and `minor_hours` need at least one number above 0 each");
    }
    if (fields->direct_until - fields->direct_from < SIM_HOUR_S) {
        agree = sim_fault(faults, trust->head.mark,
                          "`emergency.direct_until` must be an hour or more after `emergency.direct_from`");
    }
    return agree;
}

bool emergency_plan(const HospitalPlan *plan, TrustPlan *trust, SimFaults *faults)
{
    const EmergencyFields *fields = &trust->fields->emergency;
    EmergencyPlan *ed = &trust->emergency;
    ed->on = fields->on;
    if (!fields->on) return true;
    if (!fields_agree(trust->fields, faults)) return false;
    plan_flows(trust->fields, ed);
    plan_arrivals(plan, fields, ed);
    plan_season(fields, ed);
    plan_durations(plan->tables, fields, ed);
    if (!fit_acuity(trust->fields, ed, faults) || !plan_children(trust->fields, ed, faults)) return false;
    plan_places(trust->fields, ed);
    minors_plan(plan->tables, trust, &ed->minors);
    if (fields->level_from == LEVEL_FROM_LOAD) plan_clinician_hours(fields, ed);
    plan_staff_by_day(fields, ed);
    return true;
}
