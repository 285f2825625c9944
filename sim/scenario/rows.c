#include "sim/scenario/rows.h"

#include <stdio.h>
#include <string.h>

#include "sim/scenario/csv_file.h"
#include "sim/scenario/value.h"

enum { UNIT_BYTES = 40, HEADING_BYTES = 200 };

// What a column fills.
typedef struct {
    const SimPart *part;  // NULL if the heading is not understood, which has been told
    char unit[UNIT_BYTES];
} Column;

typedef struct {
    SimLibrary *library;
    const SimPart *list;
    const SimCsvFile *csv;
    Column *columns;
} Table;

static void expand_part(SimLibrary *library, const SimPart *part, SimNode **node);

static void expand_members(SimLibrary *library, const SimPart *above, SimNode *map)
{
    for (size_t i = 0; i < map->count; i++) {
        const SimPart *part = sim_part_find(above, map->members[i].key, strlen(map->members[i].key));
        if (part) expand_part(library, part, &map->members[i].node);
    }
}

static SimNode *copy_of(SimArena *arena, const SimNode *node)
{
    SimNode *copy = sim_node_new(arena, node->kind, node->mark, node->text);
    copy->quoted = node->quoted;
    copy->is_row = node->is_row;
    for (size_t i = 0; i < node->count; i++) {
        const SimMember *member = &node->members[i];
        sim_node_set(arena, copy, member->key, member->key_mark, copy_of(arena, member->node));
    }
    return copy;
}

static const SimPart *part_by_key(const SimPart *above, const char *key)
{
    for (size_t i = 0; i < above->count; i++) {
        if (sim_csv_heading_is(key, above->parts[i]->key)) return above->parts[i];
    }
    return NULL;
}

// The value that a heading without its unit names: by path, or a key of `size`.
static const SimPart *part_named(const SimPart *list, char *heading)
{
    const SimPart *part = list;
    for (char *key = heading; part && key;) {
        char *dot = strchr(key, '.');
        if (dot) *dot = '\0';
        part = sim_part_is_list(part) && part != list ? NULL : part_by_key(part, key);
        if (dot) *dot = '.';
        key = dot ? dot + 1 : NULL;
    }
    return part || !list->size ? part : part_by_key(list->size, heading);
}

// Parts `births (per day)` into the key and its unit.
static void part_unit(char *heading, char unit[static UNIT_BYTES])
{
    size_t length = strlen(heading);
    char *open = strrchr(heading, '(');
    unit[0] = '\0';
    if (!open || open == heading || heading[length - 1] != ')') return;
    snprintf(unit, UNIT_BYTES, "%.*s", (int)(heading + length - 1 - (open + 1)), open + 1);
    while (open > heading && open[-1] == ' ') open--;
    *open = '\0';
}

static void try_keys(SimNearest *nearest, const SimPart *above)
{
    for (size_t i = 0; i < above->count; i++) sim_nearest_try(nearest, above->parts[i]->key);
}

static void add_columns(const SimPart *above, char *text, size_t size)
{
    for (size_t i = 0; i < above->count; i++) {
        size_t used = strlen(text);
        if (sim_part_is_list(above->parts[i]) || sim_part_is_section(above->parts[i])) continue;
        snprintf(text + used, size - used, "%s`%s`", used ? ", " : "", above->parts[i]->key);
    }
}

static bool unknown_column(const Table *table, size_t column, const char *heading)
{
    SimFaults *faults = table->library->faults;
    SimMark mark = sim_csv_file_heading_mark(table->csv, column);
    SimNearest nearest = sim_nearest(heading);
    try_keys(&nearest, table->list);
    if (table->list->size) try_keys(&nearest, table->list->size);
    if (nearest.nearest) {
        return sim_fault(faults, mark, "there is no column `%.60s`; did you mean `%s`?", heading, nearest.nearest);
    }
    char known[600] = "";
    add_columns(table->list, known, sizeof known);
    if (table->list->size) add_columns(table->list->size, known, sizeof known);
    return sim_fault(faults, mark, "the column `%.60s` is not known; take it out (known are %s)", heading, known);
}

