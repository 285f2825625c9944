// A strike worked out by hand, with exact numbers: tests/golden/scenarios/by_hand.yaml, and what overrides make of it.
//
// Ten clinics of twelve slots a weekday and 120 referrals: every clinic lost is twelve patients more on the list, until
// an extra clinic takes them off it.
#include "tests/golden/by_hand.h"

#include "models/rescheduling.h"
#include "models/waiting_list.h"

enum { CLINICS = 10, SLOTS = 12, A_DAY = CLINICS * SLOTS };

static double moved(const Run *run, enum SimLife life, enum MoveNotice notice)
{
    const HospitalPlan *plan = run->lives.plans[life];
    return amount_whole(run->worlds[life], plan, plan->measures.ia_op + (uint32_t)notice - NOTICE_ADVANCE);
}

static double suppressed(const Run *run)
{
    const HospitalPlan *plan = run->lives.plans[SIM_STRIKE];
    return amount_whole(run->worlds[SIM_STRIKE], plan, plan->measures.ia_suppressed);
}

// Patients moved with each kind of notice, and slots never booked.
static void assert_moved(const Run *run, double advance, double short_notice, double on_the_day, double never_booked)
{
    assert_float_equal(moved(run, SIM_STRIKE, NOTICE_ADVANCE), advance, 0);
    assert_float_equal(moved(run, SIM_STRIKE, NOTICE_SHORT), short_notice, 0);
    assert_float_equal(moved(run, SIM_STRIKE, NOTICE_ON_THE_DAY), on_the_day, 0);
    assert_float_equal(suppressed(run), never_booked, 0);
    for (enum MoveNotice notice = NOTICE_ADVANCE; notice < MOVE_NOTICES; notice++) {
        assert_float_equal(moved(run, SIM_BASELINE, notice), 0, 0);
    }
}

// What the strike adds to the waiting list at the end of a day.
static double added_to_list(const Run *run, uint32_t day)
{
    const uint32_t series = run->lives.plans[SIM_STRIKE]->measures.rtt_total;
    return amount_of(run->worlds[SIM_STRIKE], day, series) - amount_of(run->worlds[SIM_BASELINE], day, series);
}

// +120 on each of the three days; nothing more until Monday, 11 March.
static void assert_list_of_three_days(const Run *run)
{
    const uint32_t monday = day_number(run->lives.plans[SIM_STRIKE], 2024, 3, 4);
    for (uint32_t day = 0; day < monday; day++) assert_float_equal(added_to_list(run, day), 0, 0);
    assert_float_equal(added_to_list(run, monday), A_DAY, 0);
    assert_float_equal(added_to_list(run, monday + 1), 2 * A_DAY, 0);
    for (uint32_t day = monday + 2; day < monday + 7; day++) {
        assert_float_equal(added_to_list(run, day), 3 * A_DAY, 0);
    }
}

// --- Clinics ---------------------------------------------------------------------------------------------------------

static void the_plan_is_ten_clinics_of_twelve_slots_on_every_weekday(void **state)
{
    (void)state;
    Run run = run_by_hand(NULL, 0);
    const HospitalPlan *plan = run.lives.plans[SIM_BASELINE];
    for (uint32_t day = 7; day < plan->days; day++) {
        const double seen = amount_of(run.worlds[SIM_BASELINE], day, plan->measures.act_op);
        const double slots = day % 7 < 5 ? A_DAY : 0;
        assert_float_equal(seen, slots, 0);
    }
    run_free(&run);
}

static void three_days_move_360_patients_in_advance_and_add_360_to_the_list(void **state)
{
    (void)state;
    Run run = run_by_hand(NULL, 0);
    assert_moved(&run, 3 * A_DAY, 0, 0, 0);
    assert_list_of_three_days(&run);
    run_free(&run);
}

static void twelve_slots_more_a_day_clear_the_backlog_in_thirty_working_days(void **state)
{
    (void)state;
    Run run = run_by_hand(NULL, 0);
    const HospitalPlan *plan = run.lives.plans[SIM_STRIKE];
    double left = 3 * A_DAY;
    int working_days = 0;
    for (uint32_t day = day_number(plan, 2024, 3, 11); day < plan->days; day++) {
        if (day % 7 < 5 && left > 0) {
            left -= SLOTS;
            working_days++;
        }
        assert_float_equal(added_to_list(&run, day), left, 0);
    }
    assert_int_equal(working_days, 30);
    assert_float_equal(amount_whole(run.worlds[SIM_STRIKE], plan, plan->measures.rec_extra_sessions), 30, 0);
    run_free(&run);
}

