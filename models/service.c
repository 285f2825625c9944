#include "models/service.h"

#include <math.h>

#include "models/hospital.h"

enum { PURPOSE_COMES, PURPOSE_BATCH, PURPOSE_STAYS_AWAY, PURPOSE_PATIENT };

static const double NEVER_S = (double)UINT32_MAX;  // beyond what a world's clock can say

static const ServicesPlan *plan_of(const Hospital *hospital)
{
    return &hospital->trust->services;
}

static ServicePatient *patient_row(const Hospital *hospital, uint32_t patient)
{
    return SIM_ROW(hospital->world, TABLE_SERVICE_PATIENTS, ServicePatient, patient);
}

static ServiceCell *cell_of(const Hospital *hospital, const ServiceStep *step, uint32_t class_number)
{
    return SIM_ROW(hospital->world, TABLE_SERVICE_CELLS, ServiceCell, step->first_case + class_number + 1);
}

static ServiceFlow *flow_of(const Hospital *hospital, const ServicePatient *patient)
{
    const ServicesPlan *plan = plan_of(hospital);
    const OneService *service = &plan->services[plan->sources[patient->source].service];
    return SIM_ROW(hospital->world, TABLE_SERVICE_FLOWS, ServiceFlow, service->first_flow + patient->class_number + 1);
}

static ServiceSourceState *source_state(const Hospital *hospital, uint32_t source)
{
    return SIM_ROW(hospital->world, TABLE_SERVICE_SOURCES, ServiceSourceState, source + 1);
}

static SimResourceId resource_of(const Hospital *hospital, const ServiceStep *step)
{
    return hospital->state->services.first_resource + step->resource;
}

static SimResourceId space_of(const Hospital *hospital, const ServiceStep *step)
{
    return hospital->state->services.first_space + step->space_resource;
}

static SimStream stream_of(const Hospital *hospital, uint32_t source)
{
    return (SimStream){.key = hospital->key,
                       .place = hospital->trust->place_hash,
                       .stream = plan_of(hospital)->sources[source].stream};
}

// One of a patient's words: by the number it has on a pass through the steps.
static uint32_t word_of(const Hospital *hospital, ServicePatient *patient, uint32_t number)
{
    const ServicesPlan *plan = plan_of(hospital);
    const uint32_t blocks_a_pass = plan->services[plan->sources[patient->source].service].words / 4 + 1;
    const uint32_t block = patient->pass * blocks_a_pass + number / 4;
    if (patient->block != block + 1) {
        patient->words = sim_draw(stream_of(hospital, patient->source), patient->entity, PURPOSE_PATIENT, block);
        patient->block = block + 1;
    }
    return patient->words.word[number % 4];
}

// How many there are in a step, over time.
static void crowd_changes(Hospital *hospital, uint32_t step, int32_t by)
{
    ServiceCrowd *crowd = SIM_ROW(hospital->world, TABLE_SERVICE_CROWDS, ServiceCrowd, step + 1);
    const uint32_t now_s = (uint32_t)hospital_now(hospital);
    crowd->seconds[sim_tally_bin(crowd->present)] += now_s - crowd->changed_s;
    crowd->changed_s = now_s;
    crowd->present += (uint32_t)by;
}

static void tally_wait(Hospital *hospital, uint32_t histogram, uint32_t seconds)
{
    SIM_ROW(hospital->world, TABLE_SERVICE_HISTOGRAMS, ServiceHistogram, histogram + 1)->bins[sim_tally_bin(seconds)]++;
}

static void schedule(Hospital *hospital, enum HospitalEvent kind, uint32_t patient, SimTime after_s)
{
    hospital_schedule(hospital, kind, patient, patient_row(hospital, patient)->slot.stamp, after_s);
}

// Leaving for good: whatever is still kept is given back.

static void serve(Hospital *hospital, const ServiceStep *step);
static void let_in(Hospital *hospital, const ServiceStep *step);
static void comes_to(Hospital *hospital, uint32_t patient, uint32_t number);

