#define _DEFAULT_SOURCE  // flock
#include "sim/results/store.h"

#include <fcntl.h>
#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#include "sim/experiment/memory.h"
#include "sim/results/manifest.h"

enum { FORMAT = 1, COLUMN_BYTES = 64, TRANSACTION_ROWS = 5000, BUSY_MS = 10000 };
static const double TRANSACTION_S = 1;

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
    char why[600];
};

static double clock_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static bool failed(SimStore *store)
{
    if (!store->why[0]) snprintf(store->why, sizeof store->why, "%s", sqlite3_errmsg(store->db));
    return false;
}

static bool execute(SimStore *store, const char *sql)
{
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK || failed(store);
}

static sqlite3_stmt *prepared(SimStore *store, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) != SQLITE_OK) failed(store);
    return statement;
}

// Runs a statement that gives no rows, and makes it ready for the next values.
static bool run(SimStore *store, sqlite3_stmt *statement)
{
    const bool is_done = sqlite3_step(statement) == SQLITE_DONE;
    if (!is_done) failed(store);
    sqlite3_reset(statement);
    return is_done;
}

static void bind_number(sqlite3_stmt *statement, int at, double value)
{
    if (isnan(value)) {
        sqlite3_bind_null(statement, at);
    } else {
        sqlite3_bind_double(statement, at, value);
    }
}

static void bind_text(sqlite3_stmt *statement, int at, const char *text)
{
    sqlite3_bind_text(statement, at, text, -1, SQLITE_TRANSIENT);
}

// What made the store

static uint64_t hash_text(uint64_t hash, const char *text)  // FNV-1a
{
    for (const char *c = text; *c; c++) hash = (hash ^ (unsigned char)*c) * UINT64_C(0x100000001b3);
    return (hash ^ 0xff) * UINT64_C(0x100000001b3);
}

// All points in their order, and what is kept of them.
static void design_hash(const SimSweep *sweep, char text[static 17])
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < sweep->point_count; i++) hash = hash_text(hash, sweep->points[i].hash);
    for (size_t i = 0; i < sweep->wanted_count; i++) {
        hash = hash_text(hash, sweep->wanted[i].measure);
        hash = hash_text(hash, sweep->wanted[i].of);
        hash = hash_text(hash, sweep->wanted[i].period);
    }
    snprintf(text, 17, "%016llx", (unsigned long long)hash);
}

typedef struct {
    const char *key;
    char value[400];
    const char *meaning;  // what has changed if it differs
} About;

enum { ABOUTS = 6 };

// "" if nothing is asked.
static void print_question(const SimFind *find, char *text, size_t size)
{
    const SimWanted *measure = &find->measure;
    text[0] = '\0';
    if (find->kind == SIM_FIND_NOTHING) return;
    const int length = snprintf(text, size, "%s %.80s/%.80s@%.60s %s", sim_find_word(find->kind), measure->measure,
                                measure->of, measure->period, sim_find_world_word(find->world));
    if (sim_find_is_search(find->kind))
        snprintf(text + length, size - (size_t)length, " at %s %.17g", find->is_at_most ? "most" : "least",
                 find->limit);
}

static void about(const SimSweep *sweep, const char *program, About abouts[static ABOUTS])
{
    abouts[0] = (About){.key = "format", .meaning = "the format of the store"};
    abouts[1] = (About){.key = "program", .meaning = "the program"};
    abouts[2] = (About){.key = "version", .meaning = "the program's version"};
    abouts[3] = (About){.key = "points", .meaning = "the number of points"};
    abouts[4] = (About){.key = "design", .meaning = "the scenario, what varies, or the measures that are kept"};
    abouts[5] = (About){.key = "find", .meaning = "what is to be found"};
    snprintf(abouts[0].value, sizeof abouts[0].value, "%d", FORMAT);
    snprintf(abouts[1].value, sizeof abouts[1].value, "%s", program);
    snprintf(abouts[2].value, sizeof abouts[2].value, "%s %s", sim_version(), sim_commit());
    snprintf(abouts[3].value, sizeof abouts[3].value, "%zu", sweep->point_count);
    design_hash(sweep, abouts[4].value);
    print_question(&sweep->file->find, abouts[5].value, sizeof abouts[5].value);
}

// Making it

