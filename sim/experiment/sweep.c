#include "sim/experiment/sweep.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/experiment/frame.h"
#include "sim/experiment/futures.h"
#include "sim/experiment/memory.h"
#include "sim/experiment/over_trusts.h"
#include "sim/experiment/sweep_point.h"
#include "sim/experiment/sweep_reading.h"
#include "sim/scenario/fingerprint.h"
#include "sim/scenario/nearest.h"

enum { LAID_OUT_MOST = 200, CHUNK_LEAST = 16, CHUNK_MOST = 64, CHUNKS_OF_GROUP = 16, FAULTS_MOST = 20 };
enum { PLANS_MOST = 1024 };     // of places, laid out for the points of a chunk: half a gigabyte or so
enum { PLACES_UNKNOWN = 100 };  // so many are assumed if the first point is faulty

typedef struct {
    SimSweep *sweep;
    SimFaults *faults;
    bool *has_period;  // of each wanted measure: some point laid out has its period
    bool reads_all, has_sound, has_contradiction;
    size_t contradiction;  // the first point that made the scenario faulty, if there is one
} Planning;

// What is wanted

static void add_wanted(SimSweep *sweep, const SimWanted *wanted)
{
    if (sim_sweep_wanted(sweep, wanted) == sweep->wanted_count) sweep->wanted[sweep->wanted_count++] = *wanted;
}

// What is given, or the model's choice; what replications are judged by; and what is to be found.
static void take_wanted(SimSweep *sweep)
{
    const SimSweepFile *file = sweep->file;
    const bool is_given = file->wanted_count > 0;
    const size_t count = is_given ? file->wanted_count : sweep->model->wanted_count;
    sweep->wanted = sim_zeroed(count + file->enough.count + 1, sizeof *sweep->wanted);
    sweep->measures = sim_zeroed(count + file->enough.count + 1, sizeof *sweep->measures);
    for (size_t i = 0; i < count; i++)
        sweep->wanted[sweep->wanted_count++] =
            is_given ? file->wanted[i] : sim_wanted_read(file->arena, sweep->model->wanted[i], (SimMark){0});
    for (size_t i = 0; i < file->enough.count; i++) add_wanted(sweep, &file->enough.of[i]);
    if (file->find.kind != SIM_FIND_NOTHING) add_wanted(sweep, &file->find.measure);
}

size_t sim_sweep_wanted(const SimSweep *sweep, const SimWanted *wanted)
{
    size_t i = 0;
    while (i < sweep->wanted_count && !sim_wanted_is(&sweep->wanted[i], wanted)) i++;
    return i;
}

// A model's own choice may name what a scenario does not have; what a user names must be there.
static bool find_wanted(Planning *planning, const SimFrame *frame)
{
    SimSweep *sweep = planning->sweep;
    bool sound = true;
    for (size_t i = 0; i < sweep->wanted_count; i++) {
        const SimWanted *wanted = &sweep->wanted[i];
        const uint32_t column = sim_column_named(frame, wanted->measure, wanted->of);
        if (column == SIM_NO_COLUMN && wanted->mark.file)
            sound = sim_wanted_is_missing(wanted, frame, planning->faults) && sound;
        if (column == SIM_NO_COLUMN) continue;
        sweep->measures[i] = frame->columns[column].measure;
        planning->has_period[i] = planning->has_period[i] || sim_period_named(&frame->periods, wanted->period);
    }
    return sound;
}

static bool periods_exist(const Planning *planning)
{
    const SimSweep *sweep = planning->sweep;
    bool sound = true;
    for (size_t i = 0; i < sweep->wanted_count; i++) {
        const SimWanted *wanted = &sweep->wanted[i];
        if (planning->has_period[i] || !wanted->mark.file) continue;  // nobody asked for it
        sound =
            sim_fault(planning->faults, wanted->mark, "there is no period `%.100s`; write one such as `%.80s@whole`",
                      wanted->period, wanted->measure);
    }
    return sound;
}

