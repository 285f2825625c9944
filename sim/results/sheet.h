// The tables a run writes: one row a file, with its columns and their types. The header line of the CSV and the
// description in datapackage.json both come from here, so they cannot disagree.
//
// How the numbers are formed is said in sim/experiment: periods.h, reduce.h, derive.h, estimate.h. Printed means of
// baseline, strike and difference are over the replications in which both lives have a value; `replications` says how
// many those are. So baseline + difference = strike in every row.
#ifndef SIM_RESULTS_SHEET_H
#define SIM_RESULTS_SHEET_H

#include "sim/experiment/outcome.h"
#include "sim/results/csv.h"

typedef struct {
    const char *name;
    const char *type;  // of Frictionless: string, number, integer, date, datetime
    const char *description;
} SimSheetField;

typedef struct {
    const struct sim_model *model;
    const SimOutcome *outcome;
} SimSheetSource;

typedef struct {
    const char *file;
    const char *title;
    const SimSheetField *fields;
    size_t field_count;
    bool (*is_needed)(const SimFrame *frame);  // NULL: always; else the table is written only if this is true
    void (*write_lines)(SimCsvWriter *csv, const SimSheetSource *source);
} SimSheet;

// All tables, in the order in which they are described.
const SimSheet *sim_sheets(size_t *count);

// Whether results of this shape have the table.
bool sim_sheet_is_needed(const SimSheet *sheet, const SimFrame *frame);

// The header and all lines.
void sim_sheet_write(const SimSheet *sheet, const SimSheetSource *source, FILE *file);

// The lines of each; in sheet_values.c, sheet_counts.c, sheet_logs.c, sheet_reported.c and sheet_words.c.
void sim_sheet_summary(SimCsvWriter *csv, const SimSheetSource *source);
void sim_sheet_daily(SimCsvWriter *csv, const SimSheetSource *source);
void sim_sheet_replications(SimCsvWriter *csv, const SimSheetSource *source);
void sim_sheet_staffing(SimCsvWriter *csv, const SimSheetSource *source);
void sim_sheet_cancellations(SimCsvWriter *csv, const SimSheetSource *source);
void sim_sheet_waits(SimCsvWriter *csv, const SimSheetSource *source);
void sim_sheet_numbers(SimCsvWriter *csv, const SimSheetSource *source);
void sim_sheet_reported(SimCsvWriter *csv, const SimSheetSource *source);
void sim_sheet_measures(SimCsvWriter *csv, const SimSheetSource *source);
void sim_sheet_windows(SimCsvWriter *csv, const SimSheetSource *source);

#endif
