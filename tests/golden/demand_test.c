// The demand on A&E during a strike: who stays away, who comes back, who turns to 111, whom practices send, and whom no
// ambulance brings.
#include "tests/golden/bolton.h"
#include "tests/golden/hospital_world.h"

#include <math.h>

// Bolton's A&E without its wards; a strike from Monday to Thursday, and ten days after it.
#define STRIKE(groups)                                                                                                 \
    "strikes:\n"                                                                                                       \
    "  - {name: strike, groups: [" groups "],\n"                                                                       \
    "     announced: 2023-10-20T07:00, start: 2023-11-13T07:00, end: 2023-11-16T07:00,\n"                              \
    "     participation: {weekday: 60%, weekend: 60%, between_trusts: 0}, demand: {stay_away: 0%}}\n"
#define BOLTON(groups)                                                                                                 \
    "walkout: 1\n"                                                                                                     \
    "title: Bolton\n"                                                                                                  \
    "calendar: {start: 2023-10-02, end: 2023-11-26}\n"                                                                 \
    "run: {warm_up: 7 d}\n" BOLTON_TRUST(", elective: off, maternity: off, beds: {on: off}") STRIKE(groups)

#define DEMAND(key) "strikes[strike].demand." key
#define PRIMARY(key) "trusts[Bolton].primary_care." key

enum { CLASSES = TRIAGE_CLASSES };

// What the strike adds to the sum of a measure over the whole run.
typedef struct {
    double att, by_class[CLASSES], stayed_away, diverted, from_gp, lost, to_111, handovers, not_conveyed;
    double usual_in_window, in_window;
    double from_friday;  // of att: from 17 hours after the strike on
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
                   .not_conveyed = difference(&lives, worlds, 0, end, of->amb_not_conveyed),
                   .from_friday = difference(&lives, worlds, monday + 4, end, of->ed_att)};
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

static double share_from_friday(const SimOverride *overrides, size_t count)
{
    const Added added = added_by(BOLTON("resident_doctors"), overrides, count);
    assert_true(added.stayed_away > 200 && added.att == 0);
    return added.from_friday / added.stayed_away;
}

