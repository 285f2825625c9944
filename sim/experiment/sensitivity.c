#include "sim/experiment/sensitivity.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "sim/experiment/estimate.h"
#include "sim/experiment/memory.h"

// Morris

typedef struct {
    double *of;  // [trajectory][factor]; NAN where the output is undefined
    uint32_t factors;
} Effects;

enum { MU, MU_STAR, SIGMA, MORRIS_NUMBERS };

static Effects effects_of(const SimDesign *design, const double *means)
{
    const uint32_t factors = design->plan.factor_count;
    const Effects effects = {.of = sim_zeroed((size_t)design->plan.count * factors, sizeof(double)),
                             .factors = factors};
    for (size_t i = 0; i < design->point_count; i++) {
        const SimPoint point = design->points[i];
        if (point.role != SIM_POINT_MOVED) continue;
        effects.of[(size_t)point.block * factors + point.factor] = (means[i] - means[i - 1]) / point.step;
    }
    return effects;
}

static uint32_t describe_effects(const Effects *effects, const uint32_t *trajectories, uint32_t count, uint32_t factor,
                                 double *numbers)
{
    uint32_t defined = 0;
    double mean = 0, absolute = 0, squares = 0;
    for (uint32_t i = 0; i < count; i++) {
        const double effect = effects->of[(size_t)trajectories[i] * effects->factors + factor];
        if (isnan(effect)) continue;
        const double off = effect - mean;
        mean += off / ++defined;
        squares += off * (effect - mean);
        absolute += (fabs(effect) - absolute) / defined;
    }
    numbers[MU] = defined > 0 ? mean : NAN;
    numbers[MU_STAR] = defined > 0 ? absolute : NAN;
    numbers[SIGMA] = defined > 1 ? sqrt(squares / (defined - 1)) : NAN;
    return defined;
}

static void describe_morris(const void *context, const uint32_t *trajectories, uint32_t count, double *numbers)
{
    const Effects *effects = context;
    for (uint32_t factor = 0; factor < effects->factors; factor++) {
        describe_effects(effects, trajectories, count, factor, numbers + (size_t)factor * MORRIS_NUMBERS);
    }
}

static uint32_t defined_effects(const Effects *effects, uint32_t trajectories, uint32_t factor)
{
    uint32_t defined = 0;
    for (uint32_t i = 0; i < trajectories; i++) {
        defined += isnan(effects->of[(size_t)i * effects->factors + factor]) ? 0 : 1;
    }
    return defined;
}

void sim_morris(const SimDesign *design, const double *means, SimBootstrap bootstrap, SimMorris *of_factor)
{
    assert(design->plan.kind == SIM_DESIGN_MORRIS);
    const Effects effects = effects_of(design, means);
    const size_t numbers = (size_t)effects.factors * MORRIS_NUMBERS;
    SimInterval *intervals = sim_zeroed(numbers, sizeof *intervals);
    sim_bootstrap(bootstrap, design->plan.count, describe_morris, &effects, numbers, intervals);
    for (uint32_t factor = 0; factor < effects.factors; factor++) {
        const SimInterval *of = intervals + (size_t)factor * MORRIS_NUMBERS;
        of_factor[factor] = (SimMorris){.effects = defined_effects(&effects, design->plan.count, factor),
                                        .mu = of[MU],
                                        .mu_star = of[MU_STAR],
                                        .sigma = of[SIGMA]};
    }
    free(intervals);
    free(effects.of);
}

// Shares of the variance

// The complete rows of a Saltelli design, less the mean of their A and B: first-order estimates of outputs far from 0
// would otherwise be noise.
typedef struct {
    double *of;  // [row][A, B, AB of each factor, BA of each factor]
    uint32_t rows, factors, width;
} Rows;

static uint32_t ab(uint32_t factor)
{
    return 2 + factor;
}

static uint32_t ba(const Rows *rows, uint32_t factor)
{
    return 2 + rows->factors + factor;
}

static bool is_complete(const double *row, uint32_t width)
{
    for (uint32_t i = 0; i < width; i++) {
        if (isnan(row[i])) return false;
    }
    return true;
}

static void centre(Rows *rows)
{
    double distance = 0;  // from the first output, so that equal outputs have exactly that mean
    const double first = rows->of[0];
    for (size_t row = 0; row < rows->rows; row++) {
        distance += rows->of[row * rows->width] - first + (rows->of[row * rows->width + 1] - first);
    }
    const double mean = first + distance / (2.0 * rows->rows);
    for (size_t i = 0; i < (size_t)rows->rows * rows->width; i++) rows->of[i] -= mean;
}

