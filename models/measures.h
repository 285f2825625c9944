// The table of measures, and the numbers under which flows record them.
//
// A flow records into plan->measures.<name>, the number of a series. Measures of several things (triage classes,
// groups) have their series in a row: series + index.
#ifndef MODELS_MEASURES_H
#define MODELS_MEASURES_H

#include "sim/engine/measure.h"
#include "sim/experiment/model.h"

// name in MeasurePlan and of the measure; the last column is how many things it is measured of.
// One line here, one row in X_measures.c, and the code that records it: that is a new measure.

#define EMERGENCY_SERIES(SERIES)                                                                                       \
    SERIES(ed_att, OF_NOTHING)                                                                                         \
    SERIES(ed_att_type1, OF_NOTHING)                                                                                   \
    SERIES(ed_att_class, OF_TRIAGE)                                                                                    \
    SERIES(ed_4h, OF_NOTHING)                                                                                          \
    SERIES(ed_4h_type1, OF_NOTHING)                                                                                    \
    SERIES(ed_4h_class, OF_TRIAGE)                                                                                     \
    SERIES(ed_minors_seen, OF_NOTHING)                                                                                 \
    SERIES(ed_att_children, OF_NOTHING)                                                                                \
    SERIES(ed_4h_children, OF_NOTHING)                                                                                 \
    SERIES(ed_12h_arr, OF_NOTHING)                                                                                     \
    SERIES(ed_12h_dta, OF_NOTHING)                                                                                     \
    SERIES(ed_12h_dta_pct, OF_NOTHING)                                                                                 \
    SERIES(ed_4h_dta, OF_NOTHING)                                                                                      \
    SERIES(ed_adm, OF_NOTHING)                                                                                         \
    SERIES(ed_lwbs, OF_NOTHING)                                                                                        \
    SERIES(ed_lwbs_share, OF_NOTHING)                                                                                  \
    SERIES(ed_lwbs_all_share, OF_NOTHING)                                                                              \
    SERIES(ed_tta_med, OF_NOTHING)                                                                                     \
    SERIES(ed_ttt_med, OF_NOTHING)                                                                                     \
    SERIES(ed_ttt_p95, OF_NOTHING)                                                                                     \
    SERIES(ed_time_med, OF_NOTHING)                                                                                    \
    SERIES(ed_time_p95, OF_NOTHING)                                                                                    \
    SERIES(ed_stayed_away, OF_NOTHING)                                                                                 \
    SERIES(ed_diverted_111, OF_NOTHING)                                                                                \
    SERIES(ed_from_gp, OF_NOTHING)                                                                                     \
    SERIES(gp_lost, OF_NOTHING)                                                                                        \
    SERIES(gp_to_111, OF_NOTHING)                                                                                      \
    SERIES(ed_boarding, OF_NOTHING)                                                                                    \
    SERIES(amb_ho, OF_NOTHING)                                                                                         \
    SERIES(amb_ho_15, OF_NOTHING)                                                                                      \
    SERIES(amb_ho_30, OF_NOTHING)                                                                                      \
    SERIES(amb_ho_60, OF_NOTHING)                                                                                      \
    SERIES(amb_not_conveyed, OF_NOTHING)                                                                               \
    SERIES(em_adm, OF_NOTHING)

#define BEDS_SERIES(SERIES)                                                                                            \
    SERIES(ga_open, OF_NOTHING)                                                                                        \
    SERIES(ga_open_core, OF_NOTHING)                                                                                   \
    SERIES(ga_open_escalation, OF_NOTHING)                                                                             \
    SERIES(bed_outliers, OF_NOTHING)                                                                                   \
    SERIES(ga_occ, OF_NOTHING)                                                                                         \
    SERIES(ga_occ_core, OF_NOTHING)                                                                                    \
    SERIES(ga_occ_escalation, OF_NOTHING)                                                                              \
    SERIES(ga_occ_pct, OF_NOTHING)                                                                                     \
    SERIES(ga_occ_pool, OF_POOL)                                                                                       \
    SERIES(los7, OF_NOTHING)                                                                                           \
    SERIES(los14, OF_NOTHING)                                                                                          \
    SERIES(los21, OF_NOTHING)                                                                                          \
    SERIES(nctr, OF_NOTHING)                                                                                           \
    SERIES(nctr_all, OF_NOTHING)                                                                                       \
    SERIES(nctr_left_pct, OF_NOTHING)                                                                                  \
    SERIES(ward_reviewed_pct, OF_NOTHING)                                                                              \
    SERIES(discharges, OF_NOTHING)

