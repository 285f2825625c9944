#include "models/service.h"

#include <math.h>
#include <stdlib.h>

#include "models/service_visit.h"

static const double NEVER_S = (double)UINT32_MAX;  // beyond what a world's clock can say

// How many there are in a step, over time.
static void crowd_changes(const Visit *visit, int32_t by)
{
    ServiceCrowd *crowd = service_crowd(visit->hospital, visit->row->step);
    const uint32_t now_s = (uint32_t)visit->now_s;
    crowd->seconds[sim_tally_bin(crowd->present)] += now_s - crowd->changed_s;
    crowd->changed_s = now_s;
    crowd->present += (uint32_t)by;
}

// What lasts longer than a world's clock can say ends when the clock does.
static uint32_t time_after(const Visit *visit, SimTime after_s)
{
    const SimTime time_s = visit->now_s + after_s;
    return (uint32_t)(time_s < UINT32_MAX ? time_s : UINT32_MAX);
}

static void schedule(const Visit *visit, enum HospitalEvent kind, SimTime after_s)
{
    sim_schedule(visit->hospital->world, (SimEvent){.time_s = time_after(visit, after_s),
                                                    .subject = visit->patient,
                                                    .stamp = visit->row->slot.stamp,
                                                    .kind = (uint8_t)kind,
                                                    .order = SIM_COMPLETION});
}

static void serve(Hospital *hospital, const ServiceStep *step);
static void ends(const Visit *visit);

// At a step.

static void count_start(const Visit *visit)
{
    const uint32_t waited_s = (uint32_t)visit->now_s - visit->row->since_s;
    ServiceCell *cell = visit->cell;
    cell->started++;
    cell->wait_s += waited_s;
    const OneService *service = service_of(visit);
    for (uint32_t i = 0; i < service->limit_count; i++) cell->over[i] += waited_s > service->limit_s[i];
    service_histogram(visit->hospital, visit->step->first_case + visit->row->class_number)
        ->bins[sim_tally_bin(waited_s)]++;
}

// Service begins, or goes on after an interruption. Returns how long it lasts from now.
static SimTime starts(const Visit *visit)
{
    const ServiceStep *step = visit->step;
    ServicePatient *row = visit->row;
    const SimTime lasts_s = row->left_s;
    if (row->status != PATIENT_WAITS_AGAIN) count_start(visit);
    if (step->has_patience) sim_slot_bump(&row->slot);
    row->status = PATIENT_IN_SERVICE;
    row->due_s = time_after(visit, lasts_s);
    row->place = 0;
    if (step->is_watched)
        row->place = sim_resource_watch(visit->hospital->world, service_resource(visit->hospital, step),
                                        visit->with->priority, visit->patient, step->needs);
    return lasts_s;
}

static void begins(const Visit *visit)
{
    const SimTime lasts_s = starts(visit);
    if (visit->step->has_duration) {
        schedule(visit, SERVICE_ENDS, lasts_s);
    } else {
        ends(visit);
    }
}

static void stops_waiting(const Visit *visit)
{
    visit->cell->waiting--;
    visit->cell->waiting_s += visit->now_s;
}

// What takes no time ends in an event of its own, so that flows are not changed under their own hands.
void service_is_taken_on(Hospital *hospital, uint32_t entity)
{
    const Visit visit = service_visit(hospital, entity & ~SERVICE_MARK);
    stops_waiting(&visit);
    schedule(&visit, SERVICE_ENDS, starts(&visit));
}

// Servers of the step's resource may be free: they take whoever is next.
static void serve(Hospital *hospital, const ServiceStep *step)
{
    SimTaken taken;
    if (step->pool != NO_POOL) {
        service_pool_serve(hospital, step->pool);
        return;
    }
    while (sim_resource_take_next(hospital->world, service_resource(hospital, step), &taken)) {
        const Visit visit = service_visit(hospital, taken.entity);
        stops_waiting(&visit);
        begins(&visit);
    }
}

// Interruption: back to the head of the queue, with the time that is left.
static void is_interrupted(const Visit *visit)
{
    ServicePatient *row = visit->row;
    SimWorld *world = visit->hospital->world;
    const SimResourceId resource = service_resource(visit->hospital, visit->step);
    const uint32_t needs = visit->step->needs;
    sim_resource_unwatch(world, resource, row->place);
    sim_resource_release_many(world, resource, needs);
    sim_slot_bump(&row->slot);
    row->left_s = row->due_s - (uint32_t)visit->now_s;
    row->status = PATIENT_WAITS_AGAIN;
    row->place = sim_resource_return(world, resource, visit->with->priority, visit->patient, needs, row->since_s);
    visit->cell->interrupted++;
    visit->cell->waiting++;
    visit->cell->waiting_s -= visit->now_s;
}

