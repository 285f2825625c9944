// Who stays away from which shift: groups, grades, kinds of shift, days, departments that are kept, staff who return.
#include "tests/golden/by_hand.h"

#define RESIDENTS                                                                                                      \
    {                                                                                                                  \
        "strikes[three days].groups", "[resident_doctors]"                                                             \
    }

typedef struct {
    Lives lives;
    SimWorld *world;  // of the strike life, at its start
    Hospital hospital;
} Asked;

static Asked asked(const char *lines, const SimOverride *overrides, size_t count)
{
    Asked asked = {.lives = by_hand_with(lines, overrides, count)};
    const HospitalPlan *plan = asked.lives.plans[SIM_STRIKE];
    asked.world = world_new(plan, 0);
    asked.hospital = hospital_at(asked.world, plan);
    return asked;
}

static void asked_free(Asked *asked)
{
    sim_world_free(asked->world);
    lives_free(&asked->lives);
}

enum { MONDAY = 4, TUESDAY, WEDNESDAY, THURSDAY };  // of March 2024

// The share that stays away, of everybody due for a shift from 08:00, or at night from 20:00.
static double share_of(const Asked *asked, enum StaffGroup group, enum StaffGrade grade, enum Department department,
                       int day, bool at_night)
{
    const ShiftStaff staff = {
        .group = group,
        .grade = grade,
        .department = department,
        .at_night = at_night,
        .starts_s = moment(asked->lives.plans[SIM_STRIKE], 2024, 3, day, at_night ? 20 : 8),
    };
    return strike_absence_of(&asked->hospital, &staff);
}

static double forecast_of(const Asked *asked, enum StaffGroup group, enum StaffGrade grade, int day, bool at_night)
{
    const ShiftStaff staff = {
        .group = group,
        .grade = grade,
        .department = DEPARTMENT_MEDICAL_TAKE,
        .at_night = at_night,
        .starts_s = moment(asked->lives.plans[SIM_STRIKE], 2024, 3, day, at_night ? 20 : 8),
    };
    return strike_forecast_of(&asked->hospital, &staff);
}

static void assert_share(const Asked *asked, enum StaffGroup group, enum StaffGrade grade, bool at_night, double share)
{
    assert_float_equal(share_of(asked, group, grade, DEPARTMENT_MEDICAL_TAKE, MONDAY, at_night), share, 1e-12);
}

// --- Departments -----------------------------------------------------------------------------------------------------

// Ten residents by day and four by night on the medical wards, ten by day on the take; on rest days four, four and
// eight.
#define FEWER_ON_REST_DAYS                                                                                             \
    {"trusts[HAN].staffing.rosters[medical wards day].rest_day", "4"},                                                 \
    {                                                                                                                  \
        "trusts[HAN].staffing.rosters[medical take day].rest_day", "8"                                                 \
    }

static void assert_withdrawn(const char *cover, double planned, double wards_by_day, double wards_by_night, double take)
{
    const SimOverride overrides[] = {RESIDENTS, FEWER_ON_REST_DAYS, {"strikes[three days].cover", cover}};
    Asked residents = asked("", overrides, 4);
    const struct {
        enum Department department;
        bool at_night;
        double share;
    } expected[] = {{DEPARTMENT_PLANNED, false, planned},
                    {DEPARTMENT_MEDICAL_WARDS, false, wards_by_day},
                    {DEPARTMENT_MEDICAL_WARDS, true, wards_by_night},
                    {DEPARTMENT_MEDICAL_TAKE, false, take}};
    for (size_t i = 0; i < 4; i++) {
        const double share =
            share_of(&residents, GROUP_RESIDENTS, GRADE_NONE, expected[i].department, TUESDAY, expected[i].at_night);
        assert_float_equal(share, expected[i].share, 1e-12);
    }
    asked_free(&residents);
}

static void staff_withdraw_as_far_as_the_cover_says(void **state)
{
    (void)state;
    assert_withdrawn("full_walkout", 1, 1, 1, 1);
    assert_withdrawn("christmas_day", 1, 0.6, 0, 0.2);
    assert_withdrawn("emergency_only", 1, 0.6, 0, 0);
}

