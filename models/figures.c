#include "models/figures.h"

#include <math.h>
#include <string.h>

#include "models/figure_parts.h"
#include "models/service_figures.h"

// The dates that the report is about: those of any daily measure, else of the table at hand.
static bool report_span(const SimPlotPlace *place, const SimPlotDays *other, double *first, double *last)
{
    for (int measure = 0; measure < PLOT_MEASURES; measure++) {
        if (figure_span(&place->measure[measure][PLOT_STRIKE], first, last)) return true;
    }
    return figure_span(other, first, last);
}

// Why there is no picture of the hospital. Of services alone that goes without saying.
static const char *missing(const SimPlotPicture *picture, const char *why)
{
    const SimPlotPlace *place = picture->place;
    double first, last;
    const bool is_of_hospital = report_span(place, &place->moved[PLOT_STRIKE], &first, &last) ||
                                place->moved[PLOT_DIFFERENCE].count > 0 || place->group_count > 0;
    return place->step_count > 0 && !is_of_hospital ? "" : why;
}

// Appointments moved.

// What the strike moved: the rows of the difference where there are any, else strike minus baseline.
static SimPlotDays moved_by_strike(const SimPlotPlace *place)
{
    SimPlotDays sum = {0};
    const SimPlotDays *difference = &place->moved[PLOT_DIFFERENCE];
    const SimPlotDays *added = difference->count ? difference : &place->moved[PLOT_STRIKE];
    for (size_t i = 0; i < added->count; i++) {
        SimPlotDay *day = sim_plot_days_at(&sum, added->days[i].date);
        for (int kind = 0; kind < PLOT_MOVED; kind++) day->value[kind] += added->days[i].value[kind];
    }
    const SimPlotDays *baseline = &place->moved[PLOT_BASELINE];
    for (size_t i = 0; !difference->count && i < baseline->count; i++) {
        SimPlotDay *day = sim_plot_days_at(&sum, baseline->days[i].date);
        for (int kind = 0; kind < PLOT_MOVED; kind++) day->value[kind] -= baseline->days[i].value[kind];
    }
    return sum;
}

// As on the page: the total that NHS England counts and its parts, then scans and tests beside it.
static void say_moved(SimPlotPicture *picture, const double total[PLOT_MOVED])
{
    static const struct {
        int kind;
        const char *word;
    } parts[] = {{PLOT_OUTPATIENT, "outpatient"}, {PLOT_DAY_CASE, "day case"}, {PLOT_INPATIENT, "inpatient"}};
    char number[32];
    const double sum = total[PLOT_OUTPATIENT] + total[PLOT_DAY_CASE] + total[PLOT_INPATIENT];
    figure_say(picture->subtitle, "%s rescheduled", sim_plot_count(number, round(sum)));
    const char *before = ": ";
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (fabs(total[parts[i].kind]) < 0.5) continue;
        figure_say(picture->subtitle, "%s%s %s", before, sim_plot_count(number, round(total[parts[i].kind])),
                   parts[i].word);
        before = ", ";
    }
    if (fabs(total[PLOT_DIAGNOSTIC]) >= 0.5)
        figure_say(picture->subtitle, "; and %s scans and tests",
                   sim_plot_count(number, round(total[PLOT_DIAGNOSTIC])));
    if (total[PLOT_SUPPRESSED] < 0.5) return;
    figure_say(picture->subtitle, ". Another %s were never offered.",
               sim_plot_count(number, round(total[PLOT_SUPPRESSED])));
}

// Stacks upwards what is positive and downwards what is negative; returns the height of the stack of moved ones.
static void write_stack(FILE *bars, const SimPlotDay *day, double *low, double *high)
{
    double up = 0, down = 0;
    for (int kind = 0; kind < PLOT_MOVED; kind++) {
        const double amount = day->value[kind];
        if (fabs(amount) < 0.005) continue;
        double *end = amount > 0 ? &up : &down;
        fprintf(bars, "%d\t%.10g\t%.10g\t%d\n", day->date, *end, *end + amount, kind);
        *end += amount;
    }
    figure_widen(low, high, up);
    figure_widen(low, high, down);
}

