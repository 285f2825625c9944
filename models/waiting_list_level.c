#include "models/waiting_list_level.h"

#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <stdlib.h>

#include "models/sessions.h"

// Masses at multiples of a week; the last takes whatever lies beyond.
typedef struct {
    int count;
    double at[LEVEL_STEPS];
} Steps;

static void steps_add(Steps *steps, double days, double mass)
{
    const double place = fmin(days / LEVEL_STEP_DAYS, LEVEL_STEPS - 1);
    const int below = (int)place;
    const double above = place - below;  // divided so that the mean is kept
    steps->at[below] += mass * (1 - above);
    if (above > 0) steps->at[below + 1] += mass * above;
    const int used = below + (above > 0 ? 2 : 1);
    if (used > steps->count) steps->count = used;
}

static double mass_of(const Steps *steps)
{
    double mass = 0;
    for (int i = 0; i < steps->count; i++) mass += steps->at[i];
    return mass;
}

static void steps_add_all(Steps *to, const Steps *from, double factor)
{
    for (int i = 0; i < from->count; i++) to->at[i] += factor * from->at[i];
    if (from->count > to->count) to->count = from->count;
}

// Of the sum of two times those below so many steps.
static Steps sum_below(const Steps *a, const Steps *b, int below)
{
    Steps sum = {.count = a->count + b->count > 1 ? a->count + b->count - 1 : 0};
    if (sum.count > LEVEL_STEPS) sum.count = LEVEL_STEPS;
    for (int i = 0; i < a->count && i < below; i++) {
        const double mass = a->at[i];
        const int count = b->count < below - i ? b->count : below - i,
                  fit = count < LEVEL_STEPS - i ? count : LEVEL_STEPS - i;
        if (mass <= 0) continue;
        for (int k = 0; k < fit; k++) sum.at[i + k] += mass * b->at[k];
        for (int k = fit; k < count; k++) sum.at[LEVEL_STEPS - 1] += mass * b->at[k];
    }
    return sum;
}

static Steps sum_of(const Steps *a, const Steps *b)
{
    return sum_below(a, b, 2 * LEVEL_STEPS);
}

enum { EXCESS_STEPS = 512 };
static const double EXCESS_FINE = 32;  // the table reaches up to 256 times the mean

// What all services share while a spread and a shape are tried.
typedef struct {
    const ElectivePlan *plan;
    const ElectiveFields *fields;
    ElectiveFlow *flows;
    double spread;
    int long_wait;                // weeks after which the routine are booked at once
    double days[LEVEL_STEPS];     // on the list, for who would stay so many weeks if nobody were removed
    double remain[LEVEL_STEPS];   // share not removed in so many weeks
    double excess[EXCESS_STEPS];  // of a Weibull variate of mean 1: E max(0, S - x) at x = (i / EXCESS_FINE)^2
    double within_18_weeks, over_52_weeks;
    LevelList *list;  // to be filled, or NULL
} Level;

static void set_shape(Level *level, double shape)
{
    const double scale = 1 / tgamma(1 + 1 / shape);  // of mean 1
    for (int i = 0; i < EXCESS_STEPS; i++) {
        const double x = i * i / EXCESS_FINE / EXCESS_FINE, power = pow(x / scale, shape);
        // The integral of the survival function from x on.
        level->excess[i] = gsl_sf_gamma_inc_Q(1 / shape, fmin(power, 700));
    }
}

static double excess_over(const Level *level, double x)
{
    if (x <= 0) return 1 - x;
    const double place = sqrt(x) * EXCESS_FINE;
    const int below = (int)place;
    if (below >= EXCESS_STEPS - 1) return 0;
    const double from = below * below / EXCESS_FINE / EXCESS_FINE, step = (2 * below + 1) / EXCESS_FINE / EXCESS_FINE,
                 part = (x - from) / step;
    return level->excess[below] * (1 - part) + level->excess[below + 1] * part;
}

