// Whole experiments with the toy model.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "sim/experiment/run.h"
#include "sim/results/sheet.h"
#include "tests/unit/toy.h"

typedef struct {
    ToyPlan plans[SIM_LIVES];
    SimRun run;
} Experiment;

static void open_experiment(Experiment *experiment, uint32_t replications, uint32_t threads)
{
    for (enum SimLife life = SIM_BASELINE; life < SIM_LIVES; life++) toy_plan(&experiment->plans[life], life);
    experiment->run = (SimRun){.model = &TOY_MODEL,
                               .plans = {&experiment->plans[SIM_BASELINE], &experiment->plans[SIM_STRIKE]},
                               .seed = 7,
                               .replications = replications,
                               .threads = threads};
}

static SimOutcome *run_to_the_end(const Experiment *experiment)
{
    SimOutcome *outcome;
    char message[200] = "";
    assert_int_equal(sim_run(&experiment->run, &outcome, message, sizeof message), SIM_RUN_DONE);
    assert_int_equal(outcome->replications, experiment->run.replications);
    return outcome;
}

// All tables as one text, to be freed.
static char *tables_of(const SimOutcome *outcome)
{
    char *text = NULL;
    size_t size, count;
    FILE *file = open_memstream(&text, &size);
    const SimSheet *sheets = sim_sheets(&count);
    const SimSheetSource source = {.model = &TOY_MODEL, .outcome = outcome};
    for (size_t i = 0; i < count; i++) sim_sheet_write(&sheets[i], &source, file);
    fclose(file);
    return text;
}

static char *tables_with_threads(uint32_t threads)
{
    Experiment experiment;
    open_experiment(&experiment, 5, threads);
    SimOutcome *outcome = run_to_the_end(&experiment);
    char *tables = tables_of(outcome);
    sim_outcome_free(outcome);
    return tables;
}

static void the_bytes_do_not_depend_on_the_number_of_threads(void **state)
{
    (void)state;
    char *one = tables_with_threads(1), *two = tables_with_threads(2), *seven = tables_with_threads(7);
    assert_true(strlen(one) > 100000);
    assert_true(strcmp(one, two) == 0);
    assert_true(strcmp(one, seven) == 0);
    free(one);
    free(two);
    free(seven);
}

static int open_outcome(void **state)
{
    static Experiment experiment;
    open_experiment(&experiment, 4, 2);
    *state = run_to_the_end(&experiment);
    return 0;
}

static int close_outcome(void **state)
{
    sim_outcome_free(*state);
    return 0;
}

// The text of one sheet, to be freed.
static char *sheet_text(const SimOutcome *outcome, const char *file_name)
{
    char *text = NULL;
    size_t size, count;
    FILE *file = open_memstream(&text, &size);
    const SimSheet *sheets = sim_sheets(&count);
    const SimSheetSource source = {.model = &TOY_MODEL, .outcome = outcome};
    for (size_t i = 0; i < count; i++) {
        if (strcmp(sheets[i].file, file_name) == 0) sim_sheet_write(&sheets[i], &source, file);
    }
    fclose(file);
    return text;
}

// Splits a line without quoted cells in place; returns how many cells. The cells point into the line.
static int split(char *line, char *cells[], int most)
{
    int count = 0;
    for (char *c = line; count < most;) {
        cells[count++] = c;
        c = strchr(c, ',');
        if (!c) break;
        *c++ = '\0';
    }
    return count;
}

// Calls `check` for every line but the header.
static void for_each_line(char *text, void (*check)(char *cells[], int count))
{
    char *cells[20];
    char *line = text + strcspn(text, "\n") + 1;
    while (*line) {
        char *end = strchr(line, '\n');
        *end = '\0';
        check(cells, split(line, cells, 20));
        line = end + 1;
    }
}

static void check_sum(const char *baseline, const char *strike, const char *difference)
{
    if (*baseline == '\0' || *strike == '\0' || *difference == '\0') {
        assert_true(*difference == '\0');
        return;
    }
    const double b = atof(baseline), s = atof(strike), d = atof(difference);
    assert_true(fabs(b + d - s) <= 1e-9 * fmax(1, fmax(fabs(b), fabs(s))));
}

static void check_summary_line(char *cells[], int count)
{
    assert_int_equal(count, 15);
    check_sum(cells[5], cells[6], cells[7]);
}

static void check_replications_line(char *cells[], int count)
{
    assert_int_equal(count, 9);
    check_sum(cells[6], cells[7], cells[8]);
}

