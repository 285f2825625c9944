// Patients of a trust's services in the hospital's own queues: they hold its staff, rooms and beds, join them in the
// class that is written, and leave nothing behind.
#include "tests/golden/bolton.h"
#include "tests/golden/hospital_world.h"
#include "tests/golden/said.h"

enum { ORDINAL = 12, HOUR = SIM_HOUR_S, MINUTE = SIM_MINUTE_S };

#define BOLTON                                                                                                         \
    "trusts:\n"                                                                                                        \
    "  - name: Bolton\n"                                                                                               \
    "    code: RMC\n"                                                                                                  \
    "    based_on: library/acute_trust.yaml\n"                                                                         \
    "    size: " BOLTON_SIZE "\n"
#define FOR_A_WEEK "walkout: 1\ncalendar: {start: 2023-11-06, end: 2023-11-12}\nrun: {warm_up: 0 d}\n" BOLTON
#define STRIKE_FROM(first, last)                                                                                       \
    "walkout: 1\n"                                                                                                     \
    "calendar: {start: " first ", end: " last "}\n"                                                                    \
    "run: {warm_up: 0 d}\n"                                                                                            \
    "strikes:\n"                                                                                                       \
    "  - {name: January, groups: [resident_doctors], announced: 2023-12-05T15:00, start: 2024-01-03T07:00,\n"          \
    "     end: 2024-01-09T07:00, participation: {weekday: 75%, weekend: 60%}}\n" BOLTON

static SimDistribution always(double seconds)
{
    return (SimDistribution){.mean = seconds};
}

static const HospitalPlan *baseline(const Lives *lives)
{
    return lives->plans[SIM_BASELINE];
}

// A hospital to which nobody comes of themselves, where every step of A&E takes a fixed time and nobody is admitted.
static Lives quiet(const char *services)
{
    static char text[4000];
    snprintf(text, sizeof text, "%s    elective: off\n    maternity: off\n%s", FOR_A_WEEK, services);
    Lives lives = lives_parse(text, NULL, 0);
    TrustPlan *trust = &lives.plans[SIM_BASELINE]->trusts[0];
    EmergencyPlan *ed = &trust->emergency;
    const double none[SIM_HOURS_OF_WEEK] = {0};
    sim_weekly_set(&ed->arrivals, none, 0);
    sim_weekly_set(&ed->minor_arrivals, none, 0);
    sim_weekly_set(&ed->direct_arrivals, none, 0);
    sim_weekly_set(&trust->booking.inbound, none, 0);
    ed->triage = always(8 * MINUTE);
    ed->assessment = always(27 * MINUTE);
    ed->patience = always(20 * HOUR);
    ed->tests_share = 0;
    for (int i = 0; i < TRIAGE_CLASSES; i++) ed->admitted[i] = ed->ambulance[i] = 0;
    for (int i = 0; i < TRIAGE_CLASSES; i++) ed->urgency[i] = i == 2;
    for (int pool = 0; pool < BED_POOLS; pool++) trust->beds.occupied[pool] = 0;
    return lives;
}

static const HospitalState *state_at(const SimWorld *world)
{
    return SIM_ROW(world, TABLE_HOSPITAL, HospitalState, 1);
}

// An attendance of urgency 3 comes at time_s.
static void send(SimWorld *world, const HospitalPlan *plan, SimTime time_s)
{
    Hospital hospital = hospital_at(world, plan);
    hospital_schedule_at(&hospital, ED_RETURNS, ORDINAL, time_s, SIM_ARRIVAL);
}

// Of the step's patients of one class, since midnight.
static const ServiceCell *cell_of(const SimWorld *world, const HospitalPlan *plan, const char *step, uint32_t class)
{
    const ServicesPlan *services = &plan->trusts[0].services;
    for (uint32_t i = 0; i < services->step_count; i++) {
        if (strcmp(services->steps[i].name, step) == 0)
            return SIM_ROW(world, TABLE_SERVICE_CELLS, ServiceCell, services->steps[i].first_case + class + 1);
    }
    fail_msg("there is no step %s", step);
    return NULL;
}

// --- Holding ---

