// Who comes to a service and when, which way they go, and what of them is reported.
#include "tests/golden/service_world.h"

#include "models/service_visit.h"

#define AN_HOUR "duration: {shape: deterministic, mean: 1 h}"

// A mean of `count` values with this standard deviation lies within four standard errors.
static void mean_is(double value, double expected, double deviation, double count)
{
    if (fabs(value - expected) > 4 * deviation / sqrt(count))
        fail_msg("%g is not %g within 4 x %g", value, expected, deviation / sqrt(count));
}

// Arrivals

// Everybody stays for an hour: whoever came between 10 and 11 is there at 10:59:59, and gone by 12.
static void assert_all_come_between(const char *text, const char *at, const char *before, double days)
{
    ServiceRun run = services_run(text);
    char of[40];
    const double in = service_value(&run, "svc_in", "clinic");
    assert_true(in > 10);
    snprintf(of, sizeof of, "stay/%s", at);
    assert_value(&run, "svc_present_at", of, in / days);
    snprintf(of, sizeof of, "stay/%s", before);
    assert_value(&run, "svc_present_at", of, 0);
    services_free(&run);
}

#define STAY(arrivals)                                                                                                 \
    "services:\n"                                                                                                      \
    "  - name: clinic\n"                                                                                               \
    "    snapshots: [\"10:00\", \"11:00\", \"10:30\"]\n"                                                               \
    "    arrivals: [{" arrivals "}]\n"                                                                                 \
    "    steps: [{name: stay, " AN_HOUR "}]\n"

#define NIGHT "0/h,0/h,0/h,0/h,0/h,0/h,0/h,0/h,0/h,0/h,"
#define DAY_TABLE "[" NIGHT "60/h,0/h,0/h,0/h," NIGHT "]"

static void rates_of_a_day_begin_at_midnight(void **state)
{
    (void)state;
    assert_all_come_between(FOR_DAYS("2024-01-04") STAY("rates: " DAY_TABLE), "11:00", "10:00", 4);
    // In half hours: from 10:30 on.
    assert_all_come_between(FOR_DAYS("2024-01-04") STAY("every: 30 min, rates: [" NIGHT NIGHT
                                                        "0/h,60/h,0/h,0/h,0/h,0/h,0/h,0/h," NIGHT NIGHT "]"),
                            "11:00", "10:30", 4);
}

// From Wednesday to Tuesday, and on the two days to Thursday: Thursday, from 10 to 11 o'clock.
static void rates_of_a_week_begin_on_monday(void **state)
{
    (void)state;
    char table[2000] = "", text[3000];
    for (int hour = 0; hour < 168; hour++) strcat(table, hour == 3 * 24 + 10 ? "60/h," : "0/h,");
    snprintf(text, sizeof text,
             "walkout: 1\ncalendar: {start: 2024-01-03, end: 2024-01-09}\nrun: {replications: 1, warm_up: 5 d}\n" STAY(
                 "rates: [%s]"),
             table);
    assert_all_come_between(text, "11:00", "10:00", 7);
    snprintf(text, sizeof text,
             "walkout: 1\ncalendar: {start: 2024-01-03, end: 2024-01-04}\nrun: {replications: 1, warm_up: 5 d}\n" STAY(
                 "rates: [%s]"),
             table);
    assert_all_come_between(text, "11:00", "10:00", 2);
}

