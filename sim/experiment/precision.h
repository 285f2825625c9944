// Are there enough replications? The rule of Hoad, Robinson and Davies (2010, Journal of the Operational Research
// Society 61:1632-1644), for several measures at once.
//
// A measure is precise at n replications if the half-width of the 95 % t-interval of its mean is at most `relative` x
// |mean|, or at most `absolute`: a difference can be zero, and then no relative precision is ever reached. There are
// enough at the first n at which every measure has been precise since some m >= 3, with n >= m + look-ahead of m: 5
// replications, or 5 % of m above 100; and n >= at_least. At `at_most` replications it ends in any case.
//
// Replications may be given in any order; what is decided at n depends on the values of replications 0 to n - 1 alone.
// Those that were run beyond the decision (by other threads, say) are ignored, and must be left out of the results.
//
// A measure that was the same in all replications is precise. Where an output is rare, ask for more with `at_least`.
#ifndef SIM_EXPERIMENT_PRECISION_H
#define SIM_EXPERIMENT_PRECISION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SIM_FEWEST_REPLICATIONS = 3, SIM_LOOK_AHEAD = 5 };

typedef struct {
    double relative;  // 0.05 for 5 %; 0: only the same value every time is precise
    double absolute;  // in the measure's unit; 0: no floor
} SimPrecisionTarget;

enum SimPrecisionEnd {
    SIM_PRECISION_GOES_ON,
    SIM_PRECISION_REACHED,  // the relative precision
    SIM_PRECISION_FLOOR,    // only the absolute one
    SIM_PRECISION_CAP       // at_most came first: neither, or not for long enough
};

// Of one measure over the replications counted.
typedef struct {
    uint32_t count;         // values that are defined
    double mean;            // NAN without values
    double half_width;      // of the 95 % interval; NAN for fewer than two
    double relative;        // half_width / |mean|; 0 if both are 0
    uint32_t precise_from;  // the number of replications m since which it is precise; 0 if it is not
    enum SimPrecisionEnd end;
} SimPrecisionState;

typedef struct SimPrecision SimPrecision;

// `targets` has one for each measure and is copied. at_least: 0 is as SIM_FEWEST_REPLICATIONS, and no less is taken;
// at_most >= 1 rules over at_least.
SimPrecision *sim_precision_new(const SimPrecisionTarget *targets, size_t measures, uint32_t at_least,
                                uint32_t at_most);
void sim_precision_free(SimPrecision *precision);

// The values of a replication, one for each measure (for paired lives: the difference); NAN where undefined.
// Replications are numbered from 0, each is given once; those at or beyond at_most are ignored.
void sim_precision_give(SimPrecision *precision, uint32_t replication, const double *values);

// True once it is decided; there are then sim_precision_replications of them.
bool sim_precision_is_enough(const SimPrecision *precision);

// How many replications count: all up to the first that is missing, or those of the decision.
uint32_t sim_precision_replications(const SimPrecision *precision);

// How many replications are needed at least, whatever their values will be: so many can be run in parallel without
// waste. Never falls; equals sim_precision_replications once it is decided.
uint32_t sim_precision_needed(const SimPrecision *precision);

SimPrecisionState sim_precision_state(const SimPrecision *precision, size_t measure);

// How many further replications a measure must stay precise that first was so at this number.
uint32_t sim_precision_look_ahead(uint32_t replications);

#endif
