// The waiting list at the start from a table in the published layout: scenarios/verification/library/rtt_made_up.csv.
#include "tests/golden/hospital_world.h"
#include "tests/golden/said.h"

#include "models/waiting_list.h"

static const uint32_t MEDICINE[] = {121, 112, 103, 90, 80, 75, 70, 65, 60, 55, 50, 45, 40, 20, 20};
enum { MEDICINE_WEEKS = sizeof MEDICINE / sizeof *MEDICINE, OVER_104 = 9 };

#define TRUST(rest)                                                                                                    \
    "walkout: 1\n"                                                                                                     \
    "title: Bands\n"                                                                                                   \
    "calendar: {start: 2024-01-01, end: 2024-01-07}\n"                                                                 \
    "run: {warm_up: 14 d}\n"                                                                                           \
    "trusts:\n"                                                                                                        \
    "  - name: Plain\n"                                                                                                \
    "    code: PLA\n"                                                                                                  \
    "    based_on: verification/library/plain_trust.yaml\n"                                                            \
    "    elective:\n" rest
#define FUNCTIONS                                                                                                      \
    "      services:\n"                                                                                                \
    "        - {name: medicine, treatment_functions: [C_300]}\n"                                                       \
    "        - {name: surgery, treatment_functions: [\"Trauma, and Orthopaedic\"]}\n"

// Running clocks of a service by published band, as midnight before calendar.start counts them.
static void bands_at_start(const char *text, uint32_t bands[2][WEEK_BANDS])
{
    Lives lives = lives_parse(text, NULL, 0);
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    SimWorld *world = world_run(plan, 0, (SimTime)plan->first_reported * SIM_DAY_S);
    Hospital hospital = hospital_at(world, plan);
    memset(bands, 0, 2 * sizeof *bands);
    for (int64_t age = 0; age < CLOCK_DAYS_BEFORE; age++) {
        const uint32_t *clocks = waiting_list_clocks_of_day(&hospital, (int64_t)plan->first_reported - 1 - age);
        const int64_t week = age == 0 ? 0 : (age - 1) / 7;
        for (int s = 0; s < 2; s++) bands[s][week < WEEK_BANDS ? week : WEEK_BANDS - 1] += clocks[s];
    }
    sim_world_free(world);
    lives_free(&lives);
}

static void every_service_starts_with_its_published_bands(void **state)
{
    (void)state;
    uint32_t bands[2][WEEK_BANDS];
    bands_at_start(TRUST("      waiting_list: {from: verification/library/rtt_made_up.csv}\n" FUNCTIONS), bands);
    for (int week = 0; week < WEEK_BANDS; week++) {
        assert_int_equal(bands[0][week], week < MEDICINE_WEEKS ? MEDICINE[week] : 0);
        assert_int_equal(bands[1][week], week < 52 ? 100 : week < WEEK_BANDS - 1 ? 7 : OVER_104);
    }
}

static void a_list_of_the_whole_trust_is_divided_by_the_shares_of_its_services(void **state)
{
    (void)state;
    uint32_t bands[2][WEEK_BANDS];
    bands_at_start(TRUST("      waiting_list:\n"
                         "        - {treatment_function_code: C_999, gt_00_to_01_weeks_sum_1: 6000,\n"
                         "           gt_30_to_31_weeks_sum_1: 2000, gt_52_weeks_sum_1: 1040}\n"),
                   bands);
    for (int week = 0; week < WEEK_BANDS; week++) {
        const uint32_t wanted = week == 0 ? 6000 : week == 30 ? 2000 : week >= 52 && week < 104 ? 20 : 0;
        assert_int_equal(bands[0][week] + bands[1][week], wanted);
    }
}

static void assert_fault(const char *text, const char *where, const char *what)
{
    assert_refused(said_of(text, NULL, 0, SIM_BASELINE), where, what);
}

static void what_is_wrong_is_said_with_its_line(void **state)
{
    (void)state;
    assert_fault(TRUST("      waiting_list: {from: verification/library/rtt_made_up.csv}\n"),
                 "rtt_made_up.csv:2:", "no service takes \"General Medicine\"; write it under `treatment_functions`");
    assert_fault(TRUST("      waiting_list:\n"
                       "        - {gt_00_to_01_weeks_sum_1: 600, total: 601}\n"),
                 "in_memory.yaml:11:", "the bands add up to 600, but `Total` is 601");
    assert_fault(TRUST("      waiting_list:\n"
                       "        - {provider_org_code: OTH, gt_00_to_01_weeks_sum_1: 600}\n"),
                 "in_memory.yaml:11:", "no row has incomplete pathways (Part_2) of the trust \"PLA\"");
    assert_fault(TRUST("      waiting_list:\n"
                       "        - {gt_00_to_01_weeks_sum_1: many}\n"),
                 "in_memory.yaml:11:", "many");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_service_starts_with_its_published_bands),
        cmocka_unit_test(a_list_of_the_whole_trust_is_divided_by_the_shares_of_its_services),
        cmocka_unit_test(what_is_wrong_is_said_with_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
