// The minors stream of A&E: who sees whom there, who is on duty, and what it does to waits.
#include "tests/golden/quiet_department.h"
#include "tests/golden/said.h"

#include <math.h>

enum { MONDAY_10 = 10 * HOUR, URGENCIES = TRIAGE_CLASSES };

// A quiet department with or without the stream, to which patients of one urgency come.
static Lives quiet_with_minors(const char *on)
{
    return quiet_of(bolton_with_minors(on));
}

static void everybody_is_of_urgency(const Lives *lives, uint32_t urgency)
{
    for (uint32_t i = 0; i < URGENCIES; i++) department(lives)->urgency[i] = i + 1 == urgency;
}

static uint32_t waiting(SimWorld *world)
{
    return state_of(world)->at[ATTENDANCE_WAITS_FOR_CLINICIAN];
}

static uint32_t in_assessment(SimWorld *world)
{
    return state_of(world)->at[ATTENDANCE_IN_ASSESSMENT];
}

// --- Who sees whom ---

// Twenty minutes after triage a patient of an urgency, who comes on Monday morning, is in a clinician's hands or not.
static bool is_seen(const char *on, enum Department without, uint32_t urgency)
{
    Lives lives = quiet_with_minors(on);
    everybody_is_of_urgency(&lives, urgency);
    remove_doctors_of(baseline(&lives), without);
    SimWorld *world = world_new(baseline(&lives), 0);
    send(world, baseline(&lives), ED_RETURNS, ORDINAL, MONDAY_10);
    run_to(world, baseline(&lives), MONDAY_10 + 8 * MINUTE + 1);
    const bool seen = in_assessment(world) == 1;
    assert_int_equal(waiting(world), !seen);
    const double first_seen_there = amount_of(world, 0, baseline(&lives)->measures.ed_minors_seen);
    assert_true(first_seen_there == (seen && without == DEPARTMENT_EMERGENCY));
    sim_world_free(world);
    lives_free(&lives);
    return seen;
}

static void the_minors_stream_sees_the_least_urgent_and_nobody_else(void **state)
{
    (void)state;
    assert_true(is_seen("on", DEPARTMENT_EMERGENCY, 5));
    assert_true(is_seen("on", DEPARTMENT_EMERGENCY, 4));
    assert_false(is_seen("on", DEPARTMENT_EMERGENCY, 3));
    assert_false(is_seen("off", DEPARTMENT_EMERGENCY, 5));
}

static void doctors_see_minors_whom_the_stream_cannot_see(void **state)
{
    (void)state;
    assert_true(is_seen("on", DEPARTMENT_MINORS, 5));
    assert_true(is_seen("off", DEPARTMENT_MINORS, 5));
}

// One doctor and nobody in the stream: when the doctor is free, the more urgent of those who wait goes first.
static void doctors_see_minors_last(void **state)
{
    (void)state;
    Lives lives = quiet_with_minors("on");
    HospitalPlan *plan = baseline(&lives);
    remove_doctors(plan);
    SimWorld *world = world_new(plan, 0);
    send(world, plan, ED_RETURNS, 1, MONDAY_10);
    run_to(world, plan, MONDAY_10 + 1);
    Attendance *minor = SIM_ROW(world, TABLE_ATTENDANCES, Attendance, 1);
    minor->urgency = 4;
    send(world, plan, ED_RETURNS, 2, MONDAY_10 + MINUTE);
    run_to(world, plan, MONDAY_10 + MINUTE + 1);
    SIM_ROW(world, TABLE_ATTENDANCES, Attendance, 2)->urgency = 3;
    run_to(world, plan, MONDAY_10 + HOUR);
    assert_int_equal(waiting(world), 2);
    Hospital hospital = hospital_at(world, plan);
    sim_resource_set_capacity(world, state_of(world)->clinicians, 1);
    emergency_serve(&hospital);
    assert_int_equal(SIM_ROW(world, TABLE_ATTENDANCES, Attendance, 2)->stage, ATTENDANCE_IN_ASSESSMENT);
    assert_int_equal(SIM_ROW(world, TABLE_ATTENDANCES, Attendance, 1)->stage, ATTENDANCE_WAITS_FOR_CLINICIAN);
    sim_world_free(world);
    lives_free(&lives);
}

