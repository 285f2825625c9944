#include <math.h>
#include <stdio.h>
#include <string.h>

#include "sim/scenario/examine.h"
#include "sim/scenario/pair.h"
#include "sim/scenario/quantity.h"
#include "sim/scenario/resolved.h"
#include "sim/scenario/scale.h"
#include "sim/scenario/value.h"

enum { RECORDS_MOST = 100000 };  // England's trusts with fifty rosters each need a tenth of it

// A record while it is being filled.
typedef struct {
    SimScenario *scenario;
    SimFaults *faults;
    SimResolved *record;
    SimScale *scale;  // NULL if no template is above
    SimMark mark;     // of the record
    size_t *records;  // filled so far, in the whole scenario
    bool is_quiet;    // the template could not be read: what is missing may well be there
} Filling;

static void fill_record(const Filling *above, SimResolved *record, SimSaid said);
static void fill_part(const Filling *filling, const SimPart *part, SimSaid said, bool is_off);

static SimSaid said_beneath(SimSaid said, const char *key)
{
    return (SimSaid){.own = sim_node_find(said.own, key), .template = sim_node_find(said.template, key)};
}

static void report_missing(const Filling *filling, const SimPart *part)
{
    if (filling->is_quiet) return;
    const SimField *row = part->row;
    char name[200], example[300];
    sim_part_name(part, name, sizeof name);
    sim_part_example(part, example, sizeof example);
    bool only_one_will_do = row->least > 0 && row->least >= row->most;
    if (only_one_will_do) {
        char only[160];
        sim_range_print(row, only);
        snprintf(example, sizeof example, "`%s`", only);
    }
    if (row->choices) sim_choices_print(row->choices, example, sizeof example);
    sim_fault(filling->faults, filling->mark, "`%s` is missing (%.200s); write %s", name,
              row->meaning ? row->meaning : "no meaning", example);
}

static void scale_value(const Filling *filling, const SimPart *part, const SimNode *node, SimOrigin *origin)
{
    const SimField *row = part->row;
    if (!filling->scale || !row->scales_with || !sim_kind_scales(row->kind)) return;
    bool is_size = part->parent == filling->record->part->size && part->parent;
    char why[SIM_WHY_BYTES], name[200];
    origin->ratio = sim_scale_ratio(filling->scale, row->scales_with, &origin->ratio_key);
    sim_part_name(part, name, sizeof name);
    if (!origin->ratio_key) {
        const char *written = sim_scale_written(filling->scale, row->scales_with);
        if (written) {
            sim_warn(filling->faults, node->mark, "`%s` is not scaled: the template does not say its own `size.%s`",
                     name, written);
        }
        return;
    }
    origin->source = is_size ? SIM_IMPUTED : SIM_SCALED;
    if (!sim_value_scale(row, sim_place(filling->record, part), origin->ratio, why)) {
        sim_fault(filling->faults, filling->mark,
                  "`%s` of the template, times %.4g (the ratio of `%s`), %s; write `%s` yourself", name, origin->ratio,
                  origin->ratio_key, why, name);
    }
}

static void take_default(const Filling *filling, const SimPart *part, SimOrigin *origin)
{
    const SimField *row = part->row;
    SimArena *arena = filling->scenario->arena;
    const SimNode *node = sim_value_node(arena, row, row->fallback, (SimMark){0}, filling->faults);
    if (node && sim_value_read(arena, part, node, sim_place(filling->record, part), filling->faults)) {
        origin->source = SIM_DEFAULT;
    }
}

static void fill_value(const Filling *filling, const SimPart *part, SimSaid said, bool is_off)
{
    SimArena *arena = filling->scenario->arena;
    SimOrigin *origin = &filling->record->origins[part->slot];
    void *place = sim_place(filling->record, part);
    *origin = (SimOrigin){.source = SIM_NOT_GIVEN, .ratio = 1};
    sim_value_unset(part->row, place);
    const SimNode *node = said.own ? said.own : said.template;
    if (node && !is_off) {
        // Texts that cannot be read have been reported when their file was checked.
        if (!sim_value_read(arena, part, node, place, NULL)) return;
        origin->source = said.own ? SIM_WRITTEN : SIM_TEMPLATE;
        origin->mark = node->mark;
        if (!said.own) scale_value(filling, part, node, origin);
    } else if (sim_has_default(part->row)) {
        take_default(filling, part, origin);
    } else if (!part->row->fallback && !is_off) {
        report_missing(filling, part);
    }
}

// The section is on if it holds keys; `off` silences what is written beneath it elsewhere.
static bool fill_switch(const Filling *filling, const SimPart *part, SimSaid said, bool is_off)
{
    SimOrigin *origin = &filling->record->origins[part->slot];
    const SimNode *node = said.own && !sim_node_is_empty(said.own) ? said.own : said.template;
    if (!is_off && node && node->kind == SIM_NODE_MAP) {
        *origin = (SimOrigin){.source = node == said.own ? SIM_WRITTEN : SIM_TEMPLATE, .mark = node->mark, .ratio = 1};
        *(bool *)sim_place(filling->record, part) = true;
        return true;
    }
    SimSaid scalars = {.own = node == said.own ? node : NULL, .template = node == said.own ? NULL : node};
    fill_value(filling, part, scalars, is_off);
    return *(bool *)sim_place(filling->record, part);
}

