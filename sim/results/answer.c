#include "sim/results/answer.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/experiment/estimate.h"
#include "sim/experiment/memory.h"
#include "sim/experiment/multiple.h"
#include "sim/results/csv.h"

static const double LEVEL = 0.05;

// Values

static const SimStoredQuestion *question_of(const SimAnswer *answer)
{
    return &answer->stored->question;
}

static size_t site_of(const SimStored *stored)
{
    return stored->site_count - 1;  // the only place, or ALL
}

// [point][replication], NAN where there is none.
static double *values_of(const SimStored *stored, uint32_t replications)
{
    const SimStoredQuestion *question = &stored->question;
    double *all = sim_zeroed(sim_stored_size(stored) + 1, sizeof *all), *values = NULL;
    if (sim_stored_read(stored, site_of(stored), all)) {
        values = sim_zeroed(stored->point_count * replications + 1, sizeof *values);
        for (size_t point = 0; point < stored->point_count; point++) {
            for (uint32_t i = 0; i < replications; i++) {
                const double baseline = all[sim_stored_at(stored, question->measure, SIM_BASELINE, point, i)];
                const double strike = all[sim_stored_at(stored, question->measure, SIM_STRIKE, point, i)];
                values[point * replications + i] = question->world == SIM_OF_BASELINE ? baseline
                                                   : question->world == SIM_OF_STRIKE ? strike
                                                                                      : strike - baseline;
            }
        }
    }
    free(all);
    return values;
}

static enum SimGoal goal(bool is_met)
{
    return is_met ? SIM_GOAL_MET : SIM_GOAL_MISSED;
}

static void judge(const SimStoredQuestion *question, SimAnswerPoint *point)
{
    const double worst = question->is_at_most ? point->high : point->low;
    const bool is_defined = point->undefined == 0;
    const double limit = question->limit;
    point->on_average = goal(is_defined && (question->is_at_most ? point->mean <= limit : point->mean >= limit));
    point->surely = goal(is_defined && (question->is_at_most ? worst <= limit : worst >= limit));
}

static void estimate_points(SimAnswer *answer, const double *values, uint32_t replications)
{
    double *defined = sim_zeroed(2 * (size_t)replications + 1, sizeof *defined), *scratch = defined + replications;
    for (size_t i = 0; i < answer->stored->point_count; i++) {
        SimAnswerPoint *point = &answer->points[i];
        const size_t count = sim_defined(&values[i * replications], replications, defined);
        const SimEstimate estimate = sim_estimate(defined, count, scratch);
        point->mean = estimate.mean;
        point->low = estimate.ci_low;
        point->high = estimate.ci_high;
        point->undefined = point->replications > count ? point->replications - (uint32_t)count : 0;
        if (point->replications >= replications) judge(question_of(answer), point);
    }
    free(defined);
}

// Search

// A search for the most begins at the other end.
static size_t place_of(const SimAnswer *answer, size_t point)
{
    return question_of(answer)->kind == SIM_FIND_MOST ? answer->stored->point_count - 1 - point : point;
}

static void search(SimAnswer *answer)
{
    const size_t count = answer->stored->point_count;
    enum SimGoal *on_average = sim_zeroed(count, sizeof *on_average), *surely = sim_zeroed(count, sizeof *surely);
    for (size_t i = 0; i < count; i++) {
        on_average[place_of(answer, i)] = answer->points[i].on_average;
        surely[place_of(answer, i)] = answer->points[i].surely;
    }
    answer->on_average = sim_search(on_average, count);
    answer->surely = sim_search(surely, count);
    free(on_average);
    free(surely);
}

size_t sim_answer_next(const SimAnswer *answer, size_t *points)
{
    const SimSearch *next = answer->on_average.next_count > 0 ? &answer->on_average : &answer->surely;
    for (size_t i = 0; i < next->next_count; i++) points[i] = place_of(answer, next->next[i]);
    return next->next_count;
}

// Ranking

typedef struct {
    double badness;
    size_t point;
} Ranked;

static int by_badness(const void *a, const void *b)
{
    const Ranked *x = a, *y = b;
    if (x->badness != y->badness) return x->badness < y->badness ? -1 : 1;
    return x->point < y->point ? -1 : x->point > y->point;
}

static void rank(SimAnswer *answer)
{
    const SimStored *stored = answer->stored;
    const double sign = question_of(answer)->kind == SIM_FIND_LOWEST ? 1 : -1;
    Ranked *ranked = sim_zeroed(stored->point_count, sizeof *ranked);
    for (size_t i = 0; i < stored->point_count; i++) {
        const SimAnswerPoint *point = &answer->points[i];
        if (point->replications == 0 || point->undefined > 0) continue;
        ranked[answer->ranked_count++] = (Ranked){sign * point->mean, i};
    }
    qsort(ranked, answer->ranked_count, sizeof *ranked, by_badness);
    for (size_t i = 0; i < answer->ranked_count; i++) {
        answer->ranking[i] = ranked[i].point;
        answer->points[ranked[i].point].rank = (uint32_t)i + 1;
    }
    free(ranked);
}

