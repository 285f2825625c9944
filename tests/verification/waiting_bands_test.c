// V11d: the median and the 92nd percentile of a waiting list from published weekly bands, by a straight line inside the
// band. Not a scenario, because no scenario can say who waits how long on a given day: the bands are put into a world.
#include "tests/golden/hospital_world.h"

#include <math.h>

#include "models/waiting_list.h"

// Patients by completed weeks of waiting: 1,000 in all, of whom 500 wait less than five weeks and 920 less than twelve.
static const uint32_t BANDS[] = {120, 110, 100, 90, 80, 75, 70, 65, 60, 55, 50, 45, 40, 20, 20};
enum { WEEKS = sizeof BANDS / sizeof *BANDS, TOTAL = 1000, OLDEST_DAYS = 2000 };

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
    const SimTime now_s = hospital_now(hospital);
    for (int day = 0; day < OLDEST_DAYS; day++) *waiting_list_clocks(hospital, now_s - (SimTime)day * SIM_DAY_S) = 0;
    uint32_t total = 0;
    for (uint32_t week = 0; week < weeks; week++) {
        *waiting_list_clocks(hospital, now_s - (SimTime)(7 * week + week % 7) * SIM_DAY_S) = bands[week];
        total += bands[week];
    }
    for (int stage = 0; stage < WAITING_STAGES; stage++) hospital->state->elective.waiting[stage] = 0;
    hospital->state->elective.waiting[0] = total;
}

static double recorded(const Hospital *hospital, uint32_t series)
{
    const SimDaily *value = sim_daily(hospital->world, sim_day_of(hospital_now(hospital)), series);
    return value->amount / value->weight;
}

static void the_median_of_published_bands_is_interpolated_inside_the_band(void **state)
{
    (void)state;
    Lives lives = plain_trust();
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    SimWorld *world = world_run(plan, 0, (SimTime)2 * SIM_DAY_S + 12 * SIM_HOUR_S);
    Hospital hospital = hospital_at(world, plan);
    put_bands(&hospital, BANDS, WEEKS);
    elective_close_day(&hospital);
    assert_true(fabs(recorded(&hospital, plan->measures.rtt_median) - 5.000) < 1e-12);
    assert_true(fabs(recorded(&hospital, plan->measures.rtt_p92) - 12.000) < 1e-12);
    sim_world_free(world);
    lives_free(&lives);
}

// Half of 300 are the 100 of the first two weeks and 50 of the 200 in the third; 92 % are 276: 176 of the 200.
static void a_quantile_inside_a_band_is_where_a_straight_line_puts_it(void **state)
{
    (void)state;
    Lives lives = plain_trust();
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    SimWorld *world = world_run(plan, 0, (SimTime)2 * SIM_DAY_S + 12 * SIM_HOUR_S);
    Hospital hospital = hospital_at(world, plan);
    put_bands(&hospital, (const uint32_t[]){60, 40, 200}, 3);
    elective_close_day(&hospital);
    assert_true(fabs(recorded(&hospital, plan->measures.rtt_median) - 2.25) < 1e-12);
    assert_true(fabs(recorded(&hospital, plan->measures.rtt_p92) - 2.88) < 1e-12);
    sim_world_free(world);
    lives_free(&lives);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_median_of_published_bands_is_interpolated_inside_the_band),
        cmocka_unit_test(a_quantile_inside_a_band_is_where_a_straight_line_puts_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
