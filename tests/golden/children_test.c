// Children in A&E and on the wards: how many, where they lie, and what absent paediatric doctors change.
#include "models/attendance.h"
#include "tests/golden/bolton.h"
#include "tests/golden/hospital_world.h"
#include "tests/golden/said.h"

#include <math.h>

// Bolton's A&E and wards; residents strike from Monday to Saturday.
#define STRIKE                                                                                                         \
    "strikes:\n"                                                                                                       \
    "  - {name: strike, groups: [resident_doctors],\n"                                                                 \
    "     announced: 2023-10-20T07:00, start: 2023-11-13T07:00, end: 2023-11-18T07:00,\n"                              \
    "     participation: {weekday: 100%, weekend: 100%, between_trusts: 0}, demand: {stay_away: 0%}}\n"
#define BOLTON                                                                                                         \
    "walkout: 1\n"                                                                                                     \
    "title: Bolton\n"                                                                                                  \
    "calendar: {start: 2023-10-02, end: 2023-11-26}\n"                                                                 \
    "run: {warm_up: 28 d}\n" BOLTON_TRUST(", elective: off, maternity: off") STRIKE

static Lives bolton(const char *children)
{
    const SimOverride overrides[] = {{"trusts[Bolton].emergency.children", children}};
    return lives_parse(BOLTON, overrides, 1);
}

// A share of n has a standard error of sqrt(p (1 - p) / n).
static void assert_share(double found, double p, double n)
{
    const double error = sqrt(p * (1 - p) / n);
    if (!(fabs(found - p) < 4 * error)) fail_msg("%g, and not %g within 4 times %g", found, p, error);
}

// Of type 1 by urgency, whoever would be admitted among them.
static void a_share_of_attendances_are_children_and_the_pools_share_of_those_admitted(void **state)
{
    (void)state;
    enum { PATIENTS = 50000 };
    Lives lives = bolton("22%");
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    const EmergencyPlan *ed = &plan->trusts[0].emergency;
    SimWorld *world = world_new(plan, 0);
    const Hospital hospital = hospital_at(world, plan);
    double children = 0, admitted = 0, children_admitted = 0;
    for (uint32_t ordinal = 1; ordinal <= PATIENTS; ordinal++) {
        const uint32_t word = hospital_draw(&hospital, STREAM_EMERGENCY, ordinal, DRAW_ARRIVAL, 0).word[1];
        Attendance patient = {.urgency = (uint8_t)attendance_urgency(&hospital, word)};
        patient.course = hospital_draw(&hospital, STREAM_EMERGENCY, ordinal, DRAW_COURSE, 0);
        const bool is_child = attendance_is_child(ed, &patient);
        const bool is_ill = sim_happens(patient.course.word[1], ed->admitted[patient.urgency - 1]);
        children += is_child;
        admitted += is_ill;
        children_admitted += is_ill && is_child;
    }
    assert_share(children / PATIENTS, 0.22, PATIENTS);
    assert_share(children_admitted / admitted, 0.13, admitted);
    sim_world_free(world);
    lives_free(&lives);
}

static void children_come_to_both_kinds_of_a_and_e(void **state)
{
    (void)state;
    Lives lives = bolton("22%");
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    SimWorld *world = world_run(plan, 0, end_of(plan));
    const double came = amount_whole(world, plan, plan->measures.ed_att);
    assert_share(amount_whole(world, plan, plan->measures.ed_att_children) / came, 0.22, came);
    sim_world_free(world);
    lives_free(&lives);
}

// More patients than beds for adults: they wait in A&E, and lie in surgical beds, but never with the children; nor does
// a child lie elsewhere when the children's beds are full.
static void a_child_never_lies_in_an_adults_bed_nor_an_adult_in_a_childs(void **state)
{
    (void)state;
    for (int full = POOL_MEDICAL; full < BED_POOLS; full++) {
        Lives lives = bolton("22%");
        HospitalPlan *plan = lives.plans[SIM_BASELINE];
        plan->trusts[0].beds.usable[full] -= plan->trusts[0].beds.usable[full] / 4;
        SimWorld *world = world_new(plan, 0);
        uint32_t outliers = 0;
        for (uint32_t day = 28; day < 49; day++) {
            run_to(world, plan, day * SIM_DAY_S + 12 * SIM_HOUR_S);
            for (uint32_t id = 1; id < world->tables[TABLE_SPELLS].used; id++) {
                const Spell *spell = SIM_ROW(world, TABLE_SPELLS, Spell, id);
                if (spell->state <= SPELL_WAITS) continue;
                assert_int_equal(spell->wanted == POOL_CHILDREN, spell->lies_in == POOL_CHILDREN);
                outliers += spell->wanted != spell->lies_in;
            }
        }
        assert_true(full != POOL_MEDICAL || outliers > 0);
        sim_world_free(world);
        lives_free(&lives);
    }
}

