#include "sim/scenario/scale.h"

#include <math.h>
#include <string.h>

#include "sim/scenario/quantity.h"
#include "sim/scenario/value.h"

enum State { UNKNOWN, BEING_IMPUTED, KNOWN };

typedef struct {
    const SimPart *part;
    const SimNode *own, *template;
    enum State state;
    double value;  // the record's own size, written or imputed
} Size;

struct SimScale {
    SimArena *arena;
    Size *sizes;
    size_t count;
};

SimScale *sim_scale_new(SimArena *arena, const SimPart *size, const SimNode *own, const SimNode *template)
{
    SimScale *scale = sim_arena_take(arena, sizeof *scale);
    scale->arena = arena;
    if (!size) return scale;
    scale->sizes = sim_arena_take(arena, size->count * sizeof *scale->sizes);
    for (size_t i = 0; i < size->count; i++) {
        const SimPart *part = size->parts[i];
        if (!part->row || !sim_kind_measures(part->row->kind)) continue;
        scale->sizes[scale->count++] =
            (Size){.part = part, .own = sim_node_find(own, part->key), .template = sim_node_find(template, part->key)};
    }
    return scale;
}

static Size *find_size(const SimScale *scale, const char *key)
{
    for (size_t i = 0; i < scale->count; i++) {
        if (strcmp(scale->sizes[i].part->key, key) == 0) return &scale->sizes[i];
    }
    return NULL;
}

// NAN if there is no such node, or what it holds is no number (which has been reported).
static double number_in(const SimScale *scale, const Size *size, const SimNode *node)
{
    SimValue value;
    if (!node || !sim_value_read(scale->arena, size->part, node, &value, NULL)) return NAN;
    return sim_value_number(size->part->row, &value);
}

static double default_of(const SimScale *scale, const Size *size)
{
    const SimField *row = size->part->row;
    if (!sim_has_default(row)) return NAN;
    return number_in(scale, size, sim_value_node(scale->arena, row, row->fallback, (SimMark){0}, NULL));
}

static double template_size(const SimScale *scale, const Size *size)
{
    return size->template ? number_in(scale, size, size->template) : default_of(scale, size);
}

static double own_size(SimScale *scale, Size *size);

static double imputed_size(SimScale *scale, const Size *size)
{
    const SimField *row = size->part->row;
    SimValue value;
    if (!size->template || !sim_value_read(scale->arena, size->part, size->template, &value, NULL)) {
        return default_of(scale, size);
    }
    const char *key;
    char why[SIM_WHY_BYTES];
    double ratio = row->scales_with ? sim_scale_ratio(scale, row->scales_with, &key) : 1;
    sim_value_scale(row, &value, ratio, why);  // out of range: reported where the value itself is resolved
    return sim_value_number(row, &value);
}

static double own_size(SimScale *scale, Size *size)
{
    if (size->state == UNKNOWN) {
        size->state = BEING_IMPUTED;  // sizes that are imputed from one another in a circle are left alone
        size->value = size->own ? number_in(scale, size, size->own) : imputed_size(scale, size);
        size->state = KNOWN;
    }
    return size->value;
}

// NAN if either side has no such size.
static double ratio_of(SimScale *scale, Size *size)
{
    if (size->state == BEING_IMPUTED) return NAN;
    double own = own_size(scale, size), template = template_size(scale, size);
    return own >= 0 && template > 0 ? own / template : NAN;
}

double sim_scale_ratio(SimScale *scale, const char *scales_with, const char **key)
{
    char name[100];
    for (int pass = 0; pass < 2; pass++) {  // first what the user wrote, then what can be imputed
        for (const char *names = scales_with; sim_next_name(&names, name, sizeof name);) {
            Size *size = find_size(scale, name);
            if (!size || (pass == 0 && !size->own)) continue;
            double ratio = ratio_of(scale, size);
            if (!isfinite(ratio)) continue;
            *key = size->part->key;
            return ratio;
        }
    }
    *key = NULL;
    return 1;
}

const char *sim_scale_written(SimScale *scale, const char *scales_with)
{
    char name[100];
    for (const char *names = scales_with; sim_next_name(&names, name, sizeof name);) {
        Size *size = find_size(scale, name);
        bool is_right = size && size->own && own_size(scale, size) >= 0;
        if (is_right) return size->part->key;
    }
    return NULL;
}
