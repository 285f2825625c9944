// Room, patience and what is kept: who is turned away, who stays where they are and keeps the server, who gives up, and
// what they leave behind; to the second.
#include "tests/golden/service_world.h"

#define ONE_DOCTOR "resources: [{name: doctors, capacity: 1}]\n"
#define TEN_MINUTES "duration: {shape: deterministic, mean: 10 min}"
#define THREE_COME                                                                                                     \
    "services:\n"                                                                                                      \
    "  - name: clinic\n"                                                                                               \
    "    arrivals: [{name: all, times: [\"09:00\", \"09:01\", \"09:02\"]}]\n"                                          \
    "    steps:\n"

static void who_finds_no_space_is_turned_away(void **state)
{
    (void)state;
    ServiceRun run = services_run(FOR_A_DAY ONE_DOCTOR THREE_COME  //
                                  "      - {name: see, resource: doctors, space: 2, " TEN_MINUTES "}\n");
    assert_value(&run, "svc_arrivals", "see", 3);
    assert_value(&run, "svc_turned_away", "see", 1);
    assert_value(&run, "svc_turned_away_share", "see", 1.0 / 3);
    assert_value(&run, "svc_delayed", "see", 1.0 / 2);  // of those let in
    assert_value(&run, "svc_in", "clinic", 3);
    assert_value(&run, "svc_left", "clinic", 2);
    assert_value(&run, "svc_time", "clinic", (10 + 19) / 2.0);
    assert_value(&run, "svc_inside", "clinic", OF_A_DAY(29));
    services_free(&run);
}

static void who_is_turned_away_may_go_elsewhere(void **state)
{
    (void)state;
    ServiceRun run =
        services_run(FOR_A_DAY ONE_DOCTOR THREE_COME  //
                     "      - {name: see, resource: doctors, space: 1, turned_away_to: phone, " TEN_MINUTES
                     ", next: [{to: leave}]}\n"
                     "      - {name: phone, transfer: {shape: deterministic, mean: 5 min}, " TEN_MINUTES "}\n");
    assert_value(&run, "svc_turned_away", "see", 2);
    assert_value(&run, "svc_arrivals", "phone", 2);
    assert_value(&run, "svc_left", "clinic", 3);
    assert_value(&run, "svc_time", "clinic", (10 + 15 + 15) / 3.0);
    services_free(&run);
}

static void a_waiting_room_counts_only_those_who_wait(void **state)
{
    (void)state;
    ServiceRun run = services_run(FOR_A_DAY ONE_DOCTOR THREE_COME  //
                                  "      - {name: see, resource: doctors, waiting_room: 1, " TEN_MINUTES "}\n");
    assert_value(&run, "svc_turned_away", "see", 1);
    assert_value(&run, "svc_wait", "see", 9.0 / 2);
    services_free(&run);
    run = services_run(FOR_A_DAY ONE_DOCTOR THREE_COME  //
                       "      - {name: see, resource: doctors, waiting_room: 0, " TEN_MINUTES "}\n");
    assert_value(&run, "svc_turned_away", "see", 2);
    assert_value(&run, "svc_wait", "see", 0);
    services_free(&run);
}

// 9:00. First: A to 10, B 10 to 40. Second: A 10 to 20, blocked to 40, B to 70. Third: A 40 to 50, blocked to 70.
static void who_finds_no_space_ahead_stays_and_keeps_the_server(void **state)
{
    (void)state;
    ServiceRun run = services_run(FOR_A_DAY  //
                                  "resources: [{name: a, capacity: 1}, {name: b, capacity: 1}]\n" THREE_COME
                                  "      - {name: first, resource: a, " TEN_MINUTES "}\n"
                                  "      - {name: second, resource: b, space: 1, when_full: block,\n"
                                  "         duration: {shape: deterministic, mean: 30 min}}\n");
    assert_value(&run, "svc_blocked_time", "first", (0 + 20 + 20) / 3.0);
    assert_value(&run, "svc_blocked", "first", OF_A_DAY(40));
    assert_value(&run, "svc_busy", "a", OF_A_DAY(10 + 30 + 30));
    assert_value(&run, "svc_wait", "first", (0 + 9 + 38) / 3.0);
    assert_value(&run, "svc_wait", "second", 0);
    assert_value(&run, "svc_turned_away", "second", 0);
    assert_value(&run, "svc_time", "clinic", (40 + 69 + 98) / 3.0);
    assert_value(&run, "svc_done", "first", 3);
    services_free(&run);
}

