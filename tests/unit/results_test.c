// The folder of results: what is in it, and when it appears.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <jansson.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sim/experiment/run.h"
#include "sim/results/package.h"
#include "sim/results/results.h"
#include "tests/unit/toy.h"

// Every test works in a folder of its own, which is the current one.
static int enter_folder(void **state)
{
    char *folder = malloc(64);
    strcpy(folder, "/tmp/results_test.XXXXXX");
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder), 0);
    *state = folder;
    return 0;
}

static int leave_folder(void **state)
{
    char command[100];
    snprintf(command, sizeof command, "rm -rf '%s'", (const char *)*state);
    assert_int_equal(chdir("/"), 0);
    assert_int_equal(system(command), 0);
    free(*state);
    return 0;
}

static bool exists(const char *path)
{
    return access(path, F_OK) == 0;
}

static size_t entries_here(void)
{
    FILE *list = popen("ls -A | wc -l", "r");
    size_t count = 999;
    assert_int_equal(fscanf(list, "%zu", &count), 1);
    pclose(list);
    return count;
}

static void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void put(SimFolder *folder, const char *name, const char *text)
{
    FILE *file = sim_folder_create(folder, name);
    assert_non_null(file);
    fputs(text, file);
    assert_true(sim_folder_close(folder, name, file));
}

static void make_run(const char *path, const char *mark)
{
    SimFolder folder;
    assert_int_equal(sim_folder_begin(&folder, path, "toy"), SIM_FOLDER_READY);
    put(&folder, "run.json", "{\"program\": \"toy\"}");
    put(&folder, mark, "x");
    assert_true(sim_folder_finish(&folder));
    sim_folder_drop(&folder);
}

static void a_folder_appears_only_when_it_is_finished(void **state)
{
    (void)state;
    SimFolder folder;
    assert_int_equal(sim_folder_begin(&folder, "deep/er/out/", "toy"), SIM_FOLDER_READY);
    put(&folder, "run.json", "{}");
    assert_false(exists("deep/er/out"));
    assert_true(sim_folder_finish(&folder));
    sim_folder_drop(&folder);
    assert_true(exists("deep/er/out/run.json"));
    assert_int_equal(chdir("deep/er"), 0);
    assert_int_equal(entries_here(), 1);  // nothing hidden is left
}

static void a_result_is_replaced_whole(void **state)
{
    (void)state;
    make_run("out", "old");
    make_run("out", "new");
    assert_true(exists("out/new"));
    assert_false(exists("out/old"));
    assert_int_equal(entries_here(), 1);
}

// Notes, a picture of the user's own, a folder and a link stay; pictures that the program took go with its results.
static void what_a_user_keeps_beside_a_result_is_carried_over(void **state)
{
    (void)state;
    make_run("out", "old");
    write_text("out/notes.txt", "mine");
    mkdir("out/mine", 0777);
    write_text("out/mine/deep.txt", "mine");
    mkdir("out/plots", 0777);
    write_text("out/plots/list.svg", "ours");
    sim_folder_note("out", "plots/list.svg");
    write_text("out/plots/mine.svg", "mine");
    mkdir("out/drawn", 0777);
    write_text("out/drawn/list.svg", "ours");
    sim_folder_note("out", "drawn/list.svg");
    write_text("out/new", "mine, but the program writes one now");
    write_text("kept", "mine");
    sim_folder_note("out", "../kept");
    assert_int_equal(symlink("../kept", "out/link"), 0);
    make_run("out", "new");
    make_run("out", "newer");
    static const char *const stays[] = {"out/notes.txt", "out/mine/deep.txt", "out/plots/mine.svg", "out/link", "kept"};
    for (size_t i = 0; i < sizeof stays / sizeof *stays; i++) assert_true(exists(stays[i]));
    static const char *const goes[] = {"out/old", "out/new", "out/plots/list.svg", "out/drawn"};
    for (size_t i = 0; i < sizeof goes / sizeof *goes; i++) assert_false(exists(goes[i]));
    assert_int_equal(entries_here(), 2);
}

// As folders of earlier versions are, and copies that left hidden files behind.
static void without_notes_only_what_is_written_again_goes(void **state)
{
    (void)state;
    make_run("out", "old");
    remove("out/.files");
    sim_folder_note("out", "old");
    assert_false(exists("out/.files"));
    make_run("out", "new");
    assert_true(exists("out/old") && exists("out/new"));
}

