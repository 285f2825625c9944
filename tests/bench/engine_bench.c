// How fast the engine's parts are: nanoseconds of wall time an operation. run.sh takes the median of several runs.
//
// The event queue is measured by the hold model: take the next event, schedule one an exponential time later, with so
// many events pending throughout (Jones 1986). The delays are drawn beforehand. The queue does less work when each
// event taken is followed by one scheduled, as most handlers do; so pairs (take two, schedule two) are measured too.
#include "sim/engine/distribution.h"
#include "sim/engine/events.h"
#include "sim/engine/random.h"
#include "sim/engine/resource.h"
#include "tests/bench/figure.h"

#include <math.h>
#include <stdlib.h>

enum { WORDS = 1 << 20 };

static double now_ns(void)
{
    return 1e9 * processor_s();
}

static uint32_t *random_words(void)
{
    uint32_t *words = malloc(WORDS * sizeof *words);
    if (!words) abort();
    const SimStream stream = sim_stream((SimKey){.seed = 1}, 0, "bench");
    for (uint32_t i = 0; i < WORDS; i++) words[i] = sim_draw(stream, i, 0, 0).word[0];
    return words;
}

static uint32_t word_at(const uint32_t *words, uint32_t i)
{
    return words[i % WORDS];
}

// Delays in seconds, with a mean of an hour.
static uint32_t *random_delays_s(const uint32_t *words)
{
    uint32_t *delays_s = malloc(WORDS * sizeof *delays_s);
    if (!delays_s) abort();
    for (uint32_t i = 0; i < WORDS; i++) delays_s[i] = (uint32_t)(-3600 * log(sim_uniform(words[i])));
    return delays_s;
}

static SimWorld *world_with_events(const uint32_t *delays_s, uint32_t pending)
{
    SimWorld *world = sim_world_new();
    for (uint32_t i = 0; i < pending; i++) {
        sim_schedule(world,
                     (SimEvent){.time_s = delays_s[i % WORDS], .subject = i, .kind = 1, .order = SIM_COMPLETION});
    }
    return world;
}

static void schedule_again(SimWorld *world, SimEvent event, uint32_t delay_s)
{
    event.time_s = sim_now(world) + delay_s;
    sim_schedule(world, event);
}

static double hold_ns(const uint32_t *delays_s, uint32_t pending, uint32_t holds)
{
    SimWorld *world = world_with_events(delays_s, pending);
    SimEvent event;
    const double start_ns = now_ns();
    for (uint32_t i = 0; i < holds && sim_next(world, UINT32_MAX, &event); i++) {
        schedule_again(world, event, delays_s[(pending + i) % WORDS]);
    }
    const double taken_ns = now_ns() - start_ns;
    sim_world_free(world);
    return taken_ns / holds;
}

static double hold_pairs_ns(const uint32_t *delays_s, uint32_t pending, uint32_t holds)
{
    SimWorld *world = world_with_events(delays_s, pending);
    SimEvent first, second;
    const double start_ns = now_ns();
    for (uint32_t i = 0; i < holds; i += 2) {
        if (!sim_next(world, UINT32_MAX, &first) || !sim_next(world, UINT32_MAX, &second)) abort();
        schedule_again(world, first, delays_s[(pending + i) % WORDS]);
        schedule_again(world, second, delays_s[(pending + i + 1) % WORDS]);
    }
    const double taken_ns = now_ns() - start_ns;
    sim_world_free(world);
    return taken_ns / holds;
}

static void measure_events(const uint32_t *words)
{
    enum { HOLDS = 2000000 };
    uint32_t *delays_s = random_delays_s(words);
    print_figure("events 10, ns", hold_ns(delays_s, 10, HOLDS));
    print_figure("events 1000, ns", hold_ns(delays_s, 1000, HOLDS));
    print_figure("events 100000, ns", hold_ns(delays_s, 100000, HOLDS));
    print_figure("events 1000000, ns", hold_ns(delays_s, 1000000, HOLDS));
    print_figure("event pairs 10, ns", hold_pairs_ns(delays_s, 10, HOLDS));
    print_figure("event pairs 1000, ns", hold_pairs_ns(delays_s, 1000, HOLDS));
    print_figure("event pairs 100000, ns", hold_pairs_ns(delays_s, 100000, HOLDS));
    print_figure("event pairs 1000000, ns", hold_pairs_ns(delays_s, 1000000, HOLDS));
    free(delays_s);
}

static double variates_ns(const SimDistribution *distribution, const uint32_t *words, double *sum)
{
    const double start_ns = now_ns();
    for (uint32_t i = 0; i < WORDS; i++) *sum += sim_variate(distribution, words[i]);
    return (now_ns() - start_ns) / WORDS;
}

static void measure_variates(const uint32_t *words)
{
    SimTables *tables = sim_tables_new();
    const double start_ns = now_ns();
    const SimDistribution distribution = sim_distribution(tables, SIM_GAMMA, 3600, 1.4);
    print_figure("build a gamma table, ms", (now_ns() - start_ns) / 1e6);
    double sum = 0;
    print_figure("variate, ns", variates_ns(&distribution, words, &sum));
    print_figure("variate, mean in s", sum / WORDS);
    sim_tables_free(tables);
}

static double draws_ns(SimStream stream, uint32_t *sum)
{
    const double start_ns = now_ns();
    for (uint32_t i = 0; i < WORDS; i++) *sum ^= sim_draw(stream, i, 1, 0).word[0];
    return (now_ns() - start_ns) / WORDS;
}

static void measure_draws(void)
{
    const SimStream stream = sim_stream((SimKey){.seed = 1}, 1, "bench");
    uint32_t sum = 0;
    print_figure("block of four words, ns", draws_ns(stream, &sum));
    volatile uint32_t used = sum;  // so that the draws are made
    (void)used;
}

// 20 servers, 50 in the queue: one joins, the first is taken, one is released.
static double resource_ns(const uint32_t *words)
{
    SimWorld *world = sim_world_new();
    const SimResourceId resource = sim_resource_add(world, 20);
    for (uint32_t i = 0; i < 20; i++) sim_resource_take(world, resource);
    for (uint32_t i = 0; i < 50; i++) sim_resource_join(world, resource, word_at(words, i) % 5, i);
    enum { STEPS = 1000000 };
    SimTaken taken;
    const double start_ns = now_ns();
    for (uint32_t i = 0; i < STEPS; i++) {
        sim_resource_join(world, resource, word_at(words, i) % 5, i);
        sim_resource_release(world, resource);
        sim_resource_take_next(world, resource, &taken);
    }
    const double taken_ns = now_ns() - start_ns;
    sim_world_free(world);
    return taken_ns / STEPS;
}

// A world as large as that of one acute trust.
static double fork_ms(void)
{
    enum { FORKS = 10 };
    SimWorld *world = sim_world_new();
    const uint32_t table = sim_world_add_table(world, 64);
    sim_table_append_many(world, table, 10000000 / 64);
    const double start_ns = now_ns();
    for (int i = 0; i < FORKS; i++) sim_world_free(sim_world_fork(world));
    const double taken_ns = now_ns() - start_ns;
    sim_world_free(world);
    return taken_ns / FORKS * 1e-6;
}

int main(void)
{
    uint32_t *words = random_words();
    measure_events(words);
    measure_draws();
    measure_variates(words);
    print_figure("resource join + release + take, ns", resource_ns(words));
    print_figure("fork of 10 MB, ms", fork_ms());
    free(words);
    return 0;
}
