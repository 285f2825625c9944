// `sweep SWEEP -o STORE`: a scenario at many points, into a store that can be interrupted and continued.
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/cli.h"
#include "sim/cli/options.h"
#include "sim/cli/progress.h"
#include "sim/cli/signals.h"
#include "sim/cli/status_file.h"
#include "sim/experiment/memory.h"
#include "sim/experiment/ranks.h"
#include "sim/experiment/sweep.h"
#include "sim/experiment/sweep_cost.h"
#include "sim/experiment/sweep_enough.h"
#include "sim/results/answer.h"
#include "sim/results/store.h"

static const char USAGE[] =
    "usage: %s sweep SWEEP [-o STORE] [--replications N] [--threads N] [--shard I/N] [--dry-run]\n"
    "\n"
    "Runs the scenario that SWEEP names at all its points and keeps the results in STORE, an SQLite file. What was\n"
    "interrupted, or killed, goes on from where it was when the same command is given again.\n"
    "\n"
    "  -o STORE           default: results/ and the sweep's name, with the ending .sqlite\n"
    "  --dry-run          says how many points there are, and what they will cost; nothing is written\n"
    "  --replications N   of each point, instead of the sweep's; more can be added to a store later\n"
    "  --shard I/N        only the I-th of N parts, from 1, into a store of its own (STORE-I-of-N.sqlite); `merge` "
    "joins\n"
    "                     them. In a Slurm array I and N come from its variables\n"
    "  --threads N        default: one for each processor, SLURM_CPUS_PER_TASK if Slurm says so, 1 for each rank of "
    "MPI;\n"
    "                     the results do not depend on it\n"
    "\n"
    "Built with MPI, `mpirun` runs it on many machines: rank 0 hands out the work and writes the store.\n"
    "\n"
    "A sweep with `find:` answers a question: it prints the answer, and `analyse` writes answer.csv.\n"
    "STORE.status.json says how far it has come. Ctrl-C keeps what is finished; SIGUSR1 finishes what is in hand.\n";

typedef struct {
    const char *sweep, *store;
    uint32_t replications, threads;  // 0: not said
    uint32_t shard, shards;          // from 0; 0 shards: not sharded
    bool is_dry;
} Options;

typedef struct {
    const struct sim_model *model;
    Options options;
    SimRanks *ranks;  // NULL: this process alone
    char store_path[4096];
    SimFaults *faults;
    SimSweepFile *file;
    SimSweep *sweep;
    uint32_t replications;
    SimStore *store;
    SimSweepEnough *enough;  // NULL if replications are fixed
    uint32_t *needed;        // of each point in this round
    bool *searched;          // points of a search in this round; NULL if all points are run
    SimProgress progress;
    SimStatusFile status;
    size_t rows_before;
    const atomic_int *stop;
} Command;

static bool read_whole(const char *text, uint32_t least, uint32_t most, uint32_t *number, const char **end)
{
    char *stop;
    const unsigned long value = strtoul(text, &stop, 10);
    if (stop == text || *text == '-' || value < least || value > most) return false;
    *number = (uint32_t)value;
    *end = stop;
    return true;
}

// "2/8": the second of eight.
static int set_shard(Options *options, const char *text)
{
    const char *end;
    uint32_t shard, shards;
    const bool is_read = read_whole(text, 1, 100000, &shard, &end) && *end == '/' &&
                         read_whole(end + 1, 1, 100000, &shards, &end) && *end == '\0' && shard <= shards;
    if (!is_read) return sim_wrong_use("sweep", "--shard needs which of how many, such as 2/8, not", text);
    options->shard = shard - 1;
    options->shards = shards;
    return SIM_EXIT_DONE;
}

// A task of a Slurm array is a shard, whatever number the array begins with.
static void take_shard_of_array(Options *options)
{
    const char *task = getenv("SLURM_ARRAY_TASK_ID"), *least = getenv("SLURM_ARRAY_TASK_MIN");
    const char *count = getenv("SLURM_ARRAY_TASK_COUNT"), *end;
    uint32_t number, first = 0, shards;
    if (options->shards > 0 || !task || !count) return;
    if (!read_whole(task, 0, UINT32_MAX, &number, &end) || !read_whole(count, 2, 100000, &shards, &end)) return;
    if (least) read_whole(least, 0, UINT32_MAX, &first, &end);
    if (number < first || number - first >= shards) return;
    options->shard = number - first;
    options->shards = shards;
}

