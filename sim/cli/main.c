#include "sim/cli/cli.h"

#include <errno.h>
#include <gsl/gsl_errno.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sim/results/manifest.h"
#include "sim/scenario/nearest.h"

typedef struct {
    const char *name;
    int (*run)(int argc, char **argv, const struct sim_model *model);
    const char *arguments;
    const char *purpose;
} Command;

static const Command COMMANDS[] = {
    {"run", sim_cli_run, "SCENARIO [-o DIR]",
     "simulate a scenario with and without its strike; write tables and a summary"},
    {"check", sim_cli_check, "SCENARIO", "read a scenario and say all that is wrong with it, without running it"},
    {"explain", sim_cli_explain, "[SCENARIO] KEY", "what a key of a scenario means: unit, range, default, source"},
    {"plot", sim_cli_plot, "DIR", "draw the results of a run"},
    {"sweep", sim_cli_sweep, "SWEEP -o STORE", "run a scenario at many points, into a store that can be continued"},
    {"analyse", sim_cli_analyse, "STORE -o DIR", "what a sweep says: estimates, comparisons, sensitivity"},
    {"calibrate", sim_cli_calibrate, "CALIBRATION -o DIR", "fit values of a scenario to published figures"},
    {"merge", sim_cli_merge, "STORE... -o STORE", "join the stores of a sweep's shards"},
    {"verify", sim_cli_verify, "[CASE...]", "simulate what theory knows exactly, and compare"},
    {"schema", sim_cli_schema, "", "print the JSON Schema of scenarios, for editors"}};
enum { COMMAND_COUNT = sizeof COMMANDS / sizeof *COMMANDS };

static void print_help(const struct sim_model *model, FILE *to)
{
    fprintf(to, "usage: %s COMMAND ...\n\n", model->name);
    for (int i = 0; i < COMMAND_COUNT; i++) {
        fprintf(to, "  %-9s %-20s %s\n", COMMANDS[i].name, COMMANDS[i].arguments, COMMANDS[i].purpose);
    }
    fprintf(to, "\n`%s COMMAND --help` says more about a command; `%s --version` names this build.\n", model->name,
            model->name);
}

static void print_version(const struct sim_model *model)
{
    printf("%s %s (model %s, source %s, %s)\n", model->name, sim_version(), model->version, sim_commit(), sim_build());
}

static int unknown_command(const char *word, const struct sim_model *model)
{
    SimNearest nearest = sim_nearest(word);
    for (int i = 0; i < COMMAND_COUNT; i++) sim_nearest_try(&nearest, COMMANDS[i].name);
    fprintf(stderr, "%s: there is no such command; ", model->name);
    if (nearest.nearest) fprintf(stderr, "did you mean `%s`? ", nearest.nearest);
    fprintf(stderr, "`%s --help` lists them\n", model->name);
    return SIM_EXIT_INPUT;
}

// A reader of our output that goes away must not cost the results, but a disk that is full must not pass for success.
static int what_was_printed(int status)
{
    struct stat to;
    errno = 0;
    const bool is_printed = fflush(stdout) == 0 && !ferror(stdout);
    const bool has_reader = fstat(STDOUT_FILENO, &to) == 0 && (S_ISFIFO(to.st_mode) || S_ISSOCK(to.st_mode));
    if (is_printed || has_reader || status != SIM_EXIT_DONE) return status;
    fprintf(stderr, "what was to be printed was not written%s%s\n", errno ? ": " : "", errno ? strerror(errno) : "");
    return SIM_EXIT_FAILED;
}

static int obey(int argc, char **argv, const struct sim_model *model)
{
    if (argc < 2) {
        print_help(model, stderr);
        return SIM_EXIT_INPUT;
    }
    const char *word = argv[1];
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0) {
        print_help(model, stdout);
        return SIM_EXIT_DONE;
    }
    if (strcmp(word, "--version") == 0) {
        print_version(model);
        return SIM_EXIT_DONE;
    }
    for (int i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(word, COMMANDS[i].name) == 0) return COMMANDS[i].run(argc - 1, argv + 1, model);
    }
    return unknown_command(word, model);
}

int sim_main(int argc, char **argv, const struct sim_model *model)
{
    setlocale(LC_ALL, "C");
    signal(SIGPIPE, SIG_IGN);
    gsl_set_error_handler_off();
    return what_was_printed(obey(argc, argv, model));
}