static const char *rescheduled(SimPlotPicture *picture)
{
    const SimPlotPlace *place = picture->place;
    SimPlotDays days = moved_by_strike(place);
    double total[PLOT_MOVED] = {0}, most = 0, low = 0, high = 0, first = 0, last = 1;
    for (size_t i = 0; i < days.count; i++) {
        for (int kind = 0; kind < PLOT_MOVED; kind++) {
            total[kind] += days.days[i].value[kind];
            most = fmax(most, fabs(days.days[i].value[kind]));
        }
    }
    if (most < 0.005) {
        sim_plot_days_free(&days);
        return missing(picture, "no appointment was moved, or cancellations.csv is missing");
    }
    report_span(place, &days, &first, &last);
    sim_plot_picture_around_windows(picture, 4, 5, first, last);
    FILE *bars = sim_plot_picture_open(picture, "bars.tsv");
    for (size_t i = 0; bars && i < days.count; i++) {
        if (sim_plot_picture_shows(picture, days.days[i].date)) write_stack(bars, &days.days[i], &low, &high);
    }
    if (bars) fprintf(bars, "-1000000\t0\t0\t0\n");
    sim_plot_picture_close(picture, bars);
    sim_plot_days_free(&days);
    say_moved(picture, total);
    sim_plot_picture_add_row(picture, total[PLOT_SUPPRESSED] >= 0.5, low, high, 6, PLOT_AMOUNT);
    return NULL;
}

// Staff.

// A group counts in a panel if any of it is on strike there.
static bool strikes_in(const SimPlotGroup *group, const SimPlotPanel *panel)
{
    for (size_t i = 0; i < group->days.count; i++) {
        const SimPlotDay *day = &group->days.days[i];
        if (day->date >= panel->first && day->date < panel->last && day->value[PLOT_ABSENT] > 0) return true;
    }
    return false;
}

static SimPlotDays staff_of_panel(const SimPlotPlace *place, const SimPlotPanel *panel)
{
    SimPlotDays sum = {0};
    for (size_t g = 0; g < place->group_count; g++) {
        const SimPlotGroup *group = &place->groups[g];
        const bool strikes = strikes_in(group, panel);
        for (size_t i = 0; i < group->days.count; i++) {
            const SimPlotDay *day = &group->days.days[i];
            if (day->date < panel->first || day->date >= panel->last) continue;
            SimPlotDay *to = sim_plot_days_at(&sum, day->date);
            if (strikes) to->value[PLOT_DUE] += day->value[PLOT_DUE];
            for (int value = PLOT_DUE + 1; value < PLOT_STAFF; value++) to->value[value] += day->value[value];
        }
    }
    return sum;
}

static void say_group(SimPlotPicture *picture, const char *before, const char *name)
{
    char words[SIM_PLOT_TEXT];
    sim_plot_text(words, name, 40);
    for (char *at = words; *at; at++) {
        if (*at == '_') *at = ' ';
    }
    if (!before[0] && words[0] >= 'a' && words[0] <= 'z') words[0] = (char)(words[0] - 'a' + 'A');
    figure_say(picture->subtitle, "%s%s", before, words);
}

// "Resident doctors: 1,234 of 2,000 shifts called out lost (62%), ..."
static void say_staff(SimPlotPicture *picture, const double total[PLOT_STAFF])
{
    const char *before = "";
    for (size_t g = 0; g < picture->place->group_count; g++) {
        bool strikes = false;
        for (size_t i = 0; i < picture->panel_count && !strikes; i++) {
            strikes = strikes_in(&picture->place->groups[g], &picture->panels[i]);
        }
        if (!strikes) continue;
        say_group(picture, before, picture->place->groups[g].name);
        before = ", ";
    }
    char absent[32], called[32], covering[32], unfilled[32];
    figure_say(picture->subtitle, ": %s of %s shifts called out lost (%.0f%%), %s covered by others, %s with nobody",
               sim_plot_count(absent, round(total[PLOT_ABSENT])), sim_plot_count(called, round(total[PLOT_CALLED])),
               100 * total[PLOT_ABSENT] / fmax(total[PLOT_CALLED], 1),
               sim_plot_count(covering, round(total[PLOT_COVERING])),
               sim_plot_count(unfilled, round(total[PLOT_UNFILLED])));
}

