// The books of services: what has been counted is written into the records, and audited.
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "models/service_visit.h"

enum { ALL_CLASSES = SERVICE_ALL_CLASSES };

typedef struct {
    const ServicesPlan *plan;
    const SimWorld *world;
    SimTime until_s;
    double elapsed_s;
} Writing;

static const ServiceCell *cell_at(const Writing *writing, uint32_t number)
{
    return SIM_ROW(writing->world, TABLE_SERVICE_CELLS, ServiceCell, number + 1);
}

static SimDaily minutes(int64_t seconds, uint32_t patients)
{
    return (SimDaily){.amount = (double)seconds / SIM_MINUTE_S, .weight = patients};
}

static SimDaily cell_value(const Writing *writing, const ServiceReader *reader, const ServiceCell *cell)
{
    const SimTime until_s = writing->until_s;
    switch ((enum ServiceMeasure)reader->what) {
    case SVC_ARRIVALS: return (SimDaily){.amount = cell->arrivals};
    case SVC_TURNED_AWAY: return (SimDaily){.amount = cell->turned_away};
    case SVC_TURNED_AWAY_SHARE: return (SimDaily){.amount = cell->turned_away, .weight = cell->arrivals};
    case SVC_DELAYED: return (SimDaily){.amount = cell->delayed, .weight = cell->arrivals - cell->turned_away};
    case SVC_STARTED: return (SimDaily){.amount = cell->started};
    case SVC_WAIT: return minutes(cell->wait_s, cell->started);
    case SVC_WAITED_OVER: return (SimDaily){.amount = cell->over[reader->limit], .weight = cell->started};
    case SVC_GAVE_UP: return (SimDaily){.amount = cell->gave_up};
    case SVC_GAVE_UP_SHARE: return (SimDaily){.amount = cell->gave_up, .weight = cell->arrivals};
    case SVC_QUEUE: return (SimDaily){.amount = (double)(cell->waiting_s + cell->waiting * until_s)};
    case SVC_PRESENT: return (SimDaily){.amount = (double)(cell->present_s + cell->present * until_s)};
    case SVC_BLOCKED: return (SimDaily){.amount = (double)(cell->blocked_s + cell->blocked * until_s)};
    case SVC_BLOCKED_TIME: return minutes(cell->blocked_time_s, cell->done);
    case SVC_INTERRUPTED: return (SimDaily){.amount = cell->interrupted};
    case SVC_DONE: return (SimDaily){.amount = cell->done};
    default: return (SimDaily){0};
    }
}

static SimDaily flow_value(const Writing *writing, const ServiceReader *reader, const ServiceFlow *flow)
{
    switch ((enum ServiceMeasure)reader->what) {
    case SVC_IN: return (SimDaily){.amount = flow->in};
    case SVC_INSIDE: return (SimDaily){.amount = (double)(flow->inside_s + flow->inside * writing->until_s)};
    case SVC_LEFT: return (SimDaily){.amount = flow->left};
    case SVC_TIME: return minutes(flow->time_s, flow->left);
    case SVC_TIME_LONGEST: return minutes(flow->longest_s, flow->left);
    default: return (SimDaily){0};
    }
}

static SimDaily resource_value(const Hospital *hospital, const Writing *writing, const ServiceReader *reader)
{
    const SimResourceId id = service_resource_at(hospital, reader->subject);
    const SimAreas areas = sim_resource_areas_until(hospital->world, id, writing->until_s);
    switch ((enum ServiceMeasure)reader->what) {
    case SVC_BUSY: return (SimDaily){.amount = (double)areas.busy_s};
    case SVC_ON_DUTY: return (SimDaily){.amount = (double)areas.rostered_s};
    default: break;
    }
    return (SimDaily){.amount = (double)areas.busy_s, .weight = (double)(areas.rostered_s + areas.overrun_s)};
}

static void add_up(SimDaily *sum, SimDaily value, enum SimAdds adds)
{
    if (adds == SIM_ADDS_MAX) {
        if (value.amount > sum->amount) sum->amount = value.amount;
    } else {
        sum->amount += value.amount;
    }
    sum->weight += value.weight;
}

static bool is_of_service(enum ServiceMeasure what)
{
    return what == SVC_IN || what == SVC_INSIDE || what == SVC_LEFT || what == SVC_TIME || what == SVC_TIME_LONGEST;
}

static bool is_of_resource(enum ServiceMeasure what)
{
    return what == SVC_BUSY || what == SVC_ON_DUTY || what == SVC_UTILISATION;
}

