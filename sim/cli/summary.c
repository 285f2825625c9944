#include "sim/cli/summary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/page_text.h"
#include "sim/cli/summary_reported.h"
#include "sim/experiment/estimate.h"
#include "sim/experiment/memory.h"

typedef struct {
    const SimOutcome *outcome;
    const struct sim_model *model;
    const SimFrame *frame;
    FILE *to;
    uint32_t site;
    const char *const *rows;  // the model's choice, in order
    size_t row_count;
    double *scratch;  // 6 numbers for each replication
} Page;

// A number of a row, with its sign and unit where they help.
typedef struct {
    double factor;  // shares are printed as per cent
    int decimals;
    const char *after_level, *after_change;
} Manner;

static bool is_whole_number(double value)
{
    return fabs(value - round(value)) < 1e-9;
}

static Manner manner_of(const SimMeasure *measure, const SimPaired *paired)
{
    if (strcmp(measure->unit, "share") == 0)
        return (Manner){.factor = 100, .decimals = 1, .after_level = " %", .after_change = " points"};
    const double largest = fmax(fabs(paired->baseline.mean), fabs(paired->strike.mean));
    const bool is_whole = is_whole_number(paired->baseline.mean) && is_whole_number(paired->strike.mean);
    return (Manner){.factor = 1, .decimals = largest < 100 && !is_whole ? 1 : 0, .after_level = "", .after_change = ""};
}

static void write_level(double value, const Manner *manner, char text[static SIM_PLAIN_TEXT + 8])
{
    char number[SIM_PLAIN_TEXT];
    const char *after = isnan(value) ? "" : manner->after_level;
    snprintf(text, SIM_PLAIN_TEXT + 8, "%s%s", sim_plain_number(manner->factor * value, manner->decimals, number),
             after);
}

static void write_change(double value, const Manner *manner, char text[static SIM_PLAIN_TEXT + 8])
{
    char number[SIM_PLAIN_TEXT];
    const char *plain = sim_plain_number(manner->factor * value, manner->decimals, number);
    const bool is_more = value > 0 && strspn(plain, "0.") != strlen(plain);
    snprintf(text, SIM_PLAIN_TEXT + 8, "%s%s%s", is_more ? "+" : "", plain, isnan(value) ? "" : manner->after_change);
}

static void write_interval(const SimEstimate *estimate, const Manner *manner, char text[static 2 * SIM_PLAIN_TEXT])
{
    char low[SIM_PLAIN_TEXT], high[SIM_PLAIN_TEXT];
    if (isnan(estimate->ci_low)) {
        strcpy(text, "-");
        return;
    }
    snprintf(text, 2 * SIM_PLAIN_TEXT, "%s to %s",
             sim_plain_number(manner->factor * estimate->ci_low, manner->decimals, low),
             sim_plain_number(manner->factor * estimate->ci_high, manner->decimals, high));
}

// A row of the page: a column, or the sum of all columns of a measure that is only recorded by kinds and whose kinds
// add.
typedef struct {
    uint32_t column;  // the first; SIM_NO_COLUMN if this scenario has none
    bool is_sum;
} Row;

static const SimMeasure *measure_of(const Page *page, Row row)
{
    return page->frame->columns[row.column].measure;
}

static bool kinds_add(const SimMeasure *measure)
{
    return measure->adds == SIM_ADDS_SUM || measure->adds == SIM_ADDS_SNAPSHOT || measure->adds == SIM_ADDS_LEVEL;
}

static Row row_named(const Page *page, const char *text)
{
    char name[64];
    const size_t length = strcspn(text, "/");
    snprintf(name, sizeof name, "%.*s", (int)length, text);
    const char *of = text[length] == '/' ? text + length + 1 : "";
    const uint32_t column = sim_column_named(page->frame, name, of);
    if (column != SIM_NO_COLUMN || of[0] != '\0') return (Row){.column = column};
    for (uint32_t i = 0; i < page->frame->recorded_count; i++) {
        const SimMeasure *measure = page->frame->columns[i].measure;
        if (strcmp(measure->name, name) == 0 && kinds_add(measure)) return (Row){.column = i, .is_sum = true};
    }
    return (Row){.column = SIM_NO_COLUMN};
}

