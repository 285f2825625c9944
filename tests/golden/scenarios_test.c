// The scenarios that come with the program, and the table of fields they are written in.
#include "tests/golden/hospital_world.h"

#include <ctype.h>

static void the_table_of_fields_keeps_its_own_rules(void **state)
{
    (void)state;
    char why[300] = "";
    const SimField *flaw = sim_fields_first_flaw(&hospital_model.fields, why, sizeof why);
    if (flaw) print_error("%s: %s\n", flaw->path, why);
    assert_null(flaw);
}

static void every_field_says_from_when_it_acts(void **state)
{
    (void)state;
    for (size_t b = 0; b < hospital_model.fields.block_count; b++) {
        const SimFieldBlock *block = hospital_model.fields.blocks[b];
        for (size_t i = 0; i < block->count; i++) {
            assert_in_range(block->rows[i].acts_from, SIM_ACTS_START, SIM_ACTS_NEVER);
            assert_true(strlen(block->rows[i].source) > 0);
        }
    }
}

static void reads_without_a_warning(const char *file)
{
    Lives lives = lives_read(file, NULL, 0);
    assert_int_equal(sim_warnings_count(lives.faults), 0);
    lives_free(&lives);
}

static void the_scenarios_read_without_a_warning(void **state)
{
    (void)state;
    reads_without_a_warning(SCENARIOS_FOLDER "/bolton-2024-01.yaml");
    reads_without_a_warning(SCENARIOS_FOLDER "/black-country-2023-04.yaml");
}

static void the_resolved_scenario_is_the_same_scenario(void **state)
{
    (void)state;
    Lives lives = lives_read(SCENARIOS_FOLDER "/bolton-2024-01.yaml", NULL, 0);
    char *text = NULL, before[17], after[17];
    size_t size = 0;
    FILE *written = open_memstream(&text, &size);
    sim_scenario_write(lives.scenario, written);
    fclose(written);
    Lives again = lives_parse(text, NULL, 0);
    sim_scenario_hash(lives.scenario, before);
    sim_scenario_hash(again.scenario, after);
    assert_string_equal(before, after);
    lives_free(&lives);
    lives_free(&again);
    free(text);
}

// A line that holds a number outside a comment, a date or a name.
static bool holds_a_number(const char *line)
{
    for (const char *c = line; *c && *c != '#'; c++) {
        bool begins = isdigit((unsigned char)*c) && (c == line || strchr(" :[{\"", c[-1]) != NULL);
        if (begins) return true;
    }
    return false;
}

static void every_number_of_the_template_has_its_source_beside_it(void **state)
{
    (void)state;
    FILE *file = fopen(SCENARIOS_FOLDER "/library/acute_trust.yaml", "r");
    assert_non_null(file);
    char line[400];
    int number = 0;
    while (fgets(line, sizeof line, file)) {
        number++;
        if (!holds_a_number(line) || strchr(line, '#')) continue;
        print_error("line %d has a number without a source: %s", number, line);
        fail();
    }
    fclose(file);
}

// About ten numbers are enough, and even one: the rest of `size` is imputed.
static void a_trust_needs_no_more_than_its_beds(void **state)
{
    (void)state;
    Lives lives = lives_parse("walkout: 1\n"
                              "calendar: {start: 2024-01-01, end: 2024-01-31}\n"
                              "trusts: [{name: Small, code: S, based_on: library/acute_trust.yaml,\n"
                              "          size: {general_acute_beds: 425}}]\n",
                              NULL, 0);
    const TrustSize *size = &lives.plans[SIM_BASELINE]->trusts[0].fields->size;
    assert_float_equal(size->ae_attendances, 522.0 / 2, 1e-9);
    assert_float_equal(size->residents, 625.0 / 2, 1e-9);
    assert_float_equal(size->rtt_pathways, 61685.0 / 2, 1e-9);
    lives_free(&lives);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_of_fields_keeps_its_own_rules),
        cmocka_unit_test(every_field_says_from_when_it_acts),
        cmocka_unit_test(the_scenarios_read_without_a_warning),
        cmocka_unit_test(the_resolved_scenario_is_the_same_scenario),
        cmocka_unit_test(every_number_of_the_template_has_its_source_beside_it),
        cmocka_unit_test(a_trust_needs_no_more_than_its_beds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
