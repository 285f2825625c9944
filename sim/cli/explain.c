// `explain [KEY] [SCENARIO]`: what a key means, and what is in force for it.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "sim/cli/cli.h"
#include "sim/cli/options.h"

static const char USAGE[] =
    "usage: %s explain KEY             what a key means: unit, range, default, source\n"
    "       %s explain KEY SCENARIO    and its value in that scenario, and where that comes from\n"
    "       %s explain SCENARIO        all values in force and where they come from\n"
    "       %s explain                 every key\n"
    "\n"
    "With a scenario: --set PATH=VALUE for another value, as often as you like.\n"
    "KEY is a path such as run.seed or \"strikes[January 2024].end\", or any part of one.\n";

static bool ends_with(const char *word, const char *end)
{
    size_t length = strlen(word), end_length = strlen(end);
    return length >= end_length && strcmp(word + length - end_length, end) == 0;
}

static bool is_scenario(const char *word)
{
    struct stat status;
    return ends_with(word, ".yaml") || ends_with(word, ".yml") || strchr(word, '/') ||
           (stat(word, &status) == 0 && S_ISREG(status.st_mode));
}

// What is known goes to stdout, that nothing is known to stderr.
static bool explain_key(const SimFields *fields, const SimScenario *scenario, const char *key)
{
    char *text = NULL;
    size_t size = 0;
    FILE *page = open_memstream(&text, &size);
    if (!page) return false;
    const bool known = sim_fields_explain(fields, scenario, key, page);
    fclose(page);
    fputs(text, known ? stdout : stderr);
    free(text);
    return known;
}

static int explain(const struct sim_model *model, const char *key, const char *file, const SimSettings *settings)
{
    SimFaults *faults = sim_faults_new();
    SimScenario *scenario =
        file ? sim_scenario_read(file, &model->fields, settings->overrides, settings->count, faults) : NULL;
    bool done = !file || scenario;
    sim_faults_print(faults, stderr);
    if (done && file && !key) {
        sim_scenario_write(scenario, stdout);
    } else if (done) {
        done = explain_key(&model->fields, scenario, key);
    }
    sim_scenario_free(scenario);
    sim_faults_free(faults);
    return done ? SIM_EXIT_DONE : SIM_EXIT_INPUT;
}

int sim_cli_explain(int argc, char **argv, const struct sim_model *model)
{
    const char *key = NULL, *file = NULL;
    SimSettings settings = {0};
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--set") == 0 && i + 1 < argc && !sim_settings_read(&settings, argv[i + 1])) {
            i++;
            continue;
        }
        const char **place = is_scenario(argv[i]) ? &file : &key;
        bool wants_help = sim_asks_for_help(argv[i]);
        if (wants_help || *place || argv[i][0] == '-') {
            fprintf(wants_help ? stdout : stderr, USAGE, model->name, model->name, model->name, model->name);
            return wants_help ? SIM_EXIT_DONE : SIM_EXIT_INPUT;
        }
        *place = argv[i];
    }
    if (settings.count > 0 && !file) {
        fprintf(stderr, USAGE, model->name, model->name, model->name, model->name);
        return SIM_EXIT_INPUT;
    }
    return explain(model, key, file, &settings);
}
