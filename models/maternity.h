// Maternity: a mother's path from the onset of labour, or a booked day, to home.
//
// Nothing here is ever cancelled for a strike; what yields instead is visible: inductions wait to be started, planned
// caesareans move to the next day, and a unit that is full diverts.
#ifndef MODELS_MATERNITY_H
#define MODELS_MATERNITY_H

#include <stdbool.h>

#include "sim/engine/arrivals.h"
#include "sim/engine/distribution.h"
#include "sim/engine/events.h"
#include "sim/engine/resource.h"
#include "sim/scenario/field.h"

struct Hospital;
struct TrustPlan;
struct HospitalPlan;

enum BirthMode {
    BIRTH_SPONTANEOUS,
    BIRTH_INSTRUMENTAL,
    BIRTH_EMERGENCY_CAESAREAN,
    BIRTH_PLANNED_CAESAREAN,
    BIRTH_MODES
};
#define BIRTH_MODE_WORDS "spontaneous|instrumental|emergency_caesarean|planned_caesarean"

// How a labour starts, or that there is none.
enum BirthOnset { ONSET_SPONTANEOUS, ONSET_INDUCED, ONSET_NONE };

// How soon a caesarean is needed: at once, for the life of mother or child; within 75 minutes; early; when it suits.
enum CaesareanCategory { CATEGORY_1, CATEGORY_2, CATEGORY_3, CATEGORY_4, CAESAREAN_CATEGORIES };
#define CAESAREAN_CATEGORY_WORDS "category 1|category 2|category 3|planned"

// What is short when an induction cannot be started.
enum MaternityLack { LACKS_ROOMS, LACKS_MIDWIVES, LACKS_DOCTORS, MATERNITY_LACKS };
#define MATERNITY_LACK_WORDS "rooms|midwives|doctors"

// Where a mother stands.
enum BirthStage {
    BIRTH_NOWHERE,           // the row is free
    BIRTH_AWAITS_INDUCTION,  // planned for today, and not started
    BIRTH_INDUCED,           // induction has started, on the antenatal ward
    BIRTH_IN_LABOUR,
    BIRTH_AWAITS_INSTRUMENT,  // of a doctor's hands
    BIRTH_WITH_INSTRUMENT,
    BIRTH_AWAITS_THEATRE,
    BIRTH_MOVED,  // planned caesarean moved to another day
    BIRTH_IN_THEATRE,
    BIRTH_RECOVERS,
    BIRTH_AWAITS_BED,
    BIRTH_POSTNATAL,
    BIRTH_STAGES
};

// `trusts[].maternity`
typedef struct {
    bool on;
    double rooms, theatres, postnatal_beds;
    double life_preserving;    // share of midwives whom a strike of theirs leaves at work
    double midwives, doctors;  // at work on average, around the clock: staffing scales its rosters to them
    double planned_caesarean, emergency_caesarean, instrumental, induced;  // shares of deliveries
    double category_1, urgent;  // shares of emergency caesareans that are category 1, and 1 or 2
    double labour, labour_cv;   // seconds
    SimNumbers labour_by_hour;  // weights of the hours of the day at which spontaneous labours come
    double reviewed, review;    // share of labours that a doctor is called to; seconds
    double instrument;          // seconds of a doctor
    double recovery;            // seconds from birth to being ready for a postnatal bed
    bool second_team;
    double theatre, theatre_cv;                          // seconds
    double delivery, delivery_cv;                        // seconds from the start in theatre to the birth
    double list_starts, list_ends;                       // seconds after midnight
    double induction_from, induction_until;              // seconds after midnight
    double induction_start;                              // seconds of a doctor and a midwife
    double induction_to_labour, induction_to_labour_cv;  // seconds
    double spare_rooms, spare_midwives, spare_doctors;   // must be free for an induction to be started on time
    double relaxed_after;                                // seconds of delay at which one of each is enough
    double retry;                                        // seconds
    double stay[BIRTH_MODES];                            // seconds; planned caesareans stay as emergency ones
    double stay_cv;
    double divert_queue, divert_after;  // mothers waiting for a room; seconds
} MaternityFields;

typedef struct {
    bool on;
    uint32_t rooms, theatres, postnatal_beds;
    bool second_team;
    SimWeekly labours;
    SimDistribution exponential;  // mean 1
    SimDistribution labour, theatre, delivery, induction_to_labour, stay[BIRTH_MODES];
    double inductions_a_day, caesareans_a_working_day;
    double caesarean_after_labour, instrumental_after_labour;  // shares of labours
    double category_1, urgent, reviewed, life_preserving;
    SimTime review_s, instrument_s, recovery_s, induction_start_s, retry_s, divert_after_s;
    SimTime list_starts_s, list_ends_s, induction_from_s, induction_until_s;
    double spare_rooms, spare_midwives, spare_doctors, relaxed_after_s;
    uint32_t divert_queue;
} MaternityPlan;

typedef struct {
    SimResourceId rooms, midwives, doctors;
    SimResourceId theatre, second_team;  // mothers queue for the theatre; the second team has no queue of its own
    SimResourceId postnatal;
    uint32_t next_labour, next_induction, next_caesarean;
    uint32_t working_days;    // since the world began: planned caesareans come by working days
    uint32_t crowded;         // number of the present spell of overcrowding, or 0
    uint32_t crowded_spells;  // so far
    uint32_t closed_since_s;  // new labours are diverted since; 0 if the unit is open
    uint32_t reserved;
    double labour_clock_s;  // exact time of the last spontaneous labour
    int64_t entered, delivered, left;
} MaternityState;

// A mother, from her first moment in the unit until she goes home.
// What a mother holds of the unit.
enum BirthHolds {
    HOLDS_ROOM = 1,
    HOLDS_MIDWIFE = 2,
    HOLDS_DOCTOR = 4,
    HOLDS_THEATRE = 8,
    HOLDS_SECOND_TEAM = 16,
    HOLDS_BED = 32
};

typedef struct {
    SimSlot slot;
    uint32_t ordinal;  // in the process of her onset: keys her random numbers
    uint32_t since_s;  // planned start of an induction; decision for an emergency caesarean
    SimPlaceId room_place, midwife_place, doctor_place, theatre_place;  // in queues; 0 if not waiting
    uint8_t onset, stage;
    uint8_t mode;      // enum BirthMode, once it is known
    uint8_t holds;     // set of enum BirthHolds
    uint8_t category;  // enum CaesareanCategory: class of the queue for the theatre
    uint8_t reserved[3];
} Birth;

_Static_assert(sizeof(Birth) == 40, "no padding: worlds are compared byte by byte");

extern const SimFieldBlock maternity_fields;

bool maternity_plan(const struct HospitalPlan *plan, struct TrustPlan *trust, SimFaults *faults);
void maternity_open(struct Hospital *hospital);
void maternity_handle(struct Hospital *hospital, SimEvent event);

// Obstetric doctors or midwives at work have changed (staffing.c calls this at every change of shift).
void maternity_staff_changed(struct Hospital *hospital);

// A patient of a service has joined a queue of the unit, has left one, or is done with somebody or a place: whoever can
// be served now is. Patients of services who wait for a delivery room count when the unit closes for overcrowding.
void maternity_serve(struct Hospital *hospital);

void maternity_snapshot(struct Hospital *hospital);  // 08:00
bool maternity_audit(const struct Hospital *hospital, bool recount, char *message, size_t message_size);

#endif
