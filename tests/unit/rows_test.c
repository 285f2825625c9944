// Lists of records from tables: `key: {from: file.csv}`.
#include "sim/scenario/scenario.h"

#include <stdio.h>
#include <unistd.h>

#include "tests/unit/scenarios/reading.h"

static const Trust *trust_at(Reading reading, size_t index)
{
    return SIM_RECORD(reading.root->trusts, const Trust, index);
}

static const Strike *strike_at(Reading reading, size_t index)
{
    return SIM_RECORD(reading.root->strikes, const Strike, index);
}

static void rows_become_records_beside_those_that_are_written(void **state)
{
    (void)state;
    Reading reading = read_sound("tables.yaml");
    assert_int_equal(reading.root->trusts.count, 3);
    const Trust *north = trust_at(reading, 0), *west = trust_at(reading, 2);
    assert_string_equal(north->code.text, "RN");
    assert_near(north->beds, 300.0);
    assert_near(north->births, 12.5);
    assert_near(north->assessment, 1200.0);
    assert_near(north->triage, 720.0);  // beside `from`
    assert_near(west->triage, 480.0);   // the template
    assert_int_equal(north->head.mark.line, 2);
    assert_string_equal(north->head.mark.file, "tables/trusts.csv");
    done(reading);
}

static void a_cell_with_its_own_unit_keeps_it_and_an_empty_one_says_nothing(void **state)
{
    (void)state;
    Reading reading = read_sound("tables.yaml");
    assert_near(trust_at(reading, 1)->births, 12.0);        // 0.5/h in a column per day
    assert_near(trust_at(reading, 1)->assessment, 1800.0);  // 30 min
    assert_near(trust_at(reading, 0)->occupied, 0.92);      // the default
    assert_near(trust_at(reading, 1)->occupied, 0.855);     // per cent
    assert_near(trust_at(reading, 0)->attendances, 150.0);  // imputed
    done(reading);
}

static void what_stands_beside_from_belongs_to_every_row(void **state)
{
    (void)state;
    Reading reading = read_sound("tables.yaml");
    assert_int_equal(reading.root->strikes.count, 2);
    for (size_t i = 0; i < 2; i++) assert_int_equal(strike_at(reading, i)->groups, 1 << CONSULTANTS);
    assert_int_equal(strike_at(reading, 0)->start, (19725 * 24 + 7) * 3600);
    done(reading);
}

static void a_path_reaches_a_value_of_a_row(void **state)
{
    (void)state;
    static const SimOverride overrides[] = {{"trusts[RS].size.births", "3/day"},
                                            {"trusts[*].emergency.triage", "5 min"},
                                            {"strikes[two].participation.weekday", "10%"}};
    Reading reading = read_with("tables.yaml", overrides, 3);
    assert_non_null(reading.scenario);
    assert_near(trust_at(reading, 0)->births, 12.5);
    assert_near(trust_at(reading, 1)->births, 3.0);
    for (size_t i = 0; i < 3; i++) assert_near(trust_at(reading, i)->triage, 300.0);
    assert_near(strike_at(reading, 0)->weekday, 0.75);
    assert_near(strike_at(reading, 1)->weekday, 0.1);
    SimMark mark = sim_scenario_mark(reading.scenario, "trusts[North].size.births");
    assert_int_equal(mark.line, 2);
    assert_int_equal(mark.column, 14);
    done(reading);
}

static void a_value_beside_from_is_each_rows_own(void **state)
{
    (void)state;
    static const SimOverride override = {"trusts[RS].emergency.triage", "1 min"};
    Reading reading = read_with("tables.yaml", &override, 1);
    assert_near(trust_at(reading, 0)->triage, 720.0);
    assert_near(trust_at(reading, 1)->triage, 60.0);
    done(reading);
}

static void rows_are_written_as_rows_and_read_back_to_the_same_hash(void **state)
{
    (void)state;
    Reading reading = read_sound("tables.yaml");
    char *text = written(reading.scenario), hash[17], again[17];
    assert_non_null(strstr(text, "    - {of: \"a\", exact: 2}  # tables/checks.csv:3\n"));
    Reading copy = parsed(text);
    assert_non_null(copy.scenario);
    sim_scenario_hash(reading.scenario, hash);
    sim_scenario_hash(copy.scenario, again);
    assert_string_equal(hash, again);
    free(text);
    done(copy);
    done(reading);
}

static void explain_knows_where_a_row_stands(void **state)
{
    (void)state;
    Reading reading = read_sound("tables.yaml");
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    assert_true(sim_fields_explain(&test_fields, reading.scenario, "trusts[RS].size.births", to));
    fclose(to);
    assert_non_null(strstr(text, "trusts[South].size.births = 12/day  (tables/trusts.csv:3)"));
    free(text);
    done(reading);
}

static int enter_folder(void **state)
{
    (void)state;
    return chdir(TEST_FOLDER "/unit/scenarios");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_become_records_beside_those_that_are_written),
        cmocka_unit_test(a_cell_with_its_own_unit_keeps_it_and_an_empty_one_says_nothing),
        cmocka_unit_test(what_stands_beside_from_belongs_to_every_row),
        cmocka_unit_test(a_path_reaches_a_value_of_a_row),
        cmocka_unit_test(a_value_beside_from_is_each_rows_own),
        cmocka_unit_test(rows_are_written_as_rows_and_read_back_to_the_same_hash),
        cmocka_unit_test(explain_knows_where_a_row_stands),
    };
    return cmocka_run_group_tests(tests, enter_folder, NULL);
}
