// The exact values written in scenarios/verification against theory computed in other ways (theory.h), so that a typing
// error there cannot pass for a fault of the engine, nor hide one; and the lengths of the runs against what their
// asymptotic variance asks for.
#include "tests/golden/hospital_world.h"
#include "tests/verification/theory.h"

#include <dirent.h>
#include <gsl/gsl_randist.h>
#include <math.h>

enum { FILES_MOST = 200, NAME_MOST = 100 };

// A check, and where it was written.
typedef struct {
    const char *file;
    const SimCheck *check;
    const ScenarioFields *fields;
    double days;  // in the report
} Asked;

// Waits are whole seconds: more than t means half a second more in continuous time.
static const double HALF_SECOND = 0.5 / 3600;

static bool asks(const Asked *asked, const char *measure)
{
    return strcmp(asked->check->measure, measure) == 0;
}

static bool asks_of(const Asked *asked, const char *measure, const char *of)
{
    return asks(asked, measure) && strcmp(asked->check->of, of) == 0;
}

static bool is_file(const Asked *asked, const char *beginning)
{
    return strncmp(asked->file, beginning, strlen(beginning)) == 0;
}

// What most cases measure, of a chain whose waits are first come, first served.
static double of_chain(const Asked *asked, const Chain *chain)
{
    const double admitted = 1 - (chain->states < STATES_MOST ? chain->p[chain->states - 1] : 0);
    const double waiting = chain_waiting(chain), busy = chain_busy(chain);
    if (asks(asked, "svc_present")) return chain_present(chain);
    if (asks(asked, "svc_queue")) return waiting;
    if (asks(asked, "svc_busy")) return busy;
    if (asks(asked, "svc_utilisation")) return busy / chain->servers;
    if (asks(asked, "svc_turned_away_share")) return 1 - admitted;
    if (asks(asked, "svc_started")) return busy * chain->service * 24 * asked->days;
    if (asks(asked, "svc_gave_up_share")) return 1 - busy * chain->service / chain->arrival;
    if (asks(asked, "svc_gave_up")) return (chain->arrival - busy * chain->service) * 24 * asked->days;
    if (asks(asked, "svc_time")) return 60 * chain_present(chain) / (chain->arrival * admitted);
    if (asks(asked, "svc_wait_q95")) return 60 * chain_quantile(chain, chain_wait_over, 0.05);
    if (asks(asked, "svc_time_q95")) return 60 * chain_quantile(chain, chain_time_over, 0.05);
    if (asks_of(asked, "svc_waited_over", "serve/4 h")) return chain_wait_over(chain, 4 + HALF_SECOND);
    if (asks_of(asked, "svc_waited_over", "serve/1 h")) return chain_wait_over(chain, 1 + HALF_SECOND);
    if (asks_of(asked, "svc_waited_over", "serve/30 min")) return chain_wait_over(chain, 0.5 + HALF_SECOND);
    if (asks(asked, "svc_delayed")) {
        const double full = chain->states < STATES_MOST ? chain->p[chain->states - 1] : 0;
        return (chain_at_least(chain, chain->servers) - full) / admitted;
    }
    if (asks(asked, "svc_wait")) {
        return 60 * (chain->gives_up > 0 ? chain_wait_of_served(chain) : waiting / (chain->arrival * admitted));
    }
    return NAN;
}

// V0: nine appointments of twenty minutes a day for a week, and two dressings of whom the second waits half an hour.
static double of_one_second(const Asked *asked)
{
    if (asks(asked, "svc_done")) return 9 * asked->days;
    if (asks_of(asked, "svc_present_at", "see/09:20")) return 1;
    if (asks(asked, "svc_busy")) return 9 * 20 / (24 * 60.0);
    if (asks_of(asked, "svc_wait", "dress/short")) return 30;
    return 0;  // nobody else waits, is turned away, is interrupted or is still there
}

