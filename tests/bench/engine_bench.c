// How fast the engine is, one line a figure: nanoseconds of wall time an operation, the best of three rounds.
//
// The event queue is measured by the hold model: take the next event, schedule one an exponential time later, with so
// many events pending throughout (Jones 1986).
#include "sim/engine/distribution.h"
#include "sim/engine/events.h"
#include "sim/engine/random.h"
#include "sim/engine/ranked.h"
#include "sim/engine/resource.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 3, WORDS = 1 << 20, LIST_LENGTH = 100000 };

static double now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return 1e9 * (double)now.tv_sec + (double)now.tv_nsec;
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
static SimTime delay_s(const uint32_t *words, uint32_t i)
{
    return (SimTime)(-3600 * log(sim_uniform(word_at(words, i))));
}

static SimWorld *world_with_events(const SimTime *delays_s, uint32_t pending)
{
    SimWorld *world = sim_world_new();
    for (uint32_t i = 0; i < pending; i++) {
        sim_schedule(world,
                     (SimEvent){.time_s = delays_s[i % WORDS], .subject = i, .kind = 1, .order = SIM_COMPLETION});
    }
    return world;
}

static double hold_ns(const SimTime *delays_s, uint32_t pending, uint32_t holds)
{
    SimWorld *world = world_with_events(delays_s, pending);
    SimEvent event;
    const double start_ns = now_ns();
    for (uint32_t i = 0; i < holds && sim_next(world, UINT32_MAX, &event); i++) {
        event.time_s += delays_s[(pending + i) % WORDS];
        sim_schedule(world, event);
    }
    const double taken_ns = now_ns() - start_ns;
    sim_world_free(world);
    return taken_ns / holds;
}

static void measure_events(const uint32_t *words)
{
    static const uint32_t pending[] = {10, 1000, 100000, 1000000};
    SimTime *delays_s = malloc(WORDS * sizeof *delays_s);
    if (!delays_s) abort();
    for (uint32_t i = 0; i < WORDS; i++) delays_s[i] = delay_s(words, i);
    for (size_t i = 0; i < sizeof pending / sizeof pending[0]; i++) {
        double best_ns = INFINITY;
        for (int round = 0; round < ROUNDS; round++) best_ns = fmin(best_ns, hold_ns(delays_s, pending[i], 2000000));
        printf("events: next + schedule, %7u pending   %7.1f ns\n", (unsigned)pending[i], best_ns);
    }
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
    printf("distribution: build a gamma table           %7.1f ms\n", (now_ns() - start_ns) / 1e6);
    double best_ns = INFINITY, sum = 0;
    for (int round = 0; round < ROUNDS; round++) best_ns = fmin(best_ns, variates_ns(&distribution, words, &sum));
    printf("distribution: variate                       %7.1f ns (mean %.1f)\n", best_ns, sum / ROUNDS / WORDS);
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
    double best_ns = INFINITY;
    for (int round = 0; round < ROUNDS; round++) best_ns = fmin(best_ns, draws_ns(stream, &sum));
    printf("random: block of four words                 %7.1f ns (%08x)\n", best_ns, (unsigned)sum);
}

static uint32_t ticket_of(const void *tickets, uint32_t entity)
{
    return ((const uint32_t *)tickets)[entity];
}

// One step: the first is taken, one joins in its place, and every fourth time somebody leaves and another joins.
static double ranked_ns(const uint32_t *words)
{
    SimWorld *world = sim_world_new();
    const SimRankedId list = sim_ranked_add(world);
    uint32_t *tickets = calloc(LIST_LENGTH + 1, sizeof *tickets);
    if (!tickets) abort();
    for (uint32_t i = 1; i <= LIST_LENGTH; i++) tickets[i] = sim_ranked_join(world, list, word_at(words, i) >> 8, i);

    enum { STEPS = 1000000 };
    const double start_ns = now_ns();
    for (uint32_t i = 0; i < STEPS; i++) {
        const uint32_t entity = sim_ranked_take_first(world, list, ticket_of, tickets);
        tickets[entity] = sim_ranked_join(world, list, (int64_t)i * 100 + (word_at(words, i) >> 8), entity);
        if (i % 4) continue;
        const uint32_t leaver = 1 + word_at(words, i + 7) % LIST_LENGTH;
        tickets[leaver] = 0;
        sim_ranked_left(world, list, ticket_of, tickets);
        tickets[leaver] = sim_ranked_join(world, list, (int64_t)i * 100, leaver);
    }
    const double operations = STEPS * 2.5;
    const double taken_ns = now_ns() - start_ns;
    free(tickets);
    sim_world_free(world);
    return taken_ns / operations;
}

static void measure_ranked(const uint32_t *words)
{
    double best_ns = INFINITY;
    for (int round = 0; round < ROUNDS; round++) best_ns = fmin(best_ns, ranked_ns(words));
    printf("ranked: operation on a list of 100,000      %7.1f ns, %.1f million/s\n", best_ns, 1e3 / best_ns);
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

static void measure_resource(const uint32_t *words)
{
    double best_ns = INFINITY;
    for (int round = 0; round < ROUNDS; round++) best_ns = fmin(best_ns, resource_ns(words));
    printf("resource: join + release + take             %7.1f ns\n", best_ns);
}

// A world as large as that of one acute trust.
static void measure_fork(void)
{
    SimWorld *world = sim_world_new();
    const uint32_t table = sim_world_add_table(world, 64);
    sim_table_append_many(world, table, 10000000 / 64);
    double best_ns = INFINITY;
    for (int round = 0; round < 3 * ROUNDS; round++) {
        const double start_ns = now_ns();
        SimWorld *copy = sim_world_fork(world);
        best_ns = fmin(best_ns, now_ns() - start_ns);
        sim_world_free(copy);
    }
    printf("world: fork of %.1f MB                       %7.2f ms\n", (double)sim_world_bytes(world) / 1e6,
           best_ns / 1e6);
    sim_world_free(world);
}

int main(void)
{
    uint32_t *words = random_words();
    measure_events(words);
    measure_draws();
    measure_variates(words);
    measure_resource(words);
    measure_ranked(words);
    measure_fork();
    free(words);
    return 0;
}
