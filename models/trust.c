#include "models/trust.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "models/acts.h"
#include "models/hospital.h"
#include "models/precise.h"
#include "sim/experiment/periods.h"
#include "sim/experiment/timeline.h"

#define AT(member) offsetof(ScenarioFields, member)
#define OF(member) offsetof(TrustFields, member)

static const SimField rows[] = {
    {"walkout", SIM_COUNT, SIM_ACTS_NEVER, AT(version), 0, NULL, 1, 1, NULL, NULL,
     "The version of the scenario language.", "always 1"},
    {"title", SIM_PROSE, SIM_ACTS_NEVER, AT(title), 0, NULL, 0, 0, "", NULL, "What the scenario is called in results.",
     "the planner's choice"},
    {"question", SIM_PROSE, SIM_ACTS_NEVER, AT(question), 0, NULL, 0, 0, "", NULL, "The question it asks.",
     "the planner's choice"},
    {"calendar.start", SIM_DATE_DAY, SIM_ACTS_START, AT(start), 0, NULL, 0, 0, "", NULL,
     "First day reported; the waiting list has its given size at its first moment. With services only it may be left "
     "out: 2024-01-01, a Monday.",
     "the planner's choice"},
    {"calendar.end", SIM_DATE_DAY, SIM_ACTS_START, AT(end), 0, NULL, 0, 0, "", NULL,
     "Last day reported; or write run.horizon.", "the planner's choice"},
    {"calendar.holidays", SIM_CHOICE, SIM_ACTS_START, AT(holidays), 0, "none|england", 0, 0, "england", NULL,
     "Whose bank holidays have no planned sessions and rest-day rosters.", "gov.uk/bank-holidays"},
    {"run.warm_up", SIM_DURATION, SIM_ACTS_START, AT(warm_up), 0, NULL, 0, 1576800000, "", NULL,
     "Simulated before calendar.start and reported nowhere; whole days. If left out 8 weeks, and with services only "
     "nothing: they start empty.",
     "assumed"},
    {"run.horizon", SIM_DURATION, SIM_ACTS_START, AT(horizon), 0, NULL, 60, 1576800000, "", NULL,
     "How long is reported from calendar.start, in place of calendar.end; only with services only.",
     "the planner's choice"},
    {"run.replications", SIM_COUNT, SIM_ACTS_NEVER, AT(replications), 0, NULL, 1, 100000, "20", NULL,
     "How many times both lives are simulated; with run.precision at most.", "assumed"},
    {"run.seed", SIM_COUNT, SIM_ACTS_START, AT(seed), 0, NULL, 0, 4294967295.0, "1", NULL,
     "The same scenario with the same seed gives the same results.", "the planner's choice"},

    {"results.daily", SIM_CHOICE, SIM_ACTS_NEVER, AT(daily), 0, "auto|on|off", 0, 0, "auto", NULL,
     "Whether there are results by date; auto: for calendars of up to five years.", "the planner's choice"},
    {"results.months", SIM_CHOICE, SIM_ACTS_NEVER, AT(months), 0, "auto|on|off", 0, 0, "auto", NULL,
     "Whether months are periods of the results; auto: for calendars of up to five years.", "the planner's choice"},

    {"results.measures", SIM_TEXTS, SIM_ACTS_NEVER, AT(measures), 0, NULL, 0, 0, "", NULL,
     "Names of measures: only theirs are written into summary.csv, daily.csv, replications.csv, waits.csv and "
     "numbers.csv. If left out all of them.",
     "the planner's choice"},

    {"trusts[]", SIM_RECORDS, SIM_ACTS_START, AT(trusts), sizeof(TrustFields), NULL, 0, 0, "", NULL,
     "The hospital trusts, each simulated by itself; without them there are only the services.",
     "the planner's choice"},
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

// What is simulated, and when; in whole days but for a horizon that ends within one.

enum { DAYS_MOST = 7300, DAYS_MOST_OF_SERVICES = 18300, DAYS_IN_DETAIL = 5 * 366 };

static bool report_dates(HospitalPlan *plan, const SimScenario *scenario, const ScenarioFields *fields,
                         SimFaults *faults)
{
    const bool has_horizon = sim_is_set(fields->horizon);
    SimOutline *outline = &plan->outline;
    if (fields->start == SIM_UNSET && plan->has_trusts)
        return sim_fault(faults, sim_scenario_mark(scenario, "calendar"),
                         "`calendar.start` is missing; write the first day to report");
    if (has_horizon && plan->has_trusts)
        return sim_fault(faults, sim_scenario_mark(scenario, "run.horizon"),
                         "`run.horizon` is for scenarios of services only; write `calendar.end`");
    if (has_horizon == (fields->end != SIM_UNSET))
        return sim_fault(faults, sim_scenario_mark(scenario, has_horizon ? "run.horizon" : "calendar"),
                         plan->has_trusts ? "`calendar.end` is missing; write the last day to report"
                                          : "write one of `calendar.end` and `run.horizon`");
    outline->report_first = fields->start != SIM_UNSET ? (SimDate)fields->start : sim_date(2024, 1, 1);
    outline->report_last = has_horizon
                               ? outline->report_first + (SimDate)((int64_t)(ceil(fields->horizon) - 1) / SIM_DAY_S)
                               : (SimDate)fields->end;
    if (outline->report_last < outline->report_first)
        return sim_fault(faults, sim_scenario_mark(scenario, "calendar.end"),
                         "calendar.end lies before calendar.start; write a later date");
    const int most = plan->has_trusts ? DAYS_MOST : DAYS_MOST_OF_SERVICES;
    if (outline->report_last - outline->report_first > most)
        return sim_fault(faults, sim_scenario_mark(scenario, has_horizon ? "run.horizon" : "calendar.end"),
                         "the calendar is longer than %d years; write an earlier end", most / 365);
    return true;
}

static bool wants(int detail, uint32_t days)
{
    return detail == DETAIL_ON || (detail == DETAIL_AUTO && days <= DAYS_IN_DETAIL);
}

static int by_start(const void *a, const void *b)
{
    const SimWindow *left = a, *right = b;
    return (left->start > right->start) - (left->start < right->start);
}

// The stretches of both lives are those of the results, whose periods know all strikes.
static uint32_t stretches_plan(HospitalPlan *plan, const ScenarioFields *fields)
{
    SimOutline all = plan->outline;
    SimWindow *windows = calloc(fields->strikes.count + 1, sizeof *windows);
    all.windows = windows;
    all.window_count = fields->strikes.count;
    for (size_t i = 0; i < fields->strikes.count; i++) {
        const StrikeFields *strike = SIM_RECORD(fields->strikes, StrikeFields, i);
        windows[i] = (SimWindow){.start = strike->start, .end = strike->end, .in_both = strike->in == STRIKE_IN_BOTH};
        snprintf(windows[i].name, sizeof windows[i].name, "%s", strike->name.text);
    }
    qsort(windows, fields->strikes.count, sizeof *windows, by_start);
    plan->stretch_of_day = calloc(plan->days + 2, sizeof(uint32_t));
    const uint32_t stretches = sim_periods_stretches(&all, plan->stretch_of_day, plan->days + 2);
    free(windows);
    return stretches;
}

// With results by date every day has a record of its own; without, and with services only, a stretch of days has.
static void records_plan(HospitalPlan *plan, const ScenarioFields *fields)
{
    SimOutline *outline = &plan->outline;
    const uint32_t reported = (uint32_t)(outline->report_last - outline->report_first) + 1;
    plan->is_daily = wants(fields->daily, reported);
    outline->without_months = !wants(fields->months, reported);
    plan->record_of_day = calloc(plan->days + 2, sizeof(uint32_t));
    const uint32_t stretches = stretches_plan(plan, fields);
    const bool has_days = plan->has_trusts || plan->is_daily;
    plan->record_count = has_days ? plan->days : stretches;
    for (uint32_t day = 0; day < plan->days + 2; day++)
        plan->record_of_day[day] = has_days ? day : plan->stretch_of_day[day];
    outline->record_of_day = has_days ? NULL : plan->record_of_day;
    uint8_t *daily = calloc(plan->measures.count + 1, 1);
    for (size_t i = 0; i < plan->measures.count; i++)
        daily[i] = plan->is_daily && plan->measures.series[i].measure->daily;
    outline->daily = daily;
}

static bool calendar_plan(HospitalPlan *plan, const SimScenario *scenario, const ScenarioFields *fields,
                          SimFaults *faults)
{
    SimOutline *outline = &plan->outline;
    if (!report_dates(plan, scenario, fields, faults)) return false;
    const double warm_up = sim_is_set(fields->warm_up) ? fields->warm_up : plan->has_trusts ? 56.0 * SIM_DAY_S : 0;
    const uint32_t warm_up_days = (uint32_t)((warm_up + SIM_DAY_S - 1) / SIM_DAY_S);
    plan->first_reported = warm_up_days;
    plan->days = warm_up_days + (uint32_t)(outline->report_last - outline->report_first) + 1;
    plan->end_s = (SimTime)plan->days * SIM_DAY_S;
    if (sim_is_set(fields->horizon)) plan->end_s = (SimTime)warm_up_days * SIM_DAY_S + (SimTime)(fields->horizon + 0.5);
    outline->end_s = plan->end_s;
    plan->bank_holidays = fields->holidays == 1;
    outline->first_day = outline->report_first - (SimDate)warm_up_days;
    // A year more than is simulated, for sessions and stays that reach beyond the end.
    plan->rest_day = calloc(plan->days + 400, 1);
    for (uint32_t day = 0; day < plan->days + 400; day++) {
        SimDate date = outline->first_day + (SimDate)day;
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

// A scenario of services only is one place without a name, in which every flow of the hospital is off.
static const TrustFields nowhere = {.code = {.text = ""}, .name = {.text = ""}, .region = {.text = ""}};

static SimTime moment_of_parting(const HospitalPlan *plan)
{
    SimTime earliest = INT64_MAX;
    for (uint32_t i = 0; i < plan->strike.window_count; i++) {
        const WindowPlan *window = &plan->strike.windows[i];
        if (!window->in_both && window->known_s < earliest) earliest = window->known_s;
    }
    for (size_t i = 0; i < plan->trust_count; i++) {
        const SimTime change_s = plan->trusts[i].services.first_strike_change_s;
        if (change_s < earliest) earliest = change_s;
    }
    return earliest < 0 ? 0 : earliest;
}

static void outline_windows(HospitalPlan *plan)
{
    SimOutline *outline = &plan->outline;
    const StrikePlan *strike = &plan->strike;
    SimWindow *windows = calloc(strike->window_count + 1, sizeof *windows);
    int64_t epoch_s = (int64_t)outline->first_day * SIM_DAY_S;
    for (uint32_t i = 0; i < strike->window_count; i++) {
        snprintf(windows[i].name, sizeof windows[i].name, "%s", strike->windows[i].name);
        windows[i].start = strike->windows[i].start_s + epoch_s;
        windows[i].end = strike->windows[i].end_s + epoch_s;
        windows[i].in_both = strike->windows[i].in_both;
        windows[i].working_days = last_time_working_days(plan, windows[i].start, windows[i].end);
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
    outline_windows(plan);
    outline->series = plan->measures.series;
    outline->series_count = plan->measures.count;
    outline->lives_part_s = moment_of_parting(plan);
    outline->gone_below = fields->recovery.gone_below;
    outline->measures = fields->measures;
    outline->seed = (uint32_t)fields->seed;
    outline->replications = (uint32_t)fields->replications;
}

// False, with a fault, if there is nothing to simulate or two ways to say it.
static bool has_one_kind_of_place(const SimScenario *scenario, const ScenarioFields *fields, SimFaults *faults)
{
    const bool has_services = fields->own.services.count > 0;
    if (fields->trusts.count > 0 && (has_services || fields->own.resources.count > 0))
        return sim_fault(faults, sim_scenario_mark(scenario, has_services ? "services" : "resources"),
                         "a scenario with `trusts` has its services and resources in a trust; move them there");
    if (fields->trusts.count == 0 && !has_services)
        return sim_fault(faults, sim_scenario_mark(scenario, ""),
                         "there is nothing to simulate; write `trusts` or `services`");
    return true;
}

static bool place_plan(HospitalPlan *plan, TrustPlan *trust, const SimScenario *scenario, SimFaults *faults)
{
    const ScenarioFields *fields = sim_scenario_root(scenario);
    const ServicesFields *own = plan->has_trusts ? &trust->fields->own : &fields->own;
    bool sound = true;
    if (trust->fields->code.text && strlen(trust->fields->code.text) > 15) {
        sound = sim_fault(faults, trust->fields->code.mark,
                          "a trust's code has at most 15 characters; write a shorter one");
    }
    if (plan->has_trusts) {
        sound = sound && trust_plan(plan, trust, faults);
    } else {
        hash_streams(trust);
    }
    sound = service_plan(plan, trust, own, scenario, faults) && sound;
    if (sound) elective_measures_plan(plan, trust);
    if (sound) service_measures_plan(plan, trust);
    return sound;
}

typedef struct {
    uint64_t all, list;  // sums of fingerprints, as in TrustPlan
} Start;

typedef struct {
    const HospitalPlan *plan;
    size_t place;  // of the value seen last
    Start *of;     // [trust]
    Start everywhere;
} Starts;

// Sections of a trust that planned care is planned without.
static bool is_beside_the_list(const char *path)
{
    static const char *const sections[] = {"].emergency", "].beds", "].staffing", "].maternity"};
    const char *end = strchr(path, ']');
    for (size_t i = 0; end && i < sizeof sections / sizeof *sections; i++) {
        if (strncmp(end, sections[i], strlen(sections[i])) == 0) return true;
    }
    return false;
}

// No plan is made by the seed: it is drawn with later.
static void add_start(void *context, const SimValueInForce *value)
{
    Starts *starts = context;
    if (value->row->acts_from != SIM_ACTS_START || strcmp(value->path, "run.seed") == 0) return;
    hospital_acts_at(starts->plan, value->row, value->path, &starts->place);
    const bool is_everywhere = starts->place == SIM_EVERYWHERE;
    Start *of = is_everywhere ? &starts->everywhere : &starts->of[starts->place];
    const uint64_t fingerprint = sim_value_fingerprint(value);
    of->all += fingerprint;
    if (is_everywhere || !is_beside_the_list(value->path)) of->list += fingerprint;
}

// Of each trust: its own values that act from the start, and those everywhere.
static void hash_starts(HospitalPlan *plan, const SimScenario *scenario)
{
    Starts starts = {.plan = plan, .place = SIM_EVERYWHERE};
    starts.of = calloc(plan->trust_count + 1, sizeof *starts.of);
    if (!starts.of) abort();
    sim_scenario_each_value(scenario, add_start, &starts);
    for (size_t i = 0; i < plan->trust_count; i++) {
        plan->trusts[i].start_hash = starts.of[i].all + starts.everywhere.all;
        plan->trusts[i].list_hash = starts.of[i].list + starts.everywhere.list;
    }
    free(starts.of);
}

void *hospital_plan_sharing(const SimScenario *scenario, enum SimLife life, SimTables *tables, SimFaults *faults)
{
    const ScenarioFields *fields = sim_scenario_root(scenario);
    if (!has_one_kind_of_place(scenario, fields, faults)) return NULL;
    HospitalPlan *plan = calloc(1, sizeof *plan);
    plan->life = life;
    plan->own_tables = tables ? NULL : sim_tables_new();
    plan->tables = tables ? tables : plan->own_tables;
    plan->has_trusts = fields->trusts.count > 0;
    measures_plan(&plan->measures, plan->has_trusts ? MEASURES_OF_HOSPITAL : MEASURES_OF_SERVICES_ONLY);
    bool sound = calendar_plan(plan, scenario, fields, faults) && measures_are_known(&fields->measures, faults);
    sound = sound && strike_plan(plan, scenario, faults);
    plan->trust_count = plan->has_trusts ? fields->trusts.count : 1;
    plan->trusts = calloc(plan->trust_count + 1, sizeof *plan->trusts);
    for (size_t i = 0; i < plan->trust_count; i++)
        plan->trusts[i].fields = plan->has_trusts ? SIM_RECORD(fields->trusts, TrustFields, i) : &nowhere;
    if (plan->has_trusts) hash_starts(plan, scenario);
    for (size_t i = 0; sound && i < plan->trust_count; i++)
        sound = place_plan(plan, &plan->trusts[i], scenario, faults);
    sound = sound && hashes_differ(plan, faults);
    if (!sound) {
        hospital_plan_free(plan);
        return NULL;
    }
    for (size_t i = 0; i < plan->trust_count; i++)
        strike_add_capacity_changes(&plan->strike, &plan->trusts[i].services);
    outline_plan(plan, fields);
    records_plan(plan, fields);
    page_plan(plan);
    precise_outline(&fields->precision, &plan->outline);
    sound = last_time_outline(plan, faults);
    if (!verification_outline(&fields->verify, &plan->outline, faults) || !sound) {
        hospital_plan_free(plan);
        return NULL;
    }
    return plan;
}

void *hospital_plan_new(const SimScenario *scenario, enum SimLife life, SimFaults *faults)
{
    return hospital_plan_sharing(scenario, life, NULL, faults);
}

void hospital_plan_free(void *freed)
{
    HospitalPlan *plan = freed;
    if (!plan) return;
    for (size_t i = 0; i < plan->trust_count && plan->trusts; i++) {
        elective_plan_free(&plan->trusts[i].elective);
        rota_plan_free(&plan->trusts[i].staffing.rota);
        service_plan_free(&plan->trusts[i].services);
    }
    free(plan->trusts);
    strike_plan_free(&plan->strike);
    measures_plan_free(&plan->measures);
    if (plan->own_tables) sim_tables_free(plan->own_tables);
    page_plan_free(&plan->page);
    free(plan->rest_day);
    free(plan->record_of_day);
    free(plan->stretch_of_day);
    free((void *)plan->outline.places);
    free((void *)plan->outline.windows);
    free((void *)plan->outline.daily);
    verification_outline_free(&plan->outline);
    precise_outline_free(&plan->outline);
    last_time_outline_free(plan);
    free(plan);
}

const SimOutline *hospital_outline(const void *plan)
{
    return &((const HospitalPlan *)plan)->outline;
}
