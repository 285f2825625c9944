#include "sim/experiment/slices.h"

#include "sim/engine/events.h"

enum { SLICE_S = 7 * SIM_DAY_S };

enum SimStop sim_stop_wanted(const SimSlices *slices)
{
    return slices->stop ? (enum SimStop)atomic_load(slices->stop) : SIM_GO_ON;
}

static bool must_drop(SimSlices *slices)
{
    return sim_stop_wanted(slices) == SIM_STOP_NOW || atomic_load(&slices->failed);
}

bool sim_run_in_slices(SimSlices *slices, SimWorld *world, const void *plan, SimTime until_s, char *why,
                       size_t why_size)
{
    why[0] = '\0';
    for (SimTime now_s = sim_now(world); now_s < until_s;) {
        const SimTime next_s = until_s - now_s > SLICE_S ? now_s + SLICE_S : until_s;
        if (must_drop(slices)) return false;
        if (!slices->model->run_until(world, plan, next_s, why, why_size)) return false;
        atomic_fetch_add(&slices->simulated_s, (unsigned long long)(next_s - now_s));
        now_s = next_s;
    }
    return !must_drop(slices);
}
