// The door: when patients come, how many together, of which class, and who stays away.
#include <math.h>

#include "models/service_visit.h"

static const double NEVER_S = (double)UINT32_MAX;  // beyond what a world's clock can say

static ServiceSourceState *state_of(const Hospital *hospital, uint32_t source)
{
    return SIM_ROW(hospital->world, TABLE_SERVICE_SOURCES, ServiceSourceState, source + 1);
}

// The word of an arrival point's next interval: four to a block.
static uint32_t word_of_next(const Hospital *hospital, const ServiceSource *source, ServiceSourceState *state)
{
    const uint32_t drawn = state->drawn++;
    if (drawn % 4 == 0) state->words = sim_draw(service_stream(hospital, source), drawn / 4, PURPOSE_COMES, 0);
    return state->words.word[drawn % 4];
}

static bool holds_on(const ServiceSource *source, uint32_t day)
{
    return source->days >> ((day + source->first_weekday) % 7) & 1;
}

// The times of a day, one after the other; then those of the next day on which they hold.
static double next_fixed_time(const ServiceSource *source, ServiceSourceState *state)
{
    const uint32_t first_day = sim_day_of(source->start_s), next = state->next_time;
    if (!source->repeats && next >= source->time_count) return HUGE_VAL;
    uint32_t day = first_day + next / source->time_count;
    const uint32_t before = day;
    while (!holds_on(source, day)) day++;
    state->next_time = next + (day - before) * source->time_count + 1;
    return (double)day * SIM_DAY_S + source->times_s[next % source->time_count];
}

static double next_arrival(const Hospital *hospital, const ServiceSource *source, ServiceSourceState *state)
{
    if (source->process == PROCESS_TIMES) {
        double at_s = next_fixed_time(source, state);
        while (at_s < (double)source->start_s) at_s = next_fixed_time(source, state);
        return at_s;
    }
    const double load = sim_variate(&source->between, word_of_next(hospital, source, state));
    if (source->process == PROCESS_TABLE) return sim_cycle_after(&source->cycle, state->exact_s, load);
    return state->exact_s + load;
}

// What comes next is worked out an arrival ahead, and the next patient's words are drawn: nothing has to wait for them.
static void schedule_arrival(Hospital *hospital, uint32_t number)
{
    const ServiceSource *source = &services_of(hospital)->sources[number];
    ServiceSourceState *state = state_of(hospital, number);
    const double at_s = state->exact_s;
    if (!(at_s < NEVER_S) || at_s >= (double)source->end_s) return;
    hospital_schedule_at(hospital, SERVICE_ARRIVES, number, (SimTime)at_s, SIM_ARRIVAL);
    state->patient_words = sim_draw(service_stream(hospital, source), state->arrived, PURPOSE_PATIENT, 0);
    state->exact_s = next_arrival(hospital, source, state);
}

void service_arrivals_open(Hospital *hospital)
{
    const ServicesPlan *plan = services_of(hospital);
    for (uint32_t i = 0; i < plan->source_count; i++) {
        ServiceSourceState *state = state_of(hospital, i);
        state->exact_s = (double)plan->sources[i].start_s;
        state->exact_s = next_arrival(hospital, &plan->sources[i], state);
        schedule_arrival(hospital, i);
    }
}

static bool stays_away(const Hospital *hospital, const ServiceSource *source, uint32_t entity)
{
    const SimTime now_s = hospital_now(hospital);
    double comes = 1;
    for (uint32_t i = 0; i < source->change_count; i++) {
        const ServiceDip *dip = &services_of(hospital)->dips[source->first_change + i];
        if (dip->start_s <= now_s && now_s < dip->end_s) comes = dip->factor;
    }
    if (comes >= 1) return false;
    return !sim_happens(sim_draw(service_stream(hospital, source), entity, PURPOSE_STAYS_AWAY, 0).word[0], comes);
}

static uint32_t class_by(const ServiceSource *source, uint32_t classes, double uniform)
{
    uint32_t number = 0;
    while (number + 1 < classes && uniform >= source->class_until[number]) number++;
    return number;
}

static void comes_in(Hospital *hospital, uint32_t number, uint32_t entity, const SimWords *words)
{
    const ServiceSource *source = &services_of(hospital)->sources[number];
    if (source->change_count && stays_away(hospital, source, entity)) return;
    const OneService *service = &services_of(hospital)->services[source->service];
    const SimTime now_s = hospital_now(hospital);
    const uint32_t patient = sim_table_take_slot(hospital->world, TABLE_SERVICE_PATIENTS);
    ServicePatient *row = service_patient(hospital, patient);
    const uint32_t class_number =
        service->class_count > 1 ? class_by(source, service->class_count, sim_uniform(words->word[0])) : 0;
    *row = (ServicePatient){.slot = row->slot,
                            .entity = entity,
                            .entered_s = (uint32_t)now_s,
                            .source = (uint16_t)number,
                            .class_number = (uint8_t)class_number,
                            .step = UINT16_MAX,
                            .block = 1,
                            .words = *words};
    ServiceFlow *flow = service_flow(hospital, row);
    flow->in++;
    flow->in_ever++;
    flow->inside++;
    flow->inside_s -= now_s;
    service_travels_to(hospital, patient, source->to);
}

static uint32_t batch_size(const Hospital *hospital, const ServiceSource *source, const ServiceSourceState *state)
{
    if (source->batch_size > 0) return source->batch_size;
    const SimWords words = sim_draw(service_stream(hospital, source), state->batches, PURPOSE_BATCH, 0);
    return (uint32_t)(sim_variate(&source->batch, words.word[0]) + 0.5);
}

void service_arrive(Hospital *hospital, uint32_t number)
{
    const ServiceSource *source = &services_of(hospital)->sources[number];
    ServiceSourceState *state = state_of(hospital, number);
    const uint32_t together = batch_size(hospital, source, state), first = state->arrived;
    SimWords words = state->patient_words;
    state->arrived += together;
    state->batches++;
    schedule_arrival(hospital, number);
    for (uint32_t i = 0; i < together; i++) {
        if (i > 0) words = sim_draw(service_stream(hospital, source), first + i, PURPOSE_PATIENT, 0);
        comes_in(hospital, number, first + i, &words);
    }
}
