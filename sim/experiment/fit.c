#include "sim/experiment/fit.h"

#include <gsl/gsl_multimin.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/experiment/estimate.h"
#include "sim/experiment/memory.h"

// In logit coordinates: at the middle of a range 0.5 is an eighth of it, and 0.02 half a hundredth.
static const double FIRST_STEP = 0.5, SMALL_ENOUGH = 0.02;

typedef struct {
    const SimFitPlan *plan;
    SimFit *fit;
    size_t capacity;
} Fitting;

// One search, run on the scores that are known.
typedef struct {
    Fitting *fitting;
    uint32_t number;  // from 1
    uint32_t asked;   // scores, known or not
    bool is_waiting;  // for the score of `missing`
    double *missing;
} Search;

static double to_line(double place)
{
    const double nearly = 1e-9;
    const double inside = place < nearly ? nearly : place > 1 - nearly ? 1 - nearly : place;
    return log(inside / (1 - inside));
}

static double to_cube(double line)
{
    return 1 / (1 + exp(-line));
}

// Scores

static void make_room(Fitting *fitting, size_t count)
{
    SimFit *fit = fitting->fit;
    if (count <= fitting->capacity) return;
    const size_t capacity = 2 * count, factors = fit->factors;
    double *places = sim_zeroed(capacity * factors, sizeof *places), *scores = sim_zeroed(capacity, sizeof *scores);
    uint32_t *starts = sim_zeroed(capacity, sizeof *starts);
    if (fit->count > 0) {
        memcpy(places, fit->places, fit->count * factors * sizeof *places);
        memcpy(scores, fit->scores, fit->count * sizeof *scores);
        memcpy(starts, fit->starts, fit->count * sizeof *starts);
    }
    free(fit->places);
    free(fit->scores);
    free(fit->starts);
    fit->places = places;
    fit->scores = scores;
    fit->starts = starts;
    fitting->capacity = capacity;
}

// A place to be scored with the next batch.
static void add_place(Fitting *fitting, const double *place, uint32_t start)
{
    SimFit *fit = fitting->fit;
    make_room(fitting, fit->count + 1);
    memcpy(fit->places + fit->count * fit->factors, place, fit->factors * sizeof *place);
    fit->starts[fit->count++] = start;
}

static bool score_from(Fitting *fitting, size_t first)
{
    SimFit *fit = fitting->fit;
    if (first == fit->count) return true;
    if (!fitting->plan->score(fitting->plan->context, fit->places + first * fit->factors, fit->count - first,
                              fit->scores + first))
        return false;
    for (size_t i = first; i < fit->count; i++) {
        if (fit->scores[i] < fit->scores[fit->best]) fit->best = i;
    }
    return true;
}

static const double *known_score(const SimFit *fit, const double *place)
{
    for (size_t i = 0; i < fit->count; i++) {
        if (memcmp(fit->places + i * fit->factors, place, fit->factors * sizeof *place) == 0) return &fit->scores[i];
    }
    return NULL;
}

// A search

// NAN, at which GSL gives up, if the score is not known yet.
static double score_at(const gsl_vector *line, void *context)
{
    Search *search = context;
    const SimFit *fit = search->fitting->fit;
    if (search->is_waiting) return NAN;
    for (uint32_t i = 0; i < fit->factors; i++) search->missing[i] = to_cube(gsl_vector_get(line, i));
    search->asked++;
    const double *known = known_score(fit, search->missing);
    search->is_waiting = !known;
    return known ? *known : NAN;
}

static void set_start(const Search *search, size_t start, gsl_vector *line)
{
    const SimFit *fit = search->fitting->fit;
    for (uint32_t i = 0; i < fit->factors; i++) gsl_vector_set(line, i, to_line(fit->places[start * fit->factors + i]));
}

