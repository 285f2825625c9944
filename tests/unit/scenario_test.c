#define _XOPEN_SOURCE 700  // mkdtemp
#include "sim/scenario/scenario.h"

#include <dirent.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/scenarios/reading.h"

static const Trust *trust_of(Reading reading, size_t index)
{
    return &((const Trust *)reading.root->trusts.rows)[index];
}

static const Roster *roster_of(const Trust *trust, size_t index)
{
    return &((const Roster *)trust->rosters.rows)[index];
}

static void every_kind_is_stored_in_its_unit(void **state)
{
    (void)state;
    Reading reading = read_sound("full.yaml");
    const Scenario *root = reading.root;
    assert_int_equal(root->version, 1);
    assert_null(root->title.text);
    assert_int_equal(root->first_day, 19723);
    assert_int_equal(root->seed, 20240103);
    assert_near(root->warm_up, 587520.0);
    assert_near(root->opens, 27000.0);
    assert_near(root->factor, -1.5);
    assert_int_equal(root->hours.count, 3);
    assert_near(root->hours.values[2], 12345678.9);
    assert_int_equal(root->policy, BLOCK_EARLY);
    const Trust *trust = trust_of(reading, 0);
    assert_string_equal(trust->name.text, "A");
    assert_int_equal(trust->name.mark.line, 13);
    assert_near(trust->births, 2.4);
    assert_near(trust->occupied, 0.925);
    assert_true(trust->emergency);
    assert_near(trust->assessment, 90.0);
    assert_near(roster_of(trust, 0)->doctors, 0.3);
    const Strike *strike = SIM_RECORD(root->strikes, const Strike, 0);
    assert_int_equal(strike->groups, 1u << RESIDENTS | 1u << CONSULTANTS);
    assert_int_equal(strike->start, 19725LL * 86400);
    assert_int_equal(strike->announced, 19696LL * 86400 + 54000);
    done(reading);
}

static void what_is_left_out_is_unset(void **state)
{
    (void)state;
    Reading reading = read_sound("good.yaml");
    const Trust *trust = trust_of(reading, 0);
    const Strike *strike = SIM_RECORD(reading.root->strikes, const Strike, 0);
    assert_false(sim_is_set(reading.root->factor));
    assert_false(sim_is_set(trust->admitted));
    assert_true(strike->announced == SIM_UNSET);
    done(reading);
}

static void records_know_their_name_and_line(void **state)
{
    (void)state;
    Reading reading = read_sound("good.yaml");
    const Trust *trust = trust_of(reading, 0);
    assert_string_equal(trust->head.name, "Bolton NHS Foundation Trust");
    assert_int_equal(trust->head.mark.line, 5);
    assert_string_equal(roster_of(trust, 0)->head.name, "ed day");
    assert_string_equal(roster_of(trust, 0)->head.mark.file, "library/acute.yaml");
    done(reading);
}

// The template has 300 attendances, 15 births, 600 beds and 300 residents; the scenario 150 attendances and 15 births.
static void sizes_that_are_not_written_are_imputed(void **state)
{
    (void)state;
    Reading reading = read_sound("good.yaml");
    const Trust *trust = trust_of(reading, 0);
    assert_near(trust->attendances, 150.0);
    assert_near(trust->births, 15.0);
    assert_near(trust->beds, 300.0);          // 600 x 150 / 300
    assert_int_equal(trust->residents, 150);  // beds|attendances: attendances was written, so it comes first
    assert_near(trust->occupied, 0.92);       // a default
    done(reading);
}

static void a_size_that_was_written_is_preferred_to_one_that_comes_first(void **state)
{
    (void)state;
    Reading reading = read_one("trusts[RMC].size.residents", "30");
    const Trust *trust = trust_of(reading, 0);
    assert_near(trust->beds, 300.0);                 // attendances|residents: both written, the first counts
    assert_near(roster_of(trust, 0)->doctors, 1.0);  // 10 x 30 / 300
    done(reading);
    const SimOverride beds = {"trusts[RMC].size.beds", "60"};
    reading = read_with("good.yaml", &beds, 1);
    trust = trust_of(reading, 0);
    assert_int_equal(trust->residents, 30);          // 300 x 60 / 600
    assert_near(roster_of(trust, 0)->doctors, 1.0);  // with residents, themselves imputed
    done(reading);
}

