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

#include <gsl/gsl_randist.h>
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

// Variates of patients, from their own counters: the four words of a block for four purposes, or one of them alone.

typedef struct {
    SimDistribution distribution;
    SimStream stream;
    const gsl_rng *rng;
} Source;

static double draw_four(const Source *source)
{
    double sum = 0;
    for (uint32_t i = 0; i < WORDS / 4; i++) {
        const SimWords words = sim_draw(source->stream, i, 1, 0);
        for (int word = 0; word < 4; word++) sum += sim_variate(&source->distribution, words.word[word]);
    }
    return sum;
}

static double draw_one(const Source *source)
{
    double sum = 0;
    for (uint32_t i = 0; i < WORDS; i++) {
        sum += sim_variate(&source->distribution, sim_draw(source->stream, i, 1, 0).word[0]);
    }
    return sum;
}

// GSL's own of the same distributions, from its usual generator (MT19937).

static double gsl_exponential(const Source *source)
{
    double sum = 0;
    for (int i = 0; i < WORDS; i++) sum += gsl_ran_exponential(source->rng, 3600);
    return sum;
}

static double gsl_lognormal(const Source *source)
{
    const double variance = log(1.49);  // cv 0.7
    double sum = 0;
    for (int i = 0; i < WORDS; i++) sum += gsl_ran_lognormal(source->rng, log(3600) - variance / 2, sqrt(variance));
    return sum;
}

static double gsl_gamma(const Source *source)
{
    double sum = 0;
    for (int i = 0; i < WORDS; i++) sum += gsl_ran_gamma(source->rng, 1 / 1.96, 3600 * 1.96);  // cv 1.4
    return sum;
}

// Drawn again until it is not negative; by its ziggurat, which is its fastest.
static double gsl_truncated_normal(const Source *source)
{
    double sum = 0;
    for (int i = 0; i < WORDS; i++) {
        double x;
        do {
            x = 3600 + gsl_ran_gaussian_ziggurat(source->rng, 1800);
        } while (x < 0);
        sum += x;
    }
    return sum;
}

static double variate_ns(double (*draw)(const Source *), const Source *source)
{
    const double start_ns = now_ns();
    volatile double sum = draw(source);  // so that the variates are made
    (void)sum;
    return (now_ns() - start_ns) / WORDS;
}

static SimDistribution fitted(SimTables *tables, enum SimShape shape, double cv)
{
    SimShapeSpec spec = sim_shape_spec(shape);
    spec.mean = 3600;
    if (shape != SIM_EXPONENTIAL) spec.cv = cv;
    spec.is_applied = shape == SIM_NORMAL;
    SimDistribution distribution;
    char why[200];
    if (!sim_distribution_fit(tables, &spec, &distribution, why, sizeof why)) abort();
    return distribution;
}

static void print_variate(const char *shape, const char *what, double value)
{
    char name[80];
    snprintf(name, sizeof name, "%s, %s", shape, what);
    print_figure(name, value);
}

static void measure_variates(void)
{
    static const struct {
        const char *name;
        enum SimShape shape;
        double cv;
        double (*by_gsl)(const Source *);
    } kinds[] = {
        {"exponential", SIM_EXPONENTIAL, 1, gsl_exponential},
        {"lognormal", SIM_LOGNORMAL, 0.7, gsl_lognormal},
        {"gamma", SIM_GAMMA, 1.4, gsl_gamma},
        {"truncated normal", SIM_NORMAL, 0.5, gsl_truncated_normal},
    };
    SimTables *tables = sim_tables_new();
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const double start_ns = now_ns();
        const Source source = {.distribution = fitted(tables, kinds[i].shape, kinds[i].cv),
                               .stream = sim_stream((SimKey){.seed = 1}, 1, "bench"),
                               .rng = rng};
        const double built_ms = (now_ns() - start_ns) * 1e-6;
        print_variate(kinds[i].name, "table, ms", built_ms);
        print_variate(kinds[i].name, "four a block, ns", variate_ns(draw_four, &source));
        print_variate(kinds[i].name, "one a block, ns", variate_ns(draw_one, &source));
        print_variate(kinds[i].name, "by GSL, ns", variate_ns(kinds[i].by_gsl, &source));
    }
    gsl_rng_free(rng);
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
    measure_variates();
    print_figure("resource join + release + take, ns", resource_ns(words));
    print_figure("fork of 10 MB, ms", fork_ms());
    free(words);
    return 0;
}
