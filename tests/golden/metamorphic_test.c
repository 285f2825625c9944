// What must not change the results, and what can only push them one way: scenarios that are the same written
// differently, and strikes in which more people take part.
#include "tests/golden/hospital_world.h"

enum { TEXT_MOST = 4000, STEPS = 11 };  // of participation, from 0 to 100 %

static const char NORTH[] = "  - name: North\n"
                            "    code: NOR\n"
                            "    based_on: library/acute_trust.yaml\n"
                            "    size: {ae_attendances: 250/day, rtt_pathways: 20000, residents: 250}\n";
static const char SOUTH[] =
    "  - name: South\n"
    "    code: SOU\n"
    "    based_on: library/acute_trust.yaml\n"
    "    size: {ae_attendances: 400/day, rtt_pathways: 35000, residents: 420, consultants: 260}\n";

// From a Wednesday to a Sunday.
static const char WHOLE[] = "  - {name: whole, round: January, groups: [resident_doctors, consultants],\n"
                            "     announced: 2024-01-09T15:00, start: 2024-01-24T07:00, end: 2024-01-28T07:00,\n"
                            "     participation: {weekday: 60%, weekend: 50%}}\n";

typedef struct {
    const char *trusts[2];  // the second may be NULL
    const char *of_first;   // more of the first trust, or NULL
    const char *strikes;
} Written;

static Lives lives_written(Written written, const SimOverride *more, size_t more_count)
{
    char text[TEXT_MOST];
    const int length = snprintf(text, sizeof text,
                                "walkout: 1\n"
                                "calendar: {start: 2024-01-01, end: 2024-02-11}\n"
                                "run: {warm_up: 2 weeks}\n"
                                "trusts:\n%s%s%s"
                                "strikes:\n%s",
                                written.trusts[0], written.of_first ? written.of_first : "",
                                written.trusts[1] ? written.trusts[1] : "", written.strikes);
    assert_true(length > 0 && length < TEXT_MOST);
    return lives_parse(text, more, more_count);
}

static SimWorld *strike_life(const Lives *lives, size_t place)
{
    return world_run(lives->plans[SIM_STRIKE], place, end_of(lives->plans[SIM_STRIKE]));
}

// --- Windows ---------------------------------------------------------------------------------------------------------

#define TURN_OUT "participation: {weekday: 60%, weekend: 50%}"

static int write_window(char *text, size_t size, const char *name, const char *start, const char *end,
                        const char *terms)
{
    return snprintf(text, size,
                    "  - {name: %s, round: January, groups: [resident_doctors, consultants],\n"
                    "     announced: 2024-01-09T15:00, start: %s, end: %s,\n"
                    "     %s}\n",
                    name, start, end, terms);
}

static void assert_split_of_terms_changes_nothing(const char *terms, const char *split, const SimOverride *more,
                                                  size_t more_count)
{
    char one_window[1000], two[2000];
    write_window(one_window, sizeof one_window, "whole", "2024-01-24T07:00", "2024-01-28T07:00", terms);
    const int length = write_window(two, sizeof two, "second", split, "2024-01-28T07:00", terms);
    write_window(two + length, sizeof two - (size_t)length, "first", "2024-01-24T07:00", split, terms);
    Lives whole = lives_written((Written){.trusts = {NORTH}, .strikes = one_window}, more, more_count);
    Lives halves = lives_written((Written){.trusts = {NORTH}, .strikes = two}, more, more_count);
    assert_int_equal(halves.plans[SIM_STRIKE]->strike.window_count, 2);
    SimWorld *one = strike_life(&whole, 0), *other = strike_life(&halves, 0);
    assert_same_world(one, other);
    sim_world_free(one);
    sim_world_free(other);
    lives_free(&whole);
    lives_free(&halves);
}

static void assert_split_changes_nothing(const char *split, const SimOverride *more, size_t more_count)
{
    assert_split_of_terms_changes_nothing(TURN_OUT, split, more, more_count);
}

static void two_windows_that_touch_are_as_one(void **state)
{
    (void)state;
    assert_split_changes_nothing("2024-01-26T07:00", NULL, 0);
    assert_split_changes_nothing("2024-01-25T00:00", NULL, 0);
    assert_split_changes_nothing("2024-01-27T13:20:17", NULL, 0);
}

