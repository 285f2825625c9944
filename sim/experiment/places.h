// Points that fill the unit cube evenly, for designs: each factor has a place in (0, 1).
#ifndef SIM_EXPERIMENT_PLACES_H
#define SIM_EXPERIMENT_PLACES_H

#include <stddef.h>
#include <stdint.h>

#include "sim/engine/random.h"

// Every draw of a design: its own stream of the seed, and what the draw is for.
enum SimDesignPurpose {
    SIM_DRAW_PERMUTATION,  // of strata, by position and factor
    SIM_DRAW_STRATUM,      // the place inside a stratum, by position and factor
    SIM_DRAW_SHIFT,        // by factor
    SIM_DRAW_PLACE,        // any place, by point and factor
    SIM_DRAW_START,        // of a trajectory: its lattice place and direction, by trajectory and factor
    SIM_DRAW_ORDER         // in which a trajectory's factors move, by trajectory and factor
};

// `attempt` distinguishes designs of the same seed that are compared with each other.
SimStream sim_design_stream(uint32_t seed, uint32_t attempt);

// A whole number below `below`, each as likely.
uint32_t sim_design_number(SimWords words, uint32_t below);

// All write [point][factor]. The Latin hypercube is the one of `tries` whose nearest two points are farthest apart.
void sim_places_latin(double *places, uint32_t points, uint32_t factors, uint32_t tries, uint32_t seed);

// Points 1 to `points` of the sequence (0 is the origin), all moved by the same random digital shift: the bits of each
// coordinate are exchanged by those of a random number of the factor. At most SIM_SOBOL_FACTORS factors.
void sim_places_sobol(double *places, uint32_t points, uint32_t factors, uint32_t seed);

void sim_places_random(double *places, uint32_t points, uint32_t factors, uint32_t seed);

#endif
