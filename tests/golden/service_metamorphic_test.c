// What must not change the results of services: the same written differently, and two lives that have not parted yet.
#include "tests/golden/service_world.h"

enum { TEXT_MOST = 4000 };

static const char CHANGES[] = "{start: 2024-01-10T07:00, end: 2024-01-13T07:00, capacity: 2, in: strike}";

// Two weeks and a half of a busy clinic, with these changes of its five doctors and these cuts of its arrivals.
static void write_clinic(char text[static TEXT_MOST], const char *changes, const char *cuts, const char *more)
{
    const int length = snprintf(
        text, TEXT_MOST,
        "walkout: 1\ncalendar: {start: 2024-01-03, end: 2024-01-20}\n"
        "run: {replications: 3, warm_up: 2 d}\n"
        "resources:\n"
        "  - {name: doctors, capacity: 5, on_fall: interrupt, order: preemptive, changes: [%s]}\n"
        "  - {name: beds, capacity: 20}\n"
        "services:\n"
        "  - name: clinic\n"
        "    limits: [1 h]\n"
        "    snapshots: [\"08:00\"]\n"
        "    classes: [{name: a, share: 30%%, priority: 1}, {name: b, share: 70%%, priority: 2}]\n"
        "    arrivals: [{name: all, rate: 12/h, changes: [%s]}]\n"
        "    steps:\n"
        "      - {name: see, resource: doctors, duration: {mean: 22 min}, patience: {mean: 6 h}}\n"
        "      - {name: test, duration: {mean: 1 h}, next: [{to: see, share: 10%%}, {to: stay, share: 40%%}]}\n"
        "      - {name: stay, resource: beds, space: 25, when_full: block, duration: {mean: 4 h}}\n"
        "%s",
        changes, cuts, more);
    assert_true(length > 0 && length < TEXT_MOST);
}

static Lives clinic(const char *changes, const char *cuts)
{
    char text[TEXT_MOST];
    write_clinic(text, changes, cuts, "");
    return lives_parse(text, NULL, 0);
}

// Changes that touch

static void assert_same_life(const char *changes, const char *cuts, const char *other_changes, const char *other_cuts)
{
    Lives one = clinic(changes, cuts), other = clinic(other_changes, other_cuts);
    for (enum SimLife life = SIM_BASELINE; life < SIM_LIVES; life++) {
        SimWorld *a = world_run(one.plans[life], 0, end_of(one.plans[life]));
        SimWorld *b = world_run(other.plans[life], 0, end_of(other.plans[life]));
        assert_same_world(a, b);
        sim_world_free(a);
        sim_world_free(b);
    }
    lives_free(&one);
    lives_free(&other);
}

static void a_change_in_two_parts_that_touch_is_the_same_change(void **state)
{
    (void)state;
    assert_same_life(CHANGES, "",
                     "{start: 2024-01-10T07:00, end: 2024-01-11T16:20, capacity: 2, in: strike}, "
                     "{start: 2024-01-11T16:20, end: 2024-01-13T07:00, capacity: 2, in: strike}",
                     "");
    assert_same_life("", "{start: 2024-01-10T07:00, end: 2024-01-13T07:00, factor: 40%, in: strike}", "",
                     "{start: 2024-01-11T16:20, end: 2024-01-13T07:00, factor: 40%, in: strike}, "
                     "{start: 2024-01-10T07:00, end: 2024-01-11T16:20, factor: 40%, in: strike}");
}

static void a_change_in_both_lives_is_no_difference(void **state)
{
    (void)state;
    Lives lives = clinic("{start: 2024-01-10T07:00, end: 2024-01-13T07:00, capacity: 2}", "");
    SimWorld *a = world_run(lives.plans[SIM_BASELINE], 0, end_of(lives.plans[SIM_BASELINE]));
    SimWorld *b = world_run(lives.plans[SIM_STRIKE], 0, end_of(lives.plans[SIM_STRIKE]));
    assert_same_world(a, b);
    assert_true(hospital_outline(lives.plans[SIM_STRIKE])->lives_part_s == INT64_MAX);
    sim_world_free(a);
    sim_world_free(b);
    lives_free(&lives);
}

