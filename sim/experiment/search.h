// Finds the first of many ordered points that meets a goal, where points after it do too: by sections.
//
// Each round halves the stretch that is left twice: three points are run together, because they share one past, which
// costs as much as the rest of one. Which points are next depends on what is known alone, so that a search that was
// interrupted goes on where it was.
#ifndef SIM_EXPERIMENT_SEARCH_H
#define SIM_EXPERIMENT_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

enum SimGoal { SIM_GOAL_UNKNOWN, SIM_GOAL_MET, SIM_GOAL_MISSED };

enum { SIM_SEARCH_SECTIONS = 4, SIM_SEARCH_ROUND = SIM_SEARCH_SECTIONS + 1 };

typedef struct {
    size_t next[SIM_SEARCH_ROUND];  // points to run, in ascending order
    size_t next_count;              // 0: it has ended
    size_t answer;                  // then: the first that meets the goal; `count` if the last one misses it
} SimSearch;

// Of `count` points, at least one; the first round has both ends. If the first point meets the goal it is the answer,
// whatever others do.
SimSearch sim_search(const enum SimGoal *goals, size_t count);

// How many points an ordinary search runs at most.
size_t sim_search_most(size_t count);

#endif