static void baseline_and_difference_make_strike_in_every_row(void **state)
{
    char *text = sheet_text(*state, "summary.csv");
    for_each_line(text, check_summary_line);
    free(text);
    text = sheet_text(*state, "replications.csv");
    for_each_line(text, check_replications_line);
    free(text);
}

// The lives part on 2024-02-01 at 15:00.
static void check_daily_line(char *cells[], int count)
{
    assert_int_equal(count, 12);
    if (strcmp(cells[5], "difference") != 0 || strcmp(cells[0], "2024-02-01") >= 0) return;
    for (int i = 6; i < 12; i++) assert_string_equal(cells[i], "0");
}

static void nothing_differs_before_the_lives_part(void **state)
{
    char *text = sheet_text(*state, "daily.csv");
    assert_non_null(strstr(text, "2024-01-31"));
    for_each_line(text, check_daily_line);
    free(text);
}

static void the_strike_makes_a_queue(void **state)
{
    const SimOutcome *outcome = *state;
    const SimFrame *frame = outcome->frame;
    const SimPeriod *days = sim_period_named(&frame->periods, "strike_days");
    const uint32_t period = (uint32_t)(days - frame->periods.at);
    for (uint32_t r = 0; r < outcome->replications; r++) {
        const double without = sim_outcome_values(outcome, 0, TOY_QUEUE, period, SIM_BASELINE)[r];
        const double with = sim_outcome_values(outcome, 0, TOY_QUEUE, period, SIM_STRIKE)[r];
        assert_true(with > without + 50);
        const double came = sim_outcome_values(outcome, 0, TOY_ARRIVALS, period, SIM_BASELINE)[r];
        assert_true(came > 0);
        assert_memory_equal(&came, &sim_outcome_values(outcome, 0, TOY_ARRIVALS, period, SIM_STRIKE)[r], sizeof came);
    }
}

static double sum_over(const SimOutcome *outcome, const uint32_t *sites, size_t count, uint32_t column, uint32_t period,
                       uint32_t replication)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += sim_outcome_values(outcome, sites[i], column, period, SIM_STRIKE)[replication];
    return sum;
}

static void all_and_regions_are_the_sums_of_their_places(void **state)
{
    const SimOutcome *outcome = *state;
    const SimFrame *frame = outcome->frame;
    assert_int_equal(frame->site_count, 6);
    assert_string_equal(frame->sites[3].name, "region:North");
    assert_string_equal(frame->sites[4].name, "region:South");
    assert_string_equal(frame->sites[5].name, "ALL");
    const uint32_t added[] = {TOY_ARRIVALS, TOY_SERVED, TOY_QUEUE, TOY_INSIDE};
    for (size_t k = 0; k < sizeof added / sizeof *added; k++) {
        for (uint32_t period = 0; period < frame->periods.count; period++) {
            const double all = sim_outcome_values(outcome, 5, added[k], period, SIM_STRIKE)[2];
            const double south = sim_outcome_values(outcome, 4, added[k], period, SIM_STRIKE)[2];
            const double sum = sum_over(outcome, (uint32_t[]){0, 1, 2}, 3, added[k], period, 2);
            const double two = sum_over(outcome, (uint32_t[]){0, 2}, 2, added[k], period, 2);
            assert_true(fabs(all - sum) <= 1e-9 * (1 + sum));
            assert_true(fabs(south - two) <= 1e-9 * (1 + two));
        }
    }
}

static void waits_of_all_are_the_waits_of_the_places_together(void **state)
{
    const SimOutcome *outcome = *state;
    uint64_t longest = 0;
    for (uint32_t bin = 0; bin < SIM_WAIT_BINS; bin++) {
        uint64_t sum = 0;
        for (uint32_t place = 0; place < TOY_PLACES; place++)
            sum += sim_outcome_waits(outcome, place, 0, 0, SIM_STRIKE)[bin];
        assert_int_equal(sim_outcome_waits(outcome, 5, 0, 0, SIM_STRIKE)[bin], sum);
        if (sum > 0) longest = bin;
    }
    assert_true(sim_wait_bin_edge((uint32_t)longest) > 1440);
}

