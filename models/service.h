// Services: flows that the user declares in YAML, on the same resources, queues and random numbers as the hospital's
// own.
//
// A patient comes in at an arrival point, goes from step to step, and leaves. A step is a delay, or the use of servers
// of a resource; it may have room for so many only, and patients who lose patience. service.c follows a patient from
// the door to home, and service_count.h says what is counted on the way; service_plan.c makes the plan of what the user
// wrote (service_fields.c); service_measures.c writes down what there is to report.
#ifndef MODELS_SERVICE_H
#define MODELS_SERVICE_H

#include <stdbool.h>
#include <stddef.h>

#include "models/service_fields.h"
#include "models/service_pools.h"
#include "sim/engine/cycle.h"
#include "sim/engine/distribution.h"
#include "sim/engine/events.h"
#include "sim/engine/measure.h"
#include "sim/engine/random.h"
#include "sim/engine/resource.h"
#include "sim/engine/tally.h"
#include "sim/scenario/scenario.h"

struct Hospital;
struct HospitalPlan;
struct TrustPlan;

#define NO_STEP UINT32_MAX
#define NO_LIMIT UINT32_MAX

enum {
    SERVICE_LIMITS = 8,
    SERVICE_KEEPERS = 32,
    SERVICE_ALL_CLASSES = UINT16_MAX,
    SERVICE_CASES_MOST = UINT16_MAX,  // of a place, and its arrival points
    SERVICE_ROW = 16,                 // patients of an arrival point that are drawn together
    SERVICE_TIMES = 64,               // and times at which they come: four to a block of words
    SERVICE_PATIENTS_MOST = 4000000   // inside a place's services at once: about a gigabyte
};

// The plan of a place's services. Numbers are positions in its arrays.

typedef struct {
    double until;   // cumulative share
    uint32_t step;  // NO_STEP: leaves
} ServiceBranch;

struct ServiceStep;

// A step for patients of one class: where a patient is at. What is said of the step and of its service stands here once
// more, so that one look finds all that most patients need.
typedef struct {
    const struct ServiceStep *step;
    SimDistribution duration, patience;
    uint32_t class_number, priority;
    uint32_t first_branch, branch_count;
    uint32_t next;                      // if it is sure
    uint32_t step_number, flow_number;  // its step and its flow
    uint32_t resource, limit_count;     // of the step, of the service
    bool is_sure;                       // there is but one branch
    bool is_plain;
} ServiceCase;

// What may be special about a step. Of a plain one each is as in SERVICE_PLAIN: a patient takes one server of a
// declared resource for some time, and that is all.
typedef struct {
    uint32_t needs;           // servers
    enum HospitalPool pool;   // if the resource is one of the hospital's own
    uint32_t space_resource;  // which of the place's spaces keeps count; UINT32_MAX: none
    uint32_t keeper;          // bit of this step in what a patient keeps; UINT32_MAX: the resource is given back
    uint32_t keepers_ending;  // set of keepers that end with this step
    bool has_resource, has_duration, has_patience, has_transfer;
    bool is_limited;  // in space or waiting room
    bool is_watched;  // the service can be interrupted
} ServiceRules;

static const ServiceRules SERVICE_PLAIN = {.needs = 1,
                                           .pool = NO_POOL,
                                           .space_resource = UINT32_MAX,
                                           .keeper = UINT32_MAX,
                                           .has_resource = true,
                                           .has_duration = true};

typedef struct ServiceStep {
    const char *name;
    ServiceRules rules;
    bool is_plain;
    uint32_t service;
    uint32_t blocks_a_pass;        // of words that a patient needs on one pass through the steps of the service
    uint32_t first_case;           // of its cases, one for each class; also the number of its first cell
    uint32_t resource;             // UINT32_MAX: none
    uint32_t space, waiting_room;  // NO_LIMIT: as many as come
    bool blocks;                   // whoever comes from a step and finds no space stays there
    uint32_t turned_away_to, gives_up_to;
    uint32_t keep_until;  // step
    enum ServiceRoute route;
    SimDistribution transfer;
    uint32_t duration_word, patience_word, transfer_word, route_word;  // which of a patient's words
} ServiceStep;

typedef struct {
    const char *name;
    uint32_t first_step, step_count;
    uint32_t class_count;
    const char *class_name[SIM_CLASSES];
    uint32_t first_flow;  // number of its first flow, one for each class
    int64_t limit_s[SERVICE_LIMITS];
    uint32_t limit_count;
    uint32_t *snapshots_s;  // seconds after midnight; owned
    uint32_t snapshot_count;
} OneService;

typedef struct {
    uint32_t service, to;  // step
    uint32_t stream;       // hash of its name
    enum ServiceProcess process;
    SimDistribution between;  // the time between arrivals; of a table of rates, their expected number (mean 1)
    SimCycle cycle;           // of a table of rates
    double *cumulative;       // owned; what the cycle points to
    uint32_t *times_s;        // owned; ascending seconds after midnight
    uint32_t time_count;
    uint8_t days;           // set of weekdays on which they hold, Monday first
    uint8_t first_weekday;  // of the day on which the world begins
    bool repeats;
    SimDistribution batch;
    uint32_t batch_size;              // if constant; 0: drawn
    double class_until[SIM_CLASSES];  // cumulative shares
    SimTime start_s;
    double latest_s;  // before which they come: their end, at most that of a world's clock
    uint32_t first_change, change_count;
    uint32_t class_count;  // of the service
} ServiceSource;

