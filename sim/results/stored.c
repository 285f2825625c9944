#include "sim/results/stored.h"

#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "sim/experiment/memory.h"
#include "sim/experiment/sweep_file.h"

static char *copy_of(const char *text)
{
    const size_t size = strlen(text) + 1;
    return memcpy(sim_zeroed(size, 1), text, size);
}

static char *text_at(sqlite3_stmt *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    return copy_of(text ? text : "");
}

// "" if there is none: a store may have been tampered with.
static const char *word_at(sqlite3_stmt *select, int column)
{
    const unsigned char *word = sqlite3_column_text(select, column);
    return word ? (const char *)word : "";
}

static double number_at(sqlite3_stmt *statement, int column)
{
    return sqlite3_column_type(statement, column) == SQLITE_NULL ? NAN : sqlite3_column_double(statement, column);
}

static sqlite3_stmt *prepared(const SimStored *stored, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    sqlite3_prepare_v2(stored->db, sql, -1, &statement, NULL);
    return statement;
}

static bool count(const SimStored *stored, const char *sql, size_t *number)
{
    sqlite3_stmt *select = prepared(stored, sql);
    const bool is_read = select && sqlite3_step(select) == SQLITE_ROW;
    if (is_read) *number = (size_t)sqlite3_column_int64(select, 0);
    sqlite3_finalize(select);
    return is_read;
}

static bool read_factors(SimStored *stored)
{
    sqlite3_stmt *select = prepared(stored, "SELECT name FROM factors ORDER BY factor");
    if (!select) return false;
    stored->factors = sim_zeroed(stored->factor_count, sizeof *stored->factors);
    for (size_t i = 0; i < stored->factor_count && sqlite3_step(select) == SQLITE_ROW; i++)
        stored->factors[i] = text_at(select, 0);
    sqlite3_finalize(select);
    return true;
}

static bool read_point_values(SimStored *stored)
{
    sqlite3_stmt *select = prepared(stored, "SELECT text, number FROM point_values ORDER BY point, factor");
    if (!select) return false;
    const size_t values = stored->point_count * stored->factor_count;
    stored->texts = sim_zeroed(values, sizeof *stored->texts);
    stored->numbers = sim_zeroed(values, sizeof *stored->numbers);
    size_t i = 0;
    for (; i < values && sqlite3_step(select) == SQLITE_ROW; i++) {
        stored->texts[i] = text_at(select, 0);
        stored->numbers[i] = number_at(select, 1);
    }
    sqlite3_finalize(select);
    return i == values;
}

static bool read_measures(SimStored *stored)
{
    sqlite3_stmt *select = prepared(stored, "SELECT measure, \"of\", period, unit, adds FROM measures ORDER BY number");
    if (!select) return false;
    stored->measures = sim_zeroed(stored->measure_count, sizeof *stored->measures);
    size_t i = 0;
    for (; i < stored->measure_count && sqlite3_step(select) == SQLITE_ROW; i++)
        stored->measures[i] = (SimStoredMeasure){text_at(select, 0), text_at(select, 1), text_at(select, 2),
                                                 text_at(select, 3), sim_over_of_word(word_at(select, 4))};
    sqlite3_finalize(select);
    return i == stored->measure_count;
}

// The design

static bool read_plan(SimStored *stored, SimDesign *design)
{
    sqlite3_stmt *select = prepared(stored, "SELECT kind, count, levels, second_order, seed FROM design");
    const bool is_read = select && sqlite3_step(select) == SQLITE_ROW;
    const int kind = is_read ? sim_design_of_word(word_at(select, 0)) : -1;
    if (kind >= 0)
        design->plan = (SimDesignPlan){.kind = (enum SimDesignKind)kind,
                                       .factor_count = (uint32_t)stored->factor_count,
                                       .count = (uint32_t)sqlite3_column_int64(select, 1),
                                       .levels = (uint32_t)sqlite3_column_int64(select, 2),
                                       .second_order = sqlite3_column_int(select, 3) != 0,
                                       .seed = (uint32_t)sqlite3_column_int64(select, 4)};
    sqlite3_finalize(select);
    return kind >= 0;
}

static bool read_design_factors(const SimStored *stored, SimDesign *design)
{
    sqlite3_stmt *select = prepared(stored, "SELECT levels FROM factors ORDER BY factor");
    if (!select) return false;
    design->factors = sim_zeroed(stored->factor_count, sizeof *design->factors);
    for (size_t i = 0; i < stored->factor_count && sqlite3_step(select) == SQLITE_ROW; i++)
        design->factors[i].levels = (uint32_t)sqlite3_column_int64(select, 0);
    design->plan.factors = design->factors;
    sqlite3_finalize(select);
    return true;
}

