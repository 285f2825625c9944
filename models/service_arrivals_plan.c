// The plan of arrival points: of which classes patients are, when they come, how many together.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/service_making.h"

static const double SHARES_MISS_BY = 1e-6;  // what rounding may leave of 100 %
static const double ARRIVALS_A_SECOND_MOST = 1000;
enum { EVERY_DAY = 0x7f };

// Cumulative shares; false if they do not add to 100 %.
static bool accumulate(const double *shares, uint32_t count, double *until)
{
    double sum = 0;
    for (uint32_t i = 0; i < count; i++) until[i] = sum += shares[i];
    until[count - 1] = 1;
    return fabs(sum - 1) <= SHARES_MISS_BY;
}

static void class_mix(Making *making, const DeclaredFields *written, const ServiceArrivalFields *arrival,
                      const OneService *service, ServiceSource *source)
{
    double shares[SIM_CLASSES] = {1};
    if (written->classes.count > SIM_CLASSES) return;
    if (arrival->shares.values && arrival->shares.count != service->class_count) {
        making_refuse(making, arrival->head.mark, "arrivals", making_text(&arrival->name),
                      "need one of `shares` for each of the service's classes, in their order");
        return;
    }
    for (uint32_t i = 0; i < written->classes.count; i++) {
        const ServiceClassFields *class = SIM_RECORD(written->classes, ServiceClassFields, i);
        shares[i] = arrival->shares.values ? arrival->shares.values[i] : class->share;
        if (sim_is_set(shares[i])) continue;
        making_refuse(making, class->head.mark, "class", making_text(&class->name),
                      "has no share of the arrivals; write `share`, or `shares` with every arrival point");
        return;
    }
    if (!accumulate(shares, service->class_count, source->class_until)) {
        making_refuse(making, arrival->shares.values ? arrival->head.mark : written->head.mark, "service",
                      service->name, "has classes whose shares do not add to 100 %; write shares that do");
    }
}

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
    source->cumulative = making_room(count + 1, sizeof(double));
    double *per_s = making_room(count, sizeof(double));
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

static void fixed_times(Making *making, const ServiceArrivalFields *written, ServiceSource *source)
{
    source->process = PROCESS_TIMES;
    source->days = written->days ? (uint8_t)written->days : EVERY_DAY;
    source->first_weekday = (uint8_t)sim_weekday(making->plan->outline.first_day);
    if (written->days && !written->repeat)
        making_refuse(making, written->head.mark, "arrivals", making_text(&written->name),
                      "come once and have `days`; write one or the other, or a `start`");
    source->time_count = (uint32_t)written->times.count;
    source->times_s = making_room(source->time_count, sizeof(uint32_t));
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
        making_refuse(making, written->head.mark, "the arrivals of service", name,
                      "are more than 1000 a second; write a longer time `between` them");
    }
}

static void make_process(Making *making, const ServiceArrivalFields *written, ServiceSource *source, const char *name)
{
    const bool has_between = service_distribution_is_written(&written->between);
    const int given =
        sim_is_set(written->rate) + (written->rates.values != NULL) + has_between + (written->times.values != NULL);
    source->repeats = written->repeat;
    if (written->days && !written->times.values)
        making_refuse(making, written->head.mark, "the arrivals of service", name,
                      "have `days`, which only `times` use; leave them out, or give 168 `rates`");
    if (given != 1) {
        making_refuse(making, written->head.mark, "the arrivals of service", name,
                      given ? "can have only one of `rate`, `rates`, `between` and `times`; leave the others out"
                            : "need one of `rate`, `rates`, `between` and `times`");
    } else if (arrivals_a_second(written) > ARRIVALS_A_SECOND_MOST) {
        making_refuse(making, written->head.mark, "the arrivals of service", name,
                      "are more than 1000 a second; write fewer");
    } else if (sim_is_set(written->rate)) {
        poisson(written, source, making->plan->tables);
    } else if (written->rates.values) {
        table_of_rates(making, written, source);
    } else if (written->times.values) {
        fixed_times(making, written, source);
    } else {
        between_arrivals(making, written, source, name);
    }
}

static void make_bounds(Making *making, const ServiceArrivalFields *written, ServiceSource *source)
{
    source->start_s = written->start != SIM_UNSET ? written->start - making->epoch_s : 0;
    source->latest_s = (double)UINT32_MAX;
    if (written->end != SIM_UNSET) source->latest_s = fmin(source->latest_s, (double)(written->end - making->epoch_s));
    // What comes once comes from calendar.start.
    const SimTime first_s = (SimTime)making->plan->first_reported * SIM_DAY_S;
    if (!written->repeat && source->start_s < first_s) source->start_s = first_s;
    if (source->start_s < 0) source->start_s = 0;
    if (written->start != SIM_UNSET && written->end != SIM_UNSET && written->end <= written->start)
        making_refuse(making, written->head.mark, "arrivals", making_text(&written->name),
                      "end before they start; write a later `end`");
}

static void make_dips(Making *making, const SimScenario *scenario, const ServiceArrivalFields *written,
                      ServiceSource *source, const char *name)
{
    ServicesPlan *made = making->made;
    source->first_change = made->dip_count;
    for (size_t i = 0; i < written->changes.count; i++) {
        const ServiceChangeFields *change = SIM_RECORD(written->changes, ServiceChangeFields, i);
        ServiceDates dates;
        if (!making_dates(making, change, scenario, name, &dates)) continue;
        made->dips[made->dip_count++] = (ServiceDip){.dates = dates, .factor = change->factor};
    }
    source->change_count = made->dip_count - source->first_change;
}

void making_source(Making *making, const SimScenario *scenario, uint32_t number, const DeclaredFields *of,
                   const ServiceArrivalFields *written)
{
    ServicesPlan *made = making->made;
    const OneService *service = &made->services[number];
    ServiceSource *source = &made->sources[made->source_count];
    source->service = number;
    source->to = written->to.text ? making_find_step(making, service, &written->to) : service->first_step;
    char path[200];
    snprintf(path, sizeof path, "service/%s/%s", service->name, making_text(&written->name));
    source->stream = sim_hash32(path);
    for (uint32_t i = 0; i < made->source_count; i++) {
        if (made->sources[i].stream != source->stream) continue;
        making_refuse(making, written->head.mark, "the arrivals of service", service->name,
                      "would share random numbers with others; give every arrival point a `name` of its own");
    }
    made->source_count++;
    source->class_count = service->class_count;
    make_process(making, written, source, service->name);
    making->is_sound &= service_batch(making->plan->tables, written, source, making->faults);
    class_mix(making, of, written, service, source);
    make_bounds(making, written, source);
    make_dips(making, scenario, written, source, service->name);
}
