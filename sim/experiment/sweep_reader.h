// What the readers of a sweep file's parts have in common: the same words, units and faults as in a scenario.
#ifndef SIM_EXPERIMENT_SWEEP_READER_H
#define SIM_EXPERIMENT_SWEEP_READER_H

#include "sim/experiment/sweep_file.h"
#include "sim/scenario/value.h"

typedef struct {
    SimSweepFile *sweep;
    const struct sim_model *model;
    const SimNode *root;
    const char *file;
    SimFaults *faults;
} SimSweepReader;

// A copy in the sweep's arena.
const char *sim_sweep_keep(const SimSweepReader *reader, const char *text);

// All return false with faults.
bool sim_sweep_read_value(const SimSweepReader *reader, const SimNode *node, const SimField *row, SimValue *value);
// A count of the sweep, or `otherwise` if it is not given.
bool sim_sweep_read_count(const SimSweepReader *reader, const SimField *row, uint32_t otherwise, uint32_t *count);
bool sim_sweep_read_keys(const SimSweepReader *reader, const SimNode *map, const char *const keys[], size_t count);
// An end of a range of the row's values.
bool sim_sweep_read_end(const SimSweepReader *reader, const SimNode *map, const char *key, const SimField *row,
                        double *end);
// `from` and `to` of a range of the variation's row, and their unit.
bool sim_sweep_read_ends(const SimSweepReader *reader, const SimNode *map, SimVariation *variation);
bool sim_sweep_read_wanted(const SimSweepReader *reader, const SimNode *node, SimWanted *wanted);

// `replications: {precision: ...}` (sweep_enough_file.c).
bool sim_sweep_read_enough(const SimSweepReader *reader, const SimNode *map);

// `find:` (sweep_find.c). A search for the least or most value makes the variation and its steps.
bool sim_sweep_read_find(const SimSweepReader *reader, const SimNode *map);
// False with a fault if the points are too many, or too few, to find the best.
bool sim_sweep_can_be_ranked(const SimSweepReader *reader);

#endif
