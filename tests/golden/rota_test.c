// The planner's own rota in place of the rosters, on the hospital by hand.
#include "tests/golden/by_hand.h"
#include "tests/golden/said.h"

#include "models/cover.h"
#include "models/rota.h"

// The hospital by hand with rows of a rota, and residents on strike.
static char *with_rota(const char *rows)
{
    static char text[BY_HAND_MOST];
    by_hand_read(text);
    by_hand_add(text, "    staffing:\n", rows);
    if (*rows) by_hand_add(text, "    staffing:\n", "      rota:\n");
    return text;
}

static const SimOverride strike_of_residents[] = {
    {"strikes[three days].groups", "[resident_doctors]"},
    {"strikes[three days].participation.weekday", "50%"},
    {"strikes[three days].participation.margin", "0%"},
    {"calendar.end", "2024-03-31"},
    {"trusts[HAN].staffing.departments[medical wards].target_day", "60%"},
};

static Lives lives_with(const char *rows)
{
    return lives_parse(with_rota(rows), strike_of_residents, sizeof strike_of_residents / sizeof(SimOverride));
}

static Run run_with(const char *rows)
{
    Run run = {.lives = lives_with(rows)};
    for (int life = 0; life < SIM_LIVES; life++) {
        run.worlds[life] = world_run(run.lives.plans[life], 0, end_of(run.lives.plans[life]));
    }
    return run;
}

static double due_on(const Run *run, enum SimLife life, uint32_t day)
{
    return amount_of(run->worlds[life], day, run->lives.plans[life]->measures.ia_due + GROUP_RESIDENTS);
}

static double needed_on(const Run *run, uint32_t day)
{
    const MeasurePlan *measures = &run->lives.plans[SIM_STRIKE]->measures;
    return amount_of(run->worlds[SIM_STRIKE], day, measures->cover_needed + DEPARTMENT_MEDICAL_WARDS);
}

#define WARDS "department: medical_wards, group: resident_doctors"

static void a_rota_that_repeats_the_rosters_changes_nothing(void **state)
{
    (void)state;
    Run plain = run_with("");
    Run run = run_with("        - {date: 2024-03-05, shift: long night, " WARDS ", due: 4}\n"
                       "        - {date: 2024-03-04, shift: long night, " WARDS ", due: 4}\n"
                       "        - {date: 2024-03-04, shift: long day, " WARDS ", due: 10}\n"
                       "        - {date: 2024-03-05, shift: long day, " WARDS ", due: 10}\n");
    for (int life = 0; life < SIM_LIVES; life++) assert_same_world(plain.worlds[life], run.worlds[life]);
    run_free(&plain);
    run_free(&run);
}

static void a_row_speaks_of_its_date_only(void **state)
{
    (void)state;
    Run plain = run_with("");
    Run run = run_with("        - {date: 2024-03-05, shift: long day, " WARDS ", due: 14}\n"
                       "        - {date: 2024-03-05, shift: long night, " WARDS ", due: 4}\n");
    const HospitalPlan *plan = run.lives.plans[SIM_STRIKE];
    const uint32_t tuesday = day_number(plan, 2024, 3, 5);
    for (uint32_t day = 0; day < plan->days; day++) {
        const double more = day == tuesday ? 4 : 0;
        for (enum SimLife life = SIM_BASELINE; life < SIM_LIVES; life++) {
            assert_number(due_on(&run, life, day), due_on(&plain, life, day) + more);
        }
    }
    run_free(&plain);
    run_free(&run);
}

static void a_shift_without_a_row_has_nobody_of_the_group_that_day(void **state)
{
    (void)state;
    Run plain = run_with("");
    Run run = run_with("        - {date: 2024-03-05, shift: long day, " WARDS ", due: 10}\n");
    const uint32_t tuesday = day_number(run.lives.plans[SIM_STRIKE], 2024, 3, 5);
    assert_number(due_on(&run, SIM_BASELINE, tuesday), due_on(&plain, SIM_BASELINE, tuesday) - 4);
    assert_number(due_on(&run, SIM_BASELINE, tuesday + 1), due_on(&plain, SIM_BASELINE, tuesday + 1));
    run_free(&plain);
    run_free(&run);
}

