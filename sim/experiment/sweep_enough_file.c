// `replications: {precision: ...}` of a sweep file.
#include "sim/experiment/sweep_reader.h"

enum { REPLICATIONS_MOST = 100000 };

static const SimField PRECISION = {.path = "precision", .kind = SIM_SHARE, .least = 0.0001, .most = 1};
static const SimField AT_LEAST = {.path = "at_least", .kind = SIM_COUNT, .least = 3, .most = REPLICATIONS_MOST};
static const SimField AT_MOST = {.path = "at_most", .kind = SIM_COUNT, .least = 3, .most = REPLICATIONS_MOST};
static const SimField FLOOR = {.path = "floor", .kind = SIM_AMOUNT, .least = 0, .most = 1e12};

static bool read_floors(const SimSweepReader *reader, const SimNode *floors, SimEnoughFile *enough)
{
    if (!floors) return true;
    if (floors->kind != SIM_NODE_MAP)
        return sim_fault(reader->faults, floors->mark,
                         "`floor` must say for each measure how exact is exact enough; "
                         "write `floor: {%s: 5}`",
                         enough->of[0].measure);
    bool sound = true;
    for (size_t i = 0; i < floors->count; i++) {
        const SimWanted named =
            sim_wanted_read(reader->sweep->arena, floors->members[i].key, floors->members[i].key_mark);
        size_t k = 0;
        while (k < enough->count && !sim_wanted_is(&enough->of[k], &named)) k++;
        SimValue value = {0};
        if (k == enough->count)
            sound = sim_fault(reader->faults, named.mark, "`%.80s` is not among `of`; add it there",
                              floors->members[i].key);
        else if (sim_sweep_read_value(reader, floors->members[i].node, &FLOOR, &value))
            enough->floors[k] = value.number;
        else
            sound = false;
    }
    return sound;
}

bool sim_sweep_read_enough(const SimSweepReader *reader, const SimNode *map)
{
    static const char *const keys[] = {"precision", "of", "at_least", "at_most", "floor"};
    SimEnoughFile *enough = &reader->sweep->enough;
    const SimNode *of = sim_node_find(map, "of"), *precision = sim_node_find(map, "precision");
    if (!of || of->kind != SIM_NODE_LIST || of->count == 0 || !precision)
        return sim_fault(reader->faults, map->mark,
                         "write how exact which measures must be, and how many replications that may take: "
                         "`{precision: 5%%, of: [measure], at_most: 500}`");
    bool sound = sim_sweep_read_keys(reader, map, keys, sizeof keys / sizeof *keys);
    const SimSweepReader inside = {
        .sweep = reader->sweep, .model = reader->model, .root = map, .faults = reader->faults};
    SimValue value = {0};
    sound = sim_sweep_read_value(reader, precision, &PRECISION, &value) && sound;
    sound = sim_sweep_read_count(&inside, &AT_LEAST, 10, &enough->at_least) && sound;
    sound = sim_sweep_read_count(&inside, &AT_MOST, 500, &enough->at_most) && sound;
    enough->is_asked = true;
    enough->relative = value.number;
    enough->count = of->count;
    enough->of = sim_arena_take(reader->sweep->arena, of->count * sizeof *enough->of);
    enough->floors = sim_arena_take(reader->sweep->arena, of->count * sizeof *enough->floors);
    for (size_t i = 0; i < of->count; i++)
        sound = sim_sweep_read_wanted(reader, of->members[i].node, &enough->of[i]) && sound;
    reader->sweep->replications = enough->at_most;
    return sound && read_floors(reader, sim_node_find(map, "floor"), enough);
}
