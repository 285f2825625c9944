// What `explain` prints: each field from its row of the table, and its value in force.
#include <stdio.h>
#include <string.h>

#include "sim/scenario/quantity.h"
#include "sim/scenario/resolved.h"
#include "sim/scenario/value.h"

enum { PATH_BYTES = 1000 };

static const char *acts_text(enum SimActs acts)
{
    switch (acts) {
    case SIM_ACTS_START: return "from the start";
    case SIM_ACTS_ANNOUNCED: return "from the announcement";
    case SIM_ACTS_PLAN: return "when the plan is made";
    case SIM_ACTS_WINDOW_START: return "when the window begins";
    case SIM_ACTS_AFTER_WINDOW: return "after the window";
    case SIM_ACTS_NEVER: return "never; it only shapes what is reported";
    }
    return "";
}

// `places[North].opens` asks for `places[].opens` in one item.
static void strip_names(const char *key, char plain[static PATH_BYTES])
{
    size_t used = 0;
    bool inside = false;
    for (const char *c = key; *c && used + 1 < PATH_BYTES; c++) {
        if (*c == ']') inside = false;
        if (!inside) plain[used++] = *c;
        if (*c == '[') inside = true;
    }
    plain[used] = '\0';
}

static bool ends_a_key(char c)
{
    return c == '\0' || c == '.' || c == '[';
}

// `whole`: the key must be the path, or end at one of its dots; else any stretch of the path will do.
static bool matches(const char *path, const char *key, bool whole)
{
    if (!whole) return strstr(path, key) != NULL;
    size_t length = strlen(key);
    return strncmp(path, key, length) == 0 && ends_a_key(path[length]);
}

typedef struct {
    const SimScenario *scenario;  // may be NULL
    const char *key;              // as asked for, names and all
    char plain[PATH_BYTES];
    bool whole;
    FILE *to;
    size_t found;
    SimNearest nearest;
    SimArena *arena;
} Manual;

// Whether an item is among those that the key asks for: `[January 2024]` picks one, `[]` and `[*]` all. `depth` is the
// number of lists around this one; a key that is only a stretch of the path may begin inside some of them.
static bool is_asked_for(const Manual *manual, const SimPart *wanted, const SimResolved *record, const SimPart *list,
                         const SimResolved *item, size_t depth)
{
    char path[PATH_BYTES];
    sim_part_path(wanted, path, sizeof path);
    const char *match = strstr(path, manual->plain);
    for (const char *c = path; match && c < match; c++) {
        if (*c == '[' && depth-- == 0) return true;
    }
    const char *bracket = strchr(manual->key, '[');
    for (; bracket && depth > 0; depth--) bracket = strchr(bracket + 1, '[');
    size_t length = bracket ? strcspn(bracket + 1, "]") : 0;
    if (length == 0 || (length == 1 && bracket[1] == '*')) return true;
    return sim_item_named(record, list, bracket + 1, length) == item;
}

static void print_value(const Manual *manual, const SimResolved *record, const char *at, const SimPart *wanted)
{
    char name[200];
    sim_part_name(wanted, name, sizeof name);
    fprintf(manual->to, "  in force: %s%s = ", at, name);
    if (sim_part_is_list(wanted)) {
        fprintf(manual->to, "%zu items", ((const SimRecords *)sim_place(record, wanted))->count);
    } else if (sim_value_is_set(wanted->row, sim_place(record, wanted))) {
        sim_value_write(wanted->row, sim_place(record, wanted), manual->to);
    } else {
        fputs("nothing", manual->to);
    }
    fputs("  (", manual->to);
    sim_origin_print(manual->scenario, wanted, &record->origins[wanted->slot], manual->to);
    fputs(")\n", manual->to);
}

