// `find:` of a sweep file.
#include <math.h>
#include <string.h>

#include "sim/experiment/sweep_reader.h"

// A search has the steps of a fine range as its points and runs few of them; a ranking compares every pair.
enum { STEPS_MOST = 10000, RANKED_MOST = 300 };

static const char WORLD_WORDS[] = "difference|strike|baseline";
static const SimField WORLD = {.path = "world", .kind = SIM_CHOICE, .choices = WORLD_WORDS};
static const SimField AT_MOST = {.path = "at_most", .kind = SIM_AMOUNT, .least = -1e12, .most = 1e12};
static const SimField AT_LEAST = {.path = "at_least", .kind = SIM_AMOUNT, .least = -1e12, .most = 1e12};

static const char *const KIND_TEXTS[] = {[SIM_FIND_NOTHING] = "",
                                         [SIM_FIND_LEAST] = "least",
                                         [SIM_FIND_MOST] = "most",
                                         [SIM_FIND_LOWEST] = "lowest",
                                         [SIM_FIND_HIGHEST] = "highest"};
static const char *const WORLD_TEXTS[] = {
    [SIM_OF_DIFFERENCE] = "difference", [SIM_OF_STRIKE] = "strike", [SIM_OF_BASELINE] = "baseline"};

const char *sim_find_word(enum SimFindKind kind)
{
    return KIND_TEXTS[kind];
}

const char *sim_find_world_word(enum SimFindWorld world)
{
    return WORLD_TEXTS[world];
}

enum SimFindKind sim_find_of_word(const char *word)
{
    for (enum SimFindKind kind = SIM_FIND_LEAST; kind <= SIM_FIND_HIGHEST; kind++) {
        if (strcmp(KIND_TEXTS[kind], word) == 0) return kind;
    }
    return SIM_FIND_NOTHING;
}

enum SimFindWorld sim_find_world_of_word(const char *word)
{
    for (enum SimFindWorld world = SIM_OF_STRIKE; world <= SIM_OF_BASELINE; world++) {
        if (strcmp(WORLD_TEXTS[world], word) == 0) return world;
    }
    return SIM_OF_DIFFERENCE;
}

static bool read_world(const SimSweepReader *reader, const SimNode *map, SimFind *find)
{
    const SimNode *node = sim_node_find(map, "world");
    SimValue value = {.choice = SIM_OF_DIFFERENCE};
    if (node && !sim_sweep_read_value(reader, node, &WORLD, &value)) return false;
    find->world = (enum SimFindWorld)value.choice;
    return true;
}

// The goal of a search

static bool read_limit(const SimSweepReader *reader, const SimNode *goal, SimFind *find)
{
    const SimNode *at_most = sim_node_find(goal, "at_most"), *at_least = sim_node_find(goal, "at_least");
    SimValue value = {0};
    if (!at_most == !at_least)
        return sim_fault(reader->faults, goal->mark,
                         "a goal has either `at_most` or `at_least`, in the unit of the measure; write `at_most: 50`");
    find->is_at_most = at_most != NULL;
    if (!sim_sweep_read_value(reader, at_most ? at_most : at_least, at_most ? &AT_MOST : &AT_LEAST, &value))
        return false;
    find->limit = value.number;
    return true;
}

static bool read_goal(const SimSweepReader *reader, const SimNode *map, SimFind *find)
{
    static const char *const keys[] = {"measure", "world", "at_most", "at_least"};
    const SimNode *goal = sim_node_find(map, "such_that"), *measure = goal ? sim_node_find(goal, "measure") : NULL;
    if (!goal || goal->kind != SIM_NODE_MAP || !measure)
        return sim_fault(reader->faults, goal ? goal->mark : map->mark,
                         "say what must be reached; write `such_that: {measure: %s, at_most: 50}`",
                         reader->model->wanted_count ? reader->model->wanted[0] : "measure");
    bool sound = sim_sweep_read_keys(reader, goal, keys, sizeof keys / sizeof *keys);
    sound = sim_sweep_read_wanted(reader, measure, &find->measure) && sound;
    sound = read_world(reader, goal, find) && sound;
    return read_limit(reader, goal, find) && sound;
}

// What is searched