// V1, V2, V5, V7, V11a: birth-death processes.
static const struct {
    const char *file;
    int servers;
    double arrival, service, gives_up;
    int room;
    bool counts_present;  // VERIFICATION.md gives the length of the run by the number present, else by those waiting
} CHAINS[] = {{"v01-mm1", 1, 0.8, 1, 0, 0, false},
              {"v02-mm20", 20, 18, 1, 0, 0, false},
              {"v02-mm2", 2, 1.5, 1, 0, 0, false},
              {"v02-mm5", 5, 4, 1, 0, 0, false},
              {"v05-mm3k10", 3, 4, 1.5, 0, 10, true},
              {"v05-mm4k12", 4, 6, 1, 0, 12, true},
              {"v07-erlang-a-10-10", 10, 10, 1, 0.5, 0, false},
              {"v07-erlang-a-10-12", 10, 12, 1, 0.5, 0, false},
              {"v07-erlang-a-20-18", 20, 18, 1, 0.25, 0, false},
              {"v07-erlang-a-calls", 6, 62.5 / 12, 1, 20.0 / 12, 0, false},
              {"v11a-removals", 1, 10.0 / 24, 9.0 / 24, 0.004 / 24, 0, true}};
enum { CHAIN_COUNT = sizeof CHAINS / sizeof *CHAINS };

static bool find_chain(const char *file, Chain *chain, bool *counts_present)
{
    for (size_t i = 0; i < CHAIN_COUNT; i++) {
        if (strncmp(file, CHAINS[i].file, strlen(CHAINS[i].file)) != 0) continue;
        chain_solve(chain, CHAINS[i].servers, CHAINS[i].arrival, CHAINS[i].service, CHAINS[i].gives_up, CHAINS[i].room);
        *counts_present = CHAINS[i].counts_present;
        return true;
    }
    return false;
}

static double of_birth_death(const Asked *asked)
{
    Chain chain;
    bool counts_present;
    return find_chain(asked->file, &chain, &counts_present) ? of_chain(asked, &chain) : NAN;
}

// V3: priorities.

enum { CLASSES_MOST = 3 };

typedef struct {
    const char *file;
    int servers, classes;
    double arrivals[CLASSES_MOST];
    Service services[CLASSES_MOST];
} Priorities;

static const Service HOUR = {.shape = GAMMA, .mean = 1, .scv = 1};

static int class_of(const char *of)
{
    return strstr(of, "/first") ? 0 : strstr(of, "/second") ? 1 : strstr(of, "/third") ? 2 : -1;
}

static double of_priorities(const Asked *asked)
{
    const Priorities cases[] = {{"v03-mm1-two", 1, 2, {0.3, 0.5}, {HOUR, HOUR}},
                                {"v03-mm5-two", 5, 2, {1, 3}, {HOUR, HOUR}},
                                {"v03-mm5-three", 5, 3, {0.5, 1.5, 2}, {HOUR, HOUR, HOUR}},
                                {"v03-mm20-three", 20, 3, {3, 6, 9}, {HOUR, HOUR, HOUR}},
                                {"v03b-mg1-two",
                                 1,
                                 2,
                                 {0.4, 0.4},
                                 {{.shape = GAMMA, .mean = 0.5, .scv = 1}, {.shape = GAMMA, .mean = 1.5, .scv = 1}}},
                                {"v03b-mg1-three",
                                 1,
                                 3,
                                 {0.3, 0.2, 0.2},
                                 {{.shape = CONSTANT, .mean = 0.5},
                                  {.shape = GAMMA, .mean = 1, .scv = 0.5},
                                  {.shape = GAMMA, .mean = 1.5, .scv = 1}}}};
    const Priorities *one = NULL;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) one = is_file(asked, cases[i].file) ? &cases[i] : one;
    if (!one) return NAN;
    double loads[CLASSES_MOST], waits[CLASSES_MOST], residual = 0, arrival = 0, waiting = 0, busy = 0;
    for (int k = 0; k < one->classes; k++) {
        arrival += one->arrivals[k];
        busy += one->arrivals[k] * one->services[k].mean;
        loads[k] = one->arrivals[k] * one->services[k].mean / one->servers;
        residual += one->arrivals[k] * service_second_moment(&one->services[k]) / 2;
    }
    Chain chain;
    chain_solve(&chain, one->servers, arrival, 1, 0, 0);
    if (!strstr(one->file, "mg1")) residual = chain_at_least(&chain, one->servers) / one->servers;
    priority_waits(residual, loads, one->classes, waits);
    for (int k = 0; k < one->classes; k++) waiting += one->arrivals[k] * waits[k];

    const int class = class_of(asked->check->of);
    if (asks(asked, "svc_wait")) return 60 * (class >= 0 ? waits[class] : waiting / arrival);
    if (asks(asked, "svc_queue")) return class >= 0 ? one->arrivals[class] * waits[class] : waiting;
    if (asks(asked, "svc_busy")) return busy;
    if (asks(asked, "svc_delayed")) return chain_at_least(&chain, one->servers);
    if (asks_of(asked, "svc_waited_over", "serve/first/30 min")) {
        // While all are busy the first class is M/M/1 with the speed of all servers.
        Chain first;
        chain_solve(&first, 1, one->arrivals[0], one->servers, 0, 0);
        return chain_at_least(&chain, one->servers) * chain_time_over(&first, 0.5 + HALF_SECOND);
    }
    return NAN;
}

