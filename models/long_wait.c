#include "models/long_wait.h"

#include "models/hospital_rows.h"
#include "models/waiting_list.h"

static bool waits_long(const Hospital *hospital, const Pathway *pathway)
{
    const SimTime long_wait_s = hospital->trust->elective.long_wait_s;
    return long_wait_s > 0 && hospital_now(hospital) - pathway->clock_start_s > long_wait_s;
}

// Of routine patients only.
static bool moves_up(const Hospital *hospital, const Pathway *pathway)
{
    return pathway->priority == PRIORITY_ROUTINE && waits_long(hospital, pathway);
}

uint32_t long_wait_priority(const Hospital *hospital, uint32_t row)
{
    const Pathway *pathway = pathway_at(hospital, row);
    return moves_up(hospital, pathway) ? PRIORITY_SOON : pathway->priority;
}

int32_t long_wait_rank_s(const Hospital *hospital, uint32_t row)
{
    const Pathway *pathway = pathway_at(hospital, row);
    return moves_up(hospital, pathway) ? pathway->clock_start_s : pathway->rank_s;
}

// The first morning on which the wait is a long one.
void long_wait_expect(Hospital *hospital, uint32_t row)
{
    const SimTime long_wait_s = hospital->trust->elective.long_wait_s;
    if (long_wait_s <= 0) return;
    const Pathway *pathway = pathway_at(hospital, row);
    const SimTime over_s = pathway->clock_start_s + long_wait_s, today = sim_day_of(hospital_now(hospital));
    SimTime day = over_s < 0 ? 0 : (over_s - ELECTIVE_MORNING_S) / SIM_DAY_S + 1;
    if (day <= today) {
        if (!pathway->ticket) return;  // it is known when the pathway joins a list
        day = today + 1;
    }
    if (day < hospital->plan->days) day_list_add(hospital, (uint32_t)day, DAY_LONG_WAITS, row);
}

// Whose clock has been started anew is put down for another day.
void long_wait_begins(Hospital *hospital, uint32_t row)
{
    const Pathway *pathway = pathway_at(hospital, row);
    if (pathway->stage >= WAITING_STAGES || !pathway->ticket) return;
    if (!moves_up(hospital, pathway)) return;
    waiting_list_leave(hospital, row);
    waiting_list_join(hospital, row);
}
