// Extra sessions, and when the backlog has gone.
#include "models/measure_rows.h"

// clang-format off
static const SimMeasure rows[] = {
    {.name = "rec_extra_sessions", .unit = "sessions", .title = "Extra sessions held", .adds = SIM_ADDS_SUM,
     .of = "kind",
     .definition = "Sessions of the recovery plan held on the day: extra clinics, weekend lists, insourced clinics and "
                   "lists, theatre lists given to another service.",
     .source = "walkout"},
    {.name = "rec_extra_patients", .unit = "patients", .title = "Patients seen in extra sessions",
     .adds = SIM_ADDS_SUM, .of = "", .definition = "Patients seen or treated on the day in extra sessions.",
     .source = "walkout"},
    {.name = "rec_staff_sessions", .unit = "half-days", .title = "Consultants' free half-days given to recovery",
     .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Half-days of the trust's own consultants, anaesthetists included, spent in their free time on extra "
                   "sessions of the day.",
     .source = "walkout"},
    {.name = "rec_unstaffed", .unit = "sessions", .title = "Extra sessions for which nobody was free",
     .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Extra sessions planned for the day that were not opened because no consultant, or no "
                   "anaesthetist, could be had.",
     .source = "walkout"},
    {.name = "rec_overbooked", .unit = "slots", .title = "Slots added by overbooking", .adds = SIM_ADDS_SUM, .of = "",
     .definition = "Slots added to the day's clinics by the recovery plan.", .source = "walkout"},
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
                   "difference in the waiting list is at most a tenth (recovery.gone_below) of its largest value and stays so for the next "
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

const SimMeasureBlock recovery_measures = {.rows = rows, .count = sizeof rows / sizeof rows[0]};
