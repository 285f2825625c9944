// One life reduced to values, against records written by hand; histograms; derived measures of hand-made series.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "sim/experiment/derive.h"
#include "sim/experiment/ledger.h"
#include "tests/unit/toy.h"

static void near(double value, double expected)
{
    if (!(fabs(value - expected) <= 1e-12 * fmax(1, fabs(expected))))
        fail_msg("%.17g, expected %.17g", value, expected);
}

typedef struct {
    ToyPlan plan;
    SimFrame *frame;
} Fixture;

static int open_frame(void **state)
{
    static Fixture fixture;
    toy_plan(&fixture.plan, SIM_STRIKE);
    fixture.frame = sim_frame_new(&fixture.plan.outline, TOY_BLOCKS, 1);
    *state = &fixture;
    return 0;
}

static int close_frame(void **state)
{
    sim_frame_free(((Fixture *)*state)->frame);
    return 0;
}

static SimWorld *empty_records(const Fixture *fixture)
{
    SimWorld *world = sim_world_new();
    sim_records_open(world, fixture->frame->first_day + fixture->frame->days, TOY_SERIES);
    return world;
}

// `day` counts from the report's first.
static void write(const Fixture *fixture, SimWorld *world, uint32_t day, enum ToySeries series, double amount,
                  double weight)
{
    *sim_daily(world, fixture->frame->first_day + day, series) = (SimDaily){amount, weight};
}

static uint32_t period_number(const SimFrame *frame, const char *name)
{
    const SimPeriod *period = sim_period_named(&frame->periods, name);
    assert_non_null(period);
    return (uint32_t)(period - frame->periods.at);
}

static void each_kind_of_measure_adds_up_in_its_own_way(void **state)
{
    const Fixture *fixture = *state;
    const SimFrame *frame = fixture->frame;
    SimWorld *world = empty_records(fixture);
    // window:February is the days 21 to 24 of the report
    for (uint32_t k = 0; k < 4; k++) {
        write(fixture, world, 21 + k, TOY_ARRIVALS, k + 1, 0);
        write(fixture, world, 21 + k, TOY_PROMPT, k, k + 2);
        write(fixture, world, 21 + k, TOY_QUEUE, 10 * k, 0);
        write(fixture, world, 21 + k, TOY_INSIDE, k * k, 0);
        write(fixture, world, 21 + k, TOY_BUSY, k, 8);
    }
    write(fixture, world, 20, TOY_ARRIVALS, 1000, 0);  // the days before and after
    write(fixture, world, 25, TOY_ARRIVALS, 1000, 0);
    SimReduction *life = sim_reduce(frame, world);
    const uint32_t february = period_number(frame, "window:February");
    near(sim_period_value(frame, life, TOY_ARRIVALS, february), 10);
    near(sim_period_value(frame, life, TOY_PROMPT, february), 6.0 / 14);
    near(sim_period_value(frame, life, TOY_QUEUE, february), 30);
    near(sim_period_value(frame, life, TOY_INSIDE, february), 14.0 / 4);
    near(sim_period_value(frame, life, TOY_BUSY, february), 6.0 / 32);
    assert_true(isnan(sim_period_value(frame, life, TOY_MEDIAN, february)));  // nobody waited
    const uint32_t history = period_number(frame, "window:History");
    near(sim_period_value(frame, life, TOY_ARRIVALS, history), 0);
    assert_true(isnan(sim_period_value(frame, life, TOY_PROMPT, history)));  // nothing to divide by
    near(sim_period_value(frame, life, TOY_ARRIVALS, 0), 2010);
    near(sim_period_value(frame, life, TOY_QUEUE, 0), 0);  // on the last day of the report
    sim_reduction_free(frame, life);
    sim_world_free(world);
}

static void log_wait(SimWorld *world, uint32_t day, uint32_t minutes)
{
    const uint32_t row = sim_table_append(world, SIM_TABLE_WAITS);
    *SIM_ROW(world, SIM_TABLE_WAITS, SimWait, row) = (SimWait){.day = (uint16_t)day, .minutes = minutes};
}

static void waits_count_on_the_day_they_end_and_not_in_the_warm_up(void **state)
{
    const Fixture *fixture = *state;
    const SimFrame *frame = fixture->frame;
    SimWorld *world = empty_records(fixture);
    log_wait(world, frame->first_day - 1, 9999);
    log_wait(world, frame->first_day + 24, 70000);
    for (uint32_t k = 1; k <= 4; k++) log_wait(world, frame->first_day + 21, 5 - k);
    log_wait(world, frame->first_day + 25, 100);
    log_wait(world, frame->first_day + frame->days, 9999);
    SimReduction *life = sim_reduce(frame, world);
    const uint32_t february = period_number(frame, "window:February");
    near(sim_period_value(frame, life, TOY_MEDIAN, february), 3);  // of 1 2 3 4 70000
    near(sim_period_value(frame, life, TOY_LONG, february), 70000);
    near(sim_period_value(frame, life, TOY_LONG, period_number(frame, "after:February:1")), 100);
    const uint32_t kept = frame->columns[TOY_LONG].kept;
    near(sim_day_value(frame, life, kept, 21), 4);
    assert_true(isnan(sim_day_value(frame, life, kept, 22)));
    sim_reduction_free(frame, life);
    sim_world_free(world);
}

