#include "sim/cli/plot_axis.h"

#include <math.h>

static const double letter_width = 6.9;  // pixels of a character at the size of labels, in DejaVu Sans, which is wide

static SimPlotTick *add_tick(SimPlotAxis *axis, double position)
{
    if (axis->count == SIM_PLOT_TICKS) return NULL;
    SimPlotTick *tick = &axis->ticks[axis->count++];
    *tick = (SimPlotTick){.position = position};
    return tick;
}

// 1, 2, 2.5 or 5 times a power of ten, at or above `least`; whole numbers never get a step of 2.5.
static double round_step(double least)
{
    const double power = pow(10, floor(log10(least)));
    static const double steps[] = {1, 2, 2.5, 5, 10};
    for (size_t i = 0; i < 5; i++) {
        if (steps[i] == 2.5 && power < 10 && power > 0.05) continue;
        if (steps[i] * power >= least * (1 - 1e-9)) return steps[i] * power;
    }
    return 10 * power;
}

static void write_number(char to[static 48], double value, double step, enum SimPlotNumber number)
{
    char text[32];
    if (fabs(value) < step / 2) value = 0;  // not -0
    if (number == PLOT_PERCENT) {
        snprintf(to, 48, "%.*f%%", step < 0.0099 ? 1 : 0, value * 100);
    } else if (step < 0.99) {
        const int decimals = (int)ceil(-log10(step) - 1e-9);
        snprintf(to, 48, "%s%.*f", number == PLOT_CHANGE && value > step / 2 ? "+" : "", decimals < 6 ? decimals : 6,
                 value);
    } else {
        snprintf(to, 48, "%s%s", number == PLOT_CHANGE && value > step / 2 ? "+" : "", sim_plot_count(text, value));
    }
}

void sim_plot_axis_numbers(SimPlotAxis *axis, double low, double high, int wanted, enum SimPlotNumber number)
{
    *axis = (SimPlotAxis){0};
    if (!(high > low)) high = low + (number == PLOT_PERCENT ? 0.01 : 1);
    const double unit = number == PLOT_PERCENT ? 0.01 : 1;
    const double step = round_step((high - low) / wanted / unit) * unit;
    const double margin = (high - low) * 0.05;
    axis->first = fabs(low) < 1e-9 ? 0 : low - margin;
    axis->last = high + margin;
    for (double multiple = ceil(axis->first / step - 1e-9); multiple * step <= axis->last; multiple++) {
        SimPlotTick *tick = add_tick(axis, multiple * step);
        if (tick) write_number(tick->label, multiple * step, step, number);
    }
}

static void day_ticks(SimPlotAxis *axis, int every, bool on_mondays)
{
    static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    SimDate date = (SimDate)ceil(axis->first - 0.5);
    if (on_mondays) date += (7 - sim_weekday(date)) % 7;
    for (; date + 0.5 <= axis->last; date += every) {
        SimPlotTick *tick = add_tick(axis, date + 0.5);
        if (!tick) return;
        const SimCivil civil = sim_civil(date);
        snprintf(tick->label, sizeof tick->label, "%s\\n%d %s", weekdays[sim_weekday(date)], civil.day,
                 sim_plot_month(civil.month));
    }
}

// The year stands below January and below the first label of the axis, if a January does not follow at once.
static void month_ticks(SimPlotAxis *axis, int every)
{
    SimCivil civil = sim_civil((SimDate)ceil(axis->first));
    if (civil.day > 1) civil.month++;
    int month = civil.year * 12 + civil.month - 1;
    month += (every - month % every) % every;
    for (bool is_first = true;; month += every, is_first = false) {
        const double position = sim_date(month / 12, month % 12 + 1, 1);
        SimPlotTick *tick = position <= axis->last ? add_tick(axis, position) : NULL;
        if (!tick) return;
        const int number = month % 12 + 1;
        if (every >= 12) {
            snprintf(tick->label, sizeof tick->label, "%d", month / 12);
        } else if (number == 1 || is_first) {
            snprintf(tick->label, sizeof tick->label, "%s\\n%d", sim_plot_month(number), month / 12);
        } else {
            snprintf(tick->label, sizeof tick->label, "%s", sim_plot_month(number));
        }
    }
}

void sim_plot_axis_dates(SimPlotAxis *axis, double first, double last, double width)
{
    *axis = (SimPlotAxis){.first = first, .last = last};
    const double day = width / (last - first), date_label = 46, month_label = 34;
    if (day >= date_label) {
        day_ticks(axis, 1, false);
    } else if (day * 2 >= date_label) {
        day_ticks(axis, 2, false);
    } else if (day * 7 >= date_label) {
        day_ticks(axis, 7, true);
    } else if (day * 14 >= date_label && last - first < 120) {
        day_ticks(axis, 14, true);
    } else {
        static const int steps[] = {1, 2, 3, 6, 12, 24, 60, 120};
        size_t i = 0;
        while (i < 7 && day * 30.4 * steps[i] < month_label) i++;
        month_ticks(axis, steps[i]);
    }
}

