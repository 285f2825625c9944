// Waits for a bed: at the average trust as many are long as in England, and where they would not be the planner is
// told.
#include "tests/golden/hospital_world.h"

#include <math.h>

// Means over replications, each of the scenario's seven weeks, and the standard error of the first.
typedef struct {
    double over_12h, over_12h_error, occupied;
    size_t warnings;
} Waits;

enum { REPLICATIONS = 36, AVERAGE_SEED = 20240205 };

static Waits waits_of(const SimOverride *overrides, size_t count)
{
    Lives lives = lives_read(SCENARIOS_FOLDER "/average-trust.yaml", overrides, count);
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    const MeasurePlan *of = &plan->measures;
    double sum = 0, squares = 0, occupied = 0;
    for (uint32_t replication = 1; replication <= REPLICATIONS; replication++) {
        SimWorld *world = hospital_new(plan, 0, (SimKey){.seed = AVERAGE_SEED, .replication = replication});
        run_to(world, plan, end_of(plan));
        const double long_waits = amount_between(world, plan->first_reported, plan->days, of->ed_12h_dta);
        const double share = long_waits / amount_between(world, plan->first_reported, plan->days, of->ed_adm);
        sum += share;
        squares += share * share;
        occupied += amount_between(world, plan->first_reported, plan->days, of->ga_occ) /
                    amount_between(world, plan->first_reported, plan->days, of->ga_open);
        sim_world_free(world);
    }
    const double mean = sum / REPLICATIONS;
    const double variance = (squares - REPLICATIONS * mean * mean) / (REPLICATIONS - 1);
    const Waits waits = {mean, sqrt(variance / REPLICATIONS), occupied / REPLICATIONS,
                         sim_warnings_count(lives.faults)};
    lives_free(&lives);
    return waits;
}

// "About a tenth" of those admitted through A&E in England in 2023/24, as scenarios/README.md has it (recalled). The
// share of seven weeks differs by some 5.4 points from one replication to the next, so the mean of 36 has a standard
// error of about 0.9 points; three are allowed on either side.
static const double ENGLAND = 0.10;

static void a_tenth_of_those_admitted_wait_over_12_hours_at_the_average_trust(void **state)
{
    (void)state;
    const Waits waits = waits_of(NULL, 0);
    print_message("%.2f %% over 12 hours, standard error %.2f; %.1f %% of beds occupied\n", 100 * waits.over_12h,
                  100 * waits.over_12h_error, 100 * waits.occupied);
    assert_int_equal(waits.warnings, 0);
    assert_true(waits.occupied > 0.915 && waits.occupied < 0.935);
    assert_true(waits.over_12h_error < 0.011);
    assert_true(fabs(waits.over_12h - ENGLAND) < 3 * waits.over_12h_error);
}

// As full, and yet with a tenth more beds to open: too few wait so long, and the warning says so.
static void where_a_full_hospital_has_too_few_long_waits_there_is_a_warning(void **state)
{
    (void)state;
    const SimOverride overrides[] = {{"trusts[Average acute trust].beds.escalation", "12%"}};
    const Waits waits = waits_of(overrides, 1);
    print_message("%.2f %% over 12 hours, standard error %.2f\n", 100 * waits.over_12h, 100 * waits.over_12h_error);
    assert_int_equal(waits.warnings, 1);
    assert_true(waits.over_12h < ENGLAND - 3 * waits.over_12h_error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tenth_of_those_admitted_wait_over_12_hours_at_the_average_trust),
        cmocka_unit_test(where_a_full_hospital_has_too_few_long_waits_there_is_a_warning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