// Days spent in a stage that takes so many weeks, of those whom removals leave or take on the way. As E exp(-theta T)
// is 1 - theta days(T), those of a sum of independent times follow from those of its parts.
static double days_of(const Level *level, const Steps *steps)
{
    double days = 0;
    for (int i = 0; i < steps->count; i++) days += steps->at[i] * level->days[i];
    return days;
}

static double remaining(const Level *level, const Steps *steps)
{
    double mass = 0;
    for (int i = 0; i < steps->count; i++) mass += steps->at[i] * level->remain[i];
    return mass;
}

// A root of a function that changes its sign between two places, by the Illinois method; if it does not change, the end
// where it is nearer to 0.
static double root(double (*of)(void *, double), void *context, double low, double high, double good_enough)
{
    double at_low = of(context, low), at_high = of(context, high);
    if ((at_low > 0) == (at_high > 0)) return fabs(at_low) < fabs(at_high) ? low : high;
    double found = low;
    for (int i = 0; i < 30; i++) {
        found = (low * at_high - high * at_low) / (at_high - at_low);
        const double at = of(context, found);
        if (fabs(at) < good_enough) break;
        if ((at > 0) == (at_high > 0)) {
            high = found;
            at_high = at;
            at_low /= 2;
        } else {
            low = high;
            at_low = at_high;
            high = found;
            at_high = at;
        }
    }
    return found;
}

// A stage.

// Those who join the list of a stage and those who are done with it, by days since their clocks started, as if nobody
// were removed.
typedef struct {
    Steps of[STANDINGS];
} Patients;

typedef struct {
    const Level *level;
    const float *curve;
    const Steps *came;         // of those who queue: since their clocks started, as if nobody were removed
    double wanted;             // on the list, the booked included
    double fails;              // share of dates after which the patient is booked again
    double joined[STANDINGS];  // a day, less those removed before
    double long_waits;         // a day: of those who queue, booked because their wait is a long one
    double booked_days;        // dates are at most so many days ahead
    Steps booked[STANDINGS];   // from booking to being seen
    double spread_days, undated_days, shift_days;
    Steps queued;  // if no wait ended it
} Stage;

enum { DAILY_LOOK_DAYS = 14 };  // see is_looked_at in sessions.c

// Slots are booked from the nearest date on, at once or after queueing: of those that come up, patients booked at once
// take the nearest. A day goes by before the morning on which the booking is made, and until the hour of the session.
static void book_ahead(const Stage *stage, double at_once, Steps leads[STANDINGS])
{
    double most = 0, booked = 0, left = 1 - at_once;
    for (int ahead = BOOKING_DAYS; ahead >= SHORTEST_NOTICE_DAYS; ahead--)
        most = fmax(most, (double)stage->curve[ahead]);
    for (int ahead = BOOKING_DAYS; ahead >= SHORTEST_NOTICE_DAYS; ahead -= ahead > DAILY_LOOK_DAYS ? 7 : 1) {
        const double slots = fmax(0, (double)stage->curve[ahead] - booked) / most;
        const double queued = fmin(slots, left), days = fmin(ahead + 1, stage->booked_days);
        if (queued > 0) steps_add(&leads[QUEUES], days, queued / (1 - at_once));
        if (slots > queued && at_once > 1e-9) steps_add(&leads[BOOKED_AT_ONCE], days, (slots - queued) / at_once);
        booked = fmax(booked, (double)stage->curve[ahead]);
        left -= queued;
    }
}

// Whoever comes back is booked at once.
static Steps with_repeats(const Steps *first, const Steps *again, double fails)
{
    Steps then = {.count = 1, .at = {1 - fails}};
    steps_add_all(&then, again, fails);
    return sum_of(first, &then);
}

