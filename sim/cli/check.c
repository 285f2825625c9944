// `check SCENARIO`: reads a scenario as `run` would and says all that is wrong with it.
#include <stdio.h>
#include <string.h>

#include "sim/cli/cli.h"
#include "sim/cli/options.h"
#include "sim/experiment/enough.h"

static const char USAGE[] =
    "usage: %s check SCENARIO [--set PATH=VALUE]...\n"
    "\n"
    "Reads the scenario, with all files it names, and prints everything that is wrong with it:\n"
    "where, what, and what to write instead. Nothing is simulated.\n"
    "Exit status: 0 if it can be run, 2 if not.\n";

// What a single field cannot say (windows that end before they begin, ...) is found by laying out both lives.
static void check_plans(const struct sim_model *model, const SimScenario *scenario, SimFaults *faults)
{
    if (!model->plan_new) return;
    SimTables *tables = sim_tables_new();
    bool is_sound = true;  // if one life is not, the other would say the same again
    for (enum SimLife life = SIM_BASELINE; is_sound && life < SIM_LIVES; life++) {
        void *plan = model->plan_new(scenario, life, tables, faults);
        is_sound = plan != NULL;
        if (plan && life == SIM_STRIKE) sim_enough_free(sim_enough_new(model, model->outline(plan), faults));
        if (plan) model->plan_free(plan);
    }
    sim_tables_free(tables);
}

// One scenario, and values beside it.
static bool read_words(int argc, char **argv, const char **file, SimSettings *settings)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--set") == 0 && i + 1 < argc) {
            if (sim_settings_read(settings, argv[++i])) return false;
        } else if (*file || argv[i][0] == '-') {
            return false;
        } else {
            *file = argv[i];
        }
    }
    return *file != NULL;
}

int sim_cli_check(int argc, char **argv, const struct sim_model *model)
{
    if (argc == 2 && sim_asks_for_help(argv[1])) {
        printf(USAGE, model->name);
        return SIM_EXIT_DONE;
    }
    SimSettings settings = {0};
    const char *file = NULL;
    if (!read_words(argc, argv, &file, &settings)) {
        fprintf(stderr, USAGE, model->name);
        return SIM_EXIT_INPUT;
    }
    SimFaults *faults = sim_faults_new();
    SimScenario *scenario = sim_scenario_read(file, &model->fields, settings.overrides, settings.count, faults);
    if (scenario) check_plans(model, scenario, faults);
    bool sound = scenario && sim_faults_count(faults) == 0;
    sim_faults_print(faults, stderr);
    if (sound) {
        char hash[17];
        sim_scenario_hash(scenario, hash);
        printf("%s: OK; ", file);
        sim_scenario_summary(scenario, stdout);
        printf("; hash %s\n", hash);
    }
    sim_scenario_free(scenario);
    sim_faults_free(faults);
    return sound ? SIM_EXIT_DONE : SIM_EXIT_INPUT;
}
