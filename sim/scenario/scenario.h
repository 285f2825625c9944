// A scenario: the YAML a user wrote, read into typed records by the table of fields.
//
// Order of precedence for a value of a record in a list whose record type has the key `based_on`: what the user wrote;
// the template's value, scaled by the ratio of `size` keys named in the field's row; the row's fallback. In lists
// inside such a record (rosters, services) items of the same name are merged, others added: the template's items come
// first, in their order. Items without a name cannot be told apart: those the user writes take the place of all that
// the template has (and so does an empty list, where the records have no key `name` or `code`). A size key that is not
// written is imputed: the template's own value times the ratio of the first key in its `scales_with` that the user
// wrote, else of the first that can be imputed itself. Whole numbers are rounded to the nearest, but 1 or more stays 1
// or more. A template is a file with the keys of one record at its top (and `walkout` and `title`, if it likes); what
// identifies the record, its name and code, cannot come from there.
//
// Where a list of records is expected, `{from: rows.csv}` takes its items from the rows of a table (rows.h).
//
// `include: other.yaml` at the top takes from that file the top-level keys that are not here. Included and template
// files, and tables, lie beneath the scenario's folder.
#ifndef SIM_SCENARIO_SCENARIO_H
#define SIM_SCENARIO_SCENARIO_H

#include <stdio.h>

#include "sim/scenario/fault.h"
#include "sim/scenario/field.h"

typedef struct SimScenario SimScenario;

typedef struct {
    const SimFieldBlock *const *blocks;
    size_t block_count;
    size_t root_bytes;  // size of the scenario's root record
} SimFields;

// A value given beside the file: by a path such as `places[North].rate.weekday`, or `run.seed`. An item of a list is
// addressed by its name or code, one that has neither by its place in the list, from 1 (`steps[triage].next[2].share`),
// and `[*]` means all. A list of values is written with commas, in brackets or without: `12/h, 10/h`.
typedef struct {
    const char *path;
    const char *text;
} SimOverride;

// The same from another file: the value as it was written there, which may be a whole section or list (it takes the
// place of what the scenario has under that key). The node is copied.
typedef struct {
    const char *path;
    const struct SimNode *node;
    SimMark mark;  // of the path; none: where the value stands
} SimChange;

// Reads, checks and resolves. On faults returns NULL; the faults hold all of them. Every mark stays valid as long as
// `faults` and the scenario live.
SimScenario *sim_scenario_read(const char *file, const SimFields *fields, const SimOverride *overrides,
                               size_t override_count, SimFaults *faults);
SimScenario *sim_scenario_read_changed(const char *file, const SimFields *fields, const SimChange *changes,
                                       size_t change_count, SimFaults *faults);
// The same for text in memory; `file` is what marks call it, and its folder is where templates are looked for.
SimScenario *sim_scenario_parse(const char *file, const char *text, size_t length, const SimFields *fields,
                                const SimOverride *overrides, size_t override_count, SimFaults *faults);
void sim_scenario_free(SimScenario *scenario);

// The root record, laid out as the fields' offsets say. Owned by the scenario.
void *sim_scenario_root(const SimScenario *scenario);

// The row of the value that a path leads to; NULL if there is none, or a section or a list of records.
const SimField *sim_fields_row(const SimFields *fields, const char *path);
// True if the value that a path leads to acts from the start, or one in the section or list that it leads to.
bool sim_fields_act_from_start(const SimFields *fields, const char *path);

// Where the value at this path (with names or places, as in SimOverride) was written; the nearest parent's mark if it
// was not.
SimMark sim_scenario_mark(const SimScenario *scenario, const char *path);

// The resolved scenario: every value in force, in the order of the table, as YAML that reads back to the same values,
// each followed by a comment that says where it comes from (the user's line, the template scaled, imputed, a default).
// It names no template any more: what came from there is written out.
void sim_scenario_write(const SimScenario *scenario, FILE *to);

// A stable hash of the resolved values (as 16 hex digits), for manifests and stores: that of the scenario itself and
// that of its resolved form read back are the same.
void sim_scenario_hash(const SimScenario *scenario, char hash[static 17]);

// One line without its end: how many items the lists at the top have that were given, and how many values come from
// where.
void sim_scenario_summary(const SimScenario *scenario, FILE *to);

// A value in force. The path names items of lists as in SimOverride; it and the value live during the call only.
typedef struct {
    const SimField *row;
    const char *path;
    uint64_t hash;  // of the value; of a list of records: of their names in order
} SimValueInForce;

// Shows every value in force, lists and unset values included, in the order of the table. What a template's name gave
// is shown, the name is not.
void sim_scenario_each_value(const SimScenario *scenario, void (*see)(void *context, const SimValueInForce *value),
                             void *context);

// `explain KEY`: a field's meaning, unit, range, default, source and when it acts; with a scenario also its value in
// force and where it comes from. KEY may be any part of a path. False if nothing matches (prints the nearest).
bool sim_fields_explain(const SimFields *fields, const SimScenario *scenario, const char *key, FILE *to);

// The JSON Schema (2020-12) of the scenario language.
void sim_fields_schema(const SimFields *fields, FILE *to);

// The first row of the table that breaks the table's own rules (unknown kind, no acts_from, no meaning or source,
// duplicate path), or NULL: a test keeps it NULL.
const SimField *sim_fields_first_flaw(const SimFields *fields, char *why, size_t why_size);

#endif