static void give_back_kept(Hospital *hospital, uint32_t patient, uint32_t ending)
{
    const ServicesPlan *plan = plan_of(hospital);
    uint32_t kept = patient_row(hospital, patient)->kept & ending;
    if (!kept) return;
    patient_row(hospital, patient)->kept &= ~ending;
    for (uint32_t i = 0; i < plan->step_count; i++) {
        const ServiceStep *step = &plan->steps[i];
        if (step->service != plan->sources[patient_row(hospital, patient)->source].service) continue;
        if (step->keeper == UINT32_MAX || !(kept >> step->keeper & 1)) continue;
        sim_resource_release_many(hospital->world, resource_of(hospital, step), step->needs);
        serve(hospital, step);
    }
}

enum Leaving { LEFT_BY_THE_END, LEFT_EARLY };

static void leaves(Hospital *hospital, uint32_t patient, enum Leaving how)
{
    give_back_kept(hospital, patient, UINT32_MAX);
    ServicePatient *row = patient_row(hospital, patient);
    ServiceFlow *flow = flow_of(hospital, row);
    const uint32_t now_s = (uint32_t)hospital_now(hospital), time_s = now_s - row->entered_s;
    flow->inside--;
    flow->inside_s += now_s;
    flow->out_ever++;
    if (how == LEFT_BY_THE_END) {
        const ServicesPlan *plan = plan_of(hospital);
        const OneService *service = &plan->services[plan->sources[row->source].service];
        flow->left++;
        flow->time_s += time_s;
        if (time_s > flow->longest_s) flow->longest_s = time_s;
        tally_wait(hospital, plan->case_count + service->first_flow + row->class_number, time_s);
    }
    sim_table_give_back(hospital->world, TABLE_SERVICE_PATIENTS, patient);
}

// On to another step: the way there may take time.

static void travels_to(Hospital *hospital, uint32_t patient, uint32_t number)
{
    const ServiceStep *step = &plan_of(hospital)->steps[number];
    ServicePatient *row = patient_row(hospital, patient);
    if (number <= row->step && row->step != UINT16_MAX) row->pass++;
    row->step = (uint16_t)number;
    if (!step->has_transfer) {
        comes_to(hospital, patient, number);
        return;
    }
    schedule(hospital, SERVICE_REACHES_STEP, patient,
             sim_variate_s(&step->transfer, word_of(hospital, row, step->transfer_word)));
}

// Servers and space of a step are free for others.
static void leaves_room(Hospital *hospital, const ServiceStep *step)
{
    if (step->space_resource == UINT32_MAX) return;
    sim_resource_release(hospital->world, space_of(hospital, step));
    let_in(hospital, step);
}

static void leaves_step(Hospital *hospital, uint32_t patient)
{
    const ServicesPlan *plan = plan_of(hospital);
    ServicePatient *row = patient_row(hospital, patient);
    const ServiceStep *step = &plan->steps[row->step];
    ServiceCell *cell = cell_of(hospital, step, row->class_number);
    cell->present--;
    cell->present_s += hospital_now(hospital);
    crowd_changes(hospital, row->step, -1);
    if (row->status == PATIENT_BLOCKED) {
        cell->blocked--;
        cell->blocked_s += hospital_now(hospital);
        cell->blocked_time_s += hospital_now(hospital) - row->since_s;
    }
}

// The service is over: the server takes the next, and the patient goes on.
static void goes_on_to(Hospital *hospital, uint32_t patient, uint32_t next)
{
    ServicePatient *row = patient_row(hospital, patient);
    const ServiceStep *step = &plan_of(hospital)->steps[row->step];
    cell_of(hospital, step, row->class_number)->done++;
    leaves_step(hospital, patient);
    if (step->resource != UINT32_MAX) {
        // Whoever keeps the servers from a former visit gives the new ones back.
        if (step->keeper != UINT32_MAX && !(row->kept >> step->keeper & 1)) {
            row->kept |= UINT32_C(1) << step->keeper;
        } else {
            sim_resource_release_many(hospital->world, resource_of(hospital, step), step->needs);
            serve(hospital, step);
        }
    }
    leaves_room(hospital, step);
    if (step->keepers_ending) give_back_kept(hospital, patient, step->keepers_ending);
    if (next == NO_STEP) {
        leaves(hospital, patient, LEFT_BY_THE_END);
    } else {
        row->status = plan_of(hospital)->steps[next].blocks ? PATIENT_EXPECTED : PATIENT_ON_THE_WAY;
        travels_to(hospital, patient, next);
    }
}