// Patients on the list beyond those booked, if dates lie so many days ahead at most.
static double lacking(void *context, double booked_days)
{
    Stage *stage = context;
    stage->booked_days = booked_days;
    const double repeats = stage->fails / (1 - stage->fails),
                 all = stage->joined[BOOKED_AT_ONCE] + stage->joined[QUEUES],
                 ranked = stage->joined[BOOKED_AT_ONCE] + stage->long_waits,
                 at_once = (ranked + repeats * all) / (all * (1 + repeats));
    Steps leads[STANDINGS] = {{0}};
    book_ahead(stage, at_once, leads);
    Steps again = leads[BOOKED_AT_ONCE];
    for (int i = 0; i < 3; i++) again = with_repeats(&leads[BOOKED_AT_ONCE], &again, stage->fails);
    stage->booked[BOOKED_AT_ONCE] = again;
    stage->booked[QUEUES] = with_repeats(&leads[QUEUES], &again, stage->fails);
    const double soon = days_of(stage->level, &stage->booked[BOOKED_AT_ONCE]);
    return stage->wanted - ranked * soon -
           (stage->joined[QUEUES] - stage->long_waits) * days_of(stage->level, &stage->booked[QUEUES]);
}

// Days for which somebody whose place is moved by S queues beyond so many, on average.
static double queue_beyond(const Stage *stage, double days)
{
    if (stage->spread_days <= 0) return fmax(0, stage->shift_days - days);
    return stage->spread_days * excess_over(stage->level, (days - stage->shift_days) / stage->spread_days);
}

static int weeks_left(const Stage *stage, int came)
{
    return stage->level->long_wait > came ? stage->level->long_wait - came : 0;
}

// Days in the queue, which ends when it is one's turn or when the wait becomes a long one.
static double queue_days(const Stage *stage)
{
    const Level *level = stage->level;
    if (level->long_wait >= LEVEL_STEPS) return days_of(level, &stage->queued);
    double within[LEVEL_STEPS] = {0}, queues = 1, sum = 0;  // days of those whom so many weeks are left
    const int last = stage->queued.count - 1;
    for (int i = 0; i < last; i++) {
        queues -= stage->queued.at[i];
        within[i + 1] = within[i] + queues * (level->days[i + 1] - level->days[i]);
    }
    for (int i = 0; i < stage->came->count; i++) {
        const int left = weeks_left(stage, i);
        sum += stage->came->at[i] * level->remain[i] * within[left < last ? left : last];
    }
    return sum / stage->joined[QUEUES];
}

// Masses with the mean that the continuous distribution has. Whoever queues until the wait is a long one may as well
// queue for ever.
static double queue_too_long(void *context, double shift_days)
{
    Stage *stage = context;
    stage->shift_days = shift_days;
    stage->queued = (Steps){.count = 1};
    double *at = stage->queued.at, before = queue_beyond(stage, 0) + LEVEL_STEP_DAYS, here = before - LEVEL_STEP_DAYS;
    const int last = stage->level->long_wait < LEVEL_STEPS ? stage->level->long_wait : LEVEL_STEPS - 1;
    for (int i = 0; i <= last; i++) {
        const double next = i < last ? queue_beyond(stage, (i + 1.0) * LEVEL_STEP_DAYS) : here;
        at[i] = (before - 2 * here + next) / LEVEL_STEP_DAYS;
        stage->queued.count = i + 1;
        if (here < 1e-9) break;
        before = here;
        here = next;
    }
    return queue_days(stage) - stage->undated_days;
}

static void find_shift(Stage *stage)
{
    const double removals = stage->level->plan->removals, most = LEVEL_STEP_DAYS * (LEVEL_STEPS - 1.0);
    // A wait that everybody shares is the longest shift, unless long waits end before it is one's turn.
    const double left = 1 - removals * stage->undated_days;
    double high = removals > 0 && left > 0 ? -log(left) / removals : stage->undated_days;
    high = fmin(left > 0 ? high : most, most) + LEVEL_STEP_DAYS;
    if (queue_too_long(stage, high) < 0) high = fmin(fmax(high, LEVEL_STEP_DAYS * stage->level->long_wait), most);
    double low = high - fmax(stage->spread_days, LEVEL_STEP_DAYS);
    while (queue_too_long(stage, low) > 0 && low > -1e5) low -= 2 * (high - low);
    queue_too_long(stage, root(queue_too_long, stage, low, high, 1e-4));
}