static const char *staff(SimPlotPicture *picture)
{
    const SimPlotPlace *place = picture->place;
    double first = INFINITY, last = -INFINITY, high = 0, low = 0, total[PLOT_STAFF] = {0}, absent = 0;
    // Runs keep the staff of days around the windows only.
    for (size_t g = 0; g < place->group_count; g++) {
        double begin = 0, end = 0;
        if (!figure_span(&place->groups[g].days, &begin, &end)) continue;
        first = fmin(first, begin);
        last = fmax(last, end);
        for (size_t i = 0; i < place->groups[g].days.count; i++) {
            absent += place->groups[g].days.days[i].value[PLOT_ABSENT];
        }
    }
    if (!(absent > 0)) return missing(picture, "nobody was absent, or staffing.csv is missing");
    sim_plot_picture_around_windows(picture, 3, 3, first, last);
    FILE *bars = sim_plot_picture_open(picture, "staff.tsv");
    for (size_t p = 0; bars && p < picture->panel_count; p++) {
        SimPlotDays days = staff_of_panel(place, &picture->panels[p]);
        for (size_t i = 0; i < days.count; i++) {
            const double *value = days.days[i].value;
            fprintf(bars, "%d\t%.10g\t%.10g\t%.10g\t%.10g\n", days.days[i].date, value[PLOT_DUE] - value[PLOT_ABSENT],
                    value[PLOT_DUE], value[PLOT_COVERING], value[PLOT_UNFILLED]);
            figure_widen(&low, &high, fmax(value[PLOT_DUE], value[PLOT_COVERING] + value[PLOT_UNFILLED]));
            for (int k = 0; value[PLOT_ABSENT] > 0 && k < PLOT_STAFF; k++) total[k] += value[k];
        }
        sim_plot_days_free(&days);
    }
    if (bars) fprintf(bars, "-1000000\t0\t0\t0\t0\n");
    sim_plot_picture_close(picture, bars);
    if (!(total[PLOT_ABSENT] > 0)) return "nobody was absent around the windows of the strike";
    say_staff(picture, total);
    sim_plot_picture_add_row(picture, 0, 0, high, 6, PLOT_AMOUNT);
    return NULL;
}

// The waiting list.

static void say_list(SimPlotPicture *picture, const SimPlotDays *difference)
{
    const SimPlotDay *at_end = &difference->days[difference->count - 1], *most = at_end;
    for (size_t i = 0; i < difference->count; i++) {
        if (difference->days[i].value[PLOT_MEAN] > most->value[PLOT_MEAN]) most = &difference->days[i];
    }
    char number[32], date[32], low[32], high[32];
    const double end = at_end->value[PLOT_MEAN];
    figure_say(picture->subtitle, "On %s the list is %s patients %s with the %s than without",
               sim_plot_date(date, at_end->date), sim_plot_count(number, fabs(round(end))),
               end < 0 ? "shorter" : "longer", sim_plot_strikes(picture->results));
    if (isfinite(at_end->value[PLOT_Q05]) && isfinite(at_end->value[PLOT_Q95])) {
        figure_say(picture->subtitle, " (9 in 10 replications: %s to %s)",
                   sim_plot_count(low, round(at_end->value[PLOT_Q05])),
                   sim_plot_count(high, round(at_end->value[PLOT_Q95])));
    }
    if (most != at_end && most->value[PLOT_MEAN] > 0) {
        figure_say(picture->subtitle, "; at most %s, on %s", sim_plot_count(number, round(most->value[PLOT_MEAN])),
                   sim_plot_date(date, most->date));
    }
}

