// The table of fields as a tree: what may stand where in a scenario.
#ifndef SIM_SCENARIO_GRAMMAR_H
#define SIM_SCENARIO_GRAMMAR_H

#include <stdbool.h>
#include <stddef.h>

#include "sim/scenario/arena.h"
#include "sim/scenario/nearest.h"
#include "sim/scenario/scenario.h"

// A key of the language: a value (with a row), a section (with parts), a section that can be switched off (with both),
// or a list of records (with a row of kind SIM_RECORDS and the parts of one record). The root is a record as well.
typedef struct SimPart {
    const char *key;
    const SimField *row;     // NULL for the root and for sections that cannot be switched off
    struct SimPart *parent;  // NULL for the root
    struct SimPart *holder;  // the record (root or list) in which the value lies; of a list: in which the list lies
    struct SimPart **parts;
    size_t count, capacity;
    size_t slot;  // the number of this value among those of its holder

    // Of a record only.
    size_t slots;
    size_t bytes;
    struct SimPart *based_on;  // the key that names a template; NULL if records of this type have none
    struct SimPart *size;      // the section with the sizes that templates are scaled by
} SimPart;

typedef struct {
    SimPart *root;
    const SimField *flaw;  // the first row that does not fit into the tree, and why
    const char *flaw_why;
} SimGrammar;

// The tree lives in the arena; it keeps pointers to the rows.
SimGrammar sim_grammar_new(SimArena *arena, const SimFields *fields);

static inline bool sim_part_is_list(const SimPart *part)
{
    return part->row && part->row->kind == SIM_RECORDS;
}
static inline bool sim_part_is_record(const SimPart *part)
{
    return !part->parent || sim_part_is_list(part);
}
static inline bool sim_part_is_section(const SimPart *part)
{
    return part->count > 0 && !sim_part_is_list(part);
}
static inline bool sim_part_is_switch(const SimPart *part)
{
    return part->row && part->row->kind == SIM_SWITCH && part->count > 0;
}

// The part under a key; `length` bytes of `key` count.
SimPart *sim_part_find(const SimPart *part, const char *key, size_t length);

// Whether the records of a list have a key `name` or `code`; and the key that an item of the list is begun with.
bool sim_part_has_names(const SimPart *list);
const char *sim_part_first_key(const SimPart *list);

// Something to imitate: "`- to: ...` for each item", or what the kind of a value looks like.
void sim_part_example(const SimPart *part, char *example, size_t size);

// "trusts[].size.births", and "size.births" from within its record.
void sim_part_path(const SimPart *part, char *path, size_t size);
void sim_part_name(const SimPart *part, char *name, size_t size);

// The nearest of a part's keys.
SimNearest sim_part_nearest(const SimPart *part, const char *key);

// Copies the next name of "a|b|c" and moves behind it; false at the end.
bool sim_next_name(const char **names, char *name, size_t size);

// Whether a fallback makes a value: not NULL and not "".
static inline bool sim_has_default(const SimField *row)
{
    return row->fallback && *row->fallback;
}

#endif
