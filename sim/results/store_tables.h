// Inside the store only: what made it, and the tables that say what is in it.
#ifndef SIM_RESULTS_STORE_TABLES_H
#define SIM_RESULTS_STORE_TABLES_H

#include "sim/results/store_file.h"

enum { SIM_STORE_ABOUTS = 6 };

// A row of the table `about`.
typedef struct {
    const char *key;
    char value[400];
    const char *meaning;  // what has changed if it differs
} SimStoreAbout;

void sim_store_about(const SimSweep *sweep, const char *program, SimStoreAbout about[static SIM_STORE_ABOUTS]);

bool sim_store_has_tables(SimStore *store);
// Makes all tables and fills those that say what is to come; `results` is empty.
bool sim_store_make(SimStore *store, const SimStoreAbout about[static SIM_STORE_ABOUTS]);
// True if what is there was made by the same; else `why` says what differs.
bool sim_store_fits(SimStore *store, const char *path, const SimStoreAbout about[static SIM_STORE_ABOUTS], char *why,
                    size_t why_size);

// True if a measure has columns for what it is a share of.
bool sim_store_has_weights(const SimMeasure *measure);
// The columns of all measures in `results`, each after a comma and followed by `type`.
void sim_store_print_columns(const SimSweep *sweep, FILE *to, const char *type);

#endif
