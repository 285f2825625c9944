// scenarios/own-files.yaml: a rota and an export from the booking system, as CSV, do what their rows say.
#include "tests/golden/hospital_world.h"

#include "models/rota.h"
#include "models/sessions.h"

static Lives own_files(void)
{
    return lives_read(SCENARIOS_FOLDER "/own-files.yaml", NULL, 0);
}

// Residents due on the medical wards by day.
static uint32_t due_on_wards(const HospitalPlan *plan, uint32_t day)
{
    const TrustPlan *trust = &plan->trusts[0];
    uint32_t due = 0;
    for (uint32_t i = 0; i < trust->staffing.roster_count; i++) {
        const RosterPlan *roster = &trust->staffing.rosters[i];
        const bool is_asked = roster->department == DEPARTMENT_MEDICAL_WARDS && roster->group == GROUP_RESIDENTS &&
                              strcmp(trust->staffing.shifts[roster->shift].name, "day") == 0;
        if (is_asked) due += rota_due(plan, trust, i, day);
    }
    return due;
}

static void the_rota_says_who_is_due_on_its_dates(void **state)
{
    (void)state;
    Lives lives = own_files();
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    const uint32_t thursday = day_number(plan, 2026, 3, 12);
    assert_int_equal(due_on_wards(plan, thursday), 25);
    assert_int_equal(due_on_wards(plan, thursday + 1), 23);
    assert_int_equal(due_on_wards(plan, thursday + 4),
                     24);  // the template's: 60 for 625 residents, rounded with others
    lives_free(&lives);
}

typedef struct {
    uint32_t sessions, slots, booked, urgent;
} Clinics;

static Clinics clinics_of(const Hospital *hospital, uint32_t day, const char *service, enum SessionKind kind)
{
    Clinics found = {0};
    for (uint32_t half = 0; half < HALVES; half++) {
        for (uint32_t row = sessions_of_half(hospital, day, (enum Half)half); row;) {
            const Session *session = SIM_ROW(hospital->world, TABLE_SESSIONS, Session, row);
            row = session->next_same_day;
            if (session->kind != kind) continue;
            if (strcmp(hospital->trust->elective.services[session->service].name, service) != 0) continue;
            found.sessions++;
            found.slots += session_slots(session);
            found.booked += session_booked(session);
            found.urgent += session->urgent;
        }
    }
    return found;
}

// At least so many: from the morning of the export on patients are booked along the curve as well.
static void the_export_says_who_is_booked_on_its_morning(void **state)
{
    (void)state;
    Lives lives = own_files();
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    const uint32_t thursday = day_number(plan, 2026, 3, 12);
    SimWorld *world = world_run(plan, 0, moment(plan, 2026, 3, 3, 6));
    const Hospital hospital = hospital_at(world, plan);
    assert_int_equal(clinics_of(&hospital, thursday, "gynaecology", SESSION_CLINIC).booked, 0);
    run_to(world, plan, moment(plan, 2026, 3, 3, 8));
    const Clinics clinics = clinics_of(&hospital, thursday, "gynaecology", SESSION_CLINIC);
    const Clinics lists = clinics_of(&hospital, thursday, "surgery", SESSION_INPATIENT_LIST);
    assert_int_equal(clinics.sessions, 4);
    assert_int_equal(clinics.slots, 14 + 14 + 10 + 12);
    assert_true(clinics.booked >= 13 + 12 + 9 + 7 && clinics.booked <= clinics.slots);
    assert_true(clinics.urgent >= 3);
    assert_int_equal(lists.sessions, 2);
    assert_int_equal(lists.slots, 7);
    assert_true(lists.booked >= 6 && lists.urgent >= 2);
    sim_world_free(world);
    lives_free(&lives);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rota_says_who_is_due_on_its_dates),
        cmocka_unit_test(the_export_says_who_is_booked_on_its_morning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
