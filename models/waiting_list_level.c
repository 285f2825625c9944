#include "models/waiting_list_level.h"

#include <math.h>
#include <stdlib.h>

#include "models/sessions.h"
#include "models/waiting_list_stage.h"

// What all services share while a spread and a shape are tried.
typedef struct {
    const ElectivePlan *plan;
    const ElectiveFields *fields;
    ElectiveFlow *flows;
    double spread;
    LevelGrid grid;
    double within_18_weeks, over_52_weeks;
    LevelList *list;  // to be filled, or NULL
} Level;

// What is drawn from.

static void set_days(LevelDays *days, bool around, const double *masses, int count)
{
    double sum = 0;
    for (int i = 0; i < count; i++) sum += fmax(0, masses[i]);
    days->around = around;
    double below = 0;
    for (int i = 0; i < LEVEL_STEPS; i++) {
        below += i < count && sum > 0 ? fmax(0, masses[i]) / sum : 0;
        days->below[i + 1] = (float)fmin(below, 1);
    }
}

static void set_masses(const LevelGrid *grid, LevelDays *days, const Steps *steps)
{
    double masses[LEVEL_STEPS];
    for (int i = 0; i < steps->count; i++) masses[i] = steps->at[i] * grid->remain[i];
    set_days(days, true, masses, steps->count);
}

// Of those who are still there: so many weeks after joining.
static void set_so_far(const LevelGrid *grid, LevelDays *days, const Steps *in_all)
{
    double masses[LEVEL_STEPS], there = steps_mass(in_all);
    for (int i = 0; i < in_all->count; i++) {
        there -= in_all->at[i];
        masses[i] = there * grid->remain[i];
    }
    set_days(days, false, masses, in_all->count);
}

// Since their clocks started when they joined, of those whose later time is short enough not to be a long wait.
static void set_came(const StageBalance *stage, LevelDays *came, const LevelDays *later)
{
    double masses[LEVEL_STEPS];
    for (int i = 0; i < stage->came->count; i++) {
        const int left = level_weeks_left(stage, i);
        masses[i] =
            stage->came->at[i] * stage->grid->remain[i] * (double)later->below[left < LEVEL_STEPS ? left : LEVEL_STEPS];
    }
    set_days(came, true, masses, stage->came->count);
}

static void fill_stage(const StageBalance *stage, const Patients *joined, LevelStage *filled)
{
    const LevelGrid *grid = stage->grid;
    const double soon = level_days_of(grid, &stage->booked[BOOKED_AT_ONCE]),
                 later = level_days_of(grid, &stage->booked[QUEUES]);
    const double queue = stage->joined[QUEUES] > 0 ? level_queue_days(stage) : 0;
    const double turn = stage->joined[QUEUES] * (1 - grid->removals * queue) - stage->long_waits;
    const double days[LEVEL_PLACES] = {[PLACE_AT_ONCE] = stage->joined[BOOKED_AT_ONCE] * soon,
                                       [PLACE_UNDATED] = stage->joined[QUEUES] * queue,
                                       [PLACE_DATED] = turn * later,
                                       [PLACE_LONG_WAIT] = stage->long_waits * soon};
    double all = 0;
    for (int i = 0; i < LEVEL_PLACES; i++) all += days[i];
    for (int i = 0; i < LEVEL_PLACES; i++) filled->share[i] = all > 0 ? days[i] / all : i == PLACE_UNDATED;
    filled->shift_days = stage->shift_days;
    filled->spread_days = stage->spread_days;
    for (int i = 0; i < STANDINGS; i++) set_so_far(grid, &filled->booked_for[i], &stage->booked[i]);
    Steps queued = stage->queued;
    if (queued.count > grid->long_wait) queued.count = grid->long_wait;
    set_masses(grid, &filled->queued, &queued);
    set_so_far(grid, &filled->queueing_for, &stage->queued);
    const Steps long_waits = level_long_waits(stage);
    set_masses(grid, &filled->came[PLACE_AT_ONCE], &joined->of[BOOKED_AT_ONCE]);
    set_came(stage, &filled->came[PLACE_UNDATED], &filled->queueing_for);
    set_came(stage, &filled->came[PLACE_DATED], &filled->queued);
    set_masses(grid, &filled->came[PLACE_LONG_WAIT], &long_waits);
}