static void two_windows_that_touch_are_cut_at_once_as_one(void **state)
{
    (void)state;
    const SimOverride early[] = {{"response.cancellation.policy", "block_early"}};
    assert_split_changes_nothing("2024-01-25T00:00", early, 1);
}

static void two_windows_that_touch_are_as_one_in_all_their_terms(void **state)
{
    (void)state;
    static const char *const terms[] = {
        "participation: {weekday: 60%, trend: -7}",
        "cover: christmas_day, kept: [{departments: [medical_wards], share: 50%, night: 70%}], " TURN_OUT,
        "participation: {weekday: 60%, night: 40%, by: [{group: consultants, weekday: 20%}]}",
        "anticipated_from: 2024-01-05T12:00, " TURN_OUT,
        "call_off: {before: 5 d, probability: 50%}, " TURN_OUT,
        "call_off: {before: 5 d}, " TURN_OUT,
        "call_off: {at: 2024-01-25T18:00}, " TURN_OUT,
    };
    for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++)
        assert_split_of_terms_changes_nothing(terms[i], "2024-01-26T07:00", NULL, 0);
}

static void two_windows_of_different_rounds_have_different_turnouts(void **state)
{
    (void)state;
    static const char other_round[] =
        "  - {name: whole, round: Another, groups: [resident_doctors, consultants],\n"
        "     announced: 2024-01-09T15:00, start: 2024-01-24T07:00, end: 2024-01-28T07:00,\n"
        "     participation: {weekday: 60%, weekend: 50%}}\n";
    Lives lives[2] = {lives_written((Written){.trusts = {NORTH}, .strikes = WHOLE}, NULL, 0),
                      lives_written((Written){.trusts = {NORTH}, .strikes = other_round}, NULL, 0)};
    SimWorld *worlds[2] = {strike_life(&lives[0], 0), strike_life(&lives[1], 0)};
    assert_true(differ(worlds[0], worlds[1]));
    for (int i = 0; i < 2; i++) {
        sim_world_free(worlds[i]);
        lives_free(&lives[i]);
    }
}

// --- Trusts ----------------------------------------------------------------------------------------------------------

static void the_order_of_trusts_changes_nothing_in_any_of_them(void **state)
{
    (void)state;
    Lives one = lives_written((Written){.trusts = {NORTH, SOUTH}, .strikes = WHOLE}, NULL, 0);
    Lives other = lives_written((Written){.trusts = {SOUTH, NORTH}, .strikes = WHOLE}, NULL, 0);
    SimWorld *worlds[2];
    for (uint32_t place = 0; place < 2; place++) {
        worlds[place] = strike_life(&one, place);
        SimWorld *permuted = strike_life(&other, 1 - place);
        SIM_ROW(permuted, TABLE_HOSPITAL, HospitalState, 1)->place = place;  // all that may differ
        assert_same_world(worlds[place], permuted);
        sim_world_free(permuted);
    }
    SIM_ROW(worlds[1], TABLE_HOSPITAL, HospitalState, 1)->place = 0;
    assert_true(differ(worlds[0], worlds[1]));
    for (int place = 0; place < 2; place++) sim_world_free(worlds[place]);
    lives_free(&one);
    lives_free(&other);
}

static void a_trust_beside_it_changes_nothing(void **state)
{
    (void)state;
    Lives alone = lives_written((Written){.trusts = {NORTH}, .strikes = WHOLE}, NULL, 0);
    Lives beside = lives_written((Written){.trusts = {NORTH, SOUTH}, .strikes = WHOLE}, NULL, 0);
    SimWorld *one = strike_life(&alone, 0), *other = strike_life(&beside, 0);
    assert_same_world(one, other);
    sim_world_free(one);
    sim_world_free(other);
    lives_free(&alone);
    lives_free(&beside);
}

// --- What is there and never used ------------------------------------------------------------------------------------

static void a_roster_without_people_changes_nothing(void **state)
{
    (void)state;
    static const char empty[] = "    staffing:\n"
                                "      rosters:\n"
                                "        - {name: nobody, department: medical_take, group: resident_doctors,\n"
                                "           shift: day, weekday: 0, rest_day: 0}\n";
    Lives without = lives_written((Written){.trusts = {NORTH}, .strikes = WHOLE}, NULL, 0);
    Lives with = lives_written((Written){.trusts = {NORTH}, .of_first = empty, .strikes = WHOLE}, NULL, 0);
    const uint32_t rosters = without.plans[SIM_STRIKE]->trusts[0].staffing.roster_count;
    assert_int_equal(with.plans[SIM_STRIKE]->trusts[0].staffing.roster_count, rosters + 1);
    SimWorld *one = strike_life(&without, 0), *other = strike_life(&with, 0);
    assert_same_world(one, other);
    sim_world_free(one);
    sim_world_free(other);
    lives_free(&without);
    lives_free(&with);
}