// What a sweep is judged by is judged of all trusts together.
static bool has_value_of_all(const Planning *planning, const SimWanted *wanted)
{
    const SimSweep *sweep = planning->sweep;
    if (sweep->place_count < 2 || sim_over_trusts(sweep->measures[sim_sweep_wanted(sweep, wanted)]) != SIM_OVER_NOT)
        return true;
    return sim_fault(planning->faults, wanted->mark,
                     "`%.80s` of several trusts makes no value of all of them, by which a sweep is judged; write one "
                     "that does, such as a number of patients or a share of them",
                     wanted->measure);
}

static bool can_be_judged(const Planning *planning)
{
    const SimSweepFile *file = planning->sweep->file;
    bool sound = true;
    for (size_t i = 0; i < file->enough.count; i++) sound = has_value_of_all(planning, &file->enough.of[i]) && sound;
    return (file->find.kind == SIM_FIND_NOTHING || has_value_of_all(planning, &file->find.measure)) && sound;
}

// The model's choice as far as the scenario has it.
static void drop_what_is_not_there(SimSweep *sweep)
{
    size_t kept = 0;
    for (size_t i = 0; i < sweep->wanted_count; i++) {
        if (!sweep->measures[i]) continue;
        sweep->wanted[kept] = sweep->wanted[i];
        sweep->measures[kept++] = sweep->measures[i];
    }
    sweep->wanted_count = kept;
}

// The points

typedef struct {
    uint64_t all, start;
} Fingerprints;

static void add_value(void *context, const SimValueInForce *value)
{
    Fingerprints *sums = context;
    const uint64_t hash = sim_value_fingerprint(value);
    sums->all += hash;
    if (value->row->acts_from == SIM_ACTS_START) sums->start += hash;
}

static void take_places(SimSweep *sweep, const SimOutline *outline)
{
    sweep->place_count = outline->place_count;
    sweep->seed = outline->seed;
    sweep->codes = sim_zeroed(outline->place_count, sizeof *sweep->codes);
    sweep->regions = sim_zeroed(outline->place_count, sizeof *sweep->regions);
    for (size_t i = 0; i < outline->place_count; i++) {
        snprintf(sweep->codes[i], sizeof sweep->codes[i], "%s", outline->places[i].code);
        snprintf(sweep->regions[i], sizeof sweep->regions[i], "%s", outline->places[i].region);
    }
}

static bool has_same_places(const SimSweep *sweep, const SimOutline *outline)
{
    if (sweep->place_count != outline->place_count) return false;
    for (size_t i = 0; i < sweep->place_count; i++) {
        if (strcmp(sweep->codes[i], outline->places[i].code) != 0) return false;
    }
    return true;
}

// What only whole plans show.
static bool look_at_plans(Planning *planning, const SimLaidPoint *laid)
{
    SimSweep *sweep = planning->sweep;
    if (!sweep->codes) take_places(sweep, laid->outline);
    if (!has_same_places(sweep, laid->outline))
        return sim_fault(planning->faults, (SimMark){.file = sweep->file->scenario},
                         "points of a sweep must have the same places; make a sweep of each set of them");
    SimFrame *frame = sim_frame_new(laid->outline, sweep->model->measures, sweep->model->measure_block_count);
    const bool sound = find_wanted(planning, frame);
    sim_frame_free(frame);
    return sound;
}

// What is wrong stands in the scenario, which is sound by itself: which point made it so is said once.
static void say_which_point(const Planning *planning, size_t point)
{
    const SimSweepFile *file = planning->sweep->file;
    char values[400] = "";
    for (size_t i = 0; i < file->variation_count; i++) {
        char text[100];
        double number;
        const size_t length = strlen(values);
        sim_sweep_point_value(file, point, i, text, &number);
        if (!*text || length > 200) continue;
        snprintf(values + length, sizeof values - length, "%s`%.80s` is %.60s", length ? ", " : "",
                 file->variations[i].name, text);
    }
    if (!*values) return;  // the scenario as it is
    sim_fault(
        planning->faults, file->variations[0].mark,
        "point %zu, where %s, makes the scenario faulty, as is told of its file; leave such a point out, or change "
        "together what belongs together",
        point + 1, values);
}

