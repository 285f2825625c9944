#include "sim/scenario/examine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/scenario/value.h"

typedef struct {
    SimArena *arena;
    SimFaults *faults;
} Examiner;

static void examine_part(const Examiner *examiner, const SimPart *part, const SimNode *node);

// The first part with this key anywhere in the language.
static const SimPart *part_anywhere(const SimPart *part, const char *key)
{
    for (size_t i = 0; i < part->count; i++) {
        if (strcmp(part->parts[i]->key, key) == 0) return part->parts[i];
        const SimPart *below = part_anywhere(part->parts[i], key);
        if (below) return below;
    }
    return NULL;
}

static void known_keys(const SimPart *part, char *text, size_t size)
{
    text[0] = '\0';
    for (size_t i = 0; i < part->count; i++) {
        size_t used = strlen(text);
        if (used + strlen(part->parts[i]->key) + 12 > size) {
            snprintf(text + used, size - used, ", ...");
            return;
        }
        snprintf(text + used, size - used, "%s`%s`", i ? ", " : "", part->parts[i]->key);
    }
}

static void report_unknown(const Examiner *examiner, const SimPart *part, const SimMember *member)
{
    const SimPart *root = part;
    while (root->parent) root = root->parent;
    const SimPart *elsewhere = part_anywhere(root, member->key);
    SimNearest nearest = sim_part_nearest(part, member->key);
    if (nearest.nearest) {
        sim_fault(examiner->faults, member->key_mark, "`%.60s` is not known here; did you mean `%s`?", member->key,
                  nearest.nearest);
    } else if (elsewhere) {
        char path[300];
        sim_part_path(elsewhere, path, sizeof path);
        sim_fault(examiner->faults, member->key_mark, "`%.60s` is not known here; it belongs at `%s`", member->key,
                  path);
    } else {
        char keys[300];
        known_keys(part, keys, sizeof keys);
        sim_fault(examiner->faults, member->key_mark, "`%.60s` is not known here; known are %s", member->key, keys);
    }
}

static void examine_members(const Examiner *examiner, const SimPart *part, const SimNode *map)
{
    for (size_t i = 0; i < map->count; i++) {
        const SimMember *member = &map->members[i];
        const SimPart *child = sim_part_find(part, member->key, strlen(member->key));
        if (child) {
            examine_part(examiner, child, member->node);
        } else {
            report_unknown(examiner, part, member);
        }
    }
}

typedef struct {
    const char *name;
    const SimNode *item;
    size_t order;
} Named;

static int by_name(const void *left, const void *right)
{
    const Named *a = left, *b = right;
    int order = strcmp(a->name, b->name);
    return order ? order : (a->order < b->order ? -1 : 1);
}

static void find_namesakes(const Examiner *examiner, const SimPart *part, const SimNode *list, const char *key)
{
    Named *named = sim_arena_take(examiner->arena, list->count * sizeof *named);
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        const SimNode *item = list->members[i].node, *name = sim_node_find(item, key);
        if (name && name->kind == SIM_NODE_SCALAR)
            named[count++] = (Named){.name = name->text, .item = name, .order = i};
    }
    qsort(named, count, sizeof *named, by_name);
    for (size_t i = 1; i < count; i++) {
        if (strcmp(named[i - 1].name, named[i].name) != 0) continue;
        sim_fault(examiner->faults, named[i].item->mark,
                  "two of `%s` have the %s `%.60s` (the other is in line %d); give each its own", part->key, key,
                  named[i].name, named[i - 1].item->mark.line);
    }
}

size_t sim_items_allowed(const SimPart *list)
{
    return sim_part_has_names(list) ? 2000 : 20000;
}

static bool names_a_table(const SimNode *node)
{
    if (node->kind != SIM_NODE_SCALAR) return false;
    const size_t length = strlen(node->text);
    return length > 4 && strcmp(node->text + length - 4, ".csv") == 0;
}

