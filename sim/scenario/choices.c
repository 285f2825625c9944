// The words of a field that has a few: "rolling|block_early|maintain", with synonyms after `=`.
#include <stdio.h>
#include <string.h>

#include "sim/scenario/nearest.h"
#include "sim/scenario/quantity.h"

// The stretch of `choices` that holds word number `index` with its synonyms; NULL if there are fewer.
static const char *group_at(const char *choices, int index, size_t *length)
{
    const char *group = choices;
    for (; group && index > 0; index--) {
        group = strchr(group, '|');
        if (group) group++;
    }
    if (group) *length = strcspn(group, "|");
    return group;
}

bool sim_choice_word(const char *choices, int index, char word[static SIM_QUANTITY_BYTES])
{
    size_t length;
    const char *group = index >= 0 ? group_at(choices, index, &length) : NULL;
    word[0] = '\0';
    if (!group) return false;
    snprintf(word, SIM_QUANTITY_BYTES, "%.*s", (int)strcspn(group, "|="), group);
    return true;
}

int sim_choice_count(const char *choices)
{
    int count = 1;
    for (const char *c = choices; *c; c++) count += *c == '|';
    return count;
}

int sim_choice_index(const char *choices, const char *text)
{
    size_t wanted = strlen(text), length;
    for (int index = 0; wanted > 0; index++) {
        const char *group = group_at(choices, index, &length);
        if (!group) break;
        for (const char *word = group; word < group + length;) {
            size_t word_length = strcspn(word, "|=");
            if (word_length == wanted && strncmp(word, text, wanted) == 0) return index;
            word += word_length + 1;
        }
    }
    return -1;
}

void sim_choice_nearest(const char *choices, const char *text, char word[static SIM_QUANTITY_BYTES])
{
    SimNearest nearest = sim_nearest(text);
    char spelling[SIM_QUANTITY_BYTES];
    word[0] = '\0';
    for (const char *c = choices; *c; c += *c != '\0') {
        size_t length = strcspn(c, "|="), before = nearest.distance;
        snprintf(spelling, sizeof spelling, "%.*s", (int)length, c);
        sim_nearest_try(&nearest, spelling);
        if (nearest.distance < before) sim_choice_word(choices, sim_choice_index(choices, spelling), word);
        c += length;
    }
}

void sim_choices_print(const char *choices, char *text, size_t size)
{
    char word[SIM_QUANTITY_BYTES];
    int count = sim_choice_count(choices);
    text[0] = '\0';
    for (int i = 0; i < count && sim_choice_word(choices, i, word); i++) {
        size_t used = strlen(text);
        const char *joint = i == 0 ? "" : i + 1 == count ? " or " : ", ";
        snprintf(text + used, size - used, "%s`%s`", joint, word);
    }
}
