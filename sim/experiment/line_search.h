// Where each of many functions of one coordinate in [0, 1] is least, looked for in step: what is asked for together may
// be cheaper. First places evenly over the range, then half way from the best to its neighbours, and so on: it finds
// the least of a function without narrow dips, to a hundredth of the range. The same scores give the same places.
#ifndef SIM_EXPERIMENT_LINE_SEARCH_H
#define SIM_EXPERIMENT_LINE_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

enum { SIM_LINE_FIRST = 9, SIM_LINE_HALVINGS = 4, SIM_LINE_TRIALS = SIM_LINE_FIRST + 2 * SIM_LINE_HALVINGS };

typedef struct {
    size_t lines;  // functions
    void *context;
    // Scores `trials` places of every line, [trial][line]; finite. False: stop.
    bool (*score)(void *context, const double *places, size_t trials, double *scores);
} SimLinePlan;

typedef struct {
    size_t lines;
    double *places, *scores;  // [SIM_LINE_TRIALS][line], in the order in which they were asked for
    size_t *best;             // [line]: the trial, the first of the least scores
} SimLineSearch;

// NULL if it was stopped.
SimLineSearch *sim_line_search_new(const SimLinePlan *plan);
void sim_line_search_free(SimLineSearch *search);  // NULL does nothing

#endif
