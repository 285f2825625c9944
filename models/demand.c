#include "models/demand.h"

#include <math.h>

#include "models/attendance.h"

// Ordinals of those who come in addition, above all that the base process reaches: somebody whom another one brings has
// that one's ordinal, somebody whom 111 sends the day and a number of the day.
enum { BASE_BITS = 30, DAY_SHIFT = 12, SENT_A_DAY_MOST = 1 << DAY_SHIFT };
static const uint32_t BROUGHT = 2u << BASE_BITS, SENT = 3u << BASE_BITS, BASE_MASK = (1u << BASE_BITS) - 1;

enum { COMES_TOO_WITHIN_S = SIM_HOUR_S, PRACTICES_OPEN_S = 8 * SIM_HOUR_S, PRACTICES_FOR_S = 12 * SIM_HOUR_S };

static SimWords draw(const Hospital *hospital, uint32_t ordinal, uint32_t purpose)
{
    return hospital_draw(hospital, STREAM_EMERGENCY, ordinal, purpose, 0);
}

// Share of all attendances by which they fall.
static double fall_of(const Hospital *hospital, const DemandFields *demand)
{
    if (demand->by_urgency.count == 0) return demand->stay_away - demand->more_come;
    double fall = -demand->more_come;
    for (int i = 0; i < TRIAGE_CLASSES; i++)
        fall += emergency_plan_of(hospital)->urgency[i] * demand->by_urgency.values[i];
    return fall;
}

// Of several strikes at once, the one in which attendances fall most.
static const DemandFields *demand_at(const Hospital *hospital, SimTime time_s)
{
    const StrikePlan *plan = &hospital->plan->strike;
    const DemandFields *strongest = NULL;
    for (uint32_t i = 0; i < plan->window_count; i++) {
        const WindowPlan *window = &plan->windows[i];
        if (!strike_moves_demand(hospital, window, time_s)) continue;
        if (!strongest || fall_of(hospital, &window->demand) > fall_of(hospital, strongest))
            strongest = &window->demand;
    }
    return strongest;
}

// Urgency 5 and 4 yield first, then 3; nobody more urgent stays away.
static double least_urgent_first(double cut, uint32_t urgency, const double mix[5])
{
    if (cut <= 0 || urgency < 3) return 0;
    const double minor = mix[3] + mix[4];
    if (minor > 0 && cut <= minor) return urgency >= 4 ? cut / minor : 0;
    if (urgency >= 4) return 1;
    return mix[2] > 0 ? fmin(1, (cut - minor) / mix[2]) : 0;
}

double demand_stays_away(const Hospital *hospital, SimTime time_s, uint32_t urgency, const double mix[5])
{
    const DemandFields *demand = demand_at(hospital, time_s);
    if (!demand) return 0;
    if (demand->by_urgency.count > 0) return demand->by_urgency.values[urgency - 1];
    return least_urgent_first(demand->stay_away, urgency, mix);
}

static void come_later(Hospital *hospital, uint32_t ordinal, double share_of, double within_s)
{
    hospital_schedule_at(hospital, ED_RETURNS, ordinal, hospital_now(hospital) + (SimTime)(share_of * within_s),
                         SIM_ARRIVAL);
}

void demand_stay_away(Hospital *hospital, uint32_t ordinal)
{
    const DemandFields *demand = demand_at(hospital, hospital_now(hospital));
    const SimWords words = draw(hospital, ordinal, DRAW_RETURN);
    const double later = sim_uniform(words.word[1]);
    sim_count(hospital->world, measures_of(hospital)->ed_stayed_away, 1);
    if (sim_happens(words.word[2], demand->to_111)) {
        sim_count(hospital->world, measures_of(hospital)->ed_diverted_111, 1);
        if (sim_happens(words.word[0], demand->from_111)) come_later(hospital, ordinal, later, demand->from_111_within);
    } else if (sim_happens(words.word[0], demand->come_back)) {
        come_later(hospital, ordinal, later, demand->within);
    }
}

