// `calibrate CALIBRATION -o DIR`: fits values of a scenario to published figures.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "sim/cli/cli.h"
#include "sim/cli/options.h"
#include "sim/cli/progress.h"
#include "sim/cli/signals.h"
#include "sim/experiment/memory.h"
#include "sim/results/calibrated.h"

static const char USAGE[] =
    "usage: %s calibrate CALIBRATION -o DIR [--threads N]\n"
    "\n"
    "Fits the fields that CALIBRATION names to published figures: a sample of their ranges, then searches by simplex\n"
    "from the best of it, all on the same random numbers, and inside them one field of each trust by itself; then "
    "says\n"
    "how well the figures are met on fresh ones, between which values each field lies, and which fields the figures\n"
    "cannot tell apart.\n"
    "\n"
    "  -o DIR             folder of calibration.csv, targets.csv, evaluations.csv and fitted.yaml, whose values are "
    "to\n"
    "                     be copied into the scenario\n"
    "  --threads N        default: one for each processor; the results do not depend on it\n"
    "\n"
    "Ctrl-C drops it and leaves DIR as it was.\n";

typedef struct {
    const char *file, *folder;
    uint32_t threads;
} Options;

typedef struct {
    const struct sim_model *model;
    Options options;
    SimFaults *faults;
    SimCalibrationFile *file;
    SimCalibration *calibration;
    SimCalibrated *calibrated;
    SimFolder folder;
    double began_s;
    const atomic_int *stop;
} Command;

static int take_option(void *context, const char *option, const char *value)
{
    Options *options = context;
    if (strcmp(option, "-o") == 0) {
        options->folder = value;
        return SIM_EXIT_DONE;
    }
    if (strcmp(option, "--threads") == 0) return sim_threads_take("calibrate", value, &options->threads);
    return sim_wrong_use("calibrate", "there is no option", option);
}

static bool load(Command *command)
{
    command->file = sim_calibration_file_read(command->options.file, command->model, command->faults);
    if (command->file) command->calibration = sim_calibration_new(command->file, command->faults);
    sim_faults_print(command->faults, stderr);
    return command->calibration != NULL;
}

// What is printed

static void print_fields(const Command *command)
{
    const SimCalibration *calibration = command->calibration;
    int width = 52;
    for (size_t i = 0; i < calibration->field_count; i++) {
        const int length = (int)strlen(calibration->fields[i].name);
        if (length > width) width = length;
    }
    printf("%-*s %12s   %s\n", width, "fitted", "value", "95 % of what fits");
    for (size_t i = 0; i < calibration->field_count; i++) {
        const SimFittedField *field = &command->calibrated->fields[i];
        char doubt[400];
        sim_calibrated_doubt(calibration, field, doubt);
        printf("%-*s %12s   %s to %s\n", width, calibration->fields[i].name, field->fitted, field->low, field->high);
        if (doubt[0]) printf("    not identified: %s\n", doubt);
    }
}

// Trusts whose own field could not be fitted.
static void print_left_out(const Command *command)
{
    const SimCalibration *calibration = command->calibration;
    const size_t own = calibration->field_count - calibration->shared_count;
    if (own == 0 || own == calibration->place_count) return;
    printf("Without figures, and left as the scenario has them:");
    for (size_t place = 0, next = 0; place < calibration->place_count; place++) {
        if (next < own && calibration->place_of[next] == place)
            next++;
        else
            printf(" %s", calibration->codes[place]);
    }
    printf("\n");
}

static void print_targets(const Command *command)
{
    printf("\n%-40s %5s %10s %8s %10s %10s %6s\n", "figure", "trust", "value", "error", "at the fit", "fresh", "z");
    for (size_t i = 0; i < command->calibration->target_count; i++) {
        const SimTarget *target = &command->calibration->targets[i];
        const SimMet fresh = command->calibrated->fresh[i];
        printf("%-40s %5s %10.4g %8.3g %10.4g %10.4g %6.2f\n", target->name, target->code, target->value, target->error,
               command->calibrated->at_fit[i].mean, fresh.mean, sim_calibrated_z(target, fresh));
    }
}