struct WindowPlan;

// When a change holds. One that takes the window of a strike ends with it when that is called off (call_off_end_s).
typedef struct {
    SimTime start_s, end_s;
    const struct WindowPlan *window;  // or NULL
} ServiceDates;

// Part of the arrivals stays away.
typedef struct {
    ServiceDates dates;
    double factor;
} ServiceDip;

typedef struct {
    ServiceDates dates;
    uint32_t capacity;
} ServiceChange;

typedef struct {
    const char *name;
    uint32_t capacity;
    const double *by_hour;  // 24 or 168 values; NULL: always `capacity`
    uint32_t hours;
    SimTime monday_s;  // a Monday 00:00 at or before 0
    bool is_preemptive;
    enum SimFall on_fall;
    uint32_t first_change, change_count;  // of this life
} ServiceResource;

// What is written into a column of the records, from which counters.
typedef struct {
    uint32_t series;
    uint8_t what;  // enum ServiceMeasure
    uint8_t limit;
    uint16_t class_number;  // or SERVICE_ALL_CLASSES
    uint32_t subject;       // step, resource or service
} ServiceReader;

// What there are histograms of: waits by step and class, times by service and class, and how many were present, for how
// many seconds, by step.
enum ServiceTally { TALLY_WAITS, TALLY_TIMES, TALLY_PRESENT };

// Where those numbered first .. first + count - 1 go: together into a log.
typedef struct {
    uint32_t log;
    enum ServiceTally tally;
    uint32_t first, count;
} ServiceLog;

typedef struct ServicesPlan {
    ServiceResource *resources;  // those declared, and after them the hospital's own pools in their order
    ServiceChange *changes;
    OneService *services;
    ServiceStep *steps;
    ServiceCase *cases;
    ServiceBranch *branches;
    ServiceSource *sources;
    ServiceDip *dips;
    ServiceReader *readers;
    ServiceLog *logs;
    uint32_t resource_count, change_count, service_count, step_count, case_count, branch_count, source_count, dip_count;
    uint32_t reader_count, log_count, flow_count, space_count;
    uint32_t pools;                 // set of the hospital's own pools that steps use
    uint32_t *snapshot_series;      // owned; [step's first + 2 * snapshot], two each: present, full
    uint32_t *first_snapshot;       // owned; by step
    SimTime first_strike_change_s;  // when a change of the strike life only begins first; INT64_MAX
    uint32_t patients_most;         // inside at once: with more the run stops
} ServicesPlan;

enum PatientStatus {
    PATIENT_ON_THE_WAY,
    PATIENT_EXPECTED,  // on the way, and has space there already
    PATIENT_WAITS,
    PATIENT_WAITS_AGAIN,  // was interrupted
    PATIENT_IN_SERVICE,
    PATIENT_BLOCKED
};

// Somebody in a service.
typedef struct {
    SimSlot slot;
    uint32_t entity;  // ordinal in its source
    uint32_t entered_s;
    uint32_t since_s;  // joined the queue; when blocked: since then
    uint32_t due_s;    // end of service
    uint32_t left_s;   // of what is to be done at the step
    SimPlaceId place;  // in a queue, or among those who can be interrupted
    uint16_t source;
    uint16_t at;    // case
    uint16_t pass;  // how often it has gone back to an earlier step
    uint8_t status, reserved;
    uint32_t kept;   // set of keepers
    uint32_t block;  // number + 1 of the block of random words at hand; 0: none
    SimWords words;
} ServicePatient;
_Static_assert(sizeof(ServicePatient) == 64, "one cache line");

// Counters of a step and class since the records were last written. Sums of seconds are signed: minus the time of every
// entry, plus that of every exit, so that sum + number * now is the person-seconds up to now.
typedef struct {
    int64_t waiting_s, present_s, blocked_s;
    int64_t wait_s, blocked_time_s;
    uint32_t waiting, present, blocked;
    uint32_t arrivals, turned_away, delayed, started, gave_up, interrupted, done;
    uint32_t over[SERVICE_LIMITS];
    uint32_t kept;  // patients beyond the step who keep its servers
    uint32_t reserved[3];
    uint32_t waits[SIM_TALLY_BINS];  // of those who started, in seconds; written down by themselves
} ServiceCell;
_Static_assert(offsetof(ServiceCell, waits) == 128, "two cache lines");

// The same of a service and class.
typedef struct {
    int64_t inside_s, time_s;
    uint32_t inside, in, left, longest_s;
    uint32_t left_early, reserved;  // left early: turned away, or for want of patience
    uint64_t in_ever, out_ever;     // since the world began, as of the last writing
    uint32_t more_reserved[2];
    uint32_t times[SIM_TALLY_BINS];  // of those who left by the end, in seconds; written down by themselves
} ServiceFlow;
_Static_assert(offsetof(ServiceFlow, times) == 64, "one cache line");

