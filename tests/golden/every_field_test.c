// A net under every mechanism: each field a planner can write, changed by itself, changes some result. A field that
// does nothing is dead, or what it switches off works without it.
//
// And what it changes it does not change too early: two scenarios are the same life, byte for byte, until the first
// moment at which the field in which they differ says that it acts.
#include <ctype.h>

#include "tests/golden/hospital_world.h"

enum { SCENARIO_MOST = 20000, PATH_MOST = 200, VALUE_MOST = 400, WINDOWS_MOST = 2 };

// Fields that are not set in everything.yaml, that must be changed together with another, whose value a small trust
// rounds away, or that act only if something else is as given.
typedef struct {
    const char *field;
    SimOverride changes[2];
    SimOverride given[2];  // holds before and after; may be empty
} Written;

#define TRUST "trusts[EVE]."
#define HELD "strikes[held]."
#define OFF "strikes[called off]."
// Waits of hours for minor injuries, the only ones that are measured.
#define BUSY_MINOR                                                                                                     \
    {TRUST "emergency.type3_share", "70%"},                                                                            \
    {                                                                                                                  \
        TRUST "emergency.minor_treatment", "2 h"                                                                       \
    }
// Several lists of a service on a day, not yet full when recovery looks at them.
#define MANY_LISTS                                                                                                     \
    {TRUST "elective.slots.day_case", "1"},                                                                            \
    {                                                                                                                  \
        TRUST "elective.booked_ahead.theatre", "[0, 0, 0, 0.1, 0.2, 0.95]"                                             \
    }