// Which way to go.

static uint32_t servers_free(const Hospital *hospital, const ServiceStep *step)
{
    return sim_resource_free(hospital->world, resource_of(hospital, step));
}

static uint32_t priority_at(const Hospital *hospital, const ServiceStep *step, uint32_t class_number)
{
    return plan_of(hospital)->cases[step->first_case + class_number].priority;
}

// Nobody overtakes those who are as urgent or more, even if free servers are too few for them.
static bool somebody_goes_first(const Hospital *hospital, const ServiceStep *step, uint32_t priority)
{
    const SimResourceId resource = resource_of(hospital, step);
    if (sim_resource_waiting(hospital->world, resource) == 0) return false;
    for (uint32_t p = 0; p <= priority; p++) {
        if (sim_resource_waiting_in(hospital->world, resource, p) > 0) return true;
    }
    return false;
}

static bool can_start_at_once(const Hospital *hospital, const ServiceStep *step, uint32_t class_number)
{
    return step->resource == UINT32_MAX ||
           (servers_free(hospital, step) >= step->needs &&
            !somebody_goes_first(hospital, step, priority_at(hospital, step, class_number)));
}

static uint32_t waiting_at(const Hospital *hospital, const ServiceStep *step)
{
    uint32_t waiting = 0;
    const uint32_t classes = plan_of(hospital)->services[step->service].class_count;
    for (uint32_t c = 0; c < classes; c++) waiting += cell_of(hospital, step, c)->waiting;
    return waiting;
}

static bool has_room(const Hospital *hospital, const ServiceStep *step, uint32_t class_number)
{
    if (step->space_resource != UINT32_MAX && sim_resource_free(hospital->world, space_of(hospital, step)) == 0)
        return false;
    return step->waiting_room == NO_LIMIT || can_start_at_once(hospital, step, class_number) ||
           waiting_at(hospital, step) < step->waiting_room;
}

static uint32_t first_free(const Hospital *hospital, const ServiceBranch *branches, uint32_t count, uint32_t of_class)
{
    const ServicesPlan *plan = plan_of(hospital);
    for (uint32_t i = 0; i < count; i++) {
        if (branches[i].step == NO_STEP) return NO_STEP;
        const ServiceStep *step = &plan->steps[branches[i].step];
        if (has_room(hospital, step, of_class) && can_start_at_once(hospital, step, of_class)) return branches[i].step;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (has_room(hospital, &plan->steps[branches[i].step], of_class)) return branches[i].step;
    }
    return branches[count - 1].step;
}

static uint32_t present_at(const Hospital *hospital, uint32_t step)
{
    return step == NO_STEP ? 0 : SIM_ROW(hospital->world, TABLE_SERVICE_CROWDS, ServiceCrowd, step + 1)->present;
}

static uint32_t shortest(const Hospital *hospital, const ServiceBranch *branches, uint32_t count)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < count; i++) {
        if (present_at(hospital, branches[i].step) < present_at(hospital, branches[best].step)) best = i;
    }
    return branches[best].step;
}

static uint32_t by_share(const ServiceBranch *branches, uint32_t count, double uniform)
{
    for (uint32_t i = 0; i < count; i++) {
        if (uniform < branches[i].until) return branches[i].step;
    }
    return NO_STEP;
}

