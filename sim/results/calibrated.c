#include "sim/results/calibrated.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/experiment/memory.h"
#include "sim/results/csv.h"
#include "sim/results/fragment.h"

typedef struct {
    SimFolder *folder;
    const SimCalibration *calibration;
    const SimCalibrated *calibrated;
    const SimManifest *manifest;
} Writing;

static const SimVariation *field_of(const SimCalibration *calibration, size_t field)
{
    return &calibration->fields[field];
}

static const char *unit_of(const SimCalibration *calibration, size_t field)
{
    const char *text = calibration->fields[field].unit.text;
    return text + strspn(text, " ");
}

void sim_calibrated_doubt(const SimCalibration *calibration, const SimFittedField *field, char text[static 400])
{
    text[0] = '\0';
    if (field->is_at_edge)
        snprintf(text, 400, "it ends at the edge of its range: the figures ask for a wider range or another field");
    if (field->is_wide) snprintf(text, 400, "the figures say nothing of it");
    if (field->stand_in != SIZE_MAX)
        snprintf(text, 400, "%.200s can stand in for it", field_of(calibration, field->stand_in)->name);
}

double sim_calibrated_z(const SimTarget *target, SimMet met)
{
    return (met.mean - target->value) / hypot(target->error, met.standard_error);
}

static void put_heading(SimCsvWriter *csv, const char *const words[], size_t count)
{
    for (size_t i = 0; i < count; i++) sim_csv_put_text(csv, words[i]);
}

static void write_fields(const Writing *writing, FILE *to)
{
    static const char *const heading[] = {"field",     "unit",       "fitted",         "low",        "middle", "high",
                                          "prior_low", "prior_high", "width_of_prior", "identified", "why_not"};
    const SimCalibrated *calibrated = writing->calibrated;
    SimCsvWriter csv = {.file = to};
    put_heading(&csv, heading, sizeof heading / sizeof *heading);
    sim_csv_end_line(&csv);
    for (size_t i = 0; i < writing->calibration->field_count; i++) {
        const SimFittedField *field = &calibrated->fields[i];
        SimFittedText from, until;
        char doubt[400];
        sim_calibration_text(writing->calibration, i, 0, from);
        sim_calibration_text(writing->calibration, i, 1, until);
        sim_calibrated_doubt(writing->calibration, field, doubt);
        const char *numbers[] = {field->fitted, field->low, field->middle, field->high, from, until};
        sim_csv_put_text(&csv, field_of(writing->calibration, i)->name);
        sim_csv_put_text(&csv, unit_of(writing->calibration, i));
        for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
            sim_csv_put_number(&csv, strtod(numbers[k], NULL));
        sim_csv_put_number(&csv, field->width);
        sim_csv_put_text(&csv, doubt[0] ? "no" : "yes");
        sim_csv_put_text(&csv, doubt);
        sim_csv_end_line(&csv);
    }
}

static void put_met(SimCsvWriter *csv, const SimTarget *target, SimMet met)
{
    sim_csv_put_number(csv, met.mean);
    sim_csv_put_number(csv, met.standard_error);
    sim_csv_put_number(csv, sim_calibrated_z(target, met));
}

static void write_targets(const Writing *writing, FILE *to)
{
    static const char *const heading[] = {"measure",
                                          "trust",
                                          "world",
                                          "value",
                                          "error",
                                          "source",
                                          "at_fit",
                                          "standard_error",
                                          "z",
                                          "fresh",
                                          "fresh_standard_error",
                                          "fresh_z"};
    SimCsvWriter csv = {.file = to};
    put_heading(&csv, heading, sizeof heading / sizeof *heading);
    sim_csv_end_line(&csv);
    for (size_t i = 0; i < writing->calibration->target_count; i++) {
        const SimTarget *target = &writing->calibration->targets[i];
        sim_csv_put_text(&csv, target->name);
        sim_csv_put_text(&csv, target->code);
        sim_csv_put_text(&csv, sim_figure_world_word(target->world));
        sim_csv_put_number(&csv, target->value);
        sim_csv_put_number(&csv, target->error);
        sim_csv_put_text(&csv, target->source);
        put_met(&csv, target, writing->calibrated->at_fit[i]);
        put_met(&csv, target, writing->calibrated->fresh[i]);
        sim_csv_end_line(&csv);
    }
}

// A figure as the heading of a column; of several trusts with the trust, so that no two are the same.
static void put_target(SimCsvWriter *csv, const SimCalibration *calibration, size_t number)
{
    const SimTarget *target = &calibration->targets[number];
    char heading[500];
    snprintf(heading, sizeof heading, "%.400s%s%s", target->name, calibration->place_count > 1 ? " of " : "",
             calibration->place_count > 1 ? target->code : "");
    sim_csv_put_text(csv, heading);
}