static Rows rows_of(const SimDesign *design, const double *means)
{
    assert(design->plan.kind == SIM_DESIGN_SALTELLI);
    Rows rows = {.factors = design->plan.factor_count};
    rows.width = (uint32_t)(design->point_count / design->plan.count);
    rows.of = sim_zeroed(design->point_count, sizeof *rows.of);
    for (uint32_t row = 0; row < design->plan.count; row++) {
        const double *from = means + (size_t)row * rows.width;
        if (!is_complete(from, rows.width)) continue;
        for (uint32_t i = 0; i < rows.width; i++) rows.of[(size_t)rows.rows * rows.width + i] = from[i];
        rows.rows++;
    }
    if (rows.rows > 0) centre(&rows);
    return rows;
}

static const double *row_at(const Rows *rows, uint32_t row)
{
    return rows->of + (size_t)row * rows->width;
}

// NAN if there is nothing to have a share of.
static double share_of(double sum, uint32_t count, double variance)
{
    return variance > 0 ? sum / count / variance : NAN;
}

// Of the A and B of the rows listed, together. Exactly 0 if they are all the same.
static double variance_of(const Rows *rows, const uint32_t *listed, uint32_t count)
{
    double mean = 0, squares = 0, seen = 0;
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t j = 0; j < 2; j++) {
            const double off = row_at(rows, listed[i])[j] - mean;
            mean += off / ++seen;
            squares += off * (row_at(rows, listed[i])[j] - mean);
        }
    }
    return squares / seen;
}

// Row by row, as they lie in memory.
static void describe_shares(const void *context, const uint32_t *listed, uint32_t count, double *numbers)
{
    const Rows *rows = context;
    for (size_t i = 0; i < 2 * (size_t)rows->factors; i++) numbers[i] = 0;
    for (uint32_t n = 0; n < count; n++) {
        const double *row = row_at(rows, listed[n]), *with = row + ab(0);
        for (uint32_t factor = 0; factor < rows->factors; factor++) {
            const double change = with[factor] - row[0];
            numbers[2 * factor] += row[1] * change;
            numbers[2 * factor + 1] += 0.5 * change * change;
        }
    }
    const double variance = variance_of(rows, listed, count);
    for (size_t i = 0; i < 2 * (size_t)rows->factors; i++) numbers[i] = share_of(numbers[i], count, variance);
}

void sim_sobol_shares(const SimDesign *design, const double *means, SimBootstrap bootstrap, SimShares *of_factor)
{
    const Rows rows = rows_of(design, means);
    const size_t numbers = 2 * (size_t)rows.factors;
    SimInterval *intervals = sim_zeroed(numbers, sizeof *intervals);
    sim_bootstrap(bootstrap, rows.rows, describe_shares, &rows, numbers, intervals);
    for (uint32_t factor = 0; factor < rows.factors; factor++) {
        of_factor[factor] =
            (SimShares){.rows = rows.rows, .first = intervals[2 * factor], .total = intervals[2 * factor + 1]};
    }
    free(intervals);
    free(rows.of);
}

// BA of one factor and AB of another have those two in common: their covariance is the variance that both cause alone
// and together, of which what they cause alone is taken away. Of the two ways to pair them the mean is taken.
static void describe_pairs(const void *context, const uint32_t *listed, uint32_t count, double *numbers)
{
    const Rows *rows = context;
    const size_t pairs = (size_t)rows->factors * (rows->factors - 1) / 2;
    for (size_t i = 0; i < pairs; i++) numbers[i] = 0;
    for (uint32_t n = 0; n < count; n++) {
        const double *row = row_at(rows, listed[n]), *with = row + ab(0), *back = row + ba(rows, 0);
        double *number = numbers;
        for (uint32_t i = 0; i < rows->factors; i++) {
            const double alone = row[1] * (with[i] - row[0]);
            for (uint32_t j = i + 1; j < rows->factors; j++) {
                const double both = 0.5 * (back[i] * with[j] + back[j] * with[i]) - row[0] * row[1];
                *number++ += both - alone - row[1] * (with[j] - row[0]);
            }
        }
    }
    const double variance = variance_of(rows, listed, count);
    for (size_t i = 0; i < pairs; i++) numbers[i] = share_of(numbers[i], count, variance);
}