// The two lives

static void the_lives_part_in_the_second_in_which_the_change_begins(void **state)
{
    (void)state;
    static const char *const written[][2] = {
        {CHANGES, ""}, {"", "{start: 2024-01-10T07:00, end: 2024-01-13T07:00, factor: 40%, in: strike}"}};
    for (int i = 0; i < 2; i++) {
        Lives lives = clinic(written[i][0], written[i][1]);
        const HospitalPlan *without = lives.plans[SIM_BASELINE], *with = lives.plans[SIM_STRIKE];
        const SimTime part_s = moment(with, 2024, 1, 10, 7);
        assert_true(hospital_outline(with)->lives_part_s == part_s);
        SimWorld *a = world_run(without, 0, part_s), *b = world_run(with, 0, part_s);
        assert_same_world(a, b);
        run_to(a, without, part_s + SIM_HOUR_S);
        run_to(b, with, part_s + SIM_HOUR_S);
        assert_true(differ(a, b));
        sim_world_free(a);
        sim_world_free(b);
        lives_free(&lives);
    }
}

static void a_change_to_what_is_there_anyway_changes_nothing(void **state)
{
    (void)state;
    Lives lives = clinic("{start: 2024-01-10T07:00, end: 2024-01-13T07:00, capacity: 5, in: strike}",
                         "{start: 2024-01-10T07:00, end: 2024-01-13T07:00, factor: 100%, in: strike}");
    SimWorld *a = world_run(lives.plans[SIM_BASELINE], 0, end_of(lives.plans[SIM_BASELINE]));
    SimWorld *b = world_run(lives.plans[SIM_STRIKE], 0, end_of(lives.plans[SIM_STRIKE]));
    assert_same_world(a, b);
    sim_world_free(a);
    sim_world_free(b);
    lives_free(&lives);
}

static void a_strike_is_named_instead_of_its_dates(void **state)
{
    (void)state;
    static const char strikes[] =
        "strikes: [{name: W, groups: [resident_doctors], in: %s, announced: 2024-01-08, start: 2024-01-10T07:00,\n"
        "           end: 2024-01-13T07:00}]\n";
    char text[TEXT_MOST], window[400];
    snprintf(window, sizeof window, strikes, "strike");
    write_clinic(text, "{strike: W, capacity: 2}", "", window);
    Lives named = lives_parse(text, NULL, 0);
    write_clinic(text, CHANGES, "", window);
    Lives dated = lives_parse(text, NULL, 0);
    for (enum SimLife life = SIM_BASELINE; life < SIM_LIVES; life++) {
        SimWorld *a = world_run(named.plans[life], 0, end_of(named.plans[life]));
        SimWorld *b = world_run(dated.plans[life], 0, end_of(dated.plans[life]));
        assert_same_world(a, b);
        sim_world_free(a);
        sim_world_free(b);
    }
    lives_free(&named);
    lives_free(&dated);
    // History: in both lives.
    snprintf(window, sizeof window, strikes, "both");
    write_clinic(text, "{strike: W, capacity: 2}", "", window);
    ServiceRun run = services_run(text);
    assert_value(&run, "svc_on_duty", "doctors", (18 * 5 - 3 * 3) / 18.0);
    assert_strike_value(&run, "svc_on_duty", "doctors", (18 * 5 - 3 * 3) / 18.0);
    services_free(&run);
}