static const Written written[] = {
    {"calendar.start", {{"calendar.start", "2024-03-12"}}, {{0}}},
    {"trusts[].size.general_acute_beds_occupied", {{TRUST "size.general_acute_beds_occupied", "120"}}, {{0}}},
    {"trusts[].staffing.specialties[].share",
     {{TRUST "staffing.specialties[anaesthesia].share", "10%"}, {TRUST "staffing.specialties[medicine].share", "39%"}},
     {{0}}},
    {"trusts[].elective.spread", {{TRUST "elective.spread", "40%"}}, {{0}}},
    {"trusts[].elective.list_stages", {{TRUST "elective.list_stages", "[0.4, 0.2, 0.2, 0.1, 0.1]"}}, {{0}}},
    {"trusts[].emergency.type3_share", {{TRUST "emergency.type3_share", "10%"}}, {{0}}},
    {"trusts[].emergency.monthly", {{TRUST "emergency.monthly", "[1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1]"}}, {{0}}},
    {"trusts[].emergency.triage_nurses", {{TRUST "emergency.triage_nurses", "3"}}, {{0}}},
    {"trusts[].emergency.chairs", {{TRUST "emergency.chairs", "3"}}, {{0}}},
    {"trusts[].emergency.cubicles", {{TRUST "emergency.cubicles", "6"}}, {{0}}},
    {"trusts[].emergency.minor_practitioners_day", {{TRUST "emergency.minor_practitioners_day", "4"}}, {BUSY_MINOR}},
    {"trusts[].emergency.minor_practitioners_night",
     {{TRUST "emergency.minor_practitioners_night", "3"}},
     {BUSY_MINOR}},
    {"trusts[].emergency.minor_load", {{TRUST "emergency.minor_load", "20%"}}, {BUSY_MINOR}},
    {"trusts[].staffing.time_off.within", {{TRUST "staffing.time_off.within", "12 d"}}, {{0}}},
    {"trusts[].staffing.rates.locum_night",
     {{TRUST "staffing.rates.locum_night", "100"}},
     {{TRUST "staffing.consultants.able_share", "0%"}}},
    {"trusts[].maternity.theatre.list_ends", {{TRUST "maternity.theatre.list_ends", "10:00"}}, {{0}}},
    {"trusts[].maternity.theatres", {{TRUST "maternity.theatres", "3"}}, {{0}}},
    {"trusts[].elective.bed_cutoff",
     {{TRUST "elective.bed_cutoff", "18:00"}},
     {{TRUST "size.general_acute_beds_occupied", "137"}}},
    {"trusts[].elective.deterioration.to_higher",
     {{TRUST "elective.deterioration.to_higher", "[5/month, 0/month]"}},
     {{0}}},
    {"trusts[].elective.deterioration.to_emergency",
     {{TRUST "elective.deterioration.to_emergency", "[0/month, 0/month, 1/month]"}},
     {{0}}},
    {"strikes[].participation.night", {{HELD "participation.night", "90%"}}, {{0}}},
    {"strikes[].participation.by[].night", {{HELD "participation.by[2].night", "100%"}}, {{0}}},
    {"strikes[].mitigations[].staff", {{HELD "mitigations[1].staff", "1"}}, {{0}}},
    {"recovery.starts_after", {{"recovery.starts_after", "5 d"}}, {{0}}},
    {"trusts[].beds.pool_beds", {{TRUST "beds.pool_beds", "[0.55, 0.3, 0.15]"}}, {{0}}},
    // Only of a hospital that is not full are some beds not needed.
    {"trusts[].beds.free_beds",
     {{TRUST "beds.free_beds", "[0.6, 0.3, 0.1]"}},
     {{TRUST "size.general_acute_beds_occupied", "90"}}},
    {"trusts[].beds.usable", {{TRUST "beds.usable", "70%"}}, {{TRUST "size.general_acute_beds_occupied", "90"}}},
    {"trusts[].beds.escalation_opens", {{TRUST "beds.escalation_opens", "96%"}}, {{0}}},
    {"trusts[].beds.escalation_closes", {{TRUST "beds.escalation_closes", "80%"}}, {{0}}},
    {"trusts[].beds.ward_round", {{TRUST "beds.ward_round", "08:00"}}, {{0}}},
    {"trusts[].elective.endoscopy.led_by", {{TRUST "elective.endoscopy.led_by", "anaesthesia"}}, {{0}}},
    {"trusts[].elective.endoscopy.staffed_by", {{TRUST "elective.endoscopy.staffed_by", "consultants"}}, {{0}}},
    {"trusts[].elective.imaging.led_by",
     {{TRUST "elective.imaging.led_by", "anaesthesia"}},
     {{TRUST "elective.imaging.doctor_led", "100%"}}},
    {"trusts[].elective.imaging.staffed_by", {{TRUST "elective.imaging.staffed_by", "consultants"}}, {{0}}},
    {"trusts[].elective.imaging.staffed_share", {{TRUST "elective.imaging.staffed_share", "0%"}}, {{0}}},
    {"trusts[].elective.endoscopy.staffed_share", {{TRUST "elective.endoscopy.staffed_share", "0%"}}, {{0}}},
    {"trusts[].elective.clinic.staffed_by", {{TRUST "elective.clinic.staffed_by", "consultants"}}, {{0}}},
    {"trusts[].elective.theatre.staffed_by", {{TRUST "elective.theatre.staffed_by", "consultants"}}, {{0}}},
    {"trusts[].elective.services[].share",
     {{TRUST "elective.services[medicine].share", "35%"}, {TRUST "elective.services[surgery].share", "49%"}},
     {{0}}},
    {"trusts[].elective.sessions[].start", {{TRUST "elective.sessions[1].start", "14:00"}}, {{0}}},
    {"trusts[].bookings.letter", {{TRUST "bookings.letter", "8 d"}}, {{TRUST "bookings.call.tries", "1"}}},
    {"strikes[].groups", {{HELD "groups", "[resident_doctors, consultants, nurses]"}}, {{0}}},
    {"strikes[].anticipated_from", {{HELD "anticipated_from", "2024-03-12T09:00"}}, {{0}}},
    {"strikes[].demand.stay_away", {{HELD "demand.stay_away", "20%"}}, {{0}}},
    {"strikes[].demand.stay_away_by_urgency", {{HELD "demand.stay_away_by_urgency", "[0, 0, 0, 10%, 20%]"}}, {{0}}},
    {"strikes[].demand.more_come", {{HELD "demand.more_come", "10%"}}, {{HELD "demand.stay_away", "0%"}}},
    {"strikes[].participation.forecast_weekday", {{HELD "participation.forecast_weekday", "30%"}}, {{0}}},
    // Planned sessions are on working days: it is rest after the night of Easter Monday that is planned for.
    {"strikes[].participation.forecast_weekend",
     {{HELD "participation.forecast_weekend", "0%"}},
     {{TRUST "staffing.departments[medical take].target_night", "100%"},
      {TRUST "staffing.rosters[medical take night].rest_day", "60"}}},
    {"strikes[].participation.by[].forecast_weekend",
     {{HELD "participation.by[2].forecast_weekend", "0%"}},
     {{TRUST "staffing.departments[medical wards].target_night", "100%"},
      {TRUST "staffing.rosters[medical wards night].rest_day", "60"}}},
    {"strikes[].kept[].departments", {{HELD "kept[1].departments", "[surgical_wards]"}}, {{0}}},
    {"strikes[].call_off.at", {{HELD "call_off.at", "2024-03-28T12:00"}}, {{0}}},
    {"strikes[].call_off.probability", {{OFF "call_off.probability", "0%"}}, {{0}}},
    {"response.cancellation.plan_time",
     {{"response.cancellation.plan_time", "4 d"}},
     {{"response.cancellation.policy", "block_early"}}},
    {"response.cancellation.maintain",
     {{"response.cancellation.maintain", "70%"}},
     {{"response.cancellation.policy", "maintain"}}},
    {"response.cancellation.short_notice", {{"response.cancellation.short_notice", "1 d"}}, {{0}}},
    {"response.protected.within",
     {{"response.protected.within", "0 s"}},
     {{TRUST "elective.slots.clinic", "4"}, {TRUST "elective.services[surgery].urgent", "40%"}}},
    {"response.sessions.theatre_share", {{"response.sessions.theatre_share", "50%"}}, {{0}}},
    {"response.recall", {{"response.recall", "30 h"}}, {{0}}},
    {"response.reinstatement.theatre", {{"response.reinstatement.theatre", "[1, 1, 1]"}}, {{0}}},
    {"recovery.insourced_lists", {{"recovery.insourced_lists", "7/week"}}, {{0}}},
    {"recovery.rearranged_lists", {{"recovery.rearranged_lists", "10/week"}}, {MANY_LISTS}},
    {"recovery.consultants", {{"recovery.consultants", "0%"}}, {{0}}},
};

