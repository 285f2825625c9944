// When a value that a planner wrote begins to matter: the moments behind the words of enum SimActs.
#ifndef MODELS_ACTS_H
#define MODELS_ACTS_H

#include <stddef.h>

#include "sim/engine/world.h"
#include "sim/scenario/field.h"

// For sim_model. In the life without the strike never acts what only that strike brings: the strike itself, and
// recovery. `response` acts on history strikes in that life too. A value of one strike acts from its own moments, any
// other from the earliest moment of any strike of the life.
SimTime hospital_acts_at(const void *plan, const SimField *row, const char *path, size_t *place);

#endif
