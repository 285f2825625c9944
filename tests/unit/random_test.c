#include "sim/engine/random.h"

#include "tests/unit/kolmogorov.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <Random123/philox.h>
#include <math.h>

enum { DRAWS = 100000 };

static void expect_words(SimWords words, uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
    assert_int_equal(words.word[0], a);
    assert_int_equal(words.word[1], b);
    assert_int_equal(words.word[2], c);
    assert_int_equal(words.word[3], d);
}

// Random123's kat_vectors, philox4x32 10 rounds.
static void philox_gives_the_published_words(void **state)
{
    (void)state;
    const uint32_t all = UINT32_MAX;
    expect_words(sim_philox((SimWords){{0, 0, 0, 0}}, (SimKey){0, 0}), 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    expect_words(sim_philox((SimWords){{all, all, all, all}}, (SimKey){all, all}), 0x408f276d, 0x41c83b0e, 0xa20bc7c6,
                 0x6d5451fd);
    expect_words(
        sim_philox((SimWords){{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}}, (SimKey){0xa4093822, 0x299f31d0}),
        0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
}

// The library of those who made Philox, at counters and keys that are words of its own.
static void philox_gives_the_words_of_random123(void **state)
{
    (void)state;
    philox4x32_ctr_t theirs = {{1, 2, 3, 4}};
    for (int i = 0; i < 10000; i++) {
        const philox4x32_key_t key = {{theirs.v[3], theirs.v[1] + 1}};
        const SimWords ours = sim_philox((SimWords){{theirs.v[0], theirs.v[1], theirs.v[2], theirs.v[3]}},
                                         (SimKey){.seed = key.v[0], .replication = key.v[1]});
        theirs = philox4x32(theirs, key);
        expect_words(ours, theirs.v[0], theirs.v[1], theirs.v[2], theirs.v[3]);
    }
}

static void a_draw_is_philox_at_its_place_stream_entity_and_purpose(void **state)
{
    (void)state;
    const SimStream stream = {.key = {.seed = 1, .replication = 2}, .place = 3, .stream = 4};
    const SimWords expected = sim_philox((SimWords){{3, 4, 5, 0x06000007}}, (SimKey){1, 2});
    expect_words(sim_draw(stream, 5, 6, 7), expected.word[0], expected.word[1], expected.word[2], expected.word[3]);
    const SimWords last = sim_philox((SimWords){{3, 4, 5, UINT32_MAX}}, (SimKey){1, 2});
    expect_words(sim_draw(stream, 5, 255, 0xffffff), last.word[0], last.word[1], last.word[2], last.word[3]);
}

// Side by side, where the processor can, or one by one: also where the numbers of entities run over.
static void a_row_of_draws_is_the_draws_one_by_one(void **state)
{
    (void)state;
    enum { COUNT_MOST = 44 };
    const SimStream stream = {.key = {.seed = 0x9e3779b9, .replication = 7}, .place = UINT32_MAX, .stream = 0x80000001};
    const uint32_t firsts[] = {0, 1, 4, 0x7ffffffe, UINT32_MAX - 5};
    for (size_t i = 0; i < sizeof firsts / sizeof firsts[0]; i++) {
        for (uint32_t count = 4; count <= COUNT_MOST; count += 4) {
            SimWords words[COUNT_MOST];
            sim_draw_row(stream, firsts[i], count, 255, 0xffffff, words);
            for (uint32_t k = 0; k < count; k++) {
                const SimWords alone = sim_draw(stream, firsts[i] + k, 255, 0xffffff);
                expect_words(words[k], alone.word[0], alone.word[1], alone.word[2], alone.word[3]);
            }
        }
    }
}

// These values are in every published result: they must never change.
static void hashes_of_names_stay_what_they_are(void **state)
{
    (void)state;
    assert_int_equal(sim_hash32(""), 0);
    assert_int_equal(sim_hash32("RMC"), 0x11b64216);
    assert_int_equal(sim_hash32("emergency"), 0x28b71310);
}

static void a_stream_is_named_by_the_hash_of_its_process(void **state)
{
    (void)state;
    const SimStream stream = sim_stream((SimKey){.seed = 1, .replication = 2}, 77, "emergency");
    assert_int_equal(stream.stream, sim_hash32("emergency"));
    assert_int_equal(stream.place, 77);
    assert_int_equal(stream.key.seed, 1);
    assert_int_equal(stream.key.replication, 2);
}

static void a_uniform_is_never_0_or_1(void **state)
{
    (void)state;
    assert_true(sim_uniform(0) > 0);
    assert_true(sim_uniform(UINT32_MAX) < 1);
}

static void the_impossible_never_happens_and_the_certain_always(void **state)
{
    (void)state;
    assert_false(sim_happens(0, 0));
    assert_true(sim_happens(UINT32_MAX, 1));
    assert_true(sim_happens(0x7fffffff, 0.5));
    assert_false(sim_happens(0x80000000, 0.5));
}

static void uniforms_of_a_process_are_uniform(void **state)
{
    (void)state;
    static double uniforms[4 * DRAWS];
    const SimStream stream = sim_stream((SimKey){.seed = 1, .replication = 1}, sim_hash32("RMC"), "uniform");
    for (uint32_t entity = 0; entity < DRAWS; entity++) {
        const SimWords words = sim_draw(stream, entity, 0, 0);
        for (int i = 0; i < 4; i++) uniforms[4 * entity + (uint32_t)i] = sim_uniform(words.word[i]);
    }
    assert_true(kolmogorov_statistic(uniforms, 4 * DRAWS) < KOLMOGOROV_CRITICAL);
}

// Independent uniforms have correlation 0 with standard error 1 / sqrt(n); four are allowed.
static void expect_no_correlation(SimStream a, uint32_t entity_step, SimStream b, uint32_t purpose, uint32_t block)
{
    double sum = 0;
    for (uint32_t entity = 0; entity < DRAWS; entity++) {
        const double x = sim_uniform(sim_draw(a, entity, 1, 1).word[0]) - 0.5;
        const double y = sim_uniform(sim_draw(b, entity + entity_step, purpose, block).word[0]) - 0.5;
        sum += 12 * x * y;
    }
    assert_true(fabs(sum / DRAWS) < 4 / sqrt(DRAWS));
}

static void neighbours_are_not_correlated(void **state)
{
    (void)state;
    const SimStream base = sim_stream((SimKey){.seed = 1, .replication = 1}, 1, "a");
    SimStream other = base;
    expect_no_correlation(base, 1, base, 1, 1);
    expect_no_correlation(base, 0, base, 2, 1);
    expect_no_correlation(base, 0, base, 1, 2);
    other.key.replication = 2;
    expect_no_correlation(base, 0, other, 1, 1);
    other = base;
    other.key.seed = 2;
    expect_no_correlation(base, 0, other, 1, 1);
    other = base;
    other.place = 2;
    expect_no_correlation(base, 0, other, 1, 1);
    expect_no_correlation(base, 0, sim_stream(base.key, 1, "b"), 1, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(philox_gives_the_published_words),
        cmocka_unit_test(philox_gives_the_words_of_random123),
        cmocka_unit_test(a_draw_is_philox_at_its_place_stream_entity_and_purpose),
        cmocka_unit_test(a_row_of_draws_is_the_draws_one_by_one),
        cmocka_unit_test(hashes_of_names_stay_what_they_are),
        cmocka_unit_test(a_stream_is_named_by_the_hash_of_its_process),
        cmocka_unit_test(a_uniform_is_never_0_or_1),
        cmocka_unit_test(the_impossible_never_happens_and_the_certain_always),
        cmocka_unit_test(uniforms_of_a_process_are_uniform),
        cmocka_unit_test(neighbours_are_not_correlated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
