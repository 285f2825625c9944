#include "sim/scenario/grammar.h"

#include <stdio.h>
#include <string.h>

#include "sim/scenario/quantity.h"

typedef struct {
    SimArena *arena;
    SimGrammar grammar;
} Grower;

static void flawed(Grower *grower, const SimField *row, const char *why)
{
    if (grower->grammar.flaw) return;
    grower->grammar.flaw = row;
    grower->grammar.flaw_why = why;
}

SimPart *sim_part_find(const SimPart *part, const char *key, size_t length)
{
    for (size_t i = 0; i < part->count; i++) {
        if (strncmp(part->parts[i]->key, key, length) == 0 && part->parts[i]->key[length] == '\0')
            return part->parts[i];
    }
    return NULL;
}

static SimPart *part_under(Grower *grower, SimPart *parent, const char *key, size_t length)
{
    SimPart *part = sim_part_find(parent, key, length);
    if (part) return part;
    part = sim_arena_take(grower->arena, sizeof *part);
    part->key = sim_arena_text(grower->arena, key, length);
    part->parent = parent;
    part->holder = sim_part_is_record(parent) ? parent : parent->holder;
    parent->parts = sim_arena_grow(grower->arena, parent->parts, parent->count, &parent->capacity, sizeof(SimPart *));
    parent->parts[parent->count++] = part;
    return part;
}

static void give_row(Grower *grower, SimPart *part, const SimField *row)
{
    if (part->row) {
        flawed(grower, row, "the path is in the table twice");
        return;
    }
    if (part->count > 0 && row->kind != SIM_SWITCH) {
        flawed(grower, row, "rows beneath this path come before it; only a switch may be a section too");
        return;
    }
    part->row = row;
    part->slot = part->holder->slots++;
    if (row->kind == SIM_RECORDS) part->bytes = row->count;
    if (strcmp(part->key, "based_on") == 0 && row->kind == SIM_TEXT && part->parent == part->holder &&
        part->holder->parent) {
        part->holder->based_on = part;
    }
}

static void plant(Grower *grower, const SimField *row)
{
    SimPart *part = grower->grammar.root;
    for (const char *key = row->path; key;) {
        size_t length = strcspn(key, ".[");
        bool into_list = strncmp(key + length, "[]", 2) == 0;
        const char *rest = key + length + (into_list ? 2 : 0);
        bool is_last = *rest == '\0';
        if (length == 0 || (!is_last && *rest != '.')) {
            flawed(grower, row, "the path is not made of keys, dots and `[]`");
            return;
        }
        part = part_under(grower, part, key, length);
        if (into_list && !is_last && !sim_part_is_list(part)) {
            flawed(grower, row, "the list in this path needs a row of its own before it");
            return;
        }
        if (!into_list && !is_last && part->row && part->row->kind != SIM_SWITCH) {
            flawed(grower, row, "the path goes through a value");
            return;
        }
        key = is_last ? NULL : rest + 1;
    }
    give_row(grower, part, row);
}

static void find_sizes(SimPart *part)
{
    SimPart *size = sim_part_is_record(part) ? sim_part_find(part, "size", 4) : NULL;
    if (size && sim_part_is_section(size)) part->size = size;
    for (size_t i = 0; i < part->count; i++) find_sizes(part->parts[i]);
}

SimGrammar sim_grammar_new(SimArena *arena, const SimFields *fields)
{
    Grower grower = {.arena = arena};
    SimPart *root = sim_arena_take(arena, sizeof *root);
    root->key = "";
    root->bytes = fields->root_bytes;
    grower.grammar.root = root;
    for (size_t b = 0; b < fields->block_count; b++) {
        for (size_t r = 0; r < fields->blocks[b]->count; r++) plant(&grower, &fields->blocks[b]->rows[r]);
    }
    find_sizes(root);
    return grower.grammar;
}

bool sim_part_has_names(const SimPart *list)
{
    return sim_part_find(list, "name", 4) || sim_part_find(list, "code", 4);
}

const char *sim_part_first_key(const SimPart *list)
{
    return list->count == 0 || sim_part_find(list, "name", 4) ? "name" : list->parts[0]->key;
}

void sim_part_example(const SimPart *part, char *example, size_t size)
{
    if (sim_part_is_list(part)) {
        snprintf(example, size, "`- %s: ...` for each item", sim_part_first_key(part));
    } else {
        snprintf(example, size, "%s", sim_kind_example(part->row->kind));
    }
}

static void add_keys(const SimPart *part, const SimPart *above, char *path, size_t size)
{
    if (part == above || !part->parent) return;
    add_keys(part->parent, above, path, size);
    size_t used = strlen(path);
    snprintf(path + used, size - used, "%s%s%s", used ? "." : "", part->key, sim_part_is_list(part) ? "[]" : "");
}

void sim_part_path(const SimPart *part, char *path, size_t size)
{
    path[0] = '\0';
    add_keys(part, NULL, path, size);
}

void sim_part_name(const SimPart *part, char *name, size_t size)
{
    name[0] = '\0';
    add_keys(part, part->holder, name, size);
    size_t length = strlen(name);
    if (length >= 2 && strcmp(name + length - 2, "[]") == 0) name[length - 2] = '\0';
}

SimNearest sim_part_nearest(const SimPart *part, const char *key)
{
    SimNearest nearest = sim_nearest(key);
    for (size_t i = 0; i < part->count; i++) sim_nearest_try(&nearest, part->parts[i]->key);
    return nearest;
}

bool sim_next_name(const char **names, char *name, size_t size)
{
    if (!*names || !**names) return false;
    size_t length = strcspn(*names, "|");
    snprintf(name, size, "%.*s", (int)length, *names);
    *names += length + ((*names)[length] == '|');
    return true;
}