static void patients_who_are_all_reached_by_message_are_moved_in_advance_too(void **state)
{
    (void)state;
    const SimOverride told[] = {{"trusts[HAN].bookings", "on"}, {"trusts[HAN].bookings.message.reaches", "100%"}};
    Run run = run_by_hand(told, 2);
    assert_moved(&run, 3 * A_DAY, 0, 0, 0);
    assert_list_of_three_days(&run);
    run_free(&run);
}

static void nobody_is_moved_if_nothing_was_booked_when_it_was_announced(void **state)
{
    (void)state;
    const SimOverride early[] = {{"calendar.start", "2023-12-04"},
                                 {"strikes[three days].announced", "2024-01-01T07:00"}};
    Run run = run_by_hand(early, 2);
    assert_moved(&run, 0, 0, 0, 3 * A_DAY);
    assert_list_of_three_days(&run);
    run_free(&run);
}

// The clinics of Monday, 4 March, are opened eight weeks before at 07:00, after all that is decided in that second.
static void clinics_opened_in_the_second_of_the_announcement_are_not_booked(void **state)
{
    (void)state;
    SimOverride at_opening[] = {{"calendar.start", "2023-12-04"},
                                {"strikes[three days].announced", "2024-01-08T07:00"}};
    Run run = run_by_hand(at_opening, 2);
    assert_moved(&run, 0, 0, 0, 3 * A_DAY);
    run_free(&run);
    at_opening[1].text = "2024-01-08T07:00:01";
    run = run_by_hand(at_opening, 2);
    assert_moved(&run, A_DAY, 0, 0, 2 * A_DAY);
    assert_list_of_three_days(&run);
    run_free(&run);
}

// Consultants from Monday to Wednesday and again from Tuesday to Thursday, radiographers with them: four days of
// clinics are lost, each once, and everybody is absent once.
static void strikes_that_overlap_take_each_session_and_each_person_once(void **state)
{
    (void)state;
    static const char others[] = "  - name: a day later\n"
                                 "    groups: [consultants, radiographers]\n"
                                 "    announced: 2024-02-19T07:00\n"
                                 "    start: 2024-03-05T07:00\n"
                                 "    end: 2024-03-08T07:00\n"
                                 "    participation: {weekday: 100%, weekend: 100%, between_trusts: 0}\n"
                                 "    demand: {stay_away: 0%}\n";
    Lives lives = by_hand_with(others, NULL, 0);
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    const MeasurePlan *of = &plan->measures;
    SimWorld *world = world_run(plan, 0, end_of(plan));
    const uint32_t monday = day_number(plan, 2024, 3, 4);
    assert_float_equal(amount_whole(world, plan, of->ia_total), 4 * A_DAY, 0);
    assert_float_equal(amount_whole(world, plan, of->sessions_struck), 4 * CLINICS, 0);
    assert_float_equal(amount_whole(world, plan, of->ia_repeat), 0, 0);
    for (uint32_t day = monday; day < monday + 4; day++) {
        const double radiographers = day == monday ? 0 : amount_of(world, day, of->ia_due + GROUP_RADIOGRAPHERS);
        assert_float_equal(amount_of(world, day, of->ia_absent + GROUP_CONSULTANTS),
                           amount_of(world, day, of->ia_due + GROUP_CONSULTANTS), 0);
        assert_float_equal(amount_of(world, day, of->ia_absent + GROUP_RADIOGRAPHERS), radiographers, 0);
        assert_float_equal(amount_of(world, day, of->ia_absent + GROUP_NURSES), 0, 0);
    }
    sim_world_free(world);
    lives_free(&lives);
}

static void everybody_is_moved_on_the_day_if_there_is_no_forecast(void **state)
{
    (void)state;
    const SimOverride surprise[] = {{"strikes[three days].participation.forecast_weekday", "0%"},
                                    {"strikes[three days].participation.forecast_weekend", "0%"}};
    Run run = run_by_hand(surprise, 2);
    assert_moved(&run, 0, 0, 3 * A_DAY, 0);
    assert_list_of_three_days(&run);
    run_free(&run);
}

