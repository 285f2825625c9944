// Who stands in for absent doctors, and which planned sessions that costs.
//
// Posts below the cover target of their department and shift are filled, in the departments' order, by doctors of the
// mapped specialty: first consultants and SAS doctors in supporting time who can and will, then consultants pulled from
// planned sessions, then locums up to a share; the rest stays unfilled. Consultants pulled, resting after a night, on
// strike themselves, or taking time off in lieu are what cuts sessions; the least urgent session goes first.
#ifndef MODELS_COVER_H
#define MODELS_COVER_H

#include "models/elective.h"
#include "models/staffing.h"

struct Hospital;
struct TrustPlan;

// Who fills the posts of a department's shift.
typedef struct {
    double need;    // posts below the target
    double least;   // of these, on the day, those for whom further sessions are cancelled
    double filled;  // of these; who does less than the usual doctor fills a part of a post
    double heads;   // of those who stand in
    double work;    // theirs, as heads of the usual doctors, before they tire
} Cover;

typedef struct {
    Cover at[DEPARTMENTS][SHIFTS_MOST];
    double posts[SHIFTS_MOST][COVER_SOURCES], heads[SHIFTS_MOST][COVER_SOURCES];  // by whom
    double consultants[SHIFTS_MOST][SPECIALTIES];                                 // who cover
    double absent[SPECIALTIES][HALVES];  // sessions whose consultant is on strike
    double pulled[SPECIALTIES][HALVES];  // sessions whose consultant covers
    double rest[SPECIALTIES][HALVES];    // sessions whose consultant rests before or after a night
} CoverDay;

extern const SimFieldBlock cover_fields;

bool cover_plan(struct TrustPlan *trust, SimFaults *faults);

// The cover of a day, from the absences of the shifts that have started by now and the forecast for the others.
void cover_of_day(const struct Hospital *hospital, uint32_t day, CoverDay *cover);

// True if the session cannot be held without a consultant of the specialty.
bool cover_needs(const struct Hospital *hospital, const Session *session, uint32_t specialty);
// Share of a session's slots in which nobody is seen if this share of the residents is absent.
double cover_share_of_residents(const struct Hospital *hospital, const Session *session, double absent);

// A shift comes in: whoever covers is at work, is counted, and is owed time off.
void cover_comes_in(struct Hospital *hospital, uint32_t shift, uint32_t day);
// Work of those who cover as a share of what it is before they tire.
double cover_freshness(const struct Hospital *hospital);
// At the end of a day: cuts the sessions that are given back as time off after the notice for it.
void cover_pay_back(struct Hospital *hospital);

// At the announcement: no more patients are booked into what is expected to be cut on this day.
void cover_cut_back(struct Hospital *hospital, uint32_t day);
// The same for a day whose sessions have just been opened, if a strike that touches it has been announced.
void cover_close_opened(struct Hospital *hospital, uint32_t day);
// Cuts the day's sessions as the forecast asks.
void cover_cut(struct Hospital *hospital, uint32_t day);
// On the day, when a shift has come in: cuts what the real absences ask for beyond the plan, and fills again what they
// do not ask for.
void cover_cut_on_the_day(struct Hospital *hospital, uint32_t day);
// Cuts so many sessions of a specialty on a day, the least urgent first; returns how many there were to cut.
uint32_t cover_cut_for_time_off(struct Hospital *hospital, uint32_t day, uint32_t specialty, uint32_t sessions);

#endif
