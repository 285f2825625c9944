#include "sim/engine/ranked.h"

#include "sim/engine/heap.h"

#include <assert.h>

// Row 1 of a list's table. The heap of keys begins at SIM_HEAP_ROOT.
typedef struct {
    uint32_t length;   // valid entries
    uint32_t gone;     // void entries still in the heap
    uint32_t tickets;  // given out so far; a later ticket loses a tie
    uint32_t reserved;
} Head;

_Static_assert(sizeof(Head) == sizeof(SimHeapKey), "the head is a row of the heap's table");

enum { TICKET_BITS = 28, TICKETS = 1 << TICKET_BITS };

_Static_assert(SIM_RANKED_SCORE_BITS + TICKET_BITS == 64, "score and ticket fill the half of a key that decides");

// A key, from the top: score 36 bits (shifted, so that unsigned order is signed order), ticket 28; then entity 32, and
// 32 that are 0.
static SimHeapKey key_of(int64_t score, uint32_t ticket, uint32_t entity)
{
    const uint64_t shifted = (uint64_t)(score - SIM_RANKED_LEAST);
    return sim_heap_key(shifted << TICKET_BITS | ticket, (uint64_t)entity << 32);
}

static int64_t score_of(SimHeapKey key)
{
    return (int64_t)(key >> (64 + TICKET_BITS)) + SIM_RANKED_LEAST;
}

static uint32_t ticket_of_key(SimHeapKey key)
{
    return (uint32_t)(key >> 64) & (TICKETS - 1);
}

static uint32_t entity_of(SimHeapKey key)
{
    return (uint32_t)((uint64_t)key >> 32);
}

static bool is_valid(SimHeapKey key, SimRankedTicket ticket_of, const void *context)
{
    return ticket_of(context, entity_of(key)) == ticket_of_key(key);
}

static Head *head_of(const SimWorld *world, SimRankedId list)
{
    return SIM_ROW(world, list, Head, 1);
}

SimRankedId sim_ranked_add(SimWorld *world)
{
    const SimRankedId list = sim_world_add_table(world, sizeof(SimHeapKey));
    sim_heap_open(world, list);
    return list;
}

uint32_t sim_ranked_join(SimWorld *world, SimRankedId list, int64_t score, uint32_t entity)
{
    Head *head = head_of(world, list);
    assert(score >= SIM_RANKED_LEAST && score <= SIM_RANKED_MOST);
    assert(head->tickets < TICKETS - 1);
    head->length++;
    const uint32_t ticket = ++head->tickets;
    sim_heap_push(world, list, key_of(score, ticket, entity), SIM_BY_UPPER_HALF);
    return ticket;
}

static void drop_void_entries(SimWorld *world, SimRankedId list, SimRankedTicket ticket_of, const void *context)
{
    SimHeapKey *keys = sim_heap_keys(world, list);
    const uint32_t used = world->tables[list].used;
    uint32_t kept = SIM_HEAP_ROOT;
    for (uint32_t row = SIM_HEAP_ROOT; row < used; row++) {
        if (is_valid(keys[row], ticket_of, context)) keys[kept++] = keys[row];
    }
    world->tables[list].used = kept;
    head_of(world, list)->gone = 0;
    sim_heap_order(world, list, SIM_BY_UPPER_HALF);
}

void sim_ranked_left(SimWorld *world, SimRankedId list, SimRankedTicket ticket_of, const void *context)
{
    Head *head = head_of(world, list);
    assert(head->length > 0);
    head->length--;
    head->gone++;
    if (head->gone > head->length) drop_void_entries(world, list, ticket_of, context);
}

// Brings a valid entry to the top. False if there is none.
static bool clear_top(SimWorld *world, SimRankedId list, SimRankedTicket ticket_of, const void *context)
{
    Head *head = head_of(world, list);
    if (head->length == 0) return false;
    while (!is_valid(sim_heap_keys(world, list)[SIM_HEAP_ROOT], ticket_of, context)) {
        assert(head->gone > 0);  // else an owner changed a ticket without sim_ranked_left
        sim_heap_pop(world, list, SIM_BY_UPPER_HALF);
        head->gone--;
    }
    return true;
}

uint32_t sim_ranked_first(SimWorld *world, SimRankedId list, SimRankedTicket ticket_of, const void *context,
                          int64_t *score)
{
    if (!clear_top(world, list, ticket_of, context)) return 0;
    const SimHeapKey first = sim_heap_keys(world, list)[SIM_HEAP_ROOT];
    if (score) *score = score_of(first);
    return entity_of(first);
}

uint32_t sim_ranked_take_first(SimWorld *world, SimRankedId list, SimRankedTicket ticket_of, const void *context)
{
    if (!clear_top(world, list, ticket_of, context)) return 0;
    head_of(world, list)->length--;
    return entity_of(sim_heap_pop(world, list, SIM_BY_UPPER_HALF));
}

uint32_t sim_ranked_length(const SimWorld *world, SimRankedId list)
{
    return head_of(world, list)->length;
}

uint32_t sim_ranked_soon(const SimWorld *world, SimRankedId list, uint32_t entities[static 4])
{
    const SimHeapKey *keys = sim_heap_keys(world, list);
    const uint32_t used = world->tables[list].used, first = SIM_HEAP_ROOT + 1;
    uint32_t count = 0;
    for (uint32_t row = first; row < used && count < 4; row++) entities[count++] = entity_of(keys[row]);
    return count;
}
