// The plan made of the services that a user wrote: names become numbers, distributions tables, and every random word of
// a patient gets its place.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/service_distributions.h"
#include "models/service_visit.h"
#include "sim/scenario/nearest.h"

static const double SHARES_MISS_BY = 1e-6;  // what rounding may leave of 100 %
static const double ARRIVALS_A_SECOND_MOST = 1000;

typedef struct {
    HospitalPlan *plan;
    const TrustPlan *trust;
    ServicesPlan *made;
    const ServicesFields *fields;
    SimFaults *faults;
    int64_t epoch_s;
    bool is_sound;
} Making;

#define RESOURCE(making, i) SIM_RECORD((making)->fields->resources, ServiceResourceFields, i)
#define SERVICE(making, i) SIM_RECORD((making)->fields->services, DeclaredFields, i)

static void *room_for(size_t count, size_t bytes)
{
    void *room = calloc(count + 1, bytes);
    if (room) return room;
    fprintf(stderr, "out of memory: %zu bytes for services\n", (count + 1) * bytes);
    abort();
}

static const char *text_of(const SimText *text)
{
    return text->text ? text->text : "";
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

static void refuse(Making *making, SimMark mark, const char *kind, const char *name, const char *why)
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
                 text_of(&RESOURCE(making, i)->name));
    }
    char meant[200] = ".";
    if (nearest.nearest) snprintf(meant, sizeof meant, "; did you mean \"%s\"?", nearest.nearest);
    sim_fault(making->faults, written->mark,
              "there is no resource \"%s\" here%s Declared are: %s. The hospital's own are: " HOSPITAL_POOL_WORDS,
              written->text, meant, *declared ? declared : "none");
    making->is_sound = false;
}

