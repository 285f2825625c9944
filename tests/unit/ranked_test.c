#include "sim/engine/ranked.h"

#include "sim/engine/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { PEOPLE = 3000 };

typedef struct {
    SimWorld *world;
    SimRankedId id;
    uint32_t ticket[PEOPLE + 1];  // held by each person; 0 if not on the list
    int64_t score[PEOPLE + 1];
} List;

static uint32_t ticket_of(const void *context, uint32_t person)
{
    return ((const List *)context)->ticket[person];
}

static void open_list(List *list)
{
    *list = (List){.world = sim_world_new()};
    list->id = sim_ranked_add(list->world);
}

static void join(List *list, int64_t score, uint32_t person)
{
    list->score[person] = score;
    list->ticket[person] = sim_ranked_join(list->world, list->id, score, person);
    assert_int_not_equal(list->ticket[person], 0);
}

static void leave(List *list, uint32_t person)
{
    list->ticket[person] = 0;
    sim_ranked_left(list->world, list->id, ticket_of, list);
}

static uint32_t take(List *list)
{
    const uint32_t person = sim_ranked_take_first(list->world, list->id, ticket_of, list);
    list->ticket[person] = 0;
    return person;
}

static void the_lowest_score_is_taken_first(void **state)
{
    (void)state;
    static const int64_t scores[] = {7, SIM_RANKED_LEAST, 0, SIM_RANKED_MOST, -7};
    static List list;
    open_list(&list);
    for (uint32_t person = 1; person <= 5; person++) join(&list, scores[person - 1], person);
    static const uint32_t expected[] = {2, 5, 3, 1, 4, 0};
    for (int i = 0; i < 6; i++) assert_int_equal(take(&list), expected[i]);
    sim_world_free(list.world);
}

static void equal_scores_are_taken_in_the_order_of_joining(void **state)
{
    (void)state;
    static List list;
    open_list(&list);
    for (uint32_t person = 100; person >= 1; person--) join(&list, 42, person);
    for (uint32_t person = 100; person >= 1; person--) assert_int_equal(take(&list), person);
    sim_world_free(list.world);
}

static void the_first_can_be_seen_without_leaving(void **state)
{
    (void)state;
    static List list;
    open_list(&list);
    int64_t score = 0;
    assert_int_equal(sim_ranked_first(list.world, list.id, ticket_of, &list, &score), 0);
    join(&list, -5, 9);
    assert_int_equal(sim_ranked_first(list.world, list.id, ticket_of, &list, &score), 9);
    assert_int_equal(score, -5);
    assert_int_equal(sim_ranked_first(list.world, list.id, ticket_of, &list, NULL), 9);
    assert_int_equal(sim_ranked_length(list.world, list.id), 1);
    sim_world_free(list.world);
}

static void whoever_has_left_is_passed_over(void **state)
{
    (void)state;
    static List list;
    open_list(&list);
    for (uint32_t person = 1; person <= 5; person++) join(&list, person, person);
    leave(&list, 1);
    leave(&list, 3);
    assert_int_equal(sim_ranked_length(list.world, list.id), 3);
    assert_int_equal(take(&list), 2);
    assert_int_equal(take(&list), 4);
    assert_int_equal(take(&list), 5);
    assert_int_equal(take(&list), 0);
    sim_world_free(list.world);
}

static void whoever_joins_again_counts_from_then(void **state)
{
    (void)state;
    static List list;
    open_list(&list);
    for (uint32_t person = 1; person <= 3; person++) join(&list, 10, person);
    leave(&list, 1);
    join(&list, 10, 1);
    assert_int_equal(take(&list), 2);
    assert_int_equal(take(&list), 3);
    assert_int_equal(take(&list), 1);
    assert_int_equal(take(&list), 0);
    sim_world_free(list.world);
}

static void void_entries_never_outnumber_the_valid_for_long(void **state)
{
    (void)state;
    static List list;
    open_list(&list);
    join(&list, 0, 1);
    for (uint32_t round = 0; round < 100000; round++) {
        join(&list, 5, 2);
        leave(&list, 2);
        assert_true(list.world->tables[list.id].used < 3 + 4);
    }
    assert_int_equal(take(&list), 1);
    sim_world_free(list.world);
}

static uint32_t count_and_answer(const void *context, uint32_t person)
{
    static const uint32_t NOWHERE = 0;
    uint32_t *asked = *(uint32_t *const *)context;
    ++*asked;
    return person <= 1000 ? person : NOWHERE;  // the first thousand joined in order and stay
}

// Every compaction asks about all; the void must first have come to outnumber the valid again.
static void leaving_costs_a_few_questions_each(void **state)
{
    (void)state;
    enum { STAY = 1000, LEAVE = 50000 };
    SimWorld *world = sim_world_new();
    const SimRankedId list = sim_ranked_add(world);
    uint32_t count = 0, *asked = &count;
    for (uint32_t person = 1; person <= STAY; person++) sim_ranked_join(world, list, 0, person);
    for (uint32_t person = STAY + 1; person <= STAY + LEAVE; person++) {
        sim_ranked_join(world, list, 0, person);
        sim_ranked_left(world, list, count_and_answer, &asked);
    }
    assert_int_equal(sim_ranked_length(world, list), STAY);
    assert_true(count <= 3 * LEAVE);
    sim_world_free(world);
}

static uint32_t naive_first(const List *list)
{
    uint32_t first = 0;
    for (uint32_t person = 1; person <= PEOPLE; person++) {
        if (list->ticket[person] == 0) continue;
        if (first == 0 || list->score[person] < list->score[first] ||
            (list->score[person] == list->score[first] && list->ticket[person] < list->ticket[first])) {
            first = person;
        }
    }
    return first;
}

static uint32_t naive_length(const List *list)
{
    uint32_t length = 0;
    for (uint32_t person = 1; person <= PEOPLE; person++) length += list->ticket[person] != 0;
    return length;
}

static void any_mixture_of_joining_leaving_and_taking_agrees_with_a_naive_list(void **state)
{
    (void)state;
    static List list;
    open_list(&list);
    const SimStream stream = sim_stream((SimKey){.seed = 9}, 0, "ranked");
    for (uint32_t step = 1; step <= 50000; step++) {
        const SimWords words = sim_draw(stream, step, 0, 0);
        const uint32_t person = 1 + words.word[0] % PEOPLE;
        const uint32_t takes_of_8 = step / 10000 % 2 ? 3 : 1;
        if (words.word[1] % 8 < takes_of_8) {
            const uint32_t expected = naive_first(&list);
            assert_int_equal(take(&list), expected);
        } else if (list.ticket[person]) {
            leave(&list, person);
        } else {
            join(&list, (int64_t)(words.word[2] % 200) - 100, person);
        }
        if (step % 100 == 0) assert_int_equal(sim_ranked_length(list.world, list.id), naive_length(&list));
    }
    sim_world_free(list.world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_lowest_score_is_taken_first),
        cmocka_unit_test(equal_scores_are_taken_in_the_order_of_joining),
        cmocka_unit_test(the_first_can_be_seen_without_leaving),
        cmocka_unit_test(whoever_has_left_is_passed_over),
        cmocka_unit_test(whoever_joins_again_counts_from_then),
        cmocka_unit_test(void_entries_never_outnumber_the_valid_for_long),
        cmocka_unit_test(leaving_costs_a_few_questions_each),
        cmocka_unit_test(any_mixture_of_joining_leaving_and_taking_agrees_with_a_naive_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
