// Comma-separated values by RFC 4180, with lines that end in a newline.
//
// Text cells that begin with = + - @ TAB or CR get a leading ' so that no spreadsheet takes them for a formula. Numbers
// are never altered that way: they have at most 10 significant digits, as few as print the same value, and undefined is
// an empty cell.
#ifndef SIM_RESULTS_CSV_H
#define SIM_RESULTS_CSV_H

#include <stdint.h>
#include <stdio.h>

#include "sim/engine/calendar.h"

enum { SIM_NUMBER_TEXT = 32 };

typedef struct {
    FILE *file;  // not owned; its error flag says whether writing failed
    int cells;   // in the line so far
} SimCsvWriter;

void sim_csv_put_text(SimCsvWriter *csv, const char *text);
void sim_csv_put_number(SimCsvWriter *csv, double value);
void sim_csv_put_count(SimCsvWriter *csv, uint64_t value);
void sim_csv_put_date(SimCsvWriter *csv, SimDate date);
void sim_csv_end_line(SimCsvWriter *csv);

// How a number is written; "" for NAN. Returns text.
const char *sim_number_text(double value, char text[static SIM_NUMBER_TEXT]);

#endif
