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

static void a_list_that_breaks_a_rule_is_named(void **state)
{
    (void)state;
    SimField row = sound_row();
    row.kind = SIM_DURATIONS;
    row.fallback = "[30 min, 4 h]";
    assert_flaw(&row, 1, "");
    row.count = 3;
    assert_flaw(&row, 1, "run.seed: its default cannot be read");
    row.count = 2;
    row.offset = 52;  // a list is a pointer and a count
    assert_flaw(&row, 1, "run.seed: its offset lies outside its record, or in its head");
    row.offset = 48;
    assert_flaw(&row, 1, "");
    row.fallback = "[30 min, 4]";
    assert_flaw(&row, 1, "run.seed: its default cannot be read");
    row.fallback = "30 min";
    assert_flaw(&row, 1, "run.seed: its default cannot be read");
    row = sound_row();
    row.kind = SIM_TEXTS;
    row.fallback = "a, b";
    assert_flaw(&row, 1, "");
    row.offset = 56;
    assert_flaw(&row, 1, "run.seed: its offset lies outside its record, or in its head");
    row.offset = 0;
    row.scales_with = "beds";
    assert_flaw(&row, 1, "run.seed: its kind cannot be scaled");
    row.kind = SIM_CLOCKS;
    assert_flaw(&row, 1, "run.seed: its kind cannot be scaled");
}

static SimField row_of(const char *path, enum SimKind kind, size_t offset, const char *scales_with)
{
    SimField row = sound_row();
    row.path = path;
    row.kind = kind;
    row.offset = offset;
    row.fallback = "";
    row.scales_with = scales_with;
    if (kind == SIM_RECORDS) row.count = sizeof(SimRecordHead) + 64;
    return row;
}

