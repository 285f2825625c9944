#include "models/waiting_list_formulae.h"

#include "sim/experiment/list_formulae.h"

static const double TARGET_WEEKS = 18, TARGET_SHARE = 0.92, RELIEF_WEEKS = 52;

// Whoever is referred leaves the list in the end, most of them treated: in balance the list's capacity is what comes.
void waiting_list_formulae_print(const TrustPlan *trust, FILE *to)
{
    const ElectiveFields *fields = &trust->fields->elective;
    const double list = trust->elective.list_size, demand = 7 * fields->referrals;
    if (!trust->elective.on || !(list > 0) || !(demand > 0) || !(fields->capacity > 0)) return;
    const double factor = sim_list_factor(TARGET_SHARE);
    const double target = sim_list_target_queue(demand, TARGET_WEEKS, factor);
    fprintf(to,
            "By the formulae of waiting lists (a single list in equilibrium, 92 %% within 18 weeks): load %.2f at %.0f "
            "clocks a week, target size %.0f, ",
            sim_list_load(demand, demand * fields->capacity), demand, target);
    if (sim_list_needs_relief(list, target)) {
        fprintf(to, "of which this list of %.0f is more than twice: with %.0f a week it would be there in a year; ",
                list, sim_list_relief_capacity(demand, list, target, RELIEF_WEEKS));
    } else {
        fprintf(to, "this list %.0f, within twice that; ", list);
    }
    // Little's law: the mean wait is the list over what comes.
    fprintf(to, "pressure %.2f (above 1 the list probably misses the standard).\n",
            sim_list_pressure(list / demand, TARGET_WEEKS));
}
