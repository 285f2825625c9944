#include "sim/experiment/search.h"

static void add(SimSearch *search, const enum SimGoal *goals, size_t point)
{
    const size_t last = search->next_count - 1;
    const bool is_there = search->next_count > 0 && search->next[last] == point;
    if (goals[point] == SIM_GOAL_UNKNOWN && !is_there) search->next[search->next_count++] = point;
}

// The ends of the sections of low..high, the k-th.
static size_t section(size_t low, size_t high, size_t k)
{
    return low + (high - low) * k / SIM_SEARCH_SECTIONS;
}

// Between a point that misses the goal and one that meets it.
static void narrow(const enum SimGoal *goals, size_t *low, size_t *high)
{
    const size_t from = *low, to = *high;
    for (size_t k = 1; k < SIM_SEARCH_SECTIONS; k++) {
        const size_t point = section(from, to, k);
        if (goals[point] == SIM_GOAL_MET && point > from) {
            *high = point;
            return;
        }
        *low = point;
    }
}

SimSearch sim_search(const enum SimGoal *goals, size_t count)
{
    SimSearch search = {.answer = count};
    size_t low = 0, high = count - 1;
    const bool is_begun = goals[low] != SIM_GOAL_UNKNOWN && goals[high] != SIM_GOAL_UNKNOWN;
    if (is_begun && goals[low] == SIM_GOAL_MET) search.answer = low;
    if (is_begun && (goals[low] == SIM_GOAL_MET || goals[high] == SIM_GOAL_MISSED)) return search;
    while (!is_begun || high - low > 1) {
        const size_t first = is_begun ? 1 : 0, last = is_begun ? SIM_SEARCH_SECTIONS - 1 : SIM_SEARCH_SECTIONS;
        for (size_t k = first; k <= last; k++) add(&search, goals, section(low, high, k));
        if (search.next_count > 0) return search;
        narrow(goals, &low, &high);
    }
    search.answer = high;
    return search;
}

size_t sim_search_most(size_t count)
{
    size_t points = 2;
    for (size_t left = count - 1; left > 1; left = (left + SIM_SEARCH_SECTIONS - 1) / SIM_SEARCH_SECTIONS)
        points += left < SIM_SEARCH_SECTIONS ? left - 1 : SIM_SEARCH_SECTIONS - 1;
    return points < count ? points : count;
}
