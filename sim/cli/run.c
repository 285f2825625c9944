// `walkout run SCENARIO`: simulates, writes a folder of results, prints the planner's page.
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "sim/cli/cli.h"
#include "sim/cli/options.h"
#include "sim/cli/progress.h"
#include "sim/cli/signals.h"
#include "sim/cli/summary.h"
#include "sim/experiment/memory.h"
#include "sim/experiment/run.h"
#include "sim/experiment/settled.h"
#include "sim/results/results.h"

static const char USAGE[] =
    "usage: %s run SCENARIO [-o DIR] [--replications N] [--threads N] [--seed N] [--set PATH=VALUE]...\n"
    "\n"
    "Simulates the scenario with and without its strike and writes tables to DIR.\n"
    "\n"
    "  -o DIR             folder of results (default: results/ and the scenario's name)\n"
    "  --replications N   instead of run.replications: so many, or at most if the scenario has run.precision\n"
    "  --seed N           instead of run.seed\n"
    "  --threads N        default: one for each processor; the results do not depend on it\n"
    "  --set PATH=VALUE   another value of the scenario, such as\n"
    "                     --set \"strikes[January 2024].participation.weekday=60%%\"\n"
    "\n"
    "Ctrl-C drops the run and leaves DIR as it was; SIGUSR1 finishes the replications in hand and writes those.\n";

typedef struct {
    const char *scenario, *folder;
    uint32_t threads;
    SimSettings settings;
} Options;

static int add_override(Options *options, const char *path, const char *text)
{
    const char *what = sim_settings_add(&options->settings, path, strlen(path), text);
    return what ? sim_wrong_use("run", what, NULL) : SIM_EXIT_DONE;
}

static int add_setting(Options *options, const char *setting)
{
    const char *what = sim_settings_read(&options->settings, setting);
    return what ? sim_wrong_use("run", what, NULL) : SIM_EXIT_DONE;
}

static int take_option(void *context, const char *option, const char *value)
{
    Options *options = context;
    if (strcmp(option, "-o") == 0) {
        options->folder = value;
        return SIM_EXIT_DONE;
    }
    if (strcmp(option, "--threads") == 0) return sim_threads_take("run", value, &options->threads);
    if (strcmp(option, "--replications") == 0) return add_override(options, "run.replications", value);
    if (strcmp(option, "--seed") == 0) return add_override(options, "run.seed", value);
    if (strcmp(option, "--set") == 0) return add_setting(options, value);
    return sim_wrong_use("run", "there is no option", option);
}

// results/NAME for some/where/NAME.yaml
static void name_folder(const char *scenario, char *folder, size_t size)
{
    const char *slash = strrchr(scenario, '/');
    const char *name = slash ? slash + 1 : scenario;
    size_t length = strlen(name);
    if (length > 5 && strcmp(name + length - 5, ".yaml") == 0) length -= 5;
    if (length > 4 && strcmp(name + length - 4, ".yml") == 0) length -= 4;
    snprintf(folder, size, "results/%.*s", (int)length, name);
}

typedef struct {
    const struct sim_model *model;
    Options options;
    char folder_name[4096];
    char command[1000];
    SimFaults *faults;
    SimScenario *scenario;
    SimTables *tables;  // of both plans
    void *plans[SIM_LIVES];
    SimFolder folder;
    SimEnough *enough;  // NULL: run.replications of them
    SimOutcome *outcome;
    double began_s;
    const atomic_int *stop;
} Command;

static void keep_command(Command *command, int argc, char **argv)
{
    size_t length = (size_t)snprintf(command->command, sizeof command->command, "%s", command->model->name);
    for (int i = 0; i < argc && length + 2 < sizeof command->command; i++) {
        const int written = snprintf(command->command + length, sizeof command->command - length, " %s", argv[i]);
        length += written > 0 ? (size_t)written : 0;
    }
}

static bool load(Command *command)
{
    const Options *options = &command->options;
    const struct sim_model *model = command->model;
    command->tables = sim_tables_new();
    command->scenario = sim_scenario_read(options->scenario, &model->fields, options->settings.overrides,
                                          options->settings.count, command->faults);
    for (enum SimLife life = SIM_BASELINE; command->scenario && life < SIM_LIVES; life++) {
        command->plans[life] = model->plan_new(command->scenario, life, command->tables, command->faults);
        if (!command->plans[life]) break;  // the other life would say the same again
    }
    const SimOutline *outline = command->plans[SIM_STRIKE] ? model->outline(command->plans[SIM_STRIKE]) : NULL;
    if (outline && outline->precise_count > 0) command->enough = sim_enough_new(model, outline, command->faults);
    const bool is_loaded = sim_faults_count(command->faults) == 0 && command->plans[SIM_STRIKE];
    sim_faults_print(command->faults, stderr);
    return is_loaded;
}

