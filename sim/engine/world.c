#define _DEFAULT_SOURCE  // for MAP_ANONYMOUS and madvise, where there are such things

#include "sim/engine/world.h"

#include "sim/engine/rows.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#ifdef __GLIBC__
#include <malloc.h>  // mallopt
#endif

enum { CACHE_LINE = 64, FIRST_CAPACITY = 16, HUGE_PAGE = 2 << 20 };

static size_t whole_lines(size_t bytes)
{
    return bytes > 0 ? (bytes + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE : CACHE_LINE;
}

static size_t huge_pages(size_t bytes)
{
    return bytes / HUGE_PAGE * HUGE_PAGE;
}

// Large memory is mapped in whole huge pages, if the system has them: a world is copied at once and then met in no
// order, and with pages of 4 KiB both would mostly be finding pages. NULL if it is not to be had.
static void *map_large(size_t bytes)
{
#if defined MADV_HUGEPAGE && defined MAP_ANONYMOUS
    const size_t whole = huge_pages(bytes + HUGE_PAGE - 1);
    char *mapped = mmap(NULL, whole + HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED) return NULL;
    const size_t before = -(uintptr_t)mapped % HUGE_PAGE;
    if (before > 0) munmap(mapped, before);
    munmap(mapped + before + whole, HUGE_PAGE - before);
    // A last one of which less than half is wanted is not worth its memory.
    madvise(mapped + before, huge_pages(bytes + HUGE_PAGE / 2), MADV_HUGEPAGE);
    return mapped + before;
#else
    return aligned_alloc(CACHE_LINE, whole_lines(bytes));
#endif
}

static void unmap_large(void *memory, size_t bytes)
{
#if defined MADV_HUGEPAGE && defined MAP_ANONYMOUS
    munmap(memory, huge_pages(bytes + HUGE_PAGE - 1));
#else
    (void)bytes;
    free(memory);
#endif
}

static void *allocate(size_t bytes)
{
    void *memory = bytes >= HUGE_PAGE ? map_large(bytes) : aligned_alloc(CACHE_LINE, whole_lines(bytes));
    if (!memory) {
        fprintf(stderr, "out of memory: %zu bytes were wanted for a table of the simulated world\n", bytes);
        abort();
    }
    return memory;
}

static void release(void *memory, size_t bytes)
{
    if (bytes >= HUGE_PAGE) {
        unmap_large(memory, bytes);
    } else {
        free(memory);
    }
}

static void release_rows(SimTable *table)
{
    release(table->rows, (size_t)table->capacity * table->row_bytes);
}

// Rows beyond `used` are left as they come: a row is zeroed when it is appended, so reserved room costs nothing.
static void set_capacity(SimTable *table, uint32_t capacity)
{
    void *rows = allocate((size_t)capacity * table->row_bytes);
    memcpy(rows, table->rows, (size_t)table->used * table->row_bytes);
    release_rows(table);
    table->rows = rows;
    table->capacity = capacity;
}

static void grow(SimTable *table, uint32_t least)
{
    const uint32_t doubled = table->capacity > UINT32_MAX / 2 ? UINT32_MAX : table->capacity * 2;
    set_capacity(table, doubled > least ? doubled : least);
}

static SimTable empty_table(size_t row_bytes)
{
    assert(row_bytes <= UINT32_MAX);
    SimTable table = {.used = 1, .capacity = FIRST_CAPACITY, .row_bytes = (uint32_t)row_bytes};
    table.rows = allocate(FIRST_CAPACITY * row_bytes);
    memset(table.rows, 0, row_bytes);
    return table;
}

SimWorld *sim_world_new(void)
{
    static const size_t row_bytes[SIM_TABLES_OF_ENGINE] = {
        [SIM_TABLE_CLOCK] = sizeof(SimClock),
        [SIM_TABLE_EVENT_KEYS] = sizeof(SimHeapKey),
        [SIM_TABLE_RESOURCES] = sizeof(SimResourceRow),
        [SIM_TABLE_PLACES] = sizeof(SimPlaceRow),
        [SIM_TABLE_DAYS] = 0,  // decided by sim_records_open
        [SIM_TABLE_WAITS] = sizeof(SimWait),
        [SIM_TABLE_TALLIES] = sizeof(SimTally),
    };
    SimWorld *world = allocate(sizeof *world);
    world->tables = NULL;
    world->table_count = 0;
    for (int table = 0; table < SIM_TABLES_OF_ENGINE; table++) sim_world_add_table(world, row_bytes[table]);
    sim_table_append(world, SIM_TABLE_CLOCK);
    sim_heap_open_guarded(world, SIM_TABLE_EVENT_KEYS);
    return world;
}

void sim_world_free(SimWorld *world)
{
    if (!world) return;
    for (uint32_t table = 0; table < world->table_count; table++) release_rows(&world->tables[table]);
    release(world->tables, world->table_count * sizeof *world->tables);
    release(world, sizeof *world);
}

SimWorld *sim_world_fork(const SimWorld *world)
{
    SimWorld *copy = allocate(sizeof *copy);
    copy->table_count = world->table_count;
    copy->tables = allocate(world->table_count * sizeof *copy->tables);
    for (uint32_t table = 0; table < world->table_count; table++) {
        SimTable *to = &copy->tables[table];
        *to = world->tables[table];
        to->rows = allocate((size_t)to->capacity * to->row_bytes);
        memcpy(to->rows, world->tables[table].rows, (size_t)to->used * to->row_bytes);
    }
    return copy;
}

void sim_keep_freed_memory(void)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 32 << 20);  // the most that is taken
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
}

