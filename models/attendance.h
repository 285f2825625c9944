// A patient in A&E, for the files that lead patients through it: emergency.c and minor_injuries.c. Inside these only.
// What patients do wherever they stand is in attendance.c.
#ifndef MODELS_ATTENDANCE_H
#define MODELS_ATTENDANCE_H

#include "models/hospital_rows.h"

enum { FOUR_HOURS_S = 4 * SIM_HOUR_S, TWELVE_HOURS_S = 12 * SIM_HOUR_S };  // the targets

// Purposes of a patient's random numbers, and what each word of the block decides.
enum {
    DRAW_ARRIVAL,   // time since the one before; urgency; by ambulance; stays away during a strike
    DRAW_RETURN,    // comes after all; how much later; turns to 111 first
    DRAW_CARE,      // see Attendance
    DRAW_COURSE,    // see Attendance
    DRAW_PATIENCE,  // patience; way to SDEC
    DRAW_DEMAND     // brings another one; how much later; is not conveyed; comes by own means
};

static inline EmergencyState *emergency_state(const Hospital *hospital)
{
    return &hospital->state->emergency;
}

static inline const EmergencyPlan *emergency_plan_of(const Hospital *hospital)
{
    return &hospital->trust->emergency;
}

static inline Attendance *attendance_at(const Hospital *hospital, uint32_t id)
{
    return SIM_ROW(hospital->world, TABLE_ATTENDANCES, Attendance, id);
}

// A cubicle for urgency 1 to 3, a chair for the rest, from handover or the start of assessment to departure.
static inline bool attendance_needs_cubicle(const Attendance *patient)
{
    return patient->urgency <= LEAST_URGENT_IN_CUBICLE;
}

// A patient whom the minors stream sees.
static inline bool attendance_is_minor(const Hospital *hospital, const Attendance *patient)
{
    return minors_sees(&emergency_plan_of(hospital)->minors, patient->urgency);
}

SimWords attendance_draw(const Hospital *hospital, const Attendance *patient, uint32_t purpose);

// The next member of a process arrives at its own time, whatever became of those before. Returns the words drawn.
SimWords attendance_schedule_next(Hospital *hospital, enum HospitalEvent kind, enum TrustStream stream,
                                  const SimWeekly *arrivals, double *clock_s, uint32_t *ordinal);

// The urgency, 1 to 5, in which the word falls.
uint32_t attendance_urgency(const Hospital *hospital, uint32_t word);
// By the patient's own words, which are drawn.
bool attendance_is_child(const EmergencyPlan *plan, const Attendance *patient);

// Comes in now; urgency 0 for minor injuries.
uint32_t attendance_new(Hospital *hospital, uint32_t ordinal, uint32_t urgency, enum AttendanceStage stage);
void attendance_enter(Hospital *hospital, Attendance *patient, enum AttendanceStage stage);
void attendance_schedule(Hospital *hospital, enum HospitalEvent kind, uint32_t id, SimTime after_s);
// Counts the attendance on the day its clock started.
void attendance_count(Hospital *hospital, const Attendance *patient);

// The places that the patient needs one of.
SimResourceId attendance_places(const Hospital *hospital, const Attendance *patient);
void attendance_join_for_place(Hospital *hospital, uint32_t id);
void attendance_takes_place(Hospital *hospital, Attendance *patient);

// Leaves, in whatever way, and what was held is free: whoever waited for it is to be served next.
void attendance_depart(Hospital *hospital, uint32_t id, bool left_unseen);

// Time that the patient's tests would take if they began now, relative to normal times.
double attendance_slowness_of_tests(const Hospital *hospital, const Attendance *patient);

// Gives up at time_s, unless the patient's stamp is bumped before (emergency_patience.c).
void attendance_may_give_up(Hospital *hospital, uint32_t id, SimTime time_s);
// Every hour: schedules those who would give up within the next.
void attendance_look_for_patience(Hospital *hospital);

// Sets the doctors and triage nurses at work, and their pace, to what the shifts have now (emergency_staff.c).
void attendance_staff(Hospital *hospital, EmergencyState *ed);

#endif