// A 10, B 10, C 60 minutes, one space each. First: 0-10-20-80. Second: A 10-20, B 20-30, blocked to 80, C to 140.
// Third: A 20-30, blocked to 80, B to 90, blocked to 140, C to 200. Fourth: A 80-90, blocked to 140, B to 150, blocked
// to 200, C to 260.
static void a_chain_of_the_blocked_moves_up_in_order(void **state)
{
    (void)state;
    ServiceRun run =
        services_run(FOR_A_DAY  //
                     "resources: [{name: a, capacity: 1}, {name: b, capacity: 1}, {name: c, capacity: 1}]\n"
                     "services:\n"
                     "  - name: clinic\n"
                     "    arrivals: [{times: [\"09:00\", \"09:01\", \"09:02\", \"09:03\"]}]\n"
                     "    steps:\n"
                     "      - {name: A, resource: a, " TEN_MINUTES "}\n"
                     "      - {name: B, resource: b, space: 1, when_full: block, " TEN_MINUTES "}\n"
                     "      - {name: C, resource: c, space: 1, when_full: block,\n"
                     "         duration: {shape: deterministic, mean: 60 min}}\n");
    assert_value(&run, "svc_wait", "A", (0 + 9 + 18 + 77) / 4.0);
    assert_value(&run, "svc_blocked_time", "A", (0 + 0 + 50 + 50) / 4.0);
    assert_value(&run, "svc_blocked_time", "B", (0 + 50 + 50 + 50) / 4.0);
    assert_value(&run, "svc_busy", "b", OF_A_DAY(10 + 60 + 60 + 60));
    assert_value(&run, "svc_time", "clinic", (80 + 139 + 198 + 257) / 4.0);
    services_free(&run);
}

// The way into a blocking step begins when its space is free, and the space is taken from then on.
static void the_space_ahead_is_taken_before_the_way_there(void **state)
{
    (void)state;
    ServiceRun run = services_run(FOR_A_DAY  //
                                  "resources: [{name: a, capacity: 2}]\n" THREE_COME
                                  "      - {name: first, resource: a, " TEN_MINUTES "}\n"
                                  "      - {name: second, space: 1, when_full: block, " TEN_MINUTES ",\n"
                                  "         transfer: {shape: deterministic, mean: 5 min}}\n");
    // First to 10, second step 15 to 25; second to 11, blocked to 25, 30 to 40; third 10 to 20, blocked to 40, 45
    // to 55.
    assert_value(&run, "svc_blocked_time", "first", (0 + 14 + 20) / 3.0);
    assert_value(&run, "svc_time", "clinic", (25 + 39 + 53) / 3.0);
    services_free(&run);
}

// In and out of its only place: 10 minutes twice, or three times.
static void who_comes_back_to_a_blocking_step_has_space_there(void **state)
{
    (void)state;
    ServiceRun run = services_run(FOR_DAYS("2024-01-05")  //
                                  "services:\n"
                                  "  - name: clinic\n"
                                  "    arrivals: [{rate: 2/h, end: 2024-01-05}]\n"
                                  "    steps:\n"
                                  "      - {name: queue, " TEN_MINUTES "}\n"
                                  "      - {name: again, space: 1, when_full: block, " TEN_MINUTES ",\n"
                                  "         next: [{to: again, share: 50%}]}\n");
    assert_value(&run, "svc_left", "clinic", service_value(&run, "svc_in", "clinic"));
    assert_true(service_value(&run, "svc_in", "clinic") > 100);
    assert_true(service_value(&run, "svc_done", "again") > 1.5 * service_value(&run, "svc_in", "clinic"));
    assert_true(service_value(&run, "svc_present", "again") < 1);
    services_free(&run);
}

static void arrivals_from_outside_are_turned_away_where_others_are_blocked(void **state)
{
    (void)state;
    ServiceRun run = services_run(FOR_A_DAY  //
                                  "resources: [{name: a, capacity: 1}, {name: b, capacity: 1}]\n"
                                  "services:\n"
                                  "  - name: clinic\n"
                                  "    arrivals: [{name: in, times: [\"09:00\", \"09:01\"]},\n"
                                  "               {name: late, times: [\"09:15\"], to: second}]\n"
                                  "    steps:\n"
                                  "      - {name: first, resource: a, " TEN_MINUTES "}\n"
                                  "      - {name: second, resource: b, space: 1, when_full: block,\n"
                                  "         duration: {shape: deterministic, mean: 30 min}}\n");
    assert_value(&run, "svc_turned_away", "second", 1);
    assert_value(&run, "svc_left", "clinic", 2);
    services_free(&run);
}

