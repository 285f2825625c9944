// Quantities as people write them: a number with its unit, a date, a clock time, a word.
//
// Nothing is guessed: a number without a unit, a leading zero (`010`), a sign on nothing (`-0`), `nan`, `inf` and what
// overflows are refused, with a sentence that says what to write instead.
#ifndef SIM_SCENARIO_QUANTITY_H
#define SIM_SCENARIO_QUANTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/scenario/field.h"

// One value of one of the kinds that a single word or number can hold.
typedef union {
    double number;  // SIM_AMOUNT, SIM_SHARE, SIM_DURATION, SIM_RATE, SIM_CLOCK, an item of a list of them
    int64_t whole;  // SIM_COUNT, SIM_DATE_DAY, SIM_MOMENT
    int choice;     // SIM_CHOICE, an item of SIM_CHOICES
    bool on;        // SIM_SWITCH
} SimValue;

enum { SIM_WHY_BYTES = 700, SIM_QUANTITY_BYTES = 64 };

// Reads `text` as the row's kind (of a list of values: as one of them) and checks its range. False, with the rest of a
// sentence that begins with the key
// (" must be ..."), if it is not one.
bool sim_quantity_read(const SimField *row, const char *text, SimValue *value, char why[static SIM_WHY_BYTES]);
// Only the range. For values that were computed rather than written.
bool sim_quantity_in_range(const SimField *row, SimValue value, char why[static SIM_WHY_BYTES]);

// As sim_quantity_read would read it back, to the last bit. Words (choices) are printed by their first spelling.
void sim_quantity_print(const SimField *row, SimValue value, char text[static SIM_QUANTITY_BYTES]);

// The shortest decimal that reads back to the same double.
void sim_number_print(double number, char text[static SIM_QUANTITY_BYTES]);

// "a duration", "a share", ...
const char *sim_kind_text(enum SimKind kind);
// "`27 min`, `2 h` or `3 d`": something to imitate.
const char *sim_kind_example(enum SimKind kind);
// "from 0 to 100%", "1 or more"; empty if the kind says it all.
void sim_range_print(const SimField *row, char text[static 160]);

// The kind of one item of a list of values; any other kind is its own.
enum SimKind sim_kind_item(enum SimKind kind);
// Whether it is a list of values (of records it is none), and whether it is stored as SimNumbers.
bool sim_kind_is_list(enum SimKind kind);
bool sim_kind_is_numbers(enum SimKind kind);
// Whether its values are single numbers of which one can be a multiple of another; and whether they, or the items of
// the list, can be multiplied by a ratio. A time of day cannot.
bool sim_kind_measures(enum SimKind kind);
bool sim_kind_scales(enum SimKind kind);
// Whole for counts, dates and moments.
bool sim_kind_is_whole(enum SimKind kind);

// The words of a row's choices: the first spelling of number `index`; false if there are fewer.
bool sim_choice_word(const char *choices, int index, char word[static SIM_QUANTITY_BYTES]);
int sim_choice_count(const char *choices);
// The number of the choice with this spelling or synonym; -1 if there is none.
int sim_choice_index(const char *choices, const char *text);
// The word that `text` may have been meant to be (for a synonym its first spelling); empty if none is near.
void sim_choice_nearest(const char *choices, const char *text, char word[static SIM_QUANTITY_BYTES]);
// "`rolling`, `block_early` or `maintain`".
void sim_choices_print(const char *choices, char *text, size_t size);

#endif