static int interrupted(void)
{
    fprintf(stderr, "run: interrupted; nothing was written\n");
    return 128 + sim_signal_seen();
}

static int simulate(Command *command)
{
    const SimOutline *outline = command->model->outline(command->plans[SIM_STRIKE]);
    SimProgress progress = sim_progress_begin();
    const SimRun run = {.model = command->model,
                        .plans = {command->plans[SIM_BASELINE], command->plans[SIM_STRIKE]},
                        .seed = outline->seed,
                        .replications = outline->replications,
                        .enough = command->enough,
                        .threads = command->options.threads,
                        .stop = command->stop,
                        .progress = sim_progress_show,
                        .context = &progress};
    char message[600] = "";
    const enum SimRunEnd end = sim_run(&run, &command->outcome, message, sizeof message);
    sim_progress_end(&progress);
    if (end == SIM_RUN_FAILED) {
        fprintf(stderr, "run: %s; nothing was written\n", message);
        return SIM_EXIT_FAILED;
    }
    return end == SIM_RUN_STOPPED ? interrupted() : SIM_EXIT_DONE;
}

static void print_precision(const Command *command, FILE *to)
{
    if (!command->enough) return;
    fprintf(to, "%" PRIu32 " replications, of at most %" PRIu32 ".\n", command->outcome->replications,
            command->outcome->planned);
    for (size_t i = 0; i < sim_enough_count(command->enough); i++) {
        char text[500];
        bool has_missed;
        sim_enough_say(command->enough, i, &has_missed, text);
        fprintf(to, "%s\n", text);
    }
}

// The remarks as one text, to be freed. NULL if memory is short.
static char *remarks_of(const Command *command)
{
    char *text = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&text, &size);
    if (!memory) return NULL;
    if (command->model->remarks) command->model->remarks(command->plans[SIM_STRIKE], memory);
    print_precision(command, memory);
    fclose(memory);
    return text;
}

// What has not settled, as a warning each.
typedef struct {
    char (*texts)[300];
    size_t count;
} Unsettled;

enum { UNSETTLED_MOST = 5 };

static void add_unsettled(void *context, const SimSite *site, const SimColumn *column, SimSettled settled)
{
    Unsettled *unsettled = context;
    if (unsettled->count == UNSETTLED_MOST) return;
    char *text = unsettled->texts[unsettled->count++];
    snprintf(text, sizeof *unsettled->texts,
             "%.60s: %s%s%.60s may still be settling: %.4g in the first %" PRIu32
             " weeks, %.4g later; a longer run.warm_up shows whether it is a season",
             site->name, column->measure->name, column->of[0] ? "/" : "", column->of, settled.before, settled.cut_weeks,
             settled.rest);
    fprintf(stderr, "run: %s\n", text);
}

static bool is_imprecise(const Command *command)
{
    for (size_t i = 0; command->enough && i < sim_enough_count(command->enough); i++) {
        char text[500];
        bool has_missed;
        sim_enough_say(command->enough, i, &has_missed, text);
        if (has_missed) return true;
    }
    return false;
}

// What a reader of the results must be warned of: the scenario's warnings, what has not settled, and a run that was cut
// short.
static size_t warnings_of(const Command *command, const char **warnings, const Unsettled *unsettled, char *cut_short,
                          size_t size)
{
    size_t count = 0;
    for (size_t i = 0; i < sim_warnings_count(command->faults); i++)
        warnings[count++] = sim_warning_text(command->faults, i);
    for (size_t i = 0; i < unsettled->count; i++) warnings[count++] = unsettled->texts[i];
    if (command->outcome->replications < command->outcome->wanted) {
        snprintf(cut_short, size, "stopped after %u of %s%u replications", command->outcome->replications,
                 command->enough ? "at most " : "", command->outcome->wanted);
        fprintf(stderr, "run: %s\n", cut_short);
        warnings[count++] = cut_short;
    }
    if (is_imprecise(command)) {
        static const char imprecise[] =
            "not all results are as precise as run.precision asks for; the remarks say which";
        fprintf(stderr, "run: %s\n", imprecise);
        warnings[count++] = imprecise;
    }
    return count;
}

