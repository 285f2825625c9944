// The planner's own clinics and lists in place of the template's, on the hospital by hand.
#include "tests/golden/by_hand.h"
#include "tests/golden/said.h"

#include "models/cover.h"
#include "models/sessions.h"

static char *with_sessions(const char *rows)
{
    static char text[BY_HAND_MOST];
    by_hand_read(text);
    by_hand_add(text, "    elective:\n", rows);
    if (*rows) by_hand_add(text, "    elective:\n", "      sessions:\n");
    return text;
}

static Lives lives_with(const char *rows, const SimOverride *overrides, size_t count)
{
    return lives_parse(with_sessions(rows), overrides, count);
}

// Nobody is booked more than a week ahead but by an export.
static const SimOverride late_booking[] = {{"trusts[HAN].elective.booked_ahead.clinic", "[0, 0, 0, 0, 0, 1]"},
                                           {"calendar.end", "2024-03-15"}};

#define CLINIC "service: surgery, kind: clinic"

static uint32_t sessions_on(const Hospital *hospital, uint32_t day, uint32_t *slots)
{
    uint32_t count = 0;
    *slots = 0;
    for (uint32_t half = 0; half < HALVES; half++) {
        for (uint32_t row = sessions_of_half(hospital, day, (enum Half)half); row; count++) {
            const Session *session = SIM_ROW(hospital->world, TABLE_SESSIONS, Session, row);
            *slots += session_slots(session);
            row = session->next_same_day;
        }
    }
    return count;
}

static void rows_take_the_place_of_the_templates_sessions_on_their_dates(void **state)
{
    (void)state;
    const SimOverride end = {"calendar.end", "2024-03-15"};
    Lives lives = lives_with("        - {date: 2024-02-13, start: \"14:00\", " CLINIC ", slots: 8}\n"
                             "        - {date: 2024-02-13, start: \"09:30\", " CLINIC ", slots: 7}\n"
                             "        - {date: 2024-02-11, start: \"09:30\", " CLINIC ", slots: 5}\n",
                             &end, 1);
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    SimWorld *world = world_run(plan, 0, end_of(plan));
    const Hospital hospital = hospital_at(world, plan);
    const uint32_t tuesday = day_number(plan, 2024, 2, 13);
    uint32_t slots;
    assert_int_equal(sessions_on(&hospital, tuesday, &slots), 2);
    assert_int_equal(slots, 15);
    assert_int_equal(sessions_on(&hospital, tuesday + 1, &slots), 10);
    assert_int_equal(slots, 120);
    assert_number(amount_of(world, tuesday, plan->measures.act_op), 15);
    assert_number(amount_of(world, tuesday - 2, plan->measures.act_op), 5);  // a Sunday
    assert_number(amount_of(world, tuesday + 1, plan->measures.act_op), 120);
    sim_world_free(world);
    lives_free(&lives);
}

static const Session *session_on(const Hospital *hospital, uint32_t day, enum Half half)
{
    return SIM_ROW(hospital->world, TABLE_SESSIONS, Session, sessions_of_half(hospital, day, half));
}

static void an_export_says_who_is_booked_on_its_day(void **state)
{
    (void)state;
    Lives lives =
        lives_with("        - {date: 2024-02-27, start: \"09:00\", " CLINIC ", slots: 8, booked: 5, urgent: 2}\n"
                   "        - {date: 2024-02-27, start: \"13:00\", " CLINIC
                   ", slots: 8, booked: 6, urgent: 0, as_of: 2024-02-10}\n",
                   late_booking, 2);
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    const uint32_t day = day_number(plan, 2024, 2, 27);
    SimWorld *world = world_run(plan, 0, moment(plan, 2024, 2, 5, 6));
    Hospital hospital = hospital_at(world, plan);
    assert_int_equal(session_booked(session_on(&hospital, day, HALF_MORNING)), 0);
    run_to(world, plan, moment(plan, 2024, 2, 5, 8));
    assert_int_equal(session_booked(session_on(&hospital, day, HALF_MORNING)), 5);
    assert_int_equal(session_on(&hospital, day, HALF_MORNING)->urgent, 2);
    assert_int_equal(session_booked(session_on(&hospital, day, HALF_AFTERNOON)), 0);
    run_to(world, plan, moment(plan, 2024, 2, 10, 8));
    assert_int_equal(session_booked(session_on(&hospital, day, HALF_AFTERNOON)), 6);
    assert_int_equal(session_on(&hospital, day, HALF_AFTERNOON)->urgent, 0);
    run_to(world, plan, moment(plan, 2024, 2, 27, 8));  // then as any other
    assert_true(session_booked(session_on(&hospital, day, HALF_MORNING)) > 5);
    run_to(world, plan, end_of(plan));
    sim_world_free(world);
    lives_free(&lives);
}