// Whoever is done in this very second is done; anybody else is interrupted.
static void gives_way(Hospital *hospital, uint32_t patient)
{
    const Visit visit = service_visit(hospital, patient);
    if (visit.row->due_s > visit.now_s) {
        is_interrupted(&visit);
        return;
    }
    sim_slot_bump(&visit.row->slot);
    ends(&visit);
}

// The less urgent give way until there are servers enough, or nobody is left who would.
static bool takes_from_the_less_urgent(const Visit *visit)
{
    Hospital *hospital = visit->hospital;
    const ServiceStep *step = visit->step;
    const SimResourceId resource = service_resource(hospital, step);
    const uint32_t priority = visit->with->priority;
    SimTaken last;
    if (!services_of(hospital)->resources[step->resource].is_preemptive) return false;
    if (sim_resource_capacity(hospital->world, resource) < step->needs) return false;
    while (!service_somebody_goes_first(hospital, step, priority)) {
        if (sim_resource_free(hospital->world, resource) >= step->needs) return true;
        if (!sim_resource_last_watched_after(hospital->world, resource, priority, &last)) return false;
        gives_way(hospital, last.entity);
    }
    return false;
}

static SimPlaceId joins(const Visit *visit)
{
    const uint32_t entity = visit->step->pool != NO_POOL ? visit->patient | SERVICE_MARK : visit->patient;
    return sim_resource_join_for(visit->hospital->world, service_resource(visit->hospital, visit->step),
                                 visit->with->priority, entity, visit->step->needs);
}

SimPlaceId service_place(const Hospital *hospital, uint32_t entity)
{
    return service_patient(hospital, entity & ~SERVICE_MARK)->place;
}

bool service_goes_to_the_back(Hospital *hospital, uint32_t entity)
{
    if (!service_is_patient(entity)) return false;
    const Visit visit = service_visit(hospital, entity & ~SERVICE_MARK);
    sim_resource_leave(hospital->world, service_resource(hospital, visit.step), visit.row->place);
    visit.row->place = joins(&visit);
    return true;
}

static void waits(const Visit *visit)
{
    const ServiceStep *step = visit->step;
    ServicePatient *row = visit->row;
    visit->cell->delayed++;
    visit->cell->waiting++;
    visit->cell->waiting_s -= visit->now_s;
    row->status = PATIENT_WAITS;
    row->place = joins(visit);
    if (!step->has_patience || !(visit->with->patience.mean < NEVER_S)) return;
    schedule(visit, SERVICE_GIVES_UP, service_drawn_s(visit, &visit->with->patience, step->patience_word));
}

// Whoever has space at the step is served at once, or waits.
static void enters(const Visit *visit)
{
    Hospital *hospital = visit->hospital;
    const ServiceStep *step = visit->step;
    ServicePatient *row = visit->row;
    visit->cell->admitted++;
    visit->cell->present++;
    visit->cell->present_s -= visit->now_s;
    crowd_changes(visit, 1);
    row->since_s = (uint32_t)visit->now_s;
    if (step->has_duration) row->left_s = service_drawn_s(visit, &visit->with->duration, step->duration_word);
    if (step->resource == UINT32_MAX) {
        begins(visit);
    } else if (service_can_start(hospital, step, row->class_number) || takes_from_the_less_urgent(visit)) {
        sim_resource_take_many(hospital->world, service_resource(hospital, step), step->needs);
        begins(visit);
    } else {
        waits(visit);
        // An interruption may have freed more than could be used; and the hospital watches some of its queues.
        if (step->is_watched || step->pool != NO_POOL) serve(hospital, step);
    }
}

static void leaves(Hospital *hospital, uint32_t patient);

static void is_turned_away(const Visit *visit)
{
    const uint32_t next = visit->step->turned_away_to;
    visit->cell->turned_away++;
    if (next == NO_STEP) {
        leaves(visit->hospital, visit->patient);
    } else {
        service_travels_to(visit->hospital, visit->patient, next);
    }
}

