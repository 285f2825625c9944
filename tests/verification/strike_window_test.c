// V12 and a metamorphic case of V17 through the hospital's own A&E: doctors by roster, a strike that takes five of
// twelve for 24 hours, and everything that happens at constant rates.
//
// Every comparison with theory is a t-test of independent replications with a fixed seed, two-sided at 1e-4
// (VERIFICATION.md), with a standard error of at most 0.8 % of what is tested, so that 5 % would be seen; after the
// strike, when one replication differs most from another, 1.6 %. `strike_window_test --slow SEED` runs V12 alone, with
// a standard error of at most 0.32 % throughout, so that 2 % would be seen.
#include "tests/verification/replications.h"

// Patients come and are assessed; nobody needs anything else, or leaves before. From 08:00 on 9 January the five of the
// twelve who are called out stay away until 08:00 of the next day, day and night; nobody covers.
#define ROSTER(name) "        - {name: emergency " name ", weekday: 0, rest_day: 0}\n"
static const char A_AND_E[] =
    "walkout: 1\n"
    "title: Twelve doctors\n"
    "calendar: {start: 2024-01-08, end: 2024-01-14, holidays: none}\n"
    "run: {warm_up: 7 d}\n"
    "trusts:\n"
    "  - name: Twelve doctors\n"
    "    code: TWE\n"
    "    based_on: library/acute_trust.yaml\n"
    "    size: {ae_attendances: 216/day, emergency_admissions: 5/day, residents: 625, consultants: 475}\n"
    "    elective: off\n"
    "    maternity: off\n"
    "    bookings: off\n"
    "    primary_care: {appointments: 0/day}\n"
    "    beds: {on: off}\n"
    "    staffing:\n"
    "      departments: [{name: emergency, target_day: 0%, target_night: 0%}]\n"
    "      rosters:\n" ROSTER("day") ROSTER("evening") ROSTER("twilight") ROSTER("night") ROSTER("consultants day")
        ROSTER("consultants evening") ROSTER("practitioners day") ROSTER("practitioners evening")
            ROSTER("practitioners night") "        - {name: seven by day, department: emergency, group: "
                                          "resident_doctors, grade: registrar, shift: long day,\n"
                                          "           weekday: 7, rest_day: 7}\n"
                                          "        - {name: seven by night, department: emergency, group: "
                                          "resident_doctors, grade: registrar,\n"
                                          "           shift: long night, weekday: 7, rest_day: 7}\n"
                                          "        - {name: five by day, department: emergency, group: "
                                          "resident_doctors, grade: core, shift: long day,\n"
                                          "           weekday: 5, rest_day: 5}\n"
                                          "        - {name: five by night, department: emergency, group: "
                                          "resident_doctors, grade: core, shift: long night,\n"
                                          "           weekday: 5, rest_day: 5}\n"
                                          "    emergency:\n"
                                          "      level_from: rosters\n"
                                          "      minors_stream: {on: off}\n"
                                          "      type3_share: 0%\n"
                                          "      direct_share: 0%\n"
                                          "      hours: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, "
                                          "1, 1, 1, 1]\n"
                                          "      weekdays: [1, 1, 1, 1, 1, 1, 1]\n"
                                          "      urgency: [0, 0, 0, 0, 1]\n"
                                          "      ambulance: [0, 0, 0, 0, 0]\n"
                                          "      unseen: [0, 0, 0, 0, 0]\n"
                                          "      children: 0%\n"
                                          "      triage: 1 s\n"
                                          "      triage_nurses: 100\n"
                                          "      assessment: 1 h\n"
                                          "      assessment_cv: 1\n"
                                          "      assessment_shape: gamma\n"
                                          "      tests_share: 0%\n"
                                          "      patience: 365 d\n"
                                          "      patience_cv: 0\n"
                                          "      chairs: 5000\n"
                                          "strikes:\n"
                                          "  - name: five\n"
                                          "    groups: [resident_doctors]\n"
                                          "    announced: 2024-01-08T00:00\n"
                                          "    start: 2024-01-09T08:00\n"
                                          "    end: 2024-01-10T08:00\n"
                                          "    participation: {weekday: 100%, weekend: 100%, between_trusts: 0%,\n"
                                          "                    by: [{grade: registrar, weekday: 0%, weekend: 0%}]}\n"
                                          "    demand: {stay_away: 0%}\n";

// Of more than 1,000 replications.
static void assert_mean(const char *what, const Sample *sample, double exact, double most_error)
{
    const double mean = sample_mean(sample), error = sample_error(sample), t = (mean - exact) / error;
    print_message("%s: %.4f, exact %.4f, standard error %.4f, t %.2f\n", what, mean, exact, error, t);
    if (!(error < most_error * exact)) fail_msg("%s: the standard error is too large", what);
    if (!(fabs(t) < 3.9)) fail_msg("%s is not as theory says", what);
}

// Whoever waits for a doctor or is with one; triage takes no time.
static double present(SimWorld *world, const HospitalPlan *plan)
{
    const uint32_t *at = hospital_at(world, plan).state->emergency.at;
    return (double)at[ATTENDANCE_WAITS_FOR_CLINICIAN] + at[ATTENDANCE_IN_ASSESSMENT];
}

// --- V12 -------------------------------------------------------------------------------------------------------------

// Hours after the start of the strike; who is with a patient when the night's doctors stay away finishes.
enum { MOMENTS_LOOKED_AT = 4 };
static const int hours_after[MOMENTS_LOOKED_AT] = {12, 24, 36, 48};
static const double with_strike[MOMENTS_LOOKED_AT] = {34.431682, 58.498106, 27.075096, 13.232776}, WITHOUT = 9.798104;

