// Names become numbers, dates seconds, and mistakes faults.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "models/service_making.h"

void *making_room(size_t count, size_t bytes)
{
    void *room = calloc(count + 1, bytes);
    if (room) return room;
    fprintf(stderr, "out of memory: %zu bytes for services\n", (count + 1) * bytes);
    abort();
}

// "there is no step "x"; did you mean "y"?"
static void no_such(Making *making, const SimText *written, const char *kind, SimNearest nearest)
{
    if (nearest.nearest) {
        sim_fault(making->faults, written->mark, "there is no %s \"%s\" here; did you mean \"%s\"?", kind,
                  written->text, nearest.nearest);
    } else {
        sim_fault(making->faults, written->mark, "there is no %s \"%s\" here; write the name of one that is there",
                  kind, written->text);
    }
    making->is_sound = false;
}

void making_refuse(Making *making, SimMark mark, const char *kind, const char *name, const char *why)
{
    sim_fault(making->faults, mark, "%s \"%s\" %s", kind, name, why);
    making->is_sound = false;
}

// Names

// The resources of this place and the hospital's own pools, where there is a hospital, are named in one breath.
static void no_such_resource(Making *making, const SimText *written, SimNearest nearest)
{
    char declared[300] = "";
    for (uint32_t i = 0; i < making->made->resource_count; i++) {
        const size_t length = strlen(declared);
        snprintf(declared + length, sizeof declared - length, "%s%s", i > 0 ? ", " : "",
                 making_text(&RESOURCE(making, i)->name));
    }
    char meant[200] = ".";
    if (nearest.nearest) snprintf(meant, sizeof meant, "; did you mean \"%s\"?", nearest.nearest);
    sim_fault(making->faults, written->mark,
              "there is no resource \"%s\" here%s Declared are: %s. The hospital's own are: " HOSPITAL_POOL_WORDS,
              written->text, meant, *declared ? declared : "none");
    making->is_sound = false;
}

// One of `resources`, or else one of the hospital's own pools.
uint32_t making_find_resource(Making *making, const SimText *name)
{
    SimNearest nearest = sim_nearest(name->text);
    for (uint32_t i = 0; i < making->made->resource_count; i++) {
        const char *other = making_text(&RESOURCE(making, i)->name);
        if (strcmp(other, name->text) == 0) return i;
        sim_nearest_try(&nearest, other);
    }
    const enum HospitalPool pool = service_pool_named(name->text);
    if (!making->plan->has_trusts) {
        if (pool == NO_POOL) {
            no_such(making, name, "resource", nearest);
        } else {
            making_refuse(making, name->mark, "the resource", name->text,
                          "is one of a hospital's own, and this scenario has no `trusts`; declare it in `resources`");
        }
        return UINT32_MAX;
    }
    if (pool != NO_POOL) return service_number_of_pool(making->made, pool);
    for (int i = NO_POOL + 1; i < HOSPITAL_POOLS; i++)
        sim_nearest_try(&nearest, service_pool_name((enum HospitalPool)i));
    no_such_resource(making, name, nearest);
    return UINT32_MAX;
}

// Steps of the same service only: elsewhere a patient's class means something else.
uint32_t making_find_step(Making *making, const OneService *service, const SimText *name)
{
    SimNearest nearest = sim_nearest(name->text);
    for (uint32_t i = 0; i < service->step_count; i++) {
        const uint32_t step = service->first_step + i;
        if (strcmp(making->made->steps[step].name, name->text) == 0) return step;
        sim_nearest_try(&nearest, making->made->steps[step].name);
    }
    no_such(making, name, "step", nearest);
    return NO_STEP;
}

static bool is_step(const Making *making, const OneService *service, const char *name)
{
    for (uint32_t i = 0; i < service->step_count; i++) {
        if (strcmp(making->made->steps[service->first_step + i].name, name) == 0) return true;
    }
    return false;
}