static uint32_t way_on(Hospital *hospital, ServicePatient *row)
{
    const ServicesPlan *plan = plan_of(hospital);
    const ServiceStep *step = &plan->steps[row->step];
    const ServiceCase *route = &plan->cases[step->first_case + row->class_number];
    const ServiceBranch *branches = &plan->branches[route->first_branch];
    const uint32_t count = route->branch_count;
    if (count == 0) return NO_STEP;
    if (count == 1 && (branches[0].until >= 1 || step->route != ROUTE_SHARE)) return branches[0].step;
    switch (step->route) {
    case ROUTE_SHARE: return by_share(branches, count, sim_uniform(word_of(hospital, row, step->route_word)));
    case ROUTE_FIRST_FREE: return first_free(hospital, branches, count, row->class_number);
    case ROUTE_SHORTEST: return shortest(hospital, branches, count);
    case ROUTE_IN_TURN: break;
    }
    ServiceCrowd *crowd = SIM_ROW(hospital->world, TABLE_SERVICE_CROWDS, ServiceCrowd, row->step + 1);
    return branches[crowd->turn++ % count].step;
}

// What is done at the step has ended. Where there is no space ahead the patient stays, and keeps the server.
static void ends(Hospital *hospital, uint32_t patient)
{
    ServicePatient *row = patient_row(hospital, patient);
    const ServicesPlan *plan = plan_of(hospital);
    const ServiceStep *step = &plan->steps[row->step];
    if (step->is_watched) sim_resource_unwatch(hospital->world, resource_of(hospital, step), row->place);
    row->place = 0;
    row->left_s = 0;
    const uint32_t next = way_on(hospital, row);
    if (next != NO_STEP && plan->steps[next].blocks) {
        const ServiceStep *ahead = &plan->steps[next];
        if (!sim_resource_take(hospital->world, space_of(hospital, ahead))) {
            ServiceCell *cell = cell_of(hospital, step, row->class_number);
            cell->blocked++;
            cell->blocked_s -= hospital_now(hospital);
            row->status = PATIENT_BLOCKED;
            row->since_s = (uint32_t)hospital_now(hospital);
            sim_resource_join(hospital->world, space_of(hospital, ahead), 0, patient);
            return;
        }
    }
    goes_on_to(hospital, patient, next);
}

// Space has come free: whoever has been blocked for longest comes in.
static void let_in(Hospital *hospital, const ServiceStep *step)
{
    SimTaken taken;
    while (sim_resource_take_next(hospital->world, space_of(hospital, step), &taken))
        goes_on_to(hospital, taken.entity, (uint32_t)(step - plan_of(hospital)->steps));
}

// Service begins, or goes on after an interruption.

static void count_start(Hospital *hospital, const ServiceStep *step, const ServicePatient *row)
{
    ServiceCell *cell = cell_of(hospital, step, row->class_number);
    const uint32_t waited_s = (uint32_t)hospital_now(hospital) - row->since_s;
    cell->started++;
    cell->wait_s += waited_s;
    const OneService *service = &plan_of(hospital)->services[step->service];
    for (uint32_t i = 0; i < service->limit_count; i++) cell->over[i] += waited_s > service->limit_s[i];
    tally_wait(hospital, step->first_case + row->class_number, waited_s);
}

static void begins(Hospital *hospital, uint32_t patient)
{
    const ServicesPlan *plan = plan_of(hospital);
    ServicePatient *row = patient_row(hospital, patient);
    const ServiceStep *step = &plan->steps[row->step];
    const ServiceCase *with = &plan->cases[step->first_case + row->class_number];
    const bool goes_on = row->left_s > 0;
    SimTime lasts_s = row->left_s;
    if (!goes_on) {
        count_start(hospital, step, row);
        if (step->has_duration) lasts_s = sim_variate_s(&with->duration, word_of(hospital, row, step->duration_word));
    }
    if (step->has_patience) sim_slot_bump(&row->slot);
    row->status = PATIENT_IN_SERVICE;
    row->due_s = (uint32_t)(hospital_now(hospital) + lasts_s);
    row->place = 0;
    if (step->is_watched)
        row->place =
            sim_resource_watch(hospital->world, resource_of(hospital, step), with->priority, patient, step->needs);
    if (step->has_duration) {
        schedule(hospital, SERVICE_ENDS, patient, lasts_s);
    } else {
        ends(hospital, patient);
    }
}

static void stops_waiting(Hospital *hospital, const ServiceStep *step, const ServicePatient *row)
{
    ServiceCell *cell = cell_of(hospital, step, row->class_number);
    cell->waiting--;
    cell->waiting_s += hospital_now(hospital);
}

