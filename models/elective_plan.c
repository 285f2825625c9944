// The plan of planned care: the sessions that the flow of referrals needs.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/hospital.h"
#include "models/sessions.h"
#include "models/waiting_list_bands.h"
#include "models/waiting_list_level.h"

static double month_mean(SimNumbers numbers)
{
    double sum = 0;
    for (size_t i = 0; i < numbers.count; i++) sum += numbers.values[i];
    return sum / (double)numbers.count;
}

static bool beside_holiday(const HospitalPlan *plan, uint32_t day)
{
    SimCivil civil = sim_civil(plan->outline.first_day + (SimDate)day);
    if ((civil.month == 12 && civil.day >= 24) || (civil.month == 1 && civil.day <= 2)) return true;
    if (!plan->bank_holidays) return false;
    SimDate date = plan->outline.first_day + (SimDate)day;
    return sim_is_bank_holiday_in_england(date - 1) || sim_is_bank_holiday_in_england(date + 1);
}

// Planned sessions of every day relative to an ordinary working day, and the chance that a referral of the busiest kind
// of day comes on this one: practices close when clinics do. Returns the mean activity over a year.
static double plan_activity(const HospitalPlan *plan, const ElectiveFields *fields, ElectivePlan *elective)
{
    uint32_t days = plan->days + 400;
    elective->activity = calloc(days, sizeof *elective->activity);
    elective->referral_chance = calloc(days, sizeof *elective->referral_chance);
    double sum = 0, mean = month_mean(fields->monthly_activity), busiest = 0, referred = 0;
    for (int month = 0; month < 12; month++) busiest = fmax(busiest, fields->monthly_referrals.values[month]);
    for (uint32_t day = 0; day < days; day++) {
        if (plan->rest_day[day]) continue;
        int month = sim_civil(plan->outline.first_day + (SimDate)day).month - 1;
        double holiday = beside_holiday(plan, day) ? fields->holiday_activity : 1;
        elective->activity[day] = holiday * fields->monthly_activity.values[month] / mean;
        elective->referral_chance[day] = holiday * fields->monthly_referrals.values[month] / busiest;
        if (day >= 365) continue;
        sum += elective->activity[day];
        referred += elective->referral_chance[day];
    }
    elective->referral_peak = referred > 0 ? 365 / referred : 0;
    return sum / 365;
}

// Share booked each number of days ahead, by lines between the points given.
static void plan_curve(SimNumbers points, float curve[BOOKING_DAYS + 1])
{
    static const int ahead[6] = {56, 42, 28, 14, 7, 0};
    for (int day = 0; day <= BOOKING_DAYS; day++) {
        int i = 0;
        while (i < 4 && ahead[i + 1] > day) i++;
        double part = (double)(ahead[i] - day) / (ahead[i] - ahead[i + 1]);
        curve[day] = (float)(points.values[i] + part * (points.values[i + 1] - points.values[i]));
    }
}

// The inverse of a curve, in steps of the share.
static void plan_furthest(const float curve[BOOKING_DAYS + 1], uint8_t furthest[SHARE_STEPS + 1])
{
    for (int step = 0; step <= SHARE_STEPS; step++) {
        uint8_t ahead = BOOKING_DAYS;
        while (ahead > 0 && curve[ahead] * SHARE_STEPS < (float)step) ahead--;
        furthest[step] = ahead;
    }
}

// The two published shares of the list.
static bool plan_waits(const TrustSize *size, ElectivePlan *elective, SimMark mark, SimFaults *faults)
{
    if (size->over_52_weeks >= 1 - size->within_18_weeks) {
        return sim_fault(faults, mark,
                         "size.over_52_weeks (%.1f %%) is not below the share over 18 weeks (%.1f %%); give shares of "
                         "the same list",
                         size->over_52_weeks * 100, (1 - size->within_18_weeks) * 100);
    }
    if (elective->bands) {
        waiting_list_bands_shares(elective->bands, &elective->within_18_weeks, &elective->over_52_weeks);
    } else {
        elective->within_18_weeks = size->within_18_weeks;
        elective->over_52_weeks = size->over_52_weeks;
    }
    return true;
}

// Sessions of a kind on a full working day, each with so many slots by use, for slots a calendar day.
static void plan_sessions(ServicePlan *service, enum SessionKind kind, double slots_a_session,
                          const double a_day[SLOT_USES], double activity)
{
    double all = 0;
    for (int use = 0; use < SLOT_USES; use++) all += a_day[use];
    if (all <= 0 || activity <= 0) return;
    service->sessions_a_day[kind] = all / activity / slots_a_session;
    for (int use = 0; use < SLOT_USES; use++) service->slots[kind][use] = slots_a_session * a_day[use] / all;
}