static const char TABLES[] =
    "CREATE TABLE about(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE design(kind TEXT NOT NULL, count INTEGER NOT NULL, levels INTEGER NOT NULL,"
    " second_order INTEGER NOT NULL, seed INTEGER NOT NULL);"
    "CREATE TABLE factors(factor INTEGER PRIMARY KEY, name TEXT NOT NULL, levels INTEGER NOT NULL);"
    "CREATE TABLE points(point INTEGER PRIMARY KEY, scenario_hash TEXT NOT NULL, role TEXT NOT NULL,"
    " block INTEGER NOT NULL, moved INTEGER, step REAL NOT NULL);"
    "CREATE TABLE point_values(point INTEGER, factor INTEGER, text TEXT NOT NULL, number REAL, place REAL,"
    " PRIMARY KEY(point, factor)) WITHOUT ROWID;"
    "CREATE TABLE measures(number INTEGER PRIMARY KEY, measure TEXT NOT NULL, \"of\" TEXT NOT NULL,"
    " period TEXT NOT NULL, unit TEXT NOT NULL, adds TEXT NOT NULL);"
    "CREATE TABLE question(find TEXT NOT NULL, measure INTEGER NOT NULL, world TEXT NOT NULL, bound TEXT NOT NULL,"
    " amount REAL);"
    "CREATE TABLE trusts(place INTEGER PRIMARY KEY, trust TEXT NOT NULL, region TEXT NOT NULL);";

static bool is_share(const SimMeasure *measure)
{
    return measure->adds == SIM_ADDS_SHARE || measure->adds == SIM_ADDS_LEVEL_SHARE || measure->adds == SIM_ADDS_RATIO;
}

static const char *adds_word(const SimMeasure *measure)
{
    static const char *const words[] = {
        [SIM_ADDS_SUM] = "sum",      [SIM_ADDS_SHARE] = "share",       [SIM_ADDS_SNAPSHOT] = "sum",
        [SIM_ADDS_LEVEL] = "sum",    [SIM_ADDS_LEVEL_SHARE] = "share", [SIM_ADDS_RATIO] = "share",
        [SIM_ADDS_QUANTILE] = "not", [SIM_ADDS_MAX] = "max",           [SIM_ADDS_DERIVED] = "not"};
    return measure->derived == SIM_DERIVED_LEFT_AFTER ? "sum" : words[measure->adds];
}

// The columns of a measure, each with what stands before and behind it.
static void print_columns(const SimSweep *sweep, FILE *to, const char *type)
{
    for (size_t i = 0; i < sweep->wanted_count; i++) {
        fprintf(to, ", m%zu_baseline%s, m%zu_strike%s", i + 1, type, i + 1, type);
        if (is_share(sweep->measures[i]))
            fprintf(to, ", m%zu_baseline_weight%s, m%zu_strike_weight%s", i + 1, type, i + 1, type);
    }
}

static void print_quoted(FILE *to, const char *text)
{
    fputc('\'', to);
    for (const char *c = text; *c; c++) {
        if (*c == '\'') fputc('\'', to);
        fputc(*c, to);
    }
    fputc('\'', to);
}

static void print_tidy(const SimSweep *sweep, FILE *to)
{
    fputs("CREATE VIEW tidy AS ", to);
    for (size_t i = 0; i < sweep->wanted_count; i++) {
        const SimWanted *wanted = &sweep->wanted[i];
        fprintf(to, "%sSELECT point, replication, trust, ", i ? " UNION ALL " : "");
        print_quoted(to, wanted->measure);
        fputs(" AS measure, ", to);
        print_quoted(to, wanted->of);
        fputs(" AS \"of\", ", to);
        print_quoted(to, wanted->period);
        fprintf(to,
                " AS period, m%zu_baseline AS baseline, m%zu_strike AS strike, m%zu_strike - m%zu_baseline AS "
                "difference FROM results",
                i + 1, i + 1, i + 1, i + 1);
    }
    fputc(';', to);
}

static bool execute_printed(SimStore *store, void (*print)(const SimSweep *sweep, FILE *to))
{
    char *sql = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&sql, &size);
    if (!to) return false;
    print(store->sweep, to);
    fclose(to);
    const bool is_done = execute(store, sql);
    free(sql);
    return is_done;
}