// Whether a strike may make the lives differ; else they are the same, and one is shown.
static bool has_strike(const SimPlotPicture *picture)
{
    for (size_t i = 0; i < picture->results->window_count; i++) {
        if (!picture->results->windows[i].in_both) return true;
    }
    return false;
}

static const char *waiting_list(SimPlotPicture *picture)
{
    const SimPlotDays *world = picture->place->measure[PLOT_LIST];
    const SimPlotDays *difference = &world[PLOT_DIFFERENCE];
    double first, last, low = INFINITY, high = -INFINITY, least = 0, most = 0;
    if (!figure_span(&world[PLOT_STRIKE], &first, &last) || world[PLOT_BASELINE].count == 0 || difference->count == 0) {
        return missing(picture, "daily.csv has no rtt_total of all three worlds");
    }
    sim_plot_picture_whole(picture, first, last);
    FILE *lines = sim_plot_picture_open(picture, "list.tsv");
    for (size_t i = 0; lines && i < difference->count; i++) {
        const SimPlotDay *day = &difference->days[i];
        const SimPlotDay *without = sim_plot_days_find(&world[PLOT_BASELINE], day->date);
        const SimPlotDay *with = sim_plot_days_find(&world[PLOT_STRIKE], day->date);
        const double numbers[] = {without ? without->value[PLOT_MEAN] : NAN,
                                  with ? with->value[PLOT_MEAN] : NAN,
                                  day->value[PLOT_MEAN],
                                  day->value[PLOT_Q05],
                                  day->value[PLOT_Q25],
                                  day->value[PLOT_Q75],
                                  day->value[PLOT_Q95]};
        sim_plot_number(lines, day->date + 0.5, '\t');
        for (size_t k = 0; k < 7; k++) {
            sim_plot_number(lines, numbers[k], k == 6 ? '\n' : '\t');
            if (k < 2) figure_widen(&low, &high, numbers[k]);
            if (k >= 2) figure_widen(&least, &most, numbers[k]);
        }
    }
    sim_plot_picture_close(picture, lines);
    if (!(high >= low)) return "daily.csv has no numbers of rtt_total";
    picture->is_one_life = !has_strike(picture);
    sim_plot_picture_add_row(picture, PLOT_LIST, low, high, 5, PLOT_AMOUNT);
    if (picture->is_one_life) return NULL;
    say_list(picture, difference);
    sim_plot_picture_add_row(picture, PLOT_LIST, least, most, 5, PLOT_CHANGE);
    return NULL;
}

// Two lives of a measure: A&E and beds, births and inductions.

static bool has_both(const SimPlotPlace *place, enum SimPlotMeasure measure)
{
    return place->measure[measure][PLOT_BASELINE].count > 0 && place->measure[measure][PLOT_STRIKE].count > 0;
}

typedef struct {
    enum SimPlotMeasure measure;
    const char *missing;  // what to say if it is not in the results
    bool from_zero;       // the axis begins at zero
} LifeRow;

// Shares are of all the patients (beds) of the strike days, as on the page; numbers are means of the days.
static void say_lives(SimPlotPicture *picture, enum SimPlotMeasure measure)
{
    static const char *const words[PLOT_MEASURES] = {[PLOT_FOUR_HOURS] = "left A&E within 4 hours",
                                                     [PLOT_BEDS] = "of beds occupied",
                                                     [PLOT_BIRTHS] = "births",
                                                     [PLOT_INDUCTIONS] = "late inductions"};
    const double *of_all = picture->place->over_windows[measure];
    double mean[2] = {of_all[PLOT_BASELINE], of_all[PLOT_STRIKE]};
    const bool is_of_all = isfinite(mean[PLOT_BASELINE] + mean[PLOT_STRIKE]);
    if (!is_of_all && !figure_mean_of_strike_days(picture, picture->place->measure[measure], mean)) return;
    char with[32], without[32];
    figure_say_mean(with, mean[PLOT_STRIKE], picture->results->is_share[measure]);
    figure_say_mean(without, mean[PLOT_BASELINE], picture->results->is_share[measure]);
    figure_say(picture->subtitle, "%s%s %s with the %s, %s without",
               picture->subtitle[0] ? "; "
               : is_of_all          ? "Over the strike days: "
                                    : "Mean of the strike days: ",
               with, words[measure], sim_plot_strikes(picture->results), without);
}

