// What the programs of this folder share: clocks, and the form in which a figure is printed, one a line:
// NAME, a tab, VALUE. run.sh collects the values of a name over its rounds.
//
// What one core does is measured in processor time: on a quiet machine that is the time that passes, on a busy one the
// other programs are left out.
#ifndef BENCH_FIGURE_H
#define BENCH_FIGURE_H

#include <stdio.h>
#include <time.h>

static inline double clock_s(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static inline double wall_s(void)
{
    return clock_s(CLOCK_MONOTONIC);
}

static inline double processor_s(void)
{
    return clock_s(CLOCK_PROCESS_CPUTIME_ID);
}

static inline void print_figure(const char *name, double value)
{
    printf("%s\t%.6g\n", name, value);
}

#endif