// Servers of the step's resource may be free: they take whoever is next.
static void serve(Hospital *hospital, const ServiceStep *step)
{
    SimTaken taken;
    while (sim_resource_take_next(hospital->world, resource_of(hospital, step), &taken)) {
        const ServicePatient *row = patient_row(hospital, taken.entity);
        stops_waiting(hospital, &plan_of(hospital)->steps[row->step], row);
        begins(hospital, taken.entity);
    }
}

// Interruption: back to the head of the queue, with the time that is left.
static void is_interrupted(Hospital *hospital, uint32_t patient)
{
    const ServicesPlan *plan = plan_of(hospital);
    ServicePatient *row = patient_row(hospital, patient);
    const ServiceStep *step = &plan->steps[row->step];
    const SimResourceId resource = resource_of(hospital, step);
    const uint32_t priority = plan->cases[step->first_case + row->class_number].priority;
    ServiceCell *cell = cell_of(hospital, step, row->class_number);
    sim_resource_unwatch(hospital->world, resource, row->place);
    sim_resource_release_many(hospital->world, resource, step->needs);
    sim_slot_bump(&row->slot);
    row->left_s = row->due_s - (uint32_t)hospital_now(hospital);
    row->status = PATIENT_WAITS;
    row->place = sim_resource_return(hospital->world, resource, priority, patient, step->needs, row->since_s);
    cell->interrupted++;
    cell->waiting++;
    cell->waiting_s -= hospital_now(hospital);
}

// Whoever is done in this very second is done; anybody else is interrupted.
static void gives_way(Hospital *hospital, uint32_t patient)
{
    ServicePatient *row = patient_row(hospital, patient);
    if (row->due_s > hospital_now(hospital)) {
        is_interrupted(hospital, patient);
        return;
    }
    sim_slot_bump(&row->slot);
    ends(hospital, patient);
}

// The less urgent give way until there are servers enough, or nobody is left who would.
static bool takes_from_the_less_urgent(Hospital *hospital, const ServiceStep *step, uint32_t priority)
{
    const SimResourceId resource = resource_of(hospital, step);
    SimTaken last;
    if (!plan_of(hospital)->resources[step->resource].is_preemptive) return false;
    if (sim_resource_capacity(hospital->world, resource) < step->needs) return false;
    while (!somebody_goes_first(hospital, step, priority)) {
        if (sim_resource_free(hospital->world, resource) >= step->needs) return true;
        if (!sim_resource_last_watched_after(hospital->world, resource, priority, &last)) return false;
        gives_way(hospital, last.entity);
    }
    return false;
}

// At a step.

static void is_turned_away(Hospital *hospital, uint32_t patient, uint32_t number)
{
    const ServiceStep *step = &plan_of(hospital)->steps[number];
    cell_of(hospital, step, patient_row(hospital, patient)->class_number)->turned_away++;
    if (step->turned_away_to == NO_STEP) {
        leaves(hospital, patient, LEFT_EARLY);
    } else {
        travels_to(hospital, patient, step->turned_away_to);
    }
}

static void waits(Hospital *hospital, uint32_t patient, const ServiceStep *step)
{
    ServicePatient *row = patient_row(hospital, patient);
    const ServiceCase *with = &plan_of(hospital)->cases[step->first_case + row->class_number];
    ServiceCell *cell = cell_of(hospital, step, row->class_number);
    cell->delayed++;
    cell->waiting++;
    cell->waiting_s -= hospital_now(hospital);
    row->status = PATIENT_WAITS;
    row->place =
        sim_resource_join_for(hospital->world, resource_of(hospital, step), with->priority, patient, step->needs);
    if (!step->has_patience || !(with->patience.mean < NEVER_S)) return;
    schedule(hospital, SERVICE_GIVES_UP, patient,
             sim_variate_s(&with->patience, word_of(hospital, row, step->patience_word)));
}

