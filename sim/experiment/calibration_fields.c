#include "sim/experiment/calibration_fields.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/experiment/line_search.h"
#include "sim/experiment/memory.h"
#include "sim/experiment/sweep_point.h"

// Finding them

static bool has_figures(const SimCalibration *calibration, size_t place)
{
    for (size_t i = 0; i < calibration->target_count; i++) {
        if (calibration->targets[i].place == place) return true;
    }
    return false;
}

// The path with the place's code instead of its first [*].
static const char *path_at(const SimCalibration *calibration, const char *path, size_t place)
{
    char text[1000];
    const char *star = strstr(path, "[*]");
    const int length = snprintf(text, sizeof text, "%.*s[%s]%s", (int)(star - path), path, calibration->codes[place],
                                star + strlen("[*]"));
    return sim_arena_text(calibration->file->sweep->arena, text, (size_t)length);
}

static bool is_shared_too(const SimCalibration *calibration, const SimVariation *field, SimFaults *faults)
{
    for (size_t i = 0; i < calibration->shared_count; i++) {
        if (strcmp(calibration->fields[i].name, field->name) == 0)
            return !sim_fault(faults, calibration->fields[i].mark,
                              "`%.150s` is fitted for each trust too; take it out of `fit`", field->name);
    }
    return false;
}

static bool add_place(SimCalibration *calibration, size_t place, SimFaults *faults)
{
    const SimVariation *of_all = &calibration->file->sweep->variations[calibration->shared_count];
    const size_t field = calibration->field_count++;
    calibration->fields[field] = *of_all;
    calibration->fields[field].name = path_at(calibration, of_all->name, place);
    calibration->place_of[field - calibration->shared_count] = place;
    return !is_shared_too(calibration, &calibration->fields[field], faults);
}

// Whether the scenario has all fields: the least value of each is written into it.
static bool fields_exist(const SimCalibration *calibration, SimFaults *faults)
{
    double *values = sim_zeroed(calibration->field_count, sizeof *values);
    SimDesign design = {
        .plan = {.factor_count = (uint32_t)calibration->field_count}, .point_count = 1, .values = values};
    SimSweepFile file = *calibration->file->sweep;
    file.variations = calibration->fields;
    file.variation_count = calibration->field_count;
    file.design = &design;
    file.point_count = 1;
    SimLaidPoint laid;
    const bool sound = sim_point_read(&file, 0, &laid, faults);
    sim_point_free(calibration->model, &laid);
    free(values);
    return sound;
}

bool sim_calibration_find_fields(SimCalibration *calibration, SimFaults *faults)
{
    const SimCalibrationFile *file = calibration->file;
    SimArena *arena = file->sweep->arena;
    const size_t most = file->shared_count + calibration->place_count;
    calibration->fields = sim_arena_take(arena, most * sizeof *calibration->fields);
    calibration->place_of = sim_arena_take(arena, calibration->place_count * sizeof *calibration->place_of);
    calibration->shared_count = calibration->field_count = file->shared_count;
    for (size_t i = 0; i < file->shared_count; i++) {
        calibration->fields[i] = file->sweep->variations[i];
    }
    if (file->sweep->variation_count == file->shared_count) return true;
    bool sound = true;
    for (size_t place = 0; place < calibration->place_count; place++) {
        if (has_figures(calibration, place)) sound = add_place(calibration, place, faults) && sound;
    }
    return sound && fields_exist(calibration, faults);
}

// Describing what was fitted

static const double EDGE = 0.01;  // of a range

void sim_calibration_text(const SimCalibration *calibration, size_t field, double place, SimFittedText text)
{
    const SimVariation *variation = &calibration->fields[field];
    const SimRangeUnit *unit = &variation->unit;
    const double value = variation->from + place * (variation->to - variation->from);
    const double number = unit->size > 0 ? value / unit->size : value;
    char digits[40], shortest[SIM_QUANTITY_BYTES];
    snprintf(digits, sizeof digits, sim_kind_is_whole(variation->row->kind) ? "%.0f" : "%.4g", number);
    sim_number_print(strtod(digits, NULL), shortest);
    snprintf(text, SIM_QUANTITY_BYTES, "%.30s%.30s", shortest, unit->text);
}

