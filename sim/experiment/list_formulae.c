#include "sim/experiment/list_formulae.h"

#include <math.h>

double sim_list_load(double demand_per_week, double capacity_per_week)
{
    return demand_per_week / capacity_per_week;
}

double sim_list_factor(double share_within_target)
{
    return -log1p(-share_within_target);
}

double sim_list_target_mean_wait(double target_wait_weeks, double factor)
{
    return target_wait_weeks / factor;
}

double sim_list_target_queue(double demand_per_week, double target_wait_weeks, double factor)
{
    return demand_per_week * sim_list_target_mean_wait(target_wait_weeks, factor);
}

bool sim_list_needs_relief(double queue, double target_queue)
{
    return queue > 2 * target_queue;
}

double sim_list_relief_capacity(double demand_per_week, double queue, double target_queue, double weeks)
{
    return demand_per_week + (queue - target_queue) / weeks;
}

double sim_list_pressure(double mean_wait_weeks, double target_wait_weeks)
{
    return 2 * mean_wait_weeks / target_wait_weeks;
}
