// Searches by sections: the first point that meets the goal is found whatever it is, and a search goes on where it was.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sim/experiment/search.h"

enum { MOST = 200 };

typedef struct {
    size_t answer, points, rounds;
} Found;

// Points from `first` on meet the goal.
static Found find(size_t count, size_t first)
{
    enum SimGoal goals[MOST] = {SIM_GOAL_UNKNOWN};
    Found found = {0};
    for (;;) {
        const SimSearch search = sim_search(goals, count);
        if (search.next_count == 0) {
            found.answer = search.answer;
            return found;
        }
        assert_true(search.next_count <= SIM_SEARCH_ROUND);
        for (size_t i = 0; i < search.next_count; i++) {
            assert_true(search.next[i] < count);
            assert_int_equal(goals[search.next[i]], SIM_GOAL_UNKNOWN);  // nothing is run twice
            goals[search.next[i]] = search.next[i] >= first ? SIM_GOAL_MET : SIM_GOAL_MISSED;
        }
        found.points += search.next_count;
        found.rounds++;
        assert_true(found.rounds < 20);
    }
}

static void every_answer_is_found(void **state)
{
    (void)state;
    for (size_t count = 1; count < 90; count++) {
        for (size_t first = 0; first <= count; first++) {
            const Found found = find(count, first);
            assert_int_equal(found.answer, first);
            assert_true(found.points <= sim_search_most(count));
        }
    }
}

// 81 points are 80 steps: 80, 20, 5, and 2 or 1.
static void few_points_are_run(void **state)
{
    (void)state;
    for (size_t first = 1; first < 81; first++) {
        const Found found = find(81, first);
        assert_true(found.points <= 12);
        assert_true(found.rounds <= 4);
    }
    assert_int_equal(find(81, 0).points, 5);   // at once at the first
    assert_int_equal(find(81, 81).points, 5);  // nowhere
}

static void a_search_that_was_interrupted_asks_for_what_is_missing(void **state)
{
    (void)state;
    enum SimGoal goals[81] = {SIM_GOAL_UNKNOWN};
    goals[0] = goals[20] = SIM_GOAL_MISSED;
    goals[80] = SIM_GOAL_MET;
    SimSearch search = sim_search(goals, 81);
    goals[40] = goals[60] = SIM_GOAL_MET;
    search = sim_search(goals, 81);
    assert_int_equal(search.next_count, 3);
    assert_int_equal(search.next[0], 25);
    assert_int_equal(search.next[1], 30);
    assert_int_equal(search.next[2], 35);
    goals[30] = SIM_GOAL_MET;
    search = sim_search(goals, 81);
    assert_int_equal(search.next_count, 2);
    assert_int_equal(search.next[0], 25);
    assert_int_equal(search.next[1], 35);
}

// If what meets the goal is followed by what does not, the answer is still a point that meets it after one that does
// not.
static void an_answer_meets_the_goal_and_the_point_before_does_not(void **state)
{
    (void)state;
    for (uint32_t pattern = 0; pattern < 1u << 14; pattern++) {
        enum SimGoal goals[16] = {SIM_GOAL_UNKNOWN}, truth[16];
        truth[0] = SIM_GOAL_MISSED;
        truth[15] = SIM_GOAL_MET;
        for (int i = 0; i < 14; i++) truth[i + 1] = pattern >> i & 1 ? SIM_GOAL_MET : SIM_GOAL_MISSED;
        SimSearch search = sim_search(goals, 16);
        while (search.next_count > 0) {
            for (size_t i = 0; i < search.next_count; i++) goals[search.next[i]] = truth[search.next[i]];
            search = sim_search(goals, 16);
        }
        assert_int_equal(truth[search.answer], SIM_GOAL_MET);
        assert_int_equal(truth[search.answer - 1], SIM_GOAL_MISSED);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_answer_is_found), cmocka_unit_test(few_points_are_run),
                                       cmocka_unit_test(a_search_that_was_interrupted_asks_for_what_is_missing),
                                       cmocka_unit_test(an_answer_meets_the_goal_and_the_point_before_does_not)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