static void assert_same_table(const SimWorld *a, const SimWorld *b, uint32_t table)
{
    const SimTable *x = &a->tables[table], *y = &b->tables[table];
    assert_int_equal(x->used, y->used);
    assert_int_equal(x->row_bytes, y->row_bytes);
    assert_memory_equal(x->rows, y->rows, (size_t)x->used * x->row_bytes);
}

// Its lists are tables of the world, so it is what was recorded that is compared.
static void a_service_without_patients_changes_nothing(void **state)
{
    (void)state;
    static const char empty[] = "    elective:\n"
                                "      services:\n"
                                "        - {name: nothing, share: 0%, led_by: medicine, urgent: 0%, soon: 0%, p2: 0%,\n"
                                "           p3: 0%, to_diagnostics: 0%, to_treatment: 0%,\n"
                                "           to_treatment_after_tests: 0%, day_case: 0%, doctor_led: 0%}\n";
    Lives without = lives_written((Written){.trusts = {NORTH}, .strikes = WHOLE}, NULL, 0);
    Lives with = lives_written((Written){.trusts = {NORTH}, .of_first = empty, .strikes = WHOLE}, NULL, 0);
    const uint32_t services = without.plans[SIM_STRIKE]->trusts[0].elective.service_count;
    assert_int_equal(with.plans[SIM_STRIKE]->trusts[0].elective.service_count, services + 1);
    SimWorld *one = strike_life(&without, 0), *other = strike_life(&with, 0);
    static const uint32_t recorded[] = {SIM_TABLE_DAYS, SIM_TABLE_WAITS, TABLE_STAFFING,
                                        TABLE_MOVED,    TABLE_PATHWAYS,  TABLE_SESSIONS};
    for (size_t i = 0; i < sizeof recorded / sizeof recorded[0]; i++) assert_same_table(one, other, recorded[i]);
    sim_world_free(one);
    sim_world_free(other);
    lives_free(&without);
    lives_free(&with);
}

// Who takes part does not hang on where a roster stands in the file.
static void the_order_of_rosters_changes_nobodys_mind(void **state)
{
    (void)state;
    Lives lives = lives_written((Written){.trusts = {NORTH}, .strikes = WHOLE}, NULL, 0);
    HospitalPlan *plan = lives.plans[SIM_STRIKE];
    StaffingPlan *staffing = &plan->trusts[0].staffing;
    const uint32_t last = staffing->roster_count - 1, first_day = day_number(plan, 2024, 1, 24);
    SimWorld *world = world_new(plan, 0);
    const Hospital hospital = hospital_at(world, plan);
    uint32_t before[ROSTERS_MOST][4], absent = 0;
    for (uint32_t roster = 0; roster <= last; roster++) {
        for (uint32_t day = 0; day < 4; day++)
            before[roster][day] = staffing_absent(&hospital, roster, first_day + day);
    }
    for (uint32_t roster = 0; roster < last - roster; roster++) {
        const RosterPlan kept = staffing->rosters[roster];
        staffing->rosters[roster] = staffing->rosters[last - roster];
        staffing->rosters[last - roster] = kept;
    }
    for (uint32_t roster = 0; roster <= last; roster++) {
        for (uint32_t day = 0; day < 4; day++) {
            assert_int_equal(staffing_absent(&hospital, last - roster, first_day + day), before[roster][day]);
            absent += before[roster][day];
        }
    }
    assert_true(absent > 100);
    sim_world_free(world);
    lives_free(&lives);
}

// --- More people take part -------------------------------------------------------------------------------------------

