#include "models/strike.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "models/hospital.h"
#include "models/sessions.h"

#define AT(member) offsetof(ScenarioFields, member)
#define OF(member) offsetof(StrikeFields, member)

static const SimField rows[] = {
    {"strikes[]", SIM_RECORDS, SIM_ACTS_ANNOUNCED, AT(strikes), sizeof(StrikeFields), NULL, 0, 0, "", NULL,
     "The strikes, each with its dates, who takes part and how many.", "as announced by the unions"},
    {"strikes[].name", SIM_TEXT, SIM_ACTS_NEVER, OF(name), 0, NULL, 0, 0, NULL, NULL,
     "What the strike is called in results.", "the planner's choice"},
    {"strikes[].round", SIM_TEXT, SIM_ACTS_ANNOUNCED, OF(round), 0, NULL, 0, 0, "", NULL,
     "The round of action it belongs to: strikes of one round have the same turn-out in a trust. Default: its name.",
     "the planner's choice"},
    {"strikes[].groups", SIM_CHOICES, SIM_ACTS_ANNOUNCED, OF(groups), 0, STAFF_GROUP_WORDS, 0, 0, NULL, NULL,
     "The groups of staff that are called out.", "as announced by the unions"},
    {"strikes[].in", SIM_CHOICE, SIM_ACTS_ANNOUNCED, OF(in), 0, "strike|both", 0, 0, "strike", NULL,
     "`both`: it is history and happens in both lives; `strike`: the difference between the lives shows what it does.",
     "the planner's choice"},
    {"strikes[].anticipated_from", SIM_MOMENT, SIM_ACTS_ANNOUNCED, OF(anticipated_from), 0, NULL, 0, 0, "", NULL,
     "When the trust stops booking into what it expects to be cut, if it sees the strike coming before it is "
     "announced: a ballot, or talks that fail. Default: the announcement.",
     "one trust of 2015 stopped booking at the ballot's result (Weston Area; Evening Standard, 1 December 2015)"},
    {"strikes[].announced", SIM_MOMENT, SIM_ACTS_ANNOUNCED, OF(announced), 0, NULL, 0, 0, NULL, NULL,
     "When the trust learns of it. Nothing differs between the lives before the first announcement, or before it is "
     "anticipated.",
     "as announced by the unions"},
    {"strikes[].start", SIM_MOMENT, SIM_ACTS_ANNOUNCED, OF(start), 0, NULL, 0, 0, NULL, NULL,
     "Its first moment. A shift is struck if it starts at or after this and before the end.",
     "as announced by the unions"},
    {"strikes[].end", SIM_MOMENT, SIM_ACTS_ANNOUNCED, OF(end), 0, NULL, 0, 0, NULL, NULL,
     "Its end. A shift that began before it is lost to its own end.", "as announced by the unions"},
    {"strikes[].cover", SIM_CHOICE, SIM_ACTS_ANNOUNCED, OF(cover), 0, "full_walkout|christmas_day|emergency_only", 0, 0,
     "full_walkout", NULL,
     "How far staff withdraw: everywhere; everywhere down to the rota of Christmas Day (a rest day's); or from planned "
     "work only, with wards and diagnostics down to that rota. See kept for a department apart.",
     "as announced by the unions"},

    {"response.cancellation.policy", SIM_CHOICE, SIM_ACTS_ANNOUNCED, AT(response.policy), 0,
     "rolling|block_early|maintain", 0, 0, "rolling", NULL,
     "`rolling`: each day decides for the day so far ahead; `block_early`: everything at plan_time; `maintain`: as "
     "rolling, but keeping a share of sessions whatever the cover.",
     "NHS England asked for rolling, day-by-day decisions (HSJ, 2023)"},
    {"response.cancellation.lead", SIM_DURATION, SIM_ACTS_ANNOUNCED, AT(response.lead), 0, NULL, 0, 0, "7 d", NULL,
     "How long before the day sessions are cut, with `rolling` and `maintain`; on the working day before, if that is a "
     "day of rest.",
     "assumed; by 10 July 2023 Barking, Havering and Redbridge had moved 2,000 appointments of 13 to 18 July (Romford "
     "Recorder), and Bolton's messages for six days of January 2024 were sent before the first (Bolton NHS FT)"},
    {"response.cancellation.make_do", SIM_SHARE, SIM_ACTS_ANNOUNCED, AT(response.make_do), 0, NULL, 0, 1, "90%", NULL,
     "Share of the cover target up to which posts are filled on the day itself from sessions that were not cut in "
     "advance. What is missing beyond that is made do without, rather than send patients home who have come.",
     "assumed"},
    {"response.cancellation.plan_time", SIM_DURATION, SIM_ACTS_ANNOUNCED, AT(response.plan_time), 0, NULL, 0, 0, "7 d",
     NULL, "How long before the start everything is cut, with `block_early`.", "assumed"},
    {"response.cancellation.maintain", SIM_SHARE, SIM_ACTS_ANNOUNCED, AT(response.maintain), 0, NULL, 0, 1, "95%", NULL,
     "Share of planned sessions that is kept, with `maintain`.", "the goal of July 2025 (NHS England)"},
    {"response.cancellation.cut_back_ahead", SIM_SWITCH, SIM_ACTS_ANNOUNCED, AT(response.cut_back), 0, NULL, 0, 0, "on",
     NULL, "Whether booking into sessions that are expected to be cut stops at the announcement.",
     "many hospitals had cut back ahead of the strike (Express & Star, 19 April 2023)"},
    {"response.cancellation.cut_back_theatre", SIM_SWITCH, SIM_ACTS_ANNOUNCED, AT(response.cut_back_theatre), 0, NULL,
     0, 0, "off", NULL, "Whether booking into theatre lists that are expected to be cut stops as well.",
     "assumed; off, procedures come near the tenth of what was moved in 2023 that they were (NHS England)"},
    {"response.cancellation.short_notice", SIM_DURATION, SIM_ACTS_ANNOUNCED, AT(response.short_notice), 0, NULL, 0, 0,
     "3 d", NULL, "Notice shorter than this is reported as short.", "assumed"},
    {"response.cancellation.refill", SIM_SHARE, SIM_ACTS_WINDOW_START, AT(response.refill), 0, NULL, 0, 1, "30%", NULL,
     "Where fewer doctors are absent than forecast, sessions are held after all on the day: the probability that each "
     "of their slots can be filled again at short notice.",
     "assumed"},
    {"response.protected.urgent", SIM_SWITCH, SIM_ACTS_ANNOUNCED, AT(response.protect_urgent), 0, NULL, 0, 0, "on",
     NULL, "Whether urgent suspected cancer and P2 are rescheduled last.", "NHS England's guidance for strikes"},
    {"response.protected.long_wait", SIM_DURATION, SIM_ACTS_ANNOUNCED, AT(response.protect_waits), 0, NULL, 0, 0,
     "65 weeks", NULL, "Patients whose clock has run for longer are rescheduled last as well.", "assumed"},
    {"response.protected.within", SIM_DURATION, SIM_ACTS_ANNOUNCED, AT(response.protect_within), 0, NULL, 0,
     14 * SIM_DAY_S, "24 h", NULL,
     "Protected patients of a session that is cut take places in sessions of the same service and kind that start "
     "within this of their own, free ones or those of patients who are not protected.",
     "24 hours: a move within them is a postponement, no cancellation (NHS England, QMCO guidance)"},
    {"response.sessions.resident_share", SIM_SHARE, SIM_ACTS_ANNOUNCED, AT(response.resident_slots), 0, NULL, 0, 1,
     "10%", NULL, "Share of the slots of a doctor-led clinic that residents see.", "assumed"},
    {"response.sessions.held_by_others", SIM_SHARE, SIM_ACTS_ANNOUNCED, AT(response.held_by_others), 0, NULL, 0, 1,
     "66%", NULL,
     "Share of the sessions of consultants and SAS doctors on strike that colleagues, residents or nurses hold for "
     "them.",
     "assumed; with a quarter of those due absent (12,554 over two days, August 2023) as much moves as was published: "
     "65,557 in July, 45,827 in August (NHS England)"},
    {"response.sessions.theatre_share", SIM_SHARE, SIM_ACTS_ANNOUNCED, AT(response.theatre_slots), 0, NULL, 0, 1, "10%",
     NULL, "Share of a theatre list's cases that is lost when its residents are absent.", "assumed"},
};