static void plan_staff(ServicePlan *service, enum SessionKind kind, const StaffedFields *fields)
{
    service->staffed_by[kind] = fields->by >= 0 ? (uint8_t)fields->by : STAFF_GROUPS;
    service->staffed_share[kind] = fields->share;
}

static void plan_tests(ServicePlan *service, enum SessionKind kind, const TestFields *fields, double slots_a_day,
                       double activity)
{
    plan_sessions(service, kind, fields->slots,
                  (double[SLOT_USES]){[SLOT_NEW] = slots_a_day, [SLOT_OTHER] = slots_a_day * fields->other}, activity);
    if (fields->led_by >= 0) service->led_by[kind] = (uint8_t)fields->led_by;
    plan_staff(service, kind, &fields->staffed);
    service->doctor_led[kind] = fields->doctor_led;
}

// Whose consultants lead each kind of session, unless the kind has its own.
static void plan_leaders(ServicePlan *service, const ServiceFields *written)
{
    for (uint32_t kind = 0; kind < SESSION_KINDS; kind++) {
        service->led_by[kind] = (uint8_t)written->specialty;
        service->doctor_led[kind] = 1;
    }
    service->doctor_led[SESSION_CLINIC] = written->doctor_led;
}

static void plan_referrals(const HospitalPlan *plan, ServicePlan *service, double a_day, double referral_peak)
{
    // Referrals are received in working hours, Monday to Friday (assumed), at the rate of the busiest month; those of
    // other days are thinned by the patient's own number.
    double rate[SIM_HOURS_OF_WEEK] = {0};
    for (int hour = 0; hour < SIM_HOURS_OF_WEEK; hour++) {
        bool working = hour / 24 < 5 && hour % 24 >= 8 && hour % 24 < 18;
        if (working) rate[hour] = a_day * referral_peak / 10;
    }
    sim_weekly_set(&service->referrals, rate, sim_weekday(plan->outline.first_day));
}

static void plan_spread(SimTables *tables, const ElectivePlan *elective, ServicePlan *service, const ElectiveFlow *flow)
{
    double all = 0;
    for (int stage = 0; stage < WAITING_STAGES; stage++) all += flow->list[stage];
    for (int stage = 0; stage < WAITING_STAGES; stage++) {
        const double through = flow->through[stage], wait_s = through > 0 ? flow->list[stage] / through * SIM_DAY_S : 0;
        service->stage_share[stage] = all > 0 ? flow->list[stage] / all : 0;
        service->spread[stage] =
            sim_distribution(tables, SIM_WEIBULL, elective->spread * wait_s, elective->spread_shape);
    }
}

static uint32_t process_of(const ServiceFields *service, const char *what)
{
    char name[120];
    snprintf(name, sizeof name, "%s of %s", what, service->name.text);
    return sim_hash32(name);
}

// Two processes with the same hash would share random numbers.
static bool processes_differ(const ElectivePlan *elective, const ServicePlan *service)
{
    const uint32_t own[] = {service->stream.pathways, service->stream.referrals, service->stream.sessions,
                            service->stream.tasks};
    for (const ServicePlan *other = elective->services; other < service; other++) {
        const uint32_t others[] = {other->stream.pathways, other->stream.referrals, other->stream.sessions,
                                   other->stream.tasks};
        for (int i = 0; i < 4; i++) {
            for (int k = 0; k < 4; k++) {
                if (own[i] == others[k]) return false;
            }
        }
    }
    return true;
}

static double own_or(double own, double usual)
{
    return sim_is_set(own) ? own : usual;
}

static void plan_service(const ServiceFields *written, const ElectivePlan *elective, ServicePlan *service)
{
    *service = (ServicePlan){
        .stream.pathways = process_of(written, "pathways"),
        .stream.referrals = process_of(written, "referrals"),
        .stream.sessions = process_of(written, "sessions"),
        .stream.tasks = process_of(written, "tasks"),
        .urgent = written->urgent_share,
        .soon = written->soon_share,
        .p2 = written->p2_share,
        .p3 = written->p3_share,
        .diagnostics = written->diagnostics_share,
        .endoscopy = written->endoscopy_share,
        .treat = written->treat_share,
        .treat_after_tests = written->treat_after_tests,
        .day_case = written->day_case_share,
        .list_share = waiting_list_bands_share(elective, (size_t)(service - elective->services), written->share)};
    snprintf(service->name, sizeof service->name, "%s", written->name.text);
    plan_leaders(service, written);
}

