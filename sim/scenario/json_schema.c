// The JSON Schema (2020-12) of the scenario language, for editors that check YAML while it is written.
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "sim/scenario/grammar.h"
#include "sim/scenario/quantity.h"

static json_t *schema_of_parts(const SimPart *part);

static const char *pattern_of(enum SimKind kind)
{
    static const char number[] = "^[-+]?[0-9.]+([eE][-+]?[0-9]+)? *";
    switch (kind) {
    case SIM_TEXT: return "^[A-Za-z0-9][A-Za-z0-9 .,'()&_/-]*$";
    case SIM_SHARE: return "^[0-9.]+([eE][-+]?[0-9]+)? *%?$";
    case SIM_DURATION:
        return "^[0-9.]+([eE][-+]?[0-9]+)? "
               "*(s|sec|seconds?|mins?|minutes?|h|hrs?|hours?|d|days?|w|wk|weeks?|months?|y|years?)$";
    case SIM_RATE: return "^[0-9.]+([eE][-+]?[0-9]+)? *(/|per |a ) *(min|minute|h|hr|hour|d|day|w|week|month|y|year)$";
    case SIM_DATE_DAY: return "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
    case SIM_MOMENT: return "^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2})?)?$";
    case SIM_CLOCK: return "^[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?$";
    default: return number;
    }
}

// Every spelling, synonyms too.
static json_t *words_of(const char *choices)
{
    json_t *words = json_array();
    const char *word = choices;
    while (*word) {
        size_t length = strcspn(word, "|=");
        json_array_append_new(words, json_stringn(word, length));
        word += length + (word[length] != '\0');
    }
    return json_pack("{s:o}", "enum", words);
}

static json_t *bound(double number)
{
    bool is_whole = fabs(number) < 9e15 && floor(number) >= number;
    return is_whole ? json_integer((json_int_t)number) : json_real(number);
}

static void add_bounds(json_t *schema, const SimField *row)
{
    bool is_given = row->least < 0 || row->least > 0 || row->most < 0 || row->most > 0;
    bool from_zero = !is_given && (row->kind == SIM_COUNT || row->kind == SIM_AMOUNT);
    if (from_zero) json_object_set_new(schema, "minimum", json_integer(0));
    if (!is_given) return;
    if (isfinite(row->least)) json_object_set_new(schema, "minimum", bound(row->least));
    if (isfinite(row->most)) json_object_set_new(schema, "maximum", bound(row->most));
}

static json_t *number_schema(const SimField *row, const char *type)
{
    json_t *schema = json_pack("{s:s}", "type", type);
    add_bounds(schema, row);
    return schema;
}

static json_t *list_schema(const SimField *row, json_t *items)
{
    json_t *schema = json_pack("{s:s, s:o, s:i}", "type", "array", "items", items, "minItems", 1);
    if (row->count > 0) {
        json_object_set_new(schema, "minItems", json_integer((json_int_t)row->count));
        json_object_set_new(schema, "maxItems", json_integer((json_int_t)row->count));
    }
    return schema;
}

// Editors read `on` or `8:00` as YAML 1.1 or 1.2 sees them, so some kinds allow more than one JSON type.
static json_t *schema_of_value(const SimField *row)
{
    switch (row->kind) {
    case SIM_COUNT: return number_schema(row, "integer");
    case SIM_AMOUNT: return number_schema(row, "number");
    case SIM_PROSE: return json_pack("{s:s, s:i}", "type", "string", "maxLength", 2000);
    case SIM_CHOICE: return words_of(row->choices);
    case SIM_CHOICES: {
        json_t *word = words_of(row->choices);
        return json_pack("{s:[o, {s:s, s:i, s:O}]}", "anyOf", word, "type", "array", "minItems", 1, "items", word);
    }
    case SIM_NUMBERS: return list_schema(row, number_schema(row, "number"));
    case SIM_DURATIONS:
    case SIM_RATES:
    case SIM_SHARES:
    case SIM_CLOCKS:
    case SIM_TEXTS: {
        SimField item = *row;
        item.kind = sim_kind_item(row->kind);
        return list_schema(row, schema_of_value(&item));
    }
    case SIM_SWITCH: return json_pack("{s:[b, b, s, s, s, s]}", "enum", 1, 0, "on", "off", "yes", "no");
    case SIM_SHARE:
        return json_pack("{s:[s, s], s:i, s:i, s:s}", "type", "number", "string", "minimum", 0, "maximum", 1, "pattern",
                         pattern_of(row->kind));
    case SIM_CLOCK: return json_pack("{s:[s, s], s:s}", "type", "string", "integer", "pattern", pattern_of(row->kind));
    default: return json_pack("{s:s, s:s}", "type", "string", "pattern", pattern_of(row->kind));
    }
}