// Whoever is expected has space already: a blocking step's is taken before the way there begins.
static void comes_to_step(const Visit *visit)
{
    Hospital *hospital = visit->hospital;
    const ServiceStep *step = visit->step;
    const bool is_expected = visit->row->status == PATIENT_EXPECTED;
    visit->cell->arrivals++;
    visit->row->status = PATIENT_ON_THE_WAY;
    if (step->pool != NO_POOL) serve(hospital, step);  // some of the hospital's shifts change when they are looked at
    if (step->is_limited && !is_expected) {
        if (!service_has_room(hospital, step, visit->row->class_number)) {
            is_turned_away(visit);
            return;
        }
        if (step->space_resource != UINT32_MAX) sim_resource_take(hospital->world, service_space(hospital, step));
    }
    enters(visit);
}

// The way there may take time.
void service_travels_to(Hospital *hospital, uint32_t patient, uint32_t number)
{
    ServicePatient *row = service_patient(hospital, patient);
    if (number <= row->step && row->step != UINT16_MAX) row->pass++;
    row->step = (uint16_t)number;
    const Visit visit = service_visit(hospital, patient);
    if (!visit.step->has_transfer) {
        comes_to_step(&visit);
        return;
    }
    schedule(&visit, SERVICE_REACHES_STEP, service_drawn_s(&visit, &visit.step->transfer, visit.step->transfer_word));
}

// Going on.

static void goes_on_to(const Visit *visit, uint32_t next);

// What is done at the step has ended. Where there is no space ahead the patient stays, and keeps the server. Whoever
// comes back to a blocking step at once has space there already.
static void ends(const Visit *visit)
{
    Hospital *hospital = visit->hospital;
    const ServiceStep *step = visit->step;
    ServicePatient *row = visit->row;
    if (step->is_watched) sim_resource_unwatch(hospital->world, service_resource(hospital, step), row->place);
    row->place = 0;
    row->left_s = 0;
    const uint32_t next = service_way_on(visit);
    if (next != NO_STEP && next != row->step && services_of(hospital)->steps[next].blocks) {
        const SimResourceId space = service_space(hospital, &services_of(hospital)->steps[next]);
        if (!sim_resource_take(hospital->world, space)) {
            visit->cell->blocked++;
            visit->cell->blocked_s -= visit->now_s;
            row->status = PATIENT_BLOCKED;
            row->since_s = (uint32_t)visit->now_s;
            sim_resource_join(hospital->world, space, 0, visit->patient);
            return;
        }
    }
    goes_on_to(visit, next);
}

// Space of a step has come free: whoever has been blocked for longest comes in.
static void leaves_room(Hospital *hospital, const ServiceStep *step)
{
    if (step->space_resource == UINT32_MAX) return;
    const SimResourceId space = service_space(hospital, step);
    SimTaken taken;
    sim_resource_release(hospital->world, space);
    while (sim_resource_take_next(hospital->world, space, &taken)) {
        const Visit visit = service_visit(hospital, taken.entity);
        goes_on_to(&visit, (uint32_t)(step - services_of(hospital)->steps));
    }
}

static void leaves_step(const Visit *visit)
{
    ServiceCell *cell = visit->cell;
    cell->present--;
    cell->present_s += visit->now_s;
    crowd_changes(visit, -1);
    if (visit->row->status == PATIENT_BLOCKED) {
        cell->blocked--;
        cell->blocked_s += visit->now_s;
        cell->blocked_time_s += visit->now_s - visit->row->since_s;
    }
}

static void gives_back(Hospital *hospital, const ServiceStep *step)
{
    if (step->pool != NO_POOL) {
        service_pool_release(hospital, step->pool);
        return;
    }
    sim_resource_release_many(hospital->world, service_resource(hospital, step), step->needs);
    serve(hospital, step);
}

// What was kept from former steps; `ending` is the set of keepers that end now.
static void gives_back_kept(Hospital *hospital, ServicePatient *row, uint32_t ending)
{
    const ServicesPlan *plan = services_of(hospital);
    const uint32_t kept = row->kept & ending, service = plan->sources[row->source].service;
    if (!kept) return;
    row->kept &= ~ending;
    for (uint32_t i = 0; i < plan->step_count; i++) {
        const ServiceStep *step = &plan->steps[i];
        const bool is_kept = step->service == service && step->keeper != UINT32_MAX && kept >> step->keeper & 1;
        if (!is_kept) continue;
        service_cell(hospital, step->first_case + row->class_number)->kept--;
        gives_back(hospital, step);
    }
}

