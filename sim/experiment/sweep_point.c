#include "sim/experiment/sweep_point.h"

#include <stdlib.h>

#include "sim/experiment/memory.h"

bool sim_point_read(const SimSweepFile *file, size_t point, SimLaidPoint *laid, SimFaults *faults)
{
    *laid = (SimLaidPoint){.arena = sim_arena_new()};
    SimChange *changes = sim_arena_take(laid->arena, sim_sweep_changes_most(file) * sizeof *changes);
    const size_t count = sim_sweep_point_changes(file, point, laid->arena, changes);
    laid->scenario = sim_scenario_read_changed(file->scenario, &file->model->fields, changes, count, faults);
    return laid->scenario != NULL;
}

bool sim_point_lay_out(const SimSweepFile *file, size_t point, SimTables *tables, SimLaidPoint *laid, SimFaults *faults)
{
    const struct sim_model *model = file->model;
    if (!sim_point_read(file, point, laid, faults)) return false;
    for (enum SimLife life = SIM_BASELINE; life < SIM_LIVES; life++) {
        laid->plans[life] = model->plan_new(laid->scenario, life, tables, faults);
        if (!laid->plans[life]) return false;  // the other life would say the same again
        laid->timelines[life] = sim_timelines(model, laid->scenario, life, laid->plans[life]);
    }
    laid->outline = model->outline(laid->plans[SIM_STRIKE]);
    return true;
}

void sim_point_free(const struct sim_model *model, SimLaidPoint *laid)
{
    for (int life = 0; life < SIM_LIVES; life++) {
        if (!laid->plans[life]) continue;
        sim_timelines_free(laid->timelines[life], model->outline(laid->plans[life])->place_count);
        model->plan_free(laid->plans[life]);
    }
    sim_scenario_free(laid->scenario);
    sim_arena_free(laid->arena);
    *laid = (SimLaidPoint){0};
}
