#include "sim/experiment/calibration.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/experiment/estimate.h"
#include "sim/experiment/memory.h"

// Of a figure that is not defined at a place: worse than any that is.
static const double UNDEFINED = 1e6;

typedef struct {
    SimCalibrationRun *run;
    SimCalibrated *calibrated;
    size_t done, expected;  // evaluations
    size_t capacity;        // of `met`
} Running;

// One batch of places at work.
typedef struct {
    Running *running;
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
    const SimCalibration *calibration = batch->running->run->calibration;
    const uint32_t replications = batch->running->run->replications;
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
    const SimCalibration *calibration = batch->running->run->calibration;
    (void)point, (void)replication;
    for (size_t i = 0; i < calibration->target_count; i++) {
        if (calibration->targets[i].place == place) return false;
    }
    return true;
}

static void show_progress(void *context, double share)
{
    const Batch *batch = context;
    const Running *running = batch->running;
    if (running->run->progress)
        running->run->progress(running->run->context,
                               ((double)running->done + share * (double)batch->count) / (double)running->expected);
}

// A batch

static SimMet met_by(double *values, uint32_t replications)
{
    size_t count = 0;
    for (uint32_t i = 0; i < replications; i++) {
        if (!isnan(values[i])) values[count++] = values[i];
    }
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

static bool run_batch(Batch *batch)
{
    SimCalibrationRun *run = batch->running->run;
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
    batch->running->calibrated->events += sweep.events;
    batch->running->done += batch->count;
    return end == SIM_SWEEP_DONE && !(run->stop && atomic_load(run->stop) != SIM_GO_ON);
}

// What the points of a file give: [point][target].
static bool meet(Running *running, const SimSweepFile *file, uint32_t first_replication, SimMet *met)
{
    SimCalibrationRun *run = running->run;
    const SimCalibration *calibration = run->calibration;
    const size_t values = file->point_count * calibration->target_count;
    SimSweep *sweep = sim_sweep_new(calibration->model, file, run->faults);
    if (!sweep) return false;
    size_t *wanted = find_wanted(calibration, sweep);
    Batch batch = {.running = running,
                   .sweep = sweep,
                   .wanted = wanted,
                   .first_replication = first_replication,
                   .count = file->point_count,
                   .values = sim_zeroed(values * run->replications, sizeof(double))};
    const bool is_done = run_batch(&batch);
    for (size_t i = 0; i < values && is_done; i++)
        met[i] = met_by(batch.values + i * run->replications, run->replications);
    free(batch.values);
    free(wanted);
    sim_sweep_free(sweep);
    return is_done;
}

static double score_of(const SimCalibration *calibration, const SimMet *met)
{
    double score = 0;
    for (size_t i = 0; i < calibration->target_count; i++) {
        const SimTarget *target = &calibration->targets[i];
        const double off = met[i].mean - target->value, se = met[i].standard_error;
        score += isnan(off) ? UNDEFINED : off * off / (target->error * target->error + se * se);
    }
    return score;
}

// The sweep of the calibration at other points.
static SimSweepFile file_at(const SimCalibration *calibration, SimDesign *design)
{
    SimSweepFile file = *calibration->file->sweep;
    file.design = design;
    file.point_count = design->point_count;
    file.wanted = calibration->wanted;
    file.wanted_count = calibration->wanted_count;
    return file;
}

static SimMet *room_for(Running *running, size_t count)
{
    SimCalibrated *calibrated = running->calibrated;
    const size_t targets = running->run->calibration->target_count;
    const size_t first = running->done * targets;
    calibrated->met = sim_grown(calibrated->met, first + count * targets, &running->capacity, sizeof(SimMet));
    return calibrated->met + first;
}

static bool score_places(void *context, const double *places, size_t count, double *scores)
{
    Running *running = context;
    const SimCalibration *calibration = running->run->calibration;
    const size_t factors = calibration->file->sweep->variation_count;
    double *values = sim_zeroed(count * factors, sizeof *values);
    memcpy(values, places, count * factors * sizeof *values);
    SimDesign design = {.plan = {.factor_count = (uint32_t)factors}, .point_count = count, .values = values};
    const SimSweepFile file = file_at(calibration, &design);
    SimMet *met = room_for(running, count);
    const bool is_done = meet(running, &file, 1, met);
    for (size_t i = 0; i < count && is_done; i++)
        scores[i] = score_of(calibration, met + i * calibration->target_count);
    free(values);
    return is_done;
}

// What was fitted, as it is written

static double value_at(const SimVariation *variation, double place)
{
    return variation->from + place * (variation->to - variation->from);
}

void sim_calibration_text(const SimCalibration *calibration, size_t field, double place, SimFittedText text)
{
    const SimFitUnit *unit = &calibration->file->units[field];
    const SimVariation *variation = &calibration->file->sweep->variations[field];
    const double number = value_at(variation, place) / unit->size;
    char digits[40], shortest[SIM_QUANTITY_BYTES];
    snprintf(digits, sizeof digits, sim_kind_is_whole(variation->row->kind) ? "%.0f" : "%.4g", number);
    sim_number_print(strtod(digits, NULL), shortest);
    snprintf(text, SIM_QUANTITY_BYTES, "%.30s%.30s", shortest, unit->text);
}

static SimFittedText *texts_of(const SimCalibration *calibration, const double *places)
{
    const size_t count = calibration->file->sweep->variation_count;
    SimFittedText *texts = sim_zeroed(count, sizeof *texts);
    for (size_t i = 0; i < count; i++) sim_calibration_text(calibration, i, places[i], texts[i]);
    return texts;
}

static void write_texts(const SimCalibration *calibration, SimCalibrated *calibrated)
{
    const SimFit *fit = calibrated->fit;
    double *places = sim_zeroed(fit->factors, sizeof *places);
    calibrated->fitted = texts_of(calibration, fit->places + fit->best * fit->factors);
    for (uint32_t i = 0; i < fit->factors; i++) places[i] = fit->of[i].low;
    calibrated->low = texts_of(calibration, places);
    for (uint32_t i = 0; i < fit->factors; i++) places[i] = fit->of[i].middle;
    calibrated->middle = texts_of(calibration, places);
    for (uint32_t i = 0; i < fit->factors; i++) places[i] = fit->of[i].high;
    calibrated->high = texts_of(calibration, places);
    free(places);
}

// Every field has one level: the text that a user will write.
static bool meet_texts(Running *running, uint32_t first_replication, SimMet *met)
{
    const SimCalibration *calibration = running->run->calibration;
    const SimSweepFile *sweep = calibration->file->sweep;
    const size_t count = sweep->variation_count;
    double *values = sim_zeroed(count, sizeof *values);
    SimVariation *variations = sim_zeroed(count, sizeof *variations);
    SimLevel *levels = sim_zeroed(count, sizeof *levels);
    SimChange *changes = sim_zeroed(count, sizeof *changes);
    for (size_t i = 0; i < count; i++) {
        const SimVariation *range = &sweep->variations[i];
        const char *text = running->calibrated->fitted[i];
        changes[i] = (SimChange){range->name, sim_node_new(sweep->arena, SIM_NODE_SCALAR, range->mark, text)};
        levels[i] = (SimLevel){.name = text, .changes = &changes[i], .change_count = 1};
        variations[i] =
            (SimVariation){.name = range->name, .mark = range->mark, .levels = &levels[i], .level_count = 1};
    }
    SimDesign design = {.plan = {.factor_count = (uint32_t)count}, .point_count = 1, .values = values};
    SimSweepFile file = file_at(calibration, &design);
    file.variations = variations;
    const bool is_done = meet(running, &file, first_replication, met);
    free(changes);
    free(levels);
    free(variations);
    free(values);
    return is_done;
}

static bool score_again(Running *running)
{
    const SimCalibration *calibration = running->run->calibration;
    SimCalibrated *calibrated = running->calibrated;
    calibrated->at_fit = sim_zeroed(calibration->target_count, sizeof *calibrated->at_fit);
    calibrated->fresh = sim_zeroed(calibration->target_count, sizeof *calibrated->fresh);
    if (!meet_texts(running, 1, calibrated->at_fit) ||
        !meet_texts(running, running->run->replications + 1, calibrated->fresh))
        return false;
    calibrated->score = score_of(calibration, calibrated->at_fit);
    calibrated->fresh_score = score_of(calibration, calibrated->fresh);
    return true;
}

SimCalibrated *sim_calibration_run(SimCalibrationRun *run)
{
    const SimCalibrationFile *file = run->calibration->file;
    SimCalibrated *calibrated = sim_zeroed(1, sizeof *calibrated);
    Running running = {.run = run,
                       .calibrated = calibrated,
                       .expected = (size_t)file->samples + (size_t)file->starts * file->evaluations + 2};
    const SimFitPlan plan = {.factors = (uint32_t)file->sweep->variation_count,
                             .samples = file->samples,
                             .starts = file->starts,
                             .evaluations = file->evaluations,
                             .keep = file->keep,
                             .sample = file->sweep->design->values,
                             .context = &running,
                             .score = score_places};
    calibrated->fit = sim_fit_new(&plan);
    if (calibrated->fit) {
        write_texts(run->calibration, calibrated);
        if (score_again(&running)) return calibrated;
    }
    sim_calibrated_free(calibrated);
    return NULL;
}

void sim_calibrated_free(SimCalibrated *calibrated)
{
    if (!calibrated) return;
    sim_fit_free(calibrated->fit);
    free(calibrated->met);
    free(calibrated->fitted);
    free(calibrated->low);
    free(calibrated->middle);
    free(calibrated->high);
    free(calibrated->at_fit);
    free(calibrated->fresh);
    free(calibrated);
}
