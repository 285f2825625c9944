#include "sim/experiment/design.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/experiment/memory.h"
#include "sim/experiment/places.h"

static const uint32_t MOST_SOBOL_POINTS = (1u << 30) - 1;  // as far as gsl_qrng_sobol goes

static uint64_t product(uint64_t a, uint64_t b)
{
    return a != 0 && b > UINT64_MAX / a ? UINT64_MAX : a * b;
}

static uint32_t in_grid(SimFactor factor)
{
    return factor.levels > 0 ? factor.levels : factor.steps;
}

static uint32_t alone(SimFactor factor)
{
    return factor.levels > 0 ? factor.levels : 2;
}

static uint64_t points_of_grid(const SimDesignPlan *plan)
{
    uint64_t points = 1;
    for (uint32_t i = 0; i < plan->factor_count; i++) points = product(points, in_grid(plan->factors[i]));
    return points;
}

// 2^32 numbers of 32 bits always fit.
static uint64_t points_one_at_a_time(const SimDesignPlan *plan)
{
    uint64_t points = 1;
    for (uint32_t i = 0; i < plan->factor_count; i++) points += alone(plan->factors[i]);
    return points;
}

static uint64_t points_of_row(const SimDesignPlan *plan)
{
    const uint64_t factors = plan->factor_count;
    return plan->second_order ? 2 * factors + 2 : factors + 2;
}

uint64_t sim_design_points(const SimDesignPlan *plan)
{
    switch (plan->kind) {
    case SIM_DESIGN_GRID: return points_of_grid(plan);
    case SIM_DESIGN_ONE_AT_A_TIME: return points_one_at_a_time(plan);
    case SIM_DESIGN_LATIN:
    case SIM_DESIGN_SOBOL: return plan->count;
    case SIM_DESIGN_MORRIS: return product(plan->count, (uint64_t)plan->factor_count + 1);
    case SIM_DESIGN_SALTELLI: break;
    }
    return product(plan->count, points_of_row(plan));
}

static bool no(char *why, size_t why_size, const char *reason)
{
    snprintf(why, why_size, "%s", reason);
    return false;
}

static bool has_steps(const SimDesignPlan *plan, char *why, size_t why_size)
{
    for (uint32_t i = 0; i < plan->factor_count; i++) {
        if (plan->factors[i].levels > 0 || plan->factors[i].steps >= 2) continue;
        snprintf(why, why_size,
                 "a range in a grid has at least 2 steps: say how many for factor %u, or list its values", i + 1);
        return false;
    }
    return true;
}

static bool is_sobol_possible(const SimDesignPlan *plan, uint32_t dimensions, char *why, size_t why_size)
{
    if (dimensions > SIM_SOBOL_FACTORS) {
        snprintf(why, why_size, "a Sobol sequence has at most %d factors, and here are %u: take a Latin hypercube",
                 SIM_SOBOL_FACTORS, dimensions);
        return false;
    }
    if (plan->count <= MOST_SOBOL_POINTS) return true;
    snprintf(why, why_size, "a Sobol sequence has at most %u points, and here are %u", MOST_SOBOL_POINTS, plan->count);
    return false;
}

// Above so many factors the two points of a row do not fit into one of the sequence.
static bool takes_sobol_rows(const SimDesignPlan *plan)
{
    return plan->factor_count <= SIM_SOBOL_FACTORS / 2;
}

bool sim_design_is_possible(const SimDesignPlan *plan, char *why, size_t why_size)
{
    if (plan->factor_count == 0) return no(why, why_size, "nothing varies: name at least one factor");
    if (plan->kind == SIM_DESIGN_GRID) return has_steps(plan, why, why_size);
    if (plan->kind == SIM_DESIGN_ONE_AT_A_TIME) return true;
    if (plan->count == 0) return no(why, why_size, "the design has no points: its count is at least 1");
    switch (plan->kind) {
    case SIM_DESIGN_SOBOL: return is_sobol_possible(plan, plan->factor_count, why, why_size);
    case SIM_DESIGN_SALTELLI:
        return !takes_sobol_rows(plan) || is_sobol_possible(plan, 2 * plan->factor_count, why, why_size);
    case SIM_DESIGN_MORRIS:
        if (plan->levels >= 2 && plan->levels % 2 == 0) return true;
        snprintf(why, why_size, "trajectories need an even number of levels, such as %d, not %u", SIM_MORRIS_LEVELS,
                 plan->levels);
        return false;
    default: return true;
    }
}

static double *values_of(SimDesign *design, size_t point)
{
    return design->values + point * design->plan.factor_count;
}

