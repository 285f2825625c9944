#include "models/strike.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "models/hospital.h"

#define AT(member) offsetof(ScenarioFields, member)
#define OF(member) offsetof(StrikeFields, member)

static const SimField rows[] = {
    {"strikes[]", SIM_RECORDS, SIM_ACTS_ANNOUNCED, AT(strikes), sizeof(StrikeFields), NULL, 0, 0, "", NULL,
     "The strikes, each with its dates, who takes part and how many.", "as announced by the unions"},
    {"strikes[].name", SIM_TEXT, SIM_ACTS_NEVER, OF(name), 0, NULL, 0, 0, NULL, NULL,
     "What the strike is called in results.", "the planner's choice"},
    {"strikes[].round", SIM_TEXT, SIM_ACTS_WINDOW_START, OF(round), 0, NULL, 0, 0, "", NULL,
     "The round of action it belongs to: strikes of one round have the same turn-out in a trust. Default: its name.",
     "the planner's choice"},
    {"strikes[].groups", SIM_CHOICES, SIM_ACTS_ANNOUNCED, OF(groups), 0, STAFF_GROUP_WORDS, 0, 0, NULL, NULL,
     "The groups of staff that are called out.", "as announced by the unions"},
    {"strikes[].in", SIM_CHOICE, SIM_ACTS_ANNOUNCED, OF(in), 0, "strike|both", 0, 0, "strike", NULL,
     "`both`: it is history and happens in both lives; `strike`: the difference between the lives shows what it does.",
     "the planner's choice"},
    {"strikes[].announced", SIM_MOMENT, SIM_ACTS_ANNOUNCED, OF(announced), 0, NULL, 0, 0, NULL, NULL,
     "When the trust learns of it. Nothing differs between the lives before the first announcement.",
     "as announced by the unions"},
    {"strikes[].start", SIM_MOMENT, SIM_ACTS_ANNOUNCED, OF(start), 0, NULL, 0, 0, NULL, NULL,
     "Its first moment. A shift is struck if it starts at or after this and before the end.",
     "as announced by the unions"},
    {"strikes[].end", SIM_MOMENT, SIM_ACTS_ANNOUNCED, OF(end), 0, NULL, 0, 0, NULL, NULL,
     "Its end. A shift that began before it is lost to its own end.", "as announced by the unions"},
    {"strikes[].cover", SIM_CHOICE, SIM_ACTS_ANNOUNCED, OF(cover), 0, "full_walkout|christmas_day|emergency_only", 0, 0,
     "full_walkout", NULL,
     "How far staff withdraw: everywhere; down to the rota of a rest day; or from planned care only.",
     "as announced by the unions"},
    {"strikes[].participation.weekday", SIM_SHARE, SIM_ACTS_ANNOUNCED, OF(participation_weekday), 0, NULL, 0, 1, "75%",
     NULL, "Share of those due in who stay away on a weekday.",
     "78 % of residents due in were absent on 26 April 2016 (NHS England); since then assumed. Consultants: 12,554 "
     "absences "
     "over two days in August 2023 (NHS England) are about a fifth of those due, so write 20%"},
    {"strikes[].participation.weekend", SIM_SHARE, SIM_ACTS_ANNOUNCED, OF(participation_weekend), 0, NULL, 0, 1, "60%",
     NULL, "The same on Saturdays, Sundays and bank holidays.",
     "assumed; gives the published third of a weekday's absences at weekends"},
    {"strikes[].participation.between_trusts", SIM_SHARE, SIM_ACTS_WINDOW_START, OF(participation_sd), 0, NULL, 0, 0.4,
     "6.5%", NULL,
     "Standard deviation of turn-out between trusts, where half take part; where the share p does, it is that times "
     "2 sqrt(p (1 - p)): 6.5% is 5.6 points at 75%. The trust learns its turn-out on the day.",
     "assumed"},
    {"strikes[].participation.forecast_weekday", SIM_SHARE, SIM_ACTS_ANNOUNCED, OF(forecast_weekday), 0, NULL, 0, 1, "",
     NULL, "The turn-out the trust plans for. Default: participation.weekday and the margin.", "assumed"},
    {"strikes[].participation.forecast_weekend", SIM_SHARE, SIM_ACTS_ANNOUNCED, OF(forecast_weekend), 0, NULL, 0, 1, "",
     NULL, "The same for Saturdays, Sundays and bank holidays.", "assumed"},
    {"strikes[].participation.margin", SIM_SHARE, SIM_ACTS_ANNOUNCED, OF(forecast_margin), 0, NULL, 0, 1, "5%", NULL,
     "Percentage points by which a forecast that is not given exceeds the participation (not if that is 0).",
     "assumed"},

    {"response.cancellation.policy", SIM_CHOICE, SIM_ACTS_ANNOUNCED, AT(response.policy), 0,
     "rolling|block_early|maintain", 0, 0, "rolling", NULL,
     "`rolling`: each day decides for the day so far ahead; `block_early`: everything at plan_time; `maintain`: as "
     "rolling, but keeping a share of sessions whatever the cover.",
     "NHS England asked for rolling, day-by-day decisions (HSJ, 2023)"},
    {"response.cancellation.lead", SIM_DURATION, SIM_ACTS_ANNOUNCED, AT(response.lead), 0, NULL, 0, 0, "2 d", NULL,
     "How long before the day sessions are cut, with `rolling` and `maintain`.", "assumed"},
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
    {"response.cancellation.short_notice", SIM_DURATION, SIM_ACTS_NEVER, AT(response.short_notice), 0, NULL, 0, 0,
     "3 d", NULL, "Notice shorter than this is reported as short.", "assumed"},
    {"response.sessions.resident_share", SIM_SHARE, SIM_ACTS_ANNOUNCED, AT(response.resident_slots), 0, NULL, 0, 1,
     "10%", NULL, "Share of the slots of a doctor-led clinic that residents see.", "assumed"},
    {"response.sessions.theatre_share", SIM_SHARE, SIM_ACTS_ANNOUNCED, AT(response.theatre_slots), 0, NULL, 0, 1, "10%",
     NULL, "Share of a theatre list's cases that is lost when its residents are absent.", "assumed"},
};

