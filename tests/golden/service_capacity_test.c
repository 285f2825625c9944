// Capacity of services that changes: tables of hours, dates, the three rules on a fall, and interruption by the more
// urgent; to the second.
#include "tests/golden/service_world.h"

#define CLINIC(times, minutes)                                                                                         \
    "services:\n"                                                                                                      \
    "  - name: clinic\n"                                                                                               \
    "    arrivals: [{name: all, times: [" times "]}]\n"                                                                \
    "    steps: [{name: see, resource: doctors, duration: {shape: deterministic, mean: " minutes " min}}]\n"

static void a_table_of_hours_says_who_is_on_duty(void **state)
{
    (void)state;
    ServiceRun run =
        services_run(FOR_A_DAY "resources:\n"
                               "  - name: doctors\n"
                               "    capacity_by_hour: [0,0,0,0,0,0,0,0,0,0, 1,1, 3, 0,0,0,0,0,0,0,0,0,0,2]\n"  //
                     CLINIC("\"09:30\", \"09:30\"", "10"));
    assert_value(&run, "svc_wait", "see", (30 + 40) / 2.0);
    assert_value(&run, "svc_on_duty", "doctors", 7.0 / 24);
    assert_value(&run, "svc_utilisation", "doctors", 20.0 / (7 * 60));
    services_free(&run);
}

// Wednesday to Tuesday; only on Saturdays from 10 to 11 somebody is there.
static void a_table_of_a_week_begins_on_monday(void **state)
{
    (void)state;
    char text[3000] =
        "walkout: 1\ncalendar: {start: 2024-01-03, end: 2024-01-09}\nrun: {replications: 1, warm_up: 3 d}\n"
        "resources:\n  - name: doctors\n    capacity_by_hour: [";
    for (int hour = 0; hour < 168; hour++) strcat(text, hour == 5 * 24 + 10 ? "1," : "0,");
    strcat(text, "]\n" CLINIC("\"09:59\"", "2"));
    ServiceRun run = services_run(text);
    assert_value(&run, "svc_on_duty", "doctors", 1.0 / 168);
    // Four come on the days from Wednesday to Saturday, and three of the warm-up wait with them.
    assert_value(&run, "svc_started", "see", 7);
    assert_value(&run, "svc_wait", "see", 1 + 3 * 1440 + (0 + 2 + 4 + 6 + 8 + 10 + 12) / 7.0);
    services_free(&run);
}

// The last of the changes that hold counts; before and after it is the table again.
static void dated_changes_replace_the_table_while_they_hold(void **state)
{
    (void)state;
    ServiceRun run =
        services_run(FOR_A_DAY "resources:\n"
                               "  - name: doctors\n"
                               "    capacity: 2\n"
                               "    changes:\n"
                               "      - {start: 2023-12-30, end: 2024-01-01T02:00, capacity: 5}\n"
                               "      - {start: 2024-01-01T10:00, end: 2024-01-01T20:00, capacity: 4}\n"
                               "      - {start: 2024-01-01T12:00, end: 2024-01-01T13:00:30, capacity: 0}\n"  //
                     CLINIC("\"12:00\"", "10"));
    assert_value(&run, "svc_wait", "see", 60.5);
    assert_value(&run, "svc_on_duty", "doctors", (2 * 5 + 8 * 2 + 10 * 4 + 4 * 2 - 4 * 60.5 / 60) / 24);
    services_free(&run);
}

// Nobody is there from 10:00 to 14:00, and arrivals of the second kind stay away; called off at 11:00, for which staff
// are recalled within half an hour.
#define CALLED_OFF(probability)                                                                                        \
    FOR_A_DAY "strikes: [{name: W, groups: [resident_doctors], in: both, announced: 2023-12-02,\n"                     \
              "  start: 2024-01-01T10:00, end: 2024-01-01T14:00,\n"                                                    \
              "  call_off: {at: 2024-01-01T11:00, probability: " probability "}}]\n"                                   \
              "response: {recall: 30 min}\n"                                                                           \
              "resources:\n"                                                                                           \
              "  - {name: doctors, capacity: 1, changes: [{strike: W, capacity: 0}]}\n"                                \
              "services:\n"                                                                                            \
              "  - name: clinic\n"                                                                                     \
              "    arrivals:\n"                                                                                        \
              "      - {name: all, times: [\"10:30\"]}\n"                                                              \
              "      - {name: some, times: [\"11:20\", \"12:00\"], changes: [{strike: W, factor: 0%}]}\n"              \
              "    steps: [{name: see, resource: doctors, duration: {shape: deterministic, mean: 10 min}}]\n"

