#include "models/day_lists.h"

#include "models/hospital.h"

static uint32_t *last_block(const Hospital *hospital, uint32_t day, enum DayList list)
{
    return &SIM_ROW(hospital->world, TABLE_DAYS_AHEAD, ElectiveDay, day + 1)->last_block[list];
}

static DayBlock *block_at(const Hospital *hospital, uint32_t block)
{
    return SIM_ROW(hospital->world, TABLE_DAY_BLOCKS, DayBlock, block);
}

static DayBlock *block_with_room(Hospital *hospital, uint32_t day, enum DayList list)
{
    uint32_t *last = last_block(hospital, day, list);
    const uint32_t full = *last;
    DayBlock *block = block_at(hospital, full);
    if (full && block->count < DAY_BLOCK_PATHWAYS) return block;
    *last = sim_table_append(hospital->world, TABLE_DAY_BLOCKS);
    block = block_at(hospital, *last);
    block->next = full;
    return block;
}

void day_list_add(Hospital *hospital, uint32_t day, enum DayList list, uint32_t pathway)
{
    if (day >= hospital->plan->days) return;
    DayBlock *block = block_with_room(hospital, day, list);
    block->pathways[block->count++] = pathway;
}

// What is done may add to the lists of other days, so blocks may move.
void day_list_each(Hospital *hospital, uint32_t day, enum DayList list, void (*act)(Hospital *, uint32_t pathway))
{
    SimWorld *world = hospital->world;
    for (uint32_t number = *last_block(hospital, day, list), next; number; number = next) {
        const DayBlock block = *block_at(hospital, number);
        next = block.next;
        for (uint32_t i = 0; i < block.count; i++) sim_table_prefetch(world, TABLE_PATHWAYS, block.pathways[i]);
        for (uint32_t i = block.count; i > 0; i--) act(hospital, block.pathways[i - 1]);
    }
}
