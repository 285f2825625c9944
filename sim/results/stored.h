// What a store holds, read for analysis: the points and their design, what was measured, and the values, site by site.
//
// A site is a place; then, if there are several, regions that are known, and ALL. The value of several places is formed
// as in a run (over_trusts.h).
#ifndef SIM_RESULTS_STORED_H
#define SIM_RESULTS_STORED_H

#include "sim/experiment/design.h"
#include "sim/experiment/model.h"
#include "sim/experiment/over_trusts.h"
#include "sim/experiment/sweep_file.h"

typedef struct {
    char *measure, *of, *period, *unit;
    enum SimOverTrusts over;
} SimStoredMeasure;

typedef struct {
    char *name;  // code of the place, region:NAME, ALL
    char *region;
    bool is_place;
} SimStoredSite;

// What the sweep is to find.
typedef struct {
    enum SimFindKind kind;
    size_t measure;
    enum SimFindWorld world;
    bool is_at_most;
    double limit;  // NAN unless it is a search
} SimStoredQuestion;

typedef struct {
    struct sqlite3 *db;  // owned, as all that follows
    SimDesign *design;   // NULL if the points were listed
    size_t point_count, factor_count, measure_count, site_count;
    uint32_t replications;  // the highest there is
    char **factors;         // names
    char **texts;           // [point][factor]
    double *numbers;        // [point][factor]; NAN for what is no number
    SimStoredMeasure *measures;
    SimStoredSite *sites;
    SimStoredQuestion question;
} SimStored;

// NULL, with `why`, if it is no store or cannot be read.
SimStored *sim_stored_open(const char *path, char *why, size_t why_size);
void sim_stored_free(SimStored *stored);

// Where the value of a measure stands in what sim_stored_read fills; replications from 0.
static inline size_t sim_stored_at(const SimStored *stored, size_t measure, enum SimLife life, size_t point,
                                   uint32_t replication)
{
    return ((measure * SIM_LIVES + life) * stored->point_count + point) * stored->replications + replication;
}
static inline size_t sim_stored_size(const SimStored *stored)
{
    return stored->measure_count * SIM_LIVES * stored->point_count * stored->replications;
}

// The values of a site, NAN where there are none (or, of several places, where one is missing). False if the store
// cannot be read.
bool sim_stored_read(const SimStored *stored, size_t site, double *values);

// How many replications of a point are there at every place, up to the given one: [point].
bool sim_stored_counts(const SimStored *stored, uint32_t replications, uint32_t *counts);

#endif