const SimFieldBlock strike_fields = {rows, sizeof rows / sizeof rows[0]};

static void window_set(WindowPlan *window, const StrikeFields *strike, int64_t epoch_s)
{
    *window = (WindowPlan){.groups = strike->groups,
                           .in_both = strike->in == STRIKE_IN_BOTH,
                           .announced_s = strike->announced - epoch_s,
                           .start_s = strike->start - epoch_s,
                           .end_s = strike->end - epoch_s,
                           .demand = demand_of(&strike->demand, strike->groups)};
    const bool anticipated = strike->anticipated_from != SIM_UNSET;
    window->known_s = anticipated ? strike->anticipated_from - epoch_s : window->announced_s;
    snprintf(window->name, sizeof window->name, "%s", strike->name.text);
    window->round_hash = sim_hash32(strike->round.text ? strike->round.text : strike->name.text);
}

static bool window_plan(const HospitalPlan *plan, WindowPlan *window, const StrikeFields *strike, int64_t epoch_s,
                        SimFaults *faults)
{
    window_set(window, strike, epoch_s);
    bool sound = participation_plan(window, strike, plan->tables, faults);
    sound = mitigations_plan(window, strike, epoch_s, faults) && sound;
    return call_off_plan(window, strike, epoch_s, faults) && sound;
}

