// Patients of services by hand: fixed times, durations that do not vary, and what every measure must then say.
#include "tests/golden/service_world.h"

// Monday 09:00: 5 minutes of triage, 2 on the way, a test of 30 that needs nobody, 3 on the way, 20 with a doctor.
static void one_patient_goes_through_three_steps(void **state)
{
    (void)state;
    ServiceRun run =
        services_run(FOR_A_DAY  //
                     "resources: [{name: nurses, capacity: 2}, {name: doctors, capacity: 1}]\n"
                     "services:\n"
                     "  - name: clinic\n"
                     "    snapshots: [\"09:00\", \"09:59\", \"10:00\"]\n"
                     "    arrivals: [{name: all, times: [\"09:00\"]}]\n"
                     "    steps:\n"
                     "      - {name: triage, resource: nurses, duration: {shape: deterministic, mean: 5 min}}\n"
                     "      - {name: test, duration: {shape: deterministic, mean: 30 min},\n"
                     "         transfer: {shape: deterministic, mean: 2 min}}\n"
                     "      - {name: see, resource: doctors, duration: {shape: deterministic, mean: 20 min},\n"
                     "         transfer: {shape: deterministic, mean: 3 min}}\n");
    assert_value(&run, "svc_in", "clinic", 1);
    assert_value(&run, "svc_left", "clinic", 1);
    assert_value(&run, "svc_inside", "clinic", OF_A_DAY(60));
    assert_value(&run, "svc_time", "clinic", 60);
    assert_value(&run, "svc_time_longest", "clinic", 60);
    assert_value(&run, "svc_time_q50", "clinic", 60);  // the middle of the bin of 3584 to 3615 s
    assert_value(&run, "svc_present", "triage", OF_A_DAY(5));
    assert_value(&run, "svc_present", "test", OF_A_DAY(30));
    assert_value(&run, "svc_present", "see", OF_A_DAY(20));
    assert_value(&run, "svc_busy", "nurses", OF_A_DAY(5));
    assert_value(&run, "svc_on_duty", "nurses", 2);
    assert_value(&run, "svc_utilisation", "nurses", OF_A_DAY(5) / 2);
    assert_value(&run, "svc_utilisation", "doctors", OF_A_DAY(20));
    assert_value(&run, "svc_present_at", "triage/09:00", 1);  // after all else in its second
    assert_value(&run, "svc_present_at", "see/09:59", 1);
    assert_value(&run, "svc_present_at", "see/10:00", 0);
    assert_value(&run, "svc_full_at", "see/09:59", 1);
    assert_value(&run, "svc_full_at", "triage/09:00", 0);  // one of two nurses
    services_free(&run);
}

#define ONE_DOCTOR "resources: [{name: doctors, capacity: 1}]\n"
#define THREE_COME "    arrivals: [{name: all, times: [\"09:00\", \"09:05\", \"09:10\"]}]\n"

static void whoever_comes_first_is_served_first(void **state)
{
    (void)state;
    ServiceRun run =
        services_run(FOR_A_DAY ONE_DOCTOR
                     "services:\n"
                     "  - name: clinic\n"
                     "    limits: [5 min, 299 s]\n" THREE_COME
                     "    steps: [{name: see, resource: doctors, duration: {shape: deterministic, mean: 10 min}}]\n");
    // Waits of 0, 5 and 10 minutes.
    assert_value(&run, "svc_arrivals", "see", 3);
    assert_value(&run, "svc_started", "see", 3);
    assert_value(&run, "svc_done", "see", 3);
    assert_value(&run, "svc_wait", "see", 5);
    assert_value(&run, "svc_delayed", "see", 2.0 / 3);
    assert_value(&run, "svc_queue", "see", OF_A_DAY(15));
    assert_value(&run, "svc_present", "see", OF_A_DAY(45));
    assert_value(&run, "svc_waited_over", "see/5 min", 1.0 / 3);
    assert_value(&run, "svc_waited_over", "see/299 s", 2.0 / 3);
    assert_value(&run, "svc_wait_q50", "see", (300 + 0.5 * 4 - 0) / 60);  // the middle of the bin of 300 to 303 s
    assert_value(&run, "svc_wait_q95", "see", (600 + (0.95 * 3 - 2) * 8) / 60);
    assert_value(&run, "svc_time", "clinic", 15);
    assert_value(&run, "svc_time_longest", "clinic", 20);
    assert_value(&run, "svc_turned_away", "see", 0);
    assert_value(&run, "svc_gave_up", "see", 0);
    assert_value(&run, "svc_interrupted", "see", 0);
    assert_value(&run, "svc_blocked", "see", 0);
    // Nobody is there for all but 30 minutes; then one for 5, two for 10 + 5, one for 10.
    assert_value(&run, "svc_present_q05", "see", 0);
    assert_value(&run, "svc_present_q95", "see", 0);
    services_free(&run);
}

#define TWO_CLASSES                                                                                                    \
    "    classes: [{name: major, share: 50%, priority: 1}, {name: minor, share: 50%, priority: 2}]\n"                  \
    "    arrivals:\n"                                                                                                  \
    "      - {name: minors, times: [\"09:00\", \"09:01\"], shares: [0%, 100%]}\n"                                      \
    "      - {name: majors, times: [\"09:02\"], shares: [100%, 0%]}\n"

static void the_more_urgent_overtake_those_who_wait(void **state)
{
    (void)state;
    ServiceRun run =
        services_run(FOR_A_DAY ONE_DOCTOR
                     "services:\n"
                     "  - name: clinic\n" TWO_CLASSES
                     "    steps: [{name: see, resource: doctors, duration: {shape: deterministic, mean: 10 min}}]\n");
    assert_value(&run, "svc_wait", "see/major", 8);
    assert_value(&run, "svc_wait", "see/minor", 19.0 / 2);
    assert_value(&run, "svc_in", "clinic/minor", 2);
    assert_value(&run, "svc_time", "clinic/major", 18);
    assert_value(&run, "svc_time_longest", "clinic", 29);
    assert_value(&run, "svc_wait", "see", 9);
    services_free(&run);
}

