// Patients who are moved because of a strike: out of sessions that are cut, and of sessions that go ahead with less.
//
// Protected patients (response.protected: urgent suspected cancer, P2, long waits) are moved last: before one of them
// is moved, they are offered a place in a comparable session that goes ahead, of the same service, kind and use, which
// starts soon enough. They take a free slot there, or that of a patient who is not protected and is moved instead.
#ifndef MODELS_RESCHEDULING_H
#define MODELS_RESCHEDULING_H

#include "models/sessions.h"

// True if the pathway's patient is moved last.
bool rescheduling_protects(const struct Hospital *hospital, const Pathway *pathway);

// Cancels a session because of a strike: everybody booked is to be told; slots not booked are counted as suppressed.
void session_cancel(struct Hospital *hospital, uint32_t session, enum MoveChannel channel, bool on_the_day);
// Moves the `patients` least urgent of those booked into a session that goes ahead.
void session_thin(struct Hospital *hospital, uint32_t session, uint32_t patients, bool on_the_day);
// Moves an operation for which there is no bed today because of a strike.
void rescheduling_for_want_of_a_bed(struct Hospital *hospital, uint32_t pathway);
// A session that was cancelled and has not begun goes ahead after all, with nobody booked.
void session_reopen(struct Hospital *hospital, uint32_t session);

#endif
