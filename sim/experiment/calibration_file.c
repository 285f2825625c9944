#include "sim/experiment/calibration_file.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/scenario/value.h"

static const char WORLD_WORDS[] = "strike|baseline|difference";

static const SimField VERSION = {.path = "walkout_calibration", .kind = SIM_COUNT, .least = 1, .most = 1};
static const SimField REPLICATIONS = {.path = "replications", .kind = SIM_COUNT, .least = 2, .most = 100000};
static const SimField SAMPLES = {.path = "samples", .kind = SIM_COUNT, .least = 20, .most = 100000};
static const SimField KEEP = {.path = "keep", .kind = SIM_SHARE, .least = 0.001, .most = 0.5};
static const SimField STARTS = {.path = "starts", .kind = SIM_COUNT, .least = 1, .most = 20};
static const SimField EVALUATIONS = {.path = "evaluations", .kind = SIM_COUNT, .least = 10, .most = 10000};
static const SimField SEED = {.path = "seed", .kind = SIM_COUNT, .least = 0, .most = 4294967295.0};
static const SimField WORLD = {.path = "world", .kind = SIM_CHOICE, .choices = WORLD_WORDS};
static const SimField VALUE = {.path = "value", .kind = SIM_AMOUNT, .least = -1e12, .most = 1e12};
static const SimField ERROR = {.path = "error", .kind = SIM_AMOUNT, .least = 1e-9, .most = 1e12};
static const SimField RELATIVE = {.path = "error", .kind = SIM_SHARE, .least = 0.0001, .most = 10};

static const double ERROR_ASSUMED = 0.1;  // assumed: returns are rounded, and not all that was moved is returned

typedef struct {
    SimCalibrationFile *calibration;
    const struct sim_model *model;
    const SimNode *root;
    SimArena *arena;
    SimFaults *faults;
} Reader;

// A value of the file by its row, or `value` as it was if it is not given.
static bool read_value(const Reader *reader, const SimNode *map, const SimField *row, SimValue *value)
{
    const SimNode *node = sim_node_find(map, row->path);
    return !node || sim_sweep_value_read(node, row, value, reader->faults);
}

static bool read_count(const Reader *reader, const SimField *row, uint32_t otherwise, uint32_t *count)
{
    SimValue value = {.whole = otherwise};
    const bool sound = read_value(reader, reader->root, row, &value);
    if (sound) *count = (uint32_t)value.whole;
    return sound;
}

// Figures

// In the measure's unit, or with a percent sign as a share of the value.
static bool read_error(const Reader *reader, const SimNode *map, SimFigure *figure)
{
    const SimNode *node = sim_node_find(map, "error");
    SimValue value = {0};
    figure->error = NAN;
    figure->relative_error = ERROR_ASSUMED;
    if (!node) return true;
    const bool is_share = node->kind == SIM_NODE_SCALAR && strchr(node->text, '%');
    if (!sim_sweep_value_read(node, is_share ? &RELATIVE : &ERROR, &value, reader->faults)) return false;
    *(is_share ? &figure->relative_error : &figure->error) = value.number;
    return true;
}

static bool read_last_time(const Reader *reader, const SimNode *map, SimFigure *figure)
{
    static const char *const keys[] = {"last_time", "trust", "error"};
    figure->last_time = sim_node_text(map, "last_time");
    figure->place = sim_node_text(map, "trust");
    const bool sound = sim_sweep_keys_are_known(map, keys, sizeof keys / sizeof *keys, reader->faults);
    if (!figure->last_time)
        return sim_fault(reader->faults, map->mark, "`last_time` needs the name of the earlier figures");
    return read_error(reader, map, figure) && sound;
}

static bool has_an_error(const Reader *reader, const SimFigure *figure)
{
    return figure->value != 0 || !isnan(figure->error) ||
           sim_fault(reader->faults, figure->mark,
                     "a figure of 0 needs its `error` in the measure's own unit, such as `error: 5`");
}

static bool read_measure(const Reader *reader, const SimNode *map, SimFigure *figure)
{
    static const char *const keys[] = {"measure", "trust", "world", "value", "error", "source"};
    bool sound = sim_sweep_keys_are_known(map, keys, sizeof keys / sizeof *keys, reader->faults);
    const char *measure = sim_node_text(map, "measure");
    if (!measure || !sim_node_find(map, "value"))
        return sim_fault(reader->faults, map->mark,
                         "a figure needs its `measure` and its `value`; write `{measure: %s, value: 100, error: 10}`",
                         reader->model->wanted_count ? reader->model->wanted[0] : "measure@whole");
    figure->wanted = sim_wanted_read(reader->arena, measure, sim_node_find(map, "measure")->mark);
    figure->place = sim_node_text(map, "trust");
    figure->source = sim_node_text(map, "source");
    SimValue world = {.choice = SIM_FIGURE_WITH}, value = {0};
    sound = read_value(reader, map, &WORLD, &world) && sound;
    sound = read_value(reader, map, &VALUE, &value) && sound;
    figure->world = (enum SimFigureWorld)world.choice;
    figure->value = value.number;
    sound = read_error(reader, map, figure) && sound;
    return sound && has_an_error(reader, figure);
}

