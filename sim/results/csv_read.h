// Reads the tables that a run has written, row by row: RFC 4180 with a header, either kind of line end.
//
// A reader trusts nothing: only regular files are opened, a field holds no NUL byte, and a row has as many fields as
// the header, at most 256 of them and 1 MiB in all. What breaks a rule ends the reading with a message that names the
// line.
#ifndef SIM_RESULTS_CSV_READ_H
#define SIM_RESULTS_CSV_READ_H

#include <stdbool.h>
#include <stddef.h>

typedef struct SimCsv SimCsv;

// Opens a table and reads its header. NULL, with a message, if the file cannot be read or has no header.
// Free with sim_csv_close; closing NULL does nothing.
SimCsv *sim_csv_open(const char *path, char *message, size_t message_size);
void sim_csv_close(SimCsv *csv);

// The number of a column, from 0; -1 if the table has none of that name.
int sim_csv_column(const SimCsv *csv, const char *name);
// The name of a column, from 0; NULL if there are fewer.
const char *sim_csv_heading(const SimCsv *csv, int column);
// Finds all columns that a caller needs. False, with a message that names the first one missing.
bool sim_csv_columns(const SimCsv *csv, const char *const names[], size_t count, int columns[], char *message,
                     size_t message_size);

// Moves to the next row, skipping blank lines. False at the end and at a fault; sim_csv_fault tells them apart.
bool sim_csv_next(SimCsv *csv);
// NULL, or what is wrong and on which line.
const char *sim_csv_fault(const SimCsv *csv);

// A field of the row: valid until the next call of sim_csv_next. Empty for column -1.
const char *sim_csv_text(const SimCsv *csv, int column);
// The same as a number; NAN if it is empty or no finite decimal number.
double sim_csv_number(const SimCsv *csv, int column);

#endif
