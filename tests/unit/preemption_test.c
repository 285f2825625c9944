// One server, two classes: the urgent interrupt the others, who go on later where they stopped. Built from the calls of
// sim/engine/resource.h and held against theory.
#include "sim/engine/distribution.h"
#include "sim/engine/events.h"
#include "sim/engine/random.h"
#include "sim/engine/resource.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

enum { ARRIVES = 1, ENDS, SERVICE_S = 6000, ARRIVALS = 30000, WARM_UP = 3000, REPLICATIONS = 20 };

typedef struct {
    SimWorld *world;
    SimStream stream;
    SimDistribution gap_s, service_s;
    SimTime arrived_s[ARRIVALS + 1], left_s[ARRIVALS + 1];
    SimPlaceId place;
    SimTime ends_s;
    double stayed_s[2];
    uint32_t stayed[2];
    uint32_t stamp;
} Clinic;

static uint32_t class_of(const Clinic *clinic, uint32_t customer)
{
    return sim_happens(sim_draw(clinic->stream, customer, 0, 0).word[2], 0.4) ? 0 : 1;
}

static void schedule_customer(Clinic *clinic, uint32_t customer)
{
    if (customer > ARRIVALS) return;
    const int64_t after_s = sim_variate_s(&clinic->gap_s, sim_draw(clinic->stream, customer, 0, 0).word[0]);
    sim_schedule(clinic->world, (SimEvent){.time_s = sim_now(clinic->world) + after_s,
                                           .subject = customer,
                                           .kind = ARRIVES,
                                           .order = SIM_ARRIVAL});
}

static void serve_next(Clinic *clinic)
{
    SimTaken taken;
    if (!sim_resource_take_next(clinic->world, 1, &taken)) return;
    clinic->place = sim_resource_watch(clinic->world, 1, taken.priority, taken.entity, 1);
    clinic->ends_s = sim_now(clinic->world) + clinic->left_s[taken.entity];
    sim_schedule(clinic->world, (SimEvent){.time_s = clinic->ends_s,
                                           .subject = taken.entity,
                                           .stamp = ++clinic->stamp & 0xffffff,
                                           .kind = ENDS,
                                           .order = SIM_COMPLETION});
}

static void interrupt_for(Clinic *clinic, uint32_t priority)
{
    SimTaken last;
    const SimPlaceId place = sim_resource_last_watched_after(clinic->world, 1, priority, &last);
    if (!place) return;
    sim_resource_unwatch(clinic->world, 1, place);
    sim_resource_release(clinic->world, 1);
    clinic->left_s[last.entity] = clinic->ends_s - sim_now(clinic->world);
    sim_resource_return(clinic->world, 1, last.priority, last.entity, 1, clinic->arrived_s[last.entity]);
    clinic->stamp++;
}

static void customer_arrives(Clinic *clinic, uint32_t customer)
{
    const uint32_t priority = class_of(clinic, customer);
    clinic->arrived_s[customer] = sim_now(clinic->world);
    clinic->left_s[customer] = sim_variate_s(&clinic->service_s, sim_draw(clinic->stream, customer, 0, 0).word[1]);
    sim_resource_join(clinic->world, 1, priority, customer);
    interrupt_for(clinic, priority);
    serve_next(clinic);
    schedule_customer(clinic, customer + 1);
}

static void customer_leaves(Clinic *clinic, uint32_t customer)
{
    sim_resource_unwatch(clinic->world, 1, clinic->place);
    sim_resource_release(clinic->world, 1);
    const uint32_t class = class_of(clinic, customer);
    if (customer > WARM_UP) {
        clinic->stayed_s[class] += (double)(sim_now(clinic->world) - clinic->arrived_s[customer]);
        clinic->stayed[class]++;
    }
    serve_next(clinic);
}

static void run_clinic(Clinic *clinic)
{
    SimEvent event;
    clinic->world = sim_world_new();
    sim_resource_add(clinic->world, 1);
    schedule_customer(clinic, 1);
    while (sim_next(clinic->world, INT64_MAX, &event)) {
        if (event.kind == ARRIVES) customer_arrives(clinic, event.subject);
        if (event.kind == ENDS && event.stamp == (clinic->stamp & 0xffffff)) customer_leaves(clinic, event.subject);
    }
    assert_int_equal(sim_resource_waiting(clinic->world, 1), 0);
    assert_int_equal(sim_resource_busy(clinic->world, 1), 0);
    sim_world_free(clinic->world);
}

// Pre-emptive resume, exponential services of the same mean S, loads a and b (White and Christie 1958): the urgent stay
// S / (1 - a) as if alone; the others S / ((1 - a) (1 - a - b)). Within four standard errors from the replications.
static void two_classes_stay_as_theory_says_when_the_urgent_interrupt(void **state)
{
    (void)state;
    static Clinic clinic;
    const double load = 0.7, urgent = load * 0.4;
    const double theory_s[2] = {SERVICE_S / (1 - urgent), SERVICE_S / ((1 - urgent) * (1 - load))};
    SimTables *tables = sim_tables_new();
    double sum[2] = {0}, squares[2] = {0};
    for (uint32_t replication = 1; replication <= REPLICATIONS; replication++) {
        clinic = (Clinic){
            .stream = sim_stream((SimKey){.seed = 12, .replication = replication}, 0, "clinic"),
            .gap_s = sim_distribution(tables, SIM_EXPONENTIAL, SERVICE_S / load, 1),
            .service_s = sim_distribution(tables, SIM_EXPONENTIAL, SERVICE_S, 1),
        };
        run_clinic(&clinic);
        for (int class = 0; class < 2; class ++) {
            const double mean_s = clinic.stayed_s[class] / clinic.stayed[class];
            sum[class] += mean_s;
            squares[class] += mean_s * mean_s;
        }
    }
    for (int class = 0; class < 2; class ++) {
        const double mean_s = sum[class] / REPLICATIONS;
        const double variance = (squares[class] - REPLICATIONS * mean_s * mean_s) / (REPLICATIONS - 1);
        const double error_s = sqrt(variance / REPLICATIONS);
        print_message("class %d: %.0f s, standard error %.0f, theory %.0f\n", class, mean_s, error_s, theory_s[class]);
        assert_true(fabs(mean_s - theory_s[class]) <= 4 * error_s);
        assert_true(error_s <= 0.02 * theory_s[class]);
    }
    sim_tables_free(tables);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_classes_stay_as_theory_says_when_the_urgent_interrupt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
