// Who stands in for absent doctors: grades and what they do, nights and the rest around them, fatigue, pounds. Exact
// numbers of the hospital of tests/golden/scenarios/by_hand.yaml.
#include "tests/golden/by_hand.h"
#include "tests/golden/said.h"

#include "models/cover.h"

// Two residents of diagnostics in the morning and two in the afternoon, whose posts anaesthetists cover.
#define TWO_POSTS                                                                                                      \
    {"trusts[HAN].staffing.departments[diagnostics].target_day", "100%"},                                              \
    {                                                                                                                  \
        "strikes[three days].groups", "[resident_doctors]"                                                             \
    }
#define COUNT(list) (sizeof(list) / sizeof(list)[0])

enum { MORNING = 6 };  // the shift, after those of the template

// The cover of a day in March as it is planned a week before.
static CoverDay cover_of(int day, const SimOverride *overrides, size_t count)
{
    Lives lives = by_hand(overrides, count);
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    SimWorld *world = world_run(plan, 0, moment(plan, 2024, 2, 26, 8));
    const Hospital hospital = hospital_at(world, plan);
    CoverDay cover;
    cover_of_day(&hospital, day_number(plan, 2024, 3, day), &cover);
    sim_world_free(world);
    lives_free(&lives);
    return cover;
}

// --- Who fills a post ------------------------------------------------------------------------------------------------

static void assert_filled(const SimOverride *overrides, size_t count, enum CoverSource by, double posts)
{
    const CoverDay cover = cover_of(4, overrides, count);
    for (uint32_t source = 0; source < COVER_SOURCES; source++) {
        const double expected = source == by ? posts : 0;
        assert_float_equal(cover.posts[MORNING][source], expected, 1e-6);
    }
    assert_float_equal(cover.at[DEPARTMENT_DIAGNOSTICS][MORNING].need, 2, 1e-6);
    assert_float_equal(cover.at[DEPARTMENT_DIAGNOSTICS][MORNING].filled, posts, 1e-6);
}

// Consultants and SAS doctors in free time come before consultants who hold sessions, these before locums.
static void posts_are_filled_by_grades_in_turn(void **state)
{
    (void)state;
    SimOverride free[] = {TWO_POSTS, {"trusts[HAN].staffing.consultants.free_share", "25%"}};
    assert_filled(free, COUNT(free), COVERED_FREE, 2);
    // Consultants are on strike too.
    SimOverride sas[] = {TWO_POSTS,
                         {"trusts[HAN].staffing.consultants.free_share", "25%"},
                         {"trusts[HAN].staffing.specialties[anaesthesia].sas", "1"},
                         {"trusts[HAN].staffing.locum_share", "100%"}};
    sas[1].text = "[resident_doctors, consultants]";
    assert_filled(sas, COUNT(sas), COVERED_SAS, 2);
    sas[3].text = "0";
    assert_filled(sas, COUNT(sas), COVERED_LOCUM, 2);
    sas[3].text = "1";
    sas[1].text = "[resident_doctors, consultants, sas_doctors]";
    assert_filled(sas, COUNT(sas), COVERED_LOCUM, 2);
    sas[4].text = "0%";
    assert_filled(sas, COUNT(sas), COVERED_LOCUM, 0);
    sas[4].text = "50%";
    assert_filled(sas, COUNT(sas), COVERED_LOCUM, 1);
}

// Who does less than the usual doctor fills a part of a post; who does more does not fill two.
static void a_post_takes_more_than_one_of_those_who_do_less(void **state)
{
    (void)state;
    const struct {
        const char *pace;
        double heads, work;
    } cases[] = {{"0.5", 4, 2}, {"1", 2, 2}, {"1.5", 2, 3}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        const SimOverride paced[] = {TWO_POSTS,
                                     {"trusts[HAN].staffing.consultants.free_share", "25%"},
                                     {"trusts[HAN].staffing.departments[diagnostics].pace", cases[i].pace}};
        const CoverDay cover = cover_of(4, paced, COUNT(paced));
        const Cover *diagnostics = &cover.at[DEPARTMENT_DIAGNOSTICS][MORNING];
        assert_float_equal(diagnostics->filled, 2, 1e-6);
        assert_float_equal(diagnostics->heads, cases[i].heads, 1e-6);
        assert_float_equal(diagnostics->work, cases[i].work, 1e-6);
    }
}

static void nobody_is_free_on_a_half_day_that_the_job_plans_leave_none(void **state)
{
    (void)state;
    const SimOverride planned[] = {
        TWO_POSTS,
        {"trusts[HAN].staffing.consultants.free_share", "25%"},
        {"trusts[HAN].staffing.specialties[anaesthesia].sas", "0"},
        {"trusts[HAN].staffing.specialties[anaesthesia].job_plan.free", "[0, 1, 1, 1, 1, 1, 1, 1, 1, 1]"}};
    assert_filled(planned, COUNT(planned), COVERED_FREE, 0);  // Monday morning
    const CoverDay tuesday = cover_of(5, planned, COUNT(planned));
    assert_float_equal(tuesday.posts[MORNING][COVERED_FREE], 2, 1e-6);
}

