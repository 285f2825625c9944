// What a world writes down while it runs: daily values of series, and logs of waits.
//
// A series is one measure of one thing ("of"). Each day has a row with two numbers for every series: an amount and a
// weight. What they mean depends on how the measure adds up (enum SimAdds in measure.h): a sum uses the amount; a share
// or a mean uses amount over weight; a snapshot or a level sets the amount. All are integers held in doubles (or
// products of them), so sums are exact in any order.
#ifndef SIM_ENGINE_RECORD_H
#define SIM_ENGINE_RECORD_H

#include "sim/engine/world.h"

typedef struct {
    double amount, weight;
} SimDaily;

// One wait of one person, in whole minutes, in the log of waits number `log`, on the day it ended.
typedef struct {
    uint16_t day;
    uint16_t log;
    uint32_t minutes;
} SimWait;

// Makes room for `days` rows of `series` values. Once, when the world is new.
void sim_records_open(SimWorld *world, uint32_t days, uint32_t series);
uint32_t sim_records_days(const SimWorld *world);
uint32_t sim_records_series(const SimWorld *world);

// The pair for a day (0 is the world's first). Days beyond the last are given a row that is never read.
SimDaily *sim_daily(const SimWorld *world, uint32_t day, uint32_t series);

static inline uint32_t sim_day_of(SimTime time_s)
{
    return (uint32_t)(time_s / SIM_DAY_S);
}

// Adds to today's amount and weight.
void sim_count(SimWorld *world, uint32_t series, double amount);
void sim_count_share(SimWorld *world, uint32_t series, double amount, double weight);
void sim_count_on(SimWorld *world, uint32_t day, uint32_t series, double amount);
// Replaces today's amount.
void sim_set(SimWorld *world, uint32_t series, double amount);

// Writes a wait of `seconds` (minutes are cut, not rounded: 4 h 00 m 59 s is 240 minutes) into a log.
void sim_log_wait(SimWorld *world, uint32_t log, int64_t seconds);

#endif