// V3c, whoever gives way. The time is Little's; an hour of service takes 1 / (1 - 0.3) from its first start, with all
// who interrupt it; what is left is the wait.
static double of_second_class(const Asked *asked, double present)
{
    const double time_h = present / 0.5;
    if (asks(asked, "svc_present")) return present;
    if (asks(asked, "svc_time")) return 60 * time_h;
    if (asks(asked, "svc_wait")) return 60 * (time_h - 1 / (1 - 0.3));
    return NAN;
}

// V3c: the first class is alone; both together are M/M/1.
static double of_preemptive(const Asked *asked)
{
    Chain first, both;
    chain_solve(&first, 1, 0.3, 1, 0, 0);
    chain_solve(&both, 1, 0.8, 1, 0, 0);
    switch (class_of(asked->check->of)) {
    case 0: return of_chain(asked, &first);
    case 1: return of_second_class(asked, chain_present(&both) - chain_present(&first));
    default: return of_chain(asked, &both);
    }
}

// V4: Pollaczek and Khinchine, with E[S^2] by quadrature.
static double of_general_service(const Asked *asked)
{
    static const struct {
        const char *file;
        Service service;
    } cases[] = {{"v04-md1", {.shape = CONSTANT, .mean = 1}},
                 {"v04-erlang2", {.shape = GAMMA, .mean = 1, .scv = 0.5}},
                 {"v04-exponential", {.shape = GAMMA, .mean = 1, .scv = 1}},
                 {"v04-gamma", {.shape = GAMMA, .mean = 1, .scv = 2}},
                 {"v04-lognormal", {.shape = LOGNORMAL, .mean = 1, .scv = 4}},
                 {"v04-hyperexponential",
                  {.shape = TWO_EXPONENTIALS, .first_share = 0.04, .first_mean = 7, .second_mean = 0.75}}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (!is_file(asked, cases[i].file)) continue;
        const double wait = 0.8 * service_second_moment(&cases[i].service) / (2 * 0.2);
        if (asks(asked, "svc_wait")) return 60 * wait;
        if (asks(asked, "svc_queue")) return 0.8 * wait;
        if (asks(asked, "svc_present")) return 0.8 * wait + 0.8;
        if (asks(asked, "svc_time")) return 60 * (wait + 1);
        if (asks(asked, "svc_delayed") || asks(asked, "svc_busy")) return 0.8;
    }
    return NAN;
}

// V6: loss.
static double of_loss(const Asked *asked)
{
    const int servers = is_file(asked, "v06-loss05") ? 5 : is_file(asked, "v06-loss10") ? 10 : 30;
    const double load = servers == 5 ? 3 : servers == 10 ? 8 : 25;
    if (asks(asked, "svc_turned_away_share")) return loss(servers, load);
    if (asks(asked, "svc_busy") || asks(asked, "svc_present")) return load * (1 - loss(servers, load));
    return asks(asked, "svc_queue") ? 0 : NAN;
}

// V8: the table of rates is read from the scenario.

static double clock_hours(const Asked *asked)
{
    int hour, minute;
    const char *slash = strchr(asked->check->of, '/');
    return slash && sscanf(slash, "/%d:%d", &hour, &minute) == 2 ? hour + minute / 60.0 : NAN;
}

