// Lists of values, and lists of records in lists: read, given beside the file, taken from templates, written.
#include "sim/scenario/scenario.h"

#include <stdio.h>
#include <unistd.h>

#include "tests/unit/scenarios/reading.h"

static const char *const head = "walkout: 1\ncalendar: {start: 2024-01-01}\ninclude: nested.yaml\n";

static Reading nested_with(const SimOverride *overrides, size_t count)
{
    Reading reading = read_with("nested.yaml", overrides, count);
    if (reading.scenario) return reading;
    char *text = faults_text(reading.faults);
    fail_msg("%s", text);
    return reading;
}

static Reading nested_but(const char *path, const char *text)
{
    const SimOverride override = {path, text};
    return read_with("nested.yaml", &override, 1);
}

static void assert_numbers(SimNumbers numbers, size_t count, const double *expected)
{
    assert_int_equal(numbers.count, count);
    for (size_t i = 0; i < count; i++) assert_near(numbers.values[i], expected[i]);
}

static const Trust *trust_at(Reading reading, size_t index)
{
    return SIM_RECORD(reading.root->trusts, const Trust, index);
}

static const Step *step_at(SimRecords services, size_t service, size_t step)
{
    return SIM_RECORD(SIM_RECORD(services, const Service, service)->steps, const Step, step);
}

static const Next *next_at(const Step *step, size_t index)
{
    return SIM_RECORD(step->next, const Next, index);
}

static void lists_are_stored_in_the_unit_of_their_items(void **state)
{
    (void)state;
    Reading reading = nested_with(NULL, 0);
    const Scenario *root = reading.root;
    assert_numbers(root->limits, 2, (const double[]){1800, 14400});
    assert_numbers(root->rates, 2, (const double[]){144, 5});
    assert_numbers(root->mix, 3, (const double[]){0.2, 0.5, 1});
    assert_numbers(root->snapshots, 3, (const double[]){14400, 43200, 86370});
    assert_int_equal(root->wards.count, 3);
    assert_string_equal(root->wards.rows[1].text, "no");
    assert_string_equal(root->wards.rows[2].text, "A&E");
    assert_int_equal(root->wards.rows[2].mark.line, 8);
    assert_int_equal(root->wards.rows[2].mark.column, 25);
    done(reading);
}

static void lists_that_are_left_out_have_their_defaults_or_are_unset(void **state)
{
    (void)state;
    Reading reading = read_sound("full.yaml");
    assert_numbers(reading.root->limits, 1, (const double[]){1800});
    assert_numbers(reading.root->mix, 2, (const double[]){0.2, 0.5});
    assert_int_equal(reading.root->teams.count, 2);
    assert_string_equal(reading.root->teams.rows[1].text, "blue");
    assert_null(reading.root->rates.values);
    assert_null(reading.root->snapshots.values);
    assert_null(reading.root->wards.rows);
    assert_int_equal(reading.root->wards.count, 0);
    assert_null(trust_at(reading, 1)->arrivals.values);  // its section is off
    done(reading);
}

static void lists_are_given_beside_the_file_with_or_without_brackets(void **state)
{
    (void)state;
    const SimOverride overrides[] = {{"run.limits", "[1 h]"},
                                     {"run.rates", "1/h, 2/day"},
                                     {"run.mix", " 10%,0.9"},
                                     {"run.snapshots", "7:00, \"24:00\""},
                                     {"run.wards", "\"North, upper\", South"},
                                     {"run.teams", "[a, 'b, c']"},
                                     {"services[clinic].rates", "[1/week]"}};
    Reading reading = nested_with(overrides, sizeof overrides / sizeof *overrides);
    const Scenario *root = reading.root;
    assert_numbers(root->limits, 1, (const double[]){3600});
    assert_numbers(root->rates, 2, (const double[]){24, 2});
    assert_numbers(root->mix, 2, (const double[]){0.1, 0.9});
    assert_numbers(root->snapshots, 2, (const double[]){25200, 86400});
    assert_string_equal(root->wards.rows[0].text, "North, upper");
    assert_string_equal(root->wards.rows[1].text, "South");
    assert_string_equal(root->teams.rows[1].text, "b, c");
    assert_numbers(SIM_RECORD(root->services, const Service, 0)->rates, 1, (const double[]){1.0 / 7});
    done(reading);
}