static bool read_point(Planning *planning, size_t point, bool is_laid_out)
{
    SimSweep *sweep = planning->sweep;
    const char *own = sweep->file->variations[0].mark.file;
    const size_t before = sim_faults_count(planning->faults), own_before = sim_faults_in(planning->faults, own);
    SimLaidPoint laid;
    SimTables *tables = is_laid_out ? sim_tables_borrow(sweep->tables) : NULL;
    bool sound = is_laid_out ? sim_point_lay_out(sweep->file, point, tables, &laid, planning->faults)
                             : sim_point_read(sweep->file, point, &laid, planning->faults);
    if (sound) {
        Fingerprints sums = {0};
        sim_scenario_each_value(laid.scenario, add_value, &sums);
        sweep->fingerprint = sim_fingerprint(sweep->fingerprint, &sums.all, sizeof sums.all);
        sweep->starts[point] = sums.start;
    }
    const bool is_news = sim_faults_count(planning->faults) > before;
    if (!sound && is_news && !planning->has_contradiction && sim_faults_in(planning->faults, own) == own_before) {
        planning->has_contradiction = true;
        planning->contradiction = point;
    }
    planning->has_sound = planning->has_sound || sound;
    if (sound && is_laid_out) sound = look_at_plans(planning, &laid);
    sim_point_free(sweep->model, &laid);
    if (is_laid_out) {
        sim_tables_give_back(sweep->tables, tables);
        sim_tables_let_go(sweep->tables, tables);
    }
    return sound;
}

// Of so many points one is laid out.
static size_t laid_out_every(const SimSweep *sweep)
{
    if (sim_find_is_search(sweep->file->find.kind)) return sweep->point_count;  // they differ by a single number
    return (sweep->point_count + LAID_OUT_MOST - 1) / LAID_OUT_MOST +
           sweep->point_count * sweep->place_count / PLANS_MOST;
}

// How many places there are shows when the first is laid out; if it cannot be, what else is wrong is told too.
static bool read_points(Planning *planning)
{
    SimSweep *sweep = planning->sweep;
    bool sound = read_point(planning, 0, true);
    bool *is_read = sim_sweep_points_to_read(sweep->file, sweep->codes ? sweep->place_count : PLACES_UNKNOWN);
    const size_t every = laid_out_every(sweep);
    planning->reads_all = true;
    for (size_t i = 1; i < sweep->point_count && sim_faults_count(planning->faults) < FAULTS_MOST; i++) {
        const bool is_laid_out = i % every == 0 || i + 1 == sweep->point_count;
        planning->reads_all = planning->reads_all && is_read[i];
        sound = (is_laid_out || is_read[i] ? read_point(planning, i, is_laid_out)
                                           : sim_sweep_cells_are_sound(sweep->file, i, planning->faults)) &&
                sound;
    }
    free(is_read);
    if (planning->has_contradiction && planning->has_sound) say_which_point(planning, planning->contradiction);
    return sound;
}