// Where in its range a field was in an evaluation: of each trust's own, where it was best.
static double place_of(const Writing *writing, size_t evaluation, size_t field)
{
    const SimCalibrated *calibrated = writing->calibrated;
    const size_t shared = writing->calibration->shared_count, own = writing->calibration->field_count - shared;
    if (field < shared) return calibrated->fit->places[evaluation * shared + field];
    return calibrated->each[evaluation * own + field - shared];
}

static void write_evaluations(const Writing *writing, FILE *to)
{
    static const char *const heading[] = {"evaluation", "search", "score"};
    const SimFit *fit = writing->calibrated->fit;
    const SimCalibration *calibration = writing->calibration;
    SimCsvWriter csv = {.file = to};
    put_heading(&csv, heading, sizeof heading / sizeof *heading);
    for (size_t k = 0; k < calibration->field_count; k++) sim_csv_put_text(&csv, field_of(calibration, k)->name);
    for (size_t k = 0; k < calibration->target_count; k++) put_target(&csv, calibration, k);
    sim_csv_end_line(&csv);
    for (size_t i = 0; i < fit->count; i++) {
        sim_csv_put_count(&csv, i + 1);
        sim_csv_put_count(&csv, fit->starts[i]);
        sim_csv_put_number(&csv, fit->scores[i]);
        for (size_t k = 0; k < calibration->field_count; k++) {
            SimFittedText text;
            sim_calibration_text(calibration, k, place_of(writing, i, k), text);
            sim_csv_put_number(&csv, strtod(text, NULL));
        }
        for (size_t k = 0; k < calibration->target_count; k++)
            sim_csv_put_number(&csv, writing->calibrated->met[i * calibration->target_count + k].mean);
        sim_csv_end_line(&csv);
    }
}

// Comments hold no line ends.
static void put_comment(FILE *to, const char *text)
{
    for (const char *c = text; *c; c++) fputc((unsigned char)*c < 0x20 ? ' ' : *c, to);
}

static void write_values(const Writing *writing, FILE *to)
{
    typedef char Comment[600];
    const SimCalibration *calibration = writing->calibration;
    const SimCalibrated *calibrated = writing->calibrated;
    const size_t count = calibration->field_count;
    Comment *comments = sim_zeroed(count, sizeof *comments);
    SimFragmentLine *lines = sim_zeroed(count, sizeof *lines);
    for (size_t i = 0; i < count; i++) {
        const SimFittedField *field = &calibrated->fields[i];
        char doubt[400];
        sim_calibrated_doubt(calibration, field, doubt);
        snprintf(comments[i], sizeof comments[i], "fitted [%s, %s]%s%.400s", field->low, field->high,
                 doubt[0] ? "; " : "", doubt);
        lines[i] = (SimFragmentLine){field_of(calibration, i)->name, field->fitted, comments[i]};
    }
    sim_fragment_write(&calibration->model->fields, calibration->codes, calibration->place_count, lines, count, to);
    free(lines);
    free(comments);
}

static void write_fragment(const Writing *writing, FILE *to)
{
    const SimCalibration *calibration = writing->calibration;
    const SimCalibrated *calibrated = writing->calibrated;
    fprintf(to, "# Fitted by `calibrate` to these figures; copy the values into the scenario. In brackets: between\n"
                "# which values 95 %% of what fits lies.\n");
    for (size_t i = 0; i < calibration->target_count; i++) {
        const SimTarget *target = &calibration->targets[i];
        char value[SIM_NUMBER_TEXT], error[SIM_NUMBER_TEXT], mean[SIM_NUMBER_TEXT];
        fprintf(to, "#   ");
        put_comment(to, target->name);
        if (calibration->place_count > 1) fprintf(to, " of %s", target->code);
        fprintf(to, " %s, %s, error %s, simulated %s", sim_figure_world_word(target->world),
                sim_number_text(target->value, value), sim_number_text(target->error, error),
                sim_number_text(calibrated->fresh[i].mean, mean));
        if (*target->source) fprintf(to, ": ");
        put_comment(to, target->source);
        fputc('\n', to);
    }
    write_values(writing, to);
}

static bool write_file(const Writing *writing, const char *name, void (*write)(const Writing *writing, FILE *to))
{
    FILE *to = sim_folder_create(writing->folder, name);
    if (!to) return false;
    write(writing, to);
    return sim_folder_close(writing->folder, name, to);
}

static void write_manifest(const Writing *writing, FILE *to)
{
    sim_manifest_write(writing->manifest, to);
}

bool sim_calibrated_write(SimFolder *folder, const SimCalibration *calibration, const SimCalibrated *calibrated,
                          const SimManifest *manifest)
{
    const Writing writing = {folder, calibration, calibrated, manifest};
    return write_file(&writing, "calibration.csv", write_fields) &&
           write_file(&writing, "targets.csv", write_targets) &&
           write_file(&writing, "evaluations.csv", write_evaluations) &&
           write_file(&writing, "fitted.yaml", write_fragment) && write_file(&writing, "run.json", write_manifest);
}
