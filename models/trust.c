#include "models/trust.h"

#include <stdlib.h>
#include <string.h>

#include "models/hospital.h"

#define AT(member) offsetof(ScenarioFields, member)
#define OF(member) offsetof(TrustFields, member)

static const SimField rows[] = {
    {"walkout", SIM_COUNT, SIM_ACTS_NEVER, AT(version), 0, NULL, 1, 1, NULL, NULL,
     "The version of the scenario language.", "always 1"},
    {"title", SIM_PROSE, SIM_ACTS_NEVER, AT(title), 0, NULL, 0, 0, "", NULL, "What the scenario is called in results.",
     "the planner's choice"},
    {"question", SIM_PROSE, SIM_ACTS_NEVER, AT(question), 0, NULL, 0, 0, "", NULL, "The question it asks.",
     "the planner's choice"},
    {"calendar.start", SIM_DATE_DAY, SIM_ACTS_START, AT(start), 0, NULL, 0, 0, NULL, NULL,
     "First day reported; the waiting list has its given size at its first moment.", "the planner's choice"},
    {"calendar.end", SIM_DATE_DAY, SIM_ACTS_START, AT(end), 0, NULL, 0, 0, NULL, NULL, "Last day reported.",
     "the planner's choice"},
    {"calendar.holidays", SIM_CHOICE, SIM_ACTS_START, AT(holidays), 0, "none|england", 0, 0, "england", NULL,
     "Whose bank holidays have no planned sessions and rest-day rosters.", "gov.uk/bank-holidays"},
    {"run.warm_up", SIM_DURATION, SIM_ACTS_START, AT(warm_up), 0, NULL, 0, 0, "8 weeks", NULL,
     "Simulated before calendar.start and reported nowhere; whole days.", "assumed"},
    {"run.replications", SIM_COUNT, SIM_ACTS_NEVER, AT(replications), 0, NULL, 1, 100000, "20", NULL,
     "How many times both lives are simulated.", "assumed"},
    {"run.seed", SIM_COUNT, SIM_ACTS_START, AT(seed), 0, NULL, 0, 4294967295.0, "1", NULL,
     "The same scenario with the same seed gives the same results.", "the planner's choice"},

    {"trusts[]", SIM_RECORDS, SIM_ACTS_START, AT(trusts), sizeof(TrustFields), NULL, 0, 0, NULL, NULL,
     "The hospital trusts, each simulated by itself.", "the planner's choice"},
    {"trusts[].name", SIM_TEXT, SIM_ACTS_NEVER, OF(name), 0, NULL, 0, 0, NULL, NULL, "The trust's name.",
     "the planner's choice"},
    {"trusts[].code", SIM_TEXT, SIM_ACTS_START, OF(code), 0, NULL, 0, 0, NULL, NULL,
     "Its short code, such as the NHS organisation code; keys its random numbers.", "NHS organisation codes"},
    {"trusts[].region", SIM_TEXT, SIM_ACTS_NEVER, OF(region), 0, NULL, 0, 0, "", NULL,
     "Its region or integrated care board: results are added up by it.", "the planner's choice"},
    {"trusts[].based_on", SIM_TEXT, SIM_ACTS_START, OF(based_on), 0, NULL, 0, 0, "", NULL,
     "The template that fills what is not given, scaled to `size`.", "the planner's choice"},

    {"trusts[].size.ae_attendances", SIM_RATE, SIM_ACTS_START, OF(size.ae_attendances), 0, NULL, 1, 100000, NULL,
     "general_acute_beds|emergency_admissions|residents", "A&E attendances of all types.",
     "NHS England, A&E attendances and emergency admissions"},
    {"trusts[].size.emergency_admissions", SIM_RATE, SIM_ACTS_START, OF(size.emergency_admissions), 0, NULL, 0.1, 10000,
     NULL, "general_acute_beds|ae_attendances|residents", "Emergency admissions, through A&E and direct.",
     "NHS England, A&E attendances and emergency admissions"},
    {"trusts[].size.general_acute_beds", SIM_AMOUNT, SIM_ACTS_START, OF(size.general_acute_beds), 0, NULL, 1, 20000,
     NULL, "emergency_admissions|ae_attendances|residents|rtt_pathways", "General and acute beds open.",
     "NHS England, critical care and general and acute beds"},
    {"trusts[].size.general_acute_beds_occupied", SIM_AMOUNT, SIM_ACTS_START, OF(size.general_acute_beds_occupied), 0,
     NULL, 1, 20000, NULL, "general_acute_beds", "General and acute beds occupied at 08:00, on average.",
     "NHS England, critical care and general and acute beds"},
    {"trusts[].size.births", SIM_RATE, SIM_ACTS_START, OF(size.births), 0, NULL, 0.01, 1000, NULL,
     "general_acute_beds|emergency_admissions|ae_attendances", "Deliveries.", "NHS Maternity Statistics"},
    {"trusts[].size.rtt_pathways", SIM_AMOUNT, SIM_ACTS_START, OF(size.rtt_pathways), 0, NULL, 1, 10000000, NULL,
     "outpatient_appointments|general_acute_beds|consultants|residents",
     "Incomplete pathways on the waiting list at calendar.start.", "NHS England, RTT waiting times"},
    {"trusts[].size.within_18_weeks", SIM_SHARE, SIM_ACTS_START, OF(size.within_18_weeks), 0, NULL, 0.01, 0.99, NULL,
     NULL, "Share of them that have waited up to 18 weeks.", "NHS England, RTT waiting times"},
    {"trusts[].size.over_52_weeks", SIM_SHARE, SIM_ACTS_START, OF(size.over_52_weeks), 0, NULL, 0.0001, 0.9, NULL, NULL,
     "Share of them that have waited more than 52 weeks.", "NHS England, RTT waiting times"},
    {"trusts[].size.outpatient_appointments", SIM_RATE, SIM_ACTS_START, OF(size.outpatient_appointments), 0, NULL, 1,
     100000, NULL, "rtt_pathways|consultants|general_acute_beds|residents",
     "Outpatient appointments booked, first and follow-up, averaged over the year.", "Hospital Outpatient Activity"},
    {"trusts[].size.residents", SIM_AMOUNT, SIM_ACTS_START, OF(size.residents), 0, NULL, 1, 20000, NULL,
     "general_acute_beds|consultants|emergency_admissions|rtt_pathways", "Resident doctors, headcount.",
     "NHS Workforce Statistics"},
    {"trusts[].size.consultants", SIM_AMOUNT, SIM_ACTS_START, OF(size.consultants), 0, NULL, 1, 20000, NULL,
     "residents|general_acute_beds|outpatient_appointments|rtt_pathways", "Consultants, headcount.",
     "NHS Workforce Statistics"},
};

