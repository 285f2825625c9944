// One value of a record: read from a node of a document into its place, multiplied, and written again.
#ifndef SIM_SCENARIO_VALUE_H
#define SIM_SCENARIO_VALUE_H

#include <stdbool.h>
#include <stdio.h>

#include "sim/scenario/document.h"
#include "sim/scenario/grammar.h"
#include "sim/scenario/quantity.h"

// Reads a node as the part's row says. `place` is where the value goes, or NULL to check only; `faults` may be NULL if
// the node has been checked before. Texts and arrays are put in the arena.
bool sim_value_read(SimArena *arena, const SimPart *part, const SimNode *node, void *place, SimFaults *faults);

// Puts a single value in its place; NULL as place does nothing.
void sim_value_store(const SimField *row, void *place, SimValue value);

// Puts a value there that is_set calls unset.
void sim_value_unset(const SimField *row, void *place);
bool sim_value_is_set(const SimField *row, const void *place);

// Multiplies a value. Whole numbers are rounded to the nearest; a post is not rounded away: 1 or more stays 1 or more.
// False, with the rest of a sentence, if it leaves the row's range; then the value is as before.
bool sim_value_scale(const SimField *row, void *place, double ratio, char *why);

// The value as a number that can be compared with another of its kind; NAN for words and texts.
double sim_value_number(const SimField *row, const void *place);

// In YAML on one line, reading back to the same value.
void sim_value_write(const SimField *row, const void *place, FILE *to);

// A default or a value given beside the file, as the node a user would have written: `[` and `{` and quotes begin YAML,
// everything else is a plain word. NULL with faults if it is no YAML.
SimNode *sim_value_node(SimArena *arena, const SimField *row, const char *text, SimMark mark, SimFaults *faults);

#endif
