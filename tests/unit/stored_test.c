// Stores made by hand, read back: what several places make together, what is missing, questions and their answers.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "sim/results/answer.h"

// Three points of one factor, two trusts in two regions, a measure of each way to add.
static const char TABLES[] =
    "CREATE TABLE design(kind, count, levels, second_order, seed);"
    "CREATE TABLE factors(factor, name, levels);"
    "CREATE TABLE points(point, role, block, moved, step);"
    "CREATE TABLE point_values(point, factor, text, number, place);"
    "CREATE TABLE measures(number, measure, period, unit, adds, \"of\");"
    "CREATE TABLE question(find, measure, world, bound, amount);"
    "CREATE TABLE trusts(place, trust, region);"
    "CREATE TABLE results(point, replication, trust, m1_baseline, m1_strike, m2_baseline, m2_strike, "
    "m2_baseline_weight, m2_strike_weight, m3_baseline, m3_strike, m4_baseline, m4_strike);"
    "INSERT INTO factors VALUES(1, 'extra', 0);"
    "INSERT INTO points(point, role) VALUES(1, 'plain'), (2, 'plain'), (3, 'plain');"
    "INSERT INTO point_values VALUES(1, 1, '0', 0, 0), (2, 1, '5', 5, 0.5), (3, 1, '10', 10, 1);"
    "INSERT INTO measures(number, measure, \"of\", period, unit, adds) VALUES"
    "(1, 'moved', '', 'whole', 'people', 'sum'), (2, 'prompt', '', 'whole', 'share', 'share'),"
    "(3, 'longest', '', 'whole', 'minutes', 'max'), (4, 'median', '', 'whole', 'minutes', 'not');"
    "INSERT INTO trusts VALUES(1, 'ONE', 'North'), (2, 'TWO', 'South');";

typedef struct {
    char path[64];
    sqlite3 *db;
} Made;

static void run(Made *made, const char *sql)
{
    char *why = NULL;
    if (sqlite3_exec(made->db, sql, NULL, NULL, &why) != SQLITE_OK) fail_msg("%s: %s", sql, why);
}

static Made make_store(void)
{
    Made made = {.path = "/tmp/stored_test_XXXXXX"};
    const int file = mkstemp(made.path);
    assert_true(file >= 0);
    close(file);
    assert_int_equal(sqlite3_open(made.path, &made.db), SQLITE_OK);
    run(&made, TABLES);
    return made;
}

static SimStored *open_made(Made *made)
{
    char why[400] = "";
    sqlite3_close(made->db);
    made->db = NULL;
    SimStored *stored = sim_stored_open(made->path, why, sizeof why);
    if (!stored) fail_msg("%s", why);
    return stored;
}

static void drop(Made *made, SimStored *stored)
{
    sim_stored_free(stored);
    unlink(made->path);
}

static double *values_of(const SimStored *stored, size_t site)
{
    double *values = malloc((sim_stored_size(stored) + 1) * sizeof *values);
    assert_non_null(values);
    assert_true(sim_stored_read(stored, site, values));
    return values;
}

// cmocka compares floats only.
static void is_near(double value, double expected, double within)
{
    if (!(fabs(value - expected) <= within)) fail_msg("%.17g is not %.17g", value, expected);
}

enum { ONE, TWO, NORTH, SOUTH, ALL };

static void places_add_up_as_their_measures_do(void **state)
{
    (void)state;
    Made made = make_store();
    run(&made, "INSERT INTO results VALUES"
               "(1, 1, 'ONE', 10, 14, 0.5, 0.25, 100, 80, 30, 90, 7, 8),"
               "(1, 1, 'TWO', 20, 21, 0.8, 0.75, 300, 240, 60, 50, 9, 9)");
    SimStored *stored = open_made(&made);
    assert_int_equal(stored->site_count, 5);
    assert_string_equal(stored->sites[NORTH].name, "region:North");
    assert_string_equal(stored->sites[SOUTH].name, "region:South");
    assert_string_equal(stored->sites[ALL].name, "ALL");
    double *values = values_of(stored, SOUTH);
    is_near(values[sim_stored_at(stored, 0, SIM_STRIKE, 0, 0)], 21, 0);
    free(values);
    values = values_of(stored, ALL);
    is_near(values[sim_stored_at(stored, 0, SIM_BASELINE, 0, 0)], 30, 0);
    is_near(values[sim_stored_at(stored, 0, SIM_STRIKE, 0, 0)], 35, 0);
    is_near(values[sim_stored_at(stored, 1, SIM_BASELINE, 0, 0)], (50 + 240) / 400.0, 1e-15);
    is_near(values[sim_stored_at(stored, 1, SIM_STRIKE, 0, 0)], (20 + 180) / 320.0, 1e-15);
    is_near(values[sim_stored_at(stored, 2, SIM_BASELINE, 0, 0)], 60, 0);
    is_near(values[sim_stored_at(stored, 2, SIM_STRIKE, 0, 0)], 90, 0);
    assert_true(isnan(values[sim_stored_at(stored, 3, SIM_BASELINE, 0, 0)]));  // medians do not add
    free(values);
    values = values_of(stored, TWO);
    is_near(values[sim_stored_at(stored, 3, SIM_STRIKE, 0, 0)], 9, 0);
    free(values);
    drop(&made, stored);
}

