#include "models/session_staff.h"

#include <math.h>

#include "models/hospital_rows.h"
#include "models/sessions.h"

enum { PURPOSE_STAFF_ROUNDING = 30 };  // of the cover's

// The share of such sessions that its staff's strike costs.
static double lost_share(const Hospital *hospital, const Session *session)
{
    const ServicePlan *service = &hospital->trust->elective.services[session->service];
    const uint32_t group = service->staffed_by[session->kind];
    if (group >= STAFF_GROUPS) return 0;  // nobody else is needed
    const SimTime starts_s = session_starts_s(session->day, (enum Half)session->half);
    const bool is_known = sim_day_of(hospital_now(hospital)) >= session->day;
    const double away = is_known ? strike_absence(hospital, (enum StaffGroup)group, DEPARTMENT_PLANNED, starts_s)
                                 : strike_forecast(hospital, (enum StaffGroup)group, DEPARTMENT_PLANNED, starts_s);
    return away * service->staffed_share[session->kind];
}

uint32_t session_staff_lost(const Hospital *hospital, uint32_t day, enum Half half, enum SessionKind kind)
{
    double lost = 0;
    for (uint32_t s = sessions_of_half(hospital, day, half); s; s = session_at(hospital, s)->next_same_day) {
        const Session *session = session_at(hospital, s);
        if (session->kind == kind && session->state != SESSION_TIME_OFF) lost += lost_share(hospital, session);
    }
    if (lost <= 0) return 0;
    const SimWords words =
        hospital_draw(hospital, STREAM_COVER, (uint32_t)kind << 8 | half, PURPOSE_STAFF_ROUNDING, day);
    return (uint32_t)floor(lost + sim_uniform(words.word[0]));
}

bool session_staff_is_free(const Hospital *hospital, const Session *session)
{
    if (lost_share(hospital, session) <= 0) return true;
    uint32_t cut = 0;
    for (uint32_t s = sessions_of_half(hospital, session->day, (enum Half)session->half); s;
         s = session_at(hospital, s)->next_same_day) {
        const Session *other = session_at(hospital, s);
        cut += other->kind == session->kind && other->state == SESSION_CANCELLED;
    }
    return cut > session_staff_lost(hospital, session->day, (enum Half)session->half, (enum SessionKind)session->kind);
}