static int by_number(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

// Sorts what the points change.
static void warn_of_twins(const Planning *planning, uint64_t *changes)
{
    const size_t count = planning->sweep->point_count;
    size_t twins = 0;
    qsort(changes, count, sizeof *changes, by_number);
    for (size_t i = 1; i < count; i++) twins += changes[i] == changes[i - 1];
    if (twins == 0) return;
    const SimMark mark = {.file = planning->sweep->file->variations[0].mark.file};
    sim_warn(planning->faults, mark, "rows that repeat another: %zu of %zu; they will give the same results again",
             twins, count);
}

// Where not all points were read, what they change says which of them share a past.
static void compare_points(const Planning *planning)
{
    SimSweep *sweep = planning->sweep;
    uint64_t *changes = sim_zeroed(sweep->point_count, sizeof *changes);
    sim_sweep_change_prints(sweep->file, changes);
    sweep->fingerprint = sim_fingerprint(sweep->fingerprint, changes, sweep->point_count * sizeof *changes);
    if (!sweep->file->design) warn_of_twins(planning, changes);
    free(changes);
    if (!planning->reads_all) sim_sweep_start_prints(sweep->file, sweep->starts);
}

// The chunks

typedef struct {
    uint64_t start;
    size_t point, first;  // the first point with the same start
} Place;

static int by_start(const void *a, const void *b)
{
    const Place *x = a, *y = b;
    if (x->start != y->start) return x->start < y->start ? -1 : 1;
    return x->point < y->point ? -1 : x->point > y->point;
}

static int by_first(const void *a, const void *b)
{
    const Place *x = a, *y = b;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    return x->point < y->point ? -1 : x->point > y->point;
}

// Chunks are as large as makes the shared past cheap, and small enough that several threads, or shards, have work and
// that their plans fit in memory.
static size_t chunk_size(const SimSweep *sweep, size_t group)
{
    const size_t size = (group + CHUNKS_OF_GROUP - 1) / CHUNKS_OF_GROUP, most = PLANS_MOST / sweep->place_count;
    const size_t wanted = size < CHUNK_LEAST ? CHUNK_LEAST : size > CHUNK_MOST ? CHUNK_MOST : size;
    return wanted <= most ? wanted : most > 0 ? most : 1;
}

// The few points of a search that are run together stand far from each other: all are one chunk.
static void add_chunks(SimSweep *sweep, size_t first, size_t end)
{
    const size_t size = sim_find_is_search(sweep->file->find.kind) ? end - first : chunk_size(sweep, end - first);
    for (size_t at = first; at < end; at += size) sweep->chunks[sweep->chunk_count++] = at;
}

static void make_chunks(SimSweep *sweep)
{
    Place *places = sim_zeroed(sweep->point_count, sizeof *places);
    for (size_t i = 0; i < sweep->point_count; i++) places[i] = (Place){sweep->starts[i], i, i};
    qsort(places, sweep->point_count, sizeof *places, by_start);
    for (size_t i = 1; i < sweep->point_count; i++) {
        if (places[i].start == places[i - 1].start) places[i].first = places[i - 1].first;
    }
    qsort(places, sweep->point_count, sizeof *places, by_first);
    sweep->order = sim_zeroed(sweep->point_count, sizeof *sweep->order);
    sweep->chunks = sim_zeroed(sweep->point_count + 1, sizeof *sweep->chunks);
    size_t first = 0;
    for (size_t i = 0; i < sweep->point_count; i++) {
        sweep->order[i] = places[i].point;
        const bool is_last = i + 1 == sweep->point_count || places[i + 1].first != places[i].first;
        if (is_last) add_chunks(sweep, first, i + 1);
        if (is_last) first = i + 1;
    }
    sweep->chunks[sweep->chunk_count] = sweep->point_count;
    free(places);
}

SimSweep *sim_sweep_new(const struct sim_model *model, const SimSweepFile *file, SimFaults *faults)
{
    SimSweep *sweep = sim_zeroed(1, sizeof *sweep);
    *sweep = (SimSweep){.model = model, .file = file, .point_count = file->point_count};
    sweep->fingerprint = SIM_FINGERPRINT;
    sweep->starts = sim_zeroed(sweep->point_count, sizeof *sweep->starts);
    take_wanted(sweep);
    sweep->tables = sim_tables_pool_new();
    Planning planning = {.sweep = sweep, .faults = faults};
    planning.has_period = sim_zeroed(sweep->wanted_count, sizeof *planning.has_period);
    bool sound = read_points(&planning);
    sound = sound && periods_exist(&planning) && can_be_judged(&planning);
    free(planning.has_period);
    if (!sound) {
        sim_sweep_free(sweep);
        return NULL;
    }
    drop_what_is_not_there(sweep);
    compare_points(&planning);
    make_chunks(sweep);
    return sweep;
}

void sim_sweep_free(SimSweep *sweep)
{
    if (!sweep) return;
    free(sweep->starts);
    free(sweep->wanted);
    free(sweep->measures);
    free(sweep->codes);
    free(sweep->regions);
    free(sweep->order);
    free(sweep->chunks);
    sim_tables_pool_free(sweep->tables);
    free(sweep);
}
