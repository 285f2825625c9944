// What a strike does to the demand on A&E: who stays away, who turns to 111 or a pharmacy first, who comes later after
// all, whom an ambulance does not bring, and who is sent because a practice has no doctor in training.
//
// Whoever stays away and whoever comes in addition keep their own random numbers: nobody else's luck is shifted. What
// the ordinals of those who come in addition look like is said in demand.c.
#ifndef MODELS_DEMAND_H
#define MODELS_DEMAND_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/engine/random.h"
#include "sim/engine/world.h"
#include "sim/scenario/field.h"

struct Hospital;
struct HospitalPlan;
struct TrustFields;

// `strikes[].demand`
typedef struct {
    double stay_away;        // share of A&E attendances, the least urgent first; unset: as is usual for the groups
    SimNumbers by_urgency;   // the same by urgency, in its place
    double more_come;        // share that comes in addition
    double come_back;        // of those who stay away and do not turn to 111
    double within;           // seconds in which they come
    double to_111;           // of those who stay away: turn to 111 Online or a pharmacy
    double from_111;         // of these: come to A&E after all
    double from_111_within;  // seconds
    double not_conveyed;     // with ambulance staff on strike: of ambulance patients of urgency 2 to 5
    double own_means;        // of these: come by themselves
} DemandFields;

// `trusts[].primary_care`
typedef struct {
    double appointments;   // on a working day, in the practices whose patients use the trust
    double trainee_share;  // of them with doctors in training, who are resident doctors
    double to_111;         // of those lost: turn to 111
    double from_111;       // of these: sent to A&E
} PrimaryCareFields;

extern const SimFieldBlock demand_fields;

// What a strike of these groups (set of enum StaffGroup) does to demand: with the default of stay_away, if it is unset.
DemandFields demand_of(const DemandFields *written, uint32_t groups);

bool demand_is_sound(const DemandFields *fields, SimMark mark, SimFaults *faults);

// The probability that somebody who would come to A&E at time_s with this urgency (1 to 5) stays away because of a
// strike. Cuts fall on urgency 4 and 5 first; `mix` is the share of attendances by urgency.
double demand_stays_away(const struct Hospital *hospital, SimTime time_s, uint32_t urgency, const double mix[5]);

// Counts somebody who stays away now, and schedules the attendance for later if they come after all.
void demand_stay_away(struct Hospital *hospital, uint32_t ordinal);
// Somebody comes now: another person too, a while later, if more people come during a strike.
void demand_bring_others(struct Hospital *hospital, uint32_t ordinal);

enum Conveyance { CONVEYED, COMES_BY_OWN_MEANS, NOT_CONVEYED };
// What becomes of somebody for whom an ambulance has been called now.
enum Conveyance demand_conveyance(const struct Hospital *hospital, uint32_t ordinal, uint32_t urgency);

// The ordinal is of somebody who comes in addition because of a strike; the words of another one decide what is wrong.
bool demand_is_extra(uint32_t ordinal);
// The urgency of somebody who comes in addition.
uint32_t demand_urgency(const struct Hospital *hospital, uint32_t ordinal);

void demand_open(struct Hospital *hospital);
// In the morning: practices without their doctors in training turn patients away, some of whom are sent to A&E today.
void demand_morning(struct Hospital *hospital);

#endif