// Fields that change no result, and why not.
static const struct {
    const char *field;  // or the start of several
    const char *reason;
} without_effect[] = {
    {"walkout", "the version of the language"},
    {"run.horizon", "for scenarios of services only"},
    {"run.seed", "these tests make worlds with a seed of their own"},
    {"trusts[].elective.services[].treatment_functions", "read with waiting_list: rtt_start_test"},
    {"trusts[].based_on", "names the template"},
    {"trusts[].elective.waiting_list[]", "columns of a published table: rtt_start_test"},
    {"verify", "claims about results, not results"},
    {"services[]", "services that a planner declares: golden/service tests and verification cases"},
    {"resources[]", "as services"},
    {"trusts[].services[]", "as services"},
    {"trusts[].resources[]", "as services"},
};

// --- The scenario, and lives of it -----------------------------------------------------------------------------------

enum Moment { AT_KNOWN, AT_START, AT_END, MOMENTS };
enum { LOOKS = 3 };  // results are compared a week after the start, after the strike that is held, and at the end

// Both lives as they are without the change, at every moment of interest.
typedef struct {
    Lives lives;
    SimWorld *looks[SIM_LIVES][LOOKS];
    SimWorld *before[WINDOWS_MOST][MOMENTS];  // the strike life
} Before;

static char base_text[SCENARIO_MOST];
static Before base;

static SimTime moment_of(const HospitalPlan *plan, int window, enum Moment moment)
{
    const WindowPlan *planned = &plan->strike.windows[window];
    return moment == AT_KNOWN ? planned->known_s : moment == AT_START ? planned->start_s : planned->end_s;
}

static SimTime look_s(const HospitalPlan *plan, int look)
{
    if (look == 0) return (SimTime)(plan->first_reported + 7) * SIM_DAY_S;
    return look == 1 ? moment(plan, 2024, 4, 4, 0) : end_of(plan);
}

