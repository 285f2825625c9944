// Cancelled operations, and what was rescheduled because of a strike.
#include "models/measure_rows.h"

// clang-format off
static const SimMeasure rows[] = {
    {.name = "qmco_lastmin", .unit = "patients", .title = "Operations cancelled at the last minute",
     .adds = SIM_ADDS_SUM, .daily = true, .of = "",
     .definition = "Elective operations (inpatient or day case) cancelled by the hospital for non-clinical reasons on "
                   "the day the patient was to arrive, after arrival, or on the day of the operation. A move to within "
                   "24 hours of the original time is a postponement and not counted.",
     .source = QMCO},
    {.name = "qmco_cause", .unit = "patients", .title = "Operations cancelled at the last minute, by cause",
     .adds = SIM_ADDS_SUM, .of = "cause",
     .definition = "As qmco_lastmin, by cause: staff (surgeon, anaesthetist, theatre staff) unavailable in ordinary "
                   "times, an emergency took the theatre, equipment, other reasons; the list overran; no bed by the "
                   "hour of elective.bed_cutoff; a strike (the session was cut on the day, or the bed is closed because "
                   "its nurses are on strike); or the session was cut for a strike earlier and the patient had not been "
                   "told.",
     .source = QMCO},
    {.name = "qmco_28d", .unit = "cancellations",
     .title = "Last-minute cancellations not treated within 28 days", .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Last-minute cancellations (qmco_lastmin) whose patient is not treated within 28 days of the planned "
                   "operation date (day 0), counted on the day the breach occurs. Each cancellation has its own 28 days: "
                   "whoever is cancelled again can be two breaches.",
     .source = QMCO},
    {.name = "ia_total", .unit = "appointments", .title = "Appointments and procedures rescheduled",
     .adds = SIM_ADDS_SUM, .daily = true, .of = "",
     .definition = "Acute inpatient and day-case procedures and outpatient appointments rescheduled because of a "
                   "strike, by the date of the slot. Diagnostics are outside this total, as in NHS England's.",
     .source = ACTION},
    {.name = "ia_ip", .unit = "procedures", .title = "Inpatient and day-case procedures rescheduled",
     .adds = SIM_ADDS_SUM, .daily = true, .of = "notice",
     .definition = "Inpatient and day-case procedures rescheduled because of a strike, by the date of the slot and by "
                   "notice: in advance, short, on the day.",
     .source = ACTION},
    {.name = "ia_op", .unit = "appointments", .title = "Outpatient appointments rescheduled", .adds = SIM_ADDS_SUM,
     .daily = true, .of = "notice",
     .definition = "Outpatient appointments rescheduled because of a strike, by the date of the slot and by notice: in "
                   "advance, short, on the day.",
     .source = ACTION},
    {.name = "ia_diag", .unit = "appointments", .title = "Scans and tests rescheduled, besides", .adds = SIM_ADDS_SUM,
     .daily = true, .of = "notice",
     .definition = "Diagnostic appointments (endoscopy, imaging) rescheduled because of a strike, by the date of the "
                   "slot and by notice. Outside ia_total.",
     .source = "walkout"},
    {.name = "ia_cancer", .unit = "appointments", .title = "Rescheduled: urgent suspected cancer or cancer",
     .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Of the appointments, procedures and diagnostics rescheduled because of a strike, those of patients "
                   "of the most urgent class: urgent suspected cancer, cancer, P2. Part of ia_total and ia_diag together.",
     .source = ACTION},
    {.name = "ia_repeat", .unit = "appointments", .title = "Rescheduled for a strike more than once",
     .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Of the appointments, procedures and diagnostics rescheduled because of a strike, those of patients "
                   "who had been moved for a strike before and not seen since. Part of ia_total and ia_diag together.",
     .source = "walkout"},
    {.name = "ia_channel", .unit = "appointments", .title = "Rescheduled by cause", .adds = SIM_ADDS_SUM,
     .of = "cause",
     .definition = "Appointments, procedures and diagnostics rescheduled because of a strike, by cause: the session's "
                   "consultant was pulled to cover, residents were missing from a session that ran, its consultant "
                   "or SAS doctor was on strike, its consultant rested before or after covering a night, or took time "
                   "off in lieu; the staff without whom it cannot run (radiographers, nurses) was on strike; or no bed "
                   "was free by the hour of elective.bed_cutoff, while beds were closed because their nurses were on "
                   "strike. By the date of the slot.",
     .source = "walkout"},
    {.name = "ia_kind", .unit = "appointments", .title = "Rescheduled by kind", .adds = SIM_ADDS_SUM, .of = "kind",
     .definition = "Appointments, procedures and diagnostics rescheduled because of a strike, by kind and by the date "
                   "of the slot: outpatient appointments, inpatient procedures, day cases, diagnostics.",
     .source = ACTION},
    {.name = "ia_reseated", .unit = "patients", .title = "Protected patients who kept a place", .adds = SIM_ADDS_SUM,
     .of = "",
     .definition = "Protected patients of sessions cut or thinned because of a strike who were given a place in a "
                   "comparable session instead (response.protected): a postponement, not counted as rescheduled. Whose "
                   "place they took is counted. By the date of the first slot.",
     .source = "walkout"},
    {.name = "ia_refilled", .unit = "slots", .title = "Slots filled again at short notice", .adds = SIM_ADDS_SUM,
     .of = "",
     .definition = "Slots of sessions cut or thinned for a strike that were not lost after all and were filled again "
                   "at short notice, by the date of the slot. Whoever was moved out of them still counts as rescheduled.",
     .source = "walkout"},
    {.name = "ia_suppressed", .unit = "slots", .title = "Slots never booked because of a strike",
     .adds = SIM_ADDS_SUM, .daily = true, .of = "",
     .definition = "Slots of sessions cut because of a strike that nobody had been booked into, by the date of the "
                   "slot: what hospitals cut back ahead. No patient is rescheduled, so ia_total leaves them out.",
     .source = "walkout"},
    {.name = "ia_off_moved", .unit = "appointments", .title = "Rescheduled for a strike that was called off",
     .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Of the appointments, procedures and diagnostics rescheduled because of a strike, those moved for a "
                   "strike that was called off, by the date of the slot.",
     .source = "walkout"},
    {.name = "ia_off_kept", .unit = "appointments", .title = "Kept, as the strike was called off in time",
     .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Appointments that were to be moved for a strike that was called off whose patients had not been told "
                   "yet and keep them, by the date of the slot. Not rescheduled, but still in ia_channel.",
     .source = "walkout"},
    {.name = "ia_off_reinstated", .unit = "sessions", .title = "Sessions reinstated", .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Sessions of the day that were cut for a strike and opened again when it was called off.",
     .source = "walkout"},
    {.name = "ia_off_used", .unit = "slots", .title = "Slots used of sessions reinstated", .adds = SIM_ADDS_SUM,
     .of = "", .definition = "Slots of reinstated sessions of the day into which somebody is booked when they begin.",
     .source = "walkout"},
    {.name = "ia_off_lost", .unit = "slots", .title = "Slots lost to a strike that was called off",
     .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Slots of the day's sessions that were cut for a strike that was called off and not used: all of those "
                   "not reinstated, and those free in the others.",
     .source = "walkout"},
    {.name = "op_booked", .unit = "appointments", .title = "Outpatient appointments booked", .adds = SIM_ADDS_SUM,
     .of = "",
     .definition = "Outpatient appointments, first and follow-up, booked for the day: attended (act_op), not attended "
                   "(op_dna), and cancelled by the patient or by the hospital, for a strike or otherwise.",
     .source = OUTPATIENTS},
    {.name = "op_dna", .unit = "appointments", .title = "Outpatient appointments not attended", .adds = SIM_ADDS_SUM,
     .of = "", .definition = "Outpatient appointments of the day that the patient missed without cancelling them.",
     .source = OUTPATIENTS},
    {.name = "op_cancelled_patient", .unit = "appointments", .title = "Outpatient appointments cancelled by patients",
     .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Outpatient appointments of the day that patients cancelled, whether or not somebody else was seen "
                   "instead. They are booked again.",
     .source = OUTPATIENTS},
    {.name = "op_cancelled_hospital", .unit = "appointments", .title = "Outpatient appointments cancelled by the hospital",
     .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Outpatient appointments of the day that the hospital cancelled, for a strike (ia_op) or otherwise. "
                   "Patients are booked again and their clocks run on.",
     .source = OUTPATIENTS},
    {.name = "act_op", .unit = "appointments", .title = "Outpatient appointments attended", .adds = SIM_ADDS_SUM,
     .daily = true, .of = "", .definition = "Outpatient appointments, first and follow-up, attended on the day.",
     .source = "walkout"},
    {.name = "act_elective", .unit = "patients", .title = "Elective admissions", .adds = SIM_ADDS_SUM, .daily = true,
     .of = "", .definition = "Planned admissions on the day, inpatients and day cases.", .source = "walkout"},
    {.name = "act_diag", .unit = "appointments", .title = "Diagnostic appointments attended", .adds = SIM_ADDS_SUM,
     .of = "", .definition = "Diagnostic appointments (endoscopy, imaging) attended on the day.",
     .source = "walkout"},
    {.name = "el_deteriorated", .unit = "patients", .title = "Became more urgent while waiting", .adds = SIM_ADDS_SUM,
     .of = "priority",
     .definition = "Patients waiting for an operation who became more urgent on the day, by the priority they had: P3 to "
                   "P2, P4 to P3 (elective.deterioration).",
     .source = "walkout"},
    {.name = "el_to_emergency", .unit = "patients", .title = "Admitted as emergencies while waiting",
     .adds = SIM_ADDS_SUM, .of = "priority",
     .definition = "Patients waiting for an operation who were admitted as emergencies on the day, which stopped their "
                   "clocks (rtt_stop_adm), by the priority they had (elective.deterioration). Part of em_adm once they "
                   "have a bed.",
     .source = "walkout"},
    {.name = "act_kept_pct", .unit = "share", .title = "Outpatient activity kept", .adds = SIM_ADDS_DERIVED,
     .derived = SIM_DERIVED_RATIO_LIVES, .from = "act_op", .of = "",
     .definition = "Outpatient appointments attended with the strike over those attended on the same days without it. Over "
                   "strike_days and window:NAME the days are all dates that a window touches: of one that ends in the "
                   "morning the last date too, on which work is done as usual. act_op by date leaves it out.",
     .source = "NHS England's aim of 2025 (95 % of planned activity); the days without the strike are walkout's"},
    {.name = "act_elective_kept_pct", .unit = "share", .title = "Elective admissions kept", .adds = SIM_ADDS_DERIVED,
     .derived = SIM_DERIVED_RATIO_LIVES, .from = "act_elective", .of = "",
     .definition = "Planned admissions with the strike over those on the same days without it; the days are as of "
                   "act_kept_pct.",
     .source = "NHS England's aim of 2025 (95 % of planned activity); the days without the strike are walkout's"},
    {.name = "follow_up_waiting", .unit = "appointments", .title = "Follow-ups due and not booked",
     .adds = SIM_ADDS_LEVEL, .daily = true, .of = "",
     .definition = "Follow-up appointments outside the waiting list that have fallen due and have no slot at the end "
                   "of the day.",
     .source = "walkout"},
};
// clang-format on

const SimMeasureBlock cancellation_measures = {.rows = rows, .count = sizeof rows / sizeof rows[0]};