static void examine_list(const Examiner *examiner, const SimPart *part, const SimNode *node)
{
    if (sim_node_is_empty(node)) return;
    if (node->kind != SIM_NODE_LIST && names_a_table(node)) {
        sim_fault(examiner->faults, node->mark,
                  "`%s` must be a list; write `{from: %.200s}` for one that is read from "
                  "a file",
                  part->key, node->text);
        return;
    }
    if (node->kind != SIM_NODE_LIST) {
        sim_fault(examiner->faults, node->mark, "`%s` must be a list, not %s; begin each item with `- `", part->key,
                  sim_node_kind_text(node));
        return;
    }
    if (node->count > sim_items_allowed(part)) {
        sim_fault(examiner->faults, node->mark, "`%s` has %zu items; at most %zu are allowed", part->key, node->count,
                  sim_items_allowed(part));
        return;
    }
    for (size_t i = 0; i < node->count; i++) {
        const SimNode *item = node->members[i].node;
        if (item->kind == SIM_NODE_MAP) {
            examine_members(examiner, part, item);
        } else if (item->kind != SIM_NODE_BROKEN) {
            sim_fault(examiner->faults, item->mark, "an item of `%s` must be a mapping, not %s; write `- %s: ...`",
                      part->key, sim_node_kind_text(item), sim_part_first_key(part));
        }
    }
    find_namesakes(examiner, part, node, "name");
    find_namesakes(examiner, part, node, "code");
}

static void examine_section(const Examiner *examiner, const SimPart *part, const SimNode *node)
{
    if (sim_node_is_empty(node)) return;
    if (node->kind == SIM_NODE_SCALAR && sim_part_is_switch(part)) {
        sim_value_read(examiner->arena, part, node, NULL, examiner->faults);
    } else if (node->kind != SIM_NODE_MAP) {
        sim_fault(examiner->faults, node->mark,
                  "`%s` must be a section, not %s; write its keys beneath it, each on a line of its own", part->key,
                  sim_node_kind_text(node));
    } else {
        examine_members(examiner, part, node);
    }
}

static void examine_part(const Examiner *examiner, const SimPart *part, const SimNode *node)
{
    if (node->kind == SIM_NODE_BROKEN) return;
    if (sim_part_is_list(part)) {
        examine_list(examiner, part, node);
    } else if (sim_part_is_section(part)) {
        examine_section(examiner, part, node);
    } else {
        sim_value_read(examiner->arena, part, node, NULL, examiner->faults);
    }
}

void sim_examine(SimArena *arena, const SimPart *record, const SimNode *node, SimFaults *faults)
{
    const Examiner examiner = {.arena = arena, .faults = faults};
    if (node->kind == SIM_NODE_MAP) {
        examine_members(&examiner, record, node);
    } else {
        sim_fault(faults, node->mark, "a scenario must be a mapping, not %s; begin with `walkout: 1`",
                  sim_node_kind_text(node));
    }
}

static bool opens_a_template(const char *key)
{
    return strcmp(key, "walkout") == 0 || strcmp(key, "title") == 0;
}

static bool belongs_to_the_record(const char *key)
{
    return strcmp(key, "name") == 0 || strcmp(key, "code") == 0 || strcmp(key, "based_on") == 0;
}

void sim_examine_template(SimArena *arena, const SimPart *record, const SimNode *node, SimFaults *faults)
{
    const Examiner examiner = {.arena = arena, .faults = faults};
    if (node->kind != SIM_NODE_MAP) {
        sim_fault(faults, node->mark, "a template must be a mapping with the keys of one of `%s`, not %s", record->key,
                  sim_node_kind_text(node));
        return;
    }
    for (size_t i = 0; i < node->count; i++) {
        const SimMember *member = &node->members[i];
        const SimPart *child = sim_part_find(record, member->key, strlen(member->key));
        if (child && belongs_to_the_record(member->key)) {
            sim_fault(faults, member->key_mark, "`%s` cannot come from a template; write it in the scenario",
                      member->key);
        } else if (child) {
            examine_part(&examiner, child, member->node);
        } else if (!opens_a_template(member->key)) {
            report_unknown(&examiner, record, member);
        }
    }
}
