// What is counted of the waiting list at the end of every day, and whether it adds up.
#include <math.h>
#include <string.h>

#include "models/hospital_rows.h"
#include "models/sessions.h"
#include "models/waiting_list.h"
#include "sim/engine/tally.h"

static int64_t today_of(const Hospital *hospital)
{
    return sim_day_of(hospital_now(hospital));
}

uint32_t *waiting_list_clocks_of_day(const Hospital *hospital, int64_t day)
{
    if (day < -CLOCK_DAYS_BEFORE) day = -CLOCK_DAYS_BEFORE;
    const uint32_t number = (uint32_t)(day + CLOCK_DAYS_BEFORE);
    return SIM_ROW(hospital->world, hospital->state->elective.clock_table, ClockDay, number + 1)->of;
}

int64_t waiting_list_length(const Hospital *hospital)
{
    int64_t count = 0;
    for (int stage = 0; stage < WAITING_STAGES; stage++) count += hospital->state->elective.waiting[stage];
    return count;
}

enum Limit { WITHIN_18, WITHIN_52, WITHIN_65, WITHIN_78, LIMITS };

static const int64_t limit_days[LIMITS] = {18 * 7, 52 * 7, 65 * 7, 78 * 7};

// Those of each service who have waited at most so many days.
typedef uint32_t Younger[LIMITS][SERVICES_MOST];

static void count_younger(const Hospital *hospital, Younger younger)
{
    const int64_t today = today_of(hospital);
    uint32_t sum[SERVICES_MOST] = {0};
    int64_t age = 0;
    for (int limit = 0; limit < LIMITS; limit++) {
        for (; age <= limit_days[limit]; age++) {
            const uint32_t *clocks = waiting_list_clocks_of_day(hospital, today - age);
            for (int s = 0; s < SERVICES_MOST; s++) sum[s] += clocks[s];
        }
        memcpy(younger[limit], sum, sizeof sum);
    }
}

static void count_waits(Hospital *hospital)
{
    const MeasurePlan *measures = &hospital->plan->measures;
    const ElectivePlan *plan = &hospital->trust->elective;
    Younger younger;
    int64_t total = 0, within[LIMITS] = {0};
    count_younger(hospital, younger);
    for (uint32_t s = 0; s < plan->service_count; s++) {
        const ServicePlan *service = &plan->services[s];
        const int64_t running = hospital->state->elective.running[s];
        total += running;
        for (int limit = 0; limit < LIMITS; limit++) within[limit] += younger[limit][s];
        if (!service->is_measured) continue;
        sim_set(hospital->world, service->total_series, (double)running);
        sim_count_share(hospital->world, service->le18_series, (double)younger[WITHIN_18][s], (double)running);
        sim_set(hospital->world, service->gt52_series, (double)(running - (int64_t)younger[WITHIN_52][s]));
    }
    sim_count_share(hospital->world, measures->rtt_le18_pct, (double)within[WITHIN_18], (double)total);
    sim_set(hospital->world, measures->rtt_gt52, (double)(total - within[WITHIN_52]));
    sim_set(hospital->world, measures->rtt_gt65, (double)(total - within[WITHIN_65]));
    sim_set(hospital->world, measures->rtt_gt78, (double)(total - within[WITHIN_78]));
}

// Those who have waited from `first` to `last` days: their clocks lie together.
static uint32_t waiting_for(const Hospital *hospital, int64_t first, int64_t last)
{
    const uint32_t *clocks = waiting_list_clocks_of_day(hospital, today_of(hospital) - last);
    const uint32_t count = (uint32_t)(last - first + 1) * SERVICES_MOST;
    uint32_t waiting = 0;
    for (uint32_t i = 0; i < count; i++) waiting += clocks[i];
    return waiting;
}

// The published bands: over 0 to 1 week are 1 to 7 days (and those of today), over 17 to 18 weeks 120 to 126.
// Quantiles of a period are formed from the bands of its last day. On which days periods end depends on strikes to
// come, so they are written down every day.
void waiting_list_write_bands(Hospital *hospital)
{
    uint32_t weeks[SIM_TALLY_BINS] = {0};
    const int64_t oldest = today_of(hospital) + CLOCK_DAYS_BEFORE;
    int64_t older = waiting_list_length(hospital);
    for (uint32_t week = 0, first = 0; first <= oldest && older > 0; week++) {
        const uint32_t last = 7 * (week + 1);
        weeks[week] = waiting_for(hospital, first, last < oldest ? last : oldest);
        older -= weeks[week];
        first = last + 1;
    }
    sim_tally_write(hospital->world, (uint32_t)today_of(hospital), LOG_RTT_WEEKS, weeks);
}