static void on_a_rest_day_its_rota_stays(void **state)
{
    (void)state;
    const SimOverride overrides[] = {
        RESIDENTS, {"strikes[three days].cover", "christmas_day"}, {"strikes[three days].end", "2024-03-11T07:00"}};
    Asked residents = asked("", overrides, 3);
    enum { SATURDAY = 9 };
    assert_float_equal(share_of(&residents, GROUP_RESIDENTS, GRADE_NONE, DEPARTMENT_MEDICAL_TAKE, SATURDAY, false), 0,
                       0);
    assert_float_equal(share_of(&residents, GROUP_RESIDENTS, GRADE_NONE, DEPARTMENT_PLANNED, SATURDAY, false), 1, 0);
    asked_free(&residents);
}

static void posts_of_departments_are_kept_by_share_and_by_night_apart(void **state)
{
    (void)state;
    const SimOverride residents_only[] = {RESIDENTS};
    Asked residents = asked("    kept:\n"
                            "      - {departments: [emergency, obstetrics], share: 100%}\n"
                            "      - {departments: [medical_wards], share: 50%, night: 75%}\n",
                            residents_only, 1);
    const struct {
        enum Department department;
        bool at_night;
        double share;
    } expected[] = {{DEPARTMENT_EMERGENCY, false, 0},       {DEPARTMENT_EMERGENCY, true, 0},
                    {DEPARTMENT_OBSTETRICS, false, 0},      {DEPARTMENT_MEDICAL_WARDS, false, 0.5},
                    {DEPARTMENT_MEDICAL_WARDS, true, 0.25}, {DEPARTMENT_SURGICAL_WARDS, false, 1}};
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        const double share =
            share_of(&residents, GROUP_RESIDENTS, GRADE_NONE, expected[i].department, MONDAY, expected[i].at_night);
        assert_float_equal(share, expected[i].share, 1e-12);
    }
    asked_free(&residents);
}

// What is agreed of the labour ward stands in place of the share that is kept there anyway.
static void posts_kept_on_the_labour_ward_stand_in_place_of_life_preserving_care(void **state)
{
    (void)state;
    const SimOverride midwives[] = {{"strikes[three days].groups", "[midwives]"}, {"trusts[HAN].maternity", "on"}};
    Asked usual = asked("", midwives, 2);
    assert_float_equal(share_of(&usual, GROUP_MIDWIVES, GRADE_NONE, DEPARTMENT_MATERNITY, MONDAY, false), 0.3, 1e-12);
    asked_free(&usual);
    Asked agreed = asked("    kept: [{departments: [maternity], share: 40%}]\n", midwives, 2);
    assert_float_equal(share_of(&agreed, GROUP_MIDWIVES, GRADE_NONE, DEPARTMENT_MATERNITY, MONDAY, false), 0.6, 1e-12);
    asked_free(&agreed);
}

// Everybody follows the first strike, two fifths the second, whichever is announced first; only one of them is on
// Thursday.
static void whoever_two_strikes_call_out_stays_away_as_in_the_one_that_more_follow(void **state)
{
    (void)state;
    static const char *const second[] = {
        "  - {name: after, groups: [resident_doctors], announced: 2024-02-19T07:00, start: 2024-03-05T07:00, "
        "end: 2024-03-08T07:00, participation: {weekday: 40%, between_trusts: 0}, demand: {stay_away: 0%}}\n",
        "  - {name: before, groups: [resident_doctors], announced: 2024-02-19T06:00, start: 2024-03-04T06:00, "
        "end: 2024-03-08T07:00, participation: {weekday: 40%, between_trusts: 0}, demand: {stay_away: 0%}}\n"};
    const SimOverride residents_only[] = {RESIDENTS};
    for (size_t i = 0; i < 2; i++) {
        Asked residents = asked(second[i], residents_only, 1);
        const struct {
            int day;
            double share;
        } expected[] = {{MONDAY, 1}, {TUESDAY, 1}, {WEDNESDAY, 1}, {THURSDAY, 0.4}};
        for (size_t k = 0; k < 4; k++) {
            const double share =
                share_of(&residents, GROUP_RESIDENTS, GRADE_NONE, DEPARTMENT_MEDICAL_TAKE, expected[k].day, false);
            assert_float_equal(share, expected[k].share, 1e-12);
        }
        asked_free(&residents);
    }
}