// How many there are in a step, over time.
typedef struct {
    uint32_t present, turn;  // turn: for routing in turn
    uint32_t changed_s, reserved;
    uint32_t seconds[SIM_TALLY_BINS];  // by number present
} ServiceCrowd;

// What comes is drawn in rows: so many variates, one after the other, wait for each other far less than one here and
// one there.
typedef struct {
    double exact_s;      // of the last arrival drawn
    uint32_t arrived;    // patients
    uint32_t batches;    // arrivals scheduled, the last of which is still to come
    uint32_t next_time;  // of fixed times
    uint32_t reserved;
    uint32_t comes_s[SERVICE_TIMES];     // arrivals, the next among them; NEVER_COMES: no more
    ServicePatient coming[SERVICE_ROW];  // patients as they will come in, the next among them
} ServiceSourceState;

#define NEVER_COMES UINT32_MAX

typedef struct {
    SimResourceId first_resource, first_space;
    SimTime written_s;  // when the records were last written
} ServiceState;

// clang-format off
enum ServiceMeasure {
    SVC_ARRIVALS, SVC_TURNED_AWAY, SVC_TURNED_AWAY_SHARE, SVC_DELAYED, SVC_STARTED, SVC_WAIT, SVC_WAIT_Q50, SVC_WAIT_Q90, SVC_WAIT_Q95, SVC_WAITED_OVER,
    SVC_GAVE_UP, SVC_GAVE_UP_SHARE, SVC_QUEUE, SVC_PRESENT, SVC_PRESENT_Q05, SVC_PRESENT_Q50, SVC_PRESENT_Q95, SVC_PRESENT_AT, SVC_FULL_AT, SVC_BLOCKED,
    SVC_BLOCKED_TIME, SVC_INTERRUPTED, SVC_DONE, SVC_BUSY, SVC_ON_DUTY, SVC_UTILISATION, SVC_IN, SVC_INSIDE, SVC_LEFT, SVC_TIME, SVC_TIME_Q50, SVC_TIME_Q90, SVC_TIME_Q95,
    SVC_TIME_LONGEST, SERVICE_MEASURES
};
// clang-format on

extern const SimMeasure service_measure_rows[SERVICE_MEASURES];

// Reports what a single field's range cannot say. Adds the services' series to the plan's measures.
bool service_plan(struct HospitalPlan *plan, struct TrustPlan *trust, const ServicesFields *fields,
                  const SimScenario *scenario, SimFaults *faults);
void service_plan_free(ServicesPlan *plan);
void service_measures_plan(struct HospitalPlan *plan, struct TrustPlan *trust);

// True if a change holds now.
bool service_holds(const struct Hospital *hospital, const ServiceDates *dates);

// In a queue of the hospital's own, a patient of a service has the top bit of the entity set.
#define SERVICE_MARK UINT32_C(0x80000000)

static inline bool service_is_patient(uint32_t entity)
{
    return entity >= SERVICE_MARK;
}

// A patient of a service has been taken on from a queue of the hospital's own. Nobody goes on from a step meanwhile, so
// it can be called in the middle of a flow's work.
void service_is_taken_on(struct Hospital *hospital, uint32_t entity);

// For flows, of whomever they take from a queue that services share: true if it is a patient of a service, of whom the
// rest is taken care.
static inline bool service_is_taken(struct Hospital *hospital, SimTaken taken)
{
    if (!service_is_patient(taken.entity)) return false;
    service_is_taken_on(hospital, taken.entity);
    return true;
}

// The place in a queue of the hospital's own in which a patient of a service waits.
SimPlaceId service_place(const struct Hospital *hospital, uint32_t entity);

// For a flow that puts its queue in order by taking everybody from the head and joining them again: true if it is a
// patient of a service, who has now joined the end of the same class.
bool service_goes_to_the_back(struct Hospital *hospital, uint32_t entity);

void service_open(struct Hospital *hospital);
// Takes and handles events below the limit (sim_limit) as long as they are of services. True with the first that is
// not, or with an arrival, if more patients are inside than is bearable.
bool service_run(struct Hospital *hospital, uint64_t limit, SimEvent *event);
// A dated change begins or ends now.
void service_capacities_change(struct Hospital *hospital);
// Writes what has been counted up to `until_s` into record `record`, and empties the counters.
void service_write(struct Hospital *hospital, uint32_t record, SimTime until_s);
// Writes the histograms down, at the end of a stretch of days whose last is `day`.
void service_write_tallies(struct Hospital *hospital, uint32_t day, SimTime until_s);
// False, with a message that names the step with the longest queue, if more patients are inside than memory should be
// asked for: arrivals are more than the services can ever serve.
bool service_is_bearable(const struct Hospital *hospital, char *message, size_t message_size);
bool service_audit(struct Hospital *hospital, bool recount, char *message, size_t message_size);

#endif
