// The demand on A&E during a strike: who stays away, who comes back, who turns to 111, whom practices send, and whom no
// ambulance brings.
#include "tests/golden/hospital_world.h"

#include <math.h>

// Bolton's A&E without its wards; a strike from Monday to Thursday, and ten days after it.
#define BOLTON(groups)                                                                                                 \
    "walkout: 1\n"                                                                                                     \
    "title: Bolton\n"                                                                                                  \
    "calendar: {start: 2023-10-02, end: 2023-11-26}\n"                                                                 \
    "run: {warm_up: 7 d}\n"                                                                                            \
    "trusts:\n"                                                                                                        \
    "  - {name: Bolton, code: RMC, based_on: library/acute_trust.yaml, elective: off, maternity: off,\n"               \
    "     beds: {on: off}, size: {ae_attendances: 366/day, emergency_admissions: 95.8/day, residents: 330}}\n"         \
    "strikes:\n"                                                                                                       \
    "  - {name: strike, groups: [" groups                                                                              \
    "], announced: 2023-10-20T07:00, start: 2023-11-13T07:00, end: 2023-11-16T07:00,\n"                                \
    "     participation: {weekday: 60%, weekend: 60%, between_trusts: 0},\n"                                           \
    "     demand: {stay_away: 0%}}\n"

#define DEMAND(key) "strikes[strike].demand." key
#define PRIMARY(key) "trusts[Bolton].primary_care." key

enum { CLASSES = TRIAGE_CLASSES };

// What the strike adds to the sum of a measure over the whole run.
typedef struct {
    double att, by_class[CLASSES], stayed_away, diverted, from_gp, lost, to_111, handovers, not_conveyed;
    double usual_in_window, in_window;
} Added;

static double difference(const Lives *lives, SimWorld *const worlds[SIM_LIVES], uint32_t first, uint32_t last,
                         uint32_t series)
{
    (void)lives;
    return amount_between(worlds[SIM_STRIKE], first, last, series) -
           amount_between(worlds[SIM_BASELINE], first, last, series);
}

static Added added_by(const char *text, const SimOverride *overrides, size_t count)
{
    Lives lives = lives_parse(text, overrides, count);
    SimWorld *worlds[SIM_LIVES];
    for (int life = 0; life < SIM_LIVES; life++) {
        worlds[life] = world_run(lives.plans[life], 0, end_of(lives.plans[life]));
    }
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    const MeasurePlan *of = &plan->measures;
    const uint32_t monday = day_number(plan, 2023, 11, 13), end = plan->days;
    Added added = {.att = difference(&lives, worlds, 0, end, of->ed_att),
                   .stayed_away = difference(&lives, worlds, 0, end, of->ed_stayed_away),
                   .diverted = difference(&lives, worlds, 0, end, of->ed_diverted_111),
                   .from_gp = difference(&lives, worlds, 0, end, of->ed_from_gp),
                   .lost = difference(&lives, worlds, 0, end, of->gp_lost),
                   .to_111 = difference(&lives, worlds, 0, end, of->gp_to_111),
                   .handovers = difference(&lives, worlds, 0, end, of->amb_ho),
                   .not_conveyed = difference(&lives, worlds, 0, end, of->amb_not_conveyed)};
    for (uint32_t i = 0; i < CLASSES; i++) {
        added.by_class[i] = difference(&lives, worlds, 0, end, of->ed_att_class + i);
        added.usual_in_window += amount_between(worlds[SIM_BASELINE], monday, monday + 3, of->ed_att_class + i);
        added.in_window += amount_between(worlds[SIM_STRIKE], monday, monday + 3, of->ed_att_class + i);
    }
    for (int life = 0; life < SIM_LIVES; life++) sim_world_free(worlds[life]);
    lives_free(&lives);
    return added;
}

static void whoever_stays_away_is_missing_or_comes_back(void **state)
{
    (void)state;
    SimOverride overrides[] = {
        {DEMAND("stay_away"), "10%"}, {DEMAND("to_111"), "0%"}, {DEMAND("come_back"), "0%"}, {PRIMARY("to_111"), "0%"}};
    const Added gone = added_by(BOLTON("resident_doctors"), overrides, 4);
    assert_true(gone.stayed_away > 30);
    assert_true(gone.att == -gone.stayed_away);
    assert_true(gone.by_class[0] == 0 && gone.by_class[1] == 0 && gone.by_class[2] == 0);
    overrides[2].text = "100%";
    const Added back = added_by(BOLTON("resident_doctors"), overrides, 4);
    assert_true(back.stayed_away == gone.stayed_away);
    assert_true(back.att == 0);
    assert_true(back.in_window < back.usual_in_window);
}

static void whoever_turns_to_111_comes_as_often_as_111_sends(void **state)
{
    (void)state;
    SimOverride overrides[] = {{DEMAND("stay_away"), "10%"},
                               {DEMAND("to_111"), "100%"},
                               {DEMAND("come_back"), "100%"},
                               {DEMAND("from_111"), "0%"},
                               {PRIMARY("to_111"), "0%"}};
    const Added none = added_by(BOLTON("resident_doctors"), overrides, 5);
    assert_true(none.diverted == none.stayed_away && none.diverted > 30);
    assert_true(none.att == -none.diverted);
    overrides[3].text = "100%";
    const Added all = added_by(BOLTON("resident_doctors"), overrides, 5);
    assert_true(all.diverted == none.diverted && all.att == 0);
}