// --- Groups, grades, kinds of shift, days ----------------------------------------------------------------------------

#define NOTHING_SAID "    participation: {between_trusts: 0}\n"

// The strike as by_hand.yaml has it, but for what it says of participation.
static Asked asked_of_participation(const char *participation, const char *groups, const char *grade_of_take)
{
    char text[BY_HAND_MOST];
    by_hand_read(text);
    char *said = strstr(text, "    participation:"), *rest = strchr(said, '\n') + 1;
    memmove(said, rest, strlen(rest) + 1);
    by_hand_add_to_strike(text, participation);
    const SimOverride overrides[] = {{"strikes[three days].groups", groups},
                                     {"strikes[three days].end", "2024-03-11T07:00"},
                                     {"trusts[HAN].staffing.rosters[medical take day].grade", grade_of_take}};
    Asked asked = {.lives = lives_parse(text, overrides, grade_of_take ? 3 : 2)};
    asked.world = world_new(asked.lives.plans[SIM_STRIKE], 0);
    asked.hospital = hospital_at(asked.world, asked.lives.plans[SIM_STRIKE]);
    return asked;
}

static void a_group_of_which_nothing_is_said_has_its_usual_turn_out(void **state)
{
    (void)state;
    Asked all = asked_of_participation(NOTHING_SAID, "[resident_doctors, consultants, sas_doctors]", NULL);
    enum { SATURDAY = 9 };
    assert_share(&all, GROUP_RESIDENTS, GRADE_NONE, false, 0.75);
    assert_share(&all, GROUP_CONSULTANTS, GRADE_NONE, false, 0.25);
    assert_share(&all, GROUP_SAS, GRADE_NONE, false, 0.25);
    assert_share(&all, GROUP_NURSES, GRADE_NONE, false, 0);
    assert_float_equal(share_of(&all, GROUP_RESIDENTS, GRADE_NONE, DEPARTMENT_MEDICAL_TAKE, SATURDAY, false), 0.6,
                       1e-12);
    assert_float_equal(forecast_of(&all, GROUP_CONSULTANTS, GRADE_NONE, MONDAY, false), 0.3, 1e-12);
    asked_free(&all);
}

// How a trust's consultants take part says nothing of its residents.
static void each_group_of_a_strike_has_a_turn_out_of_its_own_at_a_trust(void **state)
{
    (void)state;
    const SimOverride both[] = {{"strikes[three days].groups", "[resident_doctors, consultants]"},
                                {"strikes[three days].participation.weekday", "50%"},
                                {"strikes[three days].participation.between_trusts", "6.5%"}};
    Asked groups = asked("", both, 3);
    const double residents = share_of(&groups, GROUP_RESIDENTS, GRADE_NONE, DEPARTMENT_PLANNED, MONDAY, false);
    const double consultants = share_of(&groups, GROUP_CONSULTANTS, GRADE_NONE, DEPARTMENT_PLANNED, MONDAY, false);
    assert_true(residents > 0.2 && residents < 0.8 && consultants > 0.2 && consultants < 0.8);
    assert_true(residents < consultants - 1e-4 || residents > consultants + 1e-4);
    asked_free(&groups);
}

static void the_most_specific_row_holds(void **state)
{
    (void)state;
    Asked all = asked_of_participation("    participation:\n"
                                       "      weekday: 80%\n"
                                       "      night: 60%\n"
                                       "      between_trusts: 0\n"
                                       "      by:\n"
                                       "        - {grade: registrar, weekday: 40%}\n"
                                       "        - {group: consultants, weekday: 20%, forecast_weekday: 50%}\n"
                                       "        - {group: resident_doctors, grade: core, night: 10%}\n",
                                       "[resident_doctors, consultants]", NULL);
    assert_share(&all, GROUP_RESIDENTS, GRADE_NONE, false, 0.8);
    assert_share(&all, GROUP_RESIDENTS, GRADE_FOUNDATION, false, 0.8);
    assert_share(&all, GROUP_RESIDENTS, GRADE_REGISTRAR, false, 0.4);
    assert_share(&all, GROUP_RESIDENTS, GRADE_CORE, false, 0.8);
    assert_share(&all, GROUP_RESIDENTS, GRADE_CORE, true, 0.1);
    assert_share(&all, GROUP_RESIDENTS, GRADE_NONE, true, 0.6);
    assert_share(&all, GROUP_RESIDENTS, GRADE_REGISTRAR, true, 0.4);  // of the row, as it says nothing of nights
    assert_share(&all, GROUP_CONSULTANTS, GRADE_NONE, false, 0.2);
    assert_share(&all, GROUP_CONSULTANTS, GRADE_NONE, true, 0.2);
    assert_float_equal(forecast_of(&all, GROUP_CONSULTANTS, GRADE_NONE, MONDAY, false), 0.5, 1e-12);
    assert_float_equal(forecast_of(&all, GROUP_RESIDENTS, GRADE_REGISTRAR, MONDAY, false), 0.45, 1e-12);
    assert_float_equal(forecast_of(&all, GROUP_RESIDENTS, GRADE_CORE, MONDAY, true), 0.15, 1e-12);
    asked_free(&all);
}

