// What the pictures need of a results folder, read from its tables: who, when, and some numbers of every day.
//
// A table that is missing or broken leaves its part empty and adds a line to the notes; the pictures that need it are
// then left out.
#ifndef SIM_CLI_PLOT_RESULTS_H
#define SIM_CLI_PLOT_RESULTS_H

#include "sim/cli/plot_days.h"
#include "sim/cli/plot_text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

// The measures that pictures show, of the whole trust.
enum SimPlotMeasure { PLOT_LIST, PLOT_FOUR_HOURS, PLOT_BEDS, PLOT_BIRTHS, PLOT_INDUCTIONS, PLOT_MEASURES };
enum SimPlotWorld { PLOT_BASELINE, PLOT_STRIKE, PLOT_DIFFERENCE, PLOT_WORLDS };
// The measures of a step of a service.
enum SimPlotStepMeasure { PLOT_PRESENT, PLOT_WAIT, PLOT_STEP_MEASURES };
// Values of a day of a measure, of a group of staff, and of cancellations.
enum SimPlotSpread { PLOT_MEAN, PLOT_Q05, PLOT_Q25, PLOT_Q50, PLOT_Q75, PLOT_Q95 };
enum SimPlotStaff {
    PLOT_DUE,
    PLOT_ABSENT,
    PLOT_COVERING,
    PLOT_UNFILLED,
    PLOT_CALLED,  // of those due: on shifts from which anybody of the group is absent
    PLOT_STAFF
};
enum SimPlotMoved { PLOT_OUTPATIENT, PLOT_DIAGNOSTIC, PLOT_DAY_CASE, PLOT_INPATIENT, PLOT_SUPPRESSED, PLOT_MOVED };

typedef struct {
    char name[64];     // as in the table: resident_doctors
    SimPlotDays days;  // with the strike
    // The shift that is being read, whose rows stand together.
    SimDate shift_date;
    char shift[64];
    bool is_struck;
    double uncalled;  // due on it, and not counted as called out
} SimPlotGroup;

typedef struct {
    char of[256];              // as in the table: a step, or a class of patients at it (triage, triage/minor)
    char name[SIM_PLOT_TEXT];  // fit for a picture
    SimPlotDays measure[PLOT_STEP_MEASURES][PLOT_WORLDS];
} SimPlotStep;

typedef struct {
    char code[80];
    char name[SIM_PLOT_TEXT];  // fit for a picture
    bool is_total;             // all trusts, or a region
    SimPlotDays measure[PLOT_MEASURES][PLOT_WORLDS];
    double over_windows[PLOT_MEASURES][2];  // shares in both lives, over all days of windows; NAN if unknown
    SimPlotDays moved[PLOT_WORLDS];
    SimPlotGroup *groups;
    size_t group_count, group_room;
    SimPlotStep *steps;  // in the order of the table
    size_t step_count, step_room;
    double replications;  // NAN if unknown
} SimPlotPlace;

typedef struct {
    char name[SIM_PLOT_TEXT];  // fit for a picture
    double start, end;         // days since 1970-01-01T00:00
    bool in_both;              // it happened in both lives
} SimPlotWindow;

typedef struct {
    SimPlotPlace *places;  // in the order of the tables; the total of all trusts last, and only if there are several
    size_t place_count, place_room;
    SimPlotWindow *windows;
    size_t window_count, window_room;
    bool is_share[PLOT_MEASURES];  // the measure is a share of 1, else a number
    size_t tables;                 // how many of the tables there are; 0: not a results folder
    size_t dated_rows;             // of results by date
    size_t faults;                 // tables that are missing or broken
} SimPlotResults;

// Reads a folder; notes about what is missing or broken go to `notes`. Aborts if memory is short.
// Free what was read with sim_plot_results_free, which leaves an empty struct.
void sim_plot_results_read(SimPlotResults *results, const char *folder, FILE *notes);
void sim_plot_results_free(SimPlotResults *results);

#endif
