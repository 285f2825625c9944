// What a researcher writes to run a scenario at many points:
//
//     walkout_sweep: 1
//     scenario: north.yaml                                 # relative to the sweep's own folder
//     replications: 10                                     # or {precision: 5%, of: [arrivals], at_most: 500}
//     design: grid                                         # list, one_at_a_time, latin, sobol, morris, saltelli
//     vary:
//       "places[North].rate.weekday": [30%, 45%, 60%]      # a list of levels
//       recovery.extra: {from: 0/week, to: 12/week, steps: 4}    # a range
//       response:                                          # whole sections as levels
//         - {policy: late}
//         - {policy: early, lead: 7 d}
//       notice:                                            # a name of one's own:
//         - {name: short, set: {response.lead: 1 d, "places[*].told": off}}    # changes made together
//         - {name: long, set: {response.lead: 9 d}}
//     of: [arrivals, prompt@whole, "left/12 weeks"]        # measure/of@period
//
// Instead of `vary` and a design a search may say what varies: `find` (SimFind).
// With `design: list` the points are the rows of `points: {from: points.csv}`, whose columns are headed by paths; a
// cell that is empty says nothing.
#ifndef SIM_EXPERIMENT_SWEEP_FILE_H
#define SIM_EXPERIMENT_SWEEP_FILE_H

#include "sim/experiment/design.h"
#include "sim/experiment/model.h"
#include "sim/experiment/wanted.h"
#include "sim/scenario/csv_file.h"
#include "sim/scenario/document.h"
#include "sim/scenario/quantity.h"

// One level: values that are written together.
typedef struct {
    const char *name;  // how results call it
    double number;     // of a single value that is a number, else its index
    SimChange *changes;
    size_t change_count;
} SimLevel;

// The unit in which a range is written, as its `from` has it: "%", "/week", " min"; "" of a plain number.
typedef struct {
    const char *text;
    double size;  // of one, as the field is stored; 0: values are printed as they are shortest
} SimRangeUnit;

// What varies: levels, or a range of numbers.
typedef struct {
    const char *name;  // the path, or a name of the user's own
    SimMark mark;
    SimLevel *levels;
    size_t level_count;
    const SimField *row;  // of a range
    double from, to;
    SimRangeUnit unit;
    uint32_t steps;
} SimVariation;

// How many replications are enough: `replications: {precision: 5%, of: [arrivals], at_most: 500}`.
typedef struct {
    bool is_asked;
    double relative;  // half-width of the 95 % interval of the difference, over the difference
    uint32_t at_least, at_most;
    SimWanted *of;
    double *floors;  // of each: a half-width that is small enough whatever the difference; 0: none
    size_t count;
} SimEnoughFile;

// A question that the sweep answers: `find: {least: recovery.extra, from: 0/week, to: 40/week, within: 0.5/week,
// such_that: {measure: left, world: difference, at_most: 50}}`, a search along one field; or `find: {lowest:
// arrivals}`, the best of the sweep's points.
enum SimFindKind { SIM_FIND_NOTHING, SIM_FIND_LEAST, SIM_FIND_MOST, SIM_FIND_LOWEST, SIM_FIND_HIGHEST };
enum SimFindWorld { SIM_OF_DIFFERENCE, SIM_OF_STRIKE, SIM_OF_BASELINE };

typedef struct {
    enum SimFindKind kind;
    SimWanted measure;
    enum SimFindWorld world;
    bool is_at_most;  // of a search: the goal is at most `limit`, else at least
    double limit;     // in the measure's unit
} SimFind;

// Only some points are run: those that the search comes to.
static inline bool sim_find_is_search(enum SimFindKind kind)
{
    return kind == SIM_FIND_LEAST || kind == SIM_FIND_MOST;
}

// What stores call them; of a word that is none, SIM_FIND_NOTHING and SIM_OF_DIFFERENCE.
const char *sim_find_word(enum SimFindKind kind);
enum SimFindKind sim_find_of_word(const char *word);
const char *sim_find_world_word(enum SimFindWorld world);
enum SimFindWorld sim_find_world_of_word(const char *word);

typedef struct {
    SimDocument *document;  // owned, as all that follows lives in it
    SimArena *arena;
    const char *scenario;   // as it can be opened
    uint32_t replications;  // fixed; or at most
    SimEnoughFile enough;
    SimFind find;
    SimVariation *variations;
    size_t variation_count;
    SimDesign *design;   // NULL with `design: list`
    SimCsvFile *points;  // owned; of `design: list`
    size_t point_count;
    SimWanted *wanted;  // none: the model's own choice
    size_t wanted_count;
    const struct sim_model *model;
} SimSweepFile;

// NULL with faults: all that is wrong with the sweep file itself. What a point makes of the scenario is read later.
SimSweepFile *sim_sweep_file_read(const char *file, const struct sim_model *model, SimFaults *faults);
void sim_sweep_file_free(SimSweepFile *sweep);  // NULL does nothing

// The same from a tree with the keys of a sweep, whose nodes and marks live in the document of some other file, which
// is taken over, also if it fails.
SimSweepFile *sim_sweep_file_of(SimDocument *document, const SimNode *root, const struct sim_model *model,
                                SimFaults *faults);

// How such files are read: single values by a row of their own, and keys that must be among these.
bool sim_sweep_value_read(const SimNode *node, const SimField *row, SimValue *value, SimFaults *faults);
bool sim_sweep_keys_are_known(const SimNode *map, const char *const keys[], size_t count, SimFaults *faults);

// What designs and the roles of points are called in sweeps and stores; the number of a word, or -1.
const char *sim_design_word(enum SimDesignKind kind);
int sim_design_of_word(const char *word);
const char *sim_point_word(enum SimPointRole role);
int sim_point_of_word(const char *word);

#endif
