// A&E: attendances, waits, handovers, admissions.
#include "models/measure_rows.h"

// clang-format off
static const SimMeasure rows[] = {
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
};
// clang-format on

const SimMeasureBlock emergency_measures = {.rows = rows, .count = sizeof rows / sizeof rows[0]};
