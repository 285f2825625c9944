// Strikes in A&E and on the wards: what nurses, radiographers and doctors who are away change, and which way.
#include "tests/golden/bolton.h"
#include "tests/golden/hospital_world.h"

// Bolton's A&E and wards; a strike from Monday to Saturday.
#define STRIKE(groups)                                                                                                 \
    "strikes:\n"                                                                                                       \
    "  - {name: strike, groups: [" groups "],\n"                                                                       \
    "     announced: 2023-10-20T07:00, start: 2023-11-13T07:00, end: 2023-11-18T07:00,\n"                              \
    "     participation: {weekday: 60%, weekend: 60%, between_trusts: 0}, demand: {stay_away: 0%}}\n"
#define BOLTON(groups)                                                                                                 \
    "walkout: 1\n"                                                                                                     \
    "title: Bolton\n"                                                                                                  \
    "calendar: {start: 2023-10-02, end: 2023-11-19}\n"                                                                 \
    "run: {warm_up: 28 d}\n" BOLTON_TRUST(", elective: off, maternity: off") STRIKE(groups)

// Means over the five days, without the strike and with it.
typedef struct {
    double core[SIM_LIVES], in_time[SIM_LIVES], boarding[SIM_LIVES];
} Effect;

static Effect effect_of(const char *text, const SimOverride *overrides, size_t count)
{
    Lives lives = lives_parse(text, overrides, count);
    const MeasurePlan *of = &lives.plans[SIM_STRIKE]->measures;
    Effect effect;
    for (int life = 0; life < SIM_LIVES; life++) {
        const HospitalPlan *plan = lives.plans[life];
        SimWorld *world = world_run(plan, 0, end_of(plan));
        const uint32_t first = day_number(plan, 2023, 11, 13), last = first + 5;
        double departures = 0;
        for (uint32_t day = first; day < last; day++) departures += sim_daily(world, day, of->ed_4h_type1)->weight;
        effect.core[life] = amount_between(world, first + 1, last, of->ga_open_core) / 4;
        effect.in_time[life] = amount_between(world, first, last, of->ed_4h_type1) / departures;
        effect.boarding[life] = amount_between(world, first + 1, last, of->ed_boarding) / 4;
        sim_world_free(world);
    }
    lives_free(&lives);
    return effect;
}

// --- Nurses ---

static double closed_by(const Effect *effect)
{
    return effect->core[SIM_BASELINE] - effect->core[SIM_STRIKE];
}

static void beds_close_without_nurses_unless_those_who_are_there_stretch(void **state)
{
    (void)state;
    SimOverride overrides[] = {{"trusts[Bolton].beds.nurses_stretch", "1.15"}};
    const Effect closed = effect_of(BOLTON("nurses"), overrides, 1);
    assert_true(closed_by(&closed) > 40);
    assert_true(closed.boarding[SIM_STRIKE] > closed.boarding[SIM_BASELINE] + 5);
    overrides[0].text = "3";
    const Effect stretched = effect_of(BOLTON("nurses"), overrides, 1);
    assert_true(closed_by(&stretched) < closed_by(&closed) / 4);  // the few nurses of children's wards are not enough
}

// Operations for which no bed is free are moved for the strike: none without it, and none if nurses look after all
// beds.
static void operations_without_a_bed_are_moved_for_the_strike_that_closed_it(void **state)
{
    (void)state;
    double moved[2];
    for (int stretched = 0; stretched < 2; stretched++) {
        const SimOverride overrides[] = {{"trusts[Bolton].elective", "on"},
                                         {"trusts[Bolton].elective.theatre.staffed_share", "0%"},
                                         {"trusts[Bolton].beds.nurses_stretch", stretched ? "3" : "1.15"}};
        Lives lives = lives_parse(BOLTON("nurses"), overrides, sizeof overrides / sizeof overrides[0]);
        const HospitalPlan *plan = lives.plans[SIM_STRIKE];
        const MeasurePlan *of = &plan->measures;
        SimWorld *world = world_run(plan, 0, end_of(plan));
        const uint32_t first = day_number(plan, 2023, 11, 13);
        moved[stretched] = amount_between(world, first, first + 5, of->ia_channel + CHANNEL_NO_BED);
        assert_float_equal(amount_whole(world, plan, of->ia_channel + CHANNEL_NO_BED), moved[stretched], 0);
        const uint32_t on_the_day = of->ia_ip + NOTICE_ON_THE_DAY - NOTICE_ADVANCE;
        assert_true(amount_whole(world, plan, on_the_day) >= moved[stretched]);
        assert_true(amount_whole(world, plan, of->qmco_cause + CAUSE_STRIKE) >= moved[stretched]);
        if (!stretched) assert_true(amount_between(world, first, first + 5, of->qmco_cause + CAUSE_NO_BED) < 10);
        sim_world_free(world);
        lives_free(&lives);
    }
    if (!(moved[0] > 20 && moved[1] < moved[0] / 5)) fail_msg("%g operations moved, and %g", moved[0], moved[1]);
}

// Life-preserving care is kept: the rota of a rest day, from which one nurse in ten is called out.
static void nurses_on_the_rota_of_christmas_day_keep_beds_open(void **state)
{
    (void)state;
    const SimOverride overrides[] = {{"strikes[strike].cover", "christmas_day"}};
    const Effect kept = effect_of(BOLTON("nurses"), overrides, 1);
    const Effect all = effect_of(BOLTON("nurses"), NULL, 0);
    if (!(closed_by(&kept) < closed_by(&all) / 4)) fail_msg("%g beds close, and %g", closed_by(&kept), closed_by(&all));
}

