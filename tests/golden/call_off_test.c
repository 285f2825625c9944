// A strike that is called off: nothing of it is known before, later shifts are worked, and what was cancelled mostly
// stays so. The hospital of by_hand.yaml loses 360 appointments to its strike, cancelled a week before.
#include "tests/golden/by_hand.h"

#include <math.h>

#define NOTHING_REINSTATED                                                                                             \
    {"response.reinstatement.clinics", "[0, 0, 0]"},                                                                   \
    {                                                                                                                  \
        "response.reinstatement.theatre", "[0, 0, 0]"                                                                  \
    }
#define ALL_REINSTATED                                                                                                 \
    {                                                                                                                  \
        "response.reinstatement.clinics", "[1, 1, 1]"                                                                  \
    }
#define OFF_BEFORE(time)                                                                                               \
    {                                                                                                                  \
        "strikes[three days].call_off.before", time                                                                    \
    }

enum { LOST = 360 };

typedef struct {
    double moved, moved_for_nothing, kept, reinstated, used, lost, suppressed, seen_less;
} Outcome;

static Outcome outcome(const SimOverride *overrides, size_t count)
{
    Run run = run_by_hand(overrides, count);
    const HospitalPlan *plan = run.lives.plans[SIM_STRIKE];
    const MeasurePlan *measures = &plan->measures;
    SimWorld *strike = run.worlds[SIM_STRIKE], *baseline = run.worlds[SIM_BASELINE];
    const uint32_t monday = day_number(plan, 2024, 3, 4);
    const Outcome outcome = {
        .moved = amount_whole(strike, plan, measures->ia_total),
        .moved_for_nothing = amount_whole(strike, plan, measures->ia_off_moved),
        .kept = amount_whole(strike, plan, measures->ia_off_kept),
        .reinstated = amount_whole(strike, plan, measures->ia_off_reinstated),
        .used = amount_whole(strike, plan, measures->ia_off_used),
        .lost = amount_whole(strike, plan, measures->ia_off_lost),
        .suppressed = amount_whole(strike, plan, measures->ia_suppressed),
        .seen_less = amount_between(baseline, monday, monday + 3, measures->act_op) -
                     amount_between(strike, monday, monday + 3, measures->act_op),
    };
    run_free(&run);
    return outcome;
}

static void a_call_off_thirteen_hours_before_undoes_no_cancellation(void **state)
{
    (void)state;
    const SimOverride late[] = {OFF_BEFORE("13 h"), NOTHING_REINSTATED};
    const Outcome off = outcome(late, 3);
    assert_float_equal(off.moved, LOST, 0);
    assert_float_equal(off.moved_for_nothing, LOST, 0);
    assert_float_equal(off.lost, LOST, 0);
    assert_float_equal(off.seen_less, LOST, 0);
    assert_float_equal(off.reinstated, 0, 0);
    assert_float_equal(off.kept, 0, 0);
}

static void before_anything_is_cancelled_it_undoes_everything(void **state)
{
    (void)state;
    const SimOverride early[] = {OFF_BEFORE("8 d"), NOTHING_REINSTATED};
    const Outcome off = outcome(early, 3);
    assert_float_equal(off.moved, 0, 0);
    assert_float_equal(off.seen_less, 0, 0);
    assert_float_equal(off.lost, 0, 0);
}

// On Saturday evening. Clinics of Tuesday and Wednesday are booked as usual, those of Monday are offered by telephone.
static void sessions_reinstated_are_filled_by_who_waits(void **state)
{
    (void)state;
    const SimOverride all[] = {OFF_BEFORE("37 h"), ALL_REINSTATED, {"response.reinstatement.refill", "100%"}};
    const Outcome filled = outcome(all, 3);
    assert_float_equal(filled.reinstated, 30, 0);
    assert_float_equal(filled.moved, LOST, 0);
    assert_float_equal(filled.moved_for_nothing, LOST, 0);
    assert_float_equal(filled.used, LOST, 0);
    assert_float_equal(filled.lost, 0, 0);
    assert_float_equal(filled.seen_less, 0, 0);
    const SimOverride nobody[] = {OFF_BEFORE("37 h"), ALL_REINSTATED, {"response.reinstatement.refill", "0%"}};
    const Outcome left = outcome(nobody, 3);
    assert_true(left.lost > 0 && left.lost < LOST);
    assert_true(fabs(left.used + left.lost - LOST) < 0.5);
    assert_true(fabs(left.seen_less - left.lost) < 0.5);
}

// Nobody is reached before the strike is called off, a day after all was cancelled on a Monday morning.
static void patients_who_have_not_been_told_keep_their_appointments(void **state)
{
    (void)state;
    const SimOverride untold[] = {OFF_BEFORE("6 d"),
                                  ALL_REINSTATED,
                                  {"trusts[HAN].bookings", "on"},
                                  {"trusts[HAN].bookings.message.reaches", "0%"},
                                  {"trusts[HAN].bookings.agents", "0"}};
    const Outcome off = outcome(untold, 5);
    assert_float_equal(off.kept, LOST, 0);
    assert_float_equal(off.moved, 0, 0);
    assert_float_equal(off.moved_for_nothing, 0, 0);
    assert_float_equal(off.seen_less, 0, 0);
}