static void set_change(SimAnswerPoint *point, const double *differences, uint32_t replications)
{
    double *defined = sim_zeroed(2 * (size_t)replications + 1, sizeof *defined);
    const size_t count = sim_defined(differences, replications, defined);
    const SimEstimate estimate = sim_estimate(defined, count, defined + replications);
    point->change = estimate.mean;
    point->change_low = estimate.ci_low;
    point->change_high = estimate.ci_high;
    free(defined);
}

// All pairs of ranked points; those with the best come first.
static void compare(SimAnswer *answer, const double *values, uint32_t replications)
{
    const size_t count = answer->ranked_count, pairs = count * (count - 1) / 2;
    if (count < 2) return;
    double *differences = sim_zeroed(pairs * replications, sizeof *differences), *at = differences;
    SimComparison *results = sim_zeroed(pairs, sizeof *results);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = i + 1; k < count; k++, at += replications) {
            const double *better = &values[answer->ranking[i] * replications];
            const double *worse = &values[answer->ranking[k] * replications];
            for (uint32_t r = 0; r < replications; r++) at[r] = worse[r] - better[r];
        }
    }
    sim_compare_many(differences, pairs, replications, LEVEL, results);
    for (size_t k = 1; k < count; k++) {
        SimAnswerPoint *point = &answer->points[answer->ranking[k]];
        set_change(point, &differences[(k - 1) * replications], replications);
        point->p_holm = results[k - 1].holm;
        point->is_different = results[k - 1].is_different;
    }
    free(differences);
    free(results);
}

// The whole

SimAnswer *sim_answer_new(const SimStored *stored, uint32_t replications, char *why, size_t why_size)
{
    const SimStoredQuestion *question = &stored->question;
    SimAnswer *answer = sim_zeroed(1, sizeof *answer);
    *answer = (SimAnswer){.stored = stored};
    answer->points = sim_zeroed(stored->point_count, sizeof *answer->points);
    answer->ranking = sim_zeroed(stored->point_count, sizeof *answer->ranking);
    uint32_t *counts = sim_zeroed(stored->point_count, sizeof *counts);
    const uint32_t there = replications < stored->replications ? replications : stored->replications;
    double *values = values_of(stored, there);
    const bool is_read = values && sim_stored_counts(stored, replications, counts);
    for (size_t i = 0; is_read && i < stored->point_count; i++)
        answer->points[i] = (SimAnswerPoint){
            .replications = counts[i], .change = NAN, .change_low = NAN, .change_high = NAN, .p_holm = NAN};
    if (is_read) {
        estimate_points(answer, values, there);
        for (size_t i = 0; there < replications && i < stored->point_count; i++)
            answer->points[i].on_average = answer->points[i].surely = SIM_GOAL_UNKNOWN;
        if (sim_find_is_search(question->kind)) {
            search(answer);
        } else {
            rank(answer);
            compare(answer, values, there);
        }
    }
    free(values);
    free(counts);
    if (is_read) return answer;
    snprintf(why, why_size, "the store cannot be read to its end");
    sim_answer_free(answer);
    return NULL;
}

void sim_answer_free(SimAnswer *answer)
{
    if (!answer) return;
    free(answer->points);
    free(answer->ranking);
    free(answer);
}

// Sentences

// What the point is called: of one factor its value, of several each with its name.
static const char *name_of(const SimStored *stored, size_t point, char text[static 400])
{
    char *const *texts = &stored->texts[point * stored->factor_count];
    int length = 0;
    text[0] = '\0';
    if (stored->factor_count == 1 && texts[0][0]) return texts[0];
    for (size_t i = 0; i < stored->factor_count && length < 300; i++) {
        if (texts[i][0])
            length += snprintf(text + length, 400 - (size_t)length, "%s%.60s = %.60s", length ? ", " : "",
                               stored->factors[i], texts[i]);
    }
    return text[0] ? text : "the scenario as it is";
}

static void print_measure(const SimAnswer *answer, FILE *to)
{
    static const char *const texts[] = {[SIM_OF_DIFFERENCE] = ", difference between the lives",
                                        [SIM_OF_STRIKE] = ", strike life",
                                        [SIM_OF_BASELINE] = ", baseline life"};
    const SimStoredMeasure *measure = &answer->stored->measures[question_of(answer)->measure];
    fprintf(to, "%s%s%s", measure->measure, measure->of[0] ? "/" : "", measure->of);
    if (strcmp(measure->period, "whole") != 0) fprintf(to, "@%s", measure->period);
    fprintf(to, " (%s%s)", measure->unit[0] ? measure->unit : "count", texts[question_of(answer)->world]);
}