// From the start to the first score that is not known, or to the end.
static void run_search(Search *search, size_t start)
{
    const SimFitPlan *plan = search->fitting->plan;
    gsl_vector *line = gsl_vector_alloc(plan->factors), *steps = gsl_vector_alloc(plan->factors);
    gsl_multimin_fminimizer *simplex = gsl_multimin_fminimizer_alloc(gsl_multimin_fminimizer_nmsimplex2, plan->factors);
    gsl_multimin_function function = {.f = score_at, .n = plan->factors, .params = search};
    set_start(search, start, line);
    gsl_vector_set_all(steps, FIRST_STEP);
    search->is_waiting = false;
    search->asked = 0;
    int status = gsl_multimin_fminimizer_set(simplex, &function, line, steps);
    while (status == GSL_SUCCESS && !search->is_waiting && search->asked < plan->evaluations &&
           gsl_multimin_test_size(gsl_multimin_fminimizer_size(simplex), SMALL_ENOUGH) == GSL_CONTINUE)
        status = gsl_multimin_fminimizer_iterate(simplex);
    gsl_multimin_fminimizer_free(simplex);
    gsl_vector_free(steps);
    gsl_vector_free(line);
}

// The corners of the first simplex.
static void add_corners(const Search *search, size_t start, gsl_vector *line)
{
    const uint32_t factors = search->fitting->fit->factors;
    for (uint32_t corner = 0; corner <= factors; corner++) {
        set_start(search, start, line);
        if (corner > 0) gsl_vector_set(line, corner - 1, gsl_vector_get(line, corner - 1) + FIRST_STEP);
        for (uint32_t i = 0; i < factors; i++) search->missing[i] = to_cube(gsl_vector_get(line, i));
        add_place(search->fitting, search->missing, search->number);
    }
}

static bool score_corners(Fitting *fitting, Search *searches, const size_t *starts)
{
    const size_t before = fitting->fit->count;
    gsl_vector *line = gsl_vector_alloc(fitting->fit->factors);
    for (uint32_t i = 0; i < fitting->plan->starts; i++) add_corners(&searches[i], starts[i], line);
    gsl_vector_free(line);
    return score_from(fitting, before);
}

// Every search takes a step with each batch, until none goes on.
static bool step_searches(Fitting *fitting, Search *searches, const size_t *starts)
{
    size_t before;
    do {
        before = fitting->fit->count;
        for (uint32_t i = 0; i < fitting->plan->starts; i++) run_search(&searches[i], starts[i]);
        for (uint32_t i = 0; i < fitting->plan->starts; i++) {
            if (searches[i].is_waiting) add_place(fitting, searches[i].missing, searches[i].number);
        }
        if (!score_from(fitting, before)) return false;
    } while (fitting->fit->count > before);
    return true;
}

static bool search_from(Fitting *fitting, const size_t *starts)
{
    const SimFitPlan *plan = fitting->plan;
    if (plan->starts == 0) return true;
    Search *searches = sim_zeroed(plan->starts, sizeof *searches);
    double *missing = sim_zeroed((size_t)plan->starts * plan->factors, sizeof *missing);
    for (uint32_t i = 0; i < plan->starts; i++)
        searches[i] = (Search){.fitting = fitting, .number = i + 1, .missing = missing + (size_t)i * plan->factors};
    const bool is_done = score_corners(fitting, searches, starts) && step_searches(fitting, searches, starts);
    free(missing);
    free(searches);
    return is_done;
}

// What is accepted

typedef struct {
    double score;
    size_t number;
} Ranked;

