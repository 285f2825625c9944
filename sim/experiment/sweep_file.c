#include "sim/experiment/sweep_file.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "sim/experiment/sweep_reader.h"
#include "sim/scenario/value.h"

enum { NAME_BYTES = 60, POINTS_MOST = 1000000, REPLICATIONS_MOST = 100000 };

// `design: list` has no design of its own: its points are given.
static const char DESIGN_WORDS[] = "grid|one_at_a_time=tornado|latin=latin_hypercube|sobol|morris|saltelli|list";
enum { DESIGN_LIST = SIM_DESIGN_SALTELLI + 1 };

// The rows by which single values of a sweep are read: the same words, units and faults as in a scenario.
static const SimField VERSION = {.path = "walkout_sweep", .kind = SIM_COUNT, .least = 1, .most = 1};
static const SimField REPLICATIONS = {.path = "replications", .kind = SIM_COUNT, .least = 1, .most = REPLICATIONS_MOST};
static const SimField DESIGN = {.path = "design", .kind = SIM_CHOICE, .choices = DESIGN_WORDS};
static const SimField COUNT = {.path = "count", .kind = SIM_COUNT, .least = 1, .most = POINTS_MOST};
static const SimField TRIES = {.path = "tries", .kind = SIM_COUNT, .least = 1, .most = 1000};
static const SimField LEVELS = {.path = "levels", .kind = SIM_COUNT, .least = 2, .most = 100};
static const SimField SEED = {.path = "seed", .kind = SIM_COUNT, .least = 0, .most = 4294967295.0};
static const SimField SECOND_ORDER = {.path = "second_order", .kind = SIM_SWITCH};
static const SimField STEPS = {.path = "steps", .kind = SIM_COUNT, .least = 2, .most = 100000};

static const char *const KEYS[] = {"walkout_sweep", "title", "question", "scenario", "replications",
                                   "design",        "count", "tries",    "levels",   "seed",
                                   "second_order",  "vary",  "points",   "of",       "find"};
enum { KEY_COUNT = sizeof KEYS / sizeof *KEYS };

// What varies

static void add_change(const SimSweepReader *reader, SimLevel *level, const char *path, SimMark mark,
                       const SimNode *node)
{
    size_t capacity = level->change_count;  // grown one by one: there are few
    level->changes =
        sim_arena_grow(reader->sweep->arena, level->changes, level->change_count, &capacity, sizeof *level->changes);
    level->changes[level->change_count++] = (SimChange){.path = path, .node = node, .mark = mark};
}

// A number if the level is a single value of a kind that measures, else NAN.
static double number_of(const SimSweepReader *reader, const char *path, const SimNode *node)
{
    const SimField *row = sim_fields_row(&reader->model->fields, path);
    char why[SIM_WHY_BYTES];
    SimValue value;
    if (!row || node->kind != SIM_NODE_SCALAR || !sim_kind_measures(row->kind)) return NAN;
    if (!sim_quantity_read(row, node->text, &value, why)) return NAN;  // reported when the scenario is read
    return sim_kind_is_whole(row->kind) ? (double)value.whole : value.number;
}

static bool read_joint_level(const SimSweepReader *reader, const SimNode *node, SimLevel *level)
{
    static const char *const keys[] = {"name", "set"};
    const SimNode *set = sim_node_find(node, "set");
    const char *name = sim_node_text(node, "name");
    bool sound = sim_sweep_read_keys(reader, node, keys, 2);
    if (!name)
        sound = sim_fault(reader->faults, node->mark, "these changes have no name; write `{name: early, set: {...}}`");
    if (set->kind != SIM_NODE_MAP)
        return sim_fault(reader->faults, set->mark, "`set` must be a mapping of paths to values, not %s",
                         sim_node_kind_text(set));
    level->name = name;
    for (size_t i = 0; i < set->count; i++) {
        const SimMember *member = &set->members[i];
        add_change(reader, level, member->key, member->key_mark, member->node);
    }
    return sound;
}