static int write_results(Command *command, const char *remarks)
{
    const SimOutcome *outcome = command->outcome;
    const SimOutline *outline = outcome->frame->outline;
    struct rusage used = {0};
    getrusage(RUSAGE_SELF, &used);
    const char **warnings = sim_zeroed(sim_warnings_count(command->faults) + UNSETTLED_MOST + 2, sizeof *warnings);
    char cut_short[100], texts[UNSETTLED_MOST][300];
    Unsettled unsettled = {.texts = texts};
    sim_each_unsettled(outcome, add_unsettled, &unsettled);
    SimManifest manifest = {
        .program = command->model->name,
        .model_version = command->model->version,
        .command = command->command,
        .scenario_file = command->options.scenario,
        .seed = outline->seed,
        .replications = outcome->replications,
        .replications_wanted = outcome->wanted,
        .threads = command->options.threads,
        .places = outline->places,
        .place_count = outline->place_count,
        .events = outcome->events,
        .wall_s = sim_clock_s() - command->began_s,
        .cpu_s = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                 1e-6 * (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec),
        .peak_memory_bytes = 1024 * (uint64_t)used.ru_maxrss,
        .warnings = warnings,
        .remarks = remarks ? remarks : "",
    };
    manifest.warning_count = warnings_of(command, warnings, &unsettled, cut_short, sizeof cut_short);
    sim_scenario_hash(command->scenario, manifest.scenario_hash);
    const SimSheetSource source = {.model = command->model, .outcome = outcome};
    bool is_written = sim_results_write(&command->folder, &source, command->scenario, &manifest);
    free(warnings);
    if (sim_signal_seen()) return interrupted();
    is_written = is_written && sim_folder_finish(&command->folder);
    if (is_written) return SIM_EXIT_DONE;
    fprintf(stderr, "run: %s\n", command->folder.why);
    return SIM_EXIT_FAILED;
}

static void print_page(const Command *command, const char *remarks)
{
    sim_summary_print(command->outcome, command->model, command->plans[SIM_STRIKE], stdout);
    if (remarks && remarks[0]) printf("\n%s", remarks);
    printf("\nResults: %s\nPictures: %s plot %s\n", command->folder.path, command->model->name, command->folder.path);
    fflush(stdout);
}

static int run_and_write(Command *command)
{
    int status = simulate(command);
    if (status != SIM_EXIT_DONE) return status;
    char *remarks = remarks_of(command);
    status = write_results(command, remarks);
    if (status == SIM_EXIT_DONE) print_page(command, remarks);
    free(remarks);
    return status;
}

static int run_scenario(Command *command)
{
    command->faults = sim_faults_new();
    if (!load(command)) return SIM_EXIT_INPUT;
    const int status = sim_output_begin("run", &command->folder, command->options.folder, command->model->name);
    if (status != SIM_EXIT_DONE) return status;
    command->stop = sim_signals_listen();
    sim_keep_freed_memory();
    return run_and_write(command);
}

int sim_cli_run(int argc, char **argv, const struct sim_model *model)
{
    Command command = {.model = model, .began_s = sim_clock_s(), .options = {.threads = sim_processors()}};
    SimLine line = {.command = "run", .noun = "scenario", .take_option = take_option, .context = &command.options};
    int status = sim_line_read(&line, argc, argv);
    if (status != SIM_EXIT_DONE) return status;
    if (line.wants_help) {
        printf(USAGE, model->name);
        return SIM_EXIT_DONE;
    }
    command.options.scenario = line.word;
    keep_command(&command, argc, argv);
    if (!command.options.folder) {
        name_folder(command.options.scenario, command.folder_name, sizeof command.folder_name);
        command.options.folder = command.folder_name;
    }
    status = run_scenario(&command);
    sim_folder_drop(&command.folder);
    sim_outcome_free(command.outcome);
    sim_enough_free(command.enough);
    for (int life = 0; life < SIM_LIVES; life++) {
        if (command.plans[life]) model->plan_free(command.plans[life]);
    }
    sim_tables_free(command.tables);
    sim_scenario_free(command.scenario);
    sim_faults_free(command.faults);
    return status;
}
