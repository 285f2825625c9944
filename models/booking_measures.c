// The bookings team and its calls.
#include "models/measure_rows.h"

// clang-format off
static const SimMeasure rows[] = {
    {.name = "calls_out", .unit = "calls", .title = "Calls and rebookings of the bookings team", .adds = SIM_ADDS_SUM,
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
    {.name = "calls_in_wait", .unit = "minutes", .title = "Mean wait of inbound calls answered",
     .adds = SIM_ADDS_SHARE, .of = "",
     .definition = "Mean minutes for which the callers answered on the day waited for an agent.", .source = "walkout"},
    {.name = "calls_rebook_mean", .unit = "hours", .title = "Mean time from cancellation to rebooking",
     .adds = SIM_ADDS_SHARE, .of = "",
     .definition = "Mean hours from the cancellation of an appointment until an agent had rebooked its patient, who "
                   "waits for a slot from then on; of those rebooked on the day.",
     .source = "walkout"},
    {.name = "calls_delay_mean", .unit = "minutes", .title = "Mean time from cancellation to telling the patient",
     .adds = SIM_ADDS_SHARE, .of = "",
     .definition = "Mean minutes from the cancellation of an appointment to the moment its patient was told, of the "
                   "patients told on the day.",
     .source = "walkout"},
    {.name = "calls_told_pct", .unit = "share", .title = "Patients told before the appointment",
     .adds = SIM_ADDS_SHARE, .of = "",
     .definition = "Of the appointments of the day that were moved: the share whose patient was told before the slot. The "
                   "others turned up. By the day of the slot.",
     .source = "walkout"},
    {.name = "calls_pending", .unit = "patients", .title = "Moved appointments not yet dealt with",
     .adds = SIM_ADDS_LEVEL, .daily = true, .of = "",
     .definition = "Moved appointments at the end of the day whose patient has not been told or not been rebooked.",
     .source = "walkout"},
};
// clang-format on

const SimMeasureBlock booking_measures = {.rows = rows, .count = sizeof rows / sizeof rows[0]};