static void describe(json_t *schema, const SimField *row)
{
    if (row->meaning) json_object_set_new(schema, "description", json_string(row->meaning));
    if (row->fallback && *row->fallback) json_object_set_new(schema, "default", json_string(row->fallback));
}

static json_t *path_schema(void)
{
    return json_pack("{s:s, s:s}", "type", "string", "description",
                     "a CSV file beneath the scenario's folder, whose rows become items");
}

// A list of records, or `{from: rows.csv}` in place of it or of an item; what else stands there belongs to every row.
static json_t *schema_of_list(const SimPart *part)
{
    json_t *table =
        json_pack("{s:s, s:[s], s:{s:o}}", "type", "object", "required", "from", "properties", "from", path_schema());
    json_t *item = json_pack("{s:[o, o]}", "anyOf", schema_of_parts(part), table);
    return json_pack("{s:[s, s], s:o, s:[s], s:{s:o}}", "type", "array", "object", "items", item, "required", "from",
                     "properties", "from", path_schema());
}

static json_t *schema_of(const SimPart *part)
{
    json_t *schema;
    if (sim_part_is_list(part)) {
        schema = schema_of_list(part);
    } else if (sim_part_is_switch(part)) {
        schema = json_pack("{s:[o, o]}", "anyOf", schema_of_value(part->row), schema_of_parts(part));
    } else if (sim_part_is_section(part)) {
        schema = schema_of_parts(part);
    } else {
        schema = schema_of_value(part->row);
    }
    if (part->row) describe(schema, part->row);
    return schema;
}

// What a template may give is not required of the scenario's own text.
static bool is_required(const SimPart *part)
{
    bool has_template = false;
    for (const SimPart *holder = part->holder; holder; holder = holder->holder)
        has_template = has_template || holder->based_on;
    bool identifies = strcmp(part->key, "name") == 0;
    return part->row && !part->row->fallback && (!has_template || identifies);
}

static json_t *schema_of_parts(const SimPart *part)
{
    json_t *properties = json_object(), *required = json_array();
    for (size_t i = 0; i < part->count; i++) {
        const SimPart *child = part->parts[i];
        json_object_set_new(properties, child->key, schema_of(child));
        if (is_required(child)) json_array_append_new(required, json_string(child->key));
    }
    json_t *schema =
        json_pack("{s:s, s:o, s:b}", "type", "object", "properties", properties, "additionalProperties", 0);
    if (json_array_size(required) > 0) json_object_set(schema, "required", required);
    json_decref(required);
    return schema;
}

void sim_fields_schema(const SimFields *fields, FILE *to)
{
    SimArena *arena = sim_arena_new();
    json_t *schema = json_pack("{s:s, s:s}", "$schema", "https://json-schema.org/draft/2020-12/schema", "title",
                               "a walkout scenario");
    json_t *parts = schema_of_parts(sim_grammar_new(arena, fields).root);
    json_object_set_new(json_object_get(parts, "properties"), "include",
                        json_pack("{s:s, s:s}", "type", "string", "description",
                                  "a file beneath this one's folder, whose keys are used where this one has none"));
    json_object_update(schema, parts);
    json_decref(parts);
    json_dumpf(schema, to, JSON_INDENT(2) | JSON_REAL_PRECISION(15));
    fputc('\n', to);
    json_decref(schema);
    sim_arena_free(arena);
}
