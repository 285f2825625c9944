#include "sim/scenario/nearest.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

enum { LONGEST = 120 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static int folded(char c)
{
    return c == '-' || c == ' ' ? '_' : tolower((unsigned char)c);
}

// Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other, upper and lower case
// alike. Words of more than 120 bytes count as infinitely far.
static size_t edit_distance(const char *a, const char *b)
{
    size_t m = strlen(a), n = strlen(b);
    if (m > LONGEST || n > LONGEST) return SIZE_MAX;
    // Three rows of the table of Damerau and Levenshtein (optimal string alignment): before last, last, this.
    size_t rows[3][LONGEST + 1];
    for (size_t j = 0; j <= n; j++) rows[0][j] = j;
    for (size_t i = 1; i <= m; i++) {
        size_t *row = rows[i % 3];
        const size_t *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            size_t change = folded(a[i - 1]) != folded(b[j - 1]);
            row[j] = least(least(last[j], row[j - 1]) + 1, last[j - 1] + change);
            if (i > 1 && j > 1 && folded(a[i - 1]) == folded(b[j - 2]) && folded(a[i - 2]) == folded(b[j - 1])) {
                row[j] = least(row[j], before[j - 2] + 1);
            }
        }
    }
    return rows[m % 3][n];
}

SimNearest sim_nearest(const char *wanted)
{
    return (SimNearest){.wanted = wanted, .distance = SIZE_MAX};
}

void sim_nearest_try(SimNearest *nearest, const char *candidate)
{
    size_t distance = edit_distance(nearest->wanted, candidate);
    // A third of the word may be wrong; in "los" for "los_days" the beginning is right.
    size_t length = strlen(nearest->wanted);
    size_t allowed = 1 + length / 3;
    if (distance > allowed && length >= 3 && length <= LONGEST && strncmp(nearest->wanted, candidate, length) == 0) {
        distance = allowed;
    }
    if (distance > allowed || distance >= nearest->distance) return;
    nearest->nearest = candidate;
    nearest->distance = distance;
}
