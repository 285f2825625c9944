// The tables of distributions that the tests of a program share: a group's set-up and tear-down.
#ifndef TESTS_UNIT_TABLES_H
#define TESTS_UNIT_TABLES_H

#include "sim/engine/distribution.h"

static SimTables *tables;

static inline int open_tables(void **state)
{
    (void)state;
    tables = sim_tables_new();
    return 0;
}

static inline int close_tables(void **state)
{
    (void)state;
    sim_tables_free(tables);
    return 0;
}

#endif
