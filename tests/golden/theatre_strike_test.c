// Theatre lists in a strike, with exact numbers: tests/golden/scenarios/by_hand.yaml with five lists of three cases a
// weekday. Who is moved, who is cancelled at the last minute, and the 28 days.
#include "tests/golden/by_hand.h"

#include "models/rescheduling.h"
#include "models/waiting_list.h"

enum { CASES = 3 };

// Five lists of three cases a weekday, for patients who stay: 15 referrals * 261 / 365, all to be operated.
#define THEATRES                                                                                                       \
    {"trusts[HAN].size.rtt_pathways", "4000"},                                                                         \
        {"trusts[HAN].size.outpatient_appointments", "10.7260273972602747/day"},                                       \
        {"trusts[HAN].elective.referrals", "10.7260273972602747/day"}, {"trusts[HAN].elective.slots.clinic", "15"},    \
        {"trusts[HAN].elective.list_stages", "[0.5, 0, 0, 0.5, 0]"},                                                   \
        {"trusts[HAN].elective.services[surgery].to_treatment", "100%"},                                               \
    {                                                                                                                  \
        "recovery.extra_clinics", "0/week"                                                                             \
    }

static uint32_t first_list(const SimWorld *world, uint32_t day, enum Half half)
{
    uint32_t row = SIM_ROW(world, TABLE_DAYS_AHEAD, ElectiveDay, day + 1)->first_session[half];
    while (row && session_at(world, row)->kind != SESSION_INPATIENT_LIST) row = session_at(world, row)->next_same_day;
    return row;
}

static uint32_t lists_in(const SimWorld *world, uint32_t day, enum Half half)
{
    uint32_t lists = 0;
    for (uint32_t row = first_list(world, day, half); row; row = session_at(world, row)->next_same_day) {
        lists += session_at(world, row)->kind == SESSION_INPATIENT_LIST;
    }
    return lists;
}

// Who was booked into the list after `number` others.
static uint32_t patient_of(const SimWorld *world, uint32_t list, uint32_t number)
{
    return *SIM_ROW(world, TABLE_BOOKINGS, uint32_t, session_at(world, list)->first_booking + number);
}

// Makes the three patients of one list P2; returns the list.
static uint32_t mark_p2(const SimWorld *world, uint32_t day)
{
    const enum Half half = lists_in(world, day, HALF_MORNING) == 3 ? HALF_MORNING : HALF_AFTERNOON;
    assert_int_equal(lists_in(world, day, half), 3);
    assert_int_equal(lists_in(world, day, half == HALF_MORNING ? HALF_AFTERNOON : HALF_MORNING), 2);
    const uint32_t list = first_list(world, day, half);
    assert_int_equal(session_booked(session_at(world, list)), CASES);
    for (uint32_t i = 0; i < CASES; i++) pathway_at(world, patient_of(world, list, i))->priority = PRIORITY_URGENT;
    session_at(world, list)->urgent = CASES;
    return list;
}

// Nobody is pulled and no doctor is away.
static void theatre_lists_stop_in_a_strike_of_their_nurses(void **state)
{
    (void)state;
    const SimOverride nurses[] = {THEATRES,
                                  {"strikes[three days].groups", "[nurses]"},
                                  {"trusts[HAN].elective.theatre.staffed_by", "nurses"},
                                  {"trusts[HAN].elective.theatre.staffed_share", "100%"}};
    Run run = run_by_hand(nurses, sizeof nurses / sizeof nurses[0]);
    const HospitalPlan *plan = run.lives.plans[SIM_STRIKE];
    assert_float_equal(amount_whole(run.worlds[SIM_STRIKE], plan, plan->measures.ia_ip), 45, 0);  // all in advance
    assert_float_equal(amount_whole(run.worlds[SIM_STRIKE], plan, plan->measures.ia_channel + CHANNEL_STAFF), 45, 0);
    assert_float_equal(amount_whole(run.worlds[SIM_STRIKE], plan, plan->measures.sessions_pulled), 0, 0);
    run_free(&run);
}