static void write_texts(const SimCalibration *calibration, size_t number, double fitted, SimFitFactor of,
                        SimFittedField *field)
{
    sim_calibration_text(calibration, number, fitted, field->fitted);
    sim_calibration_text(calibration, number, of.low, field->low);
    sim_calibration_text(calibration, number, of.middle, field->middle);
    sim_calibration_text(calibration, number, of.high, field->high);
    field->width = of.width;
    field->is_wide = of.width > SIM_FIT_WIDE;
    field->is_at_edge = fitted < EDGE || fitted > 1 - EDGE;
    field->stand_in = SIZE_MAX;
}

static void describe_shared(const SimCalibration *calibration, SimCalibrated *calibrated)
{
    const SimFit *fit = calibrated->fit;
    for (uint32_t i = 0; i < fit->factors; i++) {
        SimFittedField *field = &calibrated->fields[i];
        write_texts(calibration, i, fit->places[fit->best * fit->factors + i], fit->of[i], field);
        for (uint32_t k = 0; k < fit->factors; k++) {
            if (sim_fit_are_exchangeable(fit, i, k)) field->stand_in = k;
        }
    }
}

static void reach(SimFitFactor *of, double place)
{
    of->low = fmin(of->low, place);
    of->high = fmax(of->high, place);
}

// From the least to the largest place that was tried and fits. Of one evaluation the score at another trial is that of
// the best ones, with this trust's own instead of its best.
static SimFitFactor interval_of(const SimCalibrated *calibrated, size_t each, size_t each_count)
{
    const SimFit *fit = calibrated->fit;
    const double near = fit->scores[fit->best] + SIM_FIT_NEAR;
    const double best = calibrated->each[fit->best * each_count + each];
    SimFitFactor of = {best, best, best, 0};
    double best_own = INFINITY;
    for (size_t i = 0; i < fit->count; i++) {
        const SimTrial *trials = calibrated->trials + i * SIM_LINE_TRIALS * each_count + each;
        double own = INFINITY;
        for (size_t k = 0; k < SIM_LINE_TRIALS; k++) own = fmin(own, trials[k * each_count].score);
        for (size_t k = 0; k < SIM_LINE_TRIALS; k++) {
            const SimTrial trial = trials[k * each_count];
            if (fit->scores[i] - own + trial.score <= near) reach(&of, trial.place);
        }
        if (i == fit->best) best_own = own;
    }
    for (size_t k = 0; k < SIM_FINE_TRIALS; k++) {
        const SimTrial trial = calibrated->fine[k * each_count + each];
        if (trial.score <= best_own + SIM_FIT_NEAR) reach(&of, trial.place);
    }
    of.middle = (of.low + of.high) / 2;
    of.width = of.high - of.low;
    return of;
}

// Whether a shared field and that of a trust go together over what is accepted.
static bool go_together(const SimCalibrated *calibrated, uint32_t shared, size_t each, size_t each_count)
{
    const SimFit *fit = calibrated->fit;
    const size_t count = fit->accepted_count;
    double *one = sim_zeroed(count, sizeof *one), *other = sim_zeroed(count, sizeof *other);
    double *work = sim_zeroed(2 * count, sizeof *work);
    for (size_t i = 0; i < count; i++) {
        one[i] = fit->places[fit->accepted[i] * fit->factors + shared];
        other[i] = calibrated->each[fit->accepted[i] * each_count + each];
    }
    const double correlation = gsl_stats_spearman(one, 1, other, 1, count, work);
    free(work);
    free(other);
    free(one);
    return fabs(correlation) > SIM_FIT_CORRELATED;
}

static void describe_each(const SimCalibration *calibration, SimCalibrated *calibrated)
{
    const SimFit *fit = calibrated->fit;
    const size_t first = calibration->shared_count, count = calibration->field_count - first;
    for (size_t i = 0; i < count; i++) {
        SimFittedField *field = &calibrated->fields[first + i];
        write_texts(calibration, first + i, calibrated->each[fit->best * count + i], interval_of(calibrated, i, count),
                    field);
        for (uint32_t k = 0; k < fit->factors; k++) {
            if (!go_together(calibrated, k, i, count)) continue;
            field->stand_in = k;
            if (calibrated->fields[k].stand_in == SIZE_MAX) calibrated->fields[k].stand_in = first + i;
        }
    }
}

void sim_calibration_describe(const SimCalibration *calibration, SimCalibrated *calibrated)
{
    calibrated->fields = sim_zeroed(calibration->field_count, sizeof *calibrated->fields);
    describe_shared(calibration, calibrated);
    describe_each(calibration, calibrated);
}
