// Who stands in for absent doctors, and which planned sessions that costs.
//
// Posts below the cover target of their department and shift are filled, in the departments' order, by consultants of
// the mapped specialty: first those in supporting time who can and will, then those pulled from planned sessions, then
// locums up to a share; the rest stays unfilled. A consultant who covers a night loses the planned sessions of that
// afternoon and the next morning. Consultants pulled, and consultants themselves on strike, are what cuts sessions; the
// least urgent session goes first.
#ifndef MODELS_COVER_H
#define MODELS_COVER_H

#include "models/elective.h"
#include "models/staffing.h"

struct Hospital;

enum CoverSource { COVERED_FREE, COVERED_PULLED, COVERED_LOCUM, COVER_SOURCES };

typedef struct {
    double need[DEPARTMENTS][SHIFTS_MOST];    // posts below the target
    double filled[DEPARTMENTS][SHIFTS_MOST];  // by anybody
    double source[SHIFTS_MOST][COVER_SOURCES];
    double absent[SPECIALTIES][HALVES];  // sessions whose consultant is on strike
    double pulled[SPECIALTIES][HALVES];  // sessions whose consultant covers, or rests after a night
} CoverDay;

// The cover of a day, from the absences of the shifts that have started by now and the forecast for the others.
void cover_of_day(const struct Hospital *hospital, uint32_t day, CoverDay *cover);

// True if the session cannot be held without a consultant of the specialty.
bool cover_needs(const struct Hospital *hospital, const Session *session, uint32_t specialty);

// At the announcement: no more patients are booked into what is expected to be cut on this day.
void cover_cut_back(struct Hospital *hospital, uint32_t day);
// The same for a day whose sessions have just been opened, if a strike that touches it has been announced.
void cover_close_opened(struct Hospital *hospital, uint32_t day);
// Cuts the day's sessions as the forecast asks.
void cover_cut(struct Hospital *hospital, uint32_t day);
// On the day, when a shift has come in: cuts what the real absences ask for beyond the plan.
void cover_cut_on_the_day(struct Hospital *hospital, uint32_t day);

#endif