static void a_service_that_takes_the_doctors_for_a_day_makes_the_department_wait(void **state)
{
    (void)state;
    for (int service_comes = 0; service_comes < 2; service_comes++) {
        Lives lives = quiet(service_comes ? "    services:\n"
                                            "      - name: visit\n"
                                            "        arrivals: [{name: all, times: [\"08:30\"], batch: {mean: 60}}]\n"
                                            "        steps:\n"
                                            "          - {name: see, resource: A&E doctors,\n"
                                            "             duration: {shape: deterministic, mean: 24 h}}\n"
                                          : "");
        const HospitalPlan *plan = baseline(&lives);
        SimWorld *world = world_new(plan, 0);
        send(world, plan, 10 * HOUR);
        const EmergencyState *ed = &state_at(world)->emergency;
        run_to(world, plan, 10 * HOUR + 8 * MINUTE + 1);
        assert_int_equal(ed->at[ATTENDANCE_IN_ASSESSMENT], service_comes ? 0 : 1);
        assert_int_equal(ed->at[ATTENDANCE_WAITS_FOR_CLINICIAN], service_comes ? 1 : 0);
        run_to(world, plan, 23 * HOUR);
        assert_int_equal(ed->left, service_comes ? 0 : 1);
        assert_true(!service_comes || sim_resource_free(world, ed->clinicians) == 0);
        sim_world_free(world);
        lives_free(&lives);
    }
}

static void a_bed_is_held_by_a_service_counted_as_occupied_and_cleaned(void **state)
{
    (void)state;
    Lives lives =
        quiet("    services:\n"
              "      - name: day unit\n"
              "        arrivals: [{name: all, times: [\"07:00\"]}]\n"
              "        steps:\n"
              "          - {name: lie, resource: medical beds, duration: {shape: deterministic, mean: 2 h}}\n");
    const HospitalPlan *plan = baseline(&lives);
    SimWorld *world = world_new(plan, 0);
    const BedsState *beds = &state_at(world)->beds;
    const SimResourceId medical = beds->pool[POOL_MEDICAL];
    run_to(world, plan, 9 * HOUR);
    assert_int_equal(sim_resource_busy(world, medical), 1);
    assert_int_equal(beds->held[POOL_MEDICAL] + beds->cleaning[POOL_MEDICAL], 0);
    run_to(world, plan, 9 * HOUR + 1);
    assert_int_equal(sim_resource_busy(world, medical), 1);
    assert_int_equal(beds->cleaning[POOL_MEDICAL], 1);
    run_to(world, plan, 9 * HOUR + plan->trusts[0].beds.cleaning_s + 1);
    assert_int_equal(sim_resource_busy(world, medical), 0);
    assert_int_equal(beds->cleaning[POOL_MEDICAL], 0);
    run_to(world, plan, SIM_DAY_S);
    assert_true(amount_of(world, 0, plan->measures.ga_occ) == 1);
    assert_true(amount_of(world, 0, plan->measures.ga_occ_pool + POOL_MEDICAL) == 1);
    assert_true(amount_of(world, 0, plan->measures.ga_occ_pool + POOL_SURGICAL) == 0);
    sim_world_free(world);
    lives_free(&lives);
}

// One medical bed. The first lies in it, the second in a surgical bed, the third is no emergency and waits. When the
// first leaves, the second moves into the medical bed.
static void a_patient_of_a_service_lies_in_a_surgical_bed_as_a_medical_patient_would(void **state)
{
    (void)state;
    Lives lives =
        quiet("    services:\n"
              "      - name: day unit\n"
              "        classes: [{name: emergency, priority: 2}, {name: planned, priority: 9}]\n"
              "        arrivals:\n"
              "          - {name: a, times: [\"06:00\", \"06:30\"], shares: [100%, 0%]}\n"
              "          - {name: b, times: [\"07:00\"], shares: [0%, 100%]}\n"
              "        steps:\n"
              "          - {name: lie, resource: medical beds, duration: {shape: deterministic, mean: 10 h}}\n");
    const HospitalPlan *plan = baseline(&lives);
    lives.plans[SIM_BASELINE]->trusts[0].beds.usable[POOL_MEDICAL] = 1;
    lives.plans[SIM_BASELINE]->trusts[0].beds.outlier_reserve = 0;
    const SimTime cleaning_s = plan->trusts[0].beds.cleaning_s;
    SimWorld *world = world_new(plan, 0);
    const BedsState *beds = &state_at(world)->beds;
    run_to(world, plan, 16 * HOUR + 1);
    assert_int_equal(sim_resource_busy(world, beds->pool[POOL_MEDICAL]), 1);
    assert_int_equal(beds->cleaning[POOL_MEDICAL], 0);
    assert_int_equal(beds->cleaning[POOL_SURGICAL], 1);
    run_to(world, plan, 16 * HOUR + 30 * MINUTE + 1);
    assert_int_equal(beds->cleaning[POOL_MEDICAL], 1);
    assert_int_equal(cell_of(world, plan, "lie", 1)->waiting, 1);
    run_to(world, plan, 16 * HOUR + 30 * MINUTE + cleaning_s + 1);
    assert_int_equal(cell_of(world, plan, "lie", 1)->waiting, 0);
    run_to(world, plan, SIM_DAY_S);
    assert_true(amount_of(world, 0, plan->measures.ga_occ_pool + POOL_MEDICAL) == 1);
    assert_true(amount_of(world, 0, plan->measures.ga_occ_pool + POOL_SURGICAL) == 1);
    sim_world_free(world);
    lives_free(&lives);
}

