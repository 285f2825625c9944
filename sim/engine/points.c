#include "sim/engine/points.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    GUIDE_BITS = 8,
    CELLS_MOST = 1 << 16,  // a bound on time and memory for whatever parameters; none known needs a quarter
    QUARTERS = 4           // an octave of words begins as so many cells
};

typedef struct {
    double coefficient[4];  // of the powers 0 to 3 of the place in the cell, 0 at its first word, 1 at its last
    double place_of_word;
    uint32_t first;
} Cell;

struct SimPoints {
    const SimStandard *standard;  // while it is built
    size_t count, capacity;
    Cell *cells;
    uint32_t guide[(1 << GUIDE_BITS) + 1];  // the cell in which the first word with these leading bits lies
};

bool sim_is_close(double approximation, double exact, double relative)
{
    return fabs(approximation - exact) <= fmax(relative * fabs(exact), relative / 10);
}

// The slope c1 + 2 c2 t + 3 c3 t^2 is smallest at an end, or where it has a minimum between them. What a double rounds
// off a coefficient is no fall.
bool sim_cell_rises(const SimCell *cell)
{
    const double *c = cell->coefficient, level = -1e-14 * fabs(c[0]);
    if (c[1] < level || c[1] + 2 * c[2] + 3 * c[3] < level) return false;
    const bool has_minimum_inside = c[3] > 0 && c[2] < 0 && -c[2] < 3 * c[3];
    return !has_minimum_inside || c[1] - c[2] * c[2] / (3 * c[3]) >= level;
}

// At a word, or between two.
static double quantile_at(const SimPoints *points, double word)
{
    const double above = (double)UINT32_MAX - word;
    if (word < above) return sim_standard_quantile(points->standard, (word + 0.5) * 0x1p-32, SIM_LOWER);
    return sim_standard_quantile(points->standard, (above + 0.5) * 0x1p-32, SIM_UPPER);
}

static void append(SimPoints *points, uint32_t first, uint32_t last, SimCell cubic)
{
    if (points->count == points->capacity) {
        points->capacity = points->capacity ? 2 * points->capacity : 256;
        points->cells = realloc(points->cells, points->capacity * sizeof *points->cells);
        if (!points->cells) {
            fprintf(stderr, "out of memory: %zu cells of a distribution were wanted\n", points->capacity);
            abort();
        }
    }
    Cell *cell = &points->cells[points->count++];
    *cell = (Cell){.place_of_word = last > first ? 1 / (double)(last - first) : 0, .first = first};
    for (int power = 0; power < 4; power++) cell->coefficient[power] = cubic.coefficient[power];
}

// Differences come first, so that equal values give a constant exactly.
static SimCell cubic_through(const double f[4])
{
    const double a = f[1] - f[0], b = f[2] - f[0], c = f[3] - f[0];
    return (SimCell){{f[0], (18 * a - 9 * b + 2 * c) / 2, (-45 * a + 36 * b - 9 * c) / 2, (27 * (a - b) + 9 * c) / 2}};
}

static bool is_good(const SimCell *cell, const double exact[3])
{
    static const double places[3] = {1 / 6.0, 1 / 2.0, 5 / 6.0};
    const double *c = cell->coefficient;
    if (!sim_cell_rises(cell)) return false;
    for (int i = 0; i < 3; i++) {
        const double t = places[i];
        if (!sim_is_close(c[0] + t * (c[1] + t * (c[2] + t * c[3])), exact[i], 0.5e-7)) return false;
    }
    return true;
}

// A cubic where one will do, else a straight line, else two halves.
static void cover(SimPoints *points, uint32_t first, uint32_t last)
{
    const double length = (double)last - first;
    double nodes[4], between[3];
    for (int i = 0; i < 4; i++) nodes[i] = quantile_at(points, first + length * i / 3);
    for (int i = 0; i < 3; i++) between[i] = quantile_at(points, first + length * (2 * i + 1) / 6);
    const SimCell cubic = cubic_through(nodes), line = {{nodes[0], nodes[3] - nodes[0], 0, 0}};
    if (is_good(&cubic, between)) {
        append(points, first, last, cubic);
        return;
    }
    if (last - first < 2 || points->count >= CELLS_MOST || is_good(&line, between)) {
        append(points, first, last, line);
        return;
    }
    const uint32_t middle = first + (last - first) / 2;
    cover(points, first, middle);
    cover(points, middle + 1, last);
}

static int compare_words(const void *a, const void *b)
{
    const uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

// The first word whose middle is at or above the probability.
static uint32_t word_of(double probability)
{
    return (uint32_t)fmax(0, fmin(UINT32_MAX, ceil(probability * 0x1p32 - 0.5)));
}

// Cells begin at least where octaves of either tail and their quarters do, and at every kink.
static uint32_t *list_starts(const SimStandard *standard, size_t *count)
{
    const size_t kinks = sim_standard_kinks(standard);
    uint32_t *starts = malloc((kinks + 2 * 32 * QUARTERS + 1) * sizeof *starts);
    if (!starts) abort();
    *count = 0;
    starts[(*count)++] = 0;
    for (size_t i = 0; i < kinks; i++) starts[(*count)++] = word_of(sim_standard_kink(standard, i));
    for (int octave = 2; octave < 32; octave++) {
        for (uint32_t quarter = 0; quarter < QUARTERS; quarter++) {
            const uint32_t start = (QUARTERS + quarter) << (octave - 2);
            if (octave == 31 && quarter > 0) break;
            starts[(*count)++] = start;
            starts[(*count)++] = 0 - start;
        }
    }
    qsort(starts, *count, sizeof *starts, compare_words);
    return starts;
}

static void fill_guide(SimPoints *points)
{
    size_t cell = 0;
    for (uint32_t lead = 0; lead < 1 << GUIDE_BITS; lead++) {
        const uint32_t word = lead << (32 - GUIDE_BITS);
        while (cell + 1 < points->count && points->cells[cell + 1].first <= word) cell++;
        points->guide[lead] = (uint32_t)cell;
    }
    points->guide[1 << GUIDE_BITS] = (uint32_t)(points->count - 1);
}

SimPoints *sim_points_new(const SimStandard *standard)
{
    SimPoints *points = calloc(1, sizeof *points);
    if (!points) abort();
    points->standard = standard;
    size_t count;
    uint32_t *starts = list_starts(standard, &count);
    for (size_t i = 0; i < count; i++) {
        if (i + 1 < count && starts[i] == starts[i + 1]) continue;
        cover(points, starts[i], i + 1 < count ? starts[i + 1] - 1 : UINT32_MAX);
    }
    free(starts);
    fill_guide(points);
    points->standard = NULL;
    return points;
}

void sim_points_free(SimPoints *points)
{
    if (!points) return;
    free(points->cells);
    free(points);
}

// The last cell that begins at the word or before.
static const Cell *cell_of(const SimPoints *points, uint32_t word)
{
    const uint32_t lead = word >> (32 - GUIDE_BITS);
    uint32_t low = points->guide[lead], high = points->guide[lead + 1];
    while (low < high) {
        const uint32_t middle = high - (high - low) / 2;
        if (points->cells[middle].first <= word)
            low = middle;
        else
            high = middle - 1;
    }
    return &points->cells[low];
}

double sim_variate_by_points(const SimDistribution *distribution, uint32_t word)
{
    if (!distribution->points) return distribution->mean;
    const Cell *cell = cell_of(distribution->points, word);
    const double place = (double)(word - cell->first) * cell->place_of_word;
    const double *c = cell->coefficient;
    return distribution->mean * fmax(0, c[0] + place * (c[1] + place * (c[2] + place * c[3])));
}
