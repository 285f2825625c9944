#define _DEFAULT_SOURCE  // flock
#include "sim/results/store_file.h"

#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "sim/experiment/memory.h"

enum { BUSY_MS = 10000 };

bool sim_store_failed(SimStore *store)
{
    if (!store->why[0]) snprintf(store->why, sizeof store->why, "%s", sqlite3_errmsg(store->db));
    return false;
}

bool sim_store_execute(SimStore *store, const char *sql)
{
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK || sim_store_failed(store);
}

sqlite3_stmt *sim_store_prepared(SimStore *store, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) != SQLITE_OK) sim_store_failed(store);
    return statement;
}

bool sim_store_run(SimStore *store, sqlite3_stmt *statement)
{
    const bool is_done = sqlite3_step(statement) == SQLITE_DONE;
    if (!is_done) sim_store_failed(store);
    sqlite3_reset(statement);
    return is_done;
}

char *sim_store_printed(const SimStore *store, void (*print)(const SimSweep *sweep, FILE *to))
{
    char *sql = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&sql, &size);
    if (!to) return NULL;
    print(store->sweep, to);
    fclose(to);
    return sql;
}

void sim_store_put_text(SimStoreCells *cells, const char *text)
{
    sqlite3_bind_text(cells->statement, ++cells->filled, text, -1, SQLITE_TRANSIENT);
}

void sim_store_put_count(SimStoreCells *cells, uint64_t count)
{
    sqlite3_bind_int64(cells->statement, ++cells->filled, (sqlite3_int64)count);
}

void sim_store_put_number(SimStoreCells *cells, double number)
{
    if (isnan(number)) {
        sqlite3_bind_null(cells->statement, ++cells->filled);
    } else {
        sqlite3_bind_double(cells->statement, ++cells->filled, number);
    }
}

// Only a local disk keeps what a write-ahead log promises.
static bool is_on_network(const char *path)
{
    static const long types[] = {0x6969,     0x517B,     (long)0xFE534D42, (long)0xFF534D42,
                                 0x0BD00BD0, 0x47504653, 0x19830326};
    char folder[4096];
    const char *slash = strrchr(path, '/');
    snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) + 1 : 1, slash ? path : ".");
    struct statfs system;
    if (statfs(folder, &system) != 0) return false;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if ((uint32_t)system.f_type == (uint32_t)types[i]) return true;
    }
    return false;
}

// Whoever held the lock before may remove its file between our opening it and locking it: then we try again.
bool sim_store_lock(SimStore *store, const char *path)
{
    const size_t size = strlen(path) + 6;
    store->lock_path = sim_zeroed(size, 1);
    snprintf(store->lock_path, size, "%s.lock", path);
    for (;;) {
        store->lock = open(store->lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (store->lock < 0) return true;  // what is wrong with the folder is told when the store is opened
        const bool is_ours = flock(store->lock, LOCK_EX | LOCK_NB) == 0;
        struct stat held, named;
        const bool is_there = fstat(store->lock, &held) == 0 && stat(store->lock_path, &named) == 0 &&
                              held.st_ino == named.st_ino && held.st_dev == named.st_dev;
        if (is_ours && is_there) return true;
        close(store->lock);
        store->lock = -1;  // another's file stays where it is
        if (!is_ours) return false;
    }
}

static void give_lock(SimStore *store)
{
    if (store->lock >= 0) {
        unlink(store->lock_path);
        close(store->lock);
    }
    free(store->lock_path);
}

bool sim_store_connect(SimStore *store, const char *path)
{
    if (sqlite3_open(path, &store->db) != SQLITE_OK) return sim_store_failed(store);
    sqlite3_busy_timeout(store->db, BUSY_MS);
    const bool is_far = is_on_network(path);
    return sim_store_execute(store, is_far ? "PRAGMA journal_mode=DELETE" : "PRAGMA journal_mode=WAL") &&
           sim_store_execute(store, is_far ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
}

SimStore *sim_store_new(const SimSweep *sweep, uint32_t replications)
{
    SimStore *store = sim_zeroed(1, sizeof *store);
    store->sweep = sweep;
    store->replications = replications;
    store->lock = -1;
    return store;
}

void sim_store_drop(SimStore *store)
{
    sqlite3_finalize(store->insert);
    sqlite3_close(store->db);
    give_lock(store);
    free(store->has);
    free(store);
}