// Twelve hours from the moment of calendar.start, which is 10 to 11 on every day and 22 to 23.
static void other_rates_begin_with_the_calendar(void **state)
{
    (void)state;
    ServiceRun run = services_run("walkout: 1\ncalendar: {start: 2024-01-03, end: 2024-01-06}\n"
                                  "run: {replications: 1, warm_up: 3 d}\n" STAY("rates: [" NIGHT "60/h,0/h]"));
    assert_value(&run, "svc_present_at", "stay/10:00", 0);
    assert_true(service_value(&run, "svc_present_at", "stay/11:00") > 30);
    services_free(&run);
    // Ten hours: 0 to 9 nobody, so at 10 of the first day nobody is there, on the second somebody.
    run = services_run(FOR_DAYS("2024-01-02") STAY("rates: [0/h,0/h,0/h,0/h,60/h,0/h,0/h,0/h,0/h,0/h]"));
    assert_true(service_value(&run, "svc_in", "clinic") > 200);  // at 4, 14, 0, 10, 20
    assert_true(service_value(&run, "svc_present_at", "stay/11:00") > 15);
    services_free(&run);
}

static void what_does_not_repeat_comes_once_from_the_calendar(void **state)
{
    (void)state;
    ServiceRun run = services_run("walkout: 1\ncalendar: {start: 2024-01-03, end: 2024-01-06}\n"
                                  "run: {replications: 1, warm_up: 3 d}\nresults: {daily: on}\n"  //
                                  STAY("repeat: off, rates: " DAY_TABLE));
    const double in = service_value(&run, "svc_in", "clinic");
    assert_true(in > 30);
    assert_value(&run, "svc_present_at", "stay/11:00", in / 4);
    services_free(&run);
    run = services_run("walkout: 1\ncalendar: {start: 2024-01-03, end: 2024-01-06}\n"
                       "run: {replications: 1, warm_up: 3 d}\n"  //
                       STAY("repeat: off, times: [\"09:00\", \"23:59\"]"));
    assert_value(&run, "svc_in", "clinic", 2);
    services_free(&run);
}

// Wednesday the 3rd to Tuesday the 16th: two Mondays and two Wednesdays, the warm-up not counted.
static void fixed_times_keep_to_their_days(void **state)
{
    (void)state;
    ServiceRun run = services_run("walkout: 1\ncalendar: {start: 2024-01-03, end: 2024-01-16}\n"
                                  "run: {replications: 1, warm_up: 10 d}\n"
                                  "services:\n"
                                  "  - name: list\n"
                                  "    snapshots: [\"09:30\"]\n"
                                  "    arrivals: [{times: [\"09:00\", \"14:00\"], days: [monday, wednesday]}]\n"
                                  "    steps: [{name: see, duration: {shape: deterministic, mean: 1 h}}]\n");
    assert_value(&run, "svc_arrivals", "see", 8);
    assert_value(&run, "svc_present_at", "see/09:30", 4.0 / 14);
    services_free(&run);
}

static void intervals_between_arrivals_begin_at_midnight(void **state)
{
    (void)state;
    ServiceRun run = services_run(FOR_A_DAY STAY("between: {shape: deterministic, mean: 10 min}"));
    assert_value(&run, "svc_in", "clinic", 143);  // 00:10 to 23:50
    assert_value(&run, "svc_present_at", "stay/10:00", 6);
    services_free(&run);
}

static void arrivals_keep_to_their_dates(void **state)
{
    (void)state;
    ServiceRun run = services_run(FOR_DAYS("2024-01-04") STAY(
        "start: 2024-01-02T09:30, end: 2024-01-03T09:30, times: [\"09:00\", \"09:30\", \"12:00\"]"));
    assert_value(&run, "svc_in", "clinic", 3);  // 2 January 9:30 and 12:00; 3 January 9:00
    services_free(&run);
    run = services_run(FOR_DAYS("2024-01-04") STAY(
        "start: 2024-01-02T09:30, end: 2024-01-02T10:30, between: {shape: deterministic, mean: 20 min}"));
    assert_value(&run, "svc_in", "clinic", 2);  // 9:50 and 10:10; 10:30 is past the end
    services_free(&run);
}