static void people_whom_only_the_rota_knows_come_in(void **state)
{
    (void)state;
    Run run =
        run_with("        - {date: 2024-03-05, shift: morning, department: diagnostics, group: nurses, due: 7}\n");
    const HospitalPlan *plan = run.lives.plans[SIM_BASELINE];
    const uint32_t tuesday = day_number(plan, 2024, 3, 5), nurses = plan->measures.ia_due + GROUP_NURSES;
    const double usual = amount_of(run.worlds[SIM_BASELINE], tuesday + 1, nurses);
    assert_number(amount_of(run.worlds[SIM_BASELINE], tuesday, nurses), usual + 7);
    run_free(&run);
}

// Who stays away does not depend on the order of rows, nor on whether there are others.
static void the_order_of_rows_does_not_matter(void **state)
{
    (void)state;
    Run one = run_with("        - {date: 2024-03-04, shift: long day, " WARDS ", due: 12}\n"
                       "        - {date: 2024-03-05, shift: long day, " WARDS ", due: 14}\n");
    Run other = run_with("        - {date: 2024-03-05, shift: long day, " WARDS ", due: 14}\n"
                         "        - {date: 2024-03-04, shift: long day, " WARDS ", due: 12}\n");
    for (int life = 0; life < SIM_LIVES; life++) assert_same_world(one.worlds[life], other.worlds[life]);
    run_free(&one);
    run_free(&other);
}

// All but a few of 10 are needed: whoever is away must be covered, and on other days only below 60 %.
static void what_the_rota_calls_safe_is_what_is_covered(void **state)
{
    (void)state;
    Run run = run_with("        - {date: 2024-03-05, shift: long day, " WARDS ", due: 10, minimum_safe: 10}\n"
                       "        - {date: 2024-03-06, shift: long day, " WARDS ", due: 10, minimum_safe: 0}\n");
    const HospitalPlan *plan = run.lives.plans[SIM_STRIKE];
    const uint32_t tuesday = day_number(plan, 2024, 3, 5);
    const Hospital hospital = hospital_at(run.worlds[SIM_STRIKE], plan);
    uint32_t roster = 0;
    while (!rota_row(hospital.trust, roster, tuesday)) roster++;
    const double absent = staffing_absent(&hospital, roster, tuesday);
    assert_true(absent > 0);
    assert_number(needed_on(&run, tuesday), absent);
    assert_number(needed_on(&run, tuesday + 1), 0);
    run_free(&run);
}

// Posts that the plan of a day in March finds below target, before anybody knows who comes.
static double planned_posts(int day, const char *rows)
{
    Lives lives = lives_with(rows);
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    SimWorld *world = world_run(plan, 0, moment(plan, 2024, 2, 20, 0));
    const Hospital hospital = hospital_at(world, plan);
    CoverDay cover;
    cover_of_day(&hospital, day_number(plan, 2024, 3, day), &cover);
    double posts = 0;
    for (uint32_t shift = 0; shift < SHIFTS_MOST; shift++) posts += cover.at[DEPARTMENT_MEDICAL_WARDS][shift].need;
    sim_world_free(world);
    lives_free(&lives);
    return posts;
}

static void the_plan_is_made_with_the_absences_that_the_trust_expects(void **state)
{
    (void)state;
    assert_number(planned_posts(5, "        - {date: 2024-03-05, shift: long day, " WARDS ", due: 10}\n"), 1);
    assert_number(
        planned_posts(5, "        - {date: 2024-03-05, shift: long day, " WARDS ", due: 10, expected_absent: 7}\n"), 3);
    assert_number(
        planned_posts(5, "        - {date: 2024-03-05, shift: long day, " WARDS ", due: 10, expected_absent: 4}\n"), 0);
    // The strike ends on Thursday at 07:00.
    assert_number(
        planned_posts(7, "        - {date: 2024-03-07, shift: long day, " WARDS ", due: 10, expected_absent: 7}\n"), 0);
}