// --- Nights ----------------------------------------------------------------------------------------------------------

// Four surgeons cover the nights of the wards, from 20:00 to 08:00; half of them would hold a session in any half-day.
#define NIGHTS                                                                                                         \
    {"strikes[three days].groups", "[resident_doctors]"},                                                              \
        {"trusts[HAN].staffing.departments[medical wards].target_night", "100%"},                                      \
        {"trusts[HAN].staffing.departments[medical wards].covered_by", "surgery"},                                     \
        {"trusts[HAN].staffing.departments[medical wards].pace", "1"},                                                 \
        {"trusts[HAN].staffing.consultants.free_share", "30%"},                                                        \
        {"trusts[HAN].staffing.consultants.planned_share", "50%"},                                                     \
        {"trusts[HAN].staffing.specialties[surgery].job_plan.free", "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"},                 \
        {"trusts[HAN].staffing.specialties[surgery].job_plan.planned", "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"},              \
    {                                                                                                                  \
        "trusts[HAN].staffing.specialties[surgery].sas", "0"                                                           \
    }

// Sessions begin at 09:00 and 13:30.
static void who_covers_a_night_rests_so_long_before_and_after_it(void **state)
{
    (void)state;
    const struct {
        const char *rest;
        int day;
        double morning, afternoon;
    } cases[] = {
        {"0 h", 4, 0, 0},  {"0 h", 5, 0, 0},  // nothing is lost
        {"11 h", 4, 0, 2},                    // Monday: before the first night, from after 09:00
        {"11 h", 5, 2, 4},                    // Tuesday: to 19:00 after it, and before the second
        {"11 h", 7, 2, 2},                    // Thursday: after the last
        {"4 h", 7, 2, 0},  {"1 h", 7, 0, 0},  // to 12:00; to 09:00
        {"5 h", 5, 2, 0},  {"6 h", 4, 0, 0}   // from after 15:00; from after 14:00
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const SimOverride nights[] = {NIGHTS, {"trusts[HAN].staffing.rest", cases[i].rest}};
        const CoverDay cover = cover_of(cases[i].day, nights, COUNT(nights));
        assert_float_equal(cover.rest[SPECIALTY_SURGERY][HALF_MORNING], cases[i].morning, 1e-6);
        assert_float_equal(cover.rest[SPECIALTY_SURGERY][HALF_AFTERNOON], cases[i].afternoon, 1e-6);
    }
}

// Wednesday's night begins before midnight, when the strike ends, and is over on Thursday, which no window touches.
static void who_covers_the_night_in_which_a_strike_ends_rests_on_the_next_day(void **state)
{
    (void)state;
    const SimOverride nights[] = {NIGHTS, {"strikes[three days].end", "2024-03-07T00:00"}};
    const CoverDay thursday = cover_of(7, nights, COUNT(nights)), friday = cover_of(8, nights, COUNT(nights));
    assert_float_equal(thursday.rest[SPECIALTY_SURGERY][HALF_MORNING], 2, 1e-6);
    assert_float_equal(thursday.rest[SPECIALTY_SURGERY][HALF_AFTERNOON], 2, 1e-6);
    assert_float_equal(friday.rest[SPECIALTY_SURGERY][HALF_MORNING], 0, 0);
}

static void the_rest_after_a_night_costs_what_the_job_plans_hold(void **state)
{
    (void)state;
    SimOverride nights[] = {NIGHTS};
    nights[7].text = "[1, 1, 1, 1, 1, 1, 0.5, 0, 1, 1]";  // Thursday
    const CoverDay cover = cover_of(7, nights, COUNT(nights));
    assert_float_equal(cover.rest[SPECIALTY_SURGERY][HALF_MORNING], 1, 1e-6);
    assert_float_equal(cover.rest[SPECIALTY_SURGERY][HALF_AFTERNOON], 0, 1e-6);
}

