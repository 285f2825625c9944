// Births, inductions, caesareans, closures.
#include "models/measure_rows.h"

// clang-format off
static const SimMeasure rows[] = {
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
    {.name = "mat_put_off", .unit = "attempts", .title = "Inductions put off, by what was short", .adds = SIM_ADDS_SUM,
     .of = "what was short",
     .definition = "Attempts to start an induction on the day that failed, by what was not free: rooms, midwives, "
                   "doctors. An attempt for which several were short counts with each.",
     .source = "walkout"},
    {.name = "mat_caesareans", .unit = "births", .title = "Caesareans by category", .adds = SIM_ADDS_SUM,
     .of = "category", .definition = "Caesareans on the day of categories 1, 2 and 3, and planned ones (category 4).",
     .source = "NICE NG192 (categories of urgency)"},
    {.name = "mat_elcs_wait", .unit = "minutes", .title = "Mean wait of planned caesareans", .adds = SIM_ADDS_SHARE,
     .of = "",
     .definition = "Mean minutes from the start of the list for which a caesarean was first planned to its beginning, "
                   "of planned caesareans on the day; days to which they were moved included.",
     .source = "walkout"},
    {.name = "mat_sessions_pulled", .unit = "sessions", .title = "Gynaecology sessions given up for cover",
     .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Planned sessions of the day led by consultants of obstetrics and gynaecology that were cancelled "
                   "because of a strike: what yields so that births do not.",
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
};
// clang-format on

const SimMeasureBlock maternity_measures = {.rows = rows, .count = sizeof rows / sizeof rows[0]};
