// The share seen within four hours at the acute trusts of England (scenarios/data/england-trusts.csv), of which only
// sizes are known: how it depends on the share admitted, and its mean.
#include "tests/golden/hospital_world.h"

#include <math.h>

// In autumn and without a strike; all but births, as planned patients lie in the same beds.
static Lives england(void)
{
    static const SimOverride overrides[] = {{"trusts[*].maternity", "off"}, {"trusts[*].bookings", "off"}};
    return lives_parse("walkout: 1\n"
                       "title: England\n"
                       "calendar: {start: 2023-09-18, end: 2023-10-15, holidays: england}\n"
                       "trusts: {from: data/england-trusts.csv, based_on: library/acute_trust.yaml}\n",
                       overrides, sizeof overrides / sizeof overrides[0]);
}

static double within_four_hours(const HospitalPlan *plan, size_t place)
{
    SimWorld *world = world_run(plan, place, end_of(plan));
    double in_time = 0, departed = 0;
    for (uint32_t day = plan->first_reported; day < plan->days; day++) {
        in_time += amount_of(world, day, plan->measures.ed_4h);
        departed += sim_daily(world, day, plan->measures.ed_4h)->weight;
    }
    sim_world_free(world);
    return in_time / departed;
}

// Published for 2023/24 (NHS England, A&E attendances and emergency admissions, 123 acute trusts): a mean of 68.7 %,
// and 3.5 points less for every tenth of attendances that is admitted, with a standard error of 0.7 (r = -0.41).
// Simulated are four weeks of half the trusts: their luck has a standard error of 0.7 points, and 0.5 in the slope, and
// as more are planned in autumn than in the year's mean beds are fuller by up to a point.
static void it_falls_with_the_share_admitted_as_it_does_in_england(void **state)
{
    (void)state;
    Lives lives = england();
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    double n = 0, sum_x = 0, sum_y = 0, sum_xx = 0, sum_xy = 0;
    for (size_t place = 0; place < plan->trust_count; place += 2) {  // half of them will do
        const TrustSize *size = &plan->trusts[place].fields->size;
        const double x = size->emergency_admissions / size->ae_attendances, y = within_four_hours(plan, place);
        n++;
        sum_x += x;
        sum_y += y;
        sum_xx += x * x;
        sum_xy += x * y;
    }
    const double mean = sum_y / n, slope = (sum_xy - sum_x * mean) / (sum_xx - sum_x * sum_x / n);
    print_message("%.0f trusts: within four hours %.3f, slope on the share admitted %.3f\n", n, mean, slope);
    assert_true(fabs(mean - 0.687) < 0.03);
    assert_true(fabs(slope + 0.35) < 0.16);
    lives_free(&lives);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_falls_with_the_share_admitted_as_it_does_in_england),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