static int take_option(void *context, const char *option, const char *value)
{
    Options *options = context;
    const char *end;
    if (strcmp(option, "-o") == 0) {
        options->store = value;
        return SIM_EXIT_DONE;
    }
    if (strcmp(option, "--shard") == 0) return set_shard(options, value);
    if (strcmp(option, "--threads") == 0) return sim_threads_take("sweep", value, &options->threads);
    if (strcmp(option, "--replications") == 0) {
        if (read_whole(value, 1, 100000, &options->replications, &end) && *end == '\0') return SIM_EXIT_DONE;
        return sim_wrong_use("sweep", "--replications needs a whole number from 1 to 100000", NULL);
    }
    return sim_wrong_use("sweep", "there is no option", option);
}

static size_t without_ending(const char *name, const char *const endings[])
{
    const size_t length = strlen(name);
    for (size_t i = 0; endings[i]; i++) {
        const size_t ending = strlen(endings[i]);
        if (length > ending && strcmp(name + length - ending, endings[i]) == 0) return length - ending;
    }
    return length;
}

// STORE as given, or results/NAME.sqlite; of a shard STORE-I-of-N.sqlite.
static void name_store(Command *command)
{
    static const char *const sweeps[] = {".yaml", ".yml", NULL}, *const stores[] = {".sqlite", ".db", NULL};
    const Options *options = &command->options;
    const char *slash = strrchr(options->sweep, '/'), *name = slash ? slash + 1 : options->sweep;
    char store[3000];
    if (options->store) {
        snprintf(store, sizeof store, "%s", options->store);
    } else {
        snprintf(store, sizeof store, "results/%.*s.sqlite", (int)without_ending(name, sweeps), name);
    }
    if (options->shards > 1) {
        const size_t length = without_ending(store, stores);
        snprintf(command->store_path, sizeof command->store_path, "%.*s-%" PRIu32 "-of-%" PRIu32 "%s", (int)length,
                 store, options->shard + 1, options->shards, store[length] ? store + length : ".sqlite");
    } else {
        snprintf(command->store_path, sizeof command->store_path, "%s", store);
    }
}

static bool load(Command *command)
{
    command->faults = sim_faults_new();
    command->file = sim_sweep_file_read(command->options.sweep, command->model, command->faults);
    if (command->file) command->sweep = sim_sweep_new(command->model, command->file, command->faults);
    bool speaks;
    const bool agree = sim_ranks_agree(command->ranks, command->sweep, &speaks);
    if (speaks) sim_faults_print(command->faults, stderr);
    if (command->sweep && !agree && sim_ranks_number(command->ranks) == 0)
        fprintf(stderr, "sweep: the ranks have not read the same files\n");
    if (!agree) return false;
    if (command->options.shards > 1 && sim_find_is_search(command->file->find.kind)) {
        const SimMark mark = command->file->find.measure.mark;
        if (speaks)
            fprintf(
                stderr,
                "%s:%d:%d: a search chooses its points by what it has found, so it has no parts to share out; run it "
                "without --shard (in a Slurm array: as a job of its own), on more --threads or under mpirun\n",
                mark.file, mark.line, mark.column);
        return false;
    }
    command->replications = command->options.replications ? command->options.replications : command->file->replications;
    return true;
}

static size_t points_to_run(const Command *command)
{
    const size_t points = command->sweep->point_count;
    return sim_find_is_search(command->file->find.kind) ? sim_search_most(points) : points;
}

static void print_amount(const char *what, double amount, const char *unit)
{
    printf("%-14s %12.4g %s\n", what, amount, unit);
}

