// The well-known formulae of waiting lists, to stand beside what the simulation says: Fong, Mushtaq, House, Gordon,
// Chen, Griffiths, Ahmad and Walton (2022), Understanding Waiting Lists Pressures, medRxiv 2022.08.23.22279117, facts
// 1, 2, 4, 6, 7 and 9, as the R package NHSRwaitinglist 0.1.2 computes them.
//
// Units: patients, weeks, patients per week. They suppose one list in equilibrium, whose waits are about exponential:
// nobody is urgent, nobody leaves unseen, demand does not change. Where there is no answer it is NAN or INFINITY.
#ifndef SIM_EXPERIMENT_LIST_FORMULAE_H
#define SIM_EXPERIMENT_LIST_FORMULAE_H

#include <stdbool.h>

// Facts 1 and 2: demand over capacity. At 1 and above the list grows without end.
double sim_list_load(double demand_per_week, double capacity_per_week);

// By what the target is divided for the mean wait, if this share of patients is to be seen within the target:
// P(wait > target) = exp(-target / mean). Fact 4 takes 4 (98.2 %) to 6 (99.8 %); 92 % makes 2.53.
double sim_list_factor(double share_within_target);

double sim_list_target_mean_wait(double target_wait_weeks, double factor);

// Fact 6: by Little's law, the size at which the mean wait is target / factor. Demand x target / 4.
double sim_list_target_queue(double demand_per_week, double target_wait_weeks, double factor);

// Fact 7: a list of more than twice its target size needs relief: this capacity brings it to the target size in so many
// weeks.
bool sim_list_needs_relief(double queue, double target_queue);
double sim_list_relief_capacity(double demand_per_week, double queue, double target_queue, double weeks);

// Fact 9: above 1 the list will probably miss its target.
double sim_list_pressure(double mean_wait_weeks, double target_wait_weeks);

#endif
