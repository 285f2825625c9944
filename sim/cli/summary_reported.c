#include "sim/cli/summary_reported.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/page_text.h"
#include "sim/experiment/memory.h"
#include "sim/experiment/reported.h"

typedef struct {
    const SimOutcome *outcome;
    const SimFrame *frame;
    FILE *to;
    double *scratch;
} Page;

enum { LABEL_BYTES = 400, FOOTING_BYTES = 80 };

// A number as it is printed: shares as per cent; small numbers that are not whole, and what belongs to them, with a
// decimal.
typedef struct {
    double factor;
    int decimals;
    const char *after;
} Manner;

static Manner manner_of(double value, bool is_share)
{
    if (is_share) return (Manner){.factor = 100, .decimals = 1, .after = isnan(value) ? "" : " %"};
    const bool has_decimal = fabs(value) < 100 && fabs(value - round(value)) > 1e-9;
    return (Manner){.factor = 1, .decimals = has_decimal ? 1 : 0, .after = ""};
}

static void print_level(const Page *page, double value, const Manner *manner)
{
    char number[SIM_PLAIN_TEXT], level[SIM_PLAIN_TEXT + 2];
    sim_plain_number(manner->factor * value, manner->decimals, number);
    snprintf(level, sizeof level, "%s%s", number, manner->after);
    fprintf(page->to, " %12s", level);
}

static void print_simulated(const Page *page, const SimEstimate *estimate, bool is_share)
{
    char low[SIM_PLAIN_TEXT], high[SIM_PLAIN_TEXT];
    const Manner manner = manner_of(estimate->mean, is_share);
    print_level(page, estimate->mean, &manner);
    if (isnan(estimate->ci_low)) {
        fprintf(page->to, "  -\n");
        return;
    }
    fprintf(page->to, "  %s to %s\n", sim_plain_number(manner.factor * estimate->ci_low, manner.decimals, low),
            sim_plain_number(manner.factor * estimate->ci_high, manner.decimals, high));
}

static void print_figure(const Page *page, const SimReported *reported, const char *footing, double value)
{
    char label[LABEL_BYTES];
    snprintf(label, sizeof label, "  %s%s", sim_reported_column(page->frame, reported)->measure->title, footing);
    sim_print_label(label, page->to);
    const Manner manner = manner_of(value, reported->footing == SIM_PER_REPORTED && footing[0]);
    print_level(page, value, &manner);
}

static void print_on_same_dates(const Page *page, const SimReported *reported, const SimCompared *compared)
{
    print_figure(page, reported, "", reported->value);
    print_simulated(page, &compared->simulated, false);
}

static const char *footing_of(const Page *page, const SimReported *reported, char text[static FOOTING_BYTES])
{
    switch (reported->footing) {
    case SIM_PER_WORKING_DAY: return ", a working day";
    case SIM_PER_DAY: return ", a day";
    case SIM_PER_REPORTED: break;
    }
    snprintf(text, FOOTING_BYTES, ", share of those %s", page->frame->outline->reported[reported->base].what);
    return text;
}

static void print_on_common_footing(const Page *page, const SimReported *reported)
{
    const bool is_share = reported->footing == SIM_PER_REPORTED;
    char footing[FOOTING_BYTES], label[LABEL_BYTES];
    SimCompared compared = sim_reported_compare(page->outcome, reported, 0, page->scratch);
    print_figure(page, reported, footing_of(page, reported, footing), compared.reported_per);
    fprintf(page->to, "\n");
    for (size_t i = 0; compared.window && i < sim_reported_windows(page->frame, reported); i++) {
        compared = sim_reported_compare(page->outcome, reported, i, page->scratch);
        snprintf(label, sizeof label, "    %s", compared.window->name);
        sim_print_label(label, page->to);
        fprintf(page->to, " %12s", "");
        print_simulated(page, &compared.simulated_per, is_share);
    }
}

static void print_name(const Page *page, const SimReported *reported, bool same_dates)
{
    const SimWindow *window = &reported->window;
    char first[SIM_PLAIN_TEXT], last[SIM_PLAIN_TEXT];
    sim_plain_date(sim_window_first_date(window), first);
    sim_plain_date(sim_window_last_date(window), last);
    const bool is_one_day = strcmp(first, last) == 0;
    fprintf(page->to, "  %s: %s%s%s%s\n", window->name, first, is_one_day ? "" : " to ", is_one_day ? "" : last,
            same_dates ? "" : ", not simulated");
}

static void print_reported(const Page *page, size_t number)
{
    const SimOutline *outline = page->frame->outline;
    const SimReported *reported = &outline->reported[number];
    const SimCompared compared = sim_reported_compare(page->outcome, reported, 0, page->scratch);
    const SimReported *before = number > 0 ? reported - 1 : NULL;
    const bool is_of_another_place = !before || before->place != reported->place;
    if (is_of_another_place && outline->place_count > 1)
        fprintf(page->to, "%s\n", outline->places[reported->place].name);
    if (is_of_another_place || strcmp(before->window.name, reported->window.name) != 0)
        print_name(page, reported, compared.same_dates);
    if (compared.same_dates) {
        print_on_same_dates(page, reported, &compared);
    } else {
        print_on_common_footing(page, reported);
    }
}

void sim_summary_reported(const SimOutcome *outcome, FILE *to)
{
    const size_t count = outcome->frame->outline->reported_count;
    if (count == 0) return;
    Page page = {.outcome = outcome, .frame = outcome->frame, .to = to};
    page.scratch = sim_zeroed((size_t)outcome->replications * 3, sizeof *page.scratch);
    fprintf(to, "\n%-44.44s %12s %12s  %s\n", "Last time", "reported", "simulated", "95 % interval");
    for (size_t i = 0; i < count; i++) print_reported(&page, i);
    free(page.scratch);
}
