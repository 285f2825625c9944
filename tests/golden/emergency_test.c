// A&E: patients by hand, doctors who are not there, and what the department as a whole must agree with.
#include "tests/golden/quiet_department.h"

#include <math.h>

// --- One patient by hand ---

static void a_patient_is_triaged_assessed_tested_reviewed_and_goes_home(void **state)
{
    (void)state;
    Lives lives = quiet();
    const HospitalPlan *plan = baseline(&lives);
    SimWorld *world = world_new(plan, 0);
    const SimTime comes_s = 2 * SIM_DAY_S + 10 * HOUR;
    send(world, plan, ED_RETURNS, ORDINAL, comes_s);
    run_to(world, plan, comes_s + 1);
    assert_int_equal(state_of(world)->at[ATTENDANCE_IN_TRIAGE], 1);
    const SimTime seen_s = comes_s + 8 * MINUTE;
    run_to(world, plan, seen_s + 1);
    assert_int_equal(state_of(world)->at[ATTENDANCE_IN_ASSESSMENT], 1);
    const SimTime tests_s = seen_s + takes(world, 27 * MINUTE);
    run_to(world, plan, tests_s + 1);
    assert_int_equal(state_of(world)->at[ATTENDANCE_IN_TESTS], 1);
    run_to(world, plan, tests_s + 80 * MINUTE + 1);
    assert_int_equal(state_of(world)->at[ATTENDANCE_IN_REVIEW], 1);
    const SimTime leaves_s = tests_s + 80 * MINUTE + takes(world, 12 * MINUTE);
    run_to(world, plan, leaves_s);
    assert_int_equal(state_of(world)->left, 0);
    run_to(world, plan, leaves_s + 1);
    assert_int_equal(state_of(world)->left, 1);
    assert_int_equal(state_of(world)->placed[0] + state_of(world)->placed[1], 0);
    assert_int_equal((int)amount_of(world, 2, plan->measures.ed_att), 1);
    assert_int_equal((int)amount_of(world, 2, plan->measures.ed_4h), 1);
    assert_int_equal((int)amount_of(world, 2, plan->measures.ed_lwbs), 0);
    sim_world_free(world);
    lives_free(&lives);
}

static void a_day_without_patients_is_empty(void **state)
{
    (void)state;
    Lives lives = quiet();
    const HospitalPlan *plan = baseline(&lives);
    SimWorld *world = world_run(plan, 0, 7 * SIM_DAY_S);
    assert_int_equal(state_of(world)->arrived, 0);
    assert_true(amount_whole(world, plan, plan->measures.ed_att) == 0);
    assert_true(amount_whole(world, plan, plan->measures.em_adm) == 0);
    sim_world_free(world);
    lives_free(&lives);
}

// Returns whether a minor injury that takes so long is counted as within four hours.
static bool is_in_time(double treatment_s)
{
    Lives lives = quiet();
    const HospitalPlan *plan = baseline(&lives);
    department(&lives)->minor_treatment = always(treatment_s);
    SimWorld *world = world_new(plan, 0);
    send(world, plan, MINOR_ARRIVES, ORDINAL, 10 * HOUR);
    run_to(world, plan, SIM_DAY_S);
    const SimDaily *within = sim_daily(world, 0, plan->measures.ed_4h);
    assert_int_equal((int)within->weight, 1);
    const bool in_time = within->amount > 0;
    sim_world_free(world);
    lives_free(&lives);
    return in_time;
}

static void four_hours_are_kept_to_the_second(void **state)
{
    (void)state;
    assert_true(is_in_time(4 * HOUR));
    assert_false(is_in_time(4 * HOUR + 1));
}

typedef struct {
    uint32_t clock_starts_after_s;
    int over_15, over_30, over_60;
} Handover;

static Handover handover_that_takes(double seconds)
{
    Lives lives = quiet();
    const HospitalPlan *plan = baseline(&lives);
    department(&lives)->handover = always(seconds);
    for (int i = 0; i < TRIAGE_CLASSES; i++) department(&lives)->ambulance[i] = 1;
    SimWorld *world = world_new(plan, 0);
    send(world, plan, ED_RETURNS, ORDINAL, 10 * HOUR);
    run_to(world, plan, 10 * HOUR + (SimTime)seconds + 1);
    const Attendance *patient = SIM_ROW(world, TABLE_ATTENDANCES, Attendance, 1);
    assert_int_equal(patient->stage, ATTENDANCE_IN_ASSESSMENT);
    const Handover handover = {.clock_starts_after_s = patient->arrived_s - patient->came_s,
                               .over_15 = (int)amount_of(world, 0, plan->measures.amb_ho_15),
                               .over_30 = (int)amount_of(world, 0, plan->measures.amb_ho_30),
                               .over_60 = (int)amount_of(world, 0, plan->measures.amb_ho_60)};
    sim_world_free(world);
    lives_free(&lives);
    return handover;
}