// Times since the clock started at which waits become long ones, or patients join who have waited as long.
static Steps long_waits_of(const Stage *stage)
{
    Steps long_waits = {0};
    double beyond[LEVEL_STEPS + 1] = {0};  // queue for so many weeks or more
    for (int i = stage->queued.count - 1; i >= 0; i--) beyond[i] = beyond[i + 1] + stage->queued.at[i];
    for (int i = 0; i < stage->came->count; i++) {
        const int left = weeks_left(stage, i);
        if (left >= stage->queued.count) continue;
        steps_add(&long_waits, (i + left) * LEVEL_STEP_DAYS, stage->came->at[i] * beyond[left]);
    }
    return long_waits;
}

static double count_long_waits(const Stage *stage)
{
    const Steps long_waits = long_waits_of(stage);
    return remaining(stage->level, &long_waits);
}

// Nobody queues: all are booked, the last of them not so far ahead.
static void book_all(Stage *stage)
{
    stage->queued = (Steps){.count = 1, .at = {1}};
    stage->long_waits = count_long_waits(stage);
    lacking(stage, root(lacking, stage, 0, BOOKING_DAYS + 1, 1e-4 * stage->wanted));
}

// Long waits take dates as near as those booked at once, and there are so many of them as queue too long.
static void balance_stage(Stage *stage)
{
    enum { ROUNDS = 6 };
    const double all = stage->joined[BOOKED_AT_ONCE] + stage->joined[QUEUES];
    stage->queued = (Steps){.count = 1, .at = {1}};
    for (int i = 0; i < STANDINGS; i++) stage->booked[i] = stage->queued;
    if (all <= 0) return;
    stage->long_waits = count_long_waits(stage);
    for (int round = 0; round < ROUNDS; round++) {
        const double beyond = lacking(stage, BOOKING_DAYS + 1), before = stage->long_waits;
        if (beyond < 0) {
            book_all(stage);
            return;
        }
        if (stage->joined[QUEUES] < 1e-6 * all) return;
        // A day in the queue adds a day, less what those removed in it would have had after it.
        const double booked = days_of(stage->level, &stage->booked[QUEUES]);
        stage->undated_days = beyond / stage->joined[QUEUES] / (1 - stage->level->plan->removals * booked);
        find_shift(stage);
        stage->long_waits = count_long_waits(stage);
        if (fabs(stage->long_waits - before) < 1e-3 * all) return;
    }
}

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

static void set_masses(const Level *level, LevelDays *days, const Steps *steps)
{
    double masses[LEVEL_STEPS];
    for (int i = 0; i < steps->count; i++) masses[i] = steps->at[i] * level->remain[i];
    set_days(days, true, masses, steps->count);
}

// Of those who are still there: so many weeks after joining.
static void set_so_far(const Level *level, LevelDays *days, const Steps *in_all)
{
    double masses[LEVEL_STEPS], there = mass_of(in_all);
    for (int i = 0; i < in_all->count; i++) {
        there -= in_all->at[i];
        masses[i] = there * level->remain[i];
    }
    set_days(days, false, masses, in_all->count);
}

// Since their clocks started when they joined, of those whose later time is short enough not to be a long wait.
static void set_came(const Stage *stage, LevelDays *came, const LevelDays *later)
{
    double masses[LEVEL_STEPS];
    for (int i = 0; i < stage->came->count; i++) {
        const int left = weeks_left(stage, i);
        masses[i] = stage->came->at[i] * stage->level->remain[i] *
                    (double)later->below[left < LEVEL_STEPS ? left : LEVEL_STEPS];
    }
    set_days(came, true, masses, stage->came->count);
}