// Residents see half of each clinic of twelve.
static void patients_moved_because_residents_would_be_missing_are_counted_too(void **state)
{
    (void)state;
    const SimOverride residents[] = {OFF_BEFORE("13 h"),
                                     {"strikes[three days].groups", "[resident_doctors]"},
                                     {"response.sessions.resident_share", "50%"},
                                     {"response.reinstatement.refill", "0%"}};
    const Outcome off = outcome(residents, 4);
    assert_true(fabs(off.moved - LOST / 2) < 0.5);
    assert_true(fabs(off.moved_for_nothing - LOST / 2) < 0.5);
}

static void the_more_time_is_left_the_less_is_lost(void **state)
{
    (void)state;
    static const char *const before[] = {"13 h", "3 d", "6 d"};
    double lost[3];
    for (int i = 0; i < 3; i++) {
        const SimOverride off[] = {OFF_BEFORE(before[i])};
        lost[i] = outcome(off, 1).lost;
    }
    assert_true(lost[0] < LOST && lost[0] > lost[1] && lost[1] >= lost[2]);
}

// One clinic of fifteen slots and five theatre lists of three cases a weekday.
static void clinics_and_theatre_lists_are_reinstated_by_shares_of_their_own(void **state)
{
    (void)state;
    static const struct {
        const char *clinics, *theatre;
        double reinstated, lost;
    } cases[] = {{"[1, 1, 1]", "[0, 0, 0]", 3, 45}, {"[0, 0, 0]", "[1, 1, 1]", 15, 45}};
    for (size_t i = 0; i < 2; i++) {
        const SimOverride half_are_operations[] = {OFF_BEFORE("37 h"),
                                                   {"response.reinstatement.clinics", cases[i].clinics},
                                                   {"response.reinstatement.theatre", cases[i].theatre},
                                                   {"response.reinstatement.refill", "100%"},
                                                   {"recovery.extra_clinics", "0/week"},
                                                   {"trusts[HAN].size.rtt_pathways", "4000"},
                                                   {"trusts[HAN].size.outpatient_appointments", "12/day"},
                                                   {"trusts[HAN].elective.referrals", "10.7260273972602747/day"},
                                                   {"trusts[HAN].elective.slots.clinic", "15"},
                                                   {"trusts[HAN].elective.list_stages", "[0.5, 0, 0, 0.5, 0]"},
                                                   {"trusts[HAN].elective.services[surgery].to_treatment", "100%"}};
        const Outcome off = outcome(half_are_operations, sizeof half_are_operations / sizeof *half_are_operations);
        assert_float_equal(off.reinstated, cases[i].reinstated, 0);
        assert_float_equal(off.lost, cases[i].lost, 0);
    }
}

// --- Shifts ----------------------------------------------------------------------------------------------------------

#define RESIDENTS                                                                                                      \
    {                                                                                                                  \
        "strikes[three days].groups", "[resident_doctors]"                                                             \
    }

static void assert_residents_at(SimWorld *world, const HospitalPlan *plan, int day, double hour, uint32_t present)
{
    run_to(world, plan, moment(plan, 2024, 3, day, hour) + 1);
    const Hospital hospital = hospital_at(world, plan);
    assert_int_equal(staffing_present(&hospital, DEPARTMENT_MEDICAL_WARDS, GROUP_RESIDENTS), present);
}