static SimDaily value_of(const Hospital *hospital, const Writing *writing, const ServiceReader *reader)
{
    const ServicesPlan *plan = writing->plan;
    const enum ServiceMeasure what = (enum ServiceMeasure)reader->what;
    if (is_of_resource(what)) return resource_value(hospital, writing, reader);
    const bool of_service = is_of_service(what);
    const OneService *service = &plan->services[of_service ? reader->subject : plan->steps[reader->subject].service];
    const uint32_t first = of_service ? service->first_flow : plan->steps[reader->subject].first_case;
    SimDaily sum = {0};
    for (uint32_t c = 0; c < service->class_count; c++) {
        if (reader->class_number != ALL_CLASSES && reader->class_number != c) continue;
        const SimDaily value =
            of_service
                ? flow_value(writing, reader, SIM_ROW(writing->world, TABLE_SERVICE_FLOWS, ServiceFlow, first + c + 1))
                : cell_value(writing, reader, cell_at(writing, first + c));
        add_up(&sum, value, service_measure_rows[what].adds);
    }
    return sum;
}

// Every counter starts again; those who are there stay. Histograms go on.

static void empty_cell(ServiceCell *cell, SimTime until_s)
{
    const uint32_t waiting = cell->waiting, present = cell->present, blocked = cell->blocked, kept = cell->kept;
    memset(cell, 0, offsetof(ServiceCell, waits));
    cell->waiting = waiting;
    cell->present = present;
    cell->blocked = blocked;
    cell->kept = kept;
    cell->waiting_s = -(waiting * until_s);
    cell->present_s = -(present * until_s);
    cell->blocked_s = -(blocked * until_s);
}

static void empty_flow(ServiceFlow *flow, SimTime until_s)
{
    const uint32_t inside = flow->inside;
    const uint64_t in_ever = flow->in_ever + flow->in, out_ever = flow->out_ever + flow->left + flow->left_early;
    memset(flow, 0, offsetof(ServiceFlow, times));
    flow->inside = inside;
    flow->inside_s = -(inside * until_s);
    flow->in_ever = in_ever;
    flow->out_ever = out_ever;
}

static void empty_counters(Hospital *hospital, SimTime until_s)
{
    const ServicesPlan *plan = &hospital->trust->services;
    for (uint32_t i = 0; i < plan->case_count; i++) empty_cell(service_cell(hospital, i), until_s);
    for (uint32_t i = 0; i < plan->flow_count; i++)
        empty_flow(SIM_ROW(hospital->world, TABLE_SERVICE_FLOWS, ServiceFlow, i + 1), until_s);
    for (uint32_t i = 0; i < service_resources(plan); i++) {
        if (service_is_reported(plan, i))
            sim_resource_restart_areas_at(hospital->world, service_resource_at(hospital, i), until_s);
    }
}

void service_write(Hospital *hospital, uint32_t record, SimTime until_s)
{
    const ServicesPlan *plan = &hospital->trust->services;
    const Writing writing = {.plan = plan,
                             .world = hospital->world,
                             .until_s = until_s,
                             .elapsed_s = (double)(until_s - hospital->state->services.written_s)};
    for (uint32_t i = 0; i < plan->reader_count; i++) {
        const ServiceReader *reader = &plan->readers[i];
        const enum SimAdds adds = service_measure_rows[reader->what].adds;
        SimDaily value = value_of(hospital, &writing, reader);
        if (adds == SIM_ADDS_RATIO && reader->what != SVC_UTILISATION) value.weight = writing.elapsed_s;
        add_up(sim_daily(hospital->world, record, reader->series), value, adds);
    }
    empty_counters(hospital, until_s);
    hospital->state->services.written_s = until_s;
}

static void add_bins(uint32_t into[static SIM_TALLY_BINS], const uint32_t from[static SIM_TALLY_BINS])
{
    for (uint32_t bin = 0; bin < SIM_TALLY_BINS; bin++) into[bin] += from[bin];
}

static uint32_t *bins_of(const Hospital *hospital, enum ServiceTally tally, uint32_t number)
{
    switch (tally) {
    case TALLY_WAITS: return service_cell(hospital, number)->waits;
    case TALLY_TIMES: return SIM_ROW(hospital->world, TABLE_SERVICE_FLOWS, ServiceFlow, number + 1)->times;
    case TALLY_PRESENT: break;
    }
    return service_crowd(hospital, number)->seconds;
}

static void empty_tallies(Hospital *hospital, enum ServiceTally tally, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) memset(bins_of(hospital, tally, i), 0, SIM_TALLY_BINS * sizeof(uint32_t));
}