// At t hours after the start of the table.
static double of_table(const Asked *asked, const Service *service, double t)
{
    const DeclaredFields *first = SIM_RECORD(asked->fields->own.services, DeclaredFields, 0);
    const ServiceArrivalFields *arrivals = SIM_RECORD(first->arrivals, ServiceArrivalFields, 0);
    double rates[200], sum = 0;
    assert_in_range(arrivals->rates.count, 1, 200);
    for (size_t i = 0; i < arrivals->rates.count; i++) sum += rates[i] = arrivals->rates.values[i] / 24;
    if (asked->check->statistic == SIM_CHECK_SPREAD) return 1;
    const double table_days = (double)arrivals->rates.count * arrivals->every / SIM_DAY_S;
    if (asks(asked, "svc_arrivals")) return sum * arrivals->every / 3600 * asked->days / table_days;
    if (!asks(asked, "svc_present_at")) return NAN;
    return present_without_limit(rates, arrivals->rates.count, arrivals->every / 3600, service, t);
}

static double of_day_table(const Asked *asked, const Service *service)
{
    return of_table(asked, service, clock_hours(asked));
}

// Days since the start of the report of a check by date.
static double days_since_start(const Asked *asked)
{
    int year, month, day;
    if (sscanf(asked->check->period, "%d-%d-%d", &year, &month, &day) != 3) return NAN;
    return (double)(sim_date(year, month, day) - asked->fields->start);
}

static double hours_of(const Asked *asked)
{
    return 24 * days_since_start(asked) + clock_hours(asked);
}

// Tables of a week begin on Monday. On that day 210 beds are on duty, and ten more on each that follows.
static double of_week(const Asked *asked, const Service *service)
{
    const double days = sim_weekday((SimDate)asked->fields->start) + days_since_start(asked);  // since a Monday
    if (asks(asked, "svc_delayed")) return 0;
    if (asks(asked, "svc_on_duty")) return 210 + 10 * fmod(days, 7);
    return of_table(asked, service, 24 * days + clock_hours(asked));
}

// 15 an hour for long, 7 % fewer from 48 to 72 h.
static double of_dip(const Asked *asked)
{
    static const Service stay = {.shape = GAMMA, .mean = 4, .scv = 1};
    if (asked->check->statistic == SIM_CHECK_SPREAD) return 1;
    enum { BEFORE = 10, PIECES = 16 };  // days
    double rates[PIECES], usual[PIECES];
    for (int day = 0; day < PIECES; day++) {
        usual[day] = 15;
        rates[day] = day == BEFORE + 2 ? 15 * 0.93 : 15;
    }
    const double t = 24 * BEFORE + hours_of(asked);
    const double baseline = present_without_limit(usual, PIECES, 24, &stay, t);
    const double strike = present_without_limit(rates, PIECES, 24, &stay, t);
    return asked->check->world == SIM_BASELINE ? baseline
           : asked->check->world == SIM_STRIKE ? strike
                                               : strike - baseline;
}

static double of_unlimited(const Asked *asked)
{
    static const Service exponential = {.shape = GAMMA, .mean = 4, .scv = 1}, constant = {.shape = CONSTANT, .mean = 4},
                         lognormal = {.shape = LOGNORMAL, .mean = 4, .scv = 1},
                         three = {.shape = GAMMA, .mean = 3, .scv = 1};
    if (is_file(asked, "v08-sine-exponential")) return of_day_table(asked, &exponential);
    if (is_file(asked, "v08-sine-deterministic")) return of_day_table(asked, &constant);
    if (is_file(asked, "v08-sine-lognormal")) return of_day_table(asked, &lognormal);
    if (is_file(asked, "v08b")) return of_day_table(asked, &three);
    if (is_file(asked, "v08d")) return of_week(asked, &three);
    return is_file(asked, "v08c") ? of_dip(asked) : NAN;
}

// V9: by Jackson's theorem each step is a chain of its own. Twelve times slower than in VERIFICATION.md.
static double of_network(const Asked *asked)
{
    static const struct {
        const char *step, *resource;
        int servers;
        double arrival, service;
    } steps[] = {{"triage", "nurses", 1, 0.5, 1},
                 {"clinician", "clinicians", 4, 0.5 / 0.6, 0.25},
                 {"tests", "test rooms", 2, 0.5 / 0.6 * 0.4, 3.5 / 12}};
    double present = 0;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        Chain chain;
        chain_solve(&chain, steps[i].servers, steps[i].arrival, steps[i].service, 0, 0);
        present += chain_present(&chain);
        if (strcmp(asked->check->of, steps[i].step) == 0 || strcmp(asked->check->of, steps[i].resource) == 0)
            return of_chain(asked, &chain);
    }
    return asks(asked, "svc_inside") ? present : asks(asked, "svc_time") ? 60 * present / 0.5 : NAN;
}

