// What a strike leaves of the work planned, and when the waiting list is back: in the hospital by hand, where the
// consultants stay away from Monday, 4 March 2024, to Wednesday.
#include "tests/golden/by_hand.h"
#include "tests/golden/outcome_of.h"

#include <math.h>

typedef struct {
    Lives lives;
    SimOutcome *outcome;
} Results;

#define RESULTS(overrides) results_by_hand(overrides, sizeof(overrides) / sizeof *(overrides))

static Results results_by_hand(const SimOverride *overrides, size_t count)
{
    Results results = {.lives = by_hand(overrides, count)};
    results.outcome = outcome_of(&results.lives, 1);
    return results;
}

static void results_free(Results *results)
{
    sim_outcome_free(results->outcome);
    lives_free(&results->lives);
}

// In the strike life.
static double of(const Results *results, const char *measure, const char *period)
{
    return value_of(results->outcome, measure, "", period, SIM_STRIKE);
}

#define NO_CLINICS                                                                                                     \
    {                                                                                                                  \
        "recovery.extra_clinics", "0/week"                                                                             \
    }

// --- Activity kept ---------------------------------------------------------------------------------------------------

// The window touches Thursday too, when the 120 of a weekday are seen, as on every day without the strike. From 5
// February to 31 May there are 85 weekdays. Nobody is ever admitted.
static void the_share_kept_is_of_what_is_done_without_the_strike(void **state)
{
    (void)state;
    const SimOverride no_clinics[] = {NO_CLINICS};
    Results results = RESULTS(no_clinics);
    assert_number(of(&results, "act_kept_pct", "strike_days"), 120.0 / 480);
    assert_number(value_of(results.outcome, "act_kept_pct", "", "strike_days", SIM_BASELINE), 1);
    assert_number(of(&results, "act_kept_pct", "window:three days"), 120.0 / 480);
    assert_number(of(&results, "act_kept_pct", "month:2024-02"), 1);
    assert_number(of(&results, "act_kept_pct", "whole"), 1 - 360.0 / (85 * 120));
    assert_true(isnan(of(&results, "act_elective_kept_pct", "strike_days")));
    results_free(&results);
}

// 30 extra clinics of 12 are activity too: by the end nothing has been lost, and in April, with 15 of its 22 weekdays
// before they end, more is done than without the strike.
static void extra_clinics_are_activity_kept(void **state)
{
    (void)state;
    Results results = results_by_hand(NULL, 0);
    assert_number(of(&results, "act_kept_pct", "strike_days"), 120.0 / 480);
    assert_number(of(&results, "act_kept_pct", "month:2024-04"), 1 + 15.0 * 12 / (22 * 120));
    assert_number(of(&results, "act_kept_pct", "whole"), 1);
    results_free(&results);
}

// 15 operations a weekday, of which those of Monday are lost. Where nobody is ever admitted the share is undefined: see
// above.
static void operations_kept_are_told_apart_from_appointments_kept(void **state)
{
    (void)state;
    const SimOverride operations[] = {NO_CLINICS,
                                      {"trusts[HAN].size.rtt_pathways", "4000"},
                                      {"trusts[HAN].size.outpatient_appointments", "12/day"},
                                      {"trusts[HAN].elective.referrals", "10.7260273972602747/day"},
                                      {"trusts[HAN].elective.slots.clinic", "15"},
                                      {"trusts[HAN].elective.list_stages", "[0.5, 0, 0, 0.5, 0]"},
                                      {"trusts[HAN].elective.services[surgery].to_treatment", "100%"},
                                      {"strikes[three days].end", "2024-03-05T00:00"}};
    Results results = RESULTS(operations);
    assert_number(value_of(results.outcome, "act_elective", "", "strike_days", SIM_BASELINE), 15);
    assert_number(of(&results, "act_elective_kept_pct", "strike_days"), 0);
    assert_number(of(&results, "act_elective_kept_pct", "month:2024-03"), 1 - 15.0 / (21 * 15));
    results_free(&results);
}

// --- Recovery --------------------------------------------------------------------------------------------------------

// 360 are moved. From Monday, 11 March, an extra clinic sees twelve of them each weekday, so that the difference is 0
// from Friday, 19 April. The mean of 28 days is largest on 1 April, 271.7 (7,608 / 28); it falls to 27.9 on 4 May and
// 23.6 on 5 May, the first day at most a tenth of that, 59 days after the last date of the window, Thursday, 7 March.
static void the_backlog_has_gone_when_its_trailing_mean_is_a_tenth_and_stays_so(void **state)
{
    (void)state;
    const SimOverride ends[] = {{"calendar.end", "2024-06-02"}};  // 28 days after 5 May
    Results results = RESULTS(ends);
    assert_number(of(&results, "recovery_day", "whole"), 59);
    assert_number(value_of(results.outcome, "recovery_day", "", "whole", SIM_BASELINE), 0);
    assert_number(of(&results, "recovery_censored", "whole"), 0);
    const double at_4_weeks = value_of(results.outcome, "backlog_left", "4 weeks", "whole", SIM_STRIKE) -
                              value_of(results.outcome, "backlog_left", "4 weeks", "whole", SIM_BASELINE);
    assert_number(at_4_weeks, 360 - 19 * 12);  // on Thursday, 4 April
    results_free(&results);
}

// The mean is 13.3 on 8 May, the first day at most a twentieth.
static void what_counts_as_gone_is_the_planners_choice(void **state)
{
    (void)state;
    const SimOverride twentieth[] = {{"recovery.gone_below", "5%"}, {"calendar.end", "2024-06-30"}};
    Results results = RESULTS(twentieth);
    assert_number(of(&results, "recovery_day", "whole"), 62);
    results_free(&results);
}

static void assert_censored(const Results *results)
{
    assert_true(isnan(of(results, "recovery_day", "whole")));
    assert_number(of(results, "recovery_censored", "whole"), 1);
}

// A day less, and it is not known whether it stays so; without extra clinics it never goes.
static void a_backlog_that_has_not_gone_within_the_report_is_censored(void **state)
{
    (void)state;
    const SimOverride ends[] = {{"calendar.end", "2024-06-01"}};
    Results results = RESULTS(ends);
    assert_censored(&results);
    results_free(&results);
    const SimOverride never[] = {NO_CLINICS, {"calendar.end", "2024-06-30"}};
    results = RESULTS(never);
    assert_censored(&results);
    results_free(&results);
}

static void without_a_backlog_there_is_nothing_to_recover_from(void **state)
{
    (void)state;
    const SimOverride nobody[] = {NO_CLINICS,
                                  {"strikes[three days].participation.weekday", "0%"},
                                  {"strikes[three days].participation.weekend", "0%"}};
    Results results = RESULTS(nobody);
    assert_number(of(&results, "act_kept_pct", "strike_days"), 1);
    assert_number(of(&results, "recovery_day", "whole"), 0);
    assert_number(of(&results, "recovery_censored", "whole"), 0);
    results_free(&results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_share_kept_is_of_what_is_done_without_the_strike),
        cmocka_unit_test(extra_clinics_are_activity_kept),
        cmocka_unit_test(operations_kept_are_told_apart_from_appointments_kept),
        cmocka_unit_test(the_backlog_has_gone_when_its_trailing_mean_is_a_tenth_and_stays_so),
        cmocka_unit_test(what_counts_as_gone_is_the_planners_choice),
        cmocka_unit_test(a_backlog_that_has_not_gone_within_the_report_is_censored),
        cmocka_unit_test(without_a_backlog_there_is_nothing_to_recover_from),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
