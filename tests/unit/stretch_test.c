// Records that days share, tallies, maxima, lives that end within a day, and a place without a name.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/engine/events.h"
#include "sim/engine/record.h"
#include "sim/engine/tally.h"
#include "sim/experiment/run.h"
#include "sim/results/package.h"
#include "sim/results/sheet.h"

enum Series { CAME, MEAN_WAIT, AT_NOON, AT_END, LONGEST, MEDIAN, EXTREME, PRESENT, SERIES };
enum { LOG_SECONDS, LOG_NUMBER };

static const SimMeasure MEASURES[] = {
    [CAME] = {.name = "came", .unit = "patients", .title = "Came", .adds = SIM_ADDS_SUM, .daily = true},
    [MEAN_WAIT] = {.name = "wait", .unit = "minutes", .title = "Mean wait", .adds = SIM_ADDS_SHARE},
    [AT_NOON] = {.name = "at_noon", .unit = "patients", .title = "Present at noon", .adds = SIM_ADDS_SNAPSHOT},
    [AT_END] = {.name = "at_end", .unit = "patients", .title = "Present at the end", .adds = SIM_ADDS_LEVEL},
    [LONGEST] = {.name = "longest", .unit = "minutes", .title = "Longest wait", .adds = SIM_ADDS_MAX},
    [MEDIAN] = {.name = "q50", .unit = "minutes", .title = "Median wait", .adds = SIM_ADDS_QUANTILE, .quantile = 0.5},
    [EXTREME] = {.name = "q100", .unit = "minutes", .title = "Extreme", .adds = SIM_ADDS_QUANTILE, .quantile = 1},
    [PRESENT] = {.name = "there", .unit = "patients", .title = "There", .adds = SIM_ADDS_QUANTILE, .quantile = 0.75},
    {.name = "gone",
     .unit = "days",
     .title = "Gone",
     .adds = SIM_ADDS_DERIVED,
     .derived = SIM_DERIVED_RETURN_DAY,
     .from = "at_end"}};

static const SimMeasureBlock BLOCK = {MEASURES, sizeof MEASURES / sizeof *MEASURES};
static const SimMeasureBlock *const BLOCKS[] = {&BLOCK};

// Two days of warm-up and fourteen reported, the days 5 to 7 of the report a strike.
enum { WARM_UP = 2, REPORTED = 14, WORLD_DAYS = WARM_UP + REPORTED, STRETCHES = 4 };
enum { STRETCH_WARM_UP, STRETCH_BEFORE, STRETCH_STRIKE, STRETCH_AFTER };

typedef struct {
    SimOutline outline;
    SimPlace places[2];
    SimWindow window;
    SimSeries series[SERIES];
    uint8_t daily[SERIES];
    uint32_t record_of_day[WORLD_DAYS];
    SimTime *last_until_s;  // of the mini model: the moment to which a life was run
} Plan;

static void open_plan(Plan *plan)
{
    *plan = (Plan){0};
    for (uint32_t i = 0; i < SERIES; i++) {
        plan->series[i].measure = &MEASURES[i];
        plan->daily[i] = 1;
    }
    strcpy(plan->series[CAME].of, "theatre, \"B\"/day case");
    plan->series[MEDIAN].log = plan->series[EXTREME].log = LOG_SECONDS;
    plan->series[MEDIAN].scale = plan->series[EXTREME].scale = SIM_LOG_SECONDS;
    plan->series[PRESENT].log = LOG_NUMBER;
    plan->series[PRESENT].scale = SIM_LOG_NUMBER;
    const int64_t first = (int64_t)sim_date(2024, 1, 15) * SIM_DAY_S;
    plan->window = (SimWindow){.name = "A", .start = first + 5 * SIM_DAY_S, .end = first + 8 * SIM_DAY_S};
    plan->outline = (SimOutline){.first_day = sim_date(2024, 1, 13),
                                 .report_first = sim_date(2024, 1, 15),
                                 .report_last = sim_date(2024, 1, 28),
                                 .places = plan->places,
                                 .place_count = 1,
                                 .windows = &plan->window,
                                 .window_count = 1,
                                 .series = plan->series,
                                 .series_count = SERIES,
                                 .lives_part_s = INT64_MAX,
                                 .seed = 1,
                                 .replications = 3,
                                 .daily = plan->daily,
                                 .without_months = true,
                                 .record_of_day = plan->record_of_day};
    assert_int_equal(sim_periods_stretches(&plan->outline, plan->record_of_day, WORLD_DAYS), STRETCHES);
}

