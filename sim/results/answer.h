// What a sweep with `find:` has found so far: in plain sentences, and as answer.csv. Of several places it is that of
// ALL.
//
// A search wants the least (or most) value of a field for which the mean over the replications meets the goal; and also
// that for which the whole 95 % interval does. A point where the measure is undefined in some replication (never
// recovered, say) misses the goal. It supposes that whatever meets the goal still does so further on; where a point
// that was run contradicts, the answer says so.
//
// The best of the points is the one with the lowest (or highest) mean. Others are compared with it on the same
// replications. As the best was chosen by the same numbers, p-values are adjusted by Holm for all pairs of points, not
// just for those with the best. A point where the measure is undefined in some replication is not ranked.
#ifndef SIM_RESULTS_ANSWER_H
#define SIM_RESULTS_ANSWER_H

#include "sim/experiment/search.h"
#include "sim/results/folder.h"
#include "sim/results/stored.h"

typedef struct {
    uint32_t replications;  // of this point that are all there
    uint32_t undefined;     // of these
    double mean, low, high;
    enum SimGoal on_average, surely;  // of a search
    uint32_t rank;                    // from 1; 0: not ranked
    double change, change_low, change_high, p_holm;
    bool is_different;  // from the best
} SimAnswerPoint;

typedef struct {
    const SimStored *stored;
    SimAnswerPoint *points;  // owned, as what follows
    size_t *ranking;         // the ranked points, the best first
    size_t ranked_count;
    SimSearch on_average, surely;  // of a search, over its points in the order in which it wants them first
} SimAnswer;

// Of the first `replications`; the store must have a question. NULL, with `why`, if it cannot be read.
SimAnswer *sim_answer_new(const SimStored *stored, uint32_t replications, char *why, size_t why_size);
void sim_answer_free(SimAnswer *answer);  // NULL does nothing

// Of a search: the points to be run next, at most SIM_SEARCH_ROUND. 0: it has ended.
size_t sim_answer_next(const SimAnswer *answer, size_t *points);

void sim_answer_print(const SimAnswer *answer, FILE *to);
// answer.csv. False with folder->why.
bool sim_answer_write(const SimAnswer *answer, SimFolder *folder);

#endif