// Every child who waits for a bed, or is on the way to it, asked for a children's bed, and nobody else did.
static void children_in_a_and_e_are_those_who_ask_for_childrens_beds(void **state)
{
    (void)state;
    Lives lives = bolton("22%");
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    SimWorld *world = world_new(plan, 0);
    uint32_t children = 0, adults = 0;
    for (uint32_t hour = 28 * 24; hour < 42 * 24; hour++) {
        run_to(world, plan, hour * (SimTime)SIM_HOUR_S);
        for (uint32_t id = 1; id < world->tables[TABLE_SPELLS].used; id++) {
            const Spell *spell = SIM_ROW(world, TABLE_SPELLS, Spell, id);
            if (spell->state == SPELL_NOBODY || spell->asker != ASKER_EMERGENCY) continue;
            const Attendance *patient = SIM_ROW(world, TABLE_ATTENDANCES, Attendance, spell->subject);
            if (patient->urgency == 0) continue;  // a minor injury whose number in its own stream is the same
            if (patient->ordinal != spell->person || patient->stage < ATTENDANCE_WAITS_FOR_BED) continue;
            assert_int_equal(patient->is_child, spell->wanted == POOL_CHILDREN);
            children += patient->is_child;
            adults += !patient->is_child;
        }
    }
    assert_true(children > 50 && adults > 500);
    sim_world_free(world);
    lives_free(&lives);
}

// Who is told apart is nobody's luck: without a strike every other number is the same to the bit.
static void children_change_nothing_but_what_is_counted_of_them(void **state)
{
    (void)state;
    Lives lives[2] = {bolton("0%"), bolton("22%")};
    SimWorld *worlds[2];
    for (int i = 0; i < 2; i++) worlds[i] = world_run(lives[i].plans[SIM_BASELINE], 0, end_of(lives[i].plans[0]));
    const HospitalPlan *plan = lives[0].plans[SIM_BASELINE];
    const MeasurePlan *of = &plan->measures;
    assert_true(amount_whole(worlds[0], plan, of->ed_att_children) == 0);
    assert_true(amount_whole(worlds[1], plan, of->ed_att_children) > 0);
    for (uint32_t series = 0; series < of->count; series++) {
        if (series == of->ed_att_children || series == of->ed_4h_children) continue;
        for (uint32_t day = 0; day < plan->days; day++) {
            assert_true(amount_of(worlds[0], day, series) == amount_of(worlds[1], day, series));
        }
    }
    for (int i = 0; i < 2; i++) {
        sim_world_free(worlds[i]);
        lives_free(&lives[i]);
    }
}

// --- Without the residents of paediatrics ---

typedef struct {
    double children_in_time, children_in_beds;
} Gain;

static Gain of_strike(const char *paediatric_share, const char *group_target)
{
    const SimOverride overrides[] = {{"trusts[Bolton].emergency.children", "22%"},
                                     {"trusts[Bolton].emergency.paediatric_share", paediatric_share},
                                     {"trusts[Bolton].staffing.departments[paediatrics].target_day", group_target},
                                     {"trusts[Bolton].staffing.departments[paediatrics].target_night", group_target}};
    Lives lives = lives_parse(BOLTON, overrides, sizeof overrides / sizeof overrides[0]);
    double in_time[SIM_LIVES], in_beds[SIM_LIVES];
    for (int life = 0; life < SIM_LIVES; life++) {
        const HospitalPlan *plan = lives.plans[life];
        const MeasurePlan *of = &plan->measures;
        SimWorld *world = world_run(plan, 0, end_of(plan));
        const uint32_t first = day_number(plan, 2023, 11, 13), last = first + 5;
        double departures = 0;
        for (uint32_t day = first; day < last; day++) departures += sim_daily(world, day, of->ed_4h_children)->weight;
        in_time[life] = amount_between(world, first, last, of->ed_4h_children) / departures;
        in_beds[life] = amount_between(world, first + 1, last + 1, of->ga_occ_pool + POOL_CHILDREN) / 5;
        sim_world_free(world);
    }
    lives_free(&lives);
    return (Gain){in_time[SIM_STRIKE] - in_time[SIM_BASELINE], in_beds[SIM_STRIKE] - in_beds[SIM_BASELINE]};
}

static void without_paediatric_residents_children_wait_longer_and_stay_longer(void **state)
{
    (void)state;
    const Gain slow = of_strike("25%", "0%"), kept = of_strike("0%", "0%");
    if (!(slow.children_in_time < kept.children_in_time - 0.02)) {
        fail_msg("%g of children in time, and %g", slow.children_in_time, kept.children_in_time);
    }
    if (!(kept.children_in_beds > 1)) fail_msg("%g children more in beds", kept.children_in_beds);
}

static void fewer_children_than_are_admitted_are_a_fault_that_says_how_many(void **state)
{
    (void)state;
    const SimOverride overrides[] = {{"trusts[Bolton].emergency.children", "2%"}};
    assert_refused(said_of(BOLTON, overrides, 1, SIM_BASELINE), "in_memory.yaml:6:", "`emergency.children` is 2.0 %");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_share_of_attendances_are_children_and_the_pools_share_of_those_admitted),
        cmocka_unit_test(children_come_to_both_kinds_of_a_and_e),
        cmocka_unit_test(a_child_never_lies_in_an_adults_bed_nor_an_adult_in_a_childs),
        cmocka_unit_test(children_in_a_and_e_are_those_who_ask_for_childrens_beds),
        cmocka_unit_test(children_change_nothing_but_what_is_counted_of_them),
        cmocka_unit_test(without_paediatric_residents_children_wait_longer_and_stay_longer),
        cmocka_unit_test(fewer_children_than_are_admitted_are_a_fault_that_says_how_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