static void print_page(const Command *command)
{
    const SimCalibrated *calibrated = command->calibrated;
    const SimFit *fit = calibrated->fit;
    print_fields(command);
    print_left_out(command);
    print_targets(command);
    printf("\nSum of squares over %zu figures: %.4g on the replications it was fitted on, %.4g on fresh ones.\n",
           command->calibration->target_count, calibrated->score, calibrated->fresh_score);
    if (calibrated->fresh_score > calibrated->score + SIM_FIT_NEAR)
        printf("That is much worse: part of the fit is to the luck of those replications; take more of them.\n");
    printf("%zu points were simulated", calibrated->points);
    if (fit->factors > 0)
        printf("; %zu of the %" PRIu32 " places tried first are kept", fit->accepted_count, command->file->samples);
    printf(".\n\n");
    for (size_t i = 0; i < command->calibration->field_count; i++)
        printf("%s--set \"%s=%s\"", i > 0 ? " " : "", command->calibration->fields[i].name,
               calibrated->fields[i].fitted);
    printf("\n\nResults: %s\n", command->folder.path);
}

// The run

static int say_why_not(const Command *command, const SimCalibrationRun *run)
{
    const int signal = sim_signal_seen();
    if (signal || atomic_load(command->stop) != SIM_GO_ON) {
        fprintf(stderr, "calibrate: interrupted; nothing was written\n");
        return signal ? 128 + signal : SIM_EXIT_FAILED;
    }
    if (sim_faults_count(command->faults) > 0) {
        sim_faults_print(command->faults, stderr);
        return SIM_EXIT_INPUT;
    }
    fprintf(stderr, "calibrate: %s\n", run->message);
    return SIM_EXIT_FAILED;
}

static int simulate(Command *command)
{
    SimProgress progress = sim_progress_begin();
    SimCalibrationRun run = {.calibration = command->calibration,
                             .replications = command->file->sweep->replications,
                             .threads = command->options.threads,
                             .stop = command->stop,
                             .context = &progress,
                             .progress = sim_progress_show,
                             .faults = command->faults};
    command->calibrated = sim_calibration_run(&run);
    sim_progress_end(&progress);
    return command->calibrated ? SIM_EXIT_DONE : say_why_not(command, &run);
}

static int write_folder(Command *command)
{
    char typed[1000];
    struct rusage used = {0};
    getrusage(RUSAGE_SELF, &used);
    const Options *options = &command->options;
    snprintf(typed, sizeof typed, "%s calibrate %.400s -o %.400s", command->model->name, options->file,
             options->folder);
    SimManifest manifest = {
        .program = command->model->name,
        .model_version = command->model->version,
        .command = typed,
        .scenario_file = command->file->sweep->scenario,
        .seed = command->calibration->seed,
        .replications = command->file->sweep->replications,
        .replications_wanted = command->file->sweep->replications,
        .threads = options->threads,
        .events = command->calibrated->events,
        .wall_s = sim_clock_s() - command->began_s,
        .cpu_s = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                 1e-6 * (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec),
        .peak_memory_bytes = 1024 * (uint64_t)used.ru_maxrss,
        .remarks = "",
    };
    memcpy(manifest.scenario_hash, command->calibration->hash, sizeof manifest.scenario_hash);
    if (sim_calibrated_write(&command->folder, command->calibration, command->calibrated, &manifest) &&
        sim_folder_finish(&command->folder))
        return SIM_EXIT_DONE;
    fprintf(stderr, "calibrate: %s\n", command->folder.why);
    return SIM_EXIT_FAILED;
}

static int calibrate(Command *command)
{
    if (!load(command)) return SIM_EXIT_INPUT;
    int status = sim_output_begin("calibrate", &command->folder, command->options.folder, command->model->name);
    if (status != SIM_EXIT_DONE) return status;
    command->stop = sim_signals_listen();
    sim_keep_freed_memory();
    status = simulate(command);
    if (status == SIM_EXIT_DONE) status = write_folder(command);
    if (status == SIM_EXIT_DONE) print_page(command);
    return status;
}

int sim_cli_calibrate(int argc, char **argv, const struct sim_model *model)
{
    Command command = {.model = model, .began_s = sim_clock_s(), .options = {.threads = sim_processors()}};
    SimLine line = {
        .command = "calibrate", .noun = "calibration", .take_option = take_option, .context = &command.options};
    int status = sim_line_read(&line, argc, argv);
    if (status != SIM_EXIT_DONE) return status;
    if (line.wants_help) {
        printf(USAGE, model->name);
        return SIM_EXIT_DONE;
    }
    command.options.file = line.word;
    if (!command.options.folder) return sim_wrong_use("calibrate", "name the folder to write with -o", NULL);
    command.faults = sim_faults_new();
    status = calibrate(&command);
    sim_folder_drop(&command.folder);
    sim_calibrated_free(command.calibrated);
    sim_calibration_free(command.calibration);
    sim_calibration_file_free(command.file);
    sim_faults_free(command.faults);
    return status;
}