// Urgency 5 came a minute before urgency 4.
static void the_stream_sees_patients_in_order_of_arrival(void **state)
{
    (void)state;
    Lives lives = quiet_with_minors("on");
    HospitalPlan *plan = baseline(&lives);
    remove_doctors(plan);
    SimWorld *world = world_new(plan, 0);
    for (uint32_t i = 1; i <= 2; i++) {
        send(world, plan, ED_RETURNS, i, MONDAY_10 + i * MINUTE);
        run_to(world, plan, MONDAY_10 + i * MINUTE + 1);
        SIM_ROW(world, TABLE_ATTENDANCES, Attendance, i)->urgency = i == 1 ? 5 : 4;
    }
    run_to(world, plan, MONDAY_10 + HOUR);
    Hospital hospital = hospital_at(world, plan);
    sim_resource_set_capacity(world, state_of(world)->minors, 1);
    emergency_serve(&hospital);
    assert_int_equal(SIM_ROW(world, TABLE_ATTENDANCES, Attendance, 1)->stage, ATTENDANCE_IN_ASSESSMENT);
    assert_int_equal(SIM_ROW(world, TABLE_ATTENDANCES, Attendance, 2)->stage, ATTENDANCE_WAITS_FOR_CLINICIAN);
    sim_world_free(world);
    lives_free(&lives);
}

static void a_patient_of_the_stream_takes_its_times(void **state)
{
    (void)state;
    Lives lives = quiet_with_minors("on");
    everybody_is_of_urgency(&lives, 4);
    department(&lives)->minors.tests_share = 1;
    SimWorld *world = world_new(baseline(&lives), 0);
    send(world, baseline(&lives), ED_RETURNS, ORDINAL, MONDAY_10);
    run_to(world, baseline(&lives), MONDAY_10 + 8 * MINUTE + 1);
    const double pace = state_of(world)->minors_pace;
    const SimTime tests_s = MONDAY_10 + 8 * MINUTE + (SimTime)(20 * MINUTE / pace + 0.5);
    const SimTime leaves_s = tests_s + 40 * MINUTE + (SimTime)(12 * MINUTE / pace + 0.5);
    run_to(world, baseline(&lives), tests_s);
    assert_int_equal(in_assessment(world), 1);
    run_to(world, baseline(&lives), tests_s + 1);
    assert_int_equal(state_of(world)->at[ATTENDANCE_IN_TESTS], 1);
    run_to(world, baseline(&lives), leaves_s);
    assert_int_equal(state_of(world)->left, 0);
    run_to(world, baseline(&lives), leaves_s + 1);
    assert_int_equal(state_of(world)->left, 1);
    sim_world_free(world);
    lives_free(&lives);
}

static void who_gives_up_leaves_the_queue_of_the_stream(void **state)
{
    (void)state;
    Lives lives = quiet_with_minors("on");
    everybody_is_of_urgency(&lives, 4);
    remove_doctors(baseline(&lives));
    SimWorld *world = world_new(baseline(&lives), 0);
    for (uint32_t ordinal = 1; ordinal <= 5; ordinal++) send(world, baseline(&lives), ED_RETURNS, ordinal, MONDAY_10);
    run_to(world, baseline(&lives), MONDAY_10 + 3 * HOUR);
    assert_int_equal(sim_resource_waiting(world, state_of(world)->minors), 5);
    run_to(world, baseline(&lives), MONDAY_10 + 3 * HOUR + 1);
    assert_int_equal(state_of(world)->left, 5);
    assert_int_equal((int)amount_of(world, 0, baseline(&lives)->measures.ed_lwbs), 5);
    run_to(world, baseline(&lives), SIM_DAY_S);  // the audit of midnight
    sim_world_free(world);
    lives_free(&lives);
}

// --- Who is on duty ---

// Hours a day that the rosters of a department give, by those who strike and those who do not.
static double hours_due(const HospitalPlan *plan, enum Department department, enum StaffGroup group)
{
    const StaffingPlan *staffing = &plan->trusts[0].staffing;
    double hours = 0;
    for (uint32_t i = 0; i < staffing->roster_count; i++) {
        const RosterPlan *roster = &staffing->rosters[i];
        if (roster->department != department || roster->group != group) continue;
        hours += roster->due[0] * staffing->shifts[roster->shift].lasts_s / (double)HOUR;
    }
    return hours;
}