static void leaves(Hospital *hospital, uint32_t patient)
{
    ServicePatient *row = service_patient(hospital, patient);
    ServiceFlow *flow = service_flow(hospital, row);
    gives_back_kept(hospital, row, UINT32_MAX);
    flow->inside--;
    flow->inside_s += hospital_now(hospital);
    flow->out_ever++;
    sim_table_give_back(hospital->world, TABLE_SERVICE_PATIENTS, patient);
}

static void leaves_by_the_end(const Visit *visit)
{
    const ServicesPlan *plan = services_of(visit->hospital);
    const uint32_t number = service_of(visit)->first_flow + visit->row->class_number;
    const uint32_t time_s = (uint32_t)visit->now_s - visit->row->entered_s;
    ServiceFlow *flow = service_flow(visit->hospital, visit->row);
    flow->left++;
    flow->time_s += time_s;
    if (time_s > flow->longest_s) flow->longest_s = time_s;
    service_histogram(visit->hospital, plan->case_count + number)->bins[sim_tally_bin(time_s)]++;
    leaves(visit->hospital, visit->patient);
}

// The service is over: the server takes the next, and the patient goes on.
static void goes_on_to(const Visit *visit, uint32_t next)
{
    Hospital *hospital = visit->hospital;
    const ServiceStep *step = visit->step;
    ServicePatient *row = visit->row;
    visit->cell->done++;
    leaves_step(visit);
    if (step->resource != UINT32_MAX) {
        // Whoever keeps the servers from a former visit gives the new ones back.
        if (step->keeper != UINT32_MAX && !(row->kept >> step->keeper & 1)) {
            row->kept |= UINT32_C(1) << step->keeper;
            visit->cell->kept++;
        } else {
            gives_back(hospital, step);
        }
    }
    if (next != row->step || !step->blocks) leaves_room(hospital, step);
    if (step->keepers_ending) gives_back_kept(hospital, row, step->keepers_ending);
    if (next == NO_STEP) {
        leaves_by_the_end(visit);
    } else {
        row->status = services_of(hospital)->steps[next].blocks ? PATIENT_EXPECTED : PATIENT_ON_THE_WAY;
        service_travels_to(hospital, visit->patient, next);
    }
}

static void gives_up(const Visit *visit)
{
    Hospital *hospital = visit->hospital;
    const ServiceStep *step = visit->step;
    ServicePatient *row = visit->row;
    stops_waiting(visit);
    sim_resource_leave(hospital->world, service_resource(hospital, step), row->place);
    row->place = 0;
    row->status = PATIENT_ON_THE_WAY;
    visit->cell->gave_up++;
    leaves_step(visit);
    serve(hospital, step);  // the head of the queue may need fewer servers now
    leaves_room(hospital, step);
    if (step->gives_up_to == NO_STEP) {
        leaves(hospital, visit->patient);
    } else {
        service_travels_to(hospital, visit->patient, step->gives_up_to);
    }
}

// Capacity

// Where servers are still free for somebody who has just been sent back, they go on with that patient at once, the last
// sent back first.
static void hand_over(Hospital *hospital, uint32_t patient)
{
    const Visit visit = service_visit(hospital, patient);
    const SimResourceId resource = service_resource(hospital, visit.step);
    if (visit.row->status != PATIENT_WAITS_AGAIN) return;
    if (sim_resource_free(hospital->world, resource) < visit.step->needs) return;
    sim_resource_leave(hospital->world, resource, visit.row->place);
    sim_resource_take_many(hospital->world, resource, visit.step->needs);
    stops_waiting(&visit);
    begins(&visit);
}

// The patients of surplus servers give way.
static void end_surplus(Hospital *hospital, SimResourceId resource, enum SimFall rule)
{
    const uint32_t surplus = sim_resource_surplus(hospital->world, resource);
    if (rule == SIM_FALL_FINISH || surplus == 0) return;
    uint32_t *sent_back = calloc(surplus, sizeof *sent_back);
    if (!sent_back) abort();
    uint32_t count = 0;
    SimTaken last;
    while (sim_resource_surplus(hospital->world, resource) > 0 &&
           sim_resource_last_watched(hospital->world, resource, &last)) {
        const bool stays = service_patient(hospital, last.entity)->due_s > hospital_now(hospital);
        gives_way(hospital, last.entity);
        if (stays) sent_back[count++] = last.entity;
    }
    while (rule == SIM_FALL_HAND_OVER && count > 0) hand_over(hospital, sent_back[--count]);
    free(sent_back);
}

