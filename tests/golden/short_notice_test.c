// Slots filled at short notice, in the hospital by hand: ten clinics of twelve slots a weekday, all booked.
#include "tests/golden/by_hand.h"

#include "models/rescheduling.h"
#include "models/sessions.h"
#include "models/short_notice.h"

enum { SLOTS = 12, CLINICS = 10 };

typedef struct {
    Lives lives;
    const HospitalPlan *plan;
    SimWorld *world;
    Hospital hospital;
} Clinic;

// On Monday, 12 February, at 08:30; the clinics looked at are those of Thursday.
static Clinic clinic_of(const SimOverride *overrides, size_t count)
{
    Clinic clinic = {.lives = by_hand(overrides, count)};
    clinic.plan = clinic.lives.plans[SIM_BASELINE];
    clinic.world = world_run(clinic.plan, 0, moment(clinic.plan, 2024, 2, 12, 8.5));
    clinic.hospital = hospital_at(clinic.world, clinic.plan);
    return clinic;
}

static void clinic_free(Clinic *clinic)
{
    sim_world_free(clinic->world);
    lives_free(&clinic->lives);
}

static uint32_t first_of_thursday(const Clinic *clinic)
{
    const uint32_t thursday = day_number(clinic->plan, 2024, 2, 15);
    return SIM_ROW(clinic->world, TABLE_DAYS_AHEAD, ElectiveDay, thursday + 1)->first_session[HALF_AFTERNOON];
}

static uint32_t booked_into(const Clinic *clinic, uint32_t row)
{
    return session_booked(session_at(clinic->world, row));
}

static void cancel_and_reopen(Clinic *clinic, uint32_t row)
{
    assert_int_equal(booked_into(clinic, row), SLOTS);
    session_cancel(&clinic->hospital, row, CHANNEL_PULLED, false);
    assert_int_equal(booked_into(clinic, row), 0);
    session_at(clinic->world, row)->state = SESSION_OPEN;
}

static void without_a_team_those_moved_go_first_and_at_once(void **state)
{
    (void)state;
    Clinic clinic = clinic_of(NULL, 0);
    const uint32_t row = first_of_thursday(&clinic);
    cancel_and_reopen(&clinic, row);
    short_notice_fill(&clinic.hospital, row, 1);
    assert_int_equal(booked_into(&clinic, row), SLOTS);
    for (uint32_t i = 0; i < SLOTS; i++) {
        const uint32_t pathway = session_pathway(&clinic.hospital, session_at(clinic.world, row), i);
        assert_int_equal(SIM_ROW(clinic.world, TABLE_PATHWAYS, Pathway, pathway)->moved, 1);
    }
    run_to(clinic.world, clinic.plan, moment(clinic.plan, 2024, 2, 25, 24));  // which recounts
    clinic_free(&clinic);
}

static void nobody_comes_if_nobody_can(void **state)
{
    (void)state;
    Clinic clinic = clinic_of(NULL, 0);
    const uint32_t row = first_of_thursday(&clinic);
    cancel_and_reopen(&clinic, row);
    short_notice_fill(&clinic.hospital, row, 0);
    assert_int_equal(booked_into(&clinic, row), 0);
    clinic_free(&clinic);
}

// 5 clinics of 12 slots on each of three afternoons: 180 slots at 0.3, standard error sqrt(0.3 x 0.7 x 180) = 6.1. A
// slot that is filled at a share is filled at every higher one.
static void a_share_of_the_slots_is_filled(void **state)
{
    (void)state;
    uint32_t filled[3] = {0};
    static const double shares[] = {0.3, 0.6, 0.9};
    for (int s = 0; s < 3; s++) {
        Clinic clinic = clinic_of(NULL, 0);
        for (int day = 13; day <= 15; day++) {
            const uint32_t number = day_number(clinic.plan, 2024, 2, day);
            uint32_t row =
                SIM_ROW(clinic.world, TABLE_DAYS_AHEAD, ElectiveDay, number + 1)->first_session[HALF_AFTERNOON];
            for (; row; row = session_at(clinic.world, row)->next_same_day) {
                cancel_and_reopen(&clinic, row);
                short_notice_fill(&clinic.hospital, row, shares[s]);
                filled[s] += booked_into(&clinic, row);
            }
        }
        clinic_free(&clinic);
    }
    assert_in_range(filled[0], 54 - 25, 54 + 25);
    assert_true(filled[0] < filled[1] && filled[1] < filled[2]);
}