static void a_step_can_order_the_classes_in_its_own_way(void **state)
{
    (void)state;
    ServiceRun run = services_run(
        FOR_A_DAY ONE_DOCTOR
        "services:\n"
        "  - name: clinic\n" TWO_CLASSES "    steps:\n"
        "      - name: see\n"
        "        resource: doctors\n"
        "        duration: {shape: deterministic, mean: 10 min}\n"
        "        by_class: [{class: major, priority: 2, duration: {shape: deterministic, mean: 40 min}}]\n");
    assert_value(&run, "svc_wait", "see/major", 18);
    assert_value(&run, "svc_time", "clinic/major", 58);
    assert_value(&run, "svc_wait", "see/minor", 9.0 / 2);
    services_free(&run);
}

#define SMALL_AND_BIG                                                                                                  \
    "    steps:\n"                                                                                                     \
    "      - {name: small, resource: staff, duration: {shape: deterministic, mean: 10 min}, next: [{to: leave}]}\n"    \
    "      - {name: big, resource: staff, servers: 3, duration: {shape: deterministic, mean: 10 min}}\n"

// The second small case finds two of three free, but behind a big one it waits.
static void whoever_needs_several_servers_blocks_the_rest(void **state)
{
    (void)state;
    ServiceRun run = services_run(FOR_A_DAY  //
                                  "resources: [{name: staff, capacity: 3}]\n"
                                  "services:\n"
                                  "  - name: clinic\n"
                                  "    arrivals:\n"
                                  "      - {name: small, times: [\"09:00\", \"09:02\"], to: small}\n"
                                  "      - {name: big, times: [\"09:01\"], to: big}\n" SMALL_AND_BIG);
    assert_value(&run, "svc_wait", "big", 9);
    assert_value(&run, "svc_wait", "small", 18.0 / 2);
    assert_value(&run, "svc_busy", "staff", OF_A_DAY(10 + 30 + 10));
    services_free(&run);
}

static void a_batch_comes_at_once_and_is_served_one_by_one(void **state)
{
    (void)state;
    ServiceRun run =
        services_run(FOR_A_DAY ONE_DOCTOR
                     "services:\n"
                     "  - name: clinic\n"
                     "    arrivals: [{name: all, times: [\"09:00\"], batch: {mean: 4}}]\n"
                     "    steps: [{name: see, resource: doctors, duration: {shape: deterministic, mean: 10 min}}]\n");
    assert_value(&run, "svc_in", "clinic", 4);
    assert_value(&run, "svc_wait", "see", 60.0 / 4);
    services_free(&run);
}

// What one resource does for one service, the other service waits for.
static void two_services_share_a_resource(void **state)
{
    (void)state;
    ServiceRun run =
        services_run(FOR_A_DAY ONE_DOCTOR
                     "services:\n"
                     "  - name: morning\n"
                     "    arrivals: [{times: [\"09:00\"]}]\n"
                     "    steps: [{name: see, resource: doctors, duration: {shape: deterministic, mean: 10 min}}]\n"
                     "  - name: ward\n"
                     "    arrivals: [{times: [\"09:01\"]}]\n"
                     "    steps: [{name: visit, resource: doctors, duration: {shape: deterministic, mean: 20 min}}]\n");
    assert_value(&run, "svc_wait", "see", 0);
    assert_value(&run, "svc_wait", "visit", 9);
    assert_value(&run, "svc_time", "ward", 29);
    assert_value(&run, "svc_busy", "doctors", OF_A_DAY(30));
    services_free(&run);
}

static void who_is_inside_when_the_day_ends_is_counted_on_the_next(void **state)
{
    (void)state;
    ServiceRun run =
        services_run("walkout: 1\n"
                     "calendar: {end: 2024-01-02}\n"
                     "run: {replications: 1}\n" ONE_DOCTOR "services:\n"
                     "  - name: clinic\n"
                     "    arrivals: [{times: [\"23:50\"], end: 2024-01-02}]\n"
                     "    steps: [{name: see, resource: doctors, duration: {shape: deterministic, mean: 30 min}}]\n");
    const SimOutcome *outcome = run.outcome;
    const uint32_t inside = outcome->frame->columns[service_column(&run, "svc_busy", "doctors")].kept;
    value_is(sim_outcome_days(outcome, 0, inside, 0, SIM_BASELINE)[0], OF_A_DAY(10), "svc_busy", "day 1", __FILE__,
             __LINE__);
    value_is(sim_outcome_days(outcome, 0, inside, 1, SIM_BASELINE)[0], OF_A_DAY(20), "svc_busy", "day 2", __FILE__,
             __LINE__);
    assert_value(&run, "svc_busy", "doctors", OF_A_DAY(15));
    assert_value(&run, "svc_time", "clinic", 30);
    services_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_patient_goes_through_three_steps),
        cmocka_unit_test(whoever_comes_first_is_served_first),
        cmocka_unit_test(the_more_urgent_overtake_those_who_wait),
        cmocka_unit_test(a_step_can_order_the_classes_in_its_own_way),
        cmocka_unit_test(whoever_needs_several_servers_blocks_the_rest),
        cmocka_unit_test(a_batch_comes_at_once_and_is_served_one_by_one),
        cmocka_unit_test(two_services_share_a_resource),
        cmocka_unit_test(who_is_inside_when_the_day_ends_is_counted_on_the_next),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
