// Planned care by hand: who leads and staffs a session, in which order patients are called, and what is counted when an
// operation does not take place.
#include "tests/golden/by_hand.h"

#include <math.h>

#include "models/sessions.h"
#include "models/waiting_list.h"

static double strike_sum(const Run *run, uint32_t series)
{
    return amount_whole(run->worlds[SIM_STRIKE], run->lives.plans[SIM_STRIKE], series);
}

// --- Tests -----------------------------------------------------------------------------------------------------------

// Everybody has tests after the first appointment, half of them an endoscopy, and is then discharged.
#define TESTS_FOR_ALL                                                                                                  \
    {"trusts[HAN].elective.services[surgery].to_diagnostics", "100%"},                                                 \
        {"trusts[HAN].elective.services[surgery].endoscopy", "50%"},                                                   \
        {"trusts[HAN].size.outpatient_appointments", "300/day"}, {"trusts[HAN].size.rtt_pathways", "20000"},           \
        {"trusts[HAN].elective.list_stages", "[0.4, 0.3, 0.3, 0, 0]"},                                                 \
    {                                                                                                                  \
        "trusts[HAN].elective.services[surgery].doctor_led", "0%"                                                      \
    }

// Sessions of a kind in the three days of the strike, and how many of them were cancelled.
static void sessions_in_strike(const Run *run, enum SessionKind kind, uint32_t *all, uint32_t *cancelled)
{
    const HospitalPlan *plan = run->lives.plans[SIM_STRIKE];
    const SimWorld *world = run->worlds[SIM_STRIKE];
    const uint32_t monday = day_number(plan, 2024, 3, 4);
    *all = *cancelled = 0;
    for (uint32_t row = 1; row < world->tables[TABLE_SESSIONS].used; row++) {
        const Session *session = SIM_ROW(world, TABLE_SESSIONS, Session, row);
        if (session->kind != kind || session->day < monday || session->day > monday + 2) continue;
        ++*all;
        *cancelled += session->state == SESSION_CANCELLED;
    }
}

static void assert_stops(const char *group, const char *imaging_led_by, bool endoscopy_stops, bool imaging_stops)
{
    const SimOverride tests[] = {TESTS_FOR_ALL,
                                 {"strikes[three days].groups", group},
                                 {"trusts[HAN].elective.imaging.led_by", imaging_led_by},
                                 {"trusts[HAN].elective.imaging.staffed_by", "radiographers"},
                                 {"trusts[HAN].elective.endoscopy.staffed_by", "nurses"}};
    Run run = run_by_hand(tests, sizeof tests / sizeof tests[0]);
    uint32_t all, cancelled;
    sessions_in_strike(&run, SESSION_ENDOSCOPY, &all, &cancelled);
    assert_true(all >= 9);
    assert_int_equal(cancelled, endoscopy_stops ? all : 0);
    sessions_in_strike(&run, SESSION_IMAGING, &all, &cancelled);
    assert_true(all >= 9);
    assert_int_equal(cancelled, imaging_stops ? all : 0);
    const MeasurePlan *measures = &run.lives.plans[SIM_STRIKE]->measures;
    const double moved = strike_sum(&run, measures->ia_diag) + strike_sum(&run, measures->ia_diag + 1);
    const double without_staff = strcmp(group, "[consultants]") == 0 ? 0 : moved;
    assert_true(moved > 0);
    assert_float_equal(strike_sum(&run, measures->ia_channel + CHANNEL_STAFF), without_staff, 0);
    run_free(&run);
}

static void imaging_stops_with_its_radiographers_and_endoscopy_with_its_endoscopist_or_nurses(void **state)
{
    (void)state;
    assert_stops("[radiographers]", "surgery", false, true);
    assert_stops("[nurses]", "surgery", true, false);
    assert_stops("[consultants]", "surgery", true, true);
}

// --- Outcomes of appointments ----------------------------------------------------------------------------------------

static uint32_t pathways_in(const SimWorld *world, enum PathwayStage stage)
{
    uint32_t count = 0;
    for (uint32_t row = 1; row < world->tables[TABLE_PATHWAYS].used; row++) {
        count += SIM_ROW(world, TABLE_PATHWAYS, Pathway, row)->stage == stage;
    }
    return count;
}

// One patient in five misses the first appointment. Before the list is brought to its size, so that all is counted.
static void assert_nullified(const char *discharged, double removed, double again)
{
    const SimOverride misses[] = {{"trusts[HAN].elective.dna.share", "20%"},
                                  {"trusts[HAN].elective.dna.discharged", discharged},
                                  {"trusts[HAN].size.outpatient_appointments", "110/day"}};
    Lives lives = by_hand(misses, sizeof misses / sizeof misses[0]);
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    const MeasurePlan *measures = &plan->measures;
    SimWorld *world = world_run(plan, 0, (SimTime)(plan->first_reported - 1) * SIM_DAY_S);
    const double nullified = amount_whole(world, plan, measures->rtt_nullified);
    const double seen = amount_whole(world, plan, measures->rtt_stop_nonadm);
    const double referred = world->tables[TABLE_PATHWAYS].used - 1.0 - 12000;
    assert_true(fabs(nullified / (nullified + seen) - 0.2) < 0.02);
    assert_true(amount_whole(world, plan, measures->rtt_removed) == 0);
    assert_true(pathways_in(world, STAGE_REMOVED) == removed * nullified);
    assert_true(amount_whole(world, plan, measures->rtt_new) - referred == again * nullified);
    sim_world_free(world);
    lives_free(&lives);
}