const SimFieldBlock strike_fields = {rows, sizeof rows / sizeof rows[0]};

// The turn-out of trusts is a beta with this mean. Its parameters add up to the same whatever the mean is, so a larger
// mean never gives a trust a smaller turn-out: the likelihood ratio of two such betas rises.
static bool turn_out_plan(SimTables *tables, double mean, double sd_at_half, SimDistribution *turn_out, SimMark mark,
                          SimFaults *faults)
{
    *turn_out = (SimDistribution){.mean = mean};
    SimShapeSpec beta = sim_shape_spec(SIM_BETA);
    beta.mean = mean;
    beta.sd = 2 * sd_at_half * sqrt(mean * (1 - mean));
    beta.least = 0;
    beta.most = 1;
    char why[200];
    if (!(beta.sd > 0) || sim_distribution_fit(tables, &beta, turn_out, why, sizeof why)) return true;
    return sim_fault(faults, mark,
                     "participation: no beta has the mean %g and the standard deviation %g between trusts", mean,
                     beta.sd);
}

static bool turn_outs_plan(WindowPlan *window, const StrikeFields *strike, SimTables *tables, SimFaults *faults)
{
    const double means[2] = {strike->participation_weekday, strike->participation_weekend};
    bool sound = true;
    for (int rest = 0; rest < 2 && sound; rest++) {
        sound = turn_out_plan(tables, means[rest], strike->participation_sd, &window->turn_out[rest], strike->head.mark,
                              faults);
    }
    return sound;
}