// V10: batches.
static double of_batches(const Asked *asked)
{
    const bool fixed = is_file(asked, "v10-batch-fixed");
    const double load = fixed ? 0.6 : 0.7;
    const double present = batch_present(fixed ? 0.2 : 0.35, 1, fixed ? 3 : 0);
    if (asks(asked, "svc_present")) return present;
    if (asks(asked, "svc_queue")) return present - load;
    if (asks(asked, "svc_time")) return 60 * present / load;
    if (asks(asked, "svc_wait")) return 60 * (present - load) / load;
    return asks(asked, "svc_busy") ? load : NAN;
}

// V11b: the number present, by small steps of a day's ten-thousandth: 99 a day by five servers, or two fifths of that.
static double of_backlog(const Asked *asked)
{
    const double until = hours_of(asked) / 24, step = 1e-4;
    double baseline = 2005, strike = 2005;
    for (double t = 0; t < until - step / 2; t += step) {
        const double servers = t > 30 - step / 2 && t < 35 - step / 2 ? 2 : 5;
        // The midpoint rule, with what is waiting halfway.
        const double half = baseline + step / 2 * (1 - 0.0004 * (baseline - 5));
        baseline += step * (1 - 0.0004 * (half - 5));
        const double half_strike = strike + step / 2 * (100 - 19.8 * servers - 0.0004 * (strike - servers));
        strike += step * (100 - 19.8 * servers - 0.0004 * (half_strike - servers));
    }
    return asked->check->world == SIM_BASELINE ? baseline : strike - baseline;
}

// V11c: slots.
static double of_slots(const Asked *asked)
{
    const double mean = is_file(asked, "v11c-slots-9-5") ? 9.5 : 9;
    if (asks(asked, "svc_present_at")) return slots_left_over(mean, 10);
    if (asks(asked, "svc_full_at")) return slots_all_used(mean, 10);
    if (asks(asked, "svc_done")) return mean * asked->days;
    return asks(asked, "svc_wait") ? 60 * (8 + 24 * slots_left_over(mean, 10) / mean) : NAN;
}

// V12: the window.

enum { WINDOW_HOURS = 168, STEPS_AN_HOUR = 20 };

typedef struct {
    double mean[WINDOW_HOURS + 1], variance[WINDOW_HOURS + 1];
    double integral;  // of the mean, by Simpson's rule
} Path;

enum Window { WINDOW_NONE, WINDOW_INTERRUPTS, WINDOW_FINISHES };

static void follow(Path *path, enum Window window)
{
    Numbers numbers;
    numbers_empty(&numbers);
    path->integral = 0;
    for (int step = 0; step <= WINDOW_HOURS * STEPS_AN_HOUR; step++) {
        const int hour = step / STEPS_AN_HOUR;
        const bool is_hour = step % STEPS_AN_HOUR == 0;
        const double mean = numbers_mean(&numbers);
        const bool is_end = step == 0 || step == WINDOW_HOURS * STEPS_AN_HOUR;
        path->integral += mean * (is_end ? 1 : step % 2 ? 4 : 2) / (3.0 * STEPS_AN_HOUR);
        if (is_hour) path->mean[hour] = mean;
        if (is_hour) path->variance[hour] = numbers_variance(&numbers);
        if (is_hour && hour == 48 && window == WINDOW_FINISHES) numbers_fall(&numbers, 7);
        if (is_hour && hour == 72) numbers_settle(&numbers);
        const bool is_short = window != WINDOW_NONE && hour >= 48 && hour < 72;
        numbers_move(&numbers, is_short ? 7 : 12, 9, 1, 1.0 / STEPS_AN_HOUR);
    }
}

