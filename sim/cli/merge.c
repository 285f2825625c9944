// `merge STORE... -o STORE`: the stores of a sweep's shards become one.
#include <stdio.h>
#include <string.h>

#include "sim/cli/cli.h"
#include "sim/experiment/memory.h"
#include "sim/results/store.h"

#include <stdlib.h>

static const char USAGE[] =
    "usage: %s merge STORE... -o STORE\n"
    "\n"
    "Joins the stores of a sweep's shards into one, in any order. What is there already stays; rows that several have\n"
    "are the same. Stores of different sweeps are refused.\n";

static int wrong_use(const char *what)
{
    fprintf(stderr, "merge: %s; `merge --help` says more\n", what);
    return SIM_EXIT_INPUT;
}

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
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            wants_help = true;
        } else if (strcmp(argv[i], "-o") == 0) {
            if (i + 1 == argc) status = wrong_use("-o needs the name of a store");
            if (i + 1 < argc) store = argv[++i];
        } else if (argv[i][0] == '-') {
            status = wrong_use("there is no such option");
        } else {
            shards[count++] = argv[i];
        }
    }
    if (wants_help) {
        printf(USAGE, model->name);
    } else if (status == SIM_EXIT_DONE && (!store || count == 0)) {
        status = wrong_use("name the stores to join, and -o the one they become");
    } else if (status == SIM_EXIT_DONE) {
        status = merge(store, shards, count);
    }
    free(shards);
    return status;
}