static void capacity_and_arrivals_come_back_when_the_strike_is_called_off(void **state)
{
    (void)state;
    ServiceRun run = services_run(CALLED_OFF("100%"));
    assert_value(&run, "svc_on_duty", "doctors", 22.5 / 24);
    assert_value(&run, "svc_started", "see", 2);
    assert_value(&run, "svc_wait", "see", 60 / 2.0);
    services_free(&run);
    run = services_run(CALLED_OFF("0%"));
    assert_value(&run, "svc_on_duty", "doctors", 20.0 / 24);
    assert_value(&run, "svc_started", "see", 1);
    assert_value(&run, "svc_wait", "see", 210);
    services_free(&run);
}

#define NOBODY_FROM_10_TO_11(rule)                                                                                     \
    "resources:\n"                                                                                                     \
    "  - name: doctors\n"                                                                                              \
    "    capacity: 1\n"                                                                                                \
    "    on_fall: " rule "\n"                                                                                          \
    "    changes: [{start: 2024-01-01T10:00, end: 2024-01-01T11:00, capacity: 0}]\n"

static void who_finishes_stays_on_until_the_patient_is_done(void **state)
{
    (void)state;
    ServiceRun run = services_run(FOR_A_DAY NOBODY_FROM_10_TO_11("finish") CLINIC("\"09:50\", \"09:55\"", "20"));
    assert_value(&run, "svc_time_longest", "clinic", 85);
    assert_value(&run, "svc_wait", "see", 65.0 / 2);
    assert_value(&run, "svc_interrupted", "see", 0);
    assert_value(&run, "svc_on_duty", "doctors", 23.0 / 24);
    assert_value(&run, "svc_utilisation", "doctors", 40.0 / (23 * 60 + 10));
    services_free(&run);
}

static void who_is_interrupted_keeps_the_time_that_was_left_and_is_next(void **state)
{
    (void)state;
    static const char *const texts[] = {
        FOR_A_DAY NOBODY_FROM_10_TO_11("interrupt") CLINIC("\"09:50\", \"09:55\"", "20"),
        FOR_A_DAY NOBODY_FROM_10_TO_11("hand_over") CLINIC("\"09:50\", \"09:55\"", "20")};
    for (int i = 0; i < 2; i++) {
        ServiceRun run = services_run(texts[i]);
        assert_value(&run, "svc_interrupted", "see", 1);
        assert_value(&run, "svc_time", "clinic", (80 + 95) / 2.0);  // done at 11:10 and 11:30
        assert_value(&run, "svc_wait", "see", 75.0 / 2);
        assert_value(&run, "svc_started", "see", 2);
        assert_value(&run, "svc_queue", "see", OF_A_DAY(60 + 75));
        assert_value(&run, "svc_utilisation", "doctors", 40.0 / (23 * 60));
        services_free(&run);
    }
}

// The one who began last goes; of two, the first goes on.
static void a_fall_interrupts_as_many_as_go_home(void **state)
{
    (void)state;
    ServiceRun run =
        services_run(FOR_A_DAY "resources:\n"
                               "  - name: doctors\n"
                               "    capacity: 2\n"
                               "    on_fall: interrupt\n"
                               "    changes: [{start: 2024-01-01T10:00, end: 2024-01-01T11:00, capacity: 1}]\n"  //
                     CLINIC("\"09:50\", \"09:55\"", "20"));
    assert_value(&run, "svc_interrupted", "see", 1);
    assert_value(&run, "svc_time", "clinic", (20 + 30) / 2.0);  // the second waits from 10:00 to 10:10
    services_free(&run);
}

// Four servers become two at 10:00. One patient with three of them since 09:50 and one with a single one since 09:55
// both have to go; then two servers are free, and only hand_over gives one of them the second patient, done at 10:15 as
// if nothing had been. Else that patient stands behind the first, who has to wait for three servers until 11:00 (done
// at 11:10), and goes on beside it then, done at 11:15.
static void hand_over_goes_on_at_once_where_servers_are_free(void **state)
{
    (void)state;
    static const struct {
        const char *rule;
        double minutes;
    } cases[] = {{"hand_over", 20}, {"interrupt", 80}};
    for (int i = 0; i < 2; i++) {
        char text[1500];
        snprintf(text, sizeof text,
                 FOR_A_DAY "resources:\n"
                           "  - name: doctors\n"
                           "    capacity: 4\n"
                           "    on_fall: %s\n"
                           "    changes: [{start: 2024-01-01T10:00, end: 2024-01-01T11:00, capacity: 2}]\n"
                           "services:\n"
                           "  - name: team\n"
                           "    arrivals: [{name: a, times: [\"09:50\"]}]\n"
                           "    steps: [{name: treat, resource: doctors, servers: 3, "
                           "duration: {shape: deterministic, mean: 20 min}}]\n"
                           "  - name: clinic\n"
                           "    arrivals: [{name: b, times: [\"09:55\"]}]\n"
                           "    steps: [{name: see, resource: doctors, "
                           "duration: {shape: deterministic, mean: 20 min}}]\n",
                 cases[i].rule);
        ServiceRun run = services_run(text);
        assert_value(&run, "svc_time", "team", 80);
        assert_value(&run, "svc_time", "clinic", cases[i].minutes);
        assert_value(&run, "svc_interrupted", "see", 1);
        services_free(&run);
    }
}

