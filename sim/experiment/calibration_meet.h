// What the points of a sweep give for the figures of a calibration.
#ifndef SIM_EXPERIMENT_CALIBRATION_MEET_H
#define SIM_EXPERIMENT_CALIBRATION_MEET_H

#include "sim/experiment/calibration.h"

typedef struct {
    SimCalibrationRun *run;
    size_t done, expected;  // points
    uint64_t events;
} SimMeeting;

// The calibration's sweep at the points of a design, whose factors are the calibration's fields.
SimSweepFile sim_calibration_points(const SimCalibration *calibration, SimDesign *design);

// Simulates all points of `file`: met is [point][target]. False if it was stopped, or failed as SimCalibrationRun says.
bool sim_calibration_meet(SimMeeting *meeting, const SimSweepFile *file, uint32_t first_replication, SimMet *met);

// The score of the figures at a place, or at all of them: SIM_EVERYWHERE.
double sim_calibration_score(const SimCalibration *calibration, const SimMet *met, size_t place);

#endif
