// The command `run`, driven as a user drives it, with the toy model behind it.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "sim/cli/cli.h"
#include "sim/cli/page_text.h"
#include "sim/cli/summary.h"
#include "sim/experiment/run.h"
#include "tests/unit/toy.h"

typedef struct {
    int64_t seed, replications;
    bool fails;
} ToyFields;

static const SimField TOY_FIELDS[] = {{.path = "walkout",
                                       .kind = SIM_COUNT,
                                       .acts_from = SIM_ACTS_NEVER,
                                       .offset = offsetof(ToyFields, seed),
                                       .fallback = "1",
                                       .least = 1,
                                       .most = 1,
                                       .meaning = "The version of the format.",
                                       .source = "assumed"},
                                      {.path = "run.seed",
                                       .kind = SIM_COUNT,
                                       .acts_from = SIM_ACTS_START,
                                       .offset = offsetof(ToyFields, seed),
                                       .fallback = "7",
                                       .least = 0,
                                       .most = 1000000,
                                       .meaning = "The seed.",
                                       .source = "assumed"},
                                      {.path = "run.replications",
                                       .kind = SIM_COUNT,
                                       .acts_from = SIM_ACTS_NEVER,
                                       .offset = offsetof(ToyFields, replications),
                                       .fallback = "2",
                                       .least = 1,
                                       .most = 100000,
                                       .meaning = "How many replications.",
                                       .source = "assumed"},
                                      {.path = "fails",
                                       .kind = SIM_SWITCH,
                                       .acts_from = SIM_ACTS_START,
                                       .offset = offsetof(ToyFields, fails),
                                       .fallback = "off",
                                       .meaning = "Whether an audit fails.",
                                       .source = "assumed"}};

static const SimFieldBlock TOY_FIELD_BLOCK = {TOY_FIELDS, sizeof TOY_FIELDS / sizeof *TOY_FIELDS};
static const SimFieldBlock *const TOY_FIELD_BLOCKS[] = {&TOY_FIELD_BLOCK};

static void *plan_new(const SimScenario *scenario, enum SimLife life, SimTables *tables, SimFaults *faults)
{
    (void)tables;
    (void)faults;
    const ToyFields *fields = sim_scenario_root(scenario);
    ToyPlan *plan = malloc(sizeof *plan);
    toy_plan(plan, life);
    plan->outline.series = plan->series;
    plan->outline.seed = (uint32_t)fields->seed;
    plan->outline.replications = (uint32_t)fields->replications;
    plan->fails_audit = fields->fails;
    return plan;
}

static struct sim_model model_with_fields(void)
{
    struct sim_model model = TOY_MODEL;
    model.fields = (SimFields){.blocks = TOY_FIELD_BLOCKS, .block_count = 1, .root_bytes = sizeof(ToyFields)};
    model.plan_new = plan_new;
    model.plan_free = free;
    return model;
}

static int enter_folder(void **state)
{
    char *folder = malloc(64);
    strcpy(folder, "/tmp/run_command_test.XXXXXX");
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder), 0);
    FILE *file = fopen("toy.yaml", "w");
    fputs("walkout: 1\nrun: {replications: 2}\n", file);
    fclose(file);
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

// Starts the program in a process of its own, its output going to the files `out` and `err`.
static pid_t start(char *const arguments[])
{
    fflush(NULL);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child > 0) return child;
    if (!freopen("out", "w", stdout) || !freopen("err", "w", stderr)) _exit(99);
    int count = 0;
    while (arguments[count]) count++;
    const struct sim_model model = model_with_fields();
    const int status = sim_main(count, (char **)arguments, &model);
    fflush(NULL);
    _exit(status);
}

static int status_of(pid_t child)
{
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

#define RUN(...) status_of(start((char *[]){"toy", __VA_ARGS__, NULL}))

// The text of a file, to be freed.
static char *text_of(const char *path)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    char *text = calloc(1, 100000);
    assert_true(fread(text, 1, 99999, file) < 99999);
    fclose(file);
    return text;
}

static void expect_in(const char *path, const char *part)
{
    char *text = text_of(path);
    if (!strstr(text, part)) fail_msg("`%s` is not in %s:\n%s", part, path, text);
    free(text);
}

static bool exists(const char *path)
{
    return access(path, F_OK) == 0;
}

static void a_run_writes_its_folder_and_prints_the_page(void **state)
{
    (void)state;
    assert_int_equal(RUN("run", "toy.yaml"), 0);
    assert_true(exists("results/toy/summary.csv"));
    assert_true(exists("results/toy/scenario.yaml"));
    expect_in("out", "On the 4 strike days");
    expect_in("out", "Service kept");
    expect_in("out", "This is a toy.");
    expect_in("out", "toy plot results/toy");
    expect_in("results/toy/run.json", "\"replications\": 2");
    char *progress = text_of("err");
    assert_string_equal(progress, "");  // no terminal, no progress
    free(progress);
}

