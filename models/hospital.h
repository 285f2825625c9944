// A hospital in hand: one trust in one life. This page lists everything that can happen in it and who handles it.
//
// What a planner wrote becomes a plan (trust.h), which is read-only and outside the world. What changes is state: plain
// values in the one HospitalState row, and tables of patients, sessions and tasks. Handlers get a Hospital, which ties
// the two together for the length of a call; nothing of it is stored.
#ifndef MODELS_HOSPITAL_H
#define MODELS_HOSPITAL_H

#include "models/beds.h"
#include "models/booking.h"
#include "models/elective.h"
#include "models/emergency.h"
#include "models/maternity.h"
#include "models/service.h"
#include "models/staffing.h"
#include "models/trust.h"
#include "sim/engine/events.h"
#include "sim/engine/random.h"
#include "sim/engine/record.h"
#include "sim/engine/resource.h"

// Everything that can happen. The subject is what the comment names.
enum HospitalEvent {
    EVENT_NONE,
    // hospital.c
    DAY_CLOSES,        // nothing; in a day's last second: levels are written, counters audited
    BEDS_SNAPSHOT,     // nothing; 08:00
    EVENING_SNAPSHOT,  // nothing; 23:59
    // staffing.c
    SHIFT_STARTS,  // shift
    SHIFT_ENDS,    // shift
    // emergency.c
    ED_ARRIVES,       // attendance ordinal, not yet in a table; base process
    ED_RETURNS,       // ordinal of an attendance that a strike put off until now, or brings in addition
    ED_HANDED_OVER,   // attendance
    ED_TRIAGED,       // attendance
    ED_GIVES_UP,      // attendance, still waiting for a first clinician
    ED_ASSESSED,      // attendance
    ED_TESTED,        // attendance
    ED_REVIEWED,      // attendance
    ED_REACHES_WARD,  // attendance; the bed was allocated and the transfer has ended
    ED_GOES_TO_SDEC,  // attendance; a zero-day admission leaves the department
    MINOR_ARRIVES,    // ordinal; minor injuries (type 3)
    MINOR_TREATED,    // attendance
    DIRECT_ARRIVES,   // ordinal; an emergency admission that does not come through A&E
    PRACTICES_OPEN,   // nothing; every morning: 111 may send patients whom general practices turn away
    PATIENCE_ENDS,    // nothing; every hour: who may give up before the next is given an event
    // beds.c
    WARD_ROUND,    // nothing; senior review of everybody who is ready
    SPELL_LEAVES,  // spell; reviewed (and needs no more care outside), leaves at its hour
    BED_CLEANED,   // pool
    // maternity.c
    LABOUR_ARRIVES,       // ordinal; spontaneous onset
    INDUCTION_DUE,        // ordinal; booked for today
    INDUCTION_RETRIES,    // birth
    INDUCTION_STARTED,    // birth; doctor and midwife have started the induction and are free again
    LABOUR_BEGINS,        // birth; after induction
    LABOUR_NEEDS_REVIEW,  // birth; a doctor is asked for
    LABOUR_REVIEWED,      // birth
    LABOUR_ENDS,          // birth; birth, or the decision for a caesarean or an instrumental birth
    INSTRUMENTAL_ENDS,    // birth
    CAESAREAN_DUE,        // ordinal; planned caesarean
    CAESAREAN_RETURNS,    // birth; a planned caesarean that was moved to today
    CAESAREAN_ENDS,       // birth
    CAESAREAN_LIST_ENDS,  // nothing; planned caesareans that have not begun move
    MOTHER_RECOVERS,      // birth; ready for a postnatal bed
    MOTHER_LEAVES,        // birth; postnatal stay over
    MATERNITY_CLOSES,     // number of the spell of overcrowding; new labours are diverted
    MATERNITY_MORNING,    // nothing; today's inductions and planned caesareans
    // elective.c
    REFERRAL_ARRIVES,     // service
    ELECTIVE_MORNING,     // nothing; sessions are opened, patients booked
    INPATIENTS_ARRIVE,    // nothing; today's inpatients ask for their beds
    SESSIONS_RUN,         // half of the day: 0 morning, 1 afternoon
    ELECTIVE_BED_CUTOFF,  // nothing; inpatients still without a bed are cancelled
    // booking.c
    CALL_ENDS,            // task
    CALL_IS_TRIED_AGAIN,  // task; also when a letter arrives
    CALL_SLOT_PASSES,     // task; the appointment's time has come and the patient has not been told
    CALLER_RINGS,         // ordinal; inbound
    CALLER_RINGS_BACK,    // task; inbound caused by a moved appointment
    CALLER_GIVES_UP,      // task
    AGENTS_CHANGE,        // nothing; the office opens or closes
    // service.c
    SERVICE_ARRIVES,           // source; one or several patients
    SERVICE_REACHES_STEP,      // patient; the way there has ended
    SERVICE_ENDS,              // patient; what is done at the step
    SERVICE_ENDS_PLAINLY,      // patient; the same of a plain step, with the resource for a stamp
    SERVICE_GIVES_UP,          // patient, still waiting
    SERVICE_CAPACITY_CHANGES,  // resource; by its table of hours
    SERVICE_SNAPSHOT,          // snapshot, of all the place's services
    HOSPITAL_EVENTS
};