static void near(double value, double expected)
{
    if (!(fabs(value - expected) <= 1e-9 * fmax(1, fabs(expected)))) fail_msg("%.17g, expected %.17g", value, expected);
}

static uint32_t period_number(const SimFrame *frame, const char *name)
{
    const SimPeriod *period = sim_period_named(&frame->periods, name);
    assert_non_null(period);
    return (uint32_t)(period - frame->periods.at);
}

static double value_over(const SimFrame *frame, const SimReduction *life, enum Series series, const char *period)
{
    return sim_period_value(frame, life, series, period_number(frame, period));
}

static SimWorld *records(void)
{
    SimWorld *world = sim_world_new();
    sim_records_open(world, STRETCHES, SERIES);
    return world;
}

static void write(SimWorld *world, uint32_t stretch, enum Series series, double amount, double weight)
{
    *sim_daily(world, stretch, series) = (SimDaily){amount, weight};
}

typedef struct {
    Plan plan;
    SimFrame *frame;
    SimWorld *world;
} Fixture;

static int open_fixture(void **state)
{
    static Fixture fixture;
    open_plan(&fixture.plan);
    fixture.frame = sim_frame_new(&fixture.plan.outline, BLOCKS, 1);
    fixture.world = records();
    *state = &fixture;
    return 0;
}

static int close_fixture(void **state)
{
    Fixture *fixture = *state;
    sim_world_free(fixture->world);
    sim_frame_free(fixture->frame);
    return 0;
}

static void a_record_that_days_share_counts_once(void **state)
{
    const Fixture *fixture = *state;
    const SimFrame *frame = fixture->frame;
    for (uint32_t k = 0; k < STRETCHES; k++) {
        write(fixture->world, k, CAME, pow(10, k), 0);
        write(fixture->world, k, MEAN_WAIT, 6 * k, 2);
        write(fixture->world, k, AT_NOON, 30 * k, 0);
        write(fixture->world, k, AT_END, k + 1, 0);
    }
    SimReduction *life = sim_reduce(frame, fixture->world);
    near(value_over(frame, life, CAME, "whole"), 1110);
    near(value_over(frame, life, CAME, "strike_days"), 100);
    near(value_over(frame, life, CAME, "window:A"), 100);
    near(value_over(frame, life, CAME, "after:A:1"), 1000);
    near(value_over(frame, life, MEAN_WAIT, "whole"), 36.0 / 6);
    near(value_over(frame, life, AT_NOON, "whole"), 180.0 / REPORTED);
    near(value_over(frame, life, AT_NOON, "window:A"), 60.0 / 3);
    near(value_over(frame, life, AT_END, "whole"), 4);
    near(value_over(frame, life, AT_END, "window:A"), 3);
    sim_reduction_free(frame, life);
}

static void a_maximum_is_the_largest_of_what_was_measured(void **state)
{
    const Fixture *fixture = *state;
    const SimFrame *frame = fixture->frame;
    write(fixture->world, STRETCH_WARM_UP, LONGEST, 1e9, 1);
    write(fixture->world, STRETCH_BEFORE, LONGEST, -7, 2);
    write(fixture->world, STRETCH_AFTER, LONGEST, -9, 1);
    SimReduction *life = sim_reduce(frame, fixture->world);
    near(value_over(frame, life, LONGEST, "whole"), -7);  // nothing was measured during the strike: not 0
    assert_true(isnan(value_over(frame, life, LONGEST, "strike_days")));
    near(value_over(frame, life, LONGEST, "after:A:1"), -9);

    SimWorld *other = records();
    write(other, STRETCH_STRIKE, LONGEST, -20, 1);
    write(other, STRETCH_AFTER, LONGEST, 600, 1);
    SimReduction *more = sim_reduce(frame, other);
    sim_reduction_add(frame, life, more);
    near(value_over(frame, life, LONGEST, "whole"), 600);
    near(value_over(frame, life, LONGEST, "strike_days"), -20);
    sim_reduction_free(frame, life);
    sim_reduction_free(frame, more);
    sim_world_free(other);
}

static void tally(SimWorld *world, uint32_t world_day, uint32_t log, uint32_t value, uint32_t count)
{
    static uint32_t bins[SIM_TALLY_BINS];
    bins[sim_tally_bin(value)] = count;
    sim_tally_write(world, world_day, log, bins);
}