static void a_place_is_kept_until_the_step_that_ends_it(void **state)
{
    (void)state;
    Lives lives =
        quiet("    services:\n"
              "      - name: clinic\n"
              "        arrivals: [{name: all, times: [\"10:00\"]}]\n"
              "        steps:\n"
              "          - {name: sit, resource: chairs, keep_until: see}\n"
              "          - {name: test, duration: {shape: deterministic, mean: 30 min}}\n"
              "          - {name: see, resource: A&E doctors, duration: {shape: deterministic, mean: 10 min}}\n"
              "          - {name: rest, duration: {shape: deterministic, mean: 1 h}}\n");
    const HospitalPlan *plan = baseline(&lives);
    SimWorld *world = world_new(plan, 0);
    const EmergencyState *ed = &state_at(world)->emergency;
    run_to(world, plan, 10 * HOUR + 40 * MINUTE);
    assert_int_equal(sim_resource_busy(world, ed->chairs), 1);
    assert_int_equal(sim_resource_busy(world, ed->clinicians), 1);
    run_to(world, plan, 10 * HOUR + 40 * MINUTE + 1);
    assert_int_equal(sim_resource_busy(world, ed->chairs), 0);
    assert_int_equal(sim_resource_busy(world, ed->clinicians), 0);
    assert_int_equal(ed->placed[0], 0);
    sim_world_free(world);
    lives_free(&lives);
}

// --- Order ---

// One doctor, taken from 10:00 to 11:00. At 10:13 an attendance of urgency 3 has been triaged and waits in class 8;
// patients of services in classes 7, 8 and 9 have come at 10:02, 10:20 and 10:01.
static void a_class_stands_among_the_hospitals_own(void **state)
{
    (void)state;
    Lives lives =
        quiet("    services:\n"
              "      - name: visit\n"
              "        classes: [{name: first, priority: 0}, {name: before, priority: 7},\n"
              "                  {name: equal, priority: 8}, {name: after, priority: 9}]\n"
              "        arrivals:\n"
              "          - {name: a, times: [\"10:00\"], shares: [100%, 0%, 0%, 0%]}\n"
              "          - {name: b, times: [\"10:02\"], shares: [0%, 100%, 0%, 0%]}\n"
              "          - {name: c, times: [\"10:20\"], shares: [0%, 0%, 100%, 0%]}\n"
              "          - {name: d, times: [\"10:01\"], shares: [0%, 0%, 0%, 100%]}\n"
              "        steps:\n"
              "          - {name: see, resource: A&E doctors, duration: {shape: deterministic, mean: 10 min},\n"
              "             by_class: [{class: first, duration: {shape: deterministic, mean: 1 h}}]}\n");
    const HospitalPlan *plan = baseline(&lives);
    SimWorld *world = world_new(plan, 0);
    const EmergencyState *ed = &state_at(world)->emergency;
    run_to(world, plan, 10 * HOUR);
    sim_resource_set_capacity(world, ed->clinicians, 1);  // shifts change at 08:00 and 13:00
    send(world, plan, 10 * HOUR + 5 * MINUTE);
    run_to(world, plan, 11 * HOUR + 10 * MINUTE);
    assert_int_equal(ed->at[ATTENDANCE_WAITS_FOR_CLINICIAN], 1);
    run_to(world, plan, 11 * HOUR + 10 * MINUTE + 1);
    assert_int_equal(ed->at[ATTENDANCE_IN_ASSESSMENT], 1);
    run_to(world, plan, 12 * HOUR + 30 * MINUTE);
    const int64_t assessed_s = (int64_t)(27 * MINUTE / ed->pace + 0.5);
    assert_int_equal(cell_of(world, plan, "see", 0)->wait_s, 0);
    assert_int_equal(cell_of(world, plan, "see", 1)->wait_s, 58 * MINUTE);
    assert_int_equal(cell_of(world, plan, "see", 2)->wait_s, 50 * MINUTE + assessed_s);
    assert_int_equal(cell_of(world, plan, "see", 3)->wait_s, 79 * MINUTE + assessed_s);
    sim_world_free(world);
    lives_free(&lives);
}

