// Births in a strike: none is cancelled, and what yields instead can be seen. The average trust with maternity, clinics
// and rosters, without A&E and beds.
#include "tests/golden/hospital_world.h"

#include <math.h>

static const char trust[] = "walkout: 1\n"
                            "calendar: {start: 2024-02-05, end: 2024-04-14, holidays: none}\n"
                            "run: {warm_up: 8 weeks, replications: 1, seed: 1}\n"
                            "trusts:\n"
                            "  - name: Average\n"
                            "    code: AVG\n"
                            "    based_on: library/acute_trust.yaml\n"
                            "    emergency: off\n"
                            "    beds: {on: off}\n"
                            "strikes:\n"
                            "  - name: walk-out\n"
                            "    groups: [resident_doctors]\n"
                            "    announced: 2024-02-19T07:00\n"
                            "    start: 2024-03-04T07:00\n"
                            "    end: 2024-03-09T07:00\n"
                            "    participation: {weekday: 100%, weekend: 100%, between_trusts: 0}\n";

typedef struct {
    Lives lives;
    SimWorld *worlds[SIM_LIVES];
} Run;

static Run run_with(const SimOverride *overrides, size_t count)
{
    Run run = {.lives = lives_parse(trust, overrides, count)};
    for (int life = 0; life < SIM_LIVES; life++) {
        run.worlds[life] = world_run(run.lives.plans[life], 0, end_of(run.lives.plans[life]));
    }
    return run;
}
#define RUN(overrides) run_with(overrides, sizeof(overrides) / sizeof(overrides)[0])

static void run_free(Run *run)
{
    for (int life = 0; life < SIM_LIVES; life++) sim_world_free(run->worlds[life]);
    lives_free(&run->lives);
}

// From the morning of the first day to the morning after the last night.
static double in_strike(const Run *run, enum SimLife life, uint32_t series)
{
    const HospitalPlan *plan = run->lives.plans[life];
    return amount_between(run->worlds[life], day_number(plan, 2024, 3, 4), day_number(plan, 2024, 3, 10), series);
}

static double whole(const Run *run, enum SimLife life, uint32_t series)
{
    return amount_whole(run->worlds[life], run->lives.plans[life], series);
}

static const MaternityState *maternity_of(const Run *run, enum SimLife life)
{
    return &SIM_ROW(run->worlds[life], TABLE_HOSPITAL, HospitalState, 1)->maternity;
}

#define MEASURE(run, name) ((run)->lives.plans[SIM_STRIKE]->measures.name)

// All who would come without the strike come with it, and are delivered, are still there, or went elsewhere while the
// unit was full.
static void assert_births_are_conserved(const Run *run)
{
    int64_t asked[SIM_LIVES];
    for (enum SimLife life = SIM_BASELINE; life < SIM_LIVES; life++) {
        const MaternityState *unit = maternity_of(run, life);
        const int64_t diverted = (int64_t)whole(run, life, MEASURE(run, mat_diverted));
        asked[life] = unit->entered + diverted;
        assert_true((int64_t)whole(run, life, MEASURE(run, mat_births)) <= unit->delivered);
    }
    assert_true(asked[SIM_BASELINE] == asked[SIM_STRIKE]);
    const MaternityState *with = maternity_of(run, SIM_STRIKE), *without = maternity_of(run, SIM_BASELINE);
    const int64_t there = (with->entered - with->delivered) - (without->entered - without->delivered);
    assert_true(there <= 6 && there >= -6);  // five weeks later the unit is as full as without the strike
}

static void a_full_walk_out_turns_no_birth_away(void **state)
{
    (void)state;
    Run run = run_with(NULL, 0);
    assert_births_are_conserved(&run);
    assert_true(whole(&run, SIM_STRIKE, MEASURE(&run, mat_diverted)) ==
                whole(&run, SIM_BASELINE, MEASURE(&run, mat_diverted)));
    // What yields: consultants leave gynaecology clinics for the labour ward.
    const uint32_t obstetrics = DEPARTMENT_OBSTETRICS;
    assert_true(in_strike(&run, SIM_STRIKE, MEASURE(&run, cover_needed) + obstetrics) > 0);
    assert_true(in_strike(&run, SIM_STRIKE, MEASURE(&run, mat_sessions_pulled)) > 0);
    assert_true(whole(&run, SIM_BASELINE, MEASURE(&run, mat_sessions_pulled)) == 0);
    run_free(&run);
}

