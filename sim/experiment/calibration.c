#include "sim/experiment/calibration.h"

#include <stdlib.h>
#include <string.h>

#include "sim/experiment/calibration_fields.h"
#include "sim/experiment/calibration_meet.h"
#include "sim/experiment/line_search.h"
#include "sim/experiment/memory.h"

typedef struct {
    SimCalibrationRun *run;
    SimCalibrated *calibrated;
    SimMeeting meeting;
    size_t evaluations;                                   // of which room was made
    size_t met_capacity, each_capacity, trials_capacity;  // of what grows with them
} Running;

static size_t each_count(const Running *running)
{
    return running->run->calibration->field_count - running->run->calibration->shared_count;
}

// Makes room for the results of so many evaluations, and returns the number of the first.
static size_t make_room(Running *running, size_t count)
{
    SimCalibrated *calibrated = running->calibrated;
    const size_t first = running->evaluations, all = first + count, each = each_count(running);
    running->evaluations = all;
    calibrated->met = sim_grown(calibrated->met, all * running->run->calibration->target_count, &running->met_capacity,
                                sizeof *calibrated->met);
    if (each == 0) return first;
    calibrated->each = sim_grown(calibrated->each, all * each, &running->each_capacity, sizeof *calibrated->each);
    calibrated->trials = sim_grown(calibrated->trials, all * SIM_LINE_TRIALS * each, &running->trials_capacity,
                                   sizeof *calibrated->trials);
    return first;
}

// Trials

// Some places of the shared fields, at each of which some trials are made of each trust's own.
typedef struct {
    Running *running;
    const double *shared;  // [place][field]
    size_t count;          // places
    SimMet *met;           // [trial][place][target]; owned
    size_t trials, capacity;
} Inside;

// One point for every trial at every place: `each` is [trial][place][trust].
static bool meet_trials(Inside *inside, const double *each, size_t trials)
{
    Running *running = inside->running;
    const SimCalibration *calibration = running->run->calibration;
    const size_t fields = calibration->field_count, shared = calibration->shared_count, own = fields - shared;
    const size_t points = trials * inside->count, targets = calibration->target_count;
    double *values = sim_zeroed(points * fields, sizeof *values);
    for (size_t i = 0; i < points; i++) {
        for (size_t k = 0; k < shared; k++) values[i * fields + k] = inside->shared[i % inside->count * shared + k];
        for (size_t k = 0; k < own; k++) values[i * fields + shared + k] = each[i * own + k];
    }
    SimDesign design = {.plan = {.factor_count = (uint32_t)fields}, .point_count = points, .values = values};
    const SimSweepFile file = sim_calibration_points(calibration, &design);
    const size_t first = inside->trials * inside->count;
    inside->met = sim_grown(inside->met, (first + points) * targets, &inside->capacity, sizeof *inside->met);
    inside->trials += trials;
    const bool is_done = sim_calibration_meet(&running->meeting, &file, 1, inside->met + first * targets);
    free(values);
    return is_done;
}

// The scores of each trust's figures.
static bool score_trials(void *context, const double *each, size_t trials, double *scores)
{
    Inside *inside = context;
    const SimCalibration *calibration = inside->running->run->calibration;
    const size_t own = each_count(inside->running), points = trials * inside->count;
    const size_t first = inside->trials * inside->count;
    if (!meet_trials(inside, each, trials)) return false;
    for (size_t i = 0; i < points; i++) {
        const SimMet *met = inside->met + (first + i) * calibration->target_count;
        for (size_t k = 0; k < own; k++)
            scores[i * own + k] = sim_calibration_score(calibration, met, calibration->place_of[k]);
    }
    return true;
}

// What is best for the trust of a line: `line` is (place, trust).
static void keep_best(const Inside *inside, const SimLineSearch *search, size_t line, size_t first)
{
    SimCalibrated *calibrated = inside->running->calibrated;
    const SimCalibration *calibration = inside->running->run->calibration;
    const size_t own = each_count(inside->running), targets = calibration->target_count, best = search->best[line];
    const size_t evaluation = first + line / own, trust = line % own;
    const SimMet *met = inside->met + (best * inside->count + line / own) * targets;
    calibrated->each[evaluation * own + trust] = search->places[best * search->lines + line];
    for (size_t i = 0; i < targets; i++) {
        if (calibration->targets[i].place == calibration->place_of[trust])
            calibrated->met[evaluation * targets + i] = met[i];
    }
    for (size_t k = 0; k < SIM_LINE_TRIALS; k++)
        calibrated->trials[(evaluation * SIM_LINE_TRIALS + k) * own + trust] =
            (SimTrial){search->places[k * search->lines + line], search->scores[k * search->lines + line]};
}

static bool search_inside(Inside *inside, size_t first)
{
    const SimLinePlan plan = {
        .lines = inside->count * each_count(inside->running), .context = inside, .score = score_trials};
    SimLineSearch *search = sim_line_search_new(&plan);
    if (!search) return false;
    for (size_t line = 0; line < search->lines; line++) keep_best(inside, search, line, first);
    sim_line_search_free(search);
    return true;
}

static bool score_places(void *context, const double *places, size_t count, double *scores)
{
    Running *running = context;
    const SimCalibration *calibration = running->run->calibration;
    const size_t targets = calibration->target_count, first = make_room(running, count);
    SimMet *met = running->calibrated->met + first * targets;
    Inside inside = {.running = running, .shared = places, .count = count};
    bool is_done;
    if (each_count(running) > 0) {
        is_done = search_inside(&inside, first);
    } else {
        is_done = meet_trials(&inside, NULL, 1);
        if (is_done) memcpy(met, inside.met, count * targets * sizeof *met);
    }
    free(inside.met);
    for (size_t i = 0; i < count && is_done; i++)
        scores[i] = sim_calibration_score(calibration, met + i * targets, SIM_EVERYWHERE);
    return is_done;
}

