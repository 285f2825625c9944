// V11d: the median and the 92nd percentile of a waiting list from published weekly bands, by a straight line inside the
// band. Not a scenario, because no scenario can say who waits how long on a given day: the bands are put into a world.
#include "tests/golden/hospital_world.h"

#include <math.h>

#include "models/waiting_list.h"
#include "sim/engine/tally.h"
#include "sim/experiment/histogram.h"

// Patients by completed weeks of waiting: 1,000 in all, of whom 500 wait less than five weeks and 920 less than twelve.
static const uint32_t BANDS[] = {120, 110, 100, 90, 80, 75, 70, 65, 60, 55, 50, 45, 40, 20, 20};
enum { WEEKS = sizeof BANDS / sizeof *BANDS, OLDEST_DAYS = 2000 };

static Lives plain_trust(void)
{
    static const char text[] = "walkout: 1\n"
                               "title: Bands\n"
                               "calendar: {start: 2024-01-01, end: 2024-01-07}\n"
                               "run: {warm_up: 0 d}\n"
                               "trusts: [{name: Plain, code: PLA, based_on: verification/library/plain_trust.yaml}]\n";
    return lives_parse(text, NULL, 0);
}

// Takes everybody off the list's clocks, then puts the bands there, each band's patients on one of its seven days.
static void put_bands(Hospital *hospital, const uint32_t *bands, uint32_t weeks)
{
    const int64_t today = sim_day_of(hospital_now(hospital));
    for (int day = 0; day < OLDEST_DAYS; day++) {
        uint32_t *clocks = waiting_list_clocks_of_day(hospital, today - day);
        for (uint32_t s = 0; s < hospital->trust->elective.service_count; s++) clocks[s] = 0;
    }
    for (uint32_t week = 0; week < weeks; week++) {
        waiting_list_clocks_of_day(hospital, today - (7 * week + 1 + week % 7))[week % 2] = bands[week];
    }
    for (int stage = 0; stage < WAITING_STAGES; stage++) hospital->state->elective.waiting[stage] = 0;
    for (uint32_t week = 0; week < weeks; week++) hospital->state->elective.waiting[0] += bands[week];
}

// What a trust with these bands writes down.
static SimHistogram written(const uint32_t *bands, uint32_t weeks)
{
    Lives lives = plain_trust();
    SimWorld *world = world_run(lives.plans[SIM_BASELINE], 0, (SimTime)2 * SIM_DAY_S + 12 * SIM_HOUR_S);
    Hospital hospital = hospital_at(world, lives.plans[SIM_BASELINE]);
    put_bands(&hospital, bands, weeks);
    waiting_list_write_bands(&hospital);
    SimHistogram histogram = {0};
    for (uint32_t row = 1; row < world->tables[SIM_TABLE_TALLIES].used; row++) {
        const SimTally *tally = SIM_ROW(world, SIM_TABLE_TALLIES, SimTally, row);
        if (tally->log == LOG_RTT_WEEKS && tally->day == sim_day_of(hospital_now(&hospital)))
            sim_histogram_push(&histogram, tally->bin, tally->count);
    }
    sim_world_free(world);
    lives_free(&lives);
    return histogram;
}

static void assert_quantiles(SimHistogram histogram, double median, double p92)
{
    assert_true(fabs(sim_band_quantile(&histogram, 0.5) - median) < 1e-12);
    assert_true(fabs(sim_band_quantile(&histogram, 0.92) - p92) < 1e-12);
    sim_histogram_free(&histogram);
}

static void the_median_of_published_bands_is_interpolated_inside_the_band(void **state)
{
    (void)state;
    assert_quantiles(written(BANDS, WEEKS), 5, 12);
}

// Half of 300 are the 100 of the first two weeks and 50 of the 200 in the third; 92 % are 276: 176 of the 200.
static void a_quantile_inside_a_band_is_where_a_straight_line_puts_it(void **state)
{
    (void)state;
    assert_quantiles(written((const uint32_t[]){60, 40, 200}, 3), 2.25, 2.88);
}

// 300 patients with a median of 0.5 weeks and 100 with one of 3.5: half of the 400 are 200 of the first 300, not the
// 1.25 weeks of a mean weighted by patients; 92 % are 368, 68 of the last 100.
static void quantiles_of_two_trusts_come_from_their_bands_together(void **state)
{
    (void)state;
    SimHistogram one = written((const uint32_t[]){300}, 1), other = written((const uint32_t[]){0, 0, 0, 100}, 4);
    sim_histogram_add(&one, &other);
    sim_histogram_free(&other);
    assert_quantiles(one, 2.0 / 3, 3.68);
}

// 18 weeks are 126 days, with the 126th; 52 weeks 364.
static void a_limit_in_weeks_includes_its_last_day(void **state)
{
    (void)state;
    Lives lives = plain_trust();
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    SimWorld *world = world_run(plan, 0, (SimTime)2 * SIM_DAY_S + 12 * SIM_HOUR_S);
    Hospital hospital = hospital_at(world, plan);
    const uint32_t today = sim_day_of(hospital_now(&hospital));
    const int64_t days[] = {126, 127, 364, 365, 455, 456, 546, 547};
    put_bands(&hospital, NULL, 0);
    hospital.state->elective.running[0] = 8;
    hospital.state->elective.running[1] = 0;
    for (size_t i = 0; i < 8; i++) ++*waiting_list_clocks_of_day(&hospital, today - days[i]);
    elective_close_day(&hospital);
    assert_float_equal(amount_of(world, today, plan->measures.rtt_le18_pct), 1, 0);
    assert_float_equal(sim_daily(world, today, plan->measures.rtt_le18_pct)->weight, 8, 0);
    assert_float_equal(amount_of(world, today, plan->measures.rtt_gt52), 5, 0);
    assert_float_equal(amount_of(world, today, plan->measures.rtt_gt65), 3, 0);
    assert_float_equal(amount_of(world, today, plan->measures.rtt_gt78), 1, 0);
    sim_world_free(world);
    lives_free(&lives);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_median_of_published_bands_is_interpolated_inside_the_band),
        cmocka_unit_test(a_quantile_inside_a_band_is_where_a_straight_line_puts_it),
        cmocka_unit_test(quantiles_of_two_trusts_come_from_their_bands_together),
        cmocka_unit_test(a_limit_in_weeks_includes_its_last_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
