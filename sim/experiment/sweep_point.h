// A point of a sweep: what it changes in the scenario; and laid out, with the plans of both lives, and when they act.
#ifndef SIM_EXPERIMENT_SWEEP_POINT_H
#define SIM_EXPERIMENT_SWEEP_POINT_H

#include "sim/experiment/sweep_file.h"
#include "sim/experiment/timeline.h"

// What a point writes into the scenario: `changes` has room for sim_sweep_changes_most. Texts are put in `arena`.
size_t sim_sweep_changes_most(const SimSweepFile *sweep);
size_t sim_sweep_point_changes(const SimSweepFile *sweep, size_t point, SimArena *arena, SimChange *changes);

// The value of a variation at a point, as a text for people and as a number for analysis: of a range the value in the
// field's unit as stored, of levels that are numbers the same, else the number of the level, from 1. "" and NAN: as the
// scenario has it.
void sim_sweep_point_value(const SimSweepFile *sweep, size_t point, size_t variation, char text[static 100],
                           double *number);

typedef struct {
    SimArena *arena;  // of what the point writes into the scenario
    SimScenario *scenario;
    void *plans[SIM_LIVES];
    SimTimeline *timelines[SIM_LIVES];  // of each place
    const SimOutline *outline;          // of the strike life
} SimLaidPoint;

// Reads the point's scenario only. False with faults.
bool sim_point_read(const SimSweepFile *file, size_t point, SimLaidPoint *laid, SimFaults *faults);
// Reads it and lays it out; `tables` is shared by points. False with faults.
bool sim_point_lay_out(const SimSweepFile *file, size_t point, SimTables *tables, SimLaidPoint *laid,
                       SimFaults *faults);
// In any case.
void sim_point_free(const struct sim_model *model, SimLaidPoint *laid);

#endif
