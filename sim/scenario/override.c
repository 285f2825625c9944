#include "sim/scenario/override.h"

#include <stdio.h>
#include <string.h>

#include "sim/scenario/pair.h"
#include "sim/scenario/quantity.h"
#include "sim/scenario/value.h"

typedef struct {
    SimLibrary *library;
    const SimPart *root;
    const char *path;
    const char *text;     // of the value; or
    const SimNode *node;  // the value itself, from another file
    SimMark mark;
} Writing;

// One key of a path: `places[North]`.
typedef struct {
    const char *key;
    size_t key_length;
    bool has_selector;
    char selector[100];  // the name between the brackets
    const char *rest;    // behind the dot; NULL at the path's end
} Step;

static bool write_at(const Writing *writing, const SimPart *part, SimNode *map, const SimNode *template,
                     const char *path);

static bool malformed(const Writing *writing)
{
    return sim_fault(writing->library->faults, writing->mark,
                     "the path `%.200s` cannot be read; write keys joined by dots, and names in brackets, as in "
                     "`list[name].section.key`",
                     writing->path);
}

static bool read_step(const char *path, Step *step)
{
    *step = (Step){.key = path, .key_length = strcspn(path, ".[")};
    const char *c = path + step->key_length;
    if (*c == '[') {
        const char *end = strchr(c, ']');
        if (!end || (size_t)(end - c) > sizeof step->selector) return false;
        snprintf(step->selector, sizeof step->selector, "%.*s", (int)(end - c - 1), c + 1);
        step->has_selector = true;
        c = end + 1;
    }
    if (*c == '.') step->rest = c + 1;
    return step->key_length > 0 && (*c == '\0' || (*c == '.' && c[1] != '\0'));
}

// Tries the paths of all rows beneath a part, and of those with the same last key first of all.
static void nearest_path(const SimPart *part, const char *last_key, SimNearest *nearest, SimArena *arena)
{
    for (size_t i = 0; i < part->count; i++) {
        const SimPart *child = part->parts[i];
        char path[300];
        sim_part_path(child, path, sizeof path);
        const char *kept = sim_arena_text(arena, path, strlen(path));
        sim_nearest_try(nearest, kept);
        if (strcmp(child->key, last_key) == 0 && nearest->distance > 0) {
            nearest->nearest = kept;
            nearest->distance = 0;
        }
        nearest_path(child, last_key, nearest, arena);
    }
}

// The path without names, `places[].rate.weekday`.
static char *without_names(SimArena *arena, const char *path)
{
    char *plain = sim_arena_text(arena, path, strlen(path)), *to = plain;
    bool inside = false;
    for (const char *c = path; *c; c++) {
        if (*c == ']') inside = false;
        if (!inside) *to++ = *c;
        if (*c == '[') inside = true;
    }
    *to = '\0';
    return plain;
}

static bool unknown_path(const Writing *writing, const SimPart *part, const Step *step)
{
    SimArena *arena = writing->library->arena;
    const char *path = writing->path;
    char *key = sim_arena_text(arena, step->key, step->key_length);
    const char *near_key = sim_part_nearest(part, key).nearest;
    if (near_key) {
        const char *behind = step->key + step->key_length;
        return sim_fault(writing->library->faults, writing->mark, "there is no `%.200s`; did you mean `%.*s%s%.100s`?",
                         path, (int)(step->key - path), path, near_key, behind);
    }
    char *plain = without_names(arena, path);
    const char *dot = strrchr(plain, '.');
    SimNearest nearest = sim_nearest(plain);
    nearest_path(writing->root, dot ? dot + 1 : plain, &nearest, arena);
    if (nearest.nearest) {
        return sim_fault(writing->library->faults, writing->mark, "there is no `%.200s`; did you mean `%s`?", path,
                         nearest.nearest);
    }
    return sim_fault(writing->library->faults, writing->mark,
                     "there is no `%.200s`; `explain` prints the paths of all values", path);
}

static void try_name(SimNearest *nearest, const SimNode *item)
{
    const char *name = sim_node_text(item, "name"), *code = sim_node_text(item, "code");
    if (name) sim_nearest_try(nearest, name);
    if (code) sim_nearest_try(nearest, code);
}