// Two agents from 08:00. Four ask in the night, two before the others: the team puts its queue in order in the morning,
// and they keep theirs. Those of a more urgent class go first, though they came last.
static void patients_of_a_service_keep_their_order_when_the_bookings_team_orders_its_queue(void **state)
{
    (void)state;
    Lives lives =
        quiet("    bookings: {agents: 2, opens: \"08:00\"}\n"
              "    services:\n"
              "      - name: calls\n"
              "        classes: [{name: early, priority: 5}, {name: late, priority: 5},\n"
              "                  {name: urgent, priority: 4}]\n"
              "        arrivals:\n"
              "          - {name: a, times: [\"02:00\"], batch: {mean: 2}, shares: [100%, 0%, 0%]}\n"
              "          - {name: b, times: [\"03:00\"], batch: {mean: 2}, shares: [0%, 100%, 0%]}\n"
              "          - {name: c, times: [\"04:00\"], batch: {mean: 2}, shares: [0%, 0%, 100%]}\n"
              "        steps:\n"
              "          - {name: ask, resource: bookings team, duration: {shape: deterministic, mean: 30 min}}\n");
    const HospitalPlan *plan = baseline(&lives);
    SimWorld *world = world_new(plan, 0);
    run_to(world, plan, 12 * HOUR);
    assert_int_equal(cell_of(world, plan, "ask", 2)->wait_s, 2 * 4 * HOUR);
    assert_int_equal(cell_of(world, plan, "ask", 0)->wait_s, 2 * (6 * HOUR + 30 * MINUTE));
    assert_int_equal(cell_of(world, plan, "ask", 1)->wait_s, 2 * 6 * HOUR);
    sim_world_free(world);
    lives_free(&lives);
}

// Sixty for whom no doctor would ever be asked before the last of the unit's own.
static void the_least_urgent_class_has_its_turn_with_the_obstetric_doctors(void **state)
{
    (void)state;
    Lives lives = lives_parse(FOR_A_WEEK "    elective: off\n"
                                         "    services:\n"
                                         "      - name: clinic\n"
                                         "        classes: [{name: late, share: 100%, priority: 31}]\n"
                                         "        arrivals: [{name: all, times: [\"10:00\"], batch: {mean: 60}}]\n"
                                         "        steps:\n"
                                         "          - {name: see, resource: obstetric doctors,\n"
                                         "             duration: {shape: deterministic, mean: 10 min}}\n",
                              NULL, 0);
    const HospitalPlan *plan = baseline(&lives);
    SimWorld *world = world_run(plan, 0, SIM_DAY_S - 1);
    assert_int_equal(cell_of(world, plan, "see", 0)->done, 60);
    sim_world_free(world);
    lives_free(&lives);
}

// --- Months, with services on every pool ---