static void faults_in_a_list_beside_the_file_name_the_override(void **state)
{
    (void)state;
    assert_faults(
        nested_but("run.rates", "1/h, 2"),
        "run.rates=1/h, 2: `run.rates` must be a rate with its unit of time, not `2`; write `2/day`, `2/h` or "
        "`2/week`\n");
    assert_faults(nested_but("run.limits", "1 h"),
                  "run.limits=1 h: `run.limits` must be a list of durations, not `1 h`; write `[30 min, 4 h]`\n");
    assert_faults(nested_but("run.teams", "[a"), "run.teams=[a: `[a` cannot be read; close every bracket and quote\n");
}

// The template has 300 attendances: trust A has twice as many, trust B as many.
static void lists_of_a_template_are_scaled_item_by_item(void **state)
{
    (void)state;
    Reading reading = nested_with(NULL, 0);
    assert_numbers(trust_at(reading, 0)->arrivals, 2, (const double[]){144, 288});
    assert_numbers(trust_at(reading, 1)->arrivals, 2, (const double[]){72, 144});
    const Service *service = SIM_RECORD(trust_at(reading, 0)->services, const Service, 0);
    assert_numbers(service->rates, 2, (const double[]){96, 192});
    assert_numbers(service->shares, 2, (const double[]){0.5, 0.5});
    done(reading);
    assert_faults(nested_but("trusts[A].size.attendances", "5000/day"),
                  "nested.yaml:10:5: `emergency.arrivals` of the template, times 16.67 (the ratio of `attendances`), "
                  "must be from 0/day to 1000/day, not `1200/day`; write `emergency.arrivals` yourself\n");
}

static char *list_of(const char *item, int count)
{
    char *text = calloc(1, 200 + (size_t)count * (strlen(item) + 2));
    size_t used = (size_t)sprintf(text, "%srun: {snapshots: [", head);
    for (int i = 0; i < count; i++) used += (size_t)sprintf(text + used, "%s%s", i ? "," : "", item);
    strcpy(text + used, "]}\n");
    return text;
}

static void ten_thousand_values_fit_into_a_list_and_no_more(void **state)
{
    (void)state;
    char *text = list_of("12:00", 10000);
    Reading reading = parsed(text);
    assert_non_null(reading.scenario);
    assert_int_equal(reading.root->snapshots.count, 10000);
    assert_near(reading.root->snapshots.values[9999], 43200.0);
    char *again_text = written(reading.scenario);
    Reading again = parsed(again_text);
    assert_int_equal(again.root->snapshots.count, 10000);
    free(again_text);
    free(text);
    done(reading);
    done(again);
    text = list_of("12:00", 10001);
    assert_faults(parsed(text),
                  "good.yaml:4:18: `run.snapshots` must be a list of at most 10000 times of day, not of 10001\n");
    free(text);
}

static void records_lie_in_lists_four_deep_and_under_two_prefixes(void **state)
{
    (void)state;
    Reading reading = nested_with(NULL, 0);
    const Trust *trust = trust_at(reading, 0);
    assert_int_equal(trust->services.count, 2);
    const Step *triage = step_at(trust->services, 0, 0);
    assert_near(triage->mean, 300.0);
    assert_int_equal(triage->by_class.count, 2);
    const Case *resus = SIM_RECORD(triage->by_class, const Case, 0);
    assert_string_equal(resus->class_name.text, "resus");
    assert_near(resus->mean, 1200.0);  // 10 min x 2
    assert_string_equal(resus->head.name, "");
    assert_int_equal(resus->head.mark.line, 10);
    const Step *check_in = step_at(reading.root->services, 0, 0);
    assert_near(check_in->mean, 180.0);
    assert_near(SIM_RECORD(check_in->by_class, const Case, 0)->mean, 540.0);
    assert_false(sim_is_set(SIM_RECORD(check_in->by_class, const Case, 1)->mean));
    assert_int_equal(step_at(reading.root->services, 0, 1)->next.count, 0);
    done(reading);
}

