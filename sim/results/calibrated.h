// What a calibration found, as files:
//
//   calibration.csv  each field, in the unit in which its range is written: fitted, the interval, the range, whether
//                    the figures identify it, and if not why
//   targets.csv      each figure beside what is simulated at the fit, on the replications it was fitted on and on fresh
//                    ones; z is the difference over the error of figure and mean together
//   evaluations.csv  every place that was tried of the shared fields, with the best value of each trust's own there
//   fitted.yaml      the fitted values, as the keys of a scenario, with where they come from
//   run.json         how it came about
#ifndef SIM_RESULTS_CALIBRATED_H
#define SIM_RESULTS_CALIBRATED_H

#include "sim/experiment/calibration.h"
#include "sim/results/folder.h"
#include "sim/results/manifest.h"

// Why the figures do not identify a field, as a sentence without full stop; "" if they do.
void sim_calibrated_doubt(const SimCalibration *calibration, const SimFittedField *field, char text[static 400]);

// How far what is met is from the figure, in standard errors of both together.
double sim_calibrated_z(const SimTarget *target, SimMet met);

// False with folder->why.
bool sim_calibrated_write(SimFolder *folder, const SimCalibration *calibration, const SimCalibrated *calibrated,
                          const SimManifest *manifest);

#endif