static int dry_run(Command *command)
{
    const SimSweep *sweep = command->sweep;
    SimSweepCost cost;
    if (!sim_sweep_cost(sweep, command->replications, &cost, command->faults)) {
        sim_faults_print(command->faults, stderr);
        return SIM_EXIT_INPUT;
    }
    if (sim_find_is_search(command->file->find.kind))
        printf("a search: about %zu of these points will be run, and of time and space as much less\n",
               points_to_run(command));
    print_amount("points", (double)sweep->point_count, "");
    print_amount("replications", command->replications, "of each");
    print_amount("places", (double)sweep->place_count, "");
    print_amount("rows", (double)sweep->point_count * command->replications * (double)sweep->place_count,
                 "in the store");
    print_amount("events", cost.events, "");
    printf("%-14s %12.1f %%      of what the points would take one by one\n", "shared pasts",
           100 * cost.shared_s / cost.alone_s);
    print_amount("time", cost.processor_s / 3600 / command->options.threads, "hours");
    printf("%-14s %12s on %" PRIu32 " threads; %.4g processor hours\n", "", "", command->options.threads,
           cost.processor_s / 3600);
    print_amount("store", cost.store_bytes / 1e9, "GB");
    return SIM_EXIT_DONE;
}

static bool has_row(void *context, size_t point, uint32_t replication, size_t place)
{
    const Command *command = context;
    if (command->needed && replication > command->needed[point]) return true;  // not asked for
    return sim_store_has(command->store, point, replication, place);
}

static bool wants_point(void *context, size_t point)
{
    const Command *command = context;
    return !command->searched || command->searched[point];
}

static bool keep_row(void *context, const SimSweepRow *row)
{
    Command *command = context;
    if (command->enough) sim_sweep_enough_give(command->enough, row);
    return sim_store_keep(command->store, row);
}

static void show_progress(void *context, double share)
{
    Command *command = context;
    sim_progress_show(&command->progress, share);
    sim_status_file_write(&command->status, "running", share, sim_store_rows_written(command->store));
}

// How exact the points have become.
static void print_precision(const Command *command)
{
    const SimEnoughFile *file = &command->file->enough;
    for (size_t i = 0; i < file->count; i++) {
        size_t ends[SIM_PRECISION_CAP + 1] = {0};
        double worst = 0;
        for (size_t point = 0; point < command->sweep->point_count; point++) {
            const SimPrecisionState state = sim_sweep_enough_state(command->enough, point, i);
            ends[state.end]++;
            if (state.relative > worst) worst = state.relative;
        }
        printf("%s%s%s: %zu points within %.3g %%, %zu within the floor, %zu neither after %" PRIu32
               " replications, %zu unfinished; widest %.3g %%\n",
               file->of[i].measure, file->of[i].of[0] ? "/" : "", file->of[i].of, ends[SIM_PRECISION_REACHED],
               100 * file->relative, ends[SIM_PRECISION_FLOOR], ends[SIM_PRECISION_CAP], file->at_most,
               ends[SIM_PRECISION_GOES_ON], 100 * worst);
    }
}

static int say_how_it_ended(Command *command, enum SimSweepEnd end, const char *message, const char *why)
{
    const size_t rows = sim_store_rows(command->store);
    switch (end) {
    case SIM_SWEEP_FAILED:
        fprintf(stderr, "sweep: %s; what was finished is in `%s`\n", *message ? message : why, command->store_path);
        sim_status_file_end(&command->status, "failed", rows);
        return SIM_EXIT_FAILED;
    case SIM_SWEEP_STOPPED:
        fprintf(stderr, "sweep: interrupted; what was finished is in `%s`, and the same command goes on from there\n",
                command->store_path);
        sim_status_file_end(&command->status, "interrupted", rows);
        return 128 + (sim_signal_seen() ? sim_signal_seen() : SIGTERM);  // another rank may have been told
    case SIM_SWEEP_DONE: break;
    }
    sim_status_file_end(&command->status, "done", rows);
    if (command->searched) printf("a search: %zu of ", rows / (command->replications * command->sweep->place_count));
    printf("%zu points, %s%" PRIu32 " replications, %zu places: %zu rows in %s (%zu were there)\n",
           command->sweep->point_count, command->enough ? "up to " : "", command->replications,
           command->sweep->place_count, rows, command->store_path, command->rows_before);
    if (command->enough) print_precision(command);
    return SIM_EXIT_DONE;
}

