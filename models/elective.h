// Planned care: a pathway's way from referral to the stop of its clock, and the dated sessions it meets on the way.
//
// referral -> first appointment -> (diagnostics -> review) -> stop without admission, or decision to treat -> theatre
// list -> admission. Sessions (clinics, diagnostic lists, theatre lists) are dated, have slots, and are booked ahead
// along a curve. Follow-ups outside pathways fill slots as counts.
#ifndef MODELS_ELECTIVE_H
#define MODELS_ELECTIVE_H

#include <stdbool.h>

#include "models/booking.h"
#include "models/day_lists.h"
#include "models/deterioration.h"
#include "models/last_minute.h"
#include "models/session_file.h"
#include "models/staffing.h"
#include "models/strike.h"
#include "sim/engine/arrivals.h"
#include "sim/engine/distribution.h"
#include "sim/engine/events.h"
#include "sim/engine/ranked.h"
#include "sim/scenario/field.h"

enum { ELECTIVE_MORNING_S = 7 * 3600 };  // of the day: when bookings are made
enum { SERVICES_MOST = 16, BOOKING_DAYS = 56, SHARE_STEPS = 128, LIST_STAGES = 5, WEEK_BANDS = 105 };

// Shares of slots booked ahead differ between what is booked.
enum BookingCurve { CURVE_CLINIC, CURVE_OTHER, CURVE_THEATRE, BOOKING_CURVES };

// Where a pathway stands. The first six wait in a list of their own; each may be booked.
enum PathwayStage {
    STAGE_FIRST,      // waits for a first appointment
    STAGE_ENDOSCOPY,  // waits for an endoscopy
    STAGE_IMAGING,    // waits for images
    STAGE_REVIEW,     // waits for the appointment after the tests
    STAGE_INPATIENT,  // on the waiting list for an operation with a stay
    STAGE_DAY_CASE,   // on the waiting list for an operation without one
    WAITING_STAGES,
    STAGE_ADMITTED = WAITING_STAGES,  // clock stopped by an admission
    STAGE_TREATED,                    // clock stopped without one
    STAGE_REMOVED,                    // left the list for another reason
    PATHWAY_STAGES
};

// A routine patient waits behind an urgent one. P2 to P4 rank operations; clinics and tests rank urgent suspected
// cancer, urgent, routine.
enum PathwayPriority { PRIORITY_URGENT, PRIORITY_SOON, PRIORITY_ROUTINE, PRIORITIES };

enum SessionKind {
    SESSION_CLINIC,
    SESSION_ENDOSCOPY,
    SESSION_IMAGING,
    SESSION_INPATIENT_LIST,  // this and what follows are theatre lists
    SESSION_DAY_CASE_LIST,
    SESSION_KINDS
};
enum SlotUse { SLOT_NEW, SLOT_REVIEW, SLOT_OTHER, SLOT_USES };
enum Half { HALF_MORNING, HALF_AFTERNOON, HALVES };

enum SessionState {
    SESSION_OPEN,
    SESSION_CLOSED,  // expected to be cut: nobody is booked into it any more
    SESSION_CANCELLED,
    SESSION_TIME_OFF,  // cancelled for time off in lieu, whatever the strike does
    SESSION_HELD
};

// How an appointment came to be moved because of a strike.
enum MoveChannel {
    CHANNEL_PULLED,
    CHANNEL_RESIDENT,
    CHANNEL_CONSULTANT,
    CHANNEL_STAFF,
    CHANNEL_REST,
    CHANNEL_TIME_OFF,
    CHANNEL_NO_BED,  // beds are closed because their nurses are on strike
    MOVE_CHANNELS
};
enum MoveNotice { NOTICE_SUPPRESSED, NOTICE_ADVANCE, NOTICE_SHORT, NOTICE_ON_THE_DAY, MOVE_NOTICES };
enum MoveKind { MOVE_OUTPATIENT, MOVE_INPATIENT, MOVE_DAY_CASE, MOVE_DIAGNOSTIC, MOVE_KINDS };
#define MOVE_KIND_WORDS "outpatient|inpatient|day_case|diagnostic"