// 2400 batches of a mean and variance.
static void batches_have_their_means(void **state)
{
    (void)state;
    static const struct {
        const char *batch;
        double mean, deviation;
    } cases[] = {{"mean: 3", 3, 0},
                 {"shape: geometric, mean: 4", 4, 3.4641016},  // sd sqrt(mean (mean - 1))
                 {"shape: poisson, mean: 1.5", 1.5, 1.2247449},
                 {"shape: poisson, mean: 100", 100, 10},
                 {"shape: discrete, sizes: [0, 2, 7], shares: [50%, 30%, 20%]", 2, 2.6457513}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[600];
        snprintf(
            text, sizeof text,
            FOR_DAYS(
                "2024-04-09") "services:\n  - name: clinic\n    arrivals: [{batch: {%s}, times: ["
                              "\"00:30\",\"01:30\",\"02:30\",\"03:30\",\"04:30\",\"05:30\",\"06:30\",\"07:30\","
                              "\"08:30\",\"09:30\",\"10:30\",\"11:30\",\"12:30\",\"13:30\",\"14:30\",\"15:30\","
                              "\"16:30\",\"17:30\",\"18:30\",\"19:30\",\"20:30\",\"21:30\",\"22:30\",\"23:30\"]}]\n"
                              "    steps: [{name: stay, duration: {shape: deterministic, mean: 1 min}}]\n",
            cases[i].batch);
        ServiceRun run = services_run(text);
        mean_is(service_value(&run, "svc_in", "clinic") / 2400, cases[i].mean, cases[i].deviation + 1e-9, 2400);
        services_free(&run);
    }
}

// Routes

#define ROUTES(arrivals, route, next)                                                                                  \
    FOR_DAYS("2024-01-10")                                                                                             \
    "resources: [{name: r1, capacity: 1}, {name: r2, capacity: 1}]\n"                                                  \
    "services:\n"                                                                                                      \
    "  - name: clinic\n"                                                                                               \
    "    classes: [{name: a, share: 50%}, {name: b, share: 50%}]\n"                                                    \
    "    arrivals: [{" arrivals "}]\n"                                                                                 \
    "    steps:\n"                                                                                                     \
    "      - {name: door, route: " route ", next: [" next "]}\n"                                                       \
    "      - {name: one, resource: r1, " AN_HOUR ", next: [{to: leave}]}\n"                                            \
    "      - {name: two, resource: r2, " AN_HOUR ", next: [{to: leave}]}\n"

// By hand, from the words of the arrival point: the k-th arrival has the k-th word of those for times, and of those for
// batches. Everybody stays.
static void each_arrival_has_words_of_its_own(void **state)
{
    (void)state;
    Lives lives = lives_parse(FOR_DAYS("2024-01-04")  //
                              "services:\n"
                              "  - name: clinic\n"
                              "    arrivals: [{rate: 20/h, batch: {shape: geometric, mean: 1.5}}]\n"
                              "    steps: [{name: stay, duration: {shape: deterministic, mean: 30 d}}]\n",
                              NULL, 0);
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    const ServiceSource *source = &plan->trusts[0].services.sources[0];
    SimWorld *world = world_run(plan, 0, end_of(plan));
    Hospital hospital = hospital_at(world, plan);
    const SimStream stream = service_stream(&hospital, source);
    const uint32_t patients = service_inside(&hospital);
    double at_s = 0;
    uint32_t came = 0, arrival = 0;
    for (; came < patients; arrival++) {
        at_s += sim_variate(&source->between, sim_draw(stream, arrival / 4, PURPOSE_COMES, 0).word[arrival % 4]);
        const double size = sim_variate(&source->batch, sim_draw(stream, arrival, PURPOSE_BATCH, 0).word[0]);
        for (uint32_t end = came + (uint32_t)(size + 0.5); came < end; came++) {
            const ServicePatient *patient = service_patient(&hospital, came + 1);
            assert_int_equal(patient->entity, came);
            assert_int_equal(patient->entered_s, (uint32_t)at_s);
            const SimWords words = sim_draw(stream, came, PURPOSE_PATIENT, 0);
            assert_memory_equal(&patient->words, &words, sizeof words);
        }
    }
    assert_int_equal(came, patients);
    assert_true(arrival > 1000 && patients > arrival);
    sim_world_free(world);
    lives_free(&lives);
}

