// The plan of steps: what they use and how long, where patients go on to, and where each of their random words lies.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "models/service_making.h"

static const double SHARES_MISS_BY = 1e-6;  // what rounding may leave of 100 %

static const ServiceCaseFields *case_for(Making *making, const OneService *service, const ServiceStepFields *written,
                                         uint32_t class_number)
{
    const ServiceCaseFields *found = NULL;
    for (size_t i = 0; i < written->by_class.count; i++) {
        const ServiceCaseFields *row = SIM_RECORD(written->by_class, ServiceCaseFields, i);
        if (making_find_class(making, service, &row->class_name) != class_number) continue;
        if (found && class_number < service->class_count)
            making_refuse(making, row->head.mark, "class", row->class_name.text,
                          "is there twice; write one item for it");
        found = row;
    }
    return found;
}

// A class's own distribution, else everybody's; `has` tells whether anybody has one.
static void distribution_of_case(Making *making, const DurationFields *own, const DurationFields *general,
                                 const char *key, SimMark mark, bool *has, SimDistribution *distribution)
{
    const DurationFields *written = own && service_distribution_is_written(own) ? own : general;
    *distribution = (SimDistribution){.mean = HUGE_VAL};
    if (!service_distribution_is_written(written)) return;
    *has = true;
    if (service_distribution(making->plan->tables, written, key, mark, distribution, making->faults)) return;
    making->is_sound = false;
    distribution->mean = 1;  // so that this is the only fault
}

static void make_case(Making *making, const DeclaredFields *of, const ServiceStepFields *written, ServiceStep *step,
                      uint32_t class_number)
{
    const OneService *service = &making->made->services[step->service];
    ServiceCase *made = &making->made->cases[step->first_case + class_number];
    const ServiceCaseFields *own = case_for(making, service, written, class_number);
    const SimMark mark = own ? own->head.mark : written->head.mark;
    distribution_of_case(making, own ? &own->duration : NULL, &written->duration, "duration", mark,
                         &step->rules.has_duration, &made->duration);
    distribution_of_case(making, own ? &own->patience : NULL, &written->patience, "patience", mark,
                         &step->rules.has_patience, &made->patience);
    if (of->classes.count)
        made->priority = (uint32_t)SIM_RECORD(of->classes, ServiceClassFields, class_number)->priority;
    if (own && own->priority != SIM_UNSET) made->priority = (uint32_t)own->priority;
}

// Every class needs a duration if one has it.
static void check_durations(Making *making, const ServiceStepFields *written, ServiceStep *step)
{
    const OneService *service = &making->made->services[step->service];
    for (uint32_t c = 0; c < service->class_count && step->rules.has_duration; c++) {
        const SimDistribution *duration = &making->made->cases[step->first_case + c].duration;
        if (service_is_random(duration) || isfinite(duration->mean)) continue;
        making_refuse(making, written->head.mark, "step", step->name,
                      "has a duration for some classes only; write one for all, or one for every class");
        return;
    }
    if (!step->rules.has_duration && step->resource != UINT32_MAX && !written->keep_until.text) {
        making_refuse(making, written->head.mark, "step", step->name,
                      "uses a resource for no time; write its `duration`, or until when it is kept (`keep_until`)");
    }
}

static void make_limits_of_step(Making *making, const ServiceStepFields *written, ServiceStep *step)
{
    ServicesPlan *made = making->made;
    step->space = step->waiting_room = NO_LIMIT;
    step->rules.space_resource = UINT32_MAX;
    step->blocks = written->when_full == 1;
    if (written->space != SIM_UNSET) {
        step->space = (uint32_t)written->space;
        step->rules.space_resource = made->space_count++;
    }
    if (written->waiting_room != SIM_UNSET) {
        step->waiting_room = (uint32_t)written->waiting_room;
        if (step->resource == UINT32_MAX || step->blocks) {
            making_refuse(
                making, written->head.mark, "step", step->name,
                "has a `waiting_room`, which needs a `resource` and turns patients away; write `space` instead");
        }
    }
    step->rules.is_limited = step->space != NO_LIMIT || step->waiting_room != NO_LIMIT;
    if (step->blocks && step->space == NO_LIMIT)
        making_refuse(making, written->head.mark, "step", step->name, "is never full; write how much `space` it has");
}

