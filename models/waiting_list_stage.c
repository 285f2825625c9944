#include "models/waiting_list_stage.h"

#include <gsl/gsl_sf_gamma.h>
#include <math.h>

#include "models/sessions.h"

void steps_add(Steps *steps, double days, double mass)
{
    const double place = fmin(days / LEVEL_STEP_DAYS, LEVEL_STEPS - 1);
    const int below = (int)place;
    const double above = place - below;  // divided so that the mean is kept
    steps->at[below] += mass * (1 - above);
    if (above > 0) steps->at[below + 1] += mass * above;
    const int used = below + (above > 0 ? 2 : 1);
    if (used > steps->count) steps->count = used;
}

double steps_mass(const Steps *steps)
{
    double mass = 0;
    for (int i = 0; i < steps->count; i++) mass += steps->at[i];
    return mass;
}

void steps_add_all(Steps *to, const Steps *from, double factor)
{
    for (int i = 0; i < from->count; i++) to->at[i] += factor * from->at[i];
    if (from->count > to->count) to->count = from->count;
}

Steps steps_sum_below(const Steps *a, const Steps *b, int below)
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

Steps steps_sum(const Steps *a, const Steps *b)
{
    return steps_sum_below(a, b, LONG_WAIT_NEVER);
}

static const double EXCESS_FINE = 32;  // the table reaches up to 256 times the mean

static void set_shape(LevelGrid *grid, double shape)
{
    const double scale = 1 / tgamma(1 + 1 / shape);  // of mean 1
    for (int i = 0; i < EXCESS_STEPS; i++) {
        const double x = i * i / EXCESS_FINE / EXCESS_FINE, power = pow(x / scale, shape);
        // The integral of the survival function from x on.
        grid->excess[i] = gsl_sf_gamma_inc_Q(1 / shape, fmin(power, 700));
    }
}

void level_grid_plan(LevelGrid *grid, const ElectivePlan *plan)
{
    const double weeks = (double)plan->long_wait_s / SIM_DAY_S / LEVEL_STEP_DAYS;
    *grid = (LevelGrid){.removals = plan->removals, .long_wait = LONG_WAIT_NEVER};
    if (weeks > 0 && weeks < LEVEL_STEPS - 1) grid->long_wait = (int)lround(weeks);
    for (int i = 0; i < LEVEL_STEPS; i++) {
        const double days = i * LEVEL_STEP_DAYS;
        grid->remain[i] = exp(-grid->removals * days);
        grid->days[i] = grid->removals > 0 ? (1 - grid->remain[i]) / grid->removals : days;
    }
    set_shape(grid, plan->spread_shape);
}

static double excess_over(const LevelGrid *grid, double x)
{
    if (x <= 0) return 1 - x;
    const double place = sqrt(x) * EXCESS_FINE;
    const int below = (int)place;
    if (below >= EXCESS_STEPS - 1) return 0;
    const double from = below * below / EXCESS_FINE / EXCESS_FINE, step = (2 * below + 1) / EXCESS_FINE / EXCESS_FINE,
                 part = (x - from) / step;
    return grid->excess[below] * (1 - part) + grid->excess[below + 1] * part;
}

double level_days_of(const LevelGrid *grid, const Steps *steps)
{
    double days = 0;
    for (int i = 0; i < steps->count; i++) days += steps->at[i] * grid->days[i];
    return days;
}

double level_remaining(const LevelGrid *grid, const Steps *steps)
{
    double mass = 0;
    for (int i = 0; i < steps->count; i++) mass += steps->at[i] * grid->remain[i];
    return mass;
}

double level_root(double (*of)(void *, double), void *context, double low, double high, double good_enough)
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

enum { DAILY_LOOK_DAYS = 14 };  // see is_looked_at in sessions.c

// Slots are booked from the nearest date on, at once or after queueing: of those that come up, patients booked at once
// take the nearest. A day goes by before the morning on which the booking is made, and until the hour of the session.
static void book_ahead(const StageBalance *stage, double at_once, Steps leads[STANDINGS])
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
    return steps_sum(first, &then);
}

// Patients on the list beyond those booked, if dates lie so many days ahead at most.
static double lacking(void *context, double booked_days)
{
    StageBalance *stage = context;
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
    const double soon = level_days_of(stage->grid, &stage->booked[BOOKED_AT_ONCE]);
    return stage->wanted - ranked * soon -
           (stage->joined[QUEUES] - stage->long_waits) * level_days_of(stage->grid, &stage->booked[QUEUES]);
}

// Days for which somebody whose place is moved by S queues beyond so many, on average.
static double queue_beyond(const StageBalance *stage, double days)
{
    if (stage->spread_days <= 0) return fmax(0, stage->shift_days - days);
    return stage->spread_days * excess_over(stage->grid, (days - stage->shift_days) / stage->spread_days);
}

