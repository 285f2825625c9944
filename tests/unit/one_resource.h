// Worlds of one resource, number 1, for its tests.
#ifndef TESTS_UNIT_ONE_RESOURCE_H
#define TESTS_UNIT_ONE_RESOURCE_H

#include "sim/engine/events.h"
#include "sim/engine/resource.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static inline SimWorld *world_with(uint32_t capacity)
{
    SimWorld *world = sim_world_new();
    assert_int_equal(sim_resource_add(world, capacity), 1);
    return world;
}

static inline void wait_until(SimWorld *world, SimTime time_s)
{
    SimEvent event;
    assert_false(sim_next(world, time_s, &event));
}

static inline void expect_taken(SimWorld *world, uint32_t entity)
{
    SimTaken taken;
    assert_true(sim_resource_take_next(world, 1, &taken));
    assert_int_equal(taken.entity, entity);
}

static inline void expect_nobody_taken(SimWorld *world)
{
    SimTaken taken;
    assert_false(sim_resource_take_next(world, 1, &taken));
}

#endif
