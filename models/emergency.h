// A&E: a patient's path from the door to home, to SDEC, or to a ward.
//
// arrival -> (ambulance handover) -> triage -> waits for a clinician by urgency, then arrival -> assessment -> tests ->
// review -> home, or decision to admit -> waits for a bed in the cubicle -> ward. Whoever waits too long for a first
// clinician leaves unseen. Minor injuries (type 3) and direct emergency admissions have short paths of their own.
#ifndef MODELS_EMERGENCY_H
#define MODELS_EMERGENCY_H

#include <stdbool.h>

#include "models/beds.h"
#include "models/minors.h"
#include "sim/engine/arrivals.h"
#include "sim/engine/distribution.h"
#include "sim/engine/events.h"
#include "sim/engine/random.h"
#include "sim/engine/resource.h"
#include "sim/scenario/field.h"

struct Hospital;
struct TrustPlan;
struct HospitalPlan;

enum {
    TRIAGE_CLASSES = 5,
    LEAST_URGENT_IN_CUBICLE = 3,  // 4 and 5 get a chair
    MINOR_DAY_FROM = 8,           // hours of the day between which practitioners for minor injuries are on by day
    MINOR_DAY_UNTIL = 22
};

// What the number of clinicians follows from.
enum ClinicianLevel { LEVEL_FROM_LOAD, LEVEL_FROM_ROSTERS };

// How the department's rosters differ by day of the week.
enum RostersByDay { ROSTERS_FLAT, ROSTERS_BY_ATTENDANCES };

enum AssessmentShape { ASSESSMENT_LOGNORMAL, ASSESSMENT_GAMMA };

// `trusts[].emergency`. Lists of five go from urgency 1 to 5.
typedef struct {
    bool on;
    double type3_share;    // of all attendances; unset: from the ratio of admissions to attendances
    double direct_share;   // of emergency admissions: not through A&E
    SimNumbers hours;      // 24 relative arrival rates
    SimNumbers weekdays;   // 7 relative arrival rates from Monday
    SimNumbers monthly;    // 12 relative attendances a day from January; none: the same all year
    SimNumbers urgency;    // shares
    SimNumbers ambulance;  // share of each urgency that comes by ambulance
    SimNumbers admitted;   // share of each urgency that is admitted, before the fit
    SimNumbers unseen;     // share of each urgency expected to leave unseen in normal times; for the fit only
    double zero_day;       // share of admissions that need no bed
    double handover, handover_cv;
    double triage;
    double triage_nurses;
    double assessment, assessment_cv;
    int assessment_shape;  // enum AssessmentShape
    double tests_share;
    double tests, tests_cv;
    double imaging_share;     // of the time tests take that is waiting for images and taking them
    double children;          // share of all attendances
    double paediatric_share;  // of the time tests of children take that is waiting for paediatric doctors
    double review, review_cv;
    double patience, patience_cv;
    double cubicles;  // unset: what patients need, and cubicle_headroom times its square root
    double cubicle_headroom;
    double chairs;
    int level_from;         // enum ClinicianLevel
    int rosters_by_day;     // enum RostersByDay
    double clinician_load;  // in normal times, of a department of the template's size
    MinorsFields minors;
    double sdec_transfer;
    SimNumbers minor_hours;  // 24 relative arrival rates
    double minor_treatment, minor_treatment_cv;
    double minor_practitioners_day, minor_practitioners_night;  // unset: as minor_load says
    double minor_load;
    double direct_from, direct_until;  // seconds after midnight
} EmergencyFields;

typedef struct {
    bool on;
    SimWeekly arrivals, minor_arrivals, direct_arrivals;
    bool is_seasonal;
    double season[12];               // attendances of the month's days relative to the year's, from January
    double urgency[TRIAGE_CLASSES];  // shares
    double ambulance[TRIAGE_CLASSES];
    double admitted[TRIAGE_CLASSES];  // of those seen, fitted
    double tests_share, imaging_share, zero_day;
    double children;              // share of all attendances; 0: they are told apart in beds only
    double paediatric_share;      // of the time of children's tests
    double adults[2];             // share of adults among type 1 whose course is to go home, to be admitted
    SimDistribution exponential;  // mean 1
    SimDistribution handover, triage, assessment, tests, review, patience, sdec_transfer, minor_treatment;
    uint32_t triage_nurses, cubicles, chairs;
    uint32_t minor_practitioners[2];  // by day, by night
    double attendances;               // type 1, a day
    double minor_attendances;         // type 3, a day
    double admissions;                // through A&E, a day
    double direct_admissions;         // a day
    double clinician_hours_a_day;     // that rosters are scaled to, without those of minors; 0: they are not
    MinorsPlan minors;
    double staff_on[7];  // of the clinicians due on average, from Monday
} EmergencyPlan;

