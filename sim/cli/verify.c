// `walkout verify`: exact theory beside the simulator's estimates, one line a check.
#define _DEFAULT_SOURCE  // getentropy
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sim/cli/cli.h"
#include "sim/cli/options.h"
#include "sim/cli/progress.h"
#include "sim/cli/verify_cases.h"
#include "sim/experiment/memory.h"
#include "sim/experiment/verify.h"

enum { LABEL_BYTES = 400, ATTEMPTS_MOST = 2 };

static const char USAGE[] =
    "usage: %s verify [--tier quick|full] [--fresh-seed] [--theory] [--threads N] [CASE...]\n"
    "\n"
    "Simulates cases whose results theory knows exactly and compares: one line for each check.\n"
    "\n"
    "  CASE           V1, v12, v02-mm5 (the cases that come with the program), or any scenario\n"
    "                 with `verify:`; without one all cases that come with the program\n"
    "  --tier quick   sees a bias of 5%% in 99 of 100 runs (default): standard errors to 0.80%%\n"
    "  --tier full    sees a bias of 2%%: standard errors to 0.32%%\n"
    "  --fresh-seed   a new seed instead of the scenario's; a check that fails is run once more\n"
    "                 with another, and only two failures are a FAIL\n"
    "  --theory       also print how each exact value is known\n"
    "  --threads N    default: one for each processor; the results do not depend on it\n"
    "\n"
    "z is how many standard errors the estimate lies from the exact value; a check passes if it is within the limit "
    "of\n"
    "the t distribution at the two-sided level 1e-4, and if its standard error is small enough to see a bias. There "
    "is\n"
    "no other tolerance. 1 check in 10,000 fails by chance.\n"
    "Exit status: 0 if all pass, 1 if a check fails, 2 if what is asked for is wrong.\n";

typedef struct {
    const struct sim_model *model;
    enum SimTier tier;
    bool fresh_seed, theory, wants_help;
    uint32_t threads;
    const char **wanted;  // names and paths, as given
    size_t wanted_count;
} Options;

// A case that is to be run. All are loaded, and all that is wrong with them is told, before the first is run.
typedef struct {
    char name[100];  // of its file, without the ending
    SimFaults *faults;
    SimScenario *scenario;
    void *plans[SIM_LIVES];
    const SimOutline *outline;
} Case;

typedef struct {
    Options options;
    SimPaths paths;  // of the cases
    Case *cases;
    size_t case_count;
    int case_width, label_width;  // of the columns
    size_t passed, failed;
} Command;

// What `verify` reads from its command line.

static int set_tier(Options *options, const char *text)
{
    options->tier = strcmp(text, "full") == 0 ? SIM_TIER_FULL : SIM_TIER_QUICK;
    if (options->tier == SIM_TIER_FULL || strcmp(text, "quick") == 0) return SIM_EXIT_DONE;
    return sim_wrong_use("verify", "--tier is quick or full, not", text);
}

static int read_options(int argc, char **argv, Options *options)
{
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i], *value = i + 1 < argc ? argv[i + 1] : NULL;
        int status = SIM_EXIT_DONE;
        if (sim_asks_for_help(word)) {
            options->wants_help = true;
        } else if (strcmp(word, "--fresh-seed") == 0) {
            options->fresh_seed = true;
        } else if (strcmp(word, "--theory") == 0) {
            options->theory = true;
        } else if (strcmp(word, "--tier") == 0 || strcmp(word, "--threads") == 0) {
            if (!value) return sim_wrong_use("verify", "a value is missing after", word);
            status = word[3] == 'i' ? set_tier(options, value) : sim_threads_take("verify", value, &options->threads);
            i++;
        } else if (word[0] == '-') {
            status = sim_wrong_use("verify", "there is no option", word);
        } else {
            options->wanted[options->wanted_count++] = word;
        }
        if (status != SIM_EXIT_DONE) return status;
    }
    return SIM_EXIT_DONE;
}

// Loading.

static void name_case(Case *named, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    snprintf(named->name, sizeof named->name, "%.*s", dot ? (int)(dot - name) : (int)strlen(name), name);
}

static bool load(const struct sim_model *model, Case *loaded, const char *path)
{
    name_case(loaded, path);
    loaded->faults = sim_faults_new();
    loaded->scenario = sim_scenario_read(path, &model->fields, NULL, 0, loaded->faults);
    for (enum SimLife life = SIM_BASELINE; loaded->scenario && life < SIM_LIVES; life++) {
        loaded->plans[life] = model->plan_new(loaded->scenario, life, NULL, loaded->faults);
        if (!loaded->plans[life]) break;  // the other life would say the same again
    }
    bool is_sound = sim_faults_count(loaded->faults) == 0 && loaded->plans[SIM_STRIKE];
    if (is_sound) {
        loaded->outline = model->outline(loaded->plans[SIM_STRIKE]);
        is_sound = sim_verify_is_sound(model, loaded->plans[SIM_STRIKE], loaded->faults);
        if (loaded->outline->check_count == 0) {
            is_sound = sim_fault(loaded->faults, (SimMark){.file = path},
                                 "it says nothing that theory knows; write `verify:` with `checks`");
        }
    }
    if (!is_sound) sim_faults_print(loaded->faults, stderr);  // what only deserves a look is told by check and run
    return is_sound;
}

