// Who works in A&E now, and how fast.
#include "models/attendance.h"

// Rosters are whole people: what rounding adds to the hours that give the load asked for, or takes away, is made up for
// in the pace.
static double pace_of_rosters(const Hospital *hospital)
{
    const StaffingPlan *staffing = &hospital->trust->staffing;
    double hours = 0;
    for (uint32_t i = 0; i < staffing->roster_count; i++) {
        const RosterPlan *roster = &staffing->rosters[i];
        if (roster->department != DEPARTMENT_EMERGENCY || !staffing_is_doctor((enum StaffGroup)roster->group)) continue;
        const double due = (5.0 * roster->due[0] + 2.0 * roster->due[1]) / 7;
        hours += due * staffing->shifts[roster->shift].lasts_s / SIM_HOUR_S;
    }
    const double wanted = emergency_plan_of(hospital)->clinician_hours_a_day;
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

void attendance_staff(Hospital *hospital, EmergencyState *ed)
{
    double pace = 1;
    const uint32_t doctors = staffing_doctors(hospital, DEPARTMENT_EMERGENCY, &pace);
    ed->pace = (pace > 0 ? pace : 1) * pace_of_rosters(hospital);
    sim_resource_set_capacity(hospital->world, ed->clinicians, doctors);
    sim_resource_set_capacity(hospital->world, ed->triage, nurses_in_triage(hospital));
}
