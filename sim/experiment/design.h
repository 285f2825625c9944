// Experimental designs: at which points of the space of factors a model is run.
//
// A factor is a list of levels, of which a point takes one by its index, or a range, of which a point takes a place in
// [0, 1]; what the place means is the caller's business (`low + u (high - low)`, say). NAN stands for "as the scenario
// has it".
//
//   grid            all combinations, the last factor fastest; a range has `steps` places, evenly from 0 to 1
//   one at a time   all as the scenario has it, then each factor alone: at each level, at both ends of a range
//   Latin           `count` points; each factor has one in each of `count` strata of equal width (McKay, Beckman and
//                   Conover 1979). Of `tries` such designs the one whose nearest two points are farthest apart is kept
//   Sobol           `count` points of the sequence (gsl_qrng_sobol) after its first, the origin, under a random digital
//                   shift; at most 40 factors
//   Morris          `count` trajectories: a random point of a lattice of `levels` places a factor, then each factor
//   once,
//                   in random order, moves by delta = levels / (2 (levels - 1)) of its range, up or down (Morris 1991)
//   Saltelli        `count` rows of two independent points A and B, and for each factor A with that factor from B; with
//                   `second_order` also B with that factor from A (Saltelli 2002, Saltelli et al. 2010). A and B are a
//                   Sobol point of twice the factors, or Philox above 20 factors
//
// In the last four a list of n levels takes level floor(u n) of the place u, the last at u = 1.
// The same plan gives the same design everywhere; nothing of a design depends on gsl_rng or on the order of building.
#ifndef SIM_EXPERIMENT_DESIGN_H
#define SIM_EXPERIMENT_DESIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum SimDesignKind {
    SIM_DESIGN_GRID,
    SIM_DESIGN_ONE_AT_A_TIME,
    SIM_DESIGN_LATIN,
    SIM_DESIGN_SOBOL,
    SIM_DESIGN_MORRIS,
    SIM_DESIGN_SALTELLI
};

enum { SIM_SOBOL_FACTORS = 40, SIM_MORRIS_LEVELS = 4, SIM_MORRIS_TRAJECTORIES = 20 };

typedef struct {
    uint32_t levels;  // of a list, at least 1; 0: a range
    uint32_t steps;   // of a range in a grid, at least 2; nothing else reads it
} SimFactor;

// A field that a kind does not name is not read.
typedef struct {
    enum SimDesignKind kind;
    const SimFactor *factors;
    uint32_t factor_count;
    uint32_t count;     // Latin, Sobol: points; Morris: trajectories; Saltelli: rows
    uint32_t tries;     // Latin: 0 is as 1. Each costs count x count x factors / 2 steps
    uint32_t levels;    // Morris: even, SIM_MORRIS_LEVELS is usual
    bool second_order;  // Saltelli
    uint32_t seed;
} SimDesignPlan;

// True if there is such a design. If not, `why` says in a sentence without full stop what is wrong and what to do:
// "a Sobol sequence has at most 40 factors, and here are 41: take a Latin hypercube".
bool sim_design_is_possible(const SimDesignPlan *plan, char *why, size_t why_size);

// How many points the design has, without building it; UINT64_MAX if they are that many or more.
uint64_t sim_design_points(const SimDesignPlan *plan);

enum SimPointRole {
    SIM_POINT_PLAIN,  // grid, Latin, Sobol
    SIM_POINT_BASE,   // one at a time: all as the scenario has it; Morris: where a trajectory starts
    SIM_POINT_MOVED,  // `factor` differs: one at a time from the base, Morris from the point before
    SIM_POINT_A,
    SIM_POINT_B,
    SIM_POINT_AB,  // A but for `factor`, which is from B
    SIM_POINT_BA   // B but for `factor`, which is from A
};

#define SIM_NO_FACTOR UINT32_MAX

// What a point is to the analysis.
typedef struct {
    enum SimPointRole role;
    uint32_t block;   // Morris: trajectory; Saltelli: row; 0 otherwise
    uint32_t factor;  // which moved or was exchanged; SIM_NO_FACTOR
    double step;      // Morris: by how much `factor` moved, its whole range being 1: +delta or -delta; of a list the
                      // change of the level over (levels - 1). Else 0
} SimPoint;

typedef struct {
    SimDesignPlan plan;  // as it was given, but for the factors, of which the design has its own copy
    size_t point_count;
    SimPoint *points;    // owned
    double *values;      // [point][factor]; owned. Range: in [0, 1]; list: an index; NAN: as the scenario has it
    SimFactor *factors;  // owned
} SimDesign;

// The plan must be possible and its points must fit in memory. Points of a block follow each other: a trajectory in the
// order of its moves; a row as A, B, AB of each factor, BA of each factor.
SimDesign *sim_design_new(const SimDesignPlan *plan);
void sim_design_free(SimDesign *design);

static inline double sim_design_value(const SimDesign *design, size_t point, uint32_t factor)
{
    return design->values[point * design->plan.factor_count + factor];
}

#endif