size_t sim_world_bytes(const SimWorld *world)
{
    size_t bytes = 0;
    for (uint32_t table = 0; table < world->table_count; table++) {
        bytes += (size_t)world->tables[table].used * world->tables[table].row_bytes;
    }
    return bytes;
}

static bool tables_have_the_same_form(const SimTable *a, const SimTable *b)
{
    return a->used == b->used && a->row_bytes == b->row_bytes && a->first_free == b->first_free &&
           a->last_free == b->last_free && a->taken == b->taken;
}

static uint32_t first_row_that_differs(const SimTable *a, const SimTable *b)
{
    for (uint32_t row = 0; row < a->used; row++) {
        const size_t at = (size_t)row * a->row_bytes;
        if (memcmp((const char *)a->rows + at, (const char *)b->rows + at, a->row_bytes) != 0) return row;
    }
    return 0;
}

bool sim_world_first_difference(const SimWorld *a, const SimWorld *b, uint32_t *table, uint32_t *row)
{
    const uint32_t shared = a->table_count < b->table_count ? a->table_count : b->table_count;
    *row = 0;
    for (*table = 0; *table < shared; ++*table) {
        const SimTable *left = &a->tables[*table], *right = &b->tables[*table];
        if (!tables_have_the_same_form(left, right)) return true;
        if (memcmp(left->rows, right->rows, (size_t)left->used * left->row_bytes) == 0) continue;
        *row = first_row_that_differs(left, right);
        return true;
    }
    return a->table_count != b->table_count;
}

uint32_t sim_world_add_table(SimWorld *world, size_t row_bytes)
{
    SimTable *tables = allocate((world->table_count + 1) * sizeof *tables);
    if (world->tables) memcpy(tables, world->tables, world->table_count * sizeof *tables);
    release(world->tables, world->table_count * sizeof *tables);
    world->tables = tables;
    world->tables[world->table_count] = empty_table(row_bytes);
    return world->table_count++;
}

void sim_table_set_row_bytes(SimWorld *world, uint32_t table, size_t row_bytes)
{
    SimTable *t = &world->tables[table];
    assert(t->row_bytes == 0 && t->used == 1);
    release_rows(t);
    *t = empty_table(row_bytes);
}

uint32_t sim_table_append_many(SimWorld *world, uint32_t table, uint32_t count)
{
    SimTable *t = &world->tables[table];
    assert(count <= UINT32_MAX - t->used);
    const uint32_t first = t->used;
    if (t->capacity - first < count) grow(t, first + count);
    t->used = first + count;
    memset((char *)t->rows + (size_t)first * t->row_bytes, 0, (size_t)count * t->row_bytes);
    return first;
}

uint32_t sim_table_append(SimWorld *world, uint32_t table)
{
    return sim_table_append_many(world, table, 1);
}

void sim_table_reserve(SimWorld *world, uint32_t table, uint32_t count)
{
    SimTable *t = &world->tables[table];
    assert(count < UINT32_MAX);
    if (t->capacity <= count) set_capacity(t, count + 1);  // row 0 is nobody's
}

void sim_table_make_room(SimWorld *world, uint32_t table)
{
    SimTable *t = &world->tables[table];
    assert(t->capacity < UINT32_MAX);
    grow(t, t->capacity + 1);
}

uint32_t sim_table_take(SimWorld *world, uint32_t table)
{
    const size_t row_bytes = world->tables[table].row_bytes;
    assert(row_bytes >= sizeof(SimSlot));
    const uint32_t row = sim_table_take_slot(world, table, row_bytes);
    memset((SimSlot *)sim_table_row(world, table, row) + 1, 0, row_bytes - sizeof(SimSlot));
    return row;
}
