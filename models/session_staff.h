// Sessions that cannot run without staff other than doctors: imaging without its radiographers, endoscopy without its
// nurses, theatre lists and some clinics without theirs (`elective.imaging.staffed_by`). Those of a kind on a half-day
// share their staff, so it is the least urgent of them that do not take place.
#ifndef MODELS_SESSION_STAFF_H
#define MODELS_SESSION_STAFF_H

#include "models/elective.h"

struct Hospital;

// Sessions of a kind and half-day for which there is no staff, since it strikes: by who did not come once the day has
// begun, before it by the forecast. Rounded up or down by chance.
uint32_t session_staff_lost(const struct Hospital *hospital, uint32_t day, enum Half half, enum SessionKind kind);
// Whether there is staff for a session that is cut, beside those of its kind that are not.
bool session_staff_is_free(const struct Hospital *hospital, const Session *session);

#endif