static void the_bins_of_printed_waits_hold_what_is_shorter_than_their_edge(void **state)
{
    (void)state;
    uint32_t before = 0;
    for (uint32_t bin = 0; bin + 1 < SIM_WAIT_BINS; bin++) {
        const uint32_t edge = sim_wait_bin_edge(bin);
        assert_true(edge > before);
        assert_int_equal(sim_wait_bin(before), bin);
        assert_int_equal(sim_wait_bin(edge - 1), bin);
        before = edge;
    }
    assert_int_equal(before, 104 * 7 * 1440);
    assert_int_equal(sim_wait_bin(before), SIM_WAIT_BINS - 1);
    const uint32_t edges[] = {240, 360, 1440};  // four, six and twenty-four hours are edges
    for (size_t i = 0; i < 3; i++) assert_int_equal(sim_wait_bin_edge(sim_wait_bin(edges[i] - 1)), edges[i]);
}

static void the_books_of_the_last_day_are_closed(void **state)
{
    (void)state;
    Experiment experiment;
    open_experiment(&experiment, 1, 1);
    experiment.plans[SIM_STRIKE].daily[TOY_BUSY] = 1;  // undefined on a day that was never closed
    SimOutcome *outcome = run_to_the_end(&experiment);
    const uint32_t last = outcome->frame->days - 1, kept = outcome->frame->columns[TOY_BUSY].kept;
    for (int life = 0; life < SIM_LIVES; life++) {
        const bool is_empty = isnan(sim_outcome_days(outcome, 0, kept, last, (enum SimLife)life)[0]);
        assert_false(is_empty);
    }
    sim_outcome_free(outcome);
}

static void above_twenty_places_only_sums_are_detailed(void **state)
{
    (void)state;
    SimPlace places[21] = {{.code = ""}};
    for (int i = 0; i < 21; i++) {
        snprintf(places[i].code, sizeof places[i].code, "P%02d", i);
        strcpy(places[i].region, i % 2 ? "Odd" : "Even");
    }
    ToyPlan plan;
    toy_plan(&plan, SIM_STRIKE);
    plan.outline.places = places;
    plan.outline.place_count = 20;
    SimFrame *few = sim_frame_new(&plan.outline, TOY_BLOCKS, 1);
    assert_int_equal(sim_detailed_sites(few), 23);
    plan.outline.place_count = 21;
    SimFrame *many = sim_frame_new(&plan.outline, TOY_BLOCKS, 1);
    assert_int_equal(sim_detailed_sites(many), 3);
    assert_string_equal(many->sites[many->first_detailed_site].name, "region:Even");
    plan.outline.place_count = 1;
    SimFrame *one = sim_frame_new(&plan.outline, TOY_BLOCKS, 1);
    assert_int_equal(one->site_count, 1);  // no ALL of one place
    sim_frame_free(few);
    sim_frame_free(many);
    sim_frame_free(one);
}

static void ledgers_are_means_over_replications(void **state)
{
    // Place p moves replication + p people: the mean of 1..4 is 2.5, and p more.
    char *text = sheet_text(*state, "cancellations.csv");
    assert_non_null(strstr(text, "\n2024-02-05,AAA,desk,P4,outpatient,short,strike,2.5\n"));
    assert_non_null(strstr(text, "\n2024-02-05,CCC,desk,P4,outpatient,short,difference,4.5\n"));
    assert_non_null(strstr(text, "\n2024-02-05,ALL,desk,P4,outpatient,short,strike,10.5\n"));
    assert_null(strstr(text, "baseline"));
    free(text);
    text = sheet_text(*state, "staffing.csv");
    assert_non_null(strstr(text, "\n2024-02-05,day,AAA,desk,clerks,strike,5,3,0,0\n"));
    assert_non_null(strstr(text, "\n2024-02-05,day,ALL,desk,clerks,strike,15,9,0,0\n"));
    assert_non_null(strstr(text, "\n2024-02-05,day,ALL,desk,clerks,baseline,15,0,0,0\n"));
    assert_null(strstr(text, "2024-04-08"));
    free(text);
}

static void a_life_that_never_departs_is_the_baseline(void **state)
{
    (void)state;
    Experiment experiment;
    open_experiment(&experiment, 2, 2);
    experiment.plans[SIM_STRIKE].outline.lives_part_s = INT64_MAX;
    SimOutcome *outcome = run_to_the_end(&experiment);
    const size_t each = (size_t)outcome->planned;
    for (uint32_t column = 0; column < TOY_SERIES; column++) {
        assert_memory_equal(sim_outcome_values(outcome, 0, column, 0, SIM_BASELINE),
                            sim_outcome_values(outcome, 0, column, 0, SIM_STRIKE), each * sizeof(double));
    }
    sim_outcome_free(outcome);
}

