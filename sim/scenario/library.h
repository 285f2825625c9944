// The files a scenario is made of: its own, those it includes, the templates its records are based on, and tables. All
// lie beneath the scenario's folder. Each is read and checked once.
#ifndef SIM_SCENARIO_LIBRARY_H
#define SIM_SCENARIO_LIBRARY_H

#include "sim/scenario/csv_file.h"
#include "sim/scenario/document.h"
#include "sim/scenario/grammar.h"

typedef struct {
    const char *name;  // as written in `based_on`
    const SimPart *record;
    const SimNode *root;  // NULL if it could not be read
} SimTemplate;

typedef struct {
    const char *name;  // as written
    SimCsvFile *csv;   // NULL if it could not be read
} SimTableFile;

typedef struct {
    SimArena *arena;
    SimFaults *faults;
    const char *folder;       // of the scenario
    SimDocument **documents;  // owned
    size_t document_count, document_capacity;
    SimTemplate *templates;
    size_t template_count, template_capacity;
    SimTableFile *tables;  // owned
    size_t table_count, table_capacity;
} SimLibrary;

// `file` is the scenario's own.
void sim_library_open(SimLibrary *library, SimArena *arena, const char *file, SimFaults *faults);
void sim_library_close(SimLibrary *library);

// Hands a document to the library, which frees it when it is closed. NULL does nothing.
void sim_library_keep(SimLibrary *library, SimDocument *document);

// The template of an item of a list of records: what its key `based_on` names. NULL if it has none, or if the file is
// faulty; *failed tells the two apart.
const SimNode *sim_library_template(SimLibrary *library, const SimPart *record, const SimNode *item, bool *failed);

// The CSV file of this name beneath the scenario's folder; NULL if it is faulty.
const SimCsvFile *sim_library_csv(SimLibrary *library, const char *name, SimMark asked);

// Replaces `include: other.yaml` in the scenario by the keys of that file which the scenario does not have itself.
void sim_library_include(SimLibrary *library, SimNode *root, const char *file);

#endif
