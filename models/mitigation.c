#include "models/mitigation.h"

#include <math.h>
#include <stdlib.h>

#include "models/hospital.h"

#define OF(member) offsetof(MitigationFields, member)

static const SimField rows[] = {
    {"strikes[].mitigations[]", SIM_RECORDS, SIM_ACTS_WINDOW_START, offsetof(StrikeFields, mitigations),
     sizeof(MitigationFields), NULL, 0, 0, "", NULL,
     "Patient safety mitigations (derogations): staff who return to a department while the strike is on. They are "
     "asked for during action, so the trust does not plan with them.",
     "NHS England, patient safety mitigation process"},
    {"strikes[].mitigations[].department", SIM_CHOICE, SIM_ACTS_WINDOW_START, OF(department), 0, DEPARTMENT_WORDS, 0, 0,
     NULL, NULL, "Where they return to.", "the planner's choice"},
    {"strikes[].mitigations[].group", SIM_CHOICE, SIM_ACTS_WINDOW_START, OF(group), 0, STAFF_GROUP_WORDS, 0, 0, "",
     NULL, "The group of staff. Default: of those called out, the first in the order of staffing.rosters[].group.",
     "the planner's choice"},
    {"strikes[].mitigations[].from", SIM_MOMENT, SIM_ACTS_WINDOW_START, OF(from), 0, NULL, 0, 0, NULL, NULL,
     "They return to shifts that start at or after this", "the planner's choice"},
    {"strikes[].mitigations[].until", SIM_MOMENT, SIM_ACTS_WINDOW_START, OF(until), 0, NULL, 0, 0, NULL, NULL,
     "and before this.", "the planner's choice"},
    {"strikes[].mitigations[].staff", SIM_COUNT, SIM_ACTS_WINDOW_START, OF(staff), 0, NULL, 1, 5000, "", NULL,
     "How many return to each shift, at most those who stay away; or write share.", "the planner's choice"},
    {"strikes[].mitigations[].share", SIM_SHARE, SIM_ACTS_WINDOW_START, OF(share), 0, NULL, 0, 1, "", NULL,
     "Share of those who stay away that returns, in place of a number.", "the planner's choice"},
    {"strikes[].mitigations[].granted", SIM_SHARE, SIM_ACTS_WINDOW_START, OF(granted), 0, NULL, 0, 1, "100%", NULL,
     "Probability that the union grants it.", "the planner's choice; 40 of 58 were in July 2025 (The Independent)"},
};

const SimFieldBlock mitigation_fields = {rows, sizeof rows / sizeof rows[0]};

enum { PURPOSE_GRANTED = 2 };  // of the strike's stream

static bool is_sound(const MitigationFields *written, const StrikeFields *strike, SimFaults *faults)
{
    const SimMark mark = written->head.mark;
    bool sound = true;
    if ((written->staff == SIM_UNSET) == !sim_is_set(written->share))
        sound = sim_fault(faults, mark, "a mitigation needs one of `staff` and `share`; write how many return");
    if (written->until <= written->from)
        sound = sim_fault(faults, mark, "the mitigation ends before it starts; write an `until` after its `from`");
    else if (written->until <= strike->start || written->from >= strike->end)
        sound = sim_fault(faults, mark, "the mitigation lies outside its strike; write dates within it");
    if (written->group >= 0 && !(strike->groups >> written->group & 1))
        sound = sim_fault(faults, mark, "this group is not called out; write one of `groups` of the strike");
    return sound;
}

static uint8_t first_of(uint32_t groups)
{
    uint8_t group = 0;
    while (!(groups >> group & 1)) group++;
    return group;
}

bool mitigations_plan(WindowPlan *window, const StrikeFields *strike, int64_t epoch_s, SimFaults *faults)
{
    Mitigations *plan = &window->mitigations;
    plan->requests = calloc(strike->mitigations.count + 1, sizeof *plan->requests);
    if (!plan->requests) abort();
    bool sound = true;
    for (size_t i = 0; i < strike->mitigations.count; i++) {
        const MitigationFields *written = SIM_RECORD(strike->mitigations, MitigationFields, i);
        sound = is_sound(written, strike, faults) && sound;
        plan->requests[plan->count++] =
            (MitigationPlan){.department = (uint8_t)written->department,
                             .group = written->group >= 0 ? (uint8_t)written->group : first_of(strike->groups),
                             .from_s = written->from - epoch_s,
                             .until_s = written->until - epoch_s,
                             .staff = written->staff == SIM_UNSET ? 0 : (uint32_t)written->staff,
                             .share = sim_is_set(written->share) ? written->share : 0,
                             .granted = written->granted};
    }
    return sound;
}

void mitigations_free(Mitigations *mitigations)
{
    free(mitigations->requests);
}

static bool concerns(const MitigationPlan *request, const ShiftStaff *staff)
{
    return request->department == staff->department && request->group == staff->group &&
           request->from_s <= staff->starts_s && staff->starts_s < request->until_s;
}

bool mitigation_concerns(const Hospital *hospital, const ShiftStaff *staff)
{
    const StrikePlan *strike = &hospital->plan->strike;
    for (uint32_t i = 0; i < strike->window_count; i++) {
        const Mitigations *mitigations = &strike->windows[i].mitigations;
        for (uint32_t k = 0; k < mitigations->count; k++)
            if (concerns(&mitigations->requests[k], staff)) return true;
    }
    return false;
}

// The answer to a request depends on what is asked for, not on where it stands in the file.
static bool is_granted(const Hospital *hospital, const WindowPlan *window, const MitigationPlan *request)
{
    const uint32_t asked = sim_day_of(request->from_s) << 8 | (uint32_t)request->department << 4 | request->group;
    SimWords words = hospital_draw(hospital, STREAM_STRIKE, window->round_hash, PURPOSE_GRANTED, asked);
    return sim_happens(words.word[0], request->granted);
}

uint32_t mitigation_returns(const Hospital *hospital, const ShiftStaff *staff, uint32_t absent, uint32_t before)
{
    const StrikePlan *strike = &hospital->plan->strike;
    uint32_t number = 0, by_share = 0;
    for (uint32_t i = 0; i < strike->window_count; i++) {
        const Mitigations *mitigations = &strike->windows[i].mitigations;
        for (uint32_t k = 0; k < mitigations->count; k++) {
            const MitigationPlan *request = &mitigations->requests[k];
            if (!concerns(request, staff) || !is_granted(hospital, &strike->windows[i], request)) continue;
            number += request->staff;
            by_share += (uint32_t)floor(request->share * absent + 0.5);
        }
    }
    const uint32_t returns = by_share + (number > before ? number - before : 0);
    return returns < absent ? returns : absent;
}
