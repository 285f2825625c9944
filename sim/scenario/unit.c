#include "sim/scenario/unit.h"

#include <stdio.h>
#include <string.h>

const SimUnit sim_duration_units[SIM_DURATION_UNITS] = {
    {"min|mins|minute|minutes", 60}, {"h|hour|hours|hr|hrs", 3600}, {"d|day|days", 86400},
    {"weeks|week|w|wk", 604800},     {"s|sec|second|seconds", 1},   {"months|month", 86400 * 365.25 / 12},
    {"years|year|y", 86400 * 365.25}};

// Days in the unit of time of a rate.
const SimUnit sim_rate_units[SIM_RATE_UNITS] = {{"day|d", 1},           {"week|w", 7},      {"h|hour|hr", 1.0 / 24},
                                                {"month", 365.25 / 12}, {"year|y", 365.25}, {"min|minute", 1.0 / 1440}};

bool sim_is_named(const char *names, const char *text)
{
    size_t length = strlen(text);
    for (const char *name = names; name;) {
        const char *bar = strchr(name, '|');
        size_t name_length = bar ? (size_t)(bar - name) : strlen(name);
        if (name_length == length && strncmp(name, text, length) == 0) return true;
        name = bar ? bar + 1 : NULL;
    }
    return false;
}

const SimUnit *sim_unit_find(const SimUnit *units, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++) {
        if (sim_is_named(units[i].names, text)) return &units[i];
    }
    return NULL;
}

void sim_unit_name(const SimUnit *unit, char name[static 16])
{
    snprintf(name, 16, "%.*s", (int)strcspn(unit->names, "|"), unit->names);
}