// The values of a section or list, one after the other; "" if that is long.
static void print_values(const SimNode *node, char text[static NAME_BYTES])
{
    const size_t length = strlen(text);
    if (node->kind == SIM_NODE_SCALAR) {
        const int added = snprintf(text + length, NAME_BYTES - length, "%s%s", length ? ", " : "", node->text);
        if (length + (size_t)added >= NAME_BYTES) text[0] = '\0';
    }
    for (size_t i = 0; i < node->count && (i == 0 || *text); i++) print_values(node->members[i].node, text);
}

static const char *name_of_number(const SimSweepReader *reader, size_t index)
{
    char text[40];
    snprintf(text, sizeof text, "%zu", index + 1);
    return sim_sweep_keep(reader, text);
}

static const char *name_of_level(const SimSweepReader *reader, const SimNode *node, size_t index)
{
    char values[NAME_BYTES] = "";
    const char *name = sim_node_text(node, "name");
    if (node->kind == SIM_NODE_SCALAR) return node->text;
    if (name) return name;
    print_values(node, values);
    return *values ? sim_sweep_keep(reader, values) : name_of_number(reader, index);
}

static bool read_level(const SimSweepReader *reader, const SimVariation *variation, const SimNode *node, size_t index,
                       SimLevel *level)
{
    level->number = (double)(index + 1);
    if (sim_node_find(node, "set")) return read_joint_level(reader, node, level);
    level->name = name_of_level(reader, node, index);
    const double number = number_of(reader, variation->name, node);
    if (!isnan(number)) level->number = number;
    add_change(reader, level, variation->name, variation->mark, node);
    return true;
}

// Sections with the same values under other keys are told apart by their numbers; what has the same name otherwise is
// the same.
static bool levels_differ(const SimSweepReader *reader, const SimNode *list, SimVariation *variation)
{
    bool sound = true;
    for (size_t i = 1; i < list->count; i++) {
        SimLevel *level = &variation->levels[i];
        size_t same = 0;
        while (same < i && strcmp(variation->levels[same].name, level->name) != 0) same++;
        if (same == i) continue;
        const SimNode *node = list->members[i].node;
        const bool is_named = node->kind == SIM_NODE_SCALAR || sim_node_text(node, "name");
        if (is_named)
            sound = sim_fault(reader->faults, node->mark, "`%.80s` is given twice; keep one of them", level->name);
        else
            level->name = name_of_number(reader, i);
    }
    return sound;
}

static bool read_levels(const SimSweepReader *reader, const SimNode *list, SimVariation *variation)
{
    if (list->count == 0) return sim_fault(reader->faults, list->mark, "this list is empty; write the values to run");
    bool sound = true;
    variation->levels = sim_arena_take(reader->sweep->arena, list->count * sizeof *variation->levels);
    variation->level_count = list->count;
    for (size_t i = 0; i < list->count; i++)
        sound = read_level(reader, variation, list->members[i].node, i, &variation->levels[i]) && sound;
    return sound && levels_differ(reader, list, variation);
}

static bool read_range(const SimSweepReader *reader, const SimNode *map, SimVariation *variation)
{
    static const char *const keys[] = {"from", "to", "steps"};
    variation->row = sim_fields_row(&reader->model->fields, variation->name);
    if (!variation->row || !sim_kind_measures(variation->row->kind))
        return sim_fault(reader->faults, map->mark,
                         "`%.150s` is no single number that can range from one value to another; write a list of "
                         "values",
                         variation->name);
    bool sound = sim_sweep_read_keys(reader, map, keys, 3);
    sound = sim_sweep_read_ends(reader, map, variation) && sound;
    if (sound && !(variation->from < variation->to))
        sound = sim_fault(reader->faults, map->mark,
                          "the range of `%.150s` has no width; write the lesser value as `from`", variation->name);
    const SimNode *steps = sim_node_find(map, "steps");
    SimValue value = {.whole = 5};
    if (steps && !sim_sweep_read_value(reader, steps, &STEPS, &value)) return false;
    variation->steps = (uint32_t)value.whole;
    return sound;
}