static bool unknown_name(const Writing *writing, const SimPart *part, const Step *step, const SimSaid *pairs,
                         size_t count)
{
    SimNearest nearest = sim_nearest(step->selector);
    bool has_nameless = false;
    for (size_t i = 0; i < count; i++) {
        try_name(&nearest, pairs[i].own);
        try_name(&nearest, pairs[i].template);
        has_nameless = has_nameless || !sim_said_name(pairs[i]);
    }
    char hint[150] = "name one that is there, or `*` for all";
    if (nearest.nearest) {
        snprintf(hint, sizeof hint, "did you mean `%.90s`?", nearest.nearest);
    } else if (has_nameless) {
        snprintf(hint, sizeof hint, "name one that is there, its place from 1 to %zu if it has no name, or `*` for all",
                 count);
    }
    return sim_fault(writing->library->faults, writing->mark, "no item of `%s` is called `%s`; %s", part->key,
                     step->selector, hint);
}

static bool unknown_item(const Writing *writing, const SimPart *part, const Step *step, const SimSaid *pairs,
                         size_t count)
{
    bool has_names = sim_part_has_names(part);
    if (count == 0 && (!has_names || strcmp(step->selector, "*") == 0)) {
        return sim_fault(writing->library->faults, writing->mark, "there is no item of `%s` to write to", part->key);
    }
    if (has_names) return unknown_name(writing, part, step, pairs, count);
    return sim_fault(writing->library->faults, writing->mark,
                     "there is no `%s[%s]`; items of `%s` have no names: write a place from 1 to %zu, or `*` for all",
                     part->key, step->selector, part->key, count);
}

static bool write_in_item(const Writing *writing, const SimPart *list_part, SimNode *item, const SimNode *twin,
                          const char *rest)
{
    if (item->kind != SIM_NODE_MAP) return false;  // reported when the document is checked
    bool failed;
    const SimNode *template = sim_library_template(writing->library, list_part, item, &failed);
    if (failed) return false;  // reported
    return write_at(writing, list_part, item, template ? template : twin, rest);
}

// An item that only the template has, written into the scenario: under its name or, if it has none, as its twin.
static SimNode *add_item(const Writing *writing, SimNode *map, const SimPart *list_part, const SimNode *twin)
{
    SimArena *arena = writing->library->arena;
    SimNode *list = sim_node_find(map, list_part->key);
    if (!list || list->kind != SIM_NODE_LIST) {
        list = sim_node_new(arena, SIM_NODE_LIST, writing->mark, NULL);
        sim_node_set(arena, map, list_part->key, writing->mark, list);
    }
    SimNode *item = sim_node_new(arena, SIM_NODE_MAP, writing->mark, NULL);
    sim_node_set(arena, list, NULL, writing->mark, item);
    if (!sim_node_name(twin)) {
        item->twin = twin;
        return item;
    }
    const char *key = sim_node_text(twin, "name") ? "name" : "code";
    SimNode *name = sim_node_new(arena, SIM_NODE_SCALAR, writing->mark, sim_node_name(twin));
    sim_node_set(arena, item, key, writing->mark, name);
    return item;
}

static SimNode *item_of(const SimNode *list, const SimNode *item)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->members[i].node == item) return list->members[i].node;
    }
    return NULL;
}

static bool says_which(const Writing *writing, const SimPart *part, const Step *step)
{
    if (step->has_selector && step->rest) return true;
    const char *selector = sim_part_has_names(part) ? "NAME" : "1";
    return sim_fault(
        writing->library->faults, writing->mark,
        "`%.200s` does not say which value of which item of `%s`; write `%s[%s].key`, or `%s[*].key` for all",
        writing->path, part->key, part->key, selector, part->key);
}