static void a_list_of_records_may_lie_in_a_section_at_the_top(void **state)
{
    (void)state;
    Reading reading = nested_but("verify.checks[2].exact", "4");
    assert_int_equal(reading.root->checks.count, 2);
    assert_near(SIM_RECORD(reading.root->checks, const Check, 0)->exact, 3.5);
    assert_near(SIM_RECORD(reading.root->checks, const Check, 1)->exact, 4.0);
    assert_int_equal(sim_scenario_mark(reading.scenario, "verify.checks[1].exact").line, 39);
    assert_int_equal(sim_scenario_mark(reading.scenario, "verify.checks[2].of").line, 40);
    assert_int_equal(sim_scenario_mark(reading.scenario, "verify.checks[3].of").line, 39);
    done(reading);
}

static void items_without_names_are_no_namesakes_and_keep_their_order(void **state)
{
    (void)state;
    Reading reading = nested_with(NULL, 0);
    const Step *check_in = step_at(reading.root->services, 0, 0);
    assert_int_equal(check_in->next.count, 2);
    assert_string_equal(next_at(check_in, 0)->to.text, "doctor");
    assert_string_equal(next_at(check_in, 1)->to.text, "doctor");
    assert_near(next_at(check_in, 0)->share, 0.4);
    assert_near(next_at(check_in, 1)->share, 0.6);
    done(reading);
}

// The template's triage goes on to two steps; trust A wrote its own, trust B wrote nothing.
static void items_without_names_replace_those_of_the_template(void **state)
{
    (void)state;
    Reading reading = nested_with(NULL, 0);
    const Step *own = step_at(trust_at(reading, 0)->services, 0, 0);
    assert_int_equal(own->next.count, 1);
    assert_string_equal(next_at(own, 0)->to.text, "see");
    assert_false(sim_is_set(next_at(own, 0)->share));
    assert_int_equal(step_at(trust_at(reading, 1)->services, 0, 0)->next.count, 2);
    done(reading);
}

static void an_empty_list_of_items_without_names_replaces_the_templates(void **state)
{
    (void)state;
    Reading reading = parsed("walkout: 1\ncalendar: {start: 2024-01-01}\ntrusts:\n"
                             "  - name: A\n    based_on: library/clinic.yaml\n"
                             "    services: [{name: ED, steps: [{name: triage, next: [], by_class: }]}]\n");
    const Step *triage = step_at(trust_at(reading, 0)->services, 0, 0);
    assert_int_equal(triage->next.count, 0);
    assert_int_equal(triage->by_class.count, 2);  // nothing was written
    assert_int_equal(step_at(trust_at(reading, 0)->services, 0, 1)->next.count, 1);
    done(reading);
}

static void overrides_reach_items_by_name_and_by_place(void **state)
{
    (void)state;
    const SimOverride overrides[] = {{"services[clinic].steps[check in].duration.mean", "7 min"},
                                     {"services[clinic].steps[check in].next[2].share", "1%"},
                                     {"services[clinic].steps[*].by_class[*].duration.mean", "2 min"},
                                     {"trusts[A].services[ED].steps[triage].next[1].share", "12%"}};
    Reading reading = nested_with(overrides, sizeof overrides / sizeof *overrides - 2);
    const Step *check_in = step_at(reading.root->services, 0, 0);
    assert_near(check_in->mean, 420.0);
    assert_near(next_at(check_in, 0)->share, 0.4);
    assert_near(next_at(check_in, 1)->share, 0.01);
    done(reading);
    assert_faults(read_with("nested.yaml", overrides, 3),
                  "services[clinic].steps[*].by_class[*].duration.mean=2 min: there is no item of `by_class` to write "
                  "to\n");
    reading = nested_but(overrides[3].path, overrides[3].text);
    assert_near(next_at(step_at(trust_at(reading, 0)->services, 0, 0), 0)->share, 0.12);
    done(reading);
}

