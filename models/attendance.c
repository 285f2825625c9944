#include "models/attendance.h"

// Whoever is to be admitted is a child exactly if the pool of beds is the children's: the rest of the children are
// among those who are to go home.
bool attendance_is_child(const EmergencyPlan *plan, const Attendance *patient)
{
    if (plan->children <= 0) return false;
    if (patient->urgency == 0) return sim_happens(patient->care.word[3], plan->children);
    const bool is_ill = sim_happens(patient->course.word[1], plan->admitted[patient->urgency - 1]);
    return !sim_happens(patient->course.word[3], plan->adults[is_ill]);
}

// What a part of the time of tests adds to it when only this share of those whom it waits for is present: it grows in
// proportion as they are absent, up to SLOWEST times.
static double added_by(double part, double present)
{
    static const double SLOWEST = 4;
    if (present >= 1) return 0;
    return part * ((present * SLOWEST > 1 ? 1 / present : SLOWEST) - 1);
}

// Images wait for radiographers; paediatric doctors see children before it is decided what becomes of them.
double attendance_slowness_of_tests(const Hospital *hospital, const Attendance *patient)
{
    const EmergencyPlan *plan = emergency_plan_of(hospital);
    double slowness = 1;
    if (plan->imaging_share > 0) {
        const double present = staffing_share_present(hospital, DEPARTMENT_DIAGNOSTICS, GROUP_RADIOGRAPHERS);
        slowness += added_by(plan->imaging_share, present);
    }
    if (patient->is_child && plan->paediatric_share > 0) {
        slowness += added_by(plan->paediatric_share, staffing_strength(hospital, DEPARTMENT_PAEDIATRICS, 1));
    }
    return slowness;
}