static void no_line_of_the_page_is_wider_than_100_columns(void **state)
{
    (void)state;
    assert_int_equal(RUN("run", "toy.yaml", "--threads=2"), 0);
    char *page = text_of("out");
    for (char *line = strtok(page, "\n"); line; line = strtok(NULL, "\n")) assert_true(strlen(line) <= 100);
    free(page);
}

// Characters, not bytes: UTF-8 goes on with bytes that begin with the bits 10.
static size_t width_of(const char *line)
{
    size_t width = 0;
    for (; *line; line++) width += ((unsigned char)*line & 0xC0) != 0x80;
    return width;
}

static const char LONG_OF[] = "Émergency department for the whole region/triage_and_streaming/"
                              "aÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄsoweiter";

static void summary_by_plan(const void *plan, const char *const **rows, size_t *count)
{
    static char long_row[300];
    static const char *const chosen[] = {"arrivals", long_row};
    (void)plan;
    snprintf(long_row, sizeof long_row, "queue/%s", LONG_OF);
    *rows = chosen;
    *count = 2;
}

static char *page_of(ToyPlan *plan, const struct sim_model *model)
{
    const SimRun run = {.model = model, .plans = {plan, plan}, .seed = 1, .replications = 2, .threads = 1};
    SimOutcome *outcome;
    char message[200], *page = NULL;
    size_t size;
    assert_int_equal(sim_run(&run, &outcome, message, sizeof message), SIM_RUN_DONE);
    FILE *file = open_memstream(&page, &size);
    sim_summary_print(outcome, model, plan, file);
    fclose(file);
    sim_outcome_free(outcome);
    return page;
}

// The width of the line with this word up to the interval, which two blanks part from the mean.
static size_t end_of_mean(const char *page, const char *word)
{
    char line[300];
    const char *found = strstr(page, word), *begin = found;
    assert_non_null(found);
    while (begin[-1] != '\n') begin--;
    snprintf(line, sizeof line, "%.*s", (int)strcspn(begin, "\n"), begin);
    char *interval = NULL;
    for (char *blanks = strstr(line, "  "); blanks; blanks = strstr(blanks + 1, "  ")) interval = blanks;
    *interval = '\0';
    return width_of(line);
}

static void a_plan_may_choose_the_rows_and_long_names_leave_the_columns_straight(void **state)
{
    (void)state;
    ToyPlan plan;
    toy_plan(&plan, SIM_BASELINE);
    plan.outline.lives_part_s = INT64_MAX;
    plan.outline.window_count = 1;  // history alone
    plan.outline.place_count = 1;
    strcpy(plan.series[TOY_QUEUE].of, LONG_OF);
    struct sim_model model = TOY_MODEL;
    model.summary_of = summary_by_plan;
    char *page = page_of(&plan, &model);
    assert_non_null(strstr(page, "No strike: one life only"));
    assert_null(strstr(page, "Served"));  // a row of the model's own list
    assert_int_equal(end_of_mean(page, "Arrivals"), 57);
    assert_int_equal(end_of_mean(page, "soweiter"), 57);
    for (char *line = strtok(page, "\n"); line; line = strtok(NULL, "\n")) {
        assert_true(width_of(line) <= 100);
        assert_true(((unsigned char)line[strspn(line, " ")] & 0xC0) != 0x80);  // no character is cut in two
    }
    free(page);
}

static void lives_that_differ_without_a_window_are_shown_beside_each_other(void **state)
{
    (void)state;
    ToyPlan plan;
    toy_plan(&plan, SIM_BASELINE);
    plan.outline.window_count = 1;
    plan.outline.place_count = 1;
    char *page = page_of(&plan, &TOY_MODEL);
    assert_non_null(strstr(page, "because of it"));
    assert_non_null(strstr(page, "Served within 10 minutes"));
    free(page);
}

static void values_can_be_given_beside_the_scenario(void **state)
{
    (void)state;
    assert_int_equal(RUN("run", "toy.yaml", "-o", "a", "--replications", "3", "--seed", "9"), 0);
    expect_in("a/run.json", "\"replications\": 3");
    expect_in("a/run.json", "\"seed\": 9");
    assert_int_equal(RUN("run", "toy.yaml", "-o", "b", "--set", "run.replications=3", "--set", "run.seed=9"), 0);
    assert_int_equal(system("diff -r --exclude=run.json --exclude=scenario.yaml a b"), 0);
}