static bool read_design_points(const SimStored *stored, SimDesign *design)
{
    sqlite3_stmt *select = prepared(stored, "SELECT role, block, moved, step FROM points ORDER BY point");
    if (!select) return false;
    design->points = sim_zeroed(stored->point_count, sizeof *design->points);
    bool sound = true;
    for (size_t i = 0; i < stored->point_count && sqlite3_step(select) == SQLITE_ROW; i++) {
        const int role = sim_point_of_word(word_at(select, 0));
        const bool has_moved = sqlite3_column_type(select, 2) != SQLITE_NULL;
        sound = sound && role >= 0;
        design->points[i] =
            (SimPoint){.role = (enum SimPointRole)role,
                       .block = (uint32_t)sqlite3_column_int64(select, 1),
                       .factor = has_moved ? (uint32_t)sqlite3_column_int64(select, 2) - 1 : SIM_NO_FACTOR,
                       .step = sqlite3_column_double(select, 3)};
    }
    sqlite3_finalize(select);
    return sound;
}

static bool read_design_values(const SimStored *stored, SimDesign *design)
{
    sqlite3_stmt *select = prepared(stored, "SELECT place FROM point_values ORDER BY point, factor");
    if (!select) return false;
    const size_t values = stored->point_count * stored->factor_count;
    design->values = sim_zeroed(values, sizeof *design->values);
    for (size_t i = 0; i < values && sqlite3_step(select) == SQLITE_ROW; i++) design->values[i] = number_at(select, 0);
    sqlite3_finalize(select);
    return true;
}

// Points that were listed have no design.
static bool read_design(SimStored *stored)
{
    SimDesign *design = sim_zeroed(1, sizeof *design);
    stored->design = design;
    design->point_count = stored->point_count;
    if (read_plan(stored, design))
        return read_design_factors(stored, design) && read_design_points(stored, design) &&
               read_design_values(stored, design);
    sim_design_free(design);
    stored->design = NULL;
    return true;
}

// Sites

static int by_name(const void *a, const void *b)
{
    return strcmp(((const SimStoredSite *)a)->name, ((const SimStoredSite *)b)->name);
}

static bool is_known(const SimStored *stored, size_t from, const char *region)
{
    for (size_t i = from; i < stored->site_count; i++) {
        if (strcmp(stored->sites[i].region, region) == 0) return true;
    }
    return false;
}

static void drop_site(SimStoredSite *site)
{
    free(site->name);
    free(site->region);
}

// As in the results of a run, a single region is not told apart from all.
static void add_regions(SimStored *stored, size_t places)
{
    for (size_t i = 0; i < places; i++) {
        const char *region = stored->sites[i].region;
        if (!*region || is_known(stored, places, region)) continue;
        char name[80];
        snprintf(name, sizeof name, "region:%.60s", region);
        stored->sites[stored->site_count++] = (SimStoredSite){copy_of(name), copy_of(region), false};
    }
    qsort(&stored->sites[places], stored->site_count - places, sizeof *stored->sites, by_name);
    if (stored->site_count == places + 1) drop_site(&stored->sites[--stored->site_count]);
}

static bool read_sites(SimStored *stored)
{
    size_t places;
    sqlite3_stmt *select = prepared(stored, "SELECT trust, region FROM trusts ORDER BY place");
    if (!select || !count(stored, "SELECT count(*) FROM trusts", &places)) return false;
    stored->sites = sim_zeroed(2 * places + 1, sizeof *stored->sites);
    while (stored->site_count < places && sqlite3_step(select) == SQLITE_ROW)
        stored->sites[stored->site_count++] = (SimStoredSite){text_at(select, 0), text_at(select, 1), true};
    sqlite3_finalize(select);
    if (places < 2) return true;
    add_regions(stored, places);
    stored->sites[stored->site_count++] = (SimStoredSite){copy_of("ALL"), copy_of(""), false};
    return true;
}