#define WAITING_LIST_SERIES(SERIES)                                                                                    \
    SERIES(rtt_total, OF_NOTHING)                                                                                      \
    SERIES(rtt_stage, OF_STAGE)                                                                                        \
    SERIES(rtt_le18_pct, OF_NOTHING)                                                                                   \
    SERIES(rtt_gt52, OF_NOTHING)                                                                                       \
    SERIES(rtt_gt65, OF_NOTHING)                                                                                       \
    SERIES(rtt_gt78, OF_NOTHING)                                                                                       \
    SERIES(rtt_median, OF_NOTHING)                                                                                     \
    SERIES(rtt_p92, OF_NOTHING)                                                                                        \
    SERIES(rtt_median_exact, OF_NOTHING)                                                                               \
    SERIES(rtt_p92_exact, OF_NOTHING)                                                                                  \
    SERIES(rtt_new, OF_NOTHING)                                                                                        \
    SERIES(rtt_stop_adm, OF_NOTHING)                                                                                   \
    SERIES(rtt_stop_nonadm, OF_NOTHING)                                                                                \
    SERIES(rtt_removed, OF_NOTHING)                                                                                    \
    SERIES(rtt_nullified, OF_NOTHING)

#define CANCELLATION_SERIES(SERIES)                                                                                    \
    SERIES(qmco_lastmin, OF_NOTHING)                                                                                   \
    SERIES(qmco_cause, OF_CAUSE)                                                                                       \
    SERIES(qmco_28d, OF_NOTHING)                                                                                       \
    SERIES(ia_total, OF_NOTHING)                                                                                       \
    SERIES(ia_ip, OF_NOTICE)                                                                                           \
    SERIES(ia_op, OF_NOTICE)                                                                                           \
    SERIES(ia_diag, OF_NOTICE)                                                                                         \
    SERIES(ia_cancer, OF_NOTHING)                                                                                      \
    SERIES(ia_repeat, OF_NOTHING)                                                                                      \
    SERIES(ia_channel, OF_CHANNEL)                                                                                     \
    SERIES(ia_kind, OF_KIND)                                                                                           \
    SERIES(ia_reseated, OF_NOTHING)                                                                                    \
    SERIES(ia_refilled, OF_NOTHING)                                                                                    \
    SERIES(ia_suppressed, OF_NOTHING)                                                                                  \
    SERIES(ia_off_moved, OF_NOTHING)                                                                                   \
    SERIES(ia_off_kept, OF_NOTHING)                                                                                    \
    SERIES(ia_off_reinstated, OF_NOTHING)                                                                              \
    SERIES(ia_off_used, OF_NOTHING)                                                                                    \
    SERIES(ia_off_lost, OF_NOTHING)                                                                                    \
    SERIES(op_booked, OF_NOTHING)                                                                                      \
    SERIES(op_dna, OF_NOTHING)                                                                                         \
    SERIES(op_cancelled_patient, OF_NOTHING)                                                                           \
    SERIES(op_cancelled_hospital, OF_NOTHING)                                                                          \
    SERIES(act_op, OF_NOTHING)                                                                                         \
    SERIES(act_elective, OF_NOTHING)                                                                                   \
    SERIES(el_deteriorated, OF_WORSE)                                                                                  \
    SERIES(el_to_emergency, OF_OPERATION)                                                                              \
    SERIES(act_diag, OF_NOTHING)                                                                                       \
    SERIES(follow_up_waiting, OF_NOTHING)

#define STAFFING_SERIES(SERIES)                                                                                        \
    SERIES(ia_due, OF_GROUP)                                                                                           \
    SERIES(ia_due_called, OF_GROUP)                                                                                    \
    SERIES(ia_absent, OF_GROUP)                                                                                        \
    SERIES(ia_absent_pct, OF_GROUP)                                                                                    \
    SERIES(ia_mitigations, OF_DEPARTMENT)                                                                              \
    SERIES(cover_needed, OF_DEPARTMENT)                                                                                \
    SERIES(cover_by, OF_COVER)                                                                                         \
    SERIES(cover_unfilled, OF_DEPARTMENT)                                                                              \
    SERIES(cover_hours_day, OF_NOTHING)                                                                                \
    SERIES(cover_hours_night, OF_NOTHING)                                                                              \
    SERIES(cover_cost, OF_NOTHING)                                                                                     \
    SERIES(sessions_pulled, OF_NOTHING)                                                                                \
    SERIES(sessions_struck, OF_NOTHING)                                                                                \
    SERIES(rest_sessions, OF_NOTHING)                                                                                  \
    SERIES(toil_sessions, OF_NOTHING)

#define MATERNITY_SERIES(SERIES)                                                                                       \
    SERIES(mat_births, OF_NOTHING)                                                                                     \
    SERIES(mat_births_mode, OF_MODE)                                                                                   \
    SERIES(mat_inductions, OF_NOTHING)                                                                                 \
    SERIES(mat_induction_delay_med, OF_NOTHING)                                                                        \
    SERIES(mat_induction_delay_24h, OF_NOTHING)                                                                        \
    SERIES(mat_put_off, OF_LACK)                                                                                       \
    SERIES(mat_caesareans, OF_CATEGORY)                                                                                \
    SERIES(mat_elcs_wait, OF_NOTHING)                                                                                  \
    SERIES(mat_sessions_pulled, OF_NOTHING)                                                                            \
    SERIES(mat_elcs_moved, OF_NOTHING)                                                                                 \
    SERIES(mat_dtd_30, OF_NOTHING)                                                                                     \
    SERIES(mat_dtd_75, OF_NOTHING)                                                                                     \
    SERIES(mat_diverted, OF_NOTHING)                                                                                   \
    SERIES(mat_closed_hours, OF_NOTHING)                                                                               \
    SERIES(mat_postnatal_occ, OF_NOTHING)

