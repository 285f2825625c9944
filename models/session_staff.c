#include "models/session_staff.h"

#include "models/hospital.h"
#include "models/rescheduling.h"
#include "models/sessions.h"

enum { PURPOSE_STAFF_ABSENT = 30 };  // of a session

static Session *session_at(const Hospital *hospital, uint32_t session)
{
    return SIM_ROW(hospital->world, TABLE_SESSIONS, Session, session);
}

// The share of each group that stays away from planned sessions at this moment.
static bool shares_absent(const Hospital *hospital, SimTime starts_s, bool known, double share[STAFF_GROUPS + 1])
{
    bool anybody = false;
    share[STAFF_GROUPS] = 0;  // sessions that need nobody else
    for (enum StaffGroup group = 0; group < STAFF_GROUPS; group++) {
        share[group] = known ? strike_absence(hospital, group, DEPARTMENT_PLANNED, starts_s)
                             : strike_forecast(hospital, group, DEPARTMENT_PLANNED, starts_s);
        anybody = anybody || share[group] > 0;
    }
    return anybody;
}

static bool lacks_staff(const Hospital *hospital, const Session *session, const double share[STAFF_GROUPS + 1])
{
    const ServicePlan *service = &hospital->trust->elective.services[session->service];
    const double absent = share[service->staffed_by[session->kind]];
    return absent > 0 && sim_happens(session_draw(hospital, session, PURPOSE_STAFF_ABSENT).word[0], absent);
}

void session_staff_cut(Hospital *hospital, uint32_t day, bool on_the_day, bool only_close)
{
    for (uint32_t half = 0; half < HALVES; half++) {
        const SimTime starts_s = session_starts_s(day, (enum Half)half);
        double share[STAFF_GROUPS + 1];
        if (starts_s <= hospital_now(hospital)) continue;
        if (!shares_absent(hospital, starts_s, sim_day_of(hospital_now(hospital)) >= day, share)) continue;
        const ElectiveDay *sessions = SIM_ROW(hospital->world, TABLE_DAYS_AHEAD, ElectiveDay, day + 1);
        for (uint32_t row = sessions->first_session[half], next; row; row = next) {
            Session *session = session_at(hospital, row);
            next = session->next_same_day;
            if (session->state >= SESSION_CANCELLED || !lacks_staff(hospital, session, share)) continue;
            if (only_close) {
                session->state = SESSION_CLOSED;
            } else {
                session_cancel(hospital, row, CHANNEL_STAFF, on_the_day);
            }
        }
    }
}
