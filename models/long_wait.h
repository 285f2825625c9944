// Patients who have waited very long rank as more urgent than they are: routine ones like those who are to be seen
// soon, P4 like P3, and whoever has waited longest of them goes first.
//
// A place in a ranked list says how urgent somebody was on joining it. So every patient who starts to wait is put down
// for the day on which the wait becomes a long one, and moves up then.
#ifndef MODELS_LONG_WAIT_H
#define MODELS_LONG_WAIT_H

#include <stdint.h>

struct Hospital;

// The priority by which a pathway ranks now: enum PathwayPriority.
uint32_t long_wait_priority(const struct Hospital *hospital, uint32_t pathway);
// By which it ranks among those of its priority: its place, or when its clock started.
int32_t long_wait_rank_s(const struct Hospital *hospital, uint32_t pathway);
// A clock starts, or its start becomes known.
void long_wait_expect(struct Hospital *hospital, uint32_t pathway);
// The day on which a wait was to become a long one (day_lists.h).
void long_wait_begins(struct Hospital *hospital, uint32_t pathway);

#endif
