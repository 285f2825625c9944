#include "sim/results/store.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "sim/experiment/memory.h"
#include "sim/results/store_file.h"
#include "sim/results/store_tables.h"

enum { TRANSACTION_ROWS = 5000 };
static const double TRANSACTION_S = 1;

static double clock_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

// Opening

static size_t bit_of(const SimStore *store, size_t point, uint32_t replication, size_t place)
{
    return (point * store->sweep->place_count + place) * store->replications + replication - 1;
}

static void set_bit(SimStore *store, size_t point, uint32_t replication, size_t place)
{
    const size_t bit = bit_of(store, point, replication, place);
    store->has[bit / 8] |= (uint8_t)(1u << bit % 8);
}

static bool find_rows(SimStore *store)
{
    const SimSweep *sweep = store->sweep;
    store->has = sim_zeroed(sweep->point_count * sweep->place_count * store->replications / 8 + 1, 1);
    sqlite3_stmt *select =
        sim_store_prepared(store, "SELECT point, replication, place FROM results JOIN trusts USING(trust)");
    if (!select) return false;
    while (sqlite3_step(select) == SQLITE_ROW) {
        const size_t point = (size_t)sqlite3_column_int64(select, 0) - 1;
        const uint32_t replication = (uint32_t)sqlite3_column_int64(select, 1);
        const size_t place = (size_t)sqlite3_column_int64(select, 2) - 1;
        if (point >= sweep->point_count || place >= sweep->place_count || replication < 1 ||
            replication > store->replications)
            continue;
        set_bit(store, point, replication, place);
        store->rows++;
    }
    sqlite3_finalize(select);
    return true;
}

static void print_insert(const SimSweep *sweep, FILE *to)
{
    fputs("INSERT OR IGNORE INTO results(point, replication, trust", to);
    sim_store_print_columns(sweep, to, "");
    fputs(") VALUES(?, ?, ?", to);
    for (size_t i = 0; i < sweep->wanted_count; i++)
        fputs(sim_store_has_weights(sweep->measures[i]) ? ", ?, ?, ?, ?" : ", ?, ?", to);
    fputs(")", to);
}

static bool prepare_insert(SimStore *store)
{
    char *sql = sim_store_printed(store, print_insert);
    store->insert = sql ? sim_store_prepared(store, sql) : NULL;
    free(sql);
    return store->insert != NULL;
}

static enum SimStoreEnd open_store(SimStore *store, const char *path, const char *program, char *why, size_t why_size)
{
    SimStoreAbout about[SIM_STORE_ABOUTS];
    sim_store_about(store->sweep, program, about);
    if (!sim_store_lock(store, path)) {
        snprintf(why, why_size, "`%s` is being written by another run; wait for it, or write to another store", path);
        return SIM_STORE_REFUSED;
    }
    struct stat file;
    if (stat(path, &file) == 0 && !S_ISREG(file.st_mode)) {
        snprintf(why, why_size, "`%s` is no file; write the name of a store, such as `sweep.sqlite`", path);
        return SIM_STORE_REFUSED;
    }
    bool sound = sim_store_connect(store, path);
    if (sound && sim_store_has_tables(store)) {
        if (!sim_store_fits(store, path, about, why, why_size)) return SIM_STORE_REFUSED;
    } else {
        sound = sound && sim_store_make(store, about);
    }
    if (sound && find_rows(store) && prepare_insert(store)) return SIM_STORE_READY;
    const bool is_not_ours = sqlite3_errcode(store->db) == SQLITE_NOTADB;
    const bool is_closed =
        sqlite3_errcode(store->db) == SQLITE_CANTOPEN || sqlite3_errcode(store->db) == SQLITE_READONLY;
    snprintf(why, why_size,
             is_not_ours ? "`%s` is no store of a sweep (%s); write another name"
             : is_closed ? "`%s`: %s; name a store in a folder that is there and in which you may write"
                         : "`%s`: %s",
             path, store->why);
    return is_not_ours ? SIM_STORE_REFUSED : SIM_STORE_FAILED;
}

enum SimStoreEnd sim_store_open(SimStore **opened, const char *path, const char *program, const SimSweep *sweep,
                                uint32_t replications, char *why, size_t why_size)
{
    SimStore *store = sim_store_new(sweep, replications);
    const enum SimStoreEnd end = open_store(store, path, program, why, why_size);
    *opened = end == SIM_STORE_READY ? store : NULL;
    if (end != SIM_STORE_READY) sim_store_drop(store);
    return end;
}