static void sizes_are_imputed_through_others_if_need_be(void **state)
{
    (void)state;
    Reading reading = parsed("walkout: 1\ncalendar: {start: 2024-01-01}\ntrusts:\n  - name: A\n    based_on: "
                             "library/acute.yaml\n    size: {residents: 600}\n");
    const Trust *trust = trust_of(reading, 0);
    assert_near(trust->beds, 1200.0);
    assert_near(trust->attendances, 600.0);
    assert_near(trust->births, 30.0);  // attendances|beds: neither written; attendances were imputed to the double
    done(reading);
}

static void a_template_alone_gives_its_own_sizes(void **state)
{
    (void)state;
    Reading reading = parsed("walkout: 1\ncalendar: {start: 2024-01-01}\ntrusts:\n  - name: A\n    based_on: "
                             "library/acute.yaml\n");
    const Trust *trust = trust_of(reading, 0);
    assert_near(trust->beds, 600.0);
    assert_int_equal(trust->residents, 300);
    assert_near(roster_of(trust, 0)->doctors, 10.0);
    done(reading);
}

static void template_values_are_scaled_and_written_ones_are_not(void **state)
{
    (void)state;
    Reading reading = read_sound("good.yaml");
    const Trust *trust = trust_of(reading, 0);
    assert_near(trust->triage, 720.0);  // not scaled
    assert_near(trust->assessment, 1500.0);
    assert_near(trust->profile.values[2], 1.5);
    assert_near(roster_of(trust, 0)->doctors, 5.0);
    assert_near(roster_of(trust, 1)->doctors, 5.0);  // written as 5
    done(reading);
}

static void items_of_one_name_are_merged_and_others_added(void **state)
{
    (void)state;
    Reading reading = read_sound("good.yaml");
    const Trust *trust = trust_of(reading, 0);
    static const char *const names[] = {"ed day", "ed night", "ward", "extra"};
    assert_int_equal(trust->rosters.count, 4);
    for (size_t i = 0; i < 4; i++) assert_string_equal(roster_of(trust, i)->name.text, names[i]);
    assert_int_equal(roster_of(trust, 2)->posts, 2);  // a default
    done(reading);
}

// Posts scale with beds|births. Beds are not written and would be imputed to a half; births were written.
static void a_field_scales_with_the_first_size_that_was_written(void **state)
{
    (void)state;
    Reading reading = read_one("trusts[RMC].size.births", "30/day");
    assert_near(trust_of(reading, 0)->beds, 300.0);
    assert_int_equal(roster_of(trust_of(reading, 0), 0)->posts, 8);  // 4 x 30 / 15
    done(reading);
}

static void posts_are_rounded_but_not_away(void **state)
{
    (void)state;
    Reading reading = read_one("trusts[RMC].size.births", "5.8/day");
    assert_int_equal(roster_of(trust_of(reading, 0), 0)->posts, 2);  // 4 x 5.8 / 15 = 1.55
    assert_int_equal(roster_of(trust_of(reading, 0), 1)->posts, 1);  // 1 x 5.8 / 15 = 0.39
    done(reading);
}

static void a_section_that_is_off_is_silent(void **state)
{
    (void)state;
    Reading reading = read_one("trusts[*].emergency", "off");
    const Trust *trust = trust_of(reading, 0);
    assert_false(trust->emergency);
    assert_near(trust->triage, 600.0);  // its default, not the template's
    assert_false(sim_is_set(trust->assessment));
    assert_null(trust->profile.values);
    done(reading);
}

static void keys_beneath_a_switch_turn_it_on(void **state)
{
    (void)state;
    Reading reading = parsed("walkout: 1\ncalendar: {start: 2024-01-01}\ntrusts:\n"
                             "  - {name: A, based_on: bad/library/small.yaml, emergency: {assessment: 3 min}}\n"
                             "  - {name: B, based_on: bad/library/small.yaml}\n"
                             "  - {name: C, based_on: library/acute.yaml, emergency: on}\n");
    assert_true(trust_of(reading, 0)->emergency);
    assert_false(trust_of(reading, 1)->emergency);
    assert_true(trust_of(reading, 2)->emergency);
    assert_near(trust_of(reading, 2)->assessment, 1500.0);
    done(reading);
}