// Done at 10:00 and gone at 10:00: nothing is left to interrupt.
static void whoever_is_done_in_the_second_of_the_fall_is_done(void **state)
{
    (void)state;
    ServiceRun run = services_run(FOR_A_DAY NOBODY_FROM_10_TO_11("interrupt") CLINIC("\"09:40\"", "20"));
    assert_value(&run, "svc_interrupted", "see", 0);
    assert_value(&run, "svc_time", "clinic", 20);
    services_free(&run);
}

static void nobody_is_lost_when_all_go_and_come_back(void **state)
{
    (void)state;
    static const char *const rules[] = {"finish", "hand_over", "interrupt"};
    for (int i = 0; i < 3; i++) {
        char text[1500];
        snprintf(text, sizeof text,
                 FOR_DAYS("2024-01-04") "resources:\n"
                                        "  - name: doctors\n"
                                        "    capacity: 30\n"
                                        "    on_fall: %s\n"
                                        "    changes:\n"
                                        "      - {start: 2024-01-01T10:00, end: 2024-01-01T11:00, capacity: 0}\n"
                                        "      - {start: 2024-01-01T13:00, end: 2024-01-02T11:00, capacity: 0}\n"
                                        "services:\n"
                                        "  - name: clinic\n"
                                        "    arrivals: [{rate: 60/h, end: 2024-01-02}]\n"
                                        "    steps: [{name: see, resource: doctors, duration: {mean: 20 min}}]\n",
                 rules[i]);
        ServiceRun run = services_run(text);
        assert_true(service_value(&run, "svc_in", "clinic") > 1000);
        assert_value(&run, "svc_left", "clinic", service_value(&run, "svc_in", "clinic"));
        assert_true(service_value(&run, "svc_utilisation", "doctors") < 1);
        services_free(&run);
    }
}

// Interruption by the more urgent.

#define URGENT_AND_ROUTINE(routine, urgent)                                                                            \
    "    classes: [{name: urgent, share: 50%, priority: 0}, {name: routine, share: 50%, priority: 5}]\n"               \
    "    arrivals:\n"                                                                                                  \
    "      - {name: routines, times: [" routine "], shares: [0%, 100%]}\n"                                             \
    "      - {name: urgents, times: [" urgent "], shares: [100%, 0%]}\n"
#define SEE_WITH(rule)                                                                                                 \
    "resources: [{name: doctors, capacity: 1, order: " rule "}]\n"                                                     \
    "services:\n"                                                                                                      \
    "  - name: clinic\n"
#define SEE_BY_CLASS                                                                                                   \
    "    steps:\n"                                                                                                     \
    "      - name: see\n"                                                                                              \
    "        resource: doctors\n"                                                                                      \
    "        duration: {shape: deterministic, mean: 30 min}\n"                                                         \
    "        by_class: [{class: urgent, duration: {shape: deterministic, mean: 10 min}}]\n"

// Routine: 9:00 to 9:10, then again from 9:20 to 9:40, before the other, who came at 9:05.
static void the_interrupted_resume_before_others_of_their_class(void **state)
{
    (void)state;
    ServiceRun run = services_run(FOR_A_DAY SEE_WITH("preemptive")
                                      URGENT_AND_ROUTINE("\"09:00\", \"09:05\"", "\"09:10\"") SEE_BY_CLASS);
    assert_value(&run, "svc_time", "clinic/urgent", 10);
    assert_value(&run, "svc_wait", "see/urgent", 0);
    assert_value(&run, "svc_interrupted", "see", 1);
    assert_value(&run, "svc_wait", "see/routine", 35.0 / 2);
    assert_value(&run, "svc_time", "clinic/routine", (40 + 65) / 2.0);
    assert_value(&run, "svc_busy", "doctors", OF_A_DAY(70));
    services_free(&run);
}

static void without_preemption_the_more_urgent_wait_for_the_end_of_a_service(void **state)
{
    (void)state;
    ServiceRun run = services_run(FOR_A_DAY SEE_WITH("by_priority")
                                      URGENT_AND_ROUTINE("\"09:00\", \"09:05\"", "\"09:10\"") SEE_BY_CLASS);
    assert_value(&run, "svc_wait", "see/urgent", 20);
    assert_value(&run, "svc_interrupted", "see", 0);
    services_free(&run);
}

