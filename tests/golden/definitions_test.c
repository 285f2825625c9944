// What measures count, at the second or the patient where the definition draws the line. Other tests hold the measures
// that are not here; models/README.md names them.
#include "tests/golden/quiet_department.h"

#include <math.h>

#include "tests/golden/by_hand.h"
#include "tests/golden/outcome_of.h"

// One value, and of how many.
static void assert_share(const SimWorld *world, uint32_t day, uint32_t series, double amount, double weight)
{
    const SimDaily *daily = sim_daily(world, day, series);
    assert_float_equal(daily->amount, amount, 1e-9);
    assert_float_equal(daily->weight, weight, 1e-9);
}

// The minutes written down in a log, in order; at most eight.
static uint32_t minutes_in(SimWorld *world, enum WaitLog log, uint32_t minutes[static 8])
{
    uint32_t count = 0;
    for (uint32_t row = 1; row < world->tables[SIM_TABLE_WAITS].used; row++) {
        const SimWait *wait = SIM_ROW(world, SIM_TABLE_WAITS, SimWait, row);
        if (wait->log != log) continue;
        assert_true(count < 8);
        minutes[count++] = wait->minutes;
    }
    return count;
}

// --- A&E -------------------------------------------------------------------------------------------------------------

// Departures 12 hours or more after arrival.
static double twelve_hours_from_arrival(double treatment_s)
{
    Lives lives = quiet();
    const HospitalPlan *plan = baseline(&lives);
    department(&lives)->minor_treatment = always(treatment_s);
    SimWorld *world = world_new(plan, 0);
    send(world, plan, MINOR_ARRIVES, ORDINAL, 8 * HOUR);
    run_to(world, plan, SIM_DAY_S);
    assert_float_equal(sim_daily(world, 0, plan->measures.ed_4h)->weight, 1, 0);
    const double count = amount_of(world, 0, plan->measures.ed_12h_arr);
    sim_world_free(world);
    lives_free(&lives);
    return count;
}

static void twelve_hours_from_arrival_are_reached_at_twelve_hours(void **state)
{
    (void)state;
    assert_float_equal(twelve_hours_from_arrival(12 * HOUR - 1), 0, 0);
    assert_float_equal(twelve_hours_from_arrival(12 * HOUR), 1, 0);
}

typedef struct {
    double over_4, over_12, share_over_12, admitted, over_12_from_arrival;
} Admission;

// A patient comes at midday and is admitted so long after the decision to admit.
static Admission admitted_after(double seconds)
{
    Lives lives = quiet();
    const HospitalPlan *plan = baseline(&lives);
    department(&lives)->sdec_transfer = always(seconds);
    for (int i = 0; i < TRIAGE_CLASSES; i++) department(&lives)->admitted[i] = 1;
    SimWorld *world = world_new(plan, 0);
    send(world, plan, ED_RETURNS, ORDINAL, 12 * HOUR);
    run_to(world, plan, 3 * SIM_DAY_S);
    const MeasurePlan *of = &plan->measures;
    const Admission admission = {.over_4 = amount_whole(world, plan, of->ed_4h_dta),
                                 .over_12 = amount_whole(world, plan, of->ed_12h_dta),
                                 .share_over_12 = amount_whole(world, plan, of->ed_12h_dta_pct),
                                 .admitted = amount_whole(world, plan, of->ed_adm),
                                 .over_12_from_arrival = amount_whole(world, plan, of->ed_12h_arr)};
    const double weight =
        sim_daily(world, 0, of->ed_12h_dta_pct)->weight + sim_daily(world, 1, of->ed_12h_dta_pct)->weight;
    assert_true(weight == 1);
    sim_world_free(world);
    lives_free(&lives);
    return admission;
}