static void find_column(const Table *table, size_t index)
{
    Column *column = &table->columns[index];
    char heading[HEADING_BYTES];
    snprintf(heading, sizeof heading, "%s", sim_csv_file_heading(table->csv, index));
    part_unit(heading, column->unit);
    const SimPart *part = part_named(table->list, heading);
    bool is_single = part && part->row && !sim_part_is_list(part);
    SimMark mark = sim_csv_file_heading_mark(table->csv, index);
    if (!part) {
        unknown_column(table, index, heading);
    } else if (!is_single) {
        sim_fault(table->library->faults, mark,
                  "`%s` is no single value and cannot stand in a column; write it in the scenario, beside `from`",
                  part->key);
    } else {
        column->part = part;
    }
    for (size_t i = 0; i < index && column->part; i++) {
        if (table->columns[i].part != column->part) continue;
        sim_fault(table->library->faults, mark, "column %zu gives `%s` as well; keep one of them", i + 1, part->key);
        column->part = NULL;
    }
}

static bool is_bare_number(const char *text)
{
    return *text && strspn(text, "0123456789.+-") == strlen(text);
}

static SimNode *node_of_cell(const Table *table, size_t row, size_t index)
{
    SimArena *arena = table->library->arena;
    const Column *column = &table->columns[index];
    const char *cell = sim_csv_file_cell(table->csv, row, index);
    SimMark mark = sim_csv_file_mark(table->csv, row, index);
    if (sim_kind_is_list(column->part->row->kind)) {
        return sim_value_node(arena, column->part->row, cell, mark, table->library->faults);
    }
    if (*column->unit == '\0' || !is_bare_number(cell)) return sim_node_new(arena, SIM_NODE_SCALAR, mark, cell);
    size_t room = strlen(cell) + strlen(column->unit) + 2;
    char *with_unit = sim_arena_take(arena, room);
    snprintf(with_unit, room, "%s%s%s", cell, *column->unit == '%' ? "" : " ", column->unit);
    return sim_node_new(arena, SIM_NODE_SCALAR, mark, with_unit);
}

// The mapping of a section in a row's record; made if it is not there yet.
static SimNode *section_in(const Table *table, SimNode *record, const SimPart *section, SimMark mark)
{
    if (section == table->list) return record;
    SimNode *above = section_in(table, record, section->parent, mark);
    SimNode *node = sim_node_find(above, section->key);
    if (node && node->kind == SIM_NODE_MAP) return node;
    node = sim_node_new(table->library->arena, SIM_NODE_MAP, mark, NULL);
    sim_node_set(table->library->arena, above, section->key, mark, node);
    return node;
}

static SimNode *record_of_row(const Table *table, size_t row, const SimNode *beside)
{
    SimArena *arena = table->library->arena;
    SimNode *record = copy_of(arena, beside);
    record->mark = sim_csv_file_mark(table->csv, row, 0);
    record->is_row = true;
    for (size_t i = 0; i < sim_csv_file_columns(table->csv); i++) {
        const SimPart *part = table->columns[i].part;
        if (!part || *sim_csv_file_cell(table->csv, row, i) == '\0') continue;
        SimNode *value = node_of_cell(table, row, i);
        if (!value) continue;  // told
        sim_node_set(arena, section_in(table, record, part->parent, value->mark), part->key, value->mark, value);
    }
    return record;
}

static SimNode *without_from(SimArena *arena, const SimNode *map)
{
    SimNode *beside = sim_node_new(arena, SIM_NODE_MAP, map->mark, NULL);
    for (size_t i = 0; i < map->count; i++) {
        const SimMember *member = &map->members[i];
        if (strcmp(member->key, "from") != 0) sim_node_set(arena, beside, member->key, member->key_mark, member->node);
    }
    return beside;
}