enum { LAST_BEFORE = WARM_UP + 4, LAST_OF_STRIKE = WARM_UP + 7, LAST_DAY = WORLD_DAYS - 1 };

static void tallies_of_stretches_make_the_quantiles_of_periods(void **state)
{
    const Fixture *fixture = *state;
    const SimFrame *frame = fixture->frame;
    SimWorld *world = fixture->world;
    tally(world, WARM_UP - 1, LOG_SECONDS, 3, 1000);
    tally(world, LAST_BEFORE, LOG_SECONDS, 90, 10);
    tally(world, LAST_OF_STRIKE, LOG_SECONDS, 120, 4);
    tally(world, LAST_OF_STRIKE, LOG_SECONDS, 30, 1);
    tally(world, LAST_OF_STRIKE, LOG_SECONDS, 120, 4);  // again the same bin
    tally(world, LAST_DAY, LOG_SECONDS, 60, 5);
    tally(world, LAST_DAY + 1, LOG_SECONDS, 3, 1000);
    tally(world, LAST_DAY, LOG_NUMBER, 2, 75);
    tally(world, LAST_DAY, LOG_NUMBER, 5, 25);
    SimReduction *life = sim_reduce(frame, world);
    near(value_over(frame, life, MEDIAN, "whole"), 1.5);  // of 1 at 30, 5 at 60, 10 at 90, 8 at 120
    near(value_over(frame, life, MEDIAN, "strike_days"), 2);
    near(value_over(frame, life, MEDIAN, "after:A:1"), 1);
    near(value_over(frame, life, EXTREME, "strike_days"), 2);
    near(value_over(frame, life, PRESENT, "after:A:1"), 2);  // 75 % of the time there were at most 2
    assert_true(isnan(value_over(frame, life, PRESENT, "strike_days")));

    SimReduction *sum = sim_reduction_new(frame);
    for (int k = 0; k < 2; k++) sim_reduction_add(frame, sum, life);
    near(value_over(frame, sum, MEDIAN, "whole"), 1.5);
    assert_int_equal(sum->period_waits[LOG_SECONDS].total, 48);
    sim_reduction_free(frame, sum);
    sim_reduction_free(frame, life);
}

// 100 waits of a bin that holds 4,096 to 4,159 seconds, taken to be spread evenly.
static void inside_a_bin_a_quantile_is_interpolated(void **state)
{
    (void)state;
    SimHistogram histogram = {0};
    assert_true(isnan(sim_tally_quantile(&histogram, 0.5)));
    sim_histogram_push(&histogram, 100, 100);
    near(sim_tally_quantile(&histogram, 0.01), 100);
    near(sim_tally_quantile(&histogram, 1), 100);
    const uint32_t bin = sim_tally_bin(4100);
    assert_int_equal(sim_tally_edge(bin), 4096);
    assert_int_equal(sim_tally_edge(bin + 1), 4160);
    sim_histogram_push(&histogram, bin, 100);
    near(sim_tally_quantile(&histogram, 0.5), 100);
    near(sim_tally_quantile(&histogram, 0.75), 4096 + 32);
    near(sim_tally_quantile(&histogram, 0.875), 4096 + 48);
    near(sim_tally_quantile(&histogram, 1), 4159);
    sim_histogram_free(&histogram);
}

static void the_time_tallied_for_many_places_does_not_overflow(void **state)
{
    (void)state;
    SimHistogram histogram = {0}, place = {0};
    sim_histogram_push(&place, 3, UINT32_MAX);
    sim_histogram_push(&place, 5, 1);
    for (int k = 0; k < 200; k++) sim_histogram_add(&histogram, &place);
    near(sim_tally_quantile(&histogram, 0.9), 3);
    assert_true(histogram.bins[0].count == 200 * (uint64_t)UINT32_MAX);
    sim_histogram_free(&histogram);
    sim_histogram_free(&place);
}

static void where_days_share_records_nothing_is_kept_day_by_day(void **state)
{
    const Fixture *fixture = *state;
    const SimFrame *frame = fixture->frame;
    assert_int_equal(frame->kept_count, 0);
    assert_int_equal(frame->daily_log_count, 0);
    assert_int_equal(frame->column_count, SERIES);  // the return of the backlog needs days
    for (uint32_t i = 0; i < frame->column_count; i++) assert_false(frame->columns[i].is_daily);

    Plan plan = fixture->plan;
    plan.outline.record_of_day = NULL;
    SimFrame *days = sim_frame_new(&plan.outline, BLOCKS, 1);
    assert_int_equal(days->column_count, SERIES + 1);
    assert_int_equal(days->kept_count, LONGEST + 1);  // tallies have no days
    assert_int_equal(days->daily_log_count, 0);
    sim_frame_free(days);
}

