// What the programs of this folder share: a clock, and the form in which a figure is printed, one a line:
// NAME, a tab, VALUE. run.sh collects the values of a name over its rounds.
#ifndef BENCH_FIGURE_H
#define BENCH_FIGURE_H

#include <stdio.h>
#include <time.h>

static inline double wall_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static inline void print_figure(const char *name, double value)
{
    printf("%s\t%.6g\n", name, value);
}

#endif
