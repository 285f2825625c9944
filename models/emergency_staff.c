// Who works in A&E now, and how fast.
#include "models/attendance.h"
#include "sim/engine/calendar.h"

// Hours of doctors and practitioners a day that the rosters of a department have, without a strike: on average, and on
// a day of the week.
typedef struct {
    double usual, on_day;
} Hours;

static Hours hours_rostered(const Hospital *hospital, enum Department department, uint32_t weekday)
{
    const StaffingPlan *staffing = &hospital->trust->staffing;
    Hours hours = {0, 0};
    for (uint32_t i = 0; i < staffing->roster_count; i++) {
        const RosterPlan *roster = &staffing->rosters[i];
        if (roster->department != department || !staffing_is_doctor((enum StaffGroup)roster->group)) continue;
        const double lasts = (double)staffing->shifts[roster->shift].lasts_s / SIM_HOUR_S;
        hours.usual += (5.0 * roster->due[0] + 2.0 * roster->due[1]) / 7 * lasts;
        hours.on_day += roster->more[weekday] * lasts;
    }
    hours.on_day += hours.usual;
    return hours;
}

// Rosters are whole people: what rounding adds to the hours that give the load asked for, or takes away, is made up for
// in the pace.
static double pace_of_rosters(double wanted, Hours hours, double staff_on_day)
{
    if (hours.usual <= 0 || wanted <= 0) return 1;
    const double of_day = hours.on_day > 0 ? hours.usual * staff_on_day / hours.on_day : 1;
    return wanted / hours.usual * of_day;
}

// As many of the nurses who triage as there are of all nurses of the department; somebody always does.
static uint32_t nurses_in_triage(const Hospital *hospital)
{
    const uint32_t usual = emergency_plan_of(hospital)->triage_nurses;
    const double share = staffing_share_present(hospital, DEPARTMENT_EMERGENCY, GROUP_NURSES);
    const uint32_t present = (uint32_t)(usual * share + 0.5);
    return present > 0 ? present : usual > 0;
}

// Sets the clinicians at work in a department, and returns their pace.
static double put_to_work(Hospital *hospital, SimResourceId clinicians, enum Department department)
{
    double pace = 1;
    sim_resource_set_capacity(hospital->world, clinicians, staffing_doctors(hospital, department, &pace));
    return pace > 0 ? pace : 1;
}

// In a minors stream that is too small for a clinician of its own, the department's doctors have the work too.
void attendance_staff(Hospital *hospital, EmergencyState *ed)
{
    const EmergencyPlan *plan = emergency_plan_of(hospital);
    const SimDate today = hospital->plan->outline.first_day + (SimDate)sim_day_of(hospital_now(hospital));
    const uint32_t weekday = (uint32_t)sim_weekday(today);
    double wanted = plan->clinician_hours_a_day;
    if (ed->minors) {
        const Hours hours = hours_rostered(hospital, DEPARTMENT_MINORS, weekday);
        const double of_minors = plan->minors.clinician_hours_a_day;
        ed->minors_pace = put_to_work(hospital, ed->minors, DEPARTMENT_MINORS) *
                          pace_of_rosters(of_minors, hours, plan->staff_on[weekday]);
        if (hours.usual <= 0) wanted += of_minors;
    }
    const Hours hours = hours_rostered(hospital, DEPARTMENT_EMERGENCY, weekday);
    ed->pace = put_to_work(hospital, ed->clinicians, DEPARTMENT_EMERGENCY) *
               pace_of_rosters(wanted, hours, plan->staff_on[weekday]);
    sim_resource_set_capacity(hospital->world, ed->triage, nurses_in_triage(hospital));
}