static void fill_stage(const Stage *stage, const Patients *joined, LevelStage *filled)
{
    const Level *level = stage->level;
    const double soon = days_of(level, &stage->booked[BOOKED_AT_ONCE]), later = days_of(level, &stage->booked[QUEUES]);
    const double queue = stage->joined[QUEUES] > 0 ? queue_days(stage) : 0;
    const double turn = stage->joined[QUEUES] * (1 - level->plan->removals * queue) - stage->long_waits;
    const double days[LEVEL_PLACES] = {[PLACE_AT_ONCE] = stage->joined[BOOKED_AT_ONCE] * soon,
                                       [PLACE_UNDATED] = stage->joined[QUEUES] * queue,
                                       [PLACE_DATED] = turn * later,
                                       [PLACE_LONG_WAIT] = stage->long_waits * soon};
    double all = 0;
    for (int i = 0; i < LEVEL_PLACES; i++) all += days[i];
    for (int i = 0; i < LEVEL_PLACES; i++) filled->share[i] = all > 0 ? days[i] / all : i == PLACE_UNDATED;
    filled->shift_days = stage->shift_days;
    filled->spread_days = stage->spread_days;
    for (int i = 0; i < STANDINGS; i++) set_so_far(level, &filled->booked_for[i], &stage->booked[i]);
    Steps queued = stage->queued;
    if (queued.count > level->long_wait) queued.count = level->long_wait;
    set_masses(level, &filled->queued, &queued);
    set_so_far(level, &filled->queueing_for, &stage->queued);
    const Steps long_waits = long_waits_of(stage);
    set_masses(level, &filled->came[PLACE_AT_ONCE], &joined->of[BOOKED_AT_ONCE]);
    set_came(stage, &filled->came[PLACE_UNDATED], &filled->queueing_for);
    set_came(stage, &filled->came[PLACE_DATED], &filled->queued);
    set_masses(level, &filled->came[PLACE_LONG_WAIT], &long_waits);
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
    Stage stage = {.level = level,
                   .curve = level->plan->curve[curve_of(number)],
                   .came = &joined->of[QUEUES],
                   .wanted = flow->list[number],
                   .fails = fails,
                   .spread_days = level->spread * mean_days};
    for (int i = 0; i < STANDINGS; i++) stage.joined[i] = remaining(level, &joined->of[i]);
    balance_stage(&stage);
    if (to_fill(way, number)) fill_stage(&stage, joined, to_fill(way, number));
    Patients done;
    const Steps turns = sum_below(stage.came, &stage.queued, level->long_wait), long_waits = long_waits_of(&stage),
                booked_soon = sum_of(&long_waits, &stage.booked[BOOKED_AT_ONCE]);
    done.of[QUEUES] = sum_of(&turns, &stage.booked[QUEUES]);
    steps_add_all(&done.of[QUEUES], &booked_soon, 1);
    done.of[BOOKED_AT_ONCE] = sum_of(&joined->of[BOOKED_AT_ONCE], &stage.booked[BOOKED_AT_ONCE]);
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
    const double at_once = mass_of(&joined.of[BOOKED_AT_ONCE]), soon = mass_of(&ranked) * service->p3;
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
        const double here = fmax(0, (i == 0 ? net : there + net / 2) * way->level->remain[i]);
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
    too_many_over_52(level, written >= 0 ? log(written + 1e-9)
                                         : root(too_many_over_52, level, log(LEAST_SPREAD), log(MOST_SPREAD), 0.003));
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
    too_many_within_18(level, root(too_many_within_18, level, least, MOST_FIRST, 0.001));
}

void waiting_list_level_plan(ElectivePlan *plan, const ElectiveFields *fields, ElectiveFlow flows[SERVICES_MOST],
                             LevelList *list)
{
    Level level = {.plan = plan, .fields = fields, .flows = flows, .long_wait = 2 * LEVEL_STEPS};
    const double long_wait = (double)plan->long_wait_s / SIM_DAY_S / LEVEL_STEP_DAYS;
    if (long_wait > 0 && long_wait < LEVEL_STEPS - 1) level.long_wait = (int)lround(long_wait);
    for (int i = 0; i < LEVEL_STEPS; i++) {
        const double days = i * LEVEL_STEP_DAYS;
        level.remain[i] = exp(-plan->removals * days);
        level.days[i] = plan->removals > 0 ? (1 - level.remain[i]) / plan->removals : days;
    }
    set_shape(&level, plan->spread_shape);
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