static bool read_figure(const Reader *reader, const SimNode *node, SimFigure *figure)
{
    *figure = (SimFigure){.mark = node->mark};
    if (node->kind != SIM_NODE_MAP)
        return sim_fault(reader->faults, node->mark,
                         "a figure is a mapping; write `{measure: ..., value: 100, error: 10, source: ...}`");
    return sim_node_find(node, "last_time") ? read_last_time(reader, node, figure) : read_measure(reader, node, figure);
}

static bool read_to(const Reader *reader)
{
    SimCalibrationFile *calibration = reader->calibration;
    const SimNode *to = sim_node_find(reader->root, "to");
    const bool is_every = to && to->kind == SIM_NODE_SCALAR && strcmp(to->text, "last_time") == 0;
    if (!is_every && (!to || to->kind != SIM_NODE_LIST || to->count == 0))
        return sim_fault(reader->faults, to ? to->mark : reader->root->mark,
                         "`to` must say which figures are to be met; write `to: last_time`, or a list of "
                         "`{measure: ..., value: 100, error: 10, source: ...}`");
    calibration->figure_count = is_every ? 1 : to->count;
    calibration->figures = sim_arena_take(reader->arena, calibration->figure_count * sizeof *calibration->figures);
    if (is_every) {
        calibration->figures[0] =
            (SimFigure){.mark = to->mark, .is_every = true, .error = NAN, .relative_error = ERROR_ASSUMED};
        return true;
    }
    bool sound = true;
    for (size_t i = 0; i < to->count; i++)
        sound = read_figure(reader, to->members[i].node, &calibration->figures[i]) && sound;
    return sound;
}

// What is fitted

static bool is_filled(const SimNode *node)
{
    return node && node->kind == SIM_NODE_MAP && node->count > 0;
}

// The search for each trust is along one field, whose path speaks of all of them.
static bool each_is_sound(const Reader *reader, const SimNode *each, const SimNode *fit)
{
    if (!is_filled(each))
        return sim_fault(reader->faults, each->mark,
                         "`fit_each_trust` must say which field is fitted for each trust, and between which values; "
                         "write `fit_each_trust: {\"trusts[*].path\": {from: a, to: b}}`");
    if (each->count > 1)
        return sim_fault(reader->faults, each->members[1].key_mark,
                         "one field is fitted for each trust; move `%.150s` to `fit`, where all trusts have the same",
                         each->members[1].key);
    const SimMember *member = &each->members[0];
    if (!strstr(member->key, "[*]"))
        return sim_fault(reader->faults, member->key_mark,
                         "`%.150s` is no field of every trust; write `trusts[*].` before what each of them has, or "
                         "move it to `fit`",
                         member->key);
    if (sim_node_find(fit, member->key))
        return sim_fault(reader->faults, member->key_mark, "`%.150s` stands under `fit` too; take it out of one",
                         member->key);
    return true;
}

static bool fit_is_there(const Reader *reader)
{
    const SimNode *fit = sim_node_find(reader->root, "fit"), *each = sim_node_find(reader->root, "fit_each_trust");
    if ((!each && !fit) || (fit && !is_filled(fit)))
        return sim_fault(reader->faults, fit ? fit->mark : reader->root->mark,
                         "`fit` must say what is fitted, and between which values; write `fit: {path: {from: a, to: "
                         "b}}`");
    reader->calibration->shared_count = fit ? fit->count : 0;
    return !each || each_is_sound(reader, each, fit);
}

static bool ranges_are_sound(const Reader *reader)
{
    const SimSweepFile *sweep = reader->calibration->sweep;
    bool sound = true;
    for (size_t i = 0; i < sweep->variation_count; i++) {
        const SimVariation *variation = &sweep->variations[i];
        if (!variation->row)
            sound = sim_fault(reader->faults, variation->mark,
                              "`%.150s` is fitted within a range; write `{from: a, to: b}`", variation->name);
        else if (!(variation->from < variation->to))
            sound = sim_fault(reader->faults, variation->mark,
                              "the range of `%.150s` has no width; write the lesser value as `from`", variation->name);
    }
    return sound;
}

static void put(const Reader *reader, SimNode *map, const char *key, const SimNode *node)
{
    if (node) sim_node_set(reader->arena, map, key, node->mark, sim_node_copy(reader->arena, node));
}

static void put_text(const Reader *reader, SimNode *map, const char *key, const char *text)
{
    const SimMark mark = reader->root->mark;
    sim_node_set(reader->arena, map, key, mark, sim_node_new(reader->arena, SIM_NODE_SCALAR, mark, text));
}