static void places_add_numerators_denominators_and_waits(void **state)
{
    const Fixture *fixture = *state;
    const SimFrame *frame = fixture->frame;
    SimWorld *one = empty_records(fixture), *other = empty_records(fixture);
    write(fixture, one, 5, TOY_PROMPT, 1, 1);
    write(fixture, other, 5, TOY_PROMPT, 0, 3);
    write(fixture, one, 5, TOY_INSIDE, 84, 0);
    write(fixture, other, 5, TOY_INSIDE, 168, 0);
    write(fixture, one, frame->days - 1, TOY_QUEUE, 5, 0);
    write(fixture, other, frame->days - 1, TOY_QUEUE, 6, 0);
    log_wait(one, frame->first_day, 50);
    for (uint32_t k = 0; k < 3; k++) log_wait(other, frame->first_day, 10);
    SimReduction *sum = sim_reduce(frame, one), *more = sim_reduce(frame, other);
    sim_reduction_add(frame, sum, more);
    near(sim_period_value(frame, sum, TOY_PROMPT, 0), 0.25);  // not (1 + 0) / 2
    near(sim_period_value(frame, sum, TOY_INSIDE, 0), 3);     // means over 84 days add
    near(sim_period_value(frame, sum, TOY_QUEUE, 0), 11);
    near(sim_period_value(frame, sum, TOY_MEDIAN, 0), 10);  // not (50 + 10) / 2
    near(sim_period_value(frame, sum, TOY_LONG, 0), 50);
    sim_reduction_free(frame, sum);
    sim_reduction_free(frame, more);
    sim_world_free(one);
    sim_world_free(other);
}

static void a_quantile_is_the_shortest_wait_that_the_share_did_not_exceed(void **state)
{
    (void)state;
    SimHistogram histogram = {0};
    assert_true(isnan(sim_histogram_quantile(&histogram, 0.5)));
    for (uint32_t k = 1; k <= 100; k++) sim_histogram_push(&histogram, k, 1);
    near(sim_histogram_quantile(&histogram, 0.50), 50);
    near(sim_histogram_quantile(&histogram, 0.92), 92);
    near(sim_histogram_quantile(&histogram, 0.95), 95);
    near(sim_histogram_quantile(&histogram, 1), 100);
    SimHistogram same = {0};
    for (int k = 0; k < 3; k++) sim_histogram_push(&same, 50, 1);
    sim_histogram_add(&histogram, &same);
    assert_int_equal(histogram.total, 103);
    assert_int_equal(histogram.used, 100);
    assert_int_equal(histogram.bins[49].count, 4);
    sim_histogram_free(&histogram);
    sim_histogram_free(&same);
}

// The two lives of a place whose queue at midnight is 100 longer from the strike until `gone`.
static SimReduction *life_with_queue(const Fixture *fixture, double more, uint32_t gone)
{
    SimWorld *world = empty_records(fixture);
    for (uint32_t day = 0; day < fixture->frame->days; day++) {
        const bool is_longer = day >= 21 && day < gone;
        write(fixture, world, day, TOY_QUEUE, 7 + (is_longer ? more : 0), 0);
    }
    for (uint32_t day = 21; day < 25; day++) write(fixture, world, day, TOY_SERVED, more > 0 ? 30 : 40, 0);
    SimReduction *life = sim_reduce(fixture->frame, world);
    sim_world_free(world);
    return life;
}

