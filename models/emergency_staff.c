// Who works in A&E now, and how fast.
#include "models/attendance.h"

// Hours of doctors and practitioners a day that the rosters of a department have, without a strike.
static double hours_rostered(const Hospital *hospital, enum Department department)
{
    const StaffingPlan *staffing = &hospital->trust->staffing;
    double hours = 0;
    for (uint32_t i = 0; i < staffing->roster_count; i++) {
        const RosterPlan *roster = &staffing->rosters[i];
        if (roster->department != department || !staffing_is_doctor((enum StaffGroup)roster->group)) continue;
        const double due = (5.0 * roster->due[0] + 2.0 * roster->due[1]) / 7;
        hours += due * staffing->shifts[roster->shift].lasts_s / SIM_HOUR_S;
    }
    return hours;
}

// Rosters are whole people: what rounding adds to the hours that give the load asked for, or takes away, is made up for
// in the pace.
static double pace_of_rosters(double wanted, double hours)
{
    return hours > 0 && wanted > 0 ? wanted / hours : 1;
}

// As many of the nurses who triage as there are of all nurses of the department; somebody always does.
static uint32_t nurses_in_triage(const Hospital *hospital)
{
    const uint32_t usual = emergency_plan_of(hospital)->triage_nurses;
    const double share = staffing_share_present(hospital, DEPARTMENT_EMERGENCY, GROUP_NURSES);
    const uint32_t present = (uint32_t)(usual * share + 0.5);
    return present > 0 ? present : usual > 0;
}

// Sets the clinicians at work in a department, and returns their pace. `wanted` hours a day give the load asked for.
static double put_to_work(Hospital *hospital, SimResourceId clinicians, enum Department department, double wanted)
{
    double pace = 1;
    sim_resource_set_capacity(hospital->world, clinicians, staffing_doctors(hospital, department, &pace));
    return (pace > 0 ? pace : 1) * pace_of_rosters(wanted, hours_rostered(hospital, department));
}

// In a minors stream that is too small for a clinician of its own, the department's doctors have the work too.
void attendance_staff(Hospital *hospital, EmergencyState *ed)
{
    const EmergencyPlan *plan = emergency_plan_of(hospital);
    const double of_minors = plan->minors.clinician_hours_a_day;
    double wanted = plan->clinician_hours_a_day;
    if (ed->minors) {
        ed->minors_pace = put_to_work(hospital, ed->minors, DEPARTMENT_MINORS, of_minors);
        if (hours_rostered(hospital, DEPARTMENT_MINORS) <= 0) wanted += of_minors;
    }
    ed->pace = put_to_work(hospital, ed->clinicians, DEPARTMENT_EMERGENCY, wanted);
    sim_resource_set_capacity(hospital->world, ed->triage, nurses_in_triage(hospital));
}