// Half of the slots are for follow-ups, and so are half of those booked; whoever is booked is due no more.
static void an_export_has_follow_ups_too(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "        - {date: 2024-02-27, start: \"09:00\", " CLINIC ", slots: 8, booked: 0}\n",
        "        - {date: 2024-02-27, start: \"09:00\", " CLINIC ", slots: 8, booked: 6}\n"};
    const SimOverride overrides[] = {late_booking[0],
                                     late_booking[1],
                                     {"trusts[HAN].elective.booked_ahead.follow_up", "[0, 0, 0, 0, 0, 1]"},
                                     {"trusts[HAN].size.outpatient_appointments", "171.616438356164394/day"}};
    double due[2];
    for (int i = 0; i < 2; i++) {
        Lives lives = lives_with(rows[i], overrides, 4);
        const HospitalPlan *plan = lives.plans[SIM_BASELINE];
        SimWorld *world = world_run(plan, 0, moment(plan, 2024, 2, 5, 8));
        const Hospital hospital = hospital_at(world, plan);
        const Session *session = session_on(&hospital, day_number(plan, 2024, 2, 27), HALF_MORNING);
        assert_int_equal(session_booked(session), i == 0 ? 0 : 6);
        assert_int_equal(session->booked[SLOT_OTHER], i == 0 ? 0 : 3);
        due[i] = hospital.state->elective.other_due[session->service];
        sim_world_free(world);
        lives_free(&lives);
    }
    assert_number(due[0] - due[1], 3);
}

// Urgent patients whom a session has no urgent place for go on waiting, and nobody is lost.
static void urgent_patients_beyond_the_export_go_on_waiting(void **state)
{
    (void)state;
    const SimOverride overrides[] = {
        late_booking[0], {"calendar.end", "2024-03-15"}, {"trusts[HAN].elective.services[surgery].urgent", "30%"}};
    Lives lives = lives_with(
        "        - {date: 2024-02-27, start: \"09:00\", " CLINIC ", slots: 8, booked: 5, urgent: 1}\n", overrides, 3);
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    SimWorld *world = world_run(plan, 0, moment(plan, 2024, 2, 5, 8));
    const Hospital hospital = hospital_at(world, plan);
    const Session *session = session_on(&hospital, day_number(plan, 2024, 2, 27), HALF_MORNING);
    assert_int_equal(session_booked(session), 5);
    assert_int_equal(session->urgent, 1);
    run_to(world, plan, end_of(plan));  // audited every midnight
    sim_world_free(world);
    lives_free(&lives);
}

static void the_lives_do_not_differ_before_the_announcement(void **state)
{
    (void)state;
    Lives lives = lives_with(
        "        - {date: 2024-03-05, start: \"09:00\", " CLINIC ", slots: 8, booked: 5, urgent: 1}\n", NULL, 0);
    SimWorld *worlds[SIM_LIVES];
    for (int life = 0; life < SIM_LIVES; life++) {
        worlds[life] = world_run(lives.plans[life], 0, moment(lives.plans[life], 2024, 2, 19, 7) - 1);
    }
    assert_same_world(worlds[SIM_BASELINE], worlds[SIM_STRIKE]);
    for (int life = 0; life < SIM_LIVES; life++) sim_world_free(worlds[life]);
    lives_free(&lives);
}

// Half of the consultants stay away; for each of three days, whether those of the morning and of the afternoon do.
static uint32_t days_on_which_halves_differ(const char *morning, const char *afternoon)
{
    const SimOverride half = {"strikes[three days].participation.weekday", "50%"};
    char rows[6000] = "";
    for (int day = 4; day <= 6; day++) {
        for (int i = 0; i < 4; i++) {
            const size_t used = strlen(rows);
            snprintf(rows + used, sizeof rows - used,
                     "        - {date: 2024-03-0%d, start: \"09:00\", " CLINIC ", slots: 8, consultant: %s %d}\n"
                     "        - {date: 2024-03-0%d, start: \"14:00\", " CLINIC ", slots: 8, consultant: %s %d}\n",
                     day, morning, i, day, afternoon, i);
        }
    }
    Lives lives = lives_with(rows, &half, 1);
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    uint32_t differ_on = 0;
    for (int day = 4; day <= 6; day++) {
        SimWorld *world = world_run(plan, 0, moment(plan, 2024, 3, day, 6));
        const Hospital hospital = hospital_at(world, plan);
        CoverDay cover;
        cover_of_day(&hospital, day_number(plan, 2024, 3, day), &cover);
        const double *absent = cover.absent[SPECIALTY_SURGERY];
        differ_on += absent[HALF_MORNING] < absent[HALF_AFTERNOON] || absent[HALF_MORNING] > absent[HALF_AFTERNOON];
        sim_world_free(world);
    }
    lives_free(&lives);
    return differ_on;
}

static void a_consultant_who_stays_away_is_missed_in_all_sessions_of_the_day(void **state)
{
    (void)state;
    assert_int_equal(days_on_which_halves_differ("Dr Adams", "Dr Adams"), 0);
    assert_true(days_on_which_halves_differ("Dr Adams", "Dr Bell") > 0);
}

