// Patients who are moved because of a strike: out of sessions that are cut, and of sessions that go ahead with less.
#ifndef MODELS_RESCHEDULING_H
#define MODELS_RESCHEDULING_H

#include "models/sessions.h"

// Cancels a session because of a strike: everybody booked is to be told; slots not booked are counted as suppressed.
void session_cancel(struct Hospital *hospital, uint32_t session, enum MoveChannel channel, bool on_the_day);
// Moves the `patients` least urgent of those booked into a session that goes ahead.
void session_thin(struct Hospital *hospital, uint32_t session, uint32_t patients, bool on_the_day);

#endif