// Adds the rows of the file that `map` names to a list. False, with faults, if it cannot be read.
static bool add_rows(SimLibrary *library, const SimPart *list, const SimNode *map, SimNode *to)
{
    const SimNode *from = sim_node_find(map, "from");
    if (from->kind != SIM_NODE_SCALAR || sim_node_is_empty(from)) {
        return sim_fault(library->faults, from->mark,
                         "`from` must be the path of a CSV file beneath the scenario's folder");
    }
    const SimCsvFile *csv = sim_library_csv(library, from->text, from->mark);
    if (!csv) return false;
    Table table = {.library = library, .list = list, .csv = csv};
    size_t columns = sim_csv_file_columns(csv), faults_before = sim_faults_found(library->faults);
    table.columns = sim_arena_take(library->arena, columns * sizeof *table.columns);
    for (size_t i = 0; i < columns; i++) find_column(&table, i);
    if (sim_faults_found(library->faults) > faults_before) return false;
    if (sim_csv_file_rows(csv) == 0) {
        sim_warn(library->faults, from->mark, "`%.200s` has headings and no rows, so it changes nothing", from->text);
    }
    SimNode *beside = without_from(library->arena, map);
    expand_members(library, list, beside);
    for (size_t i = 0; i < sim_csv_file_rows(csv); i++) {
        SimNode *record = record_of_row(&table, i, beside);
        sim_node_set(library->arena, to, NULL, record->mark, record);
    }
    return true;
}

// A key `from` that the records do not have themselves.
static bool names_a_table(const SimPart *list, const SimNode *node)
{
    return node->kind == SIM_NODE_MAP && sim_node_find(node, "from") && !sim_part_find(list, "from", 4);
}

static bool holds_a_table(const SimPart *part, const SimNode *list)
{
    for (size_t i = 0; i < list->count; i++) {
        if (names_a_table(part, list->members[i].node)) return true;
    }
    return false;
}

// The list with the rows of its tables in place.
static SimNode *list_of_rows(SimLibrary *library, const SimPart *part, const SimNode *written)
{
    SimNode *list = sim_node_new(library->arena, SIM_NODE_LIST, written->mark, NULL);
    bool is_sound = true;
    if (written->kind == SIM_NODE_MAP) is_sound = add_rows(library, part, written, list);
    for (size_t i = 0; written->kind == SIM_NODE_LIST && i < written->count; i++) {
        SimNode *item = written->members[i].node;
        if (names_a_table(part, item)) {
            is_sound = add_rows(library, part, item, list) && is_sound;
        } else {
            sim_node_set(library->arena, list, NULL, item->mark, item);
        }
    }
    if (!is_sound) list->kind = SIM_NODE_BROKEN;
    return list;
}

static void expand_list(SimLibrary *library, const SimPart *part, SimNode **node)
{
    if (names_a_table(part, *node) || ((*node)->kind == SIM_NODE_LIST && holds_a_table(part, *node))) {
        *node = list_of_rows(library, part, *node);
    }
    for (size_t i = 0; (*node)->kind == SIM_NODE_LIST && i < (*node)->count; i++) {
        SimNode *item = (*node)->members[i].node;
        if (item->kind == SIM_NODE_MAP && !item->is_row) expand_members(library, part, item);
    }
}

static void expand_part(SimLibrary *library, const SimPart *part, SimNode **node)
{
    if (sim_part_is_list(part)) {
        expand_list(library, part, node);
    } else if (sim_part_is_section(part) && (*node)->kind == SIM_NODE_MAP) {
        expand_members(library, part, *node);
    }
}

void sim_rows_expand(SimLibrary *library, const SimPart *record, SimNode *node)
{
    if (node->kind == SIM_NODE_MAP) expand_members(library, record, node);
}