static void turn_out_changes_from_day_to_day_and_never_leaves_nought_to_one(void **state)
{
    (void)state;
    const struct {
        const char *trend, *weekday;
        double share[3], forecast[3];  // Monday to Wednesday
    } cases[] = {{"-10", "60%", {0.6, 0.5, 0.4}, {0.65, 0.55, 0.45}},
                 {"30", "60%", {0.6, 0.9, 1}, {0.65, 0.95, 1}},
                 {"-40", "60%", {0.6, 0.2, 0}, {0.65, 0.25, 0}},
                 {"30", "0%", {0, 0, 0}, {0, 0, 0}}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const SimOverride trend[] = {RESIDENTS,
                                     {"strikes[three days].participation.trend", cases[i].trend},
                                     {"strikes[three days].participation.weekday", cases[i].weekday}};
        Asked residents = asked("", trend, 3);
        for (int day = 0; day < 3; day++) {
            const double share =
                share_of(&residents, GROUP_RESIDENTS, GRADE_NONE, DEPARTMENT_MEDICAL_TAKE, MONDAY + day, false);
            assert_float_equal(share, cases[i].share[day], 1e-12);
            assert_float_equal(forecast_of(&residents, GROUP_RESIDENTS, GRADE_NONE, MONDAY + day, false),
                               cases[i].forecast[day], 1e-12);
        }
        asked_free(&residents);
    }
}

// --- Rosters ---------------------------------------------------------------------------------------------------------

static uint32_t roster_named(const Asked *asked, const char *name)
{
    const StaffingFields *fields = &asked->hospital.trust->fields->staffing;
    for (size_t i = 0; i < fields->rosters.count; i++)
        if (strcmp(SIM_RECORD(fields->rosters, RosterFields, i)->name.text, name) == 0) return (uint32_t)i;
    fail_msg("there is no roster %s", name);
    return 0;
}

static uint32_t absent_of(const Asked *asked, const char *roster, int day)
{
    return staffing_absent(&asked->hospital, roster_named(asked, roster),
                           day_number(asked->lives.plans[SIM_STRIKE], 2024, 3, day));
}

static void a_roster_has_the_turn_out_of_its_grade(void **state)
{
    (void)state;
    static const char nobody_but_registrars[] = "    participation:\n"
                                                "      weekday: 0%\n"
                                                "      between_trusts: 0\n"
                                                "      by: [{grade: registrar, weekday: 100%}]\n";
    static const struct {
        const char *grade;
        uint32_t absent;
    } cases[] = {{NULL, 0}, {"core", 0}, {"registrar", 10}};
    for (size_t i = 0; i < 3; i++) {
        Asked residents = asked_of_participation(nobody_but_registrars, "[resident_doctors]", cases[i].grade);
        assert_int_equal(absent_of(&residents, "medical take day", MONDAY), cases[i].absent);
        assert_int_equal(absent_of(&residents, "medical wards day", MONDAY), 0);
        asked_free(&residents);
    }
}

// --- Staff who return ------------------------------------------------------------------------------------------------

#define MITIGATION(more)                                                                                               \
    "    mitigations:\n"                                                                                               \
    "      - {department: medical_wards, from: 2024-03-05T07:00, until: 2024-03-06T07:00, " more "}\n"