// `trusts[].elective.services[]`
typedef struct {
    SimRecordHead head;
    SimText name;
    int specialty;                                    // whose consultants lead its sessions
    double share;                                     // of the trust's referrals and waiting list
    double urgent_share, soon_share;                  // of referrals; the rest is routine
    double p2_share, p3_share;                        // of operations; the rest is P4
    double diagnostics_share;                         // of first appointments that lead to tests and a review
    double endoscopy_share;                           // of tests; the others are imaging
    double treat_share;                               // of first appointments that lead to a decision to treat
    double treat_after_tests;                         // of reviews
    double day_case_share;                            // of operations
    double doctor_led;                                // share of clinics
    double clinic_slots, inpatient_cases, day_cases;  // a session; unset: as elective.slots
    SimTexts treatment_functions;                     // whose published waiting lists are its own
} ServiceFields;

// Who is needed beside those who lead.
typedef struct {
    int by;        // enum StaffGroup, or -1: nobody else is needed
    double share;  // of the sessions, that do not take place without them
} StaffedFields;

// `trusts[].elective.endoscopy`, `trusts[].elective.imaging`
typedef struct {
    double slots;       // a session
    double doctor_led;  // share of sessions
    int led_by;         // enum Specialty, or -1: the service's own
    StaffedFields staffed;
    double other;  // slots used outside pathways, per slot used by them
} TestFields;

// `trusts[].elective.reserve`
typedef struct {
    double share;  // of slots for pathways
    double until;  // seconds before the day
} ReserveFields;

// `trusts[].elective`
typedef struct {
    bool on;
    SimRecords services, sessions, waiting_list;
    double referrals;       // a day, averaged over the year
    double removals;        // hazard a day of leaving the list otherwise
    double capacity;        // sessions for pathways relative to what the flow of referrals needs
    double dna;             // share of appointments at which the patient does not attend
    double dna_discharged;  // share of those who miss a first appointment that is referred back
    double cancelled_by_patient, cancelled_by_hospital;  // shares of outpatient appointments booked
    double refilled;                                     // share of the slots of those that others fill
    double spread;        // share of a list's mean wait by which places in it differ between patients, or unset
    double spread_shape;  // Weibull shape of that, or unset
    double clinic_slots, inpatient_cases, day_cases;  // a session
    TestFields endoscopy, imaging;
    StaffedFields clinic, theatre;
    double led_by_sas;                                    // share of doctor-led sessions
    SimNumbers curve_clinic, curve_other, curve_theatre;  // share of slots booked 8, 6, 4, 2, 1 and 0 weeks ahead
    SimNumbers stage_shares;                              // of the waiting list at the start, by stage
    SimNumbers monthly_referrals, monthly_activity;       // factors, January to December
    double holiday_activity;  // factor for the working days from 24 December to 2 January and beside bank holidays
    double bed_cutoff;        // seconds after midnight
    LastMinuteFields last_minute;
    ReserveFields reserve_clinic, reserve_theatre;
    double long_wait;  // seconds; 0: off
    DeteriorationFields deterioration;
} ElectiveFields;

typedef struct {
    char name[48];
    struct {
        uint32_t pathways, referrals, sessions, tasks;
    } stream;                           // hashes of the names of the service's processes
    uint8_t led_by[SESSION_KINDS];      // enum Specialty of the consultants, where a doctor leads
    uint8_t staffed_by[SESSION_KINDS];  // enum StaffGroup without whom there is no session, or STAFF_GROUPS
    double staffed_share[SESSION_KINDS];
    double doctor_led[SESSION_KINDS];  // share of the sessions
    double urgent, soon, p2, p3, diagnostics, endoscopy, treat, treat_after_tests, day_case;
    double stage_share[WAITING_STAGES];      // of its list at the start
    SimWeekly referrals;                     // at the rate of the busiest month
    SimDistribution spread[WAITING_STAGES];  // of places in each list
    double sessions_a_day[SESSION_KINDS];    // on an average working day, before seasons
    double slots[SESSION_KINDS][SLOT_USES];  // a session, on average
    double own_lists[SESSION_KINDS];         // share of the theatre lists that suit a patient
    double other_a_day;                      // follow-ups falling due on an average calendar day
    double list_share;
    bool is_measured;  // has patients
    uint32_t total_series, le18_series, gt52_series;
} ServicePlan;

