#include "models/service.h"

#include <string.h>

#include "models/service_count.h"

static const double NEVER_S = (double)UINT32_MAX;  // beyond what a world's clock can say

// How a patient's way is compiled. What takes a visit becomes part of the handler of the event, in one piece, so that
// the visit stays in registers: once for plain steps and once for all others. What takes the number of a patient is
// called, and takes the visit in hand itself.

// What lasts longer than a world's clock can say ends when the clock does.
static inline uint32_t time_after(const Visit *visit, SimTime after_s)
{
    const SimTime time_s = visit->now_s + after_s;
    return (uint32_t)(time_s < UINT32_MAX ? time_s : UINT32_MAX);
}

IN_LINE void schedule_with(const Visit *visit, enum HospitalEvent kind, uint32_t stamp, SimTime after_s)
{
    sim_schedule_inline(visit->hospital->world, (SimEvent){.time_s = time_after(visit, after_s),
                                                           .subject = visit->patient,
                                                           .stamp = stamp,
                                                           .kind = (uint8_t)kind,
                                                           .order = SIM_COMPLETION});
}

IN_LINE void schedule(const Visit *visit, enum HospitalEvent kind, SimTime after_s)
{
    schedule_with(visit, kind, visit->row->slot.stamp, after_s);
}

// The end of a plain service is never called off, so in place of a stamp the event says which resource is given back:
// what comes next at it is then found without looking at the patient who leaves.
IN_LINE void schedule_end(const Visit *visit, SimTime after_s)
{
    if (service_is_plain(visit)) {
        schedule_with(visit, SERVICE_ENDS_PLAINLY, visit->resource, after_s);
    } else {
        schedule(visit, SERVICE_ENDS, after_s);
    }
}

// At a step.

static inline bool begins_first(const Visit *visit)
{
    return !visit->rules->is_watched || visit->row->status != PATIENT_WAITS_AGAIN;
}

// Service begins, or goes on after an interruption. Returns how long it lasts from now.
IN_LINE SimTime starts(const Visit *visit)
{
    ServicePatient *row = visit->row;
    const SimTime lasts_s = row->left_s;
    if (visit->rules->has_patience) sim_slot_bump(&row->slot);
    row->status = PATIENT_IN_SERVICE;
    row->due_s = time_after(visit, lasts_s);
    row->place = 0;
    if (visit->rules->is_watched)
        row->place = sim_resource_watch(visit->hospital->world, service_resource(visit->hospital, visit->step),
                                        visit->with->priority, visit->patient, visit->rules->needs);
    return lasts_s;
}

// What comes next is scheduled before anything is counted: the processor then knows it sooner.
IN_LINE void begins(const Visit *visit)
{
    const bool is_first_time = begins_first(visit);
    const SimTime lasts_s = starts(visit);
    if (visit->rules->has_duration) schedule_end(visit, lasts_s);
    if (is_first_time) service_count_start(visit);
    if (!visit->rules->has_duration) service_ends(visit->hospital, visit->patient);
}

void service_goes_on(Hospital *hospital, uint32_t patient)
{
    const Visit visit = service_visit(hospital, patient);
    service_count_no_longer_waiting(&visit);
    begins(&visit);
}

// What takes no time ends in an event of its own, so that flows are not changed under their own hands.
void service_is_taken_on(Hospital *hospital, uint32_t entity)
{
    const Visit visit = service_visit(hospital, entity & ~SERVICE_MARK);
    service_count_no_longer_waiting(&visit);
    if (begins_first(&visit)) service_count_start(&visit);
    schedule(&visit, SERVICE_ENDS, starts(&visit));
}

// Those who are next at a declared resource start, as far as servers are free: the first of them has been taken, if
// there is one.
IN_LINE void start_taken(Hospital *hospital, SimServers servers, bool is_taken, SimTaken taken)
{
    while (is_taken) {
        Visit visit = service_visit(hospital, taken.entity);
        if (service_finds_plain(&visit)) {
            visit.resource = servers.resource;
            service_count_no_longer_waiting(&visit);
            begins(&visit);
        } else {
            service_goes_on(hospital, taken.entity);
        }
        is_taken = sim_servers_take_next(hospital->world, servers, UINT32_MAX, &taken);
    }
}