// Whoever has space at the step is served at once, or waits.
static void enters(Hospital *hospital, uint32_t patient, uint32_t number)
{
    const ServicesPlan *plan = plan_of(hospital);
    const ServiceStep *step = &plan->steps[number];
    ServicePatient *row = patient_row(hospital, patient);
    ServiceCell *cell = cell_of(hospital, step, row->class_number);
    cell->admitted++;
    cell->present++;
    cell->present_s -= hospital_now(hospital);
    crowd_changes(hospital, number, 1);
    row->since_s = (uint32_t)hospital_now(hospital);
    if (step->resource == UINT32_MAX) {
        begins(hospital, patient);
        return;
    }
    if (can_start_at_once(hospital, step, row->class_number) ||
        takes_from_the_less_urgent(hospital, step, priority_at(hospital, step, row->class_number))) {
        sim_resource_take_many(hospital->world, resource_of(hospital, step), step->needs);
        begins(hospital, patient);
    } else {
        waits(hospital, patient, step);
        serve(hospital, step);  // an interruption may have freed more than could be used
    }
}

// Whoever is expected has space already: a blocking step's is taken before the way there begins.
static void comes_to(Hospital *hospital, uint32_t patient, uint32_t number)
{
    const ServiceStep *step = &plan_of(hospital)->steps[number];
    ServicePatient *row = patient_row(hospital, patient);
    const bool is_expected = row->status == PATIENT_EXPECTED;
    cell_of(hospital, step, row->class_number)->arrivals++;
    row->status = PATIENT_ON_THE_WAY;
    if (!is_expected) {
        if (!has_room(hospital, step, row->class_number)) {
            is_turned_away(hospital, patient, number);
            return;
        }
        if (step->space_resource != UINT32_MAX) sim_resource_take(hospital->world, space_of(hospital, step));
    }
    enters(hospital, patient, number);
}

static void gives_up(Hospital *hospital, uint32_t patient)
{
    const ServicesPlan *plan = plan_of(hospital);
    ServicePatient *row = patient_row(hospital, patient);
    const ServiceStep *step = &plan->steps[row->step];
    stops_waiting(hospital, step, row);
    sim_resource_leave(hospital->world, resource_of(hospital, step), row->place);
    row->place = 0;
    row->status = PATIENT_ON_THE_WAY;
    cell_of(hospital, step, row->class_number)->gave_up++;
    leaves_step(hospital, patient);
    serve(hospital, step);  // the head of the queue may need fewer servers now
    leaves_room(hospital, step);
    if (step->gives_up_to == NO_STEP) {
        leaves(hospital, patient, LEFT_EARLY);
    } else {
        travels_to(hospital, patient, step->gives_up_to);
    }
}

// At the door.

static bool stays_away(const Hospital *hospital, uint32_t number, uint32_t entity)
{
    const ServicesPlan *plan = plan_of(hospital);
    const ServiceSource *source = &plan->sources[number];
    const SimTime now_s = hospital_now(hospital);
    double comes = 1;
    for (uint32_t i = 0; i < source->change_count; i++) {
        const ServiceDip *dip = &plan->dips[source->first_change + i];
        if (dip->start_s <= now_s && now_s < dip->end_s) comes = dip->factor;
    }
    if (comes >= 1) return false;
    return !sim_happens(sim_draw(stream_of(hospital, number), entity, PURPOSE_STAYS_AWAY, 0).word[0], comes);
}

static uint32_t class_of(const Hospital *hospital, ServicePatient *row)
{
    const ServicesPlan *plan = plan_of(hospital);
    const ServiceSource *source = &plan->sources[row->source];
    const uint32_t classes = plan->services[source->service].class_count;
    if (classes == 1) return 0;
    const double uniform = sim_uniform(word_of(hospital, row, 0));
    uint32_t number = 0;
    while (number + 1 < classes && uniform >= source->class_until[number]) number++;
    return number;
}

