// What there is to report of services: the table of measures, and the columns of a place's services.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/service_visit.h"

#define OF_STEP "step, step/class"
#define OF_SERVICE "service, service/class"

// clang-format off
const SimMeasure service_measure_rows[SERVICE_MEASURES] = {
    [SVC_ARRIVALS] = {.name = "svc_arrivals", .unit = "patients", .title = "Arrivals at a step", .adds = SIM_ADDS_SUM,
     .of = OF_STEP, .daily = true, .source = "walkout",
     .definition = "Patients who came to the step, those turned away included."},
    [SVC_TURNED_AWAY] = {.name = "svc_turned_away", .unit = "patients", .title = "Turned away", .adds = SIM_ADDS_SUM,
     .of = OF_STEP, .source = "walkout", .definition = "Patients who came to the step and found no room."},
    [SVC_TURNED_AWAY_SHARE] = {.name = "svc_turned_away_share", .unit = "share", .title = "Share turned away",
     .adds = SIM_ADDS_SHARE, .of = OF_STEP, .source = "walkout",
     .definition = "Of the patients who came to the step, the share that found no room."},
    [SVC_DELAYED] = {.name = "svc_delayed", .unit = "share", .title = "Share who could not start at once",
     .adds = SIM_ADDS_SHARE, .of = OF_STEP, .source = "walkout",
     .definition = "Of the patients let in to the step, the share that could not start at once and queued."},
    [SVC_STARTED] = {.name = "svc_started", .unit = "patients", .title = "Started", .adds = SIM_ADDS_SUM, .of = OF_STEP,
     .source = "walkout", .definition = "Patients whose service at the step began."},
    [SVC_WAIT] = {.name = "svc_wait", .unit = "minutes", .title = "Mean wait", .adds = SIM_ADDS_SHARE, .of = OF_STEP,
     .daily = true, .source = "walkout",
     .definition = "Of the patients whose service began, the mean time from coming to the step to that moment, zero "
                   "waits included. Who gave up is not in it."},
    [SVC_WAIT_Q50] = {.name = "svc_wait_q50", .unit = "minutes", .title = "Median wait", .adds = SIM_ADDS_QUANTILE,
     .quantile = 0.5, .of = OF_STEP, .source = "walkout", .definition = "The median of the waits of svc_wait."},
    [SVC_WAIT_Q90] = {.name = "svc_wait_q90", .unit = "minutes", .title = "90th percentile of the wait",
     .adds = SIM_ADDS_QUANTILE, .quantile = 0.9, .of = OF_STEP, .source = "walkout",
     .definition = "The 90th percentile of the waits of svc_wait."},
    [SVC_WAIT_Q95] = {.name = "svc_wait_q95", .unit = "minutes", .title = "95th percentile of the wait",
     .adds = SIM_ADDS_QUANTILE, .quantile = 0.95, .of = OF_STEP, .source = "walkout",
     .definition = "The 95th percentile of the waits of svc_wait."},
    [SVC_WAITED_OVER] = {.name = "svc_waited_over", .unit = "share", .title = "Share who waited longer",
     .adds = SIM_ADDS_SHARE, .of = "step/limit, step/class/limit", .source = "walkout",
     .definition = "Of the patients whose service began, the share that waited longer than the limit, to the second."},
    [SVC_GAVE_UP] = {.name = "svc_gave_up", .unit = "patients", .title = "Gave up waiting", .adds = SIM_ADDS_SUM,
     .of = OF_STEP, .daily = true, .source = "walkout", .definition = "Patients who lost patience in the queue."},
    [SVC_GAVE_UP_SHARE] = {.name = "svc_gave_up_share", .unit = "share", .title = "Share who gave up",
     .adds = SIM_ADDS_SHARE, .of = OF_STEP, .source = "walkout",
     .definition = "Patients who lost patience, over those who came to the step in the same period."},
    [SVC_QUEUE] = {.name = "svc_queue", .unit = "patients", .title = "Waiting on average", .adds = SIM_ADDS_RATIO,
     .of = OF_STEP, .source = "walkout", .definition = "Patients waiting at the step, averaged over time."},
    [SVC_PRESENT] = {.name = "svc_present", .unit = "patients", .title = "Present on average", .adds = SIM_ADDS_RATIO,
     .of = OF_STEP, .daily = true, .source = "walkout",
     .definition = "Patients at the step, waiting, in service or blocked, averaged over time."},
    [SVC_PRESENT_Q05] = {.name = "svc_present_q05", .unit = "patients", .title = "Present, 5 % of the time at most",
     .adds = SIM_ADDS_QUANTILE, .quantile = 0.05, .of = "step", .source = "walkout",
     .definition = "The number of patients at the step that is not exceeded for 5 % of the time."},
    [SVC_PRESENT_Q50] = {.name = "svc_present_q50", .unit = "patients", .title = "Present, half of the time at most",
     .adds = SIM_ADDS_QUANTILE, .quantile = 0.5, .of = "step", .source = "walkout",
     .definition = "The number of patients at the step that is not exceeded for half of the time."},
    [SVC_PRESENT_Q95] = {.name = "svc_present_q95", .unit = "patients", .title = "Present, 95 % of the time at most",
     .adds = SIM_ADDS_QUANTILE, .quantile = 0.95, .of = "step", .source = "walkout",
     .definition = "The number of patients at the step that is not exceeded for 95 % of the time."},
    [SVC_PRESENT_AT] = {.name = "svc_present_at", .unit = "patients", .title = "Present at a time of the day",
     .adds = SIM_ADDS_SNAPSHOT, .of = "step/time", .daily = true, .source = "walkout",
     .definition = "Patients at the step at that time of the day, after all else that happens in its second; mean "
                   "over days."},
    [SVC_FULL_AT] = {.name = "svc_full_at", .unit = "share", .title = "All servers busy at a time of the day",
     .adds = SIM_ADDS_SHARE, .of = "step/time", .daily = true, .source = "walkout",
     .definition = "Share of the days on which no server of the step's resource is free at that time, whoever they "
                   "are at work for."},
    [SVC_BLOCKED] = {.name = "svc_blocked", .unit = "patients", .title = "Blocked on average", .adds = SIM_ADDS_RATIO,
     .of = "step", .daily = true, .source = "walkout",
     .definition = "Patients who have finished the step and cannot leave it for want of space ahead, averaged over "
                   "time."},
    [SVC_BLOCKED_TIME] = {.name = "svc_blocked_time", .unit = "minutes", .title = "Mean time blocked",
     .adds = SIM_ADDS_SHARE, .of = "step", .source = "walkout",
     .definition = "Of the patients who left the step, the mean time for which they could not."},
    [SVC_INTERRUPTED] = {.name = "svc_interrupted", .unit = "times", .title = "Services interrupted",
     .adds = SIM_ADDS_SUM, .of = OF_STEP, .source = "walkout",
     .definition = "Services interrupted by the more urgent or by a fall of capacity; the patient keeps the time that "
                   "was left."},
    [SVC_DONE] = {.name = "svc_done", .unit = "patients", .title = "Finished a step", .adds = SIM_ADDS_SUM, .of = OF_STEP,
     .daily = true, .source = "walkout", .definition = "Patients who finished the step and left it."},
    [SVC_BUSY] = {.name = "svc_busy", .unit = "servers", .title = "Servers busy on average", .adds = SIM_ADDS_RATIO,
     .of = "resource", .daily = true, .source = "walkout",
     .definition = "Servers at work, averaged over time; those who keep a blocked patient included. Of one of the "
                   "hospital's own pools: all of it, at work for the hospital's patients too; beds being cleaned are "
                   "in use."},
    [SVC_ON_DUTY] = {.name = "svc_on_duty", .unit = "servers", .title = "Servers on duty", .adds = SIM_ADDS_RATIO,
     .of = "resource", .daily = true, .source = "walkout", .definition = "Servers rostered, averaged over time."},
    [SVC_UTILISATION] = {.name = "svc_utilisation", .unit = "share", .title = "Utilisation", .adds = SIM_ADDS_RATIO,
     .of = "resource", .source = "walkout",
     .definition = "Busy time over rostered time and overrun: the time that servers stay on to finish a patient."},
    [SVC_IN] = {.name = "svc_in", .unit = "patients", .title = "Came into the service", .adds = SIM_ADDS_SUM,
     .of = OF_SERVICE, .source = "walkout",
     .definition = "Patients who came to the service, those turned away at its door included."},
    [SVC_INSIDE] = {.name = "svc_inside", .unit = "patients", .title = "In the service on average",
     .adds = SIM_ADDS_RATIO, .of = OF_SERVICE, .source = "walkout",
     .definition = "Patients in the service, on the way between steps included, averaged over time."},
    [SVC_LEFT] = {.name = "svc_left", .unit = "patients", .title = "Left by the end of the service",
     .adds = SIM_ADDS_SUM, .of = OF_SERVICE, .daily = true, .source = "walkout",
     .definition = "Patients who left after their last step; not those who were turned away or gave up."},
    [SVC_TIME] = {.name = "svc_time", .unit = "minutes", .title = "Mean time in the service", .adds = SIM_ADDS_SHARE,
     .of = OF_SERVICE, .daily = true, .source = "walkout",
     .definition = "Of the patients of svc_left, the mean time from coming in to leaving."},
    [SVC_TIME_Q50] = {.name = "svc_time_q50", .unit = "minutes", .title = "Median time in the service",
     .adds = SIM_ADDS_QUANTILE, .quantile = 0.5, .of = OF_SERVICE, .source = "walkout",
     .definition = "The median of the times of svc_time."},
    [SVC_TIME_Q90] = {.name = "svc_time_q90", .unit = "minutes", .title = "90th percentile of the time in the service",
     .adds = SIM_ADDS_QUANTILE, .quantile = 0.9, .of = OF_SERVICE, .source = "walkout",
     .definition = "The 90th percentile of the times of svc_time."},
    [SVC_TIME_Q95] = {.name = "svc_time_q95", .unit = "minutes", .title = "95th percentile of the time in the service",
     .adds = SIM_ADDS_QUANTILE, .quantile = 0.95, .of = OF_SERVICE, .source = "walkout",
     .definition = "The 95th percentile of the times of svc_time."},
    [SVC_TIME_LONGEST] = {.name = "svc_time_longest", .unit = "minutes", .title = "Longest time in the service",
     .adds = SIM_ADDS_MAX, .of = OF_SERVICE, .source = "walkout",
     .definition = "The longest of the times of svc_time."},
};
// clang-format on

