// What a place reported of earlier stretches of time, beside what is simulated of the marked windows.
//
// A reported figure is compared with the window that has the same first and last date. If there is none, it is compared
// with every window, on a common footing: for a working day, for a day of 24 hours, or as a share of another figure.
// Simulated figures are those of the life with the strike on all dates that the window touches. Windows that are not
// wholly within the report have no such figures and are left out.
#ifndef SIM_EXPERIMENT_REPORTED_H
#define SIM_EXPERIMENT_REPORTED_H

#include "sim/experiment/estimate.h"
#include "sim/experiment/outcome.h"

typedef struct {
    const SimWindow *window;  // NULL if nothing is simulated that it can be compared with
    bool same_dates;
    SimEstimate simulated;  // over the whole window
    double reported_per;    // on the footing; NAN if that has no day
    SimEstimate simulated_per;
} SimCompared;

// How many windows a reported figure is compared with; at least 1, as that may be none.
size_t sim_reported_windows(const SimFrame *frame, const SimReported *reported);
// The window of this number among them; NULL if nothing is simulated that it can be compared with.
const SimWindow *sim_reported_window(const SimFrame *frame, const SimReported *reported, size_t number);
bool sim_is_on_same_dates(const SimWindow *a, const SimWindow *b);
// In working days or in days of 24 hours.
double sim_reported_length(const SimWindow *window, enum SimFooting footing);

// With the window of this number among them. `scratch` holds 3 numbers for each replication.
SimCompared sim_reported_compare(const SimOutcome *outcome, const SimReported *reported, size_t number,
                                 double *scratch);

// The first of the columns whose sum is compared.
const SimColumn *sim_reported_column(const SimFrame *frame, const SimReported *reported);

#endif