// Who leads: the row says, else the template does.
static void a_row_says_whether_a_doctor_leads_the_session(void **state)
{
    (void)state;
    static const struct {
        const char *consultant, *of_template;
        bool is_led;
    } cases[] = {{", consultant: \"yes\"", "0%", true},
                 {", consultant: \"no\"", "100%", false},
                 {", consultant: Dr Adams", "0%", true},
                 {"", "0%", false},
                 {"", "100%", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char row[200];
        snprintf(row, sizeof row, "        - {date: 2024-02-27, start: \"09:00\", " CLINIC ", slots: 8%s}\n",
                 cases[i].consultant);
        const SimOverride overrides[] = {late_booking[1],
                                         {"trusts[HAN].elective.services[surgery].doctor_led", cases[i].of_template}};
        Lives lives = lives_with(row, overrides, 2);
        const HospitalPlan *plan = lives.plans[SIM_BASELINE];
        SimWorld *world = world_run(plan, 0, moment(plan, 2024, 2, 5, 8));
        const Hospital hospital = hospital_at(world, plan);
        const Session *session = session_on(&hospital, day_number(plan, 2024, 2, 27), HALF_MORNING);
        assert_int_equal(session->doctor_led, cases[i].is_led);
        sim_world_free(world);
        lives_free(&lives);
    }
}

// Everybody who leads is a SAS doctor, but for a consultant whom the row names.
static void a_consultant_who_is_named_is_no_sas_doctor(void **state)
{
    (void)state;
    const SimOverride overrides[] = {{"trusts[HAN].elective.led_by_sas", "100%"},
                                     {"strikes[three days].groups", "[sas_doctors]"},
                                     {"calendar.end", "2024-03-15"}};
    Lives lives =
        lives_with("        - {date: 2024-03-05, start: \"09:00\", " CLINIC ", slots: 8}\n"
                   "        - {date: 2024-03-05, start: \"14:00\", " CLINIC ", slots: 8, consultant: Dr Adams}\n",
                   overrides, 3);
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    SimWorld *world = world_run(plan, 0, moment(plan, 2024, 3, 5, 6));
    const Hospital hospital = hospital_at(world, plan);
    CoverDay cover;
    cover_of_day(&hospital, day_number(plan, 2024, 3, 5), &cover);
    assert_number(cover.absent[SPECIALTY_SURGERY][HALF_MORNING], 1);
    assert_number(cover.absent[SPECIALTY_SURGERY][HALF_AFTERNOON], 0);
    sim_world_free(world);
    lives_free(&lives);
}

// What is wrong

static void assert_told(const char *rows, const char *expected)
{
    assert_said(said_of(with_sessions(rows), NULL, 0, SIM_BASELINE), expected);
}

static void what_is_wrong_is_told_with_its_line(void **state)
{
    (void)state;
    assert_told("        - {date: 2024-02-13, start: \"14:00\", service: surgry, kind: clinic, slots: 8}\n",
                "there is no service \"surgry\"; write the name of one of `elective.services`, such as \"surgery\"");
    assert_told("        - {date: 2024-02-13, start: \"14:00\", " CLINIC ", slots: 8, booked: 9}\n",
                "9 patients are booked into 8 slots");
    assert_told("        - {date: 2024-02-13, start: \"14:00\", " CLINIC ", slots: 8, booked: 4, urgent: 5}\n",
                "5 urgent patients are more than the 4 booked");
    assert_told("        - {date: 2025-02-13, start: \"14:00\", " CLINIC ", slots: 8}\n",
                "warning: 1 of 1 sessions have dates that are not simulated");
    assert_told("        - {date: 2024-02-13, start: \"14:00\", " CLINIC ", slots: 8, booked: 3, as_of: 2024-03-01}\n",
                "warning: 1 of 1 sessions lie before the day of the export");
    assert_told("        - {date: 2024-02-13, start: \"14:00\", " CLINIC ", slots: 8, consultant: Dr Adams}\n"
                "        - {date: 2024-02-13, start: \"15:00\", " CLINIC ", slots: 8, consultant: Dr Adams}\n",
                "warning: \"Dr Adams\" leads another session of the same half-day");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_take_the_place_of_the_templates_sessions_on_their_dates),
        cmocka_unit_test(an_export_says_who_is_booked_on_its_day),
        cmocka_unit_test(an_export_has_follow_ups_too),
        cmocka_unit_test(urgent_patients_beyond_the_export_go_on_waiting),
        cmocka_unit_test(the_lives_do_not_differ_before_the_announcement),
        cmocka_unit_test(a_consultant_who_stays_away_is_missed_in_all_sessions_of_the_day),
        cmocka_unit_test(a_row_says_whether_a_doctor_leads_the_session),
        cmocka_unit_test(a_consultant_who_is_named_is_no_sas_doctor),
        cmocka_unit_test(what_is_wrong_is_told_with_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