static void print_results_table(const SimSweep *sweep, FILE *to)
{
    fputs("CREATE TABLE results(point INTEGER NOT NULL, replication INTEGER NOT NULL, trust TEXT NOT NULL", to);
    print_columns(sweep, to, " REAL");
    fputs(", PRIMARY KEY(point, replication, trust)) WITHOUT ROWID;", to);
}

static bool write_about(SimStore *store, const About abouts[static ABOUTS])
{
    sqlite3_stmt *insert = prepared(store, "INSERT INTO about VALUES(?, ?)");
    bool sound = insert != NULL;
    for (int i = 0; sound && i < ABOUTS; i++) {
        bind_text(insert, 1, abouts[i].key);
        bind_text(insert, 2, abouts[i].value);
        sound = run(store, insert);
    }
    sqlite3_finalize(insert);
    return sound;
}

static bool write_factors(SimStore *store)
{
    const SimSweepFile *file = store->sweep->file;
    sqlite3_stmt *insert = prepared(store, "INSERT INTO factors VALUES(?, ?, ?)");
    bool sound = insert != NULL;
    for (size_t i = 0; sound && i < file->variation_count; i++) {
        sqlite3_bind_int64(insert, 1, (sqlite3_int64)i + 1);
        bind_text(insert, 2, file->variations[i].name);
        sqlite3_bind_int64(insert, 3, (sqlite3_int64)file->variations[i].level_count);
        sound = run(store, insert);
    }
    sqlite3_finalize(insert);
    return sound;
}

static bool write_design(SimStore *store)
{
    const SimDesign *design = store->sweep->file->design;
    sqlite3_stmt *insert = prepared(store, "INSERT INTO design VALUES(?, ?, ?, ?, ?)");
    if (!insert) return false;
    bind_text(insert, 1, design ? sim_design_word(design->plan.kind) : "list");
    sqlite3_bind_int64(insert, 2, design ? design->plan.count : 0);
    sqlite3_bind_int64(insert, 3, design ? design->plan.levels : 0);
    sqlite3_bind_int(insert, 4, design && design->plan.second_order);
    sqlite3_bind_int64(insert, 5, design ? design->plan.seed : 0);
    const bool sound = run(store, insert);
    sqlite3_finalize(insert);
    return sound;
}

static bool write_points(SimStore *store)
{
    const SimSweep *sweep = store->sweep;
    const SimDesign *design = sweep->file->design;
    sqlite3_stmt *insert = prepared(store, "INSERT INTO points VALUES(?, ?, ?, ?, ?, ?)");
    bool sound = insert != NULL;
    for (size_t i = 0; sound && i < sweep->point_count; i++) {
        const SimPoint *point = design ? &design->points[i] : NULL;
        sqlite3_bind_int64(insert, 1, (sqlite3_int64)i + 1);
        bind_text(insert, 2, sweep->points[i].hash);
        bind_text(insert, 3, sim_point_word(point ? point->role : SIM_POINT_PLAIN));
        sqlite3_bind_int64(insert, 4, point ? point->block : 0);
        if (point && point->factor != SIM_NO_FACTOR) {
            sqlite3_bind_int64(insert, 5, point->factor + 1);
        } else {
            sqlite3_bind_null(insert, 5);
        }
        sqlite3_bind_double(insert, 6, point ? point->step : 0);
        sound = run(store, insert);
    }
    sqlite3_finalize(insert);
    return sound;
}

static bool write_point_values(SimStore *store)
{
    const SimSweepFile *file = store->sweep->file;
    sqlite3_stmt *insert = prepared(store, "INSERT INTO point_values VALUES(?, ?, ?, ?, ?)");
    bool sound = insert != NULL;
    for (size_t i = 0; sound && i < store->sweep->point_count; i++) {
        for (size_t k = 0; sound && k < file->variation_count; k++) {
            char text[100];
            double number;
            sim_sweep_point_value(file, i, k, text, &number);
            sqlite3_bind_int64(insert, 1, (sqlite3_int64)i + 1);
            sqlite3_bind_int64(insert, 2, (sqlite3_int64)k + 1);
            bind_text(insert, 3, text);
            bind_number(insert, 4, number);
            bind_number(insert, 5, file->design ? sim_design_value(file->design, i, (uint32_t)k) : NAN);
            sound = run(store, insert);
        }
    }
    sqlite3_finalize(insert);
    return sound;
}

