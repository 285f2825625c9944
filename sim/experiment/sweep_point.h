// A point of a sweep laid out: its scenario, the plans of both lives, and when they act.
#ifndef SIM_EXPERIMENT_SWEEP_POINT_H
#define SIM_EXPERIMENT_SWEEP_POINT_H

#include "sim/experiment/sweep_file.h"
#include "sim/experiment/timeline.h"

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