int level_weeks_left(const StageBalance *stage, int came)
{
    return stage->grid->long_wait > came ? stage->grid->long_wait - came : 0;
}

double level_queue_days(const StageBalance *stage)
{
    const LevelGrid *grid = stage->grid;
    if (grid->long_wait == LONG_WAIT_NEVER) return level_days_of(grid, &stage->queued);
    double within[LEVEL_STEPS] = {0}, queues = 1, sum = 0;  // days of those whom so many weeks are left
    const int last = stage->queued.count - 1;
    for (int i = 0; i < last; i++) {
        queues -= stage->queued.at[i];
        within[i + 1] = within[i] + queues * (grid->days[i + 1] - grid->days[i]);
    }
    for (int i = 0; i < stage->came->count; i++) {
        const int left = level_weeks_left(stage, i);
        sum += stage->came->at[i] * grid->remain[i] * within[left < last ? left : last];
    }
    return sum / stage->joined[QUEUES];
}

// Masses with the mean that the continuous distribution has. Whoever queues until the wait is a long one may as well
// queue for ever.
static double queue_too_long(void *context, double shift_days)
{
    StageBalance *stage = context;
    stage->shift_days = shift_days;
    stage->queued = (Steps){.count = 1};
    double *at = stage->queued.at, before = queue_beyond(stage, 0) + LEVEL_STEP_DAYS, here = before - LEVEL_STEP_DAYS;
    const int last = stage->grid->long_wait < LEVEL_STEPS ? stage->grid->long_wait : LEVEL_STEPS - 1;
    for (int i = 0; i <= last; i++) {
        const double next = i < last ? queue_beyond(stage, (i + 1.0) * LEVEL_STEP_DAYS) : here;
        at[i] = (before - 2 * here + next) / LEVEL_STEP_DAYS;
        stage->queued.count = i + 1;
        if (here < 1e-9) break;
        before = here;
        here = next;
    }
    return level_queue_days(stage) - stage->undated_days;
}

static void find_shift(StageBalance *stage)
{
    const double removals = stage->grid->removals, most = LEVEL_STEP_DAYS * (LEVEL_STEPS - 1.0);
    // A wait that everybody shares is the longest shift, unless long waits end before it is one's turn.
    const double left = 1 - removals * stage->undated_days;
    double high = removals > 0 && left > 0 ? -log(left) / removals : stage->undated_days;
    high = fmin(left > 0 ? high : most, most) + LEVEL_STEP_DAYS;
    if (queue_too_long(stage, high) < 0) high = fmin(fmax(high, LEVEL_STEP_DAYS * stage->grid->long_wait), most);
    double low = high - fmax(stage->spread_days, LEVEL_STEP_DAYS);
    while (queue_too_long(stage, low) > 0 && low > -1e5) low -= 2 * (high - low);
    queue_too_long(stage, level_root(queue_too_long, stage, low, high, 1e-4));
}

Steps level_long_waits(const StageBalance *stage)
{
    Steps long_waits = {0};
    double beyond[LEVEL_STEPS + 1] = {0};  // queue for so many weeks or more
    for (int i = stage->queued.count - 1; i >= 0; i--) beyond[i] = beyond[i + 1] + stage->queued.at[i];
    for (int i = 0; i < stage->came->count; i++) {
        const int left = level_weeks_left(stage, i);
        if (left >= stage->queued.count) continue;
        steps_add(&long_waits, (i + left) * LEVEL_STEP_DAYS, stage->came->at[i] * beyond[left]);
    }
    return long_waits;
}

static double count_long_waits(const StageBalance *stage)
{
    const Steps long_waits = level_long_waits(stage);
    return level_remaining(stage->grid, &long_waits);
}

// Nobody queues: all are booked, the last of them not so far ahead.
static void book_all(StageBalance *stage)
{
    stage->queued = (Steps){.count = 1, .at = {1}};
    stage->long_waits = count_long_waits(stage);
    lacking(stage, level_root(lacking, stage, 0, BOOKING_DAYS + 1, 1e-4 * stage->wanted));
}

// Long waits take dates as near as those booked at once, and there are so many of them as queue too long.
void level_stage_balance(StageBalance *stage)
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
        const double booked = level_days_of(stage->grid, &stage->booked[QUEUES]);
        stage->undated_days = beyond / stage->joined[QUEUES] / (1 - stage->grid->removals * booked);
        find_shift(stage);
        stage->long_waits = count_long_waits(stage);
        if (fabs(stage->long_waits - before) < 1e-3 * all) return;
    }
}
