// Which points of a sweep are read before it runs, and what is known of those that are not.
//
// To read a point's scenario shows what is wrong with it, and which others have the same past. That takes a millisecond
// for every trust or so: where it would take minutes, in every process of a cluster, only some points are read, among
// them one for each level and for both ends of each range. The others are read when they are run.
#ifndef SIM_EXPERIMENT_SWEEP_READING_H
#define SIM_EXPERIMENT_SWEEP_READING_H

#include "sim/experiment/sweep_file.h"

// For each point whether it is read; owned by the caller.
bool *sim_sweep_points_to_read(const SimSweepFile *file, size_t place_count);

// Of a point that is not read what a single value tells: false with faults if one of `design: list` is none of its
// kind.
bool sim_sweep_cells_are_sound(const SimSweepFile *file, size_t point, SimFaults *faults);

// Fingerprints of what each point changes, and of what it changes from the start: points with the same have the same
// values in force, or the same past.
void sim_sweep_change_prints(const SimSweepFile *file, uint64_t *prints);
void sim_sweep_start_prints(const SimSweepFile *file, uint64_t *prints);

#endif
