// A waiting list ranked by a true score: a heap of (score, ticket, entity), lowest score first, ties by order of
// joining.
//
// Removal is lazy: whoever leaves is only counted, and its entry is dropped when it comes to the top or when void
// entries outnumber the valid. So every operation is O(log n) or amortised better at any length. An entry is valid
// while its ticket equals the one the owner holds for the entity, which the list asks through SimRankedTicket.
#ifndef SIM_ENGINE_RANKED_H
#define SIM_ENGINE_RANKED_H

#include "sim/engine/world.h"

typedef uint32_t SimRankedId;  // the table that holds the list: one list is one table of the world

// The ticket under which the entity waits in this list now, or 0 if it does not wait there. `context` is the world.
typedef uint32_t (*SimRankedTicket)(const void *context, uint32_t entity);

// Scores are whole numbers of 36 bits.
enum { SIM_RANKED_SCORE_BITS = 36 };
#define SIM_RANKED_MOST (((int64_t)1 << (SIM_RANKED_SCORE_BITS - 1)) - 1)
#define SIM_RANKED_LEAST (-SIM_RANKED_MOST - 1)

SimRankedId sim_ranked_add(SimWorld *world);

// Joins; returns the ticket (never 0) that the entity must hold while it waits.
uint32_t sim_ranked_join(SimWorld *world, SimRankedId list, int64_t score, uint32_t entity);

// The owner has zeroed (or changed) the entity's ticket: one entry has become void.
void sim_ranked_left(SimWorld *world, SimRankedId list, SimRankedTicket ticket_of, const void *context);

// The entity with the lowest score, which leaves the list, or 0 if nobody waits. The owner zeroes its ticket.
uint32_t sim_ranked_take_first(SimWorld *world, SimRankedId list, SimRankedTicket ticket_of, const void *context);
// The same without leaving; *score may be NULL.
uint32_t sim_ranked_first(SimWorld *world, SimRankedId list, SimRankedTicket ticket_of, const void *context,
                          int64_t *score);

uint32_t sim_ranked_length(const SimWorld *world, SimRankedId list);  // valid entries

// Those next in line, in no order, for fetching ahead what is known of them: up to four, of whom some may have left.
// Returns how many.
uint32_t sim_ranked_soon(const SimWorld *world, SimRankedId list, uint32_t entities[static 4]);

#endif