// Nobody stands in: mothers and inductions wait for the doctors there are, and still nobody is turned away for want of
// one.
#define NO_COVER                                                                                                       \
    {"trusts[AVG].staffing.departments[obstetrics].target_day", "0%"},                                                 \
    {                                                                                                                  \
        "trusts[AVG].staffing.departments[obstetrics].target_night", "0%"                                              \
    }

static void without_cover_inductions_and_planned_caesareans_wait(void **state)
{
    (void)state;
    const SimOverride uncovered[] = {NO_COVER};
    Run run = RUN(uncovered);
    assert_births_are_conserved(&run);
    const uint32_t for_doctors = MEASURE(&run, mat_put_off) + LACKS_DOCTORS;
    const double put_off = in_strike(&run, SIM_STRIKE, for_doctors);
    assert_true(put_off > in_strike(&run, SIM_BASELINE, for_doctors) + 20);
    assert_true(in_strike(&run, SIM_STRIKE, MEASURE(&run, mat_elcs_moved)) >
                in_strike(&run, SIM_BASELINE, MEASURE(&run, mat_elcs_moved)));
    assert_true(in_strike(&run, SIM_STRIKE, MEASURE(&run, mat_dtd_75)) >=
                in_strike(&run, SIM_BASELINE, MEASURE(&run, mat_dtd_75)));
    run_free(&run);
}

// Mothers are not appointments: a planned caesarean that moves is not among the appointments moved for the strike.
static void births_are_not_among_the_appointments_moved(void **state)
{
    (void)state;
    const SimOverride uncovered[] = {NO_COVER, {"trusts[AVG].elective", "off"}, {"trusts[AVG].bookings", "off"}};
    Run run = RUN(uncovered);
    assert_true(in_strike(&run, SIM_STRIKE, MEASURE(&run, mat_elcs_moved)) > 0);
    assert_true(whole(&run, SIM_STRIKE, MEASURE(&run, ia_total)) == 0);
    run_free(&run);
}

#define MIDWIVES                                                                                                       \
    {                                                                                                                  \
        "strikes[walk-out].groups", "[midwives]"                                                                       \
    }

static double midwives_absent(const Run *run)
{
    return in_strike(run, SIM_STRIKE, MEASURE(run, ia_absent) + GROUP_MIDWIVES);
}

static void a_strike_of_midwives_leaves_life_preserving_care(void **state)
{
    (void)state;
    const SimOverride kept[] = {MIDWIVES}, all[] = {MIDWIVES, {"trusts[AVG].maternity.life_preserving", "100%"}},
                      none[] = {MIDWIVES, {"trusts[AVG].maternity.life_preserving", "0%"}};
    Run runs[3] = {RUN(all), RUN(kept), RUN(none)};
    const double due = in_strike(&runs[0], SIM_STRIKE, MEASURE(&runs[0], ia_due) + GROUP_MIDWIVES) * 5 / 6;
    assert_true(midwives_absent(&runs[0]) == 0);
    assert_true(midwives_absent(&runs[1]) > 0.15 * due && midwives_absent(&runs[1]) < 0.45 * due);
    assert_true(midwives_absent(&runs[2]) >= 0.99 * due);
    for (int i = 0; i < 3; i++) {
        assert_births_are_conserved(&runs[i]);
        assert_true(in_strike(&runs[i], SIM_STRIKE, MEASURE(&runs[i], mat_sessions_pulled)) == 0);
    }
    const uint32_t put_off = MEASURE(&runs[0], mat_put_off) + LACKS_MIDWIVES;
    assert_true(in_strike(&runs[0], SIM_STRIKE, put_off) == in_strike(&runs[0], SIM_BASELINE, put_off));
    assert_true(in_strike(&runs[1], SIM_STRIKE, put_off) > in_strike(&runs[0], SIM_STRIKE, put_off));
    assert_true(in_strike(&runs[2], SIM_STRIKE, put_off) > in_strike(&runs[1], SIM_STRIKE, put_off));
    for (int i = 0; i < 3; i++) run_free(&runs[i]);
}