// Half of A&E stay away through the 72 hours of the strike, and come evenly over the time given: within three days 29 %
// of them (55 x 55 / (2 x 72 x 72)) from Friday on, 17 hours after the strike, with a standard deviation of 3 % at
// most; within 12 hours nobody.
static void they_come_back_evenly_over_the_time_given(void **state)
{
    (void)state;
    static const struct {
        const char *to_111, *within, *of_111_within;
        double share;
    } cases[] = {{"0%", "3 d", "12 h", 0.29},
                 {"0%", "12 h", "3 d", 0},
                 {"100%", "12 h", "3 d", 0.29},
                 {"100%", "3 d", "12 h", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const SimOverride overrides[] = {
            {DEMAND("stay_away"), "50%"},  {DEMAND("to_111"), cases[i].to_111},
            {DEMAND("come_back"), "100%"}, {DEMAND("within"), cases[i].within},
            {DEMAND("from_111"), "100%"},  {DEMAND("from_111_within"), cases[i].of_111_within},
            {PRIMARY("to_111"), "0%"}};
        const double share = share_from_friday(overrides, sizeof overrides / sizeof *overrides);
        const double tolerance = cases[i].share > 0 ? 0.12 : 0;
        if (fabs(share - cases[i].share) > tolerance) fail_msg("case %zu: %g from Friday on", i, share);
    }
}

#define AT_THE_SAME_TIME(groups, demand)                                                                               \
    "  - {name: other, groups: [" groups "], announced: 2023-10-20T07:00, start: 2023-11-13T07:00, "                   \
    "end: 2023-11-16T07:00, participation: {weekday: 60%}, demand: {" demand "}}\n"

// Half of urgency 2 and all of urgency 5 are an eighth of attendances.
static void of_two_strikes_at_once_that_one_counts_in_which_attendances_fall_most(void **state)
{
    (void)state;
    static const char *const texts[] = {
        BOLTON("resident_doctors") AT_THE_SAME_TIME("consultants", "stay_away_by_urgency: [0, 50%, 0, 0, 100%]"),
        BOLTON("resident_doctors") AT_THE_SAME_TIME("consultants", "stay_away: 1%")};
    const SimOverride few[] = {{DEMAND("stay_away"), "5%"}, {PRIMARY("to_111"), "0%"}};
    const SimOverride many[] = {{DEMAND("stay_away_by_urgency"), "[0, 50%, 0, 0, 100%]"}, {PRIMARY("to_111"), "0%"}};
    const Added second = added_by(texts[0], few, 2), first = added_by(texts[1], many, 2);
    assert_true(second.by_class[1] < -10 && second.by_class[3] == 0);
    for (uint32_t i = 0; i < CLASSES; i++) assert_true(second.by_class[i] == first.by_class[i]);
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

// On Monday by 14:00, half of the time for which practices are open, half of some 700.
static void whom_111_sends_come_while_practices_are_open(void **state)
{
    (void)state;
    const SimOverride overrides[] = {{PRIMARY("to_111"), "100%"}, {PRIMARY("from_111"), "100%"}};
    Lives lives = lives_parse(BOLTON("resident_doctors"), overrides, 2);
    double att[SIM_LIVES], sent = 0;
    for (int life = 0; life < SIM_LIVES; life++) {
        const HospitalPlan *plan = lives.plans[life];
        const uint32_t monday = day_number(plan, 2023, 11, 13);
        SimWorld *world = world_run(plan, 0, moment(plan, 2023, 11, 13, 14));
        att[life] = amount_of(world, monday, plan->measures.ed_att);
        sent = amount_of(world, monday, plan->measures.ed_from_gp);
        sim_world_free(world);
    }
    lives_free(&lives);
    const double share = (att[SIM_STRIKE] - att[SIM_BASELINE]) / sent;
    if (!(sent > 600 && fabs(share - 0.5) < 4 * 0.5 / sqrt(600))) fail_msg("%g of %g have come", share, sent);
}

// Practices are closed on rest days; what is lost begins with the working day.
static void practices_lose_nothing_on_days_of_rest(void **state)
{
    (void)state;
    const SimOverride weekend[] = {{"strikes[strike].start", "2023-11-11T07:00"},
                                   {"strikes[strike].end", "2023-11-13T07:00"}};
    const SimOverride until_noon[] = {{"strikes[strike].start", "2023-11-11T07:00"},
                                      {"strikes[strike].end", "2023-11-13T12:00"}};
    assert_true(added_by(BOLTON("resident_doctors"), weekend, 2).lost == 0);
    assert_true(added_by(BOLTON("resident_doctors"), until_noon, 2).lost > 0);
}

static void of_two_strikes_of_ambulance_staff_the_stronger_counts(void **state)
{
    (void)state;
    const SimOverride none[] = {{DEMAND("not_conveyed"), "0%"}, {PRIMARY("to_111"), "0%"}};
    const SimOverride all[] = {
        {DEMAND("not_conveyed"), "100%"}, {DEMAND("own_means"), "0%"}, {PRIMARY("to_111"), "0%"}};
    const Added second =
        added_by(BOLTON("ambulance_staff")
                     AT_THE_SAME_TIME("ambulance_staff", "stay_away: 0%, not_conveyed: 100%, own_means: 0%"),
                 none, 2);
    const Added first = added_by(
        BOLTON("ambulance_staff") AT_THE_SAME_TIME("ambulance_staff", "stay_away: 0%, not_conveyed: 0%"), all, 3);
    assert_true(second.not_conveyed > 100 && first.not_conveyed == second.not_conveyed);
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

// A strike of midwives keeps nobody from A&E, one of doctors, nurses or ambulance staff a few.
static void by_default_people_stay_away_if_those_strike_whom_they_would_meet(void **state)
{
    (void)state;
    static const struct {
        const char *groups, *more_come;
        double stay_away;
    } cases[] = {{"resident_doctors", "0%", 0.04},
                 {"consultants", "0%", 0.04},
                 {"sas_doctors", "0%", 0.04},
                 {"nurses", "0%", 0.04},
                 {"ambulance_staff", "0%", 0.04},
                 {"midwives, nurses", "0%", 0.04},
                 {"midwives", "0%", 0},
                 {"radiographers", "0%", 0},
                 {"resident_doctors", "5%", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[2000];
        snprintf(
            text, sizeof text,
            "walkout: 1\ncalendar: {start: 2023-10-02, end: 2023-11-26}\n" BOLTON_TRUST(
                "") "strikes:\n  - {name: strike, groups: [%s], announced: 2023-10-20T07:00, start: 2023-11-13T07:00, "
                    "end: 2023-11-16T07:00, demand: {more_come: %s}}\n",
            cases[i].groups, cases[i].more_come);
        Lives lives = lives_parse(text, NULL, 0);
        assert_float_equal(lives.plans[SIM_STRIKE]->strike.windows[0].demand.stay_away, cases[i].stay_away, 0);
        lives_free(&lives);
    }
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
        cmocka_unit_test(they_come_back_evenly_over_the_time_given),
        cmocka_unit_test(of_two_strikes_at_once_that_one_counts_in_which_attendances_fall_most),
        cmocka_unit_test(shares_by_urgency_take_the_place_of_the_total),
        cmocka_unit_test(more_may_come_of_every_urgency),
        cmocka_unit_test(practices_without_doctors_in_training_send_patients_by_way_of_111),
        cmocka_unit_test(whom_111_sends_come_while_practices_are_open),
        cmocka_unit_test(practices_lose_nothing_on_days_of_rest),
        cmocka_unit_test(of_two_strikes_of_ambulance_staff_the_stronger_counts),
        cmocka_unit_test(fewer_are_brought_when_ambulance_staff_are_out),
        cmocka_unit_test(by_default_people_stay_away_if_those_strike_whom_they_would_meet),
        cmocka_unit_test(fewer_and_more_at_once_is_a_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