static void comes_in(Hospital *hospital, uint32_t number)
{
    const ServiceSource *source = &plan_of(hospital)->sources[number];
    const uint32_t entity = source_state(hospital, number)->arrived++;
    if (source->change_count && stays_away(hospital, number, entity)) return;
    const uint32_t patient = sim_table_take(hospital->world, TABLE_SERVICE_PATIENTS);
    ServicePatient *row = patient_row(hospital, patient);
    row->entity = entity;
    row->source = (uint16_t)number;
    row->step = UINT16_MAX;
    row->entered_s = (uint32_t)hospital_now(hospital);
    row->class_number = (uint8_t)class_of(hospital, row);
    ServiceFlow *flow = flow_of(hospital, row);
    flow->in++;
    flow->in_ever++;
    flow->inside++;
    flow->inside_s -= hospital_now(hospital);
    travels_to(hospital, patient, source->to);
}

// The word of an arrival point's next interval: four to a block.
static uint32_t word_of_next(const Hospital *hospital, uint32_t number, ServiceSourceState *state)
{
    const uint32_t drawn = state->drawn++;
    if (drawn % 4 == 0) state->words = sim_draw(stream_of(hospital, number), drawn / 4, PURPOSE_COMES, 0);
    return state->words.word[drawn % 4];
}

static double next_fixed_time(const ServiceSource *source, ServiceSourceState *state)
{
    const uint32_t next = state->next_time++;
    if (!source->repeats && next >= source->time_count) return HUGE_VAL;
    const double midnight_s = (double)(source->start_s / SIM_DAY_S) * SIM_DAY_S;
    return midnight_s + (double)(next / source->time_count) * SIM_DAY_S + source->times_s[next % source->time_count];
}

static double next_arrival(const Hospital *hospital, uint32_t number, ServiceSourceState *state)
{
    const ServiceSource *source = &plan_of(hospital)->sources[number];
    switch (source->process) {
    case PROCESS_POISSON:
        return state->exact_s +
               source->between_s * sim_variate(&source->between, word_of_next(hospital, number, state));
    case PROCESS_TABLE:
        return sim_cycle_after(&source->cycle, state->exact_s,
                               sim_variate(&source->between, word_of_next(hospital, number, state)));
    case PROCESS_RENEWAL: return state->exact_s + sim_variate(&source->between, word_of_next(hospital, number, state));
    case PROCESS_TIMES: break;
    }
    double at_s = next_fixed_time(source, state);
    while (at_s < (double)source->start_s) at_s = next_fixed_time(source, state);
    return at_s;
}

static void schedule_arrival(Hospital *hospital, uint32_t number)
{
    const ServiceSource *source = &plan_of(hospital)->sources[number];
    ServiceSourceState *state = source_state(hospital, number);
    state->exact_s = next_arrival(hospital, number, state);
    if (!(state->exact_s < NEVER_S) || state->exact_s >= (double)source->end_s) return;
    hospital_schedule_at(hospital, SERVICE_ARRIVES, number, (SimTime)state->exact_s, SIM_ARRIVAL);
}

static uint32_t batch_size(const Hospital *hospital, uint32_t number)
{
    const ServiceSource *source = &plan_of(hospital)->sources[number];
    if (source->batch_size > 0) return source->batch_size;
    const ServiceSourceState *state = source_state(hospital, number);
    const SimWords words = sim_draw(stream_of(hospital, number), state->drawn + state->next_time, PURPOSE_BATCH, 0);
    return (uint32_t)(sim_variate(&source->batch, words.word[0]) + 0.5);
}

static void arrives(Hospital *hospital, uint32_t number)
{
    const uint32_t together = batch_size(hospital, number);
    schedule_arrival(hospital, number);
    for (uint32_t i = 0; i < together; i++) comes_in(hospital, number);
}

// Capacity

static void set_capacity(Hospital *hospital, uint32_t number)
{
    const ServicesPlan *plan = plan_of(hospital);
    const ServiceResource *resource = &plan->resources[number];
    const SimResourceId id = hospital->state->services.first_resource + number;
    const uint32_t capacity = service_capacity(plan, number, hospital_now(hospital));
    if (capacity == sim_resource_capacity(hospital->world, id)) return;
    sim_resource_set_capacity(hospital->world, id, capacity);
    SimTaken last;
    while (resource->on_fall != SIM_FALL_FINISH && sim_resource_surplus(hospital->world, id) > 0) {
        if (!sim_resource_last_watched(hospital->world, id, &last)) break;
        gives_way(hospital, last.entity);
    }
    const ServiceStep any_step = {.resource = number};
    serve(hospital, &any_step);
}

