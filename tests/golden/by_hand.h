// The hospital of tests/golden/scenarios/by_hand.yaml, and what overrides make of it.
#ifndef TESTS_GOLDEN_BY_HAND_H
#define TESTS_GOLDEN_BY_HAND_H

#include "tests/golden/hospital_world.h"

enum { BY_HAND_MOST = 20000 };

static inline void by_hand_read(char text[static BY_HAND_MOST])
{
    FILE *file = fopen(TEST_FOLDER "/golden/scenarios/by_hand.yaml", "r");
    assert_non_null(file);
    const size_t length = fread(text, 1, BY_HAND_MOST - 1, file);
    fclose(file);
    assert_true(length > 0 && length < BY_HAND_MOST - 1);
    text[length] = '\0';
}

// The template lies beside the scenarios, so the text is read as if it did too.
static inline Lives by_hand(const SimOverride *overrides, size_t count)
{
    char text[BY_HAND_MOST];
    by_hand_read(text);
    return lives_parse(text, overrides, count);
}

// Adds lines behind the first that is `after`.
static inline void by_hand_add(char text[static BY_HAND_MOST], const char *after, const char *lines)
{
    char *end = strstr(text, after);
    assert_non_null(end);
    end += strlen(after);
    const size_t added = strlen(lines);
    assert_true(strlen(text) + added < BY_HAND_MOST - 1);
    memmove(end + added, end, strlen(end) + 1);
    memcpy(end, lines, added);
}

// Adds lines to what the scenario says of its strike, and other strikes after it.
static inline void by_hand_add_to_strike(char text[static BY_HAND_MOST], const char *lines)
{
    by_hand_add(text, "    demand: {stay_away: 0%}\n", lines);
}

static inline Lives by_hand_with(const char *lines, const SimOverride *overrides, size_t count)
{
    char text[BY_HAND_MOST];
    by_hand_read(text);
    by_hand_add_to_strike(text, lines);
    return lives_parse(text, overrides, count);
}

typedef struct {
    Lives lives;
    SimWorld *worlds[SIM_LIVES];  // run to the end
} Run;

static inline Run run_by_hand(const SimOverride *overrides, size_t count)
{
    Run run = {.lives = by_hand(overrides, count)};
    for (int life = 0; life < SIM_LIVES; life++) {
        run.worlds[life] = world_run(run.lives.plans[life], 0, end_of(run.lives.plans[life]));
    }
    return run;
}

static inline void run_free(Run *run)
{
    for (int life = 0; life < SIM_LIVES; life++) sim_world_free(run->worlds[life]);
    lives_free(&run->lives);
}

static inline void assert_number(double found, double expected)
{
    if (!(found <= expected + 1e-9 && found >= expected - 1e-9)) fail_msg("%g instead of %g", found, expected);
}

static inline Session *session_at(const SimWorld *world, uint32_t row)
{
    return SIM_ROW(world, TABLE_SESSIONS, Session, row);
}

static inline Pathway *pathway_at(const SimWorld *world, uint32_t row)
{
    return SIM_ROW(world, TABLE_PATHWAYS, Pathway, row);
}

#endif
