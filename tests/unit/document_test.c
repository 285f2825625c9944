#define _XOPEN_SOURCE 700  // mkdtemp
#include "sim/scenario/document.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct {
    char folder[64];
    SimFaults *faults;
} Bench;

static int set_up(void **state)
{
    Bench *bench = calloc(1, sizeof *bench);
    snprintf(bench->folder, sizeof bench->folder, "/tmp/document_test_XXXXXX");
    if (!mkdtemp(bench->folder) || chdir(bench->folder) != 0) return -1;
    bench->faults = sim_faults_new();
    *state = bench;
    return 0;
}

static int tear_down(void **state)
{
    Bench *bench = *state;
    static const char *const left_behind[] = {
        "a.yaml", "below/a.yaml", "below/inside.yaml", "below/outside.yaml", "below/folder", "pipe", "below"};
    for (size_t i = 0; i < sizeof left_behind / sizeof *left_behind; i++) remove(left_behind[i]);
    if (chdir("/") != 0 || rmdir(bench->folder) != 0) return -1;
    sim_faults_free(bench->faults);
    free(bench);
    return 0;
}

static void write_file(const char *name, const char *text)
{
    FILE *file = fopen(name, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static SimDocument *parsed(Bench *bench, const char *text)
{
    return sim_document_parse("a.yaml", text, strlen(text), bench->faults);
}

static void assert_only_fault(const Bench *bench, const char *expected)
{
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    sim_faults_print(bench->faults, to);
    fclose(to);
    assert_string_equal(text, expected);
    free(text);
}

static void nodes_know_where_they_were_written(void **state)
{
    Bench *bench = *state;
    SimDocument *document = parsed(bench, "title: caf\xc3\xa9\nrun:\n  seed: \"010\"\n  list: [a, {b: c}]\n");
    const SimNode *run = sim_node_find(sim_document_root(document), "run");
    const SimNode *seed = sim_node_find(run, "seed");
    assert_int_equal(run->mark.line, 3);
    assert_int_equal(run->mark.column, 3);
    assert_string_equal(seed->text, "010");
    assert_true(seed->quoted);
    assert_int_equal(seed->mark.line, 3);
    assert_int_equal(seed->mark.column, 9);
    assert_string_equal(seed->mark.file, "a.yaml");
    const SimNode *list = sim_node_find(run, "list");
    assert_int_equal(list->count, 2);
    assert_string_equal(sim_node_find(list->members[1].node, "b")->text, "c");
    assert_int_equal(list->members[1].node->members[0].key_mark.column, 14);
    assert_int_equal(sim_faults_count(bench->faults), 0);
    sim_document_free(document);
}

static void items_are_found_by_name_before_code(void **state)
{
    Bench *bench = *state;
    SimDocument *document = parsed(bench, "- {code: B, n: 1}\n- {name: B, n: 2}\n- {name: C, code: X, n: 3}\n");
    const SimNode *list = sim_document_root(document);
    assert_string_equal(sim_node_find(sim_node_named(list, "B"), "n")->text, "2");
    assert_string_equal(sim_node_find(sim_node_named(list, "X"), "n")->text, "3");
    assert_string_equal(sim_node_name(list->members[0].node), "B");
    assert_null(sim_node_named(list, "Y"));
    sim_document_free(document);
}

static void windows_line_ends_and_byte_order_marks_simply_work(void **state)
{
    Bench *bench = *state;
    SimDocument *document = parsed(bench, "\xef\xbb\xbfwalkout: 1\r\nrun:\r\n  seed: 7\r\n");
    const SimNode *seed = sim_node_find(sim_node_find(sim_document_root(document), "run"), "seed");
    assert_string_equal(seed->text, "7");
    assert_int_equal(seed->mark.line, 3);
    assert_int_equal(sim_faults_count(bench->faults), 0);
    sim_document_free(document);
}

static void a_tab_behind_a_byte_order_mark_is_still_called_a_tab(void **state)
{
    Bench *bench = *state;
    assert_null(parsed(bench, "\xef\xbb\xbft: \xc3\xa9\nrun:\n\tseed: 7\n"));
    assert_only_fault(bench, "a.yaml:3:1: a tab stands here; indent with spaces\n");
}

// Nine levels of nine aliases would stand for 387 million words.
static void an_alias_bomb_does_not_go_off(void **state)
{
    Bench *bench = *state;
    char text[2000] = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 10; i++) {
        char line[200];
        snprintf(line, sizeof line, "a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n", i, i, i - 1,
                 i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
        strcat(text, line);
    }
    SimDocument *document = parsed(bench, text);
    assert_non_null(document);
    assert_int_equal(sim_faults_count(bench->faults), 10 + 9 * 9);
    sim_document_free(document);
}

static void an_anchor_that_refers_to_itself_does_no_harm(void **state)
{
    Bench *bench = *state;
    SimDocument *document = parsed(bench, "a: &a [*a]\n");
    assert_non_null(document);
    assert_int_equal(sim_faults_count(bench->faults), 2);
    sim_document_free(document);
}

static void ten_thousand_levels_are_refused(void **state)
{
    Bench *bench = *state;
    static const char *const opens[] = {"[", "{a: ", "- ", "? "};
    for (size_t i = 0; i < sizeof opens / sizeof *opens; i++) {
        size_t length = strlen(opens[i]);
        char *text = calloc(1, length * 10000 + 1);
        for (size_t k = 0; k < 10000; k++) memcpy(text + k * length, opens[i], length);
        sim_faults_free(bench->faults);  // what was said of one text is not said again of the next
        bench->faults = sim_faults_new();
        assert_null(parsed(bench, text));
        assert_int_equal(sim_faults_count(bench->faults), i == 3 ? SIM_DOCUMENT_DEPTH : 1);
        free(text);
    }
}

static void a_file_of_two_mebibytes_is_refused_unread(void **state)
{
    Bench *bench = *state;
    size_t size = 2u << 20;
    char *text = malloc(size + 1);
    memset(text, '#', size);
    text[size] = '\0';
    write_file("a.yaml", text);
    free(text);
    assert_null(sim_document_read("a.yaml", bench->faults));
    assert_only_fault(bench, "a.yaml: the file is larger than 1024 KiB; a scenario is text of a few pages\n");
}

static void a_million_small_values_are_refused(void **state)
{
    Bench *bench = *state;
    size_t count = 400000;
    char *text = malloc(count * 2 + 2);
    for (size_t i = 0; i < count; i++) memcpy(text + 1 + i * 2, "a,", 2);
    text[0] = '[';
    text[count * 2] = ']';
    text[count * 2 + 1] = '\0';
    assert_null(parsed(bench, text));
    free(text);
    assert_int_equal(sim_faults_count(bench->faults), 1);
}

static void a_mapping_of_a_hundred_thousand_keys_is_read_in_a_moment(void **state)
{
    Bench *bench = *state;
    char *text = calloc(1, 1 << 20);
    size_t used = 0;
    for (int i = 0; i < 95000; i++) used += (size_t)sprintf(text + used, "%d: \n", i);
    strcpy(text + used, "77: \n");
    SimDocument *document = parsed(bench, text);
    assert_non_null(document);
    assert_only_fault(bench, "a.yaml:95001:1: `77` is given twice (first in line 78); keep one of the two\n");
    sim_document_free(document);
    free(text);
}

static void a_value_of_100_kib_is_refused(void **state)
{
    Bench *bench = *state;
    char *text = calloc(1, (100 << 10) + 20);
    strcpy(text, "title: ");
    memset(text + 7, 'x', 100 << 10);
    SimDocument *document = parsed(bench, text);
    assert_only_fault(bench, "a.yaml:1:8: a single value of 102400 bytes; the longest allowed is 65536\n");
    sim_document_free(document);
    free(text);
}

static void binary_garbage_is_refused_with_its_place(void **state)
{
    Bench *bench = *state;
    static const char garbage[] = "a: 1\nb: \x80\xff\x01\x02\n";
    assert_null(sim_document_parse("a.yaml", garbage, sizeof garbage - 1, bench->faults));
    assert_only_fault(bench, "a.yaml:2:4: this is not UTF-8 text; save the file as UTF-8\n");
}

static void nul_bytes_are_refused(void **state)
{
    Bench *bench = *state;
    static const char bytes[] = "a: 1\nb: x\0y\n";
    assert_null(sim_document_parse("a.yaml", bytes, sizeof bytes - 1, bench->faults));
    assert_only_fault(bench, "a.yaml:2:5: a control character stands here; save the file as plain UTF-8 text\n");
}

static void folders_pipes_and_devices_are_not_read(void **state)
{
    Bench *bench = *state;
    assert_int_equal(mkfifo("pipe", 0600), 0);
    assert_null(sim_document_read("pipe", bench->faults));
    assert_null(sim_document_read(".", bench->faults));
    assert_null(sim_document_read("/dev/zero", bench->faults));
    assert_null(sim_document_read("none.yaml", bench->faults));
    assert_only_fault(bench, ".: is a folder, not a file; give the path of a YAML file\n"
                             "/dev/zero: is a device or pipe, not a file; give the path of a YAML file\n"
                             "none.yaml: cannot be opened: No such file or directory\n"
                             "pipe: is a device or pipe, not a file; give the path of a YAML file\n");
}

static void files_beneath_the_folder_are_read_and_others_are_not(void **state)
{
    Bench *bench = *state;
    const SimMark asked = {"main.yaml", 4, 2};
    assert_int_equal(mkdir("below", 0700), 0);
    write_file("a.yaml", "a: 1\n");
    write_file("below/a.yaml", "a: 2\n");
    assert_int_equal(symlink("a.yaml", "below/inside.yaml"), 0);
    assert_int_equal(symlink("../a.yaml", "below/outside.yaml"), 0);
    assert_int_equal(symlink("/etc", "below/folder"), 0);

    SimDocument *document = sim_document_read_beneath("below", "inside.yaml", asked, bench->faults);
    assert_string_equal(sim_node_find(sim_document_root(document), "a")->text, "2");
    assert_string_equal(sim_document_file(document), "below/inside.yaml");
    sim_document_free(document);
    assert_int_equal(sim_faults_count(bench->faults), 0);

    assert_null(sim_document_read_beneath("below", "outside.yaml", asked, bench->faults));
    assert_null(sim_document_read_beneath("below", "folder/passwd", asked, bench->faults));
    assert_null(sim_document_read_beneath("below", "../a.yaml", asked, bench->faults));
    assert_null(sim_document_read_beneath("below", "x/../../a.yaml", asked, bench->faults));
    assert_null(sim_document_read_beneath("below", "/etc/passwd", asked, bench->faults));
    assert_null(sim_document_read_beneath(".", "below", asked, bench->faults));
    assert_only_fault(bench,
                      "main.yaml:4:2: `outside.yaml` leads out of the scenario's folder; put a copy beneath it\n"
                      "main.yaml:4:2: `folder/passwd` leads out of the scenario's folder; put a copy beneath it\n"
                      "main.yaml:4:2: `../a.yaml` must be a path beneath the scenario's folder, without `..` and not "
                      "beginning with `/`\n"
                      "main.yaml:4:2: `x/../../a.yaml` must be a path beneath the scenario's folder, without `..` and "
                      "not beginning with `/`\n"
                      "main.yaml:4:2: `/etc/passwd` must be a path beneath the scenario's folder, without `..` and not "
                      "beginning with `/`\n"
                      "main.yaml:4:2: `below` is a folder, not a file; give the path of a YAML file\n");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(nodes_know_where_they_were_written),
        TEST(items_are_found_by_name_before_code),
        TEST(windows_line_ends_and_byte_order_marks_simply_work),
        TEST(a_tab_behind_a_byte_order_mark_is_still_called_a_tab),
        TEST(an_alias_bomb_does_not_go_off),
        TEST(an_anchor_that_refers_to_itself_does_no_harm),
        TEST(ten_thousand_levels_are_refused),
        TEST(a_file_of_two_mebibytes_is_refused_unread),
        TEST(a_million_small_values_are_refused),
        TEST(a_mapping_of_a_hundred_thousand_keys_is_read_in_a_moment),
        TEST(a_value_of_100_kib_is_refused),
        TEST(binary_garbage_is_refused_with_its_place),
        TEST(nul_bytes_are_refused),
        TEST(folders_pipes_and_devices_are_not_read),
        TEST(files_beneath_the_folder_are_read_and_others_are_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
