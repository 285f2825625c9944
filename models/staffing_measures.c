// Staff due and absent; posts to be covered, and who covers them.
#include "models/measure_rows.h"

// clang-format off
static const SimMeasure rows[] = {
    {.name = "ia_due", .unit = "shifts", .title = "Staff due in", .adds = SIM_ADDS_SUM, .daily = true,
     .of = "staff group",
     .definition = "Staff rostered to shifts that start on the day, struck or not: one for each person and shift. A "
                   "window has the whole of every day it touches; ia_due_called has only the shifts it covers.",
     .source = ACTION},
    {.name = "ia_due_called", .unit = "shifts", .title = "Staff due in who were called out", .adds = SIM_ADDS_SUM,
     .of = "staff group",
     .definition = "Of ia_due, those whose group was called out for the moment at which the shift starts, whether or "
                   "not they took part and whether or not their post was kept; nobody where no turn-out was expected.",
     .source = ACTION},
    {.name = "ia_absent", .unit = "shifts", .title = "Staff absent because of the strike", .adds = SIM_ADDS_SUM,
     .daily = true, .of = "staff group",
     .definition = "Staff rostered to shifts that start on the day who are absent because of a strike.",
     .source = ACTION},
    {.name = "ia_absent_pct", .unit = "share", .title = "Share of staff called out who were absent",
     .adds = SIM_ADDS_SHARE, .of = "staff group",
     .definition = "ia_absent over ia_due_called: of the staff due in on shifts that a strike covers, not of all staff due "
                   "in on its days, nor of all staff employed. Empty where nobody is called out, so without the strike.",
     .source = ACTION},
    {.name = "ia_mitigations", .unit = "shifts", .title = "Staff who returned for the safety of patients",
     .adds = SIM_ADDS_SUM, .of = "department",
     .definition = "Staff who would have stayed away from shifts that start on the day because of a strike and returned "
                   "to them under a patient safety mitigation (derogation); ia_absent leaves them out.",
     .source = "NHS England, patient safety mitigation process"},
    {.name = "cover_needed", .unit = "posts", .title = "Posts that needed cover", .adds = SIM_ADDS_SUM,
     .of = "department",
     .definition = "Posts below the target for emergency cover, over the shifts that start on the day.",
     .source = "walkout"},
    {.name = "cover_by", .unit = "posts", .title = "Posts covered, by whom", .adds = SIM_ADDS_SUM, .of = "who covers",
     .definition = "Posts filled over the shifts that start on the day: by consultants in free time, by consultants "
                   "pulled from planned sessions, by SAS doctors in free time, by locums and bank staff. Their sum and "
                   "the posts that nobody filled are cover_needed, but for rounding to whole posts.",
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
    {.name = "cover_cost", .unit = "pounds", .title = "Cost of cover", .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Hours worked by those who cover over shifts that start on the day, times the rates under "
                   "staffing.rates; 0 without them. What absent staff are not paid is not taken off.",
     .source = "walkout"},
    {.name = "sessions_pulled", .unit = "sessions", .title = "Planned sessions given up for cover",
     .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Planned sessions of the day that do not take place because their consultant covers an emergency "
                   "post.",
     .source = "walkout"},
    {.name = "sessions_struck", .unit = "sessions", .title = "Planned sessions whose own staff was on strike",
     .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Planned sessions of the day that do not take place because their consultant is on strike, or staff "
                   "without whom they cannot run.",
     .source = "walkout"},
    {.name = "rest_sessions", .unit = "sessions", .title = "Planned sessions lost to rest around nights",
     .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Planned sessions of the day that do not take place because their consultant covers the night "
                   "before or after and rests.",
     .source = "walkout"},
    {.name = "toil_sessions", .unit = "sessions", .title = "Planned sessions lost to time off in lieu",
     .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Planned sessions of the day that do not take place because consultants take time off for shifts "
                   "that they covered during a strike, on days after it too.",
     .source = "walkout"},
};
// clang-format on

const SimMeasureBlock staffing_measures = {.rows = rows, .count = sizeof rows / sizeof rows[0]};