static bool write_measures(SimStore *store)
{
    const SimSweep *sweep = store->sweep;
    sqlite3_stmt *insert = prepared(store, "INSERT INTO measures VALUES(?, ?, ?, ?, ?, ?)");
    bool sound = insert != NULL;
    for (size_t i = 0; sound && i < sweep->wanted_count; i++) {
        sqlite3_bind_int64(insert, 1, (sqlite3_int64)i + 1);
        bind_text(insert, 2, sweep->wanted[i].measure);
        bind_text(insert, 3, sweep->wanted[i].of);
        bind_text(insert, 4, sweep->wanted[i].period);
        bind_text(insert, 5, sweep->measures[i]->unit);
        bind_text(insert, 6, adds_word(sweep->measures[i]));
        sound = run(store, insert);
    }
    sqlite3_finalize(insert);
    return sound;
}

static bool write_trusts(SimStore *store)
{
    const SimSweep *sweep = store->sweep;
    sqlite3_stmt *insert = prepared(store, "INSERT INTO trusts VALUES(?, ?, ?)");
    bool sound = insert != NULL;
    for (size_t i = 0; sound && i < sweep->place_count; i++) {
        sqlite3_bind_int64(insert, 1, (sqlite3_int64)i + 1);
        bind_text(insert, 2, sweep->codes[i]);
        bind_text(insert, 3, sweep->regions[i]);
        sound = run(store, insert);
    }
    sqlite3_finalize(insert);
    return sound;
}

static bool write_question(SimStore *store)
{
    const SimFind *find = &store->sweep->file->find;
    const bool is_search = sim_find_is_search(find->kind);
    if (find->kind == SIM_FIND_NOTHING) return true;
    sqlite3_stmt *insert = prepared(store, "INSERT INTO question VALUES(?, ?, ?, ?, ?)");
    if (!insert) return false;
    bind_text(insert, 1, sim_find_word(find->kind));
    sqlite3_bind_int64(insert, 2, (sqlite3_int64)sim_sweep_wanted(store->sweep, &find->measure) + 1);
    bind_text(insert, 3, sim_find_world_word(find->world));
    bind_text(insert, 4, !is_search ? "" : find->is_at_most ? "at_most" : "at_least");
    bind_number(insert, 5, is_search ? find->limit : NAN);
    const bool sound = run(store, insert);
    sqlite3_finalize(insert);
    return sound;
}

static bool make(SimStore *store, const About abouts[static ABOUTS])
{
    bool sound = execute(store, "BEGIN") && execute(store, TABLES);
    sound = sound && execute_printed(store, print_results_table) && execute_printed(store, print_tidy);
    sound = sound && write_about(store, abouts) && write_design(store) && write_factors(store) && write_points(store);
    sound = sound && write_point_values(store) && write_measures(store) && write_trusts(store) && write_question(store);
    return sound && execute(store, "COMMIT");
}

// Opening

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

static bool take_lock(SimStore *store, const char *path)
{
    const size_t size = strlen(path) + 6;
    store->lock_path = sim_zeroed(size, 1);
    snprintf(store->lock_path, size, "%s.lock", path);
    store->lock = open(store->lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (store->lock < 0) return true;  // what is wrong with the folder is told when the store is opened
    return flock(store->lock, LOCK_EX | LOCK_NB) == 0;
}

static void give_lock(SimStore *store)
{
    if (store->lock >= 0) {
        unlink(store->lock_path);
        close(store->lock);
    }
    free(store->lock_path);
}

static bool has_tables(SimStore *store)
{
    sqlite3_stmt *select = prepared(store, "SELECT count(*) FROM sqlite_master");
    const bool some = select && sqlite3_step(select) == SQLITE_ROW && sqlite3_column_int(select, 0) > 0;
    sqlite3_finalize(select);
    return some;
}

// True if what is there was made by the same; else `why` says what differs.
static bool fits(SimStore *store, const char *path, const About abouts[static ABOUTS], char *why, size_t why_size)
{
    sqlite3_stmt *select = prepared(store, "SELECT value FROM about WHERE key = ?");
    if (!select) {
        snprintf(why, why_size, "`%s` is no store of a sweep; write another name, or remove it", path);
        return false;
    }
    bool is_same = true;
    for (int i = 0; is_same && i < ABOUTS; i++) {
        bind_text(select, 1, abouts[i].key);
        const bool is_there = sqlite3_step(select) == SQLITE_ROW;
        const char *value = is_there ? (const char *)sqlite3_column_text(select, 0) : "";
        is_same = strcmp(value, abouts[i].value) == 0;
        if (!is_same)
            snprintf(why, why_size,
                     "`%s` holds another sweep: %s has changed (`%s` there, `%s` now); write to another store, or go "
                     "back to what made this one",
                     path, abouts[i].meaning, value, abouts[i].value);
        sqlite3_reset(select);
    }
    sqlite3_finalize(select);
    return is_same;
}

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
    sqlite3_stmt *select = prepared(store, "SELECT point, replication, place FROM results JOIN trusts USING(trust)");
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
    print_columns(sweep, to, "");
    fputs(") VALUES(?, ?, ?", to);
    for (size_t i = 0; i < sweep->wanted_count; i++)
        fputs(is_share(sweep->measures[i]) ? ", ?, ?, ?, ?" : ", ?, ?", to);
    fputs(")", to);
}