// On Thursday the strike is over; two clinics in the morning and two in the afternoon are lost all the same.
static void sessions_lost_to_rest_after_the_strike_are_counted_as_rest(void **state)
{
    (void)state;
    const SimOverride nights[] = {NIGHTS};
    Run run = run_by_hand(nights, COUNT(nights));
    const HospitalPlan *plan = run.lives.plans[SIM_STRIKE];
    const uint32_t thursday = day_number(plan, 2024, 3, 7);
    const SimWorld *world = run.worlds[SIM_STRIKE];
    assert_float_equal(amount_of(world, thursday, plan->measures.rest_sessions), 4, 0);
    assert_float_equal(amount_of(world, thursday, plan->measures.ia_channel + CHANNEL_REST), 48, 0);
    assert_float_equal(amount_of(world, thursday, plan->measures.ia_total), 48, 0);
    assert_float_equal(amount_whole(world, plan, plan->measures.sessions_pulled), 0, 0);
    assert_float_equal(amount_whole(world, plan, plan->measures.cover_hours_night), 4 * 12 * 3, 0);
    assert_float_equal(amount_whole(world, plan, plan->measures.cover_hours_day), 0, 0);
    run_free(&run);
}

// --- Fatigue, pounds -------------------------------------------------------------------------------------------------

static void whoever_covers_tires_from_the_third_day_on(void **state)
{
    (void)state;
    static const double freshness[] = {1, 1, 1, 0.97, 0.94, 0.91, 0.88, 0.85, 0.82, 0.8, 0.8};
    SimOverride off[] = {{"trusts[HAN].staffing.fatigue.a_day", "0%"}};
    for (size_t tires = 0; tires < 2; tires++) {
        Lives lives = by_hand(off, 1 - tires);
        SimWorld *world = world_new(lives.plans[SIM_STRIKE], 0);
        Hospital hospital = hospital_at(world, lives.plans[SIM_STRIKE]);
        for (uint32_t day = 0; day < COUNT(freshness); day++) {
            hospital.state->staffing.covering_days = day;
            const double expected = tires ? freshness[day] : 1;
            assert_float_equal(cover_freshness(&hospital), expected, 1e-6);
        }
        sim_world_free(world);
        lives_free(&lives);
    }
}

// Two heads for four hours, mornings and afternoons of three days: 48 hours.
static void hours_of_cover_times_the_rate_are_pounds(void **state)
{
    (void)state;
    const SimOverride paid[] = {TWO_POSTS,
                                {"trusts[HAN].staffing.consultants.free_share", "25%"},
                                {"trusts[HAN].staffing.rates.consultant_day", "100"},
                                {"trusts[HAN].staffing.rates.consultant_night", "900"}};
    for (size_t count = COUNT(paid) - 2; count <= COUNT(paid); count += 2) {
        Run run = run_by_hand(paid, count);
        const HospitalPlan *plan = run.lives.plans[SIM_STRIKE];
        const SimWorld *world = run.worlds[SIM_STRIKE];
        assert_float_equal(amount_whole(world, plan, plan->measures.cover_hours_day), 48, 0);
        assert_float_equal(amount_whole(world, plan, plan->measures.cover_hours_night), 0, 0);
        const double pounds = count == COUNT(paid) ? 4800 : 0;
        assert_float_equal(amount_whole(world, plan, plan->measures.cover_cost), pounds, 1e-6);
        run_free(&run);
    }
}

// --- Faults ----------------------------------------------------------------------------------------------------------

static void assert_told(SimOverride override, const char *expected)
{
    assert_said(said_of_file(SCENARIOS_FOLDER "/bolton-2024-01.yaml", &override, 1, SIM_BASELINE), expected);
}

static void what_is_wrong_with_cover_is_told(void **state)
{
    (void)state;
    assert_told(
        (SimOverride){"trusts[RMC].staffing.specialties[surgery].job_plan.free", "[1, 1, 1, 3, 1, 1, 1, 1, 1, 1]"},
        "specialty \"surgery\": planned and free time of Tuesday afternoon add up to 102 %; lower one of");
    assert_told((SimOverride){"trusts[RMC].staffing.specialties[surgery].job_plan.free", "[1, 1]"}, "10");
    assert_told((SimOverride){"trusts[RMC].staffing.time_off.notice", "28 d"},
                "staffing.time_off: a notice of 28 d leaves no day within 28 d; write a shorter `notice`");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(posts_are_filled_by_grades_in_turn),
        cmocka_unit_test(a_post_takes_more_than_one_of_those_who_do_less),
        cmocka_unit_test(nobody_is_free_on_a_half_day_that_the_job_plans_leave_none),
        cmocka_unit_test(who_covers_a_night_rests_so_long_before_and_after_it),
        cmocka_unit_test(who_covers_the_night_in_which_a_strike_ends_rests_on_the_next_day),
        cmocka_unit_test(the_rest_after_a_night_costs_what_the_job_plans_hold),
        cmocka_unit_test(sessions_lost_to_rest_after_the_strike_are_counted_as_rest),
        cmocka_unit_test(whoever_covers_tires_from_the_third_day_on),
        cmocka_unit_test(hours_of_cover_times_the_rate_are_pounds),
        cmocka_unit_test(what_is_wrong_with_cover_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
