#include "sim/experiment/calibration_meet.h"

#include <math.h>
#include <stdlib.h>

#include "sim/experiment/estimate.h"
#include "sim/experiment/memory.h"

// Of a figure that is not defined at a place: worse than any that is.
static const double UNDEFINED = 1e6;

// One batch of places at work.
typedef struct {
    const SimMeeting *meeting;
    const SimSweep *sweep;
    const size_t *wanted;  // where the parts and bases of the targets stand in the sweep's rows
    uint32_t first_replication;
    size_t count;
    double *values;  // [place][target][replication]
} Batch;

// What a row gives

static double in_world(const double *values, size_t wanted, enum SimFigureWorld world)
{
    const double *of = values + 2 * wanted;
    if (world == SIM_FIGURE_DIFFERENCE) return of[SIM_STRIKE] - of[SIM_BASELINE];
    return of[world == SIM_FIGURE_WITH ? SIM_STRIKE : SIM_BASELINE];
}

static double simulated(const SimTarget *target, const size_t *wanted, const double *values)
{
    double sum = 0, base = 0;
    for (size_t i = 0; i < target->part_count; i++) sum += in_world(values, wanted[i], target->world);
    for (size_t i = 0; i < target->base_count; i++)
        base += in_world(values, wanted[target->part_count + i], target->world);
    if (target->base_count == 0) return sum / target->divisor;
    return base > 0 ? sum / base : NAN;
}

static bool keep_row(void *context, const SimSweepRow *row)
{
    const Batch *batch = context;
    const SimCalibration *calibration = batch->meeting->run->calibration;
    const uint32_t replications = batch->meeting->run->replications;
    const size_t *wanted = batch->wanted;
    for (size_t i = 0; i < calibration->target_count; i++) {
        const SimTarget *target = &calibration->targets[i];
        if (target->place == row->place)
            batch->values[(row->point * calibration->target_count + i) * replications + row->replication -
                          batch->first_replication] = simulated(target, wanted, row->values);
        wanted += target->part_count + target->base_count;
    }
    return true;
}

// Places without a figure need not be simulated.
static bool is_not_needed(void *context, size_t point, uint32_t replication, size_t place)
{
    const Batch *batch = context;
    const SimCalibration *calibration = batch->meeting->run->calibration;
    (void)point, (void)replication;
    for (size_t i = 0; i < calibration->target_count; i++) {
        if (calibration->targets[i].place == place) return false;
    }
    return true;
}

static void show_progress(void *context, double share)
{
    const Batch *batch = context;
    const SimMeeting *meeting = batch->meeting;
    if (meeting->run->progress)
        meeting->run->progress(meeting->run->context,
                               ((double)meeting->done + share * (double)batch->count) / (double)meeting->expected);
}

// A batch

static SimMet met_by(double *values, uint32_t replications)
{
    const size_t count = sim_defined(values, replications, values);
    if (count == 0) return (SimMet){NAN, NAN};
    const double mean = sim_sample_mean(values, count);
    return (SimMet){mean, count > 1 ? sim_sample_sd(values, count, mean) / sqrt((double)count) : 0};
}

static size_t *find_wanted(const SimCalibration *calibration, const SimSweep *sweep)
{
    size_t count = 0;
    for (size_t i = 0; i < calibration->target_count; i++)
        count += calibration->targets[i].part_count + calibration->targets[i].base_count;
    size_t *wanted = sim_zeroed(count, sizeof *wanted), *next = wanted;
    for (size_t i = 0; i < calibration->target_count; i++) {
        const SimTarget *target = &calibration->targets[i];
        for (size_t k = 0; k < target->part_count; k++) *next++ = sim_sweep_wanted(sweep, &target->parts[k]);
        for (size_t k = 0; k < target->base_count; k++) *next++ = sim_sweep_wanted(sweep, &target->bases[k]);
    }
    return wanted;
}

static bool run_batch(SimMeeting *meeting, Batch *batch)
{
    SimCalibrationRun *run = meeting->run;
    SimSweepRun sweep = {.sweep = batch->sweep,
                         .replications = run->replications,
                         .first_replication = batch->first_replication,
                         .threads = run->threads,
                         .stop = run->stop,
                         .context = batch,
                         .has_row = is_not_needed,
                         .keep_row = keep_row,
                         .progress = show_progress};
    const enum SimSweepEnd end = sim_sweep_run(&sweep, run->message, sizeof run->message);
    meeting->events += sweep.events;
    meeting->done += batch->count;
    return end == SIM_SWEEP_DONE && !(run->stop && atomic_load(run->stop) != SIM_GO_ON);
}

bool sim_calibration_meet(SimMeeting *meeting, const SimSweepFile *file, uint32_t first_replication, SimMet *met)
{
    SimCalibrationRun *run = meeting->run;
    const SimCalibration *calibration = run->calibration;
    const size_t values = file->point_count * calibration->target_count;
    SimSweep *sweep = sim_sweep_new(calibration->model, file, run->faults);
    if (!sweep) return false;
    size_t *wanted = find_wanted(calibration, sweep);
    Batch batch = {.meeting = meeting,
                   .sweep = sweep,
                   .wanted = wanted,
                   .first_replication = first_replication,
                   .count = file->point_count,
                   .values = sim_zeroed(values * run->replications, sizeof(double))};
    const bool is_done = run_batch(meeting, &batch);
    for (size_t i = 0; i < values && is_done; i++)
        met[i] = met_by(batch.values + i * run->replications, run->replications);
    free(batch.values);
    free(wanted);
    sim_sweep_free(sweep);
    return is_done;
}

double sim_calibration_score(const SimCalibration *calibration, const SimMet *met, size_t place)
{
    double score = 0;
    for (size_t i = 0; i < calibration->target_count; i++) {
        const SimTarget *target = &calibration->targets[i];
        if (place != SIM_EVERYWHERE && target->place != place) continue;
        const double off = met[i].mean - target->value, se = met[i].standard_error;
        score += isnan(off) ? UNDEFINED : off * off / (target->error * target->error + se * se);
    }
    return score;
}

SimSweepFile sim_calibration_points(const SimCalibration *calibration, SimDesign *design)
{
    SimSweepFile file = *calibration->file->sweep;
    file.variations = calibration->fields;
    file.variation_count = calibration->field_count;
    file.design = design;
    file.point_count = design->point_count;
    file.wanted = calibration->wanted;
    file.wanted_count = calibration->wanted_count;
    return file;
}