// Rows

bool sim_store_has(const SimStore *store, size_t point, uint32_t replication, size_t place)
{
    if (replication > store->replications) return false;
    const size_t bit = bit_of(store, point, replication, place);
    return store->has[bit / 8] >> bit % 8 & 1;
}

size_t sim_store_rows(const SimStore *store)
{
    return store->rows;
}

size_t sim_store_rows_written(const SimStore *store)
{
    return store->rows - store->pending;
}

static double number_at(sqlite3_stmt *statement, int column)
{
    return sqlite3_column_type(statement, column) == SQLITE_NULL ? NAN : sqlite3_column_double(statement, column);
}

static void read_row(const SimStore *store, sqlite3_stmt *select, SimSweepRow *row, double *values, double *weights)
{
    int column = 1;
    row->place = (size_t)sqlite3_column_int64(select, 0) - 1;
    row->point = (size_t)sqlite3_column_int64(select, column++) - 1;
    row->replication = (uint32_t)sqlite3_column_int64(select, column++);
    column++;  // trust
    for (size_t i = 0; i < store->sweep->wanted_count; i++) {
        const bool has_weights = sim_store_has_weights(store->sweep->measures[i]);
        for (int life = 0; life < SIM_LIVES; life++) values[2 * i + (size_t)life] = number_at(select, column++);
        for (int life = 0; life < SIM_LIVES; life++)
            weights[2 * i + (size_t)life] = has_weights ? number_at(select, column++) : NAN;
    }
}

bool sim_store_each(SimStore *store, void (*see)(void *context, const SimSweepRow *row), void *context)
{
    const size_t numbers = SIM_LIVES * store->sweep->wanted_count;
    double *values = sim_zeroed(2 * numbers + 1, sizeof *values);
    SimSweepRow row = {.values = values, .weights = values + numbers};
    sqlite3_stmt *select = sim_store_prepared(store, "SELECT place, results.* FROM results JOIN trusts USING(trust)");
    int step = SQLITE_ERROR;
    while (select && (step = sqlite3_step(select)) == SQLITE_ROW) {
        read_row(store, select, &row, values, values + numbers);
        if (row.replication <= store->replications) see(context, &row);
    }
    sqlite3_finalize(select);
    free(values);
    return step == SQLITE_DONE || sim_store_failed(store);
}

static bool begin(SimStore *store)
{
    if (store->pending > 0) return true;
    store->began_s = clock_s();
    return sim_store_execute(store, "BEGIN IMMEDIATE");
}

bool sim_store_commit(SimStore *store)
{
    if (store->pending == 0) return true;
    store->pending = 0;
    return sim_store_execute(store, "COMMIT");
}

bool sim_store_keep(SimStore *store, const SimSweepRow *row)
{
    if (!begin(store)) return false;
    SimStoreCells cells = {.statement = store->insert};
    sim_store_put_count(&cells, row->point + 1);
    sim_store_put_count(&cells, row->replication);
    sim_store_put_text(&cells, store->sweep->codes[row->place]);
    for (size_t i = 0; i < store->sweep->wanted_count; i++) {
        sim_store_put_number(&cells, row->values[2 * i]);
        sim_store_put_number(&cells, row->values[2 * i + 1]);
        if (!sim_store_has_weights(store->sweep->measures[i])) continue;
        sim_store_put_number(&cells, row->weights[2 * i]);
        sim_store_put_number(&cells, row->weights[2 * i + 1]);
    }
    if (!sim_store_run(store, store->insert)) return false;
    if (row->replication <= store->replications) set_bit(store, row->point, row->replication, row->place);
    store->pending++;
    store->rows++;
    const bool is_due = store->pending >= TRANSACTION_ROWS || clock_s() - store->began_s > TRANSACTION_S;
    return !is_due || sim_store_commit(store);
}

const char *sim_store_why(const SimStore *store)
{
    return store->why;
}

bool sim_store_close(SimStore *store, char *why, size_t why_size)
{
    bool is_written = sim_store_commit(store);
    sqlite3_finalize(store->insert);
    store->insert = NULL;
    sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    snprintf(why, why_size, "%s", store->why);
    sim_store_drop(store);
    return is_written;
}
