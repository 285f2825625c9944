// What a researcher writes to fit values that nobody publishes to figures that somebody did:
//
//     walkout_calibration: 1
//     scenario: north.yaml             # relative to the calibration's own folder
//     replications: 10                 # of each evaluation, all on the same random numbers
//     fit:
//       "places[North].rate.weekday": {from: 30%, to: 90%}
//       recovery.extra: {from: 0/week, to: 12/week}
//     fit_each_trust:                  # one field of every place, each by itself
//       "places[*].rate.weekend": {from: 30%, to: 90%}
//     to:                              # or `to: last_time`: all earlier figures that the scenario has
//       - {measure: arrivals@window:January, trust: NTH, world: strike, value: 600, error: 60, source: the return}
//       - {measure: waits_over_4h, value: 31.5, error: 5%}     # without a world: strike; an error of 10 % is assumed
//       - {last_time: January, error: 5%}                      # the earlier figures of that name
//     samples: 200                     # places of the ranges that are tried first, and the share kept at least
//     keep: 5%
//     starts: 5                        # searches, from the best of these, of so many evaluations at most
//     evaluations: 60
//     seed: 1                          # of the sample
#ifndef SIM_EXPERIMENT_CALIBRATION_FILE_H
#define SIM_EXPERIMENT_CALIBRATION_FILE_H

#include "sim/experiment/sweep_file.h"

enum SimFigureWorld { SIM_FIGURE_WITH, SIM_FIGURE_WITHOUT, SIM_FIGURE_DIFFERENCE };

// One figure, or with `last_time` all that a place reported under a name.
typedef struct {
    SimMark mark;
    const char *last_time;  // NULL: a measure
    bool is_every;          // all earlier figures, whatever their name
    SimWanted wanted;
    const char *place;  // code; NULL: the only one
    enum SimFigureWorld world;
    double value;
    double error;           // in the measure's unit; NAN: as a share
    double relative_error;  // of the value
    const char *source;
} SimFigure;

typedef struct {
    SimSweepFile *sweep;  // owned: the scenario, what is fitted as its variations, all ranges, and the sample as its
                          // design. What it is to give is not said yet. The field of each place comes last
    const char *file;
    size_t shared_count;  // variations that are the same everywhere; there is one more if each place has its own
    SimFigure *figures;
    size_t figure_count;
    uint32_t samples, starts, evaluations;  // 1 and no start if nothing is shared
    double keep;
} SimCalibrationFile;

// NULL with faults: all that is wrong with the file itself.
SimCalibrationFile *sim_calibration_file_read(const char *file, const struct sim_model *model, SimFaults *faults);
void sim_calibration_file_free(SimCalibrationFile *calibration);  // NULL does nothing

const char *sim_figure_world_word(enum SimFigureWorld world);

#endif
