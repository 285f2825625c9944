// Checks a document against the table of fields, whatever is or is not in force later: unknown keys, wrong kinds,
// values out of range, two items of one name. All faults are reported.
#ifndef SIM_SCENARIO_EXAMINE_H
#define SIM_SCENARIO_EXAMINE_H

#include "sim/scenario/document.h"
#include "sim/scenario/grammar.h"

// How many items a list may have: fewer where they are told apart by their names.
size_t sim_items_allowed(const SimPart *list);

// `record` is the root of the language.
void sim_examine(SimArena *arena, const SimPart *record, const SimNode *node, SimFaults *faults);

// A template holds the keys of one record, and may begin with `walkout` and `title`.
void sim_examine_template(SimArena *arena, const SimPart *record, const SimNode *node, SimFaults *faults);

#endif