static void window_set(WindowPlan *window, const StrikeFields *strike, int64_t epoch_s)
{
    *window = (WindowPlan){.groups = strike->groups,
                           .in_both = strike->in == STRIKE_IN_BOTH,
                           .announced_s = strike->announced - epoch_s,
                           .start_s = strike->start - epoch_s,
                           .end_s = strike->end - epoch_s,
                           .cover = (enum StrikeCover)strike->cover,
                           .demand = strike->demand};
    snprintf(window->name, sizeof window->name, "%s", strike->name.text);
    window->round_hash = sim_hash32(strike->round.text ? strike->round.text : strike->name.text);
    const double given[2] = {strike->forecast_weekday, strike->forecast_weekend};
    const double means[2] = {strike->participation_weekday, strike->participation_weekend};
    for (int rest = 0; rest < 2; rest++) {
        const double p = means[rest];
        window->forecast[rest] = sim_is_set(given[rest]) ? given[rest]
                                 : p > 0                 ? fmin(1, p + strike->forecast_margin)
                                                         : 0;
    }
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

static void decisions_of_window(StrikePlan *plan, const WindowPlan *window, uint32_t days)
{
    SimTime announced_s = window->announced_s > 0 ? window->announced_s : 0;
    for (uint32_t day = strike_first_day(window); day <= strike_last_day(window) && day < days; day++) {
        SimTime midday_s = (SimTime)day * SIM_DAY_S + 12 * SIM_HOUR_S;
        SimTime cut_s = plan->response.policy == CANCEL_BLOCK_EARLY
                            ? block_starts_s(plan, window) - (SimTime)plan->response.plan_time
                            : midday_s - (SimTime)plan->response.lead;
        // Never on the day itself: that is decided when the day shift has come in.
        SimTime latest_s = (SimTime)day * SIM_DAY_S - 12 * SIM_HOUR_S;
        if (cut_s > latest_s) cut_s = latest_s;
        if (cut_s <= announced_s) cut_s = announced_s + 1;
        if (plan->response.cut_back) decide(plan, announced_s, DECISION_ANNOUNCED, day);
        if (cut_s < (SimTime)day * SIM_DAY_S) decide(plan, cut_s, DECISION_CUT, day);
    }
}

static void decisions_of_recovery(StrikePlan *plan, uint32_t days)
{
    SimTime last_s = -1;
    for (uint32_t i = 0; i < plan->window_count; i++) {
        if (!plan->windows[i].in_both && plan->windows[i].end_s > last_s) last_s = plan->windows[i].end_s;
    }
    recovery_plan(plan, days, last_s);
}

static bool strike_is_sound(const StrikeFields *strike, const HospitalPlan *plan, int64_t epoch_s, SimFaults *faults)
{
    SimMark mark = strike->head.mark;
    const char *name = strike->name.text ? strike->name.text : "";
    bool sound = true;
    if (strike->end <= strike->start) {
        sound = sim_fault(faults, mark, "strike \"%s\" ends before it starts; write an `end` after its `start`", name);
    }
    if (strike->announced > strike->start) {
        sound =
            sim_fault(faults, mark, "strike \"%s\" is announced after it starts; write an earlier `announced`", name);
    }
    if (strike->start < epoch_s || strike->start - epoch_s >= (int64_t)plan->days * SIM_DAY_S) {
        sound = sim_fault(faults, mark,
                          "strike \"%s\" lies outside the calendar; move `calendar.start` or `calendar.end` so that it "
                          "is inside",
                          name);
    }
    // The waiting list is brought to its given size at calendar.start: the lives must not have parted before.
    bool parts_early = strike->announced < epoch_s + (int64_t)plan->first_reported * SIM_DAY_S;
    if (parts_early && strike->in != STRIKE_IN_BOTH) {
        char date[11];
        sound = sim_fault(faults, mark,
                          "strike \"%s\" is announced before calendar.start; write a `calendar.start` of %s or earlier",
                          name, sim_date_text((SimDate)(strike->announced / SIM_DAY_S), date));
    }
    sound = demand_is_sound(&strike->demand, mark, faults) && sound;
    uint32_t modelled = 1u << GROUP_RESIDENTS | 1u << GROUP_CONSULTANTS | 1u << GROUP_SAS | 1u << GROUP_MIDWIVES |
                        1u << GROUP_RADIOGRAPHERS;
    if (plan->has_trusts && strike->groups & ~modelled) {
        sim_warn(faults, mark,
                 "strike \"%s\": absences of nurses (but for endoscopy), ambulance staff and others are counted "
                 "where rosters have them, but change no care",
                 name);
    }
    bool new_law = strike->announced >= 20502LL * SIM_DAY_S;  // 18 February 2026
    int64_t notice_days = new_law ? 10 : 14;
    if (sound && strike->start - strike->announced < notice_days * SIM_DAY_S) {
        sim_warn(faults, mark, "strike \"%s\" gives less than the %d days of notice the law asks for", name,
                 (int)notice_days);
    }
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
        window_set(window, written, epoch_s);
        sound = turn_outs_plan(window, written, plan->tables, faults) && sound;
    }
    if (!sound) return false;
    qsort(strike->windows, strike->window_count, sizeof *strike->windows, by_start);
    for (uint32_t i = 0; i < strike->window_count; i++) {
        decisions += 2 * (strike_last_day(&strike->windows[i]) - strike_first_day(&strike->windows[i]) + 2);
    }
    strike->decisions = calloc(decisions + plan->days + 2, sizeof *strike->decisions);
    for (uint32_t i = 0; i < strike->window_count; i++) decisions_of_window(strike, &strike->windows[i], plan->days);
    decisions_of_recovery(strike, plan->days);
    qsort(strike->decisions, strike->decision_count, sizeof *strike->decisions, by_time);
    return true;
}

void strike_add_capacity_changes(StrikePlan *plan, const ServicesPlan *services)
{
    if (services->change_count == 0) return;
    const size_t room = plan->decision_count + 2 * (size_t)services->change_count;
    plan->decisions = realloc(plan->decisions, room * sizeof *plan->decisions);
    if (!plan->decisions) abort();
    for (uint32_t i = 0; i < services->change_count; i++) {
        const ServiceChange *change = &services->changes[i];
        const Decision begins = {.time_s = change->start_s, .kind = DECISION_CAPACITY};
        const Decision ends = {.time_s = change->end_s, .kind = DECISION_CAPACITY};
        if (begins.time_s >= 0) plan->decisions[plan->decision_count++] = begins;
        if (ends.time_s >= 0) plan->decisions[plan->decision_count++] = ends;
    }
    qsort(plan->decisions, plan->decision_count, sizeof *plan->decisions, by_time);
}

void strike_plan_free(StrikePlan *plan)
{
    free(plan->windows);
    free(plan->decisions);
}