static double plan_slots(const HospitalPlan *plan, const ElectiveFields *fields, const ElectivePlan *elective,
                         const ServiceFields *written, ServicePlan *service, const ElectiveFlow *flow, double activity)
{
    // Nobody is booked at shorter notice, so the slots left then stay free.
    const double booked = (double)elective->curve[CURVE_THEATRE][SHORTEST_NOTICE_DAYS],
                 full = (double)elective->curve[CURVE_CLINIC][SHORTEST_NOTICE_DAYS];
    plan_staff(service, SESSION_CLINIC, &fields->clinic);
    plan_staff(service, SESSION_INPATIENT_LIST, &fields->theatre);
    plan_staff(service, SESSION_DAY_CASE_LIST, &fields->theatre);
    plan_referrals(plan, service, flow->referred, elective->referral_peak);
    plan_spread(plan->tables, elective, service, flow);
    plan_tests(service, SESSION_ENDOSCOPY, &fields->endoscopy, flow->booked[STAGE_ENDOSCOPY] / full, activity);
    plan_tests(service, SESSION_IMAGING, &fields->imaging, flow->booked[STAGE_IMAGING] / full, activity);
    plan_sessions(service, SESSION_INPATIENT_LIST, own_or(written->inpatient_cases, fields->inpatient_cases),
                  (double[SLOT_USES]){[SLOT_NEW] = flow->booked[STAGE_INPATIENT] / booked}, activity);
    plan_sessions(service, SESSION_DAY_CASE_LIST, own_or(written->day_cases, fields->day_cases),
                  (double[SLOT_USES]){[SLOT_NEW] = flow->booked[STAGE_DAY_CASE] / booked}, activity);
    return flow->booked[STAGE_FIRST] + flow->booked[STAGE_REVIEW];
}

// Clinics hold first appointments and reviews of pathways; what is left of all outpatient appointments is follow-ups.
static bool plan_clinics(const TrustPlan *trust, ElectivePlan *elective, const ElectiveFlow *flows,
                         double pathway_slots, double activity, SimFaults *faults)
{
    const ElectiveFields *fields = &trust->fields->elective;
    // As many slots as appointments that are not cancelled, or whose slots nobody else fills.
    const double booked_a_slot = 1 + elective->slot_twice;
    double all = trust->fields->size.outpatient_appointments, others = all / booked_a_slot - pathway_slots;
    if (others < 0) {
        return sim_fault(faults, trust->fields->head.mark,
                         "trust \"%s\": pathways need %.0f outpatient appointments a week, but "
                         "size.outpatient_appointments gives %.0f; write a larger one, or fewer elective.referrals",
                         trust->fields->code.text, pathway_slots * booked_a_slot * 7, all * 7);
    }
    for (uint32_t s = 0; s < elective->service_count; s++) {
        ServicePlan *service = &elective->services[s];
        double share = pathway_slots > 0
                           ? (flows[s].booked[STAGE_FIRST] + flows[s].booked[STAGE_REVIEW]) / pathway_slots
                           : service->list_share;
        // Nobody is booked at shorter notice, so the slots left then stay free.
        const double full = (double)elective->curve[CURVE_CLINIC][SHORTEST_NOTICE_DAYS];
        const double full_other = (double)elective->curve[CURVE_OTHER][SHORTEST_NOTICE_DAYS];
        service->other_a_day = others * share;
        const ServiceFields *written = SIM_RECORD(fields->services, ServiceFields, s);
        plan_sessions(service, SESSION_CLINIC, own_or(written->clinic_slots, fields->clinic_slots),
                      (double[SLOT_USES]){[SLOT_NEW] = flows[s].booked[STAGE_FIRST] / full,
                                          [SLOT_REVIEW] = flows[s].booked[STAGE_REVIEW] / full,
                                          [SLOT_OTHER] = others * share / full_other},
                      activity);
    }
    return true;
}

static bool shares_add_up(double sum, SimMark mark, const char *what, SimFaults *faults)
{
    if (fabs(sum - 1) <= 0.005) return true;
    return sim_fault(faults, mark, "%s add up to %.1f %%; make them 100 %%", what, sum * 100);
}

