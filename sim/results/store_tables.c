#include "sim/results/store_tables.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/experiment/over_trusts.h"
#include "sim/experiment/sweep_point.h"
#include "sim/results/manifest.h"
#include "sim/scenario/fingerprint.h"

enum { FORMAT = 2 };

// What made the store

static uint64_t hash_text(uint64_t hash, const char *text)
{
    return sim_fingerprint(sim_fingerprint(hash, text, strlen(text)), "\xff", 1);
}

// All points in their order, and what is kept of them.
static void design_hash(const SimSweep *sweep, char text[static 17])
{
    uint64_t hash = SIM_FINGERPRINT;
    hash = sim_fingerprint(hash, &sweep->fingerprint, sizeof sweep->fingerprint);
    for (size_t i = 0; i < sweep->wanted_count; i++) {
        hash = hash_text(hash, sweep->wanted[i].measure);
        hash = hash_text(hash, sweep->wanted[i].of);
        hash = hash_text(hash, sweep->wanted[i].period);
    }
    snprintf(text, 17, "%016llx", (unsigned long long)hash);
}

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

void sim_store_about(const SimSweep *sweep, const char *program, SimStoreAbout abouts[static SIM_STORE_ABOUTS])
{
    abouts[0] = (SimStoreAbout){.key = "format", .meaning = "the format of the store"};
    abouts[1] = (SimStoreAbout){.key = "program", .meaning = "the program"};
    abouts[2] = (SimStoreAbout){.key = "version", .meaning = "the program's version"};
    abouts[3] = (SimStoreAbout){.key = "points", .meaning = "the number of points"};
    abouts[4] = (SimStoreAbout){.key = "design", .meaning = "the scenario, what varies, or the measures that are kept"};
    abouts[5] = (SimStoreAbout){.key = "find", .meaning = "what is to be found"};
    snprintf(abouts[0].value, sizeof abouts[0].value, "%d", FORMAT);
    snprintf(abouts[1].value, sizeof abouts[1].value, "%s", program);
    snprintf(abouts[2].value, sizeof abouts[2].value, "%s %s", sim_version(), sim_commit());
    snprintf(abouts[3].value, sizeof abouts[3].value, "%zu", sweep->point_count);
    design_hash(sweep, abouts[4].value);
    print_question(&sweep->file->find, abouts[5].value, sizeof abouts[5].value);
}

// Making it

bool sim_store_has_weights(const SimMeasure *measure)
{
    return sim_over_trusts(measure) == SIM_OVER_SHARE;
}

