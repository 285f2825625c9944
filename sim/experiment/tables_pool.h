// Tables of distributions for the plans of many points: what one plan has built, later ones find. A set of tables is
// lent to one at a time while a plan is made; those who made plans with it hold it until they are freed. A set that has
// grown large is lent no more, and goes with the last who holds it. Tables are the same whichever set they are in.
#ifndef SIM_EXPERIMENT_TABLES_POOL_H
#define SIM_EXPERIMENT_TABLES_POOL_H

#include "sim/engine/distribution.h"

typedef struct SimTablesPool SimTablesPool;

// A set is large when it has grown by so many bytes since it was first given back: a trust's plan takes up to a
// megabyte if nothing is known.
enum { SIM_TABLES_GROW = 64 << 20 };

SimTablesPool *sim_tables_pool_new(void);
void sim_tables_pool_free(SimTablesPool *pool);  // all sets; NULL does nothing

// Lends a set, which nobody else adds to until it is given back; it is held until it is let go. From any thread.
SimTables *sim_tables_borrow(SimTablesPool *pool);
void sim_tables_give_back(SimTablesPool *pool, const SimTables *tables);
void sim_tables_let_go(SimTablesPool *pool, const SimTables *tables);

#endif