static int by_start(const void *a, const void *b)
{
    const WindowPlan *x = a, *y = b;
    if (x->start_s != y->start_s) return x->start_s < y->start_s ? -1 : 1;
    return strcmp(x->name, y->name);
}

static int by_time(const void *a, const void *b)
{
    const Decision *x = a, *y = b;
    if (x->time_s != y->time_s) return x->time_s < y->time_s ? -1 : 1;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    return x->day < y->day ? -1 : x->day > y->day;
}

static void decide(StrikePlan *plan, SimTime time_s, enum DecisionKind kind, uint32_t day)
{
    for (uint32_t i = 0; i < plan->decision_count; i++) {
        const Decision *known = &plan->decisions[i];
        if (known->time_s == time_s && known->kind == kind && known->day == day) return;
    }
    plan->decisions[plan->decision_count++] = (Decision){.time_s = time_s, .kind = kind, .day = day};
}

// Windows of a round that touch are one: they are cut together. Windows are in order of their start.
static SimTime block_starts_s(const StrikePlan *plan, const WindowPlan *window)
{
    SimTime start_s = window->start_s;
    for (uint32_t i = plan->window_count; i-- > 0;) {
        const WindowPlan *other = &plan->windows[i];
        bool touches = other->start_s < start_s && other->end_s >= start_s;
        if (touches && other->round_hash == window->round_hash) start_s = other->start_s;
    }
    return start_s;
}

// Trusts decide, and tell patients, on working days: at the same hour of the last one.
static SimTime on_a_working_day(const HospitalPlan *plan, SimTime time_s)
{
    while (time_s >= SIM_DAY_S && plan->rest_day[sim_day_of(time_s)]) time_s -= SIM_DAY_S;
    return time_s;
}

static SimTime cut_time_s(const HospitalPlan *plan, const WindowPlan *window, uint32_t day)
{
    const ResponseFields *response = &plan->strike.response;
    const SimTime midnight_s = (SimTime)day * SIM_DAY_S;
    if (response->policy == CANCEL_BLOCK_EARLY)
        return on_a_working_day(plan, window->block_start_s - (SimTime)response->plan_time);
    return on_a_working_day(plan, midnight_s + 12 * SIM_HOUR_S - (SimTime)response->lead);
}

static void decisions_of_window(const HospitalPlan *hospital, StrikePlan *plan, const WindowPlan *window)
{
    const uint32_t days = hospital->days;
    SimTime announced_s = window->announced_s > 0 ? window->announced_s : 0;
    SimTime known_s = window->known_s > 0 ? window->known_s : 0;
    for (uint32_t day = strike_first_day(window); day <= strike_last_day(window) && day < days; day++) {
        SimTime cut_s = cut_time_s(hospital, window, day);
        // Never on the day itself: that is decided when the day shift has come in.
        SimTime latest_s = (SimTime)day * SIM_DAY_S - 12 * SIM_HOUR_S;
        if (cut_s > latest_s) cut_s = latest_s;
        if (cut_s <= announced_s) cut_s = announced_s + 1;
        if (plan->response.cut_back) decide(plan, known_s, DECISION_ANNOUNCED, day);
        if (cut_s < (SimTime)day * SIM_DAY_S) decide(plan, cut_s, DECISION_CUT, day);
        const SimTime called_off_s = window->call_off.at_s;
        if (called_off_s >= 0 && called_off_s < (SimTime)(day + 1) * SIM_DAY_S)
            decide(plan, called_off_s, DECISION_CALLED_OFF, day);
    }
}