// The caesareans of a plan that asks for 12 % of category 1 and 48 % of category 2, of n in ten weeks: standard errors
// sqrt(p (1 - p) / n).
static void categories_come_in_their_shares(void **state)
{
    (void)state;
    Run run = run_with(NULL, 0);
    double of[CAESAREAN_CATEGORIES], emergencies = 0;
    for (uint32_t category = 0; category < CAESAREAN_CATEGORIES; category++) {
        of[category] = whole(&run, SIM_BASELINE, MEASURE(&run, mat_caesareans) + category);
        if (category < CATEGORY_4) emergencies += of[category];
    }
    const uint32_t modes = MEASURE(&run, mat_births_mode);
    assert_true(emergencies == whole(&run, SIM_BASELINE, modes + BIRTH_EMERGENCY_CAESAREAN));
    assert_true(of[CATEGORY_4] == whole(&run, SIM_BASELINE, modes + BIRTH_PLANNED_CAESAREAN));
    assert_true(fabs(of[CATEGORY_1] / emergencies - 0.12) < 4 * sqrt(0.12 * 0.88 / emergencies));
    assert_true(fabs(of[CATEGORY_2] / emergencies - 0.48) < 4 * sqrt(0.48 * 0.52 / emergencies));
    run_free(&run);
}

#define WITHOUT_MATERNITY                                                                                              \
    {                                                                                                                  \
        "trusts[AVG].maternity", "off"                                                                                 \
    }

static double doctors_due(const Run *run, enum Department department)
{
    const StaffingPlan *staffing = &run->lives.plans[SIM_STRIKE]->trusts[0].staffing;
    double due = 0;
    for (uint32_t i = 0; i < staffing->roster_count; i++) {
        const RosterPlan *roster = &staffing->rosters[i];
        if (roster->department != department || !staffing_is_doctor((enum StaffGroup)roster->group)) continue;
        due += roster->due[0] + roster->due[1];
    }
    return due;
}

// A trust without maternity has neither midwives nor obstetric doctors due, so that none is absent and no consultant
// covers for one.
static void without_maternity_there_are_no_posts_in_it(void **state)
{
    (void)state;
    static const SimOverride both_strike = {"strikes[walk-out].groups", "[resident_doctors, midwives]"};
    const SimOverride with[] = {both_strike}, without[] = {both_strike, WITHOUT_MATERNITY};
    Run runs[2] = {RUN(with), RUN(without)};
    const uint32_t covered = MEASURE(&runs[0], cover_needed) + DEPARTMENT_OBSTETRICS;
    const uint32_t midwives = MEASURE(&runs[0], ia_due) + GROUP_MIDWIVES;
    const uint32_t residents = MEASURE(&runs[0], ia_absent) + GROUP_RESIDENTS;
    assert_true(doctors_due(&runs[0], DEPARTMENT_OBSTETRICS) > 0);
    assert_true(in_strike(&runs[0], SIM_STRIKE, covered) > 0 && in_strike(&runs[0], SIM_STRIKE, midwives) > 0);
    assert_true(doctors_due(&runs[1], DEPARTMENT_OBSTETRICS) == 0);
    assert_true(in_strike(&runs[1], SIM_STRIKE, covered) == 0 && in_strike(&runs[1], SIM_STRIKE, midwives) == 0);
    assert_true(in_strike(&runs[1], SIM_STRIKE, residents) < in_strike(&runs[0], SIM_STRIKE, residents));
    // All others are as they were, but for rounding: A&E is off here, and has its doctors.
    assert_true(doctors_due(&runs[1], DEPARTMENT_EMERGENCY) > 0);
    for (int d = 0; d < DEPARTMENTS; d++) {
        if (d == DEPARTMENT_OBSTETRICS) continue;
        const double due = doctors_due(&runs[1], (enum Department)d);
        assert_true(fabs(due - doctors_due(&runs[0], (enum Department)d)) <= 1);
    }
    for (int i = 0; i < 2; i++) run_free(&runs[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_walk_out_turns_no_birth_away),
        cmocka_unit_test(without_cover_inductions_and_planned_caesareans_wait),
        cmocka_unit_test(births_are_not_among_the_appointments_moved),
        cmocka_unit_test(a_strike_of_midwives_leaves_life_preserving_care),
        cmocka_unit_test(without_maternity_there_are_no_posts_in_it),
        cmocka_unit_test(categories_come_in_their_shares),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