// One of `resources`, or else one of the hospital's own pools.
static uint32_t find_resource(Making *making, const SimText *name)
{
    SimNearest nearest = sim_nearest(name->text);
    for (uint32_t i = 0; i < making->made->resource_count; i++) {
        const char *other = text_of(&RESOURCE(making, i)->name);
        if (strcmp(other, name->text) == 0) return i;
        sim_nearest_try(&nearest, other);
    }
    const enum HospitalPool pool = service_pool_named(name->text);
    if (!making->plan->has_trusts) {
        if (pool == NO_POOL) {
            no_such(making, name, "resource", nearest);
        } else {
            refuse(making, name->mark, "the resource", name->text,
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
static uint32_t find_step(Making *making, const OneService *service, const SimText *name)
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

static uint32_t step_or_leave(Making *making, const OneService *service, const SimText *name)
{
    if (!name->text || strcmp(name->text, "leave") == 0) return NO_STEP;
    return find_step(making, service, name);
}

static uint32_t find_class(Making *making, const OneService *service, const SimText *name)
{
    SimNearest nearest = sim_nearest(name->text);
    for (uint32_t i = 0; i < service->class_count; i++) {
        if (strcmp(service->class_name[i], name->text) == 0) return i;
        sim_nearest_try(&nearest, service->class_name[i]);
    }
    no_such(making, name, "class", nearest);
    return 0;
}

// Dated changes

typedef struct {
    SimTime start_s, end_s;
    bool is_in_strike_life_only;
} Dates;

static bool dates_of_strike(Making *making, const ServiceChangeFields *change, const ScenarioFields *scenario,
                            Dates *dates)
{
    SimNearest nearest = sim_nearest(change->strike.text);
    for (size_t i = 0; i < scenario->strikes.count; i++) {
        const StrikeFields *strike = SIM_RECORD(scenario->strikes, StrikeFields, i);
        sim_nearest_try(&nearest, text_of(&strike->name));
        if (strcmp(text_of(&strike->name), change->strike.text) != 0) continue;
        *dates = (Dates){.start_s = strike->start - making->epoch_s,
                         .end_s = strike->end - making->epoch_s,
                         .is_in_strike_life_only = strike->in != STRIKE_IN_BOTH};
        return true;
    }
    no_such(making, &change->strike, "strike", nearest);
    return false;
}

// False if it has no dates, or happens in the other life only.
static bool dates_of(Making *making, const ServiceChangeFields *change, const SimScenario *scenario, const char *name,
                     Dates *dates)
{
    const bool has_dates = change->start != SIM_UNSET && change->end != SIM_UNSET;
    if (change->strike.text) {
        if (change->start != SIM_UNSET || change->end != SIM_UNSET || change->in >= 0) {
            refuse(making, change->head.mark, "the change of", name,
                   "has a `strike` and dates of its own; write one or the other");
            return false;
        }
        if (!dates_of_strike(making, change, sim_scenario_root(scenario), dates)) return false;
    } else if (!has_dates) {
        refuse(making, change->head.mark, "the change of", name, "needs both `start` and `end`, or a `strike`");
        return false;
    } else {
        *dates = (Dates){.start_s = change->start - making->epoch_s,
                         .end_s = change->end - making->epoch_s,
                         .is_in_strike_life_only = change->in == SERVICE_IN_STRIKE_LIFE};
    }
    if (dates->end_s <= dates->start_s) {
        refuse(making, change->head.mark, "the change of", name, "ends before it starts; write a later `end`");
        return false;
    }
    ServicesPlan *made = making->made;
    if (dates->is_in_strike_life_only && dates->start_s < made->first_strike_change_s)
        made->first_strike_change_s = dates->start_s;
    return !dates->is_in_strike_life_only || making->plan->life == SIM_STRIKE;
}

// Resources

static void capacity_by_hour(Making *making, const ServiceResourceFields *written, ServiceResource *resource)
{
    const SimNumbers *hours = &written->capacity_by_hour;
    if (!hours->values) return;
    if (hours->count != 24 && hours->count != 168) {
        refuse(making, written->head.mark, "resource", resource->name,
               "needs 24 or 168 numbers in `capacity_by_hour`, one for each hour of a day or of a week");
    }
    for (size_t i = 0; i < hours->count; i++) {
        if (fabs(hours->values[i] - round(hours->values[i])) > 0) {
            refuse(making, written->head.mark, "resource", resource->name,
                   "has a fraction of a server in `capacity_by_hour`; write whole numbers");
            return;
        }
    }
    resource->by_hour = hours->values;
    resource->hours = (uint32_t)hours->count;
}

static void make_resource(Making *making, const SimScenario *scenario, uint32_t number)
{
    const ServiceResourceFields *written = RESOURCE(making, number);
    ServicesPlan *made = making->made;
    ServiceResource *resource = &made->resources[number];
    *resource = (ServiceResource){.name = text_of(&written->name),
                                  .monday_s = -(SimTime)sim_weekday(making->plan->outline.first_day) * SIM_DAY_S,
                                  .is_preemptive = written->order == 1,
                                  .on_fall = (enum SimFall)written->on_fall,
                                  .first_change = made->change_count};
    if (making->plan->has_trusts && service_pool_named(resource->name) != NO_POOL) {
        refuse(making, written->head.mark, "the resource", resource->name,
               "is one of the hospital's own: steps can use it as it is; give this one another name");
    }
    const bool has_one = written->capacity != SIM_UNSET, has_hours = written->capacity_by_hour.values != NULL;
    if (has_one == has_hours) {
        refuse(making, written->head.mark, "resource", resource->name,
               has_one ? "has both `capacity` and `capacity_by_hour`; leave one out"
                       : "has no servers; write `capacity` or `capacity_by_hour`");
    }
    if (written->capacity != SIM_UNSET) resource->capacity = (uint32_t)written->capacity;
    capacity_by_hour(making, written, resource);
    for (size_t i = 0; i < written->changes.count; i++) {
        const ServiceChangeFields *change = SIM_RECORD(written->changes, ServiceChangeFields, i);
        Dates dates;
        if (!dates_of(making, change, scenario, resource->name, &dates)) continue;
        made->changes[made->change_count++] =
            (ServiceChange){.start_s = dates.start_s, .end_s = dates.end_s, .capacity = (uint32_t)change->capacity};
    }
    resource->change_count = made->change_count - resource->first_change;
}

// Of both lives, as far as it was written.
static double most_servers(const ServiceResourceFields *written)
{
    double most = written->capacity != SIM_UNSET ? (double)written->capacity : 0;
    for (size_t i = 0; i < written->capacity_by_hour.count; i++) most = fmax(most, written->capacity_by_hour.values[i]);
    for (size_t i = 0; i < written->changes.count; i++)
        most = fmax(most, (double)SIM_RECORD(written->changes, ServiceChangeFields, i)->capacity);
    return most;
}

uint32_t service_capacity(const ServicesPlan *plan, uint32_t number, SimTime time_s)
{
    const ServiceResource *resource = &plan->resources[number];
    for (uint32_t i = resource->change_count; i > 0; i--) {
        const ServiceChange *change = &plan->changes[resource->first_change + i - 1];
        if (change->start_s <= time_s && time_s < change->end_s) return change->capacity;
    }
    if (!resource->by_hour) return resource->capacity;
    const SimTime hour = (time_s - resource->monday_s) / SIM_HOUR_S;
    return (uint32_t)resource->by_hour[hour % resource->hours];
}

// Classes

// Cumulative shares; false if they do not add to 100 %.
static bool accumulate(const double *shares, uint32_t count, double *until)
{
    double sum = 0;
    for (uint32_t i = 0; i < count; i++) until[i] = sum += shares[i];
    until[count - 1] = 1;
    return fabs(sum - 1) <= SHARES_MISS_BY;
}

static void make_classes(Making *making, const DeclaredFields *written, OneService *service)
{
    service->class_count = written->classes.count ? (uint32_t)written->classes.count : 1;
    service->class_name[0] = "";
    if (service->class_count > SIM_CLASSES) {
        refuse(making, written->head.mark, "service", service->name, "has more than 32 classes; write fewer");
        service->class_count = 1;
        return;
    }
    for (uint32_t i = 0; i < written->classes.count; i++)
        service->class_name[i] = text_of(&SIM_RECORD(written->classes, ServiceClassFields, i)->name);
}

static void class_mix(Making *making, const DeclaredFields *written, const ServiceArrivalFields *arrival,
                      const OneService *service, ServiceSource *source)
{
    double shares[SIM_CLASSES] = {1};
    if (written->classes.count > SIM_CLASSES) return;
    if (arrival->shares.values && arrival->shares.count != service->class_count) {
        refuse(making, arrival->head.mark, "arrivals", text_of(&arrival->name),
               "need one of `shares` for each of the service's classes, in their order");
        return;
    }
    for (uint32_t i = 0; i < written->classes.count; i++) {
        const ServiceClassFields *class = SIM_RECORD(written->classes, ServiceClassFields, i);
        shares[i] = arrival->shares.values ? arrival->shares.values[i] : class->share;
        if (sim_is_set(shares[i])) continue;
        refuse(making, class->head.mark, "class", text_of(&class->name),
               "has no share of the arrivals; write `share`, or `shares` with every arrival point");
        return;
    }
    if (!accumulate(shares, service->class_count, source->class_until)) {
        refuse(making, arrival->shares.values ? arrival->head.mark : written->head.mark, "service", service->name,
               "has classes whose shares do not add to 100 %; write shares that do");
    }
}

// Arrivals

static int by_number(const void *a, const void *b)
{
    const uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

static void poisson(const ServiceArrivalFields *written, ServiceSource *source, SimTables *tables)
{
    source->process = PROCESS_POISSON;
    const double between_s = written->rate > 0 ? SIM_DAY_S / written->rate : HUGE_VAL;
    source->between = sim_distribution(tables, SIM_EXPONENTIAL, between_s, 1);
}

static void table_of_rates(Making *making, const ServiceArrivalFields *written, ServiceSource *source)
{
    const uint32_t count = (uint32_t)written->rates.count;
    const HospitalPlan *plan = making->plan;
    source->process = PROCESS_TABLE;
    source->between = sim_distribution(making->plan->tables, SIM_EXPONENTIAL, 1, 1);
    source->cumulative = room_for(count + 1, sizeof(double));
    double *per_s = room_for(count, sizeof(double));
    for (uint32_t i = 0; i < count; i++) per_s[i] = written->rates.values[i] / SIM_DAY_S;
    sim_cycle_accumulate(per_s, count, written->every, source->cumulative);
    free(per_s);

    double origin_s = (double)plan->first_reported * SIM_DAY_S;
    const double length_s = count * written->every;
    if (written->repeat && length_s == 7.0 * SIM_DAY_S)
        origin_s = -(double)sim_weekday(plan->outline.first_day) * SIM_DAY_S;
    if (written->repeat && origin_s > 0) origin_s -= ceil(origin_s / length_s) * length_s;
    source->cycle = (SimCycle){.cumulative = source->cumulative,
                               .count = count,
                               .each_s = written->every,
                               .origin_s = origin_s,
                               .repeats = written->repeat};
}

static void fixed_times(const ServiceArrivalFields *written, ServiceSource *source)
{
    source->process = PROCESS_TIMES;
    source->time_count = (uint32_t)written->times.count;
    source->times_s = room_for(source->time_count, sizeof(uint32_t));
    for (uint32_t i = 0; i < source->time_count; i++) source->times_s[i] = (uint32_t)(written->times.values[i] + 0.5);
    qsort(source->times_s, source->time_count, sizeof(uint32_t), by_number);
}

static double arrivals_a_second(const ServiceArrivalFields *written)
{
    double most = sim_is_set(written->rate) ? written->rate : 0;
    for (size_t i = 0; i < written->rates.count; i++) most = fmax(most, written->rates.values[i]);
    return most / SIM_DAY_S;
}

static void between_arrivals(Making *making, const ServiceArrivalFields *written, ServiceSource *source,
                             const char *name)
{
    source->process = PROCESS_RENEWAL;
    if (!service_distribution(making->plan->tables, &written->between, "between", written->head.mark, &source->between,
                              making->faults)) {
        making->is_sound = false;
    } else if (!(source->between.mean * ARRIVALS_A_SECOND_MOST >= 1)) {
        refuse(making, written->head.mark, "the arrivals of service", name,
               "are more than 1000 a second; write a longer time `between` them");
    }
}

static void make_process(Making *making, const ServiceArrivalFields *written, ServiceSource *source, const char *name)
{
    const bool has_between = service_distribution_is_written(&written->between);
    const int given =
        sim_is_set(written->rate) + (written->rates.values != NULL) + has_between + (written->times.values != NULL);
    source->repeats = written->repeat;
    if (given != 1) {
        refuse(making, written->head.mark, "the arrivals of service", name,
               given ? "can have only one of `rate`, `rates`, `between` and `times`; leave the others out"
                     : "need one of `rate`, `rates`, `between` and `times`");
    } else if (arrivals_a_second(written) > ARRIVALS_A_SECOND_MOST) {
        refuse(making, written->head.mark, "the arrivals of service", name, "are more than 1000 a second; write fewer");
    } else if (sim_is_set(written->rate)) {
        poisson(written, source, making->plan->tables);
    } else if (written->rates.values) {
        table_of_rates(making, written, source);
    } else if (written->times.values) {
        fixed_times(written, source);
    } else {
        between_arrivals(making, written, source, name);
    }
}

static void make_bounds(Making *making, const ServiceArrivalFields *written, ServiceSource *source)
{
    source->start_s = written->start != SIM_UNSET ? written->start - making->epoch_s : 0;
    source->end_s = written->end != SIM_UNSET ? written->end - making->epoch_s : INT64_MAX;
    // What comes once comes from calendar.start.
    const SimTime first_s = (SimTime)making->plan->first_reported * SIM_DAY_S;
    if (!written->repeat && source->start_s < first_s) source->start_s = first_s;
    if (source->start_s < 0) source->start_s = 0;
    if (written->start != SIM_UNSET && written->end != SIM_UNSET && written->end <= written->start)
        refuse(making, written->head.mark, "arrivals", text_of(&written->name),
               "end before they start; write a later `end`");
}

static void make_dips(Making *making, const SimScenario *scenario, const ServiceArrivalFields *written,
                      ServiceSource *source, const char *name)
{
    ServicesPlan *made = making->made;
    source->first_change = made->dip_count;
    for (size_t i = 0; i < written->changes.count; i++) {
        const ServiceChangeFields *change = SIM_RECORD(written->changes, ServiceChangeFields, i);
        Dates dates;
        if (!dates_of(making, change, scenario, name, &dates)) continue;
        made->dips[made->dip_count++] =
            (ServiceDip){.start_s = dates.start_s, .end_s = dates.end_s, .factor = change->factor};
    }
    source->change_count = made->dip_count - source->first_change;
}

static void make_source(Making *making, const SimScenario *scenario, uint32_t number, const DeclaredFields *of,
                        const ServiceArrivalFields *written)
{
    ServicesPlan *made = making->made;
    const OneService *service = &made->services[number];
    ServiceSource *source = &made->sources[made->source_count];
    source->service = number;
    source->to = written->to.text ? find_step(making, service, &written->to) : service->first_step;
    char path[200];
    snprintf(path, sizeof path, "service/%s/%s", service->name, text_of(&written->name));
    source->stream = sim_hash32(path);
    for (uint32_t i = 0; i < made->source_count; i++) {
        if (made->sources[i].stream != source->stream) continue;
        refuse(making, written->head.mark, "the arrivals of service", service->name,
               "would share random numbers with others; give every arrival point a `name` of its own");
    }
    made->source_count++;
    source->blocks_a_pass = service->blocks_a_pass;
    source->first_flow = service->first_flow;
    make_process(making, written, source, service->name);
    making->is_sound &= service_batch(making->plan->tables, written, source, making->faults);
    class_mix(making, of, written, service, source);
    make_bounds(making, written, source);
    make_dips(making, scenario, written, source, service->name);
}

// Steps

static const ServiceCaseFields *case_for(Making *making, const OneService *service, const ServiceStepFields *written,
                                         uint32_t class_number)
{
    const ServiceCaseFields *found = NULL;
    for (size_t i = 0; i < written->by_class.count; i++) {
        const ServiceCaseFields *row = SIM_RECORD(written->by_class, ServiceCaseFields, i);
        if (find_class(making, service, &row->class_name) != class_number) continue;
        if (found && class_number < service->class_count)
            refuse(making, row->head.mark, "class", row->class_name.text, "is there twice; write one item for it");
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
    distribution_of_case(making, own ? &own->duration : NULL, &written->duration, "duration", mark, &step->has_duration,
                         &made->duration);
    distribution_of_case(making, own ? &own->patience : NULL, &written->patience, "patience", mark, &step->has_patience,
                         &made->patience);
    if (of->classes.count)
        made->priority = (uint32_t)SIM_RECORD(of->classes, ServiceClassFields, class_number)->priority;
    if (own && own->priority != SIM_UNSET) made->priority = (uint32_t)own->priority;
}

// Every class needs a duration if one has it.
static void check_durations(Making *making, const ServiceStepFields *written, ServiceStep *step)
{
    const OneService *service = &making->made->services[step->service];
    for (uint32_t c = 0; c < service->class_count && step->has_duration; c++) {
        const SimDistribution *duration = &making->made->cases[step->first_case + c].duration;
        if (service_is_random(duration) || isfinite(duration->mean)) continue;
        refuse(making, written->head.mark, "step", step->name,
               "has a duration for some classes only; write one for all, or one for every class");
        return;
    }
    if (!step->has_duration && step->resource != UINT32_MAX && !written->keep_until.text) {
        refuse(making, written->head.mark, "step", step->name,
               "uses a resource for no time; write its `duration`, or until when it is kept (`keep_until`)");
    }
}

static void make_limits_of_step(Making *making, const ServiceStepFields *written, ServiceStep *step)
{
    ServicesPlan *made = making->made;
    step->space = step->waiting_room = NO_LIMIT;
    step->space_resource = UINT32_MAX;
    step->blocks = written->when_full == 1;
    if (written->space != SIM_UNSET) {
        step->space = (uint32_t)written->space;
        step->space_resource = made->space_count++;
    }
    if (written->waiting_room != SIM_UNSET) {
        step->waiting_room = (uint32_t)written->waiting_room;
        if (step->resource == UINT32_MAX || step->blocks) {
            refuse(making, written->head.mark, "step", step->name,
                   "has a `waiting_room`, which needs a `resource` and turns patients away; write `space` instead");
        }
    }
    step->is_limited = step->space != NO_LIMIT || step->waiting_room != NO_LIMIT;
    if (step->blocks && step->space == NO_LIMIT)
        refuse(making, written->head.mark, "step", step->name, "is never full; write how much `space` it has");
}

// What is written and would never be used.
static void check_uses(Making *making, const ServiceStepFields *written, const ServiceStep *step)
{
    const SimMark mark = written->head.mark;
    if (step->has_patience && step->resource == UINT32_MAX)
        refuse(making, mark, "step", step->name, "has `patience`, but nobody waits without a `resource`");
    if (written->needs > 1 && step->resource == UINT32_MAX)
        refuse(making, mark, "step", step->name, "has `servers`, but no `resource`; write of which");
    if (step->resource < making->made->resource_count && written->needs > 1 &&
        (double)written->needs > most_servers(RESOURCE(making, step->resource)))
        refuse(making, mark, "step", step->name,
               "needs more servers than its resource ever has; write fewer `servers`");
    if (written->gives_up_to.text && !step->has_patience)
        refuse(making, mark, "step", step->name, "has `gives_up_to`, but nobody gives up; write their `patience`");
    if (written->turned_away_to.text && step->space == NO_LIMIT && step->waiting_room == NO_LIMIT)
        refuse(making, mark, "step", step->name,
               "has `turned_away_to`, but is never full; write its `space` or `waiting_room`");
}

// One of the hospital's own pools: there must be somebody in it.
static void make_pool(Making *making, const ServiceStepFields *written, ServiceStep *step)
{
    ServicesPlan *made = making->made;
    if (step->resource == UINT32_MAX) return;
    step->pool = service_pool_of_number(made, step->resource);
    if (step->pool == NO_POOL) return;
    made->pools |= UINT32_C(1) << step->pool;
    const char *name = service_pool_name(step->pool), *off = service_pool_is_off(making->trust, step->pool);
    if (off) {
        sim_fault(making->faults, written->resource.mark,
                  "step \"%s\" cannot use the hospital's own %s while `%s` is off; switch it on, or declare a resource "
                  "of another name",
                  step->name, name, off);
        making->is_sound = false;
    } else if (sim_faults_count(making->faults) == 0 && service_pool_is_empty(making->trust, step->pool)) {
        sim_fault(
            making->faults, written->resource.mark,
            "step \"%s\" cannot use the hospital's own %s: this trust has none; declare a resource of another name",
            step->name, name);
        making->is_sound = false;
    }
    if (step->needs > 1) {
        refuse(making, written->head.mark, "step", step->name,
               "takes several servers of one of the hospital's own pools at once, which give one; write a step for "
               "each, the first with `keep_until`");
    }
}

static void make_step(Making *making, const DeclaredFields *of, const ServiceStepFields *written, uint32_t number)
{
    ServicesPlan *made = making->made;
    ServiceStep *step = &made->steps[number];
    const OneService *service = &made->services[step->service];
    step->resource = written->resource.text ? find_resource(making, &written->resource) : UINT32_MAX;
    step->needs = (uint32_t)written->needs;
    make_pool(making, written, step);
    step->keeper = UINT32_MAX;
    step->keep_until = NO_STEP;
    step->route = (enum ServiceRoute)written->route;
    step->turned_away_to = step_or_leave(making, service, &written->turned_away_to);
    step->gives_up_to = step_or_leave(making, service, &written->gives_up_to);
    if (step->resource != UINT32_MAX) {
        const ServiceResource *resource = &made->resources[step->resource];
        step->is_watched = resource->is_preemptive || resource->on_fall != SIM_FALL_FINISH;
    }
    step->first_case = made->case_count;
    made->case_count += service->class_count;
    for (uint32_t c = 0; c < service->class_count; c++) make_case(making, of, written, step, c);
    check_durations(making, written, step);
    bool has_transfer = false;
    distribution_of_case(making, NULL, &written->transfer, "transfer", written->head.mark, &has_transfer,
                         &step->transfer);
    step->has_transfer = has_transfer;
    make_limits_of_step(making, written, step);
    check_uses(making, written, step);
}

static void make_keeper(Making *making, const ServiceStepFields *written, uint32_t number, uint32_t *keepers)
{
    ServiceStep *step = &making->made->steps[number];
    if (!written->keep_until.text) return;
    step->keep_until = find_step(making, &making->made->services[step->service], &written->keep_until);
    if (step->resource == UINT32_MAX)
        refuse(making, written->head.mark, "step", step->name, "keeps no `resource`; write which");
    if (*keepers == SERVICE_KEEPERS || step->keep_until == NO_STEP) {
        if (*keepers == SERVICE_KEEPERS)
            refuse(making, written->head.mark, "step", step->name,
                   "is one step too many with `keep_until`; 32 may have it");
        return;
    }
    step->keeper = (*keepers)++;
    making->made->steps[step->keep_until].keepers_ending |= UINT32_C(1) << step->keeper;
}

// Routing

static bool row_holds(Making *making, const OneService *service, const ServiceStepFields *written,
                      const ServiceNextFields *row, uint32_t class_number)
{
    bool has_own = false;
    for (size_t i = 0; i < written->next.count; i++) {
        const ServiceNextFields *other = SIM_RECORD(written->next, ServiceNextFields, i);
        if (other->class_name.text && find_class(making, service, &other->class_name) == class_number) has_own = true;
    }
    if (!row->class_name.text) return !has_own;
    return find_class(making, service, &row->class_name) == class_number;
}

static double share_of_row(Making *making, const ServiceStepFields *written, const ServiceNextFields *row,
                           const ServiceStep *step)
{
    if (step->route != ROUTE_SHARE) {
        if (sim_is_set(row->share))
            refuse(making, row->head.mark, "step", step->name,
                   "has shares, which only `route: share` uses; leave them out");
        return 0;
    }
    if (sim_is_set(row->share)) return row->share;
    if (written->next.count == 1) return 1;
    refuse(making, row->head.mark, "step", step->name, "has several ways to go on; write the `share` of each");
    return 0;
}

static void make_branches(Making *making, const ServiceStepFields *written, ServiceStep *step, uint32_t class_number)
{
    ServicesPlan *made = making->made;
    const OneService *service = &made->services[step->service];
    ServiceCase *route = &made->cases[step->first_case + class_number];
    route->first_branch = made->branch_count;
    double sum = 0;
    for (size_t i = 0; i < written->next.count; i++) {
        const ServiceNextFields *row = SIM_RECORD(written->next, ServiceNextFields, i);
        if (!row_holds(making, service, written, row, class_number)) continue;
        sum += share_of_row(making, written, row, step);
        made->branches[made->branch_count++] =
            (ServiceBranch){.until = sum, .step = step_or_leave(making, service, &row->to)};
    }
    if (sum > 1 + SHARES_MISS_BY)
        refuse(making, written->head.mark, "step", step->name,
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
}

// Nobody may go in a circle in no time: through steps without a duration, or turned away from one step to the next.

static bool takes_no_time(const SimDistribution *distribution)
{
    return !service_is_random(distribution) && distribution->mean < 0.5;
}

static bool leads_in_a_circle(const ServicesPlan *plan, uint32_t number, uint8_t *seen);

static bool circle_through(const ServicesPlan *plan, uint32_t next, uint8_t *seen)
{
    return next != NO_STEP && !plan->steps[next].has_transfer && leads_in_a_circle(plan, next, seen);
}

static bool circle_in_class(const ServicesPlan *plan, const ServiceStep *step, const ServiceCase *route, uint8_t *seen)
{
    if (takes_no_time(&route->patience) && circle_through(plan, step->gives_up_to, seen)) return true;
    const bool is_passed_at_once = !step->has_duration || takes_no_time(&route->duration);
    for (uint32_t b = 0; b < route->branch_count && is_passed_at_once; b++) {
        if (circle_through(plan, plan->branches[route->first_branch + b].step, seen)) return true;
    }
    return false;
}

static bool leads_in_a_circle(const ServicesPlan *plan, uint32_t number, uint8_t *seen)
{
    enum { NEW, OPEN, DONE };
    const ServiceStep *step = &plan->steps[number];
    if (seen[number] != NEW) return seen[number] == OPEN;
    seen[number] = OPEN;
    if (circle_through(plan, step->turned_away_to, seen)) return true;
    for (uint32_t c = 0; c < plan->services[step->service].class_count; c++) {
        if (circle_in_class(plan, step, &plan->cases[step->first_case + c], seen)) return true;
    }
    seen[number] = DONE;
    return false;
}

static void check_circles(Making *making, const DeclaredFields *written, const OneService *service)
{
    uint8_t *seen = room_for(making->made->step_count, 1);
    for (uint32_t i = 0; i < service->step_count; i++) {
        memset(seen, 0, making->made->step_count);
        if (!leads_in_a_circle(making->made, service->first_step + i, seen)) continue;
        const ServiceStepFields *step = SIM_RECORD(written->steps, ServiceStepFields, i);
        refuse(making, step->head.mark, "step", text_of(&step->name),
               "is on a way that leads back to it in no time; give a step on it a `duration`");
        break;
    }
    free(seen);
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
    service->blocks_a_pass = words / 4 + 1;
}

// Services

static void name_steps(Making *making, const DeclaredFields *written, uint32_t number)
{
    ServicesPlan *made = making->made;
    OneService *service = &made->services[number];
    service->first_step = made->step_count;
    service->step_count = (uint32_t)written->steps.count;
    for (uint32_t i = 0; i < service->step_count; i++) {
        const ServiceStepFields *step = SIM_RECORD(written->steps, ServiceStepFields, i);
        const char *name = text_of(&step->name);
        for (uint32_t k = 0; k < made->step_count; k++) {
            if (strcmp(made->steps[k].name, name) == 0)
                refuse(making, step->head.mark, "step", name, "is there twice; names of steps differ in all services");
        }
        if (strcmp(name, "leave") == 0)
            refuse(making, step->head.mark, "step", name, "has a name that means going home; write another");
        made->steps[made->step_count++] = (ServiceStep){.name = name, .service = number};
    }
}

static bool has_twice(const SimNumbers *numbers)
{
    for (size_t i = 0; i < numbers->count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (fabs(numbers->values[i] - numbers->values[k]) < 0.5) return true;
        }
    }
    return false;
}

static void make_times(Making *making, const DeclaredFields *written, OneService *service)
{
    service->limit_count = (uint32_t)written->limits.count;
    if (service->limit_count > SERVICE_LIMITS) {
        refuse(making, written->head.mark, "service", service->name, "has more than eight `limits`; write fewer");
        service->limit_count = SERVICE_LIMITS;
    }
    if (has_twice(&written->limits) || has_twice(&written->snapshots))
        refuse(making, written->head.mark, "service", service->name,
               "has one of its `limits` or `snapshots` twice; leave it out");
    for (uint32_t i = 0; i < service->limit_count; i++)
        service->limit_s[i] = (int64_t)(written->limits.values[i] + 0.5);
    service->snapshot_count = (uint32_t)written->snapshots.count;
    service->snapshots_s = room_for(service->snapshot_count, sizeof(uint32_t));
    for (uint32_t i = 0; i < service->snapshot_count; i++)
        service->snapshots_s[i] = (uint32_t)(written->snapshots.values[i] + 0.5) % SIM_DAY_S;
    const SimTime last_day_s = making->plan->end_s % SIM_DAY_S;  // of a horizon that ends within a day
    for (uint32_t i = 0; i < service->snapshot_count && last_day_s > 0; i++) {
        if (service->snapshots_s[i] < last_day_s) continue;
        refuse(
            making, written->head.mark, "service", service->name,
            "has `snapshots` at a time before which the last day ends; write earlier ones, or a longer `run.horizon`");
        break;
    }
}

static void make_service(Making *making, const SimScenario *scenario, uint32_t number)
{
    const DeclaredFields *written = SERVICE(making, number);
    ServicesPlan *made = making->made;
    OneService *service = &made->services[number];
    if (written->steps.count == 0 || written->arrivals.count == 0) {
        refuse(making, written->head.mark, "service", service->name, "needs `arrivals` and `steps`");
        return;
    }
    make_times(making, written, service);
    for (uint32_t i = 0; i < service->step_count; i++)
        make_step(making, written, SIM_RECORD(written->steps, ServiceStepFields, i), service->first_step + i);
    uint32_t keepers = 0;
    for (uint32_t i = 0; i < service->step_count; i++) {
        const ServiceStepFields *step = SIM_RECORD(written->steps, ServiceStepFields, i);
        make_keeper(making, step, service->first_step + i, &keepers);
        for (uint32_t c = 0; c < service->class_count; c++)
            make_branches(making, step, &made->steps[service->first_step + i], c);
    }
    check_circles(making, written, service);
    place_words(made, service);
    for (size_t i = 0; i < written->arrivals.count; i++)
        make_source(making, scenario, number, written, SIM_RECORD(written->arrivals, ServiceArrivalFields, i));
}

static void make_room(Making *making)
{
    ServicesPlan *made = making->made;
    size_t changes = 0, steps = 0, cases = 0, branches = 0, sources = 0, dips = 0;
    for (uint32_t i = 0; i < made->resource_count; i++) changes += RESOURCE(making, i)->changes.count;
    for (uint32_t i = 0; i < made->service_count; i++) {
        const DeclaredFields *service = SERVICE(making, i);
        const size_t classes = service->classes.count ? service->classes.count : 1;
        steps += service->steps.count;
        cases += service->steps.count * classes;
        for (size_t k = 0; k < service->steps.count; k++)
            branches += classes * (SIM_RECORD(service->steps, ServiceStepFields, k)->next.count + 1);
        sources += service->arrivals.count;
        for (size_t k = 0; k < service->arrivals.count; k++)
            dips += SIM_RECORD(service->arrivals, ServiceArrivalFields, k)->changes.count;
    }
    made->resources = room_for((size_t)made->resource_count + HOSPITAL_POOLS, sizeof *made->resources);
    made->changes = room_for(changes, sizeof *made->changes);
    made->services = room_for(made->service_count, sizeof *made->services);
    made->steps = room_for(steps, sizeof *made->steps);
    made->cases = room_for(cases, sizeof *made->cases);
    made->branches = room_for(branches, sizeof *made->branches);
    made->sources = room_for(sources, sizeof *made->sources);
    made->dips = room_for(dips, sizeof *made->dips);
}

bool service_plan(HospitalPlan *plan, TrustPlan *trust, const ServicesFields *fields, const SimScenario *scenario,
                  SimFaults *faults)
{
    ServicesPlan *made = &trust->services;
    *made = (ServicesPlan){.resource_count = (uint32_t)fields->resources.count,
                           .service_count = (uint32_t)fields->services.count,
                           .first_strike_change_s = INT64_MAX,
                           .patients_most = SERVICE_PATIENTS_MOST};
    Making making = {.plan = plan,
                     .trust = trust,
                     .made = made,
                     .fields = fields,
                     .faults = faults,
                     .epoch_s = (int64_t)plan->outline.first_day * SIM_DAY_S,
                     .is_sound = true};
    make_room(&making);
    for (int pool = NO_POOL + 1; pool < HOSPITAL_POOLS; pool++) {
        made->resources[service_number_of_pool(made, (enum HospitalPool)pool)] =
            (ServiceResource){.name = service_pool_name((enum HospitalPool)pool), .on_fall = SIM_FALL_FINISH};
    }
    for (uint32_t i = 0; i < made->resource_count; i++) make_resource(&making, scenario, i);
    for (uint32_t i = 0; i < made->service_count; i++) {
        made->services[i].name = text_of(&SERVICE(&making, i)->name);
        make_classes(&making, SERVICE(&making, i), &made->services[i]);
        made->services[i].first_flow = made->flow_count;
        made->flow_count += made->services[i].class_count;
        name_steps(&making, SERVICE(&making, i), i);
    }
    for (uint32_t i = 0; i < made->service_count; i++) make_service(&making, scenario, i);
    return making.is_sound;
}

void service_plan_free(ServicesPlan *plan)
{
    for (uint32_t i = 0; i < plan->service_count && plan->services; i++) free(plan->services[i].snapshots_s);
    for (uint32_t i = 0; i < plan->source_count; i++) {
        free(plan->sources[i].cumulative);
        free(plan->sources[i].times_s);
    }
    free(plan->resources);
    free(plan->changes);
    free(plan->services);
    free(plan->steps);
    free(plan->cases);
    free(plan->branches);
    free(plan->sources);
    free(plan->dips);
    free(plan->readers);
    free(plan->logs);
    free(plan->snapshot_series);
    free(plan->first_snapshot);
}