#define BOOKING_SERIES(SERIES)                                                                                         \
    SERIES(calls_out, OF_NOTHING)                                                                                      \
    SERIES(calls_messages, OF_NOTHING)                                                                                 \
    SERIES(calls_in, OF_NOTHING)                                                                                       \
    SERIES(calls_answered, OF_NOTHING)                                                                                 \
    SERIES(calls_abandoned, OF_NOTHING)                                                                                \
    SERIES(calls_in_wait, OF_NOTHING)                                                                                  \
    SERIES(calls_rebook_mean, OF_NOTHING)                                                                              \
    SERIES(calls_delay_mean, OF_NOTHING)                                                                               \
    SERIES(calls_told_pct, OF_NOTHING)                                                                                 \
    SERIES(calls_pending, OF_NOTHING)

#define RECOVERY_SERIES(SERIES)                                                                                        \
    SERIES(rec_extra_sessions, OF_EXTRA)                                                                               \
    SERIES(rec_extra_patients, OF_NOTHING)                                                                             \
    SERIES(rec_staff_sessions, OF_NOTHING)                                                                             \
    SERIES(rec_unstaffed, OF_NOTHING)                                                                                  \
    SERIES(rec_overbooked, OF_NOTHING)                                                                                 \
    SERIES(moved_waiting, OF_NOTHING)                                                                                  \
    SERIES(moved_seen, OF_NOTHING)

#define HOSPITAL_SERIES(SERIES)                                                                                        \
    EMERGENCY_SERIES(SERIES)                                                                                           \
    BEDS_SERIES(SERIES)                                                                                                \
    WAITING_LIST_SERIES(SERIES)                                                                                        \
    CANCELLATION_SERIES(SERIES)                                                                                        \
    STAFFING_SERIES(SERIES)                                                                                            \
    MATERNITY_SERIES(SERIES)                                                                                           \
    BOOKING_SERIES(SERIES)                                                                                             \
    RECOVERY_SERIES(SERIES)

enum MeasureOf {
    OF_NOTHING,
    OF_TRIAGE,      // "triage/class 1" .. 5
    OF_POOL,        // enum BedPool
    OF_STAGE,       // enum PathwayStage of the waiting list
    OF_NOTICE,      // "advance", "short", "on_the_day"
    OF_CHANNEL,     // enum MoveChannel
    OF_KIND,        // enum MoveKind
    OF_GROUP,       // enum StaffGroup
    OF_DEPARTMENT,  // enum Department
    OF_COVER,       // enum CoverSource
    OF_MODE,        // enum BirthMode
    OF_EXTRA,       // enum ExtraSession, without EXTRA_NONE
    OF_LACK,        // enum MaternityLack
    OF_CATEGORY,    // enum CaesareanCategory
    OF_CAUSE,       // enum LastMinuteCause
    OF_OPERATION,   // enum PathwayPriority, of operations
    OF_WORSE        // the same but for P2
};

typedef struct {
#define SERIES_NUMBER(name, of) uint32_t name;
    HOSPITAL_SERIES(SERIES_NUMBER)
#undef SERIES_NUMBER
    SimSeries *series;  // owned
    size_t count, room;
    uint32_t logs;  // numbered so far
} MeasurePlan;

// Logs of waits, from which quantiles are formed.
enum WaitLog {
    LOG_NONE,
    LOG_ED_ASSESSMENT,  // arrival to triage
    LOG_ED_TREATMENT,   // arrival to first clinician
    LOG_ED_TIME,        // arrival to departure
    LOG_INDUCTION,      // planned start to start
    LOG_RTT_WEEKS,      // waits so far on the waiting list, by weekly bands
    LOG_RTT_DAYS,       // the same by days
    WAIT_LOGS
};

enum { MEASURE_BLOCKS = 9 };  // the last are those of services
extern const SimMeasureBlock *const hospital_measures[MEASURE_BLOCKS];

enum MeasureScope { MEASURES_OF_HOSPITAL, MEASURES_OF_SERVICES_ONLY };
#define WITHOUT_LOG UINT32_MAX

// False, with a fault for each name that no measure has.
bool measures_are_known(const SimTexts *names, SimFaults *faults);

void measures_plan(MeasurePlan *measures, enum MeasureScope scope);
// The number of the column of a measure of something; adds it if there is none yet.
uint32_t measures_add(MeasurePlan *measures, const SimMeasure *measure, const char *of, enum SimLogScale scale);
// The column's log. If it has none it gets `log`, or a new one if that is WITHOUT_LOG.
uint32_t measures_log(MeasurePlan *measures, uint32_t series, uint32_t log);
void measures_plan_free(MeasurePlan *measures);

#endif
