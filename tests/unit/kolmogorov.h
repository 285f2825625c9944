// The Kolmogorov-Smirnov test of numbers that should be uniform on (0, 1).
#ifndef TESTS_UNIT_KOLMOGOROV_H
#define TESTS_UNIT_KOLMOGOROV_H

#include <math.h>
#include <stddef.h>
#include <stdlib.h>

static int kolmogorov_compare(const void *a, const void *b)
{
    const double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

// The greatest distance between the empirical and the uniform distribution, times the square root of the count. Sorts
// the numbers. Under the hypothesis it exceeds 2.2253 with probability 1e-4 (Kolmogorov's limit: 2 exp(-2 x^2)).
static double kolmogorov_statistic(double *uniforms, size_t count)
{
    qsort(uniforms, count, sizeof *uniforms, kolmogorov_compare);
    double distance = 0;
    for (size_t i = 0; i < count; i++) {
        const double above = (double)(i + 1) / (double)count - uniforms[i];
        const double below = uniforms[i] - (double)i / (double)count;
        distance = fmax(distance, fmax(above, below));
    }
    return distance * sqrt((double)count);
}

static const double KOLMOGOROV_CRITICAL = 2.2253;

#endif
