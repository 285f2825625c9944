// How far a run has come and how long it will still take: one line on stderr, and only on a terminal.
#ifndef SIM_CLI_PROGRESS_H
#define SIM_CLI_PROGRESS_H

#include <stdbool.h>

typedef struct {
    bool is_shown;
    double began_s;  // on the monotonic clock
    double last_s;
} SimProgress;

SimProgress sim_progress_begin(void);
void sim_progress_show(void *progress, double share_done);  // for SimRun; `progress` is a SimProgress
void sim_progress_end(SimProgress *progress);               // clears the line

double sim_clock_s(void);  // the monotonic clock

#endif