void demand_bring_others(Hospital *hospital, uint32_t ordinal)
{
    const DemandFields *demand = demand_at(hospital, hospital_now(hospital));
    if (!demand || demand->more_come <= 0) return;
    const SimWords words = draw(hospital, ordinal, DRAW_DEMAND);
    if (!sim_happens(words.word[0], demand->more_come)) return;
    come_later(hospital, BROUGHT | ordinal, sim_uniform(words.word[1]), COMES_TOO_WITHIN_S);
}

enum Conveyance demand_conveyance(const Hospital *hospital, uint32_t ordinal, uint32_t urgency)
{
    const StrikePlan *plan = &hospital->plan->strike;
    if (urgency < 2) return CONVEYED;
    double least = 0, own = 0;
    for (uint32_t i = 0; i < plan->window_count; i++) {
        const WindowPlan *window = &plan->windows[i];
        if (!(window->groups >> GROUP_AMBULANCE & 1) || window->demand.not_conveyed <= least) continue;
        if (!strike_moves_demand(hospital, window, hospital_now(hospital))) continue;
        least = window->demand.not_conveyed;
        own = window->demand.own_means;
    }
    if (least <= 0) return CONVEYED;
    const SimWords words = draw(hospital, ordinal, DRAW_DEMAND);
    if (!sim_happens(words.word[2], least)) return CONVEYED;
    return sim_happens(words.word[3], own) ? COMES_BY_OWN_MEANS : NOT_CONVEYED;
}

bool demand_is_extra(uint32_t ordinal)
{
    return ordinal >= BROUGHT;
}

// Whoever is brought is as urgent as the one who brings them; 111 sends urgency 3 to 5.
uint32_t demand_urgency(const Hospital *hospital, uint32_t ordinal)
{
    const double *mix = emergency_plan_of(hospital)->urgency;
    if (ordinal < SENT) return attendance_urgency(hospital, draw(hospital, ordinal & BASE_MASK, DRAW_ARRIVAL).word[1]);
    const double among = (mix[2] + mix[3] + mix[4]) * sim_uniform(draw(hospital, ordinal, DRAW_ARRIVAL).word[1]);
    if (among < mix[2]) return 3;
    return among < mix[2] + mix[3] ? 4 : 5;
}

void demand_open(Hospital *hospital)
{
    hospital_schedule_at(hospital, PRACTICES_OPEN, 0, PRACTICES_OPEN_S, SIM_POLICY);
}

// Share of a practice's doctors in training who are away today.
static double trainees_away(const Hospital *hospital)
{
    const SimTime now_s = hospital_now(hospital);
    if (hospital_is_rest_day(hospital, sim_day_of(now_s))) return 0;
    return strike_absence(hospital, GROUP_RESIDENTS, DEPARTMENT_PLANNED, now_s);
}

// Those whom 111 sends come as a Poisson process while practices are open.
static void send_to_emergency(Hospital *hospital, double expected)
{
    const uint32_t first = SENT | sim_day_of(hospital_now(hospital)) << DAY_SHIFT;
    double load = 0;
    for (uint32_t number = 0; number < SENT_A_DAY_MOST; number++) {
        const SimWords words = draw(hospital, first | number, DRAW_ARRIVAL);
        load += sim_variate(&emergency_plan_of(hospital)->exponential, words.word[0]);
        if (load >= expected) return;
        sim_count(hospital->world, measures_of(hospital)->ed_from_gp, 1);
        come_later(hospital, first | number, load / expected, PRACTICES_FOR_S);
    }
}

void demand_morning(Hospital *hospital)
{
    const PrimaryCareFields *care = &hospital->trust->fields->primary_care;
    hospital_schedule_at(hospital, PRACTICES_OPEN, 0, hospital_now(hospital) + SIM_DAY_S, SIM_POLICY);
    if (care->appointments <= 0) return;
    const double lost = care->appointments * care->trainee_share * trainees_away(hospital);
    if (lost <= 0) return;
    sim_count(hospital->world, measures_of(hospital)->gp_lost, lost);
    sim_count(hospital->world, measures_of(hospital)->gp_to_111, lost * care->to_111);
    send_to_emergency(hospital, lost * care->to_111 * care->from_111);
}