static void waits_for_a_bed_run_from_the_decision_to_admit_and_are_over_the_hour(void **state)
{
    (void)state;
    const struct {
        double seconds, over_4, over_12, from_arrival;
    } cases[] = {{4 * HOUR, 0, 0, 0}, {4 * HOUR + 1, 1, 0, 0}, {12 * HOUR, 1, 0, 1}, {12 * HOUR + 1, 1, 1, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const Admission admission = admitted_after(cases[i].seconds);
        assert_float_equal(admission.admitted, 1, 0);
        assert_float_equal(admission.over_4, cases[i].over_4, 0);
        assert_float_equal(admission.over_12, cases[i].over_12, 0);
        assert_float_equal(admission.share_over_12, cases[i].over_12, 0);
        assert_float_equal(admission.over_12_from_arrival, cases[i].from_arrival, 0);
    }
}

// Without doctors one of two patients leaves unseen, three hours after arrival; the other has a minor injury.
static void whoever_leaves_unseen_is_a_share_of_the_department_and_of_all_attendances(void **state)
{
    (void)state;
    Lives lives = quiet();
    HospitalPlan *plan = baseline(&lives);
    remove_doctors(plan);
    SimWorld *world = world_new(plan, 0);
    send(world, plan, ED_RETURNS, ORDINAL, 10 * HOUR);
    send(world, plan, MINOR_ARRIVES, ORDINAL, 10 * HOUR);
    run_to(world, plan, SIM_DAY_S);
    const MeasurePlan *of = &plan->measures;
    assert_float_equal(amount_of(world, 0, of->ed_lwbs), 1, 0);
    assert_share(world, 0, of->ed_lwbs_share, 1, 1);
    assert_share(world, 0, of->ed_lwbs_all_share, 1, 2);
    assert_share(world, 0, of->ed_4h, 2, 2);  // leaving counts as a departure
    assert_share(world, 0, of->ed_4h_type1, 1, 1);
    sim_world_free(world);
    lives_free(&lives);
}

// Triage takes 8 minutes, tests 80; an ambulance hands over after 10 and its patient has been assessed by then.
static void times_run_from_arrival_to_assessment_to_a_clinician_and_to_departure(void **state)
{
    (void)state;
    Lives lives = quiet();
    const HospitalPlan *plan = baseline(&lives);
    SimWorld *world = world_new(plan, 0);
    send(world, plan, ED_RETURNS, ORDINAL, 10 * HOUR);
    run_to(world, plan, 10 * HOUR + 1);
    const SimTime stays_s = 8 * MINUTE + takes(world, 27 * MINUTE) + 80 * MINUTE + takes(world, 12 * MINUTE);
    run_to(world, plan, 15 * HOUR);
    for (int i = 0; i < TRIAGE_CLASSES; i++) department(&lives)->ambulance[i] = 1;
    send(world, plan, ED_RETURNS, ORDINAL, 15 * HOUR);
    run_to(world, plan, SIM_DAY_S);
    uint32_t minutes[8];
    assert_int_equal(minutes_in(world, LOG_ED_ASSESSMENT, minutes), 2);
    assert_int_equal(minutes[0], 8);
    assert_int_equal(minutes[1], 0);
    assert_int_equal(minutes_in(world, LOG_ED_TREATMENT, minutes), 2);
    assert_int_equal(minutes[0], 8);
    assert_int_equal(minutes[1], 0);
    assert_int_equal(minutes_in(world, LOG_ED_TIME, minutes), 2);
    assert_int_equal(minutes[0], stays_s / MINUTE);
    static const struct {
        const char *name;
        enum WaitLog log;
        double quantile;
    } quantiles[] = {{"ed_tta_med", LOG_ED_ASSESSMENT, 0.5},  {"ed_ttt_med", LOG_ED_TREATMENT, 0.5},
                     {"ed_ttt_p95", LOG_ED_TREATMENT, 0.95},  {"ed_time_med", LOG_ED_TIME, 0.5},
                     {"ed_time_p95", LOG_ED_TIME, 0.95},      {"mat_induction_delay_med", LOG_INDUCTION, 0.5},
                     {"rtt_median", LOG_RTT_WEEKS, 0.5},      {"rtt_p92", LOG_RTT_WEEKS, 0.92},
                     {"rtt_median_exact", LOG_RTT_DAYS, 0.5}, {"rtt_p92_exact", LOG_RTT_DAYS, 0.92}};
    for (size_t i = 0; i < sizeof quantiles / sizeof *quantiles; i++) {
        const SimSeries *found = NULL;
        for (size_t s = 0; s < plan->measures.count; s++) {
            const SimSeries *series = &plan->measures.series[s];
            if (strcmp(series->measure->name, quantiles[i].name) == 0) found = series;
        }
        assert_non_null(found);
        assert_int_equal(found->log, quantiles[i].log);
        assert_float_equal(found->measure->quantile, quantiles[i].quantile, 0);
    }
    sim_world_free(world);
    lives_free(&lives);
}

// --- Planned care in strikes -----------------------------------------------------------------------------------------

// Strikes of three days and of two, seven weeks apart. Clinics are booked for eight weeks, so whoever was moved a week
// ahead of the first has a place in those that the second takes.
static void patients_moved_for_a_second_strike_are_counted_again(void **state)
{
    (void)state;
    static const char again[] = "  - name: again\n"
                                "    groups: [consultants]\n"
                                "    announced: 2024-04-05T07:00\n"
                                "    start: 2024-04-22T07:00\n"
                                "    end: 2024-04-24T07:00\n"
                                "    participation: {weekday: 100%, weekend: 100%, between_trusts: 0}\n"
                                "    demand: {stay_away: 0%}\n";
    const SimOverride nothing_extra[] = {{"recovery.extra_clinics", "0/week"}};
    Lives lives = by_hand_with(again, nothing_extra, 1);
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    const MeasurePlan *of = &plan->measures;
    SimWorld *world = world_run(plan, 0, moment(plan, 2024, 4, 24, 8));
    double twice = 0, moves = 0, patients = 0;
    for (uint32_t row = 1; row < world->tables[TABLE_PATHWAYS].used; row++) {
        const uint32_t moved = pathway_at(world, row)->moved;
        moves += moved;
        patients += moved > 0;
        twice += moved > 1 ? moved - 1 : 0;
    }
    assert_true(twice > 0);
    assert_float_equal(amount_between(world, 0, day_number(plan, 2024, 4, 24), of->ia_repeat), twice, 0);
    assert_float_equal(amount_between(world, 0, day_number(plan, 2024, 4, 24), of->ia_total), moves, 0);
    run_to(world, plan, end_of(plan));  // by now some have been seen
    const double seen = amount_whole(world, plan, of->moved_seen);
    const double waiting = amount_of(world, plan->days - 1, of->moved_waiting);
    assert_true(seen > 0 && waiting > 0);
    assert_true(seen + waiting == patients);
    sim_world_free(world);
    lives_free(&lives);
}

// Ten clinics a day of consultants who all stay away.
static void sessions_whose_consultant_strikes_and_the_share_of_staff_absent(void **state)
{
    (void)state;
    Run run = run_by_hand(NULL, 0);
    const HospitalPlan *plan = run.lives.plans[SIM_STRIKE];
    const MeasurePlan *of = &plan->measures;
    SimWorld *world = run.worlds[SIM_STRIKE];
    const uint32_t monday = day_number(plan, 2024, 3, 4);
    for (uint32_t day = monday; day < monday + 3; day++) {
        assert_float_equal(amount_of(world, day, of->sessions_struck), 10, 0);
        for (uint32_t group = 0; group < STAFF_GROUPS; group++) {
            const double absent = amount_of(world, day, of->ia_absent + group);
            const double called = amount_of(world, day, of->ia_due_called + group);
            assert_share(world, day, of->ia_absent_pct + group, absent, called);
            if (group != GROUP_CONSULTANTS) continue;
            assert_float_equal(absent, amount_of(world, day, of->ia_due + group), 0);
        }
    }
    assert_float_equal(amount_whole(world, plan, of->sessions_struck), 30, 0);
    run_free(&run);
}

enum { MONDAY, TUESDAY };

// Residents due on the shifts of a weekday that start from an hour to before another.
static double residents_from(const HospitalPlan *plan, uint32_t weekday, double from, double to)
{
    const StaffingPlan *staffing = &plan->trusts[0].staffing;
    double due = 0;
    for (uint32_t i = 0; i < staffing->roster_count; i++) {
        const RosterPlan *roster = &staffing->rosters[i];
        const double starts = staffing->shifts[roster->shift].starts_s / 3600.0;
        if (roster->group == GROUP_RESIDENTS && starts >= from && starts < to) {
            due += staffing_due(roster, weekday, false);
        }
    }
    return due;
}

// Of a strike of residents from an hour of Monday, 4 March, to another, which is above 24 on Tuesday.
static void assert_due_and_absent(const char *start, const char *end, const char *turn_out, double from, double to)
{
    const SimOverride window[] = {{"strikes[three days].groups", "resident_doctors"},
                                  {"strikes[three days].start", start},
                                  {"strikes[three days].end", end},
                                  {"strikes[three days].participation.weekday", turn_out}};
    Lives lives = by_hand(window, sizeof window / sizeof *window);
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    SimOutcome *outcome = outcome_of(&lives, 1);
    static const char residents[] = "resident_doctors", period[] = "window:three days";
    const double due = value_of(outcome, "ia_due", residents, period, SIM_STRIKE);
    const double called = value_of(outcome, "ia_due_called", residents, period, SIM_STRIKE);
    const double absent = value_of(outcome, "ia_absent", residents, period, SIM_STRIKE);
    const double struck = residents_from(plan, MONDAY, from, to) + residents_from(plan, TUESDAY, 0, to - 24);
    assert_number(due, residents_from(plan, MONDAY, 0, 24) + (to > 24 ? residents_from(plan, TUESDAY, 0, 24) : 0));
    assert_number(called, struck);
    assert_true(called > 0 && called < due && absent > 0 && absent <= called);
    if (strcmp(turn_out, "100%") == 0) assert_number(absent, called);
    assert_number(value_of(outcome, "ia_absent_pct", residents, period, SIM_STRIKE), absent / called);
    assert_number(value_of(outcome, "ia_due", residents, period, SIM_BASELINE), due);
    assert_true(isnan(value_of(outcome, "ia_absent_pct", residents, period, SIM_BASELINE)));
    sim_outcome_free(outcome);
    lives_free(&lives);
}

// A strike from 08:00 to 08:00 touches Tuesday too, whose shifts it does not cover; one of an afternoon or of a night
// leaves the other shifts of the day.
static void the_share_absent_is_of_those_due_on_shifts_that_the_strike_covers(void **state)
{
    (void)state;
    assert_due_and_absent("2024-03-04T08:00", "2024-03-05T08:00", "100%", 8, 32);
    assert_due_and_absent("2024-03-04T08:00", "2024-03-05T08:00", "60%", 8, 32);
    assert_due_and_absent("2024-03-04T08:00", "2024-03-04T17:00", "100%", 8, 17);
    assert_due_and_absent("2024-03-04T19:00", "2024-03-05T08:00", "100%", 19, 32);
}

// At Bolton on a strike day: stages add up to the list; fewer are tested with the strike, and fewer follow-ups booked.
static void stages_of_the_waiting_list_add_up_and_tests_are_attended(void **state)
{
    (void)state;
    const SimOverride shorter[] = {{"calendar.end", "2024-01-14"}, {"run.warm_up", "8 weeks"}};
    Lives lives = lives_read(SCENARIOS_FOLDER "/bolton-2024-01.yaml", shorter, sizeof shorter / sizeof *shorter);
    double tested[SIM_LIVES], follow_ups[SIM_LIVES];
    for (int life = 0; life < SIM_LIVES; life++) {
        const HospitalPlan *plan = lives.plans[life];
        const MeasurePlan *of = &plan->measures;
        const uint32_t first = day_number(plan, 2024, 1, 3), day = day_number(plan, 2024, 1, 8);
        SimWorld *world = world_run(plan, 0, end_of(plan));
        double stages = 0;
        for (uint32_t stage = 0; stage < WAITING_STAGES; stage++)
            stages += amount_of(world, day, of->rtt_stage + stage);
        assert_true(stages == amount_of(world, day, of->rtt_total));
        tested[life] = amount_between(world, first, day + 1, of->act_diag);
        follow_ups[life] = amount_of(world, day, of->follow_up_waiting);
        sim_world_free(world);
    }
    assert_true(tested[SIM_BASELINE] > 200 && tested[SIM_STRIKE] < tested[SIM_BASELINE]);
    assert_true(follow_ups[SIM_STRIKE] > follow_ups[SIM_BASELINE]);
    lives_free(&lives);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twelve_hours_from_arrival_are_reached_at_twelve_hours),
        cmocka_unit_test(waits_for_a_bed_run_from_the_decision_to_admit_and_are_over_the_hour),
        cmocka_unit_test(whoever_leaves_unseen_is_a_share_of_the_department_and_of_all_attendances),
        cmocka_unit_test(times_run_from_arrival_to_assessment_to_a_clinician_and_to_departure),
        cmocka_unit_test(patients_moved_for_a_second_strike_are_counted_again),
        cmocka_unit_test(sessions_whose_consultant_strikes_and_the_share_of_staff_absent),
        cmocka_unit_test(the_share_absent_is_of_those_due_on_shifts_that_the_strike_covers),
        cmocka_unit_test(stages_of_the_waiting_list_add_up_and_tests_are_attended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
