// What a user or a scheduler can ask of a run in progress: SIGINT and SIGTERM stop it at once, SIGUSR1 lets what is in
// hand be finished.
#ifndef SIM_CLI_SIGNALS_H
#define SIM_CLI_SIGNALS_H

#include "sim/experiment/slices.h"

// Begins to listen. The answer holds an enum SimStop that changes when a signal comes.
const atomic_int *sim_signals_listen(void);

// The signal that stopped it: SIGINT or SIGTERM; 0 if none came. A second one ends the program at once.
int sim_signal_seen(void);

#endif