// The model's tables.
enum {
    TABLE_HOSPITAL = SIM_TABLES_OF_ENGINE,
    TABLE_ATTENDANCES,       // emergency.h: Attendance
    TABLE_PATIENCE,          // emergency.h: Patience
    TABLE_SPELLS,            // beds.h: Spell
    TABLE_BIRTHS,            // maternity.h: Birth
    TABLE_PATHWAYS,          // elective.h: Pathway; rows are never given back
    TABLE_ASIDE,             // elective.h: PathwayAside, in the rows of the pathways
    TABLE_SESSIONS,          // elective.h: Session
    TABLE_BOOKINGS,          // uint32_t: pathways booked, each session's together
    TABLE_DAY_BLOCKS,        // day_lists.h: DayBlock
    TABLE_DAYS_AHEAD,        // elective.h: ElectiveDay, one row a day
    TABLE_TASKS,             // booking.h: Task
    TABLE_STAFFING,          // staffing.h: StaffingEntry, the ledger of shifts
    TABLE_MOVED,             // elective.h: MovedEntry, the ledger of appointments moved
    TABLE_SERVICE_PATIENTS,  // service.h: ServicePatient
    TABLE_SERVICE_CELLS,     // service.h: ServiceCell
    TABLE_SERVICE_FLOWS,     // service.h: ServiceFlow
    TABLE_SERVICE_CROWDS,    // service.h: ServiceCrowd
    TABLE_SERVICE_SOURCES,   // service.h: ServiceSourceState
    TABLES_BEFORE_LISTS      // then one table for each waiting list
};

// The one row of TABLE_HOSPITAL.
typedef struct {
    uint32_t place;  // index of the trust in the plan
    uint32_t seed, replication;
    uint32_t reserved;
    StaffingState staffing;
    EmergencyState emergency;
    BedsState beds;
    MaternityState maternity;
    ElectiveState elective;
    BookingState booking;
    ServiceState services;
} HospitalState;

typedef struct Hospital {
    SimWorld *world;
    const HospitalPlan *plan;
    const TrustPlan *trust;
    HospitalState *state;
    SimKey key;
} Hospital;

// Opens a world at time 0 and schedules what recurs. Each flow has X_open(hospital), called from here.
SimWorld *hospital_new(const void *plan, size_t place, SimKey key);
SimWorld *hospital_fork(const SimWorld *world, const void *plan);
bool hospital_run_until(SimWorld *world, const void *plan, SimTime until_s, char *message, size_t message_size);

static inline SimTime hospital_now(const Hospital *hospital)
{
    return sim_now(hospital->world);
}

// Schedules `kind` for `subject` so many seconds from now, as a completion or other timed step.
void hospital_schedule(Hospital *hospital, enum HospitalEvent kind, uint32_t subject, uint32_t stamp, SimTime after_s);
// The same at a given time and in a given class of the order within a second.
void hospital_schedule_at(Hospital *hospital, enum HospitalEvent kind, uint32_t subject, SimTime time_s,
                          enum SimOrder order);

// The words of one block for an entity of a process of this trust (enum TrustStream in trust.h).
SimWords hospital_draw(const Hospital *hospital, enum TrustStream stream, uint32_t entity, uint32_t purpose,
                       uint32_t block);

// The same for a process that the scenario names: `process` is the hash of its name.
SimWords hospital_draw_named(const Hospital *hospital, uint32_t process, uint32_t entity, uint32_t purpose,
                             uint32_t block);

// True on Saturdays, Sundays and bank holidays.
bool hospital_is_rest_day(const Hospital *hospital, uint32_t day);

// The arithmetic of every audit: writes the message and returns false unless left == right.
bool hospital_agrees(int64_t left, int64_t right, const char *what, char *message, size_t message_size);

#endif