static void close_crowds(Hospital *hospital, SimTime until_s)
{
    const ServicesPlan *plan = &hospital->trust->services;
    for (uint32_t i = 0; i < plan->step_count; i++) {
        ServiceCrowd *crowd = SIM_ROW(hospital->world, TABLE_SERVICE_CROWDS, ServiceCrowd, i + 1);
        crowd->seconds[sim_tally_bin(crowd->present)] += (uint32_t)until_s - crowd->changed_s;
        crowd->changed_s = (uint32_t)until_s;
    }
}

void service_write_tallies(Hospital *hospital, uint32_t day, SimTime until_s)
{
    const ServicesPlan *plan = &hospital->trust->services;
    close_crowds(hospital, until_s);
    for (uint32_t i = 0; i < plan->log_count; i++) {
        const ServiceLog *log = &plan->logs[i];
        uint32_t sum[SIM_TALLY_BINS] = {0};
        for (uint32_t k = 0; k < log->count; k++) add_bins(sum, bins_of(hospital, log->tally, log->first + k));
        sim_tally_write(hospital->world, day, log->log, sum);
    }
    empty_tallies(hospital, TALLY_WAITS, plan->case_count);
    empty_tallies(hospital, TALLY_TIMES, plan->flow_count);
    empty_tallies(hospital, TALLY_PRESENT, plan->step_count);
}

// Snapshots

static uint32_t record_today(const Hospital *hospital)
{
    return hospital->plan->record_of_day[sim_day_of(hospital_now(hospital))];
}

static void snapshot_step(Hospital *hospital, uint32_t number, uint32_t snapshot)
{
    const ServicesPlan *plan = services_of(hospital);
    const ServiceStep *step = &plan->steps[number];
    const uint32_t *series = &plan->snapshot_series[plan->first_snapshot[number] + 2 * snapshot];
    sim_daily(hospital->world, record_today(hospital), series[0])->amount += service_crowd(hospital, number)->present;
    if (step->resource == UINT32_MAX) return;
    SimDaily *full = sim_daily(hospital->world, record_today(hospital), series[1]);
    full->amount += sim_resource_free(hospital->world, service_resource(hospital, step)) == 0;
    full->weight += 1;
}

// Snapshots of all services are numbered one after the other.
void service_snapshot(Hospital *hospital, uint32_t snapshot)
{
    const ServicesPlan *plan = services_of(hospital);
    uint32_t service = 0, number = snapshot;
    while (number >= plan->services[service].snapshot_count) number -= plan->services[service++].snapshot_count;
    const OneService *of = &plan->services[service];
    for (uint32_t i = 0; i < of->step_count; i++) snapshot_step(hospital, of->first_step + i, number);
    hospital_schedule_at(hospital, SERVICE_SNAPSHOT, snapshot, hospital_now(hospital) + SIM_DAY_S, SIM_SNAPSHOT);
}

void service_snapshots_open(Hospital *hospital)
{
    const ServicesPlan *plan = services_of(hospital);
    uint32_t number = 0;
    for (uint32_t i = 0; i < plan->service_count; i++) {
        for (uint32_t k = 0; k < plan->services[i].snapshot_count; k++) {
            hospital_schedule_at(hospital, SERVICE_SNAPSHOT, number++, (SimTime)plan->services[i].snapshots_s[k],
                                 SIM_SNAPSHOT);
        }
    }
}

// The step at which most wait; if nobody waits anywhere, at which most are.
static const ServiceStep *fullest_step(const ServicesPlan *plan, const SimWorld *world, uint64_t *waiting)
{
    const ServiceStep *fullest = &plan->steps[0];
    uint64_t most_present = 0;
    *waiting = 0;
    for (uint32_t i = 0; i < plan->step_count; i++) {
        uint64_t wait = 0, present = 0;
        for (uint32_t c = 0; c < plan->services[plan->steps[i].service].class_count; c++) {
            const ServiceCell *cell =
                SIM_ROW(world, TABLE_SERVICE_CELLS, ServiceCell, plan->steps[i].first_case + c + 1);
            wait += cell->waiting;
            present += cell->present;
        }
        if (wait < *waiting || (wait == *waiting && present <= most_present)) continue;
        fullest = &plan->steps[i];
        *waiting = wait;
        most_present = present;
    }
    return fullest;
}

bool service_is_bearable(const Hospital *hospital, char *message, size_t size)
{
    const ServicesPlan *plan = &hospital->trust->services;
    if (service_inside(hospital) <= plan->patients_most) return true;
    uint64_t waiting;
    const ServiceStep *step = fullest_step(plan, hospital->world, &waiting);
    char date[11];
    sim_date_text(hospital->plan->outline.first_day + (SimDate)sim_day_of(hospital_now(hospital)), date);
    snprintf(
        message, size,
        "on %s more than %" PRIu32 " patients are in the services at once, and %" PRIu64
        " wait at step \"%s\": more come than can be served; write more capacity, shorter durations, `patience` or "
        "`space`, or fewer arrivals",
        date, plan->patients_most, waiting, step->name);
    return false;
}

