// `merge STORE... -o STORE`: the stores of a sweep's shards become one.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/cli.h"
#include "sim/cli/options.h"
#include "sim/experiment/memory.h"
#include "sim/results/store.h"

static const char USAGE[] =
    "usage: %s merge STORE... -o STORE\n"
    "\n"
    "Joins the stores of a sweep's shards into one, in any order. What is there already stays; rows that several have\n"
    "are the same. Stores of different sweeps are refused.\n";

static int merge(const char *store, const char *const *shards, size_t count)
{
    char why[700] = "";
    size_t rows;
    const enum SimStoreEnd end = sim_store_merge(store, shards, count, &rows, why, sizeof why);
    if (end != SIM_STORE_READY) {
        fprintf(stderr, "merge: %s\n", why);
        return end == SIM_STORE_REFUSED ? SIM_EXIT_INPUT : SIM_EXIT_FAILED;
    }
    printf("%zu stores joined in %s\n", count, store);
    return SIM_EXIT_DONE;
}

int sim_cli_merge(int argc, char **argv, const struct sim_model *model)
{
    const char *store = NULL;
    const char **shards = sim_zeroed((size_t)argc, sizeof *shards);
    size_t count = 0;
    int status = SIM_EXIT_DONE;
    bool wants_help = false;
    for (int i = 1; i < argc && status == SIM_EXIT_DONE && !wants_help; i++) {
        if (sim_asks_for_help(argv[i])) {
            wants_help = true;
        } else if (strcmp(argv[i], "-o") == 0) {
            if (i + 1 == argc) status = sim_wrong_use("merge", "-o needs the name of a store", NULL);
            if (i + 1 < argc) store = argv[++i];
        } else if (argv[i][0] == '-') {
            status = sim_wrong_use("merge", "there is no option", argv[i]);
        } else {
            shards[count++] = argv[i];
        }
    }
    if (wants_help) {
        printf(USAGE, model->name);
    } else if (status == SIM_EXIT_DONE && (!store || count == 0)) {
        status = sim_wrong_use("merge", "name the stores to join, and -o the one they become", NULL);
    } else if (status == SIM_EXIT_DONE) {
        status = merge(store, shards, count);
    }
    free(shards);
    return status;
}