static void a_single_region_is_not_told_apart_from_all(void **state)
{
    (void)state;
    Made made = make_store();
    run(&made, "UPDATE trusts SET region = 'North'");
    SimStored *stored = open_made(&made);
    assert_int_equal(stored->site_count, 3);
    assert_string_equal(stored->sites[2].name, "ALL");
    drop(&made, stored);
}

static void a_share_of_nothing_does_not_count(void **state)
{
    (void)state;
    Made made = make_store();
    run(&made, "INSERT INTO results VALUES"
               "(1, 1, 'ONE', 0, 0, NULL, NULL, 0, 0, NULL, 5, 0, 0),"
               "(1, 1, 'TWO', 0, 0, 0.8, NULL, 300, 0, NULL, NULL, 0, 0)");
    SimStored *stored = open_made(&made);
    double *values = values_of(stored, ALL);
    is_near(values[sim_stored_at(stored, 1, SIM_BASELINE, 0, 0)], 0.8, 1e-15);
    assert_true(isnan(values[sim_stored_at(stored, 1, SIM_STRIKE, 0, 0)]));
    assert_true(isnan(values[sim_stored_at(stored, 2, SIM_BASELINE, 0, 0)]));
    is_near(values[sim_stored_at(stored, 2, SIM_STRIKE, 0, 0)], 5, 0);
    free(values);
    drop(&made, stored);
}

// Replication 2 of point 1 has come from one trust only; of point 2 nothing.
static void what_is_missing_is_undefined(void **state)
{
    (void)state;
    Made made = make_store();
    run(&made, "INSERT INTO results(point, replication, trust, m1_baseline, m1_strike) VALUES"
               "(1, 1, 'ONE', 1, 2), (1, 1, 'TWO', 3, 4), (1, 2, 'ONE', 5, 6)");
    SimStored *stored = open_made(&made);
    assert_int_equal(stored->replications, 2);
    double *values = values_of(stored, ALL);
    is_near(values[sim_stored_at(stored, 0, SIM_STRIKE, 0, 0)], 6, 0);
    assert_true(isnan(values[sim_stored_at(stored, 0, SIM_STRIKE, 0, 1)]));
    assert_true(isnan(values[sim_stored_at(stored, 0, SIM_STRIKE, 1, 0)]));
    free(values);
    uint32_t counts[3];
    assert_true(sim_stored_counts(stored, 2, counts));
    assert_int_equal(counts[0], 1);
    assert_int_equal(counts[1], 0);
    drop(&made, stored);
}

// Differences of the first measure of both trusts together: `change` of each point, and one replication more or less.
static void give_rows(Made *made, const double change[3], const int replications[3])
{
    for (int point = 0; point < 3; point++) {
        for (int i = 0; i < replications[point]; i++) {
            char sql[300];
            snprintf(sql, sizeof sql,
                     "INSERT INTO results(point, replication, trust, m1_baseline, m1_strike) VALUES"
                     "(%d, %d, 'ONE', 100, %.17g), (%d, %d, 'TWO', 50, 50)",
                     point + 1, i + 1, 100 + change[point] + (i % 2 ? 1 : -1), point + 1, i + 1);
            run(made, sql);
        }
    }
}

static SimAnswer *answer_of(const SimStored *stored, uint32_t replications)
{
    char why[400] = "";
    SimAnswer *answer = sim_answer_new(stored, replications, why, sizeof why);
    if (!answer) fail_msg("%s", why);
    return answer;
}

// What the answer says, to be freed.
static char *sentences_of(const SimAnswer *answer)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    sim_answer_print(answer, to);
    fclose(to);
    return text;
}