static void build_grid(SimDesign *design)
{
    const SimDesignPlan *plan = &design->plan;
    for (size_t point = 0; point < design->point_count; point++) {
        size_t rest = point;
        for (uint32_t i = plan->factor_count; i-- > 0;) {
            const SimFactor factor = plan->factors[i];
            const size_t step = rest % in_grid(factor);
            rest /= in_grid(factor);
            values_of(design, point)[i] = factor.levels > 0 ? (double)step : (double)step / (double)(factor.steps - 1);
        }
    }
}

static void build_one_at_a_time(SimDesign *design)
{
    const uint32_t factors = design->plan.factor_count;
    for (size_t i = 0; i < design->point_count * factors; i++) design->values[i] = NAN;
    design->points[0].role = SIM_POINT_BASE;
    size_t point = 1;
    for (uint32_t factor = 0; factor < factors; factor++) {
        for (uint32_t level = 0; level < alone(design->plan.factors[factor]); level++, point++) {
            values_of(design, point)[factor] = (double)level;  // 0 and 1 are the ends of a range too
            design->points[point].role = SIM_POINT_MOVED;
            design->points[point].factor = factor;
        }
    }
}

// The value of a factor at a place of [0, 1].
static double value_at(SimFactor factor, double place)
{
    if (factor.levels == 0) return place;
    return fmin(floor(place * (double)factor.levels), (double)factor.levels - 1);
}

// The same at place `rung` / (rungs - 1) of a lattice; whole numbers, so that no level is missed by rounding.
static double value_on_lattice(SimFactor factor, uint32_t rung, uint32_t rungs)
{
    if (factor.levels == 0) return (double)rung / (double)(rungs - 1);
    const uint64_t level = (uint64_t)rung * factor.levels / (rungs - 1);
    return (double)(level < factor.levels ? level : factor.levels - 1);
}

static void places_to_values(SimDesign *design)
{
    for (size_t point = 0; point < design->point_count; point++) {
        double *values = values_of(design, point);
        for (uint32_t i = 0; i < design->plan.factor_count; i++) {
            values[i] = value_at(design->plan.factors[i], values[i]);
        }
    }
}

static void build_latin(SimDesign *design)
{
    const SimDesignPlan *plan = &design->plan;
    sim_places_latin(design->values, plan->count, plan->factor_count, plan->tries, plan->seed);
    places_to_values(design);
}

static void build_sobol(SimDesign *design)
{
    const SimDesignPlan *plan = &design->plan;
    sim_places_sobol(design->values, plan->count, plan->factor_count, plan->seed);
    places_to_values(design);
}

// One trajectory: where each factor stands on its lattice, whether it goes up, and the order in which they move. Who
// goes up starts in the lower half, who goes down in the upper one; so every place is as likely and none is left.
typedef struct {
    uint32_t *rung, *order;
    bool *goes_up;
} Trajectory;

static void draw_trajectory(Trajectory *trajectory, const SimDesignPlan *plan, uint32_t number)
{
    const SimStream stream = sim_design_stream(plan->seed, 0);
    const uint32_t half = plan->levels / 2;
    for (uint32_t i = 0; i < plan->factor_count; i++) {
        const SimWords start = sim_draw(stream, number, SIM_DRAW_START, i);
        trajectory->goes_up[i] = sim_happens(start.word[2], 0.5);
        trajectory->rung[i] = sim_design_number(start, half) + (trajectory->goes_up[i] ? 0 : half);
        const uint32_t other = sim_design_number(sim_draw(stream, number, SIM_DRAW_ORDER, i), i + 1);
        trajectory->order[i] = trajectory->order[other];
        trajectory->order[other] = i;
    }
}

// A move of the point before: `factor` goes to another place of its lattice.
static void build_move(SimDesign *design, size_t point, uint32_t factor, uint32_t rung)
{
    const SimDesignPlan *plan = &design->plan;
    double *values = values_of(design, point);
    memcpy(values, values_of(design, point - 1), plan->factor_count * sizeof *values);
    values[factor] = value_on_lattice(plan->factors[factor], rung, plan->levels);
    const double range = plan->factors[factor].levels > 0 ? (double)plan->factors[factor].levels - 1 : 1;
    design->points[point] = (SimPoint){.role = SIM_POINT_MOVED,
                                       .block = design->points[point - 1].block,
                                       .factor = factor,
                                       .step = (values[factor] - values_of(design, point - 1)[factor]) / range};
}