static bool read_variation(const SimSweepReader *reader, const SimMember *member, SimVariation *variation)
{
    *variation = (SimVariation){.name = member->key, .mark = member->key_mark};
    const SimNode *node = member->node;
    if (node->kind == SIM_NODE_LIST) return read_levels(reader, node, variation);
    if (node->kind == SIM_NODE_MAP) return read_range(reader, node, variation);
    return sim_fault(reader->faults, node->mark,
                     "what varies needs several values; write `[a, b, c]` or `{from: a, to: b}`");
}

// Whether what the path `above` leads to is, or holds, what the path `below` leads to; `[*]` is any item.
static bool holds(const char *above, const char *below)
{
    while (*above && *above == *below) {
        const bool is_item = *above == '[';
        above++;
        below++;
        if (is_item && (*above == '*' || *below == '*')) {
            above += strcspn(above, "]");
            below += strcspn(below, "]");
        }
    }
    return *above == '\0' && strchr(".[", *below);  // or at its end
}

static bool holds_any(const char *path, const SimVariation *variation)
{
    if (variation->level_count == 0) return holds(path, variation->name);
    for (size_t i = 0; i < variation->level_count; i++) {
        const SimLevel *level = &variation->levels[i];
        for (size_t k = 0; k < level->change_count; k++) {
            if (holds(path, level->changes[k].path)) return true;
        }
    }
    return false;
}

static bool undoes(const SimVariation *later, const SimVariation *earlier)
{
    if (later->level_count == 0) return holds_any(later->name, earlier);
    for (size_t i = 0; i < later->level_count; i++) {
        const SimLevel *level = &later->levels[i];
        for (size_t k = 0; k < level->change_count; k++) {
            if (holds_any(level->changes[k].path, earlier)) return true;
        }
    }
    return false;
}

// Factors write their values in their order: none may write over what one before it has written. One at a time, none
// does.
static void refuse_what_undoes_another(const SimSweepFile *sweep, SimFaults *faults)
{
    if (sweep->design && sweep->design->plan.kind == SIM_DESIGN_ONE_AT_A_TIME) return;
    for (size_t i = 1; i < sweep->variation_count; i++) {
        for (size_t k = 0; k < i; k++) {
            const SimVariation *later = &sweep->variations[i], *earlier = &sweep->variations[k];
            if (undoes(later, earlier))
                sim_fault(faults, later->mark,
                          "`%.150s` writes over what `%.150s` has changed; put it before that, or make the "
                          "changes together with `set`",
                          later->name, earlier->name);
        }
    }
}

static bool read_vary(const SimSweepReader *reader)
{
    SimSweepFile *sweep = reader->sweep;
    const SimNode *vary = sim_node_find(reader->root, "vary");
    if (!vary || vary->kind != SIM_NODE_MAP || vary->count == 0)
        return sim_fault(reader->faults, vary ? vary->mark : reader->root->mark,
                         "`vary` must say what varies; write `vary: {\"run.seed\": [1, 2]}`");
    bool sound = true;
    sweep->variations = sim_arena_take(sweep->arena, vary->count * sizeof *sweep->variations);
    sweep->variation_count = vary->count;
    for (size_t i = 0; i < vary->count; i++)
        sound = read_variation(reader, &vary->members[i], &sweep->variations[i]) && sound;
    return sound;
}

// The points

// What only some designs understand, and which: as bits of enum SimDesignKind.
static const struct {
    const char *key;
    unsigned designs;
} OPTIONS[] = {
    {"count", 1u << SIM_DESIGN_LATIN | 1u << SIM_DESIGN_SOBOL | 1u << SIM_DESIGN_MORRIS | 1u << SIM_DESIGN_SALTELLI},
    {"tries", 1u << SIM_DESIGN_LATIN},
    {"levels", 1u << SIM_DESIGN_MORRIS},
    {"seed", 1u << SIM_DESIGN_LATIN | 1u << SIM_DESIGN_SOBOL | 1u << SIM_DESIGN_MORRIS | 1u << SIM_DESIGN_SALTELLI},
    {"second_order", 1u << SIM_DESIGN_SALTELLI},
};