static void a_name_may_be_a_word_that_yaml_takes_for_something_else(void **state)
{
    (void)state;
    Reading reading = read_one("trusts[RMC].name", "no");
    assert_string_equal(trust_of(reading, 0)->name.text, "no");
    done(reading);
}

static void an_included_file_gives_what_is_not_here(void **state)
{
    (void)state;
    Reading reading = parsed("include: full.yaml\nrun: {seed: 3}\n");
    assert_int_equal(reading.root->seed, 3);
    assert_near(reading.root->warm_up, 8 * 604800.0);  // the section `run` is the including file's
    assert_int_equal(reading.root->trusts.count, 2);
    assert_string_equal(trust_of(reading, 0)->name.mark.file, "full.yaml");
    done(reading);
}

static void overrides_come_before_sizes_are_resolved(void **state)
{
    (void)state;
    Reading reading = read_one("trusts[*].size.attendances", "600/day");
    const Trust *trust = trust_of(reading, 0);
    assert_near(trust->beds, 1200.0);
    assert_near(roster_of(trust, 0)->doctors, 20.0);
    done(reading);
}

static void overrides_reach_what_was_not_written(void **state)
{
    (void)state;
    const SimOverride overrides[] = {{"run.seed", "7"},
                                     {"run.hours", "[3, 2, 1]"},
                                     {"strikes[January 2024].participation.weekday", "10%"},
                                     {"strikes[*].groups", "[consultants]"},
                                     {"trusts[RMC].emergency.triage", " 3 min "},
                                     {"trusts[Bolton NHS Foundation Trust].staffing.rosters[ward].doctors", "9"}};
    Reading reading = read_with("good.yaml", overrides, sizeof overrides / sizeof *overrides);
    const Strike *strike = SIM_RECORD(reading.root->strikes, const Strike, 0);
    const Trust *trust = trust_of(reading, 0);
    assert_int_equal(reading.root->seed, 7);
    assert_near(reading.root->hours.values[0], 3.0);
    assert_near(strike->weekday, 0.1);
    assert_int_equal(strike->groups, 1u << CONSULTANTS);
    assert_near(trust->triage, 180.0);
    assert_int_equal(trust->rosters.count, 4);
    assert_near(roster_of(trust, 2)->doctors, 9.0);
    done(reading);
}

static void all_items_include_those_of_the_template(void **state)
{
    (void)state;
    Reading reading = read_one("trusts[*].staffing.rosters[*].doctors", "7");
    const Trust *trust = trust_of(reading, 0);
    assert_int_equal(trust->rosters.count, 4);
    for (size_t i = 0; i < 4; i++) assert_near(roster_of(trust, i)->doctors, 7.0);
    done(reading);
}

static void the_last_of_two_overrides_counts(void **state)
{
    (void)state;
    const SimOverride overrides[] = {{"run.seed", "7"}, {"run.seed", "8"}};
    Reading reading = read_with("good.yaml", overrides, 2);
    assert_int_equal(reading.root->seed, 8);
    done(reading);
}

