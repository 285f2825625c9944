// What a sweep says, as tables:
//
//   points.csv       point and what every factor was there
//   estimates.csv    each point, site and measure: both lives, the difference and its 95 % interval, as in summary.csv
//   comparisons.csv  the strike life of each point against that of the reference point, on the same replications, with
//                    p-values adjusted by Holm for all points of a measure at a site
//   sensitivity.csv  each factor, of the difference that the strike makes and of the strike life itself: swings,
//                    Morris' mu, mu* and sigma, or Sobol's first and total indices; each with its interval, and the
//                    share of the variance between points that is there because replications are few
//   quantiles.csv    of each point, site and measure the 5 %, 50 % and 95 % quantile of the difference over the
//                    replications, with an interval between two of them that has at least 95 % of probability whatever
//                    the distribution (order_interval.h); empty where replications are too few, `needed` says how many
//
// Unknown and undefined are empty cells. Intervals from bootstrap are the same each time.
#ifndef SIM_RESULTS_ANALYSIS_H
#define SIM_RESULTS_ANALYSIS_H

#include "sim/results/folder.h"
#include "sim/results/stored.h"

typedef struct {
    size_t reference;  // point that others are compared with, from 0
    double level;      // of comparisons: 0.05
} SimAnalysis;

// False with folder->why.
bool sim_analysis_write(SimFolder *folder, const SimStored *stored, SimAnalysis analysis);

#endif