enum { BY_DAY = 10, BY_NIGHT = 4 };  // residents due on the medical wards

static void assert_absent_on_the_wards(const char *mitigation, uint32_t by_day, uint32_t by_night)
{
    const SimOverride residents_only[] = {RESIDENTS};
    Asked residents = asked(mitigation, residents_only, 1);
    static const int unchanged[] = {MONDAY, WEDNESDAY};
    for (int i = 0; i < 2; i++) {
        assert_int_equal(absent_of(&residents, "medical wards day", unchanged[i]), BY_DAY);
        assert_int_equal(absent_of(&residents, "medical wards night", unchanged[i]), BY_NIGHT);
    }
    assert_int_equal(absent_of(&residents, "medical wards day", TUESDAY), by_day);
    assert_int_equal(absent_of(&residents, "medical wards night", TUESDAY), by_night);
    asked_free(&residents);
}

static void so_many_return_to_each_shift_as_are_let(void **state)
{
    (void)state;
    assert_absent_on_the_wards("", BY_DAY, BY_NIGHT);
    assert_absent_on_the_wards(MITIGATION("staff: 3"), BY_DAY - 3, BY_NIGHT - 3);
    assert_absent_on_the_wards(MITIGATION("staff: 7"), BY_DAY - 7, 0);
    assert_absent_on_the_wards(MITIGATION("share: 50%"), BY_DAY / 2, BY_NIGHT / 2);
    assert_absent_on_the_wards(MITIGATION("staff: 3, granted: 0%"), BY_DAY, BY_NIGHT);
}

// Registrars of the same shift have a roster of their own.
static void so_many_return_to_a_shift_whatever_rosters_it_has(void **state)
{
    (void)state;
    const SimOverride overrides[] = {RESIDENTS,
                                     {"trusts[HAN].staffing.rosters[medical take day].department", "medical_wards"},
                                     {"trusts[HAN].staffing.rosters[medical take day].shift", "long day"},
                                     {"trusts[HAN].staffing.rosters[medical take day].grade", "registrar"}};
    Asked residents = asked(MITIGATION("staff: 12"), overrides, 4);
    const uint32_t others =
        residents.hospital.trust->staffing.rosters[roster_named(&residents, "medical take day")].due[0];
    assert_true(others > 2);
    assert_int_equal(absent_of(&residents, "medical wards day", TUESDAY) +
                         absent_of(&residents, "medical take day", TUESDAY),
                     BY_DAY + others - 12);
    asked_free(&residents);
}

static void those_who_return_are_counted_and_are_at_work(void **state)
{
    (void)state;
    const SimOverride residents_only[] = {RESIDENTS};
    Lives lives = by_hand_with(MITIGATION("staff: 3"), residents_only, 1);
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    SimWorld *world = world_run(plan, 0, moment(plan, 2024, 3, TUESDAY, 8) + 1);
    const Hospital hospital = hospital_at(world, plan);
    assert_int_equal(staffing_present(&hospital, DEPARTMENT_MEDICAL_WARDS, GROUP_RESIDENTS), 3);
    run_to(world, plan, end_of(plan));
    const uint32_t returned = plan->measures.ia_mitigations + DEPARTMENT_MEDICAL_WARDS;
    assert_float_equal(amount_whole(world, plan, returned), 6, 0);
    assert_float_equal(amount_of(world, day_number(plan, 2024, 3, TUESDAY), returned), 6, 0);
    sim_world_free(world);
    lives_free(&lives);
}

static void a_request_is_granted_as_often_as_it_says_and_to_both_shifts_or_none(void **state)
{
    (void)state;
    const SimOverride residents_only[] = {RESIDENTS};
    Asked residents = asked(MITIGATION("staff: 2, granted: 69%"), residents_only, 1);
    const uint32_t day = day_number(residents.lives.plans[SIM_STRIKE], 2024, 3, TUESDAY);
    int granted = 0;
    enum { REPLICATIONS = 1000 };
    for (uint32_t replication = 1; replication <= REPLICATIONS; replication++) {
        residents.hospital.key.replication = replication;
        const uint32_t by_day =
            staffing_absent(&residents.hospital, roster_named(&residents, "medical wards day"), day);
        const uint32_t by_night =
            staffing_absent(&residents.hospital, roster_named(&residents, "medical wards night"), day);
        assert_int_equal(BY_DAY - by_day, BY_NIGHT - by_night);
        granted += by_day < BY_DAY;
    }
    // Binomial: 690, standard deviation 14.6.
    assert_in_range(granted, 690 - 58, 690 + 58);
    asked_free(&residents);
}