// What the override does not say of an item is still the template's, and scaled.
static void overrides_complete_a_templates_items_without_names(void **state)
{
    (void)state;
    const SimOverride overrides[] = {{"trusts[A].services[ED].steps[triage].by_class[2].duration.mean", "1 min"},
                                     {"trusts[B].services[ED].steps[*].next[*].share", "11%"},
                                     {"trusts[B].services[ED].steps[triage].next[2].share", "22%"}};
    Reading reading = nested_with(overrides, 3);
    const Step *own = step_at(trust_at(reading, 0)->services, 0, 0);
    assert_int_equal(own->by_class.count, 2);
    assert_near(SIM_RECORD(own->by_class, const Case, 0)->mean, 1200.0);
    assert_string_equal(SIM_RECORD(own->by_class, const Case, 1)->class_name.text, "minor");
    assert_near(SIM_RECORD(own->by_class, const Case, 1)->mean, 60.0);
    const Step *other = step_at(trust_at(reading, 1)->services, 0, 0);
    assert_int_equal(other->next.count, 2);
    assert_string_equal(next_at(other, 0)->to.text, "see");
    assert_near(next_at(other, 0)->share, 0.11);
    assert_string_equal(next_at(other, 1)->to.text, "leave");
    assert_near(next_at(other, 1)->share, 0.22);
    assert_near(next_at(step_at(trust_at(reading, 1)->services, 0, 1), 0)->share, 0.11);
    done(reading);
}

// Where names may be left out, only items without one are addressed by their place, counted among all.
static void an_item_whose_name_was_left_out_is_addressed_by_its_place(void **state)
{
    (void)state;
    static const char text[] = "walkout: 1\ncalendar: {start: 2024-01-01}\ninclude: nested.yaml\nservices:\n"
                               "  - {name: one, steps: [{name: a}]}\n  - steps: [{name: b}]\n";
    const SimOverride overrides[] = {{"services[2].rates", "[3/h]"}, {"services[1].rates", "[3/h]"}};
    SimFaults *faults = sim_faults_new();
    SimScenario *scenario = sim_scenario_parse("good.yaml", text, strlen(text), &test_fields, overrides, 1, faults);
    assert_non_null(scenario);
    const Scenario *root = sim_scenario_root(scenario);
    assert_null(SIM_RECORD(root->services, const Service, 0)->rates.values);
    assert_numbers(SIM_RECORD(root->services, const Service, 1)->rates, 1, (const double[]){72});
    assert_int_equal(sim_scenario_mark(scenario, "services[2].steps").line, 6);
    sim_scenario_free(scenario);
    scenario = sim_scenario_parse("good.yaml", text, strlen(text), &test_fields, overrides, 2, faults);
    assert_faults(
        (Reading){.faults = faults, .scenario = scenario},
        "services[1].rates=[3/h]: no item of `services` is called `1`; name one that is there, its place from "
        "1 to 2 if it has no name, or `*` for all\n");
}

static void places_that_are_not_there_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *path, *expected;
    } cases[] = {
        {"verify.checks[3].exact", "verify.checks[3].exact=1: there is no `checks[3]`; items of `checks` have no "
                                   "names: write a place from 1 to 2, "
                                   "or `*` for all\n"},
        {"verify.checks[0].exact", "verify.checks[0].exact=1: there is no `checks[0]`; items of `checks` have no "
                                   "names: write a place from 1 to 2, "
                                   "or `*` for all\n"},
        {"verify.checks[clinic].exact",
         "verify.checks[clinic].exact=1: there is no `checks[clinic]`; items of `checks` have no names: write a place "
         "from 1 to 2, or `*` for all\n"},
        {"verify.checks.exact",
         "verify.checks.exact=1: `verify.checks.exact` does not say which value of which item of `checks`; write "
         "`checks[1].key`, or `checks[*].key` for all\n"},
        {"services[clinic].steps[doctor].next[1].share",
         "services[clinic].steps[doctor].next[1].share=1: there is no item of `next` to write to\n"},
        {"services[1].rates",
         "services[1].rates=1: no item of `services` is called `1`; name one that is there, or `*` for all\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_faults(nested_but(cases[i].path, "1"), cases[i].expected);
    }
}

