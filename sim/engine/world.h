// A world: one simulated life of one place, held as a list of growable tables.
//
// The list of tables is the only thing with pointers in it. Rows refer to rows by 32-bit ids, and row 0 of every table
// stands for nobody, so zeroed memory is valid and refers to nothing. A world can therefore be copied table by table
// (sim_world_fork), compared byte by byte (sim_world_first_difference), and thrown away.
//
// The engine keeps its own state (clock, future events, resources, records) in the first SIM_TABLES_OF_ENGINE tables;
// a model adds the rest with sim_world_add_table, always in the same order. What a model knows but does not change
// (its resolved parameters) lies outside the world.
#ifndef SIM_ENGINE_WORLD_H
#define SIM_ENGINE_WORLD_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int64_t SimTime;  // whole seconds since the world began, at a midnight

enum { SIM_DAY_S = 86400, SIM_HOUR_S = 3600, SIM_MINUTE_S = 60 };

// Rows of a table that is used with take and give_back begin with this. The stamp outlives the slot: it is bumped when
// the slot is given back, so events scheduled for the former occupant are recognised as void.
typedef struct {
    uint32_t next_free;  // SIM_SLOT_IS_TAKEN, or the slot to be taken after this one; 0: none
    uint32_t stamp;      // 24 bits are used
} SimSlot;

// Calls off all that was scheduled under the present stamp.
static inline void sim_slot_bump(SimSlot *slot)
{
    slot->stamp = (slot->stamp + 1) & 0xffffff;
}

typedef struct {
    void *rows;     // owned, at a multiple of 64 bytes; rows[0] is nobody and stays zero
    uint32_t used;  // rows in use or once used, row 0 included
    uint32_t capacity;
    uint32_t row_bytes;
    uint32_t first_free, last_free;  // slots given back, reused first in first out; last_free counts if there is one
    uint32_t taken;                  // rows between take and give_back
    uint32_t reserved;               // zero
} SimTable;

enum {
    SIM_TABLE_CLOCK,
    SIM_TABLE_EVENT_KEYS,
    SIM_TABLE_RESOURCES,
    SIM_TABLE_PLACES,
    SIM_TABLE_DAYS,
    SIM_TABLE_WAITS,
    SIM_TABLE_TALLIES,
    SIM_TABLES_OF_ENGINE
};

typedef struct SimWorld {
    SimTable *tables;  // owned
    uint32_t table_count;
} SimWorld;

// Aborts the program, saying how much was wanted, if memory is short: a run that lost one event is worthless.
SimWorld *sim_world_new(void);
void sim_world_free(SimWorld *world);  // NULL does nothing
SimWorld *sim_world_fork(const SimWorld *world);

// For a program that makes many worlds, one after the other: what one gives back the next one takes. Pages that go back
// to the system would come again one by one, each cleared and counted. Once, at the beginning.
void sim_keep_freed_memory(void);

// Bytes held in rows in use, over all tables: the size of a fork.
size_t sim_world_bytes(const SimWorld *world);

// Returns false if the two worlds hold the same bytes in the same tables; else true, with the first table and row that
// differ (row 0 if the tables differ in length).
bool sim_world_first_difference(const SimWorld *a, const SimWorld *b, uint32_t *table, uint32_t *row);

uint32_t sim_world_add_table(SimWorld *world, size_t row_bytes);
// Decides the size of the rows of a table that has none yet.
void sim_table_set_row_bytes(SimWorld *world, uint32_t table, size_t row_bytes);

// Appends a zeroed row and returns its id (1 for the first).
uint32_t sim_table_append(SimWorld *world, uint32_t table);
// Appends `count` zeroed rows and returns the id of the first.
uint32_t sim_table_append_many(SimWorld *world, uint32_t table, uint32_t count);
// Makes room for `count` rows, so that appending does not move memory.
void sim_table_reserve(SimWorld *world, uint32_t table, uint32_t count);
// Doubles the room. For whoever adds rows by itself.
void sim_table_make_room(SimWorld *world, uint32_t table);

static inline void *sim_table_row(const SimWorld *world, uint32_t table, uint32_t row)
{
    const SimTable *t = &world->tables[table];
    return (char *)t->rows + (size_t)row * t->row_bytes;
}

// Fetches a row from memory that is to be looked at soon: tables larger than the cache are met in no order.
static inline void sim_table_prefetch(const SimWorld *world, uint32_t table, uint32_t row)
{
    __builtin_prefetch(sim_table_row(world, table, row));
}

// The row as a pointer to Type, the very type of the table's rows: their size is then known while compiling. It lives
// until the table grows: hold ids, not pointers.
#define SIM_ROW(world, table, Type, row) (&((Type *)(world)->tables[table].rows)[row])

// For tables whose rows begin with SimSlot: a slot that was given back longest ago, or a new row. All but the stamp is
// zero.
uint32_t sim_table_take(SimWorld *world, uint32_t table);
static inline void sim_table_give_back(SimWorld *world, uint32_t table, uint32_t row);

#define SIM_SLOT_IS_TAKEN UINT32_MAX

static inline bool sim_slot_is_taken(const SimSlot *slot)
{
    return slot->next_free == SIM_SLOT_IS_TAKEN;
}

// The same two in line, for rows whose size is known while compiling. Whoever takes writes all of the row but its slot
// at once: the rest is as it was left.

static inline SimSlot *sim_slot(const SimTable *t, uint32_t row, size_t row_bytes)
{
    return (SimSlot *)(void *)((char *)t->rows + row * row_bytes);
}

static inline uint32_t sim_table_take_slot(SimWorld *world, uint32_t table, size_t row_bytes)
{
    const uint32_t free_row = world->tables[table].first_free;
    const uint32_t row = free_row != 0 ? free_row : sim_table_append(world, table);
    SimTable *t = &world->tables[table];
    assert(t->row_bytes == row_bytes);
    SimSlot *slot = sim_slot(t, row, row_bytes);
    t->first_free = slot->next_free;  // none after a row that has just been added, which is zero
    t->taken++;
    slot->next_free = SIM_SLOT_IS_TAKEN;
    return row;
}

static inline void sim_table_give_back_slot(SimWorld *world, uint32_t table, uint32_t row, size_t row_bytes)
{
    SimTable *t = &world->tables[table];
    SimSlot *slot = sim_slot(t, row, row_bytes);
    assert(t->row_bytes == row_bytes && row < t->used);
    assert(sim_slot_is_taken(slot));  // else it was given back twice
    sim_slot_bump(slot);
    slot->next_free = 0;
    if (t->first_free != 0) {
        sim_slot(t, t->last_free, row_bytes)->next_free = row;
    } else {
        t->first_free = row;
    }
    t->last_free = row;
    t->taken--;
}

static inline void sim_table_give_back(SimWorld *world, uint32_t table, uint32_t row)
{
    sim_table_give_back_slot(world, table, row, world->tables[table].row_bytes);
}

#endif