static SimPaired paired_of(const Page *page, uint32_t column, uint32_t period)
{
    return sim_paired(sim_outcome_values(page->outcome, page->site, column, period, SIM_BASELINE),
                      sim_outcome_values(page->outcome, page->site, column, period, SIM_STRIKE),
                      page->outcome->replications, page->scratch);
}

static SimPaired paired_of_row(const Page *page, Row row, uint32_t period)
{
    if (!row.is_sum) return paired_of(page, row.column, period);
    const uint32_t replications = page->outcome->replications;
    double *sums[SIM_LIVES] = {page->scratch + 4 * (size_t)replications, page->scratch + 5 * (size_t)replications};
    memset(sums[SIM_BASELINE], 0, 2 * (size_t)replications * sizeof(double));
    for (uint32_t i = row.column; i < page->frame->recorded_count; i++) {
        if (page->frame->columns[i].measure != measure_of(page, row)) continue;
        for (enum SimLife life = SIM_BASELINE; life < SIM_LIVES; life++) {
            const double *values = sim_outcome_values(page->outcome, page->site, i, period, life);
            for (uint32_t r = 0; r < replications; r++) sums[life][r] += values[r];
        }
    }
    return sim_paired(sums[SIM_BASELINE], sums[SIM_STRIKE], replications, page->scratch);
}

static void write_label(const Page *page, Row row, char *text, size_t size)
{
    const SimMeasure *measure = measure_of(page, row);
    const char *of = row.is_sum ? "" : page->frame->columns[row.column].of;
    const char *unit = measure->unit;
    const bool says_unit = strcmp(unit, "minutes") == 0 || strcmp(unit, "hours") == 0 || strcmp(unit, "days") == 0;
    snprintf(text, size, "%s%s%s%s%s", measure->title, of[0] ? ": " : "", of, says_unit ? ", " : "",
             says_unit ? unit : "");
    for (char *c = text; *c; c++) {
        if (*c == '_') *c = ' ';
    }
}

enum { LABEL_BYTES = 400 };

static void print_row(const Page *page, Row row, uint32_t period)
{
    const SimPaired paired = paired_of_row(page, row, period);
    if (paired.count == 0) return;
    const Manner manner = manner_of(measure_of(page, row), &paired);
    char label[LABEL_BYTES], without[SIM_PLAIN_TEXT + 8], with[SIM_PLAIN_TEXT + 8], change[SIM_PLAIN_TEXT + 8];
    char interval[2 * SIM_PLAIN_TEXT];
    write_label(page, row, label, sizeof label);
    write_level(paired.baseline.mean, &manner, without);
    write_level(paired.strike.mean, &manner, with);
    write_change(paired.difference.mean, &manner, change);
    write_interval(&paired.difference, &manner, interval);
    sim_print_label(label, page->to);
    fprintf(page->to, " %10s %10s %13s  %s\n", without, with, change, interval);
}

static void print_row_of_one_life(const Page *page, Row row, uint32_t period)
{
    const SimPaired paired = paired_of_row(page, row, period);
    if (paired.count == 0) return;
    const Manner manner = manner_of(measure_of(page, row), &paired);
    char label[LABEL_BYTES], mean[SIM_PLAIN_TEXT + 8], interval[2 * SIM_PLAIN_TEXT];
    write_label(page, row, label, sizeof label);
    write_level(paired.baseline.mean, &manner, mean);
    write_interval(&paired.baseline, &manner, interval);
    sim_print_label(label, page->to);
    fprintf(page->to, " %12s  %s\n", mean, interval);
}

typedef bool (*Belongs)(const SimMeasure *measure);

static bool belongs_to_strike_days(const SimMeasure *measure)
{
    if (measure->adds == SIM_ADDS_DERIVED) return measure->derived == SIM_DERIVED_RATIO_LIVES;
    return measure->adds != SIM_ADDS_LEVEL && measure->adds != SIM_ADDS_LEVEL_SHARE;
}

static bool belongs_to_whole(const SimMeasure *measure)
{
    return measure->adds == SIM_ADDS_SUM;
}

static bool belongs_to_end(const SimMeasure *measure)
{
    return measure->adds == SIM_ADDS_LEVEL || measure->adds == SIM_ADDS_LEVEL_SHARE;
}

static bool is_recorded(const SimMeasure *measure)
{
    return measure->adds != SIM_ADDS_DERIVED;
}