static void see_row(void *context, const SimSweepRow *row)
{
    sim_sweep_enough_give(context, row);
}

// The most replications that a point which has not enough yet needs; 0 if all have. A shard looks at its own points
// only: others never get any.
static uint32_t next_round(Command *command)
{
    uint32_t most = 0;
    for (size_t i = 0; i < command->sweep->point_count; i++) {
        command->needed[i] = sim_sweep_enough_needed(command->enough, i);
        if (!sim_sweep_is_enough(command->enough, i) && command->needed[i] > most) most = command->needed[i];
    }
    return most;
}

static enum SimSweepEnd run_once(Command *command, uint32_t replications, char *message, size_t message_size)
{
    const Options *options = &command->options;
    SimSweepRun sweep = {.sweep = command->sweep,
                         .replications = replications,
                         .first_replication = 1,
                         .threads = options->threads,
                         .shard = options->shard,
                         .shards = options->shards,
                         .shards_are_chunks = command->enough != NULL,
                         .stop = command->stop,
                         .context = command,
                         .wants_point = wants_point,
                         .has_row = has_row,
                         .keep_row = keep_row,
                         .progress = show_progress};
    return sim_ranks_run(command->ranks, &sweep, message, message_size);
}

// A round gives no rows if all that is missing belongs to other shards.
static enum SimSweepEnd run_rounds(Command *command, char *message, size_t message_size)
{
    message[0] = '\0';
    if (!command->file->enough.is_asked) return run_once(command, command->replications, message, message_size);
    command->enough = sim_sweep_enough_new(command->sweep);
    command->needed = sim_zeroed(command->sweep->point_count, sizeof *command->needed);
    enum SimSweepEnd end = SIM_SWEEP_DONE;
    if (!sim_store_each(command->store, see_row, command->enough)) end = SIM_SWEEP_FAILED;
    uint32_t replications;
    size_t before = SIZE_MAX;
    while (end == SIM_SWEEP_DONE && (replications = next_round(command)) > 0 &&
           sim_store_rows(command->store) != before) {
        before = sim_store_rows(command->store);
        end = run_once(command, replications, message, message_size);
        if (atomic_load(command->stop) != SIM_GO_ON) break;
    }
    return end;
}

// What the store says to the sweep's question by now. NULL: it asks none, or the store fails.
static SimAnswer *answer_of(Command *command, SimStored **stored)
{
    char why[400];
    *stored = NULL;
    if (command->file->find.kind == SIM_FIND_NOTHING || !sim_store_commit(command->store)) return NULL;
    *stored = sim_stored_open(command->store_path, why, sizeof why);
    SimAnswer *answer = *stored ? sim_answer_new(*stored, command->replications, why, sizeof why) : NULL;
    if (!answer) fprintf(stderr, "sweep: %s\n", why);
    return answer;
}

// False if the search has ended, or the store fails.
static bool choose_points(Command *command, bool *has_failed)
{
    SimStored *stored;
    size_t points[SIM_SEARCH_ROUND];
    SimAnswer *answer = answer_of(command, &stored);
    const size_t count = answer ? sim_answer_next(answer, points) : 0;
    *has_failed = !answer;
    for (size_t i = 0; i < command->sweep->point_count; i++) command->searched[i] = false;
    for (size_t i = 0; i < count; i++) command->searched[points[i]] = true;
    sim_answer_free(answer);
    sim_stored_free(stored);
    return count > 0;
}

static enum SimSweepEnd run_search(Command *command, char *message, size_t message_size)
{
    enum SimSweepEnd end = SIM_SWEEP_DONE;
    bool has_failed = false;
    message[0] = '\0';
    command->searched = sim_zeroed(command->sweep->point_count, sizeof *command->searched);
    while (end == SIM_SWEEP_DONE && atomic_load(command->stop) == SIM_GO_ON && choose_points(command, &has_failed))
        end = run_once(command, command->replications, message, message_size);
    return end == SIM_SWEEP_DONE && has_failed ? SIM_SWEEP_FAILED : end;
}

