// Sessions that cannot run without staff who do not lead them: imaging without its radiographers, endoscopy without its
// nurses (`elective.imaging.staffed_by`).
#ifndef MODELS_SESSION_STAFF_H
#define MODELS_SESSION_STAFF_H

#include <stdbool.h>
#include <stdint.h>

struct Hospital;

// Cancels the sessions of a day whose staff strike, or only closes them to booking: those who did not come once the
// session has its day, before it those forecast. Halves that have begun are left alone.
void session_staff_cut(struct Hospital *hospital, uint32_t day, bool on_the_day, bool only_close);

#endif
