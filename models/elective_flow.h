// What flows through each stage of a service whose waiting list stays level.
#ifndef MODELS_ELECTIVE_FLOW_H
#define MODELS_ELECTIVE_FLOW_H

#include "models/elective.h"

// Patients a calendar day, and those who wait.
typedef struct {
    double clock_starts;
    double referred;                 // of the clocks that start; the others start anew after a missed appointment
    double list[WAITING_STAGES];     // those who wait in the stage, booked ones included
    double through[WAITING_STAGES];  // leave the stage by being seen
    double booked[WAITING_STAGES];   // slots they need, with those missed and cancelled
} ElectiveFlow;

// Of every service of a plan that has list_size, the services and what happens to appointments. The list of each
// service is its own share; those of each stage over all services are the shares given.
void elective_flows(const ElectivePlan *plan, const ElectiveFields *fields, const double stage_shares[LIST_STAGES],
                    ElectiveFlow flows[SERVICES_MOST]);

#endif