// Nobody else is away; four nurses triage some 220 patients a day, so two still do.
static void triage_is_slower_without_nurses(void **state)
{
    (void)state;
    const SimOverride none[] = {{"trusts[Bolton].beds.nurses_stretch", "3"},
                                {"strikes[strike].participation.weekday", "100%"},
                                {"trusts[Bolton].emergency.triage", "12 min"}};
    const Effect effect = effect_of(BOLTON("nurses"), none, 3);
    assert_true(effect.in_time[SIM_STRIKE] < effect.in_time[SIM_BASELINE] - 0.02);
}

// --- Radiographers ---

static void tests_take_longer_without_radiographers(void **state)
{
    (void)state;
    SimOverride overrides[] = {{"trusts[Bolton].emergency.imaging_share", "40%"}};
    const Effect slow = effect_of(BOLTON("radiographers"), overrides, 1);
    assert_true(slow.in_time[SIM_STRIKE] < slow.in_time[SIM_BASELINE] - 0.02);
    overrides[0].text = "0%";
    const Effect same = effect_of(BOLTON("radiographers"), overrides, 1);
    assert_true(same.in_time[SIM_STRIKE] == same.in_time[SIM_BASELINE]);
}

// --- Doctors of A&E: the sign of the effect follows from hours times pace ---

// Every resident stays away, posts are filled up to the target by locums of this pace, and beds do not bind. Residents
// work seven tenths of the department's hours. As the cases of the conceptual model: hours kept by faster
// decision-makers for 3 % fewer patients; hours kept and as fast; three quarters of the hours.
static Effect with_doctors(const char *target, const char *pace, const char *stay_away)
{
    const SimOverride overrides[] = {{"trusts[Bolton].staffing.departments[emergency].target_day", target},
                                     {"trusts[Bolton].staffing.departments[emergency].target_night", target},
                                     {"trusts[Bolton].staffing.departments[emergency].pace", pace},
                                     {"trusts[Bolton].staffing.locum_share", "100%"},
                                     {"trusts[Bolton].beds.on", "off"},
                                     {"trusts[Bolton].primary_care.appointments", "0/day"},
                                     {"strikes[strike].participation.weekday", "100%"},
                                     {"strikes[strike].demand.stay_away", stay_away}};
    return effect_of(BOLTON("resident_doctors"), overrides, sizeof overrides / sizeof overrides[0]);
}

static double gain_of(const Effect *effect)
{
    return effect->in_time[SIM_STRIKE] - effect->in_time[SIM_BASELINE];
}

static void more_are_seen_in_time_if_those_who_stand_in_decide_faster_and_fewer_if_hours_are_lost(void **state)
{
    (void)state;
    const Effect faster = with_doctors("100%", "1.2", "3%"), fewer = with_doctors("75%", "1", "0%");
    if (!(gain_of(&faster) > 0.01)) fail_msg("faster doctors gain %.3f", gain_of(&faster));
    if (!(gain_of(&fewer) < -0.03)) fail_msg("three quarters of the hours gain %.3f", gain_of(&fewer));
    const Effect even = with_doctors("100%", "0.97", "3%");  // 0.98 of the hours
    if (!(gain_of(&even) > gain_of(&fewer) && gain_of(&even) < gain_of(&faster))) {
        fail_msg("near break-even the gain is %.3f", gain_of(&even));
    }
}

// --- The level of the rosters ---

// Every shift of A&E has so many people of each roster, every day.
static double in_time_with_people(const char *level_from, const char *people)
{
    static const char *const rosters[] = {"day",
                                          "evening",
                                          "twilight",
                                          "night",
                                          "consultants day",
                                          "consultants evening",
                                          "practitioners day",
                                          "practitioners evening",
                                          "practitioners night"};
    enum { ROSTERS = sizeof rosters / sizeof rosters[0] };
    char paths[2 * ROSTERS][100];
    SimOverride overrides[2 * ROSTERS + 2] = {{"trusts[Bolton].emergency.level_from", level_from},
                                              {"trusts[Bolton].beds.on", "off"}};
    for (int i = 0; i < 2 * ROSTERS; i++) {
        snprintf(paths[i], sizeof paths[i], "trusts[Bolton].staffing.rosters[emergency %s].%s", rosters[i / 2],
                 i % 2 ? "weekday" : "rest_day");
        overrides[i + 2] = (SimOverride){paths[i], people};
    }
    return effect_of(BOLTON("consultants"), overrides, 2 * ROSTERS + 2).in_time[SIM_BASELINE];
}

static void rosters_of_a_and_e_give_the_level_if_asked(void **state)
{
    (void)state;
    const double few = in_time_with_people("rosters", "1"), many = in_time_with_people("rosters", "4");
    if (!(many > few + 0.1)) fail_msg("%.3f with many doctors, %.3f with few", many, few);
    const double few_by_load = in_time_with_people("load", "1"), many_by_load = in_time_with_people("load", "4");
    if (!(many_by_load < few_by_load + 0.05)) fail_msg("%.3f against %.3f by load", many_by_load, few_by_load);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beds_close_without_nurses_unless_those_who_are_there_stretch),
        cmocka_unit_test(operations_without_a_bed_are_moved_for_the_strike_that_closed_it),
        cmocka_unit_test(nurses_on_the_rota_of_christmas_day_keep_beds_open),
        cmocka_unit_test(triage_is_slower_without_nurses),
        cmocka_unit_test(tests_take_longer_without_radiographers),
        cmocka_unit_test(more_are_seen_in_time_if_those_who_stand_in_decide_faster_and_fewer_if_hours_are_lost),
        cmocka_unit_test(rosters_of_a_and_e_give_the_level_if_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