enum { ALL_CLASSES = SERVICE_ALL_CLASSES };

// Building the columns.

typedef struct {
    HospitalPlan *plan;
    ServicesPlan *services;
    uint32_t reader_room, log_room;
} Columns;

static void *grown(void *rows_of, uint32_t count, uint32_t *room, size_t bytes)
{
    if (count < *room) return rows_of;
    *room = *room ? 2 * *room : 64;
    void *more = realloc(rows_of, *room * bytes);
    if (more) return more;
    fprintf(stderr, "out of memory: %zu bytes for columns of services\n", *room * bytes);
    abort();
}

static void read_into(Columns *columns, enum ServiceMeasure what, const char *of, uint32_t subject,
                      uint32_t class_number, uint32_t limit)
{
    ServicesPlan *plan = columns->services;
    plan->readers = grown(plan->readers, plan->reader_count, &columns->reader_room, sizeof *plan->readers);
    plan->readers[plan->reader_count++] = (ServiceReader){
        .series = measures_add(&columns->plan->measures, &service_measure_rows[what], of, SIM_LOG_MINUTES),
        .what = (uint8_t)what,
        .limit = (uint8_t)limit,
        .class_number = (uint16_t)class_number,
        .subject = subject};
}

// The measures of a quantile's log, from the histograms first .. first + count - 1.
static void log_into(Columns *columns, const enum ServiceMeasure *quantiles, uint32_t quantile_count, const char *of,
                     enum ServiceTally tally, uint32_t first, uint32_t count)
{
    ServicesPlan *plan = columns->services;
    const enum SimLogScale scale = tally == TALLY_PRESENT ? SIM_LOG_NUMBER : SIM_LOG_SECONDS;
    plan->logs = grown(plan->logs, plan->log_count, &columns->log_room, sizeof *plan->logs);
    uint32_t log = WITHOUT_LOG;
    for (uint32_t i = 0; i < quantile_count; i++) {
        const uint32_t series = measures_add(&columns->plan->measures, &service_measure_rows[quantiles[i]], of, scale);
        log = measures_log(&columns->plan->measures, series, log);
    }
    plan->logs[plan->log_count++] = (ServiceLog){.log = log, .tally = tally, .first = first, .count = count};
}