// Three of five lists have nurses: the one of P2 is among them, and no patient of it takes another's place.
static void lists_without_nurses_are_the_least_urgent(void **state)
{
    (void)state;
    const SimOverride nurses[] = {THEATRES,
                                  {"strikes[three days].groups", "[nurses]"},
                                  {"trusts[HAN].elective.theatre.staffed_by", "nurses"},
                                  {"trusts[HAN].elective.theatre.staffed_share", "60%"}};
    Lives lives = by_hand(nurses, sizeof nurses / sizeof nurses[0]);
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    const uint32_t monday = day_number(plan, 2024, 3, 4);
    SimWorld *world = world_run(plan, 0, moment(plan, 2024, 2, 19, 7));
    for (uint32_t day = monday; day < monday + 3; day++) mark_p2(world, day);
    run_to(world, plan, end_of(plan));
    const double moved = amount_whole(world, plan, plan->measures.ia_ip);
    assert_true(moved >= 2 * 3 * CASES && moved <= 4 * 3 * CASES);  // 1.8 and 1.2 lists a day, up or down by chance
    assert_float_equal(amount_whole(world, plan, plan->measures.ia_channel + CHANNEL_STAFF), moved, 0);
    assert_float_equal(amount_whole(world, plan, plan->measures.ia_cancer), 0, 0);
    assert_float_equal(amount_whole(world, plan, plan->measures.ia_reseated), 0, 0);
    sim_world_free(world);
    lives_free(&lives);
}

// Nobody expected it: whoever comes is sent home, and the cause is the strike.
static void operations_cut_on_the_day_are_last_minute_cancellations_for_the_strike(void **state)
{
    (void)state;
    const SimOverride surprise[] = {THEATRES,
                                    {"strikes[three days].participation.forecast_weekday", "0%"},
                                    {"strikes[three days].participation.forecast_weekend", "0%"}};
    for (int bookings = 0; bookings < 2; bookings++) {
        SimOverride overrides[sizeof surprise / sizeof surprise[0] + 1];
        memcpy(overrides, surprise, sizeof surprise);
        overrides[sizeof surprise / sizeof surprise[0]] =
            (SimOverride){"trusts[HAN].bookings", bookings ? "on" : "off"};
        Lives lives = by_hand(overrides, sizeof overrides / sizeof overrides[0]);
        const HospitalPlan *plan = lives.plans[SIM_STRIKE];
        SimWorld *world = world_run(plan, 0, end_of(plan));
        const MeasurePlan *measures = &plan->measures;
        assert_float_equal(amount_whole(world, plan, measures->ia_ip + NOTICE_ON_THE_DAY - NOTICE_ADVANCE), 45, 0);
        assert_float_equal(amount_whole(world, plan, measures->qmco_cause + CAUSE_STRIKE), 45, 0);
        assert_float_equal(amount_whole(world, plan, measures->qmco_lastmin), 45, 0);
        sim_world_free(world);
        lives_free(&lives);
    }
}