// Ten by day from 08:00, four at night from 20:00.
static void shifts_are_worked_from_the_recall_on(void **state)
{
    (void)state;
    const struct {
        const char *at, *recall;
        uint32_t monday, monday_night, tuesday;
    } cases[] = {{"2024-03-03T20:00", "12 h", 10, 4, 10},
                 {"2024-03-03T20:00:01", "12 h", 0, 4, 10},
                 {"2024-03-04T08:01", "12 h", 0, 0, 10},
                 {"2024-03-04T08:01", "11 h", 0, 4, 10},
                 {"2024-03-05T07:59", "12 h", 0, 0, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const SimOverride off[] = {
            RESIDENTS, {"strikes[three days].call_off.at", cases[i].at}, {"response.recall", cases[i].recall}};
        Lives lives = by_hand(off, 3);
        const HospitalPlan *plan = lives.plans[SIM_STRIKE];
        SimWorld *world = world_new(plan, 0);
        assert_residents_at(world, plan, 4, 8, cases[i].monday);
        assert_residents_at(world, plan, 4, 20, cases[i].monday_night);
        assert_residents_at(world, plan, 5, 8, cases[i].tuesday);
        assert_residents_at(world, plan, 6, 8, 10);
        sim_world_free(world);
        lives_free(&lives);
    }
}

// --- What is known before --------------------------------------------------------------------------------------------

static void nothing_differs_before_it_is_called_off_and_much_after(void **state)
{
    (void)state;
    const SimOverride off[] = {OFF_BEFORE("37 h")};
    Lives called_off = by_hand(off, 1), held = by_hand(NULL, 0);
    const HospitalPlan *plans[] = {called_off.plans[SIM_STRIKE], held.plans[SIM_STRIKE]};
    const SimTime off_s = moment(plans[0], 2024, 3, 2, 18);
    SimWorld *worlds[] = {world_run(plans[0], 0, off_s), world_run(plans[1], 0, off_s)};
    assert_same_world(worlds[0], worlds[1]);
    for (int i = 0; i < 2; i++) run_to(worlds[i], plans[i], end_of(plans[i]));
    assert_true(differ(worlds[0], worlds[1]));
    for (int i = 0; i < 2; i++) sim_world_free(worlds[i]);
    lives_free(&called_off);
    lives_free(&held);
}

static void a_probability_of_nothing_changes_nothing(void **state)
{
    (void)state;
    const SimOverride never[] = {OFF_BEFORE("37 h"), {"strikes[three days].call_off.probability", "0%"}};
    Lives lives[] = {by_hand(never, 2), by_hand(NULL, 0)};
    SimWorld *worlds[2];
    for (int i = 0; i < 2; i++)
        worlds[i] = world_run(lives[i].plans[SIM_STRIKE], 0, end_of(lives[i].plans[SIM_STRIKE]));
    assert_same_world(worlds[0], worlds[1]);
    for (int i = 0; i < 2; i++) {
        sim_world_free(worlds[i]);
        lives_free(&lives[i]);
    }
}

// By lot, the same for every trust: as often as it says.
static void chance_calls_it_off_as_often_as_it_says_and_for_all_trusts(void **state)
{
    (void)state;
    const SimOverride likely[] = {OFF_BEFORE("13 h"), {"strikes[three days].call_off.probability", "40%"}};
    Lives lives = by_hand(likely, 2);
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    SimWorld *world = world_run(plan, 0, moment(plan, 2024, 3, 3, 18));
    Hospital hospital = hospital_at(world, plan);
    TrustPlan elsewhere = *hospital.trust;
    elsewhere.place_hash = 12345;
    int times = 0;
    enum { REPLICATIONS = 2000 };
    for (uint32_t replication = 1; replication <= REPLICATIONS; replication++) {
        hospital.key.replication = replication;
        const bool off = call_off_has_come(&hospital, &plan->strike.windows[0]);
        Hospital other = hospital;
        other.trust = &elsewhere;
        assert_int_equal(call_off_has_come(&other, &plan->strike.windows[0]), off);
        times += off;
    }
    // Binomial: 800, standard deviation 21.9.
    assert_in_range(times, 800 - 88, 800 + 88);
    sim_world_free(world);
    lives_free(&lives);
}

static void demand_is_as_usual_once_it_is_called_off(void **state)
{
    (void)state;
    const SimOverride off[] = {{"strikes[three days].call_off.at", "2024-03-05T12:00"}};
    Lives lives = by_hand(off, 1);
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    SimWorld *world = world_new(plan, 0);
    const WindowPlan *window = &plan->strike.windows[0];
    const SimTime off_s = moment(plan, 2024, 3, 5, 12);
    run_to(world, plan, off_s);
    const Hospital before = hospital_at(world, plan);
    assert_true(strike_moves_demand(&before, window, off_s - 1));
    run_to(world, plan, off_s + SIM_HOUR_S);
    const Hospital after = hospital_at(world, plan);
    assert_false(strike_moves_demand(&after, window, off_s));
    assert_false(strike_touches_day(&after, day_number(plan, 2024, 3, 7)));
    sim_world_free(world);
    lives_free(&lives);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_call_off_thirteen_hours_before_undoes_no_cancellation),
        cmocka_unit_test(before_anything_is_cancelled_it_undoes_everything),
        cmocka_unit_test(sessions_reinstated_are_filled_by_who_waits),
        cmocka_unit_test(patients_who_have_not_been_told_keep_their_appointments),
        cmocka_unit_test(patients_moved_because_residents_would_be_missing_are_counted_too),
        cmocka_unit_test(the_more_time_is_left_the_less_is_lost),
        cmocka_unit_test(clinics_and_theatre_lists_are_reinstated_by_shares_of_their_own),
        cmocka_unit_test(shifts_are_worked_from_the_recall_on),
        cmocka_unit_test(nothing_differs_before_it_is_called_off_and_much_after),
        cmocka_unit_test(a_probability_of_nothing_changes_nothing),
        cmocka_unit_test(chance_calls_it_off_as_often_as_it_says_and_for_all_trusts),
        cmocka_unit_test(demand_is_as_usual_once_it_is_called_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