static void the_clock_of_an_ambulance_starts_at_handover_or_after_15_minutes(void **state)
{
    (void)state;
    const Handover quick = handover_that_takes(10 * MINUTE), exact = handover_that_takes(15 * MINUTE),
                   slow = handover_that_takes(40 * MINUTE);
    assert_int_equal(quick.clock_starts_after_s, 10 * MINUTE);
    assert_int_equal(quick.over_15, 0);
    assert_int_equal(exact.clock_starts_after_s, 15 * MINUTE);
    assert_int_equal(exact.over_15, 0);
    assert_int_equal(slow.clock_starts_after_s, 15 * MINUTE);
    assert_int_equal(slow.over_15, 1);
    assert_int_equal(slow.over_30, 1);
    assert_int_equal(slow.over_60, 0);
}

// --- Doctors who are not there ---

static void without_doctors_patients_leave_unseen_when_their_patience_ends_and_nobody_is_lost(void **state)
{
    (void)state;
    Lives lives = quiet();
    HospitalPlan *plan = baseline(&lives);
    remove_doctors(plan);
    SimWorld *world = world_new(plan, 0);
    for (uint32_t ordinal = 1; ordinal <= 5; ordinal++) send(world, plan, ED_RETURNS, ordinal, 10 * HOUR);
    run_to(world, plan, 13 * HOUR);
    assert_int_equal(state_of(world)->at[ATTENDANCE_WAITS_FOR_CLINICIAN], 5);
    run_to(world, plan, 13 * HOUR + 1);
    assert_int_equal(state_of(world)->left, 5);
    assert_int_equal((int)amount_of(world, 0, plan->measures.ed_lwbs), 5);
    run_to(world, plan, SIM_DAY_S);  // the audit of midnight
    sim_world_free(world);
    lives_free(&lives);
}

static void a_week_without_any_doctor_passes_the_audit(void **state)
{
    (void)state;
    Lives lives = bolton_from("2023-11-06", "2023-11-30");
    HospitalPlan *plan = baseline(&lives);
    remove_doctors(plan);
    SimWorld *world = world_run(plan, 0, 14 * SIM_DAY_S);
    const EmergencyState *ed = state_of(world);
    assert_int_equal(ed->arrived, ed->left + world->tables[TABLE_ATTENDANCES].taken);
    assert_true(amount_whole(world, plan, plan->measures.ed_adm) == 0);
    assert_true(amount_whole(world, plan, plan->measures.ed_lwbs) > 100);
    sim_world_free(world);
    lives_free(&lives);
}

static void a_full_department_keeps_ambulances_waiting(void **state)
{
    (void)state;
    Lives lives = quiet();
    HospitalPlan *plan = baseline(&lives);
    remove_doctors(plan);
    department(&lives)->cubicles = department(&lives)->chairs = 1;
    for (int i = 0; i < TRIAGE_CLASSES; i++) department(&lives)->ambulance[i] = 1;
    SimWorld *world = world_new(plan, 0);
    for (uint32_t ordinal = 1; ordinal <= 20; ordinal++) send(world, plan, ED_RETURNS, ordinal, 10 * HOUR);
    run_to(world, plan, 12 * HOUR);
    const EmergencyState *ed = state_of(world);
    assert_true(ed->at[ATTENDANCE_IN_AMBULANCE] >= 18);
    assert_int_equal(ed->arrived, 20);
    sim_world_free(world);
    lives_free(&lives);
}

// --- The department as a whole ---

static void the_urgent_wait_less(void **state)
{
    (void)state;
    Lives lives = bolton_from("2023-11-06", "2024-01-31");
    const HospitalPlan *plan = baseline(&lives);
    SimWorld *world = world_run(plan, 0, end_of(plan));
    double unseen = amount_whole(world, plan, plan->measures.ed_lwbs), within[TRIAGE_CLASSES];
    for (uint32_t i = 0; i < TRIAGE_CLASSES; i++) {
        double departed = 0;
        for (uint32_t day = 0; day < plan->days; day++) {
            departed += sim_daily(world, day, plan->measures.ed_4h_class + i)->weight;
        }
        within[i] = amount_whole(world, plan, plan->measures.ed_4h_class + i) / departed;
    }
    assert_true(within[1] > within[2]);
    assert_true(unseen > 0);
    sim_world_free(world);
    lives_free(&lives);
}

