// How a template fits the record that is based on it: ratios of the record's sizes to the template's.
#ifndef SIM_SCENARIO_SCALE_H
#define SIM_SCENARIO_SCALE_H

#include "sim/scenario/document.h"
#include "sim/scenario/grammar.h"

typedef struct SimScale SimScale;

// `own` and `template` are the two `size` sections; either may be NULL. Lives in the arena.
SimScale *sim_scale_new(SimArena *arena, const SimPart *size, const SimNode *own, const SimNode *template);

// The ratio for a field that scales with "a|b|c": of the first key that the user wrote, else of the first one that both
// have, imputed if need be. 1 if there is none. *key is the size that was used, or NULL.
double sim_scale_ratio(SimScale *scale, const char *scales_with, const char **key);

// The first key of "a|b|c" that the user wrote without a fault; NULL if there is none.
const char *sim_scale_written(SimScale *scale, const char *scales_with);

#endif
