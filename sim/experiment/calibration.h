// Fits values of a scenario to figures: what the fit's places are in the scenario, and what is scored.
//
// A place is scored by the sum over the figures of the squared difference between the mean simulated and the figure,
// over the variance of the figure's error plus that of the mean. All places have the same random numbers, and those of
// a batch are points of one sweep, which share their pasts. What was fitted is scored again on fresh replications: how
// much worse it then is, is what was fitted to chance.
//
// A field that each trust has for itself is fitted inside: wherever the shared fields are tried, it is sought along its
// range for every trust that has figures, by those alone. Trusts are simulated apart, so that a point which has another
// value for each of them is a trial of all.
#ifndef SIM_EXPERIMENT_CALIBRATION_H
#define SIM_EXPERIMENT_CALIBRATION_H

#include "sim/experiment/calibration_file.h"
#include "sim/experiment/fit.h"
#include "sim/experiment/slices.h"
#include "sim/experiment/sweep.h"

// A figure at one place. Simulated is the sum of the parts, over that of the bases if there are any, over the divisor.
typedef struct {
    const char *name, *source;
    const char *code;  // of the place
    size_t place;
    enum SimFigureWorld world;
    double value, error;
    SimWanted *parts, *bases;
    size_t part_count, base_count;
    double divisor;
} SimTarget;

typedef struct {
    const SimCalibrationFile *file;
    const struct sim_model *model;
    SimTarget *targets;  // owned
    size_t target_count;
    SimWanted *wanted;  // owned: all parts and bases, each once
    size_t wanted_count;
    const char **codes;  // of the places; in the file's arena
    size_t place_count;
    // What is fitted: the shared fields, then that of each place with figures, by its own path. In the file's arena.
    SimVariation *fields;
    size_t shared_count, field_count;
    size_t *place_of;  // [field - shared_count]
    char hash[17];     // of the scenario as it is
    uint32_t seed;
} SimCalibration;

// NULL with faults: reads the scenario, and finds the figures in it.
SimCalibration *sim_calibration_new(const SimCalibrationFile *file, SimFaults *faults);
void sim_calibration_free(SimCalibration *calibration);  // NULL does nothing

typedef struct {
    double mean, standard_error;  // NAN if never defined
} SimMet;

// A value as a scenario says it: a number of four digits, and the unit in which its range was given.
typedef char SimFittedText[SIM_QUANTITY_BYTES];

// Of a shared field the interval is the fit's. Of each trust's it is from the least to the largest value that was tried
// and is within SIM_FIT_NEAR of the least score, whatever the shared fields then were.
typedef struct {
    SimFittedText fitted, low, middle, high;
    double width;     // of the interval, over that of the range
    bool is_wide;     // above SIM_FIT_WIDE: the figures say nothing of it
    bool is_at_edge;  // within a hundredth of an end of its range
    size_t stand_in;  // another field that can stand in for it; SIZE_MAX: none
} SimFittedField;

// One trial of a trust's own field.
typedef struct {
    double place, score;  // in the range; of the trust's figures
} SimTrial;

typedef struct {
    SimFit *fit;             // of the shared fields; all that follows is owned
    SimMet *met;             // [evaluation][target], where each trust's own field is best
    double *each;            // [evaluation][field - shared_count]: the best places of these fields
    SimTrial *trials;        // [evaluation][SIM_LINE_TRIALS][field - shared_count]
    SimTrial *fine;          // [SIM_FINE_TRIALS][field - shared_count]: evenly over the range, at the fit
    SimFittedField *fields;  // [field]
    SimMet *at_fit, *fresh;  // [target], of the fitted values as they are written
    double score, fresh_score;
    size_t points;  // simulated in all
    uint64_t events;
} SimCalibrated;

enum { SIM_FINE_TRIALS = 41 };

typedef struct {
    const SimCalibration *calibration;
    uint32_t replications, threads;
    const atomic_int *stop;
    void *context;
    void (*progress)(void *context, double share_done);
    SimFaults *faults;  // of values in the ranges that the scenario cannot have
    char message[700];  // out: why it failed
} SimCalibrationRun;

// NULL if it was stopped, or failed: with faults, or a message.
SimCalibrated *sim_calibration_run(SimCalibrationRun *run);
void sim_calibrated_free(SimCalibrated *calibrated);  // NULL does nothing

// The value at a place of a field's range.
void sim_calibration_text(const SimCalibration *calibration, size_t field, double place, SimFittedText text);

#endif