static Lives lives_on_terms(const char *terms, int step, const SimOverride *more, size_t more_count)
{
    char share[16], window[1000];
    snprintf(share, sizeof share, "%d%%", step * 100 / (STEPS - 1));
    // Consultants who strike too cover less, rest less and are owed less time off: what that costs may fall.
    SimOverride overrides[10] = {{"strikes[whole].participation.weekday", share},
                                 {"strikes[whole].participation.weekend", share},
                                 {"trusts[NOR].staffing.time_off.sessions", "0"},
                                 {"trusts[SOU].staffing.time_off.sessions", "0"},
                                 {"trusts[NOR].staffing.rest", "0 h"},
                                 {"trusts[SOU].staffing.rest", "0 h"}};
    for (size_t i = 0; i < more_count; i++) overrides[6 + i] = more[i];
    write_window(window, sizeof window, "whole", "2024-01-24T07:00", "2024-01-28T07:00", terms);
    return lives_written((Written){.trusts = {NORTH, SOUTH}, .strikes = window}, overrides, 6 + more_count);
}

static Lives lives_at(int step, const SimOverride *more, size_t more_count)
{
    return lives_on_terms(TURN_OUT, step, more, more_count);
}

typedef struct {
    uint32_t absent[2][ROSTERS_MOST][6];
} Absences;

// On the days of the strike, the day before and the day after.
static Absences absences_of(const HospitalPlan *plan)
{
    Absences absences = {0};
    const uint32_t first = day_number(plan, 2024, 1, 23);
    for (uint32_t place = 0; place < 2; place++) {
        SimWorld *world = world_new(plan, place);
        const Hospital hospital = hospital_at(world, plan);
        for (uint32_t roster = 0; roster < hospital.trust->staffing.roster_count; roster++) {
            for (uint32_t day = 0; day < 6; day++) {
                absences.absent[place][roster][day] = staffing_absent(&hospital, roster, first + day);
            }
        }
        sim_world_free(world);
    }
    return absences;
}

static bool is_called_out(const RosterPlan *roster)
{
    return roster->group == GROUP_RESIDENTS || roster->group == GROUP_CONSULTANTS;
}

// Everybody of the groups that are called out is absent from every shift that is struck.
static void assert_all_are_absent(const HospitalPlan *plan, const Absences *absences)
{
    const uint32_t first = day_number(plan, 2024, 1, 23);
    for (uint32_t place = 0; place < 2; place++) {
        const StaffingPlan *staffing = &plan->trusts[place].staffing;
        for (uint32_t i = 0; i < staffing->roster_count; i++) {
            for (uint32_t day = 0; day < 6; day++) {
                const RosterPlan *roster = &staffing->rosters[i];
                const bool struck =
                    is_called_out(roster) && day >= 1 && day <= 4;  // no shift of the fifth starts by 07:00
                const uint32_t due = struck ? rota_due(plan, &plan->trusts[place], i, first + day) : 0;
                assert_int_equal(absences->absent[place][i][day], due);
            }
        }
    }
}

static void more_participation_gives_no_fewer_absences(const char *terms, bool ends_with_all)
{
    Absences before = {0};
    for (int step = 0; step < STEPS; step++) {
        Lives lives = lives_on_terms(terms, step, NULL, 0);
        const HospitalPlan *plan = lives.plans[SIM_STRIKE];
        const Absences now = absences_of(plan);
        uint32_t grew = 0;
        for (uint32_t place = 0; place < 2; place++) {
            for (uint32_t i = 0; i < plan->trusts[place].staffing.roster_count; i++) {
                for (uint32_t day = 0; day < 6; day++) {
                    assert_true(now.absent[place][i][day] >= before.absent[place][i][day]);
                    grew += now.absent[place][i][day] > before.absent[place][i][day];
                }
            }
        }
        assert_int_equal(grew > 0, step > 0);
        if (step == STEPS - 1 && ends_with_all) assert_all_are_absent(plan, &now);
        before = now;
        lives_free(&lives);
    }
}

static void more_participation_never_gives_fewer_absences_in_any_roster_on_any_day(void **state)
{
    (void)state;
    more_participation_gives_no_fewer_absences(TURN_OUT, true);
    more_participation_gives_no_fewer_absences(
        "cover: emergency_only, participation: {trend: 3, by: [{grade: registrar, weekday: 30%}]},\n"
        "     mitigations: [{department: medical_take, from: 2024-01-25, until: 2024-01-27, staff: 2},\n"
        "                   {department: medical_wards, from: 2024-01-24, until: 2024-01-26, share: 40%}]",
        false);
}

// Patients moved and slots never booked because of the strike, over both trusts.
typedef struct {
    double moved, never_booked;
} Loss;

