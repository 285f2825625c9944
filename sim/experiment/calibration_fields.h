// What a calibration fits: the fields that are shared, and those that each place has for itself.
#ifndef SIM_EXPERIMENT_CALIBRATION_FIELDS_H
#define SIM_EXPERIMENT_CALIBRATION_FIELDS_H

#include "sim/experiment/calibration.h"

// Finds the fields, after the figures: a place without figures keeps its values. False with faults.
bool sim_calibration_find_fields(SimCalibration *calibration, SimFaults *faults);

// Fills `calibrated->fields` from all that was tried.
void sim_calibration_describe(const SimCalibration *calibration, SimCalibrated *calibrated);

#endif