// Stores of before had none.
static bool read_question(SimStored *stored)
{
    sqlite3_stmt *select = prepared(stored, "SELECT find, measure, world, bound, amount FROM question");
    SimStoredQuestion *question = &stored->question;
    if (select && sqlite3_step(select) == SQLITE_ROW) {
        question->kind = sim_find_of_word(word_at(select, 0));
        question->measure = (size_t)sqlite3_column_int64(select, 1) - 1;
        question->world = sim_find_world_of_word(word_at(select, 2));
        question->is_at_most = strcmp(word_at(select, 3), "at_most") == 0;
        question->limit = number_at(select, 4);
    }
    sqlite3_finalize(select);
    return question->kind == SIM_FIND_NOTHING || question->measure < stored->measure_count;
}

static bool read_all(SimStored *stored)
{
    size_t replications;
    const bool sound = count(stored, "SELECT count(*) FROM points", &stored->point_count) &&
                       count(stored, "SELECT count(*) FROM factors", &stored->factor_count) &&
                       count(stored, "SELECT count(*) FROM measures", &stored->measure_count) &&
                       count(stored, "SELECT coalesce(max(replication), 0) FROM results", &replications);
    if (!sound) return false;
    stored->replications = (uint32_t)replications;
    return read_factors(stored) && read_point_values(stored) && read_measures(stored) && read_design(stored) &&
           read_sites(stored) && read_question(stored);
}

// A store that lies where nothing can be written, and so has no log of what is being written.
static bool open_unchanging(SimStored *stored, const char *path)
{
    char uri[3 * 4096 + 40] = "file:";
    size_t length = strlen(uri);
    for (const char *c = path; *c && length < sizeof uri - 40; c++)
        length += (size_t)snprintf(uri + length, 4, strchr("?#%", *c) ? "%%%02X" : "%c", (unsigned)(unsigned char)*c);
    snprintf(uri + length, sizeof uri - length, "?immutable=1");
    sqlite3_close(stored->db);
    return sqlite3_open_v2(uri, &stored->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL) == SQLITE_OK;
}

static bool cannot_be_locked(const SimStored *stored)
{
    const int code = sqlite3_errcode(stored->db);
    return code == SQLITE_CANTOPEN || code == SQLITE_READONLY;
}