static void text_of_duration(int64_t seconds, char text[32])
{
    if (seconds % SIM_DAY_S == 0 && seconds >= 2 * SIM_DAY_S) {
        snprintf(text, 32, "%" PRId64 " d", seconds / SIM_DAY_S);
    } else if (seconds % SIM_HOUR_S == 0) {
        snprintf(text, 32, "%" PRId64 " h", seconds / SIM_HOUR_S);
    } else if (seconds % SIM_MINUTE_S == 0) {
        snprintf(text, 32, "%" PRId64 " min", seconds / SIM_MINUTE_S);
    } else {
        snprintf(text, 32, "%" PRId64 " s", seconds);
    }
}

static void columns_of_step(Columns *columns, uint32_t number, const char *of, uint32_t class_number)
{
    static const enum ServiceMeasure counted[] = {
        SVC_ARRIVALS,      SVC_TURNED_AWAY, SVC_TURNED_AWAY_SHARE, SVC_DELAYED,     SVC_STARTED, SVC_WAIT, SVC_GAVE_UP,
        SVC_GAVE_UP_SHARE, SVC_QUEUE,       SVC_PRESENT,           SVC_INTERRUPTED, SVC_DONE};
    static const enum ServiceMeasure quantiles[] = {SVC_WAIT_Q50, SVC_WAIT_Q90, SVC_WAIT_Q95};
    const ServicesPlan *plan = columns->services;
    const ServiceStep *step = &plan->steps[number];
    const OneService *service = &plan->services[step->service];
    for (size_t i = 0; i < sizeof counted / sizeof *counted; i++)
        read_into(columns, counted[i], of, number, class_number, 0);
    for (uint32_t i = 0; i < service->limit_count; i++) {
        char limit[32], path[SIM_OF_BYTES + 40];
        text_of_duration(service->limit_s[i], limit);
        snprintf(path, sizeof path, "%s/%s", of, limit);
        read_into(columns, SVC_WAITED_OVER, path, number, class_number, i);
    }
    const bool is_all = class_number == ALL_CLASSES;
    log_into(columns, quantiles, 3, of, TALLY_WAITS, step->first_case + (is_all ? 0 : class_number),
             is_all ? service->class_count : 1);
}

