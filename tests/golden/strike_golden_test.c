// A strike worked out by hand, with exact numbers: tests/golden/scenarios/by_hand.yaml, and what overrides make of it.
//
// Ten clinics of twelve slots a weekday and 120 referrals: every clinic lost is twelve patients more on the list, until
// an extra clinic takes them off it.
#include "tests/golden/by_hand.h"

#include "models/rescheduling.h"
#include "models/waiting_list.h"

enum { CLINICS = 10, SLOTS = 12, A_DAY = CLINICS * SLOTS, CASES = 3 };

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

// --- Theatres --------------------------------------------------------------------------------------------------------

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

static Session *session_at(const SimWorld *world, uint32_t row)
{
    return SIM_ROW(world, TABLE_SESSIONS, Session, row);
}

static Pathway *pathway_at(const SimWorld *world, uint32_t row)
{
    return SIM_ROW(world, TABLE_PATHWAYS, Pathway, row);
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
        cmocka_unit_test(everybody_is_moved_on_the_day_if_there_is_no_forecast),
        cmocka_unit_test(notice_is_short_if_it_is_less_than_three_days),
        cmocka_unit_test(sessions_that_others_hold_for_a_consultant_on_strike_go_ahead),
        cmocka_unit_test(sessions_led_by_sas_doctors_stop_in_their_strike_and_run_in_that_of_consultants),
        cmocka_unit_test(clinics_that_need_nurses_stop_in_their_strike),
        cmocka_unit_test(clinics_are_cut_seven_days_before_the_start_to_the_second),
        cmocka_unit_test(a_clinic_is_struck_if_it_begins_at_or_after_the_start_and_before_the_end),
        cmocka_unit_test(theatre_lists_stop_in_a_strike_of_their_nurses),
        cmocka_unit_test(lists_of_p2_go_ahead_and_36_of_45_operations_move),
        cmocka_unit_test(whoever_is_moved_while_waiting_for_a_bed_does_not_get_it),
        cmocka_unit_test(a_breach_is_counted_on_the_29th_day_for_who_has_not_been_treated_by_the_28th),
        cmocka_unit_test(an_operation_moved_within_24_hours_is_postponed_and_not_cancelled),
        cmocka_unit_test(the_least_urgent_stay_away_first_and_the_most_urgent_never),
        cmocka_unit_test(a_night_that_starts_before_the_end_is_lost_to_its_own_end),
        cmocka_unit_test(a_shift_is_struck_if_it_starts_at_or_after_the_start_and_before_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