static double of_window(const Asked *asked)
{
    static Path paths[3];
    static bool is_followed;
    for (int i = 0; i < 3 && !is_followed; i++) follow(&paths[i], (enum Window)i);
    is_followed = true;
    const Path *strike = &paths[is_file(asked, "v12-window-finish") ? WINDOW_FINISHES : WINDOW_INTERRUPTS];
    const Path *baseline = &paths[WINDOW_NONE];
    if (asks(asked, "svc_present")) {
        const double whole =
            asked->check->world == SIM_LIVES ? strike->integral - baseline->integral : strike->integral;
        return whole / WINDOW_HOURS;
    }
    if (!asks(asked, "svc_present_at")) return NAN;
    const Path *path = asked->check->world == SIM_STRIKE ? strike : baseline;
    const int hour = (int)hours_of(asked);
    if (asked->check->statistic == SIM_CHECK_MEAN) return path->mean[hour];
    assert_true(fabs(asked->check->mean - path->mean[hour]) < 1e-6);
    return path->variance[hour];
}

// V13: tasks. The gaps between completions are exponential, shorter the more agents are busy.
static double of_tasks(const Asked *asked)
{
    enum { TASKS = 600, AGENTS = 6 };
    if (asks(asked, "svc_left")) return TASKS;
    if (is_file(asked, "v13-tasks-deterministic")) {
        if (asks(asked, "svc_time_longest")) return 6 * TASKS / AGENTS;
        if (asks(asked, "svc_busy")) return 6.0 * TASKS / (18 * 60);
        double sum = 0;
        for (int task = 0; task < TASKS; task++) sum += 6 * (task / AGENTS + 1);
        return asks(asked, "svc_time") ? sum / TASKS : asks(asked, "svc_wait") ? sum / TASKS - 6 : NAN;
    }
    double now = 0, variance = 0, sum = 0;
    for (int left = TASKS; left > 0; left--) {
        const double gap = 6.0 / (left < AGENTS ? left : AGENTS);
        now += gap;
        variance += gap * gap;
        sum += now;
    }
    if (asked->check->statistic == SIM_CHECK_VARIANCE) {
        assert_true(fabs(asked->check->mean - now) < 1e-6);
        return variance;
    }
    return asks(asked, "svc_time_longest") ? now : asks(asked, "svc_time") ? sum / TASKS : NAN;
}

// V14: a beta-binomial number with the parameters of VERIFICATION.md, which are rounded to 1e-5.
static double of_turn_out(const Asked *asked)
{
    const double n = 40, a = 6.9663, b = 14.1437, all = a + b;
    if (asks(asked, "ia_due")) return n;
    if (!asks(asked, "ia_absent")) return NAN;
    const bool is_mean = asked->check->statistic == SIM_CHECK_MEAN;
    return is_mean ? n * a / all : n * a * b * (all + n) / (all * all * (all + 1));
}

// V15: the day that repeats, hour by hour, until it does.
static double of_periodic(const Asked *asked)
{
    static const double rates[24] = {6,  5,  4,  3.5, 3.5, 4,  6,  9,  13, 17, 19, 19,
                                     18, 17, 17, 17,  17,  17, 17, 16, 15, 13, 10, 8};
    static double mean[24], full[24];
    static bool is_followed;
    if (!is_followed) {
        Numbers numbers;
        numbers_empty(&numbers);
        for (int hour = 0; hour < 24 * 30; hour++) {
            const int of_day = hour % 24, servers = of_day < 8 ? 4 : 9;
            mean[of_day] = numbers_mean(&numbers);
            full[of_day] = numbers_at_least(&numbers, servers);
            numbers_move(&numbers, servers, rates[of_day], 2, 1);
        }
        is_followed = true;
    }
    if (asks(asked, "svc_arrivals")) return 291 * asked->days;
    const int hour = (int)clock_hours(asked);
    return asks(asked, "svc_present_at") ? mean[hour] : asks(asked, "svc_full_at") ? full[hour] : NAN;
}

// NAN if nothing is known.
static double theory(const Asked *asked)
{
    if (is_file(asked, "v00")) return of_one_second(asked);
    if (is_file(asked, "v03c")) return of_preemptive(asked);
    if (is_file(asked, "v03")) return of_priorities(asked);
    if (is_file(asked, "v04")) return of_general_service(asked);
    if (is_file(asked, "v06")) return of_loss(asked);
    if (is_file(asked, "v08")) return of_unlimited(asked);
    if (is_file(asked, "v09")) return of_network(asked);
    if (is_file(asked, "v10")) return of_batches(asked);
    if (is_file(asked, "v11b")) return of_backlog(asked);
    if (is_file(asked, "v11c")) return of_slots(asked);
    if (is_file(asked, "v11e")) return 0;  // lives that have not parted differ by nothing
    if (is_file(asked, "v12")) return of_window(asked);
    if (is_file(asked, "v13")) return of_tasks(asked);
    if (is_file(asked, "v14")) return of_turn_out(asked);
    if (is_file(asked, "v15")) return of_periodic(asked);
    return of_birth_death(asked);
}