typedef struct {
    bool on;
    uint32_t service_count;
    ServicePlan services[SERVICES_MOST];
    SimDistribution removal_days;           // from joining the list
    double removals;                        // their hazard a day
    double spread, spread_shape;            // as written, or else fitted to the two shares below
    double within_18_weeks, over_52_weeks;  // of the list at the start, as published
    const struct LevelList *level;          // who is where on a list in balance; kept with the plan's tables
    double dna, dna_discharged;
    double led_by_sas;
    double slot_lost;   // probability that an outpatient slot booked is cancelled and not filled again
    double slot_twice;  // appointments cancelled whose slots were filled again, per slot booked
    double by_patient;  // share of the appointments cancelled
    float curve[BOOKING_CURVES][BOOKING_DAYS + 1];      // share of slots booked so many days ahead
    uint8_t furthest[BOOKING_CURVES][SHARE_STEPS + 1];  // days ahead at which at least so many steps of it are booked
    struct {
        double share;
        uint32_t until_days;
    } reserve[SESSION_KINDS];  // of slots for pathways; until so many days before
    SimTime long_wait_s;       // after which the routine rank as more urgent; 0: never
    LastMinutePlan last_minute;
    DeteriorationPlan deterioration;
    SessionFilePlan file;
    double list_size;
    uint32_t *bands;          // of each service, then of the whole trust; owned, NULL if not given
    bool bands_by_service;    // or only of the whole trust
    double *activity;         // a factor for every day: seasons, rest days 0
    double *referral_chance;  // for every day, relative to the busiest
    double referral_peak;     // rate of a working day of the busiest month over that of an average day
    uint32_t bed_cutoff_s;
} ElectivePlan;

// Half a cache line: tens of thousands wait, and are met in no order.
typedef struct {
    uint32_t ordinal;       // in its service: keys the pathway's random numbers
    uint32_t ticket;        // in the list of its stage while it waits; 0 if not
    uint32_t session;       // booked into, or 0
    uint32_t spell;         // bed asked for, or 0
    int32_t clock_start_s;  // world time; negative before the world began
    int32_t rank_s;         // place in the list: joining it, moved by the spread
    uint16_t breach_day;    // day on which the latest last-minute cancellation is a breach if not treated; 0: none
    uint8_t service, stage, priority;
    uint8_t moved;         // times moved because of a strike
    uint8_t untold;        // cancelled, and the bookings team has not reached or not rebooked the patient yet
    uint8_t appointments;  // held so far: numbers their draws, the same however often one was moved
} Pathway;

// What is seldom looked at of the pathway in the same row.
typedef struct {
    uint32_t visits;  // numbers its moves, for the bookings team
} PathwayAside;

enum { CUT_REINSTATED = UINT16_MAX };  // it was, and opened again when the strike was called off

typedef struct Session {
    uint32_t next_same_day;
    uint32_t first_booking;  // row of the first of its pathways; there is a row for every slot that one can have
    uint32_t key;            // of its random numbers within the service and day: kind, half, number, extra
    uint16_t day;
    uint8_t service, kind, half, state, doctor_led;
    uint8_t extra;  // enum ExtraSession
    uint16_t slots[SLOT_USES], booked[SLOT_USES];
    uint8_t urgent;    // urgent patients booked
    uint8_t blocked;   // slots in which nobody is seen because residents are on strike
    uint8_t thinned;   // patients moved out of it for that
    uint8_t look_at;   // nobody can be booked into it more days ahead than this
    uint16_t written;  // 1 + its row in the planner's file, or 0 if it is the template's
    uint16_t cut;      // 1 + the patients booked when it was cut because of a strike, 0: never; CUT_REINSTATED
} Session;

