// The bookings team: tells patients that their appointment is moved, and rebooks them.
//
// A message goes first and is free; who does not answer it is called, again and again at intervals, by agents who also
// answer the telephone (inbound calls go first). A patient who has not been reached by the time of the appointment
// turns up, and the appointment becomes a cancellation on the day.
#ifndef MODELS_BOOKING_H
#define MODELS_BOOKING_H

#include <stdbool.h>

#include "sim/engine/arrivals.h"
#include "sim/engine/distribution.h"
#include "sim/engine/events.h"
#include "sim/engine/random.h"
#include "sim/engine/resource.h"
#include "sim/scenario/field.h"

struct Hospital;
struct TrustPlan;
struct HospitalPlan;

enum TaskStage {
    TASK_NOWHERE,      // the row is free
    TASK_AWAITS_CALL,  // to the patient
    TASK_ON_CALL,
    TASK_BETWEEN_CALLS,  // nobody answered
    TASK_BY_LETTER,      // nobody ever answered
    TASK_AWAITS_REBOOKING,
    TASK_REBOOKED_NOW,  // an agent is at it
    TASK_AWAITS_OFFER,  // of a slot at short notice, to whoever is next
    TASK_OFFERS,        // an agent is at it
    TASK_WILL_RING,     // a caller, caused by a moved appointment, who has not rung yet
    TASK_RINGS,         // a caller in the queue
    TASK_ANSWERED,      // a caller with an agent
    TASK_STAGES
};

enum CallShape { CALL_LOGNORMAL, CALL_GAMMA };

// Purposes of random numbers, and what the words of the block decide. A task's numbers are keyed by what was moved, so
// they do not depend on when the team gets to it.
enum {
    CALLS_DRAW_TASK = 0,      // the message reaches the patient; callers it causes; time of rebooking
    CALLS_DRAW_CALL = 1,      // and one more for every try: the patient answers; length
    CALLS_DRAW_CALLER = 48,   // and one more for every caller of a task: when; length; patience
    CALLS_DRAW_OFFER = 127,   // of a slot at short notice: somebody can come; length
    CALLS_OF_FOLLOW_UP = 128  // is added for appointments without a pathway, which have keys of their own
};
enum { TRIES_MOST = CALLS_DRAW_CALLER - CALLS_DRAW_CALL, CALLERS_MOST = CALLS_DRAW_OFFER - CALLS_DRAW_CALLER };

// `trusts[].bookings`
typedef struct {
    bool on;
    double agents, agents_rest_day;
    double opens, closes;                  // seconds after midnight
    double call, call_cv;                  // seconds; a call that reaches the patient, or one that comes in
    double no_answer;                      // seconds of a call that does not
    double rebooking;                      // seconds without a call
    int call_shape;                        // enum CallShape
    double message_reaches, call_reaches;  // shares
    double messages;                       // sent to a patient
    double tries, retry;                   // calls before a letter goes; working seconds between them
    double letter;                         // seconds until it arrives
    double inbound;                        // calls a day, averaged over the year
    SimNumbers inbound_by_hour;
    double patience;        // seconds
    double callers_a_move;  // calls that a moved appointment causes
    double callers_after;   // working seconds
} BookingFields;

typedef struct {
    bool on;
    uint32_t agents[2];  // on working days, on rest days
    SimTime opens_s, closes_s;
    SimDistribution exponential;  // mean 1
    SimDistribution call, rebooking;
    SimTime no_answer_s, letter_s;
    double message_reaches, call_reaches, messages;
    uint32_t tries;
    double retry_h, callers_after_h;  // of opening hours
    double patience_s;
    double callers_a_move;
    SimWeekly inbound;  // calls that come whatever happens
    SimWeekly opening;  // one an hour while the office is open: counts working time
} BookingPlan;

typedef struct {
    SimResourceId agents;
    uint32_t next_caller;
    SimWords caller_words;   // random numbers of the next caller
    double caller_clock_s;   // exact time of the last inbound call
    int64_t taken_on, done;  // tasks and callers, as rows of the table
    int64_t pending;         // moved appointments not told or not rebooked
} BookingState;

// A moved appointment that the team is at work on, or a caller.
typedef struct {
    SimSlot slot;
    uint32_t pathway, key, visit, session;  // of the moved appointment; key of a caller who comes anyway: the ordinal
    uint32_t slot_s;                        // when the appointment was to be
    uint32_t taken_on_s;                    // when it was cancelled
    SimPlaceId place;                       // in the queue for an agent; 0 if not waiting
    uint32_t call_word, patience_word;      // random numbers of a caller
    uint8_t stage;
    uint8_t tries;       // calls made; of a caller caused by a moved appointment: which of its callers
    uint8_t is_told;     // elective care has been told, whether the patient was in time or not
    uint8_t origin;      // enum TaskOrigin: whose random numbers
    uint8_t use;         // enum SlotUse of a slot that is offered
    uint8_t can_come;    // whether somebody will take it
    uint8_t on_the_day;  // cancelled on the day of the appointment
    uint8_t reserved;
} Task;

_Static_assert(sizeof(Task) == 52, "no padding: worlds are compared byte by byte");

// An appointment that has been cancelled and whose patient must be told and rebooked.
typedef struct {
    uint32_t pathway;  // 0 for a follow-up, which is counted but is not an entity
    uint32_t key;      // keys the task's random numbers: the pathway, or the session for a follow-up
    uint32_t visit;    // the pathway's visit, or the slot of the session
    uint32_t session;
    SimTime slot_s;   // when the appointment was to be
    bool on_the_day;  // cancelled when the patient may already be on the way: counted as on the day at once
} MovedAppointment;

extern const SimFieldBlock booking_fields;

bool booking_plan(const struct HospitalPlan *plan, struct TrustPlan *trust, SimFaults *faults);
void booking_open(struct Hospital *hospital);
void booking_handle(struct Hospital *hospital, SimEvent event);

// Takes on an appointment that has been cancelled. When the patient has been told, or the slot has passed, booking
// calls elective_patient_told once; when an agent has rebooked the patient, elective_patient_rebooked.
void booking_tell(struct Hospital *hospital, const MovedAppointment *moved);

// A free slot that is to be offered by telephone to whoever is next (see short_notice.h); `number` is its own in the
// session. When the call has ended booking calls short_notice_book, if somebody can come.
typedef struct {
    uint32_t session, number, use;  // enum SlotUse
    SimTime slot_s;
    double share;  // probability that somebody can come
} SlotOffer;
void booking_offer(struct Hospital *hospital, const SlotOffer *offer);

// Of the patients told that they are moved who wait to be rebooked at this stage of a service, the most urgent, and of
// equals the first on the list: the team is done with them. 0 if there is nobody.
uint32_t booking_take_moved(struct Hospital *hospital, uint32_t service, uint32_t stage);

// The patients of a cancelled session who have not been told yet need not be told any more. Calls `keeps` for each.
uint32_t booking_withdraw(struct Hospital *hospital, uint32_t session,
                          void (*keeps)(struct Hospital *hospital, const MovedAppointment *moved));

// A patient of a service has joined the team's queue or left it, or is done with an agent: whoever is next is served.
void booking_serve(struct Hospital *hospital);

void booking_close_day(struct Hospital *hospital);
bool booking_audit(const struct Hospital *hospital, bool recount, char *message, size_t message_size);

#endif