// A model whose people are written down by hand: so many came as the replication has for its number, each day.
static SimWorld *mini_new(const void *context, size_t place, SimKey key)
{
    const Plan *plan = context;
    (void)place;
    SimWorld *world = records();
    for (uint32_t day = 0; day < WORLD_DAYS; day++)
        sim_daily(world, plan->record_of_day[day], CAME)->amount += key.replication;
    tally(world, LAST_DAY, LOG_SECONDS, 300 + 60 * key.replication, 2);
    tally(world, LAST_DAY, LOG_NUMBER, 0, 100);
    tally(world, LAST_DAY, LOG_NUMBER, key.replication, 100 * (key.replication - 1));
    return world;
}

static bool mini_run(SimWorld *world, const void *context, SimTime until_s, char *message, size_t size)
{
    const Plan *plan = context;
    (void)message;
    (void)size;
    SimEvent event;
    while (sim_next(world, until_s, &event)) {
    }
    if (plan->last_until_s) *plan->last_until_s = until_s;
    return true;
}

static const SimOutline *mini_outline(const void *context)
{
    return &((const Plan *)context)->outline;
}

static const struct sim_model MINI = {.name = "mini",
                                      .version = "1",
                                      .measures = BLOCKS,
                                      .measure_block_count = 1,
                                      .outline = mini_outline,
                                      .world_new = mini_new,
                                      .run_until = mini_run};

static SimOutcome *run(const Plan *plan, uint32_t replications)
{
    const SimRun run = {.model = &MINI, .plans = {plan, plan}, .replications = replications, .threads = 1};
    SimOutcome *outcome;
    char message[200];
    assert_int_equal(sim_run(&run, &outcome, message, sizeof message), SIM_RUN_DONE);
    return outcome;
}

static void a_life_ends_where_the_outline_says(void **state)
{
    (void)state;
    Plan plan;
    open_plan(&plan);
    SimTime last_s = 0;
    plan.last_until_s = &last_s;
    sim_outcome_free(run(&plan, 1));
    assert_int_equal(last_s, WORLD_DAYS * SIM_DAY_S + 1);
    plan.outline.end_s = (WORLD_DAYS - 1) * SIM_DAY_S + 18 * SIM_HOUR_S;
    sim_outcome_free(run(&plan, 1));
    assert_int_equal(last_s, (WORLD_DAYS - 1) * SIM_DAY_S + 18 * SIM_HOUR_S + 1);
}

// The text of one table, to be freed.
static char *table_by(const struct sim_model *model, const SimOutcome *outcome, const char *file_name)
{
    char *text = NULL;
    size_t size, count;
    FILE *file = open_memstream(&text, &size);
    const SimSheet *sheets = sim_sheets(&count);
    const SimSheetSource source = {.model = model, .outcome = outcome};
    for (size_t i = 0; i < count; i++) {
        if (strcmp(sheets[i].file, file_name) == 0) sim_sheet_write(&sheets[i], &source, file);
    }
    fclose(file);
    return text;
}

static char *table_of(const SimOutcome *outcome, const char *file_name)
{
    return table_by(&MINI, outcome, file_name);
}

static void expect_lines(const SimOutcome *outcome, const char *file_name, const char *const lines[], size_t count)
{
    char *text = table_of(outcome, file_name);
    for (size_t i = 0; i < count; i++) {
        if (!strstr(text, lines[i])) fail_msg("no line `%s` in\n%s", lines[i], text);
    }
    free(text);
}