// What is written and would never be used.
static void check_uses(Making *making, const ServiceStepFields *written, const ServiceStep *step)
{
    const SimMark mark = written->head.mark;
    if (step->rules.has_patience && step->resource == UINT32_MAX)
        making_refuse(making, mark, "step", step->name, "has `patience`, but nobody waits without a `resource`");
    if (written->needs > 1 && step->resource == UINT32_MAX)
        making_refuse(making, mark, "step", step->name, "has `servers`, but no `resource`; write of which");
    if (step->resource < making->made->resource_count && written->needs > 1 &&
        (double)written->needs > making_most_servers(RESOURCE(making, step->resource)))
        making_refuse(making, mark, "step", step->name,
                      "needs more servers than its resource ever has; write fewer `servers`");
    if (written->gives_up_to.text && !step->rules.has_patience)
        making_refuse(making, mark, "step", step->name,
                      "has `gives_up_to`, but nobody gives up; write their `patience`");
    if (written->turned_away_to.text && step->space == NO_LIMIT && step->waiting_room == NO_LIMIT)
        making_refuse(making, mark, "step", step->name,
                      "has `turned_away_to`, but is never full; write its `space` or `waiting_room`");
}

// One of the hospital's own pools: there must be somebody in it.
static void make_pool(Making *making, const ServiceStepFields *written, ServiceStep *step)
{
    ServicesPlan *made = making->made;
    if (step->resource == UINT32_MAX) return;
    step->rules.pool = service_pool_of_number(made, step->resource);
    if (step->rules.pool == NO_POOL) return;
    made->pools |= UINT32_C(1) << step->rules.pool;
    const char *name = service_pool_name(step->rules.pool), *off = service_pool_is_off(making->trust, step->rules.pool);
    if (off) {
        sim_fault(making->faults, written->resource.mark,
                  "step \"%s\" cannot use the hospital's own %s while `%s` is off; switch it on, or declare a resource "
                  "of another name",
                  step->name, name, off);
        making->is_sound = false;
    } else if (sim_faults_count(making->faults) == 0 && service_pool_is_empty(making->trust, step->rules.pool)) {
        sim_fault(
            making->faults, written->resource.mark,
            "step \"%s\" cannot use the hospital's own %s: this trust has none; declare a resource of another name",
            step->name, name);
        making->is_sound = false;
    }
    if (step->rules.needs > 1) {
        making_refuse(
            making, written->head.mark, "step", step->name,
            "takes several servers of one of the hospital's own pools at once, which give one; write a step for "
            "each, the first with `keep_until`");
    }
}

static void make_step(Making *making, const DeclaredFields *of, const ServiceStepFields *written, uint32_t number)
{
    ServicesPlan *made = making->made;
    ServiceStep *step = &made->steps[number];
    const OneService *service = &made->services[step->service];
    step->resource = written->resource.text ? making_find_resource(making, &written->resource) : UINT32_MAX;
    step->rules.needs = (uint32_t)written->needs;
    make_pool(making, written, step);
    step->rules.keeper = UINT32_MAX;
    step->keep_until = NO_STEP;
    step->route = (enum ServiceRoute)written->route;
    step->turned_away_to = making_step_or_leave(making, service, &written->turned_away_to);
    step->gives_up_to = making_step_or_leave(making, service, &written->gives_up_to);
    step->rules.has_resource = step->resource != UINT32_MAX;
    if (step->rules.has_resource) {
        const ServiceResource *resource = &made->resources[step->resource];
        step->rules.is_watched = resource->is_preemptive || resource->on_fall != SIM_FALL_FINISH;
    }
    step->first_case = made->case_count;
    made->case_count += service->class_count;
    for (uint32_t c = 0; c < service->class_count; c++) make_case(making, of, written, step, c);
    check_durations(making, written, step);
    bool has_transfer = false;
    distribution_of_case(making, NULL, &written->transfer, "transfer", written->head.mark, &has_transfer,
                         &step->transfer);
    step->rules.has_transfer = has_transfer;
    make_limits_of_step(making, written, step);
    check_uses(making, written, step);
}