SimStored *sim_stored_open(const char *path, char *why, size_t why_size)
{
    struct stat file;
    if (stat(path, &file) != 0 || !S_ISREG(file.st_mode)) {
        snprintf(why, why_size, "there is no store `%s`", path);
        return NULL;
    }
    SimStored *stored = sim_zeroed(1, sizeof *stored);
    bool is_open = sqlite3_open_v2(path, &stored->db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK ||
                   sqlite3_open_v2(path, &stored->db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK;
    if (is_open) sqlite3_busy_timeout(stored->db, 10000);
    size_t tables;
    if (is_open && !count(stored, "SELECT count(*) FROM sqlite_master", &tables) && cannot_be_locked(stored))
        is_open = open_unchanging(stored, path);
    if (is_open && read_all(stored)) return stored;
    const bool is_faulty = sqlite3_errcode(stored->db) != SQLITE_OK;
    snprintf(why, why_size, "`%s` is no store of a sweep, or cannot be read (%s)", path,
             is_faulty ? sqlite3_errmsg(stored->db) : "its tables do not fit to each other");
    sim_stored_free(stored);
    return NULL;
}

static void free_texts(char **texts, size_t number)
{
    for (size_t i = 0; texts && i < number; i++) free(texts[i]);
    free(texts);
}

void sim_stored_free(SimStored *stored)
{
    if (!stored) return;
    sqlite3_close(stored->db);
    sim_design_free(stored->design);
    free_texts(stored->factors, stored->factor_count);
    free_texts(stored->texts, stored->point_count * stored->factor_count);
    free(stored->numbers);
    for (size_t i = 0; stored->measures && i < stored->measure_count; i++) {
        SimStoredMeasure *measure = &stored->measures[i];
        free(measure->measure), free(measure->of), free(measure->period), free(measure->unit);
    }
    free(stored->measures);
    for (size_t i = 0; i < stored->site_count; i++) drop_site(&stored->sites[i]);
    free(stored->sites);
    free(stored);
}

// Values

// Of a site of several places.
typedef struct {
    SimDaily *parts;   // where sim_stored_at says
    uint32_t *places;  // [point][replication]: how many are there
} Sums;

static bool is_share(const SimStoredMeasure *measure)
{
    return measure->over == SIM_OVER_SHARE;
}

// Reads the values of a row into `values` (a place) or adds them to the sums.
static void take_row(const SimStored *stored, sqlite3_stmt *row, double *values, const Sums *sums)
{
    const size_t point = (size_t)sqlite3_column_int64(row, 0) - 1;
    const uint32_t replication = (uint32_t)sqlite3_column_int64(row, 1) - 1;
    int column = 3;
    if (point >= stored->point_count || replication >= stored->replications) return;
    if (sums) sums->places[point * stored->replications + replication]++;
    for (size_t i = 0; i < stored->measure_count; i++) {
        const SimStoredMeasure *measure = &stored->measures[i];
        for (enum SimLife life = SIM_BASELINE; life < SIM_LIVES; life++) {
            const size_t at = sim_stored_at(stored, i, life, point, replication);
            const double value = number_at(row, column + (int)life);
            const double weight = is_share(measure) ? number_at(row, column + 2 + (int)life) : NAN;
            if (sums) {
                sim_over_add(measure->over, &sums->parts[at], sim_over_part(measure->over, value, weight));
            } else {
                values[at] = value;
            }
        }
        column += is_share(measure) ? 4 : 2;
    }
}

static void close_sums(const SimStored *stored, const Sums *sums, uint32_t places, double *values)
{
    for (size_t i = 0; i < stored->measure_count; i++) {
        for (enum SimLife life = SIM_BASELINE; life < SIM_LIVES; life++) {
            for (size_t point = 0; point < stored->point_count; point++) {
                for (uint32_t r = 0; r < stored->replications; r++) {
                    const size_t at = sim_stored_at(stored, i, life, point, r);
                    const bool is_whole = sums->places[point * stored->replications + r] == places;
                    values[at] = is_whole ? sim_over_value(stored->measures[i].over, sums->parts[at]) : NAN;
                }
            }
        }
    }
}

static uint32_t places_of(const SimStored *stored, const SimStoredSite *site)
{
    uint32_t places = 0;
    for (size_t i = 0; i < stored->site_count; i++) {
        const SimStoredSite *place = &stored->sites[i];
        places += place->is_place && (!*site->region || strcmp(place->region, site->region) == 0);
    }
    return places;
}

static sqlite3_stmt *rows_of(const SimStored *stored, const SimStoredSite *site)
{
    const char *sql = site->is_place  ? "SELECT * FROM results WHERE trust = ?"
                      : *site->region ? "SELECT results.* FROM results JOIN trusts USING(trust) WHERE region = ?"
                                        " ORDER BY point, replication, trust"
                                      : "SELECT * FROM results WHERE ? IS NOT NULL";
    sqlite3_stmt *select = prepared(stored, sql);
    if (select) sqlite3_bind_text(select, 1, site->is_place ? site->name : site->region, -1, SQLITE_TRANSIENT);
    return select;
}

bool sim_stored_read(const SimStored *stored, size_t number, double *values)
{
    const SimStoredSite *site = &stored->sites[number];
    const size_t size = sim_stored_size(stored);
    Sums sums = {0};
    if (!site->is_place) {
        sums.parts = sim_zeroed(size, sizeof *sums.parts);
        sums.places = sim_zeroed(stored->point_count * stored->replications, sizeof *sums.places);
    }
    for (size_t i = 0; i < size; i++) values[i] = NAN;
    sqlite3_stmt *select = rows_of(stored, site);
    int step = SQLITE_ERROR;
    while (select && (step = sqlite3_step(select)) == SQLITE_ROW)
        take_row(stored, select, values, site->is_place ? NULL : &sums);
    sqlite3_finalize(select);
    if (!site->is_place) close_sums(stored, &sums, places_of(stored, site), values);
    free(sums.parts), free(sums.places);
    return step == SQLITE_DONE;
}

bool sim_stored_counts(const SimStored *stored, uint32_t replications, uint32_t *counts)
{
    size_t places = 0;
    for (size_t i = 0; i < stored->site_count; i++) places += stored->sites[i].is_place;
    sqlite3_stmt *select = prepared(stored, "SELECT point, replication, count(*) FROM results WHERE replication <= ?"
                                            " GROUP BY point, replication");
    if (!select) return false;
    sqlite3_bind_int64(select, 1, replications);
    for (size_t i = 0; i < stored->point_count; i++) counts[i] = 0;
    int step;
    while ((step = sqlite3_step(select)) == SQLITE_ROW) {
        const size_t point = (size_t)sqlite3_column_int64(select, 0) - 1;
        if (point < stored->point_count) counts[point] += (size_t)sqlite3_column_int64(select, 2) == places;
    }
    sqlite3_finalize(select);
    return step == SQLITE_DONE;
}