static void put_all(const Reader *reader, SimNode *map, const SimNode *members)
{
    for (size_t i = 0; members && i < members->count; i++)
        sim_node_set(reader->arena, map, members->members[i].key, members->members[i].key_mark,
                     members->members[i].node);
}

// The ranges are read as a sweep's are: a Latin hypercube is the sample.
static SimNode *sample_of_ranges(const Reader *reader)
{
    SimNode *map = sim_node_new(reader->arena, SIM_NODE_MAP, reader->root->mark, NULL);
    char samples[SIM_QUANTITY_BYTES];
    sim_number_print(reader->calibration->samples, samples);
    put_text(reader, map, "walkout_sweep", "1");
    put_text(reader, map, "design", "latin");
    put_text(reader, map, "count", samples);
    put(reader, map, "scenario", sim_node_find(reader->root, "scenario"));
    put(reader, map, "replications", sim_node_find(reader->root, "replications"));
    put(reader, map, "seed", sim_node_find(reader->root, "seed"));
    SimNode *vary = sim_node_new(reader->arena, SIM_NODE_MAP, reader->root->mark, NULL);
    put_all(reader, vary, sim_node_find(reader->root, "fit"));
    put_all(reader, vary, sim_node_find(reader->root, "fit_each_trust"));
    sim_node_set(reader->arena, map, "vary", vary->mark, vary);
    return map;
}

// The whole

static bool read_counts(const Reader *reader)
{
    SimCalibrationFile *calibration = reader->calibration;
    SimValue keep = {.number = 0.05};
    uint32_t ignored;  // read again with the ranges
    bool sound = read_count(reader, &REPLICATIONS, 10, &ignored);
    sound = read_count(reader, &SEED, 1, &ignored) && sound;
    sound = read_count(reader, &SAMPLES, 200, &calibration->samples) && sound;
    sound = read_count(reader, &STARTS, 5, &calibration->starts) && sound;
    sound = read_count(reader, &EVALUATIONS, 60, &calibration->evaluations) && sound;
    sound = read_value(reader, reader->root, &KEEP, &keep) && sound;
    calibration->keep = keep.number;
    return sound;
}

static bool read_root(const Reader *reader)
{
    static const char *const keys[] = {
        "walkout_calibration", "title",   "question", "scenario", "replications", "fit", "to",
        "fit_each_trust",      "samples", "starts",   "keep",     "evaluations",  "seed"};
    if (reader->root->kind != SIM_NODE_MAP)
        return sim_fault(reader->faults, reader->root->mark,
                         "a calibration is a mapping; begin it with `walkout_calibration: 1`");
    bool sound = sim_sweep_keys_are_known(reader->root, keys, sizeof keys / sizeof *keys, reader->faults);
    SimValue version;
    if (!sim_node_find(reader->root, "walkout_calibration"))
        sound = sim_fault(reader->faults, reader->root->mark,
                          "`walkout_calibration` is missing; begin with `walkout_calibration: 1`");
    sound = read_value(reader, reader->root, &VERSION, &version) && sound;
    sound = read_counts(reader) && sound;
    sound = read_to(reader) && sound;
    sound = fit_is_there(reader) && sound;
    if (reader->calibration->shared_count == 0) {
        reader->calibration->samples = 1;
        reader->calibration->starts = 0;
    }
    return sound;
}

SimCalibrationFile *sim_calibration_file_read(const char *file, const struct sim_model *model, SimFaults *faults)
{
    const size_t faults_before = sim_faults_found(faults);
    SimDocument *document = sim_document_read(file, faults);
    if (!document) return NULL;
    SimArena *arena = sim_document_arena(document);
    SimCalibrationFile *calibration = sim_arena_take(arena, sizeof *calibration);
    const Reader reader = {.calibration = calibration,
                           .model = model,
                           .root = sim_document_root(document),
                           .arena = arena,
                           .faults = faults};
    const bool sound = read_root(&reader) && sim_faults_found(faults) == faults_before;
    if (!sound) {
        sim_document_free(document);
        return NULL;
    }
    calibration->file = sim_document_file(document);
    SimSweepFile *sweep = sim_sweep_file_of(document, sample_of_ranges(&reader), model, faults);
    if (!sweep) return NULL;  // and the document, which held the calibration, is gone
    calibration->sweep = sweep;
    if (!ranges_are_sound(&reader)) {
        sim_calibration_file_free(calibration);
        return NULL;
    }
    return calibration;
}

void sim_calibration_file_free(SimCalibrationFile *calibration)
{
    if (calibration) sim_sweep_file_free(calibration->sweep);  // whose document holds the calibration
}

const char *sim_figure_world_word(enum SimFigureWorld world)
{
    static const char *const words[] = {
        [SIM_FIGURE_WITH] = "strike", [SIM_FIGURE_WITHOUT] = "baseline", [SIM_FIGURE_DIFFERENCE] = "difference"};
    return words[world];
}
