// The fields of recovery, and the moments at which it is decided.
#include "models/hospital.h"
#include "models/recovery.h"

#define OF(member) offsetof(ScenarioFields, recovery.member)
#define A_WEEK(kind) SIM_RATE, SIM_ACTS_AFTER_WINDOW, OF(a_day[kind]), 0, NULL, 0, 1000, "0/week", NULL

static const SimField rows[] = {
    {"recovery.extra_clinics", A_WEEK(EXTRA_CLINIC),
     "Extra clinics on working days after the last strike, held by own consultants in their free time.",
     "the planner's choice"},
    {"recovery.weekend_lists", A_WEEK(EXTRA_WEEKEND_LIST),
     "Extra day-case lists on Saturdays after the last strike, by own consultants in their free time.",
     "the planner's choice"},
    {"recovery.insourced_clinics", A_WEEK(EXTRA_INSOURCED_CLINIC),
     "Clinics on Saturdays after the last strike that a team from outside holds: they need no consultants of the "
     "trust.",
     "the planner's choice"},
    {"recovery.insourced_lists", A_WEEK(EXTRA_INSOURCED_LIST),
     "The same for day-case lists, with surgeon and anaesthetist from outside.", "the planner's choice"},
    {"recovery.rearranged_lists", A_WEEK(EXTRA_REARRANGED_LIST),
     "Theatre lists of working days after the last strike whose few patients move to other lists of their service on "
     "that day, and which are given to the service with the most P2 and P3 waiting for each of its lists.",
     "the planner's choice; rearranging theatre lists to maximise capacity (Bolton NHS FT, January 2024)"},
    {"recovery.overbooking", SIM_SHARE, SIM_ACTS_AFTER_WINDOW, OF(overbooking), 0, NULL, 0, 1, "0%", NULL,
     "Slots added to every clinic after the last strike, as a share of those it has.", "the planner's choice"},
    {"recovery.notice", SIM_DURATION, SIM_ACTS_AFTER_WINDOW, OF(notice), 0, NULL, SIM_DAY_S, 56 * SIM_DAY_S, "7 d",
     NULL, "How long before its day an extra session is opened. Its slots are offered by telephone.",
     "assumed; \"additional clinics at short notice\" (Bolton NHS FT, January 2024)"},
    {"recovery.filled", SIM_SHARE, SIM_ACTS_AFTER_WINDOW, OF(filled), 0, NULL, 0, 1, "90%", NULL,
     "Share of the slots of extra sessions for which somebody is found who can come at such notice.", "assumed"},
    {"recovery.consultants", SIM_SHARE, SIM_ACTS_AFTER_WINDOW, OF(consultants), 0, NULL, 0, 1, "5%", NULL,
     "Share of a specialty's consultants who can be had for an extra session on the same half-day; theatre lists take "
     "an anaesthetist too. Without them a session is not held.",
     "assumed"},
    {"recovery.starts_after", SIM_DURATION, SIM_ACTS_AFTER_WINDOW, OF(starts_after), 0, NULL, 0, 0, "7 d", NULL,
     "How long after the end of the last strike recovery starts.", "assumed"},
    {"recovery.for", SIM_DURATION, SIM_ACTS_AFTER_WINDOW, OF(lasts), 0, NULL, 0, 0, "12 weeks", NULL,
     "How long it goes on.", "assumed"},
    {"recovery.gone_below", SIM_SHARE, SIM_ACTS_NEVER, OF(gone_below), 0, NULL, 0, 1, "10%", NULL,
     "The backlog counts as gone (recovery_day) when its trailing 28-day mean is at most this share of the largest.",
     "assumed: at 1 %, with removals alone, it would take over a decade"},
};

const SimFieldBlock recovery_fields = {rows, sizeof rows / sizeof rows[0]};

bool recovery_is_planned(const RecoveryFields *recovery)
{
    double planned = recovery->overbooking;
    for (int kind = EXTRA_NONE + 1; kind < EXTRA_SESSIONS; kind++) planned += recovery->a_day[kind];
    return planned > 0;
}

void recovery_plan(StrikePlan *plan, uint32_t days, SimTime last_s)
{
    const RecoveryFields *recovery = &plan->recovery;
    if (last_s < 0 || !recovery_is_planned(recovery)) return;
    const SimTime from_s = last_s + (SimTime)recovery->starts_after, until_s = from_s + (SimTime)recovery->lasts;
    plan->recovers_from = sim_day_of(from_s);
    for (uint32_t day = plan->recovers_from; day < sim_day_of(until_s) && day < days; day++) {
        const SimTime time_s = (SimTime)day * SIM_DAY_S + 7 * SIM_HOUR_S - (SimTime)recovery->notice;
        plan->decisions[plan->decision_count++] =
            (Decision){.time_s = time_s > last_s ? time_s : last_s, .kind = DECISION_RECOVERY, .day = day};
    }
}
