// A scenario with every value in force, and for each of them where it comes from.
#ifndef SIM_SCENARIO_RESOLVED_H
#define SIM_SCENARIO_RESOLVED_H

#include "sim/scenario/document.h"
#include "sim/scenario/grammar.h"
#include "sim/scenario/library.h"

enum SimSource {
    SIM_NOT_GIVEN,  // may be left out, and was
    SIM_WRITTEN,    // by the user
    SIM_TEMPLATE,   // the template's own value
    SIM_SCALED,     // the template's, times a ratio of sizes
    SIM_IMPUTED,    // a size: the template's, times the ratio of another size
    SIM_DEFAULT,    // the table's
    SIM_SOURCES
};

typedef struct {
    enum SimSource source;
    SimMark mark;           // of what was written, by the user or in the template
    double ratio;           // SIM_SCALED, SIM_IMPUTED
    const char *ratio_key;  // the size
} SimOrigin;

// A record in force.
typedef struct SimResolved {
    const SimPart *part;
    char *bytes;                 // as the fields' offsets say
    const SimNode *own;          // what the user wrote; NULL for an item that only the template has
    SimOrigin *origins;          // by slot
    struct SimResolved **lists;  // by slot: the items of a list; as many as its SimRecords counts
} SimResolved;

struct SimScenario {
    SimArena *arena;
    SimGrammar grammar;
    SimLibrary library;
    const SimNode *written;  // the scenario as written, with overrides
    SimResolved root;
};

static inline void *sim_place(const SimResolved *record, const SimPart *part)
{
    return record->bytes + part->row->offset;
}

// Fills the records; reports values that are missing and scaled values that leave their range.
void sim_resolve(SimScenario *scenario, SimFaults *faults);

// The item of a list in force that is called so, by name, by code or, if it has neither, by its place from 1; NULL if
// there is none.
const SimResolved *sim_item_named(const SimResolved *record, const SimPart *list, const char *name, size_t length);

// Where a value comes from, as a comment: "bolton.yaml:12", "library/acute.yaml:4 x 0.831 (births)", "default:
// assumed".
void sim_origin_print(const SimScenario *scenario, const SimPart *part, const SimOrigin *origin, FILE *to);

// Whether the section is switched off in this record (itself, or one around it).
bool sim_is_switched_off(const SimResolved *record, const SimPart *section);

#endif
