// The hospital of tests/golden/scenarios/by_hand.yaml, and what overrides make of it.
#ifndef TESTS_GOLDEN_BY_HAND_H
#define TESTS_GOLDEN_BY_HAND_H

#include "tests/golden/hospital_world.h"

enum { BY_HAND_MOST = 20000 };

// The template lies beside the scenarios, so the text is read as if it did too.
static inline Lives by_hand(const SimOverride *overrides, size_t count)
{
    char text[BY_HAND_MOST];
    FILE *file = fopen(TEST_FOLDER "/golden/scenarios/by_hand.yaml", "r");
    assert_non_null(file);
    const size_t length = fread(text, 1, BY_HAND_MOST - 1, file);
    fclose(file);
    assert_true(length > 0 && length < BY_HAND_MOST - 1);
    text[length] = '\0';
    return lives_parse(text, overrides, count);
}

#endif
