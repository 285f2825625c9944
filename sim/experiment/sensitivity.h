// Which factors matter: what the points of a design (design.h) say about an output.
//
// `means` is the output at each point of the design: the mean over its replications, all points on the same ones. What
// is undefined (NAN) at some point leaves out what needs that point; what cannot be said at all, as of an output that
// never changes, is NAN.
//
// Intervals are those of the bootstrap over whole trajectories or rows. They say how far the points suffice; how far
// the replications do, sim_replication_noise says.
#ifndef SIM_EXPERIMENT_SENSITIVITY_H
#define SIM_EXPERIMENT_SENSITIVITY_H

#include "sim/experiment/bootstrap.h"
#include "sim/experiment/design.h"

// Elementary effects: the change of the output over that of the factor, whose whole range is 1 (Morris 1991); mu_star
// is the mean of their absolute values (Campolongo, Cariboni and Saltelli 2007).
typedef struct {
    uint32_t effects;  // trajectories that have one
    SimInterval mu, mu_star;
    SimInterval sigma;  // NAN for fewer than two effects
} SimMorris;

// Of a Morris design; `of_factor` has one for each.
void sim_morris(const SimDesign *design, const double *means, SimBootstrap bootstrap, SimMorris *of_factor);

// Shares of the variance of the output: `first` is what a factor does alone (Saltelli et al. 2010, table 2 b, of
// centred outputs), `total` what it does alone or together with others (Jansen 1999). An estimate below 0 or above 1 is
// left as it is.
typedef struct {
    uint32_t rows;  // complete ones
    SimInterval first, total;
} SimShares;

// Of a Saltelli design.
void sim_sobol_shares(const SimDesign *design, const double *means, SimBootstrap bootstrap, SimShares *of_factor);

// What two factors do together beyond what each does alone, `of_pair[i * factors + j]` and the same at (j, i); NAN on
// the diagonal (Saltelli 2002). Of a Saltelli design with second_order.
void sim_sobol_pairs(const SimDesign *design, const double *means, SimBootstrap bootstrap, SimInterval *of_pair);

// How much of the variance between the means of points is there because replications are few.
typedef struct {
    size_t points;  // with at least two values
    double share;   // mean over points of (variance of the replications / their number), over the variance of the means
    double beyond_common;  // the same of what is left once the mean of each replication over the points is taken away:
                           // what replications have in common moves all points alike. NAN unless every point has every
                           // replication
    bool is_large;         // share > SIM_LARGE_NOISE: take more replications
} SimNoise;

#define SIM_LARGE_NOISE 0.20

// `values` is [point][replication]; NAN where there is none.
SimNoise sim_replication_noise(const double *values, size_t points, size_t replications);

// What a factor alone can do to the output: a bar of a tornado diagram.
typedef struct {
    uint32_t factor;
    double base;             // the output as the scenario has it
    double at_low, at_high;  // at the range's low and high end, at the list's first and last level
    double least, most;      // of the base and the factor's points, as far as defined; NAN if none of the points is
    double swing;            // most - least
} SimSwing;

// Of a design of one at a time; `swings` has one for each factor, the largest swing first, undefined ones last.
void sim_swings(const SimDesign *design, const double *means, SimSwing *swings);

#endif
