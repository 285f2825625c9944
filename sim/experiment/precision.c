#include "sim/experiment/precision.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/experiment/estimate.h"
#include "sim/experiment/memory.h"

// Running moments of a measure (Welford), in the order of replications.
typedef struct {
    SimPrecisionTarget target;
    double mean, squares;
    uint32_t count;
    double half_width;      // NAN for fewer than two
    uint32_t precise_from;  // 0: it is not
} Measure;

struct SimPrecision {
    Measure *of;  // owned, as all that follows
    size_t measures;
    uint32_t at_least, at_most;
    uint32_t folded;  // replications 0 to folded - 1 have been counted
    bool is_decided;
    double *values;  // [replication][measure], as far as given
    bool *is_given;
    size_t values_room, given_room, given;  // `given` is 1 more than the largest replication given
    uint32_t errors_of;                     // the number of values that `errors` holds for
    double errors;                          // standard errors to a half-width
};

uint32_t sim_precision_look_ahead(uint32_t replications)
{
    return replications > 100 ? replications / 20 : SIM_LOOK_AHEAD;
}

SimPrecision *sim_precision_new(const SimPrecisionTarget *targets, size_t measures, uint32_t at_least, uint32_t at_most)
{
    assert(at_most >= 1);
    SimPrecision *precision = sim_zeroed(1, sizeof *precision);
    precision->of = sim_zeroed(measures, sizeof *precision->of);
    precision->measures = measures;
    precision->at_least = at_least > SIM_FEWEST_REPLICATIONS ? at_least : SIM_FEWEST_REPLICATIONS;
    precision->at_most = at_most;
    for (size_t i = 0; i < measures; i++) precision->of[i] = (Measure){.target = targets[i], .half_width = NAN};
    return precision;
}

void sim_precision_free(SimPrecision *precision)
{
    if (!precision) return;
    free(precision->of);
    free(precision->values);
    free(precision->is_given);
    free(precision);
}

static double errors(SimPrecision *precision, uint32_t count)
{
    if (precision->errors_of != count) {
        precision->errors_of = count;
        precision->errors = sim_errors_of_half_width(count);
    }
    return precision->errors;
}

static bool is_relative(const Measure *measure)
{
    return measure->half_width <= measure->target.relative * fabs(measure->mean);
}

static bool is_precise(const Measure *measure)
{
    return measure->count >= SIM_FEWEST_REPLICATIONS &&
           (is_relative(measure) || measure->half_width <= measure->target.absolute);
}

static void fold_value(SimPrecision *precision, Measure *measure, double value)
{
    if (!isnan(value)) {
        const double off = value - measure->mean;
        measure->mean += off / ++measure->count;
        measure->squares += off * (value - measure->mean);
        if (measure->count > 1) {
            const double n = measure->count;
            measure->half_width = errors(precision, measure->count) * sqrt(measure->squares / (n - 1) / n);
        }
    }
    if (!is_precise(measure)) {
        measure->precise_from = 0;
    } else if (measure->precise_from == 0) {
        measure->precise_from = precision->folded;
    }
}

// The number of replications at which this measure is done, if it stays precise from now on, or is so from the next on.
static uint32_t done_at(const SimPrecision *precision, const Measure *measure)
{
    uint32_t from = measure->precise_from;
    if (from == 0) from = precision->folded + 1;
    if (from < SIM_FEWEST_REPLICATIONS) from = SIM_FEWEST_REPLICATIONS;
    return from + sim_precision_look_ahead(from);
}

// All measures together, without the cap.
static uint32_t all_done_at(const SimPrecision *precision)
{
    uint32_t last = precision->at_least;
    for (size_t i = 0; i < precision->measures; i++) {
        const uint32_t done = done_at(precision, &precision->of[i]);
        if (done > last) last = done;
    }
    return last;
}

static void fold_next(SimPrecision *precision)
{
    const double *values = precision->values + (size_t)precision->folded * precision->measures;
    precision->folded++;
    for (size_t i = 0; i < precision->measures; i++) fold_value(precision, &precision->of[i], values[i]);
    precision->is_decided = precision->folded >= all_done_at(precision) || precision->folded == precision->at_most;
}

static void make_room(SimPrecision *precision, uint32_t replication)
{
    const size_t wanted = (size_t)replication + 1;
    if (wanted <= precision->given) return;
    const size_t values = wanted * precision->measures;
    precision->values = sim_grown(precision->values, values, &precision->values_room, sizeof *precision->values);
    precision->is_given = sim_grown(precision->is_given, wanted, &precision->given_room, sizeof *precision->is_given);
    memset(precision->is_given + precision->given, 0, wanted - precision->given);
    precision->given = wanted;
}

void sim_precision_give(SimPrecision *precision, uint32_t replication, const double *values)
{
    if (replication >= precision->at_most || precision->is_decided) return;
    make_room(precision, replication);
    assert(!precision->is_given[replication]);
    precision->is_given[replication] = true;
    memcpy(precision->values + (size_t)replication * precision->measures, values, precision->measures * sizeof *values);
    while (!precision->is_decided && precision->folded < precision->given && precision->is_given[precision->folded]) {
        fold_next(precision);
    }
}

bool sim_precision_is_enough(const SimPrecision *precision)
{
    return precision->is_decided;
}

uint32_t sim_precision_replications(const SimPrecision *precision)
{
    return precision->folded;
}

uint32_t sim_precision_needed(const SimPrecision *precision)
{
    if (precision->is_decided) return precision->folded;
    const uint32_t done = all_done_at(precision);
    return done < precision->at_most ? done : precision->at_most;
}

static enum SimPrecisionEnd end_of(const SimPrecision *precision, const Measure *measure)
{
    if (!precision->is_decided) return SIM_PRECISION_GOES_ON;
    if (precision->folded < done_at(precision, measure)) return SIM_PRECISION_CAP;
    return is_relative(measure) ? SIM_PRECISION_REACHED : SIM_PRECISION_FLOOR;
}

SimPrecisionState sim_precision_state(const SimPrecision *precision, size_t measure)
{
    const Measure *of = &precision->of[measure];
    SimPrecisionState state = {.count = of->count,
                               .mean = of->count > 0 ? of->mean : NAN,
                               .half_width = of->half_width,
                               .relative = of->half_width / fabs(of->mean),
                               .precise_from = of->precise_from,
                               .end = end_of(precision, of)};
    if (!(of->half_width > 0) && !isnan(of->half_width)) state.relative = 0;
    return state;
}