static void unknown_paths_name_the_nearest(void **state)
{
    (void)state;
    static const struct {
        const char *path, *text, *expected;
    } cases[] = {
        {"run.sed", "3", "run.sed=3: there is no `run.sed`; did you mean `run.seed`?\n"},
        {"births", "3/day", "births=3/day: there is no `births`; did you mean `trusts[].size.births`?\n"},
        {"strikes[January 2024].particpation.weekday", "3%",
         "strikes[January 2024].particpation.weekday=3%: there is no `strikes[January 2024].particpation.weekday`; did "
         "you mean "
         "`strikes[January 2024].participation.weekday`?\n"},
        {"strikes[January].start", "2024-01-01",
         "strikes[January].start=2024-01-01: no item of `strikes` is called `January`; did you mean `January 2024`?\n"},
        {"trusts[RMC].staffing.rosters[ed dya].doctors", "3",
         "trusts[RMC].staffing.rosters[ed dya].doctors=3: no item of `rosters` is called `ed dya`; did you mean `ed "
         "day`?\n"},
        {"trusts.name", "A",
         "trusts.name=A: `trusts.name` does not say which value of which item of `trusts`; write `trusts[NAME].key`, "
         "or "
         "`trusts[*].key` for all\n"},
        {"run.seed.low", "3", "run.seed.low=3: there is no `run.seed.low`; did you mean `run.seed`?\n"},
        {"a..b", "3", "a..b=3: there is no `a..b`; `explain` prints the paths of all values\n"},
        {"trusts[RMC", "3",
         "trusts[RMC=3: the path `trusts[RMC` cannot be read; write keys joined by dots, and names in brackets, as in "
         "`list[name].section.key`\n"},
        {"", "3",
         "=3: the path `` cannot be read; write keys joined by dots, and names in brackets, as in "
         "`list[name].section.key`\n"},
        {"run.seed", "abc", "run.seed=abc: `run.seed` must be a whole number, not `abc`; write `12`\n"},
        {"run.hours", "[1, 2", "run.hours=[1, 2: `[1, 2` cannot be read; close every bracket and quote\n"},
        {"run.seed", "", "run.seed=: `run.seed` has no value; write `12`, or leave the line out\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_faults(read_one(cases[i].path, cases[i].text), cases[i].expected);
    }
}

static void a_value_beneath_a_section_that_is_off_is_no_silent_nonsense(void **state)
{
    (void)state;
    const SimOverride overrides[] = {{"trusts[*].emergency", "off"}, {"trusts[*].emergency.triage", "3 min"}};
    assert_faults(
        read_with("good.yaml", overrides, 2),
        "trusts[*].emergency.triage=3 min: `emergency` is switched off, so `trusts[*].emergency.triage` changes "
        "nothing\n");
}

static void marks_lead_to_the_line(void **state)
{
    (void)state;
    Reading reading = read_sound("good.yaml");
    static const struct {
        const char *path, *file;
        int line;
    } cases[] = {{"trusts[RMC].size.births", "good.yaml", 10},
                 {"trusts[Bolton NHS Foundation Trust].size.beds", "library/acute.yaml", 6},
                 {"trusts[RMC].staffing.rosters[ed night].doctors", "good.yaml", 13},
                 {"trusts[RMC].staffing.rosters[ed night].posts", "library/acute.yaml", 15},
                 {"trusts[RMC].emergency.admitted", "library/acute.yaml", 9},
                 {"strikes[January 2024].participation.weekday", "good.yaml", 16},
                 {"strikes[January 2024].start", "good.yaml", 18},
                 {"strikes[Nobody].start", "good.yaml", 16},
                 {"run.seed", "good.yaml", 1},
                 {"calendar", "good.yaml", 3},
                 {"nonsense", "good.yaml", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        SimMark mark = sim_scenario_mark(reading.scenario, cases[i].path);
        assert_string_equal(mark.file, cases[i].file);
        assert_int_equal(mark.line, cases[i].line);
    }
    done(reading);
}

static void the_resolved_scenario_says_where_each_value_comes_from(void **state)
{
    (void)state;
    Reading reading = read_sound("good.yaml");
    char *text = written(reading.scenario);
    static const char *const lines[] = {
        "title: \"Bolton, \\\"January\\\"\"  # good.yaml:2\n",
        "  seed: 1  # default: the planner\n",
        "  # based on library/acute.yaml\n  - name: \"Bolton NHS Foundation Trust\"  # good.yaml:5\n",
        "      births: 15/day  # good.yaml:10\n",
        "      beds: 300  # imputed: library/acute.yaml:6 x 0.5 (attendances)\n",
        "          doctors: 10  # library/acute.yaml:16 x 0.5 (residents)\n",
        "      triage: 12 min  # library/acute.yaml:9\n",
        "    groups: [resident_doctors]  # good.yaml:17\n"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        if (!strstr(text, lines[i])) fail_msg("`%s` is not in\n%s", lines[i], text);
    }
    free(text);
    done(reading);
}

static void what_is_written_reads_back_to_the_same_hash(void **state)
{
    (void)state;
    static const char *const files[] = {"good.yaml", "full.yaml"};
    for (size_t i = 0; i < 2; i++) {
        Reading reading = read_sound(files[i]);
        char *text = written(reading.scenario);
        Reading again = parsed(text);
        assert_non_null(again.scenario);
        assert_null(strstr(text, "based_on:"));
        char hash[17], hash_again[17];
        sim_scenario_hash(reading.scenario, hash);
        sim_scenario_hash(again.scenario, hash_again);
        assert_string_equal(hash, hash_again);
        assert_memory_equal(&trust_of(reading, 0)->births, &trust_of(again, 0)->births, sizeof(double));
        free(text);
        done(reading);
        done(again);
    }
}

static void the_hash_is_that_of_the_values_not_of_the_file(void **state)
{
    (void)state;
    Reading plain = read_one("run.seed", "1");  // the default, written
    Reading same = read_sound("good.yaml");
    Reading other = read_one("run.seed", "2");
    char hashes[3][17];
    sim_scenario_hash(plain.scenario, hashes[0]);
    sim_scenario_hash(same.scenario, hashes[1]);
    sim_scenario_hash(other.scenario, hashes[2]);
    assert_string_equal(hashes[0], hashes[1]);
    assert_string_not_equal(hashes[0], hashes[2]);
    done(plain);
    done(same);
    done(other);
}

static void the_resolved_scenario_does_not_depend_on_where_it_lies(void **state)
{
    (void)state;
    Reading here = read_sound("good.yaml");
    Reading there = read_sound(TEST_FOLDER "/unit/scenarios/good.yaml");
    char *text = written(here.scenario), *text_there = written(there.scenario);
    assert_string_equal(text, text_there);
    free(text);
    free(text_there);
    done(here);
    done(there);
}

static void the_summary_counts_items_and_where_values_come_from(void **state)
{
    (void)state;
    Reading reading = read_sound("good.yaml");
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    sim_scenario_summary(reading.scenario, to);
    fclose(to);
    assert_string_equal(text, "trusts: 1, strikes: 1, values: 15 written, 10 from templates, 2 imputed, 12 defaults");
    free(text);
    done(reading);
}

static void more_items_than_any_scenario_needs_are_refused(void **state)
{
    (void)state;
    char *text = calloc(1, 200000);
    strcpy(text, "walkout: 1\ncalendar: {start: 2024-01-01}\ninclude: full.yaml\nstrikes:\n");
    size_t used = strlen(text);
    for (int i = 0; i < 2001; i++) {
        used += (size_t)snprintf(text + used, 80, "- {name: S%d, groups: consultants, start: 2024-01-01}\n", i);
    }
    assert_faults(parsed(text), "good.yaml:5:1: `strikes` has 2001 items; at most 2000 are allowed\n");
    free(text);
}

static void windows_files_with_a_byte_order_mark_simply_work(void **state)
{
    (void)state;
    Reading reading = parsed("\xef\xbb\xbfwalkout: 1\r\ncalendar: {start: 2024-01-01}\r\ntrusts:\r\n  - name: A\r\n    "
                             "based_on: library/acute.yaml\r\n");
    assert_int_equal(reading.root->version, 1);
    done(reading);
}

static void a_template_behind_a_link_out_of_the_folder_is_refused(void **state)
{
    (void)state;
    char folder[] = "/tmp/scenario_test_XXXXXX";
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder), 0);
    assert_int_equal(symlink(TEST_FOLDER "/unit/scenarios/library", "library"), 0);
    Reading reading = parsed("walkout: 1\ncalendar: {start: 2024-01-01}\ntrusts:\n  - name: A\n    based_on: "
                             "library/acute.yaml\n");
    unlink("library");
    assert_int_equal(chdir(TEST_FOLDER "/unit/scenarios"), 0);
    assert_int_equal(rmdir(folder), 0);
    assert_faults(reading,
                  "good.yaml:5:15: `library/acute.yaml` leads out of the scenario's folder; put a copy beneath it\n");
}