static void lives_that_part_at_once_have_no_past_to_share_but_the_same_people(void **state)
{
    (void)state;
    Experiment experiment;
    open_experiment(&experiment, 2, 1);
    experiment.plans[SIM_STRIKE].outline.lives_part_s = 0;
    SimOutcome *early = run_to_the_end(&experiment);
    char *early_summary = sheet_text(early, "summary.csv");
    sim_outcome_free(early);
    open_experiment(&experiment, 2, 1);
    SimOutcome *late = run_to_the_end(&experiment);
    char *late_summary = sheet_text(late, "summary.csv");
    assert_string_equal(early_summary, late_summary);  // when the fork is made changes nothing
    sim_outcome_free(late);
    free(early_summary);
    free(late_summary);
}

static void a_failed_audit_stops_the_run_and_says_where(void **state)
{
    (void)state;
    Experiment experiment;
    open_experiment(&experiment, 3, 2);
    experiment.plans[SIM_STRIKE].fails_audit = true;
    SimOutcome *outcome;
    char message[200] = "";
    assert_int_equal(sim_run(&experiment.run, &outcome, message, sizeof message), SIM_RUN_FAILED);
    assert_null(outcome);
    assert_non_null(strstr(message, "one person too many"));
    assert_non_null(strstr(message, "replication 1 of "));
}

// Raises the flag once the run has begun to make progress.
static void raise_flag(void *context, double share_done)
{
    (void)share_done;
    atomic_int *flag = context;
    if (atomic_load(flag) == SIM_GO_ON) atomic_store(flag, SIM_STOP_AFTER_REPLICATION);
}

static void a_stop_at_once_leaves_nothing(void **state)
{
    (void)state;
    Experiment experiment;
    open_experiment(&experiment, 50, 2);
    atomic_int stop = SIM_STOP_NOW;
    experiment.run.stop = &stop;
    SimOutcome *outcome;
    char message[200] = "";
    assert_int_equal(sim_run(&experiment.run, &outcome, message, sizeof message), SIM_RUN_STOPPED);
    assert_null(outcome);
}

static void a_stop_after_the_replication_keeps_whole_replications(void **state)
{
    (void)state;
    Experiment experiment;
    open_experiment(&experiment, 2000, 2);
    atomic_int stop = SIM_GO_ON;
    experiment.run.stop = &stop;
    experiment.run.progress = raise_flag;
    experiment.run.context = &stop;
    SimOutcome *outcome;
    char message[200] = "";
    assert_int_equal(sim_run(&experiment.run, &outcome, message, sizeof message), SIM_RUN_DONE);
    assert_true(outcome->replications >= 1 && outcome->replications < 2000);
    const double *arrivals = sim_outcome_values(outcome, 5, TOY_ARRIVALS, 0, SIM_BASELINE);
    for (uint32_t r = 0; r < outcome->replications; r++) assert_true(arrivals[r] > 0);
    assert_true(!(arrivals[outcome->replications] > 0));
    sim_outcome_free(outcome);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bytes_do_not_depend_on_the_number_of_threads),
        cmocka_unit_test(baseline_and_difference_make_strike_in_every_row),
        cmocka_unit_test(nothing_differs_before_the_lives_part),
        cmocka_unit_test(the_strike_makes_a_queue),
        cmocka_unit_test(all_and_regions_are_the_sums_of_their_places),
        cmocka_unit_test(waits_of_all_are_the_waits_of_the_places_together),
        cmocka_unit_test(the_bins_of_printed_waits_hold_what_is_shorter_than_their_edge),
        cmocka_unit_test(the_books_of_the_last_day_are_closed),
        cmocka_unit_test(above_twenty_places_only_sums_are_detailed),
        cmocka_unit_test(ledgers_are_means_over_replications),
        cmocka_unit_test(a_life_that_never_departs_is_the_baseline),
        cmocka_unit_test(lives_that_part_at_once_have_no_past_to_share_but_the_same_people),
        cmocka_unit_test(a_failed_audit_stops_the_run_and_says_where),
        cmocka_unit_test(a_stop_at_once_leaves_nothing),
        cmocka_unit_test(a_stop_after_the_replication_keeps_whole_replications),
    };
    return cmocka_run_group_tests(tests, open_outcome, close_outcome);
}
