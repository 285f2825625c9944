#include "sim/engine/record.h"

#include "sim/engine/events.h"

#include <assert.h>

// Day d is row d + 1 of SIM_TABLE_DAYS; one more row takes what happens after the last day.

void sim_records_open(SimWorld *world, uint32_t days, uint32_t series)
{
    assert(series > 0);
    sim_table_set_row_bytes(world, SIM_TABLE_DAYS, series * sizeof(SimDaily));
    sim_table_append_many(world, SIM_TABLE_DAYS, days + 1);
}

uint32_t sim_records_days(const SimWorld *world)
{
    const uint32_t used = world->tables[SIM_TABLE_DAYS].used;
    return used > 1 ? used - 2 : 0;
}

uint32_t sim_records_series(const SimWorld *world)
{
    return world->tables[SIM_TABLE_DAYS].row_bytes / (uint32_t)sizeof(SimDaily);
}

SimDaily *sim_daily(const SimWorld *world, uint32_t day, uint32_t series)
{
    const uint32_t days = sim_records_days(world);
    assert(series < sim_records_series(world));
    return (SimDaily *)sim_table_row(world, SIM_TABLE_DAYS, (day < days ? day : days) + 1) + series;
}

static SimDaily *today(SimWorld *world, uint32_t series)
{
    return sim_daily(world, sim_day_of(sim_now(world)), series);
}

void sim_count(SimWorld *world, uint32_t series, double amount)
{
    today(world, series)->amount += amount;
}

void sim_count_share(SimWorld *world, uint32_t series, double amount, double weight)
{
    SimDaily *daily = today(world, series);
    daily->amount += amount;
    daily->weight += weight;
}

void sim_count_on(SimWorld *world, uint32_t day, uint32_t series, double amount)
{
    sim_daily(world, day, series)->amount += amount;
}

void sim_set(SimWorld *world, uint32_t series, double amount)
{
    today(world, series)->amount = amount;
}

void sim_log_wait(SimWorld *world, uint32_t log, int64_t seconds)
{
    const uint32_t day = sim_day_of(sim_now(world));
    assert(day <= UINT16_MAX && log <= UINT16_MAX && seconds >= 0);
    const uint32_t row = sim_table_append(world, SIM_TABLE_WAITS);
    SimWait *wait = SIM_ROW(world, SIM_TABLE_WAITS, SimWait, row);
    wait->day = (uint16_t)day;
    wait->log = (uint16_t)log;
    wait->minutes = (uint32_t)(seconds / SIM_MINUTE_S);
}