// Where the name ends, in dates.
static double text_end(const SimPlotFlag *flag, double day)
{
    return flag->text + (letter_width * (double)sim_plot_text_length(flag->name) + 8) / day;
}

static bool pole_crosses(const SimPlotFlag *pole, const SimPlotFlag *text, double day)
{
    return pole->lane > text->lane && pole->pole > text->text - 2 / day && pole->pole < text_end(text, day);
}

static bool collide(const SimPlotFlag *a, const SimPlotFlag *b, double day)
{
    if (a->lane == b->lane && a->text < text_end(b, day) && b->text < text_end(a, day)) return true;
    return pole_crosses(a, b, day) || pole_crosses(b, a, day);
}

enum Side { RIGHT_OF_POLE, LEFT_OF_POLE, ABOVE_POLE };

// Flags being placed on a plot.
typedef struct {
    SimPlotFlag *flags;
    size_t count;
    double first, last;  // dates
    double day;          // pixels
    size_t letters;      // that fit
} Mast;

// Takes the lowest lane that has room.
static void place_flag(Mast *mast, const SimPlotWindow *window, enum Side side)
{
    if (window->end <= mast->first || window->start >= mast->last) return;
    const double slack = 14 / mast->day;
    SimPlotFlag *flag = &mast->flags[mast->count];
    *flag = (SimPlotFlag){.window = window,
                          .pole = fmax(window->start, mast->first),
                          .left = side == LEFT_OF_POLE,
                          .above = side == ABOVE_POLE};
    sim_plot_text(flag->name, window->name, mast->letters);
    const double length = text_end(flag, mast->day);  // its text begins at 0 so far
    flag->text = flag->pole;
    if (side == LEFT_OF_POLE) flag->text -= length;
    if (side == ABOVE_POLE) flag->text = fmin(flag->pole, mast->last + slack - length);
    if (flag->text < mast->first - slack || flag->text + length > mast->last + slack * 1.01) return;
    for (flag->lane = 0; flag->lane < SIM_PLOT_LANES; flag->lane++) {
        bool has_room = true;
        for (size_t i = 0; i < mast->count && has_room; i++) has_room = !collide(flag, &mast->flags[i], mast->day);
        if (!has_room) continue;
        mast->count++;
        return;
    }
}

static bool is_placed(const Mast *mast, const SimPlotWindow *window)
{
    for (size_t i = 0; i < mast->count; i++) {
        if (mast->flags[i].window == window) return true;
    }
    return false;
}

// The names of the windows before `split` at the left of their poles, the others at the right, from both ends inwards,
// so that each name reaches over poles that end below it; then what is left above its pole. Returns how good that is.
static int place_all(Mast *mast, const SimPlotWindow windows[], size_t window_count, size_t split)
{
    mast->count = 0;
    for (size_t i = 0; i < split; i++) place_flag(mast, &windows[i], LEFT_OF_POLE);
    for (size_t i = window_count; i > split; i--) place_flag(mast, &windows[i - 1], RIGHT_OF_POLE);
    for (size_t i = 0; i < window_count; i++) {
        if (!is_placed(mast, &windows[i])) place_flag(mast, &windows[i], ABOVE_POLE);
    }
    int good = 0, lanes = 0;
    for (size_t i = 0; i < mast->count; i++) {
        good += mast->flags[i].window->in_both ? 60 : 100;
        if (mast->flags[i].lane >= lanes) lanes = mast->flags[i].lane + 1;
    }
    return good - lanes;
}

size_t sim_plot_flags(SimPlotFlag flags[], const SimPlotWindow windows[], size_t window_count, double first,
                      double last, double width)
{
    Mast mast = {.flags = flags, .first = first, .last = last, .day = width / (last - first)};
    mast.letters = width < 80 ? 10 : (size_t)(width / letter_width);
    // Windows are in order of their start: those that show are neighbours, but for one that ends early.
    while (window_count > 0 && windows->end <= first) {
        windows++;
        window_count--;
    }
    while (window_count > 0 && windows[window_count - 1].start >= last) window_count--;
    size_t best_split = 0;
    int best = -1;
    for (size_t split = 0; split <= window_count && split <= 64; split++) {
        const int good = place_all(&mast, windows, window_count, split);
        if (good > best) {
            best = good;
            best_split = split;
        }
    }
    place_all(&mast, windows, window_count, best_split);
    return mast.count;
}
