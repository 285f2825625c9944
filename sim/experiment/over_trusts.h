// The value of several trusts, from theirs: amounts add, shares are sums of numerators over sums of denominators,
// maxima are the largest. What is formed otherwise (quantiles, days of return) makes none.
#ifndef SIM_EXPERIMENT_OVER_TRUSTS_H
#define SIM_EXPERIMENT_OVER_TRUSTS_H

#include "sim/engine/measure.h"
#include "sim/engine/record.h"

enum SimOverTrusts { SIM_OVER_SUM, SIM_OVER_SHARE, SIM_OVER_MAX, SIM_OVER_NOT };

enum SimOverTrusts sim_over_trusts(const SimMeasure *measure);

// What stores call it; of a word that is none, SIM_OVER_NOT.
const char *sim_over_word(enum SimOverTrusts over);
enum SimOverTrusts sim_over_of_word(const char *word);

// The value of a trust, and of a share what it is a share of, as parts that add; what is undefined adds nothing to
// shares and maxima, and makes a sum undefined.
SimDaily sim_over_part(enum SimOverTrusts over, double value, double weight);
void sim_over_add(enum SimOverTrusts over, SimDaily *into, SimDaily part);
// NAN if it is undefined.
double sim_over_value(enum SimOverTrusts over, SimDaily sum);

#endif