static bool options_are_understood(const SimSweepReader *reader, int kind)
{
    bool sound = true;
    for (size_t i = 0; i < sizeof OPTIONS / sizeof *OPTIONS; i++) {
        const SimNode *option = sim_node_find(reader->root, OPTIONS[i].key);
        char designs[200] = "";
        if (!option || OPTIONS[i].designs >> kind & 1) continue;
        for (int other = 0; other < DESIGN_LIST; other++) {
            if (!(OPTIONS[i].designs >> other & 1)) continue;
            const size_t length = strlen(designs);
            snprintf(designs + length, sizeof designs - length, "%s`%s`", length ? " or " : "",
                     sim_design_word((enum SimDesignKind)other));
        }
        sound = sim_fault(reader->faults, option->mark, "`%s` is for `design:` %s; take it out, or write such a design",
                          OPTIONS[i].key, designs);
    }
    return sound;
}

static bool count_is_there(const SimSweepReader *reader, const SimDesignPlan *plan, SimMark mark)
{
    const bool needs_count = OPTIONS[0].designs >> plan->kind & 1;
    return !needs_count || plan->count > 0 ||
           sim_fault(reader->faults, mark, "`%s` needs the number of its %s; write `count: 100`",
                     sim_design_word(plan->kind), plan->kind == SIM_DESIGN_SALTELLI ? "rows" : "points");
}

static bool read_design(const SimSweepReader *reader, int kind)
{
    SimSweepFile *sweep = reader->sweep;
    if (!sim_find_is_search(sweep->find.kind) && !read_vary(reader)) return false;
    SimFactor *factors = sim_arena_take(sweep->arena, sweep->variation_count * sizeof *factors);
    for (size_t i = 0; i < sweep->variation_count; i++)
        factors[i] = (SimFactor){(uint32_t)sweep->variations[i].level_count, sweep->variations[i].steps};
    SimDesignPlan plan = {
        .kind = (enum SimDesignKind)kind, .factors = factors, .factor_count = (uint32_t)sweep->variation_count};
    SimValue second_order = {.on = false};
    const SimNode *node = sim_node_find(reader->root, "second_order");
    const bool is_morris = kind == SIM_DESIGN_MORRIS;
    bool sound = options_are_understood(reader, kind);
    sound = sim_sweep_read_count(reader, &COUNT, is_morris ? SIM_MORRIS_TRAJECTORIES : 0, &plan.count) && sound;
    sound = sim_sweep_read_count(reader, &TRIES, 1, &plan.tries) && sound;
    sound = sim_sweep_read_count(reader, &LEVELS, SIM_MORRIS_LEVELS, &plan.levels) && sound;
    sound = sim_sweep_read_count(reader, &SEED, 1, &plan.seed) && sound;
    sound = (!node || sim_sweep_read_value(reader, node, &SECOND_ORDER, &second_order)) && sound;
    plan.second_order = second_order.on;
    if (!sound) return false;
    char why[400];
    const SimMark mark =
        sim_node_find(reader->root, "design") ? sim_node_find(reader->root, "design")->mark : reader->root->mark;
    if (!count_is_there(reader, &plan, mark)) return false;
    if (!sim_design_is_possible(&plan, why, sizeof why)) return sim_fault(reader->faults, mark, "%s", why);
    const uint64_t points = sim_design_points(&plan);
    if (points > POINTS_MOST)
        return sim_fault(reader->faults, mark, "the design has %llu points, and at most %d can be run; vary less",
                         (unsigned long long)points, POINTS_MOST);
    sweep->design = sim_design_new(&plan);
    sweep->point_count = sweep->design->point_count;
    return true;
}