static void set_capacity(Hospital *hospital, uint32_t number)
{
    const ServicesPlan *plan = services_of(hospital);
    const ServiceResource *resource = &plan->resources[number];
    const SimResourceId id = hospital->state->services.first_resource + number;
    const uint32_t capacity = service_capacity(plan, number, hospital_now(hospital));
    if (capacity == sim_resource_capacity(hospital->world, id)) return;
    sim_resource_set_capacity(hospital->world, id, capacity);
    end_surplus(hospital, id, resource->on_fall);
    const ServiceStep any_step = {.resource = number};
    serve(hospital, &any_step);
}

void service_capacities_change(Hospital *hospital)
{
    for (uint32_t i = 0; i < services_of(hospital)->resource_count; i++) set_capacity(hospital, i);
}

// The next hour at which the table of hours says something else.
static void schedule_capacity(Hospital *hospital, uint32_t number)
{
    const ServiceResource *resource = &services_of(hospital)->resources[number];
    if (!resource->by_hour) return;
    const SimTime hour = (hospital_now(hospital) - resource->monday_s) / SIM_HOUR_S;
    for (SimTime ahead = 1; ahead <= resource->hours; ahead++) {
        const double before = resource->by_hour[(hour + ahead - 1) % resource->hours];
        if (fabs(resource->by_hour[(hour + ahead) % resource->hours] - before) <= 0) continue;
        hospital_schedule_at(hospital, SERVICE_CAPACITY_CHANGES, number,
                             resource->monday_s + (hour + ahead) * SIM_HOUR_S, SIM_CAPACITY);
        return;
    }
}

static void add_rows(Hospital *hospital, uint32_t table, uint32_t count)
{
    if (count > 0) sim_table_append_many(hospital->world, table, count);
}

void service_open(Hospital *hospital)
{
    const ServicesPlan *plan = services_of(hospital);
    ServiceState *state = &hospital->state->services;
    add_rows(hospital, TABLE_SERVICE_CELLS, plan->case_count);
    add_rows(hospital, TABLE_SERVICE_FLOWS, plan->flow_count);
    add_rows(hospital, TABLE_SERVICE_CROWDS, plan->step_count);
    add_rows(hospital, TABLE_SERVICE_HISTOGRAMS, plan->case_count + plan->flow_count);
    add_rows(hospital, TABLE_SERVICE_SOURCES, plan->source_count);
    for (uint32_t i = 0; i < plan->resource_count; i++) {
        const SimResourceId id = sim_resource_add(hospital->world, service_capacity(plan, i, 0));
        if (i == 0) state->first_resource = id;
        schedule_capacity(hospital, i);
    }
    for (uint32_t i = 0; i < plan->step_count; i++) {
        if (plan->steps[i].space_resource == UINT32_MAX) continue;
        const SimResourceId id = sim_resource_add(hospital->world, plan->steps[i].space);
        if (plan->steps[i].space_resource == 0) state->first_space = id;
    }
    service_arrivals_open(hospital);
    service_snapshots_open(hospital);
}

static void handle_patient(Hospital *hospital, const SimEvent *event)
{
    if (event->stamp != service_patient(hospital, event->subject)->slot.stamp) return;  // called off
    const Visit visit = service_visit(hospital, event->subject);
    switch ((enum HospitalEvent)event->kind) {
    case SERVICE_REACHES_STEP: comes_to_step(&visit); break;
    case SERVICE_ENDS: ends(&visit); break;
    case SERVICE_GIVES_UP: gives_up(&visit); break;
    default: break;
    }
}

void service_handle(Hospital *hospital, const SimEvent *event)
{
    switch ((enum HospitalEvent)event->kind) {
    case SERVICE_ARRIVES: service_arrive(hospital, event->subject); break;
    case SERVICE_REACHES_STEP:
    case SERVICE_ENDS:
    case SERVICE_GIVES_UP: handle_patient(hospital, event); break;
    case SERVICE_CAPACITY_CHANGES:
        set_capacity(hospital, event->subject);
        schedule_capacity(hospital, event->subject);
        break;
    case SERVICE_SNAPSHOT: service_snapshot(hospital, event->subject); break;
    default: break;
    }
}