static void lists_are_written_with_their_units_and_read_back(void **state)
{
    (void)state;
    const SimOverride overrides[] = {{"trusts[A].services[ED].steps[triage].by_class[2].duration.mean", "1 min"},
                                     {"run.mix", "0.1, 0.333333333333, 1e-9"},
                                     {"run.limits", "61 s, 0.3 h"},
                                     {"run.rates", "0.1/min, 8700/week"}};
    Reading reading = nested_with(overrides, 4);
    char *text = written(reading.scenario);
    static const char *const lines[] = {
        "  snapshots: [\"04:00\", \"12:00\", \"23:59:30\"]  # nested.yaml:7\n",
        "  rates: [144/day, 8700/week]  # run.rates=0.1/min, 8700/week\n",
        "  wards: [\"Ward 1\", \"no\", \"A&E\"]  # nested.yaml:8\n",
        "  teams: [\"red\", \"blue\"]  # default: assumed\n",
        "      arrivals: [144/day, 288/day]  # library/clinic.yaml:3 x 2 (attendances)\n",
        "verify:\n  checks:\n    - of: \"clinic\"  # nested.yaml:39\n      exact: 3.5",
        "              - class: \"resus\"  # library/clinic.yaml:10\n                duration:\n"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        if (!strstr(text, lines[i])) fail_msg("`%s` is not in\n%s", lines[i], text);
    }
    Reading again = parsed(text);
    assert_non_null(again.scenario);
    char hash[17], hash_again[17];
    sim_scenario_hash(reading.scenario, hash);
    sim_scenario_hash(again.scenario, hash_again);
    assert_string_equal(hash, hash_again);
    assert_memory_equal(reading.root->mix.values, again.root->mix.values, 3 * sizeof(double));
    assert_memory_equal(reading.root->rates.values, again.root->rates.values, 2 * sizeof(double));
    free(text);
    done(reading);
    done(again);
}

static void the_hash_knows_every_item_of_a_list(void **state)
{
    (void)state;
    static const char *const values[] = {"[a, b]", "[a, c]", "[\"a, b\", c]", "[a, 'b, c']"};
    char hashes[4][17];
    for (size_t i = 0; i < 4; i++) {
        Reading reading = nested_but("run.teams", values[i]);
        sim_scenario_hash(reading.scenario, hashes[i]);
        for (size_t k = 0; k < i; k++) assert_string_not_equal(hashes[k], hashes[i]);
        done(reading);
    }
}

static int enter_folder(void **state)
{
    (void)state;
    return chdir(TEST_FOLDER "/unit/scenarios");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_are_stored_in_the_unit_of_their_items),
        cmocka_unit_test(lists_that_are_left_out_have_their_defaults_or_are_unset),
        cmocka_unit_test(lists_are_given_beside_the_file_with_or_without_brackets),
        cmocka_unit_test(faults_in_a_list_beside_the_file_name_the_override),
        cmocka_unit_test(lists_of_a_template_are_scaled_item_by_item),
        cmocka_unit_test(ten_thousand_values_fit_into_a_list_and_no_more),
        cmocka_unit_test(records_lie_in_lists_four_deep_and_under_two_prefixes),
        cmocka_unit_test(a_list_of_records_may_lie_in_a_section_at_the_top),
        cmocka_unit_test(items_without_names_are_no_namesakes_and_keep_their_order),
        cmocka_unit_test(items_without_names_replace_those_of_the_template),
        cmocka_unit_test(an_empty_list_of_items_without_names_replaces_the_templates),
        cmocka_unit_test(overrides_reach_items_by_name_and_by_place),
        cmocka_unit_test(overrides_complete_a_templates_items_without_names),
        cmocka_unit_test(an_item_whose_name_was_left_out_is_addressed_by_its_place),
        cmocka_unit_test(places_that_are_not_there_are_refused),
        cmocka_unit_test(lists_are_written_with_their_units_and_read_back),
        cmocka_unit_test(the_hash_knows_every_item_of_a_list),
    };
    return cmocka_run_group_tests(tests, enter_folder, NULL);
}
