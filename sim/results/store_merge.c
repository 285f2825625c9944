// Joining the stores of shards.
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sim/results/store_file.h"
#include "sim/results/store_tables.h"

static bool copy_file(const char *from, const char *to, char *why, size_t why_size)
{
    sqlite3 *source = NULL, *target = NULL;
    bool is_done = sqlite3_open_v2(from, &source, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
                   sqlite3_open(to, &target) == SQLITE_OK;
    sqlite3_backup *backup = is_done ? sqlite3_backup_init(target, "main", source, "main") : NULL;
    is_done = backup && sqlite3_backup_step(backup, -1) == SQLITE_DONE;
    if (backup) is_done = sqlite3_backup_finish(backup) == SQLITE_OK && is_done;
    if (!is_done) snprintf(why, why_size, "`%s`: %s", target ? to : from, sqlite3_errmsg(target ? target : source));
    sqlite3_close(source);
    sqlite3_close(target);
    return is_done;
}

// What was begun and is not whole.
static void remove_store(const char *path)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        char name[4200];
        snprintf(name, sizeof name, "%.4096s%s", path, endings[i]);
        unlink(name);
    }
}

static bool attach(SimStore *store, const char *shard)
{
    sqlite3_stmt *statement = sim_store_prepared(store, "ATTACH ? AS shard");
    if (!statement) return false;
    sim_store_put_text(&(SimStoreCells){.statement = statement}, shard);
    const bool is_done = sim_store_run(store, statement);
    sqlite3_finalize(statement);
    return is_done;
}

static bool shard_fits(SimStore *store)
{
    static const char sql[] = "SELECT count(*) FROM main.about AS a JOIN shard.about AS b USING(key)"
                              " WHERE a.value = b.value";
    sqlite3_stmt *select = sim_store_prepared(store, sql);
    const bool is_same =
        select && sqlite3_step(select) == SQLITE_ROW && sqlite3_column_int(select, 0) == SIM_STORE_ABOUTS;
    sqlite3_finalize(select);
    return is_same;
}

static enum SimStoreEnd merge_shard(SimStore *store, const char *shard, size_t *rows, char *why, size_t why_size)
{
    struct stat file;
    if (stat(shard, &file) != 0) {
        snprintf(why, why_size, "there is no `%s`; name the stores of all shards", shard);
        return SIM_STORE_REFUSED;
    }
    if (!attach(store, shard) || !shard_fits(store)) {
        snprintf(why, why_size, "`%s` is no store of the same sweep; merge the shards of one sweep", shard);
        return SIM_STORE_REFUSED;
    }
    bool is_done = sim_store_execute(store, "BEGIN IMMEDIATE") &&
                   sim_store_execute(store, "INSERT OR IGNORE INTO main.results SELECT * FROM shard.results") &&
                   sim_store_execute(store, "COMMIT");
    *rows += is_done ? (size_t)sqlite3_changes(store->db) : 0;
    is_done = sim_store_execute(store, "DETACH shard") && is_done;
    if (!is_done) snprintf(why, why_size, "`%s`: %s", shard, store->why);
    return is_done ? SIM_STORE_READY : SIM_STORE_FAILED;
}

enum SimStoreEnd sim_store_merge(const char *path, const char *const *shards, size_t shard_count, size_t *rows,
                                 char *why, size_t why_size)
{
    struct stat file;
    *rows = 0;
    const bool is_new = stat(path, &file) != 0;
    if (is_new && stat(shards[0], &file) != 0) {
        snprintf(why, why_size, "there is no `%s`; name the stores of all shards", shards[0]);
        return SIM_STORE_REFUSED;
    }
    SimStore *store = sim_store_new(NULL, 0);
    enum SimStoreEnd end = SIM_STORE_READY;
    if (!sim_store_lock(store, path)) {
        snprintf(why, why_size, "`%s` is being written by another run; wait for it", path);
        end = SIM_STORE_REFUSED;
    } else if (is_new && !copy_file(shards[0], path, why, why_size)) {
        end = SIM_STORE_FAILED;
    } else if (!sim_store_connect(store, path)) {
        snprintf(why, why_size, "`%s`: %s", path, store->why);
        end = SIM_STORE_FAILED;
    }
    const bool is_ours = is_new && end != SIM_STORE_REFUSED;
    for (size_t i = 0; end == SIM_STORE_READY && i < shard_count; i++)
        end = merge_shard(store, shards[i], rows, why, why_size);
    sim_store_drop(store);
    if (is_ours && end != SIM_STORE_READY) remove_store(path);
    return end;
}