// `at` is the path of the record, which lies in `depth` lists.
static void print_in_force(const Manual *manual, const SimResolved *record, const char *at, size_t depth,
                           const SimPart *wanted)
{
    if (record->part == wanted->holder) {
        print_value(manual, record, at, wanted);
        return;
    }
    const SimPart *list = wanted->holder;
    while (list->holder != record->part) list = list->holder;
    const SimRecords *records = sim_place(record, list);
    for (size_t i = 0; i < records->count; i++) {
        const SimResolved *item = &record->lists[list->slot][i];
        if (!is_asked_for(manual, wanted, record, list, item, depth)) continue;
        char keys[200], path[PATH_BYTES];
        sim_part_name(list, keys, sizeof keys);
        const char *name = ((const SimRecordHead *)(const void *)item->bytes)->name;
        char place[24];
        snprintf(place, sizeof place, "%zu", i + 1);
        int length = snprintf(path, sizeof path, "%s%s[%s].", at, keys, *name ? name : place);
        if (length > 0 && (size_t)length < sizeof path) print_in_force(manual, item, path, depth + 1, wanted);
    }
}

static void print_field(const Manual *manual, const SimPart *part, const char *path)
{
    const SimField *row = part->row;
    char text[600];
    fprintf(manual->to, "%s\n  %s\n  written as: %s", path, row->meaning ? row->meaning : "", sim_kind_text(row->kind));
    if (sim_kind_is_list(row->kind) && row->count > 0) fprintf(manual->to, ", %zu of them", row->count);
    if (row->choices) {
        sim_choices_print(row->choices, text, sizeof text);
        fprintf(manual->to, ", %s\n", text);
    } else {
        sim_part_example(part, text, sizeof text);
        fprintf(manual->to, ", such as %s", text);
        sim_range_print(row, text);
        fprintf(manual->to, "%s%s\n", *text ? "; " : "", text);
    }
    const char *fallback = !row->fallback   ? "none, it must be given"
                           : *row->fallback ? row->fallback
                                            : "none, it may be left out";
    fprintf(manual->to, "  default: %s%s%s%s\n", fallback, row->source && *row->source ? " (" : "",
            row->source ? row->source : "", row->source && *row->source ? ")" : "");
    if (row->scales_with) fprintf(manual->to, "  from a template: scaled with the size's %s\n", row->scales_with);
    fprintf(manual->to, "  acts: %s\n", acts_text(row->acts_from));
    if (manual->scenario) print_in_force(manual, &manual->scenario->root, "", 0, part);
}

static void visit(Manual *manual, const SimPart *above, bool print)
{
    for (size_t i = 0; i < above->count; i++) {
        const SimPart *part = above->parts[i];
        char path[PATH_BYTES];
        sim_part_path(part, path, sizeof path);
        if (part->row && matches(path, manual->plain, manual->whole)) {
            if (print && manual->found > 0) fputc('\n', manual->to);
            manual->found++;
            if (print) print_field(manual, part, path);
        }
        sim_nearest_try(&manual->nearest, sim_arena_text(manual->arena, path, strlen(path)));
        sim_nearest_try(&manual->nearest, part->key);
        visit(manual, part, print);
    }
}

bool sim_fields_explain(const SimFields *fields, const SimScenario *scenario, const char *key, FILE *to)
{
    SimArena *arena = sim_arena_new();
    // With a scenario its own tree is used: the values in force are kept by the parts of that one.
    const SimPart *root = scenario ? scenario->grammar.root : sim_grammar_new(arena, fields).root;
    Manual manual = {.scenario = scenario, .key = key ? key : "", .to = to, .arena = arena, .whole = true};
    strip_names(manual.key, manual.plain);
    manual.nearest = sim_nearest(manual.plain);
    visit(&manual, root, false);
    manual.whole = manual.found > 0;
    manual.found = 0;
    visit(&manual, root, true);
    bool is_found = manual.found > 0;
    if (!is_found) {
        fprintf(to, "no field matches `%.200s`", manual.key);
        if (manual.nearest.nearest) fprintf(to, "; did you mean `%s`?", manual.nearest.nearest);
        fputc('\n', to);
    }
    sim_arena_free(arena);
    return is_found;
}
