// A patient at a step, in hand for the length of a call; and what the files of services share. Inside services only.
#ifndef MODELS_SERVICE_VISIT_H
#define MODELS_SERVICE_VISIT_H

#include "models/hospital.h"
#include "sim/engine/events_inline.h"
#include "sim/engine/resource_inline.h"

// What becomes part of its caller, however long it is.
#define IN_LINE __attribute__((always_inline)) static inline

enum ServicePurpose { PURPOSE_COMES, PURPOSE_BATCH, PURPOSE_STAYS_AWAY, PURPOSE_PATIENT };

typedef struct {
    Hospital *hospital;
    const ServiceStep *step;
    const ServiceRules *rules;  // the step's, or if it is plain SERVICE_PLAIN, see service_finds_plain
    const ServiceCase *with;    // what is said of the patient's class at the step
    ServicePatient *row;
    ServiceCell *cell;
    SimTime now_s;
    uint32_t patient;
    SimResourceId resource;  // the step's, if it is declared
} Visit;

static inline const ServicesPlan *services_of(const Hospital *hospital)
{
    return &hospital->trust->services;
}

static inline ServicePatient *service_patient(const Hospital *hospital, uint32_t patient)
{
    return SIM_ROW(hospital->world, TABLE_SERVICE_PATIENTS, ServicePatient, patient);
}

// Patients inside all services of the place.
static inline uint32_t service_inside(const Hospital *hospital)
{
    return hospital->world->tables[TABLE_SERVICE_PATIENTS].taken;
}

static inline ServiceCell *service_cell(const Hospital *hospital, uint32_t number)
{
    return SIM_ROW(hospital->world, TABLE_SERVICE_CELLS, ServiceCell, (size_t)number + 1);
}

static inline ServiceCrowd *service_crowd(const Hospital *hospital, uint32_t step)
{
    return SIM_ROW(hospital->world, TABLE_SERVICE_CROWDS, ServiceCrowd, (size_t)step + 1);
}

static inline Visit service_visit_at(Hospital *hospital, uint32_t patient, uint32_t at)
{
    ServicePatient *row = service_patient(hospital, patient);
    const ServiceCase *with = &services_of(hospital)->cases[at];
    return (Visit){.hospital = hospital,
                   .step = with->step,
                   .rules = &with->step->rules,
                   .with = with,
                   .row = row,
                   .cell = service_cell(hospital, at),
                   .now_s = hospital_now(hospital),
                   .patient = patient,
                   .resource = hospital->state->services.first_resource + with->resource};
}

static inline Visit service_visit(Hospital *hospital, uint32_t patient)
{
    return service_visit_at(hospital, patient, service_patient(hospital, patient)->at);
}

// Whether the step is plain. From here on the compiler knows what is special about it, nothing, and drops what has to
// do with that: so the way of most patients is short, and it is the text of everybody's.
static inline bool service_finds_plain(Visit *visit)
{
    if (!visit->with->is_plain) return false;
    visit->rules = &SERVICE_PLAIN;
    return true;
}

static inline bool service_is_plain(const Visit *visit)
{
    return visit->rules == &SERVICE_PLAIN;
}

static inline const OneService *service_of(const Visit *visit)
{
    return &services_of(visit->hospital)->services[visit->step->service];
}

static inline ServiceFlow *service_flow(const Visit *visit)
{
    return SIM_ROW(visit->hospital->world, TABLE_SERVICE_FLOWS, ServiceFlow, (size_t)visit->with->flow_number + 1);
}

static inline SimResourceId service_resource(const Hospital *hospital, const ServiceStep *step)
{
    if (step->rules.pool != NO_POOL) return service_pool_resource(hospital, step->rules.pool);
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
    const ServiceStep any_step = {.resource = number,
                                  .rules = {.pool = service_pool_of_number(services_of(hospital), number)}};
    return service_resource(hospital, &any_step);
}

