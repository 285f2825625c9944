#include "sim/scenario/override.h"

#include <stdio.h>
#include <string.h>

#include "sim/scenario/quantity.h"
#include "sim/scenario/value.h"

typedef struct {
    SimLibrary *library;
    const SimPart *root;
    const SimOverride *override;
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
                     writing->override->path);
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
    const char *path = writing->override->path;
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

static void try_names(SimNearest *nearest, const SimNode *list)
{
    for (size_t i = 0; list && list->kind == SIM_NODE_LIST && i < list->count; i++) {
        const SimNode *item = list->members[i].node;
        const SimNode *name = sim_node_find(item, "name"), *code = sim_node_find(item, "code");
        if (name && name->kind == SIM_NODE_SCALAR) sim_nearest_try(nearest, name->text);
        if (code && code->kind == SIM_NODE_SCALAR) sim_nearest_try(nearest, code->text);
    }
}

static bool unknown_item(const Writing *writing, const Step *step, const SimNode *list, const SimNode *template_list)
{
    SimNearest nearest = sim_nearest(step->selector);
    try_names(&nearest, list);
    try_names(&nearest, template_list);
    char hint[150] = "";
    if (nearest.nearest) snprintf(hint, sizeof hint, "; did you mean `%.90s`?", nearest.nearest);
    return sim_fault(writing->library->faults, writing->mark, "no item of `%.*s` is called `%s`%s",
                     (int)step->key_length, step->key, step->selector,
                     *hint ? hint : "; name one that is there, or `*` for all");
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

// An item that only the template has, written into the scenario under its name.
static SimNode *add_item(const Writing *writing, SimNode *map, const SimPart *list_part, const Step *step)
{
    SimArena *arena = writing->library->arena;
    SimNode *list = sim_node_find(map, list_part->key);
    if (!list || list->kind != SIM_NODE_LIST) {
        list = sim_node_new(arena, SIM_NODE_LIST, writing->mark, NULL);
        sim_node_set(arena, map, list_part->key, writing->mark, list);
    }
    SimNode *item = sim_node_new(arena, SIM_NODE_MAP, writing->mark, NULL);
    sim_node_set(arena, list, NULL, writing->mark, item);
    const char *key = sim_part_find(list_part, "name", 4) ? "name" : "code";
    sim_node_set(arena, item, key, writing->mark, sim_node_new(arena, SIM_NODE_SCALAR, writing->mark, step->selector));
    return item;
}

static bool write_in_list(const Writing *writing, const SimPart *part, SimNode *map, const SimNode *template,
                          const Step *step)
{
    SimNode *list = sim_node_find(map, part->key);
    const SimNode *twins = sim_node_find(template, part->key);
    if (!step->has_selector || !step->rest) {
        return sim_fault(
            writing->library->faults, writing->mark,
            "`%.200s` does not say which value of which item of `%s`; write `%s[NAME].key`, or `%s[*].key` for all",
            writing->override->path, part->key, part->key, part->key);
    }
    if (strcmp(step->selector, "*") != 0) {
        const SimNode *twin = sim_node_named(twins, step->selector);
        SimNode *item = sim_node_named(list, step->selector);
        if (!item && twin) item = add_item(writing, map, part, step);
        if (!item) return unknown_item(writing, step, list, twins);
        return write_in_item(writing, part, item, twin, step->rest);
    }
    // All: the template's that are not written yet are written first.
    for (size_t i = 0; twins && twins->kind == SIM_NODE_LIST && i < twins->count; i++) {
        const char *name = sim_node_name(twins->members[i].node);
        Step one = *step;
        if (!name || sim_node_named(list, name)) continue;
        snprintf(one.selector, sizeof one.selector, "%s", name);
        add_item(writing, map, part, &one);
        list = sim_node_find(map, part->key);
    }
    if (!list || list->kind != SIM_NODE_LIST || list->count == 0) {
        return sim_fault(writing->library->faults, writing->mark, "there is no item of `%s` to write to", part->key);
    }
    bool sound = true;
    for (size_t i = 0; i < list->count; i++) {
        SimNode *item = list->members[i].node;
        const char *name = sim_node_name(item);
        sound = write_in_item(writing, part, item, name ? sim_node_named(twins, name) : NULL, step->rest) && sound;
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
                             "`%s` is switched off, so `%.200s` changes nothing", part->key, writing->override->path);
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
    if (sim_part_is_list(child)) return write_in_list(writing, child, map, template, &step);
    if (step.has_selector || (step.rest && !sim_part_is_section(child))) {
        const char *path_start = writing->override->path;
        return sim_fault(writing->library->faults, writing->mark, "there is no `%.200s`; did you mean `%.*s`?",
                         path_start, (int)(step.key + step.key_length - path_start), path_start);
    }
    if (step.rest) return write_in_section(writing, child, map, template, step.rest);
    SimArena *arena = writing->library->arena;
    SimNode *value =
        sim_value_node(arena, child->row, writing->override->text, writing->mark, writing->library->faults);
    if (value) sim_node_set(arena, map, child->key, writing->mark, value);
    return value != NULL;
}

void sim_override_apply(SimLibrary *library, const SimPart *root_part, SimNode *root, const SimOverride *override)
{
    char shown[160];
    snprintf(shown, sizeof shown, "%.100s=%.50s", override->path, override->text);
    Writing writing = {.library = library,
                       .root = root_part,
                       .override = override,
                       .mark = {.file = sim_arena_text(library->arena, shown, strlen(shown))}};
    write_at(&writing, root_part, root, NULL, override->path);
}