static void folder_of(const char *file, char *folder, size_t size)
{
    const char *slash = strrchr(file, '/');
    snprintf(folder, size, "%.*s", slash ? (int)(slash - file) : 1, slash ? file : ".");
}

// Every column is a variation whose levels are its cells.
static bool read_points(const SimSweepReader *reader)
{
    SimSweepFile *sweep = reader->sweep;
    const SimNode *points = sim_node_find(reader->root, "points"), *from = sim_node_find(points, "from");
    if (!from || from->kind != SIM_NODE_SCALAR)
        return sim_fault(reader->faults, points ? points->mark : reader->root->mark,
                         "`design: list` needs the file of its points; write `points: {from: points.csv}`");
    char folder[4096];
    folder_of(reader->file, folder, sizeof folder);
    sweep->points = sim_csv_file_read(folder, from->text, from->mark, reader->faults);
    if (!sweep->points) return false;
    sweep->point_count = sim_csv_file_rows(sweep->points);
    sweep->variation_count = sim_csv_file_columns(sweep->points);
    sweep->variations = sim_arena_take(sweep->arena, sweep->variation_count * sizeof *sweep->variations);
    for (size_t i = 0; i < sweep->variation_count; i++)
        sweep->variations[i] = (SimVariation){.name = sim_csv_file_heading(sweep->points, i),
                                              .mark = sim_csv_file_heading_mark(sweep->points, i)};
    return sweep->point_count > 0 ||
           sim_fault(reader->faults, from->mark, "`%.150s` has no rows; write one for each point", from->text);
}

static bool read_replications(const SimSweepReader *reader)
{
    const SimNode *node = sim_node_find(reader->root, "replications");
    if (node && node->kind == SIM_NODE_MAP) return sim_sweep_read_enough(reader, node);
    return sim_sweep_read_count(reader, &REPLICATIONS, 10, &reader->sweep->replications);
}

static bool read_of(const SimSweepReader *reader)
{
    SimSweepFile *sweep = reader->sweep;
    const SimNode *of = sim_node_find(reader->root, "of");
    if (!of) return true;
    if (of->kind != SIM_NODE_LIST || of->count == 0)
        return sim_fault(reader->faults, of->mark, "`of` must be a list of measures, such as `[measure@whole]`");
    bool sound = true;
    sweep->wanted = sim_arena_take(sweep->arena, of->count * sizeof *sweep->wanted);
    sweep->wanted_count = of->count;
    for (size_t i = 0; i < of->count; i++)
        sound = sim_sweep_read_wanted(reader, of->members[i].node, &sweep->wanted[i]) && sound;
    for (size_t i = 1; sound && i < of->count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (sim_wanted_is(&sweep->wanted[i], &sweep->wanted[k]))
                sim_fault(reader->faults, of->members[i].node->mark, "`%.80s` is given twice; keep one of them",
                          of->members[i].node->text);
        }
    }
    return sound;
}

// The whole

static bool read_scenario_name(const SimSweepReader *reader)
{
    const char *name = sim_node_text(reader->root, "scenario");
    if (!name)
        return sim_fault(reader->faults, reader->root->mark,
                         "`scenario` is missing; write the file of the scenario to vary");
    char folder[4096], path[4400];
    folder_of(reader->file, folder, sizeof folder);
    if (name[0] == '/' || strcmp(folder, ".") == 0) {
        snprintf(path, sizeof path, "%.4000s", name);
    } else {
        snprintf(path, sizeof path, "%s/%.300s", folder, name);
    }
    reader->sweep->scenario = sim_sweep_keep(reader, path);
    return true;
}