// Where a patient stands.
enum AttendanceStage {
    ATTENDANCE_NOWHERE,
    ATTENDANCE_IN_AMBULANCE,  // waits for a place to be handed over to
    ATTENDANCE_IN_HANDOVER,
    ATTENDANCE_WAITS_FOR_TRIAGE,
    ATTENDANCE_IN_TRIAGE,
    ATTENDANCE_WAITS_FOR_CLINICIAN,
    ATTENDANCE_WAITS_FOR_PLACE,  // would be seen now, but no cubicle is free
    ATTENDANCE_IN_ASSESSMENT,
    ATTENDANCE_IN_TESTS,
    ATTENDANCE_WAITS_FOR_REVIEW,
    ATTENDANCE_IN_REVIEW,
    ATTENDANCE_WAITS_FOR_BED,
    ATTENDANCE_IN_TRANSFER,
    ATTENDANCE_GOES_TO_SDEC,
    ATTENDANCE_MINOR_WAITS,
    ATTENDANCE_MINOR_IN_TREATMENT,
    ATTENDANCE_STAGES
};

// Row sizes and this are without padding: worlds are compared byte by byte.
typedef struct {
    double arrival_clock_s, minor_clock_s, direct_clock_s;  // exact times of the next arrivals
    double pace, minors_pace;                               // of the clinicians at work
    uint64_t arrived, left;                                 // patients since the world began, minor injuries too
    SimResourceId triage, clinicians, cubicles, chairs, practitioners;
    SimResourceId minors;                               // clinicians of the minors stream; 0: there is none
    uint32_t next_attendance, next_minor, next_direct;  // ordinals
    SimWords arrival_words;                             // of the next attendance: of the block DRAW_ARRIVAL
    uint32_t at[ATTENDANCE_STAGES];                     // patients by stage
    uint32_t placed[2];                                 // patients who hold a chair, a cubicle
    uint32_t looked_until_s;                            // who gives up before this has an event
} EmergencyState;

typedef struct {
    SimSlot slot;
    uint32_t ordinal;    // keys the patient's random numbers
    uint32_t came_s;     // through the door, or in an ambulance before it
    uint32_t arrived_s;  // start of the clock of A&E waits
    uint32_t decided_s;  // decision to admit
    uint32_t spell;      // bed asked for
    SimPlaceId place;    // in the queue the patient stands in
    uint8_t stage;       // enum AttendanceStage
    uint8_t urgency;     // 1 to 5; 0 for minor injuries
    uint8_t by_ambulance;
    uint8_t holds_place;  // a cubicle (urgency 1 to 3) or a chair
    uint8_t is_child;
    uint8_t with_minors;  // is being seen by a clinician of the minors stream
    uint8_t reserved[2];
    SimWords care;    // handover or triage; assessment; tests; review. Minor injuries: is a child in its place
    SimWords course;  // needs tests; is admitted; needs no bed; pool of beds, or is a child
} Attendance;

// Somebody who waits for a first clinician and would give up some hours from now; void if the stamp is no longer the
// patient's.
typedef struct {
    uint32_t attendance, stamp;
    uint32_t gives_up_s;
    uint32_t place_of_event;  // of the event of giving up, which is scheduled when that is near
} Patience;

extern const SimFieldBlock emergency_fields;

// Before staffing_plan, which scales the department's rosters to clinician_hours_a_day.
bool emergency_plan(const struct HospitalPlan *plan, struct TrustPlan *trust, SimFaults *faults);
void emergency_open(struct Hospital *hospital);
void emergency_handle(struct Hospital *hospital, SimEvent event);

// The doctors at work in the department have changed (staffing.c calls this at every change of shift).
void emergency_staff_changed(struct Hospital *hospital);
// A patient of a service has joined a queue of the department, has left one, or is done with somebody or a place:
// whoever can be served now is.
void emergency_serve(struct Hospital *hospital);
// An emergency admission that does not come through A&E: a bed is asked for at once, and the wait for it is elsewhere.
// `person` is the ordinal of a direct admission, or names somebody else whose numbers the stay has.
static const uint32_t EMERGENCY_OF_PATHWAY = 1u << 31;  // and a hash: no ordinal is so large
void emergency_admit_directly(struct Hospital *hospital, uint32_t person, enum BedPool pool);
// A bed asked for with beds_request has been allocated, and its transfer has begun; the bed is the patient's.
void emergency_bed_granted(struct Hospital *hospital, uint32_t attendance, uint32_t spell, SimTime transfer_s);

void emergency_snapshot(struct Hospital *hospital);  // 08:00
bool emergency_audit(const struct Hospital *hospital, bool recount, char *message, size_t message_size);

#endif