// The residents of diagnostics stay away; two anaesthetists each morning and afternoon stand in: four of five lists go.
static void lists_of_p2_go_ahead_and_36_of_45_operations_move(void **state)
{
    (void)state;
    const SimOverride theatres[] = {THEATRES,
                                    {"strikes[three days].groups", "[resident_doctors]"},
                                    {"trusts[HAN].staffing.departments[diagnostics].target_day", "100%"}};
    Lives lives = by_hand(theatres, sizeof theatres / sizeof theatres[0]);
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    const uint32_t monday = day_number(plan, 2024, 3, 4);
    SimWorld *world = world_run(plan, 0, moment(plan, 2024, 2, 19, 7));
    uint32_t urgent[3 * CASES], urgent_count = 0;
    for (uint32_t day = monday; day < monday + 3; day++) {
        const uint32_t list = mark_p2(world, day);
        for (uint32_t i = 0; i < CASES; i++) urgent[urgent_count++] = patient_of(world, list, i);
    }
    run_to(world, plan, end_of(plan));
    const MeasurePlan *measures = &plan->measures;
    assert_int_equal(urgent_count, 9);
    assert_float_equal(amount_whole(world, plan, measures->ia_ip), 36, 0);  // all in advance
    assert_float_equal(amount_whole(world, plan, measures->ia_total), 36, 0);
    assert_float_equal(amount_whole(world, plan, measures->ia_cancer), 0, 0);
    assert_float_equal(amount_whole(world, plan, measures->sessions_pulled), 12, 0);
    assert_float_equal(amount_whole(world, plan, measures->qmco_lastmin), 0, 0);
    for (uint32_t day = monday; day < monday + 3; day++) {
        assert_float_equal(amount_of(world, day, measures->act_elective), CASES, 0);
    }
    assert_float_equal(amount_of(world, monday + 3, measures->act_elective), 5 * CASES, 0);
    for (uint32_t i = 0; i < urgent_count; i++) {
        assert_int_equal(pathway_at(world, urgent[i])->stage, STAGE_ADMITTED);
        assert_int_equal(pathway_at(world, urgent[i])->moved, 0);
    }
    sim_world_free(world);
    lives_free(&lives);
}

// At Bolton no surgical bed is free on a morning, so that urgent patients still wait for one when their list is cut at
// midday. Their beds are free later, when the operation is not today any more.
static void whoever_is_moved_while_waiting_for_a_bed_does_not_get_it(void **state)
{
    (void)state;
    const SimOverride shorter[] = {{"calendar.start", "2023-11-13"},
                                   {"calendar.end", "2024-01-14"},
                                   {"run.warm_up", "2 weeks"},
                                   {"response.protected.urgent", "off"}};
    Lives lives = lives_read(SCENARIOS_FOLDER "/bolton-2024-01.yaml", shorter, sizeof shorter / sizeof shorter[0]);
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    const uint32_t monday = day_number(plan, 2023, 11, 27);
    SimWorld *world = world_run(plan, 0, moment(plan, 2023, 11, 27, 8));
    Hospital hospital = hospital_at(world, plan);
    const uint32_t list = first_list(world, monday, HALF_AFTERNOON);
    assert_true(session_pathways(session_at(world, list)) > 0);
    const uint32_t patient = patient_of(world, list, session_pathways(session_at(world, list)) - 1);
    pathway_at(world, patient)->priority = PRIORITY_URGENT;
    const SimResourceId beds = hospital.state->beds.pool[POOL_SURGICAL];
    const uint32_t capacity = sim_resource_capacity(world, beds);
    BedsPlan *closed = &lives.plans[SIM_BASELINE]->trusts[0].beds;  // asked at every change of shift
    closed->usable[POOL_SURGICAL] = closed->escalation[POOL_SURGICAL] = 0;
    sim_resource_set_capacity(world, beds, 0);
    run_to(world, plan, moment(plan, 2023, 11, 27, 12));
    assert_true(pathway_at(world, patient)->spell > 0);
    session_cancel(&hospital, list, CHANNEL_PULLED, true);
    assert_int_equal(pathway_at(world, patient)->spell, 0);
    closed->usable[POOL_SURGICAL] = capacity;
    sim_resource_set_capacity(world, beds, capacity);
    run_to(world, plan, moment(plan, 2023, 11, 28, 0));
    assert_int_equal(pathway_at(world, patient)->stage, STAGE_INPATIENT);
    run_to(world, plan, end_of(plan));  // which recounts the lists
    sim_world_free(world);
    lives_free(&lives);
}

// Of a list that is full, whoever was booked last waits again.
static void book_into(Hospital *hospital, uint32_t list, uint32_t patient)
{
    if (session_pathways(session_at(hospital->world, list)) == CASES) {
        const uint32_t gives_way = patient_of(hospital->world, list, CASES - 1);
        session_unbook_pathway(hospital, gives_way);
        waiting_list_join(hospital, gives_way);
    }
    session_book_pathway(hospital, list, patient, SLOT_NEW);
}