static void acuity_is_fitted_to_admissions_and_attendances(void **state)
{
    (void)state;
    Lives lives = bolton_from("2023-11-06", "2023-11-30");
    const EmergencyFields *fields = &baseline(&lives)->trusts[0].fields->emergency;
    const EmergencyPlan *ed = department(&lives);
    double admitted = 0;
    for (int i = 0; i < TRIAGE_CLASSES; i++) {
        admitted += ed->urgency[i] * (1 - fields->unseen.values[i]) * ed->admitted[i];
    }
    assert_true(fabs(admitted * ed->attendances - ed->admissions) < 1e-6);
    assert_true(fabs(ed->admissions + ed->direct_admissions - 95.8) < 1e-9);
    assert_true(fabs(ed->attendances + ed->minor_attendances - 366) < 1e-9);
    assert_true(fabs(ed->minor_attendances - 0.31 * 366) < 1e-9);  // the share of type 3 was left out
    lives_free(&lives);
}

// Where the share of type 3 is left out: so few admitted that more must be minor injuries, and so many that fewer are.
static void minor_injuries_are_as_many_as_usual_unless_hardly_anybody_or_nearly_everybody_is_admitted(void **state)
{
    (void)state;
    static const struct {
        const char *admissions;
        double type1_a_day;
    } cases[] = {
        {"40/day", 40 * 0.81 / 0.20}, {"95.8/day", 0.69 * 366}, {"150/day", 150 * 0.81 / 0.40}, {"200/day", 366}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const SimOverride overrides[] = {{"trusts[Bolton].size.emergency_admissions", cases[i].admissions}};
        Lives lives = lives_parse(BOLTON, overrides, 1);
        assert_true(fabs(department(&lives)->attendances - cases[i].type1_a_day) < 1e-6);
        lives_free(&lives);
    }
}

// Attendances are a Poisson process of mean 366 a day (arrivals by inversion), so those of n days have a standard error
// of sqrt(366 n). Admissions are a thinned one of mean 95.8 a day; who leaves unseen depends on the waits, which the
// fit takes from the template, so 2.5 % are allowed on top.
static void attendances_and_admissions_are_those_of_the_trust(void **state)
{
    (void)state;
    Lives lives = bolton_from("2023-06-05", "2024-05-31");
    const HospitalPlan *plan = baseline(&lives);
    SimWorld *world = world_run(plan, 0, end_of(plan));
    const double n = plan->days - plan->first_reported;
    const double came = amount_between(world, plan->first_reported, plan->days, plan->measures.ed_att);
    const double admitted = amount_between(world, plan->first_reported, plan->days, plan->measures.em_adm);
    assert_true(fabs(came - 366 * n) < 4 * sqrt(366 * n));
    assert_true(fabs(admitted - 95.8 * n) < 4 * sqrt(95.8 * n) + 0.025 * 95.8 * n);
    double of_classes = 0;
    for (uint32_t i = 0; i < TRIAGE_CLASSES; i++)
        of_classes += amount_whole(world, plan, plan->measures.ed_att_class + i);
    const double type1 = amount_whole(world, plan, plan->measures.ed_att_type1);
    assert_true(type1 > 0 && type1 == of_classes);
    sim_world_free(world);
    lives_free(&lives);
}

// Twice as many in March as in other months; the year's mean stays. Attendances of d days are Poisson, with a standard
// error of the root of their number.
static void months_have_their_share_of_attendances_and_the_years_mean_stays(void **state)
{
    (void)state;
    const SimOverride overrides[] = {{"calendar.start", "2023-01-02"},
                                     {"calendar.end", "2024-01-01"},
                                     {"run.warm_up", "4 weeks"},
                                     {"trusts[Bolton].elective", "off"},
                                     {"trusts[Bolton].maternity", "off"},
                                     {"trusts[Bolton].beds.on", "off"},
                                     {"trusts[Bolton].emergency.monthly", "[1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1]"}};
    Lives lives = lives_parse(BOLTON, overrides, sizeof overrides / sizeof overrides[0]);
    const HospitalPlan *plan = baseline(&lives);
    SimWorld *world = world_run(plan, 0, end_of(plan));
    const uint32_t march = day_number(plan, 2023, 3, 1), april = march + 31;
    const double in_march = amount_between(world, march, april, plan->measures.ed_att);
    const double in_year = amount_between(world, plan->days - 365, plan->days, plan->measures.ed_att);
    const double ordinary = 366 * 365.25 / (365.25 + 31);  // attendances a day of the other months
    if (!(fabs(in_march - 2 * ordinary * 31) < 4 * sqrt(2 * ordinary * 31))) fail_msg("%g in March", in_march);
    if (!(fabs(in_year - 366 * 365.0) < 4 * sqrt(366 * 365.0))) fail_msg("%g in the year", in_year);
    sim_world_free(world);
    lives_free(&lives);
}