// The way of a service.

typedef struct {
    Level *level;
    uint32_t service;
    Steps net;  // joined less done, of all stages
} Way;

static enum BookingCurve curve_of(enum PathwayStage stage)
{
    return stage >= STAGE_INPATIENT ? CURVE_THEATRE : CURVE_CLINIC;
}

static LevelStage *to_fill(const Way *way, enum PathwayStage stage)
{
    return way->level->list ? &way->level->list->stages[way->service][stage] : NULL;
}

static Patients pass_stage(Way *way, enum PathwayStage number, const Patients *joined, double fails)
{
    const Level *level = way->level;
    const ElectiveFlow *flow = &level->flows[way->service];
    const double through = flow->through[number], mean_days = through > 0 ? flow->list[number] / through : 0;
    StageBalance stage = {.grid = &level->grid,
                          .curve = level->plan->curve[curve_of(number)],
                          .came = &joined->of[QUEUES],
                          .wanted = flow->list[number],
                          .fails = fails,
                          .spread_days = level->spread * mean_days};
    for (int i = 0; i < STANDINGS; i++) stage.joined[i] = level_remaining(&level->grid, &joined->of[i]);
    level_stage_balance(&stage);
    if (to_fill(way, number)) fill_stage(&stage, joined, to_fill(way, number));
    Patients done;
    const Steps turns = steps_sum_below(stage.came, &stage.queued, level->grid.long_wait),
                long_waits = level_long_waits(&stage),
                booked_soon = steps_sum(&long_waits, &stage.booked[BOOKED_AT_ONCE]);
    done.of[QUEUES] = steps_sum(&turns, &stage.booked[QUEUES]);
    steps_add_all(&done.of[QUEUES], &booked_soon, 1);
    done.of[BOOKED_AT_ONCE] = steps_sum(&joined->of[BOOKED_AT_ONCE], &stage.booked[BOOKED_AT_ONCE]);
    for (int i = 0; i < STANDINGS; i++) {
        steps_add_all(&way->net, &joined->of[i], 1);
        steps_add_all(&way->net, &done.of[i], -1);
    }
    return done;
}

static void add_patients(Patients *to, const Patients *from, double factor)
{
    for (int i = 0; i < STANDINGS; i++) steps_add_all(&to->of[i], &from->of[i], factor);
}

// The first appointment. Afterwards standing is by priority: of those who came back some are routine.
static Patients pass_first(Way *way)
{
    const ElectivePlan *plan = way->level->plan;
    const ServicePlan *service = &plan->services[way->service];
    const ElectiveFlow *flow = &way->level->flows[way->service];
    const double first = service->urgent + service->soon, again = flow->clock_starts - flow->referred;
    const double at_once = flow->referred * first + again;
    Patients joined = {{{0}, {0}}}, done, left = {{{0}, {0}}};
    steps_add(&joined.of[BOOKED_AT_ONCE], 0, at_once);
    steps_add(&joined.of[QUEUES], 0, flow->referred * (1 - first));
    done = pass_stage(way, STAGE_FIRST, &joined, plan->slot_lost);
    LevelStage *filled = to_fill(way, STAGE_FIRST);
    const double still_first = at_once > 0 ? flow->clock_starts * first / at_once : 0;
    if (filled && at_once > 0) {
        filled->urgent = service->urgent * flow->clock_starts / at_once;
        filled->soon = service->soon * flow->clock_starts / at_once;
    }
    steps_add_all(&left.of[BOOKED_AT_ONCE], &done.of[BOOKED_AT_ONCE], still_first * (1 - plan->dna));
    steps_add_all(&left.of[QUEUES], &done.of[BOOKED_AT_ONCE], (1 - still_first) * (1 - plan->dna));
    steps_add_all(&left.of[QUEUES], &done.of[QUEUES], 1 - plan->dna);
    return left;
}

static void set_priorities(LevelStage *filled, const ServicePlan *service)
{
    const double first = service->urgent + service->soon;
    if (!filled || first <= 0) return;
    filled->urgent = service->urgent / first;
    filled->soon = service->soon / first;
}