// What other people write for `leave`.
static bool means_leave(const char *name)
{
    static const char *const words[] = {"home", "exit", "end", "out"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcasecmp(words[i], name) == 0) return true;
    }
    return false;
}

uint32_t making_step_or_leave(Making *making, const OneService *service, const SimText *name)
{
    if (!name->text || strcmp(name->text, "leave") == 0) return NO_STEP;
    if (means_leave(name->text) && !is_step(making, service, name->text)) {
        sim_fault(making->faults, name->mark,
                  "there is no step \"%s\" here; write `leave` for those who go out of the service", name->text);
        making->is_sound = false;
        return NO_STEP;
    }
    return making_find_step(making, service, name);
}

uint32_t making_find_class(Making *making, const OneService *service, const SimText *name)
{
    SimNearest nearest = sim_nearest(name->text);
    for (uint32_t i = 0; i < service->class_count; i++) {
        if (strcmp(service->class_name[i], name->text) == 0) return i;
        if (*service->class_name[i]) sim_nearest_try(&nearest, service->class_name[i]);
    }
    no_such(making, name, "class", nearest);
    return 0;
}

// Dated changes

// Of this life, or NULL.
static const WindowPlan *window_named(const StrikePlan *plan, const char *name)
{
    for (uint32_t i = 0; i < plan->window_count; i++)
        if (strncmp(plan->windows[i].name, name, sizeof plan->windows[i].name - 1) == 0) return &plan->windows[i];
    return NULL;
}

static bool dates_of_strike(Making *making, const ServiceChangeFields *change, const ScenarioFields *scenario,
                            ServiceDates *dates, bool *in_strike_life_only)
{
    SimNearest nearest = sim_nearest(change->strike.text);
    for (size_t i = 0; i < scenario->strikes.count; i++) {
        const StrikeFields *strike = SIM_RECORD(scenario->strikes, StrikeFields, i);
        sim_nearest_try(&nearest, making_text(&strike->name));
        if (strcmp(making_text(&strike->name), change->strike.text) != 0) continue;
        *dates = (ServiceDates){.start_s = strike->start - making->epoch_s,
                                .end_s = strike->end - making->epoch_s,
                                .window = window_named(&making->plan->strike, change->strike.text)};
        *in_strike_life_only = strike->in != STRIKE_IN_BOTH;
        return true;
    }
    no_such(making, &change->strike, "strike", nearest);
    return false;
}

// False if it has no dates, or happens in the other life only.
bool making_dates(Making *making, const ServiceChangeFields *change, const SimScenario *scenario, const char *name,
                  ServiceDates *dates)
{
    bool in_strike_life_only = change->in == SERVICE_IN_STRIKE_LIFE;
    const bool has_dates = change->start != SIM_UNSET && change->end != SIM_UNSET;
    if (change->strike.text) {
        if (change->start != SIM_UNSET || change->end != SIM_UNSET || change->in >= 0) {
            making_refuse(making, change->head.mark, "the change of", name,
                          "has a `strike` and dates of its own; write one or the other");
            return false;
        }
        if (!dates_of_strike(making, change, sim_scenario_root(scenario), dates, &in_strike_life_only)) return false;
    } else if (!has_dates) {
        making_refuse(making, change->head.mark, "the change of", name, "needs both `start` and `end`, or a `strike`");
        return false;
    } else {
        *dates = (ServiceDates){.start_s = change->start - making->epoch_s, .end_s = change->end - making->epoch_s};
    }
    if (dates->end_s <= dates->start_s) {
        making_refuse(making, change->head.mark, "the change of", name, "ends before it starts; write a later `end`");
        return false;
    }
    ServicesPlan *made = making->made;
    if (in_strike_life_only && dates->start_s < made->first_strike_change_s)
        made->first_strike_change_s = dates->start_s;
    return !in_strike_life_only || making->plan->life == SIM_STRIKE;
}
