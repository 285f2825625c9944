// The figures of a calibration, found in its scenario.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/experiment/calibration.h"
#include "sim/experiment/calibration_fields.h"
#include "sim/experiment/frame.h"
#include "sim/experiment/futures.h"
#include "sim/experiment/memory.h"
#include "sim/experiment/reported.h"
#include "sim/experiment/sweep_point.h"
#include "sim/scenario/nearest.h"

typedef struct {
    SimCalibration *calibration;
    const SimOutline *outline;
    const SimFrame *frame;
    SimArena *arena;
    SimFaults *faults;
    size_t capacity, wanted_capacity;
} Finding;

static const char *keep(const Finding *finding, const char *text)
{
    return sim_arena_text(finding->arena, text, strlen(text));
}

static SimTarget *add_target(Finding *finding, const SimTarget *target)
{
    SimCalibration *calibration = finding->calibration;
    calibration->targets = sim_grown(calibration->targets, calibration->target_count + 1, &finding->capacity,
                                     sizeof *calibration->targets);
    SimTarget *added = &calibration->targets[calibration->target_count++];
    *added = *target;
    added->code = keep(finding, finding->outline->places[target->place].code);
    return added;
}

static void want(Finding *finding, const SimWanted *parts, size_t count)
{
    SimCalibration *calibration = finding->calibration;
    for (size_t i = 0; i < count; i++) {
        size_t k = 0;
        while (k < calibration->wanted_count && !sim_wanted_is(&calibration->wanted[k], &parts[i])) k++;
        if (k < calibration->wanted_count) continue;
        calibration->wanted = sim_grown(calibration->wanted, calibration->wanted_count + 1, &finding->wanted_capacity,
                                        sizeof *calibration->wanted);
        calibration->wanted[calibration->wanted_count++] = parts[i];
    }
}

static double error_of(const SimFigure *figure, double value)
{
    return isnan(figure->error) ? figure->relative_error * fabs(value) : figure->error;
}

// Measures

static bool find_place(const Finding *finding, const SimFigure *figure, size_t *place)
{
    const SimOutline *outline = finding->outline;
    SimNearest nearest = sim_nearest(figure->place ? figure->place : "");
    *place = 0;
    if (!figure->place && outline->place_count == 1) return true;
    for (size_t i = 0; i < outline->place_count; i++) {
        sim_nearest_try(&nearest, outline->places[i].code);
        *place = i;
        if (figure->place && strcmp(outline->places[i].code, figure->place) == 0) return true;
    }
    if (!figure->place)
        return sim_fault(finding->faults, figure->mark, "say of which `trust` the figure is; there are %zu",
                         outline->place_count);
    return sim_fault(finding->faults, figure->mark, "there is no trust with the code `%.40s`; did you mean `%.20s`?",
                     figure->place, nearest.nearest ? nearest.nearest : outline->places[0].code);
}

static bool find_measure(Finding *finding, const SimFigure *figure)
{
    char name[400];
    const SimWanted *wanted = &figure->wanted;
    SimTarget target = {.world = figure->world, .value = figure->value, .part_count = 1, .divisor = 1};
    if (!find_place(finding, figure, &target.place)) return false;
    snprintf(name, sizeof name, "%.100s%s%.100s@%.150s", wanted->measure, wanted->of[0] ? "/" : "", wanted->of,
             wanted->period);
    target.name = keep(finding, name);
    target.source = figure->source ? figure->source : "";
    target.error = error_of(figure, figure->value);
    target.parts = sim_arena_take(finding->arena, sizeof *target.parts);
    target.parts[0] = *wanted;
    add_target(finding, &target);
    want(finding, target.parts, 1);
    return true;
}

// Earlier figures

static size_t kinds_of(const SimReported *reported)
{
    size_t count = 0;
    for (uint32_t i = 0; i < 64; i++) count += reported->kinds >> i & 1;
    return count;
}

// What adds up to a figure, over all the windows that it is compared with.
static SimWanted *parts_of(Finding *finding, const SimReported *figure, const SimReported *windows_of, size_t *count)
{
    const size_t windows = sim_reported_windows(finding->frame, windows_of);
    SimWanted *parts = sim_arena_take(finding->arena, windows * kinds_of(figure) * sizeof *parts);
    *count = 0;
    for (size_t number = 0; number < windows; number++) {
        const SimWindow *window = sim_reported_window(finding->frame, windows_of, number);
        char period[sizeof window->name + 8];
        snprintf(period, sizeof period, "window:%s", window->name);
        const char *kept = keep(finding, period);
        for (uint32_t i = 0; i < 64; i++) {
            if (!(figure->kinds >> i & 1)) continue;
            SimReported one = *figure;
            one.first_series += i;
            const SimColumn *column = sim_reported_column(finding->frame, &one);
            parts[(*count)++] = (SimWanted){column->measure->name, keep(finding, column->of), kept, {0}};
        }
    }
    want(finding, parts, *count);
    return parts;
}