static void make_keeper(Making *making, const ServiceStepFields *written, uint32_t number, uint32_t *keepers)
{
    ServiceStep *step = &making->made->steps[number];
    if (!written->keep_until.text) return;
    step->keep_until = making_find_step(making, &making->made->services[step->service], &written->keep_until);
    if (step->resource == UINT32_MAX)
        making_refuse(making, written->head.mark, "step", step->name, "keeps no `resource`; write which");
    if (*keepers == SERVICE_KEEPERS || step->keep_until == NO_STEP) {
        if (*keepers == SERVICE_KEEPERS)
            making_refuse(making, written->head.mark, "step", step->name,
                          "is one step too many with `keep_until`; 32 may have it");
        return;
    }
    step->rules.keeper = (*keepers)++;
    making->made->steps[step->keep_until].rules.keepers_ending |= UINT32_C(1) << step->rules.keeper;
}

// Routing

static bool row_holds(Making *making, const OneService *service, const ServiceStepFields *written,
                      const ServiceNextFields *row, uint32_t class_number)
{
    bool has_own = false;
    for (size_t i = 0; i < written->next.count; i++) {
        const ServiceNextFields *other = SIM_RECORD(written->next, ServiceNextFields, i);
        if (other->class_name.text && making_find_class(making, service, &other->class_name) == class_number)
            has_own = true;
    }
    if (!row->class_name.text) return !has_own;
    return making_find_class(making, service, &row->class_name) == class_number;
}

static size_t rows_that_hold(Making *making, const OneService *service, const ServiceStepFields *written,
                             uint32_t class_number)
{
    size_t count = 0;
    for (size_t i = 0; i < written->next.count; i++) {
        const ServiceNextFields *row = SIM_RECORD(written->next, ServiceNextFields, i);
        if (row_holds(making, service, written, row, class_number)) count++;
    }
    return count;
}

static double share_of_row(Making *making, const ServiceNextFields *row, bool is_only, const ServiceStep *step)
{
    if (step->route != ROUTE_SHARE) {
        if (sim_is_set(row->share))
            making_refuse(making, row->head.mark, "step", step->name,
                          "has shares, which only `route: share` uses; leave them out");
        return 0;
    }
    if (sim_is_set(row->share)) return row->share;
    if (is_only) return 1;
    making_refuse(making, row->head.mark, "step", step->name, "has several ways to go on; write the `share` of each");
    return 0;
}

static void make_branches(Making *making, const ServiceStepFields *written, ServiceStep *step, uint32_t class_number)
{
    ServicesPlan *made = making->made;
    const OneService *service = &made->services[step->service];
    ServiceCase *route = &made->cases[step->first_case + class_number];
    route->first_branch = made->branch_count;
    const bool is_only = rows_that_hold(making, service, written, class_number) == 1;
    double sum = 0;
    for (size_t i = 0; i < written->next.count; i++) {
        const ServiceNextFields *row = SIM_RECORD(written->next, ServiceNextFields, i);
        if (!row_holds(making, service, written, row, class_number)) continue;
        sum += share_of_row(making, row, is_only, step);
        made->branches[made->branch_count++] =
            (ServiceBranch){.until = sum, .step = making_step_or_leave(making, service, &row->to)};
    }
    if (sum > 1 + SHARES_MISS_BY)
        making_refuse(making, written->head.mark, "step", step->name,
                      "has shares in `next` that add to more than 100 %; write less");
    if (sum > 1 - SHARES_MISS_BY) made->branches[made->branch_count - 1].until = 1;
    const uint32_t number = (uint32_t)(step - made->steps);
    const bool is_last = number + 1 == service->first_step + service->step_count;
    const bool has_none = made->branch_count == route->first_branch;
    if (has_none)
        made->branches[made->branch_count++] = (ServiceBranch){.until = 1, .step = is_last ? NO_STEP : number + 1};
    route->branch_count = made->branch_count - route->first_branch;
    const bool has_one = route->branch_count == 1 && (step->route != ROUTE_SHARE || sum > 1 - SHARES_MISS_BY);
    route->is_sure = has_none || has_one;
    route->next = made->branches[route->first_branch].step;
}

