#include "sim/experiment/line_search.h"

#include <stdlib.h>

#include "sim/experiment/memory.h"

static bool score_trials(const SimLinePlan *plan, SimLineSearch *search, size_t first, size_t count)
{
    const size_t at = first * search->lines;
    if (!plan->score(plan->context, search->places + at, count, search->scores + at)) return false;
    for (size_t trial = first; trial < first + count; trial++) {
        for (size_t line = 0; line < search->lines; line++) {
            const double best = search->scores[search->best[line] * search->lines + line];
            if (search->scores[trial * search->lines + line] < best) search->best[line] = trial;
        }
    }
    return true;
}

static bool score_first(const SimLinePlan *plan, SimLineSearch *search)
{
    for (size_t trial = 0; trial < SIM_LINE_FIRST; trial++) {
        for (size_t line = 0; line < search->lines; line++)
            search->places[trial * search->lines + line] = (double)trial / (SIM_LINE_FIRST - 1);
    }
    return score_trials(plan, search, 0, SIM_LINE_FIRST);
}

// `step`: how far the neighbours of the best place are. At an end of the range there is one, and both trials are on its
// side.
static bool score_half_way(const SimLinePlan *plan, SimLineSearch *search, size_t first, double step)
{
    double *below = search->places + first * search->lines, *above = below + search->lines;
    for (size_t line = 0; line < search->lines; line++) {
        const double best = search->places[search->best[line] * search->lines + line];
        below[line] = best > 0 ? best - step / 2 : 3 * step / 4;
        above[line] = best < 1 ? best + step / 2 : 1 - 3 * step / 4;
    }
    return score_trials(plan, search, first, 2);
}

SimLineSearch *sim_line_search_new(const SimLinePlan *plan)
{
    SimLineSearch *search = sim_zeroed(1, sizeof *search);
    search->lines = plan->lines;
    search->places = sim_zeroed(SIM_LINE_TRIALS * plan->lines, sizeof *search->places);
    search->scores = sim_zeroed(SIM_LINE_TRIALS * plan->lines, sizeof *search->scores);
    search->best = sim_zeroed(plan->lines, sizeof *search->best);
    bool goes_on = score_first(plan, search);
    double step = 1.0 / (SIM_LINE_FIRST - 1);
    for (size_t trial = SIM_LINE_FIRST; trial < SIM_LINE_TRIALS && goes_on; trial += 2, step /= 2)
        goes_on = score_half_way(plan, search, trial, step);
    if (goes_on) return search;
    sim_line_search_free(search);
    return NULL;
}

void sim_line_search_free(SimLineSearch *search)
{
    if (!search) return;
    free(search->places);
    free(search->scores);
    free(search->best);
    free(search);
}
