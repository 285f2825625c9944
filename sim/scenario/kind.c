// What the kinds of fields are called, and how they look.
#include "sim/scenario/quantity.h"

const char *sim_kind_text(enum SimKind kind)
{
    switch (kind) {
    case SIM_RECORDS: return "a list of mappings";
    case SIM_TEXT: return "a name";
    case SIM_PROSE: return "text";
    case SIM_COUNT: return "a whole number";
    case SIM_AMOUNT: return "a plain number";
    case SIM_SHARE: return "a share";
    case SIM_DURATION: return "a duration with its unit";
    case SIM_RATE: return "a rate with its unit of time";
    case SIM_DATE_DAY: return "a date";
    case SIM_MOMENT: return "a date with a time";
    case SIM_CLOCK: return "a time of day";
    case SIM_CHOICE: return "one word";
    case SIM_CHOICES: return "a list of words";
    case SIM_NUMBERS: return "a list of numbers";
    case SIM_DURATIONS: return "a list of durations";
    case SIM_RATES: return "a list of rates";
    case SIM_SHARES: return "a list of shares";
    case SIM_CLOCKS: return "a list of times of day";
    case SIM_TEXTS: return "a list of names";
    case SIM_SWITCH: return "`on` or `off`";
    }
    return "a value";
}

const char *sim_kind_example(enum SimKind kind)
{
    switch (kind) {
    case SIM_RECORDS: return "`- name: ...` for each item";
    case SIM_TEXT: return "a name of letters, digits and spaces";
    case SIM_PROSE: return "a sentence";
    case SIM_COUNT: return "`12`";
    case SIM_AMOUNT: return "`12` or `1.5`";
    case SIM_SHARE: return "`75%` or `0.75`";
    case SIM_DURATION: return "`27 min`, `2 h` or `3 d`";
    case SIM_RATE: return "`366/day`, `12/h` or `8700/week`";
    case SIM_DATE_DAY: return "`2024-01-03`";
    case SIM_MOMENT: return "`2024-01-03T07:00` or `2024-01-03`";
    case SIM_CLOCK: return "`08:00`";
    case SIM_CHOICE: return "one of its words";
    case SIM_CHOICES: return "`[first, second]`";
    case SIM_NUMBERS: return "`[1, 2.5]`";
    case SIM_DURATIONS: return "`[30 min, 4 h]`";
    case SIM_RATES: return "`[12/h, 366/day]`";
    case SIM_SHARES: return "`[20%, 0.5]`";
    case SIM_CLOCKS: return "`[\"04:00\", \"12:00\"]`";
    case SIM_TEXTS: return "`[first name, second name]`";
    case SIM_SWITCH: return "`on` or `off`";
    }
    return "";
}

enum SimKind sim_kind_item(enum SimKind kind)
{
    switch (kind) {
    case SIM_NUMBERS: return SIM_AMOUNT;
    case SIM_DURATIONS: return SIM_DURATION;
    case SIM_RATES: return SIM_RATE;
    case SIM_SHARES: return SIM_SHARE;
    case SIM_CLOCKS: return SIM_CLOCK;
    case SIM_TEXTS: return SIM_TEXT;
    case SIM_CHOICES: return SIM_CHOICE;
    case SIM_RECORDS:
    case SIM_TEXT:
    case SIM_PROSE:
    case SIM_COUNT:
    case SIM_AMOUNT:
    case SIM_SHARE:
    case SIM_DURATION:
    case SIM_RATE:
    case SIM_DATE_DAY:
    case SIM_MOMENT:
    case SIM_CLOCK:
    case SIM_CHOICE:
    case SIM_SWITCH: break;
    }
    return kind;
}

bool sim_kind_is_list(enum SimKind kind)
{
    return sim_kind_item(kind) != kind;
}

bool sim_kind_is_numbers(enum SimKind kind)
{
    return sim_kind_is_list(kind) && kind != SIM_TEXTS && kind != SIM_CHOICES;
}

bool sim_kind_measures(enum SimKind kind)
{
    return kind == SIM_COUNT || kind == SIM_AMOUNT || kind == SIM_SHARE || kind == SIM_DURATION || kind == SIM_RATE;
}

bool sim_kind_scales(enum SimKind kind)
{
    return sim_kind_measures(sim_kind_item(kind));
}

bool sim_kind_is_whole(enum SimKind kind)
{
    return kind == SIM_COUNT || kind == SIM_DATE_DAY || kind == SIM_MOMENT;
}