IN_LINE void take_next(Hospital *hospital, SimServers servers)
{
    SimTaken taken = {0};
    const bool is_taken = sim_servers_take_next(hospital->world, servers, UINT32_MAX, &taken);
    start_taken(hospital, servers, is_taken, taken);
}

void service_serve(Hospital *hospital, const ServiceStep *step)
{
    if (step->rules.pool != NO_POOL) {
        service_pool_serve(hospital, step->rules.pool);
    } else {
        take_next(hospital, sim_servers(hospital->world, service_resource(hospital, step)));
    }
}

IN_LINE SimPlaceId joins(const Visit *visit, SimServers servers)
{
    const uint32_t entity = visit->rules->pool != NO_POOL ? visit->patient | SERVICE_MARK : visit->patient;
    return sim_servers_join(visit->hospital->world, servers, visit->with->priority, entity, visit->rules->needs);
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
    visit.row->place = joins(&visit, service_servers(&visit));
    return true;
}

static void becomes_impatient(Hospital *hospital, uint32_t patient)
{
    const Visit visit = service_visit(hospital, patient);
    if (!(visit.with->patience.mean < NEVER_S)) return;
    schedule(&visit, SERVICE_GIVES_UP, service_drawn_s(&visit, &visit.with->patience, visit.step->patience_word));
}

IN_LINE void waits(const Visit *visit, SimServers servers)
{
    ServicePatient *row = visit->row;
    visit->cell->delayed++;
    service_count_waiting(visit);
    row->status = PATIENT_WAITS;
    row->place = joins(visit, servers);
    if (visit->rules->has_patience) becomes_impatient(visit->hospital, visit->patient);
}

// Served at once, or waits.
IN_LINE void asks_for_servers(const Visit *visit)
{
    Hospital *hospital = visit->hospital;
    const ServiceRules *rules = visit->rules;
    const SimServers servers = service_servers(visit);
    if (service_can_start(servers, rules->needs, visit->with->priority) ||
        (rules->is_watched && service_takes_from_the_less_urgent(hospital, visit->step, visit->with->priority))) {
        sim_servers_take(hospital->world, servers, rules->needs);
        begins(visit);
    } else {
        waits(visit, servers);
        // An interruption may have freed more than could be used; and the hospital watches some of its queues.
        if (rules->is_watched || rules->pool != NO_POOL) service_serve(hospital, visit->step);
    }
}

// What is to be done at a step is drawn when a patient enters, or was when it came into the service.
enum Drawing { DRAWN_NOW, DRAWN_BEFORE };

// Whoever has space at the step enters.
IN_LINE void enters(const Visit *visit, enum Drawing drawing)
{
    service_count_present(visit);
    visit->row->since_s = (uint32_t)visit->now_s;
    if (visit->rules->has_duration && drawing == DRAWN_NOW)
        visit->row->left_s = service_drawn_s(visit, &visit->with->duration, visit->step->duration_word);
    if (visit->rules->has_resource) {
        asks_for_servers(visit);
    } else {
        begins(visit);
    }
}

static void leaves_early(Hospital *hospital, uint32_t patient);
static void travels_to(Hospital *hospital, uint32_t patient, uint32_t number);

static void is_turned_away(Hospital *hospital, uint32_t patient)
{
    const Visit visit = service_visit(hospital, patient);
    const uint32_t next = visit.step->turned_away_to;
    visit.cell->turned_away++;
    if (next == NO_STEP) {
        leaves_early(hospital, patient);
    } else {
        travels_to(hospital, patient, next);
    }
}