// Work of all who stay over the hours, and the spare hours by the square root of size: by hand.
static void rosters_of_the_stream_follow_from_the_work_of_its_patients(void **state)
{
    (void)state;
    Lives on = bolton_with_minors("on"), off = bolton_with_minors("off");
    const EmergencyPlan *ed = department(&on);
    const EmergencyFields *fields = &baseline(&on)->trusts[0].fields->emergency;
    double work[2] = {0};
    for (int i = 0; i < URGENCIES; i++) {
        const bool minor = i + 1 >= (int)fields->minors.from_urgency;
        const double assessment = minor ? fields->minors.assessment : fields->assessment;
        const double tests = minor ? fields->minors.tests_share : fields->tests_share;
        work[minor] += ed->attendances * ed->urgency[i] * (1 - fields->unseen.values[i]) *
                       (assessment + tests * fields->review) / HOUR;
    }
    const double spare = sqrt(359 / ed->attendances);
    assert_true(fabs(ed->clinician_hours_a_day - work[0] / (1 - (1 - fields->clinician_load) * spare)) < 1e-6);
    assert_true(fabs(ed->minors.clinician_hours_a_day - work[1] / (1 - (1 - fields->minors.clinician_load) * spare)) <
                1e-6);
    const double practitioners = hours_due(baseline(&on), DEPARTMENT_MINORS, GROUP_OTHERS);
    const double residents = hours_due(baseline(&on), DEPARTMENT_MINORS, GROUP_RESIDENTS);
    assert_true(fabs(practitioners + residents - ed->minors.clinician_hours_a_day) < 9);  // whole shifts
    assert_true(practitioners > 2 * residents && residents > 0);
    assert_true(hours_due(baseline(&off), DEPARTMENT_MINORS, GROUP_OTHERS) == 0);
    assert_true(hours_due(baseline(&off), DEPARTMENT_MINORS, GROUP_RESIDENTS) == 0);
    assert_true(department(&off)->clinician_hours_a_day > ed->clinician_hours_a_day + 10);
    lives_free(&on);
    lives_free(&off);
}

// A department that has work for a quarter of a shift: its doctors have the hours of the stream too.
static void doctors_of_a_small_department_have_the_work_of_its_stream(void **state)
{
    (void)state;
    const SimOverride overrides[] = {{"trusts[Bolton].emergency.minors_stream.on", "on"},
                                     {"trusts[Bolton].emergency.urgency", "[0.05, 0.20, 0.74, 0.005, 0.005]"},
                                     {"trusts[Bolton].emergency.rosters_by_day", "flat"},
                                     {"trusts[Bolton].elective", "off"},
                                     {"trusts[Bolton].maternity", "off"}};
    Lives lives = lives_parse(BOLTON, overrides, sizeof overrides / sizeof overrides[0]);
    const HospitalPlan *plan = baseline(&lives);
    assert_true(hours_due(plan, DEPARTMENT_MINORS, GROUP_OTHERS) == 0);
    assert_true(hours_due(plan, DEPARTMENT_MINORS, GROUP_RESIDENTS) == 0);
    double hours = 0;
    for (enum StaffGroup group = 0; group < STAFF_GROUPS; group++) {
        if (staffing_is_doctor(group)) hours += hours_due(plan, DEPARTMENT_EMERGENCY, group);
    }
    const double wanted = department(&lives)->clinician_hours_a_day + department(&lives)->minors.clinician_hours_a_day;
    SimWorld *world = world_run(plan, 0, SIM_DAY_S);
    assert_true(fabs(state_of(world)->pace - wanted / hours) < 1e-9);
    sim_world_free(world);
    lives_free(&lives);
}

static void a_stream_without_rosters_is_a_fault(void **state)
{
    (void)state;
    static const char *const rosters[] = {"practitioners day",   "practitioners evening", "practitioners twilight",
                                          "practitioners night", "residents day",         "residents evening"};
    enum { ROSTERS = sizeof rosters / sizeof rosters[0] };
    char paths[2 * ROSTERS][100];
    SimOverride overrides[2 * ROSTERS + 1] = {{"trusts[Bolton].emergency.minors_stream.on", "on"}};
    for (int i = 0; i < 2 * ROSTERS; i++) {
        snprintf(paths[i], sizeof paths[i], "trusts[Bolton].staffing.rosters[minors %s].%s", rosters[i / 2],
                 i % 2 ? "weekday" : "rest_day");
        overrides[i + 1] = (SimOverride){paths[i], "0"};
    }
    assert_refused(said_of(BOLTON, overrides, 2 * ROSTERS + 1, SIM_BASELINE),
                   "in_memory.yaml:5:5: ", "write rosters with `department: minors`");
    overrides[0].text = "off";
    Said said = said_of(BOLTON, overrides, 2 * ROSTERS + 1, SIM_BASELINE);
    assert_int_equal(said.faults, 0);
    said_free(&said);
}