static void build_trajectory(SimDesign *design, const Trajectory *trajectory, uint32_t number)
{
    const SimDesignPlan *plan = &design->plan;
    const uint32_t half = plan->levels / 2;
    size_t point = (size_t)number * (plan->factor_count + 1);
    for (uint32_t i = 0; i < plan->factor_count; i++) {
        values_of(design, point)[i] = value_on_lattice(plan->factors[i], trajectory->rung[i], plan->levels);
    }
    design->points[point] = (SimPoint){.role = SIM_POINT_BASE, .block = number, .factor = SIM_NO_FACTOR};
    for (uint32_t move = 0; move < plan->factor_count; move++) {
        const uint32_t factor = trajectory->order[move], rung = trajectory->rung[factor];
        build_move(design, ++point, factor, trajectory->goes_up[factor] ? rung + half : rung - half);
    }
}

static void build_morris(SimDesign *design)
{
    const uint32_t factors = design->plan.factor_count;
    Trajectory trajectory = {.rung = sim_zeroed(factors, sizeof(uint32_t)),
                             .order = sim_zeroed(factors, sizeof(uint32_t)),
                             .goes_up = sim_zeroed(factors, sizeof(bool))};
    for (uint32_t number = 0; number < design->plan.count; number++) {
        draw_trajectory(&trajectory, &design->plan, number);
        build_trajectory(design, &trajectory, number);
    }
    free(trajectory.rung);
    free(trajectory.order);
    free(trajectory.goes_up);
}

// `from` are the places of one point of a row; the factor of `what` is from the other.
static void exchange(SimDesign *design, size_t point, SimPoint what, const double *from, const double *other)
{
    const uint32_t factors = design->plan.factor_count;
    design->points[point] = what;
    for (uint32_t i = 0; i < factors; i++) {
        values_of(design, point)[i] = value_at(design->plan.factors[i], i == what.factor ? other[i] : from[i]);
    }
}

static void build_row(SimDesign *design, uint32_t row, const double *a, const double *b)
{
    const SimDesignPlan *plan = &design->plan;
    size_t point = row * (size_t)points_of_row(plan);
    SimPoint what = {.role = SIM_POINT_A, .block = row, .factor = SIM_NO_FACTOR};
    exchange(design, point++, what, a, b);
    what.role = SIM_POINT_B;
    exchange(design, point++, what, b, a);
    what.role = SIM_POINT_AB;
    for (what.factor = 0; what.factor < plan->factor_count; what.factor++) exchange(design, point++, what, a, b);
    if (!plan->second_order) return;
    what.role = SIM_POINT_BA;
    for (what.factor = 0; what.factor < plan->factor_count; what.factor++) exchange(design, point++, what, b, a);
}

static void build_saltelli(SimDesign *design)
{
    const SimDesignPlan *plan = &design->plan;
    const uint32_t factors = plan->factor_count;
    double *places = sim_zeroed((size_t)plan->count * 2 * factors, sizeof *places);
    if (takes_sobol_rows(plan)) {
        sim_places_sobol(places, plan->count, 2 * factors, plan->seed);
    } else {
        sim_places_random(places, plan->count, 2 * factors, plan->seed);
    }
    for (uint32_t row = 0; row < plan->count; row++) {
        const double *a = places + (size_t)row * 2 * factors;
        build_row(design, row, a, a + factors);
    }
    free(places);
}

static void build(SimDesign *design)
{
    switch (design->plan.kind) {
    case SIM_DESIGN_GRID: build_grid(design); break;
    case SIM_DESIGN_ONE_AT_A_TIME: build_one_at_a_time(design); break;
    case SIM_DESIGN_LATIN: build_latin(design); break;
    case SIM_DESIGN_SOBOL: build_sobol(design); break;
    case SIM_DESIGN_MORRIS: build_morris(design); break;
    case SIM_DESIGN_SALTELLI: build_saltelli(design); break;
    }
}

SimDesign *sim_design_new(const SimDesignPlan *plan)
{
    char why[160];
    assert(sim_design_is_possible(plan, why, sizeof why));
    const uint64_t points = sim_design_points(plan);
    assert(points <= SIZE_MAX / sizeof(double) / plan->factor_count);
    SimDesign *design = sim_zeroed(1, sizeof *design);
    design->plan = *plan;
    design->point_count = (size_t)points;
    design->factors = sim_zeroed(plan->factor_count, sizeof *design->factors);
    memcpy(design->factors, plan->factors, plan->factor_count * sizeof *design->factors);
    design->plan.factors = design->factors;
    design->values = sim_zeroed(design->point_count * plan->factor_count, sizeof *design->values);
    design->points = sim_zeroed(design->point_count, sizeof *design->points);
    for (size_t i = 0; i < design->point_count; i++) design->points[i].factor = SIM_NO_FACTOR;
    build(design);
    return design;
}

void sim_design_free(SimDesign *design)
{
    if (!design) return;
    free(design->points);
    free(design->values);
    free(design->factors);
    free(design);
}