// Whoever is expected has space already: a blocking step's is taken before the way there begins.
IN_LINE void comes_to_step(const Visit *visit, enum Drawing drawing)
{
    Hospital *hospital = visit->hospital;
    const ServiceStep *step = visit->step;
    const ServiceRules *rules = visit->rules;
    const bool is_expected = visit->row->status == PATIENT_EXPECTED;
    visit->cell->arrivals++;
    visit->row->status = PATIENT_ON_THE_WAY;
    if (rules->pool != NO_POOL) service_serve(hospital, step);  // some shifts change when they are looked at
    if (rules->is_limited && !is_expected) {
        if (!service_has_room(hospital, step, visit->with->class_number)) {
            is_turned_away(hospital, visit->patient);
            return;
        }
        if (rules->space_resource != UINT32_MAX) sim_resource_take(hospital->world, service_space(hospital, step));
    }
    enters(visit, drawing);
}

static void reaches_step(Hospital *hospital, uint32_t patient)
{
    const Visit visit = service_visit(hospital, patient);
    comes_to_step(&visit, DRAWN_NOW);
}

// The way there may take time.
static void sets_out(Hospital *hospital, uint32_t patient)
{
    const Visit visit = service_visit(hospital, patient);
    if (visit.rules->has_transfer) {
        const uint32_t lasts_s = service_drawn_s(&visit, &visit.step->transfer, visit.step->transfer_word);
        schedule(&visit, SERVICE_REACHES_STEP, lasts_s);
    } else {
        comes_to_step(&visit, DRAWN_NOW);
    }
}

static void travels_to(Hospital *hospital, uint32_t patient, uint32_t number)
{
    const ServicesPlan *plan = services_of(hospital);
    ServicePatient *row = service_patient(hospital, patient);
    const ServiceCase *from = &plan->cases[row->at];
    if (number <= from->step_number) row->pass++;
    row->at = (uint16_t)(plan->steps[number].first_case + from->class_number);
    Visit visit = service_visit(hospital, patient);
    if (service_finds_plain(&visit)) {
        comes_to_step(&visit, DRAWN_NOW);
    } else {
        sets_out(hospital, patient);
    }
}

void service_comes_in(Hospital *hospital, const ServicePatient *coming)
{
    const uint32_t patient = sim_table_take_slot(hospital->world, TABLE_SERVICE_PATIENTS, sizeof(ServicePatient));
    ServicePatient *row = service_patient(hospital, patient);
    memcpy((char *)row + sizeof(SimSlot), (const char *)coming + sizeof(SimSlot), sizeof *row - sizeof(SimSlot));
    row->entered_s = (uint32_t)hospital_now(hospital);
    Visit visit = service_visit_at(hospital, patient, coming->at);
    service_count_in(&visit);
    if (service_finds_plain(&visit)) {
        comes_to_step(&visit, DRAWN_BEFORE);
    } else {
        sets_out(hospital, patient);
    }
}

// Going on.

IN_LINE void leaves_step(const Visit *visit)
{
    service_count_gone(visit);
    if (visit->row->status == PATIENT_BLOCKED) service_count_no_longer_blocked(visit);
}

IN_LINE void gives_back_servers(Hospital *hospital, SimServers servers, uint32_t count)
{
    SimTaken taken = {0};
    bool is_taken = sim_servers_hand_on(hospital->world, servers, count, &taken);
    if (!is_taken) {
        sim_servers_release(hospital->world, servers, count);
        is_taken = sim_servers_take_next(hospital->world, servers, UINT32_MAX, &taken);
    }
    start_taken(hospital, servers, is_taken, taken);
}

static void gives_back(Hospital *hospital, const ServiceStep *step)
{
    if (step->rules.pool != NO_POOL) {
        service_pool_release(hospital, step->rules.pool);
    } else {
        const SimServers servers = sim_servers(hospital->world, service_resource(hospital, step));
        gives_back_servers(hospital, servers, step->rules.needs);
    }
}

// What was kept from former steps; `ending` is the set of keepers that end now.
static void gives_back_kept(Hospital *hospital, ServicePatient *row, uint32_t ending)
{
    const ServicesPlan *plan = services_of(hospital);
    const ServiceCase *with = &plan->cases[row->at];
    const uint32_t kept = row->kept & ending, service = with->step->service;
    row->kept &= ~ending;
    for (uint32_t i = 0; i < plan->step_count; i++) {
        const ServiceStep *step = &plan->steps[i];
        const bool is_kept =
            step->service == service && step->rules.keeper != UINT32_MAX && kept >> step->rules.keeper & 1;
        if (!is_kept) continue;
        service_cell(hospital, step->first_case + with->class_number)->kept--;
        gives_back(hospital, step);
    }
}