// Calls `see` with every check of every scenario of the folder; returns how many there are.
static size_t for_all_checks(void (*see)(const Asked *asked, const SimOutline *outline))
{
    DIR *folder = opendir(SCENARIOS_FOLDER "/verification");
    assert_non_null(folder);
    size_t count = 0;
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (!strstr(entry->d_name, ".yaml")) continue;
        char path[1000];
        snprintf(path, sizeof path, "%s/verification/%.200s", SCENARIOS_FOLDER, entry->d_name);
        Lives lives = lives_read(path, NULL, 0);
        const SimOutline *outline = &lives.plans[SIM_STRIKE]->outline;
        for (size_t i = 0; i < outline->check_count; i++, count++) {
            const Asked asked = {.file = entry->d_name,
                                 .check = &outline->checks[i],
                                 .fields = sim_scenario_root(lives.scenario),
                                 .days = outline->report_last - outline->report_first + 1};
            see(&asked, outline);
        }
        lives_free(&lives);
    }
    closedir(folder);
    return count;
}

// Exact values are written with ten digits; the parameters of V14 are rounded.
static void compare(const Asked *asked, const SimOutline *outline)
{
    (void)outline;
    const double known = theory(asked), written = asked->check->exact;
    const double allowed = (is_file(asked, "v14") ? 2e-5 : 2e-8) * fabs(written) + 1e-12;
    if (!(fabs(known - written) <= allowed)) {
        fail_msg("%s: %s of %s in %s: %.10g is written, %.10g is known", asked->file, asked->check->measure,
                 asked->check->of, asked->check->period, written, known);
    }
}

static void every_exact_value_is_what_theory_gives_in_another_way(void **state)
{
    (void)state;
    assert_in_range(for_all_checks(compare), 300, 1000);
}

// The standard error of a mean over T hours is sqrt(variance / T): VERIFICATION.md's run lengths.
static void measure_length(const Asked *asked, const SimOutline *outline)
{
    Chain chain;
    bool counts_present;
    const char *measure = "svc_queue";
    if (!find_chain(asked->file, &chain, &counts_present)) return;
    if (counts_present) measure = "svc_present";
    if (!asks(asked, measure)) return;
    const double variance = chain_variance(&chain, counts_present ? number_present : number_waiting);
    const double hours[2] = {24 * asked->days * outline->replications_quick,
                             24 * asked->days * outline->replications_full};
    static const double wanted[2] = {0.0080, 0.0032};
    for (int tier = 0; tier < 2; tier++) {
        const double relative = sqrt(variance / hours[tier]) / asked->check->exact;
        if (relative > wanted[tier]) {
            fail_msg("%s: the standard error of %s would be %.3g %%", asked->file, measure, 100 * relative);
        }
    }
}

static void runs_are_as_long_as_their_asymptotic_variance_asks(void **state)
{
    (void)state;
    for_all_checks(measure_length);
}

// VERIFICATION.md: M/M/1 with load 0.8 has 1800 for the number present and 1721.6 for those waiting; V11a 1,249,990 in
// days, after ten thousandths of which the chain here is cut.
static void asymptotic_variances_are_those_that_are_known(void **state)
{
    (void)state;
    Chain chain;
    chain_solve(&chain, 1, 0.8, 1, 0, 0);
    assert_true(fabs(chain_variance(&chain, number_present) / 1800 - 1) < 1e-6);
    assert_true(fabs(chain_variance(&chain, number_waiting) / 1721.6 - 1) < 1e-6);
    chain_solve(&chain, 1, 10, 9, 0.004, 0);
    assert_true(fabs(chain_variance(&chain, number_present) / 1249990 - 1) < 1e-5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_exact_value_is_what_theory_gives_in_another_way),
        cmocka_unit_test(runs_are_as_long_as_their_asymptotic_variance_asks),
        cmocka_unit_test(asymptotic_variances_are_those_that_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
