// What is counted of a patient on the way through a service, as it happens: every entry beside its exit, so that sums
// of seconds come out (see ServiceCell). Inside services only.
#ifndef MODELS_SERVICE_COUNT_H
#define MODELS_SERVICE_COUNT_H

#include "models/service_visit.h"

// In the service.

static inline void service_count_in(const Visit *visit)
{
    ServiceFlow *flow = service_flow(visit);
    flow->in++;
    flow->inside++;
    flow->inside_s -= visit->now_s;
}

// Has left, by the end or early.
static inline void service_count_out(const Visit *visit)
{
    ServiceFlow *flow = service_flow(visit);
    flow->inside--;
    flow->inside_s += visit->now_s;
}

// Leaves by the end.
static inline void service_count_way(const Visit *visit)
{
    const uint32_t time_s = (uint32_t)visit->now_s - visit->row->entered_s;
    ServiceFlow *flow = service_flow(visit);
    flow->left++;
    flow->time_s += time_s;
    if (time_s > flow->longest_s) flow->longest_s = time_s;
    flow->times[sim_tally_bin(time_s)]++;
}

// In a step.

// How many there are, over time.
static inline void service_count_crowd(const Visit *visit, int32_t by)
{
    ServiceCrowd *crowd = service_crowd(visit->hospital, visit->with->step_number);
    const uint32_t now_s = (uint32_t)visit->now_s;
    crowd->seconds[sim_tally_bin_of_few(crowd->present)] += now_s - crowd->changed_s;
    crowd->changed_s = now_s;
    crowd->present += (uint32_t)by;
}

static inline void service_count_present(const Visit *visit)
{
    visit->cell->present++;
    visit->cell->present_s -= visit->now_s;
    service_count_crowd(visit, 1);
}

static inline void service_count_gone(const Visit *visit)
{
    visit->cell->present--;
    visit->cell->present_s += visit->now_s;
    service_count_crowd(visit, -1);
}

// In its queue.

static inline void service_count_waiting(const Visit *visit)
{
    visit->cell->waiting++;
    visit->cell->waiting_s -= visit->now_s;
}

static inline void service_count_no_longer_waiting(const Visit *visit)
{
    visit->cell->waiting--;
    visit->cell->waiting_s += visit->now_s;
}

// Service begins for the first time: the wait, if there was one, is over.
static inline void service_count_start(const Visit *visit)
{
    const uint32_t waited_s = (uint32_t)visit->now_s - visit->row->since_s;
    ServiceCell *cell = visit->cell;
    cell->started++;
    cell->wait_s += waited_s;
    for (uint32_t i = 0; i < visit->with->limit_count; i++) cell->over[i] += waited_s > service_of(visit)->limit_s[i];
    cell->waits[sim_tally_bin(waited_s)]++;
}

// For want of space ahead.

static inline void service_count_blocked(const Visit *visit)
{
    visit->cell->blocked++;
    visit->cell->blocked_s -= visit->now_s;
}

static inline void service_count_no_longer_blocked(const Visit *visit)
{
    visit->cell->blocked--;
    visit->cell->blocked_s += visit->now_s;
    visit->cell->blocked_time_s += visit->now_s - visit->row->since_s;
}

#endif