IN_LINE void leaves(const Visit *visit)
{
    if (visit->row->kept) gives_back_kept(visit->hospital, visit->row, UINT32_MAX);
    service_count_out(visit);
    sim_table_give_back_slot(visit->hospital->world, TABLE_SERVICE_PATIENTS, visit->patient, sizeof(ServicePatient));
}

static void leaves_early(Hospital *hospital, uint32_t patient)
{
    const Visit visit = service_visit(hospital, patient);
    service_flow(&visit)->left_early++;
    leaves(&visit);
}

IN_LINE void leaves_by_the_end(const Visit *visit)
{
    service_count_way(visit);
    leaves(visit);
}

static void leaves_room(Hospital *hospital, const ServiceStep *step);

// Whoever keeps the servers from a former visit gives the new ones back.
static void keeps_servers(Hospital *hospital, uint32_t patient)
{
    const Visit visit = service_visit(hospital, patient);
    const uint32_t keeper = UINT32_C(1) << visit.rules->keeper;
    if (visit.row->kept & keeper) {
        gives_back(hospital, visit.step);
        return;
    }
    visit.row->kept |= keeper;
    visit.cell->kept++;
}

// The service is over: the server takes the next, and the patient goes on.
IN_LINE void goes_on_to(const Visit *visit, uint32_t next)
{
    Hospital *hospital = visit->hospital;
    const ServiceStep *step = visit->step;
    const ServiceRules *rules = visit->rules;
    ServicePatient *row = visit->row;
    visit->cell->done++;
    leaves_step(visit);
    if (rules->keeper != UINT32_MAX) {
        keeps_servers(hospital, visit->patient);
    } else if (rules->pool != NO_POOL) {
        service_pool_release(hospital, rules->pool);
    } else if (rules->has_resource) {
        gives_back_servers(hospital, service_servers(visit), rules->needs);
    }
    if (rules->space_resource != UINT32_MAX && (next != visit->with->step_number || !step->blocks))
        leaves_room(hospital, step);
    if (row->kept & rules->keepers_ending) gives_back_kept(hospital, row, rules->keepers_ending);
    if (next == NO_STEP) {
        leaves_by_the_end(visit);
    } else {
        row->status = services_of(hospital)->steps[next].blocks ? PATIENT_EXPECTED : PATIENT_ON_THE_WAY;
        travels_to(hospital, visit->patient, next);
    }
}

// Space of a step has come free: whoever has been blocked for longest comes in.
static void leaves_room(Hospital *hospital, const ServiceStep *step)
{
    const SimResourceId space = service_space(hospital, step);
    SimTaken taken;
    sim_resource_release(hospital->world, space);
    while (sim_resource_take_next(hospital->world, space, &taken)) {
        const Visit visit = service_visit(hospital, taken.entity);
        goes_on_to(&visit, (uint32_t)(step - services_of(hospital)->steps));
    }
}

static bool is_blocked(Hospital *hospital, uint32_t patient, uint32_t next)
{
    const Visit visit = service_visit(hospital, patient);
    const SimResourceId space = service_space(hospital, &services_of(hospital)->steps[next]);
    if (sim_resource_take(hospital->world, space)) return false;
    service_count_blocked(&visit);
    visit.row->status = PATIENT_BLOCKED;
    visit.row->since_s = (uint32_t)visit.now_s;
    sim_resource_join(hospital->world, space, 0, patient);
    return true;
}

static inline uint32_t way_on(const Visit *visit)
{
    const ServiceCase *with = visit->with;
    return with->is_sure ? with->next : service_way_on(visit->hospital, visit->patient);
}