static void columns_of_snapshots(Columns *columns, uint32_t number)
{
    const ServicesPlan *plan = columns->services;
    const ServiceStep *step = &plan->steps[number];
    const OneService *service = &plan->services[step->service];
    for (uint32_t i = 0; i < service->snapshot_count; i++) {
        char of[SIM_OF_BYTES];
        const uint32_t minutes = service->snapshots_s[i] / SIM_MINUTE_S;
        snprintf(of, sizeof of, "%s/%02" PRIu32 ":%02" PRIu32, step->name, minutes / 60 % 24, minutes % 60);
        uint32_t *series = &plan->snapshot_series[plan->first_snapshot[number] + 2 * i];
        series[0] = measures_add(&columns->plan->measures, &service_measure_rows[SVC_PRESENT_AT], of, SIM_LOG_MINUTES);
        if (step->resource != UINT32_MAX)
            series[1] = measures_add(&columns->plan->measures, &service_measure_rows[SVC_FULL_AT], of, SIM_LOG_MINUTES);
    }
}

static void columns_of_steps(Columns *columns, const OneService *service)
{
    static const enum ServiceMeasure crowd[] = {SVC_PRESENT_Q05, SVC_PRESENT_Q50, SVC_PRESENT_Q95};
    for (uint32_t number = service->first_step; number < service->first_step + service->step_count; number++) {
        const ServiceStep *step = &columns->services->steps[number];
        columns_of_step(columns, number, step->name, ALL_CLASSES);
        read_into(columns, SVC_BLOCKED, step->name, number, ALL_CLASSES, 0);
        read_into(columns, SVC_BLOCKED_TIME, step->name, number, ALL_CLASSES, 0);
        log_into(columns, crowd, 3, step->name, TALLY_PRESENT, number, 1);
        columns_of_snapshots(columns, number);
        for (uint32_t c = 0; c < service->class_count && service->class_count > 1; c++) {
            char of[SIM_OF_BYTES];
            snprintf(of, sizeof of, "%s/%s", step->name, service->class_name[c]);
            columns_of_step(columns, number, of, c);
        }
    }
}