static void decisions_of_recovery(const HospitalPlan *hospital, StrikePlan *plan, SimMark mark, SimFaults *faults)
{
    SimTime last_s = -1;
    for (uint32_t i = 0; i < plan->window_count; i++) {
        if (!plan->windows[i].in_both && plan->windows[i].end_s > last_s) last_s = plan->windows[i].end_s;
    }
    recovery_plan(plan, hospital->days, last_s);
    if (hospital->life == SIM_BASELINE || !recovery_is_planned(&plan->recovery)) return;
    if (last_s < 0) {
        sim_warn(
            faults, mark,
            "`recovery` changes nothing: it follows strikes that only the strike life has, and there is none; leave "
            "it out, or write a strike without `in: both`");
    } else if (plan->recovery.lasts < SIM_DAY_S) {
        sim_warn(faults, mark, "`recovery` changes nothing: it lasts no day; write a longer `for`");
    }
}

// The waiting list is brought to its given size at calendar.start: the lives must not have parted before.
static bool parts_in_time(const StrikeFields *strike, const HospitalPlan *plan, int64_t epoch_s, const char *name,
                          SimFaults *faults)
{
    const bool anticipated = strike->anticipated_from != SIM_UNSET;
    const int64_t parts = anticipated ? strike->anticipated_from : strike->announced;
    if (strike->in == STRIKE_IN_BOTH || parts >= epoch_s + (int64_t)plan->first_reported * SIM_DAY_S) return true;
    char date[11];
    return sim_fault(faults, strike->head.mark,
                     "strike \"%s\" is %s before calendar.start; write a `calendar.start` of %s or earlier", name,
                     anticipated ? "anticipated" : "announced", sim_date_text((SimDate)(parts / SIM_DAY_S), date));
}

static bool dates_are_sound(const StrikeFields *strike, const HospitalPlan *plan, int64_t epoch_s, const char *name,
                            SimFaults *faults)
{
    SimMark mark = strike->head.mark;
    bool sound = true;
    if (strike->end <= strike->start) {
        sound = sim_fault(faults, mark, "strike \"%s\" does not end after it starts; write an `end` after its `start`",
                          name);
    }
    if (strike->announced > strike->start) {
        sound =
            sim_fault(faults, mark, "strike \"%s\" is announced after it starts; write an earlier `announced`", name);
    }
    if (strike->anticipated_from != SIM_UNSET && strike->anticipated_from > strike->announced) {
        sound = sim_fault(faults, mark,
                          "strike \"%s\" is anticipated after it is announced; write an earlier `anticipated_from`, or "
                          "leave it out",
                          name);
    }
    if (strike->start < epoch_s || strike->start - epoch_s >= (int64_t)plan->days * SIM_DAY_S) {
        sound = sim_fault(faults, mark,
                          "strike \"%s\" lies outside the calendar; move `calendar.start` or `calendar.end` so that it "
                          "is inside",
                          name);
    }
    return sound;
}

// Groups whose absence changes care.
static const uint32_t GROUPS_THAT_MATTER = (1u << STAFF_GROUPS) - 1 - (1u << GROUP_OTHERS);

// Days of notice the law asked for: 7 before the Trade Union Act 2016 (from 1 March 2017: 14), and 10 since the
// Employment Rights Act 2025 (from 18 February 2026).
static int notice_days(int64_t announced)
{
    const int64_t day = announced / SIM_DAY_S;
    return day < sim_date(2017, 3, 1) ? 7 : day < sim_date(2026, 2, 18) ? 14 : 10;
}

// The first morning books all dates ahead at once; only after as long as they are booked ahead have all of them been
// filled day by day along their curve, as the strike would find them.
static void warn_of_warm_up(const StrikeFields *strike, const HospitalPlan *plan, int64_t epoch_s, const char *name,
                            SimFaults *faults)
{
    const int64_t known = strike->anticipated_from != SIM_UNSET ? strike->anticipated_from : strike->announced;
    if (!plan->has_trusts || known - epoch_s >= (int64_t)BOOKING_HORIZON_DAYS * SIM_DAY_S) return;
    sim_warn(faults, strike->head.mark,
             "strike \"%s\" is known of less than %d days after the simulation begins: the dates booked ahead have not "
             "been filled along their curve by then; write a `run.warm_up` of %d weeks or more, or an earlier "
             "`calendar.start`",
             name, BOOKING_HORIZON_DAYS, BOOKING_HORIZON_DAYS / 7);
}