// What is done at the step has ended. Where there is no space ahead the patient stays, and keeps the server. Whoever
// comes back to a blocking step at once has space there already.
IN_LINE void is_done(const Visit *visit)
{
    Hospital *hospital = visit->hospital;
    ServicePatient *row = visit->row;
    if (visit->rules->is_watched)
        sim_resource_unwatch(hospital->world, service_resource(hospital, visit->step), row->place);
    row->place = 0;
    row->left_s = 0;
    const uint32_t next = way_on(visit);
    const bool needs_space =
        next != NO_STEP && next != visit->with->step_number && services_of(hospital)->steps[next].blocks;
    if (needs_space && is_blocked(hospital, visit->patient, next)) return;
    goes_on_to(visit, next);
}

void service_ends(Hospital *hospital, uint32_t patient)
{
    const Visit visit = service_visit(hospital, patient);
    is_done(&visit);
}

static void gives_up(Hospital *hospital, uint32_t patient)
{
    const Visit visit = service_visit(hospital, patient);
    const ServiceStep *step = visit.step;
    ServicePatient *row = visit.row;
    service_count_no_longer_waiting(&visit);
    sim_resource_leave(hospital->world, service_resource(hospital, step), row->place);
    row->place = 0;
    row->status = PATIENT_ON_THE_WAY;
    visit.cell->gave_up++;
    leaves_step(&visit);
    service_serve(hospital, step);  // the head of the queue may need fewer servers now
    if (step->rules.space_resource != UINT32_MAX) leaves_room(hospital, step);
    if (step->gives_up_to == NO_STEP) {
        leaves_early(hospital, patient);
    } else {
        travels_to(hospital, patient, step->gives_up_to);
    }
}

// Opening, and the events

static void add_rows(Hospital *hospital, uint32_t table, uint32_t count)
{
    if (count > 0) sim_table_append_many(hospital->world, table, count);
}

void service_open(Hospital *hospital)
{
    const ServicesPlan *plan = services_of(hospital);
    add_rows(hospital, TABLE_SERVICE_CELLS, plan->case_count);
    add_rows(hospital, TABLE_SERVICE_FLOWS, plan->flow_count);
    add_rows(hospital, TABLE_SERVICE_CROWDS, plan->step_count);
    add_rows(hospital, TABLE_SERVICE_SOURCES, plan->source_count);
    service_capacities_open(hospital);
    service_arrivals_open(hospital);
    service_snapshots_open(hospital);
}

IN_LINE bool is_called_off(const Hospital *hospital, const SimEvent *event)
{
    return event->stamp != service_patient(hospital, event->subject)->slot.stamp;
}

IN_LINE void ends_plainly(Hospital *hospital, uint32_t patient, SimResourceId resource)
{
    Visit visit = service_visit(hospital, patient);
    visit.rules = &SERVICE_PLAIN;
    visit.resource = resource;
    is_done(&visit);
}

// False if it is not of services.
static bool handle_seldom(Hospital *hospital, SimEvent event)
{
    switch ((enum HospitalEvent)event.kind) {
    case SERVICE_ENDS:
        if (!is_called_off(hospital, &event)) service_ends(hospital, event.subject);
        return true;
    case SERVICE_REACHES_STEP:
        if (!is_called_off(hospital, &event)) reaches_step(hospital, event.subject);
        return true;
    case SERVICE_GIVES_UP:
        if (!is_called_off(hospital, &event)) gives_up(hospital, event.subject);
        return true;
    case SERVICE_CAPACITY_CHANGES: service_capacity_changes(hospital, event.subject); return true;
    case SERVICE_SNAPSHOT: service_snapshot(hospital, event.subject); return true;
    default: return false;
    }
}

// Most events are ends and arrivals.
bool service_run(Hospital *hospital, uint64_t limit, SimEvent *other)
{
    SimEvent event;
    while (sim_next_below_inline(hospital->world, limit, &event)) {
        if (event.kind == SERVICE_ENDS_PLAINLY) {
            ends_plainly(hospital, event.subject, event.stamp);
        } else if (event.kind == SERVICE_ARRIVES ? !service_arrive(hospital, event.subject)
                                                 : !handle_seldom(hospital, event)) {
            *other = event;
            return true;
        }
    }
    return false;
}
