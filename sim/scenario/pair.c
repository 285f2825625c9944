#include "sim/scenario/pair.h"

#include <string.h>

enum { PLACE_DIGITS = 6 };

static bool is_list(const SimNode *node)
{
    return node && node->kind == SIM_NODE_LIST;
}
static bool is_map(const SimNode *node)
{
    return node && node->kind == SIM_NODE_MAP;
}

size_t sim_items_most(const SimNode *own, const SimNode *template)
{
    return (is_list(own) ? own->count : 0) + (is_list(template) ? template->count : 0);
}

// Whether the user wrote items without a name, or a list of such items that is empty. An item with a twin does not
// count: an override made it.
static bool replaces_nameless(const SimPart *part, const SimNode *own)
{
    if (!is_list(own)) return false;
    for (size_t i = 0; i < own->count; i++) {
        const SimNode *item = own->members[i].node;
        if (is_map(item) && !item->twin && !sim_node_name(item)) return true;
    }
    return own->count == 0 && !sim_part_has_names(part);
}

static const SimNode *item_with_twin(const SimNode *own, const SimNode *twin)
{
    for (size_t i = 0; is_list(own) && i < own->count; i++) {
        if (own->members[i].node->twin == twin) return own->members[i].node;
    }
    return NULL;
}

static bool is_paired(const SimSaid *pairs, size_t count, const SimNode *item)
{
    for (size_t i = 0; i < count; i++) {
        if (pairs[i].own == item) return true;
    }
    return false;
}

size_t sim_items_pair(const SimPart *part, const SimNode *own, const SimNode *template, SimSaid *pairs)
{
    size_t count = 0;
    bool drops_nameless = replaces_nameless(part, own);
    for (size_t i = 0; is_list(template) && i < template->count; i++) {
        const SimNode *item = template->members[i].node;
        if (!is_map(item)) continue;
        const char *name = sim_node_name(item);
        if (!name && drops_nameless) continue;
        const SimNode *match = name ? sim_node_named(own, name) : item_with_twin(own, item);
        pairs[count++] = (SimSaid){.own = is_map(match) ? match : NULL, .template = item};
    }
    size_t from_template = count;
    for (size_t i = 0; is_list(own) && i < own->count; i++) {
        const SimNode *item = own->members[i].node;
        if (is_map(item) && !is_paired(pairs, from_template, item)) pairs[count++] = (SimSaid){.own = item};
    }
    return count;
}

const char *sim_said_name(SimSaid said)
{
    const char *name = said.own ? sim_node_name(said.own) : NULL;
    return name || !said.template ? name : sim_node_name(said.template);
}

static bool says(const SimNode *item, const char *key, const char *text)
{
    const char *own = sim_node_text(item, key);
    return own && strcmp(own, text) == 0;
}

size_t sim_items_find(const SimSaid *pairs, size_t count, const char *selector)
{
    static const char *const keys[] = {"name", "code"};
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        for (size_t i = 0; i < count; i++) {
            if (says(pairs[i].own, keys[k], selector) || says(pairs[i].template, keys[k], selector)) return i;
        }
    }
    size_t place = sim_item_place(selector, strlen(selector));
    return place > 0 && place <= count && !sim_said_name(pairs[place - 1]) ? place - 1 : count;
}

size_t sim_item_place(const char *text, size_t length)
{
    size_t place = 0;
    if (length == 0 || length > PLACE_DIGITS || text[0] == '0') return 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9') return 0;
        place = place * 10 + (size_t)(text[i] - '0');
    }
    return place;
}