static Loss loss_at(int step, const SimOverride *more, size_t more_count)
{
    Lives lives = lives_at(step, more, more_count);
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    Loss loss = {0, 0};
    for (size_t place = 0; place < 2; place++) {
        SimWorld *world = strike_life(&lives, place);
        loss.moved += amount_whole(world, plan, plan->measures.ia_total);
        for (uint32_t notice = 0; notice < 3; notice++) {
            loss.moved += amount_whole(world, plan, plan->measures.ia_diag + notice);
        }
        loss.never_booked += amount_whole(world, plan, plan->measures.ia_suppressed);
        sim_world_free(world);
    }
    lives_free(&lives);
    return loss;
}

static void more_participation_never_costs_fewer_slots(void **state)
{
    (void)state;
    double before = 0;
    for (int step = 0; step < STEPS; step++) {
        const Loss loss = loss_at(step, NULL, 0);
        print_message("%3d %%: %5.0f moved, %5.0f never booked\n", step * 10, loss.moved, loss.never_booked);
        assert_true(loss.moved + loss.never_booked >= before);
        before = loss.moved + loss.never_booked;
    }
    assert_true(before > 1000);
}

// Where booking goes on after the announcement all that is lost is moved.
static void more_participation_never_moves_fewer_patients(void **state)
{
    (void)state;
    const SimOverride booked_on[] = {{"response.cancellation.cut_back_ahead", "off"}};
    double before = 0;
    for (int step = 0; step < STEPS; step++) {
        const Loss loss = loss_at(step, booked_on, 1);
        print_message("%3d %%: %5.0f moved, %5.0f never booked\n", step * 10, loss.moved, loss.never_booked);
        assert_true(loss.moved >= before);
        before = loss.moved;
    }
    assert_true(before > 1000);
}

// --- Servers -------------------------------------------------------------------------------------------------------

// Nobody new is served beyond those on duty: where more are at work, they finish, and grow no more.
static void nobody_begins_work_beyond_those_on_duty(void **state)
{
    (void)state;
    Lives lives = lives_written((Written){.trusts = {NORTH}, .strikes = WHOLE}, NULL, 0);
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    SimWorld *world = world_run(plan, 0, moment(plan, 2024, 1, 23, 0));
    const uint32_t resources = world->tables[SIM_TABLE_RESOURCES].used;
    uint32_t *overrun = calloc(resources, sizeof *overrun), *capacity = calloc(resources, sizeof *capacity);
    uint32_t finishing = 0;
    const SimTime last_s = moment(plan, 2024, 1, 30, 0);
    for (SimTime now_s = sim_now(world); now_s < last_s; now_s += SIM_MINUTE_S) {
        run_to(world, plan, now_s);
        for (SimResourceId resource = 1; resource < resources; resource++) {
            const uint32_t busy = sim_resource_busy(world, resource), on_duty = sim_resource_capacity(world, resource);
            const uint32_t beyond = busy > on_duty ? busy - on_duty : 0;
            if (on_duty == capacity[resource]) assert_true(beyond <= overrun[resource]);
            overrun[resource] = beyond;
            capacity[resource] = on_duty;
            finishing += beyond;
        }
    }
    assert_true(finishing > 0);  // some had to finish
    free(overrun);
    free(capacity);
    sim_world_free(world);
    lives_free(&lives);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_windows_that_touch_are_as_one),
        cmocka_unit_test(two_windows_that_touch_are_cut_at_once_as_one),
        cmocka_unit_test(two_windows_that_touch_are_as_one_in_all_their_terms),
        cmocka_unit_test(two_windows_of_different_rounds_have_different_turnouts),
        cmocka_unit_test(the_order_of_trusts_changes_nothing_in_any_of_them),
        cmocka_unit_test(a_trust_beside_it_changes_nothing),
        cmocka_unit_test(a_roster_without_people_changes_nothing),
        cmocka_unit_test(a_service_without_patients_changes_nothing),
        cmocka_unit_test(the_order_of_rosters_changes_nobodys_mind),
        cmocka_unit_test(more_participation_never_gives_fewer_absences_in_any_roster_on_any_day),
        cmocka_unit_test(more_participation_never_costs_fewer_slots),
        cmocka_unit_test(more_participation_never_moves_fewer_patients),
        cmocka_unit_test(nobody_begins_work_beyond_those_on_duty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