const SimFieldBlock trust_fields = {rows, sizeof rows / sizeof rows[0]};

static const char *const stream_names[TRUST_STREAMS] = {
    [STREAM_EMERGENCY] = "emergency",
    [STREAM_MINOR] = "minor injuries",
    [STREAM_DIRECT] = "direct admissions",
    [STREAM_BEDS] = "beds",
    [STREAM_LABOURS] = "labours",
    [STREAM_INDUCTIONS] = "inductions",
    [STREAM_CAESAREANS] = "caesareans",
    [STREAM_STRIKE] = "strike",
    [STREAM_COVER] = "cover",
    [STREAM_CALLS] = "calls",
    [STREAM_TASKS] = "tasks",
};

static void hash_streams(TrustPlan *trust)
{
    trust->place_hash = sim_hash32(trust->fields->code.text);
    for (int i = 0; i < TRUST_STREAMS; i++) trust->stream_hash[i] = sim_hash32(stream_names[i]);
}

// Two trusts (or two processes) with the same hash would share random numbers.
static bool hashes_differ(const HospitalPlan *plan, SimFaults *faults)
{
    bool differ = true;
    for (size_t i = 0; i < plan->trust_count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (plan->trusts[i].place_hash != plan->trusts[k].place_hash) continue;
            differ = sim_fault(faults, plan->trusts[i].fields->head.mark,
                               "trusts \"%s\" and \"%s\" would share random numbers; give one of them another `code`",
                               plan->trusts[k].fields->code.text, plan->trusts[i].fields->code.text);
        }
    }
    return differ;
}

static bool calendar_plan(HospitalPlan *plan, const SimScenario *scenario, const ScenarioFields *fields,
                          SimFaults *faults)
{
    if (fields->end < fields->start) {
        return sim_fault(faults, sim_scenario_mark(scenario, "calendar.end"),
                         "calendar.end lies before calendar.start; write a later date");
    }
    if (fields->end - fields->start > 7300) {
        return sim_fault(faults, sim_scenario_mark(scenario, "calendar.end"),
                         "the calendar is longer than 20 years; write an earlier calendar.end");
    }
    uint32_t warm_up_days = (uint32_t)((fields->warm_up + SIM_DAY_S - 1) / SIM_DAY_S);
    plan->first_reported = warm_up_days;
    plan->days = warm_up_days + (uint32_t)(fields->end - fields->start) + 1;
    plan->bank_holidays = fields->holidays == 1;
    plan->outline.report_first = (SimDate)fields->start;
    plan->outline.report_last = (SimDate)fields->end;
    plan->outline.first_day = (SimDate)fields->start - (SimDate)warm_up_days;
    // A year more than is simulated, for sessions and stays that reach beyond the end.
    plan->rest_day = calloc(plan->days + 400, 1);
    for (uint32_t day = 0; day < plan->days + 400; day++) {
        SimDate date = plan->outline.first_day + (SimDate)day;
        plan->rest_day[day] = sim_weekday(date) >= 5 || (plan->bank_holidays && sim_is_bank_holiday_in_england(date));
    }
    return true;
}