// --- Before it is announced ------------------------------------------------------------------------------------------

static double never_booked(const char *anticipated_from, double *moved)
{
    const SimOverride early[] = {{"calendar.start", "2023-12-04"},
                                 {"strikes[three days].anticipated_from", anticipated_from}};
    Lives lives = by_hand(early, anticipated_from ? 2 : 1);
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    SimWorld *world = world_run(plan, 0, end_of(plan));
    const double slots = amount_whole(world, plan, plan->measures.ia_suppressed);
    *moved = amount_whole(world, plan, plan->measures.ia_op);
    sim_world_free(world);
    lives_free(&lives);
    return slots;
}

// Clinics are booked in full eight weeks ahead, on 8, 9 and 10 January.
static void whoever_anticipates_the_strike_stops_booking_before_it_is_announced(void **state)
{
    (void)state;
    double moved;
    assert_float_equal(never_booked(NULL, &moved), 0, 0);
    assert_float_equal(moved, 360, 0);
    assert_float_equal(never_booked("2024-01-09T06:00", &moved), 240, 0);
    assert_float_equal(moved, 120, 0);
    assert_float_equal(never_booked("2024-01-02", &moved), 360, 0);
    assert_float_equal(moved, 0, 0);
}

static void the_lives_part_when_the_strike_is_anticipated(void **state)
{
    (void)state;
    const SimOverride early[] = {{"calendar.start", "2023-12-04"},
                                 {"strikes[three days].anticipated_from", "2024-01-09T06:00"}};
    Lives lives = by_hand(early, 2);
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    assert_int_equal(plan->outline.lives_part_s, moment(plan, 2024, 1, 9, 6));
    SimWorld *worlds[SIM_LIVES];
    for (int life = 0; life < SIM_LIVES; life++)
        worlds[life] = world_run(lives.plans[life], 0, plan->outline.lives_part_s);
    assert_same_world(worlds[SIM_BASELINE], worlds[SIM_STRIKE]);
    for (int life = 0; life < SIM_LIVES; life++) run_to(worlds[life], lives.plans[life], moment(plan, 2024, 1, 9, 8));
    assert_true(differ(worlds[SIM_BASELINE], worlds[SIM_STRIKE]));
    for (int life = 0; life < SIM_LIVES; life++) sim_world_free(worlds[life]);
    lives_free(&lives);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(staff_withdraw_as_far_as_the_cover_says),
        cmocka_unit_test(on_a_rest_day_its_rota_stays),
        cmocka_unit_test(posts_of_departments_are_kept_by_share_and_by_night_apart),
        cmocka_unit_test(posts_kept_on_the_labour_ward_stand_in_place_of_life_preserving_care),
        cmocka_unit_test(whoever_two_strikes_call_out_stays_away_as_in_the_one_that_more_follow),
        cmocka_unit_test(a_group_of_which_nothing_is_said_has_its_usual_turn_out),
        cmocka_unit_test(each_group_of_a_strike_has_a_turn_out_of_its_own_at_a_trust),
        cmocka_unit_test(the_most_specific_row_holds),
        cmocka_unit_test(turn_out_changes_from_day_to_day_and_never_leaves_nought_to_one),
        cmocka_unit_test(a_roster_has_the_turn_out_of_its_grade),
        cmocka_unit_test(so_many_return_to_each_shift_as_are_let),
        cmocka_unit_test(so_many_return_to_a_shift_whatever_rosters_it_has),
        cmocka_unit_test(those_who_return_are_counted_and_are_at_work),
        cmocka_unit_test(a_request_is_granted_as_often_as_it_says_and_to_both_shifts_or_none),
        cmocka_unit_test(whoever_anticipates_the_strike_stops_booking_before_it_is_announced),
        cmocka_unit_test(the_lives_part_when_the_strike_is_anticipated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