typedef struct {
    uint32_t replications, seed;
    double error_during, error_after;  // at most, relative to what is tested
} Tier;

static Tier tier = {.replications = 2500, .seed = SEED, .error_during = 0.008, .error_after = 0.016};

static void patients_present_around_a_strike_are_as_many_as_theory_says(void **state)
{
    (void)state;
    Lives lives = lives_parse(A_AND_E, NULL, 0);
    Sample present_in[SIM_LIVES][MOMENTS_LOOKED_AT] = {0};
    for (uint32_t number = 1; number <= tier.replications; number++) {
        for (int life = 0; life < SIM_LIVES; life++) {
            const HospitalPlan *plan = lives.plans[life];
            SimWorld *world = hospital_new(plan, 0, (SimKey){.seed = tier.seed, .replication = number});
            for (int i = 0; i < MOMENTS_LOOKED_AT; i++) {
                run_to(world, plan, moment(plan, 2024, 1, 9, 8.0 + hours_after[i]));
                sample_add(&present_in[life][i], present(world, plan));
            }
            sim_world_free(world);
        }
    }
    for (int i = 0; i < MOMENTS_LOOKED_AT; i++) {
        char what[80];
        snprintf(what, sizeof what, "%d hours after the start", hours_after[i]);
        assert_mean(what, &present_in[SIM_STRIKE][i], with_strike[i],
                    hours_after[i] > 24 ? tier.error_after : tier.error_during);
        print_message("  without the strike ");
        const Sample *without = &present_in[SIM_BASELINE][i];
        const double t = (sample_mean(without) - WITHOUT) / sample_error(without);
        print_message("%.4f, exact %.4f, t %.2f\n", sample_mean(without), WITHOUT, t);
        assert_true(fabs(t) < 3.9);
    }
    lives_free(&lives);
}

// --- V17: another unit of time ---------------------------------------------------------------------------------------

enum { DAYS_LOOKED_AT = 6, RUNS = 400 };

// Patients present at midday of the days of the week, without a strike.
static Sample present_with(const SimOverride *overrides, size_t count)
{
    Lives lives = lives_parse(A_AND_E, overrides, count);
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    Sample sample = {0};
    for (uint32_t run = 1; run <= RUNS; run++) {
        SimWorld *world = replication(plan, 0, run, 0);
        double sum = 0;
        for (int day = 0; day < DAYS_LOOKED_AT; day++) {
            run_to(world, plan, moment(plan, 2024, 1, 8 + day, 12));
            const EmergencyState *ed = &hospital_at(world, plan).state->emergency;
            sum += (double)(ed->arrived - ed->left);
        }
        sample_add(&sample, sum / DAYS_LOOKED_AT);
        sim_world_free(world);
    }
    lives_free(&lives);
    return sample;
}

// Everybody is triaged and assessed, half have tests and a review. With twice the patients and half the times as many
// are there, though no patient has the same numbers at the same time.
static void as_many_are_there_if_all_rates_double_and_all_times_halve(void **state)
{
    (void)state;
    const SimOverride slow[] = {
        {"trusts[TWE].emergency.triage", "8 min"},    {"trusts[TWE].emergency.triage_nurses", "2"},
        {"trusts[TWE].emergency.tests_share", "50%"}, {"trusts[TWE].emergency.tests", "80 min"},
        {"trusts[TWE].emergency.review", "20 min"},   {"trusts[TWE].emergency.assessment", "1 h"}};
    const SimOverride fast[] = {
        {"trusts[TWE].emergency.triage", "4 min"},           {"trusts[TWE].emergency.triage_nurses", "2"},
        {"trusts[TWE].emergency.tests_share", "50%"},        {"trusts[TWE].emergency.tests", "40 min"},
        {"trusts[TWE].emergency.review", "10 min"},          {"trusts[TWE].emergency.assessment", "30 min"},
        {"trusts[TWE].size.ae_attendances", "432/day"},      {"trusts[TWE].size.emergency_admissions", "10/day"},
        {"trusts[TWE].emergency.sdec_transfer", "22.5 min"}, {"trusts[TWE].beds.transfer", "105 min"}};
    const Sample a = present_with(slow, sizeof slow / sizeof slow[0]);
    const Sample b = present_with(fast, sizeof fast / sizeof fast[0]);
    const double error = hypot(sample_error(&a), sample_error(&b)), apart = sample_mean(&a) - sample_mean(&b);
    print_message("%.3f and %.3f present, %.2f standard errors apart\n", sample_mean(&a), sample_mean(&b),
                  apart / error);
    assert_true(error < 0.02 * sample_mean(&a));
    assert_true(fabs(apart) < 4 * error);
}

static int run_slow(const char *seed)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patients_present_around_a_strike_are_as_many_as_theory_says),
    };
    tier = (Tier){.replications = 62000, .seed = SEED, .error_during = 0.0032, .error_after = 0.0032};
    if (seed) tier.seed = (uint32_t)strtoul(seed, NULL, 10);
    print_message("Seed %u\n", tier.seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

int main(int count, char **arguments)
{
    if (count > 1 && strcmp(arguments[1], "--slow") == 0) return run_slow(count > 2 ? arguments[2] : NULL);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patients_present_around_a_strike_are_as_many_as_theory_says),
        cmocka_unit_test(as_many_are_there_if_all_rates_double_and_all_times_halve),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