// Cancelled on Monday, 12 February; treated on the 28th day after it, on the 29th, and not within the test.
static void a_breach_is_counted_on_the_29th_day_for_who_has_not_been_treated_by_the_28th(void **state)
{
    (void)state;
    const SimOverride theatres[] = {THEATRES};
    Lives lives = by_hand(theatres, sizeof theatres / sizeof theatres[0]);
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    const uint32_t monday = day_number(plan, 2024, 2, 12), treated[] = {monday + 28, monday + 29, monday + 50};
    SimWorld *world = world_run(plan, 0, moment(plan, 2024, 2, 12, 7.5));
    Hospital hospital = hospital_at(world, plan);
    const uint32_t list = first_list(world, monday, HALF_AFTERNOON);
    uint32_t patients[CASES], count = 0;
    assert_int_equal(session_pathways(session_at(world, list)), CASES);
    for (; count < CASES; count++) patients[count] = patient_of(world, list, count);
    session_cancel(&hospital, list, CHANNEL_PULLED, true);
    for (uint32_t i = 0; i < count; i++) {
        assert_true(pathway_at(world, patients[i])->ticket > 0);
        waiting_list_leave(&hospital, patients[i]);
        book_into(&hospital, first_list(world, treated[i], HALF_MORNING), patients[i]);
    }
    run_to(world, plan, end_of(plan));
    assert_float_equal(amount_of(world, monday, plan->measures.qmco_lastmin), CASES, 0);
    assert_float_equal(amount_whole(world, plan, plan->measures.qmco_lastmin), CASES, 0);
    assert_float_equal(amount_of(world, monday + 29, plan->measures.qmco_28d), 2, 0);
    assert_float_equal(amount_whole(world, plan, plan->measures.qmco_28d), 2, 0);
    sim_world_free(world);
    lives_free(&lives);
}

// Everybody on the lists of a day is P2: nobody gives way to another.
static void mark_day_p2(const SimWorld *world, uint32_t day)
{
    for (enum Half half = HALF_MORNING; half < HALVES; half++) {
        for (uint32_t list = first_list(world, day, half); list; list = session_at(world, list)->next_same_day) {
            if (session_at(world, list)->kind != SESSION_INPATIENT_LIST) continue;
            const uint32_t patients = session_pathways(session_at(world, list));
            for (uint32_t i = 0; i < patients; i++)
                pathway_at(world, patient_of(world, list, i))->priority = PRIORITY_URGENT;
            session_at(world, list)->urgent = (uint8_t)patients;
        }
    }
}

static void empty_list(Hospital *hospital, uint32_t list)
{
    for (uint32_t left = session_pathways(session_at(hospital->world, list)); left > 0; left--) {
        const uint32_t patient = patient_of(hospital->world, list, left - 1);
        session_unbook_pathway(hospital, patient);
        waiting_list_join(hospital, patient);
    }
}

