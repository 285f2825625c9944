#include "models/measures.h"

#include "models/beds.h"
#include "models/elective.h"
#include "models/emergency.h"
#include "models/maternity.h"
#include "models/service.h"
#include "models/staffing.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SITREP "NHS England, urgent and emergency care daily situation reports"
#define MONTHLY "NHS England, A&E attendances and emergency admissions"
#define CLINICAL_QUALITY "NHS England, A&E clinical quality indicators"
#define RTT "NHS England, consultant-led referral to treatment waiting times"
#define QMCO "NHS England, cancelled elective operations (QMCO)"
#define ACTION "NHS England, industrial action data"

// clang-format off
static const SimMeasure rows[] = {
    // A&E
    {.name = "ed_att", .unit = "patients", .title = "A&E attendances", .adds = SIM_ADDS_SUM, .daily = true, .of = "",
     .definition = "Attendances at A&E of all types whose arrival falls on the calendar day, 00:00:00 to 23:59:59.",
     .source = MONTHLY},
    {.name = "ed_att_class", .unit = "patients", .title = "A&E attendances by urgency", .adds = SIM_ADDS_SUM,
     .of = "triage class",
     .definition = "Attendances at the main department (type 1) that arrive on the day, by triage class: 1 is the most "
                   "urgent.",
     .source = "walkout"},
    {.name = "ed_4h", .unit = "share", .title = "A&E seen within 4 hours, all types", .adds = SIM_ADDS_SHARE,
     .daily = true, .of = "",
     .definition = "Of the attendances of all types that end on the day (admitted, transferred, discharged, or left "
                   "unseen), the share that ends 4 h 00 m 00 s or less after arrival. Arrival is registration; for an "
                   "ambulance the earlier of handover and 15 minutes after the ambulance arrived.",
     .source = MONTHLY},
    {.name = "ed_4h_type1", .unit = "share", .title = "A&E seen within 4 hours, type 1", .adds = SIM_ADDS_SHARE,
     .daily = true, .of = "",
     .definition = "As ed_4h, for the main department (type 1) alone.", .source = MONTHLY},
    {.name = "ed_4h_class", .unit = "share", .title = "A&E seen within 4 hours by urgency", .adds = SIM_ADDS_SHARE,
     .of = "triage class", .definition = "As ed_4h_type1, by triage class.", .source = "walkout"},
    {.name = "ed_12h_arr", .unit = "patients", .title = "12 hours or more in A&E from arrival", .adds = SIM_ADDS_SUM,
     .of = "",
     .definition = "Attendances ending on the day 12 hours or more after arrival. Not the trolley wait, which counts "
                   "from the decision to admit (ed_12h_dta).",
     .source = MONTHLY},
    {.name = "ed_12h_dta", .unit = "patients", .title = "Waits over 12 hours for a bed", .adds = SIM_ADDS_SUM,
     .daily = true, .of = "",
     .definition = "Emergency admissions through A&E on the day that began more than 12 hours after the decision to "
                   "admit.",
     .source = MONTHLY},
    {.name = "ed_4h_dta", .unit = "patients", .title = "Waits over 4 hours for a bed", .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Emergency admissions through A&E on the day that began more than 4 hours after the decision to "
                   "admit.",
     .source = MONTHLY},
    {.name = "ed_adm", .unit = "patients", .title = "Admissions through A&E", .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Emergency admissions through A&E on the day, same-day (zero-day) admissions included.",
     .source = MONTHLY},
    {.name = "ed_lwbs", .unit = "patients", .title = "Left A&E before being seen", .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Patients who left on the day while they waited for a first clinician.",
     .source = CLINICAL_QUALITY},
    {.name = "ed_lwbs_share", .unit = "share", .title = "Share who left A&E before being seen",
     .adds = SIM_ADDS_SHARE, .of = "",
     .definition = "Of the attendances at the main department that end on the day, the share that left before a first "
                   "clinician.",
     .source = CLINICAL_QUALITY},
    {.name = "ed_tta_med", .unit = "minutes", .title = "Median time to initial assessment",
     .adds = SIM_ADDS_QUANTILE, .quantile = 0.5, .of = "",
     .definition = "Median time from arrival to the end of triage, of patients assessed in the period, in whole "
                   "minutes.",
     .source = CLINICAL_QUALITY},
    {.name = "ed_ttt_med", .unit = "minutes", .title = "Median wait for a first clinician",
     .adds = SIM_ADDS_QUANTILE, .quantile = 0.5, .daily = true, .of = "",
     .definition = "Median time from arrival to the start of treatment by a first clinician, of patients first seen in "
                   "the period, in whole minutes.",
     .source = CLINICAL_QUALITY},
    {.name = "ed_ttt_p95", .unit = "minutes", .title = "95th percentile of the wait for a first clinician",
     .adds = SIM_ADDS_QUANTILE, .quantile = 0.95, .of = "",
     .definition = "The time from arrival to a first clinician that 95 % of patients first seen in the period did not "
                   "exceed.",
     .source = CLINICAL_QUALITY},
    {.name = "ed_time_med", .unit = "minutes", .title = "Median time in A&E", .adds = SIM_ADDS_QUANTILE,
     .quantile = 0.5, .of = "",
     .definition = "Median time from arrival to departure at the main department, of patients who left in the period.",
     .source = CLINICAL_QUALITY},
    {.name = "ed_time_p95", .unit = "minutes", .title = "95th percentile of time in A&E", .adds = SIM_ADDS_QUANTILE,
     .quantile = 0.95, .of = "",
     .definition = "The time from arrival to departure that 95 % of patients who left the main department in the "
                   "period did not exceed.",
     .source = CLINICAL_QUALITY},
    {.name = "ed_stayed_away", .unit = "patients", .title = "Stayed away from A&E because of a strike",
     .adds = SIM_ADDS_SUM, .of = "",
     .definition = "People who would have come to A&E on the day and did not because of a strike. Some come within the "
                   "next three days; they are counted here all the same.",
     .source = "walkout"},
    {.name = "ed_boarding", .unit = "patients", .title = "Waiting in A&E for a bed at 08:00",
     .adds = SIM_ADDS_SNAPSHOT, .of = "",
     .definition = "Patients in A&E at 08:00 with a decision to admit and no bed yet.", .source = SITREP},
    {.name = "amb_ho_15", .unit = "handovers", .title = "Ambulance handovers over 15 minutes", .adds = SIM_ADDS_SUM,
     .of = "",
     .definition = "Ambulance handovers completed on the day that took more than 15 minutes from the ambulance's "
                   "arrival.",
     .source = SITREP},
    {.name = "amb_ho_30", .unit = "handovers", .title = "Ambulance handovers over 30 minutes", .adds = SIM_ADDS_SUM,
     .of = "", .definition = "As amb_ho_15, more than 30 minutes.", .source = SITREP},
    {.name = "amb_ho_60", .unit = "handovers", .title = "Ambulance handovers over 60 minutes", .adds = SIM_ADDS_SUM,
     .of = "", .definition = "As amb_ho_15, more than 60 minutes.", .source = SITREP},
    {.name = "em_adm", .unit = "patients", .title = "Emergency admissions", .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Emergency admissions on the day, through A&E and direct, same-day (zero-day) admissions included.",
     .source = MONTHLY},

    // Beds
    {.name = "ga_open", .unit = "beds", .title = "General and acute beds open", .adds = SIM_ADDS_SNAPSHOT,
     .daily = true, .of = "",
     .definition = "General and acute beds open at 08:00: core and escalation beds that have staff. Maternity and "
                   "mental health are not included.",
     .source = SITREP},
    {.name = "ga_occ", .unit = "beds", .title = "General and acute beds occupied", .adds = SIM_ADDS_SNAPSHOT,
     .daily = true, .of = "",
     .definition = "General and acute beds with a patient at 08:00. Patients who wait in A&E for a bed are not "
                   "included.",
     .source = SITREP},
    {.name = "ga_occ_pct", .unit = "share", .title = "General and acute bed occupancy", .adds = SIM_ADDS_RATIO,
     .daily = true, .of = "", .definition = "ga_occ over ga_open, the sums of the days' values.", .source = SITREP},
    {.name = "ga_occ_pool", .unit = "beds", .title = "Beds occupied by pool", .adds = SIM_ADDS_SNAPSHOT,
     .of = "bed pool", .definition = "As ga_occ, by pool of beds.", .source = "walkout"},
    {.name = "los7", .unit = "patients", .title = "In a bed for 7 days or more", .adds = SIM_ADDS_SNAPSHOT, .of = "",
     .definition = "Patients in a general and acute bed at 08:00 whose stay has lasted 7 days or more.",
     .source = SITREP},
    {.name = "los14", .unit = "patients", .title = "In a bed for 14 days or more", .adds = SIM_ADDS_SNAPSHOT,
     .of = "", .definition = "As los7, 14 days or more.", .source = SITREP},
    {.name = "los21", .unit = "patients", .title = "In a bed for 21 days or more", .adds = SIM_ADDS_SNAPSHOT,
     .of = "", .definition = "As los7, 21 days or more.", .source = SITREP},
    {.name = "nctr", .unit = "patients", .title = "In a bed without criteria to reside", .adds = SIM_ADDS_SNAPSHOT,
     .daily = true, .of = "",
     .definition = "Adults who no longer meet the criteria to reside and are still in a bed at 23:59 (children are not counted).",
     .source = "NHS England, discharge delays (acute)"},
    {.name = "nctr_all", .unit = "patients", .title = "Without criteria to reside, those who left included",
     .adds = SIM_ADDS_SNAPSHOT, .of = "",
     .definition = "As nctr, with those discharged during the day.", .source = "NHS England, discharge delays (acute)"},
    {.name = "nctr_left_pct", .unit = "share", .title = "Share without criteria to reside who left that day",
     .adds = SIM_ADDS_RATIO, .of = "",
     .definition = "Of the patients in nctr_all, the share discharged by 23:59 of the day.",
     .source = "NHS England, discharge delays (acute)"},
    {.name = "ward_reviewed_pct", .unit = "share", .title = "Ready patients seen on the ward round",
     .adds = SIM_ADDS_SHARE, .of = "",
     .definition = "Of the patients who are medically ready when the day's ward round begins, the share that the "
                   "round reviews.",
     .source = "walkout"},
    {.name = "discharges", .unit = "patients", .title = "Discharges from general and acute beds",
     .adds = SIM_ADDS_SUM, .of = "", .definition = "Patients who leave a general and acute bed on the day.",
     .source = "walkout"},

    // Waiting list
    {.name = "rtt_total", .unit = "pathways", .title = "Waiting list", .adds = SIM_ADDS_LEVEL, .daily = true,
     .of = "",
     .definition = "Incomplete referral-to-treatment pathways at the end of the day; for a period, of its last day.",
     .source = RTT},
    {.name = "rtt_stage", .unit = "pathways", .title = "Waiting list by stage", .adds = SIM_ADDS_LEVEL,
     .of = "stage", .definition = "As rtt_total, by what the patient waits for.", .source = "walkout"},
    {.name = "rtt_le18_pct", .unit = "share", .title = "Waiting 18 weeks or less", .adds = SIM_ADDS_RATIO,
     .daily = true, .of = "",
     .definition = "Share of the incomplete pathways that have waited 18 weeks (126 days) or less at the end of the "
                   "day; for a period, over all its days.",
     .source = RTT},
    {.name = "rtt_gt52", .unit = "pathways", .title = "Waiting over 52 weeks", .adds = SIM_ADDS_LEVEL, .daily = true,
     .of = "",
     .definition = "Incomplete pathways that have waited more than 52 weeks (364 days) at the end of the day.",
     .source = RTT},
    {.name = "rtt_gt65", .unit = "pathways", .title = "Waiting over 65 weeks", .adds = SIM_ADDS_LEVEL, .of = "",
     .definition = "As rtt_gt52, more than 65 weeks (455 days).", .source = RTT},
    {.name = "rtt_gt78", .unit = "pathways", .title = "Waiting over 78 weeks", .adds = SIM_ADDS_LEVEL, .of = "",
     .definition = "As rtt_gt52, more than 78 weeks (546 days).", .source = RTT},
    {.name = "rtt_median", .unit = "weeks", .title = "Median wait of those waiting", .adds = SIM_ADDS_RATIO, .of = "",
     .definition = "Median of the time waited by the incomplete pathways, from weekly bands by linear interpolation "
                   "inside the band, as NHS England estimates it. Over days and trusts a mean weighted by pathways.",
     .source = RTT},
    {.name = "rtt_p92", .unit = "weeks", .title = "92nd percentile of the wait of those waiting",
     .adds = SIM_ADDS_RATIO, .of = "",
     .definition = "As rtt_median, the 92nd percentile.", .source = RTT},
    {.name = "rtt_median_exact", .unit = "weeks", .title = "Median wait of those waiting, patient by patient",
     .adds = SIM_ADDS_RATIO, .of = "",
     .definition = "Median of the days waited by the incomplete pathways, over 7, without bands. Over days and trusts "
                   "a mean weighted by pathways.",
     .source = "walkout"},
    {.name = "rtt_p92_exact", .unit = "weeks", .title = "92nd percentile of the wait, patient by patient",
     .adds = SIM_ADDS_RATIO, .of = "", .definition = "As rtt_median_exact, the 92nd percentile.",
     .source = "walkout"},
    {.name = "rtt_new", .unit = "pathways", .title = "New referrals", .adds = SIM_ADDS_SUM, .daily = true, .of = "",
     .definition = "Clocks started on the day. The list of tomorrow is that of today plus new, less stops with and "
                   "without admission, less removals: this is checked every midnight.",
     .source = RTT},
    {.name = "rtt_stop_adm", .unit = "pathways", .title = "Clock stops with admission", .adds = SIM_ADDS_SUM,
     .daily = true, .of = "", .definition = "Clocks stopped on the day by an admission for treatment.", .source = RTT},
    {.name = "rtt_stop_nonadm", .unit = "pathways", .title = "Clock stops without admission", .adds = SIM_ADDS_SUM,
     .daily = true, .of = "",
     .definition = "Clocks stopped on the day by treatment without admission, or by a decision not to treat.",
     .source = RTT},
    {.name = "rtt_removed", .unit = "pathways", .title = "Removals other than treatment (validation)",
     .adds = SIM_ADDS_SUM, .daily = true, .of = "",
     .definition = "Pathways that left the waiting list on the day for a reason other than treatment or a decision "
                   "not to treat.",
     .source = RTT},

    // Cancellations
    {.name = "qmco_lastmin", .unit = "patients", .title = "Operations cancelled at the last minute",
     .adds = SIM_ADDS_SUM, .daily = true, .of = "",
     .definition = "Elective operations (inpatient or day case) cancelled by the hospital for non-clinical reasons on "
                   "the day the patient was to arrive, after arrival, or on the day of the operation. A move to within "
                   "24 hours of the original time is a postponement and not counted.",
     .source = QMCO},
    {.name = "qmco_28d", .unit = "patients", .title = "Not treated within 28 days of a last-minute cancellation",
     .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Patients cancelled at the last minute and not treated within 28 days of the planned operation date "
                   "(day 0), counted on the day the breach occurs.",
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
    {.name = "ia_diag", .unit = "appointments", .title = "Diagnostic appointments rescheduled", .adds = SIM_ADDS_SUM,
     .daily = true, .of = "notice",
     .definition = "Diagnostic appointments (endoscopy, imaging) rescheduled because of a strike, by the date of the "
                   "slot and by notice. Outside ia_total.",
     .source = "walkout"},
    {.name = "ia_cancer", .unit = "appointments", .title = "Rescheduled: urgent suspected cancer or cancer",
     .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Of the appointments and procedures rescheduled because of a strike, those of patients of the most "
                   "urgent class: urgent suspected cancer, cancer, P2.",
     .source = ACTION},
    {.name = "ia_repeat", .unit = "appointments", .title = "Rescheduled for a strike more than once",
     .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Of the appointments and procedures rescheduled because of a strike, those of patients who had been "
                   "moved for a strike before.",
     .source = "walkout"},
    {.name = "ia_channel", .unit = "appointments", .title = "Rescheduled by cause", .adds = SIM_ADDS_SUM,
     .of = "cause",
     .definition = "Appointments, procedures and diagnostics rescheduled because of a strike, by cause: the session's "
                   "consultant was pulled to cover, residents were missing from a session that ran, or its consultant "
                   "was on strike.",
     .source = "walkout"},
    {.name = "ia_suppressed", .unit = "slots", .title = "Slots never booked because of a strike",
     .adds = SIM_ADDS_SUM, .daily = true, .of = "",
     .definition = "Slots of sessions cut because of a strike that nobody had been booked into, by the date of the "
                   "slot: what hospitals cut back ahead. No patient is rescheduled, so ia_total leaves them out.",
     .source = "walkout"},
    {.name = "act_op", .unit = "appointments", .title = "Outpatient appointments attended", .adds = SIM_ADDS_SUM,
     .daily = true, .of = "", .definition = "Outpatient appointments, first and follow-up, attended on the day.",
     .source = "walkout"},
    {.name = "act_elective", .unit = "patients", .title = "Elective admissions", .adds = SIM_ADDS_SUM, .daily = true,
     .of = "", .definition = "Planned admissions on the day, inpatients and day cases.", .source = "walkout"},
    {.name = "act_diag", .unit = "appointments", .title = "Diagnostic appointments attended", .adds = SIM_ADDS_SUM,
     .of = "", .definition = "Diagnostic appointments (endoscopy, imaging) attended on the day.",
     .source = "walkout"},
    {.name = "act_kept_pct", .unit = "share", .title = "Outpatient activity kept", .adds = SIM_ADDS_DERIVED,
     .derived = SIM_DERIVED_RATIO_LIVES, .from = "act_op", .of = "",
     .definition = "Outpatient appointments attended with the strike over those attended on the same days without it.",
     .source = "NHS England's aim of 2025 (95 % of planned activity); the days without the strike are walkout's"},
    {.name = "act_elective_kept_pct", .unit = "share", .title = "Elective admissions kept", .adds = SIM_ADDS_DERIVED,
     .derived = SIM_DERIVED_RATIO_LIVES, .from = "act_elective", .of = "",
     .definition = "Planned admissions with the strike over those on the same days without it.",
     .source = "NHS England's aim of 2025 (95 % of planned activity); the days without the strike are walkout's"},
    {.name = "follow_up_waiting", .unit = "appointments", .title = "Follow-ups due and not booked",
     .adds = SIM_ADDS_LEVEL, .daily = true, .of = "",
     .definition = "Follow-up appointments outside the waiting list that have fallen due and have no slot at the end "
                   "of the day.",
     .source = "walkout"},

    // Staff and cover
    {.name = "ia_due", .unit = "shifts", .title = "Staff due in", .adds = SIM_ADDS_SUM, .daily = true,
     .of = "staff group",
     .definition = "Staff rostered to shifts that start on the day: one for each person and shift.", .source = ACTION},
    {.name = "ia_absent", .unit = "shifts", .title = "Staff absent because of the strike", .adds = SIM_ADDS_SUM,
     .daily = true, .of = "staff group",
     .definition = "Staff rostered to shifts that start on the day who are absent because of a strike.",
     .source = ACTION},
    {.name = "ia_absent_pct", .unit = "share", .title = "Share of staff due in who were absent",
     .adds = SIM_ADDS_SHARE, .of = "staff group", .definition = "ia_absent over ia_due. The base is staff due in, not "
                                                                "all staff employed.",
     .source = ACTION},
    {.name = "cover_needed", .unit = "posts", .title = "Posts that needed cover", .adds = SIM_ADDS_SUM,
     .of = "department",
     .definition = "Posts below the target for emergency cover, over the shifts that start on the day.",
     .source = "walkout"},
    {.name = "cover_by", .unit = "posts", .title = "Posts covered, by whom", .adds = SIM_ADDS_SUM, .of = "who covers",
     .definition = "Posts filled over the shifts that start on the day: by consultants in free time, by consultants "
                   "pulled from planned sessions, by locums and bank staff.",
     .source = "walkout"},
    {.name = "cover_unfilled", .unit = "posts", .title = "Posts that nobody filled", .adds = SIM_ADDS_SUM,
     .daily = true, .of = "department",
     .definition = "Posts below the target for emergency cover that nobody filled, over the shifts that start on the "
                   "day.",
     .source = "walkout"},
    {.name = "cover_hours_day", .unit = "hours", .title = "Hours of cover by day", .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Hours worked by those who cover, over day shifts that start on the day.", .source = "walkout"},
    {.name = "cover_hours_night", .unit = "hours", .title = "Hours of cover by night", .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Hours worked by those who cover, over night shifts that start on the day.", .source = "walkout"},
    {.name = "sessions_pulled", .unit = "sessions", .title = "Planned sessions given up for cover",
     .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Planned sessions of the day that do not take place because their consultant covers an emergency "
                   "post.",
     .source = "walkout"},

    // Maternity
    {.name = "mat_births", .unit = "births", .title = "Births", .adds = SIM_ADDS_SUM, .daily = true, .of = "",
     .definition = "Deliveries on the day, of all modes. Twins count once.", .source = "walkout"},
    {.name = "mat_births_mode", .unit = "births", .title = "Births by mode", .adds = SIM_ADDS_SUM, .of = "mode",
     .definition = "Deliveries on the day: spontaneous, instrumental, emergency caesarean, planned caesarean.",
     .source = "NHS Digital, NHS maternity statistics (modes of delivery)"},
    {.name = "mat_inductions", .unit = "mothers", .title = "Inductions started", .adds = SIM_ADDS_SUM, .daily = true,
     .of = "", .definition = "Inductions of labour started on the day.", .source = "walkout"},
    {.name = "mat_induction_delay_med", .unit = "minutes", .title = "Median delay of inductions",
     .adds = SIM_ADDS_QUANTILE, .quantile = 0.5, .of = "",
     .definition = "Median time from the planned to the actual start of induction, of inductions started in the "
                   "period, in whole minutes.",
     .source = "walkout"},
    {.name = "mat_induction_delay_24h", .unit = "mothers", .title = "Inductions started over 24 hours late",
     .adds = SIM_ADDS_SUM, .daily = true, .of = "",
     .definition = "Inductions started on the day more than 24 hours after their planned start.",
     .source = "walkout"},
    {.name = "mat_elcs_moved", .unit = "mothers", .title = "Planned caesareans moved to another day",
     .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Planned caesareans that had not begun by the cut-off of their day and moved to the next working "
                   "day; each move counts.",
     .source = "walkout"},
    {.name = "mat_dtd_30", .unit = "births", .title = "Urgent caesareans over 30 minutes from decision",
     .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Category 1 and 2 caesareans on the day with more than 30 minutes from decision to delivery.",
     .source = "NICE NG192 (category 1 within 30 minutes)"},
    {.name = "mat_dtd_75", .unit = "births", .title = "Urgent caesareans over 75 minutes from decision",
     .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Category 1 and 2 caesareans on the day with more than 75 minutes from decision to delivery.",
     .source = "NICE NG192 (category 2 within 75 minutes)"},
    {.name = "mat_diverted", .unit = "mothers", .title = "Mothers diverted to another unit", .adds = SIM_ADDS_SUM,
     .of = "", .definition = "Mothers in spontaneous labour sent elsewhere while the unit was closed.",
     .source = "walkout"},
    {.name = "mat_closed_hours", .unit = "hours", .title = "Hours the maternity unit was closed",
     .adds = SIM_ADDS_SUM, .of = "", .definition = "Hours of the day during which the unit diverted new labours.",
     .source = "walkout"},
    {.name = "mat_postnatal_occ", .unit = "beds", .title = "Postnatal beds occupied", .adds = SIM_ADDS_SNAPSHOT,
     .of = "", .definition = "Postnatal beds with a mother at 08:00.", .source = "walkout"},

    // Bookings team
    {.name = "calls_out", .unit = "calls", .title = "Calls made by the bookings team", .adds = SIM_ADDS_SUM,
     .daily = true, .of = "",
     .definition = "Outbound calls and rebooking tasks finished by agents on the day, answered or not.",
     .source = "walkout"},
    {.name = "calls_messages", .unit = "messages", .title = "Texts and emails sent", .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Digital messages sent on the day to patients whose appointment is moved.", .source = "walkout"},
    {.name = "calls_in", .unit = "calls", .title = "Calls received by the bookings team", .adds = SIM_ADDS_SUM,
     .daily = true, .of = "", .definition = "Inbound calls offered on the day, answered or not.", .source = "walkout"},
    {.name = "calls_answered", .unit = "calls", .title = "Inbound calls answered", .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Inbound calls that an agent took on the day.", .source = "walkout"},
    {.name = "calls_abandoned", .unit = "calls", .title = "Inbound calls abandoned", .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Inbound callers who rang off on the day before an agent answered.", .source = "walkout"},
    {.name = "calls_delay_mean", .unit = "minutes", .title = "Mean time from cancellation to telling the patient",
     .adds = SIM_ADDS_SHARE, .of = "",
     .definition = "Mean minutes from the cancellation of an appointment to the moment its patient was told, of the "
                   "patients told on the day.",
     .source = "walkout"},
    {.name = "calls_told_pct", .unit = "share", .title = "Patients told before the appointment",
     .adds = SIM_ADDS_SHARE, .of = "",
     .definition = "Of the patients whose appointment was moved and who were told, or whose slot passed, on the day: "
                   "the share told before the slot.",
     .source = "walkout"},
    {.name = "calls_pending", .unit = "patients", .title = "Moved appointments not yet dealt with",
     .adds = SIM_ADDS_LEVEL, .daily = true, .of = "",
     .definition = "Moved appointments at the end of the day whose patient has not been told or not been rebooked.",
     .source = "walkout"},

    // Recovery
    {.name = "rec_extra_sessions", .unit = "sessions", .title = "Extra sessions held", .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Extra clinics and weekend theatre lists of the recovery plan held on the day.",
     .source = "walkout"},
    {.name = "rec_extra_patients", .unit = "patients", .title = "Patients seen in extra sessions",
     .adds = SIM_ADDS_SUM, .of = "", .definition = "Patients seen or treated on the day in extra sessions.",
     .source = "walkout"},
    {.name = "moved_waiting", .unit = "patients", .title = "Moved by a strike and still waiting",
     .adds = SIM_ADDS_LEVEL, .daily = true, .of = "",
     .definition = "Patients on the waiting list whose appointment a strike has moved and who have not been seen or "
                   "treated since, at the end of the day.",
     .source = "walkout"},
    {.name = "moved_seen", .unit = "patients", .title = "Moved by a strike and seen since", .adds = SIM_ADDS_SUM,
     .of = "",
     .definition = "Patients whose appointment a strike had moved who were seen or treated on the day.",
     .source = "walkout"},
    {.name = "backlog_left", .unit = "pathways", .title = "Backlog left after the last strike",
     .adds = SIM_ADDS_DERIVED, .derived = SIM_DERIVED_LEFT_AFTER, .from = "rtt_total", .of = "weeks",
     .definition = "The waiting list 4, 12 and 26 weeks after the last day of the last window: the difference is the "
                   "backlog that the strikes have left.",
     .source = "walkout"},
    {.name = "recovery_day", .unit = "days", .title = "Days until the backlog has gone", .adds = SIM_ADDS_DERIVED,
     .derived = SIM_DERIVED_RETURN_DAY, .from = "rtt_total", .of = "",
     .definition = "Days from the end of the last window to the first day on which the trailing 28-day mean of the "
                   "difference in the waiting list is at most a tenth of its largest value and stays so for the next "
                   "28 days. Empty for a replication in which that day lies beyond the end of the report (see "
                   "recovery_censored).",
     .source = "walkout"},
    {.name = "recovery_censored", .unit = "share", .title = "Share of replications in which the backlog had not gone",
     .adds = SIM_ADDS_DERIVED, .derived = SIM_DERIVED_RETURN_CENSORED, .from = "rtt_total", .of = "",
     .definition = "1 if recovery_day lies beyond the end of the report, else 0; the mean is the share of "
                   "replications.",
     .source = "walkout"},
    {.name = "displaced_seen_day", .unit = "days", .title = "Days until the patients moved have been seen",
     .adds = SIM_ADDS_DERIVED, .derived = SIM_DERIVED_CLEARED_DAY, .from = "moved_waiting", .of = "",
     .definition = "Days from the end of the last window until 95 % of the patients it moved have been seen or treated: "
                   "the difference in moved_waiting is at most 5 % of its largest value. Empty for a replication in "
                   "which that day lies beyond the end of the report (see displaced_censored).",
     .source = "walkout"},
    {.name = "displaced_censored", .unit = "share",
     .title = "Share of replications in which patients moved had not been seen", .adds = SIM_ADDS_DERIVED,
     .derived = SIM_DERIVED_CLEARED_CENSORED, .from = "moved_waiting", .of = "",
     .definition = "1 if displaced_seen_day lies beyond the end of the report, else 0; the mean is the share of "
                   "replications.",
     .source = "walkout"},
};
// clang-format on

const SimMeasureBlock hospital_measures[MEASURE_BLOCKS] = {
    {.rows = rows, .count = sizeof rows / sizeof rows[0]},
    {.rows = service_measure_rows, .count = SERVICE_MEASURES},
};

// Which log of waits a quantile is formed from.
static const struct {
    const char *measure;
    enum WaitLog log;
} logs[] = {
    {"ed_tta_med", LOG_ED_ASSESSMENT}, {"ed_ttt_med", LOG_ED_TREATMENT}, {"ed_ttt_p95", LOG_ED_TREATMENT},
    {"ed_time_med", LOG_ED_TIME},      {"ed_time_p95", LOG_ED_TIME},     {"mat_induction_delay_med", LOG_INDUCTION},
};

// What the members of a measure with several series are called, and how many there are.
static const struct {
    const char *words;  // joined by |; "=" and what follows in a word is left out
    uint32_t count;
} members[] = {
    [OF_NOTHING] = {"", 1},
    [OF_TRIAGE] = {"triage/class 1|triage/class 2|triage/class 3|triage/class 4|triage/class 5", TRIAGE_CLASSES},
    [OF_POOL] = {BED_POOL_WORDS, BED_POOLS},
    [OF_STAGE] = {"first_appointment|diagnostics|review|inpatient|day_case", WAITING_STAGES},
    [OF_NOTICE] = {"advance|short|on_the_day", MOVE_NOTICES - NOTICE_ADVANCE},
    [OF_CHANNEL] = {"consultant pulled|resident missing|consultant absent", MOVE_CHANNELS},
    [OF_GROUP] = {STAFF_GROUP_WORDS, STAFF_GROUPS},
    [OF_DEPARTMENT] = {DEPARTMENT_WORDS, DEPARTMENTS},
    [OF_COVER] = {"consultant free|consultant pulled|locum", 3},
    [OF_MODE] = {BIRTH_MODE_WORDS, BIRTH_MODES},
};

static const SimMeasure *measure_named(const char *name)
{
    for (size_t row = 0; row < sizeof rows / sizeof rows[0]; row++)
        if (strcmp(rows[row].name, name) == 0) return &rows[row];
    fprintf(stderr, "the series %s has no row in the table of measures\n", name);
    abort();
}

static enum WaitLog log_of(const char *measure)
{
    for (size_t i = 0; i < sizeof logs / sizeof logs[0]; i++)
        if (strcmp(logs[i].measure, measure) == 0) return logs[i].log;
    return LOG_NONE;
}

// Numbers the series of one measure, one after the other, and returns the first number.
static uint32_t add_series(MeasurePlan *measures, const char *name, enum MeasureOf of)
{
    const uint32_t first = (uint32_t)measures->count;
    const char *word = members[of].words;
    for (uint32_t member = 0; member < members[of].count; member++) {
        SimSeries *series = &measures->series[measures->count++];
        series->measure = measure_named(name);
        series->log = log_of(name);
        const size_t length = strcspn(word, "|=");
        assert(length < sizeof series->of && (length > 0 || of == OF_NOTHING));
        memcpy(series->of, word, length);
        word += strcspn(word, "|");
        if (*word == '|') word++;
    }
    assert(*word == '\0');  // as many words as members
    return first;
}

uint32_t measures_add(MeasurePlan *measures, const SimMeasure *measure, const char *of, enum SimLogScale scale)
{
    for (size_t i = 0; i < measures->count; i++) {
        const SimSeries *series = &measures->series[i];
        if (series->measure == measure && strcmp(series->of, of) == 0) return (uint32_t)i;
    }
    if (measures->count == measures->room) {
        measures->room = measures->room ? 2 * measures->room : 64;
        measures->series = realloc(measures->series, measures->room * sizeof(SimSeries));
        if (!measures->series) {
            fprintf(stderr, "out of memory: %zu bytes for the series\n", measures->room * sizeof(SimSeries));
            abort();
        }
    }
    SimSeries *series = &measures->series[measures->count];
    *series = (SimSeries){.measure = measure, .scale = scale, .log = WITHOUT_LOG};
    snprintf(series->of, sizeof series->of, "%s", of);
    return (uint32_t)measures->count++;
}

uint32_t measures_log(MeasurePlan *measures, uint32_t series, uint32_t log)
{
    SimSeries *column = &measures->series[series];
    if (column->log == WITHOUT_LOG) column->log = log == WITHOUT_LOG ? measures->logs++ : log;
    return column->log;
}

void measures_plan(MeasurePlan *measures, enum MeasureScope scope)
{
    *measures = (MeasurePlan){0};
    if (scope == MEASURES_OF_SERVICES_ONLY) return;
    measures->logs = WAIT_LOGS;
    size_t count = 0;
#define COUNT_SERIES(name, of) count += members[of].count;
    HOSPITAL_SERIES(COUNT_SERIES)
#undef COUNT_SERIES
    measures->count = 0;
    measures->series = calloc(count, sizeof(SimSeries));
    if (!measures->series) {
        fprintf(stderr, "out of memory: %zu bytes for the series\n", count * sizeof(SimSeries));
        abort();
    }
#define ADD_SERIES(name, of) measures->name = add_series(measures, #name, of);
    HOSPITAL_SERIES(ADD_SERIES)
#undef ADD_SERIES
    assert(measures->count == count);
    measures->room = count;
}

void measures_plan_free(MeasurePlan *measures)
{
    free(measures->series);
    measures->series = NULL;
    measures->count = 0;
}
