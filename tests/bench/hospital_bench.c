// Bolton's world: nanoseconds an event, bytes, and the time of a fork. Prints figures; asserts nothing.
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "models/hospital.h"
#include "models/model.h"

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

int main(void)
{
    SimFaults *faults = sim_faults_new();
    SimScenario *scenario =
        sim_scenario_read(SCENARIOS_FOLDER "/bolton-2024-01.yaml", &hospital_model.fields, NULL, 0, faults);
    HospitalPlan *plan = scenario ? hospital_plan_new(scenario, SIM_STRIKE, faults) : NULL;
    if (!plan) {
        sim_faults_print(faults, stderr);
        return 1;
    }
    char message[300] = "";
    double start = seconds();
    SimWorld *world = hospital_new(plan, 0, (SimKey){1, 1});
    printf("opening, with %.0f pathways: %.1f ms\n", plan->trusts[0].elective.list_size, (seconds() - start) * 1e3);
    start = seconds();
    hospital_run_until(world, plan, plan->outline.lives_part_s, message, sizeof message);
    printf("%.0f days: %.0f ns an event\n", (double)plan->outline.lives_part_s / SIM_DAY_S,
           (seconds() - start) * 1e9 / (double)sim_events_delivered(world));
    enum { FORKS = 50 };
    start = seconds();
    for (int i = 0; i < FORKS; i++) sim_world_free(hospital_fork(world, plan));
    printf("fork at the announcement: %.2f ms, %.2f MB\n", (seconds() - start) * 1e3 / FORKS,
           (double)sim_world_bytes(world) * 1e-6);
    sim_world_free(world);
    hospital_plan_free(plan);
    sim_scenario_free(scenario);
    sim_faults_free(faults);
    return 0;
}