// Those of the step of a visit.
static inline SimServers service_servers(const Visit *visit)
{
    const enum HospitalPool pool = visit->rules->pool;
    return sim_servers(visit->hospital->world,
                       pool != NO_POOL ? service_pool_resource(visit->hospital, pool) : visit->resource);
}

// Whether servers are free and nobody goes first.
static inline bool service_can_start(SimServers servers, uint32_t needs, uint32_t priority)
{
    return sim_servers_free(servers) >= needs && !sim_servers_are_awaited(servers, priority);
}

static inline SimResourceId service_space(const Hospital *hospital, const ServiceStep *step)
{
    return hospital->state->services.first_space + step->rules.space_resource;
}

static inline SimStream service_stream(const Hospital *hospital, const ServiceSource *source)
{
    return (SimStream){.key = hospital->key, .place = hospital->trust->place_hash, .stream = source->stream};
}

// Fetches a block of a patient's words (service_arrivals.c).
void service_draw_words(const Hospital *hospital, ServicePatient *row, uint32_t block);

// One of a patient's words: by the number it has on a pass through the steps.
static inline uint32_t service_word(const Visit *visit, uint32_t number)
{
    ServicePatient *row = visit->row;
    const uint32_t block = row->pass * visit->step->blocks_a_pass + number / 4;
    if (row->block != block + 1) service_draw_words(visit->hospital, row, block);
    return row->words.word[number % 4];
}

// How long something takes a patient: at most as long as a world's clock can say.

static inline uint32_t service_seconds(double drawn)
{
    const SimTime drawn_s = sim_whole_seconds(drawn);
    return (uint32_t)(drawn_s < UINT32_MAX ? drawn_s : UINT32_MAX);
}

static inline uint32_t service_variate_s(const SimDistribution *distribution, uint32_t word)
{
    return service_seconds(sim_variate(distribution, word));
}

static inline uint32_t service_drawn_s(const Visit *visit, const SimDistribution *distribution, uint32_t word_number)
{
    return service_variate_s(distribution, service_word(visit, word_number));
}

// Which step comes next, or NO_STEP, where it depends on more than the step and the class (service_route.c).
uint32_t service_way_on(Hospital *hospital, uint32_t patient);
// Whether there is room, if only to wait (service_route.c).
bool service_has_room(const Hospital *hospital, const ServiceStep *step, uint32_t class_number);

// One or several patients arrive, and the next arrival is scheduled. False if there are more inside than is bearable,
// which is looked at now and then (service_arrivals.c).
void service_arrivals_open(Hospital *hospital);
bool service_arrive(Hospital *hospital, uint32_t source);
// A patient comes in, of whom all is known but the time (service.c).
void service_comes_in(Hospital *hospital, const ServicePatient *coming);

// What the patients of services hold of a resource, and how many wait for it (service_pools.c).
typedef struct {
    int64_t held, awaited;
} ServiceHolding;
ServiceHolding service_holding(const Hospital *hospital, uint32_t resource);

// Servers of the step's resource may be free: they take whoever is next. A patient who waits again goes on. What is
// done at the step has ended (service.c).
void service_serve(Hospital *hospital, const ServiceStep *step);
void service_goes_on(Hospital *hospital, uint32_t patient);
void service_ends(Hospital *hospital, uint32_t patient);

// A patient gives way to others: whoever is done in this very second is done, anybody else is interrupted. The less
// urgent give way until there are servers enough (true), or nobody is left who would (service_preemption.c).
void service_gives_way(Hospital *hospital, uint32_t patient);
bool service_takes_from_the_less_urgent(Hospital *hospital, const ServiceStep *step, uint32_t priority);

// Capacities, of resources and of the spaces of steps (service_capacity.c).
void service_capacities_open(Hospital *hospital);
void service_capacity_changes(Hospital *hospital, uint32_t resource);

// Snapshots (service_books.c).
void service_snapshots_open(Hospital *hospital);
void service_snapshot(Hospital *hospital, uint32_t snapshot);

#endif