// Cancelled on Monday, 12 February, and again a week later: treated on the 28th day of the first cancellation; after
// it, on the 28th day of the second; after both.
static void who_is_cancelled_twice_has_28_days_for_each(void **state)
{
    (void)state;
    const SimOverride theatres[] = {THEATRES};
    Lives lives = by_hand(theatres, sizeof theatres / sizeof theatres[0]);
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    const uint32_t monday = day_number(plan, 2024, 2, 12), treated[] = {monday + 28, monday + 35, monday + 50};
    SimWorld *world = world_run(plan, 0, moment(plan, 2024, 2, 12, 7.5));
    Hospital hospital = hospital_at(world, plan);
    const uint32_t first = first_list(world, monday, HALF_AFTERNOON);
    uint32_t patients[CASES], second = 0;
    for (uint32_t i = 0; i < CASES; i++) patients[i] = patient_of(world, first, i);
    session_cancel(&hospital, first, CHANNEL_PULLED, true);
    second = first_list(world, monday + 7, HALF_AFTERNOON);
    empty_list(&hospital, second);
    for (uint32_t i = 0; i < CASES; i++) {
        waiting_list_leave(&hospital, patients[i]);
        book_into(&hospital, second, patients[i]);
    }
    run_to(world, plan, moment(plan, 2024, 2, 19, 7.5));
    session_cancel(&hospital, second, CHANNEL_PULLED, true);
    for (uint32_t i = 0; i < CASES; i++) {
        waiting_list_leave(&hospital, patients[i]);
        book_into(&hospital, first_list(world, treated[i], HALF_MORNING), patients[i]);
    }
    run_to(world, plan, end_of(plan));
    const MeasurePlan *measures = &plan->measures;
    assert_float_equal(amount_whole(world, plan, measures->qmco_lastmin), 2 * CASES, 0);
    assert_float_equal(amount_of(world, monday + 29, measures->qmco_28d), 2, 0);
    assert_float_equal(amount_of(world, monday + 36, measures->qmco_28d), 1, 0);
    assert_float_equal(amount_whole(world, plan, measures->qmco_28d), 3, 0);
    sim_world_free(world);
    lives_free(&lives);
}

// G6. A list of Monday afternoon, 12 February, is cancelled that morning; three places are free on another list, which
// begins 19 and a half, 24, 43 and a half hours later. Within 24 hours the operations are postponed, and not cancelled.
static void an_operation_moved_within_24_hours_is_postponed_and_not_cancelled(void **state)
{
    (void)state;
    const struct {
        uint32_t days_later;
        enum Half half;
        double postponed;
    } cases[] = {{1, HALF_MORNING, CASES}, {1, HALF_AFTERNOON, CASES}, {2, HALF_MORNING, 0}};
    const SimOverride theatres[] = {THEATRES};
    Lives lives = by_hand(theatres, sizeof theatres / sizeof theatres[0]);
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    const MeasurePlan *measures = &plan->measures;
    const uint32_t monday = day_number(plan, 2024, 2, 12);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        SimWorld *world = world_run(plan, 0, moment(plan, 2024, 2, 12, 7.5));
        Hospital hospital = hospital_at(world, plan);
        for (uint32_t day = monday; day < monday + 3; day++) mark_day_p2(world, day);
        const uint32_t other_day = monday + cases[i].days_later;
        empty_list(&hospital, first_list(world, other_day, cases[i].half));
        session_cancel(&hospital, first_list(world, monday, HALF_AFTERNOON), CHANNEL_PULLED, true);
        run_to(world, plan, end_of(plan));
        assert_float_equal(amount_whole(world, plan, measures->ia_reseated), cases[i].postponed, 0);
        assert_float_equal(amount_whole(world, plan, measures->qmco_lastmin), (CASES - cases[i].postponed), 0);
        assert_float_equal(amount_whole(world, plan, measures->ia_total), (CASES - cases[i].postponed), 0);
        assert_float_equal(amount_of(world, monday, measures->act_elective), 4 * CASES, 0);
        assert_float_equal(amount_of(world, other_day, measures->act_elective), (4 * CASES + cases[i].postponed), 0);
        sim_world_free(world);
    }
    lives_free(&lives);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(theatre_lists_stop_in_a_strike_of_their_nurses),
        cmocka_unit_test(lists_without_nurses_are_the_least_urgent),
        cmocka_unit_test(operations_cut_on_the_day_are_last_minute_cancellations_for_the_strike),
        cmocka_unit_test(lists_of_p2_go_ahead_and_36_of_45_operations_move),
        cmocka_unit_test(whoever_is_moved_while_waiting_for_a_bed_does_not_get_it),
        cmocka_unit_test(a_breach_is_counted_on_the_29th_day_for_who_has_not_been_treated_by_the_28th),
        cmocka_unit_test(who_is_cancelled_twice_has_28_days_for_each),
        cmocka_unit_test(an_operation_moved_within_24_hours_is_postponed_and_not_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
