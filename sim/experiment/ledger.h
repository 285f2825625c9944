// Ledgers: rows by date and text keys, such as who was due on a shift or which appointments were moved. Books are kept
// in order of date and keys and add row by row; a row that a book lacks counts as zero.
#ifndef SIM_EXPERIMENT_LEDGER_H
#define SIM_EXPERIMENT_LEDGER_H

#include "sim/experiment/model.h"

enum { SIM_LEDGER_KEYS = 4, SIM_LEDGER_VALUES = 4 };

typedef struct {
    SimDate date;
    uint32_t key[SIM_LEDGER_KEYS];  // numbers of texts of the book
    double value[SIM_LEDGER_VALUES];
} SimLedgerEntry;

typedef struct {
    char **texts;  // owned, as all that follows
    size_t text_count, text_capacity;
    SimLedgerEntry *entries;  // in order of date, then of the keys' texts; each key once
    size_t count, capacity;
} SimBook;

void sim_book_free(SimBook *book);

// Reads a ledger of a life that has run to its end: rows dated in the report. Rows with the same keys are summed.
SimBook sim_book_read(const struct sim_model *model, const SimWorld *world, const void *plan, enum SimLedger ledger);

void sim_book_add(SimBook *into, const SimBook *from);

// strike minus baseline, row by row.
SimBook sim_book_difference(const SimBook *strike, const SimBook *baseline);

#endif