// Of the same dates the figure itself; otherwise all windows together on the figure's footing.
static void add_reported(Finding *finding, const SimFigure *figure, const SimReported *reported)
{
    const SimWindow *first = sim_reported_window(finding->frame, reported, 0);
    if (!first) return;  // nothing is simulated that it can be compared with
    const bool is_same = sim_is_on_same_dates(first, &reported->window);
    char name[200];
    snprintf(name, sizeof name, "last_time/%.60s: %.100s", reported->what, reported->window.name);
    SimTarget target = {.place = reported->place,
                        .world = SIM_FIGURE_WITH,
                        .name = keep(finding, name),
                        .source = keep(finding, reported->source),
                        .value = reported->value,
                        .divisor = 1};
    target.parts = parts_of(finding, reported, reported, &target.part_count);
    if (!is_same && reported->footing == SIM_PER_REPORTED) {
        const SimReported *base = &finding->outline->reported[reported->base];
        target.bases = parts_of(finding, base, reported, &target.base_count);
        target.value /= base->value;
    } else if (!is_same) {
        target.divisor = 0;
        for (size_t i = 0; i < sim_reported_windows(finding->frame, reported); i++)
            target.divisor += sim_reported_length(sim_reported_window(finding->frame, reported, i), reported->footing);
        target.value /= sim_reported_length(&reported->window, reported->footing);
    }
    target.error = error_of(figure, target.value);
    if (isfinite(target.value) && target.error > 0 && target.divisor > 0) add_target(finding, &target);
}

static bool is_meant(const Finding *finding, const SimFigure *figure, const SimReported *reported)
{
    if (figure->is_every) return true;
    const char *code = finding->outline->places[reported->place].code;
    return strcmp(reported->window.name, figure->last_time) == 0 &&
           (!figure->place || strcmp(code, figure->place) == 0);
}

static bool find_reported(Finding *finding, const SimFigure *figure)
{
    const SimOutline *outline = finding->outline;
    const size_t before = finding->calibration->target_count;
    SimNearest nearest = sim_nearest(figure->last_time ? figure->last_time : "");
    for (size_t i = 0; i < outline->reported_count; i++) {
        sim_nearest_try(&nearest, outline->reported[i].window.name);
        if (is_meant(finding, figure, &outline->reported[i])) add_reported(finding, figure, &outline->reported[i]);
    }
    if (finding->calibration->target_count > before) return true;
    if (figure->is_every)
        return sim_fault(finding->faults, figure->mark,
                         "the scenario has no `last_time` figures that anything simulated can be compared with; add "
                         "them to it, or list figures under `to`");
    return sim_fault(finding->faults, figure->mark,
                     "the scenario has no `last_time` figures called `%.60s` that anything simulated can be compared "
                     "with%s%.60s%s",
                     figure->last_time, nearest.nearest ? "; did you mean `" : "",
                     nearest.nearest ? nearest.nearest : "", nearest.nearest ? "`?" : "");
}

// The whole

static bool find_all(Finding *finding)
{
    const SimCalibrationFile *file = finding->calibration->file;
    bool sound = true;
    for (size_t i = 0; i < file->figure_count; i++) {
        const SimFigure *figure = &file->figures[i];
        const bool is_earlier = figure->is_every || figure->last_time;
        sound = (is_earlier ? find_reported(finding, figure) : find_measure(finding, figure)) && sound;
    }
    return sound;
}

static bool find_in(SimCalibration *calibration, const SimLaidPoint *laid, SimFaults *faults)
{
    const struct sim_model *model = calibration->model;
    SimFrame *frame = sim_frame_new(laid->outline, model->measures, model->measure_block_count);
    Finding finding = {.calibration = calibration,
                       .outline = laid->outline,
                       .frame = frame,
                       .arena = calibration->file->sweep->arena,
                       .faults = faults};
    calibration->place_count = laid->outline->place_count;
    calibration->codes = sim_arena_take(finding.arena, calibration->place_count * sizeof *calibration->codes);
    for (size_t i = 0; i < calibration->place_count; i++)
        calibration->codes[i] = keep(&finding, laid->outline->places[i].code);
    calibration->seed = laid->outline->seed;
    sim_scenario_hash(laid->scenario, calibration->hash);
    const bool sound = find_all(&finding);
    sim_frame_free(frame);
    return sound;
}

SimCalibration *sim_calibration_new(const SimCalibrationFile *file, SimFaults *faults)
{
    SimCalibration *calibration = sim_zeroed(1, sizeof *calibration);
    calibration->file = file;
    calibration->model = file->sweep->model;
    // The scenario as it is, which is what its values are where the design says nothing.
    double *values = sim_zeroed(file->sweep->variation_count, sizeof *values);
    for (size_t i = 0; i < file->sweep->variation_count; i++) values[i] = NAN;
    SimDesign design = {
        .plan = {.factor_count = (uint32_t)file->sweep->variation_count}, .point_count = 1, .values = values};
    SimSweepFile as_it_is = *file->sweep;
    as_it_is.design = &design;
    as_it_is.point_count = 1;
    SimTables *tables = sim_tables_new();
    SimLaidPoint laid;
    const bool sound = sim_point_lay_out(&as_it_is, 0, tables, &laid, faults) && find_in(calibration, &laid, faults) &&
                       sim_calibration_find_fields(calibration, faults);
    sim_point_free(calibration->model, &laid);
    sim_tables_free(tables);
    free(values);
    if (sound) return calibration;
    sim_calibration_free(calibration);
    return NULL;
}

void sim_calibration_free(SimCalibration *calibration)
{
    if (!calibration) return;
    free(calibration->targets);
    free(calibration->wanted);
    free(calibration);
}