static bool trust_plan(HospitalPlan *plan, TrustPlan *trust, SimFaults *faults)
{
    hash_streams(trust);
    // In this order: the rosters of the emergency department follow from its load.
    bool sound = emergency_plan(plan, trust, faults);
    sound = staffing_plan(plan, trust, faults) && sound;
    sound = elective_plan(plan, trust, faults) && sound;
    sound = beds_plan(plan, trust, faults) && sound;
    sound = maternity_plan(plan, trust, faults) && sound;
    sound = booking_plan(plan, trust, faults) && sound;
    return sound;
}

static SimTime moment_of_parting(const HospitalPlan *plan)
{
    SimTime earliest = INT64_MAX;
    for (uint32_t i = 0; i < plan->strike.window_count; i++) {
        const WindowPlan *window = &plan->strike.windows[i];
        if (!window->in_both && window->announced_s < earliest) earliest = window->announced_s;
    }
    return earliest < 0 ? 0 : earliest;
}

static void outline_windows(SimOutline *outline, const StrikePlan *strike)
{
    SimWindow *windows = calloc(strike->window_count + 1, sizeof *windows);
    int64_t epoch_s = (int64_t)outline->first_day * SIM_DAY_S;
    for (uint32_t i = 0; i < strike->window_count; i++) {
        snprintf(windows[i].name, sizeof windows[i].name, "%s", strike->windows[i].name);
        windows[i].start = strike->windows[i].start_s + epoch_s;
        windows[i].end = strike->windows[i].end_s + epoch_s;
        windows[i].in_both = strike->windows[i].in_both;
    }
    outline->windows = windows;
    outline->window_count = strike->window_count;
}

static void outline_plan(HospitalPlan *plan, const ScenarioFields *fields)
{
    SimOutline *outline = &plan->outline;
    SimPlace *places = calloc(plan->trust_count + 1, sizeof *places);
    for (size_t i = 0; i < plan->trust_count; i++) {
        const TrustFields *trust = plan->trusts[i].fields;
        snprintf(places[i].code, sizeof places[i].code, "%s", trust->code.text);
        snprintf(places[i].name, sizeof places[i].name, "%s", trust->name.text);
        snprintf(places[i].region, sizeof places[i].region, "%s", trust->region.text ? trust->region.text : "");
    }
    outline->places = places;
    outline->place_count = plan->trust_count;
    outline_windows(outline, &plan->strike);
    outline->series = plan->measures.series;
    outline->series_count = plan->measures.count;
    uint8_t *daily = calloc(plan->measures.count + 1, 1);
    for (size_t i = 0; i < plan->measures.count; i++) daily[i] = plan->measures.series[i].measure->daily;
    outline->daily = daily;
    outline->lives_part_s = moment_of_parting(plan);
    outline->seed = (uint32_t)fields->seed;
    outline->replications = (uint32_t)fields->replications;
}

void *hospital_plan_new(const SimScenario *scenario, enum SimLife life, SimFaults *faults)
{
    const ScenarioFields *fields = sim_scenario_root(scenario);
    HospitalPlan *plan = calloc(1, sizeof *plan);
    plan->life = life;
    plan->tables = sim_tables_new();
    measures_plan(&plan->measures);
    bool sound = calendar_plan(plan, scenario, fields, faults);
    sound = sound && strike_plan(plan, scenario, faults);
    plan->trust_count = fields->trusts.count;
    plan->trusts = calloc(plan->trust_count + 1, sizeof *plan->trusts);
    for (size_t i = 0; i < plan->trust_count; i++) {
        plan->trusts[i].fields = SIM_RECORD(fields->trusts, TrustFields, i);
        if (plan->trusts[i].fields->code.text && strlen(plan->trusts[i].fields->code.text) > 15) {
            sound = sim_fault(faults, plan->trusts[i].fields->code.mark,
                              "a trust's code has at most 15 characters; write a shorter one");
        }
        if (sound) sound = trust_plan(plan, &plan->trusts[i], faults);
    }
    sound = sound && hashes_differ(plan, faults);
    if (!sound) {
        hospital_plan_free(plan);
        return NULL;
    }
    outline_plan(plan, fields);
    if (!verification_outline(&fields->verify, &plan->outline, faults)) {
        hospital_plan_free(plan);
        return NULL;
    }
    return plan;
}

void hospital_plan_free(void *freed)
{
    HospitalPlan *plan = freed;
    if (!plan) return;
    for (size_t i = 0; i < plan->trust_count && plan->trusts; i++) elective_plan_free(&plan->trusts[i].elective);
    free(plan->trusts);
    strike_plan_free(&plan->strike);
    measures_plan_free(&plan->measures);
    sim_tables_free(plan->tables);
    free(plan->rest_day);
    free((void *)plan->outline.places);
    free((void *)plan->outline.windows);
    free((void *)plan->outline.daily);
    verification_outline_free(&plan->outline);
    free(plan);
}

const SimOutline *hospital_outline(const void *plan)
{
    return &((const HospitalPlan *)plan)->outline;
}
