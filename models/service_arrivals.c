// The door: when patients come, how many together, of which class, and who stays away.
#include <math.h>

#include "models/service_visit.h"

static ServiceSourceState *state_of(const Hospital *hospital, uint32_t source)
{
    return SIM_ROW(hospital->world, TABLE_SERVICE_SOURCES, ServiceSourceState, source + 1);
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

// Not before the start.
static double next_listed_time(const ServiceSource *source, ServiceSourceState *state)
{
    double at_s = next_fixed_time(source, state);
    while (at_s < (double)source->start_s) at_s = next_fixed_time(source, state);
    return at_s;
}

static void note_time(const ServiceSource *source, ServiceSourceState *state, uint32_t place)
{
    state->comes_s[place] = state->exact_s < source->latest_s ? (uint32_t)state->exact_s : NEVER_COMES;
}

static void draw_times(const Hospital *hospital, const ServiceSource *source, ServiceSourceState *state)
{
    SimWords words[SERVICE_TIMES / 4];
    double between[SERVICE_TIMES];
    sim_draw_row(service_stream(hospital, source), state->batches / 4, SERVICE_TIMES / 4, PURPOSE_COMES, 0, words);
    sim_variate_row(&source->between, (const uint32_t *)words, SERVICE_TIMES, between);
    for (uint32_t i = 0; i < SERVICE_TIMES; i++) {
        state->exact_s = source->process == PROCESS_TABLE ? sim_cycle_after(&source->cycle, state->exact_s, between[i])
                                                          : state->exact_s + between[i];
        note_time(source, state, i);
    }
}

static void list_times(const ServiceSource *source, ServiceSourceState *state)
{
    for (uint32_t i = 0; i < SERVICE_TIMES; i++) {
        state->exact_s = next_listed_time(source, state);
        note_time(source, state, i);
    }
}

static void next_times(const Hospital *hospital, const ServiceSource *source, ServiceSourceState *state)
{
    if (source->process == PROCESS_TIMES) {
        list_times(source, state);
    } else {
        draw_times(hospital, source, state);
    }
}

IN_LINE void schedule_arrival(Hospital *hospital, uint32_t number, const ServiceSource *source,
                              ServiceSourceState *state)
{
    const uint32_t place = state->batches % SERVICE_TIMES;
    if (place == 0) next_times(hospital, source, state);
    const uint32_t comes_s = state->comes_s[place];
    if (comes_s == NEVER_COMES) return;
    state->batches++;
    sim_schedule_inline(
        hospital->world,
        (SimEvent){.time_s = comes_s, .subject = number, .kind = SERVICE_ARRIVES, .order = SIM_ARRIVAL});
}

static uint32_t class_by(const ServiceSource *source, double uniform)
{
    uint32_t number = 0;
    while (number + 1 < source->class_count && uniform >= source->class_until[number]) number++;
    return number;
}

// How long it takes each at the step they come to, which is plain. Its word may lie in a later block.
static void draw_first_services(const Hospital *hospital, const ServiceSource *source, ServiceSourceState *state,
                                const SimWords first_words[static SERVICE_ROW])
{
    const ServiceStep *step = &services_of(hospital)->steps[source->to];
    const ServiceCase *cases = services_of(hospital)->cases;
    const uint32_t block = step->duration_word / 4, place = step->duration_word % 4;
    SimWords later_words[SERVICE_ROW];
    const SimWords *words = first_words;
    if (block > 0) {
        sim_draw_row(service_stream(hospital, source), state->arrived, SERVICE_ROW, PURPOSE_PATIENT, block,
                     later_words);
        words = later_words;
    }
    uint32_t word[SERVICE_ROW];
    double lasts[SERVICE_ROW];
    for (uint32_t i = 0; i < SERVICE_ROW; i++) word[i] = words[i].word[place];
    if (source->class_count == 1) {
        sim_variate_row(&cases[step->first_case].duration, word, SERVICE_ROW, lasts);
    } else {
        for (uint32_t i = 0; i < SERVICE_ROW; i++)
            lasts[i] = sim_variate(&cases[state->coming[i].at].duration, word[i]);
    }
    for (uint32_t i = 0; i < SERVICE_ROW; i++) state->coming[i].left_s = service_seconds(lasts[i]);
}

// Patients are drawn before they come: nothing has to wait for that.
static void draw_patients(const Hospital *hospital, const ServiceSource *source, ServiceSourceState *state)
{
    const ServiceStep *step = &services_of(hospital)->steps[source->to];
    SimWords words[SERVICE_ROW];
    sim_draw_row(service_stream(hospital, source), state->arrived, SERVICE_ROW, PURPOSE_PATIENT, 0, words);
    for (uint32_t i = 0; i < SERVICE_ROW; i++) {
        state->coming[i].entity = state->arrived + i;
        state->coming[i].words = words[i];
    }
    if (source->class_count > 1) {
        for (uint32_t i = 0; i < SERVICE_ROW; i++)
            state->coming[i].at = (uint16_t)(step->first_case + class_by(source, sim_uniform(words[i].word[0])));
    }
    if (step->is_plain) draw_first_services(hospital, source, state, words);
}

// What is the same of all who come.
static void await_patients(const Hospital *hospital, uint32_t number, ServiceSourceState *state)
{
    const ServicesPlan *plan = services_of(hospital);
    const uint32_t first_case = plan->steps[plan->sources[number].to].first_case;
    for (uint32_t i = 0; i < SERVICE_ROW; i++)
        state->coming[i] = (ServicePatient){.source = (uint16_t)number, .at = (uint16_t)first_case, .block = 1};
}

void service_draw_words(const Hospital *hospital, ServicePatient *row, uint32_t block)
{
    const ServiceSource *source = &services_of(hospital)->sources[row->source];
    row->words = sim_draw(service_stream(hospital, source), row->entity, PURPOSE_PATIENT, block);
    row->block = block + 1;
}

void service_arrivals_open(Hospital *hospital)
{
    const ServicesPlan *plan = services_of(hospital);
    for (uint32_t i = 0; i < plan->source_count; i++) {
        const ServiceSource *source = &plan->sources[i];
        ServiceSourceState *state = state_of(hospital, i);
        await_patients(hospital, i, state);
        draw_patients(hospital, source, state);
        state->exact_s = (double)source->start_s;
        schedule_arrival(hospital, i, source, state);
    }
}

static bool stays_away(const Hospital *hospital, const ServiceSource *source, uint32_t entity)
{
    double comes = 1;
    for (uint32_t i = 0; i < source->change_count; i++) {
        const ServiceDip *dip = &services_of(hospital)->dips[source->first_change + i];
        if (service_holds(hospital, &dip->dates)) comes = dip->factor;
    }
    if (comes >= 1) return false;
    return !sim_happens(sim_draw(service_stream(hospital, source), entity, PURPOSE_STAYS_AWAY, 0).word[0], comes);
}

static void comes(Hospital *hospital, const ServiceSource *source, const ServicePatient *coming)
{
    if (source->change_count && stays_away(hospital, source, coming->entity)) return;
    service_comes_in(hospital, coming);
}

static uint32_t batch_size(const Hospital *hospital, const ServiceSource *source, const ServiceSourceState *state)
{
    if (source->batch_size > 0) return source->batch_size;
    const SimWords words = sim_draw(service_stream(hospital, source), state->batches - 1, PURPOSE_BATCH, 0);
    return (uint32_t)(sim_variate(&source->batch, words.word[0]) + 0.5);
}

bool service_arrive(Hospital *hospital, uint32_t number)
{
    const ServiceSource *source = &services_of(hospital)->sources[number];
    ServiceSourceState *state = state_of(hospital, number);
    bool is_bearable = true;
    uint32_t together = batch_size(hospital, source, state);
    schedule_arrival(hospital, number, source, state);
    for (; together > 0; together--) {
        comes(hospital, source, &state->coming[state->arrived % SERVICE_ROW]);
        if (++state->arrived % SERVICE_ROW != 0) continue;
        draw_patients(hospital, source, state);
        is_bearable = service_inside(hospital) <= services_of(hospital)->patients_most;
    }
    return is_bearable;
}