static Patients pass_tests(Way *way, const Patients *seen)
{
    const ElectivePlan *plan = way->level->plan;
    const ServicePlan *service = &plan->services[way->service];
    Patients tested = {{{0}, {0}}};
    for (enum PathwayStage stage = STAGE_ENDOSCOPY; stage <= STAGE_IMAGING; stage++) {
        const double part = stage == STAGE_ENDOSCOPY ? service->endoscopy : 1 - service->endoscopy;
        Patients joined = {{{0}, {0}}};
        add_patients(&joined, seen, service->diagnostics * part);
        const Patients done = pass_stage(way, stage, &joined, plan->dna);
        add_patients(&tested, &done, 1);
        set_priorities(to_fill(way, stage), service);
    }
    const double fails = plan->slot_lost + (1 - plan->slot_lost) * plan->dna;
    const Patients reviewed = pass_stage(way, STAGE_REVIEW, &tested, fails);
    set_priorities(to_fill(way, STAGE_REVIEW), service);
    return reviewed;
}

// P2 to P4 are given to all but those suspected of cancer.
static void pass_operations(Way *way, const Patients *listed)
{
    const ServicePlan *service = &way->level->plan->services[way->service];
    const double first = service->urgent + service->soon, urgent = first > 0 ? service->urgent / first : 0;
    Patients joined = {{{0}, {0}}};
    Steps ranked = {0};
    steps_add_all(&ranked, &listed->of[BOOKED_AT_ONCE], 1 - urgent);
    steps_add_all(&ranked, &listed->of[QUEUES], 1);
    steps_add_all(&joined.of[BOOKED_AT_ONCE], &listed->of[BOOKED_AT_ONCE], urgent);
    steps_add_all(&joined.of[BOOKED_AT_ONCE], &ranked, service->p2 + service->p3);
    steps_add_all(&joined.of[QUEUES], &ranked, 1 - service->p2 - service->p3);
    const double at_once = steps_mass(&joined.of[BOOKED_AT_ONCE]), soon = steps_mass(&ranked) * service->p3;
    for (enum PathwayStage stage = STAGE_INPATIENT; stage <= STAGE_DAY_CASE; stage++) {
        Patients part = {{{0}, {0}}};
        add_patients(&part, &joined, stage == STAGE_DAY_CASE ? service->day_case : 1 - service->day_case);
        pass_stage(way, stage, &part, 0);
        LevelStage *filled = to_fill(way, stage);
        if (!filled || at_once <= 0) continue;
        filled->soon = soon / at_once;
        filled->urgent = 1 - filled->soon;
    }
}

// Adds those present in each week since their clocks started.
static void add_present(const Way *way, double present[LEVEL_STEPS])
{
    double there = 0, before = 0;
    for (int i = 0; i < LEVEL_STEPS; i++) {
        const double net = i < way->net.count ? way->net.at[i] : 0;
        const double here = fmax(0, (i == 0 ? net : there + net / 2) * way->level->grid.remain[i]);
        if (i > 0) present[i - 1] += (before + here) / 2 * LEVEL_STEP_DAYS;
        before = here;
        there += net;
    }
}

static void balance(Level *level)
{
    double present[LEVEL_STEPS] = {0}, all = 0, within_18 = 0, over_52 = 0;
    for (uint32_t s = 0; s < level->plan->service_count; s++) {
        const ServicePlan *service = &level->plan->services[s];
        Way way = {.level = level, .service = s};
        const Patients seen = pass_first(&way), reviewed = pass_tests(&way, &seen);
        Patients listed = {{{0}, {0}}};
        add_patients(&listed, &seen, service->treat);
        add_patients(&listed, &reviewed, service->treat_after_tests);
        pass_operations(&way, &listed);
        add_present(&way, present);
    }
    // A wait counts by whole days: within 18 weeks is less than 127 days.
    for (int i = 0; i < LEVEL_STEPS; i++) {
        all += present[i];
        within_18 += i < 18 ? present[i] : i == 18 ? present[i] / LEVEL_STEP_DAYS : 0;
        over_52 += i > 52 ? present[i] : i == 52 ? present[i] * (1 - 1.0 / LEVEL_STEP_DAYS) : 0;
    }
    level->within_18_weeks = all > 0 ? within_18 / all : 1;
    level->over_52_weeks = all > 0 ? over_52 / all : 0;
    if (level->list) set_days(&level->list->waits, false, present, LEVEL_STEPS - 1);
}