static void shares_decide_and_a_class_has_its_own(void **state)
{
    (void)state;
    ServiceRun run =
        services_run(ROUTES("rate: 100/h", "share",
                            "{to: one, share: 30%}, {to: two, share: 50%}, {to: one, share: 60%, class: b}, "
                            "{to: two, share: 40%, class: b}"));
    const double in_a = service_value(&run, "svc_in", "clinic/a"), in_b = service_value(&run, "svc_in", "clinic/b");
    mean_is(in_a / (in_a + in_b), 0.5, 0.5, in_a + in_b);
    mean_is(service_value(&run, "svc_arrivals", "one/a") / in_a, 0.3, sqrt(0.3 * 0.7), in_a);
    mean_is(service_value(&run, "svc_arrivals", "two/a") / in_a, 0.5, 0.5, in_a);
    mean_is(service_value(&run, "svc_arrivals", "one/b") / in_b, 0.6, sqrt(0.6 * 0.4), in_b);
    assert_value(&run, "svc_arrivals", "two/b", in_b - service_value(&run, "svc_arrivals", "one/b"));
    services_free(&run);
}

// Only b is told where to go: a goes to the step below.
static void a_class_without_rows_goes_to_the_step_below(void **state)
{
    (void)state;
    ServiceRun run = services_run(ROUTES("rate: 10/h", "share", "{to: two, class: b}"));
    assert_value(&run, "svc_arrivals", "one/a", service_value(&run, "svc_in", "clinic/a"));
    assert_value(&run, "svc_arrivals", "two/b", service_value(&run, "svc_in", "clinic/b"));
    assert_value(&run, "svc_arrivals", "two/a", 0);
    services_free(&run);
}

static void one_after_the_other(void **state)
{
    (void)state;
    ServiceRun run = services_run(ROUTES("between: {shape: deterministic, mean: 10 min}", "in_turn",
                                         "{to: one}, {to: two}, {to: leave}, {to: two}"));
    assert_value(&run, "svc_in", "clinic", 1439);
    assert_value(&run, "svc_arrivals", "one", 360);
    assert_value(&run, "svc_arrivals", "two", 719 + 0);
    services_free(&run);
}

// Three at 9:00, two at 9:10: the third finds both busy.
#define FIVE "times: [\"09:00\", \"09:00\", \"09:00\", \"09:10\", \"09:10\"], end: 2024-01-02"

static void the_first_that_is_free_or_else_the_first(void **state)
{
    (void)state;
    ServiceRun run = services_run(ROUTES(FIVE, "first_free", "{to: one}, {to: two}"));
    assert_value(&run, "svc_arrivals", "one", 4);
    assert_value(&run, "svc_arrivals", "two", 1);
    services_free(&run);
    run = services_run(ROUTES(FIVE, "first_free", "{to: one}, {to: two}, {to: leave}"));
    assert_value(&run, "svc_arrivals", "one", 1);
    assert_value(&run, "svc_arrivals", "two", 1);
    services_free(&run);
}

static void the_one_with_the_fewest(void **state)
{
    (void)state;
    ServiceRun run = services_run(ROUTES(FIVE, "shortest", "{to: one}, {to: two}"));
    assert_value(&run, "svc_arrivals", "one", 3);
    assert_value(&run, "svc_arrivals", "two", 2);
    services_free(&run);
}