// Everybody stays for days, so whoever came in the window is still there at its end: those of the strike life are
// among those of the other, and are the same people.
static void those_who_still_come_are_the_same_patients(void **state)
{
    (void)state;
    Lives lives = lives_parse(
        FOR_DAYS("2024-01-04")  //
        "services:\n"
        "  - name: clinic\n"
        "    classes: [{name: a, share: 30%}, {name: b, share: 70%}]\n"
        "    arrivals: [{rate: 60/h, changes: [{start: 2024-01-02, end: 2024-01-03, factor: 40%, in: strike}]}]\n"
        "    steps: [{name: stay, duration: {shape: uniform, least: 4 d, most: 9 d}}]\n",
        NULL, 0);
    SimWorld *worlds[SIM_LIVES];
    uint32_t came[SIM_LIVES] = {0}, same = 0;
    for (enum SimLife life = SIM_BASELINE; life < SIM_LIVES; life++)
        worlds[life] = world_run(lives.plans[life], 0, end_of(lives.plans[life]));
    uint32_t other = 1;
    for (uint32_t i = 1; i < worlds[SIM_STRIKE]->tables[TABLE_SERVICE_PATIENTS].used; i++) {
        const ServicePatient *with = SIM_ROW(worlds[SIM_STRIKE], TABLE_SERVICE_PATIENTS, ServicePatient, i);
        const ServicePatient *without = SIM_ROW(worlds[SIM_BASELINE], TABLE_SERVICE_PATIENTS, ServicePatient, other);
        while (without->entity != with->entity) {
            came[SIM_BASELINE] += without->entered_s / SIM_DAY_S == 1;
            without = SIM_ROW(worlds[SIM_BASELINE], TABLE_SERVICE_PATIENTS, ServicePatient, ++other);
        }
        came[SIM_BASELINE] += without->entered_s / SIM_DAY_S == 1;
        came[SIM_STRIKE] += with->entered_s / SIM_DAY_S == 1;
        same += with->entered_s == without->entered_s && with->due_s == without->due_s &&
                with->at == without->at;
        other++;
    }
    assert_int_equal(same, worlds[SIM_STRIKE]->tables[TABLE_SERVICE_PATIENTS].taken);
    const double share = (double)came[SIM_STRIKE] / came[SIM_BASELINE];
    assert_true(fabs(share - 0.4) < 4 * sqrt(0.4 * 0.6 / came[SIM_BASELINE]));
    sim_world_free(worlds[SIM_BASELINE]);
    sim_world_free(worlds[SIM_STRIKE]);
    lives_free(&lives);
}

// What else there is

// Every column of one is in the other, with the same values in all replications.
static void assert_same_values(const ServiceRun *one, const ServiceRun *other)
{
    const SimFrame *frame = one->outcome->frame;
    for (uint32_t column = 0; column < frame->recorded_count; column++) {
        const char *measure = frame->columns[column].measure->name, *of = frame->columns[column].of;
        for (enum SimLife life = SIM_BASELINE; life < SIM_LIVES; life++) {
            const double *a = sim_outcome_values(one->outcome, 0, column, 0, life);
            const double *b = sim_outcome_values(other->outcome, 0, service_column(other, measure, of), 0, life);
            for (uint32_t i = 0; i < one->outcome->replications; i++) {
                if (a[i] < b[i] || a[i] > b[i]) fail_msg("%s of %s: %g and %g", measure, of, a[i], b[i]);
            }
        }
    }
}

static void what_nobody_uses_changes_nothing(void **state)
{
    (void)state;
    char text[TEXT_MOST];
    write_clinic(text, CHANGES, "", "");
    ServiceRun alone = services_run(text);
    write_clinic(text, CHANGES, "",
                 "  - name: another\n"
                 "    arrivals: [{rate: 30/h}]\n"
                 "    steps: [{name: visit, resource: others, duration: {mean: 1 h}}]\n");
    char *resources = strstr(text, "resources:\n") + strlen("resources:\n");
    static const char more[] = "  - {name: nobody's, capacity: 3}\n  - {name: others, capacity: 40}\n";
    memmove(resources + strlen(more), resources, strlen(resources) + 1);
    memcpy(resources, more, strlen(more));
    ServiceRun among = services_run(text);
    assert_same_values(&alone, &among);
    services_free(&alone);
    services_free(&among);
}

