// Tables that plans share: found again by whoever borrows them later, never by two at a time, and gone when they are
// large and nobody holds them.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "sim/experiment/tables_pool.h"

static void what_was_kept_is_found_by_the_next(void **state)
{
    (void)state;
    SimTablesPool *pool = sim_tables_pool_new();
    const int number = 42;
    SimTables *first = sim_tables_borrow(pool);
    sim_tables_keep(first, 7, &number, sizeof number);
    sim_tables_give_back(pool, first);
    sim_tables_let_go(pool, first);
    SimTables *second = sim_tables_borrow(pool);
    const int *kept = sim_tables_kept(second, 7);
    assert_non_null(kept);
    assert_int_equal(*kept, 42);
    sim_tables_give_back(pool, second);
    sim_tables_let_go(pool, second);
    sim_tables_pool_free(pool);
}

static void two_never_add_to_the_same(void **state)
{
    (void)state;
    SimTablesPool *pool = sim_tables_pool_new();
    SimTables *one = sim_tables_borrow(pool), *other = sim_tables_borrow(pool);
    assert_ptr_not_equal(one, other);
    sim_tables_give_back(pool, one);
    assert_ptr_equal(sim_tables_borrow(pool), one);
    sim_tables_pool_free(pool);
}

static void fill(SimTables *tables, uint64_t key, size_t bytes)
{
    void *zeros = calloc(1, bytes);
    assert_non_null(zeros);
    sim_tables_keep(tables, key, zeros, bytes);
    free(zeros);
}

// What the first plans need is no growth: a model may need much for each.
static void what_has_grown_large_is_lent_no_more_and_kept_while_it_is_held(void **state)
{
    (void)state;
    SimTablesPool *pool = sim_tables_pool_new();
    SimTables *large = sim_tables_borrow(pool);
    fill(large, 1, SIM_TABLES_GROW);
    sim_tables_give_back(pool, large);
    assert_ptr_equal(sim_tables_borrow(pool), large);
    fill(large, 2, SIM_TABLES_GROW + 1);
    sim_tables_give_back(pool, large);
    SimTables *next = sim_tables_borrow(pool);
    assert_ptr_not_equal(next, large);
    assert_non_null(sim_tables_kept(large, 1));  // its two borrowers hold it
    sim_tables_let_go(pool, large);
    assert_non_null(sim_tables_kept(large, 2));
    sim_tables_let_go(pool, large);  // freed: the sanitizers say if it is not
    sim_tables_give_back(pool, next);
    sim_tables_let_go(pool, next);
    sim_tables_pool_free(pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_kept_is_found_by_the_next), cmocka_unit_test(two_never_add_to_the_same),
        cmocka_unit_test(what_has_grown_large_is_lent_no_more_and_kept_while_it_is_held)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