static void fill_parts(const Filling *filling, const SimPart *part, SimSaid said, bool is_off)
{
    for (size_t i = 0; i < part->count; i++) {
        const SimPart *child = part->parts[i];
        fill_part(filling, child, said_beneath(said, child->key), is_off);
    }
}

static bool is_list(const SimNode *node)
{
    return node && node->kind == SIM_NODE_LIST;
}

static void fill_list(const Filling *filling, const SimPart *part, SimSaid said, bool is_off)
{
    SimArena *arena = filling->scenario->arena;
    const SimField *row = part->row;
    SimOrigin *origin = &filling->record->origins[part->slot];
    SimRecords *records = sim_place(filling->record, part);
    *origin = (SimOrigin){.source = SIM_NOT_GIVEN, .ratio = 1};
    *records = (SimRecords){0};
    if (is_off) return;

    bool is_written = is_list(said.own) || is_list(said.template);
    if (is_written) {
        origin->source = is_list(said.own) ? SIM_WRITTEN : SIM_TEMPLATE;
        origin->mark = is_list(said.own) ? said.own->mark : said.template->mark;
    } else if (sim_has_default(row)) {
        said.own = sim_value_node(arena, row, row->fallback, (SimMark){0}, filling->faults);
        origin->source = SIM_DEFAULT;
    }
    if (is_list(said.own) && said.own->count > sim_items_allowed(part)) return;  // reported when it was checked
    size_t most = sim_items_most(said.own, said.template);
    SimSaid *pairs = sim_arena_take(arena, most * sizeof *pairs);
    size_t count = sim_items_pair(part, said.own, said.template, pairs);
    bool is_faulty = said.own && !is_list(said.own) && !sim_node_is_empty(said.own);
    if (most == 0 && !row->fallback && !is_faulty) report_missing(filling, part);
    if (*filling->records + count > RECORDS_MOST) {
        bool first = *filling->records <= RECORDS_MOST;
        *filling->records = RECORDS_MOST + 1;
        if (first) sim_fault(filling->faults, filling->mark, "more than %d items in all lists together", RECORDS_MOST);
        return;
    }
    *filling->records += count;

    records->rows = sim_arena_take(arena, count * part->bytes);
    records->count = count;
    SimResolved *items = sim_arena_take(arena, count * sizeof *items);
    filling->record->lists[part->slot] = items;
    for (size_t i = 0; i < count; i++) {
        items[i] = (SimResolved){.part = part, .bytes = (char *)records->rows + i * part->bytes};
        fill_record(filling, &items[i], pairs[i]);
    }
}

static void fill_section(const Filling *filling, const SimPart *part, SimSaid said, bool is_off)
{
    if (sim_part_is_switch(part)) is_off = !fill_switch(filling, part, said, is_off) || is_off;
    // A word where a section should stand has been reported; what it lacks is no second fault.
    Filling beneath = *filling;
    beneath.is_quiet = filling->is_quiet || (said.own && said.own->kind != SIM_NODE_MAP && !sim_part_is_switch(part) &&
                                             !sim_node_is_empty(said.own));
    fill_parts(&beneath, part, said, is_off);
}

static void fill_part(const Filling *filling, const SimPart *part, SimSaid said, bool is_off)
{
    if (sim_part_is_list(part)) {
        fill_list(filling, part, said, is_off);
    } else if (sim_part_is_section(part)) {
        fill_section(filling, part, said, is_off);
    } else {
        fill_value(filling, part, said, is_off);
    }
}

static void fill_record(const Filling *above, SimResolved *record, SimSaid said)
{
    SimArena *arena = above->scenario->arena;
    const SimPart *part = record->part;
    Filling filling = *above;
    filling.record = record;
    filling.mark = said.own ? said.own->mark : said.template->mark;
    record->own = said.own;
    record->origins = sim_arena_take(arena, part->slots * sizeof *record->origins);
    record->lists = sim_arena_take(arena, part->slots * sizeof *record->lists);

    bool failed;
    const SimNode *template = sim_library_template(&above->scenario->library, part, said.own, &failed);
    filling.is_quiet = filling.is_quiet || failed;
    if (template) {
        said.template = template;
        filling.scale = part->size ? sim_scale_new(arena, part->size, sim_node_find(said.own, "size"),
                                                   sim_node_find(template, "size"))
                                   : NULL;
    }
    fill_parts(&filling, part, said, false);
    if (sim_part_is_list(part)) {
        const char *name = sim_said_name(said);
        SimRecordHead head = {.mark = filling.mark, .name = name ? name : ""};
        memcpy(record->bytes, &head, sizeof head);
    }
}

void sim_resolve(SimScenario *scenario, SimFaults *faults)
{
    size_t records = 0;
    Filling filling = {.scenario = scenario, .faults = faults, .records = &records};
    scenario->root.part = scenario->grammar.root;
    scenario->root.bytes = sim_arena_take(scenario->arena, scenario->grammar.root->bytes);
    fill_record(&filling, &scenario->root, (SimSaid){.own = scenario->written});
}

bool sim_is_switched_off(const SimResolved *record, const SimPart *section)
{
    for (const SimPart *part = section; part && part != record->part; part = part->parent) {
        if (sim_part_is_switch(part) && !*(const bool *)sim_place(record, part)) return true;
    }
    return false;
}