// Exponential visits of 10 minutes, half of which are followed by another: the sum is exponential with 20 minutes,
// which it would not be if a second visit had the first one's luck. sd of the mean square: 2 sqrt(5) times the square.
static void every_visit_has_random_numbers_of_its_own(void **state)
{
    (void)state;
    ServiceRun run =
        services_run(FOR_DAYS("2024-01-10")  //
                     "services:\n"
                     "  - name: clinic\n"
                     "    limits: [1 h]\n"
                     "    arrivals: [{rate: 100/h}]\n"
                     "    steps: [{name: see, duration: {mean: 10 min}, next: [{to: see, share: 50%}]}]\n");
    const double left = service_value(&run, "svc_left", "clinic");
    assert_true(left > 20000);
    mean_is(service_value(&run, "svc_time", "clinic"), 20, 20, left);
    mean_is(service_value(&run, "svc_done", "see") / left, 2, sqrt(2), left);
    // The 95th percentile, 20 log 20, within 4 sqrt(0.05 x 0.95 / n) / density (0.05 / 20).
    mean_is(service_value(&run, "svc_time_q95", "clinic"), 20 * log(20), sqrt(0.05 * 0.95) * 20 / 0.05, left);
    services_free(&run);
}

// Results

#define MIXED(detail)                                                                                                  \
    "walkout: 1\ncalendar: {start: 2024-01-20, end: 2024-03-10}\n"                                                     \
    "run: {replications: 2, warm_up: 9 d}\n"                                                                           \
    "results: {daily: " detail "}\n"                                                                                   \
    "strikes: [{name: W, groups: [resident_doctors], announced: 2024-02-01, start: 2024-02-03, end: 2024-02-06}]\n"    \
    "resources:\n"                                                                                                     \
    "  - {name: doctors, capacity: 3, on_fall: interrupt, changes: [{strike: W, capacity: 1}]}\n"                      \
    "services:\n"                                                                                                      \
    "  - name: clinic\n"                                                                                               \
    "    limits: [30 min]\n"                                                                                           \
    "    snapshots: [\"04:00\", \"16:00\"]\n"                                                                          \
    "    classes: [{name: a, share: 30%, priority: 1}, {name: b, share: 70%, priority: 2}]\n"                          \
    "    arrivals: [{rate: 7/h}]\n"                                                                                    \
    "    steps: [{name: see, resource: doctors, duration: {mean: 20 min}, patience: {mean: 3 h}}]\n"

// Every measure, over every period, in both lives.
static void without_results_by_date_every_period_is_the_same(void **state)
{
    (void)state;
    ServiceRun daily = services_run(MIXED("on")), stretches = services_run(MIXED("off"));
    const SimFrame *frame = daily.outcome->frame;
    assert_true(stretches.lives.plans[SIM_BASELINE]->record_count < 20);
    assert_int_equal(frame->periods.count, stretches.outcome->frame->periods.count);
    for (uint32_t column = 0; column < frame->recorded_count; column++) {
        const char *measure = frame->columns[column].measure->name, *of = frame->columns[column].of;
        for (uint32_t period = 0; period < frame->periods.count; period++) {
            for (enum SimLife life = SIM_BASELINE; life < SIM_LIVES; life++) {
                const double a = service_value_in(&daily, life, period, measure, of);
                const double b = service_value_in(&stretches, life, period, measure, of);
                if (isnan(a) != isnan(b) || fabs(a - b) > 1e-9 * fabs(a))
                    fail_msg("%s of %s in %s: %g and %g", measure, of, frame->periods.at[period].name, a, b);
            }
        }
    }
    services_free(&daily);
    services_free(&stretches);
}

static void a_horizon_ends_within_a_day(void **state)
{
    (void)state;
    ServiceRun run = services_run("walkout: 1\nrun: {replications: 1, horizon: 18 h}\n"
                                  "resources: [{name: doctors, capacity: 2}]\n"
                                  "services:\n"
                                  "  - name: clinic\n"
                                  "    snapshots: [\"12:00\", \"17:59\"]\n"
                                  "    arrivals: [{times: [\"12:00\", \"17:30\", \"18:00\"]}]\n"
                                  "    steps: [{name: see, resource: doctors, " AN_HOUR "}]\n");
    assert_value(&run, "svc_in", "clinic", 2);
    assert_value(&run, "svc_left", "clinic", 1);
    assert_value(&run, "svc_on_duty", "doctors", 2);
    assert_value(&run, "svc_busy", "doctors", 1.5 / 18);
    assert_value(&run, "svc_inside", "clinic", 1.5 / 18);
    assert_value(&run, "svc_present_at", "see/17:59", 1);
    services_free(&run);
}