// Waits by days are many, so they are written down only when a month or the report ends.
static void write_days(Hospital *hospital)
{
    const HospitalPlan *plan = hospital->plan;
    const uint32_t today = (uint32_t)today_of(hospital);
    if (today + 1 < plan->days && sim_civil(plan->outline.first_day + (SimDate)today + 1).day != 1) return;
    uint32_t days[SIM_TALLY_BINS] = {0};
    for (uint32_t age = 0; age <= today + CLOCK_DAYS_BEFORE; age++) {
        days[age < SIM_TALLY_BINS ? age : SIM_TALLY_BINS - 1] += waiting_for(hospital, age, age);
    }
    sim_tally_write(hospital->world, today, LOG_RTT_DAYS, days);
}

void elective_close_day(Hospital *hospital)
{
    if (!hospital->trust->elective.on) return;
    ElectiveState *state = &hospital->state->elective;
    const MeasurePlan *measures = &hospital->plan->measures;
    if (today_of(hospital) + 1 == hospital->plan->first_reported) waiting_list_take_stock(hospital);
    sim_set(hospital->world, measures->rtt_total, (double)waiting_list_length(hospital));
    for (uint32_t stage = 0; stage < WAITING_STAGES; stage++) {
        sim_set(hospital->world, measures->rtt_stage + stage, state->waiting[stage]);
    }
    count_waits(hospital);
    if (today_of(hospital) >= hospital->plan->first_reported) {
        waiting_list_write_bands(hospital);
        write_days(hospital);
    }
    double follow_ups = 0;
    for (uint32_t s = 0; s < hospital->trust->elective.service_count; s++) follow_ups += state->other_due[s];
    sim_set(hospital->world, measures->follow_up_waiting, floor(follow_ups));
    sim_set(hospital->world, measures->moved_waiting, state->moved_waiting);
    state->list_yesterday +=
        state->started - state->stopped_admitted - state->stopped_not_admitted - state->removed - state->nullified;
    state->started = state->stopped_admitted = state->stopped_not_admitted = state->removed = state->nullified = 0;
}

// Audit.

// Urgent patients of sessions, as each session counts its own.
static int64_t urgent_in_sessions(const Hospital *hospital)
{
    int64_t urgent = 0;
    for (uint32_t row = 1; row < hospital->world->tables[TABLE_SESSIONS].used; row++) {
        const Session *session = session_at(hospital, row);
        if (session_pathways(session) > 0) urgent += session->urgent;
    }
    return urgent;
}

static bool recount(const Hospital *hospital, char *message, size_t size)
{
    const ElectiveState *state = &hospital->state->elective;
    const SimTable *table = &hospital->world->tables[TABLE_PATHWAYS];
    int64_t by_stage[PATHWAY_STAGES] = {0}, listed[SERVICES_MOST][WAITING_STAGES] = {{0}}, lost = 0;
    int64_t running[SERVICES_MOST] = {0}, urgent = 0;
    for (uint32_t row = 1; row < table->used; row++) {
        const Pathway *pathway = pathway_at(hospital, row);
        by_stage[pathway->stage]++;
        if (pathway->stage >= WAITING_STAGES) continue;
        running[pathway->service]++;
        if (pathway->ticket) listed[pathway->service][pathway->stage]++;
        urgent += pathway->session && pathway->priority == PRIORITY_URGENT;
        lost += !pathway->ticket && !pathway->session && !pathway->untold;
    }
    for (int stage = 0; stage < PATHWAY_STAGES; stage++) {
        if (!hospital_agrees(by_stage[stage], state->waiting[stage], "pathways in a stage, counted and kept", message,
                             size)) {
            return false;
        }
    }
    for (uint32_t s = 0; s < hospital->trust->elective.service_count; s++) {
        if (!hospital_agrees(running[s], state->running[s], "running clocks of a service, counted and kept", message,
                             size)) {
            return false;
        }
        for (uint32_t stage = 0; stage < WAITING_STAGES; stage++) {
            int64_t length = sim_ranked_length(hospital->world, state->lists[s][stage]);
            if (!hospital_agrees(listed[s][stage], length, "pathways in a list, counted and kept", message, size)) {
                return false;
            }
        }
    }
    return hospital_agrees(urgent, urgent_in_sessions(hospital), "urgent patients with a date, counted and kept",
                           message, size) &&
           hospital_agrees(lost, 0, "pathways that neither wait, nor are booked, nor are being told", message, size);
}

bool elective_audit(const Hospital *hospital, bool with_recount, char *message, size_t size)
{
    if (!hospital->trust->elective.on) return true;
    if (!hospital_agrees(waiting_list_length(hospital), hospital->state->elective.list_yesterday,
                         "waiting list: yesterday's and new less stops and removals, against today's", message, size)) {
        return false;
    }
    return !with_recount || recount(hospital, message, size);
}