static void print_answer(Command *command)
{
    SimStored *stored;
    SimAnswer *answer = answer_of(command, &stored);
    if (answer) sim_answer_print(answer, stdout);
    sim_answer_free(answer);
    sim_stored_free(stored);
}

static int run(Command *command)
{
    char why[700] = "", message[700];
    sim_make_folder_of(command->store_path);
    const enum SimStoreEnd opened = sim_store_open(&command->store, command->store_path, command->model->name,
                                                   command->sweep, command->replications, why, sizeof why);
    if (opened != SIM_STORE_READY) {
        fprintf(stderr, "sweep: %s\n", why);
        return opened == SIM_STORE_REFUSED ? SIM_EXIT_INPUT : SIM_EXIT_FAILED;
    }
    command->rows_before = sim_store_rows(command->store);
    const uint32_t ranks = sim_ranks_count(command->ranks);
    if (ranks > 1)
        fprintf(stderr, "sweep: %" PRIu32 " ranks, %" PRIu32 " threads each\n", ranks, command->options.threads);
    command->progress = sim_progress_begin();
    command->stop = sim_signals_listen();
    const size_t all = points_to_run(command) * command->replications * command->sweep->place_count;
    command->status = sim_status_file(command->store_path, all);
    sim_keep_freed_memory();
    const enum SimSweepEnd end = sim_find_is_search(command->file->find.kind)
                                     ? run_search(command, message, sizeof message)
                                     : run_rounds(command, message, sizeof message);
    sim_progress_end(&command->progress);
    snprintf(why, sizeof why, "%s", sim_store_why(command->store));
    int status = say_how_it_ended(command, end, message, why);
    if (status == SIM_EXIT_DONE && command->options.shards < 2) print_answer(command);
    if (!sim_store_close(command->store, why, sizeof why) && status == SIM_EXIT_DONE) {
        fprintf(stderr, "sweep: %s\n", why);
        status = SIM_EXIT_FAILED;
    }
    return status;
}

static int help(Command *command)
{
    const SimSweepRun sweep = {
        .sweep = command->sweep, .threads = command->options.threads, .stop = sim_signals_listen()};
    sim_keep_freed_memory();
    return sim_ranks_help(command->ranks, &sweep);
}

// Those who know how many ranks a machine has say how many threads; a rank by itself takes one.
static uint32_t threads_unless_said(const SimRanks *ranks)
{
    return sim_ranks_count(ranks) > 1 && !getenv("SLURM_CPUS_PER_TASK") ? 1 : sim_processors();
}

int sim_cli_sweep(int argc, char **argv, const struct sim_model *model)
{
    Command command = {.model = model};
    SimLine line = {.command = "sweep",
                    .noun = "sweep",
                    .flag = "--dry-run",
                    .take_option = take_option,
                    .context = &command.options};
    int status = sim_line_read(&line, argc, argv);
    if (status != SIM_EXIT_DONE) return status;
    if (line.wants_help) {
        printf(USAGE, model->name);
        return SIM_EXIT_DONE;
    }
    command.options.sweep = line.word;
    command.options.is_dry = line.has_flag;
    command.ranks = sim_ranks_begin();
    if (command.options.threads == 0) command.options.threads = threads_unless_said(command.ranks);
    take_shard_of_array(&command.options);
    name_store(&command);
    const bool is_loaded = load(&command);
    if (sim_ranks_number(command.ranks) > 0) {
        status = help(&command);
    } else if (!is_loaded) {
        status = SIM_EXIT_INPUT;
    } else {
        status = command.options.is_dry ? dry_run(&command) : run(&command);
    }
    sim_sweep_enough_free(command.enough);
    free(command.needed);
    free(command.searched);
    sim_sweep_free(command.sweep);
    sim_sweep_file_free(command.file);
    sim_faults_free(command.faults);
    return sim_ranks_end(command.ranks, status);
}
