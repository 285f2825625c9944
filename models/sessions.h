// Dated sessions: opened ahead, booked along a curve, cut, held.
#ifndef MODELS_SESSIONS_H
#define MODELS_SESSIONS_H

#include "models/elective.h"

struct Hospital;

enum { BOOKING_HORIZON_DAYS = 56, SHORTEST_NOTICE_DAYS = 2 };

SimTime session_starts_s(uint32_t day, enum Half half);
// The first session of a half-day; the others follow by next_same_day. 0 if there is none.
uint32_t sessions_of_half(const struct Hospital *hospital, uint32_t day, enum Half half);

// Opens the template's sessions of a day.
void sessions_open_day(struct Hospital *hospital, uint32_t day);
// Opens one session beyond the template, of an enum ExtraSession; returns its row. `number` makes its key unique among
// those of its kind on a half-day. It is not booked ahead: short_notice.h fills it.
uint32_t sessions_open_extra(struct Hospital *hospital, uint32_t day, uint32_t service, enum SessionKind kind,
                             enum Half half, uint32_t number, uint32_t extra);
// Adds slots of a use to an open session.
void session_widen(struct Hospital *hospital, uint32_t session, enum SlotUse use, uint32_t slots);

// A session that a planner wrote.
typedef struct {
    uint32_t day, service;
    enum SessionKind kind;
    enum Half half;
    uint32_t number, written;  // within the day; 1 + its row
    uint32_t slots;
    bool waits_for_export;  // nobody is booked into it yet
    bool asks_template;     // whether a doctor leads it is as in the template
    bool doctor_led;
} WrittenSession;

void sessions_open_written(struct Hospital *hospital, const WrittenSession *written);

// Books open sessions from day first to day last, nearest first, up to their curve: those of the next fortnight, and
// those a whole number of weeks ahead.
void sessions_book(struct Hospital *hospital, uint32_t first_day, uint32_t last_day);

static inline bool session_is_theatre_list(const Session *session)
{
    return session->kind >= SESSION_INPATIENT_LIST;
}

// It does not take place.
bool session_is_cut(const Session *session);
// Slots of all uses, and those booked.
uint32_t session_slots(const Session *session);
uint32_t session_booked(const Session *session);

// Pathways booked, and the one that was booked after `number` others.
uint32_t session_pathways(const Session *session);
uint32_t session_pathway(const struct Hospital *hospital, const Session *session, uint32_t number);
// Fetches its pathways from memory, for they are to be looked at soon.
void session_prefetch(const struct Hospital *hospital, const Session *session);

// Whether a pathway can be booked into it so many days ahead, whatever its curve says: a slot is free, and not kept for
// the urgent.
bool session_has_place(const struct Hospital *hospital, const Session *session, const Pathway *pathway,
                       uint32_t ahead_days);
void session_book_pathway(struct Hospital *hospital, uint32_t session, uint32_t pathway, enum SlotUse use);
void session_unbook_pathway(struct Hospital *hospital, uint32_t pathway);

// Where those wait who are booked into such slots.
enum PathwayStage session_stage(enum SessionKind kind, enum SlotUse use);
// Takes whoever is next off the list of such slots; 0 if nobody waits.
uint32_t session_take_next(struct Hospital *hospital, uint32_t session, enum SlotUse use);
// The session may be booked further.
void session_look_again(Session *session);
// Books whoever is next into a free slot; false if nobody is.
bool session_book_next(struct Hospital *hospital, uint32_t session, enum SlotUse use);

#endif