void sim_store_print_columns(const SimSweep *sweep, FILE *to, const char *type)
{
    for (size_t i = 0; i < sweep->wanted_count; i++) {
        fprintf(to, ", m%zu_baseline%s, m%zu_strike%s", i + 1, type, i + 1, type);
        if (sim_store_has_weights(sweep->measures[i]))
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

static void print_results_table(const SimSweep *sweep, FILE *to)
{
    fputs("CREATE TABLE results(point INTEGER NOT NULL, replication INTEGER NOT NULL, trust TEXT NOT NULL", to);
    sim_store_print_columns(sweep, to, " REAL");
    fputs(", PRIMARY KEY(point, replication, trust)) WITHOUT ROWID;", to);
}

// Tables that are filled when the store is made

typedef struct {
    const SimSweep *sweep;
    const SimStoreAbout *abouts;
} Made;

static size_t one(const Made *made)
{
    (void)made;
    return 1;
}

static size_t abouts(const Made *made)
{
    (void)made;
    return SIM_STORE_ABOUTS;
}

static void put_about(const Made *made, size_t row, SimStoreCells *cells)
{
    sim_store_put_text(cells, made->abouts[row].key);
    sim_store_put_text(cells, made->abouts[row].value);
}

static void put_design(const Made *made, size_t row, SimStoreCells *cells)
{
    (void)row;
    const SimDesign *design = made->sweep->file->design;
    sim_store_put_text(cells, design ? sim_design_word(design->plan.kind) : "list");
    sim_store_put_count(cells, design ? design->plan.count : 0);
    sim_store_put_count(cells, design ? design->plan.levels : 0);
    sim_store_put_count(cells, design && design->plan.second_order);
    sim_store_put_count(cells, design ? design->plan.seed : 0);
}

static size_t factors(const Made *made)
{
    return made->sweep->file->variation_count;
}

static void put_factor(const Made *made, size_t row, SimStoreCells *cells)
{
    const SimVariation *variation = &made->sweep->file->variations[row];
    sim_store_put_count(cells, row + 1);
    sim_store_put_text(cells, variation->name);
    sim_store_put_count(cells, variation->level_count);
}

static size_t points(const Made *made)
{
    return made->sweep->point_count;
}

static void put_point(const Made *made, size_t row, SimStoreCells *cells)
{
    static const SimPoint PLAIN = {.role = SIM_POINT_PLAIN, .factor = SIM_NO_FACTOR};
    const SimDesign *design = made->sweep->file->design;
    const SimPoint *point = design ? &design->points[row] : &PLAIN;
    sim_store_put_count(cells, row + 1);
    sim_store_put_text(cells, sim_point_word(point->role));
    sim_store_put_count(cells, point->block);
    sim_store_put_number(cells, point->factor == SIM_NO_FACTOR ? NAN : point->factor + 1.0);
    sim_store_put_number(cells, point->step);
}

static size_t point_values(const Made *made)
{
    return points(made) * factors(made);
}

static void put_point_value(const Made *made, size_t row, SimStoreCells *cells)
{
    const SimSweepFile *file = made->sweep->file;
    const size_t point = row / factors(made), factor = row % factors(made);
    char text[100];
    double number;
    sim_sweep_point_value(file, point, factor, text, &number);
    sim_store_put_count(cells, point + 1);
    sim_store_put_count(cells, factor + 1);
    sim_store_put_text(cells, text);
    sim_store_put_number(cells, number);
    sim_store_put_number(cells, file->design ? sim_design_value(file->design, point, (uint32_t)factor) : NAN);
}

static size_t measures(const Made *made)
{
    return made->sweep->wanted_count;
}

static void put_measure(const Made *made, size_t row, SimStoreCells *cells)
{
    const SimWanted *wanted = &made->sweep->wanted[row];
    sim_store_put_count(cells, row + 1);
    sim_store_put_text(cells, wanted->measure);
    sim_store_put_text(cells, wanted->of);
    sim_store_put_text(cells, wanted->period);
    sim_store_put_text(cells, made->sweep->measures[row]->unit);
    sim_store_put_text(cells, sim_over_word(sim_over_trusts(made->sweep->measures[row])));
}

static size_t questions(const Made *made)
{
    return made->sweep->file->find.kind != SIM_FIND_NOTHING;
}

static void put_question(const Made *made, size_t row, SimStoreCells *cells)
{
    (void)row;
    const SimFind *find = &made->sweep->file->find;
    const bool is_search = sim_find_is_search(find->kind);
    sim_store_put_text(cells, sim_find_word(find->kind));
    sim_store_put_count(cells, sim_sweep_wanted(made->sweep, &find->measure) + 1);
    sim_store_put_text(cells, sim_find_world_word(find->world));
    sim_store_put_text(cells, !is_search ? "" : find->is_at_most ? "at_most" : "at_least");
    sim_store_put_number(cells, is_search ? find->limit : NAN);
}

static size_t trusts(const Made *made)
{
    return made->sweep->place_count;
}

static void put_trust(const Made *made, size_t row, SimStoreCells *cells)
{
    sim_store_put_count(cells, row + 1);
    sim_store_put_text(cells, made->sweep->codes[row]);
    sim_store_put_text(cells, made->sweep->regions[row]);
}

typedef struct {
    const char *create, *insert;
    size_t (*rows)(const Made *made);
    void (*put)(const Made *made, size_t row, SimStoreCells *cells);
} Table;

static const Table TABLES[] = {
    {"CREATE TABLE about(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID", "INSERT INTO about VALUES(?, ?)",
     abouts, put_about},
    {"CREATE TABLE design(kind TEXT NOT NULL, count INTEGER NOT NULL, levels INTEGER NOT NULL,"
     " second_order INTEGER NOT NULL, seed INTEGER NOT NULL)",
     "INSERT INTO design VALUES(?, ?, ?, ?, ?)", one, put_design},
    {"CREATE TABLE factors(factor INTEGER PRIMARY KEY, name TEXT NOT NULL, levels INTEGER NOT NULL)",
     "INSERT INTO factors VALUES(?, ?, ?)", factors, put_factor},
    {"CREATE TABLE points(point INTEGER PRIMARY KEY, role TEXT NOT NULL,"
     " block INTEGER NOT NULL, moved INTEGER, step REAL NOT NULL)",
     "INSERT INTO points VALUES(?, ?, ?, ?, ?)", points, put_point},
    {"CREATE TABLE point_values(point INTEGER, factor INTEGER, text TEXT NOT NULL, number REAL, place REAL,"
     " PRIMARY KEY(point, factor)) WITHOUT ROWID",
     "INSERT INTO point_values VALUES(?, ?, ?, ?, ?)", point_values, put_point_value},
    {"CREATE TABLE measures(number INTEGER PRIMARY KEY, measure TEXT NOT NULL, \"of\" TEXT NOT NULL,"
     " period TEXT NOT NULL, unit TEXT NOT NULL, adds TEXT NOT NULL)",
     "INSERT INTO measures VALUES(?, ?, ?, ?, ?, ?)", measures, put_measure},
    {"CREATE TABLE question(find TEXT NOT NULL, measure INTEGER NOT NULL, world TEXT NOT NULL, bound TEXT NOT NULL,"
     " amount REAL)",
     "INSERT INTO question VALUES(?, ?, ?, ?, ?)", questions, put_question},
    {"CREATE TABLE trusts(place INTEGER PRIMARY KEY, trust TEXT NOT NULL, region TEXT NOT NULL)",
     "INSERT INTO trusts VALUES(?, ?, ?)", trusts, put_trust},
};

static bool make_table(SimStore *store, const Table *table, const Made *made)
{
    if (!sim_store_execute(store, table->create)) return false;
    sqlite3_stmt *insert = sim_store_prepared(store, table->insert);
    bool sound = insert != NULL;
    const size_t rows = table->rows(made);
    for (size_t row = 0; sound && row < rows; row++) {
        table->put(made, row, &(SimStoreCells){.statement = insert});
        sound = sim_store_run(store, insert);
    }
    sqlite3_finalize(insert);
    return sound;
}

static bool make_printed(SimStore *store, void (*print)(const SimSweep *sweep, FILE *to))
{
    char *sql = sim_store_printed(store, print);
    const bool is_done = sql && sim_store_execute(store, sql);
    free(sql);
    return is_done;
}

bool sim_store_make(SimStore *store, const SimStoreAbout about[static SIM_STORE_ABOUTS])
{
    const Made made = {.sweep = store->sweep, .abouts = about};
    bool sound = sim_store_execute(store, "BEGIN");
    for (size_t i = 0; sound && i < sizeof TABLES / sizeof *TABLES; i++) sound = make_table(store, &TABLES[i], &made);
    return sound && make_printed(store, print_results_table) && make_printed(store, print_tidy) &&
           sim_store_execute(store, "COMMIT");
}

// Opening it again

bool sim_store_has_tables(SimStore *store)
{
    sqlite3_stmt *select = sim_store_prepared(store, "SELECT count(*) FROM sqlite_master");
    const bool some = select && sqlite3_step(select) == SQLITE_ROW && sqlite3_column_int(select, 0) > 0;
    sqlite3_finalize(select);
    return some;
}

bool sim_store_fits(SimStore *store, const char *path, const SimStoreAbout about[static SIM_STORE_ABOUTS], char *why,
                    size_t why_size)
{
    sqlite3_stmt *select = sim_store_prepared(store, "SELECT value FROM about WHERE key = ?");
    if (!select) {
        snprintf(why, why_size, "`%s` is no store of a sweep; write another name, or remove it", path);
        return false;
    }
    bool is_same = true;
    for (int i = 0; is_same && i < SIM_STORE_ABOUTS; i++) {
        sim_store_put_text(&(SimStoreCells){.statement = select}, about[i].key);
        const int step = sqlite3_step(select);
        const bool is_there = step == SQLITE_ROW;
        if (!is_there && step != SQLITE_DONE) {
            snprintf(why, why_size, "`%s` is damaged (%s); remove it, or bring back a copy", path,
                     sqlite3_errmsg(store->db));
            is_same = false;
            break;
        }
        const char *value = is_there ? (const char *)sqlite3_column_text(select, 0) : "";
        is_same = strcmp(value, about[i].value) == 0;
        if (!is_same)
            snprintf(why, why_size,
                     "`%s` holds another sweep: %s has changed (`%s` there, `%s` now); write to another store, or go "
                     "back to what made this one",
                     path, about[i].meaning, value, about[i].value);
        sqlite3_reset(select);
    }
    sqlite3_finalize(select);
    return is_same;
}