static void columns_of_flow(Columns *columns, uint32_t number, const char *of, uint32_t class_number)
{
    static const enum ServiceMeasure counted[] = {SVC_IN, SVC_INSIDE, SVC_LEFT, SVC_TIME, SVC_TIME_LONGEST};
    static const enum ServiceMeasure quantiles[] = {SVC_TIME_Q50, SVC_TIME_Q90, SVC_TIME_Q95};
    const ServicesPlan *plan = columns->services;
    const OneService *service = &plan->services[number];
    const bool is_all = class_number == ALL_CLASSES;
    for (size_t i = 0; i < sizeof counted / sizeof *counted; i++)
        read_into(columns, counted[i], of, number, class_number, 0);
    log_into(columns, quantiles, 3, of, TALLY_TIMES, service->first_flow + (is_all ? 0 : class_number),
             is_all ? service->class_count : 1);
}

static void make_snapshot_numbers(ServicesPlan *plan)
{
    uint32_t count = 0;
    plan->first_snapshot = calloc(plan->step_count + 1, sizeof *plan->first_snapshot);
    if (!plan->first_snapshot) abort();
    for (uint32_t i = 0; i < plan->step_count; i++) {
        plan->first_snapshot[i] = count;
        count += 2 * plan->services[plan->steps[i].service].snapshot_count;
    }
    plan->snapshot_series = calloc(count + 1, sizeof *plan->snapshot_series);
    if (!plan->snapshot_series) abort();
}

void service_measures_plan(HospitalPlan *plan, TrustPlan *trust)
{
    ServicesPlan *services = &trust->services;
    Columns columns = {.plan = plan, .services = services};
    make_snapshot_numbers(services);
    for (uint32_t i = 0; i < services->service_count; i++) {
        const OneService *service = &services->services[i];
        columns_of_flow(&columns, i, service->name, ALL_CLASSES);
        for (uint32_t c = 0; c < service->class_count && service->class_count > 1; c++) {
            char of[SIM_OF_BYTES];
            snprintf(of, sizeof of, "%s/%s", service->name, service->class_name[c]);
            columns_of_flow(&columns, i, of, c);
        }
        columns_of_steps(&columns, service);
    }
    for (uint32_t i = 0; i < service_resources(services); i++) {
        if (!service_is_reported(services, i)) continue;
        read_into(&columns, SVC_BUSY, services->resources[i].name, i, ALL_CLASSES, 0);
        read_into(&columns, SVC_ON_DUTY, services->resources[i].name, i, ALL_CLASSES, 0);
        read_into(&columns, SVC_UTILISATION, services->resources[i].name, i, ALL_CLASSES, 0);
    }
}