static Before before_of(const SimOverride *given, size_t count)
{
    Before before = {.lives = lives_parse(base_text, given, count)};
    for (int life = 0; life < SIM_LIVES; life++) {
        const HospitalPlan *plan = before.lives.plans[life];
        SimWorld *world = world_new(plan, 0);
        for (int look = 0; look < LOOKS; look++) {
            run_to(world, plan, look_s(plan, look));
            before.looks[life][look] = sim_world_fork(world);
        }
        sim_world_free(world);
    }
    const HospitalPlan *plan = before.lives.plans[SIM_STRIKE];
    assert_int_equal(plan->strike.window_count, WINDOWS_MOST);
    for (int window = 0; window < WINDOWS_MOST; window++) {
        for (enum Moment moment = 0; moment < MOMENTS; moment++)
            before.before[window][moment] = world_run(plan, 0, moment_of(plan, window, moment));
    }
    return before;
}

static void before_free(Before *before)
{
    for (int life = 0; life < SIM_LIVES; life++) {
        for (int look = 0; look < LOOKS; look++) sim_world_free(before->looks[life][look]);
    }
    for (int window = 0; window < WINDOWS_MOST; window++) {
        for (int moment = 0; moment < MOMENTS; moment++) sim_world_free(before->before[window][moment]);
    }
    lives_free(&before->lives);
}

static int read_base(void **state)
{
    (void)state;
    FILE *file = fopen(TEST_FOLDER "/golden/scenarios/everything.yaml", "r");
    if (!file) return -1;
    base_text[fread(base_text, 1, sizeof base_text - 1, file)] = '\0';
    fclose(file);
    base = before_of(NULL, 0);
    return 0;
}

static int free_base(void **state)
{
    (void)state;
    before_free(&base);
    return 0;
}

// What is recorded of a life: days, waits, and both ledgers.
static bool same_results(const SimWorld *a, const SimWorld *b)
{
    static const uint32_t recorded[] = {SIM_TABLE_DAYS, SIM_TABLE_WAITS, TABLE_STAFFING, TABLE_MOVED};
    for (size_t i = 0; i < sizeof recorded / sizeof recorded[0]; i++) {
        const SimTable *x = &a->tables[recorded[i]], *y = &b->tables[recorded[i]];
        if (x->used != y->used || x->row_bytes != y->row_bytes) return false;
        if (memcmp(x->rows, y->rows, (size_t)x->used * x->row_bytes) != 0) return false;
    }
    return true;
}

// --- One field -------------------------------------------------------------------------------------------------------

enum Outcome { MAKES_A_DIFFERENCE, CHANGES_NOTHING, ACTS_TOO_EARLY, IS_A_FAULT };

// The moment from which a field acts, of the window it belongs to; false if it acts from the start, or never.
static bool acts_at(const SimField *row, const char *path, int *window, enum Moment *moment)
{
    *window = strstr(path, "[called off]") ? 1 : 0;
    switch (row->acts_from) {
    case SIM_ACTS_ANNOUNCED:
    case SIM_ACTS_PLAN: *moment = AT_KNOWN; return true;
    case SIM_ACTS_WINDOW_START: *moment = AT_START; return true;
    case SIM_ACTS_AFTER_WINDOW: *moment = AT_END; return true;
    case SIM_ACTS_START:
    case SIM_ACTS_NEVER: break;
    }
    return false;
}

// What was before a field acts is as it was; not asked where the change brings that moment forward.
static bool acts_too_early(const SimField *row, const char *path, const Before *before, const HospitalPlan *plan,
                           SimWorld *world)
{
    int window;
    enum Moment moment;
    if (!acts_at(row, path, &window, &moment) || window >= (int)plan->strike.window_count) return false;
    const SimTime until_s = moment_of(before->lives.plans[SIM_STRIKE], window, moment);
    if (moment_of(plan, window, moment) < until_s) return false;
    run_to(world, plan, until_s);
    return differ(world, before->before[window][moment]);
}

static bool life_differs(const Before *before, enum SimLife life, const HospitalPlan *plan, SimWorld *world)
{
    for (int look = 0; look < LOOKS; look++) {
        const SimWorld *known = before->looks[life][look];
        if (sim_now(known) < sim_now(world)) continue;
        run_to(world, plan, sim_now(known));
        if (!same_results(world, known)) return true;
    }
    return false;
}

