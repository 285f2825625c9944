// The table of scenario fields: one row drives reading, checking, messages, the JSON Schema, `explain`, sweep paths and
// the manual. A new parameter is one row and the code that uses it.
//
// A path is made of keys joined by dots; `[]` after a key says that it holds a list of records. A row's offset lies in
// the record of the innermost list of its path, or in the scenario's root record; that of a list itself (`trusts[]`,
// which comes before the rows of its records) in the record around it. Values are stored in SI: seconds, per day,
// shares from 0 to 1.
//
// A switch may be a section too: with rows beneath `emergency`, keys there switch it on, and after `emergency: off`
// they have their defaults or are unset. The row of the switch comes before theirs.
#ifndef SIM_SCENARIO_FIELD_H
#define SIM_SCENARIO_FIELD_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/scenario/fault.h"

enum SimKind {
    SIM_RECORDS,    // a list of records: SimRecords at the offset; `count` holds the bytes of one record
    SIM_TEXT,       // SimText; names: letters, digits, space, . , ' ( ) & - _ up to 80 characters
    SIM_PROSE,      // SimText; any printable text up to 2,000 characters
    SIM_COUNT,      // int64_t, a whole number up to 2^53
    SIM_AMOUNT,     // double, a plain number (beds, doctors, factors)
    SIM_SHARE,      // double 0..1, written `75%` or `0.75`
    SIM_DURATION,   // double seconds, written `27 min`, `6.8 d`, `2 h`, `12 weeks`
    SIM_RATE,       // double per day, written `366/day`, `12/h`, `8700/week`, `14988/month` (a month is 365.25/12 days)
    SIM_DATE_DAY,   // int64_t days since 1970-01-01, written `2024-01-03`
    SIM_MOMENT,     // int64_t seconds since 1970-01-01T00:00, written `2024-01-03T07:00` or a date for 00:00
    SIM_CLOCK,      // double seconds after midnight, written `08:00` (in YAML best quoted; 24:00 is allowed)
    SIM_CHOICE,     // int, the index of one of `choices`
    SIM_CHOICES,    // uint32_t, a set of `choices` (a list or a single word)
    SIM_NUMBERS,    // SimNumbers: a list of plain numbers
    SIM_DURATIONS,  // SimNumbers in seconds: a list of durations, `[30 min, 4 h]`
    SIM_RATES,      // SimNumbers per day: a list of rates, `[6/h, 5/h]`
    SIM_SHARES,     // SimNumbers 0..1: a list of shares, `[20%, 0.5]`
    SIM_CLOCKS,     // SimNumbers, seconds after midnight: a list of times of day, `["04:00", "12:00"]`
    SIM_TEXTS,      // SimTexts: a list of names, each as in SIM_TEXT
    SIM_SWITCH      // bool, on or off
};

// The first moment at which a value can change what happens. Two scenarios share their past up to the first moment at
// which a field in which they differ acts.
enum SimActs {
    SIM_ACTS_START = 1,
    SIM_ACTS_ANNOUNCED,
    SIM_ACTS_PLAN,
    SIM_ACTS_WINDOW_START,
    SIM_ACTS_AFTER_WINDOW,
    SIM_ACTS_NEVER  // reporting only
};

typedef struct {
    const char *path;
    enum SimKind kind;
    enum SimActs acts_from;
    size_t offset;
    size_t count;         // lists of values: exactly how many, 0 for 1 to 10,000; SIM_RECORDS: bytes of a record
    const char *choices;  // "rolling|block_early|maintain"; a word may have synonyms: "resident_doctors=junior_doctors"
    // Inclusive, in the stored unit, for each value of a list; both 0: any finite (counts, amounts, durations and rates
    // 0 or more).
    double least, most;
    const char *fallback;     // as a user would write it; NULL: must be given; "": may be left out, and then is unset
    const char *scales_with;  // for values from a template: the keys of `size` whose ratio (own over template's) the
                              // value is multiplied by; the first of "a|b|c" that the user gave. NULL: not scaled
    const char *meaning;      // one sentence, in plain words
    const char *source;       // where a default comes from, or "assumed"; for values without a default, what they are
} SimField;

typedef struct {
    const SimField *rows;
    size_t count;
} SimFieldBlock;

typedef struct {
    char *text;  // owned by the scenario; NULL if unset
    SimMark mark;
} SimText;

typedef struct {
    double *values;  // owned by the scenario; NULL if unset
    size_t count;
} SimNumbers;

typedef struct {
    SimText *rows;  // owned by the scenario; NULL if unset
    size_t count;
} SimTexts;

typedef struct {
    void *rows;  // owned by the scenario; every record begins with a SimRecordHead
    size_t count;
} SimRecords;

// The start of every record of a list: where it was written, and what it is called (the value of its key `name`).
typedef struct {
    SimMark mark;
    const char *name;  // owned by the scenario; "" if it has none
} SimRecordHead;

// Unset values: NAN for doubles, SIM_UNSET for integers and moments, -1 for a choice, 0 for a set of choices.
#define SIM_UNSET INT64_MIN
static inline bool sim_is_set(double value)
{
    return !isnan(value);
}

#define SIM_RECORD(records, Type, index) (&((Type *)(records).rows)[index])

#endif