#define EXPECT(OUTCOME, FILE, ...)                                                                                     \
    expect_lines(OUTCOME, FILE, (const char *const[]){__VA_ARGS__},                                                    \
                 sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

static void tables_are_right_without_a_name_of_the_place_and_with_odd_names_of_things(void **state)
{
    (void)state;
    Plan plan;
    open_plan(&plan);
    SimOutcome *outcome = run(&plan, 3);
    EXPECT(outcome, "summary.csv", "\n,came,\"theatre, \"\"B\"\"/day case\",patients,whole,28,28,0,0,0,0,0,0,3,\n");
    EXPECT(outcome, "replications.csv", "\n2,,came,\"theatre, \"\"B\"\"/day case\",patients,window:A,6,6,0\n",
           "\n3,,q50,,minutes,whole,8.0", "\n3,,there,,patients,whole,3,3,0\n", "\n3,,longest,,minutes,whole,,,\n");
    sim_outcome_free(outcome);
}

// Replications 1, 2 and 3 wait 6, 7 and 8 minutes, twice each; they have nobody for all, half and a third of the time.
static void seconds_go_to_the_bins_of_waits_and_numbers_to_a_table_of_their_own(void **state)
{
    (void)state;
    Plan plan;
    open_plan(&plan);
    SimOutcome *outcome = run(&plan, 3);
    EXPECT(outcome, "waits.csv", "\n,q50,,whole,baseline,10,2\n", "\n,q50,,after:A:1,strike,10,2\n",
           "\n,q50,,whole,difference,10,0\n");
    char *waits = table_of(outcome, "waits.csv");
    assert_null(strstr(waits, "there"));
    free(waits);
    EXPECT(outcome, "numbers.csv", "trust,measure,of,period,world,number,share\n",
           "\n,there,,whole,baseline,0,0.6111111111\n", "\n,there,,whole,strike,2,0.1666666667\n",
           "\n,there,,whole,strike,3,0.2222222222\n", "\n,there,,whole,difference,3,0\n");
    char *numbers = table_of(outcome, "numbers.csv");
    assert_null(strstr(numbers, "q50"));
    assert_null(strstr(numbers, "window:A"));  // nothing was tallied then
    free(numbers);
    sim_outcome_free(outcome);
}

static void words_are_given_only_of_measures_that_occur(void **state)
{
    (void)state;
    static const SimMeasure ELSEWHERE = {.name = "elsewhere", .unit = "beds", .adds = SIM_ADDS_SUM};
    const SimMeasureBlock elsewhere = {&ELSEWHERE, 1}, *const blocks[] = {&BLOCK, &elsewhere};
    struct sim_model model = MINI;
    model.measures = blocks;
    model.measure_block_count = 2;
    Plan plan;
    open_plan(&plan);
    SimOutcome *outcome = run(&plan, 1);
    char *words = table_by(&model, outcome, "measures.csv");
    assert_non_null(strstr(words, "\nlongest,minutes,Longest wait,,,max,\n"));
    assert_null(strstr(words, "elsewhere"));
    free(words);
    sim_outcome_free(outcome);
}

static bool package_names(const SimFrame *frame, const char *file_name)
{
    char *text = NULL;
    size_t size;
    FILE *file = open_memstream(&text, &size);
    assert_true(sim_package_write("mini", frame, file));
    fclose(file);
    const bool is_there = strstr(text, file_name) != NULL;
    free(text);
    return is_there;
}

static void the_table_of_numbers_exists_only_if_numbers_are_logged(void **state)
{
    const Fixture *fixture = *state;
    assert_true(package_names(fixture->frame, "numbers.csv"));
    Plan plan = fixture->plan;
    plan.outline.series_count = PRESENT;
    SimFrame *without = sim_frame_new(&plan.outline, BLOCKS, 1);
    assert_false(package_names(without, "numbers.csv"));
    assert_true(package_names(without, "waits.csv"));
    sim_frame_free(without);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_record_that_days_share_counts_once, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(a_maximum_is_the_largest_of_what_was_measured, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(tallies_of_stretches_make_the_quantiles_of_periods, open_fixture,
                                        close_fixture),
        cmocka_unit_test(inside_a_bin_a_quantile_is_interpolated),
        cmocka_unit_test(the_time_tallied_for_many_places_does_not_overflow),
        cmocka_unit_test_setup_teardown(where_days_share_records_nothing_is_kept_day_by_day, open_fixture,
                                        close_fixture),
        cmocka_unit_test(a_life_ends_where_the_outline_says),
        cmocka_unit_test(tables_are_right_without_a_name_of_the_place_and_with_odd_names_of_things),
        cmocka_unit_test(seconds_go_to_the_bins_of_waits_and_numbers_to_a_table_of_their_own),
        cmocka_unit_test(words_are_given_only_of_measures_that_occur),
        cmocka_unit_test_setup_teardown(the_table_of_numbers_exists_only_if_numbers_are_logged, open_fixture,
                                        close_fixture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
