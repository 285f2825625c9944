// General and acute beds, long stays, discharges.
#include "models/measure_rows.h"

// clang-format off
static const SimMeasure rows[] = {
    {.name = "ga_open", .unit = "beds", .title = "General and acute beds open", .adds = SIM_ADDS_SNAPSHOT,
     .daily = true, .of = "",
     .definition = "General and acute beds open at 08:00: core and escalation beds that have staff. Maternity and "
                   "mental health are not included.",
     .source = SITREP},
    {.name = "ga_open_core", .unit = "beds", .title = "Core beds open", .adds = SIM_ADDS_SNAPSHOT, .of = "",
     .definition = "Of ga_open, core beds: those that nurses look after, or in which a patient lies.",
     .source = SITREP},
    {.name = "ga_open_escalation", .unit = "beds", .title = "Escalation beds open", .adds = SIM_ADDS_SNAPSHOT,
     .of = "", .definition = "Of ga_open, escalation beds.", .source = SITREP},
    {.name = "bed_outliers", .unit = "patients", .title = "Outliers", .adds = SIM_ADDS_SNAPSHOT, .of = "",
     .definition = "Medical patients in a surgical bed at 08:00.", .source = "walkout"},
    {.name = "ga_occ", .unit = "beds", .title = "General and acute beds occupied", .adds = SIM_ADDS_SNAPSHOT,
     .daily = true, .of = "",
     .definition = "General and acute beds with a patient at 08:00. Patients who wait in A&E for a bed are not "
                   "included.",
     .source = SITREP},
    {.name = "ga_occ_core", .unit = "beds", .title = "Core beds occupied", .adds = SIM_ADDS_SNAPSHOT, .of = "",
     .definition = "Of ga_occ, core beds: in each pool they are filled before escalation beds.", .source = SITREP},
    {.name = "ga_occ_escalation", .unit = "beds", .title = "Escalation beds occupied", .adds = SIM_ADDS_SNAPSHOT,
     .of = "", .definition = "Of ga_occ, escalation beds.", .source = SITREP},
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
};
// clang-format on

const SimMeasureBlock beds_measures = {.rows = rows, .count = sizeof rows / sizeof rows[0]};
