// Pathways that are to be looked at on a day to come: each day has a list of them for each reason. Whether the reason
// still holds is for whoever looks to find out, so nobody is ever taken off.
#ifndef MODELS_DAY_LISTS_H
#define MODELS_DAY_LISTS_H

#include <stdint.h>

struct Hospital;

enum DayList {
    DAY_REMOVALS,    // would leave the waiting list otherwise than by treatment
    DAY_BREACHES,    // 28 days after a cancellation at the last minute are over
    DAY_LONG_WAITS,  // has waited for so long that it counts as more urgent
    DAY_GETS_WORSE,  // deteriorates
    DAY_LISTS
};

enum { DAY_BLOCK_PATHWAYS = 14 };

// Pathways of a list, in blocks of a cache line: all of a block are fetched at once.
typedef struct {
    uint32_t next;  // block, full, of the same list
    uint32_t count;
    uint32_t pathways[DAY_BLOCK_PATHWAYS];
} DayBlock;

// A day after the last that is simulated is left out.
void day_list_add(struct Hospital *hospital, uint32_t day, enum DayList list, uint32_t pathway);
// Calls act for each, the last one added first.
void day_list_each(struct Hospital *hospital, uint32_t day, enum DayList list,
                   void (*act)(struct Hospital *, uint32_t pathway));

#endif