static void a_list_is_scaled_but_is_no_size_to_scale_with(void **state)
{
    (void)state;
    const size_t first = sizeof(SimRecordHead);
    SimField rows[] = {row_of("places[]", SIM_RECORDS, 0, NULL), row_of("places[].based_on", SIM_TEXT, first, NULL),
                       row_of("places[].size.beds", SIM_RATE, first + 32, NULL),
                       row_of("places[].rates", SIM_RATES, first + 40, "beds")};
    assert_flaw(rows, 4, "");
    rows[2].kind = SIM_RATES;
    rows[3].offset = first + 48;
    assert_flaw(rows, 4, "places[].rates: it is scaled with a size that does not exist");
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

static void explain_knows_lists_of_values(void **state)
{
    (void)state;
    char *text = explained(NULL, "run.limits", true);
    assert_string_equal(text, "run.limits\n"
                              "  limits of waits\n"
                              "  written as: a list of durations, such as `[30 min, 4 h]`; from 1 min to 1 d\n"
                              "  default: [30 min] (assumed)\n"
                              "  acts: never; it only shapes what is reported\n");
    free(text);
    text = explained(NULL, "run.teams", true);
    assert_non_null(strstr(text, "written as: a list of names, 2 of them, such as `[first name, second name]`\n"));
    free(text);
    text = explained(NULL, "next[]", true);
    assert_non_null(strstr(text, "a list of mappings, such as `- to: ...` for each item\n"));
    free(text);
}

static void explain_shows_items_without_names_by_their_place(void **state)
{
    (void)state;
    SimFaults *faults = sim_faults_new();
    assert_int_equal(chdir(TEST_FOLDER "/unit/scenarios"), 0);
    SimScenario *scenario = sim_scenario_read("nested.yaml", &test_fields, NULL, 0, faults);
    assert_non_null(scenario);
    char *text = explained(scenario, "services[clinic].steps[check in].next[2]", true);
    assert_non_null(strstr(text, "in force: services[clinic].steps[check in].next[2].share = 60%  (nested.yaml:35)\n"));
    assert_null(strstr(text, "next[1]"));
    free(text);
    text = explained(scenario, "verify.checks[].exact", true);
    assert_non_null(strstr(text, "  in force: verify.checks[1].exact = 3.5  (nested.yaml:39)\n"
                                 "  in force: verify.checks[2].exact = nothing  (not given)\n"));
    free(text);
    text = explained(scenario, "trusts[A].services[ED].steps[triage].by_class[1].duration.mean", true);
    assert_non_null(strstr(text, "in force: trusts[A].services[ED].steps[triage].by_class[1].duration.mean = 20 min  "
                                 "(library/clinic.yaml:10 x 2 (attendances))\n"));
    assert_null(strstr(text, "trusts[B]"));
    free(text);
    text = explained(scenario, "run.snapshots", true);
    assert_non_null(strstr(text, "= [\"04:00\", \"12:00\", \"23:59:30\"]  (nested.yaml:7)\n"));
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

static json_t *schema_of_the_tests(void)
{
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    sim_fields_schema(&test_fields, to);
    fclose(to);
    json_t *schema = json_loads(text, 0, NULL);
    assert_non_null(schema);
    free(text);
    return schema;
}

// The schema of the items of a list; of records, as they are written in the scenario.
static const json_t *items_of(const json_t *list)
{
    const json_t *items = json_object_get(list, "items"), *written = json_object_get(items, "anyOf");
    return written ? json_array_get(written, 0) : items;
}

// The schema of a key; `key[]` goes on into the items of its list.
static const json_t *schema_at(const json_t *schema, const char *path)
{
    for (const char *key = path; schema && *key;) {
        size_t length = strcspn(key, ".[");
        char name[80];
        snprintf(name, sizeof name, "%.*s", (int)length, key);
        schema = json_object_get(json_object_get(schema, "properties"), name);
        key += length;
        if (*key == '[') schema = items_of(schema);
        key += strspn(key, "[].");
    }
    assert_non_null(schema);
    return schema;
}

static const char *text_at(const json_t *schema, const char *key)
{
    return json_string_value(json_object_get(schema, key));
}

static void the_schema_of_a_list_is_that_of_its_items(void **state)
{
    (void)state;
    json_t *schema = schema_of_the_tests();
    static const char *const pairs[][2] = {{"run.limits[]", "run.warm_up"},
                                           {"run.rates[]", "trusts[].size.births"},
                                           {"run.snapshots[]", "run.opens"},
                                           {"run.wards[]", "trusts[].name"},
                                           {"run.mix[]", "trusts[].size.occupied"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        assert_non_null(text_at(schema_at(schema, pairs[i][0]), "pattern"));
        assert_string_equal(text_at(schema_at(schema, pairs[i][0]), "pattern"),
                            text_at(schema_at(schema, pairs[i][1]), "pattern"));
    }
    const json_t *teams = schema_at(schema, "run.teams"), *wards = schema_at(schema, "run.wards");
    assert_string_equal(text_at(teams, "type"), "array");
    assert_int_equal(json_integer_value(json_object_get(teams, "minItems")), 2);
    assert_int_equal(json_integer_value(json_object_get(teams, "maxItems")), 2);
    assert_int_equal(json_integer_value(json_object_get(wards, "minItems")), 1);
    assert_null(json_object_get(wards, "maxItems"));
    json_decref(schema);
}

static void the_schema_goes_into_lists_in_lists(void **state)
{
    (void)state;
    json_t *schema = schema_of_the_tests();
    assert_string_equal(text_at(schema_at(schema, "trusts[].services[].steps[].by_class[].duration.mean"), "type"),
                        "string");
    assert_string_equal(text_at(schema_at(schema, "services[].steps[].next[].to"), "type"), "string");
    const json_t *check = schema_at(schema, "verify.checks[]");
    assert_int_equal(json_array_size(json_object_get(check, "required")), 1);
    assert_true(json_is_false(json_object_get(check, "additionalProperties")));
    json_decref(schema);
}

static void the_schema_knows_lists_from_tables(void **state)
{
    (void)state;
    json_t *schema = schema_of_the_tests();
    const json_t *trusts = schema_at(schema, "trusts"), *types = json_object_get(trusts, "type");
    assert_int_equal(json_array_size(types), 2);
    assert_string_equal(json_string_value(json_array_get(types, 1)), "object");
    assert_string_equal(json_string_value(json_array_get(json_object_get(trusts, "required"), 0)), "from");
    assert_string_equal(text_at(schema_at(schema, "trusts.from"), "type"), "string");
    json_decref(schema);
}

static void the_schema_is_json_with_a_property_for_every_key(void **state)
{
    (void)state;
    json_t *schema = schema_of_the_tests();

    const json_t *root = json_object_get(schema, "properties");
    const json_t *seed = json_object_get(json_object_get(json_object_get(root, "run"), "properties"), "seed");
    assert_string_equal(json_string_value(json_object_get(seed, "type")), "integer");
    assert_int_equal(json_integer_value(json_object_get(seed, "maximum")), 4294967295);
    assert_string_equal(json_string_value(json_object_get(seed, "default")), "1");

    const json_t *trust = items_of(json_object_get(root, "trusts"));
    assert_true(json_is_false(json_object_get(trust, "additionalProperties")));
    assert_int_equal(json_array_size(json_object_get(trust, "required")), 1);  // a template may give the rest
    const json_t *strike = items_of(json_object_get(root, "strikes"));
    assert_int_equal(json_array_size(json_object_get(strike, "required")), 3);
    assert_int_equal(json_array_size(json_object_get(schema, "required")), 2);
    json_decref(schema);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_of_the_tests_keeps_the_rules),
        cmocka_unit_test(a_row_that_breaks_a_rule_is_named),
        cmocka_unit_test(a_list_that_breaks_a_rule_is_named),
        cmocka_unit_test(a_list_is_scaled_but_is_no_size_to_scale_with),
        cmocka_unit_test(explain_knows_lists_of_values),
        cmocka_unit_test(explain_shows_items_without_names_by_their_place),
        cmocka_unit_test(the_schema_of_a_list_is_that_of_its_items),
        cmocka_unit_test(the_schema_goes_into_lists_in_lists),
        cmocka_unit_test(explain_tells_all_that_the_row_says),
        cmocka_unit_test(explain_shows_what_is_in_force_and_where_it_comes_from),
        cmocka_unit_test(explain_names_the_nearest_key),
        cmocka_unit_test(explain_without_a_key_prints_every_row),
        cmocka_unit_test(the_schema_knows_lists_from_tables),
        cmocka_unit_test(the_schema_is_json_with_a_property_for_every_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
