// A patient at a step, in hand for the length of a call; and what the files of services share. Inside services only.
#ifndef MODELS_SERVICE_VISIT_H
#define MODELS_SERVICE_VISIT_H

#include "models/hospital.h"

enum ServicePurpose { PURPOSE_COMES, PURPOSE_BATCH, PURPOSE_STAYS_AWAY, PURPOSE_PATIENT };

typedef struct {
    Hospital *hospital;
    const ServiceStep *step;
    const ServiceCase *with;  // what is said of the patient's class at the step
    ServicePatient *row;
    ServiceCell *cell;
    SimTime now_s;
    uint32_t patient;
} Visit;

static inline const ServicesPlan *services_of(const Hospital *hospital)
{
    return &hospital->trust->services;
}

static inline ServicePatient *service_patient(const Hospital *hospital, uint32_t patient)
{
    return SIM_ROW(hospital->world, TABLE_SERVICE_PATIENTS, ServicePatient, patient);
}

static inline ServiceCell *service_cell(const Hospital *hospital, uint32_t number)
{
    return SIM_ROW(hospital->world, TABLE_SERVICE_CELLS, ServiceCell, number + 1);
}

static inline ServiceCrowd *service_crowd(const Hospital *hospital, uint32_t step)
{
    return SIM_ROW(hospital->world, TABLE_SERVICE_CROWDS, ServiceCrowd, step + 1);
}

static inline ServiceHistogram *service_histogram(const Hospital *hospital, uint32_t number)
{
    return SIM_ROW(hospital->world, TABLE_SERVICE_HISTOGRAMS, ServiceHistogram, number + 1);
}

static inline ServiceFlow *service_flow(const Hospital *hospital, const ServicePatient *row)
{
    const uint32_t first = services_of(hospital)->sources[row->source].first_flow;
    return SIM_ROW(hospital->world, TABLE_SERVICE_FLOWS, ServiceFlow, first + row->class_number + 1);
}

static inline Visit service_visit(Hospital *hospital, uint32_t patient)
{
    const ServicesPlan *plan = services_of(hospital);
    ServicePatient *row = service_patient(hospital, patient);
    const ServiceStep *step = &plan->steps[row->step];
    const uint32_t number = step->first_case + row->class_number;
    return (Visit){.hospital = hospital,
                   .step = step,
                   .with = &plan->cases[number],
                   .row = row,
                   .cell = service_cell(hospital, number),
                   .now_s = hospital_now(hospital),
                   .patient = patient};
}

static inline const OneService *service_of(const Visit *visit)
{
    return &services_of(visit->hospital)->services[visit->step->service];
}

static inline SimResourceId service_resource(const Hospital *hospital, const ServiceStep *step)
{
    if (step->pool != NO_POOL) return service_pool_resource(hospital, step->pool);
    return hospital->state->services.first_resource + step->resource;
}

// Resources by their numbers: those declared, and after them the hospital's own pools.

static inline uint32_t service_resources(const ServicesPlan *plan)
{
    return plan->resource_count + HOSPITAL_POOLS - 1;
}

static inline uint32_t service_number_of_pool(const ServicesPlan *plan, enum HospitalPool pool)
{
    return plan->resource_count + pool - 1;
}

// NO_POOL for one that is declared.
static inline enum HospitalPool service_pool_of_number(const ServicesPlan *plan, uint32_t number)
{
    return number < plan->resource_count ? NO_POOL : (enum HospitalPool)(number - plan->resource_count + 1);
}

// All that are declared are reported, and of the hospital's own those that are used.
static inline bool service_is_reported(const ServicesPlan *plan, uint32_t number)
{
    const enum HospitalPool pool = service_pool_of_number(plan, number);
    return pool == NO_POOL || plan->pools >> pool & 1;
}

static inline SimResourceId service_resource_at(const Hospital *hospital, uint32_t number)
{
    const ServiceStep any_step = {.resource = number, .pool = service_pool_of_number(services_of(hospital), number)};
    return service_resource(hospital, &any_step);
}

static inline SimResourceId service_space(const Hospital *hospital, const ServiceStep *step)
{
    return hospital->state->services.first_space + step->space_resource;
}

static inline SimStream service_stream(const Hospital *hospital, const ServiceSource *source)
{
    return (SimStream){.key = hospital->key, .place = hospital->trust->place_hash, .stream = source->stream};
}

// One of a patient's words: by the number it has on a pass through the steps.
static inline uint32_t service_word(const Hospital *hospital, ServicePatient *row, uint32_t number)
{
    const ServiceSource *source = &services_of(hospital)->sources[row->source];
    const uint32_t block = row->pass * source->blocks_a_pass + number / 4;
    if (row->block != block + 1) {
        row->words = sim_draw(service_stream(hospital, source), row->entity, PURPOSE_PATIENT, block);
        row->block = block + 1;
    }
    return row->words.word[number % 4];
}

// How long something takes a patient: at most as long as a world's clock can say.
static inline uint32_t service_drawn_s(const Visit *visit, const SimDistribution *distribution, uint32_t word_number)
{
    const SimTime drawn_s = sim_variate_s(distribution, service_word(visit->hospital, visit->row, word_number));
    return (uint32_t)(drawn_s < UINT32_MAX ? drawn_s : UINT32_MAX);
}

// Which step comes next, or NO_STEP (service_route.c).
uint32_t service_way_on(const Visit *visit);
// Whether servers are free and nobody goes first; and whether there is room, if only to wait.
bool service_can_start(const Hospital *hospital, const ServiceStep *step, uint32_t class_number);
bool service_has_room(const Hospital *hospital, const ServiceStep *step, uint32_t class_number);
// Whether somebody as urgent or more waits for the step's resource.
bool service_somebody_goes_first(const Hospital *hospital, const ServiceStep *step, uint32_t priority);

// One or several patients arrive, and the next arrival is scheduled (service_arrivals.c).
void service_arrivals_open(Hospital *hospital);
void service_arrive(Hospital *hospital, uint32_t source);
// A patient who has come in goes to a step (service.c).
void service_travels_to(Hospital *hospital, uint32_t patient, uint32_t step);

// What the patients of services hold of a resource, and how many wait for it (service_pools.c).
typedef struct {
    int64_t held, awaited;
} ServiceHolding;
ServiceHolding service_holding(const Hospital *hospital, uint32_t resource);

// Snapshots (service_books.c).
void service_snapshots_open(Hospital *hospital);
void service_snapshot(Hospital *hospital, uint32_t snapshot);

#endif