static bool any_row(const Page *page, Belongs belongs)
{
    for (size_t i = 0; i < page->row_count; i++) {
        const Row row = row_named(page, page->rows[i]);
        if (row.column != SIM_NO_COLUMN && belongs(measure_of(page, row))) return true;
    }
    return false;
}

static void print_rows(const Page *page, Belongs belongs, uint32_t period,
                       void (*print)(const Page *page, Row row, uint32_t period))
{
    for (size_t i = 0; i < page->row_count; i++) {
        const Row row = row_named(page, page->rows[i]);
        if (row.column != SIM_NO_COLUMN && belongs(measure_of(page, row))) print(page, row, period);
    }
}

static void print_heading(const Page *page, const char *heading)
{
    fprintf(page->to, "\n%-44.44s %10s %10s %13s  %s\n", heading, "without", "with", "because of it", "95 % interval");
}

static uint32_t period_number(const SimFrame *frame, const char *name)
{
    const SimPeriod *period = sim_period_named(&frame->periods, name);
    return period ? (uint32_t)(period - frame->periods.at) : SIM_NO_COLUMN;
}

static void print_sections(const Page *page)
{
    char heading[120], date[SIM_PLAIN_TEXT];
    const uint32_t strike_days = period_number(page->frame, "strike_days");
    if (strike_days != SIM_NO_COLUMN && any_row(page, belongs_to_strike_days)) {
        const uint32_t days = page->frame->periods.at[strike_days].day_count;
        snprintf(heading, sizeof heading, "On the %u strike day%s", days, days == 1 ? "" : "s");
        print_heading(page, heading);
        print_rows(page, belongs_to_strike_days, strike_days, print_row);
    }
    if (any_row(page, belongs_to_whole)) {
        snprintf(heading, sizeof heading, "Over all %u days reported", page->frame->days);
        print_heading(page, heading);
        print_rows(page, belongs_to_whole, 0, print_row);
    }
    if (any_row(page, belongs_to_end)) {
        snprintf(heading, sizeof heading, "At the end of %s", sim_plain_date(page->frame->outline->report_last, date));
        print_heading(page, heading);
        print_rows(page, belongs_to_end, 0, print_row);
    }
}

static void print_left_after(const Page *page)
{
    static const int WEEKS[] = {4, 12, 26};
    if (sim_column_derived(page->frame, SIM_DERIVED_LEFT_AFTER, WEEKS[0]) == SIM_NO_COLUMN) return;
    fprintf(page->to, "\nBacklog left after the last strike day\n");
    for (size_t i = 0; i < sizeof WEEKS / sizeof *WEEKS; i++) {
        const uint32_t column = sim_column_derived(page->frame, SIM_DERIVED_LEFT_AFTER, WEEKS[i]);
        const SimPaired paired = paired_of(page, column, 0);
        fprintf(page->to, "  %2d weeks later", WEEKS[i]);
        if (paired.count == 0) {
            fprintf(page->to, "   beyond the days reported\n");
            continue;
        }
        const Manner manner = {.factor = 1, .decimals = 0, .after_level = "", .after_change = ""};
        char change[SIM_PLAIN_TEXT + 8], interval[2 * SIM_PLAIN_TEXT];
        write_change(paired.difference.mean, &manner, change);
        write_interval(&paired.difference, &manner, interval);
        fprintf(page->to, " %10s   (95 %% interval %s)\n", change, interval);
    }
}

// The middle one of the replications' days of return, those that lie beyond the report being the longest.
static double middle_return(const double *days, uint32_t replications, double *scratch, uint32_t *censored)
{
    const size_t count = sim_defined(days, replications, scratch);
    sim_sort_sample(scratch, count);
    *censored = replications - (uint32_t)count;
    const uint32_t middle = (replications - 1) / 2;
    return middle < count ? scratch[middle] : NAN;
}

static void print_left_at_end(const Page *page, uint32_t list)
{
    if (list == SIM_NO_COLUMN) return;
    const SimPaired paired = paired_of(page, list, 0);
    const Manner manner = {.factor = 1, .decimals = 0, .after_level = "", .after_change = ""};
    char change[SIM_PLAIN_TEXT + 8];
    write_change(paired.difference.mean, &manner, change);
    fprintf(page->to, "; the difference is %s then", change);
}