static int load_all(Command *command)
{
    command->cases = sim_zeroed(command->paths.count, sizeof *command->cases);
    int status = SIM_EXIT_DONE;
    for (size_t i = 0; i < command->paths.count; i++) {
        Case *loaded = &command->cases[command->case_count++];
        if (!load(command->options.model, loaded, command->paths.at[i])) status = SIM_EXIT_INPUT;
    }
    return status;
}

// Printing.

// "svc_wait/serve", "strike: svc_present_at/ward/00:00 on 2024-01-03", "variance of ia_absent"
static void label_of(const SimCheck *check, char label[static LABEL_BYTES])
{
    static const char *const worlds[] = {[SIM_BASELINE] = "", [SIM_STRIKE] = "strike: ", [SIM_LIVES] = "difference: "};
    static const char *const statistics[] = {
        [SIM_CHECK_MEAN] = "", [SIM_CHECK_VARIANCE] = "variance of ", [SIM_CHECK_SPREAD] = "spread of "};
    const bool is_whole = strcmp(check->period, "whole") == 0;
    snprintf(label, LABEL_BYTES, "%s%s%.80s%s%.150s%s%.120s", worlds[check->world], statistics[check->statistic],
             check->measure, check->of[0] ? "/" : "", check->of, is_whole ? "" : " in ", is_whole ? "" : check->period);
}

static void measure_columns(Command *command)
{
    command->case_width = (int)strlen("case");
    command->label_width = (int)strlen("measure");
    for (size_t i = 0; i < command->case_count; i++) {
        const Case *one = &command->cases[i];
        if ((int)strlen(one->name) > command->case_width) command->case_width = (int)strlen(one->name);
        for (size_t k = 0; k < one->outline->check_count; k++) {
            char label[LABEL_BYTES];
            label_of(&one->outline->checks[k], label);
            if ((int)strlen(label) > command->label_width) command->label_width = (int)strlen(label);
        }
    }
}

static void print_header(const Command *command)
{
    printf("%-*s  %-*s  %14s  %14s  %12s  %7s  %7s  %-6s  %8s\n", command->case_width, "case", command->label_width,
           "measure", "exact", "estimate", "std. error", "z", "limit", "result", "time");
    fflush(stdout);
}

static const char *number(double value, char text[static 32])
{
    if (!isfinite(value)) return isnan(value) ? "-" : value > 0 ? "inf" : "-inf";
    snprintf(text, 32, fabs(value) >= 1e6 ? "%.2f" : "%.7g", value);
    return text;
}

static void print_verdict(const Command *command, const Case *one, const SimCheck *check, const SimVerdict *verdict,
                          double seconds)
{
    char label[LABEL_BYTES], exact[32], estimate[32], error[32] = "-", z[32] = "-", limit[32] = "-";
    label_of(check, label);
    if (isfinite(verdict->standard_error)) snprintf(error, sizeof error, "%.2g", verdict->standard_error);
    if (isfinite(verdict->z)) snprintf(z, sizeof z, "%.2f", verdict->z);
    if (isfinite(verdict->limit)) snprintf(limit, sizeof limit, "%.2f", verdict->limit);
    if (isinf(verdict->z)) snprintf(z, sizeof z, "%s", verdict->z > 0 ? "inf" : "-inf");
    printf("%-*s  %-*s  %14s  %14s  %12s  %7s  %7s  %-6s  %6.1f s", command->case_width, one->name,
           command->label_width, label, number(check->exact, exact), number(verdict->estimate, estimate), error, z,
           limit, verdict->is_passed ? "pass" : "FAIL", seconds);
    printf(verdict->why[0] ? "  %s\n" : "\n", verdict->why);
    if (command->options.theory && check->theory[0]) printf("%*s  %s\n", command->case_width, "", check->theory);
}

// Running.

static bool fresh_seed(uint32_t *seed)
{
    return getentropy(seed, sizeof *seed) == 0;
}

typedef struct {
    SimVerdict *verdicts;
    uint32_t seed;
    double seconds;
} Attempt;

static int attempt_case(const Command *command, const Case *one, Attempt *attempt)
{
    const double began_s = sim_clock_s();
    SimProgress progress = sim_progress_begin();
    const SimRun run = {.model = command->options.model,
                        .plans = {one->plans[SIM_BASELINE], one->plans[SIM_STRIKE]},
                        .seed = attempt->seed,
                        .threads = command->options.threads,
                        .progress = sim_progress_show,
                        .context = &progress};
    char message[600] = "";
    const enum SimRunEnd end = sim_verify(&run, command->options.tier, attempt->verdicts, message, sizeof message);
    sim_progress_end(&progress);
    attempt->seconds = sim_clock_s() - began_s;
    if (end == SIM_RUN_DONE) return SIM_EXIT_DONE;
    printf("%-*s  FAIL  the run stopped: %s\n", command->case_width, one->name, message);
    fflush(stdout);
    return SIM_EXIT_FAILED;
}

