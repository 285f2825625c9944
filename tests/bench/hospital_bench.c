// Bolton's world: nanoseconds an event, bytes, and the time of a fork. Prints figures; asserts nothing.
#include <stdio.h>
#include <stdlib.h>

#include "models/hospital.h"
#include "models/model.h"
#include "tests/bench/figure.h"

int main(void)
{
    sim_keep_freed_memory();  // as a run does
    SimFaults *faults = sim_faults_new();
    SimScenario *scenario =
        sim_scenario_read(SCENARIOS_FOLDER "/bolton-2024-01.yaml", &hospital_model.fields, NULL, 0, faults);
    HospitalPlan *plan = scenario ? hospital_plan_new(scenario, SIM_STRIKE, faults) : NULL;
    if (!plan) {
        sim_faults_print(faults, stderr);
        return 1;
    }
    char message[300] = "";
    double start_s = processor_s();
    SimWorld *world = hospital_new(plan, 0, (SimKey){1, 1});
    print_figure("Bolton opening, ms", (processor_s() - start_s) * 1e3);
    start_s = processor_s();
    hospital_run_until(world, plan, plan->outline.lives_part_s, message, sizeof message);
    print_figure("Bolton past, ns an event", (processor_s() - start_s) * 1e9 / (double)sim_events_delivered(world));
    enum { FORKS = 50 };
    start_s = processor_s();
    for (int i = 0; i < FORKS; i++) sim_world_free(hospital_fork(world, plan));
    print_figure("Bolton fork, ms", (processor_s() - start_s) * 1e3 / FORKS);
    print_figure("Bolton fork, MB", (double)sim_world_bytes(world) * 1e-6);
    sim_world_free(world);
    hospital_plan_free(plan);
    sim_scenario_free(scenario);
    sim_faults_free(faults);
    return 0;
}