#define TEAM_OF(number)                                                                                                \
    {"trusts[HAN].bookings", "on"}, {"trusts[HAN].bookings.agents", number},                                           \
        {"trusts[HAN].bookings.call.length", "6 min"}, {"trusts[HAN].bookings.call.cv", "0"},                          \
        {"trusts[HAN].bookings.call.reaches", "100%"}, {"trusts[HAN].bookings.message.reaches", "100%"},               \
        {"trusts[HAN].bookings.rebooking", "6 min"}, {"trusts[HAN].bookings.inbound.calls", "0/day"},                  \
    {                                                                                                                  \
        "trusts[HAN].bookings.inbound.calls_per_move", "0"                                                             \
    }

// One agent, six minutes a task. The first of those moved is being rebooked; then come the twelve offers, for which the
// others moved are taken, and nobody is left to be rebooked: at 08:36 + 11 x 6 minutes eleven slots have been filled.
static void with_a_team_each_slot_costs_a_call(void **state)
{
    (void)state;
    const SimOverride team[] = {TEAM_OF("1")};
    Clinic clinic = clinic_of(team, sizeof team / sizeof team[0]);
    const uint32_t row = first_of_thursday(&clinic);
    const double calls = amount_whole(clinic.world, clinic.plan, clinic.plan->measures.calls_out);
    cancel_and_reopen(&clinic, row);
    short_notice_fill(&clinic.hospital, row, 1);
    assert_int_equal(booked_into(&clinic, row), 0);
    run_to(clinic.world, clinic.plan, moment(clinic.plan, 2024, 2, 12, 8.6) + 1);
    assert_int_equal(booked_into(&clinic, row), 0);
    for (uint32_t call = 1; call <= SLOTS; call++) {
        run_to(clinic.world, clinic.plan, moment(clinic.plan, 2024, 2, 12, 8.6) + call * 360 + 1);
        assert_int_equal(booked_into(&clinic, row), call);
    }
    run_to(clinic.world, clinic.plan, moment(clinic.plan, 2024, 2, 12, 18));
    // One rebooked and twelve called; the last slot went to somebody from the list, as the first moved was rebooked.
    assert_true(amount_whole(clinic.world, clinic.plan, clinic.plan->measures.calls_out) == calls + 1 + SLOTS);
    run_to(clinic.world, clinic.plan, moment(clinic.plan, 2024, 2, 25, 24));
    clinic_free(&clinic);
}

static void offers_end_when_the_session_begins(void **state)
{
    (void)state;
    const SimOverride nobody[] = {TEAM_OF("0")};
    Clinic clinic = clinic_of(nobody, sizeof nobody / sizeof nobody[0]);
    const uint32_t row = first_of_thursday(&clinic);
    cancel_and_reopen(&clinic, row);
    short_notice_fill(&clinic.hospital, row, 1);
    const uint32_t tasks = clinic.world->tables[TABLE_TASKS].taken;
    run_to(clinic.world, clinic.plan, moment(clinic.plan, 2024, 2, 15, 13.5));
    assert_int_equal(clinic.world->tables[TABLE_TASKS].taken, tasks);
    run_to(clinic.world, clinic.plan, moment(clinic.plan, 2024, 2, 15, 13.5) + 1);
    assert_int_equal(clinic.world->tables[TABLE_TASKS].taken, tasks - SLOTS);
    run_to(clinic.world, clinic.plan, moment(clinic.plan, 2024, 2, 25, 24));
    clinic_free(&clinic);
}

static void who_has_not_been_told_keeps_the_appointment(void **state)
{
    (void)state;
    const SimOverride silent[] = {TEAM_OF("0"), {"trusts[HAN].bookings.message.reaches", "0%"}};
    Clinic clinic = clinic_of(silent, sizeof silent / sizeof silent[0]);
    const uint32_t row = first_of_thursday(&clinic);
    cancel_and_reopen(&clinic, row);
    assert_int_equal(short_notice_restore(&clinic.hospital, row), SLOTS);
    assert_int_equal(booked_into(&clinic, row), SLOTS);
    assert_int_equal(clinic.world->tables[TABLE_TASKS].taken, 0);
    assert_int_equal(clinic.hospital.state->elective.moved_waiting, 0);
    run_to(clinic.world, clinic.plan, moment(clinic.plan, 2024, 2, 25, 24));
    assert_float_equal(amount_whole(clinic.world, clinic.plan, clinic.plan->measures.ia_total), 0, 0);
    clinic_free(&clinic);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_team_those_moved_go_first_and_at_once),
        cmocka_unit_test(nobody_comes_if_nobody_can),
        cmocka_unit_test(a_share_of_the_slots_is_filled),
        cmocka_unit_test(with_a_team_each_slot_costs_a_call),
        cmocka_unit_test(offers_end_when_the_session_begins),
        cmocka_unit_test(who_has_not_been_told_keeps_the_appointment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
