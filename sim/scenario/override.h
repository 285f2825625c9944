// Values given beside the file, by path: written into the document before anything is resolved.
#ifndef SIM_SCENARIO_OVERRIDE_H
#define SIM_SCENARIO_OVERRIDE_H

#include "sim/scenario/document.h"
#include "sim/scenario/grammar.h"
#include "sim/scenario/library.h"

// Names in the path may be those of items that only a template has: the item is then written into the scenario.
void sim_override_apply(SimLibrary *library, const SimPart *root_part, SimNode *root, const SimOverride *override);
void sim_change_apply(SimLibrary *library, const SimPart *root_part, SimNode *root, const SimChange *change);

#endif