// Twice the rates and half the times: the same patients in half the time. 40 replications, 4 standard errors.
static void twice_as_fast_is_the_same_in_half_the_time(void **state)
{
    (void)state;
    static const char text[] =
        "walkout: 1\ncalendar: {end: 2024-01-%s}\nrun: {replications: 40, warm_up: %s}\n"
        "resources: [{name: doctors, capacity: 3}]\n"
        "services:\n"
        "  - name: clinic\n"
        "    arrivals: [{rate: %s}]\n"
        "    steps: [{name: see, resource: doctors, duration: {mean: %s}, patience: {mean: %s}}]\n";
    char written[2][1000];
    snprintf(written[0], 1000, text, "08", "2 d", "5/h", "40 min", "2 h");
    snprintf(written[1], 1000, text, "04", "1 d", "10/h", "20 min", "1 h");
    static const struct {
        const char *measure, *of;
        double factor;
    } measures[] = {{"svc_wait", "see", 2},  {"svc_queue", "see", 1},         {"svc_utilisation", "doctors", 1},
                    {"svc_in", "clinic", 1}, {"svc_gave_up_share", "see", 1}, {"svc_time", "clinic", 2}};
    ServiceRun slow = services_run(written[0]), fast = services_run(written[1]);
    for (size_t m = 0; m < sizeof measures / sizeof *measures; m++) {
        const double *a = sim_outcome_values(
            slow.outcome, 0, service_column(&slow, measures[m].measure, measures[m].of), 0, SIM_BASELINE);
        const double *b = sim_outcome_values(
            fast.outcome, 0, service_column(&fast, measures[m].measure, measures[m].of), 0, SIM_BASELINE);
        double sum = 0, squares = 0;
        for (int i = 0; i < 40; i++) {
            const double difference = a[i] - measures[m].factor * b[i];
            sum += difference;
            squares += difference * difference;
        }
        const double error = sqrt((squares - sum * sum / 40) / 39 / 40);
        if (fabs(sum / 40) > 4 * error) fail_msg("%s: %g, standard error %g", measures[m].measure, sum / 40, error);
    }
    services_free(&slow);
    services_free(&fast);
}

static const char IN_A_TRUST[] = "    emergency: off\n    beds: {on: off}\n    maternity: off\n    elective: off\n"
                                 "    bookings: off\n"
                                 "    resources: [{name: doctors, capacity: %d}]\n"
                                 "    services:\n"
                                 "      - name: clinic\n"
                                 "        arrivals: [{rate: 10/h}]\n"
                                 "        steps: [{name: see, resource: doctors, duration: {mean: 15 min}}]\n";

// Two trusts of which nothing is simulated but a service of the same name: their patients are others, and a trust's do
// not depend on the other's doctors.
// The short way of plain steps is the long one: room that is never short, and patience that never ends, make a step
// special and change nothing.

static ServiceRun ward_with(const char *special)
{
    char text[TEXT_MOST];
    const int length = snprintf(text, TEXT_MOST,
                                "walkout: 1\ncalendar: {start: 2024-01-03, end: 2024-01-30}\nrun: {replications: 1}\n"
                                "resources: [{name: nurses, capacity: 2}, {name: doctors, capacity: 9}]\n"
                                "services:\n"
                                "  - name: ward\n"
                                "    limits: [10 min]\n"
                                "    classes: [{name: a, share: 30%%, priority: 1}, {name: b, share: 70%%}]\n"
                                "    arrivals: [{rate: 10/h}]\n"
                                "    steps:\n"
                                "      - {name: triage, resource: nurses, duration: {mean: 6 min}%s}\n"
                                "      - {name: see, resource: doctors, duration: {mean: 45 min}%s,\n"
                                "         next: [{to: triage, share: 10%%}, {to: leave, share: 90%%}]}\n",
                                special, special);
    assert_true(length > 0 && length < TEXT_MOST);
    return services_run(text);
}

