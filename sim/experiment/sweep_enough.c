#include "sim/experiment/sweep_enough.h"

#include <math.h>
#include <stdlib.h>

#include "sim/experiment/memory.h"
#include "sim/experiment/over_trusts.h"

// The places of a replication of a point that have come so far. They are summed in their own order when all are there.
typedef struct {
    size_t places;
    double *values, *weights;  // [place][measure][life]; owned, NULL until the first place comes, and after the last
} Sum;

typedef struct {
    SimPrecision *precision;
    Sum *sums;  // [replication]; owned
    uint32_t sum_count;
} Judged;

struct SimSweepEnough {
    const SimSweep *sweep;
    const SimEnoughFile *file;
    size_t *wanted;  // of each measure that is judged: its number among those of the sweep
    Judged *points;
};

SimSweepEnough *sim_sweep_enough_new(const SimSweep *sweep)
{
    const SimEnoughFile *file = &sweep->file->enough;
    SimSweepEnough *enough = sim_zeroed(1, sizeof *enough);
    *enough = (SimSweepEnough){.sweep = sweep, .file = file};
    enough->wanted = sim_zeroed(file->count, sizeof *enough->wanted);
    enough->points = sim_zeroed(sweep->point_count, sizeof *enough->points);
    SimPrecisionTarget *targets = sim_zeroed(file->count, sizeof *targets);
    for (size_t i = 0; i < file->count; i++) {
        enough->wanted[i] = sim_sweep_wanted(sweep, &file->of[i]);
        targets[i] = (SimPrecisionTarget){file->relative, file->floors[i]};
    }
    for (size_t i = 0; i < sweep->point_count; i++)
        enough->points[i].precision = sim_precision_new(targets, file->count, file->at_least, file->at_most);
    free(targets);
    return enough;
}

static void drop_sum(Sum *sum)
{
    free(sum->values);
    free(sum->weights);
    sum->values = sum->weights = NULL;
}

void sim_sweep_enough_free(SimSweepEnough *enough)
{
    if (!enough) return;
    for (size_t i = 0; i < enough->sweep->point_count; i++) {
        Judged *judged = &enough->points[i];
        for (uint32_t k = 0; k < judged->sum_count; k++) drop_sum(&judged->sums[k]);
        free(judged->sums);
        sim_precision_free(judged->precision);
    }
    free(enough->points);
    free(enough->wanted);
    free(enough);
}

static Sum *sum_of(SimSweepEnough *enough, const SimSweepRow *row)
{
    Judged *judged = &enough->points[row->point];
    if (!judged->sums) {
        judged->sum_count = enough->file->at_most;
        judged->sums = sim_zeroed(judged->sum_count, sizeof *judged->sums);
    }
    Sum *sum = &judged->sums[row->replication - 1];
    if (!sum->values) {
        const size_t size = enough->sweep->place_count * enough->file->count * SIM_LIVES;
        sum->values = sim_zeroed(size, sizeof(double));
        sum->weights = sim_zeroed(size, sizeof(double));
    }
    return sum;
}

static size_t place_of(const SimSweepEnough *enough, size_t place, size_t measure, size_t life)
{
    return (place * enough->file->count + measure) * SIM_LIVES + life;
}

static void keep_place(const SimSweepEnough *enough, const SimSweepRow *row, Sum *sum)
{
    for (size_t i = 0; i < enough->file->count; i++) {
        for (size_t life = 0; life < SIM_LIVES; life++) {
            const size_t from = SIM_LIVES * enough->wanted[i] + life, to = place_of(enough, row->place, i, life);
            sum->values[to] = row->values[from];
            sum->weights[to] = row->weights[from];
        }
    }
    sum->places++;
}

// Of all places, in their order.
static double value_of(const SimSweepEnough *enough, const Sum *sum, size_t measure, size_t life)
{
    const enum SimOverTrusts over = sim_over_trusts(enough->sweep->measures[enough->wanted[measure]]);
    if (enough->sweep->place_count == 1) return sum->values[place_of(enough, 0, measure, life)];
    SimDaily all = {0};
    for (size_t place = 0; place < enough->sweep->place_count; place++) {
        const size_t at = place_of(enough, place, measure, life);
        sim_over_add(over, &all, sim_over_part(over, sum->values[at], sum->weights[at]));
    }
    return sim_over_value(over, all);
}

void sim_sweep_enough_give(SimSweepEnough *enough, const SimSweepRow *row)
{
    if (row->replication > enough->file->at_most) return;
    Sum *sum = sum_of(enough, row);
    keep_place(enough, row, sum);
    if (sum->places < enough->sweep->place_count) return;
    double *differences = sim_zeroed(enough->file->count, sizeof *differences);
    for (size_t i = 0; i < enough->file->count; i++)
        differences[i] = value_of(enough, sum, i, SIM_STRIKE) - value_of(enough, sum, i, SIM_BASELINE);
    sim_precision_give(enough->points[row->point].precision, row->replication - 1, differences);
    free(differences);
    drop_sum(sum);
}

uint32_t sim_sweep_enough_needed(const SimSweepEnough *enough, size_t point)
{
    return sim_precision_needed(enough->points[point].precision);
}

bool sim_sweep_is_enough(const SimSweepEnough *enough, size_t point)
{
    return sim_precision_is_enough(enough->points[point].precision);
}

SimPrecisionState sim_sweep_enough_state(const SimSweepEnough *enough, size_t point, size_t measure)
{
    return sim_precision_state(enough->points[point].precision, measure);
}
