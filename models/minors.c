#include "models/minors.h"

#include "models/hospital.h"

#define OF(member) offsetof(TrustFields, emergency.minors.member)
#define PATH(key) "trusts[].emergency.minors_stream." key

static const SimField rows[] = {
    {PATH("on"), SIM_SWITCH, SIM_ACTS_START, OF(on), 0, NULL, 0, 0, "off", NULL,
     "Whether the main department (type 1) has a stream for minors (\"see and treat\"): clinicians of its own, "
     "rostered as the department `minors`, who see the least urgent patients and nobody else. The other doctors see "
     "those only when nobody of their own waits. If off, one queue serves all by urgency, and nobody is due in "
     "`minors`.",
     "a separate stream was to be in every A&E (Department of Health, Reforming Emergency Care, 2001); at one it cut "
     "waits over an hour by 32 % (Cooke et al., Emerg Med J 2002)"},
    {PATH("from_urgency"), SIM_COUNT, SIM_ACTS_START, OF(from_urgency), 0, NULL, 4, 5, "4", NULL,
     "The stream sees patients of this urgency and of those less urgent: 4 or 5.", "assumed"},
    {PATH("assessment"), SIM_DURATION, SIM_ACTS_START, OF(assessment), 0, NULL, 60, 86400, "25 min", NULL,
     "Mean time a clinician takes to see and treat a patient of the stream; spread as emergency.assessment_cv and "
     "assessment_shape say.",
     "assumed; as a practitioner for minor injuries of type 3 takes"},
    {PATH("tests_share"), SIM_SHARE, SIM_ACTS_START, OF(tests_share), 0, NULL, 0, 1, "45%", NULL,
     "Share of the stream's patients who need tests, most of them an X-ray, and a review after them.", "assumed"},
    {PATH("tests"), SIM_DURATION, SIM_ACTS_START, OF(tests), 0, NULL, 0, 86400, "50 min", NULL,
     "Mean time until the results of their tests are there; spread as emergency.tests_cv says.", "assumed"},
    {PATH("clinician_load"), SIM_SHARE, SIM_ACTS_START, OF(clinician_load), 0, NULL, 0.3, 1, "85%", NULL,
     "Work of the stream's patients over its clinicians' hours on duty in normal times, in a department with 359 type "
     "1 attendances a day; the spare rest changes with size as for emergency.clinician_load, which then counts the "
     "other patients only. The rosters of `minors` are scaled to it.",
     "assumed; set so that waits agree with published ones"},
};

const SimFieldBlock minors_fields = {rows, sizeof rows / sizeof rows[0]};

void minors_plan(SimTables *tables, const TrustPlan *trust, MinorsPlan *minors)
{
    const EmergencyFields *department = &trust->fields->emergency;
    const MinorsFields *fields = &department->minors;
    const enum SimShape shape = department->assessment_shape == ASSESSMENT_GAMMA ? SIM_GAMMA : SIM_LOGNORMAL;
    minors->on = fields->on;
    minors->from_urgency = (uint32_t)fields->from_urgency;
    minors->tests_share = fields->tests_share;
    minors->assessment = sim_distribution(tables, shape, fields->assessment, department->assessment_cv);
    minors->tests = sim_distribution(tables, SIM_LOGNORMAL, fields->tests, department->tests_cv);
}

static bool is_rostered(const StaffingFields *staffing)
{
    for (size_t i = 0; i < staffing->rosters.count; i++) {
        const RosterFields *roster = SIM_RECORD(staffing->rosters, RosterFields, i);
        if (roster->department != DEPARTMENT_MINORS || !staffing_is_doctor((enum StaffGroup)roster->group)) continue;
        if (roster->weekday + roster->rest_day > 0) return true;
    }
    return false;
}

bool minors_has_rosters(const TrustPlan *trust, SimFaults *faults)
{
    if (!trust->emergency.on || !trust->emergency.minors.on || is_rostered(&trust->fields->staffing)) return true;
    return sim_fault(faults, trust->fields->head.mark,
                     "`emergency.minors_stream` is on, but nobody is rostered in it; write rosters with `department: "
                     "minors` and `group: others` (nurse practitioners) or `resident_doctors`, or `minors_stream: {on: "
                     "off}`");
}

SimPlaceId minors_first(const SimWorld *world, SimResourceId queue, uint32_t *attendance)
{
    if (sim_resource_waiting(world, queue) == 0) return 0;
    for (uint32_t priority = 0; priority < SIM_CLASSES; priority++) {
        const SimPlaceId place = sim_resource_walk(world, queue, priority, 0, attendance);
        if (place) return place;
    }
    return 0;
}
