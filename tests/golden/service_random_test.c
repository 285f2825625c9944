// Random services with everything mixed: audits hold every week and at the end, whoever came in has left, gone early or
// is inside, and no measure says what cannot be.
#include "tests/golden/service_world.h"

enum { SCENARIOS = 200, TEXT_BYTES = 20000 };

// A generator of its own for the tests: splitmix64 (Steele, Lea and Flood 2014).
typedef struct {
    uint64_t state;
    char *text;
    size_t length;
} Writer;

static uint32_t below(Writer *writer, uint32_t limit)
{
    uint64_t z = writer->state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (uint32_t)((z ^ (z >> 31)) % limit);
}

static bool happens(Writer *writer, uint32_t per_cent)
{
    return below(writer, 100) < per_cent;
}

__attribute__((format(printf, 2, 3))) static void write_text(Writer *writer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    writer->length += (size_t)vsnprintf(writer->text + writer->length, TEXT_BYTES - writer->length, format, arguments);
    va_end(arguments);
    assert_true(writer->length < TEXT_BYTES);
}

#define ONE_OF(writer, list) (list)[below(writer, sizeof(list) / sizeof *(list))]

static void write_duration(Writer *writer, const char *key)
{
    static const char *const shapes[] = {"shape: deterministic, mean: 10 min",
                                         "shape: deterministic, mean: 0 s",
                                         "mean: 20 min",
                                         "mean: 3 h",
                                         "shape: triangular, least: 0 min, most: 90 min, mode: 1 min",
                                         "shape: uniform, least: 0 min, most: 40 min",
                                         "shape: deterministic, mean: 1 h",
                                         "shape: discrete, values: [0 s, 5 min], shares: [50%, 50%]"};
    write_text(writer, ", %s: {%s}", key, ONE_OF(writer, shapes));
}

static void write_dates(Writer *writer)
{
    const uint32_t start = below(writer, 9 * 24), hours = 1 + below(writer, 60);
    write_text(writer, "start: 2024-01-%02uT%02u:00, end: 2024-01-%02uT%02u:00", 1 + start / 24, start % 24,
               1 + (start + hours) / 24, (start + hours) % 24);
    if (happens(writer, 50)) write_text(writer, ", in: strike");
}

static void write_resource(Writer *writer, uint32_t number)
{
    static const char *const orders[] = {"by_priority", "preemptive"};
    static const char *const rules[] = {"finish", "hand_over", "interrupt"};
    write_text(writer, "  - name: r%u\n    order: %s\n    on_fall: %s\n", number, ONE_OF(writer, orders),
               ONE_OF(writer, rules));
    if (happens(writer, 60)) {
        write_text(writer, "    capacity: %u\n", 3 + below(writer, 4));
    } else {
        write_text(writer, "    capacity_by_hour: [3");
        for (int hour = 1; hour < 24; hour++) write_text(writer, ", %u", below(writer, 6));
        write_text(writer, "]\n");
    }
    write_text(writer, "    changes:\n      - {capacity: 3, ");
    write_dates(writer);
    write_text(writer, "}\n");
    for (uint32_t i = below(writer, 3); i > 0; i--) {
        write_text(writer, "      - {capacity: %u, ", below(writer, 4));
        write_dates(writer);
        write_text(writer, "}\n");
    }
}

static void write_arrivals(Writer *writer, uint32_t service, uint32_t number, uint32_t steps)
{
    static const char *const processes[] = {
        "rate: 4/h", "rates: [1/h, 9/h, 0/h, 5/h]", "between: {shape: uniform, least: 0 min, most: 40 min}",
        "times: [\"09:00\", \"09:00\", \"12:30\", \"23:59\"]", "rates: [3/h, 12/h], every: 30 min"};
    static const char *const batches[] = {"mean: 2", "shape: geometric, mean: 1.5", "shape: poisson, mean: 0.7",
                                          "shape: discrete, sizes: [0, 5], shares: [80%, 20%]"};
    write_text(writer, "      - {name: a%u, %s", number, ONE_OF(writer, processes));
    if (happens(writer, 30)) write_text(writer, ", batch: {%s}", ONE_OF(writer, batches));
    if (happens(writer, 50)) write_text(writer, ", to: s%u_%u", service, below(writer, steps));
    if (happens(writer, 30)) {
        write_text(writer, ", changes: [{factor: %u%%, ", below(writer, 101));
        write_dates(writer);
        write_text(writer, "}]");
    }
    write_text(writer, "}\n");
}

// Anywhere onward; backward only on the way into a step to which it takes a minute.
static void write_next(Writer *writer, uint32_t service, uint32_t number, uint32_t steps, uint32_t classes)
{
    static const char *const routes[] = {"share", "first_free", "shortest", "in_turn"};
    const char *route = ONE_OF(writer, routes);
    const bool has_shares = strcmp(route, "share") == 0;
    write_text(writer, ", route: %s, next: [", route);
    const uint32_t rows = 1 + below(writer, 3);
    for (uint32_t i = 0; i < rows; i++) {
        const uint32_t onward = number + 1 + below(writer, steps);
        const bool goes_back = happens(writer, 15) && number > 0;
        write_text(writer, "%s{to: ", i ? ", " : "");
        if (goes_back) {
            write_text(writer, "s%u_0", service);
        } else if (onward < steps) {
            write_text(writer, "s%u_%u", service, onward);
        } else {
            write_text(writer, "leave");
        }
        if (has_shares) write_text(writer, ", share: %u%%", 90 / rows);
        if (classes > 1 && happens(writer, 20)) write_text(writer, ", class: c%u", below(writer, classes));
        write_text(writer, "}");
    }
    write_text(writer, "]");
}