#define EVERY_POOL(often)                                                                                              \
    "    services:\n"                                                                                                  \
    "      - name: older people\n"                                                                                     \
    "        classes: [{name: urgent, share: 50%, priority: 2}, {name: routine, share: 50%, priority: 9}]\n"           \
    "        arrivals: [{name: all, rate: " often "}]\n"                                                               \
    "        steps:\n"                                                                                                 \
    "          - {name: cubicle, resource: cubicles, keep_until: doctor, patience: {mean: 8 h}}\n"                     \
    "          - {name: doctor, resource: A&E doctors, duration: {mean: 40 min}, patience: {mean: 4 h},\n"             \
    "             next: [{to: bed, share: 50%}]}\n"                                                                    \
    "          - {name: bed, resource: medical beds, duration: {mean: 30 h}, patience: {mean: 3 d}}\n"                 \
    "      - name: tour\n"                                                                                             \
    "        classes: [{name: a, share: 50%, priority: 0}, {name: b, share: 50%, priority: 31}]\n"                     \
    "        arrivals: [{name: all, rate: " often "}]\n"                                                               \
    "        steps:\n"                                                                                                 \
    "          - {name: nurse, resource: triage nurses, duration: {mean: 10 min}, space: 30, when_full: block}\n"      \
    "          - {name: chair, resource: chairs, keep_until: practitioner}\n"                                          \
    "          - {name: practitioner, resource: minor injury practitioners, duration: {mean: 20 min}}\n"               \
    "          - {name: agent, resource: bookings team, duration: {mean: 6 min}, patience: {mean: 1 d}}\n"             \
    "          - {name: surgical bed, resource: surgical beds, duration: {mean: 6 h}}\n"                               \
    "          - {name: child's bed, resource: children's beds, duration: {mean: 6 h}, space: 8, when_full: block}\n"  \
    "          - {name: midwife, resource: midwives, duration: {mean: 2 h}}\n"                                         \
    "          - {name: obstetrician, resource: obstetric doctors, duration: {mean: 40 min}}\n"                        \
    "          - {name: room, resource: delivery rooms, duration: {mean: 3 h}}\n"                                      \
    "          - {name: postnatal bed, resource: postnatal beds, duration: {mean: 12 h}}\n"

#define THREE_MONTHS STRIKE_FROM("2023-11-06", "2024-02-05")

// Every week everything is counted again, in the hospital and in the services.
static void nobody_is_lost_in_months_with_services_on_every_pool(void **state)
{
    (void)state;
    Lives lives = lives_parse(THREE_MONTHS EVERY_POOL("9/day"), NULL, 0);
    const ServicesPlan *services = &baseline(&lives)->trusts[0].services;
    for (int life = 0; life < SIM_LIVES; life++) {
        const HospitalPlan *plan = lives.plans[life];
        SimWorld *world = world_new(plan, 0);
        uint32_t done[32] = {0}, gave_up = 0, delayed = 0;
        for (uint32_t day = 0; day < plan->days; day++) {
            run_to(world, plan, (SimTime)day * SIM_DAY_S + SIM_DAY_S - 1);  // before the counters are emptied
            for (uint32_t i = 0; i < services->step_count; i++) {
                for (uint32_t c = 0; c < 2; c++) {
                    const ServiceCell *cell = cell_of(world, plan, services->steps[i].name, c);
                    done[i] += cell->done;
                    gave_up += cell->gave_up;
                    delayed += cell->delayed;
                }
            }
            run_to(world, plan, (SimTime)(day + 1) * SIM_DAY_S);
        }
        for (uint32_t i = 0; i < services->step_count; i++) assert_true(done[i] > 100);
        assert_true(gave_up > 50);
        assert_true(delayed > 500);
        sim_world_free(world);
    }
    lives_free(&lives);
}

// With the strike or without: series of the hospital are those of a hospital without services.
static void a_service_to_which_nobody_comes_changes_nothing(void **state)
{
    (void)state;
    Lives with = lives_parse(STRIKE_FROM("2023-12-04", "2024-01-14") EVERY_POOL("0/day"), NULL, 0);
    Lives without = lives_parse(STRIKE_FROM("2023-12-04", "2024-01-14"), NULL, 0);
    for (int life = 0; life < SIM_LIVES; life++) {
        const HospitalPlan *plan = without.plans[life];
        SimWorld *a = world_run(plan, 0, end_of(plan)), *b = world_run(with.plans[life], 0, end_of(plan));
        for (uint32_t series = 0; series < plan->measures.count; series++) {
            char name[120], same[120];
            assert_string_equal(series_text(with.plans[life], series, name), series_text(plan, series, same));
            for (uint32_t day = 0; day < plan->days; day++) {
                assert_memory_equal(sim_daily(a, day, series), sim_daily(b, day, series), sizeof(SimDaily));
            }
        }
        sim_world_free(a);
        sim_world_free(b);
    }
    lives_free(&with);
    lives_free(&without);
}