static void warn_of(const StrikeFields *strike, const HospitalPlan *plan, int64_t epoch_s, const char *name,
                    SimFaults *faults)
{
    const SimMark mark = strike->head.mark;
    warn_of_warm_up(strike, plan, epoch_s, name, faults);
    if (plan->has_trusts && strike->groups & ~GROUPS_THAT_MATTER) {
        sim_warn(faults, mark,
                 "strike \"%s\": absences of `others` are counted where rosters have them, but change no care beyond "
                 "the posts they leave",
                 name);
    }
    if (strike->end > ((int64_t)plan->outline.report_last + 1) * SIM_DAY_S) {
        sim_warn(
            faults, mark,
            "strike \"%s\" goes on after calendar.end; what it does from then on is not simulated, so write a later "
            "end, best a year after the strike",
            name);
    }
    const int days = notice_days(strike->announced);
    if (strike->start - strike->announced < (int64_t)days * SIM_DAY_S) {
        sim_warn(faults, mark, "strike \"%s\" gives less than the %d days of notice the law asks for", name, days);
    }
}

static bool strike_is_sound(const StrikeFields *strike, const HospitalPlan *plan, int64_t epoch_s, SimFaults *faults)
{
    const char *name = strike->name.text ? strike->name.text : "";
    bool sound = dates_are_sound(strike, plan, epoch_s, name, faults);
    sound = parts_in_time(strike, plan, epoch_s, name, faults) && sound;
    sound = demand_is_sound(&strike->demand, strike->head.mark, faults) && sound;
    if (sound) warn_of(strike, plan, epoch_s, name, faults);
    return sound;
}

bool strike_plan(HospitalPlan *plan, const SimScenario *scenario, SimFaults *faults)
{
    const ScenarioFields *fields = sim_scenario_root(scenario);
    StrikePlan *strike = &plan->strike;
    int64_t epoch_s = (int64_t)plan->outline.first_day * SIM_DAY_S;
    strike->response = fields->response;
    strike->recovery = fields->recovery;
    strike->windows = calloc(fields->strikes.count + 1, sizeof *strike->windows);
    bool sound = true;
    uint32_t decisions = 64;
    for (size_t i = 0; i < fields->strikes.count; i++) {
        const StrikeFields *written = SIM_RECORD(fields->strikes, StrikeFields, i);
        if (!strike_is_sound(written, plan, epoch_s, faults)) sound = false;
        if (plan->life == SIM_BASELINE && written->in != STRIKE_IN_BOTH) continue;
        WindowPlan *window = &strike->windows[strike->window_count++];
        sound = window_plan(plan, window, written, epoch_s, faults) && sound;
    }
    if (!sound) return false;
    qsort(strike->windows, strike->window_count, sizeof *strike->windows, by_start);
    for (uint32_t i = 0; i < strike->window_count; i++) {
        strike->windows[i].block_start_s = block_starts_s(strike, &strike->windows[i]);
        call_off_join_block(&strike->windows[i]);
        decisions += 3 * (strike_last_day(&strike->windows[i]) - strike_first_day(&strike->windows[i]) + 2);
    }
    strike->decisions = calloc(decisions + plan->days + 2, sizeof *strike->decisions);
    for (uint32_t i = 0; i < strike->window_count; i++) decisions_of_window(plan, strike, &strike->windows[i]);
    decisions_of_recovery(plan, strike, sim_scenario_mark(scenario, "recovery"), faults);
    qsort(strike->decisions, strike->decision_count, sizeof *strike->decisions, by_time);
    return true;
}

static void change_capacity(StrikePlan *plan, SimTime time_s)
{
    if (time_s < 0) return;
    plan->decisions[plan->decision_count++] = (Decision){.time_s = time_s, .kind = DECISION_CAPACITY};
}

void strike_add_capacity_changes(StrikePlan *plan, const ServicesPlan *services)
{
    if (services->change_count == 0) return;
    const size_t room = plan->decision_count + 3 * (size_t)services->change_count;
    plan->decisions = realloc(plan->decisions, room * sizeof *plan->decisions);
    if (!plan->decisions) abort();
    for (uint32_t i = 0; i < services->change_count; i++) {
        const ServiceDates *dates = &services->changes[i].dates;
        change_capacity(plan, dates->start_s);
        change_capacity(plan, dates->end_s);
        if (!dates->window || dates->window->call_off.at_s == INT64_MAX) continue;
        const SimTime recalled_s = dates->window->call_off.at_s + (SimTime)plan->response.reinstatement.recall;
        if (recalled_s > dates->start_s && recalled_s < dates->end_s) change_capacity(plan, recalled_s);
    }
    qsort(plan->decisions, plan->decision_count, sizeof *plan->decisions, by_time);
}

void strike_plan_free(StrikePlan *plan)
{
    for (uint32_t i = 0; i < plan->window_count; i++) {
        participation_free(&plan->windows[i].participation);
        mitigations_free(&plan->windows[i].mitigations);
    }
    free(plan->windows);
    free(plan->decisions);
}