static void the_way_of_plain_steps_is_that_of_all_others(void **state)
{
    (void)state;
    static const char *const of_steps[] = {"svc_arrivals", "svc_wait",    "svc_wait_q95", "svc_delayed",
                                           "svc_queue",    "svc_present", "svc_done",     "svc_present_q95"};
    static const char *const of_service[] = {"svc_in", "svc_left", "svc_time", "svc_time_q95", "svc_inside"};
    static const char *const specials[] = {", space: 1000", ", patience: {shape: deterministic, mean: 9999 h}"};
    ServiceRun plain = ward_with("");
    assert_true(plain.lives.plans[SIM_BASELINE]->trusts[0].services.steps[0].is_plain);
    for (size_t s = 0; s < sizeof specials / sizeof specials[0]; s++) {
        ServiceRun special = ward_with(specials[s]);
        assert_false(special.lives.plans[SIM_BASELINE]->trusts[0].services.steps[0].is_plain);
        for (size_t i = 0; i < sizeof of_steps / sizeof of_steps[0]; i++) {
            assert_value(&special, of_steps[i], "triage", service_value(&plain, of_steps[i], "triage"));
            assert_value(&special, of_steps[i], "see", service_value(&plain, of_steps[i], "see"));
        }
        for (size_t i = 0; i < sizeof of_service / sizeof of_service[0]; i++)
            assert_value(&special, of_service[i], "ward", service_value(&plain, of_service[i], "ward"));
        services_free(&special);
    }
    services_free(&plain);
}

static void services_of_trusts_have_random_numbers_of_their_own(void **state)
{
    (void)state;
    double in[2][3], busy[2][3];
    for (int i = 0; i < 2; i++) {
        char text[TEXT_MOST], north[900], south[900];
        snprintf(north, sizeof north, IN_A_TRUST, 3);
        snprintf(south, sizeof south, IN_A_TRUST, 4 + i);
        snprintf(text, sizeof text,
                 "walkout: 1\ncalendar: {start: 2024-01-03, end: 2024-01-06}\nrun: {replications: 1, warm_up: 1 d}\n"
                 "trusts:\n"
                 "  - name: North\n    code: N\n    based_on: library/acute_trust.yaml\n%s"
                 "  - name: South\n    code: S\n    based_on: library/acute_trust.yaml\n%s",
                 north, south);
        ServiceRun run = services_run(text);
        for (uint32_t site = 0; site < 3; site++) {
            in[i][site] =
                sim_outcome_values(run.outcome, site, service_column(&run, "svc_in", "clinic"), 0, SIM_BASELINE)[0];
            busy[i][site] = sim_outcome_values(run.outcome, site, service_column(&run, "svc_on_duty", "doctors"), 0,
                                               SIM_BASELINE)[0];
        }
        services_free(&run);
    }
    assert_true(fabs(in[0][0] - in[0][1]) > 0);
    assert_true(fabs(in[0][0] - 960) < 4 * sqrt(960));
    assert_true(fabs(in[0][2] - (in[0][0] + in[0][1])) < 1e-9);
    for (uint32_t site = 0; site < 3; site++) assert_true(fabs(in[0][site] - in[1][site]) < 1e-9);
    assert_true(fabs(busy[0][0] - 3) < 1e-9);
    assert_true(fabs(busy[0][1] - 4) < 1e-9);
    assert_true(fabs(busy[1][1] - 5) < 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_change_in_two_parts_that_touch_is_the_same_change),
        cmocka_unit_test(a_change_in_both_lives_is_no_difference),
        cmocka_unit_test(the_lives_part_in_the_second_in_which_the_change_begins),
        cmocka_unit_test(a_change_to_what_is_there_anyway_changes_nothing),
        cmocka_unit_test(a_strike_is_named_instead_of_its_dates),
        cmocka_unit_test(those_who_still_come_are_the_same_patients),
        cmocka_unit_test(what_nobody_uses_changes_nothing),
        cmocka_unit_test(twice_as_fast_is_the_same_in_half_the_time),
        cmocka_unit_test(the_way_of_plain_steps_is_that_of_all_others),
        cmocka_unit_test(services_of_trusts_have_random_numbers_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
