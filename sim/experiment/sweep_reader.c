#include "sim/experiment/sweep_reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/scenario/nearest.h"

const char *sim_sweep_keep(const SimSweepReader *reader, const char *text)
{
    return sim_arena_text(reader->sweep->arena, text, strlen(text));
}

// Single values

bool sim_sweep_value_read(const SimNode *node, const SimField *row, SimValue *value, SimFaults *faults)
{
    char why[SIM_WHY_BYTES];
    if (node->kind != SIM_NODE_SCALAR)
        return sim_fault(faults, node->mark, "`%s` must be %s, not %s", row->path, sim_kind_text(row->kind),
                         sim_node_kind_text(node));
    if (sim_quantity_read(row, node->text, value, why)) return true;
    return sim_fault(faults, node->mark, "`%s` %s", row->path, why);
}

bool sim_sweep_read_value(const SimSweepReader *reader, const SimNode *node, const SimField *row, SimValue *value)
{
    return sim_sweep_value_read(node, row, value, reader->faults);
}

bool sim_sweep_read_count(const SimSweepReader *reader, const SimField *row, uint32_t otherwise, uint32_t *count)
{
    const SimNode *node = sim_node_find(reader->root, row->path);
    SimValue value = {.whole = otherwise};
    if (node && !sim_sweep_read_value(reader, node, row, &value)) return false;
    *count = (uint32_t)value.whole;
    return true;
}

bool sim_sweep_keys_are_known(const SimNode *map, const char *const keys[], size_t count, SimFaults *faults)
{
    bool sound = true;
    for (size_t i = 0; i < map->count; i++) {
        const char *key = map->members[i].key;
        SimNearest nearest = sim_nearest(key);
        bool is_known = false;
        for (size_t k = 0; k < count; k++) {
            is_known = is_known || strcmp(key, keys[k]) == 0;
            sim_nearest_try(&nearest, keys[k]);
        }
        if (is_known) continue;
        char hint[200] = "";
        if (nearest.nearest) snprintf(hint, sizeof hint, "; did you mean `%s`?", nearest.nearest);
        sound = sim_fault(faults, map->members[i].key_mark, "there is no key `%.80s` here%s", key, hint);
    }
    return sound;
}

bool sim_sweep_read_keys(const SimSweepReader *reader, const SimNode *map, const char *const keys[], size_t count)
{
    return sim_sweep_keys_are_known(map, keys, count, reader->faults);
}

bool sim_sweep_read_end(const SimSweepReader *reader, const SimNode *map, const char *key, const SimField *row,
                        double *end)
{
    const SimNode *node = sim_node_find(map, key);
    if (!node) return sim_fault(reader->faults, map->mark, "a range needs `from` and `to`; `%s` is missing", key);
    SimField named = *row;
    named.path = key;
    SimValue value;
    if (!sim_sweep_read_value(reader, node, &named, &value)) return false;
    *end = sim_kind_is_whole(row->kind) ? (double)value.whole : value.number;
    return true;
}

static SimRangeUnit unit_of(const SimSweepReader *reader, const SimField *row, const char *from)
{
    char *text, one[SIM_QUANTITY_BYTES], why[SIM_WHY_BYTES];
    strtod(from, &text);
    snprintf(one, sizeof one, "1%.40s", text);
    const SimField without_range = {.path = row->path, .kind = row->kind, .least = 0, .most = 1e15};
    SimValue value;
    if (sim_kind_is_whole(row->kind) || row->kind == SIM_CLOCK || !sim_quantity_read(&without_range, one, &value, why))
        return (SimRangeUnit){"", 0};
    return (SimRangeUnit){sim_sweep_keep(reader, text), value.number};
}

bool sim_sweep_read_ends(const SimSweepReader *reader, const SimNode *map, SimVariation *variation)
{
    bool sound = sim_sweep_read_end(reader, map, "from", variation->row, &variation->from);
    sound = sim_sweep_read_end(reader, map, "to", variation->row, &variation->to) && sound;
    if (sound) variation->unit = unit_of(reader, variation->row, sim_node_find(map, "from")->text);
    return sound;
}

bool sim_sweep_read_wanted(const SimSweepReader *reader, const SimNode *node, SimWanted *wanted)
{
    if (node->kind != SIM_NODE_SCALAR || !*node->text)
        return sim_fault(reader->faults, node->mark, "write a measure, such as `%s`",
                         reader->model->wanted_count ? reader->model->wanted[0] : "measure@whole");
    *wanted = sim_wanted_read(reader->sweep->arena, node->text, node->mark);
    return true;
}