static enum Outcome outcome_of_lives(const SimField *row, const char *path, const Before *before,
                                     HospitalPlan *plans[SIM_LIVES])
{
    enum Outcome outcome = CHANGES_NOTHING;
    SimWorld *world = world_new(plans[SIM_STRIKE], 0);
    if (acts_too_early(row, path, before, plans[SIM_STRIKE], world)) {
        outcome = ACTS_TOO_EARLY;
    } else if (life_differs(before, SIM_STRIKE, plans[SIM_STRIKE], world)) {
        outcome = MAKES_A_DIFFERENCE;
    }
    sim_world_free(world);
    if (outcome != CHANGES_NOTHING) return outcome;
    world = world_new(plans[SIM_BASELINE], 0);
    if (life_differs(before, SIM_BASELINE, plans[SIM_BASELINE], world)) outcome = MAKES_A_DIFFERENCE;
    sim_world_free(world);
    return outcome;
}

static enum Outcome outcome_with(const SimField *row, const Before *before, const SimOverride *overrides, size_t count)
{
    SimFaults *faults = sim_faults_new();
    SimScenario *scenario = sim_scenario_parse(SCENARIOS_FOLDER "/in_memory.yaml", base_text, strlen(base_text),
                                               &hospital_model.fields, overrides, count, faults);
    HospitalPlan *plans[SIM_LIVES] = {NULL};
    for (enum SimLife life = SIM_BASELINE; scenario && life < SIM_LIVES; life++)
        plans[life] = hospital_plan_new(scenario, life, faults);
    enum Outcome outcome = IS_A_FAULT;
    if (plans[SIM_BASELINE] && plans[SIM_STRIKE]) outcome = outcome_of_lives(row, overrides[0].path, before, plans);
    if (outcome == IS_A_FAULT) sim_faults_print(faults, stderr);
    for (int life = 0; life < SIM_LIVES; life++) hospital_plan_free(plans[life]);
    sim_scenario_free(scenario);
    sim_faults_free(faults);
    return outcome;
}

// --- Another value ---------------------------------------------------------------------------------------------------

static double moved_value(const SimField *row, double value)
{
    const double least = row->least, most = row->kind == SIM_SHARE && row->most == 0 ? 1 : row->most;
    const bool is_free = least == 0 && most == 0;
    double other = value != 0 ? value * 1.5 : is_free || most > 1 ? 1 : most * 0.3;
    if (!is_free && other > most) other = value > least ? fmax(least, value * 0.6) : most;
    if (!is_free && other < least) other = least;
    return other;
}

static void write_numbers(const SimNumbers *numbers, bool turned, char text[static VALUE_MOST])
{
    size_t length = 0;
    for (size_t i = 0; i < numbers->count; i++) {
        const double value = numbers->values[turned ? (i + 1) % numbers->count : i];
        length += (size_t)snprintf(text + length, VALUE_MOST - length, "%s%.10g", i > 0 ? ", " : "",
                                   turned ? value : value * 0.8);
    }
}

static bool all_equal(const SimNumbers *numbers)
{
    for (size_t i = 1; i < numbers->count; i++) {
        if (numbers->values[i] != numbers->values[0]) return false;
    }
    return true;
}

// The word after the one in force.
static void write_next_choice(const char *choices, int choice, char text[static VALUE_MOST])
{
    const char *word = choices;
    for (int i = 0; i <= choice && word; i++) {
        word = strchr(word, '|');
        if (word) word++;
    }
    if (!word) word = choices;
    snprintf(text, VALUE_MOST, "%.*s", (int)strcspn(word, "|="), word);
}