// Trials evenly over the range of each trust's own field, where the shared ones are fitted.
static bool try_finely(Running *running)
{
    SimCalibrated *calibrated = running->calibrated;
    const SimFit *fit = calibrated->fit;
    const size_t own = each_count(running), count = SIM_FINE_TRIALS * own;
    if (own == 0) return true;
    double *places = sim_zeroed(2 * count, sizeof *places), *scores = places + count;
    for (size_t i = 0; i < count; i++) places[i] = (double)(i / own) / (SIM_FINE_TRIALS - 1);
    Inside inside = {.running = running, .shared = fit->places + fit->best * fit->factors, .count = 1};
    const bool is_done = score_trials(&inside, places, SIM_FINE_TRIALS, scores);
    calibrated->fine = sim_zeroed(count, sizeof *calibrated->fine);
    for (size_t i = 0; i < count; i++) calibrated->fine[i] = (SimTrial){places[i], scores[i]};
    free(inside.met);
    free(places);
    return is_done;
}

// What was fitted, as it is written

// Every field has one level: the text that a user will write.
static bool meet_texts(Running *running, uint32_t first_replication, SimMet *met)
{
    const SimCalibration *calibration = running->run->calibration;
    SimArena *arena = calibration->file->sweep->arena;
    const size_t count = calibration->field_count;
    double *values = sim_zeroed(count, sizeof *values);
    SimVariation *variations = sim_zeroed(count, sizeof *variations);
    SimLevel *levels = sim_zeroed(count, sizeof *levels);
    SimChange *changes = sim_zeroed(count, sizeof *changes);
    for (size_t i = 0; i < count; i++) {
        const SimVariation *range = &calibration->fields[i];
        const char *text = running->calibrated->fields[i].fitted;
        changes[i] = (SimChange){.path = range->name, .node = sim_node_new(arena, SIM_NODE_SCALAR, range->mark, text)};
        levels[i] = (SimLevel){.name = text, .changes = &changes[i], .change_count = 1};
        variations[i] =
            (SimVariation){.name = range->name, .mark = range->mark, .levels = &levels[i], .level_count = 1};
    }
    SimDesign design = {.plan = {.factor_count = (uint32_t)count}, .point_count = 1, .values = values};
    SimSweepFile file = sim_calibration_points(calibration, &design);
    file.variations = variations;
    const bool is_done = sim_calibration_meet(&running->meeting, &file, first_replication, met);
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
    calibrated->score = sim_calibration_score(calibration, calibrated->at_fit, SIM_EVERYWHERE);
    calibrated->fresh_score = sim_calibration_score(calibration, calibrated->fresh, SIM_EVERYWHERE);
    return true;
}

// The whole

static size_t points_at_most(const SimCalibration *calibration)
{
    const SimCalibrationFile *file = calibration->file;
    const size_t evaluations = (size_t)file->samples + (size_t)file->starts * file->evaluations;
    if (calibration->field_count == calibration->shared_count) return evaluations + 2;
    return evaluations * SIM_LINE_TRIALS + SIM_FINE_TRIALS + 2;
}

// The shared columns of the sample, to be freed.
static double *sample_of(const SimCalibration *calibration)
{
    const SimDesign *design = calibration->file->sweep->design;
    const size_t all = design->plan.factor_count, shared = calibration->shared_count;
    double *sample = sim_zeroed(design->point_count * shared, sizeof *sample);
    for (size_t i = 0; i < design->point_count; i++) {
        for (size_t k = 0; k < shared; k++) sample[i * shared + k] = design->values[i * all + k];
    }
    return sample;
}

static bool fit_and_score(Running *running, const double *sample)
{
    const SimCalibration *calibration = running->run->calibration;
    const SimFitPlan plan = {.factors = (uint32_t)calibration->shared_count,
                             .samples = calibration->file->samples,
                             .starts = calibration->file->starts,
                             .evaluations = calibration->file->evaluations,
                             .keep = calibration->file->keep,
                             .sample = sample,
                             .context = running,
                             .score = score_places};
    running->calibrated->fit = sim_fit_new(&plan);
    if (!running->calibrated->fit || !try_finely(running)) return false;
    sim_calibration_describe(calibration, running->calibrated);
    return score_again(running);
}

SimCalibrated *sim_calibration_run(SimCalibrationRun *run)
{
    SimCalibrated *calibrated = sim_zeroed(1, sizeof *calibrated);
    Running running = {
        .run = run, .calibrated = calibrated, .meeting = {.run = run, .expected = points_at_most(run->calibration)}};
    double *sample = sample_of(run->calibration);
    const bool is_done = fit_and_score(&running, sample);
    free(sample);
    calibrated->points = running.meeting.done;
    calibrated->events = running.meeting.events;
    if (is_done) return calibrated;
    sim_calibrated_free(calibrated);
    return NULL;
}

void sim_calibrated_free(SimCalibrated *calibrated)
{
    if (!calibrated) return;
    sim_fit_free(calibrated->fit);
    free(calibrated->met);
    free(calibrated->each);
    free(calibrated->trials);
    free(calibrated->fine);
    free(calibrated->fields);
    free(calibrated->at_fit);
    free(calibrated->fresh);
    free(calibrated);
}