// Doctors and practitioners due in A&E on a date, and their hours.
static double hours_on(const HospitalPlan *plan, enum Department department, uint32_t day)
{
    const TrustPlan *trust = &plan->trusts[0];
    double hours = 0;
    for (uint32_t i = 0; i < trust->staffing.roster_count; i++) {
        const RosterPlan *roster = &trust->staffing.rosters[i];
        if (roster->department != department || !staffing_is_doctor((enum StaffGroup)roster->group)) continue;
        hours += rota_due(plan, trust, i, day) * trust->staffing.shifts[roster->shift].lasts_s / (double)HOUR;
    }
    return hours;
}

// Monday has a fifth more than the mean of days here, Sunday a fifth less: so many more or fewer are due, to half a
// person of each shift, and what rounding leaves is made up for in the pace.
static void clinicians_follow_the_weekdays_if_asked(void **state)
{
    (void)state;
    SimOverride overrides[] = {{"trusts[Bolton].emergency.weekdays", "[1.2, 1, 1, 1, 1, 1, 0.8]"},
                               {"trusts[Bolton].emergency.rosters_by_day", "attendances"},
                               {"trusts[Bolton].elective", "off"},
                               {"trusts[Bolton].maternity", "off"}};
    Lives lives = lives_parse(BOLTON, overrides, 4);
    const HospitalPlan *plan = baseline(&lives);
    const uint32_t monday = day_number(plan, 2023, 11, 13);
    const double wednesday_hours = hours_on(plan, DEPARTMENT_EMERGENCY, monday + 2);
    const double monday_hours = hours_on(plan, DEPARTMENT_EMERGENCY, monday);
    const double sunday_hours = hours_on(plan, DEPARTMENT_EMERGENCY, monday + 6);
    assert_true(fabs(monday_hours - 1.2 * wednesday_hours) < 9);
    assert_true(fabs(sunday_hours - 0.8 * wednesday_hours) < 9);
    SimWorld *world = world_new(plan, 0);
    run_to(world, plan, monday * (SimTime)SIM_DAY_S + 12 * HOUR);
    const double on_monday = monday_hours * state_of(world)->pace;
    run_to(world, plan, (monday + 2) * (SimTime)SIM_DAY_S + 12 * HOUR);
    const double on_wednesday = wednesday_hours * state_of(world)->pace;
    assert_true(fabs(on_wednesday - department(&lives)->clinician_hours_a_day) < 1e-6);
    assert_true(fabs(on_monday / on_wednesday - 1.2) < 1e-9);
    sim_world_free(world);
    lives_free(&lives);
    overrides[1].text = "flat";
    lives = lives_parse(BOLTON, overrides, 4);
    assert_true(hours_on(baseline(&lives), DEPARTMENT_EMERGENCY, monday) ==
                hours_on(baseline(&lives), DEPARTMENT_EMERGENCY, monday + 6));
    lives_free(&lives);
}

static void more_admissions_than_patients_are_a_fault(void **state)
{
    (void)state;
    const SimOverride overrides[] = {{"trusts[Bolton].size.emergency_admissions", "400/day"}};
    SimFaults *faults = sim_faults_new();
    SimScenario *scenario = sim_scenario_parse(SCENARIOS_FOLDER "/in_memory.yaml", BOLTON, strlen(BOLTON),
                                               &hospital_model.fields, overrides, 1, faults);
    assert_non_null(scenario);
    assert_null(hospital_plan_new(scenario, SIM_BASELINE, faults));
    assert_true(sim_faults_count(faults) > 0);
    sim_scenario_free(scenario);
    sim_faults_free(faults);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_patient_is_triaged_assessed_tested_reviewed_and_goes_home),
        cmocka_unit_test(a_day_without_patients_is_empty),
        cmocka_unit_test(four_hours_are_kept_to_the_second),
        cmocka_unit_test(the_clock_of_an_ambulance_starts_at_handover_or_after_15_minutes),
        cmocka_unit_test(without_doctors_patients_leave_unseen_when_their_patience_ends_and_nobody_is_lost),
        cmocka_unit_test(a_week_without_any_doctor_passes_the_audit),
        cmocka_unit_test(a_full_department_keeps_ambulances_waiting),
        cmocka_unit_test(the_urgent_wait_less),
        cmocka_unit_test(acuity_is_fitted_to_admissions_and_attendances),
        cmocka_unit_test(minor_injuries_are_as_many_as_usual_unless_hardly_anybody_or_nearly_everybody_is_admitted),
        cmocka_unit_test(attendances_and_admissions_are_those_of_the_trust),
        cmocka_unit_test(months_have_their_share_of_attendances_and_the_years_mean_stays),
        cmocka_unit_test(clinicians_follow_the_weekdays_if_asked),
        cmocka_unit_test(more_admissions_than_patients_are_a_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