typedef struct {
    uint32_t first_session[HALVES];
    uint32_t last_block[DAY_LISTS];  // of each list; the one being filled
} ElectiveDay;

// A row of the ledger of moved appointments (TABLE_MOVED).
typedef struct {
    uint16_t day;  // of the slot
    uint8_t service, priority, kind, notice;
    uint16_t reserved;
    uint32_t patients;
} MovedEntry;

// Clocks that run and started on the same day, by service: as wide for every trust, so that they are added up at once.
typedef struct {
    uint32_t of[SERVICES_MOST];
} ClockDay;

typedef struct {
    uint32_t lists[SERVICES_MOST][WAITING_STAGES];                 // SimRankedId
    uint32_t waiting[PATHWAY_STAGES];                              // pathways by stage, booked ones included
    uint32_t next_referral[SERVICES_MOST], loaded[SERVICES_MOST];  // ordinals given
    double referral_clock_s[SERVICES_MOST];                        // exact time of the last arrival
    uint32_t referral_word[SERVICES_MOST];                         // decides whether it comes on its day
    double other_due[SERVICES_MOST];             // follow-ups due and not booked (a fraction carries over)
    double carry[SERVICES_MOST][SESSION_KINDS];  // fractions of sessions not yet opened
    double carry_slots[SERVICES_MOST][SESSION_KINDS][SLOT_USES];
    double carry_doctor_led[SERVICES_MOST][SESSION_KINDS];
    uint32_t opened_until;            // first day whose sessions have not been opened
    uint32_t clock_table;             // table of ClockDay, by day of their start
    uint32_t running[SERVICES_MOST];  // clocks of each service
    uint32_t reserved;
    uint32_t moved_waiting, moved_seen;  // patients moved by a strike who still wait, who have been seen
    int64_t list_yesterday;              // for the identity
    int64_t started, stopped_admitted, stopped_not_admitted, removed, nullified;  // since the last audit
} ElectiveState;

extern const SimFieldBlock elective_fields;

struct Hospital;
struct TrustPlan;
struct HospitalPlan;

// Random numbers of a pathway, of a session on its day, and the key of the tasks they cause: by the service's name and
// an ordinal within it, never by a position in the scenario.
SimWords elective_draw(const struct Hospital *hospital, uint32_t pathway, uint32_t purpose, uint32_t block);
SimWords session_draw(const struct Hospital *hospital, const Session *session, uint32_t purpose);
uint32_t elective_task_key(const struct Hospital *hospital, uint32_t service, uint32_t ordinal);

bool elective_plan(const struct HospitalPlan *plan, struct TrustPlan *trust, SimFaults *faults);
// Adds the columns of each service that has patients.
void elective_measures_plan(struct HospitalPlan *plan, struct TrustPlan *trust);
void elective_plan_free(ElectivePlan *plan);
void elective_open(struct Hospital *hospital);
// Schedules the first referral of a service.
void elective_first_referral(struct Hospital *hospital, uint32_t service);
void elective_handle(struct Hospital *hospital, SimEvent event);

// A bed asked for an inpatient has been allocated: the operation goes ahead.
void elective_bed_granted(struct Hospital *hospital, uint32_t pathway, uint32_t spell, SimTime transfer_s);
// The bookings team has reached the patient of a cancelled appointment, or the slot has passed before it could
// (`in_time` false: the patient turned up). Called once for each.
void elective_patient_told(struct Hospital *hospital, const MovedAppointment *moved, bool in_time);
// The team has rebooked the patient, who waits for a slot again from now on.
void elective_patient_rebooked(struct Hospital *hospital, const MovedAppointment *moved);

// Slots of a session that nobody was booked into because of the strike.
void elective_count_suppressed(struct Hospital *hospital, const Session *session, uint32_t slots);

// A patient of the waiting list is admitted as an emergency, which stops the clock.
void elective_admitted_as_emergency(struct Hospital *hospital, uint32_t pathway);

void elective_close_day(struct Hospital *hospital);
bool elective_audit(const struct Hospital *hospital, bool recount, char *message, size_t message_size);

#endif