static void print_return(const Page *page)
{
    const uint32_t column = sim_column_derived(page->frame, SIM_DERIVED_RETURN_DAY, 0);
    const SimWindow *window = sim_last_strike_window(page->frame->outline);
    if (column == SIM_NO_COLUMN || !window) return;
    const uint32_t list = sim_column_named(page->frame, page->model->list_measure, "");
    const char *title = list == SIM_NO_COLUMN ? "Backlog" : page->frame->columns[list].measure->title;
    const uint32_t replications = page->outcome->replications;
    uint32_t censored;
    const double days = middle_return(sim_outcome_values(page->outcome, page->site, column, 0, SIM_STRIKE),
                                      replications, page->scratch, &censored);
    char date[SIM_PLAIN_TEXT], last[SIM_PLAIN_TEXT];
    sim_plain_date(page->frame->outline->report_last, last);
    fprintf(page->to, "\n%s back to where it would have been: ", title);
    if (isnan(days)) {
        fprintf(page->to, "not by %s (in %u of %u replications)", last, censored, replications);
        print_left_at_end(page, list);
        fprintf(page->to, "\n");
        return;
    }
    if (days < 1) {
        fprintf(page->to, "it was no longer%s\n", replications > 1 ? " in the middle replication" : "");
        return;
    }
    fprintf(page->to, "%s", sim_plain_date(sim_window_last_date(window) + (SimDate)days, date));
    if (replications > 1) fprintf(page->to, " in the middle replication");
    if (censored > 0) fprintf(page->to, "; not by %s in %u of %u", last, censored, replications);
    fprintf(page->to, "\n  (the first day on which nine tenths of the backlog have gone and stay gone for 28 days)\n");
}

static void print_head(const Page *page)
{
    const SimOutline *outline = page->frame->outline;
    char first[SIM_PLAIN_TEXT], last[SIM_PLAIN_TEXT];
    const SimPlace *only = outline->place_count == 1 ? &outline->places[0] : NULL;
    if (only && only->name[0]) fprintf(page->to, "%s: ", only->name);
    if (!only) fprintf(page->to, "%zu trusts together: ", outline->place_count);
    sim_plain_date(outline->report_first, first);
    sim_plain_date(outline->report_last, last);
    const bool is_one_day = outline->report_first == outline->report_last;
    fprintf(page->to, "%s%s%s, %u replication%s\n", first, is_one_day ? "" : " to ", is_one_day ? "" : last,
            page->outcome->replications, page->outcome->replications == 1 ? "" : "s");
    for (size_t i = 0; i < outline->window_count; i++) {
        const SimWindow *window = &outline->windows[i];
        sim_plain_date(sim_window_first_date(window), first);
        sim_plain_date(sim_window_last_date(window), last);
        const bool touches_one = strcmp(first, last) == 0;
        fprintf(page->to, "  %s: %s%s%s%s\n", window->name, first, touches_one ? "" : " to ", touches_one ? "" : last,
                window->in_both ? ", in both lives" : "");
    }
}

static bool lives_differ(const SimFrame *frame)
{
    return frame->outline->lives_part_s < frame->end_s;
}

static void choose_rows(Page *page, const void *plan)
{
    page->rows = page->model->summary;
    page->row_count = page->model->summary_count;
    if (page->model->summary_of) page->model->summary_of(plan, &page->rows, &page->row_count);
}

void sim_summary_print(const SimOutcome *outcome, const struct sim_model *model, const void *plan, FILE *to)
{
    Page page = {.outcome = outcome, .model = model, .frame = outcome->frame, .to = to};
    choose_rows(&page, plan);
    page.site = outcome->frame->site_count - 1;  // ALL, or the only place
    page.scratch = sim_zeroed((size_t)outcome->replications * 6, sizeof *page.scratch);
    print_head(&page);
    if (sim_last_strike_window(outcome->frame->outline)) {
        print_sections(&page);
        print_left_after(&page);
        print_return(&page);
    } else if (lives_differ(page.frame)) {  // though no window is marked
        print_heading(&page, "Over all days reported");
        print_rows(&page, is_recorded, 0, print_row);
    } else {
        fprintf(to, "\n%-44.44s %12s  %s\n", "No strike: one life only", "mean", "95 % interval");
        print_rows(&page, is_recorded, 0, print_row_of_one_life);
    }
    sim_summary_reported(outcome, to);
    if (outcome->replications == 1)
        fprintf(to, "\nOne replication says nothing about chance: there are no intervals.\n");
    free(page.scratch);
}
