// Inside the store only: the SQLite file that its rows, its tables and its merging (store.c, store_tables.c,
// store_merge.c) work on, locked while it is written.
#ifndef SIM_RESULTS_STORE_FILE_H
#define SIM_RESULTS_STORE_FILE_H

#include <sqlite3.h>
#include <stdio.h>

#include "sim/results/store.h"

struct SimStore {
    sqlite3 *db;
    sqlite3_stmt *insert;
    const SimSweep *sweep;
    int lock;         // of the file beside the store, while it is written
    char *lock_path;  // owned
    uint32_t replications;
    uint8_t *has;  // a bit for each point, place and replication; owned
    size_t rows;
    size_t pending;  // in the transaction
    double began_s;  // the transaction, on the monotonic clock
    char why[600];   // of the first failure
};

// Neither locked nor connected yet.
SimStore *sim_store_new(const SimSweep *sweep, uint32_t replications);
// Lets others write it. Frees; what is pending is lost.
void sim_store_drop(SimStore *store);
// False if somebody else is writing it.
bool sim_store_lock(SimStore *store, const char *path);
bool sim_store_connect(SimStore *store, const char *path);

// What fails is left in `why`. The first takes it from SQLite and returns false.
bool sim_store_failed(SimStore *store);
bool sim_store_execute(SimStore *store, const char *sql);
// NULL if it failed. Finalize it.
sqlite3_stmt *sim_store_prepared(SimStore *store, const char *sql);
// Runs a statement that gives no rows, and makes it ready for the next values.
bool sim_store_run(SimStore *store, sqlite3_stmt *statement);

// SQL that is printed from the sweep; free it.
char *sim_store_printed(const SimStore *store, void (*print)(const SimSweep *sweep, FILE *to));

// The values of a statement, one after the other; NAN is NULL.
typedef struct {
    sqlite3_stmt *statement;
    int filled;
} SimStoreCells;

void sim_store_put_text(SimStoreCells *cells, const char *text);
void sim_store_put_count(SimStoreCells *cells, uint64_t count);
void sim_store_put_number(SimStoreCells *cells, double number);

#endif