// Audit

static bool flows_agree(const Hospital *hospital, char *message, size_t size)
{
    const ServicesPlan *plan = &hospital->trust->services;
    int64_t inside = 0;
    for (uint32_t i = 0; i < plan->flow_count; i++) {
        const ServiceFlow *flow = SIM_ROW(hospital->world, TABLE_SERVICE_FLOWS, ServiceFlow, i + 1);
        inside += flow->inside;
        if (!hospital_agrees((int64_t)flow->in_ever + flow->in,
                             (int64_t)flow->out_ever + flow->left + flow->left_early + flow->inside,
                             "patients who came into a service, and those who left or are inside", message, size))
            return false;
    }
    return hospital_agrees(inside, hospital->world->tables[TABLE_SERVICE_PATIENTS].taken,
                           "patients inside the services, and those who are there", message, size);
}

static bool crowds_agree(const Hospital *hospital, char *message, size_t size)
{
    const ServicesPlan *plan = &hospital->trust->services;
    for (uint32_t i = 0; i < plan->step_count; i++) {
        const ServiceStep *step = &plan->steps[i];
        int64_t present = 0;
        for (uint32_t c = 0; c < plan->services[step->service].class_count; c++)
            present += SIM_ROW(hospital->world, TABLE_SERVICE_CELLS, ServiceCell, step->first_case + c + 1)->present;
        const int64_t crowd = SIM_ROW(hospital->world, TABLE_SERVICE_CROWDS, ServiceCrowd, i + 1)->present;
        if (!hospital_agrees(present, crowd, "patients at a step, by class and together", message, size)) return false;
    }
    return true;
}

// Who waits for a resource is in its queue, and who is served or keeps it holds its servers. The hospital's own pools
// are audited by their flows.
static bool queues_agree(const Hospital *hospital, char *message, size_t size)
{
    const ServicesPlan *plan = &hospital->trust->services;
    for (uint32_t r = 0; r < plan->resource_count; r++) {
        const SimResourceId id = service_resource_at(hospital, r);
        const ServiceHolding holding = service_holding(hospital, r);
        if (!hospital_agrees(holding.awaited, sim_resource_waiting(hospital->world, id),
                             "patients who wait at steps, and those in the queue", message, size) ||
            !hospital_agrees(holding.held, sim_resource_busy(hospital->world, id),
                             "servers that patients hold, and those busy", message, size))
            return false;
    }
    return true;
}

static int64_t how_many(uint32_t set)
{
    int64_t count = 0;
    for (; set; set &= set - 1) count++;
    return count;
}

// Everybody at every step, counted one by one.
static bool patients_agree(const Hospital *hospital, char *message, size_t size)
{
    const SimTable *table = &hospital->world->tables[TABLE_SERVICE_PATIENTS];
    int64_t at_steps = 0, waiting = 0, kept = 0, found_at_steps = 0, found_waiting = 0, found_kept = 0;
    for (uint32_t i = 0; i < hospital->trust->services.case_count; i++) {
        const ServiceCell *cell = SIM_ROW(hospital->world, TABLE_SERVICE_CELLS, ServiceCell, i + 1);
        at_steps += cell->present;
        waiting += cell->waiting;
        kept += cell->kept;
    }
    for (uint32_t i = 1; i < table->used; i++) {
        const ServicePatient *row = SIM_ROW(hospital->world, TABLE_SERVICE_PATIENTS, ServicePatient, i);
        const bool is_at_a_step = row->status >= PATIENT_WAITS && sim_slot_is_taken(&row->slot);
        if (sim_slot_is_taken(&row->slot)) found_kept += how_many(row->kept);
        found_at_steps += is_at_a_step;
        found_waiting += is_at_a_step && (row->status == PATIENT_WAITS || row->status == PATIENT_WAITS_AGAIN);
    }
    return hospital_agrees(at_steps, found_at_steps, "patients at steps, counted and found", message, size) &&
           hospital_agrees(waiting, found_waiting, "patients who wait at steps, counted and found", message, size) &&
           hospital_agrees(kept, found_kept, "resources kept after a step, counted and found", message, size);
}

bool service_audit(Hospital *hospital, bool recount, char *message, size_t size)
{
    if (!flows_agree(hospital, message, size) || !crowds_agree(hospital, message, size) ||
        !queues_agree(hospital, message, size))
        return false;
    return !recount || patients_agree(hospital, message, size);
}
