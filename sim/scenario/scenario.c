#include "sim/scenario/scenario.h"

#include <string.h>

#include "sim/scenario/examine.h"
#include "sim/scenario/override.h"
#include "sim/scenario/pair.h"
#include "sim/scenario/resolved.h"
#include "sim/scenario/rows.h"

// What is given beside the file, on the command line or in another file.
typedef struct {
    const SimOverride *overrides;
    size_t override_count;
    const SimChange *changes;
    size_t change_count;
} Beside;

static SimScenario *read_document(SimScenario *scenario, SimDocument *document, Beside beside, SimFaults *faults)
{
    SimLibrary *library = &scenario->library;
    sim_library_keep(library, document);
    SimNode *root = sim_document_root(document);
    scenario->written = root;
    if (root->kind == SIM_NODE_MAP) {
        sim_library_include(library, root, sim_document_file(document));
        sim_rows_expand(library, scenario->grammar.root, root);
        for (size_t i = 0; i < beside.override_count; i++)
            sim_override_apply(library, scenario->grammar.root, root, &beside.overrides[i]);
        for (size_t i = 0; i < beside.change_count; i++)
            sim_change_apply(library, scenario->grammar.root, root, &beside.changes[i]);
    }
    sim_examine(scenario->arena, scenario->grammar.root, root, faults);
    if (root->kind == SIM_NODE_MAP) sim_resolve(scenario, faults);
    return scenario;
}

static SimScenario *scenario_new(const char *file, const SimFields *fields, SimFaults *faults)
{
    SimArena *arena = sim_arena_new();
    SimScenario *scenario = sim_arena_take(arena, sizeof *scenario);
    scenario->arena = arena;
    scenario->grammar = sim_grammar_new(arena, fields);
    sim_library_open(&scenario->library, arena, file, faults);
    return scenario;
}

static SimScenario *unless_faulty(SimScenario *scenario, size_t faults_before, const SimFaults *faults)
{
    scenario->library.faults = NULL;  // belongs to the reader; nothing is read later
    if (sim_faults_found(faults) == faults_before) return scenario;
    sim_scenario_free(scenario);
    return NULL;
}

SimScenario *sim_scenario_read(const char *file, const SimFields *fields, const SimOverride *overrides,
                               size_t override_count, SimFaults *faults)
{
    size_t faults_before = sim_faults_found(faults);
    SimScenario *scenario = scenario_new(file, fields, faults);
    SimDocument *document = sim_document_read(file, faults);
    const Beside beside = {.overrides = overrides, .override_count = override_count};
    if (document) read_document(scenario, document, beside, faults);
    return unless_faulty(scenario, faults_before, faults);
}

SimScenario *sim_scenario_read_changed(const char *file, const SimFields *fields, const SimChange *changes,
                                       size_t change_count, SimFaults *faults)
{
    size_t faults_before = sim_faults_found(faults);
    SimScenario *scenario = scenario_new(file, fields, faults);
    SimDocument *document = sim_document_read(file, faults);
    const Beside beside = {.changes = changes, .change_count = change_count};
    if (document) read_document(scenario, document, beside, faults);
    return unless_faulty(scenario, faults_before, faults);
}

SimScenario *sim_scenario_parse(const char *file, const char *text, size_t length, const SimFields *fields,
                                const SimOverride *overrides, size_t override_count, SimFaults *faults)
{
    size_t faults_before = sim_faults_found(faults);
    SimScenario *scenario = scenario_new(file, fields, faults);
    SimDocument *document = sim_document_parse(file, text, length, faults);
    const Beside beside = {.overrides = overrides, .override_count = override_count};
    if (document) read_document(scenario, document, beside, faults);
    return unless_faulty(scenario, faults_before, faults);
}

void sim_scenario_free(SimScenario *scenario)
{
    if (!scenario) return;
    sim_library_close(&scenario->library);
    sim_arena_free(scenario->arena);
}

void *sim_scenario_root(const SimScenario *scenario)
{
    return scenario->root.bytes;
}

const SimResolved *sim_item_named(const SimResolved *record, const SimPart *list, const char *name, size_t length)
{
    const SimRecords *records = sim_place(record, list);
    const SimPart *code = sim_part_find(list, "code", 4);
    for (size_t i = 0; i < records->count; i++) {
        const SimResolved *item = &record->lists[list->slot][i];
        const char *own = ((const SimRecordHead *)(const void *)item->bytes)->name;
        if (strncmp(own, name, length) == 0 && own[length] == '\0') return item;
        const SimText *text = code && code->row && code->row->kind == SIM_TEXT ? sim_place(item, code) : NULL;
        if (text && text->text && strncmp(text->text, name, length) == 0 && text->text[length] == '\0') return item;
    }
    size_t place = sim_item_place(name, length);
    if (place == 0 || place > records->count) return NULL;
    const SimResolved *item = &record->lists[list->slot][place - 1];
    return *((const SimRecordHead *)(const void *)item->bytes)->name ? NULL : item;
}

SimMark sim_scenario_mark(const SimScenario *scenario, const char *path)
{
    const SimResolved *record = &scenario->root;
    const SimPart *part = scenario->grammar.root;
    const SimNode *written = scenario->written;
    SimMark mark = written->mark;
    for (const char *c = path; c && *c;) {
        size_t length = strcspn(c, ".[");
        part = sim_part_find(part, c, length);
        if (!part) return mark;
        written = sim_node_find(written, part->key);
        if (written) mark = written->mark;
        c += length;
        if (sim_part_is_list(part)) {
            size_t name_length = *c == '[' ? strcspn(c + 1, "]") : 0;
            record = name_length > 0 ? sim_item_named(record, part, c + 1, name_length) : NULL;
            if (!record) return mark;
            written = record->own;
            mark = ((const SimRecordHead *)(const void *)record->bytes)->mark;
            c += 1 + name_length + (c[1 + name_length] == ']');
        } else if (part->row && record->origins[part->slot].mark.file) {
            mark = record->origins[part->slot].mark;
        }
        if (*c == '.') c++;
    }
    return mark;
}