static void notice_is_short_if_it_is_less_than_three_days(void **state)
{
    (void)state;
    // From midday so long before the day to the clinics at 09:00 and 13:30, half of them each; on Friday where that is
    // a weekend, so that Tuesday's patients are told on Friday as well as Monday's.
    const struct {
        const char *lead;
        double advance, short_notice;
    } cases[] = {{"2 d", 1.5 * A_DAY, 1.5 * A_DAY}, {"3 d", 2.5 * A_DAY, 0.5 * A_DAY}, {"4 d", 3 * A_DAY, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const SimOverride rolling[] = {{"response.cancellation.policy", "rolling"},
                                       {"response.cancellation.lead", cases[i].lead}};
        Run run = run_by_hand(rolling, 2);
        assert_moved(&run, cases[i].advance, cases[i].short_notice, 0, 0);
        assert_list_of_three_days(&run);
        run_free(&run);
    }
}

// Five clinics each morning and afternoon; whose they are beyond the forecast is known on the day.
static void sessions_that_others_hold_for_a_consultant_on_strike_go_ahead(void **state)
{
    (void)state;
    const struct {
        const char *held;
        double moved;
    } cases[] = {{"100%", 0}, {"40%", 3 * A_DAY * 0.6}, {"0%", 3 * A_DAY}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const SimOverride held[] = {{"response.sessions.held_by_others", cases[i].held}};
        Run run = run_by_hand(held, 1);
        assert_float_equal(moved(&run, SIM_STRIKE, NOTICE_ADVANCE), cases[i].moved, 0);
        run_free(&run);
    }
}

// A half or all of those who lead are called out.
static void sessions_led_by_sas_doctors_stop_in_their_strike_and_run_in_that_of_consultants(void **state)
{
    (void)state;
    const struct {
        const char *groups, *led_by_sas;
        double moved;
    } cases[] = {{"[consultants]", "100%", 0},
                 {"[sas_doctors]", "100%", 3 * A_DAY},
                 {"[sas_doctors]", "0%", 0},
                 {"[consultants, sas_doctors]", "50%", 3 * A_DAY}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const SimOverride led[] = {{"strikes[three days].groups", cases[i].groups},
                                   {"trusts[HAN].elective.led_by_sas", cases[i].led_by_sas}};
        Run run = run_by_hand(led, 2);
        assert_float_equal(moved(&run, SIM_STRIKE, NOTICE_ADVANCE), cases[i].moved, 0);
        run_free(&run);
    }
}

// Thirty clinics, of which about so many need nurses; all nurses strike.
static void clinics_that_need_nurses_stop_in_their_strike(void **state)
{
    (void)state;
    const struct {
        const char *share;
        double least, most;
    } cases[] = {{"0%", 0, 0}, {"100%", 3 * A_DAY, 3 * A_DAY}, {"40%", 4 * SLOTS, 22 * SLOTS}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const SimOverride nurses[] = {{"strikes[three days].groups", "[nurses]"},
                                      {"trusts[HAN].elective.clinic.staffed_by", "nurses"},
                                      {"trusts[HAN].elective.clinic.staffed_share", cases[i].share}};
        Run run = run_by_hand(nurses, 3);
        const double lost = moved(&run, SIM_STRIKE, NOTICE_ADVANCE);
        assert_true(lost >= cases[i].least && lost <= cases[i].most);
        run_free(&run);
    }
}

static double cut_by(const HospitalPlan *plan, SimTime time_s)
{
    SimWorld *world = world_run(plan, 0, time_s);
    const double patients = amount_whole(world, plan, plan->measures.ia_total);
    sim_world_free(world);
    return patients;
}

static void clinics_are_cut_seven_days_before_the_start_to_the_second(void **state)
{
    (void)state;
    Lives lives = by_hand(NULL, 0);
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    const SimTime cut_s = moment(plan, 2024, 2, 26, 7);
    assert_float_equal(cut_by(plan, cut_s), 0, 0);
    assert_float_equal(cut_by(plan, cut_s + 1), 3 * A_DAY, 0);
    lives_free(&lives);
}

// Clinics begin at 09:00 and 13:30, five of the ten each.
static void a_clinic_is_struck_if_it_begins_at_or_after_the_start_and_before_the_end(void **state)
{
    (void)state;
    const struct {
        const char *start, *end;
        double clinics;
    } cases[] = {{"2024-03-04T09:00", "2024-03-07T07:00", 30},  {"2024-03-04T09:00:01", "2024-03-07T07:00", 25},
                 {"2024-03-04T13:30", "2024-03-07T07:00", 25},  {"2024-03-04T13:30:01", "2024-03-07T07:00", 20},
                 {"2024-03-04T07:00", "2024-03-06T13:30", 25},  {"2024-03-04T07:00", "2024-03-06T13:30:01", 30},
                 {"2024-03-04T07:00", "2024-03-07T09:00", 30},  {"2024-03-04T07:00", "2024-03-07T09:00:01", 35},
                 {"2024-03-04T09:00", "2024-03-04T09:00:01", 5}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const SimOverride edges[] = {{"strikes[three days].start", cases[i].start},
                                     {"strikes[three days].end", cases[i].end}};
        Run run = run_by_hand(edges, 2);
        assert_moved(&run, cases[i].clinics * SLOTS, 0, 0, 0);
        run_free(&run);
    }
}

// --- A&E -------------------------------------------------------------------------------------------------------------

// Of 2, 18, 55, 22 and 3 % by urgency: a cut of 10 % falls on urgency 4 and 5 alone, one of 45 % on 20 of the 55 too.
static void the_least_urgent_stay_away_first_and_the_most_urgent_never(void **state)
{
    (void)state;
    static const double mix[TRIAGE_CLASSES] = {0.02, 0.18, 0.55, 0.22, 0.03};
    const struct {
        const char *stay_away;
        double share[TRIAGE_CLASSES];
    } cases[] = {{"10%", {0, 0, 0, 0.4, 0.4}}, {"25%", {0, 0, 0, 1, 1}}, {"45%", {0, 0, 20.0 / 55, 1, 1}}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const SimOverride demand[] = {{"strikes[three days].demand.stay_away", cases[i].stay_away}};
        Lives lives = by_hand(demand, 1);
        const HospitalPlan *plan = lives.plans[SIM_STRIKE];
        const SimTime start_s = moment(plan, 2024, 3, 4, 7), end_s = moment(plan, 2024, 3, 7, 7);
        SimWorld *world = world_new(plan, 0);
        const Hospital hospital = hospital_at(world, plan);
        for (uint32_t urgency = 1; urgency <= TRIAGE_CLASSES; urgency++) {
            const double share = cases[i].share[urgency - 1];
            assert_float_equal(demand_stays_away(&hospital, start_s, urgency, mix), share, 1e-6);
            assert_float_equal(demand_stays_away(&hospital, end_s - 1, urgency, mix), share, 1e-6);
            assert_float_equal(demand_stays_away(&hospital, start_s - 1, urgency, mix), 0, 0);
            assert_float_equal(demand_stays_away(&hospital, end_s, urgency, mix), 0, 0);
        }
        sim_world_free(world);
        lives_free(&lives);
    }
}

// --- Shifts ----------------------------------------------------------------------------------------------------------

#define RESIDENTS                                                                                                      \
    {"strikes[three days].groups", "[resident_doctors]"},                                                              \
    {                                                                                                                  \
        "calendar.end", "2024-03-31"                                                                                   \
    }

enum { BY_DAY = 10, BY_NIGHT = 4 };  // residents due on the medical wards: from 08:00 to 20:00, and to 08:00

// At a moment before anything happens in it but changes of shift.
static void assert_residents_at(SimWorld *world, const HospitalPlan *plan, SimTime time_s, uint32_t present)
{
    run_to(world, plan, time_s + 1);
    const Hospital hospital = hospital_at(world, plan);
    assert_int_equal(staffing_present(&hospital, DEPARTMENT_MEDICAL_WARDS, GROUP_RESIDENTS), present);
}

static void a_night_that_starts_before_the_end_is_lost_to_its_own_end(void **state)
{
    (void)state;
    const SimOverride residents[] = {RESIDENTS};
    Lives lives = by_hand(residents, sizeof residents / sizeof residents[0]);
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    SimWorld *world = world_new(plan, 0);
    assert_residents_at(world, plan, moment(plan, 2024, 3, 3, 20), BY_NIGHT);
    assert_residents_at(world, plan, moment(plan, 2024, 3, 4, 7), BY_NIGHT);  // on since Sunday: not struck
    assert_residents_at(world, plan, moment(plan, 2024, 3, 4, 8) - 2, BY_NIGHT);
    assert_residents_at(world, plan, moment(plan, 2024, 3, 4, 8), 0);
    assert_residents_at(world, plan, moment(plan, 2024, 3, 6, 20), 0);
    assert_residents_at(world, plan, moment(plan, 2024, 3, 7, 6.5), 0);
    assert_residents_at(world, plan, moment(plan, 2024, 3, 7, 7), 0);  // the strike has ended, the night has not
    assert_residents_at(world, plan, moment(plan, 2024, 3, 7, 7.5), 0);
    assert_residents_at(world, plan, moment(plan, 2024, 3, 7, 8) - 2, 0);
    assert_residents_at(world, plan, moment(plan, 2024, 3, 7, 8), BY_DAY);
    assert_residents_at(world, plan, moment(plan, 2024, 3, 7, 20), BY_NIGHT);
    sim_world_free(world);
    lives_free(&lives);
}

static void a_shift_is_struck_if_it_starts_at_or_after_the_start_and_before_the_end(void **state)
{
    (void)state;
    const struct {
        const char *start, *end;
        uint32_t first_day, first_night, last_night, next_day;  // at work from Monday 08:00 to Thursday 08:00
    } cases[] = {{"2024-03-04T08:00", "2024-03-06T20:00:01", 0, 0, 0, BY_DAY},
                 {"2024-03-04T08:00:01", "2024-03-06T20:00", BY_DAY, 0, BY_NIGHT, BY_DAY},
                 {"2024-03-04T20:00", "2024-03-07T08:00", BY_DAY, 0, 0, BY_DAY},
                 {"2024-03-04T20:00:01", "2024-03-07T08:00:01", BY_DAY, BY_NIGHT, 0, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const SimOverride edges[] = {
            RESIDENTS, {"strikes[three days].start", cases[i].start}, {"strikes[three days].end", cases[i].end}};
        Lives lives = by_hand(edges, sizeof edges / sizeof edges[0]);
        const HospitalPlan *plan = lives.plans[SIM_STRIKE];
        SimWorld *world = world_new(plan, 0);
        assert_residents_at(world, plan, moment(plan, 2024, 3, 4, 8), cases[i].first_day);
        assert_residents_at(world, plan, moment(plan, 2024, 3, 4, 20), cases[i].first_night);
        assert_residents_at(world, plan, moment(plan, 2024, 3, 6, 20), cases[i].last_night);
        assert_residents_at(world, plan, moment(plan, 2024, 3, 7, 8), cases[i].next_day);
        sim_world_free(world);
        lives_free(&lives);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_plan_is_ten_clinics_of_twelve_slots_on_every_weekday),
        cmocka_unit_test(three_days_move_360_patients_in_advance_and_add_360_to_the_list),
        cmocka_unit_test(twelve_slots_more_a_day_clear_the_backlog_in_thirty_working_days),
        cmocka_unit_test(patients_who_are_all_reached_by_message_are_moved_in_advance_too),
        cmocka_unit_test(nobody_is_moved_if_nothing_was_booked_when_it_was_announced),
        cmocka_unit_test(clinics_opened_in_the_second_of_the_announcement_are_not_booked),
        cmocka_unit_test(strikes_that_overlap_take_each_session_and_each_person_once),
        cmocka_unit_test(everybody_is_moved_on_the_day_if_there_is_no_forecast),
        cmocka_unit_test(notice_is_short_if_it_is_less_than_three_days),
        cmocka_unit_test(sessions_that_others_hold_for_a_consultant_on_strike_go_ahead),
        cmocka_unit_test(sessions_led_by_sas_doctors_stop_in_their_strike_and_run_in_that_of_consultants),
        cmocka_unit_test(clinics_that_need_nurses_stop_in_their_strike),
        cmocka_unit_test(clinics_are_cut_seven_days_before_the_start_to_the_second),
        cmocka_unit_test(a_clinic_is_struck_if_it_begins_at_or_after_the_start_and_before_the_end),
        cmocka_unit_test(the_least_urgent_stay_away_first_and_the_most_urgent_never),
        cmocka_unit_test(a_night_that_starts_before_the_end_is_lost_to_its_own_end),
        cmocka_unit_test(a_shift_is_struck_if_it_starts_at_or_after_the_start_and_before_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