// The words of a patient, in the order in which they are needed: so that one block mostly does.

static uint32_t next_word(bool is_needed, uint32_t *words)
{
    return is_needed ? (*words)++ : 0;
}

static void place_words(ServicesPlan *made, OneService *service)
{
    uint32_t words = service->class_count > 1 ? 1 : 0;
    for (uint32_t i = 0; i < service->step_count; i++) {
        ServiceStep *step = &made->steps[service->first_step + i];
        bool duration = false, patience = false, route = false;
        for (uint32_t c = 0; c < service->class_count; c++) {
            const ServiceCase *of = &made->cases[step->first_case + c];
            duration |= service_is_random(&of->duration);
            patience |= service_is_random(&of->patience);
            route |= step->route == ROUTE_SHARE && !of->is_sure;
        }
        step->transfer_word = next_word(service_is_random(&step->transfer), &words);
        step->patience_word = next_word(patience, &words);
        step->duration_word = next_word(duration, &words);
        step->route_word = next_word(route, &words);
    }
    for (uint32_t i = 0; i < service->step_count; i++)
        made->steps[service->first_step + i].blocks_a_pass = words / 4 + 1;
}

static bool is_plain(const ServiceRules *rules)
{
    const ServiceRules *plain = &SERVICE_PLAIN;
    return rules->needs == plain->needs && rules->pool == plain->pool &&
           rules->space_resource == plain->space_resource && rules->keeper == plain->keeper &&
           rules->keepers_ending == plain->keepers_ending && rules->has_resource == plain->has_resource &&
           rules->has_duration == plain->has_duration && rules->has_patience == plain->has_patience &&
           rules->has_transfer == plain->has_transfer && rules->is_limited == plain->is_limited &&
           rules->is_watched == plain->is_watched;
}

static void repeat_in_cases(ServicesPlan *made, const OneService *service, uint32_t number)
{
    ServiceStep *step = &made->steps[number];
    step->is_plain = is_plain(&step->rules);
    for (uint32_t c = 0; c < service->class_count; c++) {
        ServiceCase *of = &made->cases[step->first_case + c];
        of->step = step;
        of->class_number = c;
        of->step_number = number;
        of->flow_number = service->first_flow + c;
        of->resource = step->resource;
        of->limit_count = service->limit_count;
        of->is_plain = step->is_plain;
    }
}

void making_steps(Making *making, const DeclaredFields *written, OneService *service)
{
    ServicesPlan *made = making->made;
    for (uint32_t i = 0; i < service->step_count; i++)
        make_step(making, written, SIM_RECORD(written->steps, ServiceStepFields, i), service->first_step + i);
    uint32_t keepers = 0;
    for (uint32_t i = 0; i < service->step_count; i++) {
        const ServiceStepFields *step = SIM_RECORD(written->steps, ServiceStepFields, i);
        make_keeper(making, step, service->first_step + i, &keepers);
        for (uint32_t c = 0; c < service->class_count; c++)
            make_branches(making, step, &made->steps[service->first_step + i], c);
    }
    for (uint32_t i = 0; i < service->step_count; i++) repeat_in_cases(made, service, service->first_step + i);
    making_check_circles(making, written, service);
    place_words(made, service);
}