// Patience

static void patience_ends_to_the_second(void **state)
{
    (void)state;
    ServiceRun run =
        services_run(FOR_A_DAY ONE_DOCTOR "services:\n"
                                          "  - name: clinic\n"
                                          "    arrivals: [{times: [\"09:00\", \"09:01\", \"09:05\", \"09:06\"]}]\n"
                                          "    steps:\n"
                                          "      - {name: see, resource: doctors, " TEN_MINUTES ",\n"
                                          "         patience: {shape: deterministic, mean: 5 min}}\n");
    // The second gives up at 9:06; the third, at the end of its patience at 9:10, is served; the fourth gives up.
    assert_value(&run, "svc_gave_up", "see", 2);
    assert_value(&run, "svc_gave_up_share", "see", 2.0 / 4);
    assert_value(&run, "svc_started", "see", 2);
    assert_value(&run, "svc_wait", "see", 5.0 / 2);
    assert_value(&run, "svc_queue", "see", OF_A_DAY(5 + 5 + 5));
    assert_value(&run, "svc_left", "clinic", 2);
    services_free(&run);
}

// On the way to another step nobody waits any more: the audits of every day hold while they travel.
static void who_gives_up_may_go_elsewhere(void **state)
{
    (void)state;
    ServiceRun run =
        services_run(FOR_DAYS("2024-01-03")  //
                     "resources: [{name: doctors, capacity: 0}]\n"
                     "services:\n"
                     "  - name: clinic\n"
                     "    arrivals: [{times: [\"23:00\"], end: 2024-01-02}]\n"
                     "    steps:\n"
                     "      - {name: see, resource: doctors, " TEN_MINUTES ", gives_up_to: phone,\n"
                     "         patience: {shape: deterministic, mean: 50 min}, next: [{to: leave}]}\n"
                     "      - {name: phone, " TEN_MINUTES ", transfer: {shape: deterministic, mean: 50 h}}\n");
    assert_value(&run, "svc_gave_up", "see", 1);
    assert_value(&run, "svc_arrivals", "phone", 0);  // still on the way
    assert_value(&run, "svc_inside", "clinic", 49.0 / 72);
    services_free(&run);
    run = services_run(FOR_A_DAY  //
                       "resources: [{name: doctors, capacity: 0}]\n"
                       "services:\n"
                       "  - name: clinic\n"
                       "    arrivals: [{times: [\"09:00\"]}]\n"
                       "    steps:\n"
                       "      - {name: see, resource: doctors, " TEN_MINUTES ", gives_up_to: phone,\n"
                       "         patience: {shape: deterministic, mean: 50 min}, next: [{to: leave}]}\n"
                       "      - {name: phone, " TEN_MINUTES "}\n");
    assert_value(&run, "svc_left", "clinic", 1);
    assert_value(&run, "svc_time", "clinic", 60);
    services_free(&run);
}

// Two who wait; when the head of the queue gives up, who needs less can start.
static void when_the_head_gives_up_the_next_may_start(void **state)
{
    (void)state;
    ServiceRun run = services_run(FOR_A_DAY  //
                                  "resources: [{name: staff, capacity: 2}]\n"
                                  "services:\n"
                                  "  - name: clinic\n"
                                  "    arrivals:\n"
                                  "      - {name: one, times: [\"09:00\", \"09:02\"], to: small}\n"
                                  "      - {name: two, times: [\"09:01\"], to: big}\n"
                                  "    steps:\n"
                                  "      - {name: small, resource: staff, " TEN_MINUTES ", next: [{to: leave}]}\n"
                                  "      - {name: big, resource: staff, servers: 2, " TEN_MINUTES ",\n"
                                  "         patience: {shape: deterministic, mean: 3 min}}\n");
    assert_value(&run, "svc_gave_up", "big", 1);
    assert_value(&run, "svc_wait", "small", 2.0 / 2);  // from 9:02 to 9:04
    services_free(&run);
}

// What is kept

#define BAY                                                                                                            \
    "resources: [{name: bays, capacity: 1}, {name: doctors, capacity: 1}]\n"                                           \
    "services:\n"                                                                                                      \
    "  - name: department\n"                                                                                           \
    "    arrivals: [{times: [\"09:00\", \"09:05\"]}]\n"                                                                \
    "    steps:\n"                                                                                                     \
    "      - {name: bed, resource: bays, keep_until: home}\n"

