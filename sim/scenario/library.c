#include "sim/scenario/library.h"

#include <stdio.h>
#include <string.h>

#include "sim/scenario/examine.h"
#include "sim/scenario/rows.h"
#include "sim/scenario/value.h"

enum { INCLUDES_DEEP = 8, TEMPLATES_MOST = 64, TABLES_MOST = 64 };

void sim_library_open(SimLibrary *library, SimArena *arena, const char *file, SimFaults *faults)
{
    const char *slash = strrchr(file, '/');
    size_t length = slash ? (size_t)(slash - file) : 0;
    const char *folder = !slash ? "." : length == 0 ? "/" : sim_arena_text(arena, file, length);
    *library = (SimLibrary){.arena = arena, .faults = faults, .folder = folder};
}

void sim_library_close(SimLibrary *library)
{
    for (size_t i = 0; i < library->document_count; i++) sim_document_free(library->documents[i]);
    for (size_t i = 0; i < library->table_count; i++) sim_csv_file_free(library->tables[i].csv);
}

void sim_library_keep(SimLibrary *library, SimDocument *document)
{
    if (!document) return;
    library->documents = sim_arena_grow(library->arena, library->documents, library->document_count,
                                        &library->document_capacity, sizeof *library->documents);
    library->documents[library->document_count++] = document;
}

static const SimNode *read_template(SimLibrary *library, const SimPart *record, const char *name, SimMark asked)
{
    if (library->template_count >= TEMPLATES_MOST) {
        sim_fault(library->faults, asked, "more than %d different templates", TEMPLATES_MOST);
        return NULL;
    }
    SimDocument *document = sim_document_read_beneath(library->folder, name, asked, library->faults);
    if (!document) return NULL;
    sim_library_keep(library, document);
    SimNode *root = sim_document_root(document);
    sim_rows_expand(library, record, root);
    sim_examine_template(library->arena, record, root, library->faults);
    return root->kind == SIM_NODE_MAP ? root : NULL;
}

const SimNode *sim_library_template(SimLibrary *library, const SimPart *record, const SimNode *item, bool *failed)
{
    *failed = false;
    const SimNode *asked = record->based_on ? sim_node_find(item, "based_on") : NULL;
    if (!asked) return NULL;
    *failed = true;
    if (!sim_value_read(library->arena, record->based_on, asked, NULL, NULL)) return NULL;
    for (size_t i = 0; i < library->template_count; i++) {
        const SimTemplate *known = &library->templates[i];
        if (known->record != record || strcmp(known->name, asked->text) != 0) continue;
        *failed = !known->root;
        return known->root;
    }
    const SimNode *root = read_template(library, record, asked->text, asked->mark);
    library->templates = sim_arena_grow(library->arena, library->templates, library->template_count,
                                        &library->template_capacity, sizeof *library->templates);
    library->templates[library->template_count++] = (SimTemplate){.name = asked->text, .record = record, .root = root};
    *failed = !root;
    return root;
}

const SimCsvFile *sim_library_csv(SimLibrary *library, const char *name, SimMark asked)
{
    for (size_t i = 0; i < library->table_count; i++) {
        if (strcmp(library->tables[i].name, name) == 0) return library->tables[i].csv;
    }
    if (library->table_count >= TABLES_MOST) {
        sim_fault(library->faults, asked, "more than %d different CSV files", TABLES_MOST);
        return NULL;
    }
    SimCsvFile *csv = sim_csv_file_read(library->folder, name, asked, library->faults);
    library->tables = sim_arena_grow(library->arena, library->tables, library->table_count, &library->table_capacity,
                                     sizeof *library->tables);
    library->tables[library->table_count++] = (SimTableFile){.name = name, .csv = csv};
    return csv;
}

static void drop_key(SimNode *map, const char *key)
{
    size_t kept = 0;
    for (size_t i = 0; i < map->count; i++) {
        if (strcmp(map->members[i].key, key) != 0) map->members[kept++] = map->members[i];
    }
    map->count = kept;
}

static bool is_in_chain(const char *const *chain, int depth, const char *file)
{
    for (int i = 0; i < depth; i++) {
        if (strcmp(chain[i], file) == 0) return true;
    }
    return false;
}

// What one `include` asks for; NULL if there is none or it is faulty.
static SimDocument *read_included(SimLibrary *library, const SimNode *asked)
{
    if (asked->kind != SIM_NODE_SCALAR || sim_node_is_empty(asked)) {
        sim_fault(library->faults, asked->mark, "`include` must be the path of one file beneath the scenario's folder");
        return NULL;
    }
    SimDocument *document = sim_document_read_beneath(library->folder, asked->text, asked->mark, library->faults);
    if (!document) return NULL;
    sim_library_keep(library, document);
    if (sim_document_root(document)->kind == SIM_NODE_MAP) return document;
    sim_fault(library->faults, asked->mark, "`%.200s` holds no keys to include; it must be a mapping", asked->text);
    return NULL;
}

void sim_library_include(SimLibrary *library, SimNode *root, const char *file)
{
    const char *chain[INCLUDES_DEEP + 1] = {file};
    for (int depth = 1;; depth++) {
        const SimNode *asked = sim_node_find(root, "include");
        if (!asked) return;
        drop_key(root, "include");
        if (depth > INCLUDES_DEEP) {
            sim_fault(library->faults, asked->mark, "more than %d files include one another", INCLUDES_DEEP);
            return;
        }
        const SimDocument *included = read_included(library, asked);
        if (!included) return;
        if (is_in_chain(chain, depth, sim_document_file(included))) {
            sim_fault(library->faults, asked->mark, "`%.200s` includes itself in the end; take one `include` out",
                      asked->text);
            return;
        }
        chain[depth] = sim_document_file(included);
        const SimNode *other = sim_document_root(included);
        for (size_t i = 0; i < other->count; i++) {
            const SimMember *member = &other->members[i];
            if (!sim_node_find(root, member->key)) {
                sim_node_set(library->arena, root, member->key, member->key_mark, member->node);
            }
        }
    }
}