static void write_date(int64_t day, char text[static VALUE_MOST])
{
    const SimCivil civil = sim_civil((SimDate)day);
    snprintf(text, VALUE_MOST, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
}

static void write_moment(int64_t time_s, char text[static VALUE_MOST])
{
    write_date(time_s / SIM_DAY_S, text);
    const size_t length = strlen(text);
    const int minute = (int)(time_s % SIM_DAY_S / 60);
    snprintf(text + length, VALUE_MOST - length, "T%02d:%02d", minute / 60, minute % 60);
}

// As a planner would write it; false if there is nothing to change it from.
static bool write_double(const SimField *row, double value, char text[static VALUE_MOST])
{
    if (!sim_is_set(value)) return false;
    const double other = moved_value(row, value);
    const int minute = ((int)value / 60 + 61) % 1440;
    switch (row->kind) {
    case SIM_DURATION: snprintf(text, VALUE_MOST, "%.0f s", other); return true;
    case SIM_RATE: snprintf(text, VALUE_MOST, "%.10g/day", other); return true;
    case SIM_CLOCK: snprintf(text, VALUE_MOST, "%02d:%02d", minute / 60, minute % 60); return true;
    default: snprintf(text, VALUE_MOST, "%.10g", other); return true;
    }
}

static bool write_another(const SimField *row, const void *record, char text[static VALUE_MOST])
{
    const void *at = (const char *)record + row->offset;
    switch (row->kind) {
    case SIM_AMOUNT:
    case SIM_SHARE:
    case SIM_DURATION:
    case SIM_RATE:
    case SIM_CLOCK: return write_double(row, *(const double *)at, text);
    case SIM_COUNT: snprintf(text, VALUE_MOST, "%lld", (long long)*(const int64_t *)at + 1); break;
    case SIM_DATE_DAY: write_date(*(const int64_t *)at + 1, text); break;
    case SIM_MOMENT: write_moment(*(const int64_t *)at + SIM_DAY_S, text); break;
    case SIM_SWITCH: snprintf(text, VALUE_MOST, "%s", *(const bool *)at ? "off" : "on"); return true;
    case SIM_CHOICE:
        if (*(const int *)at < 0) return false;
        write_next_choice(row->choices, *(const int *)at, text);
        return true;
    case SIM_NUMBERS:
    case SIM_SHARES:
        if (((const SimNumbers *)at)->count == 0) return false;
        write_numbers(at, !all_equal(at), text);
        return true;
    default: return false;
    }
    return *(const int64_t *)at != SIM_UNSET;
}

// --- All fields ------------------------------------------------------------------------------------------------------

static const SimField *field_named(const char *path, size_t length)
{
    for (size_t b = 0; b < hospital_model.fields.block_count; b++) {
        const SimFieldBlock *block = hospital_model.fields.blocks[b];
        for (size_t i = 0; i < block->count; i++) {
            if (strlen(block->rows[i].path) == length && strncmp(block->rows[i].path, path, length) == 0)
                return &block->rows[i];
        }
    }
    fail_msg("there is no field %.*s", (int)length, path);
    return NULL;
}

typedef struct {
    const SimField *row;
    int tried;
    enum Outcome outcome;
    char said[PATH_MOST + VALUE_MOST];  // of the last one tried
} Trial;

static void try_one(Trial *trial, const Before *before, const SimOverride *overrides, size_t count)
{
    trial->tried++;
    trial->outcome = outcome_with(trial->row, before, overrides, count);
    snprintf(trial->said, sizeof trial->said, "%s=%s", overrides[0].path, overrides[0].text);
}

// Tries the items of the lists on the way to a field, one after the other, until one makes a difference.
static void try_items(Trial *trial, size_t done, const void *record, const char *path_so_far)
{
    const char *rest = trial->row->path + done, *list_end = strstr(rest, "[]");
    char path[PATH_MOST];
    if (!list_end) {
        char text[VALUE_MOST];
        snprintf(path, sizeof path, "%s%s", path_so_far, rest);
        const SimOverride changed = {path, text};
        if (write_another(trial->row, record, text)) try_one(trial, &base, &changed, 1);
        return;
    }
    const size_t list_length = (size_t)(list_end + 2 - trial->row->path);
    const SimField *list = field_named(trial->row->path, list_length);
    const SimRecords records = *(const SimRecords *)((const char *)record + list->offset);
    for (size_t i = 0; i < records.count; i++) {
        const void *item = (const char *)records.rows + i * list->count;
        const char *name = ((const SimRecordHead *)item)->name;
        char number[24];
        snprintf(number, sizeof number, "%zu", i + 1);
        snprintf(path, sizeof path, "%s%.*s[%s]", path_so_far, (int)(list_end - rest), rest, *name ? name : number);
        try_items(trial, list_length, item, path);
        if (trial->tried > 0 && (trial->outcome == MAKES_A_DIFFERENCE || trial->outcome == ACTS_TOO_EARLY)) return;
    }
}

static void try_written(Trial *trial, const Written *item)
{
    SimOverride overrides[4];
    size_t count = 0, given = 0;
    for (int i = 0; i < 2 && item->changes[i].path; i++) overrides[count++] = item->changes[i];
    for (; given < 2 && item->given[given].path; given++) overrides[count++] = item->given[given];
    if (given == 0) {
        try_one(trial, &base, overrides, count);
        return;
    }
    Before before = before_of(item->given, given);
    try_one(trial, &before, overrides, count);
    before_free(&before);
}

static Trial try_field(const SimField *row)
{
    Trial trial = {.row = row};
    for (size_t i = 0; i < sizeof written / sizeof written[0]; i++) {
        if (strcmp(written[i].field, row->path) == 0) try_written(&trial, &written[i]);
    }
    if (trial.tried == 0) try_items(&trial, 0, sim_scenario_root(base.lives.scenario), "");
    return trial;
}

static bool may_change_nothing(const SimField *row)
{
    for (size_t i = 0; i < sizeof without_effect / sizeof without_effect[0]; i++) {
        if (strncmp(row->path, without_effect[i].field, strlen(without_effect[i].field)) == 0) return true;
    }
    return false;
}

static bool is_of_interest(const SimField *row, const char *start)
{
    if (strncmp(row->path, start, strlen(start)) != 0) return false;
    if (row->kind == SIM_RECORDS || row->kind == SIM_TEXT || row->kind == SIM_PROSE) return false;
    return row->acts_from != SIM_ACTS_NEVER && !may_change_nothing(row);
}

// True if all is well with the field; else says what is not.
static bool field_passes(const SimField *row)
{
    const Trial trial = try_field(row);
    if (trial.tried == 0) {
        print_message("%s has no value to change: write one in everything.yaml, or in `written`\n", row->path);
        return false;
    }
    switch (trial.outcome) {
    case MAKES_A_DIFFERENCE: return true;
    case CHANGES_NOTHING: print_message("%s changes nothing (%d tried)\n", trial.said, trial.tried); break;
    case ACTS_TOO_EARLY: print_message("%s changes what was before it acts\n", trial.said); break;
    case IS_A_FAULT: print_message("%s is a fault\n", trial.said); break;
    }
    return false;
}

static void assert_fields_matter(const char *start)
{
    int failed = 0, all = 0;
    for (size_t b = 0; b < hospital_model.fields.block_count; b++) {
        const SimFieldBlock *block = hospital_model.fields.blocks[b];
        for (size_t i = 0; i < block->count; i++) {
            if (!is_of_interest(&block->rows[i], start)) continue;
            all++;
            failed += !field_passes(&block->rows[i]);
        }
    }
    assert_true(all > 0);
    if (failed > 0) fail_msg("%d of %d fields of %s", failed, all, start);
}

#define FIELDS_OF(name, start)                                                                                         \
    static void every_field_of_##name##_matters(void **state)                                                          \
    {                                                                                                                  \
        (void)state;                                                                                                   \
        assert_fields_matter(start);                                                                                   \
    }

FIELDS_OF(the_calendar, "calendar.")
FIELDS_OF(the_run, "run.")
FIELDS_OF(size, "trusts[].size.")
FIELDS_OF(primary_care, "trusts[].primary_care.")
FIELDS_OF(staffing, "trusts[].staffing.")
FIELDS_OF(emergency, "trusts[].emergency")
FIELDS_OF(beds, "trusts[].beds")
FIELDS_OF(maternity, "trusts[].maternity")
FIELDS_OF(elective, "trusts[].elective")
FIELDS_OF(bookings, "trusts[].bookings")
FIELDS_OF(strikes, "strikes[]")
FIELDS_OF(response, "response.")
FIELDS_OF(recovery, "recovery.")

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_of_the_calendar_matters), cmocka_unit_test(every_field_of_the_run_matters),
        cmocka_unit_test(every_field_of_size_matters),         cmocka_unit_test(every_field_of_primary_care_matters),
        cmocka_unit_test(every_field_of_staffing_matters),     cmocka_unit_test(every_field_of_emergency_matters),
        cmocka_unit_test(every_field_of_beds_matters),         cmocka_unit_test(every_field_of_maternity_matters),
        cmocka_unit_test(every_field_of_elective_matters),     cmocka_unit_test(every_field_of_bookings_matters),
        cmocka_unit_test(every_field_of_strikes_matters),      cmocka_unit_test(every_field_of_response_matters),
        cmocka_unit_test(every_field_of_recovery_matters),
    };
    return cmocka_run_group_tests(tests, read_base, free_base);
}
