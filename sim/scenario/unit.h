// The units people write behind numbers.
#ifndef SIM_SCENARIO_UNIT_H
#define SIM_SCENARIO_UNIT_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    const char *names;  // separated by '|'; the first is the one printed
    double factor;      // durations: seconds; rates: days in the unit of time
} SimUnit;

enum { SIM_DURATION_UNITS = 7, SIM_RATE_UNITS = 6 };

extern const SimUnit sim_duration_units[SIM_DURATION_UNITS];
extern const SimUnit sim_rate_units[SIM_RATE_UNITS];

// Whether `text` is one of the words in "a|b|c".
bool sim_is_named(const char *names, const char *text);
const SimUnit *sim_unit_find(const SimUnit *units, size_t count, const char *text);
void sim_unit_name(const SimUnit *unit, char name[static 16]);

#endif