void service_capacities_change(Hospital *hospital)
{
    for (uint32_t i = 0; i < plan_of(hospital)->resource_count; i++) set_capacity(hospital, i);
}

// The next hour at which the table of hours says something else.
static void schedule_capacity(Hospital *hospital, uint32_t number)
{
    const ServiceResource *resource = &plan_of(hospital)->resources[number];
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

// Snapshots

static uint32_t record_today(const Hospital *hospital)
{
    return hospital->plan->record_of_day[sim_day_of(hospital_now(hospital))];
}

static void snapshot_step(Hospital *hospital, uint32_t number, uint32_t snapshot)
{
    const ServicesPlan *plan = plan_of(hospital);
    const ServiceStep *step = &plan->steps[number];
    const uint32_t *series = &plan->snapshot_series[plan->first_snapshot[number] + 2 * snapshot];
    sim_daily(hospital->world, record_today(hospital), series[0])->amount += present_at(hospital, number);
    if (step->resource == UINT32_MAX) return;
    SimDaily *full = sim_daily(hospital->world, record_today(hospital), series[1]);
    full->amount += servers_free(hospital, step) == 0;
    full->weight += 1;
}

// Snapshots of all services are numbered one after the other.
static void takes_snapshot(Hospital *hospital, uint32_t snapshot)
{
    const ServicesPlan *plan = plan_of(hospital);
    uint32_t service = 0, number = snapshot;
    while (number >= plan->services[service].snapshot_count) number -= plan->services[service++].snapshot_count;
    const OneService *of = &plan->services[service];
    for (uint32_t i = 0; i < of->step_count; i++) snapshot_step(hospital, of->first_step + i, number);
    hospital_schedule_at(hospital, SERVICE_SNAPSHOT, snapshot, hospital_now(hospital) + SIM_DAY_S, SIM_SNAPSHOT);
}

static void open_snapshots(Hospital *hospital)
{
    const ServicesPlan *plan = plan_of(hospital);
    uint32_t number = 0;
    for (uint32_t i = 0; i < plan->service_count; i++) {
        for (uint32_t k = 0; k < plan->services[i].snapshot_count; k++) {
            hospital_schedule_at(hospital, SERVICE_SNAPSHOT, number++, (SimTime)plan->services[i].snapshots_s[k],
                                 SIM_SNAPSHOT);
        }
    }
}

static void add_rows(Hospital *hospital, uint32_t table, uint32_t count)
{
    if (count > 0) sim_table_append_many(hospital->world, table, count);
}

void service_open(Hospital *hospital)
{
    const ServicesPlan *plan = plan_of(hospital);
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
    for (uint32_t i = 0; i < plan->source_count; i++) {
        source_state(hospital, i)->exact_s = (double)plan->sources[i].start_s;
        schedule_arrival(hospital, i);
    }
    open_snapshots(hospital);
}

static bool is_called_off(const Hospital *hospital, SimEvent event)
{
    return event.stamp != patient_row(hospital, event.subject)->slot.stamp;
}

void service_handle(Hospital *hospital, SimEvent event)
{
    const uint32_t subject = event.subject;
    switch ((enum HospitalEvent)event.kind) {
    case SERVICE_ARRIVES: arrives(hospital, subject); break;
    case SERVICE_REACHES_STEP: comes_to(hospital, subject, patient_row(hospital, subject)->step); break;
    case SERVICE_ENDS:
        if (!is_called_off(hospital, event)) ends(hospital, subject);
        break;
    case SERVICE_GIVES_UP:
        if (!is_called_off(hospital, event)) gives_up(hospital, subject);
        break;
    case SERVICE_CAPACITY_CHANGES:
        set_capacity(hospital, subject);
        schedule_capacity(hospital, subject);
        break;
    case SERVICE_SNAPSHOT: takes_snapshot(hospital, subject); break;
    default: break;
    }
}
