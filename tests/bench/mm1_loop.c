// M/M/1 as tight as C allows, the model hard-coded: what the engine is measured against.
//
// Two next times instead of an event queue, a ring of arrival times as the queue, one sum as statistics. It is still
// a simulation by events: what happens next is found out, not known (Lindley's recursion would be faster and is no
// simulator). Load 0.8: customers wait four services on average (Erlang 1909).
#include "tests/bench/fast_random.h"
#include "tests/bench/figure.h"

#include <stdlib.h>

enum { CUSTOMERS = 40000000, RING = 1024 };  // more than 1024 at once: 0.8^1024, never

static const double LOAD = 0.8;  // services a mean time between arrivals; a service takes 1 on average

// Returns the mean wait of those whose service started.
static double simulate(FastRandom *random, uint32_t customers)
{
    double arrived[RING];
    uint32_t came = 0, gone = 0;
    double waited = 0, next_arrival = fast_exponential(random) / LOAD, next_end = INFINITY;
    while (gone < customers) {
        if (next_arrival < next_end) {
            arrived[came % RING] = next_arrival;
            if (came++ == gone) next_end = next_arrival + fast_exponential(random);
            next_arrival += fast_exponential(random) / LOAD;
        } else {
            gone++;
            if (came == gone) {
                next_end = INFINITY;
            } else {
                waited += next_end - arrived[gone % RING];
                next_end += fast_exponential(random);
            }
        }
    }
    return waited / customers;
}

int main(void)
{
    static FastRandom random;
    fast_random_seed(&random, 1);
    const double start_s = wall_s();
    const double waited = simulate(&random, CUSTOMERS);
    print_figure("mm1 loop, M customers/s", CUSTOMERS / (wall_s() - start_s) * 1e-6);
    print_figure("mm1 loop, mean wait in services", waited);
    return 0;
}