// Common random numbers: whoever comes to A&E comes whether services are there or not.
static void services_change_nobody_who_comes(void **state)
{
    (void)state;
    Lives with = lives_parse(FOR_A_WEEK EVERY_POOL("20/day"), NULL, 0), without = lives_parse(FOR_A_WEEK, NULL, 0);
    SimWorld *a = world_run(baseline(&without), 0, end_of(baseline(&without)));
    SimWorld *b = world_run(baseline(&with), 0, end_of(baseline(&with)));
    assert_int_equal(state_at(a)->emergency.next_attendance, state_at(b)->emergency.next_attendance);
    assert_int_equal(state_at(a)->emergency.next_direct, state_at(b)->emergency.next_direct);
    assert_int_equal(state_at(a)->maternity.next_labour, state_at(b)->maternity.next_labour);
    assert_true(differ(a, b));
    sim_world_free(a);
    sim_world_free(b);
    lives_free(&with);
    lives_free(&without);
}

// --- What is wrong ---

#define ONE_STEP(resource)                                                                                             \
    "    services:\n"                                                                                                  \
    "      - name: visit\n"                                                                                            \
    "        arrivals: [{name: all, rate: 1/day}]\n"                                                                   \
    "        steps: [{name: see, resource: " resource ", duration: {mean: 1 h}}]\n"

static const struct {
    const char *text, *says;
} wrong[] = {
    {ONE_STEP("medcal beds"), "there is no resource \"medcal beds\" here; did you mean \"medical beds\"? Declared are: "
                              "none. The hospital's own are: A&E doctors, triage nurses, "},
    {"    resources: [{name: dentists, capacity: 1}]\n" ONE_STEP("zebras"),
     "there is no resource \"zebras\" here. Declared are: dentists. The hospital's own are: A&E doctors, "},
    {"    resources: [{name: dentists, capacity: 1}]\n" ONE_STEP("dentist"), "did you mean \"dentists\"?"},
    {"    resources: [{name: midwives, capacity: 1}]\n" ONE_STEP("midwives"),
     "the resource \"midwives\" is one of the hospital's own: steps can use it as it is; give this one another name"},
    {"    maternity: off\n" ONE_STEP("delivery rooms"),
     "step \"see\" cannot use the hospital's own delivery rooms while `maternity` is off; switch it on, or declare"},
    {"    emergency: off\n" ONE_STEP("triage nurses"), "own triage nurses while `emergency` is off"},
    {"    emergency: off\n" ONE_STEP("children's beds"), "own children's beds while `emergency` is off"},
    {"    beds: {on: off}\n" ONE_STEP("surgical beds"), "own surgical beds while `beds` is off"},
    {"    bookings: off\n" ONE_STEP("bookings team"), "own bookings team while `bookings` is off"},
    {"    bookings: {agents: 0, agents_rest_day: 0}\n" ONE_STEP("bookings team"),
     "step \"see\" cannot use the hospital's own bookings team: this trust has none; declare"},
    {ONE_STEP("midwives, servers: 2"), "step \"see\" takes several servers of one of the hospital's own pools at once"},
};

static void names_that_cannot_be_used_are_refused_with_what_can(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        char text[4000];
        snprintf(text, sizeof text, "%s%s", FOR_A_WEEK, wrong[i].text);
        Said said = said_of(text, NULL, 0, SIM_BASELINE);
        if (!said.is_refused || said.faults != 1 || !strstr(said.text, wrong[i].says))
            fail_msg("not \"%s\" but:\n%s", wrong[i].says, said.text);
        said_free(&said);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_service_that_takes_the_doctors_for_a_day_makes_the_department_wait),
        cmocka_unit_test(a_bed_is_held_by_a_service_counted_as_occupied_and_cleaned),
        cmocka_unit_test(a_patient_of_a_service_lies_in_a_surgical_bed_as_a_medical_patient_would),
        cmocka_unit_test(a_place_is_kept_until_the_step_that_ends_it),
        cmocka_unit_test(a_class_stands_among_the_hospitals_own),
        cmocka_unit_test(patients_of_a_service_keep_their_order_when_the_bookings_team_orders_its_queue),
        cmocka_unit_test(the_least_urgent_class_has_its_turn_with_the_obstetric_doctors),
        cmocka_unit_test(nobody_is_lost_in_months_with_services_on_every_pool),
        cmocka_unit_test(a_service_to_which_nobody_comes_changes_nothing),
        cmocka_unit_test(services_change_nobody_who_comes),
        cmocka_unit_test(names_that_cannot_be_used_are_refused_with_what_can),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
