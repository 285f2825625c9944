// What is wrong in what the user gave: collected, so that one run of `check` prints all of it.
#ifndef SIM_SCENARIO_FAULT_H
#define SIM_SCENARIO_FAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

// Where a value was written. file may be NULL (a value from the command line or a default).
typedef struct {
    const char *file;  // owned by the document it comes from
    int line, column;  // from 1; 0 if unknown
} SimMark;

typedef struct SimFaults SimFaults;

SimFaults *sim_faults_new(void);
void sim_faults_free(SimFaults *faults);

// Adds a fault: what is wrong; what to write instead. Always returns false, so a reader can end with
// `return sim_fault(...)`. Control characters in the text are replaced by '?'.
bool sim_fault(SimFaults *faults, SimMark mark, const char *format, ...) __attribute__((format(printf, 3, 4)));
// The same for what is allowed but deserves a look.
void sim_warn(SimFaults *faults, SimMark mark, const char *format, ...) __attribute__((format(printf, 3, 4)));

size_t sim_faults_count(const SimFaults *faults);
// How often a fault was found, also one that is kept already: what tells whether a reader has found any.
size_t sim_faults_found(const SimFaults *faults);
// How many of the faults that are kept stand in this file; 0 if it is NULL.
size_t sim_faults_in(const SimFaults *faults, const char *file);
size_t sim_warnings_count(const SimFaults *faults);
const char *sim_warning_text(const SimFaults *faults, size_t index);
// Prints faults (and warnings, marked so) in order of file and line: `file:line:column: what; what to write`.
void sim_faults_print(const SimFaults *faults, FILE *to);

#endif
