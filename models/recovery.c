#include "models/recovery.h"

#include <math.h>

#include "models/hospital.h"
#include "models/sessions.h"

enum { PURPOSE_EXTRA_ROUNDING = 20 };

static uint32_t this_week(const Hospital *hospital, double a_day, uint32_t kind, uint32_t day)
{
    SimWords words = hospital_draw(hospital, STREAM_COVER, kind, PURPOSE_EXTRA_ROUNDING, day);
    return (uint32_t)floor(a_day * 7 + sim_uniform(words.word[0]));
}

// The service with the most waiting per session of its own takes the next extra one.
static uint32_t neediest(const Hospital *hospital, enum PathwayStage stage, const uint32_t given[SERVICES_MOST])
{
    const ElectivePlan *plan = &hospital->trust->elective;
    uint32_t best = 0;
    double most = -1;
    for (uint32_t s = 0; s < plan->service_count; s++) {
        uint32_t list = hospital->state->elective.lists[s][stage];
        double waiting = sim_ranked_length(hospital->world, list) / (1.0 + given[s]);
        if (waiting > most) {
            most = waiting;
            best = s;
        }
    }
    return best;
}

void recovery_open_sessions(Hospital *hospital, uint32_t day)
{
    const RecoveryFields *recovery = &hospital->plan->strike.recovery;
    if (!hospital->trust->elective.on) return;
    uint32_t clinics = this_week(hospital, recovery->extra_clinics, 0, day), given[SERVICES_MOST] = {0};
    uint32_t lists = this_week(hospital, recovery->weekend_lists, 1, day);
    uint32_t opened = 0;
    for (uint32_t turn = 0; opened < clinics && turn < 14 * clinics; turn++) {
        uint32_t date = day + turn % 7;
        if (date >= hospital->plan->days || hospital_is_rest_day(hospital, date)) continue;
        uint32_t service = neediest(hospital, STAGE_FIRST, given);
        given[service]++;
        sessions_open_extra(hospital, date, service, SESSION_CLINIC, (enum Half)(opened % HALVES), opened);
        opened++;
    }
    for (uint32_t i = 0; i < SERVICES_MOST; i++) given[i] = 0;
    uint32_t saturday = day;
    while (saturday < day + 7 && sim_weekday(hospital->plan->outline.first_day + (SimDate)saturday) != 5) saturday++;
    for (uint32_t i = 0; i < lists && saturday < hospital->plan->days; i++) {
        uint32_t service = neediest(hospital, STAGE_DAY_CASE, given);
        given[service]++;
        sessions_open_extra(hospital, saturday, service, SESSION_DAY_CASE_LIST, (enum Half)(i % HALVES), opened + i);
    }
}
