#include "models/acts.h"

#include <string.h>

#include "models/hospital.h"

static bool begins_with(const char *path, const char *key)
{
    return strncmp(path, key, strlen(key)) == 0;
}

// Whether the path leads into the item of the list that is called so: "trusts[North].".
static bool is_of_item(const char *path, const char *list, const char *name)
{
    const size_t length = strlen(name);
    path += strlen(list);
    return *path == '[' && strncmp(path + 1, name, length) == 0 && path[1 + length] == ']';
}

static SimTime earlier(SimTime one, SimTime other)
{
    return one < other ? one : other;
}

static SimTime moment_of_window(const WindowPlan *window, enum SimActs acts)
{
    switch (acts) {
    case SIM_ACTS_START: return 0;
    case SIM_ACTS_ANNOUNCED:
    case SIM_ACTS_PLAN: return window->known_s;
    case SIM_ACTS_WINDOW_START: return window->start_s;
    case SIM_ACTS_AFTER_WINDOW: return window->end_s;
    case SIM_ACTS_NEVER: break;
    }
    return INT64_MAX;
}

static SimTime of_this_strike(const StrikePlan *strike, const SimField *row, const char *path)
{
    for (uint32_t i = 0; i < strike->window_count; i++) {
        if (is_of_item(path, "strikes", strike->windows[i].name))
            return moment_of_window(&strike->windows[i], row->acts_from);
    }
    return INT64_MAX;
}

static SimTime of_any_strike(const StrikePlan *strike, const SimField *row)
{
    SimTime earliest = INT64_MAX;
    for (uint32_t i = 0; i < strike->window_count; i++)
        earliest = earlier(earliest, moment_of_window(&strike->windows[i], row->acts_from));
    return earliest;
}

// Extra sessions are opened with notice, so perhaps before the last strike has ended.
static SimTime of_recovery(const StrikePlan *strike)
{
    SimTime earliest = INT64_MAX;
    for (uint32_t i = 0; i < strike->window_count; i++) {
        if (!strike->windows[i].in_both) earliest = earlier(earliest, strike->windows[i].end_s);
    }
    for (uint32_t i = 0; i < strike->decision_count; i++) {
        if (strike->decisions[i].kind == DECISION_RECOVERY) earliest = earlier(earliest, strike->decisions[i].time_s);
    }
    return earliest;
}

// The trust that a path leads into: usually that of the path before, or the next one.
static size_t trust_of(const HospitalPlan *hospital, const char *path, size_t before)
{
    const size_t from = before < hospital->trust_count ? before : 0;
    for (size_t i = 0; i < hospital->trust_count; i++) {
        const size_t place = (from + i) % hospital->trust_count;
        if (is_of_item(path, "trusts", hospital->trusts[place].fields->head.name)) return place;
    }
    return SIM_EVERYWHERE;
}

SimTime hospital_acts_at(const void *plan, const SimField *row, const char *path, size_t *place)
{
    const HospitalPlan *hospital = plan;
    const StrikePlan *strike = &hospital->strike;
    const bool is_of_trust = begins_with(path, "trusts[");
    *place = is_of_trust ? trust_of(hospital, path, *place) : SIM_EVERYWHERE;
    if (begins_with(path, "strikes[")) return of_this_strike(strike, row, path);
    if (row->acts_from == SIM_ACTS_START) return 0;
    if (begins_with(path, "recovery.")) return of_recovery(strike);
    return of_any_strike(strike, row);
}