static void derived_measures_follow_from_both_lives(void **state)
{
    const Fixture *fixture = *state;
    const SimFrame *frame = fixture->frame;
    SimReduction *baseline = life_with_queue(fixture, 0, 0), *strike = life_with_queue(fixture, 100, 30);
    const SimReduction *const lives[SIM_LIVES] = {baseline, strike};

    // The last strike day is 24; four weeks later is day 52, twelve weeks day 108, beyond the report of 84 days.
    const uint32_t after_4 = sim_column_derived(frame, SIM_DERIVED_LEFT_AFTER, 4);
    assert_string_equal(frame->columns[after_4].of, "4 weeks");
    const SimPair left = sim_derive(frame, lives, after_4, 0);
    near(left.in[SIM_BASELINE], 7);
    near(left.in[SIM_STRIKE], 7);
    const SimPair late = sim_derive(frame, lives, sim_column_derived(frame, SIM_DERIVED_LEFT_AFTER, 12), 0);
    assert_true(isnan(late.in[SIM_BASELINE]) && isnan(late.in[SIM_STRIKE]));

    // The queue is 100 longer on the days 21 to 29, so the largest trailing sum is 900. It is at most a tenth of that
    // from day 57 on; 28 days more would be day 85, beyond the report.
    const uint32_t day_column = sim_column_derived(frame, SIM_DERIVED_RETURN_DAY, 0);
    const uint32_t censored_column = sim_column_derived(frame, SIM_DERIVED_RETURN_CENSORED, 0);
    assert_true(isnan(sim_derive(frame, lives, day_column, 0).in[SIM_STRIKE]));
    near(sim_derive(frame, lives, censored_column, 0).in[SIM_STRIKE], 1);
    near(sim_derive(frame, lives, censored_column, 0).in[SIM_BASELINE], 0);

    const SimPair kept =
        sim_derive(frame, lives, sim_column_named(frame, "kept", ""), period_number(frame, "strike_days"));
    near(kept.in[SIM_BASELINE], 100);
    near(kept.in[SIM_STRIKE], 75);
    assert_true(
        isnan(sim_derive(frame, lives, sim_column_named(frame, "kept", ""), period_number(frame, "month:2024-04"))
                  .in[SIM_STRIKE]));
    sim_reduction_free(frame, baseline);
    sim_reduction_free(frame, strike);
}

static void the_return_is_the_first_day_that_stays_low(void **state)
{
    (void)state;
    enum { DAYS = 200 };
    double difference[DAYS] = {0};
    for (int day = 10; day < 40; day++) difference[day] = 100;
    // The trailing mean is 100 on days 37 to 39, then falls by 100/28 a day: 10 or less first on day 65 (200/28 = 7.1).
    near(sim_return_day(difference, DAYS, 12, 0.1), 65 - 12);
    near(sim_return_day(difference, 65 + 29, 12, 0.1), 65 - 12);
    assert_true(isnan(sim_return_day(difference, 65 + 28, 12, 0.1)));
    // A relapse within the 28 days: 300 on day 80 puts the trailing mean back to 10.7 until it leaves on day 108.
    difference[80] = 300;
    near(sim_return_day(difference, DAYS, 12, 0.1), 108 - 12);
}

static void the_return_lies_after_the_last_window_and_after_the_largest_backlog(void **state)
{
    (void)state;
    enum { DAYS = 200 };
    double difference[DAYS] = {0};
    for (int day = 10; day < 40; day++) difference[day] = 100;
    near(sim_return_day(difference, DAYS, 90, 0.1), 1);  // gone already when the last window ends
    double later[DAYS] = {0};
    for (int day = 100; day < 130; day++) later[day] = 100;
    near(sim_return_day(later, DAYS, 12, 0.1), 155 - 12);  // low for months before the backlog comes
    const double none[DAYS] = {0};
    near(sim_return_day(none, DAYS, 12, 0.1), 0);
}

static void ledgers_add_row_by_row_and_a_missing_row_is_zero(void **state)
{
    const Fixture *fixture = *state;
    ToyPlan plan = fixture->plan;
    SimWorld *world = toy_world_new(&plan, 1, (SimKey){.seed = 1, .replication = 5});
    SimBook strike = sim_book_read(&TOY_MODEL, world, &plan, SIM_LEDGER_CANCELLATIONS);
    plan.life = SIM_BASELINE;
    SimBook baseline = sim_book_read(&TOY_MODEL, world, &plan, SIM_LEDGER_CANCELLATIONS);
    SimBook staffing = sim_book_read(&TOY_MODEL, world, &plan, SIM_LEDGER_STAFFING);
    assert_int_equal(strike.count, 1);
    assert_int_equal(baseline.count, 0);
    assert_int_equal(staffing.count, fixture->frame->days);  // the warm-up is left out
    SimBook twice = {0};
    sim_book_add(&twice, &strike);
    sim_book_add(&twice, &strike);
    assert_int_equal(twice.count, 1);
    near(twice.entries[0].value[0], 12);
    SimBook difference = sim_book_difference(&baseline, &twice);
    near(difference.entries[0].value[0], -12);
    sim_book_free(&strike);
    sim_book_free(&twice);
    sim_book_free(&baseline);
    sim_book_free(&staffing);
    sim_book_free(&difference);
    sim_world_free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_of_measure_adds_up_in_its_own_way),
        cmocka_unit_test(waits_count_on_the_day_they_end_and_not_in_the_warm_up),
        cmocka_unit_test(places_add_numerators_denominators_and_waits),
        cmocka_unit_test(a_quantile_is_the_shortest_wait_that_the_share_did_not_exceed),
        cmocka_unit_test(derived_measures_follow_from_both_lives),
        cmocka_unit_test(the_return_is_the_first_day_that_stays_low),
        cmocka_unit_test(the_return_lies_after_the_last_window_and_after_the_largest_backlog),
        cmocka_unit_test(ledgers_add_row_by_row_and_a_missing_row_is_zero),
    };
    return cmocka_run_group_tests(tests, open_frame, close_frame);
}