static bool read_root(const SimSweepReader *reader)
{
    if (reader->root->kind != SIM_NODE_MAP)
        return sim_fault(reader->faults, reader->root->mark, "a sweep is a mapping; begin it with `walkout_sweep: 1`");
    const SimNode *version = sim_node_find(reader->root, "walkout_sweep"),
                  *design = sim_node_find(reader->root, "design"), *find = sim_node_find(reader->root, "find");
    SimValue value, kind = {.choice = SIM_DESIGN_GRID};
    bool sound = sim_sweep_read_keys(reader, reader->root, KEYS, KEY_COUNT);
    if (!version)
        sound =
            sim_fault(reader->faults, reader->root->mark, "`walkout_sweep` is missing; begin with `walkout_sweep: 1`");
    if (version) sound = sim_sweep_read_value(reader, version, &VERSION, &value) && sound;
    sound = read_scenario_name(reader) && sound;
    sound = read_replications(reader) && sound;
    sound = read_of(reader) && sound;
    if (design && !sim_sweep_read_value(reader, design, &DESIGN, &kind)) return false;
    if (find && !sim_sweep_read_find(reader, find)) return false;
    sound = (kind.choice == DESIGN_LIST ? options_are_understood(reader, DESIGN_LIST) && read_points(reader)
                                        : read_design(reader, kind.choice)) &&
            sound;
    return sound && sim_sweep_can_be_ranked(reader);
}

SimSweepFile *sim_sweep_file_of(SimDocument *document, const SimNode *root, const struct sim_model *model,
                                SimFaults *faults)
{
    const size_t faults_before = sim_faults_found(faults);
    SimSweepFile *sweep = sim_arena_take(sim_document_arena(document), sizeof *sweep);
    sweep->document = document;
    sweep->model = model;
    sweep->arena = sim_document_arena(document);
    const SimSweepReader reader = {
        .sweep = sweep, .model = model, .root = root, .file = sim_document_file(document), .faults = faults};
    if (read_root(&reader) && sim_faults_found(faults) == faults_before) return sweep;
    sim_sweep_file_free(sweep);
    return NULL;
}

SimSweepFile *sim_sweep_file_read(const char *file, const struct sim_model *model, SimFaults *faults)
{
    const size_t faults_before = sim_faults_found(faults);
    SimDocument *document = sim_document_read(file, faults);
    SimSweepFile *sweep = document ? sim_sweep_file_of(document, sim_document_root(document), model, faults) : NULL;
    if (sweep) refuse_what_undoes_another(sweep, faults);
    if (sim_faults_found(faults) == faults_before) return sweep;
    sim_sweep_file_free(sweep);  // the document has faults of its own
    return NULL;
}

void sim_sweep_file_free(SimSweepFile *sweep)
{
    if (!sweep) return;
    sim_design_free(sweep->design);
    sim_csv_file_free(sweep->points);
    sim_document_free(sweep->document);
}

// Words

static const char *const KIND_TEXTS[] = {[SIM_DESIGN_GRID] = "grid",     [SIM_DESIGN_ONE_AT_A_TIME] = "one_at_a_time",
                                         [SIM_DESIGN_LATIN] = "latin",   [SIM_DESIGN_SOBOL] = "sobol",
                                         [SIM_DESIGN_MORRIS] = "morris", [SIM_DESIGN_SALTELLI] = "saltelli"};
static const char *const ROLE_TEXTS[] = {
    [SIM_POINT_PLAIN] = "point", [SIM_POINT_BASE] = "base", [SIM_POINT_MOVED] = "moved", [SIM_POINT_A] = "A",
    [SIM_POINT_B] = "B",         [SIM_POINT_AB] = "AB",     [SIM_POINT_BA] = "BA"};

static int number_of_word(const char *const words[], size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i], word) == 0) return (int)i;
    }
    return -1;
}

const char *sim_design_word(enum SimDesignKind kind)
{
    return KIND_TEXTS[kind];
}

int sim_design_of_word(const char *word)
{
    return number_of_word(KIND_TEXTS, sizeof KIND_TEXTS / sizeof *KIND_TEXTS, word);
}

const char *sim_point_word(enum SimPointRole role)
{
    return ROLE_TEXTS[role];
}

int sim_point_of_word(const char *word)
{
    return number_of_word(ROLE_TEXTS, sizeof ROLE_TEXTS / sizeof *ROLE_TEXTS, word);
}