static void print_mean(const SimAnswer *answer, size_t i, FILE *to)
{
    const SimAnswerPoint *point = &answer->points[i];
    if (point->undefined > 0) {
        fprintf(to, "undefined in %" PRIu32 " of %" PRIu32 " replications", point->undefined, point->replications);
    } else if (isnan(point->low)) {
        fprintf(to, "%.4g in one replication", point->mean);
    } else {
        fprintf(to, "%.4g on average, 95 %% interval %.4g to %.4g, %" PRIu32 " replications", point->mean, point->low,
                point->high, point->replications);
    }
}

static void print_goal(const SimAnswer *answer, FILE *to)
{
    print_measure(answer, to);
    fprintf(to, " is at %s %g", question_of(answer)->is_at_most ? "most" : "least", question_of(answer)->limit);
}

// A point that was run beyond the answer and misses the goal again; the number of points if there is none.
static size_t find_contradiction(const SimAnswer *answer)
{
    const size_t count = answer->stored->point_count;
    for (size_t place = answer->on_average.answer; place < count; place++) {
        const size_t point = place_of(answer, place);
        if (answer->points[point].on_average == SIM_GOAL_MISSED) return point;
    }
    return count;
}

static void print_found(const SimAnswer *answer, FILE *to)
{
    const SimStored *stored = answer->stored;
    const char *word = sim_find_word(question_of(answer)->kind);
    const size_t place = answer->on_average.answer, point = place_of(answer, place);
    char name[400];
    fprintf(to, "The %s %s with which ", word, stored->factors[0]);
    print_goal(answer, to);
    fprintf(to, ": %s (", name_of(stored, point, name));
    print_mean(answer, point, to);
    if (place == 0) {
        fprintf(to, "), where the search began: more may be possible beyond it.\n");
        return;
    }
    const size_t before = place_of(answer, place - 1);
    fprintf(to, ").\nWith %s it is ", name_of(stored, before, name));
    print_mean(answer, before, to);
    fprintf(to, ".\n");
}

static void print_surely(const SimAnswer *answer, FILE *to)
{
    const size_t count = answer->stored->point_count, surely = answer->surely.answer;
    char name[400];
    if (surely == answer->on_average.answer) {
        fprintf(to, "There the whole 95 %% interval meets the goal, too.\n");
    } else if (surely == count) {
        fprintf(to, "Nowhere in the range does the whole 95 %% interval meet the goal; more replications make it "
                    "narrower.\n");
    } else {
        fprintf(to, "So that the whole 95 %% interval meets the goal: %s.\n",
                name_of(answer->stored, place_of(answer, surely), name));
    }
}

static void print_search(const SimAnswer *answer, FILE *to)
{
    const SimStored *stored = answer->stored;
    const size_t count = stored->point_count;
    char name[400];
    size_t next[SIM_SEARCH_ROUND];
    if (sim_answer_next(answer, next) > 0) {
        fprintf(to, "The search has not ended; the same sweep goes on with it.\n");
        return;
    }
    if (answer->on_average.answer == count) {
        const size_t last = place_of(answer, count - 1);
        fprintf(to, "Not reached: even with %s = %s it is not so that ", stored->factors[0],
                name_of(stored, last, name));
        print_goal(answer, to);
        fprintf(to, ": ");
        print_mean(answer, last, to);
        fprintf(to, ".\n");
        return;
    }
    print_found(answer, to);
    print_surely(answer, to);
    const size_t other = find_contradiction(answer);
    if (other < count)
        fprintf(to,
                "But with %s the goal is missed again: it does not simply get better along the range, and the "
                "answer is one of several.\n",
                name_of(stored, other, name));
}

enum { TIES_NAMED = 5 };

static void print_tie(const SimAnswer *answer, size_t i, FILE *to)
{
    const SimAnswerPoint *point = &answer->points[i];
    char name[400];
    fprintf(to, "%s (%+.4g", name_of(answer->stored, i, name), point->change);
    if (!isnan(point->change_low)) fprintf(to, ", %.4g to %.4g", point->change_low, point->change_high);
    fprintf(to, ")");
}

static void print_ties(const SimAnswer *answer, FILE *to)
{
    size_t ties = 0;
    for (size_t i = 1; i < answer->ranked_count; i++) {
        if (answer->points[answer->ranking[i]].is_different) continue;
        if (ties < TIES_NAMED) {
            fprintf(to, "%s", ties > 0 ? ", " : "Cannot be told from it: ");
            print_tie(answer, answer->ranking[i], to);
        }
        ties++;
    }
    const size_t others = answer->ranked_count - 1 - ties;
    if (ties > TIES_NAMED) fprintf(to, " and %zu more", ties - TIES_NAMED);
    fprintf(to, "%s%zu of the %zu others %s from it (on the same replications, Holm's p for all pairs at most %g).\n",
            ties > 0 ? ". " : "", others, answer->ranked_count - 1, others == 1 ? "differs" : "differ", LEVEL);
}