static void write_step(Writer *writer, uint32_t service, uint32_t number, uint32_t steps, uint32_t classes,
                       uint32_t resources)
{
    const bool has_resource = happens(writer, 75), has_patience = has_resource && happens(writer, 40);
    const bool has_space = happens(writer, 30), has_waiting_room = has_resource && !has_space && happens(writer, 30);
    write_text(writer, "      - {name: s%u_%u", service, number);
    if (has_resource) {
        write_text(writer, ", resource: r%u, servers: %u", below(writer, resources), 1 + below(writer, 3) / 2);
        if (has_patience) write_duration(writer, "patience");
        if (happens(writer, 25))
            write_text(writer, ", keep_until: s%u_%u", service, number + below(writer, steps - number));
    }
    write_duration(writer, "duration");
    if (classes > 1 && happens(writer, 40)) {
        write_text(writer, ", by_class: [{class: c1, priority: %u", below(writer, 4));
        write_duration(writer, "duration");
        write_text(writer, "}]");
    }
    if (number == 0 || happens(writer, 30)) write_text(writer, ", transfer: {shape: deterministic, mean: 1 min}");
    if (has_space) {
        write_text(writer, ", space: %u, when_full: %s", 1 + below(writer, 8),
                   happens(writer, 50) ? "block" : "turn_away");
    } else if (has_waiting_room) {
        write_text(writer, ", waiting_room: %u", below(writer, 5));
    }
    const uint32_t onward = number + 1 + below(writer, steps);
    if (onward < steps && (has_space || has_waiting_room) && happens(writer, 40))
        write_text(writer, ", turned_away_to: s%u_%u", service, onward);
    if (onward < steps && has_patience && happens(writer, 60))
        write_text(writer, ", gives_up_to: s%u_%u", service, onward);
    if (happens(writer, 60)) write_next(writer, service, number, steps, classes);
    write_text(writer, "}\n");
}

static void write_service(Writer *writer, uint32_t number, uint32_t resources)
{
    const uint32_t classes = 1 + below(writer, 3), steps = 1 + below(writer, 5), sources = 1 + below(writer, 2);
    write_text(writer, "  - name: service %u\n    limits: [5 min, 1 h]\n    snapshots: [\"08:00\"]\n    classes: [",
               number);
    for (uint32_t c = 0; c < classes; c++) {
        write_text(writer, "%s{name: c%u, share: %s, priority: %u}", c ? ", " : "", c,
                   classes == 1   ? "100%"
                   : c == 0       ? "20%"
                   : classes == 2 ? "80%"
                                  : "40%",
                   below(writer, 4));
    }
    write_text(writer, "]\n    arrivals:\n");
    for (uint32_t i = 0; i < sources; i++) write_arrivals(writer, number, i, steps);
    write_text(writer, "    steps:\n");
    for (uint32_t i = 0; i < steps; i++) write_step(writer, number, i, steps, classes, resources);
}

static void write_scenario(Writer *writer)
{
    const uint32_t resources = 1 + below(writer, 3), services = 1 + below(writer, 2);
    write_text(writer,
               "walkout: 1\ncalendar: {start: 2024-01-02, end: 2024-01-14}\n"
               "run: {replications: 2, warm_up: %u d}\nresults: {daily: %s}\nresources:\n",
               below(writer, 4), happens(writer, 50) ? "on" : "off");
    for (uint32_t i = 0; i < resources; i++) write_resource(writer, i);
    write_text(writer, "services:\n");
    for (uint32_t i = 0; i < services; i++) write_service(writer, i, resources);
}

// Signs, shares and utilisations of every number that is there.
static void assert_values_can_be(const ServiceRun *run, const char *text)
{
    const SimFrame *frame = run->outcome->frame;
    for (uint32_t column = 0; column < frame->recorded_count; column++) {
        const SimMeasure *measure = frame->columns[column].measure;
        const bool is_share = strcmp(measure->unit, "share") == 0 && strcmp(measure->name, "svc_gave_up_share") != 0;
        for (uint32_t i = 0; i < 2 * run->outcome->replications; i++) {
            const double value =
                sim_outcome_values(run->outcome, 0, column, 0, i % 2 ? SIM_STRIKE : SIM_BASELINE)[i / 2];
            if (value < 0 || (is_share && value > 1 + 1e-12))
                fail_msg("%s of %s is %g\n%s", measure->name, frame->columns[column].of, value, text);
        }
    }
}

// Without a warm-up: in = left + gone early + inside at the end, by the world's own counters; the audit has compared
// them with those who are there.
static void assert_nobody_is_lost(const ServiceRun *run, const char *text)
{
    for (enum SimLife life = SIM_BASELINE; life < SIM_LIVES; life++) {
        const HospitalPlan *plan = run->lives.plans[life];
        SimWorld *world = world_run(plan, 0, plan->end_s);
        const ServicesPlan *services = &plan->trusts[0].services;
        uint64_t in = 0, out = 0;
        for (uint32_t i = 0; i < services->flow_count; i++) {
            const ServiceFlow *flow = SIM_ROW(world, TABLE_SERVICE_FLOWS, ServiceFlow, i + 1);
            in += flow->in_ever;
            out += flow->out_ever;
        }
        if (in != out + world->tables[TABLE_SERVICE_PATIENTS].taken) fail_msg("somebody is lost\n%s", text);
        sim_world_free(world);
    }
}

static void whatever_is_written_nobody_is_lost(void **state)
{
    (void)state;
    char *text = malloc(TEXT_BYTES);
    for (uint32_t i = 0; i < SCENARIOS; i++) {
        Writer writer = {.state = i, .text = text};
        write_scenario(&writer);
        ServiceRun run = services_run(text);
        assert_values_can_be(&run, text);
        assert_nobody_is_lost(&run, text);
        services_free(&run);
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_is_written_nobody_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
