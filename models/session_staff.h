// Sessions that cannot run without staff other than doctors: imaging without its radiographers, endoscopy without its
// nurses, theatre lists and some clinics without theirs (`elective.imaging.staffed_by`).
#ifndef MODELS_SESSION_STAFF_H
#define MODELS_SESSION_STAFF_H

#include "models/elective.h"

struct Hospital;

// True if the staff of a session strike: those who did not come once the session has its day, before it those forecast.
bool session_staff_lack(const struct Hospital *hospital, const Session *session);

#endif
