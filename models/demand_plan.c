// The fields of the demand on A&E during a strike.
#include <math.h>

#include "models/hospital.h"

#define OF(member) offsetof(StrikeFields, demand.member)
#define CARE(member) offsetof(TrustFields, primary_care.member)
#define PATH(key) "strikes[].demand." key
#define PRIMARY(key) "trusts[].primary_care." key

static const SimField rows[] = {
    {PATH("stay_away"), SIM_SHARE, SIM_ACTS_WINDOW_START, OF(stay_away), 0, NULL, 0, 0.5, "", NULL,
     "Share of attendances at the main department of A&E (type 1) that stay away while the strike is on; the least "
     "urgent first. Minor injuries (`emergency.type3_share`) come as usual. Of several strikes at once that one counts "
     "in which attendances fall most. Default: 4 % where doctors, nurses or ambulance staff are called out and "
     "`more_come` is not written, else nobody.",
     "assumed: 4 % are with minor injuries 2.8 % of all attendances stay away; less those who come after all and those "
     "whom practices send, 0.6 % fewer come to the average trust in five days. 2012 and 2016 saw 4.7 % and 6.8 % fewer "
     "(Ruiz 2013; Furnivall 2018), March 2023 none"},
    {PATH("stay_away_by_urgency"), SIM_SHARES, SIM_ACTS_WINDOW_START, OF(by_urgency), 5, NULL, 0, 1, "", NULL,
     "The same by urgency, 1 (at once) to 5 (not urgent), in place of stay_away.", "the planner's choice"},
    {PATH("more_come"), SIM_SHARE, SIM_ACTS_WINDOW_START, OF(more_come), 0, NULL, 0, 0.5, "0%", NULL,
     "Share by which attendances of every urgency at the main department rise while the strike is on.",
     "assumed; March 2023 was \"as busy or busier than usual\" (HSJ)"},
    {PATH("come_back"), SIM_SHARE, SIM_ACTS_WINDOW_START, OF(come_back), 0, NULL, 0, 1, "50%", NULL,
     "Share of those who stay away, and do not turn to 111, that comes later after all.", "assumed"},
    {PATH("within"), SIM_DURATION, SIM_ACTS_WINDOW_START, OF(within), 0, NULL, 60, 2592000, "3 d", NULL,
     "They come evenly over so long.", "assumed"},
    {PATH("to_111"), SIM_SHARE, SIM_ACTS_WINDOW_START, OF(to_111), 0, NULL, 0, 1, "40%", NULL,
     "Share of those who stay away that turns to 111 Online or a pharmacy first.",
     "assumed; the NHS asks people to use 111 Online first (Bedfordshire Hospitals, June 2024)"},
    {PATH("from_111"), SIM_SHARE, SIM_ACTS_WINDOW_START, OF(from_111), 0, NULL, 0, 1, "20%", NULL,
     "Share of these that comes to A&E after all.", "assumed"},
    {PATH("from_111_within"), SIM_DURATION, SIM_ACTS_WINDOW_START, OF(from_111_within), 0, NULL, 60, 2592000, "12 h",
     NULL, "They come evenly over so long.", "assumed"},
    {PATH("not_conveyed"), SIM_SHARE, SIM_ACTS_WINDOW_START, OF(not_conveyed), 0, NULL, 0, 1, "25%", NULL,
     "Where ambulance_staff are called out: share of ambulance patients of urgency 2 to 5 who are not brought while "
     "the strike is on.",
     "assumed"},
    {PATH("own_means"), SIM_SHARE, SIM_ACTS_WINDOW_START, OF(own_means), 0, NULL, 0, 1, "50%", NULL,
     "Share of these that comes by other means; the others stay away.", "assumed"},

    {PRIMARY("appointments"), SIM_RATE, SIM_ACTS_WINDOW_START, CARE(appointments), 0, NULL, 0, 1000000, "0/day",
     "ae_attendances", "Appointments on a working day in the general practices whose patients use the trust.",
     "recalled: NHS England, Appointments in General Practice"},
    {PRIMARY("trainee_share"), SIM_SHARE, SIM_ACTS_WINDOW_START, CARE(trainee_share), 0, NULL, 0, 1, "15%", NULL,
     "Share of them with doctors in training, who are resident doctors and take part in their strikes.",
     "assumed: 5 to 25 %"},
    {PRIMARY("to_111"), SIM_SHARE, SIM_ACTS_WINDOW_START, CARE(to_111), 0, NULL, 0, 1, "5%", NULL,
     "Share of patients whose appointment is lost that turns to 111 the same day; the others wait for another one.",
     "assumed"},
    {PRIMARY("from_111"), SIM_SHARE, SIM_ACTS_WINDOW_START, CARE(from_111), 0, NULL, 0, 1, "10%", NULL,
     "Share of these that 111 sends to A&E the same day.", "assumed"},
};

const SimFieldBlock demand_fields = {rows, sizeof rows / sizeof rows[0]};

static const double USUALLY_STAY_AWAY = 0.04;
static const uint32_t HEARD_OF_BY_ALL =
    1u << GROUP_RESIDENTS | 1u << GROUP_CONSULTANTS | 1u << GROUP_SAS | 1u << GROUP_NURSES | 1u << GROUP_AMBULANCE;

DemandFields demand_of(const DemandFields *written, uint32_t groups)
{
    DemandFields demand = *written;
    const bool fewer_come = groups & HEARD_OF_BY_ALL && written->more_come <= 0;
    if (!sim_is_set(demand.stay_away)) demand.stay_away = fewer_come ? USUALLY_STAY_AWAY : 0;
    return demand;
}

bool demand_is_sound(const DemandFields *fields, SimMark mark, SimFaults *faults)
{
    bool away = sim_is_set(fields->stay_away) && fields->stay_away > 0;
    for (size_t i = 0; i < fields->by_urgency.count; i++) away = away || fields->by_urgency.values[i] > 0;
    if (fields->more_come > 0 && away) {
        return sim_fault(faults, mark,
                         "`demand.more_come` and `demand.stay_away` contradict each other; write one of them as 0%%");
    }
    return true;
}