static size_t failures_of(const Case *one, const Attempt *attempt)
{
    size_t failures = 0;
    for (size_t i = 0; i < one->outline->check_count; i++) failures += attempt->verdicts[i].is_passed ? 0 : 1;
    return failures;
}

static void print_attempt(const Command *command, const Case *one, const Attempt *attempt)
{
    for (size_t i = 0; i < one->outline->check_count; i++)
        print_verdict(command, one, &one->outline->checks[i], &attempt->verdicts[i], attempt->seconds);
    fflush(stdout);
}

// A check fails if it fails in every attempt that was made.
static void count_checks(Command *command, const Case *one, const Attempt *attempts, int made)
{
    for (size_t i = 0; i < one->outline->check_count; i++) {
        bool is_passed = false;
        for (int k = 0; k < made; k++) is_passed = is_passed || attempts[k].verdicts[i].is_passed;
        command->passed += is_passed ? 1 : 0;
        command->failed += is_passed ? 0 : 1;
    }
}

static int choose_seed(const Command *command, const Case *one, uint32_t *seed)
{
    *seed = one->outline->seed;
    if (!command->options.fresh_seed || fresh_seed(seed)) return SIM_EXIT_DONE;
    fprintf(stderr, "verify: the system gives no fresh seed\n");
    return SIM_EXIT_FAILED;
}

static int verify_case(Command *command, const Case *one)
{
    const int allowed = command->options.fresh_seed ? ATTEMPTS_MOST : 1;
    Attempt attempts[ATTEMPTS_MOST] = {0};
    int status = SIM_EXIT_DONE, made = 0;
    while (made < allowed && status == SIM_EXIT_DONE) {
        Attempt *attempt = &attempts[made];
        attempt->verdicts = sim_zeroed(one->outline->check_count, sizeof *attempt->verdicts);
        status = choose_seed(command, one, &attempt->seed);
        if (status == SIM_EXIT_DONE) status = attempt_case(command, one, attempt);
        if (status != SIM_EXIT_DONE) break;
        made++;
        print_attempt(command, one, attempt);
        if (command->options.fresh_seed) printf("%*s  seed %u\n", command->case_width, "", attempt->seed);
        if (failures_of(one, attempt) == 0) break;
        if (made < allowed) printf("%*s  once more with another seed:\n", command->case_width, "");
    }
    if (status == SIM_EXIT_DONE) {
        count_checks(command, one, attempts, made);
    } else {
        command->failed += one->outline->check_count;
    }
    for (int i = 0; i < ATTEMPTS_MOST; i++) free(attempts[i].verdicts);
    return status;
}

static int verify_all(Command *command)
{
    const double began_s = sim_clock_s();
    measure_columns(command);
    print_header(command);
    int status = SIM_EXIT_DONE;
    for (size_t i = 0; i < command->case_count; i++) {
        if (verify_case(command, &command->cases[i]) != SIM_EXIT_DONE) status = SIM_EXIT_FAILED;
    }
    const size_t checks = command->passed + command->failed;
    printf("\n%zu check%s of %zu case%s, %s tier: %zu pass, %zu FAIL; %.1f s\n", checks, checks == 1 ? "" : "s",
           command->case_count, command->case_count == 1 ? "" : "s",
           command->options.tier == SIM_TIER_FULL ? "full" : "quick", command->passed, command->failed,
           sim_clock_s() - began_s);
    fflush(stdout);
    return command->failed > 0 ? SIM_EXIT_FAILED : status;
}

static void command_free(Command *command)
{
    const struct sim_model *model = command->options.model;
    for (size_t i = 0; i < command->case_count; i++) {
        Case *one = &command->cases[i];
        for (int life = 0; life < SIM_LIVES; life++) {
            if (one->plans[life]) model->plan_free(one->plans[life]);
        }
        sim_scenario_free(one->scenario);
        sim_faults_free(one->faults);
    }
    free(command->cases);
    sim_paths_free(&command->paths);
    free(command->options.wanted);
}

int sim_cli_verify(int argc, char **argv, const struct sim_model *model)
{
    Command command = {.options = {.model = model, .threads = sim_processors()}};
    command.options.wanted = sim_zeroed((size_t)argc, sizeof *command.options.wanted);
    int status = read_options(argc, argv, &command.options);
    if (command.options.wants_help) {
        printf(USAGE, model->name);
        status = SIM_EXIT_DONE;
    } else {
        if (status == SIM_EXIT_DONE &&
            !sim_cases_choose(command.options.wanted, command.options.wanted_count, &command.paths))
            status = SIM_EXIT_INPUT;
        if (status == SIM_EXIT_DONE) status = load_all(&command);
        if (status == SIM_EXIT_DONE) status = verify_all(&command);
    }
    command_free(&command);
    return status;
}