static void a_missed_first_appointment_nullifies_the_clock_and_is_no_removal(void **state)
{
    (void)state;
    assert_nullified("100%", 1, 0);
    assert_nullified("0%", 0, 1);
}

#define CANCELLED(refilled)                                                                                            \
    {"trusts[HAN].elective.cancelled.by_patient", "8%"}, {"trusts[HAN].elective.cancelled.by_hospital", "12%"},        \
        {"trusts[HAN].elective.cancelled.refilled", refilled}, {"trusts[HAN].elective.dna.share", "10%"},              \
    {                                                                                                                  \
        "trusts[HAN].size.outpatient_appointments", "400/day"                                                          \
    }

// Of 400 a day on average; the plan opens fewer slots the more of those cancelled are filled again.
static void assert_outcomes(const char *refilled)
{
    const SimOverride cancelled[] = {CANCELLED(refilled)};
    Run run = run_by_hand(cancelled, sizeof cancelled / sizeof cancelled[0]);
    const MeasurePlan *measures = &run.lives.plans[SIM_STRIKE]->measures;
    for (int life = 0; life < SIM_LIVES; life++) {
        const HospitalPlan *plan = run.lives.plans[life];
        const double booked = amount_whole(run.worlds[life], plan, measures->op_booked);
        const double attended = amount_whole(run.worlds[life], plan, measures->act_op);
        const double missed = amount_whole(run.worlds[life], plan, measures->op_dna);
        const double by_patient = amount_whole(run.worlds[life], plan, measures->op_cancelled_patient);
        const double by_hospital = amount_whole(run.worlds[life], plan, measures->op_cancelled_hospital);
        const double moved = amount_whole(run.worlds[life], plan, measures->ia_total);
        assert_true(booked == attended + missed + by_patient + by_hospital);
        assert_true(fabs(by_patient / (booked - moved) - 0.08) < 0.003);
        assert_true(fabs((by_hospital - moved) / (booked - moved) - 0.12) < 0.003);
        assert_true(fabs(missed / (attended + missed) - 0.1) < 0.003);
        assert_true((moved > 0) == (life == SIM_STRIKE));
        if (life == SIM_BASELINE) assert_true(fabs(booked / plan->days / 400 - 1) < 0.03);
    }
    run_free(&run);
}

static void appointments_are_attended_missed_and_cancelled_in_the_shares_given(void **state)
{
    (void)state;
    assert_outcomes("0%");
    assert_outcomes("50%");
    assert_outcomes("100%");
}

// Whoever is booked into the clinics of a day and is not seen waits on, as if nothing had been.
static void a_cancellation_by_either_side_neither_stops_nor_pauses_the_clock(void **state)
{
    (void)state;
    const SimOverride cancelled[] = {CANCELLED("0%"), {"trusts[HAN].elective.dna.share", "0%"}};
    Lives lives = by_hand(cancelled, sizeof cancelled / sizeof cancelled[0]);
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    const uint32_t friday = day_number(plan, 2024, 2, 9);
    SimWorld *world = world_run(plan, 0, moment(plan, 2024, 2, 9, 7.5));
    uint32_t booked = 0, waiting = 0, rows[500];
    int32_t started[500];
    for (uint32_t row = 1; row < world->tables[TABLE_PATHWAYS].used; row++) {
        const Pathway *pathway = SIM_ROW(world, TABLE_PATHWAYS, Pathway, row);
        if (!pathway->session || SIM_ROW(world, TABLE_SESSIONS, Session, pathway->session)->day != friday) continue;
        assert_true(booked < 500);
        rows[booked] = row;
        started[booked++] = pathway->clock_start_s;
    }
    run_to(world, plan, moment(plan, 2024, 2, 9, 23));
    for (uint32_t i = 0; i < booked; i++) {
        const Pathway *pathway = SIM_ROW(world, TABLE_PATHWAYS, Pathway, rows[i]);
        if (pathway->stage == STAGE_TREATED) continue;
        assert_int_equal(pathway->stage, STAGE_FIRST);
        assert_true(pathway->ticket > 0);
        assert_int_equal(pathway->clock_start_s, started[i]);
        waiting++;
    }
    assert_true(waiting > booked / 10 && waiting < booked / 3);
    assert_true(amount_of(world, friday, plan->measures.rtt_nullified) == 0);
    sim_world_free(world);
    lives_free(&lives);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(appointments_are_attended_missed_and_cancelled_in_the_shares_given),
        cmocka_unit_test(a_cancellation_by_either_side_neither_stops_nor_pauses_the_clock),
        cmocka_unit_test(a_missed_first_appointment_nullifies_the_clock_and_is_no_removal),
        cmocka_unit_test(imaging_stops_with_its_radiographers_and_endoscopy_with_its_endoscopist_or_nurses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