// Treated for 10 minutes, and in the bay until letters have been written for 20.
static void a_bay_is_kept_through_later_steps(void **state)
{
    (void)state;
    ServiceRun run = services_run(FOR_A_DAY BAY  //
                                  "      - {name: treat, resource: doctors, " TEN_MINUTES "}\n"
                                  "      - {name: home, duration: {shape: deterministic, mean: 20 min}}\n");
    assert_value(&run, "svc_wait", "bed", 25.0 / 2);
    assert_value(&run, "svc_busy", "bays", OF_A_DAY(60));
    assert_value(&run, "svc_time", "department", (30 + 55) / 2.0);
    assert_value(&run, "svc_present", "bed", OF_A_DAY(25));  // of waiting; then it is passed at once
    services_free(&run);
}

static void who_leaves_early_gives_the_bay_back(void **state)
{
    (void)state;
    ServiceRun run =
        services_run(FOR_A_DAY BAY  //
                     "      - {name: treat, resource: doctors, " TEN_MINUTES ",\n"
                     "         patience: {shape: deterministic, mean: 15 min}}\n"
                     "      - {name: home, duration: {shape: deterministic, mean: 20 min}}\n"
                     "  - name: other\n"
                     "    arrivals: [{times: [\"08:55\"]}]\n"
                     "    steps: [{name: ward, resource: doctors, duration: {shape: deterministic, mean: 21 min}}]\n");
    // The first gives up at 9:15, the second has the bay from then on and the doctor from 9:16.
    assert_value(&run, "svc_gave_up", "treat", 1);
    assert_value(&run, "svc_wait", "bed", 10.0 / 2);
    assert_value(&run, "svc_busy", "bays", OF_A_DAY(15 + 31));
    services_free(&run);
}

// Those who come back to the step before the end keep one bay, not two.
static void a_bay_that_is_kept_already_is_not_lost(void **state)
{
    (void)state;
    ServiceRun run =
        services_run(FOR_DAYS("2024-01-07")  //
                     "resources: [{name: bays, capacity: 3}]\n"
                     "services:\n"
                     "  - name: department\n"
                     "    arrivals: [{rate: 2/h, end: 2024-01-05}]\n"
                     "    steps:\n"
                     "      - {name: bed, resource: bays, keep_until: home, " TEN_MINUTES ",\n"
                     "         patience: {shape: deterministic, mean: 30 min}}\n"
                     "      - {name: treat, " TEN_MINUTES ", next: [{to: bed, share: 50%}, {to: home, share: 50%}]}\n"
                     "      - {name: home, " TEN_MINUTES "}\n");
    const double gone = service_value(&run, "svc_left", "department") + service_value(&run, "svc_gave_up", "bed");
    assert_value(&run, "svc_in", "department", gone);
    assert_true(service_value(&run, "svc_arrivals", "bed") > 250);
    const SimOutcome *outcome = run.outcome;
    const uint32_t busy = outcome->frame->columns[service_column(&run, "svc_busy", "bays")].kept;
    value_is(sim_outcome_days(outcome, 0, busy, 6, SIM_BASELINE)[0], 0, "svc_busy", "last day", __FILE__, __LINE__);
    services_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_finds_no_space_is_turned_away),
        cmocka_unit_test(who_is_turned_away_may_go_elsewhere),
        cmocka_unit_test(a_waiting_room_counts_only_those_who_wait),
        cmocka_unit_test(who_finds_no_space_ahead_stays_and_keeps_the_server),
        cmocka_unit_test(a_chain_of_the_blocked_moves_up_in_order),
        cmocka_unit_test(the_space_ahead_is_taken_before_the_way_there),
        cmocka_unit_test(who_comes_back_to_a_blocking_step_has_space_there),
        cmocka_unit_test(arrivals_from_outside_are_turned_away_where_others_are_blocked),
        cmocka_unit_test(patience_ends_to_the_second),
        cmocka_unit_test(who_gives_up_may_go_elsewhere),
        cmocka_unit_test(when_the_head_gives_up_the_next_may_start),
        cmocka_unit_test(a_bay_is_kept_through_later_steps),
        cmocka_unit_test(who_leaves_early_gives_the_bay_back),
        cmocka_unit_test(a_bay_that_is_kept_already_is_not_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
