#include "sim/scenario/fault.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void assert_prints(const SimFaults *faults, const char *expected)
{
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    sim_faults_print(faults, to);
    fclose(to);
    assert_string_equal(text, expected);
    free(text);
}

static void faults_are_printed_in_order_of_file_and_line(void **state)
{
    (void)state;
    SimFaults *faults = sim_faults_new();
    assert_false(sim_fault(faults, (SimMark){"b.yaml", 1, 1}, "first of b"));
    sim_fault(faults, (SimMark){"a.yaml", 10, 2}, "second of a");
    sim_warn(faults, (SimMark){"a.yaml", 9, 7}, "take %d looks", 2);
    sim_fault(faults, (SimMark){"a.yaml", 10, 2}, "third of a");
    sim_fault(faults, (SimMark){0}, "from nowhere");
    sim_fault(faults, (SimMark){.file = "a.yaml"}, "the whole file");
    assert_prints(faults, "from nowhere\n"
                          "a.yaml: the whole file\n"
                          "a.yaml:9:7: warning: take 2 looks\n"
                          "a.yaml:10:2: second of a\n"
                          "a.yaml:10:2: third of a\n"
                          "b.yaml:1:1: first of b\n");
    assert_int_equal(sim_faults_count(faults), 5);
    assert_int_equal(sim_warnings_count(faults), 1);
    assert_string_equal(sim_warning_text(faults, 0), "take 2 looks");
    assert_null(sim_warning_text(faults, 1));
    sim_faults_free(faults);
}

static void control_characters_never_reach_the_terminal(void **state)
{
    (void)state;
    SimFaults *faults = sim_faults_new();
    sim_fault(faults, (SimMark){"a\033[2J.yaml", 1, 1}, "\033[31m red \xc2\x9b caf\xc3\xa9 \x7f\n");
    assert_prints(faults, "a?[2J.yaml:1:1: ?[31m red ?? caf\xc3\xa9 ??\n");
    sim_faults_free(faults);
}

// Right-to-left override, a mark, an isolate, a line separator; a long dash is a letter like others.
static void what_turns_the_direction_of_text_never_reaches_the_terminal(void **state)
{
    (void)state;
    SimFaults *faults = sim_faults_new();
    sim_fault(faults, (SimMark){"a.yaml", 1, 1}, "\xe2\x80\xae\xd8\x9c\xe2\x81\xa6\xe2\x80\xa8 \xe2\x80\x93");
    assert_prints(faults, "a.yaml:1:1: ??????????? \xe2\x80\x93\n");
    sim_faults_free(faults);
}

static void the_file_name_of_a_mark_may_go_away_before_the_faults(void **state)
{
    (void)state;
    SimFaults *faults = sim_faults_new();
    char name[] = "a.yaml";
    sim_fault(faults, (SimMark){name, 1, 1}, "wrong");
    memset(name, 'x', sizeof name - 1);
    assert_prints(faults, "a.yaml:1:1: wrong\n");
    sim_faults_free(faults);
}

static void thousands_of_faults_are_counted_but_not_all_printed(void **state)
{
    (void)state;
    SimFaults *faults = sim_faults_new();
    for (int i = 1; i <= 5000; i++) sim_fault(faults, (SimMark){"a.yaml", i, 1}, "wrong");
    assert_int_equal(sim_faults_count(faults), 5000);
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    sim_faults_print(faults, to);
    fclose(to);
    assert_non_null(strstr(text, "a.yaml:500:1: wrong\n... and 4500 more\n"));
    free(text);
    sim_faults_free(faults);
}

static void the_same_fault_is_told_once(void **state)
{
    (void)state;
    SimFaults *faults = sim_faults_new();
    for (int life = 0; life < 2; life++) sim_fault(faults, (SimMark){"a.yaml", 3, 1}, "ends before it starts");
    sim_fault(faults, (SimMark){"b.yaml", 3, 1}, "ends before it starts");
    assert_int_equal(sim_faults_count(faults), 2);
    assert_int_equal(sim_faults_found(faults), 3);  // whoever reads the second time must know that it is faulty
    sim_warn(faults, (SimMark){"b.yaml", 4, 1}, "deserves a look");
    assert_int_equal(sim_faults_found(faults), 3);
    sim_faults_free(faults);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults_are_printed_in_order_of_file_and_line),
        cmocka_unit_test(control_characters_never_reach_the_terminal),
        cmocka_unit_test(what_turns_the_direction_of_text_never_reaches_the_terminal),
        cmocka_unit_test(the_file_name_of_a_mark_may_go_away_before_the_faults),
        cmocka_unit_test(the_same_fault_is_told_once),
        cmocka_unit_test(thousands_of_faults_are_counted_but_not_all_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