static bool prepare_insert(SimStore *store)
{
    char *sql = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&sql, &size);
    if (!to) return false;
    print_insert(store->sweep, to);
    fclose(to);
    store->insert = prepared(store, sql);
    free(sql);
    return store->insert != NULL;
}

static bool open_database(SimStore *store, const char *path)
{
    if (sqlite3_open(path, &store->db) != SQLITE_OK) return failed(store);
    sqlite3_busy_timeout(store->db, BUSY_MS);
    const bool is_far = is_on_network(path);
    return execute(store, is_far ? "PRAGMA journal_mode=DELETE" : "PRAGMA journal_mode=WAL") &&
           execute(store, is_far ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
}

static void drop(SimStore *store)
{
    sqlite3_finalize(store->insert);
    sqlite3_close(store->db);
    give_lock(store);
    free(store->has);
    free(store);
}

static enum SimStoreEnd open_store(SimStore *store, const char *path, const char *program, char *why, size_t why_size)
{
    About abouts[ABOUTS];
    about(store->sweep, program, abouts);
    if (!take_lock(store, path)) {
        snprintf(why, why_size, "`%s` is being written by another run; wait for it, or write to another store", path);
        return SIM_STORE_REFUSED;
    }
    struct stat file;
    if (stat(path, &file) == 0 && !S_ISREG(file.st_mode)) {
        snprintf(why, why_size, "`%s` is no file; write the name of a store, such as `sweep.sqlite`", path);
        return SIM_STORE_REFUSED;
    }
    bool sound = open_database(store, path);
    if (sound && has_tables(store)) {
        if (!fits(store, path, abouts, why, why_size)) return SIM_STORE_REFUSED;
    } else {
        sound = sound && make(store, abouts);
    }
    if (sound && find_rows(store) && prepare_insert(store)) return SIM_STORE_READY;
    const bool is_not_ours = sqlite3_errcode(store->db) == SQLITE_NOTADB;
    snprintf(why, why_size, is_not_ours ? "`%s` is no store of a sweep (%s); write another name" : "`%s`: %s", path,
             store->why);
    return is_not_ours ? SIM_STORE_REFUSED : SIM_STORE_FAILED;
}

enum SimStoreEnd sim_store_open(SimStore **opened, const char *path, const char *program, const SimSweep *sweep,
                                uint32_t replications, char *why, size_t why_size)
{
    SimStore *store = sim_zeroed(1, sizeof *store);
    *store = (SimStore){.sweep = sweep, .replications = replications, .lock = -1};
    const enum SimStoreEnd end = open_store(store, path, program, why, why_size);
    *opened = end == SIM_STORE_READY ? store : NULL;
    if (end != SIM_STORE_READY) drop(store);
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
        const bool has_weights = is_share(store->sweep->measures[i]);
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
    sqlite3_stmt *select = prepared(store, "SELECT place, results.* FROM results JOIN trusts USING(trust)");
    int step = SQLITE_ERROR;
    while (select && (step = sqlite3_step(select)) == SQLITE_ROW) {
        read_row(store, select, &row, values, values + numbers);
        if (row.replication <= store->replications) see(context, &row);
    }
    sqlite3_finalize(select);
    free(values);
    return step == SQLITE_DONE || failed(store);
}

static bool begin(SimStore *store)
{
    if (store->pending > 0) return true;
    store->began_s = clock_s();
    return execute(store, "BEGIN IMMEDIATE");
}

bool sim_store_commit(SimStore *store)
{
    if (store->pending == 0) return true;
    store->pending = 0;
    return execute(store, "COMMIT");
}

bool sim_store_keep(SimStore *store, const SimSweepRow *row)
{
    if (!begin(store)) return false;
    sqlite3_stmt *insert = store->insert;
    int at = 1;
    sqlite3_bind_int64(insert, at++, (sqlite3_int64)row->point + 1);
    sqlite3_bind_int64(insert, at++, row->replication);
    bind_text(insert, at++, store->sweep->codes[row->place]);
    for (size_t i = 0; i < store->sweep->wanted_count; i++) {
        bind_number(insert, at++, row->values[2 * i]);
        bind_number(insert, at++, row->values[2 * i + 1]);
        if (!is_share(store->sweep->measures[i])) continue;
        bind_number(insert, at++, row->weights[2 * i]);
        bind_number(insert, at++, row->weights[2 * i + 1]);
    }
    if (!run(store, insert)) return false;
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
    drop(store);
    return is_written;
}

// Merging

static bool copy_file(const char *from, const char *to, char *why, size_t why_size)
{
    sqlite3 *source = NULL, *target = NULL;
    bool is_done = sqlite3_open_v2(from, &source, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
                   sqlite3_open(to, &target) == SQLITE_OK;
    sqlite3_backup *backup = is_done ? sqlite3_backup_init(target, "main", source, "main") : NULL;
    is_done = backup && sqlite3_backup_step(backup, -1) == SQLITE_DONE;
    if (backup) is_done = sqlite3_backup_finish(backup) == SQLITE_OK && is_done;
    if (!is_done) snprintf(why, why_size, "`%s`: %s", from, sqlite3_errmsg(target ? target : source));
    sqlite3_close(source);
    sqlite3_close(target);
    return is_done;
}

static bool attach(SimStore *store, const char *shard)
{
    sqlite3_stmt *statement = prepared(store, "ATTACH ? AS shard");
    if (!statement) return false;
    bind_text(statement, 1, shard);
    const bool is_done = run(store, statement);
    sqlite3_finalize(statement);
    return is_done;
}

static bool shard_fits(SimStore *store)
{
    static const char sql[] = "SELECT count(*) FROM main.about AS a JOIN shard.about AS b USING(key)"
                              " WHERE a.value = b.value";
    sqlite3_stmt *select = prepared(store, sql);
    const bool is_same = select && sqlite3_step(select) == SQLITE_ROW && sqlite3_column_int(select, 0) == ABOUTS;
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
    bool is_done = execute(store, "BEGIN IMMEDIATE") &&
                   execute(store, "INSERT OR IGNORE INTO main.results SELECT * FROM shard.results") &&
                   execute(store, "COMMIT");
    *rows += is_done ? (size_t)sqlite3_changes(store->db) : 0;
    is_done = execute(store, "DETACH shard") && is_done;
    if (!is_done) snprintf(why, why_size, "`%s`: %s", shard, store->why);
    return is_done ? SIM_STORE_READY : SIM_STORE_FAILED;
}

enum SimStoreEnd sim_store_merge(const char *path, const char *const *shards, size_t shard_count, size_t *rows,
                                 char *why, size_t why_size)
{
    struct stat file;
    *rows = 0;
    if (stat(path, &file) != 0) {
        if (stat(shards[0], &file) != 0) {
            snprintf(why, why_size, "there is no `%s`; name the stores of all shards", shards[0]);
            return SIM_STORE_REFUSED;
        }
        if (!copy_file(shards[0], path, why, why_size)) return SIM_STORE_FAILED;
    }
    SimStore *store = sim_zeroed(1, sizeof *store);
    store->lock = -1;
    enum SimStoreEnd end = SIM_STORE_READY;
    if (!take_lock(store, path)) {
        snprintf(why, why_size, "`%s` is being written by another run; wait for it", path);
        end = SIM_STORE_REFUSED;
    } else if (!open_database(store, path)) {
        snprintf(why, why_size, "`%s`: %s", path, store->why);
        end = SIM_STORE_FAILED;
    }
    for (size_t i = 0; end == SIM_STORE_READY && i < shard_count; i++)
        end = merge_shard(store, shards[i], rows, why, why_size);
    drop(store);
    return end;
}