static void a_run_that_fails_leaves_the_old_result(void **state)
{
    (void)state;
    make_run("out", "old");
    SimFolder folder;
    assert_int_equal(sim_folder_begin(&folder, "out", "toy"), SIM_FOLDER_READY);
    put(&folder, "new", "x");
    sim_folder_drop(&folder);
    assert_true(exists("out/old"));
    assert_int_equal(entries_here(), 1);
}

static void what_is_no_result_of_this_program_is_never_replaced(void **state)
{
    (void)state;
    SimFolder folder;
    mkdir("empty", 0777);
    assert_int_equal(sim_folder_begin(&folder, "empty", "toy"), SIM_FOLDER_NOT_OURS);
    assert_non_null(strstr(folder.why, "`empty`"));
    sim_folder_drop(&folder);
    mkdir("other", 0777);
    write_text("other/run.json", "{\"program\": \"another\"}");
    assert_int_equal(sim_folder_begin(&folder, "other", "toy"), SIM_FOLDER_NOT_OURS);
    sim_folder_drop(&folder);
    write_text("other/run.json", "not json");
    assert_int_equal(sim_folder_begin(&folder, "other", "toy"), SIM_FOLDER_NOT_OURS);
    sim_folder_drop(&folder);
    write_text("file", "x");
    assert_int_equal(sim_folder_begin(&folder, "file", "toy"), SIM_FOLDER_NOT_OURS);
    sim_folder_drop(&folder);
    make_run("out", "old");
    assert_int_equal(symlink("out", "link"), 0);
    assert_int_equal(sim_folder_begin(&folder, "link", "toy"), SIM_FOLDER_NOT_OURS);
    assert_non_null(strstr(folder.why, "is a link"));
    sim_folder_drop(&folder);
    assert_int_equal(sim_folder_begin(&folder, "..", "toy"), SIM_FOLDER_NOT_OURS);
    sim_folder_drop(&folder);
    assert_int_equal(entries_here(), 5);
}

static void a_folder_that_came_in_the_meantime_is_not_replaced(void **state)
{
    (void)state;
    SimFolder folder;
    assert_int_equal(sim_folder_begin(&folder, "out", "toy"), SIM_FOLDER_READY);
    put(&folder, "run.json", "{}");
    mkdir("out", 0777);
    write_text("out/letter", "dear");
    assert_false(sim_folder_finish(&folder));
    sim_folder_drop(&folder);
    assert_true(exists("out/letter"));
    assert_int_equal(entries_here(), 1);
}

static void a_full_disk_is_noticed(void **state)
{
    (void)state;
    SimFolder folder;
    assert_int_equal(sim_folder_begin(&folder, "out", "toy"), SIM_FOLDER_READY);
    FILE *full = fopen("/dev/full", "w");
    assert_non_null(full);
    fputs("x", full);
    assert_false(sim_folder_close(&folder, "summary.csv", full));
    assert_non_null(strstr(folder.why, "summary.csv"));
    assert_non_null(strstr(folder.why, "No space"));
    assert_false(sim_folder_finish(&folder));
    sim_folder_drop(&folder);
    assert_false(exists("out"));
}

static SimOutcome *small_run(ToyPlan plans[SIM_LIVES])
{
    for (enum SimLife life = SIM_BASELINE; life < SIM_LIVES; life++) toy_plan(&plans[life], life);
    const SimRun run = {.model = &TOY_MODEL,
                        .plans = {&plans[SIM_BASELINE], &plans[SIM_STRIKE]},
                        .seed = 7,
                        .replications = 2,
                        .threads = 2};
    SimOutcome *outcome;
    char message[100] = "";
    assert_int_equal(sim_run(&run, &outcome, message, sizeof message), SIM_RUN_DONE);
    return outcome;
}

static void write_run(const char *path)
{
    ToyPlan plans[SIM_LIVES];
    SimOutcome *outcome = small_run(plans);
    const char *warnings[] = {"look here"};
    const SimManifest manifest = {.program = "toy",
                                  .model_version = "1",
                                  .command = "toy run \xff.yaml",  // no UTF-8
                                  .scenario_file = "a.yaml",
                                  .scenario_hash = "0123456789abcdef",
                                  .seed = 7,
                                  .replications = 2,
                                  .replications_wanted = 2,
                                  .warnings = warnings,
                                  .warning_count = 1,
                                  .remarks = "A toy."};
    const SimSheetSource source = {.model = &TOY_MODEL, .outcome = outcome};
    SimFolder folder;
    assert_int_equal(sim_folder_begin(&folder, path, "toy"), SIM_FOLDER_READY);
    assert_true(sim_results_write(&folder, &source, NULL, &manifest));
    assert_true(sim_folder_finish(&folder));
    sim_folder_drop(&folder);
    sim_outcome_free(outcome);
}