static int by_score(const void *a, const void *b)
{
    const Ranked *x = a, *y = b;
    if (x->score != y->score) return x->score < y->score ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

static size_t accepted_count(const SimFitPlan *plan, const SimFit *fit)
{
    size_t count = (size_t)ceil(plan->keep * plan->samples);
    if (count < SIM_FIT_ACCEPTED_LEAST) count = SIM_FIT_ACCEPTED_LEAST;
    if (count > plan->samples) count = plan->samples;
    const double near = fit->scores[fit->best] + SIM_FIT_NEAR;
    while (count < plan->samples && fit->scores[fit->accepted[count]] <= near) count++;
    return count;
}

// The sample, the best first.
static size_t *rank_sample(const SimFit *fit, uint32_t samples)
{
    Ranked *ranked = sim_zeroed(samples, sizeof *ranked);
    for (uint32_t i = 0; i < samples; i++) ranked[i] = (Ranked){fit->scores[i], i};
    qsort(ranked, samples, sizeof *ranked, by_score);
    size_t *order = sim_zeroed(samples, sizeof *order);
    for (uint32_t i = 0; i < samples; i++) order[i] = ranked[i].number;
    free(ranked);
    return order;
}

static void accepted_coordinate(const SimFit *fit, uint32_t factor, double *values)
{
    for (size_t i = 0; i < fit->accepted_count; i++) values[i] = fit->places[fit->accepted[i] * fit->factors + factor];
}

// The best place fits, also where the sample ends before it. The prior is uniform: its own interval is 0.95 wide.
static SimFitFactor describe(double *values, size_t count, double best)
{
    sim_sort_sample(values, count);
    SimFitFactor factor = {.low = sim_sample_quantile(values, count, 0.025),
                           .middle = sim_sample_quantile(values, count, 0.5),
                           .high = sim_sample_quantile(values, count, 0.975)};
    factor.low = fmin(factor.low, best);
    factor.high = fmax(factor.high, best);
    factor.width = (factor.high - factor.low) / 0.95;
    return factor;
}

static void describe_accepted(SimFit *fit)
{
    const size_t count = fit->accepted_count, factors = fit->factors;
    double *one = sim_zeroed(count, sizeof *one), *other = sim_zeroed(count, sizeof *other);
    double *work = sim_zeroed(2 * count, sizeof *work);
    fit->of = sim_zeroed(factors, sizeof *fit->of);
    fit->correlations = sim_zeroed(factors * factors, sizeof *fit->correlations);
    for (uint32_t i = 0; i < factors; i++) {
        for (uint32_t k = 0; k < factors; k++) {
            accepted_coordinate(fit, i, one);
            accepted_coordinate(fit, k, other);
            fit->correlations[i * factors + k] = i == k ? 1 : gsl_stats_spearman(one, 1, other, 1, count, work);
        }
        accepted_coordinate(fit, i, one);
        fit->of[i] = describe(one, count, fit->places[fit->best * factors + i]);
    }
    free(work);
    free(other);
    free(one);
}

SimFit *sim_fit_new(const SimFitPlan *plan)
{
    SimFit *fit = sim_zeroed(1, sizeof *fit);
    fit->factors = plan->factors;
    Fitting fitting = {.plan = plan, .fit = fit};
    for (uint32_t i = 0; i < plan->samples; i++) add_place(&fitting, plan->sample + (size_t)i * plan->factors, 0);
    if (score_from(&fitting, 0)) {
        fit->accepted = rank_sample(fit, plan->samples);
        if (search_from(&fitting, fit->accepted)) {
            fit->accepted_count = accepted_count(plan, fit);
            describe_accepted(fit);
            return fit;
        }
    }
    sim_fit_free(fit);
    return NULL;
}

bool sim_fit_is_wide(const SimFit *fit, uint32_t factor)
{
    return fit->of[factor].width > SIM_FIT_WIDE;
}

bool sim_fit_are_exchangeable(const SimFit *fit, uint32_t one, uint32_t other)
{
    return one != other && fabs(fit->correlations[one * fit->factors + other]) > SIM_FIT_CORRELATED;
}

void sim_fit_free(SimFit *fit)
{
    if (!fit) return;
    free(fit->places);
    free(fit->scores);
    free(fit->starts);
    free(fit->accepted);
    free(fit->of);
    free(fit->correlations);
    free(fit);
}