static void shares_by_urgency_take_the_place_of_the_total(void **state)
{
    (void)state;
    const SimOverride overrides[] = {{DEMAND("stay_away_by_urgency"), "[0, 50%, 0, 0, 100%]"},
                                     {DEMAND("to_111"), "0%"},
                                     {DEMAND("come_back"), "0%"},
                                     {PRIMARY("to_111"), "0%"}};
    const Added added = added_by(BOLTON("resident_doctors"), overrides, 4);
    assert_true(added.by_class[0] == 0 && added.by_class[2] == 0 && added.by_class[3] == 0);
    assert_true(added.by_class[1] < -20 && added.by_class[4] < -5);
}

// Three days of some 220 at the main department: 20 % more are 132 with a standard deviation of 10.
static void more_may_come_of_every_urgency(void **state)
{
    (void)state;
    const SimOverride overrides[] = {{DEMAND("more_come"), "20%"}, {PRIMARY("to_111"), "0%"}};
    const Added added = added_by(BOLTON("resident_doctors"), overrides, 2);
    const double expected = 0.2 * added.usual_in_window;
    if (fabs(added.att - expected) > 4 * sqrt(expected)) fail_msg("%g more come, not %g", added.att, expected);
    assert_true(added.by_class[1] > 0 && added.by_class[2] > 0 && added.by_class[3] > 0);
    assert_true(added.stayed_away == 0);
}

// Three working days of 7,818 appointments, of which 15 % are with doctors in training and 60 % of these are lost; half
// of the patients turn to 111, which sends a tenth of them: 106 with a standard deviation of 10.
static void practices_without_doctors_in_training_send_patients_by_way_of_111(void **state)
{
    (void)state;
    SimOverride overrides[] = {{PRIMARY("to_111"), "50%"}, {PRIMARY("from_111"), "10%"}};
    const Added added = added_by(BOLTON("resident_doctors"), overrides, 2);
    const double lost = 3 * 11150 * 366.0 / 522 * 0.15 * 0.6;
    assert_true(fabs(added.lost - lost) < 1e-3 * lost);
    assert_true(fabs(added.to_111 - lost / 2) < 1e-3 * lost);
    const double expected = lost * 0.05;
    if (fabs(added.from_gp - expected) > 4 * sqrt(expected)) fail_msg("%g are sent, not %g", added.from_gp, expected);
    assert_true(added.att == added.from_gp);
    assert_true(added.by_class[0] == 0 && added.by_class[1] == 0);
    overrides[1].text = "0%";
    const Added without = added_by(BOLTON("resident_doctors"), overrides, 2);
    assert_true(without.from_gp == 0 && without.att == 0);
    const Added nurses = added_by(BOLTON("consultants"), overrides, 1);  // no doctor in training is out
    assert_true(nurses.lost == 0 && nurses.from_gp == 0);
}

static void fewer_are_brought_when_ambulance_staff_are_out(void **state)
{
    (void)state;
    SimOverride overrides[] = {{DEMAND("not_conveyed"), "100%"},
                               {DEMAND("own_means"), "0%"},
                               {DEMAND("to_111"), "0%"},
                               {DEMAND("come_back"), "0%"}};
    const Added stay = added_by(BOLTON("ambulance_staff"), overrides, 4);
    assert_true(stay.not_conveyed > 100);
    assert_true(stay.att == -stay.not_conveyed && stay.by_class[0] == 0);
    assert_true(fabs(stay.handovers + stay.not_conveyed) <= 1);
    overrides[1].text = "100%";
    const Added walk = added_by(BOLTON("ambulance_staff"), overrides, 4);
    assert_true(walk.not_conveyed == stay.not_conveyed && walk.att == 0);
    overrides[0].text = "0%";
    const Added none = added_by(BOLTON("ambulance_staff"), overrides, 4);
    assert_true(none.not_conveyed == 0 && none.handovers == 0);
    overrides[0].text = "100%";
    const Added doctors = added_by(BOLTON("consultants"), overrides, 4);
    assert_true(doctors.not_conveyed == 0);
}

static void fewer_and_more_at_once_is_a_fault(void **state)
{
    (void)state;
    const SimOverride overrides[] = {{DEMAND("more_come"), "5%"}, {DEMAND("stay_away"), "5%"}};
    const char *text = BOLTON("resident_doctors");
    SimFaults *faults = sim_faults_new();
    SimScenario *scenario = sim_scenario_parse(SCENARIOS_FOLDER "/in_memory.yaml", text, strlen(text),
                                               &hospital_model.fields, overrides, 2, faults);
    assert_non_null(scenario);
    assert_null(hospital_plan_new(scenario, SIM_STRIKE, faults));
    assert_true(sim_faults_count(faults) > 0);
    sim_scenario_free(scenario);
    sim_faults_free(faults);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whoever_stays_away_is_missing_or_comes_back),
        cmocka_unit_test(whoever_turns_to_111_comes_as_often_as_111_sends),
        cmocka_unit_test(shares_by_urgency_take_the_place_of_the_total),
        cmocka_unit_test(more_may_come_of_every_urgency),
        cmocka_unit_test(practices_without_doctors_in_training_send_patients_by_way_of_111),
        cmocka_unit_test(fewer_are_brought_when_ambulance_staff_are_out),
        cmocka_unit_test(fewer_and_more_at_once_is_a_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