static void wrong_use_ends_with_status_2(void **state)
{
    (void)state;
    assert_int_equal(RUN("rnu", "toy.yaml"), 2);
    expect_in("err", "did you mean `run`?");
    assert_int_equal(RUN("run"), 2);
    expect_in("err", "run: name the scenario; `run --help` lists the options");
    assert_int_equal(RUN("run", "toy.yaml", "another.yaml"), 2);
    expect_in("err", "one word too many: another.yaml");
    assert_int_equal(RUN("run", "nowhere.yaml"), 2);
    assert_int_equal(RUN("run", "toy.yaml", "--threads", "0"), 2);
    assert_int_equal(RUN("run", "toy.yaml", "--threads", "2x"), 2);
    assert_int_equal(RUN("run", "toy.yaml", "--threads=none"), 2);
    expect_in("err", "--threads needs a whole number from 1 to 1024, not none");
    assert_int_equal(RUN("run", "toy.yaml", "--bananas=3"), 2);
    expect_in("err", "there is no option --bananas");
    assert_int_equal(RUN("run", "toy.yaml", "--replications", "none"), 2);
    assert_int_equal(RUN("run", "toy.yaml", "-o"), 2);
    expect_in("err", "a value is missing after -o");
    assert_int_equal(RUN("run", "toy.yaml", "--set", "run.seed"), 2);
    assert_int_equal(RUN("run", "toy.yaml", "--bananas", "2"), 2);
    expect_in("err", "there is no option --bananas");
    assert_int_equal(RUN("calibrate", "toy.yaml"), 2);
    expect_in("err", "calibrate: name the folder to write with -o");
    assert_int_equal(RUN("sweep", "toy.yaml", "--dry-run", "--threads", "two"), 2);
    expect_in("err", "--threads needs a whole number from 1 to 1024, not two");
    assert_int_equal(RUN("run", "toy.yaml", "-o", "/tmp"), 2);
    assert_false(exists("results"));
}

static void help_and_version_end_well(void **state)
{
    (void)state;
    assert_int_equal(RUN("--help"), 0);
    expect_in("out", "explain");
    assert_int_equal(RUN("--version"), 0);
    assert_int_equal(RUN("run", "--help"), 0);
    expect_in("out", "--set");
}

static void a_failed_audit_ends_with_status_1_and_writes_nothing(void **state)
{
    (void)state;
    assert_int_equal(RUN("run", "toy.yaml", "-o", "out_folder", "--set", "fails=on"), 1);
    expect_in("err", "one person too many");
    assert_false(exists("out_folder"));
    assert_int_equal(system("test -z \"$(ls -A | grep tmp)\""), 0);
}

// Starts a run that would take minutes, and sends it the signal once it is under way.
static int status_after_signal(int number)
{
    const pid_t child = start((char *[]){"toy", "run", "toy.yaml", "-o", "long", "--replications", "20000", NULL});
    nanosleep(&(struct timespec){.tv_nsec = 600000000}, NULL);
    assert_int_equal(kill(child, number), 0);
    return status_of(child);
}

static void an_interrupted_run_drops_everything(void **state)
{
    (void)state;
    assert_int_equal(status_after_signal(SIGINT), 130);
    assert_int_equal(status_after_signal(SIGTERM), 143);
    assert_false(exists("long"));
    assert_int_equal(system("test -z \"$(ls -A | grep tmp)\""), 0);
}

static void a_run_told_to_finish_keeps_what_is_complete(void **state)
{
    (void)state;
    assert_int_equal(status_after_signal(SIGUSR1), 0);
    expect_in("long/run.json", "of 20000 replications");
    expect_in("err", "stopped after");
    assert_true(exists("long/summary.csv"));
}

static void numbers_are_written_as_people_read_them(void **state)
{
    (void)state;
    char text[SIM_PLAIN_TEXT];
    assert_string_equal(sim_plain_number(1234567.4, 0, text), "1,234,567");
    assert_string_equal(sim_plain_number(-1234.56, 1, text), "-1,234.6");
    assert_string_equal(sim_plain_number(999, 0, text), "999");
    assert_string_equal(sim_plain_number(-0.04, 1, text), "0.0");
    assert_string_equal(sim_plain_number(NAN, 0, text), "-");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_run_writes_its_folder_and_prints_the_page, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(no_line_of_the_page_is_wider_than_100_columns, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(values_can_be_given_beside_the_scenario, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(wrong_use_ends_with_status_2, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(help_and_version_end_well, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(a_failed_audit_ends_with_status_1_and_writes_nothing, enter_folder,
                                        leave_folder),
        cmocka_unit_test_setup_teardown(an_interrupted_run_drops_everything, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(a_run_told_to_finish_keeps_what_is_complete, enter_folder, leave_folder),
        cmocka_unit_test(a_plan_may_choose_the_rows_and_long_names_leave_the_columns_straight),
        cmocka_unit_test(lives_that_differ_without_a_window_are_shown_beside_each_other),
        cmocka_unit_test(numbers_are_written_as_people_read_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