void sim_sobol_pairs(const SimDesign *design, const double *means, SimBootstrap bootstrap, SimInterval *of_pair)
{
    assert(design->plan.second_order);
    const Rows rows = rows_of(design, means);
    const size_t factors = rows.factors, numbers = factors * (factors - 1) / 2;
    SimInterval *intervals = sim_zeroed(numbers, sizeof *intervals);
    sim_bootstrap(bootstrap, rows.rows, describe_pairs, &rows, numbers, intervals);
    const SimInterval *next = intervals;
    for (size_t i = 0; i < factors; i++) {
        of_pair[i * factors + i] = (SimInterval){NAN, NAN, NAN};
        for (size_t j = i + 1; j < factors; j++) of_pair[i * factors + j] = of_pair[j * factors + i] = *next++;
    }
    free(intervals);
    free(rows.of);
}

// One at a time

static int by_swing(const void *a, const void *b)
{
    const SimSwing *x = a, *y = b;
    if (isnan(x->swing) != isnan(y->swing)) return isnan(x->swing) ? 1 : -1;
    if (x->swing > y->swing || x->swing < y->swing) return x->swing > y->swing ? -1 : 1;
    return x->factor < y->factor ? -1 : 1;
}

// `means` are those of the factor's points. fmin and fmax take what is defined.
static SimSwing swing_of(uint32_t factor, double base, const double *means, size_t count)
{
    double least = NAN, most = NAN;
    for (size_t i = 0; i < count; i++) {
        least = fmin(least, means[i]);
        most = fmax(most, means[i]);
    }
    if (!isnan(least)) {
        least = fmin(least, base);
        most = fmax(most, base);
    }
    return (SimSwing){.factor = factor,
                      .base = base,
                      .at_low = means[0],
                      .at_high = means[count - 1],
                      .least = least,
                      .most = most,
                      .swing = most - least};
}

void sim_swings(const SimDesign *design, const double *means, SimSwing *swings)
{
    assert(design->plan.kind == SIM_DESIGN_ONE_AT_A_TIME);
    size_t point = 1;
    for (uint32_t factor = 0; factor < design->plan.factor_count; factor++) {
        const size_t first = point;
        while (point < design->point_count && design->points[point].factor == factor) point++;
        swings[factor] = swing_of(factor, means[0], means + first, point - first);
    }
    qsort(swings, design->plan.factor_count, sizeof *swings, by_swing);
}

// Noise

// Mean, variance and number of the values that are defined.
typedef struct {
    double mean, squares;
    size_t count;
} Moments;

static void add(Moments *moments, double value)
{
    if (isnan(value)) return;
    const double off = value - moments->mean;
    moments->mean += off / (double)++moments->count;
    moments->squares += off * (value - moments->mean);
}

static double variance(const Moments *moments)
{
    return moments->count > 1 ? moments->squares / (double)(moments->count - 1) : NAN;
}

// The mean over points of the variance of the replications over their number, and the moments of the points' means.
static double variance_of_means(const double *values, size_t points, size_t replications, Moments *between)
{
    Moments of_means = {0};
    for (size_t point = 0; point < points; point++) {
        Moments within = {0};
        for (size_t r = 0; r < replications; r++) add(&within, values[point * replications + r]);
        if (within.count < 2) continue;
        add(between, within.mean);
        add(&of_means, variance(&within) / (double)within.count);
    }
    return of_means.count > 0 ? of_means.mean : NAN;
}

// Two-way layout of points and replications: the residuals' mean square over the number of replications. NAN unless it
// is complete.
static double variance_beyond_common(const double *values, size_t points, size_t replications)
{
    if (points < 2 || replications < 2) return NAN;
    double *common = sim_zeroed(replications, sizeof *common), squares = 0;
    for (size_t r = 0; r < replications; r++) {
        Moments of_replication = {0};
        for (size_t point = 0; point < points; point++) add(&of_replication, values[point * replications + r]);
        common[r] = of_replication.count == points ? of_replication.mean : NAN;
    }
    for (size_t point = 0; point < points; point++) {
        Moments residuals = {0};
        for (size_t r = 0; r < replications; r++) add(&residuals, values[point * replications + r] - common[r]);
        squares += residuals.count == replications ? residuals.squares : NAN;
    }
    free(common);
    return squares / ((double)(points - 1) * (double)(replications - 1)) / (double)replications;
}

SimNoise sim_replication_noise(const double *values, size_t points, size_t replications)
{
    Moments between = {0};
    const double noise = variance_of_means(values, points, replications, &between);
    const double variance_between = variance(&between);
    SimNoise result = {.points = between.count, .share = NAN, .beyond_common = NAN};
    if (variance_between > 0) {
        result.share = noise / variance_between;
        result.beyond_common = variance_beyond_common(values, points, replications) / variance_between;
    }
    result.is_large = result.share > SIM_LARGE_NOISE;
    return result;
}
