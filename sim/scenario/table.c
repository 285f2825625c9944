// The table's own rules: what a row must have so that everything made from the table is complete.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "sim/scenario/quantity.h"
#include "sim/scenario/resolved.h"
#include "sim/scenario/value.h"

static bool has_text(const char *text)
{
    return text && *text;
}

static const char *simple_flaw(const SimField *row)
{
    if (!has_text(row->path)) return "it has no path";
    if ((unsigned)row->kind > SIM_SWITCH) return "its kind is unknown";
    if (row->acts_from < SIM_ACTS_START || row->acts_from > SIM_ACTS_NEVER) return "it does not say when it acts";
    if (!has_text(row->meaning)) return "it has no meaning";
    if (!has_text(row->source)) return "it has no source";
    if (row->least > row->most) return "its range is empty";
    bool chooses = row->kind == SIM_CHOICE || row->kind == SIM_CHOICES;
    if (chooses != has_text(row->choices))
        return "choices go with the kinds SIM_CHOICE and SIM_CHOICES, and only with them";
    if (row->kind == SIM_CHOICES && sim_choice_count(row->choices) > 32) return "it has more than 32 choices";
    if (row->kind == SIM_RECORDS && row->count < sizeof(SimRecordHead))
        return "its records are too small for a SimRecordHead";
    if (row->scales_with && !sim_kind_scales(row->kind)) return "its kind cannot be scaled";
    return NULL;
}

static const char *choices_flaw(const SimField *row)
{
    char word[SIM_QUANTITY_BYTES];
    for (int i = 0; row->choices && i < sim_choice_count(row->choices); i++) {
        if (!sim_choice_word(row->choices, i, word) || !*word) return "one of its choices is empty";
        if (sim_choice_index(row->choices, word) != i) return "one of its choices is there twice";
    }
    return NULL;
}

// A default must be readable, and so must what is written of it.
static bool default_is_readable(SimArena *arena, const SimPart *part)
{
    union {
        SimText text;
        SimNumbers numbers;
        SimTexts texts;
        double number;
        int64_t whole;
    } place = {0};
    if (!sim_has_default(part->row) || sim_part_is_list(part)) return true;
    const SimNode *node = sim_value_node(arena, part->row, part->row->fallback, (SimMark){0}, NULL);
    return node && sim_value_read(arena, part, node, &place, NULL);
}

static const char *scaling_flaw(const SimPart *part)
{
    char name[100];
    if (!part->row->scales_with) return NULL;
    const SimPart *record = part->holder;
    while (record && !record->based_on) record = record->parent ? record->holder : NULL;
    if (!record) return "it is scaled, but no list around it has `based_on`";
    for (const char *names = part->row->scales_with; sim_next_name(&names, name, sizeof name);) {
        const SimPart *size = record->size ? sim_part_find(record->size, name, strlen(name)) : NULL;
        if (!size || !size->row || !sim_kind_measures(size->row->kind))
            return "it is scaled with a size that does not exist";
        if (size == part) return "it is scaled with itself";
    }
    return NULL;
}

static size_t bytes_of(enum SimKind kind)
{
    switch (kind) {
    case SIM_RECORDS: return sizeof(SimRecords);
    case SIM_TEXT:
    case SIM_PROSE: return sizeof(SimText);
    case SIM_NUMBERS:
    case SIM_DURATIONS:
    case SIM_RATES:
    case SIM_SHARES:
    case SIM_CLOCKS: return sizeof(SimNumbers);
    case SIM_TEXTS: return sizeof(SimTexts);
    case SIM_CHOICE: return sizeof(int);
    case SIM_CHOICES: return sizeof(uint32_t);
    case SIM_SWITCH: return sizeof(bool);
    case SIM_COUNT:
    case SIM_DATE_DAY:
    case SIM_MOMENT: return sizeof(int64_t);
    case SIM_AMOUNT:
    case SIM_SHARE:
    case SIM_DURATION:
    case SIM_RATE:
    case SIM_CLOCK: break;
    }
    return sizeof(double);
}

static bool lies_in_its_record(const SimPart *part)
{
    size_t first = part->holder->parent ? sizeof(SimRecordHead) : 0;
    return part->row->offset >= first && part->row->offset + bytes_of(part->row->kind) <= part->holder->bytes;
}

static const SimField *flaw_beneath(SimArena *arena, const SimPart *above, const char **why)
{
    for (size_t i = 0; i < above->count; i++) {
        const SimPart *part = above->parts[i];
        *why = part->row ? scaling_flaw(part) : NULL;
        if (!*why && part->row && !default_is_readable(arena, part)) *why = "its default cannot be read";
        if (!*why && part->row && !lies_in_its_record(part))
            *why = "its offset lies outside its record, or in its head";
        if (*why) return part->row;
        const SimField *flaw = flaw_beneath(arena, part, why);
        if (flaw) return flaw;
    }
    return NULL;
}

static const SimField *find_flaw(const SimFields *fields, SimArena *arena, const char **why)
{
    for (size_t b = 0; b < fields->block_count; b++) {
        for (size_t r = 0; r < fields->blocks[b]->count; r++) {
            const SimField *row = &fields->blocks[b]->rows[r];
            *why = simple_flaw(row);
            if (!*why) *why = choices_flaw(row);
            if (*why) return row;
        }
    }
    SimGrammar grammar = sim_grammar_new(arena, fields);
    *why = grammar.flaw_why;
    return grammar.flaw ? grammar.flaw : flaw_beneath(arena, grammar.root, why);
}

const SimField *sim_fields_first_flaw(const SimFields *fields, char *why, size_t why_size)
{
    SimArena *arena = sim_arena_new();
    const char *reason = NULL;
    const SimField *flaw = find_flaw(fields, arena, &reason);
    if (flaw) snprintf(why, why_size, "%s: %s", flaw->path ? flaw->path : "?", reason);
    sim_arena_free(arena);
    return flaw;
}

// What a row's path has beyond a path, whatever stands between brackets; NULL if it does not begin with it.
static const char *rest_of(const char *row_path, const char *path)
{
    while (*path && *path == *row_path) {
        if (*path == '[') {
            path = strchr(path, ']');
            row_path = strchr(row_path, ']');
            if (!path || !row_path) return NULL;
        }
        path++;
        row_path++;
    }
    return *path == '\0' ? row_path : NULL;
}

const SimField *sim_fields_row(const SimFields *fields, const char *path)
{
    for (size_t i = 0; i < fields->block_count; i++) {
        for (size_t k = 0; k < fields->blocks[i]->count; k++) {
            const SimField *row = &fields->blocks[i]->rows[k];
            const char *rest = row->kind != SIM_RECORDS ? rest_of(row->path, path) : NULL;
            if (rest && !*rest) return row;
        }
    }
    return NULL;
}

bool sim_fields_act_from_start(const SimFields *fields, const char *path)
{
    for (size_t i = 0; i < fields->block_count; i++) {
        for (size_t k = 0; k < fields->blocks[i]->count; k++) {
            const SimField *row = &fields->blocks[i]->rows[k];
            const char *rest = rest_of(row->path, path);
            if (rest && strchr(".[", *rest) && row->acts_from == SIM_ACTS_START) return true;  // or at its end
        }
    }
    return false;
}