static const char *two_lives(SimPlotPicture *picture, const LifeRow rows[2])
{
    const SimPlotPlace *place = picture->place;
    double first = 0, last = 0;
    if (!has_both(place, rows[0].measure) && !has_both(place, rows[1].measure)) {
        return missing(picture, "daily.csv has neither of its measures in both lives");
    }
    picture->is_one_life = !has_strike(picture);
    report_span(place, &place->measure[rows[0].measure][PLOT_STRIKE], &first, &last);
    if (sim_plot_picture_around_windows(picture, 8, 13, first, last)) {
        sim_plot_picture_add_overview(picture, first, last);
    }
    for (int i = 0; i < 2; i++) {
        const enum SimPlotMeasure measure = rows[i].measure;
        const SimPlotDays *world = place->measure[measure];
        double low = rows[i].from_zero ? 0 : INFINITY, high = rows[i].from_zero ? 0 : -INFINITY;
        char without[32], with[32];
        snprintf(without, sizeof without, "without_%d.tsv", picture->row_count + 1);
        snprintf(with, sizeof with, "with_%d.tsv", picture->row_count + 1);
        if (has_both(place, measure)) {
            figure_write_life(picture, without, &world[PLOT_BASELINE], &low, &high);
            figure_write_life(picture, with, &world[PLOT_STRIKE], &low, &high);
        }
        if (!(high >= low) || !has_both(place, measure)) {
            figure_say(picture->note, "%s%s", picture->note[0] ? " " : "", rows[i].missing);
            continue;
        }
        const bool is_share = picture->results->is_share[measure];
        say_lives(picture, measure);
        sim_plot_picture_add_row(picture, i + 1, low, high, 5, is_share ? PLOT_PERCENT : PLOT_AMOUNT);
    }
    return picture->row_count > 0 ? NULL : "daily.csv has no numbers of its measures";
}

static const char *emergency(SimPlotPicture *picture)
{
    static const LifeRow rows[] = {
        {PLOT_FOUR_HOURS, "These results have no daily A&E waits.", false},
        {PLOT_BEDS, "These results have no daily bed occupancy.", false},
    };
    return two_lives(picture, rows);
}

static bool is_always_zero(const SimPlotDays *days)
{
    for (size_t i = 0; i < days->count; i++) {
        if (days->days[i].value[PLOT_MEAN] != 0) return false;
    }
    return days->count > 0;
}

static const char *maternity(SimPlotPicture *picture)
{
    if (is_always_zero(&picture->place->measure[PLOT_BIRTHS][PLOT_STRIKE])) return "there are no births";
    static const LifeRow rows[] = {
        {PLOT_BIRTHS, "These results have no daily births.", true},
        {PLOT_INDUCTIONS, "These results have no daily delays of inductions.", true},
    };
    return two_lives(picture, rows);
}

const SimPlotFigure hospital_figures[HOSPITAL_FIGURES] = {
    {"rescheduled", NULL, "rescheduled.gp", rescheduled},
    {"staff", NULL, "staff.gp", staff},
    {"waiting_list", NULL, "waiting_list.gp", waiting_list},
    {"emergency", "emergency.gp", "lives.gp", emergency},
    {"maternity", "maternity.gp", "lives.gp", maternity},
    {"present", "present.gp", "lives.gp", service_figure_present},
    {"waits", "waits.gp", "lives.gp", service_figure_waits},
};
