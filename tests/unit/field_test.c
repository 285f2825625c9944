// The table of fields: its own rules, what `explain` makes of it, and the JSON Schema.
#include "sim/scenario/field.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/scenarios/table.h"

static void the_table_of_the_tests_keeps_the_rules(void **state)
{
    (void)state;
    char why[200] = "";
    const SimField *flaw = sim_fields_first_flaw(&test_fields, why, sizeof why);
    assert_string_equal(why, "");
    assert_null(flaw);
}

// One row that is sound, to be spoilt.
static SimField sound_row(void)
{
    return (SimField){.path = "run.seed",
                      .kind = SIM_COUNT,
                      .acts_from = SIM_ACTS_START,
                      .fallback = "1",
                      .meaning = "seed",
                      .source = "assumed"};
}

static void assert_flaw(const SimField *rows, size_t count, const char *expected)
{
    const SimFieldBlock block = {rows, count};
    const SimFieldBlock *const blocks[] = {&block};
    const SimFields fields = {blocks, 1, 64};
    char why[300] = "";
    sim_fields_first_flaw(&fields, why, sizeof why);
    assert_string_equal(why, expected);
}

static void a_row_that_breaks_a_rule_is_named(void **state)
{
    (void)state;
    SimField row = sound_row();
    assert_flaw(&row, 1, "");
    row.kind = (enum SimKind)99;
    assert_flaw(&row, 1, "run.seed: its kind is unknown");
    row = sound_row();
    row.acts_from = 0;
    assert_flaw(&row, 1, "run.seed: it does not say when it acts");
    row = sound_row();
    row.meaning = NULL;
    assert_flaw(&row, 1, "run.seed: it has no meaning");
    row = sound_row();
    row.source = "";
    assert_flaw(&row, 1, "run.seed: it has no source");
    row = sound_row();
    row.fallback = "-1";
    assert_flaw(&row, 1, "run.seed: its default cannot be read");
    row = sound_row();
    row.least = 2;
    row.most = 1;
    assert_flaw(&row, 1, "run.seed: its range is empty");
    row = sound_row();
    row.kind = SIM_CHOICE;
    assert_flaw(&row, 1, "run.seed: choices go with the kinds SIM_CHOICE and SIM_CHOICES, and only with them");
    row.choices = "1|2|1";
    assert_flaw(&row, 1, "run.seed: one of its choices is there twice");
    row = sound_row();
    row.path = "run..seed";
    assert_flaw(&row, 1, "run..seed: the path is not made of keys, dots and `[]`");
    row = sound_row();
    row.offset = 60;
    assert_flaw(&row, 1, "run.seed: its offset lies outside its record, or in its head");
    row = sound_row();
    row.scales_with = "beds";
    assert_flaw(&row, 1, "run.seed: it is scaled, but no list around it has `based_on`");
    row = sound_row();
    row.path = "runs[].seed";
    assert_flaw(&row, 1, "runs[].seed: the list in this path needs a row of its own before it");
    SimField rows[] = {sound_row(), sound_row()};
    assert_flaw(rows, 2, "run.seed: the path is in the table twice");
    rows[1].path = "run.seed.low";
    assert_flaw(rows, 2, "run.seed.low: the path goes through a value");
}

static SimScenario *read_good(SimFaults *faults)
{
    assert_int_equal(chdir(TEST_FOLDER "/unit/scenarios"), 0);
    SimScenario *scenario = sim_scenario_read("good.yaml", &test_fields, NULL, 0, faults);
    assert_non_null(scenario);
    return scenario;
}

static char *explained(const SimScenario *scenario, const char *key, bool found)
{
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    assert_int_equal(sim_fields_explain(&test_fields, scenario, key, to), found);
    fclose(to);
    return text;
}

static void explain_tells_all_that_the_row_says(void **state)
{
    (void)state;
    char *text = explained(NULL, "trusts[].size.births", true);
    assert_string_equal(text,
                        "trusts[].size.births\n"
                        "  births\n"
                        "  written as: a rate with its unit of time, such as `366/day`, `12/h` or `8700/week`; from "
                        "0/day to 1000/day\n"
                        "  default: none, it must be given (NHS England)\n"
                        "  from a template: scaled with the size's attendances|beds\n"
                        "  acts: from the start\n");
    free(text);
}

static void explain_shows_what_is_in_force_and_where_it_comes_from(void **state)
{
    (void)state;
    SimFaults *faults = sim_faults_new();
    SimScenario *scenario = read_good(faults);
    char *text = explained(scenario, "doctors", true);
    assert_non_null(strstr(text, "trusts[Bolton NHS Foundation Trust].staffing.rosters[ed day].doctors = 5  "
                                 "(library/acute.yaml:14 x 0.5 (residents))\n"));
    assert_non_null(strstr(text, "rosters[ed night].doctors = 5  (good.yaml:13)\n"));
    free(text);
    text = explained(scenario, "trusts[RMC].staffing.rosters[extra].posts", true);
    assert_null(strstr(text, "ed night"));
    assert_non_null(strstr(text, "rosters[extra].posts = 2  (default: local rotas)\n"));
    free(text);
    text = explained(scenario, "trusts[Nobody].code", true);
    assert_null(strstr(text, "in force"));
    free(text);
    sim_scenario_free(scenario);
    sim_faults_free(faults);
}

static void explain_names_the_nearest_key(void **state)
{
    (void)state;
    char *text = explained(NULL, "birhts", false);
    assert_string_equal(text, "no field matches `birhts`; did you mean `births`?\n");
    free(text);
    text = explained(NULL, "run.sede", false);
    assert_string_equal(text, "no field matches `run.sede`; did you mean `run.seed`?\n");
    free(text);
}

static void explain_without_a_key_prints_every_row(void **state)
{
    (void)state;
    char *text = explained(NULL, NULL, true);
    for (size_t i = 0; i < test_block.count; i++) assert_non_null(strstr(text, test_rows[i].path));
    free(text);
}

static void the_schema_is_json_with_a_property_for_every_key(void **state)
{
    (void)state;
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    sim_fields_schema(&test_fields, to);
    fclose(to);
    json_t *schema = json_loads(text, 0, NULL);
    assert_non_null(schema);
    free(text);

    const json_t *root = json_object_get(schema, "properties");
    const json_t *seed = json_object_get(json_object_get(json_object_get(root, "run"), "properties"), "seed");
    assert_string_equal(json_string_value(json_object_get(seed, "type")), "integer");
    assert_int_equal(json_integer_value(json_object_get(seed, "maximum")), 4294967295);
    assert_string_equal(json_string_value(json_object_get(seed, "default")), "1");

    const json_t *trust = json_object_get(json_object_get(root, "trusts"), "items");
    assert_true(json_is_false(json_object_get(trust, "additionalProperties")));
    assert_int_equal(json_array_size(json_object_get(trust, "required")), 1);  // a template may give the rest
    const json_t *strike = json_object_get(json_object_get(root, "strikes"), "items");
    assert_int_equal(json_array_size(json_object_get(strike, "required")), 3);
    assert_int_equal(json_array_size(json_object_get(schema, "required")), 2);
    json_decref(schema);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_of_the_tests_keeps_the_rules),
        cmocka_unit_test(a_row_that_breaks_a_rule_is_named),
        cmocka_unit_test(explain_tells_all_that_the_row_says),
        cmocka_unit_test(explain_shows_what_is_in_force_and_where_it_comes_from),
        cmocka_unit_test(explain_names_the_nearest_key),
        cmocka_unit_test(explain_without_a_key_prints_every_row),
        cmocka_unit_test(the_schema_is_json_with_a_property_for_every_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