// A list cannot have any length, referrals and waits at once: how long patients wait on average follows from the first
// two. The share within 18 weeks is nearly in proportion to the referrals.
static void warn_of_referrals(const ElectivePlan *elective, const TrustFields *trust, const char *moves,
                              SimFaults *faults)
{
    const double referrals = trust->elective.referrals * elective->within_18_weeks / elective->level->within_18_weeks;
    sim_warn(faults, trust->head.mark,
             "%s, as %.0f clock starts a month keep %.0f pathways; elective.referrals of about %.0f/month suits these "
             "shares better",
             moves, trust->elective.referrals * 365.25 / 12, elective->list_size, referrals * 365.25 / 12);
}

// The spread is fitted to the share over 52 weeks, unless those who would wait so long are all booked before.
static void warn_of_shares(const ElectivePlan *elective, const TrustFields *trust, SimFaults *faults)
{
    if (sim_is_set(trust->elective.spread) || trust->elective.stage_shares.count > 0) return;  // the planner's choice
    const LevelList *level = elective->level;
    const double missed = level->within_18_weeks - elective->within_18_weeks;
    const double ratio = level->over_52_weeks / elective->over_52_weeks;
    const bool ends_waits = elective->long_wait_s > 0 && ratio < 0.95;
    if (!ends_waits && fabs(missed) < 0.03 && (ratio < 1.15 && ratio > 0.85)) return;
    char moves[256];
    snprintf(
        moves, sizeof moves,
        "trust \"%.60s\": without a strike the waiting list moves from %.1f %% within 18 weeks and %.1f %% over 52 "
        "weeks to %.1f %% and %.1f %%",
        trust->code.text, elective->within_18_weeks * 100, elective->over_52_weeks * 100, level->within_18_weeks * 100,
        level->over_52_weeks * 100);
    if (!ends_waits) {
        warn_of_referrals(elective, trust, moves, faults);
        return;
    }
    sim_warn(faults, trust->head.mark,
             "%s, as whoever has waited %.0f weeks is booked next; a longer elective.long_wait suits these shares "
             "better",
             moves, (double)elective->long_wait_s / SIM_DAY_S / 7);
}

// Costly to solve, and the same in both lives and at all points of a sweep that have the same list.
typedef struct {
    double spread;
    ElectiveFlow flows[SERVICES_MOST];
    LevelList list;
} Balance;

static void find_balance(const HospitalPlan *plan, TrustPlan *trust, ElectiveFlow flows[SERVICES_MOST])
{
    ElectivePlan *elective = &trust->elective;
    const Balance *known = sim_tables_kept(plan->tables, trust->list_hash);
    if (!known) {
        Balance *solved = calloc(1, sizeof *solved);
        if (!solved) abort();
        waiting_list_level_plan(elective, &trust->fields->elective, solved->flows, &solved->list);
        solved->spread = elective->spread;
        known = sim_tables_keep(plan->tables, trust->list_hash, solved, sizeof *solved);
        free(solved);
    }
    elective->spread = known->spread;
    elective->level = &known->list;
    memcpy(flows, known->flows, sizeof known->flows);
}

static bool plan_services(const HospitalPlan *plan, TrustPlan *trust, double activity, SimFaults *faults)
{
    const ElectiveFields *fields = &trust->fields->elective;
    ElectivePlan *elective = &trust->elective;
    ElectiveFlow flows[SERVICES_MOST];
    double pathway_slots = 0, shares = 0;
    for (size_t i = 0; i < fields->services.count; i++) {
        const ServiceFields *written = SIM_RECORD(fields->services, ServiceFields, i);
        if (i >= SERVICES_MOST) {
            return sim_fault(faults, written->head.mark, "a trust has at most %d services; leave some out",
                             SERVICES_MOST);
        }
        if (written->diagnostics_share + written->treat_share > 1 || written->urgent_share + written->soon_share > 1 ||
            written->p2_share + written->p3_share > 1) {
            return sim_fault(
                faults, written->head.mark,
                "service \"%s\" has shares that add up to more than 100 %%; lower one of to_diagnostics and "
                "to_treatment, urgent and soon, or p2 and p3",
                written->name.text);
        }
        shares += written->share;
        elective->service_count = (uint32_t)i + 1;
        plan_service(written, elective, &elective->services[i]);
        if (!processes_differ(elective, &elective->services[i])) {
            return sim_fault(faults, written->head.mark,
                             "service \"%s\" would share random numbers with another; give it another `name`",
                             written->name.text);
        }
    }
    find_balance(plan, trust, flows);
    warn_of_shares(elective, trust->fields, faults);
    for (uint32_t s = 0; s < elective->service_count; s++) {
        const ServiceFields *written = SIM_RECORD(fields->services, ServiceFields, s);
        pathway_slots += plan_slots(plan, fields, elective, written, &elective->services[s], &flows[s], activity);
    }
    return shares_add_up(shares, trust->fields->head.mark, "the shares of elective.services", faults) &&
           plan_clinics(trust, elective, flows, pathway_slots, activity, faults);
}

