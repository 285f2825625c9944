// Patients moved by a strike: counted when they are told, and booked again.
#include "models/hospital_rows.h"
#include "models/last_minute.h"
#include "models/waiting_list.h"

static enum MoveKind move_kind(const Session *session)
{
    switch ((enum SessionKind)session->kind) {
    case SESSION_ENDOSCOPY:
    case SESSION_IMAGING: return MOVE_DIAGNOSTIC;
    case SESSION_INPATIENT_LIST: return MOVE_INPATIENT;
    case SESSION_DAY_CASE_LIST: return MOVE_DAY_CASE;
    case SESSION_CLINIC:
    case SESSION_KINDS: break;
    }
    return MOVE_OUTPATIENT;
}

static void write_moved(Hospital *hospital, const Session *session, uint32_t priority, enum MoveNotice notice,
                        uint32_t patients)
{
    uint32_t row = sim_table_append(hospital->world, TABLE_MOVED);
    MovedEntry *entry = SIM_ROW(hospital->world, TABLE_MOVED, MovedEntry, row);
    entry->day = session->day;
    entry->service = session->service;
    entry->priority = (uint8_t)priority;
    entry->kind = (uint8_t)move_kind(session);
    entry->notice = (uint8_t)notice;
    entry->patients = patients;
}

void elective_count_suppressed(Hospital *hospital, const Session *session, uint32_t slots)
{
    sim_count_on(hospital->world, session->day, hospital->plan->measures.ia_suppressed, slots);
    write_moved(hospital, session, PRIORITY_ROUTINE, NOTICE_SUPPRESSED, slots);
}

static void count_moved(Hospital *hospital, const Session *session, uint32_t priority, enum MoveNotice notice)
{
    const MeasurePlan *measures = &hospital->plan->measures;
    uint32_t kind = move_kind(session), by_notice = (uint32_t)notice - NOTICE_ADVANCE;
    uint32_t series = kind == MOVE_DIAGNOSTIC   ? measures->ia_diag
                      : kind == MOVE_OUTPATIENT ? measures->ia_op
                                                : measures->ia_ip;
    sim_count_on(hospital->world, session->day, series + by_notice, 1);
    sim_count_on(hospital->world, session->day, measures->ia_kind + kind, 1);
    if (kind != MOVE_DIAGNOSTIC) sim_count_on(hospital->world, session->day, measures->ia_total, 1);
    if (kind == MOVE_OUTPATIENT) {
        sim_count_on(hospital->world, session->day, measures->op_booked, 1);
        sim_count_on(hospital->world, session->day, measures->op_cancelled_hospital, 1);
    }
    write_moved(hospital, session, priority, notice, 1);
}

void elective_patient_told(Hospital *hospital, const MovedAppointment *moved, bool in_time)
{
    const Session *session = session_at(hospital, moved->session);
    SimTime notice_s = moved->slot_s - hospital_now(hospital);
    enum MoveNotice notice = !in_time || moved->on_the_day                                      ? NOTICE_ON_THE_DAY
                             : notice_s < (SimTime)hospital->plan->strike.response.short_notice ? NOTICE_SHORT
                                                                                                : NOTICE_ADVANCE;
    uint32_t priority = moved->pathway ? pathway_at(hospital, moved->pathway)->priority : PRIORITY_ROUTINE;
    count_moved(hospital, session, priority, notice);
    if (!moved->pathway) return;
    const Pathway *pathway = pathway_at(hospital, moved->pathway);
    if (pathway->stage >= WAITING_STAGES) return;
    // An operation cancelled on its day by the hospital counts as a last-minute cancellation, strike or not.
    if (notice == NOTICE_ON_THE_DAY && pathway->stage >= STAGE_INPATIENT) {
        last_minute_count(hospital, moved->pathway, session->day, moved->on_the_day ? CAUSE_STRIKE : CAUSE_NOT_TOLD);
    }
}

void elective_patient_rebooked(Hospital *hospital, const MovedAppointment *moved)
{
    if (!moved->pathway) {
        const Session *session = session_at(hospital, moved->session);
        if (session->kind == SESSION_CLINIC) hospital->state->elective.other_due[session->service] += 1;
        return;
    }
    Pathway *pathway = pathway_at(hospital, moved->pathway);
    pathway->untold = 0;
    if (pathway->stage >= WAITING_STAGES) return;
    if (pathway->breach_day > 0) {
        last_minute_rebook(hospital, moved->pathway);
    } else {
        waiting_list_join(hospital, moved->pathway);
    }
}