static void print_ranking(const SimAnswer *answer, FILE *to)
{
    const SimStored *stored = answer->stored;
    char name[400];
    if (answer->ranked_count == 0) {
        fprintf(to, "No point can be ranked: ");
        print_measure(answer, to);
        fprintf(to, " is not there or undefined.\n");
        return;
    }
    const size_t best = answer->ranking[0];
    fprintf(to, "%s ", question_of(answer)->kind == SIM_FIND_LOWEST ? "Lowest" : "Highest");
    print_measure(answer, to);
    fprintf(to, ": %s (", name_of(stored, best, name));
    print_mean(answer, best, to);
    fprintf(to, ").\n");
    if (answer->ranked_count > 1) print_ties(answer, to);
    if (answer->ranked_count < stored->point_count)
        fprintf(to, "%zu points are not ranked: the measure is undefined in some replication, or not there yet.\n",
                stored->point_count - answer->ranked_count);
}

void sim_answer_print(const SimAnswer *answer, FILE *to)
{
    if (sim_find_is_search(question_of(answer)->kind)) {
        print_search(answer, to);
    } else {
        print_ranking(answer, to);
    }
}

// The table

static const char *verdict_of(const SimAnswer *answer, size_t i)
{
    const SimAnswerPoint *point = &answer->points[i];
    if (!sim_find_is_search(question_of(answer)->kind)) {
        if (point->rank < 2) return point->rank == 1 ? "best" : "not ranked";
        return point->is_different ? "differs from the best" : "cannot be told from the best";
    }
    if (point->on_average == SIM_GOAL_UNKNOWN) return "not finished";
    if (answer->on_average.next_count == 0 && place_of(answer, i) == answer->on_average.answer) return "answer";
    if (point->on_average == SIM_GOAL_MISSED) return "misses the goal";
    return point->surely == SIM_GOAL_MET ? "meets the goal with its interval" : "meets the goal on average";
}

static void write_point(const SimAnswer *answer, SimCsvWriter *csv, size_t i)
{
    const SimStored *stored = answer->stored;
    const SimAnswerPoint *point = &answer->points[i];
    const SimStoredMeasure *measure = &stored->measures[question_of(answer)->measure];
    const char *const texts[] = {stored->sites[site_of(stored)].name,
                                 measure->measure,
                                 measure->of,
                                 measure->unit,
                                 measure->period,
                                 sim_find_world_word(question_of(answer)->world)};
    const double numbers[] = {point->change, point->change_low, point->change_high, point->p_holm};
    char name[400], rank[20] = "";
    if (point->rank > 0) snprintf(rank, sizeof rank, "%" PRIu32, point->rank);
    sim_csv_put_text(csv, rank);
    sim_csv_put_count(csv, i + 1);
    sim_csv_put_text(csv, name_of(stored, i, name));
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) sim_csv_put_text(csv, texts[k]);
    sim_csv_put_number(csv, point->mean);
    sim_csv_put_number(csv, point->low);
    sim_csv_put_number(csv, point->high);
    sim_csv_put_count(csv, point->replications);
    sim_csv_put_count(csv, point->undefined);
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) sim_csv_put_number(csv, numbers[k]);
    sim_csv_put_text(csv, verdict_of(answer, i));
    sim_csv_end_line(csv);
}

static void write_points(const SimAnswer *answer, SimCsvWriter *csv)
{
    for (size_t i = 0; i < answer->ranked_count; i++) write_point(answer, csv, answer->ranking[i]);
    for (size_t i = 0; i < answer->stored->point_count; i++) {
        if (answer->points[i].rank == 0 && answer->points[i].replications > 0) write_point(answer, csv, i);
    }
}

bool sim_answer_write(const SimAnswer *answer, SimFolder *folder)
{
    static const char *const headings[] = {"rank",       "point",       "name",         "trust",     "measure",
                                           "of",         "unit",        "period",       "world",     "value",
                                           "ci_low",     "ci_high",     "replications", "undefined", "change",
                                           "change_low", "change_high", "p_holm",       "verdict"};
    SimCsvWriter csv = {.file = sim_folder_create(folder, "answer.csv")};
    if (!csv.file) return false;
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) sim_csv_put_text(&csv, headings[i]);
    sim_csv_end_line(&csv);
    write_points(answer, &csv);
    return sim_folder_close(folder, "answer.csv", csv.file);
}
