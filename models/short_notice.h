// Slots that come free, or are opened, too late for a letter: offered by telephone, to those moved by a strike first.
#ifndef MODELS_SHORT_NOTICE_H
#define MODELS_SHORT_NOTICE_H

#include "models/elective.h"

struct Hospital;

// Fills the free slots of an open session that has not begun, each with this probability (a random number of the slot's
// own). Patients moved by a strike whom the bookings team has told and not rebooked yet go first, then the waiting list
// of the service in its order, and follow-ups that are due. Each slot, filled or not, costs the team a call and is
// filled when the call ends, if the session is still to come by then; without a team at once.
void short_notice_fill(struct Hospital *hospital, uint32_t session, double share);

// Patients of a session that was cancelled and is open again who have not been told yet keep their appointments: as if
// they had never been moved, at no cost. Returns how many. What the cancellation counted by channel is not taken back.
uint32_t short_notice_restore(struct Hospital *hospital, uint32_t session);

// Books whoever is next into a free slot of the session: the end of an offer. False if the session has begun, is not
// open or has no such slot, or nobody waits.
bool short_notice_book(struct Hospital *hospital, uint32_t session, enum SlotUse use);

#endif
