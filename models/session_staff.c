#include "models/session_staff.h"

#include "models/hospital.h"
#include "models/sessions.h"

enum { PURPOSE_STAFF_ABSENT = 30 };  // of a session

bool session_staff_lack(const Hospital *hospital, const Session *session)
{
    const ServicePlan *service = &hospital->trust->elective.services[session->service];
    const uint32_t group = service->staffed_by[session->kind];
    if (group >= STAFF_GROUPS) return false;  // nobody else is needed
    const SimTime starts_s = session_starts_s(session->day, (enum Half)session->half);
    const bool known = sim_day_of(hospital_now(hospital)) >= session->day;
    const double share = known ? strike_absence(hospital, (enum StaffGroup)group, DEPARTMENT_PLANNED, starts_s)
                               : strike_forecast(hospital, (enum StaffGroup)group, DEPARTMENT_PLANNED, starts_s);
    const double lost = share * service->staffed_share[session->kind];
    return lost > 0 && sim_happens(session_draw(hospital, session, PURPOSE_STAFF_ABSENT).word[0], lost);
}