// Of all appointments booked a share c is cancelled, of which others fill r: 1 - rc slots hold them.
static void plan_cancelled(const ElectiveFields *fields, ElectivePlan *elective)
{
    const double cancelled = fields->cancelled_by_patient + fields->cancelled_by_hospital;
    const double refilled = fields->refilled * cancelled;
    elective->slot_lost = (cancelled - refilled) / (1 - refilled);
    elective->slot_twice = refilled / (1 - refilled);
    elective->by_patient = cancelled > 0 ? fields->cancelled_by_patient / cancelled : 0;
}

static void plan_reserve(ElectivePlan *elective, enum SessionKind kind, const ReserveFields *fields)
{
    elective->reserve[kind].share = fields->share;
    elective->reserve[kind].until_days = (uint32_t)ceil(fields->until / SIM_DAY_S);
}

static bool plan_theatres(const HospitalPlan *plan, TrustPlan *trust, double activity, SimFaults *faults)
{
    const ElectiveFields *fields = &trust->fields->elective;
    double causes = 0;
    for (int cause = 0; cause < DRAWN_CAUSES; cause++) causes += fields->last_minute.share[cause];
    if (causes > 1) {
        return sim_fault(faults, trust->fields->head.mark,
                         "the shares of elective.last_minute add up to %.1f %%; write shares of all operations, "
                         "100 %% at most together",
                         causes * 100);
    }
    plan_reserve(&trust->elective, SESSION_CLINIC, &fields->reserve_clinic);
    plan_reserve(&trust->elective, SESSION_INPATIENT_LIST, &fields->reserve_theatre);
    plan_reserve(&trust->elective, SESSION_DAY_CASE_LIST, &fields->reserve_theatre);
    last_minute_plan(plan, trust, activity);
    deterioration_plan(plan, trust);
    return true;
}

bool elective_plan(const HospitalPlan *plan, TrustPlan *trust, SimFaults *faults)
{
    const ElectiveFields *fields = &trust->fields->elective;
    ElectivePlan *elective = &trust->elective;
    elective->on = fields->on;
    if (!fields->on) return true;
    const TrustSize *size = &trust->fields->size;
    elective->list_size = size->rtt_pathways;
    elective->led_by_sas = fields->led_by_sas;
    elective->dna = fields->dna;
    elective->dna_discharged = fields->dna_discharged;
    plan_cancelled(fields, elective);
    elective->bed_cutoff_s = (uint32_t)fields->bed_cutoff;
    elective->removals = fields->removals;
    elective->long_wait_s = (SimTime)fields->long_wait;
    elective->spread = fields->spread;
    elective->spread_shape = fields->spread_shape;
    double stages = fields->stage_shares.count > 0 ? 0 : 1;
    for (size_t stage = 0; stage < fields->stage_shares.count; stage++) stages += fields->stage_shares.values[stage];
    plan_curve(fields->curve_clinic, elective->curve[CURVE_CLINIC]);
    plan_curve(fields->curve_other, elective->curve[CURVE_OTHER]);
    plan_curve(fields->curve_theatre, elective->curve[CURVE_THEATRE]);
    for (int curve = 0; curve < BOOKING_CURVES; curve++) {
        plan_furthest(elective->curve[curve], elective->furthest[curve]);
        if (elective->curve[curve][SHORTEST_NOTICE_DAYS] > 0) continue;
        return sim_fault(
            faults, trust->fields->head.mark,
            "the last number of each of elective.booked_ahead must be above 0: the share of slots booked on "
            "the day");
    }
    elective->removal_days =
        sim_distribution(plan->tables, SIM_EXPONENTIAL, fields->removals > 0 ? 1 / fields->removals : 1e9, 1);
    double activity = plan_activity(plan, fields, elective);
    return shares_add_up(stages, trust->fields->head.mark, "the shares of elective.list_stages", faults) &&
           waiting_list_bands_plan(trust->fields, elective, faults) &&
           plan_waits(size, elective, trust->fields->head.mark, faults) &&
           plan_services(plan, trust, activity, faults) && plan_theatres(plan, trust, activity, faults) &&
           session_file_plan(plan, trust, faults);
}

void elective_plan_free(ElectivePlan *plan)
{
    free(plan->activity);
    free(plan->bands);
    free(plan->referral_chance);
    session_file_plan_free(&plan->file);
}