static void the_equally_urgent_do_not_interrupt(void **state)
{
    (void)state;
    ServiceRun run = services_run(FOR_A_DAY SEE_WITH("preemptive")
                                      URGENT_AND_ROUTINE("\"12:00\"", "\"09:00\", \"09:05\"") SEE_BY_CLASS);
    assert_value(&run, "svc_wait", "see/urgent", 5.0 / 2);
    assert_value(&run, "svc_interrupted", "see", 0);
    services_free(&run);
}

// Interrupted at 9:01 and again at 9:20: 1, 9 and 20 minutes of service make 30.
static void somebody_can_be_interrupted_more_than_once(void **state)
{
    (void)state;
    ServiceRun run = services_run(FOR_A_DAY SEE_WITH("preemptive")
                                      URGENT_AND_ROUTINE("\"09:00\"", "\"09:01\", \"09:20\"") SEE_BY_CLASS);
    assert_value(&run, "svc_interrupted", "see/routine", 2);
    assert_value(&run, "svc_time", "clinic/routine", 50);
    services_free(&run);
}

#define BIG_AND_SMALL                                                                                                  \
    "      - {name: urgent small, times: [\"09:00\"], to: small, shares: [100%, 0%]}\n"                                \
    "      - {name: urgent big, times: [\"09:01\"], to: big, shares: [100%, 0%]}\n"                                    \
    "      - {name: routine small, times: [\"09:02\"], to: small, shares: [0%, 100%]}\n"                               \
    "    steps:\n"                                                                                                     \
    "      - {name: small, resource: staff, duration: {shape: deterministic, mean: 10 min}, next: [{to: leave}]}\n"    \
    "      - {name: big, resource: staff, servers: 3, duration: {shape: deterministic, mean: 10 min}}\n"

// Two servers are free, and an urgent patient waits for a third: the routine one does not overtake.
static void free_servers_are_not_taken_past_somebody_more_urgent_who_waits(void **state)
{
    (void)state;
    static const char *const orders[] = {"by_priority", "preemptive"};
    for (int i = 0; i < 2; i++) {
        char text[1500];
        snprintf(text, sizeof text,
                 FOR_A_DAY
                 "resources: [{name: staff, capacity: 3, order: %s}]\n"
                 "services:\n"
                 "  - name: clinic\n"
                 "    classes: [{name: urgent, share: 50%%, priority: 0}, {name: routine, share: 50%%, priority: 5}]\n"
                 "    arrivals:\n%s",
                 orders[i], BIG_AND_SMALL);
        ServiceRun run = services_run(text);
        assert_value(&run, "svc_wait", "big", 9);
        assert_value(&run, "svc_wait", "small/routine", 18);
        services_free(&run);
    }
}

// There is no server for anybody: who is being finished is not thrown out for nothing.
static void nobody_is_interrupted_for_whom_no_server_is_on_duty(void **state)
{
    (void)state;
    ServiceRun run =
        services_run(FOR_A_DAY "resources:\n"
                               "  - name: doctors\n"
                               "    capacity: 1\n"
                               "    order: preemptive\n"
                               "    changes: [{start: 2024-01-01T09:05, end: 2024-01-01T11:00, capacity: 0}]\n"
                               "services:\n"
                               "  - name: clinic\n"  //
                     URGENT_AND_ROUTINE("\"09:00\"", "\"09:10\"") SEE_BY_CLASS);
    assert_value(&run, "svc_interrupted", "see", 0);
    assert_value(&run, "svc_time", "clinic/routine", 30);
    assert_value(&run, "svc_wait", "see/urgent", 110);
    services_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_of_hours_says_who_is_on_duty),
        cmocka_unit_test(a_table_of_a_week_begins_on_monday),
        cmocka_unit_test(dated_changes_replace_the_table_while_they_hold),
        cmocka_unit_test(capacity_and_arrivals_come_back_when_the_strike_is_called_off),
        cmocka_unit_test(who_finishes_stays_on_until_the_patient_is_done),
        cmocka_unit_test(who_is_interrupted_keeps_the_time_that_was_left_and_is_next),
        cmocka_unit_test(a_fall_interrupts_as_many_as_go_home),
        cmocka_unit_test(hand_over_goes_on_at_once_where_servers_are_free),
        cmocka_unit_test(whoever_is_done_in_the_second_of_the_fall_is_done),
        cmocka_unit_test(nobody_is_lost_when_all_go_and_come_back),
        cmocka_unit_test(the_interrupted_resume_before_others_of_their_class),
        cmocka_unit_test(without_preemption_the_more_urgent_wait_for_the_end_of_a_service),
        cmocka_unit_test(the_equally_urgent_do_not_interrupt),
        cmocka_unit_test(somebody_can_be_interrupted_more_than_once),
        cmocka_unit_test(free_servers_are_not_taken_past_somebody_more_urgent_who_waits),
        cmocka_unit_test(nobody_is_interrupted_for_whom_no_server_is_on_duty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