static void the_manifest_says_how_the_results_came_about(void **state)
{
    (void)state;
    write_run("out");
    json_t *manifest = json_load_file("out/run.json", 0, NULL);
    assert_string_equal(json_string_value(json_object_get(manifest, "program")), "toy");
    assert_string_equal(json_string_value(json_object_get(manifest, "command")), "toy run ?.yaml");
    assert_string_equal(json_string_value(json_object_get(manifest, "philox_known_answers")), "right");
    assert_string_equal(json_string_value(json_array_get(json_object_get(manifest, "warnings"), 0)), "look here");
    assert_int_equal(json_integer_value(json_object_get(manifest, "seed")), 7);
    json_decref(manifest);
    write_run("out");  // what it wrote it may replace
}

// The header that the data package describes, with commas.
static void described_header(const json_t *resource, char *header, size_t size)
{
    const json_t *fields = json_object_get(json_object_get(resource, "schema"), "fields");
    header[0] = '\0';
    for (size_t i = 0; i < json_array_size(fields); i++) {
        const char *name = json_string_value(json_object_get(json_array_get(fields, i), "name"));
        const size_t length = strlen(header);
        snprintf(header + length, size - length, "%s%s", i > 0 ? "," : "", name);
    }
}

static void the_data_package_describes_every_table(void **state)
{
    (void)state;
    write_run("out");
    json_t *package = json_load_file("out/datapackage.json", 0, NULL);
    const json_t *resources = json_object_get(package, "resources");
    assert_int_equal(json_array_size(resources), 9);
    for (size_t i = 0; i < json_array_size(resources); i++) {
        const json_t *resource = json_array_get(resources, i);
        if (!json_object_get(resource, "schema")) continue;
        char path[100], described[500], written[500];
        snprintf(path, sizeof path, "out/%s", json_string_value(json_object_get(resource, "path")));
        described_header(resource, described, sizeof described);
        FILE *file = fopen(path, "r");
        assert_non_null(file);
        assert_non_null(fgets(written, sizeof written, file));
        fclose(file);
        written[strcspn(written, "\n")] = '\0';
        assert_string_equal(described, written);
    }
    json_decref(package);
}

// The names and columns of the files are a contract with those who read them.
static void the_columns_are_those_of_the_contract(void **state)
{
    (void)state;
    static const char *const CONTRACT[][2] = {
        {"out/summary.csv", "trust,measure,of,unit,period,baseline,strike,difference,ci_low,ci_high,q05,q50,q95,"
                            "replications,pairing_gain\n"},
        {"out/daily.csv", "date,trust,measure,of,unit,world,mean,q05,q25,q50,q75,q95\n"},
        {"out/replications.csv", "replication,trust,measure,of,unit,period,baseline,strike,difference\n"},
        {"out/staffing.csv", "date,shift,trust,department,group,world,due,absent,covering,unfilled\n"},
        {"out/cancellations.csv", "date,trust,service,priority,kind,notice,world,mean\n"},
        {"out/waits.csv", "trust,measure,of,period,world,up_to_min,mean_count\n"},
        {"out/measures.csv", "name,unit,title,definition,source,adds,of\n"},
        {"out/windows.csv", "name,start,end,world\n"}};
    write_run("out");
    for (size_t i = 0; i < sizeof CONTRACT / sizeof *CONTRACT; i++) {
        char line[500];
        FILE *file = fopen(CONTRACT[i][0], "r");
        assert_non_null(file);
        assert_non_null(fgets(line, sizeof line, file));
        fclose(file);
        assert_string_equal(line, CONTRACT[i][1]);
    }
}

static void only_the_manifest_differs_between_two_runs(void **state)
{
    (void)state;
    write_run("one");
    write_run("two");
    assert_int_equal(system("diff -r --exclude=run.json one two"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_folder_appears_only_when_it_is_finished, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(a_result_is_replaced_whole, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(what_a_user_keeps_beside_a_result_is_carried_over, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(without_notes_only_what_is_written_again_goes, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(a_run_that_fails_leaves_the_old_result, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(what_is_no_result_of_this_program_is_never_replaced, enter_folder,
                                        leave_folder),
        cmocka_unit_test_setup_teardown(a_folder_that_came_in_the_meantime_is_not_replaced, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(a_full_disk_is_noticed, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(the_manifest_says_how_the_results_came_about, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(the_data_package_describes_every_table, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(the_columns_are_those_of_the_contract, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(only_the_manifest_differs_between_two_runs, enter_folder, leave_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
