// `analyse STORE -o DIR`: what a sweep says, as tables.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/cli.h"
#include "sim/cli/options.h"
#include "sim/results/analysis.h"
#include "sim/results/answer.h"
#include "sim/results/manifest.h"

static const char USAGE[] = "usage: %s analyse STORE -o DIR [--reference POINT]\n"
                            "\n"
                            "Writes what a sweep says: points.csv, estimates.csv, quantiles.csv, comparisons.csv and "
                            "sensitivity.csv;\n"
                            "answer.csv if the sweep asks a question. A store can be analysed while its sweep is still "
                            "running.\n"
                            "\n"
                            "  -o DIR             folder of the tables\n"
                            "  --reference POINT  the point that others are compared with (default: 1)\n";

typedef struct {
    const char *store, *folder;
    unsigned long reference;
} Options;

static int take_option(void *context, const char *option, const char *value)
{
    Options *options = context;
    char *end;
    if (strcmp(option, "-o") == 0) {
        options->folder = value;
        return SIM_EXIT_DONE;
    }
    if (strcmp(option, "--reference") != 0) return sim_wrong_use("analyse", "there is no option", option);
    options->reference = strtoul(value, &end, 10);
    return *value >= '1' && *value <= '9' && *end == '\0'
               ? SIM_EXIT_DONE
               : sim_wrong_use("analyse", "--reference needs the number of a point", NULL);
}

// The mark by which a later analysis knows that it may replace the folder.
static bool write_manifest(SimFolder *folder, const struct sim_model *model, const SimStored *stored)
{
    FILE *to = sim_folder_create(folder, "run.json");
    if (!to) return false;
    fprintf(to,
            "{\n  \"program\": \"%s\",\n  \"version\": \"%s\",\n  \"source\": \"%s\",\n  \"analysis_of\": \"sweep\",\n"
            "  \"points\": %zu,\n  \"replications\": %" PRIu32 "\n}\n",
            model->name, sim_version(), sim_commit(), stored->point_count, stored->replications);
    return sim_folder_close(folder, "run.json", to);
}

// False with folder->why. A sweep that asks nothing has no answer.
static bool write_answer(SimFolder *folder, const SimStored *stored)
{
    if (stored->question.kind == SIM_FIND_NOTHING) return true;
    SimAnswer *answer = sim_answer_new(stored, stored->replications, folder->why, sizeof folder->why);
    const bool is_written = answer && sim_answer_write(answer, folder);
    if (is_written) sim_answer_print(answer, stdout);
    sim_answer_free(answer);
    return is_written;
}

static int write_folder(SimFolder *folder, const Options *options, const struct sim_model *model,
                        const SimStored *stored)
{
    const int status = sim_output_begin("analyse", folder, options->folder, model->name);
    if (status != SIM_EXIT_DONE) return status;
    const SimAnalysis analysis = {.reference = options->reference - 1, .level = 0.05};
    if (!sim_analysis_write(folder, stored, analysis) || !write_answer(folder, stored) ||
        !write_manifest(folder, model, stored) || !sim_folder_finish(folder)) {
        fprintf(stderr, "analyse: %s\n", folder->why);
        return SIM_EXIT_FAILED;
    }
    printf("%zu points, up to %" PRIu32 " replications, %zu measures: %s\n", stored->point_count, stored->replications,
           stored->measure_count, folder->path);
    return SIM_EXIT_DONE;
}

static int analyse(const Options *options, const struct sim_model *model, const SimStored *stored)
{
    if (stored->replications == 0) {
        fprintf(stderr, "analyse: `%s` has no results yet\n", options->store);
        return SIM_EXIT_INPUT;
    }
    if (options->reference > stored->point_count) {
        fprintf(stderr, "analyse: there is no point %lu; there are %zu\n", options->reference, stored->point_count);
        return SIM_EXIT_INPUT;
    }
    SimFolder folder = {0};
    const int status = write_folder(&folder, options, model, stored);
    sim_folder_drop(&folder);
    return status;
}

int sim_cli_analyse(int argc, char **argv, const struct sim_model *model)
{
    Options options = {.reference = 1};
    SimLine line = {.command = "analyse", .noun = "store", .take_option = take_option, .context = &options};
    int status = sim_line_read(&line, argc, argv);
    if (status != SIM_EXIT_DONE) return status;
    if (line.wants_help) {
        printf(USAGE, model->name);
        return SIM_EXIT_DONE;
    }
    options.store = line.word;
    if (!options.folder) return sim_wrong_use("analyse", "name the folder to write with -o", NULL);
    char why[400];
    SimStored *stored = sim_stored_open(options.store, why, sizeof why);
    if (!stored) {
        fprintf(stderr, "analyse: %s\n", why);
        return SIM_EXIT_INPUT;
    }
    status = analyse(&options, model, stored);
    sim_stored_free(stored);
    return status;
}
