// Lists of records from tables: where a list is expected, or as one of its items, a scenario may say
//
//     trusts: {from: trusts.csv, based_on: library/acute_trust.yaml}
//
// Each row of the CSV file becomes a record, as if it had been written in the scenario; what else stands beside `from`
// belongs to every row, but where a column says something else. A column is headed by a key of the record, by one of
// its `size`, or by the path of a value in a section (`beds.usable`); `size.births (per day)` gives the unit of bare
// numbers below it. An empty cell says nothing. All that is checked later is reported at the cell.
#ifndef SIM_SCENARIO_ROWS_H
#define SIM_SCENARIO_ROWS_H

#include "sim/scenario/document.h"
#include "sim/scenario/grammar.h"
#include "sim/scenario/library.h"

// Puts the rows in place everywhere beneath `node`, a record of this part (the root, or a template's).
void sim_rows_expand(SimLibrary *library, const SimPart *record, SimNode *node);

#endif