// --- What it does ---

static void shares_by_urgency(const Lives *lives, double within[URGENCIES])
{
    const HospitalPlan *plan = baseline(lives);
    SimWorld *world = world_run(plan, 0, end_of(plan));
    for (uint32_t i = 0; i < URGENCIES; i++) {
        double departed = 0;
        for (uint32_t day = 0; day < plan->days; day++) {
            departed += sim_daily(world, day, plan->measures.ed_4h_class + i)->weight;
        }
        within[i] = amount_whole(world, plan, plan->measures.ed_4h_class + i) / departed;
    }
    sim_world_free(world);
}

static void minors_are_seen_soonest_with_a_stream_and_last_without(void **state)
{
    (void)state;
    Lives on = bolton_with_minors("on"), off = bolton_with_minors("off");
    double with[URGENCIES], without[URGENCIES];
    shares_by_urgency(&on, with);
    shares_by_urgency(&off, without);
    for (int i = 0; i < 3; i++) {
        if (!(with[3] > with[i] && with[4] > with[i])) fail_msg("urgency %d: %.2f within four hours", i + 1, with[i]);
    }
    if (!(with[4] > without[4] + 0.2)) fail_msg("urgency 5: %.2f with a stream, %.2f without", with[4], without[4]);
    assert_true(without[4] < without[1] && without[4] < without[2]);
    lives_free(&on);
    lives_free(&off);
}

// Every resident stays away for a week: practitioners see nearly as many as before.
static void practitioners_run_the_stream_in_a_strike_of_residents(void **state)
{
    (void)state;
    const SimOverride overrides[] = {{"trusts[Bolton].emergency.minors_stream.on", "on"},
                                     {"trusts[Bolton].elective", "off"},
                                     {"trusts[Bolton].maternity", "off"}};
    Lives lives = lives_parse(BOLTON "strikes:\n"
                                     "  - {name: strike, groups: [resident_doctors], announced: 2023-11-07,\n"
                                     "     start: 2023-11-20T07:00, end: 2023-11-27T07:00,\n"
                                     "     participation: {weekday: 100%, weekend: 100%}, demand: {stay_away: 0%}}\n",
                              overrides, sizeof overrides / sizeof overrides[0]);
    double seen[SIM_LIVES], all[SIM_LIVES];
    for (int life = 0; life < SIM_LIVES; life++) {
        const HospitalPlan *plan = lives.plans[life];
        SimWorld *world = world_run(plan, 0, end_of(plan));
        const uint32_t first = day_number(plan, 2023, 11, 21), last = day_number(plan, 2023, 11, 26);
        seen[life] = amount_between(world, first, last, plan->measures.ed_minors_seen);
        all[life] = amount_between(world, first, last, plan->measures.ed_att_class + 3) +
                    amount_between(world, first, last, plan->measures.ed_att_class + 4);
        sim_world_free(world);
    }
    if (!(seen[SIM_BASELINE] > 0.7 * all[SIM_BASELINE])) fail_msg("%g of %g", seen[SIM_BASELINE], all[SIM_BASELINE]);
    if (!(seen[SIM_STRIKE] > 0.5 * all[SIM_STRIKE])) fail_msg("%g of %g in the strike", seen[SIM_STRIKE], all[1]);
    assert_true(seen[SIM_STRIKE] != seen[SIM_BASELINE]);
    lives_free(&lives);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_minors_stream_sees_the_least_urgent_and_nobody_else),
        cmocka_unit_test(doctors_see_minors_whom_the_stream_cannot_see),
        cmocka_unit_test(doctors_see_minors_last),
        cmocka_unit_test(the_stream_sees_patients_in_order_of_arrival),
        cmocka_unit_test(a_patient_of_the_stream_takes_its_times),
        cmocka_unit_test(who_gives_up_leaves_the_queue_of_the_stream),
        cmocka_unit_test(rosters_of_the_stream_follow_from_the_work_of_its_patients),
        cmocka_unit_test(doctors_of_a_small_department_have_the_work_of_its_stream),
        cmocka_unit_test(a_stream_without_rosters_is_a_fault),
        cmocka_unit_test(minors_are_seen_soonest_with_a_stream_and_last_without),
        cmocka_unit_test(practitioners_run_the_stream_in_a_strike_of_residents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
