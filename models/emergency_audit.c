// The counts and the audit of A&E: every patient who came has left or stands somewhere, and whoever stands somewhere is
// counted where the resources say so.
#include "models/attendance.h"

// Attendances alone: patients of services stand in the same queues.

static int64_t queued(const Hospital *hospital, enum HospitalPool pool)
{
    return service_pool_others_waiting(hospital, pool);
}

static int64_t minors_waiting(const Hospital *hospital)
{
    const SimResourceId minors = emergency_state(hospital)->minors;
    return minors ? sim_resource_waiting(hospital->world, minors) : 0;
}

static int64_t minors_busy(const Hospital *hospital)
{
    const SimResourceId minors = emergency_state(hospital)->minors;
    return minors ? sim_resource_busy(hospital->world, minors) : 0;
}

static int64_t busy(const Hospital *hospital, enum HospitalPool pool)
{
    return service_pool_busy_for_others(hospital, pool);
}

static bool counters_agree(const Hospital *hospital, char *message, size_t size)
{
    const EmergencyState *ed = emergency_state(hospital);
    const uint32_t *at = ed->at;
    const uint32_t present = hospital->world->tables[TABLE_ATTENDANCES].taken;
    return hospital_agrees((int64_t)ed->arrived, (int64_t)ed->left + present, "A&E: arrived, and left or present",
                           message, size) &&
           hospital_agrees(busy(hospital, SHARED_TRIAGE_NURSES), at[ATTENDANCE_IN_TRIAGE],
                           "A&E: nurses busy, and in triage", message, size) &&
           hospital_agrees(queued(hospital, SHARED_TRIAGE_NURSES), at[ATTENDANCE_WAITS_FOR_TRIAGE],
                           "A&E: queue for triage, and waiting for it", message, size) &&
           hospital_agrees(busy(hospital, SHARED_AE_DOCTORS) + minors_busy(hospital),
                           at[ATTENDANCE_IN_ASSESSMENT] + at[ATTENDANCE_IN_REVIEW],
                           "A&E: clinicians busy, and in assessment or review", message, size) &&
           hospital_agrees(queued(hospital, SHARED_AE_DOCTORS) + minors_waiting(hospital),
                           at[ATTENDANCE_WAITS_FOR_CLINICIAN] + at[ATTENDANCE_WAITS_FOR_REVIEW],
                           "A&E: queue for clinicians, and waiting for one", message, size) &&
           hospital_agrees(queued(hospital, SHARED_CUBICLES) + queued(hospital, SHARED_CHAIRS),
                           at[ATTENDANCE_IN_AMBULANCE] + at[ATTENDANCE_WAITS_FOR_PLACE],
                           "A&E: queues for places, and in ambulances or waiting for one", message, size) &&
           hospital_agrees(busy(hospital, SHARED_CUBICLES), ed->placed[true], "A&E: cubicles in use, and held", message,
                           size) &&
           hospital_agrees(busy(hospital, SHARED_CHAIRS), ed->placed[false], "A&E: chairs in use, and held", message,
                           size) &&
           hospital_agrees(busy(hospital, SHARED_MINOR_PRACTITIONERS), at[ATTENDANCE_MINOR_IN_TREATMENT],
                           "minor injuries: practitioners busy, and in treatment", message, size) &&
           hospital_agrees(queued(hospital, SHARED_MINOR_PRACTITIONERS), at[ATTENDANCE_MINOR_WAITS],
                           "minor injuries: queue, and waiting", message, size);
}

// On the way to a ward: children to a children's bed, and nobody else.
static bool goes_to_another_age(const Hospital *hospital, const Attendance *patient)
{
    if (patient->stage != ATTENDANCE_IN_TRANSFER || hospital->trust->emergency.children <= 0) return false;
    const Spell *spell = SIM_ROW(hospital->world, TABLE_SPELLS, Spell, patient->spell);
    return (spell->lies_in == POOL_CHILDREN) != (bool)patient->is_child;
}

static bool table_agrees(const Hospital *hospital, char *message, size_t size)
{
    const EmergencyState *ed = emergency_state(hospital);
    const uint32_t rows = hospital->world->tables[TABLE_ATTENDANCES].used;
    uint32_t at[ATTENDANCE_STAGES] = {0}, placed[2] = {0}, astray = 0;
    for (uint32_t id = 1; id < rows; id++) {
        const Attendance *patient = attendance_at(hospital, id);
        if (patient->stage == ATTENDANCE_NOWHERE) continue;
        at[patient->stage]++;
        astray += goes_to_another_age(hospital, patient);
        if (patient->holds_place) placed[attendance_needs_cubicle(patient)]++;
    }
    for (int stage = ATTENDANCE_NOWHERE + 1; stage < ATTENDANCE_STAGES; stage++) {
        if (!hospital_agrees(ed->at[stage], at[stage], "A&E: patients at a stage, and found there", message, size)) {
            return false;
        }
    }
    return hospital_agrees(ed->placed[true], placed[true], "A&E: cubicles held, and found", message, size) &&
           hospital_agrees(ed->placed[false], placed[false], "A&E: chairs held, and found", message, size) &&
           hospital_agrees(0, astray, "A&E: none, and children on their way to an adult's bed or adults to a child's",
                           message, size);
}

bool emergency_audit(const Hospital *hospital, bool recount, char *message, size_t message_size)
{
    if (!emergency_state(hospital)->clinicians) return true;
    return counters_agree(hospital, message, message_size) &&
           (!recount || table_agrees(hospital, message, message_size));
}

// At 08:00: who lies in A&E waiting for a bed.
void emergency_snapshot(Hospital *hospital)
{
    const EmergencyState *ed = emergency_state(hospital);
    if (!ed->clinicians) return;
    const uint32_t boarding = ed->at[ATTENDANCE_WAITS_FOR_BED] + ed->at[ATTENDANCE_IN_TRANSFER];
    sim_set(hospital->world, hospital->plan->measures.ed_boarding, boarding);
}