static bool write_in_list(const Writing *writing, const SimPart *part, SimNode *map, const SimNode *template,
                          const Step *step)
{
    SimArena *arena = writing->library->arena;
    const SimNode *list = sim_node_find(map, part->key), *twins = sim_node_find(template, part->key);
    if (!says_which(writing, part, step)) return false;
    SimSaid *pairs = sim_arena_take(arena, sim_items_most(list, twins) * sizeof *pairs);
    size_t count = sim_items_pair(part, list, twins, pairs);
    bool is_all = strcmp(step->selector, "*") == 0, sound = true;
    size_t first = is_all ? 0 : sim_items_find(pairs, count, step->selector), end = is_all ? count : first + 1;
    if (first >= count) return unknown_item(writing, part, step, pairs, count);
    for (size_t i = first; i < end; i++) {
        SimNode *item = pairs[i].own ? item_of(list, pairs[i].own) : add_item(writing, map, part, pairs[i].template);
        sound = write_in_item(writing, part, item, pairs[i].template, step->rest) && sound;
    }
    return sound;
}

static bool write_in_section(const Writing *writing, const SimPart *part, SimNode *map, const SimNode *template,
                             const char *rest)
{
    SimNode *section = sim_node_find(map, part->key);
    bool is_on = false;
    if (section && section->kind == SIM_NODE_SCALAR && sim_part_is_switch(part)) {
        SimField row = {.kind = SIM_SWITCH};
        SimValue value = {0};
        char why[SIM_WHY_BYTES];
        is_on = sim_quantity_read(&row, section->text, &value, why) && value.on;
        if (!is_on && !sim_node_is_empty(section)) {
            return sim_fault(writing->library->faults, writing->mark,
                             "`%s` is switched off, so `%.200s` changes nothing", part->key, writing->path);
        }
    }
    if (!section || sim_node_is_empty(section) || is_on) {
        section = sim_node_new(writing->library->arena, SIM_NODE_MAP, writing->mark, NULL);
        sim_node_set(writing->library->arena, map, part->key, writing->mark, section);
    }
    if (section->kind != SIM_NODE_MAP) return false;  // reported when the document is checked
    return write_at(writing, part, section, sim_node_find(template, part->key), rest);
}

static bool write_at(const Writing *writing, const SimPart *part, SimNode *map, const SimNode *template,
                     const char *path)
{
    Step step;
    if (!read_step(path, &step)) return malformed(writing);
    const SimPart *child = sim_part_find(part, step.key, step.key_length);
    if (!child) return unknown_path(writing, part, &step);
    const bool is_whole = writing->node && !step.rest && !step.has_selector;  // of a list or a section
    if (sim_part_is_list(child) && !is_whole) return write_in_list(writing, child, map, template, &step);
    if (step.has_selector || (step.rest && !sim_part_is_section(child))) {
        const char *path_start = writing->path;
        return sim_fault(writing->library->faults, writing->mark, "there is no `%.200s`; did you mean `%.*s`?",
                         path_start, (int)(step.key + step.key_length - path_start), path_start);
    }
    if (step.rest) return write_in_section(writing, child, map, template, step.rest);
    SimArena *arena = writing->library->arena;
    SimNode *value = writing->node
                         ? sim_node_copy(arena, writing->node)
                         : sim_value_node(arena, child->row, writing->text, writing->mark, writing->library->faults);
    if (value) sim_node_set(arena, map, child->key, writing->mark, value);
    return value != NULL;
}

void sim_override_apply(SimLibrary *library, const SimPart *root_part, SimNode *root, const SimOverride *override)
{
    char shown[260];
    snprintf(shown, sizeof shown, "%.200s=%.50s", override->path, override->text);
    Writing writing = {.library = library,
                       .root = root_part,
                       .path = override->path,
                       .text = override->text,
                       .mark = {.file = sim_arena_text(library->arena, shown, strlen(shown))}};
    write_at(&writing, root_part, root, NULL, override->path);
}

void sim_change_apply(SimLibrary *library, const SimPart *root_part, SimNode *root, const SimChange *change)
{
    Writing writing = {
        .library = library, .root = root_part, .path = change->path, .node = change->node, .mark = change->mark};
    if (!change->mark.file) writing.mark = change->node->mark;
    write_at(&writing, root_part, root, NULL, change->path);
}
