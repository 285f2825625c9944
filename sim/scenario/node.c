// Looking up and building the nodes of a document.
#include <string.h>

#include "sim/scenario/document.h"

SimNode *sim_node_find(const SimNode *map, const char *key)
{
    if (!map || map->kind != SIM_NODE_MAP) return NULL;
    for (size_t i = 0; i < map->count; i++) {
        if (strcmp(map->members[i].key, key) == 0) return map->members[i].node;
    }
    return NULL;
}

const char *sim_node_text(const SimNode *map, const char *key)
{
    const SimNode *node = sim_node_find(map, key);
    return node && node->kind == SIM_NODE_SCALAR && *node->text ? node->text : NULL;
}

const char *sim_node_name(const SimNode *map)
{
    const char *name = sim_node_text(map, "name");
    return name ? name : sim_node_text(map, "code");
}

SimNode *sim_node_named(const SimNode *list, const char *name)
{
    if (!list || list->kind != SIM_NODE_LIST) return NULL;
    static const char *const keys[] = {"name", "code"};
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        for (size_t i = 0; i < list->count; i++) {
            const char *own = sim_node_text(list->members[i].node, keys[k]);
            if (own && strcmp(own, name) == 0) return list->members[i].node;
        }
    }
    return NULL;
}

bool sim_node_is_empty(const SimNode *node)
{
    return node->kind == SIM_NODE_SCALAR && !node->quoted && (*node->text == '\0' || strcmp(node->text, "~") == 0);
}

const char *sim_node_kind_text(const SimNode *node)
{
    switch (node->kind) {
    case SIM_NODE_LIST: return "a list";
    case SIM_NODE_MAP: return "a mapping";
    case SIM_NODE_SCALAR:
    case SIM_NODE_BROKEN: break;
    }
    return "a value";
}

SimNode *sim_node_new(SimArena *arena, enum SimNodeKind kind, SimMark mark, const char *text)
{
    SimNode *node = sim_arena_take(arena, sizeof *node);
    node->kind = kind;
    node->mark = mark;
    node->text = text ? sim_arena_text(arena, text, strlen(text)) : "";
    return node;
}

void sim_node_set(SimArena *arena, SimNode *map, const char *key, SimMark key_mark, SimNode *value)
{
    for (size_t i = 0; key && i < map->count; i++) {
        if (strcmp(map->members[i].key, key) == 0) {
            map->members[i].node = value;
            map->members[i].key_mark = key_mark;
            return;
        }
    }
    map->members = sim_arena_grow(arena, map->members, map->count, &map->capacity, sizeof *map->members);
    const char *own_key = key ? sim_arena_text(arena, key, strlen(key)) : NULL;
    map->members[map->count++] = (SimMember){.key = own_key, .key_mark = key_mark, .node = value};
}

static SimNode *copy_of(SimArena *arena, const SimNode *node, const SimMark *mark)
{
    SimNode *copy = sim_node_new(arena, node->kind, mark ? *mark : node->mark, node->text);
    copy->quoted = node->quoted;
    for (size_t i = 0; i < node->count; i++) {
        const SimMember *member = &node->members[i];
        sim_node_set(arena, copy, member->key, mark ? *mark : member->key_mark, copy_of(arena, member->node, mark));
    }
    return copy;
}

SimNode *sim_node_copy(SimArena *arena, const SimNode *node)
{
    return copy_of(arena, node, NULL);
}

SimNode *sim_node_copy_as(SimArena *arena, const SimNode *node, SimMark mark)
{
    return copy_of(arena, node, &mark);
}