static void a_template_without_a_size_that_was_written_is_worth_a_warning(void **state)
{
    (void)state;
    Reading reading =
        parsed("walkout: 1\ncalendar: {start: 2024-01-01}\ntrusts:\n  - name: A\n    based_on: "
               "library/unsized.yaml\n    size: {attendances: 1/day, births: 1/day, beds: 1, residents: 1}\n");
    assert_non_null(reading.scenario);
    assert_int_equal(sim_warnings_count(reading.faults), 1);
    assert_string_equal(sim_warning_text(reading.faults, 0),
                        "`emergency.profile` is not scaled: the template does not say its own `size.residents`");
    done(reading);
}

static int names_in_order(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_yaml(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return length > 5 && strcmp(entry->d_name + length - 5, ".yaml") == 0;
}

// bad/NAME.yaml holds what somebody may write by mistake, bad/NAME.txt all that must be said about it.
static void every_bad_file_is_told_all_that_is_wrong_with_it(void **state)
{
    (void)state;
    struct dirent **entries;
    int count = scandir("bad", &entries, is_yaml, names_in_order);
    assert_true(count > 20);
    for (int i = 0; i < count; i++) {
        char file[300], expected[20000] = "";
        snprintf(file, sizeof file, "bad/%s", entries[i]->d_name);
        Reading reading = read_with(file, NULL, 0);
        strcpy(strrchr(file, '.'), ".txt");
        FILE *from = fopen(file, "r");
        if (!from) fail_msg("%s is missing", file);
        size_t size = fread(expected, 1, sizeof expected - 1, from);
        expected[size] = '\0';
        fclose(from);
        assert_faults(reading, expected);
        free(entries[i]);
    }
    free(entries);
}

static int enter_folder(void **state)
{
    (void)state;
    return chdir(TEST_FOLDER "/unit/scenarios");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_is_stored_in_its_unit),
        cmocka_unit_test(what_is_left_out_is_unset),
        cmocka_unit_test(records_know_their_name_and_line),
        cmocka_unit_test(sizes_that_are_not_written_are_imputed),
        cmocka_unit_test(a_size_that_was_written_is_preferred_to_one_that_comes_first),
        cmocka_unit_test(sizes_are_imputed_through_others_if_need_be),
        cmocka_unit_test(a_template_alone_gives_its_own_sizes),
        cmocka_unit_test(template_values_are_scaled_and_written_ones_are_not),
        cmocka_unit_test(items_of_one_name_are_merged_and_others_added),
        cmocka_unit_test(a_field_scales_with_the_first_size_that_was_written),
        cmocka_unit_test(posts_are_rounded_but_not_away),
        cmocka_unit_test(a_section_that_is_off_is_silent),
        cmocka_unit_test(keys_beneath_a_switch_turn_it_on),
        cmocka_unit_test(a_name_may_be_a_word_that_yaml_takes_for_something_else),
        cmocka_unit_test(an_included_file_gives_what_is_not_here),
        cmocka_unit_test(overrides_come_before_sizes_are_resolved),
        cmocka_unit_test(overrides_reach_what_was_not_written),
        cmocka_unit_test(all_items_include_those_of_the_template),
        cmocka_unit_test(the_last_of_two_overrides_counts),
        cmocka_unit_test(unknown_paths_name_the_nearest),
        cmocka_unit_test(a_value_beneath_a_section_that_is_off_is_no_silent_nonsense),
        cmocka_unit_test(marks_lead_to_the_line),
        cmocka_unit_test(the_resolved_scenario_says_where_each_value_comes_from),
        cmocka_unit_test(what_is_written_reads_back_to_the_same_hash),
        cmocka_unit_test(the_hash_is_that_of_the_values_not_of_the_file),
        cmocka_unit_test(the_resolved_scenario_does_not_depend_on_where_it_lies),
        cmocka_unit_test(the_summary_counts_items_and_where_values_come_from),
        cmocka_unit_test(more_items_than_any_scenario_needs_are_refused),
        cmocka_unit_test(windows_files_with_a_byte_order_mark_simply_work),
        cmocka_unit_test(a_template_behind_a_link_out_of_the_folder_is_refused),
        cmocka_unit_test(a_template_without_a_size_that_was_written_is_worth_a_warning),
        cmocka_unit_test(every_bad_file_is_told_all_that_is_wrong_with_it),
    };
    return cmocka_run_group_tests(tests, enter_folder, NULL);
}
