// A table that a planner keeps: a CSV file with one row of headings, read as cells that know where they stand.
//
// What spreadsheets do is understood: UTF-8 with or without a mark at its start, any line ends, quoted cells with line
// breaks in them, blank lines and lines of nothing but separators, `;` or tabs between cells (whichever the headings
// use, or a first line `sep=;`), empty columns without a heading at the right. Blanks around a cell are dropped. Dates
// of the form 3/1/2024 (with or without a time) are read as day/month/year, as a British spreadsheet writes them, and
// become 2024-01-03; no cell means anything else by such a text. There are no comments.
//
// A file that is no such table (a workbook, UTF-16, a quote that is never closed, rows of uneven length) is a fault
// with its line and what to do.
#ifndef SIM_SCENARIO_CSV_FILE_H
#define SIM_SCENARIO_CSV_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "sim/scenario/quantity.h"

enum { SIM_CSV_BYTES = 16 << 20, SIM_CSV_COLUMNS = 400, SIM_CSV_ROWS = 100000, SIM_CSV_CELLS = 2000000 };

typedef struct SimCsvFile SimCsvFile;

// `name` is relative to `folder`, the scenario's, and must stay beneath it; `asked` is where it was named. NULL, with
// faults, if it cannot be read or is no sound table: all rows that are broken are told.
SimCsvFile *sim_csv_file_read(const char *folder, const char *name, SimMark asked, SimFaults *faults);
// The same for text in memory. `file` is what marks call it.
SimCsvFile *sim_csv_file_parse(const char *file, const char *text, size_t length, SimFaults *faults);
void sim_csv_file_free(SimCsvFile *csv);  // NULL does nothing; frees all cells and the marks' file name

size_t sim_csv_file_columns(const SimCsvFile *csv);
size_t sim_csv_file_rows(const SimCsvFile *csv);  // without the headings; never blank ones
const char *sim_csv_file_heading(const SimCsvFile *csv, size_t column);
SimMark sim_csv_file_heading_mark(const SimCsvFile *csv, size_t column);
const char *sim_csv_file_cell(const SimCsvFile *csv, size_t row, size_t column);  // "" if it is empty
SimMark sim_csv_file_mark(const SimCsvFile *csv, size_t row, size_t column);

// Whether a heading means this key: letters alike in either case, blanks, `-` and `_` alike.
bool sim_csv_heading_is(const char *heading, const char *key);

#endif