static void what_happens_in_the_warm_up_is_not_reported(void **state)
{
    (void)state;
    ServiceRun run = services_run("walkout: 1\ncalendar: {start: 2024-01-03, end: 2024-01-03}\n"
                                  "run: {replications: 1, warm_up: 2 d}\n"
                                  "resources: [{name: doctors, capacity: 1}]\n"
                                  "services:\n"
                                  "  - name: clinic\n"
                                  "    arrivals: [{times: [\"23:30\"], end: 2024-01-03}]\n"
                                  "    steps: [{name: see, resource: doctors, " AN_HOUR "}]\n");
    assert_value(&run, "svc_in", "clinic", 0);
    assert_value(&run, "svc_left", "clinic", 1);  // came in the warm-up
    assert_value(&run, "svc_time", "clinic", 60);
    assert_value(&run, "svc_time_longest", "clinic", 60);
    assert_value(&run, "svc_started", "see", 0);
    assert_value(&run, "svc_busy", "doctors", 0.5 / 24);
    assert_value(&run, "svc_present_q95", "see", 0);
    services_free(&run);
}

// Half of the day one is there, a quarter two, a quarter nobody.
static void numbers_present_have_quantiles_over_time(void **state)
{
    (void)state;
    ServiceRun run =
        services_run(FOR_A_DAY  //
                     "services:\n"
                     "  - name: clinic\n"
                     "    arrivals: [{name: a, times: [\"06:00\"]}, {name: b, times: [\"12:00\"], to: short}]\n"
                     "    steps:\n"
                     "      - {name: stay, duration: {shape: deterministic, mean: 18 h}, next: [{to: leave}]}\n"
                     "      - {name: short, duration: {shape: deterministic, mean: 1 s}, next: [{to: stay}]}\n");
    assert_value(&run, "svc_present", "stay", 18.0 / 24 + (43200 - 1) / 86400.0);
    assert_value(&run, "svc_present_q05", "stay", 0);
    assert_value(&run, "svc_present_q50", "stay", 1);
    assert_value(&run, "svc_present_q95", "stay", 2);
    services_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_of_a_day_begin_at_midnight),
        cmocka_unit_test(rates_of_a_week_begin_on_monday),
        cmocka_unit_test(other_rates_begin_with_the_calendar),
        cmocka_unit_test(what_does_not_repeat_comes_once_from_the_calendar),
        cmocka_unit_test(fixed_times_keep_to_their_days),
        cmocka_unit_test(intervals_between_arrivals_begin_at_midnight),
        cmocka_unit_test(arrivals_keep_to_their_dates),
        cmocka_unit_test(batches_have_their_means),
        cmocka_unit_test(each_arrival_has_words_of_its_own),
        cmocka_unit_test(shares_decide_and_a_class_has_its_own),
        cmocka_unit_test(a_class_without_rows_goes_to_the_step_below),
        cmocka_unit_test(one_after_the_other),
        cmocka_unit_test(the_first_that_is_free_or_else_the_first),
        cmocka_unit_test(the_one_with_the_fewest),
        cmocka_unit_test(every_visit_has_random_numbers_of_its_own),
        cmocka_unit_test(without_results_by_date_every_period_is_the_same),
        cmocka_unit_test(a_horizon_ends_within_a_day),
        cmocka_unit_test(what_happens_in_the_warm_up_is_not_reported),
        cmocka_unit_test(numbers_present_have_quantiles_over_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