// The share of a shift of Tuesday from which residents withdraw if the rota of Christmas Day is kept: four work there
// on a rest day, and in diagnostics nobody.
static double withdrawn_from(enum Department department, double hour, const char *rows)
{
    const SimOverride overrides[] = {{"strikes[three days].groups", "[resident_doctors]"},
                                     {"strikes[three days].cover", "christmas_day"},
                                     {"trusts[HAN].staffing.rosters[medical wards day].rest_day", "4"}};
    Lives lives = lives_parse(with_rota(rows), overrides, 3);
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    SimWorld *world = world_new(plan, 0);
    const Hospital hospital = hospital_at(world, plan);
    const double share = strike_absence(&hospital, GROUP_RESIDENTS, department, moment(plan, 2024, 3, 5, hour));
    sim_world_free(world);
    lives_free(&lives);
    return share;
}

static void the_rota_of_christmas_day_is_kept_of_those_whom_the_planner_has_due(void **state)
{
    (void)state;
    assert_number(withdrawn_from(DEPARTMENT_MEDICAL_WARDS, 8, ""), 0.6);
    assert_number(withdrawn_from(DEPARTMENT_MEDICAL_WARDS, 8,
                                 "        - {date: 2024-03-05, shift: long day, " WARDS ", due: 16}\n"),
                  0.75);
    assert_number(withdrawn_from(DEPARTMENT_MEDICAL_WARDS, 8,
                                 "        - {date: 2024-03-05, shift: long day, " WARDS ", due: 4}\n"),
                  0);
    // No roster has residents of diagnostics at night.
    assert_number(withdrawn_from(DEPARTMENT_DIAGNOSTICS, 20,
                                 "        - {date: 2024-03-05, shift: long night, department: diagnostics, "
                                 "group: resident_doctors, due: 3}\n"),
                  1);
}

// What is wrong with a rota

static void assert_told(const char *rows, const char *expected)
{
    assert_said(said_of(with_rota(rows), NULL, 0, SIM_BASELINE), expected);
}

static void what_is_wrong_is_told_with_its_line(void **state)
{
    (void)state;
    assert_told(
        "        - {date: 2024-03-05, shift: long dya, " WARDS ", due: 10}\n",
        ":26:37: there is no shift \"long dya\"; write the name of one of `staffing.shifts`, such as \"long day\"");
    assert_told("        - {date: 2024-03-05, shift: long day, " WARDS ", due: 10}\n"
                "        - {date: 2024-03-05, shift: long day, " WARDS ", due: 9}\n",
                ":27:11: the same date, shift, department and group stand in line 26 already");
    assert_told("        - {date: 2024-03-05, shift: long day, " WARDS ", due: 10, expected_absent: 11}\n",
                ":26:11: more people are expected to be absent (11) than are due (10)");
    assert_told("        - {date: 2023-03-05, shift: long day, " WARDS ", due: 10}\n"
                "        - {date: 2024-03-05, shift: long day, " WARDS ", due: 10}\n",
                "warning: 1 of 2 rows of the rota have dates that are not simulated");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rota_that_repeats_the_rosters_changes_nothing),
        cmocka_unit_test(a_row_speaks_of_its_date_only),
        cmocka_unit_test(a_shift_without_a_row_has_nobody_of_the_group_that_day),
        cmocka_unit_test(people_whom_only_the_rota_knows_come_in),
        cmocka_unit_test(the_order_of_rows_does_not_matter),
        cmocka_unit_test(what_the_rota_calls_safe_is_what_is_covered),
        cmocka_unit_test(the_plan_is_made_with_the_absences_that_the_trust_expects),
        cmocka_unit_test(the_rota_of_christmas_day_is_kept_of_those_whom_the_planner_has_due),
        cmocka_unit_test(what_is_wrong_is_told_with_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
