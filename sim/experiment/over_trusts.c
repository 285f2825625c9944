#include "sim/experiment/over_trusts.h"

#include <math.h>
#include <string.h>

static const char *const WORDS[] = {
    [SIM_OVER_SUM] = "sum", [SIM_OVER_SHARE] = "share", [SIM_OVER_MAX] = "max", [SIM_OVER_NOT] = "not"};

enum SimOverTrusts sim_over_trusts(const SimMeasure *measure)
{
    switch (measure->adds) {
    case SIM_ADDS_SUM:
    case SIM_ADDS_SNAPSHOT:
    case SIM_ADDS_LEVEL: return SIM_OVER_SUM;
    case SIM_ADDS_SHARE:
    case SIM_ADDS_LEVEL_SHARE:
    case SIM_ADDS_RATIO: return SIM_OVER_SHARE;
    case SIM_ADDS_MAX: return SIM_OVER_MAX;
    case SIM_ADDS_QUANTILE: return SIM_OVER_NOT;
    case SIM_ADDS_DERIVED: return measure->derived == SIM_DERIVED_LEFT_AFTER ? SIM_OVER_SUM : SIM_OVER_NOT;
    }
    return SIM_OVER_NOT;
}

const char *sim_over_word(enum SimOverTrusts over)
{
    return WORDS[over];
}

enum SimOverTrusts sim_over_of_word(const char *word)
{
    enum SimOverTrusts over = SIM_OVER_SUM;
    while (over < SIM_OVER_NOT && strcmp(WORDS[over], word) != 0) over++;
    return over;
}

SimDaily sim_over_part(enum SimOverTrusts over, double value, double weight)
{
    switch (over) {
    case SIM_OVER_SHARE: return isnan(value) || !(weight > 0) ? (SimDaily){0} : (SimDaily){value * weight, weight};
    case SIM_OVER_MAX: return isnan(value) ? (SimDaily){0} : (SimDaily){value, 1};
    case SIM_OVER_SUM:
    case SIM_OVER_NOT: break;
    }
    return (SimDaily){value, 1};
}

// Of a maximum, what had no weight was never measured.
void sim_over_add(enum SimOverTrusts over, SimDaily *into, SimDaily part)
{
    if (over == SIM_OVER_MAX) {
        if (part.weight > 0 && (!(into->weight > 0) || part.amount > into->amount)) into->amount = part.amount;
    } else {
        into->amount += part.amount;
    }
    into->weight += part.weight;
}

double sim_over_value(enum SimOverTrusts over, SimDaily sum)
{
    switch (over) {
    case SIM_OVER_SUM: return sum.amount;
    case SIM_OVER_SHARE: return sum.weight > 0 ? sum.amount / sum.weight : NAN;
    case SIM_OVER_MAX: return sum.weight > 0 ? sum.amount : NAN;
    case SIM_OVER_NOT: break;
    }
    return NAN;
}