// Steps no wider than `within`.
static bool make_steps(const SimSweepReader *reader, const SimNode *map, SimVariation *variation, double within)
{
    const SimNode *to = sim_node_find(map, "to"), *node = sim_node_find(map, "within");
    if (!(variation->to > variation->from)) return sim_fault(reader->faults, to->mark, "`to` must be more than `from`");
    if (!(within > 0)) return sim_fault(reader->faults, node->mark, "`within` must be more than 0");
    const double steps = ceil((variation->to - variation->from) / within - 1e-9) + 1;
    if (steps > STEPS_MOST)
        return sim_fault(reader->faults, node->mark, "that makes %.0f steps, and at most %d can be searched", steps,
                         STEPS_MOST);
    variation->steps = (uint32_t)steps;
    return true;
}

static bool read_steps(const SimSweepReader *reader, const SimNode *map, SimVariation *variation)
{
    if (!sim_node_find(map, "within"))
        return sim_fault(reader->faults, map->mark,
                         "say how exact the answer must be; write `within` in the unit of `from` and `to`");
    SimField width = *variation->row;
    width.least = 0;
    double within = 0;
    bool sound = sim_sweep_read_ends(reader, map, variation);
    sound = sim_sweep_read_end(reader, map, "within", &width, &within) && sound;
    return sound && make_steps(reader, map, variation, within);
}

// The field that is searched is all that varies.
static bool read_search(const SimSweepReader *reader, const SimNode *map, const SimNode *field, SimFind *find)
{
    static const char *const keys[] = {"least", "most", "from", "to", "within", "such_that"};
    static const char *const others[] = {"vary", "design", "points"};
    SimSweepFile *sweep = reader->sweep;
    bool sound = sim_sweep_read_keys(reader, map, keys, sizeof keys / sizeof *keys);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        const SimNode *other = sim_node_find(reader->root, others[i]);
        if (other)
            sound = sim_fault(reader->faults, other->mark,
                              "a search varies what it searches and nothing else; leave `%s` out", others[i]);
    }
    if (sweep->enough.is_asked)
        sound = sim_fault(reader->faults, sim_node_find(reader->root, "replications")->mark,
                          "a search runs each point as often; write a number");
    sweep->variations = sim_arena_take(sweep->arena, sizeof *sweep->variations);
    sweep->variation_count = 1;
    *sweep->variations = (SimVariation){.name = field->text, .mark = field->mark};
    sweep->variations->row = sim_fields_row(&reader->model->fields, field->text);
    if (!sweep->variations->row || !sim_kind_measures(sweep->variations->row->kind))
        return sim_fault(reader->faults, field->mark, "`%.150s` is no single number that could be searched",
                         field->text);
    sound = read_goal(reader, map, find) && sound;
    return read_steps(reader, map, sweep->variations) && sound;
}

static bool read_ranking(const SimSweepReader *reader, const SimNode *map, const SimNode *measure, SimFind *find)
{
    static const char *const keys[] = {"lowest", "highest", "world"};
    bool sound = sim_sweep_read_keys(reader, map, keys, sizeof keys / sizeof *keys);
    sound = sim_sweep_read_wanted(reader, measure, &find->measure) && sound;
    return read_world(reader, map, find) && sound;
}

bool sim_sweep_read_find(const SimSweepReader *reader, const SimNode *map)
{
    SimFind find = {.kind = SIM_FIND_NOTHING};
    const SimNode *what = NULL;
    size_t asked = 0;
    for (enum SimFindKind kind = SIM_FIND_LEAST; kind <= SIM_FIND_HIGHEST; kind++) {
        const SimNode *node = sim_node_find(map, KIND_TEXTS[kind]);
        if (!node || node->kind != SIM_NODE_SCALAR) continue;
        find.kind = kind;
        what = node;
        asked++;
    }
    if (asked != 1)
        return sim_fault(reader->faults, map->mark,
                         "`find` asks for one thing: the `least` or `most` of a field, or the point with the `lowest` "
                         "or `highest` value of a measure; write `find: {lowest: %s}`",
                         reader->model->wanted_count ? reader->model->wanted[0] : "measure");
    const bool sound =
        sim_find_is_search(find.kind) ? read_search(reader, map, what, &find) : read_ranking(reader, map, what, &find);
    reader->sweep->find = find;
    return sound;
}

bool sim_sweep_can_be_ranked(const SimSweepReader *reader)
{
    const SimSweepFile *sweep = reader->sweep;
    const bool is_ranking = sweep->find.kind != SIM_FIND_NOTHING && !sim_find_is_search(sweep->find.kind);
    if (!is_ranking || (sweep->point_count > 1 && sweep->point_count <= RANKED_MOST)) return true;
    return sim_fault(reader->faults, sweep->find.measure.mark,
                     "%zu points: which is best can be said of 2 to %d; vary something else", sweep->point_count,
                     RANKED_MOST);
}
