// The ledgers of a life: who was due, absent and covering, and whose appointments were moved.
#ifndef MODELS_LEDGER_H
#define MODELS_LEDGER_H

#include "sim/experiment/model.h"

// Rows of staffing.csv (for the days of every strike of the scenario and three days on either side) or of
// cancellations.csv, in order of their dates.
void ledger_read(const SimWorld *world, const void *plan, enum SimLedger ledger,
                 void (*row)(void *context, const SimLedgerRow *row), void *context);

#endif