// Fitting.

// Of the list: 15 % with a decision to admit (recalled: NHS England, RTT Part 2A), divided as operations are (assumed);
// of those between the first appointment and a decision slightly more wait for the review (assumed).
static const double INPATIENT_SHARE = 0.035, DAY_CASE_SHARE = 0.115, TEST_SHARE = 0.5;

static const double LEAST_SPREAD = 0.02, MOST_SPREAD = 6;
// Shares of the list that wait for a first appointment: so many that dates are booked as far ahead as the curve says,
// and not more than this (assumed).
static const double LEAST_FIRST_DAYS = 45, MOST_FIRST = 0.65;

static double too_many_over_52(void *context, double log_spread)
{
    Level *level = context;
    level->spread = exp(log_spread);
    balance(level);
    return log(fmax(level->over_52_weeks, 1e-9) / level->plan->over_52_weeks);
}

// The longest waits follow from the spread.
static void fit_spread(Level *level)
{
    const double written = level->plan->spread;
    too_many_over_52(level, written >= 0
                                ? log(written + 1e-9)
                                : level_root(too_many_over_52, level, log(LEAST_SPREAD), log(MOST_SPREAD), 0.003));
}

// What does not wait for a first appointment or an operation waits for tests and reviews.
static double too_many_within_18(void *context, double first)
{
    Level *level = context;
    double shares[LIST_STAGES] = {first, 0, 0, INPATIENT_SHARE, DAY_CASE_SHARE};
    shares[1] = (1 - first - INPATIENT_SHARE - DAY_CASE_SHARE) * TEST_SHARE;
    shares[2] = 1 - first - INPATIENT_SHARE - DAY_CASE_SHARE - shares[1];
    elective_flows(level->plan, level->fields, shares, level->flows);
    fit_spread(level);
    return level->within_18_weeks - level->plan->within_18_weeks;
}

// How many wait within 18 weeks follows from the share that waits for a first appointment.
static void fit_stages(Level *level)
{
    const SimNumbers *written = &level->fields->stage_shares;
    if (written->count > 0) {
        elective_flows(level->plan, level->fields, written->values, level->flows);
        fit_spread(level);
        return;
    }
    const double least = level->plan->list_size > 0
                             ? fmin(level->fields->referrals * LEAST_FIRST_DAYS / level->plan->list_size, MOST_FIRST)
                             : MOST_FIRST;
    too_many_within_18(level, level_root(too_many_within_18, level, least, MOST_FIRST, 0.001));
}

void waiting_list_level_plan(ElectivePlan *plan, const ElectiveFields *fields, ElectiveFlow flows[SERVICES_MOST],
                             LevelList *list)
{
    Level level = {.plan = plan, .fields = fields, .flows = flows};
    level_grid_plan(&level.grid, plan);
    fit_stages(&level);
    level.list = list;
    balance(&level);
    plan->spread = level.spread;
    list->within_18_weeks = level.within_18_weeks;
    list->over_52_weeks = level.over_52_weeks;
}

double waiting_list_level_days(const LevelDays *days, double u)
{
    int low = 0, high = LEVEL_STEPS;  // below[low] <= u < below[high]
    if (days->below[LEVEL_STEPS] <= 0) return 0;
    while (high - low > 1) {
        const int middle = (low + high) / 2;
        if ((double)days->below[middle] <= u) {
            low = middle;
        } else {
            high = middle;
        }
    }
    const double from = (double)days->below[low], to = (double)days->below[high];
    const double part = to > from ? fmin((u - from) / (to - from), 1) : 0;
    if (!days->around) return (low + part) * LEVEL_STEP_DAYS;
    return low == 0 ? 0 : (low - 0.5 + part) * LEVEL_STEP_DAYS;
}

double waiting_list_level_below(const LevelDays *days, double most_days)
{
    const double place = fmin(fmax(most_days / LEVEL_STEP_DAYS + (days->around ? 0.5 : 0), 0), LEVEL_STEPS);
    const int low = place < LEVEL_STEPS ? (int)place : LEVEL_STEPS - 1;
    const double from = (double)days->below[low], to = (double)days->below[low + 1];
    return from + (to - from) * (place - low);
}
