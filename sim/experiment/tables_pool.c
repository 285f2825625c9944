#include "sim/experiment/tables_pool.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "sim/experiment/memory.h"

typedef struct {
    SimTables *tables;            // owned
    size_t holders, first_bytes;  // what its first plans made
    bool is_lent;
} Set;

struct SimTablesPool {
    pthread_mutex_t lock;  // guards all that follows
    Set *sets;             // owned
    size_t count, capacity;
};

SimTablesPool *sim_tables_pool_new(void)
{
    SimTablesPool *pool = sim_zeroed(1, sizeof *pool);
    pthread_mutex_init(&pool->lock, NULL);
    return pool;
}

void sim_tables_pool_free(SimTablesPool *pool)
{
    if (!pool) return;
    for (size_t i = 0; i < pool->count; i++) sim_tables_free(pool->sets[i].tables);
    free(pool->sets);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}

static bool is_large(const Set *set)
{
    return sim_tables_bytes(set->tables) > set->first_bytes + SIM_TABLES_GROW;
}

static Set *set_to_lend(SimTablesPool *pool)
{
    for (size_t i = 0; i < pool->count; i++) {
        if (!pool->sets[i].is_lent && !is_large(&pool->sets[i])) return &pool->sets[i];
    }
    pool->sets = sim_grown(pool->sets, pool->count + 1, &pool->capacity, sizeof *pool->sets);
    pool->sets[pool->count] = (Set){.tables = sim_tables_new()};
    return &pool->sets[pool->count++];
}

SimTables *sim_tables_borrow(SimTablesPool *pool)
{
    pthread_mutex_lock(&pool->lock);
    Set *set = set_to_lend(pool);
    set->is_lent = true;
    set->holders++;
    SimTables *tables = set->tables;
    pthread_mutex_unlock(&pool->lock);
    return tables;
}

static Set *set_of(SimTablesPool *pool, const SimTables *tables)
{
    size_t i = 0;
    while (pool->sets[i].tables != tables) i++;
    return &pool->sets[i];
}

static void drop_if_used_up(SimTablesPool *pool, Set *set)
{
    if (set->is_lent || set->holders > 0 || !is_large(set)) return;
    sim_tables_free(set->tables);
    *set = pool->sets[--pool->count];
}

void sim_tables_give_back(SimTablesPool *pool, const SimTables *tables)
{
    pthread_mutex_lock(&pool->lock);
    Set *set = set_of(pool, tables);
    set->is_lent = false;
    if (set->first_bytes == 0) set->first_bytes = sim_tables_bytes(tables);
    pthread_mutex_unlock(&pool->lock);
}

void sim_tables_let_go(SimTablesPool *pool, const SimTables *tables)
{
    pthread_mutex_lock(&pool->lock);
    Set *set = set_of(pool, tables);
    set->holders--;
    drop_if_used_up(pool, set);
    pthread_mutex_unlock(&pool->lock);
}