// Means 20, 12, 4, each to +-1.84 (four replications of mean +-1: sd 1.155, t 3.182, over sqrt 4): on average the
// second point meets 12, surely the third.
static void a_search_tells_average_from_certainty(void **state)
{
    (void)state;
    Made made = make_store();
    run(&made, "INSERT INTO question VALUES('least', 1, 'difference', 'at_most', 12)");
    give_rows(&made, (double[]){20, 12, 4}, (int[]){4, 4, 4});
    SimStored *stored = open_made(&made);
    SimAnswer *answer = answer_of(stored, 4);
    size_t next[SIM_SEARCH_ROUND];
    assert_int_equal(sim_answer_next(answer, next), 0);
    is_near(answer->points[0].mean, 20, 1e-12);
    is_near(answer->points[1].high, 12 + 3.182446 * sqrt(4.0 / 3) / 2, 1e-5);
    assert_int_equal(answer->points[0].on_average, SIM_GOAL_MISSED);
    assert_int_equal(answer->points[1].on_average, SIM_GOAL_MET);
    assert_int_equal(answer->points[1].surely, SIM_GOAL_MISSED);
    assert_int_equal(answer->points[2].surely, SIM_GOAL_MET);
    assert_int_equal(answer->on_average.answer, 1);
    assert_int_equal(answer->surely.answer, 2);
    char *text = sentences_of(answer);
    assert_non_null(
        strstr(text, "The least extra with which moved (people, difference between the lives) is at most 12: 5"));
    assert_non_null(strstr(text, "So that the whole 95 % interval meets the goal: 10."));
    free(text);
    sim_answer_free(answer);
    drop(&made, stored);
}

static void a_search_goes_on_where_replications_are_missing(void **state)
{
    (void)state;
    Made made = make_store();
    run(&made, "INSERT INTO question VALUES('least', 1, 'difference', 'at_most', 12)");
    give_rows(&made, (double[]){20, 12, 4}, (int[]){4, 0, 3});
    SimStored *stored = open_made(&made);
    SimAnswer *answer = answer_of(stored, 4);
    size_t next[SIM_SEARCH_ROUND];
    const size_t count = sim_answer_next(answer, next);
    assert_true(count > 0);
    assert_int_equal(next[count - 1], 2);  // the end of the range has only three of four
    sim_answer_free(answer);
    drop(&made, stored);
}

static void a_point_where_the_measure_is_undefined_misses_and_is_not_ranked(void **state)
{
    (void)state;
    Made made = make_store();
    run(&made, "INSERT INTO question VALUES('lowest', 1, 'difference', NULL, NULL)");
    give_rows(&made, (double[]){20, 12, 4}, (int[]){4, 4, 4});
    run(&made, "UPDATE results SET m1_strike = NULL WHERE point = 3 AND replication = 2 AND trust = 'ONE'");
    SimStored *stored = open_made(&made);
    SimAnswer *answer = answer_of(stored, 4);
    assert_int_equal(answer->points[2].undefined, 1);
    assert_int_equal(answer->points[2].rank, 0);
    assert_int_equal(answer->ranked_count, 2);
    assert_int_equal(answer->ranking[0], 1);
    sim_answer_free(answer);
    drop(&made, stored);
}

// On the same replications the points differ by 8 every time.
static void the_best_is_told_from_the_others_on_the_same_replications(void **state)
{
    (void)state;
    Made made = make_store();
    run(&made, "INSERT INTO question VALUES('highest', 1, 'strike', NULL, NULL)");
    give_rows(&made, (double[]){20, 12, 4}, (int[]){4, 4, 4});
    SimStored *stored = open_made(&made);
    SimAnswer *answer = answer_of(stored, 4);
    assert_int_equal(answer->ranking[0], 0);
    is_near(answer->points[0].mean, 170, 1e-12);  // of the strike life, both trusts
    is_near(answer->points[1].change, -8, 1e-12);
    assert_true(answer->points[1].is_different);
    sim_answer_free(answer);
    drop(&made, stored);
}

static void what_is_no_store_is_refused(void **state)
{
    (void)state;
    char why[400] = "", path[] = "/tmp/stored_test_XXXXXX";
    assert_null(sim_stored_open("/nowhere/at/all.sqlite", why, sizeof why));
    assert_non_null(strstr(why, "there is no store"));
    const int file = mkstemp(path);
    assert_true(file >= 0 && write(file, "no database at all, but some text", 33) == 33);
    close(file);
    assert_null(sim_stored_open(path, why, sizeof why));
    assert_non_null(strstr(why, "is no store of a sweep"));
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_add_up_as_their_measures_do),
        cmocka_unit_test(a_single_region_is_not_told_apart_from_all),
        cmocka_unit_test(a_share_of_nothing_does_not_count),
        cmocka_unit_test(what_is_missing_is_undefined),
        cmocka_unit_test(a_search_tells_average_from_certainty),
        cmocka_unit_test(a_search_goes_on_where_replications_are_missing),
        cmocka_unit_test(a_point_where_the_measure_is_undefined_misses_and_is_not_ranked),
        cmocka_unit_test(the_best_is_told_from_the_others_on_the_same_replications),
        cmocka_unit_test(what_is_no_store_is_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
